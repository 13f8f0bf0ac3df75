"""The prices of one's own shop: a file that wins over the national averages.

    item,price,per
    firm tofu,2.49,pack
    soy milk,$3.19,946 ml
    apples,1.99,lb

`price` is in US dollars. `per` is what they buy: a weight or, for drinks and oils, a volume; `pack`
where the item has one size; `each` or `dozen` where people count it. A price for kg, lb, oz, l or
100 g holds for packs of any size. One for a pack, such as 946 ml, is that pack's, and other sizes
cost more or less for 100 g, as `grocery_prices` says.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from planner.errors import HouseholdFileError, Problem, RequestError, quote
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import SMALL, refuse_missing, take_path
from planner.request.pantry import GRAMS, MILLILITRES, find_item, find_names
from planner.tables.bundle import Tables
from planner.tables.groceries import BY_PIECE, BY_WEIGHT, MOST_USD, OWN_PRICE, Grocery
from planner.tables.grocery_prices import parse_money

COLUMNS = ("item", "price", "per")
RATES = ("100 g", "each", "piece", *GRAMS, *(unit for unit in MILLILITRES if unit[0] in "ml"))
"""What a price may be for whatever the pack: a weight, a litre, a piece."""


def read_prices(path: Path | str, tables: Tables) -> Tables:
    r"""The tables with the prices of a CSV file; the hash says that they are others.

    The columns are item, price and per. Raises HouseholdFileError with every fault, by line and
    column.

        >>> path = Path(folder, "prices.csv")
        >>> _ = path.write_text("item,price,per\napples,1.99,lb\n")
        >>> round(read_prices(path, tables).prices["apples"].usd_per_100g, 3)
        0.439
    """
    file = take_path(path, ("path",))
    refuse_missing(file, "Name a CSV file of your prices, with the columns item, price and per.")
    problems: list[Problem] = []
    names = find_names(tables)
    found: dict[str, Grocery] = {}
    lines: dict[str, int] = {}
    for row in read_rows(file, COLUMNS, problems, may_be_empty=True, most=SMALL):
        named = find_item(row, "item", row.text("item"), names)
        usd = _read_usd(row)
        if named is None:
            continue
        grocery = tables.groceries[named.grocery_id]
        grams = _read_per(row, grocery, tables)
        first = lines.setdefault(grocery.id, row.line)
        if first != row.line:
            what = f"{quote(row.text('item'))} is already in line {first}"
            row.fault("item", what, "Keep one price for it.")
        elif usd is not None and grams is not None:
            rate = usd / grams * 100
            if not 0.01 <= rate <= MOST_USD:
                what = f"{quote(row.text('price'))} comes to ${rate:,.4g} for 100 g"
                remedy = (
                    f"Between $0.01 and ${MOST_USD:g} is likely: mend the price or what it is per."
                )
                row.fault("price", what, remedy)
            any_pack = _simplify(row.text("per")) in RATES
            found[grocery.id] = replace(
                grocery,
                price_usd_per_100g=rate,
                price_year=None,
                price_source=OWN_PRICE,
                price_pack_g=None if any_pack or len(grocery.pack_g) == 1 else grams,
            )
    if problems:
        raise HouseholdFileError(*problems)
    return use_prices(tables, found)


def keep_own_prices(tables: Tables, excerpt: Tables) -> Tables:
    """Tables with the prices of one's own that an excerpt of others was made with."""
    own = {
        item.id: replace(
            tables.groceries[item.id],
            price_usd_per_100g=item.price_usd_per_100g,
            price_year=None,
            price_source=item.price_source,
            price_pack_g=item.price_pack_g,
        )
        for item in excerpt.groceries.values()
        if item.price_is_own and item.id in tables.groceries
    }
    return use_prices(tables, own)


def use_prices(tables: Tables, own: dict[str, Grocery]) -> Tables:
    """Tables with other rows of some items, which differ in their prices alone."""
    if not own:
        return tables
    told = [
        f"{item.id} {item.price_usd_per_100g!r} {item.price_pack_g!r}"
        for item in sorted(own.values(), key=lambda item: item.id)
    ]
    digest = hashlib.sha256("\n".join([tables.hash, *told]).encode()).hexdigest()[:16]
    return replace(tables, groceries={**tables.groceries, **own}, hash=digest)


def _read_usd(row: Row) -> float | None:
    cell = row.text("price")
    if not cell:
        return None
    try:
        return parse_money(cell, "price")
    except RequestError as error:
        (problem,) = error.problems
        row.fault(
            "price",
            problem.what,
            problem.remedy.replace("60 or 60USD", "2.49").replace("60.", "2.49."),
        )
        return None


def _simplify(per: str) -> str:
    return " ".join(per.lower().removeprefix("per ").split())


def _read_per(row: Row, grocery: Grocery, tables: Tables) -> float | None:
    """The grams as bought that a price is for; None, and a fault, where the cell doesn't say."""
    cell = row.text("per")
    if not cell:
        return None
    match = re.fullmatch(r"(\d+\.?\d*|\.\d+)?\s*([a-z ]+)", _simplify(cell))
    count, unit = (float(match[1] or 1), match[2].strip()) if match else (0.0, "")
    units = {name: grams for name, grams in GRAMS.items() if name}
    if grocery.g_per_ml is not None:
        units |= {name: ml * grocery.g_per_ml for name, ml in MILLILITRES.items()}
    if grocery.counted_g is not None:
        units |= dict.fromkeys(("each", "piece", "pieces"), grocery.counted_g)
        units["dozen"] = 12 * grocery.counted_g
    packs = {"pack", "each"} - units.keys()
    if grocery.pack not in (BY_WEIGHT, BY_PIECE):
        packs |= {"pack", *grocery.pack.split(" or "), grocery.pack}
    if grocery.one_size_g is not None and grocery.pack != BY_WEIGHT:
        units |= dict.fromkeys(packs, grocery.one_size_g)
    if unit in units and count > 0:
        grams = count * units[unit]
        least = tables.smallest_portions.get(grocery.id, 0.0)
        if unit not in packs and _simplify(cell) not in RATES and grams < least:
            what = f"{quote(cell)} is less than the smallest portion, {least:.3g} g as bought"
            row.fault("per", what, "Write the weight of the pack, or lb, kg or 100 g.")
            return None
        return grams
    remedy = "Write a weight such as 100 g, kg or lb"
    remedy += ", or a volume such as 946 ml." if grocery.g_per_ml is not None else "."
    if unit in packs and grocery.pack != BY_WEIGHT:
        size, unit = 1.0, "g"
        if grocery.g_per_ml is not None:
            size, unit = grocery.g_per_ml, "ml"
        sizes = [f"{grams / size:.0f} {unit}" for grams in grocery.pack_g]
        listed = " and ".join(filter(None, [", ".join(sizes[:-1]), sizes[-1]]))
        remedy = f"There are {grocery.pack_plural} of {listed}: write which, such as {sizes[0]}."
    elif unit in MILLILITRES:
        remedy = "It is sold by weight: write 100 g, kg or lb."
    row.fault("per", f"{quote(cell)} is not what {grocery.name} is sold by", remedy)
    return None
