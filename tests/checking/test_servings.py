"""What is on the plates, held against dishes, leftovers, wishes and the words of the request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner import WeekPlan, make_request
from planner.checking.servings import check_leftovers, check_request, check_servings
from planner.errors import Problem, RequestError
from planner.plans.records import DayPlan, Meal, Points, Serving, Usual
from planner.request.day_wishes import WITH_DISH, Wish
from planner.request.request import Request
from planner.tables.bundle import Tables

FOODS = """
food_id  group   contains
rice     grains  none
barley   grains  gluten
beans    legumes none
milk     milk    milk
"""
DISHES = """
porridge | breakfast, snack |       | rice or barley 1 1 2, milk 1 1 1
stew     | lunch, dinner    | keeps | rice or barley 1 1 2, beans 1 1 1
bowl     | lunch, dinner    |       | rice 1 1 2
"""


@pytest.fixture(scope="module")
def kitchen(small_tables: Callable[[str, str], Tables]) -> Tables:
    """The foods and dishes above."""
    return small_tables(FOODS, DISHES)


def cook(kitchen: Tables, meal: str, text: str, people: tuple[str, ...] = ("you",)) -> Meal:
    """A meal as everyone has it: its dish, the foods that aren't its first, "of 1" if left over."""
    dish, *words = text.split()
    leftover = int(words[words.index("of") + 1]) if "of" in words else None
    servings = tuple(
        Serving(who, slot.name, next((w for w in words if w in slot.foods), slot.foods[0]), 1, 100)
        for who in people
        for slot in kitchen.dishes[dish].slots
    )
    return Meal(meal, dish, servings, leftover)


def plan_days(kitchen: Tables, *days: tuple[str, str], **words: Any) -> WeekPlan:
    """A plan of days whose lunch and dinner are written so, with porridge around them."""
    meals = [("porridge", lunch, dinner, "porridge") for lunch, dinner in days]
    names = ("breakfast", "lunch", "dinner", "snack")
    written = tuple(
        DayPlan(
            number,
            tuple(cook(kitchen, name, text) for name, text in zip(names, day, strict=True)),
        )
        for number, day in enumerate(meals, start=1)
    )
    request = make_request(kitchen, days=len(days), **words)
    return WeekPlan(request, kitchen, written, Points(0.0, 0.0, 0.0, 0.0))


def ask(plan: WeekPlan, **changed: Any) -> WeekPlan:
    """The plan for another request; fields of the person are changed there."""
    (person,) = plan.request.people
    own = {key: changed.pop(key) for key in set(changed) & set(vars(person))}
    request: Request = replace(plan.request, people=(replace(person, **own),))
    for key, value in changed.items():  # past the request's own checks
        object.__setattr__(request, key, value)
    return replace(plan, request=request)


def find_faults(
    check: Callable[[WeekPlan, Tables, list[Problem]], None], plan: WeekPlan, kitchen: Tables
) -> list[str]:
    """What a check says of a plan."""
    faults: list[Problem] = []
    check(plan, kitchen, faults)
    return [f"{fault.where}: {fault.what}" for fault in faults]


STEW_TWICE = (("bowl", "stew"), ("stew of 1", "bowl"))
STEW_TWICE_SOONER = (("bowl", "stew"), ("stew of 6", "bowl"))  # on days 6 and 7
STEW_TWICE_MORE = (("bowl", "stew"), ("stew of 8", "bowl"))  # on days 8 and 9


