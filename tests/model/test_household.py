"""People who eat together: one kitchen, and each one's limits held from what they have of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.actions.planning import lay_out_arrays
from planner.actions.recounting import find_differing_points
from planner.actions.swap_request import Words
from planner.actions.swapping import swap
from planner.errors import RequestError
from planner.model.bound import build_households, find_bound
from planner.model.day_program import DayProgram, Place
from planner.model.household import SPLIT
from planner.people.eating_rules import PENALTIES
from planner.plans.records import Points
from planner.render.documents.overview import write_unserved
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.render.phrases import Units, add_as_written, write_eaten
from planner.request.from_words import join_requests
from planner.request.request import Request
from planner.search.effort import Work
from planner.search.week_search import Search
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

DAYS = 2


def people(tables: Tables) -> Request:
    """A vegan woman, a man and a girl who is out for a dinner."""
    return join_requests(
        [
            make_request(tables, name="Ana", age=35, sex="female", diet="vegan", days=DAYS),
            make_request(tables, name="Ben", age=40, sex="male", days=DAYS),
            make_request(tables, name="Mia", age=12, sex="female", days=DAYS, out=["day 2 dinner"]),
        ]
    )


@pytest.fixture(scope="module")
def plan(tables: Tables) -> WeekPlan:
    """Two days of them, planned once."""
    return plan_week(people(tables), tables)


def amounts(plan: WeekPlan, name: str, tables: Tables) -> list[dict[str, float]]:
    """What each day brings a person, from grams and the table of foods alone."""
    place = {food_id: row for row, food_id in enumerate(tables.foods)}
    days: list[dict[str, float]] = []
    for day in plan.days:
        brought: defaultdict[str, float] = defaultdict(float)
        for meal in day.meals:
            for one in meal.servings:
                if one.person == name:
                    row = np.nan_to_num(tables.per_100g[place[one.food_id]])
                    for nutrient, amount in zip(tables.nutrients, row.tolist(), strict=True):
                        brought[nutrient] += one.grams * amount / 100
        days.append(brought)
    return days


def test_everyones_limits_hold_from_the_portions(plan: WeekPlan, tables: Tables) -> None:
    """The five reach each one's own RDA or AI, energy stays within 5 %; a dinner out is 35 %."""
    wanted = {  # magnesium, potassium, calcium, B12 by the IOM and NASEM; energy of the request
        "Ana": (320, 2600, 1000, 2.4),
        "Ben": (420, 3400, 1000, 2.4),
        "Mia": (240, 2300, 1300, 1.8),
    }
    nutrients = ("magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_b12_ug")
    for person in plan.request.people:
        for number, day in enumerate(amounts(plan, person.name, tables), start=1):
            share = 0.65 if (person.name, number) == ("Mia", 2) else 1.0
            assert day["energy_kcal"] == pytest.approx(person.energy_kcal * share, rel=0.0501)
            for nutrient, least in zip(nutrients, wanted[person.name], strict=True):
                assert day[nutrient] >= least * share * (1 - 1e-6), (person.name, number, nutrient)
    assert not check_plan(plan, tables).faults
    assert not plan.misses


def _list_places(program: DayProgram) -> list[tuple[Place, int]]:
    """The slots of a person's program, each with the number of a food that it may have."""
    pairs = sorted(
        {*zip(program.options.slot.tolist(), program.options.food.tolist(), strict=True)}
    )
    return [(program.slots[slot], food) for slot, food in pairs]


def test_one_dish_for_all_and_one_food_where_diets_allow(plan: WeekPlan, tables: Tables) -> None:
    """Each slot has one food for all, unless someone may not have another's."""
    (household, *_) = build_households(plan.request, tables)
    may_have = {
        person.name: {
            (place.meal, place.dish.id, place.slot.name, program.foods[food].id)
            for place, food in _list_places(program)
        }
        for person, program in zip(plan.request.people, household.programs, strict=True)
    }
    for day in plan.days:
        for meal in day.meals:
            eaters = {one.person for one in meal.servings}
            away = {("Mia", 2, "dinner")}
            home = {p.name for p in plan.request.people if (p.name, day.day, meal.meal) not in away}
            assert eaters == home
            by_slot: defaultdict[str, dict[str, str]] = defaultdict(dict)
            for one in meal.servings:
                by_slot[one.slot][one.person] = one.food_id
                assert (meal.meal, meal.dish, one.slot, one.food_id) in may_have[one.person]
            for slot, foods in by_slot.items():
                assert foods.keys() == home
                served = {(meal.meal, meal.dish, slot, food) for food in foods.values()}
                if len(served) > 1:
                    assert any(one not in may_have[name] for one in served for name in may_have)


