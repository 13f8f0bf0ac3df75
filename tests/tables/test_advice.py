"""Who is told what beside the figures: groups at higher risk, stages of life, everyone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner import make_request, plan_week
from planner.checking.findings import CheckReport, check_plan
from planner.errors import Problem, write_mentions
from planner.people.exclusions import find_advice
from planner.render.documents.advice import write_advice, write_conditions
from planner.render.documents.coverage import compose_coverage
from planner.render.formats.text import render_text
from planner.request.fields import write_option
from planner.tables.advice import OPTIONAL, read_advice
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
        ({"diet": "ovo-vegetarian"}, {"vitamin-b12", "vitamin-d3"}),
        ({"age": 50}, set()),
        ({"age": 51}, {"vitamin-b12"}),
        ({"avoid": ["fortified"]}, {"vitamin-d"}),
        ({"diet": "vegan", "avoid": ["fortified"]}, {"vitamin-b12", "iodine", "vitamin-d", "dha"}),
        (
            {"diet": "vegetarian", "allergies": ["milk", "egg"]},
            {"vitamin-b12", "iodine", "vitamin-d3", "dha"},
        ),
        ({"age": 30, "life_stage": "pregnant"}, {"pregnancy", "folic-acid", "iodine", "dha"}),
        ({"age": 30, "sex": "female"}, {"folic-acid"}),
        ({"age": 55, "sex": "female"}, {"vitamin-b12"}),
        ({"age": 30, "sex": "male"}, set()),
        ({"age": 30, "life_stage": "nursing"}, {"lactation", "folic-acid", "iodine"}),
        (
            {"age": 30, "life_stage": "nursing", "allergies": ["seafood"]},
            {"lactation", "folic-acid", "iodine", "dha"},
        ),
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
    assert len(lines) == 9  # iron, zinc, B12, iodine, D3, DHA, below 18, the doctor, warfarin
    for line in lines[2:]:
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


def write(words: dict[str, Any], amounts: dict[str, float], tables: Tables) -> list[str]:
    """The advice for a plan of one day that brings these amounts, and nothing else."""
    people = make_request(tables, **words).people
    daily = {("you", name): np.array([amounts.get(name, 0.0)]) for name in tables.nutrients}
    report = CheckReport((), (), (), (1,), daily, {})
    return [write_mentions(line, write_option) for line in write_advice(people, tables, report)]


def starting(line: str, lines: list[str]) -> list[str]:
    """The lines that begin with these words."""
    return [one for one in lines if one.startswith(line)]


def test_zinc_is_advised_as_iron_is(tables: Tables) -> None:
    """What the plan brings stands with it, and where that is less, the target that plans for it."""
    words: dict[str, Any] = {"diet": "vegan", "age": 34, "sex": "female"}
    (zinc,) = starting("Zinc", write(words, {"zinc_mg": 9.5}, tables))
    assert "1.5 times the RDA is advised, 12 mg a day (IOM 2001); the plan brings 9.5 mg" in zinc
    assert "--target zinc=12 plans for it" in zinc
    (zinc,) = starting("Zinc", write(words, {"zinc_mg": 12.5}, tables))
    assert "--target" not in zinc
    (zinc,) = starting("Zinc", list(write_advice(make_request(tables, **words).people, tables)))
    assert "the plan brings" not in zinc
    assert not starting("Zinc", write({"diet": "pescatarian"}, {}, tables))
    words |= {"life_stage": "pregnant"}
    (iron,) = starting("Iron", write(words, {"iron_mg": 30}, tables))
    assert "above the upper level of 45 mg: ask a doctor first" in iron
    assert "--target" not in iron


def test_much_fiber_is_raised_slowly(tables: Tables) -> None:
    """From 40 g a day on, a line says so."""
    assert not starting("Fiber", write({}, {"fiber_g": 40}, tables))
    (line,) = starting("Fiber", write({}, {"fiber_g": 41}, tables))
    assert "brings 41 g a day" in line
    assert "slowly" in line


def test_caffeine_is_said_in_pregnancy(tables: Tables) -> None:
    """At most 200 mg a day, with what the food has; nobody else reads of it."""
    words: dict[str, Any] = {"age": 30, "life_stage": "pregnant"}
    (line,) = starting("Caffeine", write(words, {"caffeine_mg": 9.4}, tables))
    assert "at most 200 mg a day" in line
    assert "up to 9 mg" in line
    assert not starting("Caffeine", write({"age": 30}, {"caffeine_mg": 9.4}, tables))


def test_dha_is_shown_and_said(tables: Tables) -> None:
    """Every plan says what it brings of EPA and DHA, whoever eats it."""
    plan = plan_week(make_request(tables, days=2), tables)
    report = check_plan(plan, tables)
    epa, dha = (1000 * report.mean("you", name) for name in ("epa_g", "dha_g"))
    text = " ".join(render_text(compose_coverage(plan, report, tables).remarks).split())
    assert f"omega-3 of fish: {epa:.0f} and {dha:.0f} mg a day" in text


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("x,old,9,120,,Said.,Someone", "stage", "'old' is not known"),
        ("x,any,young,120,,Said.,Someone", "age_min", "'young' is not a number"),
        ("x,any,9,120,vodka,Said.,Someone", "without", "'vodka' is not known"),
        ("x,any,9,120,,Said.,Someone,vodka", "eats", "'vodka' is not known"),
        ("x,any,9,120,,Said.,", "source", "is blank"),
        ("x,any,9,120,,Said.,Someone,woman", "sex", "'woman' is not known"),
    ],
)
def test_bad_rows_have_a_place(row: str, column: str, what: str, tmp_path: Path) -> None:
    """A stage, an age or a tag that isn't one; a line without its source."""
    path = tmp_path / "advice.csv"
    header = "topic,stage,age_min,age_max,without,says,source"
    header += f",{column}\n" if column in OPTIONAL else "\n"
    path.write_text(f"{header}{row}\n", encoding="utf-8")
    problems: list[Problem] = []
    read_advice(path, problems)
    where = f"advice.csv, line 2, column {column}"
    assert (where, what) in [(one.where, one.what) for one in problems]


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ({"life_stage": "pregnant", "age": 30}, "until the 12th week of pregnancy"),
        ({"sex": "female", "age": 30}, "if you may become pregnant"),
    ],
)
def test_folic_acid_is_named_with_its_source(
    words: dict[str, Any], stage: str, tables: Tables
) -> None:
    """400 µg as a supplement, in pregnancy and before."""
    (line,) = starting(
        "Folic acid", list(write_advice(make_request(tables, **words).people, tables))
    )
    assert "400 µg" in line
    assert stage in line
    assert line.endswith("Practice Bulletin 187, Neural Tube Defects (2017).")
