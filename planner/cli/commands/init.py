"""The command that asks questions and writes a profile: init."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from planner.cli.inputs import read_known
from planner.cli.options import TablesOption
from planner.cli.output import find_folder, tell, write
from planner.errors import (
    NoPlanExists,
    OutputError,
    PlannerError,
    Problem,
    RequestError,
    write_mentions,
)
from planner.request.fields import write_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.request.profile_file import Profile, Words
    from planner.tables.bundle import Tables

Value = TypeVar("Value")

ProfileFileOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="Write the profile to this file.")
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Ask nothing; write a profile of one adult.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


def init(
    output: ProfileFileOption = Path("planner.toml"),
    yes: YesOption = False,
    force: ForceOption = False,
    tables: TablesOption = None,
) -> None:
    """Ask who eats, and write the answers as a profile.

    Plan with it: `planner plan --profile planner.toml`. Press Enter to take the answer in
    brackets. The file is written after the last answer.
    """
    find_folder(output)
    if output.exists() and not force:
        remedy = "Choose another file with --output, or replace it with --force."
        raise OutputError(Problem(str(output), "exists already", remedy))
    from planner.request.profile_file import Profile, write_profile

    known = read_known(tables)
    profile = Profile({"days": 7}, ({"name": "you", "diet": "omnivore"},))
    if not yes:
        try:
            profile = _ask_profile(known)
        except (EOFError, KeyboardInterrupt, typer.Abort):
            remedy = "Start again with `planner init`, or take the defaults with --yes."
            what = "is not written: not every question was answered"
            raise OutputError(Problem(str(output), what, remedy)) from None
    write(write_profile(profile), output)
    tell(f"Plan with it: planner plan --profile {output}")


def _ask_profile(known: Tables) -> Profile:
    """The profile that the answers make."""
    from planner.request.interview import ABOUT_A_PERSON, DAYS, find_answer, find_name, find_people
    from planner.request.profile_file import Profile

    shared: Words = _ask(DAYS.asks, DAYS.default, find_answer, DAYS, {}, known)
    count: int = _ask("How many people eat together", "1", find_people)
    people: list[Words] = []
    profile = Profile({"days": 7, **shared}, ())
    while len(people) < count:
        place = len(people) + 1
        names = [str(one["name"]) for one in people]
        asks = f"Person {place}: name" if count > 1 else "Name"
        words = {"name": _ask(asks, find_name("", place, names), find_name, place, names)}
        for question in ABOUT_A_PERSON:
            words = _ask(question.asks, question.default, find_answer, question, words, known)
        profile = replace(profile, people=(*people, words))
        if _share_a_table(profile, known):
            people.append(words)
    return profile


def _share_a_table(profile: Profile, known: Tables) -> bool:
    """Whether every meal has a dish that all can eat; if not, print which has none."""
    from planner import actions

    try:
        if len(profile.people) > 1:
            actions.make_profile(profile.people, known, profile.words)
    except NoPlanExists as error:
        _print_problems(error)
        tell("  Answer for the last person again.")
        return False
    return True


def _ask(asks: str, default: str, find: Callable[..., Value], *rest: object) -> Value:
    """What is found of an answer, with the `rest` beside it; asked again until it can be."""
    while True:
        tell(
            f"{write_mentions(asks, write_option)}{f' [{default}]' if default else ''}: ", nl=False
        )
        try:
            return find(input(), *rest)
        except (RequestError, NoPlanExists) as error:
            _print_problems(error)


def _print_problems(error: PlannerError) -> None:
    """Print what is wrong beneath the question."""
    for problem in error.problems:
        tell(f"  {problem.write(write_option).replace(chr(10), chr(10) + '  ')}")
