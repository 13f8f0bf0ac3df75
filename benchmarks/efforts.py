"""How near to usual each effort comes, and for how much work: profiles, and people at random.

    python benchmarks/efforts.py [--varied N] [--step N] [--efforts quick,normal,high]

A row an effort: the gap above the bound in points a day (median, worst, and the profile of that),
CPU seconds a week and weeks a CPU second, the price of the list in dollars and the weight that its
packs leave over, weeks whose days lie more than two points apart, notes of eating rules, misses,
and how many weeks have more points than those of the effort before: none should. `--varied` draws
so many people by a fixed seed instead of the profiles. Tables are read once, before the clock.
"""

from __future__ import annotations

import argparse
import statistics
import time
from contextlib import suppress

import numpy as np
from profiles import Words, day_points, describe, profiles
from tabulate import tabulate

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.errors import PlannerError
from planner.plans.shopping import compute_cost
from planner.search.effort import EFFORTS, Work
from planner.tables.bundle import Tables

SEED = 7
APART = 2.0  # points
HEADERS = (
    "effort",
    *("gap, median", "worst", "CPU s", "weeks/CPU s", "USD", "kg left", "apart", "notes"),
    *("misses", "worse", "the worst"),
)


def draw(count: int, tables: Tables) -> list[Words]:
    """So many people of any age, diet and taste, each with a seed of their own."""
    rng = np.random.default_rng(SEED)
    drawn: list[Words] = []

    def one_of(words: list[str]) -> str:
        return words[int(rng.integers(len(words)))]

    while len(drawn) < count:
        words: Words = {
            "diet": one_of(["vegan", "vegetarian", "pescatarian", "omnivore"]),
            "age": int(rng.integers(9, 81)),
            "sex": one_of(["female", "male"]),
            "seed": int(rng.integers(20)),
        }
        if rng.random() < 0.4:
            words["calories"] = int(one_of(["1600", "2000", "2600"]))
        if rng.random() < 0.3:
            words["allergies"] = [one_of(["milk", "egg", "soy", "gluten", "peanut", "fish"])]
        if rng.random() < 0.3:
            words["avoid"] = [one_of(["mushrooms", "legumes", "seeds", "juices", "fortified"])]
        if rng.random() < 0.2:
            words["minutes"] = int(one_of(["20", "30", "45"]))
        if rng.random() < 0.2:
            words["like"] = [one_of(["lentils", "oats", "tofu", "potatoes", "rice"])]
        if rng.random() < 0.2:
            words["dislike"] = [one_of(["kale", "soups", "snacks", "juices"])]
        with suppress(PlannerError):
            make_request(tables, **words)
            drawn.append(words)
    return drawn


def main() -> None:
    """Print a row for each effort."""
    parser = argparse.ArgumentParser(description="Compare the efforts.")
    parser.add_argument("--varied", type=int, help="so many people drawn at random")
    parser.add_argument("--step", type=int, default=1, help="every so many of them")
    parser.add_argument("--efforts", default=",".join(EFFORTS))
    given = parser.parse_args()
    tables = read_tables(find_data())
    everyone = draw(given.varied, tables) if given.varied else profiles()
    everyone = everyone[:: given.step]
    before: list[float] = []
    rows = []
    for effort in given.efforts.split(","):
        gaps, totals, usd, left = [], [], [], []
        apart = notes = misses = 0
        seconds = 0.0
        for words in everyone:
            request = make_request(tables, **words)
            began = time.process_time()
            plan = plan_week(request, tables, Work(effort))
            seconds += time.process_time() - began
            cost, points = compute_cost(plan.shopping, tables), day_points(plan, tables)
            gaps.append((plan.points.total - plan.points.bound) / len(plan.days))
            totals.append(plan.points.total)
            usd.append(cost.total_usd or 0.0)
            left.append(cost.left_grams / 1000)
            apart += max(points) - min(points) > APART
            notes += len(check_plan(plan, tables).notes)
            misses += bool(plan.misses)
        worse = sum(now > then + 1e-6 for now, then in zip(totals, before, strict=False))
        count, worst = len(everyone), gaps.index(max(gaps))
        figures = (statistics.median(gaps), max(gaps), seconds / count, count / seconds)
        money = (statistics.mean(usd), statistics.mean(left))
        cells = [effort, *(f"{figure:.2f}" for figure in (*figures, *money))]
        rows.append([*cells, apart, notes, misses, worse, describe(everyone[worst])])
        before = totals
    print(tabulate(rows, headers=HEADERS, disable_numparse=True))
    print(f"\n{len(everyone)} weeks for each")


if __name__ == "__main__":
    main()
