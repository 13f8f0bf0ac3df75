"""Certificates of what keeps a child's plan from being usual: bounds with and without it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner import WeekPlan, check_plan, make_request
from planner.actions.answers import answer_request
from planner.actions.hard_minima import find_hard_minima
from planner.errors import PlanFileError
from planner.model.bound import Taking, build_households, find_bound
from planner.render.documents.coverage import compose_check
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.request.request import Request
from planner.search.effort import Work
from planner.tables.bundle import Tables


@pytest.fixture(scope="module")
def toddler(tables: Tables) -> WeekPlan:
    """Three days of a child of two whose parents avoid what vitamins are added to."""
    request = make_request(tables, age=2, sex="male", days=3, avoid=["fortified"])
    return answer_request(request, tables, Work("quick"))


def bound_a_day(request: Request, tables: Tables, *taken: Taking) -> float:
    """The points a day that no plan of a request goes below, beside supplements."""
    household = build_households(request, tables, taken)[0]
    return find_bound(request, household).points / request.days


def test_a_toddlers_hardest_minimum_is_vitamin_d(toddler: WeekPlan, tables: Tables) -> None:
    """What it costs, and what is left beside a supplement or with a word, are bounds."""
    (hardest,) = toddler.hard_minima
    assert (hardest.nutrient, hardest.limit) == ("vitamin_d_ug", 15.0)
    request = toddler.request
    assert hardest.points == pytest.approx(bound_a_day(request, tables), abs=1e-4)
    (dose,) = (
        one
        for one in tables.supplements
        if (one.nutrient, one.dose) == (hardest.nutrient, hardest.dose)
    )
    beside = bound_a_day(request, tables, Taking(hardest.person, dose))
    assert hardest.dosed_points == pytest.approx(beside, abs=1e-4)
    assert hardest.word == "fortified"
    fortified = replace(request, people=(replace(request.people[0], avoid=()),))
    assert hardest.allowed_points == pytest.approx(bound_a_day(fortified, tables), abs=1e-4)
    assert max(beside, hardest.allowed_points or 0.0) < hardest.points / 2


def test_the_plan_and_its_check_say_why(toddler: WeekPlan, tables: Tables) -> None:
    """The figures are those of the record, the words those to type, and the file keeps them."""
    (hardest,) = toddler.hard_minima
    again = WeekPlan.from_json(json.dumps(toddler.to_json()))
    (read,) = again.hard_minima
    assert read.allowed_points == pytest.approx(hardest.allowed_points)
    assert read.points == pytest.approx(hardest.points)
    assert replace(read, points=0, allowed_points=0) == replace(hardest, points=0, allowed_points=0)
    report = check_plan(toddler, tables)
    for blocks in (compose_plan(toddler, report, tables), compose_check(toddler, report, tables)):
        text = " ".join(render_text(blocks).split())
        assert "15 µg of vitamin D a day is the hardest to keep within" in text
        assert f"at least {hardest.points:.2g} portions a day away from usual" in text
        assert f"supplement of {hardest.dose:g} µg a day" in text
        assert "fortified allowed again" in text
    usual = replace(report, notes=())
    text = render_text(compose_plan(toddler, usual, tables))
    assert "hardest to keep" not in text


def test_no_grown_person_is_told_a_hardest_minimum(toddler: WeekPlan, tables: Tables) -> None:
    """From 9 years on portions are an adult's, and the bound says how near a plan could come."""
    (child,) = toddler.request.people
    request = replace(toddler.request, people=(replace(child, age=9),))
    assert find_hard_minima(replace(toddler, request=request), tables) == ()


def test_a_figure_that_is_no_number_is_named(toddler: WeekPlan) -> None:
    """A part that isn't a number is named by the file's reader, as of all other parts."""
    value = toddler.to_json()
    value["hard_minima"][0]["points"] = "many"
    with pytest.raises(PlanFileError, match="points"):
        WeekPlan.from_json(json.dumps(value))
