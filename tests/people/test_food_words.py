"""What a word names: foods and dishes, as people call them."""

from __future__ import annotations

import pytest

from planner import make_request
from planner.errors import RequestError
from planner.people.food_words import (
    SPOKEN_FOODS,
    find_avoided,
    find_favoured,
    find_word_forms,
    has_any_word,
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
