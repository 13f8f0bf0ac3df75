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
    r"(?<=[\d¼½¾⅛⅜]) (?=[^\W\d]|[%°])|(?<=\bfl) (?=oz\b)|(?<=[mµ]g) (?=[A-Z]{2,3}\b)|(?<=·) (?=\d)"
    r"|(?<=[^\W\d])(?<!\bto) (?=[\d,]+ kcal\b|[\d¼½¾]+(?:[,;.]|$))"
)
"""Spaces between a number and what it counts or whose it is, and within units of two words."""


def clean(text: str) -> str:
    """A text as one line: breaks are spaces, what steers a terminal or the eye shows as \ufffd."""
    return text if text.isprintable() else CONTROLS.sub("\ufffd", SPACES.sub(" ", text))


def bind_units(text: str) -> str:
    """Bind each number to its unit, so that no line break comes between them."""
    return UNITS.sub("\u00a0", text)


class Mark(Enum):
    """What a cell, a line or a bar means; a format shows it by a sign, and by colour if it has any.

    REACHED, UNDER (below a target of the day that needn't be reached on each), MISS and OVER (above
    an upper limit) are of targets; QUIET is an aside.
    """

    PLAIN = ""
    MISS = "miss"
    QUIET = "quiet"
    REACHED = "reached"
    UNDER = "under"
    OVER = "over"


AGAIN = "\u21bb"
"""The sign of a dish that a week had before."""

SIGNS: dict[Mark, str] = {
    Mark.REACHED: "\u2713",
    Mark.UNDER: "\u25bd",
    Mark.MISS: "!",
    Mark.OVER: "\u25b2",
}
"""The sign that says what a colour says."""


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
    """A heading, level 1 being the document's title.

    With a `label` a page's bar leads to what it heads; `place` is its address there.
    """

    text: str
    level: int
    label: str = ""
    place: str = ""

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


@dataclass(frozen=True)
class Tile:
    """A meal in the table of a week: what is served, how long it takes, who eats it if not all.

    `again` is whether the week had one nearly the same before; `place` is its recipe's address.
    `served_as` is which of the planner's meals it is: its colour and its drawing.
    """

    meal: str
    name: str
    minutes: str = ""
    energy: str = ""
    whose: str = ""
    again: bool = False
    mark: Mark = Mark.PLAIN
    place: str = ""
    served_as: str = ""

    def __post_init__(self) -> None:
        """Clean the texts."""
        for name in ("name", "whose"):
            object.__setattr__(self, name, clean(getattr(self, name)))

    @property
    def text(self) -> str:
        """The dish, its eaters and its minutes in a line."""
        whose = f" ({self.whose})" if self.whose else ""
        again = f"\u00a0{AGAIN}" if self.again else ""
        return f"{self.name}{again}{whose}{self.minutes and f' · {self.minutes}'}"


@dataclass(frozen=True)
class WeekDay:
    """A day in the table of a week, with a tile for each of its meals; an empty one is skipped.

    `bars` are drawn above it, where there are any.
    """

    name: str
    title: str
    energy: str
    tiles: tuple[Tile, ...]
    bars: tuple[Bar, ...] = ()

    @property
    def head(self) -> str:
        """The day and its energy in a line."""
        return f"{self.title} · {self.energy}{'' if self.energy == 'out' else ' kcal'}"


@dataclass(frozen=True)
class Week:
    """The dishes of up to seven days at a glance: meals are called as `meals` say.

    `served_as` has for each which of the planner's meals it is.
    """

    meals: tuple[str, ...]
    days: tuple[WeekDay, ...]
    served_as: tuple[str, ...]

    @property
    def plain(self) -> tuple[Grid, ...]:
        """The same as a table, days across."""
        rows = [
            (
                Cell(meal.capitalize()),
                *(Cell(day.tiles[n].text, day.tiles[n].mark) for day in self.days),
            )
            for n, meal in enumerate(self.meals)
        ]
        headers = ("", *(day.head for day in self.days))
        return (Grid(headers, tuple(rows), ("left",) * len(headers)),)


@dataclass(frozen=True)
class Bar:
    """What a day brings of a target: the `share` of it, None where it is eaten elsewhere."""

    label: str
    share: float | None
    mark: Mark


@dataclass(frozen=True)
class BarRow:
    """A target and what each day brings of it; `percent` and `mark` are of all days together."""

    name: str
    symbol: str
    target: str
    percent: str
    mark: Mark
    says: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Bars:
    """How far some targets are reached, each drawn day by day."""

    title: str
    rows: tuple[BarRow, ...]

    @property
    def plain(self) -> tuple[Grid, ...]:
        """The same as a table."""
        rows = tuple(
            (Cell(row.name), Cell(row.percent, row.mark), Cell(row.target), Cell(row.says))
            for row in self.rows
        )
        return (Grid(("", "average", "target", ""), rows, ("left", "right", "right", "left")),)


