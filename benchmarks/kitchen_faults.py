"""How a kitchen stands faults: commands at once, kill -9, a full disk, edits meanwhile, torn lines.

    python benchmarks/kitchen_faults.py [--trials 50] [--seed 1] [--only "kill -9"]

Each trial runs the command line in new processes on a kitchen of its own, with a fault at a random
moment. Afterwards each line of the journal that was there, and each that a command said it wrote,
must be there once and whole; each week must be a plan that adds up; no temporary file may stay once
the next command has run; and the next command must work. It prints the trials of each fault, how
many of them were hit by it, and what was lost, and ends in 1 if anything was.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from planner.actions import keeping
from planner.kitchen.folder import make_kitchen, open_kitchen
from planner.kitchen.journal import read_journal
from planner.tables.bundle import Tables, find_data, read_tables

ROOT = Path(__file__).resolve().parent.parent
PROFILE = 'diet = "vegan"\ndays = 3\n[[person]]\nname = "you"\n'
DAY = "2026-11-28"
SAID = (
    *("liked pad thai", "bought lentils 500 g"),
    *("threw fresh spinach 80 g", "counted rolled oats 300 g"),
)
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["planner", *sys.argv[2:]]
from planner.__main__ import main
main()
"""


def begin(folder: Path, *words: str, limit: int | None = None) -> subprocess.Popen[str]:
    """Begin a command in a kitchen, in a process of its own; its files may have `limit` bytes."""
    start = ["-m", "planner"] if limit is None else ["-c", LIMITED, str(limit)]
    return subprocess.Popen(
        [sys.executable, *start, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    )


def say(folder: Path, text: str, limit: int | None = None) -> tuple[int, str]:
    """Run a command to its end: its code, and what it said on standard error."""
    words = [*text.split(), "--date", DAY]
    running = begin(folder, *words, limit=limit)
    _, said = running.communicate()
    return running.returncode, said


class Trial:
    """A kitchen with a planned week and some lines, and what must still be there in the end."""

    def __init__(self, template: Path, chance: random.Random) -> None:
        """Copy a kitchen."""
        self.folder = Path(tempfile.mkdtemp(prefix="kitchen-")) / "kitchen"
        shutil.copytree(template, self.folder)
        self.chance = chance
        self.kept = Counter(self.lines())
        self.faults: list[str] = []

    def lines(self) -> list[str]:
        """The lines of the journal."""
        path = self.folder / "journal.txt"
        return path.read_text(encoding="utf-8").split("\n") if path.exists() else []

    def check(self, tables: Tables, *, torn: int = 0) -> None:
        """Look for what is lost or half written; at most `torn` lines may say nothing."""
        code, said = say(self.folder, "liked shakshuka")
        if code:
            self.faults.append(f"the next command failed: {said}")
        lost = self.kept - Counter(self.lines())
        if lost := lost - Counter({"": 9}):
            self.faults.append(f"lost {lost}")
        kitchen = open_kitchen(self.folder)
        journal = read_journal(kitchen.journal)
        if len(journal.problems) > torn:
            self.faults.append(f"half written: {journal.problems}")
        for first in kitchen.list_weeks():
            opened = keeping.read_week(kitchen, tables, first)
            if opened.report.faults:
                self.faults.append(f"week {first}: {opened.report.faults}")
        left = [path.name for path in self.folder.rglob(".planner.*.part")]
        if left and not say(self.folder, "next --yes --again --start 2027-01-02")[0]:
            left = [path.name for path in self.folder.rglob(".planner.*.part")]
            if left:
                self.faults.append(f"left {left}")

    def close(self) -> None:
        """Remove the kitchen."""
        shutil.rmtree(self.folder.parent)


def run_at_once(trial: Trial) -> bool:
    """Four commands at the same time: each one's line must be there."""
    running = [begin(trial.folder, *text.split(), "--date", DAY) for text in SAID]
    before = len(trial.lines())
    codes = [one.wait() for one in running]
    waited = any("Waiting" in (one.stderr.read() if one.stderr else "") for one in running)
    for one in running:
        one.communicate()
    if any(codes) or len(trial.lines()) != before + len(SAID):
        trial.faults.append(f"codes {codes}, {len(trial.lines()) - before} lines")
    return waited


def kill(trial: Trial) -> bool:
    """A command is killed at a random moment: what it said it wrote must be there."""
    text = trial.chance.choice([*SAID, "next --yes --again --short", "bought --list", "undo"])
    seconds = 4.0 if text.startswith("next") else 1.6
    running = begin(trial.folder, *text.split(), "--date", DAY)
    time.sleep(trial.chance.uniform(0.0, seconds))
    running.send_signal(signal.SIGKILL)
    running.communicate()
    return running.returncode == -signal.SIGKILL


def fill(trial: Trial) -> bool:
    """The disk is full after some bytes of a file: nothing changes, and the command says so."""
    text = trial.chance.choice([*SAID, "bought --list", "next --yes --again --short"])
    size = (trial.folder / "journal.txt").stat().st_size
    limit = size + trial.chance.choice([0, 1, 5, 12, 20])
    week = trial.folder / "weeks" / f"{DAY}.json"
    before, plan = trial.lines(), week.read_bytes()
    code, said = say(trial.folder, text, limit=limit)
    if trial.lines() != before or week.read_bytes() != plan:
        trial.faults.append(f"{text} changed something with room for {limit - size} bytes")
    if code != 1 or "can't be written" not in said or "Traceback" in said:
        trial.faults.append(f"{text} ended in {code}: {said[-300:]}")
    return code == 1


def edit(trial: Trial) -> bool:
    """An editor replaces the journal by one with a line more, at a random moment."""
    running = begin(trial.folder, *trial.chance.choice(SAID).split(), "--date", DAY)
    time.sleep(trial.chance.uniform(0.2, 1.2))
    path, note = trial.folder / "journal.txt", "# a note"
    edited = path.with_suffix(".new")
    edited.write_text(path.read_text(encoding="utf-8") + f"{note}\n", encoding="utf-8")
    edited.replace(path)
    trial.kept[note] += 1
    running.communicate()
    more = sum(line.startswith(DAY) for line in trial.lines())
    more -= sum(count for line, count in trial.kept.items() if line.startswith(DAY))
    if running.returncode or more != 1:
        trial.faults.append(f"the command ended in {running.returncode} and wrote {more} lines")
    return True


def tear(trial: Trial) -> bool:
    """The last line is cut short, as by a power cut: it stays, and is named."""
    path = trial.folder / "journal.txt"
    last = f"{DAY} cooked {DAY} day 1 dinner"
    cut = last[: trial.chance.randint(1, len(last) - 1)]
    path.write_bytes(path.read_bytes() + cut.encode())
    trial.kept[cut] += 1
    code, said = say(trial.folder, "doctor")
    if code != 1 or "journal.txt, line" not in said:
        trial.faults.append(f"doctor ended in {code}: {said}")
    return True


FAULTS: dict[str, tuple[Callable[[Trial], bool], int]] = {
    "four commands at once": (run_at_once, 0),
    "kill -9": (kill, 0),
    "a full disk": (fill, 0),
    "a file edited meanwhile": (edit, 0),
    "a torn last line": (tear, 1),
}
"""What each fault does, saying whether it hit, and the lines that it may tear."""


def main() -> int:
    """Run the trials of each fault and print their counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--only", choices=FAULTS, nargs="*", default=[*FAULTS])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, tables = random.Random(asked.seed), read_tables(find_data())  # noqa: S311
    base = Path(tempfile.mkdtemp(prefix="kitchen-"))
    kitchen = make_kitchen(base / "kitchen", PROFILE)
    keeping.plan_next(kitchen, tables, date.fromisoformat(DAY))
    for text in (*SAID, "bought firm tofu 454 g", "liked mapo"):
        code, said = say(kitchen.folder, text)
        assert code == 0, said
    lost = 0
    for name in asked.only:
        inject, torn = FAULTS[name]
        hit = faulty = 0
        for _ in range(asked.trials):
            trial = Trial(kitchen.folder, chance)
            hit += inject(trial)
            trial.check(tables, torn=torn)
            faulty += bool(trial.faults)
            for fault in trial.faults:
                print(f"  {name}: {fault}")
            trial.close()
        lost += faulty
        print(
            f"{name:<25} {asked.trials:3} trials, {hit:3} hit, {faulty:3} lost something",
            flush=True,
        )
    shutil.rmtree(base)
    return min(lost, 1)


if __name__ == "__main__":
    sys.exit(main())
