"""Our plan of a week beside solvers that are given the whole week at once, through PuLP.

    python benchmarks/rivals.py [--seconds N] [--profiles N]

The week is written in three ways from one program: every day's dishes and foods as binaries, for
HiGHS and for CBC, each stopped after some seconds; the same without whole numbers, its bound.
All are counted in the points of that program. It leaves out what can't be said of the average
day: no dinner dish on two days running, the dishes that two days share, the most different foods
of a week. Our plan keeps those too, so it is one of the weeks that the solvers choose from.

Without `--profiles` it is a vegan's week, in every way. With it, so many of the eighty profiles,
spread over the list, beside the MILP with HiGHS.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence

import pulp
from profiles import choose, describe
from tabulate import tabulate

from planner import Request, find_data, make_request, plan_week, read_tables
from planner.model.bound import build_program
from planner.model.linear_program import LinearProgram
from planner.plans.records import Points
from planner.tables.bundle import Tables

DAYS = 7
SOLVED = {pulp.LpSolutionOptimal: "optimal", pulp.LpSolutionIntegerFeasible: "stopped"}
NOTHING = "no solution"


def plan(request: Request, tables: Tables) -> tuple[float, Points]:
    """The seconds that our plan takes, and its points."""
    started = time.perf_counter()
    points = plan_week(request, tables).points
    return time.perf_counter() - started, points


def solve(linear: LinearProgram, engine: pulp.LpSolver, *, whole: bool) -> tuple[str, ...]:
    """The week written and solved: seconds to write and to solve, points, the state it ends in."""
    started = time.perf_counter()
    problem = linear.write(days=DAYS, whole=whole).problem
    written = time.perf_counter()
    problem.solve(engine)
    solved = time.perf_counter()
    state = SOLVED.get(problem.sol_status, NOTHING)
    points = "" if state == NOTHING else f"{pulp.value(problem.objective):.2f}"
    return f"{written - started:.1f}", f"{solved - written:.1f}", points, state


def show(headers: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[str]) -> None:
    """Print a table with these columns to the left."""
    align = ["left" if header in left else "right" for header in headers]
    print(tabulate(rows, headers=headers, disable_numparse=True, colalign=align), flush=True)


def compare_ways(most: int, tables: Tables) -> None:
    """A vegan's week in every way."""
    request = make_request(tables, diet="vegan", days=DAYS)
    seconds, points = plan(request, tables)
    rows: list[tuple[str, ...]] = [
        ("planner, a plan", "", f"{seconds:.1f}", f"{points.total:.2f}", "checked"),
        ("planner, its bound", "", "in that", f"{points.bound:.2f}", "optimal"),
    ]
    linear = build_program(request, tables).linear
    ways = (
        ("the week's LP, HiGHS", False, pulp.HiGHS(msg=False)),
        (f"the week's MILP, HiGHS, {most} s", True, pulp.HiGHS(msg=False, timeLimit=most)),
        (f"the week's MILP, CBC, {most} s", True, pulp.COIN_CMD(msg=False, timeLimit=most)),
    )
    for name, whole, engine in ways:
        if engine.available():
            rows.append((name, *solve(linear, engine, whole=whole)))
        else:
            rows.append((name, "", "", "", "not installed"))
    columns = linear.columns * DAYS
    print(f"A vegan week, about {columns:,} columns, {os.cpu_count()} cores")
    show(("way", "s to write", "s to solve", "points", "state"), rows, ("way", "state"))


def compare_profiles(count: int, most: int, tables: Tables) -> None:
    """Our plans of some profiles beside the MILP of each."""
    rows = []
    for words in choose(count):
        request = make_request(tables, days=DAYS, **words)
        seconds, points = plan(request, tables)
        linear = build_program(request, tables).linear
        engine = pulp.HiGHS(msg=False, timeLimit=most)
        _, solving, found, state = solve(linear, engine, whole=True)
        own = (f"{seconds:.1f}", f"{points.total:.2f}", f"{points.bound:.2f}")
        rows.append((describe(words), *own, solving, found, state))
        print(rows[-1], flush=True)
    print(f"\nThe week as one MILP, HiGHS, {most} s, {os.cpu_count()} cores")
    headers = ("profile", "our s", "our points", "bound", "its s", "its points", "its state")
    show(headers, rows, ("profile", "its state"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare with the whole week as one program.")
    parser.add_argument("--seconds", type=int, default=60, help="after which a solver is stopped")
    parser.add_argument("--profiles", type=int, help="so many profiles beside the MILP")
    options = parser.parse_args()
    tables = read_tables(find_data())
    if options.profiles:
        compare_profiles(options.profiles, options.seconds, tables)
    else:
        compare_ways(options.seconds, tables)


if __name__ == "__main__":
    main()
