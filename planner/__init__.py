"""Meal plans of real foods that cover what a body needs.

    from planner import find_data, make_request, plan_week, read_tables

    tables = read_tables(find_data())
    week = plan_week(make_request(tables, diet="vegan"), tables)

Names are imported when they are first used, so that `planner --help` answers at once.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; to import it would take longer than all below
if TYPE_CHECKING:
    from planner.actions.planning import plan_week
    from planner.checking.findings import CheckReport, check_plan
    from planner.errors import ExitCode, PlannerError
    from planner.people.person import Person
    from planner.people.targets import Target, find_targets
    from planner.plans.records import WeekPlan
    from planner.request.from_words import make_request
    from planner.request.request import Request
    from planner.tables.bundle import Tables, find_data, read_tables

__version__ = "0.2.0"

HOMES = {
    "CheckReport": "checking.findings",
    "ExitCode": "errors",
    "Person": "people.person",
    "PlannerError": "errors",
    "Request": "request.request",
    "Tables": "tables.bundle",
    "Target": "people.targets",
    "WeekPlan": "plans.records",
    "check_plan": "checking.findings",
    "find_data": "tables.bundle",
    "find_targets": "people.targets",
    "make_request": "request.from_words",
    "plan_week": "actions.planning",
    "read_tables": "tables.bundle",
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
