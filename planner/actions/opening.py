"""Opening a plan file: with the tables it was planned with, or with the rows of them it keeps.

A file whose tables are those in use is checked against these. Any other is checked against its own
rows, as it was when it was made; `differences` then lists what the tables in use have otherwise.
What needs all the tables, such as a change of the plan, needs it renewed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.actions.recounting import count_points, find_differing_points
from planner.checking.findings import CheckReport, check_plan
from planner.errors import PlanFileError, PlannerError, Problem, RequestError, mention
from planner.people.targets import Target, find_targets
from planner.plans.excerpt import find_changed_cells
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.plans.shopping import compute_shopping, split_list
from planner.request.day_wishes import DISH_KINDS
from planner.request.own_prices import keep_own_prices
from planner.tables.bundle import Tables
from planner.tables.diets import BETWEEN

REMEDY = f"Use the tables that it was planned with ({mention('tables')}), or plan the week again."
OF_IDS = (
    "The file has schema 4, without names and figures. So you see those of the tables in use, and"
    " its list, its points and their bound are computed anew."
)


@dataclass(frozen=True)
class OpenPlan:
    """A plan file as it is opened.

    `tables` are those that the plan is checked and shown with: the tables in use, or the excerpt
    of others that the file keeps. `differences` say where the tables in use aren't those that the
    plan was made with; they are no fault of the file. `recounted` says that the file's points and
    their bound were counted again and agree.
    """

    plan: WeekPlan
    report: CheckReport
    tables: Tables
    differences: tuple[str, ...] = ()
    recounted: bool = False


def open_plan(text: str, where: str, today: Tables) -> OpenPlan:
    """A plan file's text as a plan with its check; `today` are the tables in use.

    They are taken with the prices that the household named for the plan, if it named any.

    Raises PlanFileError for what is no plan, and for ids of a file of schema 4 that `today` lacks.
    """
    plan = WeekPlan.from_json(text, where, today)
    own = plan.tables
    today = keep_own_prices(today, own)
    if own.digest is None:
        plan = split_list(plan, today)
        renewed = plan if own.hash == today.hash else renew(plan, today, where)
        differences = () if renewed is plan else (OF_IDS,)
        return OpenPlan(renewed, check_plan(renewed, today), today, differences)
    if own.hash != today.hash:
        return OpenPlan(plan, check_plan(plan, own), own, tuple(find_differences(plan, today)))
    return OpenPlan(plan, check_plan(plan, today), today)


def recheck(opened: OpenPlan) -> OpenPlan:
    """The same with its points counted again, where all the tables are there to count them with."""
    if opened.report.faults:
        return opened
    if opened.tables.digest is not None:
        uncounted = (
            "Its points and their bound depend on all of its tables, so they aren't counted again."
        )
        return replace(opened, differences=(*opened.differences, uncounted))
    faults = find_differing_points(opened.plan, opened.tables)
    if opened.plan.tables.digest is not None:
        faults += _find_forged_rows(opened.plan, opened.tables)
    report = replace(opened.report, faults=tuple(faults))
    own = not opened.differences  # else the points were computed anew, and aren't the file's
    return replace(opened, report=report, recounted=own and not faults)


def _find_forged_rows(plan: WeekPlan, tables: Tables) -> Iterator[Problem]:
    """What a file keeps of its tables that isn't so, where these are the ones that it names."""
    kept = replace(plan, tables=tables).to_json()
    own = WeekPlan.from_json(json.dumps(kept), "plan").tables
    changed = list(find_changed_cells(plan.tables, tables))
    if plan.tables != own and not changed:
        changed = ["its rows are not those of the tables that it names"]
    for change in changed:
        yield Problem("plan, tables", change, "Plan the week again.")


def find_differences(plan: WeekPlan, today: Tables) -> Iterator[str]:
    """What of a plan's own tables is not so in the tables in use, a sentence for each."""
    yield from find_changed_cells(plan.tables, today)
    for person in plan.request.people:
        try:
            in_use = _by_key(find_targets(person, today, plan.request.every_day))
        except RequestError as error:
            yield f"{person.name}: {error.problems[0].what}"
            continue
        in_file = _by_key(find_targets(person, plan.tables, plan.request.every_day))
        for key in sorted(in_file.keys() | in_use.keys()):
            before, after = _write(in_file.get(key)), _write(in_use.get(key))
            if before != after:
                name, kind = key[:2]
                yield f"{person.name}, {kind} of {name}: {before} in the file, {after} now"


