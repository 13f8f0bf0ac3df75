"""A person's coverage drawn: nutrients by day, limits that are near, where the five come from.

Each picture is one small SVG that reads in black and white: what matters has a frame, a hatching
and a sign besides its colour, and its number stands beside it. Colours are those of Okabe and Ito,
which people who see fewer colours tell apart; a page may give the classes other ones.
"""

from __future__ import annotations

import html
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.checking.findings import CheckReport
from planner.checking.targets import find_full
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import DAY, PERCENT_OF_ENERGY, WEEK
from planner.plans.records import Verdict, WeekPlan
from planner.render.blocks import Cell, Grid, Mark, Picture, clean
from planner.render.phrases import name_day, write_amount, write_label, write_percent, write_share
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY, THE_FIVE

BRACKET = re.compile(r" \([^)]*\)")  # of a nutrient's name: a picture leaves it out
NOWHERE = 1e-6  # of a day: what is held to less is eaten elsewhere
NEAR = 0.9  # of a limit: from there on it is called near
SHOWN = 0.5  # of a limit: below it the limit is only named
FOODS_SHOWN = 5  # of a nutrient's sources; the others are one line
MOST_LETTERS = 31  # of a food's name in a picture; the numbers beside it have the whole

WIDTH, LABEL, CELL, ROW, STRIP = 360, 112, 31, 18, 4  # of a picture, in its own units
SOURCE = 13.5  # of a line of sources
TEXT = 11.2  # on paper; a page, whose letters are wider, has smaller ones
INK, SOFT, TRACK, BAR = "#1b1b1b", "#555555", "#e4e4e4", "#56b4e9"
KINDS = {
    "UL": "tolerable upper intake level",
    "AMDR": "acceptable share of the energy",
    "CDRR": "level above which less lowers the risk of disease",
    "DGA": "limit of the Dietary Guidelines for Americans",
}
"""What the kinds of limits mean."""

ALARM, GROUND = "#d55e00", "#f0e442"


@dataclass(frozen=True)
class Level:
    """What a day, or all days on the average, bring of a target: in percent, and as a share.

    It is `short` where a target that isn't required isn't met.
    """

    percent: str
    share: float
    missed: bool = False
    short: bool = False


@dataclass(frozen=True)
class CoverageRow:
    """A nutrient's levels, day by day and then on the average of several, and the full amount."""

    nutrient: str
    label: str
    target: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class LimitRow:
    """How much of an upper limit is used, on the highest day where it holds daily."""

    label: str
    value: str
    limit: str
    when: str
    share: float
    missed: bool


@dataclass(frozen=True)
class SourceRow:
    """What share of a nutrient a food brings, or several together, over all days."""

    food: str
    share: float
    single: bool = True


def compose_pictures(
    plan: WeekPlan,
    report: CheckReport,
    person: Person,
    tables: Tables,
    start: date | None = None,
) -> list[Picture]:
    """A person's coverage week by week, the limits, and where the five come from."""
    pictures = []
    for first in range(0, len(plan.days), 7):
        days = [day.day for day in plan.days[first : first + 7]]
        rows = compute_coverage(days, report, person, tables)
        pictures.append(_draw_coverage(days, rows, start))
    pictures.append(_draw_limits(compute_limits(report, person, tables, start)))
    pictures.append(_draw_sources(compute_sources(plan, report, person, tables), tables))
    return pictures


def compute_coverage(
    days: Sequence[int], report: CheckReport, person: Person, tables: Tables
) -> list[CoverageRow]:
    """Every minimum and the energy over the days of one week, in percent of the target."""
    own = [
        verdict
        for verdict in report.verdicts
        if verdict.person == person.name
        and verdict.minimum is not None
        and verdict.basis != PERCENT_OF_ENERGY
    ]
    named = dict.fromkeys(verdict.nutrient for verdict in own)
    others = [nutrient for nutrient in named if nutrient not in (*THE_FIVE, ENERGY)]
    week = (days[0] - 1) // 7 + 1
    shares = np.array(home_shares(person, report.days))
    shares = shares[np.isin(report.days, days)]
    rows = []
    for nutrient in (*THE_FIVE, *others, ENERGY):
        verdicts = [verdict for verdict in own if verdict.nutrient == nutrient]
        full = max((find_full(v, person, report.days) for v in verdicts), default=0.0)
        if nutrient == ENERGY:
            full = person.energy_kcal
        if not full:
            continue
        levels = []
        for day, share in zip(days, shares.tolist(), strict=True):
            due = [(DAY, day), (WEEK, week)] if len(days) == 1 else [(DAY, day)]
            value = report.amount(person.name, day, nutrient)
            levels.append(_judge(value, full * share, [v for v in verdicts if _when(v) in due]))
        if len(days) > 1:
            due = [(WEEK, week)]
            mean, held = report.mean(person.name, nutrient, days), full * float(shares.mean())
            if mean < held:  # a day that is missed is so on the average too
                due += [(DAY, day) for day in days]
            levels.append(_judge(mean, held, [v for v in verdicts if _when(v) in due]))
        label = write_label(nutrient, person, report, tables)
        amount = write_amount(full, tables.nutrients[nutrient])
        rows.append(CoverageRow(nutrient, label, amount, tuple(levels)))
    return rows


