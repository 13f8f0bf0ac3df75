"""The pots of dishes of one's own: how much is cooked at once, and what of it is to spare.

A recipe is cooked in quarters of its batch, so that every amount can be measured: what four serve
is cooked for one, two, three or four. What nobody eats of it in the plan is left over. What an
earlier pot left in the freezer is eaten first, where a smaller pot then does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

from planner.plans.records import DayPlan, Meal, Serving, WeekPlan
from planner.request.request import AtHome
from planner.tables.bundle import Tables
from planner.tables.dishes import Dish
from planner.tables.foods import Food

QUARTERS = 4
ROUNDED = 1e-6  # servings: sums of quarters aren't exact
FROZEN_DAYS = 90  # leftovers keep frozen for 3 to 4 months: USDA FSIS, Leftovers and Food Safety
SHORT = 0.02  # of a serving that may be lacking: nobody cooks a pot for a spoon


@dataclass(frozen=True)
class Pot:
    """What is cooked at once of a dish, on the day of this `place` in the plan, from 0.

    `eaten` are the servings that the plan eats of it, `servings` those that are cooked, and
    `thawed` those that come out of the freezer.
    """

    place: int
    dish: Dish
    food: Food
    eaten: float
    servings: float = 0.0
    thawed: float = 0.0

    @property
    def grams(self) -> float:
        """What it weighs when it is cooked."""
        return self.servings * self.food.portion_g

    @property
    def spare(self) -> float:
        """The servings that the plan doesn't eat."""
        return max(0.0, self.servings + self.thawed - self.eaten)


def fill_pot(serves: float, eaten: float) -> float:
    """The servings that are cooked where so many are eaten: whole quarters of the recipe.

    >>> fill_pot(4, 2.5), fill_pot(6, 1)
    (3.0, 1.5)
    """
    quarter = serves / QUARTERS
    return max(1, ceil(eaten / quarter - ROUNDED)) * quarter


def part_pot(serves: float, eaten: float, frozen: float) -> tuple[float, float]:
    """The servings that are cooked and those that come out of the freezer, `frozen` at most.

    The pot is the smallest that does with what is frozen; what it makes is eaten before that.

    >>> part_pot(4, 2.0, frozen=2.5), part_pot(4, 2.0, frozen=1.5), part_pot(4, 2.0, frozen=0.5)
    ((0.0, 2.0), (1.0, 1.0), (2.0, 0.0))
    """
    rest = eaten - frozen
    cooked = fill_pot(serves, rest) if rest > SHORT else 0.0
    return cooked, min(frozen, max(0.0, eaten - cooked))


def find_pots(days: Sequence[DayPlan], tables: Tables, at_home: Sequence[AtHome] = ()) -> list[Pot]:
    """The pots of a plan in order; a lunch that is left over is of the pot of the day before.

    Dishes that are `at_home` are in the freezer.
    """
    eaten: dict[tuple[int, str], list[Serving]] = {}
    for place, day in enumerate(days):
        for meal in day.meals:
            own = [one for one in meal.servings if tables.foods[one.food_id].is_made]
            if own:
                cooked = place if meal.leftover_of is None else meal.leftover_of - days[0].day
                eaten.setdefault((cooked, meal.dish), []).extend(own)
    pots = [
        _make_empty(tables.dishes[dish], servings, tables, place)
        for (place, dish), servings in sorted(eaten.items(), key=lambda one: one[0])
    ]
    return fill_pots(pots, at_home)


def fill_pots(pots: Sequence[Pot], at_home: Sequence[AtHome]) -> list[Pot]:
    """Pots in order with what is cooked of them, and what comes out of the freezer instead.

    Of what is frozen the soonest date is eaten first, and nothing after its date.
    """
    left = [one.grams for one in at_home]
    last = [inf if one.until is None else one.until for one in at_home]
    filled = []
    for pot in pots:
        portion_g = pot.food.portion_g
        own = [at for at, one in enumerate(at_home) if one.grocery_id == pot.food.id]
        good = sorted((at for at in own if last[at] > pot.place), key=lambda at: last[at])
        frozen = sum(left[at] for at in good) / portion_g
        cooked, thawed = part_pot(pot.dish.serves, pot.eaten, frozen)
        taken = thawed * portion_g
        for at in good:
            grams = min(left[at], taken)
            left[at], taken = left[at] - grams, taken - grams
        filled.append(replace(pot, servings=cooked, thawed=thawed))
    return filled


def make_pot(dish: Dish, servings: Sequence[Serving], tables: Tables, frozen: float = 0.0) -> Pot:
    """The pot of a dish of one's own for these servings, of which so many are in the freezer."""
    pot = _make_empty(dish, servings, tables)
    cooked, thawed = part_pot(dish.serves, pot.eaten, frozen)
    return replace(pot, servings=cooked, thawed=thawed)


def _make_empty(dish: Dish, servings: Sequence[Serving], tables: Tables, place: int = 0) -> Pot:
    eaten = sum(one.portions for one in servings)
    return Pot(place, dish, tables.foods[servings[0].food_id], eaten)


def find_thawed(day: DayPlan, meal: Meal, plan: WeekPlan, tables: Tables) -> Pot | None:
    """The pot of a meal where some or all of it comes out of the freezer, else None."""
    if meal.leftover_of is not None or not any(
        one.grocery_id == meal.dish for one in plan.request.at_home
    ):
        return None
    place = plan.days.index(day)
    for pot in find_pots(plan.days, tables, plan.request.at_home):
        if pot.place == place and pot.dish.id == meal.dish and pot.thawed:
            return pot
    return None
