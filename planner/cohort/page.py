"""Composes the page about a cohort: blocks of the house, and pictures drawn by matplotlib."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from planner.cohort.records import BOUNDED, PLANNED, SHORT
from planner.cohort.report import (
    GROUPS,
    compare,
    compare_totals,
    costs,
    coverage,
    failing,
    read_people,
    statuses,
)
from planner.cohort.store import read_manifest
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph, Picture, clean
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE

MOST_NUTRIENTS = 10  # columns of the picture of coverage
MOST_REASONS = 10
ROOMY = 6  # columns beside which there is room for percent signs
WIDE, TEXT = 7.2, 10.5  # inches of a picture, and points of its letters
INK, BAR, ALARM, TRACK = "#1b1b1b", "#56b4e9", "#d55e00", "#e4e4e4"
"""Colours on the white that the page lays below its drawings, by day and by night."""

STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "planner",
    "font.family": "sans-serif",
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
SAYS = {
    "met": "Everything required is met.",
    "missed": "A plan was made, and it misses something required.",
    "possible": "Nothing shows that a plan must miss anything.",
    "impossible": "Every plan misses something required.",
    "no plan": "No plan is made; the reason is below.",
    "invalid": "A cell isn't understood.",
    "failed": "The row crashed or took too long. Run the command again to try it once more.",
}


def compose_report(folder: Path, second: Path | None, tables: Tables) -> list[Block]:
    """The page about a cohort, and what a `second` run of the same people changes."""
    people: Any = read_people(folder)
    manifest = read_manifest(folder)
    total, rows = people["survey_weight"].sum(), len(people)
    blocks: list[Block] = [
        Heading(f"{manifest['people']['file']} · {_count(rows, 'person', 'people')}", 1),
        Paragraph(_sum_up(people, total)),
    ]
    unfinished = manifest["people"]["rows"] - rows
    if unfinished:
        text = f"{unfinished:,} rows have no result yet: run the same command again to go on."
        blocks.append(Paragraph(text, Mark.MISS))
    if second is not None:
        blocks += _compose_second(folder, second, tables)
    blocks += [Heading("How the rows ended", 2), _list_statuses(folder)]
    covered = coverage(folder)
    if len(covered):
        blocks += [Heading("Who is covered", 2), _draw_coverage(covered, failing(folder), tables)]
    blocks += _compose_failing(folder, tables)
    if people["status"].isin(PLANNED).any():
        blocks += _compose_costs(folder, people)
    blocks += _compose_reasons(people)
    return [*blocks, *_compose_source(manifest)]


def _sum_up(people: Any, total: float) -> str:
    """The page's first sentences."""
    weighted = not (people["survey_weight"] == 1).all()
    stands = f" The rows stand for {total:,.0f} people." if weighted else ""
    short, planned = (people["status"].isin(statuses) for statuses in (SHORT, BOUNDED))
    weight = people["survey_weight"]
    share, none = (weight[of].sum() / total if total else 0.0 for of in (short, ~planned))
    without = f" {_percent(none)} have no plan." if none else ""
    return f"{_percent(share)} miss something required.{without}{stands}"


def _list_statuses(folder: Path) -> Grid:
    return Grid(
        ("", "rows", "people", "share", "what it means"),
        tuple(
            (
                Cell(row.status),
                Cell(f"{row.rows:,}"),
                Cell(f"{row.people:,.0f}"),
                Cell(_percent(row.share)),
                Cell(SAYS[row.status], Mark.QUIET),
            )
            for row in _rows(statuses(folder))
        ),
        ("left", "right", "right", "right", "left"),
    )


