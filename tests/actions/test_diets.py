"""Plans for each diet, recomputed from portions and raw tables: left out, kept apart, limited."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from planner import Tables, WeekPlan, Work, check, find_data, make_household, make_request, plan
from planner.tables.dishes import NO_STARCH

NEW = (
    *("gluten-free", "dairy-free", "mediterranean", "dash", "dash-low-sodium"),
    *("whole-food-plant-based", "high-protein", "low-carbohydrate", "keto", "halal"),
    *("kosher-style", "jain", "low-fodmap"),
)
SIMPLE = ("vegan", "gluten-free")


@cache
def read_cells(name: str) -> dict[str, dict[str, str]]:
    """The rows of a table as its file has them, by the first column: no reader of ours."""
    with (find_data() / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row[next(iter(row))]: row for row in rows}


def tag(food_id: str) -> set[str]:
    """Everything the files say that a food contains."""
    own = read_cells("foods.csv")[food_id]["contains"].split(";")
    return {*own, *read_cells("diet_tags.csv")[food_id]["tags"].split(";")} - {"none"}


def tell_most(food_id: str) -> list[str]:
    """The most grams at a meal, such as "low-fodmap=75"."""
    return [*filter(None, read_cells("diet_tags.csv")[food_id]["most_g"].split(";"))]


def add_up(week: WeekPlan, nutrient: str) -> list[float]:
    """What the servings of each day have of a nutrient, from the file's cells."""
    cells = read_cells("foods.csv")
    return [
        sum(
            one.grams * float(cells[one.food_id][nutrient] or 0) / 100
            for meal in day.meals
            for one in meal.servings
        )
        for day in week.days
    ]


@pytest.mark.parametrize("seed", [0, 3])
@pytest.mark.parametrize("diet", [*NEW, ", ".join(SIMPLE)])
def test_a_plan_keeps_to_its_diet(diet: str, seed: int, tables: Tables) -> None:
    """No food has a tag of any diet's row, limits hold every day, and nothing is at fault."""
    request = make_request(tables, diet=diet, days=2, seed=seed)
    week = plan(request, tables, Work(effort="quick"))
    assert check(week, tables).faults == ()
    rows = [read_cells("diets.csv")[name] for name in diet.split(", ")]
    for row in rows:
        excluded = set(row["excludes"].split(";")) - {""}
        for day in week.days:
            for meal in day.meals:
                tags = [tag(one.food_id) for one in meal.servings]
                assert not excluded & set().union(*tags)
                together = set().union(*tags)
                for pair in filter(None, row["apart"].split(";")):
                    assert not set(pair.split("+")) <= together, (day.day, meal.meal)
                grams: defaultdict[str, float] = defaultdict(float)
                for one in meal.servings:
                    grams[one.food_id] += one.grams
                for food_id, eaten in grams.items():
                    for most in tell_most(food_id):
                        name, _, limit = most.partition("=")
                        assert name != row["diet"] or eaten <= float(limit) + 0.001
        missed = {(miss.nutrient, miss.number) for miss in week.misses}
        for limit in filter(None, row["at_most"].split(";")):
            nutrient, _, amount = limit.partition("=")
            for number, value in enumerate(add_up(week, nutrient), start=1):
                assert value <= float(amount) * 1.00001 or (nutrient, number) in missed
        energy = sum(add_up(week, "energy_kcal"))
        for column, sign in (("share_most", 1), ("share_least", -1)):
            for limit in filter(None, row[column].split(";")):
                nutrient, _, percent = limit.partition("=")
                per_g = {"saturated_fat_g": 9, "protein_g": 4, "carbohydrate_g": 4}[nutrient]
                share = sum(add_up(week, nutrient)) * per_g / energy * 100
                named = any(name == nutrient for name, _ in missed)
                assert sign * share <= sign * float(percent) + 0.01 or named


def test_seeds_of_keto_and_its_starch(tables: Tables) -> None:
    """A week of keto has at most 50 g of carbohydrate a day, or says on which day it hasn't.

    Its main dishes without a starchy food come to nobody else.
    """
    week = plan(make_request(tables, diet="keto"), tables, Work(effort="quick"))
    over = [day for day, grams in enumerate(add_up(week, "carbohydrate_g"), start=1) if grams > 50]
    assert set(over) <= {m.number for m in week.misses if m.nutrient == "carbohydrate_g"}
    plain = {meal.dish for day in week.days for meal in day.meals}
    assert any(NO_STARCH in tables.dishes[dish].tags for dish in plain)
    anyone = plan(make_request(tables, days=2), tables, Work(effort="quick"))
    served = {meal.dish for day in anyone.days for meal in day.meals}
    assert not any(NO_STARCH in tables.dishes[dish].tags for dish in served)


def test_one_who_keeps_kosher_keeps_the_whole_table_apart(tables: Tables) -> None:
    """Meat and milk aren't in one meal of anyone's plate, since pots are shared."""
    people: list[dict[str, Any]] = [
        {"name": "Dov", "diet": "kosher-style"},
        {"name": "Ann", "age": 30, "sex": "female"},
    ]
    week = plan(make_household(people, tables, {"days": 2}), tables, Work(effort="quick"))
    assert check(week, tables).faults == ()
    for day in week.days:
        for meal in day.meals:
            together = set().union(*(tag(one.food_id) for one in meal.servings))
            assert not ({"meat", "poultry"} & together and "milk" in together)


def test_a_plan_of_two_diets_is_read_as_it_was_written(tables: Tables) -> None:
    """The file of a plan names both diets, and opens without the tables to the same check."""
    week = plan(
        make_request(tables, diet=["vegan", "gluten-free"], days=1), tables, Work(effort="quick")
    )
    assert week.request.people[0].diet == "vegan, gluten-free"
    again = WeekPlan.from_json(json.dumps(week.to_json()))
    assert again.request == week.request
    assert {"vegan", "gluten-free"} <= set(again.tables.diets)
    assert check(again, again.tables).faults == ()


def test_what_a_diet_cant_meet_is_named_with_a_gentler_one(tables: Tables) -> None:
    """Keto for a vegan misses something; what would meet it was planned with these words."""
    week = plan(make_request(tables, diet="keto, vegan", days=1), tables, Work(effort="quick"))
    assert week.misses
    assert week.shortfalls
    for change in week.changes:
        words = {"diet": "keto, vegan", "days": 1, **change.values}
        again = plan(make_request(tables, **words), tables, Work(effort="quick"))
        assert again.misses == ()
