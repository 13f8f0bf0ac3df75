"""Begins the server of a kitchen; what it needs waits until it is known to be there."""

from __future__ import annotations

import os
import secrets
import socket
import ssl
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from planner.errors import OutputError, Problem, RequestError, quote
from planner.render.formats.packages import is_installed
from planner.web.lan import (
    EVERYWHERE,
    LOOPBACK,
    READ_ALONG,
    Lan,
    find_address,
    find_scheme,
    open_to_house,
)

if TYPE_CHECKING:
    from planner.web.keys import Keys
    from planner.web.pairing import Offer

NEEDED = ("fastapi>=0.115,<1", "jinja2>=3.1,<4", "segno>=1.6,<2", "uvicorn>=0.30,<1")
"""What the extra `web` of pyproject.toml has."""

PORT = 8765
BACKLOG = 100  # connections that wait
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Served:
    """What is served, and where."""

    folder: Path
    port: int = PORT
    lan: Lan | None = None

    @property
    def bind(self) -> str:
        """The address to listen on."""
        return LOOPBACK[0] if self.lan is None else EVERYWHERE

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return find_address(self.lan, self.port)

    @property
    def own_address(self) -> str:
        """What to open in a browser on this machine."""
        return f"{find_scheme(self.lan)}://{LOOPBACK[0]}:{self.port}"


def require_packages() -> None:
    """Raise RequestError, with the one line to type, if a package of the extra is missing."""
    missing = [needed for needed in NEEDED if not is_installed(needed)]
    if missing:
        names = ", ".join(needed.partition(">=")[0] for needed in missing)
        line = " ".join(f"'{needed}'" for needed in NEEDED)
        what = f"needs packages that aren't installed, or are too old: {names}"
        raise RequestError(Problem("serve", what, f"Install them with: pip install {line}"))


