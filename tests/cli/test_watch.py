"""What a search shows on a terminal while it works, and that it shows nothing elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from planner import Tables, Work, make_request, plan
from planner.cli import inputs
from planner.cli.inputs import PLANNING, TRYING, watch


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def show_search(
    stream: io.StringIO, tables: Tables, monkeypatch: pytest.MonkeyPatch, patience_s: float = 0.0
) -> str:
    """What is written to standard error while a plan that misses something is sought."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(inputs, "PATIENCE_S", patience_s)
    work = Work("quick")
    request = make_request(tables, diet="vegan", avoid="fortified", days=1)
    with watch(work, None):
        plan(request, tables, work)
    assert "shortfall" in work.seconds
    return stream.getvalue()


def test_a_terminal_shows_what_takes_long(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it plans, and then that changes are tried; the line is erased at the end."""
    written = show_search(Screen(), tables, monkeypatch)
    assert PLANNING in written
    assert written.rindex(TRYING) > written.rindex(PLANNING)
    erases_a_line = "\x1b[2K"
    assert written.rindex(erases_a_line) > written.rindex(TRYING)


def test_a_short_search_shows_nothing(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its patience ends a terminal stays as it is."""
    assert show_search(Screen(), tables, monkeypatch, patience_s=600.0) == ""


def test_a_pipe_gets_no_word_of_it(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads standard error reads messages alone."""
    assert show_search(io.StringIO(), tables, monkeypatch) == ""
