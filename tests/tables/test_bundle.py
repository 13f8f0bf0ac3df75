"""Broken tables are refused with all their faults at once; the bundled ones have none."""

from __future__ import annotations

import csv
import math
import re
import shutil
from pathlib import Path

import pytest

from planner import find_targets, make_request
from planner.errors import ExitCode, Problem, TableError
from planner.parsing.csv_rows import HEADER_REMEDY, ROWS_REMEDY
from planner.tables.bundle import (
    FILES,
    MAY_BE_ABSENT,
    Tables,
    find_data,
    hash_files,
    read_tables,
)
from planner.tables.dishes import read_dishes
from planner.tables.food_patterns import ADDED_SUGARS
from planner.tables.foods import NONE, UNKNOWN, read_foods
from planner.tables.groceries import read_aisles, read_groceries
from planner.tables.nutrients import THE_FIVE

REQUIRED_FILES = [name for name in FILES if name not in MAY_BE_ABSENT]

DISHES = """\
[[dish]]
id = "toast"
name = "Toast with nut butter"
meals = ["breakfast", "snack"]
cuisine = "American"
minutes = 5
how = "Toast the bread and spread it."
slots = [
  { name = "bread", foods = ["whole-wheat-bread"], smallest = 0.5, usual = 1, largest = 2 },
  { name = "spread", roles = ["nut-spread"], smallest = 0.5, usual = 1, largest = 2 },
]

[[dish]]
id = "beans-rice"
name = "Beans and rice"
meals = ["lunch", "dinner"]
cuisine = "Cuban"
minutes = 20
how = "Warm the beans and serve them over the rice."
tags = ["legumes", "packable"]
slots = [
  { name = "beans", roles = ["bean"], smallest = 0.5, usual = 1, largest = 2 },
  { name = "rice", foods = ["brown-rice", "white-rice"], smallest = 0.5, usual = 1, largest = 2 },
]

[[dish]]
id = "porridge"
name = "Porridge"
meals = ["breakfast"]
cuisine = "British"
minutes = 10
how = "Warm the oatmeal in the milk."
slots = [
  { name = "oatmeal", foods = ["oatmeal"], smallest = 1, usual = 1.5, largest = 2 },
  { name = "milk", roles = ["pour-milk"], smallest = 0.5, usual = 1, largest = 1.5 },
]
"""


