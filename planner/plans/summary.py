"""A plan in a line, and as a small table for a notebook: from its records alone."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from planner.people.targets import PERCENT_OF_ENERGY
from planner.plans.names import name_meal
from planner.plans.records import WeekPlan
from planner.plans.shopping import compute_cost


def write_summary(plan: WeekPlan) -> str:
    """Days, people, verdict and price: "7 days for you (vegan, 2,000 kcal): all met, $61.20"."""
    days = len(plan.days)
    people = ", ".join(
        f"{one.name} ({one.diet}, {one.energy_kcal:,.0f} kcal)" for one in plan.request.people
    )
    parts = [write_verdict(plan), write_price(plan)]
    return f"{days} day{'s' if days != 1 else ''} for {people}: {', '.join(filter(None, parts))}"


def write_verdict(plan: WeekPlan) -> str:
    """Whether a plan misses something, and how many limits."""
    missed = len(plan.misses)
    verdict = f"{missed} limit{'s' if missed > 1 else ''} missed" if missed else "all met"
    return f"{verdict}, stopped early" if plan.stopped else verdict


def write_price(plan: WeekPlan) -> str:
    """What the packs of the list cost; nothing where a price isn't known."""
    if any(line.grocery_id not in plan.tables.groceries for line in plan.shopping):
        return ""  # a plan that the check finds faults in
    total = compute_cost(plan.shopping, plan.tables).total_usd
    return "" if total is None or not plan.shopping else f"${total:,.2f}"


def write_table(plan: WeekPlan) -> str:
    """The dishes of each day as an HTML table, with what is missed below it."""
    tables, start = plan.tables, plan.request.start
    names = [meal.name for meal in plan.request.meals]
    rows = []
    for day in plan.days:
        named = f"Day {day.day}"
        if start is not None:
            named = f"{start + timedelta(days=day.day - 1):%a %d %b}"
        served = {one.meal: one for one in day.meals}
        cells = []
        for meal in names:
            one = served.get(meal)
            name = "" if one is None else one.dish
            if one is not None and one.dish in tables.dishes:
                name = name_meal(one, tables)
            cells.append(f"<td>{escape(name)}</td>")
        rows.append(f"<tr><th>{named}</th>{''.join(cells)}</tr>")
    heads = "".join(f"<th>{meal.capitalize()}</th>" for meal in names)
    missed = []
    for miss in plan.misses:
        nutrient = tables.nutrients.get(miss.nutrient)
        label = miss.nutrient if nutrient is None else nutrient.label
        unit = "" if nutrient is None else nutrient.unit
        unit = "% of energy" if miss.basis == PERCENT_OF_ENERGY else unit
        said = f"{miss.person}, {miss.period} {miss.number}: {label} {miss.value:.4g}"
        sides = (("at least", miss.minimum), ("at most", miss.maximum))
        held = " and ".join(f"{side} {limit:.4g}" for side, limit in sides if limit is not None)
        missed.append(f"<li>{escape(f'{said}, where {held} {unit} is required')}</li>")
    return (
        f"<table><caption>{escape(write_summary(plan))}</caption>"
        f"<thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        + (f"<ul>{''.join(missed)}</ul>" if missed else "")
    )
