"""Sections of blocks as a PDF, set by typst with the typefaces it carries.

Texts reach the template as data, so that nothing in them is read as markup. The same sections give
the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as fields_of
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from planner.errors import Speaker
from planner.render.blocks import (
    SIGNS,
    Bars,
    BarTable,
    Block,
    Card,
    Picture,
    Week,
    bind_units,
    flatten,
    say_fields,
)
from planner.render.documents.print_sheets import Section
from planner.render.house_style import LIGHT
from planner.request.fields import write_option

TEMPLATE = Path(__file__).parents[1] / "templates" / "paper.typ"
PAPERS = ("a4", "letter")
STEP = 0.5  # points between two sizes of type
AT_ONCE = 32  # parts that are measured at once: of 365 each takes nearly twice as long
LONG_WORD = re.compile(r"[^\W\d_]{25,}")
BREAK, JOINER = "\u200b", "\u2060"  # of no width: a line may end there, and never there


@dataclass(frozen=True)
class Fit:
    """How a part lies in some type: its pages, and the words that no column of a table holds."""

    pages: int
    broken: int

    def is_within(self, other: Fit) -> bool:
        """Whether it takes no more pages and breaks no more words."""
        return self.pages <= other.pages and self.broken <= other.broken


WHOLE = Fit(1, 0)
"""No part lies better."""


def render_pdf(
    sections: Sequence[Section], title: str, paper: str = "a4", say: Speaker = write_option
) -> bytes:
    """The PDF of these sections, each in the type that fits it, on paper of PAPERS.

    `say` writes the fields that they mention.
    """
    pdf = _set(sections, title, paper, say).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def draw_pages(
    sections: Sequence[Section], pixels_an_inch: float, paper: str = "a4"
) -> list[bytes]:
    """The pages of these sections as PNG pictures."""
    drawn = _set(sections, "", paper, write_option).compile(format="png", ppi=pixels_an_inch)
    return [drawn] if isinstance(drawn, bytes) else list(drawn or ())


def _set(sections: Sequence[Section], title: str, paper: str, say: Speaker) -> typst.Compiler:
    """The sections, each in the type that fits it."""
    sections = [
        replace(section, parts=tuple(tuple(say_fields(part, say)) for part in section.parts))
        for section in sections
    ]
    sizes = [find_size(section, paper) for section in sections]
    return _compiler(sections, sizes, title, paper)


def find_size(section: Section, paper: str) -> float:
    """The largest type, in points, in which no part takes more pages and broken words than it must.

    What fits in some type fits in any smaller one: a part is tried alone until its own type is
    found, and then only those that don't fit in that.
    """
    size, smallest = section.sizes
    tight = list(range(len(section.parts)))
    while tight:
        own = _pick(section, tight[:1])
        (least,) = measure_fits(own, smallest, paper)
        low, high = 0, round((size - smallest) / STEP)
        while low < high:
            middle = (low + high + 1) // 2
            (fit,) = measure_fits(own, smallest + middle * STEP, paper)
            low, high = (middle, high) if fit.is_within(least) else (low, middle - 1)
        size = smallest + low * STEP
        tight = _find_tight(section, tight[1:], size, paper)
    return size


def _find_tight(section: Section, places: Sequence[int], size: float, paper: str) -> list[int]:
    """Which parts take less room in the smallest type than in this one."""
    fits = measure_fits(_pick(section, places), size, paper)
    doubtful = {p: fit for p, fit in zip(places, fits, strict=True) if not fit.is_within(WHOLE)}
    least = measure_fits(_pick(section, list(doubtful)), section.sizes[1], paper)
    pairs = zip(doubtful.items(), least, strict=True)
    return [place for (place, fit), own in pairs if not fit.is_within(own)]


def measure_fits(section: Section, size: float, paper: str) -> list[Fit]:
    """How each part of a section lies in a type of so many points."""
    fits: list[Fit] = []
    for first in range(0, len(section.parts), AT_ONCE):
        some = replace(section, parts=section.parts[first : first + AT_ONCE])
        compiler = _compiler([some], [size], "", paper)
        value = json.loads(compiler.query("<fits>", field="value", one=True))
        fits += [Fit(**fit) for fit in value]
    return fits


def _pick(section: Section, places: Sequence[int]) -> Section:
    """A section of some of its parts."""
    return replace(section, parts=tuple(section.parts[place] for place in places))


@lru_cache
def _find_fonts() -> typst.Fonts:
    """The typefaces that typst carries; the system's for letters that those don't have."""
    return typst.Fonts()


def _compiler(
    sections: Sequence[Section], sizes: Sequence[float], title: str, paper: str
) -> typst.Compiler:
    document = {
        "paper": paper,
        "title": title,
        "palette": asdict(LIGHT),
        "signs": {mark.value: sign for mark, sign in SIGNS.items()},
        "sections": [
            {
                "parts": [[_plain(block) for block in _prepare(part)] for part in section.parts],
                "size": size,
                "columns": section.columns,
                "landscape": section.landscape,
                "fill": section.fill,
            }
            for section, size in zip(sections, sizes, strict=True)
        ],
    }
    return typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=_find_fonts(),
        sys_inputs={"document": json.dumps(document)},
    )


def _prepare(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that paper draws in a way of its own, and the plain form of all others."""
    for block in blocks:
        if isinstance(block, Week | Bars | Card):
            yield block
        elif isinstance(block, BarTable):
            yield replace(block, numbers=block.plain[0])
        else:
            yield from flatten([block])


def _break_at_dot(text: str) -> str:
    """A text of the week's table with each of its parts on a line of its own."""
    return "\n".join(_plain(part) for part in text.split(" · "))


def _plain(value: Any) -> Any:
    """A block as plain values, with its kind; numbers keep to their units, long words may break."""
    match value:
        case Enum():
            return value.value
        case str():
            text = bind_units(value).replace("--", f"-{JOINER}-{JOINER}")  # --start is one word
            return LONG_WORD.sub(lambda match: BREAK.join(match[0]), text)
        case Week():
            (grid,) = value.plain
            headers = tuple(_break_at_dot(head) for head in grid.headers)
            rows = tuple(
                tuple({**_plain(cell), "text": _break_at_dot(cell.text)} for cell in row)
                for row in grid.rows
            )
            return {**_plain(replace(grid, rows=())), "headers": headers, "rows": rows} | {
                "tints": list(value.served_as)
            }
        case tuple():
            return [_plain(item) for item in value]
        case int() | float() | None:
            return value
    fields = {field.name: getattr(value, field.name) for field in fields_of(value)}
    if isinstance(value, Picture):  # the drawing is complete, and has the numbers
        fields = {**fields, "numbers": None}
    fields = {name: part if name == "svg" else _plain(part) for name, part in fields.items()}
    return {"kind": type(value).__name__, **fields}