SMALL = (  # the foods of the dishes above, and a few to break
    "raw-spinach",
    "tomato",
    "banana",
    "black-beans-boiled",
    "almond-butter",
    "peanut-butter",
    "brown-rice",
    "white-rice",
    "whole-wheat-bread",
    "oatmeal",
    "whole-milk",
    "soy-milk",
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables that is quick to read: a dozen of the bundled foods, three dishes."""
    folder = tmp_path_factory.mktemp("small")
    for name in FILES:
        lines = (find_data() / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if name == "foods.csv":
            lines = [lines[0], *(line for line in lines if line.split(",", 1)[0] in SMALL)]
        if name == "dri.csv":
            lines = lines[:50]
        if name == "cautions.csv":
            lines = [lines[0], *(line for line in lines if ",caffeine," in line)]
        if name == "conditions.csv":
            lines = lines[:2]
        (folder / name).write_text("".join(lines), encoding="utf-8")
    (folder / "dishes.toml").write_text(DISHES, encoding="utf-8")
    return folder


@pytest.fixture
def small_copy(small: Path, tmp_path: Path) -> Path:
    """A copy of the small tables that a test may break."""
    return shutil.copytree(small, tmp_path / "data")


def change_cells(path: Path, key: str, **cells: str) -> int:
    """Write other cells into the row whose first cell is `key`; the row's line."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    (number,) = (number for number, row in enumerate(rows) if row[0] == key)
    for column, value in cells.items():
        rows[number][header.index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return number + 2


def faults(folder: Path) -> list[tuple[str, str, str]]:
    """What reading a folder of tables reports: where, what, and what to do."""
    with pytest.raises(TableError) as error:
        read_tables(folder)
    assert error.value.exit_code == ExitCode.BAD_DATA
    return [(str(p.where), p.what, p.remedy) for p in error.value.problems]


def dish_faults(folder: Path, text: str) -> list[tuple[str, str, str]]:
    """What is reported with these dishes in place of the folder's."""
    (folder / "dishes.toml").write_text(text, encoding="utf-8")
    return faults(folder)


# --- Broken tables ----------------------------------------------------------------------------


def test_faults_of_all_tables_come_at_once(small_copy: Path) -> None:
    """One run reports a bad number, a bad tag, a double id and a bad key, each in its place."""
    spinach = change_cells(small_copy / "foods.csv", "raw-spinach", calcium_mg="99 mg")
    butter = change_cells(small_copy / "foods.csv", "peanut-butter", contains="peanuts")
    bananas = change_cells(small_copy / "groceries.csv", "bananas", keeps_days="")
    vegan = change_cells(small_copy / "diets.csv", "vegan", diet="pescatarian")
    energy = change_cells(small_copy / "nutrients.csv", "fat_g", kcal_per_g="37.7")
    text = DISHES.replace("minutes = 20", 'minutes = "20"')

    assert dish_faults(small_copy, text) == [
        (
            f"nutrients.csv, line {energy}, column kcal_per_g",
            "37.7 is out of range",
            "Write a number between 0 and 10.",
        ),
        (f"groceries.csv, line {bananas}, column keeps_days", "is blank", "Write a number."),
        (
            f"foods.csv, line {spinach}, column calcium_mg",
            "'99 mg' is not a number",
            "Write a plain number such as 12.5.",
        ),
        (
            f"foods.csv, line {butter}, column contains",
            "'peanuts' is not known",
            "Did you mean peanut?",
        ),
        (
            f"diets.csv, line {vegan}, column diet",
            "'pescatarian' is already in line 3",
            "",
        ),
        (
            "dishes.toml, dish 2 'beans-rice'",
            "minutes = '20' should be a number between 0 and 600",
            "",
        ),
    ]


@pytest.mark.parametrize("name", REQUIRED_FILES)
def test_missing_table_is_named(name: str, small_copy: Path) -> None:
    """A table that isn't in the folder is named, with the folder."""
    (small_copy / name).unlink()

    assert (name, f"is missing from {small_copy}", "") in faults(small_copy)


@pytest.mark.parametrize("name", REQUIRED_FILES)
def test_table_in_another_encoding_is_named(name: str, small_copy: Path) -> None:
    """A table that isn't UTF-8 is named, with what to do about it."""
    path = small_copy / name
    path.write_bytes(path.read_bytes() + "# jalapeño\n".encode("latin-1"))

    assert [
        (where, remedy)
        for where, what, remedy in faults(small_copy)
        if what.startswith("can't be read")
    ] == [(name, "Save it as UTF-8 text.")]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_table_of_its_header_alone(name: str, small_copy: Path) -> None:
    """A table without rows is named, but for the two that may be empty."""
    path = small_copy / name
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    if name in ("supplements.csv", "unmeasured.csv"):
        assert read_tables(small_copy)
    else:
        what = "has a header and no rows"
        assert (f"{name}, line 1", what, ROWS_REMEDY) in faults(small_copy)


def test_share_of_energy_without_its_factor(small_copy: Path) -> None:
    """A reference value in percent of energy needs the kcal in a gram of its nutrient."""
    with (small_copy / "dri.csv").open("a", encoding="utf-8") as file:
        file.write("fat_g,male_19_30,male,none,19,30,AMDR,20,35,percent of energy,total,IOM\n")
    line = change_cells(small_copy / "nutrients.csv", "fat_g", kcal_per_g="")
    remedy = "Write the kcal per gram, such as 4 for protein."
    what = "but dri.csv has 'fat_g' in percent of energy"
    where = f"nutrients.csv, line {line}, column kcal_per_g"
    assert faults(small_copy) == [(where, f"is blank, {what}", remedy)]
    change_cells(small_copy / "nutrients.csv", "fat_g", kcal_per_g="0")
    assert faults(small_copy) == [(where, f"is 0, {what}", remedy)]


def test_unit_that_is_not_the_ids(small_copy: Path) -> None:
    """A unit is one of a closed list, and the one in which the id ends."""
    path = small_copy / "nutrients.csv"
    line = change_cells(path, "magnesium_mg", unit="g")
    where = f"nutrients.csv, line {line}, column unit"
    remedy = "The id must end in _g, here and in the header of foods.csv."
    assert faults(small_copy) == [(where, "'g' is not the unit of 'magnesium_mg'", remedy)]
    change_cells(path, "magnesium_mg", unit="oz")
    remedy = "Write one of kcal, g, mg, µg, µg RAE, µg DFE."
    assert faults(small_copy) == [(where, "'oz' is not known", remedy)]


def test_nutrient_that_every_plan_needs(small_copy: Path) -> None:
    """Vitamin D can't be left out of the catalogue."""
    path = small_copy / "nutrients.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith("vitamin_d_ug")]
    path.write_text("".join(left), encoding="utf-8")
    what = "has no row of vitamin_d_ug"
    assert faults(small_copy)[0] == ("nutrients.csv", what, "Every plan needs it: add its row.")


def test_intake_of_an_unknown_nutrient_has_its_line(small_copy: Path) -> None:
    """A nutrient that no table has is named where dri.csv first has it."""
    with (small_copy / "dri.csv").open("a", encoding="utf-8") as file:
        file.write("xylose_mg,male_19_30,male,none,19,30,RDA,1,,day,total,nobody\n" * 2)
    what = "'xylose_mg' is neither in nutrients.csv nor in unmeasured.csv"
    remedy = "Add a row to one of the two."
    assert faults(small_copy) == [("dri.csv, line 51, column nutrient", what, remedy)]


def test_folder_that_is_none(tmp_path: Path) -> None:
    """A folder that doesn't exist is one fault, not seven missing tables."""
    assert faults(tmp_path / "nowhere") == [
        (
            str(tmp_path / "nowhere"),
            "is not a folder of tables",
            "Name a folder that has foods.csv and the other tables; the bundled ones need no name.",
        )
    ]


def test_table_without_a_nutrient_of_the_catalogue(small_copy: Path) -> None:
    """Each nutrient of the catalogue must be a column of the food table."""
    path = small_copy / "foods.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("potassium_mg", "potasium_mg", 1), encoding="utf-8"
    )

    lacking = ("foods.csv, line 1", "has no column potassium_mg", HEADER_REMEDY)
    assert lacking in faults(small_copy)


def test_line_with_an_unquoted_comma(small_copy: Path) -> None:
    """A line with a cell too many is given by its number, with the likely cause."""
    path = small_copy / "diets.csv"
    text = path.read_text(encoding="utf-8")
    cells = text.split("\n", 1)[0].count(",") + 1
    blank = "," * (cells - 2)
    path.write_text(f"{text}paleo,{blank}meat, mostly\n", encoding="utf-8")

    assert faults(small_copy) == [
        (
            f"diets.csv, line {text.count(chr(10)) + 1}",
            f"has {cells + 1} cells, the header has {cells}",
            "Look for a missing comma, or a text with a comma that needs quotes around it.",
        )
    ]


def test_food_of_unknown_energy_is_refused(small_copy: Path) -> None:
    """Any nutrient may be unknown but energy, without which no day adds up."""
    line = change_cells(small_copy / "foods.csv", "banana", energy_kcal="", vitamin_c_mg="")

    assert faults(small_copy) == [
        (
            f"foods.csv, line {line}, column energy_kcal",
            "is blank",
            "Every food needs its energy: look for another source.",
        )
    ]


@pytest.mark.parametrize(
    ("column", "value", "what", "remedy"),
    [
        ("contains", "", "is blank", "Fill it in."),
        ("contains", "soyy", "'soyy' is not known", "Did you mean soy"),
        (
            "contains",
            "none;soy",
            "'none' or 'unknown' is beside other words",
            "Write it alone, or leave it out.",
        ),
        (
            "contains",
            "unknown;none",
            "'none' or 'unknown' is beside other words",
            "Write it alone, or leave it out.",
        ),
        ("group", "fruits", "'fruits' is not known", "Did you mean fruit"),
        ("roles", "", "is blank", "Fill it in."),
        ("portion_g", "0", "0 is out of range", "Write a number between 0.1 and 2000."),
        ("serving", "1.25", "1.25 is not a multiple of step, 0.5", ""),
        ("everyday", "yes", "'yes' is neither 0 nor 1", "Write 1 for yes, 0 for no."),
        ("bought_g_per_eaten_g", "", "is blank", "Write a number."),
        ("source_id", "", "is blank", "Fill it in."),
        ("magnesium_mg", "-27", "-27 is out of range", "Write a number between 0 and 100000."),
        pytest.param("contains", ";", "is blank", "Fill it in."),
        pytest.param(
            "serving", "one", "'one' is not a number", "Write a plain number such as 12.5."
        ),
    ],
)
def test_bad_cell_of_a_food(
    column: str, value: str, what: str, remedy: str, small_copy: Path
) -> None:
    """Each column of the food table says what it can't hold, once, and what would do."""
    line = change_cells(small_copy / "foods.csv", "banana", **{column: value})

    found = faults(small_copy)

    assert [fault[:2] for fault in found] == [(f"foods.csv, line {line}, column {column}", what)]
    assert found[0][2].startswith(remedy)


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("aisle", "fridge", "'fridge' is not in aisles.csv"),
        ("pack_g", "", "is blank"),
        ("pack_g", "one", "'one' is not a weight in grams"),
        ("pack_g", "0", "'0' is not a weight in grams"),
        ("pack_g", "900;450", "the sizes are not in rising order"),
        ("keeps_days", "0.5", "0.5 is out of range"),
        ("source", "", "is blank"),
        ("g_per_ml", "0", "0 is out of range"),
        ("piece_g", "-1", "-1 is out of range"),
        ("price_usd_per_100g", "0", "0 is out of range"),
        ("price_year", "", "is blank beside a price"),
        ("price_source", "", "is blank beside a price"),
        ("price_usd_per_100g", "-0.5", "-0.5 is out of range"),
        ("price_pack_g", "0", "0 is out of range"),
        ("bulk_bin", "yes", "'yes' is not a number"),
        ("opened_days", "0", "0 is out of range"),
        ("freezer_days", "-1", "-1 is out of range"),
        *(
            pytest.param("pack_g", value, what)
            for value, what in (
                ("nan", "'nan' is not a weight in grams"),
                ("inf", "'inf' is not a weight in grams"),
                (";", "is blank"),
                ("450;450", "the sizes are not in rising order"),
            )
        ),
    ],
)
def test_bad_cell_of_a_grocery(column: str, value: str, what: str, small_copy: Path) -> None:
    """Each column of the shop's table says what it can't hold, once."""
    path = small_copy / "groceries.csv"
    line = change_cells(path, "bananas", **{column: value})
    problems: list[Problem] = []

    read_groceries(path, problems, aisles=read_aisles(find_data() / "aisles.csv", problems))

    assert [(p.where, p.what) for p in problems] == [
        (f"groceries.csv, line {line}, column {column}", what)
    ]


