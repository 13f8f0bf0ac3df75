"""The clock on the wall, which the server, its worker and its printing are given."""

from __future__ import annotations

from datetime import datetime


def read_wall() -> datetime:
    """The moment of the clock on the wall where this is run."""
    return datetime.now()  # noqa: DTZ005
