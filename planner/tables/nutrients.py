"""The catalogue of nutrients: one row for each column of the food table.

A nutrient's id is its column in foods.csv and carries its unit: `magnesium_mg`, `vitamin_d_ug`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from planner.errors import (
    NUTRIENTS,
    FieldPath,
    Problem,
    RequestError,
    clip,
    find_close,
    mention,
    offer_close,
    quote,
)
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.parsing.numbers import drop_thousands_commas

COLUMNS = (
    "nutrient",
    "label",
    "unit",
    "infoods_tag",
    "fdc_number",
    "kcal_per_g",
    "does",
    "cramps",
    "evidence",
    "cramps_source",
)

OPTIONAL = ("infoods_tag", "fdc_number", "does", "cramps", "evidence", "cramps_source")
"""Columns that a table may lack; their values are then unknown."""

EVIDENCE = ("none", "weak", "mixed")
"""How strong it is that more of a nutrient prevents cramps where the body doesn't lack it."""

ENERGY = "energy_kcal"
WATER = "water_g"
SODIUM = "sodium_mg"
CALCIUM = "calcium_mg"
VITAMIN_B12, ADDED_B12 = "vitamin_b12_ug", "vitamin_b12_added_ug"
VITAMIN_D, OF_MUSHROOMS = "vitamin_d_ug", "vitamin_d_mushrooms_ug"
FIBER = "fiber_g"
CAFFEINE = "caffeine_mg"
EPA, DHA = "epa_g", "dha_g"

THE_FIVE = ("magnesium_mg", "potassium_mg", CALCIUM, VITAMIN_B12, VITAMIN_D)
"""The nutrients that the planner is for, in the order they are printed."""

UNITS = ("kcal", "g", "mg", "µg", "µg RAE", "µg DFE")
GRAMS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6}
TOO_MUCH = 1e7  # no amount of anything in a day, in any unit
IU_PER_UG_VITAMIN_D = 40.0  # NASEM 2011: 1 microgram is 40 IU


@dataclass(frozen=True)
class Nutrient:
    """A nutrient: its id, how it is called, its unit and its codes elsewhere.

    `kcal_per_g` is the general Atwater factor by which AMDR rows turn grams into energy, or
    None where the nutrient has no share in energy. `cramps` says how it has to do with cramps,
    `evidence` (one of EVIDENCE) and `cramps_source` how sure that is; they are empty where it has
    nothing to do with them, and `cramps` is None where the table doesn't say.
    """

    id: str
    label: str
    unit: str
    infoods_tag: str
    fdc_number: str
    kcal_per_g: float | None
    does: str
    cramps: str | None
    evidence: str
    cramps_source: str


def read_nutrients(
    path: Source, problems: list[Problem], shares: Collection[str] = ()
) -> dict[str, Nutrient]:
    """The nutrients of `nutrients.csv` by id, in the table's order.

    Of `shares` there are reference values in percent of energy, which need their `kcal_per_g`.
    """
    nutrients = {}
    for row in read_rows(path, COLUMNS, problems, key="nutrient", optional=OPTIONAL):
        nutrient = Nutrient(
            id=row.text("nutrient"),
            label=row.text("label"),
            unit=row.choice("unit", UNITS),
            infoods_tag=row.text("infoods_tag", blank=True),
            fdc_number=row.text("fdc_number", blank=True),
            kcal_per_g=row.optional_number("kcal_per_g", 0, 10),
            does=row.text("does"),
            cramps=None if "cramps" in row.absent else row.text("cramps", blank=True),
            evidence=row.text("evidence", blank=True),
            cramps_source=row.text("cramps_source", blank=True),
        )
        ends = nutrient.unit.split(" ")[0].replace("µ", "u")
        if nutrient.unit in UNITS and not nutrient.id.endswith(f"_{ends}"):
            remedy = f"The id must end in _{ends}, here and in the header of foods.csv."
            row.fault(
                "unit", f"{quote(nutrient.unit)} is not the unit of {quote(nutrient.id)}", remedy
            )
        if nutrient.id in shares and not nutrient.kcal_per_g:
            seen = clip(row.cells["kcal_per_g"].strip()) or "blank"
            what = f"is {seen}, but dri.csv has {quote(nutrient.id)}"
            remedy = "Write the kcal per gram, such as 4 for protein."
            row.fault("kcal_per_g", f"{what} in percent of energy", remedy)
        if nutrient.cramps:
            row.choice("evidence", EVIDENCE)
            row.text("cramps_source")
        elif nutrient.evidence or nutrient.cramps_source:
            row.fault("cramps", "is blank, but evidence or cramps_source is not", "Fill it in.")
        nutrients[nutrient.id] = nutrient
    return nutrients


