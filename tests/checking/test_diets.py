"""The check finds what a diet doesn't have, whoever wrote the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import Tables, WeekPlan, check
from planner.plans.records import DayPlan, Serving


def put_in(week: WeekPlan, diet: str, foods: dict[str, float]) -> WeekPlan:
    """A plan for a diet whose first dinner has these grams of foods in its first slots."""
    (person,) = week.request.people
    request = replace(week.request, people=(replace(person, diet=diet),))
    first, *rest = week.days

    def fill(day: DayPlan) -> DayPlan:
        meals = []
        for meal in day.meals:
            if meal.meal == "dinner":
                servings = list(meal.servings)
                for place, (food_id, grams) in enumerate(foods.items()):
                    old = servings[place]
                    portions = grams / week.tables.foods[food_id].portion_g
                    servings[place] = Serving(old.person, old.slot, food_id, portions, grams)
                meal = replace(meal, servings=tuple(servings))  # noqa: PLW2901
            meals.append(meal)
        return replace(day, meals=tuple(meals))

    return replace(week, request=request, days=(fill(first), *rest))


@pytest.mark.parametrize(
    ("diet", "foods", "says"),
    [
        ("kosher-style", {"roast-beef": 85.0, "feta": 28.0}, "no meat in a meal with milk"),
        ("jain", {"cooked-onion": 105.0}, "leaves out by diet"),
        ("vegan, gluten-free", {"whole-wheat-spaghetti": 117.0}, "leaves out by diet"),
        ("low-fodmap", {"cooked-zucchini": 180.0}, "at most 65 g in low-FODMAP"),
    ],
)
def test_a_meal_against_a_diet_is_a_fault(
    diet: str, foods: dict[str, float], says: str, week: WeekPlan, tables: Tables
) -> None:
    """The food is put onto a plate that was planned for anyone."""
    faults = check(put_in(week, diet, foods), tables).faults
    assert any(says in fault.what and "dinner" in str(fault.where) for fault in faults)


def test_a_main_dish_without_starch_is_a_fault_unless_a_diet_lifts_it(
    week: WeekPlan, tables: Tables
) -> None:
    """The dishes for keto are for nobody else."""
    first, *rest = week.days
    meals = tuple(
        replace(meal, dish="fish-roast-vegetables-salad") if meal.meal == "dinner" else meal
        for meal in first.meals
    )
    changed = replace(week, days=(replace(first, meals=meals), *rest))
    says = [fault.what for fault in check(changed, tables).faults]
    assert any("has no starchy food" in text for text in says)
    (person,) = week.request.people
    people = (replace(person, diet="keto"),)
    lifted = replace(changed, request=replace(week.request, people=people))
    says = [fault.what for fault in check(lifted, tables).faults]
    assert not any("has no starchy food" in text for text in says)
