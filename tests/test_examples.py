"""The examples are true: each command still plans what its page says, each stored plan checks."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from planner import WeekPlan, check_plan
from planner.cli import app
from planner.errors import ExitCode
from planner.people.exclusions import find_removals
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.tables.bundle import Tables

pytestmark = pytest.mark.documents

EXAMPLES = Path(__file__).parent.parent / "examples"
AGAIN = "write the examples again: python examples/make.py"


def load_make() -> ModuleType:
    """The script that writes the examples."""
    spec = importlib.util.spec_from_file_location("make", EXAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMMANDS: dict[str, list[str]] = load_make().commands()


def read_stored(name: str) -> WeekPlan:
    """The stored plan of an example."""
    return WeekPlan.from_json((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"), name)


def find_headings(text: str) -> list[str]:
    """The underlined lines of a printed plan, without what a day happens to bring."""
    found = re.findall(r"^(\S.*)\n(?:=+|-+)$", text, re.MULTILINE)
    return [heading.split(" · ", maxsplit=1)[0] for heading in found]


def find_head(text: str) -> str:
    """What a printed plan says before its verdict: the title, whom it serves, what is left out.

    What people reach and what is unusual are left out: of equally good plans each has its own.
    """
    head = re.split(r"^(?:Checked|Missed)\b", text, maxsplit=1, flags=re.MULTILINE)[0]
    head = re.sub(r"^Unusual: .*?\n\n", "", head, flags=re.MULTILINE | re.DOTALL)
    head = re.sub(r"^.* %.*\n", "", head, flags=re.MULTILINE)
    return re.sub(r"[ -]{2,}|\n{2,}", "\n", head)


@dataclass(frozen=True)
class Run:
    """An example's command, run as the page has it: its exit code, its words, what it wrote."""

    name: str
    exit_code: int
    output: str
    path: Path

    @property
    def plan(self) -> WeekPlan:
        """The plan that was written."""
        return WeekPlan.from_json(self.path.read_text(encoding="utf-8"), self.name)


@pytest.fixture(scope="module", params=sorted(COMMANDS))
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Each command, run once in this process with the bundled tables."""
    name = str(request.param)
    path = tmp_path_factory.mktemp(name) / f"{name}.json"
    words = ["plan", *COMMANDS[name], "--output", str(path)]
    result = CliRunner(env={"PLANNER_TABLES": None}).invoke(app, words)
    return Run(name, result.exit_code, result.output, path)


def test_each_command_plans_what_meets_everything(run: Run, tables: Tables) -> None:
    """It exits with 0, and what it wrote holds by the check's own sums; the menu may be any."""
    assert run.exit_code == ExitCode.MET, run.output
    checked = CliRunner(env={"PLANNER_TABLES": None}).invoke(app, ["check", str(run.path)])
    assert checked.exit_code == ExitCode.MET, checked.output

    plan = run.plan
    report = check_plan(plan, tables)
    assert plan.tables_hash == tables.hash
    assert not report.faults
    assert not report.misses
    assert all(verdict.met for verdict in report.verdicts if verdict.required)
    assert plan.points.misses == 0
    assert plan.points.bound <= plan.points.total + 1e-6


def test_each_command_serves_only_what_the_eater_may_eat(run: Run, tables: Tables) -> None:
    """No food that the diet, an allergy or a caution keeps out, no meal that takes too long."""
    request = run.plan.request
    meals = [meal for day in run.plan.days for meal in day.meals]
    for person in request.people:
        removed = {removal.food.id for removal in find_removals(person, tables)}
        eaten = {one.food_id for m in meals for one in m.servings if one.person == person.name}
        assert eaten
        assert not eaten & removed
    for one in meals:
        assert tables.dishes[one.dish].minutes <= request.minutes.get(one.meal, 600)


def test_each_stored_example_is_of_its_command(run: Run, tables: Tables) -> None:
    """The stored plan answers the same request and says of it the same, section by section."""
    printed = render_text(compose_plan(run.plan, check_plan(run.plan, tables), tables))
    stored = (EXAMPLES / f"{run.name}.txt").read_text(encoding="utf-8")

    assert read_stored(run.name).request == run.plan.request, AGAIN
    assert find_headings(stored) == find_headings(printed), AGAIN
    assert find_head(stored) == find_head(printed), AGAIN


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_stored_example_is_checked_and_printed_as_stored(name: str, tables: Tables) -> None:
    """The plan of these tables meets everything, and its text is the rendering of its JSON."""
    plan = read_stored(name)
    assert plan.tables_hash == tables.hash, AGAIN
    report = check_plan(plan, tables)
    assert not report.faults, AGAIN
    assert not report.misses
    printed = render_text(compose_plan(plan, report, tables))
    assert printed == (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def test_every_command_has_its_example() -> None:
    """The commands of the page and the files beside it are the same."""
    for extension in ("json", "txt"):
        assert set(COMMANDS) == {path.stem for path in EXAMPLES.glob(f"*.{extension}")}


def test_the_examples_are_of_many_eaters() -> None:
    """Two diets, a pregnancy, an older man with an allergy, a teenager, a small eater, a family."""
    eaters = [person for name in COMMANDS for person in read_stored(name).request.people]

    assert any(person.diet == "vegan" for person in eaters)
    assert any(person.diet == "vegetarian" for person in eaters)
    assert any(p.stage == "pregnancy" and p.diet == "pescatarian" for p in eaters)
    assert any((p.age or 0) >= 65 and p.sex == "male" and "peanut" in p.allergies for p in eaters)
    assert any(13 <= (person.age or 0) <= 18 for person in eaters)
    assert any(person.energy_kcal == 1500 for person in eaters)
    assert any(len(read_stored(name).request.people) == 4 for name in COMMANDS)
