"""The command line: a thin shell over the library.

Each command imports the heavy modules that it needs, so that --help answers at once.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from typing import Annotated

import typer

from planner import __version__
from planner.cli.commands.browse import dishes, foods
from planner.cli.commands.check import check
from planner.cli.commands.cohort import cohort
from planner.cli.commands.devices import devices
from planner.cli.commands.explain import explain
from planner.cli.commands.init import init
from planner.cli.commands.keep import (
    ate_out,
    bought,
    cooked,
    counted,
    doctor,
    liked,
    next_week,
    pantry,
    skipped,
    threw,
    undo,
)
from planner.cli.commands.plan import diets, export_model, plan, targets
from planner.cli.commands.recipes import add, export, recipes
from planner.cli.commands.serve import serve
from planner.cli.commands.shop import shop
from planner.cli.commands.show import show
from planner.cli.commands.swap import swap
from planner.cli.commands.today import today
from planner.cli.inputs import TOLD
from planner.cli.output import CleanErrors, refuse_output, tell
from planner.errors import KITCHEN_VARIABLE, PlannerError, Problem, clip
from planner.request.fields import FIELDS, write_option

OPTIONAL = {f"--{field.option}": field.bare for field in FIELDS if field.bare}
OPTIONAL["--kitchen"] = "kitchen"  # the folder of that name, where the variable names none
"""Options that you may write without a value, and the value they then have. Typer can't do that."""

UNTIL_COLLECTED = 100_000
"""How many objects Python makes before it looks for cycles: few of a plan's objects die early."""

UNNAMED = ("WORDS", "NAME")
"""What --help calls arguments that a message quotes, and needn't name."""

MOST_SAID = 2000
"""The most characters of a problem that are printed."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    *(init, plan, show, today, swap, shop, check, explain, targets, diets, dishes, foods),
    export_model,
):
    app.command()(command)
app.command("next")(next_week)
for command in (*(cooked, skipped, ate_out, liked, bought, threw, counted, undo, pantry, doctor),):
    app.command()(command)
app.command()(serve)
app.add_typer(devices, name="devices")
app.add_typer(cohort, name="cohort")
app.add_typer(add, name="add")
app.add_typer(recipes, name="recipes")
app.add_typer(export, name="export")


def print_version(asked: bool) -> None:
    """Print the version and end, where it was asked for."""
    if asked:
        typer.echo(f"planner {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool,
    typer.Option("--version", callback=print_version, is_eager=True, help="Print the version."),
]


@app.callback()
def begin(version: VersionOption = False) -> None:  # noqa: ARG001  (its callback prints it)
    """Plan meals of real foods that cover what a body needs, checked and with a shopping list."""
    TOLD.clear()


def fill_in(arguments: Sequence[str]) -> list[str]:
    """The arguments, with the values of OPTIONAL filled in where you left them out."""
    filled = []
    for place, word in enumerate(arguments):
        filled.append(word)
        after = arguments[place + 1 : place + 2]
        if word in OPTIONAL and (not after or re.match("-[^0-9]", after[0])):
            named = os.environ.get(KITCHEN_VARIABLE) if word == "--kitchen" else None
            filled.append(named or OPTIONAL[word])
    return filled


def main() -> None:
    """Run the command line; a PlannerError prints its problems and sets the exit code."""
    gc.set_threshold(UNTIL_COLLECTED)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with redirect_stderr(CleanErrors(sys.stderr)):
        try:
            run(sys.argv[1:])
        except PlannerError as error:
            for problem in error.problems:
                tell(f"planner: {clip(say(problem), MOST_SAID)}")
            sys.exit(error.exit_code)


def say(problem: Problem) -> str:
    """A problem in the words of the command line; words typed without an option have no name."""
    text = problem.write(write_option)
    for name in UNNAMED:
        text = text.removeprefix(f"{name}: ")
    return text


def run(arguments: Sequence[str]) -> None:
    """Run a command; OutputError if standard output can't be written."""
    try:
        app(args=fill_in(arguments), prog_name="planner")
    except OSError as error:
        if error.filename is not None:
            raise
        refuse_output(error)
