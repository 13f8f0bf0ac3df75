"""What people accept: rules that the search and the check read, and nobody changes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from planner import Tables
from planner.people.eating_rules import EATING_RULES, PENALTIES, find_food_caps
from planner.tables.dishes import MEALS
from planner.tables.foods import GROUPS


def test_the_meals_share_the_whole_day() -> None:
    """Each meal has its share of the energy, and together they are all of it."""
    assert set(EATING_RULES.meal_share) == set(MEALS)
    assert sum(EATING_RULES.meal_share.values()) == pytest.approx(1)


def test_the_rules_name_groups_and_tags_that_exist(tables: Tables) -> None:
    """A rule about what no food or dish has would never be broken."""
    assert set(EATING_RULES.fruit_groups) <= set(GROUPS)
    tags = {tag for dish in tables.dishes.values() for tag in dish.tags}
    assert set(EATING_RULES.tagged_a_day) <= tags


def test_peanuts_count_as_one_food(tables: Tables) -> None:
    """Whole, as butter and as sauce they come on five days of seven; their oil may come daily."""
    (cap,) = [
        cap for cap in find_food_caps([*tables.foods.values()]) if cap.name == "food_rule__peanuts"
    ]
    assert {[*tables.foods][number] for number in cap.foods} == {
        "peanuts",
        "peanut-butter",
        "peanut-sauce",
    }
    assert (cap.most, cap.each_time) == (5, False)


def test_what_all_plans_share_cannot_be_changed() -> None:
    """Neither a number nor a table of them."""
    rules: Any = EATING_RULES
    with pytest.raises(FrozenInstanceError):
        rules.fruit_a_day = 0
    with pytest.raises(TypeError):
        rules.meal_share["lunch"] = 1.0
    with pytest.raises(TypeError):
        rules.tagged_a_day["soup"] = 7


def test_one_percent_of_a_required_minimum_costs_more_than_a_rule() -> None:
    """Targets come first: no broken rule of a single serving is worth it."""
    percent = PENALTIES.required / 100
    assert percent > max(PENALTIES.variety, PENALTIES.fruit, PENALTIES.dislike, -PENALTIES.like)
