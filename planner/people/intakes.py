"""The reference intakes that apply to a person, and what follows from them beside targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.people.exclusions import excluded_tags
from planner.people.person import Person
from planner.tables.bundle import Tables
from planner.tables.nutrients import WATER
from planner.tables.reference_intakes import PER_DAY, PER_KG, TOTAL, ReferenceIntake

IODINE = "iodine_ug"  # known from samples: an estimate of it is reported beside the targets
WITHOUT_MEAT = {"iron_mg": 1.8, "zinc_mg": 1.5}
"""By what the RDA is multiplied without meat and fish: from plants less is taken up (IOM 2001)."""

ADULT_AGES = (19, 50)


def applies(intake: ReferenceIntake, person: Person) -> bool:
    """Whether a reference value applies to a person's sex, age and stage of life."""
    if person.sex is not None and intake.sex != person.sex:
        return False
    if intake.stage != person.stage:
        return False
    if person.age is None:
        youngest, oldest = ADULT_AGES
        return intake.age_min >= youngest and intake.age_max <= oldest
    return intake.age_min <= person.age <= intake.age_max


def find_intakes(person: Person, tables: Tables) -> tuple[ReferenceIntake, ...]:
    """The reference values that apply to a person.

    If you don't give an age or a sex, several life stages fit. Then the highest minimum and the
    lowest maximum of each nutrient and kind apply, so that the plan serves all of them.
    """
    kept: dict[tuple[str, str, str], ReferenceIntake] = {}
    for row in tables.intakes:
        if not applies(row, person):
            continue
        intake = row
        if row.per == PER_KG:  # the larger of the RDA in grams and in grams for each kilogram
            if person.weight_kg is None or row.minimum is None:
                continue
            amount = round(row.minimum * person.weight_kg, 1)
            source = f"{row.source}; {row.minimum:g} g for each of {person.weight_kg:g} kg"
            intake = replace(row, minimum=amount, per=PER_DAY, source=source)
        key = (intake.nutrient, intake.kind, intake.per)
        other = kept.setdefault(key, intake)
        lows = [value for value in (intake.minimum, other.minimum) if value is not None]
        highs = [value for value in (intake.maximum, other.maximum) if value is not None]
        stricter = intake if lows and intake.minimum == max(lows) else other
        kept[key] = replace(
            stricter,
            minimum=max(lows) if lows else None,
            maximum=min(highs) if highs else None,
        )
    return tuple(kept.values())


def water_aim_g(person: Person, tables: Tables) -> float | None:
    """The AI of water in grams a day, from food and drink together; None if there is none."""
    amounts = [
        intake.minimum
        for intake in find_intakes(person, tables)
        if intake.nutrient == WATER and intake.minimum is not None
    ]
    return max(amounts, default=None)


def not_assessed(person: Person, tables: Tables) -> Mapping[str, str]:
    """The reference values that a plan can't be checked against, each with the reason."""
    found = {}
    for intake in find_intakes(person, tables):
        if intake.nutrient == IODINE and tables.estimates_iodine:
            continue
        if intake.nutrient in tables.unmeasured:
            found[tables.unmeasured[intake.nutrient].label] = "not measured in the food tables"
        elif intake.form != TOTAL:
            label = f"upper level of {tables.nutrients[intake.nutrient].label}"
            found[label] = (
                "counts supplements only"
                if intake.form == "supplements"
                else "counts a form that isn't measured"
            )
    return found


def advised_without_meat(person: Person, tables: Tables, nutrient: str) -> float | None:
    """The amount in mg a day that is advised without meat and fish: a multiple of the RDA.

    `nutrient` is one of WITHOUT_MEAT. None for a diet with meat or fish, and if there is no RDA.
    """
    if not {"meat", "poultry", "fish", "shellfish"} <= excluded_tags(person, tables):
        return None
    amounts = [
        intake.minimum
        for intake in find_intakes(person, tables)
        if intake.nutrient == nutrient and intake.kind == "RDA" and intake.minimum is not None
    ]
    return max(amounts) * WITHOUT_MEAT[nutrient] if amounts else None