def test_a_pack_smaller_than_a_portion(small_copy: Path) -> None:
    """Its line and column, what it holds, and what to do."""
    line = change_cells(small_copy / "groceries.csv", "soy-milk", pack_g="40;90")

    assert faults(small_copy) == [
        (
            f"groceries.csv, line {line}, column pack_g",
            "the largest carton holds 90 g, less than the smallest portion of 122 g as bought",
            "Write the sizes in grams, or mend the portion in foods.csv.",
        )
    ]


def test_food_that_no_shop_sells(small_copy: Path) -> None:
    """A food whose grocery isn't in the shop's table is named, with the nearest that is."""
    change_cells(small_copy / "foods.csv", "banana", grocery_id="banannas")

    ((where, what, remedy),) = faults(small_copy)

    assert where.startswith("foods.csv")
    assert what == "'banannas' is not in groceries.csv"
    assert remedy.startswith("Did you mean bananas")


def test_food_that_no_shop_sells_has_a_place(small_copy: Path) -> None:
    """The fault of a food's grocery has its line and column, as every fault of a CSV table."""
    line = change_cells(small_copy / "foods.csv", "banana", grocery_id="banannas")

    assert [where for where, _, _ in faults(small_copy)] == [
        f"foods.csv, line {line}, column grocery_id"
    ]


