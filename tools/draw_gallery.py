"""Draw the gallery again: the page on a phone and on a desk, and the page for the fridge.

Needs Chromium, which opens the page as the tests do (apt-get install chromium).

python tools/draw_gallery.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from planner import WeekPlan, check_plan, find_data, read_tables
from planner.render.documents.page import compose_page
from planner.render.documents.print_sheets import compose_sheets
from planner.render.formats.html import render_page
from planner.render.formats.pdf import draw_pages

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WINDOWS = {"page-phone": (390, 844), "page-desk": (1280, 860)}
"""The pictures of the page, and the pixels of their windows."""

FRIDGE = "fridge"
PIXELS_AN_INCH = 80


def main() -> None:
    """Draw all pictures from the stored example."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium: apt-get install chromium")
    tables = read_tables(find_data())
    path = ROOT / "examples" / "vegan-week.json"
    plan = WeekPlan.from_json(path.read_text(encoding="utf-8"), path.name)
    report = check_plan(plan, tables)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        page = Path(folder) / "week.html"
        page.write_text(render_page(compose_page(plan, report, tables)), encoding="utf-8")
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (width, height) in WINDOWS.items():
            view = browser.new_page(viewport={"width": width, "height": height})
            view.goto(page.as_uri())
            view.screenshot(path=PICTURES / f"{name}.png")
    fridge, *_ = compose_sheets(plan, report, tables)
    first = replace(fridge, parts=fridge.parts[:1])
    (PICTURES / f"{FRIDGE}.png").write_bytes(draw_pages((first,), PIXELS_AN_INCH)[0])


if __name__ == "__main__":
    main()
