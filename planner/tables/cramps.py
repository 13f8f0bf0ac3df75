"""Cramps: what else causes them, and when to see a doctor."""

from __future__ import annotations

from dataclasses import dataclass

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source

COLUMNS = ("part", "says", "source")
CAUSE, DOCTOR, AT_ONCE = "cause", "doctor", "at once"


@dataclass(frozen=True)
class CrampFact:
    """A cause of cramps, or a sign that you should see a doctor, or see one at once."""

    part: str
    says: str
    source: str


def read_cramps(path: Source, problems: list[Problem]) -> tuple[CrampFact, ...]:
    """The rows of `cramps.csv`."""
    return tuple(
        CrampFact(
            part=row.choice("part", (CAUSE, DOCTOR, AT_ONCE)),
            says=row.text("says"),
            source=row.text("source"),
        )
        for row in read_rows(path, COLUMNS, problems)
    )
