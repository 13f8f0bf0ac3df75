"""Plans rows that come as lines of JSON: what `planner.cohort.process` starts."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.cohort.process import CHECK, GRACE, START, TIMES_LIMIT
from planner.cohort.records import Settings, Status, blank_row
from planner.cohort.rows import find_problems, plan_row
from planner.errors import CohortError, Problem, TableError
from planner.tables.bundle import Tables, find_data, read_tables

IDLE = 600  # seconds without a row after which the process ends


def _open_tables(settings: Settings) -> Tables:
    """The tables of the settings; CohortError where they can't be read, or are others."""
    folder = Path(settings.tables) if settings.tables else find_data()
    tables = read_tables(folder)
    if tables.hash != settings.tables_hash:
        what = f"has tables {tables.hash}, and the run has {settings.tables_hash}"
        remedy = "Install the same planner, and put the same tables into the same folder."
        raise CohortError(Problem(str(folder), what, remedy))
    return tables


def _serve() -> None:
    """Answer lines until there are none.

    SIGALRM ends the process, wherever it is: whoever started it may be gone.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    gc.set_threshold(100_000)

    def answer(value: Mapping[str, Any]) -> None:
        answers.write(json.dumps(value).encode() + b"\n")
        answers.flush()

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(int(START))
    first = sys.stdin.buffer.readline()
    if not first:  # who leads the run has ended already
        return
    settings = Settings(**json.loads(first))
    most = int(TIMES_LIMIT * settings.limit_seconds + 2 * GRACE)
    try:
        tables = _open_tables(settings)
    except (TableError, CohortError) as error:
        problem = error.problems[0]
        answer(
            {"problem": {"where": problem.where, "what": problem.what, "remedy": problem.remedy}}
        )
        return
    answer({})
    signal.alarm(IDLE)
    gc.collect()
    gc.freeze()  # the tables stay
    for line in sys.stdin.buffer:
        signal.alarm(most)
        question = json.loads(line)
        words = question["words"]
        if question["do"] == CHECK:
            answer({"problems": find_problems(words, tables)})
        else:
            answer(_plan(words, tables, settings, keep_plan=question["keep_plan"]))
        gc.collect()  # a plan's records hold one another
        signal.alarm(IDLE)


def _plan(
    words: Mapping[str, Any], tables: Tables, settings: Settings, *, keep_plan: bool
) -> dict[str, Any]:
    """What `plan_row` gives; FAILED, with its name, for an error that nobody expected."""
    began = time.process_time()
    try:
        row = plan_row(words, tables, settings, keep_plan=keep_plan)
    except Exception as error:  # noqa: BLE001  (nobody's row stops the others)
        what = f"the planner failed: {type(error).__name__}: {error}"
        reason = {"place": "", "what": what, "remedy": "Report it, with this row."}
        row = blank_row() | {"status": str(Status.FAILED), "reasons": [reason]}
    return row | {"cpu_seconds": round(time.process_time() - began, 4)}


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        _serve()
