"""Certificates of honest answers: what is proposed meets everything, nothing is taken unasked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.answer import answer_request
from planner.average import AverageDay
from planner.check import CheckReport
from planner.plan import Dose
from planner.render.compose import compose_plan
from planner.render.text import render_text
from planner.shortfall import OUT_OF_REACH
from planner.tables import Tables
from planner.work import Work

VEGAN: dict[str, Any] = {"diet": "vegan", "avoid": ["fortified"], "days": 3}


def read(plan: WeekPlan, report: CheckReport, tables: Tables) -> str:
    """A plan as it is printed, on one line."""
    return " ".join(render_text(compose_plan(plan, report, tables)).split())


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
    plan = replace(vegan, request=request, supplements=(Dose("you", "magnesium_mg", 241.3),))
    verdicts = [v for v in check_plan(plan, tables).verdicts if v.kind == "UL of supplements"]
    assert [v.value for v in verdicts] == [241.3] * 3
    assert all(v.met and v.maximum == 350 for v in verdicts)


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
    plan = answer_request(make_request(tables, **words), tables)
    assert ("--allow", "mushrooms") in [word for one in plan.changes for word in one.words]


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


def test_an_answer_does_not_depend_on_the_threads(tables: Tables) -> None:
    """A request that is missed by several nutrients is told the same twice."""
    request = make_request(tables, calories=700, age=30, sex="female", days=2)
    first, second = (answer_request(request, tables) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert first.shortfalls


def test_a_smaller_own_limit_is_proven_not_to_do(tables: Tables) -> None:
    """Just below the figure named no plan meets everything, nor does its average day."""
    plan = answer_request(make_request(tables, limits=["carbohydrate=50"], days=1), tables)
    (change,) = plan.changes
    assert change.not_enough is not None
    ((_, value),) = change.words
    assert 50 < change.not_enough < float(value.removeprefix("carbohydrate="))
    request = make_request(tables, limits=[f"carbohydrate={change.not_enough}"], days=1)
    assert AverageDay(request, plan, tables, ()).proven
    assert "no plan meets everything with --limit carbohydrate=129" in read(
        plan, check_plan(plan, tables), tables
    )
