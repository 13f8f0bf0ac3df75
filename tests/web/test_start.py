"""`planner serve`: one server a kitchen, on this machine alone, and what it says where it can't."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from planner.errors import RequestError
from planner.web import start


@pytest.fixture
def served(
    kitchen: Path, serve: Any, find_port: Any
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of the kitchen, and its port."""
    port = find_port()
    with serve(kitchen, port) as process:
        yield process, port


def test_a_second_server_is_refused_by_the_name_of_the_first(
    served: tuple[subprocess.Popen[str], int], kitchen: Path, find_port: Any
) -> None:
    """And Ctrl-C ends the first, so that another may begin."""
    process, port = served
    words = [sys.executable, "-m", "planner", "serve", "--kitchen", str(kitchen)]
    second = subprocess.run(
        [*words, "--port", str(find_port())], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"is served already, by planner serve at http://127.0.0.1:{port} " in second.stderr
    with urlopen(f"http://127.0.0.1:{port}/") as page:
        assert b"The week" in page.read()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) in (0, 130)
    assert (kitchen / ".planner.serve").read_text() == ""


def test_a_port_in_use_is_named(served: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    """With another one to choose."""
    _, port = served
    words = [sys.executable, "-m", "planner", "serve", "--kitchen", str(tmp_path / "other")]
    found = subprocess.run(
        [*words, "--port", str(port)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert f"can't listen on port {port}" in found.stderr
    assert f"planner serve --port {port + 1}" in found.stderr
    assert not (tmp_path / "other").exists()


def test_missing_packages_are_one_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """As every extra says it."""
    monkeypatch.setattr(start, "is_installed", lambda needed: not needed.startswith("fastapi"))
    with pytest.raises(RequestError) as error:
        start.serve(None, 8765, print)
    assert "fastapi" in str(error.value)
    assert "pip install 'fastapi>=" in str(error.value)
