"""The list in the shop: ticks in any order, and what was bought; the pantry and the weeks."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.actions import keeping
from planner.web.pages import lists
from planner.web.store import FILE, LOSS_IS_SAID_MS, Store, Tick, find_ticked
from planner.web.worker import Worker

FIRST = "2026-11-30"


UNFIT = [
    '{"ticks": [{"id": "a", "item": "b", "on": true, "clock": Infinity}]}',
    '{"ticks": [{"id": "\\ud800", "item": "b", "on": true, "clock": 1}]}',
    '{"ticks": [{"id": "%s", "item": "b", "on": true, "clock": 1}]}' % ("a" * 400),
    json.dumps({"ticks": [{"id": "a", "item": "b", "on": True, "clock": 1}] * 501}),
]


def read(page: Any) -> str:
    """A page with spaces that break."""
    return str(page.text).replace("\u00a0", " ")


def find_items(page: str) -> list[str]:
    """The items of a list's page."""
    return re.findall(r'name="item" value="([^"]+)"', page)


def test_the_list_is_ticked_and_bought(client: Any, kitchen: Path) -> None:
    """What is ticked is at home, what isn't stays on the list."""
    items = find_items(client.get("/list").text)
    assert len(items) > 10
    page = client.post(f"/list/{FIRST}/bought", data={"item": items[:3]})
    assert page.url.path == "/pantry"
    assert "At home now: 3 items of the list." in read(page)
    journal = (kitchen / "journal.txt").read_text()
    assert all(f"bought {item} " in journal for item in items[:3])
    assert set(items[3:]) <= set(find_items(client.get("/list").text))
    assert not set(items[:3]) & set(find_items(client.get("/list").text))


def test_nothing_ticked_is_nothing_bought(client: Any, kitchen: Path) -> None:
    """It is said, and nothing is written."""
    before = (kitchen / "journal.txt").read_text()
    page = client.post(f"/list/{FIRST}/bought")
    assert "Nothing was ticked" in page.text
    assert (kitchen / "journal.txt").read_text() == before


def tick(item: str, on: int, clock: int, name: str) -> dict[str, Any]:
    """An operation as a phone sends it."""
    return {"id": name, "item": item, "on": bool(on), "clock": clock}


def test_ticks_of_two_phones_hold_in_any_order_and_once() -> None:
    """200 random schedules of loss, repetition and reorder end as the ordered one does."""
    chance = random.Random(7)  # noqa: S311
    for _ in range(200):
        count = chance.randint(1, 12)
        ticks = [
            Tick(f"{place:03d}", chance.choice("abc"), chance.random() < 0.5, chance.randint(1, 4))
            for place in range(count)
        ]
        sent = [*ticks, *chance.choices(ticks, k=4)]
        chance.shuffle(sent)
        last = {one.item: one for one in sorted(ticks, key=lambda one: (one.clock, one.id))}
        wanted = {item for item, one in last.items() if one.is_on}
        assert find_ticked(sent) == wanted


def test_the_server_keeps_each_tick_once(client: Any, kitchen: Path) -> None:
    """Sent twice it is there once; the page has it, and a store that is deleted is begun anew."""
    item = find_items(client.get("/list").text)[0]
    both = {"ticks": [tick(item, 1, 1, "x"), tick(item, 1, 1, "x")]}
    for _ in range(2):
        assert client.post(f"/list/{FIRST}/ticks", json=both).json()["ticked"] == [item]
    assert len(Store(kitchen).read_ticks(FIRST)) == 1
    assert re.search(rf'value="{item}" checked', client.get("/list").text)
    off = {"ticks": [tick(item, 0, 2, "y")]}
    assert client.post(f"/list/{FIRST}/ticks", json=off).json()["ticked"] == []
    for path in kitchen.glob(f"{FILE}*"):
        path.unlink()
    assert client.post(f"/list/{FIRST}/ticks", json={"ticks": []}).json()["ticked"] == []


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"ticks": 1}', '{"ticks": [{"id": 1}]}', '{"ticks": ["x"]}', *UNFIT]
)
def test_what_no_ticks_are_is_refused(client: Any, body: str) -> None:
    """With a sentence, not a fault of the server."""
    found = client.post(f"/list/{FIRST}/ticks", content=body)
    assert found.status_code == 422
    assert "ticks" in found.text


def test_a_deleted_store_is_said(client: Any, kitchen: Path) -> None:
    """On the list and on Weeks, for a day; a first store says nothing."""
    gone = "was deleted in your kitchen"
    for path in ("/list", "/weeks"):
        assert gone not in read(client.get(path))
    born = client.post(f"/list/{FIRST}/ticks", json={"ticks": []}).json()["born"]
    for file in kitchen.glob(f"{FILE}*"):
        file.unlink()
    for path in ("/list", "/weeks"):
        assert gone in read(client.get(path))
    store = Store(kitchen)
    assert store.read_list(FIRST).born > born
    assert store.find_loss()
    with store.open() as connection:
        connection.execute("UPDATE births SET at_ms = at_ms - ?", (LOSS_IS_SAID_MS,))
    assert not store.find_loss()


def test_a_store_that_cant_be_read_is_named(client: Any, kitchen: Path) -> None:
    """With what to do, and what is lost by it."""
    (kitchen / FILE).write_bytes(b"no database" * 100)
    found = client.get("/list")
    assert found.status_code == 500
    assert FILE in found.text
    assert "Delete it" in read(found)


