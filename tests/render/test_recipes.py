"""Recipes and names: read for every dish with every food that each of its slots may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from planner.plans.names import name_meal, shorten_meal
from planner.plans.records import Meal, Serving
from planner.render.recipes import write_recipe
from planner.tables.bundle import Tables
from planner.tables.cooking import CANNED, READY
from planner.tables.dishes import SHORTEST, Dish, find_parts
from planner.tables.foods import Food
from planner.tables.steps import COLD, COOK, TIMED

OFFER = re.compile(r"\bor\b")
UNNAMED = re.compile(r"\b(protein|filling|the meat)\b|[{}]")
LIQUID = re.compile(r"(ml|l|tbsp|fl oz|quarts?) of water|cups? of \w+ broth")
COOKED_BEFORE = {"canned", "drain", "ready", "warm"}
"""The methods of what is sold cooked: none of them cooks it."""
WET = re.compile(r"(?i)\b(soup|stew|curry|goulash|chili|dal|minestrone|borscht|tagine)\b")


def serve(dish: Dish, chosen: dict[str, Food], tables: Tables) -> Meal:
    """A dish at usual portions: foods of different kinds, with those that are chosen."""
    kinds = {food.kind for food in chosen.values()}
    servings = []
    for slot in dish.slots:
        foods = tables.fillings[dish.id, slot.name]
        food = chosen.get(slot.name) or next((f for f in foods if f.kind not in kinds), foods[0])
        kinds.add(food.kind)
        portions = max(food.step, round(slot.usual * food.serving / food.step) * food.step)
        servings.append(Serving("you", slot.name, food.id, portions, portions * food.portion_g))
    return Meal(dish.meals[0], dish.id, tuple(servings))


def serve_all(tables: Tables) -> Iterator[tuple[Dish, Meal]]:
    """Every dish with every food of each of its slots, the other slots as they come."""
    for dish in tables.dishes.values():
        for slot in dish.slots:
            for food in tables.fillings[dish.id, slot.name]:
                yield dish, serve(dish, {slot.name: food}, tables)


def read(dish: Dish, meal: Meal, tables: Tables) -> str:
    """All sentences of a meal's recipe."""
    recipe = write_recipe(dish, meal.servings, tables)
    return " ".join((*recipe.ahead, *recipe.steps))


def find_nouns(tables: Tables, food_id: str) -> set[str]:
    """What a food may be called."""
    row = tables.cooking[food_id]
    return {row.noun.lower(), (row.plural or row.noun).lower()}


@pytest.fixture(scope="module")
def find_foods(tables: Tables) -> Callable[[str], set[str]]:
    """What names the foods in a text, the longest name first."""
    nouns = {noun for food_id in tables.cooking for noun in find_nouns(tables, food_id)}
    seasonings = {one.words.lower() for one in tables.seasonings.values()}
    ordered = sorted(map(re.escape, nouns | seasonings), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(ordered)})(?![\w-])")

    @cache
    def find(text: str) -> set[str]:
        return set(pattern.findall(text.lower())) & nouns

    return find


def test_every_filling_reads_true(tables: Tables, find_foods: Callable[[str], set[str]]) -> None:
    """A recipe uses each food that is served, names no other, and offers nothing."""
    faults = []
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        served = [find_nouns(tables, one.food_id) for one in meal.servings]
        named = find_foods(text)
        unused = [nouns for nouns in served if not nouns & named]
        unserved = named - set().union(*served)
        if unused or unserved or OFFER.search(text) or UNNAMED.search(text):
            faults.append((dish.id, unused, unserved, text))
    assert faults == []


def test_soups_have_liquid_and_ovens_a_temperature(tables: Tables) -> None:
    """So have stews and curries; raw meat, poultry and fish say how hot they are inside."""
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        if "soup" in dish.tags or WET.search(dish.served_as):
            assert LIQUID.search(text), (dish.id, text)
        if re.search(r"\b(oven|bake)\b", text):
            assert "200 °C" in text, (dish.id, text)
        for one in meal.servings:
            inside = tables.cooking[one.food_id].inside_c
            if inside is not None:
                assert f"{inside:.0f} °C inside" in text, (dish.id, text)


def test_nothing_is_cooked_twice(tables: Tables) -> None:
    """Steps heat each slot once, and open or warm what is sold cooked."""
    for dish in tables.dishes.values():
        heated = [
            slot
            for part in find_parts(dish)
            if part.verb in (COOK, COLD, *TIMED)
            for slot in part.slots
        ]
        assert len(heated) == len(set(heated)), dish.id
    for row in tables.cooking.values():
        if row.bought == CANNED:
            assert row.method in COOKED_BEFORE, row.food_id
        if row.inside_c is not None:
            assert row.bought not in (CANNED, READY), row.food_id


def test_names_say_what_is_served(tables: Tables, find_foods: Callable[[str], set[str]]) -> None:
    """A name offers nothing and names no food that isn't served; a short one fits a grid."""
    for _, meal in serve_all(tables):
        name, short = name_meal(meal, tables), shorten_meal(meal, tables)
        assert not OFFER.search(name), name
        assert not UNNAMED.search(name.lower()), name
        assert len(short) <= SHORTEST, short
        assert short, name
        called = " ".join(tables.foods[one.food_id].name.lower() for one in meal.servings)
        called = called.replace("pasta sauce", "pasta sauce of tomatoes")
        served = set().union(*(find_nouns(tables, one.food_id) for one in meal.servings))
        assert all(word in called for word in find_foods(name) - served), name


def test_every_food_has_a_row(tables: Tables) -> None:
    """cooking.csv knows each food, and each seasoning of a dish has an amount."""
    assert tables.cooking.keys() == tables.foods.keys()
    used = {name for dish in tables.dishes.values() for name in dish.seasonings}
    assert used == tables.seasonings.keys()
