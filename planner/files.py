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
    """Write a file atomically, text as UTF-8; OutputError where the place can't be written."""
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        what = f"can't be written: {error.strerror or error}"
        raise OutputError(Problem(str(path), what, "Name another place.")) from error
