"""Recipes are read from plain lines."""

from __future__ import annotations

import pytest

from planner.errors import HouseholdFileError
from planner.importers.plain_text import read_lines

PLAIN = """Leek soup
Serves 3

2 leeks, sliced
500 ml vegetable stock
salt to taste

Fry the leeks for 5 minutes. Add the stock and simmer.
"""
MARKDOWN = """# Leek soup

For 3 people

## Ingredients

- 2 leeks, sliced
* 500 ml vegetable stock
- salt

## Method

1. Fry the leeks for 5 minutes.
2. Add the stock and simmer.
"""


@pytest.mark.parametrize("text", [PLAIN, MARKDOWN])
def test_lines_are_ingredients_and_steps(text: str) -> None:
    """With headings and without."""
    recipe = read_lines(text, "x", "soup.txt")
    assert (recipe.name, recipe.servings) == ("Leek soup", 3.0)
    assert [one.line.name for one in recipe.ingredients] == ["leeks", "vegetable stock", "salt"]
    assert " ".join(recipe.steps).startswith("Fry the leeks")
    numbers = [one.number for one in recipe.ingredients]
    assert text.split("\n")[numbers[0] - 1].endswith("2 leeks, sliced")


def test_a_text_without_ingredients_is_refused() -> None:
    """The message says how to write one."""
    with pytest.raises(HouseholdFileError, match="200 g red lentils"):
        read_lines("Dear diary,\nit rained all day.\n", "x", "x.txt")


def test_a_number_with_a_point_is_an_amount_and_no_step() -> None:
    """Nothing that is eaten is lost among the steps, so that no diet or allergy overlooks it."""
    lines = ("Soup", "2 carrots", "1.2 litres chicken stock", "salt, to taste")
    text = "\n".join((*lines, "1. Boil all.", "3 tbsp cream", "2. Serve."))
    recipe = read_lines(text, "x", "soup.txt")
    names = [one.line.name for one in recipe.ingredients]
    assert names == ["carrots", "chicken stock", "salt", "cream"]
    assert recipe.ingredients[1].line.amounts[0].low == pytest.approx(1.2)
    assert recipe.steps == ("Boil all.", "Serve.")


def test_front_matter_names_the_recipe() -> None:
    """A ruler and a picture are no names, and lines keep their numbers."""
    body = "![Soup](soup.webp)\n\n## Ingredients\n\n- 200 g red lentils\n"
    recipe = read_lines(f"---\ntitle: Red soup\nservings: 3\n---\n\n{body}", "file", "x")
    assert (recipe.name, recipe.servings) == ("Red soup", 3.0)
    assert [one.number for one in recipe.ingredients] == [10]
    assert read_lines(f"---\n\n{body}", "file", "x").name == "file"
