"""Requests that can't be met, what is said of them, and five that look so and aren't: two tables.

    python benchmarks/impossible.py [--only N]

For each: what was named, the change proposed, and whether `planner plan` with the words of that
change behind those of the request, in a process of its own, misses nothing. `plan s` is what the
plan took of the processors, `why s` what it took besides to say why something is missed and what
would help, the plans that were tried for it among that.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Any

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.actions.answers import answer_request
from planner.errors import ExitCode
from planner.plans.records import Change, WeekPlan
from planner.request.fields import write_option
from planner.tables.bundle import Tables

Words = dict[str, Any]

IMPOSSIBLE: tuple[Words, ...] = (
    {"diet": "vegan", "avoid": ["fortified"]},
    {"diet": "vegan", "avoid": ["fortified", "mushrooms"], "age": 75},
    {"calories": 800},
    {"calories": 700, "age": 30, "sex": "female"},
    {"diet": "vegan", "calories": 800, "age": 40, "sex": "male"},
    {"diet": "vegetarian", "avoid": ["dairy", "leafy-greens", "fortified", "egg"]},
    {"avoid": ["fish", "mushrooms", "fortified", "egg", "milk"]},
    {"targets": ["potassium=15000"]},
    {"limits": ["potassium=2000"]},
    {"limits": ["carbohydrate=50"]},
    {"limits": ["sodium=100"]},
    {"diet": "vegan", "avoid": ["plant-milks", "cereals", "soy", "yogurt"]},
    {"diet": "vegan", "avoid": ["fortified"], "age": 30, "life_stage": "pregnant"},
    {"targets": ["potassium=12000"]},
    {"limits": ["sodium=200"], "targets": ["potassium=9000"]},
    {"targets": ["ala=10"], "limits": ["fat=30"]},
    {"limits": ["sodium=80"]},
    {"targets": ["riboflavin=8"]},
    {"targets": ["vitamin-b12=200"]},
    {"targets": ["vitamin-b12=100"]},
    {"targets": ["fiber=140"]},
    {"limits": ["fat=12"]},
    {"limits": ["sodium=60"]},
    {"diet": "vegan", "targets": ["zinc=36"]},
    {"calories": 1200, "targets": ["potassium=9000"]},
    {"targets": ["magnesium=3000", "fiber=200"]},
    {"targets": ["choline=2000"]},
    {"diet": "vegetarian", "targets": ["vitamin-d=60"]},
    {
        "diet": "vegan",
        "avoid": ["fortified"],
        "targets": ["calcium=2400"],
        "supplements": ["calcium"],
    },
    {"diet": "vegan", "calories": 1000},
)
POSSIBLE: tuple[Words, ...] = (
    {"targets": ["potassium=9000"]},
    {"avoid": ["dairy", "leafy-greens"]},
    {"avoid": ["dairy", "leafy-greens", "fortified"]},
    {"limits": ["sodium=300"]},
    {"diet": "vegan", "calories": 1200},
)
OPTIONS = {"targets": "target", "limits": "limit"}


def describe(words: Words) -> str:
    """A request as it is written on the command line."""
    parts = []
    for name, value in words.items():
        option = "--" + OPTIONS.get(name, name).replace("_", "-")
        parts += [f"{option} {one}" for one in (value if isinstance(value, list) else [value])]
    return " ".join(parts)


def write_words(change: Change) -> str:
    """A change as it is printed."""
    return " ".join(write_option((name,), value) for name, value in change.words)


def type_words(words: str) -> bool:
    """Whether `planner plan` with these words, in a process of its own, misses nothing."""
    command = [sys.executable, "-m", "planner", "plan", *shlex.split(words)]
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return ended.returncode == ExitCode.MET


def name_shortfalls(plan: WeekPlan, tables: Tables) -> str:
    """What is missed, with the best that there is of it and why."""
    parts = []
    for one in plan.shortfalls:
        reach = "-" if one.reach is None else f"{one.reach:,.{0 if one.reach >= 100 else 2}f}"
        label = tables.nutrients[one.nutrient].label
        parts.append(f"{label} {reach} of {one.limit:g} ({one.cause})")
    return "; ".join(parts)


def answer(words: Words, tables: Tables) -> tuple[list[str], bool]:
    """A row of the table, and whether the plans with the changes met everything."""
    request = make_request(tables, **words)
    began = time.process_time()
    plan_week(request, tables)
    planned = time.process_time()
    plan = answer_request(request, tables)
    ended = time.process_time()
    changes = list(map(write_words, plan.changes))
    met = [type_words(f"{describe(words)} {change}") for change in changes]
    row = [
        describe(words),
        name_shortfalls(plan, tables),
        "; or ".join(changes),
        " ".join("yes" if one else "no" for one in met),
        str(len(check_plan(plan, tables).misses)),
        f"{planned - began:.1f}",
        f"{max(0.0, ended - planned - (planned - began)):.1f}",
    ]
    return row, all(met)


def write_row(cells: Iterable[str]) -> str:
    """A row of a table of Markdown."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print both tables, each row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, help="the first so many of each")
    only = parser.parse_args().only
    tables = read_tables(find_data())
    headers = ["request", "named", "change", "all met with it", "misses", "plan s", "why s"]
    for requests in (IMPOSSIBLE[:only], POSSIBLE[:only]):
        print(write_row(headers))
        print(write_row("---" for _ in headers))
        for words in requests:
            print(write_row(answer(words, tables)[0]), flush=True)
        print()


if __name__ == "__main__":
    main()
