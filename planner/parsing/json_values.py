"""Reads values of a JSON file that someone may have edited, and checks the kind of each.

A value of the wrong kind raises Unfit, with its key and the value seen. The reader of the file
adds where it is and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from planner.errors import quote

LARGEST = 1e9  # no number of a plan may be larger
DIGITS = 10  # that a number is written with; what floating point adds after them means nothing
MOST_DIGITS = 20  # a whole number with more is refused


class Unfit(ValueError):
    """A value that is of the wrong kind, out of range, missing or unknown."""


def read_object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object from its keys and values; Unfit if a key comes twice."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unfit(f"{quote(key)} appears twice in one object")
        found[key] = value
    return found


def read_whole(text: str) -> int:
    """A whole number from its digits; Unfit if there are too many of them."""
    if len(text) > MOST_DIGITS:
        raise Unfit(f"{quote(text)} is out of range")
    return int(text)


def take_record(value: Any, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """An object that has these keys and no others."""
    if not isinstance(value, dict):
        raise Unfit(f"{quote(value)} should be an object with the key {quote(keys[0])}")
    for key in keys:
        if key not in value:
            raise Unfit(f"{quote(key)} is missing")
    for key in value:
        if key not in keys:
            raise Unfit(f"{quote(key)} is an unknown key")
    return value


def take_list(record: Mapping[str, Any], key: str) -> list[Any]:
    """A list."""
    value = record[key]
    if not isinstance(value, list):
        raise Unfit(f"{key} {quote(value)} is not a list")
    return value


def take_text(record: Mapping[str, Any], key: str) -> str:
    """A text in valid Unicode."""
    return _text(record[key], key)


def take_texts(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(_text(value, key) for value in take_list(record, key))


def take_number(record: Mapping[str, Any], key: str, low: float = 0.0) -> float:
    """A number from `low` to LARGEST."""
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit(f"{key} {quote(value)} is not a number")
    if not low <= value <= LARGEST:
        raise Unfit(f"{key} {quote(value)} is out of range")
    return float(value)


def take_numbers(record: Mapping[str, Any], key: str) -> dict[str, float]:
    """An object whose values are numbers, none below zero."""
    numbers = record[key]
    if not isinstance(numbers, dict):
        raise Unfit(f"{key} {quote(numbers)} is not an object of numbers")
    return {name: take_number(numbers, name) for name in numbers}


def take_whole(record: Mapping[str, Any], key: str) -> int:
    """A whole number from 0 to 2³² - 1."""
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(f"{key} {quote(value)} is not a whole number")
    if not 0 <= value < 2**32:
        raise Unfit(f"{key} {quote(value)} is out of range")
    return value


def take_date(record: Mapping[str, Any], key: str) -> date:
    """A date in ISO 8601, such as 2026-11-30."""
    try:
        return date.fromisoformat(take_text(record, key))
    except ValueError as error:
        raise Unfit(f"{key} {quote(record[key])} is not a date such as 2026-11-30") from error


def take_flag(record: Mapping[str, Any], key: str) -> bool:
    """True or false."""
    value = record[key]
    if not isinstance(value, bool):
        raise Unfit(f"{key} {quote(value)} is neither true nor false")
    return value


def tidy_numbers(value: Any) -> Any:
    """The same JSON value with each number rounded to DIGITS significant digits."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: tidy_numbers(one) for key, one in value.items()}
    return [tidy_numbers(one) for one in value] if isinstance(value, list) else value


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise Unfit(f"{key} {quote(value)} is not a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Unfit(f"{key} {quote(value)} has half of a character") from error
    return value
