"""The points of a written plan, counted again from its portions.

The check holds a plan's portions against the tables and shares no arithmetic with the program that
made them. Points and their bound are the program's own, so they are counted here, from a program
built anew.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from planner.day import Choice, Day, Kitchen
from planner.errors import PlanFileError, PlannerError, Problem
from planner.linear import Ints
from planner.plan import DayPlan, Points, WeekPlan
from planner.program import DayProgram
from planner.tables import Tables
from planner.week import Search, Work, build_program

AGREES = 1e-3  # points: a file has four decimals of them


def find_takes(days: tuple[DayPlan, ...], program: DayProgram) -> list[tuple[list[int], Ints]]:
    """For each day, the dishes served and the takes, as numbers of a program.

    Raises PlanFileError with every dish and every portion that the program doesn't have.
    """
    takes = program.takes
    slots = {
        (place.meal, place.dish.id, place.slot.name): number
        for number, place in enumerate(program.slots)
    }
    served = {(meal, dish.id): place for place, (meal, dish) in enumerate(program.served)}
    foods = {food.id: number for number, food in enumerate(program.foods)}
    bounds = np.searchsorted(takes.slot, np.arange(len(program.slots) + 1))
    found, problems = [], []
    for day in days:
        own = []
        for meal in day.meals:
            for one in meal.servings:
                slot = slots.get((meal.meal, meal.dish, one.slot), -1)
                span = np.arange(bounds[slot], bounds[slot + 1]) if slot >= 0 else np.arange(0)
                food = takes.food[span] == foods.get(one.food_id, -1)
                match = span[food & (np.abs(takes.portions[span] - one.portions) < 1e-6)]
                own += match.tolist()
                if not len(match):
                    what = f"{one.portions:g} portions of {one.food_id} for {one.slot!r} of "
                    what += f"{meal.dish} are none that the planner serves"
                    problems.append(Problem(f"day {day.day}, {meal.meal}", what))
        dishes = [served.get((meal.meal, meal.dish), -1) for meal in day.meals]
        found.append((dishes, np.array(own, dtype=np.int64)))
    if problems:
        raise PlanFileError(*problems)
    return found


def load(days: tuple[DayPlan, ...], search: Search) -> None:
    """Let a search go on from these days; PlanFileError as `find_takes` raises it."""
    found = find_takes(days, search.program)
    for day, (served, takes) in enumerate(found):
        search.days[day] = choose(search, day, served, takes)


def choose(search: Search, day: int, served: list[int] | tuple[int, ...], takes: Ints) -> Choice:
    """A day of these dishes and takes."""
    board = Day(search.kitchen, search.leave(day), np.zeros(search.kitchen.dishes))
    board.start(served, takes)
    return board.choice()


def count_points(plan: WeekPlan, tables: Tables, solver: str = "highs") -> Points:
    """The points of a plan and their bound, from its portions, its request and the tables.

    Raises PlanFileError for portions that the program doesn't have.
    """
    program = build_program(plan.request, tables)
    search = Search(Kitchen(program, tables.everyday_kinds), plan.request.seed, Work())
    load(plan.days, search)
    average = program.linear.solve(program.start(search.takes()), solver)
    total, misses = search.points()
    days = plan.request.days
    return Points(total, misses, average.objective * days, program.misses(average) * days)


def find_differing_points(plan: WeekPlan, tables: Tables) -> list[Problem]:
    """What of a plan's points isn't what its portions come to."""
    try:
        counted = count_points(plan, tables)
    except PlannerError as error:  # a request that no program can be made of
        return list(error.problems)
    return [
        Problem("points", f"{one.name} is {there:g}, the portions and the tables give {here:.4f}")
        for one in fields(Points)
        for there, here in [(getattr(plan.points, one.name), getattr(counted, one.name))]
        if not abs(there - here) <= AGREES
    ]
