"""The shopping list composed."""

from __future__ import annotations

from collections.abc import Iterable

from planner.customs import WEEK_DAYS
from planner.plan import ShoppingLine, WeekPlan
from planner.render.blocks import Block, Checklist, Heading, Paragraph
from planner.render.supplements import compose_supplement_list
from planner.render.words import (
    PLAIN,
    Style,
    Units,
    is_worth_saying,
    name_day,
    write_bought,
    write_quantity,
    write_weight,
)
from planner.shopping import (
    SPOILS_DAYS,
    Cost,
    arrange,
    compute_cost,
    find_needs,
    use_stocks,
)
from planner.tables import Tables

CENT = 0.005  # US dollars: less is nothing
TELLS = 0.05  # portions: less is printed as none


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
    blocks += [Paragraph(text) for text in write_thrift(plan, cost, tables, style)]
    return blocks


def write_thrift(plan: WeekPlan, cost: Cost, tables: Tables, style: Style) -> list[str]:
    """What a budget came to and what it costs in portions, the pantry's use, what won't keep."""
    request, texts = plan.request, []
    total = cost.total_usd or 0.0
    if request.budget_usd is not None:
        texts.append(write_budget(plan, tables))
    if plan.usual is not None:
        saved = plan.usual.total_usd - total
        further = plan.points.total - plan.usual.points
        text = f"The days nearest to usual that were found cost ${plan.usual.total_usd:,.2f}"
        if saved < CENT and request.wishes:
            text += " before they were changed"
        elif saved < CENT:
            text += ": nothing cheaper was found that misses no more, or nothing cheaper was needed"
        else:
            text += f"; these are ${saved:,.2f} cheaper, and"
            text += f" {further:.1f} portions" if further >= TELLS else " no"
            text += " further from usual"
        texts.append(f"{text}.")
    texts += write_pantry(plan, tables, style)
    return texts + write_spoiling(plan, tables, style)


def write_pantry(plan: WeekPlan, tables: Tables, style: Style) -> list[str]:
    """What the plan eats of what is at home and what stays, where it was asked to use it up.

    Without that only what isn't eaten by its date is named.
    """
    request, units, stays = plan.request, style.units, []
    needs = find_needs(plan.days, tables)
    idle = [0.0] * len(plan.days)
    for item in dict.fromkeys(one.grocery_id for one in request.at_home):
        stocks = [one for one in request.at_home if one.grocery_id == item]
        eaten = use_stocks(stocks, needs.get(item, idle))
        for stock, own in zip(stocks, eaten, strict=True):
            rest, grocery = stock.grams - own, tables.groceries[item]
            until = ""
            if stock.until is not None and stock.until <= len(plan.days):
                until = f", best before {name_day(stock.until, style.start)}"
            if (until or request.use_up) and is_worth_saying(rest, grocery):
                amount = write_quantity(rest, grocery, units)
                stays.append(f"{grocery.name} ({amount}{until})")
    if not request.use_up:
        return [f"At home and not eaten by its date: {', '.join(stays)}."] if stays else []
    there = sum(request.grams_at_home.values())
    eaten_g = sum(line.at_home_grams for line in plan.shopping)
    text = f"Of {write_weight(there, units)} at home the plan eats {write_weight(eaten_g, units)}."
    return [f"{text} What stays: {', '.join(stays)}." if stays else text]


def write_spoiling(plan: WeekPlan, tables: Tables, style: Style) -> list[str]:
    """What is best bought for each later week, and what doesn't keep until it is eaten in one."""
    needs = find_needs(plan.days, tables)
    bought = [tables.groceries[line.grocery_id] for line in plan.shopping if line.packs]
    texts, late = [], []
    for first in range(0, len(plan.days), WEEK_DAYS):
        anew = []
        for item in bought:
            own = needs[item.id][first : first + WEEK_DAYS]
            last = max((place for place, grams in enumerate(own) if grams), default=0)
            if last > item.keeps_days:
                late.append(f"{item.name} ({name_day(first + last + 1, style.start)})")
            if first and any(own) and first + last > item.keeps_days:
                anew.append(f"{item.name} ({write_quantity(sum(own), item, style.units)})")
        if anew:
            until = min(first + WEEK_DAYS, len(plan.days))
            span = f"days {first + 1} to {until}"
            if style.start is not None:
                span = f"{name_day(first + 1, style.start)} to {name_day(until, style.start)}"
            texts.append(
                f"Of the list, buy for {span} only then, since they don't keep: {', '.join(anew)}."
            )
    if late:
        when = (
            name_day(1, style.start) if len(plan.days) <= WEEK_DAYS else "the first of seven days"
        )
        how = "these won't keep; buy them later or freeze them"
        texts.append(f"Bought for {when}, {how}: {', '.join(late)}.")
    return texts


def write_budget(plan: WeekPlan, tables: Tables) -> str:
    """Whether the list's packs stay within the budget that was asked for."""
    budget = plan.request.budget_usd or 0.0
    total = compute_cost(plan.shopping, tables).total_usd or 0.0
    if total <= budget + CENT:
        return f"Within the budget of ${budget:,.2f}."
    over = f"Over the budget of ${budget:,.2f} by ${total - budget:,.2f}"
    if plan.request.wishes:
        return f"{over}: what was changed in the plan wasn't chosen by its price."
    return f"{over}: the least that was found is ${total:,.2f}."


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
