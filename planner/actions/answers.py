"""The answer to a request: a plan; where it misses something, why and what would help.

Changes are screened on the average day. One that is proposed has been planned as `planner plan`
plans it where its words are added to the request, and that plan was checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from math import inf

from planner.actions.hard_minima import find_hard_minima
from planner.actions.planning import find_week
from planner.actions.remedies import SUPPLEMENTS, Proposal, Screen
from planner.actions.shortfall import explain_misses
from planner.checking.findings import check_plan
from planner.errors import PlannerError
from planner.model.average_day import AverageDay
from planner.model.bound import Taking, find_taken
from planner.people.person import Person
from planner.plans.records import Change, Shortfall, WeekPlan
from planner.request.request import Request
from planner.search.effort import Effort, Work, find_efforts
from planner.tables.bundle import Tables

SOUGHT = 350  # days of a person that are planned again to find changes, for all who miss something
PROMISED = 500  # of them, at most, that one proposal may take to be planned to the end
GIVEN_UP = 12  # sweeps after which such a plan may miss nothing any more


def answer_request(
    request: Request, tables: Tables, work: Work | None = None, *, changes: bool = True
) -> WeekPlan:
    """A plan for a request; where it misses something, with why and what would help.

    Of a child's plan that breaks eating rules it says which minimum is the hardest to keep.
    Supplements that the request allows are taken where food can't reach a minimum, and nowhere
    else. A search that was stopped says why, but looks for no changes and takes no supplements.
    Without `changes` none are looked for: each is a plan of its own. Raises as `plan_week` does.
    """
    work = work or Work()
    plan = find_week(replace(request, wishes=()), tables, work)
    if plan.misses:
        with work.stage("shortfall"):
            plan = _Answer(plan, tables, work).complete(changes=changes)
    if changes and not work.stop():
        plan = replace(plan, hard_minima=find_hard_minima(plan, tables))
    return replace(plan, stopped=work.stop())


class _Answer:
    """Why a plan misses something, and what would help."""

    def __init__(self, food: WeekPlan, tables: Tables, work: Work) -> None:
        """Begin with the plan of food alone."""
        self.food, self.tables = food, tables
        self.work = Work(work.effort, work.solver, work.stop)

    def complete(self, *, changes: bool = True) -> WeekPlan:
        """The plan beside supplements that are allowed, with its misses explained."""
        plan = self._supplement(self.food, self.work)
        shortfalls: list[Shortfall] = []
        found: list[Change] = []
        missing = [eater for eater in plan.request.people if _misses(plan, eater)]
        share = SOUGHT // max(1, len(missing))
        for person in plan.request.people:
            if _misses(self.food, person):
                average = self._look(self.food, person)
                shortfalls += explain_misses(average)
                if changes and _misses(plan, person) and not self.work.stop():
                    average = average if plan is self.food else self._look(plan, person)
                    found += _Trials(self, Screen(average), share).find_changes()
        return replace(plan, shortfalls=tuple(shortfalls), changes=tuple(found))

    def plan(self, request: Request, work: Work, efforts: Sequence[Effort]) -> WeekPlan:
        """The plan with which a request is answered; `work` and `efforts` as in `find_week`."""
        plan = replace(self.food, request=request)
        if _of_food(request) != _of_food(self.food.request):
            plan = find_week(request, self.tables, work, efforts=efforts)
        return self._supplement(plan, work, efforts)

    def _look(self, plan: WeekPlan, person: Person) -> AverageDay:
        """The average day of a person alone, beside what they take in a plan."""
        alone = replace(plan.request, people=(person,))
        own = [taking for taking in find_taken(plan, self.tables) if taking.person == person.name]
        return AverageDay(alone, plan, self.tables, own)

    def _supplement(self, plan: WeekPlan, work: Work, efforts: Sequence[Effort] = ()) -> WeekPlan:
        """A plan made again beside supplements that are allowed, where food is proven not to do.

        Doses are raised once, of what is missed with the smallest still. What passes an
        upper level with them isn't taken.
        """
        for person in plan.request.people:
            if work.stop() or not person.supplements or not _misses(plan, person):
                continue
            average = self._look(plan, person)
            if not average.proven:
                continue
            screen, before = Screen(average), find_taken(plan, self.tables)
            taken = screen.choose_doses(person.supplements)
            for _ in range(2):
                if taken and _misses(plan, person):
                    supplements = (*before, *taken)
                    made = find_week(plan.request, self.tables, work, supplements, efforts)
                    if not _overdoses(made, taken) and made.points.misses < plan.points.misses:
                        plan = made
                    taken = screen.enlarge(taken, {miss.nutrient for miss in made.misses})
        return plan


class _Trials:
    """Changes for one person, planned to find the smallest with which nothing is missed."""

    def __init__(self, answer: _Answer, screen: Screen, most: int) -> None:
        """Changes that a screen finds likely, tried until `most` days of a person are planned."""
        self.answer, self.screen, self.left = answer, screen, most
        efforts = find_efforts(answer.work.effort)
        self.efforts = [replace(effort, patience=GIVEN_UP) for effort in efforts]

    def find_changes(self) -> list[Change]:
        """A change of food, and supplements; a diet where there is neither."""
        changes = self._first(self.screen.find_changes(), self.left // 2)
        changes += self._first(
            [[proposal] for proposal in self.screen.propose_supplements()], self.left // 2
        )
        return changes or self._first(
            [[proposal] for proposal in self.screen.propose_diet()], self.left
        )

    def _first(self, ladders: Iterable[Sequence[Proposal]], most: int) -> list[Change]:
        """The change of the first ladder that has one with which a plan misses nothing.

        It is sought until `most` of the days that are left are planned again.
        """
        kept, self.left = self.left - most, most
        changes = list(islice(filter(None, map(self._climb, ladders)), 1))
        self.left = kept + max(0, self.left)  # what a promise took besides is its own
        return changes

    def _climb(self, ladder: Sequence[Proposal]) -> Change | None:
        """The smallest change of a ladder that does, as far as was tried.

        Where the largest may do, the rungs below it are halved while there are days left, each
        planned only until nothing is missed. What is left so is planned to the end, and what
        follows it where that won't do.
        """
        low, high = -1, len(ladder) - 1
        if len(ladder) > 1 and not self._may_do(ladder[high]):
            return None
        while high - low > 1 and self.left > 0:
            middle = (low + high) // 2
            low, high = (low, middle) if self._may_do(ladder[middle]) else (middle, high)
        tried = ladder[high:] if len(ladder) > 1 or self.left > 0 else ()
        return next(filter(None, map(self._promise, tried)), None)

    def _may_do(self, proposal: Proposal) -> bool:
        """Whether some plan with a change misses nothing, whatever it costs."""
        free = replace(proposal.request, budget_usd=None, cheap=False)
        efforts = [replace(effort, near=inf) for effort in self.efforts]
        return self._meet(replace(proposal, request=free), efforts, self.left) is not None

    def _promise(self, proposal: Proposal) -> Change | None:
        """A change, where the plan that its words make misses nothing."""
        plan = self._meet(proposal, self.efforts, PROMISED)
        if plan is None or SUPPLEMENTS not in proposal.change.values:
            return None if plan is None else proposal.change
        own = (
            supplement
            for supplement in plan.supplements
            if supplement.person == proposal.change.person
        )
        return replace(proposal.change, doses=tuple(own))

    def _meet(self, proposal: Proposal, efforts: Sequence[Effort], most: int) -> WeekPlan | None:
        """The plan that a change's words make, where the person misses nothing in it.

        None where that takes more than `most` days of a person planned again.
        """
        answer, (person,) = self.answer, proposal.request.people
        everyone = answer.food.request.people
        people = tuple(person if eater.name == person.name else eater for eater in everyone)
        size = proposal.request.days * len(people)
        if size * GIVEN_UP > PROMISED or size > most or answer.work.stop():
            return None
        outer = answer.work
        work = Work(outer.effort, outer.solver)
        work.stop = lambda: work.replanned >= most or outer.stop()
        try:
            plan = answer.plan(replace(proposal.request, people=people), work, efforts)
            stands = not work.stop() and not check_plan(plan, answer.tables).faults
        except PlannerError:
            return None
        finally:
            self.left -= work.replanned
        return plan if stands and not _misses(plan, person) else None


def _misses(plan: WeekPlan, person: Person) -> bool:
    """Whether a person misses something in a plan."""
    return any(miss.person == person.name for miss in plan.misses)


def _of_food(request: Request) -> Request:
    """A request as it is where nobody may take a supplement."""
    people = tuple(replace(person, supplements=()) for person in request.people)
    return replace(request, people=people)


def _overdoses(plan: WeekPlan, doses: Sequence[Taking]) -> bool:
    """Whether supplements bring a day, or a week's average, above a limit."""
    brought = {(dose.person, name) for dose in doses for name in dose.supplement.brings}
    return any(
        (miss.person, miss.nutrient) in brought
        and miss.maximum is not None
        and miss.value > miss.maximum
        for miss in plan.misses
    )
