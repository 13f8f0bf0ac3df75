"""Prices: the one rule for unknown ones, and sums of money as people type them."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest

from planner.errors import RequestError
from planner.tables import grocery_prices
from planner.tables.bundle import Tables
from planner.tables.grocery_prices import parse_money, price_groceries, price_packs, scale_price


def test_an_unknown_price_is_the_upper_quartile_of_like_foods(tables: Tables) -> None:
    """Of the same food group, else of the aisle: a quarter of the known ones are dearer."""
    milks = {food.grocery_id for food in tables.foods.values() if food.group == "plant-milks"}
    items = [replace(item, price_usd_per_100g=None) for item in tables.groceries.values()]
    for usd, place in enumerate(i for i, item in enumerate(items) if item.id in milks):
        if items[place].id != "oat-milk":
            items[place] = replace(items[place], price_usd_per_100g=float(usd + 1))
    prices = price_groceries(items, tables.foods.values())
    known = sorted(p.usd_per_100g for item, p in prices.items() if p.known)
    oats = prices["oat-milk"]
    assert not oats.known
    assert sum(usd <= oats.usd_per_100g for usd in known) >= 0.75 * (len(known) - 1)
    assert sum(usd >= oats.usd_per_100g for usd in known) >= 0.25 * (len(known) - 1)
    assert prices["cheddar"] == oats, "its group has no price, the aisle has those of the milks"
    assert prices["rolled-oats"] == oats, "nor has its aisle"


def test_a_small_pack_is_dearer_for_100_g_and_cheaper_in_all(tables: Tables) -> None:
    """A quart isn't priced at a gallon's rate; of what is weighed out any amount is."""
    milk = tables.groceries["whole-milk"]
    gallon, quart = milk.pack_g[-1], milk.pack_g[-3]
    price = tables.prices[milk.id]
    dollars = [price_packs(milk, price, [(size, 1)]) for size in milk.pack_g]
    assert price_packs(milk, price, [(gallon, 1)]) == pytest.approx(4.229, abs=0.001)  # BLS
    assert price_packs(milk, price, [(quart, 4)]) > 1.4 * 4.229
    assert dollars == sorted(dollars)
    rates = [scale_price(milk, size) for size in milk.pack_g]
    assert rates == sorted(rates, reverse=True)
    assert scale_price(milk, gallon / 2) == pytest.approx(1.23, abs=0.005)
    assert scale_price(tables.groceries["salmon-fillet"], 3000) == 1


def test_every_item_of_several_packs_says_which_its_price_is_for(tables: Tables) -> None:
    """And no small pack is dearer than the next larger one."""
    for item in tables.groceries.values():
        if len(item.pack_g) > 1:
            assert item.price_pack_g is not None, item.id
            dollars = [size * scale_price(item, size) for size in item.pack_g]
            assert dollars == sorted(dollars), item.id


def test_an_estimated_price_is_not_known(tables: Tables) -> None:
    """It has its star, names its basis, and isn't what unknown prices are measured by."""
    maitake = tables.groceries["maitake-mushrooms"]
    assert maitake.price_source.startswith("estimate: ")
    assert not tables.prices[maitake.id].known
    assert tables.prices["portabella-mushrooms"].usd_per_100g < 1


def test_the_examples_run(tables: Tables) -> None:
    """Those of what depends on the size of a pack."""
    for name in ("scale_price", "price_packs"):
        (found,) = doctest.DocTestFinder(recurse=False).find(
            getattr(grocery_prices, name),
            name,
            module=grocery_prices,
            extraglobs={"tables": tables},
        )
        assert found.examples
        assert not doctest.DocTestRunner(verbose=False).run(found).failed


def test_tables_without_prices_have_none(tables: Tables) -> None:
    """A shop without a single price is no free shop."""
    items = [replace(item, price_usd_per_100g=None) for item in tables.groceries.values()]
    assert price_groceries(items, tables.foods.values()) == {}


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        *(("60", 60), ("$60", 60), ("60 USD", 60), ("usd 60", 60), ("60$", 60)),
        *((" 1,200.50 ", 1200.5), (".5", 0.5), (60, 60), (59.9, 59.9), ("60 dollars", 60)),
    ],
)
def test_money_is_read_as_people_type_it(text: str | float, usd: float) -> None:
    """US dollars, with their sign or name or without."""
    assert parse_money(text, ("budget",)) == usd


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *(("60EUR", "in EUR, prices are in US dollars"), ("€60", "in €"), ("£ 5", "in £")),
        *(("60 CHF", "in CHF"), ("-5", "not above 0"), ("0", "not above 0"), ("", "not a sum")),
        *(("sixty", "not a sum"), ("60 70", "not a sum"), ("nan", "not a sum"), ("6,0", "not a")),
    ],
)
def test_other_money_is_refused(text: str, what: str) -> None:
    """Another currency, nothing, less than nothing: one sentence, and what to write."""
    with pytest.raises(RequestError) as caught:
        parse_money(text, ("budget",))
    (problem,) = caught.value.problems
    assert problem.where == ("budget",)
    assert what in problem.what
    assert "US dollars" in problem.remedy
