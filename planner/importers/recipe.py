"""A recipe as other programs and sites write it, before its foods are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.importers.ingredient_lines import Amount, IngredientLine, find_said_unit

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


def join_ingredients(ingredients: Iterable[Ingredient]) -> tuple[Ingredient, ...]:
    """The ingredients with those that are written twice as one, in the order of the first.

    They are the same food, prepared in the same way and counted in the same unit; all other things
    stay apart.
    """
    joined: dict[tuple[object, ...], Ingredient] = {}
    for place, one in enumerate(ingredients):
        line = one.line
        units = tuple(amount.unit for amount in line.amounts)
        alike = (line.name, line.preparation, line.size, units, line.others, line.beside, line.part)
        alone = place if len(units) > 1 or line.weight is not None else -1
        key = (*alike, one.fixed, one.recipe, alone)
        joined[key] = _add(joined[key], one) if key in joined else one
    return tuple(joined.values())


def _add(first: Ingredient, second: Ingredient) -> Ingredient:
    """Two lines of one ingredient as one, which stands where the first does."""
    if not first.line.amounts:
        return first
    (one,), (other,) = first.line.amounts, second.line.amounts
    total = Amount(one.low + other.low, one.high + other.high, one.unit)
    said = f"{total.low:g}" if total.low == total.high else f"{total.low:g}-{total.high:g}"
    words = max((find_said_unit(own.line, one.unit) for own in (first, second)), key=len)
    size = first.line.size
    sized = f"({size.middle:g} {size.unit})" if size else ""
    names = " and ".join([first.line.name, *first.line.beside])
    head = " ".join(filter(None, [said, words, sized, names]))
    text = ", ".join(filter(None, [head, first.line.preparation]))
    line = replace(
        first.line,
        amounts=(total,),
        text=text,
        optional=first.line.optional and second.line.optional,
    )
    return replace(first, line=line)
