"""The shopping list: what a plan needs, as bought, in the packs that shops sell.

Grams eaten become grams bought (peel, bones, dry for cooked) by each food's own ratio, are summed
over days and people, and are rounded to packs once.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from planner.groceries import AISLES, BY_WEIGHT, Grocery
from planner.plan import DayPlan, ShoppingLine
from planner.tables import Tables

TOLERATED_SHORT = 0.02  # of a pack: nobody opens a second can for a teaspoon


def choose_packs(grocery: Grocery, grams: float) -> tuple[tuple[float, int], ...]:
    """Packs that together hold `grams`, with the least left over, then the fewest packs.

    At most one size beside the largest is taken: two 400 g cans, or one 800 g and one 400 g.
    """
    sizes = grocery.pack_g
    if grocery.pack == BY_WEIGHT or len(sizes) == 1:
        return ((sizes[0], max(1, ceil(grams / sizes[0] - TOLERATED_SHORT))),)
    candidates = []
    largest = sizes[-1]
    for large in range(ceil(grams / largest) + 1):
        rest = grams - large * largest
        for small in sizes[:-1]:
            count = max(0 if large else 1, ceil(rest / small - TOLERATED_SHORT))
            packs = tuple((s, n) for s, n in ((small, count), (largest, large)) if n)
            total = sum(size * number for size, number in packs)
            candidates.append((total, large + count, packs))
    return min(candidates)[2]


def compute_shopping(days: Iterable[DayPlan], tables: Tables) -> tuple[ShoppingLine, ...]:
    """One line for each grocery item that the days need, in the order of the aisles."""
    needed: dict[str, float] = {}
    for day in days:
        for meal in day.meals:
            for serving in meal.servings:
                food = tables.foods[serving.food_id]
                bought = serving.grams * food.bought_g_per_eaten_g
                needed[food.grocery_id] = needed.get(food.grocery_id, 0.0) + bought
    lines = []
    for grocery_id, grams in needed.items():
        grocery = tables.groceries[grocery_id]
        packs = choose_packs(grocery, grams)
        lines.append(ShoppingLine(grocery_id, grocery.aisle, round(grams, 1), packs))
    aisles = list(AISLES)
    lines.sort(key=lambda line: (aisles.index(line.aisle), tables.groceries[line.grocery_id].name))
    return tuple(lines)
