"""What is left for a person to choose: dishes they can be served, and those of them they like."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import ceil, inf

from planner.errors import Problem, RequestError, mention
from planner.people.eating_rules import EATING_RULES, WEEK_DAYS
from planner.people.exclusions import find_removals
from planner.people.food_words import find_favoured
from planner.people.person import ENERGY_KCAL, Person
from planner.tables.bundle import Tables
from planner.tables.cuisines import find_cuisines
from planner.tables.dishes import MAIN_MEALS, MEALS, Dish

ONLY_TIMES = {
    "breakfast": EATING_RULES.breakfast_times_a_week,
    **dict.fromkeys(MAIN_MEALS, EATING_RULES.main_dish_times_a_week),
    "snack": EATING_RULES.snack_times_a_week,
}
"""How often a week a dish of each meal may come."""


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


def find_only(
    people: Sequence[Person],
    only_cuisine: Sequence[str],
    minutes: Mapping[str, int],
    days: int,
    tables: Tables,
) -> dict[str, frozenset[str]]:
    """The dishes of the only cuisines, by id, for each meal that they are kept to.

    Those are lunch and dinner, and breakfast and snack if everyone can have enough of these dishes
    there, in the `minutes` of the meal, that none comes more often than the eating rules allow.
    RequestError for lunch or dinner without any. Of an excerpt of tables nothing is known.
    """
    if not only_cuisine or tables.digest is not None:
        return {}
    cuisines = find_cuisines(only_cuisine, tables.dishes.values(), ("only_cuisine",))
    own = [{removal.food.id for removal in find_removals(one, tables)} for one in people]
    pot = sum(one.energy_kcal for one in people) / ENERGY_KCAL
    kept: dict[str, frozenset[str]] = {}
    problems = []
    for meal, most_times in ONLY_TIMES.items():
        dishes = [
            dish
            for dish in tables.dishes.values()
            if meal in dish.meals
            and dish.cuisine in cuisines
            and all(
                all(tables.find_quick(dish, tables.foods.keys() - out, minutes.get(meal, inf), pot))
                for out in own
            )
        ]
        needed = 1 if meal in MAIN_MEALS else ceil(min(days, WEEK_DAYS) / most_times)
        if len(dishes) >= needed:
            kept[meal] = frozenset(dish.id for dish in dishes)
        elif meal in MAIN_MEALS:
            names = " or ".join(sorted(cuisines))
            what = f"no {names} dish for {meal} is left that everyone can eat"
            if len(people) == 1:
                what = f"no {names} dish for {meal} is left"
            remedy = f"Name more cuisines, or prefer it with {mention('cuisine')}."
            problems.append(Problem(("only_cuisine",), what, remedy))
    if problems:
        raise RequestError(*problems)
    return kept


def find_preferred(cuisine: Sequence[str], tables: Tables) -> frozenset[str]:
    """The ids of the dishes of the cuisines that a plan prefers."""
    cuisines = find_cuisines(cuisine, tables.dishes.values())
    return frozenset(dish.id for dish in tables.dishes.values() if dish.cuisine in cuisines)


def find_unplaced(
    person: Person,
    people: Sequence[Person],
    minutes: Mapping[str, int],
    tables: Tables,
    only: Mapping[str, Collection[str]] | None = None,
) -> frozenset[str]:
    """The words for what a person likes, but no dish that everyone can eat has a slot for.

    `people` eat together; `minutes` are the most that making each meal may take; `only` are the
    dishes that may be served at a meal, where not all may.
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
        and any(
            tables.least_minutes[d.id] <= minutes.get(meal, inf)
            and d.id in (only or {}).get(meal, (d.id,))
            for meal in d.meals
        )
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
