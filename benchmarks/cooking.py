"""What a cook and an eater stumble over in 28 weeks, counted from their printed words and portions.

    python benchmarks/cooking.py [--first N] [--count N] [--texts FOLDER]

A line for each week: points a day, what its packs cost, and how often each fault comes. Then all of
them together. `--texts` writes the weeks as text, to be read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator

from hei import WEEKS

from planner import find_data, make_request, plan_week, read_tables
from planner.people.eating_rules import EATING_RULES, is_drink
from planner.plans.names import name_meal
from planner.plans.records import Meal, WeekPlan
from planner.render.recipes import write_recipe
from planner.report.meal_figures import compute_meal
from planner.tables.bundle import Tables

OFFER = re.compile(r"\bor\b")
UNNAMED = re.compile(r"\b(protein|filling|the meat)\b", re.IGNORECASE)
WET = re.compile(
    r"\b(soup|stew|curry|goulash|chili|dal|minestrone|borscht|tagine)\b", re.IGNORECASE
)
LIQUID = re.compile(r"(ml|l|tbsp|fl oz|quarts?) of water|cups? of \w+ broth")
LARGE_KCAL = 3000.0


def find_faults(meal: Meal, plan: WeekPlan, tables: Tables) -> Iterator[str]:
    """What is wrong with a meal, a word each."""
    (person,) = plan.request.people
    name = name_meal(meal, tables)
    if OFFER.search(name):
        yield "'or' in a name"
    if UNNAMED.search(name):
        yield "unnamed food"
    grams = sum(one.grams for one in meal.servings if not is_drink(tables.foods[one.food_id]))
    if person.energy_kcal < LARGE_KCAL:
        if grams > EATING_RULES.find_plate_g("dinner", person):
            yield "plate above 850 g"
        if meal.meal == "breakfast" and grams > EATING_RULES.find_plate_g("breakfast", person):
            yield "breakfast above 700 g"
    least = EATING_RULES.breakfast_protein_g * EATING_RULES.find_size(person)
    if meal.meal == "breakfast":
        yield "breakfasts"
        if compute_meal(meal, person.name, tables)["protein_g"] < least:
            yield "breakfast below 15 g of protein"
    recipe = write_recipe(tables.dishes[meal.dish], meal.servings, tables)
    text = " ".join((*recipe.ahead, *recipe.steps))
    if WET.search(name) and meal.leftover_of is None and not LIQUID.search(text):
        yield "soup without liquid"
    yield "meals"


def main() -> None:
    """Plan each week, count, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=len(WEEKS))
    options = parser.parse_args()
    tables = read_tables(find_data())
    every: Counter[str] = Counter()
    points = cost = 0.0
    weeks = list(WEEKS.items())[options.first :][: options.count]
    for name, words in weeks:
        week = plan_week(make_request(tables, **words), tables)
        counts = Counter(
            fault
            for day in week.days
            for meal in day.meals
            for fault in find_faults(meal, week, tables)
        )
        away = week.points.written.total / len(week.days)
        usd = sum(line.cost_usd or 0.0 for line in week.shopping)
        points, cost, every = points + away, cost + usd, every + counts
        faults = ", ".join(f"{n} {word}" for word, n in sorted(counts.items()))
        print(f"{name:<24} {away:6.2f} points a day  ${usd:6.2f}  {faults}")
    print(f"\n{len(weeks)} weeks: {points / len(weeks):.2f} points a day, ${cost / len(weeks):.2f}")
    for word, n in sorted(every.items()):
        print(f"{n:4} {word}")


if __name__ == "__main__":
    main()
