"""The check catches what was changed in a plan, whatever it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil, floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import Person, WeekPlan, check_plan, find_targets, make_request, plan_week
from planner.actions.opening import OpenPlan, recheck
from planner.actions.recounting import find_differing_points
from planner.checking.servings import check_servings
from planner.checking.targets import judge
from planner.errors import ExitCode, PlanFileError, Problem
from planner.people.targets import DAY, PERCENT_OF_ENERGY, WEEK, Target
from planner.plans.shopping import compute_shopping
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY

WISH = {"day": 1, "meal": None, "kind": "without food", "word": "salmon"}


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


def first_day(plan: WeekPlan) -> WeekPlan:
    """A plan's first day as a plan."""
    return replace(plan, request=replace(plan.request, days=1), days=plan.days[:1])


def serve(plan: WeekPlan, meal: int, place: int, portions: float, tables: Tables) -> WeekPlan:
    """A plan of a day with so many portions of one serving, its grams and its list to match."""
    (day,) = plan.days
    own = list(day.meals[meal].servings)
    grams = portions * tables.foods[own[place].food_id].portion_g
    own[place] = replace(own[place], portions=portions, grams=grams)
    meals = list(day.meals)
    meals[meal] = replace(meals[meal], servings=tuple(own))
    days = (replace(day, meals=tuple(meals)),)
    return replace(plan, days=days, shopping=compute_shopping(days, tables))


@pytest.mark.parametrize("energy_kcal", [1450.0, 1730.0, 2000.0, 2800.0])
def test_portions_are_the_slots_rounded_to_whole_steps(
    energy_kcal: float, plan: WeekPlan, tables: Tables
) -> None:
    """No step is too few, and at most half a step may be missing or too much by rounding."""
    plan = first_day(plan)
    people = (replace(plan.request.people[0], energy_kcal=energy_kcal),)
    plan = replace(plan, request=replace(plan.request, people=people))
    for place, meal in enumerate(plan.days[0].meals):
        slots = {slot.name: slot for slot in tables.dishes[meal.dish].slots}
        for number, serving in enumerate(meal.servings):
            food, slot = tables.foods[serving.food_id], slots[serving.slot]
            smallest, largest = (
                amount * food.serving * energy_kcal / 2000 / food.step
                for amount in (slot.smallest, slot.largest)
            )
            taken = []
            for steps in range(int(largest) + 3):
                faults: list[Problem] = []
                portions = steps * food.step
                check_servings(serve(plan, place, number, portions, tables), tables, faults)
                text = f"{food.name}: {portions:g} is outside"
                own = [fault.what for fault in faults if fault.where == f"day 1, {meal.meal}"]
                taken += [] if any(what.startswith(text) for what in own) else [steps]
            first, last = max(1, ceil(smallest - 0.5)), max(1, floor(largest + 0.5))
            assert taken == list(range(first, last + 1)), food.id


def test_nothing_on_a_plate_is_no_serving(plan: WeekPlan, tables: Tables) -> None:
    """A plan with no portions of a food is refused, though its grams and its list agree."""
    plan = first_day(plan)
    for place, meal in enumerate(plan.days[0].meals):
        for number, serving in enumerate(meal.servings):
            report = check_plan(serve(plan, place, number, 0.0, tables), tables)
            assert report.exit_code is ExitCode.BAD_DATA
            name = tables.foods[serving.food_id].name
            assert any(f"{name}: 0 is outside" in str(fault) for fault in report.faults)


HAIR = 1e-5  # of a limit


def test_a_limit_is_met_at_equality_and_missed_by_a_hair(tables: Tables) -> None:
    """Every limit of every target: the very amount is enough, and one part in 100,000 counts."""
    person = Person(minimum={"zinc_mg": 9.0}, maximum={"sodium_mg": 2000.0})
    days, energy = (1, 2), person.energy_kcal
    checked = 0
    for target in find_targets(person, tables):
        factor = tables.nutrients[target.nutrient].kcal_per_g or 0.0
        unit = energy / factor / 100 if target.basis == PERCENT_OF_ENERGY else 1.0

        def met(days_bring: tuple[float, ...], target: Target = target, unit: float = unit) -> bool:
            amounts = {
                (person.name, ENERGY): np.full(len(days), energy),
                (person.name, target.nutrient): np.array(days_bring) * unit,
            }
            return all(one.met for one in judge(person, target, days, amounts, tables))

        low = target.minimum or (target.aim if target.kind == "AI" else None)
        if low is not None:
            assert met((low, low)), target
            assert not met((low * (1 - HAIR), low * (1 - HAIR))), target
            checked += 1
        if target.maximum is not None:
            assert met((target.maximum, target.maximum)), target
            assert not met((target.maximum * (1 + HAIR), target.maximum * (1 + HAIR))), target
            checked += 1
        if target.floor is not None:
            assert low is not None
            assert met((target.floor, 2 * low)), target
            assert not met((target.floor * (1 - HAIR), 2 * low)), target
            checked += 1
    assert checked > 40


