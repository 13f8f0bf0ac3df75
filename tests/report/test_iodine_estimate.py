"""Iodine is estimated from samples: what is printed adds up, and nothing is missed for it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from planner import Tables, WeekPlan, check_plan, make_request, plan_week
from planner.people.exclusions import find_advice
from planner.render.documents.explanation import compose_explanation
from planner.render.documents.iodine import write_iodine
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.report.drink_and_salt import compute_salt_room
from planner.report.iodine_estimate import SALT_UG_PER_G, compute_iodine
from planner.tables.bundle import find_data


def test_the_estimate_adds_up_from_the_table(week: WeekPlan, tables: Tables) -> None:
    """Grams times the samples' mean, least and most, read from the file; a day on average."""
    with (find_data() / "foods.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["food_id"]: row for row in csv.DictReader(file)}
    totals = {"iodine_ug": 0.0, "iodine_least_ug": 0.0, "iodine_most_ug": 0.0}
    eaten = set()
    for day in week.days:
        for meal in day.meals:
            for one in meal.servings:
                row = rows[one.food_id]
                eaten.add(one.food_id)
                for column in totals:
                    figure = row[column] or row["iodine_ug"] or 0
                    totals[column] += one.grams / 100 * float(figure) / len(week.days)
    (person,) = week.request.people
    found = compute_iodine(week, check_plan(week, tables), person, tables)
    assert found is not None
    assert found.food_ug == pytest.approx(totals["iodine_ug"])
    assert found.least_ug == pytest.approx(totals["iodine_least_ug"])
    assert found.most_ug == pytest.approx(totals["iodine_most_ug"])
    assert found.need_ug == 150
    assert len(found.sources) + len(found.unknown) == len(eaten)
    measured = {name for name in eaten if rows[name]["iodine_match"] == "measured"}
    assert found.measured == len(measured)


def test_iodized_salt_stays_within_what_sodium_leaves(week: WeekPlan, tables: Tables) -> None:
    """No more than the room, no more than is lacking but for rounding to a tenth of a gram."""
    (person,) = week.request.people
    report = check_plan(week, tables)
    found, room = compute_iodine(week, report, person, tables), compute_salt_room(person, report)
    assert found is not None
    assert room is not None
    assert 0 < found.salt_g <= room.salt_g
    assert found.salt_ug <= found.lacks_ug + SALT_UG_PER_G / 10
    text = write_iodine(found)
    assert f"If {found.salt_g:.1f} g of the salt that you add is iodized" in text
    assert f"{found.measured} of the" in text
    tight = replace(found, salt_g=0.0)
    assert "leaves no room for iodized salt; a supplement of 150 µg" in write_iodine(tight)
    assert "ask a doctor which one for a child" in write_iodine(replace(found, child=True))
    full = replace(found, food_ug=160.0)
    assert "supplement" not in write_iodine(full)


def test_iodine_is_never_missed(week: WeekPlan, tables: Tables) -> None:
    """A vegan week brings a fraction of the RDA, says so, and meets everything all the same."""
    report = check_plan(week, tables)
    assert not report.misses
    text = " ".join(render_text(compose_plan(week, report, tables)).split())
    assert "Iodine: the food brings about" in text
    assert "a supplement of 150 µg" in text
    assert "iodine (not measured in the food tables)" not in text
    story = render_text(compose_explanation("iodine", tables, week, report))
    assert "measured in" in story


@pytest.mark.parametrize("diet", ["omnivore", "pescatarian", "vegetarian", "vegan"])
@pytest.mark.parametrize("stage", ["pregnant", "lactating"])
def test_in_pregnancy_and_lactation_iodine_is_said_whatever_is_eaten(
    diet: str, stage: str, tables: Tables
) -> None:
    """Each gets the advice for the stage, with its dose."""
    (person,) = make_request(tables, age=30, life_stage=stage, diet=diet).people
    (line,) = [one for one in find_advice(person, tables) if one.topic == "iodine"]
    assert line.stage in ("pregnancy", "lactation")
    assert "150 µg" in line.says


@pytest.mark.parametrize("words", [{"out": ["1 lunch"]}, {}])
def test_the_need_shrinks_with_meals_out(words: Mapping[str, Any], tables: Tables) -> None:
    """As every target does, to the share of the meals at home."""
    plan = plan_week(make_request(tables, days=1, **words), tables)
    (person,) = plan.request.people
    found = compute_iodine(plan, check_plan(plan, tables), person, tables)
    assert found is not None
    assert found.need_ug == pytest.approx(105 if words else 150)
