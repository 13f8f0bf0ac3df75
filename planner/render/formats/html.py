"""Blocks as one HTML page that fetches nothing and runs nothing.

The template escapes every text; a picture's drawing, which its room has escaped, goes in as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planner.errors import Speaker
from planner.render.blocks import Block, Heading, bind_units, say_fields
from planner.request.fields import write_option

TEMPLATES = Path(__file__).parents[1] / "templates"


def render_page(blocks: Iterable[Block], say: Speaker = write_option) -> str:
    """The document as HTML, with a link to each of its parts where it has several.

    `say` writes the fields that it mentions.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda value: bind_units(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = split_sections(say_fields(blocks, say))
    titles = [block.text for block in sections[0] if isinstance(block, Heading)]
    template = environment.get_template("page.html")
    return template.render(sections=sections, title=titles[0] if titles else "Plan")


def split_sections(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks before the first heading of level 2, then those from each such heading on."""
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            sections.append([])
        sections[-1].append(block)
    return [section for section in sections if section]
