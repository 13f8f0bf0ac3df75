"""What may come in, each rule with the header that breaks it, and what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from planner.web.access import MACHINE
from planner.web.asgi import Message, Receive, Scope, Send
from planner.web.gate import HEADERS, MOST_BYTES, Gate, find_names

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
NAMES = find_names(["127.0.0.1", "localhost", "[::1]"], 8765)


async def let_in(_scope: Scope, receive: Receive, send: Send) -> None:
    """An application that says what it was sent."""
    body = (await receive()).get("body", b"")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def ask(
    method: str = "POST",
    headers: Iterable[tuple[str, str]] = (("host", HOST),),
    body: bytes = b"",
    parts: int = 1,
) -> tuple[int, bytes, dict[str, str]]:
    """The status, the body and the headers of an answer."""
    size = max(1, len(body) // parts)
    chunks = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    sent: list[Message] = []

    async def receive() -> Message:
        part = chunks.pop(0) if chunks else b""
        return {"type": "http.request", "body": part, "more_body": bool(chunks)}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "method": method, "path": "/", "headers": pairs}
    asyncio.run(Gate(let_in, NAMES, "secret", lambda _: MACHINE)(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], sent[-1]["body"], found


@pytest.mark.parametrize("host", [HOST, "localhost:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_the_servers_own_names_are_let_in(host: str) -> None:
    """Whatever this machine calls itself."""
    assert ask("GET", [("host", host)])[0] == 200


@pytest.mark.parametrize(
    "hosts", [["evil.example:8765"], ["127.0.0.1"], ["127.0.0.1:80"], [], [HOST, "evil.example"]]
)
def test_another_host_is_refused_before_all_else(hosts: list[str]) -> None:
    """DNS rebinding: a page of evil.example that points at this machine sends that name."""
    headers = [("host", host) for host in hosts]
    own = [("sec-fetch-site", "same-origin"), ("x-planner-token", "secret")]
    assert ask("GET", headers)[0] == 421
    assert ask("POST", [*headers, *own], b"x" * (MOST_BYTES + 1))[0] == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("sec-fetch-site", "same-origin")], 200),
        ([("sec-fetch-site", "same-site")], 403),
        ([("sec-fetch-site", "cross-site")], 403),
        ([("sec-fetch-site", "none")], 403),
        ([("sec-fetch-site", "cross-site"), ("origin", ORIGIN)], 403),
        ([("sec-fetch-site", "cross-site"), ("x-planner-token", "secret")], 403),
        ([("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 403),
        ([("origin", ORIGIN)], 200),
        ([("origin", "http://localhost:8765")], 200),
        ([("origin", "https://127.0.0.1:8765")], 403),
        ([("origin", "http://127.0.0.1:8766")], 403),
        ([("origin", "http://127.0.0.1:8765.evil.example")], 403),
        ([("origin", "null")], 403),
        ([("origin", ORIGIN), ("origin", "http://evil.example")], 403),
        ([("origin", "http://evil.example"), ("x-planner-token", "secret")], 403),
        ([("x-planner-token", "secret")], 200),
        ([("x-planner-token", "wrong")], 403),
        ([], 403),
    ],
)
def test_only_our_pages_change_something(headers: list[tuple[str, str]], status: int) -> None:
    """By Sec-Fetch-Site, else by an Origin that is exactly ours, else by the token."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert ask(method, [("host", HOST), *headers])[0] == status


def test_a_form_may_carry_the_token() -> None:
    """A browser that sends neither header; and only the form's own kind of body counts."""
    form = ("content-type", "application/x-www-form-urlencoded")
    assert ask("POST", [("host", HOST), form], b"a=1&token=secret")[:2] == (
        200,
        b"a=1&token=secret",
    )
    assert ask("POST", [("host", HOST), form], b"a=1&token=wrong")[0] == 403
    assert ask("POST", [("host", HOST)], b"token=secret")[0] == 403


def test_looking_needs_no_token() -> None:
    """A link from elsewhere opens a page."""
    assert ask("GET", [("host", HOST), ("sec-fetch-site", "cross-site")])[0] == 200


def test_bodies_are_capped() -> None:
    """By what the length says, and by what comes."""
    own = [("host", HOST), ("sec-fetch-site", "same-origin")]
    assert ask("POST", own, b"x" * MOST_BYTES, parts=7)[0] == 200
    assert ask("POST", own, b"x" * (MOST_BYTES + 1), parts=7)[0] == 413
    assert ask("POST", [*own, ("content-length", str(MOST_BYTES + 1))])[0] == 413
    assert ask("POST", [*own, ("content-length", "-1")])[0] == 413


@pytest.mark.parametrize("host", [HOST, "evil.example"])
def test_every_answer_carries_the_policy(host: str) -> None:
    """Also one that refuses: no script or style inside a page, no frame, no guessed type."""
    found = ask("GET", [("host", host)])[2]
    for name, value in HEADERS:
        assert found[name.decode()] == value.decode()
    policy = found["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert found["x-content-type-options"] == "nosniff"
