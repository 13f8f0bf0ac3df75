"""What a person's diets ask: which hold, the eating rules they set or lift, what stays apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.errors import Problem, RequestError
from planner.people.eating_rules import EATING_RULES, EatingRules, FoodRule
from planner.people.person import Person
from planner.tables.bundle import Tables
from planner.tables.diets import (
    BETWEEN,
    CHILD,
    FISH,
    FRUIT,
    HALF,
    LEGUMES,
    RED_MEAT,
    STARCH,
    WHOLE_GRAINS,
    Diet,
    DietRule,
)
from planner.tables.foods import Food
from planner.tables.reference_intakes import LACTATION, PREGNANCY

Pairs = tuple[tuple[str, str], ...]
"""Tags whose foods aren't in one meal, two by two."""

DINNER = "dinner"
ADULT_AGE = 19  # years: where the reference intakes of adults begin
NAMES = {FISH: "fish", LEGUMES: "legumes", RED_MEAT: "red meat"}
"""The food rules that a diet may lift."""


def find_person_diets(person: Person, tables: Tables) -> tuple[Diet, ...]:
    """The diets of the tables that a person keeps; one's own isn't among them."""
    return tuple(tables.diets[name] for name in person.diet.split(BETWEEN) if name in tables.diets)


NOT_PLANNED_FOR = {
    PREGNANCY: "in pregnancy",
    LACTATION: "while nursing",
    CHILD: f"below {ADULT_AGE} years",
}


def refuse_diets(person: Person, tables: Tables) -> None:
    """Raise RequestError for a diet that isn't planned for someone like this person.

    A diet may be said for several people at once, so it says whom it isn't planned for.
    """
    child = person.age is not None and person.age < ADULT_AGE
    known = f"{person.name}, {person.age}" if child else person.name
    named = "" if person.name == Person().name else f" ({known})"
    found = {person.stage, CHILD} if child else {person.stage}
    problems = [
        Problem(
            ("diet",),
            f"{diet.name} isn't planned {NOT_PLANNED_FOR[whom]}{named}",
            "Choose another diet, and ask a doctor or dietitian about this one.",
        )
        for diet in find_person_diets(person, tables)
        for whom in diet.not_for
        if whom in found
    ]
    if problems:
        raise RequestError(*problems)


def find_lifted(person: Person, tables: Tables) -> tuple[str, ...]:
    """The eating rules and the nutrients that a person's diets lift, in the order of the tables."""
    diets = find_person_diets(person, tables)
    return tuple(dict.fromkeys(name for diet in diets for name in diet.lifts))


def find_rules(person: Person, tables: Tables) -> EatingRules:
    """The eating rules for a person: the general ones, with what their diets set and lift."""
    diets = find_person_diets(person, tables)
    lifted = {name for diet in diets for name in diet.lifts}
    if not lifted and not any(diet.rules for diet in diets):
        return EATING_RULES
    without = {NAMES[name] for name in lifted & NAMES.keys()}
    food_rules = [rule for rule in EATING_RULES.food_rules if rule.name not in without]
    for diet in diets:
        for rule in diet.rules:
            food_rules = _set(rule, food_rules)
    changes = replace(EATING_RULES, food_rules=tuple(food_rules))
    if FRUIT in lifted:
        changes = replace(changes, fruit_a_day=0)
    if WHOLE_GRAINS in lifted:
        changes = replace(changes, whole_grains_oz_per_1000_kcal=0.0)
    if HALF in lifted:
        changes = replace(changes, half_of_grains=False)
    if STARCH in lifted:
        changes = replace(changes, starch_in_mains=False)
    return changes


def _set(rule: DietRule, food_rules: Sequence[FoodRule]) -> list[FoodRule]:
    """Food rules with one of a diet's: it goes before a general one about the same foods."""
    found = []
    known = False
    for one in food_rules:
        if set(rule.words) == {*one.groups, *one.kinds}:
            known = True
            least = rule.least if rule.least is not None else one.least
            most = rule.most if rule.most is not None else one.most
            if least is not None and most is not None and most < least:
                least, most = (least, None) if rule.most is None else (None, most)
            found.append(replace(one, least=least, most=most, each_time=True))
        else:
            found.append(one)
    if not known:
        # Kinds and groups are told apart by the foods: a word may be either.
        name, words = rule.name, rule.words
        found.append(FoodRule(name, words, words, rule.least, rule.most, each_time=True))
    return found


def join_rules(rules: Iterable[EatingRules]) -> EatingRules:
    """The caps on foods that everyone at a table keeps: of each the least that anyone has."""
    first, *others = rules
    if all(own == first for own in others):
        return first
    most: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    for own in (first, *others):
        for rule in own.food_rules:
            if rule.most is not None:
                key = (rule.name, rule.groups, rule.kinds)
                most[key] = min(rule.most, most.get(key, rule.most))
    food_rules = tuple(FoodRule(*key, most=number) for key, number in most.items())
    return replace(first, food_rules=food_rules)


def find_apart(people: Iterable[Person], tables: Tables) -> Pairs:
    """The tags that stay apart at a table: those that anyone's diet keeps apart."""
    return tuple(
        dict.fromkeys(
            pair
            for person in people
            for diet in find_person_diets(person, tables)
            for pair in diet.apart
        )
    )


def skips_starch(people: Iterable[Person], tables: Tables) -> bool:
    """Whether a table has main dishes without a starchy food: where anyone's diet lifts it."""
    return any(STARCH in find_lifted(person, tables) for person in people)


def keep_apart(meal: str, choices: Sequence[Sequence[Food]], pairs: Pairs) -> list[list[Food]]:
    """The foods of each slot of a dish, without those of one side of each pair.

    A dish that can be filled either way keeps the first side of a pair at dinner and the second
    at other meals, so that people know which meals are which. A slot is left empty where neither
    way fills it.
    """
    kept = [list(foods) for foods in choices]
    for one, other in pairs:
        both = ([food for food in foods if not {one, other} <= food.tags] for foods in kept)
        kept = list(both)
        has_one = any(one in food.tags for foods in kept for food in foods)
        has_other = any(other in food.tags for foods in kept for food in foods)
        if not (has_one and has_other):
            continue
        first = [[food for food in foods if other not in food.tags] for foods in kept]
        second = [[food for food in foods if one not in food.tags] for foods in kept]
        order = (first, second) if meal == DINNER else (second, first)
        kept = next((way for way in order if all(way)), first)
    return kept


def find_diet_grams(food: Food, diets: Iterable[Diet]) -> float | None:
    """The most grams of a food at one meal that any of these diets has; None if none says."""
    return min(
        (food.diet_most_g[diet.id] for diet in diets if diet.id in food.diet_most_g), default=None
    )
