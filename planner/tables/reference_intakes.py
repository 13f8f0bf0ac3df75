"""Reference intakes: what a healthy person of each life stage needs, as published.

Rows of `dri.csv`: RDA and AI are minima, UL and CDRR maxima, AMDR and DGA shares of energy.
`form` says what an upper level counts; "supplements" and "not measured" can't be held against
food. Rows of `eer.csv`: the energy requirement equations; of `calorie_needs.csv`: energy where only
age and sex are known; of `energy_additions.csv`: what pregnancy and lactation add.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.errors import Problem, clip, quote
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import Source

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
PER_DAY, PER_KG, PER_ENERGY = "day", "kg", "percent of energy"
TOTAL, SUPPLEMENTS, NOT_MEASURED = "total", "supplements", "not measured"
FORMS = (TOTAL, SUPPLEMENTS, NOT_MEASURED)
PERIODS = (PER_DAY, PER_KG, PER_ENERGY)
SEXES = ("male", "female")


@dataclass(frozen=True)
class Kind:
    """A kind of reference value: which figures it has, and which `per` and `form` it may have."""

    figures: tuple[str, ...]
    per: tuple[str, ...] = (PER_DAY,)
    form: tuple[str, ...] = (TOTAL,)


MINIMUM, MAXIMUM = "minimum", "maximum"
KINDS = {
    "RDA": Kind((MINIMUM,), (PER_DAY, PER_KG)),
    "AI": Kind((MINIMUM,), (PER_DAY, PER_KG)),
    "UL": Kind((MAXIMUM,), form=FORMS),
    "CDRR": Kind((MAXIMUM,)),
    "AMDR": Kind((MINIMUM, MAXIMUM), (PER_ENERGY,)),
    "DGA": Kind((MINIMUM, MAXIMUM), (PER_ENERGY,)),
}

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
GROUPS = ("child", "adolescent", "adult")
ACTIVITIES = ("inactive", "low_active", "active", "very_active")


@dataclass(frozen=True)
class ReferenceIntake:
    """One reference value for one life stage, in the nutrient's unit a day unless `per` differs.

    `line` is where dri.csv has it.
    """

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
    line: int


@dataclass(frozen=True)
class EnergyEquation:
    """EER in kcal a day = constant + the coefficients times age, height, weight + growth."""

    group: str
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


def read_intakes(path: Source, problems: list[Problem]) -> tuple[ReferenceIntake, ...]:
    """The reference values of `dri.csv`."""
    intakes = []
    for row in read_rows(path, COLUMNS, problems):
        youngest, oldest = read_ages(row)
        intake = ReferenceIntake(
            nutrient=row.text("nutrient"),
            life_stage=row.text("life_stage"),
            sex=row.choice("sex", SEXES),
            stage=row.choice("stage", STAGES),
            age_min=youngest,
            age_max=oldest,
            kind=row.choice("kind", KINDS),
            minimum=row.optional_number("minimum"),
            maximum=row.optional_number("maximum"),
            per=row.choice("per", PERIODS),
            form=row.choice("form", FORMS),
            source=row.text("source"),
            line=row.line,
        )
        _check_kind(row, intake)
        intakes.append(intake)
    return tuple(intakes)


def read_ages(row: Row, *, open_end: bool = False) -> tuple[float, float]:
    """The youngest and the oldest age, in years, that a row is for.

    With `open_end` a blank `age_max` has no end.
    """
    youngest = row.number("age_min", 0, 120)
    blank = open_end and not row.cells["age_max"].strip()
    oldest = math.inf if blank else row.number("age_max", 0, 120)
    if oldest < youngest:
        row.fault("age_max", f"{oldest:g} is below age_min, {youngest:g}", "Correct one of them.")
    return youngest, oldest


def _check_kind(row: Row, intake: ReferenceIntake) -> None:
    """Note figures and words that don't fit the kind: such a row would apply to nobody."""
    figures = {column: row.cells[column].strip() for column in (MINIMUM, MAXIMUM)}
    if not any(figures.values()):
        row.fault(MINIMUM, "is blank, and so is maximum", "Fill in one of them.")
    if intake.kind not in KINDS:
        return
    kind = KINDS[intake.kind]
    for column, value in figures.items():
        if value and column not in kind.figures:
            what = f"has {clip(value)}, but {intake.kind} is a {kind.figures[0]}"
            row.fault(column, what, "Leave it blank, or change the kind.")
    if intake.minimum == 0:
        row.fault(
            MINIMUM,
            f"{clip(figures[MINIMUM])} is not a minimum",
            "Leave the cell blank, or remove the row.",
        )
    low, high = intake.minimum, intake.maximum
    if low is not None and high is not None and high < low:
        row.fault(MAXIMUM, f"{high:g} is below minimum, {low:g}", "Correct one of them.")
    for column, value, known, fitting in (
        ("per", intake.per, PERIODS, kind.per),
        ("form", intake.form, FORMS, kind.form),
    ):
        if value in known and value not in fitting:
            remedy = f"Write {' or '.join(fitting)}, or change the kind."
            row.fault(column, f"{quote(value)} doesn't go with {intake.kind}", remedy)


def read_energy_equations(path: Source, problems: list[Problem]) -> tuple[EnergyEquation, ...]:
    """The equations of `eer.csv`; a blank age_max means no upper age."""
    equations = []
    for row in read_rows(path, ENERGY_COLUMNS, problems):
        youngest, oldest = read_ages(row, open_end=True)
        equation = EnergyEquation(
            group=row.choice("group", GROUPS),
            sex=row.choice("sex", SEXES),
            age_min=youngest,
            age_max=oldest,
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


def read_calorie_needs(path: Source, problems: list[Problem]) -> tuple[CalorieNeed, ...]:
    """The estimates of `calorie_needs.csv`."""
    needs = []
    for row in read_rows(path, NEEDS_COLUMNS, problems):
        youngest, oldest = read_ages(row)
        need = CalorieNeed(
            sex=row.choice("sex", SEXES),
            age_min=youngest,
            age_max=oldest,
            activity=row.choice("activity", ("sedentary", "moderately_active", "active")),
            energy_kcal=row.number("energy_kcal", 500, 6000),
            source=row.text("source"),
        )
        needs.append(need)
    return tuple(needs)


def read_energy_additions(path: Source, problems: list[Problem]) -> tuple[EnergyAddition, ...]:
    """The additions of `energy_additions.csv`."""
    return tuple(
        EnergyAddition(
            stage=row.choice("stage", (PREGNANCY, LACTATION)),
            part=row.whole("part", 1, 3),
            energy_kcal=row.number("energy_kcal", 0, 1000),
            source=row.text("source"),
        )
        for row in read_rows(path, ADDITION_COLUMNS, problems)
    )
