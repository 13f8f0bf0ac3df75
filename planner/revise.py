"""A plan for a request that has changed a little, from the days of one that stands.

The days are served as they were, in the portions nearest to them, and then planned again beside
each other until nothing required is missed. It shows that there is a plan, not what the best is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.day import GIVING, NEGLIGIBLE
from planner.plan import Points, WeekPlan
from planner.programs import Taking, build_households
from planner.recount import load
from planner.request import Request
from planner.search import Search
from planner.shopping import compute_shopping
from planner.tables import Tables
from planner.week import lay_kitchens, write_days
from planner.work import Work

ROUNDS = 4  # times that each day is planned again at most


def revise(
    plan: WeekPlan,
    request: Request,
    tables: Tables,
    supplements: Sequence[Taking],
    work: Work,
) -> WeekPlan:
    """A plan for a request, beside supplements, from the days of a plan for one like it.

    Its points have no bound, and it isn't checked: whoever asks for it does that. Raises as
    `build_households` does, and PlanFileError where a dish can't be served any more.
    """
    households = build_households(request, tables, supplements)
    search = Search(lay_kitchens(households), request, work)
    load(plan, search, near=True)
    search.barred = GIVING  # what is unusual is no miss
    search.tastes, search.forward = search.tastes * 0.0, search.forward * 0.0
    _mend(search)
    days = write_days(search, request)
    points, misses = search.points()
    return replace(
        plan,
        request=request,
        days=days,
        points=Points(points, misses, 0.0, 0.0),
        shopping=compute_shopping(days, tables, request.at_home),
        supplements=tuple(one.dose for one in supplements),
        misses=(),
    )


def _mend(search: Search) -> None:
    """Plan the days again, those that miss most first, until nothing required is missed."""
    for _ in range(ROUNDS):
        missed = [(-one.misses, day) for day, one in enumerate(search.days) if one is not None]
        for _, day in sorted(missed):
            if search.points()[1] <= NEGLIGIBLE or search.work.stop():
                return
            search.improve(day, NEGLIGIBLE)  # what custom shuts may change, too
