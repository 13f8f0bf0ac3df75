"""A person's coverage drawn: nutrients by day, limits that are near, where the five come from.

Each picture is one small SVG that reads in black and white: what matters has a frame, a hatching
and a sign besides its colour, and its number stands beside it.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from planner.checking.findings import CheckReport
from planner.people.person import Person
from planner.people.targets import CAUTION, DAY, PERCENT_OF_ENERGY
from planner.plans.records import Verdict, WeekPlan
from planner.render.blocks import Cell, Grid, Mark, Picture, clean
from planner.render.house_style import LIGHT
from planner.render.phrases import name_day, write_amount, write_label, write_percent, write_share
from planner.report.coverage_levels import Level, NutrientLevels, compute_coverage
from planner.report.limit_use import LimitUse, compute_limits
from planner.report.nutrient_sources import Source, compute_sources
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE

BRACKET = re.compile(r" \([^)]*\)")  # of a nutrient's name: a picture leaves it out
WHOLE = 1e-8  # of a target: so little below it is reached, as a percent rounds it
NEAR = 0.9  # of a limit: from there on it is called near
SHOWN = 0.5  # of a limit: below it the limit is only named
FOODS_SHOWN = 5  # of a nutrient's sources; the others are one line
MOST_LETTERS = 31  # of a food's name in a picture; the numbers beside it have the whole

WIDTH, LABEL, CELL, ROW, STRIP = 360, 112, 31, 18, 4  # of a picture, in its own units
SOURCE = 13.5  # of a line of sources
TEXT = 11.2  # on paper; a page, whose letters are wider, has smaller ones
INK, SOFT, TRACK, BAR = LIGHT.ink, LIGHT.soft, LIGHT.track, LIGHT.reached
KINDS = {
    "UL": "tolerable upper intake level",
    "AMDR": "acceptable share of the energy",
    "CDRR": "level above which less lowers the risk of disease",
    "DGA": "limit of the Dietary Guidelines for Americans",
}
"""What the kinds of limits mean."""

ALARM, GROUND = LIGHT.miss, LIGHT.breakfast  # hatched: what is passed, what is near


def compose_pictures(
    plan: WeekPlan,
    report: CheckReport,
    person: Person,
    tables: Tables,
    start: date | None = None,
) -> list[Picture]:
    """Draw a person's coverage for each week, the limits, and the sources of the five."""
    pictures = []
    for first in range(0, len(plan.days), 7):
        days = [day.day for day in plan.days[first : first + 7]]
        rows = compute_coverage(days, report, person)
        labels = {row.nutrient: write_label(row.nutrient, person, report, tables) for row in rows}
        pictures.append(_draw_coverage(days, rows, labels, tables, start))
    pictures.append(_draw_limits(compute_limits(report, person), tables, start))
    pictures.append(_draw_sources(compute_sources(plan, report, person, tables), tables))
    return pictures


def write_level(level: Level) -> str:
    """A level in percent of its target."""
    return "out" if level.out else write_percent(level.value, level.target)


def mark_level(level: Level) -> Cell:
    """A level as a cell of a table."""
    aimed = " (aimed at)" if level.short else ""
    below = level.short or level.share < 1 - WHOLE
    mark = Mark.PLAIN if level.out else Mark.UNDER if below else Mark.REACHED
    return Cell(write_level(level) + aimed, Mark.MISS if level.missed else mark)


def name_columns(days: Sequence[int], start: date | None) -> list[str]:
    """Column heads for some days, and for their average if there are several."""
    heads = [" ".join(name_day(day, start).split()[:2]) for day in days]
    return [*heads, "average"] if len(days) > 1 else heads


def _draw_coverage(
    days: Sequence[int],
    rows: Sequence[NutrientLevels],
    labels: Mapping[str, str],
    tables: Tables,
    start: date | None,
) -> Picture:
    columns = name_columns(days, start)
    heads = [head.removeprefix("day ").replace("average", "mean") for head in columns]
    top = 12.0
    parts = [] if start else [_text(LABEL - 6, top, "day", "end", soft=True)]
    for place, head in enumerate(heads):
        for line, word in enumerate(head.split()):
            across = LABEL + CELL * (place + 0.5)
            parts.append(_text(across, top + 12 * line, word, "middle", soft=True))
    top += 6.0 if start is None else 18.0
    for row in rows:
        if row is rows[len(THE_FIVE)]:
            top += 5
        label = BRACKET.sub("", labels[row.nutrient])
        parts.append(_text(0, top + 12, label, bold=row.nutrient in THE_FIVE))
        for place, level in enumerate(row.levels):
            parts += _level(LABEL + CELL * place, top, level)
        top += ROW
    says = "Each nutrient in percent of its target; a full line below a number is 100 % or more. "
    named = [labels[row.nutrient] for row in rows]
    missed = _name_levels(columns, named, [[cell.missed for cell in row.levels] for row in rows])
    says += f"Missed, and framed: {missed}." if missed else "Nothing required is missed."
    short = _name_levels(columns, named, [[cell.short for cell in row.levels] for row in rows])
    says += f" Below an aim that isn't required, framed in dashes: {short}." if short else ""
    numbers = Grid(
        ("", *columns, "target"),
        tuple(
            (
                Cell(labels[row.nutrient]),
                *map(mark_level, row.levels),
                Cell(write_amount(row.target, tables.nutrients[row.nutrient])),
            )
            for row in rows
        ),
        ("left", *["right"] * (len(columns) + 1)),
    )
    title = "Coverage of the day"
    if len(days) > 1:
        since, until = (name_day(day, start).removeprefix("day ") for day in (days[0], days[-1]))
        title = f"Coverage by day, {'' if start else 'days '}{since} to {until}"
    return Picture(title, says, _svg(parts, top + 2), numbers)


