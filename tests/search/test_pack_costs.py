"""Packs, budgets and what is at home in a plan, counted again from the tables' own cells."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import WeekPlan, check_plan, find_data, make_request, plan_week
from planner.errors import ExitCode
from planner.model.bound import build_households
from planner.plans.records import Usual
from planner.plans.shopping import choose_packs, compute_cost, find_needs, use_stocks
from planner.render.documents.shopping_list import compose_list, write_budget, write_savings
from planner.render.formats.text import render_text
from planner.request.day_wishes import Wish
from planner.request.request import AtHome
from planner.search.effort import Work
from planner.search.pack_costs import Market, Weights
from planner.tables.bundle import Tables

DATED = (
    AtHome("whole-milk", 4000.0, 2),
    AtHome("fresh-spinach", 600.0, 1),
    AtHome("firm-tofu", 900.0, 3),
)
HOME = (AtHome("rolled-oats", 300.0, None), AtHome("dry-brown-lentils", 400.0, 5))


def total_of(plan: WeekPlan) -> float:
    """The price of a plan's packs, from the cells of groceries.csv, the cupboard's left out."""
    with (find_data() / "groceries.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["grocery_id"]: row for row in csv.DictReader(file)}
    total = 0.0
    for line in plan.to_json()["shopping"]:
        row = rows[line["grocery_id"]]
        named = float(row["price_pack_g"] or 0)
        held = sum(
            pack["grams"] * pack["count"] * ((named / pack["grams"]) ** 0.3 if named else 1)
            for pack in line["packs"]
        )
        if row["cupboard"] == "0":
            known = row["price_usd_per_100g"]
            cost = held / 100 * float(known) if known else line["cost_usd"]
            total += round(cost, 2)
    return total


@pytest.fixture(scope="module")
def cheap(tables: Tables) -> WeekPlan:
    """A vegan week for at most 80 dollars."""
    return plan_week(make_request(tables, diet="vegan", budget="$80"), tables, Work("quick"))


def test_a_budget_holds_for_the_packs_of_the_list(cheap: WeekPlan, tables: Tables) -> None:
    """The cells' prices of what is bought add up to no more, and nothing is missed for it."""
    assert total_of(cheap) <= 80 + 0.1
    assert cheap.usual is not None
    assert cheap.usual.total_usd > 80
    assert not cheap.misses
    report = check_plan(cheap, tables)
    assert not report.faults
    assert report.exit_code is ExitCode.MET
    again = WeekPlan.from_json(json.dumps(cheap.to_json()), "plan.json")
    assert again.request == cheap.request
    assert again.to_json() == cheap.to_json()


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        {"cheap": True, "days": 2},
        {"cheap": True, "days": 3, "diet": "vegetarian"},
        {"cheap": True, "days": 3, "diet": "pescatarian", "seed": 1},
        {"budget": 40, "days": 3, "seed": 1},
    ],
)
def test_nothing_that_was_found_is_nearer_to_usual_than_what_is_called_nearest(
    words: dict[str, Any], tables: Tables
) -> None:
    """So the plan is never nearer than that, nor dearer, and both are said as they are."""
    plan = plan_week(make_request(tables, **words), tables)
    assert plan.usual is not None
    assert plan.points.total >= plan.usual.points - 1e-6
    total = compute_cost(plan.shopping, tables).total_usd or 0.0
    assert total <= plan.usual.total_usd + 0.1
    text = render_text(compose_list(plan, tables))
    assert "closer to usual" not in text
    further = plan.points.total - plan.usual.points
    assert (f"{further:.1f} portions further" in " ".join(text.split())) == (
        further >= 0.05 and plan.usual.total_usd - total >= 0.005
    )


def test_the_check_refuses_a_budget_that_is_not_held(cheap: WeekPlan, tables: Tables) -> None:
    """With half the budget the same list ends in the code of what is missed, and says how much."""
    less = replace(cheap, request=replace(cheap.request, budget_usd=45.0))
    report = check_plan(less, tables)
    assert report.exit_code is ExitCode.MISSED
    assert report.over_budget_usd == pytest.approx(total_of(cheap) - 45, abs=0.1)


