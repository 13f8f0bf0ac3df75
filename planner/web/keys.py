"""Who may come in besides this machine: paired devices, programs with a token, calendars.

A key is a text that only its owner has, `id.secret`. The store keeps the id and a hash of the
secret, so who reads the file can't come in by it. A paired device has its key in a cookie, a
program sends it as a token, and a calendar has it in its address. What a device made ends with it.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from planner.errors import OutputError, PlannerError, Problem, RequestError
from planner.web.store import Store

DEVICE, PROGRAM, CALENDAR = "device", "program", "calendar"
KINDS = (DEVICE, PROGRAM, CALENDAR)
LASTS = timedelta(days=400)
"""How long a device stays paired: the longest that browsers keep a cookie."""

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a key was used last."""

MOST_KEYS = 50
LONGEST_NAME = 40
SECRET_BYTES = 32

logger = logging.getLogger("planner.web")


@dataclass(frozen=True)
class Key:
    """A key as the store has it, without its secret.

    `maker` is the id of the device that made it, or empty for this machine. `made` and `seen` are
    moments of the clock on the wall, `seen` that of its last use, to five minutes.
    """

    id: str
    kind: str
    name: str
    hash: str
    may_write: bool
    maker: str
    made: datetime
    seen: datetime

    def has_ended(self, now: datetime) -> bool:
        """Whether it is too old to be let in; a program and a calendar never are."""
        return self.kind == DEVICE and now - self.made > LASTS


class Keys:
    """The keys of a kitchen's store, read anew when its file changes."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Of a store; `clock` says what time it is on the wall."""
        self.store, self.clock = store, clock
        self.lock = Lock()
        self.writes = 0
        self.known: tuple[Any, dict[str, Key]] = ((), {})

    def read(self) -> dict[str, Key]:
        """All keys by their ids; OutputError for a store that can't be read."""
        with self.lock:
            stamp = (self.writes, *self.store.stamp())
            if not self.store.path.exists():
                return {}
            if self.known[0] != stamp:
                with self.store.open() as connection:
                    rows = connection.execute(f"SELECT {COLUMNS} FROM keys ORDER BY made, id")  # noqa: S608
                    keys = {one.id: one for one in map(_make_key, rows)}
                self.known = stamp, keys
            return self.known[1]

    def list(self, kind: str) -> list[Key]:
        """The keys of a kind that are still let in, the oldest first."""
        now = self.clock()
        return [one for one in self.read().values() if one.kind == kind and not one.has_ended(now)]

    def add(self, kind: str, name: str, *, may_write: bool = False, maker: str = "") -> str:
        """Make a key, and say its text, which nobody can tell again.

        RequestError where the name is missing or too long, or if there are too many.
        """
        name = parse_name(name)
        if len(self.list(kind)) >= MOST_KEYS:
            what = f"there are {MOST_KEYS} already"
            raise RequestError(Problem("name", what, "Take one of them out first."))
        id_, secret = secrets.token_hex(6), secrets.token_urlsafe(SECRET_BYTES)
        now = self.clock().isoformat(timespec="seconds")
        row = (id_, kind, name, hash_secret(secret), int(may_write), maker, now, now)
        with self.lock, self.store.open() as connection:
            connection.execute("DELETE FROM keys WHERE kind = ? AND made < ?", _find_ended(self))
            connection.execute(f"INSERT INTO keys ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
            self.writes += 1
        return f"{id_}.{secret}"

    def find(self, text: str, kind: str) -> Key | None:
        """The key of a kind that a text is; None for any other, and where the store is broken."""
        id_, _, secret = text.partition(".")
        try:
            key = self.read().get(id_)
        except OutputError as error:
            logger.warning("%s", error)
            key = None
        known = NOBODY if key is None else key.hash
        is_right = secrets.compare_digest(hash_secret(secret), known)
        if key is None or not is_right or key.kind != kind or key.has_ended(self.clock()):
            return None
        self._note(key)
        return key

    def _note(self, key: Key) -> None:
        """Keep that a key was used, unless that is kept already."""
        now = self.clock()
        if now - key.seen < SEEN_EVERY:
            return
        with suppress(PlannerError, sqlite3.Error), self.lock, self.store.open() as connection:
            seen = now.isoformat(timespec="seconds")
            connection.execute("UPDATE keys SET seen = ? WHERE id = ?", (seen, key.id))
            self.writes += 1

    def revoke(self, id_: str) -> Key | None:
        """End a key, and what was made by it; the key, or None if there is none of that id."""
        key = self.read().get(id_)
        if key is None:
            return None
        with self.lock, self.store.open() as connection:
            connection.execute("DELETE FROM keys WHERE id = ? OR maker = ?", (id_, id_))
            self.writes += 1
        return key


COLUMNS = "id, kind, name, hash, may_write, maker, made, seen"


def _make_key(row: tuple[Any, ...]) -> Key:
    id_, kind, name, hash_, may_write, maker, made, seen = row
    moments = datetime.fromisoformat(made), datetime.fromisoformat(seen)
    return Key(id_, kind, name, hash_, bool(may_write), maker, *moments)


def _find_ended(keys: Keys) -> tuple[str, str]:
    """Which rows are of devices that are too old: their kind, and before when they were made."""
    return DEVICE, (keys.clock() - LASTS).isoformat(timespec="seconds")


def hash_secret(secret: str) -> str:
    """What the store keeps of a secret: random ones are too long to be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


NOBODY = hash_secret(secrets.token_urlsafe(SECRET_BYTES))
"""What a text that is no key is compared with, so that it takes as long."""


def say_rights(key: Key) -> str:
    """What a key may do, in a few words."""
    if key.kind == CALENDAR:
        return "read the calendar"
    return "read and change" if key.may_write else "read"


def parse_name(text: str) -> str:
    """A name as one line without signs that can't be seen; RequestError for none or a long one."""
    name = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    if not name:
        raise RequestError(Problem("name", "is missing", "Say whose it is: Ana's phone."))
    if len(name) > LONGEST_NAME:
        what = f"is longer than {LONGEST_NAME} letters"
        raise RequestError(Problem("name", what, "Choose a shorter one."))
    return name
