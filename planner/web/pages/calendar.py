"""The weeks as a calendar to subscribe to. Calendars keep no cookies: the address has the key."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from planner.errors import PlannerError
from planner.render.formats.packages import require_package
from planner.web.access import CALENDAR as ADDRESS
from planner.web.house import House, NoSuchPage
from planner.web.keys import CALENDAR
from planner.web.site import find_site
from planner.web.words import say_field

router = APIRouter(include_in_schema=False)

KEPT_DAYS = 35
"""How long a week that is over stays in the calendar."""

logger = logging.getLogger("planner.web")


@router.get(ADDRESS)
def calendar(request: Request, key: str = "") -> Response:
    """The calendar, for whoever has the address."""
    site = find_site(request)
    if site.keys.find(key, CALENDAR) is None:
        raise NoSuchPage("There is no such calendar. Make an address for it at Devices.")
    require_package("ics")
    house = site.house
    text = house.keep("calendar", house.stamp(), lambda: write_calendar(house))
    return Response(text, media_type="text/calendar; charset=utf-8")


def write_calendar(house: House) -> str:
    """The weeks of a kitchen from a month ago on, as a calendar."""
    from planner.render.formats.icalendar import DatedPlan, render_feed  # noqa: PLC0415  (an extra)

    def read() -> Iterator[DatedPlan]:
        for served in house.list_weeks():
            if served.last_day < house.today - timedelta(days=KEPT_DAYS):
                continue
            path = house.open().find_week(served.first_day)
            try:
                week = house.read_week(served.first_day)
            except PlannerError as error:  # the others are there all the same
                logger.warning("left out of the calendar: %s", error)
                continue
            written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
            yield DatedPlan(week.plan, week.opened.tables, week.first_day, written)

    return render_feed(read(), say=say_field)
