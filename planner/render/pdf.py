"""Sections of blocks as a PDF, set by typst with the typefaces it carries.

Texts reach the template as data, so that nothing in them is read as markup. The same sections give
the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from planner.render.blocks import bind_units
from planner.render.sheets import Section

TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
PAPERS = ("a4", "letter")
STEP = 0.5  # points between two sizes of type


def render_pdf(sections: Sequence[Section], title: str, paper: str = "a4") -> bytes:
    """The PDF of these sections, each in the type that fits it, on paper of PAPERS."""
    fitted = [replace(one, sizes=(size := fit(one, paper), size)) for one in sections]
    pdf = _compiler(fitted, title, paper).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def fit(section: Section, paper: str) -> float:
    """The largest type, in points, on the fewest pages that the smallest needs."""
    largest, smallest = section.sizes
    fewest = count_pages(section, smallest, paper)
    low, high = 0, round((largest - smallest) / STEP)
    while low < high:
        middle = (low + high + 1) // 2
        if count_pages(section, smallest + middle * STEP, paper) <= fewest:
            low = middle
        else:
            high = middle - 1
    return smallest + low * STEP


def count_pages(section: Section, size: float, paper: str) -> int:
    """How many pages a section takes in a type of so many points."""
    compiler = _compiler([replace(section, sizes=(size, size))], "", paper)
    return int(compiler.query("<pages>", field="value", one=True))


@lru_cache
def _find_fonts() -> typst.Fonts:
    """The typefaces that typst carries; the system's for letters that those don't have."""
    return typst.Fonts()


def _compiler(sections: Sequence[Section], title: str, paper: str) -> typst.Compiler:
    document = {
        "paper": paper,
        "title": title,
        "sections": [
            {
                "parts": [[_plain(block) for block in part] for part in section.parts],
                "size": section.sizes[0],
                "columns": section.columns,
                "landscape": section.landscape,
                "fill": section.fill,
            }
            for section in sections
        ],
    }
    return typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=_find_fonts(),
        sys_inputs={"document": json.dumps(document)},
    )


def _plain(value: Any) -> Any:
    """A block as plain values, with its kind; numbers keep to their units."""
    match value:
        case Enum():
            return value.value
        case str():
            return bind_units(value)
        case tuple():
            return [_plain(one) for one in value]
        case int():
            return value
    fields = {field.name: _plain(getattr(value, field.name)) for field in fields_of(value)}
    return {"kind": type(value).__name__, **fields}
