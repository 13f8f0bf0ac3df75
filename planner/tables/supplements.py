"""Supplements: the doses that shops sell, a row for each.

A dose is what is taken each day. One that counts as more than its own nutrient says so in `also`:
folic acid is folate, and has an upper level of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from planner.errors import FieldPath, Problem, RequestError, close_matches, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.nutrients import Nutrient, find_nutrient, nutrient_names

COLUMNS = ("nutrient", "dose", "also", "form", "source")
OPTIONAL = ("source",)
"""Columns that a table may lack; their values are then unknown."""
EVERY = "all"


@dataclass(frozen=True)
class Supplement:
    """A daily dose of a nutrient as shops sell it; `brings` has it and all else that it counts as.

    Amounts are in each nutrient's unit.
    """

    nutrient: str
    dose: float
    brings: Mapping[str, float]
    form: str
    source: str


def read_supplements(
    path: Source, nutrients: Collection[str], problems: list[Problem]
) -> tuple[Supplement, ...]:
    """The rows of `supplements.csv`, the doses of a nutrient from small to large."""
    found: dict[tuple[str, float], Supplement] = {}
    for row in read_rows(path, COLUMNS, problems, optional=OPTIONAL, may_be_empty=True):
        nutrient = row.choice("nutrient", nutrients)
        dose = row.number("dose", 1e-3)
        if (nutrient, dose) in found:
            row.fault("dose", f"{dose:g} of {nutrient} is already in the table")
            continue
        brings = {nutrient: dose, **row.amounts("also", nutrients, "folic_acid_ug=400")}
        supplement = Supplement(nutrient, dose, brings, row.text("form"), row.text("source"))
        found[nutrient, dose] = supplement
    return tuple(sorted(found.values(), key=lambda one: (one.nutrient, one.dose)))


def find_supplements(
    words: Iterable[str],
    supplements: Iterable[Supplement],
    nutrients: Mapping[str, Nutrient],
    where: str | FieldPath = ("supplements",),
) -> tuple[str, ...]:
    """The nutrients whose supplements a person's words allow: "all", or names with commas between.

    Raises RequestError with every word that is no nutrient, or one that the table has no dose of,
    and for any word where the table is empty.
    """
    listed = list(dict.fromkeys(one.nutrient for one in supplements))
    spoken = {
        name: known
        for name, known in nutrient_names(nutrients.values()).items()
        if known in listed and "_" not in name
    }
    words = list(words)
    if words and not listed:
        what = "the tables have no supplement: supplements.csv has no rows"
        raise RequestError(Problem(where, what, "Leave it out, or add a row for each dose."))
    held = ", ".join(nutrients[one].label for one in listed)
    found: list[str] = []
    problems = []
    for word in (part.strip() for text in words for part in text.split(",")):
        if word.lower() == EVERY:
            found += listed
            continue
        try:
            nutrient = find_nutrient(word, nutrients, where)
        except RequestError:
            remedy = close_matches(word, {*spoken, EVERY}) or f"It has doses of {held}."
            what = f"{quote(word)} is not a nutrient in the tables" if word else "a name is missing"
            problems.append(Problem(where, what, remedy))
            continue
        if nutrient.id not in listed:
            what = f"there is no dose of {nutrient.label} in supplements.csv"
            problems.append(Problem(where, what, f"It has doses of {held}."))
        found.append(nutrient.id)
    if problems:
        raise RequestError(*problems)
    return tuple(dict.fromkeys(found))
