"""Files, read and written whole; a result never lies half over what was there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from planner.errors import OutputError, PlannerError, Problem


def read_file(path: Path, error_class: type[PlannerError], remedy: str) -> str:
    """The text of a file; an error of that class where it can't be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise error_class(Problem(str(path), "is not a text in UTF-8", remedy)) from error
    except OSError as error:
        what = f"can't be read: {error.strerror or error}"
        raise error_class(Problem(str(path), what, remedy)) from error


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
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".planner.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
