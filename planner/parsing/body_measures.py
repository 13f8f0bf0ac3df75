"""Reads weights and heights as people write them: 63, 139lb, 9st4, 5ft5in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.errors import FieldPath, Problem, RequestError, clip, mention, quote

WEIGHTS_KG, HEIGHTS_CM, LIKELY_BMI = (20.0, 300.0), (100.0, 230.0), (11.0, 45.0)
CHILD_WEIGHTS_KG, CHILD_HEIGHTS_CM = (6.0, 80.0), (60.0, 165.0)  # below nine years
KG_PER_POUND = 0.45359237  # exact by definition, like the units below
WEIGHT_UNITS = {"kg": 1.0, "lb": KG_PER_POUND, "st": 14 * KG_PER_POUND}
HEIGHT_UNITS = {"cm": 1.0, "m": 100.0, "in": 2.54, "ft": 12 * 2.54}
SMALLER_UNITS = {"ft": "in", "st": "lb"}  # what a second number counts: 5ft5, 9st4
SPOKEN_UNITS = {
    **dict.fromkeys(("kgs", "kilo", "kilos"), "kg"),
    **dict.fromkeys(("lbs", "pound", "pounds"), "lb"),
    **dict.fromkeys(("stone", "stones"), "st"),
    **dict.fromkeys(("inch", "inches"), "in"),
    **dict.fromkeys(("foot", "feet"), "ft"),
}


def parse_weight(text: str | float, *, child: bool = False) -> float:
    """A body weight in kg from 63, "63kg", "139 lb" or "9st 4lb"; RequestError if it isn't one.

    Of a `child`, below nine years, it may be less.
    """
    likely = CHILD_WEIGHTS_KG if child else WEIGHTS_KG
    remedy = "Write kilograms, such as 63, or pounds, such as 139lb."
    return _measure(text, ("weight",), WEIGHT_UNITS, likely, remedy)


def parse_height(text: str | float, *, child: bool = False) -> float:
    """A height in cm from 165, "1.65m", "65in" or "5ft5in"; RequestError if it isn't one.

    Of a `child`, below nine years, it may be less.
    """
    likely = CHILD_HEIGHTS_CM if child else HEIGHTS_CM
    remedy = "Write centimetres, such as 165, or feet and inches, such as 5ft5in."
    return _measure(text, ("height",), HEIGHT_UNITS, likely, remedy)


def _measure(
    text: str | float,
    field: FieldPath,
    units: Mapping[str, float],
    likely: tuple[float, float],
    remedy: str,
) -> float:
    """A weight or a height in the first of its units."""
    plain = str(text).strip().lower().replace(",", ".").replace('"', "in").replace("'", "ft")
    match = re.fullmatch(r"(\d+\.?\d*) *([a-z]*) *(?:(\d+\.?\d*) *([a-z]*))?", plain)
    number, said, more, under = match.groups() if match else ("", "", None, None)
    basic, *others = units
    unit = SPOKEN_UNITS.get(said, said) or basic
    smaller = SPOKEN_UNITS.get(under or "", under) or SMALLER_UNITS.get(unit)
    if not match or unit not in units or (more and smaller != SMALLER_UNITS.get(unit, "")):
        what = f"{quote(text)} is not a {field[-1]}"
        raise RequestError(Problem(field, what, remedy))
    value = float(number) * units[unit] + float(more or 0) * units.get(smaller or "", 0)
    low, high = likely
    if not low <= value <= high:
        hints = [
            f" Did you mean {value:g}{other}, which is {value * units[other]:.0f} {basic}?"
            for other in others
            if not said and low <= value * units[other] <= high
        ]
        remedy = f"Between {low:g} and {high:g} {basic} can be planned for.{''.join(hints[:1])}"
        raise RequestError(Problem(field, f"{clip(str(text))} is out of range", remedy))
    return round(value, 1)


def check_build(weight_kg: float, height_cm: float, said: str | float) -> None:
    """Raise RequestError if the body mass index is unlikely and the weight has no unit.

    `said` is the weight as it was typed. A very low index is refused even with a unit.
    """
    index = weight_kg / (height_cm / 100) ** 2
    low, high = LIKELY_BMI
    unit_said = any(character.isalpha() for character in str(said))
    if low <= index <= high or (index > high and unit_said):
        return
    remedy = "Look at the weight, the height and their units again."
    if index > high:
        pounds = weight_kg * KG_PER_POUND
        remedy = f"Did you mean {weight_kg:g}lb, which is {pounds:.0f} kg? If not, write the unit"
        remedy += f" to say that it is right: {mention('weight', f'{weight_kg:g}kg')}."
    what = f"{weight_kg:g} kg at {height_cm:g} cm is a body mass index of {index:.0f}"
    raise RequestError(Problem(("weight",), what, remedy))
