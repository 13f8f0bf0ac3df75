"""Who eats, on pages: targets, coverage, and a form that keeps the file's comments."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planner import Tables, make_request
from planner.people.choices import explain_few
from planner.request.profile_file import read_profile

PROFILE = """# our table
days = 7
avoid = ["mushrooms"]  # nobody likes them

[[person]]
name = "Ana"  # the cook
diet = "vegan"
calories = 2100

[[person]]
name = "Ben"
age = 40
sex = "male"
out = ["Monday lunch"]

[kitchen]
shopping_day = "monday"
"""


@pytest.fixture
def profile(kitchen: Path) -> Path:
    """A profile of two, with comments and words that the form doesn't ask."""
    path = kitchen / "planner.toml"
    path.write_text(PROFILE)
    return path


def read(page: Any) -> str:
    """A page with spaces that break."""
    return str(page.text).replace("\u00a0", " ")


def find_form(page: Any) -> dict[str, str]:
    """What the form of a page sends as it is."""
    text = page.text.split("<form", 1)[1].split("</form>")[0]
    fields = dict(
        re.findall(
            r'<input (?:id="[^"]*" |type="hidden" )name="([^"]+)"[^>]*? value="([^"]*)"', text
        )
    )
    for name, body in re.findall(
        r'<select id="[^"]*" name="([^"]+)".*?>(.*?)</select>', text, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else re.findall(r'<option value="([^"]*)"', body)[0]
    return {name: unescape(value) for name, value in fields.items()}


@pytest.mark.usefixtures("profile")
def test_everyone_has_targets_and_coverage(client: Any) -> None:
    """Of those whom the week was planned for; one title, and the levels in their order."""
    page = client.get("/people")
    assert page.text.count("<h1>") == 1
    assert len(re.findall(r"<h2>Targets for", page.text)) == 2
    assert page.text.count("Coverage in the week of") == 1  # of Ana; Ben wasn't planned for
    assert 'href="/people/edit"' in page.text


def test_what_isnt_changed_stays_as_it_is(client: Any, profile: Path) -> None:
    """To the byte: comments, what isn't asked, and what holds for everyone."""
    form = find_form(client.get("/people/edit"))
    assert form["0-name"] == "Ana"
    assert form["1-out"] == "Monday lunch"
    page = client.post("/people/edit", data={**form, "do": "make"})
    assert page.url.path == "/people", read(page)
    assert profile.read_text() == PROFILE


def test_a_person_is_changed_and_renamed(client: Any, profile: Path) -> None:
    """Comments stay, and so do calories, which the form doesn't ask for."""
    form = find_form(client.get("/people/edit"))
    changed = {
        "0-name": "Anna",
        "0-allergies": "peanut",
        "1-age": "41",
        "1-out": "",
        "minutes": "30",
    }
    page = client.post("/people/edit", data={**form, **changed, "do": "make"})
    assert page.url.path == "/people", read(page)
    text = profile.read_text()
    assert "# our table" in text
    assert "# the cook" in text
    assert "# nobody likes them" in text
    now = read_profile(profile)
    assert now.names == ["Anna", "Ben"]
    anna, ben = now.people
    assert (anna["calories"], anna["diet"], anna["allergies"]) == (2100, "vegan", ["peanut"])
    assert ben["age"] == 41
    assert "out" not in ben
    assert now.words["minutes"] == ["30"]
    assert 'shopping_day = "monday"' in text
    assert "Targets for Anna" in read(client.get("/people"))


def test_people_come_and_go(client: Any, profile: Path) -> None:
    """The form grows with what was typed, and the file has who is in it."""
    form = find_form(client.get("/people/edit"))
    grown = client.post("/people/edit", data={**form, "0-age": "33", "do": "add"})
    form = find_form(grown)
    assert form["0-age"] == "33"
    page = client.post("/people/edit", data={**form, "2-name": "Cem", "do": "make"})
    assert page.url.path == "/people", read(page)
    assert read_profile(profile).names == ["Ana", "Ben", "Cem"]
    form = find_form(client.get("/people/edit"))
    for _ in range(2):
        form = find_form(client.post("/people/edit", data={**form, "do": "drop"}))
    client.post("/people/edit", data={**form, "do": "make"})
    assert read_profile(profile).names == ["Ana"]


def test_the_only_person_of_a_file_may_get_company(client: Any, profile: Path) -> None:
    """What stood at the top is then theirs alone."""
    profile.write_text('name = "Ana"\nage = 34\ncalories = 2100\n\n[kitchen]\n')
    form = find_form(client.get("/people/edit"))
    assert (form["0-name"], form["0-age"]) == ("Ana", "34")
    form = find_form(client.post("/people/edit", data={**form, "do": "add"}))
    page = client.post("/people/edit", data={**form, "1-name": "Ben", "do": "make"})
    assert page.url.path == "/people", read(page)
    now = read_profile(profile)
    ana, ben = now.people
    assert (ana["age"], ana["calories"]) == (34, 2100)
    assert "age" not in ben
    assert "calories" not in now.words


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"0-age": "forty & <b>"}, "0-age"),
        ({"1-diet": "vegun"}, "1-diet"),
        ({"1-name": "ana"}, "1-name"),
        ({"days": "none of"}, "days"),
        ({"0-weight": "63 kg"}, "0-weight"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    client: Any, profile: Path, typed: dict[str, str], field: str
) -> None:
    """What was typed stays in the form, and the file as it is."""
    form = find_form(client.get("/people/edit"))
    refused = client.post("/people/edit", data={**form, **typed, "do": "make"})
    assert refused.status_code == 422
    assert f'id="e-{field}"' in refused.text
    assert "<b>" not in refused.text
    assert find_form(refused).items() >= typed.items()
    assert profile.read_text() == PROFILE


