"""How much energy a person needs a day: by an equation of the tables, a table, or the default."""

from __future__ import annotations

from planner.errors import Problem, RequestError, mention
from planner.people.person import ENERGY_KCAL
from planner.tables.bundle import Tables
from planner.tables.reference_intakes import LACTATION, NONE, PREGNANCY

DEFAULT_AGES = (19, 70)  # at which the default energy serves both sexes

DEFAULT_ACTIVITY = "low_active"
DEFAULT_PART = {PREGNANCY: 2, LACTATION: 1}  # where the trimester or half year isn't given

CALORIES_REMEDY = f"Add the row, or give {mention('calories')}."


def find_energy(
    tables: Tables,
    *,
    age: int | None,
    sex: str | None,
    stage: str,
    part: int | None,
    weight_kg: float | None = None,
    height_cm: float | None = None,
    activity: str | None = None,
) -> tuple[float, str]:
    """The energy that a person needs, in kcal a day, and where the figure comes from.

    - With weight and height: the equation of the estimated energy requirement (EER) of 2023.
    - With age and sex: the Dietary Guidelines' figure for moderate activity.
    - With an age below 19 or above 70 and no sex: the mean of its figures for both sexes.
    - With less: the default of 2,000 kcal.

    Pregnancy and lactation add to each of these. RequestError if the equation needs something that
    you didn't give, or if the tables have no row for the person.
    """
    sex = "female" if stage != "none" else sex
    measured = (weight_kg is not None, height_cm is not None)
    if any(measured) or activity is not None:
        if not all(measured) or age is None or sex is None:
            needed = {"weight": weight_kg, "height": height_cm, "age": age, "sex": sex}
            lacking = ", ".join(name for name, value in needed.items() if value is None)
            field = ("weight",) if measured[0] else ("height",) if measured[1] else ("activity",)
            what = f"energy from weight, height and activity needs {lacking}"
            remedy = "Give all four of weight, height, age and sex, or only calories."
            raise RequestError(Problem(field, what, remedy))
        assumed = "" if activity else " (assumed)"
        activity = activity or DEFAULT_ACTIVITY
        for row in tables.energy_equations:
            if (row.sex, row.activity) == (sex, activity) and row.age_min <= age <= row.age_max:
                energy = row.constant + row.age_years * age + row.growth_kcal
                energy += row.height_cm * (height_cm or 0) + row.weight_kg * (weight_kg or 0)
                source = f"EER, {activity.replace('_', ' ')}{assumed}; {row.source}"
                return _with_stage(energy, source, stage, part, tables)
        raise report_missing_rows(
            "eer.csv", f"equation for {sex}, {age} years, {activity}", CALORIES_REMEDY
        )
    needs = [
        need
        for need in tables.calorie_needs
        if need.activity == "moderately_active" and need.age_min <= (age or 0) <= need.age_max
    ]
    youngest, oldest = DEFAULT_AGES
    for need in needs:
        if need.sex == sex:
            source = f"for moderate activity; {need.source}"
            return _with_stage(need.energy_kcal, source, stage, part, tables)
    if sex is None and len(needs) > 1 and not youngest <= (age or youngest) <= oldest:
        energy = sum(need.energy_kcal for need in needs) / len(needs)
        source = f"the mean of both sexes for moderate activity; {needs[0].source}"
        return _with_stage(energy, source, stage, part, tables)
    if age is not None and (sex is not None or not youngest <= age <= oldest):
        who = f"{sex or 'both sexes'}, {age} years"
        raise report_missing_rows(
            "calorie_needs.csv", f"moderately_active row for {who}", CALORIES_REMEDY
        )
    return _with_stage(ENERGY_KCAL, "the default", stage, part, tables)


def report_missing_rows(table: str, what: str, remedy: str) -> RequestError:
    """The error for a table without a row that a person needs."""
    return RequestError(Problem(table, f"has no {what}", remedy))


def _with_stage(
    energy: float, source: str, stage: str, part: int | None, tables: Tables
) -> tuple[float, str]:
    if stage == NONE:
        return round(energy), source
    part = part or DEFAULT_PART[stage]
    for row in tables.energy_additions:
        if (row.stage, row.part) == (stage, part):
            added = f"{source}; and {row.energy_kcal:g} kcal: {row.source}"
            return round(energy + row.energy_kcal), added
    raise report_missing_rows(
        "energy_additions.csv", f"row for {stage}, part {part}", CALORIES_REMEDY
    )
