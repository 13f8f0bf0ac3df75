"""Who eats: a person's age, sex, diet, exclusions, energy and own targets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.cautions import ANY, Caution
from planner.diets import ALLERGENS, breaks_rule
from planner.errors import Problem, RequestError, close_matches
from planner.foods import CONTAINS, GROUPS, Food
from planner.intakes import LACTATION, PREGNANCY, STAGES
from planner.intakes import NONE as NO_STAGE
from planner.tables import Tables

ENERGY_KCAL = 2000.0
LOWEST_KCAL, HIGHEST_KCAL = 600.0, 6000.0
CAUTION_KCAL = 1200.0
YOUNGEST, OLDEST = 9, 120
FERTILE_AGES = (14, 50)  # of the reference intakes in pregnancy and lactation
MIDDLE_AGE = 30  # stands in for an age that wasn't given, where a caution has an age


@dataclass(frozen=True)
class Person:
    """Someone the week is planned for.

    `allergies` are tags of the closed list, or words that name a food; `own_diet` are the tags that
    a diet of the person's own leaves out, None where `diet` is one of the tables. `age` in years
    and `sex` may be None: the plan then serves any adult of 19 to 50. `stage` is none, pregnancy or
    lactation, `part` its trimester or half year. `energy_kcal` is what is planned, `energy_source`
    where it comes from; `weight_kg` is known or None. `minimum` and `maximum` are the person's own
    daily limits, by nutrient id in the nutrient's unit; `like` and `dislike` name foods and dishes.
    """

    name: str = "you"
    diet: str = "omnivore"
    own_diet: tuple[str, ...] | None = None
    allergies: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    age: int | None = None
    sex: str | None = None
    stage: str = NO_STAGE
    part: int | None = None
    weight_kg: float | None = None
    energy_kcal: float = ENERGY_KCAL
    energy_source: str = "the default"
    minimum: Mapping[str, float] = field(default_factory=dict)
    maximum: Mapping[str, float] = field(default_factory=dict)
    like: tuple[str, ...] = ()
    dislike: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is out of range or can't be, all of it at once."""
        problems = []
        if self.age is not None and not YOUNGEST <= self.age <= OLDEST:
            remedy = f"Ages from {YOUNGEST} to {OLDEST} years can be planned for."
            problems.append(Problem("--age", f"{self.age} is out of range", remedy))
        if self.sex not in (None, "female", "male"):
            remedy = "Reference intakes are published for female and male."
            problems.append(Problem("--sex", f"{self.sex!r} is not known", remedy))
        if self.stage not in STAGES:
            remedy = "Say pregnant or lactating, or leave it out."
            problems.append(Problem("--life-stage", f"{self.stage!r} is not known", remedy))
        elif self.stage != NO_STAGE:
            problems += self._stage_problems()
        if not LOWEST_KCAL <= self.energy_kcal <= HIGHEST_KCAL:
            remedy = f"Between {LOWEST_KCAL:g} and {HIGHEST_KCAL:g} kcal a day can be planned."
            what = f"{self.energy_kcal:,.0f} kcal is out of range"
            problems.append(Problem("--calories", what, remedy))
        if problems:
            raise RequestError(*problems)

    def _stage_problems(self) -> list[Problem]:
        problems = []
        if self.sex == "male":
            remedy = "Leave out --sex or --life-stage."
            problems.append(Problem("--life-stage", f"{self.stage} doesn't go with male", remedy))
        if self.age is not None and not FERTILE_AGES[0] <= self.age <= FERTILE_AGES[1]:
            low, high = FERTILE_AGES
            remedy = f"Reference intakes for {self.stage} are published for {low} to {high} years."
            problems.append(Problem("--age", f"{self.age} in {self.stage}", remedy))
        parts = (1, 2, 3) if self.stage == PREGNANCY else (1, 2)
        if self.part is not None and self.part not in parts:
            remedy = "Trimesters are 1 to 3; half years of lactation 1 and 2."
            problems.append(Problem("--trimester", f"{self.part} is out of range", remedy))
        return problems


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


def find_avoided(word: str, tables: Tables, option: str = "--avoid") -> tuple[Food, ...]:
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
        raise RequestError(Problem(option, f"no food is called {word!r}", remedy))
    return tuple(found)


def find_cautions(person: Person, tables: Tables) -> tuple[Caution, ...]:
    """The cautions that hold for a person's age and stage of life."""
    age = MIDDLE_AGE if person.age is None else person.age
    return tuple(
        caution
        for caution in tables.cautions
        if caution.stage in (ANY, person.stage) and caution.age_min <= age <= caution.age_max
    )


def find_removals(person: Person, tables: Tables) -> tuple[Removal, ...]:
    """Every food that allergies, words, cautions or the diet keep out, each with one reason."""
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
    excludes = excluded_tags(person, tables)
    for food in tables.foods.values():
        if breaks_rule(food, excludes):
            removals.setdefault(food.id, Removal(food, f"{person.diet} diet"))
    for caution in find_cautions(person, tables):
        stage = {PREGNANCY: "in pregnancy", LACTATION: "while nursing"}.get(person.stage)
        when = stage if caution.stage != ANY and stage else "at this age"
        for food_id in caution.foods:
            removal = Removal(tables.foods[food_id], f"{when}: {caution.reason}; {caution.source}")
            removals.setdefault(food_id, removal)
    return tuple(removals.values())


def excluded_tags(person: Person, tables: Tables) -> frozenset[str]:
    """What the person's diet leaves out."""
    if person.own_diet is not None:
        return frozenset(person.own_diet)
    return tables.diets[person.diet].excludes


def find_favoured(word: str, tables: Tables) -> tuple[frozenset[str], frozenset[str]]:
    """The food ids and dish ids that a word to like or dislike names.

    A dish is named by its id or by whole words of its name, a food as for --avoid.
    """
    key = " ".join(re.findall(r"[a-z0-9%]+", word.lower()))
    dishes = frozenset(
        dish.id
        for dish in tables.dishes.values()
        if key
        and any(
            f" {form} " in f" {' '.join(re.findall(r'[a-z0-9%]+', name.lower()))} "
            for form in _forms(key)
            for name in (dish.name, dish.id)
        )
    )
    try:
        foods = frozenset(food.id for food in find_avoided(word, tables, "--like, --dislike"))
    except RequestError:
        if not dishes:
            raise
        foods = frozenset()
    return foods, dishes
