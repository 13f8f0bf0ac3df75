"""The public functions do what the commands do, and their documentation runs."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import importlib.util
import io
import json
import re
import subprocess
import sys
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import planner
from planner import Tables, WeekPlan, actions
from planner.cli import app
from planner.errors import RequestError
from planner.render import showing
from planner.request import from_words
from planner.request.fields import write_option
from planner.search import effort
from planner.tables.bundle import read_tables

ROOT = Path(__file__).parents[2]
SHOWN = ("show", "show_check", "show_explanation", "show_list", "show_moves")


def run_blocks(page: str) -> str:
    """What the Python of a page prints, its blocks run one after another."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks, page
    printed, names = io.StringIO(), {"__name__": "page"}
    with contextlib.redirect_stdout(printed):
        for block in blocks:
            exec(compile(block, page, "exec"), names)  # noqa: S102  (the project's own page)
    return printed.getvalue()


@pytest.mark.long
def test_the_readmes_example_prints_the_commands_plan() -> None:
    """Word for word: a library call takes the same way as the command."""
    done = CliRunner().invoke(app, ["plan", "--diet", "vegan"])
    assert done.exit_code == 0
    assert run_blocks("README.md") == done.stdout


@pytest.mark.long
def test_a_plan_that_misses_something_is_the_commands_too(vegan: WeekPlan) -> None:
    """What is missed is explained, with what would help, as the command prints it."""
    words = ["plan", "--diet", "vegan", "--avoid", "fortified", "--days", "1"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 3
    assert planner.show(vegan) == done.stdout
    assert vegan.changes


def test_the_notebooks_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block of it, in order; the words that it gets wrong are answered, not raised."""
    monkeypatch.chdir(tmp_path)
    printed = run_blocks("docs/guides/notebook.md")
    assert "vegn" in printed
    words: dict[str, Any] = {"diet": "vegan", "calories": 1800, "days": 2}
    kept = planner.Planner()
    page = (ROOT / "docs/guides/notebook.md").read_text(encoding="utf-8")
    assert f"`{kept.plan(kept.make_request(**words))!r}`" in page
    assert (tmp_path / "plan.json").exists()


@pytest.mark.parametrize("name", [*actions.__all__, *SHOWN, "make_request", "Work"])
def test_the_example_of_each_function_runs(name: str, tables: Tables, two_days: WeekPlan) -> None:
    """Each has one, and it gives what it says."""
    home = {"make_request": from_words, "Work": effort, **dict.fromkeys(SHOWN, showing)}.get(
        name, actions
    )
    given: dict[str, Any] = {"tables": tables, "request": two_days.request, "week": two_days}
    given |= {"plan": actions.plan, "swap": actions.swap}
    (found,) = doctest.DocTestFinder(recurse=False).find(
        getattr(home, name), name, module=home, extraglobs=given
    )
    assert found.examples, name
    said = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(found, out=said.write)
    assert not said.getvalue(), said.getvalue()


@pytest.fixture(scope="module")
def two_days(tables: Tables) -> WeekPlan:
    """The plan that the examples begin with."""
    return actions.plan(planner.make_request(tables, diet="vegan", days=2), tables)


@pytest.mark.long
def test_a_planner_serves_nothing_stale(tables: Tables) -> None:
    """Plans are the same, byte for byte, as from tables read anew, whatever was planned before."""
    kept, anew = planner.Planner(tables), []
    asked: list[dict[str, Any]] = [
        {"diet": "vegan", "calories": 1700, "days": 1},
        {"diet": "omnivore", "age": 70, "sex": "male", "days": 1},
        {"diet": "vegan", "calories": 2300, "days": 1, "avoid": "tofu"},
    ]
    for words in asked:
        fresh = read_tables(planner.find_data())
        request = planner.make_request(fresh, **words)
        anew.append(planner.plan(request, fresh, planner.Work("quick")).to_json())
    for number in (0, 1, 2, 0):
        week = kept.plan(kept.make_request(**asked[number]), planner.Work("quick"))
        assert json.dumps(week.to_json()) == json.dumps(anew[number])


def test_a_planner_does_what_the_functions_do(two_days: WeekPlan, tables: Tables) -> None:
    """Each function has a method of its name that gives the same."""
    kept = planner.Planner(tables)
    for name in actions.__all__:
        assert name == "Planner" or callable(getattr(kept, name)), name
    assert kept.check(two_days).verdicts == actions.check(two_days).verdicts
    assert kept.shop(two_days) == two_days.shopping
    assert kept.explain(two_days) == actions.explain(two_days)
    assert kept.explain(two_days, "iron") == actions.explain(two_days, "iron")
    assert kept.targets(two_days.request) == actions.targets(two_days.request, tables)
    assert kept.diets() == actions.diets(tables)
    swap = {"day": 1, "meal": "lunch"}
    assert kept.swap(two_days, **swap) == actions.swap(two_days, tables, **swap)  # type: ignore[arg-type]


def test_a_word_is_no_list_of_letters(two_days: WeekPlan, tables: Tables) -> None:
    """`without` may be one text."""
    food = two_days.days[0].meals[0].servings[0].food_id
    one = actions.swap(two_days, tables, without=food)
    assert one.plan == actions.swap(two_days, tables, without=[food]).plan


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("kidney disease", "nutrient: 'kidney disease' is not a nutrient in the tables"),
        ("magnesum", "Did you mean magnesium"),
        ("iodine", "nutrient: no plan is held to iodine, which the food tables don't measure"),
        (3, "nutrient: 3 is not a text"),
    ],
)
def test_only_nutrients_are_explained(word: Any, says: str, two_days: WeekPlan) -> None:
    """What is no nutrient of the tables is refused by the argument's name and the word."""
    with pytest.raises(RequestError) as error:
        actions.explain(two_days, word)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"day": "1", "meal": 3}, "day: '1' is not a whole number\n  Write day=1"),
        ({"day": "1", "meal": 3}, "meal: 3 is not a text"),
        ({"day": 1, "without": ["tofu", 3]}, "without: ['tofu', 3] is not a list of texts"),
    ],
)
def test_a_change_of_another_type_is_named(
    words: dict[str, Any], says: str, two_days: WeekPlan, tables: Tables
) -> None:
    """All of them at once, each with what to write."""
    with pytest.raises(RequestError) as error:
        actions.swap(two_days, tables, **words)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("plan", ("TABLES", "REQUEST"), "request: <Tables "),
        ("plan", ("TABLES", "REQUEST"), "tables: Request("),
        ("plan", (None, "TABLES"), "request: None is not a request"),
        ("plan", ("REQUEST", "TABLES", "high"), "work: 'high' is not how hard to look\n  Write it"),
        ("swap", ("REQUEST", "TABLES"), "plan: Request("),
        ("check", ("plan.json",), "plan: 'plan.json' is not a plan\n  Make it: plan(request, t"),
        ("explain", (3, "iron"), "plan: 3 is not a plan"),
        ("shop", ("WEEK", "tables"), "tables: 'tables' is not tables\n  Read them: read_tables("),
        ("targets", ("WEEK", "TABLES"), "request: <WeekPlan: 2 days"),
        ("export_model", ("WEEK", "TABLES"), "request: <WeekPlan"),
        ("diets", ({},), "tables: {} is not tables"),
        ("make_request", ("data",), "tables: 'data' is not tables"),
        ("make_household", ([{}], 3), "tables: 3 is not tables"),
        ("make_profile", ([{}], 3), "tables: 3 is not tables"),
        ("Planner", ("data",), "tables: 'data' is not tables"),
        ("show", ("REQUEST",), "plan: Request("),
        ("report.coverage", ("week",), "plan: 'week' is not a plan"),
        ("report.sources", ("WEEK", 3), "tables: 3 is not tables"),
    ],
)
def test_another_record_is_one_message(
    name: str, arguments: tuple[Any, ...], says: str, two_days: WeekPlan, tables: Tables
) -> None:
    """It names the argument, what was given and how to make what belongs there."""
    records = {"WEEK": two_days, "REQUEST": two_days.request, "TABLES": tables}
    given = [records.get(one, one) if isinstance(one, str) else one for one in arguments]
    with pytest.raises(RequestError) as error:
        attrgetter(name)(planner)(*given)
    assert any(str(problem).startswith(says) for problem in error.value.problems)


