"""Build data/foods.csv from the selection and the USDA tables, byte for byte the same each time.

    python tools/build_foods.py --sources DIR                write data/foods.csv
    python tools/build_foods.py --check SELECTION GROCERIES  only say what is wrong with a selection

The selection (tools/foods_selection.csv) is made by hand and names, for each food, the source
row that its nutrients are copied from. tools/figures_selection.csv names the few figures that come
from elsewhere, each with why, and the rows that stand for a food's iodine and for how well its
calcium is absorbed. DIR holds the source tables: <source>.csv.gz (or .csv) for sr_legacy, fndds,
sr28, portions, refuse, facts/iodine_r4 and facts/calcium_absorption.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from planner.errors import Problem, TableError  # noqa: E402
from planner.parsing.csv_rows import Row, read_rows  # noqa: E402
from planner.tables import foods as food_table  # noqa: E402
from planner.tables.food_patterns import ADDED_SUGARS  # noqa: E402
from planner.tables.foods import CONTAINS, GROUPS, NONE, UNKNOWN  # noqa: E402
from planner.tables.groceries import read_groceries  # noqa: E402
from planner.tables.nutrients import (  # noqa: E402
    ENERGY,
    OF_MUSHROOMS,
    THE_FIVE,
    VITAMIN_D,
    read_nutrients,
)

SOURCES_VARIABLE = "PLANNER_SOURCE_TABLES"
KEYS = {"sr_legacy": "fdc_id", "fndds": "fdc_id", "sr28": "ndb_number"}
FACTS = {"iodine_r4": "db_id", "calcium_absorption": "food"}
STALE = ("mixed:", "sr_legacy:macros_only")  # rows whose micronutrients are out of date or absent
BY_PROTEIN = ("poultry", "meat", "fish", "shellfish")  # fat drips out, protein stays
BOILED = ("leafy-greens", "vegetables", "starchy-vegetables", "mushrooms")
NEVER_BLANK = (  # limits count these; a row without one says so in its `unknown`
    "sodium_mg",
    "retinol_ug",
    "folic_acid_ug",
    "saturated_fat_g",
    "fiber_g",
)

SELECTION = (
    "food_id",
    "name",
    "kind",
    "group",
    "contains",
    "contains_note",
    "roles",
    "portion",
    "portion_plural",
    "portion_measure",
    "portion_from",
    "portion_factor",
    "serving",
    "step",
    "everyday",
    "rare",
    "grocery_id",
    "dry_from",
    "refuse_from",
    "bought_estimate",
    "cooked_yield",
    "source",
    "source_id",
    "unknown",
    "note",
    "advice",
)

LATER = (*food_table.OF_DIETS, *food_table.MADE)  # columns of other tables, and of one's own foods
COLUMNS = tuple(one for one in food_table.COLUMNS if one not in LATER)
"""What foods.csv has before its nutrients; diet_tags.csv has what diets ask of a food."""

FIGURES = ("food_id", "column", "from", "match", "figure", "note")
OF_IODINE = {"iodine_ug": "iodine_ug_100g", "iodine_least_ug": "min", "iodine_most_ug": "max"}
"""The columns of foods.csv that a row of samples fills, with its own."""


def read_source(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one source table, plain or gzipped; an empty list where it isn't there."""
    packed, plain = folder / f"{name}.csv.gz", folder / f"{name}.csv"
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    if plain.exists():
        with plain.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return []


