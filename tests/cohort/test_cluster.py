"""Dask's workers: the same files as without them, whoever dies; and schedulers that are refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import KilledWorker

from planner.cohort import cluster
from planner.cohort.cluster import ClusterOrder, TlsFiles, open_cluster
from planner.cohort.process import CHECK, PLAN
from planner.cohort.records import Settings, Status
from planner.cohort.run import PART_ROWS, Task
from planner.cohort.store import list_shards
from planner.errors import CohortError, Problem
from tests.cohort.conftest import read_all, read_rows

ROWS = 60
PATIENCE = 300.0  # seconds after which a run has hung


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a few people, three parts of a shard."""
    path = tmp_path_factory.mktemp("people") / "people.csv"
    lines = [
        f"{number},{20 + number},{('vegan', 'omnivore')[number % 2]}" for number in range(ROWS)
    ]
    path.write_text("\n".join(["id,age,diet", *lines, ""]), encoding="utf-8")
    return path


def start(people: Path, output: Path, tables: Path, workers: int) -> subprocess.Popen[bytes]:
    """A run of the command."""
    words = ["cohort", str(people), "--output", str(output), "--tables", str(tables)]
    words += ["--workers", str(workers), "--days", "1"]
    return subprocess.Popen([sys.executable, "-m", "planner", *words], stderr=subprocess.PIPE)


def end(process: subprocess.Popen[bytes]) -> int:
    """Its exit code."""
    process.communicate(timeout=PATIENCE)
    return process.returncode


