"""data/foods.csv says what the USDA tables say, and holds the foods that people were promised.

The comparisons read the source tables by themselves, not through tools/build_foods.py. They run
on the thirty foods of tests/source_tables, and on all of them where the environment variable
PLANNER_SOURCE_TABLES names the folder of whole tables.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from planner.errors import Problem
from planner.tables.bundle import Tables
from planner.tables.diets import breaks_rule
from planner.tables.food_patterns import ADDED_SUGARS
from planner.tables.foods import ESTIMATES, Food
from planner.tables.nutrients import OF_MUSHROOMS

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]
EXTRACT = Path(__file__).resolve().parents[1] / "source_tables"
SELECTION = ROOT / "tools" / "foods_selection.csv"
BUNDLED = ROOT / "data" / "foods.csv"

FIGURES = ROOT / "tools" / "figures_selection.csv"

KEYS = {"sr_legacy": "fdc_id", "fndds": "fdc_id", "sr28": "ndb_number"}
FACTS = {"iodine_r4": "db_id", "calcium_absorption": "food"}
STALE = ("mixed:", "sr_legacy:macros_only")

EXTRACTED = (
    "raw-spinach",
    "cooked-kale",
    "cooked-collard-greens",
    "avocado",
    "baked-sweet-potato",
    "uv-exposed-white-mushrooms",
    "banana",
    "apricots-dried",
    "orange-juice-fortified",
    "lentils-boiled",
    "tofu-firm-calcium-set",
    "tofu-extra-firm",
    "almonds",
    "hemp-seeds",
    "chia-seeds",
    "tahini",
    "quinoa",
    "whole-wheat-bread",
    "fortified-bran-flakes",
    "whole-wheat-spaghetti",
    "whole-milk",
    "plain-low-fat-yogurt-with-vitamin-d",
    "fresh-mozzarella",
    "soy-milk",
    "almond-milk-unsweetened",
    "boiled-egg",
    "roasted-chicken-drumstick",
    "baked-salmon",
    "steamed-mussels",
    "olive-oil",
)


def measured(tables: Tables) -> tuple[str, ...]:
    """The nutrients that foods.csv has; food_patterns.csv has the added sugars."""
    return tuple(name for name in tables.nutrients if name != ADDED_SUGARS)


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    """A source table as it stands, plain or gzipped."""
    plain = folder / f"{name}.csv"
    if plain.exists():
        return list(csv.DictReader(plain.read_text(encoding="utf-8").split("\n")))
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_food(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a table of foods, by food_id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["food_id"]: row for row in csv.DictReader(file)}


@dataclass(frozen=True)
class SourceTables:
    """What the tests look up in a folder of source tables."""

    foods: Mapping[str, Mapping[str, str]]
    """By "source:id"."""
    measures: Mapping[tuple[str, str], float]
    """Grams of one, by ("source:id", measure)."""
    refuse_percent: Mapping[str, float]
    """By ndb_number."""


@cache
def read_sources(folder: Path) -> SourceTables:
    """Read a folder of source tables, without the tool's help."""
    foods = {
        f"{source}:{row[key]}": row
        for source, key in KEYS.items()
        for row in read_table(folder, source)
    }
    for name, key in FACTS.items():
        foods |= {f"{name}:{row[key]}": row for row in read_table(folder / "facts", name)}
    measures: dict[tuple[str, str], float] = {}
    for row in read_table(folder, "portions"):
        if row["gram_weight"] and row["amount"] != "0.0":
            grams = float(row["gram_weight"]) / float(row["amount"] or 1)
            measures.setdefault((f"{row['dataset']}:{row['fdc_id']}", row["measure"]), grams)
    refuse = {
        row["ndb_number"]: float(row["refuse_percent"])
        for row in read_table(folder, "refuse")
        if row["refuse_percent"]
    }
    return SourceTables(foods, measures, refuse)


@cache
def bundled_foods() -> dict[str, dict[str, str]]:
    """The rows of data/foods.csv as text, by food_id."""
    return by_food(BUNDLED)


