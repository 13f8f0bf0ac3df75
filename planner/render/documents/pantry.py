"""What is at home: a table of it, and in sentences what is only assumed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.errors import BUY_LIST, mention
from planner.kitchen.at_home import Home
from planner.kitchen.meal_words import name_served
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph
from planner.render.phrases import PLAIN, Style, write_weight
from planner.tables.bundle import Tables

FEW = 3  # meals that a sentence names


def compose_pantry(home: Home, tables: Tables, style: Style = PLAIN) -> list[Block]:
    """What is at home on a day, what goes off first above the rest."""
    title = Heading(f"At home on {name_date(home.day)}", 1)
    if not home.pantry.stocks:
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
    return [title, grid, Paragraph(note, Mark.QUIET)]


def write_assumed(home: Home, tables: Tables) -> Iterator[str]:
    """Write what a pantry takes for granted, and what it doesn't count."""
    if home.unknown:
        meals = home.unknown
        named = [
            f"{date.fromisoformat(meal.day):%A}'s {meal.meal} ({name_served(meal, tables)})"
            for meal in meals[-FEW:]
        ]
        count = f"{len(meals)} meals" if len(meals) > 1 else "1 meal"
        more = f"{len(meals) - FEW} more" if len(meals) > FEW else ""
        listed = ", ".join(filter(None, [*named, more]))
        yield f"Nobody said what became of {count}, so they count as cooked: {listed}."
    for week in home.unbought[-1:]:
        if (home.day - week.first_day).days <= 14:
            yield (
                f"Nobody said that the list of {name_date(week.first_day)} was bought, so none of"
                f" it counts as at home ({mention(BUY_LIST)})."
            )
    if home.past:
        named = [f"{tables.groceries[one.grocery_id].name}" for one in home.past]
        yield f"Past its date, so it doesn't count: {', '.join(dict.fromkeys(named))}."


def name_date(day: date) -> str:
    """A day in words: "Thursday, 26 November"."""
    return f"{day:%A}, {day.day} {day:%B}"
