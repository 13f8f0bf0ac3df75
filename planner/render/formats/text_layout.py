"""Text in so many columns: sentences wrap; tables fold, part or become lines."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from planner.render.blocks import SIGNS, Cell, Grid, Mark, bind_units
from planner.render.house_style import TERMINAL

GAP = 2  # columns between those of a table
GLUE = "\u00a0"
SHORT_CELL = 12  # letters: a cell that is no longer stays on one line where there is room for that
SHORT_PART = 40  # letters: a part of a line between dots that is no longer stays on one line


@dataclass(frozen=True)
class Look:
    """How text is laid out: sentences to a width, tables to that of a screen if there is one."""

    color: bool
    width: int
    screen: int | None

    def paint(self, text: str, style: str) -> str:
        """A text in a style, where there is colour."""
        return _find_painter(style)(text) if self.color and style else text

    def fill(self, text: str, first: str = "", others: str | None = None) -> str:
        """A text broken at spaces, but not within an amount or a short part between dots.

        What has no space and is too long for a screen is broken too.
        """
        hanging = first if others is None else others
        room = max(1, self.width - max(len(first), len(hanging)))
        filled = textwrap.fill(
            bind(text, room),
            self.width,
            initial_indent=first,
            subsequent_indent=hanging,
            break_on_hyphens=False,
            break_long_words=self.screen is not None,
        )
        return filled.replace(GLUE, " ")


@lru_cache
def _find_painter(style: str) -> Callable[[str], str]:
    from rich.color import ColorSystem  # noqa: PLC0415  (few plans go to a terminal)
    from rich.style import Style  # noqa: PLC0415

    parsed = Style.parse(style)
    return lambda text: parsed.render(text, color_system=ColorSystem.STANDARD)


def bind(text: str, width: int) -> str:
    """A text whose amounts, and short parts between dots, hold together where the width lets them.

    >>> bind("Rice with kale · 25 min", 20).replace(GLUE, "_")
    'Rice with kale ·_25_min'
    >>> bind("· 1,790 kcal", 8).replace(GLUE, "_")
    '· 1,790 kcal'
    """
    first, *parts = text.split(" · ")
    short = min(SHORT_PART, width) - len("· ")
    parts = [part.replace(" ", GLUE) if len(part) <= short else part for part in parts]
    words = bind_units(f" ·{GLUE}".join([first, *parts])).split(" ")
    return " ".join(word if len(word) <= width else word.replace(GLUE, " ") for word in words)


def write_cell(cell: Cell) -> str:
    """A cell with the sign of what went wrong; what is well or below shows it by its number."""
    return f"{cell.text} {SIGNS[cell.mark]}" if cell.mark in (Mark.MISS, Mark.OVER) else cell.text


def measure_columns(grid: Grid) -> list[int]:
    """The width of each column's longest line."""
    return [max(map(len, texts)) for texts in _find_columns(grid)]


def _measure_words(grid: Grid) -> list[int]:
    """The width of each column's longest word."""
    return [max(max(_measure(text)) for text in texts) for texts in _find_columns(grid)]


def _measure(text: str) -> list[int]:
    """The letters of each word of a text; an amount is a word."""
    return [len(word) for word in bind_units(text).split(" ")]


def _find_columns(grid: Grid) -> list[list[str]]:
    """The texts of each column with its head."""
    columns = [[head] for head in grid.headers or ("",) * len(grid.align)]
    for row in grid.rows:
        for column, cell in zip(columns, row, strict=True):
            column.append(write_cell(cell))
    return columns


def sum_widths(widths: Sequence[int]) -> int:
    """The columns that a table with these takes."""
    return sum(widths) + GAP * (len(widths) - 1)


