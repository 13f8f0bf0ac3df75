"""A kitchen with a week, and a browser without a screen in front of it."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from playwright.sync_api import Page

from planner import Work, find_data, read_tables
from planner.actions import keeping
from planner.kitchen.folder import make_kitchen
from planner.request.profile_file import Profile, write_profile
from planner.tables.bundle import Tables
from planner.web.app import make_app
from planner.web.gate import OWN_SITE
from planner.web.house import House
from planner.web.start import PORT
from planner.web.worker import Worker

NOON: Callable[[], datetime] = partial(datetime, 2026, 11, 30, 12)
ON_THAT_DAY = """
from datetime import datetime
from functools import partial
from planner.web import clock
clock.read_wall = partial(datetime, 2026, 11, 30, 12)
from planner.__main__ import main
main()
"""
COMMAND = [sys.executable, "-c", ON_THAT_DAY]
"""The command in a process of its own, whose clock of the page stands at NOON."""

BASE = f"http://127.0.0.1:{PORT}"
TOKEN = "the-token"  # noqa: S105  (of a server of the tests)
FROM_OUR_PAGE = {"sec-fetch-site": OWN_SITE.decode()}

ITEM = "input[name=item]"
KEPT = "text=Ticks are kept."
AWAY = "text=ticks stay on this phone"
"""What a browser selects on the page of a list: its boxes, and what it says of the ticks."""


def read_ticked(page: Page) -> list[str]:
    """The items that a list's page shows as ticked, sorted."""
    return sorted(box.get_attribute("value") or "" for box in page.locator(f"{ITEM}:checked").all())


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kitchen of one vegan with a week that begins on Monday, 30 November 2026."""
    folder = tmp_path_factory.mktemp("web") / "kitchen"
    profile = Profile({"days": 7}, ({"name": "Ana", "diet": "vegan"},))
    kitchen = make_kitchen(folder, write_profile(profile), "monday")
    keeping.plan_next(kitchen, read_tables(find_data()), NOON().date(), work=Work("quick"))
    return folder


@pytest.fixture
def kitchen(planned: Path, tmp_path: Path) -> Path:
    """A copy of that kitchen, to change."""
    return Path(shutil.copytree(planned, tmp_path / "kitchen"))


@pytest.fixture
def worker(kitchen: Path) -> Iterator[Worker]:
    """The process that plans."""
    own = Worker(kitchen, NOON)
    yield own
    own.close()


class Browser:
    """What a browser without a script does: it sends forms, follows redirects, keeps cookies."""

    def __init__(self, app: Any) -> None:
        """Stand before an application."""
        self.app, self.cookies = app, {}  # type: ignore[var-annotated]
        self.headers = dict(FROM_OUR_PAGE)

    def ask(self, method: str, path: str, follow_redirects: bool = True, **more: Any) -> Response:
        """The answer to a request, with the headers that a form of the page has."""

        async def run() -> Response:
            transport = ASGITransport(self.app, raise_app_exceptions=False)
            headers = {**self.headers, **more.pop("headers", {})}
            async with AsyncClient(
                transport=transport, base_url=BASE, headers=headers, cookies=self.cookies
            ) as client:
                found = await client.request(
                    method, path, follow_redirects=follow_redirects, **more
                )
                self.cookies = dict(client.cookies)
                return found

        return asyncio.run(run())

    def get(self, path: str, **more: Any) -> Response:
        """Open a page."""
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> Response:
        """Send a form."""
        return self.ask("POST", path, **more)


@pytest.fixture
def client(kitchen: Path, tables: Tables, worker: Worker) -> Browser:
    """A browser on the kitchen's pages."""
    return Browser(make_app(House(kitchen, tables, NOON), worker, PORT, TOKEN))


@pytest.fixture(scope="session")
def find_port() -> Callable[[], int]:
    """Finds a port that nobody listens on."""

    def find() -> int:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            return int(listener.getsockname()[1])

    return find


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[subprocess.Popen[str]]]:
    """Begins the server of a kitchen at a port in a process of its own, and kills it at the end.

    It may be given more words, such as --lan. Its clock stands at NOON.
    """

    @contextmanager
    def begin(kitchen: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
        command = [*COMMAND, "serve", "--kitchen", str(kitchen)]
        started = subprocess.Popen(
            [*command, "--port", str(port), *words],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert started.stderr is not None
            assert f":{port} " in started.stderr.readline()
            yield started
        finally:
            started.kill()
            started.communicate()

    return begin
