"""Writes a plan as a calendar (RFC 5545): an event for each meal, in local time everywhere.

The day before each week's first is the day to shop for it: an event without a time. What a day
prepares for the next stands in its first meal, for the first day in its shopping. An event is
called by its date, its meal or the shopping, and who eats, not by what is eaten. So another plan
for the same people and dates replaces the events of the first where a calendar reads both; the
later one has the higher sequence number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from icalendar import Calendar, Event, vDuration

from planner.errors import Speaker
from planner.people.eating_rules import WEEK_DAYS
from planner.people.meal_times import MealTime
from planner.plans.leftovers import find_work
from planner.plans.names import name_meal
from planner.plans.pots import find_thawed
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.render.blocks import (
    Block,
    Cell,
    Checklist,
    Grid,
    Heading,
    Paragraph,
    Steps,
    clean,
    flatten,
    say_fields,
)
from planner.render.documents.ahead import find_batches, write_ahead
from planner.render.documents.plan import compose_card, write_minutes
from planner.render.documents.shopping_list import compose_lists, split_weeks
from planner.render.phrases import Style, Units
from planner.request.fields import write_option
from planner.tables.bundle import Tables
from planner.tables.dishes import SNACK

TIMES: Mapping[str, time] = MappingProxyType(
    {"breakfast": time(7, 30), "lunch": time(12, 30), "snack": time(16), "dinner": time(18, 30)}
)
"""When meals are eaten, if you give no other times."""

FEED = "Meals"
"""What a calendar to subscribe to is called."""

READ_EVERY = timedelta(hours=1)

LATEST_MIN = 24 * 60 - 5  # minutes after midnight
APART = timedelta(hours=2.5)  # a meal before the first and after the last that has a time

LASTS = timedelta(minutes=30)
EVENTS = UUID("5b0a6f5e-1d0c-5e0f-9c57-0d6f8f6a5c11")  # the names of meals among all UUIDs
FIRST_SEQUENCE = datetime(2020, 1, 1, tzinfo=UTC)  # sequence numbers are seconds since then


def render_calendar(
    plan: WeekPlan,
    tables: Tables,
    start: date,
    written: datetime,
    times: Mapping[str, time] = TIMES,
    units: Units = Units.METRIC,
    say: Speaker = write_option,
) -> str:
    """The calendar of a plan whose first day is `start`, made at the moment `written`, in UTC.

    `say` writes the fields that it mentions.
    """
    return _write_calendar(_compose_events(plan, tables, start, written, times, units, say))


@dataclass(frozen=True)
class DatedPlan:
    """A plan whose first day is `start`, as it was at the moment `written`, in UTC."""

    plan: WeekPlan
    tables: Tables
    start: date
    written: datetime


def render_feed(
    weeks: Iterable[DatedPlan], units: Units = Units.METRIC, say: Speaker = write_option
) -> str:
    """The calendar of several weeks, to subscribe to; it asks to be read again every hour.

    The days that a later week has too are that week's.
    """
    events: list[Event] = []
    begins = date.max
    for one in sorted(weeks, key=lambda week: week.start, reverse=True):
        own = _compose_events(one.plan, one.tables, one.start, one.written, TIMES, units, say)
        events += [event for event in own if _find_day(event) < begins]
        begins = one.start
    return _write_calendar(events, FEED)


def _find_day(event: Event) -> date:
    begins: Any = event.decoded("dtstart")
    day: date = begins.date() if isinstance(begins, datetime) else begins
    return day


def _write_calendar(events: Iterable[Event], feed: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//planner//meal plan//EN")
    calendar.add("version", "2.0")
    if feed:
        every = vDuration(READ_EVERY)
        calendar.add("x-wr-calname", feed)
        calendar.add("refresh-interval", every, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", every)
    for event in events:
        calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text


def _compose_events(
    plan: WeekPlan,
    tables: Tables,
    start: date,
    written: datetime,
    times: Mapping[str, time],
    units: Units,
    say: Speaker,
) -> list[Event]:
    """The events of a plan: its meals, and the days to shop for it."""
    at = find_times(plan.request.meals, times)
    events = [
        (
            find_uid(plan, day, place, start),
            _compose_event(day, meal, plan, tables, start, at, units, say),
        )
        for day in plan.days
        for place, meal in enumerate(day.meals)
    ]
    style = Style(units, start=start)
    for week, part in enumerate(compose_lists(plan, tables, style), start=1):
        day = start + timedelta(days=(week - 1) * WEEK_DAYS - 1)
        uid = _name(plan, day, "shopping", 0)
        blocks = [*part, *(_prepare(1, plan, tables, style) if week == 1 else ())]
        events.append((uid, _compose_shopping(day, week, plan, say_fields(blocks, say), start)))
    for uid, event in events:
        event.add("uid", uid)
        event.add("dtstamp", written)
        event.add("sequence", max(0, int((written - FIRST_SEQUENCE).total_seconds())))
        event.add("transp", "TRANSPARENT")  # no reason to call someone busy
    return [event for _, event in events]


def find_times(meals: Sequence[MealTime], times: Mapping[str, time] = TIMES) -> dict[str, time]:
    """When each meal of a day is eaten, by its name, given the time of each kind of meal.

    The first of a kind is eaten at the time of its kind; but a snack for which you give no other
    time, and any other, halfway between the meals around it. A snack that is named last, as the
    planner names it, is eaten at its own time.

    >>> breakfast, lunch = MealTime("breakfast", "breakfast"), MealTime("lunch", "lunch")
    >>> str(find_times([breakfast, MealTime("fruit", "snack"), lunch])["fruit"])
    '10:00:00'
    """
    known: dict[int, datetime] = {}
    day = datetime(2000, 1, 1)  # noqa: DTZ001  (any day: only its hours count)
    for place, meal in enumerate(meals):
        is_first = all(one.served_as != meal.served_as for one in meals[:place])
        own = times[meal.served_as]
        floats = meal.served_as == SNACK and own == TIMES[SNACK] and place + 1 < len(meals)
        if is_first and not floats:
            known[place] = datetime.combine(day, own)
    found: dict[str, time] = {}
    for place, meal in enumerate(meals):
        before = max((n for n in known if n < place), default=None)
        after = min((n for n in known if n > place), default=None)
        if place in known:
            at = known[place]
        elif before is not None and after is not None:
            share = (place - before) / (after - before)
            at = known[before] + share * (known[after] - known[before])
        elif before is not None:
            at = known[before] + APART * (place - before)
        elif after is not None:
            at = known[after] - APART * (after - place)
        else:
            at = datetime.combine(day, times[meal.served_as])
        minutes = round((at - day) / timedelta(minutes=5)) * 5
        found[meal.name] = (day + timedelta(minutes=min(max(minutes, 0), LATEST_MIN))).time()
    return found


def find_uid(plan: WeekPlan, day: DayPlan, place: int, start: date) -> str:
    """The name of the meal that is at `place` in a day, the same in every plan for its date."""
    of_day = start + timedelta(days=day.day - 1)
    same = sum(meal.meal == day.meals[place].meal for meal in day.meals[:place])
    return _name(plan, of_day, day.meals[place].meal, same)


def _name(plan: WeekPlan, day: date, what: str, same: int) -> str:
    """The id of an event; `same` counts events of its kind before it on that day."""
    people = sorted(person.name for person in plan.request.people)
    return str(uuid5(EVENTS, json.dumps([day.isoformat(), what, same, people])))


def _compose_shopping(
    day: date, week: int, plan: WeekPlan, blocks: list[Block], start: date
) -> Event:
    """The day to shop for a week, with its list."""
    event = Event()
    _, span = split_weeks(plan, start)[week]
    event.add("summary", f"Shopping for {span}")
    event.add("dtstart", day)
    event.add("categories", ["Shopping"])
    event.add("description", "\n".join(line for block in flatten(blocks) for line in _write(block)))
    return event


def _compose_event(
    day: DayPlan,
    meal: Meal,
    plan: WeekPlan,
    tables: Tables,
    start: date,
    times: Mapping[str, time],
    units: Units,
    say: Speaker,
) -> Event:
    begins = datetime.combine(start + timedelta(days=day.day - 1), times[meal.meal])
    event = Event()
    event.add("summary", clean(name_meal(meal, tables)))
    event.add("dtstart", begins)  # without a zone: local wherever the calendar is
    event.add("duration", LASTS)
    event.add("categories", [meal.meal.capitalize()])
    timing = find_work(day.day, meal, plan, tables)
    batches = find_batches(day, meal, plan, tables, start)
    minutes = write_minutes(meal, timing, tables, batches, find_thawed(day, meal, plan, tables))
    lines = [f"{meal.meal.capitalize()}{minutes and f' · {minutes}'}"]
    _, *blocks = say_fields(compose_card(day, meal, plan, tables, units).plain, say)
    if meal is day.meals[0]:
        blocks += _prepare(day.day + 1, plan, tables, Style(units, start=start))
    lines += [line for block in flatten(blocks) for line in _write(block)]
    event.add("description", "\n".join(lines))
    return event


def _prepare(day: int, plan: WeekPlan, tables: Tables, style: Style) -> tuple[Block, ...]:
    """What is soaked, boiled, mixed or thawed on the day before one, if that day is in the plan."""
    items = [
        item
        for one in plan.days
        if one.day == day
        for item in write_ahead(one, plan, tables, style)
    ]
    return (Heading("For tomorrow", 3), Checklist(tuple(items))) if items else ()


def _write(block: Block) -> list[str]:
    """A block's lines, none of them broken by width."""
    match block:
        case Grid(headers, rows, _):
            return ["", *(_write_row(headers, row) for row in rows), ""]
        case Paragraph(text):
            return [text]
        case Heading(text):
            return ["", text]
        case Checklist(items):
            return [f"[ ] {item}" for item in items]
        case Steps(items):
            return [f"{number}. {item}" for number, item in enumerate(items, start=1)]
        case _:
            return []


def _write_row(headers: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    """A food and what each has of it, on one line."""
    first, *others = row
    if not headers:
        return f"{first.text}: {', '.join(cell.text for cell in others if cell.text)}"
    pairs = zip(headers[1:], others, strict=True)
    return f"{first.text}: {'; '.join(f'{head} {cell.text}' for head, cell in pairs)}"
