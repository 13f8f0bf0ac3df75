"""Which dishes are ever served: every one should come up over twenty seeds and four diets.

python benchmarks/dishes.py [--seeds N] [--processes N]
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from planner import find_data, make_request, plan_week, read_tables

DIETS = ("vegan", "vegetarian", "pescatarian", "omnivore")


def served(case: tuple[str, int]) -> list[str]:
    """The dishes of one week."""
    diet, seed = case
    tables = read_tables(find_data())
    plan = plan_week(make_request(tables, diet=diet, seed=seed), tables)
    return [meal.dish for day in plan.days for meal in day.meals]


def main() -> None:
    """Print how often dishes come, and name those that never do."""
    parser = argparse.ArgumentParser(description="Count the dishes of many weeks.")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    cases = list(itertools.product(DIETS, range(options.seeds)))
    with ProcessPoolExecutor(options.processes) as pool:
        times = Counter(itertools.chain.from_iterable(pool.map(served, cases)))
    dishes = read_tables(find_data()).dishes
    never = [dish for dish in dishes if not times[dish]]
    print(f"{len(cases)} weeks, {len(dishes)} dishes, {len(dishes) - len(never)} served")
    print("most often:", ", ".join(f"{dish} {n}" for dish, n in times.most_common(10)))
    print("never:", ", ".join(never) or "none")


if __name__ == "__main__":
    main()
