"""Reads and writes whole files; a file is replaced in one step, so it is never half written.

Files that are larger than any that people write are refused and not read.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal, Protocol

from planner.errors import (
    FieldPath,
    HouseholdFileError,
    OutputError,
    PlannerError,
    Problem,
    RequestError,
    quote,
)

try:
    import fcntl
except ImportError:  # Windows, which deletes no file that is open
    fcntl = None  # type: ignore[assignment]

SMALL, LARGE = 250_000, 16_000_000
"""The most bytes of a file that people type, and of a plan or a table."""

MOST_KEYS = 50
"""The most names of a key of names, such as `a.b.c`; tomllib needs the square of its length."""

KEY_OF_KEYS = re.compile(
    rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_KEYS}}}"""
)
BINARY = getattr(os, "O_BINARY", 0)  # else Windows changes the line ends
TEMPORARY = re.compile(r"\.planner\.[0-9a-f]{16}\.part")


class Source(Protocol):
    """What a table is read from: a file, or lines inside a plan file."""

    @property
    def name(self) -> str:
        """Its name in messages."""

    @property
    def parent(self) -> Source:
        """The folder it should be in."""

    def open(self, mode: Literal["rb"]) -> IO[bytes]:
        """Open it for reading bytes; OSError if that fails."""


AT_END = "at end of document"  # what tomllib says of the last line
OVERWRITES, TWICE = "Cannot overwrite a value", "its name is there twice"
ENTRY = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
"""The head of an entry of an array of tables in TOML."""


def take_path(value: str | os.PathLike[str], field: FieldPath) -> Path:
    """The path that a library call names; RequestError, at `field`, for anything else."""
    try:
        return Path(value)
    except TypeError:
        what = f"{quote(value)} is not a path"
        remedy = 'Write a text such as "pantry.csv", or a pathlib.Path.'
        raise RequestError(Problem(field, what, remedy)) from None


def refuse_missing(path: Path, remedy: str) -> None:
    """Raise HouseholdFileError with the `remedy` if a pantry or a file of aisles isn't there."""
    if not path.exists():
        raise HouseholdFileError(Problem(str(path), "doesn't exist", remedy))


def read_text(path: Source, most: int = LARGE) -> str:
    """The text of a UTF-8 file, with line feeds as line ends and without a byte order mark.

    OSError if it can't be read or has more than `most` bytes, UnicodeDecodeError if it isn't UTF-8.
    """
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most / 1e6:g} MB")
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_file(path: Path, error_class: type[PlannerError], remedy: str, most: int = LARGE) -> str:
    """The text of a UTF-8 file; an `error_class` with the `remedy` if it can't be read."""
    try:
        return read_text(path, most)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise error_class(Problem(f"{path}, line {line}", "is not UTF-8 text", remedy)) from error
    except OSError as error:
        what = f"can't be read: {error.strerror or error}"
        raise error_class(Problem(str(path), what, remedy)) from error


def find_toml_lines(text: str) -> dict[tuple[str, int], int]:
    r"""The line of each entry of an array of tables, by its name and its number from 1.

    >>> find_toml_lines('[[food]]\nname = "a"\n\n[[food]]\n')
    {('food', 1): 1, ('food', 2): 4}
    """
    lines: dict[tuple[str, int], int] = {}
    counts: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), start=1):
        found = ENTRY.match(row)
        if found:
            name = found[1]
            counts[name] = counts.get(name, 0) + 1
            lines[name, counts[name]] = number
    return lines


def find_key_line(text: str, key: str, first: int = 1) -> int:
    r"""The line that gives a key its value, from the line `first` to the next table.

    It is `first` where none does.

    >>> find_key_line('[[food]]\nname = "a"\nfat_g = -1\n', "fat_g")
    3
    """
    for number, row in enumerate(text.split("\n")[first - 1 :], start=first):
        if number > first and row.lstrip().startswith("["):
            break
        name = row.split("=", 1)[0].strip()
        if "=" in row and name.strip("\"'") == key:
            return number
    return first


def parse_toml(text: str) -> dict[str, Any]:
    """The value of a TOML text; ValueError, which says what is wrong, if it isn't TOML."""
    for number, row in enumerate(text.split("\n"), start=1):
        if row.count(".") >= MOST_KEYS and KEY_OF_KEYS.search(row):
            raise ValueError(f"its lists or tables are nested too deeply (at line {number})")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = text.rstrip().count("\n") + 1
        what = str(error).replace(AT_END, f"at line {line}, the last")
        raise ValueError(what.replace(OVERWRITES, TWICE)) from error
    except RecursionError:
        raise ValueError("its lists or tables are nested too deeply") from None
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        digits = re.search(r"\d[\d_]{4000,}", text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 0
        where = f" (at line {line})" if digits else ""
        raise ValueError(f"a number has too many digits{where}") from error


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8; OutputError if it can't be written.

    An existing file is replaced in one step; if the path is a link, the file it leads to is. A pipe
    or a device is written into.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        what = f"can't be written: {error.strerror or error}"
        raise OutputError(Problem(str(path), what, "Choose another place.")) from error


def _replace(path: Path, data: bytes) -> None:
    """Write a temporary file beside the path, then rename it; if that fails, nothing is left."""
    remove_abandoned(path.parent)
    temporary = path.parent / f".planner.{secrets.token_hex(8)}.part"
    try:
        with _create(temporary) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask
            temporary.chmod(mode)
            if fcntl is not None:
                temporary.replace(path)  # while it is locked
        if fcntl is None:
            temporary.replace(path)
    except BaseException:  # Ctrl-C too
        temporary.unlink(missing_ok=True)
        raise


def _create(path: Path) -> IO[bytes]:
    """A new file that only its owner can read, locked so that other runs don't remove it."""
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        file = os.fdopen(descriptor, "wb")
        _lock(file)
        if path.exists():
            return file
        file.close()  # another run removed it before it was locked


def _lock(file: IO[bytes]) -> bool:
    """Lock a file; False if another run has it locked, or if this system has no locks."""
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def remove_abandoned(folder: Path) -> None:
    """Remove temporary files of runs that were killed while they wrote into this folder."""
    for path in folder.glob(".planner.*.part"):
        with suppress(OSError):  # someone else's, or another run has removed it
            if TEMPORARY.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    abandoned = _lock(file)
                    if abandoned and fcntl is not None:
                        path.unlink()  # while it is locked
                if fcntl is None:
                    path.unlink()  # Windows refuses to remove a file that another run has open
