"""What is at home already: a file that the household keeps, and that nothing here writes to.

    item,grams,best_before
    rolled oats,400,
    plain nonfat yogurt,0.5 kg,2026-12-01

Weights are as bought. An item is named as the list or the plan prints it; one named as a food that
is cooked from dry counts as the dry weight that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.errors import HouseholdFileError, Problem, clip, close_matches, quote
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import SMALL, refuse_missing, take_path
from planner.parsing.numbers import drop_thousands_commas
from planner.tables.bundle import Tables
from planner.tables.groceries import BY_WEIGHT, Grocery

MOST_STOCKS = 2000
COLUMNS = ("item", "grams")
BEST_BEFORE = "best_before"
GRAMS = {
    **dict.fromkeys(("", "g", "gr", "gram", "grams"), 1.0),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), 1000.0),
    **dict.fromkeys(("oz", "ounce", "ounces"), 28.349523125),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), 453.59237),
}
MILLILITRES = {
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliter", "milliliters"), 1.0),
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), 1000.0),
    **dict.fromkeys(("pt", "pint", "pints"), 473.176473),
    **dict.fromkeys(("qt", "quart", "quarts"), 946.352946),
    **dict.fromkeys(("gal", "gallon", "gallons"), 3785.411784),
}
MOST_G = 100_000.0  # of one item: beyond it the unit is wrong


@dataclass(frozen=True)
class Stock:
    """Grams of an item at home, as bought, and the day until which it is best, if that is known."""

    grocery_id: str
    grams: float
    best_before: date | None


@dataclass(frozen=True)
class Named:
    """What a word stands for: an item, grams bought for a gram of it, and its name in full.

    `kind` is that of a food made of the item where the word is the item's own, "" where it is a
    food's.
    """

    grocery_id: str
    ratio: float
    name: str
    kind: str = ""


@dataclass(frozen=True)
class Pantry:
    """Everything at home."""

    stocks: tuple[Stock, ...] = ()

    @property
    def grams(self) -> Mapping[str, float]:
        """Grams at home by grocery id, whatever their dates."""
        grams: dict[str, float] = {}
        for stock in self.stocks:
            grams[stock.grocery_id] = grams.get(stock.grocery_id, 0.0) + stock.grams
        return grams

    def split(self, day: date) -> tuple[Pantry, Pantry]:
        """What is still good on a day or has no date, and what is past its date."""
        past = tuple(s for s in self.stocks if s.best_before and s.best_before < day)
        good = tuple(stock for stock in self.stocks if stock not in past)
        return Pantry(good), Pantry(past)

    @property
    def best_before(self) -> Mapping[str, date]:
        """The earliest date by grocery id, for the items that have one."""
        dated = sorted(
            ((s.best_before, s.grocery_id) for s in self.stocks if s.best_before), reverse=True
        )
        return {grocery_id: day for day, grocery_id in dated}


def read_pantry(path: Path | str, tables: Tables) -> Pantry:
    """The pantry of a CSV file; HouseholdFileError with every fault, by line and column.

    The columns are item, grams and, if it is wanted, best_before (an ISO date). Grams are a number,
    or one with g, kg, oz or lb, with ml or l for drinks and oils, or with pieces or the pack's name
    where the item has one size. Units may be written out.
    """
    pantry, problems = take_pantry(path, tables)
    if problems:
        raise HouseholdFileError(*problems)
    return pantry


def take_pantry(path: Path | str, tables: Tables) -> tuple[Pantry, list[Problem]]:
    """The lines of a pantry that are understood, and what is wrong with the others.

    HouseholdFileError if no line can be read at all.
    """
    problems: list[Problem] = []
    names: Mapping[str, Named] = {}
    stocks: list[Stock] = []
    seen: dict[tuple[str, date | None], int] = {}
    file = take_path(path, ("path",))
    refuse_missing(file, "Name a CSV file of what is at home, with the columns item and grams.")
    count = 0
    for count, row in enumerate(  # noqa: B007
        read_rows(file, COLUMNS, problems, may_be_empty=True, most=SMALL), start=1
    ):
        names = names or find_names(tables)  # only where there is a row
        named = find_item(row, "item", row.text("item"), names)
        grams = _read_grams(row, None if named is None else tables.groceries[named.grocery_id])
        best_before = _read_date(row)
        if named is None or grams is None:
            continue
        key = (named.grocery_id, best_before)
        if key in seen:
            first = seen[key]
            what = f"{quote(row.text('item'))} is already in line {first}"
            row.fault("item", what, "Add the two up, or give each its own best_before.")
            continue
        seen[key] = row.line
        if len(stocks) == MOST_STOCKS:
            what = f"is a pantry of more than {MOST_STOCKS} lines"
            problems.append(Problem(file.name, what, "Keep what the plan may use."))
            break
        stocks.append(Stock(named.grocery_id, grams * named.ratio, best_before))
    if problems and not count:
        raise HouseholdFileError(*problems)
    return Pantry(tuple(stocks)), problems


def find_names(tables: Tables) -> dict[str, Named]:
    """What items may be called, as simplified by `simplify`.

    An item goes before a food, and both before a kind, which names an item that is alone of it.
    """
    names: dict[str, Named] = {}
    kinds: dict[str, set[str]] = {}
    of_item: dict[str, str] = {}
    for food in tables.foods.values():
        kind = simplify(food.kind)
        kinds.setdefault(kind, set()).add(food.grocery_id)
        of_item[food.grocery_id] = kind
        named = Named(food.grocery_id, min(1.0, food.bought_g_per_eaten_g), food.name)
        names |= dict.fromkeys((simplify(food.id), simplify(food.name)), named)
    for grocery in tables.groceries.values():
        kind = of_item.get(grocery.id, "")
        named = Named(grocery.id, 1.0, grocery.name, kind)
        short = re.sub(r" \(.*\)|, .*", "", grocery.name)
        names |= dict.fromkeys(map(simplify, (grocery.id, grocery.name, short)), named)
        if kinds.get(kind) == {grocery.id}:
            names.setdefault(kind, named)
    return names


def simplify(name: str) -> str:
    """A name without what people write differently: capitals, hyphens, commas, a plural's s."""
    words = re.sub(r"[^\w%&]+", " ", name.lower()).split()
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words)


