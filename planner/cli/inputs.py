"""Reads the files that a command names, and stops its search on time or at Ctrl-C."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from math import inf
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Any

from planner.cli.options import BODY_OPTIONS
from planner.cli.output import find_screen, tell
from planner.errors import (
    PlanFileError,
    Problem,
    ProfileError,
    RequestError,
    quote,
)
from planner.request.fields import BY_NAME, write_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rich.progress import Progress

    from planner import Work
    from planner.actions.opening import OpenPlan
    from planner.checking.findings import CheckReport
    from planner.kitchen.at_home import Home
    from planner.kitchen.folder import Kitchen
    from planner.kitchen.overlay import OwnTables
    from planner.plans.records import WeekPlan
    from planner.render.phrases import Style, Units
    from planner.render.wording import Wording
    from planner.request.aisles import Aisles
    from planner.request.pantry import Pantry
    from planner.request.profile_file import Profile
    from planner.request.request import Request
    from planner.tables.bundle import Tables

PATIENCE_S = 1.0  # seconds without a word; then a terminal shows what the search does
SHORTFALL = "shortfall"  # the stage of a search in which changes are tried
PLANNING = "Planning ..."
TRYING = "Looking for changes that meet it ..."
STAGES = {"economise": "Saving money ...", "leftovers": "Looking for dinners that keep ..."}
"""What a terminal shows of a stage; PLANNING of any other."""

NOT_IN_REQUEST = ("profile", "person", "out")
"""Options that choose people and their meals out: `find_request` reads them by itself."""

BODY_FIELDS = (*BODY_OPTIONS, "conditions")
"""Fields of one person's body and health, which can't hold for several people."""


TOLD: set[str] = set()
"""The problems that this command has told already: some files are read twice."""


def find_request(known: Tables, given: dict[str, Any]) -> Request:
    """Make a request from a profile and from the options given, which win over the profile.

    Words that aren't understood are reported with the keys of the profile that aren't.
    """
    from planner.request.from_words import join_requests, make_requests

    profile = _parse_words(given["profile"], given["person"])
    try:
        words = _find_words(profile, given)
    except RequestError:
        if profile.faults:  # without the keys that can't be read, people may seem to lack
            raise ProfileError(*profile.faults) from None
        raise
    try:
        return join_requests(make_requests(words, known, [profile.faults] * len(words)))
    except RequestError as error:
        if not profile.faults:
            raise
        problems = dict.fromkeys((*profile.faults, *error.problems))
        raise ProfileError(*problems) from None


def _find_words(profile: Profile, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The words for each person who is planned for."""
    from planner.request.profile_file import overlay

    name = given["person"]
    said = {word: value for word, value in given.items() if value is not None}
    said = {word: value for word, value in said.items() if word not in NOT_IN_REQUEST}
    if "minutes" in said:  # those of one meal win over a number for all
        said["minutes"] = sorted(said["minutes"], key=lambda text: "=" in text)
    names = [name] if name is not None else profile.names
    if len(names) > 1:
        _refuse_body_fields(given, names)
    away = _split_by_person(given.get("out") or (), names, profile.names)
    return [
        overlay(profile.person(one), {**said, "out": own} if own else said)
        for one, own in zip(names, away, strict=True)
    ]


def _refuse_body_fields(given: dict[str, Any], names: Sequence[str]) -> None:
    """Refuse options about one body where the plan is for several people."""
    problems = [
        Problem(
            f"--{BY_NAME[name].option}",
            f"is for one person, and the profile has {len(names)}",
            "Write it in the profile, under the person's [[person]]; or plan for one with --person:"
            f" {', '.join(names)}.",
        )
        for name in BODY_FIELDS
        if given.get(name) is not None
    ]
    if problems:
        raise RequestError(*problems)


