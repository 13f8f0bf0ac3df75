"""Begins the server of a kitchen; what it needs waits until it is known to be there."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread

from planner.errors import OutputError, Problem, RequestError
from planner.render.formats.packages import is_installed

NEEDED = ("fastapi>=0.115,<1", "jinja2>=3.1,<4", "uvicorn>=0.30,<1")
"""What the extra `web` of pyproject.toml has."""

PORT = 8765
BACKLOG = 100  # connections that wait
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Served:
    """What is served, and where."""

    folder: Path
    port: int = PORT
    hosts: tuple[str, ...] = LOOPBACK
    bind: str = "127.0.0.1"

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{self.hosts[0]}:{self.port}"


def require_packages() -> None:
    """Raise RequestError, with the one line to type, if a package of the extra is missing."""
    missing = [needed for needed in NEEDED if not is_installed(needed)]
    if missing:
        names = ", ".join(needed.partition(">=")[0] for needed in missing)
        line = " ".join(f"'{needed}'" for needed in NEEDED)
        what = f"needs packages that aren't installed, or are too old: {names}"
        raise RequestError(Problem("serve", what, f"Install them with: pip install {line}"))


def serve(folder: Path | None, port: int, tell: Tell) -> None:
    """Serve a kitchen until Ctrl-C; `tell` hears its address.

    RequestError for a port that can't be and for missing packages, KitchenError where the kitchen
    is served already, OutputError where the port is in use.
    """
    require_packages()
    if not 1 <= port <= 65535:
        raise RequestError(Problem("--port", f"{port} is out of range", "Choose one up to 65535."))
    from planner.web.house import find_folder
    from planner.web.server_lock import hold_server

    served = Served(find_folder(folder), port)
    words = f"planner serve at {served.address} (process {os.getpid()} on {socket.gethostname()})"
    with hold_server(served.folder, words):
        listener = _listen(served)
        _run(served, listener, tell)


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
    link = HTTPConnection(served.bind, served.port, timeout=60.0)
    with suppress(OSError, HTTPException):
        link.request("GET", "/", headers={"host": f"{served.hosts[0]}:{served.port}"})
        link.getresponse().read()
    link.close()


def _run(served: Served, listener: socket.socket, tell: Tell) -> None:
    from planner.web.worker import Worker

    worker = Worker(served.folder)
    worker.warm()  # it reads its tables while the server reads its own
    try:
        import uvicorn

        from planner.tables.bundle import find_data, read_tables
        from planner.web.app import make_app
        from planner.web.house import House, read_wall

        house = House(served.folder, read_tables(find_data()), read_wall)
        app = make_app(house, worker, served.hosts, served.port, secrets.token_urlsafe(24))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        tell(f"Your kitchen: {served.address}  (Ctrl-C ends it)")
        Thread(target=_ask_first, args=(served,), daemon=True).start()
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        worker.close()
        listener.close()
