"""The journal of a kitchen: what happened, one line an event.

    2026-11-26 bought tofu-firm 454 g
    2026-11-28 cooked 2026-11-26 day 3 dinner
    2026-11-29 skipped 2026-11-26 day 4 lunch
    2026-11-29 undone skipped 2026-11-26 day 4 lunch
    2026-11-30 threw spinach 80 g
    2026-11-30 liked ghanaian-bean-stew

A line begins with the day on which it was said. A meal is named by the first day of its week. What
was bought from the list of a week ends with it: "bought tofu-firm 454 g for 2026-11-26". The
planner only adds lines. A person may delete lines, mend them and write their own, and may
begin a line with # for a note.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from planner.errors import (
    LOOK_OVER,
    KitchenError,
    OutputError,
    Problem,
    close_matches,
    mention,
    quote,
)
from planner.parsing.files import LARGE, read_file

COOKED, SKIPPED, ATE_OUT, UNSURE = "cooked", "skipped", "ate-out", "unsure"
BOUGHT, THREW, COUNTED, LIKED, UNDONE = "bought", "threw", "counted", "liked", "undone"
MEAL_VERBS = (COOKED, SKIPPED, ATE_OUT, UNSURE)
"""Of a meal of a week: eaten, not eaten, eaten elsewhere, or asked about and not known."""

ITEM_VERBS = (BOUGHT, THREW, COUNTED)
"""Of an item: so many grams more, fewer, or exactly."""

VERBS = (*MEAL_VERBS, *ITEM_VERBS, LIKED, UNDONE)
FOR = "for"
GRAMS_IN = {"g": 1.0, "kg": 1000.0, "oz": 28.349523125, "lb": 453.59237}
MOST_G = 100_000.0
LEAST_WORDS, MEAL_WORDS, ITEM_WORDS, LIST_WORDS = 3, 6, 5, 7  # of a line, its day and verb too
LONGEST_CUT = 200  # bytes that are told of a line that is cut short
MOST_SAID = 3  # problems that a command prints


class Event(NamedTuple):
    """A line of the journal.

    `day` is when it was said. A meal has the first day of its `week`, its day's `number` from 1 and
    its `meal`; an item its name in `thing` and its `grams`, and the `week` whose list it was on; a
    dish stands in `thing`. `text` is the line without its day. Days are texts, which sort as days
    do.
    """

    line: int
    day: str
    verb: str
    text: str
    week: str = ""
    number: int = 0
    meal: str = ""
    thing: str = ""
    grams: float = 0.0


_new = tuple.__new__  # of thousands of events: half the time of Event(...)


@dataclass(frozen=True)
class Journal:
    """What a journal says: `events` that weren't undone, and `problems` of lines that say nothing.

    `torn` is whether the last line has no end. `undone` counts the lines that others undo.
    """

    path: Path
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    torn: bool = False
    lines: int = 0
    unmatched: tuple[Problem, ...] = field(default=(), compare=False)


def read_journal(path: Path) -> Journal:
    """Read a journal; one that doesn't exist is empty. KitchenError if it can't be read."""
    if not path.exists():
        return Journal(path)
    remedy = "Save it as UTF-8 text."
    return parse_journal(read_file(path, KitchenError, remedy, LARGE), path)


def parse_journal(text: str, path: Path) -> Journal:
    r"""What the text of a journal says.

    >>> text = "2026-11-30 liked pad-thai\n2026-11-30 bougt rice\n"
    >>> journal = parse_journal(text, Path("journal.txt"))
    >>> journal.events[0].thing, len(journal.problems)
    ('pad-thai', 1)
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    torn = bool(lines.pop()) if lines else False
    if torn:
        lines = text.split("\n")
    days: dict[str, bool] = {}
    events: list[Event | None] = []
    said: dict[str, list[int]] = {}  # where each text stands that isn't undone yet
    problems, unmatched = [], []
    may_undo = UNDONE in text.lower()
    for number, line in enumerate(lines, start=1):
        event = _parse_line(line, number, days)
        if event is None:
            event = _mend_line(line, number, days)
        if event is None:
            if line.strip() and line.lstrip()[0] != "#":
                problems.append(_refuse_line(line, number, path, torn and number == len(lines)))
            continue
        if event.verb == UNDONE:
            places = said.get(event.thing)
            if places:
                events[places.pop()] = None
            else:
                unmatched.append(_refuse_undone(line, number, path))
            continue
        if may_undo:
            said.setdefault(event.text, []).append(len(events))
        events.append(event)
    kept = tuple(event for event in events if event is not None)
    return Journal(path, kept, tuple(problems), torn, len(lines), tuple(unmatched))


