"""Reads the CSV tables and collects every fault, with its file, line and column.

A blank cell is unknown: readers that accept one return None for it, never zero. Some columns may be
absent; they are then unknown in every row. So tables written before a column was added still read.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from planner.errors import Problem, TableError, clip, close_matches, quote
from planner.parsing.files import LARGE, Source, read_text

SEPARATORS = {";": "semicolon", "\t": "tab"}
MOST_FAULTS = 100
"""Reading stops after this many faults of one table: each may need a search for similar words."""

FEW = 3  # places that a message names, where many have the same fault
SIGN_REMEDY = "Save it with commas between the columns."
HEADER_REMEDY = "The first line names the columns, with commas between them."
ROWS_REMEDY = "Add rows below the header, or use the bundled table."
LISTED = 12  # a message lists the allowed words if there are no more than this


def list_few(places: Sequence[str], between: str = ", ") -> str:
    """The first few of some places, and how many more there are: "2, 5, 9 and 4 more"."""
    named = [*places[:FEW]]
    named += [f"{len(places) - FEW} more"] if len(places) > FEW else []
    return " and ".join(filter(None, [between.join(named[:-1]), named[-1]]))


@dataclass(frozen=True)
class Row:
    """One line of a table. You read its cells by name; faults go to the shared `problems`.

    `absent` are the columns that the table may lack, and lacks. They read as blank.
    """

    path: Source
    line: int
    cells: dict[str, str]
    problems: list[Problem]
    absent: frozenset[str] = frozenset()

    def _cell(self, column: str) -> str:
        return "" if column in self.absent else self.cells[column].strip()

    def fault(self, column: str, what: str, remedy: str = "") -> None:
        """Note a fault of a cell; rows with the same fault share one problem."""
        lines = [self.line]
        cause = (self.path.name, column, what, remedy)
        for place, one in enumerate(self.problems):
            if one.cause == cause:
                lines = [*one.lines, self.line]
                del self.problems[place]
                break
        few = list_few([*map(str, lines)])
        where = f"{self.path.name}, line{'s' * (len(lines) > 1)} {few}, column {column}"
        self.problems.append(Problem(where, what, remedy, cause, tuple(lines)))

    def text(self, column: str, *, blank: bool = False) -> str:
        """The cell without surrounding space."""
        value = self._cell(column)
        if not value and not blank and column not in self.absent:
            self.fault(column, "is blank", "Fill it in.")
        return value

    def number(self, column: str, low: float = 0.0, high: float = math.inf) -> float:
        """A number from `low` to `high`; NaN, with a fault, where the cell has none."""
        value = self.optional_number(column, low, high)
        if value is None:
            if not self.cells[column].strip():
                self.fault(column, "is blank", "Write a number.")
            return math.nan
        return value

    def optional_number(
        self, column: str, low: float = 0.0, high: float = math.inf
    ) -> float | None:
        """The same, or None where the cell is blank (unknown)."""
        cell = self._cell(column)
        if not cell:
            return None
        try:
            value = float(cell) if cell.isascii() and "_" not in cell else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(
                column, f"{quote(cell)} is not a number", "Write a plain number such as 12.5."
            )
            return None
        if not low <= value <= high:
            allowed = f"between {low:g} and {high:g}" if high < math.inf else f"{low:g} or more"
            self.fault(column, f"{clip(cell)} is out of range", f"Write a number {allowed}.")
            return None
        return value

    def whole(self, column: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`; `low`, with a fault, where the cell has none."""
        value = self.number(column, low, high)
        if math.isfinite(value) and value % 1:
            self.fault(column, f"{value:g} is not a whole number", "Round it.")
        return int(value) if math.isfinite(value) else low

    def flag(self, column: str) -> bool:
        """True for 1, False for 0."""
        cell = self.cells[column].strip()
        if cell not in ("0", "1"):
            self.fault(column, f"{quote(cell)} is neither 0 nor 1", "Write 1 for yes, 0 for no.")
        return cell == "1"

    def choice(self, column: str, known: Collection[str], table: str = "") -> str:
        """A word that must be one of `known`, which may be the ids of another `table`."""
        word = self.text(column)
        if word and word not in known:
            self._refuse(column, word, known, table)
        return word

    def choice_or_text(self, column: str, known: Collection[str] | None, table: str) -> str:
        """A word that must be one of `known`, the ids of another `table`, if those are given."""
        return self.text(column) if known is None else self.choice(column, known, table)

    def words(
        self, column: str, known: Collection[str] | None = None, *, blank: bool = False
    ) -> tuple[str, ...]:
        """The words of a cell, which has semicolons between them; each must be one of `known`."""
        parts = (part.strip() for part in self._cell(column).split(";"))
        words = tuple(part for part in parts if part)
        if not words and not blank and column not in self.absent:
            self.fault(column, "is blank", "Fill it in.")
        for word in words:
            if known is not None and word not in known:
                self._refuse(column, word, known)
        return words

    def amounts(self, column: str, known: Collection[str], example: str) -> dict[str, float]:
        """The amounts of a cell such as `folic_acid_ug=400`, several with semicolons between them.

        Each name must be one of `known`; the cell may be blank. A message shows the `example`.
        """
        found = {}
        for word in self.words(column, blank=True):
            name, _, text = word.partition("=")
            if name not in known:
                self.fault(column, f"{quote(name)} is not known", close_matches(name, known))
            try:
                found[name] = float(text)
            except ValueError:
                found[name] = math.nan
            if not (math.isfinite(found[name]) and found[name] > 0):
                what = f"{quote(word)} has no amount"
                self.fault(column, what, f"Write it like this: {example}.")
        return found

    def _refuse(self, column: str, word: str, known: Collection[str], table: str = "") -> None:
        """Note a word that isn't one of `known`, and suggest what may be meant."""
        remedy = close_matches(word, known)
        if not remedy and table:
            remedy = f"Add it to {table}."
        elif not remedy and len(known) <= LISTED:
            remedy = f"Write one of {', '.join(known)}."
        self.fault(column, f"{quote(word)} is not {f'in {table}' if table else 'known'}", remedy)


