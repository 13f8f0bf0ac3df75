"""Every fault of a CSV table is noted, with its file, line and column; a blank is unknown."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import Problem, TableError
from planner.parsing.csv_rows import HEADER_REMEDY, Row, raise_problems, read_rows

FOODS = """\
food,mg,tags,fresh
oats,27,gluten,0
tofu,,soy;sesame,1
kale,33,none,1
"""

Read = Callable[..., tuple[list[Row], list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """A function that reads the text of a table and gives its rows and its faults."""

    def read_text(
        text: str | bytes, columns: tuple[str, ...] = ("food", "mg"), key: str = ""
    ) -> tuple[list[Row], list[Problem]]:
        path = tmp_path / "foods.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        problems: list[Problem] = []
        return list(read_rows(path, columns, problems, key=key)), problems

    return read_text


def cell(value: str, problems: list[Problem]) -> Row:
    """A row of one cell, named mg, in line 7."""
    return Row(Path("data/foods.csv"), 7, {"mg": value}, problems)


# --- Whole tables -----------------------------------------------------------------------------


def test_rows_are_read_in_order(read: Read) -> None:
    """A sound table gives its rows in order, with their lines, and no fault."""
    rows, problems = read(FOODS, key="food")

    assert problems == []
    assert [(row.line, row.text("food")) for row in rows] == [(2, "oats"), (3, "tofu"), (4, "kale")]


def test_blank_number_is_unknown(read: Read) -> None:
    """A blank nutrient reads as None, never as zero, and is no fault."""
    rows, problems = read(FOODS)

    assert [row.optional_number("mg") for row in rows] == [27.0, None, 33.0]
    assert problems == []


def test_missing_file_is_one_fault(tmp_path: Path) -> None:
    """A file that isn't there is named, with its folder, and gives no rows."""
    problems: list[Problem] = []

    assert list(read_rows(tmp_path / "foods.csv", ("food",), problems)) == []
    assert problems == [Problem("foods.csv", f"is missing from {tmp_path}")]


def test_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    """A path that can't be opened is reported, not raised."""
    problems: list[Problem] = []

    assert list(read_rows(tmp_path, ("food",), problems)) == []
    assert problems == [Problem(str(tmp_path), "is a folder, not a file", "Name a file in it.")]


def test_other_encoding_is_a_fault(read: Read) -> None:
    """A table that isn't UTF-8 is reported, with what to do about it."""
    rows, problems = read("food,mg\njalapeño,15\n".encode("latin-1"))

    assert rows == []
    assert [(p.where, p.remedy) for p in problems] == [("foods.csv", "Save it as UTF-8 text.")]


def test_byte_order_mark_is_no_part_of_the_header(read: Read) -> None:
    """A table saved by a spreadsheet, with a byte order mark and CRLF, reads the same."""
    rows, problems = read(b"\xef\xbb\xbf" + FOODS.replace("\n", "\r\n").encode())

    assert problems == []
    assert [row.text("food") for row in rows] == ["oats", "tofu", "kale"]


def test_all_missing_columns_are_named_at_once(read: Read) -> None:
    """A header that lacks columns is one fault that names them all."""
    rows, problems = read("food,mg\noats,27\n", ("food", "mg", "tags", "fresh"))

    assert rows == []
    assert problems == [Problem("foods.csv, line 1", "has no column tags, fresh", HEADER_REMEDY)]


def test_empty_file_lacks_its_columns(read: Read) -> None:
    """An empty file is not an empty table."""
    rows, problems = read("")

    assert rows == []
    assert problems == [Problem("foods.csv, line 1", "has no column food, mg", HEADER_REMEDY)]


