"""What the pages read of a kitchen: its folder, its tables and its weeks, each as it is now.

What was read is kept by the stamps of the files that it was read from. So a change by the command
line or in an editor is on the next page, and a page that nothing changed costs a few looks at the
disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from planner.actions import keeping
from planner.actions.opening import OpenPlan, open_plan
from planner.errors import PlanFileError, PlannerError, Problem
from planner.kitchen import folder as names
from planner.kitchen.folder import Kitchen, find_kitchen, find_named, open_kitchen
from planner.kitchen.overlay import OwnTables, lay_over
from planner.kitchen.weeks import ServedWeek, find_week, read_weeks
from planner.parsing.files import read_file
from planner.plans.excerpt import widen
from planner.plans.json_file import REMEDY
from planner.plans.records import WeekPlan
from planner.render.phrases import Style
from planner.request.aisles import Aisles, read_own_aisles
from planner.request.day_wishes import LOCKED
from planner.request.own_prices import read_prices
from planner.request.profile_file import parse_profile
from planner.tables.bundle import Tables

Value = TypeVar("Value")
Stamp = tuple[Any, ...]
MOST_KEPT = 24
"""How many weeks and pages are kept; the oldest go first."""

DEFAULT = Path("kitchen")

CHANGED = "was changed by someone else since you opened it, and stays as it is now"
LOOK = "Look at it, and choose again."


@dataclass(frozen=True)
class Known:
    """The tables with what is a kitchen's own: foods, recipes, prices and aisles."""

    own: OwnTables
    tables: Tables
    aisles: Aisles | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Week:
    """A week of a kitchen as it is opened; `version` tells it from what it is after a change."""

    first_day: date
    version: str
    opened: OpenPlan
    tables: Tables

    @property
    def plan(self) -> WeekPlan:
        """The plan."""
        return self.opened.plan

    @property
    def style(self) -> Style:
        """How its documents are written: days by their dates."""
        return Style(start=self.first_day)

    def find_locks(self) -> list[tuple[int, str]]:
        """The meals that are locked, each by its day, from 1, and its name."""
        wishes = [one for one in self.plan.request.wishes if one.kind == LOCKED]
        return [
            (day.day, meal.meal)
            for day in self.plan.days
            for meal in day.meals
            if any(one.covers(day.day, meal.meal) for one in wishes)
        ]


class NoSuchPage(Exception):
    """There is nothing at an address; the message says what there isn't."""


def find_folder(named: Path | None) -> Path:
    """The folder that is meant: one named, that of PLANNER_KITCHEN or this one, else `kitchen`."""
    folder = find_named(named)
    if folder is not None:
        return folder
    found = find_kitchen()
    return DEFAULT if found is None else found.folder


