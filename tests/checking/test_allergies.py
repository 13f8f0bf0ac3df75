"""An allergy at the table: no serving that a plan prints breaks it, and the check says what would.

What is allowed is recomputed here from the tags of the foods that are printed.
"""

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from planner import Request, Tables, WeekPlan, Work, make_household, make_request, plan_week
from planner.checking.findings import check_plan
from planner.errors import RequestError
from planner.render.documents.allergies import OLDER, write_allergies
from planner.request.from_words import join_requests
from planner.tables.dishes import Dish

HOUSE = {"peanut", "tree-nut", "sesame", "fish", "shellfish"}
OTHERS = ("milk", "egg", "wheat", "soy", "gluten", "mustard")
People = list[dict[str, Any]]
QUICK = Work(effort="quick")


def may_contain(plan: WeekPlan, food_id: str, allergens: set[str]) -> bool:
    """Whether a food has one of these tags, or nobody knows."""
    contains = plan.tables.foods[food_id].contains
    return "unknown" in contains or not contains.isdisjoint(allergens)


def find_breaches(plan: WeekPlan, house: set[str]) -> list[tuple[str, str]]:
    """The printed servings that a household's allergies rule out, each with why."""
    own = {person.name: {*person.allergies} for person in plan.request.people}
    anyone = {one for allergens in own.values() for one in allergens} - {"lactose"}
    found = []
    for day in plan.days:
        for meal in day.meals:
            shared = plan.tables.shared_slots[meal.dish]
            for serving in meal.servings:
                food = serving.food_id
                if may_contain(plan, food, own[serving.person]):
                    found.append((food, f"{serving.person}'s own allergy"))
                if may_contain(plan, food, house):
                    found.append((food, "in the house"))
                if serving.slot in shared and may_contain(plan, food, anyone):
                    found.append((food, "in what all share"))
    return found


def make_people(number: int, tables: Tables) -> tuple[Request, set[str]]:
    """A random household with allergies, and what stays out of its house."""
    rng = random.Random(number)  # noqa: S311
    people: People = []
    for name in ("Ana", "Ben", "Cy", "Di")[: rng.randint(2, 4)]:
        words: dict[str, Any] = {"name": name, "age": rng.choice([2, 7, 15, 40, 70])}
        words["diet"] = rng.choice(["omnivore", "omnivore", "vegetarian", "vegan"])
        if name == "Ana" or rng.random() < 0.3:
            some = rng.sample([*sorted(HOUSE), *OTHERS, "lactose"], rng.randint(1, 2))
            words["allergies"] = some
        people.append(words)
    let_in = rng.choice([[], ["peanut"], ["tree-nut", "fish"]])
    free_of = rng.choice([[], ["milk"], ["mustard"]])
    said = {"allergens_at_home": let_in, "free_of": free_of}
    allergic = {one for words in people for one in words.get("allergies", ())}
    request = make_household(people, tables, {"days": 2, "seed": number, **said})
    return request, ((allergic & HOUSE) - {*let_in}) | {*free_of}


@pytest.mark.long
@pytest.mark.parametrize("number", range(8))
def test_no_printed_serving_breaks_an_allergy(number: int, tables: Tables) -> None:
    """Neither in the house, nor in what all share, nor on one's own plate; the check agrees."""
    request, house = make_people(number, tables)
    plan = plan_week(request, tables, QUICK)
    assert find_breaches(plan, house) == []
    assert check_plan(plan, tables).faults == ()


def _put(plan: WeekPlan, food_id: str, tables: Tables, *, shared: bool) -> WeekPlan | None:
    """The plan with Ben's food of some slot replaced, where the food fits one of these slots."""
    for number, day in enumerate(plan.days):
        for place, meal in enumerate(day.meals):
            for at, one in enumerate(meal.servings):
                slots = {slot.name: slot for slot in tables.dishes[meal.dish].slots}
                is_shared = one.slot in tables.shared_slots[meal.dish]
                fits = slots[one.slot].accepts(tables.foods[food_id])
                if one.person != "Ben" or is_shared != shared or not fits:
                    continue
                grams = one.portions * tables.foods[food_id].portion_g
                servings = list(meal.servings)
                servings[at] = replace(one, food_id=food_id, grams=grams)
                meals = list(day.meals)
                meals[place] = replace(meal, servings=tuple(servings))
                days = list(plan.days)
                days[number] = replace(day, meals=tuple(meals))
                return replace(plan, days=tuple(days))
    return None


