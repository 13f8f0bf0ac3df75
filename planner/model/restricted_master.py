"""The average day's linear program with a column for each filled dish, found as they pay.

The full program says of every slot that its options add up to the dish being served. Those rows,
the links, go when a column is a whole *filled dish*: a dish with one option in each of its slots.
What a dish may hold is a product of simplices, and the filled dishes are its corners, so the
optimum is the same with a twentieth of the rows (Dantzig and Wolfe). Nobody could list all filled
dishes, so they are found by column generation:

    restricted master   the filled dishes known so far, in the rows that aren't links, and of the
                        caps those that bind
    pricing             with the master's duals every option has a reduced cost. A dish is best
                        filled with the option of least reduced cost in each slot. That is exact,
                        and needs no solver.

Filled dishes of negative reduced cost enter, until there are none. The duals of the links follow
from the pricing, so what comes out is an optimum of the full program: a value for each of its
columns, a dual for each of its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import highspy
import numpy as np

from planner.arrays import Bools, Floats, Ints
from planner.model.day_program import DayProgram
from planner.model.linear_program import (
    INFINITY,
    Optimum,
    check_solver,
    load_highs,
    run_highs,
)

TOLERANCE = 1e-7  # points below 0 of a reduced cost, and times beyond a cap, that count as none
DISHES_A_ROUND = 12  # filled dishes of each meal that enter before the solver goes on, at most
INITIAL_DISHES = 100  # filled dishes of each meal that the master begins with, at most


def open_program(
    program: DayProgram, options: Ints | None = None, solver: str = "highs"
) -> Callable[[Floats], Optimum]:
    """What finds the optimum of a day's program for costs, one a column, one after another.

    With HiGHS each goes on from the last one, and the first from filled dishes of these options,
    by their numbers in the program. CBC solves the whole program each time. Raises RequestError
    for a solver that is not known or not installed; what comes out raises NoPlanExists where the
    rows contradict one another.
    """
    check_solver(solver)
    if solver == "cbc":
        return partial(program.linear.solve, solver)
    master = RestrictedMaster(program, options)

    def minimise(costs: Floats) -> Optimum:
        master.set_costs(costs)
        return master.solve()

    return minimise


@dataclass(frozen=True)
class Pricing:
    """Reduced costs with some duals: of each gram of a food, of options, of served dishes.

    `best` is the option of least reduced cost in each slot, `least` its reduced cost. `dishes` has
    that of each dish filled with them, infinite where a slot has no open option.
    """

    grams: Floats
    best: Ints
    least: Floats
    dishes: Floats


class RestrictedMaster:
    """The restricted master of a day's program: solve it, change it, solve it again.

    Each `solve` goes on from the last basis, and gives an optimum of the full program with the
    costs, limits and open columns of that moment. Costs are in points, limits in each row's unit.
    """

    def __init__(self, program: DayProgram, options: Ints | None = None) -> None:
        """Begin with some dishes of each meal, each filled with its most usual options.

        `options` are the numbers of the program's options that likely plans serve. A dish whose
        slots they fill enters so filled as well, which saves rounds.
        """
        self.program, self.linear, self.costs = program, program.linear, program.linear.costs
        linear = self.linear
        self.closed = np.zeros(linear.columns, dtype=bool)
        self._food, self._grams = program.options.food, program.options.grams
        self._slot_starts = np.searchsorted(program.options.slot, np.arange(len(program.slots)))
        spans = program.slots_of_served()
        self._dish_starts = np.array([first for _, first, _ in spans])
        self._slots_of = np.full((len(spans), max(last - first for _, first, last in spans)), -1)
        for dish, first, last in spans:  # dishes by slots, -1 where a dish has no more
            self._slots_of[dish, : last - first] = np.arange(first, last)
        self._option_columns = program.first_option + np.arange(len(program.options))
        self._dish_columns = program.first_served + np.arange(len(program.served))
        self._gram_columns = program.first_gram + np.arange(len(program.foods))
        self._links = np.zeros(len(linear.rows), dtype=bool)
        self._links[program.slot_rows] = self._links[program.gram_rows] = True
        self._sum_grams()
        caps = np.array([row.cap for row in linear.rows])
        self._caps = np.flatnonzero(caps)
        self._cap_limits = np.array([linear.rows[row].high for row in self._caps.tolist()], float)
        self._group = _number_groups(program)
        self._meals = _group_by_meal(program)
        self._start_highs(~caps & ~self._links)
        self._cover()
        if options is not None:
            self._add_dishes(*self._fill_with(options))

    def _sum_grams(self) -> None:
        """Note what a gram of each food adds to the rows that aren't links: foods by those rows."""
        starts, rows, values = self.linear.entries(self._gram_columns)
        owners = np.repeat(np.arange(len(self._gram_columns)), np.diff(starts))
        kept = ~self._links[rows]
        self._gram_keys, at = np.unique(rows[kept], return_inverse=True)
        self._per_gram = np.zeros((len(self._gram_columns), len(self._gram_keys)))
        self._per_gram[owners[kept], at] = values[kept]

    def _start_highs(self, kept: Bools) -> None:
        """Let PuLP write the rows that are kept, with the columns of how far each strays."""
        strays = np.sort([column for row in self.program.soft_rows for column in row.strays])
        self._highs, order = load_highs(self.linear.write(strays, rows=kept))
        strays = strays[np.argsort(order)]
        self._row_at = np.full(len(self.linear.rows), -1)  # in the master; -1 where it isn't there
        self._row_at[kept] = np.arange(int(kept.sum()))
        # The master's columns: each is a column of the full program, or else (-1) a filled dish.
        self._column, self._dish = strays, np.full(len(strays), -1)
        self._filling = np.full((len(strays), self._slots_of.shape[1]), -1)
        starts, self._rows, self._values = self.linear.entries(strays)
        self._owner = np.repeat(np.arange(len(strays)), np.diff(starts))

    def solve(self, enough: Callable[[Optimum], bool] = lambda _: False) -> Optimum:
        """An optimum, or the first solution on the way that keeps all rows and is `enough`.

        Raises NoPlanExists where the rows contradict one another.
        """
        while True:
            values, row_duals = run_highs(self._highs)
            duals = np.append(row_duals, 0.0)[self._row_at]
            pricing = self._price(duals)
            broken, entering = self._find_broken(values), self._find_entering(pricing)
            if not len(broken):
                optimum = self._complete(values, duals, pricing)
                if not len(entering) or enough(optimum):
                    return optimum
            self._add_caps(broken)
            self._add_dishes(entering, self._fill(entering, pricing.best))

    def keep_basis(self) -> None:
        """Let `restart` return to the basis of now."""
        basis = self._highs.getBasis()
        self._kept = list(basis.col_status), list(basis.row_status)

    def restart(self) -> None:
        """Go on from the basis that was kept; what was added since is not in it."""
        columns, rows = self._kept
        lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        basis = highspy.HighsBasis()
        basis.col_status = columns + [lower] * (self._highs.getNumCol() - len(columns))
        basis.row_status = rows + [basic] * (self._highs.getNumRow() - len(rows))
        basis.valid = True
        self._highs.setBasis(basis)

    def set_costs(self, costs: Floats) -> None:
        """Minimise other costs, one for each column of the full program, from now on."""
        self.costs = costs
        filled = self._dish >= 0
        column_costs = np.zeros(len(self._column))
        column_costs[~filled] = costs[self._column[~filled]]
        column_costs[filled] = self._cost_dishes(self._dish[filled], self._filling[filled])
        self._highs.changeColsCost(len(column_costs), np.arange(len(column_costs)), column_costs)

    def set_closed(self, closed: Bools) -> None:
        """Keep these options and served dishes of the full program, and no others, at 0."""
        if np.array_equal(closed, self.closed):
            return
        self.closed = closed.copy()
        shut = self._dish >= 0
        shut[shut] = self._are_closed(self._dish[shut], self._filling[shut])
        highest, columns = np.where(shut, 0.0, INFINITY), np.arange(len(shut))
        self._highs.changeColsBounds(len(shut), columns, np.zeros(len(shut)), highest)
        self._cover()

    def set_limits(self, row: int, low: float | None, high: float | None) -> None:
        """Give a row that is no cap other limits from now on, None for none."""
        lowest = -INFINITY if low is None else low
        highest = INFINITY if high is None else high
        self._highs.changeRowBounds(int(self._row_at[row]), lowest, highest)

    def _price(self, duals: Floats) -> Pricing:
        """Reduced costs with these duals, which are 0 for links and for caps that aren't there."""
        reduced = self.linear.price_out(duals, self.costs)
        grams = reduced[self._gram_columns]
        options = reduced[self._option_columns] + grams[self._food] * self._grams
        best, least = self._choose_options(options)
        dishes = reduced[self._dish_columns] + np.add.reduceat(least, self._dish_starts)
        dishes[self.closed[self._dish_columns]] = np.inf
        return Pricing(grams, best, least, dishes)

    def _choose_options(self, scores: Floats) -> tuple[Ints, Floats]:
        """The open option of least score in each slot, and that score; infinite without one."""
        scores = np.where(self.closed[self._option_columns], np.inf, scores)
        least = np.minimum.reduceat(scores, self._slot_starts)
        hits = np.flatnonzero(scores == least[self.program.options.slot])
        return hits[np.searchsorted(hits, self._slot_starts)], least

    def _find_entering(self, pricing: Pricing) -> Ints:
        """The dishes, a few for each meal, whose best filling has a negative reduced cost."""
        entering = []
        for dishes in self._meals:
            costs = pricing.dishes[dishes]
            few = np.argsort(costs, kind="stable")[:DISHES_A_ROUND]
            entering.append(dishes[few[costs[few] < -TOLERANCE]])
        return np.concatenate(entering)

    def _find_broken(self, values: Floats) -> Ints:
        """The caps that aren't in the master and that its solution breaks."""
        weights = values[self._owner] * self._values
        counts = np.bincount(self._rows, weights, minlength=len(self._row_at))[self._caps]
        absent = self._row_at[self._caps] < 0
        return self._caps[absent & (counts > self._cap_limits + TOLERANCE)]

    def _cover(self) -> None:
        """Add the filled dishes that the master needs to keep its rows if the full program can.

        Hard rows see of a dish its meal and its tags alone, so one open filled dish for each set
        of tags at each meal is enough. In the beginning others enter too, the most usual first.
        """
        best, least = self._choose_options(self.program.options.points)
        costs = np.add.reduceat(least, self._dish_starts)
        costs[self.closed[self._dish_columns]] = np.inf
        known = self._dish >= 0
        most = 0 if known.any() else INITIAL_DISHES
        known[known] = ~self._are_closed(self._dish[known], self._filling[known])
        covered = np.zeros(int(self._group.max()) + 1, dtype=bool)
        covered[self._group[self._dish[known]]] = True
        entering: list[int] = []
        for dishes in self._meals:
            order = dishes[np.argsort(costs[dishes], kind="stable")]
            for rank, dish in enumerate(order[np.isfinite(costs[order])].tolist()):
                group = self._group[dish]
                if rank < most or not covered[group]:
                    entering.append(dish)
                    covered[group] = True
        numbers = np.array(entering, dtype=np.int64)
        self._add_dishes(numbers, self._fill(numbers, best))

    def _fill(self, dishes: Ints, best: Ints) -> Ints:
        """Each of these dishes filled with its slots' best options, padded with -1."""
        slots = self._slots_of[dishes]
        return np.where(slots >= 0, best[slots], -1)

    def _fill_with(self, options: Ints) -> tuple[Ints, Ints]:
        """The dishes whose every slot has one of these options, filled with the first of each."""
        slots, first = np.unique(self.program.options.slot[options], return_index=True)
        best = np.full(len(self.program.slots), -1)
        best[slots] = options[first]
        dishes = np.flatnonzero(np.minimum.reduceat(best, self._dish_starts) >= 0)
        return dishes, self._fill(dishes, best)

    def _are_closed(self, dishes: Ints, fillings: Ints) -> Bools:
        """Which filled dishes hold something that is closed."""
        options = (fillings >= 0) & self.closed[self.program.first_option + fillings]
        return np.asarray(self.closed[self._dish_columns[dishes]] | options.any(axis=1))

    def _cost_dishes(self, dishes: Ints, fillings: Ints) -> Floats:
        """What filled dishes cost, in points."""
        grams = self.costs[self._gram_columns][self._food]
        options = self.costs[self._option_columns] + self._grams * grams
        held = np.where(fillings >= 0, options[fillings], 0.0).sum(axis=1)
        return np.asarray(self.costs[self._dish_columns[dishes]] + held)

    def _add_dishes(self, dishes: Ints, fillings: Ints) -> None:
        """Add filled dishes to the master, with the rows that are there."""
        if not len(dishes):
            return
        linear, count, filled = self.linear, len(dishes), fillings >= 0
        options, holders = fillings[filled], np.nonzero(filled)[0]
        columns = np.concatenate([self._dish_columns[dishes], self._option_columns[options]])
        starts, rows, values = linear.entries(columns)
        owner = np.repeat(np.concatenate([np.arange(count), holders]), np.diff(starts))
        direct = ~self._links[rows]
        eaten = self._per_gram[self._food[options]] * self._grams[options][:, None]
        eaten = np.add.reduceat(eaten, np.searchsorted(holders, np.arange(count)))
        by_dish, by_row = np.nonzero(eaten)
        width = len(linear.rows)
        keys = np.concatenate(
            [owner[direct] * width + rows[direct], by_dish * width + self._gram_keys[by_row]]
        )
        keys, at = np.unique(keys, return_inverse=True)
        amounts = np.concatenate([values[direct], eaten[by_dish, by_row]])
        entered = np.asarray(np.bincount(at, amounts), dtype=float)
        blank = np.full(count, -1)
        costs = self._cost_dishes(dishes, fillings)
        self._add_columns(blank, dishes, fillings, costs, (keys // width, keys % width, entered))

    def _add_caps(self, added: Ints) -> None:
        """Add caps to the master, each with the column of what comes beyond it."""
        for row in added.tolist():
            hits = self._rows == row
            high = float(self.linear.rows[row].high or 0.0)
            owners, values = self._owner[hits], self._values[hits]
            self._highs.addRow(-INFINITY, high, len(owners), owners, values)
            self._row_at[row] = self._highs.getNumRow() - 1
        if len(added):
            extras = np.sort([self.program.extras[row] for row in added.tolist()])
            starts, rows, values = self.linear.entries(extras)
            owners = np.repeat(np.arange(len(extras)), np.diff(starts))
            blank = np.full((len(extras), self._filling.shape[1]), -1)
            costs = self.costs[extras]
            self._add_columns(extras, blank[:, 0], blank, costs, (owners, rows, values))

    def _add_columns(
        self,
        columns: Ints,
        dishes: Ints,
        fillings: Ints,
        costs: Floats,
        entries: tuple[Ints, Ints, Floats],
    ) -> None:
        """Add columns: what each stands for, its cost, and entries by their owners, in order.

        Owners number the new columns, rows are the full program's.
        """
        owners, rows, values = entries
        self._owner = np.concatenate([self._owner, len(self._column) + owners])
        self._rows = np.concatenate([self._rows, rows])
        self._values = np.concatenate([self._values, values])
        self._column = np.concatenate([self._column, columns])
        self._dish = np.concatenate([self._dish, dishes])
        self._filling = np.concatenate([self._filling, fillings])
        kept = self._row_at[rows] >= 0
        starts = np.searchsorted(owners[kept], np.arange(len(costs)))
        lows, highs = np.zeros(len(costs)), np.full(len(costs), INFINITY)
        rows_at, values = self._row_at[rows[kept]], values[kept]
        self._highs.addCols(len(costs), costs, lows, highs, len(values), starts, rows_at, values)

    def _complete(self, values: Floats, duals: Floats, pricing: Pricing) -> Optimum:
        """The master's solution as one of the full program."""
        full, filled = np.zeros(self.linear.columns), self._dish >= 0
        full[self._column[~filled]] = values[~filled]
        weights, dishes, fillings = values[filled], self._dish[filled], self._filling[filled]
        np.add.at(full, self._dish_columns[dishes], weights)
        held = fillings >= 0
        shares, options = np.broadcast_to(weights[:, None], held.shape)[held], fillings[held]
        np.add.at(full, self._option_columns[options], shares)
        np.add.at(full, self._gram_columns[self._food[options]], shares * self._grams[options])
        duals = duals.copy()
        duals[self.program.slot_rows] = self._price_slots(duals, pricing)
        duals[self.program.gram_rows] = -pricing.grams
        return self.linear.complete(full, duals, self.costs)

    def _price_slots(self, duals: Floats, pricing: Pricing) -> Floats:
        """The dual of each slot's link: the least reduced cost of an option in it.

        Where a slot has no open option, what its dish lacks for entering is shared among such
        slots. So an option that is closed has the reduced cost at which it would let its dish in.
        """
        shut = ~np.isfinite(pricing.least)
        if not shut.any():
            return pricing.least
        least = np.where(shut, 0.0, pricing.least)
        served = self.linear.price_out(duals, self.costs)[self._dish_columns]
        lacking = served + np.add.reduceat(least, self._dish_starts)
        counts = np.maximum(np.add.reduceat(shut.astype(float), self._dish_starts), 1.0)
        lengths = np.diff(np.append(self._dish_starts, len(least)))
        return np.asarray(np.where(shut, np.repeat(-lacking / counts, lengths), least))


def _group_by_meal(program: DayProgram) -> list[Ints]:
    """The numbers of the served dishes of each meal."""
    meals = np.array([meal for meal, _ in program.served])
    return [np.flatnonzero(meals == meal) for meal in dict.fromkeys(meals.tolist())]


def _number_groups(program: DayProgram) -> Ints:
    """A number for each served dish, the same for those of one meal with the same tags."""
    numbers: dict[tuple[str, frozenset[str]], int] = {}
    keys = [(meal, frozenset(dish.tags)) for meal, dish in program.served]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])
