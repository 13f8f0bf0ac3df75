"""What the tests share: the bundled tables, read once, and a folder of them to break."""

from __future__ import annotations

import csv
import functools
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from planner import WeekPlan, make_request, plan_week
from planner.actions.answers import answer_request
from planner.plans.shopping import compute_shopping
from planner.tables import bundle
from planner.tables.bundle import FILES, Tables, find_data, read_tables
from planner.tables.food_patterns import EQUIVALENTS
from planner.tables.foods import COLUMNS as FOODS
from planner.tables.foods import OPTIONAL as FOODS_MAY_LACK
from planner.tables.groceries import COLUMNS as GROCERIES
from planner.tables.groceries import OPTIONAL as GROCERIES_MAY_LACK

TINY = Path(__file__).parent / "tiny"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; a module's, since no other event loop may run beside its own."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The bundled tables."""
    return read_tables(find_data())


@pytest.fixture(scope="session", autouse=True)
def _read_once(tables: Tables) -> Iterator[None]:
    """The commands that tests run in this process take the bundled tables that are read already.

    A test that names `read_tables` itself reads them anew, as does a process of its own.
    """

    @functools.wraps(read_tables)
    def find_tables(folder: Path | str) -> Tables:
        return tables if folder == find_data() else read_tables(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "read_tables", find_tables)
        yield


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the bundled tables that a test may break."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in FILES:
        shutil.copy(find_data() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handful of foods and dishes, with the bundled nutrients, diets and reference intakes."""
    folder = tmp_path_factory.mktemp("tiny")
    for name in FILES:
        shutil.copy(TINY / name if (TINY / name).exists() else find_data() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Tables:
    """The same as tables."""
    return read_tables(tiny_folder)


def read_small_tables(foods: str, dishes: str, folder: Path) -> Tables:
    """Tables of a few foods and dishes that a test writes as lines of text.

    `foods` has a heading, with any columns of foods.csv and equivalents of food_patterns.csv, then
    a line for each food; `-` is a blank cell. What isn't said is plain: a name as the id, 100 g a
    portion in steps of a half, no tags, 100 kcal, all other nutrients unknown. `dishes` has a line
    for each dish: its id, meals, tags and slots; each slot is the foods that it may hold and its
    smallest, usual and largest amount:

        food_id  group   energy_kcal
        oats     cereals 380
        rye      cereals 340
        milk     milk    60

        porridge | breakfast, snack | hot | oats or rye 1 1 2, milk 0.5 1 1

    Nutrients, diets, reference intakes and the rest are the bundled ones. They are written into
    `folder` and read from there, so that a fault is said as everywhere.
    """
    for name in FILES:
        shutil.copy(TINY / name if (TINY / name).exists() else find_data() / name, folder / name)
    heading, *lines = (line.split() for line in foods.strip().splitlines())
    rows = []
    for line in lines:
        cells = dict(zip(heading, line, strict=True))
        name = cells["food_id"]
        plain = {"kind": name, "contains": "none", "roles": name, "portion": "portion"}
        plain |= {"portion_plural": "portions", "portion_g": "100", "serving": "1", "step": "0.5"}
        plain |= {"everyday": "0", "rare": "0", "grocery_id": name, "bought_g_per_eaten_g": "1"}
        plain |= {"name": name.replace("-", " "), "energy_kcal": "100"}
        rows.append(plain | {key: "" if cell == "-" else cell for key, cell in cells.items()})
    nutrients = read_column(find_data() / "nutrients.csv")
    columns = {*FOODS, *EQUIVALENTS} - ({*FOODS_MAY_LACK, *EQUIVALENTS} - {*heading})
    write_rows(folder / "foods.csv", [*sorted(columns), *nutrients], rows)
    shelf = {"pack": "pack", "pack_plural": "packs", "pack_g": "100", "keeps_days": "7"}
    shelf |= {"aisle": read_column(find_data() / "aisles.csv")[0], "cupboard": "0"}
    items = [shelf | {"grocery_id": row["grocery_id"], "name": row["name"]} for row in rows]
    write_rows(folder / "groceries.csv", sorted({*GROCERIES} - {*GROCERIES_MAY_LACK}), items)
    text = "".join(map(write_dish, dishes.strip().splitlines()))
    (folder / "dishes.toml").write_text(text, encoding="utf-8")
    return read_tables(folder)


def read_column(path: Path) -> list[str]:
    """The first column of a CSV file, without its heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)][1:]


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """A CSV file with these columns; ValueError for a cell of another."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def write_dish(line: str) -> str:
    """A dish of dishes.toml, from its line of text."""
    name, meals, tags, parts = (part.strip() for part in line.split("|"))
    slots = []
    for part in parts.split(","):
        *foods, smallest, usual, largest = part.replace(" or ", " ").split()
        amounts = f"smallest = {smallest}, usual = {usual}, largest = {largest}"
        slots.append(f"{{ name = {json.dumps(foods[0])}, foods = {json.dumps(foods)}, {amounts} }}")
    split = {
        key: text.replace(",", " ").split() for key, text in (("meals", meals), ("tags", tags))
    }
    return (
        f"[[dish]]\nid = {json.dumps(name)}\nname = {json.dumps(name.replace('-', ' '))}\n"
        f"meals = {json.dumps(split['meals'])}\ntags = {json.dumps(split['tags'])}\n"
        f'kitchen = "any"\nminutes = 10\nhow = "Mix."\nseasonings = ["salt"]\n'
        f"slots = [{', '.join(slots)}]\n\n"
    )


@pytest.fixture(scope="session")
def small_tables(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Tables]:
    """Tables of a few foods and dishes, from lines of text: see `read_small_tables`."""
    return lambda foods, dishes: read_small_tables(foods, dishes, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def week(tables: Tables) -> WeekPlan:
    """A vegan week of one person, planned once."""
    return plan_week(make_request(tables, diet="vegan"), tables)


@pytest.fixture(scope="session")
def vegan(tables: Tables) -> WeekPlan:
    """The answer to a vegan who avoids what is fortified, for a day."""
    return answer_request(make_request(tables, diet="vegan", avoid=["fortified"], days=1), tables)


def share_plan(plan: WeekPlan, names: tuple[str, ...], tables: Tables) -> WeekPlan:
    """A plan of one person for several who eat the same, with the list that they need."""
    (person,) = plan.request.people
    request = replace(plan.request)
    # Past the check of names: what is printed is asked for, whoever the people are.
    object.__setattr__(request, "people", tuple(replace(person, name=name) for name in names))
    days = tuple(
        replace(
            day,
            meals=tuple(
                replace(
                    meal,
                    servings=tuple(
                        replace(one, person=name) for name in names for one in meal.servings
                    ),
                )
                for meal in day.meals
            ),
        )
        for day in plan.days
    )
    misses = tuple(replace(miss, person=name) for name in names for miss in plan.misses)
    shopping = compute_shopping(days, tables)
    return replace(plan, request=request, days=days, misses=misses, shopping=shopping)


@pytest.fixture(scope="session")
def shared(week: WeekPlan, tables: Tables) -> Callable[[int], WeekPlan]:
    """The vegan week for so many people."""
    names = ("Ana", "Ben", "Chloë", "Daniel", "Eva", "Felix")
    return lambda people: share_plan(week, names[:people], tables)


@pytest.fixture(scope="session")
def share() -> Callable[[WeekPlan, tuple[str, ...], Tables], WeekPlan]:
    """How any plan of one person becomes one for several."""
    return share_plan
