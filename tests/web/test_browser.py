"""The server as it is started, in a true browser: ticks without a connection, and of two."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.web.conftest import AWAY, ITEM, KEPT, read_ticked


def test_no_tick_is_lost(browser: Browser, serve: Any, find_port: Any, kitchen: Path) -> None:
    """Offline, by a killed server or by two phones: what was ticked is ticked for both."""
    port = find_port()
    address = f"http://127.0.0.1:{port}/list/2026-11-30"
    contexts = [browser.new_context(), browser.new_context()]
    one, other = (context.new_page() for context in contexts)
    with serve(kitchen, port):
        for page in (one, other):
            page.goto(address)
            page.wait_for_selector(KEPT)
        contexts[0].set_offline(True)
        one.locator(ITEM).nth(0).check()
        one.locator(ITEM).nth(1).check()
        one.wait_for_selector(AWAY)
        other.locator(ITEM).nth(2).check()
        other.wait_for_selector(KEPT)
        contexts[0].set_offline(False)
        one.wait_for_selector(KEPT)
        three = read_ticked(one)
        assert len(three) == 3
        other.reload()
        other.wait_for_selector(KEPT)
        assert read_ticked(other) == three
    one.locator(ITEM).nth(0).uncheck()  # the server is gone
    one.wait_for_selector(AWAY)
    with serve(kitchen, port):
        one.reload()
        one.wait_for_selector(KEPT)
        assert len(read_ticked(one)) == 2
        other.reload()
        other.wait_for_selector(KEPT)
        assert read_ticked(other) == read_ticked(one)
    for context in contexts:
        context.close()


WAKE = """Object.defineProperty(navigator, 'wakeLock', { value: { request: async (kind) => {
    if (%s) throw new Error('battery'); window.asked = (window.asked || 0) + (kind === 'screen');
} } });"""


@pytest.mark.parametrize(
    ("fails", "asked", "said"),
    [
        ("false", 1, "The screen stays on while you look at this page."),
        ("true", None, "This browser lets the screen go dark as usual."),
    ],
)
def test_the_screen_stays_on_where_it_may(
    browser: Browser,
    serve: Any,
    find_port: Any,
    kitchen: Path,
    fails: str,
    asked: int | None,
    said: str,
) -> None:
    """While a day is cooked; the page says whether it does."""
    port = find_port()
    page = browser.new_page()
    page.add_init_script(WAKE % fails)
    with serve(kitchen, port):
        page.goto(f"http://127.0.0.1:{port}/week/2026-11-30/day/1")
        page.wait_for_selector(f"text={said}")
        assert page.evaluate("window.asked") == asked
    page.close()


def test_paper_has_what_the_screen_has_and_no_buttons(
    browser: Browser, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """The week on one page, a day on two, the list with its boxes."""
    port = find_port()
    page = browser.new_page()
    most = {"/week/2026-11-30": 1, "/week/2026-11-30/day/1": 3, "/list/2026-11-30": 2}
    with serve(kitchen, port):
        for path, pages in most.items():
            page.goto(f"http://127.0.0.1:{port}{path}")
            page.emulate_media(media="print")
            assert page.locator("h1").is_visible()
            for hidden in page.locator("button, nav, .skip, .hint").all():
                assert not hidden.is_visible()
            assert len(PdfReader(BytesIO(page.pdf(format="A4"))).pages) <= pages
        assert page.locator("#list input[type=checkbox]").first.is_visible()
    page.close()
