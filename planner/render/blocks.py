"""The pieces a document is made of, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """How a cell or a line stands out; written formats without colour use a sign."""

    PLAIN = ""
    MISS = "miss"
    QUIET = "quiet"


@dataclass(frozen=True)
class Cell:
    """A table cell; numbers are written by whoever composes it."""

    text: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True)
class Heading:
    """A heading, level 1 being the document's title."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Running text, wrapped where the format needs it."""

    text: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True)
class Grid:
    """A table. `align` has "left" or "right" for each column; headers may be empty."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """Things to tick off."""

    items: tuple[str, ...]


Block = Heading | Paragraph | Grid | Checklist
