"""Recipes are read from pages that say them in schema.org's words, however they are broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.errors import HouseholdFileError
from planner.importers.schemaorg import read_schemaorg

SOUP: dict[str, Any] = {
    "@type": "Recipe",
    "name": "Lentil &amp; leek soup",
    "recipeYield": ["1 pot", "4 servings"],
    "totalTime": "PT1H5M",
    "recipeIngredient": ["200 g red lentils", "2 leeks, <b>sliced</b>", "salt"],
    "recipeInstructions": [
        {"@type": "HowToSection", "itemListElement": [{"@type": "HowToStep", "text": "Fry."}]},
        "Simmer for 20 minutes.<br>Serve.",
    ],
}


def page(*values: Any) -> str:
    """A page with a script for each value."""
    scripts = (
        f'<script type="application/ld+json">{one if isinstance(one, str) else json.dumps(one)}'
        "</script>"
        for one in values
    )
    return f"<!doctype html><html><head>{''.join(scripts)}</head><body>200 g sugar</body></html>"


@pytest.mark.parametrize(
    "value",
    [
        SOUP,
        [SOUP],
        {"@graph": [{"@type": "WebPage"}, SOUP]},
        {"@type": "WebPage", "mainEntity": SOUP},
        {**SOUP, "@type": ["Thing", "Recipe"]},
        {**SOUP, "@type": "http://schema.org/Recipe"},
    ],
)
def test_a_recipe_is_found_wherever_it_stands(value: Any) -> None:
    """In a page or in JSON alone: its name, lines, steps, servings and minutes."""
    for text in (page(value), json.dumps(value)):
        (recipe,) = read_schemaorg(text, "page.html")
        assert recipe.name == "Lentil & leek soup"
        assert [one.line.name for one in recipe.ingredients] == ["red lentils", "leeks", "salt"]
        assert recipe.steps == ("Fry.", "Simmer for 20 minutes.", "Serve.")
        assert (recipe.servings, recipe.minutes) == (4.0, 65)


def test_broken_blocks_are_passed_over() -> None:
    """Raw control characters, bad escapes, empty blocks and a comma too many."""
    text = json.dumps(SOUP).replace("Fry.", "Fry.\n\t\\q")
    (recipe,) = read_schemaorg(page("", "{oops", text, f"{json.dumps(SOUP)};"), "x")
    assert recipe.steps[0].startswith("Fry.")


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [
        ("PT45M", 45),
        ("P0DT0H30M", 30),
        ("PT3H10M00S", 190),
        ("P20M", 20),
        ("P2H30M", 150),
        ("90", 90),
        ({"@type": "Duration", "@value": "PT5M"}, 5),
        ("PTH30M", None),
        ("soon", None),
        ("PT0M", None),
    ],
)
def test_odd_durations(duration: Any, minutes: int | None) -> None:
    """As 1,090 pages had them; what makes no sense is unknown."""
    (recipe,) = read_schemaorg(json.dumps({**SOUP, "totalTime": duration}), "x")
    assert recipe.minutes == minutes


def test_a_page_without_a_recipe_is_refused() -> None:
    """The message says what to do instead."""
    for text in (page({"@type": "WebPage"}), "<html></html>", "[]", "{", "[" * 50_000):
        with pytest.raises(HouseholdFileError, match="has no recipe") as caught:
            read_schemaorg(text, "page.html")
        assert "text file" in str(caught.value.problems[0])


def test_lists_in_lists_and_one_text_of_all() -> None:
    """Ingredients in nested lists, in one text, and under the old key."""
    lines = "200 g rice\n1 onion"
    for value in ([["200 g rice"], ["1 onion"]], lines, "200 g rice<br/>1 onion"):
        for key in ("recipeIngredient", "ingredients"):
            table = {"@type": "Recipe", "name": "x", key: value}
            (recipe,) = read_schemaorg(json.dumps(table), "x")
            assert [one.line.name for one in recipe.ingredients] == ["rice", "onion"]
