"""What a meal has of energy, protein, carbohydrate and fat."""

from __future__ import annotations

from planner.plans.records import Meal
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY

FIGURES = (ENERGY, "protein_g", "carbohydrate_g", "fat_g")


def compute_meal(meal: Meal, person: str, tables: Tables) -> dict[str, float]:
    """A person's FIGURES of a meal, in each nutrient's unit.

    One that a food doesn't know, or that the tables don't have, isn't among them.
    """
    found = {}
    eaten = [one for one in meal.servings if one.person == person]
    for nutrient in FIGURES:
        values = [tables.foods[one.food_id].per_100g.get(nutrient) for one in eaten]
        if all(value is not None for value in values):
            pairs = zip(values, eaten, strict=True)
            found[nutrient] = sum((value or 0.0) * one.grams / 100 for value, one in pairs)
    return found
