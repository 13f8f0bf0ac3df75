"""What is printed: sections of pages, each with its layout and the sizes its type may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.check import CheckReport
from planner.plan import WeekPlan
from planner.render.blocks import Block, Heading, Paragraph
from planner.render.compose import compose_day, compose_summary, compose_title, compose_week, narrow
from planner.render.coverage import compose_remarks, compose_verdict, write_outs, write_points
from planner.render.pictures import compose_pictures
from planner.render.shopping import compose_list
from planner.render.supplements import compose_supplements
from planner.render.words import PLAIN, Style
from planner.tables import Tables


@dataclass(frozen=True)
class Section:
    """Pages of one layout; each of its `parts` begins a page.

    The type is as large as `sizes` (largest and smallest, in points) let it be on the fewest pages
    that the smallest needs. `fill` stretches a table over its page.
    """

    parts: tuple[tuple[Block, ...], ...]
    sizes: tuple[float, float]
    columns: int = 1
    landscape: bool = False
    fill: bool = False


LIST_SIZES = (14.0, 10.0)  # read at arm's length; the smallest where people share no food
GLANCE_SIZES = (24.0, 9.0)  # read from across the kitchen
COOKING_SIZES = (16.0, 8.0)
COVERAGE_SIZES = (11.0, 7.0)
READING_SIZES = (12.0, 10.0)


def compose_sheet(blocks: Iterable[Block]) -> Section:
    """Any document, on pages of one column."""
    return Section((tuple(blocks),), READING_SIZES)


def compose_list_sheet(plan: WeekPlan, tables: Tables, style: Style = PLAIN) -> tuple[Section, ...]:
    """The shopping list in two columns."""
    blocks = compose_list(plan, tables, replace(style, brief=True))
    return (Section((tuple(blocks),), LIST_SIZES, columns=2),)


def compose_sheets(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> tuple[Section, ...]:
    """A plan on paper: a week for the fridge, a page a day to cook from, coverage, the list."""
    people = plan.request.people
    weeks = [plan.days[first : first + 7] for first in range(0, len(plan.days), 7)]
    title = compose_title(plan)
    missed: list[Block] = [compose_verdict(report, tables)] if report.misses else []
    supplements = tuple(compose_supplements(plan, report, tables))
    fridge = tuple(
        (title, *missed, compose_week(plan, days, tables, style.start)) for days in weeks
    )
    cooking = tuple(tuple(compose_day(day, report, plan, tables, style)) for day in plan.days)
    coverage = []
    for person in people:
        own_plan, own_report = narrow(plan, report, person)
        _, *summary = compose_summary(own_plan, own_report, tables, shared=len(people) > 1)
        whose = f"Coverage: {person.name}" if len(people) > 1 else "Coverage"
        blocks = [Heading(whose, 2), *summary]
        blocks += [Paragraph(text) for text in write_outs(person, report)]
        blocks += compose_pictures(plan, report, person, tables)
        blocks += [
            Heading("Besides", 3),
            *compose_remarks(own_plan, own_report, tables, style.units),
        ]
        if person is people[-1]:
            blocks.append(Paragraph(write_points(plan)))
        coverage.append(tuple(blocks))
    return (
        Section(fridge, GLANCE_SIZES, landscape=True, fill=True),
        Section(cooking, COOKING_SIZES),
        *((Section((supplements,), READING_SIZES),) if supplements else ()),
        Section(tuple(coverage), COVERAGE_SIZES, columns=2),
        *compose_list_sheet(plan, tables, style),
    )
