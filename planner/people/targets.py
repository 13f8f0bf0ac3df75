"""What a person needs: targets, each with its kind, period and source.

The program and the search know no particular nutrient: they see targets. This module turns a
person's energy and reference intakes into minima and maxima, and decides which of them hold every
day and which on the week's average.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.errors import Problem, RequestError, mention
from planner.people.diet_rules import find_lifted, find_person_diets
from planner.people.energy import report_missing_rows
from planner.people.intakes import ADULT_AGES, applies, find_intakes
from planner.people.person import Person
from planner.tables.bundle import Tables
from planner.tables.conditions import Condition
from planner.tables.diets import Diet
from planner.tables.nutrients import (
    ADDED_B12,
    ENERGY,
    OF_MUSHROOMS,
    THE_FIVE,
    VITAMIN_B12,
    VITAMIN_D,
    WATER,
)
from planner.tables.reference_intakes import (
    NONE,
    PER_DAY,
    PER_ENERGY,
    SEXES,
    SUPPLEMENTS,
    TOTAL,
    ReferenceIntake,
)
from planner.tables.supplements import Supplement

OUT_OF_REACH = "out_of_reach"  # the kind of a minimum that is aimed at because nothing can meet it
OWN = "own"  # the kind of what a person sets
ENERGY_BAND = 0.05  # of the energy aimed at, up or down, every day
STORED = VITAMIN_D  # of the five, the one the body stores: it holds on the week's average
STORED_FLOOR = 1 / 3
WEEK_FLOOR = 0.7  # of an RDA that holds on the week's average, the least any day brings
FORTIFIED_AGE = 51  # from which on vitamin B12 is to come from what it was added to
MUSHROOM_SHARE = 0.34  # of the vitamin D to reach, the most that may rest on mushrooms

CAUTION = "caution"  # the kind of a limit on what varies so much that little may rest on it
DAY, WEEK = "day", "week"
SAFETY = ("UL", "CDRR")  # the kinds of limits that no diet lifts
SUPPLEMENTAL = "UL of supplements"
STEADY_ROOM = 1.25
"""What a day may bring at most of a nutrient that stays steady, as a multiple of the least.

Days that all lie between an amount and 1.25 times it are within 25 percent of any mean of them.
"""
AMOUNT, PERCENT_OF_ENERGY = "amount", "percent of energy"


@dataclass(frozen=True)
class Target:
    """An amount of a nutrient to reach or to keep below, a day, in the nutrient's unit.

    `minimum` and `maximum` apply to every day, or to the average of the week if `period` is "week";
    then `floor` is the least that each single day must bring. `aim` is reported, but may be missed.
    If `basis` is "percent of energy", the figures are percent of the planned energy. Only a miss of
    a `required` target changes the exit code. A minimum that doesn't `steer` is only reported,
    because too few foods have a figure for its nutrient; an upper level is kept all the same.
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


def find_targets(
    person: Person, tables: Tables, every_day: Iterable[str] = ()
) -> tuple[Target, ...]:
    """All targets of a person, energy first.

    `every_day` has the ids of nutrients whose minimum applies each day instead of on the average.
    RequestError if a minimum of the person's own is above a maximum, or if the tables have no RDA
    or AI of a nutrient for this person although they have one for others.
    """
    _check_intakes(person, tables)
    daily = (set(THE_FIVE) - {STORED}) | set(every_day)
    targets = [_energy(person)]
    lifted = find_lifted(person, tables)
    for intake in find_intakes(person, tables):
        if intake.form != TOTAL or intake.nutrient not in tables.nutrients:
            continue
        if intake.nutrient in lifted and intake.kind not in SAFETY:
            continue
        if intake.per == PER_ENERGY:
            targets.append(_share_of_energy(intake, tables))
        elif intake.per == PER_DAY and intake.nutrient != WATER:
            targets.append(_amount(intake, tables, daily, set(every_day)))
    for nutrient, amount in person.minimum.items():
        targets = [t for t in targets if t.nutrient != nutrient or t.kind not in ("RDA", "AI")]
        targets.append(_own_minimum(nutrient, amount, daily))
    for diet in find_person_diets(person, tables):
        targets += _find_diet_targets(diet, person, targets, tables)
    for name in person.conditions:
        condition = tables.conditions[name]
        for nutrient, amount in condition.steady.items():
            targets = [t for t in targets if t.nutrient != nutrient or t.kind not in ("RDA", "AI")]
            targets.append(_steady(nutrient, amount, condition))
    for nutrient, amount in person.maximum.items():
        own = Target(nutrient, OWN, DAY, maximum=amount, source="set by the person")
        targets.append(own)
    _check_contradictions(targets, tables)
    return (*targets, *_derive(person, targets, tables))


