"""What people call the foods of the tables in their recipes, and what a piece or a cup weighs.

`food_aliases.csv` is checked by hand, row by row: its words name one food and no other, or the row
says between which foods a person must choose. Beside it stand the foods that recipes of one's own
are cooked from and that no bundled dish serves, such as flour: `recipe_foods.csv`, with their items
in `recipe_groceries.csv`. Plans without recipes of one's own read none of the three.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from planner.errors import Problem, quote
from planner.parsing.csv_rows import raise_problems, read_rows
from planner.tables.bundle import Tables, find_data
from planner.tables.foods import WATER, read_foods
from planner.tables.groceries import read_groceries

FILES = ("recipe_foods.csv", "recipe_groceries.csv", "food_aliases.csv")
COLUMNS = ("words", "food_id", "raw", "canned", "options", "state", "measures", "note")
SEASONING = "seasoning"
"""What isn't counted, as in the bundled dishes: salt, spices, dried herbs, vinegar."""
ASK, EATEN = "ask", "eaten"
STATES = ("", ASK, EATEN)


@dataclass(frozen=True)
class Alias:
    """A food by the words that people write for it.

    `food_id` is the food as it is in a cooked dish, `raw` that in a dish that nobody cooks,
    `canned` that of a can; each is empty where the first stands for it. `food_id` may be SEASONING
    or WATER.
    Where the words alone don't say which food is meant, it is one of `options`. `eaten` is whether
    recipes weigh it as it is eaten, and not as it is bought. `measures` has grams by the unit: of
    packs and pieces as bought, of cups and spoons without peel.
    """

    words: tuple[str, ...]
    food_id: str
    raw: str
    canned: str
    options: tuple[str, ...]
    eaten: bool
    measures: Mapping[str, float]
    note: str


@lru_cache(maxsize=16384)  # names are looked up again and again
def fold(text: str) -> str:
    """A name without capitals, accents and hyphens, so that two ways to write it are one.

    >>> fold("Crème  Fraîche"), fold("all-purpose flour")
    ('creme fraiche', 'all purpose flour')
    """
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[-_]", " ", plain.lower()).split())


def read_aliases(tables: Tables, folder: Path | None = None) -> dict[str, Alias]:
    """The aliases by each of their words, folded; TableError if a row names no food of `tables`.

    The tables must have the foods of recipes: see `add_recipe_foods`.
    """
    problems: list[Problem] = []
    found: dict[str, Alias] = {}
    path = (folder or find_data()) / "food_aliases.csv"
    special = (SEASONING, WATER)
    for row in read_rows(path, COLUMNS, problems):
        options = row.words("options", [*tables.foods], blank=True)
        state = row.text("state", blank=True)
        if state not in STATES:
            row.fault(
                "state", f"{quote(state)} is none of ask, eaten", "Leave it blank, or mend it."
            )
        measures = {}
        for word in row.words("measures", blank=True):
            unit, _, number = word.partition("=")
            try:
                measures[unit] = float(number)
            except ValueError:
                row.fault("measures", f"{quote(word)} is no unit with its grams")
        named = {}
        for column in ("food_id", "raw", "canned"):
            named[column] = row.text(column, blank=True)
            known = {*tables.foods, *(special if column == "food_id" else ())}
            if named[column] and named[column] not in known:
                row.fault(column, f"there is no food {quote(named[column])}")
        if bool(options) != (state == ASK) or (not options and not named["food_id"]):
            row.fault("options", "must be filled in where the state is ask, and else blank")
        alias = Alias(
            words=row.words("words"),
            options=options,
            eaten=state == EATEN,
            measures=measures,
            note=row.text("note", blank=True),
            **named,
        )
        for word in alias.words:
            if found.setdefault(fold(word), alias) is not alias:
                row.fault("words", f"{quote(word)} stands in another row too", "Remove one.")
    raise_problems(problems)
    return found


def add_recipe_foods(tables: Tables, folder: Path | None = None) -> Tables:
    """Tables with the foods that recipes of one's own are cooked from, and their items."""
    problems: list[Problem] = []
    source = folder or find_data()
    items = read_groceries(source / "recipe_groceries.csv", problems, aisles=tables.aisles)
    groceries = {**tables.groceries, **items, **tables.groceries}  # what is bundled stays
    foods = read_foods(
        source / "recipe_foods.csv", tuple(tables.nutrients), problems, groceries=groceries
    )
    raise_problems(problems)
    return replace(
        tables,
        foods={**tables.foods, **foods, **tables.foods},
        groceries=groceries,
    )
