"""The points of a written plan, counted again from its portions.

The check holds a plan's portions against the tables and shares no arithmetic with the program that
made them. Points and their bound are the program's own, so they are counted here, from a program
built anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from planner.actions.planning import lay_out_arrays
from planner.arrays import Ints
from planner.errors import PlanFileError, PlannerError, Problem, quote
from planner.model.bound import build_households, find_bound, find_taken
from planner.model.day_program import DayProgram
from planner.model.household import Household
from planner.plans.records import Points, WeekPlan
from planner.search.day_search import count_choice
from planner.search.effort import Work
from planner.search.week_search import Search
from planner.tables.bundle import Tables

OTHER_TABLES = "Plan it anew, if the tables have changed since it was planned."
FAR = 1e6  # portions: another food
SAME = 1e-6  # of a portion, what a file's decimals lose
BOUNDS = ("bound", "bound_misses")  # of the points, those that may be lower than what is counted
AGREES = 1e-3  # points: a file has four decimals of them


def load(plan: WeekPlan, search: Search) -> None:
    """Let a search go on from a plan's days.

    Raises PlanFileError with every dish and every portion that its programs don't have.
    """
    problems: list[Problem] = []
    finders = [find_portions(program) for program in search.program.programs]
    for number, day in enumerate(plan.days):
        household = search.arrays_by_day[number].program
        served = {(meal, dish.id): place for place, (meal, dish) in enumerate(household.served)}
        own: dict[tuple[str, str, str], dict[int, int]] = {}
        names = [person.name for person in plan.request.people]
        for meal in day.meals:
            for serving in meal.servings:
                who = names.index(serving.person) if serving.person in names else 0
                key = (meal.meal, meal.dish, serving.slot)
                amounts = finders[who].get((*key, serving.food_id), {})
                option = min(
                    amounts,
                    key=lambda option: abs(amounts[option] - serving.portions),
                    default=None,
                )
                exact = option is not None and abs(amounts[option] - serving.portions) <= SAME
                if not exact or option is None or (meal.meal, meal.dish) not in served:
                    what = f"the planner never serves {serving.portions:g} portions of"
                    what += f" {serving.food_id} for {quote(serving.slot)} of {meal.dish}"
                    problems.append(Problem(f"day {day.day}, {meal.meal}", what, OTHER_TABLES))
                else:
                    own.setdefault(key, {})[who] = option
        if problems:
            continue
        at = {meal.meal: served[meal.meal, meal.dish] for meal in day.meals}
        idle = {meal: place for place, (meal, _) in reversed(list(enumerate(household.served)))}
        dishes = tuple(at.get(meal, idle[meal]) for meal in household.meals)
        options, has = _share(household, dishes, own)
        search.days[number] = count_choice(search.arrays_by_day[number], dishes, options, has)
    if problems:
        raise PlanFileError(*problems)
    search.pairs = {day - 1 for day in plan.find_leftovers()}


def find_portions(program: DayProgram) -> dict[tuple[str, str, str, str], dict[int, float]]:
    """A program's options with their portions, by meal, dish, slot and food."""
    options = program.options
    keys = [(place.meal, place.dish.id, place.slot.name) for place in program.slots]
    foods = [food.id for food in program.foods]
    columns = (options.slot.tolist(), options.food.tolist(), options.portions.tolist())
    portions_by_option: dict[tuple[str, str, str, str], dict[int, float]] = {}
    for option, (slot, food, portions) in enumerate(zip(*columns, strict=True)):
        portions_by_option.setdefault((*keys[slot], foods[food]), {})[option] = portions
    return portions_by_option


def _share(
    household: Household,
    dishes: Sequence[int],
    own: Mapping[tuple[str, str, str], Mapping[int, int]],
) -> tuple[Ints, Ints]:
    """The shared options nearest to what each person has of some dishes, and what that is."""
    spans = {k: range(first, last) for k, first, last in household.slots_of_served()}
    bounds = np.searchsorted(household.options.slot, np.arange(len(household.slots) + 1))
    options, has = [], []
    for slot in sorted(slot for dish in dishes for slot in spans[dish]):
        place = household.slots[slot]
        mine = own.get((place.meal, place.dish.id, place.slot.name), {})
        span = np.arange(bounds[slot], bounds[slot + 1])
        far = np.zeros(len(span))
        for who, option in mine.items():
            program = household.programs[who].options
            eaten = household.options.own[who, span]
            far += np.abs(program.portions[eaten] - program.portions[option])
            far += FAR * (program.food[eaten] != program.food[option])
        best = int(span[int(np.argmin(far))])
        options.append(best)
        shared = household.options.own[:, best]
        has.append([mine.get(who, int(shared[who])) for who in range(len(shared))])
    return np.array(options), np.array(has).T


def count_points(plan: WeekPlan, tables: Tables, solver: str = "highs") -> Points:
    """The points of a plan and their bound, from its portions, its request and the tables.

    Raises PlanFileError for portions that the program doesn't have.
    """
    request = plan.request
    households = build_households(request, tables, find_taken(plan, tables))
    search = Search(lay_out_arrays(households), request, Work())
    load(plan, search)
    starts = [search.options(person) for person in range(len(request.people))]
    bound = find_bound(request, search.program, starts, solver)
    return Points(*search.points(), bound.points, bound.misses)


def find_differing_points(plan: WeekPlan, tables: Tables) -> list[Problem]:
    """What of a plan's points isn't what its portions come to, and a bound that doesn't hold.

    A bound below what is counted holds still: the program of an earlier version had fewer rows.
    """
    try:
        counted = count_points(plan, tables)
    except PlannerError as error:  # a request that no program can be made of
        return list(error.problems)
    return [
        Problem(
            "points",
            f"{field.name} is {stated:g}, but the portions and the tables give {counted_again:.4f}",
        )
        for field in fields(Points)
        for stated, counted_again in [
            (getattr(plan.points, field.name), getattr(counted, field.name))
        ]
        if not stated - counted_again <= AGREES
        or (field.name not in BOUNDS and stated < counted_again - AGREES)
    ]
