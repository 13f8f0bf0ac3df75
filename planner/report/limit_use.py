"""How much of each upper limit a person's days use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from planner.checking.findings import CheckReport
from planner.people.person import Person
from planner.plans.records import Verdict
from planner.tables.nutrients import ENERGY


@dataclass(frozen=True)
class LimitUse:
    """An upper limit of a nutrient, by its kind, held on some days or on the average.

    `worst` is the verdict that uses most of it, whose figures are in the nutrient's unit or in
    percent of energy, as its `basis` says; `verdicts` are all of them.
    """

    worst: Verdict
    verdicts: tuple[Verdict, ...]

    @property
    def share(self) -> float:
        """The share of the limit that the worst day, or the average, uses."""
        return self.worst.value / (self.worst.maximum or 1.0)

    @property
    def missed(self) -> bool:
        """Whether one that is required isn't kept; a range may be left below, too."""
        return any(verdict.required and not verdict.met for verdict in self.verdicts)

    @property
    def exceeded(self) -> bool:
        """Whether one that is required is passed."""
        return any(
            verdict.required and not verdict.met and verdict.value > (verdict.maximum or 0.0)
            for verdict in self.verdicts
        )

    @property
    def outside(self) -> bool:
        """Whether any isn't kept, required or not."""
        return any(not verdict.met for verdict in self.verdicts)


def compute_limits(report: CheckReport, person: Person) -> list[LimitUse]:
    """The use of every upper limit but the energy's, in the order of the check."""
    groups: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in report.verdicts:
        if (
            verdict.person == person.name
            and verdict.maximum is not None
            and verdict.nutrient != ENERGY
        ):
            groups[verdict.nutrient, verdict.kind].append(verdict)
    return [
        LimitUse(max(own, key=lambda one: one.value / (one.maximum or 1.0)), tuple(own))
        for own in groups.values()
    ]
