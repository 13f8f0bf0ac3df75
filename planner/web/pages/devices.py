"""Who may come in: a device is paired by a code, and all of them are listed and taken out.

This machine itself may do all of it. A paired device sees the list, takes others out, such as a
phone that was lost, and makes addresses for its calendar, which end with it. Codes and tokens are
made at this machine alone, so that whoever is taken out has no other way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from planner.errors import PlannerError
from planner.render.formats.packages import require_package
from planner.web.access import CALENDAR as CALENDAR_ADDRESS
from planner.web.access import PAIR, Guest, name_cookie
from planner.web.house import NoSuchPage
from planner.web.keys import CALENDAR, DEVICE, LASTS, PROGRAM, Key, say_rights
from planner.web.lan import READ_ALONG
from planner.web.pairing import LASTS_S, MOST_TRIES, Offer, Pairing, Tried, write_link
from planner.web.qr import make_code
from planner.web.site import SEE_OTHER, find_guest, find_site, go, read_form, show, sort_problems
from planner.web.store import FILE

router = APIRouter(include_in_schema=False)

DEVICES = "/devices"
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android phone"),
    ("Macintosh", "Mac"),
    ("Windows", "Windows computer"),
    ("Linux", "Linux computer"),
)
"""What a browser says of its system, and what its device is called unless you say otherwise."""

SAID = {
    Tried.WRONG: "That isn't the code. Look at it once more: eight letters.",
    Tried.OVER: "That code is over. A new one is shown where planner serve runs.",
    Tried.TOO_OFTEN: f"{MOST_TRIES} wrong codes were sent. Wait a minute, then type the new one"
    " that is shown where planner serve runs.",
}
STATUS = {Tried.WRONG: 403, Tried.OVER: 403, Tried.TOO_OFTEN: 429}


@dataclass(frozen=True)
class Made:
    """A key that was just made, which is shown once: what it is for, and its text or addresses."""

    kind: str
    name: str
    texts: tuple[str, ...]


def find_pairing(request: Request) -> Pairing:
    """How devices are paired; NoSuchPage where this machine alone opens the server."""
    pairing = find_site(request).entrance.pairing
    if pairing is None:
        raise NoSuchPage("This server is for this machine alone, so nothing is to pair.")
    return pairing


@router.get(PAIR)
def pair(request: Request) -> Response:
    """The page that a device sees until it is paired."""
    pairing = find_pairing(request)
    if find_guest(request) is not None:
        return go(request, DEVICES)
    code = request.query_params.get("code", "")
    if not code:
        pairing.ask()
    return show_pair(request, {"code": code}, {})


def show_pair(
    request: Request, form: Mapping[str, str], problems: Mapping[str, list[Any]], status: int = 200
) -> Response:
    """The page to pair, with what is wrong beside its field."""
    entrance = find_site(request).entrance
    agent = request.headers.get("user-agent", "")
    name = next((called for known, called in SYSTEMS if known in agent), "")
    scanned = form.get("code", "") if len(form.get("code", "")) > 12 and not problems else ""
    return show(
        request,
        "pair",
        status,
        title="Pair this device",
        form={"name": name, **form},
        scanned=scanned,
        problems=problems,
        minutes=f"{LASTS_S / 60:g}",
        read_along="" if entrance.is_secure else READ_ALONG,
    )


@router.post(PAIR)
async def join(request: Request) -> Response:
    """Pair a device whose code is right."""
    return await run_in_threadpool(join_of, request, await read_form(request))


def join_of(request: Request, form: dict[str, str]) -> Response:
    """Try the code of a form; the device's key goes into a cookie that no script reads."""
    site, pairing = find_site(request), find_pairing(request)
    if find_guest(request) is not None:
        return go(request, DEVICES)
    tried = pairing.try_code(form.get("code", ""))
    if tried is not Tried.RIGHT:
        return show_pair(request, form, {"code": [SAID[tried]]}, STATUS[tried])
    name = form.get("name", "").strip() or "A device"
    try:
        key = site.keys.add(DEVICE, name[:40], may_write=True)
    except PlannerError as error:
        pairing.ask()
        return show_pair(request, form, sort_problems(error.problems, {"name": "name"}), 422)
    answer = go(request, "/", f"{name} is paired.")
    secure = site.entrance.is_secure
    answer.set_cookie(
        name_cookie(secure),
        key,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return answer


@router.get(DEVICES)
def devices(request: Request) -> Response:
    """Who may come in."""
    return show_devices(request)


def show_devices(
    request: Request,
    *,
    offer: Offer | None = None,
    made: Made | None = None,
    form: Mapping[str, str] | None = None,
    problems: Mapping[str, list[Any]] | None = None,
) -> Response:
    """The devices, programs and calendars, with what was just made."""
    site = find_site(request)
    guest = find_guest(request) or Guest()
    entrance = site.entrance
    code = None if offer is None else make_code(write_link(entrance.address, offer))
    listed = [
        ("Paired devices", DEVICE, site.keys.list(DEVICE)),
        ("Programs", PROGRAM, site.keys.list(PROGRAM)),
        ("Calendars", CALENDAR, site.keys.list(CALENDAR)),
    ]
    return show(
        request,
        "devices",
        422 if problems else 200,
        title="Devices",
        is_machine=guest.is_machine,
        own=guest.id,
        is_lan=entrance.pairing is not None,
        address=entrance.address,
        read_along="" if entrance.is_secure or entrance.pairing is None else READ_ALONG,
        listed=listed,
        says=say_key,
        offer=offer,
        code=code,
        made=made,
        form=form or {},
        problems=problems or {},
        minutes=f"{LASTS_S / 60:g}",
        tries=MOST_TRIES,
        file=FILE,
    )


def say_key(key: Key) -> str:
    """Since when a key is let in, when it was used last, and what it may do."""
    facts = [f"since {key.made:%Y-%m-%d}", f"last seen {key.seen:%Y-%m-%d %H:%M}"]
    if key.kind == PROGRAM:
        facts.append(f"may {say_rights(key)}")
    return ", ".join(facts)


def require_machine(request: Request) -> None:
    """NoSuchPage for anybody but this machine itself."""
    guest = find_guest(request)
    if guest is None or not guest.is_machine:
        raise NoSuchPage("Codes and tokens are made on the machine where planner serve runs.")


@router.post(f"{DEVICES}/code")
def offer_code(request: Request) -> Response:
    """Show a new code."""
    require_machine(request)
    return show_devices(request, offer=find_pairing(request).make())


@router.post(f"{DEVICES}/add")
async def add(request: Request) -> Response:
    """Make a token for a program, or an address for a calendar."""
    return await run_in_threadpool(add_of, request, await read_form(request))


def add_of(request: Request, form: dict[str, str]) -> Response:
    """Make what a form asks for, and show it once."""
    site, kind, guest = find_site(request), form.get("kind", ""), find_guest(request)
    if kind not in (PROGRAM, CALENDAR) or guest is None:
        raise NoSuchPage("A program or a calendar.")
    if kind == PROGRAM:
        require_machine(request)
    name, may_write = form.get("name", ""), kind == PROGRAM and form.get("may_write") == "yes"
    try:
        if kind == CALENDAR:
            require_package("ics", "calendar")
        text = site.keys.add(kind, name, may_write=may_write, maker=guest.id)
    except PlannerError as error:
        problems = sort_problems(error.problems, {"name": f"{kind}-name"})
        return show_devices(request, form={f"{kind}-name": name}, problems=problems)
    texts = (text,) if kind == PROGRAM else write_addresses(request, text)
    return show_devices(request, made=Made(kind, name, texts))


def write_addresses(request: Request, key: str) -> tuple[str, ...]:
    """The address of a calendar: to copy, and for a phone to subscribe to at once."""
    address = f"{find_site(request).entrance.address}{CALENDAR_ADDRESS}?key={key}"
    return address, f"webcal://{address.partition('://')[2]}"


@router.post(f"{DEVICES}/revoke")
async def revoke(request: Request) -> Response:
    """Take out a device, a program or a calendar."""
    return await run_in_threadpool(revoke_of, request, await read_form(request))


def revoke_of(request: Request, form: dict[str, str]) -> Response:
    """Take out what a form names; at once nothing opens for it any more."""
    site, guest = find_site(request), find_guest(request)
    key = site.keys.revoke(form.get("id", ""))
    if key is None:
        return go(request, DEVICES, "That was taken out before.")
    if guest is not None and guest.id == key.id:
        answer = RedirectResponse(PAIR, SEE_OTHER)
        answer.delete_cookie(name_cookie(site.entrance.is_secure), path="/")
        return answer
    return go(request, DEVICES, f"{key.name} is taken out.")
