"""What is said of cramps: causes, signs, evidence, each with a source."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import Problem
from planner.render.documents.explanation import EVIDENCE_WORDS, compose_cramps
from planner.render.formats.text import render_text
from planner.render.showing import show_explanation
from planner.tables.bundle import Tables, find_data
from planner.tables.cramps import CAUSE, DOCTOR, read_cramps
from planner.tables.nutrients import EVIDENCE, THE_FIVE, read_nutrients

CLAIMS = {
    "cause": (
        "no cause|nobody finds",
        "with age",
        "exercise",
        "new exercise",
        "standing long",
        "hard floors",
        "sweating",
        "vomiting",
        "drinking too little",
        "salts",
        "diuretics",
        "statins",
        "never stop",
        "PAD",
        "walking",
        "diabetes",
        "thyroid",
        "kidneys",
        "liver",
        "nerves",
        "pregnancy",
    ),
    "care": (
        "through the day",
        "before, during and after exercise",
        "in heat",
        "electrolytes",
        "varied diet",
        "stretch calf and foot",
        "before bed",
        "massage",
        "warm up",
        "cool down",
        "move regularly",
        "shoes",
        "rest from hard floors",
        "ask before you take supplements",
    ),
    "doctor": ("frequent", "severe", "swelling", "weakness", "numbness", "don't go away"),
    "at once": ("calcium may be very low", "potassium may be very low", "clot"),
    "magnesium_mg": (
        "muscles relax",
        "nerves work",
        "can show as cramps",
        "mixed",
        "pregnancy",
        "food first",
        "leafy greens",
        "nuts",
        "seeds",
        "whole grains",
    ),
    "potassium_mg": (
        "weaken muscles",
        "cramp",
        "diuretics",
        "vomiting",
        "heavy sweating",
        "dehydration",
        "bananas",
        "sweet potatoes",
        "avocado",
        "spinach",
        "beans",
    ),
    "calcium_mg": (
        "contract, as magnesium lets it relax",
        "spasms",
        "vitamin D",
        "osteomalacia",
        "aches",
        "dairy",
        "kale",
        "fortified",
        "absorbed",
    ),
    "vitamin_d_ug": (
        "take up calcium",
        "weaken",
        "cramp",
        "sunlight",
        "fortified milk",
        "oily fish",
    ),
    "vitamin_b12_ug": (
        "nerves healthy",
        "weakness",
        "tingling",
        "nerve damage",
        "vegetarians",
        "vegans",
        "older adults",
        "fortified food",
        "supplement",
    ),
}
"""What `planner explain cramps` says, by part; where a bar stands, one of the words is enough."""


@pytest.mark.parametrize("part", CLAIMS)
def test_every_claim_is_said(part: str, tables: Tables) -> None:
    """Causes, care, when to see a doctor, and each of the five, with the foods that have it."""
    said = " ".join(fact.says for fact in tables.cramps if fact.part == part).lower()
    claims = (claim.lower().split("|") for claim in CLAIMS[part])
    assert [words for words in claims if not any(word in said for word in words)] == []


def test_all_of_it_fits_on_two_screens(tables: Tables) -> None:
    """At most 70 lines of 80 columns, and nothing in it without a source listed at the end."""
    lines = show_explanation("cramps", tables).splitlines()
    assert len(lines) <= 70
    assert max(map(len, lines)) <= 80
    text, listed = "\n".join(lines).split("\nSources\n")
    facts = [part for part in f"{text}\n- ".split("\n- ")[1:] if part.strip()]
    cited = [re.findall(r"\d+", one) for one in re.findall(r"\[([\d,\s]+)\]", text)]
    assert len(cited) == len(facts) == len(tables.cramps)
    assert dict.fromkeys(number for numbers in cited for number in numbers) == dict.fromkeys(
        re.findall(r"\[(\d+)\]", listed)
    )
    assert "Office of Dietary Supplements" in " ".join(listed.split())


def test_each_of_the_five_has_its_evidence(tables: Tables) -> None:
    """How sure it is that more helps is said of each; of magnesium, mixed."""
    text = " ".join(render_text(compose_cramps(tables)).split())
    for name in THE_FIVE:
        nutrient = tables.nutrients[name]
        assert nutrient.evidence in EVIDENCE
        (fact,) = [fact for fact in tables.cramps if fact.part == name]
        after = text.split(fact.says)[1]
        assert re.match(rf" \[[\d, ]+\] Evidence: {nutrient.evidence}\.", after)
    assert tables.nutrients["magnesium_mg"].evidence == "mixed"
    assert set(EVIDENCE_WORDS) == set(EVIDENCE)
    assert "no cure" in text


def test_tables_without_facts_on_nutrients_point_to_them(tables: Tables) -> None:
    """As tables of one's own from before, which have causes and doctors only."""
    old = replace(tables, cramps=tuple(f for f in tables.cramps if f.part in (CAUSE, DOCTOR)))
    text = " ".join(render_text(compose_cramps(old)).split())
    (others,) = re.findall(r"See also `planner explain`: ([^.]+)\.", text)
    assert {tables.nutrients[name].label for name in THE_FIVE} < set(others.split(", "))
    assert "Evidence" not in text
    assert "What may help" not in text


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
    path.write_text("part,says,source\nluck,Black cats.,\nmagnesium,Nuts.,Me\n", encoding="utf-8")
    problems: list[Problem] = []
    read_cramps(path, ("magnesium_mg",), problems)
    assert [(one.where, one.what, one.remedy) for one in problems] == [
        (
            "cramps.csv, line 2, column part",
            "'luck' is not known",
            "Write cause, care, doctor, at once, or the id of a nutrient.",
        ),
        ("cramps.csv, line 2, column source", "is blank", "Fill it in."),
        (
            "cramps.csv, line 3, column part",
            "'magnesium' is not known",
            "Did you mean magnesium_mg?",
        ),
    ]