def test_each_persons_points_are_no_less_than_their_bound(plan: WeekPlan, tables: Tables) -> None:
    """The bound is the sum of each one's own, and no household eats nearer to usual than it."""
    assert plan.points.bound <= plan.points.total + 1e-6
    assert not find_differing_points(plan, tables)
    request = plan.request
    own = 0.0
    for person in request.people:
        alone = replace(request, people=(person,))
        households = build_households(alone, tables)
        search = Search(lay_out_arrays(households), alone, Work())
        search.begin_all()
        bound = find_bound(alone, search.program, [search.options(0)])
        assert search.points()[0] >= bound.points - 1e-6
        own += bound.points
    assert plan.points.bound == pytest.approx(own, abs=1e-4)


def test_a_dish_pleases_those_who_are_there(tiny: Tables) -> None:
    """Two like every dish, one of them is out for the snack, which counts for the other alone."""
    liking = [make_request(tiny, name=name, like=list(tiny.dishes), days=1) for name in "AB"]
    out = make_request(tiny, name="C", days=1, like=list(tiny.dishes), out=["day 1 snack"])
    (both,) = build_households(join_requests(liking), tiny)
    (one,) = build_households(join_requests([liking[0], out]), tiny)
    for (meal, _), two, less in zip(one.served, both.served_points, one.served_points, strict=True):
        assert two == 2 * PENALTIES.like
        assert less == (PENALTIES.like if meal == "snack" else two)


def test_shared_amounts_go_from_everyones_smallest_to_everyones_largest(
    small_tables: Callable[[str, str], Tables],
) -> None:
    """From 0.5 over the usual 1 to 3 portions; with half as much energy again from 1 to 4.5.

    Halfway between 1 and 3 is 2, between 1.5 and 4.5 it is 3; nothing lies between 0.5 and 1.
    """
    foods = "food_id group energy_kcal\noats cereals 380"
    tables = small_tables(foods, f"bowl | {', '.join(MEALS)} | | oats 0.5 1 3")
    eaters = [make_request(tables, name=str(k), calories=k, days=1) for k in (2000, 3000)]
    (household,) = build_households(join_requests(eaters), tables)
    options = household.options
    portions = [
        program.options.portions[own].tolist()
        for program, own in zip(household.programs, options.own[:, options.slot == 0], strict=True)
    ]
    assert list(zip(*portions, strict=True)) == [(0.5, 1.0), (1.0, 1.5), (2.0, 3.0), (3.0, 4.5)]


def test_a_household_of_one_is_one_person(tables: Tables) -> None:
    """Joining a single request changes nothing, its plan neither."""
    request = make_request(tables, name="Ana", diet="vegan", days=1)
    joined = join_requests([request])
    assert joined == request
    assert plan_week(joined, tables).days == plan_week(request, tables).days


def test_two_equal_people_can_eat_what_two_plans_of_one_eat(
    share: Callable[[WeekPlan, tuple[str, ...], Tables], WeekPlan], tables: Tables
) -> None:
    """What each of two equals has alone is a plan for both, with twice the points and the list."""
    alone = plan_week(make_request(tables, name="Ana", diet="vegan", days=DAYS), tables)
    twice = {name: 2 * value for name, value in vars(alone.points).items()}
    both = replace(share(alone, ("Ana", "Eva"), tables), points=Points(**twice))
    assert not check_plan(both, tables).faults
    assert not find_differing_points(both, tables)


def test_a_day_away_is_held_to_nothing(tables: Tables) -> None:
    """Who is out all day has no limit then, and the others' day is whole."""
    request = make_request(tables, days=2, out=["day 1"])
    alone = plan_week(request, tables)
    assert not alone.days[0].meals
    assert not alone.misses
    report = check_plan(alone, tables)
    assert not report.faults
    assert {v.number for v in report.verdicts if v.period == "day"} == {2}


def test_a_swap_leaves_the_other_days_of_everyone(plan: WeekPlan, tables: Tables) -> None:
    """Another snack on a day on which someone is out for dinner: theirs stays out, all holds."""
    swapped = swap(plan, Words(day=2, meal="snack"), tables)
    assert swapped.plan.days[0] == plan.days[0]
    changed = [move for move in swapped.moves if move.asked]
    assert [(move.day, move.after.meal) for move in changed] == [(2, "snack")]
    assert not swapped.plan.misses
    assert not check_plan(swapped.plan, tables).faults


