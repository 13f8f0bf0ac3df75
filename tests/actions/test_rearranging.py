"""A meal moves, grows, shrinks or is eaten elsewhere, and the targets are kept all the same."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.actions.recounting import find_differing_points
from planner.actions.swap_request import Words
from planner.actions.swapping import Swapped, draft_swap, swap
from planner.errors import NoPlanExists, RequestError
from planner.plans.records import Meal
from planner.request.from_words import join_requests
from planner.tables.bundle import Tables


@pytest.fixture(scope="module")
def plan(tables: Tables) -> WeekPlan:
    """A vegetarian week that meets everything."""
    return plan_week(make_request(tables, diet="vegetarian"), tables)


@pytest.fixture(scope="module")
def pair(tables: Tables) -> WeekPlan:
    """Three days of two people."""
    eaters = [make_request(tables, name=name, days=3) for name in ("Ana", "Ben")]
    return plan_week(join_requests(eaters), tables)


def find_meals(plan: WeekPlan) -> Mapping[tuple[int, str], Meal]:
    """The meals of a plan, by day and name."""
    return {(day.day, meal.meal): meal for day in plan.days for meal in day.meals}


def count_grams(meal: Meal) -> float:
    """What a meal weighs."""
    return sum(one.grams for one in meal.servings)


def certify(before: WeekPlan, swapped: Swapped, tables: Tables) -> None:
    """The plan adds up from its portions, misses nothing, and is read again as it is."""
    after = swapped.plan
    report = check_plan(after, tables)
    assert not report.faults
    assert not report.misses
    assert not find_differing_points(after, tables)
    then, now = find_meals(before), find_meals(after)
    changed = {place for place in now if now[place] != then[place]} - {*swapped.asked.away}
    assert changed == {(move.day, move.before.meal) for move in swapped.moves}
    again = WeekPlan.from_json(json.dumps(after.to_json()), "plan.json")
    assert again.to_json() == after.to_json()


def test_two_days_exchange_their_dinners(plan: WeekPlan, tables: Tables) -> None:
    """Both dishes are where they were asked to be, and stay there in a later change."""
    swapped = swap(plan, Words(day=2, meal="dinner", to_day=5), tables)
    certify(plan, swapped, tables)
    then, now = find_meals(plan), find_meals(swapped.plan)
    assert now[2, "dinner"].dish == then[5, "dinner"].dish
    assert now[5, "dinner"].dish == then[2, "dinner"].dish
    later = swap(swapped.plan, Words(day=2, meal="lunch"), tables)
    assert find_meals(later.plan)[2, "dinner"].dish == then[5, "dinner"].dish
    back = swap(swapped.plan, Words(day=5, meal="dinner", to_day=2), tables)
    certify(swapped.plan, back, tables)
    assert find_meals(back.plan)[2, "dinner"].dish == then[2, "dinner"].dish


@pytest.mark.parametrize(("portion", "sign"), [("more", 1), ("less", -1)])
def test_a_portion_grows_or_shrinks_and_is_locked(
    plan: WeekPlan, tables: Tables, portion: str, sign: int
) -> None:
    """Of the same foods there is more, or less, and the rest of the day makes up for it."""
    day, swapped = next(
        (day, swap(plan, Words(day=day, meal="dinner", portion=portion), tables))
        for day in range(1, 8)
        if can_grow(plan, day, portion, tables)
    )
    certify(plan, swapped, tables)
    then, now = find_meals(plan)[day, "dinner"], find_meals(swapped.plan)[day, "dinner"]
    assert [one.food_id for one in then.servings] == [one.food_id for one in now.servings]
    assert sign * (count_grams(now) - count_grams(then)) > 0
    more = [sign * (b.grams - a.grams) for a, b in zip(then.servings, now.servings, strict=True)]
    assert min(more) >= 0
    assert [str(one) for one in swapped.plan.request.wishes] == [f"day {day}, dinner: locked"]


def can_grow(plan: WeekPlan, day: int, portion: str, tables: Tables) -> bool:
    """Whether a dinner has a further portion, and its day can make up for it."""
    try:
        return not draft_swap(plan, Words(day=day, meal="dinner", portion=portion), tables)[
            1
        ].misses
    except NoPlanExists:
        return False


def test_a_meal_grows_until_nothing_of_it_does(plan: WeekPlan, tables: Tables) -> None:
    """Though it is locked, and then that is said."""
    grams = [count_grams(find_meals(plan)[1, "snack"])]

    def grow(grown: WeekPlan) -> None:
        words = Words(day=1, meal="snack", portion="more")
        for _ in range(20):
            grown = draft_swap(grown, words, tables)[0].plan
            grams.append(count_grams(find_meals(grown)[1, "snack"]))

    with pytest.raises(NoPlanExists, match="nothing of it comes in a larger portion"):
        grow(plan)
    assert grams == sorted(set(grams))


def test_a_meal_eaten_elsewhere_leaves_the_day_its_share(plan: WeekPlan, tables: Tables) -> None:
    """It isn't in the plan any more, and the day's targets are held to what is left of it."""
    swapped = swap(plan, Words(out=["day 3 dinner"]), tables)
    certify(plan, swapped, tables)
    assert (3, "dinner") not in find_meals(swapped.plan)
    assert swapped.plan.request.people[0].out == ((3, "dinner"),)
    bought = {line.grocery_id for line in swapped.plan.shopping}
    assert bought <= {food.grocery_id for food in tables.foods.values()}
    with pytest.raises(RequestError, match="nobody is at home for dinner on day 3"):
        swap(swapped.plan, Words(out=["day 3 dinner"]), tables)


def test_one_of_two_eats_elsewhere(pair: WeekPlan, tables: Tables) -> None:
    """The other one's dinner stays."""
    swapped = swap(pair, Words(out=["day 2 dinner"], person="ben"), tables)
    certify(pair, swapped, tables)
    dinner = find_meals(swapped.plan)[2, "dinner"]
    assert {one.person for one in dinner.servings} == {"Ana"}
    with pytest.raises(RequestError, match="not the same people are at home"):
        swap(swapped.plan, Words(day=2, meal="dinner", to_day=3), tables)


