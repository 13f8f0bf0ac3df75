"""Sections of blocks as a PDF, set by typst with the typefaces it carries.

Texts reach the template as data, so that nothing in them is read as markup. The same sections give
the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from planner.render.blocks import Picture, bind_units
from planner.render.sheets import Section

TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
PAPERS = ("a4", "letter")
STEP = 0.5  # points between two sizes of type
LONG_WORD = re.compile(r"[^\W\d_]{25,}")
BREAK, JOINER = "\u200b", "\u2060"  # of no width: a line may end there, and never there


@dataclass(frozen=True)
class Fit:
    """How a section lies in some type: its pages, and the words that no column of a table holds."""

    pages: int
    broken: int


def render_pdf(sections: Sequence[Section], title: str, paper: str = "a4") -> bytes:
    """The PDF of these sections, each in the type that fits it, on paper of PAPERS."""
    sizes = [find_size(section, paper) for section in sections]
    pdf = _compiler(sections, sizes, title, paper).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def find_size(section: Section, paper: str) -> float:
    """The largest type, in points, that takes no more pages and broken words than the least."""
    largest, smallest = section.sizes
    least = measure_fit(section, smallest, paper)
    low, high = 0, round((largest - smallest) / STEP)
    while low < high:
        middle = (low + high + 1) // 2
        found = measure_fit(section, smallest + middle * STEP, paper)
        if found.pages <= least.pages and found.broken <= least.broken:
            low = middle
        else:
            high = middle - 1
    return smallest + low * STEP


def measure_fit(section: Section, size: float, paper: str) -> Fit:
    """How a section lies in a type of so many points."""
    compiler = _compiler([section], [size], "", paper)
    return Fit(**json.loads(compiler.query("<fit>", field="value", one=True)))


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
        "sections": [
            {
                "parts": [[_plain(block) for block in part] for part in section.parts],
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


def _plain(value: Any) -> Any:
    """A block as plain values, with its kind; numbers keep to their units, long words may break."""
    match value:
        case Enum():
            return value.value
        case str():
            text = bind_units(value).replace("--", f"-{JOINER}-{JOINER}")  # --start is one word
            return LONG_WORD.sub(lambda found: BREAK.join(found[0]), text)
        case tuple():
            return [_plain(one) for one in value]
        case int() | None:
            return value
    fields = {field.name: getattr(value, field.name) for field in fields_of(value)}
    if isinstance(value, Picture):  # the drawing is complete, and has the numbers
        fields = {**fields, "numbers": None}
    fields = {name: one if name == "svg" else _plain(one) for name, one in fields.items()}
    return {"kind": type(value).__name__, **fields}