def _split_by_person(
    texts: Sequence[str], planned: Sequence[str], names: Sequence[str]
) -> list[list[str]]:
    """The meals that each person `planned` is out for, of the people that a profile `names`.

    Among several a text begins with a name; for one person it may. RequestError for a text of
    nobody who is planned for.
    """
    from planner.people.person import tidy_name

    found: list[list[str]] = [[] for _ in planned]
    places = {tidy_name(one).casefold(): place for place, one in enumerate(planned)}
    longest_first = sorted(names, key=len, reverse=True)
    problems = []
    for text in map(tidy_name, texts):
        if len(planned) == 1 and _is_place(text):  # it needs no name, whatever people are called
            found[0].append(text)
            continue
        folded = text.casefold()
        whose = next((one for one in longest_first if folded.startswith(f"{one} ".casefold())), "")
        if whose and whose.casefold() in places:
            found[places[whose.casefold()]].append(text[len(whose) + 1 :])
        elif whose:
            what = f"{quote(text)} is about {whose}, who isn't planned for"
            problems.append(Problem("--out", what, "Leave it out, or plan without --person."))
        elif len(planned) == 1:
            found[0].append(text)
        else:
            remedy = f"Begin with a name, such as --out '{names[0]} day 1 dinner'."
            what = f"{quote(text)} doesn't say which of {', '.join(names)} is out"
            problems.append(Problem("--out", what, remedy))
    if problems:
        raise RequestError(*problems)
    return found


def _is_place(text: str) -> bool:
    """Whether a text names a day, or a meal of it, and nothing else."""
    from planner.request.day_wishes import find_places

    try:
        return bool(find_places(text, sys.maxsize, ("out",)))
    except RequestError:
        return False


def read_words(path: Path | None, person: str | None) -> Profile:
    """The profile in a file; an empty one if you name no file."""
    profile = _parse_words(path, person)
    if profile.faults:
        raise ProfileError(*profile.faults)
    return profile


def _parse_words(path: Path | None, person: str | None) -> Profile:
    """The same with its faults, where something of it can be read."""
    from planner.request.profile_file import Profile, parse_profile

    if path is not None:
        return parse_profile(path)
    if person is not None:
        remedy = "Say which profile this person is in: --profile FILE."
        raise RequestError(Problem("--person", f"{quote(person)} needs a profile", remedy))
    return Profile({}, ())


def note_differences(
    week: WeekPlan, known: Tables, profile: Path | None, person: str | None
) -> None:
    """Note on standard error where a profile has changed since the plan was made."""
    from planner.request.from_words import find_differences, join_requests, make_requests

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
    now = join_requests(make_requests(words, known))
    said = {name for own in words for name in own}
    made = week.request
    if person is not None and len(eaters) > 1:  # of one of several the others are no matter
        own = tuple(one for one in made.people if one.name == now.people[0].name)
        made = replace(made, people=own or made.people)
    differing = find_differences(made, now, said, known)
    if differing:
        what = f"has changed since the plan was made: {'; '.join(differing)}"
        note = Problem(str(profile), what, "Plan again to use the profile as it is now.")
        tell(f"planner: {note}")


@contextmanager
def watch(work: Work, time_limit: float | None) -> Iterator[None]:
    """Stop a search after `time_limit` seconds or at Ctrl-C; show on a terminal what takes long.

    That is its progress, and that money is saved or changes are tried.
    """
    if time_limit is not None and not 0 < time_limit < inf:
        remedy = "Write a number of seconds above 0, or leave it out."
        raise RequestError(Problem("--time-limit", f"{time_limit:g} is out of range", remedy))
    ends = monotonic() + (time_limit or inf)
    stopped = False

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True
        tell("Stopping. Here is the best plan found so far.")

    work.stop = lambda: stopped or monotonic() > ends
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        with ExitStack() as shown:
            if sys.stderr.isatty():
                _show_stages(work, shown)
            yield
    finally:
        signal.signal(signal.SIGINT, before)


def _show_stages(work: Work, shown: ExitStack) -> None:
    """Show what a search does, from PATIENCE_S on until `shown` is closed, which erases it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(file=find_screen()), transient=True)
    task = bar.add_task(PLANNING, total=None)  # how many sweeps it takes isn't known before
    stages: set[str] = set()

    def tell_stage(stage: str) -> None:
        stages.add(stage)
        words = TRYING if SHORTFALL in stages else STAGES.get(stage, PLANNING)
        bar.update(task, description=words)

    work.began = tell_stage
    timer = Timer(PATIENCE_S, bar.start)
    timer.start()
    shown.callback(_end_progress, timer, bar)


def _end_progress(timer: Timer, bar: Progress) -> None:
    """Erase the progress, or see that it doesn't begin any more."""
    timer.cancel()
    timer.join()
    bar.stop()


def find_own_kitchen(named: Path | None) -> Kitchen | None:
    """The kitchen that is meant, the one in the current folder if none is named; None for none."""
    from planner.kitchen.folder import find_kitchen

    return find_kitchen(named)


