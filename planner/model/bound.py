"""The programs of a request, one for each person, and the bound that no plan can go below."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.arrays import Floats, Ints
from planner.errors import Problem, RequestError
from planner.model.day_program import DayProgram
from planner.model.household import Household
from planner.model.linear_program import Optimum
from planner.model.restricted_master import open_program
from planner.people.choices import find_only, find_preferred
from planner.people.eating_rules import EATING_RULES
from planner.people.exclusions import find_removals, find_unshared
from planner.people.person import Person
from planner.people.targets import aim_at, find_targets, leave_to_food, may_be_aimed_at
from planner.plans.records import Dose, WeekPlan
from planner.request.request import Request
from planner.request.resting import find_rest
from planner.tables.bundle import Tables
from planner.tables.supplements import Supplement

MISSED = 1e-3  # points of required rows that count as missed: far less than a figure is printed to


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
        Taking(dose.person, supplement)
        for dose in plan.supplements
        for supplement in tables.supplements
        if (supplement.nutrient, supplement.dose) == (dose.nutrient, dose.dose)
    )


def build_program(
    request: Request, tables: Tables, supplements: Sequence[Taking] = ()
) -> DayProgram:
    """The program of the average day of a request for one person, beside supplements taken.

    Raises RequestError for a request that contradicts itself, NoPlanExists where some meal has no
    dish left.
    """
    (person,) = request.people
    resting = find_rest(request, tables).dishes
    return _build(person, request, tables, supplements, resting)


def _build(
    person: Person,
    request: Request,
    tables: Tables,
    supplements: Sequence[Taking],
    resting: Collection[str],
    aimed: Collection[str] = (),
) -> DayProgram:
    taken = [taking.supplement for taking in supplements if taking.person == person.name]
    targets = leave_to_food(find_targets(person, tables, request.every_day), taken)
    targets = aim_at(targets, aimed)
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = [food for food in tables.foods.values() if food.id not in removed]
    everyone_kcal = sum(map(EATING_RULES.find_meals_kcal, request.people))
    return DayProgram(
        person,
        targets,
        foods,
        tables,
        request.days,
        request.minutes,
        everyone_kcal=everyone_kcal,
        only=find_only(request.people, request.only_cuisine, request.minutes, request.days, tables),
        preferred=find_preferred(request.cuisine, request.only_cuisine, tables),
        resting=resting,
        table=request.people,
        repeat=request.repeat_by_kind,
    )


def build_households(
    request: Request,
    tables: Tables,
    supplements: Sequence[Taking] = (),
    aimed: Mapping[str, Collection[str]] | None = None,
) -> list[Household]:
    """The program of each day for everyone; days on which the same people are out share one.

    `aimed` names nutrients whose minima are aimed at and not required, by the person's name.
    Raises as `build_program` does, NoPlanExists where some meal has no dish for all, RequestError
    where nobody is at home for any meal.
    """
    if all(len({*person.out}) == request.days * len(person.meals) for person in request.people):
        fault = "nobody is at home for any meal"
        raise RequestError(Problem(("out",), fault, "Name fewer meals eaten elsewhere."))
    resting = find_rest(request, tables).dishes
    programs = [
        _build(person, request, tables, supplements, resting, (aimed or {}).get(person.name, ()))
        for person in request.people
    ]
    kept = request.household_allergies
    unshared = find_unshared(request.people, tables) if kept else frozenset[str]()
    skipped = frozenset(
        (number, meal.name)
        for number, person in enumerate(request.people)
        for meal in request.meals
        if meal not in person.meals
    )
    everyone = Household(programs, skipped, unshared=unshared, meals=request.meals)
    by_away = {everyone.away: everyone}
    days = []
    for day in range(1, request.days + 1):
        away = skipped | frozenset(
            (number, meal)
            for number, person in enumerate(request.people)
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

    `points` and `misses` are for all days and people, each a bound by itself: the days with the
    fewest points may miss more than they must. `shares` are of the household's dishes.
    `reduced_costs` are of its options: each time that a plan serves one, it lies at least so many
    points further above its bound, where nobody is out.
    """

    points: float
    misses: float
    shares: Floats
    reduced_costs: Floats


