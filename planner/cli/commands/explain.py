"""The command that says why a plan is as it is: explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.inputs import read_known, read_renewed
from planner.cli.options import TablesOption
from planner.cli.output import use_color, write

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
        metavar="NUTRIENT", help="A nutrient, cramps, conditions, or the name of a condition."
    ),
]


def explain(
    first: FirstArgument, subject: SubjectArgument = None, tables: TablesOption = None
) -> None:
    """Explain where a nutrient comes from and what limits it.

    Say what would give more, and what its target costs. Without a nutrient, list the limits
    that shape the plan, the costliest first. Without a plan, explain what a nutrient does.
    `planner explain cramps` lists what else causes cramps and when to see a doctor. `planner
    explain conditions` lists the illnesses and medicines it knows.
    """
    from planner import actions
    from planner.actions.explaining import CRAMPS, compute_costs, find_subject
    from planner.people.person import Person
    from planner.render.documents import explanation as explaining
    from planner.render.formats.text import render_text
    from planner.tables.conditions import Condition
    from planner.tables.nutrients import Nutrient
    from planner.tables.unmeasured import Unmeasured

    plan_file, words = Path(first), [first, *(subject or ())]
    week = report = None
    if plan_file.suffix or plan_file.exists():
        opened = read_renewed(plan_file, tables)
        week, report, known = opened.plan, opened.report, opened.tables
        words = words[1:]
    else:
        known = read_known(tables)
    found = find_subject(" ".join(words), known) if words else None
    if isinstance(found, Condition):
        blocks = explaining.compose_condition(found)
    elif isinstance(found, Unmeasured):
        asking = week.request.people if week else (Person(),)
        blocks = explaining.compose_unmeasured(found, asking, known)
    elif found == CRAMPS:
        blocks = explaining.compose_cramps(known, week, report)
    elif isinstance(found, str):
        blocks = explaining.compose_conditions(known.conditions)
    elif week is None or report is None:
        assert isinstance(found, Nutrient)
        blocks = explaining.compose_nutrient(found, known)
    elif isinstance(found, Nutrient):
        stories = actions.explain(week, found.id, known)
        blocks = explaining.compose_story(week, [*stories.values()], known)
    else:
        costs = [(one, *compute_costs(week, one, known)) for one in week.request.people]
        blocks = explaining.compose_costs(week, report, costs, known)
    write(render_text(blocks, color=use_color()), None)