def _name_levels(
    columns: Sequence[str], labels: Sequence[str], chosen: Sequence[Sequence[bool]]
) -> str:
    """The nutrients that have any of the chosen levels, with the days of these."""
    named = []
    for label, own in zip(labels, chosen, strict=True):
        whens = [column for column, out in zip(columns, own, strict=True) if out]
        if len(own) > 1 and all(own[:-1]):
            whens = ["every day"]
        if whens:
            named.append(f"{label} ({', '.join(whens)})")
    return "; ".join(named)


def _level(left: float, top: float, level: Level) -> list[str]:
    """A number over a strip that is full at the target; framed where the target isn't met.

    What is missed is hatched too; what is only aimed at has a frame of dashes.
    """
    inner, full = left + 2, CELL - 4
    fill = "url(#short)" if level.missed else BAR
    parts = [
        _rect(inner, top + ROW - STRIP - 2, full, STRIP, TRACK, "track"),
        _rect(
            inner,
            top + ROW - STRIP - 2,
            full * min(1.0, level.share),
            STRIP,
            fill,
            "hatched" if level.missed else "bar",
        ),
    ]
    number = write_level(level).removesuffix(" %")
    if level.missed:
        number += "!"
    if level.missed or level.short:
        role, look = "frame", f'stroke="{ALARM}" stroke-width="1.5"'
        if level.short:
            role, look = "limit", f'stroke="{INK}" stroke-width="0.9" stroke-dasharray="2.5 2"'
        parts.append(
            f'<rect class="{role}" x="{left + 0.75:g}" y="{top:g}" width="{CELL - 1.5:g}"'
            f' height="{ROW - 1:g}" fill="none" {look}/>'
        )
    parts.append(_text(left + CELL / 2, top + 11, number, "middle", bold=level.missed))
    return parts


def _draw_limits(limits: Sequence[LimitUse], tables: Tables, start: date | None) -> Picture:
    rows = sorted(
        (limit for limit in limits if limit.worst.maximum), key=lambda limit: -limit.share
    )
    shown = [row for row in rows if row.share >= SHOWN]
    below = len(rows) - len(shown)
    left, full = 162.0, 76.0
    parts = [_text(left + full, 11, "limit", "middle", soft=True)]
    top = 16.0
    for row in shown:
        close = row.exceeded or row.share >= NEAR
        fill = "url(#short)" if row.exceeded else "url(#near)" if close else BAR
        parts += [
            _text(0, top + 11, _name_limit(row, tables), bold=close),
            _rect(left, top + 3, full * 1.1, 9, TRACK, "track"),
            _rect(
                left,
                top + 3,
                full * min(1.1, row.share),
                9,
                fill,
                "hatched" if close else "bar",
            ),
        ]
        sign = "!" if row.exceeded else ""
        says = f"{write_percent(row.share, 1)}{sign} {name_worst(row, start)}"
        parts.append(_text(left + full * 1.1 + 6, top + 11, says, bold=close))
        top += ROW - 2
    parts.append(
        f'<line class="limit" x1="{left + full:g}" x2="{left + full:g}" y1="15" y2="{top:g}"'
        f' stroke="{INK}" stroke-width="1.5"/>'
    )
    near = [_name_limit(row, tables) for row in rows if row.share >= NEAR]
    says = "How much of each upper limit is used, on the highest day where it holds daily. "
    says += f"Near or over, hatched: {'; '.join(near)}." if near else "None is near."
    if below:
        says += f" The other {below} are below half." if below > 1 else " Another is below half."
    kinds = {
        kind: meant for kind, meant in KINDS.items() if any(kind in r.worst.kind for r in shown)
    }
    said = "; ".join(f"{kind}, {meant}" for kind, meant in kinds.items())
    says += f" {said}." if kinds else ""
    numbers = Grid(
        ("", "plan", "limit", "of it", "when"),
        tuple(
            (
                Cell(_name_limit(row, tables)),
                Cell(write_value(row.worst, tables), Mark.MISS if row.exceeded else Mark.PLAIN),
                Cell(write_maximum(row.worst, tables)),
                Cell(write_percent(row.share, 1)),
                Cell(name_worst(row, start)),
            )
            for row in rows
        ),
        ("left", "right", "right", "right", "left"),
    )
    return Picture("How near the limits are", says, _svg(parts, top + 4), numbers)


