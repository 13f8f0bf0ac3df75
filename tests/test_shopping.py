"""The shopping list buys what the plates need, once, in packs that hold it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.groceries import AISLES, Grocery
from planner.plan import DayPlan, Meal, Serving
from planner.shopping import TOLERATED_SHORT, choose_packs, compute_shopping
from planner.tables import Tables

CAN = Grocery(
    "beans",
    "beans",
    "canned",
    "can",
    "cans",
    (400.0, 800.0),
    700,
    cupboard=False,
    source="estimate",
)


def day(food_id: str, grams: float) -> DayPlan:
    """A day of one serving."""
    serving = Serving("you", "slot", food_id, 1, grams)
    return DayPlan(1, (Meal("lunch", "dish", (serving,)),))


@given(
    grams=st.floats(1, 20_000),
    sizes=st.lists(st.integers(20, 3000), min_size=1, max_size=3, unique=True),
)
def test_packs_hold_what_is_needed(grams: float, sizes: list[int]) -> None:
    """Packs together hold the grams, less the little for which nobody opens another."""
    grocery = replace(CAN, pack_g=tuple(float(size) for size in sorted(sizes)))
    packs = choose_packs(grocery, grams)
    held = sum(size * count for size, count in packs)
    assert all(count >= 1 and size in grocery.pack_g for size, count in packs)
    assert held >= grams - TOLERATED_SHORT * max(sizes)
    assert held - grams < max(sizes)


def test_least_left_over_wins() -> None:
    """One large can where it fits, a small one for a rest."""
    assert choose_packs(CAN, 300) == ((400.0, 1),)
    assert choose_packs(CAN, 790) == ((800.0, 1),)
    assert choose_packs(CAN, 1100) == ((400.0, 1), (800.0, 1))


def test_dry_and_peeled_are_bought_as_sold(tables: Tables) -> None:
    """Boiled lentils are bought dry and bananas in their peel: USDA refuse 36 %, dry matter."""
    lentils, banana = tables.foods["lentils-boiled"], tables.foods["banana"]
    (line,) = compute_shopping([day("lentils-boiled", 198)], tables)
    assert line.grocery_id == lentils.grocery_id
    assert 60 < line.grams < 80
    (line,) = compute_shopping([day("banana", 118)], tables)
    assert abs(line.grams - 118 / (1 - 0.36)) < 0.1
    assert banana.bought_basis == "refuse 36 % of ndb 9040"


def test_list_is_one_line_an_item_in_the_order_of_aisles(tables: Tables) -> None:
    """Servings of one item over days come together; aisles stand in the shop's order."""
    days = [day("banana", 118), day("lentils-boiled", 100), day("banana", 118)]
    lines = compute_shopping(days, tables)
    assert [line.grocery_id for line in lines] == [
        tables.foods["banana"].grocery_id,
        tables.foods["lentils-boiled"].grocery_id,
    ]
    order = list(AISLES)
    assert [order.index(line.aisle) for line in lines] == sorted(
        order.index(line.aisle) for line in lines
    )
