"""The linear program of one day, for one person.

    served[m, k]        1 where dish k is served at meal m
    takes[m, k, s, f, a] 1 where slot s of that dish takes food f in the amount a (portions)
    grams[f]            grams of food f eaten in the day
    short, over[r]       how far soft row r lies below or above its limits, 0 or more

With whole numbers it plans a day. Without them, and with the week's caps divided by its days, it
is the average day of a week: no week can cost less a day (docs/program.md says why). Costs are in
points; a point is one food one usual portion away from usual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np
import pulp
from numpy.typing import NDArray

from planner.customs import CUSTOMS, PRICES, WEEK_DAYS, Customs, Prices
from planner.dishes import MEALS, Dish, Slot
from planner.errors import NoPlanExists, Problem
from planner.foods import Food
from planner.nutrients import ENERGY
from planner.person import Person, find_favoured
from planner.tables import Tables
from planner.targets import PERCENT_OF_ENERGY, WEEK, Target

USUAL_KCAL = 2000.0  # the day that the dishes' usual portions add up to

Term = tuple[pulp.LpVariable, float]


@dataclass(frozen=True)
class Take:
    """One column of the program: a food in an amount in a slot of a dish at a meal."""

    meal: str
    dish: str
    slot: str
    food: Food
    portions: float
    points: float
    variable: pulp.LpVariable

    @property
    def grams(self) -> float:
        """Grams eaten."""
        return self.portions * self.food.portion_g


@dataclass(frozen=True)
class SoftRow:
    """A quantity of the day with a low or a high limit (or both, the same); straying is priced.

    `coefficients` has what each take adds, in the order of the program's takes; `price` is in
    points for each unit below `low` or above `high`, which are None where there is no limit. A row
    of the week holds on the average of its days. Straying from a `required` row is a miss, from
    another a matter of preference.
    """

    name: str
    coefficients: NDArray[np.float64]
    low: float | None
    high: float | None
    price: float
    week: bool
    required: bool
    constraint: pulp.LpConstraint


@dataclass
class DayProgram:
    """The program of a day, with the columns and rows that a search moves."""

    problem: pulp.LpProblem
    served: dict[tuple[str, str], pulp.LpVariable] = field(default_factory=dict)
    takes: list[Take] = field(default_factory=list)
    grams: dict[str, pulp.LpVariable] = field(default_factory=dict)
    food_rows: dict[str, pulp.LpConstraint] = field(default_factory=dict)
    dish_rows: dict[str, pulp.LpConstraint] = field(default_factory=dict)
    rare_row: pulp.LpConstraint | None = None
    soft_rows: list[SoftRow] = field(default_factory=list)


def amounts(slot: Slot, food: Food, energy_kcal: float) -> tuple[list[float], float]:
    """The portions of a food that a slot may hold, rising, and the usual one among them.

    The dish's servings scale with the person's energy and land on the food's own steps.
    """
    scale = food.serving * energy_kcal / USUAL_KCAL
    step = food.step
    usual = max(1, floor(slot.usual * scale / step + 0.5))
    smallest = min(usual, max(1, floor(slot.smallest * scale / step + 0.5)))
    largest = max(usual, ceil(slot.largest * scale / step - 0.5))
    return [count * step for count in range(smallest, largest + 1)], usual * step


def shrink(times_a_week: int, days: int) -> int:
    """A weekly number for a plan of fewer days than seven, in proportion, rounded up."""
    return times_a_week if days >= WEEK_DAYS else ceil(times_a_week * days / WEEK_DAYS)


def most_times(times_a_week: int, days: int) -> int:
    """The most times in all the days of what may come so often in any seven running."""
    if days < WEEK_DAYS:
        return shrink(times_a_week, days)
    weeks, rest = divmod(days, WEEK_DAYS)
    return weeks * times_a_week + min(times_a_week, rest)


def most_takes(takes_a_week: int, days: int) -> int:
    """The same for what may come more than once a day."""
    return shrink(takes_a_week, days) * ceil(days / WEEK_DAYS)


def dish_cap(dish: Dish, customs: Customs) -> int:
    """How many times a week a dish may come."""
    light = set(dish.meals) <= {"breakfast", "snack"}
    return customs.light_dish_times_a_week if light else customs.main_dish_times_a_week


def per_gram(
    target: Target, foods: Iterable[Food], tables: Tables, bound: float
) -> dict[str, float]:
    """What a gram of each food adds to a target's row; an unknown nutrient adds nothing.

    A share of energy becomes a plain row: the nutrient's energy less `bound` percent of all.
    """
    rows = {}
    factor = tables.nutrients[target.nutrient].kcal_per_g or 0.0
    for food in foods:
        amount = food.per_100g[target.nutrient] or 0.0
        if target.basis == PERCENT_OF_ENERGY:
            amount = amount * factor - bound / 100 * (food.per_100g[ENERGY] or 0.0)
        rows[food.id] = amount / 100
    return rows


def build_day(
    person: Person,
    targets: Sequence[Target],
    foods: Sequence[Food],
    tables: Tables,
    days: int = 7,
    minutes: int | None = None,
    *,
    customs: Customs = CUSTOMS,
    prices: Prices = PRICES,
) -> DayProgram:
    """The average day of a plan of `days` days, for one person with these foods allowed.

    With `minutes` given, dinners that take longer to make are left out.
    Raises NoPlanExists where some meal has no dish whose slots can all be filled.
    """
    program = DayProgram(pulp.LpProblem("day", pulp.LpMinimize))
    allowed = {food.id for food in foods}
    columns = _Columns(program.problem)
    favour = _find_favour(person, tables, prices)
    _add_dishes(program, columns, person, allowed, tables, favour, minutes, prices)
    used = {take.food.id: take.food for take in program.takes}
    for food_id in used:
        program.grams[food_id] = columns.add(f"grams__{food_id}", None, 0.0)
    _add_links(program, columns, used)
    _add_variety(program, columns, used, tables, days, customs, prices.variety)
    _add_meals(program, columns, person, customs, prices)
    for target in targets:
        if target.steers:
            _add_target(program, columns, target, used, tables, prices, person.energy_kcal)
    _add_customs(program, columns, person, used, tables, customs, prices)
    program.problem.setObjective(pulp.LpAffineExpression(columns.costs))
    return program


class _Columns:
    """Adds columns and rows to a problem and collects the columns' costs."""

    def __init__(self, problem: pulp.LpProblem) -> None:
        self.problem = problem
        self.costs: list[Term] = []

    def add(self, name: str, high: float | None, cost: float) -> pulp.LpVariable:
        variable = self.problem.add_variable(name, 0, high)
        if cost:
            self.costs.append((variable, cost))
        return variable

    def row(
        self, name: str, terms: list[Term], low: float | None, high: float | None
    ) -> pulp.LpConstraint:
        sense = pulp.LpConstraintGE if high is None else pulp.LpConstraintLE
        limit = low if high is None else high
        if low == high:
            sense = pulp.LpConstraintEQ
        constraint = pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, limit)
        self.problem.addConstraint(constraint)
        return constraint

    def cap(self, name: str, terms: list[Term], most: float, price: float) -> pulp.LpConstraint:
        extra = self.add(f"extra__{name}", None, price)
        return self.row(name, [*terms, (extra, -1.0)], None, most)


