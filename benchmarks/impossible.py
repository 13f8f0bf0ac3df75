"""Requests that can't be met, what is said of them, and five that look so and aren't: two tables.

    python benchmarks/impossible.py [--only N] [--rounds N]

For each: what was named, the change proposed, and whether a plan made here anew for the request
with that change, by itself, misses nothing in its check. `extra` is by how many seconds the answer
takes longer than the same plan without one, as a clock and as the processors count them; `ratio` is
its processor time beside that of a plan for the same person without the words that make it
impossible. The least of some rounds is given of each.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

from tabulate import tabulate

from planner import check_plan, find_data, make_request, plan_week, read_tables
from planner.answer import answer_request
from planner.plan import Change, WeekPlan
from planner.request import Request
from planner.tables import Tables

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
)
POSSIBLE: tuple[Words, ...] = (
    {"targets": ["potassium=9000"]},
    {"avoid": ["dairy", "leafy-greens"]},
    {"avoid": ["dairy", "leafy-greens", "fortified"]},
    {"limits": ["sodium=300"]},
    {"diet": "vegan", "calories": 1000},
)
OPTIONS = {"targets": "target", "limits": "limit"}
PARAMETERS = {"--target": "targets", "--limit": "limits"}
LISTS = ("allow", "supplements")
IMPOSSIBLE_WORDS = ("avoid", "targets", "limits", "calories")  # left out of the plain plan


def describe(words: Words) -> str:
    """A request as it is written on the command line."""
    parts = []
    for name, value in words.items():
        option = "--" + OPTIONS.get(name, name).replace("_", "-")
        parts += [f"{option} {one}" for one in (value if isinstance(value, list) else [value])]
    return " ".join(parts)


def apply(change: Change, words: Words, tables: Tables) -> Request:
    """The request with a change, made from its words as anybody would."""
    changed: Words = {name: list(v) if isinstance(v, list) else v for name, v in words.items()}
    for option, value in change.words:
        name = PARAMETERS.get(option, option.removeprefix("--").replace("-", "_"))
        if name in LISTS:
            changed[name] = [*changed.get(name, ()), value]
        elif name in PARAMETERS.values():
            nutrient = value.partition("=")[0]
            rest = [one for one in changed.get(name, ()) if one.partition("=")[0] != nutrient]
            changed[name] = [*rest, value]
        else:
            changed[name] = float(value) if name == "calories" else value
    return make_request(tables, **changed)


def name_shortfalls(plan: WeekPlan, tables: Tables) -> str:
    """What is missed, with the best that there is of it and why."""
    parts = []
    for one in plan.shortfalls:
        reach = "-" if one.reach is None else f"{one.reach:,.{0 if one.reach >= 100 else 2}f}"
        label = tables.nutrients[one.nutrient].label
        parts.append(f"{label} {reach} of {one.limit:g} ({one.cause})")
    return "; ".join(parts)


def measure(make: Callable[[], WeekPlan]) -> tuple[WeekPlan, float, float]:
    """A plan, and the seconds that it took: by the clock, and of the processors."""
    clock, processor = time.perf_counter(), time.process_time()
    plan = make()
    return plan, time.perf_counter() - clock, time.process_time() - processor


def answer(words: Words, tables: Tables, rounds: int = 1) -> tuple[list[str], bool]:
    """A row of the table, and whether the plans with the changes met everything."""
    request = make_request(tables, **words)
    usual = {name: said for name, said in words.items() if name not in IMPOSSIBLE_WORDS}
    plain, same, full = (
        [measure(make) for _ in range(rounds)]
        for make in (
            lambda: plan_week(make_request(tables, **usual), tables),
            lambda: plan_week(request, tables),
            lambda: answer_request(request, tables),
        )
    )
    plan = full[0][0]
    (_, plain_s), (same_clock, same_s), (full_clock, full_s) = (
        (min(clock for _, clock, _ in runs), min(seconds for _, _, seconds in runs))
        for runs in (plain, same, full)
    )
    changes, met = [], []
    for change in plan.changes:
        changed = answer_request(apply(change, words, tables), tables)
        report = check_plan(changed, tables)
        met.append(not report.misses and not report.faults)
        changes.append(" ".join(f"{option} {value}" for option, value in change.words))
    report = check_plan(plan, tables)
    row = [
        describe(words),
        name_shortfalls(plan, tables),
        "; or ".join(changes),
        " ".join("yes" if one else "no" for one in met),
        str(len(report.misses)),
        f"{max(0.0, full_clock - same_clock):.1f} ({max(0.0, full_s - same_s):.1f})",
        f"{full_s / plain_s:.1f}",
    ]
    return row, all(met)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, help="the first so many of each")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement")
    given = parser.parse_args()
    only = given.only
    tables = read_tables(find_data())
    headers = ["request", "named", "change", "all met with it", "misses", "extra s", "ratio"]
    for requests in (IMPOSSIBLE[:only], POSSIBLE[:only]):
        rows = [answer(words, tables, given.rounds)[0] for words in requests]
        print(tabulate(rows, headers=headers, tablefmt="github", disable_numparse=True))
        print()


if __name__ == "__main__":
    main()
