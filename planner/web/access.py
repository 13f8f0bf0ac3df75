"""Who asks: this machine, a paired device, a program with a token; and what each may open.

This machine itself is whoever comes from its loopback address, calls it by a loopback name, and
brings no sign of having been passed on: behind a proxy everybody would come from there. All others
need a key. Who has none sees the page to pair, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from planner.render.formats.site import ASSETS
from planner.web.asgi import App, Receive, Scope, Send, answer
from planner.web.keys import DEVICE, PROGRAM, Key, Keys

API = "/api/"
PAIR, CALENDAR = "/pair", "/calendar.ics"
GUEST = "planner.guest"
"""Under what a request's scope has who asks."""

COOKIE, SECURE_COOKIE = "planner-device", "__Host-planner-device"
"""What a browser keeps a device's key in; it takes the second one over HTTPS alone."""

PASSED_ON = (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")
"""Headers of what a proxy passes on."""

OPEN_TO_ALL = (PAIR, CALENDAR, "/favicon.ico")  # a calendar's address is its key
READ_METHODS = ("GET", "HEAD", "OPTIONS")
TEXT = (b"content-type", b"text/plain; charset=utf-8")
UNKEPT = (b"cache-control", b"no-store")


@dataclass(frozen=True)
class Guest:
    """Who asks. `key` is that of a device or a program; this machine has none."""

    key: Key | None = None

    @property
    def is_machine(self) -> bool:
        """Whether it is this machine itself."""
        return self.key is None

    @property
    def has_token(self) -> bool:
        """Whether it said a program's token, which no page of another site knows."""
        return self.key is not None and self.key.kind == PROGRAM

    @property
    def id(self) -> str:
        """The id of its key; empty for this machine."""
        return "" if self.key is None else self.key.id


MACHINE = Guest()
Identify = Callable[[Scope], Guest | None]


class Access:
    """Finds who asks, by what a request brings."""

    def __init__(
        self, keys: Keys, loopback: frozenset[str], *, is_lan: bool, is_secure: bool = False
    ) -> None:
        """By keys; `loopback` are the hosts, with port, by which this machine calls itself.

        Unless it `is_lan`, nobody but this machine can reach the server.
        """
        self.keys, self.loopback, self.is_lan = keys, loopback, is_lan
        self.cookie = name_cookie(is_secure)

    def identify(self, scope: Scope) -> Guest | None:
        """Who asks; None for nobody known, such as whoever says a token that is none."""
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        said = headers.get(b"authorization")
        if said:
            return self._find_program(said)
        if not self.is_lan or self._is_machine(scope, headers):
            return MACHINE
        for text in read_cookies(headers.get(b"cookie", ()), self.cookie):
            key = self.keys.find(text, DEVICE)
            if key is not None:
                return Guest(key)
        return None

    def _find_program(self, said: list[bytes]) -> Guest | None:
        scheme, _, token = said[0].decode("latin-1").partition(" ")
        if len(said) != 1 or scheme.lower() != "bearer":
            return None
        key = self.keys.find(token.strip(), PROGRAM)
        return None if key is None else Guest(key)

    def _is_machine(self, scope: Scope, headers: dict[bytes, list[bytes]]) -> bool:
        client = scope.get("client")
        host = headers.get(b"host", [b""])[0].decode("latin-1").lower()
        if client is None or host not in self.loopback or any(one in headers for one in PASSED_ON):
            return False
        try:
            return ip_address(client[0]).is_loopback
        except ValueError:
            return False


def name_cookie(is_secure: bool) -> str:
    """What the cookie of a device is called, over HTTPS or plain HTTP."""
    return SECURE_COOKIE if is_secure else COOKIE


def read_cookies(headers: Iterable[bytes], name: str) -> Iterator[str]:
    """The values of the cookies of a name, as a browser sends them."""
    for header in headers:
        for pair in header.decode("latin-1").split(";"):
            known, _, value = pair.strip().partition("=")
            if known == name:
                yield value


class Doorkeeper:
    """Lets in who is known, and leads all others to the page to pair."""

    def __init__(self, app: App) -> None:
        """Stand before the pages."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say what it needs."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guest: Guest | None = scope[GUEST]
        path: str = scope["path"]
        is_api, is_reading = path.startswith(API), scope["method"] in READ_METHODS
        if guest is None:
            is_open = path in OPEN_TO_ALL or path.startswith(f"{ASSETS}/")
            if is_open:
                await self.app(scope, receive, send)
            elif is_api:
                await say(send, 401, NO_KEY, [(b"www-authenticate", b"Bearer")])
            elif is_reading:
                await send_to_pair(send)
            else:
                await answer(send, 401, NOT_PAIRED.encode(), [TEXT, UNKEPT])
        elif guest.has_token and not is_api:
            await say(send, 403, ONLY_API)
        elif guest.key is not None and not guest.key.may_write and not is_reading:
            await say(send, 403, ONLY_READS)
        else:
            await self.app(scope, receive, send)


NO_KEY = (
    "This needs a token, or a device that is paired",
    "Make a token at Devices, and send it as: Authorization: Bearer TOKEN",
)
NOT_PAIRED = f"This device isn't paired, so nothing was changed. Pair it at {PAIR}.\n"
ONLY_API = (
    "A token opens addresses below /api/v1/ alone",
    "Open pages in a browser that is paired.",
)
ONLY_READS = ("This token may read, and change nothing", "Make one at Devices that may write.")


async def say(
    send: Send, status: int, text: tuple[str, str], more: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Answer with what is wrong and what to do, as a program reads it."""
    what, remedy = text
    data = json.dumps({"problems": [{"where": "", "what": what, "remedy": remedy}]}).encode()
    await answer(send, status, data, [(b"content-type", b"application/json"), UNKEPT, *more])


async def send_to_pair(send: Send) -> None:
    """Lead to the page to pair."""
    await answer(send, 303, b"", [(b"location", PAIR.encode()), UNKEPT])