def read_rows(  # noqa: PLR0911  (each way in which a table can't be read ends here)
    path: Source,
    columns: Sequence[str],
    problems: list[Problem],
    *,
    key: str = "",
    may_be_empty: bool = False,
    optional: Collection[str] = (),
    most: int = LARGE,
) -> Iterator[Row]:
    """The rows of a CSV table, one after the other; faults are added to `problems`.

    The table must have all of `columns` except the `optional` ones; it may have more. `key` names a
    column in which no value may come twice. Lines that hold only commas are skipped, and so are
    commas after the last column: spreadsheets write both. A file adds one problem and yields
    nothing if it can't be read, has more than `most` bytes, lacks a column, or has no rows although
    it may not be empty.
    """
    before = len(problems)
    try:
        text = read_text(path, most)
    except FileNotFoundError:
        problems.append(Problem(path.name, f"is missing from {path.parent}"))
        return
    except IsADirectoryError:
        problems.append(Problem(str(path), "is a folder, not a file", "Name a file in it."))
        return
    except (OSError, UnicodeDecodeError) as error:
        name = path.name or str(path)
        reason = error.strerror if isinstance(error, OSError) else error
        remedy = "" if isinstance(error, OSError) else "Save it as UTF-8 text."
        problems.append(Problem(name, f"can't be read: {reason}", remedy))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [column.strip().lower() for column in next(reader, [])]
    except csv.Error as error:
        problems.append(Problem(f"{path.name}, line 1", str(error)))
        return
    while header and not header[-1]:  # spreadsheets write more commas than there are columns
        header.pop()
    fault = _find_fault(header, [column for column in columns if column not in optional])
    if fault is not None:
        problems.append(Problem(f"{path.name}, line 1", *fault))
        return
    absent = frozenset(optional) - set(header)
    seen: dict[str, int] = {}
    empty = not may_be_empty
    while True:
        if len(problems) - before >= MOST_FAULTS:
            what = f"has more faults than these {MOST_FAULTS}"
            problems.append(Problem(path.name, what, "Correct these first, then try again."))
            return
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(Problem(f"{path.name}, line {reader.line_num}", str(error)))
            empty = False
            continue
        if cells is None:
            if empty:
                what = "has a header and no rows"
                problems.append(Problem(f"{path.name}, line 1", what, ROWS_REMEDY))
            return
        line = reader.line_num
        while len(cells) > len(header) and not cells[-1].strip():
            cells.pop()
        if not any(map(str.strip, cells)):
            continue
        empty = False
        if len(cells) != len(header):
            what = f"has {len(cells)} cells, the header has {len(header)}"
            remedy = "Look for a missing comma, or a text with a comma that needs quotes around it."
            problems.append(Problem(f"{path.name}, line {line}", what, remedy))
            continue
        row = Row(path, line, dict(zip(header, cells, strict=True)), problems, absent)
        if key:
            value = row.cells[key].strip()
            if value and value in seen:
                row.fault(key, f"{quote(value)} is already in line {seen[value]}")
                continue
            seen[value] = line
        yield row


def _find_fault(header: Sequence[str], columns: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with a table's header, and what to do about it; None if it is right."""
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        return f"has the column {', '.join(twice)} twice", ""
    missing = [column for column in columns if column not in header]
    if not missing:
        return None
    for sign, name in SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            return f"separates its columns with {name}s", SIGN_REMEDY
    return f"has no column {', '.join(missing)}", HEADER_REMEDY


def raise_problems(problems: Sequence[Problem]) -> None:
    """Raise all the faults collected so far as one TableError, if there are any."""
    if problems:
        raise TableError(*problems)
