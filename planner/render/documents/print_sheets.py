"""Composes what is printed: sections of pages, each with its layout and sizes of type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.checking.findings import CheckReport
from planner.people.eating_rules import WEEK_DAYS
from planner.plans.records import WeekPlan
from planner.render.blocks import Block, Card, Mark, Paragraph, Picture
from planner.render.documents.ahead import compose_ahead
from planner.render.documents.coverage import compose_verdict
from planner.render.documents.plan import Parts, compose_parts
from planner.render.documents.shopping_list import compose_lists
from planner.render.phrases import PLAIN, Style
from planner.tables.bundle import Tables


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


CARDS_A_PAGE = 2
MOST_COLUMNS = 2  # people who have a column each on a card
LIST_SIZES = (14.0, 10.0)  # read at arm's length; the smallest where people share no food
GLANCE_SIZES = (24.0, 9.0)  # read from across the kitchen
COOKING_SIZES = (14.0, 10.0)  # read at the stove, from a step away
COVERAGE_SIZES = (11.0, 6.5)
READING_SIZES = (12.0, 10.0)


def compose_sheet(blocks: Iterable[Block]) -> Section:
    """Any document, on pages of one column."""
    return Section((tuple(blocks),), READING_SIZES)


def compose_list_sheet(plan: WeekPlan, tables: Tables, style: Style = PLAIN) -> tuple[Section, ...]:
    """The shopping list in two columns; each week begins a page."""
    return (_lay_lists(compose_lists(plan, tables, replace(style, brief=True))),)


def _lay_lists(lists: tuple[tuple[Block, ...], ...]) -> Section:
    return Section(lists, LIST_SIZES, columns=2)


def compose_sheets(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> tuple[Section, ...]:
    """A plan on paper: a week for the fridge, cards to cook from, coverage, the list."""
    parts = compose_parts(plan, report, tables, replace(style, pictures=True, brief=True))
    missed: list[Block] = []
    if report.misses:
        missed.append(compose_verdict(report, tables, style.start))
    fridge = tuple(
        (parts.title, *missed, *parts.alerts, *parts.preparations, week, *_show_five(parts, place))
        for place, week in enumerate(parts.weeks)
    )
    many = len(plan.request.people) > MOST_COLUMNS
    days = []
    for day, own in zip(plan.days, parts.days, strict=True):
        blocks = [_brief(block) if many else block for block in own]
        days.append([*blocks, *compose_ahead(day, plan, tables, style)])
    cards = tuple(page for day in days for page in _pair(day))
    coverage = [
        _lay_out(own.blocks, about.blocks, last)
        for own, about, last in zip(parts.coverage, parts.about, parts.last, strict=True)
    ]
    coverage[-1] += (*parts.together, *parts.notes)
    return (
        Section(fridge, GLANCE_SIZES, landscape=True, fill=True),
        Section(cards, COOKING_SIZES),
        *((Section((parts.supplements,), READING_SIZES),) if parts.supplements else ()),
        *(Section((page,), COVERAGE_SIZES, columns=2) for page in coverage),
        _lay_lists(parts.shopping),
    )


def _show_five(parts: Parts, week: int) -> tuple[Block, ...]:
    """The five of a week as bars; of several people, a line of bars for each."""
    span = slice(week * WEEK_DAYS, (week + 1) * WEEK_DAYS)
    if parts.everyone:
        (table,) = parts.everyone
        bars = tuple(tuple(own[span] for own in person) for person in table.bars)
        return (replace(table, bars=bars),)
    (five,) = parts.five
    rows = tuple(replace(row, bars=row.bars[span]) for row in five.rows)
    return (replace(five, rows=rows),)


def _brief(block: Block) -> Block:
    """A card for many people with a line for each food: columns for each make the type small."""
    if not isinstance(block, Card):
        return block
    facts = (Paragraph(block.brief, Mark.QUIET),) if block.brief else ()
    return replace(block, facts=facts, foods=block.lines)


def _pair(day: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The cards of a day, two a page, each page headed by the day."""
    heading, *blocks = day
    pages: list[list[Block]] = [[]]
    cards = 0
    for block in blocks:
        if isinstance(block, Card):
            if cards == CARDS_A_PAGE:
                pages.append([])
                cards = 0
            cards += 1
        pages[-1].append(block)
    for page in pages:
        yield (heading, *page)


def _lay_out(
    coverage: Sequence[Block], about: Sequence[Block], last: Sequence[Block]
) -> tuple[Block, ...]:
    """A person's page: whom it is for, the days drawn, what fills a column, the other pictures."""
    heading, *rest = coverage
    pictures = [block for block in rest if isinstance(block, Picture)]
    others = pictures[-2:]
    texts = [block for block in (*rest, *last) if block not in others]
    return (heading, *about, *texts, *others)
