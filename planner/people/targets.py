"""What a person needs: targets, each with its kind, period and source.

Nothing in the rooms below knows a particular nutrient: they see targets. This is the one room
that turns calories into energy, life stages into minima and maxima, and says which hold every
day and which on the week's average.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from planner.errors import Problem, RequestError
from planner.people.exclusions import excluded_tags
from planner.people.person import ENERGY_KCAL, Person
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY, THE_FIVE, WATER
from planner.tables.reference_intakes import (
    LACTATION,
    NONE,
    PER_DAY,
    PER_ENERGY,
    PER_KG,
    PREGNANCY,
    SEXES,
    SUPPLEMENTS,
    TOTAL,
    ReferenceIntake,
)
from planner.tables.supplements import Supplement

OWN = "own"  # the kind of what a person sets
ENERGY_BAND = 0.05  # of the energy aimed at, up or down, every day
STORED = "vitamin_d_ug"  # of the five, the one the body stores: it holds on the week's average
STORED_FLOOR = 1 / 3
IRON, IRON_FACTOR = "iron_mg", 1.8  # iron from plants is taken up less well
WEEK_FLOOR = 0.7  # of an RDA that holds on the week's average, the least any day brings
ADULT_AGES = (19, 50)
DEFAULT_AGES = (19, 70)  # at which the default energy serves both sexes

DEFAULT_ACTIVITY = "low_active"
DEFAULT_PART = {PREGNANCY: 2, LACTATION: 1}  # where the trimester or half year isn't given

CALORIES_REMEDY = "Add the row, or give --calories."

DAY, WEEK = "day", "week"
SUPPLEMENTAL = "UL of supplements"
AMOUNT, PERCENT_OF_ENERGY = "amount", "percent of energy"


@dataclass(frozen=True)
class Target:
    """One thing to reach or to keep, a day, in the nutrient's unit.

    `minimum` and `maximum` hold every day or on the average of the week, as `period` says; with
    the week, `floor` is the least that any one day brings. `aim` is wished for and reported. With
    `basis` "percent of energy" the figures are percent of the energy planned. A miss of a target
    that isn't `required` leaves the plan's exit code at 0. One that doesn't steer rests on a
    nutrient that too few foods know: it is reported only.
    """

    nutrient: str
    kind: str
    period: str
    minimum: float | None = None
    maximum: float | None = None
    aim: float | None = None
    floor: float | None = None
    basis: str = AMOUNT
    required: bool = True
    steers: bool = True
    source: str = ""


def applies(intake: ReferenceIntake, person: Person) -> bool:
    """Whether a reference value is one of those that hold for a person."""
    if person.sex is not None and intake.sex != person.sex:
        return False
    if intake.stage != person.stage:
        return False
    if person.age is None:
        youngest, oldest = ADULT_AGES
        return intake.age_min >= youngest and intake.age_max <= oldest
    return intake.age_min <= person.age <= intake.age_max


def find_intakes(person: Person, tables: Tables) -> tuple[ReferenceIntake, ...]:
    """The reference values that hold for a person.

    Where more than one life stage fits (no age or no sex was given), the highest minimum and the
    lowest maximum of each nutrient and kind are kept, so that the plan serves any of them.
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
    """The energy a day that a person needs, in kcal, and where the figure comes from.

    With weight and height the estimated energy requirement (EER) of 2023, age and sex alone take
    the Dietary Guidelines' table for moderate activity; an age below 19 or above 70 alone takes the
    mean of both sexes in it, anything less the default of 2,000 kcal.
    Pregnancy and lactation add their rows to either. Raises RequestError where an equation lacks
    something, and where the tables lack the person's row.
    """
    sex = "female" if stage != "none" else sex
    measured = (weight_kg is not None, height_cm is not None)
    if any(measured) or activity is not None:
        if not all(measured) or age is None or sex is None:
            needed = {"weight": weight_kg, "height": height_cm, "age": age, "sex": sex}
            lacking = ", ".join(name for name, value in needed.items() if value is None)
            option = "--weight" if measured[0] else "--height" if measured[1] else "--activity"
            what = f"energy by weight, height and activity lacks {lacking}"
            remedy = "Give all four of weight, height, age and sex, or only calories."
            raise RequestError(Problem(option, what, remedy))
        assumed = "" if activity else " (assumed)"
        activity = activity or DEFAULT_ACTIVITY
        for row in tables.energy_equations:
            if (row.sex, row.activity) == (sex, activity) and row.age_min <= age <= row.age_max:
                energy = row.constant + row.age_years * age + row.growth_kcal
                energy += row.height_cm * (height_cm or 0) + row.weight_kg * (weight_kg or 0)
                source = f"EER, {activity.replace('_', ' ')}{assumed}; {row.source}"
                return _with_stage(energy, source, stage, part, tables)
        raise _lacks("eer.csv", f"equation for {sex}, {age} years, {activity}", CALORIES_REMEDY)
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
        raise _lacks("calorie_needs.csv", f"moderately_active row for {who}", CALORIES_REMEDY)
    return _with_stage(ENERGY_KCAL, "the default", stage, part, tables)