def test_wrong_number_of_cells(read: Read) -> None:
    """A line with a cell too many or too few is reported, and the other lines are still read."""
    rows, problems = read("food,mg\noats,27\ntofu,firm,58\nkale\nbanana,27\n")

    assert [row.text("food") for row in rows] == ["oats", "banana"]
    assert [(p.where, p.what) for p in problems] == [
        ("foods.csv, line 3", "has 3 cells, the header has 2"),
        ("foods.csv, line 4", "has 1 cells, the header has 2"),
    ]


def test_duplicate_key_names_the_first_line(read: Read) -> None:
    """Of two rows with one id the second is left out and says where the first stands."""
    rows, problems = read("food,mg\noats,27\nkale,33\noats,28\n", key="food")

    assert [row.text("mg") for row in rows] == ["27", "33"]
    assert problems == [Problem("foods.csv, line 4, column food", "'oats' is already in line 2")]


def test_empty_lines_keep_the_count(read: Read) -> None:
    """Empty lines are skipped, and the lines after them keep their numbers."""
    rows, problems = read("food,mg\n\noats,27\n\n\nkale,33\n")

    assert problems == []
    assert [row.line for row in rows] == [3, 6]


def test_column_that_stands_twice_is_a_fault(read: Read) -> None:
    """A header with one name twice is reported: which of the two figures holds is unknown."""
    _, problems = read("food,mg,mg\noats,27,28\n")

    assert [problem.where for problem in problems] == ["foods.csv, line 1"]


def test_blank_key_is_one_fault(read: Read) -> None:
    """A blank id is reported once, though it is read twice."""
    rows, problems = read("food,mg\n,27\n", key="food")
    for row in rows:
        row.text("food")

    assert problems == [Problem("foods.csv, line 2, column food", "is blank", "Fill it in.")]


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\x0c"])
def test_unusual_space_does_not_end_a_line(character: str, read: Read) -> None:
    """Only a line feed or a carriage return ends a line of a table."""
    rows, problems = read(f"food,mg\nrolled{character}oats,27\n")

    assert problems == []
    assert len(rows) == 1


ORDINARY = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.tuples(ORDINARY, ORDINARY, ORDINARY), max_size=6))
def test_written_cells_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]]
) -> None:
    """Commas, quotes and any script survive being written as CSV and read back.

    Lines with nothing in them are passed over.
    """
    path = tmp_path_factory.mktemp("round") / "foods.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("food", "name", "note"), *cells])
    problems: list[Problem] = []

    rows = list(read_rows(path, ("food", "name", "note"), problems, may_be_empty=True))

    assert problems == []
    written = [line for line in cells if any(map(str.strip, line))]
    assert [tuple(row.cells.values()) for row in rows] == written


# --- Cells ------------------------------------------------------------------------------------


@settings(deadline=None)  # a busy machine is no fault
@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False))
def test_number_is_read_as_written(value: float) -> None:
    """A number that Python writes is the number that is read, however long."""
    problems: list[Problem] = []

    assert cell(repr(value), problems).optional_number("mg") == value
    assert problems == []


@pytest.mark.parametrize("value", ["lots", "12,5", "27 mg", "nan", "inf", "-inf", "1e999", "<1"])
def test_bad_number_says_where_and_what(value: str) -> None:
    """What isn't a finite number is a fault of its line and column, and unknown, never zero."""
    problems: list[Problem] = []

    assert cell(value, problems).optional_number("mg") is None
    assert problems == [
        Problem(
            "foods.csv, line 7, column mg",
            f"{value!r} is not a number",
            "Write a plain number such as 12.5.",
        )
    ]


@pytest.mark.parametrize("value", ["-1", "100.1"])
def test_number_out_of_range(value: str) -> None:
    """A number outside of what the column may hold is a fault."""
    problems: list[Problem] = []

    assert cell(value, problems).optional_number("mg", 0, 100) is None
    assert [(p.where, p.what, p.remedy) for p in problems] == [
        (
            "foods.csv, line 7, column mg",
            f"{value} is out of range",
            "Write a number between 0 and 100.",
        )
    ]


