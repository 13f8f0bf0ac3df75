"""The certificate of a plan: every promise recomputed here from the table's cells and the JSON."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations, pairwise
from typing import Any

import pulp
import pytest

from planner import WeekPlan, check_plan, find_data, make_request, plan_week
from planner.actions.planning import lay_out_arrays
from planner.actions.recounting import count_points, load
from planner.errors import NoPlanExists, RequestError
from planner.model.bound import build_households, build_program, find_bound, leave_out_of_reach
from planner.search.effort import EFFORTS, Work
from planner.search.week_search import Search
from planner.tables.bundle import Tables

FIVE = {
    "magnesium_mg": 420,
    "potassium_mg": 3400,
    "calcium_mg": 1000,
    "vitamin_b12_ug": 2.4,
}
WEEKLY = {
    "vitamin_d_ug": (15, 1 / 3),
    "iron_mg": (18, 0.7),
    "zinc_mg": (11, 0.7),
    "phosphorus_mg": (700, 0.7),
    "selenium_ug": (55, 0.7),
    "copper_mg": (0.9, 0.7),
    "vitamin_a_rae_ug": (900, 0.7),
    "vitamin_c_mg": (90, 0.7),
    "vitamin_e_mg": (15, 0.7),
    "thiamin_mg": (1.2, 0.7),
    "riboflavin_mg": (1.3, 0.7),
    "niacin_mg": (16, 0.7),
    "vitamin_b6_mg": (1.3, 0.7),
    "folate_dfe_ug": (400, 0.7),
    "protein_g": (56, 0.7),
    "carbohydrate_g": (130, 0.7),
}
DAILY_MAXIMA = {
    "calcium_mg": 2500,
    "iron_mg": 45,
    "zinc_mg": 40,
    "retinol_ug": 3000,
    "folic_acid_ug": 1000,
    "vitamin_d_ug": 100,
    "selenium_ug": 400,
    "copper_mg": 10,
    "vitamin_b6_mg": 100,
    "vitamin_c_mg": 2000,
}


@pytest.fixture(scope="module")
def vegan(week: WeekPlan) -> WeekPlan:
    """The week that README's command prints."""
    return week


def cells() -> dict[str, dict[str, str]]:
    """The food table's cells as they are written."""
    with (find_data() / "foods.csv").open(encoding="utf-8", newline="") as file:
        return {row["food_id"]: row for row in csv.DictReader(file)}


def add_up(plan: dict[str, Any], nutrient: str) -> list[float]:
    """A nutrient by day, from portions times the portion's grams times the cell."""
    foods = cells()
    days = []
    for day in plan["days"]:
        total = 0.0
        for meal in day["meals"]:
            for one in meal["servings"]:
                food = foods[one["food_id"]]
                grams = one["portions"] * float(food["portion_g"])
                total += grams * float(food[nutrient] or 0) / 100
        days.append(total)
    return days


def test_vegan_week_meets_everything_promised(vegan: WeekPlan) -> None:
    """Four of the five daily, D and the RDAs on the average, energy's band, upper levels."""
    plan = vegan.to_json()
    for nutrient, target in FIVE.items():
        assert min(add_up(plan, nutrient)) >= target * (1 - 1e-6), nutrient
    for nutrient, (target, floor) in WEEKLY.items():
        days = add_up(plan, nutrient)
        assert sum(days) / 7 >= target * (1 - 1e-6), nutrient
        assert min(days) >= target * floor * (1 - 1e-6), nutrient
    for nutrient, limit in DAILY_MAXIMA.items():
        assert max(add_up(plan, nutrient)) <= limit * (1 + 1e-6), nutrient
    energy = add_up(plan, "energy_kcal")
    assert all(1900 <= kcal <= 2100 for kcal in energy)
    assert sum(add_up(plan, "sodium_mg")) / 7 <= 2300


def test_vegan_week_is_vegan(vegan: WeekPlan) -> None:
    """No serving contains anything from an animal."""
    animal = {"meat", "poultry", "fish", "shellfish", "milk", "egg", "honey", "gelatin"}
    foods = cells()
    for day in vegan.to_json()["days"]:
        for meal in day["meals"]:
            for one in meal["servings"]:
                contains = set(foods[one["food_id"]]["contains"].split(";"))
                assert not contains & (animal | {"unknown"}), one


