"""Foods as eaten: one row each, nutrients per 100 g edible portion.

A blank nutrient is unknown. It counts nothing towards a minimum, and it is never printed as zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.errors import Problem
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import Source
from planner.tables.nutrients import ENERGY

COLUMNS = (
    "food_id",
    "name",
    "kind",
    "group",
    "contains",
    "roles",
    "portion",
    "portion_plural",
    "portion_g",
    "serving",
    "step",
    "everyday",
    "rare",
    "grocery_id",
    "bought_g_per_eaten_g",
    "bought_basis",
    "source",
    "source_id",
    "note",
    "advice",
)

OPTIONAL = ("bought_basis", "source", "source_id", "note", "advice")
"""Columns that a table may lack: what they say is unknown then."""

GROUPS = (
    "leafy-greens",
    "vegetables",
    "starchy-vegetables",
    "mushrooms",
    "fruit",
    "dried-fruit",
    "juices",
    "legumes",
    "soy",
    "nuts",
    "seeds",
    "grains",
    "breads",
    "cereals",
    "pasta",
    "milk",
    "yogurt",
    "cheese",
    "plant-milks",
    "eggs",
    "poultry",
    "meat",
    "fish",
    "shellfish",
    "oils",
    "sauces",
    "sweets",
    "snacks",
)

NONE, UNKNOWN = "none", "unknown"

CONTAINS = (
    "meat",
    "poultry",
    "fish",
    "shellfish",
    "milk",
    "egg",
    "honey",
    "gelatin",
    "wheat",
    "gluten",
    "soy",
    "peanut",
    "tree-nut",
    "sesame",
    "mustard",
    "celery",
    "lupin",
    "sulphite",
    "alcohol",
    "caffeine",
    "fortified",
)
"""What a food may contain; the cell is never blank: `none` or `unknown` is written out."""


@dataclass(frozen=True)
class Food:
    """A food as eaten.

    `portion` names the household measure and `portion_g` its grams; `serving` is how many of
    them one usually eats, and amounts are multiples of `step` portions. `note` says what is odd
    about the row, `advice` what the person who buys or eats it should know. `per_100g` holds
    every nutrient of the catalogue, None where it is unknown.
    """

    id: str
    name: str
    kind: str
    group: str
    contains: frozenset[str]
    roles: tuple[str, ...]
    portion: str
    portion_plural: str
    portion_g: float
    serving: float
    step: float
    everyday: bool
    rare: bool
    grocery_id: str
    bought_g_per_eaten_g: float
    bought_basis: str
    source: str
    source_id: str
    note: str
    advice: str
    per_100g: Mapping[str, float | None]


def read_foods(
    path: Source,
    nutrients: Collection[str],
    problems: list[Problem],
    *,
    groceries: Collection[str] | None = None,
) -> dict[str, Food]:
    """The foods of `foods.csv` by id; the energy of each must be known.

    With `groceries` given, each food must be made of one of those items.
    """
    foods = {}
    columns = (*COLUMNS, *nutrients)
    for row in read_rows(path, columns, problems, key="food_id", optional=OPTIONAL):
        contains = frozenset(row.words("contains", (*CONTAINS, NONE, UNKNOWN)))
        if len(contains) > 1 and contains & {NONE, UNKNOWN}:
            row.fault("contains", "'none' and 'unknown' stand alone")
        step = row.number("step", 0.25, 4)
        serving = row.number("serving", 0.25, 20)
        if (serving / step) % 1 > 0:  # neither is a number where the cell was bad
            row.fault("serving", f"{serving:g} is not a multiple of the step {step:g}")
        per_100g = {name: row.optional_number(name, 0, 100_000) for name in nutrients}
        if ENERGY in nutrients and not row.cells[ENERGY].strip():
            row.fault(ENERGY, "is blank", "Energy must be known: take another source.")
        food = Food(
            id=row.text("food_id"),
            name=row.text("name"),
            kind=row.text("kind"),
            group=row.choice("group", GROUPS),
            contains=contains,
            roles=row.words("roles"),
            portion=row.text("portion"),
            portion_plural=row.text("portion_plural"),
            portion_g=row.number("portion_g", 0.1, 2000),
            serving=serving,
            step=step,
            everyday=row.flag("everyday"),
            rare=row.flag("rare"),
            grocery_id=_grocery(row, groceries),
            bought_g_per_eaten_g=row.number("bought_g_per_eaten_g", 0.05, 10),
            bought_basis=row.text("bought_basis"),
            source=row.text("source"),
            source_id=row.text("source_id"),
            note=row.text("note", blank=True),
            advice=row.text("advice", blank=True),
            per_100g=per_100g,
        )
        foods[food.id] = food
    return foods


def _grocery(row: Row, groceries: Collection[str] | None) -> str:
    return (
        row.text("grocery_id")
        if groceries is None
        else row.choice("grocery_id", groceries, "groceries.csv")
    )
