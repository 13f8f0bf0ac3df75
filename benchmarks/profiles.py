"""Eighty profiles of many ages, diets and wishes, each with a week: one table.

    python benchmarks/profiles.py [--effort high] [--only N] [--processes N]

For each: the lowest day of each of the five and the lowest week's average among the RDAs, in
percent of the target; different foods and dishes; points a day above the bound, what the bound and
what the plan miss, in points a day; seconds; how far the costliest day lies above the cheapest, in
points. Every plan is checked. More than one process makes the seconds longer.
"""

from __future__ import annotations

import argparse
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from tabulate import tabulate

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.checking.findings import CheckReport
from planner.model.bound import build_program
from planner.plans.records import WeekPlan
from planner.search.effort import EFFORTS, Work
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE

Words = dict[str, Any]

DIETS = ("vegan", "vegetarian", "pescatarian", "omnivore")
ALLERGENS = ("milk", "egg", "soy", "gluten", "tree-nut", "peanut", "fish", "sesame")
HEADERS = (
    "profile",
    "kcal",
    *("Mg", "K", "Ca", "B12", "D"),
    "RDA, week",
    "foods",
    "dishes",
    "above",
    "bound misses",
    "misses",
    "s",
    "spread",
)


@dataclass(frozen=True)
class Row:
    """What one profile's week came to: figures in the order of the headers, and its faults."""

    name: str
    kcal: float
    five: tuple[float, ...]
    weekly: float
    foods: int
    dishes: int
    above: float
    bound_misses: float
    misses: float
    seconds: float
    spread: float
    faults: int


def eaters() -> list[Words]:
    """Forty: ages and sexes by turns with the diets, then stages, energies, single allergies."""
    found: list[Words] = []
    for place, age in enumerate((11, 16, 25, 40, 60, 75)):
        for turn, sex in enumerate(("female", "male")):
            for step in (0, 2):
                diet = DIETS[(place + turn + step) % len(DIETS)]
                found.append({"age": age, "sex": sex, "diet": diet})
    found += [
        {"age": 30, "life_stage": "pregnant", "trimester": 3, "diet": diet}
        for diet in ("vegan", "pescatarian")
    ]
    found += [{"age": 30, "life_stage": "lactating", "diet": diet} for diet in DIETS[:2]]
    found += [{"calories": 1400, "age": 35, "sex": "female", "diet": diet} for diet in DIETS[:2]]
    found += [{"calories": 3200, "age": 25, "sex": "male", "diet": diet} for diet in DIETS[:2]]
    for place, allergen in enumerate(ALLERGENS):
        diet = DIETS[place % len(DIETS)]
        found.append({"age": 40, "sex": "female", "diet": diet, "allergies": [allergen]})
    return found


def others() -> list[Words]:
    """Forty more: what people leave out, little energy, two allergies, little time, own targets."""
    woman: Words = {"age": 35, "sex": "female"}
    man: Words = {"age": 45, "sex": "male"}
    vegan: Words = {"diet": "vegan"}
    found: list[Words] = [{**vegan, "allergies": [word]} for word in ALLERGENS[2:6]]
    found += [
        {**vegan, "allergies": ["tree-nut", "peanut"]},
        {**vegan, "allergies": ["soy", "gluten"]},
        {**vegan, "avoid": ["mushrooms"]},
        {**vegan, "avoid": ["legumes"]},
        {**vegan, "avoid": ["mushrooms"], "allergies": ["soy"]},
        {**vegan, "avoid": ["seeds"], **woman},
        {**vegan, "avoid": ["juices", "plant-milks"], **man},
    ]
    found += [{"diet": diet, "avoid": ["fortified"]} for diet in DIETS[1:]]
    found += [{**woman, "diet": diet, "calories": 1300} for diet in DIETS]
    found += [{**woman, **vegan, "calories": 1500}]
    found += [{**woman, **vegan, "calories": 1500, "allergies": ["soy"]}]
    found += [{**man, "diet": diet, "calories": 1500} for diet in ("vegetarian", "omnivore")]
    pairs = (("milk", "egg"), ("milk", "gluten"), ("egg", "soy"), ("fish", "shellfish"))
    found += [{"diet": "omnivore", "allergies": list(pair)} for pair in pairs]
    found += [{"diet": "vegetarian", "allergies": ["gluten", "tree-nut"]}]
    found += [{"diet": "pescatarian", "allergies": ["gluten", "milk"]}]
    found += [{**one, "diet": "lacto-vegetarian"} for one in (woman, man)]
    found += [{**one, "diet": "ovo-vegetarian"} for one in (woman, man)]
    found += [{"diet": diet, "minutes": 30} for diet in ("vegan", "omnivore")]
    found += [
        {**vegan, "minutes": 20},
        {**vegan, "limits": ["sodium=1500mg"]},
        {**vegan, "targets": ["magnesium=450", "vitamin-d=800IU"]},
        {"diet": "omnivore", "limits": ["sodium=1500mg", "saturated-fat=15"]},
        {**vegan, **woman, "every_day": ["iron", "zinc", "vitamin-d"]},
        {**vegan, "like": ["lentils", "oats"], "dislike": ["tofu", "soups"]},
    ]
    return found


def profiles() -> list[Words]:
    """All of them."""
    return eaters() + others()


