"""Leads the run of a cohort: which rows are missing, who plans them, and where they are written.

Shards go out in the file's order and come back in any. What is written of a row is the same,
whoever planned it and when: only this module writes, and it writes what `plan_row` gave.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from planner.cohort.people import Naming, People, PersonRow, find_people, overlay_row
from planner.cohort.process import CHECK, PLAN, RowProcess
from planner.cohort.records import Settings, Status, blank_row, give_reason, write_problems
from planner.cohort.store import (
    PEOPLE,
    SCHEMA,
    SCHEMA_VERSION,
    SHARD_ROWS,
    Store,
    read_table,
)
from planner.errors import PeopleFileError, Problem, close_matches, quote

PART_ROWS = 25  # that a worker gets together: few, so that the last ones are shared evenly
SHOWN = 20  # faults that a message lists; a file has all of them
ALL = "all"
NOTED = ("id", "status", "reason", "remedy")  # of a row that isn't finished


@dataclass(frozen=True)
class Task:
    """Rows for a worker: what to do with each, and the words of each; whose plan is kept."""

    number: int
    what: str
    words: tuple[Mapping[str, Any], ...]
    kept: tuple[bool, ...]


Results = list[Any]
"""What came out of each row of a task: of a check its faults, of a plan what `plan_row` gives."""


class Workers(Protocol):
    """Who does the tasks: this process, or a cluster."""

    def run(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[int, Results]]:
        """What came out of each task, by its number, in any order."""


class OneProcess:
    """Does one task after the other, in one process beside this one."""

    def __init__(self) -> None:
        """Begin without a process; the first task starts it."""
        self._process: RowProcess | None = None

    def run(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[int, Results]]:
        """What came out of each task."""
        self._process = self._process or RowProcess(settings)
        for task in tasks:
            yield task.number, do_task(task, self._process)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()


@contextmanager
def open_one_process() -> Iterator[Workers]:
    """No cluster: tasks are done in this process tree."""
    workers = OneProcess()
    try:
        yield workers
    finally:
        workers.close()


def do_task(task: Task, process: RowProcess) -> Results:
    """Plan or check each row of a task."""
    if task.what == CHECK:
        return [process.check(words) for words in task.words]
    return [
        process.plan(words, keep_plan=kept)
        for words, kept in zip(task.words, task.kept, strict=True)
    ]


@dataclass(frozen=True)
class Order:
    """What was asked for.

    `words` hold for everyone. `plans` are the ids whose plan is kept, or ALL. With `keep_going` a
    row that isn't understood is left out and noted; else nothing is planned.
    """

    people: Path
    output: Path
    settings: Settings
    version: str
    naming: Naming = field(default_factory=Naming)
    words: Mapping[str, Any] = field(default_factory=dict)
    plans: tuple[str, ...] = ()
    keep_going: bool = False


@dataclass(frozen=True)
class Summary:
    """How a run ended: rows by status, how many were planned now, and the file of faults."""

    counts: Mapping[str, int]
    done_now: int
    faults: Path | None

    @property
    def unfinished(self) -> int:
        """How many rows aren't understood, or failed."""
        return self.counts.get(Status.INVALID, 0) + self.counts.get(Status.FAILED, 0)


def run_cohort(
    order: Order,
    open_workers: Callable[[int], AbstractContextManager[Workers]],
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _of: None,
) -> Summary:
    """Plan every row that has no result yet; `open_workers` hears how many.

    `progress` hears the stage ("check" or "plan"), and how many of how many rows are done. Raises
    PeopleFileError for rows that aren't understood, CohortError where a run can't begin.
    """
    people = find_people(order.people, order.naming)
    _refuse_unknown(order.plans, people)
    store = Store(order.output, order.naming.carried)
    run = _describe(order, people)
    with store.open(run) as begun:
        left = _Left(order, people, store)
        done_now = 0
        if left.again:
            with open_workers(left.count) as workers:
                if not (begun or order.keep_going):
                    _check(left, workers, progress)
                store.begin(run)
                done_now = _plan(left, workers, progress)
        return _sum_up(order.output, store, done_now)


class _Left:
    """The rows that a run still has to do."""

    def __init__(self, order: Order, people: People, store: Store) -> None:
        """Find the shards that are missing, or hold rows that failed."""
        self.order, self.people, self.store = order, people, store
        self.again: dict[int, set[str] | None] = {}  # None for a whole shard
        for number in range(math.ceil(len(people) / SHARD_ROWS)):
            failed = store.find_failed(number)
            if failed is None or failed:
                self.again[number] = failed

    def read(self) -> Iterator[tuple[int, list[PersonRow], list[str]]]:
        """The rows of each shard that is left, with the ids of the whole shard."""
        rows = self.people.read()
        number = 0
        while shard := list(islice(rows, SHARD_ROWS)):
            if number in self.again:
                only = self.again[number]
                ids = [row.id for row in shard]
                chosen = [row for row in shard if only is None or row.id in only]
                yield number, [overlay_row(row, self.order.words) for row in chosen], ids
            number += 1

    @property
    def count(self) -> int:
        """How many rows are left."""
        sizes = dict.fromkeys(self.again, SHARD_ROWS)
        last = (len(self.people) - 1) // SHARD_ROWS
        if last in sizes:
            sizes[last] = len(self.people) - last * SHARD_ROWS
        return sum(
            size if self.again[number] is None else len(self.again[number] or ())
            for number, size in sizes.items()
        )


