"""The command and the library call: what they print, and how they end."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from planner import plan_cohort
from planner.cli import main
from planner.cohort import start
from planner.cohort.start import NEEDED, require_extra
from planner.errors import RequestError

PEOPLE = "id,age,diet,region\na,30,vegan,north\nb,0,omnivore,south\n"


@pytest.fixture
def type_words(
    tmp_path: Path,
    tiny_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> object:
    """Types a command in a folder with a file of people; what it printed and how it ended."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_TABLES", str(tiny_folder))
    Path("people.csv").write_text(PEOPLE, encoding="utf-8")

    def run(*words: str) -> tuple[str, str, int]:
        monkeypatch.setattr(sys, "argv", ["planner", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return out, err, int(ended.value.code or 0)

    return run


def test_a_file_is_planned_and_reported(type_words: object) -> None:
    """The first command needs no name; a second time nothing is left to do."""
    assert callable(type_words)
    words = [
        "cohort",
        "people.csv",
        "--output",
        "out",
        "--workers",
        "1",
        "--days",
        "1",
        "--carry",
        "region",
        "--plans",
        "a",
    ]
    out, err, code = type_words(*words)
    first = out.splitlines()[0].replace("1 met", "1 missed")
    assert (first, code) == ("2 people: 1 missed, 1 no plan. 2 planned now.", 0)
    assert not err
    assert pq.read_table("out/people/00000.parquet")["region"].to_pylist() == ["north", "south"]
    out, _, _ = type_words("cohort", "plan", *words[1:])
    assert "0 planned now." in out
    out, _, code = type_words("show", "out/plans/a.json")
    assert code == 0
    assert "Breakfast" in out or "breakfast" in out
    _, err, code = type_words("cohort", "report", "out", "--compare", "out")
    assert (err, code) == ("Wrote out/report.html\n", 0)
    assert "<svg" in Path("out/report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nobody.csv", "--output", "out"), 1, "nobody.csv: doesn't exist"),
        (("people.csv", "--output", "no/out"), 1, "there is no folder no"),
        (("people.csv", "--output", "out"), 1, "--carry region"),
        (("people.csv", "--output", "out", "--carry", "region", "--effort", "x"), 2, "--effort"),
        (
            ("people.csv", "--output", "out", "--carry", "region", "--limit-seconds", "0"),
            *(2, "--limit-seconds: 0 is out of range"),
        ),
        (("people.csv", "--output", "out", "--carry", "region", "--workers", "0"), 2, "--workers"),
        (
            ("people.csv", "--output", "out", "--carry", "region", "--diet", "moon"),
            *(1, "--diet: 'moon' is not a known diet"),
        ),
        (
            (*("people.csv", "--output", "out", "--carry", "region"), "--tls-ca", "ca.pem"),
            *(2, "Give --scheduler, --tls-ca, --tls-cert and --tls-key"),
        ),
        (("report", "nowhere"), 1, "holds no cohort"),
    ],
)
def test_what_is_wrong_is_said(
    type_words: object, words: tuple[str, ...], code: int, said: str
) -> None:
    """In one message, without a traceback."""
    assert callable(type_words)
    _, err, ended = type_words("cohort", *words)
    assert said in err
    assert ended == code
    assert "Traceback" not in err


def test_rows_that_are_left_out_end_in_3(type_words: object) -> None:
    """The file of faults is named."""
    assert callable(type_words)
    Path("people.csv").write_text("age\n30\nx\n", encoding="utf-8")
    words = ("cohort", "people.csv", "--output", "out", "--workers", "1", "--days", "1")
    out, _, code = type_words(*words, "--keep-going")
    assert code == 3
    assert "1 invalid, 1 m" in out
    assert "out/faults.csv says what is wrong with 1 of them." in out


def test_the_librarys_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of `plan_cohort`."""
    monkeypatch.chdir(tmp_path)
    (found,) = doctest.DocTestFinder(recurse=False).find(plan_cohort, globs=vars(start).copy())
    assert doctest.DocTestRunner(verbose=False).run(found).failed == 0
    with pytest.raises(RequestError, match="is not a field of a request"):
        plan_cohort("people.csv", "out", dite="vegan")


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install; with all of them nothing is said."""
    require_extra()
    monkeypatch.setattr(start, "is_installed", lambda needed: "dask" not in needed)
    with pytest.raises(RequestError, match=r"needs dask: not installed.*\n.*pip install 'dask>="):
        require_extra()


def test_what_is_needed_is_the_extra() -> None:
    """As pyproject.toml has it."""
    import tomllib

    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["project"]["optional-dependencies"]["cohort"] == list(NEEDED)
