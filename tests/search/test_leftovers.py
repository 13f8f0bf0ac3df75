"""A lunch that is left over is the dinner before, for everyone, and costs the plan little."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from math import inf
from types import SimpleNamespace
from typing import Any

import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.actions.planning import lay_out_arrays
from planner.actions.recounting import find_differing_points, load
from planner.actions.swap_request import Words
from planner.actions.swapping import swap
from planner.errors import ExitCode, PlanFileError, RequestError
from planner.model.bound import build_households
from planner.plans.leftovers import HEAT_MIN, find_fresh, find_work
from planner.plans.names import find_minutes, name_meal
from planner.plans.records import Meal, Serving
from planner.render.documents.plan import compose_plan, write_double, write_leftover
from planner.render.formats.text import render_text
from planner.render.phrases import Units
from planner.request.from_words import join_requests
from planner.request.request import Request
from planner.search import leftovers
from planner.search.day_search import NEGLIGIBLE
from planner.search.effort import Work
from planner.search.leftovers import (
    FAVOUR,
    agree,
    find_in_time,
    find_twice,
    held_meals,
    link,
)
from planner.search.week_search import Search
from planner.tables.bundle import Tables
from planner.tables.dishes import KEEPS, MEALS

TEMPERATURE = 20.0  # points that days may get worse by


@pytest.fixture(scope="module")
def twice(tables: Tables) -> WeekPlan:
    """A vegan week in which three lunches may be left over."""
    return plan_week(make_request(tables, diet="vegan", leftovers=3), tables)


@pytest.fixture(scope="module")
def family(tables: Tables) -> WeekPlan:
    """A week of three, one of them vegan, one out for a dinner and a lunch."""
    ana = make_request(tables, name="Ana", diet="vegan", age=35, sex="female", leftovers=6, seed=1)
    ben = make_request(tables, name="Ben", age=40, sex="male", out=["day 3 dinner", "day 5 lunch"])
    cleo = make_request(tables, name="Cleo", age=12, sex="female")
    return plan_week(join_requests([ana, ben, cleo]), tables, Work("quick"))


def meal_of(plan: WeekPlan, day: int, meal: str) -> Meal:
    """A meal of a plan at which someone is at home."""
    return next(one for one in plan.days[day - 1].meals if one.meal == meal)


def foods(meal: Meal) -> dict[tuple[str, str], str]:
    """The food that each person has in each slot."""
    return {(one.person, one.slot): one.food_id for one in meal.servings}


def certify(plan: WeekPlan, tables: Tables) -> None:
    """What is left over is the dinner of the day before, and the plan checks as any other."""
    for day in plan.days:
        for lunch in day.meals:
            if lunch.leftover_of is None:
                continue
            assert lunch.meal == "lunch"
            assert lunch.leftover_of == day.day - 1
            dinner = meal_of(plan, day.day - 1, "dinner")
            assert dinner.dish == lunch.dish
            assert KEEPS in tables.dishes[lunch.dish].tags
            had = foods(dinner)
            assert all(had.get(key, food) == food for key, food in foods(lunch).items())
    report = check_plan(plan, tables)
    assert not report.faults
    assert not report.misses
    assert not find_differing_points(plan, tables)
    assert plan.points.bound <= plan.points.total + 1e-6
    again = WeekPlan.from_json(json.dumps(plan.to_json()), "plan.json")
    assert again.to_json() == plan.to_json()


def test_what_is_put_to_a_dish_fresh_is_not_cooked_double(tables: Tables) -> None:
    """Bread and dressed leaves are left out of the double pot and come fresh the day after."""
    servings = (
        Serving("you", "pasta", "spaghetti", 1.0, 140.0),
        Serving("you", "leaves", "watercress", 1.0, 34.0),
        Serving("you", "oil", "olive-oil", 1.0, 13.5),
    )
    meal = Meal("dinner", "pasta-chickpeas-tomato", servings)
    assert find_fresh(meal, tables) == ["watercress"]
    double = write_double(meal, meal, tables, Units.METRIC)
    cooked, rest = double.split("Leave out")
    assert "watercress" not in cooked
    assert "watercress" in rest
    assert "add the watercress fresh" in write_leftover(meal, tables)


def test_lunches_are_the_dinner_before(twice: WeekPlan, week: WeekPlan, tables: Tables) -> None:
    """One to three lunches, at most the stated price each, and no eating rule broken for them."""
    certify(twice, tables)
    came = len(twice.find_leftovers())
    assert 1 <= came <= 3
    assert not check_plan(week, tables).notes
    assert not check_plan(twice, tables).notes
    assert twice.points.total <= week.points.total + FAVOUR * came


@pytest.mark.long
def test_a_household_eats_the_same_twice_each_in_amounts_of_their_own(
    family: WeekPlan, tables: Tables
) -> None:
    """Everyone has the foods that they had, also where diets differ or someone was out."""
    certify(family, tables)
    assert family.find_leftovers()


def test_nothing_is_left_over_unasked(week: WeekPlan, tables: Tables) -> None:
    """Without the word a plan is what it was, and says nothing of it."""
    assert not week.find_leftovers()
    assert "left over from" not in written(week, tables)


def test_a_meal_that_nobody_has_at_home_is_no_lunch(tables: Tables) -> None:
    """Who is out for every lunch but one can have that one left over, no other."""
    out = [f"day {day} lunch" for day in (1, 2, 3, 5)]
    plan = plan_week(make_request(tables, days=5, leftovers=3, out=out), tables)
    certify(plan, tables)
    assert plan.find_leftovers().keys() <= {3}


def test_later_sweeps_leave_a_pair_together(twice: WeekPlan, tables: Tables) -> None:
    """However hot the days are planned again, lunches stay what the dinners before them are."""
    search = Search(lay_out_arrays(build_households(twice.request, tables)), twice.request, Work())
    load(twice, search)
    before = [None if one is None else one.options.tolist() for one in search.days]
    for _ in range(3):
        search.sweep(TEMPERATURE)
    assert search.pairs
    for day in search.pairs:
        one, other = search.days[day : day + 2]
        assert one is not None
        assert other is not None
        assert agree(search.arrays, one, other)
    assert before != [None if one is None else one.options.tolist() for one in search.days]


def test_only_dishes_that_keep_come_twice(tables: Tables) -> None:
    """The table says which, each suits both meals, and none of them is dressed leaves or fried."""
    arrays = lay_out_arrays(build_households(make_request(tables), tables))[0]
    served = arrays.program.served
    for dinner, lunch in find_twice(arrays).items():
        assert served[dinner][1] is served[lunch][1]
        assert (served[dinner][0], served[lunch][0]) == ("dinner", "lunch")
    named = {served[dinner][1].id for dinner in find_twice(arrays)}
    assert named == {dish.id for dish in tables.dishes.values() if KEEPS in dish.tags}
    for dish in tables.dishes.values():
        if KEEPS in dish.tags:
            assert {"lunch", "dinner"} <= set(dish.meals), dish.id
            slots = {slot.name for slot in dish.slots}
            assert not slots & {"egg", "eggs", "salsa"}, dish.id
            assert not {"leaves", "dressing"} <= slots, dish.id


@pytest.mark.parametrize(
    ("days", "leftovers", "named"),
    [(7, 8, "between 0 and 7"), (7, -1, "between 0 and 7"), (3, 2, "4 days"), (1, 1, "4 days")],
)
def test_what_cannot_be_asked_is_refused(
    days: int, leftovers: int, named: str, tables: Tables
) -> None:
    """More lunches than a week has, and plans in which no dish comes twice."""
    with pytest.raises(RequestError, match="(?i)" + named) as caught:
        make_request(tables, days=days, leftovers=leftovers)
    assert [problem.where for problem in caught.value.problems] == [("leftovers",)]


# --- Which days become a pair -----------------------------------------------------------------


def test_a_pair_holds_its_dinner_and_the_lunch_after_it(tiny: Tables) -> None:
    """The dinner of day 3 and the lunch of day 4, no other meal."""
    household = build_households(make_request(tiny, diet="vegan", days=1), tiny)[0]
    lunch, dinner = map(household.meals.index, ("lunch", "dinner"))
    held = [held_meals(household, {2}, day) for day in range(5)]
    assert held == [[], [], [dinner], [lunch], []]
    assert held_meals(household, {2, 3}, 3) == [lunch, dinner]


class Offered:
    """Days of points alone, and a pair of days that is offered for each two."""

    def __init__(
        self,
        days: int = 2,
        away: dict[int, frozenset[tuple[int, str]]] | None = None,
        people: int = 2,
    ) -> None:
        """Begin with days of 10 points that miss 1, crowd 3 and lack 0 in all; some are `away`."""
        self.arrays_by_day: Any = [
            SimpleNamespace(
                program=SimpleNamespace(
                    programs=[None] * people,
                    away=(away or {}).get(day, frozenset()),
                    meals=MEALS,
                    lunch=MEALS.index("lunch"),
                    dinner=MEALS.index("dinner"),
                )
            )
            for day in range(days)
        ]
        self.days: Any = [(10.0, 0.0, 0.0, 0.0)] * days
        self.days[0] = (10.0, 1.0, 3.0, 0.0)
        self.pairs: set[int] = set()
        self.linking: set[int] = set()

    def points(self) -> tuple[float, float]:
        """The points of the whole plan, and the misses among them."""
        return sum(day[0] for day in self.days), sum(day[1] for day in self.days)

    def crowding(self) -> float:
        """How often something comes beyond what the rules allow."""
        return float(sum(day[2] for day in self.days))

    def lacking(self) -> int:
        """How often a week has nothing of what someone likes."""
        return int(sum(day[3] for day in self.days))

    def link(
        self, offer: tuple[float, ...], most: int, monkeypatch: pytest.MonkeyPatch
    ) -> list[int]:
        """The days that become dinners of pairs, where `offer` is what a pair adds to two days."""

        def find(planned: Any, day: int, *_: object) -> tuple[Any, Any]:
            first, second = planned.days[day : day + 2]
            return tuple(a + b for a, b in zip(first, offer, strict=True)), second

        monkeypatch.setattr(leftovers, "find_twice", lambda _arrays: {0: 0})
        monkeypatch.setattr(leftovers, "_rank", lambda *_: [0])
        monkeypatch.setattr(leftovers, "_try", find)
        planned: Any = self
        before = len(self.pairs)
        assert link(planned, most, lambda: False) == len(self.pairs) - before
        return sorted(self.pairs)


@pytest.mark.parametrize(
    ("offer", "taken"),
    [
        ((2 * FAVOUR, 0, 0, 0), True),  # just what two people's meal less to cook may cost
        ((2 * FAVOUR + 0.5, 0, 0, 0), False),
        ((0, 2 * NEGLIGIBLE, 0, 0), False),
        ((-5, 1, -1, 0), False),  # however much better all else is
        ((-5, -1, 1, 0), False),
        ((-5, -1, -1, 1), False),
        ((1, -1, -1, 0), True),
    ],
)
def test_a_pair_is_taken_only_where_little_is_lost(
    offer: tuple[float, ...], taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more is missed, crowded or lacking, and the points rise by at most FAVOUR a person."""
    assert Offered().link(offer, 1, monkeypatch) == ([0] if taken else [])