@dataclass(frozen=True)
class BarTable:
    """How far several people reach the same targets: the `bars` of each person, target by target.

    `numbers` has the same in percents, its first column the people. Where a line is short, `heads`
    or `symbols` name the targets, and `corner` stands above the people.
    """

    corner: str
    heads: tuple[str, ...]
    symbols: tuple[str, ...]
    bars: tuple[tuple[tuple[Bar, ...], ...], ...]
    numbers: Grid

    @property
    def plain(self) -> tuple[Grid, ...]:
        """The percents with their signs."""
        return (sign_cells(self.numbers),)


def sign_cells(grid: Grid) -> Grid:
    """A table in which what is reached, or below, carries its sign as text."""
    signed = (Mark.REACHED, Mark.UNDER)
    rows = tuple(
        tuple(
            replace(cell, text=f"{SIGNS[cell.mark]} {cell.text}") if cell.mark in signed else cell
            for cell in row
        )
        for row in grid.rows
    )
    return replace(grid, rows=rows)


@dataclass(frozen=True)
class Card:
    """A dish to cook: its figures, its foods, what else to know, and how it is made.

    `lines` are the foods a line each, who has how much of them in it; `foods` is the same as a
    table with a column for each eater. `brief` is the shortest of `facts`. `served_as` is which of
    the planner's meals its `meal` is.
    """

    meal: str
    title: Heading
    name: str
    minutes: str
    brief: str = ""
    before: tuple[Block, ...] = ()
    facts: tuple[Paragraph, ...] = ()
    foods: tuple[Grid, ...] = ()
    lines: tuple[Grid, ...] = ()
    notes: tuple[Block, ...] = ()
    recipe: tuple[Block, ...] = ()
    served_as: str = ""

    def __post_init__(self) -> None:
        """Clean the name."""
        object.__setattr__(self, "name", clean(self.name))

    @property
    def place(self) -> str:
        """Its address on a page."""
        return self.title.place

    @property
    def plain(self) -> tuple[Block, ...]:
        """All of it, one below the other."""
        own = (*self.before, *self.facts, *self.foods, *self.notes, *self.recipe)
        return (self.title, *own)


@dataclass(frozen=True)
class Item:
    """Something to buy: `price` is empty where none is known, `note` what to know besides.

    `text` has all of it in a line, `key` is the grocery's id.
    """

    name: str
    buy: str
    price: str
    note: str
    text: str
    key: str = ""

    def __post_init__(self) -> None:
        """Clean the texts."""
        for name in ("name", "buy", "note", "text"):
            object.__setattr__(self, name, clean(getattr(self, name)))


@dataclass(frozen=True)
class Basket:
    """An aisle of the list: its heading, things to buy, and what they cost together.

    `icon` names a drawing.
    """

    heading: Heading
    items: tuple[Item, ...]
    total: str = ""
    icon: str = ""

    @property
    def plain(self) -> tuple[Block, ...]:
        """A heading and lines to tick off."""
        return (self.heading, Checklist(tuple(item.text for item in self.items)))


@dataclass(frozen=True)
class Fold:
    """Blocks that a page folds away below a line; `facts` stand beside it with their marks."""

    summary: str
    blocks: tuple[Block, ...]
    facts: tuple[Cell, ...] = ()
    is_open: bool = False
    place: str = ""

    def __post_init__(self) -> None:
        """Clean the line."""
        object.__setattr__(self, "summary", clean(self.summary))

    @property
    def plain(self) -> tuple[Block, ...]:
        """The blocks below a heading."""
        return (Heading(self.summary, 3), *self.blocks)


@dataclass(frozen=True)
class Chips:
    """Short facts side by side, each with its mark."""

    facts: tuple[Cell, ...]

    @property
    def plain(self) -> tuple[Block, ...]:
        """A line for each."""
        return tuple(Paragraph(fact.text, fact.mark) for fact in self.facts)


Plain = Heading | Paragraph | Grid | Checklist | Steps | Picture
Rich = Week | Bars | BarTable | Card | Basket | Fold | Chips
Block = Plain | Rich
"""What every format writes, and what some draw in a way of their own: others write its `plain`."""


def flatten(blocks: Iterable[Block]) -> list[Plain]:
    """The blocks with all that is drawn in its plain form."""
    found: list[Plain] = []
    for block in blocks:
        if isinstance(block, Rich):
            found += flatten(block.plain)
        else:
            found.append(block)
    return found


def say_fields(blocks: Iterable[Block], say: Speaker = write_option) -> list[Block]:
    """The blocks with each field that they mention in the words of a shell.

    The words are the command line's, unless another `say` is given: a page may name the label of a
    form instead.
    """
    return [_say(block, say) for block in blocks]


def _say(block: Block, say: Speaker) -> Block:
    match block:
        case Paragraph(text):
            return replace(block, text=write_mentions(text, say))
        case Fold(_, blocks):
            return replace(block, blocks=tuple(say_fields(blocks, say)))
        case Card():
            before, notes, recipe = (
                tuple(say_fields(own, say)) for own in (block.before, block.notes, block.recipe)
            )
            return replace(block, before=before, notes=notes, recipe=recipe)
    return block
