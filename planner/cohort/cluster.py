"""Hands the shards of a cohort to Dask: its own workers on this machine, or a scheduler of yours.

A worker plans in processes beside it (`planner.cohort.process`), so that no row takes the worker
with it. It gets words and gives back what came out of them, and needs no folder but the tables'.
Where Dask gives a shard up because its workers died, the shard is halved, down to the row.
"""

from __future__ import annotations

import atexit
import logging
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, Security, as_completed
from distributed.client import FutureCancelledError

from planner import __version__
from planner.cohort.process import PLAN, RowProcess
from planner.cohort.records import Settings, Status, blank_row
from planner.cohort.run import PART_ROWS, Results, Task, Workers, do_task
from planner.errors import CohortError, Problem

AHEAD = 2  # tasks for each thread that are handed out at once: one is done, one waits
STARTS = 3  # of the cluster, where a worker dies as it starts
CONNECT = 20.0  # seconds to wait for a scheduler, and for its first worker
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
FILES = "Give --tls-ca, --tls-cert and --tls-key."
KILLED = "the workers that planned it died again and again"

_idle: dict[Settings, list[RowProcess]] = {}
_guard = threading.Lock()


@dataclass(frozen=True)
class TlsFiles:
    """The files of a scheduler that speaks TLS: the authority's, and one's own certificate."""

    authority: str
    certificate: str
    key: str


@dataclass(frozen=True)
class ClusterOrder:
    """Which workers: so many on this machine, or those of a scheduler.

    `dashboard` is the port of Dask's page on this machine, None for no page. `insecure` allows a
    scheduler on another machine that doesn't speak TLS.
    """

    workers: int = 1
    scheduler: str | None = None
    dashboard: int | None = None
    tls: TlsFiles | None = None
    insecure: bool = False


@contextmanager
def open_cluster(order: ClusterOrder) -> Iterator[Workers]:
    """The workers of an order, closed at the end; CohortError where they can't be had."""
    with _connect(order) as client:
        try:
            yield _Cluster(client)
        finally:
            with suppress(Exception):  # whoever is gone has closed already
                client.run(_close_all)


