"""The list in a true browser without a server behind it: what opens, and what becomes of ticks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from planner.web.store import FILE
from tests.web.conftest import AWAY, ITEM, KEPT, read_ticked

FIRST = "2026-11-30"
OPENS = "text=This list opens without a signal"
LATER = "() => caches.keys().then(names => names.filter(one => one.startsWith('planner-list-')))"


@pytest.fixture
def context(browser: Browser) -> Any:
    """A phone."""
    own = browser.new_context(viewport={"width": 390, "height": 844})
    yield own
    own.close()


def open_list(context: BrowserContext, port: int, path: str = f"/list/{FIRST}") -> Page:
    """The list, kept on the phone."""
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}{path}")
    page.wait_for_selector(KEPT)
    page.wait_for_selector(OPENS)
    return page


def list_kept(page: Page) -> list[str]:
    """The addresses of the pages that the phone keeps, without what they are drawn with."""
    urls: list[str] = page.evaluate(
        "async () => { const all = []; for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys())"
        " all.push(new URL(one.url).pathname); return all; }"
    )
    return sorted(one for one in urls if not one.startswith("/assets/"))


def test_a_list_opens_offline_with_all_ticks(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """Those that the server had before the signal went, and those that wait; at both addresses."""
    port = find_port()
    with serve(kitchen, port):
        page = open_list(context, port)
        page.locator(ITEM).nth(0).check()
        page.locator(ITEM).nth(1).check()
        page.wait_for_selector(KEPT)
        context.set_offline(True)
        page.locator(ITEM).nth(2).check()
        page.locator(ITEM).nth(1).uncheck()
        page.wait_for_selector(AWAY)
        two = read_ticked(page)
        assert len(two) == 2
        for path in (f"/list/{FIRST}", "/list"):
            page.goto(f"http://127.0.0.1:{port}{path}")
            page.wait_for_selector(AWAY)
            assert read_ticked(page) == two
            style = "getComputedStyle(document.querySelector('.aisle')).borderTopStyle"
            assert page.evaluate(style) == "solid"
        page.get_by_role("button", name="I bought these").click()
        page.wait_for_selector("text=Nothing counts as bought yet")
        assert read_ticked(page) == two
        context.set_offline(False)
        page.reload()
        page.wait_for_selector(KEPT)
        assert read_ticked(page) == two
        page.get_by_role("button", name="I bought these").click()
        page.wait_for_selector("text=At home now: 2 items of the list.")


def test_a_server_that_is_killed_loses_no_tick(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """Ticked while it dies, reloaded while it is gone, and sent once it is back."""
    port = find_port()
    with serve(kitchen, port) as server:
        page = open_list(context, port)
        page.locator(ITEM).nth(0).check()
        server.kill()
        page.locator(ITEM).nth(1).check()
        page.wait_for_selector(AWAY)
        page.reload()
        page.wait_for_selector(AWAY)
        assert len(read_ticked(page)) == 2
        page.locator(ITEM).nth(2).check()
        three = read_ticked(page)
    with serve(kitchen, port):
        page.reload()
        page.wait_for_selector(KEPT)
        assert read_ticked(page) == three
        other = context.browser.new_page() if context.browser else page
        other.goto(f"http://127.0.0.1:{port}/list")
        other.wait_for_selector(KEPT)
        assert read_ticked(other) == three
        other.close()


def test_no_other_page_is_kept(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """Neither the week nor who eats; and a list that the server has no more isn't kept either."""
    port = find_port()
    with serve(kitchen, port):
        page = open_list(context, port)
        for path in ("/", "/people", "/pantry", "/more"):
            page.goto(f"http://127.0.0.1:{port}{path}")
        page.goto(f"http://127.0.0.1:{port}/list/{FIRST}")
        assert list_kept(page) == ["/list", f"/list/{FIRST}"]
        (kitchen / "weeks" / f"{FIRST}.json").rename(kitchen / "later.json")
        page.goto(f"http://127.0.0.1:{port}/list/{FIRST}")
        assert page.locator("text=is planned.").count()
        page.wait_for_function("async (path) => !(await caches.match(path))", arg=f"/list/{FIRST}")


def test_a_new_version_takes_over_what_is_kept(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """The caches of an old version go, and the list stays."""
    port = find_port()
    with serve(kitchen, port):
        page = open_list(context, port)
        (own,) = page.evaluate(LATER)
        page.evaluate(
            "async (path) => { const old = await caches.open('planner-list-of-before');"
            " await old.put(path, await fetch(path)); }",
            f"/list/{FIRST}",
        )
        page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).unregister()")
        page.goto("about:blank")
        page = open_list(context, port)
        page.wait_for_function("async () => !(await caches.has('planner-list-of-before'))")
        assert page.evaluate(LATER) == [own]
        assert list_kept(page) == ["/list", f"/list/{FIRST}"]


