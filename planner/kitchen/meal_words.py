"""Which meals of a kitchen's weeks a person means: "dinner", "tuesday", "day 3 lunch", "stew"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from planner.errors import NEXT_WEEK, Problem, RequestError, mention, quote
from planner.kitchen.journal import UNSURE, Event
from planner.kitchen.weeks import ServedMeal, ServedWeek, find_week, list_meals
from planner.parsing.weekdays import find_weekday
from planner.plans.names import name_meal
from planner.plans.records import Meal, Serving
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

FIELD = ("words",)
BEGINS = {"breakfast": time(7), "lunch": time(11, 30), "snack": time(15), "dinner": time(17, 30)}
"""From when on a meal without words is the one that is meant."""

BACK_DAYS, AHEAD_DAYS = 14, 7  # in which a dish is looked for
DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
Marks = Mapping[tuple[str, int, str], Event]


def find_meals(
    words: Sequence[str],
    weeks: Sequence[ServedWeek],
    marks: Marks,
    tables: Tables,
    now: datetime,
) -> list[ServedMeal]:
    """The meals that words name, in the order of their days; RequestError where they name none.

    Without words it is today's meal of this hour. A day alone stands for those of its meals that
    nobody spoke of, a meal alone for today's, a dish for the last time that it came.
    """
    today = now.date()
    text = " ".join(words).lower().replace(",", " ")
    day, rest = _find_day(text, weeks, today)
    served = list_meals(weeks)
    called = {*MEALS, *(meal.meal for meal in served.values())}
    meals = [word for word in rest if word in called]
    dish = [word for word in rest if word not in called]
    if dish:
        return [_find_dish(dish, day, meals, served, marks, tables, today)]
    day = day or today
    own = [meal for meal in served.values() if meal.day == day.isoformat()]
    if not own:
        raise RequestError(Problem(FIELD, f"no week of this kitchen has {day}", _list(weeks)))
    if meals:
        found = [meal for meal in own if meal.meal in meals or meal.served_as in meals]
        if not found:
            what = f"{day} has no {' and no '.join(meals)}"
            raise RequestError(Problem(FIELD, what, f"It has {', '.join(m.meal for m in own)}."))
        return found
    open_ = [meal for meal in own if is_open(meal, marks)]
    if text:
        if not open_:
            what = f"every meal of {day} is marked already"
            remedy = "Name a meal to mark it otherwise, such as dinner."
            raise RequestError(Problem(FIELD, what, remedy))
        return open_
    begun = [meal for meal in own if BEGINS[meal.served_as] <= now.time()] or own[:1]
    meal = max(begun, key=lambda one: BEGINS[one.served_as])
    if not is_open(meal, marks):
        what = f"today's {meal.meal} is marked already: {marks[meal.place].verb}"
        remedy = "Name another meal, or this one to mark it otherwise."
        raise RequestError(Problem(FIELD, what, remedy))
    return [meal]


def is_open(meal: ServedMeal, marks: Marks) -> bool:
    """Whether nobody has said yet what became of a meal."""
    mark = marks.get(meal.place)
    return mark is None or mark.verb == UNSURE


def name_served(meal: ServedMeal, tables: Tables) -> str:
    """What a meal of a week is called: by its foods where the tables know its dish."""
    if meal.dish not in tables.dishes:
        return meal.dish
    servings = tuple(Serving("", slot, food, 1.0, 0.0) for slot, food in meal.foods)
    return name_meal(Meal(meal.meal, meal.dish, servings), tables)


def _find_day(text: str, weeks: Sequence[ServedWeek], today: date) -> tuple[date | None, list[str]]:
    """The day that a text names, None for none, and the words that say something else."""
    numbered = re.search(r"\bday ?(\d{1,3})\b", text)
    if numbered:
        week = find_week(weeks, today) or max(
            (one for one in weeks if one.first_day <= today),
            key=lambda one: one.first_day,
            default=None,
        )
        number = int(numbered[1])
        if week is None or not 1 <= number <= week.days:
            held = "no week has begun" if week is None else f"this week has no day {number}"
            raise RequestError(Problem(FIELD, held, _list(weeks)))
        rest = text.replace(numbered[0], " ").split()
        return week.first_day + timedelta(days=number - 1), rest
    days, rest = [], []
    for word in text.split():
        day = _read_day(word, weeks, today)
        if day is None:
            rest.append(word)
        else:
            days.append(day)
    if len(set(days)) > 1:
        raise RequestError(Problem(FIELD, f"{quote(text)} names two days", "Name one at a time."))
    return (days[0] if days else None), rest


def _read_day(word: str, weeks: Sequence[ServedWeek], today: date) -> date | None:
    """The day of a word: a date, today, or the last Tuesday that was; None for any other word.

    Where no week has that Tuesday it is the coming one, if a week has it.
    """
    simple = word.removesuffix("'s").removesuffix("’s")
    if simple in DAYS:
        return today + timedelta(days=DAYS[simple])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", simple):
        try:
            return date.fromisoformat(simple)
        except ValueError:
            what = f"{quote(word)} is not a date"
            remedy = "Write year, month and day, such as 2026-11-30."
            raise RequestError(Problem(FIELD, what, remedy)) from None
    weekday = find_weekday(simple)
    if weekday is None:
        return None
    last = today - timedelta(days=(today.weekday() - weekday) % 7)
    coming = last + timedelta(days=7)
    return coming if find_week(weeks, coming) and not find_week(weeks, last) else last


def _find_dish(
    words: Sequence[str],
    day: date | None,
    meals: Sequence[str],
    served: Mapping[tuple[str, int, str], ServedMeal],
    marks: Marks,
    tables: Tables,
    today: date,
) -> ServedMeal:
    """The last meal up to today whose dish has all of the words, else the next one that comes."""
    low = (today - timedelta(days=BACK_DAYS)).isoformat()
    high = (today + timedelta(days=AHEAD_DAYS)).isoformat()
    found = []
    for meal in served.values():
        if not low <= meal.day <= high or (meals and {meal.meal, meal.served_as}.isdisjoint(meals)):
            continue
        if day is not None and meal.day != day.isoformat():
            continue
        name = f"{meal.dish} {name_served(meal, tables)}".lower()
        if all(word.removesuffix("s") in name for word in words):
            found.append(meal)
    if not found:
        near = [meal for meal in served.values() if meal.day == (day or today).isoformat()]
        named = ", ".join(f"{meal.meal}: {name_served(meal, tables)}" for meal in near)
        remedy = f"That day has {named}." if named else _list([])
        what = f"no meal of these weeks is called {quote(' '.join(words))}"
        raise RequestError(Problem(FIELD, what, remedy))
    before = [meal for meal in found if meal.day <= today.isoformat()]
    unmarked = [meal for meal in before if is_open(meal, marks)]
    if unmarked or before:
        return max(unmarked or before, key=lambda meal: meal.day)
    return min(found, key=lambda meal: meal.day)


def _list(weeks: Sequence[ServedWeek]) -> str:
    if not weeks:
        return f"Plan one with {mention(NEXT_WEEK)}."
    last = weeks[-1]
    return f"The last week is from {last.first_day} to {last.last_day}."
