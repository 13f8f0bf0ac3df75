"""Solving the day's program: the bound, the shares of the dishes, and whole portions.

The model of the average day is loaded once into HiGHS, through PuLP. Planning a day moves its
bounds to what the other days leave and restarts the linear program from its last basis: it says
how much each dish is wanted. For a few sets of dishes drawn by those shares a small linear
program (their takes alone) is solved, and the best are rounded to whole portions by exchange:
one or two slots at a time take another food or amount, as long as that makes the day better.
Work is limited by counts, never by the clock, so that one request always gives one plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from planner.program import DayProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PAIRED = 110  # takes of a day that are tried two at a time, the cheapest by reduced cost
NEGLIGIBLE = 1e-7  # points
BARRED = 1e5  # points for what custom bars: a food too many, a kind twice, a waived rule
BARE_MISS = 50.0  # points, in the search alone, for missing a required row at all
MISSED = 1e-7  # of a limit: a row is missed by more than this
ANY = 1_000  # more rare foods than a day can hold
NEW_FOOD = 0.2  # points by which the search, not the plan's cost, prefers a food bought already


@dataclass(frozen=True)
class Choice:
    """A planned day: its takes, their cost in points without the week's rows, what they add up to.

    `takes` index the program's takes, `activity` has a figure for each of its soft rows; `misses`
    are the points of required rows of the day that aren't kept, `crowded` counts the foods beyond
    what the leave allowed, and the kinds that come twice.
    """

    takes: tuple[int, ...]
    dishes: Mapping[str, str]
    foods: frozenset[str]
    points: float
    misses: float
    crowded: float
    activity: Floats


@dataclass(frozen=True)
class Leave:
    """What the other days of a plan leave for one day.

    `foods` and `dishes` may not come; `dinners` may not be dinner; `rare` rare foods may; of each
    set in `apart` at most the number beside it; besides the foods of each set in `seen` at most
    the number beside it; `low` and `high` are the soft rows' limits for this day.
    """

    low: Floats
    high: Floats
    foods: frozenset[str]
    dishes: frozenset[str]
    dinners: frozenset[str]
    rare: int
    apart: tuple[tuple[frozenset[str], int], ...]
    seen: tuple[tuple[frozenset[str], int], ...]

    def relaxed(self) -> Leave:
        """The same with what is customary among days waived; the limits stay."""
        nothing: frozenset[str] = frozenset()
        return replace(
            self, foods=nothing, dishes=nothing, dinners=nothing, rare=ANY, apart=(), seen=()
        )


@dataclass(frozen=True)
class Draft:
    """A set of dishes with its small linear program solved: a value for each take of theirs."""

    dishes: Mapping[str, str]
    points: float
    takes: Ints
    values: Floats
    reduced_costs: Floats


class DaySolver:
    """The live model of one day's program, and its soft rows as arrays."""

    def __init__(self, program: DayProgram, everyday: Collection[str]) -> None:
        """Load the program into HiGHS; `everyday` are the kinds that may come twice a day."""
        self.program = program
        engine = pulp.HiGHS(msg=False, threads=1, random_seed=1)
        engine.createAndConfigureSolver(program.problem)
        engine.buildSolverModel(program.problem)
        self.model: highspy.Highs = program.problem.solverModel
        lp = self.model.getLp()
        self.costs = np.array(lp.col_cost_)
        self.row_low, self.row_high = np.array(lp.row_lower_), np.array(lp.row_upper_)
        self._read_matrix(lp)
        takes = program.takes
        self.take_columns = np.array([take.variable.index for take in takes], dtype=np.int64)
        self.served = {key: variable.index for key, variable in program.served.items()}
        self.points = np.array([take.points for take in takes])
        self.food_of = np.array([take.food.id for take in takes])
        self.rare = np.array([take.food.rare for take in takes])
        self.slot_of = np.array([f"{t.meal}/{t.dish}/{t.slot}" for t in takes])
        self.block_of = np.array(
            [f"{t.meal}/{t.food.kind}" if t.food.kind in everyday else t.food.kind for t in takes]
        )
        self.takes_of: dict[tuple[str, str], list[int]] = {}
        for place, take in enumerate(takes):
            self.takes_of.setdefault((take.meal, take.dish), []).append(place)
        self._read_soft_rows()
        whole = [*self.take_columns.tolist(), *self.served.values()]
        self.aside = np.setdiff1d(np.arange(len(self.costs)), whole)

    def _read_matrix(self, lp: highspy.HighsLp) -> None:
        """The matrix by columns: column j has rows[starts[j]:starts[j+1]]."""
        starts = np.array(lp.a_matrix_.start_)
        rows, values = np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.value_)
        if lp.a_matrix_.format_ == highspy.MatrixFormat.kRowwise:
            owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
            order = np.argsort(rows, kind="stable")
            counts = np.bincount(rows, minlength=len(self.costs))
            starts = np.concatenate([[0], np.cumsum(counts)])
            rows, values = owners[order], values[order]
        self.starts, self.rows, self.values = starts, rows, values

    def _read_soft_rows(self) -> None:
        rows = self.program.soft_rows
        nowhere = highspy.kHighsInf
        self.soft = np.array([row.constraint.index for row in rows], dtype=np.int64)
        self.coefficients = np.column_stack([row.coefficients for row in rows])
        self.low = np.array([-nowhere if row.low is None else row.low for row in rows])
        self.high = np.array([nowhere if row.high is None else row.high for row in rows])
        self.price = np.array([row.price for row in rows])
        self.week = np.array([row.week for row in rows])
        self.required = np.array([row.required for row in rows])

    def average_day(self) -> tuple[float, float]:
        """The bound: the points a day that no plan can go below, and the misses among them."""
        self.model.run()
        activity = self._activity(np.array(self.model.getSolution().col_value)[self.take_columns])
        misses = self.stray(activity, self.low, self.high)[self.required].sum()
        return float(self.model.getObjectiveValue()), float(misses)

    def _activity(self, values: Floats) -> Floats:
        return np.asarray(values @ self.coefficients)

    def stray(self, activity: Floats, low: Floats, high: Floats) -> Floats:
        """The points of each soft row with this activity; the last axis is the rows'."""
        outside = np.maximum(np.maximum(low - activity, activity - high), 0.0)
        return np.asarray(outside * self.price)

    def wanted(self, leave: Leave, tastes: Mapping[str, float]) -> dict[tuple[str, str], float]:
        """How much of a day each (meal, dish) is wanted, by the linear program of that day.

        `tastes` adds points to dishes for this choice alone. Empty where no day is left.
        """
        served = np.array(list(self.served.values()), dtype=np.int64)
        columns = np.concatenate([self.take_columns, served])
        high = np.ones(len(columns))
        high[: len(self.take_columns)][self._barred(leave)] = 0.0
        for place, (meal, dish) in enumerate(self.served, start=len(self.take_columns)):
            if dish in leave.dishes or (meal == "dinner" and dish in leave.dinners):
                high[place] = 0.0
        costs = [self.costs[self.served[key]] + tastes.get(key[1], 0.0) for key in self.served]
        self.model.changeColsCost(len(served), served, np.array(costs))
        self.model.changeColsBounds(len(columns), columns, np.zeros(len(columns)), high)
        low, up = self._row_bounds(leave)
        self.model.changeRowsBounds(len(low), np.arange(len(low)), low, up)
        for foods, most in leave.seen:
            new = self.take_columns[~np.isin(self.food_of, list(foods))]
            self.model.addRow(-highspy.kHighsInf, float(most), len(new), new, np.ones(len(new)))
        self.model.run()
        optimal = self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = self.model.getSolution().col_value
        added = np.arange(len(low), len(low) + len(leave.seen))
        self.model.deleteRows(len(added), added)
        return {key: values[column] for key, column in self.served.items() if optimal}

    def _barred(self, leave: Leave) -> NDArray[np.bool_]:
        barred = np.isin(self.food_of, list(leave.foods)) if leave.foods else self.rare & False
        return np.asarray(barred | self.rare if leave.rare <= 0 else barred)

    def _row_bounds(self, leave: Leave) -> tuple[Floats, Floats]:
        """The rows' bounds for one day: caps are whole, the week's rows have what is left to do."""
        low, high = self.row_low.copy(), self.row_high.copy()
        caps = [*self.program.food_rows.values(), *self.program.dish_rows.values()]
        high[[row.index for row in caps]] = 1.0
        if self.program.rare_row is not None:
            high[self.program.rare_row.index] = leave.rare
        low[self.soft], high[self.soft] = leave.low, leave.high
        return low, high

    def draft(self, leave: Leave, dishes: Mapping[str, str]) -> Draft | None:
        """The small linear program of a set of dishes; None where a slot can't be filled."""
        takes = np.array([t for key in dishes.items() for t in self.takes_of[key]], dtype=np.int64)
        takes = takes[~self._barred(leave)[takes]]
        served = np.array([self.served[key] for key in dishes.items()], dtype=np.int64)
        columns = np.concatenate([self.take_columns[takes], served, self.aside])
        costs = self.costs[columns]
        costs[: len(takes)] += NEW_FOOD * self.new(leave, takes)
        model = self._part(columns, costs, self._row_bounds(leave))
        for foods, most in leave.seen:
            new = np.flatnonzero(~np.isin(self.food_of[takes], list(foods)))
            model.addCol(BARRED, 0.0, highspy.kHighsInf, 0, [], [])
            places = np.append(new, model.getNumCol() - 1)
            terms = np.append(np.ones(len(new)), -1.0)
            model.addRow(-highspy.kHighsInf, float(most), len(places), places, terms)
        model.run()
        if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = model.getSolution()
        values = np.array(solution.col_value)[: len(takes)]
        reduced_costs = np.array(solution.col_dual)[: len(takes)]
        return Draft(dishes, float(model.getObjectiveValue()), takes, values, reduced_costs)

    def new(self, leave: Leave, takes: Ints) -> NDArray[np.bool_]:
        """Which takes are of a food that no other day of the week has."""
        known = frozenset().union(*(foods for foods, _ in leave.seen))
        return np.asarray(~np.isin(self.food_of[takes], list(known)))

    def _part(self, columns: Ints, costs: Floats, bounds: tuple[Floats, Floats]) -> highspy.Highs:
        """A model of some of the columns and the rows they stand in."""
        lengths = self.starts[columns + 1] - self.starts[columns]
        ends = np.cumsum(lengths)
        picks = np.repeat(self.starts[columns] - (ends - lengths), lengths) + np.arange(ends[-1])
        rows, places = np.unique(self.rows[picks], return_inverse=True)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(columns), len(rows)
        lp.col_cost_ = costs
        lp.col_upper_ = np.full(len(columns), highspy.kHighsInf)
        lp.row_lower_, lp.row_upper_ = bounds[0][rows], bounds[1][rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate([[0], ends])
        lp.a_matrix_.index_ = places
        lp.a_matrix_.value_ = self.values[picks]
        model = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            model.setOptionValue(option, value)
        served = slice(len(columns) - len(self.aside) - 4, len(columns) - len(self.aside))
        low = np.zeros(len(columns))
        low[served] = 1.0
        lp.col_lower_ = low
        model.passModel(lp)
        return model

    def round(self, leave: Leave, draft: Draft) -> Choice:
        """Whole portions for a draft: its largest values, then exchanges while they help."""
        day = _Exchange(self, leave, draft)
        day.start()
        day.improve()
        return day.choice()

    def week_points(self, activity: Floats, days: int) -> tuple[float, float]:
        """What the week's rows cost over `days` days with this activity in all, and the misses."""
        costs = np.where(self.week, self.stray(activity, self.low * days, self.high * days), 0.0)
        return float(costs.sum()), float(costs[self.required].sum())


class _Exchange:
    """A day of given dishes on its way to whole portions."""

    def __init__(self, solver: DaySolver, leave: Leave, draft: Draft) -> None:
        self.solver, self.leave, self.draft = solver, leave, draft
        self.takes = draft.takes
        self.slots, self.slot = np.unique(solver.slot_of[self.takes], return_inverse=True)
        _, self.block = np.unique(solver.block_of[self.takes], return_inverse=True)
        new = [~np.isin(solver.food_of[self.takes], list(foods)) for foods, _ in leave.seen]
        extra = np.column_stack([*new, solver.rare[self.takes]]).astype(float)
        self.rows = np.hstack([solver.coefficients[self.takes], extra])
        nowhere = np.full(len(leave.seen) + 1, -np.inf)
        caps = [float(most) for _, most in leave.seen] + [float(leave.rare)]
        self.low = np.concatenate([leave.low, nowhere])
        self.high = np.concatenate([leave.high, caps])
        self.price = np.concatenate([solver.price, np.full(len(caps), BARRED)])
        self.bare_miss = np.append(BARE_MISS * solver.required, np.zeros(len(caps)))
        largest = np.where(np.isfinite(self.low), np.abs(self.low), np.abs(self.high))
        self.tolerance = MISSED * largest
        self.points = solver.points[self.takes] + NEW_FOOD * solver.new(leave, self.takes)
        self.pool = np.sort(np.argsort(draft.reduced_costs, kind="stable")[:PAIRED])
        self.taken = np.zeros(len(self.slots), dtype=np.int64)

    def start(self) -> None:
        """Fill each slot with its largest value, a kind that isn't there yet where it can."""
        blocks: set[int] = set()
        order = np.lexsort((self.draft.reduced_costs, -np.round(self.draft.values, 9)))
        filled = np.zeros(len(self.slots), dtype=bool)
        for place in order:
            slot, block = self.slot[place], int(self.block[place])
            if not filled[slot] and block not in blocks:
                filled[slot], self.taken[slot] = True, place
                blocks.add(block)
        for place in order:  # a kind comes twice only where a slot can hold nothing else
            if not filled[self.slot[place]]:
                filled[self.slot[place]], self.taken[self.slot[place]] = True, place

    def stray(self, activity: Floats) -> Floats:
        outside = np.maximum(self.low - activity, activity - self.high)
        np.maximum(outside, 0.0, out=outside)
        missed = (outside > self.tolerance) @ self.bare_miss
        return np.asarray(outside @ self.price + missed)

    def improve(self) -> None:
        """Exchange one take, or two, as long as the day gets better."""
        while self._exchange_one() or self._exchange_two():
            pass

    def _change(self, places: Ints) -> tuple[Floats, Floats]:
        """What taking each place instead of its slot's take changes: rows and points."""
        current = self.taken[self.slot[places]]
        return self.rows[places] - self.rows[current], self.points[places] - self.points[current]

    def _exchange_one(self) -> bool:
        places = np.arange(len(self.takes))
        held = self.block[self.taken]
        clash = (self.block[:, None] == held[None, :]) & (
            self.slot[:, None] != np.arange(len(self.slots))[None, :]
        )
        places = places[~clash.any(axis=1)]
        activity = self.rows[self.taken].sum(axis=0)
        rows, points = self._change(places)
        costs = self.stray(activity + rows) + points
        best = int(np.argmin(costs))
        if costs[best] >= self.stray(activity) - NEGLIGIBLE:
            return False
        self.taken[self.slot[places[best]]] = places[best]
        return True

    def _exchange_two(self) -> bool:
        pool = self.pool
        rows, points = self._change(pool)
        first, second = np.triu_indices(len(pool), 1)
        apart = (self.slot[pool[first]] != self.slot[pool[second]]) & (
            self.block[pool[first]] != self.block[pool[second]]
        )
        held = self.block[self.taken]
        number = np.arange(len(self.slots))
        clash = (self.block[pool][:, None] == held[None, :]) & (
            self.slot[pool][:, None] != number[None, :]
        )  # pool x slots: the slot that holds this take's kind
        blocked = clash.any(axis=1)
        at = np.where(blocked, clash.argmax(axis=1), -1)
        apart &= ~blocked[first] | (at[first] == self.slot[pool[second]])
        apart &= ~blocked[second] | (at[second] == self.slot[pool[first]])
        first, second = first[apart], second[apart]
        if not len(first):
            return False
        activity = self.rows[self.taken].sum(axis=0)
        costs = self.stray(activity + rows[first] + rows[second]) + points[first] + points[second]
        best = int(np.argmin(costs))
        if costs[best] >= self.stray(activity) - NEGLIGIBLE:
            return False
        for place in (pool[first[best]], pool[second[best]]):
            self.taken[self.slot[place]] = place
        return True

    def _dish_points(self) -> float:
        columns = [self.solver.served[key] for key in self.draft.dishes.items()]
        return float(self.solver.costs[columns].sum())

    def _crowded(self) -> float:
        extra = self.rows[self.taken].sum(axis=0)[len(self.solver.soft) :]
        foods = float(np.maximum(extra - self.high[len(self.solver.soft) :], 0.0).sum())
        return foods + len(self.taken) - len(set(self.block[self.taken].tolist()))

    def choice(self) -> Choice:
        """The day as it stands."""
        solver = self.solver
        takes = np.sort(self.takes[self.taken])
        activity = solver.coefficients[takes].sum(axis=0)
        costs = np.where(solver.week, 0.0, solver.stray(activity, solver.low, solver.high))
        return Choice(
            tuple(takes.tolist()),
            self.draft.dishes,
            frozenset(solver.food_of[takes].tolist()),
            float(costs.sum() + solver.points[takes].sum() + self._dish_points()),
            float(costs[solver.required].sum()),
            self._crowded(),
            activity,
        )
