"""The pages of a kitchen in a browser, as blocks: the week at a glance, and a day to cook by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.actions.swapping import Alternative
from planner.checking.findings import CheckReport
from planner.plans.leftovers import find_work
from planner.plans.names import name_meal
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.plans.shopping import compute_cost
from planner.render.blocks import Bar, Bars, Block, Card, Chips, Heading, Week
from planner.render.documents.coverage import find_missed
from planner.render.documents.overview import compose_bars, compose_chips
from planner.render.documents.page import compose_needs
from planner.render.documents.plan import compose_parts, write_minutes
from planner.render.documents.today import compose_today
from planner.render.phrases import PLAIN, Style, name_day, write_share
from planner.tables.bundle import Tables

CENT = 0.005  # US dollars that count as none


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


def compose_five(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> list[tuple[Bar, ...]]:
    """The five of each day of a plan, as bars."""
    five = [
        compose_bars(plan, report, person, tables, style.start) for person in plan.request.people
    ]
    return [compose_day_bars(five, place) for place in range(len(plan.days))]


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
    return DayPage(
        title=head.text,
        bars=compose_five(plan, report, tables, style)[number - 1],
        before=tuple(one for one in blocks[:first] if one is not head),
        cards=tuple(zip(cards, plan.days[number - 1].meals, strict=True)),
        after=(*between, *blocks[last:]),
    )


@dataclass(frozen=True)
class Choice:
    """What a meal might be instead, and what that does.

    `five` are the bars of its day with it, `says` what changes of them in words; `price` is what
    the list costs more or less, and `others` says which other meals would change.
    """

    dish: str
    name: str
    minutes: str
    price: str
    five: tuple[Bar, ...]
    says: str
    others: str
    misses: str


def compose_choice(
    one: Alternative,
    day: int,
    plan: WeekPlan,
    before: CheckReport,
    tables: Tables,
    style: Style = PLAIN,
) -> Choice:
    """An alternative for a meal of a day, beside the plan as it is."""
    five, then = (
        compose_five(own, report, tables, style)[day - 1]
        for own, report in ((one.plan, one.report), (plan, before))
    )
    others = [move for move in one.moves if not move.asked]
    named = ", ".join(f"{name_day(move.day, style.start)} {move.before.meal}" for move in others)
    missed = find_missed(one.report, tables, style.start)
    return Choice(
        dish=one.meal.dish,
        name=name_meal(one.meal, tables),
        minutes=write_minutes(one.meal, find_work(day, one.meal, one.plan, tables), tables),
        price=write_price_change(plan, one.plan, tables),
        five=five,
        says=write_five_changes(five, then),
        others=f"Other meals would change too: {named}." if named else "",
        misses=f"Missed then: {'; '.join(missed)}." if missed else "",
    )


def write_five_changes(five: Sequence[Bar], then: Sequence[Bar]) -> str:
    """The five of a day with what each was before: "magnesium 104 % (+3)"."""
    shares = {bar.label: bar.share for bar in then}
    return ", ".join(
        f"{bar.label} {write_share(bar.share)} ({_write_difference(bar.share, shares[bar.label])})"
        for bar in five
        if bar.share is not None and shares.get(bar.label) is not None
    )


def _write_difference(after: float | None, before: float | None) -> str:
    points = round(100 * ((after or 0.0) - (before or 0.0)))
    return "the same" if not points else f"{points:+d}".replace("-", "\N{MINUS SIGN}")


def write_price_change(plan: WeekPlan, other: WeekPlan, tables: Tables) -> str:
    """What a list costs more or less than another; empty where a price isn't known."""
    before = compute_cost(plan.shopping, tables).total_usd
    after = compute_cost(other.shopping, tables).total_usd
    if before is None or after is None:
        return ""
    more = after - before
    if abs(more) < CENT:
        return "the list costs the same"
    return f"the list costs ${abs(more):,.2f} {'more' if more > 0 else 'less'}"
