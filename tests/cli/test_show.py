"""`show` and `shop` write every format, and say what they can't."""

from __future__ import annotations

import importlib.metadata
import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import WeekPlan, cli
from planner.errors import ExitCode

Run = Callable[..., tuple[int, str, str]]
PROJECT = Path(__file__).parents[2] / "pyproject.toml"
PAPER = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"][
    "paper"
]


@pytest.fixture(scope="module")
def stored(week: WeekPlan, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The week's file."""
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(json.dumps(week.to_json()), encoding="utf-8")
    return str(path)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, standard output and standard error of a command."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["planner", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode("latin-1"), err.decode()

    return command


@pytest.mark.parametrize(
    ("command", "name", "begins"),
    [
        ("show", "week.txt", "7 days, vegan"),
        ("show", "week.md", "# 7 days, vegan"),
        ("show", "week.json", "{"),
        ("show", "week.html", "<!doctype html>"),
        ("show", "WEEK.HTM", "<!doctype html>"),
        ("shop", "LIST.CSV", "\xef\xbb\xbfweek,aisle,item"),
        ("show", "week.pdf", "%PDF-"),
        ("shop", "list.txt", "Shopping list"),
        ("shop", "list.md", "## Shopping list"),
        ("shop", "list.csv", "\xef\xbb\xbfweek,aisle,item"),
        ("shop", "list.json", "["),
        ("shop", "list.html", "<!doctype html>"),
        ("shop", "list.pdf", "%PDF-"),
    ],
)
def test_the_extension_says_what_is_written(
    command: str, name: str, begins: str, run: Run, stored: str, tmp_path: Path
) -> None:
    """Each format to a file, its name on standard error, nothing on standard output."""
    path = tmp_path / name
    code, out, err = run(command, stored, "--output", str(path))
    assert (code, out) == (ExitCode.MET, "")
    assert err == f"Wrote {path}\n"
    assert path.read_bytes().decode("latin-1").lstrip().startswith(begins)


@pytest.mark.parametrize("written", ["text", "markdown", "csv", "json", "html", "pdf"])
def test_the_list_goes_to_standard_output(written: str, run: Run, stored: str) -> None:
    """What --format names is printed, a PDF byte for byte."""
    code, out, err = run("shop", stored, "--format", written)
    assert (code, err) == (ExitCode.MET, "")
    assert out.startswith({"pdf": "%PDF-", "csv": "week", "json": "["}.get(written, ""))
    assert out
    assert ("- [ ] " in out) == (written == "markdown")


def test_a_calendar_begins_on_the_day_that_is_said(run: Run, stored: str, tmp_path: Path) -> None:
    """--start and the times of meals reach the events."""
    path = tmp_path / "week.ics"
    words = ("--start", "2026-11-30", "--breakfast", "6:45", "--snack", "21:00")
    code, _, _ = run("show", stored, "--output", str(path), *words)
    assert code == ExitCode.MET
    text = path.read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == 28 + 1
    assert "DTSTART:20261130T064500\r\n" in text
    assert "DTSTART:20261206T210000\r\n" in text
    assert "\r\r" not in text


def test_days_are_called_by_their_dates(run: Run, stored: str) -> None:
    """With --start the pages name the days as a calendar does."""
    for written in ("text", "markdown", "html"):
        _, out, _ = run("show", stored, "--format", written, "--start", "2026-11-30")
        out = out.replace("\xc2\xa0", " ")  # on a page a number keeps to its word
        assert "Monday 30 November" in out
        assert "Sunday 6 December" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "--format", "csv"], "this command doesn't write 'csv'"),
        (["shop", "--format", "ics"], "text, markdown, json, csv, html or pdf"),
        (["shop", "--output", "list.ics"], "this command doesn't write ics"),
        (["show", "--output", "week.csv"], "Use one of .txt"),
        (["shop", "--output", "list.ics"], "`planner show` writes ics"),
        (["show", "--format", "csv"], "`planner shop` writes csv"),
        (["show", "--output", "week"], "has no extension"),
        (["show", "--format", "ics"], "--start: a calendar needs the date of the first day"),
        (["show", "--format", "ics", "--start", "tomorrow"], "'tomorrow' is not a date"),
        (["show", "--format", "ics", "--start", "2026-02-30"], "'2026-02-30' is not a date"),
        (["show", "--format", "ics", "--start", "30.11.2026"], "such as 2026-11-30"),
        (["show", "--format", "ics", "--start", "9999-12-31"], "out of range"),
        (["show", "--format", "ics", "--dinner", "25:00"], "'25:00' is not a time"),
        (["show", "--format", "ics", "--dinner", "7pm"], "such as 7:30 or 19:30"),
        (["show", "--format", "html", "--lunch", "12:00"], "--lunch: html has no times of meals"),
        (["show", "--paper", "a3"], "'a3' is not a known paper size"),
        (["show", "--paper", "letter"], "--paper: text has no paper size Write pdf"),
        (["shop", "--format", "html", "--paper", "a4"], "--paper: html has no paper size"),
        (["show", "--format", "ics", "--start", "2026-W10-1"], "such as 2026-11-30"),
        (["show", "--format", "pdf", "--lunch", "12:00"], "Write ics, or leave it out."),
    ],
)
def test_wrong_words_end_with_2(words: list[str], says: str, run: Run, stored: str) -> None:
    """One message that names the option, nothing on standard output, nothing written."""
    code, out, err = run(words[0], stored, *words[1:])
    assert (code, out) == (ExitCode.USAGE, "")
    assert says in " ".join(err.split())
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("written", "package"), [("html", "jinja2"), ("pdf", "typst"), ("ics", "icalendar")]
)
def test_a_missing_package_is_answered_with_the_line_to_run(
    written: str, package: str, run: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read or planned, whether it is missing or too old."""

    def lack(_: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    (needed,) = [one for one in PAPER if one.startswith(package)]
    for there, says in ((lack, "is not installed"), (lambda _: "0.1.9", "0.1.9 is too old")):
        monkeypatch.setattr(importlib.metadata, "version", there)
        code, out, err = run("show", stored, "--format", written, "--start", "2026-11-30")
        assert (code, out) == (ExitCode.USAGE, "")
        assert says in err
        assert f"pip install '{needed}'" in err


def test_a_pdf_is_not_poured_onto_a_screen(
    run: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It needs a file or a pipe."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    code, _, err = run("shop", stored, "--format", "pdf")
    assert code == ExitCode.USAGE
    assert "--output" in err


def test_an_unwritable_place_and_another_version_end_with_1(
    run: Run, stored: str, tmp_path: Path
) -> None:
    """A folder that isn't there, one in the file's place, a plan of another version."""
    (tmp_path / "taken.pdf").mkdir()
    for name, says in (("nowhere/week.pdf", "there is no folder"), ("taken.pdf", "can't be wri")):
        code, out, err = run("show", stored, "--output", str(tmp_path / name))
        assert (code, out) == (ExitCode.BAD_DATA, "")
        assert says in err
    plan = json.loads(Path(stored).read_text(encoding="utf-8"))
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**plan, "schema_version": 1}), encoding="utf-8")
    for words in (("show", "--format", "pdf"), ("show", "--format", "html"), ("shop",)):
        code, out, err = run(words[0], str(old), *words[1:])
        assert (code, out) == (ExitCode.BAD_DATA, "")
        assert "schema version 1" in err
    assert not list(tmp_path.glob(".*"))


def test_a_dash_is_standard_output_and_an_extension_may_be_a_whole_name(
    run: Run, stored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-o -` prints, with a format or without, and makes no file of that name."""
    monkeypatch.chdir(tmp_path)
    assert run("show", stored, "-o", "-")[1].startswith("7 days, vegan")
    assert run("show", stored, "-o", "-", "--format", "pdf")[1].startswith("%PDF-")
    assert run("show", stored, "-o", ".html")[0] == ExitCode.MET
    assert [path.name for path in tmp_path.iterdir()] == [".html"]


def test_standard_output_that_takes_nothing_is_said(
    stored: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed, or on a disk that is full: one line and exit code 1."""
    monkeypatch.setattr(sys, "stdout", None)
    code, _, err = run("show", stored)
    assert (code, err.splitlines()[0]) == (ExitCode.BAD_DATA, "planner: standard output: is closed")

    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code, _, err = run("show", stored)
    assert code == ExitCode.BAD_DATA
    assert err.startswith("planner: standard output: can't be written: No space left")