@pytest.mark.parametrize(
    ("days", "leftovers", "said"),
    [
        ([("bowl", "stew"), ("stew of 1", "bowl")], 1, []),
        ([("bowl", "stew"), ("stew", "bowl")], 0, []),
        (
            [("bowl", "stew barley"), ("stew of 1", "bowl")],
            1,
            ["day 2, lunch: you has rice, which the dinner didn't have"],
        ),
        (
            [("bowl", "bowl"), ("bowl of 1", "stew")],
            1,
            ["day 2, lunch: 'bowl' can't be left over from 'bowl'"],
        ),
        (
            [("bowl", "bowl"), ("stew of 1", "stew")],
            1,
            ["day 2, lunch: 'stew' can't be left over from 'bowl'"],
        ),
        (
            [("bowl", "stew"), ("bowl", "bowl"), ("stew of 1", "bowl")],
            1,
            ["day 3, lunch: can't be left over from day 1's dinner"],
        ),
        ([("stew of 0", "bowl")], 1, ["day 1, lunch: can't be left over from day 0's dinner"]),
        (
            [("bowl", "stew"), ("bowl", "stew of 1")],
            1,
            ["day 2, dinner: can't be left over from day 1's dinner"],
        ),
        (
            [("bowl", "stew"), ("stew of 1", "bowl")],
            0,
            ["week 1: 1 lunches are left over, but at most 0 may be"],
        ),
        ([("bowl", "stew"), ("stew of 1", "stew"), ("stew of 2", "bowl")], 2, []),
        (
            [("bowl", "stew"), ("stew of 1", "stew"), ("stew of 2", "bowl")],
            1,
            ["week 1: 2 lunches are left over, but at most 1 may be"],
        ),
        ([*STEW_TWICE, *[("bowl", "bowl")] * 4, ("bowl", "stew"), ("stew of 7", "bowl")], 1, []),
        ([*STEW_TWICE, *[("bowl", "bowl")] * 5, *STEW_TWICE_MORE], 1, []),
        (
            [*STEW_TWICE, *[("bowl", "bowl")] * 3, *STEW_TWICE_SOONER],
            1,
            ["week 1: 2 lunches are left over, but at most 1 may be"],
        ),
    ],
)
def test_a_lunch_is_left_over_from_the_dinner_before(
    days: list[tuple[str, str]], leftovers: int, said: list[str], kitchen: Tables
) -> None:
    """The same dish and foods, of a dish that keeps, the next day, no more often than asked."""
    plan = ask(plan_days(kitchen, *days), leftovers=leftovers)
    assert find_faults(check_leftovers, plan, kitchen) == said


def test_who_was_out_for_the_dinner_has_what_the_others_had(kitchen: Tables) -> None:
    """Nothing is compared for a person who wasn't there."""
    plan = plan_days(kitchen, ("bowl", "stew barley"), ("stew barley of 1", "bowl"))
    plan = ask(plan, leftovers=1)
    lunch = cook(kitchen, "lunch", "stew of 1", ("guest",))
    day = plan.days[1]
    meals = tuple(
        replace(meal, servings=meal.servings + lunch.servings) if meal.meal == "lunch" else meal
        for meal in day.meals
    )
    plan = replace(plan, days=(plan.days[0], replace(day, meals=meals)))
    assert find_faults(check_leftovers, plan, kitchen) == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ({"lunch": 10}, []),
        ({"lunch": 9}, ["day 1, lunch: takes 10 minutes, but at most 9 are allowed"]),
    ],
)
def test_a_dish_is_made_in_the_minutes_that_there_are(
    minutes: dict[str, int], said: list[str], kitchen: Tables
) -> None:
    """At most so many, and what is only warmed up takes none."""
    plan = ask(plan_days(kitchen, ("stew", "stew"), ("stew of 1", "stew")), minutes=minutes)
    assert find_faults(check_servings, plan, kitchen) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        ({"grams": 100.0005}, []),
        ({"grams": 99.9995}, []),
        ({"grams": 100.001}, ["rice: 1 portion is 100.0 g, not 100.001 g"]),
        ({"grams": 99.999}, ["rice: 1 portion is 100.0 g, not 99.999 g"]),
        ({"portions": 1.5, "grams": 150}, []),
        ({"portions": 0.75, "grams": 75}, ["rice: 0.75 portions are not a multiple of 0.5"]),
        ({"portions": 1.2, "grams": 120}, ["rice: 1.2 portions are not a multiple of 0.5"]),
        ({"portions": 1.3, "grams": 130}, ["rice: 1.3 portions are not a multiple of 0.5"]),
        ({"portions": 0.5, "grams": 50}, ["rice: 0.5 is outside 0.75 to 2.25 portions"]),
        ({"portions": 2.0, "grams": 200}, []),
        ({"portions": 2.5, "grams": 250}, ["rice: 2.5 is outside 0.75 to 2.25 portions"]),
    ],
    ids=str,
)
def test_a_serving_is_whole_steps_and_weighs_what_they_do(
    changed: dict[str, Any], said: list[str], kitchen: Tables
) -> None:
    """Too little is a fault as too much is; the last of three decimals may be rounded."""
    plan = plan_days(kitchen, ("bowl", "stew"))
    (day,) = plan.days
    meals = tuple(
        replace(meal, servings=(replace(meal.servings[0], **changed),))
        if meal.meal == "lunch"
        else meal
        for meal in day.meals
    )
    faults = find_faults(check_servings, replace(plan, days=(replace(day, meals=meals),)), kitchen)
    assert faults == [f"day 1, lunch: {what}" for what in said]


