"""What the tests of cohorts share: settings, and runs of a few rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.cohort.people import Naming
from planner.cohort.records import PLANNED, Settings
from planner.cohort.run import Order, Summary, open_one_process, run_cohort
from planner.cohort.store import read_table
from planner.tables.bundle import Tables

HEADER = "id,name,age,diet,survey_weight,days"
Runs = Callable[..., Summary]


def count(summary: Summary) -> dict[str, int]:
    """How many rows have each status; those with a plan together, whatever it misses."""
    counts: Counter[str] = Counter()
    for status, rows in summary.counts.items():
        counts["planned" if status in PLANNED else str(status)] += rows
    return dict(counts)


def read_all(folder: Path, *, seconds: bool = False) -> dict[str, bytes]:
    """Every file of a cohort, by its path; processor times aside, which no two runs share."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (seconds or path.parent.name != "seconds")
    }


def read_rows(folder: Path, name: str = "people") -> list[dict[str, Any]]:
    """The rows of a table of a cohort."""
    return [row for table in read_table(folder, name) for row in table.to_pylist()]


@pytest.fixture(scope="session")
def settings(tiny: Tables, tiny_folder: Path) -> Settings:
    """Settings of the tiny tables."""
    return Settings(str(tiny_folder), tiny.hash)


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Runs:
    """Runs rows of text as a cohort, in one process, into a folder of the test's."""

    def run_rows(rows: str, output: str = "out", **order: Any) -> Summary:
        people = tmp_path / "people.csv"
        people.write_text(f"{HEADER}\n{rows.strip()}\n", encoding="utf-8")
        opened = order.pop("open_workers", lambda _rows: open_one_process())
        given: dict[str, Any] = {"settings": settings, "version": "0", "naming": Naming(), **order}
        return run_cohort(Order(people, tmp_path / output, **given), opened)

    return run_rows
