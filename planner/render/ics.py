"""A plan as a calendar (RFC 5545): an event for each meal, at the local time wherever one is.

An event is called by its date, its meal and who eats, not by what is eaten. So another plan for the
same people and dates replaces the events of the first where a calendar reads both; the later one
has the higher sequence number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from planner.plan import DayPlan, Meal, WeekPlan
from planner.render.blocks import Cell, Grid, Paragraph, clean
from planner.render.compose import compose_meal, write_minutes
from planner.render.words import Units
from planner.tables import Tables

TIMES: Mapping[str, time] = MappingProxyType(
    {"breakfast": time(7, 30), "lunch": time(12, 30), "snack": time(16), "dinner": time(18, 30)}
)
"""When meals are eaten where nobody says otherwise."""

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
) -> str:
    """The calendar of a plan whose first day is `start`, made at the moment `written`, in UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//planner//meal plan//EN")
    calendar.add("version", "2.0")
    for day in plan.days:
        for place, meal in enumerate(day.meals):
            event = _compose_event(day, meal, plan, tables, start, times, units)
            event.add("uid", find_uid(plan, day, place, start))
            event.add("dtstamp", written)
            event.add("sequence", max(0, int((written - FIRST_SEQUENCE).total_seconds())))
            calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text


def find_uid(plan: WeekPlan, day: DayPlan, place: int, start: date) -> str:
    """The name of the meal that is at `place` in a day, the same in every plan for its date."""
    of_day = start + timedelta(days=day.day - 1)
    same = sum(one.meal == day.meals[place].meal for one in day.meals[:place])
    people = sorted(person.name for person in plan.request.people)
    name = json.dumps([of_day.isoformat(), day.meals[place].meal, same, people])
    return str(uuid5(EVENTS, name))


def _compose_event(
    day: DayPlan,
    meal: Meal,
    plan: WeekPlan,
    tables: Tables,
    start: date,
    times: Mapping[str, time],
    units: Units,
) -> Event:
    dish = tables.dishes[meal.dish]
    begins = datetime.combine(start + timedelta(days=day.day - 1), times[meal.meal])
    event = Event()
    event.add("summary", clean(dish.name))
    event.add("dtstart", begins)  # without a zone: local wherever the calendar is
    event.add("duration", LASTS)
    event.add("categories", [meal.meal.capitalize()])
    event.add("transp", "TRANSPARENT")  # a meal is no reason to call someone busy
    lines = [f"{meal.meal.capitalize()}{write_minutes(meal, dish)}"]
    for block in compose_meal(day, meal, plan, tables, units):
        match block:
            case Grid(headers, rows, _):
                lines += ["", *(_write_row(headers, row) for row in rows), ""]
            case Paragraph(text):
                lines.append(text)
            case _:
                pass
    event.add("description", "\n".join(lines))
    return event


def _write_row(headers: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    """A food and what each has of it, on one line."""
    first, *others = row
    if not headers:
        return f"{first.text}: {', '.join(cell.text for cell in others if cell.text)}"
    pairs = zip(headers[1:], others, strict=True)
    return f"{first.text}: {'; '.join(f'{head} {cell.text}' for head, cell in pairs)}"