def test_a_plan_meets_exactly_what_it_brings(plan: WeekPlan, tables: Tables) -> None:
    """Limits set to what the portions bring are met; a ten-thousandth further they are missed."""
    zinc = tables.per_100g[:, list(tables.nutrients).index("zinc_mg")]
    per_100g = dict(zip(tables.foods, np.nan_to_num(zinc).tolist(), strict=True))
    daily = [
        sum(one.grams / 100 * per_100g[one.food_id] for meal in day.meals for one in meal.servings)
        for day in plan.days
    ]
    mean, most = sum(daily) / len(daily), max(daily)
    (person,) = plan.request.people
    for low, high, missed in (
        (mean, most, []),
        (mean * 1.0001, most, [(WEEK, 1)]),
        (mean, most * 0.9999, [(DAY, daily.index(most) + 1)]),
    ):
        own = replace(person, minimum={"zinc_mg": low}, maximum={"zinc_mg": high})
        request = replace(plan.request, people=(own,))
        report = check_plan(replace(plan, request=request), tables)
        assert [(miss.period, miss.number) for miss in report.misses] == missed
        again = check_plan(replace(plan, request=request, misses=report.misses), tables)
        assert not again.faults
        assert again.exit_code is (ExitCode.MISSED if missed else ExitCode.MET)


def first_priced(value: dict[str, Any]) -> dict[str, Any]:
    """The first line of a plan file's list whose price is known."""
    return next(line for line in value["shopping"] if line["price_known"])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda v: v.update(tables_hash="0" * 16), "other tables"),
        (lambda v: servings(v)[0].update(food_id="roast-beef"), "can't have|fill the slot"),
        (lambda v: servings(v)[0].update(food_id="moon-cheese"), "not known"),
        (lambda v: servings(v)[0].update(person="someone"), "not known"),
        (lambda v: v["days"][0]["meals"][0].update(dish="nothing"), "isn't a dish"),
        (lambda v: v["days"][0]["meals"][0]["servings"].pop(), "each of its slots"),
        (lambda v: v["days"].pop(), "are not 1 to"),
        (lambda v: v["days"][0]["meals"].reverse(), "meals in order"),
        (lambda v: v["shopping"].pop(), "are listed"),
        (lambda v: v["shopping"][0]["packs"][0].update(count=9), "packs of"),
        (lambda v: v["shopping"][0]["packs"][0].update(grams=7), "packs of"),
        (lambda v: v["shopping"].append(v["shopping"][0]), "twice"),
        (lambda v: v["shopping"][0].update(aisle="moon"), "isn't an item of the aisle"),
        (lambda v: v["shopping"][0].update(at_home_grams=1e6), "at home, more than"),
        (lambda v: v["shopping"][0].update(left_grams=9), "left of"),
        (lambda v: v["shopping"][0].update(packs=[]), "packs of"),
        (lambda v: v["shopping"][0].update(cost_usd=0.01), "should cost"),
        (lambda v: v["shopping"][0].update(cost_usd=None), "should cost"),
        (lambda v: first_priced(v).update(price_known=False), "price_known is false"),
        (lambda v: v["request"]["people"][0].update(diet="breatharian"), "breatharian"),
        (lambda v: v["request"]["people"][0].update(minimum={"moon_mg": 1}), "moon_mg"),
        (lambda v: v["request"]["people"][0].update(avoid=["zzzz"]), "zzzz"),
        (lambda v: v["request"]["people"][0].update(diet="vegan"), "can't have|contains"),
        (lambda v: v["request"]["people"][0].update(like=["zzzz"]), "zzzz"),
        (lambda v: v["shopping"][0].update(aisle="attic"), "aisle"),
        (
            lambda v: v["request"].update(wishes=[WISH | {"kind": "with food"}]),
            "what the request asks for: with salmon",
        ),
        (lambda v: v["request"].update(wishes=[WISH | {"word": "zzzz"}]), "zzzz"),
        (lambda v: v["request"].update(wishes=[WISH | {"kind": "with dish"}]), "'salmon'"),
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
        '{"schema": "planner.week-plan", "schema_version": 4}',
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    """Truncated, foreign or newer files end in one sentence with the file's name."""
    with pytest.raises(PlanFileError, match=r"plan\.json"):
        WeekPlan.from_json(text, "plan.json")


