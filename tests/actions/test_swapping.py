"""A swap changes what was asked, keeps every target, and moves as little else as it can."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from planner import WeekPlan, Work, check_plan, make_request, plan_week
from planner.actions.planning import lay_out_arrays
from planner.actions.recounting import count_points, find_differing_points
from planner.actions.swap_request import Words, understand
from planner.actions.swapping import DISHES, Swapped, _Change, swap
from planner.errors import NoPlanExists, RequestError
from planner.model.bound import build_households, find_taken
from planner.plans.records import Meal
from planner.request.from_words import join_requests
from planner.search.day_search import RULE_PENALTY
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS


@pytest.fixture(scope="module")
def plan(tables: Tables) -> WeekPlan:
    """A vegetarian week that meets everything."""
    return plan_week(make_request(tables, diet="vegetarian"), tables)


def meal_of(plan: WeekPlan, day: int, meal: str) -> Meal:
    """A meal of a plan."""
    return plan.days[day - 1].meals[MEALS.index(meal)]


def foods(meals: Iterable[Meal]) -> set[str]:
    """The foods of some meals."""
    return {one.food_id for meal in meals for one in meal.servings}


def eaten(plan: WeekPlan, *days: int) -> set[str]:
    """The foods of a plan, or of some of its days."""
    return foods(meal for day in plan.days if day.day in days or not days for meal in day.meals)


def certify(before: WeekPlan, swapped: Swapped, tables: Tables) -> None:
    """The new plan adds up, misses nothing, and moved the meals that it says, no others."""
    after = swapped.plan
    report = check_plan(after, tables)
    assert not report.faults
    assert not report.misses
    assert not find_differing_points(after, tables)
    assert after.points.bound <= after.points.total + 1e-6
    moved = {(move.day, move.before.meal): move for move in swapped.moves}
    for old, new in zip(before.days, after.days, strict=True):
        for was, now in zip(old.meals, new.meals, strict=True):
            move = moved.get((old.day, was.meal))
            assert (was == now) == (move is None)
            assert move is None or (move.before, move.after) == (was, now)
    again = WeekPlan.from_json(json.dumps(after.to_json()), "plan.json")
    assert again.to_json() == after.to_json()


def test_another_dish_leaves_every_other_meal(plan: WeekPlan, tables: Tables) -> None:
    """One meal has another dish, and where its targets allow nothing else moves."""
    moved = []
    for day in (1, 2, 3):
        swapped = swap(plan, Words(day=day, meal="dinner"), tables)
        certify(plan, swapped, tables)
        assert meal_of(plan, day, "dinner").dish != meal_of(swapped.plan, day, "dinner").dish
        moved.append({(move.day, move.before.meal) for move in swapped.moves})
        assert (day, "dinner") in moved[-1]
    assert min(map(len, moved)) == 1


def test_the_same_swap_gives_the_same_plan(plan: WeekPlan, tables: Tables) -> None:
    """Nothing in it is left to chance."""
    words = Words(without=("bread",))
    assert swap(plan, words, tables) == swap(plan, words, tables)


def test_a_swap_that_is_stopped_still_does_what_was_asked(tables: Tables) -> None:
    """No other meal moves; the plan adds up, says that it was stopped, and lists its misses."""
    plan = plan_week(make_request(tables, diet="vegan", days=2), tables)
    swapped = swap(plan, Words(without=("fortified",)), tables, Work(stop=lambda: True))
    assert all(move.asked for move in swapped.moves)
    assert swapped.moves
    assert swapped.plan.stopped
    report = check_plan(swapped.plan, tables)
    assert not report.faults
    assert report.misses == swapped.plan.misses


def test_numbers_of_the_request_stay_as_they_were_written(tables: Tables) -> None:
    """What the request says of people is the same text after a swap, whole numbers too."""
    request = make_request(tables, days=1, calories=2000, weight=63, budget=60)
    text = json.dumps(plan_week(request, tables).to_json())
    plan = WeekPlan.from_json(text, "plan.json")
    swapped = swap(plan, Words(day=1, meal="snack"), tables).plan
    people = json.dumps(json.loads(text)["request"]["people"])
    assert json.dumps(swapped.to_json()["request"]["people"]) == people
    assert '"energy_kcal": 2000,' in people


def test_asked_again_a_third_dish_comes(plan: WeekPlan, tables: Tables) -> None:
    """The dishes that were swapped away don't come back, unless one is named."""
    first = meal_of(plan, 2, "lunch").dish
    once = swap(plan, Words(day=2, meal="lunch"), tables).plan
    twice = swap(once, Words(day=2, meal="lunch"), tables).plan
    dishes = {first, meal_of(once, 2, "lunch").dish, meal_of(twice, 2, "lunch").dish}
    assert len(dishes) == 3
    back = swap(twice, Words(day=2, meal="lunch", dish=first), tables)
    certify(twice, back, tables)
    assert meal_of(back.plan, 2, "lunch").dish == first


