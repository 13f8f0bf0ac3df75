"""Food patterns: what a food counts as in cups and ounces of food groups, and its added sugars.

The equivalents are those of the USDA Food Patterns Equivalents Database, summed as the Healthy
Eating Index counts them. They stand in a table of their own, which tables may lack.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source

EQUIVALENTS = (
    "fruit_cup",
    "whole_fruit_cup",
    "vegetable_cup",
    "greens_and_beans_cup",
    "whole_grain_oz",
    "refined_grain_oz",
    "dairy_cup",
    "protein_food_oz",
    "seafood_and_plant_oz",
)
"""Cup and ounce equivalents of the food groups in 100 g of a food."""

WHOLE_GRAINS = "whole_grain_oz"
REFINED_GRAINS = "refined_grain_oz"

ADDED_SUGARS = "added_sugars_g"
COLUMNS = ("food_id", *EQUIVALENTS, ADDED_SUGARS, "fped_code", "match", "note")
OPTIONAL = ("fped_code", "match", "note")
"""Columns that a table may lack; their values are then unknown."""

MATCHES = ("same code", "single ingredient", "by hand", "near", "derived")
"""How a food was found in the database, the surest first."""

MOST = 100.0  # cups or ounces in 100 g, far more than any food has


def read_food_patterns(
    path: Source, problems: list[Problem], *, foods: Collection[str] | None = None
) -> dict[str, Mapping[str, float | None]]:
    """The equivalents and the added sugars of `food_patterns.csv` in 100 g, by food id.

    None is unknown. If you give `foods`, each row must be of one of them.
    """
    found: dict[str, Mapping[str, float | None]] = {}
    for row in read_rows(path, COLUMNS, problems, key="food_id", optional=OPTIONAL):
        if "match" not in row.absent:
            row.choice("match", MATCHES)
        amounts = {name: row.optional_number(name, 0, MOST) for name in EQUIVALENTS}
        found[row.choice_or_text("food_id", foods, "foods.csv")] = {
            **amounts,
            ADDED_SUGARS: row.optional_number(ADDED_SUGARS, 0, 100),
        }
    return found