def test_a_lunch_counts_in_the_week_in_which_it_is_eaten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one a week, the dinner of day 7 is the lunch of the second week, not of the first."""
    plan = Offered(days=14)
    plan.pairs = {6}
    assert plan.link((0, 0, 0, 0), 1, monkeypatch)[1:] == [6]
    plan = Offered(days=14)
    plan.pairs = {5}
    (fifth, other) = plan.link((0, 0, 0, 0), 1, monkeypatch)
    assert fifth == 5
    assert other >= 6


def test_a_pair_has_someone_at_home_for_both_its_meals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all are out for a lunch, the dinner before it is no pair; one at home is enough."""
    both = frozenset({(0, "lunch"), (1, "lunch")})
    assert Offered(3, {1: both}).link((0, 0, 0, 0), 1, monkeypatch) == [1]
    assert Offered(3, {2: both, 0: both}).link((0, 0, 0, 0), 1, monkeypatch) == [0]
    one = frozenset({(0, "lunch"), (1, "dinner")})
    assert Offered(2, {0: one, 1: one}).link((0, 0, 0, 0), 1, monkeypatch) == [0]


# --- The check --------------------------------------------------------------------------------


def lunch_of(value: dict[str, Any]) -> dict[str, Any]:
    """The first lunch of a plan's JSON that is left over."""
    meals = (meal for day in value["days"] for meal in day["meals"])
    found: dict[str, Any] = next(meal for meal in meals if meal["leftover_of"] is not None)
    return found


