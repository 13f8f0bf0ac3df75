"""The command that recomputes a plan from its portions and the tables: check."""

from __future__ import annotations

import typer

from planner.cli.inputs import find_plan_file, note_differences, read_plan, refuse_faults
from planner.cli.options import (
    ComparedPersonOption,
    ComparedProfileOption,
    KitchenOption,
    TablesOption,
    WeekArgument,
)
from planner.cli.output import print_blocks


def check(
    plan: WeekArgument = None,
    profile: ComparedProfileOption = None,
    person: ComparedPersonOption = None,
    tables: TablesOption = None,
    kitchen: KitchenOption = None,
) -> None:
    """Recompute a plan from its portions and the tables.

    Print each limit with its value. The points and the bound are recomputed too, and must
    agree with the file. A plan that was made with other tables is checked against the rows that
    its file keeps, and the differences from the current tables are listed. With --profile, note
    where the profile has changed since the plan was made.
    """
    from planner.actions.opening import recheck

    plan_file, _ = find_plan_file(plan, kitchen, tables)
    opened, today = read_plan(plan_file, tables, kitchen)
    opened = recheck(opened)
    refuse_faults(opened.report, str(plan_file))
    note_differences(opened.plan, today, profile, person)
    from planner.render.documents.coverage import compose_check, compose_differences

    blocks = compose_check(opened.plan, opened.report, opened.tables, recounted=opened.recounted)
    blocks += compose_differences(opened.differences)
    print_blocks(blocks)
    raise typer.Exit(opened.report.exit_code)
