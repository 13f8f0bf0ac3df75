"""Reads the people of a cohort: rows of a CSV or Parquet file, or a folder of profiles.

    id,age,sex,diet,allergies,survey_weight
    c-001,34,female,vegan,soy; peanut,1250.5
    c-002,61,male,omnivore,,980

A column is a field of a profile; lists have semicolons between their words. A blank cell is a word
that isn't given. Rows are read one after the other, so that a file may have millions of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from planner.errors import FieldPath, PeopleFileError, Problem, ProfileError, close_matches, quote
from planner.parsing.csv_rows import SEPARATORS, SIGN_REMEDY, read_rows
from planner.parsing.numbers import drop_thousands_commas
from planner.request.fields import FIELDS, Kind, write_text
from planner.request.profile_file import overlay, read_profile

ID, SURVEY_WEIGHT = "id", "survey_weight"
LARGEST = 4_000_000_000  # bytes of a file: its text is held in memory
LONGEST_ID = 200
YES, NO = ("1", "true", "yes"), ("0", "false", "no")
HEAVIEST = 1e12  # people of a country that one row stands for, and more than there are


@dataclass(frozen=True)
class Column:
    """A field as a column: the word of a request it gives, and the kind of its cells."""

    word: str
    kind: Kind


def _find_columns() -> dict[str, Column]:
    """Every name that a column may have: those of the field and of a profile's keys."""
    columns: dict[str, Column] = {}
    for one in FIELDS:
        if one.kind is not None:
            for name in (one.name, one.key, one.option.replace("-", "_")):
                columns[name] = Column(one.name, one.kind)
            if one.number_key:
                columns[one.number_key] = Column(one.name, Kind.NUMBER)
    return columns


COLUMNS: Mapping[str, Column] = _find_columns()


@dataclass(frozen=True)
class PersonRow:
    """A person of a cohort: the words of a request, or what is wrong with the row.

    `survey_weight` is how many people the row stands for. `carried` are columns that only come
    along. `place` says where the row stands, for messages.
    """

    id: str
    place: str
    survey_weight: float = 1.0
    carried: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Naming:
    """What the columns of a file are called: `renamed` has ours by theirs; `carried` come along."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    carried: Sequence[str] = ()


@dataclass(frozen=True)
class People:
    """The people of a file or a folder: how many, which, and the fingerprint of what was read.

    `read` reads the rows again from the beginning.
    """

    name: str
    ids: tuple[str, ...]
    digest: str
    read: Callable[[], Iterator[PersonRow]] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)


def parse_naming(maps: Sequence[str], carried: Sequence[str]) -> Naming:
    """What `--map THEIRS=OURS` and `--carry COLUMN` say; PeopleFileError for what isn't known."""
    renamed: dict[str, str] = {}
    problems = []
    for text in maps:
        theirs, equals, ours = (part.strip() for part in text.partition("="))
        if not (theirs and equals and ours):
            remedy = "Write their column, then ours, such as --map RIDAGEYR=age."
            problems.append(Problem("--map", f"{quote(text)} names no two columns", remedy))
        elif _tidy(ours) not in (ID, SURVEY_WEIGHT, *COLUMNS):
            problems.append(Problem("--map", f"{quote(ours)} is not a column", _suggest(ours)))
        else:
            renamed[_tidy(theirs)] = _tidy(ours)
    if problems:
        raise PeopleFileError(*problems)
    return Naming(renamed, tuple(map(_tidy, carried)))


def find_people(path: Path, naming: Naming) -> People:
    """Read a file or a folder once: every column is known, and no id comes twice.

    PeopleFileError for what can't be read, and for an id that two rows have. What is wrong with
    the cells of a row is told by the row.
    """
    if path.is_dir():
        read, digest = _open_folder(path)
    elif path.suffix.lower() in (".parquet", ".pq"):
        read, digest = _open_parquet(path, naming)
    elif path.exists():
        read, digest = _open_csv(path, naming)
    else:
        remedy = "Name a CSV or Parquet file with a row a person, or a folder of profiles."
        raise PeopleFileError(Problem(str(path), "doesn't exist", remedy))
    places: dict[str, str] = {}
    problems = []
    for row in read():
        before = places.setdefault(row.id, row.place)
        if before != row.place:
            what = f"the id {quote(row.id)} is already in {before}"
            problems.append(Problem(row.place, what, "Give each person an id of their own."))
    if problems:
        raise PeopleFileError(*problems)
    if not places:
        raise PeopleFileError(Problem(path.name, "has no person", "Add a row for each person."))
    return People(path.name, tuple(places), digest, read)


