"""What was asked of single days of a plan, after it was made.

A wish stays in the plan's request, so that a later change keeps to it and the check holds the plan
against it. Foods are named as those to avoid, dishes by their id.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from planner.errors import FieldPath, Problem, RequestError, close_matches, mention, quote
from planner.parsing.json_values import Unfit, take_record, take_text, take_whole
from planner.parsing.weekdays import WEEKDAYS, find_weekday
from planner.people.food_words import find_avoided, find_favoured
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS, Dish

WITH_FOOD, WITHOUT_FOOD = "with food", "without food"
WITH_DISH, WITHOUT_DISH = "with dish", "without dish"
LOCKED = "locked"
KINDS = (WITH_FOOD, WITHOUT_FOOD, WITH_DISH, WITHOUT_DISH, LOCKED)
MOST_NAMED = 366  # days of which a weekday names some: a plan has no more
FOOD_KINDS, DISH_KINDS = KINDS[:2], KINDS[2:4]


@dataclass(frozen=True)
class Wish:
    """One thing asked of a day, or of one `meal` of it.

    `kind` is one of KINDS; `word` names foods or is a dish id, and is empty for what is locked.
    """

    day: int
    meal: str | None
    kind: str
    word: str = ""

    def covers(self, day: int, meal: str) -> bool:
        """Whether it is asked of this meal of this day."""
        return self.day == day and self.meal in (None, meal)

    def names(self, dish: str, foods: Iterable[str], tables: Tables) -> bool:
        """Whether a meal of this dish and these foods has what the wish names."""
        if self.kind in DISH_KINDS:
            return dish == self.word
        return not self.foods(tables).isdisjoint(foods)

    def foods(self, tables: Tables) -> frozenset[str]:
        """The food ids that it names; RequestError for a word that the tables don't know."""
        if self.kind not in FOOD_KINDS:
            return frozenset()
        widely = self.kind == WITHOUT_FOOD
        named = find_avoided(self.word, tables, "request, wishes", widely=widely)
        return frozenset(food.id for food in named)

    def __str__(self) -> str:
        """The wish in words: "day 5, dinner: with salmon"."""
        where = write_place(self.day, self.meal)
        if self.kind == LOCKED:
            return f"{where}: locked"
        return f"{where}: {self.kind.split()[0]} {self.word.replace('-', ' ')}"


def read_wishes(
    values: Iterable[Any], days: int, meals: Collection[str] = MEALS
) -> tuple[Wish, ...]:
    """The wishes of a request's JSON for its days and meals; Unfit for what can't be one."""
    return tuple(_read(value, days, meals) for value in values)


def _read(value: Any, days: int, meals: Collection[str]) -> Wish:
    own = take_record(value, tuple(field.name for field in fields(Wish)))
    meal = None if own["meal"] is None else take_text(own, "meal")
    wish = Wish(take_whole(own, "day"), meal, take_text(own, "kind"), take_text(own, "word"))
    if wish.kind not in KINDS or not 1 <= wish.day <= days or wish.meal not in (None, *meals):
        raise Unfit(f"the wish {quote(wish.kind)} for {write_place(wish.day, meal)} can't be")
    return wish


def find_broken(
    wishes: Iterable[Wish], meals: Mapping[tuple[int, str], tuple[str, set[str]]], tables: Tables
) -> list[Wish]:
    """The wishes that a plan doesn't keep.

    `meals` has the dish and the foods of each day and meal. RequestError for words that the tables
    don't know.
    """
    broken = []
    for wish in wishes:
        own = [meals[place] for place in meals if wish.covers(*place)]
        served = any(wish.names(dish, foods, tables) for dish, foods in own)
        if served != wish.kind.startswith("with ") and wish.kind != LOCKED:
            broken.append(wish)
    return broken


def write_place(day: int, meal: str | None) -> str:
    """A day, or a meal of it."""
    return f"day {day}, {meal}" if meal else f"day {day}"


def find_day(day: int, days: int, field: FieldPath) -> int:
    """A day of a plan of so many; RequestError for one that it doesn't have."""
    if not 1 <= day <= days:
        remedy = "It has one day, day 1." if days == 1 else f"It has days 1 to {days}."
        raise RequestError(Problem(field, f"the plan has no day {day}", remedy))
    return day


