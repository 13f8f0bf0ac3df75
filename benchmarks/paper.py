"""What each format takes: seconds, size, pages and points of type, for 1, 2, 4 and 6 people.

    python benchmarks/paper.py

A vegan week is planned once; several people eat the same. Seconds are processor time, all threads
together, which other work on the machine changes little: the median of three in this process after
a first, the packages imported. What the imports take stands below.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from tabulate import tabulate

from planner import WeekPlan, check_plan, find_data, make_request, plan_week, read_tables
from planner.plans.records import Meal
from planner.plans.shopping import compute_shopping
from planner.render.blocks import Block
from planner.render.documents.page import compose_page
from planner.render.documents.plan import compose_plan
from planner.render.documents.print_sheets import Section, compose_list_sheet, compose_sheets
from planner.render.documents.shopping_list import compose_list
from planner.render.formats.csv import render_spreadsheet
from planner.render.formats.html import render_page
from planner.render.formats.icalendar import render_calendar
from planner.render.formats.markdown import render_markdown
from planner.render.formats.pdf import PAPERS, find_size, measure_fits, render_pdf
from planner.render.formats.text import render_text
from planner.tables.bundle import Tables

RUNS = 3
PEOPLE = (1, 2, 4, 6)
PARTS = ("fridge", "days", "coverage", "list")
START, NOW = date(2026, 11, 30), datetime(2026, 11, 23, tzinfo=UTC)
NAMES = ("Ana", "Ben", "Chloë", "Daniel", "Eva", "Felix")


def share(plan: WeekPlan, number: int, tables: Tables) -> WeekPlan:
    """The plan for so many people who eat the same."""
    (person,) = plan.request.people
    names = NAMES[:number]
    request = replace(plan.request)
    object.__setattr__(request, "people", tuple(replace(person, name=name) for name in names))

    def serve(meal: Meal) -> Meal:
        servings = [replace(one, person=name) for name in names for one in meal.servings]
        return replace(meal, servings=tuple(servings))

    days = tuple(replace(day, meals=tuple(map(serve, day.meals))) for day in plan.days)
    return replace(plan, request=request, days=days, shopping=compute_shopping(days, tables))


def find_works(plan: WeekPlan, tables: Tables) -> dict[str, Callable[[], str | bytes]]:
    """What each command and format does once the plan is read and checked."""
    report = check_plan(plan, tables)

    def compose() -> list[Block]:
        return compose_plan(plan, report, tables)

    return {
        "show text": lambda: render_text(compose()),
        "show markdown": lambda: render_markdown(compose()),
        "show html": lambda: render_page(compose_page(plan, report, tables)),
        "show pdf": lambda: render_pdf(compose_sheets(plan, report, tables), "Week"),
        "show ics": lambda: render_calendar(plan, tables, START, NOW),
        "shop csv": lambda: render_spreadsheet(plan, tables),
        "shop html": lambda: render_page(compose_list(plan, tables)),
        "shop pdf": lambda: render_pdf(compose_list_sheet(plan, tables), "List"),
    }


def measure(work: Callable[[], str | bytes]) -> tuple[float, int]:
    """Median processor seconds of a few runs after a first, and the bytes of what comes out."""
    result, seconds = work(), []
    for _ in range(RUNS):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds), len(result.encode() if isinstance(result, str) else result)


def lay(sections: Sequence[Section], paper: str) -> str:
    """The pages of some sections, and their type: from the smallest to the largest."""
    sizes = [find_size(section, paper) for section in sections]
    fits = [
        fit
        for one, size in zip(sections, sizes, strict=True)
        for fit in measure_fits(one, size, paper)
    ]
    points = dict.fromkeys((min(sizes), max(sizes)))
    return f"{sum(one.pages for one in fits)} in {' to '.join(f'{one:g}' for one in points)}"


def main() -> None:
    """Print what was measured."""
    tables = read_tables(find_data())
    week = plan_week(make_request(tables, diet="vegan"), tables)
    measured: dict[str, list[object]] = {}
    pages: list[list[object]] = []
    for people in PEOPLE:
        plan = share(week, people, tables)
        for name, work in find_works(plan, tables).items():
            seconds, size = measure(work)
            row = measured.setdefault(name, [name])
            row += [f"{seconds:.3f}", f"{size / 1000:,.0f}"]
        for paper in PAPERS:
            fridge, days, *coverage, shopping = compose_sheets(
                plan, check_plan(plan, tables), tables
            )
            parts = ([fridge], [days], coverage, [shopping])
            pages.append([paper, people, *(lay(part, paper) for part in parts)])
    print(f"A vegan week, processor seconds, median of {RUNS}")
    headers = [head for people in PEOPLE for head in (f"{people}: s", "kB")]
    align = ("left", *["right"] * len(headers))
    print(tabulate(measured.values(), ("", *headers), colalign=align, disable_numparse=True))
    print("\nPages, and the points of their type")
    print(tabulate(pages, headers=("paper", "people", *PARTS)))
    print()
    for package in ("typst", "jinja2", "icalendar"):
        code = f"from time import process_time as t; a = t(); import {package}; print(t() - a)"
        command = [sys.executable, "-c", code]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"importing {package:<10} {float(told):.3f} s")


if __name__ == "__main__":
    main()
