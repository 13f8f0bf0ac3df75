"""The aisles of one's own shop: their order, their headings, and what stands in which.

    aisle,heading,items
    drinks,,
    produce,Greengrocer,
    health-food,Health food,tahini;hemp seeds;tempeh

Aisles that the file leaves out come last, in the bundled order. A heading may be blank for an aisle
that is bundled; an aisle of one's own names its items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.errors import HouseholdFileError, Problem, close_matches, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import SMALL, refuse_missing
from planner.request.pantry import find_item, find_names, simplify
from planner.tables.bundle import Tables

COLUMNS = ("aisle",)
HEADING, ITEMS = "heading", "items"


@dataclass(frozen=True)
class Aisles:
    """Headings by aisle id in the order one walks them; `moved` has the aisle of moved items."""

    headings: Mapping[str, str]
    moved: Mapping[str, str]


def read_own_aisles(path: Path, tables: Tables) -> Aisles:
    """The aisles of a CSV file; HouseholdFileError with every fault, by line and column."""
    refuse_missing(path, "Name a CSV file of your shop's aisles, with the columns aisle and items.")
    problems: list[Problem] = []
    names = find_names(tables)
    ids = {simplify(heading): aisle for aisle, heading in tables.aisles.items()}
    ids |= {simplify(aisle): aisle for aisle in tables.aisles}
    headings: dict[str, str] = {}
    moved: dict[str, str] = {}
    lines: dict[str, int] = {}  # of each aisle and each heading
    for row in read_rows(path, COLUMNS, problems, key="aisle", most=SMALL):
        word = row.text("aisle")
        items = row.words(ITEMS, blank=True) if ITEMS in row.cells else ()
        aisle = ids.get(simplify(word), word)
        if word and aisle not in tables.aisles and not items:
            remedy = close_matches(simplify(word), ids)
            remedy = remedy or "An aisle of your own names its items in the column items."
            row.fault("aisle", f"{quote(word)} is not known", remedy)
        heading = row.cells.get(HEADING, "").strip() or tables.aisles.get(aisle, word)
        for column, value in (("aisle", aisle), (HEADING, f"heading {heading.lower()}")):
            first = lines.setdefault(value, row.line)
            if first != row.line:
                row.fault(column, f"{quote(row.cells[column])} is already in line {first}")
                break
        headings[aisle] = heading
        for item in items:
            named = find_item(row, ITEMS, item, names)
            if named is None:
                continue
            before = moved.setdefault(named.grocery_id, aisle)
            if before != aisle:
                row.fault(ITEMS, f"{quote(item)} stands in {quote(before)} already")
    if problems:
        raise HouseholdFileError(*problems)
    return Aisles(
        {**headings, **{a: h for a, h in tables.aisles.items() if a not in headings}}, moved
    )
