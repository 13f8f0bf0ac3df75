"""Conditions: found by the words people use, said with their source, or nothing is planned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner import ExitCode, check_plan, make_request, plan_week
from planner.errors import PlanFileError, PlanWouldHarm, Problem, RequestError
from planner.people.exclusions import find_removals
from planner.plans.records import WeekPlan
from planner.request.fields import write_option
from planner.request.request import Request
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.conditions import find_condition, read_conditions

HEADER = "condition,words,stops,nutrients,allergies,avoid,steady,says,source\n"
STOPPING = {
    "kidney-disease",
    "potassium-sparing-medicine",
    "mao-inhibitor",
    "eating-disorder",
    "phenylketonuria",
}


@pytest.mark.parametrize(
    ("word", "condition"),
    [
        ("kidney-disease", "kidney-disease"),
        ("Kidney  Failure", "kidney-disease"),
        ("CKD", "kidney-disease"),
        ("spironolactone", "potassium-sparing-medicine"),
        ("water pills", "diuretic"),
        ("Type 2 diabetes", "diabetes-medicine"),
        ("celiac", "coeliac-disease"),
        ("kidney stone", "kidney-stones"),
        ("uric acid", "gout"),
        ("cholesterol", "high-cholesterol"),
        ("alendronate", "osteoporosis"),
        ("IBS", "irritable-bowel"),
        ("iron deficiency", "anemia"),
        ("anaemia", "anemia"),
        ("rivaroxaban", "other-blood-thinner"),
    ],
)
def test_people_find_their_condition(word: str, condition: str, tables: Tables) -> None:
    """By its name or another word, however it is written."""
    assert find_condition(word, tables.conditions).id == condition


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("warfarn", "Did you mean warfarin?"),
        ("pregnant", "Say --life-stage pregnant."),
        ("peanut allergy", "Say --allergy peanut."),
        ("lactose intolerance", "Say --allergy lactose."),
        ("ckd, warfarin", "Name one at a time: --condition ckd --condition warfarin."),
        ("bad luck", "`planner explain conditions` lists them. About others, ask a doctor."),
    ],
)
def test_other_words_are_answered(word: str, remedy: str, tables: Tables) -> None:
    """With what was meant, where it is said otherwise, or where the list is."""
    with pytest.raises(RequestError) as refused:
        make_request(tables, conditions=[word])
    (problem,) = refused.value.problems
    assert problem.write(write_option).endswith(f"\n  {remedy}")


def test_what_would_harm_is_not_planned(tables: Tables) -> None:
    """Five conditions stop every request, with the reason and its source; no other does."""
    assert {one.id for one in tables.conditions.values() if one.stops} == STOPPING
    for condition in tables.conditions.values():
        if not condition.stops:
            assert make_request(tables, conditions=[condition.id])
            continue
        with pytest.raises(PlanWouldHarm) as refused:
            make_request(tables, conditions=[condition.id], diet="no such diet")
        assert refused.value.exit_code == ExitCode.HARMFUL
        (problem,) = refused.value.problems
        assert condition.says in problem.what
        assert condition.source in problem.remedy


def test_a_condition_is_kept_in_the_plan(tiny: Tables) -> None:
    """A plan written and read again has it, once, by its id."""
    request = make_request(tiny, diet="vegan", days=1, conditions=["coumadin", "warfarin"])
    assert request.people[0].conditions == ("warfarin",)
    assert Request.from_json(request.to_json()) == request


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("bad-luck", "is not in the tables"),
        ("kidney-disease", "stops every plan"),
    ],
)
def test_a_condition_written_into_a_plan_is_noticed(named: str, says: str, tiny: Tables) -> None:
    """One that the tables don't have, or that stops a plan, makes the file a wrong one."""
    plan = plan_week(make_request(tiny, diet="vegan", days=1), tiny)
    value = plan.to_json()
    value["request"]["people"][0]["conditions"] = [named]
    changed = WeekPlan(Request.from_json(value["request"]), tiny, plan.days, plan.points)
    assert [fault.what for fault in check_plan(changed, tiny).faults] == [
        f"the condition {named!r} {says}"
    ]


def test_a_request_without_conditions_is_of_another_version(tiny: Tables) -> None:
    """The key is never left out, so a file without it is refused."""
    value = make_request(tiny, diet="vegan").to_json()
    del value["people"][0]["conditions"]
    with pytest.raises(PlanFileError):
        Request.from_json(value)


def test_coeliac_disease_leaves_gluten_out(tables: Tables) -> None:
    """A condition's allergens count as the person's allergies."""
    (person,) = make_request(tables, conditions=["coeliac"], allergies=["peanut"]).people
    assert person.allergies == ("peanut", "gluten")


