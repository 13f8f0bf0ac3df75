"""Diets and allergies: what a word means, and which foods break a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import Tables
from planner.errors import RequestError
from planner.tables.diets import breaks_rule, find_allergens, find_diet, make_id
from planner.tables.foods import UNKNOWN


@pytest.mark.parametrize("word", ["vegan", " Vegan ", "VEGAN"])
def test_a_diet_is_found_however_it_is_written(word: str, tables: Tables) -> None:
    """Capitals and spaces don't matter."""
    assert find_diet(word, tables.diets).id == "vegan"
    assert make_id("Low  Red_Meat") == "low-red-meat"


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("vegn", "Did you mean vegan?"),
        ("gluten-free", "Use allergies='gluten' with any diet."),
        ("moon", "The diets are: "),
    ],
)
def test_another_diet_is_answered_with_what_to_write(
    word: str, remedy: str, tables: Tables
) -> None:
    """A near name, the allergy that was meant, or all the diets."""
    with pytest.raises(RequestError) as error:
        find_diet(word, tables.diets)
    (problem,) = error.value.problems
    assert problem.where == ("diet",)
    assert remedy in str(problem)


@pytest.mark.parametrize(
    ("word", "allergens"),
    [("milk", ("milk",)), ("Peanut", ("peanut",)), ("nuts", ("tree-nut", "peanut")), ("kale", ())],
)
def test_an_allergy_names_allergens(word: str, allergens: tuple[str, ...]) -> None:
    """By the allergen's name or a word that people use; nothing for another food."""
    assert find_allergens(word) == allergens


def test_what_may_hold_anything_breaks_every_rule(tables: Tables) -> None:
    """A food of unknown contents is kept from who excludes something, and from nobody else."""
    food = next(food for food in tables.foods.values() if "milk" in food.contains)
    assert breaks_rule(food, ("milk",))
    assert not breaks_rule(food, ("peanut",))
    unknown = replace(food, contains=frozenset({UNKNOWN}))
    assert breaks_rule(unknown, ("peanut",))
    assert not breaks_rule(unknown, ())
