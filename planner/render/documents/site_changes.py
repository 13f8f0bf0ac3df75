"""What a change would do to a week, before it is made: a page's data."""

from __future__ import annotations

from dataclasses import dataclass

from planner.actions.swapping import Swapped
from planner.checking.findings import CheckReport
from planner.plans.records import WeekPlan
from planner.render.blocks import Bar
from planner.render.documents.coverage import find_missed
from planner.render.documents.site import compose_five, write_five_changes, write_price_change
from planner.render.documents.swap import write_moves
from planner.render.phrases import PLAIN, Style, name_day
from planner.tables.bundle import Tables


@dataclass(frozen=True)
class DayEffect:
    """A day that would change: its five as they would be, and what each was before in words."""

    name: str
    five: tuple[Bar, ...]
    says: str


@dataclass(frozen=True)
class Effect:
    """What a change would do: to meals, a line each, to days, to the list's price.

    `misses` says what the week would miss; it is empty where it would miss nothing.
    """

    lines: tuple[str, ...]
    days: tuple[DayEffect, ...]
    price: str
    misses: str


def compose_effect(
    swapped: Swapped,
    report: CheckReport,
    plan: WeekPlan,
    before: CheckReport,
    tables: Tables,
    style: Style = PLAIN,
) -> Effect:
    """What a change would make of a plan, whose check is `before`; `report` is that of the new."""
    five = compose_five(swapped.plan, report, tables, style)
    then = compose_five(plan, before, tables, style)
    days = {move.day for move in swapped.moves} | {day for day, _ in swapped.asked.away}
    missed = find_missed(report, tables, style.start)
    lines = [line.strip() for line in write_moves(swapped, tables, style.start)]
    return Effect(
        lines=tuple(lines[:-1] if swapped.plan.misses else lines),
        days=tuple(
            DayEffect(
                name_day(day, style.start),
                five[day - 1],
                write_five_changes(five[day - 1], then[day - 1]),
            )
            for day in sorted(days)
        ),
        price=write_price_change(plan, swapped.plan, tables),
        misses=f"Missed then: {'; '.join(missed)}." if missed else "",
    )
