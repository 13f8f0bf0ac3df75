"""Where the time of one week goes, stage by stage, as ratios to the imports of one run.

    python benchmarks/stages.py [DIET]

Each stage is the median of three in a fresh process; the last column divides by the import of
pandas, PuLP, HiGHS, Typer and tabulate measured beside them, so that machines can be compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from tabulate import tabulate

IMPORTS = "import pandas, pulp, highspy, typer, tabulate"
STAGES = ("import", "read", "build", "bound", "search", "check", "render")
RUNS = 3


def measure(diet: str) -> None:
    """Plan one week and print the seconds of each stage, in this process."""
    marks = [time.perf_counter()]
    from planner.check import check_plan  # noqa: PLC0415  (the import is what is measured)
    from planner.person import find_removals  # noqa: PLC0415
    from planner.program import build_day  # noqa: PLC0415
    from planner.render.compose import compose_plan  # noqa: PLC0415
    from planner.render.text import render_text  # noqa: PLC0415
    from planner.request import make_request  # noqa: PLC0415
    from planner.solve import DaySolver  # noqa: PLC0415
    from planner.tables import find_data, read_tables  # noqa: PLC0415
    from planner.targets import find_targets  # noqa: PLC0415
    from planner.week import plan_week  # noqa: PLC0415

    marks.append(time.perf_counter())
    tables = read_tables(find_data())
    marks.append(time.perf_counter())
    request = make_request(tables, diet=diet)
    (person,) = request.people
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = [food for food in tables.foods.values() if food.id not in removed]
    program = build_day(person, find_targets(person, tables), foods, tables)
    marks.append(time.perf_counter())
    DaySolver(program, tables.everyday_kinds).average_day()
    marks.append(time.perf_counter())
    plan = plan_week(request, tables)
    whole = time.perf_counter() - marks[-1]
    search = whole - (marks[4] - marks[2])  # plan_week builds and bounds once more
    started = time.perf_counter()
    report = check_plan(plan, tables)
    checked = time.perf_counter()
    render_text(compose_plan(plan, report, tables))
    seconds = [marks[i + 1] - marks[i] for i in range(4)]
    seconds += [search, checked - started, time.perf_counter() - checked]
    print(*seconds)


def main() -> None:
    """Print the table of stages."""
    diet = sys.argv[1] if len(sys.argv) > 1 else "vegan"
    if diet == "--measure":
        measure(sys.argv[2])
        return
    imports, runs = [], []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", IMPORTS], check=True)
        imports.append(time.perf_counter() - started)
        command = [sys.executable, __file__, "--measure", diet]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        runs.append([float(word) for word in output.split()])
    unit = statistics.median(imports)
    rows = [("imports of the libraries alone", unit, 1.0)]
    for place, stage in enumerate(STAGES):
        seconds = statistics.median(run[place] for run in runs)
        rows.append((stage, seconds, seconds / unit))
    total = statistics.median(sum(run) for run in runs)
    rows.append(("all stages", total, total / unit))
    print(f"A {diet} week, {os.cpu_count()} cores, median of {RUNS}")
    print(tabulate(rows, headers=("stage", "seconds", "times imports"), floatfmt=".2f"))


if __name__ == "__main__":
    main()
