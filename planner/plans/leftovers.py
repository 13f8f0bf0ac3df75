"""Dinners that are cooked double: what is cooked at once, and how long either meal takes."""

from __future__ import annotations

from dataclasses import replace

from planner.plans.names import find_timing
from planner.plans.records import Meal, Serving, WeekPlan
from planner.tables.bundle import Tables
from planner.tables.timing import Timing

FRESH_GROUPS = ("breads", "cheese", "yogurt", "milk")  # put to a dish at table
FRESH_ROLES = frozenset(
    {"salad-leaf", "fresh-vegetable", "vinaigrette", "nutty-dressing", "avocado"}
)
HEAT_MIN = 5  # minutes until a plate from the fridge steams all through: our estimate


def find_doubled(day: int, meal: Meal, plan: WeekPlan) -> Meal | None:
    """The lunch that is cooked with a dinner; None where there is none."""
    is_dinner = meal == plan.find_dinner(plan.days[day - 1])
    return plan.find_leftovers().get(day) if is_dinner else None


def find_fresh(meal: Meal, tables: Tables) -> list[str]:
    """The foods of a meal that are added at table: what keeps is cooked without them."""
    slots = {slot.name: slot for slot in tables.dishes[meal.dish].slots}
    return [
        food_id
        for food_id, slot in dict.fromkeys(
            (serving.food_id, serving.slot) for serving in meal.servings
        )
        if tables.foods[food_id].group in FRESH_GROUPS
        or not FRESH_ROLES.isdisjoint((*slots[slot].roles, *tables.foods[food_id].roles[:1]))
    ]


def find_cooked(meal: Meal, lunch: Meal | None, tables: Tables) -> list[Serving]:
    """What is cooked at once: a meal, and the next day's lunch but for what that has fresh."""
    fresh = find_fresh(meal, tables) if lunch is not None else []
    later = () if lunch is None else lunch.servings
    return [*meal.servings, *(one for one in later if one.food_id not in fresh)]


def find_work(day: int, meal: Meal, plan: WeekPlan, tables: Tables) -> Timing:
    """How long a meal of a day keeps the cook: a dinner cooked double all of it, its lunch to heat.

    A lunch that is eaten cold takes no time.
    """
    if meal.leftover_of is not None:
        return Timing(HEAT_MIN if "hot" in tables.dishes[meal.dish].tags else 0, ())
    cooked = find_cooked(meal, find_doubled(day, meal, plan), tables)
    return find_timing(replace(meal, servings=tuple(cooked)), tables)
