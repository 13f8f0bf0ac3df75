"""What a person is told beside the figures: risks of a group, conditions, when to see a doctor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planner.checking.findings import CheckReport
from planner.errors import mention
from planner.people.diet_rules import find_person_diets
from planner.people.eating_rules import EATING_RULES
from planner.people.exclusions import (
    find_advice,
    find_cautions,
    find_removals,
    find_seasonings,
    is_about,
)
from planner.people.intakes import WITHOUT_MEAT, advised_without_meat
from planner.people.person import Person
from planner.people.targets import find_targets
from planner.plans.names import find_noun, join_words
from planner.plans.records import Meal, WeekPlan
from planner.render.phrases import write_range
from planner.tables.bundle import Tables
from planner.tables.diets import LIFTED, Diet
from planner.tables.nutrients import CAFFEINE, FIBER
from planner.tables.reference_intakes import PREGNANCY

MOST_CAFFEINE_MG = 200
CAFFEINE_SOURCE = "ACOG Committee Opinion 462 (2010)"
MUCH_FIBER_G = 40.0  # about the AI of a man: more than that few people are used to
FIBER_SOURCE = "UMass Memorial Health, High Fiber Diet"


def write_advice(
    people: Sequence[Person], tables: Tables, report: CheckReport | None = None
) -> Iterator[str]:
    """Write the advice for the people of a request, with the plan's amounts if you give its check.

    A line that isn't for everyone begins with the names of those it is for.
    """
    names: dict[str, list[str]] = {}
    for person in people:
        for line in _lines(person, tables, report):
            names.setdefault(line, []).append(person.name)
    for line, own in sorted(names.items(), key=lambda item: len(item[1]) == len(people)):
        yield line if len(own) == len(people) else f"{' and '.join(own)}: {line}"


def _lines(person: Person, tables: Tables, report: CheckReport | None) -> Iterator[str]:
    for nutrient in WITHOUT_MEAT:
        yield from _write_without_meat(person, tables, report, nutrient)
    if report and person.stage == PREGNANCY and CAFFEINE in tables.nutrients:
        most = max(report.daily[person.name, CAFFEINE])
        yield (
            f"Caffeine: in pregnancy at most {MOST_CAFFEINE_MG} mg a day are advised. The food here"
            f" has {f'up to {most:.0f} mg' if round(most) else 'none'}; coffee and tea come on top."
            f" Source: {CAFFEINE_SOURCE}."
        )
    much = MUCH_FIBER_G * EATING_RULES.find_size(person)
    if report and report.mean(person.name, FIBER) > much:
        yield (
            f"Fiber: the plan brings {report.mean(person.name, FIBER):.0f} g a day. If you eat less"
            f" now, raise it slowly and drink enough. Source: {FIBER_SOURCE}."
        )
    for advice in find_advice(person, tables):
        yield f"{advice.says} Source: {advice.source}."


def _write_without_meat(
    person: Person, tables: Tables, report: CheckReport | None, nutrient: str
) -> Iterator[str]:
    """Write how much of a nutrient is advised without meat and fish, if that applies."""
    amount = advised_without_meat(person, tables, nutrient)
    if amount is None:
        return
    label, factor = tables.nutrients[nutrient].label, WITHOUT_MEAT[nutrient]
    line = (
        f"{label.capitalize()}: without meat and fish {factor:g} times the RDA is advised,"
        f" {amount:.3g} mg a day (IOM 2001)"
    )
    targets = find_targets(person, tables)
    limits = [one.maximum for one in targets if one.nutrient == nutrient and one.kind == "UL"]
    limit = min((limit for limit in limits if limit is not None), default=amount)
    if amount > limit:
        line += f", which is above the upper level of {limit:.0f} mg: ask a doctor first"
    if report:
        line += f"; the plan brings {report.mean(person.name, nutrient):.3g} mg"
    short = report is None or report.mean(person.name, nutrient) < amount
    if short and amount <= limit:
        yield f"{line}. {mention('targets', f'{label}={amount:.3g}')} plans for it."
    else:
        yield f"{line}. It is advice, not a target."


def write_serving(
    people: Sequence[Person], tables: Tables, plan: WeekPlan | None = None
) -> Iterator[str]:
    """Write how foods are to be served at each person's age: those of a plan, or all they may eat.

    A line begins with the person's name where there are several.
    """
    for person in people:
        eaten = plan.sum_grams(person.name) if plan else tables.foods
        removed = {removal.food.id for removal in find_removals(person, tables)}
        for caution in find_cautions(person, tables):
            names = [
                tables.foods[food_id].name
                for food_id in eaten
                if food_id not in removed and is_about(caution, tables.foods[food_id])
            ]
            if caution.serve and names:
                whose = f"{person.name}, " if len(people) > 1 else ""
                text = f"{whose}{', '.join(sorted(names))}: {caution.serve}, since {caution.reason}"
                yield f"{text[0].upper()}{text[1:]}. Source: {caution.source}."


def write_plates(meal: Meal, people: Sequence[Person], tables: Tables) -> list[str]:
    """Write how a meal's foods are served to each young child who eats it, a sentence for each.

    What the dish blends needs nothing more.

    >>> write_plates(meal, people, tables)  # doctest: +SKIP
    ['For Tom, age 2: grate the pear; cut the chicken breast small.']
    """
    texts, dish = [], tables.dishes[meal.dish]
    for person in people:
        eaten = {
            one.food_id: one.portions
            for one in meal.servings
            if one.person == person.name and not tables.is_blended(dish, one.slot)
        }
        told: dict[str, list[str]] = {}
        for caution in find_cautions(person, tables):
            for food_id, portions in eaten.items():
                if caution.serve and is_about(caution, tables.foods[food_id]):
                    noun = find_noun(tables.find_cooking(food_id), portions)
                    told.setdefault(caution.serve, []).append(f"the {noun}")
        if told:
            done = "; ".join(_command(serve, nouns) for serve, nouns in told.items())
            whose = f"{person.name}, age {person.age}" if len(people) > 1 else "the child"
            texts.append(f"For {whose}: {done}.")
    return texts


def _command(serve: str, nouns: Sequence[str]) -> str:
    """What is done with foods: "quarter the grapes lengthwise, without stones".

    Of what offers several ways, as other tables may, the words stay as they are.
    """
    verb, _, how = serve.partition(" ")
    if not verb.isalpha() or " or " in serve:
        return f"{join_words(nouns)}: {serve}"
    return f"{verb} {join_words(nouns)}{how and f' {how}'}"


def write_conditions(
    people: Sequence[Person], tables: Tables, report: CheckReport | None = None
) -> Iterator[str]:
    """Write the text of each person's conditions, with the amounts that the plan's days bring."""
    for person in people:
        who = "With" if len(people) == 1 else f"{person.name}, with"
        for name in person.conditions:
            condition = tables.conditions[name]
            brings = ", ".join(
                f"{tables.nutrients[nutrient].label}"
                f" {write_range(report.daily[person.name, nutrient], tables.nutrients[nutrient])}"
                for nutrient in condition.nutrients
                if report
            )
            text = f"{who} {condition.name}: {condition.says}"
            text += f" This plan brings {brings} a day." if brings else ""
            yield f"{text} Source: {condition.source}."


def write_diets(people: Sequence[Person], tables: Tables) -> Iterator[str]:
    """Write what each person's diets set and lift, what to ask a doctor, what isn't promised."""
    for person in people:
        who = f"{person.name}, " if len(people) > 1 else ""
        diets = find_person_diets(person, tables)
        for diet in diets:
            stricter = find_stricter(diet, diets)
            if stricter is not None:
                text = f"{who}{stricter.name} leaves out all that {diet.name} does, and more"
                yield f"{text[0].upper()}{text[1:]}: {stricter.name} holds."
            parts = [f"{who}{diet.name}: {diet.note}."]
            rules = [LIFTED[name] for name in diet.lifts if name in LIFTED]
            ranges = [tables.nutrients[n].label for n in diet.lifts if n in tables.nutrients]
            if rules:
                parts.append(f"It lifts these eating rules: {'; '.join(rules)}.")
            if ranges:
                parts.append(f"It lifts the general minimum and range of {' and '.join(ranges)}.")
            parts += [f"Ask a doctor: {diet.doctor}"] if diet.doctor else []
            parts += [f"Not promised: {_lower(diet.promises)}"] if diet.promises else []
            parts += [f"Source: {diet.source}."] if diet.source else []
            if len(parts) > 1:
                yield f"{parts[0][0].upper()}{' '.join(parts)[1:]}"


def find_stricter(diet: Diet, diets: Iterable[Diet]) -> Diet | None:
    """The one of several diets that leaves out all of a diet that asks nothing else, and more."""
    amounts = (diet.at_most, diet.at_least, diet.share_most, diet.share_least, diet.per_kg)
    if any((*amounts, diet.apart, diet.rules, diet.lifts, diet.buy)):
        return None
    return next((one for one in diets if diet.excludes < one.excludes), None)


def _lower(text: str) -> str:
    """A sentence as it stands behind a colon: its first word in lower case, unless it is a name."""
    return text[0].lower() + text[1:]


def write_swapped_seasonings(plan: WeekPlan, tables: Tables) -> str:
    """Write which seasonings a plan's recipes have for others that diets leave out; empty if none.

    Someone who reads a recipe they know would look for the garlic.
    """
    gone: set[str] = set()
    new: set[str] = set()
    for dish_id in sorted({meal.dish for day in plan.days for meal in day.meals}):
        dish = tables.dishes[dish_id]
        own = find_seasonings(dish, plan.request.people, tables)
        gone |= set(dish.seasonings) - set(own)
        new |= set(own) - set(dish.seasonings)
    if not gone:
        return ""
    text = f"Recipes leave out {', '.join(sorted(gone))}"
    go = "go" if len(new) > 1 else "goes"
    return f"{text}; {', '.join(sorted(new))} {go} in instead." if new else f"{text}."
