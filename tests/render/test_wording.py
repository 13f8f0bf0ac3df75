"""A plan in the words of a country, and without prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import check_plan
from planner.errors import RequestError
from planner.plans.records import WeekPlan
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.render.phrases import Style
from planner.render.wording import AMERICAN, find_wording
from planner.tables.bundle import Tables


def test_a_plan_without_prices_has_no_dollar(week: WeekPlan, tables: Tables) -> None:
    """Nothing but prices is missing."""
    wording = find_wording(currency="none")
    plan, report, known = wording.speak_plan(week, check_plan(week, tables), tables)
    text = render_text(compose_plan(plan, report, known, Style(wording=wording)))
    assert "$" not in text
    priced = render_text(compose_plan(week, report, tables, Style()))
    assert "$" in priced
    assert all(line.split(",")[0] in priced for line in text.splitlines() if line.startswith("[ ]"))


def test_a_budget_needs_prices(week: WeekPlan, tables: Tables) -> None:
    """It is refused instead of printed as if nothing had been asked."""
    cheap = replace(week, request=replace(week.request, cheap=True))
    with pytest.raises(RequestError, match="prints no prices"):
        find_wording(currency="none").speak_plan(cheap, check_plan(week, tables), tables)


def test_british_words_change_no_figure(week: WeekPlan, tables: Tables) -> None:
    """The check of the British plan finds the same targets reached."""
    report = check_plan(week, tables)
    plan, spoken, known = find_wording("UK").speak_plan(week, report, tables)
    assert not spoken.faults
    assert [one.met for one in spoken.verdicts] == [one.met for one in report.verdicts]
    assert plan.days == week.days
    assert known.hash == tables.hash
    assert AMERICAN.speak_plan(week, report, tables) == (week, report, tables)


def test_what_is_unusual_is_said_in_british_words(week: WeekPlan, tables: Tables) -> None:
    """A note names a kind of food, which is no row's text."""
    report = replace(check_plan(week, tables), notes=("days 1 to 7: portabella on 5 days",))
    _, spoken, _ = find_wording("uk").speak_plan(week, report, tables)
    assert spoken.notes == ("days 1 to 7: portobello on 5 days",)


def test_unknown_words_are_refused() -> None:
    """With what there is."""
    with pytest.raises(RequestError, match="Choose one of us, uk"):
        find_wording("australian")
    with pytest.raises(RequestError, match="Choose one of usd, none"):
        find_wording(currency="gbp")
