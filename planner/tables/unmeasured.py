"""Nutrients that no food table has: no plan can say whether their reference values are met."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from planner.errors import Problem, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.diets import make_id
from planner.tables.nutrients import UNITS

COLUMNS = ("nutrient", "words", "unit", "does", "says", "source")
OPTIONAL = ("words",)
"""Columns that a table may lack; their values are then unknown."""


@dataclass(frozen=True)
class Unmeasured:
    """A nutrient that isn't assessed: what it does, who lacks it, and what is advised.

    `words` are what people call it besides its id without the unit.
    """

    nutrient: str
    words: tuple[str, ...]
    unit: str
    does: str
    says: str
    source: str

    @property
    def label(self) -> str:
        """Its name in a sentence."""
        return self.nutrient.rsplit("_", 1)[0].replace("_", " ")

    @property
    def names(self) -> tuple[str, ...]:
        """Every word by which it may be called."""
        return (make_id(self.nutrient), make_id(self.label), *self.words)


def read_unmeasured(
    path: Source, nutrients: Collection[str], problems: list[Problem]
) -> dict[str, Unmeasured]:
    """The rows of `unmeasured.csv` by nutrient; none of them may be one that the tables have."""
    found: dict[str, Unmeasured] = {}
    for row in read_rows(
        path, COLUMNS, problems, key="nutrient", optional=OPTIONAL, may_be_empty=True
    ):
        one = Unmeasured(
            nutrient=row.text("nutrient"),
            words=row.words("words", blank=True),
            unit=row.choice("unit", UNITS),
            does=row.text("does"),
            says=row.text("says"),
            source=row.text("source"),
        )
        if one.nutrient in nutrients:
            row.fault(
                "nutrient",
                f"{quote(one.nutrient)} is in nutrients.csv too",
                "Remove it from one of the two.",
            )
        found[one.nutrient] = one
    return found
