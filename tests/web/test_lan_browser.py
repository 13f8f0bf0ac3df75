"""A phone in the house in a true browser: it is paired, shops, and is taken out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM

TLS = Path(__file__).parent / "tls"
NAME = "kitchen-pi.local"
LAN = ("--lan", "--host", NAME)
WIDTH = 320


@pytest.fixture(scope="module")
def phones() -> Iterator[Browser]:
    """The system's Chromium, which finds this machine by its name in the house."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    words = [
        "--no-sandbox",
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        "--ignore-certificate-errors",  # as if the phone trusted the certificate
    ]
    with sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=words)


def read_code(process: subprocess.Popen[str]) -> str:
    """The first code that a server's terminal shows."""
    assert process.stderr is not None
    for line in process.stderr:
        if typed := re.search(r"type ([A-Z]{4}-[A-Z]{4})", line):
            return typed[1]
    pytest.fail("the terminal shows no code")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_phone_is_paired_ticks_and_is_taken_out(
    phones: Browser, kitchen: Path, scheme: str, serve: Any, find_port: Any
) -> None:
    """Over plain HTTP, where browsers send no Sec-Fetch-Site, and over HTTPS."""
    from axe_playwright_python.sync_playwright import Axe

    files = ("--cert", str(TLS / "cert.pem"), "--key", str(TLS / "key.pem"))
    context = phones.new_context(viewport={"width": WIDTH, "height": 700}, ignore_https_errors=True)
    page = context.new_page()
    port, words = find_port(), (*LAN, *(files if scheme == "https" else ()))
    with serve(kitchen, port, *words) as process:
        typed = read_code(process)
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


def test_over_https_the_list_opens_without_a_signal(
    phones: Browser, kitchen: Path, serve: Any, find_port: Any
) -> None:
    """Until the phone is taken out: then it keeps none. Over plain HTTP it says what to do."""
    files = ("--cert", str(TLS / "cert.pem"), "--key", str(TLS / "key.pem"))
    kept = "async () => (await caches.match('/list')) !== undefined"
    for scheme in ("https", "http"):
        context = phones.new_context(ignore_https_errors=True)
        page = context.new_page()
        port, words = find_port(), (*LAN, *(files if scheme == "https" else ()))
        with serve(kitchen, port, *words) as process:
            typed = read_code(process)
            house = f"{scheme}://{NAME}:{port}"
            page.goto(f"{house}/pair")
            page.fill("input[name=code]", typed)
            page.click("text=Pair it")
            page.goto(f"{house}/list")
            if scheme == "http":
                page.wait_for_selector("text=This page can't be opened without a signal")
                context.close()
                return
            page.wait_for_selector("text=This list opens without a signal")
            context.set_offline(True)
            page.reload()
            page.locator("input[name=item]").nth(1).check()
            page.wait_for_selector("text=ticks stay on this phone")
            assert page.evaluate(kept)
            context.set_offline(False)
            page.goto(f"{house}/devices")
            page.click("text=Take out")
            page.wait_for_url(f"{house}/pair")
            page.goto(f"{house}/list")
            assert page.url == f"{house}/pair"
            page.wait_for_function(f"async () => !(await ({kept})())")
        context.close()


def test_without_a_script_a_phone_is_paired_all_the_same(
    phones: Browser, kitchen: Path, serve: Any, find_port: Any
) -> None:
    """By the form alone; and at this machine a new code is shown as a picture."""
    context = phones.new_context(java_script_enabled=False)
    itself, phone = context.new_page(), phones.new_context(java_script_enabled=False).new_page()
    port = find_port()
    with serve(kitchen, port, *LAN):
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