def find_meal(word: str, field: FieldPath, meals: Sequence[str] = MEALS) -> str:
    """A meal of these by its name; RequestError where there is none."""
    key = " ".join(word.lower().split())
    if key not in meals:
        remedy = close_matches(key, meals) or f"Meals are {', '.join(meals)}."
        raise RequestError(Problem(field, f"no meal is called {quote(word)}", remedy))
    return key


def find_places(
    text: str,
    days: int,
    field: FieldPath,
    meals: Sequence[str] = MEALS,
    start: date | None = None,
) -> list[tuple[int, str]]:
    """The meals that "day 1", "day 2 dinner" or "Monday lunch" names.

    A weekday means all days of it, which the date of the first day tells. RequestError where the
    text names no day, or a weekday without that date.

    >>> find_places("Tuesday lunch", 7, ("out",), start=date(2026, 11, 30))
    [(2, 'lunch')]
    """
    said = re.sub(r"[\s,:]+", " ", text).strip().lower()
    named = [meal for meal in meals if f" {said}".endswith(f" {meal}")]
    meal = max(named, key=len, default=None)
    words = (said.removesuffix(meal) if meal else said).split()
    numbers = [word for word in words if re.fullmatch(r"(day)?\d{1,6}", word)]
    weekdays = [number for word in words if (number := find_weekday(word)) is not None]
    rest = [
        word
        for word in words
        if word not in numbers and word not in ("day", "on") and find_weekday(word) is None
    ]
    if len(numbers) + len(weekdays) != 1 or (rest and meal):
        remedy = f"Write a day, such as {mention(field, 'day 1')}, or a meal of it,"
        remedy += f" {mention(field, 'day 2 dinner')}."
        if len(numbers) + len(weekdays) > 1:
            remedy = f"Name one at a time, such as {mention(field, ['day 1', 'day 2 dinner'])}."
        elif meal and not words and field == ("out",):
            remedy += f" {mention('skip', meal)} leaves it out every day."
        raise RequestError(Problem(field, f"{quote(text)} names no day", remedy))
    if rest:
        meal = find_meal(" ".join(rest), field, meals)
    if numbers:
        found = [find_day(int(numbers[0].removeprefix("day")), days, field)]
    elif start is None:
        what = f"{quote(text)} names a weekday, and the date of the first day isn't known"
        numbered = f"day 1 {meal}" if meal else "day 1"
        remedy = f"Say it with {mention('start', 'YYYY-MM-DD')}, or write the day's number, such as"
        remedy += f" {mention(field, numbered)}."
        raise RequestError(Problem(field, what, remedy))
    else:
        first = (weekdays[0] - start.weekday()) % len(WEEKDAYS)
        found = list(range(first + 1, min(days, MOST_NAMED) + 1, len(WEEKDAYS)))
        if not found:
            what = f"the plan has no {WEEKDAYS[weekdays[0]].capitalize()}"
            last = start + timedelta(days=days - 1)
            raise RequestError(Problem(field, what, f"It is from {start:%A} to {last:%A}."))
    return [(day, own) for day in found for own in ([meal] if meal else meals)]


def find_dishes_named(word: str, tables: Tables, field: FieldPath) -> tuple[Dish, ...]:
    """The dish of that id or name, or else those with these whole words in their name.

    RequestError with close matches where there is none.
    """
    key = word.strip().lower()
    exact = [d for d in tables.dishes.values() if key in (d.id, d.name.lower())]
    if exact:
        return tuple(exact)
    try:
        dish_ids = find_favoured(word, tables, field)[1]
    except RequestError:
        dish_ids = frozenset()
    if not dish_ids:
        names = [dish.name for dish in tables.dishes.values()]
        spelt = {part for name in names for part in name.lower().split() if len(part) > 3}
        remedy = close_matches(key, [*names, *tables.dishes]) or close_matches(key, spelt)
        remedy = remedy or "Name a dish as a plan prints it, or words of its name."
        raise RequestError(Problem(field, f"no dish is called {quote(word)}", remedy))
    return tuple(tables.dishes[dish_id] for dish_id in tables.dishes if dish_id in dish_ids)
