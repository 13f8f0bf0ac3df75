"""The pages of a kitchen in a browser, as blocks: the week at a glance, and a day to cook by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.checking.findings import CheckReport
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.render.blocks import Bar, Bars, Block, Card, Chips, Heading, Week
from planner.render.documents.overview import compose_bars, compose_chips
from planner.render.documents.page import compose_needs
from planner.render.documents.plan import compose_parts
from planner.render.documents.today import compose_today
from planner.render.phrases import PLAIN, Style
from planner.tables.bundle import Tables


@dataclass(frozen=True)
class WeekPage:
    """The week at a glance: `alerts` come before all else, `five` has a part for each person."""

    title: str
    chips: Chips
    alerts: tuple[Block, ...]
    needs: tuple[Block, ...]
    weeks: tuple[Week, ...]
    preparations: tuple[Block, ...]
    five: tuple[tuple[str, Bars], ...]
    supplements: tuple[Block, ...]


def compose_week_page(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN, address: str = ""
) -> WeekPage:
    """The week of a plan; its meals lead to the pages of their days, below an `address`."""
    parts = compose_parts(plan, report, tables, replace(style, pictures=False))
    five = tuple(zip((one.name for one in plan.request.people), parts.five, strict=True))
    weeks = tuple(
        _draw_days(_link(week, plan.days[7 * place :], address), parts.five, 7 * place)
        for place, week in enumerate(parts.weeks)
    )
    return WeekPage(
        title=parts.title.text,
        chips=compose_chips(plan, report, tables, style.start),
        alerts=parts.alerts,
        needs=tuple(compose_needs(plan, report, parts, tables, style)),
        weeks=weeks,
        preparations=parts.preparations,
        five=five,
        supplements=parts.supplements,
    )


def _link(week: Week, days: Sequence[DayPlan], address: str) -> Week:
    """A week whose tiles lead to the pages of their days."""
    linked = tuple(
        replace(
            own,
            tiles=tuple(
                replace(tile, place=f"{address}/day/{day.day}#{tile.place}") if tile.place else tile
                for tile in own.tiles
            ),
        )
        for own, day in zip(week.days, days, strict=False)
    )
    return replace(week, days=linked)


def _draw_days(week: Week, five: Sequence[Bars], first: int) -> Week:
    """A week with the five above each day: of several people what the one with least has."""
    drawn = tuple(
        replace(own, bars=compose_day_bars(five, first + place))
        for place, own in enumerate(week.days)
    )
    return replace(week, days=drawn)


def compose_day_bars(five: Sequence[Bars], place: int) -> tuple[Bar, ...]:
    """The five of a day, from 0; of several people those of the one who has least of each."""
    found: dict[str, Bar] = {}
    for bars in five:
        for row in bars.rows:
            bar = row.bars[place]
            if bar.share is None:
                continue
            known = found.get(row.name)
            if known is None or known.share is None or bar.share < known.share:
                found[row.name] = replace(bar, label=row.name)
    return tuple(found.values())


@dataclass(frozen=True)
class DayPage:
    """A day to cook by: its title, its dishes with their meals, and what else there is to say."""

    title: str
    bars: tuple[Bar, ...]
    before: tuple[Block, ...]
    cards: tuple[tuple[Card, Meal], ...]
    after: tuple[Block, ...]


def compose_day_page(
    number: int, plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> DayPage:
    """A day of a plan, numbered from 1."""
    blocks = compose_today(number, plan, report, tables, style)
    places = [place for place, block in enumerate(blocks) if isinstance(block, Card)]
    first = places[0] if places else len(blocks)
    last = places[-1] + 1 if places else first
    cards = [block for block in blocks if isinstance(block, Card)]
    head = next((one for one in blocks if isinstance(one, Heading)), Heading(f"Day {number}", 1))
    between = tuple(one for one in blocks[first:last] if not isinstance(one, Card))
    five = [
        compose_bars(plan, report, person, tables, style.start) for person in plan.request.people
    ]
    return DayPage(
        title=head.text,
        bars=compose_day_bars(five, number - 1),
        before=tuple(one for one in blocks[:first] if one is not head),
        cards=tuple(zip(cards, plan.days[number - 1].meals, strict=True)),
        after=(*between, *blocks[last:]),
    )
