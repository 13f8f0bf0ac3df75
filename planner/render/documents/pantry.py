"""What is at home: a table of it, and in sentences what is only assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.actions.keeping import KitchenTaste
from planner.errors import BUY_LIST, COUNT, mention
from planner.kitchen.at_home import Home
from planner.kitchen.meal_words import name_served
from planner.plans.pots import find_pots
from planner.plans.records import WeekPlan
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph
from planner.render.phrases import PLAIN, Style, write_count, write_weight
from planner.request.memory import LIKED, MOST_OPINION, OPINION_HALVES, SKIPPED, Rest
from planner.request.pantry import Stock
from planner.tables.bundle import Tables

FEW = 3  # things that a sentence names
LEAST_SAID = 0.125  # of a serving: less of it is nothing to offer
SPOKEN_OF_DAYS = 14  # how far back


def compose_pantry(home: Home, tables: Tables, style: Style = PLAIN) -> list[Block]:
    """What is at home on a day, what goes off first above the rest."""
    title = Heading(f"At home on {name_date(home.day)}", 1)
    if not home.pantry.stocks and not home.frozen:
        return [title, Paragraph("Nothing that anybody spoke of.")]
    stocks = sorted(
        home.pantry.stocks,
        key=lambda one: (one.best_before or date.max, tables.groceries[one.grocery_id].name),
    )
    rows = []
    for stock in stocks:
        past = stock in home.past
        until = "" if stock.best_before is None else f"{stock.best_before}"
        rows.append(
            (
                Cell(tables.groceries[stock.grocery_id].name),
                Cell(write_weight(stock.grams, style.units)),
                Cell(f"{until}{' (past)' if past else ''}", Mark.MISS if past else Mark.PLAIN),
            )
        )
    grid = Grid(("item", "amount", "best before"), tuple(rows), ("left", "right", "left"))
    note = "Dates of what you bought are estimated from how long it usually keeps."
    blocks: list[Block] = [title]
    if rows:
        blocks += [grid, Paragraph(note, Mark.QUIET)]
    if home.frozen:
        frozen = [
            (
                Cell(tables.groceries[stock.grocery_id].name),
                Cell(_write_servings(stock, tables)),
                Cell(f"{stock.best_before or ''}"),
            )
            for stock in home.frozen
        ]
        headers = ("dish", "servings", "best before")
        note = (
            "What your pots made more than was eaten, taken as frozen. A week that you plan serves"
            " it where it can, the soonest date first. If you have it otherwise, say what is left."
        )
        blocks += [
            Heading("In the freezer", 2),
            Grid(headers, tuple(frozen), ("left", "right", "left")),
            Paragraph(note, Mark.QUIET),
        ]
    return blocks


def _write_servings(stock: Stock, tables: Tables) -> str:
    """How many servings of a dish of one's own a stock is, to the quarter."""
    return write_count(round(4 * stock.grams / tables.foods[stock.grocery_id].portion_g) / 4)


def write_frozen(
    home: Home, tables: Tables, plan: WeekPlan | None = None, day: int = 1
) -> Iterator[str]:
    """Write what of the freezer a plan serves from a day on, and offer the rest, the oldest first.

    And say how to say that it was eaten.
    """
    planned: dict[str, float] = {}
    for pot in () if plan is None else find_pots(plan.days, plan.tables, plan.request.at_home):
        if pot.thawed and pot.place >= day - 1:
            grams = pot.thawed * pot.food.portion_g
            planned[pot.food.id] = planned.get(pot.food.id, 0.0) + grams
    served: list[str] = []
    offered: list[str] = []
    for one in sorted(home.frozen, key=lambda one: one.best_before or date.max):
        taken = min(one.grams, planned.get(one.grocery_id, 0.0))
        planned[one.grocery_id] = planned.get(one.grocery_id, 0.0) - taken
        for listed, grams in ((served, taken), (offered, one.grams - taken)):
            if grams >= LEAST_SAID * tables.foods[one.grocery_id].portion_g:
                listed.append(_name_frozen(replace(one, grams=grams), tables))
    if served:
        yield f"This week serves from the freezer: {_list_few(served)}."
    if offered:
        yield (
            f"In the freezer: {_list_few(offered)}. Have it instead of a meal that you skip,"
            f" and then say what is left ({mention(COUNT)}, such as 0 servings of it)."
        )