def _when(verdict: Verdict) -> tuple[str, int]:
    return verdict.period, verdict.number


def _judge(value: float, full: float, verdicts: Sequence[Verdict]) -> Level:
    """How much of a target a value is, and whether one of these verdicts on it is bad."""
    if full <= NOWHERE:
        return Level("out", 0.0)
    unmet = [verdict for verdict in verdicts if not verdict.met]
    missed = any(verdict.required for verdict in unmet)
    return Level(write_percent(value, full), value / full, missed, bool(unmet) and not missed)


def mark_level(level: Level) -> Cell:
    """A level as a cell of a table."""
    aimed = " (aimed at)" if level.short else ""
    return Cell(level.percent + aimed, Mark.MISS if level.missed else Mark.PLAIN)


def name_columns(days: Sequence[int], start: date | None) -> list[str]:
    """The heads of some days' levels, and of their average where they are several."""
    heads = [" ".join(name_day(day, start).split()[:2]) for day in days]
    return [*heads, "average"] if len(days) > 1 else heads


def compute_limits(
    report: CheckReport, person: Person, tables: Tables, start: date | None = None
) -> list[LimitRow]:
    """Every upper limit but the energy's, the one most used first."""
    groups: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in report.verdicts:
        if verdict.person == person.name and verdict.maximum and verdict.nutrient != ENERGY:
            groups[verdict.nutrient, verdict.kind].append(verdict)
    rows = []
    for (nutrient, kind), verdicts in groups.items():
        worst = max(verdicts, key=lambda v: v.value / (v.maximum or 1.0))
        record, most = tables.nutrients[nutrient], worst.maximum or 0.0
        if worst.basis == PERCENT_OF_ENERGY:
            value, limit = f"{worst.value:.1f} % of energy", f"{most:g} %"
        else:
            value, limit = write_amount(worst.value, record), write_amount(most, record)
        when = name_day(worst.number, start) if worst.period == DAY else "average"
        missed = any(v.required and v.value > most and not v.met for v in verdicts)
        label = f"{BRACKET.sub('', record.label)}, {kind}"
        rows.append(LimitRow(label, value, limit, when, worst.value / most, missed))
    return sorted(rows, key=lambda row: -row.share)


def compute_sources(
    plan: WeekPlan, report: CheckReport, person: Person, tables: Tables
) -> dict[str, list[SourceRow]]:
    """For each of the five what brings most of it, over all days: a supplement, foods, the rest."""
    grams: defaultdict[str, float] = defaultdict(float)
    for day in plan.days:
        for meal in day.meals:
            for serving in meal.servings:
                if serving.person == person.name:
                    grams[serving.food_id] += serving.grams
    place = {food_id: row for row, food_id in enumerate(tables.foods)}
    columns = {nutrient: column for column, nutrient in enumerate(tables.nutrients)}
    sources = {}
    for nutrient in THE_FIVE:
        amounts = {}
        for food_id, eaten in grams.items():
            per_100g = float(tables.per_100g[place[food_id], columns[nutrient]])
            if per_100g > 0:  # neither nothing nor unknown
                amounts[food_id] = eaten * per_100g
        taken = report.taken.get((person.name, nutrient), 0.0) * len(plan.days)
        total = sum(amounts.values()) + taken
        ranked = sorted(amounts, key=lambda food_id: -amounts[food_id])
        rows = [SourceRow("a supplement", taken / total)] if taken else []
        rows += [
            SourceRow(tables.foods[food_id].name, amounts[food_id] / total)
            for food_id in ranked[:FOODS_SHOWN]
        ]
        rest = ranked[FOODS_SHOWN:]
        if rest:
            share = sum(amounts[food_id] for food_id in rest) / total
            named = "1 other food" if len(rest) == 1 else f"{len(rest)} other foods"
            rows.append(SourceRow(named, share, single=False))
        sources[nutrient] = rows
    return sources


