"""The pages for everyone: by keyboard alone, narrow, zoomed, in both schemes, with axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = (
    *("/", "/today", "/list", "/pantry", "/weeks", "/more", "/people", "/recipes"),
    *("/foods?words=tofu", "/dishes?words=dal", "/explain/magnesium", "/nowhere"),
    *("/week/2026-11-30/day/2/other/dinner", "/week/2026-11-30/day/2/change/dinner"),
    *("/people/edit", "/recipes/add", "/foods/add", "/devices"),
)
NARROW, ZOOMED, DESK = (320, 640), (640, 400), (1280, 800)
"""A narrow phone, a desk at 200 %, and a desk, in CSS pixels."""

MOST_TABS = 200
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const isTall = box.height > innerHeight / 3; // its caret or its first line is in sight
  return {
    name: `${one.tagName} ${(one.textContent || one.name || '').trim().slice(0, 50)}`,
    isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    isInside: box.left >= -1 && box.right <= innerWidth + 1
      && (isTall || (box.top >= -1 && box.bottom <= innerHeight + 1)),
    isCovered: !isTall && (!top || !(one.contains(top) || top.contains(one))),
  };
}"""
SMALL = """() => [...document.querySelectorAll('button, .button, .bar a, input[type=checkbox]')]
  .filter((one) => one.getClientRects().length)
  .map((one) => (one.closest('label') || one).getBoundingClientRect())
  .filter((box) => Math.min(box.width, box.height) < 24).length"""


@pytest.fixture(scope="module")
def address(planned: Path, serve: Any, find_port: Any) -> Iterator[str]:
    """The address of a server."""
    port = find_port()
    with serve(planned, port):
        yield f"http://127.0.0.1:{port}"


def open_page(
    browser: Browser, size: tuple[int, int], scheme: Literal["light", "dark"] = "light"
) -> Page:
    """A page where nothing moves, as who asked their system for that has it."""
    width, height = size
    return browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, DESK], ids=["narrow", "desk"])
def test_axe_finds_nothing(
    browser: Browser, address: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    """On no page; and nothing is cut off, too small to hit or stopped by the policy."""
    page = open_page(browser, size, scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        assert page.evaluate(SMALL) == 0, path
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
    assert [one for one in said if "status of 404" not in one] == []
    page.close()


@pytest.mark.parametrize("size", [NARROW, ZOOMED, DESK], ids=["narrow", "zoomed", "desk"])
def test_the_keyboard_reaches_all_and_shows_where_it_is(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    """The skip link first; what has the focus is outlined, in sight, and under nothing."""
    page = open_page(browser, size)
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        names = []
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUS)
            if found is None:
                break
            names.append(found.pop("name"))
            fine = {"isOutlined": True, "isInside": True, "isCovered": False}
            assert found == fine, (path, names[-1])
        else:
            pytest.fail(f"{path}: the keyboard doesn't get out")
        assert names[:3] == ["A Skip to the page", "A Week", "A Today"]
        main = "#main :is(a[href], button, summary, select, input:not([type=hidden]))"
        reachable = page.locator(main).locator("visible=true").count()
        assert len(names) >= reachable + 6, path
    page.goto(f"{address}/list")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Save the list as a file"
    page.close()


def test_nothing_moves_for_those_who_ask_for_that(browser: Browser, address: str) -> None:
    """No smooth scrolling, no transition, no animation."""
    page = open_page(browser, DESK)
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_saved_list_is_for_everyone_too(
    browser: Browser, address: str, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    """As a file."""
    page = open_page(browser, NARROW, scheme)
    text = page.request.get(f"{address}/list/2026-11-30/list.html").text()
    (tmp_path / "list.html").write_text(text, encoding="utf-8")
    page.goto((tmp_path / "list.html").as_uri())
    page.locator("input[name=item]").first.check()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    assert page.evaluate(SMALL) == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()
