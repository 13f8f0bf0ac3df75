"""How work and memory grow: with days, with people, with dishes; the bound and the command alone.

    python benchmarks/growth.py [--only WORDS]

A row a case, each in a process of its own: CPU seconds of the plan without reading the tables, the
seconds of its bound, and the most resident memory of the process in MB. More dishes are copies of
the bundled ones, with ids of their own. The row of the command is all that a process does, beside
one that imports numpy, PuLP, HiGHS and Typer. The load average stands beside each row, for seconds
on a busy machine are longer.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

from tabulate import tabulate

from planner import find_data, make_household, make_request, plan_week, read_tables
from planner.search.effort import Work
from planner.tables.bundle import Tables

IMPORTS = "import numpy, pulp, highspy, typer"
CASES: dict[str, tuple[str, int, int, int]] = {
    "a vegan week, quick": ("quick", 7, 1, 0),
    "a vegan week, normal": ("normal", 7, 1, 0),
    "a vegan week, high": ("high", 7, 1, 0),
    "four people, quick": ("quick", 7, 4, 0),
    "four people, normal": ("normal", 7, 4, 0),
    "2,000 dishes, quick": ("quick", 7, 1, 2_000),
    "10,000 dishes, quick": ("quick", 7, 1, 10_000),
    "366 days, quick": ("quick", 366, 1, 0),
    "366 days, normal": ("normal", 366, 1, 0),
}
"""Effort, days, people and dishes (0 for those that there are)."""
EATERS: tuple[dict[str, Any], ...] = (
    {"diet": "vegan"},
    {"diet": "omnivore", "age": 45, "sex": "male"},
    {"diet": "vegetarian", "age": 16, "sex": "female"},
    {"diet": "omnivore", "age": 11, "sex": "male"},
)
HEADERS = ("case", "CPU s", "bound, s", "MB", "points a day and person", "load")


def multiply(tables: Tables, count: int) -> Tables:
    """Tables with so many dishes: copies of those that there are, under other ids."""
    copies = (
        replace(dish, id=f"{dish.id}-{number}" if number else dish.id)
        for number in itertools.count()
        for dish in tables.dishes.values()
    )
    return replace(tables, dishes={dish.id: dish for dish in itertools.islice(copies, count)})


def measure(effort: str, days: int, people: int, dishes: int) -> list[str]:
    """Plan once in this process: CPU seconds, seconds of the bound, MB, points, load."""
    tables = read_tables(find_data())
    if dishes:
        tables = multiply(tables, dishes)
    eaters = [{**words, "name": f"person {number}"} for number, words in enumerate(EATERS)]
    if people == 1:
        request = make_request(tables, **EATERS[0], days=days)
    else:
        request = make_household(eaters[:people], tables, {"days": days})
    work, began = Work(effort), time.process_time()
    plan = plan_week(request, tables, work)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    above = (plan.points.total - plan.points.bound) / days / people
    figures = (f"{seconds:.2f}", f"{work.seconds['bound']:.3f}", f"{peak:.0f}", f"{above:.2f}")
    return [*figures, f"{os.getloadavg()[0]:.1f}"]


def measure_command(command: list[str]) -> float:
    """The least CPU seconds of three runs of a command; a first one warms the caches."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    found = []
    for _ in range(4):
        before = os.times()
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        after = os.times()
        found.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return min(found[1:])


def main() -> None:
    """Print a row for each case."""
    parser = argparse.ArgumentParser(description="Measure how work and memory grow.")
    parser.add_argument("--only", default="", help="words of the cases to measure")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print("\t".join(measure(*CASES[given.measure])))
        return
    for case in CASES:
        if given.only in case:
            command = [sys.executable, __file__, "--measure", case]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            row = [case, *printed.strip().split("\t")]
            print(tabulate([row], headers=HEADERS, disable_numparse=True), flush=True)
    if given.only in "the command":
        alone = measure_command([sys.executable, "-c", IMPORTS])
        whole = measure_command([sys.executable, "-m", "planner", "plan", "--diet", "vegan"])
        print(
            f"planner plan --diet vegan: {whole:.2f} CPU s, {whole / alone:.1f} times importing"
            f" its libraries ({alone:.2f} s); load {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    main()
