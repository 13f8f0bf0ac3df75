"""What things cost in US dollars: items as bought, foods as eaten, money as people type it.

Two rules live here. An item without a price counts at the upper quartile of the known prices of its
food group, or of its aisle where the group has none, so that a gap never makes a list look cheap.
And 100 g cost more in a small pack than in a large one: by `SIZE_EXPONENT`, which is an estimate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import numpy as np

from planner.errors import FieldPath, Problem, RequestError, clip, quote
from planner.parsing.numbers import drop_thousands_commas
from planner.tables.foods import Food
from planner.tables.groceries import Grocery

SIZE_EXPONENT = 0.3  # 100 g cost 2 ** 0.3 = 1.23 times as much in a pack of half the size
UNKNOWN_QUANTILE = 0.75  # of the known prices of a group: where an unknown one is counted
EVERYWHERE = ("everywhere", "")
DOLLARS = ("", "$", "usd", "us$", "dollar", "dollars")


@dataclass(frozen=True)
class Price:
    """What 100 g of an item cost as bought; `known` is false where that is an estimate."""

    usd_per_100g: float
    known: bool


def price_groceries(groceries: Iterable[Grocery], foods: Iterable[Food]) -> dict[str, Price]:
    """The price of each item by id; empty where the table knows no price at all.

    An item is of the group of the first food that is made of it.
    """
    groups: dict[str, str] = {}
    for food in foods:
        groups.setdefault(food.grocery_id, food.group)
    items = tuple(groceries)

    def find_kinds(item: Grocery) -> tuple[tuple[str, str], ...]:
        return ("group", groups.get(item.id, "")), ("aisle", item.aisle), EVERYWHERE

    known: dict[tuple[str, str], list[float]] = {}
    for item in items:
        if item.price_usd_per_100g is not None and item.price_is_known:
            for kind in find_kinds(item):
                known.setdefault(kind, []).append(item.price_usd_per_100g)
    found = {}
    for item in items:
        like = next((known[kind] for kind in find_kinds(item) if kind in known), [])
        if item.price_usd_per_100g is not None:
            found[item.id] = Price(item.price_usd_per_100g, item.price_is_known)
        elif like:
            found[item.id] = Price(float(np.quantile(like, UNKNOWN_QUANTILE)), known=False)
    return found


def scale_price(grocery: Grocery, size_g: float) -> float:
    """How many times its price for 100 g an item costs in a pack of `size_g` grams.

    It is 1 for the pack that the price is for, and for an item whose price is that of any pack.

        >>> milk = tables.groceries["whole-milk"]
        >>> round(scale_price(milk, milk.price_pack_g / 2), 2)
        1.23
    """
    if grocery.price_pack_g is None:
        return 1.0
    return float((grocery.price_pack_g / size_g) ** SIZE_EXPONENT)


def price_packs(grocery: Grocery, price: Price, packs: Iterable[tuple[float, int]]) -> float:
    """What packs of an item cost in US dollars; each is its size in grams and how many there are.

    >>> milk = tables.groceries["whole-milk"]
    >>> gallon, quarts = (
    ...     price_packs(milk, tables.prices[milk.id], packs)
    ...     for packs in ([(3904.0, 1)], [(976.0, 4)])
    ... )
    >>> quarts > gallon
    True
    """
    grams = sum(size * count * scale_price(grocery, size) for size, count in packs)
    return grams / 100 * price.usd_per_100g


def parse_money(text: str | float, where: str | FieldPath) -> float:
    """A sum of US dollars as people type it ("60", "$60", "1,200.50 USD").

    RequestError where it is no sum above zero, or is in another currency.
    """
    plain = drop_thousands_commas(str(text).strip().lower())
    match = re.fullmatch(r"([^\d\s.,+-]*)\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*([^\d\s.,+-]*)", plain)
    remedy = "Write US dollars, such as 60 or 60USD."
    if match is None:
        raise RequestError(Problem(where, f"{quote(str(text))} is not a sum of money", remedy))
    before, amount, after = match.groups()
    words = [word for word in (before, after) if word not in DOLLARS]
    if words:
        what = f"{quote(str(text))} is in {clip(words[0].upper())}, prices are in US dollars"
        remedy = "Convert it to US dollars and write the number, such as 60."
        raise RequestError(Problem(where, what, remedy))
    if not 0 < float(amount) < inf:
        raise RequestError(Problem(where, f"{quote(str(text))} is not above 0", remedy))
    return float(amount)
