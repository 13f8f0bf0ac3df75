"""The kitchen for programs: the same objects as the files, the same verbs as the pages."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from planner.tables.bundle import Tables
from planner.web.api import models

API = "/api/v1"
FIRST = "2026-11-30"
WEEK = f"{API}/weeks/{FIRST}"


def read(client: Any, path: str, model: type[BaseModel] | None = None, status: int = 200) -> Any:
    """What an address answers; it is what its model says."""
    found = client.get(path)
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/json"
    if model is not None:
        model.model_validate(found.json(), strict=False)
        assert found.json().keys() == model.model_fields.keys()
    return found.json()


def test_a_week_is_its_files_object(client: Any, kitchen: Path) -> None:
    """Key for key and figure for figure."""
    assert read(client, WEEK) == json.loads((kitchen / f"weeks/{FIRST}.json").read_text())
    found = read(client, f"{API}/weeks", models.Weeks)
    week = {"first_day": FIRST, "last_day": "2026-12-06", "days": 7}
    assert found == {"current": FIRST, "weeks": [week]}


def test_days_have_their_meals_and_what_became_of_them(client: Any, kitchen: Path) -> None:
    """A mark made here is a line of the journal, and one on the page is seen here."""
    stored = json.loads((kitchen / f"weeks/{FIRST}.json").read_text())
    days = read(client, f"{WEEK}/days", models.Days)["days"]
    assert [one["date"] for one in days] == [f"2026-{d}" for d in DATES]
    assert [[meal["dish"] for meal in one["meals"]] for one in days] == [
        [meal["dish"] for meal in one["meals"]] for one in stored["days"]
    ]
    assert days[0] == read(client, f"{API}/today", models.Day)
    path = f"{WEEK}/days/1/meals/dinner/mark"
    said = client.ask("PUT", path, json={"mark": "cooked"})
    assert said.status_code == 200
    assert said.json() == read(client, f"{WEEK}/days/1", models.Day)
    assert {meal["meal"]: meal["mark"] for meal in said.json()["meals"]}["dinner"] == "cooked"
    assert f"cooked {FIRST} day 1 dinner" in (kitchen / "journal.txt").read_text()
    client.post(f"/week/{FIRST}/day/1/mark", data={"meal": "dinner", "verb": "skipped"})
    again = read(client, f"{WEEK}/days/1")["meals"]
    assert {meal["meal"]: meal["mark"] for meal in again}["dinner"] == "skipped"
    undone = client.post(f"{API}/undo").json()
    assert undone == {"undone": [f"skipped {FIRST} day 1 dinner"]}


DATES = ["11-30", "12-01", "12-02", "12-03", "12-04", "12-05", "12-06"]


def test_coverage_is_recomputed_from_the_portions(
    client: Any, kitchen: Path, tables: Tables
) -> None:
    """The grams of the file times the table give what is said of magnesium."""
    found = read(client, f"{WEEK}/coverage", models.Coverage)
    stored = json.loads((kitchen / f"weeks/{FIRST}.json").read_text())
    for own in stored["days"]:
        servings = [one for meal in own["meals"] for one in meal["servings"]]
        total = sum(
            one["grams"] / 100 * (tables.foods[one["food_id"]].per_100g["magnesium_mg"] or 0.0)
            for one in servings
        )
        (level,) = (
            one
            for one in found["levels"]
            if one["nutrient"] == "magnesium_mg" and one["day"] == own["day"]
        )
        assert level["value"] == pytest.approx(total, rel=1e-4)
        assert level["share"] == pytest.approx(level["value"] / level["target"], rel=1e-4)
    assert found["misses"] == stored["misses"]


def test_ticks_are_operations_and_the_same_as_on_the_page(client: Any) -> None:
    """Sent twice or late, each counts once; the page shows them."""
    path = f"{WEEK}/list"
    lines = read(client, path, models.ShoppingList)["lines"]
    models.Line.model_validate(lines[0])
    one, other = (line["grocery_id"] for line in lines[:2])
    on = {"id": "a", "item": one, "on": True, "clock": 2}
    off = {"id": "b", "item": one, "on": False, "clock": 1}
    too = {"id": "c", "item": other, "on": True, "clock": 1}
    for sent in ([on, too], [on], [off]):
        answer = client.post(f"{path}/ticks", json={"ticks": sent})
        assert answer.status_code == 200
    assert answer.json()["ticked"] == sorted([one, other])
    assert answer.json()["clock"] == 2
    after = read(client, path)
    assert {line["grocery_id"] for line in after["lines"] if line["ticked"]} == {one, other}
    page = client.get(f"/list/{FIRST}").text
    assert len(re.findall(r'name="item" value="[^"]+" checked', page)) == 2


def test_what_was_bought_is_at_home_and_not_on_the_list(client: Any, kitchen: Path) -> None:
    """And in the journal; the rest stays."""
    lines = read(client, f"{WEEK}/list")["lines"]
    item = lines[0]["grocery_id"]
    left = client.post(f"{WEEK}/list/bought", json={"items": [item]}).json()["lines"]
    assert [line["grocery_id"] for line in left] == [line["grocery_id"] for line in lines[1:]]
    assert f"bought {item}" in (kitchen / "journal.txt").read_text()
    stocks = read(client, f"{API}/pantry", models.Pantry)["stocks"]
    assert item in {one["grocery_id"] for one in stocks}


def test_the_pantry_hears_words(client: Any) -> None:
    """As its page does; and says what it didn't understand."""
    said = client.post(f"{API}/pantry", json={"verb": "counted", "words": "firm tofu 454 g"})
    assert (said.status_code, said.json()["grams"]) == (200, 454)
    stocks = read(client, f"{API}/pantry")["stocks"]
    assert [one["grams"] for one in stocks if one["name"] == said.json()["name"]] == [454]
    wrong = client.post(f"{API}/pantry", json={"verb": "counted", "words": "tofuu 454 g"})
    assert wrong.status_code == 422
    (problem,) = wrong.json()["problems"]
    assert problem["where"] == "words"
    assert "tofuu" in problem["what"]
    assert problem["remedy"]


