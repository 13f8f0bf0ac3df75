"""No dish of lunch or dinner comes twice where a request says so."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from planner import Tables, WeekPlan, check_plan, make_request, plan_week
from planner.checking.broken_rules import find_unusual
from planner.errors import RequestError
from planner.plans.names import name_meal
from planner.request.from_words import find_differences
from planner.request.profile_file import read_profile
from planner.request.request import Request
from planner.search.effort import Work


def count_mains(plan: WeekPlan) -> Counter[str]:
    """How often each dish is served at lunch or dinner."""
    meals = (meal for day in plan.days for meal in day.meals)
    return Counter(meal.dish for meal in meals if meal.meal in ("lunch", "dinner"))


@pytest.mark.long
def test_no_dish_of_lunch_or_dinner_comes_twice(tables: Tables) -> None:
    """Beyond the seven days running in which the rules count, too."""
    request = make_request(tables, diet="vegan", days=10, no_repeat=True)
    plan = plan_week(request, tables, Work("quick"))
    assert max(count_mains(plan).values()) == 1
    assert not check_plan(plan, tables).faults
    without = plan_week(replace(request, no_repeat=False), tables, Work("quick"))
    assert max(count_mains(without).values()) > 1
    claimed = replace(without, request=request)
    twice = [dish for dish, times in count_mains(without).items() if times > 1]
    notes = find_unusual(claimed, tables)
    for dish in twice:
        served = {
            name_meal(meal, tables)
            for day in without.days
            for meal in day.meals
            if meal.dish == dish
        }
        assert any(
            note.startswith(tuple(served)) and "no dish was to come twice" in note for note in notes
        )


def test_where_dishes_are_too_few_none_comes_much_more_often(tables: Tables) -> None:
    """Seven dinners for twelve days come once or twice each, and so do seven lunches."""
    quick = {"lunch": 15, "dinner": 15}
    avoid = ["beans", "tofu"]
    request = make_request(
        tables, diet="vegan", days=12, minutes=quick, avoid=avoid, no_repeat=True
    )
    plan = plan_week(request, tables, Work("quick"))
    for name in ("lunch", "dinner"):
        meals = (meal for day in plan.days for meal in day.meals)
        times = Counter(meal.dish for meal in meals if meal.meal == name)
        assert len(times) < len(plan.days)
        assert max(times.values()) - min(times.values()) <= 1


def test_it_is_said_in_every_way(tables: Tables, tmp_path: Path) -> None:
    """A profile's key and a plan file's keep it, and a plan's differences name it."""
    path = tmp_path / "home.toml"
    path.write_text("no_repeat = true\n", encoding="utf-8")
    request = make_request(tables, **read_profile(path).person())
    assert request.no_repeat
    assert Request.from_json(request.to_json()) == request
    other = replace(request, no_repeat=False)
    (said,) = find_differences(other, request, {"no_repeat"}, tables)
    assert said.startswith("no repeat ")


def test_a_dinner_again_for_lunch_is_refused(tables: Tables) -> None:
    """Leftovers serve a dish twice; and a text is no answer of yes or no."""
    with pytest.raises(RequestError, match="doesn't go with leftovers"):
        make_request(tables, no_repeat=True, leftovers=3)
    with pytest.raises(RequestError, match="'yes' is not true or false"):
        make_request(tables, no_repeat="yes")