def find_item(row: Row, column: str, word: str, names: Mapping[str, Named]) -> Named | None:
    """What a word of a row stands for, of `find_names`; None, and a fault, where it is nothing."""
    simple = simplify(word)
    if word and simple not in names:
        row.fault(column, *refuse_item(word, names))
    return names.get(simple)


def refuse_item(word: str, names: Mapping[str, Named]) -> tuple[str, str]:
    """What is wrong with a word that names no item of `find_names`, and what may be meant."""
    simple = simplify(word)
    full = {named.name: named.kind for named in names.values()}
    items = [name for name, kind in full.items() if kind]
    longer = [name for name in items if f" {simple} " in f" {simplify(name)} "]
    near = sorted(longer, key=lambda name: (full[name] != simple, len(name), name))[:5]
    remedy = f"Did you mean {' or '.join(near)}?" if near else close_matches(simple, names)
    remedy = remedy or "Name it as the shopping list does, or leave it out."
    return f"{quote(word)} is not an item of a shopping list", remedy


def _read_grams(row: Row, grocery: Grocery | None) -> float | None:
    cell = row.text("grams")
    weight = parse_weight(cell, grocery) if cell else None
    if isinstance(weight, tuple):
        row.fault("grams", *weight)
        return None
    return weight


def parse_weight(cell: str, grocery: Grocery | None) -> float | tuple[str, str]:
    """The grams that a text says of an item; what is wrong and what to do where it says none."""
    units = dict(GRAMS)
    if grocery is None or grocery.g_per_ml is not None:
        density = 1.0 if grocery is None or grocery.g_per_ml is None else grocery.g_per_ml
        units |= {unit: ml * density for unit, ml in MILLILITRES.items()}
    packs = (
        () if grocery is None or grocery.pack == BY_WEIGHT else (grocery.pack, grocery.pack_plural)
    )
    if grocery is not None and grocery.one_size_g is not None:
        units |= dict.fromkeys(packs, grocery.one_size_g)
    piece_g = None if grocery is None else grocery.counted_g
    if piece_g is not None:
        units |= dict.fromkeys(("piece", "pieces"), piece_g)
    plain = drop_thousands_commas(cell.lower())
    match = re.fullmatch(r"(-?(?:\d+\.?\d*|\.\d+))\s*([a-z]*)", plain)
    if match is None or match[2] not in units:
        remedy = "Write grams, such as 400, or 0.4 kg."
        if grocery is not None and match is not None and match[2] in packs:
            sizes = " and ".join(f"{size:g} g" for size in grocery.pack_g)
            remedy = f"There are {grocery.pack_plural} of {sizes}: write how many grams you have."
        return f"{quote(cell)} is not a weight", remedy
    grams = float(match[1]) * units[match[2]]
    if grams < 0:
        return f"{clip(cell)} is negative", "Write what you have, or leave the line out."
    if piece_g is not None and not match[2] and 0 < grams < piece_g / 4:
        remedy = f"Write {clip(cell)} pieces if you counted them, or their weight, such as 200 g."
        return f"{clip(cell)} g is not even a quarter of one", remedy
    if grams > MOST_G:
        return f"{clip(cell)} is more than {MOST_G / 1000:g} kg", "Write grams."
    return grams


def _read_date(row: Row) -> date | None:
    cell = row.cells.get(BEST_BEFORE, "").strip()
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        remedy = "Write year, month and day, such as 2026-12-01."
        row.fault(BEST_BEFORE, f"{quote(cell)} is not a date", remedy)
        return None
