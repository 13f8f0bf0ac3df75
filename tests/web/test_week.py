"""The week in a browser: what it shows, what it weighs, and what is said of faults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from planner.render.formats.site import read_assets

WEEK = "/week/2026-11-30"


def test_the_week_has_every_meal_and_five_bars_a_day(client: Any) -> None:
    """Each meal leads to its day."""
    page = client.get("/")
    assert page.status_code == 200
    for day in range(1, 8):
        assert f'href="{WEEK}/day/{day}#day-{day}-dinner"' in page.text
    assert page.text.count('class="five-of-day"') == 7
    assert "magnesium" in page.text


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: Any) -> None:
    """As the policy demands."""
    page = client.get("/").text
    assert not re.search(r"<style|<script(?! src=\"/assets/)|\son\w+=|\sstyle=|https?://", page)
    for address in re.findall(r'(?:src|href)="(/assets/[^"#]+)', page):
        found = client.get(address)
        assert found.status_code == 200
        assert "immutable" in found.headers["cache-control"]


def test_the_page_weighs_less_than_150_kb(client: Any) -> None:
    """With everything that it links to."""
    linked = sum(len(data) for data, _ in read_assets().values())
    assert len(client.get("/").content) + linked < 150_000


@pytest.mark.parametrize("name", ["../pyproject.toml", "..%2f..%2fetc%2fpasswd", "x.css"])
def test_no_address_reaches_another_file(client: Any, name: str) -> None:
    """Assets are known by name; weeks by a day."""
    assert client.get(f"/assets/x/{name}").status_code == 404
    assert client.get(f"/week/{name}").status_code == 404


def test_a_change_by_hand_is_on_the_next_page(client: Any, kitchen: Path) -> None:
    """Files are the truth."""
    before = client.get("/").text
    path = kitchen / "weeks" / "2026-11-30.json"
    path.rename(kitchen / "weeks" / "2026-12-07.json")
    assert client.get("/").text != before


def test_a_broken_profile_says_file_and_line(client: Any, kitchen: Path) -> None:
    """And what to do."""
    (kitchen / "planner.toml").write_text("days = = 7\n[kitchen]\n")
    found = client.get("/")
    assert found.status_code == 500
    assert "planner.toml" in found.text
    assert "line 1" in found.text.replace("\u00a0", " ")
    assert "Mend the line" in found.text


def test_a_mistake_of_ours_says_what_is_saved(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page, not a traceback."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("planner.web.pages.week.compose", fail)
    found = client.get("/")
    assert found.status_code == 500
    assert "What was saved last is " in found.text
    assert "Traceback" not in found.text
    assert found.headers["x-content-type-options"] == "nosniff"


def test_an_unknown_page_is_a_page(client: Any) -> None:
    """With a way back."""
    found = client.get("/nowhere")
    assert found.status_code == 404
    assert "There is no such page." in found.text
