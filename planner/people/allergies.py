"""Allergies at one table: what stays out of the house, and what stays off the dishes all share.

An allergy of one person concerns everyone who eats with them. Of peanut, tree nuts, sesame, fish
and shellfish traces do most harm and are hardest to keep apart, so nobody in the house has them
unless the household lets them in: that choice is our own, not a guideline's. Any other allergen
others may have on plates of their own, but not in what is cooked or mixed for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from planner.people.person import Person
from planner.tables.foods import LACTOSE

HOUSE_ALLERGENS = ("peanut", "tree-nut", "sesame", "fish", "shellfish")
"""The allergens that stay out of the house where anyone is allergic to them."""

INTOLERANCES = (LACTOSE,)
"""What is named beside allergies, but of which traces do no harm."""


def find_allergic(people: Iterable[Person]) -> dict[str, list[str]]:
    """The names of those who are allergic to it, by allergen or food word; no intolerances.

    >>> find_allergic([Person(name="Ana", allergies=("egg", "lactose")), Person(name="Ben")])
    {'egg': ['Ana']}
    """
    found: dict[str, list[str]] = {}
    for person in people:
        for allergen in person.allergies:
            if allergen not in INTOLERANCES:
                found.setdefault(allergen, []).append(person.name)
    return found


def find_kept_out(
    people: Sequence[Person], allergens_at_home: Collection[str], free_of: Iterable[str]
) -> dict[str, list[str]]:
    """What nobody in the house has: the names of those allergic to it, by allergen or food word.

    `free_of` adds to it, `allergens_at_home` takes away. There are no names where nobody is
    allergic.

    >>> find_kept_out([Person(name="Ana", allergies=("egg", "fish")), Person(name="Ben")], (), ())
    {'fish': ['Ana']}
    """
    allergic = find_allergic(people)
    out = [one for one in allergic if one in HOUSE_ALLERGENS and one not in allergens_at_home]
    return {one: allergic.get(one, []) for one in dict.fromkeys((*out, *free_of))}
