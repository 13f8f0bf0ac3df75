"""A kitchen with one planned week of a few meals, without a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner import WeekPlan
from planner.kitchen.folder import Kitchen, make_kitchen
from planner.render.formats.json_text import write_json

PROFILE = 'days = 7\n\n[[person]]\nname = "you"\ndiet = "vegan"\n'
SATURDAY = date(2026, 11, 28)


@pytest.fixture
def kitchen(tmp_path: Path) -> Kitchen:
    """A new kitchen of a vegan."""
    return make_kitchen(tmp_path / "kitchen", PROFILE)


@pytest.fixture
def keep_week(week: WeekPlan) -> Callable[[Kitchen, date], WeekPlan]:
    """Puts the vegan week into a kitchen as the one that begins on a day."""

    def keep(kitchen: Kitchen, first: date = SATURDAY) -> WeekPlan:
        plan = replace(week, request=replace(week.request, start=first))
        kitchen.find_week(first).write_text(write_json(plan.to_json()), encoding="utf-8")
        return plan

    return keep