def test_a_food_is_left_out_everywhere(plan: WeekPlan, tables: Tables) -> None:
    """It is gone from all days and avoided from now on; each meal that had none of it may stay."""
    word = max(
        sorted(eaten(plan)), key=lambda food: sum(food in eaten(plan, d) for d in range(1, 8))
    )
    swapped = swap(plan, Words(without=(word,)), tables)
    certify(plan, swapped, tables)
    assert word not in eaten(swapped.plan)
    assert swapped.plan.request.people[0].avoid == (word,)
    assert all((word in foods([move.before])) == move.asked for move in swapped.moves)
    fresh = plan_week(swapped.plan.request, tables)
    assert swapped.plan.points.bound == pytest.approx(fresh.points.bound, abs=1e-5)


def test_a_food_is_left_out_of_a_day(plan: WeekPlan, tables: Tables) -> None:
    """Other days keep it, and a later swap doesn't bring it back to that day."""
    word = meal_of(plan, 4, "dinner").servings[0].food_id
    swapped = swap(plan, Words(day=4, without=(word,)), tables)
    certify(plan, swapped, tables)
    assert word not in eaten(swapped.plan, 4)
    assert swapped.plan.request.people == plan.request.people
    later = swap(swapped.plan, Words(day=4, meal="dinner"), tables)
    certify(swapped.plan, later, tables)
    assert word not in eaten(later.plan, 4)


def test_a_food_comes_on_a_day_and_stays(plan: WeekPlan, tables: Tables) -> None:
    """Day 5 has tempeh, still after its meal was swapped; asked otherwise it goes."""
    kind = {food.id for food in tables.foods.values() if food.kind == "tempeh"}
    assert not eaten(plan, 5) & kind
    swapped = swap(plan, Words(day=5, including=("tempeh",)), tables)
    certify(plan, swapped, tables)
    assert eaten(swapped.plan, 5) & kind
    (move,) = [move for move in swapped.moves if move.asked]
    later = swap(swapped.plan, Words(day=5, meal=move.after.meal), tables)
    certify(swapped.plan, later, tables)
    assert eaten(later.plan, 5) & kind
    without = swap(later.plan, Words(without=("tempeh",)), tables)
    certify(later.plan, without, tables)
    assert not eaten(without.plan) & kind


def test_locked_meals_stay(plan: WeekPlan, tables: Tables) -> None:
    """What is locked stays in this swap and in later ones, until it is unlocked."""
    locked = swap(plan, Words(lock=("day 1", "day 2 dinner")), tables).plan
    assert locked.days == plan.days
    with pytest.raises(RequestError, match="day 1, lunch is locked"):
        swap(locked, Words(day=1, meal="lunch"), tables)
    inside = meal_of(plan, 1, "lunch").servings[0].food_id
    with pytest.raises(RequestError, match="locked, and has a food that you leave out"):
        swap(locked, Words(without=(inside,)), tables)
    free = swap(locked, Words(unlock=("day 1 lunch",), day=1, meal="lunch"), tables)
    certify(locked, free, tables)
    assert len({wish.meal for wish in free.plan.request.wishes if wish.day == 1} - {"lunch"}) == 3


