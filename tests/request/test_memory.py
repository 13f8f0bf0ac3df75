"""What past weeks make of dishes, by hand-counted days and points."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner import Tables, make_request
from planner.errors import PlanFileError, RequestError
from planner.request.memory import (
    AGAIN,
    DINNERS,
    LEFT,
    LIKED,
    MOST_OPINION,
    NEAR,
    SKIPPED,
    Memory,
    Opinion,
    ServedDish,
    count_weeks,
    find_past_dinners,
    find_tastes,
    rest_dinners,
)
from planner.request.request import Request
from planner.request.resting import find_rest

START = date(2026, 11, 30)


def ago(days: int) -> date:
    """The day so many before the plan's first."""
    return START - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "week"), [(-1, 0), (0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (21, 3), (22, 4)]
)
def test_weeks_are_counted_back_from_the_first_day(days: int, week: int) -> None:
    """Seven days are a week; the first day itself is none of the past."""
    assert count_weeks(ago(days), START) == week


@pytest.mark.parametrize(("days", "share"), [(1, 1), (7, 1), (8, 0.5), (21, 0.25)])
def test_a_dish_served_weighs_half_a_week_earlier(days: int, share: float) -> None:
    """A dinner by its points, a breakfast by its own, a dish like it half as much."""
    for meal in ("dinner", "breakfast"):
        memory = Memory((ServedDish(ago(days), meal, "stew"),))
        families = {"stew": "stew", "soup": "stew", "pie": "pie"}
        tastes = find_tastes(memory, START, families)
        assert tastes["stew"].points == AGAIN[meal] * share
        assert tastes["soup"].points == NEAR * AGAIN[meal] * share
        assert "pie" not in tastes
        (reason,) = tastes["soup"].reasons
        assert (reason.word, reason.date, reason.dish) == ("served", ago(days), "stew")


def test_what_is_older_or_still_to_come_counts_for_nothing() -> None:
    """Three weeks and a day ago, today, tomorrow, and a dish that no table has."""
    served = tuple(ServedDish(ago(days), "dinner", "stew") for days in (22, 0, -1))
    said = (Opinion(START, "stew", SKIPPED), Opinion(ago(-3), "stew", LIKED))
    assert find_tastes(Memory(served, said), START, {"stew": "stew"}) == {}
    assert find_past_dinners(Memory(served), START) == {}
    assert (
        find_tastes(Memory((ServedDish(ago(1), "dinner", "gone"),)), START, {"stew": "stew"}) == {}
    )


def test_a_dish_counts_once_a_week() -> None:
    """Twice in one week is as once; in two weeks both count."""
    twice = Memory(tuple(ServedDish(ago(days), "dinner", "stew") for days in (2, 5)))
    assert find_tastes(twice, START, {"stew": "stew"})["stew"].points == AGAIN["dinner"]
    weeks = Memory(tuple(ServedDish(ago(days), "dinner", "stew") for days in (2, 9)))
    assert find_tastes(weeks, START, {"stew": "stew"})["stew"].points == 1.5 * AGAIN["dinner"]


def test_opinions_are_capped_and_fade() -> None:
    """However often something is said, it weighs so much at most; a month later half."""
    for word, sign in ((SKIPPED, 1), (LIKED, -1)):
        once = find_tastes(Memory((), (Opinion(ago(1), "stew", word),)), START, {"stew": "stew"})
        later = find_tastes(Memory((), (Opinion(ago(29), "stew", word),)), START, {"stew": "stew"})
        assert once["stew"].points * sign > 0
        assert later["stew"].points == pytest.approx(once["stew"].points / 2)
        often = Memory((), tuple(Opinion(ago(1), "stew", word) for _ in range(50)))
        assert find_tastes(often, START, {"stew": "stew"})["stew"].points == MOST_OPINION[word]


def test_dinners_rest_where_enough_are_left() -> None:
    """All of three weeks; of so many that fewer than ten stayed open, the oldest come back."""
    many = {f"dish {number}" for number in range(40)}
    past = tuple(ServedDish(ago(days), "dinner", f"dish {days}") for days in range(1, 22))
    rest = rest_dinners(Memory(past), START, many)
    assert rest.dishes == {f"dish {days}" for days in range(1, 22)}
    assert (rest.dinners, rest.returned) == (40, ())
    fewer = {f"dish {number}" for number in range(DINNERS)}
    rest = rest_dinners(Memory(past), START, fewer)
    assert len(fewer - rest.dishes) == LEFT
    assert rest.returned == tuple(f"dish {days}" for days in range(DINNERS - LEFT + 1, 22))
    rest = rest_dinners(Memory(past), START, fewer - {"dish 0"})
    assert not rest.dishes
    assert len(rest.returned) == 21


def test_a_request_keeps_its_memory(tables: Tables) -> None:
    """In JSON and back; without a first day it can't be counted, and other words aren't read."""
    memory = Memory(
        (ServedDish(ago(3), "dinner", "chana-masala"),), (Opinion(ago(2), "lentil-soup", LIKED),)
    )
    request = replace(make_request(tables, start=START), memory=memory, use_up_dinner=7)
    value = request.to_json()
    assert Request.from_json(value) == request
    assert find_rest(request, tables).dishes == {"chana-masala"}
    with pytest.raises(RequestError, match="the plan's first day has none"):
        replace(request, start=None)
    with pytest.raises(RequestError, match="8 is no day of the plan"):
        replace(request, use_up_dinner=8)
    value["memory"]["opinions"][0]["word"] = "loved"
    with pytest.raises(PlanFileError, match="'loved' should be one of liked, skipped"):
        Request.from_json(value)
