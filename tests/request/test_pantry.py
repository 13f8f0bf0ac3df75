"""The pantry's file: what people write in it, and what is wrong with it, all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.errors import HouseholdFileError
from planner.request.pantry import read_pantry
from planner.tables.bundle import Tables


def write(folder: Path, text: str) -> Path:
    """A pantry of this text."""
    path = folder / "pantry.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_items_are_found_by_what_they_are_called(tables: Tables, tmp_path: Path) -> None:
    """By id, by the list's name with or without its bracket, by a food's name, in any case."""
    path = write(
        tmp_path,
        "item,grams\nrolled-oats,400\nSoy Milk,0.5 kg\nBanana,2 lb\nlarge eggs,114g\n"
        '"canned corn, no salt added",340\n',
    )
    assert read_pantry(path, tables).grams == {
        "rolled-oats": 400,
        "soy-milk": 500,
        "bananas": pytest.approx(907.18474),
        "eggs": 114,
        "canned-corn": 340,
    }


def test_amounts_are_read_as_people_count(tables: Tables, tmp_path: Path) -> None:
    """Drinks by volume, what has one size by the pack; a word that isn't the item's is no unit."""
    path = write(tmp_path, "item,grams\nwhole milk,1 l\ncanned beets,2 cans\nbananas,3 pieces\n")
    milk = tables.groceries["whole-milk"].g_per_ml or 0.0
    assert read_pantry(path, tables).grams == {
        "whole-milk": pytest.approx(1000 * milk),
        "canned-beets": 850,
        "bananas": 555,
    }
    eggs = read_pantry(write(tmp_path, "item,grams\nlarge eggs,6 pieces\n"), tables)
    assert eggs.grams == {"eggs": pytest.approx(6 * 56.8)}
    with pytest.raises(HouseholdFileError, match="Write 3 pieces"):
        read_pantry(write(tmp_path, "item,grams\nbananas,3\n"), tables)
    with pytest.raises(HouseholdFileError, match="is not a weight"):
        read_pantry(write(tmp_path, "item,grams\nbananas,3 l\n"), tables)


def test_spaces_after_commas_do_no_harm(tables: Tables, tmp_path: Path) -> None:
    """A file typed as one writes a sentence is understood."""
    path = write(tmp_path, "item, grams, best_before\nfeta, 113, 2026-12-20\n\n")
    assert read_pantry(path, tables).grams == {"feta": 113}


def test_what_is_cooked_counts_as_what_it_took_dry(tables: Tables, tmp_path: Path) -> None:
    """300 g of boiled lentils spare the dry lentils they were, a banana no more than itself."""
    pantry = read_pantry(write(tmp_path, "item,grams\nboiled lentils,300\n"), tables)
    ratio = tables.foods["lentils-boiled"].bought_g_per_eaten_g
    assert pantry.grams == {"dry-brown-lentils": pytest.approx(300 * ratio)}


def test_the_same_item_may_have_two_dates(tables: Tables, tmp_path: Path) -> None:
    """Two tubs of different dates add up; the earlier one is the item's."""
    text = "item,grams,best_before\nfeta,113,2026-12-20\nfeta,200,2026-12-01\napples,150,\n"
    pantry = read_pantry(write(tmp_path, text), tables)
    assert pantry.grams == {"feta": 313, "apples": 150}
    assert pantry.best_before == {"feta": date(2026, 12, 1)}


