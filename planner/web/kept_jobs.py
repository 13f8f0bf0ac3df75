"""Long jobs in the store, so that they are known after the server was started anew.

A job that was running when the server ended has stopped, and can be begun again. What is kept is
what was asked and what came of it; how far a job is only the worker knows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from planner.errors import PlannerError
from planner.web.store import Store
from planner.web.worker import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job, Worker

NEXT = "next"
KEPT = (NEXT,)
"""The tasks whose jobs are kept: those that take long."""

STOPPED = "stopped"
MOST_KEPT = 50
TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL,
    words TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL
)
"""
SAYS = {
    STOPPED: "The server ended while this was planned. Weeks has what was planned by then.",
    CANCELLED: "This planning was ended.",
    FAILED: "This planning failed.",
    DONE: "This was planned.",
}


@dataclass(frozen=True)
class KeptJob:
    """A job of before: what was asked, and what became of it.

    `outcome` is what the worker gave, where the job is done.
    """

    id: str
    task: str
    words: Mapping[str, Any]
    state: str
    outcome: Any

    @property
    def says(self) -> str:
        """What became of it, in a sentence."""
        return SAYS.get(self.state, "")


def keep_jobs(worker: Worker, store: Store) -> None:
    """Keep a worker's long jobs in a store from now on; those that ran before have stopped."""
    if store.path.exists():
        with suppress(PlannerError), _open(store) as connection:
            connection.execute(
                "UPDATE jobs SET state = ? WHERE state IN (?, ?)", (STOPPED, WAITING, RUNNING)
            )
    worker.heard = lambda job: _keep(store, job)


def _keep(store: Store, job: Job) -> None:
    """Keep a job as it is; a store that can't be written keeps no job from being done."""
    if job.task not in KEPT or not store.path.parent.exists():
        return
    outcome = json.dumps(job.result if job.state == DONE else None)
    with suppress(PlannerError), _open(store) as connection:
        connection.execute(
            "INSERT INTO jobs (id, task, words, state, outcome) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET state = excluded.state, outcome = excluded.outcome",
            (job.id, job.task, json.dumps(dict(job.words)), job.state, outcome),
        )
        connection.execute(
            "DELETE FROM jobs WHERE number <= (SELECT max(number) FROM jobs) - ?", (MOST_KEPT,)
        )


def read_job(store: Store, name: str) -> KeptJob | None:
    """A job that was kept, by its name; None for one that isn't known."""
    return _read(store, "SELECT id, task, words, state, outcome FROM jobs WHERE id = ?", name)


def find_stopped(store: Store) -> KeptJob | None:
    """The last long job, if it stopped; None otherwise."""
    last = _read(
        store, "SELECT id, task, words, state, outcome FROM jobs ORDER BY number DESC LIMIT 1"
    )
    return last if last is not None and last.state == STOPPED else None


def _read(store: Store, query: str, *words: str) -> KeptJob | None:
    if not store.path.exists():
        return None
    with _open(store) as connection:
        row = connection.execute(query, words).fetchone()
    if row is None:
        return None
    name, task, asked, state, outcome = row
    return KeptJob(name, task, json.loads(asked), state, json.loads(outcome))


@contextmanager
def _open(store: Store) -> Iterator[sqlite3.Connection]:
    """The store with the table of jobs."""
    with store.open() as connection:
        connection.execute(TABLE)
        yield connection
