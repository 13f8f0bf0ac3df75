"""What is said of cramps: causes, signs, evidence, each with a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import Problem
from planner.render.documents.explanation import EVIDENCE_WORDS, compose_cramps
from planner.render.formats.text import render_text
from planner.tables.bundle import Tables, find_data
from planner.tables.cramps import AT_ONCE, CAUSE, DOCTOR, read_cramps
from planner.tables.nutrients import EVIDENCE, THE_FIVE, read_nutrients


def test_other_causes_are_named(tables: Tables) -> None:
    """Fatigue, lost fluid, circulation, medicines, illness and pregnancy are among them."""
    causes = " ".join(fact.says for fact in tables.cramps if fact.part == CAUSE).lower()
    for word in ("tired", "fluid", "circulation", "diuretics", "statins", "illness", "pregnancy"):
        assert word in causes
    assert {fact.part for fact in tables.cramps} == {CAUSE, DOCTOR, AT_ONCE}


def test_each_of_the_five_has_its_evidence(tables: Tables) -> None:
    """How sure it is that more helps is said of each, with the source; of magnesium, mixed."""
    text = " ".join(render_text(compose_cramps(tables)).split())
    for name in THE_FIVE:
        nutrient = tables.nutrients[name]
        assert nutrient.evidence in EVIDENCE
        assert f"{nutrient.cramps} Evidence" in text
        assert f"Source: {nutrient.cramps_source}." in text
    assert tables.nutrients["magnesium_mg"].evidence == "mixed"
    assert set(EVIDENCE_WORDS) == set(EVIDENCE)
    assert "no cure" in text


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (",mixed,", ",great,", "'great' is not known"),
        (",mixed,", ",,", "is blank"),
    ],
)
def test_evidence_is_one_of_a_closed_list(
    before: str, after: str, what: str, tmp_path: Path
) -> None:
    """A nutrient that has to do with cramps says how strongly."""
    text = (find_data() / "nutrients.csv").read_text(encoding="utf-8")
    path = tmp_path / "nutrients.csv"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    problems: list[Problem] = []
    read_nutrients(path, problems)
    assert what in {problem.what for problem in problems}


def test_bad_rows_have_a_place(tmp_path: Path) -> None:
    """A part that isn't one, a fact without its source."""
    path = tmp_path / "cramps.csv"
    path.write_text("part,says,source\nluck,Black cats.,\n", encoding="utf-8")
    problems: list[Problem] = []
    read_cramps(path, problems)
    assert [(one.where, one.what) for one in problems] == [
        ("cramps.csv, line 2, column part", "'luck' is not known"),
        ("cramps.csv, line 2, column source", "is blank"),
    ]