@dataclass
class Sources:
    """The source tables, keyed for look-up."""

    rows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    measures: dict[tuple[str, str], list[tuple[str, float]]] = field(default_factory=dict)
    refuse_percent: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Sources:
        """All the tables of a folder in the layout of the module's docstring."""
        sources = cls()
        fdc_ids = {}
        for name, key in KEYS.items():
            for row in read_source(folder, name):
                sources.rows[name, row[key]] = row
                if name == "sr_legacy" and row["ndb_number"]:
                    fdc_ids[row["ndb_number"]] = row["fdc_id"]
        for row in read_source(folder, "portions"):
            if not row["gram_weight"]:
                continue
            amount = float(row["amount"] or 1.0)  # FNDDS writes the quantity into the measure
            if not amount:
                continue
            grams = float(row["gram_weight"]) / amount
            measure = (row["measure"], grams)
            sources.measures.setdefault((row["dataset"], row["fdc_id"]), []).append(measure)
        for name, key in FACTS.items():
            for row in read_source(folder / "facts", name):
                sources.rows[name, row[key]] = row
        for ndb_number, fdc_id in fdc_ids.items():  # SR28 shares SR Legacy's measures
            measures = sources.measures.get(("sr_legacy", fdc_id), [])
            sources.measures["sr28", ndb_number] = measures
        for row in read_source(folder, "refuse"):
            if row["refuse_percent"]:
                sources.refuse_percent[row["ndb_number"]] = float(row["refuse_percent"])
        return sources


def find_row(sources: Sources, reference: str, row: Row, column: str) -> dict[str, str] | None:
    """The source row that "source:id" names, or None with a fault noted."""
    source, _, source_id = reference.partition(":")
    found = sources.rows.get((source, source_id))
    if found is None:
        row.fault(column, f"{reference} is not in the source tables")
    return found


def portion_grams(sources: Sources, row: Row) -> float:
    """Grams of one household portion, from the source's own list of measures."""
    reference = row.text("portion_from", blank=True)
    reference = reference or f"{row.text('source')}:{row.text('source_id')}"
    source, _, source_id = reference.partition(":")
    measures = sources.measures.get((source, source_id), [])
    wanted = row.text("portion_measure")
    for measure, grams in measures:
        if measure == wanted:
            factor = row.optional_number("portion_factor", 0.01, 100)
            return round(grams * (1.0 if factor is None else factor), 2)
    known = ", ".join(repr(measure) for measure, _ in measures) or "none"
    row.fault("portion_measure", f"{wanted!r} is no measure of {reference}", f"It has: {known}.")
    return 100.0


def find_less_water(row: Row, eaten: dict[str, str], basis: float) -> float:
    """How many grams of the source's cooked food are one gram of what a kitchen cooks.

    It is 1 unless `cooked_yield` says what a gram dry weighs cooked: the source cooked it with more
    water. `basis` is the grams dry for a gram of the source's. Both hold the same dry matter.
    """
    cooked_yield = row.optional_number("cooked_yield", 1, 10)
    if cooked_yield is None:
        return 1.0
    if not row.text("dry_from", blank=True):
        row.fault("cooked_yield", "needs the dry food", "Name it in dry_from.")
        return 1.0
    factor = 1 / (cooked_yield * basis)
    water = float(eaten["water_g"] or "nan")
    if not (factor >= 1 and (100 - water) * factor < 100):
        at_most = f"The source's own is {1 / basis:.2f}: write less, or leave it blank."
        row.fault("cooked_yield", f"{cooked_yield:g} isn't less water than the source has", at_most)
    return factor


def dry_out(figures: dict[str, str], factor: float) -> dict[str, str]:
    """The nutrients of a food with less water: `factor` times as much of all else."""
    if factor == 1:
        return figures
    dried: dict[str, str] = {}
    for name, cell in figures.items():
        if not cell:
            dried[name] = cell
        elif name == "water_g":
            dried[name] = f"{100 - (100 - float(cell)) * factor:.4g}"
        else:
            dried[name] = f"{float(cell) * factor:.4g}"
    return dried


