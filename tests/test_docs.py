"""What the documentation says of the program is what the program holds."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from planner import WeekPlan, cli
from planner.actions import exporting
from planner.errors import ExitCode
from planner.model import restricted_master
from planner.people.choices import find_dishes
from planner.people.eating_rules import EATING_RULES, PENALTIES, EatingRules, Penalties
from planner.request.aisles import read_own_aisles
from planner.request.from_words import make_request
from planner.request.own_prices import read_prices
from planner.request.pantry import read_pantry
from planner.request.profile_file import read_profile
from planner.search import budget, leanings, leftovers, option_arrays, pack_costs
from planner.search import day_order as order
from planner.search import day_search as day
from planner.search import effort as work
from planner.search import week_search as search
from planner.tables.bundle import FILES, Tables

pytestmark = pytest.mark.documents

ROOT = Path(__file__).parent.parent
PROGRAM = "docs/explanation/program.md"
EXIT_CODES = "docs/reference/exit-codes.md"
PAGES = [ROOT / "README.md", ROOT / "data" / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
SHORT = 45  # letters of what may be said again


def table(page: str, first: str, column: int = 1) -> dict[str, str]:
    """The first column, and another, of the table whose first heading is `first`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    block = re.search(rf"^\| *{first} *\|.*\n\|[-| :]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert block, f"{page} has no table headed {first}"
    rows = [line.strip("|\n ").split("|") for line in block[1].splitlines()]
    cells = {row[0].strip(): row[column].strip() for row in rows}
    assert len(cells) == len(rows), f"{page} lists something twice below {first}"
    return cells


def written(value: object) -> str:
    """A penalty or an eating rule as the page writes it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {share:g}" for key, share in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    assert isinstance(value, int | float)
    return f"{value:g}"


@pytest.mark.parametrize(
    ("first", "kind", "values"),
    [("penalty", Penalties, PENALTIES), ("eating rule", EatingRules, EATING_RULES)],
)
def test_the_page_lists_every_penalty_and_eating_rule(
    first: str, kind: type[Penalties | EatingRules], values: Penalties | EatingRules
) -> None:
    """docs/explanation/program.md has each name with its value, and no other."""
    expected = {field.name: written(getattr(values, field.name)) for field in fields(kind)}
    assert table(PROGRAM, first) == expected


def test_the_page_lists_every_constant_of_the_search() -> None:
    """The page of the program has each number that guides the search, its value and its room."""
    expected, rooms = {}, {}
    for room in (
        restricted_master,
        pack_costs,
        order,
        option_arrays,
        day,
        leftovers,
        leanings,
        search,
        budget,
    ):
        source = Path(str(room.__file__)).read_text(encoding="utf-8")
        for name in re.findall(r"^([A-Z_]+) = [(\d]", source, re.MULTILINE):
            value = getattr(room, name)
            if isinstance(value, int | float) or all(isinstance(one, int) for one in value):
                expected[name] = written(value)
                rooms[name] = room.__name__.removeprefix("planner.")
    assert table(PROGRAM, "constant") == expected
    assert table(PROGRAM, "constant", 2) == rooms


def test_the_page_lists_every_effort() -> None:
    """docs/explanation/program.md has each effort's sweeps, and how near the bound they end."""
    fields = ("sweeps", "mending", "near", "far", "replanned", "temperature", "thrifty")
    for column, field in enumerate(fields, start=1):
        values = {name: f"{getattr(effort, field):,g}" for name, effort in work.EFFORTS.items()}
        assert table(PROGRAM, "effort", column) == values


def test_the_words_around_the_tables_say_the_same() -> None:
    """Numbers that the page's sentences repeat are those of the code."""
    page = " ".join((ROOT / PROGRAM).read_text(encoding="utf-8").split())
    for said in (
        f"{day.RULE_PENALTY:,.0f} points (`RULE_PENALTY`)",
        f"{day.GIVING:g} points (`GIVING`)",
        f"the first {search.PATIENCE} sweeps (`PATIENCE`)",
        f"{search.FIRST_DAY_FOODS} on one day (`FIRST_DAY_FOODS`)",
        f"rising evenly to {EATING_RULES.most_foods_a_week} on seven",
        f"written for at most {exporting.MOST_MODEL_DAYS} days",
    ):
        assert said in page, said
    required = PENALTIES.required * option_arrays.URGENT
    assert required / 2 == day.RULE_PENALTY, "as much as half of a required minimum"
    assert required / 100 / 10 == day.GIVING, "a tenth of what one percent does"
    assert search.KEPT == (2, 3), "it keeps two or three of its dishes"


def test_every_command_is_documented() -> None:
    """The commands by example show each command, docs/reference/exit-codes.md its codes."""
    examples = (ROOT / "docs" / "reference" / "examples.md").read_text(encoding="utf-8")
    codes = table(EXIT_CODES, "command")
    for name in typer.main.get_command(cli.app).commands:  # type: ignore[attr-defined]
        assert f"planner {name}" in examples, name
        assert f"`planner {name}`" in codes, name


def test_every_command_ends_in_2_on_an_unknown_option() -> None:
    """docs/reference/exit-codes.md says so of each, and so they do."""
    for command, code in table(EXIT_CODES, "command", 1 + ExitCode.USAGE).items():
        name = command.strip("`").removeprefix("planner ")
        ended = CliRunner().invoke(cli.app, [name, "--no-such-option"])
        assert (ended.exit_code, code) == (ExitCode.USAGE, "yes"), name


def test_every_exit_code_is_documented() -> None:
    """docs/reference/exit-codes.md has a row for each."""
    text = (ROOT / EXIT_CODES).read_text(encoding="utf-8")
    for code in ExitCode:
        assert re.search(rf"^\| *`?{int(code)}`? *\|", text, re.MULTILINE), code


def test_the_readme_runs_what_it_says() -> None:
    """The two commands that set everything up stand in the README word for word."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install . && planner plan --diet vegan" in text
    assert "pip install '.[test]' && pytest" in text


def test_the_readme_is_short() -> None:
    """A newcomer reads it in a minute."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_profile_of_the_guide_is_understood(tables: Tables, tmp_path: Path) -> None:
    """Every person of it can be planned for, with the words that it shows."""
    text = (ROOT / "docs" / "guides" / "household.md").read_text(encoding="utf-8")
    block = re.search(r"```toml [^\n]*\n(.*?)```", text, re.DOTALL)
    assert block
    path = tmp_path / "home.toml"
    path.write_text(block[1], encoding="utf-8")
    profile = read_profile(path)
    people = [make_request(tables, **profile.person(name)).people[0] for name in profile.names]
    assert [person.name for person in people] == ["Ana", "Ben"]
    assert people[0].own_diet == ("beef", "pork")


def test_the_files_of_the_guide_are_understood(tables: Tables, tmp_path: Path) -> None:
    """Its pantry has two items, its aisles begin with the drinks, its prices are taken."""
    text = (ROOT / "docs" / "guides" / "shopping.md").read_text(encoding="utf-8")
    files = dict(re.findall(r'```csv title="([^"]+)"\n(.*?)```', text, re.DOTALL))
    pantry, aisles = files["pantry.csv"], files["aisles.csv"]
    (tmp_path / "prices.csv").write_text(files["prices.csv"], encoding="utf-8")
    priced = read_prices(tmp_path / "prices.csv", tables).groceries["bananas"]
    assert priced.price_usd_per_100g == pytest.approx(0.59 / 4.5359237, abs=1e-4)
    (tmp_path / "pantry.csv").write_text(pantry, encoding="utf-8")
    (tmp_path / "aisles.csv").write_text(aisles, encoding="utf-8")
    assert len(read_pantry(tmp_path / "pantry.csv", tables).stocks) == 2
    own = read_own_aisles(tmp_path / "aisles.csv", tables)
    assert list(own.headings)[:3] == ["drinks", "produce", "health-food"]


def test_the_project_speaks_of_itself() -> None:
    """No page names a place on somebody's machine."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]:
        assert not re.search(r"/(home|root|work|tmp)/", path.read_text("utf-8")), path


def test_the_counts_of_the_tables_are_true() -> None:
    """data/README.md counts rows and blanks as the tables have them."""
    path = ROOT / "tools" / "count_tables.py"
    spec = importlib.util.spec_from_file_location("count_tables", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert page == module.count(page), "python tools/count_tables.py"


def test_every_table_is_described(tables: Tables) -> None:
    """data/README.md names every table and every column of it."""
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        assert f"| {name} |" in page, name
        if name.endswith(".csv"):
            header = (ROOT / "data" / name).read_text(encoding="utf-8").split("\n", 1)[0]
            for column in header.split(","):
                assert column in tables.nutrients or column in page, (name, column)


def test_the_fields_of_a_plan_file_are_listed(week: WeekPlan) -> None:
    """Each key of the file, of its request and of its tables has a row, and no other key."""
    value = week.to_json()
    listed = list(table("docs/reference/plan-json.md", "field"))
    listed.remove("hard_minima")  # no adult's plan has it
    assert listed == list(value)
    text = (ROOT / "docs/reference/plan-json.md").read_text(encoding="utf-8")
    for name, own in (("request", value["request"]), ("tables", value["tables"])):
        rows = re.search(rf"^`{name}`[^\n]*:\n\n\|.*\n\|.*\n((?:\|.*\n)+)", text, re.MULTILINE)
        assert rows
        assert [row.split("|")[1].strip() for row in rows[1].splitlines()] == list(own), name
    assert f"`schema_version` is {value['schema_version']}." in text
    for sheet in value["tables"]["rows"]:
        assert sheet in text


def test_the_readme_counts_as_the_tables_do(tables: Tables) -> None:
    """Its numbers of dishes, cuisines, dishes for vegans and foods are those that are there."""
    page = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    (vegan,) = make_request(tables, diet="vegan").people
    served = {dish.id for dishes in find_dishes(vegan, tables).values() for dish in dishes}
    cuisines = {dish.cuisine for dish in tables.dishes.values()}
    assert f"- {len(tables.dishes)} dishes of {len(cuisines)} cuisines" in page
    assert f"{len(served)} of them for vegans" in page
    assert f"- {len(tables.foods)} foods" in page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_says_a_thing_twice(path: Path) -> None:
    """No sentence stands on a page more than once, code and tables apart."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = (line for line in text.splitlines() if not line.startswith("|"))
    sentences = Counter(re.split(r"(?<=[.:;])\s+", " ".join(" ".join(lines).split())))
    assert not [said for said, times in sentences.items() if times > 1 and len(said) > SHORT]


def test_the_plan_schema_names_every_field() -> None:
    """docs/reference/plan-json.md has a row for each key of a stored plan."""
    page = (ROOT / "docs" / "reference" / "plan-json.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| (\w+) \|", page, re.MULTILINE))
    plan = json.loads((ROOT / "examples" / "vegan-week.json").read_text(encoding="utf-8"))
    for part in (plan, plan["points"], plan["days"][0], plan["days"][0]["meals"][0]):
        assert part.keys() <= rows, part.keys() - rows
    assert plan["shopping"][0].keys() <= rows
