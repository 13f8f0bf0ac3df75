"""Changes of a request with which nothing would be missed, screened on its average day.

What helps the average day may help a plan; what doesn't can't. The smallest changes come first: a
food, a group or a few groups allowed again, then a whole word, a limit of one's own, calories.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil, floor, inf, log10

import numpy as np

from planner.average import NO_MISS, AverageDay
from planner.customs import CUSTOMS, WEEK_DAYS
from planner.dishes import MEALS
from planner.linear import Floats, Optimum
from planner.nutrients import ENERGY
from planner.person import HIGHEST_KCAL, Person, excluded_tags, find_removals
from planner.plan import Change, Shortfall, Verdict
from planner.programs import Taking
from planner.request import Request, write_caps
from planner.shortfall import OUT_OF_REACH
from planner.supplements import Supplement
from planner.targets import ENERGY_BAND, find_supplement_limits

CLEAR = 1e-4  # of a figure by which it lies beyond what is proven, at least
OFF = 1e-6  # of a step of calories, what decimal fractions lose
SAVED = 10.0  # points that supplements must save: a tenth of a percent
FOODS = 2  # that are tried by themselves as what to allow again
GROUPS = 4  # of foods that are allowed again at most
CLOSE = 0.98  # of what fractions of portions do, or the plan at hand, that is tried before ROOM
ROOM = 0.85  # of what fractions of portions do, that whole portions can be asked for
KCAL_STEP = 50.0
STEPS = 1, 2, 4  # of these, beyond what fractions of portions need, that are planned
MOST_ENERGY = 1.5  # times the calories asked for that are proposed at most
ALLOW, MINUTES, LIMIT, TARGET, CALORIES, DIET, SUPPLEMENT = (
    "allow",
    "minutes",
    "limit",
    "target",
    "calories",
    "diet",
    "supplement",
)


@dataclass(frozen=True)
class Proposal:
    """A change that may help: the request with it, and the supplements taken beside it."""

    change: Change
    request: Request
    supplements: tuple[Taking, ...]


class Screen:
    """An average day that misses something, or whose plan does, tried with changes."""

    def __init__(self, average: AverageDay) -> None:
        """Begin with an average day beside the supplements that are taken."""
        self.average, self.request, self.tables = average, average.request, average.tables
        (self.person,) = self.request.people

    def find_changes(self) -> Iterator[Proposal]:
        """Changes of food with which the average day misses nothing, the smallest first."""
        ways = (self._allow(), self._take_minutes(), self._give_way(), self._add_energy())
        return chain.from_iterable(ways)

    def propose_supplements(self, shortfalls: Iterable[Shortfall]) -> Iterator[Proposal]:
        """Supplements besides those that are taken, in the smallest doses, given why food lacks."""
        average = self.average
        if not average.proven:
            return
        there = {one.supplement.nutrient for one in average.supplements}
        listed = self._list_doses([one for one in average.short if one not in there])
        needed = {
            one.nutrient: one.limit - one.reach
            for one in shortfalls
            if one.cause == OUT_OF_REACH and one.side == "minimum" and one.reach is not None
        }
        smallest: list[Supplement] = []
        if all(needed.get(nutrient, inf) <= doses[-1].dose for nutrient, doses in listed.items()):
            smallest = [
                next(one for one in doses if one.dose >= needed[nutrient])
                for nutrient, doses in listed.items()
            ]
        if smallest:
            yield self._supplement(smallest)
        more = [one.supplement for one in self.choose_doses(listed)]
        if more and more != smallest and average.meets(average.with_doses(more)):
            yield self._supplement(more)

    def _supplement(self, doses: Iterable[Supplement]) -> Proposal:
        """These doses besides those that are taken."""
        more = [Taking(self.person.name, one) for one in doses]
        taken = (*self.average.supplements, *more)
        names = tuple(one.supplement.nutrient for one in taken)
        words = ("--supplements", ",".join(map(_name, names)))
        request = self._with(replace(self.person, supplements=names))
        proposal = self._propose(SUPPLEMENT, request, words)
        change = replace(proposal.change, doses=tuple(one.dose for one in taken))
        return replace(proposal, change=change, supplements=taken)

    def propose_diet(self) -> Iterator[Proposal]:
        """The diet nearest to the person's, leaving out less, with which nothing is missed."""
        if not self.average.proven:
            return
        own = excluded_tags(self.person, self.tables)
        wider = [diet for diet in self.tables.diets.values() if diet.excludes < own]
        for diet in sorted(wider, key=lambda one: -len(one.excludes)):
            request = self._with(replace(self.person, diet=diet.id, own_diet=None))
            if not self.average.of(request).proven:
                yield self._propose(DIET, request, ("--diet", diet.id))
                return

    def choose_doses(self, nutrients: Collection[str]) -> tuple[Taking, ...]:
        """The fewest supplements of these nutrients, in the smallest doses, that help most.

        That is, with which the average day misses no more than with the largest doses of all.
        """
        average, listed = self.average, self._list_doses(nutrients)
        if not listed:
            return ()
        chosen = {nutrient: doses[0] for nutrient, doses in listed.items()}
        least = average.misses(average.with_doses(chosen.values()))
        if least > NO_MISS:
            chosen = {nutrient: doses[-1] for nutrient, doses in listed.items()}
            least = average.misses(average.with_doses(chosen.values()))
        if least > average.misses(average.optimum) - SAVED:
            return ()
        for nutrient in sorted(listed, key=lambda one: one in average.short):
            rest = {name: dose for name, dose in chosen.items() if name != nutrient}
            smaller = [one for one in listed[nutrient] if one.dose < chosen[nutrient].dose]
            trials = [rest] if rest else []  # none at all was too little
            for trial in (*trials, *({**rest, nutrient: dose} for dose in smaller)):
                if average.misses(average.with_doses(trial.values())) <= least + NO_MISS:
                    chosen = trial
                    break
        return tuple(Taking(self.person.name, dose) for dose in chosen.values())

    def _list_doses(self, nutrients: Collection[str]) -> dict[str, list[Supplement]]:
        """The table's doses of these nutrients from small to large, but for what passes a limit."""
        targets = find_supplement_limits(self.person, self.tables)
        limits = {target.nutrient: target.maximum for target in targets}
        listed: dict[str, list[Supplement]] = {}
        for one in self.tables.supplements:
            if one.nutrient in nutrients and one.dose <= (limits.get(one.nutrient) or one.dose):
                listed.setdefault(one.nutrient, []).append(one)
        return listed

    def _with(self, person: Person) -> Request:
        return replace(self.request, people=(person,))

    def _eating(self, kcal: float) -> Request:
        return self._with(replace(self.person, energy_kcal=kcal, energy_source="set by the person"))

    def _propose(
        self,
        kind: str,
        request: Request,
        *words: tuple[str, str],
        foods: tuple[str, ...] = (),
        not_enough: float | None = None,
    ) -> Proposal:
        change = Change(self.person.name, kind, words, foods, not_enough=not_enough)
        return Proposal(change, request, tuple(self.average.supplements))

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
            {one.food.id for one in find_removals(one, tables)} for one in (person, *request.people)
        )
        options = [("--allow", word) for word in words]
        return self._propose(ALLOW, request, *options, foods=tuple(sorted(out - left)))

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
            groups = [one for one in self._rank(optimum, free, by_group=True) if one not in kept]
            if not groups:
                return None
            kept.append(groups[0])
            optimum = average.solve(self._let_in(*kept).request)
            if average.helps(optimum):
                break
        else:
            return None
        for group in kept[:-1]:
            fewer = [one for one in kept if one != group]
            if self._helps(self._let_in(*fewer)):
                kept = fewer
        return self._let_in(*kept)

    def _rank(
        self, optimum: Optimum, free: Collection[str], *, by_group: bool = False
    ) -> list[str]:
        """Foods or groups of them that would lower an optimum, by how much a day.

        One counts at each meal that it suits; a food that doesn't come every day as custom has it.
        """
        program, share = self.average.program, CUSTOMS.food_days_a_week / WEEK_DAYS
        worth: dict[str, Floats] = {}
        for food, saved in zip(program.foods, self.average.worth(optimum), strict=True):
            if food.id not in free:
                continue
            if by_group:
                worth[food.group] = np.maximum(worth.get(food.group, 0.0), saved)
            else:
                worth[food.id] = saved if food.everyday else saved.max(keepdims=True) * share
        total = {name: float(saved.sum()) for name, saved in worth.items()}
        return sorted((one for one in total if total[one] > 0), key=lambda one: -total[one])

    def _helps(self, proposal: Proposal) -> bool:
        return self.average.find(proposal.request, self.average.helps) is not None

    def _take_minutes(self) -> Iterator[Proposal]:
        """The least minutes with which nothing would be missed: for one meal, or else for all."""
        minutes = self.request.minutes
        if not minutes or not self.average.proven:
            return
        takes = {d.minutes for d in self.tables.dishes.values()}
        for more in sorted(one for one in takes if one > min(minutes.values())):
            every = {meal: max(most, more) for meal, most in minutes.items()}
            if not self._helps_with(every):
                continue
            single = ({**minutes, meal: more} for meal in MEALS if minutes.get(meal, more) < more)
            given = next(filter(self._helps_with, single), every)
            changed = {meal: most for meal, most in given.items() if most != minutes[meal]}
            said = write_caps(changed if "=" in write_caps(given) else given)
            words = (("--minutes", one) for one in said.split(", "))
            yield self._propose(MINUTES, replace(self.request, minutes=given), *words)
            return

    def _helps_with(self, minutes: Mapping[str, int]) -> bool:
        request = replace(self.request, minutes=minutes)
        return self.average.find(request, self.average.helps) is not None

    def _give_way(self) -> Iterator[Proposal]:
        """An own target lowered to what the plan keeps, or an own limit raised to it."""
        person, proven = self.person, self.average.proven
        missed: dict[str, list[Verdict]] = {}
        for miss in self.average.unmet:
            missed.setdefault(miss.nutrient, []).append(miss)
        for nutrient, own in person.minimum.items():
            if nutrient in missed:
                low = self.average.last(nutrient, "minimum")[0]
                short = self._prove(nutrient, "minimum")
                kept = [miss.value / miss.minimum for miss in missed[nutrient] if miss.minimum]
                most = own if proven else own * min(kept, default=1.0)
                for room in (CLOSE, ROOM):
                    value = _round(min(low, most) * room, up=False)
                    minimum = {**person.minimum, nutrient: value}
                    request = self._with(replace(person, minimum=minimum))
                    words = ("--target", f"{_name(nutrient)}={value:g}")
                    yield self._propose(TARGET, request, words, not_enough=short)
        for nutrient, own in person.maximum.items():
            if nutrient in missed:
                low = self.average.last(nutrient, "maximum")[0]
                short = self._prove(nutrient, "maximum")
                kept = [miss.value for miss in missed[nutrient] if miss.maximum]
                least = low if proven else max(kept, default=own)
                for room in (CLOSE, ROOM):
                    value = _round(least / room, up=True)
                    maximum = {**person.maximum, nutrient: value}
                    request = self._with(replace(person, maximum=maximum))
                    words = ("--limit", f"{_name(nutrient)}={value:g}")
                    yield self._propose(LIMIT, request, words, not_enough=short)

    def _prove(self, nutrient: str, side: str) -> float | None:
        """The figure in three digits nearest to an own one that no plan keeps with all else."""
        if not self.average.proven or self.person.out:  # a day with a meal out has other limits
            return None
        up, nearest = side == "minimum", self.average.nearest(nutrient, side)
        return _round(nearest * (1 + CLEAR if up else 1 - CLEAR), up=up)

    def _add_energy(self) -> Iterator[Proposal]:
        """Calories with which nothing would be missed, in steps of 50, from the fewest."""
        person = self.person
        low = person.energy_kcal + KCAL_STEP
        if self.average.proven:
            kcal, others = self.average.last(ENERGY, "maximum")
            if others > NO_MISS:
                return
            low = max(low, kcal / (1 + ENERGY_BAND))
        low = ceil(low / KCAL_STEP - OFF) * KCAL_STEP
        for kcal in (low + steps * KCAL_STEP for steps in STEPS):
            if kcal <= min(HIGHEST_KCAL, MOST_ENERGY * person.energy_kcal):
                yield self._propose(CALORIES, self._eating(kcal), ("--calories", f"{kcal:g}"))


def _name(nutrient: str) -> str:
    """A nutrient as it is said in an option: vitamin-b12."""
    return nutrient.rsplit("_", 1)[0].replace("_", "-")


def _round(value: float, *, up: bool) -> float:
    """A value in three figures."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (floor(log10(value)) - 2)
    return (ceil if up else floor)(value / unit) * unit