def choose_widths(grid: Grid, width: int) -> list[int] | None:
    """The widths of a table's columns in so many together; None where a word would break.

    The column gives way that costs the fewest lines, of several the widest, of these the last.
    """
    widths, words = measure_columns(grid), _measure_words(grid)
    least = [max(word, min(own, SHORT_CELL)) for own, word in zip(widths, words, strict=True)]
    if sum_widths(least) > width:
        least = words
    if sum_widths(least) > width:
        return None
    columns = [[_measure(text) for text in texts] for texts in _find_columns(grid)]
    lines = [[1] * len(texts) for texts in columns]
    heights = [1] * (len(grid.rows) + 1)
    while sum_widths(widths) > width:
        best: tuple[int, int, int] | None = None
        chosen: list[int] = []
        for place, texts in enumerate(columns):
            if widths[place] <= least[place]:
                continue
            own = [_count_lines(text, widths[place] - 1) for text in texts]
            added = sum(max(0, new - high) for new, high in zip(own, heights, strict=True))
            if best is None or (added, -widths[place], -place) < best:
                best, chosen = (added, -widths[place], -place), own
        assert best is not None
        place = -best[2]
        widths[place] -= 1
        lines[place] = chosen
        heights = [max(own) for own in zip(*lines, strict=True)]
    return widths


def _count_lines(words: Sequence[int], width: int) -> int:
    """How many lines words of these lengths take."""
    count, room = 1, width
    for word in words:
        if word <= room:
            room -= word + 1
        else:
            count, room = count + 1, width - word - 1
    return count


def fit_table(grid: Grid, width: int, look: Look) -> str:
    """A table in so many columns: folded, or in parts, or a line for each of its cells."""
    widths = choose_widths(grid, width)
    if widths is not None:
        return _lay_out(grid, widths, look)
    least = _measure_words(grid)
    first = least[0]
    if len(least) > 2 and first + GAP + max(least[1:]) <= width:
        parts, chosen = [], [0]
        for column in range(1, len(least)):
            tried = [*chosen, column]
            if sum_widths([least[one] for one in tried]) > width:
                parts.append(chosen)
                tried = [0, column]
            chosen = tried
        parts.append(chosen)
        return "\n\n".join(fit_table(pick_columns(grid, part), width, look) for part in parts)
    return stack_table(grid, width, look)


def pick_columns(grid: Grid, columns: Iterable[int]) -> Grid:
    """Some of a table's columns."""
    columns = tuple(columns)
    return Grid(
        tuple(grid.headers[column] for column in columns) if grid.headers else (),
        tuple(tuple(row[column] for column in columns) for row in grid.rows),
        tuple(grid.align[column] for column in columns),
    )


def _lay_out(grid: Grid, widths: Sequence[int], look: Look) -> str:
    """A table whose columns have these widths; longer cells go on below."""
    lines = []
    if any(grid.headers):
        lines += lay_row([Cell(head) for head in grid.headers], grid.align, widths, look)
        lines.append((" " * GAP).join("-" * width for width in widths))
    for row in grid.rows:
        lines += lay_row(row, grid.align, widths, look)
    return "\n".join(lines)


def lay_row(
    row: Sequence[Cell], align: Sequence[str], widths: Sequence[int], look: Look
) -> list[str]:
    """A row of a table whose columns have these widths, a line or more."""
    columns = [_break(write_cell(cell), width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for place in range(max(map(len, columns))):
        line = ""
        for cell, side, width, own in zip(row, align, widths, columns, strict=True):
            text = own[place] if place < len(own) else ""
            pad = " " * (width - len(text))
            painted = look.paint(text, TERMINAL[cell.mark]) if text else ""
            line += (pad + painted if side == "right" else painted + pad) + " " * GAP
        lines.append(line.rstrip())
    return lines


def _break(text: str, width: int) -> list[str]:
    """A text in lines of so many columns; a number stays with its unit where it fits."""
    if len(text) <= width:
        return [text]
    lines = textwrap.wrap(bind(text, max(1, width)), max(1, width), break_on_hyphens=False)
    return [line.replace(GLUE, " ") for line in lines] or [""]


def stack_table(grid: Grid, width: int, look: Look) -> str:
    """A table as lines: each row's first cell, and the others below it with their heads."""
    lines = []
    for first, *others in grid.rows:
        lines += [look.paint(line, TERMINAL[first.mark]) for line in _break(first.text, width)]
        heads = grid.headers[1:] or ("",) * len(others)
        for head, cell in zip(heads, others, strict=True):
            if cell.text:
                text = f"{head}: {write_cell(cell)}" if head else write_cell(cell)
                own = _break(text, max(8, width - 2))
                lines += [look.paint(f"  {line}", TERMINAL[cell.mark]) for line in own]
    return "\n".join(lines)