def _name_limit(limit: LimitUse, tables: Tables) -> str:
    """A nutrient and the kind of its limit: "iron, UL"; a caution's name says what it is."""
    label = tables.nutrients[limit.worst.nutrient].label
    if limit.worst.kind == CAUTION:
        return BRACKET.sub("", label)
    return f"{BRACKET.sub('', label)}, {limit.worst.kind}"


def name_worst(limit: LimitUse, start: date | None) -> str:
    """The day on which most of a limit is used."""
    return name_day(limit.worst.number, start) if limit.worst.period == DAY else "average"


def write_value(verdict: Verdict, tables: Tables) -> str:
    """A verdict's value with its unit."""
    if verdict.basis == PERCENT_OF_ENERGY:
        return f"{verdict.value:.1f} % of energy"
    return write_amount(verdict.value, tables.nutrients[verdict.nutrient])


def write_maximum(verdict: Verdict, tables: Tables) -> str:
    """The most that a verdict allows, with its unit."""
    most = verdict.maximum or 0.0
    if verdict.basis == PERCENT_OF_ENERGY:
        return f"{most:g} %"
    return write_amount(most, tables.nutrients[verdict.nutrient])


def _draw_sources(sources: Mapping[str, Sequence[Source]], tables: Tables) -> Picture:
    left, full = 205.0, 115.0
    drawn = {nutrient: _find_drawn(own) for nutrient, own in sources.items()}
    most = max((source.share for own in drawn.values() for source in own), default=1.0)
    parts, top = list[str](), 0.0
    for nutrient, own in sources.items():
        label = tables.nutrients[nutrient].label
        head = top + 12
        parts.append(_text(0, head, label, bold=True))
        if not own:
            parts.append(_text(WIDTH, head, "nothing that is known", "end", soft=True))
        top += 17
        for source in drawn[nutrient]:
            name, percent = _name_source(source, tables), write_share(source.share)
            length = full * source.share / most
            parts += [
                _text(10, top + 10, _cut(name)),
                _rect(left, top + 2, length, 9, BAR, "bar"),
                _text(left + length + 4, top + 10, percent),
            ]
            top += SOURCE
        rest = own[len(drawn[nutrient]) :]
        if rest:  # beside the nutrient's name, without a bar
            percent = write_share(sum(source.share for source in rest))
            parts.append(_text(WIDTH, head, f"{_name_rest(rest)}: {percent}", "end", soft=True))
        top += 5
    says = "What brings most of each, in percent of what all the days bring."
    numbers = tabulate_sources(sources, tables)
    return Picture("Where the five come from", says, _svg(parts, top), numbers)


def tabulate_sources(sources: Mapping[str, Sequence[Source]], tables: Tables) -> Grid:
    """What brings most of each nutrient, with its share; all the rest in one row."""
    rows = []
    for nutrient, own in sources.items():
        label, drawn = tables.nutrients[nutrient].label, _find_drawn(own)
        shares = [(_name_source(one, tables), one.share) for one in drawn]
        rest = own[len(drawn) :]
        if rest:
            shares.append((_name_rest(rest), sum(one.share for one in rest)))
        rows += [(Cell(label), Cell(name), Cell(write_share(share))) for name, share in shares]
    return Grid(("nutrient", "food", "share"), tuple(rows), ("left", "left", "right"))


def _name_rest(rest: Sequence[Source]) -> str:
    return "1 other food" if len(rest) == 1 else f"{len(rest)} other foods"


def _find_drawn(sources: Sequence[Source]) -> Sequence[Source]:
    """A supplement, and the foods that bring most."""
    doses = sum(source.food_id is None for source in sources)
    return sources[: doses + FOODS_SHOWN]


def _name_source(source: Source, tables: Tables) -> str:
    return "a supplement" if source.food_id is None else tables.foods[source.food_id].name


def _cut(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1].rstrip() + "…"


def _text(
    x: float, y: float, text: str, anchor: str = "start", *, bold: bool = False, soft: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    fill = f'class="soft" fill="{SOFT}"' if soft else f'class="ink" fill="{INK}"'
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{weight} {fill}>'
        f"{html.escape(clean(text))}</text>"
    )


def _rect(x: float, y: float, width: float, height: float, fill: str, role: str) -> str:
    return (
        f'<rect class="{role}" x="{x:g}" y="{y:g}" width="{max(0.0, width):.4g}"'
        f' height="{height:g}" fill="{fill}"/>'
    )


def _svg(parts: Iterable[str], height: float) -> str:
    """One drawing; two hatchings tell what is missed from what is near a limit."""
    body = "".join(parts)
    own = f"p{zlib.crc32(body.encode()):x}-"  # two pictures may stand on one page
    body = body.replace('fill="url(#', f'fill="url(#{own}')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}"'
        f' font-family="Libertinus Serif, sans-serif" font-size="{TEXT}"><defs>'
        f'<pattern id="{own}short" width="4" height="4" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)">'
        f'<rect class="alarm" width="2.4" height="4" fill="{ALARM}"/></pattern>'
        f'<pattern id="{own}near" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<rect class="ground" width="4" height="4" fill="{GROUND}"/>'
        f'<rect class="stroke" width="1.4" height="4" fill="{INK}"/></pattern></defs>{body}</svg>'
    )
