"""The planner's fields in the words of a page: the label of a form, or where to find something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.errors import (
    BUY_LIST,
    CONDITIONS,
    COUNT,
    DIETS,
    FIND_FOODS,
    LOOK_OVER,
    MAKE_KITCHEN,
    NEXT_WEEK,
    NUTRIENTS,
    ONE_PERSON,
    PLAN_FILE,
    REQUEST,
    FieldPath,
)
from planner.request.interview import Question, write_answer

LABELS: Mapping[str, str] = {
    "name": "Name",
    "age": "Age in years",
    "sex": "Sex",
    "life_stage": "Pregnant or breastfeeding",
    "weight": "Weight",
    "height": "Height",
    "activity": "Activity",
    "diet": "Diet",
    "allergies": "Allergies",
    "conditions": "Illnesses and medicines that matter for food",
    "avoid": "Foods never to be served",
    "dislike": "Foods or dishes liked less",
    "skip": "Meals never eaten",
    "out": "Meals eaten elsewhere",
    "meals": "Meals of a day",
    "days": "Days to plan at a time",
    "minutes": "Minutes to cook a meal",
    "cuisine": "Cuisines you like best",
    "budget": "US dollars that the shopping may cost",
    "shopping_day": "The day you shop",
}
"""What a form calls a field."""

HINTS: Mapping[str, str] = {
    "age": "Leave it empty for any adult.",
    "weight": "Such as 63 kg or 139 lb. It counts with a height.",
    "height": "Such as 168 cm or 5ft6in.",
    "diet": "Such as omnivore, vegetarian or vegan. Several hold together: vegan, gluten-free.",
    "allergies": "With commas between: peanuts, milk.",
    "conditions": "Such as kidney disease, or warfarin.",
    "avoid": "With commas between.",
    "dislike": "With commas between. They come less often.",
    "skip": "Such as breakfast.",
    "out": "Such as Monday lunch, day 6 dinner.",
    "meals": "Such as breakfast, dinner. Empty for all four.",
    "minutes": "30 for every meal, or dinner=40, lunch=15 for some. Empty for any.",
    "cuisine": "Such as Indian, Mexican. Empty for any.",
    "budget": "Empty for any.",
}
NOT_SAID = ("", "not said")
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sex": (("", "either"), ("female", "female"), ("male", "male")),
    "life_stage": (
        ("", "no"),
        ("pregnant", "pregnant"),
        ("breastfeeding", "breastfeeding"),
    ),
    "activity": (
        NOT_SAID,
        ("sedentary", "sedentary"),
        ("moderate", "moderate"),
        ("active", "active"),
        ("very-active", "very active"),
    ),
    "shopping_day": tuple(
        (day, day.capitalize())
        for day in (
            *("saturday", "sunday", "monday", "tuesday"),
            *("wednesday", "thursday", "friday"),
        )
    ),
}
PLACES: Mapping[str, str] = {
    NEXT_WEEK: "“Plan the next week” on the page Weeks",
    MAKE_KITCHEN: "the first page",
    LOOK_OVER: "`planner doctor`",
    FIND_FOODS: "the page Foods",
    BUY_LIST: "“I bought these” on the list",
    COUNT: "“there is” on the page Pantry",
    NUTRIENTS: "the page Foods",
    CONDITIONS: "`planner explain conditions`",
    DIETS: "the hint of the field Diet",
    PLAN_FILE: "the week's file",
    ONE_PERSON: "one person",
    REQUEST: "the page People",
}


def say_field(path: FieldPath, value: Any = "") -> str:
    """A field as a page calls it, with its value where one is meant.

    >>> say_field(("people", 0, "age"), 40)
    '“Age in years: 40”'
    """
    name = str(path[-1])
    if name in PLACES:
        return PLACES[name]
    label = LABELS.get(name, name.replace("_", " "))
    if value in ("", None):
        return f"“{label}”"
    said = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"“{label}: {said}”"


def may_be_unsaid(question: Question) -> bool:
    """Whether a form offers not to answer, where an empty answer would mean something else."""
    return bool(question.default) and NOT_SAID in CHOICES.get(question.word, ())


def find_shown(question: Question, words: Mapping[str, Any]) -> str:
    """What a form shows of a question: what was answered, or else what an empty answer means."""
    unsaid = question.word not in words and may_be_unsaid(question)
    return "" if unsaid else write_answer(question, words)
