"""The pots of dishes of one's own: how much is cooked at once, and what of it is to spare.

A recipe is cooked in quarters of its batch, so that every amount can be measured: what four serve
is cooked for one, two, three or four. What nobody eats of it in the plan is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from planner.plans.records import DayPlan, Serving
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
    eaten: dict[tuple[int, str], list[Serving]] = {}
    for place, day in enumerate(days):
        for meal in day.meals:
            own = [one for one in meal.servings if tables.foods[one.food_id].is_made]
            if own:
                cooked = place if meal.leftover_of is None else meal.leftover_of - days[0].day
                eaten.setdefault((cooked, meal.dish), []).extend(own)
    return [
        make_pot(tables.dishes[dish], servings, tables, place)
        for (place, dish), servings in sorted(eaten.items(), key=lambda one: one[0])
    ]


def make_pot(dish: Dish, servings: Sequence[Serving], tables: Tables, place: int = 0) -> Pot:
    """The pot of a dish of one's own from which these servings are eaten."""
    eaten = sum(one.portions for one in servings)
    return Pot(place, dish, tables.foods[servings[0].food_id], eaten, fill_pot(dish.serves, eaten))
