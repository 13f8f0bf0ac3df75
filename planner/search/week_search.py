"""The search for a week: days planned one against the others, sweep by sweep, towards the bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, inf, log2
from operator import is_
from typing import Any

import numpy as np

from planner.arrays import Bools, Floats, Ints
from planner.errors import NoPlanExists, Problem
from planner.model.bound import Bound
from planner.model.day_program import shrink
from planner.people.choices import explain_empty_day
from planner.people.eating_rules import EATING_RULES, PENALTIES, WEEK_DAYS, EatingRules
from planner.request.request import Request
from planner.search.day_search import (
    GIVING,
    NEGLIGIBLE,
    RULE_PENALTY,
    STRICT,
    Choice,
    Day,
    Residual,
    count_choice,
)
from planner.search.effort import Effort, Work
from planner.search.leanings import find_leanings
from planner.search.leftovers import held_meals, hold, link
from planner.search.option_arrays import URGENT, WANTED, OptionArrays
from planner.search.pack_costs import Market, Weights
from planner.search.week_rules import Tally, WeekRules
from planner.tables.cooking import SOAKED
from planner.tables.dishes import MAIN_MEALS

TASTE = 0.4  # points by which a seed favours a dish in the first sweeps, on the average
MOOD = 0.3  # points by which a day may favour one dish over another
FORWARD = 16.0  # points by which a seed favours a dish whose turn it is, once a week
ROTATION = 19  # seeds running, from 1, in which the turn of every dish comes once
DRAWS = 50  # times that a whole day is drawn before it is said that none can be put together
DRAWN = 2  # dishes of a first plan that are drawn; the others are the best beside them
KEPT = (2, 3)  # the fewest and the most dishes that a day keeps while others are drawn anew
BOUGHT_ALONE = 3.0  # points for each food that a dinner which uses up needs bought for it alone
SPREAD = 0.1  # added to each dish's share of the average day, so that each may be drawn
HEATED = 0.3  # times what a plan misses a day that its days may get worse, where it needn't miss it
HEAVIER = 1.5  # times that the search pays more for a row of a day after each sweep that misses it
LIGHTER = 0.9  # of that after each sweep that keeps it
HEAVIEST = 100.0  # times that it pays for a row at most
HOPELESS = 0.125  # of an effort's sweeps that are taken where the bound misses something
COOLING = 0.8  # of those sweeps after which the temperature is zero
ELSEWHERE = 6  # searches from other draws, at most, where a plan misses what the bound doesn't
LOST = 400  # days of a person planned again, after which a plan that misses something is given up
SEARCHED = 0.75  # of what an effort may plan again, where its plan misses something needlessly
BRIEF = 10  # sweeps of each, led by the bound, in which it must come to miss nothing
LINKED = 2  # times that dinners are sought for the next day's lunch
REACH = 0.2  # points of reduced cost of the options that are looked at, and of each point of gap
MOST_REACH = 2 * REACH  # of those points at most, where nothing is missed and cost isn't weighed
PATIENCE = 4  # of those sweeps after which eating rules give way where something is missed still
FIRST_DAY_FOODS = 25
LOOSER = 1.33  # times as far from the bound a plan of more than a week may end
LEVELLED = 10  # sweeps of the costliest days alone, once a plan is near enough
APART = 2.0  # points that the costliest day may lie above the cheapest
UNEVEN = 5.0  # points of a whole plan for each by which it lies further above


def most_foods(days: int, rules: EatingRules = EATING_RULES) -> int:
    """The most different foods in a stretch of days: a day's worth, then evenly up to a week's."""
    span = min(days, WEEK_DAYS) - 1
    rise = (rules.most_foods_a_week - FIRST_DAY_FOODS) / (WEEK_DAYS - 1)
    return FIRST_DAY_FOODS + int(rise * span)


def same(days: Sequence[object], others: Sequence[object]) -> bool:
    """Whether two lists hold the very same days, whatever they are equal to."""
    return len(days) == len(others) and all(map(is_, days, others))


@dataclass(frozen=True)
class Guidance:
    """What guides a search besides the points of its plan: it is never changed, but replaced.

    `rule_penalty` are points for each eating rule that a day breaks. `weights` say of each served
    dish how often it is drawn beside the others. `tastes` are points of each dish on each day, days
    by dishes; `forward` are points by which a dish is favoured until its week has it. `packs` is
    what money and the pantry weigh.
    """

    rule_penalty: float
    weights: Floats
    tastes: Floats
    forward: Floats
    packs: Weights


class Search:
    """The days planned so far, and what they leave for one more."""

    def __init__(self, arrays_by_day: Sequence[OptionArrays], request: Request, work: Work) -> None:
        """Begin without a day; there are arrays for each, the same where nobody else is out."""
        self.work, self.sweeps, self.request = work, 0, request
        self.most = inf  # of what `work` counts, after which nothing is planned again
        arrays = arrays_by_day[0]
        program = arrays.program
        self.arrays_by_day, self.arrays, self.program = arrays_by_day, arrays, program
        self._plain = arrays_by_day
        self._all, self._reach = arrays_by_day, inf
        self.days: list[Choice | None] = [None] * program.days
        seed = request.seed
        self.rng = np.random.default_rng(seed)
        size = (program.days, arrays.dishes)
        tastes = MOOD * self.rng.random(size) - TASTE * self.rng.exponential(size=size[1])
        due = (np.arange(arrays.dishes) + seed) % ROTATION == 0
        forward = FORWARD * (due & (seed > 0))  # seed 0 is the plainest
        weights = np.where(forward[arrays.dish] > 0, len(arrays.dish), 1.0)
        self.guidance = Guidance(RULE_PENALTY, weights, tastes, forward, Weights())
        self.leanings = find_leanings(request, program.tables)
        self.rules = WeekRules.of(program)
        self._needed: dict[int, tuple[Choice, Floats]] = {}
        self._tallied: dict[int, tuple[Choice, Tally]] = {}
        self._weeks: dict[int, tuple[list[Choice | None], Floats]] = {}
        self._counted: tuple[list[Choice | None], tuple[float, float]] = ([], (0.0, 0.0))
        self.pairs: set[int] = set()  # days whose dinner is the next day's lunch too
        self.linking: set[int] = set()  # those that are tried
        at = np.array([program.meals.index(meal) for meal, _ in program.served])
        self.lunches, self.dinners = at == program.lunch, at == program.dinner
        kinds = [*program.kinds.values()]
        self.main_meals = [n for n, kind in enumerate(kinds) if kind in MAIN_MEALS]
        self.mains = np.isin(at, self.main_meals)

    def guide(self, **changes: Any) -> None:
        """Be guided by this from now on: fields of `Guidance` by name, the others as they are."""
        self.guidance = replace(self.guidance, **changes)

    def narrow(self, bound: Bound) -> None:
        """Look only at options of a low reduced cost from now on: the nearer the plan, the fewer.

        The least of each slot stay, and so does what someone likes and what is at home.
        """
        people, options = len(self.program.programs), self.program.options
        reach = REACH if bound.misses <= NEGLIGIBLE else inf
        if all(self.days):
            gap = (self.points()[0] - bound.points) / (len(self.days) * people)
            reach *= 2.0 ** ceil(log2(max(1.0, gap)))  # in steps, for each lays the options out
            if self.points()[1] <= NEGLIGIBLE and not self.request.weighs_cost:
                reach = min(reach, MOST_REACH)
        if reach == self._reach:
            return
        costs, first = bound.reduced_costs, self.arrays.slot_first[:-1]
        least = np.minimum.reduceat(costs, first)[options.slot]
        open_ = costs <= np.maximum(least, reach * people)
        open_ |= self.arrays.wanted.any(axis=0)
        at_home = {stock.grocery_id for stock in self.request.at_home}
        if at_home:
            foods = np.array([food.grocery_id in at_home for food in self.program.foods])
            open_ |= foods[options.eaten].any(axis=0)
        narrowed = {id(arrays): arrays.narrow(open_) for arrays in self._all}
        self._plain = self.arrays_by_day = [narrowed[id(arrays)] for arrays in self._all]
        self._reach = reach

    def widen(self) -> None:
        """Look at all options from now on."""
        self._reach, self._plain, self.arrays_by_day = inf, self._all, self._all

    @cached_property
    def market(self) -> Market:
        """What the days' options cost in the shop."""
        return Market([arrays.program for arrays in self.arrays_by_day], self.request)

    def stretches(self, day: int) -> list[range]:
        """Every run of seven days (or of the whole plan) that a day belongs to."""
        length = min(WEEK_DAYS, len(self.days))
        firsts = range(max(0, day - length + 1), min(day, len(self.days) - length) + 1)
        return [range(first, first + length) for first in firsts]

    def week_of(self, day: int) -> range:
        """The block of seven days whose average a day counts towards."""
        first = day - day % WEEK_DAYS
        return range(first, min(first + WEEK_DAYS, len(self.days)))

    def others(self, stretch: range, day: int) -> list[Choice]:
        """The days of a stretch planned so far, but for one."""
        choices = [self.days[d] for d in stretch if d != day]
        return [choice for choice in choices if choice is not None]

    def residual(self, day: int) -> Residual:
        """The residual of a day: what the others leave for it.

        The dishes that it has may stay, and a meal of which all are shut may have any, as every
        meal may where eating rules give way; but each costs what a broken rule does.
        """
        arrays, program, rules = self.arrays, self.program, self.rules
        left: Ints = rules.week
        seen: list[tuple[Bools, int]] = []
        opened: list[tuple[Bools, int]] = []
        for stretch in self.stretches(day):
            known, count = np.zeros(len(program.foods), dtype=bool), 0 * rules.week
            beside = [other for other in stretch if other != day and self.days[other] is not None]
            for other in beside:
                known |= self.tally(other).foods
                count += self.tally(other).week
            left = np.minimum(left, rules.week - count)
            seen.append((known, max(0, most_foods(len(beside) + 1) - int(known.sum()))))
            opened += [
                (group & ~known, max(0, most - int((group & known).sum())))
                for group, most in rules.opened
            ]
        foods, dishes = rules.barred((left <= 0) & ~rules.each_time)
        caps = [(rules.foods[r] > 0, int(left[r])) for r in np.flatnonzero(rules.each_time)]
        caps += opened
        shut = dishes[arrays.dish] | self._beside(day)
        again, most_again = self._again(day)
        if most_again <= 0:
            shut |= again
        waived, current = (
            np.full_like(shut, self.guidance.rule_penalty < RULE_PENALTY),
            self.days[day],
        )
        if current is not None:
            waived[list(current.served)] = True
        for meal in self.arrays_by_day[day].meals:
            waived[meal.served] |= shut[meal.served].all()
        waived &= shut
        everyone = np.array([choice.dishes for choice in self.others(range(len(self.days)), day)])
        low, high = self.limits(day)
        wanted = ~self._come(self.week_of(day), but=day)
        shut &= ~waived
        if len(everyone) and (self.request.no_repeat or self.request.repeat):
            beyond = self._count_beyond(day, everyone)
            repeated = beyond > 0
            # Where all would be repeated, those that come least may be served: the check tells.
            for meal in self.arrays_by_day[day].meals:
                free = meal.served[~shut[meal.served]]
                if free.size and repeated[free].all():
                    repeated[free] = beyond[free] > beyond[free].min()
            if current is not None:
                repeated[list(current.served)] = False
            shut, waived = shut | repeated, waived & ~repeated
        return Residual(
            low, high, foods, shut, waived, caps, everyone, tuple(seen), wanted, again, most_again
        )

    @cached_property
    def repeat(self) -> Mapping[str, int]:
        """How often a dish may come a week at each meal, of those that anyone eats."""
        asked = self.request.repeat
        return {meal: asked[meal] for meal in self.program.meals if meal in asked}

    def _count_beyond(self, day: int, everyone: Bools) -> Ints:
        """How much more often than was asked for each dish at a meal would come, if a day had it.

        `everyone` has the dishes of each other day.
        """
        arrays = self.arrays
        beyond = np.zeros(len(arrays.dish), dtype=np.int64)
        if self.request.no_repeat:
            beyond = np.where(self.mains, everyone.sum(axis=0)[arrays.dish], 0)
        for meal, times_a_week in self.repeat.items():
            at_meal = np.array([name == meal for name, _ in self.program.served])
            most = shrink(times_a_week, len(self.days))
            for stretch in self.stretches(day):
                times = self.count_served(meal, [other for other in stretch if other != day])
                more = times.sum(axis=0)[arrays.dish] + 1 - most
                beyond = np.maximum(beyond, np.where(at_meal, more, 0))
        return beyond

    def count_served(self, meal: str, days: Sequence[int]) -> Ints:
        """Which dish each day has at a meal, days by dishes; a lunch that is left over has none."""
        times = np.zeros((len(days), self.arrays.dishes), dtype=np.int64)
        number = self.program.meals.index(meal)
        for row, day in enumerate(days):
            choice = self.days[day]
            if choice is not None and not (number == self.program.lunch and day - 1 in self.pairs):
                times[row, self.arrays.dish[choice.served[number]]] = 1
        return times

    def _beside(self, day: int) -> Bools:
        """The dishes at meals that a day may not have, for the day before or after has them.

        A lunch may be what is left of the dinner before it.
        """
        arrays = self.arrays
        dinner, lunch = self.dinners, self.lunches
        left_over = self.pairs | self.linking
        shut = np.zeros(len(arrays.dish), dtype=bool)
        at = self.program
        for next_day, mine, theirs in ((day - 1, lunch, at.dinner), (day + 1, dinner, at.lunch)):
            choice = self.days[next_day] if 0 <= next_day < len(self.days) else None
            if choice is None:
                continue
            alike = np.isin(arrays.dish, arrays.dish[list(choice.served)])
            if min(day, next_day) in left_over:
                kept = arrays.dish[choice.served[theirs]]
                alike &= ~(mine & (arrays.dish == kept))
            shut |= alike
        return shut

    def share_dishes(self) -> Bools:
        """Which days have a dish in common, days by days; a lunch that is left over has none."""
        had = np.array([choice.dishes for choice in self.days if choice is not None])
        for dinner_day in self.pairs:
            after = self.days[dinner_day + 1]
            assert after is not None
            had[dinner_day + 1, self.arrays.dish[after.served[self.program.lunch]]] = False
        return np.asarray(had @ had.T)

    def count_ahead(self, choice: Choice) -> int:
        """How much of a day is begun the day before; beans that soak all day count twice."""
        program, tables = self.program, self.program.tables
        stand = sum(bool(program.served[number][1].ahead) for number in choice.served)
        foods = [program.foods[number] for number in np.flatnonzero(choice.foods)]
        ways = [tables.find_cooking(food.id).method for food in foods]
        begun = sum(way in tables.methods and bool(tables.methods[way].ahead) for way in ways)
        return stand + begun + ways.count(SOAKED)

    def _again(self, day: int) -> tuple[Bools, int]:
        """The lunches and dinners that would come again on a day, and how many of them may.

        Where those that are nearly the same are all that may be, they are among them.
        """
        arrays, rules = self.arrays, self.program.rules
        again = np.zeros(len(self.mains), dtype=bool)
        least = a_day = len(self.main_meals)
        for stretch in self.stretches(day):
            left = [
                choice.served[meal]
                for other in stretch
                if other != day and (choice := self.days[other]) is not None
                for meal in self.main_meals
                if meal != self.program.lunch or other - 1 not in self.pairs
            ]
            cooked = a_day * len(stretch)
            counted = [(arrays.dish, rules.most_repeated(cooked))]
            if len(stretch) == WEEK_DAYS:
                counted.append((arrays.family, rules.most_alike(cooked)))
            for names, allowed in counted:
                come = set(names[left].tolist())
                most = allowed - (len(left) - len(come))
                if most < a_day:
                    again |= self.mains & np.isin(names, list(come))
                    least = min(least, most)
        return again, least

    def _come(self, week: range, but: int | None = None) -> Bools:
        """Of what someone likes, what a week needn't have any more, with all its days `but` one.

        That is what they have, and what no day can have; after the first week, a week of fewer than
        seven days needn't have anything.
        """
        if week.start and len(week) < WEEK_DAYS:
            return np.ones_like(self._nowhere)
        come = self._nowhere.copy()
        for day in week:
            choice = self.days[day]
            if choice is not None and day != but:
                come |= self.arrays_by_day[day].wanted[:, choice.options].any(axis=1)
        return come

    @cached_property
    def _nowhere(self) -> Bools:
        """What someone likes and no option of any day has."""
        return np.asarray(
            ~np.any([arrays.wanted.any(axis=1) for arrays in self.arrays_by_day], axis=0)
        )

    def lacking(self) -> int:
        """How often a week has nothing of what someone likes."""
        firsts = range(0, len(self.days), WEEK_DAYS)
        return sum(int((~self._come(self.week_of(first))).sum()) for first in firsts)

    def limits(self, day: int) -> tuple[Floats, Floats]:
        """The soft rows' limits for a day, the week's given what the others of its week bring."""
        week = self.week_of(day)
        others = self.others(week, day)
        brought = np.sum([choice.activity for choice in others], axis=0) if others else 0.0
        share = len(week) - len(others)
        day_limits = []
        for limits, all_week in zip(
            self.arrays_by_day[day].program.limits, self.week_limits(week), strict=True
        ):
            left = (all_week - brought) / share
            day_limits.append(np.where(self.arrays.week, left, limits))
        return day_limits[0], day_limits[1]

    def week_limits(self, week: range) -> tuple[Floats, Floats]:
        """The soft rows' limits of the days of a week added up."""
        limits = [self.arrays_by_day[day].program.limits for day in week]
        return np.sum([low for low, _ in limits], axis=0), np.sum(
            [high for _, high in limits], axis=0
        )

    def draft(self, day: int, residual: Residual, allowed: Bools | None = None) -> Day:
        """A day to plan; dishes put forward are favoured until another day of its week has them."""
        others = [choice.dishes for choice in self.others(self.week_of(day), day)]
        come = np.any(others, axis=0) if others else np.zeros(self.arrays.dishes, dtype=bool)
        tastes = self.guidance.tastes[day] - self.guidance.forward * ~come + self.leanings
        return Day(
            self.arrays_by_day[day],
            residual,
            tastes,
            self.guidance.rule_penalty,
            allowed=allowed,
            steer=self.steer(day),
            stop=self.work.stop,
        )

    def steer(self, day: int) -> Floats:
        """What a day's options cost in the shop beside what the others need, in points."""
        program, needs = self.arrays_by_day[day].program, self.needs(but=day)
        points = self.market.price(program, day, needs, self.guidance.packs)
        if day + 1 == self.request.use_up_dinner:
            at_dinner = self.arrays.meal == self.program.dinner
            points = points + BOUGHT_ALONE * (at_dinner & self.market.opens(program, needs))
        return points

    def needs(self, but: int | None = None) -> Floats:
        """Grams of the shop's items that each day needs as bought, none for the day `but`."""
        needs = np.zeros((len(self.days), len(self.market.items)))
        for day, choice in enumerate(self.days):
            if choice is not None and day != but:
                needs[day] = self.need(day)
        return needs

    def need(self, day: int) -> Floats:
        """Grams of the shop's items that a planned day needs, kept until it is planned again."""
        choice = self.days[day]
        assert choice is not None
        known = self._needed.get(day)
        if known is None or known[0] is not choice:
            known = (
                choice,
                self.market.needs(self.arrays_by_day[day].program, choice.options, choice.own),
            )
            self._needed[day] = known
        return known[1]

    def begin(self, day: int) -> Choice:
        """A first plan for a day, from dishes drawn; where none can be, eating rules are waived."""
        residual = self.residual(day)
        draft = self.draft(day, residual)
        if draft.draw_dishes(self.guidance.weights, self.rng, drawn=DRAWN):
            draft.improve(self.rng)
            return draft.choice()
        none, waived = residual.shut & False, residual.shut | residual.again | residual.waived
        open_ = replace(residual, shut=none, again=none, waived=waived, others=residual.others[:0])
        draft = self.draft(day, open_)
        if not any(draft.draw_dishes(self.guidance.weights, self.rng) for _ in range(DRAWS)):
            raise NoPlanExists(self._explain_empty(day))
        draft.improve(self.rng)
        return draft.choice()

    def _explain_empty(self, day: int) -> Problem:
        """Why no day can be put together of the dishes that are left."""
        program = self.program
        kinds = program.kinds
        people, sharing = self.request.people, bool(program.unshared)
        return explain_empty_day(
            program.served, kinds, people, program.tables, day + 1, sharing=sharing
        )

    def improve(self, day: int, temperature: float = 0.0) -> None:
        """Plan a day again against the others, from where it is and from a neighbour of it.

        A neighbour keeps some meals and has the others drawn anew, then made better as any day is.
        At a `temperature` the day may get worse by about so many points, so that the week may get
        better: simulated annealing.
        """
        self.work.replanned += len(self.program.programs)
        current = self.days[day]
        assert current is not None
        held = held_meals(self.program, self.pairs, day)
        allowed = hold(self.arrays_by_day[day], current, held)
        draft = self.draft(day, self.residual(day), allowed)
        draft.start(current.served, current.options)
        before = draft.cost()
        draft.improve(self.rng)
        better, served, taken = draft.cost(), draft.served.copy(), list(draft.taken)
        in_turn = self.rng.permutation(len(self.program.meals)).tolist()
        order = sorted(in_turn, key=lambda meal: meal not in held)
        short = self.guidance.rule_penalty < RULE_PENALTY and current.misses > 0
        kept = order[: int(self.rng.integers(0 if short else KEPT[0], KEPT[1] + 1))]
        if draft.draw_dishes(self.guidance.weights, self.rng, kept):
            drawn = [meal for meal in range(len(self.program.meals)) if meal not in kept]
            draft.improve(self.rng, last=drawn)
            if draft.cost() < better + temperature * self.rng.exponential() - NEGLIGIBLE:
                better, served, taken = draft.cost(), draft.served, draft.taken
        if temperature or better < before - NEGLIGIBLE:
            draft.served, draft.taken = served, taken
            choice = draft.choice()
            if allowed is None or allowed[choice.options].all():
                self.days[day] = choice

    def begin_all(self) -> None:
        """A first plan for each day in turn."""
        for day in range(len(self.days)):
            self.days[day] = self.begin(day)
            self.work.progress(day + 1, 2 * len(self.days))

    def sweep(self, temperature: float = 0.0, above: float = -inf) -> None:
        """Plan each day again against the others, the costliest first.

        Days that cost no more than `above` stay.
        """
        planned = [
            (choice.points, day) for day, choice in enumerate(self.days) if choice is not None
        ]
        planned = [(points, day) for points, day in planned if points > above]
        self.sweeps += 1
        for done, (_, day) in enumerate(sorted(planned, reverse=True), start=1):
            if self.work.stop():
                return
            self.improve(day, temperature)
            steps = (self.sweeps + 1) * len(self.days)
            self.work.progress(self.sweeps * len(self.days) + done, steps)

    def approach(self, bound: Bound, effort: Effort) -> None:
        """Take sweeps while the plan is far from its bound, led by the dishes served there.

        The sweeps begin at a temperature and cool down; the best plan of all is kept. They look at
        options of low reduced cost alone, at more where the plan is far. After a few no dish is put
        forward any more. Where something is missed that the bound doesn't miss, the temperature is
        higher, and each row that a day misses weighs more sweep by sweep: breakout local search,
        which leaves a plan that no exchange makes better. Where nothing required is missed but a
        rule is broken, the rules come first for a sweep; where something is missed still after a
        few sweeps, eating rules give way, and in the second half of the sweeps a broken one counts
        no more than in the plan. A plan for many or for long takes fewer sweeps, so that it ends
        after as much work as a small one.
        """
        people = len(self.program.programs)
        needless = bound.misses <= NEGLIGIBLE  # whatever the plan misses
        most = effort.mending if needless else ceil(effort.mending * HOPELESS)
        lost = self.work.replanned + LOST
        self.guide(weights=bound.shares + SPREAD, tastes=self.guidance.tastes * 0.0)
        near = effort.near * (1.0 if len(self.days) <= WEEK_DAYS else LOOSER)
        goal = bound.points + near * len(self.days) * people
        far = bound.points + effort.far * len(self.days) * people
        best, days, gives = self.rank(bound), list(self.days), PATIENCE
        self.work.look(*self.points(), bound.points)
        nearest = self.nearness(bound)
        least, uneven, levelled = self.points()[1], self.uneven(), 0
        crowded = self.crowding() > 0
        weights = np.ones((len(self.days), len(self.arrays.required)))
        for sweep in range(most):
            sound = least <= bound.misses + NEGLIGIBLE
            reached = sound and nearest <= (0.0, goal) and (not uneven or levelled == LEVELLED)
            reached &= sweep >= effort.thrifty
            good = sound and not crowded and nearest <= (0.0, far)
            enough = good and sweep >= effort.sweeps * (2 if uneven else 1)
            if reached or enough or self.is_over():
                break
            given_up = self.sweeps >= effort.patience or self.work.replanned >= lost
            if given_up and least > NEGLIGIBLE:
                break
            short = self.points()[1] > 0
            rule_penalty = RULE_PENALTY
            if short and sweep >= gives:
                rule_penalty = GIVING if sweep < most / 2 else PENALTIES.variety
            if not short and self.crowding():
                rule_penalty, gives = STRICT, sweep + PATIENCE
            self.guide(rule_penalty=rule_penalty)
            self.narrow(bound)
            if sweep == PATIENCE:
                self.guide(forward=self.guidance.forward * 0.0)
            near_enough = self.points()[0] <= goal and not self.lacking()
            if near_enough and sound and sweep >= effort.thrifty:
                self.sweep(above=self.even())  # near enough, but for the costliest days
                levelled += 1
            else:
                stuck = URGENT * self.points()[1] / len(self.days) if needless else 0.0
                cooling = COOLING * (effort.sweeps if good else most)
                temperature = max(effort.temperature * people, HEATED * stuck)
                self.sweep(temperature * max(0.0, 1 - sweep / cooling))
            if needless:
                heavier = np.minimum(weights * HEAVIER, HEAVIEST)
                lighter = np.maximum(weights * LIGHTER, 1.0)
                weights = np.where(self._missed(), heavier, lighter)
                self.weigh(weights)
            if self.rank(bound) < best:
                best, days = self.rank(bound), list(self.days)
                nearest = self.nearness(bound)
                least, uneven = self.points()[1], self.uneven()
                crowded = self.crowding() > 0
                self.work.look(*self.points(), bound.points)
        self.widen()
        self.days = days

    def allow(self, replanned: int) -> None:
        """Let so many more days of a person be planned again."""
        self.most = self.work.replanned + replanned

    def is_over(self) -> bool:
        """Whether as much was planned again as may be, or the search is stopped."""
        return self.work.replanned >= self.most or self.work.stop()

    def link(self, leftovers: int, bound: Bound, effort: Effort) -> None:
        """Let up to so many lunches a week be the dinner before, and plan all else around them."""
        self.guide(rule_penalty=RULE_PENALTY)
        for _ in range(LINKED):
            if not link(self, leftovers, self.work.stop):
                break
            self.approach(bound, effort)

    def rank(self, bound: Bound) -> tuple[float, float]:
        """What is missed where the bound misses nothing, then the score: the less the better."""
        missed = self.points()[1]
        needless = bound.misses <= NEGLIGIBLE < missed
        return missed if needless else 0.0, self.score()

    def nearness(self, bound: Bound) -> tuple[float, float]:
        """The same without what packs and uneven days cost."""
        return self.rank(bound)[0], self.points()[0] + WANTED * self.lacking()

    def score(self) -> float:
        """The points of the plan, its packs and its dishes, more where days differ or lack much."""
        packs = self.market.points(self.needs(), self.guidance.packs)
        score = self.points()[0] + packs + UNEVEN * self.uneven() + WANTED * self.lacking()
        return score + self.leaning() + BOUGHT_ALONE * self.count_alone()

    def count_alone(self) -> int:
        """How many foods the dinner that uses up has bought for it alone."""
        if self.request.use_up_dinner is None:
            return 0
        day = self.request.use_up_dinner - 1
        choice = self.days[day]
        assert choice is not None
        opens = self.market.opens(self.arrays_by_day[day].program, self.needs(but=day))
        at_dinner = self.arrays.meal[choice.options] == self.program.dinner
        return int(opens[choice.options[at_dinner]].sum())

    def leaning(self) -> float:
        """The points by which a seed and past weeks speak against the dishes of the plan."""
        served = [self.arrays.dish[list(choice.served)] for choice in self.days if choice]
        return float(self.leanings[np.concatenate(served)].sum())

    def uneven(self) -> float:
        """The points by which a day costs more than it may beside the cheapest."""
        most = max(choice.points for choice in self.days if choice is not None)
        return max(0.0, most - self.even())

    def even(self) -> float:
        """The points that a day may cost beside the cheapest."""
        least = min(choice.points for choice in self.days if choice is not None)
        return least + APART * len(self.program.programs)

    def options(self, person: int = 0) -> Ints:
        """Every option of a person's program that some day has."""
        return np.unique(
            np.concatenate([choice.own[person] for choice in self.days if choice is not None])
        )

    def points(self) -> tuple[float, float]:
        """The points of the whole plan, and the misses among them."""
        if not same(self._counted[0], self.days):
            planned = [choice for choice in self.days if choice is not None]
            points = sum(choice.points for choice in planned)
            misses = sum(choice.misses for choice in planned)
            for costs in self.week_costs():
                points += float(costs.sum())
                misses += float(costs[self.arrays.required].sum())
            points += PENALTIES.variety * self.crowding()
            self._counted = list(self.days), (points, misses)
        return self._counted[1]

    def count_by(self, arrays_by_day: Sequence[OptionArrays]) -> None:
        """Count the days with other penalties: by the arrays of programs with the same options."""
        self._plain = self._all = self.arrays_by_day = arrays_by_day
        self.arrays, self.program = arrays_by_day[0], arrays_by_day[0].program
        self._weeks.clear()
        self.days = [
            choice and count_choice(arrays, choice.served, choice.options, choice.own)
            for arrays, choice in zip(arrays_by_day, self.days, strict=True)
        ]

    def week_costs(self) -> Iterator[Floats]:
        """The points of the week's soft rows, week by week."""
        for first in range(0, len(self.days), WEEK_DAYS):
            days = self.week_of(first)
            week = [self.days[day] for day in days]
            known = self._weeks.get(first)
            if known is None or not same(known[0], week):
                activity = np.sum(
                    [choice.activity for choice in week if choice is not None], axis=0
                )
                known = week, self.arrays.week_costs(activity, *self.week_limits(days))
                self._weeks[first] = known
            yield known[1]

    def _missed(self) -> Bools:
        """Which required rows each day doesn't keep, itself or with its week: days by rows."""
        missed = np.zeros((len(self.days), len(self.arrays.required)), dtype=bool)
        for number, costs in enumerate(self.week_costs()):
            missed[number * WEEK_DAYS : (number + 1) * WEEK_DAYS] = costs > NEGLIGIBLE
        for day, (arrays, choice) in enumerate(zip(self.arrays_by_day, self.days, strict=True)):
            if choice is not None:
                missed[day] |= arrays.day_costs(choice.activity) > NEGLIGIBLE
        return np.asarray(missed & self.arrays.required)

    def weigh(self, weights: Floats) -> None:
        """Pay so many times more for each soft row of each day, whatever was paid before."""
        self.arrays_by_day = [
            arrays.weigh(row) if (row > 1.0).any() else arrays
            for arrays, row in zip(self._plain, weights, strict=True)
        ]

    def crowding(self) -> float:
        """How often foods, kinds and dishes come beyond what the average day allows each person."""
        tallies = [self.tally(day) for day, choice in enumerate(self.days) if choice is not None]
        times = np.sum([tally.times for tally in tallies], axis=0)
        beyond = np.maximum(times - self.rules.plan, 0).sum()
        return float(beyond + sum(tally.repeated for tally in tallies))

    def tally(self, day: int) -> Tally:
        """What a planned day has of what the week's rules are about, kept until it changes."""
        choice = self.days[day]
        assert choice is not None
        known = self._tallied.get(day)
        if known is None or known[0] is not choice:
            known = choice, self.rules.count(self.arrays_by_day[day], choice)
            self._tallied[day] = known
        return known[1]


def look_elsewhere(search: Search, bound: Bound, effort: Effort) -> Search:
    """The search, or one begun from other draws that misses less, where that may be.

    Where the bound misses nothing and the plan does, up to ELSEWHERE searches begin with the seeds
    that follow, until one misses nothing; the best of all is then improved as any is. All share
    what may be planned again. An effort with little patience gives up instead.
    """
    if effort.patience < inf or search.rank(bound)[0] <= 0.0:
        return search
    search.most -= (1 - SEARCHED) * effort.replanned
    seed, best = search.request.seed, search
    for number in range(1, ELSEWHERE + 1):
        if best.rank(bound)[0] <= 0.0 or search.is_over():
            break
        request = replace(search.request, seed=(seed + number) % 2**32)
        trial = Search(search.arrays_by_day, request, search.work)
        trial.most, trial.leanings = search.most, search.leanings
        trial.begin_all()
        trial.approach(bound, replace(effort, mending=min(BRIEF, effort.mending), near=inf))
        if trial.rank(bound) < best.rank(bound):
            best = trial
    if best is not search:
        best.approach(bound, effort)
    return best
