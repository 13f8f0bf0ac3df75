"""The calendar is what RFC 5545 asks for, and a second one replaces the first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from planner import WeekPlan, make_request, plan_week
from planner.plans.names import name_meal
from planner.plans.shopping import compute_shopping
from planner.render.documents.ahead import write_ahead
from planner.render.formats.icalendar import TIMES, render_calendar
from planner.render.phrases import Style, Units, write_bought
from planner.render.recipes import write_recipe
from planner.tables.bundle import Tables

START, NOW = date(2026, 11, 30), datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def text(week: WeekPlan, tables: Tables) -> str:
    """The week's calendar."""
    return render_calendar(week, tables, START, NOW)


def events_of(text: str) -> dict[str, Any]:
    """The events of a calendar by their names."""
    events: Any = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(event["uid"]): event for event in events}


def test_a_strict_parser_reads_every_meal(text: str, week: WeekPlan, tables: Tables) -> None:
    """Another library's parser finds each meal at its local time, with its name and steps."""
    *events, shopping = IcsCalendarStream.calendar_from_ics(text).events
    assert shopping.dtstart == START - timedelta(days=1)
    expected = [
        (
            datetime.combine(START + timedelta(days=day.day - 1), TIMES[meal.meal]),
            name_meal(meal, tables),
        )
        for day in week.days
        for meal in day.meals
    ]
    assert [(event.dtstart, event.summary) for event in events] == expected
    first = week.days[0].meals[0]
    described = events[0].description or ""
    for step in write_recipe(tables.dishes[first.dish], first.servings, tables).steps:
        assert step in described
    for serving in first.servings:
        assert tables.foods[serving.food_id].name in described


def test_lines_are_folded_and_ended_as_the_rfc_says(text: str) -> None:
    """At most 75 octets a line, CRLF after each, times without a zone, no character cut."""
    lines = text.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert all(line.decode() is not None for line in lines)
    starts = [line for line in lines if line.startswith(b"DTSTART")]
    assert starts[0] == b"DTSTART:20261130T073000"


def test_a_second_import_replaces_the_first(text: str, tables: Tables) -> None:
    """Another plan for the same dates has the same events, later and with a higher sequence."""
    other = plan_week(make_request(tables, diet="omnivore", seed=1), tables)
    later = render_calendar(other, tables, START, NOW + timedelta(seconds=1))
    first, second = events_of(text), events_of(later)
    assert len(first) == 28 + 1
    assert first.keys() == second.keys()
    for uid, event in first.items():
        assert second[uid]["sequence"] > event["sequence"]
        assert second[uid].decoded("dtstart") == event.decoded("dtstart")
        assert second[uid].decoded("dtstamp") > event.decoded("dtstamp")


def test_the_same_plan_is_the_same_calendar(text: str, week: WeekPlan, tables: Tables) -> None:
    """Nothing in it is drawn at random or read from a clock."""
    assert render_calendar(week, tables, START, NOW) == text


def test_other_dates_and_other_people_are_other_events(
    text: str, week: WeekPlan, tables: Tables, shared: Callable[[int], WeekPlan]
) -> None:
    """A week later, or for someone else, nothing is replaced; a day that overlaps is."""
    later = render_calendar(week, tables, START + timedelta(days=7), NOW)
    assert not events_of(text).keys() & events_of(later).keys()
    overlapping = render_calendar(week, tables, START + timedelta(days=3), NOW)
    assert len(events_of(text).keys() & events_of(overlapping).keys()) == 4 * 4  # of meals
    two = render_calendar(shared(2), tables, START, NOW)
    assert not events_of(text).keys() & events_of(two).keys()
    assert "Ana 1" in two or "Ana ½" in two


def test_times_are_those_asked_for(week: WeekPlan, tables: Tables) -> None:
    """Each meal's hour can be another."""
    times = {**TIMES, "dinner": time(20, 15)}
    text = render_calendar(week, tables, START, NOW, times)
    assert text.count("T201500\r\n") == 7
    assert text.count("T183000\r\n") == 0


def test_descriptions_are_in_the_units_asked_for_and_say_nothing_twice(tables: Tables) -> None:
    """Ounces where they are asked for; one weight of a food weighed; a lunch left over says so."""
    plan = plan_week(make_request(tables, leftovers=3), tables)
    assert plan.find_leftovers()
    signs = {Units.US: r"\d oz\b", Units.METRIC: r"\d (g|ml|kg)\b"}
    for units, other in ((Units.US, Units.METRIC), (Units.METRIC, Units.US)):
        text = render_calendar(plan, tables, START, NOW, units=units)
        events = IcsCalendarStream.calendar_from_ics(text).events
        described = "\n".join(event.description or "" for event in events)
        assert re.search(signs[units], described)
        described = re.sub(r"\d g (protein|carbohydrate|fat)", "", described)  # grams everywhere
        assert not re.search(signs[other], described)
        assert not re.search(r": ([^,\n]+), \1$", described, re.MULTILINE)
        assert described.count("Lunch · left over") == len(plan.find_leftovers())


def test_what_is_soaked_stands_on_the_day_before(text: str, week: WeekPlan, tables: Tables) -> None:
    """A day's first meal, for the first day the shopping, has what is soaked, boiled and thawed."""
    told = {}
    for event in IcsCalendarStream.calendar_from_ics(text).events:
        lines = (event.description or "").splitlines()
        if "For tomorrow" in lines:
            begins = event.dtstart
            on = begins.date() if isinstance(begins, datetime) else begins
            told[on] = [
                line.removeprefix("[ ] ") for line in lines[lines.index("For tomorrow") + 1 :]
            ]
    expected = {
        START + timedelta(days=day.day - 2): items
        for day in week.days
        if (items := [*write_ahead(day, week, tables, Style(start=START))])
    }
    assert told == expected
    assert expected


def test_each_week_has_a_day_to_shop_for_it(week: WeekPlan, tables: Tables) -> None:
    """It is the day before the week's first, without a time, with what that week's list has."""
    days = tuple(replace(week.days[place % 7], day=place + 1) for place in range(15))
    lines = compute_shopping(days, tables)
    plan = replace(week, request=replace(week.request, days=15), days=days, shopping=lines)
    text = render_calendar(plan, tables, START, NOW)
    shopping = [
        event
        for event in IcsCalendarStream.calendar_from_ics(text).events
        if event.categories == ["Shopping"]
    ]
    before = [START + timedelta(days=first - 1) for first in (0, 7, 14)]
    assert [event.dtstart for event in shopping] == before
    assert [event.summary for event in shopping] == [
        "Shopping for Mon 30 Nov to Sun 6 Dec",
        "Shopping for Mon 7 Dec to Sun 13 Dec",
        "Shopping for Mon 14 Dec",
    ]
    for number, event in enumerate(shopping, start=1):
        described = (event.description or "").splitlines()
        for line in lines:
            if line.week == number and line.packs:
                item = write_bought(line, tables.groceries[line.grocery_id])
                assert f"[ ] {item}" in described
