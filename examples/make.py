"""Write the examples again: each is one command, its plan as JSON and what it prints.

The README shows parts of the vegan week; they are written too.

python examples/make.py
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHOWN = (("Day 1 ", 99), ("Coverage", 10), ("Shopping list", 8))  # parts by heading, most lines


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


def excerpt(text: str) -> str:
    """The parts of a printed plan that the README shows, each but the last as far as it goes."""
    lines, parts = text.splitlines(), []
    for heading, most in SHOWN:
        first = next(i for i, line in enumerate(lines) if line.startswith(heading))
        last = next(
            (i for i in range(first + 3, len(lines)) if lines[i].startswith("Day 2 ")), len(lines)
        )
        parts.append("\n".join(lines[first : min(last, first + most)]).rstrip())
    return "\n...\n\n".join(parts) + "\n...\n"


def main() -> None:
    """Run every example's command twice: to JSON and to text."""
    for name, words in commands().items():
        for extension in ("json", "txt"):
            path = HERE / f"{name}.{extension}"
            command = [sys.executable, "-m", "planner", "plan", *words, "--output", str(path)]
            subprocess.run(command, check=True)
    readme = HERE.parent / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split("```text\n", 1)
    after = rest.split("```\n", 1)[1]
    shown = excerpt((HERE / "vegan-week.txt").read_text(encoding="utf-8"))
    readme.write_text(f"{before}```text\n{shown}```\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
