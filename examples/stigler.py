"""Stigler's diet: the cheapest of 77 foods of 1939 that brings nine nutrients (examples/stigler/).

python examples/stigler.py [highs|cbc]
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.model.linear_program import LinearProgram

HERE = Path(__file__).parent / "stigler"
YEAR_DAYS = 365
NEGLIGIBLE = 1e-9  # dollars


@dataclass(frozen=True)
class Diet:
    """A day's diet: dollars of each food in it, dollars for a unit more of each nutrient."""

    dollars_a_day: float
    foods: dict[str, float]
    duals: dict[str, float]


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the two tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_diet(solver: str = "highs") -> Diet:
    """The cheapest diet.

    spent[f]   dollars of food f a day, 0 or more
    minimise   the dollars of all foods
    with       at least the allowance of each nutrient
    """
    foods, allowances = read_rows("foods.csv"), read_rows("allowances.csv")
    ids = [re.sub(r"\W+", "_", food["commodity"]).strip("_").lower() for food in foods]
    linear = LinearProgram()
    first = linear.add_columns(lambda place: f"spent__{ids[place]}", np.ones(len(foods)))
    for allowance in allowances:
        nutrient = allowance["nutrient"]
        row = linear.add_row(nutrient, float(allowance["daily_minimum"]), None)
        a_dollar = np.array([float(food[nutrient]) for food in foods])
        linear.add_entries(row, first + np.arange(len(foods)), a_dollar)
    optimum = linear.solve(solver=solver)
    bought = {
        food["commodity"]: spent
        for food, spent in zip(foods, optimum.values.tolist(), strict=True)
        if spent > NEGLIGIBLE
    }
    names = [allowance["nutrient"] for allowance in allowances]
    duals = dict(zip(names, (optimum.duals + 0.0).tolist(), strict=True))
    return Diet(optimum.objective, bought, duals)


def render_diet(diet: Diet) -> str:
    """The diet with its duals, as lines of text."""
    units = {row["nutrient"]: row["unit"] for row in read_rows("allowances.csv")}
    lines = [f"Stigler's diet: {diet.dollars_a_day:.8f} dollars a day, in dollars a year", ""]
    bought = [(food, spent * YEAR_DAYS) for food, spent in diet.foods.items()]
    bought.append(("together", diet.dollars_a_day * YEAR_DAYS))
    lines += [f"{food:<24} {dollars:8.4f}" for food, dollars in bought]
    lines += ["", "What a unit more of each nutrient a day costs, in dollars a day", ""]
    for nutrient, dual in diet.duals.items():
        lines.append(f"{nutrient:<24} {dual:8.6f} per {units[nutrient]}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render_diet(find_diet(*sys.argv[1:2])))
