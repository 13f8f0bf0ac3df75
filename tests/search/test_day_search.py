"""What the search of a day claims: it only gets better, it is whole, and its sums are right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from planner import make_request
from planner.model.bound import build_program
from planner.model.household import Household
from planner.search.day_search import GIVING, NEGLIGIBLE, NEW_FOOD, RULE_PENALTY, STRICT, Day
from planner.search.effort import Work
from planner.search.option_arrays import URGENT, OptionArrays
from planner.search.week_search import Search
from planner.tables.bundle import Tables

SINGLE = 1e-2  # points by which single precision may be wrong

# one who can have everything, one with a target out of reach, few dishes, several weeks
EATERS: dict[str, dict[str, Any]] = {
    "vegan": {"diet": "vegan", "days": 7},
    "unfortified": {"diet": "vegan", "days": 2, "avoid": ["fortified"]},
    "narrow": {"diet": "vegan", "days": 3, "avoid": ["soy", "nuts"], "calories": 1500},
    "more than a week": {"diet": "omnivore", "days": 9},
}
ABSURD: tuple[dict[str, Any], ...] = (
    {"targets": ["magnesium=1600"]},
    {"targets": ["vitamin-b12=0.001", "potassium=1000000"]},
    {"limits": ["sodium=0.01", "iron=0.001"]},
    {"limits": ["fat=1"], "targets": ["fat=0.5", "vitamin-e=900"]},
    {"calories": 6000, "limits": ["protein=5"], "every_day": ["zinc"]},
    {"diet": "vegan", "avoid": ["fortified", "soy"], "targets": ["vitamin-d=100", "calcium=2400"]},
)
ENDLESS = 300  # times that the exchanges of a day go on: some twenty is usual


@pytest.fixture(scope="module", params=sorted(EATERS))
def search(request: pytest.FixtureRequest, tables: Tables) -> Search:
    """The first plan of some days."""
    asked = make_request(tables, **EATERS[str(request.param)])
    arrays = OptionArrays(Household([build_program(asked, tables)]))
    found = Search([arrays] * asked.days, replace(asked, seed=3), Work())
    found.begin_all()
    return found


def lay(search: Search, number: int) -> Day:
    """A day of the plan as the search would take it up again."""
    draft = search.draft(number, search.residual(number))
    choice = search.days[number]
    assert choice is not None
    draft.start(choice.served, choice.options)
    return draft


def count_again(search: Search, number: int) -> float:
    """The search's cost of a day from the definitions, in double precision."""
    arrays, program, residual = search.arrays, search.program, search.residual(number)
    choice = search.days[number]
    assert choice is not None
    options, served = choice.options, list(choice.served)
    food = program.options.food[options]
    activity = program.amounts(options).sum(axis=1)
    penalty = arrays.penalty * np.where(arrays.required, URGENT, 1.0)
    below, above = residual.low - activity, activity - residual.high
    cost = penalty @ (np.maximum(below, 0.0) + np.maximum(above, 0.0))
    known = np.zeros(len(program.foods), dtype=bool)
    for foods, _ in residual.seen:
        known |= foods
    cost += (program.options.points[options] + NEW_FOOD * ~known[food]).sum()
    cost += search.steer(number)[options].sum()
    come = {
        dish
        for other in search.others(search.week_of(number), number)
        for dish in other.dishes.nonzero()[0]
    }
    for dish in arrays.dish[served].tolist():
        cost += (
            search.guidance.tastes[number][dish]
            + search.leanings[dish]
            - (dish not in come) * search.guidance.forward[dish]
        )
    cost += (
        arrays.served_points[served].sum()
        + search.guidance.rule_penalty * residual.waived[served].sum()
    )
    held = arrays.held[options].tolist()
    beyond = int(residual.foods[food].sum()) + len(held) - len(set(held))
    eaten = program.options.eaten[:, options]
    beyond += sum(
        max(0, int(foods[eaten].any(axis=0).sum()) - most) for foods, most in residual.caps
    )
    beyond += sum(max(0, int((~foods[food]).sum()) - most) for foods, most in residual.seen)
    return float(cost + search.guidance.rule_penalty * beyond)


