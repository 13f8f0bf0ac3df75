"""Certificates of honest answers: a maximum is one, a proposed change meets everything."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pulp
import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.check import CheckReport
from planner.plan import Dose
from planner.programs import build_program
from planner.render.compose import compose_plan
from planner.render.text import render_text
from planner.shortfall import NOT_FOUND, OUT_OF_REACH, AverageDay, answer_request
from planner.tables import Tables
from planner.work import Work

VEGAN: dict[str, Any] = {"diet": "vegan", "avoid": ["fortified"], "days": 3}


@pytest.fixture(scope="module")
def vegan(tables: Tables) -> WeekPlan:
    """The answer to a vegan who avoids what is fortified."""
    return answer_request(make_request(tables, **VEGAN), tables)


def read(plan: WeekPlan, report: CheckReport, tables: Tables) -> str:
    """A plan as it is printed, on one line."""
    return " ".join(render_text(compose_plan(plan, report, tables)).split())


def test_b12_is_out_of_reach_without_fortified_food(vegan: WeekPlan, tables: Tables) -> None:
    """It is named with the most there is, and the plan is there all the same, with its misses."""
    (shortfall,) = vegan.shortfalls
    assert (shortfall.nutrient, shortfall.cause) == ("vitamin_b12_ug", OUT_OF_REACH)
    assert shortfall.limit == 2.4
    assert shortfall.reach is not None
    assert 0 < shortfall.reach < 2.4
    report = check_plan(vegan, tables)
    assert {miss.nutrient for miss in report.misses} == {"vitamin_b12_ug"}
    assert not report.faults
    mean = report.mean("you", "vitamin_b12_ug")
    assert mean <= shortfall.reach + 1e-6
    text = read(vegan, report, tables)
    assert f"Vitamin B12: at most {shortfall.reach:.3g} of 2.4 µg a day" in text
    assert "planned and checked" in text


def test_the_most_is_the_optimum_of_another_solver(vegan: WeekPlan, tables: Tables) -> None:
    """Every column and row that counts, written anew and solved by PuLP at once."""
    program = build_program(vegan.request, tables)
    written = program.linear.write()
    energy = [
        column
        for row in program.soft_rows
        if row.target and row.target.nutrient == "energy_kcal"
        for column in row.strays
    ]
    for column in energy:
        written.variables[column].upBound = 0
    grams = written.variables[program.first_gram :][: len(program.foods)]
    rates = program.per_100g["vitamin_b12_ug"] / 100
    objective = [one * float(rate) for one, rate in zip(grams, rates, strict=True) if rate]
    written.problem.setObjective(-1 * pulp.lpSum(objective))
    written.problem.solve(pulp.HiGHS(msg=False))
    assert written.problem.sol_status == pulp.LpSolutionOptimal
    (shortfall,) = vegan.shortfalls
    assert shortfall.reach == pytest.approx(-pulp.value(written.problem.objective), abs=1e-5)


def test_what_is_proposed_meets_everything_when_asked_for(vegan: WeekPlan, tables: Tables) -> None:
    """Soy milk or another fortified food again, or a supplement: each by its own words."""
    kinds = {change.kind: change for change in vegan.changes}
    assert kinds.keys() == {"allow", "supplement"}
    for change in vegan.changes:
        words: dict[str, Any] = {option[2:]: [value] for option, value in change.words}
        changed = answer_request(make_request(tables, **VEGAN, **words), tables)
        report = check_plan(changed, tables)
        assert not report.faults
        assert not report.misses
    assert all("fortified" in tables.foods[food].contains for food in kinds["allow"].foods)


def test_a_supplement_is_taken_where_food_cannot_do_it(tables: Tables) -> None:
    """The smallest dose of the one nutrient that lacks, though all are allowed; said and listed."""
    request = make_request(tables, **VEGAN, supplements=["all"])
    plan = answer_request(request, tables)
    assert plan.supplements == (Dose("you", "vitamin_b12_ug", 10.0),)
    report = check_plan(plan, tables)
    assert not report.misses
    assert not report.faults
    assert report.taken == {("you", "vitamin_b12_ug"): 10.0}
    text = read(plan, report, tables)
    assert "Ask a doctor or dietitian" in text
    assert "[ ] vitamin B12, 10 µg: 3 for 3 days" in text
    written = plan.to_json()
    assert WeekPlan.from_json(json.dumps(written), "plan.json").to_json() == written


def test_a_supplement_is_not_taken_where_food_can_do_it(tables: Tables) -> None:
    """A vegan whose foods are not left out needs none, though all are allowed."""
    words: dict[str, Any] = {"diet": "vegan", "days": 2}
    allowed = answer_request(make_request(tables, **words, supplements=["all"]), tables)
    assert not allowed.supplements
    assert allowed.days == plan_week(make_request(tables, **words), tables).days


@pytest.mark.parametrize(
    ("doses", "said"),
    [
        ((Dose("you", "vitamin_b12_ug", 11.0),), "no dose of 11"),
        ((Dose("you", "calcium_mg", 500.0),), "allows no such supplement"),
        ((Dose("me", "vitamin_b12_ug", 10.0),), "is not known"),
        ((Dose("you", "vitamin_b12_ug", 10.0), Dose("you", "vitamin_b12_ug", 25.0)), "twice"),
    ],
)
def test_a_dose_that_is_not_the_tables_or_not_allowed_is_a_fault(
    vegan: WeekPlan, tables: Tables, doses: tuple[Dose, ...], said: str
) -> None:
    """The check trusts no supplement of a plan file."""
    (person,) = vegan.request.people
    person = replace(person, supplements=("vitamin_b12_ug",))
    request = replace(vegan.request, people=(person,))
    report = check_plan(replace(vegan, request=request, supplements=doses), tables)
    assert said in str(report.faults)


def test_the_check_counts_magnesium_supplements_against_their_own_level(
    vegan: WeekPlan, tables: Tables
) -> None:
    """Food's magnesium lies above 350 mg, and that is no miss; the dose is judged alone."""
    (person,) = vegan.request.people
    request = replace(vegan.request, people=(replace(person, supplements=("magnesium_mg",)),))
    plan = replace(vegan, request=request, supplements=(Dose("you", "magnesium_mg", 200.0),))
    verdicts = [v for v in check_plan(plan, tables).verdicts if v.kind == "UL of supplements"]
    assert [v.value for v in verdicts] == [200.0] * 3
    assert all(v.met and v.maximum == 350 for v in verdicts)


