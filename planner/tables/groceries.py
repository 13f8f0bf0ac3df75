"""What the shop sells: items, their packs, their aisle, how long they keep.

Weights are in grams as bought, with peel and with the liquid in a can. Sizes are estimates, as
their `source` says; no nutrient figure is. `storage_source` says where the keeping times come from,
`price_source` where the price does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.errors import Problem, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source

COLUMNS = (
    "grocery_id",
    "name",
    "aisle",
    "pack",
    "pack_plural",
    "pack_g",
    "g_per_ml",
    "piece_g",
    "keeps_days",
    "cupboard",
    "source",
    "price_usd_per_100g",
    "price_year",
    "price_source",
    "price_pack_g",
    "bulk_bin",
    "opened_days",
    "freezer_days",
    "storage_source",
)
OPTIONAL = (
    *("g_per_ml", "piece_g", "source"),
    *("price_usd_per_100g", "price_year", "price_source", "price_pack_g", "bulk_bin"),
    *("opened_days", "freezer_days", "storage_source"),
)
"""Columns that a table may lack; their values are then unknown."""

AISLE_COLUMNS = ("aisle", "heading")

BY_WEIGHT = "g"
BY_PIECE = "piece"

MOST_USD = 100.0  # for 100 g: beyond it the price is for something else
RECIPE = "recipe"
"""The source of an item that stands for a pot of one's own recipe, which nobody buys."""
ESTIMATE = "estimate"
"""How the `price_source` of a price begins that is in no survey: it is no known price."""
OWN_PRICE = "your prices"
"""The `price_source` of a price that the household names itself; it has no year."""


@dataclass(frozen=True)
class Grocery:
    """An item of the shop; `pack_g` are its pack sizes in grams, smallest first.

    An item whose `pack` is "g" is weighed out, in steps of its smallest `pack_g`. One with
    `g_per_ml` is sold by volume, one with `piece_g` by the pieces in its pack. The price is in US
    dollars of `price_year` for 100 g as bought; None is not known. It is that of a pack of
    `price_pack_g`; where that is None, it is that of any pack. The `bulk_bin` smallest packs
    are filled from the shop's bulk bin.

    A closed pack keeps `keeps_days` from the day it is bought, an open one `opened_days` from the
    day it is opened, and the item `freezer_days` in the freezer: 0 means that it shouldn't be
    frozen, None that it isn't known.
    """

    id: str
    name: str
    aisle: str
    pack: str
    pack_plural: str
    pack_g: tuple[float, ...]
    g_per_ml: float | None
    piece_g: float | None
    keeps_days: float
    cupboard: bool
    source: str
    price_usd_per_100g: float | None
    price_year: int | None
    price_source: str
    price_pack_g: float | None = None
    bulk_bin: int = 0
    opened_days: float | None = None
    freezer_days: float | None = None
    storage_source: str = ""

    @property
    def left_days(self) -> float:
        """How long what is left in an open pack keeps: no longer than a closed one."""
        return (
            self.keeps_days if self.opened_days is None else min(self.keeps_days, self.opened_days)
        )

    @property
    def price_is_known(self) -> bool:
        """Whether the price is a survey's or the household's own."""
        return self.price_usd_per_100g is not None and not self.price_source.startswith(ESTIMATE)

    @property
    def price_is_own(self) -> bool:
        """Whether the household named the price itself."""
        return self.price_source == OWN_PRICE

    @property
    def one_size_g(self) -> float | None:
        """The only pack size, or the step of weighing, in grams; None if there are several."""
        return self.pack_g[0] if self.pack == BY_WEIGHT or len(self.pack_g) == 1 else None

    @property
    def counted_g(self) -> float | None:
        """Grams of one piece, for items that people count; None for all others."""
        return self.pack_g[0] if self.pack == BY_PIECE else self.piece_g


def read_aisles(path: Source, problems: list[Problem]) -> dict[str, str]:
    """The aisles of `aisles.csv` with their headings, in the order you walk them."""
    return {
        row.text("aisle"): row.text("heading")
        for row in read_rows(path, AISLE_COLUMNS, problems, key="aisle")
    }


def read_groceries(
    path: Source, problems: list[Problem], *, aisles: Collection[str] | None = None
) -> dict[str, Grocery]:
    """The items of `groceries.csv` by id; with `aisles` given, each must stand in one of them."""
    groceries = {}
    for row in read_rows(path, COLUMNS, problems, key="grocery_id", optional=OPTIONAL):
        sizes = []
        for word in row.words("pack_g"):
            try:
                sizes.append(float(word))
            except ValueError:
                sizes.append(math.nan)
            if not 0 < sizes[-1] < math.inf:
                row.fault(
                    "pack_g",
                    f"{quote(word)} is not a weight in grams",
                    "Write the sizes of packs above 0, such as 340;680.",
                )
        sound = all(0 < size < math.inf for size in sizes)
        if sound and sizes != sorted(set(sizes)):
            row.fault(
                "pack_g", "the sizes are not in rising order", "Write the smallest pack first."
            )
        price = row.optional_number("price_usd_per_100g", 0.01, MOST_USD)
        year = row.optional_number("price_year", 1900, 2100)
        source = row.text("price_source", blank=True)
        if price is not None and year is None and source != OWN_PRICE:
            row.fault("price_year", "is blank beside a price", "Write the year of the price.")
        if price is not None and not source:
            row.fault(
                "price_source", "is blank beside a price", "Write where the price comes from."
            )
        grocery = Grocery(
            id=row.text("grocery_id"),
            name=row.text("name"),
            aisle=row.text("aisle")
            if aisles is None
            else row.choice("aisle", aisles, "aisles.csv"),
            pack=row.text("pack"),
            pack_plural=row.text("pack_plural"),
            pack_g=tuple(sizes),
            g_per_ml=row.optional_number("g_per_ml", 0.5, 2),
            piece_g=row.optional_number("piece_g", 1, 1000),
            keeps_days=row.number("keeps_days", 1, 5000),
            cupboard=row.flag("cupboard"),
            source=row.text("source"),
            price_usd_per_100g=price,
            price_year=None if year is None else int(year),
            price_source=source,
            price_pack_g=row.optional_number("price_pack_g", 1, 100_000),
            bulk_bin=int(row.optional_number("bulk_bin", 0, len(sizes)) or 0),
            opened_days=row.optional_number("opened_days", 1, 5000),
            freezer_days=row.optional_number("freezer_days", 0, 5000),
            storage_source=row.text("storage_source", blank=True),
        )
        groceries[grocery.id] = grocery
    return groceries


def check_packs(
    path: Source,
    groceries: Mapping[str, Grocery],
    portions: Mapping[str, float],
    problems: list[Problem],
) -> None:
    """Note items whose largest pack holds less than a portion, in grams as bought by id."""
    short = {
        item.id
        for item in groceries.values()
        if item.pack not in (BY_WEIGHT, BY_PIECE) and item.pack_g[-1] < portions.get(item.id, 0.0)
    }
    for row in (
        read_rows(path, COLUMNS, problems, key="grocery_id", optional=OPTIONAL) if short else ()
    ):
        name = row.text("grocery_id")
        if name in short:
            what = (
                f"the largest {groceries[name].pack} holds {groceries[name].pack_g[-1]:g} g, less"
            )
            what += f" than the smallest portion of {portions[name]:.3g} g as bought"
            row.fault("pack_g", what, "Write the sizes in grams, or mend the portion in foods.csv.")
