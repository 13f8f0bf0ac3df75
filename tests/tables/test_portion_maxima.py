"""The most of a food that people hold: by age, and kept by plans."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from planner import check_plan, make_request, plan_week
from planner.checking.broken_rules import find_unusual
from planner.errors import Problem
from planner.people.eating_rules import EATING_RULES, is_drink
from planner.people.person import Person
from planner.plans.records import WeekPlan
from planner.tables.bundle import Tables
from planner.tables.portion_maxima import find_most_grams, read_portion_maxima


def find(food_id: str, age: int | None, tables: Tables) -> float:
    """The most grams of a food for an age."""
    return find_most_grams(tables.foods[food_id], age, tables.portion_maxima)


def test_an_age_has_its_own_most(tables: Tables) -> None:
    """Measured for adults' legumes and children's potatoes; a share of an adult's otherwise."""
    assert find("boiled-potatoes", 12, tables) == 259
    assert find("boiled-potatoes", 40, tables) == find("boiled-potatoes", None, tables) > 259
    assert find("tofu-firm", None, tables) == 248
    assert find("tofu-firm", 12, tables) == 0.85 * 248
    assert find("tofu-firm", 8, tables) == 0.40 * 248
    assert find("tofu-firm", 3, tables) == pytest.approx(248 / 3)
    assert find("fortified-oat-rings", 1, tables) <= 40  # the reference amount of a grown-up
    assert find("baked-salmon", 70, tables) == 255
    assert find("baked-salmon", 71, tables) == find("baked-salmon", 90, tables) == 170
    assert [find(f"{nut}-butter", None, tables) for nut in ("peanut", "almond", "cashew")] == [
        48
    ] * 3
    for fruit in ("banana", "apple", "pear"):  # one, which is held whole
        assert find(fruit, None, tables) == tables.foods[fruit].portion_g
    assert find_most_grams(tables.foods["tofu-firm"], None, {}) == inf
    assert find_most_grams(tables.foods["tofu-firm"], 80, {}) == inf
    assert {one for one in tables.foods if find(one, None, tables) == inf} == set()


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    """A word for a number, and ages the wrong way round."""
    path = tmp_path / "portion_maxima.csv"
    path.write_text("what,age_min,age_max,most_g,source\nfruit,9,5,lots,us\n", encoding="utf-8")
    problems: list[Problem] = []
    read_portion_maxima(path, problems)
    assert [str(problem).splitlines()[0] for problem in problems] == [
        "portion_maxima.csv, line 2, column most_g: 'lots' is not a number",
        "portion_maxima.csv, line 2, column age_max: 5 is below age_min, 9",
    ]


def test_a_childs_plates_are_a_childs(tables: Tables) -> None:
    """No plate and no portion beyond what children hold, and no mushroom raw."""
    plan = plan_week(make_request(tables, age=12, sex="male"), tables)
    assert not [note for note in check_plan(plan, tables).notes if " g" in note]
    for day in plan.days:
        for meal in day.meals:
            for one in meal.servings:
                food, dish = tables.foods[one.food_id], tables.dishes[meal.dish]
                held = find_most_grams(food, 12, tables.portion_maxima)
                assert one.grams <= held * (1 + EATING_RULES.portion_slack)
                raw = tables.is_served_raw(dish, one.slot, food.id)
                assert not (food.group == "mushrooms" and raw)


def test_a_plate_too_large_is_noted(week: WeekPlan, tables: Tables) -> None:
    """The check counts plates and portions by itself; what is drunk isn't on a plate."""
    assert not [note for note in find_unusual(week, tables) if " g" in note]
    heaviest = max(
        sum(one.grams for one in meal.servings if not is_drink(tables.foods[one.food_id]))
        for day in week.days
        for meal in day.meals
    )
    assert heaviest <= EATING_RULES.find_plate_g("dinner", Person(energy_kcal=2000))
    assert EATING_RULES.find_plate_g("dinner", Person(energy_kcal=3600)) == 1.2 * 850
    assert EATING_RULES.find_plate_g("dinner", Person(age=2, energy_kcal=1000)) == 425
