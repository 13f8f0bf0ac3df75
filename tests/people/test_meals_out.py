"""Meals eaten elsewhere: what the meals at home are held to."""

from __future__ import annotations

import pytest

from planner import Person
from planner.people.meals_out import home_shares
from planner.tables.dishes import MEALS


def test_meals_at_home_have_their_usual_share_of_the_day() -> None:
    """A whole day without a meal out, the rest of it with one, nothing where all are out."""
    out = ((1, "dinner"), (3, "breakfast"), (3, "snack"), *((4, meal) for meal in MEALS))
    assert home_shares(Person(out=out), range(1, 5)) == pytest.approx([0.65, 1.0, 0.65, 0.0])


def test_a_day_is_named_by_its_number() -> None:
    """The days asked for are those answered, in their order."""
    person = Person(out=((8, "lunch"),))
    assert home_shares(person, [8, 7]) == pytest.approx([0.7, 1.0])
    assert home_shares(person, []) == []
