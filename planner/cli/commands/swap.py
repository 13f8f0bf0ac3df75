"""The command that changes one thing of a plan: swap."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from planner.cli.inputs import (
    find_plan_file,
    find_style,
    find_units,
    find_wording,
    read_renewed,
    read_wall,
    refuse_date,
    refuse_faults,
    watch,
)
from planner.cli.options import (
    PLAN_FORMATS,
    CurrencyOption,
    EnglishOption,
    Format,
    KitchenOption,
    OutputOption,
    PaperOption,
    PlanFormatOption,
    TablesOption,
    TimeOption,
    TodayOption,
    UnitsOption,
    WeekArgument,
    whole_number,
)
from planner.cli.output import choose_format, refuse_unused, tell, write_plan

DayOption = Annotated[
    int | None, typer.Option(parser=whole_number, metavar="NUMBER", help="Change this day.")
]
MealOption = Annotated[
    str | None,
    typer.Option(help="Change this meal of --day. If you say nothing else, it gets another dish."),
]
DishOption = Annotated[str | None, typer.Option(metavar="NAME", help="Serve this dish on --day.")]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WORD",
        help="Leave out a food, kind or group: on --day, or everywhere. May be repeated.",
    ),
]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="WORD", help="Serve a food or dish on --day. May be repeated."),
]
LockOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PLACE",
        help="Keep 'day 1' or 'day 2 dinner' as it is, in later swaps too. May be repeated.",
    ),
]
UnlockOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PLACE", help="Unlock 'day 1' or 'day 2 dinner' again. May be repeated."),
]
ToDayOption = Annotated[
    int | None,
    typer.Option(
        parser=whole_number,
        metavar="NUMBER",
        help="Move --meal of --day to this day, whose own comes instead.",
    ),
]
PortionOption = Annotated[
    str | None,
    typer.Option(metavar="SIZE", help="Serve more or less of --meal on --day, and lock it."),
]
OutOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PLACE", help="Eat 'day 3 dinner' or 'day 2' elsewhere. May be repeated."),
]
WhoOption = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Only this person is --out.")
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Serve another dish at every meal that isn't locked.")
]


def swap(
    plan: WeekArgument = None,
    day: DayOption = None,
    meal: MealOption = None,
    dish: DishOption = None,
    without: WithoutOption = None,
    with_: WithOption = None,
    lock: LockOption = None,
    unlock: UnlockOption = None,
    to_day: ToDayOption = None,
    portion: PortionOption = None,
    out: OutOption = None,
    person: WhoOption = None,
    again: AgainOption = False,
    format: PlanFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    time_limit: TimeOption = None,
    date: TodayOption = None,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Change one thing in a plan, and keep the rest.

    Other meals change only as far as the targets need it. The new plan goes to --output or to
    the screen, a summary of the changes to standard error. A week of a kitchen keeps the
    change, and its days that are over stay as they are: those before --date, if you say one.
    """
    written, written_in = choose_format(format, output, PLAN_FORMATS), find_units(units)
    wording = find_wording(english, currency)
    refuse_unused(written, {"paper": paper})
    plan_file, own = find_plan_file(plan, kitchen, tables, today=date)
    refuse_date(date, own)
    opened = read_renewed(plan_file, tables, kitchen)
    known = opened.tables
    from planner import Work, actions
    from planner.actions import keeping
    from planner.actions.swap_request import Words
    from planner.render.documents.swap import write_moves

    work = Work()
    with watch(work, time_limit):
        words: dict[str, Any] = {
            "day": day,
            "meal": meal,
            "dish": dish,
            "without": without or (),
            "including": with_ or (),
            "lock": lock or (),
            "unlock": unlock or (),
            "to_day": to_day,
            "portion": portion,
            "out": out or (),
            "person": person,
            "again": again,
        }
        if own is None:
            swapped = actions.swap(opened.plan, known, work=work, **words)
        else:
            now = date or read_wall()
            change = Words(**words)
            swapped = keeping.swap_in_week(
                own, known, now, opened.plan, change, work=work, tell=tell
            )
            tell(f"Wrote {plan_file}")
    report = actions.check(swapped.plan, known)
    refuse_faults(report, "the plan just made")
    style = find_style(written_in, wording, start=swapped.plan.request.start)
    write_plan(
        written,
        output,
        swapped.plan,
        report,
        known,
        style,
        paper,
        plan_file=plan_file if own else output if written is Format.JSON else None,
    )
    for line in write_moves(swapped, known):
        tell(line)
    raise typer.Exit(report.exit_code)
