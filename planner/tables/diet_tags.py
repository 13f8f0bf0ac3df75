"""What diets ask of each food and seasoning, beside what a food contains.

The tags stand in tables of their own, which tables may lack: then nothing is known of them, and a
diet that asks for one of them leaves the food out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.foods import NONE, TAGS, read_diet_tags, read_most_g

COLUMNS = ("food_id", "tags", "most_g", "fodmap_source")
OPTIONAL = ("most_g", "fodmap_source")
"""Columns that a table may lack; their values are then unknown."""
SEASONING_COLUMNS = ("seasoning", "tags", "instead")


@dataclass(frozen=True)
class FoodTags:
    """The tags of a food for diets, and the most grams of it at a meal, by the diet's id."""

    tags: frozenset[str] | None
    most_g: Mapping[str, float]


@dataclass(frozen=True)
class SeasoningTags:
    """The tags of a seasoning, and what goes in `instead` where a diet leaves it out."""

    tags: frozenset[str]
    instead: tuple[str, ...]


def read_food_tags(
    path: Source, problems: list[Problem], *, foods: Collection[str] | None = None
) -> dict[str, FoodTags]:
    """The rows of `diet_tags.csv` by food; if you give `foods`, each must be of one of them."""
    return {
        row.choice_or_text("food_id", foods, "foods.csv"): FoodTags(
            read_diet_tags(row, "tags"), read_most_g(row, "most_g")
        )
        for row in read_rows(path, COLUMNS, problems, key="food_id", optional=OPTIONAL)
    }


def read_seasoning_tags(path: Source, problems: list[Problem]) -> dict[str, SeasoningTags]:
    """The rows of `seasoning_tags.csv` by seasoning."""
    return {
        row.text("seasoning"): SeasoningTags(
            frozenset(row.words("tags", (*TAGS, NONE))) - {NONE},
            row.words("instead", blank=True),
        )
        for row in read_rows(path, SEASONING_COLUMNS, problems, key="seasoning")
    }


def replace_seasonings(
    names: Sequence[str], excluded: Collection[str], tags: Mapping[str, SeasoningTags]
) -> tuple[str, ...]:
    """The seasonings without those that have an `excluded` tag, each with what goes in instead.

    One without a row is unknown and goes out too, unless nothing is excluded. Where nothing may
    stand for a seasoning it is left out.

        >>> tags = {"garlic": SeasoningTags(frozenset({"allium"}), ("asafoetida",))}
        >>> tags["asafoetida"] = SeasoningTags(frozenset(), ())
        >>> replace_seasonings(("garlic",), {"allium"}, tags)
        ('asafoetida',)
    """

    def fits(name: str) -> bool:
        return name in tags and tags[name].tags.isdisjoint(excluded)

    if not excluded:
        return tuple(names)
    kept = [name for name in names if fits(name)]
    found: list[str] = []
    for name in names:
        if fits(name):
            found.append(name)
            continue
        instead = tags[name].instead if name in tags else ()
        found += [one for one in instead if fits(one) and one not in (*kept, *found)][:1]
    return tuple(found)
