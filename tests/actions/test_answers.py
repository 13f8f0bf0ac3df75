"""Certificates of honest answers: what is proposed meets everything, nothing is taken unasked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.actions import answers
from planner.actions.answers import PROMISED, answer_request
from planner.actions.planning import find_week
from planner.actions.remedies import SUPPLEMENTS, Screen
from planner.actions.shortfall import CONFLICT, OUT_OF_REACH
from planner.checking.findings import CheckReport
from planner.cli import app
from planner.errors import ExitCode
from planner.model.average_day import NO_MISS, AverageDay
from planner.plans.records import Dose
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.search.effort import Work
from planner.tables.bundle import Tables

VEGAN: dict[str, Any] = {"diet": "vegan", "avoid": ["fortified"], "days": 1}


def read(plan: WeekPlan, report: CheckReport, tables: Tables) -> str:
    """A plan as it is printed, on one line."""
    return " ".join(render_text(compose_plan(plan, report, tables)).split())


def test_what_is_proposed_meets_everything_when_asked_for(vegan: WeekPlan, tables: Tables) -> None:
    """Soy milk or another fortified food again, or a supplement: each by its own words."""
    kinds = {next(iter(change.values)): change for change in vegan.changes}
    assert kinds.keys() == {"allow", "supplements"}
    for change in vegan.changes:
        changed = answer_request(make_request(tables, **VEGAN, **change.values), tables)
        report = check_plan(changed, tables)
        assert not report.faults
        assert not report.misses
    assert all("fortified" in tables.foods[food].contains for food in kinds["allow"].foods)


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "missed", "supplement", "dose"),
    [
        (
            {
                "diet": "vegan",
                "age": 60,
                "allergies": ["soy"],
                "avoid": ["gluten", "mushrooms", "oat-milk"],
            },
            "vitamin_d_ug",
            "vitamin_d_ug",
            10,
        ),
        (
            {"age": 70, "sex": "female", "avoid": ["fortified"], "days": 2},
            "vitamin_b12_added_ug",
            "vitamin_b12_ug",
            10,
        ),
    ],
)
def test_what_food_lacks_of_vitamins_b12_and_d_is_named_with_a_dose(
    words: dict[str, Any], missed: str, supplement: str, dose: float, tables: Tables
) -> None:
    """Mushrooms bring a third of vitamin D at most; from 51 on vitamin B12 comes from additions."""
    plan = answer_request(make_request(tables, **words), tables)
    assert {miss.nutrient for miss in plan.misses} == {missed}
    doses = [one for change in plan.changes for one in change.doses]
    assert [(one.nutrient, one.dose) for one in doses] == [(supplement, dose)]


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        "--days 1 --target riboflavin=8",
        "--days 1 --target vitamin-b12=200",
        "--days 1 --target magnesium=12345 --limit fat=12",
    ],
)
def test_what_is_printed_does_what_it_says_when_typed(words: str) -> None:
    """Each change, copied from the screen behind the command."""
    command = ["plan", "--effort", "quick", *words.split()]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == ExitCode.MISSED
    (promise,) = re.findall(r"planned and checked\) with (.*?)\)\.", " ".join(first.stdout.split()))
    changes = re.findall(r"\((--[^()]+)(?:\)|$)", promise)
    assert changes
    for change in changes:
        typed = CliRunner().invoke(app, [*command, *change.split()])
        assert typed.exit_code == ExitCode.MET, change
        assert "Missed" not in typed.stdout


@pytest.mark.long
def test_no_supplement_is_taken_of_what_food_covers(tables: Tables) -> None:
    """Calcium would leave more room for vitamin B12, which is missed all the same: no pill."""
    words: dict[str, Any] = {**VEGAN, "targets": ["calcium=2000"]}
    plan = answer_request(make_request(tables, **words, supplements=["calcium"]), tables)
    assert not plan.supplements
    missed = {miss.nutrient for miss in plan.misses}
    assert "vitamin_b12_ug" in missed
    assert "calcium_mg" not in missed


@pytest.mark.parametrize(
    "words",
    [
        {"diet": "vegan", "avoid": ["fortified", "mushrooms"], "age": 75},
        {"diet": "vegan", "calories": 900, "avoid": ["fortified"]},
        {"avoid": ["fish", "mushrooms", "fortified", "egg", "milk"]},
    ],
)
def test_every_supplement_taken_is_proven_to_be_needed(
    words: dict[str, Any], tables: Tables
) -> None:
    """All are allowed; beside the largest doses of the others any plan misses more without it."""
    request = make_request(tables, **words, supplements=["all"], days=1)
    average = AverageDay(request, plan_week(request, tables), tables, ())
    taken = Screen(average).choose_doses(request.people[0].supplements)
    assert taken
    least = average.least(one.supplement for one in taken)
    for one in taken:
        rest = [
            [o for o in tables.supplements if o.nutrient == other.supplement.nutrient][-1]
            for other in taken
            if other != one
        ]
        assert average.least(rest) > least + NO_MISS


def test_a_supplement_is_taken_where_food_cannot_do_it(tables: Tables) -> None:
    """The smallest dose of the one nutrient that lacks, though all are allowed; said and listed."""
    avoid = ["gluten", "mushrooms", "oat-milk"]
    words: dict[str, Any] = {"diet": "vegan", "allergies": ["soy"], "avoid": avoid}
    request = make_request(tables, **words, age=60, days=2, supplements=["all"])
    plan = answer_request(request, tables)
    assert plan.supplements == (Dose("you", "vitamin_d_ug", 10.0),)
    report = check_plan(plan, tables)
    assert not report.misses
    assert not report.faults
    assert report.taken == {("you", "vitamin_d_ug"): 10.0}
    text = read(plan, report, tables)
    assert "Ask a doctor or dietitian" in text
    assert "[ ] vitamin D, 10 µg: 2 for 2 days" in text
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
    assert [v.value for v in verdicts] == [241.3]
    assert all(v.met and v.maximum == 350 for v in verdicts)


def test_an_own_limit_is_told_once_and_raised_by_little(tables: Tables) -> None:
    """Potassium at most 2,000 mg: one sentence for both sides, and a limit just above the AI."""
    plan = answer_request(make_request(tables, limits=["potassium=2000"], days=2), tables)
    text = read(plan, check_plan(plan, tables), tables)
    assert text.count("the minimum lies above a limit of your own") == 1
    (change,) = plan.changes
    ((_, value),) = change.words
    assert 3400 < float(value.removeprefix("potassium=")) < 3400 / 0.85


@pytest.mark.long
def test_the_words_to_avoid_are_tried_in_reverse(tables: Tables) -> None:
    """Of what a word leaves out as much is proposed again as meets everything, here one food."""
    words: dict[str, Any] = {"diet": "vegan", "calories": 1600, "avoid": ["plant-milks"], "days": 1}
    plan = answer_request(make_request(tables, **words), tables)
    (change,) = [one for one in plan.changes if "allow" in one.values]
    assert {tables.foods[food].kind for food in change.foods} == {"oat-milk"}
    allowed = [value for _, value in change.words]
    assert not plan_week(make_request(tables, **words, allow=allowed), tables).misses


@pytest.mark.long
def test_the_same_request_gets_the_same_answer(vegan: WeekPlan, tables: Tables) -> None:
    """Work is limited by counts, here too."""
    assert answer_request(make_request(tables, **VEGAN), tables) == vegan


def test_a_search_that_was_stopped_says_why_and_proposes_nothing(tables: Tables) -> None:
    """Whoever sets a time limit gets the plan and the reasons, not more planning."""
    plan = answer_request(make_request(tables, **VEGAN), tables, Work(stop=lambda: True))
    assert [one.cause for one in plan.shortfalls] == [OUT_OF_REACH, CONFLICT]
    assert plan.misses
    assert plan.stopped
    assert not plan.changes
    text = read(plan, check_plan(plan, tables), tables)
    assert "Vitamin B12: at most" in text
    assert "The search was stopped early" in text
    assert "No single change" not in text


@pytest.mark.long
def test_an_answer_does_not_depend_on_the_threads(tables: Tables) -> None:
    """A request that is missed by several nutrients is told the same twice."""
    request = make_request(tables, calories=700, age=30, sex="female", days=1)
    first, second = (answer_request(request, tables, Work("quick")) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert first.shortfalls


@pytest.mark.long
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


def test_changes_are_sought_with_limited_work(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the plan no more days are planned again than are set apart, and those of a promise."""
    few = replace(tables, dishes=dict(list(tables.dishes.items())[::7]))
    request = make_request(few, days=3, targets=["iron=44"], limits=["zinc=1"])
    spent: list[tuple[bool, int]] = []

    def find(*given: Any, **words: Any) -> WeekPlan:
        work = given[2]
        before = work.replanned
        try:
            return find_week(*given, **words)
        finally:
            spent.append((not words.get("efforts"), work.replanned - before))

    monkeypatch.setattr(answers, "find_week", find)
    monkeypatch.setattr(answers, "SOUGHT", 60)
    plan = answer_request(request, few)
    assert plan.misses
    tried = [days for own, days in spent if not own]
    assert tried
    assert max(tried) <= PROMISED
    assert sum(tried) - max(tried) <= 60 + len(tried)  # a day that is begun is planned to its end


@pytest.mark.long
def test_a_week_without_fortified_food_is_offered_supplements(tables: Tables) -> None:
    """A plan with them may take all the sweeps of quick and normal, and is waited for."""
    words: dict[str, Any] = {"diet": "vegan", "avoid": ["fortified"]}
    plan = answer_request(make_request(tables, **words), tables)
    assert plan.misses
    (change,) = [change for change in plan.changes if SUPPLEMENTS in change.values]
    mended = answer_request(make_request(tables, **words, **change.values), tables)
    assert not mended.misses
    assert set(mended.supplements) == set(change.doses)
