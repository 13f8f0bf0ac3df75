"""Changing one thing of a plan and keeping the rest.

What is asked becomes part of the plan's request: words to avoid, and wishes for single days. Then
the meals that go against the request are served anew, beside all else as it is. If that makes a
target be missed, other meals move: as few as are found to do, amounts before dishes. A lunch that
is left over follows its dinner where that changes, if it can; else it is cooked by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from math import inf

import numpy as np

from planner.actions.planning import lay_out_arrays, write_days
from planner.actions.rearranging import rearrange
from planner.actions.recounting import count_points, load
from planner.actions.swap_request import Asked, Words, find_tied, understand
from planner.arrays import Bools, Ints
from planner.checking.findings import CheckReport, check_plan
from planner.errors import NoPlanExists, Problem, RequestError, mention
from planner.model.bound import (
    Taking,
    build_households,
    find_bound,
    find_taken,
    leave_out_of_reach,
)
from planner.model.household import Household
from planner.people.choices import empty_slots
from planner.people.eating_rules import WEEK_DAYS
from planner.people.exclusions import find_removals
from planner.plans.records import DayPlan, Meal, Points, WeekPlan
from planner.plans.shopping import compute_shopping
from planner.request.day_wishes import (
    LOCKED,
    WITH_DISH,
    WITH_FOOD,
    WITHOUT_DISH,
    WITHOUT_FOOD,
    write_place,
)
from planner.request.request import Request
from planner.search.day_search import (
    FORBIDDEN,
    GIVING,
    RULE_PENALTY,
    Choice,
    Day,
    Residual,
    count_choice,
)
from planner.search.effort import Work
from planner.search.leftovers import agree, find_twice, follow, is_in_time
from planner.search.option_arrays import OptionArrays
from planner.search.week_search import Search
from planner.tables.bundle import Tables

TRIED = 12  # dishes of a meal that is to change whose portions are tried out
TRIED_BESIDE = 3  # the same, of a meal that moves for its sake
STAYS = 1.0  # points by which a food in its amount is kept where its dish is
MOVED = 10  # meals that move one at a time; then days are drawn anew
SWEEPS = 2  # in which days that were drawn anew are made better
DRAWS = 8  # times that a day is drawn anew where single meals don't suffice
ALTERNATIVES = 6  # other dishes for a meal that are found
EXACT = 0.005  # points of misses that count as none
NOWHERE = "None of the dishes that this plan may serve has it."
SLOTS, AMOUNTS, DISHES = "slots", "amounts", "dishes"
"""What of a meal may change: only the slots that must, all that is in it, or its dish."""

Place = tuple[int, int]  # a day and a meal of it, both from 0


@dataclass(frozen=True)
class Move:
    """A meal that changed; `asked` where the request asked for it, else it moved for its sake."""

    day: int
    before: Meal
    after: Meal
    asked: bool


@dataclass(frozen=True)
class Swapped:
    """A changed plan, the meals that changed, and the nutrients for which others moved.

    `asked` is what was asked for, as it was understood.
    """

    plan: WeekPlan
    moves: tuple[Move, ...]
    for_the_sake_of: tuple[str, ...]
    asked: Asked


@dataclass(frozen=True)
class Must:
    """A day, or a meal of it, that has one of some dishes or one of some foods."""

    day: int
    meal: int | None
    word: str
    foods: frozenset[str] = frozenset()
    dishes: frozenset[str] = frozenset()

    def covers(self, day: int, meal: int) -> bool:
        """Whether it may be met at this meal of this day."""
        return self.day == day and self.meal in (None, meal)


def swap(plan: WeekPlan, words: Words, tables: Tables, work: Work | None = None) -> Swapped:
    """A plan with one thing changed, and as few others as its targets allow.

    Where the `work` is stopped, what was asked has changed, but other meals may not have moved yet.

    Raises RequestError for words that aren't understood or contradict each other, NoPlanExists
    where no dish can be served as it was asked, PlanFileError for portions that no plan has. A
    target that can't be met is no error: the plan lists it in `misses`.
    """
    work = work or Work()
    return _run(plan, words, tables, work).finish()


def draft_swap(
    plan: WeekPlan, words: Words, tables: Tables, work: Work | None = None
) -> tuple[Swapped, CheckReport]:
    """What `swap` would make of a plan, with its check; the plan's points aren't counted.

    Raises as `swap` does.
    """
    change = _run(plan, words, tables, work or Work())
    changed, report = change.draft()
    return change.tell(changed), report


def _run(plan: WeekPlan, words: Words, tables: Tables, work: Work) -> _Change:
    """The plan with what some words ask for, and as little missed as is found."""
    asked = understand(plan, words, tables)
    taken = find_taken(plan, tables)
    if asked.request.people != plan.request.people:
        build_households(asked.request, tables, taken)  # refuses a meal without a dish
    # with what is left out now, to read the plan
    arrays_by_day = _lay_out(plan, tables, taken, work)
    if not asked.rearranges:
        return _change(plan, asked, arrays_by_day, work)
    before = _Change(plan, Asked(plan.request), arrays_by_day, RULE_PENALTY, work)
    rearranged = rearrange(plan, asked, arrays_by_day[0].program)
    if asked.away:
        arrays_by_day = _lay_out(rearranged, tables, taken, work)
    return _change(rearranged, asked, arrays_by_day, work, before)


@dataclass(frozen=True)
class Alternative:
    """What a meal might be instead: the week with it, the meals that would change, its check.

    The plan's points aren't counted.
    """

    meal: Meal
    plan: WeekPlan
    moves: tuple[Move, ...]
    report: CheckReport


def find_alternatives(
    plan: WeekPlan,
    day: int,
    meal: str,
    tables: Tables,
    count: int = ALTERNATIVES,
    work: Work | None = None,
) -> tuple[Alternative, ...]:
    """Other dishes for a meal of a day, from 1, those that fit best first.

    Each is what `swap` makes of the plan with that dish. Raises as `swap` does.
    """
    work = work or Work()
    asked = understand(plan, Words(day=day, meal=meal), tables)
    arrays_by_day = _lay_out(plan, tables, find_taken(plan, tables), work)
    dishes = _Change(plan, asked, arrays_by_day, RULE_PENALTY, work).rank_dishes(day - 1, meal)
    found = []
    for dish in dishes[:count]:
        named = Words(day=day, meal=meal, dish=dish)
        with suppress(NoPlanExists):
            change = _change(plan, understand(plan, named, tables), arrays_by_day, work)
            changed, report = change.draft()
            own = next(one for one in changed.days[day - 1].meals if one.meal == meal)
            found.append(Alternative(own, changed, change.find_moves(changed.days), report))
    return tuple(found)


def _lay_out(
    plan: WeekPlan, tables: Tables, taken: Sequence[Taking], work: Work
) -> Sequence[OptionArrays]:
    """The days' programs; what the bound can't reach isn't aimed at, as in planning."""
    households = build_households(plan.request, tables, taken)
    if plan.points.bound_misses > 0:
        bound = find_bound(plan.request, households[0], solver=work.solver)
        households, _ = leave_out_of_reach(
            plan.request, tables, taken, households, bound, work.solver
        )
    return lay_out_arrays(households)


