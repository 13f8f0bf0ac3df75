"""The answer to a request: a plan; where it misses something, why and what would help.

Changes are screened on the average day; those that are proposed have been planned in full and
checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, islice
from typing import Any, TypeVar

from planner.average import AverageDay
from planner.changes import Proposal, Screen
from planner.check import check_plan
from planner.errors import PlannerError
from planner.person import Person
from planner.plan import Change, WeekPlan
from planner.programs import Taking, find_taken
from planner.request import Request
from planner.revise import revise
from planner.shortfall import explain_misses
from planner.tables import Tables
from planner.week import find_week
from planner.work import ENOUGH, Work

PLANNED = 3  # changes of food that are planned in full to find one that does

Value = TypeVar("Value")


def answer_request(request: Request, tables: Tables, work: Work | None = None) -> WeekPlan:
    """A plan for a request; where it misses something, with why and what would help.

    Supplements that the request allows are taken where food can't reach a minimum, and nowhere
    else. A search that was stopped says why, but looks for no changes and takes no supplements.
    Raises as `plan_week` does.
    """
    work = work or Work()
    plan = find_week(replace(request, wishes=()), tables, work)
    if plan.misses:
        with work.stage("shortfall"), ThreadPoolExecutor(max_workers=1) as pool:
            for person in request.people:
                if any(miss.person == person.name for miss in plan.misses):
                    plan = _Answer(plan, person, tables, work, pool).complete()
    return replace(plan, stopped=work.stop())


class _Answer:
    """What is said of a plan in which one person misses something."""

    def __init__(
        self, plan: WeekPlan, person: Person, tables: Tables, work: Work, pool: ThreadPoolExecutor
    ) -> None:
        """`pool` has one thread: average days are solved there, while days are planned here."""
        self.tables, self.work = tables, Work(solver=work.solver, stop=work.stop)
        self.plan, self.person, self.pool = plan, person, pool
        self.failed: list[Proposal] = []  # changes for which no plan was made that meets them

    @property
    def misses(self) -> bool:
        """Whether the person misses something in the plan at hand."""
        return any(miss.person == self.person.name for miss in self.plan.misses)

    @property
    def taken(self) -> tuple[Taking, ...]:
        """The supplements that are part of the plan at hand."""
        return find_taken(self.plan, self.tables)

    def complete(self) -> WeekPlan:
        """The best plan there is, with its shortfalls and the changes that would help."""
        first, average = self.plan, self._look()
        if average.proven and self.person.supplements and not self.work.stop():
            self._take(self._solve(Screen(average).choose_doses, self.person.supplements).result())
        screen = Screen(average if self.plan is first else self._look())
        short = self.misses and not self.work.stop()
        likely = islice(screen.find_changes(), PLANNED if short else 0)
        proposal = self._solve(next, likely, None).result()
        explaining = self._solve(explain_misses, average)
        changes = self._first(chain([proposal], likely) if proposal else ())
        shortfalls, widest = explaining.result(), self.failed[-1:]
        if short:
            changes += self._first(screen.propose_supplements(shortfalls))
            doses = [one for one in self.failed if one.change.doses][:1]
            changes = changes or self._first(screen.propose_diet())
            changes = changes or self._first([*widest, *doses], afresh=True)
        return replace(
            self.plan,
            shortfalls=(*first.shortfalls, *shortfalls),
            changes=(*first.changes, *changes),
        )

    def _solve(self, solve: Callable[..., Value], *given: Any) -> Future[Value]:
        """Something that solves average days, begun in their thread."""
        return self.pool.submit(solve, *given)

    def _first(self, proposals: Iterable[Proposal], *, afresh: bool = False) -> list[Change]:
        """The first of some changes with which a plan misses nothing."""
        likely = iter(proposals)
        while proposal := self._solve(next, likely, None).result():
            if self._meets(proposal, afresh=afresh):
                return [proposal.change]
            self.failed.append(proposal)
        return []

    def _look(self) -> AverageDay:
        """The average day of the person alone, beside what they take in the plan at hand."""
        alone = replace(self.plan.request, people=(self.person,))
        own = [one for one in self.taken if one.person == self.person.name]
        return self._solve(AverageDay, alone, self.plan, self.tables, own).result()

    def _take(self, doses: Sequence[Taking]) -> None:
        """Plan again beside supplements, unless that passes an upper level with them."""
        if not doses:
            return
        plan = find_week(self.plan.request, self.tables, self.work, (*self.taken, *doses))
        if not _overdoses(plan, doses):
            self.plan = plan

    def _meets(self, proposal: Proposal, *, afresh: bool = False) -> bool:
        """Whether a plan with the change misses nothing: the one at hand, or one made of it.

        One made `afresh` takes longer and may be found where the other isn't.
        """
        (person,) = proposal.request.people
        people = tuple(
            person if one.name == person.name else one for one in self.plan.request.people
        )
        request = replace(proposal.request, people=people)
        others = [one for one in self.taken if one.person != person.name]
        taken = (*others, *proposal.supplements)
        doses = tuple(one.dose for one in taken)
        here = replace(self.plan, request=request, supplements=doses, misses=())
        if self._stands(here):
            return True
        if self.work.stop():
            return False
        try:
            if afresh:
                made = find_week(request, self.tables, self.work, taken, ENOUGH)
            else:
                made = revise(self.plan, request, self.tables, taken, self.work)
        except PlannerError:
            return False
        return self._stands(made)

    def _stands(self, plan: WeekPlan) -> bool:
        """Whether a plan adds up and keeps every required limit of the person."""
        report = check_plan(plan, self.tables)
        return not report.faults and all(v.person != self.person.name for v in report.misses)


def _overdoses(plan: WeekPlan, doses: Sequence[Taking]) -> bool:
    """Whether supplements bring a day, or a week's average, above a limit."""
    brought = {(one.person, name) for one in doses for name in one.supplement.brings}
    return any(
        (miss.person, miss.nutrient) in brought
        and miss.maximum is not None
        and miss.value > miss.maximum
        for miss in plan.misses
    )