def _by_key(targets: tuple[Target, ...]) -> dict[tuple[str, str, str], Target]:
    return {(target.nutrient, target.kind, target.basis): target for target in targets}


def _write(target: Target | None) -> str:
    """The figures of a target; "none" where there is no such target."""
    if target is None:
        return "none"
    low = target.minimum if target.minimum is not None else target.aim
    sides = (("at least", low), ("at most", target.maximum))
    return " and ".join(f"{side} {value:.6g}" for side, value in sides if value is not None)


def renew(plan: WeekPlan, tables: Tables, where: str = "plan") -> WeekPlan:
    """The same dishes and portions with the figures of other tables.

    Grams, list, misses and points are counted anew. PlanFileError names every id that the tables
    don't have; `where` is the file's name, for its message.
    """
    gone: dict[str, Problem] = {}
    for problem in _find_gone(plan, tables):  # each thing once, where it comes first
        gone.setdefault(problem.what, problem)
    if gone:
        head = Problem(where, "needs what the tables in use don't have", REMEDY)
        raise PlanFileError(head, *gone.values())

    def weigh(meal: Meal) -> Meal:
        servings = (
            replace(
                serving, grams=round(serving.portions * tables.foods[serving.food_id].portion_g, 3)
            )
            for serving in meal.servings
        )
        return replace(meal, servings=tuple(servings))

    days = tuple(DayPlan(day.day, tuple(map(weigh, day.meals))) for day in plan.days)
    shopping = compute_shopping(days, tables, plan.request.at_home)
    renewed = replace(plan, tables=tables, days=days, shopping=shopping, misses=())
    renewed = replace(renewed, misses=check_plan(renewed, tables).misses)
    try:
        return replace(renewed, points=count_points(renewed, tables))
    except PlannerError:  # portions that the planner wouldn't serve now: the check names them
        return renewed


def _find_gone(plan: WeekPlan, tables: Tables) -> Iterator[Problem]:
    """Everything that a plan names and tables don't have, with what to do."""
    own = plan.tables

    def gone(where: str, kind: str, name: str, called: str = "") -> Problem:
        named = f"{called} ({name})" if called else repr(name)
        return Problem(where, f"the tables in use have no {kind} {named}")

    for day in plan.days:
        for meal in day.meals:
            where, dish = f"day {day.day}, {meal.meal}", tables.dishes.get(meal.dish)
            if dish is None:
                known = own.dishes.get(meal.dish)
                yield gone(where, "dish", meal.dish, known.name if known else "")
            for serving in meal.servings:
                if serving.food_id not in tables.foods:
                    food = own.foods.get(serving.food_id)
                    yield gone(where, "food", serving.food_id, food.name if food else "")
                if dish and all(slot.name != serving.slot for slot in dish.slots):
                    yield gone(where, f"slot in {dish.name},", serving.slot)
    for person in plan.request.people:
        for name in person.diet.split(BETWEEN) if person.own_diet is None else ():
            if name not in tables.diets:
                yield gone("request", "diet", name)
        for name in person.conditions:
            if name not in tables.conditions:
                yield gone("request", "condition", name)
        for name in (*person.minimum, *person.maximum, *plan.request.every_day):
            if name not in tables.nutrients:
                yield gone("request", "nutrient", name)
    for stock in plan.request.at_home:
        if stock.grocery_id not in tables.groceries:
            yield gone("request, at_home", "item", stock.grocery_id)
    for wish in plan.request.wishes:
        if wish.kind in DISH_KINDS and wish.word not in tables.dishes:
            yield gone("request, wishes", "dish", wish.word)
    doses = {(supplement.nutrient, supplement.dose) for supplement in tables.supplements}
    for dose in plan.supplements:
        if (dose.nutrient, dose.dose) not in doses:
            yield gone("supplements", "dose", f"{dose.nutrient} {dose.dose:g}")
