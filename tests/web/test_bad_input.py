"""Broken files, plans that miss something, mistakes of ours: a page says what, where, what now."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from planner import Work
from planner.actions import keeping
from planner.errors import OutputError, Problem
from planner.kitchen.folder import make_kitchen
from planner.request.profile_file import Profile, write_profile
from planner.tables.bundle import Tables
from planner.web.app import make_app
from planner.web.house import House
from planner.web.start import PORT
from planner.web.worker import Worker
from tests.web.conftest import NOON, TOKEN, Browser

WEEK = "weeks/2026-11-30.json"


def read(page: Any) -> str:
    """A page with spaces that break."""
    return str(page.text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("planner.toml", "days = 7\nmeals = = 3\n[kitchen]\n", "line 2"),
        ("planner.toml", 'dayz = 7\n[[person]]\nname = "Ana"\n[kitchen]\n', "dayz"),
        ("planner.toml", '[[person]]\nname = "Ana"\nage = "x"\n[kitchen]\n', "person 1 (Ana)"),
        ("foods.toml", '[[food]]\nname = "X\n', "line 2"),
        ("foods.toml", '[[food]]\nname = "X"\nenergy_kcal = "many"\n', "line 3"),
        ("aliases.toml", '"x" = "moonlight"\n', "line 1"),
        ("prices.csv", "item,price,per\nmoonlight,1,100 g\n", "line 2"),
        ("aisles.csv", "item,aisle\nmoonlight,\n", "line 2"),
        (WEEK, "{", "plan the week again"),
        (WEEK, "[]", "the week&#39;s file"),
        ("pantry.csv", "item,grams,best_before\nmoonlight,x,\n", "line 2"),
        ("journal.txt", "2026-11-30 cooked everything\n", "line 1"),
        ("recipes/x.toml", "servings = = 2\n", "line 1"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    client: Any, kitchen: Path, file: str, text: str, line: str
) -> None:
    """On the page that needs it, with what to do; no traceback, and nothing is written."""
    if file.startswith("recipes"):
        (kitchen / "recipes" / "x.cook").write_text("---\nservings: 2\n---\nBoil @rice{200%g}.\n")
    (kitchen / file).write_text(text)
    seen = [client.get(path) for path in ("/", "/people", "/pantry", "/list", "/weeks")]
    said = " ".join(read(page) for page in seen if file.rsplit("/", 1)[-1] in page.text)
    assert said, file
    assert line in said
    assert "Traceback" not in said
    assert not any("The server made a mistake" in page.text for page in seen)
    assert (kitchen / file).read_text() == text


def test_a_page_that_fails_leads_to_one_that_opens(client: Any, kitchen: Path) -> None:
    """Not to itself."""
    (kitchen / WEEK).write_text("{")
    page = client.get("/")
    assert page.status_code == 500
    assert 'href="/weeks">Go back' in page.text
    assert client.get("/weeks").status_code == 200


def test_a_plan_that_misses_something_opens_and_says_so_first(
    tmp_path: Path, tables: Tables
) -> None:
    """Above the week; its days, its list and a change of it go on."""
    folder = tmp_path / "kitchen"
    profile = Profile({"days": 2}, ({"name": "Ana", "diet": "vegan", "avoid": ["fortified"]},))
    kitchen = make_kitchen(folder, write_profile(profile), "monday")
    week = keeping.plan_next(kitchen, tables, NOON().date(), work=Work("quick"))
    assert week.plan.misses
    worker = Worker(folder, NOON)
    try:
        client = Browser(make_app(House(folder, tables, NOON), worker, PORT, TOKEN))
        page = client.get("/")
        assert page.status_code == 200
        text = read(page)
        first = text.index("vitamin B12", text.index("<h1>"))
        assert first < text.index('id="the-week"')
        for path in ("/today", "/list", "/people", "/week/2026-11-30/day/2/change/dinner"):
            assert client.get(path).status_code == 200, path
        fields = {"do": "more", "day": 2, "meal": "dinner"}
        seen = read(client.get("/week/2026-11-30/change", params=fields))
        assert "Missed then: " in seen
        assert seen.index("Missed then: ") < seen.index("What changes")
    finally:
        worker.close()


def test_what_nobody_foresaw_in_the_worker_says_what_is_saved(
    client: Any, kitchen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of our own, and the kitchen as it was."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("ZeroDivisionError: <b>")

    monkeypatch.setattr(Worker, "do", fail)
    before = (kitchen / WEEK).read_bytes()
    page = client.get("/week/2026-11-30/change", params={"do": "again"})
    assert page.status_code == 500
    assert "What was saved last is " in read(page)
    assert "<b>" not in page.text
    assert "Traceback" not in page.text
    assert (kitchen / WEEK).read_bytes() == before


def test_a_kitchen_that_cant_be_written_says_so(
    client: Any, kitchen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: the form stays with what was typed, and nothing is half there."""

    def fill(*_: object, **__: object) -> None:
        raise OutputError(Problem("kitchen", "can't be written: no space left", "Make room."))

    monkeypatch.setattr("planner.kitchen.adding.write_file", fill)
    page = client.post("/foods/add", data={"name": "X", "label": "280 kcal"})
    assert page.status_code in (422, 500)
    assert "no space left" in read(page)
    assert not re.search(r"Kept: ", page.text)
    assert not (kitchen / "foods.toml").exists()