def bought_ratio(
    sources: Sources, row: Row, eaten: dict[str, str], group: str
) -> tuple[float, str]:
    """Grams bought for each gram that the source's row has eaten, and what that rests on."""
    ratio, basis = 1.0, []
    dry_from = row.text("dry_from", blank=True)
    estimate = row.optional_number("bought_estimate", 0.05, 10)
    if dry_from and estimate is not None:
        row.fault("bought_estimate", "stands beside dry_from", "Leave one of the two blank.")
    if dry_from:
        dry = find_row(sources, dry_from, row, "dry_from")
        if dry is not None:
            measure = "protein_g" if group in BY_PROTEIN else "water_g"
            shares = [float(one[measure] or "nan") for one in (eaten, dry)]
            if measure == "water_g":
                shares = [100 - share for share in shares]
            basis.append(f"{'protein' if measure == 'protein_g' else 'dry matter'} of {dry_from}")
            ratio = shares[0] / shares[1] if shares[1] > 0 else float("nan")
            if group in BOILED and ratio < 1:  # it takes up no weight in the pot
                ratio = 1.0
                basis.append("not less than eaten")
            if not 0.05 <= ratio <= 3:
                row.fault("dry_from", f"gives {ratio:.2f} g bought for a gram eaten")
    if estimate is not None:
        ratio = estimate
        basis.append("estimate")
    refuse_from = row.text("refuse_from", blank=True)
    if refuse_from:
        percent = sources.refuse_percent.get(refuse_from)
        if not percent:
            row.fault("refuse_from", f"ndb_number {refuse_from} has no refuse in the source table")
        else:
            ratio /= 1 - percent / 100
            basis.append(f"refuse {percent:g} % of ndb {refuse_from}")
    return ratio, "; ".join(basis) or "as eaten"


