"""The lock of a kitchen names its owner and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from planner.errors import KitchenError
from planner.kitchen.folder import Kitchen
from planner.kitchen.journal import add_lines
from planner.kitchen.lock import hold_lock

HOLDER = """
import sys, time
from pathlib import Path
from planner.kitchen.folder import Kitchen
from planner.kitchen.lock import hold_lock
with hold_lock(Kitchen(Path(sys.argv[1])), "next"):
    print("held", flush=True)
    time.sleep(600)
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")


def begin_holder(kitchen: Kitchen) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(kitchen.folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_whoever_waits_in_vain_is_told_for_whom(kitchen: Kitchen) -> None:
    """By its command and its process."""
    with begin_holder(kitchen) as holder:
        told: list[str] = []
        with (
            pytest.raises(KitchenError, match=rf"in use by planner next \(process {holder.pid} on"),
            hold_lock(kitchen, "cooked", told.append, patience_s=0.1),
        ):
            pytest.fail("the lock was held twice")
        assert len(told) == 1
        assert f"Waiting for planner next (process {holder.pid}" in told[0]
        holder.kill()


def test_the_lock_ends_with_its_owner_and_the_next_one_says_so(kitchen: Kitchen) -> None:
    """Killed in the middle: nobody waits, and what it was is known."""
    with begin_holder(kitchen) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    told: list[str] = []
    with hold_lock(kitchen, "cooked", told.append, patience_s=0.0):
        pass
    assert len(told) == 1
    assert f"planner next (process {holder.pid}" in told[0]
    assert "was ended before it was done" in told[0]
    told.clear()
    with hold_lock(kitchen, "cooked", told.append, patience_s=0.0):
        pass
    assert not told


def test_an_error_inside_is_no_one_being_killed(kitchen: Kitchen) -> None:
    """The lock is free again, and clean."""
    with pytest.raises(ValueError, match="inside"), hold_lock(kitchen, "next"):
        raise ValueError("inside")
    told: list[str] = []
    with hold_lock(kitchen, "next", told.append, patience_s=0.0):
        pass
    assert not told


def test_a_journal_that_is_cut_short_is_said(kitchen: Kitchen) -> None:
    """Before the command adds its own line, which gets a line of its own; not afterwards."""
    kitchen.journal.write_text("2026-11-28 liked pad-thai\n2026-11-30 bought rol", encoding="utf-8")
    told: list[str] = []
    with hold_lock(kitchen, "liked", told.append):
        add_lines(kitchen.journal, date(2026, 11, 30), ["liked pad-thai"])
    assert len(told) == 1
    assert "'2026-11-30 bought rol', which may be cut short" in told[0]
    told.clear()
    with hold_lock(kitchen, "liked", told.append):
        pass
    assert not told
