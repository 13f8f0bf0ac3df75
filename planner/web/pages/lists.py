"""The list to take to the shop, what is at home, and the weeks."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response

from planner.actions import keeping
from planner.errors import PlannerError, RequestError
from planner.kitchen.at_home import Home
from planner.kitchen.journal import find_last, write_last
from planner.plans.records import ShoppingLine, WeekPlan
from planner.render.documents.pantry import (
    compose_pantry,
    name_date,
    write_assumed,
    write_frozen,
)
from planner.render.documents.shopping_list import compose_list
from planner.render.formats.list_file import render_list_file
from planner.render.formats.packages import write_install
from planner.render.formats.site import TYPES, write_worker
from planner.web.house import House, NoSuchPage, Week
from planner.web.kept_jobs import NEXT, find_stopped
from planner.web.pages.places import parse_day
from planner.web.site import (
    Site,
    find_site,
    go,
    read_fields,
    read_form,
    show,
    show_kept,
    sort_problems,
)
from planner.web.store import Tick
from planner.web.words import say_field

router = APIRouter(include_in_schema=False)

VERBS = (("counted", "there is"), ("bought", "I bought"), ("threw", "I threw away"))
MOST_TICKS = 500  # of a request, as site.js sends them
LONGEST_NAMES = 300
MOST_CLOCK = 2**53


def find_list(house: House, first: date) -> tuple[Week, WeekPlan]:
    """A week, and its plan with the list as the kitchen is now."""
    week = house.read_week(first)
    return week, keeping.compute_list(house.open(), week.tables, first, week.plan)[0]


def find_listed(house: House) -> date:
    """The first day of the week to shop for; KitchenError where none is planned."""
    now = house.find_covering(house.today)
    if now is not None and not keeping.is_shopped(house.read_state().journal, now):
        return now
    return keeping.find_listed(house.open(), house.know().tables, house.today)


@router.get("/list")
def current(request: Request) -> Response:
    """The list of today's week until something of it is bought, then that of the newest week."""
    house = find_site(request).house
    try:
        first = house.keep("listed", house.stamp(), lambda: find_listed(house))
    except PlannerError:
        if house.open().list_weeks():
            raise
        return go(request, "/weeks", "No week is planned yet.")
    return show_list(request, first)


@router.get("/list/{first}")
def one(request: Request, first: str) -> Response:
    """The list of the week that begins on a day."""
    return show_list(request, parse_day(first))


@router.get("/list-worker.js")
def send_worker() -> Response:
    """The service worker; it stands beside the list, whose pages are its whole scope."""
    return Response(write_worker(), media_type=TYPES[".js"], headers={"cache-control": "no-cache"})


def show_list(request: Request, first: date) -> Response:
    """The list with its ticks, kept until something of the kitchen or a tick changes."""
    site = find_site(request)

    def compose() -> Mapping[str, Any]:
        week, plan = find_list(site.house, first)
        weeks = [one for one in site.house.read_state().weeks if one.last_day >= site.house.today]
        return {
            "title": f"Shopping list, {name_date(first)}",
            "differs": site.house.find_changes(week),
            "may_be_anew": first >= site.house.today,
            "others": [
                (one.first_day.isoformat(), name_date(one.first_day))
                for one in weeks
                if one.first_day != first
            ],
            "blocks": compose_list(plan, week.tables, week.style)[1:],
            "first": first.isoformat(),
            "state": site.store.read_list(first.isoformat()),
            "lost": site.store.find_loss(),
            "lacks_paper": write_install("pdf"),
        }

    site.store.begin()
    stamp = (*site.house.stamp(), *site.store.stamp())
    return show_kept(request, ("/list", first), stamp, "list", compose)


@router.get("/list/{first}/list.html")
def save(request: Request, first: str) -> Response:
    """The list as a file to save, which keeps its ticks without a server."""
    site, day = find_site(request), parse_day(first)
    week, plan = find_list(site.house, day)
    text = render_list_file(
        compose_list(plan, week.tables, week.style),
        plan,
        week.style,
        site.store.read_list(first).ticked,
        f"{request.base_url}list/{first}",
        say_field,
    )
    name = f"shopping-list-{first}.html"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return HTMLResponse(text, headers=headers)


