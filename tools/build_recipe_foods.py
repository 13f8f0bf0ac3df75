"""Build data/recipe_foods.csv and data/recipe_groceries.csv, byte for byte the same each time.

    python tools/build_recipe_foods.py --sources DIR

They are the foods that recipes of one's own are cooked from and that no bundled dish serves, such
as flour. tools/recipe_foods_selection.csv is made by hand and names the row of USDA SR Legacy that
each food's figures are copied from; DIR holds that table, sr_legacy.csv.gz. Packs and keeping
times are our estimates.

Of a food that is sold raw or dry the selection names its rows raw and cooked too: they say what it
weighs cooked. Where its figures are those of a raw row, they are brought to the cooked weight. So
all that the raw food has is in the dish, its fat too.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from planner.tables import foods, groceries  # noqa: E402
from planner.tables.food_patterns import ADDED_SUGARS  # noqa: E402
from planner.tables.foods import INGREDIENT  # noqa: E402
from planner.tables.nutrients import OF_MUSHROOMS, read_nutrients  # noqa: E402

WATER = "water_g"
SWEETENERS = ("white-sugar", "brown-sugar", "powdered-sugar", "corn-syrup", "molasses")
"""All of their sugars are added ones."""


def build(sources: Path) -> dict[str, str]:
    """The text of each table by its name."""
    with gzip.open(sources / "sr_legacy.csv.gz", "rt", encoding="utf-8") as file:
        rows = {row["ndb_number"]: row for row in csv.DictReader(file)}
    with (ROOT / "tools/recipe_foods_selection.csv").open(encoding="utf-8") as file:
        selection = list(csv.DictReader(file))
    nutrients = list(read_nutrients(ROOT / "data/nutrients.csv", []))
    made = {*foods.MADE, *foods.OF_DIETS}
    columns = [name for name in foods.COLUMNS if name not in made] + nutrients
    listed, items = [], []
    for one in selection:
        source = rows[one["source_id"]]
        cell = dict.fromkeys(columns, "")
        cell |= {name: one[name] for name in columns if name in one}
        cell |= {
            **dict.fromkeys(("roles",), INGREDIENT),
            "portion": "100 g",
            "portion_plural": "times 100 g",
            "portion_g": "100",
            "serving": "1",
            "step": "0.25",
            "everyday": "1",
            "rare": "0",
            "source": "sr_legacy",
            "source_id": source["fdc_id"],
        }
        figures = {name: source.get(name, "") for name in nutrients}
        if one["cooked_id"]:
            ratio, basis = weigh_raw(rows[one["raw_id"]], rows[one["cooked_id"]], one)
            cell |= {"bought_g_per_eaten_g": _number(ratio), "bought_basis": basis}
            if one["source_id"] != one["cooked_id"]:
                figures = bring_to_cooked(figures, float(ratio))
        cell |= {name: _number(own) for name, own in figures.items()}
        cell[OF_MUSHROOMS] = "0"
        cell[ADDED_SUGARS] = cell["sugars_g"] if one["food_id"] in SWEETENERS else ""
        listed.append(cell)
        if one["pack"]:
            item = dict.fromkeys(groceries.COLUMNS, "")
            item |= {name: one[name] for name in groceries.COLUMNS if name in one}
            items.append(item | {"name": one["grocery_name"], "source": "estimate"})
    return {
        "recipe_foods.csv": _write(columns, listed),
        "recipe_groceries.csv": _write(list(groceries.COLUMNS), items),
    }


def weigh_raw(raw: dict[str, str], cooked: dict[str, str], one: dict[str, str]) -> tuple[str, str]:
    """The raw grams of a cooked gram, and where they come from: what cooking doesn't take away.

    That is protein, or dry matter where the selection says so.
    """
    measure = one["bought_basis"]
    if measure == "protein":
        ratio = float(cooked["protein_g"]) / float(raw["protein_g"])
    else:
        ratio = (100 - float(cooked[WATER])) / (100 - float(raw[WATER]))
    figures_id = one["source_id"]
    others = [row["fdc_id"] for row in (raw, cooked) if row["ndb_number"] != figures_id]
    return f"{ratio:.4f}", f"{measure} of {' in '.join(f'sr_legacy:{name}' for name in others)}"


def bring_to_cooked(figures: dict[str, str], ratio: float) -> dict[str, str]:
    """Figures of 100 g cooked from those of 100 g raw: water takes up what the rest leaves."""
    told = {name: f"{float(own) * ratio:.4g}" if own else "" for name, own in figures.items()}
    if figures[WATER]:
        told[WATER] = f"{100 - (100 - float(figures[WATER])) * ratio:.4g}"
    return told


def _number(cell: str) -> str:
    return f"{float(cell):g}" if cell else ""


def _write(columns: list[str], rows: list[dict[str, str]]) -> str:
    lines = [columns, *([row[name] for name in columns] for row in rows)]
    from io import StringIO  # noqa: PLC0415

    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def main() -> int:
    """Write both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sources", type=Path, default=os.environ.get("PLANNER_SOURCE_TABLES"))
    given = parser.parse_args()
    for name, text in build(Path(given.sources)).items():
        (ROOT / "data" / name).write_text(text, encoding="utf-8")
        print(f"data/{name}: {text.count(chr(10)) - 1} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
