"""Standard output holds what was asked for and nothing else, whoever else writes in the process."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from pypdf import PdfReader

from planner import WeekPlan, check_plan
from planner.cli.commands.shop import _render_list
from planner.cli.inputs import PLANNING, STAGES, TRYING
from planner.cli.options import LIST_FORMATS, PLAN_FORMATS, SHOW_FORMATS, Format
from planner.cli.output import render_plan
from planner.render.phrases import Style
from planner.tables.bundle import Tables

Run = Callable[..., tuple[int, bytes]]

SERVER = """
import json, os, sys
import planner.actions.answers, planner.actions.explaining, planner.actions.swapping
import planner.render.documents.plan
from planner import cli
for line in sys.stdin:
    words, *paths = json.loads(line)
    child = os.fork()
    if not child:
        for descriptor, path in enumerate(paths, start=1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
        sys.argv = ["planner", *words]
        cli.main()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs commands, each in a process of its own whose descriptors 1 and 2 are files.

The processes are forked from one that has the imports, which take longer than these commands.
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path) -> Iterator[Run]:
    """Run a command in a process of its own: its exit code, and all it wrote to descriptor 1."""
    if not hasattr(os, "fork"):
        pytest.skip("this system can't fork")
    folder = tmp_path_factory.mktemp("streams")
    out, err = folder / "out", folder / "err"
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        commands, codes = server.stdin, server.stdout

        def run(*words: str) -> tuple[int, bytes]:
            words = (*words, "--tables", str(tiny_folder))
            print(json.dumps([words, str(out), str(err)]), file=commands, flush=True)
            code = int(codes.readline())
            said = err.read_text(encoding="utf-8")
            assert code in (0, 3), said
            assert "Traceback" not in said
            return code, out.read_bytes()

        yield run
        commands.close()


@pytest.fixture(scope="module")
def plan(run: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with a plan of a day, as the command prints it."""
    path = tmp_path_factory.mktemp("streams") / "plan.json"
    path.write_bytes(run("plan", "--days", "1", "--format", "json")[1])
    return str(path)


@pytest.fixture(scope="module")
def swapped(run: Run, plan: str) -> bytes:
    """That plan with another breakfast, as the command prints it."""
    return run(*SWAP[:1], plan, *SWAP[2:], "--format", "json")[1]


def read_json(content: bytes) -> None:
    """Read it as JSON, from the first byte to the last."""
    json.loads(content)


def read_csv(content: bytes) -> None:
    """Read it as CSV whose rows are as long as its header."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1


def read_pdf(content: bytes) -> None:
    """Read it as a PDF that begins with its first byte."""
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert len(PdfReader(io.BytesIO(content), strict=True).pages) > 0


def read_calendar(content: bytes) -> None:
    """Read it as a calendar from its first line to its last."""
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert IcsCalendarStream.calendar_from_ics(content.decode()).events


READERS = {
    Format.JSON: read_json,
    Format.CSV: read_csv,
    Format.PDF: read_pdf,
    Format.ICS: read_calendar,
}
"""What reads a format; the other formats are held against what the plan is rendered as."""

SWAP = ("swap", "PLAN", "--day", "1", "--meal", "breakfast")
CALENDAR = ("--start", "2026-11-30")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        *((("plan", "--days", "1"), one) for one in (Format.JSON, Format.HTML)),
        *((SWAP, one) for one in PLAN_FORMATS if one not in (Format.JSON, Format.HTML)),
        *((("show", "PLAN"), one) for one in SHOW_FORMATS),
        *((("shop", "PLAN"), one) for one in LIST_FORMATS),
    ],
)
def test_a_format_is_alone_on_standard_output(
    words: tuple[str, ...],
    written: Format,
    plan: str,
    swapped: bytes,
    tiny: Tables,
    run: Run,
) -> None:
    """What a command prints reads as its format, or is what its plan is rendered as."""
    words = tuple(plan if word == "PLAN" else word for word in words)
    dated = CALENDAR if written is Format.ICS else ()
    _, out = run(*words, *dated, "-o", "-", "--format", written)
    if written in READERS:
        READERS[written](out)
        return
    made = swapped if words[0] == "swap" else Path(plan).read_bytes()
    week = WeekPlan.from_json(made.decode(), "plan")
    if words[0] == "shop":
        wanted = _render_list(written, None, week, tiny, Style(), None)
    else:
        wanted = render_plan(written, None, week, check_plan(week, tiny), tiny, Style())
    assert out.decode() == wanted


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("check", "PLAN"), "Check of "),
        (("explain", "PLAN"), "What the limits cost\n"),
        (("explain", "PLAN", "magnesium"), "Magnesium\n"),
        (("explain", "cramps"), "Cramps\n"),
        (("targets",), "Targets for "),
        (("diets",), "diet "),
        (("plan", "--help"), "Usage: planner plan "),
    ],
)
def test_a_text_begins_with_its_own_first_line(
    words: tuple[str, ...], begins: str, plan: str, run: Run
) -> None:
    """The commands that write one format write nothing before it."""
    _, out = run(*(plan if word == "PLAN" else word for word in words))
    assert out.decode().lstrip().startswith(begins)


@pytest.mark.parametrize(
    "words", [("init", "--yes", "-o", "home.toml"), ("export-model", "--days", "1", "--lp", "a.lp")]
)
def test_what_goes_to_files_leaves_standard_output_empty(
    words: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    """There is nothing to print."""
    path = tmp_path / words[-1]
    assert run(*words[:-1], str(path)) == (0, b"")
    assert path.exists()


def test_progress_is_shown_beside_standard_output(tmp_path: Path) -> None:
    """Where only standard error is a screen, the bar is on it and the plan alone in the file."""
    pty = pytest.importorskip("pty")
    screen, end = pty.openpty()
    words = ("plan", "--days", "16", "--format", "json")  # enough to take longer than PATIENCE_S
    path, seen = tmp_path / "out", b""
    with (
        path.open("wb") as out,
        subprocess.Popen(
            [sys.executable, "-m", "planner", *words],
            stdout=out,
            stderr=end,
            env={**os.environ, "TERM": "xterm"},
        ),
    ):
        os.close(end)
        with suppress(OSError):  # Linux says so once the other end is closed
            while part := os.read(screen, 65536):
                seen += part
        os.close(screen)
    assert json.loads(path.read_bytes())["request"]["days"] == 16
    assert path.read_bytes().startswith(b"{")
    shown = (PLANNING, TRYING, *STAGES.values())  # whichever a second finds
    assert any(words.encode() in seen for words in shown)
