"""What goes wrong, as a program reads it: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from planner.errors import Problem, write_mentions
from planner.web.words import say_field

SCHEMA = "/api/v1/openapi.json"


def answer_problems(problems: Iterable[Problem], status: int) -> Response:
    """An answer of problems."""
    return JSONResponse({"problems": [write_problem(one) for one in problems]}, status)


def write_problem(problem: Problem) -> dict[str, str]:
    """A problem: a file with its line, or a field, in `where`; texts are sentences."""
    where = problem.where if isinstance(problem.where, str) else ".".join(map(str, problem.where))
    what, remedy = (write_mentions(text, say_field) for text in (problem.what, problem.remedy))
    return {"where": where, "what": what, "remedy": remedy}


def answer_unfit(_request: Request, error: Exception) -> Response:
    """What was sent isn't what the schema says."""
    assert isinstance(error, RequestValidationError)
    remedy = f"{SCHEMA} says what to send."
    found = [Problem(".".join(map(str, one["loc"])), one["msg"], remedy) for one in error.errors()]
    return answer_problems(found, 422)
