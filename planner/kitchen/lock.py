"""A lock on a kitchen: who writes holds it, it names its owner, and it ends with its owner.

It is an advisory lock of the operating system (flock) on a small file of the folder. The owner's
words stand in the file while it is held. Words in a file that nobody holds are those of a command
that was killed, and the next command says so.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from time import monotonic, sleep

from planner.errors import KitchenError, OutputError, Problem, quote
from planner.kitchen.folder import Kitchen
from planner.kitchen.journal import find_cut

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE_S = 30.0  # a command that plans takes a few seconds
EVERY_S = 0.05
MOST_BYTES = 200
ENDED = "was ended before it was done"


def keep_quiet(_text: str) -> None:
    """Say nothing."""


@contextmanager
def hold_lock(
    kitchen: Kitchen,
    command: str,
    tell: Callable[[str], None] = keep_quiet,
    patience_s: float = PATIENCE_S,
) -> Iterator[None]:
    """Hold the lock of a kitchen for a command, such as "next".

    Another command that holds it is waited for; `tell` hears whom, and what an earlier command left
    behind. KitchenError, which names the owner, after `patience_s` seconds.
    """
    try:
        descriptor = os.open(kitchen.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        what = f"can't be written: {error.strerror or error}"
        remedy = "Choose another kitchen, or make it yours."
        raise OutputError(Problem(str(kitchen.folder), what, remedy)) from error
    try:
        _wait(descriptor, kitchen, tell, patience_s)
        left = _read_owner(descriptor)
        if left:
            tell(f"{left} {ENDED}. What it hadn't written yet is not in the kitchen.")
        cut = find_cut(kitchen.journal)
        if cut:
            name = kitchen.journal.name
            tell(f"{name} ends with {quote(cut)}, which may be cut short: look at it.")
        _write_owner(descriptor, command)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)  # which ends the lock


def _wait(
    descriptor: int, kitchen: Kitchen, tell: Callable[[str], None], patience_s: float
) -> None:
    """Lock the file; KitchenError if another command keeps it too long."""
    if fcntl is None:
        return
    ends, told = monotonic() + patience_s, False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = _read_owner(descriptor) or "another command"
            if monotonic() >= ends:
                what = f"is in use by {owner}"
                remedy = "Wait until it is done, or end it, and type your command again."
                raise KitchenError(Problem(str(kitchen.folder), what, remedy)) from error
            if not told:
                tell(f"Waiting for {owner}, which is using this kitchen ...")
                told = True
            sleep(EVERY_S)
        else:
            return


def _read_owner(descriptor: int) -> str:
    """The words of the one who holds the lock, or held it last and was killed; "" for none."""
    with suppress(OSError):
        data = os.pread(descriptor, MOST_BYTES, 0) if hasattr(os, "pread") else b""
        return data.decode(errors="replace").strip()
    return ""


def _write_owner(descriptor: int, command: str) -> None:
    """Write who holds the lock; a disk that is full keeps nobody from it."""
    now = datetime.now().astimezone()
    words = (
        f"planner {command} (process {os.getpid()} on {socket.gethostname()}, since {now:%H:%M:%S})"
    )
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{words}\n".encode()[:MOST_BYTES])
