"""The ages that are planned for, and what to write for an age in months."""

from __future__ import annotations

import re

YOUNGEST, OLDEST = 1, 120
INFANT = (
    "Below one year a baby lives on breast milk or formula, and from about six months on soft"
    " food is added to it. Ask your pediatrician what suits yours. From the first birthday on you"
    " can plan for them here."
)
MONTHS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:m|mo|mos|months?)\.?", re.IGNORECASE)
YEARS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:y|yr|yrs|years?)?\.?(?: old)?", re.IGNORECASE)


def explain_age(value: object) -> str:
    """What to write for an age in months or in parts of a year; empty for anything else.

    >>> explain_age("18 months")
    'An age is the whole years since the last birthday: write 1.'
    """
    text = str(value).strip()
    months, years = MONTHS.fullmatch(text), YEARS.fullmatch(text)
    age = float(months[1]) / 12 if months else float(years[1]) if years else None
    if age is None or age > OLDEST:
        return ""
    if age < YOUNGEST:
        return INFANT
    return f"An age is the whole years since the last birthday: write {int(age)}."
