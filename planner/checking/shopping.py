"""Checks the shopping lists: grams are what the plates need, and packs and costs add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np

from planner.arrays import Floats
from planner.checking.tolerances import (
    BOUGHT_TOLERANCE,
    CARRIED_TOLERANCE,
    CENT,
    FREEZER_TOLERANCE,
    TOLERANCE,
    TRACE_G,
)
from planner.errors import Problem, quote
from planner.plans.records import ShoppingLine, WeekPlan
from planner.tables.bundle import Tables
from planner.tables.foods import WATER
from planner.tables.groceries import Grocery
from planner.tables.grocery_prices import SIZE_EXPONENT


def check_shopping(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note faults of the lists: their grams, packs, rests and costs must be those of the plates."""
    needed: defaultdict[str, Floats] = defaultdict(lambda: np.zeros(len(plan.days)))
    pots: defaultdict[tuple[int, str], float] = defaultdict(float)  # portions by day and food
    for place, day in enumerate(plan.days):
        for meal in day.meals:
            for one in meal.servings:
                food = tables.foods[one.food_id]
                if food.parts or food.unknown_parts:
                    cooked = place if meal.leftover_of is None else meal.leftover_of - 1
                    pots[cooked, food.id] += one.portions
                else:
                    needed[food.grocery_id][place] += one.grams * food.bought_g_per_eaten_g
    _fill_pots(plan, tables, pots, needed)
    listed: defaultdict[str, dict[int, ShoppingLine]] = defaultdict(dict)
    for line in plan.shopping:
        grocery = tables.groceries.get(line.grocery_id)
        if grocery is None or line.aisle != grocery.aisle:
            what = f"{line.grocery_id}: isn't an item of the aisle {quote(line.aisle)}"
            faults.append(Problem("shopping", what))
            continue
        if line.week in listed[line.grocery_id]:
            where = f"shopping, week {line.week}"
            faults.append(Problem(where, f"{line.grocery_id}: is listed twice"))
        listed[line.grocery_id][line.week] = line
        _check_line(line, grocery, tables, faults)
    for grocery_id in sorted(needed.keys() | listed.keys()):
        own = {
            week: float(needed[grocery_id][7 * week - 7 : 7 * week].sum())
            for week in range(1, (len(plan.days) + 6) // 7 + 1)
        }
        for week in sorted(own.keys() | listed[grocery_id].keys()):
            there = listed[grocery_id].get(week)
            grams, wanted = there.grams if there else 0.0, own.get(week, 0.0)
            if abs(wanted - grams) > BOUGHT_TOLERANCE:
                what = f"{grocery_id}: {grams:g} g are listed, but the plan needs {wanted:.1f} g"
                faults.append(Problem(f"shopping, week {week}", what))
    if not faults:
        for grocery_id, lines in listed.items():
            _check_carried(plan, needed[grocery_id], lines, tables.groceries[grocery_id], faults)


def _fill_pots(
    plan: WeekPlan,
    tables: Tables,
    pots: Mapping[tuple[int, str], float],
    needed: defaultdict[str, Floats],
) -> None:
    """Add what pots need: portions by day and food, less what is eaten out of the freezer.

    The fewest quarters of the recipe are cooked that do with what is frozen, and the rest is
    thawed, the soonest date first.
    """
    frozen = sorted(plan.request.at_home, key=lambda one: one.until or np.inf)
    left = [one.grams for one in frozen]
    for (place, food_id), portions in sorted(pots.items()):
        food = tables.foods[food_id]
        good = [
            number
            for number, one in enumerate(frozen)
            if one.grocery_id == food_id and (one.until or np.inf) >= place + 1
        ]
        there_g = sum(left[number] for number in good)
        lacking = portions - there_g / food.portion_g
        quarter = next(dish.serves for dish in tables.dishes.values() if dish.id == food_id) / 4
        quarters = ceil(round(lacking / quarter, 6)) if lacking > FREEZER_TOLERANCE else 0
        pot_g = quarter * quarters * food.portion_g
        for part in food.parts:
            if part.food.grocery_id != WATER and pot_g:
                bought = part.food.bought_g_per_eaten_g
                needed[part.food.grocery_id][place] += pot_g * part.grams / 100 * bought
        thawed_g = min(max(0.0, portions * food.portion_g - pot_g), there_g)
        if thawed_g:
            needed[food.grocery_id][place] += thawed_g
        for number in good:
            taken = min(left[number], thawed_g)
            left[number], thawed_g = left[number] - taken, thawed_g - taken


def _check_line(
    line: ShoppingLine, grocery: Grocery, tables: Tables, faults: list[Problem]
) -> None:
    """Note faults of a line: its packs must exist, be just enough, and cost what is listed."""
    where = f"shopping, week {line.week}"
    if min(line.at_home_grams, line.carried_grams) < 0:
        faults.append(Problem(where, f"{line.grocery_id}: a negative amount is at home"))
    had = line.at_home_grams + line.carried_grams
    if had > line.grams + TOLERANCE:
        what = f"{line.grocery_id}: {had:g} g are at home, more than the {line.grams:g} g it needs"
        faults.append(Problem(where, what))
    buy = line.grams - had
    held = sum(size * count for size, count in line.packs)
    known = all(size in grocery.pack_g and count > 0 for size, count in line.packs)
    bare = not line.packs and not had
    short = held < buy - 0.1 * grocery.pack_g[-1]
    spare = min((size for size, _ in line.packs), default=0.0)
    if bare or not known or short or spare < held - buy - BOUGHT_TOLERANCE:
        what = f"{line.grocery_id}: packs of {held:g} g don't fit the {buy:g} g to buy"
        faults.append(Problem(where, what))
    price = tables.prices.get(line.grocery_id)
    cost = 0.0 if price is None else price.usd_per_100g / 100 * _price_sizes(line, grocery)
    costs = line.cost_usd is not None and abs(line.cost_usd - cost) <= CENT
    if line.price_known != (price is not None and price.known):
        what = f"{line.grocery_id}: price_known is {str(line.price_known).lower()}, which is wrong"
        faults.append(Problem(where, what))
    if costs != (price is not None):
        what = f"{line.grocery_id}: costs {line.cost_usd} USD, but should cost {cost:.2f}"
        faults.append(Problem(where, what))


def _price_sizes(line: ShoppingLine, grocery: Grocery) -> float:
    """Grams of the pack that the price is for, which cost as much as the packs of a line."""
    named = grocery.price_pack_g
    return sum(
        count * size * (1.0 if named is None else (named / size) ** SIZE_EXPONENT)
        for size, count in line.packs
    )


@dataclass
class _Store:
    """Grams of an item from the packs of a week, or the pantry (week 0), that keep until a day.

    `last_pack` are the grams of the pack that is opened last; from then on it keeps `opened_days`.
    """

    week: int
    grams: float
    until: float
    last_pack: float = 0.0


def _check_carried(
    plan: WeekPlan,
    needed: Floats,
    lines: Mapping[int, ShoppingLine],
    grocery: Grocery,
    faults: list[Problem],
) -> None:
    """Eat an item day by day, from the pantry and the packs, and note lines that don't come true.

    The packs of a week's list come on its first day and are good for that week, and beyond it for
    as long as the item keeps, which the rest of a can doesn't.
    """
    pantry = [one for one in plan.request.at_home if one.grocery_id == grocery.id]
    stores = [
        _Store(0, one.grams, np.inf if one.until is None else one.until)
        for one in sorted(pantry, key=lambda one: np.inf if one.until is None else one.until)
    ]
    at_home: defaultdict[int, float] = defaultdict(float)
    carried: defaultdict[int, float] = defaultdict(float)
    for day, need in enumerate(needed.tolist(), start=1):
        week = (day + 6) // 7
        line = lines.get(week)
        if day % 7 == 1 and line is not None:
            keeps = 0.0 if grocery.pack == "can" else grocery.keeps_days
            held = sum(size * count for size, count in line.packs)
            last_pack = min((size for size, _ in line.packs), default=0.0)
            stores.append(_Store(week, held, max(7.0 * week, day + keeps), last_pack))
        for store in stores:
            if day <= store.until or store.week == week:
                taken = min(need, store.grams)
                before = store.grams
                store.grams, need = store.grams - taken, need - taken  # noqa: PLW2901
                opens = store.grams < store.last_pack - TRACE_G <= before
                if opens and grocery.opened_days is not None:
                    store.until = min(store.until, max(7.0 * store.week, day + grocery.opened_days))
                at_home[week] += taken if store.week == 0 else 0.0
                carried[week] += taken if 0 < store.week < week else 0.0
    rests = {store.week: store.grams for store in stores}
    for week, line in lines.items():
        for name, said, found, tolerance in (
            ("at home", line.at_home_grams, at_home[week], BOUGHT_TOLERANCE),
            ("of earlier weeks", line.carried_grams, carried[week], CARRIED_TOLERANCE),
            ("left of its packs", line.left_grams, rests.get(week, 0.0), BOUGHT_TOLERANCE),
        ):
            if abs(said - found) > tolerance:
                what = f"{grocery.id}: {said:g} g {name}, not {found:.1f} g"
                faults.append(Problem(f"shopping, week {week}", what))
