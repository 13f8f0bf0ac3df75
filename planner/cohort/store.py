"""What comes out of a cohort: shards of Parquet tables, and the manifest that says of which run.

    out/manifest.json         which tables, people and options; the same in every run of them
    out/people/00000.parquet  a row a person, 200 in a file: how it ended, points, energy, cost
    out/nutrients/...         a row a person and nutrient: each day, their mean, the minimum
    out/problems/...          what is missed: what is reachable, and the shadow price
    out/meals/...             the dish of each meal
    out/foods/...             grams of each food in all the days
    out/seconds/...           processor time a row, which no two runs have alike
    out/plans/ID.json         the plans that were asked for

A file is written beside its place and renamed, that of `people` last: where it is there, its shard
is whole. So a run that was killed goes on where it was.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote as quote_id

import pyarrow as pa
import pyarrow.parquet as pq

from planner.cohort.people import PersonRow
from planner.cohort.records import PLANNED, Status
from planner.errors import CohortError, OutputError, Problem, quote
from planner.parsing.files import write_file
from planner.tables.nutrients import THE_FIVE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SHARD_ROWS = 200
MANIFEST, FAULTS, LOCK = "manifest.json", "faults.csv", ".lock"
SCHEMA, SCHEMA_VERSION = "planner.cohort", 1
PEOPLE, NUTRIENTS, PROBLEMS, MEALS, FOODS, SECONDS, PLANS = (
    *("people", "nutrients", "problems", "meals", "foods", "seconds", "plans"),
)

TEXT, NUMBER, WHOLE, FLAG = pa.string(), pa.float64(), pa.int32(), pa.bool_()
SCHEMAS: Mapping[str, Mapping[str, pa.DataType]] = {
    NUTRIENTS: {
        "id": TEXT,
        "nutrient": TEXT,
        "mean": NUMBER,
        "daily": pa.list_(NUMBER),
        "known": NUMBER,
        "minimum": NUMBER,
        "missed": FLAG,
    },
    PROBLEMS: {
        "id": TEXT,
        "nutrient": TEXT,
        "side": TEXT,
        "basis": TEXT,
        "limit": NUMBER,
        "reach": NUMBER,
        "cause": TEXT,
        "conflicts": pa.list_(TEXT),
        "shadow_points": NUMBER,
    },
    MEALS: {"id": TEXT, "day": WHOLE, "meal": TEXT, "dish": TEXT},
    FOODS: {"id": TEXT, "food_id": TEXT, "grams": NUMBER},
    SECONDS: {"id": TEXT, "cpu_seconds": NUMBER},
    PEOPLE: {
        "id": TEXT,
        "survey_weight": NUMBER,
        "status": TEXT,
        "reason": TEXT,
        "remedy": TEXT,
        "stopped": FLAG,
        "age": WHOLE,
        "sex": TEXT,
        "diet": TEXT,
        "life_stage": TEXT,
        "energy_kcal": NUMBER,
        "days": WHOLE,
        "points": NUMBER,
        "bound": NUMBER,
        "gap": NUMBER,
        "missed_points": NUMBER,
        "bound_missed_points": NUMBER,
        "kcal": NUMBER,
        "cost_usd": NUMBER,
        "broken_rules": WHOLE,
        "supplements": pa.list_(TEXT),
        "missed": pa.list_(TEXT),
        **dict.fromkeys(THE_FIVE, NUMBER),
    },
}
"""The columns of each table; that of people comes last, and is written last."""

COPIED = (
    *("status", "stopped", "age", "sex", "diet", "life_stage", "energy_kcal", "days"),
    *("points", "bound", "missed_points", "bound_missed_points"),
    *("kcal", "cost_usd", "broken_rules"),
)

Rows = dict[str, list[dict[str, Any]]]
Done = tuple[PersonRow, Mapping[str, Any]]
"""A row of a cohort, and what came out of it."""


class Store:
    """The folder of a cohort, opened by one run at a time."""

    def __init__(self, folder: Path, carried: Sequence[str] = ()) -> None:
        """Name the folder; `carried` are the columns that came along."""
        taken = [name for name in carried if name in SCHEMAS[PEOPLE]]
        if taken:
            what = f"{quote(taken[0])} is the name of a column of the results"
            raise CohortError(Problem("--carry", what, "Give the column another name."))
        self.folder, self.carried = folder, tuple(carried)

    @contextmanager
    def open(self, run: Mapping[str, Any]) -> Iterator[bool]:
        """Hold the folder for a run; whether it has begun it before.

        CohortError if it holds another run, anything else, or is held by another process.
        """
        _make_folder(self.folder)
        with _lock(self.folder):
            manifest = self.folder / MANIFEST
            begun = manifest.exists()
            if begun:
                _refuse_differing(read_manifest(self.folder), run, self.folder)
            else:
                _refuse_filled(self.folder)
            yield begun

    def begin(self, run: Mapping[str, Any]) -> None:
        """Write the manifest of a run, and make the folders of its tables."""
        for name in (*SCHEMAS, *([PLANS] if run["plans"] else [])):
            (self.folder / name).mkdir(exist_ok=True)
        write_file(self.folder / MANIFEST, json.dumps(run, indent=2) + "\n")

    def find_failed(self, number: int) -> set[str] | None:
        """The ids of a shard's rows that failed; None if the shard isn't there."""
        path = self._path(PEOPLE, number)
        if not path.exists():
            return None
        rows = _read(path, ["id", "status"]).to_pylist()
        return {row["id"] for row in rows if row["status"] == Status.FAILED}

    def write(self, number: int, rows: Sequence[Done], ids: Sequence[str]) -> None:
        """Write a shard, or in one that is there these rows again; `ids` are all of the shard's."""
        tables = build_tables(rows)
        if len(rows) < len(ids):
            again = {row.id for row, _ in rows}
            for name, new in tables.items():
                old = _read(self._path(name, number)).to_pylist()
                tables[name] = _replace(old, new, again, ids)
        for row, result in rows:
            if result["plan"] is not None:
                text = json.dumps(result["plan"], indent=1, ensure_ascii=False) + "\n"
                write_file(self.folder / PLANS / f"{name_file(row.id)}.json", text)
        for name, table in tables.items():
            columns = SCHEMAS[name]
            if name == PEOPLE:
                columns = {**columns, **dict.fromkeys(self.carried, TEXT)}
            write_file(self._path(name, number), encode(table, columns))

    def write_faults(self, faults: Iterable[Mapping[str, str]]) -> Path | None:
        """Write what is wrong with rows as CSV; the file is taken away where nothing is."""
        path, listed = self.folder / FAULTS, list(faults)
        if not listed:
            path.unlink(missing_ok=True)
            return None
        text = io.StringIO()
        writer = csv.DictWriter(text, [*listed[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
        write_file(path, text.getvalue())
        return path

    def _path(self, name: str, number: int) -> Path:
        return self.folder / name / f"{number:05}.parquet"


def build_tables(rows: Iterable[Done]) -> Rows:
    """The rows of each table, in the order in which they are written."""
    tables: Rows = {name: [] for name in SCHEMAS}
    for row, result in rows:
        tables[PEOPLE].append(_describe(row, result))
        tables[SECONDS].append({"id": row.id, "cpu_seconds": result.get("cpu_seconds")})
        for name in (NUTRIENTS, PROBLEMS):
            tables[name] += [{"id": row.id, **one} for one in result[name]]
        for day, meal, dish in result["meals"]:
            tables[MEALS].append({"id": row.id, "day": day, "meal": meal, "dish": dish})
        for food_id, grams in result["foods"]:
            tables[FOODS].append({"id": row.id, "food_id": food_id, "grams": grams})
    return tables


def _describe(row: PersonRow, result: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a person in the table of people."""
    gap = None
    if result["status"] in PLANNED:
        gap = round((result["points"] - result["bound"]) / result["days"], 4)
    means = {one["nutrient"]: one["mean"] for one in result["nutrients"]}
    return {
        "id": row.id,
        "survey_weight": row.survey_weight,
        **{name: result[name] for name in COPIED},
        "reason": _join(result["reasons"], "what"),
        "remedy": _join(result["reasons"], "remedy"),
        "gap": gap,
        "supplements": [f"{name}={dose:g}" for name, dose in result["supplements"] or ()],
        "missed": [*dict.fromkeys(one["nutrient"] for one in result["problems"])],
        **{nutrient: means.get(nutrient) for nutrient in THE_FIVE},
        **row.carried,
    }


def _join(reasons: Iterable[Mapping[str, str]], key: str) -> str | None:
    """What is said of several reasons, each with its place."""
    said = [
        f"{one['place']}: {one[key]}" if key == "what" and one["place"] else one[key]
        for one in reasons
    ]
    return " ".join(dict.fromkeys(filter(None, said))) or None


def encode(rows: list[dict[str, Any]], columns: Mapping[str, pa.DataType]) -> bytes:
    """Rows as the bytes of a Parquet file, the same ones for the same rows."""
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(rows, schema=pa.schema(list(columns.items())))
    pq.write_table(table, sink, compression="zstd", version="2.6")
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _replace(
    old: Iterable[dict[str, Any]],
    new: Iterable[dict[str, Any]],
    again: Collection[str],
    ids: Iterable[str],
) -> list[dict[str, Any]]:
    """The rows of a table, with `new` ones of the people in `again`, in the order of `ids`."""
    by_id: dict[str, list[dict[str, Any]]] = {own: [] for own in ids}
    for row in (*(one for one in old if one["id"] not in again), *new):
        by_id[row["id"]].append(row)
    return [row for rows in by_id.values() for row in rows]


def read_table(folder: Path, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """A table of a cohort, a shard after the other."""
    for path in list_shards(folder, name):
        yield _read(path, columns)


def list_shards(folder: Path, name: str = PEOPLE) -> list[Path]:
    """The files of a table whose shard is whole."""
    return [folder / name / path.name for path in sorted((folder / PEOPLE).glob("*.parquet"))]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a cohort; CohortError where there is none."""
    path = folder / MANIFEST
    remedy = "Name the folder that `planner cohort people.csv --output FOLDER` wrote."
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sound = manifest["schema"] == SCHEMA
        version = manifest["schema_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CohortError(Problem(str(folder), "holds no cohort", remedy)) from error
    if not sound:
        raise CohortError(Problem(str(folder), "holds no cohort", remedy))
    if version != SCHEMA_VERSION:
        what = f"has schema version {quote(version)}, this planner reads {SCHEMA_VERSION}"
        raise CohortError(Problem(str(path), what, "Use the planner that wrote it."))
    return manifest


def name_file(own_id: str) -> str:
    """A file's name for an id: what isn't a letter or a digit is written as %2F is."""
    return quote_id(own_id, safe=" ").replace(".", "%2E")


def _read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns=None if columns is None else list(columns))
    except (pa.ArrowException, OSError) as error:
        what = f"can't be read: {str(error).splitlines()[0]}"
        remedy = "Delete its shard from all tables, and run the command again."
        raise CohortError(Problem(str(path), what, remedy)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        what = f"can't be made: {error.strerror or error}"
        raise OutputError(Problem(str(folder), what, "Choose another place.")) from error


def _refuse_filled(folder: Path) -> None:
    """Raise CohortError for a folder with files of something else."""
    there = [path.name for path in folder.iterdir() if path.name not in (FAULTS, LOCK)]
    if there:
        what = f"holds other files, such as {min(there)}"
        raise CohortError(Problem(str(folder), what, "Name an empty folder, or a new one."))


def _refuse_differing(there: Mapping[str, Any], now: Mapping[str, Any], folder: Path) -> None:
    """Raise CohortError with what another run of the folder has otherwise."""
    problems = [
        Problem(str(folder), f"{name.replace('_', ' ')} was {_show(was)}, and is {_show(own)} now")
        for name, own in now.items()
        if (was := there.get(name)) != own
    ]
    if problems:
        remedy = "Name another folder, or run the same command to go on with this one."
        head = Problem(str(folder), "holds another run", remedy)
        raise CohortError(head, *problems)


def _show(value: Any) -> str:
    return "not said" if value in (None, [], {}) else quote(value)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold a folder as long as this process lives; CohortError if another one holds it."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        what = f"can't be written: {error.strerror or error}"
        raise OutputError(Problem(str(folder), what, "Choose another place.")) from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                remedy = "Wait until it is done, or name another folder."
                problem = Problem(str(folder), "another run is writing into it", remedy)
                raise CohortError(problem) from error
        yield
    finally:
        os.close(descriptor)
