"""The meals of a day from people's words, and what is refused."""

from datetime import date
from typing import Any

import pytest

from planner import Tables, make_household, make_request
from planner.errors import RequestError, mention
from planner.people.meal_times import MEAL_TIMES
from planner.request.day_wishes import find_places
from planner.request.meal_words import find_meals

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("texts", "meals"),
    [
        (["breakfast,dinner"], ["breakfast", "dinner"]),
        (["Breakfast", " Lunch "], ["breakfast", "lunch"]),
        (["breakfast", "snack", "lunch", "tea", "dinner"], None),
        (["brunch, supper"], ["brunch=breakfast", "supper=dinner"]),
        (["tea = dinner"], ["tea=dinner"]),
        (["afternoon snack"], ["afternoon snack=snack"]),
        (["snack,snack,snack"], ["snack", "second snack=snack", "third snack=snack"]),
    ],
)
def test_meals_keep_their_names_and_order(texts: list[str], meals: list[str] | None) -> None:
    """A name of one's own is served as the meal that it says, or that people mean by it."""
    said = [str(meal) for meal in find_meals(texts)]
    assert said == (meals or ["breakfast", "snack", "lunch", "tea=snack", "dinner"])
    assert find_meals(said) == find_meals(texts)  # what is written is read as the same


@pytest.mark.parametrize(
    ("words", "field", "what", "remedy"),
    [
        ({"meals": "brekfast"}, "meals", "no meal is called 'brekfast'", "Did you mean breakfast?"),
        ({"meals": "foo"}, "meals", "no meal is called 'foo'", mention("meals", "foo=snack")),
        ({"meals": "tea=dinne"}, "meals", "'dinne'", "Did you mean dinner?"),
        ({"meals": " , "}, "meals", "a day needs a meal", "breakfast,dinner"),
        ({"meals": "dinner,dinner"}, "meals", "dinner is there twice", "dinner,late dinner=dinner"),
        ({"meals": "monday=lunch"}, "meals", "can't be the name", "at most 20 letters"),
        ({"meals": ",".join(["snack"] * 9)}, "meals", "9 meals are too many", "at most 8"),
        ({"meals": "dinner", "skip": "dinner"}, "skip", "leaves no meal", "Skip fewer"),
        ({"meals": "snack"}, "meals", "snack alone would have to be 10.0 times", "snack=dinner"),
        ({"meals": "snack,tea"}, "meals", "snack and tea alone", "breakfast,dinner"),
        ({"skip": ["breakfast", "lunch", "dinner"]}, "skip", "snack alone", "Skip fewer"),
        ({"skip": "tea"}, "skip", "no meal is called 'tea'", "Meals are breakfast"),
        ({"skip": "lunch,tea"}, "skip", "no meal is called 'tea'", "Meals are breakfast"),
        ({"skip": "lunchh"}, "skip", "no meal is called 'lunchh'", "Did you mean lunch?"),
        ({"skip": "lunch", "out": "day 1 lunch"}, "out", "is skipped", "Leave out"),
        ({"meals": "dinner", "minutes": "lunch=20"}, "minutes", "no meal is called", "Meals are"),
        ({"meals": "breakfast,snack", "leftovers": 2}, "leftovers", "no lunch and dinner", "Leave"),
        (
            {"out": "Monday lunch"},
            "out",
            "the first day isn't known",
            mention("out", "day 1 lunch"),
        ),
        ({"out": "lunch"}, "out", "names no day", mention("skip", "lunch")),
    ],
)
def test_meals_that_cannot_be_are_refused(
    words: dict[str, Any], field: str, what: str, remedy: str, tables: Tables
) -> None:
    """With the field, the word, and what is near."""
    with pytest.raises(RequestError) as caught:
        make_request(tables, **words)
    (problem,) = caught.value.problems
    assert problem.where == (field,)
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_weekday_names_its_days_where_a_start_is_known() -> None:
    """Each of them, by its name or the first three letters, with a meal or for the whole day."""
    out = ("out",)
    assert find_places("Monday lunch", 9, out, start=MONDAY) == [(1, "lunch"), (8, "lunch")]
    assert find_places("Tue. lunch", 7, out, start=MONDAY, meals=["lunch"]) == [(2, "lunch")]
    assert find_places("Sundays", 7, out, ["tea"], date(2026, 12, 3)) == [(4, "tea")]
    assert find_places("day 2 second snack", 7, out, ["second snack"]) == [(2, "second snack")]
    with pytest.raises(RequestError, match="the plan has no Friday"):
        find_places("friday", 3, out, start=MONDAY)


def test_a_request_says_what_each_person_eats(tables: Tables) -> None:
    """The meals are the household's, what is skipped is each one's own; one's out days remain."""
    people: list[dict[str, Any]] = [
        {"name": "Ana", "skip": ["breakfast"]},
        {"name": "Ben", "out": ["Tuesday tea"]},
    ]
    shared = {"meals": ["breakfast", "tea", "dinner"], "start": MONDAY, "days": 3}
    request = make_household(people, tables, shared)
    ana, ben = request.people
    assert list(request.kinds) == ["breakfast", "tea", "dinner"]
    assert list(ana.kinds) == ["tea", "dinner"]
    assert ben.meals == request.meals
    assert ben.out == ((2, "tea"),)
    assert make_request(tables).meals == MEAL_TIMES
