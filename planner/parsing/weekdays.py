"""Days of the week from their names."""

from __future__ import annotations

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST = 3  # letters of a name


def find_weekday(word: str) -> int | None:
    """The number of a day of the week, 0 for Monday; None for any other word.

    >>> [find_weekday(word) for word in ("Tuesday", "tue.", "Tuesday's", "tuesdays", "tea")]
    [1, 1, 1, 1, None]
    """
    simple = word.strip().lower().removesuffix("'s").removesuffix("\u2019s").rstrip(".")
    if len(simple) < SHORTEST:
        return None
    return next((n for n, day in enumerate(WEEKDAYS) if f"{day}s".startswith(simple)), None)
