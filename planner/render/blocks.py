"""The pieces of a document, in whatever format it is written.

Texts come from tables, profiles and plan files that anyone may have written. A block holds each as
one line without control characters; what is markup in a format is escaped where that is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from planner.errors import Speaker, write_mentions
from planner.request.fields import write_option

SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")

UNITS = re.compile(
    r"(?<=[\d¼½¾]) (?=[^\W\d]|%)|(?<=\bfl) (?=oz\b)|(?<=[mµ]g) (?=[A-Z]{2,3}\b)|(?<=·) (?=\d)"
)
"""Spaces between a number and what it counts, and within units of two words."""


def clean(text: str) -> str:
    """A text as one line: breaks are spaces, what steers a terminal or the eye shows as \ufffd."""
    return text if text.isprintable() else CONTROLS.sub("\ufffd", SPACES.sub(" ", text))


def bind_units(text: str) -> str:
    """Bind each number to its unit, so that no line break comes between them."""
    return UNITS.sub("\u00a0", text)


class Mark(Enum):
    """How a cell or a line stands out; a format without colour uses a sign."""

    PLAIN = ""
    MISS = "miss"
    QUIET = "quiet"


@dataclass(frozen=True)
class Cell:
    """A table cell; numbers are written by whoever composes it."""

    text: str
    mark: Mark = Mark.PLAIN

    def __post_init__(self) -> None:
        """Clean the text."""
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True)
class Heading:
    """A heading, level 1 being the document's title."""

    text: str
    level: int

    def __post_init__(self) -> None:
        """Clean the text."""
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True)
class Paragraph:
    """Running text, wrapped where the format needs it. It may `mention` fields of a request."""

    text: str
    mark: Mark = Mark.PLAIN

    def __post_init__(self) -> None:
        """Clean the text."""
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True)
class Grid:
    """A table. `align` has "left" or "right" for each column; headers may be empty."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: tuple[str, ...]

    def __post_init__(self) -> None:
        """Clean the headers."""
        object.__setattr__(self, "headers", tuple(map(clean, self.headers)))


@dataclass(frozen=True)
class Checklist:
    """Things to tick off."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        """Clean the items."""
        object.__setattr__(self, "items", tuple(map(clean, self.items)))


@dataclass(frozen=True)
class Steps:
    """Sentences in order, numbered from 1."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        """Clean the items."""
        object.__setattr__(self, "items", tuple(map(clean, self.items)))


@dataclass(frozen=True)
class Picture:
    """A drawing, what it shows in a sentence, and its numbers, which stand for it in text.

    `svg` is one <svg> element, whose texts are clean and escaped.
    """

    title: str
    says: str
    svg: str = field(repr=False)
    numbers: Grid

    def __post_init__(self) -> None:
        """Clean the texts."""
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "says", clean(self.says))


Block = Heading | Paragraph | Grid | Checklist | Steps | Picture


def say_fields(blocks: Iterable[Block], say: Speaker = write_option) -> list[Block]:
    """The blocks with each field that they mention in the words of a shell.

    The words are the command line's, unless another `say` is given: a page may name the label of a
    form instead.
    """
    return [
        replace(block, text=write_mentions(block.text, say))
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    ]