def test_a_limit_below_the_minimum_is_a_conflict_of_ones_own(tables: Tables) -> None:
    """Potassium of at most 2,000 mg and its AI: the own limit is named and raised."""
    request = make_request(tables, limits=["potassium=2000"], days=1)
    plan = answer_request(request, tables)
    causes = {one.side: one for one in plan.shortfalls if one.nutrient == "potassium_mg"}
    assert causes["minimum"].conflicts == ("potassium_mg",)
    (change,) = plan.changes
    assert change.kind == "limit"
    option, value = change.words[0]
    assert option == "--limit"
    raised = plan_week(make_request(tables, limits=[value], days=1), tables)
    assert not raised.misses


def test_an_own_limit_is_told_once_and_raised_by_little(tables: Tables) -> None:
    """Potassium at most 2,000 mg: one sentence for both sides, and a limit just above the AI."""
    plan = answer_request(make_request(tables, limits=["potassium=2000"], days=2), tables)
    text = read(plan, check_plan(plan, tables), tables)
    assert text.count("the minimum lies above a limit of your own") == 1
    (change,) = plan.changes
    ((_, value),) = change.words
    assert 3400 < float(value.removeprefix("potassium=")) < 3400 / 0.85


def test_the_words_to_avoid_are_tried_in_reverse(tables: Tables) -> None:
    """Where one food isn't enough, the whole word is proposed, and meets everything."""
    words: dict[str, Any] = {"diet": "vegan", "calories": 1000, "avoid": ["mushrooms"]}
    plan = answer_request(make_request(tables, **words, seed=1), tables)
    assert ("--allow", "mushrooms") in [word for one in plan.changes for word in one.words]


def test_a_miss_that_is_not_proven_is_said_to_be_so(tables: Tables) -> None:
    """800 kcal in whole portions: fractions would do, so nothing is called out of reach."""
    plan = answer_request(make_request(tables, calories=800, days=2), tables)
    assert plan.points.bound_misses < 1e-3
    for one in plan.shortfalls:
        assert one.cause == NOT_FOUND
    if plan.misses:
        text = read(plan, check_plan(plan, tables), tables)
        assert "Not out of reach as far as is known" in text


def test_the_same_request_gets_the_same_answer(vegan: WeekPlan, tables: Tables) -> None:
    """Work is limited by counts, here too."""
    assert answer_request(make_request(tables, **VEGAN), tables) == vegan


def test_a_search_that_was_stopped_says_why_and_proposes_nothing(tables: Tables) -> None:
    """Whoever sets a time limit gets the plan and the reasons, not more planning."""
    plan = answer_request(make_request(tables, **VEGAN), tables, Work(stop=lambda: True))
    assert [one.cause for one in plan.shortfalls] == [OUT_OF_REACH]
    assert plan.misses
    assert plan.stopped
    assert not plan.changes
    text = read(plan, check_plan(plan, tables), tables)
    assert "Vitamin B12: at most" in text
    assert "The search was stopped early" in text
    assert "None of the changes" not in text


def test_the_average_day_solved_again_is_the_average_day(vegan: WeekPlan, tables: Tables) -> None:
    """With foods closed, opened, closed, and other costs between, the optimum is the program's."""
    average = AverageDay(vegan.request, vegan, tables, ())
    expected = build_program(vegan.request, tables).linear.solve().objective
    assert average.optimum.objective == pytest.approx(expected, rel=1e-7)
    (person,) = vegan.request.people
    free = replace(vegan.request, people=(replace(person, avoid=()),))
    opened = average.solve(free).objective
    assert opened == pytest.approx(build_program(free, tables).linear.solve().objective, rel=1e-6)
    average.solve(costs=np.zeros(average.program.linear.columns))
    b12 = [one for one in tables.supplements if one.nutrient == "vitamin_b12_ug"]
    assert average.misses(average.with_doses(b12[:1])) < 1e-3
    assert average.solve().objective == pytest.approx(expected, rel=1e-7)
