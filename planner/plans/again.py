"""How a plan is planned again: the command line that asks for the same, from the file's request."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from planner.request.fields import BY_RECORD, Kind, Scope, write_option

STAGES = {"pregnancy": "pregnant", "lactation": "lactating"}


def write_command(request: Any) -> str:
    """The command that asks for what a request of any version's file did; "" where none can say.

    Several people, and diets of their own, are asked for with a profile, which the command names.
    """
    try:
        people = request["people"]
        words = list(_write_shared(request))
        if len(people) == 1 and not people[0].get("own_diet"):
            words += _write_person(people[0])
        else:
            words = [write_option(("profile",)), "FILE", *words]
        return shlex.join(["planner", "plan", *words])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ""


def _write_shared(request: Mapping[str, Any]) -> Iterator[str]:
    minutes = request.get("minutes") or {}  # until version 4 a number, for dinners
    dinner = {"minutes": {"dinner": minutes}} if isinstance(minutes, int) else {}
    known = {**request, **dinner, "use_up": False}  # which asks for a pantry besides
    yield from _write_fields(known, Scope.PLAN)


def _write_person(person: Mapping[str, Any]) -> Iterator[str]:
    known = {**person, "stage": STAGES.get(person.get("stage", ""))}
    yield from _write_fields(known, Scope.PERSON)


def _write_fields(record: Mapping[str, Any], scope: Scope) -> Iterator[str]:
    """The options that say what a record has, each with its value."""
    for name, field in BY_RECORD[scope].items():
        value = record.get(name)
        if not value or field.kind is None or not field.metavar:
            if value is True and field.kind == Kind.FLAG:
                yield write_option((field.name,))
            continue
        for text in _write_values(value):
            yield from (write_option((field.name,)), text)


def _write_values(value: Any) -> Iterator[str]:
    """The texts that say a value, one for each time that its option is given."""
    if isinstance(value, Mapping):
        for name, amount in value.items():
            yield f"{name}={amount:.10g}"
    elif isinstance(value, list):
        for one in value:
            yield f"day {one['day']} {one['meal']}" if isinstance(one, Mapping) else str(one)
    else:
        yield f"{value:.10g}" if isinstance(value, float) else str(value)
