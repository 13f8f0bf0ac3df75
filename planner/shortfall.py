"""What can't be met and why, and the smallest changes with which it would be.

A plan that misses something is looked at again through its average day, a linear program that is
solved in hundredths of a second from where it was left. What the average day can't do, no plan can.
Changes are screened there; those that are proposed have been planned in full and checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from math import ceil, floor, log10

import numpy as np

from planner.check import check_plan
from planner.errors import PlannerError
from planner.linear import Floats, Ints, Model, Optimum
from planner.nutrients import ENERGY
from planner.person import HIGHEST_KCAL, Person, excluded_tags, find_removals
from planner.plan import Change, Shortfall, Verdict, WeekPlan
from planner.program import SoftRow
from planner.programs import Taking, build_program, find_taken
from planner.request import Request
from planner.supplements import Supplement
from planner.tables import Tables
from planner.targets import (
    AMOUNT,
    ENERGY_BAND,
    PERCENT_OF_ENERGY,
    Target,
    find_supplement_limits,
)
from planner.week import find_week
from planner.work import AGAIN, ENOUGH, Work

OFF = 1e-6  # of a limit, what decimal fractions lose
KCAL_OFF = 0.01  # kcal outside the band that count as none
NO_MISS = 0.1  # points of required rows that count as none: a thousandth of a percent
TOLD = 10.0  # points from which a conflict is told: a tenth of a percent
FIRST = 1000.0  # times its price that a row costs which is to be kept before all others
ROOM = 0.85  # of what fractions of portions do, that whole portions can be asked for
BEFORE = 20.0  # times their prices that all others cost where one may give
MORE_UNUSUAL = 0.1  # times a day that a change may have foods come beyond their caps
TRIED = 3  # foods, and groups of them, that are tried as what to allow again
PLANNED = 2  # changes of food that are planned in full to find one that does
KCAL_STEP = 50.0
STEPS = 2, 5  # of these, beyond what fractions of portions need, that are planned
CLOSE = 0.98  # of what fractions of portions do, that is tried before ROOM
MOST_ENERGY = 1.5  # times the calories asked for that are proposed at most
SIDES = "minimum", "maximum"
OUT_OF_REACH, CONFLICT, NOT_FOUND = "out of reach", "conflict", "not found"
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
    """A change that may help: the request with it, or the supplements to take."""

    change: Change
    request: Request
    supplements: tuple[Taking, ...] = ()


class AverageDay:
    """The average day of a request, solved again as it would be with something changed.

    Its program has all the foods and dinners that come back where every word to avoid and the
    minutes are dropped; those that the request leaves out are closed.
    """

    def __init__(
        self, request: Request, plan: WeekPlan, tables: Tables, supplements: Sequence[Taking]
    ) -> None:
        """Begin from the foods of a plan for the request."""
        self.request, self.tables = request, tables
        open_people = tuple(replace(one, avoid=(), allow=()) for one in request.people)
        widest = replace(request, people=open_people, minutes=None)
        self.program = program = build_program(widest, tables, supplements)
        eaten = {
            (meal.meal, meal.dish, one.slot, one.food_id)
            for day in plan.days
            for meal in day.meals
            for one in meal.servings
        }
        slots = [(place.meal, place.dish.id, place.slot.name) for place in program.slots]
        foods = [food.id for food in program.foods]
        pairs = zip(program.takes.slot.tolist(), program.takes.food.tolist(), strict=True)
        taken = [(*slots[slot], foods[food]) in eaten for slot, food in pairs]
        self.model = Model(program.linear, program.start(np.flatnonzero(taken)))
        self.optimum = self.solve()

    def solve(self, request: Request | None = None, costs: Floats | None = None) -> Optimum:
        """The optimum with what another request leaves out, or with other costs."""
        self._close(request or self.request)
        self.model.set_costs(self.program.linear.costs if costs is None else costs)
        return self.model.solve()

    def _close(self, request: Request) -> None:
        program = self.program
        closed = np.zeros(program.linear.columns, dtype=bool)
        removed: set[str] = set()
        for person in request.people:
            removed |= {removal.food.id for removal in find_removals(person, self.tables)}
        out = np.array([food.id in removed for food in program.foods])
        closed[program.first_take :][: len(program.takes)] = out[program.takes.food]
        if request.minutes is not None:
            for place, (meal, dish) in enumerate(program.served):
                late = meal == "dinner" and dish.minutes > request.minutes
                closed[program.first_served + place] = late
        self.model.set_closed(closed)

    def misses(self, optimum: Optimum) -> float:
        """The points of required rows that an optimum doesn't keep."""
        return self.program.misses(optimum)

    def helps(self, optimum: Optimum) -> bool:
        """Whether nothing required is missed, with hardly more of what is unusual."""
        more = self._extra(optimum) - self._extra(self.optimum)
        return self.misses(optimum) <= NO_MISS and more <= MORE_UNUSUAL

    def _extra(self, optimum: Optimum) -> float:
        return float(optimum.values[self.program.extras].sum())

    def missed(self, optimum: Optimum) -> dict[str, float]:
        """The points of required rows that an optimum doesn't keep, by nutrient."""
        found: dict[str, float] = {}
        for row, target in self.rows():
            points = row.price * float(optimum.values[list(row.strays)].sum())
            found[target.nutrient] = found.get(target.nutrient, 0.0) + points
        return found

    def rows(self, nutrient: str | None = None) -> list[tuple[SoftRow, Target]]:
        """The required rows, all or a nutrient's, each with its target."""
        return [
            (row, row.target)
            for row in self.program.soft_rows
            if row.target is not None and nutrient in (None, row.target.nutrient)
        ]

    def amount(self, row: SoftRow, optimum: Optimum) -> float:
        """What a row's quantity is in an optimum."""
        columns, values = self._entries(row)
        return float(values @ optimum.values[columns])

    def _entries(self, row: SoftRow) -> tuple[Ints, Floats]:
        starts, rows, values = self.program.linear.matrix
        places = np.flatnonzero(rows == row.row)
        columns = np.searchsorted(starts, places, side="right") - 1
        own = ~np.isin(columns, row.strays)
        return columns[own], values[places[own]]

    def reach(self, row: SoftRow, target: Target) -> float | None:
        """The best that a row's quantity can be by itself, inside the calories.

        Kept are what dishes are made of, one dish a meal, the caps of each day on legumes, soups
        and snacks, and the day's energy; no other target, and no custom. None where the energy
        can't be kept. For a share of energy it is that share, in percent.
        """
        costs = np.zeros(self.program.linear.columns)
        energy = [one for one, _ in self.rows(ENERGY)]
        for one in energy:
            costs[list(one.strays)] = FIRST * one.price
        columns, values = self._entries(row)
        costs[columns] += row.price * (values if row.side == "maximum" else -values)
        optimum = self.solve(costs=costs)
        if sum(float(optimum.values[list(one.strays)].sum()) for one in energy) > KCAL_OFF:
            return None
        amount = self.amount(row, optimum)
        if target.basis == PERCENT_OF_ENERGY:
            bound: float = getattr(target, row.side)
            return bound + 100 * amount / self.amount(energy[0], optimum)
        return amount

    def first(self, nutrient: str) -> Optimum:
        """The optimum where a nutrient's required rows are kept before all others."""
        costs = self.program.linear.costs.copy()
        for row, _ in self.rows(nutrient):
            costs[list(row.strays)] *= FIRST
        return self.solve(costs=costs)

    def last(self, nutrient: str, side: str) -> tuple[float, float]:
        """What a nutrient comes to where that side of it gives before all others, and the misses.

        The misses are those of the other nutrients, in points.
        """
        costs = self.program.linear.costs.copy()
        given = 0.0
        for row, target in self.rows():
            if target.nutrient != nutrient or side not in (row.side, "minimum"):
                costs[list(row.strays)] *= BEFORE
        optimum = self.solve(costs=costs)
        for row, _ in self.rows(nutrient):
            if row.side == side:
                given = self.amount(row, optimum)
        return given, sum(p for other, p in self.missed(optimum).items() if other != nutrient)

    def with_doses(self, doses: Iterable[Supplement]) -> Optimum:
        """The optimum where these supplements are taken besides."""
        brought: dict[str, float] = {}
        for one in doses:
            for nutrient, amount in one.brings.items():
                brought[nutrient] = brought.get(nutrient, 0.0) + amount
        changed = [
            (row, brought[target.nutrient])
            for row, target in self.rows()
            if target.nutrient in brought and target.basis == AMOUNT
        ]
        for row, dose in changed:
            low, high = (None if one is None else one - dose for one in (row.low, row.high))
            self.model.set_limits(row.row, low, high)
        optimum = self.solve()
        for row, _ in changed:
            self.model.set_limits(row.row, row.low, row.high)
        return optimum


