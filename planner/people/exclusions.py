"""What a person can't have: the foods that a diet, allergies, words and cautions keep out.

Each removal has its reason. The advice for what is left is here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.people.allergies import find_allergic
from planner.people.diet_rules import find_diet_grams, find_person_diets
from planner.people.food_words import find_avoided, find_named_ids
from planner.people.person import MIDDLE_AGE, Person
from planner.tables.advice import Advice
from planner.tables.bundle import Tables
from planner.tables.cautions import ANY, Caution
from planner.tables.diet_tags import replace_seasonings
from planner.tables.diets import ALLERGENS, breaks_rule
from planner.tables.dishes import Dish
from planner.tables.foods import LACTOSE, TAGS, Food, find_step
from planner.tables.reference_intakes import LACTATION, PREGNANCY
from planner.tables.reference_intakes import NONE as NO_STAGE

ADULT = 18  # years
ALCOHOL = "alcohol"  # a tag of foods


@dataclass(frozen=True)
class Removal:
    """A food that a person can't have, and why."""

    food: Food
    reason: str


def find_cautions(person: Person, tables: Tables) -> tuple[Caution, ...]:
    """The cautions that hold for a person's age and stage of life, with those of how to serve."""
    age = MIDDLE_AGE if person.age is None else person.age
    return tuple(
        caution
        for caution in tables.cautions
        if caution.stage in (ANY, person.stage) and caution.age_min <= age <= caution.age_max
    )


def find_advice(person: Person, tables: Tables) -> tuple[Advice, ...]:
    """The advice for a person's age, stage of life and foods, one line for each topic."""
    age = MIDDLE_AGE if person.age is None else person.age
    eaten = find_tags_eaten(person, tables)
    found: dict[str, Advice] = {}
    for advice in tables.advice:
        fits = advice.stage in (ANY, person.stage) and advice.age_min <= age <= advice.age_max
        fits = fits and advice.sex in ("", person.sex)
        served = not advice.eats or not eaten.isdisjoint(advice.eats)
        if fits and served and eaten.isdisjoint(advice.without):
            found.setdefault(advice.topic, advice)
    return tuple(found.values())


def find_tags_eaten(person: Person, tables: Tables) -> frozenset[str]:
    """The tags of all the foods that a person can have."""
    if tables.digest is not None:
        return tables.digest.eaters[person.name].may_eat
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = (food for food in tables.foods.values() if food.id not in removed)
    return frozenset(tag for food in foods for tag in food.tags)


def find_left_out(person: Person, tables: Tables) -> Mapping[str, tuple[str, ...]]:
    """The names of the foods that words, allergies and cautions leave out, by the reason.

    Foods that the diet leaves out aren't in it.
    """
    if tables.digest is not None:
        return tables.digest.eaters[person.name].left_out
    found: dict[str, tuple[str, ...]] = {}
    for removal in find_removals(person, tables):
        if not removal.reason.endswith(" diet"):
            found[removal.reason] = (*found.get(removal.reason, ()), removal.food.name)
    return found


def find_removals(person: Person, tables: Tables) -> tuple[Removal, ...]:
    """Every food that allergies, words, cautions or the diet leave out, with its first reason.

    RequestError if a word names no food.
    """
    removals: dict[str, Removal] = {}

    def remove(foods: Iterable[Food], reason: str) -> None:
        for food in foods:
            removals.setdefault(food.id, Removal(food, reason))

    foods = tables.foods.values()
    for allergen in person.allergies:
        reason = f"{allergen} {'intolerance' if allergen == LACTOSE else 'allergy'}"
        if allergen not in ALLERGENS:
            reason += ", by name only: mixed foods may contain it"
        remove(find_with_allergen(allergen, tables), reason)
    for allergen, reason in person.kept_out.items():
        remove(find_with_allergen(allergen, tables), reason)
    kept = {f.id for word in person.allow for f in find_avoided(word, tables, ("allow",))}
    for word in person.avoid:
        named = find_avoided(word, tables, widely=True)
        avoided = (food for food in named if food.id not in kept)
        remove(avoided, f"avoids {word}")
    excludes = excluded_tags(person, tables)
    remove((food for food in foods if breaks_rule(food, excludes)), f"{person.diet} diet")
    diets = find_person_diets(person, tables)
    for food in foods:  # the least that is served may be more than a diet allows at a meal
        most_g = find_diet_grams(food, diets)
        if most_g is not None and find_step(food, person.age) * food.portion_g > most_g:
            remove((food,), f"{person.diet} diet")
    for word in person.own_diet or ():
        remove(find_avoided(word, tables, ("diet",), widely=True), f"{person.diet} diet")
    for caution in find_cautions(person, tables):
        if caution.serve or not holds_for(caution, person, removals, tables):
            continue
        stage = {PREGNANCY: "in pregnancy", LACTATION: "while nursing"}.get(person.stage)
        when = stage if caution.stage != ANY and stage else "at this age"
        kept_out = (food for food in foods if is_about(caution, food))
        remove(kept_out, f"{when}: {caution.reason}; {caution.source}")
    _remove_made(person, tables, removals)
    return tuple(removals.values())