def test_people_have_their_targets(client: Any) -> None:
    """With who says so."""
    (ana,) = read(client, f"{API}/people", models.People)["people"]
    assert (ana["name"], ana["diet"]) == ("Ana", "vegan")
    magnesium = [one for one in ana["targets"] if one["nutrient"] == "magnesium_mg"]
    assert magnesium
    assert all(one["source"] for one in magnesium)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("GET", "/weeks/2027-01-01", None, 404),
        ("GET", "/weeks/soon", None, 404),
        ("GET", f"/weeks/{FIRST}/days/8", None, 404),
        ("GET", "/weeks/..%2f..%2fplanner.toml", None, 404),
        ("DELETE", "/weeks", None, 405),
        ("PUT", f"/weeks/{FIRST}/days/1/meals/brunch/mark", {"mark": "cooked"}, 404),
        ("PUT", f"/weeks/{FIRST}/days/1/meals/dinner/mark", {"mark": "burnt"}, 422),
        ("PUT", f"/weeks/{FIRST}/days/1/meals/dinner/mark", None, 422),
        ("POST", f"/weeks/{FIRST}/list/ticks", {"ticks": [{"id": "a"}]}, 422),
        (
            "POST",
            f"/weeks/{FIRST}/list/ticks",
            {"ticks": [{"id": "é", "item": "x", "on": True, "clock": 1}]},
            422,
        ),
        ("POST", f"/weeks/{FIRST}/list/bought", {"items": []}, 422),
        ("POST", "/pantry", {"verb": "ate", "words": "tofu 1 g"}, 422),
    ],
)
def test_what_goes_wrong_is_said_as_json(
    client: Any, kitchen: Path, method: str, path: str, body: Any, status: int
) -> None:
    """What, where and what to do; and nothing is written."""
    before = (kitchen / "journal.txt").read_bytes()
    more = {} if body is None else {"json": body}
    answer = client.ask(method, f"{API}{path}", **more)
    assert answer.status_code == status
    problems = models.Faults.model_validate(answer.json()).problems
    assert problems
    assert all(one.what and one.where for one in problems)
    assert (kitchen / "journal.txt").read_bytes() == before


def test_a_body_that_is_no_json_is_said(client: Any) -> None:
    """With where to read what to send."""
    headers = {"content-type": "application/json"}
    answer = client.post(f"{API}/pantry", content=b"{", headers=headers)
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert "openapi.json" in problem["remedy"]


def test_a_broken_kitchen_is_said_with_its_line(client: Any, kitchen: Path) -> None:
    """As the command line says it."""
    (kitchen / "planner.toml").write_text("[kitchen]\nshopping_day = funday\n")
    answer = client.get(f"{API}/weeks")
    assert answer.status_code == 500
    (problem,) = answer.json()["problems"]
    assert "planner.toml" in problem["where"] + problem["what"]
    assert "line 2" in problem["where"] + problem["what"]


