"""Blocks as Markdown; text from tables and files is escaped."""

from __future__ import annotations

import re
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
    Plain,
    Steps,
    flatten,
    say_fields,
)
from planner.request.fields import write_option

PLAIN_HEADS = ("food", "amount", "grams", "as bought")
"""What stands over a table without headings, which Markdown doesn't have."""


def render_markdown(blocks: Iterable[Block], say: Speaker = write_option) -> str:
    """The document as GitHub-flavoured Markdown; what is missed is bold.

    `say` writes the fields that it mentions.
    """
    return "\n\n".join(_render(block) for block in flatten(say_fields(blocks, say))) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is written.

    GitHub makes links of addresses too; of those with a sign @ after it has read the escapes, so
    that only a joiner without width stops it.
    """
    text = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)
    text = re.sub(r"(?i)\b(www)\.", r"\1\\.", text)
    return text.replace("://", r"\://").replace("@", "@\u2060")


def _escape_line(text: str) -> str:
    """The same for text that begins a line, where a sign or a number would begin a list."""
    line = re.sub(r"^(\d+)(?=[.)])", r"\1\\", escape(text).lstrip())
    return re.sub(r"^([-+=])", r"\\\1", line)


def _render(block: Plain) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text, mark):
            return f"**{escape(text)}**" if mark is Mark.MISS else _escape_line(text)
        case Checklist(items):
            return "\n".join(f"- [ ] {escape(item)}" for item in items)
        case Steps(items):
            return "\n".join(f"{n}. {escape(item)}" for n, item in enumerate(items, start=1))
        case Picture(title, says, _, numbers):
            return render_markdown((Heading(title, 3), Paragraph(says), numbers)).rstrip("\n")
        case Grid(headers, rows, align):
            table: str = tabulate(
                [[_cell(cell) for cell in row] for row in rows],
                headers=[escape(head) for head in headers] or PLAIN_HEADS[: len(align)],
                tablefmt="pipe",
                colalign=align,
                disable_numparse=True,
            )
            return table


def _cell(cell: Cell) -> str:
    return f"**{escape(cell.text)}**" if cell.mark is Mark.MISS else escape(cell.text)
