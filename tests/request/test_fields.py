"""The fields of a request are declared once: every shell and file has them from there."""

import ast
import dataclasses
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from planner import Tables, cli, make_request
from planner.errors import PlanFileError, Problem, RequestError, mention
from planner.people.person import Person
from planner.request.fields import (
    BY_RECORD,
    BY_STORED,
    FIELDS,
    Asked,
    Field,
    Kind,
    Scope,
    write_option,
)
from planner.request.profile_file import Profile, read_profile, write_profile
from planner.request.request import Request

ROOT = Path(__file__).resolve().parents[2]
SAID = {
    Kind.WHOLE: 1,
    Kind.NUMBER: 1800,
    Kind.FLAG: True,
    Kind.TEXTS: ["word"],
    Kind.WORDS: ["word", "other"],
    Kind.AMOUNTS: ["magnesium=400"],
    Kind.MEALS: ["dinner=40"],
    Kind.TEXT: "word",
    Kind.NUMBER_OR_TEXT: "60",
}
ASKED = [field for field in FIELDS if field.kind is not None]


@pytest.mark.parametrize(("scope", "record"), [(Scope.PLAN, Request), (Scope.PERSON, Person)])
def test_every_attribute_of_a_record_has_a_row(scope: Scope, record: type) -> None:
    """And no row names another."""
    assert {one.name for one in dataclasses.fields(record)} == BY_RECORD[scope].keys()


def test_every_field_that_is_asked_for_is_an_option_of_plan() -> None:
    """With its name, its metavar and its help."""
    command = typer.main.get_command(cli.app).commands["plan"]  # type: ignore[attr-defined]
    options = {option.name: option for option in command.params}
    for field in ASKED:
        if field.asked != Asked.NOWHERE:
            option = options[field.name]
            assert option.opts == [f"--{field.option}"]
            assert option.help == field.full_help
            assert option.metavar == (field.metavar or None)


@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.name)
def test_a_profile_keeps_every_field(field: Field, tmp_path: Path) -> None:
    """What is written under a field's key is read under the field's name."""
    assert field.kind is not None
    value = SAID[field.kind]
    path = tmp_path / "home.toml"
    shared, own = (
        ({field.name: value}, {}) if field.scope == Scope.PLAN else ({}, {field.name: value})
    )
    path.write_text(write_profile(Profile(shared, ({"name": "Ana", **own},))), encoding="utf-8")
    assert read_profile(path).person()[field.name] == value


def test_a_request_stands_in_json_as_its_records_say(tables: Tables) -> None:
    """Its keys are the rows' records, and it is read back the same."""
    request = make_request(
        tables, days=4, minutes=30, out="day 1 dinner", targets={"magnesium": 400}, budget=60
    )
    value = json.loads(json.dumps(request.to_json()))
    assert value.keys() == BY_STORED[Scope.PLAN].keys()
    assert value["people"][0].keys() == BY_STORED[Scope.PERSON].keys()
    assert Request.from_json(value) == request


def test_a_text_alone_is_one_word(tables: Tables) -> None:
    """A library call may say one word where several may stand."""
    several = make_request(tables, avoid=["mushrooms"], every_day=["zinc"], out=["day 1 dinner"])
    assert make_request(tables, avoid="mushrooms", every_day="zinc", out="day 1 dinner") == several
    assert make_request(tables, minutes="30") == make_request(tables, minutes=30)
    assert make_request(tables, limits={"sodium": "1.5g"}) == make_request(
        tables, limits="sodium=1500mg"
    )
    own = make_request(tables, diet="mine", own_diets={"mine": "meat"})
    assert own.people[0].own_diet == ("meat",)


def test_a_name_that_is_no_field_is_refused(tables: Tables) -> None:
    """With all else that is wrong with the request, and with what may have been meant."""
    words: dict[str, Any] = {"avoids": "mushrooms", "energy_kcal": 2000, "days": "2"}
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)
    assert [str(problem) for problem in error.value.problems] == [
        "days: '2' is not a whole number\n  Write days=2, without quotes.",
        "avoids: is not a field of a request\n  Did you mean avoid?",
        "energy_kcal: is not a field of a request\n  Did you mean calories?",
    ]