def find_bound(
    request: Request,
    household: Household,
    starts: Sequence[Ints] | None = None,
    solver: str = "highs",
) -> Bound:
    """The bound: everyone's average day, added up.

    Each person's is solved alone, from the options of theirs in `starts`, if given: what they eat
    together with others they could eat alone, so no plan for all is nearer to usual. Who is out for
    some meals is held to nothing of the week: their days at home to the limits of a day, the others
    to no limit.
    """
    points = misses = 0.0
    shares = np.zeros(len(household.served))
    reduced_costs = np.zeros(len(household.options))
    for number, (person, program) in enumerate(
        zip(request.people, household.programs, strict=True)
    ):
        out = {
            day: [meal for out_day, meal in person.out if out_day == day] for day, _ in person.out
        }
        linear, days = program.linear, request.days - len(out)
        counted = ~linear.weeks if out else np.ones(linear.columns, dtype=bool)
        minimise = open_program(program, starts[number] if starts else None, solver)
        optimum = minimise(linear.costs * counted)
        miss_costs = program.miss_costs * counted
        missed = float(miss_costs @ optimum.values)
        if missed > 0:  # what the fewest points miss is more than what the fewest misses are
            missed = min(missed, minimise(miss_costs).objective)
        points += optimum.objective * days + sum(
            _find_least(program, meals) for meals in out.values()
        )
        misses += max(0.0, missed) * days
        shares += _find_shares(program, optimum, household) / len(household.programs)
        first = program.first_option
        own = optimum.reduced_costs[first : first + len(program.options)]
        here = household.eats[number]
        reduced_costs[here] += own[household.options.own[number][here]]
    return Bound(points, misses, shares, reduced_costs)


def leave_out_of_reach(
    request: Request,
    tables: Tables,
    supplements: Sequence[Taking],
    households: list[Household],
    bound: Bound,
    solver: str = "highs",
) -> tuple[list[Household], Bound]:
    """The programs and the bound that lead a search: as given, or with less required.

    Where the bound misses something, minima that no plan can meet are aimed at instead, so that no
    eating rule gives way for them. It stays as it was where something would be missed all the same.
    """
    if bound.misses <= MISSED:
        return households, bound
    aimed = find_out_of_reach(request, households[0], solver)
    led_by = build_households(request, tables, supplements, aimed)
    led_by_bound = find_bound(request, led_by[0], solver=solver)
    return (households, bound) if led_by_bound.misses > MISSED else (led_by, led_by_bound)


def find_out_of_reach(
    request: Request, household: Household, solver: str = "highs"
) -> dict[str, frozenset[str]]:
    """The nutrients whose minima no plan can meet together with the others, by person.

    They are what the average day with the fewest misses misses, whatever eating rules it breaks.
    One that could be met with the others of them missed isn't among them.

    >>> find_out_of_reach(request, household)
    {'you': frozenset({'vitamin_b12_ug', 'vitamin_d_ug'})}
    """
    found = {}
    for person, program in zip(request.people, household.programs, strict=True):
        minimise = open_program(program, None, solver)
        values = minimise(program.miss_costs).values
        missed: dict[str, float] = {}
        columns: dict[str, list[int]] = {}
        for row in program.soft_rows:
            if row.target is not None and may_be_aimed_at(row.target):
                strays, nutrient = [*row.strays], row.target.nutrient
                columns.setdefault(nutrient, []).extend(strays)
                points = float(program.miss_costs[strays] @ values[strays])
                missed[nutrient] = missed.get(nutrient, 0.0) + points
        out = {nutrient for nutrient, points in missed.items() if points > MISSED}
        for nutrient in sorted(out, key=missed.__getitem__):
            costs = program.miss_costs.copy()
            for other in out - {nutrient}:
                costs[columns[other]] = 0.0
            if len(out) > 1 and minimise(costs).objective <= MISSED:
                out.discard(nutrient)
        if out:
            found[person.name] = frozenset(out)
    return found


def _find_least(program: DayProgram, out: Collection[str]) -> float:
    """The fewest points of a day's dishes and portions where no limit counts, but for meals out."""
    firsts = np.flatnonzero(np.diff(program.options.slot, prepend=-1))
    least = np.minimum.reduceat(program.options.points, firsts)
    costs = program.dish_points.copy()
    np.add.at(costs, [place.served for place in program.slots], least)
    by_meal: dict[str, float] = {}
    for (meal, _), cost in zip(program.served, costs.tolist(), strict=True):
        by_meal[meal] = min(cost, by_meal.get(meal, cost))
    return sum(cost for meal, cost in by_meal.items() if meal not in out)


def _find_shares(program: DayProgram, optimum: Optimum, household: Household) -> Floats:
    """How often an optimum serves each dish of the household."""
    number_of = {(meal, dish.id): number for number, (meal, dish) in enumerate(program.served)}
    numbers = np.array([number_of.get((meal, dish.id), -1) for meal, dish in household.served])
    served = optimum.values[program.first_served + numbers]
    return np.where(numbers < 0, 0.0, served)  # a meal that this person doesn't eat
