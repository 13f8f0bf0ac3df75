"""Names and foods from anyone's files are shown as they are written, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from ical.calendar_stream import IcsCalendarStream
from markdown_it import MarkdownIt
from pypdf import PdfReader

from planner import CheckReport, WeekPlan, check_plan, cli
from planner.cli.output import CleanErrors
from planner.plans.names import name_meal
from planner.render.blocks import clean
from planner.render.documents.page import compose_page
from planner.render.documents.plan import compose_plan
from planner.render.documents.print_sheets import compose_sheets
from planner.render.formats.csv import COLUMNS, render_spreadsheet
from planner.render.formats.html import render_page
from planner.render.formats.icalendar import render_calendar
from planner.render.formats.json_text import write_json
from planner.render.formats.markdown import render_markdown
from planner.render.formats.pdf import render_pdf
from planner.render.formats.text import render_text
from planner.tables.bundle import Tables

Share = Callable[[WeekPlan, tuple[str, ...], Tables], WeekPlan]

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></svg><!--",
    '#panic("x") $x$ #read("/etc/passwd") ]#[ \\u{41} <label> @ref // /*',
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31mred\x1b]0;title\x07\x9b2J",
    '=HYPERLINK("http://example.org";"x")',
    "+1-1@SUM(1)",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "A\r\nEND:VEVENT\r\nBEGIN:VALARM;x=y,z\\n",
    "[x](javascript:alert(1)) ![y](http://example.org/y.png) | a | b",
    "# title\n- [x] done\n> quoted\n1. one\n```",
    "&lt;b&gt; ~~x~~ __y__ <https://example.org>",
    "\u202egnirts\u2066\u2028\u0000\ud800",
)


@pytest.fixture(scope="module")
def kitchen(tables: Tables, week: WeekPlan, share: Share) -> tuple[WeekPlan, CheckReport, Tables]:
    """A plan whose people, dishes, foods and groceries are called so, and its check."""
    report = check_plan(share(week, HOSTILE[:2], tables), tables)

    def name(number: int, rest: str) -> str:
        return f"{HOSTILE[number % len(HOSTILE)]} {rest}"

    own = replace(
        tables,
        dishes={
            key: replace(
                dish,
                name=name(number, key),
                how=name(number + 1, key),
                seasonings=(name(number + 2, key),),
                steps=dish.steps if number % 2 else (),  # with the nouns below, or `how`
                served_as=dish.served_as if number % 2 else (),
            )
            for number, (key, dish) in enumerate(tables.dishes.items())
        },
        foods={
            key: replace(food, name=name(number, key), portion=name(number + 3, "cup"))
            for number, (key, food) in enumerate(tables.foods.items())
        },
        cooking={
            key: replace(row, noun=name(number, key), plural="", cut=name(number + 1, key))
            for number, (key, row) in enumerate(tables.cooking.items())
        },
        groceries={
            key: replace(grocery, name=name(number, key), pack_plural=name(number + 5, "bags"))
            for number, (key, grocery) in enumerate(tables.groceries.items())
        },
    )
    return share(week, HOSTILE[:2], own), report, own


class Page(HTMLParser):
    """The tags of a page, their attributes' names and its text."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the names."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def controls(text: str) -> set[str]:
    """The characters that steer a terminal or the eye, other than the end of a line."""
    unwanted = {"Cc", "Cs", "Zl", "Zp"}
    steering = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return {c for c in text if unicodedata.category(c) in unwanted or c in steering} - {"\n"}


def test_a_terminal_shows_it(kitchen: tuple[WeekPlan, CheckReport, Tables]) -> None:
    """No escape sequence reaches the screen; the rest of the name does."""
    text = render_text(compose_plan(*kitchen))
    assert not controls(text)
    assert "\ufffd[31mred" in text


def test_a_page_shows_it(kitchen: tuple[WeekPlan, CheckReport, Tables]) -> None:
    """No tag, handler or template of it works; its signs are on the page."""
    page = Page(render_page(compose_page(*kitchen)))
    assert not page.tags & {"script", "img", "b", "label-", "iframe"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}{% raw %}" in page.text
    assert not controls(page.text)
    assert page.text.count("</style></svg><!--") > 1


def test_paper_shows_it(kitchen: tuple[WeekPlan, CheckReport, Tables]) -> None:
    """Typst reads nothing of it as markup or code."""
    plan, report, tables = kitchen
    pdf = render_pdf(compose_sheets(plan, report, tables), HOSTILE[3])
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    shown = re.sub(r"\s", "", text)
    assert '#panic("x")$x$#read("/etc/passwd")' in shown
    assert "root:" not in shown
    assert "{{7*7}}" in shown


