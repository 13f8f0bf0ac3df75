"""The tags of foods and seasonings for diets: every one is said, and none contradicts a name."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from planner import Tables
from planner.tables.diet_tags import replace_seasonings
from planner.tables.diets import breaks_rule
from planner.tables.dishes import find_parts, split_seasonings
from planner.tables.foods import DIET_TAGS
from planner.tables.steps import FINISH, SPICES


def test_every_food_and_seasoning_has_an_answer_for_each_diet(tables: Tables) -> None:
    """A row that nobody tagged would quietly leave a food out; a new one needs its own."""
    assert [food.id for food in tables.foods.values() if food.diet_tags is None] == []
    assert [name for name in tables.seasonings if name not in tables.seasoning_tags] == []
    instead = {one for tags in tables.seasoning_tags.values() for one in tags.instead}
    assert instead <= tables.seasonings.keys()
    used = {tag for food in tables.foods.values() for tag in food.diet_tags or ()}
    assert used == set(DIET_TAGS)


def test_a_food_without_tags_is_left_out(tables: Tables) -> None:
    """What nobody has said is unknown, not free of it; a diet that asks nothing keeps it."""
    food = replace(tables.foods["tofu-firm"], diet_tags=None)
    assert breaks_rule(food, tables.diets["jain"].excludes)
    assert breaks_rule(food, tables.diets["low-fodmap"].excludes)
    assert not breaks_rule(food, tables.diets["vegan"].excludes)


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        (("onion", "leek", "scallion", "garlic", "shallot", "kimchi"), "allium"),
        (("potato", "carrot", "beet", "radish", "turnip", "parsnip", "yam", "cassava"), "root"),
        (("mushroom", "tempeh", "miso"), "fungi"),
        (("ham", "pork", "bacon", "chorizo"), "pork"),
        (("catfish", "swordfish", "eel"), "no-scales"),
        (("eggplant", "fig"), "many-seeded"),
        (("syrup", "sugar", "honey", "white"), "refined"),
        (("onion", "garlic", "apple", "wheat", "honey", "pistachios", "cashews"), "high-fodmap"),
    ],
)
def test_a_name_that_says_it_has_the_tag(words: tuple[str, ...], tag: str, tables: Tables) -> None:
    """A food whose name has the word has the tag, but for names that mean something else."""
    others = {
        *("turnip greens", "beet greens", "egg whites", "white mushrooms", "white beans"),
        *("maple syrup", "white fish", "white tuna", "vegan"),
    }
    for food in tables.foods.values():
        plain = f" {food.name.lower()} "
        if any(other in plain for other in others) or ("white" in words and food.group != "grains"):
            continue
        if any(f" {form} " in plain for word in words for form in (word, f"{word}s", f"{word}es")):
            assert tag in (food.diet_tags or ()), food.name


def test_what_an_animal_is_goes_with_its_group(tables: Tables) -> None:
    """Pork is meat, and a fish without scales is a fish."""
    for food in tables.foods.values():
        tags = food.diet_tags or frozenset()
        assert "pork" not in tags or "meat" in food.contains
        assert "no-scales" not in tags or "fish" in food.contains


def test_bread_that_is_mostly_of_refined_grain_has_the_tag(tables: Tables) -> None:
    """By its ounce equivalents, which count limed and sprouted whole grain as refined."""
    whole = ("corn-tortilla", "sprouted-grain-bread")
    breads = [food for food in tables.foods.values() if food.group == "breads"]
    for food in breads:
        refined, other = (food.patterns.get(f"{one}_grain_oz") for one in ("refined", "whole"))
        if food.id not in whole and (refined or 0.0) > (other or 0.0):
            assert "refined" in (food.diet_tags or ()), food.id
    assert breads
    assert "refined" in (tables.foods["soy-yogurt"].diet_tags or ())  # its note: sweetened


def test_no_diets_leave_a_step_without_its_seasoning(tables: Tables) -> None:
    """Each recipe reads whole for any two diets: where one thing goes, another goes in."""
    for diets in combinations(tables.diets.values(), 2):
        excluded = frozenset().union(*(diet.excludes for diet in diets))
        for dish in tables.dishes.values():
            names = replace_seasonings(dish.seasonings, excluded, tables.seasoning_tags)
            assert not any(tables.seasoning_tags[name].tags & excluded for name in names)
            left = split_seasonings(replace(dish, seasonings=names), tables.seasonings)
            told = {part.verb for part in find_parts(dish)}
            assert SPICES not in told or left["start"], (dish.id, diets)
            assert FINISH not in told or left["end"], (dish.id, diets)