def choose(count: int) -> list[Words]:
    """So many of them, spread over the list."""
    everyone = profiles()
    count = min(count, len(everyone))
    return [everyone[place * len(everyone) // count] for place in range(count)]


def describe(words: Words) -> str:
    """A profile's words in a line."""
    signs = {"allergies": "no ", "avoid": "without ", "limits": "at most ", "targets": "at least "}
    signs |= {"minutes": "minutes ", "every_day": "daily ", "like": "likes ", "dislike": "not "}
    said = []
    for name, value in words.items():
        if name != "calories":
            text = ", ".join(value) if isinstance(value, list) else str(value)
            said.append(signs.get(name, "") + text)
    return " ".join(said)


def day_points(plan: WeekPlan, tables: Tables) -> list[float]:
    """The points of each day by itself, from what is served: without the rows of the week."""
    program = build_program(plan.request, tables)
    options, (low, high) = program.options, program.limits
    number = {
        (place.meal, place.dish.id, place.slot.name, program.foods[food].id, portions): option
        for option, (place, food, portions) in enumerate(
            zip(
                [program.slots[slot] for slot in options.slot.tolist()],
                options.food.tolist(),
                options.portions.tolist(),
                strict=True,
            )
        )
    }
    costs = {
        (meal, dish.id): program.linear.costs[program.first_served + place]
        for place, (meal, dish) in enumerate(program.served)
    }
    penalty = np.array([0.0 if row.week else row.penalty for row in program.soft_rows])
    found = []
    for day in plan.days:
        own = np.array(
            [
                number[meal.meal, meal.dish, one.slot, one.food_id, one.portions]
                for meal in day.meals
                for one in meal.servings
            ]
        )
        amounts = program.amounts(own).sum(axis=1)
        outside = np.maximum(np.maximum(low - amounts, amounts - high), 0.0)
        served = sum(costs[meal.meal, meal.dish] for meal in day.meals)
        found.append(float(penalty @ outside + options.points[own].sum() + served))
    return found


def lowest_day(plan: WeekPlan, report: CheckReport, nutrient: str) -> float:
    """The lowest day of a nutrient, as a share of its target."""
    (person,) = plan.request.people
    target = max(
        v.minimum
        for v in report.verdicts
        if v.nutrient == nutrient and v.minimum and v.basis == "amount" and "floor" not in v.kind
    )
    return float(report.daily[person.name, nutrient].min()) / target


def measure(words: Words, effort: str = "normal") -> Row:
    """Plan and check one profile's week."""
    tables = read_tables(find_data())
    started = time.perf_counter()
    plan = plan_week(make_request(tables, **words), tables, Work(effort))
    seconds = time.perf_counter() - started
    report = check_plan(plan, tables)
    weekly = [
        v.value / v.minimum
        for v in report.verdicts
        if v.minimum and v.basis == "amount" and v.period == "week" and v.kind == "RDA"
    ]
    points, days = day_points(plan, tables), len(plan.days)
    return Row(
        name=describe(words),
        kcal=plan.request.people[0].energy_kcal,
        five=tuple(lowest_day(plan, report, nutrient) for nutrient in THE_FIVE),
        weekly=min(weekly),
        foods=len({s.food_id for day in plan.days for meal in day.meals for s in meal.servings}),
        dishes=len({meal.dish for day in plan.days for meal in day.meals}),
        above=(plan.points.total - plan.points.bound) / days,
        bound_misses=plan.points.bound_misses / days,
        misses=plan.points.misses / days,
        seconds=seconds,
        spread=max(points) - min(points),
        faults=len(report.faults),
    )


def write_row(row: Row) -> list[str]:
    """A row's cells; what is nothing stays blank."""
    shares = [f"{share:.0%}" for share in (*row.five, row.weekly)]
    cells = [row.name, f"{row.kcal:.0f}", *shares, str(row.foods), str(row.dishes)]
    cells += [f"{row.above:.2f}"]
    cells += [
        "" if misses < 0.005 else f"{misses:.2f}" for misses in (row.bound_misses, row.misses)
    ]
    return [*cells, f"{row.seconds:.1f}", f"{row.spread:.1f}"]


def write_summary(rows: list[Row]) -> list[list[str]]:
    """The median of each figure and the worst."""
    names = ("weekly", "foods", "dishes", "above", "bound_misses", "misses", "seconds", "spread")
    columns = [[row.kcal for row in rows]]
    columns += [[row.five[place] for row in rows] for place in range(len(THE_FIVE))]
    columns += [[getattr(row, name) for row in rows] for name in names]
    found = []
    for label, rising in (("median", statistics.median), ("worst", max)):
        lowest = min if label == "worst" else rising
        cells = [label, f"{rising(columns[0]):.0f}" if label == "median" else ""]
        cells += [f"{lowest(column):.0%}" for column in columns[1:7]]
        cells += [f"{lowest(column):.0f}" for column in columns[7:9]]
        cells += [f"{rising(column):.2f}" for column in columns[9:12]]
        found.append([*cells, *(f"{rising(column):.1f}" for column in columns[12:])])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Plan for eighty profiles.")
    parser.add_argument("--effort", choices=tuple(EFFORTS), default="normal")
    parser.add_argument("--only", type=int, help="so many of them, spread over the list")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    chosen = choose(options.only or len(profiles()))
    count = len(chosen)
    with ProcessPoolExecutor(options.processes) as pool:
        rows = list(pool.map(measure, chosen, [options.effort] * count))
    cells = [*map(write_row, rows), *write_summary(rows)]
    align = ("left", *["right"] * (len(HEADERS) - 1))
    print(tabulate(cells, headers=HEADERS, disable_numparse=True, colalign=align))
    met = sum(row.misses < 0.005 for row in rows)
    faults = sum(row.faults for row in rows)
    print(
        f"\n{count} profiles, {options.effort} effort, {met} with nothing missed, {faults} faults"
    )


if __name__ == "__main__":
    main()
