"""The application: every page with its address, behind the gate."""

from __future__ import annotations

import logging
from datetime import datetime

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from planner import __version__
from planner.errors import PlannerError, Problem, RequestError
from planner.render.formats.site import ASSETS, find_digest, read_assets
from planner.web import api
from planner.web.access import API, CALENDAR, PAIR, Access, Doorkeeper
from planner.web.api import problems
from planner.web.asgi import App, Message, Receive, Scope, Send
from planner.web.gate import Gate, find_names
from planner.web.house import House, NoSuchPage
from planner.web.kept_jobs import keep_jobs
from planner.web.keys import Keys
from planner.web.lan import LOOPBACK, Lan, find_address, find_scheme
from planner.web.pages import PAGES
from planner.web.pairing import Entrance
from planner.web.site import Fault, Site, find_guest, find_site, say_problems, show
from planner.web.store import Store
from planner.web.worker import Worker

NO_STORE = "no-store"
FOR_EVER = "public, max-age=31536000, immutable"
OPEN = ("/start", "/jobs/", ASSETS, "/favicon.ico", PAIR, "/devices", CALENDAR)
"""Addresses that are there before the kitchen is."""

WEEKLY = ("/", "/today")
"""Pages of a week that show it without naming it."""

NO_KITCHEN = Problem("", "There is no kitchen yet", "Open / in a browser: a form makes one.")

logger = logging.getLogger("planner.web")


def make_app(
    house: House,
    worker: Worker,
    port: int,
    token: str,
    lan: Lan | None = None,
    entrance: Entrance | None = None,
) -> App:
    """The application for a kitchen, called at this port by this machine and by the names of `lan`.

    Devices are paired at the `entrance`; without one this machine alone comes in.
    """
    app = FastAPI(
        title="planner",
        version=__version__,
        docs_url=None,  # it would fetch from elsewhere
        redoc_url=None,
        openapi_url=problems.SCHEMA,
        generate_unique_id_function=lambda route: route.name,
    )
    app.include_router(api.router)
    store = Store(house.folder)
    keep_jobs(worker, store)
    keys = Keys(store, house.clock)
    where = entrance or Entrance(find_address(lan, port))
    app.state.site = Site(house, worker, token, store, keys, where)
    for router in PAGES:
        app.include_router(router)
    app.add_api_route(
        ASSETS + "/{digest}/{name}", send_asset, methods=["GET"], include_in_schema=False
    )
    app.add_api_route("/favicon.ico", send_nothing, methods=["GET"], include_in_schema=False)
    app.add_exception_handler(PlannerError, answer_problems)
    app.add_exception_handler(NoSuchPage, answer_missing)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(RequestValidationError, problems.answer_unfit)
    app.add_exception_handler(Exception, answer_failure)
    is_secure = lan is not None and lan.is_secure
    names = find_names((*(lan.hosts if lan else ()), *LOOPBACK), port, find_scheme(lan))
    own = find_names(LOOPBACK, port, find_scheme(lan)).hosts
    access = Access(keys, own, is_lan=lan is not None, is_secure=is_secure)
    return Gate(Doorkeeper(Doorway(app, house)), names, token, access.identify)


class Doorway:
    """Leads to the first form while there is no kitchen, and lets no cache keep a page."""

    def __init__(self, app: App, house: House) -> None:
        """Stand before the pages of a house."""
        self.app, self.house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or lead it to the form."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("cache-control", NO_STORE)
            await send(message)

        is_open = scope["path"].startswith(OPEN) or self.house.is_made
        app: App = self.app if is_open else RedirectResponse("/start", 303)
        if not is_open and scope["path"].startswith(API):
            app = problems.answer_problems([NO_KITCHEN], 404)
        await app(scope, receive, send_unkept)


async def send_asset(digest: str, name: str) -> Response:
    """A style sheet, a script or the drawings; only names that are known have a file."""
    found = read_assets().get(name)
    if found is None:
        raise NoSuchPage("There is no such file.")
    data, kind = found
    cache = FOR_EVER if digest == find_digest() else NO_STORE
    return Response(data, media_type=kind, headers={"cache-control": cache})


async def send_nothing() -> Response:
    """No icon."""
    return Response(status_code=204, headers={"cache-control": FOR_EVER})


def is_program(request: Request) -> bool:
    """Whether a program asks, which is answered in JSON."""
    return request.url.path.startswith(API)


def answer_problems(request: Request, error: Exception) -> Response:
    """What the planner can explain: each problem with its place, and what to do."""
    assert isinstance(error, PlannerError)
    asked = isinstance(error, RequestError)
    status = 422 if asked else 500
    if is_program(request):
        return problems.answer_problems(error.problems, status)
    said = say_problems(error)
    title = "That can't be done as it is" if asked else "Your kitchen needs a look"
    back = "/weeks" if request.url.path in WEEKLY else "/"  # not to what fails
    return show(request, "problem", status, title=title, problems=said, texts=[], back=back)


def answer_missing(request: Request, error: Exception) -> Response:
    """There is nothing at an address."""
    if is_program(request):
        return problems.answer_problems([Problem(request.url.path, str(error))], 404)
    return show(
        request, "problem", 404, title="Not there", problems=[], texts=[str(error)], back="/"
    )


def answer_http(request: Request, error: Exception) -> Response:
    """An address or a method that no page has."""
    assert isinstance(error, HTTPException)
    what = "There is no such page." if error.status_code == 404 else "That can't be done here."
    if is_program(request):
        there = Problem(request.url.path, what, f"{problems.SCHEMA} says what there is.")
        return problems.answer_problems([there], error.status_code)
    return show(
        request,
        "problem",
        error.status_code,
        title="Not there",
        problems=[],
        texts=[what],
        back="/",
    )


def answer_failure(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a page that says what of the kitchen is saved."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    is_known = find_guest(request) is not None  # nobody else hears of the kitchen
    texts = [find_saved(find_site(request).house)] if is_known else []
    texts.append("Go back and try it again. If it comes again, the terminal says more.")
    what = "The server made a mistake"
    if is_program(request):
        return problems.answer_problems([Problem(request.url.path, what, texts[0])], 500)
    said = [Fault(f"{what}: {type(error).__name__}.")]
    return show(request, "problem", 500, title=what, problems=said, texts=texts, back="/")


def find_saved(house: House) -> str:
    """What was written last, in a sentence."""
    whole = "Every change is written as a whole or not at all, so your files are whole."
    try:
        kitchen = house.open()
        paths = [kitchen.journal, *(kitchen.find_week(day) for day in kitchen.list_weeks())]
        newest = max(
            (path for path in paths if path.exists()), key=lambda path: path.stat().st_mtime
        )
        when = datetime.fromtimestamp(newest.stat().st_mtime)  # noqa: DTZ006  (the wall's time)
    except (PlannerError, OSError, ValueError):
        return f"{whole} No week has been written yet."
    return f"{whole} What was saved last is {newest.name}, at {when:%H:%M:%S}."
