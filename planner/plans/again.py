"""How a plan is planned again: the fields that ask for the same, from the file's request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.people.meal_times import MEAL_TIMES, MealTime
from planner.request.fields import BY_RECORD, Kind, Scope, write_text

STAGES = {"pregnancy": "pregnant", "lactation": "lactating"}


def find_words(request: Any) -> dict[str, Any]:
    """The fields that ask for what a request of any version's file did; none where none can.

    Several people, and diets of their own, are asked for with a profile, which stands first.
    """
    try:
        people = request["people"]
        words = dict(_find_shared(request))
        if len(people) != 1 or people[0].get("own_diet"):
            return {"profile": "FILE", **words}
        words |= _find_own(people[0])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return {}
    return words


def _find_shared(request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    minutes = request.get("minutes") or {}  # until version 4 a number, for dinners
    dinner = {"minutes": {"dinner": minutes}} if isinstance(minutes, int) else {}
    known = {**request, **dinner, "use_up": False}  # which asks for a pantry besides
    if known.get("meals") == [vars(meal) for meal in MEAL_TIMES]:
        known["meals"] = []
    yield from _find_fields(known, Scope.PLAN)


def _find_own(person: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    known = {**person, "stage": STAGES.get(person.get("stage", ""))}
    yield from _find_fields(known, Scope.PERSON)


def _find_fields(record: Mapping[str, Any], scope: Scope) -> Iterator[tuple[str, Any]]:
    """The fields that ask for what a record has, each with its value."""
    for name, field in BY_RECORD[scope].items():
        value = record.get(name)
        asks = field.metavar or field.kind == Kind.FLAG
        if value and field.kind is not None and asks:
            yield field.name, _tidy(value)


def _tidy(value: Any) -> Any:
    """A value as the field takes it: a list of texts for what has several."""
    if isinstance(value, Mapping):
        return [f"{name}={write_text(float(amount))}" for name, amount in value.items()]
    if isinstance(value, list):
        return [_write_entry(one) for one in value]
    return value


def _write_entry(value: Any) -> str:
    """An entry of a list as people write it: a meal of a day, a meal of one's own, a word."""
    if not isinstance(value, Mapping):
        return str(value)
    if "served_as" in value:
        return str(MealTime(value["name"], value["served_as"]))
    return f"day {value['day']} {value['meal']}"
