"""Many people: a cohort's rows a second beside a bare loop's, its memory, and who may be killed.

    python benchmarks/cohort.py draw people.csv [--rows 10000]
    python benchmarks/cohort.py speed [--rows 100] [--rounds 2]
    python benchmarks/cohort.py size [--rows 60]
    python benchmarks/cohort.py kill [--rows 60] [--trials 20]

`draw` writes people by published margins (below). `speed` plans some of them in turns as a bare
loop (`make_request` and `plan_week`, quick, one process and two) and as `planner cohort`, and
prints ratios of processor and wall seconds; `size` prints what a row costs, by what is asked, and
what a million rows would need; `kill` ends workers and whole runs at random times, and compares
every file with an undisturbed run's. Rows whose processes were killed more than once are written as
failed: they are planned by one more run before that.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
from distributed import Client
from tabulate import tabulate

from planner import find_data, read_tables
from planner.cohort.cluster import ClusterOrder, _start_local
from planner.cohort.people import Naming, find_people
from planner.cohort.records import Settings, Status
from planner.cohort.rows import plan_row
from planner.cohort.store import PEOPLE, Store, read_manifest

SEED = 16
AGES = (
    *((0, 14, 31_374_555, 30_034_371), (15, 24, 21_931_368, 21_006_463)),
    *((25, 54, 64_893_670, 64_564_565), (55, 64, 20_690_736, 22_091_808)),
    *((65, 90, 25_014_147, 31_037_419),),
)
"""First and last age, males, females: The World Factbook, United States, age structure of 2020."""

VEGETARIAN, VEGAN = {"female": 0.06, "male": 0.02}, 0.01
"""Shares of diets by sex: Gallup, Consumption Habits, July 2023."""

Command = list[str]


def draw(count: int, youngest: int = 0) -> Iterator[dict[str, Any]]:
    """So many people by the margins of ages, sexes and diets, always the same ones.

    Ages below `youngest` are drawn again.
    """
    rng = random.Random(SEED)  # noqa: S311  (no secret)
    cells = [
        (low, high, sex, people)
        for low, high, males, females in AGES
        for sex, people in (("male", males), ("female", females))
    ]
    weights = [people for *_, people in cells]
    for number in range(1, count + 1):
        age = -1
        while age < youngest:
            low, high, sex, _ = rng.choices(cells, weights)[0]
            age = rng.randint(low, high)
        share = rng.random()
        diet = "vegan" if share < VEGAN else "omnivore"
        diet = "vegetarian" if VEGAN <= share < VEGAN + VEGETARIAN[sex] else diet
        weight = sum(weights) / count
        yield {"id": number, "age": age, "sex": sex, "diet": diet, "survey_weight": round(weight)}


def write(path: Path, people: Sequence[dict[str, Any]]) -> None:
    """Write people as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*people[0]])
        writer.writeheader()
        writer.writerows(people)


BARE = """
import csv, sys
from planner import find_data, make_request, plan_week, read_tables
from planner.search.effort import Work
tables = read_tables(find_data())
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    words = {"age": int(row["age"]), "sex": row["sex"], "diet": row["diet"]}
    plan_week(make_request(tables, **words), tables, Work("quick"))
"""