def _find_favour(person: Person, tables: Tables, prices: Prices) -> dict[str, float]:
    """The points of each food id and dish id that the person likes or dislikes."""
    favour: dict[str, float] = {}
    for words, price in ((person.like, prices.like), (person.dislike, prices.dislike)):
        for word in words:
            foods, dishes = find_favoured(word, tables)
            favour |= dict.fromkeys(foods | dishes, price)
    return favour


def _add_dishes(
    program: DayProgram,
    columns: _Columns,
    person: Person,
    allowed: set[str],
    tables: Tables,
    favour: Mapping[str, float],
    minutes: int | None,
    prices: Prices,
) -> None:
    """One dish a meal; each slot of a served dish takes one food in one amount."""
    for meal in MEALS:
        of_meal: list[Term] = []
        for dish in tables.dishes.values():
            if meal not in dish.meals:
                continue
            if minutes is not None and meal == "dinner" and dish.minutes > minutes:
                continue
            fillings = [
                [food for food in tables.fillings[dish.id, slot.name] if food.id in allowed]
                for slot in dish.slots
            ]
            if not all(fillings):
                continue
            name = f"{meal}__{dish.id}"
            served = columns.add(f"served__{name}", 1, favour.get(dish.id, 0.0))
            program.served[meal, dish.id] = served
            of_meal.append((served, 1.0))
            by_kind: dict[str, list[list[Term]]] = {}
            for place, (slot, filling) in enumerate(zip(dish.slots, fillings, strict=True)):
                terms: list[Term] = [(served, -1.0)]
                for food in filling:
                    own = _add_takes(
                        program,
                        columns,
                        person,
                        meal,
                        dish,
                        slot,
                        place,
                        food,
                        favour.get(food.id, 0.0) + (prices.rare_food if food.rare else 0.0),
                    )
                    terms += own
                    by_kind.setdefault(food.kind, []).append(own)
                columns.row(f"one_food__{name}__slot{place}", terms, 0, 0)
            for kind, slots in by_kind.items():
                if len(slots) > 1:  # a kind fills one slot of a dish
                    terms = [term for own in slots for term in own]
                    columns.cap(f"one_slot__{name}__{kind}", terms, 1, prices.variety)
        if not of_meal:
            what = f"no dish for {meal} is left with a food for each of its slots"
            remedy = "Allow more: fewer --avoid and --allergy, a wider --diet, more --minutes."
            raise NoPlanExists(Problem("", what, remedy))
        columns.row(f"one_dish__{meal}", of_meal, 1, 1)


