"""Sums of what portions and supplements bring, and shares of a day's limits for who is out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from planner import Person, WeekPlan, find_targets, make_request
from planner.checking.targets import find_full, find_share, judge, sum_doses, sum_food
from planner.errors import Problem
from planner.people.targets import DAY, WEEK, Target
from planner.plans.records import DayPlan, Dose, Meal, Points, Serving
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY

FOODS = """
food_id group  energy_kcal zinc_mg iron_mg
rice    grains 120         1       -
beans   grains 110         2       3
"""
DISHES = "bowl | breakfast, lunch, dinner, snack | | rice 1 1 1, beans 1 1 1"


@pytest.fixture(scope="module")
def kitchen(small_tables: Callable[[str, str], Tables]) -> Tables:
    """The foods and the dish above."""
    return small_tables(FOODS, DISHES)


def plan_bowls(kitchen: Tables, grams: list[tuple[float, float]], *doses: Dose) -> WeekPlan:
    """A plan with so many grams of rice and beans at the lunch of each day."""
    days = tuple(
        DayPlan(
            number,
            (
                Meal(
                    "lunch",
                    "bowl",
                    (
                        Serving("you", "rice", "rice", rice / 100, rice),
                        Serving("you", "beans", "beans", beans / 100, beans),
                    ),
                ),
            ),
        )
        for number, (rice, beans) in enumerate(grams, start=1)
    )
    request = make_request(kitchen, days=len(days), supplements=["vitamin-d", "vitamin-b12"])
    points = Points(0.0, 0.0, 0.0, 0.0)
    return WeekPlan(request, kitchen, days, points, supplements=doses)


def test_food_is_summed_by_day_and_what_is_unknown_adds_nothing(kitchen: Tables) -> None:
    """Grams times the figure for 100 g; iron is known for the beans alone."""
    daily, held, known = sum_food(plan_bowls(kitchen, [(100, 200), (300, 0)]), kitchen)
    assert daily["you", "zinc_mg"].tolist() == pytest.approx([5.0, 3.0])
    assert daily["you", "iron_mg"].tolist() == pytest.approx([6.0, 0.0])
    assert daily["you", ENERGY].tolist() == pytest.approx([340.0, 360.0])
    assert held["you", ENERGY].tolist() == pytest.approx([340.0, 360.0])
    assert known["zinc_mg"] == 1.0
    assert known["iron_mg"] == pytest.approx(200 / 600)
    assert known["calcium_mg"] == 0.0


def first_dose(kitchen: Tables, nutrient: str) -> float:
    """The smallest dose of a nutrient in the tables."""
    return next(one.dose for one in kitchen.supplements if one.nutrient == nutrient)


def test_doses_that_the_person_allows_are_summed(kitchen: Tables) -> None:
    """Each with all that it counts as."""
    vitamin_d = first_dose(kitchen, "vitamin_d_ug")
    b12 = first_dose(kitchen, "vitamin_b12_ug")
    doses = (Dose("you", "vitamin_d_ug", vitamin_d), Dose("you", "vitamin_b12_ug", b12))
    faults: list[Problem] = []
    taken = sum_doses(plan_bowls(kitchen, [(100, 100)], *doses), kitchen, faults)
    assert not faults
    assert taken == {
        ("you", "vitamin_d_ug"): vitamin_d,
        ("you", "vitamin_b12_ug"): b12,
        ("you", "vitamin_b12_added_ug"): b12,
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"person": "Ana"}, "'Ana', who takes it, is not known"),
        ({"dose": 0.123}, "supplements.csv has no dose of 0.123"),
        ({"nutrient": "calcium_mg"}, "'you' allows no such supplement"),
        ({}, "is listed twice for 'you'"),
    ],
)
def test_a_dose_that_nobody_may_take_is_a_fault(
    change: dict[str, object], said: str, kitchen: Tables
) -> None:
    """Of someone else, of no such size, not allowed, or a second time; it adds nothing."""
    nutrient = str(change.get("nutrient", "vitamin_d_ug"))
    fields = {"person": "you", "nutrient": nutrient, "dose": first_dose(kitchen, nutrient)}
    first = Dose("you", "vitamin_d_ug", first_dose(kitchen, "vitamin_d_ug"))
    faults: list[Problem] = []
    plan = plan_bowls(kitchen, [(100, 100)], first, Dose(**(fields | change)))  # type: ignore[arg-type]
    taken = sum_doses(plan, kitchen, faults)
    assert [fault.what for fault in faults] == [said]
    assert taken == {("you", "vitamin_d_ug"): first.dose}


OUT = ((1, "dinner"), (2, "breakfast"), (2, "lunch"), (2, "dinner"), (2, "snack"))
"""Of day 1, 0.65 of the energy are eaten at home; of day 2 nothing."""


def test_who_is_out_is_held_to_the_share_of_the_meals_at_home(tables: Tables) -> None:
    """A day's limits by that day, a week's by its days; a day without a meal has no verdict."""
    person = Person(out=OUT)
    amounts = {("you", "zinc_mg"): np.array([6.5, 0.0, 10.0])}
    own = Target("zinc_mg", "own", DAY, minimum=10.0, maximum=20.0)
    verdicts = list(judge(person, own, (1, 2, 3), amounts, tables))
    assert [(one.number, one.minimum, one.maximum) for one in verdicts] == [
        (1, pytest.approx(6.5), pytest.approx(13.0)),
        (3, 10.0, 20.0),
    ]
    assert all(one.met for one in verdicts)
    assert find_share(verdicts[0], person, (1, 2, 3)) == pytest.approx(0.65)
    assert find_full(verdicts[0], person, (1, 2, 3)) == pytest.approx(10.0)
    weekly = Target("zinc_mg", "own", WEEK, minimum=10.0, floor=7.0)
    week, *floors = judge(person, weekly, (1, 2, 3), amounts, tables)
    assert week.minimum == pytest.approx(10.0 * 1.65 / 3)
    assert week.value == pytest.approx(5.5)
    assert [(one.period, one.number, one.minimum) for one in floors] == [
        (DAY, 1, pytest.approx(0.65 * 7.0)),
        (DAY, 3, 7.0),
    ]
    assert find_share(week, person, (1, 2, 3)) == pytest.approx(1.65 / 3)


def test_weeks_are_blocks_of_seven_days(tables: Tables) -> None:
    """Day 7 is of the first week, day 8 of the second."""
    amounts = {("you", "zinc_mg"): np.arange(1.0, 10.0)}
    target = Target("zinc_mg", "own", WEEK, minimum=4.0)
    verdicts = list(judge(Person(), target, tuple(range(1, 10)), amounts, tables))
    assert [(one.number, one.value) for one in verdicts] == [(1, 4.0), (2, 8.5)]


def test_a_share_of_energy_is_of_the_energy_that_was_eaten(tables: Tables) -> None:
    """25 g of fat are 225 kcal: a tenth of 2,250 kcal, whoever is out."""
    (target,) = (
        one
        for one in find_targets(Person(), tables)
        if (one.nutrient, one.kind) == ("fat_g", "AMDR")
    )
    amounts = {("you", "fat_g"): np.array([25.0]), ("you", ENERGY): np.array([2250.0])}
    (verdict,) = judge(Person(out=OUT[:1]), target, (1,), amounts, tables)
    assert verdict.value == pytest.approx(10.0)
    assert (verdict.minimum, verdict.maximum) == (target.minimum, target.maximum)
    assert find_share(verdict, Person(out=OUT[:1]), (1,)) == 1.0
    amounts["you", ENERGY] = np.array([0.0])
    assert not list(judge(Person(), target, (1,), amounts, tables))
