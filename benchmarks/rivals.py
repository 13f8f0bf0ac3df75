"""Our plan of a vegan week beside solvers that are given the whole week at once, through PuLP.

    python benchmarks/rivals.py [--seconds N]

The week is written in three ways from one program: every day's dishes and foods as binaries, for
HiGHS and for CBC, each stopped after some seconds; the same without whole numbers, its bound.
All are counted in the points of that program. It leaves out what can't be said of the average
day: no dinner dish on two days running, the dishes that two days share, the most different foods
of a week. Our plan keeps those too, so it is one of the weeks that the solvers choose from.
"""

from __future__ import annotations

import argparse
import os
import time

import pulp
from tabulate import tabulate

from planner import find_data, make_request, plan_week, read_tables
from planner.week import build_program

DAYS = 7
SOLVED = {pulp.LpSolutionOptimal: "optimal", pulp.LpSolutionIntegerFeasible: "stopped"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare with the whole week as one program.")
    parser.add_argument("--seconds", type=int, default=60, help="after which a solver is stopped")
    most = parser.parse_args().seconds
    tables = read_tables(find_data())
    request = make_request(tables, diet="vegan", days=DAYS)
    started = time.perf_counter()
    plan = plan_week(request, tables)
    seconds = time.perf_counter() - started
    rows: list[tuple[object, ...]] = [
        ("planner, a plan", "", f"{seconds:.1f}", f"{plan.points.total:.2f}", "checked"),
        ("planner, its bound", "", "in that", f"{plan.points.bound:.2f}", "optimal"),
    ]
    linear = build_program(request, tables).linear
    ways = (
        ("the week's LP, HiGHS", False, pulp.HiGHS(msg=False)),
        (f"the week's MILP, HiGHS, {most} s", True, pulp.HiGHS(msg=False, timeLimit=most)),
        (f"the week's MILP, CBC, {most} s", True, pulp.COIN_CMD(msg=False, timeLimit=most)),
    )
    for name, whole, engine in ways:
        if not engine.available():
            rows.append((name, "", "", "", "not installed"))
            continue
        started = time.perf_counter()
        problem = linear.write(days=DAYS, whole=whole).problem
        written = time.perf_counter()
        problem.solve(engine)
        solved = time.perf_counter()
        state = SOLVED.get(problem.sol_status, "no solution")
        points = "" if state == "no solution" else f"{pulp.value(problem.objective):.2f}"
        rows.append((name, f"{written - started:.1f}", f"{solved - written:.1f}", points, state))
    columns = linear.columns * DAYS
    print(f"A vegan week, about {columns:,} columns, {os.cpu_count()} cores")
    headers = ("way", "s to write", "s to solve", "points", "state")
    align = ("left", "right", "right", "right", "left")
    print(tabulate(rows, headers=headers, disable_numparse=True, colalign=align))


if __name__ == "__main__":
    main()
