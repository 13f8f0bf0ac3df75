"""Planning a week: tables + request -> targets -> program -> days that fit together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from planner.checking.findings import check_plan
from planner.errors import NoPlanExists
from planner.model.bound import Bound, Taking, build_households, find_bound, leave_out_of_reach
from planner.model.day_program import DayProgram
from planner.model.household import Household
from planner.people.person import Person
from planner.plans.records import DayPlan, Meal, Points, Serving, Usual, WeekPlan
from planner.plans.shopping import compute_cost, compute_shopping
from planner.request.request import Request
from planner.request.resting import find_rest
from planner.search.budget import economise, reorder, settle
from planner.search.effort import Effort, Work, find_efforts
from planner.search.option_arrays import WANTED, OptionArrays
from planner.search.week_search import Search, look_elsewhere
from planner.tables.bundle import Tables


def plan_week(request: Request, tables: Tables, work: Work | None = None) -> WeekPlan:
    """Plan the days of a request, write its shopping list, and check what is written.

    Raises as `build_households` does. A target that can't be met is no error: the plan lists it in
    `misses`. The wishes of a request are for the days of another plan, so this one has none.
    """
    return find_week(replace(request, wishes=()), tables, work or Work())


def find_week(
    request: Request,
    tables: Tables,
    work: Work,
    supplements: Sequence[Taking] = (),
    efforts: Sequence[Effort] = (),
) -> WeekPlan:
    """A plan beside supplements that are taken; `efforts` stand for the one that `work` names.

    With `use_up`, its list is never dearer than that of the plan that doesn't prefer what is at
    home: where it would be, or would miss more, it is that plan. A kitchen that remembers prefers
    what goes off soon in any case, so there is nothing to compare it with. Where a plan misses
    something that it might have without leaving dinners of the last weeks out, it doesn't leave
    them out, and its request says so.
    """
    plan = _find_week(request, tables, work, supplements, efforts)
    if plan.points.misses > 0 and find_rest(request, tables).dishes and not work.stop():
        assert request.memory is not None
        again = replace(request, memory=replace(request.memory, rests=False))
        other = _find_week(again, tables, work, supplements, efforts)
        if other.points.misses < plan.points.misses:
            request, plan = again, other
    if not request.use_up or request.memory is not None or work.stop():
        return plan
    plain = _find_week(replace(request, use_up=False), tables, work, supplements, efforts)
    work.without_usd["use_up"] = _total(plain, tables)
    if (plain.points.misses, _total(plain, tables)) < (plan.points.misses, _total(plan, tables)):
        return replace(plain, request=request)
    return plan


def _total(plan: WeekPlan, tables: Tables) -> float:
    return compute_cost(plan.shopping, tables).total_usd or 0.0


def _find_week(
    request: Request,
    tables: Tables,
    work: Work,
    supplements: Sequence[Taking],
    efforts: Sequence[Effort],
) -> WeekPlan:
    """A plan that is searched once."""
    efforts = efforts or find_efforts(work.effort)
    with work.stage("build"):
        households = build_households(request, tables, supplements)
        search = Search(lay_out_arrays(households), request, work)
        household = search.program
    with work.stage("bound"):
        try:
            bound = find_bound(request, household, solver=work.solver)
        except NoPlanExists:
            search.begin_all()  # it names the meal that stays empty
            raise
        led_by, leading = leave_out_of_reach(
            request, tables, supplements, households, bound, work.solver
        )
    counted = search.arrays_by_day
    if led_by is not households:
        search = Search(lay_out_arrays(led_by), request, work)
    with work.stage("search"):
        search.narrow(leading)
        search.begin_all()
    search = improve(search, leading, efforts)
    weighed = None
    if request.weighs_cost:
        with work.stage("economise"):
            weighed = Usual(*economise(search, leading, work.tried))
    reorder(search)
    search.count_by(counted)
    work.sizes |= {
        "foods": len(household.foods),
        "dishes at meals": len(household.served),
        "columns": sum(program.linear.columns for program in household.programs),
        "rows": sum(len(program.linear.rows) for program in household.programs),
        "sweeps": search.sweeps,
    }
    days = write_days(search, request)
    points, misses = search.points()
    plan = WeekPlan(
        request=request,
        tables=tables,
        days=days,
        points=Points(points, misses, bound.points, bound.misses),
        shopping=compute_shopping(days, tables, request.at_home),
        supplements=tuple(supplement.dose for supplement in supplements),
        usual=weighed,
    )
    return replace(plan, misses=check_plan(plan, tables).misses)


def improve(search: Search, bound: Bound, efforts: Sequence[Effort]) -> Search:
    """The search of these efforts, one after the other, at the best plan that any of them had.

    Each plan is settled by itself, and the next effort goes on from where it was before. So more
    effort never gives a worse plan. But leftovers and what weighs cost come after the last effort
    alone, and only its plan is settled.
    """
    work, request, rank = search.work, search.request, (inf, inf)
    alone = request.leftovers > 0 or request.weighs_cost
    best = apart = list(search.days)
    for effort in efforts:
        last = effort is efforts[-1]
        with work.stage("approach"):
            search.allow(effort.replanned)
            search.approach(bound, effort)
            if last:
                search = look_elsewhere(search, bound, effort)
        if last and request.leftovers:
            apart = list(search.days)
            with work.stage("leftovers"):
                search.link(request.leftovers, bound, effort)
        if last or not alone:
            with work.stage("settle"):
                days = list(search.days)
                settle(search)
                now = search.rank(bound)[0], search.points()[0] + WANTED * search.lacking()
                if now < rank:
                    best, rank = list(search.days), now
                search.days = days
    if request.leftovers:
        with work.stage("leftovers"):
            pairs, search.pairs, search.days = search.pairs, set(), apart
            settle(search)
            work.without_usd["leftovers"] = search.market.total_usd(search.needs())
            search.pairs = pairs
    search.days = best
    return search


def lay_out_arrays(households: Sequence[Household]) -> list[OptionArrays]:
    """The arrays of each day; days of one household share them."""
    laid = {
        household.away: OptionArrays(household)
        for household in {household.away: household for household in households}.values()
    }
    return [laid[household.away] for household in households]


def write_days(search: Search, request: Request) -> tuple[DayPlan, ...]:
    """The days of a search as records; a meal at which nobody is at home is left out."""
    days = []
    for number, (arrays, choice) in enumerate(
        zip(search.arrays_by_day, search.days, strict=True), start=1
    ):
        assert choice is not None
        household, meals = arrays.program, []
        present = household.present[:, choice.options]
        lunch = household.meals[household.lunch]
        for served in choice.served:
            meal, dish = household.served[served]
            servings = []
            for at, option in enumerate(choice.options.tolist()):
                place = household.slots[int(household.options.slot[option])]
                if place.served != served:
                    continue
                for who, (person, program) in enumerate(
                    zip(request.people, household.programs, strict=True)
                ):
                    if present[who, at]:
                        servings.append(write_serving(person, program, int(choice.own[who, at])))
            if servings:
                left = meal == lunch and number - 2 in search.pairs
                meals.append(Meal(meal, dish.id, tuple(servings), number - 1 if left else None))
        days.append(DayPlan(number, tuple(meals)))
    return tuple(days)


def write_serving(person: Person, program: DayProgram, option: int) -> Serving:
    """An option of a person's program as a record."""
    place, food = (
        program.slots[int(program.options.slot[option])],
        int(program.options.food[option]),
    )
    portions, grams = float(program.options.portions[option]), float(program.options.grams[option])
    food_id = program.foods[food].id
    return Serving(person.name, place.slot.name, food_id, portions, round(grams, 3))
