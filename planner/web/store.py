"""What isn't a kitchen's own: ticks of the list, what can be put back, and who may come in.

It is a SQLite file in the kitchen's folder, and may be deleted. Then the ticks of this trip are
gone, what was changed on pages can't be put back any more, and devices pair anew. The weeks, the
pantry and the journal are files, and stay.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from planner.errors import OutputError, Problem

FILE = ".planner.web.sqlite"
MOST_CHANGES = 10
"""How many changes of weeks can be put back."""

LOSS_IS_SAID_MS = 24 * 3600 * 1000
"""For how long pages say that a store was deleted: a day."""

TABLES = """
CREATE TABLE IF NOT EXISTS births (at_ms INTEGER PRIMARY KEY, is_second INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ticks (
    id TEXT PRIMARY KEY, week TEXT NOT NULL, item TEXT NOT NULL,
    is_on INTEGER NOT NULL, clock INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ticks_of_week ON ticks (week);
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, week TEXT NOT NULL, what TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,
    may_write INTEGER NOT NULL, maker TEXT NOT NULL, made TEXT NOT NULL, seen TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Tick:
    """An operation on the list: an item is ticked, or no longer.

    `id` is made by the phone, and no other has it. `clock` is one more than the largest that the
    phone had seen: of two operations on an item the one with the larger clock holds, and of two
    with the same the one with the larger id. So the order in which they come doesn't matter.
    """

    id: str
    item: str
    is_on: bool
    clock: int


@dataclass(frozen=True)
class ListState:
    """What the store knows of a list.

    `born` is when the store was made, in milliseconds, which tells it from one that was deleted.
    `count` is how many operations it has: of two states of one store the one with more is newer.
    `clock` is the largest of them.
    """

    born: int
    count: int
    clock: int
    ticked: frozenset[str]


@dataclass(frozen=True)
class Change:
    """A change of a week that can be put back: its file before and after."""

    number: int
    week: str
    what: str
    before: str
    after: str


class Store:
    """The file, opened anew for each use: it may go at any time."""

    def __init__(self, folder: Path) -> None:
        """Of a kitchen's folder."""
        self.path = folder / FILE
        self.lock = Lock()
        self.was_there = self.path.exists()

    def begin(self) -> None:
        """Make the file if it isn't there: a deleted one mustn't look like one not made yet."""
        if not self.path.exists():
            with self.open():
                pass

    def stamp(self) -> tuple[tuple[int, int], ...]:
        """What tells the file and its log from what they were before a change."""
        found = [(int(self.was_there), 0)]  # one that is gone isn't one that never was
        for path in (self.path, self.path.with_name(f"{FILE}-wal")):
            with suppress(OSError):
                known = path.stat()
                found.append((known.st_size, known.st_mtime_ns))
        return tuple(found)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection, whose changes are on the disk as a whole once this ends."""
        with self.lock:
            try:
                with closing(self._connect()) as connection, connection:
                    yield connection
            except sqlite3.DatabaseError as error:
                remedy = (
                    "Delete it: only ticks, what could be put back and paired devices are in it."
                )
                raise OutputError(
                    Problem(str(self.path), f"can't be used: {error}", remedy)
                ) from error

    def _connect(self) -> sqlite3.Connection:
        known = self.path.exists()
        connection = sqlite3.connect(self.path, timeout=10.0)
        try:
            if not known:
                self.path.chmod(0o600)
                connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(TABLES)
            connection.execute("PRAGMA synchronous=FULL")
            self._note_birth(connection, is_second=self.was_there and not known)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _note_birth(self, connection: sqlite3.Connection, *, is_second: bool) -> None:
        """Keep when the store was made, and whether there was one before it."""
        if connection.execute("SELECT 1 FROM births").fetchone() is None:
            now = time.time_ns() // 1_000_000
            connection.execute("INSERT INTO births VALUES (?, ?)", (now, int(is_second)))
            connection.commit()
        self.was_there = True

    def find_loss(self) -> bool:
        """Whether the store was deleted under this server's eyes, less than a day ago."""
        with self.open() as connection:
            born, is_second = connection.execute("SELECT at_ms, is_second FROM births").fetchone()
        return bool(is_second) and time.time_ns() // 1_000_000 - born < LOSS_IS_SAID_MS

    def add_ticks(self, week: str, ticks: Iterable[Tick]) -> None:
        """Keep operations; one that is kept already changes nothing."""
        with self.open() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO ticks VALUES (?, ?, ?, ?, ?)",
                [(one.id, week, one.item, int(one.is_on), one.clock) for one in ticks],
            )

    def read_ticks(self, week: str) -> list[Tick]:
        """Every operation on the list of a week."""
        with self.open() as connection:
            rows = connection.execute(
                "SELECT id, item, is_on, clock FROM ticks WHERE week = ? ORDER BY clock, id",
                (week,),
            ).fetchall()
        return [Tick(name, item, bool(is_on), clock) for name, item, is_on, clock in rows]

    def read_list(self, week: str) -> ListState:
        """What is ticked on the list of a week."""
        ticks = self.read_ticks(week)
        with self.open() as connection:
            (born,) = connection.execute("SELECT at_ms FROM births").fetchone()
        clock = max((one.clock for one in ticks), default=0)
        return ListState(born, len(ticks), clock, find_ticked(ticks))

    def clear_ticks(self, week: str, items: Iterable[str]) -> None:
        """Take the ticks off items that were bought: on another list they are to buy again."""
        known = self.read_list(week)
        off = [
            Tick(secrets.token_hex(8), one, is_on=False, clock=known.clock + 1)
            for one in items
            if one in known.ticked
        ]
        self.add_ticks(week, off)

    def keep_change(self, week: str, what: str, before: str, after: str) -> None:
        """Keep what a week was before a change; of the changes before the last ten nothing."""
        with self.open() as connection:
            connection.execute(
                "INSERT INTO changes (week, what, before, after) VALUES (?, ?, ?, ?)",
                (week, what, before, after),
            )
            connection.execute(
                "DELETE FROM changes WHERE number <= (SELECT max(number) FROM changes) - ?",
                (MOST_CHANGES,),
            )

    def list_changes(self) -> list[Change]:
        """The changes that can be put back, the last one first."""
        with self.open() as connection:
            rows = connection.execute(
                "SELECT number, week, what, before, after FROM changes ORDER BY number DESC"
            ).fetchall()
        return [Change(*row) for row in rows]

    def find_change(self) -> Change | None:
        """The last change that can be put back; None if there is none."""
        return next(iter(self.list_changes()), None)

    def drop_change(self, number: int) -> None:
        """Forget a change, which was put back or can't be."""
        with self.open() as connection:
            connection.execute("DELETE FROM changes WHERE number = ?", (number,))


def find_ticked(ticks: Iterable[Tick]) -> frozenset[str]:
    """The items that are ticked after some operations, in whatever order they came.

    >>> sorted(find_ticked([Tick("b", "tofu", False, 2), Tick("a", "tofu", True, 1)]))
    []
    """
    last: dict[str, Tick] = {}
    for one in ticks:
        known = last.get(one.item)
        if known is None or (one.clock, one.id) > (known.clock, known.id):
            last[one.item] = one
    return frozenset(item for item, one in last.items() if one.is_on)
