"""One warm process that plans, and the jobs that it is given.

The server never plans by itself: it answers while the worker computes. The worker holds the solver
and the tables from the start. To cancel a job is to end the process, at once, and to begin another.
What a job had not written by then is not in the kitchen, since every file is replaced as a whole:
what it was writing is removed, and what it had written is named.
"""

from __future__ import annotations

import secrets
import signal
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import Any

from planner.errors import PlannerError
from planner.kitchen.folder import RECIPES, WEEKS
from planner.parsing.files import remove_abandoned

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
ENDED = (DONE, FAILED, CANCELLED)
MOST_JOBS = 50
"""How many jobs that ended are remembered."""

BROKEN = "The process that plans was ended by something else."

SWEPT_S = 10.0
"""Seconds that whoever cancels waits at most until what was being written is removed."""


@dataclass(frozen=True)
class Found:
    """A plan on the way: after how many seconds, its points, those below which none can be, misses.

    `misses` are the points of what it misses.
    """

    seconds: float
    points: float
    bound: float
    misses: float


@dataclass
class Job:
    """Something that the worker is asked to do, and how far it is.

    `result` is there once it is done, `error` once it failed: a PlannerError, or a text where it
    wasn't foreseen. `found` has the plans that it found on its way, each nearer to usual than the
    one before. `written` names the files that it had written when it was ended. `number` grows
    with each change, so that whoever watches knows of it.
    """

    task: str
    words: Mapping[str, Any]
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    state: str = WAITING
    stage: str = ""
    done: int = 0
    steps: int = 0
    found: list[Found] = field(default_factory=list)
    began: float | None = None
    written: tuple[str, ...] = ()
    is_swept: bool = False
    result: Any = None
    error: PlannerError | str | None = None
    number: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED

    @property
    def seconds(self) -> float:
        """Seconds since it began; 0 before."""
        return 0.0 if self.began is None else monotonic() - self.began