def _parse_line(line: str, number: int, days: dict[str, bool]) -> Event | None:
    """A line as the planner writes it; None for any other."""
    words = line.split(" ")
    count = len(words)
    if count < LEAST_WORDS or not (days.get(words[0]) or _is_day(words[0], days)):
        return None
    day, verb, named = words[:LEAST_WORDS]
    if count == MEAL_WORDS and verb in MEAL_VERBS:
        _, _, _, word, place, meal = words
        sound = word == "day" and place.isdecimal() and meal
        if sound and (days.get(named) or _is_day(named, days)):
            return _new(Event, (number, day, verb, line[11:], named, int(place), meal, "", 0.0))
    elif verb in ITEM_VERBS:
        week = ""
        if count == LIST_WORDS and verb == BOUGHT and words[5] == FOR:
            week = words[6] if days.get(words[6]) or _is_day(words[6], days) else ""
        if named and (week or count == ITEM_WORDS) and words[4] == "g":
            try:
                grams = float(words[3])
            except ValueError:
                return None
            if 0.0 <= grams <= MOST_G:
                return _new(Event, (number, day, verb, line[11:], week, 0, "", named, grams))
    elif verb == UNDONE or (
        verb == LIKED and count == LEAST_WORDS and named.isprintable() and named
    ):
        return Event(number, day, verb, line[11:], "", 0, "", " ".join(words[2:]))
    return None


def _is_day(text: str, days: dict[str, bool]) -> bool:
    """Whether a text is a day such as 2026-11-26; `days` remembers those seen before."""
    known = days.get(text)
    if known is None:
        try:
            known = len(text) == 10 and text[4] == "-" and bool(date.fromisoformat(text))
        except ValueError:
            known = False
        days[text] = known
    return known


def _mend_line(line: str, number: int, days: dict[str, bool]) -> Event | None:
    """A line as a person writes it: other spaces and capitals, 0.5kg, an item of several words."""
    words = line.replace(",", " ").lower().split()
    if len(words) < 3 or words[0].startswith("#"):
        return None
    day, verb, *rest = words
    if verb == UNDONE:
        inner = _mend_line(" ".join([day, *rest]), number, days)
        inner = inner or _parse_line(" ".join([day, *rest]), number, days)
        return inner and Event(number, day, UNDONE, "", "", 0, "", inner.text)
    if verb in ITEM_VERBS:
        end = []
        if len(rest) > 2 and rest[-2] == FOR:
            rest, end = rest[:-2], rest[-2:]
        match = re.fullmatch(r"(.+) (\d+(?:\.\d+)?) ?(g|kg|oz|lb)", " ".join(rest))
        if match is None:
            return None
        grams = float(match[2]) * GRAMS_IN[match[3]]
        rest = [match[1].replace(" ", "-"), write_grams(grams), "g", *end]
    elif verb == LIKED:
        rest = ["-".join(rest)]
    return _parse_line(" ".join([day, verb, *rest]), number, days)


def _refuse_line(line: str, number: int, path: Path, torn: bool) -> Problem:
    words = line.split()
    remedy = ""
    if len(words) > 1 and words[1] not in VERBS:
        remedy = close_matches(words[1], VERBS)
    remedy = (
        remedy or "Mend it, or delete it. A line such as 2026-11-30 threw spinach 80 g is read."
    )
    what = f"{quote(line)} says nothing"
    if torn:
        what = f"{quote(line)} is cut short, and says nothing"
    return Problem(f"{path.name}, line {number}", what, remedy)


def _refuse_undone(line: str, number: int, path: Path) -> Problem:
    what = f"{quote(line)} undoes nothing that stands above it"
    return Problem(f"{path.name}, line {number}", what, "You may delete it.")


def write_grams(grams: float) -> str:
    """Grams as the journal has them: "454", "82.5"."""
    return f"{round(grams, 1):.10g}"


def write_meal(verb: str, week: date | str, number: int, meal: str) -> str:
    """The text of an event of a meal, without its day."""
    return f"{verb} {week} day {number} {meal}"