def _draw_coverage(covered: Any, missed: Any, tables: Tables) -> Picture:
    """Groups by nutrients: the share of each group that misses nothing of each."""
    nutrients = [*dict.fromkeys([*THE_FIVE, *missed["nutrient"]])][:MOST_NUTRIENTS]
    groups = [
        (by, group)
        for by in GROUPS
        for group in covered[covered["by"] == by]["group"].unique().tolist()
    ]
    shares = covered.set_index(["by", "group", "nutrient"])["share"]
    cells = np.array([[shares[(*key, one)] for one in nutrients] for key in groups])
    sizes = covered.drop_duplicates(["by", "group"]).set_index(["by", "group"])["people"]
    labels = [_label(one, tables) for one in nutrients]
    height = 1.5 + 0.27 * len(groups)
    figure, axes = _start(height, (0.16, 0.01, 0.7, 0.98 - 1.4 / height))
    for row, values in enumerate(cells):
        for column, share in enumerate(values):
            short = share < 1
            axes.add_patch(
                Rectangle(
                    (column + 0.03, row + 0.06),
                    0.94,
                    0.88,
                    facecolor=ALARM if short else BAR,
                    alpha=0.15 + 0.6 * (1 - share) if short else 0.35,
                    edgecolor="none",
                )
            )
            text = _percent(share)
            weight = "bold" if short else "normal"
            text = text.replace(" %", "") if len(nutrients) > ROOMY else text
            axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", weight=weight)
    breaks = [place for place in range(1, len(groups)) if groups[place][0] != groups[place - 1][0]]
    for place in breaks:
        axes.axhline(place, color=INK, linewidth=0.8)
    axes.set(xlim=(0, len(nutrients)), ylim=(len(groups), 0))
    axes.set_xticks(
        np.arange(len(nutrients)) + 0.5, labels, rotation=40, ha="left", rotation_mode="anchor"
    )
    axes.set_yticks(np.arange(len(groups)) + 0.5, [clean(group) for _, group in groups])
    axes.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    numbers = Grid(
        ("group", "people", *labels),
        tuple(
            (
                Cell(group),
                Cell(f"{sizes[by, group]:,.0f}"),
                *(
                    Cell(_percent(one), Mark.MISS if one < 1 else Mark.PLAIN)
                    for one in cells[place]
                ),
            )
            for place, (by, group) in enumerate(groups)
        ),
        ("left", *("right",) * (1 + len(nutrients))),
    )
    says = "The percent of each group, by age, sex and diet, who miss nothing of a nutrient."
    return Picture("Coverage by group", says, _write_svg(figure), numbers)


def _compose_failing(folder: Path, tables: Tables) -> list[Block]:
    """The nutrients that are missed, and for how many."""
    missed: Any = failing(folder)
    blocks: list[Block] = [Heading("What fails, and for how many", 2)]
    if not len(missed):
        return [*blocks, Paragraph("Nothing that is required is missed by anyone.")]
    shown = missed.head(MOST_NUTRIENTS)
    figure, axes = _start(0.5 + 0.3 * len(shown), (0.3, 0.02, 0.6, 0.96))
    for place, row in enumerate(_rows(shown)):
        axes.barh(place, row.share, color=TRACK, height=0.7)
        axes.barh(place, row.share * row.out_of_reach / (row.people or 1), color=ALARM, height=0.7)
        axes.text(row.share, place, f" {_percent(row.share)}", va="center", ha="left")
    axes.set(ylim=(len(shown) - 0.5, -0.5), xlim=(0, max(shown["share"].max() * 1.15, 1e-9)))
    axes.set_yticks(range(len(shown)), [_name_side(row, tables) for row in _rows(shown)])
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    grid = Grid(
        ("nutrient", "rows", "people", "share", "out of reach", "reachable", "points per 1 %"),
        tuple(
            (
                Cell(_name_side(row, tables)),
                Cell(f"{row.rows:,}"),
                Cell(f"{row.people:,.0f}"),
                Cell(_percent(row.share)),
                Cell(f"{row.out_of_reach:,.0f}"),
                Cell("unknown" if np.isnan(row.reach_share) else f"{100 * row.reach_share:.0f} %"),
                Cell(f"{row.shadow_points:,.1f}"),
            )
            for row in _rows(missed)
        ),
        ("left", *("right",) * 6),
    )
    says = (
        "The share of all people who miss it. The orange part can't reach it with any food that is"
        " allowed; the rest reaches it only at the cost of something else."
    )
    note = (
        "Reachable is what the foods allowed can do at best for this nutrient alone, of its limit:"
        " the median of those who miss it. Points per 1 % is the median shadow price: by how many"
        " points all the days could be nearer to usual were the limit 1 % easier."
    )
    numbers = Grid(
        ("nutrient", "share", "out of reach"),
        tuple(
            (
                Cell(_name_side(row, tables)),
                Cell(_percent(row.share)),
                Cell(_percent(row.share * row.out_of_reach / (row.people or 1))),
            )
            for row in _rows(shown)
        ),
        ("left", "right", "right"),
    )
    picture = Picture("People who miss a nutrient", says, _write_svg(figure), numbers)
    return [*blocks, picture, grid, Paragraph(note)]


