"""What a body gets of 28 weeks: a line a week, recomputed from their grams and data/foods.csv.

    python benchmarks/nutrients.py [--plans DIR] [--processes N]

Columns: points and dollars; days on which calcium falls short, counted by what is absorbed; the
highest day's manganese beside its upper level; the week's vitamin D in percent of the target, and
the part of it that mushrooms bring; the lowest day's vitamin B12 in percent, and the µg a day that
were added to foods or come from a supplement; iodine a day, and what the samples' least and most
would give. With --plans, the plan files of a folder are measured instead, such as those that an
earlier version made: with today's figures, not with those of the file.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from hei import WEEKS
from tabulate import tabulate

from planner import Tables, WeekPlan, find_data, find_targets, make_request, plan, read_tables

POORLY = 0.3  # of milk's absorption: calcium that is absorbed less well counts by its share
OFF = 1e-6  # of a limit, what adding up loses
HEADERS = (
    "week",
    "points a day",
    "$",
    "Ca short",
    "Mn mg",
    "D %",
    "of mushrooms",
    "B12 %",
    "added µg",
    "iodine µg",
    "samples",
    "misses",
)


def read_figures(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a table of foods as text, by food_id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["food_id"]: row for row in csv.DictReader(file)}


def count_calcium(row: Mapping[str, str]) -> float:
    """The calcium of 100 g as it counts: what is hardly absorbed, by its share of milk's."""
    absorbed = float(row["calcium_absorbed"] or 1)
    return float(row["calcium_mg"] or 0) * (absorbed if absorbed < POORLY else 1.0)


def measure(
    name: str, week: WeekPlan, tables: Tables, foods: Mapping[str, Mapping[str, str]]
) -> tuple[Any, ...]:
    """A week's line of the table, in the order of the headers."""
    (person,) = week.request.people
    targets = {(one.nutrient, one.kind): one for one in find_targets(person, tables)}
    grams = [
        [(one.food_id, one.grams) for meal in day.meals for one in meal.servings]
        for day in week.days
    ]

    def add_up(column: str, otherwise: str = "") -> np.ndarray[Any, np.dtype[np.float64]]:
        cells = [
            [weight / 100 * float(foods[food][column] or foods[food].get(otherwise) or 0)]
            for day in grams
            for food, weight in day
        ]
        ends = np.cumsum([len(day) for day in grams])[:-1]
        return np.array([part.sum() for part in np.split(np.array(cells)[:, 0], ends)])

    def need(nutrient: str) -> float:
        return targets[nutrient, "RDA"].minimum or 0.0

    doses = {one.nutrient: one.dose for one in week.supplements}
    calcium = np.array(
        [sum(weight / 100 * count_calcium(foods[food]) for food, weight in day) for day in grams]
    ) + doses.get("calcium_mg", 0.0)
    manganese, vitamin_d = add_up("manganese_mg"), add_up("vitamin_d_ug").mean()
    most = targets["manganese_mg", "UL"].maximum or 0.0
    b12, added = add_up("vitamin_b12_ug"), add_up("vitamin_b12_added_ug").mean()
    dose_d, dose_b12 = doses.get("vitamin_d_ug", 0.0), doses.get("vitamin_b12_ug", 0.0)
    least, mean, largest = (
        add_up(f"iodine_{part}ug", "iodine_ug").mean() for part in ("least_", "", "most_")
    )
    mushrooms = add_up("vitamin_d_mushrooms_ug").mean()
    return (
        name,
        week.points.total / len(week.days),
        sum(line.cost_usd or 0.0 for line in week.shopping),
        f"{(calcium < need('calcium_mg') * (1 - OFF)).sum()} of {len(calcium)}",
        f"{manganese.max():.1f} of {most:g}",
        f"{(vitamin_d + dose_d) / need('vitamin_d_ug'):.0%}",
        f"{mushrooms / (vitamin_d + dose_d):.0%}",
        f"{(b12.min() + dose_b12) / need('vitamin_b12_ug'):.0%}",
        round(added + dose_b12, 2),
        f"{mean:.0f}",
        f"{least:.0f} to {largest:.0f}",
        len(week.misses),
    )


def run(name: str) -> tuple[Any, ...]:
    """Plan one of the weeks and measure it."""
    tables = read_tables(find_data())
    week = plan(make_request(tables, **WEEKS[name]), tables)
    return measure(name, week, tables, read_figures(find_data() / "foods.csv"))


def main() -> None:
    """Print the table, and its sums."""
    parser = argparse.ArgumentParser(description="Measure what a body gets of 28 weeks.")
    parser.add_argument("--plans", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    if options.plans:
        tables, foods = read_tables(find_data()), read_figures(find_data() / "foods.csv")
        paths = sorted(options.plans.glob("*.json"))
        names = list(WEEKS) if len(paths) == len(WEEKS) else [path.stem for path in paths]
        weeks = [WeekPlan.from_json(path.read_text(encoding="utf-8"), path.name) for path in paths]
        rows = [measure(*pair, tables, foods) for pair in zip(names, weeks, strict=True)]
    else:
        with ProcessPoolExecutor(options.processes) as pool:
            rows = list(pool.map(run, WEEKS))
    print(tabulate(rows, headers=HEADERS, floatfmt=".2f"))
    points, dollars = (np.mean([row[place] for row in rows]) for place in (1, 2))
    short = sum(int(row[3].split()[0]) for row in rows)
    passed = sum(float(row[4].split()[0]) > float(row[4].split()[2]) for row in rows)
    print(
        f"\n{points:.2f} points a day and ${dollars:.2f} on average; calcium short on {short} days;"
        f" manganese above its upper level in {passed} weeks."
    )


if __name__ == "__main__":
    main()
