"""A plan file of an older version says the same as one of today's."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner import Tables, WeekPlan, make_request
from planner.errors import PlanFileError
from planner.plans.json_file import parse_file
from planner.plans.records import Points
from planner.render.documents.coverage import write_points
from planner.request.fields import write_option

OLDER = json.loads((Path(__file__).parent / "schema-5.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ([("--allow", "soy milk"), ("--allow", "tofu")], {"allow": ["soy milk", "tofu"]}),
        (
            [("--target", "fiber=40"), ("--target", "iron=9.5"), ("--limit", "fat=70")],
            {"targets": {"fiber": 40.0, "iron": 9.5}, "limits": {"fat": 70.0}},
        ),
        (
            [("--minutes", "dinner=40"), ("--minutes", "lunch=25")],
            {"minutes": {"dinner": 40, "lunch": 25}},
        ),
        (
            [("--minutes", "30")],
            {"minutes": dict.fromkeys(("breakfast", "lunch", "dinner", "snack"), 30)},
        ),
        ([("--calories", "2100")], {"calories": 2100.0}),
        ([("--diet", "vegetarian")], {"diet": "vegetarian"}),
        (
            [("--supplements", "vitamin-b12,vitamin-d")],
            {"supplements": ["vitamin-b12", "vitamin-d"]},
        ),
    ],
)
def test_the_words_of_an_older_change_are_values(
    words: list[tuple[str, str]], values: dict[str, Any], tables: Tables
) -> None:
    """Each option becomes the value of its field; a request is made of it, and it is written so."""
    change = {
        "person": "Ben",
        "kind": "whatever",
        "words": [{"option": option, "value": text} for option, text in words],
        "foods": [],
        "doses": [],
        "not_enough": None,
    }
    file = parse_file(json.dumps({**OLDER, "changes": [change]}), "plan.json")
    (upgraded,) = file["changes"]
    assert upgraded["values"] == values
    assert upgraded.keys() == change.keys() - {"kind", "words"} | {"values"}
    avoid = ["soy", "tofu"] if "allow" in values else []
    make_request(tables, avoid=avoid, **values)
    plan = WeekPlan.from_json(json.dumps({**OLDER, "changes": [change]}), "plan.json")
    assert sorted(text for _, text in plan.changes[0].words) == sorted(text for _, text in words)
    again = WeekPlan.from_json(json.dumps(plan.to_json()), "plan.json")
    assert again.changes == plan.changes


@pytest.mark.parametrize(
    "words",
    [None, [], [3], [{"option": 3, "value": "x"}], [{"option": "--target", "value": "iron=x"}]],
)
def test_an_older_change_that_cannot_be_read_is_named(words: Any) -> None:
    """What is no change of its version is refused with a message, not a traceback."""
    change = {"person": "Ben", "kind": "limit", "words": words}
    with pytest.raises(PlanFileError, match=r"^plan\.json: is not a whole plan"):
        WeekPlan.from_json(json.dumps({**OLDER, "changes": [change]}), "plan.json")


@pytest.mark.parametrize(
    "values", [{}, None, {"days": 3}, {"nothing": 1}, {"targets": 3}, {"minutes": {"tea": 3}}]
)
def test_a_change_of_no_field_is_refused(values: Any) -> None:
    """The values of a change are those of fields that a change sets."""
    change = {"person": "Ben", "values": values, "foods": [], "doses": [], "not_enough": None}
    value = {**WeekPlan.from_json(json.dumps(OLDER), "plan.json").to_json(), "changes": [change]}
    with pytest.raises(PlanFileError, match=r"^plan\.json: is not a whole plan"):
        WeekPlan.from_json(json.dumps(value), "plan.json")


@pytest.mark.parametrize(
    "points",
    [
        Points(22.709957409090908, 0.0, 0.7461685823754775, 0.0),  # 11.35498 a day, or 11.355
        Points(22.709957409090908, 0.00001, 0.7461685823754775, 0.0),
        Points(122.7, 104.99996, 100.0, 94.99996),
    ],
)
def test_a_plan_and_its_file_say_the_same_points(points: Points) -> None:
    """Where a file's decimals round otherwise than the plan's own, both print the file's."""
    plan = replace(WeekPlan.from_json(json.dumps(OLDER), "plan.json"), points=points)
    read = WeekPlan.from_json(json.dumps(plan.to_json()), "plan.json")
    assert read.points == points.written
    assert write_points(read) == write_points(plan)


def test_an_old_file_is_planned_again_as_its_reader_would() -> None:
    """A library call is told the call, the command line the command."""
    with pytest.raises(PlanFileError) as error:
        WeekPlan.from_json(json.dumps({**OLDER, "schema_version": 3}), "plan.json")
    (problem,) = error.value.problems
    assert "Plan it again: `make_household(people, tables, {'days': 2})`" in str(problem)
    assert "Plan it again: planner plan --profile FILE --days 2" in problem.write(write_option)


def test_a_broken_file_is_explained_in_the_words_of_its_reader() -> None:
    """What is no plan says what writes one: a method of the plan, or an option."""
    with pytest.raises(PlanFileError) as error:
        WeekPlan.from_json("[]", "plan.json")
    (problem,) = error.value.problems
    assert str(problem).endswith("as `json.dumps(plan.to_json())` writes it.")
    assert problem.write(write_option).endswith("as `planner plan --output plan.json` writes it.")


def test_what_to_json_gave_is_no_text_yet() -> None:
    """A mapping is answered with how to make the text of it."""
    value: Any = {"schema": "planner.week-plan"}
    with pytest.raises(PlanFileError, match=r"^plan: \{.*\} is not a text\n.*json\.dumps"):
        WeekPlan.from_json(value)


def test_a_request_in_a_file_is_named_by_the_files_keys(tables: Tables) -> None:
    """Whoever reads it: the command line names no option for what stands in a file."""
    value = WeekPlan.from_json(json.dumps(OLDER), "plan.json").to_json()
    value["request"]["people"][0]["age"] = 0
    with pytest.raises(PlanFileError) as error:
        WeekPlan.from_json(json.dumps(value), "plan.json", tables)
    (problem,) = error.value.problems
    says = "plan.json: request.people.0.age: 0 is out of range"
    assert problem.write(write_option).startswith(says)
    assert str(problem).startswith(says)


def test_a_file_without_tables_says_how_to_give_them() -> None:
    """A file of version 4 is read with tables beside it; without them one message says so."""
    text = (Path(__file__).parent / "schema-4.json").read_text(encoding="utf-8")
    with pytest.raises(PlanFileError) as error:
        WeekPlan.from_json(text, "old.json")
    assert str(error.value) == (
        "old.json: holds no rows of tables, as it has schema 4\n"
        "  Give those in use: WeekPlan.from_json(text, tables=tables)."
    )


def test_a_row_that_a_file_lacks_is_named_with_the_file_once(week: WeekPlan) -> None:
    """The file, the part of it, what is wrong and what to do."""
    value = week.to_json()
    del value["tables"]["rows"]["dishes"][-1]
    with pytest.raises(PlanFileError) as error:
        WeekPlan.from_json(json.dumps(value), "nodish.json")
    for problem in error.value.problems:
        assert problem.where == "nodish.json"
        assert problem.what.startswith("tables, ")
        assert problem.remedy