def test_what_is_at_home_is_no_pantry_file(two_days: WeekPlan, tables: Tables) -> None:
    """The list takes what `find_at_home` makes, which takes a pantry."""
    wrong: Any = "pantry.csv"
    with pytest.raises(RequestError, match=r"^at_home: 'pantry.csv' is not what is at home"):
        actions.shop(two_days, tables, wrong)
    with pytest.raises(RequestError, match=r"^pantry: 'pantry.csv' is not a pantry\n  Read it"):
        planner.find_at_home(wrong, date(2026, 11, 30))


def test_nothing_at_home_is_not_used_up(tables: Tables) -> None:
    """A plan that prefers what isn't there is refused in the words of each shell."""
    with pytest.raises(RequestError) as error:
        actions.plan(planner.make_request(tables, use_up=True, days=1), tables)
    (problem,) = error.value.problems
    assert str(problem).endswith("List what you have with at_home, or leave it out.")
    typed = problem.write(write_option)
    assert typed.startswith("--use-up: there is nothing to use up\n  List what you have with --pan")


NAMES = """
import planner.cli
import planner
for name in planner.HOMES | planner.OLD_NAMES:
    assert callable(getattr(planner, name)), name
    assert name in dir(planner) or name in planner.OLD_NAMES, name
from planner import *
assert callable(plan) and callable(check) and callable(targets)
"""


