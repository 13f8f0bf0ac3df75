"""Foods of one's own say what their labels say: what isn't named is unknown."""

from __future__ import annotations

from math import isclose
from pathlib import Path

import pytest

from planner import Person, Tables, make_request
from planner.errors import HouseholdFileError, RequestError
from planner.kitchen.overlay import lay_over
from planner.kitchen.own_foods import (
    find_contradictions,
    find_food_id,
    parse_label,
    read_own_foods,
    write_food,
)
from planner.people.exclusions import find_removals
from planner.render.documents.catalogue import compose_foods
from planner.render.formats.text import render_text
from planner.render.phrases import Units
from planner.report.catalogue import list_foods, make_search
from planner.tables.food_aliases import add_recipe_foods
from planner.tables.foods import OWN


def label(text: str, tables: Tables) -> tuple[str, dict[str, float]]:
    """What a text says of a food."""
    found = parse_label(text, tables, lambda said: find_food_id(said, tables))
    return found.like, dict(found.figures)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "per 100 g: 280 kcal, fat 22 g, salt 1.1 g",
            {"energy_kcal": 280, "fat_g": 22, "sodium_mg": 440},
        ),
        ("per 100 g: 1171 kJ, of which sugars 4 g", {"energy_kcal": 279.9, "sugars_g": 4}),
        ("per serving of 30 g: 120 kcal, 3 g protein", {"energy_kcal": 400, "protein_g": 10}),
        ("per 100 ml: 103 kcal, 1 ml weighs 1.03 g", {"energy_kcal": 100}),
        ("120 kcal, vitamin d 200 iu, iron 2.1 mg", {"vitamin_d_ug": 5, "iron_mg": 2.1}),
        ("120 kcal, calcium 0.12 g", {"calcium_mg": 120}),
    ],
)
def test_a_label_is_read(tables: Tables, text: str, figures: dict[str, float]) -> None:
    """In 100 g, in the units of the tables."""
    like, found = label(text, tables)
    assert like == ""
    for name, value in figures.items():
        assert isclose(found[name], value, rel_tol=1e-3)


@pytest.mark.parametrize(
    ("text", "grams", "words"),
    [
        ("per serving of 30 g: 120 kcal", 30.0, "Usual serving: 30 g."),
        ("per 100 g: 400 kcal, serving size: 40 g", 40.0, "Usual serving: 40 g."),
        ("like hummus, per serving of 45 g: 120 kcal", 45.0, "Usual serving: 45 g."),
        ("per serving of 200 ml: 90 kcal. 1 ml weighs 1.1 g", 220.0, "Usual serving: 220 g."),
        ("per 100 g: 400 kcal", None, "Usual serving: 100 g."),
    ],
)
def test_a_labels_own_serving_is_kept(
    tables: Tables, tmp_path: Path, text: str, grams: float | None, words: str
) -> None:
    """In foods.toml, in the food, and where it is printed."""
    found = parse_label(text, tables, lambda said: find_food_id(said, tables))
    assert found.serving_g == grams
    entry = write_food("Snack", found, {"contains": ["none"]})
    (tmp_path / "foods.toml").write_text(entry, encoding="utf-8")
    own = lay_over(tables, tmp_path).tables
    food = own.foods["own-snack"]
    assert isclose(food.serving_g, grams or 100.0)
    search = make_search(own, "own-snack")
    listed = compose_foods(list_foods(own, search), search, own, Units.METRIC)
    assert words in render_text(listed.blocks)


def test_like_another_food(tables: Tables) -> None:
    """With what is said to differ."""
    assert label("like oat milk, with 120 mg calcium", tables) == (
        "oat-milk",
        {"calcium_mg": 120.0},
    )
    assert label("like hummus", tables) == ("hummus", {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("like oat mylk", "oat milk"),
        ("per 100 g: fat 3 g", "kcal are missing"),
        ("per 100 ml: 40 kcal", "1 ml weighs"),
        ("120 kcal, 3 g wonder", "wonder"),
        ("120 kcal, 3 kcal iron", "measured in mg"),
        ("tasty", "no figure"),
    ],
)
def test_what_isnt_understood_is_told(tables: Tables, text: str, told: str) -> None:
    """With what to write instead."""
    with pytest.raises(RequestError, match=told):
        label(text, tables)