# --- Broken dishes ----------------------------------------------------------------------------


def test_sound_dishes_are_read(small_copy: Path) -> None:
    """The three dishes that the tests below break are sound as they stand."""
    (small_copy / "dishes.toml").write_text(DISHES, encoding="utf-8")

    tables = read_tables(small_copy)

    assert list(tables.dishes) == ["toast", "beans-rice", "porridge"]
    assert [food.id for food in tables.fillings["porridge", "oatmeal"]] == ["oatmeal"]


def test_toml_syntax_error_has_its_line(small_copy: Path) -> None:
    """What isn't TOML at all is reported with the line and column where reading stopped."""
    ((where, what, _),) = dish_faults(small_copy, DISHES.replace('id = "toast"', 'id = "toast'))

    assert where == "dishes.toml"
    assert what.startswith("is not TOML")
    assert "line 2, column" in what


def number_fault(key: str, value: str) -> str:
    """What is said about a bad amount of a slot."""
    return f"{key} = {value} should be a number between 0.05 and 20"


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "remedy"),
    [
        pytest.param(
            'roles = ["pour-milk"]',
            'roles = ["pour-milks"]',
            "dish 3 'porridge', slot 2",
            "no food has the role 'pour-milks'",
            "Did you mean pour-milk",
            id="unknown role",
        ),
        pytest.param(
            'foods = ["oatmeal"]',
            'foods = ["oatmeel"]',
            "dish 3 'porridge', slot 1",
            "there is no food 'oatmeel'",
            "Did you mean oatmeal",
            id="unknown food",
        ),
        pytest.param(
            'roles = ["pour-milk"], ',
            "",
            "dish 3 'porridge', slot 2",
            "names neither roles nor foods",
            "",
            id="slot for nothing",
        ),
        pytest.param(
            'name = "milk", roles',
            'name = "milk", largst = 3, roles',
            "dish 3 'porridge', slot 2",
            "the key 'largst' is not known",
            "Did you mean largest",
            id="unknown key of a slot",
        ),
        pytest.param(
            'tags = ["legumes", "packable"]',
            'tags = "legumes"',
            "dish 2 'beans-rice'",
            "tags = 'legumes' should be a list of texts",
            "",
            id="a text for a list",
        ),
        pytest.param(
            "usual = 1, largest = 1.5",
            "usual = 2, largest = 1.5",
            "dish 3 'porridge', slot 2",
            "smallest 0.5, usual 2, largest 1.5 are not in rising order",
            "",
            id="usual above largest",
        ),
        pytest.param(
            "smallest = 1, usual = 1.5",
            "smallest = 0, usual = 1.5",
            "dish 3 'porridge', slot 1",
            number_fault("smallest", "0"),
            "",
            id="amount out of range",
        ),
        pytest.param(
            'name = "milk"',
            'name = "oatmeal"',
            "dish 3 'porridge'",
            "has two slots named 'oatmeal'",
            "",
            id="two slots of one name",
        ),
        pytest.param(
            'meals = ["breakfast"]',
            'meals = ["breakfest"]',
            "dish 3 'porridge'",
            "meals: 'breakfest' is not known",
            "Did you mean breakfast?",
            id="unknown meal",
        ),
        pytest.param(
            'meals = ["breakfast"]\n',
            "",
            "dish 3 'porridge'",
            "suits no meal",
            "Set meals to one or more of breakfast, lunch, dinner, snack.",
            id="no meal",
        ),
        pytest.param(
            'meals = ["breakfast"]\n',
            'meals = ["breakfast", "lunch"]\ntags = ["keeps"]\n',
            "dish 3 'porridge'",
            "has the tag keeps, but isn't for lunch and dinner",
            "Remove the tag.",
            id="keeps for one meal",
        ),
        pytest.param(
            'how = "Warm the oatmeal in the milk."\n',
            "",
            "dish 3 'porridge'",
            "has no how",
            "",
            id="missing key",
        ),
        pytest.param(
            'tags = ["legumes", "packable"]',
            'tags = ["legume"]',
            "dish 2 'beans-rice'",
            "tags: 'legume' is not known",
            "Did you mean legumes?",
            id="unknown tag",
        ),
        pytest.param(
            'id = "porridge"',
            'id = "toast"',
            "dish 3 'toast'",
            "has an id that another dish has",
            "Give it another id.",
            id="two dishes of one id",
        ),
        pytest.param(
            'foods = ["brown-rice", "white-rice"]',
            'foods = ["brown-rice", "tomato"]',
            "dish 2 'beans-rice'",
            "is a main dish without a slot for a starchy food",
            "Add a slot whose foods are all of the groups"
            " starchy-vegetables, grains, breads, cereals, pasta, or the tag no-starch if it is for"
            " diets that skip those.",
            id="main dish without a starch",
        ),
        pytest.param(
            'meals = ["breakfast", "snack"]',
            'meals = ["breakfast"]',
            "",
            "no dish suits snack",
            "",
            id="meal without a dish",
        ),
        pytest.param(
            "smallest = 1, usual = 1.5",
            'smallest = "1", usual = 1.5',
            "dish 3 'porridge', slot 1",
            number_fault("smallest", "'1'"),
            "",
            id="a text for a number",
        ),
        *(
            pytest.param(old, new, "dish 3 'porridge', slot 2", what, "", id=name)
            for name, old, new, what in (
                (
                    "a text for the usual amount",
                    "usual = 1, largest = 1.5",
                    'usual = "1", largest = 1.5',
                    number_fault("usual", "'1'"),
                ),
                (
                    "largest out of range",
                    "largest = 1.5",
                    "largest = 50",
                    number_fault("largest", "50"),
                ),
                (
                    "a text for the roles",
                    'roles = ["pour-milk"]',
                    'roles = "pour-milk"',
                    "roles = 'pour-milk' should be a list of texts",
                ),
            )
        ),
    ],
)
def test_bad_dish_has_its_key_path(
    old: str, new: str, where: str, what: str, remedy: str, small_copy: Path
) -> None:
    """A fault of a dish is given by the dish's place and id and the slot's place, and said once."""
    assert DISHES.count(old) == 1

    found = dish_faults(small_copy, DISHES.replace(old, new))

    place = f"dishes.toml, {where}" if where else "dishes.toml"
    assert [fault[:2] for fault in found] == [(place, what)]
    assert found[0][2].startswith(remedy)


