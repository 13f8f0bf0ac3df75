"""Blocks as plain text for a file or a terminal, which has a width and shows colour."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tabulate import tabulate

from planner.errors import Speaker
from planner.render.blocks import (
    AGAIN,
    SIGNS,
    Bar,
    BarRow,
    Bars,
    Basket,
    Block,
    Card,
    Cell,
    Checklist,
    Chips,
    Fold,
    Grid,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Steps,
    Tile,
    Week,
    bind_units,
    say_fields,
)
from planner.render.house_style import TERMINAL
from planner.request.fields import write_option

WIDTH = 88
NARROW = 80  # columns of a terminal that nobody made wider
HEADINGS = {1: "bold underline", 2: "bold green", 3: "bold"}
MEALS = {"breakfast": "yellow", "lunch": "green", "dinner": "red", "snack": "blue"}
LEVELS = "▁▂▃▄▅▆▇"  # a bar of a day; the highest stands for all of a target, and more
WIDEST_BAR = 4  # columns of a day's bar
GAP = 2  # columns between those of a table
NOTHING = "·"
GLUE = "\u00a0"


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
        """A text broken at spaces; what has none and is too long for a screen is broken too."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=first if others is None else others,
            break_on_hyphens=False,
            break_long_words=self.screen is not None,
        )


def render_text(
    blocks: Iterable[Block],
    *,
    color: bool = False,
    say: Speaker = write_option,
    width: int = WIDTH,
    screen: int | None = None,
) -> str:
    """The document as text; what is missed carries an exclamation mark besides its colour.

    `say` writes the fields that it mentions. Sentences are broken at `width` columns. On a `screen`
    of so many columns tables fit too: they fold, or part.
    """
    look = Look(color, width if screen is None else max(1, min(width, screen)), screen)
    text = "\n".join(_render(block, look) for block in say_fields(blocks, say))
    if screen is not None:
        text = re.sub(r"\n{3,}", "\n\n", text)
    return text.strip("\n") + "\n"


@lru_cache
def _find_painter(style: str) -> Callable[[str], str]:
    from rich.color import ColorSystem  # noqa: PLC0415  (few plans go to a terminal)
    from rich.style import Style  # noqa: PLC0415

    parsed = Style.parse(style)
    return lambda text: parsed.render(text, color_system=ColorSystem.STANDARD)


def _render(block: Block, look: Look) -> str:
    match block:
        case Heading(text, level):
            return _render_heading(text, level, look)
        case Paragraph(text, mark):
            return _render_paragraph(text, mark, look)
        case Checklist(items):
            lines = [look.fill(f"[ ] {item}", "", "    ") for item in items]
        case Steps(items):
            numbered = enumerate(items, start=1)
            lines = [look.fill(f"{number}. {item}", "    ", "       ") for number, item in numbered]
        case Picture(title, says, _, numbers):
            parts = (Heading(title, 3), Paragraph(says), numbers)
            lines = [_render(part, look) for part in parts]
        case Grid():
            lines = [_render_grid(block, look)]
        case Chips(facts):
            lines = [_render_chips(facts, look)]
        case Week():
            lines = [_render_week(block, look)]
        case Bars():
            lines = [_render_bars(block, look)]
        case Card():
            lines = [_render(part, look) for part in _fit_card(block, look)]
        case Basket() | Fold():
            lines = [_render(part, look) for part in block.plain]
    return "\n".join(lines)


def _render_paragraph(text: str, mark: Mark, look: Look) -> str:
    indent = "    " if mark is Mark.QUIET else ""
    hanging = "  " if text.startswith("- ") else ""
    sign = f" {SIGNS[mark]}" if mark is Mark.MISS and not look.color else ""
    if look.screen is not None:
        text, sign = text + sign, ""
    lines = look.fill(text, indent, indent + hanging).split("\n")
    return "\n".join(look.paint(line, TERMINAL[mark]) for line in lines) + sign


def _render_heading(text: str, level: int, look: Look) -> str:
    lines = [text] if look.screen is None else look.fill(text).split("\n")
    painted = [look.paint(line, HEADINGS[level]) for line in lines]
    rule = {1: "=" if look.screen is None else "", 2: "-"}.get(level)
    if rule and not look.color:
        painted.append(rule * max(map(len, lines)))
    return "\n" + "\n".join(painted)


def _render_grid(grid: Grid, look: Look) -> str:
    if look.screen is not None:
        indent = "" if grid.headers else "    "
        table = _fit(grid, look.screen - len(indent), look)
        return table + "\n" if grid.headers else textwrap.indent(table, indent)
    table = tabulate(
        [[_cell(cell, look) for cell in row] for row in grid.rows],
        headers=grid.headers,
        tablefmt="plain" if not grid.headers else "simple",
        colalign=grid.align,
        disable_numparse=True,
        preserve_whitespace=True,
    )
    return textwrap.indent(table, "    ") if not grid.headers else table + "\n"


