"""What is installed beside the planner has been seen to work, from the oldest to the newest."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def test_each_package_has_the_oldest_and_newest_that_were_tried() -> None:
    """A later one may break a promise, as highspy 1.16 did with what it prints."""
    for needed in (*PROJECT["dependencies"], *EXTRAS["paper"], *EXTRAS["test"]):
        assert re.fullmatch(r"[a-z0-9-]+(\[cbc\])?>=[\d.]+,<[\d.]+", needed), needed


def test_the_gate_tries_the_oldest() -> None:
    """What `.ci/oldest.txt` pins are the lower bounds."""
    path = ROOT / ".ci" / "oldest.txt"
    if not path.exists():
        pytest.skip("the gate isn't part of the source package")
    pinned = set(path.read_text(encoding="utf-8").splitlines()[1:])
    needed = (*PROJECT["dependencies"], *EXTRAS["paper"], *EXTRAS["test"])
    assert pinned == {re.sub(r"\[cbc\]|,.*", "", one).replace(">=", "==") for one in needed}
