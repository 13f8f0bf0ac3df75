"""What the command line and `planner.plan_cohort` begin: a run of many people, and its report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.errors import Problem, RequestError, Speaker

if TYPE_CHECKING:
    from planner.cohort.run import Summary, Workers

PACKAGES = ("pyarrow", "dask", "distributed", "matplotlib", "jinja2")
INSTALL = "pip install 'planner[cohort]'"
LIMIT_SECONDS, MOST_SECONDS = 120.0, 3600  # for a row
Progress = Callable[[str, int, int], None]


def require_extra() -> None:
    """Raise RequestError where a package of the extra `cohort` isn't installed."""
    missing = []
    for package in PACKAGES:
        try:
            version(package)
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        what = f"many people need {', '.join(missing)}, which is not installed"
        raise RequestError(Problem("", what, f"Install what is needed with: {INSTALL}"))


def begin_cohort(
    people: Path,
    output: Path,
    words: Mapping[str, Any],
    *,
    say: Speaker,
    tables: Path | None = None,
    effort: str = "quick",
    bound_only: bool = False,
    limit_seconds: float | None = None,
    maps: Sequence[str] = (),
    carry: Sequence[str] = (),
    plans: Sequence[str] = (),
    keep_going: bool = False,
    cluster: Mapping[str, Any] | None = None,
    progress: Progress = lambda _stage, _done, _of: None,
) -> Summary:
    """Plan the people of a file or a folder into the folder `output`, or what is left of it.

    `words` hold for everyone, and `say` names their fields in messages. `cluster` has the fields of
    a `ClusterOrder`.
    """
    require_extra()
    from planner.cohort.people import parse_naming
    from planner.cohort.records import Settings
    from planner.cohort.run import Order, run_cohort
    from planner.search.effort import Work
    from planner.tables.bundle import find_data, read_tables

    limit = LIMIT_SECONDS if limit_seconds is None else limit_seconds
    if not 0 < limit <= MOST_SECONDS:
        remedy = f"Write a number of seconds from 1 to {MOST_SECONDS:,}."
        what = f"{limit:g} is out of range"
        raise RequestError(Problem(("limit_seconds",), what, remedy))
    Work(effort)
    known = read_tables(tables or find_data())
    folder = None if tables is None else str(tables.resolve())
    settings = Settings(folder, known.hash, effort, bound_only, limit)
    said = {**words, "places": {name: say((name,), "") for name in words}} if words else {}
    order = Order(
        people, output, settings, __version__, parse_naming(maps, carry), said, tuple(plans),
        keep_going,
    )
    return run_cohort(order, lambda rows: _open_workers(dict(cluster or {}), rows), progress)


def _open_workers(given: dict[str, Any], rows: int) -> AbstractContextManager[Workers]:
    """The workers for so many rows: no cluster where one process is enough."""
    from planner.cohort.run import PART_ROWS, open_one_process

    workers = given.pop("workers", None) or count_processors()
    workers = max(1, min(workers, -(-rows // PART_ROWS)))
    if workers == 1 and given.get("scheduler") is None:
        return open_one_process()
    from planner.cohort.cluster import ClusterOrder, TlsFiles, open_cluster

    files = given.pop("tls", None) or (None,) * 3
    if any(files) and not all(files):
        what = "needs the authority, the certificate and its key"
        remedy = "Give --tls-ca, --tls-cert and --tls-key."
        raise RequestError(Problem("TLS", what, remedy))
    tls = TlsFiles(*map(str, files)) if all(files) else None
    return open_cluster(ClusterOrder(workers, tls=tls, **given))


def count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
