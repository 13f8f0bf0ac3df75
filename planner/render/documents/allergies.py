"""What an allergy of one person means for everyone at the table, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planner.errors import mention
from planner.people.allergies import find_allergic, find_kept_out
from planner.people.exclusions import find_with_allergen
from planner.plans.names import join_words
from planner.plans.records import Meal, WeekPlan
from planner.tables.bundle import Tables

KITCHEN = (
    "Against cross-contact: wash hands, boards, knives and pans with soap first, make {who}'s food"
    " before the rest, and keep it covered and apart (FARE, Steps for a Safe Kitchen)."
)
TRACES = (
    "The tables know what a food is made of, and no traces. Read the label of each packed food for"
    ' {words}, for "may contain" too.'
)
OLDER = (
    "In this plan an allergy counts only for the plate of whoever has it: others may have the food"
    " in the same dish, and at home. Plan again to keep it off what all share."
)


def write_allergies(plan: WeekPlan, tables: Tables) -> list[str]:
    """Write what stays out of the house, and whose plates have what others are allergic to."""
    request = plan.request
    allergic = find_allergic(request.people)
    if not request.household_allergies:
        return [OLDER] if allergic and len(request.people) > 1 else []
    texts = []
    kept = find_kept_out(request.people, request.allergens_at_home, request.free_of)
    by_names: dict[tuple[str, ...], list[str]] = {}
    for word, names in kept.items():
        by_names.setdefault(tuple(names), []).append(word)
    for whose, words in by_names.items():
        if whose and len(request.people) == 1:  # nobody else is kept from it
            continue
        stays = f"{_name(words)} {'stays' if len(words) == 1 else 'stay'} out of the house"
        if not whose:
            texts.append(f"{stays}: nobody is served any.")
            continue
        let_in = mention("allergens_at_home", words[0])
        texts.append(
            f"{stays}, since {_be_allergic(whose)}: nobody is served any. {let_in} lets"
            f" {'it' if len(words) == 1 else words[0].replace('-', ' ')} in, for the others' own"
            " plates."
        )
    apart: dict[tuple[str, ...], list[str]] = {}
    for word, names in allergic.items():
        if word not in kept and len(names) < len(request.people):
            apart.setdefault(tuple(names), []).append(word)
    texts += [_write_apart(whose, words, plan, tables) for whose, words in apart.items()]
    if allergic:
        texts.append(TRACES.format(words=join_words([word.replace("-", " ") for word in allergic])))
    return texts


def _write_apart(
    names: tuple[str, ...], words: Collection[str], plan: WeekPlan, tables: Tables
) -> str:
    """Write where others have what some are allergic to, and how to keep it apart."""
    said = _name(words)
    text = f"{said} {'is' if len(words) == 1 else 'are'} in nothing that all share, since"
    text += f" {_be_allergic(names)}."
    holding = {food.id for word in words for food in find_with_allergen(word, tables)}
    meals = [meal for day in plan.days for meal in day.meals]
    times = sum(any(one.food_id in holding for one in meal.servings) for meal in meals)
    if not times:
        return f"{text} Nobody else has any in this plan either."
    count = "one meal" if times == 1 else f"{times} meals"
    return (
        f"{text} At {count} others have some on plates of their own."
        f" {KITCHEN.format(who=join_words(names))}"
    )


def write_not_for(meal: Meal, plan: WeekPlan, tables: Tables) -> Iterator[str]:
    """Write which foods of a meal someone is allergic to, so that the cook keeps them apart."""
    eaters = {one.person for one in meal.servings}
    eaten = dict.fromkeys(one.food_id for one in meal.servings)
    for word, names in find_allergic(plan.request.people).items():
        holding = {food.id for food in find_with_allergen(word, tables)}
        foods = [tables.foods[food_id].name for food_id in eaten if food_id in holding]
        own = [name for name in names if name in eaters]
        if foods and own:
            whose = f"{word.replace('-', ' ')} allergy"
            yield f"Not for {join_words(own)} ({whose}): {join_words(foods)}. Make theirs first."


def _name(words: Collection[str]) -> str:
    text = join_words([word.replace("-", " ") for word in words])
    return f"{text[0].upper()}{text[1:]}"


def _be_allergic(names: Collection[str]) -> str:
    return f"{join_words(list(names))} {'is' if len(names) == 1 else 'are'} allergic"