def _add_takes(
    program: DayProgram,
    columns: _Columns,
    person: Person,
    meal: str,
    dish: Dish,
    slot: Slot,
    place: int,
    food: Food,
    extra_points: float,
) -> list[Term]:
    levels, usual = amounts(slot, food, person.energy_kcal)
    terms = []
    for portions in levels:
        points = abs(portions - usual) / usual + extra_points
        name = f"takes__{meal}__{dish.id}__slot{place}__{food.id}__{portions:g}"
        variable = columns.add(name, 1, points)
        take = Take(meal, dish.id, slot.name, food, portions, points, variable)
        program.takes.append(take)
        terms.append((variable, 1.0))
    return terms


def _add_links(program: DayProgram, columns: _Columns, used: Mapping[str, Food]) -> None:
    """The grams of a food are those of its takes."""
    terms: dict[str, list[Term]] = {food: [(program.grams[food], -1.0)] for food in used}
    for take in program.takes:
        terms[take.food.id].append((take.variable, take.grams))
    for food, row in terms.items():
        columns.row(f"grams_of__{food}", row, 0, 0)


def _add_variety(
    program: DayProgram,
    columns: _Columns,
    used: Mapping[str, Food],
    tables: Tables,
    days: int,
    customs: Customs,
    price: float,
) -> None:
    """Foods, kinds and dishes come no more often than customary, on the average of the days.

    What comes more often all the same, where so little is left that it must, is priced.
    """
    by_food: dict[str, list[Term]] = {}
    by_kind: dict[str, list[Term]] = {}
    rare: list[Term] = []
    for take in program.takes:
        if take.food.rare:
            rare.append((take.variable, 1.0))
        if not take.food.everyday:
            by_food.setdefault(take.food.id, []).append((take.variable, 1.0))
        if take.food.kind not in tables.everyday_kinds:
            by_kind.setdefault(take.food.kind, []).append((take.variable, 1.0))
    foods_of = Counter(food.kind for food in used.values())
    food_share = most_times(customs.food_days_a_week, days) / days
    for food_id, terms in by_food.items():
        program.food_rows[food_id] = columns.cap(f"food_days__{food_id}", terms, food_share, price)
    for kind, terms in by_kind.items():
        if foods_of[kind] > 1:  # a kind is eaten at one meal of a day
            columns.cap(f"kind_once__{kind}", terms, 1, price)
    by_dish: dict[str, list[Term]] = {}
    for (_, dish_id), served in program.served.items():
        by_dish.setdefault(dish_id, []).append((served, 1.0))
    for dish_id, terms in by_dish.items():
        share = most_times(dish_cap(tables.dishes[dish_id], customs), days) / days
        program.dish_rows[dish_id] = columns.cap(f"dish_times__{dish_id}", terms, share, price)
    if rare:
        share = most_takes(customs.rare_foods_a_week, days) / days
        program.rare_row = columns.cap("rare_foods", rare, share, price)


def _add_meals(
    program: DayProgram, columns: _Columns, person: Person, customs: Customs, prices: Prices
) -> None:
    """Each meal brings its share of the day's energy; straying further is priced."""
    shares = np.array(
        [take.grams * (take.food.per_100g[ENERGY] or 0.0) / 100 for take in program.takes]
    )
    shares /= person.energy_kcal
    for meal in MEALS:
        share = customs.meal_share[meal]
        own = np.array([take.meal == meal for take in program.takes])
        terms = [
            (take.variable, value)
            for take, value, mine in zip(program.takes, shares.tolist(), own, strict=True)
            if mine
        ]
        rates = np.where(own, shares, 0.0)
        low, high = share - customs.meal_share_slack, share + customs.meal_share_slack
        price = prices.meal_share
        if low > 0:
            _add_soft(program, columns, f"meal__{meal}__least", terms, rates, low=low, price=price)
        _add_soft(program, columns, f"meal__{meal}__most", terms, rates, high=high, price=price)


