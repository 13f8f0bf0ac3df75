"""The command that says what to cook today: today."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from planner.cli.inputs import find_style, find_units, find_wording, read_sound_plan
from planner.cli.options import (
    CurrencyOption,
    EnglishOption,
    NoPagerOption,
    OneDayOption,
    PlanArgument,
    TablesOption,
    UnitsOption,
    day,
)
from planner.cli.output import print_blocks

DateOption = Annotated[
    date | None,
    typer.Option(parser=day, metavar="YYYY-MM-DD", help="Another date. [default: today]"),
]


def today(
    plan_file: PlanArgument,
    date: DateOption = None,
    day: OneDayOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    no_pager: NoPagerOption = False,
    tables: TablesOption = None,
) -> None:
    """Print what to cook today, and what to soak or thaw for tomorrow.

    The plan must know the date of its first day (--start when you plan it); or say which --day.
    The day before its first, or --day 0, has what to soak or thaw for the first.
    """
    from planner.render.documents.today import compose_today, find_today
    from planner.request.day_wishes import find_day

    written_in, wording = find_units(units), find_wording(english, currency)
    opened, _ = read_sound_plan(plan_file, tables)
    plan = opened.plan
    number = find_today(plan, date, day, _read_wall())
    if number:
        find_day(number, len(plan.days), ("day",))
    style = find_style(written_in, wording, start=plan.request.start)
    said = wording.speak_plan(plan, opened.report, opened.tables)
    print_blocks(compose_today(number, *said, style), paged=not no_pager)


def _read_wall() -> date:
    """The day on the wall where this is run."""
    return date.today()  # noqa: DTZ011
