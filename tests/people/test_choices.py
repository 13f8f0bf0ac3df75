"""What is left to choose: the dishes that a person can have, and what they like of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner import Person, check_plan, make_household, make_request, plan_week
from planner.errors import NoPlanExists, mention
from planner.people.choices import (
    empty_slots,
    explain_few,
    find_dishes,
    find_unplaced,
    find_wanted,
)
from planner.people.food_words import find_avoided, find_favoured
from planner.plans.names import find_minutes
from planner.render.documents.overview import write_unserved
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS


@pytest.mark.long
@pytest.mark.parametrize(
    ("diet", "like", "seed"),
    [
        ("vegetarian", ["mezze plate", "mujaddara"], 1),
        ("omnivore", ["fajitas"], 0),
        ("vegan", ["tempeh", "moroccan tagine", "okra"], 0),
    ],
)
def test_what_is_liked_comes_once_a_week(
    diet: str, like: list[str], seed: int, tables: Tables
) -> None:
    """Each word's food or dish; nothing is missed for it, and the bound is a bound still."""
    plan = plan_week(make_request(tables, diet=diet, like=like, seed=seed), tables)
    (person,) = plan.request.people
    for word in like:
        foods, dishes = find_favoured(word, tables)
        meals = [meal for day in plan.days for meal in day.meals]
        had = {one.food_id for meal in meals for one in meal.servings}
        assert had & foods or {meal.dish for meal in meals} & dishes, word
    assert not write_unserved(person, plan, tables)
    assert not plan.misses
    assert plan.points.bound <= plan.points.total + 1e-6
    report = check_plan(plan, tables)
    assert not report.faults
    assert not report.notes


def test_what_is_liked_comes_every_week_or_it_is_said(tables: Tables) -> None:
    """In eight days once, in fourteen twice; what no dish has is said with the reason."""
    words = {"diet": "vegan", "like": ["mujaddara", "salmon"]}
    plan = plan_week(make_request(tables, days=14, **words), tables)  # type: ignore[arg-type]
    (person,) = plan.request.people
    for week in (plan.days[:7], plan.days[7:]):
        assert "mujaddara" in {meal.dish for day in week for meal in day.meals}
    (text,) = write_unserved(person, plan, tables)
    assert text == "Not served of what you like: salmon; no dish that may be served has it."
    first = replace(plan, days=(*plan.days[:7], *(replace(d, meals=()) for d in plan.days[7:])))
    later, never = write_unserved(person, first, tables)
    assert later.startswith("Not served in week 2 of what you like: mujaddara; no days were found")
    assert never == text


def test_dislikes_are_served_less(tables: Tables) -> None:
    """What a plan had, disliked, comes at most as often; what it lacks may be had by liking."""
    plain = plan_week(make_request(tables, days=2), tables)
    had = [one.food_id for day in plain.days for meal in day.meals for one in meal.servings]
    word = tables.foods[had[0]].name
    again = plan_week(make_request(tables, days=2, dislike=[word]), tables)
    now = [one.food_id for day in again.days for meal in day.meals for one in meal.servings]
    disliked = {food.id for food in find_avoided(word, tables, widely=True)}
    assert sum(food in disliked for food in now) <= sum(food in disliked for food in had)


@pytest.mark.parametrize("minutes", [20, {"dinner": 15}, {"lunch": 10, "dinner": 30}])
def test_quick_meals(minutes: int | dict[str, int], tables: Tables) -> None:
    """A number caps every meal that is cooked, another cap its own meal; the check sees both."""
    plan = plan_week(make_request(tables, days=2, minutes=minutes), tables)
    caps = dict.fromkeys(MEALS, minutes) if isinstance(minutes, int) else minutes
    assert plan.request.minutes == caps
    for meal in (meal for day in plan.days for meal in day.meals):
        assert find_minutes(meal, tables) <= caps.get(meal.meal, 600)
    assert not check_plan(plan, tables).faults
    for name in caps:
        strict = replace(plan, request=replace(plan.request, minutes={name: 1}))
        assert any("at most 1" in fault.what for fault in check_plan(strict, tables).faults)


FOODS = """
food_id  group   energy_kcal
oats     cereals 380
rye      cereals 340
milk     milk    60
wheat    grains  340
"""
DISHES = """
porridge | breakfast, snack | hot | oats or rye 1 1 2, milk 0.5 1 1
pilaf    | lunch, dinner    |     | wheat 1 1 2
"""


