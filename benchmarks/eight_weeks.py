"""Eight weeks in a row, of a kitchen that remembers against weeks that know nothing of each other.

    python benchmarks/eight_weeks.py [--weeks N] [--household vegan] [--effort normal]

The kitchen is simulated: everything on the list is bought on the first day and eaten as planned.
What is left of packs goes on until it goes off, and each week is told what was served before. The
last dinner of its weeks uses up what there is. An unrelated week begins with an empty pantry, but
for the cupboard's items; its seed is the number of the week, so that the weeks differ at all.

A line for each week: what its packs cost, what was bought and not eaten (kg, all weeks so far, and
what of it is still good and at home), how many dinners it shares with the three weeks before,
exactly and nearly, what it misses, and its points a day with their bound. The cupboard's items
don't count. Waste is what is neither eaten nor at home; of unrelated weeks, all that is left.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner import (
    Request,
    Tables,
    WeekPlan,
    Work,
    check,
    find_data,
    make_household,
    make_request,
    read_tables,
)
from planner import plan as plan_days
from planner.plans.shopping import compute_cost, find_left, find_needs
from planner.request.memory import WEEK, WEEKS, Memory, ServedDish

FIRST = date(2026, 11, 2)
FAMILY: list[dict[str, Any]] = [
    {"name": "Ana", "age": 38, "sex": "female", "diet": "vegetarian"},
    {"name": "Ben", "age": 40, "sex": "male"},
    {"name": "Cleo", "age": 11, "sex": "female"},
    {"name": "Dan", "age": 7, "sex": "male"},
]


def find_requests(tables: Tables) -> dict[str, Request]:
    """The households by name."""
    return {
        "vegan": make_request(tables, diet="vegan"),
        "family of four": make_household(FAMILY, tables),
    }


def list_served(plan: WeekPlan, start: date) -> list[ServedDish]:
    """What a plan serves, as a memory has it."""
    return [
        ServedDish(start + timedelta(days=day.day - 1), meal.meal, meal.dish)
        for day in plan.days
        for meal in day.meals
    ]


def list_dinners(served: list[ServedDish], start: date, weeks: int) -> set[str]:
    """The dinners of some weeks before a day."""
    first = start - timedelta(days=WEEK * weeks)
    return {one.dish for one in served if one.meal == "dinner" and first <= one.date < start}


def run(
    name: str, request: Request, tables: Tables, *, weeks: int, kept: bool, effort: str
) -> None:
    """Plan the weeks of a household, with what it keeps or without, and print what was measured."""
    print(f"{name}, {'with memory' if kept else 'unrelated weeks'}")
    served: list[ServedDish] = []
    home = request.at_home
    bought = eaten = paid = good = 0.0
    again = 0
    cupboard = {item.id for item in tables.groceries.values() if item.cupboard}
    for week in range(weeks):
        start = FIRST + timedelta(days=WEEK * week)
        own = replace(request, start=start, at_home=home)
        if kept:
            own = replace(own, memory=Memory(tuple(served)), use_up_dinner=WEEK)
        else:
            own = replace(own, seed=week)
        plan = plan_days(own, tables, Work(effort))
        report = check(plan, tables)
        assert not report.faults, report.faults
        usd = compute_cost(plan.shopping, tables).total_usd or 0.0
        fresh = [line for line in plan.shopping if line.grocery_id not in cupboard]
        bought += sum(size * count for line in fresh for size, count in line.packs) / 1000
        needs = find_needs(plan.days, tables)
        eaten += sum(sum(own) for item, own in needs.items() if item not in cupboard) / 1000
        paid += usd
        left = find_left(plan, tables)
        good = sum(one.grams for one in left if kept and one.grocery_id not in cupboard) / 1000
        dinners = {meal.dish for day in plan.days for meal in day.meals if meal.meal == "dinner"}
        past = list_dinners(served, start, WEEKS)
        families = {tables.families[dish] for dish in past}
        near = sum(tables.families[dish] in families for dish in dinners - past)
        again += len(dinners & past)
        print(
            f"  week {week + 1}: ${usd:7.2f}  left {bought - eaten:5.2f} kg"
            f" ({good:.2f} good)  dinners again {len(dinners & past)} of {len(dinners)},"
            f" nearly {near}"
            f"  misses {len(report.misses)}  points {plan.points.total / WEEK:.2f}"
            f" (bound {plan.points.bound / WEEK:.2f})",
            flush=True,
        )
        for note in report.notes:
            print(f"    {note}")
        served += list_served(plan, start)
        home = tuple(one for one in left if kept or one.grocery_id in cupboard)
    print(
        f"  a week: ${paid / weeks:.2f}, {(bought - eaten - good) / weeks:.2f} kg wasted,"
        f" {again / weeks:.2f} dinners of the three weeks before"
    )


def main() -> None:
    """Run both ways for each household."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--household", default="")
    parser.add_argument("--effort", default="normal")
    options = parser.parse_args()
    tables = read_tables(find_data())
    for name, request in find_requests(tables).items():
        if options.household in name:
            for kept in (False, True):
                weeks, effort = options.weeks, options.effort
                run(name, request, tables, weeks=weeks, kept=kept, effort=effort)


if __name__ == "__main__":
    main()
