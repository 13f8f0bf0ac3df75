"""What brings a person's nutrients: foods, and supplements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.actions.explaining import find_contributions
from planner.checking.findings import CheckReport
from planner.people.person import Person
from planner.plans.records import WeekPlan
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE


@dataclass(frozen=True)
class Source:
    """What a food brings of a nutrient over all days; a supplement where `food_id` is None.

    `grams` are of the food, `amount` is in the nutrient's unit, `share` is of all that is known.
    """

    food_id: str | None
    grams: float
    amount: float
    share: float


def compute_sources(
    plan: WeekPlan,
    report: CheckReport,
    person: Person,
    tables: Tables,
    nutrients: Iterable[str] = THE_FIVE,
) -> dict[str, list[Source]]:
    """What brings each nutrient: a supplement, then the foods, those that bring most first.

    Foods that have none of it aren't among them, nor are those of unknown content.
    """
    sources = {}
    for nutrient in nutrients:
        foods = [
            (one.food.id, one.grams, one.amount)
            for one in find_contributions(plan, person, tables.nutrients[nutrient], tables)
            if one.amount
        ]
        taken = report.taken.get((person.name, nutrient), 0.0) * len(plan.days)
        total = sum(amount for _, _, amount in foods) + taken
        doses = [Source(None, 0.0, taken, taken / total)] if taken else []
        sources[nutrient] = doses + [
            Source(food_id, grams, amount, amount / total) for food_id, grams, amount in foods
        ]
    return sources