def _lacks(table: str, what: str, remedy: str) -> RequestError:
    """The error for a table that lacks what a person needs."""
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
    raise _lacks("energy_additions.csv", f"row for {stage}, part {part}", CALORIES_REMEDY)


def find_targets(
    person: Person, tables: Tables, every_day: Iterable[str] = ()
) -> tuple[Target, ...]:
    """Everything a person's plan is held to or told about, energy first.

    `every_day` names nutrients whose minimum holds each day instead of on the week's average.
    Raises RequestError where the person's own minimum passes a maximum, and where the tables have
    no minimum of one of the five nutrients for the person, who doesn't set it either.
    """
    _check_intakes(person, tables)
    daily = (set(THE_FIVE) - {STORED}) | set(every_day)
    targets = [_energy(person)]
    for intake in find_intakes(person, tables):
        if intake.form != TOTAL or intake.nutrient not in tables.nutrients:
            continue
        if intake.per == PER_ENERGY:
            targets.append(_share_of_energy(intake, tables))
        elif intake.per == PER_DAY and intake.nutrient != WATER:
            targets.append(_amount(intake, tables, daily, set(every_day)))
    for nutrient, amount in person.minimum.items():
        targets = [t for t in targets if t.nutrient != nutrient or t.kind not in ("RDA", "AI")]
        targets.append(_own_minimum(nutrient, amount, daily))
    for nutrient, amount in person.maximum.items():
        own = Target(nutrient, OWN, DAY, maximum=amount, source="set by the person")
        targets.append(own)
    _check_contradictions(targets, tables)
    return tuple(targets)


def _check_intakes(person: Person, tables: Tables) -> None:
    """Refuse a person for whom the tables lack what every plan is held to."""
    for sex in SEXES if person.sex is None else (person.sex,):
        one = replace(person, sex=sex)
        rows = [row for row in tables.intakes if row.per == PER_DAY and applies(row, one)]
        held = {*person.minimum, *(row.nutrient for row in rows if row.minimum is not None)}
        lacking = [tables.nutrients[name].label for name in THE_FIVE if name not in held]
        if lacking:
            years = person.age if person.age is not None else "{} to {}".format(*ADULT_AGES)
            stage = "" if person.stage == NONE else f", {person.stage}"
            what = f"RDA or AI of {', '.join(lacking)} for {sex}, {years} years{stage}"
            remedy = "Add the rows, or set the amounts with --target."
            raise _lacks("dri.csv", what, remedy)


def _energy(person: Person) -> Target:
    aim = person.energy_kcal
    return Target(
        ENERGY,
        "energy",
        DAY,
        minimum=aim * (1 - ENERGY_BAND),
        maximum=aim * (1 + ENERGY_BAND),
        aim=aim,
        source=person.energy_source,
    )


def _share_of_energy(intake: ReferenceIntake, tables: Tables) -> Target:
    return Target(
        intake.nutrient,
        intake.kind,
        WEEK,
        minimum=intake.minimum,
        maximum=intake.maximum,
        basis=PERCENT_OF_ENERGY,
        required=intake.kind == "DGA",
        steers=tables.steers(intake.nutrient),
        source=intake.source,
    )


def _amount(
    intake: ReferenceIntake,
    tables: Tables,
    daily: set[str],
    every_day: set[str],
) -> Target:
    nutrient, kind, source = intake.nutrient, intake.kind, intake.source
    steers = tables.steers(nutrient)
    if kind in ("UL", "CDRR"):
        period = DAY if kind == "UL" else WEEK
        return Target(
            nutrient,
            kind,
            period,
            maximum=intake.maximum,
            required=steers,
            steers=steers,
            source=source,
        )
    amount = intake.minimum or 0.0
    held = nutrient in every_day or nutrient in THE_FIVE  # however few foods know it
    if kind == "AI" and not held:
        return Target(
            nutrient, kind, WEEK, aim=amount, required=False, steers=steers, source=source
        )
    period = DAY if nutrient in daily else WEEK
    floor = None
    if period == WEEK:
        floor = amount * (STORED_FLOOR if nutrient == STORED else WEEK_FLOOR)
    return Target(
        nutrient,
        kind,
        period,
        minimum=amount,
        aim=amount,
        floor=floor,
        required=steers or held,
        steers=steers or held,
        source=source,
    )