@router.post("/list/{first}/ticks")
async def tick(request: Request, first: str) -> Response:
    """Keep ticks as operations, each once; answers with the items that are ticked."""
    week = parse_day(first).isoformat()
    try:
        ticks = read_ticks((await request.json())["ticks"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JSONResponse({"problems": [{"what": "These aren't ticks.", "remedy": ""}]}, 422)
    return await run_in_threadpool(keep_ticks, request, week, ticks)


def read_ticks(sent: Any) -> list[Tick]:
    """The operations that a phone sends; ValueError where one isn't understood, or for too many."""
    if not isinstance(sent, list) or len(sent) > MOST_TICKS:
        raise ValueError
    ticks = [Tick(str(o["id"]), str(o["item"]), bool(o["on"]), int(o["clock"])) for o in sent]
    for one in ticks:
        names = one.id + one.item
        if not (names.isascii() and len(names) <= LONGEST_NAMES and 0 <= one.clock < MOST_CLOCK):
            raise ValueError
    return ticks


def keep_ticks(request: Request, first: str, ticks: list[Tick]) -> Response:
    """Keep ticks of a week's list."""
    site = find_site(request)
    site.house.read_week(parse_day(first))  # no ticks for what isn't there
    site.store.add_ticks(first, ticks)
    state = site.store.read_list(first)
    return JSONResponse({**asdict(state), "ticked": sorted(state.ticked)})


@router.post("/list/{first}/bought")
async def bought(request: Request, first: str) -> Response:
    """End the shopping: what is ticked was bought, and is at home."""
    fields = await read_fields(request)
    items = [value for name, value in fields if name == "item"]
    return await run_in_threadpool(buy, request, parse_day(first), items)


def buy(request: Request, first: date, items: list[str]) -> Response:
    """Say in the journal that items of a list were bought."""
    find_site(request).house.read_week(first)
    if not items:
        return go(request, f"/list/{first}", "Nothing was ticked, so nothing was bought.")
    lines = buy_items(find_site(request), first, items)
    if not lines:
        return go(request, f"/list/{first}", "Nothing of that is on the list any more.")
    count = f"{len(lines)} item{'s' if len(lines) != 1 else ''}"
    return go(request, "/pantry", f"At home now: {count} of the list.")


def buy_items(site: Site, first: date, items: Collection[str]) -> tuple[ShoppingLine, ...]:
    """Say in the journal that items of a week's list were bought, and take their ticks off it."""
    house = site.house
    tables = house.know().tables
    _, lines = keeping.buy_list(house.open(), tables, house.today, first, items=items)
    site.store.clear_ticks(first.isoformat(), items)
    return lines


@router.get("/pantry")
def pantry(request: Request) -> Response:
    """What is at home."""
    return show_pantry(request, {}, {})


def offer_frozen(house: House, home: Home) -> list[str]:
    """What of the freezer the week that has today serves from now on, and the rest."""
    tables, first = house.know().tables, house.find_covering(house.today)
    if first is not None and home.frozen:
        with suppress(PlannerError):  # a week that doesn't add up says so on its own page
            plan = house.read_week(first).plan
            return [*write_frozen(home, tables, plan, (house.today - first).days + 1)]
    return [*write_frozen(home, tables)]


def show_pantry(request: Request, form: dict[str, str], problems: dict[str, list[Any]]) -> Response:
    """What is at home, with a form to say more, and what is wrong beside its field."""
    house = find_site(request).house
    tables = house.know().tables
    home = keeping.find_home(house.open(), tables, house.today)
    return show(
        request,
        "pantry",
        422 if problems else 200,
        title=f"At home on {name_date(home.day)}",
        blocks=compose_pantry(home, tables)[1:],
        texts=[*write_assumed(home, tables), *offer_frozen(house, home), *map(str, home.problems)],
        verbs=VERBS,
        form=form,
        problems=problems,
        last_said=write_last(find_last(house.read_state().journal)),
    )


@router.post("/pantry")
async def say(request: Request) -> Response:
    """Say of an item what there is, what was bought or thrown away."""
    return await run_in_threadpool(say_of, request, await read_form(request))


def say_of(request: Request, form: dict[str, str]) -> Response:
    """Keep in the journal what a form says of an item."""
    house = find_site(request).house
    verb = form.get("verb", "")
    if verb not in dict(VERBS):
        raise NoSuchPage("There is, I bought, or I threw away.")
    try:
        words = shlex.split(form.get("words", ""))
    except ValueError:
        words = form.get("words", "").split()
    try:
        tables = house.know().tables
        said = keeping.say_item(house.open(), tables, verb, words, house.today)
    except RequestError as error:
        return show_pantry(request, form, sort_problems(error.problems, {"words": "words"}))
    return go(request, "/pantry", f"{dict(VERBS)[verb]}: {said.item.name}, {said.grams:g} g.")


@router.get("/weeks")
def weeks(request: Request) -> Response:
    """The weeks that are planned, and a button for the next one."""
    site = find_site(request)
    planned = [
        (first.isoformat(), name_date(first)) for first in sorted(site.house.open().list_weeks())
    ]
    return show(
        request,
        "weeks",
        title="Weeks",
        weeks=planned[::-1],
        lost=site.store.find_loss(),
        changes=site.store.list_changes(),
        active=site.worker.find_active(NEXT),
        stopped=find_stopped(site.store),
    )


@router.post("/weeks")
def plan_next(request: Request) -> Response:
    """Begin to plan the next week; where that is done already, see how far it is."""
    worker = find_site(request).worker
    job = worker.find_active(NEXT) or worker.submit(NEXT)
    return go(request, f"/jobs/{job.id}")
