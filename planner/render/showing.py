"""A plan as one text, as the commands print it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from planner.checking.findings import check_plan
from planner.plans.records import WeekPlan
from planner.render.documents.plan import compose_plan
from planner.render.phrases import Style, Units
from planner.tables.bundle import Tables


def show(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    start: date | None = None,
    units: Literal["metric", "us"] = "metric",
    format: Literal["text", "markdown", "html"] = "text",  # noqa: A002  (the option's name)
) -> str:
    """Write a plan with its coverage and its shopping list, as `planner plan` prints it.

    `start` is the date of the first day: without it the days are numbered. Without `tables` the
    plan's own are used. A page of html has pictures of the coverage, and needs the extra `paper`.

        >>> print(show(week).splitlines()[0])
        2 days, vegan, 2,000 kcal a day
    """
    known = plan.tables if tables is None else tables
    style = Style(Units(units), start=start or plan.request.start, pictures=format == "html")
    blocks = compose_plan(plan, check_plan(plan, known), known, style)
    if format == "html":
        from planner.render.formats.html import render_page  # noqa: PLC0415  (needs an extra)

        return render_page(blocks)
    if format == "markdown":
        from planner.render.formats.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(blocks)
    from planner.render.formats.text import render_text  # noqa: PLC0415

    return render_text(blocks)
