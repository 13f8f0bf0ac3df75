"""Plans of the meals that people eat: two, five, without one; recomputed from what is printed."""

import json
import random
from typing import Any

import pytest

from planner import Request, Tables, WeekPlan, Work, make_household, make_request, plan_week, swap
from planner.actions.recounting import find_differing_points
from planner.checking.findings import check_plan
from planner.people.eating_rules import EATING_RULES
from planner.people.person import Person
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text

SHARES = {"breakfast": 0.25, "lunch": 0.30, "dinner": 0.35, "snack": 0.10}
SLACK = 0.10
USUAL_KCAL = 2000.0
QUICK = Work(effort="quick")


def measure(plan: WeekPlan, person: Person) -> list[dict[str, float]]:
    """The energy of each meal of each day that a person has at home, in kcal."""
    per_100g = {one.id: one.per_100g["energy_kcal"] or 0.0 for one in plan.tables.foods.values()}
    return [
        {
            meal.meal: sum(
                per_100g[one.food_id] * one.grams / 100
                for one in meal.servings
                if one.person == person.name
            )
            for meal in day.meals
            if any(one.person == person.name for one in meal.servings)
        }
        for day in plan.days
    ]


def make_random(number: int, tables: Tables) -> Request:
    """One to three people with meals of their own."""
    rng = random.Random(number)  # noqa: S311
    meals = rng.choice(
        [
            ["breakfast", "dinner"],
            ["lunch", "dinner", "snack"],
            ["breakfast", "snack", "lunch", "tea", "dinner"],
            ["brunch", "supper"],
            ["breakfast", "lunch", "supper", "late bite=snack"],
        ]
    )
    people: list[dict[str, Any]] = []
    for name in ("Ana", "Ben", "Cy")[: rng.randint(1, 3)]:
        words: dict[str, Any] = {"name": name, "age": rng.choice([6, 15, 40])}
        if len(meals) > 2 and rng.random() < 0.5:
            words["skip"] = [rng.choice(meals).partition("=")[0]]
        people.append(words)
    return make_household(people, tables, {"meals": meals, "days": 2, "seed": number})


@pytest.mark.long
@pytest.mark.parametrize("number", range(6))
def test_the_meals_bring_the_whole_day(number: int, tables: Tables) -> None:
    """Each person has their meals and no other, each of a dish for it, and the day's energy."""
    request = make_random(number, tables)
    plan = plan_week(request, tables, QUICK)
    for person in request.people:
        kinds = {m.name: m.served_as for m in request.meals if m.name not in person.skip}
        for brings in measure(plan, person):
            assert list(brings) == list(kinds)
            assert sum(brings.values()) == pytest.approx(person.energy_kcal, rel=0.0501)
    for day in plan.days:
        for meal in day.meals:
            assert request.kinds[meal.meal] in tables.dishes[meal.dish].meals
    assert check_plan(plan, tables).faults == ()
    assert find_differing_points(plan, tables) == []


def test_portions_grow_with_the_share_of_a_meal(tables: Tables) -> None:
    """With two meals a day each is five thirds as large, and so is what a slot may hold at most."""
    request = make_request(tables, meals="breakfast,dinner", days=1)
    (person,) = request.people
    whole = SHARES["breakfast"] + SHARES["dinner"]
    assert EATING_RULES.find_growth(person.meals) == pytest.approx(1 / whole)
    plan = plan_week(request, tables, QUICK)
    for meal in plan.days[0].meals:
        slots = {slot.name: slot for slot in tables.dishes[meal.dish].slots}
        for one in meal.servings:
            food = tables.foods[one.food_id]
            scale = food.serving * person.energy_kcal / whole / USUAL_KCAL
            assert one.portions <= max(food.step, slots[one.slot].largest * scale + food.step / 2)
    usual = make_request(tables, days=1).people[0]
    assert EATING_RULES.find_plate_g("dinner", usual) == 850
    assert EATING_RULES.find_plate_g("dinner", person) == pytest.approx(850 * 2000 / whole / 3000)


def test_whoever_skips_a_meal_has_the_days_targets_on_the_others(tables: Tables) -> None:
    """Nothing of the day is taken off, as for a meal out; the others still have the meal."""
    people: list[dict[str, Any]] = [
        {"name": "Ana", "age": 40},
        {"name": "Ben", "age": 40, "skip": ["lunch"]},
    ]
    plan = plan_week(make_household(people, tables, {"days": 1}), tables, QUICK)
    report = check_plan(plan, tables)
    ana, ben = (
        {v.nutrient: v.minimum for v in report.verdicts if v.person == name and v.kind == "RDA"}
        for name in ("Ana", "Ben")
    )
    assert ana == ben
    eaters = {one.person for one in plan.days[0].meals[1].servings}
    assert plan.days[0].meals[1].meal == "lunch"
    assert eaters == {"Ana"}


def test_a_file_keeps_the_meals_and_a_swap_knows_them(tables: Tables) -> None:
    """Names of one's own are in the file, in a swap's words, and in what is printed."""
    words: dict[str, Any] = {
        "meals": ["breakfast", "lunch", "tea", "supper"],
        "days": 1,
        "out": ["day 1 lunch"],
    }
    plan = plan_week(make_request(tables, **words), tables, QUICK)
    again = WeekPlan.from_json(json.dumps(plan.to_json()))
    assert again.request == plan.request
    assert [meal.meal for meal in again.days[0].meals] == ["breakfast", "tea", "supper"]
    other = swap(plan, tables, day=1, meal="tea", work=QUICK)
    before, after = (
        {meal.meal: meal.dish for meal in one.days[0].meals} for one in (plan, other.plan)
    )
    assert before["tea"] != after["tea"]
    assert check_plan(other.plan, tables).faults == ()
    text = render_text(compose_plan(plan, check_plan(plan, tables), tables))
    assert "Supper: " in text
    assert "Tea: " in text


def test_a_dinner_by_another_name_may_be_left_over(tables: Tables) -> None:
    """Lunches of the day before come from the last dinner of it, whatever it is called."""
    words: dict[str, Any] = {"meals": ["lunch", "snack", "supper"], "days": 4, "leftovers": 2}
    plan = plan_week(make_request(tables, diet="vegan", **words), tables, QUICK)
    assert check_plan(plan, tables).faults == ()
    for day, lunch in plan.find_leftovers().items():
        supper = plan.find_dinner(plan.days[day - 1])
        assert supper is not None
        assert (supper.meal, supper.dish) == ("supper", lunch.dish)