def test_a_food_that_is_gone_is_one_problem(data_copy: Path, tables: Tables) -> None:
    """However many dishes and cautions name it; a few are named, and how many more there are."""
    path = data_copy / "foods.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = ("olive-oil,", "smoked-salmon,", "grilled-swordfish,")
    path.write_text("".join(one for one in lines if not one.startswith(gone)), encoding="utf-8")
    slots = [slot for dish in tables.dishes.values() for slot in dish.slots]
    more = sum("olive-oil" in slot.foods for slot in slots) - 3
    assert more > 1

    oil, salmon, fish = sorted(faults(data_copy), key=lambda fault: "olive" not in fault[1])

    assert re.fullmatch(rf"dishes\.toml, dish .+ and {more} more", oil[0])
    assert oil[0].count("slot") == 3
    assert oil[1:] == ("there is no food 'olive-oil'", "Add its row to foods.csv.")
    assert salmon[1] == "there is no food 'smoked-salmon'"
    assert re.fullmatch(
        r"dishes.+slot \d; cautions\.csv, lines \d+ and \d+, column foods", salmon[0]
    )
    assert fish[:2] == (
        "cautions.csv, lines 2, 3 and 4, column foods",
        "no food or tag is 'grilled-swordfish'",
    )


def test_dish_faults_come_at_once(small_copy: Path) -> None:
    """Faults of several dishes and slots are reported together, in the file's order."""
    text = (
        DISHES.replace('["nut-spread"]', '["nut-spred"]')
        .replace('["brown-rice", "white-rice"]', '["brown-rise", "white-rice"]')
        .replace('["pour-milk"]', '["pour-milks", "milk-pour"]')
    )

    assert [(where, what) for where, what, _ in dish_faults(small_copy, text)] == [
        ("dishes.toml, dish 1 'toast', slot 2", "no food has the role 'nut-spred'"),
        ("dishes.toml, dish 2 'beans-rice', slot 2", "there is no food 'brown-rise'"),
        ("dishes.toml, dish 3 'porridge', slot 2", "no food has the role 'pour-milks'"),
        ("dishes.toml, dish 3 'porridge', slot 2", "no food has the role 'milk-pour'"),
    ]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('[dish]\nid = "toast"\n', "dishes.toml", "[dish] should be [[dish]]"),
        ("dish = [1]\n", "dishes.toml, dish 1", "should be a [[dish]] table"),
        ('[[dishes]]\nid = "toast"\n', "dishes.toml", "the key 'dishes' is not known"),
        (
            DISHES.replace('{ name = "oatmeal"', '"oatmeal", { name = "oats"'),
            "dishes.toml, dish 3 'porridge', slot 1",
            "should be a table: { name = ..., roles = [...], ... }",
        ),
    ],
)
def test_dishes_of_another_shape(text: str, where: str, what: str, tmp_path: Path) -> None:
    """TOML that isn't a list of dishes is explained, not a crash."""
    path = tmp_path / "dishes.toml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []

    read_dishes(path, problems)

    assert [(p.where, p.what) for p in problems] == [(where, what)]