def answer_request(request: Request, tables: Tables, work: Work | None = None) -> WeekPlan:
    """A plan for a request; where it misses something, with why and what would help.

    Supplements that the request allows are taken where food can't reach a minimum, and nowhere
    else. A search that was stopped says why, but looks for no changes and takes no supplements.
    Raises as `plan_week` does.
    """
    work = work or Work()
    plan = find_week(replace(request, wishes=()), tables, work)
    if plan.misses:
        with work.stage("shortfall"):
            for person in request.people:
                if any(miss.person == person.name for miss in plan.misses):
                    plan = _Answer(plan, person, tables, work).complete()
    return replace(plan, stopped=work.stop())


class _Answer:
    """What is said of a plan in which one person misses something."""

    def __init__(self, plan: WeekPlan, person: Person, tables: Tables, work: Work) -> None:
        self.tables, self.work = tables, Work(solver=work.solver, stop=work.stop)
        self.plan, self.everyone, self.person = plan, plan.request, person
        self.request = replace(plan.request, people=(person,))
        self._look(())

    def _look(self, taken: Sequence[Taking]) -> None:
        """Solve the person's average day beside supplements, and see whether it misses anything."""
        self.average = AverageDay(self.request, self.plan, self.tables, taken)
        self.missed = self.average.missed(self.average.optimum)
        self.proven = self.average.misses(self.average.optimum) > NO_MISS

    @property
    def misses(self) -> list[Verdict]:
        """What the person misses in the plan at hand."""
        return [miss for miss in self.plan.misses if miss.person == self.person.name]

    @property
    def others(self) -> tuple[Taking, ...]:
        """The supplements that others take."""
        taken = find_taken(self.plan, self.tables)
        return tuple(one for one in taken if one.person != self.person.name)

    def complete(self) -> WeekPlan:
        """The best plan there is, with its shortfalls and the changes that would help."""
        if not self.proven and not self.work.stop():
            self._search_again()
            if not self.misses:
                return self.plan
        shortfalls = (*self.plan.shortfalls, *self._explain())
        changes = self.plan.changes
        taken: tuple[Taking, ...] = ()
        if self.proven and self.person.supplements and not self.work.stop():
            own = [one.nutrient for one in shortfalls if one.person == self.person.name]
            taken = self._choose_doses(own, allowed=True)
            if taken:
                self._take(taken)
        self.plan = replace(self.plan, shortfalls=shortfalls, changes=changes)
        if not self.misses or self.work.stop():
            return self.plan
        if find_taken(self.plan, self.tables) != self.others:
            self._look(taken)
        return replace(self.plan, changes=(*changes, *self._find_changes(taken)))

    def _search_again(self) -> None:
        """Look once more, from other dishes, where nothing shows that the targets can't be met."""
        other = replace(self.everyone, seed=(self.everyone.seed + 1) % 2**32)
        plan = find_week(other, self.tables, self.work, self.others, AGAIN)
        if plan.points.total < self.plan.points.total:
            self.plan = replace(
                plan,
                request=self.everyone,
                shortfalls=self.plan.shortfalls,
                changes=self.plan.changes,
            )

    def _take(self, taken: tuple[Taking, ...]) -> None:
        """Plan again beside supplements, unless that passes an upper level with them."""
        plan = find_week(self.everyone, self.tables, self.work, (*self.others, *taken))
        if not _overdoses(plan, taken):
            self.plan = plan

    def _join(self, request: Request) -> Request:
        """A request for the person alone as one for everyone."""
        (person,) = request.people
        everyone = self.everyone.people
        people = tuple(person if one.name == person.name else one for one in everyone)
        return replace(request, people=people)

    def _explain(self) -> Iterator[Shortfall]:
        """Why each nutrient is missed, those that are missed most coming first."""
        seen = {miss.nutrient for miss in self.misses}
        seen |= {nutrient for nutrient, points in self.missed.items() if points > NO_MISS}
        for nutrient in sorted(seen, key=lambda one: -self.missed.get(one, 0.0)):
            for row, target in self.average.rows(nutrient):
                if row.side == "floor" or not self._is_missed(row, target):
                    continue
                yield self._explain_row(row, target)

    def _is_missed(self, row: SoftRow, target: Target) -> bool:
        """Whether a plan misses this side of a target, or the average day does."""
        stray = row.price * self.average.optimum.values[list(row.strays)].sum() > NO_MISS
        for miss in self.misses:
            if miss.nutrient == target.nutrient and miss.kind.removesuffix(" floor") == target.kind:
                below = miss.minimum is not None and miss.value < miss.minimum
                stray |= below == (row.side == "minimum")
        return bool(stray)

    def _explain_row(self, row: SoftRow, target: Target) -> Shortfall:
        limit = getattr(target, row.side)
        reach = self.average.reach(row, target)
        cause = NOT_FOUND
        conflicts: tuple[str, ...] = ()
        short = reach is not None and (limit - reach) * (1 if row.side == "minimum" else -1)
        if reach is None or short > limit * OFF:
            cause = OUT_OF_REACH
        elif self.proven:
            conflicts = self._find_conflicts(target.nutrient)
            cause = CONFLICT if conflicts else NOT_FOUND
        person = self.average.program.person.name
        return Shortfall(
            person,
            target.nutrient,
            target.basis,
            row.side,
            limit,
            None if reach is None else round(reach, 6),
            cause,
            conflicts,
        )

    def _find_conflicts(self, nutrient: str) -> tuple[str, ...]:
        """What is missed, more than else, where this nutrient is kept before all others."""
        average = self.average
        lows, highs = ([r for r, _ in average.rows(nutrient) if r.side == side] for side in SIDES)
        if any((low.low or 0) > (high.high or 0) for low in lows for high in highs):
            return (nutrient,)  # an own limit below the minimum
        missed = average.missed(average.first(nutrient))
        more = {other: points - self.missed[other] for other, points in missed.items()}
        found = [other for other, points in more.items() if points > TOLD and other != nutrient]
        return tuple(sorted(found, key=lambda other: -more[other]))

    def _choose_doses(self, nutrients: Iterable[str], *, allowed: bool) -> tuple[Taking, ...]:
        """The fewest supplements, in the smallest doses, that bring minima within reach.

        Of the nutrients of these that the person allows, or else of all that the table has.
        """
        (person,) = self.request.people
        limits = {t.nutrient: t.maximum for t in find_supplement_limits(person, self.tables)}
        listed: dict[str, list[Supplement]] = {}
        for one in self.tables.supplements:
            may = one.nutrient in (person.supplements if allowed else nutrients)
            if may and one.dose <= (limits.get(one.nutrient) or one.dose):
                listed.setdefault(one.nutrient, []).append(one)
        chosen = {nutrient: doses[-1] for nutrient, doses in listed.items()}
        least = self.average.misses(self.average.with_doses(chosen.values()))
        if least > self.average.misses(self.average.optimum) - TOLD:
            return ()
        wanted = set(nutrients)
        for nutrient in sorted(listed, key=lambda one: one in wanted):  # what isn't missed goes
            rest = {name: dose for name, dose in chosen.items() if name != nutrient}
            for dose in (None, *listed[nutrient]):
                trial = rest if dose is None else {**rest, nutrient: dose}
                if self.average.misses(self.average.with_doses(trial.values())) <= least + NO_MISS:
                    chosen = trial
                    break
        return tuple(Taking(person.name, dose) for dose in chosen.values())

    def _find_changes(self, taken: tuple[Taking, ...]) -> list[Change]:
        """A change of food and one by supplements, each planned in full and checked.

        Another diet is named where there is neither.
        """
        likely = islice(self._screen(taken), PLANNED)
        found = [one.change for one in islice(filter(self._meets, likely), 1)]
        if self.proven:
            found += self._find_supplements(taken)
        if self.proven and not found:
            found += self._find_diet(taken)
        return found

    def _meets(self, proposal: Proposal) -> bool:
        """Whether a plan with the change misses nothing: the one at hand, or one made for it."""
        taken, request = (*self.others, *proposal.supplements), self._join(proposal.request)
        doses = tuple(one.dose for one in taken)
        here = replace(self.plan, request=request, supplements=doses, misses=())
        if self._stands(here):
            return True
        if self.work.stop():
            return False
        try:
            made = find_week(request, self.tables, self.work, taken, ENOUGH)
        except PlannerError:
            return False
        return self._stands(made)

    def _stands(self, plan: WeekPlan) -> bool:
        """Whether a plan adds up and keeps every required limit of the person."""
        report = check_plan(plan, self.tables)
        return not report.faults and all(v.person != self.person.name for v in report.misses)

    def _find_supplements(self, taken: tuple[Taking, ...]) -> Iterator[Change]:
        """Supplements, besides those taken, with the plan as it is or one made for them."""
        there = {one.supplement.nutrient for one in taken}
        own = [one for one in self.plan.shortfalls if one.person == self.person.name]
        nutrients = [one.nutrient for one in own if one.nutrient not in there]
        more = self._choose_doses(nutrients, allowed=False)
        doses = (*taken, *more)
        (person,) = self.request.people
        names = tuple(one.supplement.nutrient for one in doses)
        request = self._with(replace(person, supplements=names))
        words = (("--supplements", ",".join(map(_name, names))),)
        change = Change(person.name, SUPPLEMENT, words, doses=tuple(one.dose for one in doses))
        if more and self._meets(Proposal(change, request, doses)):
            yield change

    def _screen(self, taken: tuple[Taking, ...]) -> Iterator[Proposal]:
        """Changes of food with which the average day misses nothing, the smallest first."""
        (person,) = self.request.people
        ways = [self._allow(person), self._give_way(person)]
        if self.proven:
            ways.insert(1, self._take_minutes(person))
        for change, changed in chain.from_iterable(ways):
            yield Proposal(change, changed, taken)
        for kcal in self._find_energy(person):
            more = replace(person, energy_kcal=kcal, energy_source="set by the person")
            change = Change(person.name, CALORIES, (("--calories", f"{kcal:g}"),))
            yield Proposal(change, replace(self.request, people=(more,)), taken)

    def _with(self, person: Person) -> Request:
        return replace(self.request, people=(person,))

    def _allow(self, person: Person) -> Iterator[tuple[Change, Request]]:
        """Foods that words leave out: some of them again, then all that a word or all words mean.

        At most one change each: a food, a group or as few groups as do; a word, or all of them.
        """
        average, tables = self.average, self.tables
        free = self._with(replace(person, avoid=(), allow=()))
        optimum = average.solve(free)
        if not person.avoid or average.misses(optimum) > NO_MISS:
            return
        out = {one.food.id for one in find_removals(person, tables)}
        freed = out - {one.food.id for one in find_removals(free.people[0], tables)}
        uses = self._uses(optimum)
        used = sorted(
            (food for food in freed if uses.get(food, 0.0) > 0), key=lambda food: -uses[food]
        )
        groups = list(dict.fromkeys(tables.foods[food].group for food in used))

        def let_in(words: Sequence[str]) -> tuple[Change, Request]:
            request = self._with(replace(person, allow=(*person.allow, *words)))
            left = {one.food.id for one in find_removals(request.people[0], tables)}
            options = tuple(("--allow", word) for word in words)
            return Change(person.name, ALLOW, options, tuple(sorted(out - left))), request

        def fewest() -> Iterator[tuple[Change, Request]]:
            kept = groups
            for group in reversed(groups):
                fewer = [one for one in kept if one != group]
                if fewer and average.helps(average.solve(let_in(fewer)[1])):
                    kept = fewer
            if kept:
                yield let_in(kept)

        singles = [*(used if self.proven else ())[:TRIED], *groups[:TRIED]]
        helping = (one for one in map(let_in, zip(singles)) if average.helps(average.solve(one[1])))
        part = list(islice(chain(helping, fewest()), 1))
        yield from part
        words = sorted(person.avoid, key=lambda word: len(let_in([word])[0].foods))
        whole = (let_in([word]) for word in words)
        doing = (one for one in whole if average.misses(average.solve(one[1])) <= NO_MISS)
        for change, changed in islice(chain(doing, [let_in(words)]), 1):
            if all(change.foods != one.foods for one, _ in part):
                yield change, changed

    def _uses(self, optimum: Optimum) -> Mapping[str, float]:
        """What each food brings of what is missed, as shares of it, in an optimum.

        Grams stand for it where no minimum is missed.
        """
        program = self.average.program
        taken = optimum.values[program.first_take :][: len(program.takes)] * program.takes.grams
        grams = np.bincount(program.takes.food, taken, minlength=len(program.foods))
        brought = np.zeros(len(grams))
        short = {one.nutrient for one in self.plan.shortfalls}
        for row in program.soft_rows:
            if row.target and row.target.nutrient in short and row.low:
                brought += grams * row.rates * row.price
        counted = brought if brought.any() else grams
        return {food.id: float(counted[place]) for place, food in enumerate(program.foods)}

    def _take_minutes(self, person: Person) -> Iterator[tuple[Change, Request]]:
        """The least minutes for a dinner with which nothing would be missed."""
        minutes = self.request.minutes
        if minutes is None:
            return
        dinners = {d.minutes for d in self.tables.dishes.values() if "dinner" in d.meals}
        for more in sorted(one for one in dinners if one > minutes):
            request = replace(self.request, minutes=more)
            if self.average.helps(self.average.solve(request)):
                change = Change(person.name, MINUTES, (("--minutes", str(more)),))
                yield change, request
                return

    def _give_way(self, person: Person) -> Iterator[tuple[Change, Request]]:
        """An own target lowered to what the plan keeps, or an own limit raised to it."""
        missed: dict[str, list[Verdict]] = {}
        for miss in self.misses:
            missed.setdefault(miss.nutrient, []).append(miss)
        for nutrient in person.minimum.keys() & missed.keys():
            own = person.minimum[nutrient]
            low = self.average.last(nutrient, "minimum")[0]
            kept = [miss.value / miss.minimum for miss in missed[nutrient] if miss.minimum]
            most = own if self.proven else own * min(kept, default=1.0)
            for room in (CLOSE if self.proven else 1.0, ROOM):
                value = _round(min(low, most) * room, up=False)
                request = self._with(replace(person, minimum={**person.minimum, nutrient: value}))
                words = (("--target", f"{_name(nutrient)}={value:g}"),)
                yield Change(person.name, TARGET, words), request
        for nutrient in person.maximum.keys() & missed.keys():
            low = self.average.last(nutrient, "maximum")[0]
            kept = [miss.value for miss in missed[nutrient] if miss.maximum]
            least = low if self.proven else max(kept, default=person.maximum[nutrient])
            for room in (CLOSE if self.proven else 1.0, ROOM):
                value = _round(least / room, up=True)
                request = self._with(replace(person, maximum={**person.maximum, nutrient: value}))
                words = (("--limit", f"{_name(nutrient)}={value:g}"),)
                yield Change(person.name, LIMIT, words), request

    def _find_energy(self, person: Person) -> Iterator[float]:
        """Calories with which nothing would be missed, in steps of 50, from the fewest."""
        low = person.energy_kcal + KCAL_STEP
        if self.proven:
            kcal, others = self.average.last(ENERGY, "maximum")
            if others > NO_MISS:
                return
            low = max(low, kcal / (1 + ENERGY_BAND))
        low = ceil(low / KCAL_STEP - OFF) * KCAL_STEP
        for kcal in (low + steps * KCAL_STEP for steps in STEPS):
            if kcal <= min(HIGHEST_KCAL, MOST_ENERGY * person.energy_kcal):
                yield kcal

    def _find_diet(self, taken: tuple[Taking, ...]) -> Iterator[Change]:
        """The diet nearest to the person's, leaving out less, with which nothing is missed."""
        (person,) = self.request.people
        own = excluded_tags(person, self.tables)
        wider = [diet for diet in self.tables.diets.values() if diet.excludes < own]
        for diet in sorted(wider, key=lambda one: -len(one.excludes)):
            request = self._with(replace(person, diet=diet.id, own_diet=None))
            change = Change(person.name, DIET, (("--diet", diet.id),))
            average = AverageDay(request, self.plan, self.tables, taken)
            if average.misses(average.optimum) <= NO_MISS:
                if self._meets(Proposal(change, request, taken)):
                    yield change
                return


def _overdoses(plan: WeekPlan, taken: Iterable[Taking]) -> bool:
    """Whether supplements bring a day, or a week's average, above a limit."""
    brought = {(one.person, name) for one in taken for name in one.supplement.brings}
    return any(
        (miss.person, miss.nutrient) in brought
        and miss.maximum is not None
        and miss.value > miss.maximum
        for miss in plan.misses
    )


def _name(nutrient: str) -> str:
    """A nutrient as it is said in an option: vitamin-b12."""
    return nutrient.rsplit("_", 1)[0].replace("_", "-")


def _round(value: float, *, up: bool) -> float:
    """A value in three figures."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (floor(log10(value)) - 2)
    return (ceil if up else floor)(value / unit) * unit
