"""What the worker does: plan a week."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planner import Work, actions
from planner.actions import answers, keeping, swapping  # noqa: F401  (warm: they import the solver)
from planner.kitchen.folder import find_shopping_day, make_kitchen
from planner.request.profile_file import write_profile
from planner.tables.bundle import find_data, read_tables
from planner.web.house import House, read_wall

Say = Callable[..., None]


class Bench:
    """The worker's own view of the kitchen, which its tasks read and change."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] | None) -> None:
        """Read the tables; the kitchen is read when a task needs it."""
        self.house = House(folder, read_tables(find_data()), clock or read_wall)

    def do(self, task: str, words: Mapping[str, Any], say: Say) -> Any:
        """Do a task by its name, and `say` how far it is."""
        tasks: dict[str, Callable[..., Any]] = {"make": self.make, "next": self.plan_next}
        return tasks[task](say, **words)

    def make(
        self,
        _say: Say,
        people: Sequence[Mapping[str, Any]],
        shared: Mapping[str, Any],
        shopping_day: str,
    ) -> None:
        """Make the kitchen of who eats; NoPlanExists where some meal has no dish for all."""
        day = find_shopping_day(shopping_day)
        profile = actions.make_profile(people, self.house.bundled, shared)
        make_kitchen(self.house.folder, write_profile(profile), day)

    def plan_next(
        self, say: Say, start: str | None = None, again: bool = False, first: bool = False
    ) -> str:
        """Plan the coming week, or that of a first day; the first day of the week.

        The `first` week of a kitchen begins today, so that there is something to cook.
        """
        if first:
            start = self.house.today.isoformat()
        work = Work(
            progress=lambda done, steps: say("progress", done, steps),
            began=lambda stage: say("stage", stage),
        )
        week = keeping.plan_next(
            self.house.open(),
            self.house.know().tables,
            self.house.today,
            start=None if start is None else date.fromisoformat(start),
            again=again,
            work=work,
        )
        return week.file.stem
