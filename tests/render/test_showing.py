"""A plan as a library call shows it."""

from __future__ import annotations

import importlib.metadata
from datetime import date
from typing import Any

import pytest

from planner import Tables, WeekPlan, show
from planner.errors import RequestError


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"format": "xml"}, "format: 'xml' is not known\n  Choose one of text, markdown, html,"),
        ({"format": "htm"}, "format: 'htm' is not known\n  Did you mean html?"),
        ({"format": None}, "format: None is not known"),
        ({"start": "tomorrow"}, "start: 'tomorrow' is not a date\n  Write it like this: datetime"),
        ({"units": "stone"}, "units: 'stone' is not known\n  Choose one of metric, us."),
        ({"units": 3}, "units: 3 is not known"),
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
