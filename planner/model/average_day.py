"""The average day of a request, solved again as it would be with something changed.

It is a linear program that is solved in hundredths of a second from where it was left. What the
average day can't do, no plan can.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from math import inf

import numpy as np

from planner.arrays import Floats, Ints
from planner.model.bound import Taking, build_program
from planner.model.day_program import SoftRow
from planner.model.linear_program import Optimum
from planner.model.restricted_master import RestrictedMaster
from planner.people.exclusions import find_removals
from planner.people.person import Person
from planner.people.targets import AMOUNT, OWN, PERCENT_OF_ENERGY, Target
from planner.plans.records import WeekPlan
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY
from planner.tables.supplements import Supplement

KCAL_OFF = 0.01  # kcal outside the band that count as none
NO_MISS = 0.1  # points of required rows that count as none: a thousandth of a percent
FIRST = 1000.0  # multiplies the penalty of a row, so that it is kept before all others
BEFORE = 20.0  # multiplies the penalties of all other rows, so that a limit gives before them
BINDS = 1e-6  # of a limit, what a solver leaves of it
MORE_UNUSUAL = 0.1  # times a day that a change may have foods come beyond their caps


class AverageDay:
    """The average day of a request, solved again as it would be with something changed.

    Its program has all the foods and dishes that come back where every word to avoid and the
    minutes are dropped; those that the request leaves out are closed.
    """

    def __init__(
        self,
        request: Request,
        plan: WeekPlan | None,
        tables: Tables,
        supplements: Sequence[Taking] = (),
    ) -> None:
        """Begin from the foods of a plan for the request, or from usual ones if there is no plan.

        `unmet` is what the person misses there; `short` has its nutrients and those that the
        average day misses, what is missed most coming first. `proven` is whether no plan meets
        everything: whether the average day can't, whatever is unusual.
        """
        self.request, self.plan, self.tables, self.supplements = request, plan, tables, supplements
        open_people = tuple(replace(person, avoid=(), allow=()) for person in request.people)
        widest = replace(request, people=open_people, minutes={})
        self.program = program = build_program(widest, tables, supplements)
        eaten = {
            (meal.meal, meal.dish, serving.slot, serving.food_id)
            for day in (plan.days if plan else ())
            for meal in day.meals
            for serving in meal.servings
        }
        slots = [(place.meal, place.dish.id, place.slot.name) for place in program.slots]
        foods = [food.id for food in program.foods]
        pairs = zip(program.options.slot.tolist(), program.options.food.tolist(), strict=True)
        taken = [(*slots[slot], foods[food]) in eaten for slot, food in pairs]
        self.master = RestrictedMaster(program, np.flatnonzero(taken))
        self._close(request)
        self.optimum = self.master.solve()
        self.master.keep_basis()
        self.proven = not self.meets(self.optimum) and self.least() > NO_MISS
        misses = plan.misses if plan else ()
        self.unmet = [miss for miss in misses if miss.person == self.person.name]
        missed = self.missed(self.optimum)
        short = [miss.nutrient for miss in self.unmet]
        short += [nutrient for nutrient, points in missed.items() if points > NO_MISS]
        self.short = sorted(dict.fromkeys(short), key=lambda nutrient: -missed.get(nutrient, 0.0))

    @property
    def person(self) -> Person:
        """Whose day it is."""
        return self.program.person

    def build_day(self, request: Request) -> AverageDay:
        """The average day of another request, beside the same supplements."""
        return AverageDay(request, self.plan, self.tables, self.supplements)

    def solve(self, request: Request | None = None, costs: Floats | None = None) -> Optimum:
        """The optimum with what another request leaves out, or with other costs."""
        return self._solve(request or self.request, costs)

    def find(self, request: Request, enough: Callable[[Optimum], bool]) -> Optimum | None:
        """A solution that is `enough` with what another request leaves out, None if there is none.

        It is the first one seen, not the optimum.
        """
        optimum = self._solve(request, enough=enough)
        return optimum if enough(optimum) else None

    def _solve(
        self,
        request: Request,
        costs: Floats | None = None,
        enough: Callable[[Optimum], bool] = lambda _: False,
        *,
        afresh: bool = True,
    ) -> Optimum:
        """Solve again from the first optimum, or unless `afresh` from the last one."""
        if afresh:
            self.master.restart()
        self._close(request)
        self.master.set_costs(self.program.linear.costs if costs is None else costs)
        return self.master.solve(enough)

    def compute_savings(self, optimum: Optimum) -> Floats:
        """By how many points an option of each food at each meal would lower an optimum, at first.

        Foods by meals; nothing where it wouldn't. It is what the reduced costs say of foods that
        are left out.
        """
        program = self.program
        saved = -optimum.reduced_costs[program.first_option :][: len(program.options)]
        most = np.zeros((len(program.foods), len(program.meals)))
        np.maximum.at(most, (program.options.food, program.option_meals), saved)
        return most

    def _close(self, request: Request) -> None:
        program = self.program
        closed = np.zeros(program.linear.columns, dtype=bool)
        removed: set[str] = set()
        for person in request.people:
            removed |= {removal.food.id for removal in find_removals(person, self.tables)}
        out = np.array([food.id in removed for food in program.foods])
        closed[program.first_option :][: len(program.options)] = out[program.options.food]
        for number, (meal, dish) in enumerate(program.served):
            most = request.minutes.get(meal, inf)
            closed[program.first_served + number] = not self.tables.takes_at_most(dish.id, most)
        self.master.set_closed(closed)
        for row in self.program.soft_rows:
            if row.times and row.week:  # a food rule asks for nothing of which nothing is left
                low = row.low if (row.rates[~out] > 0).any() else None
                self.master.set_limits(row.row, low, row.high)

    def misses(self, optimum: Optimum) -> float:
        """The points of required rows that an optimum doesn't keep."""
        return self.program.misses(optimum)

    def meets(self, optimum: Optimum) -> bool:
        """Whether nothing required is missed."""
        return self.misses(optimum) <= NO_MISS

    def helps(self, optimum: Optimum) -> bool:
        """Whether nothing required is missed, with hardly more of what is unusual."""
        more = self._extra(optimum) - self._extra(self.optimum)
        return self.meets(optimum) and more <= MORE_UNUSUAL

    def _extra(self, optimum: Optimum) -> float:
        return float(optimum.values[[*self.program.extras.values()]].sum())

    def missed(self, optimum: Optimum) -> dict[str, float]:
        """The points of required rows that an optimum doesn't keep, by nutrient."""
        missed: dict[str, float] = {}
        for row, target in self.rows():
            points = row.penalty * float(optimum.values[list(row.strays)].sum())
            missed[target.nutrient] = missed.get(target.nutrient, 0.0) + points
        return missed

    def rows(self, nutrient: str | None = None) -> list[tuple[SoftRow, Target]]:
        """The required rows, all or a nutrient's, each with its target."""
        return [
            (row, row.target)
            for row in self.program.soft_rows
            if row.target is not None and nutrient in (None, row.target.nutrient)
        ]

    @cached_property
    def required_rules(self) -> list[SoftRow]:
        """The eating rules that are required, as targets are."""
        return [row for row in self.program.soft_rows if row.required and row.target is None]

    def amount(self, row: SoftRow, optimum: Optimum) -> float:
        """What a row's quantity is in an optimum."""
        columns, values = self._entries(row)
        return float(values @ optimum.values[columns])

    def _entries(self, row: SoftRow) -> tuple[Ints, Floats]:
        starts, rows, values = self.program.linear.matrix
        places = np.flatnonzero(rows == row.row)
        columns = np.searchsorted(starts, places, side="right") - 1
        is_counted = ~np.isin(columns, row.strays)
        return columns[is_counted], values[places[is_counted]]

    def find_reach(self, row: SoftRow, target: Target) -> tuple[float | None, tuple[str, ...]]:
        """The best that a row's quantity can be by itself, inside the calories.

        And the rules that bind there.

        Kept are what dishes are made of, one dish a meal, the caps of each day on legumes, soups
        and snacks, the day's energy and the week's eggs; no other target, and no other eating rule.
        None where the energy can't be kept. For a share of energy it is that share, in percent.
        """
        costs = np.zeros(self.program.linear.columns)
        energy = [energy_row for energy_row, _ in self.rows(ENERGY)]
        for kept in (*energy, *self.required_rules):
            costs[list(kept.strays)] = FIRST * kept.penalty
        columns, values = self._entries(row)
        costs[columns] += row.penalty * (values if row.side == "maximum" else -values)
        optimum = self.solve(costs=costs)
        if (
            sum(float(optimum.values[list(energy_row.strays)].sum()) for energy_row in energy)
            > KCAL_OFF
        ):
            return None, ()
        amount = self.amount(row, optimum)
        if target.basis == PERCENT_OF_ENERGY:
            bound: float = getattr(target, row.side)
            amount = bound + 100 * amount / self.amount(energy[0], optimum)
        return amount, self.find_binding(optimum)

    def find_binding(self, optimum: Optimum) -> tuple[str, ...]:
        """The names of the required rules that an optimum keeps with nothing to spare."""
        return tuple(
            row.name
            for row in self.required_rules
            if row.high is not None and self.amount(row, optimum) >= row.high * (1 - BINDS)
        )

    def least(self, doses: Iterable[Supplement] = ()) -> float:
        """The least points of required rows that any plan misses, with supplements taken besides.

        No other eating rule counts than the required ones, and no preference.
        """
        return self.misses(self.with_doses(doses, self.program.miss_costs))

    def without(self, limits: Collection[tuple[str, str]]) -> tuple[list[float], float]:
        """What nutrients come to where these limits of the person's own aren't asked for.

        Each is a nutrient and a side. And the points that any plan misses all the same.
        """
        limit_rows = [self._own_rows(*limit) for limit in limits]
        strays = [column for rows in limit_rows for row in rows for column in row.strays]
        costs, required = self.program.linear.costs.copy(), self.program.miss_costs.copy()
        costs[strays] = required[strays] = 0.0
        usual = self.solve(costs=costs)
        amounts = [self.amount(rows[0], usual) for rows in limit_rows]
        return amounts, float(required @ self.solve(costs=required).values)

    def _own_rows(self, nutrient: str, side: str) -> list[SoftRow]:
        """The rows of a person's own limit: its side, and the floor that goes with a minimum."""
        return [
            row
            for row, target in self.rows(nutrient)
            if target.kind == OWN and (row.side == side or (row.side, side) == ("floor", "minimum"))
        ]

    def prioritise_nutrient(self, nutrient: str) -> Optimum:
        """The optimum where a nutrient's required rows are kept before all others."""
        costs = self.program.linear.costs.copy()
        for row in (*self.required_rules, *(row for row, _ in self.rows(nutrient))):
            costs[list(row.strays)] *= FIRST
        return self.solve(costs=costs)

    def relax_limits(self, limits: Collection[tuple[str, str]]) -> tuple[list[float], float]:
        """What nutrients come to where these sides of them give before all others.

        Each is a nutrient and a side. And the misses of the other nutrients, in points.
        """
        costs = self.program.linear.costs.copy()
        kept = [
            row
            for row, target in self.rows()
            if not {(target.nutrient, row.side), (target.nutrient, "minimum")} & {*limits}
        ]
        for row in (*kept, *self.required_rules):
            costs[list(row.strays)] *= BEFORE
        optimum = self.solve(costs=costs)
        given = []
        for nutrient, side in limits:
            sides = [row for row, _ in self.rows(nutrient) if row.side == side]
            given.append(self.amount((self._own_rows(nutrient, side) or sides)[0], optimum))
        named = {nutrient for nutrient, _ in limits}
        missed = self.missed(optimum).items()
        return given, sum(points for nutrient, points in missed if nutrient not in named)

    def find_nearest_amount(self, nutrient: str, side: str) -> float:
        """How near to a person's own limit of a nutrient a plan comes that keeps all else.

        No preference counts and no eating rule but the required ones, so that no plan comes
        nearer. It is solved from where the day was left.
        """
        rows = self._own_rows(nutrient, side)
        costs = BEFORE * self.program.miss_costs
        for row in rows:
            costs[list(row.strays)] = row.penalty if row.side == side else 0.0
        (first,) = [row for row in rows if row.side == side]
        stray = self._solve(self.request, costs, afresh=False).objective / first.penalty
        return (first.low or 0.0) - stray if side == "minimum" else (first.high or 0.0) + stray

    def with_doses(self, doses: Iterable[Supplement], costs: Floats | None = None) -> Optimum:
        """The optimum where these supplements are taken besides, or with other costs too."""
        brought: dict[str, float] = {}
        for supplement in doses:
            for nutrient, amount in supplement.brings.items():
                brought[nutrient] = brought.get(nutrient, 0.0) + amount
        changed = [
            (row, brought[target.nutrient])
            for row, target in self.rows()
            if target.nutrient in brought and target.basis == AMOUNT
        ]
        for row, dose in changed:
            low, high = (None if limit is None else limit - dose for limit in (row.low, row.high))
            self.master.set_limits(row.row, low, high)
        optimum = self._solve(self.request, costs, afresh=False)
        for row, _ in changed:
            self.master.set_limits(row.row, row.low, row.high)
        return optimum
