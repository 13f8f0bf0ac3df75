"""The examples are true: every stored plan checks, meets its targets and prints as stored."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from planner import WeekPlan, check_plan
from planner.render.compose import compose_plan
from planner.render.text import render_text
from planner.tables import Tables

EXAMPLES = Path(__file__).parent.parent / "examples"


def load_make() -> ModuleType:
    """The script that writes the examples."""
    spec = importlib.util.spec_from_file_location("make", EXAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.json")))
def test_a_stored_example_is_checked_and_printed_as_stored(name: str, tables: Tables) -> None:
    """The plan of these tables meets everything, and its text is the rendering of its JSON."""
    text = (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
    plan = WeekPlan.from_json(text, name)
    report = check_plan(plan, tables)
    assert not report.faults, "write the examples again: python examples/make.py"
    assert not report.misses
    printed = render_text(compose_plan(plan, report, tables))
    assert printed == (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def test_every_command_has_its_example() -> None:
    """The commands of the page and the files beside it are the same."""
    stored = {path.stem for path in EXAMPLES.glob("*.json")}
    assert set(load_make().commands()) == stored
