"""Where the points of plans are: what they cost by cause, and what lifting packs and rules spares.

    python benchmarks/gap.py [--step N] [--effort normal]

Three ways to plan each profile: as it is; where packs and money weigh nothing in the search; and
where the rules between days are lifted besides. A row a diet and way: mean points a day of the
bound and above it, then what the plan's points are for: portions and dishes that aren't usual,
nutrients that are aimed at, energy off its aim, eating rules, nutrients that are required.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from profiles import profiles
from rules import LIFTED
from tabulate import tabulate

from planner import Planner, Work, find_data, read_tables
from planner.actions.planning import lay_out_arrays
from planner.actions.recounting import load
from planner.model import day_program
from planner.model.bound import build_households
from planner.people.diet_rules import find_rules
from planner.people.eating_rules import EatingRules
from planner.people.person import Person
from planner.plans.records import WeekPlan
from planner.search import budget, week_search
from planner.search.pack_costs import Weights
from planner.search.week_search import Search
from planner.tables.bundle import Tables

BETWEEN_DAYS = (
    *("kinds", "opened drinks and breads", "different lunches and dinners"),
    *("snacks", "breakfasts"),
)
"""Rules of `rules.LIFTED` that are about what several days have."""
FREE = {
    **{name: value for rule in BETWEEN_DAYS for name, value in LIFTED[rule].items()},
    "food_rules": (),
    "dishes_two_days_share": 4,
    "unlike_mains_a_week": 0,
    "least_foods_a_week": 0,
    "most_foods_a_week": 1000,
    "rare_foods_a_week": 1000,
}
NOTHING = Weights(0.0, 0.0, 0.0, 0.0, 0.0)
CAUSES = ("portions", "aims", "energy", "rules", "required")
Points = dict[str, float]


@contextmanager
def lifting(rules: dict[str, Any]) -> Iterator[None]:
    """Let programs be built with other eating rules."""

    def find(person: Person, known: Tables) -> EatingRules:
        return replace(find_rules(person, known), **rules)

    with patch.object(day_program, "find_rules", find):
        yield


@contextmanager
def free_of_packs() -> Iterator[None]:
    """Let what is bought weigh nothing."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(budget, "SETTLED", NOTHING))
        stack.enter_context(patch.object(budget, "Weights", lambda: NOTHING))
        stack.enter_context(patch.object(week_search, "Weights", lambda: NOTHING))
        yield


def find_cause(name: str) -> str:
    """What a soft row that only costs points is for, by its name."""
    if name.startswith("energy"):
        return "energy"
    return "aims" if name.endswith("__aim") else "rules"


def count_by_cause(plan: WeekPlan, tables: Tables) -> Points:
    """The points a day of a plan, by what they are for."""
    search = Search(
        lay_out_arrays(build_households(plan.request, tables)), plan.request, Work("quick")
    )
    load(plan, search)
    arrays, found = search.arrays, dict.fromkeys(CAUSES, 0.0)
    rows, (own,) = arrays.program.soft_rows, arrays.program.programs
    days = [choice for choice in search.days if choice is not None]
    for costs in (*(arrays.day_costs(day.activity) for day in days), *search.week_costs()):
        for row, cost in zip(rows, costs.tolist(), strict=True):
            found["required" if row.required else find_cause(row.name)] += cost
    for day in days:
        found["portions"] += float(own.options.points[day.own[0]].sum())
        found["portions"] += float(arrays.served_points[list(day.served)].sum())
    found["rules"] += search.points()[0] - sum(found.values())  # what comes too often
    return {cause: points / len(days) for cause, points in found.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--step", type=int, default=1, help="every so many of the profiles")
    parser.add_argument("--effort", default="normal")
    asked = parser.parse_args()
    tables = read_tables(find_data())
    ways = {"as it is": (False, {}), "no packs": (True, {}), "nor rules between days": (True, FREE)}
    found: dict[tuple[str, str], list[Points]] = {}
    for words in profiles()[:: asked.step]:
        for way, (no_packs, lifted) in ways.items():
            with ExitStack() as stack:
                stack.enter_context(lifting(lifted))
                if no_packs:
                    stack.enter_context(free_of_packs())
                planner = Planner(tables)
                plan = planner.plan(planner.make_request(**words), Work(asked.effort))
                if plan.points.bound_misses > 0:
                    break
                points = count_by_cause(plan, tables)
            days, bound = len(plan.days), plan.points.bound
            points |= {"bound": bound / days, "above": (plan.points.total - bound) / days}
            found.setdefault((words.get("diet", "omnivore"), way), []).append(points)
    heads = ("bound", "above", *CAUSES)
    table = [
        [diet, way, len(all_), *(statistics.mean(one[head] for one in all_) for head in heads)]
        for (diet, way), all_ in sorted(found.items(), key=lambda item: item[0][0])
    ]
    print(tabulate(table, ("diet", "way", "profiles", *heads), floatfmt=".2f"))


if __name__ == "__main__":
    main()