@pytest.mark.parametrize(
    "words",
    [
        {"calories": 10**400},
        {"days": 10**5000},
        {"minutes": 10**5000},
        {"limits": {"iron": 10**5000}},
    ],
    ids=lambda words: next(iter(words)),
)
def test_a_number_too_long_to_write_is_one_message(tables: Tables, words: dict[str, Any]) -> None:
    """Neither Python's floats nor its digits hold it; the message is the planner's all the same."""
    with pytest.raises(RequestError, match=next(iter(words))):
        make_request(tables, **words)


def test_none_is_a_word_that_is_not_given(tables: Tables) -> None:
    """For every argument, a name and a list of texts too."""
    _, *names = inspect.signature(make_request).parameters
    assert make_request(tables, **dict.fromkeys(names)) == make_request(tables)


def test_a_field_of_the_record_alone_is_no_argument(tables: Tables) -> None:
    """What `planner swap` adds to a request isn't asked for when it is made."""
    with pytest.raises(RequestError, match="wishes: is not a field of a request"):
        make_request(tables, wishes=())


NAMES_AN_OPTION = re.compile(r"(?<![-\w])--[a-z]")
NAMES_A_COMMAND = re.compile(
    r"\bplanner (init|plan|show|swap|shop|check|explain|targets|diets|export-model)\b"
)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted((ROOT / "planner").glob("**/*.py"))
        if not {"cli", "web", "render", "cohort", "fields.py"}
        & set(path.relative_to(ROOT / "planner").parts)
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_core_names_fields_not_options(path: Path) -> None:
    """No text of the core is written for the command line: its words are made in fields.py.

    Docstrings aside, which may say what a command prints. The cohort and the server name options of
    their own commands, which are no fields of a request.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    ]
    assert [text for text in texts if NAMES_AN_OPTION.search(text)] == []
    assert [text for text in texts if NAMES_A_COMMAND.search(text)] == []


def test_each_shell_writes_a_problem_in_its_own_words(tables: Tables) -> None:
    """An option, a place in a profile, an argument, a key of a plan file; and what to do alike."""
    words: dict[str, Any] = {"targets": "iron=10,zinc=9", "age": 0}
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)
    amounts, age = error.value.problems
    assert str(amounts).startswith("targets: ")
    assert str(amounts).endswith("Name one at a time: targets=['iron=10', 'zinc=9'].")
    assert amounts.write(write_option).startswith("--target: ")
    assert amounts.write(write_option).endswith(": --target iron=10 --target zinc=9.")
    assert (age.where, age.write(write_option)[:7]) == (("age",), "--age: ")
    with pytest.raises(RequestError) as error:
        make_request(tables, **words, places={"age": "home.toml, person 1 (Ana), age"})
    assert str(error.value.problems[1]).startswith("home.toml, person 1 (Ana), age: 0")


def test_a_plan_file_is_answered_with_its_own_keys(tables: Tables) -> None:
    """A value that can't be is named by the path that the file has for it."""
    value = make_request(tables).to_json()
    value["people"][0]["energy_kcal"] = 9000.0
    with pytest.raises(PlanFileError, match=r"^request\.people\.0\.energy_kcal: 9,000 kcal is out"):
        Request.from_json(value)
    value = {**make_request(tables).to_json(), "days": 999}
    with pytest.raises(PlanFileError, match=r"^request\.days: 999 is out of range"):
        Request.from_json(value)


def test_what_people_type_is_no_field(tables: Tables) -> None:
    """Braces and signs in a word stay as they were typed."""
    with pytest.raises(RequestError) as error:
        make_request(tables, avoid="{diet} \ufdd0diet\ufdd1\ufdd2")
    text = error.value.problems[0].write(write_option)
    assert "{diet}" in text
    assert "--diet" not in text


def test_a_mention_is_what_can_be_typed() -> None:
    """A value with spaces stands in quotes."""
    problem = Problem(("unlock",), "is locked", f"Free it: {mention('unlock', 'day 1 dinner')}.")
    assert problem.write(write_option) == "--unlock: is locked\n  Free it: --unlock 'day 1 dinner'."
    assert str(problem) == "unlock: is locked\n  Free it: unlock='day 1 dinner'."
    assert write_option(("including",), "kale") == "--with kale"