def test_byte_order_mark_is_no_part_of_the_dishes(tmp_path: Path) -> None:
    """Dishes saved by an editor that adds a byte order mark read as the CSV tables do."""
    path = tmp_path / "dishes.toml"
    path.write_text(DISHES, encoding="utf-8-sig")
    problems: list[Problem] = []

    dishes = read_dishes(path, problems)

    assert problems == []
    assert len(dishes) == 3


# --- The hash ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REQUIRED_FILES)
def test_hash_knows_every_table(name: str, small_copy: Path) -> None:
    """Any change to any of the tables gives another hash."""
    before = hash_files(small_copy)
    with (small_copy / name).open("ab") as file:
        file.write(b"\n")

    assert hash_files(small_copy) != before


def test_hash_changes_with_a_figure(data_copy: Path, tables: Tables) -> None:
    """One figure of one food makes the tables other tables."""
    assert hash_files(data_copy) == tables.hash
    change_cells(data_copy / "foods.csv", "banana", potassium_mg="359")

    changed = read_tables(data_copy)

    assert changed.hash != tables.hash
    assert changed.foods["banana"].per_100g["potassium_mg"] == 359
    assert [food for food in tables.foods if tables.foods[food] != changed.foods[food]] == [
        "banana"
    ]


def test_hash_is_the_same_with_other_line_ends(data_copy: Path, tables: Tables) -> None:
    """A checkout with Windows line ends has the same tables under the same hash."""
    for name in FILES:
        path = data_copy / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    changed = read_tables(data_copy)

    assert changed.hash == tables.hash
    assert changed.foods == tables.foods
    assert changed.dishes == tables.dishes


