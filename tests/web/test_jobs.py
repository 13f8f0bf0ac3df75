"""Long work: how near it is to the bound, ended at once, known after the server's next start."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from planner.kitchen.folder import open_kitchen
from planner.tables.bundle import Tables
from planner.web.app import make_app
from planner.web.house import House
from planner.web.pages.jobs import draw_plans
from planner.web.start import PORT
from planner.web.store import FILE
from planner.web.worker import CANCELLED, DONE, Found, Job, Worker
from tests.web.conftest import TOKEN, Browser

LATER = partial(datetime, 2026, 12, 1, 12)
"""A day on which the next week isn't planned yet."""

NEXT_WEEK = "2026-12-07"


@pytest.fixture
def worker(kitchen: Path) -> Iterator[Worker]:
    """The process that plans, on a later day."""
    own = Worker(kitchen, LATER)
    yield own
    own.close()


@pytest.fixture
def client(kitchen: Path, tables: Tables, worker: Worker) -> Browser:
    """A browser on that day."""
    return open_browser(kitchen, tables, worker)


def open_browser(kitchen: Path, tables: Tables, worker: Worker) -> Browser:
    """A browser on a server that was just started."""
    return Browser(make_app(House(kitchen, tables, LATER), worker, PORT, TOKEN))


def begin(client: Browser, worker: Worker) -> Job:
    """Begin to plan the next week."""
    found = client.post("/weeks", follow_redirects=False)
    return worker.jobs[found.headers["location"].removeprefix("/jobs/")]


def wait_for_a_plan(worker: Worker, job: Job) -> None:
    """Wait until a job found a plan on its way."""
    ends = monotonic() + 120
    while not job.found and not job.has_ended and monotonic() < ends:
        worker.wait(job, 5, job.number)
    assert job.found


def test_the_bound_closes_in(client: Browser, worker: Worker) -> None:
    """Each plan that is told of is nearer than the one before, and none is below the bound."""
    job = begin(client, worker)
    wait_for_a_plan(worker, job)
    if not job.has_ended:
        page = client.get(f"/jobs/{job.id}").text
        assert "portions from usual" in page or "still misses" in page
        assert '<meta http-equiv="refresh" content="1">' in page  # without a script
    events = client.get(f"/jobs/{job.id}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line[6:]) for line in events.text.splitlines() if line.startswith("data: ")]
    assert told[-1]["ended"]
    assert re.search(r"is \d+\.\d portions from usual. No plan can be below", told[-1]["figures"])
    assert told[-1]["best"].startswith("M")
    assert job.state == DONE
    ranks = [(one.misses, one.points) for one in job.found]
    assert ranks == sorted(ranks, reverse=True)
    assert all(one.points >= one.bound - 1e-6 for one in job.found)
    assert client.get(f"/jobs/{job.id}").url.path == f"/week/{NEXT_WEEK}"


def test_a_second_order_leads_to_the_work_that_runs(client: Browser, worker: Worker) -> None:
    """Nothing is planned twice."""
    job = begin(client, worker)
    assert begin(client, worker) is job
    assert f"/jobs/{job.id}" in client.get("/weeks").text
    worker.cancel(job)


def test_what_is_cancelled_ends_at_once_and_wrote_nothing(
    client: Browser, worker: Worker, kitchen: Path
) -> None:
    """The process is gone when the page answers, and so is what it was writing."""
    job = begin(client, worker)
    wait_for_a_plan(worker, job)
    process = worker.process
    assert process is not None
    part = kitchen / "weeks" / ".planner.0123456789abcdef.part"
    part.write_text("half of a week")
    page = client.post(f"/jobs/{job.id}/cancel")
    assert job.state == CANCELLED
    assert not process.is_alive()
    assert "Nothing was written" in page.text.replace("\u00a0", " ")
    assert not part.exists()
    assert not (kitchen / "weeks" / f"{NEXT_WEEK}.json").exists()
    assert worker.do("next")[1]  # another process goes on


def test_what_is_cancelled_while_it_writes_is_whole_or_not_there(
    client: Browser, worker: Worker, kitchen: Path
) -> None:
    """And the page says which."""
    job, weeks = begin(client, worker), kitchen / "weeks"

    def cancel_when_it_writes() -> None:
        while not job.has_ended and not any(weeks.glob("*.part")):
            sleep(0.0005)
        worker.cancel(job)

    watcher = Thread(target=cancel_when_it_writes)
    watcher.start()
    watcher.join(180)
    assert job.has_ended
    assert not [*kitchen.rglob("*.part")]
    path = weeks / f"{NEXT_WEEK}.json"
    page = client.get(f"/jobs/{job.id}").text.replace("\u00a0", " ")
    if path.exists():
        json.loads(path.read_text())
        assert job.state == DONE or path.name in page
    else:
        assert "Nothing was written" in page


def test_a_job_of_before_is_known_after_the_server_is_begun_anew(
    client: Browser, worker: Worker, kitchen: Path, tables: Tables
) -> None:
    """It is said that it stopped, with a button that begins it again."""
    job = begin(client, worker)
    wait_for_a_plan(worker, job)
    worker.close()
    new = Worker(kitchen, LATER)
    try:
        again = open_browser(kitchen, tables, new)
        for page in (again.get(f"/jobs/{job.id}").text, again.get("/weeks").text):
            assert "The server ended while this was planned" in page.replace("\u00a0", " ")
            assert f'action="/jobs/{job.id}/again"' in page
        events = again.get(f"/jobs/{job.id}/events").text
        assert '"ended": true' in events
        found = again.post(f"/jobs/{job.id}/again", follow_redirects=False)
        begun = new.jobs[found.headers["location"].removeprefix("/jobs/")]
        new.wait(begun, 180)
        assert begun.state == DONE
        assert open_kitchen(kitchen).find_week(datetime(2026, 12, 7).date()).exists()  # noqa: DTZ001
        assert "The server ended" not in again.get("/weeks").text
    finally:
        new.close()
    third = open_browser(kitchen, tables, worker)
    assert third.get(f"/jobs/{begun.id}").url.path == f"/week/{NEXT_WEEK}"
    (kitchen / FILE).unlink()
    assert third.get(f"/jobs/{begun.id}").status_code == 404


def test_the_drawing_comes_down_to_the_bound() -> None:
    """The best plan's line ends above the bound's; before a plan there is none."""
    assert draw_plans([], 1.0) == ("", "")
    found = [Found(0.1, 900.0, 2.0, 800.0), Found(0.2, 20.0, 2.0, 0.0), Found(1.0, 4.0, 2.0, 0.0)]
    best, bound = draw_plans(found, 2.0)
    heights = [float(one) for one in re.findall(r"[V ](\d+\.\d)", best)]
    assert heights == sorted(heights)
    assert heights[-1] < float(bound.split(" ")[1].split("H")[0])