@pytest.mark.parametrize(
    ("meal", "locked"), [("breakfast", ("dinner",)), ("lunch", ("breakfast", "dinner", "snack"))]
)
def test_locked_meals_stay_for_everyone(meal: str, locked: tuple[str, ...], tables: Tables) -> None:
    """In a household too: everyone's dish, foods and portions, beside what changes that day."""
    text = (Path(__file__).parents[2] / "examples" / "household.json").read_text(encoding="utf-8")
    plan = WeekPlan.from_json(text, "household.json")
    lock = (*(f"day 2 {name}" for name in locked), "day 3")
    swapped = swap(plan, Words(day=2, meal=meal, lock=lock), tables)
    certify(plan, swapped, tables)
    assert meal_of(swapped.plan, 2, meal).dish != meal_of(plan, 2, meal).dish
    assert all(meal_of(swapped.plan, 2, one) == meal_of(plan, 2, one) for one in locked)
    assert swapped.plan.days[2] == plan.days[2]


def test_a_locked_lunch_keeps_the_dinner_it_is_left_over_from(tables: Tables) -> None:
    """Without that dinner it would have to be cooked, so what changes the dinner is refused."""
    plan = plan_week(make_request(tables, days=5, leftovers=1), tables)
    (day,) = plan.find_leftovers()
    locked = swap(plan, Words(lock=(f"day {day + 1} lunch",)), tables).plan
    says = f"(?s)day {day + 1}, lunch is locked.*unlock='day {day + 1} lunch'"
    with pytest.raises(RequestError, match=says):
        swap(locked, Words(day=day, meal="dinner"), tables)
    inside = meal_of(plan, day, "dinner").servings[0].food_id
    with pytest.raises(RequestError, match=r"is locked.*has a food that you leave out"):
        swap(locked, Words(without=(inside,), day=day), tables)
    free = swap(locked, Words(day=day, meal="dinner", unlock=(f"day {day + 1} lunch",)), tables)
    assert meal_of(free.plan, day, "dinner").dish != meal_of(plan, day, "dinner").dish


def test_only_who_may_not_eat_it_is_kept_from_a_food(tables: Tables) -> None:
    """Where diets differ, one's exclusions don't make another's meals change."""
    people = [
        make_request(tables, name="Ana", days=2),
        make_request(tables, name="Ben", diet="vegan", days=2),
    ]
    plan = plan_week(join_requests(people), tables)
    swapped = swap(plan, Words(day=1, meal="snack"), tables)
    certify(plan, swapped, tables)
    assert [move.before.meal for move in swapped.moves if move.asked] == ["snack"]


def test_what_moves_besides_is_named_with_its_reason(tables: Tables) -> None:
    """Where the change alone would miss a target, other meals move for it and only for it."""
    request = make_request(tables, diet="vegan", days=3)
    plan = plan_week(request, tables)
    rich = [
        (day.day, meal.meal)
        for day in plan.days
        for meal in day.meals
        if any("mushroom" in food for food in foods([meal]))
    ]
    assert rich, "the vitamin D of a vegan week"
    words = Words(without=("mushrooms",), lock=())
    swapped = swap(plan, words, tables)
    others = [move for move in swapped.moves if not move.asked]
    certify(plan, swapped, tables)
    assert bool(others) == bool(swapped.for_the_sake_of)


def test_a_meal_that_moved_in_vain_is_put_back(plan: WeekPlan, tables: Tables) -> None:
    """What needn't have moved for a target is as it was, and what must have moved isn't.

    A lunch is moved here where nothing asks for it, as one may be that didn't help in the end.
    """
    words = Words(day=3, meal="dinner")
    taken = find_taken(plan, tables)
    arrays_by_day = lay_out_arrays(build_households(plan.request, tables, taken))
    change = _Change(plan, understand(plan, words, tables), arrays_by_day, RULE_PENALTY, Work())
    change.run()
    written = change.finish()
    lunch, days = MEALS.index("lunch"), list(change.search.days)
    for day in (0, 1, 3, 4, 5, 6):
        ways = change._ways(day, lunch, [], DISHES, 30)  # noqa: SLF001
        in_vain = [choice for missed, _, choice in ways if not missed]
        missing = [choice for missed, _, choice in ways if missed]
        if in_vain and missing:
            break
    assert in_vain
    assert missing
    for choice in in_vain[:3]:
        change.search.days[day] = choice
        change._mend()  # noqa: SLF001
        assert change.finish() == written
    for choice in missing[:3]:  # as if the lunch that is had moved from this one
        change.first[day], change.search.days = choice, list(days)
        change._mend()  # noqa: SLF001
        assert change.finish() == written


