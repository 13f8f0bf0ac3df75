"""Changes of a week on pages: each is seen before it is made, and can be put back."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planner.tables.bundle import Tables
from planner.web.app import make_app
from planner.web.house import House
from planner.web.start import PORT
from planner.web.worker import Worker
from tests.web.conftest import TOKEN, Browser

WEEK = "/week/2026-11-30"
FILE = "weeks/2026-11-30.json"
MINUS = "\N{MINUS SIGN}"
FIVE = ("magnesium", "potassium", "calcium", "vitamin B12", "vitamin D")


def read(page: Any) -> str:
    """A page with spaces that break."""
    return str(page.text).replace("\u00a0", " ")


def read_dishes(kitchen: Path) -> dict[tuple[int, str], str]:
    """The dishes of the week's file, by day and meal."""
    days = json.loads((kitchen / FILE).read_text())["days"]
    return {(day["day"], meal["meal"]): meal["dish"] for day in days for meal in day["meals"]}


def find_form(page: Any) -> dict[str, str]:
    """The hidden fields of the form that makes a change."""
    form = read(page).split('method="post"')[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def make(client: Any, **fields: Any) -> Any:
    """See what a change does, then make it; the page after it."""
    seen = client.get(f"{WEEK}/change", params=fields)
    assert seen.status_code == 200, seen.text
    return client.post(f"{WEEK}/change", data=find_form(seen))


def test_a_meal_leads_to_all_that_can_be_done(client: Any) -> None:
    """Another dish, more, less, another day, elsewhere, a lock."""
    assert f'href="{WEEK}/day/2/change/dinner"' in client.get(f"{WEEK}/day/2").text
    page = read(client.get(f"{WEEK}/day/2/change/dinner"))
    for said in ("Another dish", "More of it", "Less of it", "Move it", "Eat it elsewhere", "Lock"):
        assert said in page
    assert page.count("<option") == 6  # the other days


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "more", "day": 2, "meal": "lunch"},
        {"do": "move", "day": 2, "meal": "dinner", "to": 4},
        {"do": "out", "day": 3, "meal": "dinner"},
        {"do": "again"},
    ],
)
def test_what_a_change_does_is_seen_before_it_is_made(
    client: Any, kitchen: Path, fields: dict[str, Any]
) -> None:
    """The five of each day that it changes; nothing is written until it is told to."""
    first, journal = (kitchen / FILE).read_bytes(), (kitchen / "journal.txt").read_text()
    seen = client.get(f"{WEEK}/change", params=fields)
    assert seen.status_code == 200, seen.text
    page = read(seen)
    for name in FIVE:
        assert re.search(rf"{name} \d+ % \((?:[+{MINUS}]\d+|the same)\)", page), name
    assert (kitchen / FILE).read_bytes() == first
    after = client.post(f"{WEEK}/change", data=find_form(seen))
    assert after.status_code == 200, after.text
    assert (kitchen / FILE).read_bytes() != first
    lines = (kitchen / "journal.txt").read_text()
    assert lines.startswith(journal)
    assert lines.count("\n") == journal.count("\n") + 1
    assert "Put back: " in read(client.post("/restore"))
    assert (kitchen / FILE).read_bytes() == first


def test_two_dinners_change_places(client: Any, kitchen: Path) -> None:
    """As the page said."""
    before = read_dishes(kitchen)
    make(client, do="move", day=2, meal="dinner", to=5)
    after = read_dishes(kitchen)
    assert (after[2, "dinner"], after[5, "dinner"]) == (before[5, "dinner"], before[2, "dinner"])


def test_a_locked_meal_stays_when_the_rest_is_served_anew(client: Any, kitchen: Path) -> None:
    """And the page says that it is locked, until it is unlocked."""
    page = client.get(f"{WEEK}/day/2/change/dinner")
    fields = {**find_form(page), "do": "lock"}
    assert "Locked." in read(client.post(f"{WEEK}/change", data=fields))
    before = read_dishes(kitchen)
    make(client, do="again")
    after = read_dishes(kitchen)
    assert {place for place in before if before[place] == after[place]} == {(2, "dinner")}
    assert "Tue 1 Dec, dinner" in read(client.get(WEEK))
    refused = client.get(
        f"{WEEK}/change", params={"do": "move", "day": 2, "meal": "dinner", "to": 3}
    )
    assert refused.status_code == 422
    assert "is locked" in read(refused)
    page = client.get(f"{WEEK}/day/2/change/dinner")
    fields = {**find_form(page), "do": "unlock"}
    assert "Locked." not in read(client.post(f"{WEEK}/change", data=fields))


