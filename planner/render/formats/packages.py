"""The packages that some formats need, as the extra `paper` in pyproject.toml has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.errors import Problem, RequestError

PACKAGES: Mapping[str, str] = {
    "html": "jinja2>=3.1,<4",
    "pdf": "typst>=0.15,<1",
    "ics": "icalendar>=6,<8",
}


def require_package(written: str, where: str = "format") -> None:
    """Raise RequestError if the package that a format needs is missing or too old.

    `where` is the argument that asks for the format.
    """
    if written not in PACKAGES or is_installed(PACKAGES[written]):
        return
    needed = PACKAGES[written]
    package, installed = needed.partition(">=")[0], find_version(needed)
    what = f"{written} needs the package {package}, "
    what += f"and {installed} is too old" if installed else "which is not installed"
    raise RequestError(Problem((where,), what, f"Install it with: pip install '{needed}'"))


def write_install(written: str) -> str:
    """What to type so that a format can be written; empty where it can be."""
    needed = PACKAGES.get(written, "")
    return "" if not needed or is_installed(needed) else f"pip install '{needed}'"


def is_installed(needed: str) -> bool:
    """Whether a package such as "jinja2>=3.1,<4" is there, and not too old."""
    oldest = needed.partition(">=")[2].partition(",")[0]
    return read_version(find_version(needed)) >= read_version(oldest)


def find_version(needed: str) -> str:
    """The version of a package that is installed; an empty text where it isn't."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (it is slow)

    try:
        return version(needed.partition(">=")[0])
    except PackageNotFoundError:
        return ""


def read_version(text: str) -> tuple[int, ...]:
    """The first three numbers of a version, so that versions compare; () for no version."""
    return tuple(map(int, re.findall(r"\d+", text)[:3]))
