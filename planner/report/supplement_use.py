"""What supplements bring of a person's targets, beside food."""

from __future__ import annotations

from dataclasses import dataclass

from planner.checking.findings import CheckReport
from planner.plans.records import WeekPlan


@dataclass(frozen=True)
class SupplementUse:
    """A supplement of a person: its `dose` a day, and what it and food bring of the `target`.

    All are in the nutrient's unit, a day; `target` is 0 where no minimum is held.
    """

    person: str
    nutrient: str
    dose: float
    taken: float
    food: float
    target: float


def compute_supplements(plan: WeekPlan, report: CheckReport) -> list[SupplementUse]:
    """What each supplement of a plan brings, on the average of the days."""
    uses = []
    for one in plan.supplements:
        taken = report.taken[one.person, one.nutrient]
        minima = [
            verdict.minimum
            for verdict in report.verdicts
            if (verdict.person, verdict.nutrient) == (one.person, one.nutrient)
            and verdict.minimum is not None
        ]
        food = report.mean(one.person, one.nutrient) - taken
        target = max(minima, default=0.0)
        uses.append(SupplementUse(one.person, one.nutrient, one.dose, taken, food, target))
    return uses
