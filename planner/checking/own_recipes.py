"""Checks dishes of one's own: their figures are those of what they are cooked from."""

from __future__ import annotations

from collections import defaultdict
from math import isclose

from planner.errors import Problem
from planner.plans.records import WeekPlan
from planner.tables.bundle import Tables

CLOSE = 1e-6  # of a figure, and of its unit where that is small


def check_own_recipes(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note dishes whose figures in 100 g aren't the sums of their parts."""
    served = {one.food_id for day in plan.days for meal in day.meals for one in meal.servings}
    for food_id in sorted(served):
        food = tables.foods.get(food_id)
        if food is None:  # a fault of the servings
            continue
        if not food.parts:
            continue
        # Dry foods weigh what they do before they take up broth or milk, which is a part as well.
        weighed = (one.grams * min(1.0, one.food.bought_g_per_eaten_g) for one in food.parts)
        if sum(weighed) > 100 + CLOSE:
            faults.append(Problem(f"food {food.name}", "has parts of more than 100 g in 100 g"))
        for nutrient, said in food.per_100g.items():
            known = [
                part.grams * amount / 100
                for part in food.parts
                if (amount := part.food.per_100g[nutrient]) is not None
            ]
            found = sum(known) if known else None
            if (said is None) != (found is None) or (
                said is not None
                and found is not None
                and not isclose(said, found, rel_tol=CLOSE, abs_tol=CLOSE)
            ):
                what = f"{nutrient} is {said} in 100 g, but its parts bring {found}"
                faults.append(Problem(f"food {food.name}", what, "Plan the week again."))


def find_uncounted(plan: WeekPlan, tables: Tables) -> dict[tuple[str, int], tuple[str, ...]]:
    """What each person eats on each day that nobody knows, and that counts for nothing, by name."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for day in plan.days:
        for meal in day.meals:
            for one in meal.servings:
                found[one.person, day.day] += tables.foods[one.food_id].unknown_parts
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items() if names}
