"""Words that are near others."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import (
    NEAR,
    NUTRIENTS,
    REQUEST,
    close_matches,
    mention,
    offer_one_by_one,
    quote,
    write_argument,
    write_mentions,
)
from planner.request.fields import write_option

KNOWN = ("tofu", "tomatoes", "pita", "bread", "salmon")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("tufo", "tofu"),
        ("Tofuu", "tofu"),
        ("tofoo", "tofu"),
        ("samlon", "salmon"),
        ("pizza", "pita"),
        ("tomatos", "tomatoes"),
    ],
)
def test_a_misspelt_word_finds_what_is_meant(word: str, near: str) -> None:
    """Letters swapped, doubled or left out; further off where it begins alike."""
    assert close_matches(word, KNOWN) == f"Did you mean {near}?"


@pytest.mark.parametrize("value", ["x" * 5000, 10**4000, ["tofu"] * 900, {"a": "b" * 900}])
def test_a_value_is_quoted_as_far_as_there_is_room(value: object) -> None:
    """What is longer than a message can hold ends in dots; a short value is whole."""
    text = quote(value)
    assert len(text) <= 62
    assert text.rstrip("'").endswith("...")
    assert quote("tofu") == "'tofu'"
    assert quote(12) == "12"


@pytest.mark.parametrize("word", ["zzz", "", "ofutx", "unicorn"])
def test_what_is_far_from_all_finds_none(word: str) -> None:
    """A guess that helps nobody isn't made."""
    assert close_matches(word, KNOWN) == ""


@given(
    word=st.text("abcdeklnot-", max_size=12), known=st.lists(st.text("abcdeklnot-", max_size=12))
)
def test_what_is_left_out_beforehand_is_no_match(word: str, known: list[str]) -> None:
    """The quick look at letters loses nothing that difflib finds."""
    found = close_matches(word, known)
    for one in difflib.get_close_matches(word, known, n=1, cutoff=NEAR):
        assert one in found


def test_a_word_too_long_has_no_match() -> None:
    """Nobody mistyped it, and the search would take seconds."""
    assert close_matches("x" * 100_000, ["x" * 99_999]) == ""


def test_each_shell_says_the_same_in_its_own_words() -> None:
    """A number stays one, each text of a list is an option, and each knows where to look."""
    said = " ".join(
        (
            mention("days", 3),
            mention("avoid", ["milk", "red meat"]),
            mention("cheap", value=True),
            mention(NUTRIENTS),
            mention(REQUEST, {"diet": "vegan", "calories": 2000.0}),
            mention(REQUEST, {"profile": "FILE", "days": 3}),
        )
    )
    assert write_mentions(said, write_argument) == (
        "days=3 avoid=['milk', 'red meat'] cheap=True `tables.nutrients`"
        " `make_request(tables, diet='vegan', calories=2000.0)`"
        " `make_household(people, tables, {'days': 3})`"
    )
    assert write_mentions(said, write_option) == (
        "--days 3 --avoid milk --avoid 'red meat' --cheap `planner targets`"
        " planner plan --diet vegan --calories 2000 planner plan --profile FILE --days 3"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("milk, eggs", "Name one at a time: avoid=['milk', 'eggs']."),
        ("milk and eggs", "Name one at a time: avoid=['milk', 'eggs']."),
        ("sandwich", ""),
        ("tofu,", ""),
    ],
)
def test_several_words_in_one_text_are_parted(text: str, says: str) -> None:
    """What was typed is written as it should have been."""
    assert write_mentions(offer_one_by_one(text, ("avoid",)), write_argument) == says
