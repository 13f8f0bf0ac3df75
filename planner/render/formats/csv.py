"""The shopping list and other tables as CSV (RFC 4180) that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from planner.parsing.json_values import tidy_numbers
from planner.people.eating_rules import WEEK_DAYS
from planner.people.exclusions import season
from planner.plans.records import WeekPlan
from planner.plans.shopping import arrange, find_needs
from planner.render.blocks import Checklist, clean
from planner.render.documents.shopping_list import find_seasonings, split_weeks
from planner.render.documents.supplements import compose_supplement_list
from planner.render.phrases import PLAIN, Style, write_date, write_packs
from planner.render.recipes import write_measure
from planner.tables.bundle import Tables

BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows that a file is in UTF-8
COLUMNS = (
    *("week", "aisle", "item", "buy", "bought_g", "needed_g", "at_home_g", "carried_g", "left_g"),
    *("price_usd", "price_known", "at_home_first", "first_eaten"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render_spreadsheet(plan: WeekPlan, tables: Tables, style: Style = PLAIN) -> str:
    """A line for each week and item: the packs to buy, grams, price.

    Supplements stand in the first week, seasonings in each that needs them.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    needs = find_needs(plan.days, tables, plan.request.at_home)
    headings = tables.aisles if style.aisles is None else style.aisles.headings
    for line in arrange(plan.shopping, tables, style.aisles):
        grocery = tables.groceries[line.grocery_id]
        bought = sum(size * count for size, count in line.packs)
        packs = write_packs(line, grocery, style.units) if line.packs else "nothing"
        texts = (headings[line.aisle], grocery.name, packs)
        grams = (bought, line.grams, line.at_home_grams, line.carried_grams, line.left_grams)
        price = "" if line.cost_usd is None else f"{line.cost_usd:.2f}"
        flags = ("yes" if flag else "no" for flag in (line.price_known, grocery.cupboard))
        first = (line.week - 1) * WEEK_DAYS
        days_of_week = enumerate(needs[grocery.id][first : first + WEEK_DAYS], start=first + 1)
        eaten = write_date(
            next(day for day, grams_eaten in days_of_week if grams_eaten), style.start
        )
        writer.writerow(
            [
                line.week,
                *map(guard, texts),
                *(f"{amount:g}" for amount in grams),
                price,
                *flags,
                eaten,
            ]
        )
    blanks = [""] * 7
    for block in compose_supplement_list(plan, tables):
        if isinstance(block, Checklist):
            for item in block.items:
                writer.writerow([1, "Supplements", guard(item), "", *blanks, "no", ""])
    for week, (days, _) in split_weeks(plan).items():
        for name, plates in find_seasonings(days, season(tables, plan.request.people)).items():
            seasoning = tables.seasonings.get(name)
            amount = "to taste" if seasoning is None else write_measure(seasoning, plates)
            writer.writerow([week, "Seasonings", guard(name), amount, *blanks, "yes", ""])
    return file.getvalue()


def render_rows(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A line for each row, with these columns of it; what isn't known is blank."""
    file = io.StringIO()
    writer, columns = csv.writer(file, lineterminator="\r\n"), [*columns]
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_write_cell(row[key]) for key in columns])
    return file.getvalue()


def _write_cell(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(value)
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(tidy_numbers(value))


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would read as a formula."""
    text = clean(text)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
