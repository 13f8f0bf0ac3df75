"""The linear programs of a plan as LP or MPS files, for a solver of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from planner.errors import ONE_PERSON, Problem, RequestError, mention, quote
from planner.model.bound import build_program
from planner.model.linear_program import Form
from planner.request.request import Request
from planner.tables.bundle import Tables

MOST_MODEL_DAYS = 28  # of an LP file, which has 6 MB for each


@dataclass(frozen=True)
class LpTexts:
    """Two programs in the LP format, which CBC, HiGHS and glpsol read, or in MPS, for OR-Tools too.

    `average_day` is a linear program: its optimum times the days is the bound that a plan prints.
    `days` has all the days, with a 0 or 1 for each dish and each food in an amount; its relaxation
    has that same bound for an optimum.
    """

    average_day: str
    days: str


def write_models(request: Request, tables: Tables, form: str = "lp") -> LpTexts:
    """The programs of a request for one person.

    Raises RequestError for a format that isn't known, for several people, and for more than
    MOST_MODEL_DAYS days.
    """
    if form not in get_args(Form):
        remedy = f"Choose {' or '.join(get_args(Form))}."
        raise RequestError(Problem(("format",), f"{quote(form)} is not known", remedy))
    if request.days > MOST_MODEL_DAYS:
        what = f"a file of {request.days} days would be too large"
        raise RequestError(Problem(("days",), what, f"Write at most {MOST_MODEL_DAYS} days."))
    if len(request.people) > 1:
        names = ", ".join(person.name for person in request.people)
        what = f"there are {len(request.people)}, but a model is for one"
        remedy = f"Choose one with {mention(ONE_PERSON)}: {names}."
        remedy += " Their bounds add up to that of all."
        raise RequestError(Problem(("people",), what, remedy))
    linear = build_program(request, tables).linear
    days = linear.write(days=request.days, whole=True)
    return LpTexts(linear.write().render(form), days.render(form))