def read_figures(
    path: Path, foods: Collection[str] | None, sources: Sources, problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """The cells that aren't from a food's own row, by food and column; faults are noted.

    With `foods` those of other foods aren't looked at.
    """
    cells: dict[str, dict[str, str]] = {}
    for row in read_rows(path, FIGURES, problems):
        if foods is not None and row.text("food_id") not in foods:
            continue
        column, match = row.text("column"), row.text("match", blank=True)
        reference, own = row.text("from", blank=True), cells.setdefault(row.text("food_id"), {})
        if bool(reference) == bool(row.text("figure", blank=True)):
            row.fault("figure", "needs either a source row in from or a figure")
            continue
        found = find_row(sources, reference, row, "from") if reference else None
        if reference and found is None:
            continue
        if column in own:
            row.fault("column", f"{column} is already given for this food")
        if found is None:
            own[column] = f"{row.number('figure', 0, 100_000):.10g}"
        elif column == "iodine_ug":
            for name, source in OF_IODINE.items():
                own[name] = write_cell(found[source])
        elif column == "calcium_absorbed":
            own[column] = f"{min(1.0, float(found['index_same_load'])):.10g}"
        else:
            own[column] = write_cell(found[column])
        if match:
            own[f"{column.split('_')[0]}_match"] = match
    return cells


def write_cell(cell: str) -> str:
    """A figure of a source as foods.csv has it; blank where it is unknown."""
    return f"{float(cell):.10g}" if cell else ""


def build(
    selection: Path,
    sources: Sources,
    nutrients: Sequence[str],
    groceries: set[str],
    figures: Path = ROOT / "tools" / "figures_selection.csv",
    *,
    some: bool = False,
) -> tuple[str, list[Problem]]:
    """The text of foods.csv, and every fault of the selection.

    With `some` the selection has only some of the foods that there are figures for.
    """
    problems: list[Problem] = []
    with selection.open(encoding="utf-8", newline="") as file:
        own_foods = {row["food_id"] for row in csv.DictReader(file)}
    others = read_figures(figures, own_foods if some else None, sources, problems)
    names: dict[str, int] = {}
    lines = []
    for row in read_rows(selection, SELECTION, problems, key="food_id"):
        name = row.text("name")
        if name in names:
            row.fault("name", f"{name!r} is already in line {names[name]}")
        names[name] = row.line
        group = row.choice("group", GROUPS)
        row.words("contains", (*CONTAINS, NONE, UNKNOWN))
        row.text("contains_note")
        grocery = row.text("grocery_id")
        if grocery not in groceries:
            row.fault("grocery_id", f"{grocery!r} is not in the groceries table")
        source, source_id = row.text("source"), row.text("source_id")
        found = find_row(sources, f"{source}:{source_id}", row, "source_id")
        if found is None:
            continue
        if found.get("value_source", "").startswith(STALE):
            row.fault("source_id", f"{source}:{source_id} is {found['value_source']}, not usable")
        unknown = row.words("unknown", tuple(nutrients), blank=True)
        for nutrient in (ENERGY, *THE_FIVE, *NEVER_BLANK):
            if not found[nutrient] and nutrient not in unknown:
                row.fault("source_id", f"{source}:{source_id} has no {nutrient}")
        grams = portion_grams(sources, row)
        ratio, basis = bought_ratio(sources, row, found, group)
        factor = find_less_water(row, found, ratio)
        if factor != 1:
            grams, ratio = round(grams / factor, 2), ratio * factor
            basis += f"; {row.text('cooked_yield')} g cooked of a gram: estimate"
        own = {
            "portion_g": f"{grams:g}",
            "bought_g_per_eaten_g": f"{round(ratio, 4):g}",
            "bought_basis": basis,
        }
        other = dict.fromkeys(food_table.ESTIMATES, "")
        other |= others.pop(row.text("food_id"), {})
        own |= {column: other.pop(column) for column in food_table.ESTIMATES}
        cells = [own[c] if c in own else row.cells[c].strip() for c in COLUMNS]
        figures_of = {n: other.pop(n, write_cell(found.get(n, ""))) for n in nutrients}
        if OF_MUSHROOMS in figures_of:
            figures_of[OF_MUSHROOMS] = figures_of[VITAMIN_D] if group == "mushrooms" else "0"
        cells += dry_out(figures_of, factor).values()
        problems += [
            Problem(figures.name, f"{row.text('food_id')} has no column {column}")
            for column in other
        ]
        lines.append(cells)
    strangers = sorted(others.keys() - own_foods)
    problems += [Problem(figures.name, f"there is no food {food_id!r}") for food_id in strangers]
    lines.sort(key=lambda cells: (GROUPS.index(cells[3]) if cells[3] in GROUPS else -1, cells[0]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *nutrients])
    writer.writerows(lines)
    return out.getvalue(), problems


def main() -> int:
    """Build or check, and report."""
    parser = argparse.ArgumentParser(description="Build data/foods.csv from its selection.")
    parser.add_argument("--sources", type=Path, default=os.environ.get(SOURCES_VARIABLE))
    parser.add_argument("--check", nargs=2, type=Path, metavar=("SELECTION", "GROCERIES"))
    options = parser.parse_args()
    if options.sources is None:
        parser.error(f"name the folder of source tables: --sources DIR or {SOURCES_VARIABLE}")
    problems: list[Problem] = []
    nutrients = list(read_nutrients(ROOT / "data" / "nutrients.csv", problems))
    nutrients.remove(ADDED_SUGARS)  # food_patterns.csv has them
    selection = ROOT / "tools" / "foods_selection.csv"
    groceries = ROOT / "data" / "groceries.csv"
    if options.check:
        selection, groceries = options.check
    items = read_groceries(groceries, problems)
    if not Path(options.sources).is_dir():
        parser.error(f"{options.sources} is not a folder of source tables")
    sources, some = Sources.read(Path(options.sources)), bool(options.check)
    text, faults = build(selection, sources, nutrients, set(items), some=some)
    problems += faults
    for problem in problems:
        print(problem, file=sys.stderr)
    count = text.count("\n") - 1
    print(f"{count} foods, {len(items)} groceries, {len(problems)} problems")
    if problems:
        return 1
    if not options.check:
        (ROOT / "data" / "foods.csv").write_text(text, encoding="utf-8", newline="")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TableError as error:
        sys.exit(str(error))