def need_kitchen(named: Path | None) -> Kitchen:
    """The same; KitchenError where there is none."""
    from planner.kitchen.folder import refuse_none

    kitchen = find_own_kitchen(named)
    if kitchen is None:
        raise refuse_none()
    return kitchen


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error that keep nobody from going on, each once a command."""
    for problem in problems:
        text = f"planner: {problem.write(write_option)}"
        if text not in TOLD:
            TOLD.add(text)
            tell(text)


def tell_few(request: Request, tables: Tables) -> None:
    """Say what few dishes are left of; of an only cuisine the plan itself says so."""
    from planner.people.choices import explain_few, explain_rare

    limits = (request.minutes, request.days, tables)
    tell_problems(explain_rare(request.people, request.cuisine, *limits))
    if not request.only_cuisine:
        tell_problems(explain_few(request.people, *limits))


def read_known(folder: Path | None, kitchen: Path | None = None) -> Tables:
    """The tables in a folder, the bundled ones if you name none, with a kitchen's own laid over.

    What of the kitchen isn't understood is noted on standard error.
    """
    from planner.tables.bundle import find_data, read_tables

    found = find_own_kitchen(kitchen)
    known = read_tables(folder or find_data())
    if found is None:
        return known
    from planner.kitchen.overlay import lay_over

    own = lay_over(known, found.folder)
    tell_problems(own.problems)
    return own.tables


def read_own(kitchen: Path | None, folder: Path | None) -> tuple[Path, OwnTables]:
    """A kitchen's folder, and the tables with what is its own; KitchenError if there is none."""
    from planner.kitchen.overlay import lay_over
    from planner.tables.bundle import find_data, read_tables

    found = need_kitchen(kitchen)
    return found.folder, lay_over(read_tables(folder or find_data()), found.folder)


def read_prices(path: Path | None, known: Tables, profile: Path | None = None) -> Tables:
    """Tables with the prices of a file, or of the one that a profile names; as they are if none."""
    from planner.request.own_prices import read_prices

    if path is None and profile is not None:
        named = _parse_words(profile, None).prices
        path = profile.parent / named if named else None
    return known if path is None else read_prices(path, known)


def find_units(word: str | None) -> Units:
    """The units with this name; metric if you name none."""
    from planner.render import phrases

    return phrases.Units.METRIC if word is None else phrases.find_units(word)


def find_wording(english: str | None, currency: str | None) -> Wording:
    """Whose English, and whether prices are printed."""
    from planner.render import wording

    return wording.find_wording(english, currency)


def find_style(
    units: Units, wording: Wording, aisles: Aisles | None = None, start: date | None = None
) -> Style:
    """How a document is written."""
    from planner.render.phrases import Style

    return Style(units, aisles, start, wording=wording)


def read_home(path: Path | None, known: Tables, start: date | None = None) -> tuple[Pantry, date]:
    """What in the pantry is still good on the first day, and that day: `start`, or today.

    Items past their date are named on standard error.
    """
    from planner.request.pantry import Pantry, read_pantry

    today = start or read_wall()
    if path is None:
        return Pantry(), today
    good, past = read_pantry(path, known).split(today)
    if past.stocks:
        named = [
            f"{known.groceries[one.grocery_id].name} ({one.best_before})" for one in past.stocks
        ]
        what = f"not counted, because it is past its date on {today}: {', '.join(named)}"
        remedy = "To count it all the same, change its best_before or leave it blank."
        tell(f"planner: {Problem(str(path), what, remedy)}")
    return good, today


def read_kitchen_home(
    kitchen: Kitchen, known: Tables, start: date | None = None
) -> tuple[Pantry, date]:
    """What a kitchen has on a day, as `read_home`; what of it is assumed is told."""
    from planner.actions import keeping

    today = start or read_wall()
    home = keeping.find_home(kitchen, known, today)
    tell_home(home, known)
    return home.pantry.split(today)[0], today


def tell_home(home: Home, known: Tables) -> None:
    """Say on standard error what a pantry takes for granted, and what of it isn't counted."""
    from planner.errors import write_mentions
    from planner.render.documents.pantry import write_assumed

    for text in write_assumed(home, known):
        tell(write_mentions(text, write_option))
    tell_problems(home.problems)


def tell_frozen(home: Home, known: Tables, plan: WeekPlan, day: int = 1) -> None:
    """Say on standard error what of the freezer a plan serves from a day on, and offer the rest."""
    from planner.errors import write_mentions
    from planner.render.documents.pantry import write_frozen

    for text in write_frozen(home, known, plan, day):
        tell(write_mentions(text, write_option))


