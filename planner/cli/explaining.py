"""The command that answers why: explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import TablesOption
from planner.cli.shell import read_known, read_plan, refuse_faults, use_color, write

SubjectArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="[PLAN] [NUTRIENT]",
        help="A plan written with --output plan.json, then a nutrient, cramps or conditions.",
        show_default=False,
    ),
]


def explain(words: SubjectArgument, tables: TablesOption = None) -> None:
    """Say where a nutrient comes from, what would give more, and what its target costs.

    Without a nutrient: the limits that bind in a plan, the dearest first. `planner explain cramps`
    says what else brings cramps on and when to see a doctor, `planner explain conditions` which
    illnesses and medicines are known. Neither needs a plan, nor does what a nutrient does.
    """
    from planner.conditions import Condition
    from planner.explain import (
        CRAMPS,
        compute_costs,
        explain_nutrient,
        find_subject,
    )
    from planner.nutrients import Nutrient
    from planner.render import explaining
    from planner.render.text import render_text

    plan_file = Path(words[0])
    week = report = None
    if plan_file.suffix or plan_file.exists():
        week, report, known = read_plan(plan_file, tables)
        refuse_faults(report, str(plan_file))
        words = words[1:]
    else:
        known = read_known(tables)
    subject = find_subject(" ".join(words), known) if words else None
    if isinstance(subject, Condition):
        blocks = explaining.compose_condition(subject)
    elif subject == CRAMPS:
        blocks = explaining.compose_cramps(known, week, report)
    elif isinstance(subject, str):
        blocks = explaining.compose_conditions(known.conditions)
    elif week is None or report is None:
        assert isinstance(subject, Nutrient)
        blocks = explaining.compose_nutrient(subject, known)
    elif isinstance(subject, Nutrient):
        people = week.request.people
        stories = [explain_nutrient(week, report, one, subject, known) for one in people]
        blocks = explaining.compose_story(week, stories, known)
    else:
        costs = [(one, *compute_costs(week.request, one, known)) for one in week.request.people]
        blocks = explaining.compose_costs(week, costs)
    write(render_text(blocks, color=use_color()), None)
