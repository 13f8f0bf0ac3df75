"""The page stands alone, and a browser finds nothing that keeps anyone from reading it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from planner import WeekPlan, check_plan, make_request, plan_week
from planner.render.documents.plan import compose_plan
from planner.render.formats.html import render_page
from planner.render.phrases import Style
from planner.tables.bundle import Tables

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LOADS = {"src", "href", "srcset", "data", "action", "poster"}


@pytest.fixture(scope="module")
def page(week: WeekPlan, tables: Tables) -> str:
    """The week's page."""
    report = check_plan(week, tables)
    return render_page(compose_plan(week, report, tables, Style(pictures=True)))


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.found.append((tag, dict(attrs)))


def test_it_runs_nothing_and_fetches_nothing(page: str) -> None:
    """No script, no handler, no address but those within the page."""
    tags = Tags(page).found
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object", "embed"}
    for _, attributes in tags:
        assert not any(name.startswith("on") for name in attributes)
        for name in LOADS & attributes.keys():
            assert (attributes[name] or "").startswith("#")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_ids_stand_once_and_links_lead_somewhere(page: str) -> None:
    """Every link within the page has its place."""
    tags = Tags(page).found
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [(attributes["href"] or "")[1:] for tag, attributes in tags if tag == "a"]
    assert set(links) <= set(ids)
    assert len(links) == 7 + 3  # the days, at a glance, coverage, the list


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.mark.parametrize(
    ("people", "width", "scheme"),
    [(1, 390, "light"), (1, 1200, "dark"), (3, 390, "dark"), (3, 1200, "light")],
)
def test_a_browser_finds_no_barrier(
    people: int,
    width: int,
    scheme: str,
    page: str,
    tables: Tables,
    share: Callable[[WeekPlan, tuple[str, ...], Tables], WeekPlan],
    browser: Browser,
    tmp_path: Path,
) -> None:
    """Axe finds no fault on a phone and a desk, light and dark; nothing is cut off at the side."""
    text = page
    if people > 1:
        two_days = plan_week(make_request(tables, diet="vegetarian", days=2), tables)
        plan = share(two_days, ("Ana", "Ben", "Chloë"), tables)
        text = render_page(
            compose_plan(plan, check_plan(plan, tables), tables, Style(pictures=True))
        )
    path = tmp_path / "week.html"
    path.write_text(text, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # axe itself is a script
    )
    try:
        view = context.new_page()
        asked: list[str] = []
        view.on("request", lambda request: asked.append(request.url))
        view.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        ground = view.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
        result = Axe().run(view)
        faults = [(one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]]
        assert faults == []
        assert len(result.response["passes"]) > 20
    finally:
        context.close()