def other_lunch(value: dict[str, Any]) -> dict[str, Any]:
    """A lunch that isn't."""
    meals = (meal for day in value["days"][1:] for meal in day["meals"])
    found: dict[str, Any] = next(
        meal for meal in meals if meal["leftover_of"] is None and meal["meal"] == "lunch"
    )
    return found


def mark_all(value: dict[str, Any]) -> None:
    """Every lunch after the first day's is said to be left over."""
    for day in value["days"][1:]:
        day["meals"][MEALS.index("lunch")]["leftover_of"] = day["day"] - 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda v: lunch_of(v).update(leftover_of=lunch_of(v)["leftover_of"] - 1), "can't be left"),
        (lambda v: v["days"][0]["meals"][1].update(leftover_of=0), "can't be left over"),
        (lambda v: v["days"][2]["meals"][2].update(leftover_of=2), "can't be left over"),
        (lambda v: other_lunch(v).update(leftover_of=1), "can't be"),
        (lambda v: v["request"].update(leftovers=0), "at most 0"),
        (
            lambda v: lunch_of(v)["servings"][0].update(food_id="banana"),
            "which the dinner didn't have",
        ),
        (mark_all, "at most 3"),
    ],
)
def test_the_check_names_what_is_not_left_over(
    change: Callable[[dict[str, Any]], object], named: str, twice: WeekPlan, tables: Tables
) -> None:
    """Another day, meal, dish or food, or more lunches than were asked for, is a fault."""
    value = json.loads(json.dumps(twice.to_json()))
    change(value)
    report = check_plan(WeekPlan.from_json(json.dumps(value), "plan.json"), tables)
    assert any(named in str(fault) for fault in report.faults)
    assert report.exit_code is ExitCode.BAD_DATA