def test_a_meal_that_nobody_is_at_home_for_meets_no_wish(tables: Tables) -> None:
    """A food for a day is served at a meal that is eaten, whatever an empty one might hold."""
    plan = plan_week(make_request(tables, days=1, out=["day 1 dinner"]), tables)
    for word in ("tofu", "lentils", "rice"):
        swapped = swap(plan, Words(day=1, including=(word,)), tables)
        assert not check_plan(swapped.plan, tables).faults
    with pytest.raises(RequestError, match="nobody is at home for dinner"):
        swap(plan, Words(day=1, meal="dinner"), tables)
    with pytest.raises(RequestError, match="nobody is at home for any meal"):
        plan_week(make_request(tables, days=1, out=["day 1"]), tables)


def test_two_foods_in_a_slot_cost_nothing_where_one_is_liked(tables: Tables) -> None:
    """Beef for who likes it beside a vegan patty is no dearer than two foods by themselves."""

    def extra(like: list[str]) -> dict[tuple[str, str], float]:
        ana = make_request(tables, name="Ana", diet="vegan", days=1)
        ben = make_request(tables, name="Ben", days=1, like=like)
        (household,) = build_households(join_requests([ana, ben]), tables)
        options, own = household.options, household.options.own
        for place, program in enumerate(household.programs):
            options.points[:] -= program.options.points[own[place]]
        split = np.flatnonzero(options.eaten[0] != options.eaten[1])
        names = [food.id for food in household.foods]
        pairs = options.eaten[:, split].T.tolist()
        return {
            (names[one], names[other]): round(float(points), 6)
            for (one, other), points in zip(pairs, options.points[split].tolist(), strict=True)
        }

    plain, liking = extra([]), extra(["beef"])
    assert set(plain.values()) == {SPLIT}
    kinds = ("beef", "ground-beef", "deli-beef")
    beef = {food.id for food in tables.foods.values() if food.kind in kinds}
    assert any(pair[1] in beef for pair in liking)
    for pair, points in liking.items():
        assert points == (0 if pair[1] in beef else SPLIT), pair


def test_a_page_says_a_households_points_once(plan: WeekPlan, tables: Tables) -> None:
    """They are everyone's together; each one's five stand at a glance above the people."""
    text = render_text(compose_plan(plan, check_plan(plan, tables), tables))
    words = " ".join(text.split())
    assert words.count("points a day from usual portions") == 1
    assert "for all together" in words
    glance = text.split("Ana: vegan")[0]
    assert all(name in glance for name in ("Ana", "Ben", "Mia", "magnesium", "vitamin D, average"))


def test_what_is_liked_and_not_served_is_said(tables: Tables) -> None:
    """By whom, and whether any dish for all could have it; what is served is no word about."""
    ana = make_request(tables, name="Ana", diet="vegan", days=1)
    ben = make_request(tables, name="Ben", days=1, like=["cod", "tofu", "oats"])
    both = plan_week(join_requests([ana, ben]), tables)
    person = both.request.people[1]
    texts = write_unserved(person, both, tables)
    assert any(
        "what Ben likes: cod" in text and "no dish that may be served" in text for text in texts
    )
    eaten = {s.food_id for m in both.days[0].meals for s in m.servings if s.person == "Ben"}
    served = next(food_id for food_id in sorted(eaten))
    liking = replace(person, like=(tables.foods[served].name,))
    assert not write_unserved(liking, both, tables)


def test_two_people_of_one_name_are_named(tables: Tables) -> None:
    """Which name it is, once for all who have it."""
    twins = [make_request(tables, name="Ana", days=1) for _ in range(3)]
    with pytest.raises(RequestError, match="two people have one name, Ana"):
        join_requests(twins)


def test_plates_add_up_to_what_they_are_together(tables: Tables) -> None:
    """Weights and volumes as written: 40 g and 40 g are 80 g, in either unit."""
    for food in tables.foods.values():
        grocery = tables.groceries[food.grocery_id]
        plates = [food.portion_g * food.step * count for count in (1, 1, 3)]
        for units in Units:
            together = add_as_written(food, plates, grocery, units)
            texts = [write_eaten(food, one, grocery, units) for one in (*plates, together)]
            kinds = {text.split(" ", 1)[1] for text in texts}
            if kinds & {"g", "ml", "oz", "fl oz"} and len(kinds) == 1:
                *parts, whole = (float(text.split()[0].replace(",", "")) for text in texts)
                assert abs(sum(parts) - whole) <= (0.5 if whole >= 10 else 1e-6), (food.id, texts)
                if all(part >= 10 for part in parts):
                    assert sum(parts) == whole, (food.id, texts)