def _check(left: _Left, workers: Workers, progress: Callable[[str, int, int], None]) -> None:
    """Raise PeopleFileError if a row isn't understood: the first faults, and a file with all."""
    shards: dict[int, list[PersonRow]] = {}
    faults: dict[int, list[dict[str, str]]] = {}

    def tasks() -> Iterator[Task]:
        for number, rows, _ in left.read():
            shards[number] = rows
            words = tuple(row.words for row in rows if not row.problems)
            yield Task(number, CHECK, words, (False,) * len(words))

    done = 0
    for number, results in workers.run(tasks(), left.order.settings):
        rows, found = shards.pop(number), iter(results)
        done += len(rows)
        progress(CHECK, done, len(left.people))
        faults[number] = [
            {"id": row.id, **fault}
            for row in rows
            for fault in (write_problems(row.problems) if row.problems else next(found))
        ]
    listed = [fault for number in sorted(faults) for fault in faults[number]]
    path = left.store.write_faults(listed)
    if listed:
        problems = [Problem(one["place"], one["what"], one["remedy"]) for one in listed[:SHOWN]]
        what = f"{len(listed):,} cells aren't understood, and nothing was planned"
        if len(listed) == 1:
            what = "1 cell isn't understood, and nothing was planned"
        remedy = f"{path} lists all of them. Correct them, or plan the others with --keep-going."
        raise PeopleFileError(*problems, Problem(left.people.name, what, remedy))


def _plan(left: _Left, workers: Workers, progress: Callable[[str, int, int], None]) -> int:
    """Plan what is left, and write each shard as it comes; how many rows that were."""
    shards: dict[int, tuple[list[PersonRow], list[str]]] = {}
    plans = left.order.plans
    count = left.count

    def tasks() -> Iterator[Task]:
        for number, rows, ids in left.read():
            shards[number] = rows, ids
            sound = [row for row in rows if not row.problems]
            kept = tuple(plans == (ALL,) or row.id in plans for row in sound)
            yield Task(number, PLAN, tuple(row.words for row in sound), kept)

    done = 0
    if count:
        progress(PLAN, 0, count)
    for number, results in workers.run(tasks(), left.order.settings):
        rows, ids = shards.pop(number)
        found = iter(results)
        pairs = [
            (
                row,
                blank_row() | give_reason(Status.INVALID, row.problems)
                if row.problems
                else next(found),
            )
            for row in rows
        ]
        left.store.write(number, pairs, ids)
        done += len(rows)
        progress(PLAN, done, count)
    return done


def _describe(order: Order, people: People) -> dict[str, Any]:
    """What makes a run: two that have this alike give the same files."""
    settings = order.settings
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "planner": order.version,
        "tables_hash": settings.tables_hash,
        "people": {"file": people.name, "sha256": people.digest, "rows": len(people)},
        "columns": dict(order.naming.renamed),
        "carried": list(order.naming.carried),
        "options": {name: value for name, value in order.words.items() if name != "places"},
        "seed": order.words.get("seed", 0),
        "effort": settings.effort,
        "bound_only": settings.bound_only,
        "plans": list(order.plans),
        "shard_rows": SHARD_ROWS,
    }


def _refuse_unknown(plans: Sequence[str], people: People) -> None:
    """Raise PeopleFileError for an id whose plan is asked for, and that no row has."""
    if plans == (ALL,):
        return
    known = set(people.ids)
    problems = [
        Problem("--plans", f"{quote(own)} is not an id of {people.name}", close_matches(own, known))
        for own in plans
        if own not in known
    ]
    if problems:
        raise PeopleFileError(*problems)


def _sum_up(folder: Path, store: Store, done_now: int) -> Summary:
    """Count what is there, and write the file of the rows that aren't finished."""
    counts: Counter[str] = Counter()
    faults: list[dict[str, str]] = []
    for table in read_table(folder, PEOPLE, [*NOTED]):
        counts.update(table["status"].to_pylist())
        faults += [
            {key: row[key] or "" for key in NOTED}
            for row in table.to_pylist()
            if row["status"] in (Status.INVALID, Status.FAILED)
        ]
    return Summary(counts, done_now, store.write_faults(faults))
