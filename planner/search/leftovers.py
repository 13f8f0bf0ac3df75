"""Cook once, eat twice: a lunch that is the dinner of the day before, cooked with it.

A dish that keeps and suits both meals may be a dinner and the next day's lunch, with the same food
in each slot and amounts that fit either day. Two such days are planned one after the other, the
lunch held to what the dinner has, all their other meals free. From then on neither meal of a pair
takes another dish or food.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import inf
from typing import Protocol

import numpy as np

from planner.arrays import Bools
from planner.model.household import Household
from planner.people.eating_rules import EATING_RULES, WEEK_DAYS
from planner.people.person import ENERGY_KCAL
from planner.request.request import Request
from planner.search.day_search import NEGLIGIBLE, Choice, Day, Residual
from planner.search.option_arrays import OptionArrays
from planner.tables.dishes import KEEPS

FAVOUR = 4.0  # points for each person that a meal less to cook may cost, when it is found
TRIED = 3  # dishes that are tried for a dinner and the lunch after it

Way = tuple[float, Choice, Choice]
"""By how many points a plan rises with these days, the second of which eats of the first."""


class Planned(Protocol):
    """The days of a plan while they are searched: `Search` in week_search."""

    days: list[Choice | None]
    arrays_by_day: Sequence[OptionArrays]
    pairs: set[int]
    linking: set[int]
    rng: np.random.Generator
    request: Request

    def residual(self, day: int) -> Residual:
        """The residual of a day: what the others leave for it."""

    def draft(self, day: int, residual: Residual, allowed: Bools | None = None) -> Day:
        """A day to plan."""

    def points(self) -> tuple[float, float]:
        """The points of the whole plan, and the misses among them."""

    def crowding(self) -> float:
        """How often something comes beyond what the rules allow."""

    def lacking(self) -> int:
        """How often a week has nothing of what someone likes."""


def held_meals(household: Household, pairs: Collection[int], day: int) -> list[int]:
    """The meals of a day that are one of a pair; `pairs` has the days of the dinners, from 0."""
    return [household.lunch] * (day - 1 in pairs) + [household.dinner] * (day in pairs)


def hold(arrays: OptionArrays, choice: Choice, meals: Collection[int]) -> Bools | None:
    """The options that leave some meals their dishes and foods; None where none is held."""
    if not meals:
        return None
    allowed = ~np.isin(arrays.meal, list(meals))
    for option in choice.options[np.isin(arrays.meal[choice.options], list(meals))].tolist():
        slot = int(arrays.program.options.slot[option])
        allowed |= _same_foods(arrays, slot, option)
    return allowed


def follow(arrays: OptionArrays, dinner: int, lunch: int, choice: Choice) -> Bools:
    """The options with which a lunch has what a day had for dinner; both number served dishes."""
    allowed = np.asarray(arrays.meal != arrays.program.lunch)
    shift = arrays.slots_of[lunch][0] - arrays.slots_of[dinner][0]
    for option in choice.options[arrays.served[choice.options] == dinner].tolist():
        allowed |= _same_foods(arrays, int(arrays.program.options.slot[option]) + shift, option)
    return allowed


def _same_foods(arrays: OptionArrays, slot: int, option: int) -> Bools:
    """The options of a slot in which everyone has the food that they have in another."""
    options = arrays.program.options
    same = (options.eaten == options.eaten[:, [option]]).all(axis=0)
    return np.asarray(same & (options.slot == slot))


def find_in_time(arrays: OptionArrays, dinner: int, most: float) -> Bools:
    """The options of a dinner with which it takes at most `most` minutes where it is cooked double.

    They keep to it in every combination, with the largest portions of each.
    """
    household, options = arrays.program, arrays.program.options
    in_time = np.asarray(arrays.served == dinner)
    if most == inf:
        return in_time
    pot = sum(EATING_RULES.find_meals_kcal(one.person) for one in household.programs) / ENERGY_KCAL
    ids = {food.id for food in household.foods}
    quick = household.tables.find_quick(household.served[dinner][1], ids, most, 2 * pot)
    for slot, foods in enumerate(quick, arrays.slots_of[dinner][0]):
        kept = [number for number, food in enumerate(household.foods) if food in foods]
        late = ~np.isin(options.eaten, kept).all(axis=0)
        in_time &= (options.slot != slot) | ~late
    return in_time


def is_in_time(arrays: OptionArrays, choice: Choice, request: Request) -> bool:
    """Whether a day's dinner, cooked double, takes no more minutes than a dinner may."""
    household = arrays.program
    dinner = choice.served[household.dinner]
    most = request.minutes.get(household.meals[household.dinner], inf)
    late = (arrays.served == dinner) & ~find_in_time(arrays, dinner, most)
    return not late[choice.options].any()


def find_twice(arrays: OptionArrays) -> dict[int, int]:
    """The served dishes of dinner that may be left over for lunch, and what they are there."""
    household = arrays.program
    if min(household.lunch, household.dinner) < 0:
        return {}
    lunch, dinner = household.meals[household.lunch], household.meals[household.dinner]
    served = {(meal, dish.id): number for number, (meal, dish) in enumerate(household.served)}
    return {
        number: served[lunch, dish]
        for (meal, dish), number in served.items()
        if meal == dinner
        and (lunch, dish) in served
        and KEEPS in household.tables.dishes[dish].tags
    }


def agree(arrays: OptionArrays, before: Choice, after: Choice) -> bool:
    """Whether the lunch of a day has what the day before had for dinner."""
    household = arrays.program
    dinner, lunch = before.served[household.dinner], after.served[household.lunch]
    if find_twice(arrays).get(dinner) != lunch:
        return False
    return bool(follow(arrays, dinner, lunch, before)[after.options].all())


