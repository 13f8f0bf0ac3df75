"""Which dinners of the last weeks a request leaves out, and which it can't."""

from __future__ import annotations

from functools import reduce
from math import inf

from planner.people.choices import find_dishes, find_only
from planner.request.memory import Rest, rest_dinners
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.dishes import DINNER


def find_rest(request: Request, tables: Tables) -> Rest:
    """What the memory of a request leaves out of the dinners that everyone could have.

    Without a memory nothing is looked up. The tables must be whole: those that a plan's file keeps
    don't have the dinners that it could have had.
    """
    if not request.memory or not request.memory.rests or request.start is None:
        return Rest()
    quick: set[str] = set()
    for meal in (name for name, kind in request.kinds.items() if kind == DINNER):
        dinners = [
            {dish.id for dish in find_dishes(person, tables)[meal]}
            for person in request.people
            if meal in person.kinds
        ]
        everyone = reduce(set.intersection, dinners) if dinners else set()
        most = request.minutes.get(meal, inf)
        quick |= {dish for dish in everyone if tables.takes_at_most(dish, most)}
    only = find_only(request.people, request.only_cuisine, request.minutes, request.days, tables)
    allowed = [
        only[meal] for meal, kind in request.kinds.items() if kind == DINNER and meal in only
    ]
    quick &= frozenset[str]().union(*allowed) if allowed else quick
    return rest_dinners(request.memory, request.start, quick)
