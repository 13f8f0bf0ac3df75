"""The arguments of a library call: each is of its field's kind, or one clear message."""

from __future__ import annotations

import inspect
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner import Planner, Tables, diets, find_at_home, make_request, read_pantry, read_tables
from planner.errors import HouseholdFileError, RequestError
from planner.request.arguments import ACCEPTED, ASKABLE, BESIDES, take_words
from planner.request.fields import Kind
from planner.request.pantry import Pantry


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"days": "3"}, "days: '3' is not a whole number\n  Write days=3, without quotes."),
        ({"days": 3.5}, "days: 3.5 is not a whole number\n  Write it in digits"),
        ({"days": "three"}, "days: 'three' is not a whole number\n  Write it in digits"),
        ({"calories": "2000"}, "calories: '2000' is not a number\n  Write calories=2000,"),
        ({"calories": "nan"}, "calories: 'nan' is not a number\n  Write it in digits"),
        ({"age": True}, "age: True is not a whole number"),
        ({"supplements": True}, "supplements: True is not a list of texts\n  Write supplements='a"),
        ({"leftovers": True}, "leftovers: True is not a whole number\n  Write leftovers=3."),
        ({"cheap": "yes"}, "cheap: 'yes' is not true or false\n  Write True or False."),
        ({"no_repeat": 1}, "no_repeat: 1 is not true or false"),
        ({"diet": ["vegan", 3]}, "diet: ['vegan', 3] is not a text or a list of texts"),
        ({"avoid": ["tofu", 3]}, "avoid: ['tofu', 3] is not a list of texts"),
        ({"avoid": {"tofu": 1}}, "avoid: {'tofu': 1} is not a list of texts"),
        ({"targets": {"iron": None}}, "targets: {'iron': None} is not a table of amounts"),
        ({"weight": [63]}, "weight: [63] is not a number or a text"),
        ({"minutes": 2.5}, "minutes: 2.5 is not a number of minutes"),
        ({"own_diets": ["meat"]}, "own_diets: ['meat'] is not a table of diets"),
        ({"own_diets": {"mine": 3}}, "own_diets: 3 is not a list of texts"),
        ({"start": "2026-11-30"}, "start: '2026-11-30' is not a date\n  Write it like this: dat"),
        ({"start": date(9999, 12, 31)}, "start: 9999-12-31 is out of range"),
        ({"at_home": Pantry()}, "at_home: Pantry(stocks=()) is not what is at home\n  Make it"),
    ],
)
def test_a_value_of_another_type_is_one_message(
    words: dict[str, Any], says: str, tables: Tables
) -> None:
    """It names the argument, the value seen and what to write."""
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)
    (problem,) = error.value.problems
    assert str(problem).startswith(says)


def test_values_of_other_types_are_said_with_all_else(tables: Tables) -> None:
    """One call tells every argument to mend, whatever is wrong with it."""
    words: dict[str, Any] = {"days": "3", "calories": "many", "diet": "vegn", "age": 0}
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)
    assert {problem.where for problem in error.value.problems} == {(name,) for name in words}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_refuses_what_no_kind_takes(kind: Kind) -> None:
    """No kind lacks a check, and each says what it wants."""
    names = [name for name, field in ASKABLE.items() if field.kind == kind]
    assert names, kind
    for value in (object(), b"bytes", 1j):
        taken, problems = take_words(dict.fromkeys(names, value))
        assert not taken
        assert [problem.where for problem in problems] == [(name,) for name in names]
        assert all(ACCEPTED[kind].wanted in problem.what for problem in problems)


def test_none_is_not_given(tables: Tables) -> None:
    """Whatever the field: a form may leave any of them out."""
    words: dict[str, Any] = dict.fromkeys([*ASKABLE, "own_diets", "start"])
    assert make_request(tables, **words) == make_request(tables)


def test_numbers_of_other_libraries_become_pythons(tables: Tables) -> None:
    """Numpy's and those of a DataFrame, so that the plan's file can hold them."""
    words: dict[str, Any] = {"days": np.int64(3), "calories": np.float32(1800), "age": np.int8(40)}
    request = make_request(tables, **words)
    assert request == make_request(tables, days=3, calories=1800, age=40)
    assert [type(request.days), type(request.people[0].age)] == [int, int]
    assert make_request(tables, avoid={"tofu", "milk"}).people[0].avoid == ("milk", "tofu")
    assert make_request(tables, start=datetime(2026, 11, 30, 9)).start == date(2026, 11, 30)  # noqa: DTZ001


def test_a_pantry_is_named_by_a_text_or_a_path(tables: Tables, tmp_path: Path) -> None:
    """A file that isn't there and a value that is no path are each one message."""
    file = tmp_path / "pantry.csv"
    file.write_text("item,grams\nrolled oats,400\n", encoding="utf-8")
    pantry = read_pantry(str(file), tables)
    assert pantry == read_pantry(file, tables)
    with pytest.raises(HouseholdFileError, match=r"^x\.csv: doesn't exist\n  Name a CSV"):
        read_pantry("x.csv", tables)
    with pytest.raises(RequestError, match=r"^path: 3 is not a path\n  Write a text such as"):
        read_pantry(3, tables)  # type: ignore[arg-type]
    with pytest.raises(RequestError, match=r"^folder: None is not a path"):
        read_tables(None)  # type: ignore[arg-type]
    with pytest.raises(RequestError, match=r"^start: 'today' is not a date"):
        find_at_home(pantry, "today")  # type: ignore[arg-type]


def test_a_diet_of_ones_own_may_leave_out_one_word(tables: Tables) -> None:
    """One text is no list of letters, where diets are listed too."""
    assert diets(tables, {"mine": "meat"})[-1].excludes == {"meat"}


@pytest.mark.parametrize("call", [make_request, Planner.make_request, Planner().make_request])
def test_the_signature_has_every_field(call: Any) -> None:
    """So help and completion in a notebook show the newest field too, and its default."""
    shown = inspect.signature(call).parameters
    assert [*shown][-len(ASKABLE) - len(BESIDES) :] == [*ASKABLE, *BESIDES]
    assert {name: shown[name].default for name in ASKABLE} == {
        name: field.default for name, field in ASKABLE.items()
    }
    assert {"no_repeat", "start"} <= shown.keys()


def test_what_is_written_out_has_the_fields_defaults() -> None:
    """The parameters that type checkers see are fields, with the same defaults."""
    code = make_request.__code__
    written = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
    assert set(written) <= {*ASKABLE, *BESIDES}
    for name, default in (make_request.__kwdefaults__ or {}).items():
        assert default == (ASKABLE[name].default if name in ASKABLE else BESIDES[name][1]), name
