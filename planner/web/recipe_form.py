"""A recipe on its way into a kitchen: what is open about it as questions of a form, and answers.

The form carries the recipe's text and what was answered before, so that nothing is kept until the
recipe is. Answers are read as `planner add recipe` reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from planner.errors import HouseholdFileError, Problem, RequestError, quote
from planner.importers.matching import HOW_MUCH, UNKNOWN, Taken
from planner.importers.recipe import MOST_BYTES, MOST_LINES
from planner.kitchen.adding import (
    Draft,
    answer_food,
    answer_grams,
    answer_servings,
    draft_source,
    find_answer,
    find_grams,
    find_servings,
    parse_source,
)
from planner.kitchen.overlay import OwnTables
from planner.kitchen.own_recipes import COOKLANG
from planner.tables.food_aliases import SEASONING
from planner.tables.foods import WATER
from planner.web.house import House
from planner.web.site import sort_problems

TEXT, NAME, SERVINGS, KNOWN = "text", "name", "servings", "known"
PLACE = "The recipe"
"""What messages call a text that lies in no file."""

OTHERS = (
    (UNKNOWN, "unknown: it counts for nothing"),
    (SEASONING, "a seasoning, which isn't counted"),
    (WATER, "water"),
)
NAMED = "other"
"""The choice of a food that is named in the field below it."""


@dataclass(frozen=True)
class Question:
    """A question of the form: the name of its field, what it asks, and what may be chosen.

    Without choices a weight is asked for. `of` names the ingredient; `value` and `other` are what
    was chosen and typed.
    """

    field: str
    of: str
    asks: str
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    other: str = ""


FIELD_OF = re.compile(r"q\d{1,4}-of$")
"""A hidden field that says what a field asks."""


@dataclass(frozen=True)
class Known:
    """What was answered so far: foods and grams by ingredient, words for foods, servings."""

    foods: tuple[tuple[str, str], ...] = ()
    grams: tuple[tuple[str, float], ...] = ()
    servings: float | None = None

    def write(self) -> str:
        """As a hidden field holds it."""
        return json.dumps([dict(self.foods), dict(self.grams), self.servings])


def read_known(text: str, own: OwnTables) -> Known:
    """What a hidden field says was answered; what can't be an answer is asked again."""
    try:
        foods, grams, servings = json.loads(text)
        kinds = {name for name, _ in OTHERS}
        return Known(
            tuple((str(k), v) for k, v in foods.items() if v in own.wide.foods or v in kinds),
            tuple((str(k), g) for k, v in grams.items() if (g := find_grams(str(v))) is not None),
            None if servings is None else find_servings(str(servings)),
        )
    except (ValueError, TypeError, AttributeError, RecursionError, RequestError):
        return Known()


def read_draft(form: Mapping[str, str], house: House, own: OwnTables) -> Draft:
    """The recipe of a form's text, as it is made with what was answered before.

    HouseholdFileError for a text that is no recipe, OutputError where another has its name.
    """
    text, name = form.get(TEXT, ""), form.get(NAME, "").strip()
    source, cooklang = parse_source(text, form.get("ending", ""), PLACE, name or None, "Recipe")
    draft = draft_source(source, cooklang, house.folder, own)
    return apply(draft, read_known(form.get(KNOWN, ""), own), own)


def apply(draft: Draft, known: Known, own: OwnTables) -> Draft:
    """A draft with answers of before."""
    if known.servings is not None:
        draft = answer_servings(draft, known.servings, own)
    for answers in (known.foods, known.grams):
        for name, value in answers:
            taken = next((one for one in draft.recipe.taken if one.name == name), None)
            if taken is None:
                continue
            if isinstance(value, str):
                draft = answer_food(draft, taken, value, own)
            else:
                draft = answer_grams(draft, taken, value, own)
    return draft


