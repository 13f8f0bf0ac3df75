"""The file of a plan: its schema, its versions, and what can't be read as one.

`SCHEMA_VERSION` rises when the file changes; `UPGRADES` then says how a file of the version before
becomes one of the next. docs/reference/plan-json.md describes the schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from planner.errors import PLAN_FILE, REQUEST, PlanFileError, Problem, mention, quote
from planner.parsing.json_values import read_object, read_whole
from planner.plans.again import find_words
from planner.request.fields import BY_OPTION, Field, Kind, Scope, find_missing
from planner.tables.dishes import MEALS

SCHEMA = "planner.week-plan"
SCHEMA_VERSION = 9
OLDEST_VERSION = 4  # which holds ids alone: names and figures are those of the tables in use
KEYS = (
    *("schema", "schema_version", "tables_hash", "request"),
    *("points", "usual", "days", "misses", "supplements", "shortfalls", "changes"),
    *("hard_minima", "stopped", "shopping", "tables"),
)
MOST_ML = re.compile(r"\{(water|liquid): [\d.]+\}")  # in the words of a method, up to version 8
COOKING_TABLES = ("templates", "cooking", "methods", "seasonings")
REMEDY = f"Give the JSON of a plan, as {mention(PLAN_FILE)} writes it."


def _upgrade_4(value: dict[str, Any]) -> dict[str, Any]:
    """A file of version 4 as version 5 has it, without the rows of tables that it doesn't hold.

    Its minutes are for dinners.
    """
    request = value.get("request")
    if isinstance(request, dict):
        if isinstance(request.get("minutes"), int):
            request = {**request, "minutes": {"dinner": request["minutes"]}}
        value = {**value, "request": request}
    return {**_put_in_weeks(value), "tables": None}


def _upgrade_5(value: dict[str, Any]) -> dict[str, Any]:
    """A file of version 5 as version 6 has it: the words of a change are values of fields.

    What is no change of version 5 stays as it is, for the reader to name.
    """
    changes = value.get("changes")
    if not isinstance(changes, list):
        return value
    return {**value, "changes": [_upgrade_change(one) for one in changes]}


def _upgrade_change(change: Any) -> Any:
    try:
        values: dict[str, Any] = {}
        for word in change["words"]:
            _add_word(values, BY_OPTION[word["option"].removeprefix("--")], word["value"])
        rest = {key: one for key, one in change.items() if key not in ("kind", "words")}
    except (AttributeError, KeyError, TypeError, ValueError):
        return change
    return {**rest, "values": values}


def _add_word(values: dict[str, Any], field: Field, text: str) -> None:
    """Add what an option said to the values of fields."""
    name, _, amount = text.rpartition("=")
    match field.kind:
        case Kind.AMOUNTS:
            values.setdefault(field.name, {})[name] = float(amount)
        case Kind.MEALS:
            minutes = dict.fromkeys([name] if name else MEALS, int(amount))
            values[field.name] = {**values.get(field.name, {}), **minutes}
        case Kind.TEXTS:
            texts = text.split(",") if field.bare else [text]
            values.setdefault(field.name, []).extend(texts)
        case Kind.NUMBER:
            values[field.name] = float(text)
        case _:
            values[field.name] = text


def _upgrade_6(value: dict[str, Any]) -> dict[str, Any]:
    """A file of version 6 as version 7 has it: with no row of the tables of cooking."""
    tables = value.get("tables")
    if not isinstance(tables, dict) or not isinstance(tables.get("rows"), dict):
        return value
    empty: dict[str, list[str]] = {name: [] for name in COOKING_TABLES}
    return {**value, "tables": {**tables, "rows": {**empty, **tables["rows"]}}}


def _upgrade_7(value: dict[str, Any]) -> dict[str, Any]:
    """A file of version 7 as version 8 has it: of the usual meals.

    No caution in it depends on other foods, and every dish is its own family.
    """
    request, tables = value.get("request"), value.get("tables")
    if isinstance(request, dict):
        meals = [{"name": meal, "served_as": meal} for meal in MEALS]
        value = {**value, "request": {"meals": meals, **request}}
    if not isinstance(tables, dict) or not isinstance(tables.get("eaters"), list):
        return value
    eaters = [{**one, "instead": []} if isinstance(one, dict) else one for one in tables["eaters"]]
    return {**value, "tables": {"families": {}, **tables, "eaters": eaters}}


def _upgrade_8(value: dict[str, Any]) -> dict[str, Any]:
    """A file of version 8 as version 9 has it: a pot has the water that its cooked food has."""
    tables = value.get("tables")
    rows = tables.get("rows") if isinstance(tables, dict) else None
    methods = rows.get("methods") if isinstance(rows, dict) else None
    if not isinstance(tables, dict) or not isinstance(rows, dict) or not isinstance(methods, list):
        return value
    filled = [MOST_ML.sub(r"{\1}", row) if isinstance(row, str) else row for row in methods]
    return {**value, "tables": {**tables, "rows": {**rows, "methods": filled}}}


def _add_fields(value: dict[str, Any], version: int) -> dict[str, Any]:
    """A file of an older version with the fields of a request that came later, by default."""
    request = value.get("request")
    if not isinstance(request, dict):
        return value
    people = request.get("people")
    if isinstance(people, list):
        later = find_missing(version, Scope.PERSON)
        people = [{**later, **one} if isinstance(one, dict) else one for one in people]
        request = {**request, "people": people}
    return {**value, "request": {**find_missing(version, Scope.PLAN), **request}}


UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    4: _upgrade_4,
    5: _upgrade_5,
    6: _upgrade_6,
    7: _upgrade_7,
    8: _upgrade_8,
}
"""What makes a file of each older version one of the next."""


def _refuse(constant: str) -> float:
    message = f"{constant} is not a number"
    raise ValueError(message)


MOST_VALUES = 2_000_000
"""More than half a year of ten people has; each takes memory when it is read."""


def parse_file(text: str, where: str) -> dict[str, Any]:
    """The JSON object of a plan file of any version that is read, as the newest version has it.

    `where` is the file's name, for messages. PlanFileError where the text is no JSON, no plan, a
    plan of another version or larger than any plan.
    """
    if not isinstance(text, str):
        raise PlanFileError(Problem(where, f"{quote(text)} is not a text", REMEDY))
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        what = f"is not a plan: it has more than {MOST_VALUES:,} values"
        raise PlanFileError(Problem(where, what, REMEDY))
    try:
        value = json.loads(
            text, parse_constant=_refuse, parse_int=read_whole, object_pairs_hook=read_object
        )
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        cut = " If it is one, it is cut short: plan the week again."
        raise PlanFileError(Problem(where, what, REMEDY + cut)) from error
    except RecursionError as error:
        raise PlanFileError(Problem(where, "is not a plan: nested too deeply", REMEDY)) from error
    except ValueError as error:
        raise PlanFileError(Problem(where, f"is not a plan: {error}", REMEDY)) from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise PlanFileError(Problem(where, "is not a plan", REMEDY))
    version = value.get("schema_version")
    versions = list(range(OLDEST_VERSION, SCHEMA_VERSION + 1))
    if isinstance(version, bool) or version not in versions:
        raise PlanFileError(_refuse_version(value, version, where))
    upgraded: dict[str, Any] = value
    for older in versions[versions.index(version) : -1]:
        upgraded = UPGRADES[older](upgraded)
    return _add_fields({"hard_minima": [], **upgraded}, version)  # it is written where there is one


def _refuse_version(value: Mapping[str, Any], version: Any, where: str) -> Problem:
    """The problem of a file of another version, with how to plan an older one again."""
    what = f"has schema version {quote(version)}, "
    what += f"this planner reads {OLDEST_VERSION} to {SCHEMA_VERSION}"
    if isinstance(version, bool) or not isinstance(version, int):
        return Problem(where, what, REMEDY)
    if version > SCHEMA_VERSION:
        return Problem(where, what, "It was written by a later planner: open it with that one.")
    words = find_words(value.get("request"))
    again = f"Plan it again: {mention(REQUEST, words)}" if words else "Plan the week again."
    return Problem(where, what, again)


def _put_in_weeks(value: dict[str, Any]) -> dict[str, Any]:
    """A file that has one list for all its days, with all of that list in the first week."""
    lines = value.get("shopping")
    if not isinstance(lines, list):
        return value
    if any(not isinstance(line, dict) or "week" in line for line in lines):
        return value
    return {**value, "shopping": [{"week": 1, "carried_grams": 0.0, **line} for line in lines]}
