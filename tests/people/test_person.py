"""Who eats: the edges of what a person can be."""

from __future__ import annotations

from typing import Any

import pytest

from planner import Person
from planner.errors import RequestError
from planner.people.person import tidy_name


@pytest.mark.parametrize(
    "fields",
    [
        {"age": 9},
        {"age": 120},
        {"energy_kcal": 600},
        {"energy_kcal": 6000},
        {"stage": "pregnancy", "age": 14, "part": 1},
        {"stage": "pregnancy", "age": 50, "part": 3},
        {"stage": "lactation", "part": 2, "sex": "female"},
    ],
)
def test_the_last_that_can_be_is_accepted(fields: dict[str, Any]) -> None:
    """At either end of each range."""
    person = Person(**fields)
    assert {name: getattr(person, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"age": 0}, "age"),
        ({"age": 121}, "age"),
        ({"energy_kcal": 599.9}, "calories"),
        ({"energy_kcal": 6000.1}, "calories"),
        ({"energy_kcal": float("nan")}, "calories"),
        ({"sex": "Female"}, "sex"),
        ({"stage": "pregnant"}, "life_stage"),
        ({"stage": "pregnancy", "age": 13}, "age"),
        ({"stage": "lactation", "age": 51}, "age"),
        ({"stage": "pregnancy", "part": 0}, "trimester"),
        ({"stage": "pregnancy", "part": 4}, "trimester"),
        ({"stage": "lactation", "part": 3}, "trimester"),
        ({"stage": "pregnancy", "sex": "male"}, "life_stage"),
    ],
)
def test_the_first_that_cannot_be_names_its_field(fields: dict[str, Any], path: str) -> None:
    """One beyond each end, by the name that a library call has for the field."""
    with pytest.raises(RequestError) as error:
        Person(**fields)
    assert [problem.where for problem in error.value.problems] == [(path,)]


def test_every_field_out_of_range_is_named_at_once() -> None:
    """In one error."""
    with pytest.raises(RequestError) as error:
        Person(age=0, sex="cat", energy_kcal=1)
    assert [problem.where for problem in error.value.problems] == [
        ("age",),
        ("sex",),
        ("calories",),
    ]


def test_a_name_has_single_spaces() -> None:
    """However it was typed."""
    assert tidy_name("  Ana \t Maria\n") == "Ana Maria"
