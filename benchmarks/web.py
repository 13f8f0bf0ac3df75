"""How soon the pages of a kitchen answer: the figures of a server as it is started.

    python benchmarks/web.py [--requests 2000] [--clients 8]

It plans a vegan's week in a new kitchen, starts `planner serve` in a process of its own, and prints
the seconds on the clock until it is ready, of the first page, of a swap's alternatives and of the
one that is chosen; the requests a second of `/` and `/list` with their 99th percentile; and the
memory of the server with the process that plans, shared pages split between them (PSS). Run it on a
quiet machine.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

import psutil
from tabulate import tabulate

from planner import Work, find_data, read_tables
from planner.actions import keeping
from planner.kitchen.folder import make_kitchen
from planner.request.profile_file import Profile, write_profile

PORT = 8799
FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


def make(folder: Path) -> None:
    """A kitchen of a vegan, with a week that begins today."""
    today = date.today()  # noqa: DTZ011
    profile = Profile({"days": 7}, ({"name": "Ana", "diet": "vegan"},))
    kitchen = make_kitchen(folder, write_profile(profile), f"{today:%A}".lower())
    keeping.plan_next(kitchen, read_tables(find_data()), today, start=today, work=Work("quick"))


def ask(path: str, form: dict[str, str] | None = None, link: HTTPConnection | None = None) -> str:
    """The page at a path, or what a form leads to; over a kept connection if one is given."""
    own = link or HTTPConnection("127.0.0.1", PORT)
    if form is None:
        own.request("GET", path)
    else:
        own.request("POST", path, urlencode(form), FORM)
    answer = own.getresponse()
    text = answer.read().decode()
    assert answer.status in (200, 303), (path, answer.status, text)
    return text


def time_of(do: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds that something takes, and what comes of it."""
    before = time.perf_counter()
    found = do()
    return time.perf_counter() - before, found


def load(path: str, requests: int, clients: int) -> tuple[float, float]:
    """Requests a second of a page by several clients, and the 99th percentile in ms."""

    def run(_: int) -> list[float]:
        link = HTTPConnection("127.0.0.1", PORT)
        return [time_of(lambda: ask(path, link=link))[0] for _ in range(requests // clients)]

    with ThreadPoolExecutor(clients) as pool:
        whole, each = time_of(lambda: list(pool.map(run, range(clients))))
    seconds = [one for own in each for one in own]
    return len(seconds) / whole, 1000 * quantiles(seconds, n=100)[98]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Time the pages of a kitchen.")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "kitchen")
        command = [sys.executable, "-m", "planner", "serve", "--port", str(PORT)]
        before = time.perf_counter()
        server = subprocess.Popen(
            [*command, "--kitchen", f"{folder}/kitchen"], stderr=subprocess.PIPE, text=True
        )
        try:
            assert server.stderr is not None
            server.stderr.readline()
            ask("/more")
            warm = time.perf_counter()
            rows: list[tuple[str, float, str]] = [("ready", warm - before, "s")]
            time.sleep(1.0)
            rows.append(("first page", 1000 * time_of(lambda: ask("/"))[0], "ms"))
            other = f"/week/{date.today()}/day/2/other/dinner"  # noqa: DTZ011
            time_of(lambda: ask(other))  # the process that plans has read its tables now
            seconds, page = time_of(lambda: ask(other))
            rows.append(("alternatives of a meal", seconds, "s"))
            form = {
                name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0]
                for name in ("version", "dish")
            }
            rows.append(("the one that is chosen", time_of(lambda: ask(other, form))[0], "s"))
            for path in ("/", "/list"):
                rate, late = load(path, asked.requests, asked.clients)
                rows += [(f"{path} requests a second", rate, "")]
                rows += [(f"{path} 99th percentile", late, "ms")]
            family = [psutil.Process(server.pid), *psutil.Process(server.pid).children()]
            memory = sum(one.memory_full_info().pss for one in family) / 1e6
            rows.append(("memory with its worker", memory, "MB"))
        finally:
            server.terminate()
            server.wait()
    print(tabulate(rows, ("what", "measured", ""), floatfmt=".3g"))


if __name__ == "__main__":
    main()
