"""A saved list: one file with its own script, which its policy names, and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256

from planner import WeekPlan
from planner.render.documents.shopping_list import compose_list
from planner.render.formats.list_file import render_list_file
from planner.render.phrases import PLAIN
from planner.tables.bundle import Tables


def write_file(week: WeekPlan, tables: Tables, start: date | None = None, **more: object) -> str:
    """The file of a week's list."""
    style = replace(PLAIN, start=start)
    return render_list_file(compose_list(week, tables, style), week, style, **more)  # type: ignore[arg-type]


def read_whose(page: str) -> str:
    """What the ticks of a file are kept by."""
    found = re.search(r'data-list="([^"]*)"', page)
    assert found
    return found[1]


def test_its_policy_allows_its_own_script_and_style_alone(week: WeekPlan, tables: Tables) -> None:
    """By their checksums; it has no address but those within it."""
    page = write_file(week, tables)
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert all(one.startswith("#") for one in re.findall(r'(?:src|href)="([^"]*)"', page))
    assert "fetch(" not in page


def test_every_box_is_kept_by_what_it_is(week: WeekPlan, tables: Tables) -> None:
    """A grocery by its id, another entry by its text; what was ticked is."""
    page = write_file(week, tables, ticked={week.shopping[0].grocery_id})
    boxes = re.findall(r'<input type="checkbox"([^>]*)>', page)
    values = re.findall(r'name="item" value="([^"]+)"', page)
    assert len(boxes) == len(values) == len(set(values))
    assert {line.grocery_id for line in week.shopping if line.packs} <= set(values)
    assert sum("checked" in box for box in boxes) == 1


def test_a_list_written_again_is_the_same_persons(week: WeekPlan, tables: Tables) -> None:
    """With a date by the week, though its items are others; without one, by what is on it."""
    fewer = replace(week, shopping=week.shopping[1:])
    monday, later = date(2026, 11, 30), date(2026, 12, 7)
    dated = read_whose(write_file(week, tables, monday))
    assert dated == read_whose(write_file(fewer, tables, monday))
    assert dated != read_whose(write_file(week, tables, later))
    assert read_whose(write_file(week, tables)) != read_whose(write_file(fewer, tables))