@dataclass
class House:
    """A kitchen's folder, and what was read of it. `clock` says what time it is on the wall."""

    folder: Path
    bundled: Tables
    clock: Callable[[], datetime]
    kept: dict[Any, tuple[Stamp, Any]] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    @property
    def today(self) -> date:
        """The day on the wall."""
        return self.clock().date()

    @property
    def is_made(self) -> bool:
        """Whether the folder is a kitchen yet."""
        return (self.folder / names.PROFILE).exists()

    def keep(self, key: Any, stamp: Stamp, make: Callable[[], Value]) -> Value:
        """What is kept under a key for a stamp; made if it isn't there. One thread makes it."""
        known = self.kept.get(key)
        if known is not None and known[0] == stamp:
            return known[1]  # type: ignore[no-any-return]
        with self.lock:
            known = self.kept.get(key)
            if known is not None and known[0] == stamp:
                return known[1]  # type: ignore[no-any-return]
            value = make()
            self.kept.pop(key, None)
            while len(self.kept) >= MOST_KEPT:
                self.kept.pop(next(iter(self.kept)))
            self.kept[key] = stamp, value
            return value

    def open(self) -> Kitchen:
        """The kitchen; KitchenError with file and line where it isn't understood."""
        stamp = (stamp_file(self.folder / names.PROFILE),)
        return self.keep("kitchen", stamp, lambda: open_kitchen(self.folder))

    def stamp_tables(self) -> Stamp:
        """What tells the kitchen's own foods, recipes, prices and aisles from those of before."""
        files = (names.PROFILE, names.FOODS, names.ALIASES, names.PRICES, names.AISLES)
        recipes = sorted(stamp_folder(self.folder / names.RECIPES))
        return (*(stamp_file(self.folder / name) for name in files), *recipes)

    def stamp(self) -> Stamp:
        """What tells the whole kitchen, and today, from what it was."""
        weeks = sorted(stamp_folder(self.folder / names.WEEKS))
        files = (stamp_file(self.folder / name) for name in (names.JOURNAL, names.PANTRY))
        return (self.today, *self.stamp_tables(), *files, *weeks)

    def know(self) -> Known:
        """The tables with what is the kitchen's own."""
        return self.keep("known", self.stamp_tables(), self._know)

    def _know(self) -> Known:
        kitchen = self.open()
        own = lay_over(self.bundled, kitchen.folder)
        prices = kitchen.prices
        if prices is None:
            named = parse_profile(kitchen.profile).prices
            prices = kitchen.folder / named if named else None
        tables = own.tables if prices is None else read_prices(prices, own.tables)
        aisles = None if kitchen.aisles is None else read_own_aisles(kitchen.aisles, tables)
        return Known(own, tables, aisles, own.problems)

    def find_first_day(self, day: date | None = None) -> date | None:
        """The first day of the week that a day is in, else of the next or the last; None: none."""
        try:
            return keeping.find_current(self.open(), self.know().tables, day or self.today)
        except PlannerError:
            if self.open().list_weeks():
                raise
            return None

    def read_week(self, first_day: date) -> Week:
        """A week with its check; NoSuchPage where none begins on that day."""
        path = self.open().find_week(first_day)
        if not path.exists():
            raise NoSuchPage(f"No week that begins on {first_day} is planned.")
        stamp = (stamp_file(path), *self.stamp_tables())
        return self.keep(("week", first_day), stamp, lambda: self._read_week(path, first_day))

    def _read_week(self, path: Path, first_day: date) -> Week:
        tables = self.know().tables
        text = read_file(path, PlanFileError, REMEDY)
        opened = open_plan(text, str(path), tables)
        if opened.report.faults:
            head = Problem(str(path), "doesn't add up", "Plan the week again.")
            raise PlanFileError(head, *opened.report.faults)
        wide = opened.tables if opened.tables.digest is None else widen(opened.tables, tables)
        return Week(first_day, hash_text(text), opened, wide)

    def find_changes(self, week: Week) -> list[str]:
        """In what words the profile differs from what a week was planned for.

        None for a profile that isn't understood: its own page says so.
        """
        with suppress(PlannerError):
            return keeping.find_changes(self.open(), self.know().tables, week.plan)
        return []

    def list_weeks(self) -> list[ServedWeek]:
        """The weeks that can be read, the earliest first."""
        return read_weeks(self.open(), self.know().tables)[0]

    def read_state(self) -> keeping.State:
        """The journal and the weeks as far as they still matter today."""
        kitchen, tables = self.open(), self.know().tables
        return self.keep(
            "state", self.stamp(), lambda: keeping.read_state(kitchen, tables, self.today)
        )

    def find_covering(self, day: date) -> date | None:
        """The first day of the week that a day is in; None where none is planned."""
        week = find_week(self.read_state().weeks, day)
        return None if week is None else week.first_day


def hash_text(text: str) -> str:
    """A short name of a text, which another text doesn't have."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def stamp_file(path: Path) -> tuple[str, int, int, int]:
    """What tells a file from what it was: its size, its time, its number; zeros if it is none."""
    with suppress(OSError):
        known = path.stat()
        return path.name, known.st_size, known.st_mtime_ns, known.st_ino
    return path.name, 0, 0, 0


def stamp_folder(path: Path) -> Iterator[tuple[str, int, int, int]]:
    """The stamps of the files in a folder."""
    with suppress(OSError):
        for entry in path.iterdir():
            yield stamp_file(entry)
