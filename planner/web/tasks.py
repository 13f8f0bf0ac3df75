"""What the worker does: make a kitchen, plan a week, find what a meal might be, change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planner import Work, actions
from planner.actions import answers, keeping, swapping  # noqa: F401  (warm: they import the solver)
from planner.actions.opening import renew
from planner.actions.swap_request import Words
from planner.checking.findings import check_plan
from planner.errors import OutputError, Problem
from planner.kitchen.folder import find_shopping_day, make_kitchen
from planner.plans.records import WeekPlan
from planner.render.blocks import Block
from planner.render.documents.explanation import compose_explanation
from planner.render.documents.site import Choice, compose_choice
from planner.render.documents.site_changes import Effect, compose_effect
from planner.render.documents.swap import write_summary
from planner.request.own_prices import keep_own_prices
from planner.request.profile_file import write_profile
from planner.tables.bundle import find_data, read_tables
from planner.web.house import CHANGED, LOOK, House, Week

Say = Callable[..., None]


class Bench:
    """The worker's own view of the kitchen, which its tasks read and change."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        """Read the tables; the kitchen is read when a task needs it."""
        self.house = House(folder, read_tables(find_data()), clock)

    def do(self, task: str, words: Mapping[str, Any], say: Say) -> Any:
        """Do a task by its name, and `say` how far it is."""
        tasks: dict[str, Callable[..., Any]] = {
            "make": self.make,
            "keep_profile": self.keep_profile,
            "next": self.plan_next,
            "alternatives": self.find_alternatives,
            "swap": self.swap,
            "preview": self.preview,
            "explain": self.explain,
        }
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

    def keep_profile(self, _say: Say, before: str, text: str) -> None:
        """Put another text in the place of the profile; nothing is written where it can't be."""
        keeping.keep_profile(self.house.open(), self.house.know().tables, before, text)

    def plan_next(self, say: Say, first: bool = False, anew: str = "") -> tuple[str, bool]:
        """Plan the coming week; its first day, and whether it is new.

        The `first` week of a kitchen begins today, so that there is something to cook. `anew` is
        the first day of a week to plan again, which hasn't begun before today.
        """
        start = date.fromisoformat(anew) if anew else self.house.today if first else None
        work = Work(
            progress=lambda done, steps: say("progress", done, steps),
            began=lambda stage: say("stage", stage),
            found=lambda points, bound, misses: say("found", points, bound, misses),
        )
        week = keeping.plan_next(
            self.house.open(),
            self.house.know().tables,
            self.house.today,
            start=start,
            again=bool(anew),
            work=work,
        )
        return week.file.stem, week.is_new

    def find_alternatives(
        self, _say: Say, first: str, day: int, meal: str
    ) -> tuple[str, tuple[Choice, ...]]:
        """Other dishes for a meal, with what each does; and the version of the week."""
        week = self.house.read_week(date.fromisoformat(first))
        plan, tables = self._renew(week), self.house.know().tables
        found = swapping.find_alternatives(plan, day, meal, tables)
        before = check_plan(plan, tables)
        choices = [compose_choice(one, day, plan, before, tables, week.style) for one in found]
        return week.version, tuple(choices)

    def swap(self, _say: Say, first: str, version: str, words: Mapping[str, Any]) -> str:
        """Change one thing of a week, and keep it; what changed, in a few sentences.

        OutputError if the week isn't what it was when this was asked for.
        """
        week = self.house.read_week(date.fromisoformat(first))
        if week.version != version:
            raise OutputError(Problem(f"The week of {first}", CHANGED, LOOK))
        tables, asked = self.house.know().tables, Words(**words)
        swapped = keeping.swap_in_week(
            self.house.open(), tables, self.house.today, self._renew(week), asked
        )
        said = write_summary(swapped, asked, tables, week.first_day)
        keeping.note_change(self.house.open(), self.house.today, f"week {first}: {said}")
        return said

    def preview(self, _say: Say, first: str, words: Mapping[str, Any]) -> tuple[str, Effect]:
        """What a change would do to a week, and the version of the week; nothing is written."""
        week = self.house.read_week(date.fromisoformat(first))
        plan, tables = self._renew(week), self.house.know().tables
        swapped, report = keeping.draft_in_week(tables, self.house.today, plan, Words(**words))
        before = check_plan(plan, tables)
        return week.version, compose_effect(swapped, report, plan, before, tables, week.style)

    def explain(self, _say: Say, first: str, subject: str) -> list[Block]:
        """What a week has to say of a nutrient, or of its limits if nothing is named."""
        week = self.house.read_week(date.fromisoformat(first))
        plan, known = self._renew(week), self.house.know().tables
        return compose_explanation(subject, known, plan, check_plan(plan, known))

    def _renew(self, week: Week) -> WeekPlan:
        """A week's plan with the figures of the tables in use, which a change needs."""
        if week.opened.tables.digest is None:
            return week.plan
        known = keep_own_prices(self.house.know().tables, week.plan.tables)
        return renew(week.plan, known, f"weeks/{week.first_day}.json")
