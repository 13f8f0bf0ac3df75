"""The salt of a day: what its sodium leaves, in a spoon that a cook has."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.plans.leftovers import find_doubled
from planner.plans.records import Meal, Serving
from planner.render.blocks import Card
from planner.render.documents.plan import add_salt, compose_day
from planner.render.documents.salting import Salt, find_salt, is_salted, write_salt
from planner.render.documents.shopping_list import compose_list, write_seasoned
from planner.render.phrases import Units, write_spoon
from planner.report.drink_and_salt import (
    SALT_G_A_TSP,
    SODIUM_SHARE_OF_SALT,
    compute_salt_room,
)
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.nutrients import SODIUM


def test_a_day_has_no_more_salt_than_its_sodium_leaves(week: WeekPlan, tables: Tables) -> None:
    """The spoon that is printed, as sodium, and the food's own are within the limit together."""
    report = check_plan(week, tables)
    (person,) = week.request.people
    limits = [
        verdict.maximum
        for verdict in report.verdicts
        if verdict.nutrient == SODIUM and verdict.maximum is not None
    ]
    seen = 0
    for day in week.days:
        text = write_salt(day, find_salt(week, report, tables), Units.METRIC)
        found = re.search(r"\((\d\.\d) g\)", text)
        sodium = report.amount(person.name, day.day, SODIUM)
        if found is None:
            assert text == "" or sodium + 750 * SODIUM_SHARE_OF_SALT > min(limits)
            continue
        seen += 1
        added = float(found[1]) * SODIUM_SHARE_OF_SALT * 1000
        assert sodium + added <= min(limits) + 0.05 * SODIUM_SHARE_OF_SALT * 1000  # a decimal
    assert seen


@pytest.mark.parametrize("leftovers", [0, 2])
def test_the_steps_salt_within_what_the_day_leaves(leftovers: int, tables: Tables) -> None:
    """The salt of all pots that someone eats from, and the food's own, keep everyone's limit."""
    ben = make_request(tables, name="Ben", calories=2600).people
    request = make_request(tables, name="Ana", leftovers=leftovers)
    request = replace(request, people=(*request.people, *ben))
    plan = plan_week(request, tables)
    report = check_plan(plan, tables)
    eaten: dict[tuple[str, int], float] = {}
    salted = 0
    for day in plan.days:
        for block in compose_day(day, report, plan, tables):
            if not isinstance(block, Card):
                continue
            text = str(block.recipe)
            found = re.findall(r"Season with up to [^ ]+ tsp \((\d\.\d) g\) of salt", text)
            meal = next(one for one in day.meals if one.meal == block.meal)
            assert len(found) <= is_salted(meal, tables), text
            lunch = find_doubled(day.day, meal, plan)
            plates = [(one.person, day.day) for one in meal.servings]
            plates += [(one.person, day.day + 1) for one in lunch.servings] if lunch else []
            for plate in set(plates) if found else ():
                eaten[plate] = eaten.get(plate, 0.0) + float(found[0]) / len(set(plates))
                salted += 1
    assert salted > 4
    for (name, number), grams in eaten.items():
        person = next(one for one in request.people if one.name == name)
        room = compute_salt_room(person, report, number)
        assert room is not None
        assert grams <= room.salt_g + 0.05, (name, number)  # a decimal


@pytest.mark.parametrize("leftovers", [0, 3])
def test_a_days_salt_is_that_of_its_pots(leftovers: int, tables: Tables) -> None:
    """What a day says and what its steps say add up, with what a lunch left over has in it."""
    plan = plan_week(make_request(tables, leftovers=leftovers), tables, Work("quick"))
    report = check_plan(plan, tables)
    salt = find_salt(plan, report, tables)
    doubled = plan.find_leftovers()
    assert bool(doubled) == bool(leftovers)
    before = seen = 0
    for day in plan.days:
        eighths = before
        before = 0
        for meal in day.meals:
            pot = salt.pots.get((day.day, meal.meal), 0)
            if find_doubled(day.day, meal, plan) is not None:
                assert pot % 2 == 0
                pot = before = pot // 2
            eighths += pot
        text = write_salt(day, salt, Units.US)
        found = re.search(r"up to (\S+) tsp today", text)
        assert (found[1] if found else "") == write_spoon(eighths), text
        seen += found is not None
    assert seen > 4