def test_hash_notices_a_moved_line(small_copy: Path) -> None:
    """A line that moves from the end of one table to the head of the next is a change."""
    before = hash_files(small_copy)
    first, second = small_copy / FILES[0], small_copy / FILES[1]
    body, _, last = first.read_bytes().rstrip(b"\n").rpartition(b"\n")
    first.write_bytes(body + b"\n")
    second.write_bytes(last + b"\n" + second.read_bytes())

    assert hash_files(small_copy) != before


# --- The bundled tables -----------------------------------------------------------------------


def test_bundled_tables_are_all_there() -> None:
    """The folder that is found holds every table, and reading it raises nothing."""
    folder = find_data()

    assert [name for name in FILES if not (folder / name).is_file()] == []
    assert read_tables(folder).hash == hash_files(folder)


UNASKED_ROLES = {"egg"}  # each dish names its eggs one by one, by how they are cooked


def test_every_role_is_asked_for(tables: Tables) -> None:
    """A role that no slot names is a slip of the pen, save those known to be unused.

    A role that comes into use, or goes, is to be taken off the list above.
    """
    held = {role for food in tables.foods.values() for role in food.roles}
    asked = {role for dish in tables.dishes.values() for slot in dish.slots for role in slot.roles}

    assert held - asked == UNASKED_ROLES


UNSERVED_FOODS = set[str]()  # no dish has a slot for these


def test_every_food_can_be_served(tables: Tables) -> None:
    """A food that fits no slot of any dish is never planned; those known are listed above."""
    served = {food.id for foods in tables.fillings.values() for food in foods}

    assert set(tables.foods) - served == UNSERVED_FOODS


def test_every_slot_has_a_food(tables: Tables) -> None:
    """Every slot of every bundled dish can be filled."""
    slots = [(dish.id, slot.name) for dish in tables.dishes.values() for slot in dish.slots]

    assert slots
    assert [slot for slot in slots if not tables.fillings[slot]] == []


def test_fillings_are_the_foods_that_slots_take(tables: Tables) -> None:
    """The foods looked up for a slot are those that it takes one by one, in the table's order."""
    for dish in tables.dishes.values():
        for slot in dish.slots:
            taken = [food for food in tables.foods.values() if slot.accepts(food)]
            assert list(tables.fillings[dish.id, slot.name]) == taken


def test_every_grocery_is_used(tables: Tables) -> None:
    """The shop's table has no item that no food is made of."""
    used = {food.grocery_id for food in tables.foods.values()}

    assert set(tables.groceries) - used == set()


def test_no_bundled_food_is_of_unknown_contents(tables: Tables) -> None:
    """What each bundled food contains is known; "none" is written out and stands alone."""
    for food in tables.foods.values():
        assert food.contains
        assert UNKNOWN not in food.contains
        assert NONE not in food.contains or food.contains == {NONE}


# --- Unknown is not zero ----------------------------------------------------------------------


def test_blank_nutrient_reads_as_none(tables: Tables) -> None:
    """Every blank cell of the bundled foods is None, every 0 is 0, and neither is the other."""
    with (find_data() / "foods.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["food_id"]: row for row in csv.DictReader(file)}
    known = {True: 0, False: 0}
    for food in tables.foods.values():
        for nutrient, value in food.per_100g.items():
            if nutrient == ADDED_SUGARS:  # food_patterns.csv has them
                continue
            cell = cells[food.id][nutrient]
            assert value == (float(cell) if cell else None)
            known[bool(cell)] += 1

    assert min(known.values()) > 100


def test_unknown_is_nan_in_the_composition(tables: Tables) -> None:
    """In the table of numbers an unknown is no number, so that no sum takes it for zero."""
    hemp = tables.composition.loc["hemp-seeds"].to_dict()

    assert math.isnan(hemp["vitamin_d_ug"])
    assert hemp["magnesium_mg"] == 700
    assert tables.composition.shape == (len(tables.foods), len(tables.nutrients))


def test_nutrient_known_in_few_foods_does_not_steer(data_copy: Path, tables: Tables) -> None:
    """A nutrient known in fewer than nine foods of ten steers no plan, unless it is of the five."""
    path = data_copy / "foods.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    column = header.index("iron_mg")
    for row in rows[: len(rows) // 5]:
        row[column] = row[header.index("magnesium_mg")] = ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])

    sparse = read_tables(data_copy)

    assert sparse.known_share["iron_mg"] == pytest.approx(0.8, abs=0.01)
    assert tables.steers("iron_mg")
    assert not sparse.steers("iron_mg")
    assert not tables.steers("iodine_ug")
    request = make_request(sparse, age=40, sex="female")
    held = {t.nutrient for t in find_targets(request.people[0], sparse) if t.minimum and t.required}
    assert "iron_mg" not in held
    assert held >= {*THE_FIVE}, "the five hold however few foods know them"


