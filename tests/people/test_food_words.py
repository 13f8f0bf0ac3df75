"""What a word names: foods and dishes, as people call them."""

from __future__ import annotations

import doctest

import pytest

from planner import make_request
from planner.errors import RequestError
from planner.people import food_words
from planner.people.food_words import (
    SPOKEN_FOODS,
    find_avoided,
    find_favoured,
    find_word_forms,
    has_any_word,
    search_dishes,
    search_foods,
)
from planner.tables.bundle import Tables


def test_a_dish_nearly_named_is_offered(tables: Tables) -> None:
    """A dish's whole name is among the near ones, even with "and" in it."""
    name = next(dish.name for dish in tables.dishes.values() if " and " in dish.name)
    with pytest.raises(RequestError) as error:
        make_request(tables, like=[name.replace("a", "e")])
    assert f"Did you mean {name}" in str(error.value)


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"mine": ["mlk"]}, "diet 'mine': no food is called 'mlk'\n  Did you mean milk"),
        ({"mine": ["qqq"]}, "or one of meat, poultry, fish"),
        ({"Vegan ": ["meat"]}, "is already a diet of the tables"),
        ({"mine": [], "Mine": []}, "'Mine' is there twice"),
    ],
)
def test_a_wrong_diet_of_ones_own_is_explained(
    own: dict[str, list[str]], says: str, tables: Tables
) -> None:
    """Unknown words get close matches or the tags, and a name means one diet."""
    with pytest.raises(RequestError) as error:
        make_request(tables, own_diets=own)
    assert says in str(error.value)


def test_other_words_for_foods_are_understood(tables: Tables) -> None:
    """Every spoken word names foods; beef is ground beef too, and pork is ham."""
    for word in SPOKEN_FOODS:
        assert find_avoided(word, tables), word
    assert {food.kind for food in find_avoided("pork", tables)} == {"pork", "ground-pork", "ham"}
    assert find_avoided("prawns", tables) == find_avoided("shrimp", tables)
    assert find_avoided("dairy", tables) == find_avoided("milk", tables)


def test_a_tag_that_no_food_has_may_be_avoided(tiny: Tables) -> None:
    """Leaving out what isn't there is no mistake."""
    assert find_avoided("alcohol", tiny) == ()


def test_tags_groups_kinds_and_words_are_avoided(tables: Tables) -> None:
    """A tag leaves plant milk alone; a kind, a group and a whole word each name their foods."""
    milk = {food.id for food in find_avoided("milk", tables)}
    assert "whole-milk" in milk
    assert "oat-milk" not in milk
    assert {food.kind for food in find_avoided("spinach", tables)} == {"spinach"}
    assert {food.group for food in find_avoided("mushrooms", tables)} == {"mushrooms"}
    assert {food.id for food in find_avoided("rice milk", tables)} == {"rice-milk"}
    assert all("pea" in food.name for food in find_avoided("peas", tables))
    assert not any("peanut" in food.name for food in find_avoided("peas", tables))


def test_likes_name_foods_and_dishes(tables: Tables) -> None:
    """A word may mean foods, dishes or both."""
    foods, dishes = find_favoured("minestrone", tables)
    assert not foods
    assert dishes
    foods, _ = find_favoured("avocado", tables)
    assert "avocado" in foods


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Berries", {"berries", "berriess", "berrieses", "berrie", "berri", "berry"}),
        ("egg", {"egg", "eggs", "egges"}),
        ("cherry", {"cherry", "cherrys", "cherryes", "cherries"}),
        ("!?", set()),
    ],
)
def test_a_word_is_looked_up_as_one_and_as_several(word: str, forms: set[str]) -> None:
    """Its simple singular and plural, and nothing for what has no letters."""
    assert find_word_forms(word) == forms


def test_a_word_is_found_whole(tables: Tables) -> None:
    """Peas are in "green peas" and not in "peanuts"."""
    forms = find_word_forms("pea")
    assert has_any_word(forms, "Green peas, cooked")
    assert not has_any_word(forms, "Peanuts")
    assert not has_any_word(find_word_forms("?"), "Peanuts")
    assert find_avoided("PEANUTS ", tables) == find_avoided("peanut", tables)


def test_what_is_looked_for_is_found(tables: Tables) -> None:
    """By each of its words in any order, by a part, by another word for it, by what it contains."""
    named = {food_id: food.name for food_id, food in tables.foods.items()}
    assert {"soy-milk"} <= set(search_foods("soy milk", tables))
    assert search_foods("milk soy", tables) == search_foods("soy milk", tables)
    assert all("berries" in named[one] for one in search_foods("berries", tables))
    assert {tables.foods[one].kind for one in search_foods("courgettes", tables)} == {"zucchini"}
    assert all("egg" in tables.foods[one].contains for one in search_foods("egg", tables)[:1])
    assert search_foods(" ", tables) == list(tables.foods)


def test_dishes_are_found_by_their_foods_too(tables: Tables) -> None:
    """Those that every word names come first; the foods that are meant come with each."""
    found = search_dishes("lentils", tables)
    named = ["lentil" in f"{tables.dishes[one].name} {one}".lower() for one in found]
    assert named == sorted(named, reverse=True)
    assert True in named
    assert False in named
    for dish_id, foods in found.items():
        slots = tables.dishes[dish_id].slots
        fits = {food.id for slot in slots for food in tables.fillings[dish_id, slot.name]}
        assert foods <= fits
    breakfasts = [one.id for one in tables.dishes.values() if "breakfast" in one.meals]
    assert set(breakfasts) <= set(search_dishes("breakfast", tables))
    without = search_dishes("tuna", tables, removed=tables.foods)
    assert all("tuna" in tables.dishes[one].name.lower() or "tuna" in one for one in without)


def test_words_that_nothing_has_together_are_answered(tables: Tables) -> None:
    """How many each has by itself; a word that is unknown is said alone."""
    with pytest.raises(RequestError, match="By itself each word finds some: cheddar 2, tofu"):
        search_foods("cheddar tofu", tables)
    with pytest.raises(RequestError) as error:
        search_foods("cheddar tofoo", tables)
    assert [problem.what for problem in error.value.problems] == ["no food is called 'tofoo'"]


@pytest.mark.parametrize("name", ["search_foods", "search_dishes"])
def test_the_examples_run(name: str, tables: Tables) -> None:
    """Each has one, and it gives what it says."""
    function = getattr(food_words, name)
    given = {name: function, "tables": tables}
    (found,) = doctest.DocTestFinder(recurse=False).find(
        function, name, module=food_words, extraglobs=given
    )
    assert found.examples
    assert not doctest.DocTestRunner(verbose=False).run(found).failed
