"""The check catches what was changed in a plan, whatever it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.errors import ExitCode, PlanFileError
from planner.tables import Tables


@pytest.fixture(scope="module")
def plan(tables: Tables) -> WeekPlan:
    """Two days as they are written."""
    return plan_week(make_request(tables, diet="vegetarian", days=2), tables)


def reread(value: dict[str, Any]) -> WeekPlan:
    """A plan from changed JSON."""
    return WeekPlan.from_json(json.dumps(value), "plan.json")


def changed(plan: WeekPlan, change: Callable[[dict[str, Any]], object]) -> WeekPlan:
    """The plan with one change to its JSON."""
    value = json.loads(json.dumps(plan.to_json()))
    change(value)
    return reread(value)


def servings(value: dict[str, Any]) -> list[dict[str, Any]]:
    """All servings of a plan's JSON."""
    return [one for day in value["days"] for meal in day["meals"] for one in meal["servings"]]


def test_json_round_trip(plan: WeekPlan, tables: Tables) -> None:
    """A plan read back from its JSON is the plan, and still checks."""
    again = reread(plan.to_json())
    assert again.to_json() == plan.to_json()
    assert check_plan(again, tables).exit_code is ExitCode.MET


def test_any_changed_gram_is_caught(plan: WeekPlan, tables: Tables) -> None:
    """Every serving's grams and every shopping line's, changed alone by a gram, is a fault."""
    for place in range(len(servings(plan.to_json()))):

        def heavier(value: dict[str, Any], place: int = place) -> None:
            servings(value)[place]["grams"] += 1

        assert check_plan(changed(plan, heavier), tables).faults, place
    for place in range(len(plan.shopping)):

        def more(value: dict[str, Any], place: int = place) -> None:
            value["shopping"][place]["grams"] += 1

        assert check_plan(changed(plan, more), tables).faults, place


def test_portions_changed_with_their_grams_are_caught(plan: WeekPlan, tables: Tables) -> None:
    """Portions doubled along with their grams disagree with the list, or leave the slot."""
    for place in range(len(servings(plan.to_json()))):

        def double(value: dict[str, Any], place: int = place) -> None:
            servings(value)[place]["portions"] *= 2
            servings(value)[place]["grams"] *= 2

        assert check_plan(changed(plan, double), tables).faults, place


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda v: v.update(tables_hash="0" * 16), "other tables"),
        (lambda v: servings(v)[0].update(food_id="roast-beef"), "kept from|belong"),
        (lambda v: servings(v)[0].update(food_id="moon-cheese"), "not known"),
        (lambda v: servings(v)[0].update(person="someone"), "not known"),
        (lambda v: v["days"][0]["meals"][0].update(dish="nothing"), "is no dish"),
        (lambda v: v["days"][0]["meals"][0]["servings"].pop(), "each of its slots"),
        (lambda v: v["days"].pop(), "days are not"),
        (lambda v: v["days"][0]["meals"].reverse(), "four meals"),
        (lambda v: v["shopping"].pop(), "are listed"),
        (lambda v: v["shopping"][0]["packs"][0].update(count=9), "packs of"),
        (lambda v: v["shopping"][0]["packs"][0].update(grams=7), "packs of"),
        (lambda v: v["shopping"].append(v["shopping"][0]), "twice"),
        (lambda v: v["request"]["people"][0].update(diet="breatharian"), "breatharian"),
        (lambda v: v["request"]["people"][0].update(minimum={"moon_mg": 1}), "moon_mg"),
        (lambda v: v["request"]["people"][0].update(avoid=["zzzz"]), "zzzz"),
        (lambda v: v["request"]["people"][0].update(diet="vegan"), "kept from|contains"),
    ],
)
def test_edits_are_named(
    change: Callable[[dict[str, Any]], object], word: str, plan: WeekPlan, tables: Tables
) -> None:
    """An edit by hand is refused with words that name it."""
    report = check_plan(changed(plan, change), tables)
    assert report.exit_code is ExitCode.BAD_DATA
    text = "\n".join(map(str, report.faults))
    assert any(part in text for part in word.split("|")), text


def test_a_hidden_miss_is_caught(tables: Tables) -> None:
    """A plan whose list of misses was emptied no longer agrees with its portions."""
    plan = plan_week(make_request(tables, diet="vegan", days=1, avoid=["fortified"]), tables)
    assert plan.misses
    report = check_plan(replace(plan, misses=()), tables)
    assert any("misses" in str(fault) for fault in report.faults)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"schema": "else"}',
        '{"schema": "planner.week-plan", "schema_version": 99}',
        '{"schema": "planner.week-plan", "schema_version": 3}',
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    """Truncated, foreign or newer files end in one sentence with the file's name."""
    with pytest.raises(PlanFileError, match=r"plan\.json"):
        WeekPlan.from_json(text, "plan.json")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nonsense_never_crashes_the_check(
    data: st.DataObject, plan: WeekPlan, tables: Tables
) -> None:
    """Any value put in the place of any other is refused or reported, never a traceback."""
    value = json.loads(json.dumps(plan.to_json()))
    node: Any = value
    while True:
        keys = list(node) if isinstance(node, dict) else range(len(node))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    junk = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    node[key] = data.draw(junk | st.just([]) | st.just({}))
    try:
        edited = reread(value)
    except PlanFileError:
        return
    check_plan(edited, tables)
