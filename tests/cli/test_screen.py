"""On a terminal a plan begins with one screen, and the rest comes page by page."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import WeekPlan, check_plan, cli
from planner.errors import ExitCode
from planner.render.documents.plan import compose_plan
from planner.render.formats.text import render_text
from planner.tables.bundle import Tables

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def stored(week: WeekPlan, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The week's file."""
    path = tmp_path_factory.mktemp("plan") / "week.json"
    path.write_text(json.dumps(week.to_json()), encoding="utf-8")
    return str(path)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, standard output and standard error of a command."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["planner", *words])
        if "LINES" in os.environ:  # as `terminal` sets them
            for stream in (sys.stdin, sys.stdout):
                monkeypatch.setattr(stream, "isatty", lambda: True)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return command


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Input and output count as a terminal of 80 x 24; its pager writes what it gets to a file."""
    shown = tmp_path / "shown.txt"
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > '{shown}'\n", encoding="utf-8")
    pager.chmod(0o700)
    for name, value in {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PAGER", str(pager))
    return shown


def test_a_terminal_gets_one_screen_and_then_pages(run: Run, stored: str, terminal: Path) -> None:
    """The pager's first page is the first screen; the plan follows, as wide as the terminal."""
    code, out, _ = run("show", stored)
    assert (code, out) == (ExitCode.MET, "")
    lines = terminal.read_text(encoding="utf-8").splitlines()
    first = lines[:23]
    assert first[0] == "7 days, vegan, 2,000 kcal a day"
    assert any("✓ Magnesium" in line for line in first)
    assert any("Space:" in line for line in first)
    assert lines[23] == first[0]
    assert any(line.startswith("[ ] ") for line in lines)
    assert max(map(len, lines)) <= 80


def test_without_a_pager_everything_is_printed(
    run: Run, stored: str, terminal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --no-pager, where PAGER says cat, and where nobody could press a key."""
    outs = [run("show", stored, "--no-pager")[1]]
    monkeypatch.setenv("PAGER", "cat")
    outs.append(run("show", stored)[1])
    monkeypatch.setenv("PAGER", "no-such-program")
    outs.append(run("show", stored)[1])
    assert not terminal.exists()
    for out in outs:
        assert out.count("7 days, vegan") == 2
        assert "Space:" not in out
        assert "Shopping list" in out


def test_a_pipe_gets_the_plan_and_nothing_else(
    run: Run, stored: str, week: WeekPlan, tables: Tables
) -> None:
    """Byte for byte, whatever a terminal shows."""
    plain = render_text(compose_plan(week, check_plan(week, tables), tables))
    assert run("show", stored)[1] == plain
    assert run("show", stored, "--no-pager")[1] == plain


def test_the_first_screen_alone(run: Run, stored: str) -> None:
    """--short, as text and as Markdown; other formats don't have it."""
    _, out, _ = run("show", stored, "--short")
    assert len(out.splitlines()) <= 24
    assert "Shopping list" not in out
    assert run("show", stored, "--short", "--format", "markdown")[1].startswith("# 7 days, vegan")
    code, out, err = run("show", stored, "--short", "--format", "html")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "html has no short form" in err


def test_a_file_that_is_written_is_shown_too(
    run: Run, stored: str, terminal: Path, tmp_path: Path
) -> None:
    """On a terminal, with what to type next; the file is as it would be without one."""
    path = tmp_path / "again.txt"
    code, out, _ = run("show", stored, "--output", str(path))
    assert code == ExitCode.MET
    assert out.startswith("7 days, vegan")
    assert f"planner today {stored}" in " ".join(out.split())
    assert not terminal.exists()
    assert "[ ] " in path.read_text(encoding="utf-8")
    assert "Space:" not in path.read_text(encoding="utf-8")


def test_one_day_or_one_meal(run: Run, stored: str, week: WeekPlan) -> None:
    """--day, --meal or both; nothing of the coverage or the list."""
    _, day, _ = run("show", stored, "--day", "3")
    assert day.startswith("Day 3 · ")
    assert [line.partition(":")[0] for line in day.splitlines() if " min" in line and ":" in line][
        :1
    ] == ["Breakfast"]
    assert "Shopping list" not in day
    _, dinners, _ = run("show", stored, "--meal", "dinner")
    assert dinners.count("Dinner: ") == len(week.days)
    assert "Lunch: " not in dinners
    _, one, _ = run("show", stored, "--day", "3", "--meal", "dinner", "--format", "markdown")
    assert one.count("### ") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "--day", "9"], "--day: the plan has no day 9 It has days 1 to 7."),
        (["show", "--day", "three"], "'three' is not a whole number"),
        (["show", "--meal", "brunch"], "--meal: no meal is called 'brunch'"),
        (["show", "--short", "--day", "1"], "--short: shows the days at a glance"),
        (["show", "--day", "1", "--format", "ics"], "--day: ics has no single days"),
        (["today"], "--day: the plan has no dates Say which of its days you mean"),
        (["today", "--day", "8"], "--day: the plan has no day 8"),
        (["today", "--day", "1", "--date", "2026-11-30"], "--date: the day is said twice"),
        (["today", "--date", "tomorrow"], "'tomorrow' is not a date"),
    ],
)
def test_what_is_not_there_is_one_message(
    words: list[str], says: str, run: Run, stored: str
) -> None:
    """It names the option and says what there is; nothing is printed."""
    code, out, err = run(words[0], stored, *words[1:])
    assert (code, out) == (ExitCode.USAGE, "")
    assert says in " ".join(err.split())


def test_today_says_what_to_cook_and_what_to_prepare(
    run: Run, stored: str, week: WeekPlan, tmp_path: Path
) -> None:
    """By its number, and by its date where the plan has one."""
    _, out, _ = run("today", stored, "--day", "2")
    assert out.startswith("Day 2 · ")
    assert "For tomorrow, day 3" in out
    value = week.to_json()
    value["request"]["start"] = "2026-11-30"
    dated = tmp_path / "dated.json"
    dated.write_text(json.dumps(value), encoding="utf-8")
    _, out, _ = run("today", str(dated), "--date", "2026-12-01")
    assert out.startswith("Tuesday 1 December · ")
    assert "For tomorrow, Wed 2 Dec" in out
    code, _, err = run("today", str(dated), "--date", "2026-12-07")
    assert code == ExitCode.USAGE
    assert "from 2026-11-30 to 2026-12-06" in err


def test_a_terminal_has_colours_unless_it_asks_for_none(
    run: Run, stored: str, terminal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR keeps them away; the signs stay."""
    plain = run("show", stored, "--short")[1]
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("COLORTERM", "truecolor")
    painted = run("show", stored, "--short")[1]
    assert "\x1b[" not in plain
    assert "\x1b[32m" in painted
    assert "✓" in plain
    assert "✓" in painted
    assert not terminal.exists()
    assert os.environ["TERM"] == "xterm"
