"""The shopping list composed."""

from __future__ import annotations

from planner.groceries import AISLES
from planner.plan import WeekPlan
from planner.render.blocks import Block, Checklist, Heading, Paragraph
from planner.render.words import (
    write_bought,
    write_grams,
)
from planner.tables import Tables


def compose_list(plan: WeekPlan, tables: Tables) -> list[Block]:
    """The shopping list by aisle, then what most kitchens have, then the seasonings."""
    people = "one" if len(plan.request.people) == 1 else str(len(plan.request.people))
    days = f"{len(plan.days)} days" if len(plan.days) > 1 else "one day"
    blocks: list[Block] = [Heading(f"Shopping list for {people}, {days}", 2)]
    for aisle, heading in AISLES.items():
        items = [
            write_bought(line, tables.groceries[line.grocery_id])
            for line in plan.shopping
            if line.aisle == aisle and not tables.groceries[line.grocery_id].cupboard
        ]
        if items:
            blocks += [Heading(heading, 3), Checklist(tuple(items))]
    cupboard = [
        f"{tables.groceries[line.grocery_id].name}: {write_grams(line.grams)}"
        for line in plan.shopping
        if tables.groceries[line.grocery_id].cupboard
    ]
    if cupboard:
        blocks += [Heading("Look in the cupboard first", 3), Checklist(tuple(cupboard))]
    seasonings = find_seasonings(plan, tables)
    if seasonings:
        blocks += [Heading("Seasonings, to taste", 3), Checklist((", ".join(seasonings),))]
    blocks.append(
        Paragraph("Pack sizes are estimates of what shops sell; the amounts needed are computed.")
    )
    return blocks


def find_seasonings(plan: WeekPlan, tables: Tables) -> list[str]:
    """What a plan's dishes are seasoned with, by name."""
    named = {
        seasoning
        for day in plan.days
        for meal in day.meals
        for seasoning in tables.dishes[meal.dish].seasonings
    }
    return sorted(named)
