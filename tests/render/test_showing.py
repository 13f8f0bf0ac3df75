"""A plan as a library call shows it."""

from __future__ import annotations

import importlib.metadata
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from planner import (
    Tables,
    WeekPlan,
    read_profile,
    show,
    show_check,
    show_explanation,
    show_list,
)
from planner.cli import app
from planner.errors import RequestError


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"format": "xml"}, "format: 'xml' is not known\n  Choose one of text, markdown, json,"),
        ({"format": "htm"}, "format: 'htm' is not known\n  Did you mean html?"),
        ({"format": None}, "format: None is not known"),
        ({"start": "tomorrow"}, "start: 'tomorrow' is not a date\n  Write it like this: datetime"),
        ({"units": "stone"}, "units: 'stone' is not known\n  Choose one of metric, us."),
        ({"units": 3}, "units: 3 is not known"),
        ({"paper": "a5"}, "paper: 'a5' is not known"),
        (
            {"format": "ics", "start": date(2026, 11, 30), "breakfast": "noon"},
            "breakfast: 'noon' is not a time\n  Write it like this: \"7:30\"",
        ),
        ({"format": "ics"}, "start: a calendar needs the date of the first day"),
    ],
)
def test_what_cannot_be_shown_is_one_message(
    words: dict[str, Any], says: str, week: WeekPlan
) -> None:
    """It names the argument, the value seen and what to write."""
    with pytest.raises(RequestError) as error:
        show(week, **words)
    (problem,) = error.value.problems
    assert str(problem).startswith(says)


@pytest.mark.parametrize(
    ("written", "package"), [("html", "jinja2"), ("pdf", "typst"), ("ics", "icalendar")]
)
def test_a_missing_package_is_named_with_the_line_to_run(
    written: Any, package: str, week: WeekPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is imported, as the command line says it."""

    def lack(_: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "version", lack)
    says = rf"^format: {written} needs the package {package}, which is not installed\n  Install it"
    with pytest.raises(RequestError, match=says):
        show(week, format=written, start=date(2026, 11, 30))
    assert show(week).startswith("7 days")


def test_every_format_can_be_shown(week: WeekPlan, tables: Tables) -> None:
    """Each begins as files of its kind do."""
    pytest.importorskip("typst")
    assert show(week, tables).startswith("7 days, vegan")
    assert show(week, format="markdown").startswith("# 7 days")
    assert show(week, format="html").lower().startswith("<!doctype html>")
    assert show(week, format="ics", start=date(2026, 11, 30)).startswith("BEGIN:VCALENDAR")
    assert show(week, format="pdf").startswith(b"%PDF")


@pytest.fixture
def file(week: WeekPlan, tmp_path: Path) -> str:
    """The week in a file."""
    path = tmp_path / "week.json"
    path.write_text(json.dumps(week.to_json()), encoding="utf-8")
    return str(path)


def type_words(*words: str) -> str:
    """What a command prints."""
    return CliRunner().invoke(app, words).stdout


def test_a_plan_is_shown_as_the_command_writes_it(week: WeekPlan, file: str) -> None:
    """JSON byte for byte, the list as text and as CSV, and the limits of the check."""
    assert show(week, format="json") == type_words("show", file, "--format", "json")
    assert show_list(week) == type_words("shop", file)
    written = type_words("shop", file, "--format", "csv", "--start", "2026-11-30", "--units", "us")
    shown = show_list(week, format="csv", start=date(2026, 11, 30), units="us")
    assert shown.splitlines() == written.splitlines()
    recounted = "The points, counted again, agree with the file, and their bound holds.\n"
    assert show_check(week) == type_words("check", file).replace(recounted, "")


@pytest.mark.parametrize(
    "word", ["", "magnesium", "iodine", "cramps", "conditions", "kidney failure"]
)
def test_whatever_the_command_explains_is_explained(
    word: str, week: WeekPlan, tables: Tables, file: str
) -> None:
    """In a plan, and without one where there is a word."""
    words = [word] if word else []
    assert show_explanation(word, tables, week) == type_words("explain", file, *words)
    if word:
        assert show_explanation(word, tables) == type_words("explain", word)


def test_a_calendar_has_the_times_that_were_given(week: WeekPlan) -> None:
    """Breakfast at a quarter to seven; other meals at their usual times."""
    pytest.importorskip("icalendar")
    written = show(week, format="ics", start=date(2026, 11, 30), breakfast="6:45")
    assert "DTSTART:20261130T064500" in written
    assert "DTSTART:20261130T123000" in written


def test_a_pdf_has_the_paper_that_was_asked_for(week: WeekPlan) -> None:
    """The longer side of Letter has 792 points, that of A4 842."""
    pytest.importorskip("typst")
    for paper, points in (("letter", 792), ("a4", 842)):
        written = show(week, format="pdf", paper=paper)  # type: ignore[call-overload]
        size = PdfReader(io.BytesIO(written)).pages[0].mediabox
        assert round(max(size.width, size.height)) == points


def test_a_profile_file_is_read_as_a_request(tables: Tables, tmp_path: Path) -> None:
    """Of all its people, or of the one who is named."""
    path = tmp_path / "home.toml"
    people = "[[person]]\nname = 'Ana'\ndiet = 'vegan'\n[[person]]\nname = 'Ben'\nage = 40\n"
    path.write_text(f"days = 2\n{people}", encoding="utf-8")
    request = read_profile(path, tables)
    assert [one.name for one in request.people] == ["Ana", "Ben"]
    assert request.days == 2
    (ben,) = read_profile(str(path), tables, "ben").people
    assert ben.age == 40
    path.write_text(people.replace("vegan", "vegn"), encoding="utf-8")
    with pytest.raises(RequestError, match=r"home.toml, person 1 \(Ana\), diet: 'vegn'"):
        read_profile(path, tables)