@pytest.mark.parametrize("first", ["20261130", "2026-W49-1", "2026-11-3"])
def test_a_day_has_one_address(client: Any, first: str) -> None:
    """So that no tick is kept under another."""
    assert client.post(f"/list/{first}/ticks", json={"ticks": []}).status_code == 404
    assert client.get(f"/week/{first}/day/1").status_code == 404


def test_what_was_bought_is_ticked_no_longer(client: Any, kitchen: Path) -> None:
    """It would be ticked on a list that needs it again."""
    item = find_items(client.get("/list").text)[0]
    client.post(f"/list/{FIRST}/ticks", json={"ticks": [tick(item, 1, 1, "x")]})
    client.post(f"/list/{FIRST}/bought", data={"item": [item]})
    assert not find_ticked(Store(kitchen).read_ticks(FIRST))
    again = client.post(f"/list/{FIRST}/bought", data={"item": [item, "moonlight"]})
    assert "Nothing of that is on the list any more." in read(again)


def test_a_form_of_too_many_fields_is_refused(client: Any) -> None:
    """In a sentence."""
    found = client.post(f"/list/{FIRST}/bought", data={"item": ["x"] * 6000})
    assert found.status_code == 422
    assert "5,000 fields" in read(found)


def test_a_week_that_is_planned_stays(client: Any, worker: Worker) -> None:
    """On its first day the next week is that one; it is said that nothing new was planned."""
    found = client.post("/weeks", follow_redirects=False)
    job = worker.jobs[found.headers["location"].removeprefix("/jobs/")]
    worker.wait(job, 120)
    page = client.get(f"/jobs/{job.id}")
    assert page.url.path == f"/week/{FIRST}"
    assert "was planned before" in read(page)


def test_the_store_is_the_owners_alone(client: Any, kitchen: Path) -> None:
    """As the whole kitchen is."""
    client.post(f"/list/{FIRST}/ticks", json={"ticks": []})
    assert (kitchen / FILE).stat().st_mode & 0o077 == 0


def test_the_pantry_takes_what_there_is(client: Any, kitchen: Path) -> None:
    """And says beside the field what it doesn't understand."""
    page = client.post("/pantry", data={"verb": "counted", "words": "rolled oats 500 g"})
    assert "500 g" in read(page)
    assert "counted rolled-oats 500 g" in (kitchen / "journal.txt").read_text()
    wrong = client.post("/pantry", data={"verb": "bought", "words": "<b>oots 5"})
    assert wrong.status_code == 422
    assert 'id="e-words"' in wrong.text
    assert "<b>" not in wrong.text
    assert 'value="&lt;b&gt;oots 5"' in wrong.text


def test_the_freezer_is_read_beside_todays_week(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the week serves of it isn't offered a second time."""
    found = keeping.find_home

    def find_home(*words: Any) -> Any:
        home: Any = found(*words)
        return replace(home, frozen=("soup",))

    def write_frozen(_home: Any, _tables: Any, plan: Any = None, day: int = 1) -> list[str]:
        return [f"A week of {len(plan.days)} days from day {day} on" if plan else "No week"]

    monkeypatch.setattr(keeping, "find_home", find_home)
    monkeypatch.setattr(lists, "write_frozen", write_frozen)
    monkeypatch.setattr(lists, "compose_pantry", lambda *_: ("",))
    assert "A week of 7 days from day 1 on" in read(client.get("/pantry"))


def test_weeks_are_listed(client: Any) -> None:
    """Each with its list."""
    page = client.get("/weeks").text
    assert f'href="/week/{FIRST}"' in page
    assert f'href="/list/{FIRST}"' in page


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/more", "People and their targets"),
        ("/people", "magnesium"),
        ("/recipes", "Your recipes"),
        ("/foods?words=tofu", "tofu"),
        ("/dishes?words=dal", "dal"),
        ("/explain/magnesium", "agnesium"),
    ],
)
def test_pages_to_read(client: Any, path: str, shown: str) -> None:
    """Each has its title, and what it is about."""
    page = client.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert shown in page.text


@pytest.mark.parametrize("path", ["/recipes/../planner.toml", "/recipes/none", "/explain/xyz"])
def test_what_isnt_there_is_said(client: Any, path: str) -> None:
    """As a page, without a file of the kitchen."""
    found = client.get(path)
    assert found.status_code in (404, 422)
    assert "[[person]]" not in found.text


def test_the_worker_has_its_version_and_its_files(client: Any) -> None:
    """As files that are there; another version has another script, so that a browser sees it."""
    found = client.get("/list-worker.js")
    assert found.headers["content-type"].startswith("text/javascript")
    assert found.headers["cache-control"] == "no-cache"
    version, files = found.text.splitlines()[:2]
    assert version.startswith('const VERSION = "')
    for path in json.loads(files.removeprefix("const FILES = ").removesuffix(";")):
        assert client.get(path).status_code == 200


def test_the_list_is_todays_until_something_of_it_is_bought(client: Any, kitchen: Path) -> None:
    """The next week may be planned already; each list leads to the other."""
    weeks = kitchen / "weeks"
    own = json.loads((weeks / "2026-11-30.json").read_text())
    own["request"]["start"] = "2026-12-07"
    (weeks / "2026-12-07.json").write_text(json.dumps(own))
    page = client.get("/list")
    assert "Shopping list, Monday, 30" in page.text
    assert 'href="/list/2026-12-07"' in page.text
    client.post("/list/2026-11-30/bought", data={"item": find_items(page.text)[0]})
    page = client.get("/list")
    assert "Shopping list, Monday, 7" in page.text
    assert 'href="/list/2026-11-30"' in page.text