def _change(
    plan: WeekPlan,
    asked: Asked,
    arrays_by_day: Sequence[OptionArrays],
    work: Work,
    origin: _Change | None = None,
) -> _Change:
    """The plan with what is asked, and as little missed as is found.

    `origin` is the plan as it was, where this one is rearranged already.
    """
    best: _Change | None = None
    for rule_penalty in (RULE_PENALTY, GIVING):  # eating rules give way before a target
        change = _Change(plan, asked, arrays_by_day, rule_penalty, work, origin)
        change.run()
        if best is None or change.misses() < best.misses() - EXACT:
            best = change
        if best.misses() <= best.before + EXACT or work.stop():
            break
    assert best is not None
    return best


class _Change:
    """A plan's days while the request is being met."""

    def __init__(
        self,
        plan: WeekPlan,
        asked: Asked,
        arrays_by_day: Sequence[OptionArrays],
        rule_penalty: float,
        work: Work,
        origin: _Change | None = None,
    ) -> None:
        """Begin with the days as they were; `rule_penalty` is the cost of a broken rule.

        `origin` is the plan as it was, where this one is rearranged already.
        """
        self.plan, self.asked, self.arrays, self.rule_penalty = (
            plan,
            asked,
            arrays_by_day[0],
            rule_penalty,
        )
        self.work = work
        self.program: Household = self.arrays.program
        self.tables = self.program.tables
        self.search = Search(arrays_by_day, plan.request, work)
        load(plan, self.search)
        options = self.program.options
        self.meals = self.program.meals
        meal_of = np.array([self.meals.index(place.meal) for place in self.program.slots])
        self.meal_of = meal_of[options.slot]
        self.food_ids = np.array([food.id for food in self.program.foods])
        self.first = [choice for choice in self.search.days if choice is not None]
        self.origin = plan if origin is None else origin.plan
        self.then = self.first if origin is None else origin.first
        self.before: float = self.misses() if origin is None else origin.before
        wishes = asked.request.wishes
        self.locked = {
            (wish.day - 1, number)
            for wish in wishes
            if wish.kind == LOCKED
            for number, meal in enumerate(self.meals)
            if wish.covers(wish.day, meal)
        }
        self.empty = {
            (place, meal)
            for place, day in enumerate(plan.days)
            for meal, name in enumerate(self.meals)
            if all(served.meal != name for served in day.meals)
        }
        self.tied = {
            (day - 1, self.meals.index(meal)): lunch
            for (day, meal), lunch in find_tied(
                plan, {(day + 1, self.meals[meal]) for day, meal in self.locked}
            ).items()
        }
        self.locked |= self.tied.keys()
        self.locked |= self.empty  # where nobody is at home nothing can change
        self.musts = [
            Must(wish.day - 1, self._number(wish.meal), wish.word, foods=wish.foods(self.tables))
            for wish in wishes
            if wish.kind == WITH_FOOD
        ]
        self.musts += [
            Must(wish.day - 1, self._number(wish.meal), wish.word, dishes=frozenset({wish.word}))
            for wish in wishes
            if wish.kind == WITH_DISH
        ]
        self.musts += [
            Must(wish.day - 1, self._number(wish.meal), wish.word, dishes=ids)
            for wish, ids in asked.dishes
        ]
        self.allowed, self.shut = self._find_allowed()
        exchanged = {(day - 1, self.meals.index(meal)) for day, meal in asked.exchanged}
        resized = () if asked.resized is None else (asked.resized[0],)
        self.asked_for: set[Place] = {
            *exchanged,
            *((day - 1, self.meals.index(meal)) for day, meal in resized),
        }
        self.loose = exchanged  # asked for, and yet may change for the sake of a target
        self.interim: list[Choice | None] = []

    def _find_allowed(self) -> tuple[list[Bools], list[Bools]]:
        """For each day, the options that may be chosen and the dishes that may not be served."""
        program, arrays, tables = self.program, self.arrays, self.tables
        removed = [
            sorted(removal.food.id for removal in find_removals(person, tables))
            for person in self.asked.request.people
        ]
        out = np.array([np.isin(self.food_ids, own) for own in removed])
        kept_out = np.take_along_axis(out, program.options.eaten, axis=1)
        firsts = np.array([first for _, first, _ in program.slots_of_served()])
        allowed, shut = [], []
        for day in range(len(self.first)):
            present = self.search.arrays_by_day[day].program.present
            own = np.asarray(~(kept_out & present).any(axis=0))
            closed = np.zeros(len(program.served), dtype=bool)
            for wish in self.asked.request.wishes:
                if wish.day != day + 1:
                    continue
                at = (
                    np.ones(len(own), bool)
                    if wish.meal is None
                    else self.meal_of == self._number(wish.meal)
                )
                if wish.kind == WITHOUT_FOOD:
                    own &= ~(self._having(day, wish.foods(tables)) & at)
                elif wish.kind == WITHOUT_DISH:
                    closed |= [
                        dish.id == wish.word and wish.meal in (None, meal)
                        for meal, dish in program.served
                    ]
            filled = np.logical_or.reduceat(own, arrays.slot_first[:-1])
            shut.append(closed | ~np.logical_and.reduceat(filled, firsts))
            allowed.append(own)
        return allowed, shut

    def _having(self, day: int, foods: Collection[str]) -> Bools:
        """The options of which someone at table has one of some foods."""
        named = np.isin(self.food_ids, sorted(foods))
        present = self.search.arrays_by_day[day].program.present
        return np.asarray((named[self.program.options.eaten] & present).any(axis=0))

    def _number(self, meal: str | None) -> int | None:
        return None if meal is None else self.meals.index(meal)

    def choice(self, day: int) -> Choice:
        """A day as it stands."""
        choice = self.search.days[day]
        assert choice is not None
        return choice

    def misses(self) -> float:
        """The points of what is missed as the days stand."""
        return self.search.points()[1]

    def run(self) -> None:
        """Meet the request, then mend what is missed by it."""
        for must in self.musts:
            if not self._met(must):
                self._meet(must)
        for day in range(len(self.first)):
            for meal in range(len(self.meals)):
                if self._broken(day, meal):
                    self._serve_anew(day, meal)
        if self.asked.again:
            self._serve_all_anew()
        for day in sorted(self.search.pairs):
            if not agree(self.arrays, self.choice(day), self.choice(day + 1)):
                self._follow(day)
        self.interim = list(self.search.days)
        self._mend()

    def _meal_options(self, choice: Choice, meal: int) -> Ints:
        return np.asarray(choice.options[self.meal_of[choice.options] == meal])

    def _broken(self, day: int, meal: int) -> bool:
        """Whether a meal has what it may not."""
        if (day, meal) in self.empty:
            return False
        choice = self.choice(day)
        options = self._meal_options(choice, meal)
        return bool(self.shut[day][choice.served[meal]] or not self.allowed[day][options].all())

    def _meets(self, must: Must, day: int, meal: int) -> bool:
        """Whether a meal has what it must."""
        if not must.covers(day, meal) or (day, meal) in self.empty:
            return False
        choice = self.choice(day)
        _, dish = self.program.served[choice.served[meal]]
        options = self._meal_options(choice, meal)
        return dish.id in must.dishes or bool(self._having(day, must.foods)[options].any())

    def _met(self, must: Must) -> bool:
        return any(self._meets(must, must.day, meal) for meal in range(len(self.meals)))

    def _bound_to(self, day: int, meal: int) -> list[Must]:
        """What a meal has that no other meal of its day has, and the day must."""
        return [
            must
            for must in self.musts
            if self._meets(must, day, meal)
            and not any(self._meets(must, day, m) for m in range(len(self.meals)) if m != meal)
        ]

    def _meet(self, must: Must) -> None:
        """Change the meal of a day where what it must have fits best."""
        day = must.day
        open_ = [
            m for m in range(len(self.meals)) if must.covers(day, m) and (day, m) not in self.locked
        ]
        first = [meal for meal in open_ if self._broken(day, meal)]
        for meals in (first, open_):
            ways = [
                (*way, meal)
                for meal in meals
                for stage in (SLOTS, AMOUNTS, DISHES)
                for way in self._ways(day, meal, [*self._bound_to(day, meal), must], stage, TRIED)
            ]
            if ways:
                _, _, choice, meal = min(ways, key=lambda way: way[:2])
                self.search.days[day] = choice
                self.asked_for.add((day, meal))
                return
        where = write_place(day + 1, None if must.meal is None else self.meals[must.meal])
        what = f"{where}: no dish with {must.word} can be served"
        raise NoPlanExists(Problem("", what, self._where_it_fits(must)))

    def _where_it_fits(self, must: Must) -> str:
        """The dishes that have what is asked for, with their meals."""
        fits: dict[str, list[str]] = {}
        for slot, place in enumerate(self.program.slots):
            span = slice(self.arrays.slot_first[slot], self.arrays.slot_first[slot + 1])
            foods = self.food_ids[self.program.options.eaten[:, span]].ravel().tolist()
            if place.dish.id in must.dishes or not must.foods.isdisjoint(foods):
                fits.setdefault(place.dish.name, [])
                if place.meal not in fits[place.dish.name]:
                    fits[place.dish.name].append(place.meal)
        if not fits:
            return " ".join(map(self._lacking, sorted(must.dishes)[:3])) or NOWHERE
        named = [f"{name} ({' or '.join(meals)})" for name, meals in list(fits.items())[:3]]
        return f"It comes in {', '.join(named)}{' and others' if len(fits) > 3 else ''}."

    def _lacking(self, dish_id: str) -> str:
        """What a dish lacks, that no plan of this request can have."""
        dish = self.tables.dishes[dish_id]
        people = self.asked.request.people
        removed = {
            removal.food.id for person in people for removal in find_removals(person, self.tables)
        }
        empty = empty_slots(dish, removed, self.tables)
        if empty:
            return f"{dish.name} has no food left for its {' and '.join(empty)}."
        meals = " or ".join(dish.meals)
        only = self.search.program.programs[0].only
        if any(dish.id not in only.get(meal, (dish.id,)) for meal in dish.meals):
            words = ", ".join(self.asked.request.only_cuisine)
            return f"{dish.name} is {dish.cuisine or 'of no cuisine'}, and the plan serves {words}."
        least = self.tables.least_minutes[dish.id]
        return f"{dish.name} takes {least} minutes or more, too long for {meals} in this plan."

    def _serve_anew(self, day: int, meal: int) -> None:
        """Serve a meal that has what it may not without it: with its own dish if that can be."""
        where = write_place(day + 1, self.meals[meal])
        if (day, meal) in self.locked:
            free = " ".join(("day", str(day + 1), self.meals[meal]))
            remedy = f"Unlock it: {mention('unlock', free)}; or leave the food out on another"
            remedy += f" {mention('day')} alone."
            what = f"{where} is locked, and has a food that you leave out"
            if (day, meal) in self.tied:
                lunch = write_place(*self.tied[day, meal])
                what = f"{lunch} is locked, is left over from {where}, "
                what += "and has a food that you leave out"
            raise RequestError(Problem(("lock",), what, remedy))
        ways: list[tuple[float, float, Choice]] = []
        for stage in (SLOTS, AMOUNTS, DISHES):
            ways += self._ways(day, meal, self._bound_to(day, meal), stage, TRIED)
            best = min(ways, key=lambda way: way[:2], default=None)
            if (
                best and best[0] <= 0.0 and best[1] < self.rule_penalty / 2
            ):  # no eating rule is broken
                break
        if not ways:
            what = f"{where}: no other dish can be served"
            remedy = f"Name one with {mention('dish')}, or change less at once."
            bound = self._bound_to(day, meal)
            if bound:
                remedy = f"The day must have {bound[0].word}: undo that with"
                remedy += f" {mention('without')}."
            raise NoPlanExists(Problem("", what, remedy))
        self.search.days[day] = min(ways, key=lambda way: way[:2])[2]
        self.asked_for.add((day, meal))

    def _follow(self, day: int) -> None:
        """Let the lunch after a dinner that changed be left over from it, or be by itself."""
        at = self.program.lunch
        place, dinner = (day + 1, at), self.choice(day).served[self.program.dinner]
        lunch = find_twice(self.arrays).get(dinner)
        self.search.pairs.remove(day)
        if lunch is None or place in self.locked or place in self.asked_for:
            return
        if not is_in_time(self.arrays, self.choice(day), self.search.request):
            return
        current = self.choice(day + 1)
        allowed = follow(self.arrays, dinner, lunch, self.choice(day))
        allowed &= self.allowed[day + 1] & (self.meal_of == at)
        allowed[current.options[self.meal_of[current.options] != at]] = True
        draft = self._draft(day + 1, self._residual(day + 1), allowed, [at])
        draft.serve(at, int(np.flatnonzero(self.arrays.meals[at].served == lunch)[0]))
        draft.exchange()
        choice = draft.choice()
        fits = draft.cost() < self.rule_penalty / 2 and allowed[choice.options].all()
        if fits and not self._bound_to(day + 1, at) and not self._missed(day + 1, choice):
            self.search.days[day + 1] = choice
            self.search.pairs.add(day)
            self.asked_for.add(place)

    def _residual(self, day: int, *, waived: bool = False) -> Residual:
        """What the other days and the request leave for a day; `waived`, no rule bars a dish."""
        residual, shut = self.search.residual(day), self.shut[day]
        if waived:
            return replace(residual, shut=shut.copy(), others=residual.others[:0])
        shut = residual.shut | shut
        shut[list(self.choice(day).served)] = False  # what is served may stay
        return replace(residual, shut=shut)

    def _draft(self, day: int, residual: Residual, allowed: Bools, meals: Collection[int]) -> Day:
        """A day of which only these meals change: of all others everyone has what they had."""
        choice = self.choice(day)
        rest = np.flatnonzero(~np.isin(self.meal_of[choice.options], list(meals)))
        draft = Day(
            self.search.arrays_by_day[day],
            residual,
            np.zeros(self.arrays.dishes),
            self.rule_penalty,
            allowed=allowed,
            stop=self.work.stop,
            held={int(choice.options[at]): choice.own[:, at] for at in rest},
        )
        draft.start(choice.served, choice.options)
        return draft

    def _ways(
        self, day: int, meal: int, musts: Sequence[Must], stage: str, tried: int
    ) -> list[tuple[float, float, Choice]]:
        """Other ways to serve a meal beside the rest of its day: what is missed more, cost, day.

        The cost is by how much the day costs more.
        """
        current = self.choice(day)
        served = self.arrays.meals[meal].served
        present = int(np.flatnonzero(served == current.served[meal])[0])
        if stage != DISHES and self.shut[day][current.served[meal]]:
            return []
        ways = []
        residual = self._residual(day)
        rounds = list(self._rounds(day, meal, musts, stage))
        for waived in (False, True):
            for allowed, fits in rounds:
                draft = self._draft(day, residual, allowed, [meal])
                if stage != DISHES:  # what needn't change stays
                    draft.points += STAYS * (self.meal_of == meal)
                    draft.points[self._meal_options(current, meal)] -= STAYS
                before = draft.cost()
                if stage != DISHES:
                    places = [present] if fits[present] else []
                else:
                    costs = draft.offers(meal)
                    free = np.ones(len(costs), dtype=bool) if waived else draft.open(meal)
                    if any(must.dishes for must in musts):
                        free |= True  # a dish that is asked for by name comes whatever is usual
                    costs[~(fits & free) | self.shut[day][served]] = np.inf
                    costs[present] = np.inf
                    order = np.argsort(costs, kind="stable")[:tried]
                    places = [place for place in order.tolist() if costs[place] < FORBIDDEN / 2]
                for place in places:
                    draft.start(current.served, current.options)
                    draft.residual.shut[served[place]] = False
                    draft.serve(meal, place)
                    draft.exchange()
                    cost = draft.cost()
                    if cost < FORBIDDEN / 2:
                        choice = draft.choice()
                        ways.append((self._missed(day, choice), cost - before, choice))
            if ways or stage != DISHES:
                break
            residual = self._residual(day, waived=True)
        return ways

    def _missed(self, day: int, choice: Choice) -> float:
        """What the plan would miss more than before with this day, in points."""
        kept, self.search.days[day] = self.search.days[day], choice
        misses = self.misses() - self.before
        self.search.days[day] = kept
        return misses if misses > EXACT else 0.0

    def _rounds(
        self, day: int, meal: int, musts: Sequence[Must], stage: str
    ) -> Iterator[tuple[Bools, Bools]]:
        """Takes that may be chosen, and dishes of the meal that then have all that they must.

        What a dish must have is put into each of its slots that can hold it, one after another, a
        round for each.
        """
        arrays, options = self.arrays, self.program.options
        current = self.choice(day)
        base = self.allowed[day] & (self.meal_of == meal)
        base[current.options[self.meal_of[current.options] != meal]] = True
        wanted = [self._having(day, must.foods) & base for must in musts if must.foods]
        ids = [must.dishes for must in musts if must.dishes]
        own = self._meal_options(current, meal)
        ways: list[list[tuple[int, ...]]] = []
        for served in arrays.meals[meal].served.tolist():
            first, last = arrays.slots_of[served]
            fits = [[s for s in range(first, last) if want[self._span(s)].any()] for want in wanted]
            named = all(self.program.served[served][1].id in some for some in ids)
            ways.append([w for w in product(*fits) if len(set(w)) == len(w)] if named else [])
        for turn in range(max(map(len, ways))):
            allowed = base.copy()
            for way in ways:
                if turn < len(way):
                    for slot, want in zip(way[turn], wanted, strict=True):
                        allowed[self._span(slot)] &= want[self._span(slot)]
            if stage == SLOTS:  # an option that may stay is the only one of its slot
                for option in own[allowed[own]].tolist():
                    span = self._span(int(options.slot[option]))
                    allowed[span] = False
                    allowed[option] = True
            yield allowed, np.array([turn < len(way) for way in ways])

    def _span(self, slot: int) -> slice:
        return slice(int(self.arrays.slot_first[slot]), int(self.arrays.slot_first[slot + 1]))

    def _mend(self) -> None:
        """Move other meals until nothing is missed more than before, as few as are found to do."""
        moved: list[Place] = []
        while self._over() > 0 and len(moved) < MOVED and not self.work.stop():
            held = self.asked_for - self.loose
            move = self._find_move({*held, *moved, *self.locked, *self._paired()})
            if move is None:
                break
            place, choice = move
            self.search.days[place[0]] = choice
            moved.append(place)
        if self._over() > 0:
            self._replan()
        for day in range(len(self.first)):
            for meal in range(len(self.meals)):
                if (day, meal) not in self.asked_for and self._changed(day, meal):
                    self._put_back(day, meal)

    def _paired(self) -> set[Place]:
        """The dinners that are cooked double and the lunches that are left over from them."""
        dinner, lunch = self.program.dinner, self.program.lunch
        return {place for day in self.search.pairs for place in ((day, dinner), (day + 1, lunch))}

    def _changed(self, day: int, meal: int) -> bool:
        now, then = (
            choice.own[:, self.meal_of[choice.options] == meal]
            for choice in (self.choice(day), self.first[day])
        )
        return not np.array_equal(now, then)

    def _over(self) -> float:
        over = self.misses() - self.before
        return over if over > EXACT else 0.0

    def _find_move(self, taken: Collection[Place]) -> tuple[Place, Choice] | None:
        """The meal whose change leaves least missed, its amounts before its dish; None if none."""
        over = self._over()
        best: tuple[float, float, Place, Choice] | None = None
        for stage in (AMOUNTS, DISHES):
            for day in self._days_short():
                for meal in range(len(self.meals)):
                    if (day, meal) in taken or self.work.stop():
                        continue
                    bound = self._bound_to(day, meal)
                    for missed, cost, choice in self._ways(day, meal, bound, stage, TRIED_BESIDE):
                        if best is None or (missed, cost) < best[:2]:
                            best = (missed, cost, (day, meal), choice)
            if best is not None and best[0] <= 0.0:
                break
        if best is None or best[0] >= over - EXACT:
            return None
        return best[2], best[3]

    def _days_short(self) -> list[int]:
        """The days whose meals can mend what is missed more than before."""
        short = set()
        for first in range(0, len(self.first), WEEK_DAYS):
            week = self.search.week_of(first)
            now, then = ([self.choice(d) for d in week], [self.then[d] for d in week])
            limits, required = self.search.week_limits(week), self.arrays.required
            missed = [
                self.arrays.week_costs(np.sum([c.activity for c in days], axis=0), *limits)[
                    required
                ].sum()
                for days in (now, then)
            ]
            if missed[0] > missed[1] + EXACT:
                short |= set(week)
            short |= {
                day
                for day, new, other in zip(week, now, then, strict=True)
                if new.misses > other.misses + EXACT
            }
        return sorted(short)

    def _part(self, day: int) -> tuple[list[int], list[int], Bools]:
        """The meals of a day that stay, those that may change, and the options for that."""
        held = [
            meal
            for meal in range(len(self.meals))
            if (day, meal) in {*self.locked, *self._paired()} or self._bound_to(day, meal)
        ]
        free = [meal for meal in range(len(self.meals)) if meal not in held]
        current = self.choice(day)
        allowed = self.allowed[day] & ~np.isin(self.meal_of, held)
        allowed[current.options[np.isin(self.meal_of[current.options], held)]] = True
        return held, free, allowed

    def _serve_all_anew(self) -> None:
        """Draw each meal that may change anew, with another dish than it has, then better them.

        A day for which no such dishes are found stays as it is.
        """
        weights, rng = np.ones(len(self.program.served)), self.search.rng
        days = range(len(self.first))
        for turn in range(1 + SWEEPS):
            for day in days:
                held, free, allowed = self._part(day)
                if not free or self.work.stop():
                    continue
                residual = self._residual(day)
                residual.shut[[self.first[day].served[meal] for meal in free]] = True
                draft = self._draft(day, residual, allowed, free)
                before = inf if turn == 0 else draft.cost()
                keeps = 0 if turn == 0 else int(rng.integers(0, len(free) + 1))
                kept = [*held, *rng.permutation(free)[:keeps].tolist()]
                if not draft.draw_dishes(weights, rng, kept):
                    continue
                draft.improve(rng, last=[meal for meal in free if meal not in kept])
                if draft.cost() < min(before, FORBIDDEN / 2):
                    self.search.days[day] = draft.choice()
                self.work.progress(turn * len(days) + day + 1, (1 + SWEEPS) * len(days))
        anew = {(day, meal) for day in days for meal in self._part(day)[1]}
        changed = {place for place in anew if self._changed(*place)}
        self.asked_for |= changed
        self.loose |= changed

    def _replan(self) -> None:
        """Draw free meals of the days anew, as a plan is made, where single meals don't suffice."""
        weights, rng = np.ones(len(self.program.served)), self.search.rng
        for day in self._days_short() * DRAWS:
            if self.work.stop():
                return
            _, free, allowed = self._part(day)
            draft = self._draft(day, self._residual(day), allowed, free)
            before = (self._over(), draft.cost())
            drawn = rng.permutation(free)[: int(rng.integers(0, len(free) + 1))].tolist()
            kept = [meal for meal in range(len(self.meals)) if meal not in drawn]
            if not draft.draw_dishes(weights, rng, kept):
                continue
            draft.improve(rng, last=drawn)
            choice = draft.choice()
            if (self._missed(day, choice), draft.cost()) < before:
                self.search.days[day] = choice
            if not self._over():
                return

    def _put_back(self, day: int, meal: int) -> None:
        """Let a meal that moved be as it was, if nothing more is missed so."""
        now, then = self.choice(day), self.first[day]
        served = [then.served[m] if m == meal else k for m, k in enumerate(now.served)]
        back, rest = self.meal_of[then.options] == meal, self.meal_of[now.options] != meal
        options = np.concatenate([then.options[back], now.options[rest]])
        own = np.concatenate([then.own[:, back], now.own[:, rest]], axis=1)
        order = np.argsort(options)
        arrays = self.search.arrays_by_day[day]
        choice = count_choice(arrays, tuple(served), options[order], own[:, order])
        if self._missed(day, choice) <= self._over():
            self.search.days[day] = choice
            if any(not self._met(must) for must in self.musts):
                self.search.days[day] = now

    def rank_dishes(self, day: int, meal: str) -> list[str]:
        """The ids of other dishes for a meal, those that miss least and fit best first."""
        place = self.meals.index(meal)
        if (day, place) in self.locked:
            free = f"day {day + 1} {meal}"
            what = f"{write_place(day + 1, meal)} is locked"
            raise RequestError(Problem(("lock",), what, f"Unlock it: {mention('unlock', free)}."))
        ways = self._ways(day, place, self._bound_to(day, place), DISHES, TRIED)
        ways.sort(key=lambda way: way[:2])
        ids = (self.program.served[choice.served[place]][1].id for _, _, choice in ways)
        return list(dict.fromkeys(ids))

    def draft(self) -> tuple[WeekPlan, CheckReport]:
        """The changed plan with its list, and its check; its points aren't counted."""
        request = self._final_request()
        days = self._write(request, self.search.days)
        plan = replace(
            self.plan,
            request=request,
            tables=self.tables,
            days=days,
            points=Points(0.0, 0.0, 0.0, 0.0),
            shopping=compute_shopping(days, self.tables, request.at_home),
            misses=(),
            stopped=self.plan.stopped or self.work.stop(),
        )
        report = check_plan(plan, self.tables)
        return replace(plan, misses=report.misses), report

    def find_moves(self, days: Sequence[DayPlan]) -> tuple[Move, ...]:
        """The meals of changed days that aren't what they were; meals eaten elsewhere aren't in."""
        away = {*self.asked.away}
        return tuple(
            Move(day.day, before, after, (place, self.meals.index(after.meal)) in self.asked_for)
            for place, (day, old) in enumerate(zip(days, self.origin.days, strict=True))
            for before in old.meals
            for after in day.meals
            if before.meal == after.meal and before != after
            if (day.day, before.meal) not in away
        )

    def finish(self) -> Swapped:
        """The changed plan with its list, its points and its bound, checked."""
        plan, _ = self.draft()
        return self.tell(replace(plan, points=count_points(plan, self.tables, self.work.solver)))

    def tell(self, plan: WeekPlan) -> Swapped:
        """What was changed in a plan, and for whose sake."""
        moves = self.find_moves(plan.days)
        interim = replace(plan, days=self._write(plan.request, self.interim), misses=())
        left = {miss.nutrient for miss in plan.misses}
        mended = dict.fromkeys(miss.nutrient for miss in check_plan(interim, self.tables).misses)
        sake = tuple(nutrient for nutrient in mended if nutrient not in left)
        return Swapped(plan, moves, sake, self.asked)

    def _final_request(self) -> Request:
        """The request with the dishes that were taken for the words that asked for them."""
        wishes = list(self.asked.request.wishes)
        for wish, ids in self.asked.dishes:
            must = Must(wish.day - 1, self._number(wish.meal), wish.word, dishes=ids)
            meal = next(m for m in range(len(self.meals)) if self._meets(must, must.day, m))
            dish = self.program.served[self.choice(must.day).served[meal]][1]
            wishes.insert(0, replace(wish, meal=self.meals[meal], word=dish.id))
        return replace(self.asked.request, wishes=tuple(dict.fromkeys(wishes)))

    def _write(self, request: Request, days: Sequence[Choice | None]) -> tuple[DayPlan, ...]:
        kept, self.search.days = self.search.days, list(days)
        written = write_days(self.search, request)
        self.search.days = kept
        return written
