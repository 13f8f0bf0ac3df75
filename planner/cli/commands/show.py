"""The command that prints a plan again, in any format: show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.inputs import (
    date_plan,
    find_plan_file,
    find_style,
    find_units,
    find_wording,
    read_sound_plan,
)
from planner.cli.options import (
    SHOW_FORMATS,
    BreakfastOption,
    CurrencyOption,
    DinnerOption,
    EnglishOption,
    Format,
    KitchenOption,
    LunchOption,
    NoPagerOption,
    OneDayOption,
    OneMealOption,
    OutputOption,
    Paper,
    PaperOption,
    ShortOption,
    ShowFormatOption,
    SnackOption,
    StartOption,
    TablesOption,
    UnitsOption,
    WeekArgument,
)
from planner.cli.output import (
    choose_format,
    print_blocks,
    refuse_unused,
    render,
    write,
    write_plan,
)
from planner.errors import Problem, RequestError

if TYPE_CHECKING:
    from planner.actions.opening import OpenPlan
    from planner.plans.records import WeekPlan
    from planner.render.phrases import Style


def show(
    plan: WeekArgument = None,
    format: ShowFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    short: ShortOption = False,
    day: OneDayOption = None,
    meal: OneMealOption = None,
    start: StartOption = None,
    breakfast: BreakfastOption = None,
    lunch: LunchOption = None,
    dinner: DinnerOption = None,
    snack: SnackOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    no_pager: NoPagerOption = False,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Print a plan again, or write it as a page, PDF or calendar.

    The page has pictures. On paper you get a page for the fridge, a page for each day, the
    nutrients and the list. With --day, --meal or both you get these meals alone.
    """
    given = {**locals(), "short": short or None}
    written, written_in = choose_format(format, output, SHOW_FORMATS), find_units(units)
    wording = find_wording(english, currency)
    refuse_unused(written, given)
    if short and (day is not None or meal is not None):
        what = "shows the days at a glance, and no single day or meal"
        raise RequestError(Problem("--short", what, "Leave it out, or leave out --day and --meal."))
    plan_file, _ = find_plan_file(plan, kitchen, tables)
    opened, _ = read_sound_plan(plan_file, tables, kitchen)
    week = date_plan(opened.plan, start)
    first_day = week.request.start
    if written is Format.ICS and first_day is None:
        today = date.today()  # noqa: DTZ011  (the day on the wall where this is run)
        monday = today + timedelta(days=7 - today.weekday())
        what = "a calendar needs the date of the first day"
        raise RequestError(Problem("--start", what, f"Next Monday is --start {monday}."))
    style = find_style(written_in, wording, start=first_day)
    if day is not None or meal is not None:
        _show_meals(written, output, opened, week, style, day, meal, paper, paged=not no_pager)
        return
    if written is not Format.ICS or first_day is None:
        write_plan(
            written,
            output,
            week,
            opened.report,
            opened.tables,
            style,
            paper,
            paged=not no_pager,
            short=short,
            plan_file=plan_file,
        )
        return
    from planner.render.formats.icalendar import TIMES, render_calendar

    week, _, known = wording.speak_plan(week, opened.report, opened.tables)
    times = {meal: given[meal] or usual for meal, usual in TIMES.items()}
    now = datetime.now(UTC)
    write(render_calendar(week, known, first_day, now, times, written_in), output)


def _show_meals(
    written: Format,
    output: Path | None,
    opened: OpenPlan,
    week: WeekPlan,
    style: Style,
    day: int | None,
    meal: str | None,
    paper: Paper | None,
    *,
    paged: bool,
) -> None:
    """Write a day, a meal of each day, or a meal of a day; RequestError where there is none."""
    from planner.render.documents.today import compose_days
    from planner.request.day_wishes import find_day, find_meal

    days = week.days
    if day is not None:
        days = (days[find_day(day, len(days), ("day",)) - 1],)
    meals = [one.name for one in week.request.meals]
    meals = meals if meal is None else [find_meal(meal, ("meal",), meals)]
    said = style.wording.speak_plan(week, opened.report, opened.tables)
    blocks = compose_days(days, *said, style, meals)
    if written is Format.TEXT and output is None:
        print_blocks(blocks, paged=paged)
    else:
        write(render(written, output, blocks, week, paper), output)
