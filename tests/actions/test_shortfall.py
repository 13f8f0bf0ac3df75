"""Certificates of why something is missed: a maximum is one, a conflict is one."""

from __future__ import annotations

import pulp
import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.actions.answers import answer_request
from planner.actions.shortfall import NOT_FOUND, OUT_OF_REACH
from planner.checking.findings import CheckReport
from planner.model.bound import build_program
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.search.effort import Work
from planner.tables.bundle import Tables


def read(plan: WeekPlan, report: CheckReport, tables: Tables) -> str:
    """A plan as it is printed, on one line."""
    return " ".join(render_text(compose_plan(plan, report, tables)).split())


def test_b12_is_out_of_reach_without_fortified_food(vegan: WeekPlan, tables: Tables) -> None:
    """It is named with the most there is, and the plan is there all the same, with its misses."""
    shortfall = vegan.shortfalls[0]
    assert (shortfall.nutrient, shortfall.cause) == ("vitamin_b12_ug", OUT_OF_REACH)
    assert shortfall.limit == 2.4
    assert shortfall.reach is not None
    assert 0 < shortfall.reach < 2.4
    report = check_plan(vegan, tables)
    missed = {miss.nutrient for miss in report.misses}
    assert missed - {"vitamin_d_mushrooms_ug"} == {"vitamin_b12_ug", "vitamin_d_ug"}
    assert not report.faults
    mean = report.mean("you", "vitamin_b12_ug")
    assert mean <= shortfall.reach + 1e-6
    text = read(vegan, report, tables)
    assert f"Vitamin B12: at most {shortfall.reach:.3g} of 2.4 µg a day" in text
    assert "planned and checked" in text


def test_vitamin_d_is_within_reach_of_mushrooms_alone(vegan: WeekPlan, tables: Tables) -> None:
    """Without fortified food: it says that packs differ too much to count on them."""
    (shortfall,) = [one for one in vegan.shortfalls if one.nutrient == "vitamin_d_ug"]
    assert shortfall.conflicts == ("vitamin_d_mushrooms_ug",)
    text = read(vegan, check_plan(vegan, tables), tables)
    assert "only if more than a third of it rests on mushrooms" in text


def test_no_mushroom_is_missed_by_a_crumb(tables: Tables) -> None:
    """A vegan's week without fortified food misses vitamins, and the cap on mushrooms holds."""
    request = make_request(tables, diet="vegan", avoid=["fortified"])
    report = check_plan(plan_week(request, tables), tables)
    assert {miss.nutrient for miss in report.misses} == {"vitamin_b12_ug", "vitamin_d_ug"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "dose"),
    [
        ({"avoid": ["vitamin-d3"], "diet": "vegetarian"}, 10),
        ({"avoid": ["fortified", "mushrooms"], "diet": "vegetarian", "days": 3}, 20),
    ],
)
def test_no_target_is_met_with_sixty_eggs(
    words: dict[str, object], dose: float, tables: Tables
) -> None:
    """At most two a day on average; what is missed so is named, and a supplement proposed."""
    request = make_request(tables, **words)  # type: ignore[arg-type]
    plan = answer_request(request, tables, Work("quick"))
    eggs = sum(
        one.portions
        for day in plan.days
        for meal in day.meals
        for one in meal.servings
        if tables.foods[one.food_id].group == "eggs"
    )
    assert eggs <= 2 * len(plan.days)
    assert {miss.nutrient for miss in plan.misses} == {"vitamin_d_ug"}
    doses = [(one.nutrient, one.dose) for change in plan.changes for one in change.doses]
    assert doses == [("vitamin_d_ug", dose)]
    (shortfall,) = plan.shortfalls
    assert shortfall.conflicts[-1] == "eggs"
    assert "with at most 14 eggs a week" in read(plan, check_plan(plan, tables), tables)


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
    shortfall = vegan.shortfalls[0]
    assert shortfall.reach == pytest.approx(-pulp.value(written.problem.objective), abs=1e-5)


def test_a_limit_below_the_minimum_is_a_conflict_of_ones_own(tables: Tables) -> None:
    """Potassium of at most 2,000 mg and its AI: the own limit is named and raised."""
    request = make_request(tables, limits=["potassium=2000"], days=1)
    plan = answer_request(request, tables)
    causes = {one.side: one for one in plan.shortfalls if one.nutrient == "potassium_mg"}
    assert causes["minimum"].conflicts == ("potassium_mg",)
    (change,) = plan.changes
    assert list(change.values) == ["limits"]
    option, value = change.words[0]
    assert option == "limits"
    raised = plan_week(make_request(tables, limits=[value], days=1), tables)
    assert not raised.misses


@pytest.mark.long
def test_a_miss_that_is_not_proven_is_said_to_be_so(tables: Tables) -> None:
    """880 kcal in whole portions: fractions would do, so nothing is called out of reach."""
    plan = answer_request(make_request(tables, calories=880, days=1), tables)
    assert plan.points.bound_misses < 1e-3
    for one in plan.shortfalls:
        assert one.cause == NOT_FOUND
    if plan.misses:
        text = read(plan, check_plan(plan, tables), tables)
        assert "Not known to be out of reach" in text