def _name_frozen(stock: Stock, tables: Tables) -> str:
    several = stock.grams > tables.foods[stock.grocery_id].portion_g
    return (
        f"{tables.groceries[stock.grocery_id].name} ({_write_servings(stock, tables)}"
        f" serving{'s' if several else ''}, best before {stock.best_before})"
    )


def _list_few(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    return ", ".join([*names[:FEW], *([f"{len(names) - FEW} more"] if len(names) > FEW else [])])


def write_assumed(home: Home, tables: Tables) -> Iterator[str]:
    """Write what a pantry takes for granted, and what it doesn't count."""
    since = (home.day - timedelta(days=SPOKEN_OF_DAYS)).isoformat()
    meals = [meal for meal in home.unknown if meal.day >= since]
    if meals:
        named = [
            f"{date.fromisoformat(meal.day):%A}'s {meal.meal} ({name_served(meal, tables)})"
            for meal in meals[-FEW:]
        ]
        count = f"{len(meals)} meals" if len(meals) > 1 else "1 meal"
        more = f"{len(meals) - FEW} more" if len(meals) > FEW else ""
        listed = ", ".join(filter(None, [*named, more]))
        yield f"Nobody said what became of {count}, so they count as cooked: {listed}."
    for week in home.unbought[-1:]:
        if (home.day - week.first_day).days <= SPOKEN_OF_DAYS:
            yield (
                f"Nobody said that the list of {name_date(week.first_day)} was bought, so none of"
                f" it counts as at home ({mention(BUY_LIST)})."
            )
    if home.past:
        named = [f"{tables.groceries[one.grocery_id].name}" for one in home.past]
        yield f"Past its date, so it doesn't count: {_list_few([*dict.fromkeys(named)])}."


def write_rest(rest: Rest, tables: Tables) -> Iterator[str]:
    """Write which dinners of the last three weeks may come again, and why."""
    if not rest.returned:
        return
    names = [tables.dishes[dish].name for dish in rest.returned if dish in tables.dishes]
    listed = _list_few(names)
    yield (
        f"You can have {rest.dinners} different dinners, too few to leave out all those of the last"
        f" three weeks. These may come again: {listed}."
    )


def compose_taste(taste: KitchenTaste, tables: Tables) -> list[Block]:
    """What the journal says of dishes, with the lines that say it."""
    title = Heading("Your taste", 1)
    if not taste.dishes:
        text = "The journal says nothing of what you like: no dish was liked or skipped lately."
        return [title, Paragraph(text)]
    rows = []
    for dish, own in sorted(taste.dishes.items(), key=lambda item: item[1].points):
        name = tables.dishes[dish].name if dish in tables.dishes else dish
        lines = [one.event for one in taste.said if one.opinion.dish == dish]
        said = ", ".join(f"{event.line} ({event.verb} {event.day})" for event in lines)
        comes = "more" if own.points < 0 else "less"
        rows.append((Cell(name), Cell(comes), Cell(f"{own.points:+.2f}"), Cell(said)))
    headers = ("dish", "comes", "points", "lines of journal.txt")
    grid = Grid(headers, tuple(rows), ("left", "left", "right", "left"))
    note = (
        f"Points of the week of {name_date(taste.day)}, each time that the dish is served: the"
        f" search avoids those above 0. They halve in {OPINION_HALVES} days, and all that was said"
        f" of a dish counts for {MOST_OPINION[LIKED]:g} to {MOST_OPINION[SKIPPED]:+g}. Delete a"
        " line of the journal, and it is forgotten."
    )
    return [title, grid, Paragraph(note)]


def name_date(day: date) -> str:
    """A day in words: "Thursday, 26 November"."""
    return f"{day:%A}, {day.day} {day:%B}"
