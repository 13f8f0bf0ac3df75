"""The arguments of a library call: each of its field's kind, or a problem that says what to write.

The kinds are those of planner/request/fields.py. A library call may give more than a file can: one
text for a list of them, a mapping for amounts, the numbers of numpy and pandas.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from inspect import Parameter, Signature
from math import isfinite
from numbers import Integral, Real
from typing import Any

from planner.errors import FieldPath, Problem, RequestError, close_matches, mention, quote
from planner.people.ages import explain_age
from planner.request.fields import BY_NAME, BY_RECORD, FIELDS, Field, Kind

FIRST_YEAR, LAST_YEAR = 2000, 2199  # of a plan's dates
TOO_LONG = 10**4000  # Python writes no whole number of more than 4,300 digits


@dataclass(frozen=True)
class Accepted:
    """What a library call may give for a kind: its type, and what messages say of another."""

    take: Callable[[Any], Any]
    wanted: str
    remedy: str
    annotation: str


def _take_whole(value: Any) -> int | None:
    """Python's own number, of any library's whole number; None where a message couldn't show it."""
    whole = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
    return whole if whole is None or abs(whole) < TOO_LONG else None


def _take_number(value: Any) -> float | None:
    whole = _take_whole(value)
    if whole is not None:
        return whole if abs(whole) <= sys.float_info.max else None
    if isinstance(value, Integral):
        return None
    return float(value) if isinstance(value, Real) and not isinstance(value, bool) else None


def _take_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _take_number_or_text(value: Any) -> float | str | None:
    text = _take_text(value)
    return _take_number(value) if text is None else text


def _take_flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _take_texts(value: Any) -> list[str] | None:
    """A list, from texts or from one alone: "mushrooms" is a word, not nine letters."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        return None
    texts = [*value]
    if not all(isinstance(text, str) for text in texts):
        return None
    return (
        sorted(texts) if isinstance(value, AbstractSet) else texts
    )  # a set has no order of its own


def _take_joined(value: Any) -> str | None:
    """A text, from one or from several: "vegan, gluten-free"."""
    texts = _take_texts(value)
    return None if texts is None else ", ".join(texts)


def _take_amounts(value: Any) -> list[str] | None:
    """A list of texts such as "magnesium=450", from such texts or from a mapping."""
    if not isinstance(value, Mapping):
        return _take_texts(value)
    amounts = {name: _take_number_or_text(amount) for name, amount in value.items()}
    sound = all(isinstance(name, str) and amount is not None for name, amount in amounts.items())
    return [f"{name}={amount}" for name, amount in amounts.items()] if sound else None


def _take_meals(value: Any) -> list[str] | None:
    """A list of texts such as "dinner=40", or "30" for every meal."""
    minutes = _take_whole(value)
    return _take_amounts(value) if minutes is None else [str(minutes)]


ACCEPTED: Mapping[Kind, Accepted] = {
    Kind.WHOLE: Accepted(
        _take_whole, "a whole number", "Write it in digits, without quotes.", "int | None"
    ),
    Kind.NUMBER: Accepted(
        _take_number, "a number", "Write it in digits, without quotes.", "float | None"
    ),
    Kind.TEXT: Accepted(_take_text, "a text", "Write a text in quotes.", "str | None"),
    Kind.TEXTS: Accepted(
        _take_texts,
        "a list of texts",
        'Write a text, or a list of texts such as ["tofu", "milk"].',
        "Texts",
    ),
    Kind.WORDS: Accepted(
        _take_joined,
        "a text or a list of texts",
        'Write a text such as "vegan", or a list such as ["vegan", "gluten-free"].',
        "Texts | None",
    ),
    Kind.AMOUNTS: Accepted(
        _take_amounts,
        "a table of amounts",
        'Write it like this: {"magnesium": 450, "vitamin-d": "800IU"}.',
        "Texts | Mapping[str, str | float]",
    ),
    Kind.FLAG: Accepted(_take_flag, "true or false", "Write True or False.", "bool"),
    Kind.NUMBER_OR_TEXT: Accepted(
        _take_number_or_text,
        "a number or a text",
        'Write a number such as 63, or a text such as "139lb".',
        "str | float | None",
    ),
    Kind.MEALS: Accepted(
        _take_meals,
        "a number of minutes, or a table of them",
        'Write 30 for every meal that is cooked, or {"dinner": 40}.',
        "int | Mapping[str, int] | Texts | None",
    ),
}
"""By the kind of a field."""

NUMERIC = (Kind.WHOLE, Kind.NUMBER, Kind.NUMBER_OR_TEXT, Kind.MEALS)


def take_value(kind: Kind, value: Any, where: FieldPath) -> Any:
    """A value of a library call as its kind has it; RequestError, at `where`, for another type."""
    accepted = ACCEPTED[kind]
    taken = accepted.take(value)
    if taken is not None:
        return taken
    remedy = accepted.remedy
    if isinstance(value, Integral) and not isinstance(value, bool) and kind in NUMERIC:
        raise RequestError(
            Problem(where, f"{quote(value)} is too large", "Write a smaller number.")
        )
    field = BY_NAME.get(str(where[-1]))
    if kind in (Kind.WHOLE, Kind.NUMBER) and isinstance(value, str):
        with suppress(ValueError):
            number = float(value)
            if number.is_integer() or (kind == Kind.NUMBER and isfinite(number)):
                said = int(number) if number.is_integer() else number
                remedy = f"Write {mention(where, said)}, without quotes."
    if where[-1] == "age":
        remedy = explain_age(value) or remedy
    elif value is True and field and field.bare:
        bare = int(field.bare) if kind == Kind.WHOLE else field.bare
        remedy = f"Write {mention(where, bare)}."
    raise RequestError(Problem(where, f"{quote(value)} is not {accepted.wanted}", remedy))


def take_each(values: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Those arguments of a library call that aren't None; RequestError with all of another type."""
    taken: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        try:
            if value is not None:
                taken[name] = take_value(kinds[name], value, (name,))
        except RequestError as error:
            problems += error.problems
    if problems:
        raise RequestError(*problems)
    return taken


