"""A plan, its list, its check and its explanation as text or a file, as the commands write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from os import PathLike
from typing import TYPE_CHECKING, Literal, overload

from planner.checking.findings import CheckReport, check_plan
from planner.errors import Problem, RequestError, close_matches, quote
from planner.parsing.files import take_path
from planner.plans.records import WeekPlan
from planner.render.documents.overview import compose_title
from planner.render.documents.plan import compose_plan
from planner.render.documents.shopping_list import compose_list
from planner.render.formats.json_text import write_json
from planner.render.formats.packages import require_package
from planner.render.phrases import Style, Units, find_units
from planner.request.aisles import read_own_aisles
from planner.request.arguments import check_records, take_day, take_time, take_value
from planner.request.fields import Kind
from planner.tables.bundle import Tables

if TYPE_CHECKING:
    from planner.actions.swapping import Swapped

FORMATS = ("text", "markdown", "json", "html", "pdf", "ics")
LIST_FORMATS = ("text", "markdown", "csv")


@overload
def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["text", "markdown", "json", "html", "ics"] = "text",
    paper: Literal["a4", "letter"] = "a4",
    breakfast: time | str | None = None,
    lunch: time | str | None = None,
    dinner: time | str | None = None,
    snack: time | str | None = None,
) -> str: ...


@overload
def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["pdf"],
    paper: Literal["a4", "letter"] = "a4",
) -> bytes: ...


def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["text", "markdown", "json", "html", "pdf", "ics"] = "text",  # noqa: A002  (the option's name)
    paper: Literal["a4", "letter"] = "a4",
    breakfast: time | str | None = None,
    lunch: time | str | None = None,
    dinner: time | str | None = None,
    snack: time | str | None = None,
) -> str | bytes:
    """Write a plan with its coverage and its shopping list, as `planner show` writes it.

    `start` is the date of the first day: without it the days are numbered. Without `tables` the
    plan's own are used. A page of "html" and a "pdf" for paper have pictures of the coverage; "ics"
    is a calendar, which needs a `start`. These three need the extra `paper`. "json" is what a plan
    file holds.

    `paper` is the size of a "pdf". `breakfast`, `lunch`, `dinner` and `snack` say when a meal is
    eaten in the calendar: "6:45". Other formats have neither.

    Raises RequestError for a format or units that aren't known, and for a package that is missing.

        >>> print(show(week).splitlines()[0])
        2 days, vegan, 2,000 kcal a day
    """
    check_records("tables", plan=plan, tables=tables)
    _check_word("format", format, FORMATS)
    _check_word("paper", paper, ("a4", "letter"))
    require_package(format)
    if format == "json":
        return write_json(plan.to_json())
    known = plan.tables if tables is None else tables
    first_day = plan.request.start if start is None else take_day(start, ("start",))
    style = Style(find_units(units), start=first_day)
    if format == "ics":
        said = {"breakfast": breakfast, "lunch": lunch, "dinner": dinner, "snack": snack}
        times = {meal: take_time(at, (meal,)) for meal, at in said.items() if at is not None}
        return _write_calendar(plan, known, first_day, style.units, times)
    report = check_plan(plan, known)
    if format == "pdf":
        return _write_paper(plan, report, known, style, paper)
    if format == "html":
        from planner.render.documents.page import compose_page  # noqa: PLC0415
        from planner.render.formats.html import render_page  # noqa: PLC0415  (needs an extra)

        return render_page(compose_page(plan, report, known, style))
    blocks = compose_plan(plan, report, known, style)
    if format == "markdown":
        from planner.render.formats.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(blocks)
    from planner.render.formats.text import render_text  # noqa: PLC0415

    return render_text(blocks)


def show_list(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    aisles: str | PathLike[str] | None = None,
    format: Literal["text", "markdown", "csv"] = "text",  # noqa: A002  (as above)
) -> str:
    """Write a plan's shopping list, as `planner shop` writes it.

    `aisles` is a CSV file of your shop's aisles, in order. The rest is as in `show`.

        >>> print(show_list(week, format="csv").splitlines()[0])
        week,aisle,item,buy,bought_g,needed_g,at_home_g,carried_g,left_g,price_usd,price_known,at_home_first,first_eaten
    """
    check_records("tables", plan=plan, tables=tables)
    _check_word("format", format, LIST_FORMATS)
    known = plan.tables if tables is None else tables
    own = None if aisles is None else read_own_aisles(take_path(aisles, ("aisles",)), known)
    first_day = plan.request.start if start is None else take_day(start, ("start",))
    style = Style(find_units(units), own, first_day)
    if format == "csv":
        from planner.render.formats.csv import render_spreadsheet  # noqa: PLC0415

        return render_spreadsheet(plan, known, style)
    blocks = compose_list(plan, known, style)
    if format == "markdown":
        from planner.render.formats.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(blocks)
    from planner.render.formats.text import render_text  # noqa: PLC0415

    return render_text(blocks)


def show_check(plan: WeekPlan, tables: Tables | None = None) -> str:
    """Write each limit of a plan with its value, as `planner check` prints it for a file.

    The command also counts the points and their bound again.

    >>> print(show_check(week).splitlines()[0])
    Check of 2 days
    """
    check_records("tables", plan=plan, tables=tables)
    from planner.render.documents.coverage import compose_check  # noqa: PLC0415
    from planner.render.formats.text import render_text  # noqa: PLC0415

    known = plan.tables if tables is None else tables
    return render_text(compose_check(plan, check_plan(plan, known), known))


def show_moves(swapped: Swapped) -> str:
    """Write what `swap` changed, a line for each meal, as `planner swap` prints it.

    >>> show_moves(swap(week, tables, day=1, meal="dinner")).startswith("Day 1, dinner: ")
    True
    """
    from planner.render.documents.swap import write_moves  # noqa: PLC0415

    return "".join(f"{line}\n" for line in write_moves(swapped, swapped.plan.tables))


def show_explanation(word: str, tables: Tables, plan: WeekPlan | None = None) -> str:
    """Write what `planner explain` prints: of a nutrient, "cramps", "conditions" or a condition.

    With a `plan`, a nutrient is explained in it, and an empty word stands for the limits that shape
    it. Give the tables in use: explanations need all of them.

    Raises RequestError for a word that isn't known.

        >>> "An estimate" in show_explanation("iodine", tables)
        True
        >>> show_explanation("magnesium", tables, week).splitlines()[0]
        'Magnesium'
    """
    check_records("plan", plan=plan, tables=tables)
    from planner.render.documents.explanation import compose_explanation  # noqa: PLC0415
    from planner.render.formats.text import NARROW, render_text  # noqa: PLC0415

    said: str = take_value(Kind.TEXT, word, ("word",))
    report = None if plan is None else check_plan(plan, tables)
    return render_text(compose_explanation(said, tables, plan, report), width=NARROW)


def _check_word(name: str, word: str, known: tuple[str, ...]) -> None:
    """Raise RequestError for an argument that is none of some words."""
    if word not in known:
        remedy = close_matches(str(word), known) or f"Choose one of {', '.join(known)}."
        raise RequestError(Problem((name,), f"{quote(word)} is not known", remedy))


def _write_calendar(
    plan: WeekPlan,
    tables: Tables,
    start: date | None,
    units: Units,
    times: Mapping[str, time],
) -> str:
    from planner.render.formats.icalendar import TIMES, render_calendar  # noqa: PLC0415  (an extra)

    if start is None:
        what = "a calendar needs the date of the first day"
        remedy = "Write it like this: datetime.date(2026, 11, 30)."
        raise RequestError(Problem(("start",), what, remedy))
    return render_calendar(plan, tables, start, datetime.now(UTC), {**TIMES, **times}, units)


def _write_paper(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style, paper: str
) -> bytes:
    from planner.render.documents.print_sheets import compose_sheets  # noqa: PLC0415
    from planner.render.formats.pdf import render_pdf  # noqa: PLC0415  (needs an extra)

    sections = compose_sheets(plan, report, tables, style)
    return render_pdf(sections, compose_title(plan).text, paper)