def _write_cell(cell: Cell) -> str:
    """A cell with the sign of what went wrong; what is well or below shows it by its number."""
    return f"{cell.text} {SIGNS[cell.mark]}" if cell.mark in (Mark.MISS, Mark.OVER) else cell.text


def _cell(cell: Cell, look: Look) -> str:
    return look.paint(_write_cell(cell), TERMINAL[cell.mark])


def _fit_card(card: Card, look: Look) -> tuple[Block, ...]:
    """A card's parts: its foods a line each, where a column for each eater doesn't fit."""
    wide = look.screen is not None and any(
        _sum_widths(_measure(grid)) > look.screen for grid in card.foods
    )
    if not wide:
        return card.plain
    rest = (*card.lines, *card.notes, *card.recipe)
    return (card.title, *card.before, *card.facts, *rest)


def _measure(grid: Grid, *, words: bool = False) -> list[int]:
    """The width of each column, of its longest line or, if they are broken, of its longest word."""
    columns = zip(*[[_write_cell(cell) for cell in row] for row in grid.rows], strict=True)
    heads = grid.headers or ("",) * len(grid.align)
    widths = []
    for head, cells in zip(heads, [*columns] or [()] * len(heads), strict=True):
        texts = (head, *cells)
        parts = [w for text in texts for w in bind_units(text).split(" ")] if words else texts
        widths.append(max(map(len, parts)))
    return widths


