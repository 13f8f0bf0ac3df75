"""Where the time of one week goes, stage by stage, as ratios to the imports of one run.

    python benchmarks/stages.py [DIET]

Each stage is the median of three in a fresh process; the last column divides by the import of
pandas, PuLP, HiGHS, Typer and tabulate measured beside them, so that machines can be compared.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import time

from tabulate import tabulate

IMPORTS = "import pandas, pulp, highspy, typer, tabulate"
RUNS = 3


def measure(diet: str) -> None:
    """Plan one week and print each stage with its seconds, in this process."""
    marks = [time.perf_counter()]
    from planner.actions.planning import plan_week  # noqa: PLC0415
    from planner.checking.findings import check_plan  # noqa: PLC0415  (the import is what is measured)
    from planner.render.documents.plan import compose_plan  # noqa: PLC0415
    from planner.render.formats.text import render_text  # noqa: PLC0415
    from planner.request.from_words import make_request  # noqa: PLC0415
    from planner.search.effort import Work  # noqa: PLC0415
    from planner.tables.bundle import find_data, read_tables  # noqa: PLC0415

    marks.append(time.perf_counter())
    tables = read_tables(find_data())
    marks.append(time.perf_counter())
    request = make_request(tables, diet=diet)
    marks.append(time.perf_counter())
    work = Work()
    plan = plan_week(request, tables, work)
    marks.append(time.perf_counter())
    report = check_plan(plan, tables)
    marks.append(time.perf_counter())
    render_text(compose_plan(plan, report, tables))
    marks.append(time.perf_counter())
    spans = [later - earlier for earlier, later in itertools.pairwise(marks)]
    imported, read, requested, planned, checked, rendered = spans
    seconds = {"import": imported, "read the tables": read, "request": requested, **work.seconds}
    seconds["list and first check"] = planned - sum(work.seconds.values())
    seconds |= {"check": checked, "render": rendered}
    for stage, spent in seconds.items():
        print(spent, stage)


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
        lines = [line.split(" ", 1) for line in output.splitlines()]
        runs.append({stage: float(spent) for spent, stage in lines})
    unit = statistics.median(imports)
    rows = [("imports of the libraries alone", unit, 1.0)]
    for stage in runs[0]:
        seconds = statistics.median(run[stage] for run in runs)
        rows.append((stage, seconds, seconds / unit))
    total = statistics.median(sum(run.values()) for run in runs)
    rows.append(("all stages", total, total / unit))
    print(f"A {diet} week, {os.cpu_count()} cores, median of {RUNS}")
    print(tabulate(rows, headers=("stage", "seconds", "times imports"), floatfmt=".2f"))


if __name__ == "__main__":
    main()
