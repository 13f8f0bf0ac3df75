"""Diets: a diet is a name and what it excludes. Allergies work by the same mechanism.

A food of unknown contents is allowed by no diet that excludes anything and by no allergy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem, RequestError, close_matches
from planner.foods import CONTAINS, UNKNOWN, Food
from planner.reading import read_rows

COLUMNS = ("diet", "excludes", "note")

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
    "nut": "tree-nut",
    "nuts": "tree-nut",
    "tree-nuts": "tree-nut",
    "peanuts": "peanut",
    "eggs": "egg",
    "dairy": "milk",
    "lactose": "milk",
    "soya": "soy",
    "crustacean": "shellfish",
    "crustaceans": "shellfish",
    "mollusc": "shellfish",
    "molluscs": "shellfish",
    "sulfite": "sulphite",
    "sulfites": "sulphite",
    "sulphites": "sulphite",
    "celiac": "gluten",
    "coeliac": "gluten",
}
"""Other words for the allergens of the closed list."""


@dataclass(frozen=True)
class Diet:
    """A diet and the tags of `contains` that it leaves out."""

    id: str
    excludes: frozenset[str]
    note: str


def read_diets(path: Path, problems: list[Problem]) -> dict[str, Diet]:
    """The diets of `diets.csv` by id."""
    diets = {}
    for row in read_rows(path, COLUMNS, problems, key="diet"):
        excludes = frozenset(row.words("excludes", CONTAINS, blank=True))
        diet = Diet(row.text("diet"), excludes, row.text("note", blank=True))
        diets[diet.id] = diet
    return diets


def find_diet(word: str, diets: Mapping[str, Diet], own: Collection[str] = ()) -> Diet:
    """The diet a person names, whatever its case; RequestError with close matches otherwise.

    `own` are diets of the person's own, which a mistyped word may also have meant.
    """
    key = word.strip().lower().replace(" ", "-").replace("_", "-")
    if key in diets:
        return diets[key]
    known = [*diets, *own]
    remedy = close_matches(key, known) or f"The diets are: {', '.join(known)}."
    raise RequestError(Problem("--diet", f"{word!r} is not a diet of the tables", remedy))


def find_allergen(word: str) -> str | None:
    """The tag of the closed list that a person's word names, or None."""
    key = word.strip().lower().replace(" ", "-").replace("_", "-")
    key = SPOKEN_ALLERGENS.get(key, key)
    return key if key in ALLERGENS else None


def breaks_rule(food: Food, excluded: Collection[str]) -> bool:
    """Whether a food contains something excluded, or can't be shown not to."""
    if not excluded:
        return False
    return UNKNOWN in food.contains or not food.contains.isdisjoint(excluded)
