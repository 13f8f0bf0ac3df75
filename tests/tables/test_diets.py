"""Diets and allergies: what a word means, and which foods break a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import Tables
from planner.errors import RequestError
from planner.tables.diets import breaks_rule, find_allergens, find_diet, find_diets, make_id
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
        ("gluten", "Did you mean gluten-free?"),
        ("soy-free", "Use allergies='soy' with any diet."),
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


@pytest.mark.parametrize("text", ["", "  ", " , "])
def test_a_text_without_a_word_is_no_diet(text: str, tables: Tables) -> None:
    """Neither an empty option nor a lone comma means no diet at all."""
    with pytest.raises(RequestError, match="is not a known diet"):
        find_diets((text,), tables.diets)


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


@pytest.mark.parametrize(
    "texts",
    [
        ("vegan, gluten-free",),
        ("vegan,gluten-free",),
        ("vegan", "gluten free"),
        ("Vegan and no-gluten",),
        ("omnivore", "vegan; gluten-free diet"),
    ],
)
def test_several_diets_are_named_in_one_text_or_several(
    texts: tuple[str, ...], tables: Tables
) -> None:
    """With commas, semicolons or "and" between them; one that leaves out nothing is dropped."""
    assert [diet.id for diet in find_diets(texts, tables.diets)] == ["vegan", "gluten-free"]


def test_diets_that_contradict_are_refused_in_one_message(tables: Tables) -> None:
    """The two, and what is near; unknown ones are all named at once."""
    with pytest.raises(RequestError) as error:
        find_diets(("keto", "dash"), tables.diets)
    (problem,) = error.value.problems
    assert "keto doesn't go with dash" in str(problem)
    assert "keto could be low-carbohydrate" in str(problem)
    with pytest.raises(RequestError) as error:
        find_diets(("moon, vegn, plant-based",), tables.diets)
    said = " ".join(map(str, error.value.problems))
    assert "'moon'" in said
    assert "Did you mean vegan?" in said
    assert "Did you mean whole-food-plant-based?" in said


def test_each_new_diet_says_its_source_and_what_it_cant_promise(tables: Tables) -> None:
    """A row that sets, lifts or asks for something has a source; names are never taken twice."""
    for diet in tables.diets.values():
        sets = diet.at_most or diet.share_most or diet.share_least or diet.rules or diet.apart
        if sets or diet.lifts or diet.buy or diet.doctor:
            assert diet.source, diet.id
            assert diet.promises, diet.id
        assert set(diet.not_with) <= tables.diets.keys()
        assert not diet.gentler or diet.gentler in tables.diets
    names = [word for diet in tables.diets.values() for word in (diet.id, *diet.words)]
    assert len(names) == len(set(names))
    assert all(make_id(name) == name for name in names)