def test_a_meal_eaten_elsewhere_leaves_the_day(client: Any, kitchen: Path) -> None:
    """Its page has the other meals, whose change goes on."""
    make(client, do="out", day=3, meal="dinner")
    assert (3, "dinner") not in read_dishes(kitchen)
    assert client.get(f"{WEEK}/day/3").text.count("<article") == 3
    assert client.get(WEEK).status_code == 200
    assert client.get(f"{WEEK}/day/3/change/dinner").status_code == 404


def test_the_last_ten_changes_can_be_put_back(client: Any, kitchen: Path) -> None:
    """One after another; the journal has a line for each, and loses none."""
    texts = []
    for turn in range(12):
        texts.append((kitchen / FILE).read_bytes())
        page = client.get(f"{WEEK}/day/1/change/lunch")
        fields = {**find_form(page), "do": "unlock" if turn % 2 else "lock"}
        assert client.post(f"{WEEK}/change", data=fields).status_code == 200
    assert read(client.get("/weeks")).count("<li>Week of") == 10
    for turn in reversed(range(2, 12)):
        assert "Put back: " in read(client.post("/restore"))
        assert (kitchen / FILE).read_bytes() == texts[turn]
    assert "No change can be put back." in read(client.post("/restore"))
    notes = [line for line in (kitchen / "journal.txt").read_text().splitlines() if "week" in line]
    assert len([line for line in notes if line.startswith("#")]) == 22


def test_the_second_of_two_is_told(client: Any, kitchen: Path) -> None:
    """What the first did stays."""
    seen = client.get(f"{WEEK}/change", params={"do": "more", "day": 2, "meal": "lunch"})
    make(client, do="less", day=2, meal="lunch")
    kept = (kitchen / FILE).read_bytes()
    refused = client.post(f"{WEEK}/change", data=find_form(seen))
    assert refused.status_code == 409
    assert "was changed by someone else" in read(refused)
    assert (kitchen / FILE).read_bytes() == kept


def test_days_that_are_over_stay(kitchen: Path, tables: Tables) -> None:
    """No page offers to change them, no form does, and serving anew leaves them."""
    clock = partial(datetime, 2026, 12, 2, 12)
    worker = Worker(kitchen, clock)
    client = Browser(make_app(House(kitchen, tables, clock), worker, PORT, TOKEN))
    try:
        before = read_dishes(kitchen)
        assert "/change/" not in client.get(f"{WEEK}/day/2").text
        assert client.get(f"{WEEK}/day/2/change/dinner").status_code == 422
        for fields in (
            {"do": "more", "day": 2, "meal": "lunch"},
            {"do": "move", "day": 4, "meal": "dinner", "to": 1},
            {"do": "out", "day": 1, "meal": "dinner"},
        ):
            refused = client.get(f"{WEEK}/change", params=fields)
            assert refused.status_code == 422, fields
            assert "is over" in read(refused)
        make(client, do="again")
        after = read_dishes(kitchen)
        same = {place for place in before if before[place] == after[place]}
        assert same == {place for place in before if place[0] < 3}
        locks = json.loads((kitchen / FILE).read_text())["request"]["wishes"]
        assert locks == []
    finally:
        worker.close()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "burn", "day": 1, "meal": "dinner"},
        {"do": "more", "day": 9, "meal": "dinner"},
        {"do": "more", "day": 1, "meal": "brunch"},
        {"do": "move", "day": 1, "meal": "dinner", "to": "x"},
    ],
)
def test_what_no_form_of_ours_asks_is_not_there(client: Any, fields: dict[str, Any]) -> None:
    """A page says so, and nothing is written."""
    assert client.get(f"{WEEK}/change", params=fields).status_code == 404
    assert client.post(f"{WEEK}/change", data=fields).status_code == 404
