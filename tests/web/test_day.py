"""A day in a browser: to cook by, to say what became of it, and to change."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from planner.render.formats import packages

WEEK = "/week/2026-11-30"
FILE = "weeks/2026-11-30.json"


def test_a_day_has_its_meals_with_their_steps(client: Any) -> None:
    """Open, since someone stands at the stove; and the five of the day."""
    page = client.get(f"{WEEK}/day/2").text
    assert page.count("<article") == 4
    assert page.count("<details open") == page.count("How to make it") > 0
    assert "magnesium" in page
    assert client.get("/today").url.path == f"{WEEK}/day/1"


def test_a_week_and_its_list_are_pdfs(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is installed; else the pages say what to type."""
    for path in ("/week", "/list"):
        page = client.get(f"{path}/2026-11-30").text
        assert f'href="{path}/2026-11-30/a4.pdf"' in page
        found = client.get(f"{path}/2026-11-30/letter.pdf")
        assert found.headers["content-type"] == "application/pdf"
        assert found.content.startswith(b"%PDF")
        box = PdfReader(BytesIO(found.content)).pages[0].mediabox
        assert {float(box.width), float(box.height)} == {612.0, 792.0}
    for path in ("/week/2026-11-30/a3.pdf", "/week/2026-11-31/a4.pdf", "/weeks/2026-11-30/a4.pdf"):
        assert client.get(path).status_code == 404
    monkeypatch.setattr(packages, "is_installed", lambda needed: "typst" not in needed)
    found = client.get("/list/2026-11-30/a4.pdf")
    assert found.status_code == 422
    assert "pip install &#39;typst" in found.text
    for path in ("/week", "/list"):
        page = client.get(f"{path}/2026-11-30?note=x").text  # it is made anew
        assert "a4.pdf" not in page
        assert "For a PDF: pip install" in page.replace("\u00a0", " ")


@pytest.mark.parametrize("number", ["0", "8", "x", "1000", "%C2%B2"])
def test_a_day_that_isnt_there_is_said(client: Any, number: str) -> None:
    """As a page."""
    found = client.get(f"{WEEK}/day/{number}")
    assert found.status_code == 404
    assert "days 1 to 7" in found.text.replace("\u00a0", " ")


def test_what_became_of_a_meal_is_in_the_journal(client: Any, kitchen: Path) -> None:
    """A line more for it, and one more that takes it back."""
    page = client.post(f"{WEEK}/day/1/mark", data={"meal": "dinner", "verb": "cooked"})
    assert page.status_code == 200
    assert "Cooked: " in page.text
    assert "cooked 2026-11-30 day 1 dinner" in (kitchen / "journal.txt").read_text()
    page = client.post("/undo", data={"back": f"{WEEK}/day/1"})
    assert page.url.path == f"{WEEK}/day/1"
    journal = (kitchen / "journal.txt").read_text().splitlines()
    assert [line for line in journal if "undone cooked" in line]
    assert [line for line in journal if line.endswith(" cooked 2026-11-30 day 1 dinner")]


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\x"])
def test_no_form_leads_elsewhere(client: Any, back: str) -> None:
    """Whatever it says."""
    found = client.post("/undo", data={"back": back}, follow_redirects=False)
    assert found.headers["location"].startswith("/?note=")


@pytest.mark.parametrize(
    "data", [{"meal": "brunch", "verb": "cooked"}, {"meal": "dinner", "verb": "burnt"}, {}]
)
def test_what_no_meal_is_isnt_kept(client: Any, kitchen: Path, data: dict[str, str]) -> None:
    """Nothing is written."""
    before = (kitchen / "journal.txt").read_text()
    assert client.post(f"{WEEK}/day/1/mark", data=data).status_code == 404
    assert (kitchen / "journal.txt").read_text() == before


def test_another_dish_is_chosen_knowing_what_it_does_and_put_back(
    client: Any, kitchen: Path
) -> None:
    """The five, the price and the minutes stand before it; the file comes back as it was."""
    file = kitchen / FILE
    first = file.read_bytes()
    page = client.get(f"{WEEK}/day/2/other/dinner").text.replace("\u00a0", " ")
    assert 2 <= page.count('class="choice"') <= 6
    assert "the list costs" in page
    assert re.search(r"magnesium \d+ % \(", page)
    version, dish = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in WORDS)
    assert version
    assert dish
    chosen = {"version": version[1], "dish": dish[1]}
    after = client.post(f"{WEEK}/day/2/other/dinner", data=chosen)
    assert after.status_code == 200, after.text
    assert file.read_bytes() != first
    assert "# 2026-11-30 week 2026-11-30:" in (kitchen / "journal.txt").read_text()
    stale = client.post(f"{WEEK}/day/2/other/dinner", data=chosen)
    assert stale.status_code == 409
    assert "was changed by someone else" in stale.text.replace("\u00a0", " ")
    back = client.post("/restore")
    assert "Put back: " in back.text
    assert file.read_bytes() == first
    assert "No change can be put back." in client.post("/restore").text


WORDS = ("version", "dish")


def test_what_was_changed_by_hand_isnt_put_back(client: Any, kitchen: Path) -> None:
    """The other one's change stays, and it is said."""
    page = client.get(f"{WEEK}/day/1/other/lunch").text
    version, dish = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in WORDS)
    assert version
    assert dish
    client.post(f"{WEEK}/day/1/other/lunch", data={"version": version[1], "dish": dish[1]})
    file = kitchen / FILE
    file.write_text(file.read_text() + "\n")
    changed = file.read_bytes()
    found = client.post("/restore")
    assert found.status_code == 409
    assert "Nothing was put back" in found.text
    assert file.read_bytes() == changed
