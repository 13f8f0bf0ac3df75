"""Sixty random households with young children and mixed diets, and what their weeks miss.

    python benchmarks/households.py [--only N] [--results FILE] [--processes N]

Each has two to six people, at least one of them a child of 1 to 8, and a diet for everyone. Every
plan is recomputed by `check`. A quick effort comes first: normal effort goes on from its plan and
can only mend it, so that it is spent where more is missed than the bound misses. A line for each
household goes to the results file as soon as it is planned. Stop the benchmark whenever you like:
run again, it goes on after the last line.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tabulate import tabulate

from planner import (
    PlannerError,
    Work,
    check_plan,
    find_data,
    make_household,
    plan_week,
    read_tables,
)

Words = dict[str, Any]

COUNT = 60
NOT_MISSED = 0.05  # points of a week: less is the rounding of portions

OF_FAMILIES = ("omnivore", "pescatarian", "vegetarian", "vegan", "halal", "kosher-style")
OF_ADULTS = (
    *(*OF_FAMILIES, "gluten-free", "dairy-free", "mediterranean", "dash", "high-protein"),
    *("vegan,gluten-free", "whole-food-plant-based"),
)
ALLERGENS = ("peanut", "tree-nut", "milk", "egg", "sesame", "fish", "wheat")


def choose_household(number: int) -> list[Words]:
    """The people of a household; a number has always the same ones."""
    chance = random.Random(number)  # noqa: S311
    family = chance.choice(OF_FAMILIES)
    ages = [chance.randint(22, 55) for _ in range(chance.randint(1, 2))]
    ages += [chance.randint(1, 8) for _ in range(chance.randint(1, 2))]
    ages += [chance.randint(9, 17)] * chance.randint(0, 1) + [70] * (chance.random() < 0.2)
    people = []
    for place, age in enumerate(ages, 1):
        other = chance.choice(OF_ADULTS if age > 18 else OF_FAMILIES)
        diet = family if chance.random() < 0.5 else other
        person: Words = {"name": f"p{place}", "age": age, "diet": diet}
        person["sex"] = chance.choice(("female", "male"))
        if chance.random() < 0.15:
            person["allergies"] = [chance.choice(ALLERGENS)]
        people.append(person)
    return people


def describe(people: list[Words]) -> str:
    """A household in a line: ages, diets and allergies."""
    said = []
    for one in people:
        without = "".join(f" without {word}" for word in one.get("allergies", ()))
        said.append(f"{one['age']}{one['sex'][0]} {one['diet']}{without}")
    return "; ".join(said)


def measure(number: int) -> Words:
    """Plan and check the week of a household; a refusal is kept as what it says."""
    people, tables = choose_household(number), read_tables(find_data())
    row: Words = {"number": number, "household": describe(people)}
    started = time.perf_counter()
    try:
        request = make_household(people, tables)
        for effort in ("quick", "normal"):
            plan, row["effort"] = plan_week(request, tables, Work(effort)), effort
            if plan.points.misses - plan.points.bound_misses <= NOT_MISSED:
                break
    except PlannerError as error:
        return {**row, "refused": str(error)}
    row["seconds"] = round(time.perf_counter() - started, 1)
    report = check_plan(plan, tables)
    points = plan.points
    return row | {
        "misses": round(points.misses, 3),
        "bound_misses": round(points.bound_misses, 3),
        "missed": [
            f"{miss.person} {miss.nutrient} {miss.kind} {miss.period}" for miss in plan.misses
        ],
        "faults": [str(fault) for fault in report.faults],
        "above": round((points.total - points.bound) / len(plan.days), 2),
    }


def read_results(path: Path) -> dict[int, Words]:
    """What was measured before, by number."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row["number"]: row for row in map(json.loads, lines)}


def write_summary(rows: list[Words]) -> str:
    """A table of the households that miss something or are refused, and the counts of all."""
    planned = [row for row in rows if "refused" not in row]
    own = [row for row in planned if row["misses"] - row["bound_misses"] > NOT_MISSED]
    told = [row for row in planned if row["misses"] > NOT_MISSED or row["faults"]]
    cells = [
        (row["number"], row["household"], row["misses"], row["bound_misses"])
        for row in sorted(told, key=lambda row: row["number"])
    ]
    lines = [tabulate(cells, ("number", "household", "misses", "bound's misses"))] if told else []
    lines += [f"{row['number']} refused: {row['refused']}" for row in rows if "refused" in row]
    lines.append(
        f"{len(rows)} households, {len(planned)} planned, {len(planned) - len(told)} with nothing"
        f" missed, {len(own)} with more missed than the bound,"
        f" {sum(len(row['faults']) for row in planned)} faults"
    )
    if planned:
        above, seconds = ([row[name] for row in planned] for name in ("above", "seconds"))
        lines.append(
            f"points a day above the bound: median {statistics.median(above):.2f}, most"
            f" {max(above):.2f}; seconds: median {statistics.median(seconds):.0f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure the households that aren't in the results yet, and print the table of all."""
    parser = argparse.ArgumentParser(description="Plan for sixty random households.")
    parser.add_argument("--only", type=int, default=COUNT, metavar="N")
    parser.add_argument("--results", type=Path, default=Path("households.jsonl"))
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    known = read_results(options.results)
    left = [number for number in range(options.only) if number not in known]
    with (
        ProcessPoolExecutor(options.processes) as pool,
        options.results.open("a", encoding="utf-8") as file,
    ):
        for task in as_completed([pool.submit(measure, number) for number in left]):
            row = task.result()
            known[row["number"]] = row
            file.write(json.dumps(row) + "\n")
            file.flush()
    print(write_summary([known[number] for number in sorted(known)]))


if __name__ == "__main__":
    main()