def test_foods_of_a_kitchen(tables: Tables, tmp_path: Path) -> None:
    """A food like another, one from a label, and a bundled food of one's own brand."""
    (tmp_path / "foods.toml").write_text(
        """
[[food]]
name = "Barista oat milk"
like = "oat-milk"
calcium_mg = 120
price_usd = 2.5
pack_g = 1000

[[food]]
name = "Corner houmous"
contains = ["sesame"]
serve_like = "hummus"
energy_kcal = 280

[[change]]
food = "tofu-firm"
calcium_mg = 350
""",
        encoding="utf-8",
    )
    own = lay_over(tables, tmp_path).tables
    barista, corner = own.foods["own-barista-oat-milk"], own.foods["own-corner-houmous"]
    oat = tables.foods["oat-milk"]
    assert barista.per_100g == {**oat.per_100g, "calcium_mg": 120.0}
    assert (barista.roles, barista.contains) == (oat.roles, oat.contains)
    assert own.groceries[barista.grocery_id].price_usd_per_100g == 0.25
    assert {name for name, value in corner.per_100g.items() if value is not None} == {"energy_kcal"}
    assert corner.roles == tables.foods["hummus"].roles
    assert own.foods["tofu-firm"].per_100g["calcium_mg"] == 350
    assert (
        own.foods["tofu-firm"].per_100g["iron_mg"] == tables.foods["tofu-firm"].per_100g["iron_mg"]
    )
    assert own.known_share == tables.known_share
    assert own.hash != tables.hash
    assert {barista.source, corner.source} == {OWN}
    assert "Barista oat milk" in {food.name for food in own.fillings["porridge-fruit-nuts", "milk"]}
    assert make_request(own, like=["barista oat milk"]).people[0].like == ("barista oat milk",)


def test_a_label_without_contents_may_contain_anything(tables: Tables, tmp_path: Path) -> None:
    """Nobody with a diet or an allergy is served it."""
    text = '[[food]]\nname = "Mystery spread"\nserve_like = "hummus"\nenergy_kcal = 280\n'
    (tmp_path / "foods.toml").write_text(text, encoding="utf-8")
    own = lay_over(tables, tmp_path).tables

    def has(person: Person) -> bool:
        return "own-mystery-spread" not in {one.food.id for one in find_removals(person, own)}

    assert has(Person())
    assert not has(Person(diet="vegan"))
    assert not has(Person(allergies=("milk",)))


@pytest.mark.parametrize(
    "text",
    [
        '[[food]]\nname = "x"',
        '[[food]]\nname = "x"\nlike = "no-food"',
        '[[food]]\nname = "x"\nenergy_kcal = "many"',
        '[[food]]\nname = "x"\nenergy_kcal = 1\ncontains = ["magic"]',
        '[[food]]\nname = "x"\nenergy_kcal = 1\ncalcum_mg = 3',
        '[[food]]\nname = "x"\nenergy_kcal = 400\nprotein_g = 101',
        '[[food]]\nname = "x"\nenergy_kcal = 400\nsodium_mg = 100001',
        "[[change]]\ncalcium_mg = 3",
        "[food]\nname = 'x'",
        "other = 1",
    ],
)
def test_faults_of_foods_are_told(tables: Tables, tmp_path: Path, text: str) -> None:
    """With the file, and the entry."""
    (tmp_path / "foods.toml").write_text(text, encoding="utf-8")
    with pytest.raises(HouseholdFileError, match=r"foods\.toml"):
        lay_over(tables, tmp_path)


def test_an_entry_is_written_and_read(tables: Tables, tmp_path: Path) -> None:
    """A name with quotes too."""
    found = parse_label("like oat milk, with 120 mg calcium", tables, lambda _: "oat-milk")
    entry = write_food('My "best" milk', found, {"contains": ["gluten"], "pack_g": 500.0})
    (tmp_path / "foods.toml").write_text(entry, encoding="utf-8")
    own = lay_over(tables, tmp_path).tables
    (food,) = (food for name, food in own.foods.items() if name not in tables.foods)
    assert food.name == 'My "best" milk'
    assert food.per_100g["calcium_mg"] == 120.0
    assert food.contains == {"gluten"}


@pytest.mark.parametrize(
    ("figures", "contradicts"),
    [
        ("energy_kcal = 400", False),
        ("energy_kcal = 3700", True),
        ("energy_kcal = 50\nprotein_g = 90", True),
        ("energy_kcal = 400\nprotein_g = 90", False),
        ("energy_kcal = 890\nprotein_g = 5", False),
        ("energy_kcal = 80\nprotein_g = 5\nfat_g = 1\ncarbohydrate_g = 14", False),
        ("energy_kcal = 335\nprotein_g = 5\nfat_g = 1\ncarbohydrate_g = 14", True),
    ],
)
def test_a_label_may_contradict_itself_in_what_it_says(
    tables: Tables, tmp_path: Path, figures: str, *, contradicts: bool
) -> None:
    """What isn't said may be anything; what is said has at least its energy, and fat the most."""
    (tmp_path / "foods.toml").write_text(f'[[food]]\nname = "x"\n{figures}\n', encoding="utf-8")
    found = read_own_foods(tmp_path / "foods.toml", add_recipe_foods(tables))
    assert any(find_contradictions(found, "foods.toml")) is contradicts
