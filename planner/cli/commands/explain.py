"""The command that says why a plan is as it is: explain."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.inputs import (
    find_own_kitchen,
    find_plan_file,
    need_kitchen,
    read_first_day,
    read_known,
    read_renewed,
    read_wall,
    refuse_date,
)
from planner.cli.options import KitchenOption, TablesOption, TodayOption
from planner.cli.output import print_blocks

TASTE = "taste"

FirstArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[PLAN|NUTRIENT]",
        help="A plan written with --output plan.json, or in a kitchen the first day of a week; or"
        " your question. [default in a kitchen: the week of today]",
    ),
]
SubjectArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NUTRIENT",
        help="A nutrient, cramps, conditions, hei, taste, or the name of a condition.",
    ),
]


def explain(
    first: FirstArgument = None,
    subject: SubjectArgument = None,
    date: TodayOption = None,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Explain where a nutrient comes from and what limits it.

    Say what would give more, and what its target costs. Without a nutrient, list the limits
    that shape the plan, the costliest first. Without a plan, explain what a nutrient does.
    `planner explain cramps` lists what else causes cramps and when to see a doctor. `planner
    explain conditions` lists the illnesses and medicines it knows. `planner explain plan.json hei`
    scores a plan by the Healthy Eating Index. In a kitchen you needn't name a plan: it is the week
    of today. There `planner explain taste` lists what you liked and skipped, and the lines of the
    journal that say so.
    """
    from planner.render.documents.explanation import compose_explanation
    from planner.render.formats.text import NARROW

    named = None if first is None else Path(first)
    words = [*([] if first is None else [first]), *(subject or ())]
    if words == [TASTE] and not Path(TASTE).exists():
        _explain_taste(kitchen, tables, date or read_wall())
        return
    if named is not None and (named.suffix or named.exists() or read_first_day(named)):
        words = words[1:]
    else:
        named = None
    week = report = None
    if named is not None or not words or _has_weeks(kitchen):
        plan_file, own = find_plan_file(named, kitchen, tables, today=date)
        refuse_date(date, own)
        opened = read_renewed(plan_file, tables, kitchen)
        week, report, known = opened.plan, opened.report, opened.tables
    else:
        known = read_known(tables, kitchen)
    blocks = compose_explanation(" ".join(words), known, week, report)
    print_blocks(blocks, width=NARROW)


def _has_weeks(kitchen: Path | None) -> bool:
    """Whether there is a kitchen, and a week in it."""
    own = find_own_kitchen(kitchen)
    return own is not None and bool(own.list_weeks())


def _explain_taste(kitchen: Path | None, folder: Path | None, today: date) -> None:
    """Print what the journal of a kitchen says of dishes."""
    from planner.actions import keeping
    from planner.render.documents.pantry import compose_taste

    own, known = need_kitchen(kitchen), read_known(folder, kitchen)
    print_blocks(compose_taste(keeping.find_taste(own, known, today), known))