@pytest.fixture(scope="module")
def undisturbed(
    people: Path, tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Every file of a run in one process."""
    output = tmp_path_factory.mktemp("cohort") / "out"
    assert end(start(people, output, tiny_folder, 1)) == 0
    return read_all(output)


def runs(process: psutil.Process) -> bool:
    """Whether a process goes on; one that has ended may still wait for a parent to hear of it."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def find_below(process: subprocess.Popen[bytes], word: str) -> list[Any]:
    """The processes that a run has started and whose command has this word."""
    try:
        below = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    found = []
    for one in below:
        try:
            if any(word in part for part in one.cmdline()):
                found.append(one)
        except psutil.NoSuchProcess:
            continue
    return found


def wait_for(process: subprocess.Popen[bytes], word: str) -> list[Any]:
    """The same, as soon as there are any and they have begun to work."""
    ends = time.monotonic() + PATIENCE
    while not (found := find_below(process, word)) and time.monotonic() < ends:
        assert process.poll() is None, "the run ended before"
        time.sleep(0.02)
    return found


@pytest.mark.long
def test_workers_that_are_killed_change_nothing(
    people: Path, tiny_folder: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    """A worker of Dask and a process of rows are killed; the files are those of one process."""
    process = start(people, tmp_path / "out", tiny_folder, 2)
    wait_for(process, "row_server")
    workers = [one for one in find_below(process, "spawn_main") if one.children()]
    workers[0].kill()
    time.sleep(0.5)
    for one in find_below(process, "row_server")[:1]:
        one.kill()
    assert end(process) == 0
    assert read_all(tmp_path / "out") == undisturbed


def test_a_cluster_is_begun_again_where_it_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worker that is killed as it starts ends nothing; where none ever starts, that is said."""
    started: list[str] = []

    def start_badly(**_: Any) -> str:
        started.append("once")
        if len(started) < cluster.STARTS:
            message = "Nanny failed to start."
            raise RuntimeError(message)
        return "a cluster"

    monkeypatch.setattr(cluster, "LocalCluster", start_badly)
    assert cluster._start_workers(ClusterOrder(2)) == "a cluster"  # noqa: SLF001
    monkeypatch.setattr(cluster, "STARTS", 0)
    with pytest.raises(CohortError, match="no workers can be started"):
        cluster._start_workers(ClusterOrder(2))  # noqa: SLF001


def test_a_run_that_is_killed_goes_on(
    people: Path, tiny_folder: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    """Nobody is left of it, nothing is half written, and the next run does the rest."""
    process = start(people, tmp_path / "out", tiny_folder, 2)
    begun = wait_for(process, "row_server") + find_below(process, "spawn_main")
    process.send_signal(signal.SIGKILL)
    end(process)
    ends = time.monotonic() + 60
    while any(map(runs, begun)) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not [one for one in begun if runs(one)]
    assert end(start(people, tmp_path / "out", tiny_folder, 2)) == 0
    assert read_all(tmp_path / "out") == undisturbed
    assert [row["id"] for row in read_rows(tmp_path / "out")] == [*map(str, range(ROWS))]


def test_a_process_of_rows_whose_leader_has_ended_says_nothing() -> None:
    """Ctrl-C may end who leads the run before it has said what is to be planned."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "planner.cohort.row_server"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_ctrl_c_ends_a_run_without_a_traceback(
    people: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    """With the code of an interrupted command; no process is left."""
    process = start(people, tmp_path / "out", tiny_folder, 1)
    begun = wait_for(process, "row_server")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    time.sleep(0.5)
    assert not [one for one in begun if runs(one)]
    assert not list_shards(tmp_path / "out")


def test_workers_listen_on_this_machine_alone(
    people: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    """Dask runs what it is sent, so nobody else may send it anything."""
    process = start(people, tmp_path / "out", tiny_folder, 2)
    wait_for(process, "row_server")
    there = [psutil.Process(process.pid), *find_below(process, "spawn_main")]
    addresses = {
        one.laddr.ip
        for each in there
        for one in each.net_connections(kind="inet")
        if one.status == psutil.CONN_LISTEN
    }
    process.kill()
    end(process)
    assert addresses == {"127.0.0.1"}


class StubFuture:
    """What a task gives, or why it gives nothing."""

    def __init__(self, key: str, task: Task) -> None:
        """Keep them."""
        self.key, self.task = key, task

    def result(self) -> list[Any]:
        """A result a row; the worker dies over one that is called so."""
        if any(words == {"name": "poison"} for words in self.task.words):
            message = "died"
            raise KilledWorker(message, None, 3)
        return [words["name"] for words in self.task.words]

    def release(self) -> None:
        """Nothing is kept."""


class StubDone(deque[StubFuture]):
    """Futures in the order in which they are done: the last one first."""

    def __init__(self, **_: Any) -> None:
        """Begin without any."""
        super().__init__()

    def add(self, future: StubFuture) -> None:
        """Add one."""
        self.append(future)

    def __next__(self) -> StubFuture:
        return self.pop()


class StubClient:
    """A scheduler of one thread."""

    loop = None

    def submit(self, _do: Any, task: Task, *_: Any, key: str, **__: Any) -> StubFuture:
        """A future of a task."""
        return StubFuture(key, task)

    def nthreads(self) -> dict[str, int]:
        """One worker."""
        return {"one": 1}


def test_a_row_that_kills_its_workers_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """The part it stands in is halved until it stands alone; all others have their results."""
    monkeypatch.setattr(cluster, "as_completed", StubDone)
    names = [f"{number}" for number in range(3 * PART_ROWS)]
    names[40] = "poison"
    words = tuple({"name": name} for name in names)
    tasks = [Task(0, PLAN, words, (False,) * len(words)), Task(1, CHECK, (), ())]
    tasks.append(Task(2, PLAN, ({"name": "last"},), (False,)))
    found = dict(cluster._Cluster(StubClient()).run(tasks, settings))  # noqa: SLF001
    assert found[1] == []
    assert found[2] == ["last"]
    failed = found[0][40]
    assert failed["status"] == Status.FAILED
    assert "died again and again" in failed["reasons"][0]["what"]
    assert found[0][:40] + found[0][41:] == names[:40] + names[41:]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scheduler is waited for for long."""
    monkeypatch.setattr(cluster, "CONNECT", 0.5)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://10.0.0.5:8786", "speaks no TLS"),
        ("10.0.0.5:8786", "speaks no TLS"),
        ("tls://planner.example:8786", "there are no files for it"),
    ],
)
def test_a_scheduler_elsewhere_must_speak_tls(address: str, said: str) -> None:
    """Whoever listens between them could run code on the workers."""
    with (
        pytest.raises(CohortError, match=said) as refused,
        open_cluster(ClusterOrder(scheduler=address)),
    ):
        pass
    assert "--tls-cert" in refused.value.problems[0].remedy


@pytest.mark.usefixtures("short")
def test_a_scheduler_that_is_not_there_is_refused() -> None:
    """With how to start one."""
    order = ClusterOrder(scheduler="tcp://127.0.0.1:9")
    with pytest.raises(CohortError, match="can't be reached"), open_cluster(order):
        pass


class StubScheduler:
    """A scheduler whose workers have other versions of something."""

    def __init__(self, packages: str = "", planner: str = "") -> None:
        """Say which packages differ, and which planner they have; none where it is empty."""
        self.packages, self.planner = packages, planner

    def wait_for_workers(self, _count: int, timeout: float) -> None:
        """There is one."""

    def get_versions(self, check: bool) -> None:
        """Mismatched packages, as Dask says them."""
        if check and self.packages:
            raise ValueError(self.packages)

    def run(self, _do: Any) -> dict[str, str]:
        """What each worker says of its planner."""
        if not self.planner:
            message = "No module named 'planner'"
            raise ModuleNotFoundError(message)
        return {"tcp://one:1": self.planner}


@pytest.mark.parametrize(
    ("scheduler", "said"),
    [
        (StubScheduler(packages="numpy 1, numpy 2"), "has other versions: numpy 1, numpy 2"),
        (StubScheduler(), "has workers without this planner"),
        (StubScheduler(planner="0.0.1"), "has planner 0.0.1 on tcp://one:1"),
    ],
)
def test_a_scheduler_of_another_version_is_refused(scheduler: StubScheduler, said: str) -> None:
    """Before anything is planned, with what differs."""
    with pytest.raises(CohortError) as refused:
        cluster._refuse_others(scheduler, "tcp://127.0.0.1:8786")  # noqa: SLF001
    assert said in str(refused.value)


def test_tls_is_asked_for_with_ones_own_files() -> None:
    """Then nothing is sent in the clear."""
    files = TlsFiles("ca.pem", "cert.pem", "key.pem")
    order = ClusterOrder(scheduler="tls://10.0.0.5:8786", tls=files)
    security = cluster._find_security(order)  # noqa: SLF001
    assert security.require_encryption
    assert security.tls_client_cert == "cert.pem"


def test_an_error_of_a_worker_keeps_its_problems() -> None:
    """It is made again of them, where it arrives."""
    import pickle

    error = CohortError(Problem("tables", "are others", "Install the same."))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    assert again.problems == error.problems
