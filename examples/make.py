"""Write the examples again: each is one command, its plan as JSON and what it prints.

The pages show parts of the vegan week: `python tools/write_docs.py` writes them again.

python examples/make.py
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def commands() -> dict[str, list[str]]:
    """The words after `planner plan` of each example, by name, as examples/README.md has them."""
    found = {}
    for line in (HERE / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("    planner plan "):
            words = shlex.split(line)[2:]
            output = words.index("--output")
            words = [str(HERE / word) if word.endswith(".toml") else word for word in words]
            found[Path(words[output + 1]).stem] = words[:output] + words[output + 2 :]
    return found


def main() -> None:
    """Run every example's command twice: to JSON and to text."""
    for name, words in commands().items():
        for extension in ("json", "txt"):
            path = HERE / f"{name}.{extension}"
            command = [sys.executable, "-m", "planner", "plan", *words, "--output", str(path)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