def test_vegan_week_varies_as_people_expect(vegan: WeekPlan, tables: Tables) -> None:
    """Caps on foods and dishes, no dinner twice running, days that differ, 40 to 60 foods."""
    foods = cells()
    days = [{one.food_id for meal in day.meals for one in meal.servings} for day in vegan.days]
    times = Counter(food for day in days for food in day)
    assert all(count <= 4 for food, count in times.items() if foods[food]["everyday"] == "0")
    assert 40 <= len(times) <= 60
    dishes = [{meal.meal: meal.dish for meal in day.meals} for day in vegan.days]
    served = Counter(dish for day in dishes for dish in day.values())
    for dish, count in served.items():
        light = set(tables.dishes[dish].meals) <= {"breakfast", "snack"}
        assert count <= (3 if light else 2), dish
    assert all(one["dinner"] != other["dinner"] for one, other in pairwise(dishes))
    for one, other in combinations(dishes, 2):
        assert len(set(one.values()) & set(other.values())) <= 2
    for day in vegan.days:
        groups = [foods[one.food_id]["group"] for meal in day.meals for one in meal.servings]
        assert sum(group in ("fruit", "dried-fruit") for group in groups) >= 2
        tags = [tag for meal in day.meals for tag in tables.dishes[meal.dish].tags]
        assert tags.count("legumes") <= 2
        assert tags.count("soup") <= 1
    rare = [foods[one.food_id]["rare"] for d in vegan.days for m in d.meals for one in m.servings]
    assert rare.count("1") <= 2


def test_kind_fills_one_slot_and_one_meal(vegan: WeekPlan, tables: Tables) -> None:
    """Near-duplicates of a food don't meet in a dish, nor twice a day unless they are staples."""
    for day in vegan.days:
        by_meal = [[tables.foods[one.food_id] for one in meal.servings] for meal in day.meals]
        for foods in by_meal:
            kinds = [food.kind for food in foods]
            assert len(kinds) == len(set(kinds))
        kinds = [food.kind for foods in by_meal for food in foods]
        kinds = [kind for kind in kinds if kind not in tables.everyday_kinds]
        assert len(kinds) == len(set(kinds))


def test_check_agrees(vegan: WeekPlan, tables: Tables) -> None:
    """The check finds no fault, no miss and nothing unusual in the default week."""
    report = check_plan(vegan, tables)
    assert not report.faults
    assert not report.misses
    assert not report.notes
    assert all(v.met for v in report.verdicts if v.required)


def test_bound_is_below_the_plan(vegan: WeekPlan) -> None:
    """No plan costs less than its bound; the default week is within three points a day of it."""
    assert 0 <= vegan.points.bound <= vegan.points.total + 1e-6
    assert (vegan.points.total - vegan.points.bound) / 7 <= 3
    assert vegan.points.misses == 0


def test_seed_gives_another_week_as_good(vegan: WeekPlan, tables: Tables) -> None:
    """At least 6 of the 28 dishes differ, meal by meal counted over the week, within 2 points."""
    other = plan_week(make_request(tables, diet="vegan", seed=1), tables)
    counts = [
        Counter(meal.dish for day in plan.days for meal in day.meals) for plan in (vegan, other)
    ]
    assert (counts[0] - counts[1]).total() >= 6
    assert abs(other.points.total - vegan.points.total) / 7 <= 3
    assert not check_plan(other, tables).misses


def test_same_command_gives_the_same_plan() -> None:
    """Two processes with other hash seeds print one plan."""
    command = [sys.executable, "-m", "planner", "plan", "--days", "2", "--format", "json"]
    outputs = [
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])["days"]) == 2


@pytest.mark.parametrize("days", [1, 3, 9])
def test_other_lengths(days: int, tables: Tables) -> None:
    """Fewer days shrink the weekly numbers, more keep them in any seven days running."""
    plan = plan_week(make_request(tables, days=days), tables)
    report = check_plan(plan, tables)
    assert len(plan.days) == days
    assert not report.faults
    assert not report.misses
    assert not report.notes


def test_every_day_holds_daily(tables: Tables) -> None:
    """Vitamin D asked for every day reaches its RDA each day."""
    plan = plan_week(
        make_request(tables, diet="vegetarian", days=3, every_day=["vitamin-d"]), tables
    )
    assert min(add_up(plan.to_json(), "vitamin_d_ug")) >= 15 * (1 - 1e-6)


def test_own_target_and_limit_hold(tables: Tables) -> None:
    """A minimum and a maximum of one's own hold every day."""
    request = make_request(tables, days=2, targets=["magnesium=500"], limits=["sodium=1.5g"])
    plan = plan_week(request, tables)
    assert not plan.misses
    assert min(add_up(plan.to_json(), "magnesium_mg")) >= 500 * (1 - 1e-6)
    assert max(add_up(plan.to_json(), "sodium_mg")) <= 1500 * (1 + 1e-6)


def test_what_cannot_be_met_is_printed_and_listed(tables: Tables) -> None:
    """A vegan without fortified foods gets the best plan, and B12 is among its misses."""
    request = make_request(tables, diet="vegan", days=1, avoid=["fortified"])
    plan = plan_week(request, tables)
    missed = {miss.nutrient for miss in plan.misses}
    assert "vitamin_b12_ug" in missed
    assert plan.points.misses > 0
    report = check_plan(plan, tables)
    assert not report.faults
    assert report.exit_code == 3