@pytest.mark.parametrize(("cell", "value"), [("", None), ("0", 0.0), ("0.0", 0.0), ("26.2", 26.2)])
def test_cell_and_value_agree(cell: str, value: float | None, small_copy: Path) -> None:
    """A blank cell of a food is None, and a zero that the source states stays a zero."""
    change_cells(small_copy / "foods.csv", "banana", vitamin_d_ug=cell)
    problems: list[Problem] = []

    foods = read_foods(small_copy / "foods.csv", ("vitamin_d_ug",), problems)

    assert problems == []
    assert foods["banana"].per_100g == {"vitamin_d_ug": value}


@pytest.mark.parametrize("name", REQUIRED_FILES)
def test_a_missing_table_is_one_fault(name: str, data_copy: Path) -> None:
    """No other table is blamed for it."""
    (data_copy / name).unlink()
    with pytest.raises(TableError) as caught:
        read_tables(data_copy)
    (problem,) = caught.value.problems
    assert problem.where == name


def test_a_missing_row_is_one_fault(data_copy: Path) -> None:
    """What stands in an aisle that is gone is said once, with the table that lacks it."""
    path = data_copy / "aisles.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("bakery")), "utf-8")
    with pytest.raises(TableError) as caught:
        read_tables(data_copy)
    (problem,) = caught.value.problems
    assert re.fullmatch(r"groceries.csv, lines .* and \d+ more, column aisle", str(problem.where))
    assert problem.what == "'bakery' is not in aisles.csv"


@pytest.mark.parametrize("part", ["x", "1.5", "4", ""])
def test_a_part_that_is_none_is_named(part: str, data_copy: Path) -> None:
    """The trimester or half year of an energy addition is 1, 2 or 3."""
    path = data_copy / "energy_additions.csv"
    text = path.read_text(encoding="utf-8").replace("pregnancy,2,", f"pregnancy,{part},")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_tables(data_copy)
    assert "energy_additions.csv, line 3, column part" in [p.where for p in caught.value.problems]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            [("{cook: grain}", "{fry: grain}")],
            (
                "{fry: grain}: cooking.csv has no fry_min for cooked brown rice, cooked buckwheat"
                " groats, cooked bulgur and 7 more"
            ),
        ),
        (
            [(" Add {spices} for the last minute.", ""), (" and {finish}", "")],
            "no step uses garlic, ginger",
        ),
    ],
)
def test_steps_that_do_not_suit_their_foods_or_seasonings(
    changes: list[tuple[str, str]], fault: str, data_copy: Path
) -> None:
    """A step that cooks a food in a way its row doesn't know; seasonings that no step uses."""
    path = data_copy / "dishes.toml"
    head, mark, rest = path.read_text(encoding="utf-8").partition('id = "grain-bowl"')
    for before, after in changes:
        rest = rest.replace(before, after, 1)
    path.write_text(head + mark + rest, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_tables(data_copy)
    assert caught.value.problems[0].what == fault
    assert re.match(r"dishes.toml, line \d+, dish \d+ 'grain-bowl'", str(caught.value))


@pytest.mark.parametrize(
    ("name", "column", "line"),
    [
        ("food_patterns.csv", "food_id", "tofo-firm,0,0,0,0,0,0,0,2,2,0,,near,"),
        ("cooking.csv", "food_id", "tofo-firm,tofu,,raw,in cubes,0.5,,,pan,8,,,5,8,25,,estimate"),
        ("portion_maxima.csv", "what", "tofo-firm,18,,200,us"),
        ("cautions.csv", "foods", "any,9,120,tofo-firm,,soft,,us"),
    ],
)
def test_a_row_about_no_food_is_refused(name: str, column: str, line: str, data_copy: Path) -> None:
    """In every table with foods: one message with its line, column, value and what is meant."""
    path = data_copy / name
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, line, ""]), encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_tables(data_copy)
    (problem,) = refused.value.problems
    assert problem.where == f"{name}, line {len(lines) + 1}, column {column}"
    assert "'tofo-firm'" in problem.what
    assert "tofu-firm" in problem.remedy


def test_rows_of_bundled_foods_may_stand_beside_foods_of_ones_own(tiny_folder: Path) -> None:
    """Whoever copies cooking.csv and portion_maxima.csv needn't delete the rows of all others."""
    tables = read_tables(tiny_folder)
    assert set(tables.cooking) > set(tables.foods)
    assert set(tables.portion_maxima) - set(tables.foods)
