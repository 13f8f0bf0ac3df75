"""What the shop sells: items, their packs, their aisle, how long they keep.

Weights are grams as bought, peel and can liquid included. Shopkeeping figures are estimates
and say so in their `source`; no nutrient figure is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem
from planner.reading import read_rows

COLUMNS = (
    "grocery_id",
    "name",
    "aisle",
    "pack",
    "pack_plural",
    "pack_g",
    "keeps_days",
    "cupboard",
    "source",
)

AISLES = {
    "produce": "Fruit and vegetables",
    "bakery": "Bakery and crackers",
    "dairy-chilled": "Dairy, eggs and chilled",
    "meat-fish": "Meat and fish",
    "frozen": "Frozen",
    "cereals": "Breakfast cereals",
    "grains-pasta": "Rice, grains, pasta and dry beans",
    "canned": "Cans and jars",
    "nuts-dried-fruit": "Nuts, seeds and dried fruit",
    "oils-condiments": "Oils and condiments",
    "baking-spices": "Baking and spices",
    "drinks": "Drinks",
}
"""Aisles in the order one walks them, with the heading that the list prints."""

BY_WEIGHT = "g"


@dataclass(frozen=True)
class Grocery:
    """An item of the shop; `pack_g` are its pack sizes in grams, smallest first.

    An item whose `pack` is "g" is weighed out, in steps of its smallest `pack_g`.
    """

    id: str
    name: str
    aisle: str
    pack: str
    pack_plural: str
    pack_g: tuple[float, ...]
    keeps_days: float
    cupboard: bool
    source: str


def read_groceries(path: Path, problems: list[Problem]) -> dict[str, Grocery]:
    """The items of `groceries.csv` by id."""
    groceries = {}
    for row in read_rows(path, COLUMNS, problems, key="grocery_id"):
        sizes = []
        for word in row.words("pack_g"):
            try:
                sizes.append(float(word))
            except ValueError:
                sizes.append(math.nan)
            if not 0 < sizes[-1] < math.inf:
                row.fault("pack_g", f"{word!r} is not a weight in grams")
        sound = all(0 < size < math.inf for size in sizes)
        if sound and sizes != sorted(set(sizes)):
            row.fault("pack_g", "sizes must rise", "Write the smallest pack first.")
        grocery = Grocery(
            id=row.text("grocery_id"),
            name=row.text("name"),
            aisle=row.choice("aisle", AISLES),
            pack=row.text("pack"),
            pack_plural=row.text("pack_plural"),
            pack_g=tuple(sizes),
            keeps_days=row.number("keeps_days", 1, 5000),
            cupboard=row.flag("cupboard"),
            source=row.text("source"),
        )
        groceries[grocery.id] = grocery
    return groceries
