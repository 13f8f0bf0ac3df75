"""How often each dish is served over twenty seeds and four diets, and which dish never is.

    python benchmarks/dishes.py [--seeds N] [--effort normal] [--results FILE] [--processes N]

A line for each week goes to the results file as soon as it is planned. Stop the benchmark whenever
you like: run again, it goes on after the last line.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tabulate import tabulate

from planner import Tables, Work, find_data, make_request, plan_week, read_tables
from planner.search.effort import EFFORTS

DIETS = ("omnivore", "pescatarian", "vegetarian", "vegan")


def serve(diet: str, seed: int, effort: str) -> list[str]:
    """The dishes of one week."""
    tables = read_tables(find_data())
    plan = plan_week(make_request(tables, diet=diet, seed=seed), tables, Work(effort))
    return [meal.dish for day in plan.days for meal in day.meals]


def write_table(weeks: dict[tuple[str, int], list[str]], tables: Tables) -> str:
    """How often each dish comes in each diet, those that come most first, as Markdown."""
    counts = {diet: Counter[str]() for diet in DIETS}
    for (diet, _), dishes in weeks.items():
        counts[diet].update(dishes)
    totals = sum(counts.values(), Counter[str]())
    rows = [
        (dish.name, dish.cuisine, *(counts[diet][dish.id] or "" for diet in DIETS), totals[dish.id])
        for dish in sorted(tables.dishes.values(), key=lambda dish: (-totals[dish.id], dish.name))
    ]
    headers = ("dish", "cuisine", *DIETS, "all")
    return tabulate(rows, headers, tablefmt="github", colalign=("left", "left", *["right"] * 5))


def main() -> None:
    """Plan the weeks that aren't in the results yet, and print the table of all."""
    parser = argparse.ArgumentParser(description="Count the dishes of many weeks.")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--effort", choices=tuple(EFFORTS), default="normal")
    parser.add_argument("--results", type=Path, default=Path("dishes.jsonl"))
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    weeks: dict[tuple[str, int], list[str]] = {}
    if options.results.exists():
        for line in options.results.read_text(encoding="utf-8").splitlines():
            diet, seed, dishes = json.loads(line)
            weeks[diet, seed] = dishes
    cases = itertools.product(range(options.seeds), DIETS)
    left = [(diet, seed) for seed, diet in cases if (diet, seed) not in weeks]
    with (
        ProcessPoolExecutor(options.processes) as pool,
        options.results.open("a", encoding="utf-8") as file,
    ):
        tasks = {pool.submit(serve, *case, options.effort): case for case in left}
        for task in as_completed(tasks):
            weeks[tasks[task]] = task.result()
            file.write(json.dumps([*tasks[task], task.result()]) + "\n")
            file.flush()
    tables = read_tables(find_data())
    served = set(itertools.chain.from_iterable(weeks.values()))
    never = [dish.name for dish in tables.dishes.values() if dish.id not in served]
    print(write_table(weeks, tables))
    print(f"\n{len(weeks)} weeks, {len(tables.dishes)} dishes, {len(served)} served")
    print("never:", "; ".join(never) or "none")


if __name__ == "__main__":
    main()
