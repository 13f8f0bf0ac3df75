"""Rearranges a plan's own meals, before others change for their sake.

Two meals change places, a meal gets more or less of everything, or someone eats it elsewhere. What
comes out has portions that the program knows, so that the search goes on from it; its targets are
looked at afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from planner.actions.planning import write_serving
from planner.actions.recounting import SAME, find_portions
from planner.actions.swap_request import MORE, Asked, Place
from planner.errors import NoPlanExists, Problem, RequestError
from planner.model.day_program import DayProgram
from planner.model.household import Household
from planner.people.person import Person
from planner.plans.records import DayPlan, Meal, Serving, WeekPlan
from planner.request.day_wishes import write_place


def rearrange(plan: WeekPlan, asked: Asked, household: Household) -> WeekPlan:
    """A plan with its meals rearranged as was asked.

    NoPlanExists where a meal has no larger or smaller portion.
    """
    if asked.exchanged:
        return _with_days(plan, exchange(plan.days, *asked.exchanged))
    if asked.resized is not None:
        return _with_days(plan, resize(plan, *asked.resized, household))
    request = replace(plan.request, people=asked.request.people)
    wishes = tuple(
        wish
        for wish in plan.request.wishes
        if wish in asked.request.wishes or (wish.day, wish.meal) not in asked.away
    )
    days = leave_out(plan.days, asked.away, asked.names)
    return replace(plan, request=replace(request, wishes=wishes), days=days)


def _with_days(plan: WeekPlan, days: tuple[DayPlan, ...]) -> WeekPlan:
    return replace(plan, days=days)


def exchange(days: Sequence[DayPlan], one: Place, other: Place) -> tuple[DayPlan, ...]:
    """Days of which two meals have changed places; each is cooked by itself where it comes."""
    served = {(day.day, meal.meal): meal for day in days for meal in day.meals}
    new = {one: served[other], other: served[one]}
    return tuple(
        replace(
            day,
            meals=tuple(
                replace(new[day.day, meal.meal], leftover_of=None)
                if (day.day, meal.meal) in new
                else meal
                for meal in day.meals
            ),
        )
        for day in days
    )


def leave_out(
    days: Sequence[DayPlan], away: Collection[Place], names: Collection[str]
) -> tuple[DayPlan, ...]:
    """Days without what people of these names had of some meals; empty meals are left out.

    A lunch that was left over from a dinner which nobody has is cooked by itself.
    """
    found = []
    for day in days:
        meals = []
        for meal in day.meals:
            servings = meal.servings
            if (day.day, meal.meal) in away:
                servings = tuple(one for one in servings if one.person not in names)
            if servings:
                meals.append(replace(meal, servings=servings))
        found.append(replace(day, meals=tuple(meals)))
    there = {(day.day, meal.dish) for day in found for meal in day.meals}
    return tuple(
        replace(
            day,
            meals=tuple(
                replace(meal, leftover_of=None)
                if meal.leftover_of is not None and (meal.leftover_of, meal.dish) not in there
                else meal
                for meal in day.meals
            ),
        )
        for day in found
    )


def resize(plan: WeekPlan, place: Place, portion: str, household: Household) -> tuple[DayPlan, ...]:
    """Days of which a meal has the next larger, or smaller, portion of all that has one.

    NoPlanExists where nothing of it has.
    """
    day, name = place
    known = {
        person.name: (person, program, find_portions(program))
        for person, program in zip(plan.request.people, household.programs, strict=True)
    }
    changed = None
    for meal in plan.days[day - 1].meals:
        if meal.meal == name:
            servings = tuple(
                _step(one, meal, *known[one.person], more=portion == MORE) for one in meal.servings
            )
            changed = replace(meal, servings=servings)
    if changed is None:
        raise RequestError(Problem(("meal",), f"nobody is at home for {write_place(*place)}"))
    if changed in plan.days[day - 1].meals:
        size = "larger" if portion == MORE else "smaller"
        what = f"{write_place(*place)}: nothing of it comes in a {size} portion"
        raise NoPlanExists(Problem("", what, "Choose another dish for it instead."))
    return tuple(
        replace(own, meals=tuple(changed if one.meal == name else one for one in own.meals))
        if own.day == day
        else own
        for own in plan.days
    )


def _step(
    serving: Serving,
    meal: Meal,
    person: Person,
    program: DayProgram,
    portions: Mapping[tuple[str, str, str, str], Mapping[int, float]],
    *,
    more: bool,
) -> Serving:
    """A serving in the next larger or smaller portion; as it is where there is none."""
    own = portions.get((meal.meal, meal.dish, serving.slot, serving.food_id), {})
    side = 1 if more else -1
    further = {
        option: side * (size - serving.portions)
        for option, size in own.items()
        if side * (size - serving.portions) > SAME
    }
    if not further:
        return serving
    return write_serving(person, program, min(further, key=lambda option: further[option]))