LEFT = object()
"""Stands for a key or an item that is left out."""

JUNK: tuple[Any, ...] = (LEFT, None, True, -1, 1e300, float("nan"), "x", "\ud800", [], {"a": 1})


def edit(text: str, path: tuple[str | int, ...], value: Any) -> str:
    """A plan's text with one of its values replaced or left out."""
    root = json.loads(text)
    node = root
    for key in path[:-1]:
        node = node[key]
    if value is LEFT:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return json.dumps(root)


def places(
    node: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The path and the value of everything in a plan's JSON, the first of many that are alike."""
    items = node.items() if isinstance(node, dict) else enumerate(node[:1])
    for key, value in items:
        yield (*path, key), value
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


FREE = {
    *("age", "weight_kg", "energy_source", "seed", "every_day", "minutes", "like", "dislike"),
    *(
        "wishes",
        "allergies",
        "maximum",
        "minimum",
        "own_diet",
        "sex",
        "zinc_mg",
        "stopped",
        "no_repeat",
    ),
    *("bound", "bound_misses"),  # lower ones hold too; higher ones have a test of their own
}
"""What of a request may become another request that the plan answers as well."""


@pytest.mark.long
def test_every_edit_is_caught(tiny: Tables) -> None:
    """Whatever stands in the place of any value is refused or reported, never a traceback.

    What passes is another request that the same meals answer: another seed, fewer wishes.
    """
    request = make_request(
        tiny, diet="vegan", days=1, targets=["zinc=9"], limits=["sodium=2000"], like=["lentils"]
    )
    plan = plan_week(request, tiny)
    value = plan.to_json()
    value["request"]["wishes"] = [
        {"day": 1, "meal": "snack", "kind": "without dish", "word": "lentil-stew"}
    ]
    text = json.dumps(value)
    assert plan.misses
    assert not check_plan(WeekPlan.from_json(text, "plan.json"), tiny).faults
    for path, old in places(value):
        more = (
            [old + 1, old * 2] if isinstance(old, int | float) and old and old is not True else []
        )
        for junk in (*JUNK, *more):
            if (type(junk), junk) == (type(old), old):
                continue
            try:
                edited = WeekPlan.from_json(edit(text, path, junk), "plan.json")
            except PlanFileError:
                continue
            check_plan(edited, edited.tables)
            report = check_plan(edited, tiny)
            if not report.faults and not FREE & set(map(str, path)):
                assert recheck(OpenPlan(edited, report, tiny)).report.faults, (path, junk)


def test_a_file_cut_short_anywhere_is_refused(plan: WeekPlan) -> None:
    """However much of it is left, one message says that it isn't whole."""
    text = json.dumps(plan.to_json(), indent=2)
    for end in range(0, len(text) - 2, 501):
        with pytest.raises(PlanFileError, match="is not JSON"):
            WeekPlan.from_json(text[:end], "plan.json")


@pytest.mark.parametrize("name", ["total", "misses", "bound", "bound_misses"])
def test_points_that_were_edited_are_caught(name: str, plan: WeekPlan, tables: Tables) -> None:
    """Each figure is counted again; a lower bound than is counted holds too."""
    assert not find_differing_points(plan, tables)

    def change(by: float) -> WeekPlan:
        points = plan.to_json()["points"]
        return changed(plan, lambda value: value["points"].update({name: points[name] + by}))

    lower = find_differing_points(change(-1), tables)
    assert len(lower) == (name in ("total", "misses"))
    edited = change(1)
    (problem,) = find_differing_points(edited, tables)
    assert name in str(problem)


@settings(max_examples=30, deadline=None)
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
    check_plan(edited, edited.tables)
