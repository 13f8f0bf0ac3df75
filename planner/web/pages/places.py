"""What an address names: a week by its first day, a day of it, a meal of that; and where now is."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from planner.plans.records import Meal
from planner.web.house import House, NoSuchPage, Week


def parse_day(text: str) -> date:
    """The day that an address names; NoSuchPage where it names none."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.isoformat() == text:  # a day has one address
            return day
    raise NoSuchPage("There is no such page.")


def find_day(house: House, first: str, number: str) -> tuple[Week, int]:
    """A week and the number of a day in it; NoSuchPage where it has none."""
    week = house.read_week(parse_day(first))
    if not number.isdecimal() or not 1 <= int(number) <= len(week.plan.days):
        raise NoSuchPage(f"The week has days 1 to {len(week.plan.days)}.")
    return week, int(number)


def find_meal(week: Week, number: int, name: str) -> Meal:
    """A meal of a day; NoSuchPage where the day has none of that name."""
    for meal in week.plan.days[number - 1].meals:
        if meal.meal == name:
            return meal
    raise NoSuchPage("That day has no such meal.")


def find_today(house: House) -> tuple[Week, int] | None:
    """The week of today, else the next one or the last, and the number of its day nearest to today.

    None where no week is planned.
    """
    first_day = house.find_first_day()
    if first_day is None:
        return None
    week = house.read_week(first_day)
    return week, min(max(1, count_days(house, week)), len(week.plan.days))


def count_days(house: House, week: Week) -> int:
    """Which day of a week today is, from 1; 0 or less before it, more than it has after it."""
    return (house.today - week.first_day) // timedelta(days=1) + 1
