"""What the command line and `planner.plan_cohort` begin: a run of many people, and its report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.errors import Problem, RequestError, Speaker, write_argument
from planner.render.formats.packages import is_installed
from planner.request.arguments import take_words

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

    from planner.cohort.run import Summary, Workers  # noqa: TC004  (named for the command line)

NEEDED = (
    "dask>=2025.1,<2027",
    "distributed>=2025.1,<2027",
    "jinja2>=3.1,<4",
    "matplotlib>=3.10.8,<4",
    "pyarrow>=18,<27",
)
"""The packages of the extra `cohort` in pyproject.toml."""

__all__ = ["Summary", "begin_cohort", "plan_cohort", "require_extra", "write_report"]
LIMIT_SECONDS, MOST_SECONDS = 120.0, 3600  # for a row
MOST_WORKERS = 1000  # on this machine
Progress = Callable[[str, int, int], None]


def require_extra() -> None:
    """Raise RequestError where a package of the extra `cohort` is missing or too old."""
    missing = [needed for needed in NEEDED if not is_installed(needed)]
    if missing:
        names = ", ".join(needed.partition(">=")[0] for needed in missing)
        what = f"planning for many people needs {names}: not installed, or too old"
        wanted = " ".join(f"'{needed}'" for needed in missing)
        raise RequestError(Problem("", what, f"Install it with: pip install {wanted}"))


def plan_cohort(
    people: str | PathLike[str],
    output: str | PathLike[str],
    *,
    tables: str | PathLike[str] | None = None,
    effort: str = "quick",
    bound_only: bool = False,
    limit_seconds: float | None = None,
    rename: Mapping[str, str] | None = None,
    carry: Sequence[str] = (),
    plans: Sequence[str] = (),
    keep_going: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
    **words: Any,
) -> pd.DataFrame:
    r"""Plan every row of a file of people, and give the table of people.

    `people` is a CSV or Parquet file with a row a person, or a folder of profiles; `output` is the
    folder that the results go to. The same call again goes on with what is missing or failed.

    - `tables` is a folder of tables instead of the bundled ones.
    - `bound_only` plans nothing: it finds what no plan can meet.
    - `limit_seconds` stop the search for one person.
    - `rename` has our columns by theirs, `carry` names columns to keep beside the plan.
    - `plans` are the ids whose plan is kept as JSON, or ["all"].
    - With `keep_going` a row that isn't understood is left out; else nothing is planned.
    - `workers` plan at once on this machine: one a processor, if you don't say. A `scheduler` is
      the address of a Dask scheduler of yours.
    - `words` are fields that hold for everyone, as `make_request` takes them.

    A script that has several workers calls this under `if __name__ == "__main__":`, as each worker
    imports the script. Raises PeopleFileError for rows that aren't understood, CohortError for the
    folder of another run and for a scheduler of another version.

        >>> from pathlib import Path
        >>> _ = Path("people.csv").write_text("id,age,diet\na,34,vegan\nb,0,omnivore\n")
        >>> frame = plan_cohort("people.csv", "out", workers=1, bound_only=True)
        >>> frame["status"].tolist()
        ['possible', 'no plan']
    """
    from planner.parsing.files import take_path

    taken, problems = take_words(words)
    if problems:
        raise RequestError(*problems)
    begin_cohort(
        take_path(people, ("people",)),
        take_path(output, ("output",)),
        taken,
        say=write_argument,
        tables=None if tables is None else take_path(tables, ("tables",)),
        effort=effort,
        bound_only=bound_only,
        limit_seconds=limit_seconds,
        maps=[f"{theirs}={ours}" for theirs, ours in (rename or {}).items()],
        carry=carry,
        plans=plans,
        keep_going=keep_going,
        cluster={"workers": workers, "scheduler": scheduler},
    )
    from planner.cohort.report import read_people

    return read_people(output)


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
    _check_cluster(cluster or {})
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
        people,
        output,
        settings,
        __version__,
        parse_naming(maps, carry),
        said,
        tuple(plans),
        keep_going,
    )
    return run_cohort(order, lambda rows: _open_workers(cluster or {}, rows), progress)


def _check_cluster(given: Mapping[str, Any]) -> None:
    """Raise RequestError for words about workers that can't be, or don't go together."""
    files = given.get("tls") or ()
    problems = []
    for name, most, example in (("workers", MOST_WORKERS, "2"), ("dashboard", 65535, "8787")):
        value = given.get(name)
        if value is not None and not 1 <= value <= most:
            remedy = f"Write a number from 1 to {most:,}, such as {example}."
            problems.append(Problem((name,), f"{value} is out of range", remedy))
    if any(files) and not (all(files) and given.get("scheduler")):
        what = "a scheduler that speaks TLS needs its authority, your certificate and its key"
        remedy = "Give --scheduler, --tls-ca, --tls-cert and --tls-key."
        problems.append(Problem("TLS", what, remedy))
    if problems:
        raise RequestError(*problems)


def _open_workers(given: Mapping[str, Any], rows: int) -> AbstractContextManager[Workers]:
    """The workers for so many rows: no cluster where one process is enough."""
    from planner.cohort.run import PART_ROWS, open_one_process

    workers = given.get("workers") or count_processors()
    workers = max(1, min(workers, -(-rows // PART_ROWS)))
    if workers == 1 and not (given.get("scheduler") or given.get("dashboard")):
        return open_one_process()
    from planner.cohort.cluster import ClusterOrder, TlsFiles, open_cluster

    files = given.get("tls") or ()
    order = ClusterOrder(
        workers,
        given.get("scheduler"),
        given.get("dashboard"),
        TlsFiles(*map(str, files)) if all(files) and files else None,
        bool(given.get("insecure")),
    )
    return open_cluster(order)


def count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_report(folder: Path, second: Path | None = None, tables: Path | None = None) -> str:
    """The HTML of the page about a cohort; with a `second` run, what that changes.

    The tables name the nutrients. Raises CohortError for a folder that holds no cohort.
    """
    require_extra()
    from planner.cohort.page import render_report
    from planner.tables.bundle import find_data, read_tables

    return render_report(folder, second, read_tables(tables or find_data()))