class Worker:
    """The process, and its jobs in the order in which they came."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        """The process for a kitchen's folder; `clock` says what time it is on the wall."""
        self.folder, self.clock = folder, clock
        self.jobs: dict[str, Job] = {}
        self.waiting: deque[Job] = deque()
        self.changed = Condition()
        self.current: Job | None = None
        self.closed = False
        self.heard: Callable[[Job], None] = lambda _job: None
        """Hears of each job that begins, waits or ends."""
        self.process: BaseProcess | None = None
        self.thread = Thread(target=self._run, name="planner-jobs", daemon=True)
        self.thread.start()

    def warm(self) -> None:
        """Begin the process before there is something to do."""
        with self.changed:
            if self.process is None:
                self._begin()

    def _begin(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=work, args=(theirs, self.folder, self.clock), daemon=True, name="planner-worker"
        )
        self.process.start()
        theirs.close()

    def submit(self, task: str, **words: Any) -> Job:
        """Give the worker something to do; the job is returned at once."""
        job = Job(task, words)
        with self.changed:
            ended = [one.id for one in self.jobs.values() if one.has_ended]
            for old in ended[: max(0, len(ended) - MOST_JOBS)]:
                del self.jobs[old]
            self.jobs[job.id] = job
            self.waiting.append(job)
            self.changed.notify_all()
            self.heard(job)
        return job

    def find_active(self, task: str, **words: Any) -> Job | None:
        """A job of a task, with these words among its own, that waits or runs; None for none."""
        with self.changed:
            active = [one for one in self.jobs.values() if one.task == task and not one.has_ended]
        return next((one for one in active if words.items() <= one.words.items()), None)

    def wait(self, job: Job, seconds: float | None = None, after: int | None = None) -> None:
        """Wait until a job has ended; with `after`, until anything of it changed since then."""
        with self.changed:
            self.changed.wait_for(
                lambda: job.has_ended or (after is not None and job.number != after), seconds
            )

    def do(self, task: str, **words: Any) -> Any:
        """Do something and wait for what comes of it; raises what it fails with."""
        job = self.submit(task, **words)
        self.wait(job)
        if isinstance(job.error, PlannerError):
            raise job.error
        if job.state != DONE:
            raise RuntimeError(str(job.error or job.state))
        return job.result

    def cancel(self, job: Job) -> None:
        """End a job at once, if it hasn't ended; what it was writing is gone when this returns."""
        with self.changed:
            if job.has_ended:
                return
            if job in self.waiting:
                self.waiting.remove(job)
                job.is_swept = True
            self._set(job, state=CANCELLED)
            if job is self.current and self.process is not None:
                self.process.kill()
            self.changed.wait_for(lambda: job.is_swept or self.closed, SWEPT_S)

    def close(self) -> None:
        """End the process, and with it all jobs."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
            process = self.process  # none that is just beginning: that holds the lock
        if process is not None:
            process.kill()
            process.join()
        self.thread.join(5)

    def _set(self, job: Job, **values: Any) -> None:
        with self.changed:
            for name, value in values.items():
                setattr(job, name, value)
            job.number += 1
            self.changed.notify_all()
            if "state" in values or "written" in values:
                self.heard(job)

    def _run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting or self.closed)
                if self.closed:
                    return
                job = self.current = self.waiting.popleft()
                self.warm()
                self._set(job, state=RUNNING, began=monotonic())
            before = look(self.folder)
            try:
                self.pipe.send((job.task, dict(job.words)))
                self._follow(job)
            except (EOFError, OSError):
                if self.closed:
                    return
                assert self.process is not None
                self.process.kill()
                self.process.join()
                self._sweep(job, before)
                self.pipe.close()
                with self.changed:
                    if self.closed:
                        return
                    self._begin()
            self.current = None

    def _sweep(self, job: Job, before: Mapping[str, Any]) -> None:
        """Remove what an ended process was writing, and say what it had written."""
        for folder in (self.folder, self.folder / WEEKS, self.folder / RECIPES):
            remove_abandoned(folder)
        after = look(self.folder)
        written = tuple(name for name in after if after[name] != before.get(name))
        with self.changed:
            job.is_swept = True
            self._set(job, written=written)
            if not job.has_ended:
                self._set(job, state=FAILED, error=BROKEN)

    def _follow(self, job: Job) -> None:
        """Hear what the process says of a job until it has ended."""
        while True:
            kind, *said = self.pipe.recv()
            if job.has_ended:  # it was cancelled; the process is ending
                if kind in (DONE, FAILED):
                    raise EOFError
                continue
            if kind == "progress":
                self._set(job, done=said[0], steps=said[1])
            elif kind == "stage":
                self._set(job, stage=said[0])
            elif kind == "found":
                self._set(job, found=[*job.found, Found(job.seconds, *said)])
            elif kind == DONE:
                self._set(job, state=DONE, result=said[0])
                return
            else:
                self._set(job, state=FAILED, error=said[0])
                return


def look(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What tells each file of a kitchen from what it is after a change, by its name."""
    found = {}
    for part in (folder, folder / WEEKS, folder / RECIPES):
        with suppress(OSError):
            for path in sorted(part.iterdir()):
                if not path.name.startswith(".") and path.is_file():
                    known = path.stat()
                    name = path.relative_to(folder).as_posix()
                    found[name] = known.st_size, known.st_mtime_ns, known.st_ino
    return found


def work(pipe: Connection, folder: Path, clock: Callable[[], datetime]) -> None:
    """What the process does: read the tables, then one task after the other until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's
    from planner.web.tasks import Bench  # noqa: PLC0415  (the solver is the worker's alone)

    bench = Bench(folder, clock)
    with suppress(EOFError, OSError):
        while True:
            task, words = pipe.recv()
            try:
                result = bench.do(task, words, lambda *said: pipe.send(said))
            except PlannerError as error:
                pipe.send((FAILED, error))
            except Exception as error:  # noqa: BLE001  (the server says it, and goes on)
                pipe.send((FAILED, f"{type(error).__name__}: {error}"))
            else:
                pipe.send((DONE, result))