def link(planned: Planned, most: int, stop: Callable[[], bool]) -> int:
    """Let up to so many lunches a week be the dinner before, the cheapest first; how many came.

    A pair is taken where nothing more is missed, no more eating rules are broken, and the points
    rise by at most FAVOUR for each person. It ends early where `stop` says so.
    """
    twice = find_twice(planned.arrays_by_day[0])
    rises = dict.fromkeys(range(len(planned.days) - 1), -inf)  # as they were when last looked at
    known: dict[int, Way] = {}  # those that hold beside the pairs there are
    came = 0
    while rises and not stop():
        day = min(rises, key=lambda day: rises[day])
        if not _may_pair(planned, day, most):
            del rises[day]
        elif day in known:
            planned.days[day : day + 2] = known[day][1:]
            planned.pairs.add(day)
            known = {
                paired_day: way
                for paired_day, way in known.items()
                if abs(paired_day - day) > WEEK_DAYS
            }
            came += 1
        elif way := _find_way(planned, day, twice):
            rises[day], known[day] = way[0], way
        else:
            del rises[day]
    return came


def _may_pair(planned: Planned, day: int, most: int) -> bool:
    """Whether a day's dinner may be the lunch after it: someone is there for both, and in number.

    A lunch counts in the week that it is eaten in.
    """
    weeks = [(paired_day + 1) // WEEK_DAYS for paired_day in planned.pairs]
    if day in planned.pairs or weeks.count((day + 1) // WEEK_DAYS) >= most:
        return False
    household = planned.arrays_by_day[0].program
    people = range(len(household.programs))
    return all(
        any(
            (who, household.meals[meal]) not in planned.arrays_by_day[at].program.away
            for who in people
        )
        for at, meal in ((day, household.dinner), (day + 1, household.lunch))
    )


def _find_way(planned: Planned, day: int, twice: dict[int, int]) -> Way | None:
    """The cheapest way for a dinner and the lunch after it to be one dish; None if none will do."""
    kept = planned.days[day : day + 2]
    planned.linking.add(day)
    before = (*planned.points(), planned.crowding(), planned.lacking())
    people = len(planned.arrays_by_day[0].program.programs)
    best: Way | None = None
    for dinner in _rank(planned, day, twice):
        days = _try(planned, day, dinner, twice[dinner])
        if days is not None:
            planned.days[day : day + 2] = days
            after = (*planned.points(), planned.crowding(), planned.lacking())
            rise = after[0] - before[0]
            worse = after[1] > before[1] + NEGLIGIBLE
            worse |= any(now > then for now, then in zip(after[2:], before[2:], strict=True))
            if not worse and rise <= FAVOUR * people and (best is None or rise < best[0]):
                best = (rise, *days)
        planned.days[day : day + 2] = kept
    planned.linking.clear()
    return best


def _rank(planned: Planned, day: int, twice: dict[int, int]) -> list[int]:
    """The dinners that, with their lunches, cost least beside the rest of two days as they are."""
    costs = dict.fromkeys(twice, 0.0)
    household = planned.arrays_by_day[day].program
    for at, meal in ((day, household.dinner), (day + 1, household.lunch)):
        if meal in held_meals(household, planned.pairs, at):
            return []
        choice, arrays = planned.days[at], planned.arrays_by_day[at]
        assert choice is not None
        draft = planned.draft(at, planned.residual(at))
        draft.start(choice.served, choice.options)
        dish_costs = np.where(draft.open(meal), draft.offers(meal), np.inf).tolist()
        offered = dict(zip(arrays.meals[meal].served.tolist(), dish_costs, strict=True))
        for dinner, lunch in twice.items():
            costs[dinner] += offered[dinner if meal == household.dinner else lunch]
    return sorted(costs, key=lambda dinner: costs[dinner])[:TRIED]


def _try(planned: Planned, day: int, dinner: int, lunch: int) -> tuple[Choice, Choice] | None:
    """Two days with a dish for the dinner of one and the lunch of the other, planned around it."""
    kept = planned.days[day]
    arrays = planned.arrays_by_day[day]
    household = arrays.program
    most = planned.request.minutes.get(household.meals[household.dinner], inf)
    with_dinner = (arrays.meal != household.dinner) | find_in_time(arrays, dinner, most)
    first = _serve(planned, day, household.dinner, dinner, with_dinner)
    if first is None:
        return None
    planned.days[day] = first
    same = follow(planned.arrays_by_day[day + 1], dinner, lunch, first)
    second = _serve(planned, day + 1, household.lunch, lunch, same)
    planned.days[day] = kept
    return None if second is None else (first, second)


def _serve(planned: Planned, day: int, meal: int, served: int, allowed: Bools) -> Choice | None:
    """A day with a dish at a meal, of options that are allowed there, and the others to suit it."""
    arrays, choice = planned.arrays_by_day[day], planned.days[day]
    assert choice is not None
    held = hold(arrays, choice, held_meals(arrays.program, planned.pairs, day))
    if held is not None:
        allowed = allowed & held
    residual = planned.residual(day)
    before = planned.draft(day, residual)
    before.start(choice.served, choice.options)
    usual = before.cost() + before.rule_penalty / 2  # beyond it a rule is broken that wasn't
    draft = planned.draft(day, residual, allowed)
    draft.start(choice.served, choice.options)
    number = int(np.flatnonzero(arrays.meals[meal].served == served)[0])
    if not draft.open(meal)[number]:
        return None
    draft.serve(meal, number)
    draft.improve(planned.rng)
    new_choice = draft.choice()
    fits = (
        new_choice.served[meal] == served
        and allowed[new_choice.options].all()
        and draft.cost() < usual
    )
    return new_choice if fits else None