@pytest.mark.parametrize("said", ["yesterday", True, 1.5, -1])
def test_a_mark_that_is_no_day_is_refused(said: object, twice: WeekPlan) -> None:
    """The field holds a day or null."""
    value = json.loads(json.dumps(twice.to_json()))
    lunch_of(value)["leftover_of"] = said
    with pytest.raises(PlanFileError):
        WeekPlan.from_json(json.dumps(value), "plan.json")


# --- What is printed --------------------------------------------------------------------------


def written(plan: WeekPlan, tables: Tables) -> str:
    """The plan as text, on one line."""
    text = render_text(compose_plan(plan, check_plan(plan, tables), tables))
    return " ".join(text.split())


def test_dinner_says_how_much_is_cooked_and_lunch_that_it_is_there(
    twice: WeekPlan, tables: Tables
) -> None:
    """Once each for a pair; the grams at dinner are those of both meals."""
    text = written(twice, tables)
    pairs = twice.find_leftovers()
    assert text.count("Left over from yesterday's dinner: nothing to cook.") == len(pairs)
    assert text.count("Cook double: with tomorrow's lunch that is") == len(pairs)
    assert text.count("Cook once, eat twice") == 1
    for day, lunch in pairs.items():
        dinner = meal_of(twice, day, "dinner")
        assert f"Lunch: {name_meal(lunch, tables)} · left over" in text
        first = dinner.servings[0].food_id
        both = (*dinner.servings, *lunch.servings)
        grams = sum(round(one.grams) for one in both if one.food_id == first)  # as plates say
        assert f"{tables.foods[first].name} " in text
        assert f"({grams:,.0f} g)" in text


