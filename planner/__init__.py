"""Meal plans of real foods that cover what a body needs.

    from planner import find_data, make_request, plan, read_tables, show

    tables = read_tables(find_data())
    week = plan(make_request(tables, diet="vegan"), tables)
    print(show(week))

Names are imported when they are first used, so that `planner --help` answers at once.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; to import it would take longer than all below
if TYPE_CHECKING:
    from planner import report as report
    from planner.actions import (
        Planner,
        check,
        diets,
        explain,
        export_model,
        make_household,
        make_profile,
        plan,
        shop,
        swap,
        targets,
    )
    from planner.actions.planning import plan_week as plan_week
    from planner.checking.findings import CheckReport
    from planner.checking.findings import check_plan as check_plan
    from planner.cohort.start import plan_cohort
    from planner.errors import ExitCode, PlannerError
    from planner.people.person import Person
    from planner.people.targets import Target
    from planner.people.targets import find_targets as find_targets
    from planner.plans.records import WeekPlan
    from planner.render.showing import show, show_check, show_explanation, show_list, show_moves
    from planner.request.from_words import find_at_home, make_request
    from planner.request.household import read_profile
    from planner.request.own_prices import read_prices
    from planner.request.pantry import read_pantry
    from planner.request.request import Request
    from planner.search.effort import Work
    from planner.tables.bundle import Tables, find_data, read_tables

__version__ = "0.2.0"

HOMES = {
    "CheckReport": "checking.findings",
    "ExitCode": "errors",
    "Person": "people.person",
    "Planner": "actions",
    "PlannerError": "errors",
    "Request": "request.request",
    "Tables": "tables.bundle",
    "Target": "people.targets",
    "WeekPlan": "plans.records",
    "Work": "search.effort",
    "check": "actions",
    "diets": "actions",
    "explain": "actions",
    "export_model": "actions",
    "find_at_home": "request.from_words",
    "find_data": "tables.bundle",
    "make_household": "actions",
    "make_profile": "actions",
    "make_request": "request.from_words",
    "plan": "actions",
    "plan_cohort": "cohort.start",
    "read_pantry": "request.pantry",
    "read_prices": "request.own_prices",
    "read_profile": "request.household",
    "read_tables": "tables.bundle",
    "shop": "actions",
    "show": "render.showing",
    "show_check": "render.showing",
    "show_explanation": "render.showing",
    "show_list": "render.showing",
    "show_moves": "render.showing",
    "swap": "actions",
    "targets": "actions",
}

OLD_NAMES = {
    "check_plan": "checking.findings",
    "find_targets": "people.targets",
    "plan_week": "actions.planning",
}
"""What `check`, `targets` and `plan` were called in 0.1; gone from 0.3 on."""

__all__ = [
    "CheckReport",
    "ExitCode",
    "Person",
    "Planner",
    "PlannerError",
    "Request",
    "Tables",
    "Target",
    "WeekPlan",
    "Work",
    "check",
    "diets",
    "explain",
    "export_model",
    "find_at_home",
    "find_data",
    "make_household",
    "make_profile",
    "make_request",
    "plan",
    "plan_cohort",
    "read_pantry",
    "read_prices",
    "read_profile",
    "read_tables",
    "report",
    "shop",
    "show",
    "show_check",
    "show_explanation",
    "show_list",
    "show_moves",
    "swap",
    "targets",
]


def __dir__() -> list[str]:
    """The public names, which a notebook completes."""
    return [*__all__, "__version__"]


def __getattr__(name: str) -> object:
    """Import a public name from the room it lives in."""
    import importlib  # noqa: PLC0415  (as above)

    if name == "report":
        return importlib.import_module("planner.report")
    home = HOMES.get(name) or OLD_NAMES.get(name)
    if home is None:
        message = f"module 'planner' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f"planner.{home}"), name)