def test_what_doesnt_go_with_the_rest_of_the_file_is_said(client: Any, profile: Path) -> None:
    """Before anything is written: tofu, which the file likes and the form doesn't."""
    text = PROFILE.replace("calories = 2100", 'like = ["tofu"]')
    profile.write_text(text)
    form = find_form(client.get("/people/edit"))
    refused = client.post("/people/edit", data={**form, "0-dislike": "tofu", "do": "make"})
    assert refused.status_code == 422
    assert "Choose one." in read(refused).split('class="faults"')[1].split("</div>")[0]
    assert profile.read_text() == text
    assert find_form(refused)["0-dislike"] == "tofu"


def test_the_second_of_two_is_told_and_loses_nothing(client: Any, profile: Path) -> None:
    """What was typed stays in the form, beside what the file says now; kept again, it holds."""
    form = find_form(client.get("/people/edit"))
    changed = PROFILE.replace('"vegan"', '"vegetarian"').replace("2100", "2200")
    profile.write_text(changed)
    typed = {"0-allergies": "peanut", "1-age": "41"}
    told = client.post("/people/edit", data={**form, **typed, "do": "make"})
    assert told.status_code == 422
    assert "was changed by someone else" in read(told)
    assert "The file says “vegetarian” now." in read(told)
    assert profile.read_text() == changed
    again = find_form(told)
    assert again.items() >= typed.items()
    page = client.post("/people/edit", data={**again, "do": "make"})
    assert page.url.path == "/people", read(page)
    ana, ben = read_profile(profile).people
    assert (ana["allergies"], ana["calories"], ben["age"]) == (["peanut"], 2200, 41)
    assert ana["diet"] == "vegan"  # as the field said, beside which the other one stood


@pytest.mark.usefixtures("profile")
def test_names_are_text(client: Any) -> None:
    """Wherever they come."""
    form = find_form(client.get("/people/edit"))
    evil = "<script>alert(1)</script>"
    page = client.post("/people/edit", data={**form, "1-name": evil, "do": "make"})
    for seen in (page, client.get("/people"), client.get("/people/edit"), client.get("/")):
        assert "<script>alert" not in seen.text


def test_a_broken_profile_says_file_and_line(client: Any, profile: Path) -> None:
    """On the form's page too."""
    profile.write_text(PROFILE.replace('diet = "vegan"', 'diet = "vegan'))
    found = client.get("/people/edit")
    assert found.status_code == 500
    assert "planner.toml" in found.text
    assert "line 7" in read(found)


def test_an_activity_is_kept_as_it_is_chosen(client: Any, profile: Path) -> None:
    """Sedentary is chosen like any other; nothing said stays nothing."""
    form = find_form(client.get("/people/edit"))
    assert form["0-activity"] == ""
    body = {"0-age": "34", "0-sex": "female", "0-weight": "60 kg", "0-height": "165 cm"}
    client.post("/people/edit", data={**form, **body, "do": "make"})
    assert "activity" not in profile.read_text()
    form = find_form(client.get("/people/edit"))
    page = client.post("/people/edit", data={**form, "0-activity": "sedentary", "do": "make"})
    assert page.url.path == "/people", read(page)
    assert read_profile(profile).people[0]["activity"] == "sedentary"


@pytest.mark.parametrize("path", ["/", "/week/2026-11-30/day/2", "/list"])
def test_a_week_says_that_who_eats_has_changed(client: Any, kitchen: Path, path: str) -> None:
    """An allergy that was said later isn't in the week: each page of it says so."""
    assert "has changed since" not in client.get(path).text
    own = kitchen / "planner.toml"
    own.write_text(own.read_text().replace('"vegan"', '"vegan"\nallergies = ["peanut"]', 1))
    page = read(client.get(path))
    assert "Who eats has changed since this week was planned" in page
    assert "peanut" in page.split("has changed since", 1)[1][:200]
    assert "/week/2026-11-30/anew" in page  # it begins today


def test_a_week_says_for_which_meal_few_dishes_are_left(
    client: Any, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `planner plan` does, with the word to take back as the form calls it."""
    assert "left for lunch" not in client.get("/").text
    request = make_request(tables, diet="vegan", avoid=["soy", "legumes", "nuts"])
    few = list(explain_few(request.people, {}, 7, tables))
    monkeypatch.setattr("planner.web.pages.week.explain_few", lambda *_: few)
    page = read(client.get("/week/2026-11-30?note=1"))  # with a note a page is written anew
    assert "left for lunch, so they will repeat: " in page
    assert "Leave out “Foods never to be served: " in page


def test_a_week_is_planned_anew_for_who_eats_now(client: Any, kitchen: Path, worker: Any) -> None:
    """Then nothing has peanuts, and nothing is said of a change."""
    own = kitchen / "planner.toml"
    text = own.read_text().replace('"vegan"', '"vegan"\nallergies = ["peanut"]', 1)
    own.write_text(text.replace("days = 7", "days = 2", 1))
    other = worker.submit("next")  # another week that is planned keeps this one from nothing
    page = client.post("/week/2026-11-30/anew")
    (job,) = (one for one in worker.jobs.values() if one is not other)
    worker.wait(job)
    assert job.state == "done", job.error
    assert page.url.path.startswith("/jobs/") or page.url.path == "/week/2026-11-30"
    assert "has changed since" not in client.get("/").text
    kept = json.loads((kitchen / "weeks" / "2026-11-30.json").read_text())
    assert kept["request"]["people"][0]["allergies"] == ["peanut"]
