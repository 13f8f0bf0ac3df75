"""Plans one row of a cohort, and gives what came out as plain values.

What a row gives depends on the tables, its words, its seed and the settings, and on nothing else:
not on the rows before it, nor on who plans it. Only a search that was stopped by its time limit
may give another plan, and is marked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from planner.actions.answers import answer_request
from planner.actions.bounding import bound_request
from planner.actions.explaining import LimitCost, compute_costs, price_limits
from planner.checking.findings import CheckReport, check_plan
from planner.cohort.records import Settings, Status, blank_row, give_reason, write_problems
from planner.errors import ExitCode, NoPlanExists, PlannerError, PlanWouldHarm, RequestError
from planner.people.ages import YOUNGEST
from planner.people.person import Person
from planner.plans.records import Shortfall, WeekPlan
from planner.plans.shopping import compute_cost
from planner.report.coverage_levels import compute_minima
from planner.request.from_words import make_request
from planner.request.request import Request
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY

OF_A_BODY = ("weight", "height", "activity", "calories")  # which are a child's where the age is
DIGITS = 8  # that a figure keeps: more than any food table has, fewer than machines differ in


def find_problems(words: Mapping[str, Any], tables: Tables) -> list[dict[str, str]]:
    """What isn't understood of a row's words; nothing where only no plan can be made of them."""
    try:
        make_request(tables, **words)
    except RequestError as error:
        return [] if _is_too_young(words, tables) else write_problems(error.problems)
    except (NoPlanExists, PlanWouldHarm):
        pass
    return []


def plan_row(
    words: Mapping[str, Any], tables: Tables, settings: Settings, *, keep_plan: bool = False
) -> dict[str, Any]:
    """Plan for the words of a row; what came out as plain values, with every key of `blank_row`."""
    row = blank_row() | {name: words.get(name) for name in ("age", "sex", "diet")}
    try:
        request = make_request(tables, **words)
        (person,) = request.people
        row |= _describe(person)
        if settings.bound_only:
            row |= _bound(request, tables)
        else:
            ends = monotonic() + settings.limit_seconds
            work = Work(settings.effort, stop=lambda: monotonic() > ends)
            plan = answer_request(request, tables, work, changes=False)
            row |= _tell(plan, tables)
            row["plan"] = plan.to_json() if keep_plan else None
    except RequestError as error:
        status = Status.NO_PLAN if _is_too_young(words, tables) else Status.INVALID
        row |= give_reason(status, error.problems)
    except (NoPlanExists, PlanWouldHarm) as error:
        row |= give_reason(Status.NO_PLAN, error.problems)
    except PlannerError as error:
        row |= give_reason(Status.FAILED, error.problems)
    return row


def _is_too_young(words: Mapping[str, Any], tables: Tables) -> bool:
    """Whether a young age is all that is wrong: it is understood, and can't be planned for."""
    age = words.get("age")
    if not isinstance(age, int) or not 0 <= age < YOUNGEST:
        return False
    grown = {name: value for name, value in words.items() if name not in OF_A_BODY}
    return not find_problems({**grown, "age": YOUNGEST}, tables)


def _describe(person: Person) -> dict[str, Any]:
    return {
        "age": person.age,
        "sex": person.sex,
        "diet": person.diet,
        "life_stage": person.stage,
        "energy_kcal": _round(person.energy_kcal),
    }


def _bound(request: Request, tables: Tables) -> dict[str, Any]:
    """The bound alone, and what no plan can meet."""
    found = bound_request(request, tables)
    problems: list[dict[str, Any]] = []
    if found.average is not None:
        optimum = found.average.optimum
        costs = price_limits(found.average.program, optimum, request, tables)
        problems = [_write_shortfall(one, costs) for one in found.shortfalls]
    return {
        "status": str(Status.IMPOSSIBLE if problems else Status.POSSIBLE),
        "days": request.days,
        "bound": _round(found.bound.points),
        "bound_missed_points": _round(found.bound.misses),
        "problems": problems,
    }


def _tell(plan: WeekPlan, tables: Tables) -> dict[str, Any]:
    """A plan's figures, from the check of its portions."""
    report = check_plan(plan, tables)
    if report.faults:
        return give_reason(Status.FAILED, report.faults)
    (person,) = plan.request.people
    cost = compute_cost(plan.shopping, tables)
    points = plan.points.written
    return {
        "status": str(Status.MET if report.exit_code is ExitCode.MET else Status.MISSED),
        "stopped": plan.stopped,
        "days": len(plan.days),
        "points": points.total,
        "bound": points.bound,
        "missed_points": points.misses,
        "bound_missed_points": points.bound_misses,
        "kcal": _round(report.mean(person.name, ENERGY)),
        "cost_usd": cost.total_usd,
        "broken_rules": len(report.notes),
        "supplements": [[one.nutrient, one.dose] for one in plan.supplements],
        "nutrients": _list_nutrients(report, person, tables),
        "problems": _list_problems(plan, person, tables),
        "meals": [[day.day, meal.meal, meal.dish] for day in plan.days for meal in day.meals],
        "foods": [[food, _round(grams)] for food, grams in plan.sum_grams(person.name).items()],
    }


def _list_nutrients(report: CheckReport, person: Person, tables: Tables) -> list[dict[str, Any]]:
    """What the days bring of every nutrient; None where no food that is eaten has a figure."""
    minima = {one.nutrient: one for one in compute_minima(report, person)}
    missed = {miss.nutrient for miss in report.misses}
    rows = []
    for nutrient in tables.nutrients:
        daily = report.daily[person.name, nutrient].tolist()
        known, minimum = report.known[nutrient], minima.get(nutrient)
        is_known = known > 0 or (person.name, nutrient) in report.taken
        rows.append(
            {
                "nutrient": nutrient,
                "mean": _round(report.mean(person.name, nutrient)) if is_known else None,
                "daily": [*map(_round, daily)] if is_known else None,
                "known": _round(known),
                "minimum": _round(minimum.target) if minimum else None,
                "missed": nutrient in missed,
            }
        )
    return rows


def _list_problems(plan: WeekPlan, person: Person, tables: Tables) -> list[dict[str, Any]]:
    """What food misses, with what is reachable and what the limit costs the average day."""
    if not plan.shortfalls:
        return []
    costs, _ = compute_costs(replace(plan, supplements=()), person, tables)
    return [_write_shortfall(one, costs) for one in plan.shortfalls]


def _write_shortfall(shortfall: Shortfall, costs: Collection[LimitCost]) -> dict[str, Any]:
    """A shortfall, with the points that all the days would save were its limit 1 % easier."""
    points = [
        cost.points
        for cost in costs
        if cost.limit.nutrient == shortfall.nutrient
        and (cost.limit.side == "maximum") == (shortfall.side == "maximum")
        and cost.required
    ]
    return {
        "nutrient": shortfall.nutrient,
        "side": shortfall.side,
        "basis": shortfall.basis,
        "limit": _round(shortfall.limit),
        "reach": None if shortfall.reach is None else _round(shortfall.reach),
        "cause": shortfall.cause,
        "conflicts": list(shortfall.conflicts),
        "shadow_points": _round(max(points, default=0.0)),
    }


def _round(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
