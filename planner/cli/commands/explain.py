"""The command that says why a plan is as it is: explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.inputs import read_known, read_renewed
from planner.cli.options import TablesOption
from planner.cli.output import print_blocks

FirstArgument = Annotated[
    str,
    typer.Argument(
        metavar="PLAN|NUTRIENT",
        help="A plan written with --output plan.json; or your question, if it needs no plan.",
    ),
]
SubjectArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NUTRIENT", help="A nutrient, cramps, conditions, hei, or the name of a condition."
    ),
]


def explain(
    first: FirstArgument, subject: SubjectArgument = None, tables: TablesOption = None
) -> None:
    """Explain where a nutrient comes from and what limits it.

    Say what would give more, and what its target costs. Without a nutrient, list the limits
    that shape the plan, the costliest first. Without a plan, explain what a nutrient does.
    `planner explain cramps` lists what else causes cramps and when to see a doctor. `planner
    explain conditions` lists the illnesses and medicines it knows. `planner explain plan.json hei`
    scores a plan by the Healthy Eating Index.
    """
    from planner.render.documents.explanation import compose_explanation
    from planner.render.formats.text import NARROW

    plan_file, words = Path(first), [first, *(subject or ())]
    week = report = None
    if plan_file.suffix or plan_file.exists():
        opened = read_renewed(plan_file, tables)
        week, report, known = opened.plan, opened.report, opened.tables
        words = words[1:]
    else:
        known = read_known(tables)
    blocks = compose_explanation(" ".join(words), known, week, report)
    print_blocks(blocks, width=NARROW)
