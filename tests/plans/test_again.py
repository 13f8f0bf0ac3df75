"""How a plan is planned again: the fields that its file's request asks for."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from planner import Tables, make_household, make_request
from planner.errors import REQUEST
from planner.plans.again import find_words
from planner.request.fields import write_option


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"diet": "vegan", "days": 3, "seed": 5, "cheap": True, "no_repeat": True},
        {"age": 30, "life_stage": "pregnant", "trimester": 2, "calories": 2150},
        {"avoid": ["red meat"], "allergies": "peanut", "like": "lentils", "dislike": "tofu"},
        {"minutes": {"dinner": 40}, "leftovers": 2, "out": "day 1 lunch", "every_day": "iron"},
        {"targets": {"magnesium": 400.5}, "limits": {"sodium": 2000}, "supplements": "all"},
        {"budget": 60, "conditions": "warfarin", "avoid": "soy", "allow": "soy-milk"},
    ],
)
def test_what_is_asked_again_makes_the_same_request(words: dict[str, Any], tables: Tables) -> None:
    """From Python, whatever the request has that can be asked for."""
    request = make_request(tables, **words)
    again = make_request(tables, **find_words(request.to_json()))
    assert again.to_json() == {
        **request.to_json(),
        "people": [
            {**request.to_json()["people"][0], "energy_source": again.people[0].energy_source}
        ],
    }


def test_several_people_are_asked_for_by_their_profile(tables: Tables) -> None:
    """And so is a diet of one's own, which no option says."""
    two = make_household([{"name": "Ana"}, {"name": "Ben"}], tables, {"days": 2})
    own = make_request(tables, diet="mine", own_diets={"mine": ["meat"]}, days=2)
    for request in (two, own):
        words = find_words(request.to_json())
        assert next(iter(words)) == "profile"
        command = shlex.split(write_option((REQUEST,), words))
        assert command == ["planner", "plan", "--profile", "FILE", "--days", "2"]


@pytest.mark.parametrize("request_json", [None, 3, {}, {"people": []}, {"people": [3]}])
def test_what_is_no_request_asks_for_nothing(request_json: Any) -> None:
    """A broken file is answered without a traceback."""
    assert find_words(request_json) in ({}, {"profile": "FILE"})
