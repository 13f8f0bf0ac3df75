"""Weigh every dish at its usual portions of a day of 2,000 kcal; flag what doesn't fit its meal.

python tools/weigh_dishes.py [--diet NAME] [--flagged]

A slot counts the median of the foods that may fill it, so a dish stands for its usual helping, not
for the helping that a plan would choose. Nothing is judged but energy: what a dish of the meal may
bring before nobody would call it a snack, or a dinner.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from math import floor
from statistics import median

from planner import find_data, read_tables
from planner.tables.bundle import Tables
from planner.tables.diets import breaks_rule
from planner.tables.dishes import Dish, Slot
from planner.tables.foods import Food

FITTING = {"breakfast": (300, 700), "lunch": (400, 800), "dinner": (500, 900), "snack": (80, 400)}
"""The kcal that a helping of a dish may bring, by meal: about the share of the day's energy that
the eating rules give it, as far either way as a light or a hearty helping goes."""

SHOWN = ("energy_kcal", "sodium_mg", "saturated_fat_g", "fiber_g", "calcium_mg", "vitamin_d_ug")


@dataclass(frozen=True)
class Helping:
    """What a dish at usual portions brings: grams of food, and nutrients by id."""

    dish: Dish
    grams: float
    nutrients: dict[str, float]

    @property
    def misfits(self) -> tuple[str, ...]:
        """The meals of the dish for which it is too small or too large."""
        energy = self.nutrients["energy_kcal"]
        return tuple(
            meal for meal in self.dish.meals if not FITTING[meal][0] <= energy <= FITTING[meal][1]
        )


def usual_grams(slot: Slot, food: Food) -> float:
    """Grams of a food in a slot at its usual portions, on the food's own steps."""
    steps = max(1, floor(slot.usual * food.serving / food.step + 0.5))
    return steps * food.step * food.portion_g


def weigh(dish: Dish, tables: Tables, diet: str = "omnivore") -> Helping | None:
    """The usual helping of a dish on a diet; None where a slot keeps no food."""
    grams, nutrients = 0.0, dict.fromkeys(SHOWN, 0.0)
    for slot in dish.slots:
        foods = [
            food
            for food in tables.fillings[dish.id, slot.name]
            if not breaks_rule(food, tables.diets[diet].excludes)
        ]
        if not foods:
            return None
        grams += median(usual_grams(slot, food) for food in foods)
        for nutrient in SHOWN:
            nutrients[nutrient] += median(
                usual_grams(slot, food) * (food.per_100g[nutrient] or 0.0) / 100 for food in foods
            )
    return Helping(dish, grams, nutrients)


def main() -> None:
    """Print a line for each dish."""
    parser = argparse.ArgumentParser(description="Weigh every dish at its usual portions.")
    parser.add_argument("--diet", default="omnivore")
    parser.add_argument("--flagged", action="store_true", help="only dishes that don't fit a meal")
    options = parser.parse_args()
    tables = read_tables(find_data())
    heads = [tables.nutrients[nutrient].label for nutrient in SHOWN]
    print(f"{'dish':30} {'grams':>7}", *(f"{head[:13]:>13}" for head in heads), "does not fit")
    for dish in tables.dishes.values():
        helping = weigh(dish, tables, options.diet)
        if helping is None or (options.flagged and not helping.misfits):
            continue
        figures = (f"{helping.nutrients[nutrient]:13.1f}" for nutrient in SHOWN)
        print(f"{dish.id:30} {helping.grams:7.0f}", *figures, ", ".join(helping.misfits))


if __name__ == "__main__":
    main()
