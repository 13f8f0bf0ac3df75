"""Writes PDF files, each in a process of its own.

What sets them keeps a few hundred megabytes, and takes seconds. So neither the server nor the
process that plans does it, and one file is written at a time.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

WEEK, LIST = "week", "list"
PAPERS = ("a4", "letter")

lock = Lock()


def print_pdf(
    folder: Path, clock: Callable[[], datetime], first: date, kind: str, paper: str
) -> bytes:
    """The PDF of a kitchen's week (`kind` is WEEK) or of its list as it is now (LIST).

    PlannerError where the kitchen or the week can't be read.
    """
    with (
        lock,
        ProcessPoolExecutor(1, get_context("spawn"), initializer=_leave_interrupts) as process,
    ):
        return process.submit(write_pdf, folder, clock, first, kind, paper).result()


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's


def write_pdf(
    folder: Path, clock: Callable[[], datetime], first: date, kind: str, paper: str
) -> bytes:
    """What `print_pdf` has done by the other process."""
    from planner.actions import keeping
    from planner.render.documents.print_sheets import compose_list_sheet, compose_sheets
    from planner.render.formats.pdf import render_pdf
    from planner.tables.bundle import find_data, read_tables
    from planner.web.house import House
    from planner.web.words import say_field

    house = House(folder, read_tables(find_data()), clock)
    week = house.read_week(first)
    if kind == LIST:
        plan, _ = keeping.compute_list(house.open(), week.tables, first, week.plan)
        sections = compose_list_sheet(plan, week.tables, week.style)
    else:
        opened = week.opened
        sections = compose_sheets(opened.plan, opened.report, opened.tables, week.style)
    return render_pdf(sections, f"{kind.capitalize()} of {first}", paper, say_field)
