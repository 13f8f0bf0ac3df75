"""A plan as one text or file, as the commands write it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal, overload

from planner.checking.findings import CheckReport, check_plan
from planner.errors import Problem, RequestError, close_matches, quote
from planner.plans.records import WeekPlan
from planner.render.documents.plan import compose_plan, compose_title
from planner.render.formats.packages import require_package
from planner.render.phrases import Style, Units, find_units
from planner.request.arguments import check_records, take_day
from planner.tables.bundle import Tables

FORMATS = ("text", "markdown", "html", "pdf", "ics")


@overload
def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["text", "markdown", "html", "ics"] = "text",
) -> str: ...


@overload
def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["pdf"],
) -> bytes: ...


def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["text", "markdown", "html", "pdf", "ics"] = "text",  # noqa: A002  (the option's name)
) -> str | bytes:
    """Write a plan with its coverage and its shopping list, as `planner show` writes it.

    `start` is the date of the first day: without it the days are numbered. Without `tables` the
    plan's own are used. A page of "html" and a "pdf" for paper have pictures of the coverage; "ics"
    is a calendar, which needs a `start`. These three need the extra `paper`.

    Raises RequestError for a format or units that aren't known, and for a package that is missing.

        >>> print(show(week).splitlines()[0])
        2 days, vegan, 2,000 kcal a day
    """
    check_records("tables", plan=plan, tables=tables)
    if format not in FORMATS:
        remedy = close_matches(str(format), FORMATS) or f"Choose one of {', '.join(FORMATS)}."
        raise RequestError(Problem(("format",), f"{quote(format)} is not known", remedy))
    require_package(format)
    known = plan.tables if tables is None else tables
    first_day = plan.request.start if start is None else take_day(start, ("start",))
    style = Style(find_units(units), start=first_day, pictures=format == "html")
    if format == "ics":
        return _write_calendar(plan, known, first_day, style.units)
    report = check_plan(plan, known)
    if format == "pdf":
        return _write_paper(plan, report, known, style)
    blocks = compose_plan(plan, report, known, style)
    if format == "html":
        from planner.render.formats.html import render_page  # noqa: PLC0415  (needs an extra)

        return render_page(blocks)
    if format == "markdown":
        from planner.render.formats.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(blocks)
    from planner.render.formats.text import render_text  # noqa: PLC0415

    return render_text(blocks)


def _write_calendar(plan: WeekPlan, tables: Tables, start: date | None, units: Units) -> str:
    from planner.render.formats.icalendar import render_calendar  # noqa: PLC0415  (needs an extra)

    if start is None:
        what = "a calendar needs the date of the first day"
        remedy = "Write it like this: datetime.date(2026, 11, 30)."
        raise RequestError(Problem(("start",), what, remedy))
    return render_calendar(plan, tables, start, datetime.now(UTC), units=units)


def _write_paper(plan: WeekPlan, report: CheckReport, tables: Tables, style: Style) -> bytes:
    from planner.render.documents.print_sheets import compose_sheets  # noqa: PLC0415
    from planner.render.formats.pdf import render_pdf  # noqa: PLC0415  (needs an extra)

    return render_pdf(compose_sheets(plan, report, tables, style), compose_title(plan).text)
