"""What is asked of single days: which meals a wish is about, and whether they keep it."""

from __future__ import annotations

import pytest

from planner.parsing.json_values import Unfit
from planner.request.day_wishes import (
    LOCKED,
    WITH_DISH,
    WITH_FOOD,
    WITHOUT_DISH,
    WITHOUT_FOOD,
    Wish,
    find_broken,
    read_wishes,
)
from planner.tables.bundle import Tables

MEALS = {
    (1, "lunch"): ("caesar", {"romaine", "parmesan"}),
    (1, "dinner"): ("curry", {"baked-salmon", "brown-rice"}),
    (2, "dinner"): ("shakshuka", {"boiled-egg"}),
}


@pytest.mark.parametrize(
    ("wish", "covered"),
    [
        (Wish(1, None, LOCKED), [(1, "lunch"), (1, "dinner")]),
        (Wish(1, "dinner", LOCKED), [(1, "dinner")]),
        (Wish(2, None, LOCKED), [(2, "dinner")]),
        (Wish(2, "lunch", LOCKED), []),
    ],
)
def test_a_wish_is_about_its_day_or_its_meal(wish: Wish, covered: list[tuple[int, str]]) -> None:
    """Without a meal it is about all of its day, and never about another."""
    assert [place for place in MEALS if wish.covers(*place)] == covered


@pytest.mark.parametrize(
    ("wish", "kept"),
    [
        (Wish(1, None, WITH_FOOD, "salmon"), True),
        (Wish(1, "dinner", WITH_FOOD, "salmon"), True),
        (Wish(1, "lunch", WITH_FOOD, "salmon"), False),
        (Wish(2, None, WITH_FOOD, "salmon"), False),
        (Wish(1, None, WITHOUT_FOOD, "salmon"), False),
        (Wish(1, "lunch", WITHOUT_FOOD, "salmon"), True),
        (Wish(2, None, WITHOUT_FOOD, "salmon"), True),
        (Wish(2, None, WITH_DISH, "shakshuka"), True),
        (Wish(1, None, WITH_DISH, "shakshuka"), False),
        (Wish(2, "dinner", WITHOUT_DISH, "shakshuka"), False),
        (Wish(1, "dinner", WITHOUT_DISH, "shakshuka"), True),
        (Wish(2, "dinner", LOCKED), True),
        (Wish(3, None, LOCKED), True),
    ],
    ids=str,
)
def test_a_wish_is_kept_or_broken(wish: Wish, kept: bool, tables: Tables) -> None:
    """By the dish and the foods of the meals that it is about; what is locked says nothing."""
    assert find_broken([wish], MEALS, tables) == ([] if kept else [wish])


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True),
        ({"day": 1}, True),
        ({"day": 7}, True),
        ({"meal": None}, True),
        ({"day": 0}, False),
        ({"day": 8}, False),
        ({"meal": "brunch"}, False),
        ({"kind": "with luck"}, False),
    ],
)
def test_a_plans_wishes_are_of_its_days_and_meals(changed: dict[str, object], fits: bool) -> None:
    """A wish of a file is of one of seven days, of a meal or of the whole day."""
    value = {"day": 2, "meal": "dinner", "kind": "locked", "word": ""} | changed
    if fits:
        assert read_wishes([value], 7) == (Wish(**value),)  # type: ignore[arg-type]
    else:
        with pytest.raises(Unfit):
            read_wishes([value], 7)