RECORDS = {
    "plan": ("WeekPlan", "a plan", "Make it: plan(request, tables)."),
    "request": ("Request", "a request", 'Make it: make_request(tables, diet="vegan").'),
    "tables": ("Tables", "tables", "Read them: read_tables(find_data())."),
    "work": ("Work", "how hard to look", 'Write it like this: Work(effort="high").'),
}
"""The class of each record that a library call takes, by its name: it may not be loaded yet."""


def check_records(*optional: str, **records: object) -> None:
    """Raise RequestError with every argument that is no record of its class.

    Those that are `optional` may be None: a call has others then.
    """
    problems = []
    for name, value in records.items():
        wanted, spoken, remedy = RECORDS[name]
        if value is None and name in optional:
            continue
        if all(one.__name__ != wanted for one in type(value).__mro__):
            problems.append(Problem((name,), f"{quote(value)} is not {spoken}", remedy))
    if problems:
        raise RequestError(*problems)


def take_words(
    words: Mapping[str, Any], place: FieldPath = (), besides: Collection[str] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """The words of a library call, each as its kind has it, and what is wrong with the others.

    None stands for a word that isn't given. `place` is the path of the words, and `besides` are
    names of what is no field, which is taken as it is.
    """
    taken: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in words.items():
        field = BY_NAME.get(name)
        if name in besides:
            taken[name] = value
        elif field is None or field.kind is None:
            known = [*ASKABLE, *besides]
            remedy = f"Did you mean {OTHER_NAMES[name]}?" if name in OTHER_NAMES else ""
            remedy = remedy or close_matches(str(name), known)
            remedy = remedy or f"The fields are {', '.join(known)}."
            problems.append(Problem((*place, name), "is not a field of a request", remedy))
        elif value is not None:
            try:
                taken[name] = take_value(field.kind, value, (*place, name))
            except RequestError as error:
                problems += error.problems
    return taken, problems


def take_diets(own: Any) -> dict[str, list[str]]:
    """What each diet of one's own leaves out; RequestError for anything but a table of texts."""
    where = ("own_diets",)
    if own is None:
        return {}
    if not isinstance(own, Mapping):
        remedy = 'Write it like this: {"no red meat": ["meat"]}.'
        raise RequestError(Problem(where, f"{quote(own)} is not a table of diets", remedy))
    return {str(name): take_value(Kind.TEXTS, words, where) for name, words in own.items()}


def parse_time(text: str) -> time | None:
    """A time of day with its minutes, on a clock of 24 hours; None for what is none."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def take_time(value: Any, where: FieldPath) -> time:
    """A time of day of a library call; RequestError, at `where`, for what is none."""
    taken = parse_time(value) if isinstance(value, str) else value
    if not isinstance(taken, time):
        remedy = 'Write it like this: "7:30", or datetime.time(7, 30).'
        raise RequestError(Problem(where, f"{quote(value)} is not a time", remedy))
    return taken


def take_day(value: Any, where: FieldPath) -> date:
    """A date of a library call; RequestError, at `where`, for what is none."""
    if not isinstance(value, date):
        remedy = "Write it like this: datetime.date(2026, 11, 30)."
        raise RequestError(Problem(where, f"{quote(value)} is not a date", remedy))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        remedy = f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}."
        raise RequestError(Problem(where, f"{value} is out of range", remedy))
    return value.date() if isinstance(value, datetime) else value


ASKABLE: Mapping[str, Field] = {field.name: field for field in FIELDS if field.kind is not None}
"""The fields that a library call may give, by name."""

OTHER_NAMES: Mapping[str, str] = {
    name: field.name
    for own in BY_RECORD.values()
    for name, field in own.items()
    if field.kind is not None and name not in ASKABLE
}
"""The fields by what the records and a plan's JSON call them: `energy_kcal` is `calories`."""

BESIDES = {
    "own_diets": ("Mapping[str, Texts] | None", None),
    "start": ("date | None", None),
    "at_home": ("Iterable[AtHome]", ()),
    "places": ("Mapping[str, str | FieldPath] | None", None),
}
"""What it may give beside them: the type of each, and what it is where it isn't given."""


def write_signature(first: str) -> Signature:
    """The signature of a call that makes a request, with every field: help and completion show it.

    `first` is its first parameter.
    """
    asked = {
        name: (ACCEPTED[field.kind].annotation, field.default)
        for name, field in ASKABLE.items()
        if field.kind is not None
    }
    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in {**asked, **BESIDES}.items()
    ]
    return Signature(
        [Parameter(first, Parameter.POSITIONAL_OR_KEYWORD), *parameters],
        return_annotation="Request",
    )