def test_the_first_day_takes_all_minutes_and_the_second_those_to_heat(
    twice: WeekPlan, tables: Tables
) -> None:
    """Four times the carrots take more cutting; what is eaten cold takes no time at all."""
    (day, lunch), *_ = twice.find_leftovers().items()
    dinner = meal_of(twice, day, "dinner")
    larger = [replace(one, portions=20 * one.portions) for one in lunch.servings]
    more = replace(lunch, servings=tuple(larger))
    changed = [
        replace(own, meals=tuple(more if one is lunch else one for one in own.meals))
        for own in twice.days
    ]
    plan = replace(twice, days=tuple(changed))
    alone = find_minutes(dinner, tables)
    assert find_work(day, dinner, twice, tables).minutes >= alone
    assert find_work(day, dinner, plan, tables).minutes > alone
    hot = "hot" in tables.dishes[lunch.dish].tags
    assert find_work(day + 1, lunch, twice, tables).minutes == (HEAT_MIN if hot else 0)


def test_a_dinner_cooked_double_is_in_time(tables: Tables) -> None:
    """A dish that takes 30 minutes for one and more for two is no pair where 30 are allowed."""
    request = make_request(tables, minutes=30)
    arrays = lay_out_arrays(build_households(request, tables))[0]
    household = arrays.program
    late = {}
    for dinner in find_twice(arrays):
        kept = find_in_time(arrays, dinner, 30)
        assert not kept[arrays.served != dinner].any()
        assert find_in_time(arrays, dinner, inf).sum() == (arrays.served == dinner).sum()
        late[household.served[dinner][1].id] = kept.sum() < (arrays.served == dinner).sum()
    assert any(late.values())
    assert not all(late.values())


# --- Swaps ------------------------------------------------------------------------------------


def test_a_lunch_follows_its_dinner_or_is_by_itself(twice: WeekPlan, tables: Tables) -> None:
    """With another dinner no lunch is said to be left over that isn't, and others stay."""
    for day in twice.find_leftovers():
        after = swap(twice, Words(day=day, meal="dinner"), tables).plan
        certify(after, tables)
        assert meal_of(after, day, "dinner").dish != meal_of(twice, day, "dinner").dish
        others = twice.find_leftovers().keys() - {day}
        assert others <= after.find_leftovers().keys()


def test_a_food_left_out_of_a_dinner_is_left_out_of_its_lunch(
    twice: WeekPlan, tables: Tables
) -> None:
    """A pair stays one where both can have the same food instead, or neither is marked."""
    for day, lunch in twice.find_leftovers().items():
        word = lunch.servings[0].food_id
        after = swap(twice, Words(day=day, without=[word]), tables).plan
        certify(after, tables)
        assert word not in foods(meal_of(after, day, "dinner")).values()


def test_another_lunch_ends_a_pair(twice: WeekPlan, tables: Tables) -> None:
    """The dinner stays as it is and is cooked once."""
    day = min(twice.find_leftovers())
    swapped = swap(twice, Words(day=day + 1, meal="lunch"), tables)
    certify(swapped.plan, tables)
    assert day not in swapped.plan.find_leftovers()
    assert meal_of(swapped.plan, day, "dinner") == meal_of(twice, day, "dinner")


def test_the_request_keeps_the_word(twice: WeekPlan) -> None:
    """What was asked is stored, read back, and shared by a household."""
    assert Request.from_json(twice.request.to_json()).leftovers == 3
    people = [replace(twice.request, people=(replace(twice.request.people[0], name="Ana"),))]
    assert join_requests(people).leftovers == 3
