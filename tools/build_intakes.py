"""Build data/dri.csv, eer.csv and calorie_needs.csv from the transcribed reference intakes.

    python tools/build_intakes.py --sources DIR

DIR holds dri.csv, eer.csv, facts/eer_children.csv and calorie_needs.csv, the transcriptions
compared with each other figure by figure. What comes out has one row for each reference value
that a target can rest on, for every life stage from one year up. A row for both sexes becomes one
of each.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES_VARIABLE = "PLANNER_SOURCE_TABLES"

REPORTS = {
    "IOM 1997": ("magnesium_mg", "phosphorus_mg"),
    "IOM 1998": (
        "thiamin_mg",
        "riboflavin_mg",
        "niacin_mg",
        "vitamin_b6_mg",
        "folate_dfe_ug",
        "vitamin_b12_ug",
        "pantothenic_mg",
        "choline_mg",
    ),
    "IOM 2000": ("vitamin_c_mg", "vitamin_e_mg", "selenium_ug"),
    "IOM 2001": (
        "vitamin_a_rae_ug",
        "vitamin_k_ug",
        "copper_mg",
        "iodine_ug",
        "iron_mg",
        "manganese_mg",
        "zinc_mg",
    ),
    "IOM 2002/2005": (
        "carbohydrate_g",
        "fiber_g",
        "linoleic_g",
        "ala_g",
        "protein_g",
        "protein_g_per_kg",
        "protein_pct_kcal",
        "carbohydrate_pct_kcal",
        "fat_pct_kcal",
        "linoleic_pct_kcal",
        "ala_pct_kcal",
    ),
    "IOM 2005": ("water_g",),
    "IOM 2011": ("calcium_mg", "vitamin_d_ug"),
    "NASEM 2019": ("potassium_mg", "sodium_mg"),
    "Dietary Guidelines 2020-2025": ("saturated_fat_pct_kcal", "added_sugars_pct_kcal"),
}
FROM_TWO = "saturated_fat_pct_kcal"  # whose limit the Dietary Guidelines set from two years on
REPORT_OF = {nutrient: report for report, names in REPORTS.items() for nutrient in names}

MEASURED_AS = {"linoleic_g": "linoleic_est_g", "ala_g": "ala_est_g"}
UL_COUNTS = {  # the form that an upper level is set for, as a column of the food table
    "vitamin_a_rae_ug": "retinol_ug",
    "folate_dfe_ug": "folic_acid_ug",
    "vitamin_e_mg": "vitamin_e_added_mg",
}
UL_FORM = {"magnesium_mg": "supplements", "niacin_mg": "not measured"}

SEXES = {"both": ("male", "female")}
ACTIVITIES = {"all": ("inactive", "low_active", "active", "very_active")}
AT_ONE_YEAR = 900  # kcal a day; the Dietary Guidelines' own table begins at two years
AT_ONE_YEAR_SOURCE = (
    "American Heart Association, Dietary Recommendations for Children and Adolescents, Pediatrics"
    " 117:544 (2006), table: 1 year, whatever the activity"
)

INTAKE_COLUMNS = (
    "nutrient",
    "life_stage",
    "sex",
    "stage",
    "age_min",
    "age_max",
    "kind",
    "minimum",
    "maximum",
    "per",
    "form",
    "source",
)


def plain(number: str) -> str:
    """A figure without needless zeros; a blank stays blank."""
    return f"{float(number):.10g}" if number else ""


def intake_rows(row: dict[str, str]) -> list[list[str]]:
    """The reference values of one transcribed row: its RDA or AI, its UL, its CDRR, its range."""
    nutrient = row["nutrient"]
    if nutrient == FROM_TWO:
        row = {**row, "age_min": str(max(2, int(row["age_min"])))}
    who = [row[key] for key in ("life_stage", "sex", "stage", "age_min", "age_max")]
    agreeing = int(row["n_sources"] or 0)
    copies = f"{agreeing} transcriptions agree" if agreeing > 1 else "one transcription"
    if nutrient == "protein_g_per_kg":
        copies = "0.8 for adults confirmed; other ages consistent with the EAR and the g/day rows"
    source = f"{REPORT_OF[nutrient]}; {copies}"
    measured = MEASURED_AS.get(nutrient, nutrient)
    rows = []
    if nutrient.endswith("_pct_kcal"):
        stem = nutrient.removesuffix("_pct_kcal") + "_g"
        kind = "AMDR" if row["target_type"] == "AMDR" else "DGA"
        low, high = plain(row["target"]), plain(row["ul"])
        name = MEASURED_AS.get(stem, stem)
        return [[name, *who, kind, low, high, "percent of energy", "total", source]]
    if nutrient == "protein_g_per_kg":
        return [["protein_g", *who, "RDA", plain(row["target"]), "", "kg", "total", source]]
    if row["target"] and nutrient != "sodium_mg":  # sodium is kept down, never pushed up
        rows.append([measured, *who, row["target_type"], plain(row["target"]), "", "day", "total"])
    if row["ul"]:
        counted = UL_COUNTS.get(nutrient, measured)
        form = UL_FORM.get(nutrient, "total")
        rows.append([counted, *who, "UL", "", plain(row["ul"]), "day", form])
    if row["cdrr"]:
        rows.append([measured, *who, "CDRR", "", plain(row["cdrr"]), "day", "total"])
    return [[*cells, source] for cells in rows]


def build_intakes(folder: Path) -> str:
    """The text of dri.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(INTAKE_COLUMNS)
    with (folder / "dri.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for sex in SEXES.get(row["sex"], (row["sex"],)):
                writer.writerows(intake_rows({**row, "sex": sex}))
    return out.getvalue()


def build_energy(folder: Path) -> str:
    """The text of eer.csv: the equations as transcribed, each row with its source."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    with (folder / "eer.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = [name for name in reader.fieldnames or () if name != "sources_agreeing"]
        writer.writerow([*columns, "source"])
        for row in reader:
            source = f"NASEM 2023; {row['sources_agreeing']} transcriptions agree"
            writer.writerow([*(row[name] for name in columns), source])
    with (folder / "facts" / "eer_children.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            row["group"] = "child"
            source = "NASEM 2023, table 5-15; two transcriptions"
            if (row["sex"], row["age_max"]) == ("male", "2"):
                source += "; growth of boys below 3 years from one"
            for activity in ACTIVITIES.get(row["activity"], (row["activity"],)):
                cells = {**row, "activity": activity}
                writer.writerow([*(cells[name] for name in columns), source])
    return out.getvalue()


def build_calorie_needs(folder: Path) -> str:
    """The text of calorie_needs.csv, from one year up."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["sex", "age_min", "age_max", "activity", "energy_kcal", "source"])
    for sex in SEXES["both"]:
        for activity in ("sedentary", "moderately_active", "active"):
            writer.writerow([sex, 1, 1, activity, AT_ONE_YEAR, AT_ONE_YEAR_SOURCE])
    with (folder / "calorie_needs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            who = [row[name] for name in ("sex", "age_min", "age_max", "activity")]
            source = "Dietary Guidelines 2020-2025, Table A2-2; one transcription"
            writer.writerow([*who, row["kcal_per_day"], source])
    return out.getvalue()


def main() -> None:
    """Write the three tables."""
    parser = argparse.ArgumentParser(description="Build the tables of reference intakes.")
    parser.add_argument("--sources", type=Path, default=os.environ.get(SOURCES_VARIABLE))
    options = parser.parse_args()
    if options.sources is None:
        parser.error(f"name the folder of source tables: --sources DIR or {SOURCES_VARIABLE}")
    folder = Path(options.sources)
    (ROOT / "data" / "dri.csv").write_text(build_intakes(folder), encoding="utf-8", newline="")
    (ROOT / "data" / "eer.csv").write_text(build_energy(folder), encoding="utf-8", newline="")
    needs = build_calorie_needs(folder)
    (ROOT / "data" / "calorie_needs.csv").write_text(needs, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
