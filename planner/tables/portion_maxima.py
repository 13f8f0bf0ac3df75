"""The most of a food that people hold at one meal, by age.

A row is about a food, or about a group of foods where only that was measured. data/README.md says
which are measured and which are our own limit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.foods import GROUPS, Food

COLUMNS = ("what", "age_min", "age_max", "most_g", "source")
GROWN = 18  # years
TODDLER = 2  # years; a younger child has the figures of this age, the youngest measured
YOUNGER = ((4, 1 / 3), (9, 0.40), (14, 0.85))
"""Below an age, the share of an adult's most that a child has of a food without rows for children.

It is our own estimate.
"""


OLDER = (71, 2 / 3)
"""From an age on, the share of an adult's most, which is two reference amounts: our own estimate.

The energy that people need falls with age, and so does what they hold at once.
"""


@dataclass(frozen=True)
class PortionMaximum:
    """The most grams of a food, or of any food of a group, from an age to an age in years."""

    what: str
    age_min: float
    age_max: float
    most_g: float
    source: str


Maxima = Mapping[str, Sequence[PortionMaximum]]
"""The rows of a table by what they are about."""


def read_portion_maxima(
    path: Source, problems: list[Problem], *, foods: Collection[str] | None = None
) -> Maxima:
    """The rows of `portion_maxima.csv`; if you give `foods`, each is of one of them or a group."""
    known = None if foods is None else (*foods, *GROUPS)
    found: dict[str, list[PortionMaximum]] = {}
    for row in read_rows(path, COLUMNS, problems):
        oldest = row.optional_number("age_max", 0, 120)
        one = PortionMaximum(
            what=row.choice_or_text("what", known, "foods.csv"),
            age_min=row.number("age_min", 0, 120),
            age_max=inf if oldest is None else oldest,
            most_g=row.number("most_g", 1, 5000),
            source=row.text("source"),
        )
        if one.age_max < one.age_min:
            row.fault("age_max", f"{one.age_max:g} is below age_min, {one.age_min:g}")
        found.setdefault(one.what, []).append(one)
    return found


def find_most_grams(food: Food, age: int | None, maxima: Maxima) -> float:
    """The most grams of a food at one meal for an age, an adult's if none is given.

    A child's is that of the food's group, or a share of an adult's if that is less; from 71 years
    on it is a share as well. Infinite where no row says.
    """
    years = GROWN if age is None else age
    share = next((share for below, share in YOUNGER if years < below), 1.0)
    measured = max(years, TODDLER)
    own = (*maxima.get(food.id, ()), *maxima.get(food.group, ()))
    most = [one.most_g for one in own if one.age_min <= measured <= one.age_max]
    if years >= OLDER[0]:
        return OLDER[1] * min(most, default=inf)
    if years < GROWN:
        most += [share * one.most_g for one in own if one.age_min == GROWN]
    return min(most, default=inf)