@cache
def other_figures() -> dict[tuple[str, str], dict[str, str]]:
    """What isn't of a food's own row, by food_id and column."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return {(row["food_id"], row["column"]): row for row in csv.DictReader(file)}


@cache
def selected_foods() -> dict[str, dict[str, str]]:
    """The rows of the selection as text, by food_id."""
    return by_food(SELECTION)


def whole_sources() -> Path:
    """The folder of whole source tables; the test that asks is skipped where there is none."""
    folder = os.environ.get("PLANNER_SOURCE_TABLES")
    if not folder:
        pytest.skip("PLANNER_SOURCE_TABLES names no folder of source tables")
    return Path(folder)


def expected_portion_g(chosen: Mapping[str, str], sources: SourceTables) -> float:
    """Grams of the household measure that the selection names."""
    reference = chosen["portion_from"] or f"{chosen['source']}:{chosen['source_id']}"
    factor = float(chosen["portion_factor"] or 1)
    return sources.measures[reference, chosen["portion_measure"]] * factor


def expected_bought(chosen: Mapping[str, str], sources: SourceTables) -> float:
    """Grams bought for a gram eaten: what cooking takes up or drives out, then what is thrown away.

    The cooked and the raw food hold the same dry matter, or in meat and fish the same protein.
    """
    ratio = float(chosen["bought_estimate"] or 1)
    if chosen["dry_from"]:
        eaten = sources.foods[f"{chosen['source']}:{chosen['source_id']}"]
        raw = sources.foods[chosen["dry_from"]]
        if chosen["group"] in {"poultry", "meat", "fish", "shellfish"}:
            ratio = float(eaten["protein_g"]) / float(raw["protein_g"])
        else:
            ratio = (100 - float(eaten["water_g"])) / (100 - float(raw["water_g"]))
            if chosen["group"] in ("leafy-greens", "vegetables", "starchy-vegetables", "mushrooms"):
                ratio = max(ratio, 1.0)  # a vegetable takes up no weight in the pot
    if chosen["refuse_from"]:
        ratio /= 1 - sources.refuse_percent[chosen["refuse_from"]] / 100
    return ratio


def expected_elsewhere(
    food_id: str, row: Mapping[str, str], group: str, sources: SourceTables
) -> dict[str, str]:
    """The figures that aren't of the food's own row: from another one, or written out with why.

    Iodine is the mean of a row's samples, with the least and the most of them. How well calcium is
    absorbed is beside milk, 1 where it is better. The vitamin D of a mushroom is from mushrooms.
    """
    names = {"iodine_ug": "iodine_ug_100g", "calcium_absorbed": "index_same_load"}
    found = dict.fromkeys((column for column in ESTIMATES if not column.endswith("match")), "")
    for (food, column), other in other_figures().items():
        if food != food_id:
            continue
        if not other["from"]:
            assert other["note"], (food_id, column)  # a figure by hand says where it is from
            found[column] = other["figure"]
            continue
        figures = sources.foods[other["from"]]
        found[column] = figures[names.get(column, column)]
        if column == "iodine_ug":
            found |= {"iodine_least_ug": figures["min"], "iodine_most_ug": figures["max"]}
        if column == "calcium_absorbed":
            found[column] = str(min(1.0, float(found[column])))
    vitamin_d = found.get("vitamin_d_ug", row["vitamin_d_ug"])
    return {**found, "vitamin_d_mushrooms_ug": vitamin_d if group == "mushrooms" else "0"}


def expected_dried(
    chosen: Mapping[str, str], row: Mapping[str, str], sources: SourceTables
) -> float:
    """How many times the dry matter of the source's food ours has: 1 but for `cooked_yield`."""
    if not chosen["cooked_yield"]:
        return 1.0
    dry = 100 - float(sources.foods[chosen["dry_from"]]["water_g"])
    return dry / (100 - float(row["water_g"])) / float(chosen["cooked_yield"])