def test_avoid_and_allergy_keep_foods_out(tables: Tables) -> None:
    """Nothing avoided or allergenic is served."""
    request = make_request(tables, days=2, avoid=["mushrooms", "spinach"], allergies=["nuts"])
    plan = plan_week(request, tables)
    for day in plan.days:
        for meal in day.meals:
            for one in meal.servings:
                food = tables.foods[one.food_id]
                assert food.group != "mushrooms"
                assert food.kind != "spinach"
                assert "tree-nut" not in food.contains


def test_a_meal_without_dishes_is_named(tables: Tables) -> None:
    """Where nothing is left for a meal, the error says for which."""
    without = ["fruit", "juices", "plant-milks", "breads", "grains", "cereals", "snacks", "nuts"]
    with pytest.raises(NoPlanExists, match="no dish for breakfast ") as error:
        make_request(tables, diet="vegan", avoid=without)
    assert "foods (vegan diet)" in str(error.value)
    assert re.search(r"The nearest breakfast, .+ food left for its \w+", str(error.value))


def test_contradicting_limits_are_refused(tables: Tables) -> None:
    """A minimum above an upper level is an error of the request."""
    with pytest.raises(RequestError, match="can't both hold"):
        plan_week(make_request(tables, targets=["iron=60"]), tables)


def test_narrow_tables_still_give_a_plan(tiny: Tables) -> None:
    """Where variety can't be had the plan repeats itself, says so, and stays above its bound."""
    plan = plan_week(make_request(tiny, diet="vegan", days=3), tiny)
    report = check_plan(plan, tiny)
    assert not report.faults
    assert any("both have" in note for note in report.notes)
    assert plan.points.bound <= plan.points.total + 1e-6


def test_a_limit_below_an_rda_is_planned_and_the_rda_missed(tables: Tables) -> None:
    """Someone told to keep potassium down gets a plan, and hears which target gives way."""
    plan = plan_week(make_request(tables, days=1, limits=["potassium=2000"]), tables)
    assert "potassium_mg" in {miss.nutrient for miss in plan.misses}
    assert check_plan(plan, tables).exit_code == 3


def test_one_request_gives_one_plan(tables: Tables) -> None:
    """Two runs give the same plan, with the bound solved beside the search."""
    request = make_request(tables, diet="vegetarian", days=3, seed=4)
    assert plan_week(request, tables).to_json() == plan_week(request, tables).to_json()


def test_a_stopped_search_still_has_a_plan(tables: Tables) -> None:
    """Stopped at once it gives its first plan, whole and checked, with the same bound."""
    request = make_request(tables, diet="vegan", days=7)
    stopped = Work(stop=lambda: True)
    plan = plan_week(request, tables, stopped)
    report = check_plan(plan, tables)
    assert len(plan.days) == 7
    assert not report.faults
    assert plan.misses == report.misses
    full = plan_week(request, tables)
    assert plan.points.bound == pytest.approx(full.points.bound, abs=1e-6)
    assert plan.points.bound <= full.points.total <= plan.points.total + 1e-6
    assert stopped.sizes["sweeps"] <= 3


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        {"diet": "vegan", "days": 1},
        {"diet": "vegetarian", "avoid": ["fortified"], "days": 3},
        {"diet": "omnivore", "days": 2, "seed": 3},
    ],
    ids=str,
)
def test_more_effort_is_no_worse(words: dict[str, Any], tables: Tables) -> None:
    """Each effort goes on from the one below it, and keeps the better plan.

    What no plan can meet counts as it does in the search: it is aimed at.
    """
    request = make_request(tables, **words)
    households = build_households(request, tables)
    bound = find_bound(request, households[0])
    led_by, _ = leave_out_of_reach(request, tables, (), households, bound)
    search = Search(lay_out_arrays(led_by), request, Work())
    points = []
    for effort in EFFORTS:
        load(plan_week(request, tables, Work(effort)), search)
        points.append(round(search.points()[0], 4))
    assert points == sorted(points, reverse=True)


def test_no_eating_rule_gives_way_for_what_no_plan_can_meet(tables: Tables) -> None:
    """A vegan without fortified foods misses B12 and D whatever they eat, and eats as usual."""
    request = make_request(tables, diet="vegan", avoid=["fortified"])
    plan = plan_week(request, tables, Work("quick"))
    assert {miss.nutrient for miss in plan.misses} == {"vitamin_b12_ug", "vitamin_d_ug"}
    assert len(check_plan(plan, tables).notes) <= 3  # 29 while rules gave way for both
    counted = count_points(plan, tables)
    assert plan.points.misses == pytest.approx(counted.misses, abs=0.01)
    assert plan.points.total == pytest.approx(counted.total, abs=0.01)
    assert plan.points.bound_misses == pytest.approx(counted.bound_misses, abs=0.01)
    assert plan.points.bound_misses > 1000


