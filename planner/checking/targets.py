"""Sums what the portions bring once more, and compares it with every limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from planner.arrays import Floats
from planner.checking.tolerances import TOLERANCE
from planner.errors import Problem, quote
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import DAY, PERCENT_OF_ENERGY, WEEK, Target
from planner.plans.records import Verdict, WeekPlan
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY

Amounts = dict[tuple[str, str], Floats]


def sum_food(plan: WeekPlan, tables: Tables) -> tuple[Amounts, Amounts, dict[str, float]]:
    """What food brings each day by (person, nutrient), all it holds, and how much is known.

    What it brings is what counts towards a minimum; of calcium it holds more. What is known of a
    nutrient is the share of the grams for which the table has a figure. Amounts are in the
    nutrient's unit. An unknown nutrient adds nothing.
    """
    number = {food_id: place for place, food_id in enumerate(tables.foods)}
    people = [person.name for person in plan.request.people]
    grams = np.zeros((len(people), len(plan.days), len(number)))
    for place, day in enumerate(plan.days):
        for meal in day.meals:
            for one in meal.servings:
                grams[people.index(one.person), place, number[one.food_id]] += one.grams
    eaten = grams.sum(axis=(0, 1))
    known = eaten @ ~np.isnan(tables.per_100g) / max(float(eaten.sum()), TOLERANCE)

    def add_up(per_100g: Floats) -> Amounts:
        amounts = grams @ np.nan_to_num(per_100g) / 100
        return {
            (person, nutrient): amounts[who, :, which]
            for who, person in enumerate(people)
            for which, nutrient in enumerate(tables.nutrients)
        }

    daily, held = add_up(tables.counted_per_100g), add_up(tables.per_100g)
    return daily, held, dict(zip(tables.nutrients, known.tolist(), strict=True))


def sum_doses(
    plan: WeekPlan, tables: Tables, faults: list[Problem]
) -> dict[tuple[str, str], float]:
    """What supplements bring a day, by (person, nutrient), in the nutrient's unit.

    Notes a fault for a dose that the table doesn't have or the person doesn't allow.
    """
    people = {person.name: person for person in plan.request.people}
    listed = {(one.nutrient, one.dose): one for one in tables.supplements}
    taken: dict[tuple[str, str], float] = {}
    seen = set()
    for one in plan.supplements:
        where = f"plan, supplements, {one.nutrient}"
        supplement = listed.get((one.nutrient, one.dose))
        if one.person not in people:
            faults.append(Problem(where, f"{quote(one.person)}, who takes it, is not known"))
        elif supplement is None:
            faults.append(Problem(where, f"supplements.csv has no dose of {one.dose:g}"))
        elif one.nutrient not in people[one.person].supplements:
            faults.append(Problem(where, f"{quote(one.person)} allows no such supplement"))
        elif (one.person, one.nutrient) in seen:
            faults.append(Problem(where, f"is listed twice for {quote(one.person)}"))
        else:
            seen.add((one.person, one.nutrient))
            for nutrient, amount in supplement.brings.items():
                key = (one.person, nutrient)
                taken[key] = taken.get(key, 0.0) + amount
    return taken


def _weekly(daily: Floats, days: tuple[int, ...]) -> dict[int, float]:
    """The mean of the days of each week, by its number; days 1 to 7 are week 1."""
    weeks = (np.array(days) - 1) // 7 + 1
    return {int(week): float(daily[weeks == week].mean()) for week in np.unique(weeks)}


def find_share(verdict: Verdict, person: Person, days: tuple[int, ...]) -> float:
    """The share of a whole day's limit in a verdict; below 1 if some meals are eaten out."""
    if verdict.basis == PERCENT_OF_ENERGY or not person.out:
        return 1.0
    of_week = verdict.period == WEEK
    own = [day for day in days if ((day - 1) // 7 + 1 if of_week else day) == verdict.number]
    return float(np.mean(home_shares(person, own)))


def find_full(verdict: Verdict, person: Person, days: tuple[int, ...]) -> float:
    """The whole day's minimum, of which a verdict's minimum is a share; 0 if it has none."""
    share = find_share(verdict, person, days)
    return (verdict.minimum or 0.0) / share if share > TOLERANCE else 0.0


def judge(
    person: Person,
    target: Target,
    days: tuple[int, ...],
    amounts: Mapping[tuple[str, str], Floats],
    tables: Tables,
) -> Iterable[Verdict]:
    """The verdicts of one target: one for each day, or one for each week and each day's floor.

    A day or a week without a meal at home has none.
    """
    nutrient = target.nutrient
    daily = amounts[person.name, nutrient]
    weekly = _weekly(daily, days)
    if target.basis == PERCENT_OF_ENERGY:
        factor = tables.nutrients[nutrient].kcal_per_g or 0.0
        energy = _weekly(amounts[person.name, ENERGY], days)
        weekly = {
            week: value * factor / energy[week] * 100
            for week, value in weekly.items()
            if energy[week]
        }
    minimum = target.aim if target.minimum is None and target.kind == "AI" else target.minimum

    shares = np.array(home_shares(person, days))
    weekly_shares = _weekly(shares, days)

    def verdict(period: str, number: int, value: float, low: float | None, kind: str) -> Verdict:
        high = target.maximum
        if target.basis != PERCENT_OF_ENERGY:
            share = weekly_shares[number] if period == WEEK else float(shares[days.index(number)])
            low, high = (None if limit is None else limit * share for limit in (low, high))
        met = (low is None or value >= low * (1 - TOLERANCE)) and (
            high is None or value <= high * (1 + TOLERANCE)
        )
        required = target.required and target.steers
        return Verdict(
            person.name,
            nutrient,
            kind,
            target.basis,
            period,
            number,
            round(float(value), 6),
            low,
            high,
            required,
            bool(met),
        )

    at_home = [
        pair for pair in zip(days, daily.tolist(), strict=True) if shares[days.index(pair[0])]
    ]
    if target.period == DAY:
        for day, value in at_home:
            yield verdict(DAY, day, value, minimum, target.kind)
        return
    for week, value in weekly.items():
        if weekly_shares[week]:
            yield verdict(WEEK, week, value, minimum, target.kind)
    if target.floor is not None:
        for day, value in at_home:
            yield verdict(DAY, day, value, target.floor, f"{target.kind} floor")
