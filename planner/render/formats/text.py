"""Blocks as plain text for a file or a terminal, which has a width and shows colour."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tabulate import tabulate

from planner.errors import Speaker
from planner.render.blocks import (
    AGAIN,
    SIGNS,
    Bar,
    BarRow,
    Bars,
    BarTable,
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
    say_fields,
)
from planner.render.formats.text_layout import (
    GAP,
    GLUE,
    Look,
    choose_widths,
    fit_table,
    lay_row,
    measure_columns,
    pick_columns,
    stack_table,
    sum_widths,
    write_cell,
)
from planner.render.house_style import TERMINAL
from planner.request.fields import write_option

WIDTH = 88
NARROW = 80  # columns of a terminal that nobody made wider
HEADINGS = {1: "bold underline", 2: "bold green", 3: "bold"}
MEALS = {"breakfast": "yellow", "lunch": "green", "dinner": "red", "snack": "blue"}
LEVELS = "▁▂▃▄▅▆▇"  # a bar of a day; the highest stands for all of a target, and more
WIDEST_BAR = 4  # columns of a day's bar
LEAST_BARS = (4, 3)  # columns of bars for each person: with the targets' names, with symbols
NOTHING = "·"
HANGING = "  "  # of a title's further lines


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
        case BarTable():
            lines = [_render_bar_table(block, look)]
        case Card():
            lines = [_render(part, look) for part in _fit_card(block, look)]
        case Basket() | Fold():
            lines = [_render(part, look) for part in block.plain]
    return "\n".join(lines)


def _render_paragraph(text: str, mark: Mark, look: Look) -> str:
    indent = "    " if mark is Mark.QUIET else ""
    hanging = "  " if text.startswith("- ") else ""
    sign = f"{GLUE}{SIGNS[mark]}" if mark is Mark.MISS and not look.color else ""
    if look.screen is not None:
        text, sign = text + sign, ""
    lines = look.fill(text, indent, indent + hanging).split("\n")
    return "\n".join(look.paint(line, TERMINAL[mark]) for line in lines) + sign.replace(GLUE, " ")


def _render_heading(text: str, level: int, look: Look) -> str:
    lines = [text] if look.screen is None else look.fill(text, "", HANGING).split("\n")
    painted = [look.paint(line, HEADINGS[level]) for line in lines]
    rule = {1: "=" if look.screen is None else "", 2: "-"}.get(level)
    if rule and not look.color:
        painted.append(rule * max(map(len, lines)))
    return "\n" + "\n".join(painted)


def _render_grid(grid: Grid, look: Look) -> str:
    if look.screen is not None:
        indent = "" if grid.headers else "    "
        table = fit_table(grid, look.screen - len(indent), look)
        return table + "\n" if grid.headers else textwrap.indent(table, indent)
    table = tabulate(
        [[look.paint(write_cell(cell), TERMINAL[cell.mark]) for cell in row] for row in grid.rows],
        headers=grid.headers,
        tablefmt="plain" if not grid.headers else "simple",
        colalign=grid.align,
        disable_numparse=True,
        preserve_whitespace=True,
    )
    return textwrap.indent(table, "    ") if not grid.headers else table + "\n"


def _fit_card(card: Card, look: Look) -> tuple[Block, ...]:
    """A card's parts: its foods a line each, where a column for each eater doesn't fit."""
    wide = look.screen is not None and any(
        sum_widths(measure_columns(grid)) > look.screen for grid in card.foods
    )
    if not wide:
        return card.plain
    rest = (*card.lines, *card.notes, *card.recipe)
    return (card.title, *card.before, *card.facts, *rest)


def _render_chips(facts: Sequence[Cell], look: Look) -> str:
    """What has a mark on a line of its own, then the rest side by side."""
    lines = [""]
    for fact in facts:
        if fact.mark in SIGNS:
            said = look.fill(f"{SIGNS[fact.mark]} {fact.text}", " ", "   ").split("\n")
            lines += [look.paint(line, TERMINAL[fact.mark]) for line in said]
    line = " "
    for fact in facts:
        if fact.mark in SIGNS:
            continue
        text = f"{line} · {fact.text}" if line.strip() else f" {fact.text}"
        if len(text) > look.width and line.strip():
            lines += look.fill(line.strip(), " ").split("\n")
            text = f" {fact.text}"
        line = text
    return "\n".join([*lines, *look.fill(line.strip(), " ").split("\n")])


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
    if sum_widths(measure_columns(grid)) > width:
        grid = pick_columns(grid, range(len(sides)))
    widths = choose_widths(grid, width)
    if widths is None:
        titled = zip(week.days, grid.rows, strict=True)
        rows = [(Cell(day.title), *row[1:]) for day, row in titled]
        return f"\n{stack_table(replace(grid, rows=tuple(rows)), width, look)}\n"
    lines = [""]
    colours = {name: MEALS[kind] for name, kind in zip(week.meals, week.served_as, strict=True)}
    heads = zip(grid.headers, widths, strict=True)
    head = (" " * GAP).join(
        look.paint(name.rjust(own) if name == "kcal" else name.ljust(own), colours.get(name, "dim"))
        for name, own in heads
    )
    lines.append(head.rstrip())
    for row in grid.rows:
        lines += lay_row(row, grid.align, widths, look)
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


def _render_bar_table(table: BarTable, look: Look) -> str:
    """A line for each person: a bar a day for each target, and its percent; or percents alone."""
    width = look.screen or NARROW
    marks = [[_write_mark(cell) for cell in row[1:]] for row in table.numbers.rows]
    names = [row[0].text for row in table.numbers.rows]
    known = [len(bars) for person in table.bars for bars in person if bars]
    days = max(known, default=0)
    for heads, least in zip((table.heads, table.symbols), LEAST_BARS, strict=True):
        for columns in range(days, min(days, least) - 1, -1):
            chunk = -(-days // columns)
            shown = -(-days // chunk)
            first = max(map(len, (table.corner, *names)))
            widths = [
                max(len(head), shown + 1 + max(len(row[place]) for row in marks))
                for place, head in enumerate(heads)
            ]
            if sum_widths([first, *widths]) <= width:
                return _draw_bar_table(table, look, heads, marks, [first, *widths], chunk)
    return _render(table.plain[0], look)


def _draw_bar_table(
    table: BarTable,
    look: Look,
    heads: Sequence[str],
    marks: Sequence[Sequence[str]],
    widths: Sequence[int],
    chunk: int,
) -> str:
    """The table with a bar for each `chunk` of days; columns have these `widths`."""
    head = [name.ljust(own) for name, own in zip((table.corner, *heads), widths, strict=True)]
    lines = ["", look.paint((" " * GAP).join(head).rstrip(), "dim")]
    for row, person, own in zip(table.numbers.rows, table.bars, marks, strict=True):
        line = row[0].text.ljust(widths[0])
        for cell, bars, mark, width in zip(row[1:], person, own, widths[1:], strict=True):
            firsts = range(0, len(bars), chunk)
            drawn = "".join(look.paint(*_draw(bars[first : first + chunk], 1)) for first in firsts)
            rest = " " * (width - len(firsts) - 1 - len(mark))
            line += f"{' ' * GAP}{drawn} {look.paint(mark, TERMINAL[cell.mark])}{rest}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def _write_mark(cell: Cell) -> str:
    """A cell's sign and percent in four letters or so: "✓103", "! 18"."""
    number = cell.text.removesuffix(" %")
    return f"{SIGNS[cell.mark]}{number.rjust(3)}" if cell.mark in SIGNS else number


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
