"""Reads a recipe from plain lines: a name, what it serves, ingredients a line each, steps.

    Lentil soup
    Serves 4

    200 g red lentils
    1 onion, chopped

    Fry the onion. Add the lentils and simmer for 20 minutes.

Headings such as "Ingredients" and "Method" help, and may be Markdown's. Without them the first
block of short lines that begin with an amount are the ingredients. Front matter (YAML) may give the
title, servings, times and tags.
"""

from __future__ import annotations

import re

from planner.errors import HouseholdFileError, Problem
from planner.importers.cooklang import (
    find_minutes,
    find_servings,
    find_tags,
    find_title,
    split_metadata,
)
from planner.importers.ingredient_lines import read_line, tidy
from planner.importers.recipe import MOST_LINES, Ingredient, SourceRecipe

INGREDIENTS = re.compile(r"^(?:#+\s*)?\W*ingredients?\b.{0,40}$", re.IGNORECASE)
STEPS = re.compile(
    r"^(?:#+\s*)?\W*(?:method|directions?|instructions?|steps?|preparation|how to make.*)\W*$",
    re.IGNORECASE,
)
SERVES = re.compile(
    r"\b(?:serves|servings?|makes|yields?|for)\b\D{0,15}\d+|\b\d+\s+(?:servings?|people|portions?)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\s*(?:\d+[.)]|[-*•]|step\s+\d+\W*)\s+", re.IGNORECASE)
LONGEST_LINE = 90
FEW = 5  # words: so short a line among ingredients is one, though it has no amount
LONG = 12  # words: a longer line is a step
NO_TEXT = re.compile(r"^(?:[-=*_]{3,}|!\[[^\]]*\]\([^)]*\))$")
"""A ruler or a picture of Markdown, alone in its line."""
HEADING = re.compile(r"^#+\s*")


def read_lines(text: str, name: str, file: str) -> SourceRecipe:
    """Read a recipe; HouseholdFileError if no line of it is an ingredient."""
    metadata, body, first = split_metadata(text.replace("\r\n", "\n"))
    known = {key.strip().lower(): value for key, value in metadata.items()}
    rows = [(number, row.strip()) for number, row in enumerate(body.split("\n"), start=first)]
    rows = [(number, row) for number, row in rows if row and not NO_TEXT.match(row)]
    servings = next((row for _, row in rows if SERVES.search(row) and len(row) < LONGEST_LINE), "")
    told_servings = known.get("servings", known.get("serves", known.get("yield", "")))
    where = ""
    said = any(INGREDIENTS.match(row) for _, row in rows)
    title = find_title(known)
    ingredients: list[Ingredient] = []
    steps: list[str] = []
    told = any(STEPS.match(row) for _, row in rows)  # where the steps begin
    for number, row in rows:
        if INGREDIENTS.match(row):
            where = "ingredients"
        elif STEPS.match(row):
            where = "steps"
        elif row == servings and where != "steps":
            continue
        elif HEADING.match(row):
            title = title or HEADING.sub("", row)
        elif where == "steps" and not (said or told) and _is_ingredient(row) and not _is_step(row):
            ingredients.append(Ingredient(read_line(row), number))
        elif where == "steps" or (not said and _is_step(row) and ingredients):
            where = "steps"
            steps.append(NUMBERED.sub("", row))
        elif where == "ingredients" or (
            not said and (_is_ingredient(row) or (ingredients and len(row.split()) <= FEW))
        ):
            ingredients.append(Ingredient(read_line(row), number))
        elif not ingredients:
            title = title or row
    if not ingredients:
        what = "has no line that is an ingredient"
        remedy = "Write a food with its amount a line, such as: 200 g red lentils."
        raise HouseholdFileError(Problem(file, what, remedy))
    return SourceRecipe(
        name=(title or name)[:LONGEST_LINE],
        ingredients=tuple(ingredients[:MOST_LINES]),
        steps=tuple(steps[:MOST_LINES]),
        servings=find_servings(told_servings or servings),
        minutes=find_minutes(known),
        kind="lines",
        tags=find_tags(known),
        said_servings=str(told_servings or servings),
    )


def _is_ingredient(row: str) -> bool:
    line = read_line(row)
    return bool(line.amounts) or (bool(line.optional) and len(row.split()) < LONG)


def _is_step(row: str) -> bool:
    if re.match(r"^\s*(?:\d+[.)](?:\s|$)|step\b)", row, re.IGNORECASE):  # not "1.2 litres of stock"
        return True
    return len(tidy(row).split()) > LONG or (row.endswith(".") and not read_line(row).amounts)
