"""A plan as a page: food first, what one rarely reads folded below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.checking.findings import CheckReport
from planner.plans.names import join_words
from planner.plans.records import DayPlan, WeekPlan
from planner.render.blocks import Bars, Block, Cell, Fold, Grid, Heading, Mark, Paragraph
from planner.render.documents.ahead import compose_ahead
from planner.render.documents.coverage import compose_details, find_missed
from planner.render.documents.overview import MOST_MISSED, compose_chips
from planner.render.documents.plan import Parts, compose_parts, narrow
from planner.render.phrases import PLAIN, Style, write_day
from planner.tables.bundle import Tables

ROOMY = 4  # people whose percents fit a phone with their signs


def compose_page(
    plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> list[Block]:
    """The page of a plan: the week, the five, the days to cook by, the list, and notes."""
    parts = compose_parts(plan, report, tables, replace(style, pictures=False))
    blocks: list[Block] = [parts.title, compose_chips(plan, report, tables, style.start)]
    blocks += [*parts.alerts, *compose_needs(plan, report, parts, tables, style)]
    blocks += [Heading("The week", 2, "Week", "week"), *parts.weeks, *parts.preparations]
    blocks += _compose_coverage(plan, report, parts, tables, style)
    blocks += [*parts.supplements, Heading("Day by day", 2, "Today", "today")]
    for day, own in zip(plan.days, parts.days, strict=True):
        ahead = compose_ahead(day, plan, tables, style)
        blocks.append(_fold_day(day, (own[0], *ahead, *own[1:]), plan, parts.five, style))
    first, *rest = parts.shopping[0]
    if isinstance(first, Heading):
        first = replace(first, label="List", place="list")
    blocks += [first, *rest]
    for part in parts.shopping[1:]:
        blocks += part
    return [*blocks, Heading("Notes", 2), *_compose_notes(plan, parts)]


def compose_needs(
    plan: WeekPlan, report: CheckReport, parts: Parts, tables: Tables, style: Style
) -> list[Block]:
    """Why something is missed and what would help; what a condition asks; a caution."""
    blocks: list[Block] = []
    several = len(plan.request.people) > 1
    for person, about in zip(plan.request.people, parts.about, strict=True):
        _, own = narrow(plan, report, person)
        named = several or len(find_missed(own, tables, style.start)) > MOST_MISSED
        needs = (about.verdict, *about.needs) if own.misses and named else about.needs
        if needs:
            blocks += [*([Heading(person.name, 3)] if several else []), *needs]
    return blocks


def _compose_coverage(
    plan: WeekPlan, report: CheckReport, parts: Parts, tables: Tables, style: Style
) -> list[Block]:
    """The five large, all else folded; of several people a table, and a fold for each."""
    people = plan.request.people
    own: list[tuple[Block, ...]] = []
    for person, five, coverage in zip(people, parts.five, parts.coverage, strict=True):
        details = compose_details(*narrow(plan, report, person), tables, style.start)
        own.append((*coverage.outs, five, *details))
    heading = Heading("The five", 2, "Coverage", "coverage")
    if len(people) == 1:
        return [heading, *own[0]]
    tables_of_all = [turn(grid) for table in parts.everyone for grid in table.plain]
    folds = [Fold(one.name, blocks) for one, blocks in zip(people, own, strict=True)]
    return [heading, *tables_of_all, *folds]


def turn(grid: Grid) -> Grid:
    """A table of percents whose rows are the columns of another: a phone has room for six people.

    Of more than ROOMY people the sign of percent stands in the head alone.
    """
    head, *others = grid.headers
    people = [row[0].text for row in grid.rows]
    columns = list(zip(*(row[1:] for row in grid.rows), strict=True))
    if len(people) > ROOMY:
        head = f"{head}, %"
        columns = [
            tuple(replace(cell, text=cell.text.removesuffix(" %")) for cell in cells)
            for cells in columns
        ]
    return Grid(
        (head, *people),
        tuple((Cell(name), *cells) for name, cells in zip(others, columns, strict=True)),
        ("left", *["right"] * len(people)),
    )


def _fold_day(
    day: DayPlan, blocks: Sequence[Block], plan: WeekPlan, five: Sequence[Bars], style: Style
) -> Fold:
    """A day folded to a line; the first is open."""
    heading, *cards = blocks
    assert isinstance(heading, Heading)
    title = write_day(day.day, style.start)
    facts = [Cell(heading.text.removeprefix(f"{title} · "), Mark.QUIET)]
    if len(plan.request.people) == 1:
        place = plan.days.index(day)
        for row in five[0].rows:
            bar = row.bars[place]
            if bar.share is not None:
                facts.append(Cell(f"{row.symbol} {int(bar.share * 100 + 1e-6)}", bar.mark))
    is_open = day is plan.days[0]
    return Fold(title, tuple(cards), tuple(facts), is_open=is_open, place=f"day-{day.day}")


def _compose_notes(plan: WeekPlan, parts: Parts) -> list[Block]:
    """Whom the plan is for, what was left out, what else to know; each said once."""
    people = plan.request.people
    several = len(people) > 1
    verdicts = {about.verdict for about in parts.about}
    blocks: list[Block] = []
    whose: dict[Paragraph, list[str]] = {}
    for person, about, last, own in zip(
        people, parts.about, parts.last, parts.coverage, strict=True
    ):
        title = "whom the plan is for, and what was left out"
        head = f"{person.name}: {title}" if several else f"{title[0].upper()}{title[1:]}"
        verdict = (about.verdict,) if len(verdicts) > 1 or not several else ()
        blocks.append(Fold(head, (*about.whom, *verdict, *last)))
        for remark in own.remarks:
            whose.setdefault(remark, []).append(person.name)
    shared = tuple(remark for remark, names in whose.items() if len(names) == len(people))
    some = tuple(
        replace(remark, text=f"{join_words(names)}: {remark.text}")
        for remark, names in whose.items()
        if len(names) < len(people)
    )
    if some:
        blocks.append(Fold("What else some of you should know", some))
    said = tuple(verdicts) if several and len(verdicts) == 1 else ()
    common = (*said, *shared, *parts.notes, *parts.together[1:])
    return [*blocks, *([Fold("What else to know, and sources", common)] if common else [])]