def find_plan_file(
    named: Path | None,
    kitchen: Path | None,
    folder: Path | None,
    *,
    to_shop: bool = False,
    today: date | None = None,
) -> tuple[Path, Kitchen | None]:
    """The plan's file that is meant, and the kitchen where it is one of its weeks.

    Without a name it is the week of `today`, by the clock if not said, or with `to_shop` the
    newest; a name may be the first day of a week. RequestError where no plan is named and there is
    no kitchen.
    """
    from planner.actions import keeping

    day = read_first_day(named)
    own = None if named is not None and day is None else find_own_kitchen(kitchen)
    if own is None:
        if named is not None:
            return named, None
        remedy = "Name a plan's file, such as week.json. A kitchen's weeks need no name."
        raise RequestError(Problem("PLAN", "no plan is named", remedy))
    if day is None:
        find = keeping.find_listed if to_shop else keeping.find_current
        day = find(own, read_known(folder, own.folder), today or read_wall())
    return own.find_week(day), own


def note_changes(kitchen: Kitchen, known: Tables, week: WeekPlan) -> None:
    """Note on standard error where a kitchen's profile has changed since a week was planned."""
    from planner.actions import keeping

    changes = keeping.find_changes(kitchen, known, week)
    if changes:
        what = f"has changed since this week was planned: {'; '.join(changes)}"
        remedy = "It holds from the next week on. A week that hasn't begun: planner next --again"
        tell_problems([Problem(str(kitchen.profile), what, remedy)])


def refuse_date(given: date | None, own: Kitchen | None) -> None:
    """Raise RequestError for a date beside a plan that is no week of a kitchen."""
    if given is not None and own is None:
        what = "says which week of a kitchen is meant, and this is a plan's file"
        raise RequestError(Problem("--date", what, "Leave it out."))


def read_wall() -> date:
    """The day on the wall where this is run."""
    from datetime import date

    return date.today()  # noqa: DTZ011


def read_first_day(named: Path | None) -> date | None:
    """The day that a plan is named by; None for a file."""
    from datetime import date

    if named is None or named.exists():
        return None
    try:
        return date.fromisoformat(str(named))
    except ValueError:
        return None


def read_aisles(path: Path | None, known: Tables) -> Aisles | None:
    """The aisles of your own shop from a file; None if you name none."""
    from planner.request.aisles import read_own_aisles

    return None if path is None else read_own_aisles(path, known)


def read_plan(
    path: Path, folder: Path | None, kitchen: Path | None = None
) -> tuple[OpenPlan, Tables]:
    """A plan file, opened, and the current tables."""
    from planner.actions.opening import open_plan
    from planner.parsing.files import read_file
    from planner.plans.json_file import REMEDY

    text = read_file(path, PlanFileError, REMEDY)
    today = read_known(folder, kitchen)
    return open_plan(text, str(path), today), today


def read_sound_plan(
    path: Path, folder: Path | None, kitchen: Path | None = None
) -> tuple[OpenPlan, Tables]:
    """As `read_plan`; PlanFileError if the plan has faults, a note if it is of other tables."""
    opened, today = read_plan(path, folder, kitchen)
    refuse_faults(opened.report, str(path))
    if opened.differences:
        note = "was planned with other tables; `planner check` says what differs"
        tell(f"planner: {path}: {note}")
    return opened, today


def read_renewed(path: Path, folder: Path | None, kitchen: Path | None = None) -> OpenPlan:
    """A plan file with the figures of the current tables, for commands that need all of them."""
    from planner.actions.opening import OpenPlan, renew
    from planner.checking.findings import check_plan
    from planner.request.own_prices import keep_own_prices

    opened, today = read_sound_plan(path, folder, kitchen)
    if opened.tables.digest is None:
        return opened
    today = keep_own_prices(today, opened.plan.tables)
    plan = renew(opened.plan, today, str(path))
    report = check_plan(plan, today)
    refuse_faults(report, f"{path}, with the tables in use")
    return OpenPlan(plan, report, today, opened.differences)


def date_plan(week: WeekPlan, start: date | None) -> WeekPlan:
    """The plan with `start` as the date of its first day; unchanged if `start` is None."""
    return week if start is None else replace(week, request=replace(week.request, start=start))


def refuse_faults(report: CheckReport, where: str) -> None:
    """Raise PlanFileError if the check found that a plan contradicts itself or the tables."""
    if report.faults:
        head = Problem(where, "doesn't add up", "Plan the week again.")
        raise PlanFileError(head, *report.faults)