def measure(commands: Sequence[Command]) -> tuple[float, float]:
    """Wall seconds until the last of some commands, begun together, ends; and processor seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = [
        subprocess.Popen(one, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for one in commands
    ]
    for one in running:
        if one.wait() not in (0, 3):
            message = f"{' '.join(map(str, one.args))} ended with {one.returncode}"  # type: ignore[arg-type]
            raise RuntimeError(message)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, seconds


def plan(people: Path, output: Path, *words: str) -> Command:
    """The command of a cohort."""
    return [
        *(sys.executable, "-m", "planner", "cohort", str(people), "--output", str(output)),
        *words,
    ]


def compare_speed(folder: Path, rows: int, rounds: int) -> None:
    """Print the ratios, of sums over all rounds; each round begins another way."""
    people = list(draw(rows, youngest=9))
    write(folder / "people.csv", people)
    halves = [folder / "first.csv", folder / "second.csv"]
    write(halves[0], people[::2])
    write(halves[1], people[1::2])
    names = (
        "a bare loop",
        "one process",
        "one process, bound only",
        "two bare loops",
        "two workers",
    )
    sums = {name: [0.0, 0.0] for name in (*names, "again, nothing left")}
    for turn in range(rounds):
        ways: dict[str, Callable[[Path], list[Command]]] = {
            "a bare loop": lambda _: [[sys.executable, "-c", BARE, str(folder / "people.csv")]],
            "one process": lambda out: [plan(folder / "people.csv", out, "--workers", "1")],
            "one process, bound only": lambda out: [
                plan(folder / "people.csv", out, "--workers", "1", "--bound-only")
            ],
            "two bare loops": lambda _: [[sys.executable, "-c", BARE, str(one)] for one in halves],
            "two workers": lambda out: [plan(folder / "people.csv", out, "--workers", "2")],
        }
        order = names[turn % len(names) :] + names[: turn % len(names)]
        for name in order:
            output = folder / f"out {turn} {name}"
            for place, seconds in enumerate(measure(ways[name](output))):
                sums[name][place] += seconds
            if name == "two workers":
                for place, seconds in enumerate(measure(ways[name](output))):
                    sums["again, nothing left"][place] += seconds
    count = rows * rounds
    printed = []
    for name, (wall, cpu) in sums.items():
        bare = sums["two bare loops" if name == "two workers" else "a bare loop"]
        cells = ["", ""]
        if "again" not in name:
            cells = [f"{bare[0] / wall:.2f}", f"{bare[1] / cpu:.2f}"]
        printed.append([name, f"{wall / rounds:.1f}", f"{1000 * cpu / count:.0f}", *cells])
    heads = ("way", "wall s", "CPU ms a row", "rows a wall s, of bare", "rows a CPU s, of bare")
    print(tabulate(printed, headers=heads, disable_numparse=True))
    print(f"\n{rows} people in {rounds} rounds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()}")


def find_peaks(command: Command) -> dict[str, float]:
    """The most resident memory in MB of who leads a run, of a worker and of a process of rows."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = {"leader": 0.0, "worker of Dask": 0.0, "process of rows": 0.0}
    while running.poll() is None:
        with suppress(psutil.NoSuchProcess):
            leader = psutil.Process(running.pid)
            for one in (leader, *leader.children(recursive=True)):
                with suppress(psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
                    line = " ".join(one.cmdline())
                    kind = "leader" if one == leader else ""
                    kind = "process of rows" if "row_server" in line else kind
                    kind = "worker of Dask" if "spawn_main" in line else kind
                    if kind:
                        peaks[kind] = max(peaks[kind], one.memory_info().rss / 1e6)
        time.sleep(0.1)
    return peaks


def measure_sizes(folder: Path, rows: int) -> None:
    """Print what a row costs by what is asked, memory, disk, and what a million rows need."""
    write(folder / "people.csv", list(draw(rows, youngest=9)))
    asked = {
        "quick": (),
        "quick, vegan": ("--diet", "vegan"),
        "quick, vegan, nothing fortified": ("--diet", "vegan", "--avoid", "fortified"),
        "quick, two weeks": ("--days", "14"),
        "normal": ("--effort", "normal"),
        "bound only": ("--bound-only",),
        "bound only, vegan, nothing fortified": (
            *("--bound-only", "--diet", "vegan", "--avoid", "fortified"),
        ),
    }
    printed = []
    for name, words in asked.items():
        output = folder / f"out {name}"
        measure([plan(folder / "people.csv", output, "--workers", "1", *words)])
        seconds = sorted(
            pq.read_table(output / "seconds" / "00000.parquet")["cpu_seconds"].to_pylist()
        )
        size = sum(path.stat().st_size for path in output.rglob("*.parquet")) / rows
        mean = sum(seconds) / rows
        cells = (mean, seconds[rows // 2], seconds[-1])
        hours = 1e6 * mean / 3600
        printed.append(
            [name, *(f"{one:.3f}" for one in cells), f"{size / 1000:.1f}", f"{hours:.0f}"]
        )
    heads = ("asked", "CPU s a row", "median", "worst", "kB a row", "CPU hours for 1,000,000")
    print(tabulate(printed, headers=heads, disable_numparse=True))
    peaks = find_peaks(plan(folder / "people.csv", folder / "memory", "--workers", "2"))
    print()
    print(tabulate([[kind, f"{mb:.0f}"] for kind, mb in peaks.items()], headers=("peak", "MB")))
    measure_leader(folder)
    print(f"\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def measure_leader(folder: Path) -> None:
    """Print what who leads a run does a row: reading, a task through Dask, writing a shard."""
    many = folder / "many.csv"
    write(many, list(draw(100_000)))
    printed = []
    began = time.process_time()
    people = find_people(many, Naming())
    for _ in people.read():
        pass
    printed.append(["read a row, twice", 1e6 * (time.process_time() - began) / len(people)])
    tables = read_tables(find_data())
    done = plan_row({"age": 40}, tables, Settings(None, tables.hash))
    rows = [(row, done) for row, _ in zip(people.read(), range(200), strict=False)]
    store = Store(folder / "shard")
    run = {**read_manifest(folder / "out quick"), "plans": []}
    with store.open(run):
        store.begin(run)
        began = time.process_time()
        store.write(0, rows, [row.id for row, _ in rows])
        printed.append(["write a row", 1e6 * (time.process_time() - began) / len(rows)])
    with _start_local(ClusterOrder(1)) as cluster, Client(cluster) as client:
        results = [done] * 25
        began = time.perf_counter()
        for _ in range(100):
            client.submit(len, results, pure=False).result()
        printed.append(["send a row through Dask", 1e6 * (time.perf_counter() - began) / 2500])
    print()
    print(tabulate(printed, headers=("the leader's share", "µs"), floatfmt=".0f"))


def read_all(folder: Path) -> dict[str, bytes]:
    """Every file of a cohort but the processor times, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "seconds"
    }


def find_failed(folder: Path) -> list[str]:
    """The ids of rows that failed, because their processes were killed more than once over them."""
    rows = pq.read_table(folder / PEOPLE, columns=["id", "status"]).to_pylist()
    return [row["id"] for row in rows if row["status"] == Status.FAILED]


def find_below(pid: int) -> list[psutil.Process]:
    """The workers and the processes of rows of a run."""
    with suppress(psutil.NoSuchProcess):
        found = psutil.Process(pid).children(recursive=True)
        return [one for one in found if _is_worker(one)]
    return []


def _is_worker(one: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        line = " ".join(one.cmdline())
        return "row_server" in line or "spawn_main" in line
    return False


def kill_at_random(folder: Path, rows: int, trials: int) -> None:
    """Kill workers and whole runs at random, and print whether anything was lost."""
    rng = random.Random(SEED)  # noqa: S311  (no secret)
    write(folder / "people.csv", list(draw(rows)))
    words = ("--workers", "2", "--days", "1", "--keep-going")
    wall, _ = measure([plan(folder / "people.csv", folder / "undisturbed", *words)])
    undisturbed = read_all(folder / "undisturbed")
    printed = []
    for trial in range(1, trials + 1):
        output, runs, kills, clients = folder / f"trial {trial}", 0, 0, 0
        done = False
        while not done:
            runs += 1
            running = subprocess.Popen(
                plan(folder / "people.csv", output, *words),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for _ in range(2 if runs < 3 else 0):
                with suppress(subprocess.TimeoutExpired):
                    running.wait(rng.uniform(0, wall / 2))
                    break
                if rng.random() < 0.3:
                    running.kill()
                    clients += 1
                    break
                if below := find_below(running.pid):
                    with suppress(psutil.NoSuchProcess):
                        rng.choice(below).kill()
                        kills += 1
            done = running.wait() in (0, 3)
        failed = find_failed(output)
        if failed:  # their processes were killed twice over them: another run plans them
            runs += 1
            measure([plan(folder / "people.csv", output, *words)])
        found = read_all(output)
        differ = [name for name in found | undisturbed if found.get(name) != undisturbed.get(name)]
        if differ:
            print(f"trial {trial} differs in {', '.join(differ)}")
        printed.append([trial, runs, kills, clients, len(failed), "NO" if differ else "yes"])
        shutil.rmtree(output)
    heads = ("trial", "runs", "workers killed", "clients killed", "rows failed", "same files")
    print(tabulate(printed, headers=heads))


def main() -> None:
    """Do what was asked."""
    parser = argparse.ArgumentParser(description="Measure a cohort.")
    parser.add_argument("what", choices=("draw", "speed", "size", "kill"))
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--trials", type=int, default=20)
    given = parser.parse_args()
    if given.what == "draw":
        if given.file is None:
            parser.error("name the file to write")
        write(given.file, list(draw(given.rows or 10_000)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.what == "speed":
            compare_speed(folder, given.rows or 100, given.rounds)
        elif given.what == "size":
            measure_sizes(folder, given.rows or 60)
        else:
            kill_at_random(folder, given.rows or 60, given.trials)


if __name__ == "__main__":
    main()
