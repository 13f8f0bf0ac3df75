"""Who is told what beside the figures: groups at higher risk, stages of life, everyone."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import make_request, plan_week
from planner.checking.findings import check_plan
from planner.errors import Problem
from planner.people.exclusions import find_advice
from planner.render.documents.advice import write_advice, write_conditions
from planner.tables.advice import read_advice
from planner.tables.bundle import Tables

EVERYONE = {"doctor"}


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ({}, set()),
        ({"diet": "vegan"}, {"vitamin-b12", "iodine", "vitamin-d3", "dha"}),
        ({"diet": "vegetarian"}, {"vitamin-b12", "vitamin-d3", "rennet"}),
        ({"diet": "vegetarian", "avoid": ["rennet", "wool fat"]}, {"vitamin-b12"}),
        ({"diet": "pescatarian"}, set()),
        ({"age": 50}, set()),
        ({"age": 51}, {"vitamin-b12"}),
        ({"avoid": ["fortified"]}, {"vitamin-d"}),
        ({"diet": "vegan", "avoid": ["fortified"]}, {"vitamin-b12", "iodine", "vitamin-d", "dha"}),
        (
            {"diet": "vegetarian", "allergies": ["milk", "egg"]},
            {"vitamin-b12", "iodine", "vitamin-d3", "dha"},
        ),
        ({"age": 30, "life_stage": "pregnant"}, {"pregnancy", "dha"}),
        ({"age": 30, "life_stage": "nursing"}, {"lactation"}),
        ({"age": 30, "life_stage": "nursing", "allergies": ["seafood"]}, {"lactation", "dha"}),
        ({"age": 17}, {"under-18"}),
        ({"age": 18}, set()),
    ],
)
def test_each_group_is_told(said: dict[str, object], topics: set[str], tables: Tables) -> None:
    """By what may be eaten, whether diet, allergy or words keep it out; by age and stage."""
    (person,) = make_request(tables, **said).people  # type: ignore[arg-type]
    assert {advice.topic for advice in find_advice(person, tables)} == topics | EVERYONE


def test_the_narrowest_line_of_a_topic_is_said(tables: Tables) -> None:
    """A vegan of 60 hears of fortified foods, not of how meat is taken up."""
    (person,) = make_request(tables, diet="vegan", age=60).people
    lines = [one for one in find_advice(person, tables) if one.topic == "vitamin-b12"]
    assert [line.without != () for line in lines] == [True]


def test_every_line_names_its_source(tables: Tables) -> None:
    """The source stands at the end of what is printed."""
    (person,) = make_request(tables, diet="vegan", age=12, conditions=["warfarin"]).people
    lines = [*write_advice([person], tables), *write_conditions([person], tables)]
    assert len(lines) == 8  # iron, vitamin B12, iodine, D3, DHA, below 18, the doctor, warfarin
    for line in lines[1:]:
        assert " Source: " in line


def test_people_of_a_household_are_named(tables: Tables) -> None:
    """What is not for all begins with a name; what is for all stands once, at the end."""
    ana = make_request(tables, name="Ana", diet="vegan", conditions=["warfarin"]).people[0]
    ben = make_request(tables, name="Ben", age=12).people[0]
    *some, last = write_advice([ana, ben], tables)
    assert any(line.startswith("Ana: Vitamin B12") for line in some)
    assert any(line.startswith("Ben: Below 18") for line in some)
    assert last.startswith("This plan informs")
    (line,) = write_conditions([ana, ben], tables)
    assert line.startswith("Ana, with warfarin: ")


def test_a_condition_is_said_with_what_the_plan_brings(tables: Tables) -> None:
    """Its nutrients from the lowest to the highest day of the plan."""
    plan = plan_week(make_request(tables, diet="vegan", days=2, conditions=["warfarin"]), tables)
    report = check_plan(plan, tables)
    (line,) = write_conditions(plan.request.people, tables, report)
    daily = report.daily["you", "vitamin_k_ug"]
    assert f"This plan brings vitamin K {min(daily):,.0f} to {max(daily):,.0f} µg a day." in line


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("x,old,9,120,,Said.,Someone", "stage", "'old' is not known"),
        ("x,any,young,120,,Said.,Someone", "age_min", "'young' is not a number"),
        ("x,any,9,120,vodka,Said.,Someone", "without", "'vodka' is not known"),
        ("x,any,9,120,,Said.,Someone,vodka", "eats", "'vodka' is not known"),
        ("x,any,9,120,,Said.,", "source", "is blank"),
    ],
)
def test_bad_rows_have_a_place(row: str, column: str, what: str, tmp_path: Path) -> None:
    """A stage, an age or a tag that isn't one; a line without its source."""
    path = tmp_path / "advice.csv"
    header = "topic,stage,age_min,age_max,without,says,source"
    header += ",eats\n" if column == "eats" else "\n"
    path.write_text(f"{header}{row}\n", encoding="utf-8")
    problems: list[Problem] = []
    read_advice(path, problems)
    where = f"advice.csv, line 2, column {column}"
    assert (where, what) in [(one.where, one.what) for one in problems]