def test_statins_leave_grapefruit_out(tables: Tables) -> None:
    """A condition's kinds of food count as words to avoid, beside the person's own."""
    (person,) = make_request(tables, conditions=["simvastatin"], avoid=["tofu"]).people
    kinds = {removal.food.kind for removal in find_removals(person, tables)}
    assert {"grapefruit", "grapefruit-juice", "tofu"} <= kinds
    assert not any("grapefruit" in f.kind for f in tables.foods.values() if f.kind not in kinds)


@pytest.mark.parametrize(
    ("condition", "out", "stays"),
    [
        (
            "gout",
            {"trout", "crab", "scallops", "sardines", "shrimp"},
            {"cod", "lentils", "spinach"},
        ),
        ("kidney stones", {"spinach", "chard", "beets", "almonds"}, {"kale", "walnuts"}),
        ("warfarin", {"grapefruit", "grapefruit-juice", "cranberries"}, {"orange", "kale"}),
        ("apixaban", {"grapefruit", "grapefruit-juice"}, {"kale", "cranberries"}),
    ],
)
def test_a_condition_leaves_out_what_its_sources_name(
    condition: str, out: set[str], stays: set[str], tables: Tables
) -> None:
    """And no more: what its sources call harmless stays."""
    (person,) = make_request(tables, conditions=[condition]).people
    removed = {removal.food.kind for removal in find_removals(person, tables)}
    left = {food.kind for food in tables.foods.values()} - removed
    assert out <= removed
    assert stays <= left


def test_only_warfarin_and_its_like_keep_vitamin_k_even(tables: Tables) -> None:
    """Other blood thinners have a row of their own, and the row of warfarin says so."""
    assert find_condition("blood thinner", tables.conditions).id == "warfarin"
    assert "don't work against vitamin K" in tables.conditions["warfarin"].says
    other = find_condition("Eliquis", tables.conditions)
    assert not other.steady
    assert [c.id for c in tables.conditions.values() if c.steady] == ["warfarin"]


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        {},
        {"diet": "vegan"},
        {"diet": "vegetarian", "seed": 3},
        {"age": 75, "sex": "female"},
        {"diet": "vegan", "sex": "female", "age": 35, "calories": 1400},
    ],
)
def test_warfarin_keeps_vitamin_k_even(words: dict[str, Any], tables: Tables) -> None:
    """Summed from the portions, each day is within 25 % of the mean, and nothing is missed."""
    request = make_request(tables, conditions=["warfarin"], **words)
    plan = plan_week(request, tables, Work("quick"))
    daily = [
        sum(
            (tables.foods[one.food_id].per_100g["vitamin_k_ug"] or 0.0) * one.grams / 100
            for meal in day.meals
            for one in meal.servings
        )
        for day in plan.days
    ]
    mean = sum(daily) / len(daily)
    assert max(abs(amount / mean - 1) for amount in daily) <= 0.25
    assert check_plan(plan, tables).exit_code == ExitCode.MET


def test_what_is_kept_even_contradicts_another_target_of_ones_own(tables: Tables) -> None:
    """A minimum above the most that a day may bring is refused, with both figures."""
    with pytest.raises(RequestError, match=r"at least 400 µg \(own\) and at most 312.5 µg \(warf"):
        make_request(tables, conditions=["warfarin"], targets={"vitamin-k": 400})


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("gout,,maybe,,,,,Said.,Someone", "stops", "'maybe' is neither 0 nor 1"),
        ("gout,,0,purine_mg,,,,Said.,Someone", "nutrients", "'purine_mg' is not known"),
        ("gout,,0,,meat,,,Said.,Someone", "allergies", "'meat' is not known"),
        ("gout,,0,,,liver,,Said.,Someone", "avoid", "'liver' is not known"),
        ("gout,,0,,,,,,Someone", "says", "is blank"),
        ("gout,,0,,,,,Said.,", "source", "is blank"),
        ("gout,,0,,,,iron_mg=much,Said.,Someone", "steady", "'iron_mg=much' has no amount"),
        ("gout,,0,,,,purine_mg=1,Said.,Someone", "steady", "'purine_mg' is not known"),
        (
            "gout,Bad Toe,0,,,,,Said.,Someone",
            "words",
            "'Bad Toe' is not in lower case with dashes",
        ),
        ("gout,gout,0,,,,,Said.,Someone", "words", "'gout' already means gout"),
    ],
)
def test_bad_rows_have_a_place(row: str, column: str, what: str, tmp_path: Path) -> None:
    """A word that is looked up twice, a nutrient or an allergen that isn't one, a blank."""
    path = tmp_path / "conditions.csv"
    path.write_text(f"{HEADER}{row}\n", encoding="utf-8")
    problems: list[Problem] = []
    read_conditions(path, {"iron_mg"}, {"tofu"}, problems)
    assert [(one.where, one.what) for one in problems] == [
        (f"conditions.csv, line 2, column {column}", what)
    ]