def serve(
    folder: Path | None,
    port: int,
    tell: Tell,
    *,
    is_lan: bool = False,
    hosts: Sequence[str] = (),
    cert: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve a kitchen until Ctrl-C; `tell` hears its address, and codes to pair devices.

    It is for this machine alone, or for the house if it `is_lan`: then `hosts` are what the house
    calls this machine, and `cert` and `key` are files for HTTPS.

    RequestError for a port or a name that can't be, files that aren't a certificate and its key,
    and missing packages; KitchenError where the kitchen is served already, OutputError where the
    port is in use.
    """
    require_packages()
    lan = open_to_house(hosts, cert, key, is_lan=is_lan)
    if not 1 <= port <= 65535:
        raise RequestError(Problem("--port", f"{port} is out of range", "Choose one up to 65535."))
    from planner.web.house import find_folder
    from planner.web.server_lock import hold_server

    served = Served(find_folder(folder), port, lan)
    words = f"planner serve at {served.address} (process {os.getpid()} on {socket.gethostname()})"
    with hold_server(served.folder, words):
        listener = _listen(served)
        _run(served, listener, tell)


def open_keys(folder: Path) -> Keys:
    """Who may come into a kitchen, whether it is served or not."""
    from planner.web.clock import read_wall
    from planner.web.keys import Keys
    from planner.web.store import Store

    return Keys(Store(folder), read_wall)


def list_keys(folder: Path) -> list[tuple[str, ...]]:
    """Every device, program and calendar: its id, name, kind, since when, last seen, its rights."""
    from planner.web.keys import KINDS, say_rights

    keys = open_keys(folder)
    return [
        (
            *(one.id, one.name, one.kind),
            *(f"{one.made:%Y-%m-%d}", f"{one.seen:%Y-%m-%d %H:%M}"),
            say_rights(one),
        )
        for kind in KINDS
        for one in keys.list(kind)
    ]


def add_token(folder: Path, name: str, *, may_write: bool) -> str:
    """Make a token for a program; RequestError for what is no name."""
    from planner.web.keys import PROGRAM

    return open_keys(folder).add(PROGRAM, name, may_write=may_write)


def remove_key(folder: Path, named: str) -> str:
    """Take out what a name or an id means, and say its name; RequestError for none, or several."""
    keys = open_keys(folder)
    found = [one for one in keys.read().values() if named in (one.id, one.name)]
    if len(found) != 1:
        what = f"{len(found) or 'nothing'} {'are' if found else 'is'} called {quote(named)}"
        raise RequestError(Problem("NAME", what, "`planner devices` lists them; write the id."))
    keys.revoke(found[0].id)
    return found[0].name


def _listen(served: Served) -> socket.socket:
    # The protocol is named, since asyncio sends small answers at once (TCP_NODELAY) only then.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((served.bind, served.port))
        listener.listen(BACKLOG)  # who comes before the pages are ready waits for them
    except OSError as error:
        listener.close()
        what = f"can't listen on port {served.port}: {error.strerror or error}"
        remedy = f"Choose another one: planner serve --port {served.port + 1}"
        raise OutputError(Problem("serve", what, remedy)) from error
    return listener


def _ask_first(served: Served) -> None:
    """Ask for the first page as soon as there is one, so that whoever comes next needn't wait."""
    link = HTTPConnection(LOOPBACK[0], served.port, timeout=60.0)
    if served.lan is not None and served.lan.is_secure:  # with itself it needs no proof
        trusting = ssl._create_unverified_context()  # noqa: S323, SLF001
        link = HTTPSConnection(LOOPBACK[0], served.port, timeout=60.0, context=trusting)
    with suppress(OSError, HTTPException):
        link.request("GET", "/")
        link.getresponse().read()
    link.close()


def write_welcome(served: Served) -> str:
    """What to know where the house may come in, in lines for the terminal."""
    lines = [
        f"On this machine: {served.own_address}. Devices and codes: {served.own_address}/devices"
    ]
    lines.append("A phone is paired by a code, which is shown here now and whenever one asks.")
    if served.lan is not None and not served.lan.is_secure:
        lines.append(f"Note: {READ_ALONG} --cert FILE --key FILE keeps it private.")
    return "\n".join(lines)


def tell_code(tell: Tell, address: str, offer: Offer) -> None:
    """Show a new code of a server at an address: the QR on a screen, the letters anywhere."""
    from planner.web.pairing import LASTS_S, MOST_TRIES, write_link
    from planner.web.qr import make_code

    if offer.why:
        tell(offer.why)
    if sys.stdout is not None and sys.stdout.isatty():  # standard error shows no colours
        sys.stdout.write(f"{make_code(write_link(address, offer)).draw()}\n")
        sys.stdout.flush()
    tell(f"To pair a device: scan this, or open {address}/pair and type {offer.typed}")
    tell(f"It holds for {LASTS_S / 60:g} minutes and {MOST_TRIES} tries.")


def _run(served: Served, listener: socket.socket, tell: Tell) -> None:
    from planner.web.clock import read_wall
    from planner.web.worker import Worker

    worker = Worker(served.folder, read_wall)
    worker.warm()  # it reads its tables while the server reads its own
    try:
        import uvicorn

        from planner.tables.bundle import find_data, read_tables
        from planner.web.app import make_app
        from planner.web.house import House
        from planner.web.pairing import Entrance, Pairing

        house = House(served.folder, read_tables(find_data()), read_wall)
        token = secrets.token_urlsafe(24)
        lan = served.lan
        entrance = Entrance(served.address)
        if lan is not None:
            pairing = Pairing(partial(tell_code, tell, served.address))
            entrance = Entrance(served.address, lan.is_secure, pairing)
        app = make_app(house, worker, served.port, token, lan, entrance)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            lifespan="off",
            proxy_headers=False,  # nobody says for another who asks
            timeout_graceful_shutdown=2,
            ssl_certfile=None if lan is None else lan.cert,
            ssl_keyfile=None if lan is None or lan.key is None else str(lan.key),
        )
        tell(f"Your kitchen: {served.address}  (Ctrl-C ends it)")
        if entrance.pairing is not None:
            tell(write_welcome(served))
            entrance.pairing.ask()
        Thread(target=_ask_first, args=(served,), daemon=True).start()
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        worker.close()
        listener.close()