def _compose_costs(folder: Path, people: Any) -> list[Block]:
    """What the plans cost."""
    planned = people[people["status"].isin(PLANNED) & people["cost_usd"].notna()]
    blocks: list[Block] = [Heading("What the plans cost", 2)]
    if not len(planned):
        return [*blocks, Paragraph("The tables know no prices.")]
    daily = planned["cost_usd"] / planned["days"]
    counts, edges = np.histogram(
        daily, bins=min(24, max(4, int(len(planned) ** 0.5))), weights=planned["survey_weight"]
    )
    figure, axes = _start(2.4, (0.04, 0.22, 0.94, 0.74))
    axes.bar(edges[:-1], counts, width=np.diff(edges) * 0.94, align="edge", color=BAR)
    axes.set_xlabel("US dollars a day for the packs on the list")
    axes.set_yticks([])
    axes.spines[["top", "left", "right"]].set_visible(False)
    table: Any = costs(folder)
    names = [name for name in table.columns if name.startswith("p") and name[1:].isdigit()]
    heads = [f"{name[1:]} %" for name in names]
    grid = Grid(
        ("diet", "rows", "people", *heads),
        tuple(
            (
                Cell(row["group"]),
                Cell(f"{row['rows']:,}"),
                Cell(f"{row['people']:,.0f}"),
                *(Cell(f"{row[name]:.2f}") for name in names),
            )
            for row in table.to_dict("records")
        ),
        ("left", *("right",) * (2 + len(names))),
    )
    middle = table.loc[0, "p50"]
    says = f"Half of the people pay {middle:.2f} US dollars a day or less."
    numbers = Grid(
        ("from", "to", "people"),
        tuple(
            (Cell(f"{low:.2f}"), Cell(f"{high:.2f}"), Cell(f"{count:,.0f}"))
            for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ),
        ("right", "right", "right"),
    )
    note = "So many percent of the people in a row pay this much a day, or less, in US dollars."
    picture = Picture("Cost a day", says, _write_svg(figure), numbers)
    return [*blocks, picture, grid, Paragraph(note)]


def _compose_second(folder: Path, second: Path, tables: Tables) -> list[Block]:
    """What a second run of the same people changes."""
    nutrients, totals = compare(folder, second), compare_totals(folder, second)
    blocks: list[Block] = [
        Heading("What the second run changes", 2),
        Paragraph(_name_differences(read_manifest(folder), read_manifest(second))),
        Grid(
            ("", "first run", "second run"),
            tuple(
                (Cell(row.figure), Cell(_number(row.before)), Cell(_number(row.after)))
                for row in _rows(totals)
            ),
            ("left", "right", "right"),
        ),
    ]
    if len(nutrients):
        blocks.append(
            Grid(
                ("people who miss", "first run", "second run", "mended", "new"),
                tuple(
                    (
                        Cell(_label(row.nutrient, tables)),
                        *(
                            Cell(f"{one:,.0f}")
                            for one in (row.before, row.after, row.mended, row.new)
                        ),
                    )
                    for row in _rows(nutrients)
                ),
                ("left", *("right",) * 4),
            )
        )
    return blocks


def _name_differences(first: dict[str, Any], second: dict[str, Any]) -> str:
    """In what two runs differ."""
    named = [
        f"{name.replace('_', ' ')}: {_say(first[name])} in the first, {_say(second[name])} in the"
        " second"
        for name in ("options", "tables_hash", "effort", "bound_only", "seed", "planner")
        if first[name] != second[name]
    ]
    if not named:
        return "Both runs have the same options and tables."
    return f"They differ in this: {'; '.join(named)}."


