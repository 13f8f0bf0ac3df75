"""The shopping list for a spreadsheet, as CSV (RFC 4180) that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io

from planner.groceries import AISLES
from planner.plan import WeekPlan
from planner.render.blocks import clean
from planner.render.shopping import find_seasonings
from planner.render.words import write_packs
from planner.tables import Tables

BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows that a file is in UTF-8
COLUMNS = ("aisle", "item", "buy", "bought_g", "needed_g", "at_home_first")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render_spreadsheet(plan: WeekPlan, tables: Tables) -> str:
    """A line for each item: what to take from the shelf, its grams, the grams needed."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in plan.shopping:
        grocery = tables.groceries[line.grocery_id]
        bought = sum(size * count for size, count in line.packs)
        texts = (AISLES[line.aisle], grocery.name, write_packs(line, grocery))
        home = "yes" if grocery.cupboard else "no"
        writer.writerow([*map(guard, texts), f"{bought:g}", f"{line.grams:g}", home])
    for seasoning in find_seasonings(plan, tables):
        writer.writerow(["Seasonings", guard(seasoning), "to taste", "", "", "yes"])
    return file.getvalue()


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    text = clean(text)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
