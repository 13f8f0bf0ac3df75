"""How much iodine a person's food brings: an estimate, and how sure it is.

Iodine is known from samples that differ widely, and of most foods only from one near to them. So no
plan is held to it. Amounts are in µg a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from planner.checking.findings import CheckReport
from planner.people.intakes import ADULT_AGES, IODINE, find_intakes
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.plans.records import WeekPlan
from planner.report.drink_and_salt import compute_salt_room
from planner.tables.bundle import Tables
from planner.tables.foods import MEASURED, Food

SALT_UG_PER_G = 52.131
"""Iodized table salt: the mean of 26 samples from 34.1 to 89 (USDA, FDA and ODS-NIH, Iodine Content
of Common Foods, Release 4, 2024)."""

NEAR_ENOUGH = 0.5  # µg a day: what rounding to whole ones hides is no shortfall


@dataclass(frozen=True)
class IodineSource:
    """What a food brings over all the days in µg, and what its least and most samples would."""

    food: Food
    grams: float
    ug: float
    least_ug: float
    most_ug: float


@dataclass(frozen=True)
class IodineEstimate:
    """What food brings in µg a day, beside the need, which is None where the tables have none.

    `sources` are all the foods of known content, the largest first; `unknown` the others' names.
    `salt_g` is how much salt a day, if it is iodized, would bring what lacks, as far as the sodium
    leaves room. Of a `child` no dose of a supplement is known.
    """

    need_ug: float | None
    food_ug: float
    least_ug: float
    most_ug: float
    sources: tuple[IodineSource, ...]
    unknown: tuple[str, ...]
    salt_g: float
    child: bool

    @property
    def measured(self) -> int:
        """How many of the foods were measured themselves."""
        return sum(source.food.iodine_match == MEASURED for source in self.sources)

    @property
    def salt_ug(self) -> float:
        """What that much iodized salt brings."""
        return self.salt_g * SALT_UG_PER_G

    @property
    def lacks_ug(self) -> float:
        """What food leaves short of the need."""
        lack = (self.need_ug or 0.0) - self.food_ug
        return lack if lack > NEAR_ENOUGH else 0.0


def compute_iodine(
    plan: WeekPlan, report: CheckReport, person: Person, tables: Tables
) -> IodineEstimate | None:
    """The estimate for a person; None where no food of the tables has a figure."""
    if not tables.estimates_iodine:
        return None
    eaten = plan.sum_grams(person.name)
    foods = [(tables.foods[name], grams) for name, grams in eaten.items()]
    sources = [_measure(one, grams) for one, grams in foods if one.iodine_ug is not None]
    food = sum(one.ug for one in sources) / len(plan.days)
    needs = [
        row.minimum
        for row in find_intakes(person, tables)
        if row.nutrient == IODINE and row.minimum is not None
    ]
    share = float(np.mean(home_shares(person, report.days)))
    need = max(needs) * share if needs else None
    room = compute_salt_room(person, report)
    tenths = ceil(10 * max(0.0, (need or 0.0) - food) / SALT_UG_PER_G)
    return IodineEstimate(
        need,
        food,
        sum(one.least_ug for one in sources) / len(plan.days),
        sum(one.most_ug for one in sources) / len(plan.days),
        tuple(sorted(sources, key=lambda source: -source.ug)),
        tuple(one.name for one, _ in foods if one.iodine_ug is None),
        min(tenths, floor(10 * room.salt_g) if room else 0) / 10,
        child=person.age is not None and person.age < ADULT_AGES[0],
    )


def _measure(food: Food, grams: float) -> IodineSource:
    """What an amount brings; a food without samples of its own counts as its mean."""
    mean = food.iodine_ug or 0.0
    ends = (food.iodine_least_ug, food.iodine_most_ug)
    least, most = (mean if end is None else end for end in ends)
    return IodineSource(food, grams, *(one * grams / 100 for one in (mean, least, most)))
