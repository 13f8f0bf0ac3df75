"""A request from what people write: what can't be is refused, all of it at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner import make_request
from planner.errors import NoPlanExists, RequestError
from planner.request.from_words import find_at_home
from planner.request.pantry import Pantry, Stock
from planner.request.request import AtHome
from planner.tables.bundle import Tables
from planner.tables.foods import GROUPS


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"life_stage": "pregnant", "sex": "male"}, "pregnant doesn't go with male"),
        ({"life_stage": "pregnant", "age": 70}, "published for 14 to 50"),
        ({"life_stage": "pregnnt"}, "Did you mean pregnant"),
        ({"life_stage": "pregnant", "trimester": 4}, "out of range"),
        ({"life_stage": "pensioner"}, "for any other stage, give the age"),
        ({"trimester": 2}, "Add the life stage"),
        ({"age": 0}, "out of range"),
        ({"age": 1985}, "not the year of birth"),
        ({"sex": ""}, "'' is not known"),
        ({"calories": 8368}, "8,368 kJ are 2,000 kcal"),
        ({"age": 30, "sex": "female", "weight": "400", "height": 170}, "400lb, which is 181 kg"),
        ({"age": 30, "sex": "female", "weight": 180, "height": 160}, "Did you mean 180lb"),
        ({"age": 40, "sex": "male", "weight": "180", "height": 178}, "Did you mean 180lb"),
        ({"age": 40, "sex": "male", "weight": "20kg", "height": 165}, "their units again"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 1.65}, "Did you mean 1.65m"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 65}, "Did you mean 65in"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 5.5}, "5.5ft, which is 168 cm"),
        ({"age": 30, "sex": "female", "weight": 10, "height": 165}, "10st, which is 64 kg"),
        ({"age": 30, "sex": "female", "weight": "heavy", "height": 165}, "is not a weight"),
        ({"age": 30, "sex": "female", "weight": "5ft", "height": 165}, "is not a weight"),
        ({"age": 30, "sex": "female", "weight": 63, "height": "16 5"}, "is not a height"),
        ({"age": 30, "sex": "female", "weight": 63}, "weight: energy from weight, height"),
        ({"age": 30, "sex": "female", "height": 163}, "height: energy from weight, height"),
        ({"weight": 63, "height": 165}, "needs age, sex"),
        (
            {"age": 30, "sex": "male", "weight": 80, "height": 180, "activity": "very-activ"},
            "Did you mean very-active",
        ),
        ({"diet": "soy-free"}, "Use allergies='soy' with any diet"),
        ({"like": ["moonshine"]}, "like: no food or dish is called"),
        ({"dislike": ["minestron"]}, "dislike: no food or dish is called 'minestron'"),
        ({"dislike": ["minestron"]}, "Did you mean minestrone?"),
        ({"like": ["tofu"], "dislike": ["Tofu"]}, "'tofu' is disliked too"),
        ({"avoid": ["tufo"]}, "Did you mean tofu"),
        ({"avoid": ["spinich"]}, "Did you mean spinach"),
        ({"avoid": ["milk, eggs"]}, "Name one at a time: avoid=['milk', 'eggs']"),
        ({"allergies": ["nuts and milk"]}, "Name one at a time: allergies=['nuts', 'milk']"),
        ({"targets": ["iron=10,zinc=9"]}, "Name one at a time: targets=['iron=10', 'zinc=9']"),
        ({"limits": ["energy=1800"]}, "Say calories instead"),
        ({"limits": ["magnesum=9"]}, "limits: 'magnesum' is not a nutrient"),
        ({"minutes": 0}, "out of range"),
        ({"minutes": 5}, "The quickest, "),
    ],
)
def test_what_cannot_be_is_refused(words: dict[str, object], says: str, tables: Tables) -> None:
    """Each impossible eater is one message with the unit or the word that may have been meant."""
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)  # type: ignore[arg-type]
    assert says in str(error.value)


def test_all_wrong_words_are_said_at_once(tables: Tables) -> None:
    """One run tells every word to mend, each with its own field or its place in a file."""
    with pytest.raises(RequestError) as error:
        make_request(
            tables,
            diet="vegn",
            avoid=["tufo", "spinich"],
            allergies=["sesme"],
            targets=["iron=much"],
            age=0,
            sex="cat",
            weight="heavy",
            days=0,
            places={"age": "home.toml, person 2 (Ana), age"},
        )
    assert [problem.where for problem in error.value.problems] == [
        ("diet",),
        ("avoid",),
        ("avoid",),
        ("allergies",),
        ("targets",),
        ("weight",),
        "home.toml, person 2 (Ana), age",
        ("sex",),
        ("days",),
    ]


def test_a_diet_that_leaves_nothing_is_refused(tables: Tables) -> None:
    """A diet of one's own that excludes everything says so before anything is planned."""
    with pytest.raises(RequestError, match=r"no food is left .* \(air diet\)"):
        make_request(tables, diet="air", own_diets={"air": GROUPS})


def test_a_diet_that_leaves_no_breakfast_is_named(tiny: Tables) -> None:
    """The diet, the meal and the dish that is nearest to being possible are said."""
    with pytest.raises(NoPlanExists) as error:
        make_request(tiny, diet="no-morning", own_diets={"No Morning": ["oatmeal", "bread"]})
    assert "no dish for breakfast is left after leaving out 2 foods (no-morning diet)" in str(
        error.value
    )
    assert "The nearest breakfast, " in str(error.value)


@pytest.mark.parametrize(
    ("word", "sex"), [("F", "female"), ("woman", "female"), ("girl", "female"), ("Boy", "male")]
)
def test_sexes_as_people_say_them(word: str, sex: str, tables: Tables) -> None:
    """The words of a parent, too."""
    assert make_request(tables, sex=word).people[0].sex == sex


def test_what_is_past_its_date_is_not_counted() -> None:
    """It is left out, and days are counted from the first."""
    stocks = (Stock("kale", 200.0, date(2026, 1, 1)), Stock("milk", 500.0, date(2026, 1, 4)))
    pantry = Pantry((*stocks, Stock("feta", 0.0, None)))
    assert find_at_home(pantry, date(2026, 1, 2)) == (AtHome("milk", 500.0, 3),)


@pytest.mark.parametrize(
    ("word", "means"),
    [("Sedentary", "inactive"), ("moderate", "low-active"), ("moderately active", "low-active")],
)
def test_the_guidelines_words_for_activity_are_understood(
    word: str, means: str, tables: Tables
) -> None:
    """They give the energy of what the equations call it."""
    body: dict[str, Any] = {"age": 40, "sex": "female", "weight": 65, "height": 168}
    said, meant = (make_request(tables, activity=one, **body) for one in (word, means))
    assert said.people == meant.people
