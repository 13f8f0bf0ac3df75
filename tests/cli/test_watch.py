"""What a search shows on a terminal while it works, and that it shows nothing elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from planner import Tables, Work, make_request, plan
from planner.cli.inputs import TRYING, watch


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def show_search(
    stream: io.StringIO, days: int, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> str:
    """What is written to standard error while a plan that misses something is sought."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    work = Work()
    request = make_request(tables, diet="vegan", avoid="fortified", days=1)
    with watch(work, None, days):
        plan(request, tables, work)
    assert "shortfall" in work.seconds
    return stream.getvalue()


@pytest.mark.parametrize("days", [1, 8])
def test_a_terminal_shows_that_changes_are_tried(
    days: int, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of short plans and of long ones; the line is erased at the end."""
    written = show_search(Screen(), days, tables, monkeypatch)
    assert TRYING in written
    erases_a_line = "\x1b[2K"
    assert written.rindex(erases_a_line) > written.rindex(TRYING)


def test_a_pipe_gets_no_word_of_it(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads standard error reads messages alone."""
    assert show_search(io.StringIO(), 8, tables, monkeypatch) == ""