def test_all_but_what_is_locked_is_served_anew(plan: WeekPlan, tables: Tables) -> None:
    """No other dish stays where it was, and the same words give the same plan."""
    words = Words(again=True, lock=["day 2 dinner", "day 4"])
    swapped = swap(plan, words, tables)
    certify(plan, swapped, tables)
    then, now = find_meals(plan), find_meals(swapped.plan)
    locked = {place for place in then if place[0] == 4} | {(2, "dinner")}
    assert {place for place in then if then[place] == now[place]} == locked
    assert not any(then[place].dish == now[place].dish for place in then.keys() - locked)
    assert swap(plan, words, tables) == swapped


def test_a_draft_is_what_the_change_becomes(plan: WeekPlan, tables: Tables) -> None:
    """So what was shown before is what is done."""
    words = Words(day=1, meal="lunch", to_day=4)
    draft, report = draft_swap(plan, words, tables)
    assert not report.faults
    assert draft.plan.days == swap(plan, words, tables).plan.days


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (Words(day=2, meal="dinner", to_day=2), "is on that day already"),
        (Words(day=2, meal="dinner", to_day=9), "the plan has no day 9"),
        (Words(day=2, to_day=3), "needs a meal"),
        (Words(to_day=3), "needs a day"),
        (Words(day=1, meal="lunch", portion="huge"), "is no change of a portion"),
        (Words(again=True, out=["day 1"]), "doesn't go with"),
        (Words(out=["day 1"], person="Zoe"), "the plan has no 'Zoe'"),
        (Words(person="you"), "says who is out"),
        (Words(day=1, meal="dinner", to_day=3, lock=["day 3"]), "day 3, dinner is locked"),
        (Words(day=1, meal="dinner", to_day=3, lock=["day 1"]), "day 1, dinner is locked"),
        (Words(again=True, lock=[f"day {n}" for n in range(1, 8)]), "every meal of the plan"),
    ],
)
def test_what_cant_be_is_said(plan: WeekPlan, tables: Tables, words: Words, said: str) -> None:
    """In a sentence, before anything changes."""
    with pytest.raises(RequestError) as error:
        swap(plan, words, tables)
    assert said in str(error.value)
