"""How hard a plan is looked for: efforts, counts of sweeps, what stops them, what they took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from time import perf_counter

from planner.errors import Problem, RequestError, close_matches, quote
from planner.model.linear_program import check_solver


@dataclass(frozen=True)
class Effort:
    """How long a plan is improved: at most so many sweeps, until it is so near the bound.

    There are twice as many while the days are uneven, and up to `mending` while something is
    missed, an eating rule broken, or the plan further than `far` from the bound. `near` and `far`
    are in points a day. The first sweep may make a day worse by about `temperature` points. However
    many days and people, at most `replanned` days of a person are planned again. Near as the plan
    is, there are as many as `thrifty` sweeps, for what packs cost. A plan that misses
    something after `patience` sweeps is given up.
    """

    sweeps: int
    mending: int
    near: float
    far: float
    temperature: float
    replanned: int
    thrifty: int = 0
    patience: float = inf


EFFORTS = {
    "quick": Effort(
        sweeps=3, mending=12, near=0.7, far=3.5, temperature=1.0, replanned=150, thrifty=1
    ),
    "normal": Effort(
        sweeps=8, mending=48, near=0.25, far=2.5, temperature=4.0, replanned=700, thrifty=2
    ),
    "high": Effort(
        sweeps=60, mending=150, near=0.05, far=2.0, temperature=4.0, replanned=2500, thrifty=8
    ),
}
"""Each goes on from the plan of the one before it, so that none gives a worse plan."""


def find_efforts(name: str) -> list[Effort]:
    """The efforts up to one, each of which goes on from the one before it."""
    names = list(EFFORTS)
    return [EFFORTS[known] for known in names[: names.index(name) + 1]]


@dataclass
class Work:
    """How hard to look for a plan, and what that took.

    - `effort` is "quick", "normal" or "high", of which each looks longer than the one before.
    - `solver` is "highs" or "cbc".
    - `stop` is asked again and again once a first plan stands. When it says so, the best plan so
      far is kept. Without it work is limited by counts, and one request gives one plan.
    - `progress` hears how many of how many steps are done.
    - `found` hears of each plan that is nearer to usual than those before: its points, the points
      that no plan can be below, and the points of what it misses.
    - `began` hears the name of each stage as it begins; "shortfall" is the search for changes.
    - `replanned` counts each day of a person that was planned again.
    - `seconds` are filled in by stage, `sizes` by name.
    - `without_usd` is filled in by "leftovers" and "use_up", where they are asked for: what the
      list would cost without them.
    - `nearest` is filled in: what the plan nearest to usual misses, in points, and its points.
    - `tried` is filled in where cost is weighed: the US dollars and the points of the plans that
      were looked at.

    This stops after two seconds, as `--time-limit 2` does:

        >>> from time import monotonic
        >>> end = monotonic() + 2
        >>> week = plan(request, tables, Work(stop=lambda: monotonic() > end))
        >>> len(week.days)
        2
    """

    effort: str = "normal"
    solver: str = "highs"
    stop: Callable[[], bool] = field(default=lambda: False)
    progress: Callable[[int, int], None] = field(default=lambda _done, _steps: None)
    found: Callable[[float, float, float], None] = field(
        default=lambda _points, _bound, _misses: None
    )
    began: Callable[[str], None] = field(default=lambda _name: None)
    replanned: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    without_usd: dict[str, float] = field(default_factory=dict)
    tried: list[tuple[float, float]] = field(default_factory=list)
    nearest: tuple[float, float] = (inf, inf)

    def __post_init__(self) -> None:
        """Refuse an effort that isn't known, a solver that isn't known or installed."""
        if self.effort not in EFFORTS:
            remedy = close_matches(self.effort, EFFORTS) or f"Choose one of {', '.join(EFFORTS)}."
            raise RequestError(Problem(("effort",), f"{quote(self.effort)} is not known", remedy))
        check_solver(self.solver)

    def look(self, points: float, misses: float, bound: float) -> None:
        """Look at a plan that was found; `found` hears of it if it is the nearest so far."""
        rank = misses, points
        if rank < self.nearest:
            self.nearest = rank
            self.found(points, bound, misses)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        self.began(name)
        start = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start
