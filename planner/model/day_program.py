"""The linear program of one day, for one person.

    served[m, k]        1 where dish k is served at meal m
    option[m, k, s, f, a] 1 where slot s of that dish has food f in the amount a (portions)
    grams[f]            grams of food f eaten in the day
    short, over[r]       how far soft row r lies below or above its limits, 0 or more
    extra[v]            how often what cap v counts comes beyond it

With whole numbers it plans a day. Without them, and with the week's caps divided by its days, it
is the average day of a week: no week can cost less a day (docs/explanation/program.md says why).
Costs are in points; a point is one food one usual portion away from usual.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.arrays import Floats, Ints
from planner.errors import NoPlanExists, Problem, mention
from planner.model.linear_program import LinearProgram, Optimum
from planner.people.diet_rules import (
    find_apart,
    find_diet_grams,
    find_person_diets,
    find_rules,
    keep_apart,
    skips_starch,
)
from planner.people.eating_rules import (
    EATING_RULES,
    EGGS,
    PENALTIES,
    WEEK_DAYS,
    EatingRules,
    FoodCap,
    Penalties,
    find_food_caps,
    is_drink,
    is_milk,
)
from planner.people.food_words import find_favoured
from planner.people.person import Person
from planner.people.targets import CAUTION, OUT_OF_REACH, PERCENT_OF_ENERGY, WEEK, Target
from planner.tables.bundle import Tables
from planner.tables.dishes import BREAKFAST, DINNER, NO_STARCH, Dish, Slot, count_steps
from planner.tables.food_patterns import REFINED_GRAINS, WHOLE_GRAINS
from planner.tables.foods import Food, find_step
from planner.tables.nutrients import ENERGY
from planner.tables.portion_maxima import find_most_grams

TOLERANCE = 1e-9
MUSHROOMS = "mushrooms"  # the group of foods
PROTEIN = "protein_g"
USUAL_KCAL = 2000.0  # the day that the dishes' usual portions add up to


@dataclass(frozen=True)
class SoftRow:
    """A quantity of the day with a low or a high limit (or both, the same); straying has a penalty.

    `rates` has what a gram of each food adds, in the order of the program's foods; what each time
    it is taken adds where `times`. With `meal` only what is eaten at that meal counts. `penalty` is
    in points for each unit below `low` or above `high`, which are None where there is no limit. A
    row of the week holds on the average of its days. Straying from a `required` row counts as a
    miss, from another as a matter of preference. `row` is its number in the linear program,
    `strays` are the columns of how far it strays. `target` is the required one that it keeps, and
    `side` which figure of that: minimum, maximum or floor. It is None for eating rules, of which
    only the cap on eggs is required.
    """

    name: str
    rates: Floats
    low: float | None
    high: float | None
    penalty: float
    row: int
    strays: tuple[int, ...]
    week: bool = False
    required: bool = False
    meal: str | None = None
    times: bool = False
    target: Target | None = None
    side: str = ""


@dataclass(frozen=True)
class Options:
    """The columns of foods in slots: arrays with a place for each, sorted by meal, dish and slot.

    `slot` and `food` number the program's slots and foods; `points` is what an option costs.
    """

    slot: Ints
    food: Ints
    portions: Floats
    grams: Floats
    points: Floats

    def __len__(self) -> int:
        return len(self.slot)


@dataclass(frozen=True)
class Place:
    """A slot of a dish at a meal; `served` is the number of that dish at that meal."""

    served: int
    meal: str
    dish: Dish
    slot: Slot


class DayProgram:
    """The program of a day: the linear program, and what its columns and rows stand for."""

    def __init__(
        self,
        person: Person,
        targets: Sequence[Target],
        foods: Sequence[Food],
        tables: Tables,
        days: int = WEEK_DAYS,
        minutes: Mapping[str, int] | None = None,
        *,
        everyone_kcal: float | None = None,
        only: Mapping[str, Collection[str]] | None = None,
        preferred: Collection[str] = (),
        resting: Collection[str] = (),
        table: Sequence[Person] = (),
        repeat: Mapping[str, int] | None = None,
        rules: EatingRules | None = None,
        penalties: Penalties = PENALTIES,
    ) -> None:
        """The average day of a plan of `days` days, for one person with these foods allowed.

        `table` are those who eat together, if they are several: what anyone's diet keeps apart is
        kept apart for all, and a main dish without a starchy food is there if anyone skips those.
        The eating rules are those of the person's diets, unless you give `rules`.
        Dishes and foods that take longer to make than the `minutes` of a meal aren't served there:
        for everyone who eats of the pot, whose days of meals of the usual size have together
        `everyone_kcal`, or for one.
        `only` are the dishes of a meal where not all may be served, `preferred` those to prefer.
        Dishes that are `resting` aren't served for dinner; `repeat` says how often a week a dish
        of a meal may come there, where that is asked for.
        Raises NoPlanExists where some meal has no dish whose slots can all be filled.
        """
        self.person, self.tables, self.days = person, tables, days
        self.meals = tuple(meal.name for meal in person.meals)
        self.rules = find_rules(person, tables) if rules is None else rules
        self.penalties, self.repeat = penalties, repeat or {}
        self.diets = find_person_diets(person, tables)
        self.apart = find_apart(table or (person,), tables)
        self.skips_starch = skips_starch(table or (person,), tables)
        self.repeat = repeat or {}
        self.linear = LinearProgram()
        self.served: list[tuple[str, Dish]] = []
        self.slots: list[Place] = []
        self.soft_rows: list[SoftRow] = []
        self.extras: dict[int, int] = {}  # a cap's row: the column of what comes beyond it
        self.only: Mapping[str, Collection[str]] = only or {}
        favour = _find_favour(person, tables, penalties, preferred)
        pot = (everyone_kcal or self.rules.find_meals_kcal(person)) / USUAL_KCAL
        allowed = {food.id for food in foods}
        fillings = self._find_slots(allowed, minutes or {}, pot, resting)
        used = dict.fromkeys(food.id for filling in fillings for food in filling)
        self.foods = [tables.foods[food_id] for food_id in used]
        self.options = self._find_options(fillings, favour)
        self._add_columns(favour)
        self._add_dishes()
        self._add_variety()
        self._add_meals()
        for target in targets:
            if target.steers:
                self._add_target(target)
        self._add_eating_rules()

    @cached_property
    def limits(self) -> tuple[Floats, Floats]:
        """The low and the high limit of each soft row, infinite where there is none."""
        low = [-inf if row.low is None else row.low for row in self.soft_rows]
        high = [inf if row.high is None else row.high for row in self.soft_rows]
        return np.array(low), np.array(high)

    @property
    def dish_points(self) -> Floats:
        """What each dish served costs by itself."""
        return self.linear.costs[self.first_served :][: len(self.served)]

    @cached_property
    def miss_costs(self) -> Floats:
        """What a unit of each column costs as a miss: nothing but for strays of required rows."""
        strays = [column for row in self.soft_rows if row.required for column in row.strays]
        costs = np.zeros(self.linear.columns)
        costs[strays] = self.linear.costs[strays]
        return costs

    def misses(self, optimum: Optimum) -> float:
        """The points of required rows in an optimum of the average day."""
        return float(self.miss_costs @ optimum.values)

    @cached_property
    def per_100g(self) -> Mapping[str, Floats]:
        """What 100 g of each food have of each nutrient; an unknown one adds nothing."""
        return self._take_figures(self.tables.per_100g)

    @cached_property
    def counted_per_100g(self) -> Mapping[str, Floats]:
        """The same as it counts towards a minimum."""
        return self._take_figures(self.tables.counted_per_100g)

    def _take_figures(self, per_100g: Floats) -> Mapping[str, Floats]:
        row_of = {food_id: number for number, food_id in enumerate(self.tables.foods)}
        own = per_100g[[row_of[food.id] for food in self.foods]]
        return dict(zip(self.tables.nutrients, np.nan_to_num(own).T, strict=True))

    @cached_property
    def rates(self) -> Floats:
        """What a gram (or a time) of each food adds to each soft row: rows by foods."""
        return np.stack([row.rates for row in self.soft_rows])

    def amounts(self, options: Ints, rates: NDArray[Any] | None = None) -> NDArray[Any]:
        """What these options add to each soft row, by its rates or these: rows by options."""
        amounts = (self.rates if rates is None else rates).take(self.options.food[options], axis=1)
        meals = self.option_meals[options]
        grams = self.options.grams[options].astype(amounts.dtype)
        for number, row in enumerate(self.soft_rows):
            if not row.times:
                amounts[number] *= grams
            if row.meal:
                amounts[number] *= meals == self.meals.index(row.meal)
        return amounts

    @cached_property
    def option_meals(self) -> Ints:
        """The number of each option's meal."""
        return np.array([self.meals.index(place.meal) for place in self.slots])[self.options.slot]

    def same_food(self, options: Ints) -> tuple[Ints, Ints]:
        """The first option with the slot and food of each of these, and the one after the last."""
        groups = np.searchsorted(self.groups, options, side="right")
        return self.groups[groups - 1], np.append(self.groups, len(self.options))[groups]

    @cached_property
    def groups(self) -> Ints:
        """The first option of each food in each slot."""
        slot, food = self.options.slot, self.options.food
        changes = (np.diff(slot) != 0) | (np.diff(food) != 0)
        return np.concatenate([[0], np.flatnonzero(changes) + 1])

    def option_name(self, option: int) -> str:
        """The name of an option's column."""
        place = self.slots[int(self.options.slot[option])]
        number = place.dish.slots.index(place.slot)
        food = self.foods[int(self.options.food[option])].id
        amount = self.options.portions[option]
        meal = write_row_name(place.meal)
        return f"option__{meal}__{place.dish.id}__slot{number}__{food}__{amount:g}"

    def _find_slots(
        self, allowed: set[str], minutes: Mapping[str, int], pot: float, resting: Collection[str]
    ) -> list[list[Food]]:
        """Every dish that can be served at each meal, and the foods of each of its slots.

        `pot` is how many usual people's portions are cooked at once.
        """
        fillings: list[list[Food]] = []
        for meal, kind in self.person.kinds.items():
            before = len(self.served)
            for dish in self.tables.dishes.values():
                if kind not in dish.meals or dish.id not in self.only.get(meal, (dish.id,)):
                    continue
                if kind == DINNER and dish.id in resting:
                    continue
                if NO_STARCH in dish.tags and not self.skips_starch:
                    continue
                quick = self.tables.find_quick(dish, allowed, minutes.get(meal, inf), pot)
                choices = [
                    [food for food in foods if not self._is_raw_mushroom(dish, slot, food)]
                    for slot, foods in zip(dish.slots, quick, strict=True)
                ]
                choices = keep_apart(kind, choices, self.apart)
                if all(choices):
                    fillings += choices
                    self.slots += [Place(len(self.served), meal, dish, s) for s in dish.slots]
                    self.served.append((meal, dish))
            if len(self.served) == before:
                fault = f"no dish for {meal} is left with a food for each of its slots"
                remedy = (
                    f"Allow more: fewer {mention('avoid')} and {mention('allergies')}, a wider"
                    f" {mention('diet')}, more {mention('minutes')}."
                )
                raise NoPlanExists(Problem("", fault, remedy))
        return fillings

    def _is_raw_mushroom(self, dish: Dish, slot: Slot, food: Food) -> bool:
        """Whether a dish would serve raw mushrooms to a child."""
        age = self.person.age
        child = age is not None and age < self.rules.raw_mushroom_age
        return (
            child
            and food.group == MUSHROOMS
            and self.tables.is_served_raw(dish, slot.name, food.id)
        )

    def _find_options(
        self, fillings: Sequence[Sequence[Food]], favour: Mapping[str, float]
    ) -> Options:
        """Each food of each slot, in each amount that the slot may hold."""
        number = {food.id: index for index, food in enumerate(self.foods)}
        lengths = [len(filling) for filling in fillings]
        food = np.array([number[f.id] for filling in fillings for f in filling])
        slot = np.repeat(np.arange(len(fillings)), lengths)
        servings = np.array([[s.slot.smallest, s.slot.usual, s.slot.largest] for s in self.slots])
        step = np.array([find_step(food, self.person.age) for food in self.foods])
        scale = (
            np.array([food.serving for food in self.foods])
            * self.rules.find_meals_kcal(self.person)
            / USUAL_KCAL
        )
        milk_growth = self.rules.find_milk_growth(self.person)
        scale *= [milk_growth if is_milk(food) else 1.0 for food in self.foods]
        smallest, usual, largest = count_steps(servings[slot], scale[food], step[food])
        step_g = (step * np.array([food.portion_g for food in self.foods]))[food]
        most = np.minimum(self._find_most_grams()[food], step_g * largest)
        largest = np.maximum(1, np.floor(most / step_g + TOLERANCE).astype(np.int64))
        smallest = np.minimum(smallest, largest)
        usual = np.minimum(usual, largest)
        count = largest - smallest + 1
        pair = np.repeat(np.arange(len(food)), count)
        steps = smallest[pair] + np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
        portions = steps * step[food][pair]
        extra = np.array([favour.get(f.id, 0.0) for f in self.foods])
        extra += self.penalties.rare_food * np.array([f.rare for f in self.foods])
        points = np.abs(steps - usual[pair]) / usual[pair] + extra[food][pair]
        portion_g = np.array([food.portion_g for food in self.foods])
        grams = portions * portion_g[food][pair]
        return Options(slot[pair], food[pair], portions, grams, points)

    def _find_most_grams(self) -> Floats:
        """The most grams of each food that the person holds at one meal."""
        maxima, age = self.tables.portion_maxima, self.person.age
        most = np.array(
            [
                self.rules.grow_maximum(find_most_grams(food, age, maxima), self.person)
                for food in self.foods
            ]
        )
        own = [find_diet_grams(food, self.diets) for food in self.foods]
        kept = np.array([inf if grams is None else grams for grams in own])  # without any slack
        return np.asarray(np.minimum(most * (1 + self.rules.portion_slack), kept))

    def _add_columns(self, favour: Mapping[str, float]) -> None:
        linear, served = self.linear, self.served
        costs = [favour.get(dish.id, 0.0) for _, dish in served]
        names = [f"served__{write_row_name(meal)}__{dish.id}" for meal, dish in served]
        self.first_served = linear.add_columns(names.__getitem__, costs, 1.0)
        self.first_option = linear.add_columns(self.option_name, self.options.points, 1.0)
        self.first_gram = linear.add_columns(
            lambda index: f"grams__{self.foods[index].id}", np.zeros(len(self.foods))
        )

    def _add_dishes(self) -> None:
        """One dish a meal; each slot of a served dish takes one food in one amount."""
        linear = self.linear
        for meal in self.meals:
            row = linear.add_row(f"one_dish__{write_row_name(meal)}", 1, 1)
            dishes = [index for index, (m, _) in enumerate(self.served) if m == meal]
            linear.add_entries(row, self.first_served + np.array(dishes), 1.0)
        names = [
            f"one_food__{write_row_name(place.meal)}__{place.dish.id}__slot{place.dish.slots.index(place.slot)}"
            for place in self.slots
        ]
        self.slot_rows = np.array([linear.add_row(name, 0, 0) for name in names])
        every = self.first_option + np.arange(len(self.options))
        linear.add_entries(self.slot_rows[self.options.slot], every, 1.0)
        served = np.array([place.served for place in self.slots])
        linear.add_entries(self.slot_rows, self.first_served + served, -1.0)
        names = [f"grams_of__{food.id}" for food in self.foods]
        self.gram_rows = np.array([linear.add_row(name, 0, 0) for name in names])
        linear.add_entries(self.gram_rows[self.options.food], every, self.options.grams)
        every_gram = self.first_gram + np.arange(len(self.foods))
        linear.add_entries(self.gram_rows, every_gram, -1.0)

    def _add_caps(
        self, names: Sequence[str], columns: Sequence[Ints], most: float, *, week: bool = False
    ) -> None:
        """For each name, its columns add up to `most`; what comes beyond costs a penalty."""
        linear = self.linear
        rows = np.array(
            [linear.add_row(name, None, most, week=week, cap=True) for name in names], dtype=int
        )
        penalties = np.full(len(names), self.penalties.variety)
        first = linear.add_columns(lambda index: f"extra__{names[index]}", penalties, week=week)
        extras = first + np.arange(len(names))
        self.extras |= dict(zip(rows.tolist(), extras.tolist(), strict=True))
        if len(names):
            counts = [len(own) for own in columns]
            linear.add_entries(np.repeat(rows, counts), np.concatenate(columns), 1.0)
            linear.add_entries(rows, extras, -1.0)

    def _add_variety(self) -> None:
        """On average, foods, kinds and dishes come no more often than the eating rules allow.

        What comes more often all the same, where so little is left that it must, costs a penalty.
        """
        rules, days, foods = self.rules, self.days, self.foods
        kinds = [food.kind for food in foods]
        number = {kind: index for index, kind in reversed(list(enumerate(kinds)))}  # its first food
        option_kind = np.array([number[kind] for kind in kinds])[self.options.food]
        once = sorted(number[kind] for kind in set(kinds) - self.tables.everyday_kinds)
        self._cap_kinds_of_dishes(option_kind, once)
        by_food = _group(self.options.food, len(foods))
        for cap in find_food_caps(foods, rules):
            columns = self.first_option + np.concatenate([by_food[food] for food in cap.foods])
            self._add_caps([cap.name], [columns], most_in_plan(cap, days) / days, week=True)
        by_kind = _group(option_kind, len(foods))
        self._add_caps(
            [f"kind_once__{kinds[kind]}" for kind in once],
            [self.first_option + by_kind[kind] for kind in once],
            1,
        )
        by_dish: dict[str, list[int]] = {}
        for index, (_, dish) in enumerate(self.served):
            by_dish.setdefault(dish.id, []).append(self.first_served + index)
        by_cap: dict[int, list[str]] = {}
        for dish_id in by_dish:
            most = dish_cap(self.tables.dishes[dish_id], rules, self.repeat)
            by_cap.setdefault(most, []).append(dish_id)
        for times, dish_ids in by_cap.items():
            self._add_caps(
                [f"dish_times__{dish_id}" for dish_id in dish_ids],
                [np.array(by_dish[dish_id]) for dish_id in dish_ids],
                most_times(times, days) / days,
                week=True,
            )

    def _cap_kinds_of_dishes(self, option_kind: Ints, once: Sequence[int]) -> None:
        """A kind fills one slot of a dish; those that come `once` have a cap for all meals."""
        served_of_slot = np.array([place.served for place in self.slots])
        count = len(self.foods)
        pairs = np.unique(self.options.slot * count + option_kind)  # slots and kinds that meet
        keys, slots = np.unique(
            served_of_slot[pairs // count] * count + pairs % count, return_counts=True
        )
        twice = keys[(slots > 1) & ~np.isin(keys % count, once)]
        option_keys = served_of_slot[self.options.slot] * count + option_kind
        order = np.argsort(option_keys, kind="stable")
        firsts = np.searchsorted(option_keys[order], twice)
        lasts = np.searchsorted(option_keys[order], twice, side="right")
        names = []
        for key in twice.tolist():
            meal, dish = self.served[key // count]
            kind = self.foods[key % count].kind
            names.append(f"one_slot__{write_row_name(meal)}__{dish.id}__{kind}")
        spans = zip(firsts.tolist(), lasts.tolist(), strict=True)
        columns = [self.first_option + order[first:last] for first, last in spans]
        self._add_caps(names, columns, 1)

    def slots_of_served(self) -> list[tuple[int, int, int]]:
        """For each served dish its number, its first slot and the one after its last."""
        owners = np.array([place.served for place in self.slots])
        firsts = np.searchsorted(owners, np.arange(len(self.served) + 1)).tolist()
        return [(k, firsts[k], firsts[k + 1]) for k in range(len(self.served))]

    def _keep(
        self,
        name: str,
        rates: Floats,
        *,
        low: float | None = None,
        high: float | None = None,
        penalty: float,
        week: bool = False,
        target: Target | None = None,
        side: str = "",
        meal: str | None = None,
        times: bool = False,
        required: bool = False,
    ) -> None:
        """Keep a quantity above a limit, below one or at one; a unit beyond costs a penalty."""
        linear = self.linear
        required = required or (target is not None and target.required)
        row = linear.add_row(f"keep__{name}", low, high, week=week)
        if meal is None and not times:
            linear.add_entries(row, self.first_gram + np.arange(len(self.foods)), rates)
        else:
            amounts = rates[self.options.food] * (1.0 if times else self.options.grams)
            is_counted = (
                self.option_meals == self.meals.index(meal) if meal else np.ones(len(amounts), bool)
            )
            linear.add_entries(
                row, self.first_option + np.flatnonzero(is_counted), amounts[is_counted]
            )
        strays = []
        if low is not None:
            strays.append(linear.add_column(f"short__{name}", penalty, week=week))
            linear.add_entries(row, strays[-1], 1.0)
        if high is not None:
            strays.append(linear.add_column(f"over__{name}", penalty, week=week))
            linear.add_entries(row, strays[-1], -1.0)
        self.soft_rows.append(
            SoftRow(
                name,
                rates,
                low,
                high,
                penalty,
                row,
                tuple(strays),
                week=week,
                required=required,
                meal=meal,
                times=times,
                target=target if required else None,
                side=side,
            )
        )

    def _add_meals(self) -> None:
        """Each meal brings its share of the day's energy on a plate that people eat.

        Straying further costs a penalty, and so does too little protein in the morning.
        """
        rates = self.per_100g[ENERGY] / 100 / self.person.energy_kcal
        rules, kinds = self.rules, self.person.kinds
        penalty = self.penalties.meal_share
        slack = rules.meal_share_slack * rules.find_growth(self.person.meals)
        for meal, share in rules.find_shares(self.person.meals).items():
            name = f"meal__{write_row_name(meal)}"
            if share > slack:
                low = share - slack
                self._keep(f"{name}__least", rates, low=low, penalty=penalty, meal=meal)
            self._keep(f"{name}__most", rates, high=share + slack, penalty=penalty, meal=meal)
        eaten = np.array([0.0 if is_drink(food) else 1.0 for food in self.foods])
        for meal, kind in kinds.items():
            most = rules.find_plate_g(kind, self.person)
            name, penalty = f"plate__{write_row_name(meal)}", self.penalties.plate_weight
            self._keep(name, eaten, high=most, penalty=penalty, meal=meal)
        protein = self.per_100g.get(PROTEIN)
        breakfast = next((meal for meal in kinds if kinds[meal] == BREAKFAST), None)
        if protein is not None and breakfast is not None:
            self._keep(
                "breakfast_protein",
                protein / 100,
                low=rules.breakfast_protein_g * rules.find_size(self.person),
                penalty=self.penalties.breakfast_protein,
                meal=breakfast,
            )

    def _add_target(self, target: Target) -> None:
        """Reach a minimum, keep a maximum, come near an aim: three things with three penalties."""
        penalties = self.penalties
        penalty = penalties.required if target.required else penalties.reference_range
        penalty = penalties.caution if target.kind == CAUTION else penalty
        penalty = penalties.out_of_reach if target.kind == OUT_OF_REACH else penalty
        week = target.period == WEEK
        name = f"{target.kind}__{target.nutrient}"
        for side, bound in (("minimum", target.minimum), ("maximum", target.maximum)):
            if bound is None:
                continue
            unit, limit = bound or 1.0, bound
            if target.kind == CAUTION:
                limit *= 1 - self.rules.caution_margin
            if target.basis == PERCENT_OF_ENERGY:  # a row around zero, missed by shares of energy
                unit, limit = bound / 100 * self.person.energy_kcal, 0.0
            self._keep(
                f"{name}__{side}",
                self._per_gram(target, side, bound),
                low=limit if side == "minimum" else None,
                high=limit if side == "maximum" else None,
                penalty=penalty / unit,
                week=week,
                target=target,
                side=side,
            )
        rates = (
            self.counted_per_100g[target.nutrient] / 100
        )  # a share of energy has no floor and no aim
        floor, aim = target.floor, target.aim
        if floor is not None:
            cost = penalty / (floor or 1.0)
            self._keep(
                f"{name}__floor", rates, low=floor, penalty=cost, target=target, side="floor"
            )
        if target.nutrient == ENERGY and aim:
            cost = penalties.energy_off_aim / aim
            self._keep(f"{name}__aim", rates, low=aim, high=aim, penalty=cost)
        elif aim and target.minimum is None:
            cost = penalties.adequate_intake / aim
            self._keep(f"{name}__aim", rates, low=aim, penalty=cost, week=week)

    def _per_gram(self, target: Target, side: str, bound: float) -> Floats:
        """What a gram of each food adds to a target's row; to a minimum, what counts of it.

        A share of energy becomes a plain row: the nutrient's energy less `bound` percent of all.
        """
        figures = self.per_100g if side == "maximum" else self.counted_per_100g
        amounts = figures[target.nutrient]
        if target.basis == PERCENT_OF_ENERGY:
            factor = self.tables.nutrients[target.nutrient].kcal_per_g or 0.0
            amounts = amounts * factor - bound / 100 * self.per_100g[ENERGY]
        return np.asarray(amounts / 100)

    def _add_eating_rules(self) -> None:
        """Fruit, fish, legumes, soups, snacks, grains, eggs, fiber and the day's weight."""
        rules, penalties = self.rules, self.penalties
        fruit = np.array([float(food.group in rules.fruit_groups) for food in self.foods])
        least = float(rules.fruit_a_day)
        if least:
            self._keep("fruit", fruit, low=least, penalty=penalties.fruit, times=True)
        for tag, cap in rules.tagged_a_day.items():
            tagged = [p for p, (_, dish) in enumerate(self.served) if tag in dish.tags]
            if tagged:
                row = self.linear.add_row(f"dishes__{tag}", None, cap)
                self.linear.add_entries(row, self.first_served + np.array(tagged), 1.0)
        grains = np.array([food.patterns.get(WHOLE_GRAINS) or 0.0 for food in self.foods]) / 100
        if grains.any():  # else no portion could reach it
            wanted = EATING_RULES.whole_grains_oz_per_1000_kcal * self.person.energy_kcal / 1000
            penalty = penalties.whole_grains / wanted
            least = rules.whole_grains_oz_per_1000_kcal * self.person.energy_kcal / 1000
            if least:
                self._keep("whole_grains", grains, low=least, penalty=penalty, week=True)
        if grains.any() and rules.half_of_grains:
            refined = np.array([food.patterns.get(REFINED_GRAINS) or 0.0 for food in self.foods])
            half = grains - refined / 100
            self._keep("half_of_grains", half, low=0.0, penalty=penalty, week=True)
        for rule in rules.food_rules:
            covered = np.array([float(rule.covers(food)) for food in self.foods])
            least = rule.find_least(self.days)
            if least and covered.any():
                self._keep(
                    f"food_rule__{rule.name}__least",
                    covered,
                    low=least / min(self.days, WEEK_DAYS),
                    penalty=penalties.food_rule,
                    week=True,
                    times=True,
                )
        eggs = np.array([rules.count_eggs(food) for food in self.foods])
        if eggs.any():
            most = rules.eggs_a_day * rules.find_size(self.person)
            penalty = penalties.caution / most
            self._keep(EGGS, eggs, high=most, penalty=penalty, week=True, required=True)
        fiber = self.per_100g["fiber_g"] / 100
        most = rules.fiber_g_a_day * rules.find_size(self.person)
        self._keep("fiber", fiber, high=most, penalty=penalties.fiber)
        most = rules.food_g_per_kcal * self.person.energy_kcal
        self._keep("weight", np.ones(len(fiber)), high=most, penalty=penalties.food_weight)


def write_row_name(meal: str) -> str:
    """The name of a meal in the names of rows and columns: LP files have no spaces in them."""
    return meal.replace(" ", "_")


def shrink(times_a_week: int, days: int) -> int:
    """A weekly number for a plan of fewer days than seven, in proportion, rounded up."""
    return times_a_week if days >= WEEK_DAYS else ceil(times_a_week * days / WEEK_DAYS)


def most_times(times_a_week: int, days: int) -> int:
    """The most times in all the days of what may come so often in any seven running."""
    if days < WEEK_DAYS:
        return shrink(times_a_week, days)
    weeks, rest = divmod(days, WEEK_DAYS)
    return weeks * times_a_week + min(times_a_week, rest)


def most_servings(servings_a_week: int, days: int) -> int:
    """The same for what may come more than once a day."""
    return shrink(servings_a_week, days) * ceil(days / WEEK_DAYS)


def most_in_plan(cap: FoodCap, days: int) -> int:
    """How often what a cap is about may come in all the days of a plan."""
    return most_servings(cap.most, days) if cap.each_time else most_times(cap.most, days)


def dish_cap(dish: Dish, rules: EatingRules, repeat: Mapping[str, int]) -> int:
    """How many times a week a dish may come: as usual, or more where `repeat` says so of a meal."""
    asked = [repeat[meal] for meal in dish.meals if meal in repeat]
    if set(dish.meals) == {"snack"}:
        return max(rules.snack_times_a_week, *asked, 0)
    light = set(dish.meals) <= {"breakfast", "snack"}
    usual = rules.breakfast_times_a_week if light else rules.main_dish_times_a_week
    return max(usual, *asked, 0)


def _group(numbers: Ints, count: int) -> list[Ints]:
    """The places of each number from 0 to `count`."""
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.searchsorted(numbers[order], np.arange(1, count)))


def _find_favour(
    person: Person, tables: Tables, penalties: Penalties, preferred: Collection[str]
) -> dict[str, float]:
    """The points of each food id and dish id that the person likes or dislikes, or all prefer."""
    favour: dict[str, float] = {}
    for words, penalty in ((person.like, penalties.like), (person.dislike, penalties.dislike)):
        for word in words:
            foods, dishes = find_favoured(word, tables)
            favour |= dict.fromkeys(foods | dishes, penalty)
    for dish in preferred:
        favour[dish] = favour.get(dish, 0.0) + penalties.cuisine
    return favour
