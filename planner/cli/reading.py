"""Commands that begin with a plan file: shop, check."""

from __future__ import annotations

from dataclasses import replace

import typer

from planner.cli.options import (
    Format,
    FormatOption,
    OutputOption,
    PersonOption,
    PlanArgument,
    ProfileOption,
    TablesOption,
)
from planner.cli.shell import (
    choose_format,
    note_differences,
    read_plan,
    refuse_faults,
    render,
    use_color,
    write,
)


def shop(
    plan_file: PlanArgument,
    profile: ProfileOption = None,
    person: PersonOption = None,
    format: FormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    tables: TablesOption = None,
) -> None:
    """Print a plan's shopping list again; with a profile, say where its words differ by now."""
    written = choose_format(format, output)
    week, report, known = read_plan(plan_file, tables)
    refuse_faults(report, str(plan_file))
    note_differences(week, known, profile, person)
    from planner.render.shopping import compose_list

    if written is Format.JSON:
        import json

        lines = week.to_json()["shopping"]
        text = json.dumps(lines, indent=2, ensure_ascii=False) + "\n"
    else:
        text = render(written, output, compose_list(week, known), week)
    write(text, output)


def check(
    plan_file: PlanArgument,
    profile: ProfileOption = None,
    person: PersonOption = None,
    tables: TablesOption = None,
) -> None:
    """Recompute a plan from its portions and the tables, and print each limit with its value.

    Its points and their bound are counted again too. With a profile, say where its words are no
    longer those that the plan was made for.
    """
    week, report, known = read_plan(plan_file, tables)
    if not report.faults:
        from planner.recount import find_differing_points

        report = replace(report, faults=tuple(find_differing_points(week, known)))
    refuse_faults(report, str(plan_file))
    note_differences(week, known, profile, person)
    from planner.render.coverage import compose_check
    from planner.render.text import render_text

    write(render_text(compose_check(week, report, known), color=use_color()), None)
    raise typer.Exit(report.exit_code)
