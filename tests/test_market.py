"""Packs, budgets and what is at home in a plan, counted again from the tables' own cells."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner import WeekPlan, check_plan, find_data, make_request, plan_week
from planner.errors import ExitCode
from planner.market import Market
from planner.order import order_days
from planner.pantry import Pantry, Stock
from planner.programs import build_households
from planner.request import AtHome, find_at_home
from planner.shopping import choose_packs
from planner.tables import Tables

HOME = (AtHome("rolled-oats", 300.0, None), AtHome("dry-brown-lentils", 400.0, 5))


def total_of(plan: WeekPlan) -> float:
    """The price of a plan's packs, from the cells of groceries.csv, the cupboard's left out."""
    with (find_data() / "groceries.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["grocery_id"]: row for row in csv.DictReader(file)}
    total = 0.0
    for line in plan.to_json()["shopping"]:
        row = rows[line["grocery_id"]]
        held = sum(pack["grams"] * pack["count"] for pack in line["packs"])
        if row["cupboard"] == "0":
            known = row["price_usd_per_100g"]
            cost = held / 100 * float(known) if known else line["cost_usd"]
            total += round(cost, 2)
    return total


@pytest.fixture(scope="module")
def cheap(tables: Tables) -> WeekPlan:
    """A vegan week for at most 90 dollars."""
    return plan_week(make_request(tables, diet="vegan", budget="$90"), tables)


def test_a_budget_holds_for_the_packs_of_the_list(cheap: WeekPlan, tables: Tables) -> None:
    """The cells' prices of what is bought add up to no more, and nothing is missed for it."""
    assert total_of(cheap) <= 90 + 0.1
    assert cheap.usual is not None
    assert cheap.usual.total_usd > 90
    assert not cheap.misses
    report = check_plan(cheap, tables)
    assert not report.faults
    assert report.exit_code is ExitCode.MET
    again = WeekPlan.from_json(json.dumps(cheap.to_json()), "plan.json")
    assert again.request == cheap.request
    assert again.to_json() == cheap.to_json()


def test_the_check_refuses_a_budget_that_is_not_held(cheap: WeekPlan, tables: Tables) -> None:
    """With half the budget the same list ends in the code of what is missed, and says how much."""
    less = replace(cheap, request=replace(cheap.request, budget_usd=45.0))
    report = check_plan(less, tables)
    assert report.exit_code is ExitCode.MISSED
    assert report.over_budget_usd == pytest.approx(total_of(cheap) - 45, abs=0.1)


def test_what_is_at_home_is_used_up_where_that_is_asked(week: WeekPlan, tables: Tables) -> None:
    """More grams of the pantry are eaten than by the plan that doesn't know of it."""
    asked = make_request(tables, diet="vegan", use_up=True, at_home=HOME)
    plan = plan_week(asked, tables)
    needs = {line.grocery_id: line.grams for line in week.shopping}
    eaten = sum(min(one.grams, needs.get(one.grocery_id, 0.0)) for one in HOME)
    assert sum(line.at_home_grams for line in plan.shopping) > eaten
    assert not plan.misses


def test_the_market_counts_packs_as_the_list_does(tables: Tables) -> None:
    """For any grams its packs hold what `choose_packs` takes from the shelf."""
    market = Market(build_households(make_request(tables), tables), make_request(tables))
    for grams in (0.4, 37.0, 412.0, 1650.0):
        every = np.arange(len(market.items))
        held = market.hold(every, np.full(len(every), grams), np.zeros(len(every)))
        for item, own in zip(market.items, held.tolist(), strict=True):
            packs = sum(size * count for size, count in choose_packs(item, grams))
            assert own == pytest.approx(packs), item.id


def test_what_keeps_few_days_comes_first() -> None:
    """Fish that keeps a day is on day 1, greens before rice; the same dinners stay apart."""
    used = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1]], dtype=bool)
    assert order_days(used, np.array([1.0, 3.0, 365.0]), [1, 2, 3], [0, 0, 0]) == [2, 1, 0]
    assert order_days(used, np.array([1.0, 3.0, 365.0]), [1, 2, 3], [0, 1, 2]) == [0, 1, 2]
    order = order_days(used[[1, 0, 2]], np.array([1.0, 3.0, 365.0]), [5, 4, 5], [0, 0, 0])
    assert order[1] == 1, "the two dinners that are alike stay apart"


def test_what_is_past_its_date_is_not_counted() -> None:
    """It is left out, and days are counted from the first."""
    stocks = (Stock("kale", 200.0, date(2026, 1, 1)), Stock("milk", 500.0, date(2026, 1, 4)))
    assert find_at_home(Pantry(stocks), date(2026, 1, 2)) == (AtHome("milk", 500.0, 3),)