def test_every_fault_is_named_once(tables: Tables, tmp_path: Path) -> None:
    """All lines are read; each fault has its line, its column and what may have been meant."""
    text = (
        "item,grams,best_before\nfetta,100,\nfeta,-5,\nfeta,2 cans,\nfeta,100,tomorrow\n"
        "feta,50,\nfeta,60,\n,5,\nmilk,500,\n"
    )
    with pytest.raises(HouseholdFileError) as caught:
        read_pantry(write(tmp_path, text), tables)
    found = {(str(p.where).partition(", ")[2], p.what): p.remedy for p in caught.value.problems}
    places = [place for place, _ in found]
    assert places == [
        *("line 2, column item", "line 3, column grams", "line 4, column grams"),
        *("line 5, column best_before", "lines 6 and 7, column item"),
        *("line 8, column item", "line 9, column item"),
    ]
    remedies = list(found.values())
    assert "feta" in remedies[0]
    assert "0.4 kg" in remedies[2]
    assert "2026-12-01" in remedies[3]
    assert "milk" in remedies[6], "a word that is in several names asks which"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "has no column item, grams"),
        ("name,grams\nfeta,100\n", "has no column item"),
        ("item;grams\nfeta;100\n", "separates its columns with semicolons"),
        ("item\tgrams\nfeta\t100\n", "separates its columns with tabs"),
    ],
)
def test_a_file_of_other_columns_is_refused(
    text: str, what: str, tables: Tables, tmp_path: Path
) -> None:
    """An empty file and other headings say which column is missing, another separator which."""
    with pytest.raises(HouseholdFileError, match=what):
        read_pantry(write(tmp_path, text), tables)


def test_a_file_as_a_spreadsheet_writes_it_is_read(tables: Tables, tmp_path: Path) -> None:
    """Capitals in the headings, commas beyond them and lines of commas do no harm."""
    text = "Item , Grams,,\nfeta,113,,\n,,,,\nrolled oats,400\n"
    assert read_pantry(write(tmp_path, text), tables).grams == {"feta": 113, "rolled-oats": 400}


@pytest.mark.parametrize(
    ("line", "grams"),
    [
        ("bananas,2 pounds", 907.18),
        ("rolled oats,2 kgs", 2000),
        ('rolled oats,"1,000 g"', 1000),
        ("rolled oats,400 grams", 400),
    ],
)
def test_units_may_be_written_out(line: str, grams: float, tables: Tables, tmp_path: Path) -> None:
    """Pounds, kilos and thousands with a comma are read as people write them."""
    pantry = read_pantry(write(tmp_path, f"item,grams\n{line}\n"), tables)
    assert list(pantry.grams.values()) == [pytest.approx(grams, abs=0.01)]


def test_a_bare_number_may_be_a_quarter_of_a_piece(tables: Tables, tmp_path: Path) -> None:
    """Less is taken for a count: 2 bananas are not 2 g of them. Nothing at all may be said."""
    quarter = (tables.groceries["bananas"].counted_g or 0.0) / 4
    for grams in (0, quarter, quarter + 1):
        pantry = read_pantry(write(tmp_path, f"item,grams\nbananas,{grams:g}\n"), tables)
        assert pantry.grams.get("bananas", 0.0) == grams
    for grams in (0.1, 2, quarter - 1):
        with pytest.raises(HouseholdFileError, match=f"{grams:g} g is not even a quarter of one"):
            read_pantry(write(tmp_path, f"item,grams\nbananas,{grams:g}\n"), tables)
    pantry = read_pantry(write(tmp_path, "item,grams\nbananas,2 pieces\n"), tables)
    assert pantry.grams == {"bananas": 8 * quarter}


def test_a_pack_of_several_sizes_says_which_there_are(tables: Tables, tmp_path: Path) -> None:
    """A bottle that may be a small or a large one isn't guessed at."""
    item = next(one for one in tables.groceries.values() if one.one_size_g is None)
    text = f'item,grams\n"{item.name}",1 {item.pack}\n'
    with pytest.raises(HouseholdFileError, match=f"There are {item.pack_plural} of"):
        read_pantry(write(tmp_path, text), tables)


def test_a_word_for_several_items_asks_first_for_those_of_that_kind(
    tables: Tables, tmp_path: Path
) -> None:
    """Chicken is rather a chicken's breast than a vegan one."""
    with pytest.raises(HouseholdFileError) as caught:
        read_pantry(write(tmp_path, "item,grams\nchicken,500\n"), tables)
    before = caught.value.problems[0].remedy.partition("vegan")[0]
    assert "chicken breast" in before
    assert "chicken drumsticks" in before


def test_a_pantry_that_is_not_there_is_named(tables: Tables, tmp_path: Path) -> None:
    """The file's name, not a traceback."""
    with pytest.raises(HouseholdFileError, match=r"pantry\.csv"):
        read_pantry(tmp_path / "pantry.csv", tables)
