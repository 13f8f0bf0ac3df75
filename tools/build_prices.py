"""Write the prices of data/groceries.csv from three surveys, the same each time.

    python tools/build_prices.py --sources DIR

The selection (tools/prices_selection.csv) is made by hand and names, for each item, the row of a
survey that its price is taken from. A row without a survey says why the item has no price; one of
the survey `estimate` has the dollars for 100 g itself, and its note says where they are from. DIR
holds prices.csv (USDA PP-NAP, dollars for 100 g as consumed) and prices_fruit_veg_2022.csv (USDA
ERS, dollars for a pound as bought), plain or gzipped; the few average prices of the Bureau of Labor
Statistics that are for the very item stand in tools/bls_prices.csv.

PP-NAP is divided by the grams bought for a gram eaten of the food that the selection names, or
taken as it is where it names none, and brought from 2017/18 to 2026 by the consumer price index.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.build_foods import SOURCES_VARIABLE, read_source  # noqa: E402  (the checkout's)

PP_NAP, ERS, BLS = "pp_nap_2017", "ers_2022", "bls_2026"
CPI_2017_2018, CPI_2026_08 = 239.13, 321.5  # food at home, CUUR0000SAF11, BLS
LB_G = 453.59237
ESTIMATE = "estimate"
YEARS = {PP_NAP: "2026", ERS: "2022", BLS: "2026", ESTIMATE: "2026"}
SURVEYS = {PP_NAP: "USDA PP-NAP 2017/18 by CPI", ERS: "USDA ERS", BLS: "BLS"}
COLUMNS = ("price_usd_per_100g", "price_year", "price_source")


def find_prices(folder: Path) -> dict[tuple[str, str], float]:
    """US dollars for 100 g by survey and row: of PP-NAP as consumed, of the others as bought."""
    found = {
        (PP_NAP, row["food_code"]): float(row["price_usd_per_100g_edible"])
        for row in read_source(folder, "prices")
    }
    for row in read_source(folder, "prices_fruit_veg_2022"):
        if row["retail_unit"] == "per pound":
            key = (ERS, f"{row['item']}|{row['form']}")
            found[key] = float(row["retail_price_usd"]) / LB_G * 100
    for row in read("tools/bls_prices.csv"):
        found[BLS, row["series"]] = float(row["usd"]) / float(row["unit_g"]) * 100
    return found


def build(folder: Path) -> tuple[str, list[str]]:
    """The text of groceries.csv with its prices, and what is wrong with the selection."""
    problems: list[str] = []
    prices = find_prices(folder)
    groceries, foods = read("data/groceries.csv"), read("data/foods.csv")
    ratios = {row["food_id"]: (row["grocery_id"], row["bought_g_per_eaten_g"]) for row in foods}
    found: dict[str, Mapping[str, str]] = {}
    for number, row in enumerate(read("tools/prices_selection.csv"), start=2):
        grocery_id, survey, key, food_id = (
            row[column] for column in ("grocery_id", "survey", "row", "food_id")
        )
        where = f"prices_selection.csv, line {number}"
        if grocery_id in found or grocery_id not in {item["grocery_id"] for item in groceries}:
            problems.append(f"{where}: {grocery_id!r} stands twice or is no item")
            continue
        found[grocery_id] = dict.fromkeys(COLUMNS, "")
        if not survey:
            if not row["note"]:
                problems.append(f"{where}: {grocery_id} has neither a survey nor a note")
            continue
        if survey == ESTIMATE:
            values = (f"{float(key):.4f}", YEARS[survey], f"{ESTIMATE}: {row['note']}")
            found[grocery_id] = dict(zip(COLUMNS, values, strict=True))
            continue
        if (survey, key) not in prices:
            problems.append(f"{where}: {survey} has no row {key!r}")
            continue
        usd = prices[survey, key]
        if survey == PP_NAP:
            usd *= CPI_2026_08 / CPI_2017_2018
            if food_id:
                made_of, ratio = ratios.get(food_id, ("", "1"))
                usd /= float(row["bought_g_per_eaten_g"] or ratio)
                if made_of != grocery_id:
                    problems.append(f"{where}: {food_id!r} is not made of {grocery_id}")
        values = (f"{usd:.4f}", YEARS[survey], f"{SURVEYS[survey]}: {key}")
        found[grocery_id] = dict(zip(COLUMNS, values, strict=True))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(groceries[0]), lineterminator="\n")
    writer.writeheader()
    blank = dict.fromkeys(COLUMNS, "")
    writer.writerows({**row, **found.get(row["grocery_id"], blank)} for row in groceries)
    return out.getvalue(), problems


def read(name: str) -> list[dict[str, str]]:
    """The rows of one of the project's own CSV files."""
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> int:
    """Write the prices, or say what is wrong and write nothing."""
    parser = argparse.ArgumentParser(description="Build the prices of data/groceries.csv.")
    parser.add_argument("--sources", type=Path, default=os.environ.get(SOURCES_VARIABLE))
    options = parser.parse_args()
    if options.sources is None or not Path(options.sources).is_dir():
        parser.error(f"name the folder of source tables: --sources DIR or {SOURCES_VARIABLE}")
    text, problems = build(Path(options.sources))
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    (ROOT / "data" / "groceries.csv").write_text(text, encoding="utf-8", newline="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