def _sum_widths(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _fit(grid: Grid, width: int, look: Look) -> str:
    """A table in so many columns: folded, or in parts, or a line for each of its cells."""
    widths, least = _measure(grid), _measure(grid, words=True)
    if _sum_widths(least) <= width:
        while _sum_widths(widths) > width:
            room = [(own - low > 0, own, -place) for place, (own, low) in _pair(widths, least)]
            widths[-max(room)[2]] -= 1
        return _lay_out(grid, widths, look)
    first = least[0]
    if len(least) > 2 and first + GAP + max(least[1:]) <= width:
        parts, chosen = [], [0]
        for column in range(1, len(least)):
            tried = [*chosen, column]
            if _sum_widths([least[one] for one in tried]) > width:
                parts.append(chosen)
                tried = [0, column]
            chosen = tried
        parts.append(chosen)
        return "\n\n".join(_fit(_pick(grid, part), width, look) for part in parts)
    return _stack(grid, width, look)


def _pair(widths: Sequence[int], least: Sequence[int]) -> Iterable[tuple[int, tuple[int, int]]]:
    return enumerate(zip(widths, least, strict=True))


def _pick(grid: Grid, columns: Sequence[int]) -> Grid:
    """Some of a table's columns."""
    return Grid(
        tuple(grid.headers[column] for column in columns) if grid.headers else (),
        tuple(tuple(row[column] for column in columns) for row in grid.rows),
        tuple(grid.align[column] for column in columns),
    )


def _lay_out(grid: Grid, widths: Sequence[int], look: Look) -> str:
    """A table whose columns have these widths; longer cells go on below."""
    lines = []
    if any(grid.headers):
        lines += _lay_row([Cell(head) for head in grid.headers], grid.align, widths, look)
        lines.append((" " * GAP).join("-" * width for width in widths))
    for row in grid.rows:
        lines += _lay_row(row, grid.align, widths, look)
    return "\n".join(lines)


def _lay_row(
    row: Sequence[Cell], align: Sequence[str], widths: Sequence[int], look: Look
) -> list[str]:
    columns = [_break(_write_cell(cell), width) for cell, width in zip(row, widths, strict=True)]
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
    lines = textwrap.wrap(bind_units(text), max(1, width), break_on_hyphens=False)
    return [line.replace(GLUE, " ") for line in lines] or [""]


def _stack(grid: Grid, width: int, look: Look) -> str:
    """A table as lines: each row's first cell, and the others below it with their heads."""
    lines = []
    for first, *others in grid.rows:
        lines += [look.paint(line, TERMINAL[first.mark]) for line in _break(first.text, width)]
        heads = grid.headers[1:] or ("",) * len(others)
        for head, cell in zip(heads, others, strict=True):
            if cell.text:
                text = f"{head}: {_write_cell(cell)}" if head else _write_cell(cell)
                own = textwrap.wrap(text, max(8, width - 2), break_on_hyphens=False)
                lines += [look.paint(f"  {line}", TERMINAL[cell.mark]) for line in own]
    return "\n".join(lines)


def _render_chips(facts: Sequence[Cell], look: Look) -> str:
    """What has a mark on a line of its own, then the rest side by side."""
    marked = [""]
    for fact in facts:
        if fact.mark in SIGNS:
            said = look.fill(f"{SIGNS[fact.mark]} {fact.text}", " ", "   ").split("\n")
            marked += [look.paint(line, TERMINAL[fact.mark]) for line in said]
    lines, line = list[str](), " "
    for fact in facts:
        if fact.mark in SIGNS:
            continue
        text = f"{line} · {fact.text}" if line.strip() else f" {fact.text}"
        if len(text) > look.width and line.strip():
            lines.append(line)
            text = f" {fact.text}"
        line = text
    lines.append(line)
    plain = lines if look.screen is None else _break_lines(lines, look.width)
    return "\n".join([*marked, *plain])


def _break_lines(lines: Sequence[str], width: int) -> list[str]:
    """Lines, of which those that are too long for a screen go on below."""
    broken = (textwrap.wrap(line, width, subsequent_indent=" ") for line in lines)
    return [part for own in broken for part in own or [""]]


def _render_week(week: Week, look: Look) -> str:
    """Days down, meals across, the energy at the end where there is room for it."""
    width = look.screen or NARROW
    rows = [
        (
            Cell(day.name.removeprefix("Day ")),
            *map(_fill_tile, day.tiles),
            Cell(day.energy, Mark.QUIET),
        )
        for day in week.days
    ]
    sides = ("left",) * (len(week.meals) + 1)
    head = "day" if week.days[0].name.startswith("Day ") else ""
    grid = Grid((head, *week.meals, "kcal"), tuple(rows), (*sides, "right"))
    if _sum_widths(_measure(grid)) > width:
        grid = _pick(grid, range(len(sides)))
    if _sum_widths(_measure(grid, words=True)) > width:
        return f"\n{_stack(grid, width, look)}\n"
    widths, least = _measure(grid), _measure(grid, words=True)
    while _sum_widths(widths) > width:
        widths[max(range(len(widths)), key=lambda n: widths[n] - least[n])] -= 1
    lines = [""]
    heads = zip(grid.headers, widths, strict=True)
    head = (" " * GAP).join(
        look.paint(name.rjust(own) if name == "kcal" else name.ljust(own), MEALS.get(name, "dim"))
        for name, own in heads
    )
    lines.append(head.rstrip())
    for row in grid.rows:
        lines += _lay_row(row, grid.align, widths, look)
    return "\n".join([*lines, ""])


def _fill_tile(tile: Tile) -> Cell:
    whose = f" ({tile.whose})" if tile.whose else ""
    return Cell(f"{tile.name}{whose}{f'{GLUE}{AGAIN}' if tile.again else ''}", tile.mark)


def _render_bars(bars: Bars, look: Look) -> str:
    """A line for each target: a bar for each day, the percent of all, and what else counts."""
    width, name = look.screen or NARROW, max(len(row.name) for row in bars.rows) + 1
    days = len(bars.rows[0].bars)
    percent = max(len(row.percent) for row in bars.rows) + GAP
    says = max(len(row.says) for row in bars.rows) + GAP
    room = width - name - percent - GAP
    if room < 1:
        return "\n".join(_write_row(row, 0, 0, look) for row in bars.rows)
    chunk = -(-days // room)  # days of a bar, where there are more of them than columns
    shown = -(-days // chunk)
    columns = min(WIDEST_BAR, (room - says) // shown) if room - says >= 2 * shown else 0
    columns = columns or min(WIDEST_BAR, room // shown)
    if columns * shown + says > room:
        says = 0
    lines = [""]
    if columns == WIDEST_BAR:
        labels = (bar.label.removeprefix("day ").split()[0] for bar in bars.rows[0].bars)
        heads = "".join(label[: columns - 1].ljust(columns) for label in labels)
        lines.append(look.paint((" " * name + heads).rstrip(), "dim"))
    for row in bars.rows:
        drawn = "".join(
            look.paint(*_draw(row.bars[first : first + chunk], columns))
            for first in range(0, days, chunk)
        )
        lines.append(f"{row.name.ljust(name)}{drawn}{_write_row(row, percent, says, look)}")
    return "\n".join(lines)


def _write_row(row: BarRow, percent: int, says: int, look: Look) -> str:
    """What stands beside a bar, or instead of one where there is no room."""
    sign = look.paint(f"{SIGNS[row.mark]}{row.percent.rjust(percent - 1)}", TERMINAL[row.mark])
    if not percent:
        return f"{row.name} {sign}"
    return f"{' ' * GAP}{sign}{' ' * GAP + row.says if says else ''}"


def _draw(days: Sequence[Bar], columns: int) -> tuple[str, str]:
    """The bar of the lowest of some days, and its style."""
    known = [(bar.share, bar.mark) for bar in days if bar.share is not None]
    if not known:
        return NOTHING.ljust(columns), "dim"
    share, mark = min(known, key=lambda pair: pair[0])
    top = len(LEVELS) - 1
    level = top if mark in (Mark.REACHED, Mark.OVER) else min(top - 1, int(share * len(LEVELS)))
    return LEVELS[level] * columns, TERMINAL[mark]
