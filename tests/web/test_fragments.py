"""Answers that come into the page: nothing jumps, nothing is lost, and the policy stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

DAY = "/week/2026-11-30/day/2"
IS_SAME = "window.isSame === true"
FILE = "weeks/2026-11-30.json"


@pytest.fixture
def page(browser: Browser, serve: Any, find_port: Any, kitchen: Path) -> Iterator[Page]:
    """A day on a phone, whose console stays empty."""
    port = find_port()
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{port}", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    with serve(kitchen, port):
        page.goto(DAY)
        page.evaluate("window.isSame = true")
        yield page
    context.close()
    refused = "Failed to load resource"
    assert [one for one in said if refused not in one and "htmx:" not in one] == []


def test_what_became_of_a_meal_is_said_where_it_was_pressed(page: Page, kitchen: Path) -> None:
    """The page stays where it is, and so does the keyboard; a reload shows the same."""
    button = page.locator("#mark-3 button", has_text="Cooked").first
    button.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#mark-3 .said")).to_have_text("Cooked.")
    assert page.evaluate(IS_SAME)
    assert abs(page.evaluate("scrollY") - before) < 120
    expect(page.locator("#mark-3 .said")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Cooked: ")
    assert page.locator(".notice + #mark-3").count() == 1
    assert " cooked 2026-11-30 day 2 " in (kitchen / "journal.txt").read_text()
    page.get_by_role("button", name="Take back what was said last").click()
    expect(page.locator("#mark-3 .said")).to_have_count(0)
    assert page.evaluate(IS_SAME)
    assert page.locator(".notice + #undo").count() == 1
    page.reload()
    expect(page.locator("#mark-3 .said")).to_have_count(0)


def test_another_dish_is_chosen_below_its_meal(page: Page, kitchen: Path) -> None:
    """Shown there, put away there, or taken; and the change is put back."""
    before = (kitchen / FILE).read_bytes()
    link = page.locator("#mark-3 [hx-get]")
    link.click()
    choices = page.locator("#others-3 .choices")
    expect(choices).to_be_focused(timeout=20000)
    expect(page.locator("#said")).to_contain_text("other dishes.")
    assert Axe().run(page).violations_count == 0
    assert page.url.endswith(DAY)
    choices.get_by_role("link", name="Keep it").click()
    expect(choices).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    expect(choices).to_be_visible(timeout=20000)
    dish = choices.locator(".choice h2").nth(1).inner_text()
    choices.get_by_role("button", name="Take this").nth(1).click()
    expect(choices).to_have_count(0, timeout=20000)
    assert page.locator("article.meal h3").nth(2).inner_text() == dish
    assert page.evaluate(IS_SAME)
    assert (kitchen / FILE).read_bytes() != before
    page.goto("/weeks")
    page.evaluate("window.isSame = true")
    page.locator("form[action='/restore'] button").click()
    page.wait_for_url("**/week/2026-11-30?note=*", timeout=20000)
    assert page.evaluate(IS_SAME)
    assert page.title() == page.locator("h1").inner_text()
    assert (kitchen / FILE).read_bytes() == before


def test_a_change_that_came_too_late_is_said(page: Page, kitchen: Path) -> None:
    """As the page that says so, in place of the day."""
    page.locator("#mark-3 [hx-get]").click()
    choices = page.locator("#others-3 .choices")
    expect(choices).to_be_visible(timeout=20000)
    (kitchen / FILE).write_text((kitchen / FILE).read_text() + "\n")
    choices.get_by_role("button", name="Take this").first.click()
    expect(page.locator("h1")).to_have_text("Nothing was changed", timeout=20000)
    expect(page.locator("#main")).to_be_focused()


def test_a_lost_connection_changes_nothing_and_is_said(page: Page) -> None:
    """Beside what was pressed, which can be pressed again."""
    page.context.set_offline(True)
    button = page.locator("#mark-1 button", has_text="Cooked").first
    button.click()
    expect(page.locator(".notice.lost + #mark-1")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("nothing was changed")
    page.context.set_offline(False)
    button.click()
    expect(page.locator("#mark-1 .said")).to_have_text("Cooked.")
    expect(page.locator(".notice.lost")).to_have_count(0)


def test_a_field_that_is_wrong_has_the_keyboard(page: Page) -> None:
    """With what was typed."""
    page.goto("/pantry")
    page.evaluate("window.isSame = true")
    field = page.get_by_label("Item and amount")
    field.fill("oots 5")
    field.press("Enter")
    expect(page.locator("#e-words")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("oots 5")
    assert page.evaluate(IS_SAME)


def test_htmx_runs_no_text_and_keeps_no_page(page: Page) -> None:
    """Its settings are read from the page, and nothing of a kitchen stays in the browser."""
    config = page.evaluate("htmx.config")
    for name in ("includeIndicatorStyles", "allowEval", "allowScriptTags"):
        assert config[name] is False
    assert config["selfRequestsOnly"] is True
    page.locator("#mark-1 button", has_text="Cooked").first.click()
    expect(page.locator("#mark-1 .said")).to_have_text("Cooked.")
    kept = page.evaluate("({ ...sessionStorage, ...localStorage })")
    assert list(kept) == ["htmx-current-path-for-history"]
    assert kept["htmx-current-path-for-history"].startswith("/week/")
    page.goto("/more")
    page.go_back()
    expect(page.locator("#mark-1 .said")).to_have_text("Cooked.")


def test_the_same_is_done_without_a_script(
    browser: Browser, serve: Any, find_port: Any, kitchen: Path
) -> None:
    """By forms and links alone."""
    port = find_port()
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}", java_script_enabled=False)
    plain = context.new_page()
    with serve(kitchen, port):
        plain.goto(DAY)
        plain.locator("#mark-3 button", has_text="Cooked").first.click()
        assert plain.locator("#mark-3 .said").inner_text() == "Cooked."
        plain.locator("#mark-2 [hx-get]").click()
        dish = plain.locator(".choice h2").first.inner_text()
        plain.get_by_role("button", name="Take this").first.click()
        assert plain.locator("article.meal h3").nth(1).inner_text() == dish
        plain.goto("/weeks")
        plain.locator("form[action='/restore'] button").click()
        assert "Put back" in plain.locator(".notice").inner_text()
    context.close()