@pytest.mark.parametrize("value", ["0", "100"])
def test_ends_of_the_range_are_allowed(value: str) -> None:
    """The ends of a range belong to it."""
    problems: list[Problem] = []

    assert cell(value, problems).number("mg", 0, 100) == float(value)
    assert problems == []


@pytest.mark.parametrize("value", ["", "  "])
def test_needed_number_must_not_be_blank(value: str) -> None:
    """Where a number is needed a blank is a fault, and what comes of it is no number."""
    problems: list[Problem] = []

    assert math.isnan(cell(value, problems).number("mg"))
    assert problems == [Problem("foods.csv, line 7, column mg", "is blank", "Write a number.")]


def test_bad_needed_number_is_one_fault() -> None:
    """A needed number that is none is reported once, not as blank too."""
    problems: list[Problem] = []

    assert math.isnan(cell("lots", problems).number("mg"))
    assert len(problems) == 1


def test_underscore_is_no_digit() -> None:
    """A slip of the finger between two digits is a fault, not a number ten times as large."""
    problems: list[Problem] = []

    assert cell("1_0", problems).optional_number("mg") is None


def test_blank_text_is_a_fault_unless_allowed() -> None:
    """A text must be there, unless its column says that it may be blank."""
    problems: list[Problem] = []

    assert cell(" ", problems).text("mg", blank=True) == ""
    assert problems == []
    cell(" ", problems).text("mg")
    assert problems == [Problem("foods.csv, line 7, column mg", "is blank", "Fill it in.")]


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), (" 1 ", True)])
def test_flag(value: str, expected: bool) -> None:
    """A flag is 1 or 0."""
    problems: list[Problem] = []

    assert cell(value, problems).flag("mg") is expected
    assert problems == []


@pytest.mark.parametrize("value", ["", "yes", "2", "true"])
def test_bad_flag(value: str) -> None:
    """Anything else in a flag's place is a fault, a blank included."""
    problems: list[Problem] = []
    cell(value, problems).flag("mg")

    assert [p.what for p in problems] == [f"{value!r} is neither 0 nor 1"]


def test_unknown_word_gets_a_close_match() -> None:
    """A word outside of a closed list is reported with the nearest one inside."""
    problems: list[Problem] = []
    cell("tree-nuts", problems).choice("mg", ("peanut", "tree-nut", "milk"))

    assert problems == [
        Problem(
            "foods.csv, line 7, column mg", "'tree-nuts' is not known", "Did you mean tree-nut?"
        )
    ]


def test_words_are_split_and_each_is_checked() -> None:
    """Words stand between semicolons, and every unknown one is reported."""
    problems: list[Problem] = []

    words = cell("soy; sesam ;;wheet", problems).words("mg", ("soy", "sesame", "wheat"))

    assert words == ("soy", "sesam", "wheet")
    assert [(p.what, p.remedy) for p in problems] == [
        ("'sesam' is not known", "Did you mean sesame?"),
        ("'wheet' is not known", "Did you mean wheat?"),
    ]


def test_semicolons_alone_are_blank() -> None:
    """A cell of nothing but semicolons is blank: a food's `contains` must never be empty."""
    problems: list[Problem] = []
    cell(" ; ;", problems).words("mg", ("soy",))

    assert [p.what for p in problems] == ["is blank"]


def test_problems_are_raised_together() -> None:
    """All the faults collected are in the one error, a line or two each."""
    problems = [Problem("foods.csv, line 2", "is odd"), Problem("diets.csv", "is gone", "Get it.")]

    with pytest.raises(TableError) as error:
        raise_problems(problems)

    assert error.value.problems == tuple(problems)
    assert str(error.value) == "foods.csv, line 2: is odd\ndiets.csv: is gone\n  Get it."


def test_no_problem_raises_nothing() -> None:
    """Sound tables raise nothing, so that a reader can end with the call."""
    problems: list[Problem] = []
    raise_problems(problems)

    assert problems == []
