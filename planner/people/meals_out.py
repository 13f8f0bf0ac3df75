"""Meals eaten elsewhere: the share of a day's limits that a person's meals at home are held to."""

from __future__ import annotations

from collections.abc import Sequence

from planner.people.eating_rules import EATING_RULES
from planner.people.person import Person


def home_shares(person: Person, days: Sequence[int]) -> list[float]:
    """The share of each day's limits that applies to a person's meals at home, 0 to 1.

    It is the usual share of these meals in the day's energy: 1 on a day without a meal out.
    """
    shares = []
    for day in days:
        out = [meal for of_day, meal in person.out if of_day == day]
        usual = EATING_RULES.find_shares(person.meals)
        home = [share for meal, share in usual.items() if meal not in out]
        shares.append(sum(home) if out else 1.0)
    return shares
