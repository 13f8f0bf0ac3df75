"""Diets: a diet is a name and what it excludes. Allergies work by the same mechanism.

A food of unknown contents is allowed by no diet that excludes anything and by no allergy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.errors import Problem, RequestError, close_matches
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.foods import CONTAINS, UNKNOWN, Food

COLUMNS = ("diet", "excludes", "note")
OPTIONAL = ("note",)
"""Columns that a table may lack: what they say is unknown then."""

ALLERGENS = (
    "milk",
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
"""What may be named as an allergy: the tags of foods.csv that are allergens."""

SPOKEN_ALLERGENS = {
    "nut": ("tree-nut", "peanut"),
    "nuts": ("tree-nut", "peanut"),
    "tree-nuts": ("tree-nut",),
    "peanuts": ("peanut",),
    "eggs": ("egg",),
    "dairy": ("milk",),
    "lactose": ("milk",),
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
"""Other words for the allergens of the closed list; one that may mean two means both."""


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
    """A person's word as ids are written: "Low  Meat" is low-meat."""
    return re.sub(r"[\s_-]+", "-", word.strip().lower())


def find_diet(word: str, diets: Mapping[str, Diet]) -> Diet:
    """The diet a person names, however it is written; RequestError with close matches otherwise."""
    key = make_id(word)
    if key in diets:
        return diets[key]
    remedy = close_matches(key, diets) or f"The diets are: {', '.join(diets)}."
    allergen = key.removesuffix("-free")
    if find_allergens(allergen):
        remedy = f"Leave it out with --allergy {allergen}, beside any diet."
    raise RequestError(Problem("--diet", f"{word!r} is no known diet", remedy))


def find_allergens(word: str) -> tuple[str, ...]:
    """The tags of the closed list that a person's word names; none where it is no allergen."""
    key = make_id(word)
    return SPOKEN_ALLERGENS.get(key) or ((key,) if key in ALLERGENS else ())


def breaks_rule(food: Food, excluded: Collection[str]) -> bool:
    """Whether a food contains something excluded, or can't be shown not to."""
    if not excluded:
        return False
    return UNKNOWN in food.contains or not food.contains.isdisjoint(excluded)
