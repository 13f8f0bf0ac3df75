"""The commands for many people: cohort, cohort report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from planner.cli.options import PLAN_OPTIONS, TablesOption, accept_options, number, whole_number
from planner.cli.output import find_folder, find_screen, tell, write
from planner.errors import ExitCode
from planner.request.fields import write_option

if TYPE_CHECKING:
    from planner.cohort.start import Summary

NOT_FOR_MANY = ("profile", "person", "use_up")
MANY_OPTIONS = {name: one for name, one in PLAN_OPTIONS.items() if name not in NOT_FOR_MANY}
"""Options of a plan that can hold for everyone."""

FIRST = "plan"  # the command that is meant where none is named
MANY = 100  # people; of fewer nothing is told before they are done
STAGES = {"check": "Reading the rows", "plan": "Planning"}


class CohortGroup(TyperGroup):
    """`planner cohort people.csv` is `planner cohort plan people.csv`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the first command in front where none is named."""
        if args and args[0] not in (*self.commands, "--help"):
            args = [FIRST, *args]
        return super().parse_args(ctx, args)


cohort = typer.Typer(
    cls=CohortGroup,
    no_args_is_help=True,
    help="Plan for many people: a row a person in, a plan or the reason why not out.",
)

PeopleArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PEOPLE",
        help="A CSV or Parquet file with a row a person, or a folder of profiles.",
    ),
]
FolderOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="FOLDER", help="The folder to write into."),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="THEIRS=OURS",
        help="What a column of yours is here, such as RIDAGEYR=age. May be repeated.",
    ),
]
CarryOption = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="Keep this column beside the plan. May be repeated."),
]
CohortEffortOption = Annotated[
    str,
    typer.Option(
        metavar="quick|normal|high", help="How long to look for a better plan of each person."
    ),
]
BoundOption = Annotated[
    bool,
    typer.Option(
        "--bound-only",
        help="Plan nothing: only find what no plan can meet. Several times as fast.",
    ),
]
PlansOption = Annotated[
    str | None,
    typer.Option(metavar="ID,ID|all", help="Keep the plans of these people as JSON files too."),
]
KeepGoingOption = Annotated[
    bool,
    typer.Option(
        "--keep-going", help="Leave out rows that aren't understood, and plan the others."
    ),
]
LimitOption = Annotated[
    float | None,
    typer.Option(
        parser=number,
        metavar="SECONDS",
        help="Stop the search for one person after this long. [default: 120]",
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        parser=whole_number,
        metavar="NUMBER",
        help="How many rows to plan at once. [default: one a processor]",
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler of yours, such as tls://10.0.0.5:8786."),
]
DashboardOption = Annotated[
    int | None,
    typer.Option(
        parser=whole_number,
        metavar="PORT",
        help="Show Dask's dashboard on this port of this machine.",
    ),
]
AuthorityOption = Annotated[
    Path | None, typer.Option("--tls-ca", metavar="FILE", help="The scheduler's authority.")
]
CertificateOption = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="FILE", help="Your certificate for it.")
]
KeyOption = Annotated[
    Path | None, typer.Option("--tls-key", metavar="FILE", help="The key of your certificate.")
]
InsecureOption = Annotated[
    bool,
    typer.Option("--insecure", help="Allow a scheduler on another machine that speaks no TLS."),
]
CohortArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="What `planner cohort` wrote.")
]
CompareOption = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="A second run of the same people, to compare with."),
]
PageOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="The page to write. [default: FOLDER/report.html]"
    ),
]


@cohort.command(FIRST)
@accept_options(MANY_OPTIONS)
def plan(
    given: dict[str, Any],
    people: PeopleArgument,
    output: FolderOption,
    map: MapOption = None,  # noqa: A002  (the option's name)
    carry: CarryOption = None,
    effort: CohortEffortOption = "quick",
    bound_only: BoundOption = False,
    plans: PlansOption = None,
    keep_going: KeepGoingOption = False,
    limit_seconds: LimitOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    dashboard: DashboardOption = None,
    tls_ca: AuthorityOption = None,
    tls_cert: CertificateOption = None,
    tls_key: KeyOption = None,
    insecure: InsecureOption = False,
    tables: TablesOption = None,
) -> None:
    """Plan every row of a file of people into a folder of tables.

    A column is a field of a profile; lists have semicolons between their words. `id` names a
    person, `survey_weight` says for how many people the row stands. Options hold for everyone, and
    win over the row; lists add up. Run the same command again to go on with what is missing or
    failed.
    """
    from planner.cohort.start import begin_cohort

    words = {name: value for name, value in given.items() if value is not None}
    if "minutes" in words:  # those of one meal win over a number for all
        words["minutes"] = sorted(words["minutes"], key=lambda text: "=" in text)
    find_folder(output)
    with show_progress() as progress:
        summary = begin_cohort(
            people,
            output,
            words,
            say=write_option,
            tables=tables,
            effort=effort,
            bound_only=bound_only,
            limit_seconds=limit_seconds,
            maps=map or (),
            carry=carry or (),
            plans=[own.strip() for own in plans.split(",") if own.strip()] if plans else (),
            keep_going=keep_going,
            cluster={
                "workers": workers,
                "scheduler": scheduler,
                "dashboard": dashboard,
                "tls": (tls_ca, tls_cert, tls_key),
                "insecure": insecure,
            },
            progress=progress,
        )
    write(write_summary(summary, output), None)
    raise typer.Exit(ExitCode.MISSED if summary.unfinished else ExitCode.MET)


@cohort.command()
def report(
    folder: CohortArgument,
    compare: CompareOption = None,
    output: PageOption = None,
    tables: TablesOption = None,
) -> None:
    """Write a page about a cohort: who is covered, what fails, what it costs.

    With --compare it says what a second run changes, such as one with supplements or with other
    tables.
    """
    from planner.cohort.start import write_report

    if output is not None:
        find_folder(output)
    write(write_report(folder, compare, tables), output or folder / "report.html")


def write_summary(summary: Summary, output: Path) -> str:
    """How a run ended, in a few lines."""
    total = sum(summary.counts.values())
    people = "1 person" if total == 1 else f"{total:,} people"
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(summary.counts.items()))
    lines = [f"{people}: {counts}. {summary.done_now:,} planned now."]
    if summary.faults is not None:
        lines.append(f"{summary.faults} says what is wrong with {summary.unfinished:,} of them.")
    lines.append(f"For a page about all of them: planner cohort report {output}")
    return "\n".join(lines) + "\n"


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal; else a line for each tenth of many people that is done."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress, TimeRemainingColumn

        columns = (*Progress.get_default_columns()[:-1], TimeRemainingColumn())
        with Progress(*columns, console=Console(file=find_screen()), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(stage: str, done: int, of: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bar.add_task(STAGES[stage], total=of)
                bar.update(tasks[stage], completed=done)

            yield show
        return
    told: dict[str, int] = {}

    def say(stage: str, done: int, of: int) -> None:
        tenths = 10 * done // of
        if of >= MANY and tenths > told.get(stage, 0):
            told[stage] = tenths
            tell(f"{STAGES[stage]}: {done:,} of {of:,}")

    yield say
