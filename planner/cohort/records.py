"""What is known of a cohort's rows and of how they are planned, as plain values.

No module that plans is imported here: who leads a run, or hands its shards on, loads no solver.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from planner.cohort.people import say_column
from planner.errors import Problem


class Status(StrEnum):
    """How a row ended.

    MET and MISSED have a plan, POSSIBLE and IMPOSSIBLE the bound alone. NO_PLAN can't be planned
    for, which is an answer. INVALID has a cell that isn't understood. FAILED crashed or took too
    long; the next run tries it again.
    """

    MET = "met"
    MISSED = "missed"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    NO_PLAN = "no plan"
    INVALID = "invalid"
    FAILED = "failed"


PLANNED = (Status.MET, Status.MISSED)
BOUNDED = (*PLANNED, Status.POSSIBLE, Status.IMPOSSIBLE)
SHORT = (Status.MISSED, Status.IMPOSSIBLE)
"""The states with a plan, with a bound, and with something that is missed."""


@dataclass(frozen=True)
class Settings:
    """How rows are planned; the same for all of a cohort.

    `tables` is the path of a folder, None for the bundled one; `tables_hash` is what it must have.
    A search stops after `limit_seconds`; a row that goes on for much longer is given up.
    """

    tables: str | None
    tables_hash: str
    effort: str = "quick"
    bound_only: bool = False
    limit_seconds: float = 120.0

    def to_json(self) -> dict[str, Any]:
        """The settings as plain values, of which `Settings(**values)` makes them again."""
        return asdict(self)


def give_reason(status: Status, problems: Iterable[Problem]) -> dict[str, Any]:
    """How a row without a plan ended, and why."""
    return {"status": str(status), "reasons": write_problems(problems)}


def write_problems(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as plain texts, in the words of a file of people."""
    found = []
    for problem in problems:
        place = problem.where if isinstance(problem.where, str) else say_column(problem.where)
        sentence, _, remedy = (
            Problem("", problem.what, problem.remedy).write(say_column).partition("\n  ")
        )
        found.append({"place": place, "what": sentence, "remedy": remedy})
    return found


def blank_row() -> dict[str, Any]:
    """A row of which nothing is known."""
    return {
        "status": str(Status.FAILED),
        "reasons": [],
        "stopped": False,
        **dict.fromkeys(("age", "sex", "diet", "life_stage", "energy_kcal")),
        **dict.fromkeys(("days", "points", "bound", "missed_points", "bound_missed_points")),
        **dict.fromkeys(("kcal", "cost_usd", "broken_rules", "supplements", "plan")),
        "nutrients": [],
        "problems": [],
        "meals": [],
        "foods": [],
    }
