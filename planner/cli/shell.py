"""Reading what a command names, watching its work, writing what it found.

Plans go to standard output, everything else to standard error.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import typer

from planner.cli.options import Format
from planner.errors import OutputError, PlanFileError, Problem, RequestError, close_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.aisles import Aisles
    from planner.check import CheckReport
    from planner.pantry import Pantry
    from planner.plan import WeekPlan
    from planner.profiles import Profile
    from planner.render.blocks import Block
    from planner.render.words import Units
    from planner.request import Request
    from planner.tables import Tables
    from planner.week import Work

SHORT = 7  # days whose planning shows no progress

# a command's options that make a request, and what the request calls them
SAME_WORDS = (
    *("diet", "calories", "age", "sex", "life_stage", "trimester", "weight", "height", "activity"),
    *("avoid", "allow", "like", "dislike", "supplements", "every_day", "days", "minutes", "seed"),
)
REQUEST_WORDS = {word: word for word in SAME_WORDS} | {
    "allergy": "allergies",
    "condition": "conditions",
    "target": "targets",
    "limit": "limits",
}

EXTENSIONS = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
}


def find_request(known: Tables, given: dict[str, Any]) -> Request:
    """The request of a profile's words with the options that a command was given over them."""
    from planner.profiles import overlay
    from planner.request import join_requests, make_request

    profile, name = read_words(given["profile"], given["person"]), given["person"]
    options = {word: given.get(option) for option, word in REQUEST_WORDS.items()}
    said = {word: value for word, value in options.items() if value is not None}
    names = [name] if name is not None or len(profile.names) == 1 else profile.names
    words = [overlay(profile.person(one), said) for one in names]
    return join_requests([make_request(known, **own) for own in words])


def read_words(path: Path | None, person: str | None) -> Profile:
    """The profile of that name, or one that says nothing where none is given."""
    from planner.profiles import Profile, read_profile

    if path is not None:
        return read_profile(path)
    if person is not None:
        remedy = "Name the profile that holds this person: --profile FILE."
        raise RequestError(Problem("--person", f"{person!r} stands without a profile", remedy))
    return Profile({}, ())


def note_differences(
    week: WeekPlan, known: Tables, profile: Path | None, person: str | None
) -> None:
    """Say on standard error where a profile no longer has the words that a plan was made for."""
    from planner.request import find_differences, join_requests, make_request

    read = read_words(profile, person)
    if profile is None:
        return
    eaters = [eater.name for eater in week.request.people]
    if person is not None:
        names = [person]
    elif len(eaters) == 1 and eaters[0] in read.names:
        names = eaters
    else:
        names = read.names
    words = [read.person(name if len(read.names) > 1 else None) for name in names]
    now = join_requests([make_request(known, **own) for own in words])
    said = {name for own in words for name in own}
    differing = find_differences(week.request, now, said)
    if differing:
        what = f"the plan was made for other words: {'; '.join(differing)}"
        note = Problem(str(profile), what, "Plan again to go by the profile.")
        typer.echo(f"planner: {note}", err=True)


@contextmanager
def watch(work: Work, time_limit: float | None, days: int) -> Iterator[None]:
    """End a search when its time is over or at Ctrl-C, and show how far a long one has come."""
    if time_limit is not None and not 0 < time_limit < inf:
        remedy = "Give a number of seconds above 0, or leave it out."
        raise RequestError(Problem("--time-limit", f"{time_limit:g} is out of range", remedy))
    ends = monotonic() + (time_limit or inf)
    stopped = False

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True
        typer.echo("Stopping: the best plan found so far follows.", err=True)

    work.stop = lambda: stopped or monotonic() > ends
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        if days <= SHORT or not sys.stderr.isatty():
            yield
            return
        from rich.progress import Progress

        with Progress(transient=True) as bar:
            task = bar.add_task("Planning")
            work.progress = lambda done, steps: bar.update(task, completed=done, total=steps)
            yield
    finally:
        signal.signal(signal.SIGINT, before)


def choose_format(asked: Format | None, output: Path | None) -> Format:
    """What to write; an output that can't be is refused before anything is planned."""
    if output is not None:
        find_folder(output)
    if asked is not None:
        return asked
    if output is None:
        return Format.TEXT
    if output.suffix.lower() not in EXTENSIONS:
        what = f"{str(output)!r} has no extension that says what to write"
        remedy = f"Use one of {', '.join(EXTENSIONS)}, or --format."
        raise RequestError(Problem("--output", what, remedy))
    return EXTENSIONS[output.suffix.lower()]


def find_folder(output: Path) -> None:
    """Refuse a file in a folder that isn't there."""
    if not output.parent.is_dir():
        remedy = "Make the folder first, or name another place."
        raise OutputError(Problem(str(output), f"there is no folder {output.parent}", remedy))


def read_known(folder: Path | None) -> Tables:
    """The tables in a folder, or the bundled ones."""
    from planner.tables import find_data, read_tables

    return read_tables(folder or find_data())


def find_units(word: str) -> Units:
    """The units of that name."""
    from planner.render.words import Units

    try:
        return Units(word.strip().lower())
    except ValueError:
        remedy = close_matches(word, list(Units)) or f"Choose one of {', '.join(Units)}."
        raise RequestError(Problem("--units", f"{word!r} is not known", remedy)) from None


def read_home(path: Path | None, known: Tables) -> Pantry:
    """The pantry of that name, or an empty one."""
    from planner.pantry import Pantry, read_pantry

    return Pantry() if path is None else read_pantry(path, known)


def read_aisles(path: Path | None, known: Tables) -> Aisles | None:
    """One's own aisles, where a file names them."""
    from planner.aisles import read_own_aisles

    return None if path is None else read_own_aisles(path, known)


def read_plan(path: Path, folder: Path | None) -> tuple[WeekPlan, CheckReport, Tables]:
    """A plan file, its check and the tables it is read with."""
    from planner.check import check_plan
    from planner.files import read_file
    from planner.plan import WeekPlan

    remedy = "Name a file written by `planner plan --output plan.json`."
    text = read_file(path, PlanFileError, remedy)
    known = read_known(folder)
    week = WeekPlan.from_json(text, str(path))
    return week, check_plan(week, known), known


def refuse_faults(report: CheckReport, where: str) -> None:
    """Refuse a plan that contradicts itself or the tables."""
    if report.faults:
        head = Problem(where, "doesn't add up", "Plan the week again.")
        raise PlanFileError(head, *report.faults)


def use_color() -> bool:
    """Whether the screen shows colours."""
    if not sys.stdout.isatty():
        return False
    from rich.console import Console

    return Console().color_system is not None


def render(written: Format, output: Path | None, blocks: Iterable[Block], week: WeekPlan) -> str:
    """A plan, composed or as JSON, as text of a format."""
    match written:
        case Format.JSON:
            import json

            return json.dumps(week.to_json(), indent=2, ensure_ascii=False) + "\n"
        case Format.MARKDOWN:
            from planner.render.markdown import render_markdown

            return render_markdown(blocks)
        case Format.TEXT:
            from planner.render.text import render_text

            return render_text(blocks, color=output is None and use_color())


def write(text: str, output: Path | None) -> None:
    """Write to a file, or to standard output where none is named."""
    if output is None:
        sys.stdout.write(text)
        return
    from planner.files import write_file

    write_file(output, text)
    typer.echo(f"Wrote {output}", err=True)