def test_a_deleted_store_is_said_and_ticks_can_be_made_again(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """By the page, with or without a script; the phone still knows what was ticked."""
    port = find_port()
    with serve(kitchen, port):
        page = open_list(context, port)
        assert not page.locator("text=was deleted in your kitchen").count()
        page.locator(ITEM).nth(0).check()
        page.locator(ITEM).nth(1).check()
        page.wait_for_selector(KEPT)
        two = read_ticked(page)
        for file in kitchen.glob(f"{FILE}*"):
            file.unlink()
        page.reload()
        page.wait_for_selector("text=This phone still knows what was ticked.")
        assert read_ticked(page) == []
        page.get_by_role("button", name="Tick 2 items").click()
        page.wait_for_selector(KEPT)
        assert read_ticked(page) == two
        plain = context.browser.new_context(java_script_enabled=False) if context.browser else None
        assert plain is not None
        silent = plain.new_page()
        for path in ("/list", "/weeks"):
            silent.goto(f"http://127.0.0.1:{port}{path}")
            assert silent.locator("text=was deleted in your kitchen").count() == 1
        plain.close()


def test_two_tabs_of_a_phone_keep_each_others_ticks(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """Both without a connection; whichever sends first."""
    port = find_port()
    with serve(kitchen, port):
        one, other = open_list(context, port), open_list(context, port)
        context.set_offline(True)
        one.locator(ITEM).nth(0).check()
        other.locator(ITEM).nth(1).check()
        one.wait_for_selector(AWAY)
        one.wait_for_function(
            "() => document.querySelectorAll('input[name=item]:checked').length == 2"
        )
        context.set_offline(False)
        for page in (other, one):
            page.reload()
            page.wait_for_selector(KEPT)
            assert len(read_ticked(page)) == 2


def test_a_browser_that_keeps_nothing_says_so(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """Over plain HTTP in the house there is no worker; and storage may be off."""
    port = find_port()
    context.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false });"
        "Storage.prototype.setItem = () => { throw new Error('full'); };"
    )
    with serve(kitchen, port):
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/list/{FIRST}")
        page.wait_for_selector("text=This page can't be opened without a signal: save it or keep")
        context.set_offline(True)
        page.locator(ITEM).nth(0).check()
        page.wait_for_selector("text=this browser keeps ticks only while the page is open")
        context.set_offline(False)
        page.wait_for_selector(KEPT)
        assert len(read_ticked(page)) == 1


def save_list(context: BrowserContext, port: int, path: Path) -> Path:
    """The list as a file, as its page offers it."""
    page = open_list(context, port)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the list as a file").click()
    assert download.value.suggested_filename == f"shopping-list-{FIRST}.html"
    download.value.save_as(path)
    return path


def test_a_saved_list_keeps_its_ticks_alone_and_brings_them_home(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path, tmp_path: Path
) -> None:
    """Over a reload, asking nobody; the kitchen takes them once someone says so."""
    port = find_port()
    asked: list[str] = []
    said: list[str] = []
    with serve(kitchen, port):
        page = open_list(context, port)
        page.locator(ITEM).nth(0).check()
        page.wait_for_selector(KEPT)
        file = save_list(context, port, tmp_path / "list.html").as_uri()
    own = context.new_page()
    own.on("request", lambda request: asked.append(request.url))
    own.on("console", lambda message: said.append(message.text))
    own.goto(file)
    own.wait_for_selector("text=Ticks are kept in this browser")
    assert len(read_ticked(own)) == 1
    own.locator(ITEM).nth(1).check()
    own.locator(ITEM).nth(2).check()
    own.locator(ITEM).nth(2).uncheck()
    own.locator(ITEM).nth(3).check()
    three = read_ticked(own)
    own.reload()
    assert read_ticked(own) == three
    assert asked == [file, file]
    assert not said
    with serve(kitchen, port):
        page.goto(f"http://127.0.0.1:{port}/list/{FIRST}")
        page.wait_for_selector(KEPT)
        before = read_ticked(page)
        assert len(before) == 1
        own.get_by_role("link", name="Bring 3 ticks to your kitchen").click()
        own.wait_for_selector("text=Your saved list has 3 ticks.")
        assert read_ticked(own) == before
        own.get_by_role("button", name="Tick 2 items").click()
        own.wait_for_selector(KEPT)
        assert read_ticked(own) == three
        page.reload()
        page.wait_for_selector(KEPT)
        assert read_ticked(page) == three


def test_ticks_brought_home_without_a_signal_wait(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path, tmp_path: Path
) -> None:
    """The list opens from what the phone keeps, and sends them later."""
    port = find_port()
    with serve(kitchen, port):
        file = save_list(context, port, tmp_path / "list.html").as_uri()
    own = context.new_page()
    own.goto(file)
    own.locator(ITEM).nth(0).check()
    own.get_by_role("link", name="Bring 1 tick to your kitchen").click()
    own.get_by_role("button", name="Tick 1 item").click()
    own.wait_for_selector(AWAY)
    with serve(kitchen, port):
        own.reload()
        own.wait_for_selector(KEPT)
        assert len(read_ticked(own)) == 1


def test_a_saved_list_works_where_nothing_is_kept(
    context: BrowserContext, serve: Any, find_port: Any, kitchen: Path, tmp_path: Path
) -> None:
    """It says that it must stay open."""
    port = find_port()
    with serve(kitchen, port):
        file = save_list(context, port, tmp_path / "list.html").as_uri()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    own = context.new_page()
    own.goto(file)
    own.locator(ITEM).nth(0).check()
    own.wait_for_selector("text=leave it open until you have shopped")
    assert len(read_ticked(own)) == 1
