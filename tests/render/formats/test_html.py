"""The page stands alone, and a browser finds nothing that keeps anyone from reading it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from planner import WeekPlan, check_plan
from planner.plans.shopping import compute_shopping
from planner.render.documents.page import compose_page
from planner.render.formats.html import DRAWN, render_page, write_assets
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

LOADS = {"src", "href", "srcset", "data", "action", "poster"}


@pytest.fixture(scope="module")
def page(week: WeekPlan, tables: Tables) -> str:
    """The week's page."""
    return render_page(compose_page(week, check_plan(week, tables), tables))


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
        assert "style" not in attributes
        for name in LOADS & attributes.keys():
            assert (attributes[name] or "").startswith("#")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page


def test_ids_stand_once_and_links_lead_somewhere(page: str) -> None:
    """Every link within the page has its place."""
    tags = Tags(page).found
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [(attributes["href"] or "")[1:] for tag, attributes in tags if tag in ("a", "use")]
    assert set(links) <= set(ids)
    bar = re.search(r'<nav class="bar".*?</nav>', page)
    assert bar
    assert re.findall(r">(\w+)</a>", bar[0]) == ["Week", "Coverage", "Today", "List"]


def test_each_meal_of_the_week_leads_to_its_recipe(page: str, week: WeekPlan) -> None:
    """A tile's link is the card of its day and meal, which has the foods and the steps."""
    tiles = re.findall(r'<a href="#(day-[^"]*)">', page)
    cards = re.findall(r'<article class="meal \w+" id="([^"]*)">', page)
    assert tiles == cards == [f"day-{d.day}-{m.meal}" for d in week.days for m in d.meals]


def test_every_mark_of_a_bar_has_a_sign_or_a_number(vegan: WeekPlan, tables: Tables) -> None:
    """What is missed is not told by colour alone."""
    text = render_page(compose_page(vegan, check_plan(vegan, tables), tables))
    assert check_plan(vegan, tables).misses
    missed = re.findall(r'<path class="miss" d="([^"]*)"', text)
    signed = re.findall(r'<text class="miss"[^>]*>\d+!</text>', text)
    assert len(signed) == sum(path.count("M") for path in missed) > 0


def test_a_page_with_linked_assets_has_nothing_inline(week: WeekPlan, tables: Tables) -> None:
    """Its style and its drawings are files, which `write_assets` has."""
    report = check_plan(week, tables)
    text = render_page(compose_page(week, report, tables), assets="/static/planner")
    tags = Tags(text).found
    assert not [tag for tag, attributes in tags if tag in ("style", "script", "symbol")]
    assert not [tag for tag, attributes in tags if "style" in attributes]
    files = {
        (attributes["href"] or "").partition("#")[0].removeprefix("/static/planner/")
        for tag, attributes in tags
        if tag in ("link", "use") and not (attributes["href"] or "").startswith("#days-")
    }
    assert files == set(write_assets())
    drawn = [a["href"] or "" for tag, a in tags if tag == "use"]
    used = {name for file, _, name in (one.partition("#") for one in drawn) if file}
    assert used <= set(re.findall(r'<symbol id="([^"]*)"', write_assets()["icons.svg"]))


def test_every_aisle_and_meal_has_a_drawing(tables: Tables) -> None:
    """The drawings are those of the bundled aisles and of the four meals."""
    drawn = re.findall(r'<symbol id="i-([^"]*)"', write_assets()["icons.svg"])
    assert set(drawn) == set(DRAWN) == {*tables.aisles, *MEALS}


def test_bars_share_the_names_of_their_days(page: str) -> None:
    """They are drawn once, and every other row of bars has the same."""
    rows = page.count('<figure class="five">')
    assert page.count('<g class="days"') == 1
    assert page.count('<use href="#days-1"/>') == rows - 1 > 0


def test_what_all_share_is_said_once(shared: Callable[[int], WeekPlan], tables: Tables) -> None:
    """Of four who eat the same, no note stands twice."""
    plan = shared(4)
    text = render_page(compose_page(plan, check_plan(plan, tables), tables))
    notes = re.findall(r"<p>([^<]{60,})</p>", text.split(">Notes</h2>")[1])
    assert notes
    assert len(notes) == len(set(notes))


