"""The order of a plan's days: what keeps few days is eaten first.

The days of a week may stand in any order, for every eating rule of a week counts all of them, but
that no dish may come on two days running. So all orders are looked at, and the one kept in which
least is eaten after it has gone off; among those, the one that has what keeps shortest earliest. In
a longer plan each seven days are ordered by themselves, as if what they need were bought on their
first day; there an order must leave the eating rules of every seven days running as they are.

What the first day of all begins the day before, beans to soak or oats to stand, is begun before
anything is bought. So each such dish there counts as something that is eaten a day too late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import permutations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from planner.arrays import Bools, Floats, Ints
from planner.people.eating_rules import WEEK_DAYS, EatingRules

EARLY = 0.01  # of a day too late: a day earlier of what keeps one day
ORDERS = 200  # orders of seven days, the best first, that are held to what a plan keeps besides


def order_days(
    used: Bools,
    keeps: Floats,
    alike: Bools,
    fixed: Sequence[int],
    linked: Collection[int] = (),
    sound: Callable[[list[int], list[int]], bool] | None = None,
    ahead: Ints | None = None,
) -> list[int]:
    """The days in the order in which they are best eaten.

    `used` says which item each day needs, `keeps` for how many days after it is bought each is
    good, `alike` marks the pairs of days with a dish in common. Days change places only where
    `fixed` has the same number; after a day that is `linked` comes the next. An order that
    isn't `sound` beside the one at hand is not taken. `ahead` says how many dishes of each day are
    begun the day before.
    """
    order = list(range(len(used)))
    for first in range(0, len(used), WEEK_DAYS):
        span = slice(first, first + WEEK_DAYS)
        early = ahead[span] if ahead is not None and first == 0 else np.zeros(len(used[span]))
        ranked = _rank(used[span], keeps, fixed[span], [day - first for day in linked], early)
        before, after = order[max(0, first - 1) : first], order[span.stop :][:1]
        week = np.array(order[span])
        twice = _count_twice(week[ranked], alike, before, after)
        most = int(_count_twice(week[None], alike, before, after)[0])
        for week_order in ranked[twice <= most][: 1 if sound is None else ORDERS].tolist():
            tried = [*order[:first], *(first + day for day in week_order), *order[span.stop :]]
            if sound is None or sound(tried, order):
                order = tried
                break
    return order


def _rank(
    used: Bools,
    keeps: Floats,
    fixed: Sequence[int],
    linked: Collection[int],
    early: Ints | Floats,
) -> Ints:
    """The orders of a week's days that may be, a row for each, the best first.

    A day that is linked to one of another week, before the first or after the last, stays there.
    `early` is what each day costs as the first.
    """
    count = len(used)
    position = np.arange(count)
    late = np.maximum(position[:, None] - keeps, 0.0) + EARLY * position[:, None] / np.maximum(
        keeps, 1.0
    )
    cost = used.astype(float) @ late.T  # days by places
    cost[:, 0] += early
    orders = _find_orders(count)
    kinds = np.array(fixed)
    may_be = (kinds[orders] == kinds).all(axis=1)
    at = np.argsort(orders, axis=1)  # where each day comes
    for day in linked:
        if 0 <= day < count - 1:
            may_be &= at[:, day + 1] == at[:, day] + 1
        elif day in (-1, count - 1):
            may_be &= at[:, max(day, 0)] == max(day, 0)
    orders = orders[may_be]
    costs = np.round(cost[orders, position].sum(axis=1), 6)
    return np.asarray(orders[np.argsort(costs, kind="stable")])


@cache
def _find_orders(count: int) -> Ints:
    """Every order of so many days, the one that they have first."""
    return np.array(list(permutations(range(count))))


def _count_twice(orders: Ints, alike: Bools, before: Sequence[int], after: Sequence[int]) -> Ints:
    """How often each order of a week has a dish on two days running, with the days around it."""
    edges = [
        np.broadcast_to(np.array(days, dtype=int), (len(orders), len(days)))
        for days in (before, after)
    ]
    running = np.concatenate([edges[0], orders, edges[1]], axis=1)
    return np.asarray(alike[running[:, 1:], running[:, :-1]].sum(axis=1))


def count_breaches(times: Ints, caps: Ints, foods: Bools, rules: EatingRules) -> int:
    """By how much things come too often in any seven days running, or too many or few foods.

    `times` says how often each thing comes on each day, `foods` which food comes.
    """
    often = sliding_window_view(times, WEEK_DAYS, axis=0).sum(axis=-1)
    different = sliding_window_view(foods, WEEK_DAYS, axis=0).any(axis=-1).sum(axis=1)
    few = rules.least_foods_a_week - different
    many = different - rules.most_foods_a_week
    return int(np.maximum(often - caps, 0).sum() + np.maximum(np.maximum(few, many), 0).sum())