def test_salt_is_on_the_list(week: WeekPlan, tables: Tables) -> None:
    """Among the seasonings, where a meal is salted."""
    assert any(is_salted(meal, tables) for day in week.days for meal in day.meals)
    assert ", salt" in str(compose_list(week, tables))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ginger", "fresh ginger (1 tsp)"),
        ("thyme", "dried thyme (¼ tsp)"),
        ("oregano", "dried oregano (½ tsp)"),
        ("fresh basil", "fresh basil (1 tbsp)"),
        ("ground coriander", "ground coriander (½ tsp)"),
        ("cumin", "cumin (½ tsp)"),
        ("nori", "nori (½ sheet)"),
    ],
)
def test_the_list_says_fresh_or_dried(name: str, told: str, tables: Tables) -> None:
    """And not how a cook cuts it."""
    assert write_seasoned(name, 1, tables) == told


def test_a_snack_takes_half_of_a_plates_salt(week: WeekPlan, tables: Tables) -> None:
    """Less than 300 kcal take at most an eighth of a spoon, and a dinner is salted before them."""
    foods = {
        "sweet potato": "baked-sweet-potato",
        "kimchi": "kimchi",
        "soy milk": "soy-milk",
    }
    servings = tuple(
        Serving(week.request.people[0].name, slot, food, 1.0, tables.foods[food].portion_g)
        for slot, food in foods.items()
    )
    days = []
    for day in week.days:
        meals = [one for one in day.meals if one.meal != "snack"]
        days.append(replace(day, meals=(*meals, Meal("snack", "goguma-kimchi", servings))))
    salt = find_salt(replace(week, days=tuple(days)), check_plan(week, tables), tables)
    assert all(
        plates["snack"] <= min(1, plates.get("dinner", 1)) for plates in salt.plates.values()
    )
    assert any(plates["snack"] for plates in salt.plates.values())


def test_a_day_with_little_room_says_so(week: WeekPlan, tables: Tables) -> None:
    """Below an eighth of a spoon there is none; from there on quarters."""
    report = check_plan(week, tables)
    (person,) = week.request.people
    day = next(d for d in week.days if write_salt(d, find_salt(week, report, tables), Units.METRIC))
    sodium = report.amount(person.name, day.day, SODIUM)
    for grams, says in ((0.7, "none today"), (0.8, "⅛ tsp"), (2.9, "¼ tsp")):
        limit = sodium + grams * SODIUM_SHARE_OF_SALT * 1000
        verdicts = tuple(
            replace(verdict, maximum=limit)
            if verdict.nutrient == SODIUM and verdict.maximum is not None
            else verdict
            for verdict in report.verdicts
        )
        own = replace(report, verdicts=verdicts)
        assert says in write_salt(day, find_salt(week, own, tables), Units.METRIC)
        assert " g)" not in write_salt(day, find_salt(week, own, tables), Units.US)
    room = compute_salt_room(person, report, day.day)
    assert room is not None
    assert room.sodium_mg == sodium
    assert room.salt_g / SALT_G_A_TSP < 2


def test_where_one_eater_has_no_room_the_others_salt_at_the_table(
    week: WeekPlan, tables: Tables
) -> None:
    """The pots stay without salt, and whoever has room is told how much."""
    day = next(one for one in week.days if any(is_salted(meal, tables) for meal in one.meals))
    salt = Salt({day.day: {"Ana": 2, "Ben": 0}}, {day.day: {"dinner": 0}}, {})
    text = write_salt(day, salt, Units.US)
    assert "none in the pots today, since the food of Ben" in text
    assert text.endswith("At the table: up to ¼ tsp for Ana.")


@pytest.mark.parametrize(
    ("step", "salted"),
    [
        (
            "Add the peas and simmer for 5 min. Serve with rice.",
            "Add the peas and simmer for 5 min. Season. Serve with rice.",
        ),
        (
            "Spoon it over the rice. Scatter nuts over.",
            "Season. Spoon it over the rice. Scatter nuts over.",
        ),
        ("Stir in the peas and heat for 2 min.", "Stir in the peas and heat for 2 min. Season."),
    ],
)
def test_salt_comes_behind_what_cooks(step: str, salted: str) -> None:
    """And before what only dishes up."""
    assert add_salt(step, "Season.") == salted
