"""The pots of dishes of one's own: how much is cooked at once, and what of it is to spare.

A recipe is cooked in quarters of its batch, so that every amount can be measured: what four serve
is cooked for one, two, three or four. What nobody eats of it in the plan is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from planner.plans.records import DayPlan, Meal
from planner.tables.bundle import Tables
from planner.tables.dishes import Dish
from planner.tables.foods import Food

QUARTERS = 4
ROUNDED = 1e-6  # servings: sums of quarters aren't exact


@dataclass(frozen=True)
class Pot:
    """What is cooked at once of a dish, on the day of this `place` in the plan, from 0.

    `eaten` are the servings that the plan eats of it, `servings` those that are cooked.
    """

    place: int
    dish: Dish
    food: Food
    eaten: float
    servings: float

    @property
    def grams(self) -> float:
        """What it weighs when it is cooked."""
        return self.servings * self.food.portion_g

    @property
    def spare(self) -> float:
        """The servings that the plan doesn't eat."""
        return max(0.0, self.servings - self.eaten)


def fill_pot(serves: float, eaten: float) -> float:
    """The servings that are cooked where so many are eaten: whole quarters of the recipe.

    >>> fill_pot(4, 2.5), fill_pot(6, 1)
    (3.0, 1.5)
    """
    quarter = serves / QUARTERS
    return max(1, ceil(eaten / quarter - ROUNDED)) * quarter


def find_pots(days: Sequence[DayPlan], tables: Tables) -> list[Pot]:
    """The pots of a plan in order; a lunch that is left over is of the pot of the day before."""
    eaten: dict[tuple[int, str, str], float] = {}
    for place, day in enumerate(days):
        for meal in day.meals:
            for serving in meal.servings:
                if tables.foods[serving.food_id].is_made:
                    cooked = place if meal.leftover_of is None else meal.leftover_of - days[0].day
                    key = cooked, meal.dish, serving.food_id
                    eaten[key] = eaten.get(key, 0.0) + serving.portions
    pots = []
    for (place, dish_id, food_id), portions in sorted(eaten.items()):
        dish = tables.dishes[dish_id]
        servings = fill_pot(dish.serves, portions)
        pots.append(Pot(place, dish, tables.foods[food_id], portions, servings))
    return pots


def find_pot(meal: Meal, lunch: Meal | None, tables: Tables) -> Pot | None:
    """The pot of one meal, with a `lunch` that is cooked with it; None if it is of no recipe."""
    servings = (*meal.servings, *(lunch.servings if lunch else ()))
    dish = tables.dishes[meal.dish]
    if not dish.serves or not servings:
        return None
    eaten = sum(one.portions for one in servings)
    food = tables.foods[servings[0].food_id]
    return Pot(0, dish, food, eaten, fill_pot(dish.serves, eaten))
