"""The linear program finds the cheapest diet of 1939, a result that is known to eight digits."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
OPTIMUM = 0.10866228  # dollars a day
SPENT = {  # dollars a year
    "Wheat Flour (Enriched)": 10.7745,
    "Liver (Beef)": 0.6908,
    "Cabbage": 4.0933,
    "Spinach": 1.8278,
    "Navy Beans, Dried": 22.2754,
}
DUALS = {  # dollars for a unit more of what binds; the other four are in plenty
    "calories_kcal_thousands": 0.008765,
    "calcium_g": 0.031738,
    "vitamin_a_kiu": 0.000400,
    "riboflavin_mg": 0.016358,
    "vitamin_c_mg": 0.000144,
}


def load_stigler() -> ModuleType:
    """The example, as a module."""
    spec = importlib.util.spec_from_file_location("stigler", EXAMPLES / "stigler.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["stigler"] = module  # where its records look for their own types
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_the_cheapest_diet_is_the_known_one(solver: str) -> None:
    """Five foods for 10.87 cents a day, and what a unit more of each nutrient would cost."""
    diet = load_stigler().find_diet(solver)
    assert diet.dollars_a_day == pytest.approx(OPTIMUM, abs=5e-9)
    assert {food: spent * 365 for food, spent in diet.foods.items()} == pytest.approx(
        SPENT, abs=5e-5
    )
    assert {name: dual for name, dual in diet.duals.items() if dual > 1e-9} == pytest.approx(
        DUALS, abs=5e-7
    )


def test_the_duals_are_worth_the_diet() -> None:
    """The allowances at their duals cost what the diet does, and no food is worth its price more.

    Both follow from the tables alone, whatever solver found them: the diet is a cheapest one.
    """
    stigler = load_stigler()
    diet, least = stigler.find_diet(), stigler.read_rows("allowances.csv")
    worth = sum(float(row["daily_minimum"]) * diet.duals[row["nutrient"]] for row in least)
    assert worth == pytest.approx(diet.dollars_a_day, abs=1e-12)
    duals = np.array(list(diet.duals.values()))
    with (EXAMPLES / "stigler" / "foods.csv").open(encoding="utf-8", newline="") as file:
        foods = list(csv.DictReader(file))
    assert len(foods) == 77
    for food in foods:
        dollar = np.array([float(food[name]) for name in diet.duals])
        assert dollar @ duals <= 1 + 1e-9, food["commodity"]


def test_the_example_prints_the_diet_and_its_duals() -> None:
    """`python examples/stigler.py` says both."""
    command = [sys.executable, str(EXAMPLES / "stigler.py")]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "0.10866228 dollars a day" in out
    assert "Navy Beans, Dried         22.2754" in out
    assert "calcium_g                0.031738 per g" in out