def test_every_day_is_whole(search: Search) -> None:
    """A dish for each meal, one option in each slot of it and none besides, whatever was tried."""
    for temperature in (0.0, 4.0):
        search.sweep(temperature)
        for choice in search.days:
            assert choice is not None
            slots = [
                slot for dish in choice.served for slot in range(*search.arrays.slots_of[dish])
            ]
            assert sorted(search.program.options.slot[choice.options].tolist()) == sorted(slots)
            meals = [search.program.served[dish][0] for dish in choice.served]
            assert meals == ["breakfast", "lunch", "dinner", "snack"]


def test_a_sweep_at_temperature_zero_makes_no_day_worse(search: Search) -> None:
    """Beside the same other days a day costs no more than before, and the sums agree."""
    for _ in range(3):
        for number in range(len(search.days)):
            before, exact = lay(search, number).cost(), count_again(search, number)
            search.improve(number)
            after = lay(search, number).cost()
            assert after <= before + NEGLIGIBLE
            assert count_again(search, number) <= exact + SINGLE


def test_single_precision_counts_as_double_does(search: Search) -> None:
    """The cost that the search compares is the one of the definitions, in hot sweeps as in cold."""
    for temperature in (0.0, 4.0, 1.0):
        search.sweep(temperature)
        for number in range(len(search.days)):
            assert lay(search, number).cost() == pytest.approx(
                count_again(search, number), rel=1e-6, abs=SINGLE
            )


def test_eating_rules_give_way_before_a_required_target(search: Search) -> None:
    """A broken rule outweighs one percent of a required minimum, but not where rules give way."""
    for row in search.program.soft_rows:
        if row.required and row.low and row.meal is None and "energy" not in row.name:
            one_percent = 0.01 * row.low * row.penalty * URGENT
            assert GIVING < one_percent < RULE_PENALTY, row.name


def test_an_exchange_never_costs(search: Search) -> None:
    """From options drawn at random, exchanging one or two slots at a time ends no worse."""
    rng = np.random.default_rng(5)
    for number in range(len(search.days)):
        draft = lay(search, number)
        for meal, dish in enumerate(draft.served.tolist()):
            first, last = search.arrays.slots_of[dish]
            bounds = search.arrays.slot_first[first : last + 1]
            draft.taken[meal] = rng.integers(bounds[:-1], bounds[1:])
        before = draft.cost()
        draft.exchange()
        assert draft.cost() <= before + NEGLIGIBLE


def test_serving_a_meal_again_never_costs(search: Search) -> None:
    """A meal's dish is only changed for one with which the day costs less."""
    for number in range(len(search.days)):
        draft = lay(search, number)
        for meal in range(4):
            before = draft.cost()
            changed = draft.serve(meal)
            after = draft.cost()
            assert after < before if changed else after == before


def test_a_day_without_an_open_dish_is_said(search: Search) -> None:
    """Where every dish of a meal is shut, drawing a day ends with False instead of a half day."""
    residual = search.residual(0)
    shut = replace(residual, shut=np.ones_like(residual.shut))
    draft = Day(search.arrays, shut, search.guidance.tastes[0], search.guidance.rule_penalty)
    assert not draft.draw_dishes(search.guidance.weights, np.random.default_rng(0))


def _is_endless(passes: Iterator[int]) -> bool:
    """Count a pass; whether there were more than can be."""
    return next(passes) >= ENDLESS


@pytest.mark.parametrize("rule_penalty", [RULE_PENALTY, GIVING, STRICT])
@pytest.mark.parametrize("words", ABSURD, ids=str)
def test_every_exchange_lowers_the_cost_and_comes_to_an_end(
    words: dict[str, Any], rule_penalty: float, tables: Tables
) -> None:
    """However large the sums and the price of a rule, a day's one cost falls until it is done."""
    asked = make_request(tables, days=2, **words)
    arrays = OptionArrays(Household([build_program(asked, tables)]))
    search = Search([arrays] * asked.days, asked, Work())
    search.begin_all()
    search.guide(rule_penalty=rule_penalty)
    rng = np.random.default_rng(1)
    for _ in range(4):
        passes = itertools.count()
        draft = lay(search, 0)
        for meal, dish in enumerate(draft.served.tolist()):
            first, last = arrays.slots_of[dish]
            bounds = arrays.slot_first[first : last + 1]
            draft.taken[meal] = rng.integers(bounds[:-1], bounds[1:])
        before = draft.cost()
        draft.stop = partial(_is_endless, passes)
        draft.exchange()
        gone_on = next(passes)
        assert gone_on < ENDLESS
        assert gone_on == 1 or draft.cost() < before


