"""Reference intakes: what a healthy person of each life stage needs, as published.

Rows of `dri.csv`: RDA and AI are minima, UL and CDRR maxima, AMDR and DGA shares of energy.
`form` says what an upper level counts; "supplements" and "not measured" can't be held against
food. Rows of `eer.csv`: the energy requirement equations; of `calorie_needs.csv`: energy where only
age and sex are known; of `energy_additions.csv`: what pregnancy and lactation add.
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
SUPPLEMENTS = "supplements"

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
NEEDS_COLUMNS = ("sex", "age_min", "age_max", "activity", "energy_kcal", "source")
ADDITION_COLUMNS = ("stage", "part", "energy_kcal", "source")
NONE, PREGNANCY, LACTATION = "none", "pregnancy", "lactation"
STAGES = (NONE, PREGNANCY, LACTATION)
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


@dataclass(frozen=True)
class CalorieNeed:
    """The Dietary Guidelines' estimate of energy for an age, a sex and an activity."""

    sex: str
    age_min: float
    age_max: float
    activity: str
    energy_kcal: float
    source: str


@dataclass(frozen=True)
class EnergyAddition:
    """Energy a day on top, in a trimester of pregnancy or a half year of lactation."""

    stage: str
    part: int
    energy_kcal: float
    source: str


def read_intakes(path: Path, problems: list[Problem]) -> tuple[ReferenceIntake, ...]:
    """The reference values of `dri.csv`."""
    intakes = []
    for row in read_rows(path, COLUMNS, problems):
        intake = ReferenceIntake(
            nutrient=row.text("nutrient"),
            life_stage=row.text("life_stage"),
            sex=row.choice("sex", ("male", "female")),
            stage=row.choice("stage", STAGES),
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


def read_calorie_needs(path: Path, problems: list[Problem]) -> tuple[CalorieNeed, ...]:
    """The estimates of `calorie_needs.csv`."""
    return tuple(
        CalorieNeed(
            sex=row.choice("sex", ("male", "female")),
            age_min=row.number("age_min", 0, 120),
            age_max=row.number("age_max", 0, 120),
            activity=row.choice("activity", ("sedentary", "moderately_active", "active")),
            energy_kcal=row.number("energy_kcal", 500, 6000),
            source=row.text("source"),
        )
        for row in read_rows(path, NEEDS_COLUMNS, problems)
    )


def read_energy_additions(path: Path, problems: list[Problem]) -> tuple[EnergyAddition, ...]:
    """The additions of `energy_additions.csv`."""
    return tuple(
        EnergyAddition(
            stage=row.choice("stage", (PREGNANCY, LACTATION)),
            part=int(row.number("part", 1, 3)),
            energy_kcal=row.number("energy_kcal", 0, 1000),
            source=row.text("source"),
        )
        for row in read_rows(path, ADDITION_COLUMNS, problems)
    )
