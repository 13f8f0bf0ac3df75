"""Count what five questions cost somebody who sees a plan first: on a phone, and on a terminal.

The page opens in a window of 390 by 844 pixels. A question costs the taps that lead to its answer,
and the screens that are scrolled until it stands above the bar. On a terminal it costs the
commands that are typed after `planner plan`, and the lines down to the one with the answer.

Needs Chromium (apt-get install chromium).

python tools/count_steps.py [PLAN]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright
from tabulate import tabulate

from planner import WeekPlan, check_plan
from planner.render.blocks import Block
from planner.render.documents.overview import compose_overview
from planner.render.documents.page import compose_page
from planner.render.documents.shopping_list import compose_list
from planner.render.documents.today import compose_today
from planner.render.formats.html import render_page
from planner.render.formats.text import NARROW, render_text

ROOT = Path(__file__).resolve().parent.parent
PHONE: ViewportSize = {"width": 390, "height": 844}
MOST_SCREENS = 40


@dataclass(frozen=True)
class Question:
    """What is asked, the links tapped on a page, the answer there, and the one on a terminal.

    `command` is what is typed after `planner plan`; `line` stands in the line with the answer.
    """

    text: str
    taps: tuple[str, ...]
    answer: str
    command: str
    line: str


QUESTIONS = (
    Question("What's for dinner on day 4?", (), '.week a[href="#day-4-dinner"]', "", "4  "),
    Question("Is vitamin D reached?", (), ".chips .reached, .chips .miss", "", "vitamin D"),
    Question(
        "How many onions?",
        ('.bar a[href="#list"]',),
        '.aisle tr:has-text("onion")',
        "planner shop week.json",
        "onion",
    ),
    Question("What does it cost?", (), '.chips li:has-text("to buy")', "", "to buy"),
    Question(
        "What do I soak tonight?",
        ('.bar a[href="#today"]',),
        '#day-1 h3:has-text("For tomorrow")',
        "planner today week.json --day 1",
        "For tomorrow",
    ),
)


def main(arguments: Sequence[str]) -> None:
    """Print a row for each question."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium: apt-get install chromium")
    path = Path(arguments[0]) if arguments else ROOT / "examples" / "vegan-week.json"
    plan = WeekPlan.from_json(path.read_text(encoding="utf-8"), path.name)
    report = check_plan(plan, plan.tables)
    texts: dict[str, list[Block]] = {
        "": compose_overview(plan, report, plan.tables),
        "planner shop week.json": compose_list(plan, plan.tables),
        "planner today week.json --day 1": compose_today(1, plan, report, plan.tables),
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        page = Path(folder) / "week.html"
        blocks = compose_page(plan, report, plan.tables)
        page.write_text(render_page(blocks), encoding="utf-8")
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for asked in QUESTIONS:
            view = browser.new_page(viewport=PHONE)
            view.goto(page.as_uri())
            screens = count_screens(view, asked)
            lines = render_text(texts[asked.command], screen=NARROW).splitlines()
            place = next((n for n, line in enumerate(lines, start=1) if asked.line in line), "none")
            rows.append((asked.text, len(asked.taps), screens, asked.command or "none", place))
            view.close()
    headers = ("question", "taps", "screens", "to type", "line")
    print(tabulate(rows, headers=headers, tablefmt="pipe"))


def count_screens(view: Page, asked: Question) -> int | str:
    """How many screens are scrolled after the taps until the answer stands above the bar."""
    view.emulate_media(reduced_motion="reduce")
    for link in asked.taps:
        view.click(link)
    answer = view.locator(asked.answer).first
    if not answer.count():
        return "none"
    bar = view.locator(".bar").bounding_box()
    assert bar is not None
    for screens in range(MOST_SCREENS):
        box = answer.bounding_box()
        if box is not None and box["y"] >= 0 and box["y"] + box["height"] <= bar["y"]:
            return screens
        view.evaluate(f"window.scrollBy(0, {bar['y']})")
    return "none"


if __name__ == "__main__":
    main(sys.argv[1:])
