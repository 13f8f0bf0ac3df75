"""Diets: a diet is a name and what it excludes. Allergies work in the same way.

A food whose contents are unknown is left out of every diet that excludes something, and for every
allergy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.errors import Problem, RequestError, close_matches, mention, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.foods import CONTAINS, UNKNOWN, Food

COLUMNS = ("diet", "excludes", "note")
OPTIONAL = ("note",)
"""Columns that a table may lack; their values are then unknown."""

ALLERGENS = (
    "milk",
    "lactose",
    "egg",
    "fish",
    "shellfish",
    "wheat",
    "gluten",
    "soy",
    "peanut",
    "tree-nut",
    "sesame",
    "mustard",
    "celery",
    "lupin",
    "sulphite",
)
"""What may be named as an allergy: the tags of foods that are allergens, and lactose."""

SPOKEN_ALLERGENS = {
    "nut": ("tree-nut", "peanut"),
    "nuts": ("tree-nut", "peanut"),
    "tree-nuts": ("tree-nut",),
    "peanuts": ("peanut",),
    "eggs": ("egg",),
    "dairy": ("milk",),
    "soya": ("soy",),
    "seafood": ("fish", "shellfish"),
    "crustacean": ("shellfish",),
    "crustaceans": ("shellfish",),
    "mollusc": ("shellfish",),
    "molluscs": ("shellfish",),
    "sulfite": ("sulphite",),
    "sulfites": ("sulphite",),
    "sulphites": ("sulphite",),
    "celiac": ("gluten",),
    "coeliac": ("gluten",),
}
"""Other words for the allergens. A word that may mean two allergens means both."""


@dataclass(frozen=True)
class Diet:
    """A diet and the tags of `contains` that it leaves out."""

    id: str
    excludes: frozenset[str]
    note: str


def read_diets(path: Source, problems: list[Problem]) -> dict[str, Diet]:
    """The diets of `diets.csv` by id."""
    diets = {}
    for row in read_rows(path, COLUMNS, problems, key="diet", optional=OPTIONAL):
        excludes = frozenset(row.words("excludes", CONTAINS, blank=True))
        diet = Diet(row.text("diet"), excludes, row.text("note", blank=True))
        diets[diet.id] = diet
    return diets


def make_id(word: str) -> str:
    """A word written as an id: "Low  Meat" becomes low-meat."""
    return re.sub(r"[\s_-]+", "-", word.strip().lower())


def find_diet(word: str, diets: Mapping[str, Diet]) -> Diet:
    """The diet that a word names; RequestError, with similar names, if there is none."""
    key = make_id(word)
    if key in diets:
        return diets[key]
    remedy = close_matches(key, diets) or f"The diets are: {', '.join(diets)}."
    allergen = key.removesuffix("-free")
    if find_allergens(allergen):
        remedy = f"Use {mention('allergies', allergen)} with any diet."
    raise RequestError(Problem(("diet",), f"{quote(word)} is not a known diet", remedy))


def find_allergens(word: str) -> tuple[str, ...]:
    """The allergens that a word names; empty if it names none."""
    key = make_id(word)
    return SPOKEN_ALLERGENS.get(key) or ((key,) if key in ALLERGENS else ())


def breaks_rule(food: Food, excluded: Collection[str]) -> bool:
    """Whether a food contains something excluded, or may contain it because nobody knows."""
    if not excluded:
        return False
    return UNKNOWN in food.contains or not food.contains.isdisjoint(excluded)
