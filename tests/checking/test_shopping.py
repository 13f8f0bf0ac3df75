"""The lists of a plan, held against its plates: packs, what keeps, and what is at home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner import WeekPlan, make_request
from planner.checking.shopping import check_shopping
from planner.errors import Problem
from planner.plans.records import DayPlan, Meal, Points, Serving, ShoppingLine
from planner.request.request import AtHome
from planner.tables.bundle import Tables

FOODS = """
food_id group
rice    grains
"""
DISHES = "bowl | breakfast, lunch, dinner, snack | | rice 1 1 4"


@pytest.fixture(scope="module")
def kitchen(small_tables: Callable[[str, str], Tables]) -> Tables:
    """Rice alone, in packs of 100 g that keep seven days."""
    return small_tables(FOODS, DISHES)


def find_faults(
    kitchen: Tables, eaten: dict[int, float], *lines: dict[str, Any], at_home: tuple[AtHome, ...]
) -> list[str]:
    """What the check says of lists for so many grams of rice on some days of two weeks."""
    days = tuple(
        DayPlan(day, (Meal("lunch", "bowl", (Serving("you", "rice", "rice", 1.0, grams),)),))
        for day, grams in ((day, eaten.get(day, 0.0)) for day in range(1, 15))
    )
    aisle, price = kitchen.groceries["rice"].aisle, kitchen.prices.get("rice")
    written = []
    for line in lines:
        held = sum(size * count for size, count in line.get("packs", ()))
        cost = None if price is None else held / 100 * price.usd_per_100g
        known = price is not None and price.known
        plain = ShoppingLine(1, "rice", aisle, 0.0, 0.0, 0.0, (), 0.0, cost, known)
        written.append(replace(plain, **line))
    request = replace(make_request(kitchen, days=14), at_home=at_home)
    points = Points(0.0, 0.0, 0.0, 0.0)
    faults: list[Problem] = []
    check_shopping(WeekPlan(request, kitchen, days, points, tuple(written)), kitchen, faults)
    return [f"{fault.where}: {fault.what}" for fault in faults]


def pack(count: int) -> dict[str, Any]:
    """So many packs of 100 g."""
    return {"packs": ((100.0, count),)}


@pytest.mark.parametrize(
    ("grams", "line", "said"),
    [
        (100.0, pack(1), []),
        (110.0, pack(1), []),  # a tenth of the smallest pack may be short
        (110.2, pack(1), ["packs of 100 g don't fit the 110.2 g to buy"]),
        (100.0, pack(2) | {"left_grams": 100.0}, []),  # the cheapest packs may hold one more
        (99.9, pack(2) | {"left_grams": 100.1}, ["packs of 200 g don't fit the 99.9 g to buy"]),
        (5.0, pack(0), ["packs of 0 g don't fit the 5 g to buy"]),
        (100.0, {"packs": ((50.0, 2),)}, ["packs of 100 g don't fit the 100 g to buy"]),
    ],
)
def test_packs_are_those_of_the_shelf_and_just_enough(
    grams: float, line: dict[str, Any], said: list[str], kitchen: Tables
) -> None:
    """A pack too many, too few or that no shop has is a fault; so is a pack that nobody takes."""
    found = find_faults(kitchen, {1: grams}, {"grams": grams} | line, at_home=())
    assert found == [f"shopping, week 1: rice: {what}" for what in said]


def test_what_is_at_home_is_eaten_until_its_last_day(kitchen: Tables) -> None:
    """On that day still, after it no more; and it isn't carried over from packs."""
    line = {"week": 1, "grams": 50.0, "at_home_grams": 50.0}
    stock = AtHome("rice", 50.0, 3)
    assert find_faults(kitchen, {3: 50.0}, line, at_home=(stock,)) == []
    assert find_faults(kitchen, {4: 50.0}, line, at_home=(stock,)) == [
        "shopping, week 1: rice: 50 g at home, not 0.0 g"
    ]
    later = line | {"week": 2}
    assert find_faults(kitchen, {8: 50.0}, later, at_home=(replace(stock, until=None),)) == []


@pytest.mark.parametrize(("day", "keeps"), [(8, True), (9, False)])
def test_a_pack_serves_the_next_week_while_it_keeps(day: int, keeps: bool, kitchen: Tables) -> None:
    """Rice that keeps seven days from day 1 is good on day 8, and not on day 9."""
    first = {"grams": 60.0, "left_grams": 0.0} | pack(1)
    second = {"week": 2, "grams": 40.0, "carried_grams": 40.0}
    found = find_faults(kitchen, {7: 60.0, day: 40.0}, first, second, at_home=())
    assert (found == []) == keeps
    if not keeps:
        assert "shopping, week 2: rice: 40 g of earlier weeks, not 0.0 g" in found


def test_a_week_is_shopped_for_on_its_first_day(kitchen: Tables) -> None:
    """Packs of the second week are there on day 8, and all that week, though they keep less."""
    short = replace(kitchen.groceries["rice"], keeps_days=1)
    tables = replace(kitchen, groceries={"rice": short})
    second = {"week": 2, "grams": 100.0} | pack(1)
    for day in (8, 14):
        assert find_faults(tables, {day: 100.0}, second, at_home=()) == []
