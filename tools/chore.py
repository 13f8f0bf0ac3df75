"""One word a chore, the same on a laptop and in the gate.

python tools/chore.py            lists the words
python tools/chore.py lint       runs the one it names; several words run one after the other
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
COVERING = ("tests/people", "tests/checking", "tests/model", "tests/request")
CHORES: dict[str, tuple[str, list[list[str]]]] = {
    "setup": (
        "install the planner from this folder, with all that the chores need",
        [[PYTHON, "-m", "pip", "install", "-e", ".[paper,test,lint,docs]"]],
    ),
    "format": (
        "format the code, and let ruff mend what it can",
        [[PYTHON, "-m", "ruff", "check", "--fix", "."], [PYTHON, "-m", "ruff", "format", "."]],
    ),
    "lint": (
        "check style, types and layers",
        [
            [PYTHON, "-m", "ruff", "check", "."],
            [PYTHON, "-m", "ruff", "format", "--check", "."],
            [PYTHON, "-m", "mypy"],
            [str(Path(PYTHON).with_name("lint-imports"))],
        ],
    ),
    "test": ("run all the tests", [[PYTHON, "-m", "pytest"]]),
    "coverage": (
        "count the lines of people, checking and model that their tests run: at least 90 % of each",
        [
            [PYTHON, "-m", "coverage", "run", "-m", "pytest", *COVERING],
            *(
                [PYTHON, "-m", "coverage", "report", f"--include=planner/{package}/*"]
                for package in ("people", "checking", "model")
            ),
        ],
    ),
    "flips": (
        "flip a comparison or a number at 60 places and see whether a test notices: an hour",
        [[PYTHON, "tools/flip_comparisons.py"]],
    ),
    "examples": ("plan the examples again", [[PYTHON, "examples/make.py"]]),
    "docs": (
        "update what the documentation shows of the program",
        [[PYTHON, "tools/count_tables.py"], [PYTHON, "tools/write_docs.py"]],
    ),
    "site": (
        "build the site with both builders, strictly",
        [[PYTHON, "tools/build_site.py"]],
    ),
    "gate": ("run everything that has to pass, in a fresh environment", [[".ci/run"]]),
}
"""What each word does, and the commands that do it, from the folder of the checkout."""


def main() -> None:
    """Run the chores that were named, up to the first that fails."""
    words = sys.argv[1:]
    if not words or not CHORES.keys() >= set(words):
        width = max(map(len, CHORES))
        print("\n".join(f"{word:<{width}}  {what}" for word, (what, _) in CHORES.items()))
        sys.exit(2 if words else 0)
    for word in words:
        for command in CHORES[word][1]:
            if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
                sys.exit(code)


if __name__ == "__main__":
    main()
