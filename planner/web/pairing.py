"""How a device becomes one of the house: a code from the terminal, as a QR or typed.

A code holds for five minutes and five tries. It is made when a device asks to be paired, shown once
where the server runs, and kept as a hash. After five wrong tries there is a new one, which counts
from a minute later on: so guessing eight letters gets nowhere, whoever may try.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from threading import Lock

from planner.web.access import PAIR
from planner.web.keys import hash_secret

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits
TYPED_LETTERS = 8
QR_BYTES = 16  # 128 bits
LASTS_S = 5 * 60.0
MOST_TRIES = 5
PAUSE_S = 60.0


class Tried(Enum):
    """What became of a code that a device sent."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"
    TOO_OFTEN = "too often"


@dataclass(frozen=True)
class Offer:
    """A new code, as it is shown once: letters to type, and what stands in the QR.

    `why` says what came before it, or nothing.
    """

    typed: str
    scanned: str
    why: str = ""


@dataclass
class _Current:
    typed: str
    scanned: str
    until: float
    tries: int = 0


class Pairing:
    """The code that holds now, if any does. `show` shows a new one where the server runs."""

    def __init__(
        self, show: Callable[[Offer], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Without a code yet; `clock` counts seconds."""
        self.show, self.clock = show, clock
        self.lock = Lock()
        self.current: _Current | None = None
        self.paused_until = 0.0

    def ask(self) -> None:
        """Show a code where the server runs, unless one that holds was shown."""
        with self.lock:
            if self.current is None or self.clock() >= self.current.until:
                self.show(self._make())

    def make(self) -> Offer:
        """A new code, for whoever stands at this machine; the one before it is over."""
        with self.lock:
            self.paused_until = 0.0
            return self._make()

    def _make(self, why: str = "") -> Offer:
        typed = "".join(secrets.choice(LETTERS) for _ in range(TYPED_LETTERS))
        scanned = secrets.token_urlsafe(QR_BYTES)
        until = self.clock() + LASTS_S
        self.current = _Current(hash_secret(typed), hash_secret(scanned), until)
        return Offer(f"{typed[:4]}-{typed[4:]}", scanned, why)

    def try_code(self, text: str) -> Tried:
        """Whether a text is the code that holds; a right one is used up by that."""
        letters = "".join(one for one in text.upper() if not one.isspace() and one != "-")
        with self.lock:
            now = self.clock()
            if now < self.paused_until:
                return Tried.TOO_OFTEN
            current = self.current
            if current is None or now >= current.until:
                self.show(self._make())
                return Tried.OVER
            is_typed = secrets.compare_digest(hash_secret(letters), current.typed)
            is_scanned = secrets.compare_digest(hash_secret(text.strip()), current.scanned)
            if is_typed or is_scanned:
                self.current = None
                return Tried.RIGHT
            current.tries += 1
            if current.tries >= MOST_TRIES:
                self.paused_until = now + PAUSE_S
                self.show(self._make(f"{MOST_TRIES} wrong codes were sent."))
                return Tried.TOO_OFTEN
            return Tried.WRONG


def write_link(address: str, offer: Offer) -> str:
    """The address in the QR of a code, for a server at an address."""
    return f"{address}{PAIR}?code={offer.scanned}"


@dataclass(frozen=True)
class Entrance:
    """Where the house opens the server. `pairing` is None where this machine alone can."""

    address: str
    is_secure: bool = False
    pairing: Pairing | None = None
