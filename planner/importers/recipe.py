"""A recipe as other programs and sites write it, before its foods are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from planner.importers.ingredient_lines import IngredientLine

MOST_LINES = 200
"""Ingredients and steps of a recipe that are read: more is no recipe."""
MOST_BYTES = 2_000_000
"""The most of a file that is read: a saved web page is large."""


@dataclass(frozen=True)
class Ingredient:
    """An ingredient with its line in the file, 0 where the file has no lines.

    `fixed` amounts don't grow with the pot. `recipe` is the path of another recipe, as written,
    where the ingredient refers to one.
    """

    line: IngredientLine
    number: int = 0
    fixed: bool = False
    recipe: str = ""


@dataclass(frozen=True)
class SourceRecipe:
    """A recipe as it was read.

    `servings` and `minutes` are None where it doesn't say. `kind` is how it was written:
    "cooklang", "schema.org" or "lines". `source` is an address or a name of where it comes from.
    """

    name: str
    ingredients: tuple[Ingredient, ...]
    steps: tuple[str, ...]
    servings: float | None
    minutes: int | None
    kind: str
    source: str = ""
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    said_servings: str = ""
