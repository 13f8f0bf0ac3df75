"""The pot of a recipe of one's own in words: what goes in, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.importers.ingredient_words import MEASURES, WORDS_OF_UNITS
from planner.plans.names import join_words
from planner.plans.pots import Pot
from planner.render.phrases import write_count
from planner.tables.dishes import KEEPS

NUMBER = re.compile(r"\{(\d+(?:\.\d+)?(?:e-?\d+)?)\}(-)?(?: (\w+))?")
WEIGHED = ("g", "ml", "mg")
FINER = {"kg": ("g", 1000.0), "l": ("ml", 1000.0), "cup": ("tbsp", 16.0), "tbsp": ("tsp", 3.0)}
"""The smaller unit of one that little is left of, and how many of it there are."""
LEAST = {"kg": 1.0, "l": 1.0, "cup": 0.25, "tbsp": 0.5}
EIGHTHS = {1 / 8: "⅛", 1 / 3: "⅓", 2 / 3: "⅔", 3 / 8: "⅜", 5 / 8: "⅝", 7 / 8: "⅞"}
NEAR = 0.03  # of a piece: nobody measures finer
PLURALS = {
    word: f"{word}s"
    for word, unit in WORDS_OF_UNITS.items()
    if f"{word}s" in WORDS_OF_UNITS and (unit not in MEASURES or word == "cup")
}


def write_ingredient(template: str, servings: float) -> str:
    """A line of the ingredients for so many servings, in amounts that a cook can measure.

    >>> write_ingredient("{50} g red lentils, rinsed", 3), write_ingredient("{0.25} tbsp oil", 1)
    ('150 g red lentils, rinsed', '¾ tsp oil')
    """

    def write(found: re.Match[str]) -> str:
        number, unit = float(found[1]) * servings, found[3] or ""
        if found[2]:
            return f"{write_amount(number, unit)}-"
        while unit in FINER and number < LEAST[unit]:
            smaller, times = FINER[unit]
            unit, number = smaller, number * times
        several = number > 1 and unit in PLURALS
        return f"{write_amount(number, unit)} {PLURALS[unit] if several else unit}".strip()

    text = re.sub(r"\}-\{", "}-{", template)
    return NUMBER.sub(write, text).replace("}", "").replace("{", "")


def write_amount(number: float, unit: str) -> str:
    """A number that can be measured: whole grams, and eighths and thirds of all else."""
    if unit in WEIGHED:
        return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
    whole, rest = divmod(number, 1)
    for share, sign in EIGHTHS.items():
        if abs(rest - share) < NEAR and whole < 10:
            return f"{int(whole) or ''}{sign}"
    quarters = round(number * 4) / 4
    return write_count(quarters or max(0.125, round(number * 8) / 8))


def write_not_counted(names: Sequence[str]) -> str:
    """Which ingredients count for nothing, since it isn't known what or how much they are."""
    return f"Not known, so not counted: {join_words(names)}." if names else ""


def write_pot(pot: Pot) -> list[str]:
    """What goes into a pot, what of it isn't counted, and what is to be done with the rest."""
    lines = [write_ingredient(one, pot.servings) for one in pot.dish.ingredients]
    of = f" (the recipe makes {write_count(pot.dish.serves)})"
    of = "" if pot.servings == pot.dish.serves else of
    texts = [f"For {_write_servings(pot.servings)}{of}: {'; '.join(lines)}."]
    if pot.food.unknown_parts:
        texts.append(write_not_counted(pot.food.unknown_parts))
    if pot.spare > NEAR:
        are = "is" if pot.spare <= 1 else "are"
        keeps = "the fridge, or freeze it" if KEEPS in pot.dish.tags else "the freezer"
        texts.append(f"{_write_servings(pot.spare)} {are} left over: put it into {keeps}.")
    return texts


def write_thawed_pot(pot: Pot) -> tuple[str, ...]:
    """What of a pot comes out of the freezer the evening before; nothing where nothing does."""
    if not pot.thawed:
        return ()
    return (f"Thaw {_write_servings(pot.thawed)} of {pot.dish.name} in the fridge overnight.",)


def write_warmed_pot(pot: Pot) -> tuple[str, ...]:
    """What is done with what was thawed: reheated to 165 °F, as USDA FSIS says of leftovers."""
    if not pot.thawed or "cold" in pot.dish.tags:
        return ()
    beside = f" the {_write_servings(pot.thawed)} from the freezer" if pot.servings else " it"
    return (f"Heat{beside} until steaming hot all through (74 °C, 165 °F).",)


def _write_servings(servings: float) -> str:
    return f"{write_count(servings)} serving{'s' if servings > 1 else ''}"
