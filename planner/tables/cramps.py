"""Cramps: their causes, what may help, when to see a doctor, and what nutrients do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from planner.errors import Problem, close_matches, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source

COLUMNS = ("part", "says", "source")
CAUSE, CARE, DOCTOR, AT_ONCE = PARTS = "cause", "care", "doctor", "at once"


@dataclass(frozen=True)
class CrampFact:
    """Something known about cramps.

    `part` is one of PARTS (a cause, what may help, a sign to see a doctor, or to see one at once),
    or the id of the nutrient that it is about. `sources` say who says so.
    """

    part: str
    says: str
    sources: tuple[str, ...]


def read_cramps(
    path: Source, nutrients: Collection[str], problems: list[Problem]
) -> tuple[CrampFact, ...]:
    """The rows of `cramps.csv`; a part is one of PARTS, or one of the `nutrients`."""
    facts = []
    for row in read_rows(path, COLUMNS, problems):
        part = row.text("part")
        if part and part not in (*PARTS, *nutrients):
            remedy = close_matches(part, (*PARTS, *nutrients))
            remedy = remedy or f"Write {', '.join(PARTS)}, or the id of a nutrient."
            row.fault("part", f"{quote(part)} is not known", remedy)
        facts.append(CrampFact(part=part, says=row.text("says"), sources=row.words("source")))
    return tuple(facts)