def test_a_calendar_shows_it(kitchen: tuple[WeekPlan, CheckReport, Tables]) -> None:
    """As many events as meals and one to shop, none with an alarm; each name stands whole."""
    plan, _, tables = kitchen
    text = render_calendar(plan, tables, date(2026, 11, 30), datetime(2026, 11, 23, tzinfo=UTC))
    assert not controls(text.replace("\r\n", ""))
    shopping, *events = sorted(
        IcsCalendarStream.calendar_from_ics(text).events,
        key=lambda event: event.categories != ["Shopping"],
    )
    assert "=HYPERLINK" in (shopping.description or "")
    assert len(events) == sum(len(day.meals) for day in plan.days)
    assert not re.search(r"^BEGIN:VALARM", text, re.MULTILINE)
    names = {clean(name_meal(meal, tables)) for day in plan.days for meal in day.meals}
    assert {event.summary for event in events} == names


def test_a_spreadsheet_shows_it(kitchen: tuple[WeekPlan, CheckReport, Tables]) -> None:
    """No cell begins as a formula, and no name makes a column or a row."""
    plan, _, tables = kitchen
    rows = list(csv.reader(io.StringIO(render_spreadsheet(plan, tables), newline="")))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)
    assert not controls("".join(cell for row in rows for cell in row))


def test_markdown_shows_it(kitchen: tuple[WeekPlan, CheckReport, Tables]) -> None:
    """A reader of Markdown with HTML and tables finds no link, picture, tag or list of its own."""
    plan, _, tables = kitchen
    text = render_markdown(compose_plan(*kitchen))
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = [token for block in parser.parse(text) for token in (block, *(block.children or ()))]
    assert not {token.type for token in tokens} & {
        *("link_open", "image", "html_inline", "html_block", "code_inline", "fence"),
        *("blockquote_open", "em_open", "s_open", "code_block", "hr"),
    }
    recipes = sum(bool(tables.dishes[meal.dish].steps) for day in plan.days for meal in day.meals)
    assert sum(token.type == "ordered_list_open" for token in tokens) == recipes > 0
    shown = "".join(token.content for token in tokens if token.type == "text")
    for hostile in (HOSTILE[0], HOSTILE[4]):
        assert hostile in shown
    assert "&lt;b&gt; ~~x~~ __y__" in shown
    assert not controls(text)


def test_a_block_holds_one_clean_line() -> None:
    """Breaks are spaces; what can't be shown or written is the sign for it."""
    assert clean("a\r\nb\tc") == "a b c"
    assert clean("\x1b\u202e\ud800\x00") == "\ufffd" * 4
    assert clean("Chloë's ½ naïve 漢字 🍎") == "Chloë's ½ naïve 漢字 🍎"


def test_what_is_said_of_names_steers_no_terminal() -> None:
    """Standard error shows lines; what else a name holds is shown as an escape."""
    screen = io.StringIO()
    with redirect_stderr(CleanErrors(screen)):
        for name in HOSTILE:
            sys.stderr.write(f"planner: {name} joins\n  Plan again.\n")
            typer.echo(name, err=True)
    assert not controls(screen.getvalue())
    shown = r"\x1b[31mred\x1b]0;title\x07\x9b2J"
    assert f"{shown} joins\n  Plan again.\n" in screen.getvalue()


def test_a_file_is_named_with_all_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its control characters a name may be that of another file, which can be read."""
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["planner", "show", "no\x1b[31m.json"])
    with pytest.raises(SystemExit):
        cli.main()
    assert r"planner: no\x1b[31m.json: can't be read" in capsys.readouterr().err


def test_a_profile_beside_a_plan_steers_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does a name in a profile that a plan is held against."""
    evil = tmp_path / "evil.toml"
    evil.write_text('[[person]]\nname = "\\u001b]0;x\\u0007C"\nage = 33\n', encoding="utf-8")
    example = Path(__file__).parents[2] / "examples" / "household.json"
    words = ["planner", "shop", str(example), "--profile", str(evil)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit):
        cli.main()
    out, err = capsys.readouterr()
    assert r"\x1b]0;x\x07C joins" in err
    assert not controls(out + err)


def test_json_shows_it() -> None:
    """What steers a terminal is written as its number, and read as what it was."""
    text = write_json({name: name for name in HOSTILE})
    assert not controls(text)
    assert json.loads(text) == {name: name for name in HOSTILE}
