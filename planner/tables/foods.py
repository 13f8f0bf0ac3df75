"""Foods as eaten: one row each, nutrients per 100 g edible portion.

A blank nutrient is unknown: it adds nothing towards a minimum and is never printed as zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from planner.errors import Problem
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import Source
from planner.tables.food_patterns import ADDED_SUGARS, EQUIVALENTS, MOST
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
"""Columns that a table may lack; their values are then unknown."""

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
    "rennet",
    "vitamin-d3",
)
"""What a food may contain. The cell is never blank: write `none` or `unknown`."""


@dataclass(frozen=True)
class Food:
    """A food as eaten.

    `portion` names the household measure, which weighs `portion_g` grams. People usually eat
    `serving` portions, and amounts are multiples of `step` portions. `note` says what is odd about
    the row; `advice` is for whoever buys or eats the food. `per_100g` has every nutrient of the
    catalogue, in the nutrient's unit per 100 g, None where it is unknown. `patterns` has the food
    group equivalents in 100 g (see `food_patterns`), and is empty where the tables have none.
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
    patterns: Mapping[str, float | None] = field(default_factory=dict)


def read_foods(
    path: Source,
    nutrients: Collection[str],
    problems: list[Problem],
    *,
    groceries: Collection[str] | None = None,
) -> dict[str, Food]:
    """The foods of `foods.csv` by id, faults added to `problems`; each must have its energy.

    If you give `groceries`, the `grocery_id` of each food must be one of them.
    """
    foods = {}
    columns = (*COLUMNS, *nutrients, *EQUIVALENTS)
    optional = (*OPTIONAL, *EQUIVALENTS, ADDED_SUGARS)  # food_patterns.csv has the last ones
    for row in read_rows(path, columns, problems, key="food_id", optional=optional):
        contains = frozenset(row.words("contains", (*CONTAINS, NONE, UNKNOWN)))
        if len(contains) > 1 and contains & {NONE, UNKNOWN}:
            row.fault(
                "contains",
                "'none' or 'unknown' is beside other words",
                "Write it alone, or leave it out.",
            )
        step = row.number("step", 0.25, 4)
        serving = row.number("serving", 0.25, 20)
        if (serving / step) % 1 > 0:  # neither is a number where the cell was bad
            row.fault("serving", f"{serving:g} is not a multiple of step, {step:g}")
        per_100g = {name: row.optional_number(name, 0, 100_000) for name in nutrients}
        if ENERGY in nutrients and not row.cells[ENERGY].strip():
            row.fault(ENERGY, "is blank", "Every food needs its energy: look for another source.")
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
            patterns={
                name: row.optional_number(name, 0, MOST)
                for name in EQUIVALENTS
                if name not in row.absent
            },
        )
        foods[food.id] = food
    return foods


def _grocery(row: Row, groceries: Collection[str] | None) -> str:
    return (
        row.text("grocery_id")
        if groceries is None
        else row.choice("grocery_id", groceries, "groceries.csv")
    )
