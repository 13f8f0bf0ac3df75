"""Files, read and written whole; a result never lies half over what was there.

What people write is of a size that can be read in a moment: what is larger is refused, not read.
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

from planner.errors import OutputError, PlannerError, Problem

try:
    import fcntl
except ImportError:  # Windows, which deletes no file that is open
    fcntl = None  # type: ignore[assignment]

SMALL, LARGE = 1_000_000, 16_000_000
"""The most bytes of a file that people type, and of a plan or a table."""

BINARY = getattr(os, "O_BINARY", 0)  # Windows would write line ends of its own
TEMPORARY = re.compile(r"\.planner\.[0-9a-f]{16}\.part")


class Source(Protocol):
    """What a table is read from: a file, or lines that another file holds."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def parent(self) -> Source:
        """Where it should be."""

    def open(self, mode: Literal["rb"]) -> IO[bytes]:
        """Its bytes; OSError where it can't be read."""


def read_text(path: Source, most: int = LARGE) -> str:
    """The text of a file in UTF-8; OSError where it can't be read or has more than `most` bytes.

    Raises UnicodeDecodeError for another encoding. Lines end in a line feed.
    """
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most / 1e6:g} MB")
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_file(path: Path, error_class: type[PlannerError], remedy: str, most: int = LARGE) -> str:
    """The text of a file; an error of that class where it can't be read as UTF-8."""
    try:
        return read_text(path, most)
    except UnicodeDecodeError as error:
        raise error_class(Problem(str(path), "is not a text in UTF-8", remedy)) from error
    except OSError as error:
        what = f"can't be read: {error.strerror or error}"
        raise error_class(Problem(str(path), what, remedy)) from error


def parse_toml(text: str) -> dict[str, Any]:
    """The value of a text in TOML; ValueError, which says what is wrong, where it isn't."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError("lists or tables stand too deep in one another") from None
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        digits = re.search(r"\d[\d_]{4000,}", text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 0
        where = f" (at line {line})" if digits else ""
        raise ValueError(f"a number has too many digits{where}") from error


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8; OutputError where the place can't be written.

    A file is replaced in one step, behind a link the file that it leads to. What is there but is no
    file, such as a pipe or a device, stays what it is and is written into.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        what = f"can't be written: {error.strerror or error}"
        raise OutputError(Problem(str(path), what, "Name another place.")) from error


def _replace(path: Path, data: bytes) -> None:
    """Write beside a file and then put the whole in its place; nothing is left where that fails."""
    _remove_abandoned(path.parent)
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
    """A new file that is the owner's and locked: a run that ended didn't abandon it."""
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        file = os.fdopen(descriptor, "wb")
        _lock(file)
        if path.exists():
            return file
        file.close()  # another run took it for abandoned before it was locked


def _lock(file: IO[bytes]) -> bool:
    """Whether the file is locked now: no living run writes it. Where none can be, it isn't."""
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove_abandoned(folder: Path) -> None:
    """Remove what runs that were killed while they wrote into a folder have left there."""
    for path in folder.glob(".planner.*.part"):
        with suppress(OSError):  # someone else's, or another run has removed it
            if TEMPORARY.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    abandoned = _lock(file)
                    if abandoned and fcntl is not None:
                        path.unlink()  # while it is locked
                if fcntl is None:
                    path.unlink()  # Windows lets no one remove what another run has open