def test_a_day_whose_time_is_over_exchanges_nothing(search: Search) -> None:
    """Where the work is to stop, a day is improved no more."""
    draft = lay(search, 0)
    rng = np.random.default_rng(2)
    first, last = search.arrays.slots_of[int(draft.served[0])]
    bounds = search.arrays.slot_first[first : last + 1]
    draft.taken[0] = rng.integers(bounds[:-1], bounds[1:])
    before = [options.tolist() for options in draft.taken]
    draft.stop = lambda: True
    draft.exchange()
    assert [options.tolist() for options in draft.taken] == before


def test_a_second_day_changes_nothing_of_the_first(search: Search) -> None:
    """Two days with the same arrays may stand beside each other, each counted with its own caps."""
    alone, first = lay(search, 0), lay(search, 0)
    before, offered = alone.cost(), alone.offers(0).tolist()
    left = replace(
        first.residual,
        caps=[(foods, 0) for foods, _ in first.residual.caps],
        seen=[(foods & False, 0) for foods, _ in first.residual.seen],
    )
    second = Day(search.arrays, left, search.guidance.tastes[0], rule_penalty=GIVING)
    choice = search.days[0]
    assert choice is not None
    second.start(choice.served, choice.options)
    assert second.cost() != before
    assert first.cost() == before
    assert first.offers(0).tolist() == offered


def test_leaving_a_kind_that_comes_twice_is_credited_once(tables: Tables) -> None:
    """Two slots of one kind are one too many, so exchanging both saves one broken rule.

    To exchange one of them costs 60 points and 50 of a penalty, to exchange both 120 points; what
    a broken rule costs is 100.
    """
    arrays = OptionArrays(Household([build_program(make_request(tables, days=1), tables)]))
    search = Search([arrays], make_request(tables, days=1), Work())
    draft = Day(arrays, search.residual(0), search.guidance.tastes[0], rule_penalty=100.0)
    passes = itertools.count()
    draft.stop = partial(_is_endless, passes)
    rows = np.array([[0, 50, 0, -50], [0, -50, 0, 50]], dtype=np.float32)
    points = np.array([0, 60, 0, 60], dtype=np.float32)
    owner, kinds, at = np.array([0, 0, 1, 1]), np.array([5, 6, 5, 7]), np.array([0, 2])
    draft.two_opt(np.zeros(2), rows, points, owner, at, kinds)
    assert next(passes) < ENDLESS
    assert at.tolist() == [0, 2]


def test_a_saving_that_is_none_hides_no_other(tables: Tables) -> None:
    """Exchanging two slots of one kind seems to save twice; two others save 10 points in truth."""
    arrays = OptionArrays(Household([build_program(make_request(tables, days=1), tables)]))
    search = Search([arrays], make_request(tables, days=1), Work())
    draft = Day(arrays, search.residual(0), search.guidance.tastes[0], rule_penalty=100.0)
    one, none = np.array([[50, -50], [-50, 50]]), np.zeros((2, 2))
    by_owner = np.array([0, 4, 1, 5, 2, 6, 3, 7])
    rows = np.block([[none, none, one, none], [none, none, none, one]]).astype(np.float32)
    points = np.array([0, 60, 0, 60, 0, -5, 0, -5], dtype=np.float32)
    owner, at = np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([0, 2, 4, 6])
    kinds = np.array([5, 6, 5, 7, 1, 1, 2, 2])
    draft.two_opt(np.zeros(4), rows[:, by_owner], points, owner, at, kinds)
    assert at.tolist() == [0, 2, 5, 7]
