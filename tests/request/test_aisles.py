"""The aisles of one's own shop order the list and move what stands elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import HouseholdFileError
from planner.plans.records import ShoppingLine
from planner.plans.shopping import arrange
from planner.request.aisles import read_own_aisles
from planner.tables.bundle import Tables


def write(folder: Path, text: str) -> Path:
    """A file of aisles."""
    path = folder / "aisles.csv"
    path.write_text(text, encoding="utf-8")
    return path


def lines(tables: Tables, *items: str) -> list[ShoppingLine]:
    """A line for each item, in its bundled aisle."""
    return [
        ShoppingLine(
            *(1, item, tables.groceries[item].aisle, 1.0, 0.0, 0.0, (), 0.0, 0.0), price_known=True
        )
        for item in items
    ]


def test_the_list_follows_the_shop(tables: Tables, tmp_path: Path) -> None:
    """Named aisles first in their order, an own one with its items, the others as bundled."""
    path = write(
        tmp_path,
        "aisle,heading,items\nDrinks,,\n"
        "health-food,Health food,tahini;firm tofu\nproduce,Greens,\n",
    )
    aisles = read_own_aisles(path, tables)
    assert list(aisles.headings)[:4] == ["drinks", "health-food", "produce", "bakery"]
    assert aisles.headings["produce"] == "Greens"
    assert aisles.headings["drinks"] == tables.aisles["drinks"]
    listed = arrange(
        lines(tables, "bananas", "tahini", "prune-juice", "firm-tofu", "feta"), tables, aisles
    )
    assert [(line.grocery_id, line.aisle) for line in listed] == [
        ("prune-juice", "drinks"),
        ("firm-tofu", "health-food"),
        ("tahini", "health-food"),
        ("bananas", "produce"),
        ("feta", "dairy-chilled"),
    ]


def test_a_file_that_is_not_there_is_named_with_what_it_should_be(tables: Tables) -> None:
    """As a pantry is: its path as it was given, and what to name."""
    with pytest.raises(HouseholdFileError) as error:
        read_own_aisles(Path("nix.csv"), tables)
    assert str(error.value) == (
        "nix.csv: doesn't exist\n"
        "  Name a CSV file of your shop's aisles, with the columns aisle and items."
    )


def test_the_order_alone_is_enough(tables: Tables, tmp_path: Path) -> None:
    """One column of aisles, by id or heading, with every aisle kept."""
    aisles = read_own_aisles(write(tmp_path, "aisle\nFrozen\nMeat and fish\n"), tables)
    assert list(aisles.headings)[:2] == ["frozen", "meat-fish"]
    assert aisles.headings.keys() == tables.aisles.keys()


def test_every_unknown_word_is_named(tables: Tables, tmp_path: Path) -> None:
    """An aisle without items that isn't known, an item that no shop sells, one in two aisles."""
    text = (
        "aisle,items\nfrozn,\ncorner,tahinni;tofu press\nshelf,tahini\nbay,tahini\n"
        "drinks,\nDrinks,\n"
    )
    with pytest.raises(HouseholdFileError) as caught:
        read_own_aisles(write(tmp_path, text), tables)
    said = [(str(p.where).partition(", ")[2], p.remedy) for p in caught.value.problems]
    assert [place for place, _ in said] == [
        *("line 2, column aisle", "line 3, column items", "line 3, column items"),
        *("line 5, column items", "line 7, column aisle"),
    ]
    assert "frozen" in said[0][1]
    assert "tahini" in said[1][1]