def _own_minimum(nutrient: str, amount: float, daily: set[str]) -> Target:
    period = DAY if nutrient in daily else WEEK
    floor = None
    if period == WEEK:
        floor = amount * (STORED_FLOOR if nutrient == STORED else WEEK_FLOOR)
    return Target(
        nutrient,
        OWN,
        period,
        minimum=amount,
        aim=amount,
        floor=floor,
        source="set by the person",
    )


def find_supplement_limits(person: Person, tables: Tables) -> tuple[Target, ...]:
    """The upper levels that count supplements alone: of magnesium, not food's own."""
    return tuple(
        Target(intake.nutrient, SUPPLEMENTAL, DAY, maximum=intake.maximum, source=intake.source)
        for intake in find_intakes(person, tables)
        if intake.kind == "UL" and intake.form == SUPPLEMENTS
    )


def leave_to_food(targets: Iterable[Target], taken: Iterable[Supplement]) -> tuple[Target, ...]:
    """What is left of targets for food to bring, beside supplements that are taken every day.

    A minimum that they bring whole is none any more; a maximum that they use up leaves nothing.
    """
    brought: dict[str, float] = {}
    for supplement in taken:
        for nutrient, amount in supplement.brings.items():
            brought[nutrient] = brought.get(nutrient, 0.0) + amount

    def left(amount: float | None, dose: float) -> float | None:
        return amount - dose if amount is not None and amount > dose else None

    found = []
    for target in targets:
        dose = brought.get(target.nutrient, 0.0)
        if dose and target.basis == AMOUNT:
            found.append(
                replace(
                    target,
                    minimum=left(target.minimum, dose),
                    aim=left(target.aim, dose),
                    floor=left(target.floor, dose),
                    maximum=None if target.maximum is None else max(0.0, target.maximum - dose),
                )
            )
        else:
            found.append(target)
    return tuple(found)


def _check_contradictions(targets: Iterable[Target], tables: Tables) -> None:
    lows: dict[str, Target] = {}
    highs: dict[str, Target] = {}
    for target in targets:
        if target.basis != AMOUNT or not target.required:
            continue
        if target.minimum is not None and target.kind == OWN:
            lows[target.nutrient] = target
        if target.maximum is not None:
            other = highs.get(target.nutrient)
            if other is None or target.maximum < (other.maximum or 0):
                highs[target.nutrient] = target
    problems = []
    for nutrient in lows.keys() & highs.keys():
        low, high = lows[nutrient], highs[nutrient]
        if low.minimum is None or high.maximum is None or low.minimum <= high.maximum:
            continue
        label, unit = tables.nutrients[nutrient].label, tables.nutrients[nutrient].unit
        what = (
            f"{label} at least {low.minimum:g} {unit} ({low.kind}) and at most"
            f" {high.maximum:g} {unit} ({high.kind}) can't both hold"
        )
        problems.append(Problem("--target", what, "Lower the target or raise the limit."))
    if problems:
        raise RequestError(*problems)


def water_aim_g(person: Person, tables: Tables) -> float | None:
    """The AI of total water in grams a day, food and drink together; None where there is none."""
    amounts = [
        intake.minimum
        for intake in find_intakes(person, tables)
        if intake.nutrient == WATER and intake.minimum is not None
    ]
    return max(amounts, default=None)


def not_assessed(person: Person, tables: Tables) -> Mapping[str, str]:
    """What the reference intakes name and the tables can't measure, with the reason."""
    found = {}
    for intake in find_intakes(person, tables):
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


def advised_iron_mg(person: Person, tables: Tables) -> float | None:
    """The iron advised where no meat or fish is eaten: 1.8 times the RDA (IOM 2001), or None."""
    if not {"meat", "poultry", "fish", "shellfish"} <= excluded_tags(person, tables):
        return None
    amounts = [
        intake.minimum
        for intake in find_intakes(person, tables)
        if intake.nutrient == IRON and intake.kind == "RDA" and intake.minimum is not None
    ]
    return max(amounts) * IRON_FACTOR if amounts else None
