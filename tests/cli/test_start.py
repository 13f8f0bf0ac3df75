"""The program begins and is stopped with one exit code, no traceback and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

INTERRUPTED = """
import os, signal, sys
from planner.__main__ import main

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[0]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
sys.argv = sys.argv[1:]
main()
"""
"""Runs the command line, and presses Ctrl-C where the module of that name begins to be imported."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no process a Ctrl-C of its own")
@pytest.mark.parametrize(
    "module",
    [
        "planner.cli",
        "typer",
        "planner.cli.commands.plan",
        "planner.tables.bundle",
        "numpy",
        "pulp",
        "highspy",
    ],
)
def test_an_interrupted_import_ends_quietly(module: str, tmp_path: Path) -> None:
    """Ctrl-C ends with 130 and says nothing, whatever the module makes of an exception."""
    words = ("plan", "--days", "1", "--output", "plan.json")
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module, *words],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_help_that_finds_no_room_is_one_message() -> None:
    """Standard output that is full ends with 1."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "planner", "--help"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("planner: standard output: can't be written: No space left")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_message_that_finds_no_room_costs_no_result(tmp_path: Path) -> None:
    """Standard error that is full doesn't keep a profile from being written."""
    path = tmp_path / "home.toml"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "planner", "init", "--yes", "-o", str(path)],
            check=False,
            stderr=full,
        )
    assert done.returncode == 0
    assert path.exists()


def test_the_profile_in_the_help_is_one() -> None:
    """`planner plan --help` shows a family's file, whose lines may be copied as they stand."""
    done = subprocess.run(
        [sys.executable, "-m", "planner", "plan", "--help"],
        capture_output=True,
        check=True,
        text=True,
    )
    shown = done.stdout.split("repeat one:")[1].split("Save it as")[0]
    profile = tomllib.loads(shown)
    assert profile["days"] == 7
    assert [person["name"] for person in profile["person"]] == ["Ana", "Ben"]


def test_help_reads_no_table_and_no_file() -> None:
    """`planner --help` imports nothing that reads files, computes or plans."""
    script = "import sys; sys.argv = ['planner', '--help']; import planner.cli as cli\n"
    script += "try: cli.main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    loaded = {*done.stderr.split()}
    assert "planner.cli" in loaded
    heavy = {"numpy", "pandas", "pulp", "highspy", "rich", "jinja2", "csv", "tomllib", "secrets"}
    assert not heavy & loaded
