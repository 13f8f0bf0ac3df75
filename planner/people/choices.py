"""What is left for a person to choose: dishes they can be served, and those of them they like."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import inf

from planner.people.exclusions import find_removals
from planner.people.food_words import find_favoured
from planner.people.person import Person
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS, Dish


def find_wanted(person: Person, tables: Tables) -> dict[str, frozenset[str]]:
    """The food ids and dish ids of each word that a person likes, without what they dislike."""
    named = {word: frozenset().union(*find_favoured(word, tables)) for word in person.like}
    disliked = (
        name for word in person.dislike for some in find_favoured(word, tables) for name in some
    )
    without = frozenset(disliked)
    return {word: names - without for word, names in named.items()}


def find_dishes(person: Person, tables: Tables) -> dict[str, tuple[Dish, ...]]:
    """The dishes that a person can have at each meal: each slot has a food that they can have."""
    removed = {removal.food.id for removal in find_removals(person, tables)}
    return {
        meal: tuple(
            dish
            for dish in tables.dishes.values()
            if meal in dish.meals and not empty_slots(dish, removed, tables)
        )
        for meal in MEALS
    }


def find_unplaced(
    person: Person, people: Sequence[Person], minutes: Mapping[str, int], tables: Tables
) -> frozenset[str]:
    """The words for what a person likes, but no dish that everyone can eat has a slot for.

    `people` eat together; `minutes` are the most that making each meal may take.
    """
    if not person.like:
        return frozenset()
    if tables.digest is not None:
        return tables.digest.eaters[person.name].unplaced
    removed = [{removal.food.id for removal in find_removals(one, tables)} for one in people]
    without = {removal.food.id for removal in find_removals(person, tables)}
    dishes = [
        d
        for d in tables.dishes.values()
        if not any(empty_slots(d, r, tables) for r in removed)
        and any(tables.least_minutes[d.id] <= minutes.get(meal, inf) for meal in d.meals)
    ]
    could = {
        food.id for d in dishes for slot in d.slots for food in tables.fillings[d.id, slot.name]
    }
    could = could - without | {dish.id for dish in dishes}
    wanted = find_wanted(person, tables)
    return frozenset(word for word, meant in wanted.items() if could.isdisjoint(meant))


def empty_slots(dish: Dish, removed: Collection[str], tables: Tables) -> list[str]:
    """The names of the slots that no food is left for, once the `removed` ids are out."""
    return [
        slot.name
        for slot in dish.slots
        if all(food.id in removed for food in tables.fillings[dish.id, slot.name])
    ]