def _find_diet_targets(
    diet: Diet, person: Person, targets: Sequence[Target], tables: Tables
) -> Iterator[Target]:
    """What a diet asks of nutrients; a minimum that another target reaches already is left out."""
    known = tables.nutrients.keys()
    for nutrient, amount in diet.at_most.items():
        if nutrient in known:
            yield Target(nutrient, diet.name, DAY, maximum=amount, source=diet.source)
    weighed = {
        nutrient: round(amount * person.weight_kg, 1)
        for nutrient, amount in diet.per_kg.items()
        if person.weight_kg is not None
    }
    for nutrient, amount in {**diet.at_least, **weighed}.items():
        held = [one.minimum or 0.0 for one in targets if one.nutrient == nutrient]
        if nutrient in known and amount > max(held, default=0.0):
            floor = amount * WEEK_FLOOR
            yield Target(
                nutrient, diet.name, WEEK, amount, aim=amount, floor=floor, source=diet.source
            )
    for shares, least in ((diet.share_most, False), (diet.share_least, True)):
        for nutrient, share in shares.items():
            if nutrient in known:
                low, high = (share, None) if least else (None, share)
                yield Target(
                    nutrient,
                    diet.name,
                    WEEK,
                    low,
                    high,
                    basis=PERCENT_OF_ENERGY,
                    source=diet.source,
                )


def _derive(person: Person, targets: Iterable[Target], tables: Tables) -> Iterator[Target]:
    """What follows from the targets themselves: where vitamins B12 and D are to come from."""
    needs = {one.nutrient: one.minimum for one in targets if one.minimum is not None}
    b12, vitamin_d = needs.get(VITAMIN_B12), needs.get(VITAMIN_D)
    aging = person.age is not None and person.age >= FORTIFIED_AGE
    if aging and b12 and tables.steers(ADDED_B12):
        source = "IOM 1998, chapter 9: from 51 years on mainly from fortified food or a supplement"
        yield Target(ADDED_B12, "RDA", WEEK, minimum=b12, aim=b12, source=source)
    if vitamin_d and OF_MUSHROOMS in tables.nutrients:
        source = (
            "about a third of the target: packs differ (Cardwell et al., Nutrients 10:1498, 2018)"
        )
        most = round(vitamin_d * MUSHROOM_SHARE, 3)
        yield Target(OF_MUSHROOMS, CAUTION, WEEK, maximum=most, source=source)


def _check_intakes(person: Person, tables: Tables) -> None:
    """Raise RequestError if the tables lack a minimum for this person that they have for others.

    Otherwise a gap between the ages of a nutrient's rows would drop its target in silence.
    """
    minima = {row.nutrient for row in tables.intakes if row.kind in ("RDA", "AI")}
    named = dict.fromkeys((*THE_FIVE, *(name for name in tables.nutrients if name in minima)))
    for sex in SEXES if person.sex is None else (person.sex,):
        one = replace(person, sex=sex)
        rows = [row for row in tables.intakes if row.kind in ("RDA", "AI") and applies(row, one)]
        held = {*person.minimum, *(row.nutrient for row in rows)}
        lacking = [tables.nutrients[name].label for name in named if name not in held]
        if lacking:
            years = person.age if person.age is not None else "{} to {}".format(*ADULT_AGES)
            stage = "" if person.stage == NONE else f", {person.stage}"
            what = f"RDA or AI of {', '.join(lacking)} for {sex}, {years} years{stage}"
            remedy = f"Add the rows, or set the amounts with {mention('targets')}."
            raise report_missing_rows("dri.csv", what, remedy)


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
    if kind in ("UL", "CDRR"):  # however few foods know it: what isn't known only adds to it
        period = DAY if kind == "UL" else WEEK
        return Target(nutrient, kind, period, maximum=intake.maximum, source=source)
    amount, steers = intake.minimum or 0.0, tables.steers(nutrient)
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


def _steady(nutrient: str, amount: float, condition: Condition) -> Target:
    return Target(
        nutrient,
        condition.name,
        DAY,
        minimum=amount,
        maximum=amount * STEADY_ROOM,
        source=condition.source,
    )


def find_supplement_limits(person: Person, tables: Tables) -> tuple[Target, ...]:
    """The upper levels that count only supplements, such as that of magnesium."""
    return tuple(
        Target(intake.nutrient, SUPPLEMENTAL, DAY, maximum=intake.maximum, source=intake.source)
        for intake in find_intakes(person, tables)
        if intake.kind == "UL" and intake.form == SUPPLEMENTS
    )


def leave_to_food(targets: Iterable[Target], taken: Iterable[Supplement]) -> tuple[Target, ...]:
    """The targets that are left for food, if these supplements are `taken` every day.

    A minimum that the supplements reach alone becomes None; a maximum that they use up becomes 0.
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


def aim_at(targets: Iterable[Target], nutrients: Collection[str]) -> tuple[Target, ...]:
    """The targets with the minima of these nutrients aimed at, as an AI is, and not required.

    What the person asked for stays required, and so does a minimum that is a share of energy.
    """
    return tuple(
        replace(target, floor=None, required=False, kind=OUT_OF_REACH)
        if target.nutrient in nutrients and may_be_aimed_at(target)
        else target
        for target in targets
    )


def may_be_aimed_at(target: Target) -> bool:
    """Whether a target is a minimum that the planner may only aim at, where it is out of reach."""
    whole = target.maximum is None and target.basis == AMOUNT
    return whole and target.required and target.minimum is not None and target.kind != OWN


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
        problems.append(Problem(("targets",), what, "Lower the target or raise the limit."))
    if problems:
        raise RequestError(*problems)