def test_a_plan_lies_above_its_bound_by_the_reduced_costs_of_what_it_serves(tables: Tables) -> None:
    """So it is for every plan: what costs more than the plan is above its bound isn't in it."""
    request = make_request(tables, diet="vegan")
    plan = plan_week(request, tables, Work("quick"))
    (household,) = set(build_households(request, tables))
    bound, options = find_bound(request, household), household.options
    served = {
        (meal.meal, meal.dish, serving.slot, serving.food_id, serving.portions)
        for meal in plan.days[0].meals
        for serving in meal.servings
    }
    program = household.programs[0]
    names = [
        (place.meal, place.dish.id, place.slot.name, program.foods[food].id, portions)
        for place, food, portions in zip(
            [household.slots[slot] for slot in options.slot.tolist()],
            options.food.tolist(),
            program.options.portions.tolist(),
            strict=True,
        )
    ]
    cost = dict(zip(names, bound.reduced_costs.tolist(), strict=True))
    assert min(cost.values()) > -1e-6
    total = sum(
        cost[meal.meal, meal.dish, serving.slot, serving.food_id, serving.portions]
        for day in plan.days
        for meal in day.meals
        for serving in meal.servings
    )
    assert served <= cost.keys()
    assert 0 < total <= plan.points.total - plan.points.bound + 1e-6


def test_no_solver_moves_the_bound(tables: Tables) -> None:
    """CBC finds the bound that HiGHS finds."""
    request = make_request(tables, diet="vegan", days=1)
    highs, cbc = (plan_week(request, tables, Work(solver=solver)) for solver in ("highs", "cbc"))
    assert cbc.points.bound == pytest.approx(highs.points.bound, abs=1e-4)


def test_an_eating_rule_broken_for_a_target_is_mended_where_it_can_be(tables: Tables) -> None:
    """Without cereals and plant milks vitamin D is scarce: no rule is broken for it."""
    words = {"diet": "vegetarian", "avoid": ["cereals", "plant-milks", "juices"]}
    plan = plan_week(make_request(tables, **words), tables)  # type: ignore[arg-type]
    report = check_plan(plan, tables)
    assert not plan.misses
    assert not report.notes


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"effort": "hihg"}, "effort: 'hihg' is not known\n  Did you mean high?"),
        ({"effort": "best"}, "Choose one of quick, normal, high."),
        ({"solver": "higs"}, "Did you mean highs?"),
    ],
)
def test_an_unknown_effort_or_solver_is_said(words: dict[str, str], says: str) -> None:
    """A close match where there is one, else what there is."""
    with pytest.raises(RequestError) as error:
        Work(**words)  # type: ignore[arg-type]
    assert says in str(error.value)


@pytest.mark.parametrize("words", [{"diet": "vegan", "days": 2, "avoid": ["fortified"]}, {}])
def test_a_plan_costs_what_the_program_of_its_days_says(
    words: dict[str, Any], tables: Tables, tiny: Tables
) -> None:
    """With the plan's dishes and options put into the week's program, the optimum is its points.

    So the points are no less than the bound. The first plan misses targets. The second, in the
    tiny kitchen, repeats foods and dishes, and kinds of one food, which the program doesn't count.
    """
    known = tables if words else tiny
    request = make_request(known, **(words or {"days": 3}))
    plan, program = plan_week(request, known), build_program(request, known)
    written = program.linear.write(days=request.days)
    names = {one.name: one for one in written.variables}
    chosen = set()
    for number, day in enumerate(plan.days, start=1):
        for meal in day.meals:
            chosen.add(f"served__{meal.meal}__{meal.dish}__day{number}")
            slots = [slot.name for slot in known.dishes[meal.dish].slots]
            for one in meal.servings:
                place = f"{meal.meal}__{meal.dish}__slot{slots.index(one.slot)}"
                option = f"option__{place}__{one.food_id}__{one.portions:g}"
                chosen.add(f"{option}__day{number}")
    fixed = {name.replace("-", "_") for name in chosen}
    assert fixed <= set(names)
    for name, variable in names.items():
        if name.startswith(("served__", "option__")):
            variable.lowBound = variable.upBound = float(name in fixed)
    written.problem.solve(pulp.HiGHS(msg=False))
    assert written.problem.status == pulp.LpStatusOptimal
    points = written.problem.objective.value()
    assert points <= plan.points.total + 1e-4
    if known is tables:
        assert points == pytest.approx(plan.points.total, abs=1e-4)
    assert plan.points.bound <= points + 1e-6
