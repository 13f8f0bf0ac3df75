"""What the tests of cohorts share: settings, and runs of a few rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.cohort.people import Naming
from planner.cohort.records import Settings
from planner.cohort.run import Order, Summary, open_one_process, run_cohort
from planner.tables.bundle import Tables

HEADER = "id,name,age,diet,survey_weight,days"
Runs = Callable[..., Summary]


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
