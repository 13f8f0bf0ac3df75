"""Dishes that are nearly the same are of one family, and others aren't."""

import json
from dataclasses import replace

import pytest

from planner import Tables, WeekPlan
from planner.tables.families import find_families


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("porridge-fruit-nuts", "oatmeal-banana-nut-butter"),
        ("porridge-fruit-nuts", "porridge-dried-fruit-seeds"),
        ("chana-masala", "dal-spinach-rice"),
        ("dal-spinach-rice", "red-beans-rice"),
        ("stir-fry-rice", "teriyaki-bowl"),
    ],
)
def test_a_person_would_call_them_the_same(one: str, other: str, tables: Tables) -> None:
    """Three porridges; beans, lentils and chickpeas with rice; something fried with rice."""
    assert tables.families[one] == tables.families[other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("porridge-fruit-nuts", "cereal-milk-fruit"),  # hot and cold
        ("lentil-soup", "berbere-lentils"),  # a soup and none
        ("black-bean-tacos", "red-beans-rice"),
        ("pasta-pesto-vegetables", "pasta-bolognese"),
        ("lentil-sloppy-joes", "burger-potatoes"),
    ],
)
def test_a_person_would_not(one: str, other: str, tables: Tables) -> None:
    """What is on the plate, or how it is served, differs."""
    assert tables.families[one] != tables.families[other]


def test_a_family_is_called_as_its_first_dish(tables: Tables) -> None:
    """So every family is its own family's, and its dishes share a meal with the first."""
    places = list(tables.dishes)
    for dish, family in tables.families.items():
        assert tables.families[family] == family
        assert places.index(family) <= places.index(dish)
        assert set(tables.dishes[family].meals) & set(tables.dishes[dish].meals)


def test_a_dish_at_the_end_changes_no_family(tables: Tables) -> None:
    """A copy joins the family of what it copies; all others stay as they were."""
    copy = replace(tables.dishes["red-beans-rice"], id="copy")
    fillings = dict(tables.fillings)
    fillings |= {("copy", slot.name): fillings["red-beans-rice", slot.name] for slot in copy.slots}
    families = find_families({**tables.dishes, "copy": copy}, fillings)
    assert families.pop("copy") == tables.families["red-beans-rice"]
    assert families == tables.families


def test_a_plan_file_keeps_the_families(vegan: WeekPlan, tables: Tables) -> None:
    """They depend on all foods that may fill a slot, which the file doesn't have."""
    opened = WeekPlan.from_json(json.dumps(vegan.to_json()), "plan.json")
    assert opened.tables.digest is not None
    for dish in opened.tables.dishes:
        assert opened.tables.families[dish] == tables.families[dish]