def test_the_check_finds_what_stays_out_of_the_house_and_off_shared_dishes(
    tables: Tables,
) -> None:
    """A plan into which such a food is written by hand has a fault that names it."""
    people: People = [
        {"name": "Ana", "allergies": ["milk", "tree-nut"]},
        {"name": "Ben", "calories": 2400},
    ]
    plan = plan_week(make_household(people, tables, shared={"days": 4}), tables, QUICK)
    said = []
    for food in tables.foods.values():
        for allergen, shared in (("milk", True), ("tree-nut", False), ("tree-nut", True)):
            changed = (
                _put(plan, food.id, tables, shared=shared) if allergen in food.contains else None
            )
            if changed is not None:
                faults = [str(one) for one in check_plan(changed, tables).faults]
                assert any(food.id in one and allergen in one for one in faults), food.id
                said.append(allergen)
    assert {*said} == {"milk", "tree-nut"}


def test_a_word_lets_an_allergen_into_the_house(tables: Tables) -> None:
    """Peanut is out for the others too, unless they say that it may be at home."""
    ana = make_request(tables, name="Ana", allergies=["peanut"])
    ben = make_request(tables, name="Ben")
    kept = join_requests([ana, ben])
    assert kept.people[1].kept_out.keys() == {"peanut"}
    assert "Ana" in kept.people[1].kept_out["peanut"]
    ana, ben = (
        make_request(tables, name=one.name, allergies=one.allergies, allergens_at_home="peanuts")
        for one in kept.people
    )
    assert join_requests([ana, ben]).people[1].kept_out == {}


def test_an_intolerance_is_nobody_elses_matter(tables: Tables) -> None:
    """Traces of lactose do no harm, so others share what has milk."""
    people: People = [{"name": "Ana", "allergies": ["lactose"]}, {"name": "Ben"}]
    plan = plan_week(make_household(people, tables, shared={"days": 1}), tables, QUICK)
    assert write_allergies(plan, tables) == []


def test_a_plan_keeps_what_its_household_says(tables: Tables) -> None:
    """A file holds both words, and what it is read as is checked as before."""
    people: People = [{"name": "Ana", "allergies": ["fish"]}, {"name": "Ben"}]
    shared = {"days": 1, "free_of": ["coconut"]}
    plan = plan_week(make_household(people, tables, shared=shared), tables, QUICK)
    again = WeekPlan.from_json(json.dumps(plan.to_json()))
    assert again.request == plan.request
    assert check_plan(again, again.tables).faults == ()
    texts = write_allergies(again, again.tables)
    assert any(
        one.startswith("Fish stays out of the house, since Ana is allergic") for one in texts
    )
    assert any(one.startswith("Coconut stays out of the house: nobody") for one in texts)


def test_an_older_plan_says_that_it_meant_less(tables: Tables) -> None:
    """A file of a version before holds others to nothing, and the plan says so."""
    people: People = [{"name": "Ana", "allergies": ["fish"]}, {"name": "Ben"}]
    request = make_household(people, tables, shared={"days": 1})
    older = {**request.to_json()}
    for name in ("allergens_at_home", "free_of", "household_allergies"):
        del older[name]
    plan = plan_week(request, tables, QUICK).to_json()
    for eater in plan["tables"]["eaters"]:
        del eater["instead"]
    text = json.dumps({**plan, "schema_version": 7, "request": older})
    opened = WeekPlan.from_json(text)
    assert all(not person.kept_out for person in opened.request.people)
    assert write_allergies(opened, opened.tables) == [OLDER]


def test_words_that_contradict_or_name_nothing_are_refused(tables: Tables) -> None:
    """With the field and what may be meant."""
    with pytest.raises(RequestError, match="in") as contradiction:
        make_request(tables, free_of="peanut", allergens_at_home="peanut")
    assert contradiction.value.problems[0].where == ("free_of",)
    with pytest.raises(RequestError, match="penut") as unknown:
        make_request(tables, free_of="penut")
    assert unknown.value.problems[0].where == ("free_of",)
    assert "peanut" in unknown.value.problems[0].remedy


def test_what_a_step_mixes_is_shared(tables: Tables) -> None:
    """What is cooked or stirred together is; bread and a glass of milk are on each plate."""
    shared = tables.shared_slots
    assert "milk" in shared["porridge-fruit-nuts"]
    assert shared["crackers-nut-butter-milk"] == frozenset()
    bare: Dish = replace(tables.dishes["crackers-nut-butter-milk"], ahead=(), steps=())
    assert replace(tables, dishes={bare.id: bare}).shared_slots[bare.id] == {
        slot.name for slot in bare.slots
    }
