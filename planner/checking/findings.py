"""A plan checked from its printed portions and the tables alone.

What a plan must reach comes from `people.targets`, and who may not eat what from
`people.exclusions`. The check shares no arithmetic with what made the plan or its list: it
multiplies grams by the food table once more, compares the sums with every limit, and counts the
eating rules again. The coverage that a plan prints is what the check found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.arrays import Floats
from planner.checking.allergies import check_allergies
from planner.checking.broken_rules import find_unusual
from planner.checking.own_recipes import check_own_recipes, find_uncounted
from planner.checking.servings import (
    check_diets,
    check_leftovers,
    check_request,
    check_servings,
    check_wishes,
)
from planner.checking.shopping import check_shopping
from planner.checking.targets import judge, sum_doses, sum_food
from planner.checking.tolerances import TOLERANCE
from planner.checking.variety import find_kept
from planner.errors import ExitCode, Problem, RequestError
from planner.people.targets import DAY, Target, find_supplement_limits, find_targets
from planner.plans.records import Verdict, WeekPlan
from planner.tables.bundle import Tables

if TYPE_CHECKING:
    import pandas as pd

LIMITS = ("value", "minimum", "maximum")


@dataclass(frozen=True)
class CheckReport:
    """What a check found.

    `faults` are contradictions, such as grams that don't fit the portions or a food that the diet
    excludes; with a fault the other fields are empty or not to be trusted. `verdicts` has a line
    for each target, `notes` one for each eating rule that is broken. `daily` has, by (person,
    nutrient), what each of `days` brings, food and supplements, in the nutrient's unit, as it
    counts towards a minimum (an upper level is held against all of it); `taken` has
    the part that supplements bring each day. `known` is the share of the food's grams for which a
    nutrient is known, 0 to 1. `over_budget_usd` is the cost of the packs beyond the budget, without
    what goes into the cupboard. `kept` has a sentence for each thing that was asked of variety and
    that the plan keeps; what it doesn't keep is among the notes. `uncounted` names, by
    (person, day), what nobody knows and what counts for nothing: what such a day brings is the
    least, and no limit on the most is judged.
    """

    faults: tuple[Problem, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    days: tuple[int, ...]
    daily: Mapping[tuple[str, str], Floats]
    known: Mapping[str, float]
    taken: Mapping[tuple[str, str], float] = field(default_factory=dict)
    over_budget_usd: float = 0.0
    kept: tuple[str, ...] = ()
    uncounted: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """How it ends, and how many faults, misses and broken rules there are."""
        counts = f"{len(self.faults)} faults, {len(self.misses)} misses, {len(self.notes)} notes"
        return f"<CheckReport {self.exit_code.name}: {counts}>"

    def is_judged(self, verdict: Verdict) -> bool:
        """Whether a verdict can be told: none on the most can, where something isn't counted."""
        if verdict.maximum is None or not verdict.met:
            return True
        return not any(
            who == verdict.person
            and verdict.number == (day if verdict.period == DAY else (day - 1) // 7 + 1)
            for who, day in self.uncounted
        )

    def amount(self, person: str, day: int, nutrient: str) -> float:
        """What one day brings a person of a nutrient, in its unit."""
        return float(self.daily[person, nutrient][self.days.index(day)])

    def mean(self, person: str, nutrient: str, days: Collection[int] | None = None) -> float:
        """The average that the days, or some of them, bring a person of a nutrient, in its unit."""
        own = [days is None or day in days for day in self.days]
        return float(self.daily[person, nutrient][own].mean())

    @property
    def amounts(self) -> pd.DataFrame:
        """`daily` as a DataFrame: a row for each person and day, a column for each nutrient."""
        import pandas as pd  # noqa: PLC0415  (slower to import than a week is to plan)

        people = dict.fromkeys(person for person, _ in self.daily)
        frames = {
            person: pd.DataFrame(
                {name: own for (who, name), own in self.daily.items() if who == person},
                index=list(self.days),
            )
            for person in people
        }
        return pd.concat(frames, names=["person", "day"])

    @property
    def misses(self) -> tuple[Verdict, ...]:
        """The verdicts of required limits that aren't met."""
        return tuple(v for v in self.verdicts if v.required and not v.met)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of `planner check` for this plan; `planner show` prints it with 0."""
        if self.faults:
            return ExitCode.BAD_DATA
        return ExitCode.MISSED if self.misses or self.over_budget_usd else ExitCode.MET


def check_plan(plan: WeekPlan, tables: Tables) -> CheckReport:
    """Recompute a plan from its portions and the tables.

    What is wrong in the plan is listed in the report's `faults`; nothing is raised for it.
    """
    faults: list[Problem] = []
    if plan.tables_hash != tables.hash:
        what = f"was planned with other tables ({plan.tables_hash}; these are {tables.hash})"
        remedy = "Plan the week again, or use the planner that made it."
        faults.append(Problem("plan", what, remedy))
    targets: dict[str, tuple[Target, ...]] = {}
    try:
        check_request(plan, tables)
        check_servings(plan, tables, faults)
        check_own_recipes(plan, tables, faults)
        check_allergies(plan, tables, faults)
        check_diets(plan, tables, faults)
        check_leftovers(plan, tables, faults)
        check_wishes(plan, tables, faults)
        for person in plan.request.people:
            targets[person.name] = find_targets(person, tables, plan.request.every_day)
    except RequestError as error:
        faults += error.problems
    if faults:
        return CheckReport(tuple(faults), (), (), (), {}, {})
    days = tuple(day.day for day in plan.days)
    daily, held, known = sum_food(plan, tables)
    taken = sum_doses(plan, tables, faults)
    for key, dose in taken.items():
        daily[key], held[key] = daily[key] + dose, held[key] + dose
    if faults:
        return CheckReport(tuple(faults), (), (), (), {}, {})
    verdicts: list[Verdict] = []
    for person in plan.request.people:
        for target in targets[person.name]:
            counted = target.minimum is not None or target.aim is not None
            verdicts += judge(person, target, days, daily if counted else held, tables)
        for target in find_supplement_limits(person, tables):
            doses = {(who, what): np.full(len(days), dose) for (who, what), dose in taken.items()}
            if (person.name, target.nutrient) in doses:
                verdicts += judge(person, target, days, doses, tables)
    check_shopping(plan, tables, faults)
    _check_misses(plan, [v for v in verdicts if v.required and not v.met], tables, faults)
    notes = find_unusual(plan, tables)
    over = 0.0 if faults else _find_over_budget(plan, tables)
    kept = tuple(find_kept(plan, tables))
    return CheckReport(
        faults=tuple(faults),
        verdicts=tuple(verdicts),
        notes=tuple(notes),
        days=days,
        daily=daily,
        known=known,
        taken=taken,
        over_budget_usd=over,
        uncounted=find_uncounted(plan, tables),
        kept=kept,
    )


def _find_over_budget(plan: WeekPlan, tables: Tables) -> float:
    """US dollars by which the packs, except the cupboard's, exceed the budget; 0 if they don't."""
    if plan.request.budget_usd is None:
        return 0.0
    total = sum(
        line.cost_usd or 0.0
        for line in plan.shopping
        if not tables.groceries[line.grocery_id].cupboard
    )
    return max(0.0, round(total - plan.request.budget_usd, 2))


def _check_misses(
    plan: WeekPlan, found: list[Verdict], tables: Tables, faults: list[Problem]
) -> None:
    """Note a fault unless the misses that the plan lists are those of its portions.

    A plan that is opened with the rows it keeps may miss more than it lists: an earlier planner
    didn't hold it to all of today's limits. The report names every miss.
    """
    later_rules = tables.digest is not None  # an excerpt of other tables, of an earlier planner
    if len(plan.misses) > len(found) or (len(plan.misses) < len(found) and not later_rules):
        what = f"lists {len(plan.misses)} missed limits, but its portions miss {len(found)}"
        faults.append(Problem("plan, misses", what, "Plan the week again."))
        return
    for listed in plan.misses:
        near = [one for one in found if _is_listed(one, listed)]
        if plan.misses.count(listed) != 1 or not near:
            when = f"{listed.period} {listed.number}"
            what = f"lists {listed.nutrient} of {when} ({listed.value:g}),"
            what += " which its portions don't miss"
            faults.append(Problem("plan, misses", what, "Plan the week again."))


def _is_listed(found: Verdict, listed: Verdict) -> bool:
    """Whether a verdict is the listed one, apart from rounding in the file."""
    pairs = [(getattr(found, name), getattr(listed, name)) for name in LIMITS]
    own = replace(found, **{name: getattr(listed, name) for name in LIMITS})
    return own == listed and all(
        one is other or (None not in (one, other) and _agree(one, other)) for one, other in pairs
    )


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
