"""What is left for a person to choose: dishes they can be served, and those of them they like."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

from planner.errors import Problem, mention
from planner.people.exclusions import find_removals, find_unshared
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


def explain_empty_meal(
    meal: str, kind: str, people: Sequence[Person], tables: Tables, *, sharing: bool = True
) -> Problem:
    """Why no dish of a kind of meal serves people who eat together, and what would help.

    `sharing` is whether someone's allergy keeps foods off what all share.
    """
    names = [person.name for person in people]
    both = "both" if len(names) == 2 else "all"
    what = f"no dish for {meal} is left that {_join(names)} could {both} eat"
    dishes = [dish for dish in tables.dishes.values() if kind in dish.meals]
    reasons = {one.name: _find_reasons(one, tables) for one in people}
    unshared = find_unshared(people, tables) if sharing else frozenset[str]()
    lacks = {dish.id: _find_lacking(dish, reasons, tables, unshared) for dish in dishes}
    nearest = min(lacks, key=lambda dish_id: len(lacks[dish_id]))
    said = "; ".join(f"{who} no {slot} ({why})" for who, slot, why in lacks[nearest])
    remedy = f"The nearest, {tables.dishes[nearest].name}, has for {said}."
    helps: dict[str, int] = {}
    for text, changed in _find_changes(people):
        own = {one.name: _find_reasons(one, tables) for one in changed}
        kept = find_unshared(changed, tables) if sharing else frozenset[str]()
        served = sum(not _find_lacking(dish, own, tables, kept) for dish in dishes)
        if served:
            helps[text] = served
    if helps:
        text = max(helps, key=lambda one: helps[one])
        count = helps[text]
        remedy += f" {text}: {count} {'dish' if count == 1 else 'dishes'} could be served then."
    else:
        remedy += f" Leave out less, or let one of them eat elsewhere: {mention('out')}."
    return Problem("", what, remedy)


def _find_changes(people: Sequence[Person]) -> Iterator[tuple[str, list[Person]]]:
    """What may be asked otherwise: a word, and the people as they are then.

    An own allergy, a condition and an age are never among them.
    """
    for place, person in enumerate(people):
        for word in person.avoid:
            kept = tuple(one for one in person.avoid if one != word)
            changed = [*people[:place], replace(person, avoid=kept), *people[place + 1 :]]
            yield f"Leave out {mention('avoid', word)} of {person.name}", changed
    for word in dict.fromkeys(one for person in people for one in person.kept_out):
        changed = [
            replace(one, kept_out={w: why for w, why in one.kept_out.items() if w != word})
            for one in people
        ]
        allergic = any(word in one.allergies for one in people)
        name = "allergens_at_home" if allergic else "free_of"
        text = f"Say {mention(name, word)}" if allergic else f"Leave out {mention(name, word)}"
        yield text, changed


def _find_reasons(person: Person, tables: Tables) -> dict[str, str]:
    """Why a person can't have a food, by its id."""
    return {removal.food.id: removal.reason for removal in find_removals(person, tables)}


def _find_lacking(
    dish: Dish,
    reasons: Mapping[str, Mapping[str, str]],
    tables: Tables,
    unshared: Collection[str],
) -> list[tuple[str, str, str]]:
    """Who has no food for which slot of a dish, and why: the commonest reason."""
    found = []
    for slot in dish.slots:
        foods = [food.id for food in tables.fillings[dish.id, slot.name]]
        if slot.name in tables.shared_slots[dish.id]:
            common = [one for one in foods if all(one not in own for own in reasons.values())]
            apart = [one for one in foods if one not in unshared]
            foods = apart if not common else foods
        for who, own in reasons.items():
            if all(food in own for food in foods):
                why = [own[food] for food in foods if food in own] or ["someone's allergy"]
                found.append((who, slot.name, max(why, key=why.count)))
    return found


def _join(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
