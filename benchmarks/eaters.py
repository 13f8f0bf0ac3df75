"""Forty eaters of many ages and diets, each with a week: one table.

    python benchmarks/eaters.py [--processes N]

For each: the lowest day of the five and the lowest week's average among the RDAs, in percent of the
target; different foods and dishes; points a day above the bound; seconds. A miss is marked with
the points it costs.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from tabulate import tabulate

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.nutrients import THE_FIVE

DIETS = ("vegan", "vegetarian", "pescatarian", "omnivore")
ALLERGENS = ("milk", "egg", "soy", "gluten", "tree-nut", "peanut", "fish", "sesame")


@dataclass(frozen=True)
class Row:
    """What one eater's week came to."""

    cells: tuple[Any, ...]
    misses: float
    faults: int


def eaters() -> list[dict[str, Any]]:
    """Forty requests: ages and sexes by turns with the diets, then energies, stages, allergies."""
    found: list[dict[str, Any]] = []
    for place, age in enumerate((11, 16, 25, 40, 60, 75)):
        for turn, sex in enumerate(("female", "male")):
            for step in (0, 2):
                diet = DIETS[(place + turn + step) % len(DIETS)]
                found.append({"age": age, "sex": sex, "diet": diet})
    found += [
        {"age": 30, "life_stage": "pregnant", "trimester": 3, "diet": diet}
        for diet in ("vegan", "pescatarian")
    ]
    found += [{"age": 30, "life_stage": "lactating", "diet": diet} for diet in DIETS[:2]]
    found += [{"calories": 1400, "age": 35, "sex": "female", "diet": diet} for diet in DIETS[:2]]
    found += [{"calories": 3200, "age": 25, "sex": "male", "diet": diet} for diet in DIETS[:2]]
    for place, allergen in enumerate(ALLERGENS):
        diet = DIETS[place % len(DIETS)]
        found.append({"age": 40, "sex": "female", "diet": diet, "allergies": [allergen]})
    return found


def measure(words: dict[str, Any]) -> Row:
    """Plan and check one eater's week."""
    tables = read_tables(find_data())
    started = time.perf_counter()
    plan = plan_week(make_request(tables, **words), tables)
    seconds = time.perf_counter() - started
    report = check_plan(plan, tables)
    minima = [v for v in report.verdicts if v.minimum and v.basis == "amount"]
    five = min(
        v.value / v.minimum
        for v in minima
        if v.minimum and v.nutrient in THE_FIVE and v.period == "day" and "floor" not in v.kind
    )
    weekly = [
        v.value / v.minimum for v in minima if v.minimum and v.period == "week" and v.kind == "RDA"
    ]
    foods = {one.food_id for day in plan.days for meal in day.meals for one in meal.servings}
    dishes = {meal.dish for day in plan.days for meal in day.meals}
    above = (plan.points.total - plan.points.bound) / len(plan.days)
    name = " ".join(str(v) if isinstance(v, int | str) else "no " + v[0] for v in words.values())
    cells = (
        name,
        f"{plan.request.people[0].energy_kcal:.0f}",
        f"{five:.0%}",
        f"{min(weekly):.0%}",
        len(foods),
        len(dishes),
        f"{above:.2f}",
        f"{seconds:.1f}",
        f"{plan.points.misses:.1f}" if plan.misses else "",
        len(report.notes) or "",
    )
    return Row(cells, plan.points.misses, len(report.faults))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Plan for forty eaters.")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    everyone = eaters()
    with ProcessPoolExecutor(options.processes) as pool:
        rows = list(pool.map(measure, everyone))
    headers = (
        "eater",
        "kcal",
        "five, day",
        "RDA, week",
        "foods",
        "dishes",
        "above",
        "s",
        "missed",
        "unusual",
    )
    print(tabulate([row.cells for row in rows], headers=headers, disable_numparse=True))
    met = sum(not row.misses for row in rows)
    above = sorted(float(row.cells[6]) for row in rows)
    print(f"\n{len(rows)} eaters, {met} with nothing missed, faults {sum(r.faults for r in rows)}")
    print(f"points a day above the bound: median {above[len(above) // 2]}, worst {above[-1]}")


if __name__ == "__main__":
    main()
