"""What a plan's food leaves a person to drink, and to salt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.checking.findings import CheckReport
from planner.people.intakes import water_aim_g
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import DAY
from planner.tables.bundle import Tables
from planner.tables.nutrients import SODIUM, WATER

SALT_G_A_TSP = 6.0  # USDA SR Legacy, table salt: a teaspoon
SODIUM_SHARE_OF_SALT = 0.3934  # by atomic weights, 22.99 / 58.44


@dataclass(frozen=True)
class Drink:
    """Water in grams a day: what is adequate at home, what food brings, what is left to drink."""

    adequate_g: float
    food_g: float
    rest_g: float


@dataclass(frozen=True)
class SaltRoom:
    """The sodium that food brings, in mg a day, and the grams of salt that its limit leaves."""

    sodium_mg: float
    salt_g: float


def compute_drink(person: Person, report: CheckReport, tables: Tables) -> Drink | None:
    """How much a person should drink a day; None where no intake of water is known."""
    aim = water_aim_g(person, tables)
    if aim is None:
        return None
    adequate = aim * float(np.mean(home_shares(person, report.days)))
    food = report.mean(person.name, WATER)
    return Drink(adequate, food, max(0.0, adequate - food))


def compute_salt_room(
    person: Person, report: CheckReport, day: int | None = None
) -> SaltRoom | None:
    """How much salt a person may add a day, or on a `day`; None where nothing limits sodium.

    A day whose limit is its own, since a meal is eaten out, is held against that.
    """
    known = [
        (verdict, verdict.maximum)
        for verdict in report.verdicts
        if (verdict.person, verdict.nutrient) == (person.name, SODIUM)
        and verdict.maximum is not None
    ]
    limits = [
        maximum for verdict, maximum in known if (verdict.period, verdict.number) == (DAY, day)
    ]
    limits = limits or [maximum for _, maximum in known]
    if not limits:
        return None
    sodium = report.mean(person.name, SODIUM)
    if day is not None:
        sodium = report.amount(person.name, day, SODIUM)
    return SaltRoom(sodium, max(0.0, (min(limits) - sodium) / SODIUM_SHARE_OF_SALT / 1000))
