"""The meals of a day from the words that people have for them: "lunch", "late bite=snack"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.errors import FieldPath, Problem, RequestError, close_matches, mention, quote
from planner.parsing.weekdays import WEEKDAYS
from planner.people.meal_times import MealTime
from planner.tables.dishes import BREAKFAST, DINNER, LUNCH, MAIN_MEALS, MEALS, SNACK

SPOKEN_MEALS = {
    "brunch": BREAKFAST,
    "midday meal": LUNCH,
    "supper": DINNER,
    "evening meal": DINNER,
    "main meal": DINNER,
    "elevenses": SNACK,
    "tea": SNACK,
    "merienda": SNACK,
    "dessert": SNACK,
}
"""What people call meals, and which of the planner's meals that is if they don't say."""

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
MOST_MEALS = len(ORDINALS) + 1
LONGEST_NAME = 20  # letters: the heading of a column
NAME = re.compile(r"[^\W\d_][\w' -]*")


def find_meals(texts: Iterable[str], field: FieldPath = ("meals",)) -> tuple[MealTime, ...]:
    """The meals of a day, in the order in which they were named.

    A word may have commas. A snack that comes again is the "second" of its name. RequestError with
    every word that is no meal, for breakfast, lunch or dinner twice, and for more meals than a day
    has.

    >>> [str(meal) for meal in find_meals(["lunch, snack", "tea", "late bite = snack", "snack"])]
    ['lunch', 'snack', 'tea=snack', 'late bite=snack', 'second snack=snack']
    """
    said = [part for text in texts for part in text.split(",") if part.strip()]
    problems: list[Problem] = []
    found: list[MealTime] = []
    for part in said:
        try:
            meal = _find_meal(part, field)
        except RequestError as error:
            problems += error.problems
            continue
        names = {one.name for one in found}
        if meal.name in names & {BREAKFAST, *MAIN_MEALS}:
            remedy = f"A snack may come again. Give a second {meal.served_as} a name of its own:"
            said_again = mention(field, f"{meal.name},late {meal.name}={meal.served_as}")
            problems.append(
                Problem(field, f"{meal.name} is there twice", f"{remedy} {said_again}.")
            )
            continue
        ordinals = (f"{ordinal} {meal.name}" for ordinal in ORDINALS)
        name = next(name for name in (meal.name, *ordinals) if name not in names)
        found.append(MealTime(name, meal.served_as))
        if len(said) > MOST_MEALS:
            what = f"{len(said)} meals are too many for a day"
            problems = [Problem(field, what, f"Name at most {MOST_MEALS}.")]
            break
    if not found and not problems:
        remedy = f"Name those that you eat: {mention(field, 'breakfast,dinner')}."
        problems.append(Problem(field, "a day needs a meal", remedy))
    if problems:
        raise RequestError(*problems)
    return tuple(found)


def _find_meal(text: str, field: FieldPath) -> MealTime:
    """A meal of one word, or of a name and what is served at it."""
    name, equals, kind = (" ".join(part.lower().split()) for part in text.partition("="))
    if equals and kind not in MEALS:
        remedy = close_matches(kind, MEALS) or f"Say one of {', '.join(MEALS)}."
        what = f"{quote(text.strip())}: no meal of the planner is called {quote(kind)}"
        raise RequestError(Problem(field, what, remedy))
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or name in (*WEEKDAYS, "day"):
        remedy = f"Write a name of at most {LONGEST_NAME} letters, such as tea."
        raise RequestError(Problem(field, f"{quote(name)} can't be the name of a meal", remedy))
    if equals:
        return MealTime(name, kind)
    last = name.split()[-1]
    served_as = next((k for k in (name, last) if k in MEALS), None)
    served_as = served_as or SPOKEN_MEALS.get(name) or SPOKEN_MEALS.get(last)
    if served_as is None:
        near = close_matches(name, (*MEALS, *SPOKEN_MEALS))
        said = mention(field, f"{name}=snack")
        remedy = f"{near} Or say what is served at it: {said}." if near else ""
        remedy = remedy or f"Say what is served at it, {', '.join(MEALS)}: {said}."
        raise RequestError(Problem(field, f"no meal is called {quote(name)}", remedy))
    return MealTime(name, served_as)
