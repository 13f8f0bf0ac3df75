"""The average day solved again: with foods opened or closed, other costs, doses."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from planner import WeekPlan, make_request, plan_week
from planner.checking.findings import CheckReport
from planner.model.average_day import AverageDay
from planner.model.bound import build_program
from planner.model.restricted_master import RestrictedMaster
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.request.request import Request
from planner.tables.bundle import Tables


def read(plan: WeekPlan, report: CheckReport, tables: Tables) -> str:
    """A plan as it is printed, on one line."""
    return " ".join(render_text(compose_plan(plan, report, tables)).split())


def test_the_average_day_solved_again_is_the_average_day(vegan: WeekPlan, tables: Tables) -> None:
    """With foods closed, opened, closed, and other costs between, the optimum is the program's."""
    average = AverageDay(vegan.request, vegan, tables, ())
    expected = RestrictedMaster(build_program(vegan.request, tables)).solve().objective
    assert average.optimum.objective == pytest.approx(expected, rel=1e-7)
    (person,) = vegan.request.people
    free = replace(vegan.request, people=(replace(person, avoid=()),))
    opened = average.solve(free).objective
    assert opened == pytest.approx(
        RestrictedMaster(build_program(free, tables)).solve().objective, rel=1e-6
    )
    average.solve(costs=np.zeros(average.program.linear.columns))
    doses = {one.nutrient: one for one in tables.supplements}  # the largest of each
    taken = [doses["vitamin_b12_ug"], doses["vitamin_d_ug"]]
    assert average.misses(average.with_doses(taken)) < 1e-3
    assert average.solve().objective == pytest.approx(expected, rel=1e-7)


def test_each_question_begins_where_the_first_did(vegan: WeekPlan, tables: Tables) -> None:
    """Whatever was asked before, the next answer is the same, to the last digit."""
    average = AverageDay(vegan.request, vegan, tables, ())
    ((row, target),) = [
        (row, target) for row, target in average.rows("vitamin_b12_ug") if row.side == "minimum"
    ]
    before = average.find_reach(row, target)
    (person,) = vegan.request.people
    average.solve(replace(vegan.request, people=(replace(person, avoid=()),)))
    average.prioritise_nutrient("iron_mg")
    assert average.find_reach(row, target) == before


def test_what_is_worth_something_lowers_the_optimum(vegan: WeekPlan, tables: Tables) -> None:
    """Of the foods left out those with a worth have what is missed, and the dearest help."""
    average = AverageDay(vegan.request, vegan, tables, ())
    savings = average.compute_savings(average.optimum).max(axis=1)
    closed = {
        food.id: float(savings[number])
        for number, food in enumerate(average.program.foods)
        if "fortified" in food.contains
    }
    assert max(closed.values()) > 1
    (person,) = vegan.request.people
    dearest = sorted(closed, key=lambda food: -closed[food])[:3]
    best = replace(person, allow=tuple(dearest))
    helped = average.solve(replace(vegan.request, people=(best,)))
    assert helped.objective < average.optimum.objective - 1
    idle = replace(person, allow=tuple(food for food, one in closed.items() if one <= 0))
    unhelped = average.solve(replace(vegan.request, people=(idle,)))
    assert unhelped.objective == pytest.approx(average.optimum.objective)


def test_no_plan_comes_nearer_than_the_nearest(tables: Tables) -> None:
    """An own limit below the AI of potassium can be raised to it at best."""
    request = make_request(tables, limits=["potassium=2000"], days=1)
    average = AverageDay(request, plan_week(request, tables), tables, ())
    assert average.find_nearest_amount("potassium_mg", "maximum") == pytest.approx(3400, abs=1e-3)


def test_the_nearest_amount_below_a_minimum_can_just_be_met(tables: Tables) -> None:
    """Of 4000 mg of magnesium a day so much can be had beside all else, and no percent more."""

    def ask(amount: float) -> Request:
        return make_request(tables, diet="vegan", targets=[f"magnesium={amount:.2f}"], days=1)

    empty: Any = SimpleNamespace(days=(), misses=())
    average = AverageDay(ask(4000), empty, tables, ())
    nearest = average.find_nearest_amount("magnesium_mg", "minimum")
    assert nearest < 3999
    assert average.build_day(ask(nearest * 0.999)).least() == pytest.approx(0, abs=1e-3)
    assert average.build_day(ask(nearest * 1.01)).least() > 1
