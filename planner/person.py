"""Who eats: a person's age, sex, diet, exclusions, energy and own targets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.diets import ALLERGENS, breaks_rule
from planner.errors import Problem, RequestError, close_matches
from planner.foods import CONTAINS, GROUPS, Food
from planner.tables import Tables

ENERGY_KCAL = 2000.0
LOWEST_KCAL, HIGHEST_KCAL = 600.0, 6000.0
CAUTION_KCAL = 1200.0
YOUNGEST, OLDEST = 9, 120


@dataclass(frozen=True)
class Person:
    """Someone the week is planned for.

    `allergies` are tags of the closed list, or words that name a food. `age` in years and `sex`
    may be None: the plan then serves any adult of 19 to 50. `minimum` and `maximum` are the
    person's own daily limits, by nutrient id in the nutrient's unit.
    """

    name: str = "you"
    diet: str = "omnivore"
    allergies: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    age: int | None = None
    sex: str | None = None
    energy_kcal: float = ENERGY_KCAL
    minimum: Mapping[str, float] = field(default_factory=dict)
    maximum: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is out of range."""
        if self.age is not None and not YOUNGEST <= self.age <= OLDEST:
            remedy = f"Ages from {YOUNGEST} to {OLDEST} years can be planned for."
            raise RequestError(Problem("--age", f"{self.age} is out of range", remedy))
        if self.sex not in (None, "female", "male"):
            remedy = "Reference intakes are published for female and male."
            raise RequestError(Problem("--sex", f"{self.sex!r} is not known", remedy))
        if not LOWEST_KCAL <= self.energy_kcal <= HIGHEST_KCAL:
            remedy = f"Between {LOWEST_KCAL:g} and {HIGHEST_KCAL:g} kcal a day can be planned."
            what = f"{self.energy_kcal:g} is out of range"
            raise RequestError(Problem("--calories", what, remedy))


@dataclass(frozen=True)
class Removal:
    """A food kept from someone's plate, and why."""

    food: Food
    reason: str


def _forms(word: str) -> set[str]:
    """A word with its simple singular and plural."""
    forms = {word, f"{word}s", f"{word}es"}
    if word.endswith("s"):
        forms.add(word.removesuffix("s"))
    if word.endswith("es"):
        forms.add(word.removesuffix("es"))
    if word.endswith("ies"):
        forms.add(word.removesuffix("ies") + "y")
    if word.endswith("y"):
        forms.add(word.removesuffix("y") + "ies")
    return forms


def find_avoided(word: str, tables: Tables) -> tuple[Food, ...]:
    """The foods that a word to avoid names.

    A tag ("milk"), group ("cheese") or kind ("spinach") is taken as such; any other word must
    stand as a whole word in a food's name. RequestError with close matches where nothing is meant.
    """
    key = " ".join(re.findall(r"[a-z0-9%]+", word.lower()))
    slugs = {form.replace(" ", "-") for form in _forms(key)}
    foods = tables.foods.values()
    found = [
        food
        for food in foods
        if slugs & ({food.kind, food.group, food.id} | food.contains & set(CONTAINS))
    ]
    if not found:
        names = {food.id: " ".join(re.findall(r"[a-z0-9%]+", food.name.lower())) for food in foods}
        forms = [f" {form} " for form in _forms(key)] if key else []
        found = [f for f in foods if any(form in f" {names[f.id]} " for form in forms)]
    if not found:
        words = {part for food in foods for part in re.findall(r"[a-z]{3,}", food.name.lower())}
        known = words | {food.kind for food in foods} | set(GROUPS) | set(CONTAINS)
        remedy = close_matches(key, known) or "Name a food, a kind, a group or a tag of the tables."
        raise RequestError(Problem("--avoid", f"no food is called {word!r}", remedy))
    return tuple(found)


def find_removals(person: Person, tables: Tables) -> tuple[Removal, ...]:
    """Every food that allergies, avoided words or the diet keep out, each with one reason."""
    removals: dict[str, Removal] = {}
    for allergen in person.allergies:
        if allergen in ALLERGENS:
            reason = f"{allergen} allergy"
            found = [food for food in tables.foods.values() if breaks_rule(food, (allergen,))]
        else:
            reason = f"{allergen} allergy, by name only: mixed foods may contain it"
            found = list(find_avoided(allergen, tables))
        for food in found:
            removals.setdefault(food.id, Removal(food, reason))
    for word in person.avoid:
        for food in find_avoided(word, tables):
            removals.setdefault(food.id, Removal(food, f"avoids {word}"))
    diet = tables.diets[person.diet]
    for food in tables.foods.values():
        if breaks_rule(food, diet.excludes):
            removals.setdefault(food.id, Removal(food, f"{diet.id} diet"))
    return tuple(removals.values())
