"""The command that prints a plan again, in any format: show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from planner.cli.inputs import date_plan, find_style, find_units, read_sound_plan
from planner.cli.options import (
    SHOW_FORMATS,
    BreakfastOption,
    DinnerOption,
    Format,
    LunchOption,
    OutputOption,
    PaperOption,
    PlanArgument,
    ShowFormatOption,
    SnackOption,
    StartOption,
    TablesOption,
    UnitsOption,
)
from planner.cli.output import choose_format, refuse_unused, render_plan, write
from planner.errors import Problem, RequestError


def show(
    plan_file: PlanArgument,
    format: ShowFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    start: StartOption = None,
    breakfast: BreakfastOption = None,
    lunch: LunchOption = None,
    dinner: DinnerOption = None,
    snack: SnackOption = None,
    units: UnitsOption = None,
    tables: TablesOption = None,
) -> None:
    """Print a plan again, or write it as a page, PDF or calendar.

    The page has pictures. On paper you get a page for the fridge, a page for each day, the
    nutrients and the list.
    """
    given = dict(locals())
    written, written_in = choose_format(format, output, SHOW_FORMATS), find_units(units)
    refuse_unused(written, given)
    opened, _ = read_sound_plan(plan_file, tables)
    week = date_plan(opened.plan, start)
    first_day = week.request.start
    if written is Format.ICS and first_day is None:
        today = date.today()  # noqa: DTZ011  (the day on the wall where this is run)
        monday = today + timedelta(days=7 - today.weekday())
        what = "a calendar needs the date of the first day"
        raise RequestError(Problem("--start", what, f"Next Monday is --start {monday}."))
    style = find_style(written_in, start=first_day)
    if written is not Format.ICS or first_day is None:
        content = render_plan(written, output, week, opened.report, opened.tables, style, paper)
        write(content, output)
        return
    from planner.render.formats.icalendar import TIMES, render_calendar

    times = {meal: given[meal] or usual for meal, usual in TIMES.items()}
    now = datetime.now(UTC)
    write(render_calendar(week, opened.tables, first_day, now, times, written_in), output)
