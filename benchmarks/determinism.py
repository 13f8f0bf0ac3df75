"""Whether commands print the same bytes with another hash seed, and with one thread or two.

    python benchmarks/determinism.py [--processes N]

Each command runs in processes of its own: with three hash seeds, with one and two threads for the
numerical libraries. More processes than cores make the machine busy, which must change nothing
either. The exit code is 1 where two runs of a command differ.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

from tabulate import tabulate

COMMANDS = (
    "plan --diet vegan",
    "plan --diet vegetarian --avoid fortified",
    "plan --diet omnivore --seed 7 --days 10",
    "plan --diet pescatarian --effort quick --format json",
    "plan --diet vegan --budget 80",
    "plan --diet vegan --leftovers 2",
    "plan --diet keto --days 3",
    "plan --age 6 --sex male --calories 1500",
    "plan --only-cuisine indian --days 4",
    "plan --profile {examples}/household.toml --days 3",
    "plan --diet vegan --limit sodium=900 --days 3",
    "plan --diet vegan --days 2 --format html",
    "targets --age 34 --sex female",
    "dishes tofu --rich-in calcium",
    "explain calcium",
)
RUNS = tuple((seed, threads) for seed in ("0", "1", "4242") for threads in ("1", "2"))
EXAMPLES = Path(__file__).parents[1] / "examples"


def run(command: str, seed: str, threads: str) -> str:
    """The fingerprint of what a command prints, and of its exit code."""
    own = {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "planner", *shlex.split(command.format(examples=EXAMPLES))],
            cwd=folder,
            env={**os.environ, **own},
            capture_output=True,
            check=False,
        )
    printed = done.stdout + b"\0" + done.stderr + b"\0" + str(done.returncode).encode()
    return f"{sha256(printed).hexdigest()[:12]} exit {done.returncode}, {len(done.stdout):,} bytes"


def main() -> int:
    """Print a row a command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--processes", type=int, default=3)
    asked = parser.parse_args()
    rows, differ = [], 0
    with ThreadPoolExecutor(asked.processes) as pool:
        for command in COMMANDS:
            found = set(pool.map(partial(run, command), *zip(*RUNS, strict=True)))
            differ += len(found) > 1
            rows.append((command.format(examples="examples"), len(RUNS), *sorted(found)))
            print(tabulate(rows[-1:], tablefmt="plain"), flush=True)
    print(f"{len(COMMANDS)} commands, {differ} of them differ from run to run")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
