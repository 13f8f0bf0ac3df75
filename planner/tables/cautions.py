"""Cautions: foods that a stage of life leaves out or serves differently, each with its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.foods import CONTAINS
from planner.tables.reference_intakes import LACTATION, PREGNANCY, read_ages

COLUMNS = ("stage", "age_min", "age_max", "foods", "instead", "reason", "serve", "source")
OPTIONAL = ("instead", "serve")  # which tables of before lack
ANY = "any"


@dataclass(frozen=True)
class Caution:
    """Foods that a stage of life leaves out: `foods` by id, and whatever contains one of `tags`.

    `stage` is pregnancy, lactation or any. If `serve` isn't empty, it says how to serve them: then
    they aren't left out. With foods in `instead` it holds only for those who may have one of them.
    """

    stage: str
    age_min: float
    age_max: float
    foods: tuple[str, ...]
    tags: tuple[str, ...]
    instead: tuple[str, ...]
    reason: str
    serve: str
    source: str
    line: int = field(default=0, compare=False)


def read_cautions(
    path: Source,
    foods: Collection[str] | None,
    problems: list[Problem],
    *,
    is_excerpt: bool = False,
) -> tuple[Caution, ...]:
    """The rows of `cautions.csv`; each food is a tag, or one of `foods` if you give them.

    In an excerpt what may be had instead needn't be among them.
    """
    known = None if foods is None else (*foods, *CONTAINS)
    cautions = []
    for row in read_rows(path, COLUMNS, problems, optional=OPTIONAL):
        words = row.words("foods", known)
        youngest, oldest = read_ages(row)
        caution = Caution(
            stage=row.choice("stage", (PREGNANCY, LACTATION, ANY)),
            age_min=youngest,
            age_max=oldest,
            foods=tuple(word for word in words if word not in CONTAINS),
            tags=tuple(word for word in words if word in CONTAINS),
            instead=row.words("instead", None if is_excerpt else foods, blank=True),
            reason=row.text("reason"),
            serve=row.text("serve", blank=True),
            source=row.text("source"),
            line=row.line,
        )
        cautions.append(caution)
    return tuple(cautions)
