"""Meal plans of real foods that cover what a body needs.

    from planner import find_data, make_request, plan_week, read_tables

    tables = read_tables(find_data())
    week = plan_week(make_request(tables, diet="vegan"), tables)

Names are imported when they are first used, so that `planner --help` answers at once.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; to import it would take longer than all below
if TYPE_CHECKING:
    from planner.check import CheckReport, check_plan
    from planner.errors import ExitCode, PlannerError
    from planner.making import make_request
    from planner.person import Person
    from planner.plan import WeekPlan
    from planner.request import Request
    from planner.tables import Tables, find_data, read_tables
    from planner.targets import Target, find_targets
    from planner.week import plan_week

HOMES = {
    "CheckReport": "check",
    "ExitCode": "errors",
    "Person": "person",
    "PlannerError": "errors",
    "Request": "request",
    "Tables": "tables",
    "Target": "targets",
    "WeekPlan": "plan",
    "check_plan": "check",
    "find_data": "tables",
    "find_targets": "targets",
    "make_request": "making",
    "plan_week": "week",
    "read_tables": "tables",
}

__all__ = [
    "CheckReport",
    "ExitCode",
    "Person",
    "PlannerError",
    "Request",
    "Tables",
    "Target",
    "WeekPlan",
    "check_plan",
    "find_data",
    "find_targets",
    "make_request",
    "plan_week",
    "read_tables",
]


def __getattr__(name: str) -> object:
    """Import a public name from the room it lives in."""
    import importlib  # noqa: PLC0415  (as above)

    if name not in HOMES:
        message = f"module 'planner' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f"planner.{HOMES[name]}"), name)
