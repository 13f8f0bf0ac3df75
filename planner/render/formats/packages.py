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
    if written not in PACKAGES:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (it is slow)

    needed = PACKAGES[written]
    package, _, versions = needed.partition(">=")
    oldest = read_version(versions.partition(",")[0])
    try:
        installed = version(package)
    except PackageNotFoundError:
        installed = ""
    if read_version(installed) >= oldest:
        return
    what = f"{written} needs the package {package}, "
    what += f"and {installed} is too old" if installed else "which is not installed"
    raise RequestError(Problem((where,), what, f"Install it with: pip install '{needed}'"))


def read_version(text: str) -> tuple[int, ...]:
    """The first three numbers of a version, so that versions compare; () for no version."""
    return tuple(map(int, re.findall(r"\d+", text)[:3]))
