"""How far a person's minima are reached: by day, on the average, on the lowest day.

Amounts are in the unit of their nutrient; energy is in kcal. A target of a day with meals eaten
elsewhere is the share of it that the meals at home are held to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.checking.findings import CheckReport
from planner.checking.targets import find_full
from planner.people.eating_rules import WEEK_DAYS
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import DAY, PERCENT_OF_ENERGY, WEEK
from planner.plans.records import Verdict, WeekPlan
from planner.tables.nutrients import ENERGY, THE_FIVE

NOWHERE = 1e-6  # of a day's target: a day that is held to less is eaten elsewhere
NOTHING = 1e-3  # of a day's energy: who has less at home isn't at home that day


@dataclass(frozen=True)
class Level:
    """What a day, or several on the average, bring of a `target`.

    It is `missed` where something required isn't met, `short` where only an aim isn't.
    """

    value: float
    target: float
    missed: bool = False
    short: bool = False

    @property
    def out(self) -> bool:
        """Whether everything is eaten elsewhere, so that no target holds."""
        return self.target <= NOWHERE

    @property
    def share(self) -> float:
        """The part of the target that is reached; 0 where there is none."""
        return 0.0 if self.out else self.value / self.target


@dataclass(frozen=True)
class NutrientLevels:
    """A nutrient's levels: each day, then the average if there are several days.

    `target` is that of a whole day.
    """

    nutrient: str
    target: float
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Minimum:
    """A minimum over all days: what they bring on the average, and on the lowest day.

    `target` is that of a whole day, `average_target` the mean of what the days are held to.
    `lowest` is that day's amount as a whole day would have it, None where no meal is at home.
    `known` is the share of the food, by weight, whose content is known. `weekly` is whether the
    minimum holds on the average alone.
    """

    nutrient: str
    kind: str
    target: float
    average: float
    average_target: float
    lowest: float | None
    known: float
    weekly: bool
    missed: bool
    short: bool


def compute_coverage(
    days: Sequence[int], report: CheckReport, person: Person
) -> list[NutrientLevels]:
    """The levels of every minimum and of the energy over the days of one week.

    The five come first, energy last.
    """
    own = _find_minima(report, person)
    named = dict.fromkeys(verdict.nutrient for verdict in own)
    others = [nutrient for nutrient in named if nutrient not in (*THE_FIVE, ENERGY)]
    week = (days[0] - 1) // 7 + 1
    shares = np.array(home_shares(person, report.days))
    shares = shares[np.isin(report.days, days)]
    rows = []
    for nutrient in (*THE_FIVE, *others, ENERGY):
        verdicts = [verdict for verdict in own if verdict.nutrient == nutrient]
        full = max((find_full(v, person, report.days) for v in verdicts), default=0.0)
        if nutrient == ENERGY:
            full = person.energy_kcal
        if not full:
            continue
        levels = []
        for day, share in zip(days, shares.tolist(), strict=True):
            due = [(DAY, day), (WEEK, week)] if len(days) == 1 else [(DAY, day)]
            value = report.amount(person.name, day, nutrient)
            levels.append(_judge(value, full * share, [v for v in verdicts if _when(v) in due]))
        if len(days) > 1:
            due = [(WEEK, week)]
            mean, held = report.mean(person.name, nutrient, days), full * float(shares.mean())
            if mean < held:  # a day that is missed is so on the average too
                due += [(DAY, day) for day in days]
            levels.append(_judge(mean, held, [v for v in verdicts if _when(v) in due]))
        rows.append(NutrientLevels(nutrient, full, tuple(levels)))
    return rows


def list_levels(
    plan: WeekPlan, report: CheckReport
) -> Iterator[tuple[Person, NutrientLevels, int, Level]]:
    """Each person's level of each minimum, and of the energy, on each day of a plan."""
    for person in plan.request.people:
        for first in range(0, len(plan.days), WEEK_DAYS):
            days = [day.day for day in plan.days[first : first + WEEK_DAYS]]
            for row in compute_coverage(days, report, person):
                for day, level in zip(days, row.levels, strict=False):  # the last is the average
                    yield person, row, day, level


def compute_minima(report: CheckReport, person: Person) -> list[Minimum]:
    """Every minimum of a person over all days but the energy's, in the order of the check."""
    shares = np.array(home_shares(person, report.days))
    at_home = shares > NOTHING
    found = [verdict for verdict in _find_minima(report, person) if verdict.nutrient != ENERGY]
    minima = []
    for nutrient in dict.fromkeys(verdict.nutrient for verdict in found):
        verdicts = [verdict for verdict in found if verdict.nutrient == nutrient]
        held = [verdict for verdict in verdicts if not verdict.kind.endswith("floor")]
        if not held:
            continue
        full = max(find_full(verdict, person, report.days) for verdict in held)
        daily = np.asarray(report.daily[person.name, nutrient])
        lowest = (daily[at_home] / shares[at_home]).min(initial=np.inf)
        missed = any(verdict.required and not verdict.met for verdict in verdicts)
        minima.append(
            Minimum(
                nutrient=nutrient,
                kind=held[0].kind,
                target=full,
                average=float(daily.mean()),
                average_target=full * float(shares.mean()),
                lowest=float(lowest) if at_home.any() else None,
                known=report.known[nutrient],
                weekly=all(verdict.period == WEEK for verdict in held),
                missed=missed,
                short=not missed and any(not verdict.met for verdict in held),
            )
        )
    return minima


def _find_minima(report: CheckReport, person: Person) -> list[Verdict]:
    return [
        verdict
        for verdict in report.verdicts
        if verdict.person == person.name
        and verdict.minimum is not None
        and verdict.basis != PERCENT_OF_ENERGY
    ]


def _when(verdict: Verdict) -> tuple[str, int]:
    return verdict.period, verdict.number


def _judge(value: float, target: float, verdicts: Sequence[Verdict]) -> Level:
    """A level, and whether one of these verdicts on it is bad."""
    if target <= NOWHERE:
        return Level(value, target)
    unmet = [verdict for verdict in verdicts if not verdict.met]
    missed = any(verdict.required for verdict in unmet)
    return Level(value, target, missed, bool(unmet) and not missed)
