"""Food group equivalents and added sugars: read, joined to their foods, and as USDA has them."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from planner import check_plan, make_request, plan_week
from planner.errors import Problem
from planner.tables.bundle import Tables, find_data, read_tables
from planner.tables.food_patterns import ADDED_SUGARS, COLUMNS, EQUIVALENTS, read_food_patterns

SUMMED = {
    "fruit_cup": ("F_TOTAL",),
    "whole_fruit_cup": ("F_CITMLB", "F_OTHER"),
    "vegetable_cup": ("V_TOTAL", "V_LEGUMES"),
    "greens_and_beans_cup": ("V_DRKGR", "V_LEGUMES"),
    "whole_grain_oz": ("G_WHOLE",),
    "refined_grain_oz": ("G_REFINED",),
    "dairy_cup": ("D_TOTAL",),
    "protein_food_oz": ("PF_MPS_TOTAL", "PF_EGGS", "PF_NUTSDS", "PF_SOY", "PF_LEGUMES"),
    "seafood_and_plant_oz": (
        *("PF_SEAFD_HI", "PF_SEAFD_LOW", "PF_NUTSDS", "PF_SOY", "PF_LEGUMES"),
    ),
}
"""The columns of USDA's database whose sum each of ours is."""

GRAMS_A_TEASPOON = 4.2
UNSWEETENED = {"coconut-dried", "soy-milk-unsweetened"}  # USDA's code has sweetened ones too


def test_every_food_has_its_patterns(tables: Tables) -> None:
    """The bundled table has a row for each food, and what is blank in it is unknown."""
    for food in tables.foods.values():
        assert set(food.patterns) == set(EQUIVALENTS)
        assert None not in food.patterns.values()
    unknown = {one.id for one in tables.foods.values() if one.per_100g[ADDED_SUGARS] is None}
    assert unknown == {"almond-yogurt", "oat-milk"}
    honey = tables.foods["honey"].per_100g
    assert honey[ADDED_SUGARS] == pytest.approx(honey["sugars_g"], abs=0.02)
    assert tables.foods["banana"].per_100g[ADDED_SUGARS] == 0
    for food in tables.foods.values():
        added, sugars = food.per_100g[ADDED_SUGARS], food.per_100g["sugars_g"]
        assert added is None or sugars is None or added <= sugars


def test_added_sugars_are_held_to_their_limit(tables: Tables) -> None:
    """At most 10 % of energy on the week's average, summed from the portions."""
    plan = plan_week(make_request(tables, like=["honey", "jam"]), tables)
    report = check_plan(plan, tables)
    (verdict,) = [one for one in report.verdicts if one.nutrient == ADDED_SUGARS]
    assert (verdict.kind, verdict.maximum, verdict.required, verdict.met) == ("DGA", 10, True, True)
    energy = report.daily["you", "energy_kcal"].sum()
    assert verdict.value == pytest.approx(report.daily["you", ADDED_SUGARS].sum() * 400 / energy)
    assert verdict.value > 0


def test_tables_without_the_file_are_read(data_copy: Path) -> None:
    """Its figures are unknown then: added sugars are reported only, and nothing else changes."""
    whole = read_tables(data_copy).hash
    (data_copy / "food_patterns.csv").unlink()
    tables = read_tables(data_copy)
    assert tables.hash != whole
    assert not tables.steers(ADDED_SUGARS)
    assert {value for one in tables.foods.values() for value in one.patterns.values()} == set()
    plan = plan_week(make_request(tables, diet="vegan", days=1), tables)
    assert not check_plan(plan, tables).faults


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("food_id", "", "is blank"),
        ("whole_grain_oz", "-1", "-1 is out of range"),
        ("dairy_cup", "much", "'much' is not a number"),
        ("added_sugars_g", "101", "101 is out of range"),
        ("match", "guessed", "'guessed' is not known"),
    ],
)
def test_bad_cells_have_a_place(column: str, cell: str, what: str, tmp_path: Path) -> None:
    """With line and column, as in every table."""
    cells = dict.fromkeys(COLUMNS, "0") | {"food_id": "tofu", "match": "near", column: cell}
    path = tmp_path / "food_patterns.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{','.join(cells.values())}\n", encoding="utf-8")
    problems: list[Problem] = []
    read_food_patterns(path, problems)
    where = f"food_patterns.csv, line 2, column {column}"
    assert [(one.where, one.what) for one in problems] == [(where, what)]


def read_whole(folder: Path, name: str) -> dict[str, dict[str, str]]:
    """The rows of a source table by id."""
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {row["fdc_id"]: row for row in csv.DictReader(file)}


@pytest.mark.documents
def test_the_table_is_what_usda_has(tables: Tables) -> None:
    """Each equivalent is the sum of the columns of the code named; added sugars are capped."""
    folder = Path(os.environ.get("PLANNER_SOURCE_TABLES", "")) / "facts"
    source = folder / "fped_2017_2020.csv.gz"
    if not source.exists():
        pytest.skip("the source table is not here: PLANNER_SOURCE_TABLES names its folder")
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        rows = {row["FOODCODE"]: row for row in csv.DictReader(file)}
    text = (find_data() / "food_patterns.csv").read_text(encoding="utf-8")
    whole = {name: read_whole(folder.parent, name) for name in ("sr_legacy", "fndds")}
    compared = dried = 0
    for own in csv.DictReader(text.splitlines()):
        if not own["fped_code"]:
            assert own["match"] == "derived"
            continue
        row = rows[own["fped_code"]]
        food = tables.foods[own["food_id"]]
        times = 1.0
        if "g cooked of a gram" in food.bought_basis:  # with less water than USDA's own
            water = float(whole[food.source][food.source_id]["water_g"])
            times = (100 - (food.per_100g["water_g"] or 0)) / (100 - water)
            dried += 1
        for name, columns in SUMMED.items():
            figure = times * sum(float(row[c]) for c in columns)
            near = 1e-9 if times == 1 else 0.006
            assert float(own[name]) == pytest.approx(figure, abs=near), own
        if own["food_id"] in UNSWEETENED:
            assert own[ADDED_SUGARS] == "0"
        elif own[ADDED_SUGARS]:
            sugars = tables.foods[own["food_id"]].per_100g["sugars_g"]
            added = float(row["ADD_SUGARS"]) * GRAMS_A_TEASPOON
            assert float(own[ADDED_SUGARS]) == pytest.approx(
                added if sugars is None else min(added, sugars), abs=0.006
            ), own
        compared += 1
    assert compared == len(tables.foods) - 5
    assert dried == 6