def find_with_allergen(allergen: str, tables: Tables) -> tuple[Food, ...]:
    """The foods that contain an allergen, or may; of a word that is none, those that it names."""
    if allergen in ALLERGENS:
        return tuple(food for food in tables.foods.values() if breaks_rule(food, (allergen,)))
    named = find_avoided(allergen, tables, ("allergies",), widely=True)
    ids = {food.id for food in named}
    made = (
        food
        for food in tables.foods.values()
        if food.unknown_parts or any(one.food.id in ids for one in food.parts)
    )
    return tuple({food.id: food for food in (*named, *made)}.values())


def find_unshared(people: Iterable[Person], tables: Tables) -> frozenset[str]:
    """The ids of the foods that a dish can't have in what all share: someone is allergic to them.

    >>> "milk-1-percent" in find_unshared([Person(allergies=("milk",)), Person(name="Ben")], tables)
    True
    """
    return frozenset(
        food.id
        for allergen in find_allergic(people)
        for food in find_with_allergen(allergen, tables)
    )


def holds_for(caution: Caution, person: Person, removed: Collection[str], tables: Tables) -> bool:
    """Whether a person may have any of what a caution names instead, if it names something.

    `removed` are the ids of the foods that they can't have.
    """
    if not caution.instead:
        return True
    if tables.digest is not None:
        return not tables.digest.eaters[person.name].instead.isdisjoint(caution.instead)
    return any(food_id not in removed for food_id in caution.instead)


def _remove_made(person: Person, tables: Tables, removals: dict[str, Removal]) -> None:
    """Remove dishes of one's own that have in them what a person can't have, or may have it.

    What has an ingredient that nobody knows is for an adult alone who may have everything.
    """
    for food in tables.foods.values():
        if food.id in removals or not food.is_made:
            continue
        first = next((one.food.id for one in food.parts if one.food.id in removals), None)
        if first is not None:
            reason = removals[first].reason
            removals[food.id] = Removal(food, f"has {removals[first].food.name} in it ({reason})")
        elif ALCOHOL in food.contains and (person.stage != NO_STAGE or not is_adult(person)):
            removals[food.id] = Removal(food, "has alcohol in it, of which cooking leaves some")
        elif food.unknown_parts and not eats_everything(person, tables):
            names = ", ".join(food.unknown_parts)
            removals[food.id] = Removal(food, f"has something in it that isn't known: {names}")


def eats_everything(person: Person, tables: Tables) -> bool:
    """Whether a person is an adult without any reason to leave a food out.

    >>> eats_everything(Person(), tables), eats_everything(Person(diet="vegan"), tables)
    (True, False)
    """
    reasons = (*person.allergies, *person.kept_out, *person.avoid, *person.conditions)
    diet = bool(person.own_diet) or bool(excluded_tags(person, tables))
    limited = bool(reasons) or diet or person.stage != NO_STAGE
    return is_adult(person) and not limited


def is_adult(person: Person) -> bool:
    """Whether a person is grown up; one without an age is."""
    return person.age is None or person.age >= ADULT


def is_about(caution: Caution, food: Food) -> bool:
    """Whether a caution names a food, or something that the food contains."""
    return food.id in caution.foods or breaks_rule(food, caution.tags)


def excluded_tags(person: Person, tables: Tables) -> frozenset[str]:
    """The tags that the person's diets leave out."""
    diets = find_person_diets(person, tables)
    excluded = frozenset(tag for diet in diets for tag in diet.excludes)
    if person.own_diet is None:
        return excluded
    own = (tag for word in person.own_diet for tag in find_named_ids(word) if tag in TAGS)
    return excluded | frozenset(own)


def find_seasonings(dish: Dish, people: Iterable[Person], tables: Tables) -> tuple[str, ...]:
    """The seasonings of a dish for all who eat of it: none that a diet or an allergy leaves out.

    Where the tables say nothing of seasonings at all, they stay as they are; an excerpt has had
    them replaced already.
    """
    if not tables.seasoning_tags:
        return dish.seasonings
    return replace_seasonings(
        dish.seasonings, find_unseasoned_tags(people, tables), tables.seasoning_tags
    )


def find_unseasoned_tags(people: Iterable[Person], tables: Tables) -> frozenset[str]:
    """The tags that no seasoning of a dish for all these people may have."""
    excluded: frozenset[str] = frozenset()
    for person in people:
        excluded |= excluded_tags(person, tables) | (set(person.allergies) & set(TAGS))
    return excluded


def season(tables: Tables, people: Sequence[Person]) -> Tables:
    """The tables with every dish seasoned for these people."""
    return tables.season(find_unseasoned_tags(people, tables))
