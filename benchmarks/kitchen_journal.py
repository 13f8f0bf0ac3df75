"""How long it takes to fold a kitchen's journal of ten years into what is at home.

    python benchmarks/kitchen_journal.py [--lines 20000]

It makes a journal of so many lines over ten years, with a week's plan for each week, and prints the
CPU seconds of the best of five: reading the journal, reading what its weeks need, and what is at
home today. The weeks' figures are kept in a file, as on every day but the first.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from planner import find_data, make_request, plan, read_tables
from planner.cli import UNTIL_COLLECTED
from planner.kitchen.at_home import compute_home, find_horizon
from planner.kitchen.folder import make_kitchen
from planner.kitchen.journal import add_lines, read_journal, write_item, write_meal
from planner.kitchen.weeks import read_weeks
from planner.request.pantry import Pantry

YEARS, TODAY, TRIES = 10, date(2026, 11, 28), 5


def measure(do: Callable[[], object]) -> float:
    """The CPU seconds of the best of some tries."""
    seconds = []
    for _ in range(TRIES):
        before = process_time()
        do()
        seconds.append(process_time() - before)
    return min(seconds)


def main() -> None:
    """Make the kitchen, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=20_000)
    most = parser.parse_args().lines
    gc.set_threshold(UNTIL_COLLECTED)  # as the command line does
    tables = read_tables(find_data())
    week = plan(make_request(tables, diet="vegan"), tables)
    text = json.dumps(week.to_json())
    with tempfile.TemporaryDirectory() as folder:
        kitchen = make_kitchen(Path(folder) / "kitchen", 'diet = "vegan"\n')
        lines = 0
        for number in range(YEARS * 52, 0, -1):
            first = TODAY - timedelta(days=7 * number)
            kitchen.find_week(first).write_text(text, encoding="utf-8")
            held = ((line, sum(size * n for size, n in line.packs)) for line in week.shopping)
            own = [
                write_item("bought", line.grocery_id, grams, first) for line, grams in held if grams
            ]
            own += [
                write_meal("cooked", first, day.day, meal.meal)
                for day in week.days
                for meal in day.meals
            ]
            own = own[: round(most / (YEARS * 52) * (YEARS * 52 - number + 1)) - lines]
            lines += len(own)
            add_lines(kitchen.journal, first, own)
        since = find_horizon(TODAY, tables)
        read_weeks(kitchen, tables, since)
        journal, (weeks, _) = read_journal(kitchen.journal), read_weeks(kitchen, tables, since)
        assert len(journal.events) == lines
        steps: dict[str, Callable[[], object]] = {
            f"read a journal of {lines:,} lines": lambda: read_journal(kitchen.journal),
            f"read what {len(weeks)} weeks need": lambda: read_weeks(kitchen, tables, since),
            "find what is at home": lambda: compute_home(Pantry(), journal, weeks, tables, TODAY),
        }
        seconds = {name: measure(do) for name, do in steps.items()}
        for name, own_seconds in seconds.items():
            print(f"{name:<34} {own_seconds:6.3f} s")
        print(f"{'together':<34} {sum(seconds.values()):6.3f} s")


if __name__ == "__main__":
    main()
