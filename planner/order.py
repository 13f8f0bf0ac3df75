"""The order of a plan's days: what keeps few days is eaten first.

Up to seven days may stand in any order, for every custom of a week counts all of them, but that
dinners mustn't come twice running. So all orders are looked at, and the one kept in which least is
eaten after it has gone off; among those, the one that has what keeps shortest earliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from planner.customs import WEEK_DAYS
from planner.linear import Floats

EARLY = 0.01  # of a day too late: a day earlier of what keeps one day


def order_days(
    used: NDArray[np.bool_], keeps: Floats, dinners: Sequence[int], fixed: Sequence[int]
) -> list[int]:
    """The days in the order in which they are best eaten.

    `used` says which item each day needs, `keeps` for how many days after the first each is good,
    `dinners` has a number for each day's dinner dish; days change places only where `fixed` has the
    same number. More than seven days are left as they are.
    """
    count = len(used)
    if not 1 < count <= WEEK_DAYS:
        return list(range(count))
    place = np.arange(count)
    late = np.maximum(place[:, None] - keeps, 0.0) + EARLY * place[:, None] / np.maximum(keeps, 1.0)
    cost = used.astype(float) @ late.T  # days by places
    orders = np.array(list(permutations(range(count))))
    kinds, dinner = np.array(fixed), np.array(dinners)
    twice = (dinner[orders[:, 1:]] == dinner[orders[:, :-1]]).sum(axis=1)
    sound = (kinds[orders] == kinds).all(axis=1) & (twice <= twice[0])
    orders = orders[sound]
    costs = cost[orders, place].sum(axis=1)
    return [int(day) for day in orders[int(np.argmin(np.round(costs, 6)))]]
