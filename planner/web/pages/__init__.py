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
    paper,
    people,
    reading,
    recipes,
    week,
)

PAGES = tuple(
    one.router
    for one in (
        *(first_visit, jobs, week, day, changes, lists, paper),
        *(people, recipes, reading, devices, calendar),
    )
)