def test_the_schema_describes_each_address(client: Any) -> None:
    """Which method, what goes in and comes out, which errors; no page of HTML is in it."""
    schema = read(client, f"{API}/openapi.json")
    assert all(path.startswith(API) for path in schema["paths"])
    operations = [one for path in schema["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert one["description"]
        assert {"200", "401", "403", "404", "422"} <= one["responses"].keys()
        assert one["responses"]["200"]["content"]["application/json"]["schema"]
        assert one["security"]
    assert client.get("/docs").status_code == 404


PAGE = (Path(__file__).parents[2] / "docs/reference/web-api.md").read_text(encoding="utf-8")
LINES = re.findall(r"^curl (.*)http://127\.0\.0\.1:8765(\S+)$", PAGE, re.MULTILINE)


@pytest.mark.documents
@pytest.mark.parametrize(("words", "path"), LINES, ids=[path for _, path in LINES])
def test_the_page_of_the_api_runs(client: Any, words: str, path: str) -> None:
    """Each line that it shows does what it says, with a token where it shows one."""
    given = shlex.split(words)
    options = dict(zip(given[::2], given[1::2], strict=True))
    del client.headers["sec-fetch-site"]
    headers = {"content-type": "application/json"}
    if "-H" in options:
        assert options["-H"] == "Authorization: Bearer $TOKEN"
        own = {"headers": {"sec-fetch-site": "same-origin"}}
        headers |= make_token(client, "yes", **own)
    body = options.get("--json")
    method = options.get("-X", "GET" if body is None else "POST")
    answer = client.ask(method, path, headers=headers, content=body)
    assert answer.status_code == 200, answer.text


@pytest.mark.documents
def test_the_page_of_the_api_has_every_address(client: Any) -> None:
    """And none that isn't there; its problem is the one that comes."""
    schema = read(client, f"{API}/openapi.json")
    there = {f"{m.upper()} {path}" for path, ways in schema["paths"].items() for m in ways}
    assert set(re.findall(r"^\| `([A-Z]+ \S+)`", PAGE, re.MULTILINE)) == there
    assert schema["openapi"].startswith("3.1")
    shown = re.search(r"```json\n(.*?)\n```", PAGE)
    assert shown
    body = {"verb": "counted", "words": "tofu 454 g"}
    assert client.post(f"{API}/pantry", json=body).json() == json.loads(shown[1])


@pytest.mark.documents
def test_the_guide_shows_home_assistant_tonights_dinner(client: Any) -> None:
    """Its template, filled with what the address says, is the dinner's name."""
    jinja2 = pytest.importorskip("jinja2")
    guide = (Path(__file__).parents[2] / "docs/guides/web.md").read_text(encoding="utf-8")
    shown = re.search(
        r"resource: http://[^/]+(/\S+)\n.*?value_template: >-\n +(.*?)\n", guide, re.DOTALL
    )
    assert shown
    today = client.get(shown[1]).json()
    said = jinja2.Template(shown[2], autoescape=True).render(value_json=today)
    assert said == {meal["meal"]: meal["name"] for meal in today["meals"]}["dinner"]


def make_token(client: Any, may_write: str, **more: Any) -> dict[str, str]:
    """The header of a new token."""
    data = {"kind": "program", "name": "Home Assistant", "may_write": may_write}
    found = re.search(
        r'class="secret">([^<]+)<', client.post("/devices/add", data=data, **more).text
    )
    assert found
    return {"authorization": f"Bearer {found[1]}"}


def test_a_token_reads_or_also_writes(client: Any, kitchen: Path) -> None:
    """A program says no Origin: its token is enough, and opens no page."""
    reads, writes = make_token(client, ""), make_token(client, "yes")
    body = {"verb": "counted", "words": "firm tofu 454 g"}
    assert client.get(f"{API}/pantry", headers=reads).status_code == 200
    refused = client.post(f"{API}/pantry", headers=reads, json=body)
    assert refused.status_code == 403
    before = (kitchen / "journal.txt").read_text()
    assert "tofu" not in before
    assert client.get("/", headers=reads, follow_redirects=False).status_code == 403
    del client.headers["sec-fetch-site"]
    assert client.post(f"{API}/pantry", headers=writes, json=body).status_code == 200
    assert client.post(f"{API}/pantry", headers=reads, json=body).status_code == 403
    assert client.post(f"{API}/pantry", json=body).status_code == 403
    wrong = {"authorization": writes["authorization"][:-1]}
    assert client.get(f"{API}/pantry", headers=wrong).status_code == 401
    lines = (kitchen / "journal.txt").read_text()
    assert client.post(f"{API}/pantry", headers=wrong, json=body).status_code == 401
    assert client.post("/undo", headers=wrong).status_code == 401
    assert (kitchen / "journal.txt").read_text() == lines


def test_without_a_kitchen_it_says_how_to_make_one(client: Any, kitchen: Path) -> None:
    """In JSON, and not by a form."""
    (kitchen / "planner.toml").unlink()
    answer = client.get(f"{API}/weeks", follow_redirects=False)
    assert answer.status_code == 404
    assert "Open /" in answer.json()["problems"][0]["remedy"]
