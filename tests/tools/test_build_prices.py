"""The prices of data/groceries.csv are those of the surveys, brought to a gram bought.

Recomputed here from the survey tables themselves where PLANNER_SOURCE_TABLES names their folder,
and from what the table says of itself everywhere.
"""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, plain or gzipped."""
    packed = path.with_name(path.name + ".gz")
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def surveys() -> Path:
    """The folder of the survey tables, which are not in this repository."""
    folder = os.environ.get("PLANNER_SOURCE_TABLES", "")
    if not folder or not any(Path(folder).glob("prices.csv*")):
        pytest.skip("PLANNER_SOURCE_TABLES names no folder with prices.csv")
    return Path(folder)


def test_every_price_is_its_survey_row(surveys: Path) -> None:
    """Of PP-NAP by the bought weight and the price index, of ERS and BLS by the pound or dozen."""
    pp_nap = {row["food_code"]: row for row in rows(surveys / "prices.csv")}
    ers = {
        f"{row['item']}|{row['form']}": row for row in rows(surveys / "prices_fruit_veg_2022.csv")
    }
    bls = {row["series"]: row for row in rows(ROOT / "tools" / "bls_prices.csv")}
    ratio = {
        row["food_id"]: row["bought_g_per_eaten_g"] for row in rows(ROOT / "data" / "foods.csv")
    }
    selected = {r["grocery_id"]: r for r in rows(ROOT / "tools" / "prices_selection.csv")}
    through = {item: row["food_id"] for item, row in selected.items()}
    seen = set()
    for row in rows(ROOT / "data" / "groceries.csv"):
        if not row["price_source"]:
            continue
        survey, _, key = row["price_source"].partition(": ")
        seen.add(survey)
        if survey == "USDA ERS":
            expected, year = float(ers[key]["retail_price_usd"]) / 4.5359237, ers[key]["year"]
            assert ers[key]["retail_unit"] == "per pound"
        elif survey == "BLS":
            expected = float(bls[key]["usd"]) / float(bls[key]["unit_g"]) * 100
            year = bls[key]["period"][:4]
        elif survey == "estimate":
            expected, year = float(selected[row["grocery_id"]]["row"]), "2026"
            assert key == selected[row["grocery_id"]]["note"]
        else:
            assert survey == "USDA PP-NAP 2017/18 by CPI"
            eaten = float(pp_nap[key]["price_usd_per_100g_edible"])
            own = selected[row["grocery_id"]]["bought_g_per_eaten_g"]
            bought = float(own or ratio.get(through[row["grocery_id"]], 1))
            expected, year = eaten / bought * 321.5 / 239.13, "2026"
        assert float(row["price_usd_per_100g"]) == pytest.approx(expected, abs=5.1e-5), row
        assert row["price_year"] == year
    assert len(seen) == 4


def test_a_price_by_what_is_eaten_knows_what_is_bought() -> None:
    """Where no food of an item is bought as it is eaten, a price as consumed is converted."""
    foods: dict[str, list[float]] = {}
    for row in rows(ROOT / "data" / "foods.csv"):
        foods.setdefault(row["grocery_id"], []).append(float(row["bought_g_per_eaten_g"]))
    raw = {"oat-bran", "rolled-oats"}  # the survey prices them dry
    for row in rows(ROOT / "tools" / "prices_selection.csv"):
        if row["survey"] == "pp_nap_2017" and row["grocery_id"] not in raw:
            assert row["food_id"] or 1.0 in foods[row["grocery_id"]], row["grocery_id"]


def test_what_has_no_price_says_why_or_is_in_no_survey() -> None:
    """A row of the selection has a survey or a note, and no item has half a price."""
    selected = {row["grocery_id"]: row for row in rows(ROOT / "tools" / "prices_selection.csv")}
    assert all(row["survey"] or row["note"] for row in selected.values())
    priced = 0
    for row in rows(ROOT / "data" / "groceries.csv"):
        cells = [row[c] for c in ("price_usd_per_100g", "price_year", "price_source")]
        assert all(cells) or not any(cells), row["grocery_id"]
        chosen = selected.get(row["grocery_id"], {}).get("survey")
        assert bool(cells[0]) == bool(chosen), row["grocery_id"]
        priced += bool(cells[0])
    assert priced > 340, "four items in five have a price"
