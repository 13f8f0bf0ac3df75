"""The order of days: what spoils comes first, and what must stay together or apart does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.arrays import Bools
from planner.people.eating_rules import EatingRules
from planner.search.day_order import count_breaches, order_days


def find_alike(dishes: Sequence[int]) -> Bools:
    """Which days have a dish in common, where each has one."""
    return np.asarray(np.equal.outer(np.array(dishes), np.array(dishes)))


def test_what_keeps_few_days_comes_first() -> None:
    """Fish that keeps a day is on day 1, greens before rice; the same dinners stay apart."""
    used = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1]], dtype=bool)
    keeps = np.array([1.0, 3.0, 365.0])
    assert order_days(used, keeps, find_alike([1, 2, 3]), [0, 0, 0]) == [2, 1, 0]
    assert order_days(used, keeps, find_alike([1, 2, 3]), [0, 1, 2]) == [0, 1, 2]
    order = order_days(used[[1, 0, 2]], keeps, find_alike([5, 4, 5]), [0, 0, 0])
    assert order[1] == 1, "the two dinners that are alike stay apart"


def test_each_week_is_ordered_by_itself() -> None:
    """Fish of the second week comes on its first day, and no day leaves its week."""
    used = np.zeros((10, 1), dtype=bool)
    used[[4, 9]] = True
    order = order_days(used, np.array([1.0]), find_alike(range(10)), [0] * 10)
    assert order[0] == 4
    assert order[7] == 9
    assert sorted(order[:7]) == list(range(7))


def test_what_is_begun_the_day_before_is_not_for_the_first_day() -> None:
    """Beans to soak leave day 1 to a day without; by a second week they are in the house."""
    used, ahead = np.zeros((14, 1), dtype=bool), np.zeros(14, dtype=int)
    ahead[[0, 7]] = 2
    order = order_days(used, np.array([9.0]), find_alike(range(14)), [0] * 14, ahead=ahead)
    assert order[0] != 0
    assert order[7] == 7


def test_fish_comes_first_although_beans_soak() -> None:
    """Three foods that go off are worse than beans that you soak before day 1."""
    used, ahead = np.array([[1, 1, 1], [0, 0, 0]], dtype=bool), np.array([2, 0])
    order = order_days(used, np.zeros(3), find_alike([1, 2]), [0, 0], ahead=ahead)
    assert order == [0, 1]


def test_an_order_that_is_not_sound_is_not_taken() -> None:
    """The best order that keeps what it must is, or none."""
    used = np.array([[0], [0], [1]], dtype=bool)
    found = order_days(
        used, np.array([1.0]), find_alike([1, 2, 3]), [0] * 3, sound=lambda o, _: o[0] != 2
    )
    assert found.index(2) == 1
    assert order_days(
        used, np.array([1.0]), find_alike([1, 2, 3]), [0] * 3, sound=lambda *_: False
    ) == [
        0,
        1,
        2,
    ]


def count_twice(dinners: list[int]) -> int:
    """How often a dinner comes on two days running."""
    return sum(one == other for one, other in pairwise(dinners))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    days=st.lists(
        st.tuples(
            st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2), st.integers(0, 1)
        ),
        min_size=2,
        max_size=5,
    ),
    keeps=st.lists(st.sampled_from([1, 2, 3, 30]), min_size=3, max_size=3),
)
def test_no_order_that_may_be_is_better(
    days: list[tuple[bool, bool, bool, int, int]], keeps: list[int]
) -> None:
    """Of all orders tried one by one none has less that has gone off, nor as little and it sooner.

    Days of other people at table stay, and no dinner comes twice running that didn't.
    """
    dinners, fixed = [day[3] for day in days], [day[4] for day in days]

    def rank(order: Sequence[int]) -> tuple[int, float]:
        places = [
            (place, kept)
            for place, day in enumerate(order)
            for needs, kept in zip(days[day], keeps, strict=False)
            if needs
        ]
        late = sum(max(place - kept, 0) for place, kept in places)
        return late, round(sum(place / kept for place, kept in places), 6)

    may_be = [
        order
        for order in permutations(range(len(days)))
        if [fixed[day] for day in order] == fixed
        and count_twice([dinners[day] for day in order]) <= count_twice(dinners)
    ]
    used = np.array([day[:3] for day in days], dtype=bool)
    order = order_days(used, np.array(keeps, dtype=float), find_alike(dinners), fixed)
    assert tuple(order) in may_be
    assert rank(order) == min(map(rank, may_be))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    dinners=st.lists(st.integers(0, 3), min_size=8, max_size=10),
    spoils=st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_dinners_stay_apart_over_a_weeks_end(dinners: list[int], spoils: list[bool]) -> None:
    """Day 7 and day 8 count as any two days running, whichever week is put in order."""
    count = len(dinners)
    order = order_days(
        np.array(spoils[:count])[:, None], np.array([1.0]), find_alike(dinners), [0] * count
    )
    assert count_twice([dinners[day] for day in order]) <= count_twice(dinners)


def test_a_dinner_of_next_week_is_no_neighbour_of_day_1() -> None:
    """Day 8 has day 1's dinner: day 1, which spoils nothing, comes late, but not on day 7."""
    used = np.array([[False], *[[True]] * 7])
    dinners = [0, 1, 2, 3, 4, 5, 6, 0]
    assert order_days(used, np.array([1.0]), find_alike(dinners), [0] * 8) == [
        1,
        2,
        3,
        4,
        5,
        0,
        6,
        7,
    ]


@settings(deadline=None, max_examples=30)
@given(
    count=st.integers(2, 9),
    linked=st.sets(st.integers(0, 7), max_size=4),
    spoils=st.lists(st.booleans(), min_size=9, max_size=9),
)
def test_linked_days_stay_together(count: int, linked: set[int], spoils: list[bool]) -> None:
    """After a day whose dinner is the next lunch comes that lunch's day, over a week's end too."""
    pairs = {day for day in linked if day < count - 1}
    used = np.array(spoils[:count])[:, None]
    order = order_days(used, np.array([1.0]), find_alike(range(count)), [0] * count, pairs)
    assert sorted(order) == list(range(count))
    for day in pairs:
        assert order.index(day + 1) == order.index(day) + 1


def test_breaches_are_counted_in_every_seven_days_running() -> None:
    """Five times in days 2 to 8 is one too many where four are usual, and so in days 3 to 9."""
    times = np.zeros((9, 1), dtype=int)
    times[[2, 3, 4, 5, 7]] = 1
    rules = EatingRules(least_foods_a_week=0)
    assert count_breaches(times, np.array([4]), times > 0, rules) == 2
    few = EatingRules(least_foods_a_week=2)
    assert count_breaches(times, np.array([7]), times > 0, few) == 3
