"""A phone in the house in a true browser: it is paired, shops, and is taken out."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TLS = Path(__file__).parent / "tls"
NAME = "kitchen-pi.local"
WIDTH = 320


@pytest.fixture(scope="module")
def phones() -> Iterator[Browser]:
    """The system's Chromium, which finds this machine by its name in the house."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    found = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    with sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", found])


@contextmanager
def serve(kitchen: Path, *words: str) -> Iterator[tuple[int, str]]:
    """A server for the house in a process of its own: its port, and the first code it shows."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    command = [sys.executable, "-m", "planner", "serve", "--kitchen", str(kitchen), "--lan"]
    with subprocess.Popen(
        [*command, "--host", NAME, "--port", str(port), *words], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            typed = None
            while typed is None:
                line = process.stderr.readline()
                assert line
                typed = re.search(r"type ([A-Z]{4}-[A-Z]{4})", line)
            yield port, typed[1]
        finally:
            process.kill()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_phone_is_paired_ticks_and_is_taken_out(
    phones: Browser, kitchen: Path, scheme: str
) -> None:
    """Over plain HTTP, where browsers send no Sec-Fetch-Site, and over HTTPS."""
    from axe_playwright_python.sync_playwright import Axe

    files = ("--cert", str(TLS / "cert.pem"), "--key", str(TLS / "key.pem"))
    context = phones.new_context(viewport={"width": WIDTH, "height": 700}, ignore_https_errors=True)
    page = context.new_page()
    with serve(kitchen, *(files if scheme == "https" else ())) as (port, typed):
        house = f"{scheme}://{NAME}:{port}"
        page.goto(f"{house}/list")
        assert page.url == f"{house}/pair"
        assert ("can read along" in page.inner_text("main")) is (scheme == "http")
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        page.fill("input[name=code]", typed.lower())
        page.fill("input[name=name]", "Ana's phone")
        page.click("text=Pair it")
        page.wait_for_selector("text=Ana's phone is paired.")
        assert page.evaluate("document.cookie") == ""
        page.goto(f"{house}/list")
        page.locator("input[name=item]").first.check()
        page.wait_for_selector("text=Ticks are kept.")
        page.reload()
        assert page.locator("input[name=item]:checked").count() == 1
        shop = context.new_page()
        shop.goto(f"{house}/list")
        shop.wait_for_selector("text=Ticks are kept.")
        page.goto(f"{house}/devices")
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        page.click("text=Take out")
        page.wait_for_url(f"{house}/pair")
        page.goto(f"{house}/list")
        assert page.url == f"{house}/pair"
        shop.locator("input[name=item]").nth(1).check()
        shop.wait_for_selector("text=This phone isn't paired any more: ticks stay on this phone")
        assert shop.locator("input[name=item]:checked").count() == 2
    context.close()


def test_without_a_script_a_phone_is_paired_all_the_same(phones: Browser, kitchen: Path) -> None:
    """By the form alone; and at this machine a new code is shown as a picture."""
    context = phones.new_context(java_script_enabled=False)
    itself, phone = context.new_page(), phones.new_context(java_script_enabled=False).new_page()
    with serve(kitchen) as (port, _):
        itself.goto(f"http://127.0.0.1:{port}/devices")
        itself.click("text=Pair a device")
        assert itself.locator("svg.qr").bounding_box() is not None
        typed = re.search(r"type ([A-Z]{4}-[A-Z]{4})", itself.inner_text("h2#code"))
        assert typed
        phone.goto(f"http://{NAME}:{port}/")
        phone.fill("input[name=code]", typed[1])
        phone.click("text=Pair it")
        assert "is paired." in phone.inner_text("main")
    phone.context.close()
    context.close()
