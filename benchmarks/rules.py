"""What each eating rule costs: weeks planned without it, one rule at a time.

    python benchmarks/rules.py [--seeds N] [--effort normal] [--bound]

For each rule: the points a day and the US dollars of the list that it costs on the average of the
weeks (negative where the weeks with the rule came out better, as searches do by chance), the points
a day of the bound, and in how many weeks it is broken when nothing asks for it. "spread" is how
far the weeks with all rules differ from seed to seed in points: less than that is chance.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from tabulate import tabulate

from planner import Planner, Work, check_plan, find_data, make_request, read_tables
from planner.model import day_program
from planner.model.bound import build_households, find_bound
from planner.people.diet_rules import find_rules
from planner.people.eating_rules import EATING_RULES, WEEK_DAYS, EatingRules
from planner.people.person import Person
from planner.plans.records import WeekPlan
from planner.plans.shopping import compute_cost
from planner.tables.bundle import Tables

DIETS = ("vegan", "vegetarian", "pescatarian", "omnivore")
FREE = 10.0 * WEEK_DAYS  # times a week that nothing comes


def _without(name: str) -> dict[str, Any]:
    return {"food_rules": tuple(one for one in EATING_RULES.food_rules if one.name != name)}


LIFTED: Mapping[str, Mapping[str, Any]] = {
    "kinds": {"kind_days_a_week": WEEK_DAYS},
    **{one.name: _without(one.name) for one in EATING_RULES.food_rules},
    "opened drinks and breads": {"opened_rules": ()},
    "different lunches and dinners": {
        "different_mains_a_week": 0,
        "main_dish_times_a_week": WEEK_DAYS,
    },
    "snacks": {"snack_times_a_week": WEEK_DAYS},
    "breakfasts": {"breakfast_times_a_week": WEEK_DAYS},
    "half of the grains whole": {"whole_grains_oz_per_1000_kcal": 0.0},
    "fruit twice a day": {"fruit_a_day": 0},
    "eggs": {"eggs_a_day": FREE},
    "plates": {"plate_g": dict.fromkeys(EATING_RULES.plate_g, 1e5)},
    "protein at breakfast": {"breakfast_protein_g": 0.0},
}
"""The rules by name, and the fields of `EatingRules` that lift each."""


def plan_weeks(
    tables: Tables, seeds: int, effort: str, lifted: Mapping[str, Any]
) -> list[WeekPlan]:
    """A week of each diet and seed, without the lifted rules."""

    def find(person: Person, known: Tables) -> EatingRules:
        return replace(find_rules(person, known), **lifted)

    planner = Planner(tables)
    with patch.object(day_program, "find_rules", find):
        return [
            planner.plan(planner.make_request(diet=diet, seed=seed), Work(effort=effort))
            for diet in DIETS
            for seed in range(seeds)
        ]


def measure(weeks: list[WeekPlan], tables: Tables) -> tuple[float, float, float]:
    """Points a day, points a day of the bound, dollars: means."""
    figures: tuple[Callable[[WeekPlan], float], ...] = (
        lambda week: week.points.total / len(week.days),
        lambda week: week.points.bound / len(week.days),
        lambda week: compute_cost(week.shopping, tables).total_usd or 0.0,
    )
    points, bound, usd = (statistics.mean(map(figure, weeks)) for figure in figures)
    return points, bound, usd


def find_bounds(tables: Tables, lifted: Mapping[str, Any]) -> list[float]:
    """The points a day of each diet's bound, without the lifted rules."""

    def find(person: Person, known: Tables) -> EatingRules:
        return replace(find_rules(person, known), **lifted)

    bounds = []
    with patch.object(day_program, "find_rules", find):
        for diet in DIETS:
            request = make_request(tables, diet=diet)
            household = build_households(request, tables)[0]
            bounds.append(find_bound(request, household).points / request.days)
    return bounds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--effort", default="normal")
    parser.add_argument("--bound", action="store_true")
    asked = parser.parse_args()
    tables = read_tables(find_data())
    if asked.bound:
        bounds = find_bounds(tables, {})
        costs = [
            (
                name,
                *(now - then for now, then in zip(bounds, find_bounds(tables, own), strict=True)),
            )
            for name, own in LIFTED.items()
        ]
        print(tabulate([("all", *bounds), *costs], ("rule", *DIETS), floatfmt=".2f"))
        return
    with_all = plan_weeks(tables, asked.seeds, asked.effort, {})
    notes = sum(len(check_plan(week, tables).notes) for week in with_all)
    points, bound, usd = measure(with_all, tables)
    by_diet = zip(
        *[iter(week.points.total / len(week.days) for week in with_all)] * asked.seeds, strict=True
    )
    spread = statistics.mean(max(one) - min(one) for one in by_diet)
    rows = []
    for name, lifted in LIFTED.items():
        weeks = plan_weeks(tables, asked.seeds, asked.effort, lifted)
        own_points, own_bound, own_usd = measure(weeks, tables)
        own_notes = sum(len(check_plan(week, tables).notes) for week in weeks)
        rows.append(
            (name, points - own_points, bound - own_bound, usd - own_usd, own_notes - notes)
        )
        print(f"{name}: {points - own_points:+.2f} points", flush=True)
    headers = ("rule", "points", "bound", "$", "more broken")
    print(tabulate(rows, headers, floatfmt="+.2f"))
    print(
        f"{len(with_all)} weeks: {points:.2f} points a day, ${usd:.2f}, {notes} notes;"
        f" spread {spread:.2f}"
    )


if __name__ == "__main__":
    main()