def write_item(verb: str, item: str, grams: float, week: date | str | None = None) -> str:
    """The text of an event of an item, without its day."""
    end = "" if week is None else f" {FOR} {week}"
    return f"{verb} {item} {write_grams(grams)} g{end}"


def find_cut(path: Path) -> str:
    """The last line of a journal where it has no end; "" where it has one."""
    with suppress(OSError), path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_CUT))
        return file.read().rpartition(b"\n")[2].decode(errors="replace").strip()
    return ""


def add_lines(path: Path, day: date, texts: Sequence[str]) -> None:
    """Add events to a journal, all of them or none; the kitchen's lock must be held.

    The lines are written at once, at the end of the file as it is then, and are on the disk when
    this returns. If they can't be written as a whole, the file is as before: OutputError. A last
    line without an end gets one first. If an editor puts another file in its place meanwhile, the
    lines are added to that one too.
    """
    data = "".join(f"{day.isoformat()} {text}\n" for text in texts).encode()
    for _ in range(3):
        if _append(path, data):
            return
    what = "was replaced by another program again and again"
    raise OutputError(Problem(str(path), what, "Close it in your editor, and type it again."))


def add_note(path: Path, day: date, text: str) -> None:
    """Add a note, which changes nothing of what the journal says; as `add_lines` otherwise."""
    if not _append(path, f"# {day.isoformat()} {' '.join(text.split())}\n".encode()):
        what = "was replaced by another program"
        raise OutputError(Problem(str(path), what, "Close it in your editor, and try again."))


def _append(path: Path, data: bytes) -> bool:
    """Append to a file; False if it isn't the file at this path any more once that is done."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            before = os.fstat(descriptor).st_size
            if before and os.pread(descriptor, 1, before - 1) != b"\n":
                data = b"\n" + data
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(descriptor, view) :]
                os.fsync(descriptor)
            except BaseException:  # Ctrl-C too
                with suppress(OSError):
                    os.ftruncate(descriptor, before)
                raise
            with suppress(FileNotFoundError):
                return os.path.samestat(os.fstat(descriptor), path.stat())
            return False
        finally:
            os.close(descriptor)
    except OSError as error:
        what = f"can't be written: {error.strerror or error}"
        remedy = "Nothing was added. Make room, and type it again."
        raise OutputError(Problem(str(path), what, remedy)) from error


def find_last(journal: Journal) -> tuple[Event, ...]:
    """The events that `planner undo` takes back: the last one, or all that one list brought."""
    if not journal.events:
        return ()
    last = journal.events[-1]
    if last.verb != BOUGHT or not last.week:
        return (last,)
    return tuple(
        event
        for event in journal.events
        if event.verb == BOUGHT and event.week == last.week and event.day == last.day
    )


def write_last(events: Sequence[Event]) -> str:
    """What `planner undo` takes back, in words; empty for nothing."""
    if len(events) > 1:
        return f"{len(events)} items bought from the list of {events[0].week}"
    return events[0].text if events else ""


def write_again(events: Sequence[Event]) -> str:
    """The words that say again what `planner undo` took back; empty for what no command says.

    >>> write_again([parse_journal("2026-11-28 cooked 2026-11-26 day 3 dinner", Path()).events[0]])
    'cooked 2026-11-28 dinner'
    """
    event = events[-1]
    if event.verb == BOUGHT and event.week:
        return f"{BOUGHT} {mention('list')}"
    if event.verb in ITEM_VERBS:
        return f"{event.verb} {event.thing} {write_grams(event.grams)} g"
    if event.verb in (COOKED, SKIPPED, ATE_OUT):
        day = date.fromisoformat(event.week) + timedelta(days=event.number - 1)
        return f"{event.verb} {day} {event.meal}"
    return f"{event.verb} {event.thing}" if event.verb == LIKED else ""


def undo_texts(events: Iterable[Event]) -> list[str]:
    """The texts of the lines that undo events."""
    return [f"{UNDONE} {event.text}" for event in events]


def list_problems(journal: Journal) -> Iterator[Problem]:
    """The first lines that say nothing, and how many more there are."""
    yield from journal.problems[:MOST_SAID]
    more = len(journal.problems) - MOST_SAID
    if more > 0:
        what = f"{more} more line{'s' if more > 1 else ''} say nothing"
        yield Problem(journal.path.name, what, f"{mention(LOOK_OVER)} lists them.")
