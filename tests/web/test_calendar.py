"""The weeks as a calendar to subscribe to."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.render.formats import packages

icalendar = pytest.importorskip("icalendar")
WEEK = "weeks/2026-11-30.json"


def subscribe(client: Any) -> str:
    """The path of a new address."""
    page = client.post("/devices/add", data={"kind": "calendar", "name": "Ana's calendar"}).text
    found = re.search(r"webcal://[^/]+(/calendar\.ics\?key=[^\"]+)", page)
    assert found, page
    return found[1]


def read_days(text: str) -> list[date]:
    """The days of the meals in a calendar, each with its meals."""
    begins = [
        event.decoded("dtstart") for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]
    return [one.date() for one in begins if isinstance(one, datetime)]


def test_a_calendar_has_every_meal_of_the_weeks(client: Any, kitchen: Path) -> None:
    """Whoever has the address reads it, with no cookie and no header; a change is in it at once."""
    address = subscribe(client)
    found = client.get(address, headers={"sec-fetch-site": "none"})
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in found.text
    days = read_days(found.text)
    first = date(2026, 11, 30)
    assert sorted(days) == [first + timedelta(days=n // 4) for n in range(28)]
    later = (kitchen / WEEK).read_text().replace("2026-11-30", "2026-12-04")
    (kitchen / "weeks/2026-12-04.json").write_text(later)
    both = sorted(read_days(client.get(address).text))
    assert both == [first + timedelta(days=n // 4) for n in range(44)]  # the later one's days once


@pytest.mark.parametrize(
    "change", [lambda a: a[:-1], lambda a: a.partition("=")[0], lambda a: f"{a}x"]
)
def test_no_other_address_has_it(client: Any, change: Any) -> None:
    """And neither does one that was taken out."""
    address = subscribe(client)
    assert client.get(change(address)).status_code == 404
    id_ = address.partition("=")[2].partition(".")[0]
    client.post("/devices/revoke", data={"id": id_})
    assert client.get(address).status_code == 404


def test_a_token_is_no_address(client: Any) -> None:
    """Each key opens what it is for."""
    page = client.post("/devices/add", data={"kind": "program", "name": "x"}).text
    token = re.search(r'class="secret">([^<]+)<', page)
    assert token
    assert client.get(f"/calendar.ics?key={token[1]}").status_code == 404
    key = subscribe(client).partition("=")[2]
    answer = client.get("/api/v1/openapi.json", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 401


def test_a_broken_week_leaves_the_others_there(client: Any, kitchen: Path) -> None:
    """A calendar shows what can be read."""
    address = subscribe(client)
    (kitchen / "weeks/2026-12-07.json").write_text("{")
    assert len(read_days(client.get(address).text)) == 28


def test_without_its_package_a_calendar_says_what_to_install(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before an address is made that would open nothing."""
    monkeypatch.setattr(packages, "find_version", lambda _needed: "")
    page = client.post("/devices/add", data={"kind": "calendar", "name": "x"})
    assert page.status_code == 422
    text = page.text.replace("\u00a0", " ").replace("&#39;", "'")
    assert "pip install 'icalendar" in text
    assert "Subscribe" not in text
