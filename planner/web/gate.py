"""What may come in, before anything else looks at it, and what every answer carries.

1. The Host must be one of the server's own names. A page of another site whose name was pointed at
   this machine (DNS rebinding) names that site, and is refused.
2. Who asks is found: this machine, a paired device, a program with a token, or nobody known.
3. A body is no larger than MOST_BYTES, nobody's than MOST_OF_UNKNOWN.
4. What changes something must come from a page of this server: by Sec-Fetch-Site where the browser
   sends it, else by an Origin that is exactly the server's, else by the server's token or that of
   a program.

Every answer carries HEADERS. Its policy allows no script and no style inside a page, and nothing
from another address.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from secrets import compare_digest
from urllib.parse import parse_qs

from planner.web.access import API, GUEST, TEXT, Identify, say
from planner.web.asgi import App, Message, Receive, Scope, Send, answer

MOST_BYTES = 2_000_000  # a saved web page with a recipe is the largest thing anyone sends
MOST_OF_UNKNOWN = 2_000  # a code and a name
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
TOKEN_HEADER, TOKEN_FIELD = "x-planner-token", "token"
OWN_SITE = b"same-origin"
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            b" connect-src 'self'; form-action 'self';"
            b" base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


@dataclass(frozen=True)
class Names:
    """What the server is called: its hosts with their port, and the origins of its pages."""

    hosts: frozenset[str]
    origins: frozenset[str]


def find_names(hosts: Collection[str], port: int, scheme: str = "http") -> Names:
    """The names of a server by the hosts that it may be called by.

    >>> sorted(find_names(["127.0.0.1"], 8765).origins)
    ['http://127.0.0.1:8765']
    """
    usual = 443 if scheme == "https" else 80
    named = {f"{host}:{port}" for host in hosts} | (set(hosts) if port == usual else set())
    return Names(frozenset(named), frozenset(f"{scheme}://{name}" for name in named))


OTHER_NAME = ("This server doesn't go by that name", "Open it by the address that it printed.")
OTHER_PAGE = (
    "This didn't come from a page of this server, so nothing was changed",
    "Use its own pages; a program sends a token.",
)


class TooLarge(Exception):
    """A body has more bytes than are taken of whoever sends it."""


class Gate:
    """The application behind the rules above."""

    def __init__(self, app: App, names: Names, token: str, identify: Identify) -> None:
        """Stand before an application.

        `token` is what a form may say instead of an origin; `identify` finds who asks, and the
        application finds it in the scope, under GUEST.
        """
        self.app, self.names, self.token, self.identify = app, names, token, identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in HEADERS}
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in own]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self.names.hosts:
            await refuse(scope, send_with_headers, 421, *OTHER_NAME)
            return
        scope[GUEST] = guest = self.identify(scope)
        most = MOST_OF_UNKNOWN if guest is None else MOST_BYTES
        try:
            body = await read_body(scope, receive, most)
        except TooLarge:
            what = f"That is more than {most:,} bytes, the most that is taken"
            await refuse(scope, send_with_headers, 413, what, "Send less.")
            return
        if scope["method"] not in SAFE_METHODS and not self.is_ours(scope, body):
            await refuse(scope, send_with_headers, 403, *OTHER_PAGE)
            return
        await self.app(scope, replay(body, receive), send_with_headers)

    def is_ours(self, scope: Scope, body: bytes) -> bool:
        """Whether what changes something comes from a page of this server, or has its token."""
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        sites = headers.get(b"sec-fetch-site")
        if sites:
            return sites == [OWN_SITE]
        origins = headers.get(b"origin")
        if origins:
            return len(origins) == 1 and origins[0].decode("latin-1") in self.names.origins
        if b"authorization" in headers:  # who asks is found by it: a program, or nobody known
            return True
        said = headers.get(TOKEN_HEADER.encode(), [b""])[0]
        if not said and b"urlencoded" in headers.get(b"content-type", [b""])[0]:
            said = parse_qs(body.decode(errors="replace")).get(TOKEN_FIELD, [""])[0].encode()
        return compare_digest(said, self.token.encode())


async def read_body(scope: Scope, receive: Receive, most: int = MOST_BYTES) -> bytes:
    """The body of a request; TooLarge as soon as it says or shows that it is more than `most`."""
    for name, value in scope["headers"]:
        if name == b"content-length" and (not value.isdigit() or int(value) > most):
            raise TooLarge
    if scope["method"] in SAFE_METHODS:
        return b""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise TooLarge
        more = message.get("more_body", False)
    return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """A receiver that hands on the body that was read, and then what comes after it."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def refuse(scope: Scope, send: Send, status: int, what: str, remedy: str) -> None:
    """Answer with what is wrong and what to do: a program in JSON, anybody else as plain text."""
    if scope["path"].startswith(API):
        await say(send, status, (what, remedy))
    else:
        await answer(send, status, f"{what}. {remedy}\n".encode(), [TEXT])
