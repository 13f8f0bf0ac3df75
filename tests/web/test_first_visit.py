"""A first visit: from nothing to a week, by forms alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.kitchen.folder import open_kitchen
from planner.request.profile_file import read_profile
from planner.web.worker import Worker

ONE = {"people": "1", "0-name": "Ana", "0-diet": "vegan", "days": "7", "shopping_day": "sunday"}


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """No kitchen yet."""
    return tmp_path / "new"


def test_every_page_leads_to_the_form(client: Any) -> None:
    """Until there is a kitchen."""
    for path in ("/", "/list", "/week/2026-11-30", "/nowhere"):
        found = client.get(path, follow_redirects=False)
        assert (found.status_code, found.headers["location"]) == (303, "/start")


def test_a_form_makes_the_kitchen_and_ends_with_a_week(
    client: Any, kitchen: Path, worker: Worker
) -> None:
    """As a person without a script would: post, look again until it is done, see the week."""
    found = client.post("/start", data={**ONE, "do": "make"}, follow_redirects=False)
    assert found.status_code == 303
    job = worker.jobs[found.headers["location"].removeprefix("/jobs/")]
    waiting = client.get(f"/jobs/{job.id}")
    assert "Planning your week" in waiting.text or "This week is planned." in waiting.text
    worker.wait(job, 120)
    page = client.get(f"/jobs/{job.id}")
    assert page.url.path == "/week/2026-11-30"
    assert "This week is planned." in page.text
    assert read_profile(kitchen / "planner.toml").names == ["Ana"]
    assert open_kitchen(kitchen).list_weeks() == [date(2026, 11, 30)]
    assert client.get("/start").url.path == "/"


def test_what_is_wrong_stands_beside_its_field(client: Any, kitchen: Path) -> None:
    """And what was typed stays, as it was typed."""
    typed = {**ONE, "0-age": "forty & <b>", "0-diet": "vegun", "days": "none of", "do": "make"}
    found = client.post("/start", data=typed)
    assert found.status_code == 422
    assert 'value="forty &amp; &lt;b&gt;"' in found.text
    assert "<b>" not in found.text
    for name in ("0-age", "0-diet", "days"):
        assert f'id="e-{name}"' in found.text
    assert "Did you mean vegan?" in found.text
    assert not kitchen.exists()


def test_people_are_added_and_taken_out(client: Any) -> None:
    """By buttons that keep what was typed."""
    two = client.post("/start", data={**ONE, "do": "add"})
    assert two.status_code == 200
    assert 'name="1-name"' in two.text
    assert 'value="Ana"' in two.text
    one = client.post("/start", data={**ONE, "people": "2", "do": "drop"})
    assert 'name="1-name"' not in one.text


def test_an_answer_that_needs_another_says_so(client: Any) -> None:
    """A weight counts only with age and sex."""
    found = client.post("/start", data={**ONE, "0-weight": "63 kg", "do": "make"})
    assert "It counts only with “Age in years” and “Sex”." in found.text
