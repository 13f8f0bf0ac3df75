"""Words that are near others."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import NEAR, close_matches, quote

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