def test_every_public_name_is_there_after_the_command_line() -> None:
    """No package of the same name hides one, and each is completed."""
    subprocess.run([sys.executable, "-c", NAMES], check=True, cwd=ROOT)


def test_the_page_of_the_library_shows_every_public_name() -> None:
    """Each function and class by its own module, and the records that functions give."""
    page = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    shown: set[tuple[str, str]] = {("actions", name) for name in actions.__all__}
    for block in page.split("::: planner.")[1:]:
        path = block.split("\n", 1)[0]
        home, _, name = path.rpartition(".")
        members = re.search(r"members: \[(.*)\]", block)
        names = members[1].split(", ") if members else [name]
        shown |= {(path if members else home, one) for one in names}
    assert {(home, name) for name, home in planner.HOMES.items()} <= shown
    given = {"NutrientStory", "LimitCost", "Swapped", "LpTexts", "Profile", "AtHome"}
    given |= {"ShoppingLine", "Verdict", "Meal", "Serving"}
    assert given <= {name for _, name in shown}
    for home, name in shown - {("", "report"), ("", "actions")}:
        assert hasattr(importlib.import_module(f"planner.{home}"), name), (home, name)


def test_no_module_is_called_as_a_public_name() -> None:
    """A module that is imported hides a function of its name."""
    for name in planner.HOMES | planner.OLD_NAMES:
        assert importlib.util.find_spec(f"planner.{name}") is None, name
    for name in actions.__all__:
        assert importlib.util.find_spec(f"planner.actions.{name}") is None, name


def test_the_types_are_part_of_the_package() -> None:
    """Type checkers read them where py.typed lies in the package."""
    assert (Path(planner.__file__).parent / "py.typed").exists()


def test_every_name_that_completes_can_be_used() -> None:
    """`dir(planner)` promises no name that `planner.<name>` doesn't give, with the commands too."""
    import planner.cli

    for name in dir(planner):
        assert getattr(planner, name) is not None
    assert planner.report.__name__ == "planner.report"


def test_people_who_eat_together_are_planned_from_python(tables: Tables) -> None:
    """A household needs no profile file, and its problems are the command's."""
    people: list[dict[str, Any]] = [{"name": "Ana", "diet": "vegan"}, {"name": "Ben", "age": 40}]
    request = planner.make_household(people, tables, {"days": 1})
    assert [person.name for person in request.people] == ["Ana", "Ben"]
    assert request.days == 1
    with pytest.raises(planner.PlannerError, match="vegn"):
        planner.make_household([{"name": "Ana", "diet": "vegn"}], tables)
