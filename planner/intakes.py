"""Reference intakes: what a healthy person of each life stage needs, as published.

Rows of `dri.csv`: RDA and AI are minima, UL and CDRR maxima, AMDR and DGA shares of energy.
`form` says what an upper level counts; "supplements" and "not measured" can't be held against
food. Rows of `eer.csv`: the energy requirement equations.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem
from planner.reading import read_rows

COLUMNS = (
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
KINDS = ("RDA", "AI", "UL", "CDRR", "AMDR", "DGA")
PER_DAY, PER_KG, PER_ENERGY = "day", "kg", "percent of energy"
TOTAL = "total"

ENERGY_COLUMNS = (
    "group",
    "sex",
    "age_min",
    "age_max",
    "activity",
    "constant",
    "age_years",
    "height_cm",
    "weight_kg",
    "growth_kcal",
    "source",
)
ACTIVITIES = ("inactive", "low_active", "active", "very_active")


@dataclass(frozen=True)
class ReferenceIntake:
    """One reference value for one life stage, in the nutrient's unit a day unless `per` differs."""

    nutrient: str
    life_stage: str
    sex: str
    stage: str
    age_min: float
    age_max: float
    kind: str
    minimum: float | None
    maximum: float | None
    per: str
    form: str
    source: str


@dataclass(frozen=True)
class EnergyEquation:
    """EER in kcal a day = constant + the coefficients times age, height, weight + growth."""

    sex: str
    age_min: float
    age_max: float
    activity: str
    constant: float
    age_years: float
    height_cm: float
    weight_kg: float
    growth_kcal: float
    source: str


def read_intakes(path: Path, problems: list[Problem]) -> tuple[ReferenceIntake, ...]:
    """The reference values of `dri.csv`."""
    intakes = []
    for row in read_rows(path, COLUMNS, problems):
        intake = ReferenceIntake(
            nutrient=row.text("nutrient"),
            life_stage=row.text("life_stage"),
            sex=row.choice("sex", ("male", "female")),
            stage=row.choice("stage", ("none", "pregnancy", "lactation")),
            age_min=row.number("age_min", 0, 120),
            age_max=row.number("age_max", 0, 120),
            kind=row.choice("kind", KINDS),
            minimum=row.optional_number("minimum"),
            maximum=row.optional_number("maximum"),
            per=row.choice("per", (PER_DAY, PER_KG, PER_ENERGY)),
            form=row.text("form"),
            source=row.text("source"),
        )
        if intake.minimum is None and intake.maximum is None:
            row.fault("minimum", "is blank, and so is maximum")
        intakes.append(intake)
    return tuple(intakes)


def read_energy_equations(path: Path, problems: list[Problem]) -> tuple[EnergyEquation, ...]:
    """The equations of `eer.csv`; a blank age_max has no end."""
    equations = []
    for row in read_rows(path, ENERGY_COLUMNS, problems):
        age_max = row.optional_number("age_max", 0, 120)
        equation = EnergyEquation(
            sex=row.choice("sex", ("male", "female")),
            age_min=row.number("age_min", 0, 120),
            age_max=math.inf if age_max is None else age_max,
            activity=row.choice("activity", ACTIVITIES),
            constant=row.number("constant", -2000, 3000),
            age_years=row.number("age_years", -100, 100),
            height_cm=row.number("height_cm", 0, 100),
            weight_kg=row.number("weight_kg", 0, 100),
            growth_kcal=row.number("growth_kcal", 0, 100),
            source=row.text("source"),
        )
        equations.append(equation)
    return tuple(equations)