def test_a_changed_plan_is_not_called_the_cheapest_found(cheap: WeekPlan, tables: Tables) -> None:
    """After a swap the list may be dearer than what was found before, and says no more."""
    less = replace(cheap, request=replace(cheap.request, budget_usd=45.0))
    assert "the cheapest plan that was found" in write_budget(less, tables)
    wish = Wish(2, "lunch", "not", "tofu-stir-fry")
    swapped = replace(less, request=replace(less.request, wishes=(wish,)))
    assert "least" not in write_budget(swapped, tables)
    assert "Over the budget of $45.00 by" in write_budget(swapped, tables)


def test_what_is_at_home_is_used_up_where_that_is_asked(week: WeekPlan, tables: Tables) -> None:
    """More grams of the pantry are eaten than by the plan that doesn't know of it."""
    asked = make_request(tables, diet="vegan", use_up=True, at_home=HOME)
    plan = plan_week(asked, tables)
    needs = {line.grocery_id: line.grams for line in week.shopping}
    eaten = sum(min(one.grams, needs.get(one.grocery_id, 0.0)) for one in HOME)
    assert sum(line.at_home_grams for line in plan.shopping) > eaten
    assert not plan.misses


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 2])
def test_using_up_is_never_dearer_than_without(seed: int, tables: Tables) -> None:
    """It keeps the plan without where its own would be; seed 2 is one where it would."""
    words: dict[str, Any] = {"diet": "vegan", "seed": seed, "at_home": HOME}
    plain = plan_week(make_request(tables, **words), tables)
    work = Work()
    plan = plan_week(make_request(tables, use_up=True, **words), tables, work)
    total, without = (compute_cost(own.shopping, tables).total_usd for own in (plan, plain))
    assert total is not None
    assert without is not None
    assert total <= without
    assert plan.request.use_up
    assert not check_plan(plan, tables).faults
    assert work.without_usd == {"use_up": pytest.approx(without)}
    (said,) = write_savings(plan, tables, work.without_usd, work.tried)
    expected = f"saves ${without - total:,.2f}" if total < without else "would save nothing"
    assert expected in said


@pytest.mark.long
def test_leftovers_say_whether_they_save_money(tables: Tables) -> None:
    """Beside the plan of the same search without them: cheaper by so much, or not cheaper."""
    work = Work("quick")
    plan = plan_week(make_request(tables, diet="vegan", leftovers=3, seed=1), tables, work)
    total = compute_cost(plan.shopping, tables).total_usd or 0.0
    without = work.without_usd["leftovers"]
    for usd, words in (
        (without, f"and ${without - total:,.2f}" if without > total else "not money"),
        (total + 5, "and $5.00: without"),
        (total, "not money: without them the list costs the same"),
        (total - 3, "not money: without them the list costs $3.00 less"),
    ):
        (said,) = write_savings(plan, tables, {"leftovers": usd}, ())
        assert words in said


def test_ten_dollars_less_cost_what_the_plans_tried_say(cheap: WeekPlan, tables: Tables) -> None:
    """For each ten dollars the nearest plan within them, in portions beyond the nearest of all."""
    plan = replace(cheap, usual=Usual(100.0, 2.0))
    tried = [(100.0, 2.0), (89.0, 3.5), (95.0, 9.0), (79.0, 6.0), (71.0, 4.25)]
    (said,) = write_savings(plan, tables, {}, tried)
    assert said.endswith("further from usual, in portions: 1.5 for $90, 2.2 for $80.")
    assert not write_savings(plan, tables, {}, [(100.0, 2.0)])
    assert not write_savings(plan, tables, {}, [])


def test_the_market_counts_packs_as_the_list_does(tables: Tables) -> None:
    """For any grams its packs hold what `choose_packs` takes from the shelf."""
    market = Market(build_households(make_request(tables), tables), make_request(tables))
    for grams in (0.4, 37.0, 412.0, 1650.0):
        every = np.arange(len(market.items))
        held, _ = market.hold(every, np.full(len(every), grams), np.zeros(len(every)))
        for item, own in zip(market.items, held.tolist(), strict=True):
            packs = sum(size * count for size, count in choose_packs(item, grams))
            assert own == pytest.approx(packs), item.id


