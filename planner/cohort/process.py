"""A process that plans rows: a crash, a hang or a kill costs one row.

`RowProcess` starts `python -m planner.cohort.row_server`, which reads the tables once and then
answers a line of JSON with a line of JSON. Where the process dies or takes too long over a row, the
row is tried in a new one; the second time it has failed. Nothing in the same process could end a
loop in the solver's C code.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import planner
from planner.cohort.records import Settings, Status, blank_row
from planner.errors import CohortError, Problem

TIMES_LIMIT, GRACE = 2.0, 10.0  # a row that takes so many times its limit, and seconds, is given up
START = 120.0  # seconds in which the tables must be read
TRIES, STARTS = 2, 5  # deaths over a row, and starts for it, after which it is given up
COMMAND = (sys.executable, "-P", "-m", "planner.cohort.row_server")  # no module of the folder
HOME = str(Path(planner.__file__).parents[1])
CHECK, PLAN = "check", "plan"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _find_path() -> str:
    """Where the process finds modules: first this planner itself."""
    return os.pathsep.join(filter(None, (HOME, os.environ.get("PYTHONPATH", ""))))


class RowDied(Exception):
    """The process ended, or had to be ended, before it answered; the text says why."""


class RowProcess:
    """A process that plans rows; it is started when the first one comes, and again if it died."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings; nothing is started yet."""
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""

    def plan(self, words: Mapping[str, Any], *, keep_plan: bool = False) -> dict[str, Any]:
        """What `plan_row` gives; a row of status FAILED where its process died twice over it."""
        answer, why = self._ask({"do": PLAN, "words": words, "keep_plan": keep_plan})
        if answer is not None:
            return answer
        reason = {"place": "", "what": why, "remedy": "Run the command again to try it once more."}
        return blank_row() | {"status": str(Status.FAILED), "reasons": [reason]}

    def check(self, words: Mapping[str, Any]) -> list[dict[str, str]]:
        """What `find_problems` gives; nothing where the process died over it."""
        answer, _ = self._ask({"do": CHECK, "words": words})
        return answer["problems"] if answer else []

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            self._process = None

    def _ask(self, question: Mapping[str, Any]) -> tuple[dict[str, Any] | None, str]:
        """The answer to a question, or why there is none."""
        why, deaths = "", 0
        for _ in range(STARTS):
            try:
                self._start()
            except RowDied as died:  # it had no row yet
                why = str(died)
                self.close()
                continue
            try:
                return self._exchange(question), ""
            except RowDied as died:
                why, deaths = str(died), deaths + 1
                self.close()
                if deaths == TRIES:
                    return None, why
        raise CohortError(Problem("", f"no process can plan rows: {why}"))

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._rest = b""
        self._process = subprocess.Popen(  # noqa: S603  (the planner itself)
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": _find_path()},
            start_new_session=True,  # Ctrl-C is for who leads the run
        )
        self._send(self.settings.to_json())
        answer = self._receive(START)
        if "problem" in answer:
            self.close()
            raise CohortError(Problem(**answer["problem"]))

    def _exchange(self, question: Mapping[str, Any]) -> dict[str, Any]:
        self._send(question)
        return self._receive(TIMES_LIMIT * self.settings.limit_seconds + GRACE)

    def _send(self, value: Mapping[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(value).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise RowDied(self._find_cause()) from error

    def _receive(self, seconds: float) -> dict[str, Any]:
        """The next line of the process; RowDied where it ends, or takes longer than `seconds`."""
        assert self._process is not None
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        parts, ends = [self._rest], time.monotonic() + seconds
        while b"\n" not in parts[-1]:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, ends - time.monotonic()))
            if not ready:
                raise RowDied(f"it took longer than {seconds:g} s, and was given up")
            part = os.read(descriptor, 1 << 20)
            if not part:
                raise RowDied(self._find_cause())
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _find_cause(self) -> str:
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(GRACE)
            if code < 0:
                return f"its process was ended by signal {-code} ({signal.Signals(-code).name})"
            return f"its process ended with exit code {code}"
        return "its process stopped answering"
