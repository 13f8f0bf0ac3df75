"""The shopping list composed."""

from __future__ import annotations

from collections.abc import Iterable

from planner.plan import ShoppingLine, WeekPlan
from planner.render.blocks import Block, Checklist, Heading, Paragraph
from planner.render.supplements import compose_supplement_list
from planner.render.words import PLAIN, Style, Units, write_bought, write_quantity, write_weight
from planner.shopping import SPOILS_DAYS, Cost, arrange, compute_cost
from planner.tables import Tables


def compose_list(plan: WeekPlan, tables: Tables, style: Style = PLAIN) -> list[Block]:
    """The shopping list by aisle, then the cupboard, what is at home, seasonings, and the price."""
    people = "one" if len(plan.request.people) == 1 else str(len(plan.request.people))
    days = f"{len(plan.days)} days" if len(plan.days) > 1 else "one day"
    blocks: list[Block] = [Heading(f"Shopping list for {people}, {days}", 2)]
    doubled = plan.find_leftovers()
    if doubled:
        again = "one lunch that is" if len(doubled) == 1 else f"{len(doubled)} lunches that are"
        blocks.append(Paragraph(f"With what is cooked double for {again} left over from dinner."))
    units, aisles = style.units, style.aisles
    lines = arrange(plan.shopping, tables, aisles)
    to_buy = [line for line in lines if line.packs]
    cupboard = [line for line in to_buy if tables.groceries[line.grocery_id].cupboard]
    for aisle, heading in (tables.aisles if aisles is None else aisles.headings).items():
        items = [
            write_bought(line, tables.groceries[line.grocery_id], style)
            for line in to_buy
            if line.aisle == aisle and line not in cupboard
        ]
        if items:
            blocks += [Heading(heading, 3), Checklist(tuple(items))]
    if cupboard:
        items = [write_bought(line, tables.groceries[line.grocery_id], style) for line in cupboard]
        blocks += [Heading("Look in the cupboard first", 3), Checklist(tuple(items))]
    at_home = [line for line in lines if not line.packs]
    if at_home:
        enough = ", ".join(
            f"{_name(line, tables)} ({_need(line, tables, units)})" for line in at_home
        )
        blocks += [Heading("You have enough of", 3), Paragraph(f"{enough}.")]
    seasonings = find_seasonings(plan, tables)
    if seasonings:
        blocks += [Heading("Seasonings, to taste", 3), Checklist((", ".join(seasonings),))]
    blocks += compose_supplement_list(plan, tables)
    blocks.append(Heading("Price and what is left over", 3))
    cost = compute_cost(lines, tables)
    blocks += [Paragraph(text) for text in write_cost(cost, to_buy, tables, units)]
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


def write_cost(
    cost: Cost, to_buy: Iterable[ShoppingLine], tables: Tables, units: Units
) -> list[str]:
    """What the list costs and where the prices come from, and what its packs leave over."""
    texts = []
    if cost.total_usd is not None:
        text = f"Estimated price: ${cost.total_usd:,.2f}"
        if cost.cupboard_usd:
            text += f", and ${cost.cupboard_usd:,.2f} for the cupboard's items if it has none of"
            text += " them"
        text += f". The plan eats up ${cost.used_usd or 0:,.2f} of it; seasonings are not in it."
        if cost.guessed:
            lines = "one line" if cost.guessed == 1 else f"{cost.guessed} lines"
            text += f" The price of {lines}, marked *, isn't known and counts at the upper quartile"
            text += " of like foods."
        texts.append(text + _sources(to_buy, tables))
    left = f"Left over in the packs: {write_weight(cost.left_grams, units)}"
    if cost.spoiling_grams:
        left += f", and {write_weight(cost.spoiling_grams, units)} of that keeps"
        left += f" {SPOILS_DAYS:.0f} days at most"
    texts.append(left + ". Pack sizes are estimates of what shops sell; needs are computed.")
    return texts


def _sources(to_buy: Iterable[ShoppingLine], tables: Tables) -> str:
    """Where the known prices of a list come from, and of which year's dollars they are."""
    known = [tables.groceries[line.grocery_id] for line in to_buy if line.price_known]
    by_year: dict[int, set[str]] = {}
    for item in known:
        by_year.setdefault(item.price_year or 0, set()).add(item.price_source.partition(":")[0])
    if not by_year:
        return ""
    named = (
        f"{' and '.join(sorted(sources))} in dollars of {year}"
        for year, sources in sorted(by_year.items())
    )
    return f" Prices are national averages: {', '.join(named)}."


def _name(line: ShoppingLine, tables: Tables) -> str:
    return tables.groceries[line.grocery_id].name


def _need(line: ShoppingLine, tables: Tables, units: Units) -> str:
    return write_quantity(line.grams, tables.groceries[line.grocery_id], units)
