"""The list as CSV has every item once, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from planner import WeekPlan
from planner.render.formats.csv import COLUMNS, guard, render_spreadsheet
from planner.tables.bundle import Tables


def test_every_item_has_a_line_with_its_numbers(week: WeekPlan, tables: Tables) -> None:
    """Grams needed and bought are numbers; the lines end as RFC 4180 says."""
    text = render_spreadsheet(week, tables)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    items = [row for row in rows if row["needed_g"]]
    assert [float(row["needed_g"]) for row in items] == [line.grams for line in week.shopping]
    assert [int(row["week"]) for row in items] == [line.week for line in week.shopping]
    held = [sum(size * count for size, count in line.packs) for line in week.shopping]
    assert [float(row["bought_g"]) for row in items] == pytest.approx(held)
    assert {row["first_eaten"] for row in items} <= {f"day {day}" for day in range(1, 8)}
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\uff1d1"])
def test_no_cell_begins_as_a_formula(text: str) -> None:
    """What a spreadsheet would run is shown as text."""
    assert guard(text).startswith("'")
    assert guard("soy milk") == "soy milk"
