"""The pages, a module a subject; PAGES has the router of each."""

from __future__ import annotations

from planner.web.pages import (
    calendar,
    changes,
    day,
    devices,
    first_visit,
    jobs,
    lists,
    people,
    reading,
    recipes,
    week,
)

PAGES = (
    first_visit.router,
    jobs.router,
    week.router,
    day.router,
    changes.router,
    lists.router,
    people.router,
    recipes.router,
    reading.router,
    devices.router,
    calendar.router,
)
