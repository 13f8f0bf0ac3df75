"""What groceries.csv says of storage, held against USDA's FoodKeeper where its table lies."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from planner.tables.bundle import Tables

PLACES = ("pantry", "pantry_dop", "fridge", "fridge_dop", "freezer", "freezer_dop")
ESTIMATED = "; closed: estimate"


@pytest.fixture(scope="module")
def foodkeeper() -> dict[str, dict[str, str]]:
    """The rows of FoodKeeper by id, which are not in this repository."""
    path = Path(os.environ.get("PLANNER_SOURCE_TABLES", ""), "facts", "foodkeeper.csv")
    if not path.is_file():
        pytest.skip("PLANNER_SOURCE_TABLES names no folder with facts/foodkeeper.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def find_days(row: dict[str, str], *columns: str) -> list[float]:
    """The days of some columns of a row, where they are known."""
    return [float(row[column]) for column in columns if row[column]]


def test_nothing_is_kept_longer_than_foodkeeper_says(
    tables: Tables, foodkeeper: dict[str, dict[str, str]]
) -> None:
    """Closed, open and frozen; what FoodKeeper has no days for is marked as an estimate."""
    matched = 0
    for item in tables.groceries.values():
        if not item.storage_source.startswith("FoodKeeper "):
            continue
        named = item.storage_source.removeprefix("FoodKeeper ")
        row = foodkeeper[named.removesuffix(ESTIMATED)]
        matched += 1
        closed = find_days(row, *(f"{place}_max_days" for place in PLACES))
        if not named.endswith(ESTIMATED) and item.id != "applesauce":
            assert item.keeps_days <= max(closed), item.id
        opened = find_days(row, "pantry_opened_max_days", "fridge_opened_max_days")
        if item.opened_days is not None:
            assert item.opened_days in opened, item.id
        frozen = find_days(row, "freezer_max_days", "freezer_dop_max_days")
        if item.freezer_days is not None:
            assert item.freezer_days in frozen, item.id
    assert matched > 400


def test_every_item_says_where_its_keeping_times_come_from(tables: Tables) -> None:
    """And what is left in an open pack never outlives a closed one."""
    for item in tables.groceries.values():
        assert item.storage_source == "estimate" or item.storage_source.startswith("FoodKeeper ")
        assert item.left_days <= item.keeps_days