def _draw_coverage(days: Sequence[int], rows: Sequence[CoverageRow], start: date | None) -> Picture:
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
        label = BRACKET.sub("", row.label)
        parts.append(_text(0, top + 12, label, bold=row.nutrient in THE_FIVE))
        for place, level in enumerate(row.levels):
            parts += _level(LABEL + CELL * place, top, level)
        top += ROW
    says = "Each nutrient in percent of its target; a full line below a number is 100 % or more. "
    missed = _name_levels(columns, rows, [[one.missed for one in row.levels] for row in rows])
    says += f"Missed, and framed: {missed}." if missed else "None that is required is missed."
    short = _name_levels(columns, rows, [[one.short for one in row.levels] for row in rows])
    says += f" Below an aim that isn't required, framed in dashes: {short}." if short else ""
    numbers = Grid(
        ("", *columns, "target"),
        tuple((Cell(row.label), *map(mark_level, row.levels), Cell(row.target)) for row in rows),
        ("left", *["right"] * (len(columns) + 1)),
    )
    title = "Coverage of the day"
    if len(days) > 1:
        since, until = (name_day(day, start).removeprefix("day ") for day in (days[0], days[-1]))
        title = f"Coverage by day, {'' if start else 'days '}{since} to {until}"
    return Picture(title, says, _svg(parts, top + 2), numbers)


def _name_levels(
    columns: Sequence[str], rows: Sequence[CoverageRow], chosen: Sequence[Sequence[bool]]
) -> str:
    """The rows that have any of the chosen levels, with the days of these."""
    named = []
    for row, own in zip(rows, chosen, strict=True):
        whens = [column for column, one in zip(columns, own, strict=True) if one]
        if len(own) > 1 and all(own[:-1]):
            whens = ["every day"]
        if whens:
            named.append(f"{row.label} ({', '.join(whens)})")
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
    number = level.percent.removesuffix(" %")
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


def _draw_limits(rows: Sequence[LimitRow]) -> Picture:
    shown = [row for row in rows if row.share >= SHOWN]
    below = len(rows) - len(shown)
    left, full = 162.0, 76.0
    parts = [_text(left + full, 11, "limit", "middle", soft=True)]
    top = 16.0
    for row in shown:
        close = row.missed or row.share >= NEAR
        fill = "url(#short)" if row.missed else "url(#near)" if close else BAR
        parts += [
            _text(0, top + 11, row.label, bold=close),
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
        sign = "!" if row.missed else ""
        says = f"{write_percent(row.share, 1)}{sign} {row.when}"
        parts.append(_text(left + full * 1.1 + 6, top + 11, says, bold=close))
        top += ROW - 2
    parts.append(
        f'<line class="limit" x1="{left + full:g}" x2="{left + full:g}" y1="15" y2="{top:g}"'
        f' stroke="{INK}" stroke-width="1.5"/>'
    )
    near = [row.label for row in rows if row.share >= NEAR]
    says = "How much of each upper limit is used, on the highest day where it holds daily. "
    says += f"Near or over, hatched: {'; '.join(near)}." if near else "None is near."
    if below:
        says += f" The other {below} are below half." if below > 1 else " Another is below half."
    kinds = {kind: meant for kind, meant in KINDS.items() if any(kind in r.label for r in shown)}
    said = "; ".join(f"{kind}, {meant}" for kind, meant in kinds.items())
    says += f" {said}." if kinds else ""
    numbers = Grid(
        ("", "plan", "limit", "of it", "when"),
        tuple(
            (
                Cell(row.label),
                Cell(row.value, Mark.MISS if row.missed else Mark.PLAIN),
                Cell(row.limit),
                Cell(write_percent(row.share, 1)),
                Cell(row.when),
            )
            for row in rows
        ),
        ("left", "right", "right", "right", "left"),
    )
    return Picture("How near the limits are", says, _svg(parts, top + 4), numbers)


def _draw_sources(sources: dict[str, list[SourceRow]], tables: Tables) -> Picture:
    left, full = 205.0, 115.0
    named = [row.share for rows in sources.values() for row in rows if row.single]
    most = max(named, default=1.0)
    parts, top, table = [], 0.0, []
    for nutrient, rows in sources.items():
        label = tables.nutrients[nutrient].label
        head = top + 12
        parts.append(_text(0, head, label, bold=True))
        if not rows:
            parts.append(_text(WIDTH, head, "nothing that is known", "end", soft=True))
        top += 17
        for row in rows:
            percent = write_share(row.share)
            table.append((Cell(label), Cell(row.food), Cell(percent)))
            if not row.single:  # beside the nutrient's name, without a bar
                parts.append(_text(WIDTH, head, f"{row.food}: {percent}", "end", soft=True))
                continue
            length = full * row.share / most
            parts += [
                _text(10, top + 10, _cut(row.food)),
                _rect(left, top + 2, length, 9, BAR, "bar"),
                _text(left + length + 4, top + 10, percent),
            ]
            top += SOURCE
        top += 5
    says = "What brings most of each, in percent of what all the days bring."
    numbers = Grid(("nutrient", "food", "share"), tuple(table), ("left", "left", "right"))
    return Picture("Where the five come from", says, _svg(parts, top), numbers)


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