def test_a_dish_is_left_while_each_slot_has_a_food(
    small_tables: Callable[[str, str], Tables],
) -> None:
    """Either cereal fills its slot; without both of them the slot is named."""
    tables = small_tables(FOODS, DISHES)
    dish = tables.dishes["porridge"]
    assert empty_slots(dish, {"oats"}, tables) == []
    assert empty_slots(dish, {"oats", "rye"}, tables) == ["oats"]
    assert empty_slots(dish, {"oats", "rye", "milk"}, tables) == ["oats", "milk"]
    ids = {meal: [one.id for one in own] for meal, own in find_dishes(Person(), tables).items()}
    assert ids == {
        "breakfast": ["porridge"],
        "lunch": ["pilaf"],
        "dinner": ["pilaf"],
        "snack": ["porridge"],
    }
    eater = Person(avoid=("oats", "rye"))
    assert find_dishes(eater, tables)["breakfast"] == ()
    assert find_dishes(eater, tables)["lunch"] == (tables.dishes["pilaf"],)


def test_a_like_without_a_dish_for_all_is_unplaced(
    small_tables: Callable[[str, str], Tables],
) -> None:
    """Where another person can't have it, where it takes too long, and where it is disliked."""
    tables = small_tables(FOODS, DISHES)
    fan, other = Person(name="Ana", like=("rye",)), Person(name="Ben", avoid=("milk",))
    assert find_unplaced(fan, [fan], {}, tables) == frozenset()
    assert find_unplaced(fan, [fan, other], {}, tables) == {"rye"}
    assert find_unplaced(fan, [fan], dict.fromkeys(MEALS, 10), tables) == frozenset()
    assert find_unplaced(fan, [fan], dict.fromkeys(MEALS, 9), tables) == {"rye"}
    assert find_unplaced(other, [other], {}, tables) == frozenset()
    assert find_wanted(replace(fan, dislike=("rye",)), tables) == {"rye": frozenset()}


def test_an_empty_day_names_its_meal_and_slot(tables: Tables) -> None:
    """Where two meals have one dish between them; and which word, left out, gives more."""
    request = make_request(
        tables, diet="vegan", avoid=["soy", "legumes", "nuts", "potato", "rice"], days=1
    )
    with pytest.raises(NoPlanExists) as caught:
        plan_week(request, tables)
    problem = caught.value.problems[0]
    assert problem.what.startswith("day 1 has no dish for ")
    assert "no food for its" in problem.remedy
    assert "avoids " in problem.remedy
    assert mention("avoid", "legumes") in problem.remedy


def test_a_household_that_no_dish_serves_names_who_and_what_helps(tables: Tables) -> None:
    """The meal, the people, whose slot of the nearest dish stays empty, a word to leave out."""
    ana = {"name": "Ana", "diet": "vegan", "avoid": ["soy", "legumes", "nuts", "peanut", "seeds"]}
    ben = {"name": "Ben", "allergies": ["wheat", "gluten"], "avoid": ["grains", "potato", "rice"]}
    with pytest.raises(NoPlanExists) as caught:
        plan_week(make_household([ana, ben], tables, {"days": 1}), tables)
    problem = caught.value.problems[0]
    assert "Ana and Ben could both eat" in problem.what
    assert "that Ana may have" in problem.remedy or "that Ben may have" in problem.remedy
    assert mention("avoid", "legumes") in problem.remedy


def test_few_dishes_are_told_with_the_word_to_take_back(tables: Tables) -> None:
    """For which meal, what the nearest other dish lacks in which slot, and what brings more."""
    avoid = ["soy", "legumes", "nuts"]
    request = make_request(tables, diet="vegan", avoid=avoid)
    lunch, dinner = explain_few(request.people, request.minutes, 7, tables)
    assert "left for lunch" in lunch.what
    assert "left for dinner" in dinner.what
    assert "(avoids legumes)" in dinner.remedy
    assert f"Leave out {mention('avoid', 'legumes')}: then there are" in dinner.remedy
    lifted = make_request(tables, diet="vegan", avoid=["soy", "nuts"])
    assert not list(explain_few(lifted.people, lifted.minutes, 7, tables))
    hasty = make_request(tables, diet="keto", minutes=["15"])
    assert "Allow more minutes" in next(explain_few(hasty.people, hasty.minutes, 7, tables)).remedy
