"""The command that asks questions and writes a profile: init."""

from __future__ import annotations

import shlex
from datetime import date
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
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

    from planner.request.interview import Question
    from planner.request.profile_file import Profile, Words
    from planner.tables.bundle import Tables

Value = TypeVar("Value")

ProfileFileOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="Write the profile to this file.")
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Ask nothing; write a profile of one adult.")
]
MakeKitchenOption = Annotated[
    Path | None,
    typer.Option(
        "--kitchen",
        metavar="[DIR]",
        help="Make a kitchen: a folder that remembers your weeks. [default: kitchen]",
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


def init(
    output: ProfileFileOption = Path("planner.toml"),
    yes: YesOption = False,
    force: ForceOption = False,
    kitchen: MakeKitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Ask who eats and what they want, write the answers as a profile, and plan a week.

    Press Enter to take the answer in brackets, or to skip a question. Run it again over its own
    file to change an answer: the earlier ones stand in the brackets, and what you wrote into the
    file yourself stays. If you stop at a question, what you answered is kept. With --kitchen, the
    profile is written into a folder of its own, where `planner next` keeps your weeks; over a
    kitchen that is there, it changes who eats, and nothing else.
    """
    from planner.kitchen.folder import PROFILE, mentions_table, refuse_profile

    if kitchen is not None:
        output = kitchen / PROFILE
        if not mentions_table(output):
            refuse_profile(kitchen)
    elif mentions_table(output):
        kitchen = output.parent
    find_folder(output if kitchen is None else kitchen)
    before = output.exists() and not force
    if before and yes:
        remedy = "Choose another file with --output, or replace it with --force."
        if kitchen is not None:
            remedy = "Leave --yes out to change an answer, or replace them all with --force."
        raise OutputError(Problem(str(output), "exists already", remedy))
    from planner.request.profile_file import Profile, read_profile, write_profile
    from planner.tables.bundle import find_data, read_tables

    known = read_known(tables, kitchen) if before else read_tables(tables or find_data())
    if yes:
        profile = Profile({"days": 7}, ({"name": "you", "diet": "omnivore"},))
        if kitchen is not None:
            _keep_in_kitchen(kitchen, profile)
            tell(f"Plan your first week: planner next --kitchen {kitchen}")
            return
        write(write_profile(profile), output)
        tell(f"Plan with it: planner plan --profile {output}")
        return
    interview = _Interview(known, read_profile(output) if before else Profile({}, ()))
    interview.kitchen = kitchen
    try:
        interview.ask()
    except (EOFError, KeyboardInterrupt, typer.Abort):
        if not interview.said:
            remedy = "Start again with `planner init`, or take the defaults with --yes."
            what = f"is {'as it was' if before else 'not written'}: no question was answered"
            raise OutputError(Problem(str(output), what, remedy)) from None
        _keep(interview, output, before=before)
        what = "has what you answered; not every question was asked"
        named = f"--output {output}" if kitchen is None else f"--kitchen {kitchen}"
        remedy = f"Go on with `planner init {named}`."
        raise OutputError(Problem(str(output), what, remedy)) from None
    _keep(interview, output, before=before)
    from planner.request.interview import find_yes, needs_a_date

    again = ["plan", "--profile", str(output)]
    if needs_a_date(interview.profile.people):
        again += ["--start", date.today().isoformat()]  # noqa: DTZ011  (the day on the wall)
    if kitchen is not None:
        again = ["next", "--kitchen", str(kitchen)]
    which = "coming" if before and kitchen is not None else "first"
    try:
        planned = _ask(f"Plan the {which} week now", "yes", find_yes)
    except (EOFError, KeyboardInterrupt, typer.Abort):
        planned = False
    if not planned:
        tell(f"Plan with it: {shlex.join(['planner', *again])}")
        return
    from planner.cli import run

    tell(shlex.join(["planner", *again]))
    run(again)


def _keep_in_kitchen(
    folder: Path,
    profile: Profile,
    shopping_day: str = "",
    asked: Collection[str] | None = None,
) -> None:
    """Make a kitchen with a profile; in one that is there, the `asked` words change, or all."""
    from planner.kitchen.folder import (
        PROFILE,
        USUAL_SHOPPING_DAY,
        Kitchen,
        make_kitchen,
        set_shopping_day,
    )
    from planner.kitchen.lock import hold_lock
    from planner.parsing.files import read_file, write_file
    from planner.request.profile_file import edit_profile, write_profile

    path = folder / PROFILE
    if not path.exists():
        make_kitchen(folder, write_profile(profile), shopping_day or USUAL_SHOPPING_DAY)
        tell(f"Made the kitchen {folder}")
        return
    with hold_lock(Kitchen(folder), "init", tell):
        text = write_profile(profile)
        if asked is not None:
            text = edit_profile(read_file(path, OutputError, "Mend it."), profile, asked)
        write_file(path, set_shopping_day(text, shopping_day))
    tell(f"Wrote {path}")


def _keep(interview: _Interview, output: Path, *, before: bool) -> None:
    """Write the answers; over a file that was there they take the place of the earlier ones."""
    from planner.parsing.files import read_file
    from planner.request.profile_file import edit_profile, write_profile

    profile, asked = interview.profile, interview.asked if before else None
    if interview.kitchen is not None:
        _keep_in_kitchen(interview.kitchen, profile, interview.shopping_day, asked)
        return
    if asked is None:
        write(write_profile(profile), output)
        return
    text = read_file(output, OutputError, "Choose another file with --output.")
    write(edit_profile(text, profile, asked), output)


class _Interview:
    """The questions of a profile, and what was answered so far."""

    def __init__(self, known: Tables, before: Profile) -> None:
        """Begin; the answers of the profile `before` stand in brackets."""
        self.known, self.before = known, before
        self.said = False  # whether any question was answered
        self.shared: Words = {"days": 7}
        self.people: list[Words] = []
        self.unfinished: Words = {}
        self.asked: list[str] = ["name"]
        self.kitchen: Path | None = None
        self.shopping_day = ""

    @property
    def profile(self) -> Profile:
        """What was answered; people who weren't asked yet are as they were before."""
        from planner.request.profile_file import Profile

        people = [*self.people, *([self.unfinished] if self.unfinished else ())]
        names = {str(one["name"]).casefold() for one in people}
        others = self.before.people if self.unfinished or not people else ()
        people += [one for one in others if str(one.get("name", "")).casefold() not in names]
        return Profile(self.shared, tuple(people or ({"name": "you", "diet": "omnivore"},)))

    def ask(self) -> None:
        """Ask everything, person by person."""
        from planner.request.interview import ABOUT_THE_TABLE, DAYS, find_name, find_people

        for question in (DAYS, *ABOUT_THE_TABLE):
            self.shared = self._answer(question, self.shared, self.before.words)
        before = self.before.people
        count = _ask("How many people eat together", str(max(1, len(before))), find_people)
        while len(self.people) < count:
            place = len(self.people)
            names = [str(one["name"]) for one in self.people]
            asks = f"Person {place + 1}: name" if count > 1 else "Name"
            earlier = before[place] if place < len(before) else {}
            usual = str(earlier.get("name") or find_name("", place + 1, names))
            name = _ask(asks, usual, lambda text: find_name(text or usual, place + 1, names))  # noqa: B023  (called at once)
            self._ask_person(name)
            if self._share_a_table():
                self.people.append(self.unfinished)
            self.unfinished = {}
        if self.kitchen is not None:
            from planner.kitchen.folder import (
                PROFILE,
                USUAL_SHOPPING_DAY,
                find_shopping_day,
                mentions_table,
                open_kitchen,
            )
            from planner.parsing.weekdays import WEEKDAYS

            usual = USUAL_SHOPPING_DAY
            if mentions_table(self.kitchen / PROFILE):
                usual = WEEKDAYS[open_kitchen(self.kitchen).shopping_day]
            self.shopping_day = _ask(
                "The day you shop", usual, lambda text: find_shopping_day(text or usual)
            )

    def _ask_person(self, name: str) -> None:
        from planner.request.interview import ABOUT_A_PERSON, is_asked

        same = [one for one in self.before.people if str(one.get("name", "")) == name]
        before = same[0] if same else {}
        self.unfinished = {"name": name}
        for question in ABOUT_A_PERSON:
            if is_asked(question, self.unfinished, self.known):
                self.unfinished = self._answer(question, self.unfinished, before)
            elif question.word not in self.asked:
                self.asked.append(question.word)  # it no longer holds

    def _answer(self, question: Question, words: Words, before: Mapping[str, Any]) -> Words:
        """The words with the answer to a question."""
        from planner.request.interview import find_answer, write_answer

        usual = write_answer(question, before)
        known = self.known
        found = _ask(
            question.asks,
            usual,
            lambda text: find_answer(text or usual, question, words, known, self.shared),
        )
        self.said = True
        self.asked.append(question.word)
        return found

    def _share_a_table(self) -> bool:
        """Whether every meal has a dish that all can eat; if not, print which has none."""
        from planner import actions
        from planner.request.interview import SOME_DAY

        people = (*self.people, self.unfinished)
        try:
            if len(people) > 1:
                actions.make_profile(people, self.known, {**self.shared, "start": SOME_DAY})
        except NoPlanExists as error:
            _print_problems(error)
            tell("  Answer for the last person again.")
            return False
        return True


def _ask(asks: str, default: str, find: Callable[[str], Value]) -> Value:
    """What is found of an answer; asked again until it can be."""
    while True:
        tell(
            f"{write_mentions(asks, write_option)}{f' [{default}]' if default else ''}: ", nl=False
        )
        try:
            return find(input())
        except (RequestError, NoPlanExists) as error:
            _print_problems(error)


def _print_problems(error: PlannerError) -> None:
    """Print what is wrong beneath the question."""
    for problem in error.problems:
        tell(f"  {problem.write(write_option).replace(chr(10), chr(10) + '  ')}")
