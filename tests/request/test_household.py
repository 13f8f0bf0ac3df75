"""People who eat together, from Python: whose value is wrong, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner import PlannerError, Tables, make_household, make_profile
from planner.errors import RequestError
from planner.request.profile_file import read_profile, write_profile

ANA: dict[str, Any] = {"name": "Ana", "diet": "vegan"}


@pytest.mark.parametrize("make", [make_household, make_profile])
def test_a_wrong_value_names_the_person_and_the_path(make: Any, tables: Tables) -> None:
    """Of types, of words and of what is no field, for each person and for all, in one go."""
    people: list[Any] = [{**ANA, "calories": 9000}, {"name": "Ben", "age": "34", "diett": "vegan"}]
    with pytest.raises(RequestError) as error:
        make(people, tables, {"days": 0, "activity": "lazy", "cheap": "yes"})
    said = {str(problem).split("\n")[0] for problem in error.value.problems}
    assert said == {
        "people.0.calories (Ana): 9,000 kcal is out of range",
        "people.1.age (Ben): '34' is not a whole number",
        "people.1.diett (Ben): is not a field of a request",
        "shared.days: 0 is out of range",
        "shared.activity: 'lazy' is not known",
        "shared.cheap: 'yes' is not true or false",
    }
    assert ("people", 0, "calories") in {problem.where for problem in error.value.problems}


@pytest.mark.parametrize(
    ("people", "says"),
    [
        ("Ana", "people: 'Ana' is not a list of people\n  Give the words of each"),
        (ANA, "people: {'name': 'Ana', 'diet': 'vegan'} is not a list of people"),
        ([ANA, "Ben"], "people.1: 'Ben' is not a table of words"),
        ([], "people: 0 people were named"),
        ([{**ANA, "days": 3}], "people.0.days (Ana): is not for one person alone\n  Give it in `s"),
        ([ANA, {"name": "ana "}, {"name": "Ana"}], "people: two people have one name, Ana"),
        ([ANA, {"age": 0}], "people.1.age: 0 is out of range"),
    ],
)
def test_people_that_cannot_be_are_one_message(people: Any, says: str, tables: Tables) -> None:
    """What isn't a list of tables, and what isn't one person's to say."""
    with pytest.raises(PlannerError) as error:
        make_household(people, tables)
    (problem,) = error.value.problems
    assert str(problem).startswith(says)


def test_what_is_wrong_already_makes_nothing_else_wrong(tables: Tables) -> None:
    """An age that can't be read isn't called missing too."""
    body: dict[str, Any] = {"age": "34", "sex": "female", "weight": 63, "height": 165}
    with pytest.raises(RequestError) as error:
        make_household([{**ANA, **body}], tables)
    (problem,) = error.value.problems
    assert str(problem).startswith("people.0.age (Ana): '34' is not a whole number")


def test_one_word_of_all_and_one_of_ones_own_are_two(tables: Tables) -> None:
    """Texts alone add to each other as lists do."""
    request = make_household([{**ANA, "avoid": "tofu"}], tables, {"avoid": "kale", "minutes": 40})
    assert request.people[0].avoid == ("kale", "tofu")
    assert request.minutes["dinner"] == 40
    like: dict[str, Any] = {"like": "oats"}
    assert make_household([like], tables, {"dislike": "tofu"}).people[0].dislike == ("tofu",)


def test_a_profile_made_in_python_can_be_written(tables: Tables, tmp_path: Path) -> None:
    """Mappings and texts alone are what the file's reader reads."""
    own = {**ANA, "targets": {"magnesium": 400}, "avoid": "tofu", "weight": None}
    profile = make_profile([own], tables, {"days": 2, "minutes": {"dinner": 40}})
    path = tmp_path / "home.toml"
    path.write_text(write_profile(profile), encoding="utf-8")
    read = read_profile(path).person()
    assert read["targets"] == ["magnesium=400"]
    assert read["avoid"] == ["tofu"]
    assert read["minutes"] == ["dinner=40"]
