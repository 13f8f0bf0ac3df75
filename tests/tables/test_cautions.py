"""Who is kept from which foods: each row of the table has its stage, its reason and its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import Person
from planner.errors import Problem
from planner.people.exclusions import find_removals
from planner.tables.bundle import Tables
from planner.tables.cautions import read_cautions

HEADER = "stage,age_min,age_max,foods,reason,source\n"

MERCURY = {"grilled-swordfish", "canned-albacore-tuna", "baked-halibut"}
LISTERIA = {
    *("smoked-salmon", "goat-cheese", "queso-fresco", "baked-ham", "reduced-sodium-deli-turkey"),
    *("reduced-sodium-deli-ham", "reduced-sodium-deli-roast-beef"),
}
SALMONELLA = {"poached-egg"}
CAFFEINE = {
    *("dark-chocolate", "low-fat-chocolate-milk"),
    *("soy-milk-chocolate", "soy-milk-chocolate-light"),
    *("almond-milk-chocolate", "almond-milk-chocolate-unsweetened"),
}
GRAPEFRUIT = {"grapefruit-juice"}

BEST_CHOICES = {
    *("catfish", "clams", "cod", "crab", "haddock", "herring", "mackerel", "salmon", "sardines"),
    *("scallops", "shrimp", "sole", "tilapia", "trout"),
}
"""Kinds of the table that FDA and EPA list as best choices, of 2 to 3 servings a week. Of tuna the
canned light one is among them; the table's mackerel is the Pacific one."""

UNLISTED = {"mussels"}  # FDA and EPA's chart does not have them


@pytest.mark.parametrize(
    ("person", "kept_out"),
    [
        (Person(age=30, sex="female", stage="pregnancy"), MERCURY | LISTERIA | SALMONELLA),
        (Person(age=30, sex="female", stage="lactation"), MERCURY),
        (Person(age=9), MERCURY | CAFFEINE | GRAPEFRUIT),
        (Person(age=11), MERCURY | CAFFEINE | GRAPEFRUIT),
        (Person(age=12), GRAPEFRUIT),
        (Person(age=18), set()),
        (Person(age=64), set()),
        (Person(age=65), LISTERIA | SALMONELLA),
        (Person(age=90), LISTERIA | SALMONELLA),
        (Person(), set()),
    ],
)
def test_each_stage_is_kept_from_its_foods(
    person: Person, kept_out: set[str], tables: Tables
) -> None:
    """Pregnancy, nursing, children and people of 65 and over, each from these alone."""
    assert {removal.food.id for removal in find_removals(person, tables)} == kept_out


def test_every_reason_names_its_source(tables: Tables) -> None:
    """A caution follows public advice, which is named by who gives it and under what title."""
    for caution in tables.cautions:
        assert caution.reason
        assert ", " in caution.source, caution
        assert caution.age_min <= caution.age_max


def test_every_fish_is_judged_by_its_mercury(tables: Tables) -> None:
    """A fish of the table is a best choice of public advice, or kept from pregnancy."""
    for food in tables.foods.values():
        if food.contains & {"fish", "shellfish"} and food.group in ("fish", "shellfish"):
            light_tuna = food.id == "canned-tuna-in-water"
            listed = food.kind in BEST_CHOICES | UNLISTED or light_tuna
            assert listed != (food.id in MERCURY), food.id


def test_cold_cuts_of_meat_are_kept_from_who_is_at_risk(tables: Tables) -> None:
    """Whatever meat a sandwich may hold cold is among the cold cuts of the cautions."""
    cold = {
        food.id
        for food in tables.foods.values()
        if "deli-meat" in food.roles and food.contains & {"meat", "poultry"}
    }
    assert cold
    assert cold <= LISTERIA


def test_what_needs_no_row_is_in_no_table(tables: Tables) -> None:
    """Alcohol, liver, raw sprouts, raw fish and raw milk are foods of no plan."""
    names = [food.name for food in tables.foods.values()]
    assert not any("alcohol" in food.contains for food in tables.foods.values())
    assert not [name for name in names if "liver" in name or "unpasteurized" in name]
    assert [name for name in names if "bean sprouts" in name] == ["cooked bean sprouts"]


def test_soft_eggs_give_way_to_firm_ones(tables: Tables) -> None:
    """Who is kept from soft eggs isn't served shakshuka, and has a boiled egg elsewhere."""
    for person in (Person(age=30, sex="female", stage="pregnancy"), Person(age=70)):
        removed = {removal.food.id for removal in find_removals(person, tables)}
        assert {food.id for food in tables.fillings["shakshuka", "eggs"]} <= removed
        assert "boiled-egg" not in removed
    assert "firm" in tables.methods[tables.cooking["boiled-egg"].method].hot


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("childhood,9,11,banana,why,Who", "stage", "'childhood' is not known"),
        ("any,9,eleven,banana,why,Who", "age_max", "'eleven' is not a number"),
        ("any,9,11,bananna,why,Who", "foods", "'bananna' is not known"),
        ("any,9,11,,why,Who", "foods", "is blank"),
        ("any,9,11,banana,,Who", "reason", "is blank"),
        ("any,9,11,banana,why,", "source", "is blank"),
    ],
)
def test_bad_cell_of_a_caution(row: str, column: str, what: str, tmp_path: Path) -> None:
    """Each column says what it can't hold: a food that isn't in the table, a missing source."""
    path = tmp_path / "cautions.csv"
    path.write_text(f"{HEADER}{row}\n", encoding="utf-8")
    problems: list[Problem] = []

    read_cautions(path, {"banana"}, problems)

    assert [(p.where, p.what) for p in problems] == [
        (f"cautions.csv, line 2, column {column}", what)
    ]
