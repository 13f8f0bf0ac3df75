"""What no plan of a request can do better: the bound, and what can't be met, without planning."""

from __future__ import annotations

from dataclasses import dataclass

from planner.actions.shortfall import explain_misses
from planner.model.average_day import NO_MISS, AverageDay
from planner.model.bound import Bound, build_households, find_bound
from planner.plans.records import Shortfall
from planner.request.request import Request
from planner.tables.bundle import Tables


@dataclass(frozen=True)
class Bounded:
    """What every plan of a request for one person is held to.

    `bound` is in points for all the days. `average` is the average day where something must be
    missed, and `shortfalls` say what and why; without one nothing shows that anything is missed.
    """

    bound: Bound
    average: AverageDay | None = None
    shortfalls: tuple[Shortfall, ...] = ()


def bound_request(request: Request, tables: Tables, solver: str = "highs") -> Bounded:
    """Find the bound of a request for one person, and what none of its plans can meet.

    Raises as `build_households` does.
    """
    bound = find_bound(request, build_households(request, tables)[0], solver=solver)
    if bound.misses <= NO_MISS * request.days:
        return Bounded(bound)
    average = AverageDay(request, None, tables)
    return Bounded(bound, average, explain_misses(average))
