"""Changes that are tried on the average day: what is likely to help, and the smallest of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import WeekPlan, make_request, plan_week
from planner.average import AverageDay
from planner.changes import Screen
from planner.shortfall import explain_misses
from planner.tables import Tables


@pytest.fixture(scope="module")
def average(vegan: WeekPlan, tables: Tables) -> AverageDay:
    """The average day of a vegan who avoids what is fortified."""
    return AverageDay(vegan.request, vegan, tables, ())


def test_a_food_comes_before_a_word(average: AverageDay) -> None:
    """One food allowed again helps; then all that the word means, which holds it."""
    part, whole = list(Screen(average).find_changes())[:2]
    ((_, word),) = part.change.words
    assert part.change.foods == (word,)
    assert whole.change.words == (("--allow", "fortified"),)
    assert set(part.change.foods) < set(whole.change.foods)
    assert average.find(part.request, average.helps)


def test_where_no_food_is_enough_groups_are_let_in_together(tables: Tables) -> None:
    """Vitamin D and B12 both lacking: two groups, neither of which does alone."""
    avoid = ["fortified", "mushrooms"]
    request = make_request(tables, diet="vegan", avoid=avoid, age=75, days=2)
    average = AverageDay(request, plan_week(request, tables), tables, ())
    change = next(Screen(average).find_changes())
    allowed = [word for _, word in change.change.words]
    assert len(allowed) == 2
    (person,) = request.people
    for word in allowed:
        one = replace(request, people=(replace(person, allow=(word,)),))
        assert average.find(one, average.helps) is None


@pytest.mark.parametrize("minutes", [["15"], ["15", "snack=5"], ["dinner=15"]])
def test_more_minutes_are_the_least_that_help(minutes: list[str], tables: Tables) -> None:
    """For one meal where that is enough; what is printed, said besides, is what was tried."""
    words = {"diet": "vegan", "days": 1, "targets": ["vitamin-k=2500"]}
    request = make_request(tables, minutes=minutes, **words)  # type: ignore[arg-type]
    average = AverageDay(request, plan_week(request, tables), tables, ())
    found = [one for one in Screen(average).find_changes() if one.change.kind == "minutes"]
    assert found or minutes == ["dinner=15"]
    for proposal in found:
        said = [value for _, value in proposal.change.words]
        again = make_request(tables, minutes=[*minutes, *said], **words)  # type: ignore[arg-type]
        assert again == proposal.request
        assert average.find(again, average.helps)
        most = max(again.minutes.values())
        fewer = {m: min(n, most - 1) for m, n in again.minutes.items()}
        assert average.find(replace(request, minutes=fewer), average.helps) is None


def test_a_dose_is_the_smallest_that_any_plan_needs(average: AverageDay, tables: Tables) -> None:
    """Of the table's doses the first that is no less than what food lacks."""
    shortfalls = explain_misses(average)
    proposal = next(Screen(average).propose_supplements(shortfalls))
    ((nutrient, dose),) = [(one.nutrient, one.dose) for one in proposal.change.doses]
    (lack,) = [one.limit - (one.reach or 0) for one in shortfalls if one.nutrient == nutrient]
    smaller = [o.dose for o in tables.supplements if o.nutrient == nutrient and o.dose < dose]
    assert lack <= dose
    assert all(one < lack for one in smaller)


def test_where_nothing_is_proven_no_supplement_and_no_diet_is_named(tables: Tables) -> None:
    """Food could do it, in fractions of portions: the answer is not a pill."""
    request = make_request(tables, days=1)
    screen = Screen(AverageDay(request, plan_week(request, tables), tables, ()))
    assert not list(screen.propose_supplements(()))
    assert not list(screen.propose_diet())
