"""How often a dish may come at a meal, and what past weeks and seeds change."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner import Tables, WeekPlan, check_plan, make_request, plan_week
from planner.checking.broken_rules import find_unusual
from planner.errors import RequestError
from planner.plans.shopping import find_left, find_needs
from planner.request.memory import Memory, ServedDish
from planner.request.request import Request
from planner.search.effort import Work
from planner.search.leanings import SEEDED, draw_taste, find_leanings

START = date(2026, 11, 30)


def list_dishes(plan: WeekPlan, meal: str) -> list[str]:
    """The dishes of a meal, day by day."""
    return [one.dish for day in plan.days for one in day.meals if one.meal == meal]


@pytest.mark.long
def test_no_dinner_comes_more_often_than_asked(tables: Tables) -> None:
    """The plan keeps it in any seven days running; one that doesn't is named."""
    request = make_request(tables, diet="vegan", days=9, repeat={"dinner": 1})
    plan = plan_week(request, tables, Work("quick"))
    dinners = list_dishes(plan, "dinner")
    for first in range(3):
        assert max(Counter(dinners[first : first + 7]).values()) == 1
    report = check_plan(plan, tables)
    assert not [note for note in report.notes if "asked for" in note]
    assert report.kept == ("No dish comes more often in a week than was asked for: dinner=1.",)
    twice = replace(plan, days=(*plan.days[:6], replace(plan.days[0], day=7), *plan.days[7:]))
    (note, *_) = [note for note in find_unusual(twice, tables) if "asked for" in note]
    assert "2 times for dinner, at most 1 was asked for" in note


def test_what_contradicts_is_refused(tables: Tables) -> None:
    """Five times a week would be two days running; with no repeat no dinner comes again."""
    for words, message in (
        ({"repeat": 5}, "5 is out of range"),
        ({"repeat": {"dinner": 2}, "no_repeat": True}, "lets a dinner come again"),
        ({"repeat": "dinner=often"}, "is not a whole number of times a week"),
    ):
        with pytest.raises(RequestError, match=message):
            make_request(tables, **words)
    request = make_request(tables, repeat=["2", "dinner=1"])
    assert request.repeat == {"breakfast": 2, "lunch": 2, "dinner": 1, "snack": 2}
    assert Request.from_json(request.to_json()) == request


def test_past_dinners_stay_away_and_the_check_names_those_that_come(tables: Tables) -> None:
    """The week before is counted back from the plan's first day."""
    first = plan_week(make_request(tables, diet="vegan", days=4), tables)
    served = tuple(
        ServedDish(START - timedelta(days=8 - day.day), meal.meal, meal.dish)
        for day in first.days
        for meal in day.meals
    )
    request = replace(first.request, start=START, memory=Memory(served))
    second = plan_week(request, tables)
    assert not set(list_dishes(first, "dinner")) & set(list_dishes(second, "dinner"))
    report = check_plan(second, tables)
    assert not report.faults
    assert not [note for note in report.notes if "was a dinner on" in note]
    past = len(set(list_dishes(first, "dinner")))
    assert report.kept == (f"None of the {past} dinners of the three weeks before comes again.",)
    again = replace(first, request=request)
    notes = [note for note in find_unusual(again, tables) if "was a dinner on 2026-11-" in note]
    assert len(notes) == len(first.days)


def test_a_dinner_that_uses_up_has_nothing_bought_for_it_alone(tables: Tables) -> None:
    """The check counts the items of each meal; a plan made without is told."""
    plan = plan_week(make_request(tables, diet="vegan", days=3), tables)
    other = replace(plan.request, use_up_dinner=3)
    own = plan_week(other, tables)
    alone = [note for note in find_unusual(own, tables) if "bought for dinner alone" in note]
    plain = find_unusual(replace(plan, request=other), tables)
    assert len(alone) <= len([note for note in plain if "bought for dinner alone" in note])
    lonely = replace(own, days=tuple(day for day in own.days if day.day == 3), request=other)
    needs = {
        item for item in find_needs(lonely.days, tables) if not tables.groceries[item].cupboard
    }
    named = [note for note in find_unusual(lonely, tables) if "bought for dinner alone" in note]
    assert 0 < len(named) <= len(needs)


def test_what_a_plan_leaves_is_what_it_bought_and_did_not_eat(tables: Tables) -> None:
    """Nothing comes from nowhere, and dates are those of the next plan's days."""
    plan = plan_week(make_request(tables, diet="vegan", days=3), tables)
    left = find_left(plan, tables)
    bought = {
        line.grocery_id: sum(size * count for size, count in line.packs) for line in plan.shopping
    }
    needs = find_needs(plan.days, tables)
    assert left
    for one in left:
        rest = bought[one.grocery_id] - sum(needs[one.grocery_id])
        assert one.grams == pytest.approx(rest, abs=0.1)
        assert one.until is not None
        assert 1 <= one.until <= tables.groceries[one.grocery_id].keeps_days


def test_seeds_like_dishes_by_no_more_than_they_may(tables: Tables) -> None:
    """Seed 0 likes all the same; what a seed likes, the next one rather doesn't."""
    for seed in (0, 1, 2, 2**32 - 1):
        leanings = find_leanings(make_request(tables, seed=seed), tables)
        assert (abs(leanings) <= SEEDED).all()
        assert leanings.any() == (seed > 0)
    pairs = [(draw_taste(7, dish), draw_taste(8, dish)) for dish in tables.dishes]
    assert sum(one * other for one, other in pairs) < 0