def nutrient_names(nutrients: Iterable[Nutrient]) -> dict[str, str]:
    """Every name that people may use for a nutrient, with the id of the nutrient.

    "magnesium", "magnesium-mg", "vitamin-b12", "b12" and "calories" are such names.
    """
    names: dict[str, str] = {"calories": ENERGY, "energy": ENERGY, "kcal": ENERGY}
    own, other = [], []
    for nutrient in nutrients:
        stem = nutrient.id.rsplit("_", 1)[0]
        label = nutrient.label.lower()
        own += [(word, nutrient.id) for word in (nutrient.id, label)]
        short = stem.removesuffix("_est").removesuffix("_rae").removesuffix("_dfe")
        words = {stem, short, short.removeprefix("vitamin_")}
        before, bracket, within = label.partition(" (")
        if bracket and re.fullmatch(r"b\d+\)", within):
            words |= {before, within.removesuffix(")"), f"vitamin {within.removesuffix(')')}"}
        elif bracket and within != "total)":
            words.add(before)
        other += [(word, nutrient.id) for word in sorted(words)]
    for word, nutrient_id in own + other:
        names.setdefault(re.sub(r"[_\s]+", "-", word), nutrient_id)
    return names


def find_nutrient(
    word: str, nutrients: Mapping[str, Nutrient], where: str | FieldPath = ("nutrient",)
) -> Nutrient:
    """The nutrient that a word names; RequestError, with similar names, if there is none.

    `where` is where the word was written, for the message.
    """
    names = nutrient_names(nutrients.values())
    key = word.strip().lower().replace("_", "-").replace(" ", "-")
    if key not in names:
        near = find_close(key, {name for name in names if "_" not in name})
        remedy = offer_close(near) or f"{mention(NUTRIENTS)} lists the nutrients."
        what = f"{quote(word)} is not a nutrient in the tables"
        raise RequestError(Problem(where, what, remedy, unknown=word, nearest="".join(near[:1])))
    return nutrients[names[key]]


def parse_amount(text: str, nutrient: Nutrient, where: str | FieldPath) -> float:
    """An amount that people wrote ("450", "1,500mg", "0.45 g", "800IU"), in the nutrient's unit.

    RequestError, at `where`, if it is no amount or in a unit that the nutrient doesn't have.
    """
    plain = text.strip().lower().replace("μ", "u").replace("µ", "u").replace("mcg", "ug")
    plain = drop_thousands_commas(plain)
    form = nutrient.unit.partition(" ")[2].lower()  # RAE or DFE, which the column's unit implies
    if form:
        plain = plain.removesuffix(form).strip()
    match = re.fullmatch(r"((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z]*)", plain)
    if match is None or float(match[1]) >= TOO_MUCH:
        example = nutrient.id.rsplit("_", 1)[0].replace("_", "-")
        remedy = f"Write a number, such as {example}=100{nutrient.unit.split()[0]}."
        raise RequestError(Problem(where, f"{quote(text)} is not an amount", remedy))
    value, unit = float(match[1]), match[2]
    own = nutrient.id.rsplit("_", 1)[1]
    if unit in ("", own):
        return value
    if unit == "iu" and nutrient.id == "vitamin_d_ug":
        return value / IU_PER_UG_VITAMIN_D
    if unit in GRAMS and own in GRAMS:
        return value * GRAMS[unit] / GRAMS[own]
    remedy = f"Write {nutrient.label} in {nutrient.unit}."
    raise RequestError(Problem(where, f"{quote(unit)} is not a unit of {nutrient.label}", remedy))
