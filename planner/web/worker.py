"""One warm process that plans, and the jobs that it is given.

The server never plans by itself: it answers while the worker computes. The worker holds the solver
and the tables from the start. To cancel a job is to end the process, at once, and to begin another.
What a job had not written by then is not in the kitchen, since every file is replaced as a whole.
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
from typing import Any

from planner.errors import PlannerError

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
ENDED = (DONE, FAILED, CANCELLED)
MOST_JOBS = 50
"""How many jobs that ended are remembered."""

BROKEN = "The process that plans was ended by something else. Nothing was written."


@dataclass
class Job:
    """Something that the worker is asked to do, and how far it is.

    `result` is there once it is done, `error` once it failed: a PlannerError, or a text where it
    wasn't foreseen. `number` grows with each change, so that whoever watches knows of it.
    """

    task: str
    words: Mapping[str, Any]
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    state: str = WAITING
    stage: str = ""
    done: int = 0
    steps: int = 0
    result: Any = None
    error: PlannerError | str | None = None
    number: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


class Worker:
    """The process, and its jobs in the order in which they came."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] | None = None) -> None:
        """The process for a kitchen's folder; `clock` is the wall's if it isn't given."""
        self.folder, self.clock = folder, clock
        self.jobs: dict[str, Job] = {}
        self.waiting: deque[Job] = deque()
        self.changed = Condition()
        self.current: Job | None = None
        self.closed = False
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
        return job

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
        """End a job at once, if it hasn't ended."""
        with self.changed:
            if job.has_ended:
                return
            if job in self.waiting:
                self.waiting.remove(job)
            self._set(job, state=CANCELLED)
            if job is self.current and self.process is not None:
                self.process.kill()

    def close(self) -> None:
        """End the process, and with it all jobs."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        if self.process is not None:
            self.process.kill()
            self.process.join()
        self.thread.join(5)

    def _set(self, job: Job, **values: Any) -> None:
        with self.changed:
            for name, value in values.items():
                setattr(job, name, value)
            job.number += 1
            self.changed.notify_all()

    def _run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting or self.closed)
                if self.closed:
                    return
                job = self.current = self.waiting.popleft()
                self.warm()
                self._set(job, state=RUNNING)
            try:
                self.pipe.send((job.task, dict(job.words)))
                self._follow(job)
            except (EOFError, OSError):
                if self.closed:
                    return
                if not job.has_ended:
                    self._set(job, state=FAILED, error=BROKEN)
                assert self.process is not None
                self.process.kill()
                self.process.join()
                self.pipe.close()
                self._begin()
            self.current = None

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
            elif kind == DONE:
                self._set(job, state=DONE, result=said[0])
                return
            else:
                self._set(job, state=FAILED, error=said[0])
                return


def work(pipe: Connection, folder: Path, clock: Callable[[], datetime] | None) -> None:
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
