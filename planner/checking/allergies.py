"""Checks that nobody's allergy is broken at the table: neither in the house nor in a shared dish.

It reads the request and the tables alone, and counts anew what the planner left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Problem, quote
from planner.people.allergies import HOUSE_ALLERGENS, INTOLERANCES
from planner.people.food_words import find_avoided
from planner.plans.records import WeekPlan
from planner.tables.bundle import Tables
from planner.tables.diets import ALLERGENS
from planner.tables.foods import UNKNOWN


def check_allergies(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note each food that someone's allergy keeps out of the house, or off what all share."""
    request = plan.request
    if not request.household_allergies:
        return
    allergic = {
        word: [one.name for one in request.people if word in one.allergies]
        for person in request.people
        for word in person.allergies
        if word not in INTOLERANCES
    }
    house = {w for w in allergic if w in HOUSE_ALLERGENS and w not in request.allergens_at_home}
    house |= {*request.free_of}
    holds = {word: _find_holding(word, tables) for word in (*allergic, *house)}
    for day in plan.days:
        for meal in day.meals:
            where = f"day {day.day}, {meal.meal}"
            shared = tables.shared_slots.get(meal.dish, frozenset())
            eaten = {(one.slot, one.food_id) for one in meal.servings}
            for slot, food_id in sorted(eaten):
                for word in (w for w in holds if food_id in holds[w]):
                    who = f", and {' and '.join(allergic[word])} allergic" * (word in allergic)
                    if word in house:
                        what = f"{food_id} may contain {word}, which stays out of the house{who}"
                        faults.append(Problem(where, what))
                    elif slot in shared:
                        what = f"{food_id} may contain {word} in the shared {quote(slot)}{who}"
                        faults.append(Problem(where, what))


def _find_holding(word: str, tables: Tables) -> frozenset[str]:
    """The ids of the foods that contain an allergen or may; of a word that is none, its foods."""

    def find() -> Iterator[str]:
        for food in tables.foods.values():
            if word in food.contains or UNKNOWN in food.contains:
                yield food.id

    if word in ALLERGENS:
        return frozenset(find())
    return frozenset(food.id for food in find_avoided(word, tables, ("allergies",), widely=True))