@contextmanager
def _connect(order: ClusterOrder) -> Iterator[Client]:
    if order.scheduler is None:
        with _start_local(order) as cluster, Client(cluster, set_as_default=False) as client:
            yield client
        return
    security = _find_security(order)
    try:
        client = Client(order.scheduler, timeout=CONNECT, security=security, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        what = f"can't be reached: {_first_line(error)}"
        remedy = "Start it with `dask scheduler`, and check its address and its certificates."
        raise CohortError(Problem(order.scheduler, what, remedy)) from error
    with client:
        _refuse_others(client, order.scheduler)
        yield client


@contextmanager
def _start_local(order: ClusterOrder) -> Iterator[LocalCluster]:
    """Workers on this machine, which listen on its loopback address alone."""
    quiet: dict[str, Any] = {
        "distributed.worker.memory.target": False,
        "distributed.worker.memory.spill": False,
        "distributed.worker.memory.pause": False,
        "distributed.worker.memory.terminate": False,
        "distributed.admin.system-monitor.gil.enabled": False,
        "distributed.admin.system-monitor.interval": "10s",
        "distributed.admin.tick.interval": "1s",
        "distributed.worker.profile.enabled": False,
    }
    if order.dashboard is None:
        quiet["distributed.scheduler.http.routes"] = []
        quiet["distributed.worker.http.routes"] = []
    with dask.config.set(quiet), _start_workers(order) as cluster:
        yield cluster


def _start_workers(order: ClusterOrder) -> LocalCluster:
    """Dask's cluster, begun again where one of its workers dies as it starts."""
    why = ""
    for _ in range(STARTS):
        try:
            return LocalCluster(
                n_workers=order.workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=f"127.0.0.1:{order.dashboard or 0}",
                worker_dashboard_address="127.0.0.1:0",
                memory_limit=0,
                silence_logs=logging.CRITICAL,
            )
        except (RuntimeError, OSError) as error:
            why = _first_line(error)
    remedy = "Plan in one process: --workers 1. A script of yours begins several workers under"
    remedy += "\n  if __name__ == '__main__', because each imports it."
    raise CohortError(Problem("", f"no workers can be started: {why}", remedy))


def _find_security(order: ClusterOrder) -> Security:
    """How to speak with a scheduler: with the files of an order, or as Dask is configured.

    CohortError for a scheduler elsewhere that speaks no TLS, and for TLS without its files.
    """
    assert order.scheduler is not None
    scheme, _, host = order.scheduler.rpartition("://")
    if order.tls is not None:
        return Security(
            require_encryption=True,
            tls_ca_file=order.tls.authority,
            tls_client_cert=order.tls.certificate,
            tls_client_key=order.tls.key,
        )
    configured = Security()
    encrypted = scheme == "tls"
    if encrypted and not configured.tls_client_cert:
        what = "speaks TLS, and there are no files for it"
        raise CohortError(Problem(order.scheduler, what, FILES))
    if not encrypted and host.rpartition(":")[0] not in LOOPBACK and not order.insecure:
        what = "is on another machine and speaks no TLS: whoever listens can run code"
        remedy = f"{FILES[:-1]}; or --insecure in a network of your own."
        raise CohortError(Problem(order.scheduler, what, remedy))
    return configured


def _refuse_others(client: Client, address: str) -> None:
    """Raise CohortError for a scheduler without workers, or with other versions than ours."""
    try:
        client.wait_for_workers(1, timeout=CONNECT)
    except TimeoutError as error:
        remedy = f"Start one: dask worker {address}."
        raise CohortError(Problem(address, "has no workers", remedy)) from error
    remedy = "Install the same packages on all of them."
    try:
        client.get_versions(check=True)
    except ValueError as error:
        raise CohortError(Problem(address, f"has other versions: {error}", remedy)) from error
    try:
        versions = client.run(get_version)
    except Exception as error:
        what = f"has workers without this planner: {_first_line(error)}"
        raise CohortError(Problem(address, what, remedy)) from error
    others = {where: own for where, own in versions.items() if own != __version__}
    if others:
        where, own = next(iter(others.items()))
        what = f"has planner {own} on {where}, and this is {__version__}"
        raise CohortError(Problem(address, what, remedy))


def get_version() -> str:
    """The planner's version, where this runs."""
    return __version__


@dataclass
class _Part:
    """Some rows of a task, from one number to another."""

    task: Task
    first: int
    last: int
    results: Results = field(repr=False)

    def cut(self) -> Task:
        """The task of these rows alone."""
        span = slice(self.first, self.last)
        return replace(self.task, words=self.task.words[span], kept=self.task.kept[span])

    def halve(self) -> list[_Part]:
        """The two halves of a part of several rows."""
        middle = (self.first + self.last) // 2
        return [replace(self, last=middle), replace(self, first=middle)]


class _Cluster:
    """Workers of a scheduler."""

    def __init__(self, client: Client) -> None:
        """Work with this client's scheduler."""
        self.client = client

    def run(self, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[int, Results]]:
        """What came out of each task, in the order in which they are done."""
        waiting = iter(tasks)
        parts: dict[str, _Part] = {}
        missing: dict[int, int] = {}
        empty: list[int] = []  # tasks without a row, which are done
        done = as_completed(loop=self.client.loop, with_results=False)

        def submit(part: _Part) -> None:
            key = f"planner-{uuid.uuid4().hex}"
            parts[key] = part
            done.add(self.client.submit(do_on_worker, part.cut(), settings, key=key, pure=False))

        def fill() -> None:
            most = AHEAD * max(1, sum(self.client.nthreads().values()))
            while len(parts) < most and (task := next(waiting, None)) is not None:
                count = missing[task.number] = len(task.words)
                results: Results = [None] * count
                for first in range(0, count, PART_ROWS):
                    submit(_Part(task, first, min(first + PART_ROWS, count), results))
                if not count:
                    empty.append(task.number)

        fill()
        while parts or empty:
            while empty:
                yield empty.pop(), []
                fill()
            if not parts:
                break
            future = next(done)
            part = parts.pop(future.key)
            try:
                part.results[part.first : part.last] = future.result()
            except KilledWorker:
                if part.last - part.first > 1:
                    for half in part.halve():
                        submit(half)
                    continue
                part.results[part.first] = _give_up(part.task)
            except (FutureCancelledError, OSError) as error:
                remedy = "What is written is kept: run the command again to go on."
                what = f"the scheduler is gone: {_first_line(error)}"
                raise CohortError(Problem("", what, remedy)) from error
            finally:
                future.release()
            missing[part.task.number] -= part.last - part.first
            fill()
            if not missing[part.task.number]:
                del missing[part.task.number]
                yield part.task.number, part.results


def _give_up(task: Task) -> Any:
    """What is known of a row whose workers died."""
    if task.what != PLAN:
        return []
    reason = {"place": "", "what": KILLED, "remedy": "Run the command again to try it once more."}
    return blank_row() | {"status": str(Status.FAILED), "reasons": [reason]}


def do_on_worker(task: Task, settings: Settings) -> Results:
    """Do a task on a worker of Dask, in a process that it keeps for the next one."""
    with _guard:
        kept = _idle.setdefault(settings, [])
        process = kept.pop() if kept else RowProcess(settings)
    try:
        return do_task(task, process)
    finally:
        with _guard:
            _idle[settings].append(process)


def _close_all() -> None:
    """End the processes that a worker keeps."""
    with _guard:
        for processes in _idle.values():
            for process in processes:
                process.close()
        _idle.clear()


atexit.register(_close_all)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
