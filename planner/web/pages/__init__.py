"""The pages, a module a subject; PAGES has the router of each."""

from __future__ import annotations

from planner.web.pages import calendar, day, devices, first_visit, jobs, lists, reading, week

PAGES = (
    first_visit.router,
    jobs.router,
    week.router,
    day.router,
    lists.router,
    reading.router,
    devices.router,
    calendar.router,
)