def test_what_cannot_be_met_is_missed_openly(tables: Tables) -> None:
    """A vegan week without anything fortified misses vitamin B12, and lists it."""
    plan = plan_week(make_request(tables, diet="vegan", days=2), tables)
    swapped = swap(plan, Words(without=("fortified",)), tables)
    report = check_plan(swapped.plan, tables)
    assert not report.faults
    assert "vitamin_b12_ug" in {miss.nutrient for miss in swapped.plan.misses}
    assert swapped.plan.points.bound_misses > 0


def test_points_are_counted_again_from_the_portions(plan: WeekPlan, tables: Tables) -> None:
    """What is counted from the written plan is what the search said when it was made."""
    counted = count_points(plan, tables)
    assert counted.total == pytest.approx(plan.points.total, abs=1e-6)
    assert counted.bound == pytest.approx(plan.points.bound, abs=1e-5)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (Words(), "you didn't say what to change"),
        (Words(), "day=3 and meal='dinner'; without='tofu'; including='salmon' and day=5; or lock"),
        (Words(dish="soup"), "such as day=7; the plan has 7"),
        (Words(day=3), "you didn't say what to change on day 3"),
        (Words(day=8, meal="dinner"), "It has days 1 to 7"),
        (Words(day=0, meal="dinner"), "no day 0"),
        (Words(day=1, meal="diner"), "Did you mean dinner"),
        (Words(meal="dinner"), "meal: needs a day"),
        (Words(including=("kale",)), "including: needs a day"),
        (Words(without=("tufo",)), "Did you mean tofu"),
        (Words(day=1, including=("tufo",)), "Did you mean"),
        (Words(day=1, including=("salmon",)), "vegetarian diet"),
        (Words(day=1, including=("tofu",), without=("tofu",)), "Choose one"),
        (Words(day=1, including=("tofu",), without=("soy",)), "without='soy'"),
        (Words(day=1, dish="shakshuca"), "Did you mean shakshuka"),
        (Words(day=1, meal="snack", dish="shakshuka"), "It suits breakfast and lunch"),
        (Words(day=1, meal="lunch", lock=("day 1",)), "Change it or lock it"),
        (Words(day=1, without=("kale",), lock=("1",)), "day 1 is locked"),
        (Words(without=("kale",), lock=tuple("1234567")), "every meal of the plan is locked"),
        (Words(lock=("monday",)), "names a weekday"),
        (Words(lock=("day 1 and day 2",)), "names no day"),
        (Words(lock=("day 2 brunch",)), "no meal is called 'brunch'"),
        (Words(lock=("day 9",)), "no day 9"),
        (Words(unlock=("day 1",)), "isn't locked"),
        (Words(lock=("day 1",), unlock=("day 1",)), "Choose one"),
    ],
)
def test_words_that_cannot_be_are_refused(
    words: Words, says: str, plan: WeekPlan, tables: Tables
) -> None:
    """Each with what may have been meant or what to do."""
    with pytest.raises(RequestError, match=says):
        swap(plan, words, tables)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (Words(day=1, meal="breakfast", including=("chickpeas",)), "It comes in"),
        (Words(day=1, dish="salade-nicoise"), "no food left for its tuna or sardines"),
    ],
)
def test_what_no_dish_can_be_says_why(
    words: Words, says: str, plan: WeekPlan, tables: Tables
) -> None:
    """Where it comes instead, or what the dish lacks."""
    with pytest.raises(NoPlanExists, match=says):
        swap(plan, words, tables)
