"""Changes of a request with which nothing would be missed, screened on its average day.

What helps the average day may help a plan; what doesn't can't. Each way of changing a request is a
ladder: its changes from the smallest on. Figures are rounded before a request has them, so that it
is the one that the words of a change make.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import Any

import numpy as np

from planner.arrays import Floats
from planner.model.average_day import NO_MISS, AverageDay
from planner.model.bound import Taking
from planner.model.linear_program import Optimum
from planner.people.eating_rules import EATING_RULES, WEEK_DAYS
from planner.people.exclusions import excluded_tags, find_removals
from planner.people.person import HIGHEST_KCAL, Person
from planner.people.targets import find_supplement_limits
from planner.plans.records import Change
from planner.request.request import Request, write_caps
from planner.tables.diets import BETWEEN
from planner.tables.supplements import Supplement

CLEAR = 1e-4  # of a figure by which it lies beyond what is proven, at least
OFF = 1e-6  # of a step of calories, what decimal fractions lose
SAVED = 10.0  # points that supplements must save: a tenth of a percent
FOODS = 2  # that are tried by themselves as what to allow again
GROUPS = 4  # of foods that are allowed again at most
CLOSE, ROOM = 0.98, 0.85  # of what fractions of portions do, or the plan at hand
STEPS_BACK = (CLOSE, 0), (ROOM, 0), (ROOM, 1 / 8), (ROOM, 1 / 4), (ROOM, 1 / 2), (ROOM, 1)
"""How far own words give way: to so much of that, then so far from there to what comes unasked."""
KCAL_STEP = 50.0
MORE_STEPS = 1, 2, 4, 8  # of these, beyond what fractions of portions need, that are planned
MOST_ENERGY = 2.0  # times the calories asked for that are proposed at most
ALLOW, MINUTES, LIMITS, TARGETS, CALORIES, DIET, SUPPLEMENTS = (
    "allow",
    "minutes",
    "limits",
    "targets",
    "calories",
    "diet",
    "supplements",
)
"""The fields of a request that a change sets."""


@dataclass(frozen=True)
class Proposal:
    """A change that may help, and the request that its words make."""

    change: Change
    request: Request


class Screen:
    """An average day that misses something, or whose plan does, tried with changes."""

    def __init__(self, average: AverageDay) -> None:
        """Begin with an average day beside the supplements that are taken."""
        self.average, self.request, self.tables = average, average.request, average.tables
        (self.person,) = self.request.people
        doses = self.tables.supplements
        self.helpful = dict.fromkeys(
            dose.nutrient for name in average.short for dose in doses if name in dose.brings
        )
        """The nutrients whose supplements bring what is missed, what is missed most first."""

    def find_changes(self) -> Iterator[Sequence[Proposal]]:
        """Ladders of changes of food, each from its smallest change to its largest."""
        yield list(self._allow())
        yield list(self._take_minutes())
        own = [(nutrient, "minimum") for nutrient in self.person.minimum]
        own += [(nutrient, "maximum") for nutrient in self.person.maximum]
        for limits in (*([limit] for limit in own), *([own] if len(own) > 1 else [])):
            yield list(self._give_way(limits))
        yield list(self._add_energy())

    def propose_supplements(self) -> Iterator[Proposal]:
        """The fewest supplements besides those allowed with which all may be met.

        Its change has no doses yet: those that a plan takes are known once it is made.
        """
        allowed = self.person.supplements
        if not self.average.proven:
            return
        more = self.choose_doses([nutrient for nutrient in self.helpful if nutrient not in allowed])
        doses = [taking.supplement for taking in more]
        if doses and self.average.least(doses) <= NO_MISS:
            names = (*allowed, *(dose.nutrient for dose in doses))
            request = self._with(replace(self.person, supplements=names))
            yield self._propose(request, {SUPPLEMENTS: tuple(map(write_name, names))})

    def propose_diet(self) -> Iterator[Proposal]:
        """The diet nearest to the person's, asking for less, with which nothing is missed.

        First come diets that ask for less in place of one, then the diets without one of several,
        then those that leave out less.
        """
        if not self.average.proven:
            return
        own = excluded_tags(self.person, self.tables)
        known = self.tables.diets
        wider = [diet for diet in known.values() if diet.excludes < own and not diet.source]
        wider.sort(key=lambda wide: -len(wide.excludes))
        names = [diet.id for diet in wider]
        if self.person.own_diet is None:
            kept = self.person.diet.split(BETWEEN)
            gentler = [
                BETWEEN.join(known[name].gentler if one == name else one for one in kept)
                for name in kept
                if known[name].gentler
            ]
            fewer = [BETWEEN.join(one for one in kept if one != name) for name in kept]
            names = [*gentler, *filter(None, fewer), *names]
        for name in dict.fromkeys(names):
            request = self._with(replace(self.person, diet=name, own_diet=None))
            if not self.average.build_day(request).proven:
                yield self._propose(request, {DIET: name})
                return

    def choose_doses(self, nutrients: Collection[str]) -> tuple[Taking, ...]:
        """The fewest supplements of these nutrients, in the smallest doses, that help most.

        None is taken that a plan could do without: where it is left out, or a smaller dose taken,
        any plan misses more than with the largest doses of all. Where something is missed with
        them, too, only nutrients are looked at that are missed themselves.
        """
        average, listed = self.average, self._list_doses(nutrients)
        chosen, least = self._take_most(listed)
        if least > NO_MISS:
            listed = {name: doses for name, doses in listed.items() if name in self.helpful}
            chosen, least = self._take_most(listed)
        if not listed or least > average.least() - SAVED:
            return ()

        def does(trial: Mapping[str, Supplement]) -> bool:
            return bool(trial) and average.least(trial.values()) <= least + NO_MISS

        for nutrient in sorted(listed, key=lambda name: name in self.helpful):
            rest = {name: dose for name, dose in chosen.items() if name != nutrient}
            largest = {name: listed[name][-1] for name in rest}
            chosen = next(filter(does, (rest, largest)), chosen)
        for nutrient in chosen:
            trials = ({**chosen, nutrient: dose} for dose in listed[nutrient])
            chosen = next(filter(does, trials), chosen)
        return tuple(Taking(self.person.name, dose) for dose in chosen.values())

    def enlarge(self, doses: Collection[Taking], missed: Collection[str]) -> tuple[Taking, ...]:
        """The next larger dose of each that brings what is missed, nothing where none has one."""
        listed = self._list_doses([dose.supplement.nutrient for dose in doses])
        larger = [
            next(
                (
                    larger
                    for larger in listed[dose.supplement.nutrient]
                    if larger.dose > dose.supplement.dose and larger.brings.keys() & missed
                ),
                dose.supplement,
            )
            for dose in doses
        ]
        taken = tuple(Taking(self.person.name, dose) for dose in larger)
        return () if taken == tuple(doses) else taken

    def _take_most(
        self, listed: Mapping[str, Sequence[Supplement]]
    ) -> tuple[dict[str, Supplement], float]:
        """The smallest doses of all, or the largest where any plan misses less with them.

        And the points that any plan misses beside them.
        """
        taken = [{name: doses[at] for name, doses in listed.items()} for at in (0, -1)]
        least = [self.average.least(dose.values()) for dose in taken]
        largest = least[0] > NO_MISS and least[1] < least[0]
        return taken[largest], least[largest]

    def _list_doses(self, nutrients: Collection[str]) -> dict[str, list[Supplement]]:
        """The table's doses of these nutrients from small to large, but for what passes a limit."""
        targets = find_supplement_limits(self.person, self.tables)
        limits = {target.nutrient: target.maximum for target in targets}
        listed: dict[str, list[Supplement]] = {}
        for supplement in self.tables.supplements:
            if supplement.nutrient in nutrients and supplement.dose <= (
                limits.get(supplement.nutrient) or supplement.dose
            ):
                listed.setdefault(supplement.nutrient, []).append(supplement)
        return listed

    def _with(self, person: Person) -> Request:
        return replace(self.request, people=(person,))

    def _eating(self, kcal: float) -> Request:
        return self._with(replace(self.person, energy_kcal=kcal, energy_source="set by the person"))

    def _propose(
        self,
        request: Request,
        values: Mapping[str, Any],
        foods: tuple[str, ...] = (),
        not_enough: float | None = None,
    ) -> Proposal:
        change = Change(self.person.name, values, foods, not_enough=not_enough)
        return Proposal(change, request)

    def _allow(self) -> Iterator[Proposal]:
        """Foods that words leave out: some of them again, then all that a word or all words mean.

        At most one change each: a food, a group or a few groups; a word, or all of them.
        """
        person, part = self.person, None
        if not person.avoid:
            return
        part = self._allow_part()
        if part:
            yield part
        words = sorted(person.avoid, key=lambda word: len(self._let_in(word).change.foods))
        for whole in (*map(self._let_in, words), self._let_in(*words)):
            if part and part.change.foods == whole.change.foods:
                return
            if part and set(part.change.foods) < set(whole.change.foods):
                yield whole  # what helps in part helps as a whole
                return
            if self.average.find(whole.request, self.average.meets):
                yield whole
                return

    def _let_in(self, *words: str) -> Proposal:
        """These words allowed again."""
        person, tables = self.person, self.tables
        request = self._with(replace(person, allow=(*person.allow, *words)))
        out, left = (
            {removal.food.id for removal in find_removals(eater, tables)}
            for eater in (person, *request.people)
        )
        return self._propose(request, {ALLOW: words}, foods=tuple(sorted(out - left)))

    def _allow_part(self) -> Proposal | None:
        """A food or a group that helps, or else groups, each the one that helps most beside others.

        What one is worth is told by the reduced costs of its portions.
        """
        average = self.average
        free = self._let_in(*self.person.avoid).change.foods
        optimum = average.optimum
        foods = self._rank(optimum, free)
        for food in foods[:FOODS] if average.proven else ():
            if self._helps(self._let_in(food)):
                return self._let_in(food)
        kept: list[str] = []
        while len(kept) < GROUPS:
            groups = [name for name in self._rank(optimum, free, by_group=True) if name not in kept]
            if not groups:
                return None
            kept.append(groups[0])
            optimum = average.solve(self._let_in(*kept).request)
            if average.helps(optimum):
                break
        else:
            return None
        for group in kept[:-1]:
            fewer = [name for name in kept if name != group]
            if self._helps(self._let_in(*fewer)):
                kept = fewer
        return self._let_in(*kept)

    def _rank(
        self, optimum: Optimum, free: Collection[str], *, by_group: bool = False
    ) -> list[str]:
        """Foods or groups of them that would lower an optimum, by how much a day.

        One counts at each meal that it suits; a food that doesn't come every day as the rules have
        it.
        """
        program, share = self.average.program, EATING_RULES.kind_days_a_week / WEEK_DAYS
        worth: dict[str, Floats] = {}
        for food, saved in zip(program.foods, self.average.compute_savings(optimum), strict=True):
            if food.id not in free:
                continue
            if by_group:
                worth[food.group] = np.maximum(worth.get(food.group, 0.0), saved)
            else:
                worth[food.id] = saved if food.everyday else saved.max(keepdims=True) * share
        total = {name: float(saved.sum()) for name, saved in worth.items()}
        return sorted((name for name in total if total[name] > 0), key=lambda name: -total[name])

    def _helps(self, proposal: Proposal) -> bool:
        return self.average.find(proposal.request, self.average.helps) is not None

    def _take_minutes(self) -> Iterator[Proposal]:
        """The least minutes with which nothing would be missed: for one meal, or else for all."""
        minutes = self.request.minutes
        if not minutes or not self.average.proven:
            return
        takes = set(self.tables.least_minutes.values())
        for more in sorted(minute for minute in takes if minute > min(minutes.values())):
            every = {meal: max(most, more) for meal, most in minutes.items()}
            if not self._helps_with(every):
                continue
            single = ({**minutes, meal: more} for meal in minutes if minutes[meal] < more)
            given = next(filter(self._helps_with, single), every)
            changed = {meal: most for meal, most in given.items() if most != minutes[meal]}
            said = changed if "=" in write_caps(given) else given
            yield self._propose(replace(self.request, minutes=given), {MINUTES: said})
            return

    def _helps_with(self, minutes: Mapping[str, int]) -> bool:
        request = replace(self.request, minutes=minutes)
        return self.average.find(request, self.average.helps) is not None

    def _give_way(self, limits: Sequence[tuple[str, str]]) -> Iterator[Proposal]:
        """Own targets lowered and own limits raised, step by step.

        First to what the average day and the plan at hand keep of them, or close to that, and then
        towards what comes unasked. Each of `limits` is a nutrient and a side.
        """
        average = self.average
        missed = [m for m in average.unmet if m.nutrient in {nutrient for nutrient, _ in limits}]
        if not missed and not average.proven:
            return
        usual, others = average.without(limits)
        if others > NO_MISS:
            return
        near = (
            average.relax_limits(limits)[0] if average.proven else [*map(self._find_kept, limits)]
        )
        ends = list(zip(limits, near, usual, strict=True))
        short = self._prove(*limits[0]) if len(limits) == 1 else None
        given: dict[tuple[str, str], float] = {}
        for room, way in STEPS_BACK:
            steps = {key: self._step(key, start, end, room, way) for key, start, end in ends}
            more = {key: value for key, value in steps.items() if value is not None}
            if more != given:
                given = more
                yield self._give(more, short)

    def _find_kept(self, limit: tuple[str, str]) -> float:
        """How much of an own target the plan at hand reaches, or of an own limit it takes."""
        nutrient, side = limit
        own: float = getattr(self.person, side)[nutrient]
        shares: list[float] = [
            miss.value / getattr(miss, side)
            for miss in self.average.unmet
            if miss.nutrient == nutrient and getattr(miss, side)
        ]
        return own * (min([1.0, *shares]) if side == "minimum" else max([1.0, *shares]))

    def _step(
        self, limit: tuple[str, str], start: float, end: float, room: float, way: float
    ) -> float | None:
        """A figure beyond a first by some room, and on towards another.

        None where the own word asks no more than that.
        """
        nutrient, side = limit
        up = side == "maximum"
        own: float = getattr(self.person, side)[nutrient]
        value = start / room if up else start * room
        if value > 0 and (end > value if up else 0 < end < value):
            value *= (end / value) ** way
        value = _round(value, up=up)
        return value if (value > own if up else 0 < value < own) else None

    def _give(self, figures: Mapping[tuple[str, str], float], short: float | None) -> Proposal:
        """Other figures for own targets and limits."""
        minimum, maximum = dict(self.person.minimum), dict(self.person.maximum)
        values: dict[str, dict[str, float]] = {}
        for (nutrient, side), value in figures.items():
            (minimum if side == "minimum" else maximum)[nutrient] = value
            name = TARGETS if side == "minimum" else LIMITS
            values.setdefault(name, {})[write_name(nutrient)] = value
        request = self._with(replace(self.person, minimum=minimum, maximum=maximum))
        return self._propose(request, values, not_enough=short)

    def _prove(self, nutrient: str, side: str) -> float | None:
        """The figure in three digits nearest to an own one that no plan keeps with all else."""
        if not self.average.proven or self.person.out:  # a day with a meal out has other limits
            return None
        up, nearest = side == "minimum", self.average.find_nearest_amount(nutrient, side)
        return _round(nearest * (1 + CLEAR if up else 1 - CLEAR), up=up)

    def _add_energy(self) -> Iterator[Proposal]:
        """Calories with which nothing would be missed, in steps of 50, from the fewest."""
        own = self.person.energy_kcal
        low, most = ceil(own / KCAL_STEP + OFF), min(HIGHEST_KCAL, MOST_ENERGY * own) // KCAL_STEP
        steps = range(low, int(most) + 1)
        if self.average.proven and steps:
            if not self._may_do(steps[-1]):
                return
            steps = steps[bisect_left(steps, x=True, key=self._may_do) :]
        for step in (steps[more] for more in MORE_STEPS if more < len(steps)):
            yield self._propose(self._eating(step * KCAL_STEP), {CALORIES: step * KCAL_STEP})

    def _may_do(self, step: int) -> bool:
        """Whether some plan may meet everything with so many steps of calories a day.

        Its portions are those of that energy.
        """
        return not self.average.build_day(self._eating(step * KCAL_STEP)).proven


def write_name(nutrient: str) -> str:
    """A nutrient as people write it: vitamin-b12."""
    return nutrient.rsplit("_", 1)[0].replace("_", "-")


def _round(value: float, *, up: bool) -> float:
    """A value in three figures: the number that is read where it is written with so many."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (floor(log10(value)) - 2)
    return float(f"{(ceil if up else floor)(value / unit) * unit:.3g}")
