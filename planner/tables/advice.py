"""Advice that a plan prints for people at higher risk, each line with its source."""

from __future__ import annotations

from dataclasses import dataclass

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.cautions import ANY
from planner.tables.foods import CONTAINS
from planner.tables.reference_intakes import LACTATION, PREGNANCY, SEXES, read_ages

COLUMNS = ("topic", "stage", "age_min", "age_max", "sex", "without", "eats", "says", "source")
OPTIONAL = ("sex", "eats")
"""Columns that a table may lack; their values are then unknown."""


@dataclass(frozen=True)
class Advice:
    """A line for people of a stage and an age who eat no food with any of the `without` tags.

    If there are tags in `eats`, it is only for those who may eat a food with one of them. `sex` is
    empty where it is for both. A plan prints the first line of each topic that fits the person.
    """

    topic: str
    stage: str
    age_min: float
    age_max: float
    sex: str
    without: tuple[str, ...]
    eats: tuple[str, ...]
    says: str
    source: str


def read_advice(path: Source, problems: list[Problem]) -> tuple[Advice, ...]:
    """The rows of `advice.csv`."""
    advice = []
    for row in read_rows(path, COLUMNS, problems, optional=OPTIONAL):
        youngest, oldest = read_ages(row)
        line = Advice(
            topic=row.text("topic"),
            stage=row.choice("stage", (PREGNANCY, LACTATION, ANY)),
            age_min=youngest,
            age_max=oldest,
            sex=row.choice("sex", SEXES) if row.text("sex", blank=True) else "",
            without=row.words("without", CONTAINS, blank=True),
            eats=row.words("eats", CONTAINS, blank=True),
            says=row.text("says"),
            source=row.text("source"),
        )
        advice.append(line)
    return tuple(advice)
