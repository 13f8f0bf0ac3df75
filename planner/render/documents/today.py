"""Some days or meals of a plan, and what to do today for tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.checking.findings import CheckReport
from planner.errors import Problem, RequestError
from planner.plans.records import DayPlan, WeekPlan
from planner.render.blocks import Block, Checklist, Heading, Paragraph
from planner.render.documents.ahead import write_ahead, write_before
from planner.render.documents.plan import compose_day
from planner.render.phrases import PLAIN, Style, name_day
from planner.tables.bundle import Tables


def compose_days(
    days: Sequence[DayPlan],
    plan: WeekPlan,
    report: CheckReport,
    tables: Tables,
    style: Style = PLAIN,
    meals: Sequence[str] | None = None,
) -> list[Block]:
    """Some days of a plan with their recipes; or only some of their `meals`."""
    return [block for day in days for block in compose_day(day, report, plan, tables, style, meals)]


def compose_today(
    number: int, plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> list[Block]:
    """A day of a plan to cook by, and below it what to prepare for the day after.

    The first day says what had to be prepared before it. Day 0 is the one before it.
    """
    blocks: list[Block] = []
    if number > 0:
        before = write_before(plan, tables, style) if number == 1 else ""
        blocks += [Paragraph(before)] if before else []
        blocks += compose_days(plan.days[number - 1 : number], plan, report, tables, style)
    if number == len(plan.days):
        return [*blocks, Heading("For tomorrow", 2), Paragraph("This is the plan's last day.")]
    items = tuple(write_ahead(plan.days[number], plan, tables, style))
    rest = Checklist(items) if items else Paragraph("Nothing to soak, thaw or prepare.")
    return [*blocks, Heading(f"For tomorrow, {name_day(number + 1, style.start)}", 2), rest]


def find_today(plan: WeekPlan, today: date | None, day: int | None, now: date) -> int:
    """The number of the day that is meant: `day`, or that of a date, which is `now` if not said.

    It is 0 for the day before the plan's first: there may be something to soak or thaw for it.

    RequestError for a plan without dates, and for a date that it doesn't have.
    """
    if day is not None and today is not None:
        raise RequestError(Problem(("date",), "the day is said twice", "Leave out one of them."))
    if day is not None:
        return day
    start = plan.request.start
    if start is None:
        what = "the plan has no dates"
        remedy = "Say which of its days you mean, such as day 1. A plan made with a date for its"
        raise RequestError(Problem(("day",), what, f"{remedy} first day knows today."))
    number = ((today or now) - start).days + 1
    if not 0 <= number <= len(plan.days):
        span = f"from {start} to {start.fromordinal(start.toordinal() + len(plan.days) - 1)}"
        what = f"{today or now} is not in the plan, which is {span}"
        raise RequestError(Problem(("date",), what, "Choose one of these dates."))
    return number
