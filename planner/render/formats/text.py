"""Blocks as plain text for a terminal or a file, coloured where the terminal shows colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from tabulate import tabulate

from planner.errors import Speaker
from planner.render.blocks import (
    Block,
    Cell,
    Checklist,
    Grid,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Steps,
    say_fields,
)
from planner.request.fields import write_option

WIDTH = 88
NARROW = 80  # columns of a terminal that nobody made wider
MISS_SIGN = " !"
STYLES = {Mark.PLAIN: "", Mark.MISS: "bold red", Mark.QUIET: "dim"}
HEADINGS = {1: "bold underline", 2: "bold green", 3: "bold"}


def render_text(
    blocks: Iterable[Block],
    *,
    color: bool = False,
    say: Speaker = write_option,
    width: int = WIDTH,
) -> str:
    """The document as text; what is missed carries an exclamation mark besides its colour.

    `say` writes the fields that it mentions. Sentences are broken at `width` columns.
    """
    said = (_render(block, color, width) for block in say_fields(blocks, say))
    return "\n".join(said).strip("\n") + "\n"


def _paint(text: str, style: str, color: bool) -> str:
    if not color or not style:
        return text
    from rich.color import ColorSystem  # noqa: PLC0415  (few plans go to a terminal)
    from rich.style import Style  # noqa: PLC0415

    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def _render(block: Block, color: bool, width: int) -> str:
    match block:
        case Heading(text, level):
            rule = {1: "=", 2: "-"}.get(level)
            lines = [_paint(text, HEADINGS[level], color)]
            if rule and not color:
                lines.append(rule * len(text))
            return "\n" + "\n".join(lines)
        case Paragraph(text, mark):
            indent = "    " if mark is Mark.QUIET else ""
            hanging = "  " if text.startswith("- ") else ""
            filled = textwrap.fill(
                text,
                width,
                initial_indent=indent,
                subsequent_indent=indent + hanging,
                break_on_hyphens=False,
            )
            sign = MISS_SIGN if mark is Mark.MISS and not color else ""
            return (
                "\n".join(_paint(line, STYLES[mark], color) for line in filled.split("\n")) + sign
            )
        case Checklist(items):
            return "\n".join(
                textwrap.fill(
                    f"[ ] {item}", width, subsequent_indent="    ", break_on_hyphens=False
                )
                for item in items
            )
        case Steps(items):
            return "\n".join(
                textwrap.fill(
                    f"{number}. {item}",
                    WIDTH,
                    initial_indent="    ",
                    subsequent_indent="       ",
                    break_on_hyphens=False,
                )
                for number, item in enumerate(items, start=1)
            )
        case Picture(title, says, _, numbers):
            parts = (Heading(title, 3), Paragraph(says), numbers)
            return "\n".join(_render(part, color, width) for part in parts)
        case Grid(headers, rows, align):
            table = tabulate(
                [[_cell(cell, color) for cell in row] for row in rows],
                headers=headers,
                tablefmt="plain" if not headers else "simple",
                colalign=align,
                disable_numparse=True,
                preserve_whitespace=True,
            )
            return textwrap.indent(table, "    ") if not headers else table + "\n"


def _cell(cell: Cell, color: bool) -> str:
    text = cell.text + (MISS_SIGN if cell.mark is Mark.MISS else "")
    return _paint(text, STYLES[cell.mark], color)
