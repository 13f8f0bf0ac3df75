"""Narrow requests drawn at random: plans that say something is missed which another search meets.

    python benchmarks/narrow.py [--count N] [--seed N] [--first N]

Each request leaves much out and limits much, for few days. Where its plan misses something and its
bound doesn't, ten other seeds and high effort look for a plan that meets everything. A line is
printed for each plan that misses: what it and its bound miss, in points, and what found better.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from planner import find_data, make_request, plan_week, read_tables
from planner.errors import PlannerError
from planner.plans.records import WeekPlan
from planner.request.request import Request
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.diets import ALLERGENS
from planner.tables.foods import CONTAINS, GROUPS
from planner.tables.reference_intakes import ACTIVITIES

SEEDS = range(1, 11)
DAYS = (1, 1, 2, 2, 2, 3, 3, 4, 7)
LIMITS = {
    "sugars": (50, 120),
    "phosphorus": (1200, 2200),
    "sodium": (900, 2000),
    "saturated-fat": (10, 22),
    "fat": (40, 90),
    "protein": (50, 110),
    "carbohydrate": (160, 320),
    "iron": (15, 45),
    "cholesterol": (100, 300),
    "potassium": (3500, 5500),
}
TARGETS = {
    "vitamin-d": (10, 25),
    "calcium": (1000, 1800),
    "iron": (12, 25),
    "zinc": (9, 18),
    "magnesium": (350, 550),
    "vitamin-e": (15, 25),
    "fiber": (25, 45),
    "choline": (400, 600),
}
DAILY = ("vitamin-d", "iron", "zinc", "vitamin-e", "vitamin-a", "selenium", "choline", "folate")


Words = dict[str, Any]


def draw(rng: np.random.Generator, tables: Tables) -> Words:
    """The words of a request: someone of any age who eats little of what there is."""
    groups = [word for word in GROUPS if word not in ("vegetables", "oils")]
    contained = [word for word in CONTAINS if word != "alcohol"]
    kinds = sorted({food.kind for food in tables.foods.values()})

    def some(words: Sequence[str], most: int, least: int = 0) -> list[str]:
        count = int(rng.integers(least, most + 1))
        return [words[at] for at in rng.permutation(len(words))[:count].tolist()]

    def amounts(ranges: Mapping[str, tuple[float, float]], most: int) -> list[str]:
        names = some(sorted(ranges), most)
        return [f"{name}={round(rng.uniform(*ranges[name]), 2):g}" for name in names]

    words: Words = {
        "diet": some(sorted(tables.diets), 1, 1)[0],
        "age": int(rng.integers(9, 19) if rng.random() < 0.5 else rng.integers(19, 91)),
        "allergies": some(sorted(ALLERGENS), 4, 1),
        "avoid": list(dict.fromkeys([*some(groups, 5, 2), *some(kinds, 5), *some(contained, 1)])),
        "dislike": some(sorted(tables.foods), 4),
        "limits": amounts(LIMITS, 3),
        "targets": amounts(TARGETS, 1),
        "every_day": some(DAILY, 1),
        "days": DAYS[int(rng.integers(len(DAYS)))],
    }
    if rng.random() < 0.6:
        words["sex"] = some(("female", "male"), 1, 1)[0]
    if rng.random() < 0.3:
        words["activity"] = some(sorted(ACTIVITIES), 1, 1)[0]
    if rng.random() < 0.2:
        words["minutes"] = (20, 30, 45)[int(rng.integers(3))]
    return words


def draw_requests(
    count: int, seed: int, tables: Tables, first: int = 1
) -> list[tuple[Words, Request]]:
    """So many requests that can be planned at all, from the `first` one on."""
    rng = np.random.default_rng(seed)
    found: list[tuple[Words, Request]] = []
    while len(found) < first - 1 + count:
        words = draw(rng, tables)
        with suppress(PlannerError):  # contradicts itself, or leaves a meal without a dish
            found.append((words, make_request(tables, **words)))
    return found[first - 1 :]


def meet(words: Words, tables: Tables) -> str:
    """What of other seeds and high effort finds a plan that misses nothing; "" if none does."""
    for seed in SEEDS:
        if not plan_week(make_request(tables, **words, seed=seed), tables).misses:
            return f"--seed {seed}"
    if not plan_week(make_request(tables, **words), tables, Work("high")).misses:
        return "--effort high"
    return ""


def describe(plan: WeekPlan) -> str:
    """What a plan misses, each with the share of its limit by which it does."""
    parts = []
    for one in plan.misses:
        limit = one.minimum if one.minimum and one.value < one.minimum else one.maximum
        parts.append(f"{one.nutrient} {one.value / limit - 1:+.2%}" if limit else one.nutrient)
    return ", ".join(dict.fromkeys(parts))


def main() -> None:
    """Print the plans that miss something, and how many of them needn't."""
    parser = argparse.ArgumentParser(description="False shortfalls of narrow requests.")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=1, help="the request to begin with")
    given = parser.parse_args()
    tables = read_tables(find_data())
    missed = proven = false = 0
    slowest = 0.0
    requests = draw_requests(given.count, given.seed, tables, given.first)
    for number, (words, request) in enumerate(requests, start=given.first):
        began = time.process_time()
        try:
            plan = plan_week(request, tables)
        except PlannerError:  # no day can be put together
            continue
        seconds = time.process_time() - began
        slowest = max(slowest, seconds)
        if not plan.misses:
            continue
        missed += 1
        proven += plan.points.bound_misses > 0
        met = "" if plan.points.bound_misses > 0 else meet(words, tables)
        false += bool(met)
        print(
            f"{number}: misses {plan.points.misses:.3f}, bound {plan.points.bound_misses:.3f},"
            f" {seconds:.1f} CPU s: {describe(plan)}{f': MET by {met} {words}' if met else ''}",
            flush=True,
        )
    print(
        f"{given.count} requests, {missed} plans miss something, in {proven} of them the bound"
        f" does too, {false} needn't; the slowest took {slowest:.1f} CPU s"
    )


if __name__ == "__main__":
    main()