def test_nobody_is_served_what_they_leave_out(kitchen: Tables) -> None:
    """By allergy, and by the words to avoid."""
    plan = plan_days(kitchen, ("stew barley", "bowl"), allergies=["gluten"])
    assert find_faults(check_servings, plan, kitchen) == [
        "day 1, lunch: barley contains what 'you' leaves out by diet or allergy",
        "day 1, lunch: you can't have barley",
    ]
    plan = plan_days(kitchen, ("stew barley", "bowl"), avoid=["barley"])
    assert find_faults(check_servings, plan, kitchen) == ["day 1, lunch: you can't have barley"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        ({"diet": "carnivore"}, ["the diet 'carnivore' is not in the tables"]),
        ({"diet": "mine", "own_diet": ("meat",)}, []),
        (
            {"conditions": ("moon-sickness",)},
            ["the condition 'moon-sickness' is not in the tables"],
        ),
        (
            {"conditions": ("kidney-disease",)},
            ["the condition 'kidney-disease' stops every plan"],
        ),
        ({"conditions": ("warfarin",)}, []),
        ({"minimum": {"moon_mg": 1.0}}, ["the nutrient 'moon_mg' is not in the tables"]),
        ({"maximum": {"moon_mg": 1.0}}, ["the nutrient 'moon_mg' is not in the tables"]),
        ({"every_day": ("moon_mg",)}, ["the nutrient 'moon_mg' is not in the tables"]),
        ({"budget_usd": 9.0}, ["need 'usual' beside the plan, and 'usual' needs one of them"]),
        ({"use_up": True}, ["there is nothing to use up"]),
        (
            {"wishes": (Wish(1, None, WITH_DISH, "lasagna"),)},
            ["the dish 'lasagna' is not in the tables"],
        ),
        ({"wishes": (Wish(1, None, WITH_DISH, "bowl"),)}, []),
    ],
)
def test_a_request_names_what_the_tables_have(
    changed: dict[str, Any], said: list[str], kitchen: Tables
) -> None:
    """Each word that they don't know is a fault."""
    plan = ask(plan_days(kitchen, ("stew", "bowl")), **changed)
    try:
        check_request(plan, kitchen)
        found = []
    except RequestError as error:
        found = [problem.what for problem in error.problems]
    assert [what for what in found if "no prices" not in what] == said


def test_a_plan_that_weighs_cost_has_its_usual_and_the_tables_prices(kitchen: Tables) -> None:
    """A plan near usual stands beside it, and only beside it."""
    plan = plan_days(kitchen, ("stew", "bowl"))
    usual = Usual(10.0, 1.0)
    with pytest.raises(RequestError, match="'usual' needs one of them"):
        check_request(replace(plan, usual=usual), kitchen)
    weighed = replace(ask(plan, budget_usd=9.0), usual=usual)
    with pytest.raises(RequestError, match="the tables have no prices"):
        check_request(weighed, kitchen)
