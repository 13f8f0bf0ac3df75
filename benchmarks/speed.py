"""How fast a plan is, as ratios that another machine should give too.

    python benchmarks/speed.py [--runs N]

What is compared runs by turns, each time in a process of its own; the figures are medians. Seconds
are of the wall clock, memory is the most that a process held (Linux counts it in KiB). It measures
the `planner` that is installed beside this Python. The large food table is the bundled foods and
all of SR Legacy, from the folder of source tables that PLANNER_SOURCE_TABLES names.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

PLANNER = str(Path(sys.executable).parent / "planner")
DATA = Path(__file__).parent.parent / "data"
COMMANDS = {
    "libraries": [sys.executable, "-c", "import pandas, pulp, highspy, typer, tabulate"],
    "typer": [sys.executable, "-c", "import typer"],
    "help": [PLANNER, "--help"],
    "week": [PLANNER, "plan", "--diet", "vegan", "--stats"],
    "four weeks": [PLANNER, "plan", "--diet", "vegan", "--days", "28", "--stats"],
}
LARGE_DIETS = ("vegan", "omnivore")
RUNS = 5

SOURCES_VARIABLE = "PLANNER_SOURCE_TABLES"
SOURCE = "sr_legacy.csv.gz"
NUTRIENTS_FROM = "energy_kcal"  # the first of the nutrient columns
GROUPS = {
    "American Indian/Alaska Native Foods": "fish meat fruit",
    "Baby Foods": "cereals fruit",
    "Baked Products": "breads snacks",
    "Beef Products": "meat",
    "Beverages": "juices plant-milks",
    "Breakfast Cereals": "cereals",
    "Cereal Grains and Pasta": "grains pasta",
    "Dairy and Egg Products": "milk yogurt cheese eggs",
    "Fast Foods": "breads meat poultry",
    "Fats and Oils": "oils sauces",
    "Finfish and Shellfish Products": "fish shellfish",
    "Fruits and Fruit Juices": "fruit dried-fruit juices",
    "Lamb, Veal, and Game Products": "meat",
    "Legumes and Legume Products": "legumes soy",
    "Meals, Entrees, and Side Dishes": "pasta grains",
    "Nut and Seed Products": "nuts seeds",
    "Pork Products": "meat",
    "Poultry Products": "poultry",
    "Restaurant Foods": "pasta breads",
    "Sausages and Luncheon Meats": "meat poultry",
    "Snacks": "snacks",
    "Soups, Sauces, and Gravies": "sauces",
    "Spices and Herbs": "sauces",
    "Sweets": "sweets snacks",
    "Vegetables and Vegetable Products": "vegetables leafy-greens starchy-vegetables mushrooms",
}


@dataclass(frozen=True)
class Run:
    """What one process took: seconds of the wall clock, those it says it solved for, MB."""

    seconds: float
    solving: float
    megabytes: float


def measure(command: Sequence[str]) -> Run:
    """Run a command to its end."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}\n{text}")
    stages = re.findall(r" ([\d.]+) s$", text, re.MULTILINE)
    return Run(seconds, sum(map(float, stages)), usage.ru_maxrss * 1024 / 1e6)


def measure_all(commands: dict[str, list[str]], runs: int) -> dict[str, Run]:
    """The median of each command's runs, all of them by turns; a first one warms the caches."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for command in commands.values():
        measure(command)
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(measure(command))
    return {
        name: Run(
            *(statistics.median(figures) for figures in zip(*map(_figures, own), strict=True))
        )
        for name, own in found.items()
    }


def _figures(run: Run) -> tuple[float, float, float]:
    return run.seconds, run.solving, run.megabytes


def compare(runs: dict[str, Run]) -> list[tuple[str, str, float, float]]:
    """What is measured, in words and figures; how much it came to; how much is wanted at most."""
    week, four = runs["week"], runs["four weeks"]
    libraries, helped, typer = (runs[name].seconds for name in ("libraries", "help", "typer"))
    return [
        (
            "a vegan week / importing the libraries",
            f"{week.seconds:.2f} s / {libraries:.2f} s",
            week.seconds / libraries,
            2.0,
        ),
        (
            "planner --help / importing Typer",
            f"{helped:.3f} s / {typer:.3f} s",
            helped / typer,
            3.0,
        ),
        (
            "solving four weeks / one week",
            f"{four.solving:.2f} s / {week.solving:.2f} s",
            four.solving / week.solving,
            4.5,
        ),
        ("memory of a vegan week", "MB", week.megabytes, 250.0),
    ]


def find_source() -> Path | None:
    """The file of SR Legacy, or None where it isn't there."""
    path = Path(os.environ.get(SOURCES_VARIABLE, "")) / SOURCE
    return path if path.is_file() else None


def write_large_tables(folder: Path, data: Path, source: Path) -> int:
    """Write the large food table into an empty folder, beside copies of the others.

    Every food of SR Legacy has its own nutrients; all else it takes from a bundled food of like
    group, by turns. So the rows are enough to measure with, and nothing to eat by. Returns how
    many foods there are.
    """
    for path in data.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    with (data / "foods.csv").open(encoding="utf-8", newline="") as file:
        bundled = list(csv.DictReader(file))
    columns = list(bundled[0])
    nutrients = columns[columns.index(NUTRIENTS_FROM) :]
    models = {
        category: itertools.cycle([food for food in bundled if food["group"] in groups.split()])
        for category, groups in GROUPS.items()
    }
    count = len(bundled)
    with (
        gzip.open(source, "rt", encoding="utf-8", newline="") as rows,
        (folder / "foods.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(bundled)
        for row in csv.DictReader(rows):
            food_id = f"sr-{row['fdc_id']}"
            own = {name: row.get(name, "") for name in nutrients}
            own |= {"food_id": food_id, "name": f"{row['description']} ({food_id})"}
            own |= {"source": "sr_legacy", "source_id": row["fdc_id"], "note": "", "advice": ""}
            writer.writerow({**next(models[row["food_category"]]), **own})
            count += 1
    return count


def compare_large(folder: Path, source: Path, runs: int) -> list[tuple[str, str, float, float]]:
    """The same for weeks planned with the large food table."""
    foods = write_large_tables(folder, DATA, source)
    tables = ["--tables", str(folder)]
    commands = {diet: [PLANNER, "plan", "--diet", diet, "--stats", *tables] for diet in LARGE_DIETS}
    lines = []
    for diet, run in measure_all(commands, runs).items():
        what = f"{diet} week from {foods:,} foods"
        lines.append((what, f"s, {run.solving:.2f} of them solving", run.seconds, 6.0))
        lines.append((f"memory of the {what}", "MB", run.megabytes, 600.0))
    return lines


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure how fast a plan is.")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    lines = compare(measure_all(COMMANDS, options.runs))
    source = find_source()
    if source is not None:
        with tempfile.TemporaryDirectory() as folder:
            lines += compare_large(Path(folder), source, options.runs)
    rows = [
        (what, of, f"{value:.2f}" if value < 100 else f"{value:.0f}", f"{most:g}", value <= most)
        for what, of, value, most in lines
    ]
    cells = [(*row[:-1], "yes" if row[-1] else "NO") for row in rows]
    headers = ("what", "of", "measured", "at most", "kept")
    print(f"{os.cpu_count()} cores, median of {options.runs}")
    print(
        tabulate(
            cells,
            headers=headers,
            disable_numparse=True,
            colalign=("left", "left", "right", "right"),
        )
    )
    if source is None:
        print(f"\nSkipped: the large food table. {SOURCES_VARIABLE} names no folder with {SOURCE}.")


if __name__ == "__main__":
    main()
