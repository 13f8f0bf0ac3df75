"""British words for the foods of the tables, and back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from planner.people.food_words import find_avoided
from planner.tables.bundle import Tables
from planner.tables.english import (
    BRITISH,
    find_american,
    list_british,
    speak_british,
    write_british,
)


def test_every_text_that_people_read_is_british(tables: Tables) -> None:
    """No row keeps an American word; ids, figures and the hash stay."""
    british = speak_british(tables)
    assert british.hash == tables.hash
    assert list(british.foods) == list(tables.foods)
    for food_id, food in tables.foods.items():
        spoken = british.foods[food_id]
        same = replace(spoken, name=food.name, note=food.note, advice=food.advice)
        assert same == food
    texts = [food.name for food in british.foods.values()]
    texts += [text for dish in british.dishes.values() for text in (dish.name, *dish.steps)]
    texts += [grocery.name for grocery in british.groceries.values()]
    for word in ("zucchini", "eggplant", "arugula", "scallion", "yogurt", "whole-wheat", "canned"):
        read = [re.sub(r"\{.*?\}", "", text).lower() for text in texts]  # slots have ids
        assert not [text for text in read if f" {word} " in f" {text} "]
    names = [food.name for food in british.foods.values()]
    assert len(names) == len(set(names))  # two foods are still told apart


def test_slots_in_braces_stay() -> None:
    """A slot is looked up by its name."""
    assert write_british("{yogurt} with Eggplants") == "{yogurt} with Aubergines"


@pytest.mark.parametrize("british", sorted(list_british()))
def test_a_british_word_is_understood(british: str) -> None:
    """It is turned into a word of the tables, and that into itself."""
    american = find_american(british)
    assert american is not None
    assert find_american(american) is None


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("Aubergine", "eggplant"),
        ("spring onions", "scallions"),
        ("wholemeal bread", "whole-wheat bread"),
    ],
)
def test_british_words_name_the_same_foods(british: str, american: str, tables: Tables) -> None:
    """Whoever avoids one avoids the other."""
    assert find_avoided(british, tables) == find_avoided(american, tables)


def test_no_word_is_turned_into_another_that_is_turned() -> None:
    """Speaking British twice is speaking it once."""
    for american in BRITISH:
        once = write_british(american)
        assert write_british(once) == once
