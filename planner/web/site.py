"""What every page has at hand: the house, the worker, and how a page is written."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from planner.errors import PlannerError, Problem, RequestError, write_mentions
from planner.render.formats.site import render_view
from planner.web.access import GUEST, Guest
from planner.web.house import House, Stamp
from planner.web.keys import Keys
from planner.web.pairing import Entrance
from planner.web.store import Store
from planner.web.words import say_field
from planner.web.worker import Worker

BAR = (
    ("/", "Week"),
    ("/today", "Today"),
    ("/list", "List"),
    ("/pantry", "Pantry"),
    ("/more", "More"),
)
MOST_NOTES = 50
MOST_FIELDS = 5000
SEE_OTHER = 303


@dataclass
class Site:
    """A kitchen, the worker that plans for it, the server's token, and who may come in where."""

    house: House
    worker: Worker
    token: str
    store: Store
    keys: Keys
    entrance: Entrance
    notes: dict[str, str] = field(default_factory=dict)

    def note(self, text: str) -> str:
        """Keep a text for the next page; what it is kept by."""
        name = secrets.token_hex(6)
        while len(self.notes) >= MOST_NOTES:
            self.notes.pop(next(iter(self.notes)))
        self.notes[name] = text
        return name


def find_site(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def find_guest(request: Request) -> Guest | None:
    """Who asks; None for nobody known."""
    guest: Guest | None = request.scope[GUEST]
    return guest


def show(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page by its template's name."""
    return HTMLResponse(write(request, template, **values), status)


def write(request: Request, template: str, **values: Any) -> str:
    """The HTML of a page."""
    site = find_site(request)
    is_known = find_guest(request) is not None  # nobody else gets a form's token
    given = {
        "bar": BAR if is_known and site.house.is_made else (),
        "here": "/list" if request.url.path.startswith("/list/") else request.url.path,
        "token": site.token if is_known else "",
        "notice": site.notes.get(request.query_params.get("note", "")),
        **values,
    }
    return render_view(template, say_field, **given)


def show_kept(
    request: Request, key: Any, stamp: Stamp, template: str, make: Callable[[], Mapping[str, Any]]
) -> Response:
    """A page that is kept until the stamp is another; with a note it is written anew."""
    if "note" in request.query_params:
        return show(request, template, **make())
    house = find_site(request).house
    data = house.keep(("page", key), stamp, lambda: write(request, template, **make()).encode())
    return Response(data, media_type="text/html; charset=utf-8")


def go(request: Request, address: str, note: str = "") -> RedirectResponse:
    """To another page, which shows a note: after a form it is what a reload shows again."""
    if note:
        head, _, anchor = address.partition("#")
        head += f"{'&' if '?' in head else '?'}note={find_site(request).note(note)}"
        address = f"{head}#{anchor}" if anchor else head
    return RedirectResponse(address, SEE_OTHER)


async def read_form(request: Request) -> dict[str, str]:
    """What a form says, as typed; the last of fields with one name."""
    return dict(await read_fields(request))


async def read_fields(request: Request) -> list[tuple[str, str]]:
    """The fields of a form in their order."""
    body = await request.body()
    text = body.decode("utf-8", errors="replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        what = f"has more than {MOST_FIELDS:,} fields"
        raise RequestError(Problem("The form", what, "Send it from its page.")) from error
    return [(name, value.replace("\r\n", "\n")) for name, value in pairs]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and what to do, in the words of a page."""

    what: str
    remedy: str = ""

    @property
    def head(self) -> str:
        """What is wrong."""
        return self.what


def say_problem(problem: Problem) -> Fault:
    """A problem in the words of a page, with where it is."""
    text, _, remedy = problem.write(say_field).partition("\n")
    return Fault(text, remedy.strip())


def say_sentence(problem: Problem) -> str:
    """A problem without its place, in sentences."""
    text = f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.remedy}".strip()
    return write_mentions(text, say_field)


def say_problems(error: PlannerError) -> list[Fault]:
    """All problems of an error."""
    return [say_problem(one) for one in error.problems]


def sort_problems(
    problems: Iterable[Problem], fields: Mapping[str, str] | None = None
) -> dict[str, list[Any]]:
    """Problems by the field beside which they stand, as sentences; others, under "", as faults.

    `fields` has the name in the form of each field of a request.
    """
    known = fields or {}
    found: dict[str, list[Any]] = {}
    for one in problems:
        where = one.where if isinstance(one.where, str) else str(one.where[-1])
        if where in known:
            found.setdefault(known[where], []).append(say_sentence(one))
        else:
            found.setdefault("", []).append(say_problem(one))
    return found
