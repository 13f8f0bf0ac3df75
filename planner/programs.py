"""The programs of a request, one for each person, and the bound that no plan can go below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.customs import CUSTOMS, WEEK_DAYS
from planner.dishes import MEALS
from planner.errors import Problem, RequestError
from planner.household import Household
from planner.linear import Floats, Ints, Optimum
from planner.person import Person, find_removals
from planner.plan import Dose, WeekPlan
from planner.program import DayProgram
from planner.request import Request
from planner.supplements import Supplement
from planner.tables import Tables
from planner.targets import WEEK, find_targets, leave_to_food

MANY_TIMES = 1000  # a week: as good as no cap


@dataclass(frozen=True)
class Taking:
    """A supplement, and who takes it every day."""

    person: str
    supplement: Supplement

    @property
    def dose(self) -> Dose:
        """It as a plan records it."""
        return Dose(self.person, self.supplement.nutrient, self.supplement.dose)


def find_taken(plan: WeekPlan, tables: Tables) -> tuple[Taking, ...]:
    """The supplements that are part of a plan, as rows of the table."""
    return tuple(
        Taking(dose.person, one)
        for dose in plan.supplements
        for one in tables.supplements
        if (one.nutrient, one.dose) == (dose.nutrient, dose.dose)
    )


def build_program(
    request: Request, tables: Tables, supplements: Sequence[Taking] = ()
) -> DayProgram:
    """The program of the average day of a request for one person, beside supplements taken.

    Raises RequestError for a request that contradicts itself, NoPlanExists where some meal has no
    dish left.
    """
    (person,) = request.people
    return _build(person, request, tables, supplements)


def _build(
    person: Person, request: Request, tables: Tables, supplements: Sequence[Taking]
) -> DayProgram:
    taken = [one.supplement for one in supplements if one.person == person.name]
    targets = leave_to_food(find_targets(person, tables, request.every_day), taken)
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = [food for food in tables.foods.values() if food.id not in removed]
    return DayProgram(person, targets, foods, tables, request.days, request.minutes)


def build_households(
    request: Request, tables: Tables, supplements: Sequence[Taking] = ()
) -> list[Household]:
    """The program of each day for everyone; days on which the same people are out share one.

    Raises as `build_program` does, NoPlanExists where some meal has no dish for all, RequestError
    where nobody is at home for any meal.
    """
    meals = request.days * len(MEALS)
    if all(len({*person.out}) == meals for person in request.people):
        what = "nobody is at home for any meal"
        raise RequestError(Problem("--out", what, "Name fewer meals eaten elsewhere."))
    programs = [_build(person, request, tables, supplements) for person in request.people]
    everyone = Household(programs)
    by_away = {everyone.away: everyone}
    days = []
    for day in range(1, request.days + 1):
        away = frozenset(
            (place, meal)
            for place, person in enumerate(request.people)
            for out_day, meal in person.out
            if out_day == day
        )
        if away not in by_away:
            by_away[away] = Household(programs, away, everyone)
        days.append(by_away[away])
    return days


@dataclass(frozen=True)
class Bound:
    """What no plan of a request can go below, and how often each dish is served there.

    `points` and `misses` are for all days and people; `shares` are of the household's dishes.
    """

    points: float
    misses: float
    shares: Floats


def find_bound(
    request: Request,
    tables: Tables,
    household: Household,
    starts: Sequence[Ints],
    solver: str = "highs",
) -> Bound:
    """The bound: everyone's average day, added up.

    Each person's is solved alone, from some takes of theirs: what they eat together with others
    they could eat alone, so no plan for all is nearer to usual. Who is out for some meals is
    counted on the other days only, each by itself.
    """
    points = misses = 0.0
    shares = np.zeros(len(household.served))
    for person, program, takes in zip(request.people, household.programs, starts, strict=True):
        days = request.days - len({day for day, _ in person.out})
        own = _lone_day(program, request, tables) if person.out else program
        optimum = own.linear.solve(None if person.out else own.start(takes), solver)
        points += optimum.objective * days
        misses += own.misses(optimum) * days
        shares += _find_shares(own, optimum, household) / len(household.programs)
    return Bound(points, misses, shares)


def _find_shares(program: DayProgram, optimum: Optimum, household: Household) -> Floats:
    """How often an optimum serves each dish of the household."""
    number = {(meal, dish.id): place for place, (meal, dish) in enumerate(program.served)}
    places = np.array([number[meal, dish.id] for meal, dish in household.served])
    return np.asarray(optimum.values[program.first_served + places])


def _lone_day(program: DayProgram, request: Request, tables: Tables) -> DayProgram:
    """A day that keeps its own limits only: none of the week's, nor its caps."""
    person = program.person
    targets = [
        replace(target, minimum=None, maximum=None, aim=None) if target.period == WEEK else target
        for target in find_targets(person, tables, request.every_day)
    ]
    loose = replace(
        CUSTOMS,
        food_days_a_week=MANY_TIMES,
        main_dish_times_a_week=MANY_TIMES,
        light_dish_times_a_week=MANY_TIMES,
        rare_foods_a_week=MANY_TIMES,
    )
    foods, minutes = program.foods, request.minutes
    return DayProgram(person, targets, foods, tables, WEEK_DAYS, minutes, customs=loose)
