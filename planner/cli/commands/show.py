"""Commands that begin with a plan file: show, shop, check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.cli.inputs import (
    find_style,
    find_units,
    note_differences,
    read_aisles,
    read_home,
    read_plan,
    read_sound_plan,
    refuse_faults,
)
from planner.cli.options import (
    LIST_FORMATS,
    SHOW_FORMATS,
    AislesOption,
    BreakfastOption,
    DinnerOption,
    FirstDayOption,
    Format,
    ListFormatOption,
    LunchOption,
    OutputOption,
    PantryOption,
    Paper,
    PaperOption,
    PersonOption,
    PlanArgument,
    ProfileOption,
    ShowFormatOption,
    SnackOption,
    StartOption,
    TablesOption,
    UnitsOption,
)
from planner.cli.output import (
    choose_format,
    refuse_unused,
    render,
    render_plan,
    use_color,
    write,
    write_json,
)
from planner.errors import Problem, RequestError

if TYPE_CHECKING:
    from planner.plans.records import WeekPlan
    from planner.render.phrases import Style
    from planner.tables.bundle import Tables


def date_plan(week: WeekPlan, start: date | None) -> WeekPlan:
    """A plan whose first day has a date, where one is said; else the one that it was made with."""
    return week if start is None else replace(week, request=replace(week.request, start=start))


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
    """Print a plan again: as a page with pictures, on paper, as a calendar.

    On paper it is a page for the fridge, a page a day to cook from, one of coverage and the list.
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


def shop(
    plan_file: PlanArgument,
    pantry: PantryOption = None,
    start: FirstDayOption = None,
    aisles: AislesOption = None,
    units: UnitsOption = None,
    profile: ProfileOption = None,
    person: PersonOption = None,
    format: ListFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    tables: TablesOption = None,
) -> None:
    """Print a plan's shopping list again; with a profile, say where its words differ by now.

    A pantry named here takes the place of the one that the plan was made with.
    """
    written, written_in = choose_format(format, output, LIST_FORMATS), find_units(units)
    refuse_unused(written, {"paper": paper})
    from planner.plans.excerpt import widen

    opened, today = read_sound_plan(plan_file, tables)
    week, known = date_plan(opened.plan, start), widen(opened.tables, today)
    first_day = week.request.start
    style = find_style(written_in, read_aisles(aisles, known), first_day)
    if pantry is not None:
        from planner.plans.shopping import compute_shopping
        from planner.request.from_words import find_at_home

        there = find_at_home(*read_home(pantry, known, first_day))
        request = replace(week.request, at_home=there)
        shopping = compute_shopping(week.days, known, there)
        week = replace(week, request=request, shopping=shopping)
    note_differences(week, today, profile, person)
    write(_render_list(written, output, week, known, style, paper), output)


def _render_list(
    written: Format,
    output: Path | None,
    week: WeekPlan,
    known: Tables,
    style: Style,
    paper: Paper | None,
) -> str | bytes:
    """A plan's shopping list in any of LIST_FORMATS."""
    match written:
        case Format.JSON:
            from planner.plans.shopping import arrange

            week = replace(week, shopping=arrange(week.shopping, known, style.aisles))
            return write_json(week.to_json()["shopping"])
        case Format.CSV:
            from planner.render.formats.csv import BYTE_ORDER_MARK, render_spreadsheet

            return (BYTE_ORDER_MARK if output else "") + render_spreadsheet(week, known, style)
        case Format.PDF:
            from planner.render.documents.print_sheets import compose_list_sheet
            from planner.render.formats.pdf import render_pdf

            return render_pdf(
                compose_list_sheet(week, known, style), "Shopping list", paper or Paper.A4
            )
        case _:
            from planner.render.documents.shopping_list import compose_list

            return render(written, output, compose_list(week, known, style), week)


def check(
    plan_file: PlanArgument,
    profile: ProfileOption = None,
    person: PersonOption = None,
    tables: TablesOption = None,
) -> None:
    """Recompute a plan from its portions and the tables, and print each limit with its value.

    Its points and their bound are counted again too. A plan of other tables is recomputed from the
    rows that its file keeps, and what differs from the tables in use is said. With a profile, say
    where its words are no longer those that the plan was made for.
    """
    from planner.actions.opening import recheck

    opened, today = read_plan(plan_file, tables)
    opened = recheck(opened)
    refuse_faults(opened.report, str(plan_file))
    note_differences(opened.plan, today, profile, person)
    from planner.render.documents.coverage import compose_check, compose_differences
    from planner.render.formats.text import render_text

    blocks = compose_check(opened.plan, opened.report, opened.tables)
    blocks += compose_differences(opened.differences)
    write(render_text(blocks, color=use_color()), None)
    raise typer.Exit(opened.report.exit_code)
