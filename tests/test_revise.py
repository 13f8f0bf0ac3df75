"""A plan made from the days of another: it meets the new request, and keeps what it can."""

from __future__ import annotations

from dataclasses import replace

from planner import WeekPlan, check_plan, make_request
from planner.revise import revise
from planner.tables import Tables
from planner.work import Work


def test_an_unchanged_request_keeps_its_days(week: WeekPlan, tables: Tables) -> None:
    """Nothing is missed, so nothing moves."""
    assert revise(week, week.request, tables, (), Work()).days == week.days


def test_one_more_food_mends_what_was_missed(vegan: WeekPlan, tables: Tables) -> None:
    """Soy milk again: every limit is kept, checked from the portions."""
    (person,) = vegan.request.people
    request = replace(vegan.request, people=(replace(person, allow=("plant-milks",)),))
    report = check_plan(revise(vegan, request, tables, (), Work()), tables)
    assert not report.faults
    assert not report.misses


def test_other_calories_begin_with_the_nearest_portions(week: WeekPlan, tables: Tables) -> None:
    """1,800 kcal instead of 2,000: portions scale, and the plan holds for the new request."""
    request = make_request(tables, diet="vegan", calories=1800)
    revised = revise(week, request, tables, (), Work())
    report = check_plan(revised, tables)
    assert not report.faults
    assert not report.misses
    same = sum(
        before.dish == after.dish
        for one, other in zip(week.days, revised.days, strict=True)
        for before, after in zip(one.meals, other.meals, strict=True)
    )
    assert same > len(week.days)