def say_column(path: FieldPath, value: Any = "") -> str:
    """A field as a file of people has it: its column, and a cell of it."""
    name = str(path[-1])
    keys = {one.name: one.key for one in FIELDS if one.kind is not None}
    column = f"the column {keys.get(name, name)}"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return column if value == "" else f"{write_text(value)} in {column}"


def _tidy(column: str) -> str:
    return re.sub(r"[\s-]+", "_", column.strip().lower())


def _suggest(column: str) -> str:
    near = close_matches(_tidy(column), [ID, SURVEY_WEIGHT, *COLUMNS])
    known = dict.fromkeys([ID, SURVEY_WEIGHT, *(one.key for one in FIELDS if one.kind)])
    return near or f"The columns are {', '.join(known)}."


def _name_columns(
    header: Sequence[str], where: str, naming: Naming, problems: list[Problem]
) -> dict[str, str]:
    """Our name for each of their columns; a problem for one that isn't known, or twice.

    PeopleFileError for a file that separates its columns with another sign.
    """
    for sign, name in SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            what = f"separates its columns with {name}s"
            raise PeopleFileError(Problem(where, what, SIGN_REMEDY))
    names: dict[str, str] = {}
    taken: dict[str, str] = {}
    for theirs in header:
        tidy = _tidy(theirs)
        if tidy in naming.carried:
            continue
        ours = naming.renamed.get(tidy, tidy)
        if ours not in (ID, SURVEY_WEIGHT) and ours not in COLUMNS:
            remedy = close_matches(tidy, [ID, SURVEY_WEIGHT, *COLUMNS])
            remedy += f" Rename it with --map {theirs}=FIELD, or keep it beside the plan with"
            remedy += f" --carry {theirs}."
            problems.append(
                Problem(where, f"the column {quote(theirs)} is not known", remedy.strip())
            )
            continue
        word = COLUMNS[ours].word if ours in COLUMNS else ours
        if word in taken:
            what = f"the columns {taken[word]} and {theirs} are both {word}"
            problems.append(Problem(where, what, "Keep one."))
        taken[word] = theirs
        names[theirs] = ours
    known = {_tidy(theirs) for theirs in header}
    for option, asked in (("--map", naming.renamed), ("--carry", naming.carried)):
        for theirs in asked:
            if theirs not in known:
                remedy = close_matches(theirs, known) or f"It has {', '.join(header)}."
                problems.append(Problem(option, f"{where} has no column {quote(theirs)}", remedy))
    return names


def _find_faults(rows: Iterator[PersonRow], header: list[Problem]) -> Iterator[PersonRow]:
    """The rows of a file; where its header has problems, PeopleFileError with all of the file's."""
    for row in rows:  # the header is read with the first
        if header:
            header.extend(row.problems)
        else:
            yield row
    if header:
        raise PeopleFileError(*header)


def _make_row(
    cells: Mapping[str, str], names: Mapping[str, str], place: str, number: int, naming: Naming
) -> PersonRow:
    """A person of a row's cells."""
    words: dict[str, Any] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    own_id, weight = str(number), 1.0
    for theirs, ours in names.items():
        cell, where = cells[theirs].strip(), f"{place}, column {theirs}"
        if ours == ID:
            own_id = cell or own_id
            if len(cell) > LONGEST_ID or not cell.isprintable():
                what = f"{quote(cell)} can't be an id"
                remedy = f"Write at most {LONGEST_ID} letters, without line breaks."
                problems.append(Problem(where, what, remedy))
        elif ours == SURVEY_WEIGHT:
            weight = _read_weight(cell, where, problems)
        elif cell:
            column = COLUMNS[ours]
            try:
                words[column.word] = _read_cell(cell, column.kind)
                places[column.word] = where
            except ValueError as error:
                wanted, remedy = error.args
                problems.append(Problem(where, f"{quote(cell)} is not {wanted}", remedy))
    carried = dict.fromkeys(naming.carried, "")
    carried |= {_tidy(name): cells[name] for name in cells if _tidy(name) in carried}
    if problems:
        words = {}
    words["places"] = places
    return PersonRow(own_id, place, weight, carried, words, tuple(problems))


def _read_weight(cell: str, where: str, problems: list[Problem]) -> float:
    try:
        weight = float(cell) if cell else 1.0
    except ValueError:
        weight = math.nan
    if 0 <= weight <= HEAVIEST:
        return weight
    remedy = "Write how many people the row stands for, such as 1250.5; body weight is `weight`."
    problems.append(Problem(where, f"{quote(cell)} is not a survey weight", remedy))
    return 1.0