@pytest.mark.parametrize(("oats", "others", "usd"), [(1.0, 3.0, 3.7), (None, None, 0.0)])
def test_what_is_eaten_weighs_its_price_in_dollars(
    oats: float | None, others: float | None, usd: float, tiny: Tables
) -> None:
    """250 g at $1 for 100 g and 40 g at $3 are $3.70; where no price is known it is nothing."""
    request = make_request(tiny, days=1)
    names = [item.id for item in tiny.groceries.values()]
    priced = [oats if name == names[0] else others for name in names]
    groceries = {
        item.id: replace(item, price_usd_per_100g=price)
        for item, price in zip(tiny.groceries.values(), priced, strict=True)
    }
    market = Market(build_households(request, replace(tiny, groceries=groceries)), request)
    grams = {names[0]: 250.0, names[1]: 40.0}
    needs = np.array([[grams.get(item.id, 0.0) for item in market.items]])
    assert needs.sum() == 290
    weights = Weights(eaten=1.0, left=0.0, kept=0.0, heavy=0.0, scrap=0.0)
    assert market.points(needs, weights) == pytest.approx(usd)


@pytest.fixture(scope="module")
def dated(tables: Tables) -> WeekPlan:
    """A week that is to use up milk, spinach and tofu of few days."""
    return plan_week(make_request(tables, use_up=True, at_home=DATED), tables, Work("quick"))


def test_nothing_at_home_is_eaten_after_its_date(dated: WeekPlan, tables: Tables) -> None:
    """What the list takes off is needed on the days until the date, from the portions alone."""
    lines = {line.grocery_id: line for line in dated.shopping}
    for stock in DATED:
        needed = sum(
            one.grams * tables.foods[one.food_id].bought_g_per_eaten_g
            for day in dated.days[: stock.until]
            for meal in day.meals
            for one in meal.servings
            if tables.foods[one.food_id].grocery_id == stock.grocery_id
        )
        taken = lines[stock.grocery_id].at_home_grams if stock.grocery_id in lines else 0.0
        assert taken == pytest.approx(min(needed, stock.grams), abs=0.1), stock
    assert sum(line.at_home_grams for line in dated.shopping) > 1000
    assert not check_plan(dated, tables).faults


def test_what_stays_at_home_is_named(dated: WeekPlan, tables: Tables) -> None:
    """The list says how much of what isn't eaten by its date, with that day."""
    words = " ".join(render_text(compose_list(dated, tables)).split())
    assert "Not used: " in words
    assert "whole milk (" in words.split("Not used: ")[1]
    assert "best before day 2" in words


def test_the_market_counts_a_plan_as_its_list_does(dated: WeekPlan, tables: Tables) -> None:
    """The total that a budget is held to in the search is the list's, with stocks of dates."""
    households = build_households(dated.request, tables)
    market = Market(households, dated.request)
    needs = np.zeros((len(dated.days), len(market.items)))
    for item, own in find_needs(dated.days, tables).items():
        needs[:, [one.id for one in market.items].index(item)] = own
    total = compute_cost(dated.shopping, tables).total_usd
    assert market.total_usd(needs) == pytest.approx(total)


@given(
    stocks=st.lists(
        st.tuples(st.floats(0, 500), st.none() | st.integers(1, 5)), min_size=1, max_size=3
    ),
    needs=st.lists(st.floats(0, 300), min_size=5, max_size=5),
)
def test_of_dated_stocks_as_much_is_eaten_as_can_be(
    stocks: list[tuple[float, int | None]], needs: list[float]
) -> None:
    """Never more than there is or is needed, and as much as the tightest run of days lets."""
    own = [AtHome("feta", grams, until) for grams, until in stocks]
    eaten = use_stocks(own, needs)
    assert all(0 <= used <= one.grams + 1e-6 for used, one in zip(eaten, own, strict=True))
    least = min(
        sum(needs[:day]) + sum(one.grams for one in own if (one.until or 5) > day)
        for day in range(6)
    )
    assert sum(eaten) == pytest.approx(least, abs=1e-6)
