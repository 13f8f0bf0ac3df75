"""Reading the CSV tables: every fault is collected, with its file, line and column.

A blank cell is unknown; readers that accept one return None for it, never zero. A column that may
be absent is unknown in every row where it is: tables written before a column was added still read.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from planner.errors import Problem, TableError, close_matches
from planner.parsing.files import LARGE, Source, read_text

SEPARATORS = {";": "semicolon", "\t": "tab"}
MOST_FAULTS = 100
"""Faults of a table after which no more of it is read: each may take a search for likely words."""

FEW = 3  # lines that are named of those that have one fault
SIGN_REMEDY = "Save it with commas between them."
HEADER_REMEDY = "The first line names the columns, with commas between them."
ROWS_REMEDY = "Write its rows below, or take the bundled table."
LISTED = 12  # words of a closed list that a message still lists


@dataclass(frozen=True)
class Row:
    """One line of a table, whose cells are read by name; faults go to the shared list.

    `absent` are the columns that the table may lack and does: they read as blank, without a fault.
    """

    path: Source
    line: int
    cells: dict[str, str]
    problems: list[Problem]
    absent: frozenset[str] = frozenset()

    def _cell(self, column: str) -> str:
        return "" if column in self.absent else self.cells[column].strip()

    def fault(self, column: str, what: str, remedy: str = "") -> None:
        """Note that a cell of this row can't stand; once for all rows of which the same is said."""
        lines = [self.line]
        cause = (self.path.name, column, what, remedy)
        for place, one in enumerate(self.problems):
            if one.cause == cause:
                lines = [*one.lines, self.line]
                del self.problems[place]
                break
        named = [*map(str, lines[:FEW])]
        named += [f"{len(lines) - FEW} more"] if len(lines) > FEW else []
        few = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
        where = f"{self.path.name}, line{'s' * (len(lines) > 1)} {few}, column {column}"
        self.problems.append(Problem(where, what, remedy, cause, tuple(lines)))

    def text(self, column: str, *, blank: bool = False) -> str:
        """The cell without surrounding space."""
        value = self._cell(column)
        if not value and not blank and column not in self.absent:
            self.fault(column, "is blank", "Fill it in.")
        return value

    def number(self, column: str, low: float = 0.0, high: float = math.inf) -> float:
        """A number between low and high, both included."""
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
            value = math.nan if "_" in cell else float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(column, f"{cell!r} is not a number", "Write a plain number such as 12.5.")
            return None
        if not low <= value <= high:
            self.fault(column, f"{cell} is not between {low:g} and {high:g}")
            return None
        return value

    def whole(self, column: str, low: int, high: int) -> int:
        """A whole number between low and high, both included; low where the cell has none."""
        value = self.number(column, low, high)
        if math.isfinite(value) and value % 1:
            self.fault(column, f"{value:g} is not a whole number")
        return int(value) if math.isfinite(value) else low

    def flag(self, column: str) -> bool:
        """True for 1, False for 0."""
        cell = self.cells[column].strip()
        if cell not in ("0", "1"):
            self.fault(column, f"{cell!r} is neither 0 nor 1")
        return cell == "1"

    def choice(self, column: str, known: Collection[str], table: str = "") -> str:
        """A word of a closed list, or of those that another table has."""
        word = self.text(column)
        if word and word not in known:
            self._refuse(column, word, known, table)
        return word

    def words(
        self, column: str, known: Collection[str] | None = None, *, blank: bool = False
    ) -> tuple[str, ...]:
        """The words of a cell that separates them by semicolons."""
        parts = (part.strip() for part in self._cell(column).split(";"))
        words = tuple(part for part in parts if part)
        if not words and not blank and column not in self.absent:
            self.fault(column, "is blank", "Fill it in.")
        for word in words:
            if known is not None and word not in known:
                self._refuse(column, word, known)
        return words

    def _refuse(self, column: str, word: str, known: Collection[str], table: str = "") -> None:
        """Note a word that is none of a closed list, or not in a `table`, and what may be meant."""
        remedy = close_matches(word, known)
        if not remedy and table:
            remedy = f"Add it to {table}."
        elif not remedy and len(known) <= LISTED:
            remedy = f"It is one of {', '.join(known)}."
        self.fault(column, f"{word!r} is not {f'in {table}' if table else 'known'}", remedy)


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
    """The rows of a CSV table that has at least these columns, but for the `optional` of them.

    `key` names a column whose values must differ. Lines of commas alone are passed over, and so are
    commas beyond the last column, both of which spreadsheets write. A file that can't be read at
    all, has more than `most` bytes, lacks columns, or has no row where it may not be empty adds one
    problem and yields nothing.
    """
    before = len(problems)
    try:
        text = read_text(path, most)
    except FileNotFoundError:
        problems.append(Problem(path.name, f"is missing from {path.parent}"))
        return
    except IsADirectoryError:
        problems.append(Problem(str(path), "is a folder, not a file", "Name the file in it."))
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
            what = f"has more than these {MOST_FAULTS} faults"
            problems.append(Problem(path.name, what, "Mend these first."))
            return
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(Problem(f"{path.name}, line {reader.line_num}", str(error)))
            empty = False
            continue
        if cells is None:
            if empty:
                what = "has names of columns and no row below them"
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
            remedy = "Look for a missing or an unquoted comma."
            problems.append(Problem(f"{path.name}, line {line}", what, remedy))
            continue
        row = Row(path, line, dict(zip(header, cells, strict=True)), problems, absent)
        if key:
            value = row.cells[key].strip()
            if value and value in seen:
                row.fault(key, f"{value!r} stands already in line {seen[value]}")
                continue
            seen[value] = line
        yield row


def _find_fault(header: Sequence[str], columns: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the names of a table's columns, and what to do; None where nothing is."""
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        return f"has the column {', '.join(twice)} twice", ""
    missing = [column for column in columns if column not in header]
    if not missing:
        return None
    for sign, name in SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            return f"parts its columns by {name}s", SIGN_REMEDY
    return f"lacks the column {', '.join(missing)}", HEADER_REMEDY


def raise_problems(problems: Sequence[Problem]) -> None:
    """Raise all the faults collected so far as one TableError, if there are any."""
    if problems:
        raise TableError(*problems)
