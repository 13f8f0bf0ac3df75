"""Blocks as Markdown; text from tables and files is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tabulate import tabulate

from planner.render.blocks import Block, Cell, Checklist, Grid, Heading, Mark, Paragraph


def render_markdown(blocks: Iterable[Block]) -> str:
    """The document as GitHub-flavoured Markdown; what is missed is bold."""
    return "\n\n".join(_render(block) for block in blocks) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is written."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)


def _render(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text, mark):
            return f"**{escape(text)}**" if mark is Mark.MISS else escape(text)
        case Checklist(items):
            return "\n".join(f"- [ ] {escape(item)}" for item in items)
        case Grid(headers, rows, align):
            table: str = tabulate(
                [[_cell(cell) for cell in row] for row in rows],
                headers=headers or ("food", "amount", "weight"),
                tablefmt="pipe",
                colalign=align,
                disable_numparse=True,
            )
            return table


def _cell(cell: Cell) -> str:
    return f"**{escape(cell.text)}**" if cell.mark is Mark.MISS else escape(cell.text)