@pytest.fixture(scope="module")
def pages(
    page: str, vegan: WeekPlan, tables: Tables, shared: Callable[[int], WeekPlan]
) -> dict[str, str]:
    """The page of one, of four, of a day that misses something, and of 60 days."""

    def render(plan: WeekPlan) -> str:
        return render_page(compose_page(plan, check_plan(plan, tables), tables))

    week = shared(1)
    days = tuple(
        replace(week.days[day % 7], day=day + 1, meals=week.days[day % 7].meals)
        for day in range(60)
    )
    request = replace(week.request, days=60)
    long = replace(week, request=request, days=days, shopping=compute_shopping(days, tables))
    return {
        "one": page,
        "four": render(shared(4)),
        "six": render(shared(6)),
        "missing": render(vegan),
        "long": render(long),
    }


@contextmanager
def open_page(
    browser: Browser, text: str, path: Path, width: int, scheme: str = "light"
) -> Iterator[Page]:
    """A page in a window of some width."""
    path.write_text(text, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # axe itself is a script
    )
    try:
        view = context.new_page()
        asked: list[str] = []
        view.on("request", lambda request: asked.append(request.url))
        view.goto(path.as_uri())
        assert asked == [path.as_uri()]
        yield view
    finally:
        context.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("one", 390, "light"),
        ("one", 1280, "dark"),
        ("four", 390, "dark"),
        ("four", 1280, "light"),
        ("six", 390, "light"),
        ("missing", 390, "light"),
        ("missing", 1280, "dark"),
        ("long", 390, "dark"),
    ],
)
def test_a_browser_finds_no_barrier(
    name: str, width: int, scheme: str, pages: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    """Axe finds no fault on a phone and a desk, light and dark; nothing is cut off at the side.

    All that is folded away is open, so that it is looked at too.
    """
    with open_page(browser, pages[name], tmp_path / "week.html", width, scheme) as view:
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        ground = view.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(251, 250, 246)") == (scheme == "light")
        view.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        result = Axe().run(view)
        faults = [(one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]]
        assert faults == []
        assert len(result.response["passes"]) > 20


@pytest.mark.parametrize(("name", "most"), [("one", 6200), ("four", 12000), ("six", 12000)])
def test_a_phone_reaches_the_end_of_the_list_soon(
    name: str, most: int, pages: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    """The week stands on the first screen, and the list ends within so many pixels."""
    with open_page(browser, pages[name], tmp_path / "week.html", 390) as view:
        ends = "document.querySelector('{}').getBoundingClientRect().bottom"
        assert view.evaluate(ends.format(".week")) < 844
        assert view.evaluate(ends.format("#list")) < most
    assert len(pages[name].encode()) < 150_000


def test_a_link_to_a_meal_opens_its_day(
    pages: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    """Day 4 is folded until its dinner is chosen from the week."""
    with open_page(browser, pages["one"], tmp_path / "week.html", 390) as view:
        dinner = view.locator("#day-4-dinner")
        assert not dinner.is_visible()
        view.click('a[href="#day-4-dinner"]')
        assert dinner.is_visible()


@contextmanager
def serve_files(files: dict[str, tuple[str, str]], policy: str) -> Iterator[str]:
    """A server's address while it answers these paths, each with its kind and text, under a policy.

    A real one: not every version of a browser lets Playwright answer for all that it asks.
    """

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in files:
                self.send_error(404)
                return
            kind, text = files[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_a_server_with_a_strict_policy_shows_the_page(
    week: WeekPlan, tables: Tables, browser: Browser
) -> None:
    """With linked assets it looks the same where nothing inline is allowed."""
    text = render_page(compose_page(week, check_plan(week, tables), tables), assets="/assets")
    assets = write_assets()
    files = {
        "/": ("text/html; charset=utf-8", text),
        "/assets/page.css": ("text/css", assets["page.css"]),
        "/assets/icons.svg": ("image/svg+xml", assets["icons.svg"]),
        "/favicon.ico": ("image/svg+xml", assets["icons.svg"]),  # some browsers ask for it
    }
    policy = "default-src 'none'; style-src 'self'; img-src 'self'"
    view = browser.new_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    try:
        with serve_files(files, policy) as address:
            view.goto(address)
            assert said == []
            ground = view.evaluate("getComputedStyle(document.body).backgroundColor")
            assert ground == "rgb(251, 250, 246)"
            drawing = "document.querySelector('.tag use').getBoundingClientRect().width"
            assert view.evaluate(drawing) > 0
    finally:
        view.close()
