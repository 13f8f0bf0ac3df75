"""What no food table has: said to be not assessed, with what is advised and who says so."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner import Person, read_tables
from planner.actions.explaining import find_subject
from planner.errors import TableError
from planner.people.intakes import not_assessed
from planner.render.documents.explanation import compose_unmeasured
from planner.render.formats.text import render_text
from planner.tables.bundle import Tables
from planner.tables.unmeasured import Unmeasured


@pytest.mark.parametrize("word", ["iodine", "Iodine", "iodine_ug", "iodized salt"])
def test_iodine_is_explained_as_an_estimate(word: str, tables: Tables) -> None:
    """Why it matters to vegans, what is advised, how much is needed, each with its source."""
    found = find_subject(word, tables)
    assert isinstance(found, Unmeasured)
    text = " ".join(render_text(compose_unmeasured(found, tables)).split())
    for said in ("An estimate", "vegans", "iodized", "at least 150 µg", "1,100 µg", "baked cod"):
        assert said in text
    assert "NIH Office of Dietary Supplements" in text


def test_what_has_no_estimate_is_not_assessed(tables: Tables) -> None:
    """Added sugars, and iodine in tables from before its columns."""
    bare = {name: replace(food, iodine_ug=None) for name, food in tables.foods.items()}
    older = replace(tables, foods=bare)
    assert not_assessed(Person(), older)["iodine"] == "not measured in the food tables"
    assert "iodine" not in not_assessed(Person(), tables)
    text = render_text(compose_unmeasured(older.unmeasured["iodine_ug"], older))
    assert "Not assessed" in text


def test_all_that_has_no_figures_is_in_the_table(tables: Tables) -> None:
    """Each has a label of its own among what a plan doesn't assess."""
    absent = {*not_assessed(Person(), tables), "iodine"}
    assert tables.unmeasured
    for one in tables.unmeasured.values():
        assert one.label in absent
        assert one.source


def test_a_nutrient_is_measured_or_not(data_copy: Path) -> None:
    """One in neither table, one in both: each is named."""
    path = data_copy / "unmeasured.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("iodine_ug", "zinc_mg"), encoding="utf-8")
    with pytest.raises(TableError, match=r"zinc_mg' is in nutrients\.csv too"):
        read_tables(data_copy)
    path.write_text(text.splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_tables(data_copy)
    (problem,) = error.value.problems
    assert problem.where == "unmeasured.csv, line 1"
    assert problem.what.startswith("has a header and no rows, but nutrients.csv doesn't have every")
    assert re.search(r"iodine_ug \(line \d+\)$", problem.what)
    assert "Did you mean" not in problem.remedy
    path.write_text(text.replace("iodine_ug", "iodine_mg"), encoding="utf-8")
    with pytest.raises(TableError, match="iodine_ug' is neither"):
        read_tables(data_copy)
