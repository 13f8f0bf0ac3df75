"""How the 28 weeks of `hei.py` keep the rules of a week, counted from what is served.

    python benchmarks/weeks_by_rule.py [--effort normal]

A row a rule: in how many weeks it is broken, how far beyond its number all of them come together,
and the worst week. A lunch that is left over is free of the rules on dishes, not of those on foods.
Then the mean price of a list, and what its packs leave over.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
from collections import Counter
from collections.abc import Callable, Mapping

from hei import WEEKS
from tabulate import tabulate

from planner import find_data, make_request, plan_week, read_tables
from planner.people.eating_rules import EATING_RULES
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.plans.shopping import compute_cost
from planner.search.effort import EFFORTS, Work
from planner.tables.bundle import Tables
from planner.tables.foods import Food

HEADERS = ("rule", "weeks", "beyond", "worst", "the worst week")
FISH_EATERS = ("omnivore", "pescatarian")


def find_cooked(day: DayPlan) -> list[Meal]:
    """The meals of a day but for a lunch that is left over."""
    return [meal for meal in day.meals if meal.leftover_of is None]


def count_days(plan: WeekPlan, tables: Tables, is_meant: Callable[[Food], bool]) -> int:
    """On how many days a food that is meant comes, by itself or as a main part of another."""
    return sum(
        any(
            is_meant(part)
            for meal in day.meals
            for one in meal.servings
            for part in tables.foods[one.food_id].main_parts
        )
        for day in plan.days
    )


def count_kinds(plan: WeekPlan, tables: Tables) -> int:
    """How many kinds of food that aren't everyday ones come on more days than is usual."""
    days: Counter[str] = Counter()
    for day in plan.days:
        served = {one.food_id for meal in day.meals for one in meal.servings}
        foods = [tables.foods[food_id] for food_id in sorted(served)]
        days.update({food.kind for food in foods if not food.everyday})
    return sum(times > EATING_RULES.kind_days_a_week for times in days.values())


def count_running(plan: WeekPlan) -> int:
    """How often a dish comes on a day and on the next."""
    dishes = [{meal.dish for meal in find_cooked(day)} for day in plan.days]
    return sum(len(one & other) for one, other in itertools.pairwise(dishes))


def count_repeats(plan: WeekPlan, meal_name: str, most: int) -> int:
    """How often dishes of a meal come at it beyond so many times."""
    meals = [meal for day in plan.days for meal in find_cooked(day) if meal.meal == meal_name]
    times = Counter(meal.dish for meal in meals)
    return sum(max(0, own - most) for own in times.values())


def count_mains(plan: WeekPlan) -> int:
    """How many different lunches and dinners a week has."""
    meals = [meal for day in plan.days for meal in find_cooked(day)]
    return len({meal.dish for meal in meals if meal.meal in ("lunch", "dinner")})


def count_left_over(plan: WeekPlan) -> int:
    """How many lunches are left over from the dinner before."""
    return sum(meal.leftover_of is not None for day in plan.days for meal in day.meals)


def count_beyond(plan: WeekPlan, tables: Tables) -> Mapping[str, int]:
    """By how much a week passes the number of each rule; 0 where it keeps it."""
    rules = EATING_RULES
    mushrooms = count_days(plan, tables, lambda food: food.group == "mushrooms")
    spinach = count_days(plan, tables, lambda food: food.kind == "spinach")
    legumes = count_days(plan, tables, lambda food: food.group == "legumes")
    meat = count_days(plan, tables, lambda food: food.group == "meat")
    fish = count_days(plan, tables, lambda food: food.group in ("fish", "shellfish"))
    eats_fish = plan.request.people[0].diet in FISH_EATERS
    cooked_mains = 2 * len(plan.days) - count_left_over(plan)
    most_repeated = 2 * len(plan.days) - rules.different_mains_a_week
    return {
        "spinach on more than 3 days": max(0, spinach - 3),
        "mushrooms on more than 3 days": max(0, mushrooms - 3),
        "another kind on more than 4 days": count_kinds(plan, tables),
        "fish on fewer than 2 days, of those who eat it": max(0, 2 - fish) if eats_fish else 0,
        "fish on more than 4 days": max(0, fish - 4),
        "legumes on fewer than 3 days": max(0, 3 - legumes),
        "red meat on more than 2 days": max(0, meat - 2),
        "a dish on two days running": count_running(plan),
        "a snack more than twice": count_repeats(plan, "snack", rules.snack_times_a_week),
        "a breakfast more than 3 times": count_repeats(
            plan, "breakfast", rules.breakfast_times_a_week
        ),
        "lunches and dinners that come again, beyond 4": max(
            0, cooked_mains - count_mains(plan) - most_repeated
        ),
    }


def main() -> None:
    """Plan the weeks and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--effort", choices=tuple(EFFORTS), default="normal")
    effort = parser.parse_args().effort
    tables = read_tables(find_data())
    beyond: list[Mapping[str, int]] = []
    usd, left = [], []
    for words in WEEKS.values():
        plan = plan_week(make_request(tables, **words), tables, Work(effort))
        cost = compute_cost(plan.shopping, tables)
        usd.append(cost.total_usd or 0.0)
        left.append(cost.left_grams / 1000)
        beyond.append(count_beyond(plan, tables))
    rows = []
    for rule in beyond[0]:
        counts = [own[rule] for own in beyond]
        worst = list(WEEKS)[counts.index(max(counts))] if any(counts) else ""
        rows.append((rule, sum(map(bool, counts)), sum(counts), max(counts), worst))
    print(tabulate(rows, HEADERS, tablefmt="github"))
    print(
        f"\n{len(beyond)} weeks, {effort} effort: ${statistics.mean(usd):.2f} and"
        f" {statistics.mean(left):.2f} kg left over on the mean"
    )


if __name__ == "__main__":
    main()
