"""The pages, a module a subject; PAGES has the router of each."""

from __future__ import annotations

from planner.web.pages import first_visit, jobs, week

PAGES = (first_visit.router, jobs.router, week.router)