def _read_cell(cell: str, kind: Kind) -> Any:  # noqa: PLR0911  (a value of each kind)
    """The value of a cell; ValueError with what it isn't, and what to write."""
    match kind:
        case Kind.WHOLE:
            number = _read_number(cell, "a whole number", "Write it in digits, such as 34.")
            if number.is_integer():
                return int(number)
            raise ValueError("a whole number", "Round it.")
        case Kind.NUMBER:
            return _read_number(cell, "a number", "Write it in digits, such as 1800.")
        case Kind.NUMBER_OR_TEXT:
            try:
                return _read_number(cell, "", "")
            except ValueError:
                return cell
        case Kind.FLAG:
            if cell.lower() in (*YES, *NO):
                return cell.lower() in YES
            raise ValueError("yes or no", "Write 1 for yes, 0 for no.")
        case Kind.TEXTS | Kind.AMOUNTS | Kind.MEALS:
            parts = (re.sub(r"\s*=\s*", "=", part.strip()) for part in cell.split(";"))
            return [part for part in parts if part]
    return cell


def _read_number(cell: str, wanted: str, remedy: str) -> float:
    try:
        number = float(drop_thousands_commas(cell))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or not cell.isascii() or "_" in cell:
        raise ValueError(wanted, remedy)
    return number


def _open_csv(path: Path, naming: Naming) -> tuple[Callable[[], Iterator[PersonRow]], str]:
    """A CSV file: a line that can't be read is a row with what is wrong with it."""

    def read() -> Iterator[PersonRow]:
        header: list[Problem] = []
        return _find_faults(read_lines(header), header)

    def read_lines(header: list[Problem]) -> Iterator[PersonRow]:
        problems: list[Problem] = []
        names: dict[str, str] | None = None
        number = 0
        rows = read_rows(path, (), problems, may_be_empty=True, most=LARGEST)
        while True:
            row = next(rows, None)
            if problems and names is None and row is None:
                raise PeopleFileError(*problems)
            for problem in problems:
                number += 1
                place = str(problem.where)
                yield PersonRow(place.rpartition(", ")[2], place, problems=(problem,))
            problems.clear()
            if row is None:
                return
            if names is None:
                names = _name_columns([*row.cells], f"{path.name}, line 1", naming, header)
            number += 1
            place = f"{path.name}, line {row.line}"
            yield _make_row(row.cells, names, place, number, naming)

    return read, sha256(path.read_bytes()).hexdigest()


def _open_parquet(path: Path, naming: Naming) -> tuple[Callable[[], Iterator[PersonRow]], str]:
    """A Parquet file; a number of it reads as people write it."""
    import pyarrow as pa  # noqa: PLC0415  (of the extra `cohort`)
    import pyarrow.parquet as pq  # noqa: PLC0415

    def read() -> Iterator[PersonRow]:
        header: list[Problem] = []
        return _find_faults(read_batches(header), header)

    def read_batches(header: list[Problem]) -> Iterator[PersonRow]:
        try:
            with pq.ParquetFile(path) as file:
                names = _name_columns(file.schema_arrow.names, path.name, naming, header)
                number = 0
                for batch in file.iter_batches():
                    for cells in batch.to_pylist():
                        number += 1
                        texts = {name: _write_cell(value) for name, value in cells.items()}
                        place = f"{path.name}, row {number}"
                        yield _make_row(texts, names, place, number, naming)
        except (pa.ArrowException, OSError) as error:
            remedy = "Name a Parquet file with a row a person."
            what = f"can't be read: {str(error).splitlines()[0]}"
            raise PeopleFileError(Problem(str(path), what, remedy)) from error

    return read, sha256(path.read_bytes()).hexdigest()


def _write_cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list):
        return "; ".join(map(_write_cell, value))
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _open_folder(path: Path) -> tuple[Callable[[], Iterator[PersonRow]], str]:
    """A folder of profiles: a person of a file `ana.toml` is `ana`, of several `ana/Ben`."""
    files = sorted(path.glob("*.toml"))
    digest = sha256()
    for one in files:
        digest.update(one.name.encode() + b"\0" + one.read_bytes() + b"\0")

    def read() -> Iterator[PersonRow]:
        for one in files:
            try:
                profile = read_profile(one)
            except ProfileError as error:
                yield PersonRow(one.stem, one.name, problems=error.problems)
                continue
            several = len(profile.names) > 1
            for number, name in enumerate(profile.names, start=1):
                place = f"{one.name}, person {number}" if several else one.name
                own_id = f"{one.stem}/{name}" if several else one.stem
                words = profile.person(name if several else None)
                yield PersonRow(own_id, place, words=words)

    return read, digest.hexdigest()


def overlay_row(row: PersonRow, words: Mapping[str, Any]) -> PersonRow:
    """A row with words that were said for everyone; they win over its own, and lists add up."""
    return replace(row, words=overlay(row.words, words)) if words else row
