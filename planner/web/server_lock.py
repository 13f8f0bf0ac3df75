"""One server a kitchen: it holds a lock on a small file of the folder, which has its words.

The lock is the operating system's, and ends with the server, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planner.errors import KitchenError, OutputError, Problem
from planner.kitchen.folder import PRIVATE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".planner.serve"
MOST_BYTES = 300


@contextmanager
def hold_server(folder: Path, words: str) -> Iterator[None]:
    """Be the only server of a kitchen; KitchenError, which names the other one, if there is one.

    A folder that isn't there is made, for its owner alone; one that nothing came of is removed.
    """
    try:
        made = not folder.exists()
        folder.mkdir(mode=PRIVATE, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        what = f"can't be used: {error.strerror or error}"
        raise OutputError(Problem(str(folder), what, "Choose another folder.")) from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                owner = os.read(descriptor, MOST_BYTES).decode(errors="replace").strip()
                what = f"is served already, by {owner or 'another server'}"
                remedy = "Open that one in your browser, or end it with Ctrl-C where it runs."
                raise KitchenError(Problem(str(folder), what, remedy)) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{words}\n".encode()[:MOST_BYTES])
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            if made and [one.name for one in folder.iterdir()] == [LOCK]:
                with suppress(OSError):
                    (folder / LOCK).unlink()
                    folder.rmdir()
    finally:
        os.close(descriptor)
