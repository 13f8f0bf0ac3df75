"""The bundled tables with a kitchen's own foods and recipes laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from planner.errors import HouseholdFileError, Problem
from planner.importers.matching import Matcher
from planner.kitchen.folder import ALIASES, FOODS, RECIPES
from planner.kitchen.own_foods import (
    OwnFoods,
    read_own_aliases,
    read_own_foods,
    take_own_aliases,
    take_own_foods,
)
from planner.kitchen.own_recipes import OwnRecipe, read_recipes
from planner.tables.bundle import Tables, find_data
from planner.tables.food_aliases import FILES as ALIAS_FILES
from planner.tables.food_aliases import add_recipe_foods, read_aliases


@dataclass(frozen=True)
class OwnTables:
    """Tables with a kitchen's own things, and what of its files isn't understood.

    `recipes` has all of them, also those that can't be served yet; `matcher` finds foods by the
    words of this kitchen. `wide` are the tables with every food that a recipe may be cooked from,
    whether or not some recipe is served.
    """

    tables: Tables
    wide: Tables
    bundled: Tables
    recipes: tuple[OwnRecipe, ...]
    problems: tuple[Problem, ...]
    matcher: Matcher


def lay_over(tables: Tables, folder: Path) -> OwnTables:
    """Bundled tables with the foods and recipes of a kitchen, under a hash of their own.

    A kitchen without either gives the tables themselves. HouseholdFileError for a broken foods.toml
    or aliases.toml; a recipe that isn't understood is a problem, and the others are served.
    """
    wide = add_recipe_foods(tables)
    own = read_own_foods(folder / FOODS, wide)
    wide = _add_own(wide, own)
    return _lay_over(tables, wide, own, read_own_aliases(folder / ALIASES, wide), folder)


def lay_over_sound(tables: Tables, folder: Path) -> tuple[OwnTables, bool]:
    """The same with what is sound of foods.toml and aliases.toml; what isn't is a problem.

    And whether both could be read, without which recipes can't be judged.
    """
    wide = add_recipe_foods(tables)
    problems: list[Problem] = []
    own, readable = OwnFoods(), True
    aliases: Mapping[str, str] = {}
    try:
        own, faults = take_own_foods(folder / FOODS, wide)
        problems += faults
    except HouseholdFileError as error:
        problems += error.problems
        readable = False
    wide = _add_own(wide, own)
    try:
        aliases, faults = take_own_aliases(folder / ALIASES, wide)
        problems += faults
    except HouseholdFileError as error:
        problems += error.problems
        readable = False
    laid = _lay_over(tables, wide, own, aliases, folder)
    return replace(laid, problems=(*problems, *laid.problems)), readable


def _add_own(wide: Tables, own: OwnFoods) -> Tables:
    return replace(
        wide,
        foods={**wide.foods, **own.foods},
        groceries={**wide.groceries, **own.groceries},
    )


def _lay_over(
    tables: Tables, wide: Tables, own: OwnFoods, aliases: Mapping[str, str], folder: Path
) -> OwnTables:
    matcher = Matcher(wide, read_aliases(wide), aliases)
    recipes, problems = read_recipes(folder / RECIPES, matcher, wide)
    served = {one.id: one for one in recipes if one.dish is not None}
    if not served and not own.foods:
        return OwnTables(tables, wide, tables, tuple(recipes), tuple(problems), matcher)
    base = (
        wide
        if served
        else replace(
            tables,
            foods={**tables.foods, **own.foods},
            groceries={**tables.groceries, **own.groceries},
        )
    )
    laid = replace(
        base,
        foods={**base.foods, **{name: one.food for name, one in served.items() if one.food}},
        groceries={
            **base.groceries,
            **{name: one.grocery for name, one in served.items() if one.grocery},
        },
        dishes={**base.dishes, **{name: one.dish for name, one in served.items() if one.dish}},
        cooking={**base.cooking, **own.cooking},
        hash=_hash(tables, folder, served),
    )
    return OwnTables(laid, wide, tables, tuple(recipes), tuple(problems), matcher)


def _hash(tables: Tables, folder: Path, served: Mapping[str, OwnRecipe]) -> str:
    """A hash of the bundled tables and of what of a kitchen is laid over them."""
    digest = hashlib.sha256(tables.hash.encode())
    for name in ALIAS_FILES if served else ():
        digest.update((find_data() / name).read_bytes().replace(b"\r\n", b"\n"))
    for path in (folder / FOODS, folder / ALIASES):
        digest.update(path.read_bytes() if path.exists() else b"")
    for _, one in sorted(served.items()):
        for ending in (".cook", ".toml"):
            beside = f"{one.place.removesuffix('.cook')}{ending}"
            digest.update(beside.encode())
            with suppress(FileNotFoundError):
                digest.update((folder / beside).read_bytes())
    return digest.hexdigest()[:16]


def refuse_problems(own: OwnTables) -> None:
    """Raise HouseholdFileError if something of a kitchen isn't understood."""
    if own.problems:
        raise HouseholdFileError(*own.problems)
