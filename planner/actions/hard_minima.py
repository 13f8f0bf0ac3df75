"""Why a child's plan isn't usual: the minimum that is the hardest to keep, and what would ease it.

A toddler's day of 1,000 kcal has little room, and one minimum can fix most of what is on the plate.
The average day of the child alone says which one it is, and how much nearer to usual a plan could
be beside a supplement, or with foods that their words leave out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.actions.explaining import price_limits
from planner.checking.broken_rules import find_unusual
from planner.model.average_day import AverageDay
from planner.model.bound import find_taken
from planner.model.linear_program import Optimum
from planner.people.eating_rules import EATING_RULES
from planner.people.person import Person
from planner.plans.records import HardMinimum, WeekPlan
from planner.tables.bundle import Tables

EASES = 0.5  # of the average day's points that something must save to be told
FAR = 0.1  # points a day below which the average day is usual enough to need no reason


def find_hard_minima(plan: WeekPlan, tables: Tables) -> tuple[HardMinimum, ...]:
    """The hardest minimum of each child whose portions are a young child's; none in a usual plan.

    A child whose average day misses something isn't among them: the plan's shortfalls say why.
    """
    children = [one for one in plan.request.people if EATING_RULES.find_size(one) < 1]
    if not children or not find_unusual(plan, tables):
        return ()
    return tuple(found for child in children for found in _find_hardest(plan, child, tables))


def _find_hardest(plan: WeekPlan, child: Person, tables: Tables) -> Iterator[HardMinimum]:
    request = replace(plan.request, people=(child,))
    taken = [taking for taking in find_taken(plan, tables) if taking.person == child.name]
    average = AverageDay(request, plan, tables, taken)
    points = average.optimum.objective
    if not average.meets(average.optimum) or points < FAR:
        return
    costs = price_limits(average.program, average.optimum, request, tables)
    dearest = next((cost for cost in costs if cost.required), None)
    if dearest is None or dearest.points == 0 or dearest.limit.side != "minimum":
        return
    nutrient, limit = dearest.limit.nutrient, dearest.limit.value
    if nutrient is None or dearest.limit.unit != tables.nutrients[nutrient].unit:
        return  # an eating rule, or a share of the energy

    def left(optimum: Optimum) -> float | None:
        """The points of an optimum that eases the minimum enough to be told, else None."""
        eases = average.meets(optimum) and optimum.objective <= (1 - EASES) * points
        return max(0.0, optimum.objective) if eases else None

    found = HardMinimum(child.name, nutrient, limit, points)
    doses = [one for one in tables.supplements if one.nutrient == nutrient and one.dose < limit]
    for supplement in sorted(doses, key=lambda one: one.dose):
        rest = left(average.with_doses([supplement]))
        if rest is not None:
            found = replace(found, dose=supplement.dose, dosed_points=rest)
            break
    for word in child.avoid:
        allowed = replace(child, allow=(*child.allow, word))
        rest = left(average.solve(replace(request, people=(allowed,))))
        if rest is not None and (found.allowed_points is None or rest < found.allowed_points):
            found = replace(found, word=word, allowed_points=rest)
    yield found
