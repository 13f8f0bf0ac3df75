"""Words that are near others."""

from __future__ import annotations

import pytest

from planner.errors import close_matches

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


@pytest.mark.parametrize("word", ["zzz", "", "ofutx", "unicorn"])
def test_what_is_far_from_all_finds_none(word: str) -> None:
    """A guess that helps nobody isn't made."""
    assert close_matches(word, KNOWN) == ""
