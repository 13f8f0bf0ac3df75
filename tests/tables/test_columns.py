"""Tables of one's own from before keep working: a column that was added may be absent."""

from __future__ import annotations

import csv
import importlib
import io
import re
from pathlib import Path

import pytest

from planner import check_plan, make_request, plan_week
from planner.actions.explaining import find_subject
from planner.errors import TableError
from planner.render.documents.explanation import compose_nutrient
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.tables.bundle import read_tables
from planner.tables.nutrients import Nutrient

ROOT = Path(__file__).parents[2]
OPTIONAL = {
    "nutrients.csv": "nutrients",
    "groceries.csv": "groceries",
    "foods.csv": "foods",
    "diets.csv": "diets",
    "conditions.csv": "conditions",
    "advice.csv": "advice",
    "supplements.csv": "supplements",
    "unmeasured.csv": "unmeasured",
}
REQUIRED = {
    "nutrients": "nutrient label unit kcal_per_g",
    "groceries": "grocery_id name aisle pack pack_plural pack_g keeps_days cupboard",
    "foods": "food_id name kind group contains roles portion portion_plural portion_g serving step"
    " everyday rare grocery_id bought_g_per_eaten_g",
    "diets": "diet excludes",
    "cautions": "stage age_min age_max foods reason source",
    "conditions": "condition stops allergies avoid says source",
    "advice": "topic stage age_min age_max without says source",
    "supplements": "nutrient dose also form",
    "unmeasured": "nutrient unit does says source",
    "cramps": "part says source",
    "reference_intakes": "nutrient life_stage sex stage age_min age_max kind minimum"
    " maximum per form source",
}
"""What tables written for the first plan files of version 5 have: no later planner asks for more.

A column that is added to a table belongs in the OPTIONAL of its reader, not here.
"""


def drop(path: Path, columns: tuple[str, ...]) -> None:
    """Take columns out of a table, as if they had never been."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    kept = [column for column in rows[0] if column not in columns]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, kept, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def optional(module: str) -> tuple[str, ...]:
    """The columns that a table of this module may lack."""
    names: tuple[str, ...] = getattr(
        importlib.import_module(f"planner.tables.{module}"), "OPTIONAL", ()
    )
    return names


@pytest.mark.parametrize("module", REQUIRED)
def test_no_table_asks_for_more_than_it_did(module: str) -> None:
    """Each required column was required when plan files began to hold rows of tables."""
    columns = importlib.import_module(f"planner.tables.{module}").COLUMNS
    asked = [column for column in columns if column not in optional(module)]
    assert set(asked) <= set(REQUIRED[module].split())
    assert set(optional(module)) <= set(columns)


def test_tables_without_any_optional_column_plan_show_and_explain(data_copy: Path) -> None:
    """All of them absent at once: what they say is left out, and nothing else is."""
    for name, module in OPTIONAL.items():
        drop(data_copy / name, optional(module))
    dishes = (data_copy / "dishes.toml").read_text(encoding="utf-8")
    (data_copy / "dishes.toml").write_text(re.sub(r"(?m)^cuisine = .*\n", "", dishes), "utf-8")
    tables = read_tables(data_copy)
    assert {dish.cuisine for dish in tables.dishes.values()} == {""}
    plan = plan_week(make_request(tables, diet="vegan", days=1), tables)
    report = check_plan(plan, tables)
    assert not report.faults
    text = render_text(compose_plan(plan, report, tables))
    assert "Estimated price" not in text
    nutrient = find_subject("magnesium", tables)
    assert isinstance(nutrient, Nutrient)
    assert "Cramps" not in render_text(compose_nutrient(nutrient, tables))


@pytest.mark.parametrize(("name", "module"), OPTIONAL.items())
def test_a_required_column_that_is_absent_is_named(name: str, module: str, data_copy: Path) -> None:
    """Only the optional ones may be; the others are asked for as before."""
    required = [column for column in REQUIRED[module].split() if column != "kcal_per_g"]
    drop(data_copy / name, (required[-1],))
    with pytest.raises(TableError, match=f"has no column {required[-1]}"):
        read_tables(data_copy)


def test_the_columns_that_may_be_absent_are_listed() -> None:
    """docs/guides/own-tables.md names each table's, and no other."""
    text = (ROOT / "docs/guides/own-tables.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"(?m)^\| (\w+\.csv) \| (.+) \|$", text))
    assert listed == {name: ", ".join(optional(module)) for name, module in OPTIONAL.items()}
