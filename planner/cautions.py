"""Cautions: foods kept from a stage of life, each with its reason and source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem
from planner.intakes import LACTATION, PREGNANCY
from planner.reading import read_rows

COLUMNS = ("stage", "age_min", "age_max", "foods", "reason", "source")
ANY = "any"


@dataclass(frozen=True)
class Caution:
    """Foods that a life stage leaves out; `stage` is pregnancy, lactation or any."""

    stage: str
    age_min: float
    age_max: float
    foods: tuple[str, ...]
    reason: str
    source: str


def read_cautions(
    path: Path, foods: Collection[str] | None, problems: list[Problem]
) -> tuple[Caution, ...]:
    """The rows of `cautions.csv`, whose foods must be among `foods` where those are given."""
    return tuple(
        Caution(
            stage=row.choice("stage", (PREGNANCY, LACTATION, ANY)),
            age_min=row.number("age_min", 0, 120),
            age_max=row.number("age_max", 0, 120),
            foods=row.words("foods", foods),
            reason=row.text("reason"),
            source=row.text("source"),
        )
        for row in read_rows(path, COLUMNS, problems)
    )