def _say(value: Any) -> str:
    if isinstance(value, dict):
        parts = (
            f"{name.replace('_', ' ')} {', '.join(map(str, own)) if isinstance(own, list) else own}"
            for name, own in value.items()
        )
        return ", ".join(parts) or "none"
    return str(value)


def _compose_reasons(people: Any) -> list[Block]:
    """Why rows have no plan, the most frequent reason first."""
    without = people[people["reason"].notna()]
    if not len(without):
        return []
    said = without["reason"].map(lambda text: re.sub(r"\S*, (line|row) \d+, ", "", text))
    said = said.map(lambda text: re.sub(r": -?\d+ ", ": a value that ", text))
    counts = (said + ". " + without["remedy"].fillna("")).value_counts()
    grid = Grid(
        ("reason", "rows"),
        tuple(
            (Cell(str(reason)), Cell(f"{count:,}"))
            for reason, count in counts.head(MOST_REASONS).items()
        ),
        ("left", "right"),
    )
    blocks: list[Block] = [Heading("Why rows have no plan", 2), grid]
    if len(counts) > MOST_REASONS:
        more = f"And {len(counts) - MOST_REASONS:,} other reasons: the table of people has them."
        blocks.append(Paragraph(more))
    return blocks


def _compose_source(manifest: dict[str, Any]) -> list[Block]:
    """What the figures rest on."""
    how = "the bound alone" if manifest["bound_only"] else f"effort {manifest['effort']}"
    options = _say(manifest["options"])
    text = (
        f"Planner {manifest['planner']}, tables {manifest['tables_hash']}, {how}, seed"
        f" {manifest['seed']}, options for everyone: {options}. The same people, tables and options"
        " give the same figures."
    )
    return [Heading("How this was made", 2), Paragraph(text, Mark.QUIET)]


def _start(height: float, box: tuple[float, float, float, float]) -> tuple[Any, Any]:
    """A figure so many inches high, and its axes in a box of it: left, bottom, width, height."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDE, height))
        return figure, figure.add_axes(box)


def _write_svg(figure: Any) -> str:
    """A figure as one <svg> element, which needs no style: the page's policy allows none there."""
    with mpl.rc_context(STYLE):
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg stroke-linejoin="round" ', 1)
    return re.sub(r' style="([^"]*)"', _write_attributes, svg)


def _write_attributes(style: re.Match[str]) -> str:
    """An element's style as attributes of its own."""
    attributes = ""
    for declaration in filter(None, map(str.strip, style[1].split(";"))):
        name, _, value = declaration.partition(":")
        if name == "font":  # an attribute for each of its parts
            before, _, family = value.strip().partition("px ")
            weight, _, size = before.rpartition(" ")
            attributes += f' font-size="{size}px" font-family="{family}"'
            attributes += f' font-weight="{weight}"' if weight else ""
        else:
            attributes += f' {name}="{value.strip()}"'
    return attributes


def _rows(frame: Any) -> list[Any]:
    """The rows of a frame, each with its columns as attributes."""
    return list(frame.itertuples())


def _label(nutrient: str, tables: Tables) -> str:
    known = tables.nutrients.get(nutrient)
    return known.label if known else nutrient


def _name_side(row: Any, tables: Tables) -> str:
    label = _label(row.nutrient, tables)
    return label if row.side == "minimum" else f"{label}, at most"


def _percent(share: float) -> str:
    """A share in percent; never 0 or 100 where it is only near."""
    if np.isnan(share):
        return "unknown"
    percent = 100 * share
    if 0 < percent < 0.1:
        return "< 0.1 %"
    if 99.9 < percent < 100:
        return "> 99.9 %"
    return f"{percent:.1f} %" if 0 < percent < 100 else f"{percent:.0f} %"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def render_report(folder: Path, second: Path | None, tables: Tables) -> str:
    """The page as HTML, which fetches nothing and runs nothing."""
    from planner.render.formats.html import render_page  # noqa: PLC0415  (it needs jinja2)

    blocks: Sequence[Block] = compose_report(folder, second, tables)
    return render_page(blocks)
