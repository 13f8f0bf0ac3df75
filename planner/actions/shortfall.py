"""Why a plan misses what it misses: what no food allowed can give, what only conflicts.

Each nutrient is looked at through the average day. What that can't do, no plan can; what it can
and the plan doesn't wasn't found.
"""

from __future__ import annotations

from planner.model.average_day import NO_MISS, AverageDay
from planner.model.day_program import SoftRow
from planner.people.targets import Target
from planner.plans.records import Shortfall

OFF = 1e-6  # of a limit, what decimal fractions lose
TOLD = 10.0  # points from which a conflict is told: a tenth of a percent
SIDES = "minimum", "maximum"
OUT_OF_REACH, CONFLICT, NOT_FOUND = "out of reach", "conflict", "not found"


def explain_misses(average: AverageDay) -> tuple[Shortfall, ...]:
    """Why each nutrient is missed that a plan or its average day misses, the hardest first."""
    return tuple(
        _explain_row(average, row, target)
        for nutrient in average.short
        for row, target in average.rows(nutrient)
        if row.side != "floor" and _is_missed(average, row, target)
    )


def _is_missed(average: AverageDay, row: SoftRow, target: Target) -> bool:
    """Whether a plan misses this side of a target, or the average day does."""
    stray = row.penalty * average.optimum.values[list(row.strays)].sum() > NO_MISS
    for miss in average.unmet:
        if miss.nutrient == target.nutrient and miss.kind.removesuffix(" floor") == target.kind:
            below = miss.minimum is not None and miss.value < miss.minimum
            stray |= below == (row.side == "minimum")
    return bool(stray)


def _explain_row(average: AverageDay, row: SoftRow, target: Target) -> Shortfall:
    limit = getattr(target, row.side)
    reach, rules = average.find_reach(row, target)
    cause = NOT_FOUND
    conflicts: tuple[str, ...] = ()
    short = reach is not None and (limit - reach) * (1 if row.side == "minimum" else -1)
    if reach is None or short > limit * OFF:
        cause, conflicts = OUT_OF_REACH, rules
    elif average.proven:
        conflicts = _find_conflicts(average, target.nutrient)
        cause = CONFLICT if conflicts else NOT_FOUND
    person = average.person.name
    return Shortfall(
        person,
        target.nutrient,
        target.basis,
        row.side,
        limit,
        None if reach is None else round(reach, 6),
        cause,
        conflicts,
    )


def _find_conflicts(average: AverageDay, nutrient: str) -> tuple[str, ...]:
    """What is missed, more than else, where this nutrient is kept before all others.

    Behind it the rules that hold it back there.
    """
    lows, highs = ([r for r, _ in average.rows(nutrient) if r.side == side] for side in SIDES)
    if any((low.low or 0) > (high.high or 0) for low in lows for high in highs):
        return (nutrient,)  # an own limit below the minimum
    before = average.missed(average.optimum)
    first = average.prioritise_nutrient(nutrient)
    missed = average.missed(first)
    more = {other: points - before[other] for other, points in missed.items()}
    conflicts = [other for other, points in more.items() if points > TOLD and other != nutrient]
    rules = average.find_binding(first) if conflicts else ()
    return (*sorted(conflicts, key=lambda other: -more[other]), *rules)