def _add_soft(
    program: DayProgram,
    columns: _Columns,
    name: str,
    terms: list[Term],
    coefficients: NDArray[np.float64],
    *,
    low: float | None = None,
    high: float | None = None,
    price: float,
    week: bool = False,
    required: bool = False,
) -> None:
    """Keep a quantity above a limit, below one or at one, at a price for each unit it strays."""
    sides: list[Term] = []
    if low is not None:
        sides.append((columns.add(f"short__{name}", None, price), 1.0))
    if high is not None:
        sides.append((columns.add(f"over__{name}", None, price), -1.0))
    row = columns.row(f"keep__{name}", [*terms, *sides], low, high)
    program.soft_rows.append(SoftRow(name, coefficients, low, high, price, week, required, row))


def _add_target(
    program: DayProgram,
    columns: _Columns,
    target: Target,
    used: Mapping[str, Food],
    tables: Tables,
    prices: Prices,
    energy_kcal: float,
) -> None:
    """Reach a minimum, keep a maximum, come near an aim: three things with three prices."""
    price = prices.required if target.required else prices.reference_range
    week = target.period == WEEK
    name = f"{target.kind}__{target.nutrient}"
    for side, bound in (("minimum", target.minimum), ("maximum", target.maximum)):
        if bound is None:
            continue
        rates = per_gram(target, used.values(), tables, bound)
        unit, limit = bound or 1.0, bound
        if target.basis == PERCENT_OF_ENERGY:  # a row around zero, missed by shares of its energy
            unit, limit = bound / 100 * energy_kcal, 0.0
        _add_rated(
            program,
            columns,
            f"{name}__{side}",
            rates,
            low=limit if side == "minimum" else None,
            high=limit if side == "maximum" else None,
            price=price / unit,
            week=week,
            required=target.required,
        )
    rates = per_gram(target, used.values(), tables, 0.0)
    if target.floor is not None:
        _add_rated(
            program,
            columns,
            f"{name}__floor",
            rates,
            low=target.floor,
            price=price / (target.floor or 1.0),
            required=target.required,
        )
    if target.nutrient == ENERGY and target.aim:
        _add_rated(
            program,
            columns,
            f"{name}__aim",
            rates,
            low=target.aim,
            high=target.aim,
            price=prices.energy_off_aim / target.aim,
        )
    elif target.aim and target.minimum is None:
        _add_rated(
            program,
            columns,
            f"{name}__aim",
            rates,
            low=target.aim,
            price=prices.adequate_intake / target.aim,
            week=week,
        )


def _add_rated(
    program: DayProgram,
    columns: _Columns,
    name: str,
    rates: Mapping[str, float],
    *,
    low: float | None = None,
    high: float | None = None,
    price: float,
    week: bool = False,
    required: bool = False,
) -> None:
    """A soft row of what a gram of each food adds."""
    terms = [(program.grams[food], rate) for food, rate in rates.items() if rate]
    coefficients = np.array([take.grams * rates[take.food.id] for take in program.takes])
    _add_soft(
        program,
        columns,
        name,
        terms,
        coefficients,
        low=low,
        high=high,
        price=price,
        week=week,
        required=required,
    )


def _add_customs(
    program: DayProgram,
    columns: _Columns,
    person: Person,
    used: Mapping[str, Food],
    tables: Tables,
    customs: Customs,
    prices: Prices,
) -> None:
    """Fruit, legumes, soups, snacks, fiber and the day's weight as people accept them."""
    fruit = np.array([float(t.food.group in customs.fruit_groups) for t in program.takes])
    terms = [(program.takes[i].variable, 1.0) for i in np.flatnonzero(fruit)]
    _add_soft(
        program,
        columns,
        "fruit",
        terms,
        fruit,
        low=float(customs.fruit_a_day),
        price=prices.fruit,
    )
    caps = (
        ("legumes", customs.legume_dishes_a_day),
        ("soup", customs.soups_a_day),
        ("nut-or-soy-snack", customs.nut_or_soy_snacks_a_day),
    )
    for tag, cap in caps:
        terms = [
            (served, 1.0)
            for (_, dish_id), served in program.served.items()
            if tag in tables.dishes[dish_id].tags
        ]
        if terms:
            columns.row(f"dishes__{tag}", terms, None, cap)
    fiber = {food.id: (food.per_100g["fiber_g"] or 0.0) / 100 for food in used.values()}
    _add_rated(program, columns, "fiber", fiber, high=customs.fiber_g_a_day, price=prices.fiber)
    weight = dict.fromkeys(used, 1.0)
    most = customs.food_g_per_kcal * person.energy_kcal
    _add_rated(program, columns, "weight", weight, high=most, price=prices.food_weight)
