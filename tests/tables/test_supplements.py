"""The table of supplements, the words that allow them, and their part in targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import Person, find_targets, read_tables
from planner.errors import RequestError, TableError
from planner.people.targets import find_supplement_limits, leave_to_food
from planner.tables.bundle import Tables
from planner.tables.supplements import find_supplements

HEADER = "nutrient,dose,also,form,source\n"


def test_doses_stand_from_small_to_large_and_have_sources(tables: Tables) -> None:
    """Whoever takes the first that does takes the smallest."""
    keys = [(one.nutrient, one.dose) for one in tables.supplements]
    assert keys == sorted(keys)
    assert all(one.source and one.form for one in tables.supplements)
    assert all(one.brings[one.nutrient] == one.dose for one in tables.supplements)


def test_no_dose_alone_passes_an_upper_level_of_adults(tables: Tables) -> None:
    """A row that no adult may take has no place in the table."""
    limits = {t.nutrient: t.maximum for t in find_targets(Person(), tables) if t.kind == "UL"}
    limits |= {t.nutrient: t.maximum for t in find_supplement_limits(Person(), tables)}
    for one in tables.supplements:
        for nutrient, amount in one.brings.items():
            most = limits.get(nutrient)
            assert most is None or amount <= most, one


def test_folic_acid_counts_as_folate_and_against_its_own_level(tables: Tables) -> None:
    """1 µg of folic acid is 1.7 µg DFE; its upper level counts the 1."""
    doses = [one for one in tables.supplements if one.nutrient == "folate_dfe_ug"]
    assert doses
    for one in doses:
        assert one.brings["folic_acid_ug"] * 1.7 == pytest.approx(one.dose)


def test_every_fault_of_the_table_is_told(data_copy: Path) -> None:
    """Unknown nutrients, wrong doses, doses that stand twice and amounts missing, all at once."""
    rows = (
        "vitamin_b21_ug,10,,tablet,somebody\n"
        "calcium_mg,-5,,tablet,somebody\n"
        "iron_mg,18,,tablet,somebody\niron_mg,18,,tablet,somebody\n"
        "folate_dfe_ug,340,folic_acid_ug,tablet,\n"
    )
    (data_copy / "supplements.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_tables(data_copy)
    text = str(caught.value)
    for part in ("line 2, column nutrient", "line 3, column dose", "line 5, column dose"):
        assert f"supplements.csv, {part}" in text
    assert "line 6, column also" in text
    assert "line 6, column source" in text


def test_words_allow_all_or_some(tables: Tables) -> None:
    """Names may stand together with commas or apart; each counts once."""
    nutrients, listed = tables.nutrients, tables.supplements
    both = ("vitamin_b12_ug", "vitamin_d_ug")
    assert find_supplements(["b12, Vitamin D"], listed, nutrients) == both
    assert find_supplements(["b12", "vitamin_d_ug,b12"], listed, nutrients) == both
    assert set(find_supplements(["ALL"], listed, nutrients)) == {one.nutrient for one in listed}
    assert find_supplements([], listed, nutrients) == ()


@pytest.mark.parametrize("word", ["all", "b12"])
def test_a_table_of_its_header_alone_allows_nothing(
    word: str, tables: Tables, data_copy: Path
) -> None:
    """Where no supplement is sold, who asks for one hears of it; the tables are sound."""
    (data_copy / "supplements.csv").write_text(HEADER, encoding="utf-8")
    listed = read_tables(data_copy).supplements
    assert find_supplements([], listed, tables.nutrients) == ()
    with pytest.raises(RequestError, match=r"no supplement: supplements\.csv has no rows"):
        find_supplements([word], listed, tables.nutrients)


def test_words_that_are_no_supplement_are_all_refused(tables: Tables) -> None:
    """A misspelt name gets a close one, a nutrient without a dose the list of those with one."""
    with pytest.raises(RequestError) as caught:
        find_supplements(["vitamin-b21,potassium,"], tables.supplements, tables.nutrients)
    text = str(caught.value)
    assert "Did you mean vitamin-b12" in text
    assert "no dose of potassium" in text
    assert "a name is missing" in text


def test_what_a_dose_brings_is_no_longer_asked_of_food(tables: Tables) -> None:
    """A minimum shrinks or goes, an upper level shrinks, a share of energy stays."""
    targets = find_targets(Person(), tables)
    taken = [one for one in tables.supplements if one.dose == 500 or one.nutrient[8:] == "b12_ug"]
    left = {(t.nutrient, t.kind): t for t in leave_to_food(targets, taken[:2])}
    whole = {(t.nutrient, t.kind): t for t in targets}
    assert {one.nutrient for one in taken[:2]} == {"calcium_mg", "vitamin_b12_ug"}
    assert left["calcium_mg", "RDA"].minimum == 500
    assert left["calcium_mg", "UL"].maximum == 2000
    assert left["vitamin_b12_ug", "RDA"].minimum is None
    assert left["fat_g", "AMDR"] == whole["fat_g", "AMDR"]
    assert left["magnesium_mg", "RDA"] == whole["magnesium_mg", "RDA"]


def test_the_level_of_magnesium_counts_supplements_alone(tables: Tables) -> None:
    """350 mg for everyone from 9 years up (IOM 1997), not held against food."""
    for person in (Person(), Person(age=10, sex="male"), Person(age=75, sex="female")):
        (limit,) = find_supplement_limits(person, tables)
        assert (limit.nutrient, limit.maximum) == ("magnesium_mg", 350)