def list_questions(draft: Draft, own: OwnTables, form: Mapping[str, str]) -> list[Question]:
    """What is open about a recipe, each once, with what a form says of it."""
    found: dict[tuple[str, str], Question] = {}
    asked = {said: name.removesuffix("-of") for name, said in form.items() if FIELD_OF.match(name)}
    unused = (name for number in count() if (name := f"q{number}") not in asked.values())
    for one in draft.recipe.open[:MOST_LINES]:
        if (one.name, one.kind) in found:
            continue
        field = asked.get(write_of(one)) or next(unused)  # a question keeps the field that it had
        value, other = form.get(field, ""), form.get(f"{field}-{NAMED}", "")
        found[one.name, one.kind] = ask(one, field, own, value, other)
    return list(found.values())


def write_of(taken: Taken) -> str:
    """What a question is about, for its form to say."""
    return f"{taken.kind}: {taken.name}"


def ask(taken: Taken, field: str, own: OwnTables, value: str = "", other: str = "") -> Question:
    """The question about an ingredient."""
    line = quote(taken.ingredient.line.text)
    if taken.kind == HOW_MUCH:
        called = taken.food.name if taken.food else taken.name
        asks = f"How many grams of {called} is {line}, as you eat it?"
        return Question(field, write_of(taken), asks, value=value)
    offered = own.matcher.offer(taken.ingredient.line)
    foods = tuple((food_id, own.wide.foods[food_id].name) for food_id in offered)
    choices = (*foods, *OTHERS, (NAMED, "another food, by its name:"))
    asks = f"Which food is {line}?"
    return Question(field, write_of(taken), asks, choices, value or UNKNOWN, other)


def answer(
    draft: Draft, known: Known, form: Mapping[str, str], own: OwnTables
) -> tuple[Draft, Known, dict[str, list[Any]]]:
    """A draft with what a form answers, what is known then, and what is wrong beside each field."""
    problems: dict[str, list[Any]] = {}
    foods, grams, servings = dict(known.foods), dict(known.grams), known.servings
    if draft.recipe.servings is None:
        try:
            servings = find_servings(form.get(SERVINGS, ""))
            draft = answer_servings(draft, servings, own)
        except RequestError as error:
            problems |= sort_problems(error.problems, {SERVINGS: SERVINGS})
    for taken, question in _pair(draft, list_questions(draft, own, form)):
        if form.get(f"{question.field}-of") != question.of:
            continue  # it wasn't asked yet
        try:
            if not question.choices:
                weight = find_grams(question.value)
                if weight is None:
                    foods[taken.name] = UNKNOWN
                    draft = answer_food(draft, taken, UNKNOWN, own)
                else:
                    grams[taken.name] = weight
                    draft = answer_grams(draft, taken, weight, own)
                continue
            food = question.value
            is_named = bool(question.other.strip()) and food == UNKNOWN  # nobody chose that too
            if is_named or food not in {value for value, _ in question.choices} - {NAMED}:
                food = find_answer(question.other or "-", (), own)
            foods[taken.name] = food
            draft = answer_food(draft, taken, food, own)
        except RequestError as error:
            field = f"{question.field}-{NAMED}" if question.choices else question.field
            problems |= sort_problems(error.problems, {"food": field, "grams": field})
    return draft, Known((*foods.items(),), (*grams.items(),), servings), problems


def _pair(draft: Draft, questions: list[Question]) -> list[tuple[Taken, Question]]:
    """Each question with the ingredient that it is about."""
    by_name = {write_of(one): one for one in reversed(draft.recipe.open)}
    return [(by_name[question.of], question) for question in questions]


def decode(data: bytes, ending: str) -> tuple[str, str]:
    """The text of an upload, and its ending; HouseholdFileError for what is no text, or too much.

    An ending that isn't a recipe's is none.
    """
    if len(data) > MOST_BYTES:
        what = f"is larger than {MOST_BYTES // 1_000_000} MB"
        raise HouseholdFileError(Problem(PLACE, what, "Copy the recipe alone."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "Choose a Cooklang file, a saved web page, JSON or plain text."
        raise HouseholdFileError(Problem(PLACE, "is not UTF-8 text", remedy)) from error
    return text, ending if ending in (COOKLANG, ".html", ".htm", ".json", ".jsonld") else ""