def differences(food_id: str, sources: SourceTables, nutrients: tuple[str, ...]) -> list[str]:
    """Every way in which a bundled food departs from its source row."""
    bundled, chosen = bundled_foods()[food_id], selected_foods()[food_id]
    row = sources.foods[f"{bundled['source']}:{bundled['source_id']}"]
    source = {**row, **expected_elsewhere(food_id, row, chosen["group"], sources)}
    dried = expected_dried(chosen, row, sources)
    if dried != 1:
        figures = {name: float(source[name]) * dried for name in nutrients if source[name]}
        figures["water_g"] = 100 - (100 - float(source["water_g"])) * dried
        source |= {
            name: bundled[name]
            for name, figure in figures.items()
            if float(bundled[name] or "nan") == pytest.approx(figure, rel=5.1e-4)
        }
    nutrients += tuple(column for column in ESTIMATES if not column.endswith("match"))
    found = [
        f"{food_id} {nutrient}: {bundled[nutrient]!r}, the source has {source[nutrient]!r}"
        for nutrient in nutrients
        if bool(bundled[nutrient]) != bool(source[nutrient])
        or (source[nutrient] and float(bundled[nutrient]) != float(source[nutrient]))
    ]
    portion = expected_portion_g(chosen, sources) / dried
    if float(bundled["portion_g"]) != pytest.approx(portion, abs=0.0051):
        found.append(f"{food_id} portion_g: {bundled['portion_g']}, the source gives {portion}")
    ratio = expected_bought(chosen, sources) * dried
    if float(bundled["bought_g_per_eaten_g"]) != pytest.approx(ratio, abs=0.000051):
        ratio_cell = bundled["bought_g_per_eaten_g"]
        found.append(f"{food_id} bought_g_per_eaten_g: {ratio_cell}, the source gives {ratio}")
    if source.get("value_source", "").startswith(STALE):
        found.append(f"{food_id} is from a stale row, {source['value_source']}")
    return found


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """tools/build_foods.py, which is a script and no part of a package."""
    spec = importlib.util.spec_from_file_location(
        "build_foods_script", ROOT / "tools" / "build_foods.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


# --- Figures equal their source rows ----------------------------------------------------------


def test_extract_covers_groups_and_sources(tables: Tables) -> None:
    """The committed extract has thirty foods, spread over the groups and all three sources."""
    foods = [tables.foods[food_id] for food_id in EXTRACTED]

    assert len(set(EXTRACTED)) == 30
    assert {food.source for food in foods} == set(KEYS)
    assert len({food.group for food in foods}) >= 20


@pytest.mark.parametrize("food_id", EXTRACTED)
def test_extracted_food_equals_source(food_id: str, tables: Tables) -> None:
    """Each nutrient, portion and bought weight of a bundled food is its source row's; blank stays.

    It also comes from a row whose figures are up to date.
    """
    assert differences(food_id, read_sources(EXTRACT), measured(tables)) == []


def test_comparison_notices_a_changed_figure(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison itself sees a changed, a filled-in and a lost figure."""
    changes = {"potassium_mg": "359", "energy_kcal": "", "portion_g": "119"}
    row = {**bundled_foods()["banana"], **changes}
    hemp = {**bundled_foods()["hemp-seeds"], "vitamin_d_ug": "0"}
    monkeypatch.setitem(bundled_foods(), "banana", row)
    monkeypatch.setitem(bundled_foods(), "hemp-seeds", hemp)
    sources, nutrients = read_sources(EXTRACT), measured(tables)

    assert differences("banana", sources, nutrients) == [
        "banana energy_kcal: '', the source has '89.0'",
        "banana potassium_mg: '359', the source has '358.0'",
        "banana portion_g: 119, the source gives 118.0",
    ]
    assert differences("hemp-seeds", sources, nutrients) == [
        "hemp-seeds vitamin_d_ug: '0', the source has ''"
    ]


def test_every_food_equals_source(tables: Tables) -> None:
    """With the whole source tables at hand, every figure of every food is its source row's."""
    sources = read_sources(whole_sources())
    nutrients = measured(tables)

    assert set(bundled_foods()) == set(selected_foods())
    assert [
        d for food_id in bundled_foods() for d in differences(food_id, sources, nutrients)
    ] == []


def test_extract_equals_whole_tables() -> None:
    """The committed extract is unchanged from the whole source tables."""
    whole, extract = read_sources(whole_sources()), read_sources(EXTRACT)

    for name, row in extract.foods.items():
        assert row.items() <= whole.foods[name].items()
    assert extract.measures.items() <= whole.measures.items()
    assert extract.refuse_percent.items() <= whole.refuse_percent.items()


@pytest.mark.parametrize(
    ("food_id", "nutrient", "published"),
    [  # as FoodData Central prints them, per 100 g
        ("banana", "energy_kcal", 89),
        ("banana", "potassium_mg", 358),
        ("banana", "magnesium_mg", 27),
        ("raw-spinach", "calcium_mg", 99),
        ("raw-spinach", "magnesium_mg", 79),
        ("raw-spinach", "potassium_mg", 558),
        ("raw-kale", "calcium_mg", 254),
        ("almonds", "magnesium_mg", 270),
        ("almonds", "calcium_mg", 269),
        ("lentils-boiled", "potassium_mg", 369),
        ("lentils-boiled", "magnesium_mg", 36),
        ("baked-potato", "potassium_mg", 535),
        ("whole-milk", "calcium_mg", 113),
        ("whole-milk", "vitamin_b12_ug", 0.45),
        ("whole-milk", "vitamin_d_ug", 1.3),
        ("raw-broccoli", "vitamin_c_mg", 89.2),
        ("baked-salmon", "vitamin_b12_ug", 2.8),
        ("tofu-firm-calcium-set", "calcium_mg", 683),
        ("brazil-nuts", "selenium_ug", 1917),
    ],
)
def test_food_has_published_figure(
    food_id: str, nutrient: str, published: float, tables: Tables
) -> None:
    """Well-known foods carry the figures that USDA publishes for them."""
    assert tables.foods[food_id].per_100g[nutrient] == published


# --- What the table was promised to hold ------------------------------------------------------


def test_at_least_300_foods(tables: Tables) -> None:
    """The table holds at least 300 foods."""
    assert len(tables.foods) >= 300


def test_at_least_180_vegan_foods(tables: Tables) -> None:
    """At least 180 of the foods are vegan by the rule of diets.csv."""
    excluded = tables.diets["vegan"].excludes
    vegan = [food.id for food in tables.foods.values() if not breaks_rule(food, excluded)]

    assert {"meat", "poultry", "fish", "shellfish", "milk", "egg", "honey", "gelatin"} <= excluded
    assert len(vegan) >= 180


def test_at_least_30_nutrients_are_measured(tables: Tables) -> None:
    """At least 30 nutrients are known in nine foods of ten."""
    assert sum(tables.steers(nutrient) for nutrient in tables.nutrients) >= 30


def has(nutrient: str, least: float) -> Callable[[Food], bool]:
    """A test of foods: at least so much of a nutrient in 100 g."""
    return lambda food: (food.per_100g[nutrient] or 0) >= least


def fortified_with(nutrient: str, least: float) -> Callable[[Food], bool]:
    """A test of foods: tagged as fortified, and with at least so much of a nutrient in 100 g."""
    return lambda food: "fortified" in food.contains and has(nutrient, least)(food)


def anything(_food: Food) -> bool:
    """A test of foods that each passes."""
    return True


@pytest.mark.parametrize(
    ("kind_or_group", "condition"),
    [
        pytest.param("spinach", has("magnesium_mg", 75), id="spinach"),
        pytest.param("kale", has("calcium_mg", 200), id="kale"),
        pytest.param("collards", has("calcium_mg", 100), id="collards"),
        pytest.param("chard", has("magnesium_mg", 75), id="chard"),
        pytest.param("bok-choy", has("calcium_mg", 80), id="bok choy"),
        pytest.param("almonds", has("magnesium_mg", 250), id="almond"),
        pytest.param("almond-butter", has("magnesium_mg", 250), id="almond butter"),
        pytest.param("cashews", has("magnesium_mg", 200), id="cashew"),
        pytest.param("pumpkin-seeds", has("magnesium_mg", 500), id="pumpkin seeds"),
        pytest.param("sunflower-seeds", has("magnesium_mg", 100), id="sunflower seeds"),
        pytest.param("sesame-seeds", has("calcium_mg", 50), id="sesame"),
        pytest.param("tahini", has("calcium_mg", 400), id="tahini"),
        pytest.param("chia-seeds", has("calcium_mg", 600), id="chia"),
        pytest.param("flaxseed", has("ala_est_g", 20), id="flax"),
        pytest.param("hemp-seed", has("magnesium_mg", 600), id="hemp"),
        pytest.param("oats", anything, id="oats"),
        pytest.param("rice", lambda food: food.id == "brown-rice", id="brown rice"),
        pytest.param("quinoa", anything, id="quinoa"),
        pytest.param("buckwheat", anything, id="buckwheat"),
        pytest.param("barley", anything, id="barley"),
        pytest.param("wheat-bread", lambda food: "whole-wheat" in food.id, id="whole-wheat bread"),
        pytest.param("lentils", anything, id="lentils"),
        pytest.param("chickpeas", anything, id="chickpeas"),
        pytest.param("black-beans", has("magnesium_mg", 60), id="black beans"),
        pytest.param("white-beans", has("potassium_mg", 400), id="white beans"),
        pytest.param("soybeans", anything, id="soybeans"),
        pytest.param("banana", has("potassium_mg", 350), id="banana"),
        pytest.param("sweet-potato", has("potassium_mg", 400), id="sweet potato"),
        pytest.param("potato", has("potassium_mg", 500), id="potato"),
        pytest.param("avocado", has("potassium_mg", 480), id="avocado"),
        pytest.param("milk", has("calcium_mg", 100), id="milk"),
        pytest.param("yogurt", has("calcium_mg", 150), id="yogurt"),
        pytest.param("cheese", has("calcium_mg", 500), id="cheese"),
        pytest.param("plant-milks", fortified_with("calcium_mg", 120), id="plant milk, calcium"),
        pytest.param("plant-milks", fortified_with("vitamin_d_ug", 0.9), id="plant milk, D"),
        pytest.param("plant-milks", fortified_with("vitamin_b12_ug", 0.8), id="plant milk, B12"),
        pytest.param("cereals", fortified_with("vitamin_b12_ug", 2), id="cereal, B12"),
        pytest.param("cereals", fortified_with("vitamin_d_ug", 2), id="cereal, D"),
        pytest.param("tofu", has("calcium_mg", 300), id="calcium-set tofu"),
        pytest.param("salmon", has("vitamin_d_ug", 10), id="salmon"),
        pytest.param("sardines", has("calcium_mg", 300), id="sardines"),
        pytest.param("mackerel", has("vitamin_b12_ug", 5), id="mackerel"),
        pytest.param("mushrooms", has("vitamin_d_ug", 6), id="UV-exposed mushrooms"),
        pytest.param("eggs", has("vitamin_d_ug", 2), id="eggs"),
        pytest.param("meat", has("vitamin_b12_ug", 2), id="meat"),
        pytest.param("poultry", anything, id="poultry"),
        pytest.param("shellfish", has("vitamin_b12_ug", 10), id="shellfish"),
        pytest.param("juices", fortified_with("calcium_mg", 120), id="orange juice, calcium"),
        pytest.param("juices", fortified_with("vitamin_d_ug", 0.9), id="orange juice, D"),
    ],
)
def test_food_of_the_cramp_literature_is_there(
    kind_or_group: str, condition: Callable[[Food], bool], tables: Tables
) -> None:
    """The foods that advice about cramps names are in the table, with what they are named for."""
    named = [food for food in tables.foods.values() if kind_or_group in (food.kind, food.group)]

    assert any(condition(food) for food in named)


def test_no_two_foods_share_a_name(tables: Tables) -> None:
    """No two foods have one name, whatever its capitals."""
    names = [food.name.casefold() for food in tables.foods.values()]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize(
    ("food_id", "present", "absent"),
    [  # foods whose names mislead, and those that have hidden ingredients
        ("peanut-butter", "peanut", "milk tree-nut"),
        ("peanuts", "peanut", "tree-nut"),
        ("almond-butter", "tree-nut", "milk peanut"),
        ("cashew-butter", "tree-nut", "milk peanut"),
        ("sunflower-butter", "none", "milk tree-nut peanut"),
        ("coconut-milk-canned", "sulphite", "milk tree-nut"),
        ("coconut-milk-drink", "fortified", "milk tree-nut"),
        ("coconut-dried", "sulphite", "tree-nut"),
        ("coconut-yogurt", "fortified", "milk tree-nut"),
        ("almond-milk-unsweetened", "tree-nut", "milk soy"),
        ("soy-milk", "soy", "milk"),
        ("oat-milk", "gluten", "milk wheat"),
        ("rice-milk", "fortified", "milk soy"),
        ("cream-of-wheat", "wheat gluten", "milk"),
        ("cream-of-rice", "fortified", "milk wheat gluten"),
        ("butterhead-lettuce", "none", "milk"),
        ("baked-butternut-squash", "none", "milk tree-nut"),
        ("cooked-eggplant", "none", "egg"),
        ("buckwheat-groats", "none", "wheat gluten"),
        ("glass-noodles", "none", "wheat gluten egg"),
        ("rice-noodles", "none", "wheat gluten egg"),
        ("egg-noodles", "egg wheat gluten", "milk"),
        ("tahini", "sesame", "tree-nut milk"),
        ("hummus", "sesame", "milk"),
        ("soy-sauce-low-sodium", "soy wheat gluten", "fish"),
        ("tamari", "soy", "wheat gluten"),
        ("mayonnaise", "egg mustard", "milk"),
        ("vegan-mayonnaise", "soy mustard", "egg milk"),
        ("caesar-dressing", "fish egg milk", "meat"),
        ("pesto", "milk tree-nut", "egg"),
        ("low-fat-fruit-yogurt", "milk gelatin", "egg"),
        ("pasta-sauce", "milk", "egg"),
        ("veggie-burger", "egg milk soy", "meat"),
        ("vegan-meatballs", "soy", "meat egg milk"),
        ("honey", "honey", "milk"),
        ("pearl-barley", "gluten", "wheat"),
        ("raw-celery", "celery", "mustard"),
        ("lupins-boiled", "lupin", "soy"),
        ("apricots-dried", "sulphite", "tree-nut"),
        ("canned-tuna-in-water", "fish soy", "shellfish"),
        ("steamed-mussels", "shellfish", "fish"),
        ("chestnuts", "tree-nut", "peanut"),
    ],
)
def test_food_contains_what_it_should(
    food_id: str, present: str, absent: str, tables: Tables
) -> None:
    """Tags follow what is in a food, not what its name sounds like."""
    contains = tables.foods[food_id].contains

    assert set(present.split()) <= contains
    assert contains.isdisjoint(absent.split())


@pytest.mark.parametrize(
    ("group", "tag"),
    [
        ("milk", "milk"),
        ("cheese", "milk"),
        ("eggs", "egg"),
        ("poultry", "poultry"),
        ("meat", "meat"),
        ("fish", "fish"),
        ("shellfish", "shellfish"),
        ("soy", "soy"),
    ],
)
def test_group_carries_its_tag(group: str, tag: str, tables: Tables) -> None:
    """Every food of a group whose name is an exclusion carries the tag that excludes it."""
    foods = [food for food in tables.foods.values() if food.group == group]

    assert foods
    assert [food.id for food in foods if tag not in food.contains] == []


CHOLESTEROL_OF_PLANTS = {
    "grapefruit-juice",  # the source row says 1 mg
    "hoisin-sauce",  # the source row says 3 mg
}


def test_vegan_foods_have_nothing_only_animals_make(tables: Tables) -> None:
    """A food that passes as vegan has no cholesterol, and B12 or D only from where it may have it.

    Cholesterol, added B12 and retinol come from the source rows, tags from a person, so each
    keeps watch over the other.
    """
    excluded = tables.diets["vegan"].excludes
    suspects = {
        f"{food.id}: {nutrient}"
        for food in tables.foods.values()
        if not breaks_rule(food, excluded)
        for nutrient, most in (("cholesterol_mg", 0), ("retinol_ug", 0), ("vitamin_b12_ug", 0.5))
        if (food.per_100g[nutrient] or 0) > most
        and not (nutrient != "cholesterol_mg" and "fortified" in food.contains)
    }

    assert suspects == {f"{food_id}: cholesterol_mg" for food_id in CHOLESTEROL_OF_PLANTS}


def test_added_nutrients_are_tagged_fortified(tables: Tables) -> None:
    """A food to which vitamin B12 was added says that it is fortified."""
    added = [food for food in tables.foods.values() if food.per_100g["vitamin_b12_added_ug"]]

    assert added
    assert [food.id for food in added if "fortified" not in food.contains] == []


# --- The tool ---------------------------------------------------------------------------------


def write_selection(path: Path, changes: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Write the selection of the extract's foods with some cells changed; each food's line."""
    rows = [{**selected_foods()[food_id], **changes.get(food_id, {})} for food_id in EXTRACTED]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return {food_id: line for line, food_id in enumerate(EXTRACTED, start=2)}


def test_build_gives_the_lines_of_the_extract(
    builder: ModuleType, tables: Tables, tmp_path: Path
) -> None:
    """Built from the extract, the thirty foods are the lines of data/foods.csv, byte for byte."""
    path = tmp_path / "foods_selection.csv"
    write_selection(path, {})
    header, *lines = BUNDLED.read_bytes().decode().splitlines(keepends=True)
    kept = [line for line in lines if line.split(",", 1)[0] in EXTRACTED]

    text, problems = builder.build(
        path,
        builder.Sources.read(EXTRACT),
        measured(tables),
        set(tables.groceries),
        some=True,
    )

    assert problems == []
    assert text == header + "".join(kept)


def test_build_gives_the_bundled_table(builder: ModuleType, tables: Tables) -> None:
    """With the whole source tables at hand, the tool rebuilds data/foods.csv byte for byte."""
    text, problems = builder.build(
        SELECTION,
        builder.Sources.read(whole_sources()),
        measured(tables),
        set(tables.groceries),
    )

    assert problems == []
    assert text.encode() == BUNDLED.read_bytes()


def test_source_tables_know_every_nutrient(tables: Tables) -> None:
    """Each nutrient of the catalogue is a column of each source: none is blank by misspelling."""
    for name, row in read_sources(EXTRACT).foods.items():
        if name.split(":")[0] in KEYS:
            assert set(measured(tables)) - {OF_MUSHROOMS} <= set(row)


def test_bad_selection_is_reported_all_at_once(
    builder: ModuleType, tables: Tables, tmp_path: Path
) -> None:
    """Every fault of a selection comes in one report, each with its line and column."""
    path = tmp_path / "foods_selection.csv"
    changes = {
        "banana": {"source_id": "999999"},
        "tahini": {"portion_measure": "bucket"},
        "boiled-egg": {"refuse_from": "1"},
        "lentils-boiled": {"dry_from": "sr_legacy:1"},
        "avocado": {"grocery_id": "avocadoes"},
        "hemp-seeds": {"unknown": "vitamin_d_ug;retinol_ug"},
        "quinoa": {"name": "olive oil"},
        "soy-milk": {"contains": "soya"},
        "cooked-kale": {"bought_estimate": "2"},
        "whole-milk": {"group": "milks"},
        "olive-oil": {"cooked_yield": "2"},
        "whole-wheat-spaghetti": {"cooked_yield": "3"},
    }
    lines = write_selection(path, changes)

    _, problems = builder.build(
        path,
        builder.Sources.read(EXTRACT),
        measured(tables),
        set(tables.groceries),
        some=True,
    )

    def where(food_id: str, column: str) -> str:
        return f"foods_selection.csv, line {lines[food_id]}, column {column}"

    found = {problem.where: (problem.what, problem.remedy) for problem in problems}
    assert len(problems) == len(found) == len(changes)
    assert found == {
        where("cooked-kale", "bought_estimate"): (
            "stands beside dry_from",
            "Leave one of the two blank.",
        ),
        where("olive-oil", "cooked_yield"): (
            "needs the dry food",
            "Name it in dry_from.",
        ),
        where("whole-wheat-spaghetti", "cooked_yield"): (
            "3 isn't less water than the source has",
            "The source's own is 2.40: write less, or leave it blank.",
        ),
        where("avocado", "grocery_id"): ("'avocadoes' is not in the groceries table", ""),
        where("banana", "source_id"): ("sr_legacy:999999 is not in the source tables", ""),
        where("lentils-boiled", "dry_from"): ("sr_legacy:1 is not in the source tables", ""),
        where("hemp-seeds", "source_id"): ("sr_legacy:170148 has no vitamin_b12_ug", ""),
        where("tahini", "portion_measure"): (
            "'bucket' is no measure of sr_legacy:170189",
            "It has: 'tbsp', 'oz'.",
        ),
        where("olive-oil", "name"): (
            f"'olive oil' is already in line {lines['quinoa']}",
            "",
        ),
        where("whole-milk", "group"): (
            "'milks' is not known",
            "Did you mean milk?",
        ),
        where("soy-milk", "contains"): ("'soya' is not known", "Did you mean soy?"),
        where("boiled-egg", "refuse_from"): (
            "ndb_number 1 has no refuse in the source table",
            "",
        ),
    }


@pytest.mark.parametrize("value_source", ["mixed:macros_sr_legacy", "sr_legacy:macros_only"])
def test_stale_source_row_is_refused(
    value_source: str, builder: ModuleType, tables: Tables, tmp_path: Path
) -> None:
    """A source row whose micronutrients are out of date or absent is not built into the table."""
    path = tmp_path / "foods_selection.csv"
    lines = write_selection(path, {})
    sources = builder.Sources.read(EXTRACT)
    sources.rows["sr_legacy", "173944"]["value_source"] = value_source

    _, problems = builder.build(path, sources, measured(tables), set(tables.groceries), some=True)

    where = f"foods_selection.csv, line {lines['banana']}, column source_id"
    what = f"sr_legacy:173944 is {value_source}, not usable"
    assert problems == [Problem(where, what)]
