"""The pages, a module a subject; PAGES has the router of each."""

from __future__ import annotations

from planner.web.pages import (
    calendar,
    day,
    devices,
    first_visit,
    jobs,
    lists,
    paper,
    reading,
    week,
)

PAGES = tuple(
    one.router for one in (first_visit, jobs, week, day, lists, paper, reading, devices, calendar)
)
