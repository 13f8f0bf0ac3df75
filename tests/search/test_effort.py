"""How hard a plan is looked for: what is counted and timed, and which words are known."""

from __future__ import annotations

import pytest

from planner import make_request
from planner.errors import RequestError
from planner.model.bound import build_households
from planner.request.from_words import join_requests
from planner.search import effort
from planner.search.effort import Work
from planner.search.option_arrays import OptionArrays
from planner.search.week_search import Search
from planner.tables.bundle import Tables


def test_each_day_of_a_person_that_is_planned_again_counts_once(tiny: Tables) -> None:
    """A first plan of three days for two is no work; a sweep over it is six."""
    work = Work()
    request = join_requests([make_request(tiny, name=name, days=3) for name in ("Ana", "Ben")])
    (household,) = set(build_households(request, tiny))
    search = Search([OptionArrays(household)] * 3, request, work)
    search.begin_all()
    assert work.replanned == 0
    search.sweep()
    assert work.replanned == 6


def test_a_stage_that_comes_again_is_timed_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """From second 1 to 3 and from 10 to 14 are six seconds."""
    clock = iter([1.0, 3.0, 10.0, 14.0])
    monkeypatch.setattr(effort, "perf_counter", lambda: next(clock))
    work = Work()
    for _ in range(2):
        with work.stage("bound"):
            pass
    assert work.seconds == {"bound": 6.0}


def test_an_effort_or_a_solver_that_is_not_known_is_refused() -> None:
    """With the nearest word, or all of them."""
    with pytest.raises(RequestError, match="'hihg' is not known"):
        Work(effort="hihg")
    with pytest.raises(RequestError, match="normal, high"):
        Work(effort="zzz")
    with pytest.raises(RequestError, match="'abacus'"):
        Work(solver="abacus")
