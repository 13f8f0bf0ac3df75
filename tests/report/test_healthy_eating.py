"""The Healthy Eating Index of a plan, counted again from its portions by hand."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from planner import WeekPlan, check_plan, make_request, plan_week, report
from planner.people.eating_rules import EATING_RULES
from planner.render.documents.explanation import compose_explanation
from planner.render.formats.text import render_text
from planner.report.healthy_eating import STANDARDS, Standard, compute_healthy_eating, score
from planner.tables.bundle import Tables


@pytest.fixture(scope="module")
def plan(tables: Tables) -> WeekPlan:
    """Three days of a vegetarian."""
    return plan_week(make_request(tables, diet="vegetarian", days=3), tables)


@pytest.mark.parametrize(
    ("best", "worst", "value", "points"),
    [
        (1.5, 0.0, 1.5, 10),
        (1.5, 0.0, 0.75, 5),
        (1.5, 0.0, 3.0, 10),
        (1.5, 0.0, 0.0, 0),
        (1.8, 4.3, 1.8, 10),
        (1.8, 4.3, 3.05, 5),
        (1.8, 4.3, 9.0, 0),
        (1.8, 4.3, 0.0, 10),
        (2.5, 1.2, 1.85, 5),
        (2.5, 1.2, 1.0, 0),
    ],
)
def test_points_lie_in_proportion(best: float, worst: float, value: float, points: float) -> None:
    """Between the worst value and the best, and never beyond either end."""
    standard = Standard("x", "x", "oz", 10, best, worst)
    assert score(standard, value) == pytest.approx(points)


def test_a_hundred_points_in_thirteen_components() -> None:
    """As the index has it: nine of which more is better, four of which less is."""
    assert len(STANDARDS) == 13
    assert sum(one.most for one in STANDARDS) == 100
    assert sum(one.best > one.worst for one in STANDARDS) == 9


def test_the_index_follows_from_the_portions(plan: WeekPlan, tables: Tables) -> None:
    """Whole grains and added sugars summed by hand; the points add up, here and as a frame."""
    (person,) = plan.request.people
    index = compute_healthy_eating(plan, check_plan(plan, tables), person, tables)
    assert index is not None
    servings = [one for day in plan.days for meal in day.meals for one in meal.servings]
    foods = [(tables.foods[one.food_id], one.grams / 100) for one in servings]
    kcal = sum((food.per_100g["energy_kcal"] or 0.0) * own for food, own in foods)
    grains = sum((food.patterns["whole_grain_oz"] or 0.0) * own for food, own in foods)
    sugars = sum((food.per_100g["added_sugars_g"] or 0.0) * own for food, own in foods)
    values = {one.standard.name: one.value for one in index.components}
    assert values["whole grains"] == pytest.approx(grains / kcal * 1000)
    assert values["added sugars"] == pytest.approx(sugars * 4 / kcal * 100)
    assert index.known == 1
    frame = report.healthy_eating(plan, tables)
    assert frame["points"].sum() == pytest.approx(index.total)
    assert (frame["points"] <= frame["most"] + 1e-9).all()
    assert 50 < index.total <= 100


@pytest.mark.parametrize("diet", ["vegan", "omnivore"])
def test_a_week_reaches_the_aim_of_whole_grains(
    diet: str, request: pytest.FixtureRequest, tables: Tables
) -> None:
    """Its printed portions bring what the index gives all its points for, for the energy planned.

    It is an aim and not a limit, so one percent may be missing.
    """
    if diet == "vegan":
        plan: WeekPlan = request.getfixturevalue("week")
    else:
        plan = plan_week(make_request(tables, diet=diet), tables)
    grains = sum(
        (tables.foods[one.food_id].patterns["whole_grain_oz"] or 0.0) * one.grams / 100
        for day in plan.days
        for meal in day.meals
        for one in meal.servings
    )
    (person,) = plan.request.people
    (standard,) = (one for one in STANDARDS if one.name == "whole grains")
    assert grains / len(plan.days) >= 0.99 * standard.best * person.energy_kcal / 1000


def test_the_planner_aims_at_what_the_index_asks_for() -> None:
    """The eating rule for whole grains is the index's standard."""
    (standard,) = (one for one in STANDARDS if one.name == "whole grains")
    assert standard.best == EATING_RULES.whole_grains_oz_per_1000_kcal


def test_it_is_explained_with_a_plan_and_without(plan: WeekPlan, tables: Tables) -> None:
    """The total and each component of the plan; else the standards."""
    checked = check_plan(plan, tables)
    index = compute_healthy_eating(plan, checked, plan.request.people[0], tables)
    assert index is not None
    text = render_text(compose_explanation("HEI-2020", tables, plan, checked))
    assert f"{index.total:.0f} of 100 points" in text
    for one in index.components:
        assert f"{one.standard.name} " in text
    text = render_text(compose_explanation("healthy eating index", tables))
    assert "at most 26" not in text
    assert "at least 1.5" in text


def test_a_plan_file_keeps_what_it_is_counted_from(plan: WeekPlan) -> None:
    """Read from its file, with the rows that it holds, a plan has the same index."""
    opened = WeekPlan.from_json(json.dumps(plan.to_json()), "plan.json")
    ours, kept = (report.healthy_eating(one) for one in (plan, opened))
    assert kept["points"].tolist() == pytest.approx(ours["points"].tolist())


def test_without_patterns_there_is_no_index(plan: WeekPlan, tables: Tables) -> None:
    """Tables of one's own from before score nothing, and say so."""
    foods = {name: replace(food, patterns={}) for name, food in tables.foods.items()}
    own = replace(tables, foods=foods)
    checked = check_plan(plan, own)
    assert compute_healthy_eating(plan, checked, plan.request.people[0], own) is None
    assert report.healthy_eating(plan, own).empty
    text = render_text(compose_explanation("hei", own, plan, checked))
    assert "no food patterns" in text


@pytest.mark.documents
def test_the_standards_are_the_published_ones() -> None:
    """Each component's points and both ends, against the facts where they lie."""
    path = Path(os.environ.get("PLANNER_SOURCE_TABLES", "")) / "facts" / "hei2020.csv"
    if not path.exists():
        pytest.skip("the source table is not here: PLANNER_SOURCE_TABLES names its folder")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["age"] == "2+"]
    published = [
        tuple(float(row[name]) for name in ("max_points", "standard_for_max", "standard_for_zero"))
        for row in rows
    ]
    assert sorted(published) == sorted((one.most, one.best, one.worst) for one in STANDARDS)
