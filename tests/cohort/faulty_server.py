"""The server of rows, where people of certain names crash, hang or die: for tests."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from typing import Any

from planner.cohort import row_server
from planner.cohort.records import Settings
from planner.cohort.rows import plan_row
from planner.tables.bundle import Tables


def plan_or_fail(
    words: Mapping[str, Any], tables: Tables, settings: Settings, *, keep_plan: bool = False
) -> dict[str, Any]:
    """What `plan_row` gives, unless the person's name says otherwise."""
    match words.get("name"):
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "hang":
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])
            time.sleep(600)
        case "error":
            message = "nobody expected this"
            raise KeyError(message)
        case str(name) if name.startswith("once:"):  # dies where the file isn't there yet
            try:
                os.close(os.open(name.removeprefix("once:"), os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return plan_row(words, tables, settings, keep_plan=keep_plan)
            os.kill(os.getpid(), signal.SIGKILL)
    return plan_row(words, tables, settings, keep_plan=keep_plan)


if __name__ == "__main__":
    row_server.plan_row = plan_or_fail  # type: ignore[attr-defined]
    row_server._serve()  # noqa: SLF001  (as it is started)
