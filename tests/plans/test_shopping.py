"""The shopping list buys what the plates need, once, in packs that hold it."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner import check_plan, make_request, plan_week
from planner.plans.records import DayPlan, Meal, Serving, ShoppingLine, WeekPlan
from planner.plans.shopping import (
    SPOILS_DAYS,
    TOLERATED_SHORT,
    choose_packs,
    compute_cost,
    compute_line,
    compute_lines,
    compute_shopping,
    find_needs,
    find_spoiled,
    find_stale,
    open_packs,
    split_list,
    use_stocks,
)
from planner.render.documents.shopping_list import compose_list, write_spoiling
from planner.render.formats.text import render_text
from planner.render.phrases import Style, Units, write_bought, write_packs
from planner.request.request import AtHome
from planner.tables.bundle import Tables, find_data
from planner.tables.groceries import Grocery


def at_home(grams: Mapping[str, float]) -> tuple[AtHome, ...]:
    """So many grams of items at home, without a date."""
    return tuple(AtHome(item, own, None) for item, own in grams.items())


CAN = Grocery(
    "beans",
    "beans",
    "canned",
    "can",
    "cans",
    (400.0, 800.0),
    None,
    None,
    700,
    cupboard=False,
    source="estimate",
    price_usd_per_100g=0.25,
    price_year=2022,
    price_source="USDA ERS: beans|Canned",
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
    order = list(tables.aisles)
    assert [order.index(line.aisle) for line in lines] == sorted(
        order.index(line.aisle) for line in lines
    )


@pytest.fixture(scope="module")
def week(tables: Tables) -> WeekPlan:
    """A week for one."""
    return plan_week(make_request(tables, diet="vegetarian"), tables)


def for_two(week: WeekPlan) -> tuple[DayPlan, ...]:
    """The same days with a second eater, who has half as much again of everything."""

    def with_ben(meal: Meal) -> Meal:
        more = (
            replace(one, person="Ben", portions=one.portions * 1.5, grams=one.grams * 1.5)
            for one in meal.servings
        )
        return replace(meal, servings=(*meal.servings, *more))

    return tuple(replace(day, meals=tuple(map(with_ben, day.meals))) for day in week.days)


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a bundled table, read by no code of the planner."""
    with (find_data() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_known(row: dict[str, str]) -> bool:
    """Whether a row of groceries.csv has a price of a survey."""
    return bool(row["price_usd_per_100g"]) and not row["price_source"].startswith("estimate")


def add_up(value: dict[str, Any]) -> tuple[dict[str, float], dict[str, float]]:
    """What a plan's JSON needs as bought, and what 100 g of each item cost, from the CSV files."""
    foods = {row["food_id"]: row for row in read_csv("foods.csv")}
    groceries = {row["grocery_id"]: row for row in read_csv("groceries.csv")}
    needs: dict[str, float] = defaultdict(float)
    for day in value["days"]:
        for meal in day["meals"]:
            for one in meal["servings"]:
                food = foods[one["food_id"]]
                needs[food["grocery_id"]] += one["grams"] * float(food["bought_g_per_eaten_g"])
    group = {row["grocery_id"]: row["group"] for row in reversed(foods.values())}
    prices = {}
    for item, row in groceries.items():
        if row["price_usd_per_100g"]:
            prices[item] = float(row["price_usd_per_100g"])
            continue
        if item not in group:
            continue
        like = sorted(
            float(other["price_usd_per_100g"])
            for name, other in groceries.items()
            if is_known(other) and group.get(name) == group[item]
        )
        assert like, f"{group[item]} has no price"
        place = 0.75 * (len(like) - 1)
        below, rest = int(place), place % 1
        prices[item] = like[below] + rest * (like[min(below + 1, len(like) - 1)] - like[below])
    return needs, prices


@pytest.mark.parametrize("home", [{}, {"rolled-oats": 1e5, "bananas": 100.0, "eggs": 10.0}])
@pytest.mark.parametrize("people", [1, 2])
def test_the_list_is_what_the_csv_files_say(
    people: int, home: dict[str, float], week: WeekPlan, tables: Tables
) -> None:
    """Needs, packs, rests, costs and totals, computed again from the plan's JSON and the tables."""
    days = week.days if people == 1 else for_two(week)
    lines = compute_shopping(days, tables, at_home(home))
    value = json.loads(json.dumps(replace(week, days=days, shopping=lines).to_json()))
    needs, prices = add_up(value)
    groceries = {row["grocery_id"]: row for row in read_csv("groceries.csv")}
    assert {line["grocery_id"] for line in value["shopping"]} == needs.keys()
    total = cupboard = used = left = spoiling = 0.0
    guessed = 0
    for line in value["shopping"]:
        item = line["grocery_id"]
        row = groceries[item]
        assert line["aisle"] == row["aisle"]
        assert line["grams"] == pytest.approx(needs[item], abs=0.051)
        taken = min(home.get(item, 0.0), line["grams"])
        assert line["at_home_grams"] == pytest.approx(taken, abs=0.051)
        sizes = [float(size) for size in row["pack_g"].split(";")]
        assert all(pack["grams"] in sizes for pack in line["packs"])
        held = sum(pack["grams"] * pack["count"] for pack in line["packs"])
        buy = line["grams"] - line["at_home_grams"]
        assert held >= buy - TOLERATED_SHORT * sizes[-1]
        assert held - buy < sizes[-1], "a pack that isn't needed"
        assert line["left_grams"] == pytest.approx(max(held - buy, 0), abs=0.101)  # twice rounded
        named = float(row["price_pack_g"] or 0)
        cost = sum(
            pack["grams"]
            * pack["count"]
            / 100
            * prices[item]
            * ((named / pack["grams"]) ** 0.3 if named else 1)
            for pack in line["packs"]
        )
        assert line["cost_usd"] == pytest.approx(cost, abs=0.0051)
        assert line["price_known"] == is_known(row)
        if row["cupboard"] == "1":
            cupboard += line["cost_usd"]
        elif held:
            total += line["cost_usd"]
            used += line["cost_usd"] * (1 - line["left_grams"] / held)
            left += line["left_grams"]
            keeps = min(float(row["keeps_days"]), float(row["opened_days"] or "inf"))
            spoiling += line["left_grams"] * (keeps <= SPOILS_DAYS)
            guessed += not is_known(row)
    cost_found = compute_cost(lines, tables)
    assert cost_found.total_usd == pytest.approx(total, abs=0.01)
    assert cost_found.cupboard_usd == pytest.approx(cupboard, abs=0.01)
    assert cost_found.used_usd == pytest.approx(used, abs=0.01)
    assert cost_found.left_grams == pytest.approx(left, abs=0.1)
    assert cost_found.spoiling_grams == pytest.approx(spoiling, abs=0.1)
    assert cost_found.guessed == guessed


def test_a_pantry_keeps_the_check(week: WeekPlan, tables: Tables) -> None:
    """A plan whose list was made with a pantry is still the plan that the check finds sound."""
    some = {line.grocery_id: line.grams * 0.5 for line in week.shopping}
    request = replace(week.request, at_home=at_home(some))
    listed = replace(
        week, request=request, shopping=compute_shopping(week.days, tables, at_home(some))
    )
    assert not check_plan(listed, tables).faults
    unsaid = replace(listed, request=week.request)
    assert any("g at home, not 0.0 g" in fault.what for fault in check_plan(unsaid, tables).faults)


@given(needed=st.floats(1, 5000), home=st.floats(0, 6000))
def test_the_pantry_is_used_up_before_anything_is_bought(
    needed: float, home: float, tables: Tables
) -> None:
    """What is at home is taken off, never more than is needed.

    The packs for the rest cost and hold no more together; a tighter one alone may be dearer.
    """
    oats = tables.groceries["rolled-oats"]
    line = compute_line(oats, needed, min(needed, home), tables)
    without = compute_line(oats, needed, 0.0, tables)
    assert line.at_home_grams <= line.grams
    usd_per_g = tables.prices[oats.id].usd_per_100g / 100
    counted = [
        (one.cost_usd or 0) + usd_per_g * sum(size * count for size, count in one.packs)
        for one in (line, without)
    ]
    assert counted[0] <= counted[1] + 0.011  # two prices, in whole cents
    if home >= needed:
        assert line.packs == ()
    held = sum(size * count for size, count in line.packs)
    assert held + home >= needed - TOLERATED_SHORT * oats.pack_g[-1] - 0.1


def test_what_is_at_home_is_shown(week: WeekPlan, tables: Tables) -> None:
    """Taken off where some is there, apart where it is enough, and not in the price."""
    by_weight = (
        line
        for line in week.shopping
        if line.grams > 60 and not tables.groceries[line.grocery_id].g_per_ml
    )
    first, second = next(by_weight), next(by_weight)
    home = {first.grocery_id: 10.0, second.grocery_id: second.grams + 500}
    lines = compute_shopping(week.days, tables, at_home(home))
    text = render_text(compose_list(replace(week, shopping=lines), tables))
    words = " ".join(text.split())
    assert "you have 10 g" in words
    apart = words.split("You have enough of")[1]
    assert tables.groceries[second.grocery_id].name in apart
    assert (compute_cost(lines, tables).total_usd or 0) < (
        compute_cost(week.shopping, tables).total_usd or 0
    )


def test_the_list_says_what_its_prices_are(week: WeekPlan, tables: Tables) -> None:
    """The total, its sources and years, and how many lines have no price of their own."""
    words = " ".join(render_text(compose_list(week, tables)).split())
    cost = compute_cost(week.shopping, tables)
    assert f"Estimated price: ${cost.total_usd:,.2f}" in words
    assert "USDA ERS in dollars of 2022" in words
    assert "in dollars of 2026" in words
    lines = words.split("Look in the cupboard first")[0]
    assert lines.count("*") == cost.guessed


def test_without_prices_no_line_has_one(week: WeekPlan, tables: Tables) -> None:
    """Tables that know no price print none, and no total of nothing."""
    bare = replace(
        tables,
        groceries={
            item.id: replace(item, price_usd_per_100g=None) for item in tables.groceries.values()
        },
    )
    lines = compute_shopping(week.days, bare)
    assert all(line.cost_usd is None and not line.price_known for line in lines)
    assert compute_cost(lines, bare).total_usd is None
    listed = replace(week, shopping=lines)
    text = render_text(compose_list(listed, bare))
    assert "$" not in text
    assert "Left over in the packs" in text
    assert not check_plan(listed, bare).faults


@pytest.mark.parametrize(
    ("item", "grams", "home", "metric", "us"),
    [
        ("bananas", 645, 0, "bananas: 4 (needs 3½, leaves ½)", "bananas: 4 (needs 3½, leaves ½)"),
        ("oranges", 1437, 0, "oranges: 8 (needs 8), ", "oranges: 8 (needs 8), "),
        ("eggs", 454.4, 0, "1 carton of 12 (needs 8, leaves 4)", "1 carton of 12 (needs 8"),
        (
            *("soy-milk", 1300, 0, "1 carton of 1.89 l (needs 1.27 l, leaves 627 ml)"),
            "1 carton of ½ gallon (needs 43 fl oz, leaves 21 fl oz)",
        ),
        (
            *("soy-milk", 6600, 0, "(needs 6.43 l, leaves 199 ml)"),
            "3 cartons of ½ gallon (needs 1.7 gallons, leaves 6.7 fl oz)",
        ),
        ("canned-corn", 340, 0, "1 can of 340 g (needs 340 g)", "1 can of 12 oz (needs 12 oz)"),
        (
            *("white-rice", 700, 300, "1 bag of 454 g (needs 700 g, you have 300 g, leaves 54 g)"),
            "1 bag of 1 lb (needs 25 oz, you have 11 oz, leaves 1.9 oz)",
        ),
        ("salmon-fillet", 274, 0, "300 g (needs 274 g, leaves 26 g)", "11 oz (needs 9.7 oz"),
    ],
)
def test_a_line_says_what_to_take(
    item: str, grams: float, home: float, metric: str, us: str, tables: Tables
) -> None:
    """Pieces, packs, cartons and weights in either unit, with need, pantry and rest."""
    grocery = tables.groceries[item]
    line = compute_line(grocery, grams, home, tables)
    assert metric in write_bought(line, grocery)
    assert us in write_bought(line, grocery, Style(Units.US))


def test_a_drink_weighs_what_its_cup_weighs(tables: Tables) -> None:
    """What is sold by volume has the density of its food's cup or spoon, within three percent."""
    measures = {"cup": 236.588, "tbsp": 14.787, "tsp": 4.929}
    checked = 0
    for food in tables.foods.values():
        density = tables.groceries[food.grocery_id].g_per_ml
        if density is not None:
            portion = food.portion_g / measures[food.portion]
            assert portion == pytest.approx(density, rel=0.03), food.id
            checked += 1
    assert checked > 30


LONG_DAYS = 30


@pytest.fixture(scope="module")
def month(week: WeekPlan, tables: Tables) -> WeekPlan:
    """Thirty days in which the week comes again and again, with something at home."""
    days = tuple(replace(week.days[place % 7], day=place + 1) for place in range(LONG_DAYS))
    home = (*at_home({"rolled-oats": 300.0, "onions": 120.0}), AtHome("eggs", 400.0, 9))
    request = replace(week.request, days=LONG_DAYS, at_home=home)
    shopping = compute_shopping(days, tables, home)
    return replace(week, request=request, days=days, shopping=shopping)


def test_the_lists_of_the_weeks_feed_every_day(month: WeekPlan, tables: Tables) -> None:
    """Eaten day by day from what is at home and bought, nothing lacks that still keeps.

    Of each item the packs of all weeks hold what the plan needs of them and what they leave.
    """
    assert not [
        fault for fault in check_plan(month, tables).faults if fault.where != "plan, misses"
    ]
    assert {line.week for line in month.shopping} == {1, 2, 3, 4, 5}
    by_item: dict[str, list[ShoppingLine]] = defaultdict(list)
    for line in month.shopping:
        by_item[line.grocery_id].append(line)
    assert any(line.carried_grams for line in month.shopping)
    for item, lines in by_item.items():
        grocery = tables.groceries[item]
        held = sum(size * count for line in lines for size, count in line.packs)
        needed = sum(line.grams - line.at_home_grams for line in lines)
        left = sum(line.left_grams for line in lines)
        short = TOLERATED_SHORT * grocery.pack_g[-1] * len(lines)
        assert -short - 0.5 <= held - left - needed <= 0.5, item
        if grocery.keeps_days < 7 or grocery.pack == "can":
            assert not any(line.carried_grams for line in lines), item


def test_what_keeps_is_not_bought_again(month: WeekPlan, tables: Tables) -> None:
    """A bottle of the cupboard serves the weeks after; what spoils is bought for its week alone."""
    bottles = [line for line in month.shopping if tables.groceries[line.grocery_id].cupboard]
    assert any(not line.packs and line.carried_grams for line in bottles)
    assert all(line.packs or line.carried_grams for line in bottles)
    needs = find_needs(month.days, tables)
    for line in month.shopping:
        if tables.groceries[line.grocery_id].keeps_days < 7:
            own = sum(needs[line.grocery_id][7 * line.week - 7 : 7 * line.week])
            assert line.grams == pytest.approx(own, abs=0.051)


def test_the_price_of_a_plan_is_the_sum_of_its_lists(month: WeekPlan, tables: Tables) -> None:
    """The text's total is what its weeks say, and what is said of all weeks is said once."""
    words = " ".join(render_text(compose_list(month, tables)).split())
    weekly = re.findall(r"Estimated price of this list: \$([\d,.]+\d)", words)
    (total,) = re.findall(r"Estimated price: \$([\d,.]+\d)", words)
    assert len(weekly) == 5
    assert sum(map(float, weekly)) == pytest.approx(float(total), abs=0.001)
    for once in (
        "Pack sizes are estimates",
        "Prices are national averages",
        "There is a list for each week",
    ):
        assert words.count(once) == 1, once
    for week, span in enumerate(("1 to 7", "8 to 14", "15 to 21", "22 to 28", "29 to 30"), start=1):
        assert f"Week {week}, days {span}" in words


def test_the_check_refuses_a_list_that_forgets_or_invents(month: WeekPlan, tables: Tables) -> None:
    """What is carried over, left over or moved to another week otherwise than it happens."""
    carried = next(p for p, line in enumerate(month.shopping) if line.carried_grams > 1)
    bought = next(p for p, line in enumerate(month.shopping) if line.left_grams > 1)
    one = month.shopping[carried]
    for place, edited in (
        (carried, replace(one, carried_grams=0.0, at_home_grams=one.carried_grams)),
        (carried, replace(one, week=one.week % 5 + 1)),
        (carried, replace(one, week=6)),
        (bought, replace(month.shopping[bought], left_grams=0.0)),
    ):
        lines = (*month.shopping[:place], edited, *month.shopping[place + 1 :])
        faults = check_plan(replace(month, shopping=lines), tables).faults
        assert any(str(fault.where).startswith("shopping") for fault in faults)


def test_a_list_for_all_days_at_once_is_split(month: WeekPlan, tables: Tables) -> None:
    """A file from before there were weeks opens with a list for each of them."""
    value = month.to_json()
    value["shopping"] = [line for line in value["shopping"] if line["week"] == 1]
    for line in value["shopping"]:
        del line["week"], line["carried_grams"]
    del value["request"]["start"], value["tables"]
    value["schema_version"] = 4
    old = WeekPlan.from_json(json.dumps(value), "plan.json", tables)
    assert split_list(old, tables).shopping == month.shopping


@given(
    needs=st.lists(st.floats(0, 900), min_size=1, max_size=30),
    item=st.sampled_from(["fresh-spinach", "olive-oil", "canned-chickpeas", "eggs", "white-rice"]),
    stocks=st.lists(st.tuples(st.floats(0, 900), st.none() | st.integers(1, 30)), max_size=2),
)
def test_any_needs_are_met_from_the_lists(
    needs: list[float],
    item: str,
    stocks: list[tuple[float, int | None]],
    tables: Tables,
) -> None:
    """Of one week it is the list for all days at once; each line adds up to what the week needs."""
    grocery = tables.groceries[item]
    own = [AtHome(item, grams, until) for grams, until in stocks]
    lines = compute_lines(grocery, needs, own, tables)
    if len(needs) <= 7 and lines:
        (line,) = lines
        once = compute_line(grocery, sum(needs), sum(use_stocks(own, needs)), tables)
        assert line.packs == once.packs
    at_home = sum(line.at_home_grams for line in lines)
    assert at_home == pytest.approx(sum(use_stocks(own, needs)), abs=0.06 * len(lines) + 1e-6)
    for line in lines:
        held = sum(size * count for size, count in line.packs)
        assert line.grams == pytest.approx(sum(needs[7 * line.week - 7 : 7 * line.week]), abs=0.051)
        rest = line.grams - line.at_home_grams - line.carried_grams
        assert held >= rest - TOLERATED_SHORT * grocery.pack_g[-1] - 0.1
        assert -1e-9 <= line.left_grams <= held + 0.051


@given(
    sizes=st.lists(st.integers(50, 1000), min_size=1, max_size=2, unique=True),
    counts=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    shares=st.lists(st.integers(0, 10), min_size=7, max_size=7).filter(sum),
)
def test_packs_are_opened_one_after_the_other(
    sizes: list[int], counts: tuple[int, int], shares: list[int]
) -> None:
    """Each is opened when those before are empty, and none before the first day that needs it."""
    packs = tuple((float(size), count) for size, count in zip(sorted(sizes), counts, strict=False))
    held = sum(size * count for size, count in packs)
    needs = [held * share / sum(shares) for share in shares]
    uses = open_packs(packs, needs)
    assert len(uses) == sum(count for _, count in packs)
    assert uses[0].opened == next(day for day, share in enumerate(shares) if share)
    assert uses[-1].finished == max(day for day, share in enumerate(shares) if share)
    for use, after in pairwise(uses):
        assert use.opened <= use.finished <= after.opened


def test_what_is_opened_keeps_no_longer_than_it_says(tables: Tables) -> None:
    """Of one carton: what is drunk too late is told, and so much less serves the next week."""
    needs = [200.0, 0.0, 0.0, 0.0, 0.0, 0.0, 200.0, 0.0, 300.0, *[0.0] * 5]
    week = tuple(
        replace(day("soy-milk", grams), day=number) if grams else DayPlan(number, ())
        for number, grams in enumerate(needs[:7], start=1)
    )
    for opened, fresh, carried in ((5.0, False, 0.0), (7.0, True, 0.0), (10.0, True, 300.0)):
        milk = replace(tables.groceries["soy-milk"], opened_days=opened, keeps_days=30)
        own = replace(tables, groceries={**tables.groceries, milk.id: milk})
        first, second = compute_lines(milk, needs, (), own)
        assert first.packs == ((972.0, 1),)
        assert second.carried_grams == pytest.approx(carried)
        assert find_stale([first], week, own) == ([] if fresh else [(milk, 1, 7)])


def test_what_is_served_raw_is_bought_later(week: WeekPlan, tables: Tables) -> None:
    """No banana is frozen for a sandwich; spinach for a pot is, and no salad of it."""
    dishes = {
        ("peanut-butter-banana-sandwich", "banana", "banana"): False,
        ("fruit-and-nuts", "fruit", "strawberries"): False,
        ("lentil-soup", "greens", "cooked-spinach"): True,
        ("lentil-soup", "vegetables", "cooked-carrots"): True,
    }
    seen = set()
    for (dish, slot, food_id), freezes in dishes.items():
        food = tables.foods[food_id]
        own = replace(tables.groceries[food.grocery_id], keeps_days=1.0, freezer_days=90.0)
        here = replace(tables, groceries={**tables.groceries, own.id: own})
        serving = Serving("you", slot, food_id, 1.0, food.portion_g)
        meal = Meal(tables.dishes[dish].meals[0], dish, (serving,))
        days = [replace(day, meals=(meal,) if day.day == 6 else ()) for day in week.days]
        (line,) = compute_shopping(days, here)
        (found,) = find_spoiled([line], days, here)
        assert (found.item.id, found.day, found.freezes) == (own.id, 6, freezes)
        told = " ".join(write_spoiling([line], days, here, Style()))
        assert ("freeze them" in told) == freezes
        assert ("buy them later" in told) != freezes
        seen.add(freezes)
    assert seen == {True, False}


def test_the_list_says_how_long_what_is_left_keeps(week: WeekPlan, tables: Tables) -> None:
    """Each rest that is soon lost, with its days from the table, and whether it freezes."""
    words = " ".join(render_text(compose_list(week, tables)).split())
    (said,) = re.findall(r"Once bought or opened, the rest keeps for (.*)\.", words)
    listed = re.findall(r"(?:^|; )(\d+) days?: (.*?)(?=; \d+ days?: |$)", said)
    assert listed
    kept = {}
    for days, names in listed:
        for line in week.shopping:
            item = tables.groceries[line.grocery_id]
            if re.search(rf"(^|, ){re.escape(item.name)} \(", names):
                kept[item.id] = float(days)
    for line in week.shopping:
        item = tables.groceries[line.grocery_id]
        worth = line.packs and line.left_grams >= 0.1 * item.pack_g[0] and not item.cupboard
        if item.counted_g is not None:  # less than half of a piece isn't told anywhere
            worth = worth and line.left_grams >= item.counted_g / 2
        keeps = min(item.keeps_days, item.opened_days or item.keeps_days)
        assert (item.id in kept) == bool(worth and keeps <= SPOILS_DAYS), item.id
        assert kept.get(item.id, keeps) == keeps


@pytest.mark.parametrize("count", [1, 2, 10, 40])
def test_a_large_household_buys_large_packs(count: int, tables: Tables) -> None:
    """Of an item that is used up the list has the largest packs, for small ones cost more."""
    for item in tables.groceries.values():
        if item.one_size_g is None:
            largest = item.pack_g[-1]
            assert choose_packs(item, count * largest) == ((largest, count),), item.id


def test_the_smallest_bag_may_be_from_the_bulk_bin() -> None:
    """It has no pack, and the list says where it is from; so may the next be."""
    oats = replace(CAN, pack="bag", pack_plural="bags", pack_g=(227.0, 510.0), bulk_bin=1)
    line = ShoppingLine(
        1,
        "beans",
        "canned",
        700.0,
        0.0,
        0.0,
        ((227.0, 2), (510.0, 1)),
        264.0,
        3.0,
        price_known=True,
    )
    assert write_packs(line, oats) == "454 g from the bulk bin and 1 bag of 510 g"
    assert (
        write_packs(line, replace(oats, bulk_bin=2))
        == "454 g from the bulk bin and 510 g from the bulk bin"
    )


@given(number=st.integers(0, 10_000), grams=st.floats(1, 5_000))
@example(number=0, grams=0.0)
def test_packs_that_are_bought_are_not_bought_again(
    tables: Tables, number: int, grams: float
) -> None:
    """A pack may lack what nobody minds: the list asks for no other after the shopping."""
    groceries = [*tables.groceries.values()]
    grocery = groceries[number % len(groceries)]
    if not grams:  # what a week needed: 229.3 g of 227 g
        grocery, grams = tables.groceries["dry-brown-lentils"], 229.3
    line = compute_line(grocery, grams, 0.0, tables)
    held = sum(size * count for size, count in line.packs)
    again = compute_line(grocery, grams, held, tables)
    assert line.packs
    assert not again.packs
