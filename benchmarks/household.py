"""A household of four: what each is brought, what is bought for them, and how long it takes.

The list's sums are checked here against the plan's portions from the plan file and the tables' CSV
files alone: no part of the planner is used for it.

python benchmarks/household.py [--times N]
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from planner import WeekPlan, check_plan, find_data, read_tables
from planner.people.targets import DAY, PERCENT_OF_ENERGY, WEEK
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE

ROOT = Path(__file__).parent.parent
PROFILE = ROOT / "examples" / "household.toml"
LISTED_G = 0.051  # the list's grams have one decimal
CENT = 0.0051
SIZE_EXPONENT = 0.3  # as data/README.md has it: 100 g cost more in a small pack


def find_wrong_sums(plan: dict[str, Any], folder: Path) -> list[str]:
    """What of a plan file's list isn't what its portions need; `folder` has the tables."""
    foods = {row["food_id"]: row for row in _rows(folder / "foods.csv")}
    groceries = {row["grocery_id"]: row for row in _rows(folder / "groceries.csv")}
    needed: defaultdict[str, float] = defaultdict(float)
    for day in plan["days"]:
        for meal in day["meals"]:
            for serving in meal["servings"]:
                food = foods[serving["food_id"]]
                eaten = serving["portions"] * float(food["portion_g"])
                needed[food["grocery_id"]] += eaten * float(food["bought_g_per_eaten_g"])
    lines = {line["grocery_id"]: line for line in plan["shopping"]}
    wrong = [f"{item} is on one side only" for item in sorted(needed.keys() ^ lines.keys())]
    if len(lines) != len(plan["shopping"]):
        wrong.append("an item has two lines")
    for item in sorted(needed.keys() & lines.keys()):
        line = lines[item]
        if abs(line["grams"] - needed[item]) > LISTED_G:
            wrong.append(f"{item}: {line['grams']} g listed, {needed[item]:.1f} g needed")
        held = sum(pack["grams"] * pack["count"] for pack in line["packs"])
        left = max(0.0, held - (line["grams"] - line["at_home_grams"]))
        if abs(line["left_grams"] - left) > 2 * LISTED_G:  # both figures are rounded
            wrong.append(f"{item}: {line['left_grams']} g said to be left, {left:.1f} g are")
        price = groceries[item]["price_usd_per_100g"]
        if price and line["price_known"]:
            named = float(groceries[item]["price_pack_g"] or 0)
            cost = sum(
                float(price)
                / 100
                * pack["grams"]
                * pack["count"]
                * ((named / pack["grams"]) ** SIZE_EXPONENT if named else 1)
                for pack in line["packs"]
            )
            if abs(line["cost_usd"] - cost) > CENT:
                wrong.append(f"{item}: {line['cost_usd']} USD listed, {cost:.2f} by the table")
    return wrong


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compute_coverage(plan: WeekPlan, name: str, tables: Tables) -> list[str]:
    """For each of the five the lowest share that is held, then the lowest other RDA."""
    own = [
        verdict
        for verdict in check_plan(plan, tables).verdicts
        if verdict.person == name and verdict.minimum and verdict.basis != PERCENT_OF_ENERGY
    ]
    cells = []
    for nutrient in THE_FIVE:
        held = [v for v in own if v.nutrient == nutrient and not v.kind.endswith("floor")]
        cells.append(f"{min(100 * v.value / (v.minimum or 1.0) for v in held):.0f}")
    others = {
        tables.nutrients[v.nutrient].label: 100 * v.value / (v.minimum or 1.0)
        for v in own
        if v.kind == "RDA" and v.nutrient not in THE_FIVE and v.period in (WEEK, DAY)
    }
    lowest = min(others, key=lambda label: others[label])
    return [*cells, f"{lowest} {others[lowest]:.0f}"]


def main() -> None:
    """Plan the household's week a few times, and print what it brings and costs."""
    parser = argparse.ArgumentParser(description="Measure the week of a household of four.")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "household.json"
        words = ["plan", "--profile", str(PROFILE), "--output", str(path)]
        seconds = []
        for _ in range(options.times):
            begun = perf_counter()
            command = [sys.executable, "-m", "planner", *words]
            subprocess.run(command, check=True, capture_output=True)
            seconds.append(perf_counter() - begun)
        text = path.read_text(encoding="utf-8")
    value, tables = json.loads(text), read_tables(find_data())
    plan = WeekPlan.from_json(text, "household.json")
    print("| | magnesium | potassium | calcium | vitamin B12 | vitamin D | lowest other RDA |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for person in plan.request.people:
        print(f"| {person.name} | {' | '.join(compute_coverage(plan, person.name, tables))} |")
    wrong = find_wrong_sums(value, find_data())
    slots = split = 0
    for day in value["days"]:
        for meal in day["meals"]:
            foods: defaultdict[str, set[str]] = defaultdict(set)
            for serving in meal["servings"]:
                foods[serving["slot"]].add(serving["food_id"])
            slots += len(foods)
            split += sum(len(one) > 1 for one in foods.values())
    lines = value["shopping"]
    print()
    print(f"limits missed: {len(plan.misses)}")
    print(f"slots with two foods: {split} of {slots}")
    print(f"lines of the list: {len(lines)}")
    print(f"price: ${sum(line['cost_usd'] or 0.0 for line in lines):.2f}")
    print(f"lines without a known price: {sum(not line['price_known'] for line in lines)}")
    print(f"bought and not needed: {sum(line['left_grams'] for line in lines) / 1000:.2f} kg")
    print(f"sums of the list that are wrong: {len(wrong)}")
    for one in wrong:
        print(f"  {one}")
    print(f"seconds: {median(seconds):.1f} (median of {options.times}, with the start of Python)")


if __name__ == "__main__":
    main()
