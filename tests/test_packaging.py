"""What is installed beside the planner has been seen to work, from the oldest to the newest."""

from __future__ import annotations

import ast
import re
import sys
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


def test_with_the_oldest_the_gate_leaves_out_only_what_imports_no_package() -> None:
    """A package or a module of actions that begins to import one is tested with its oldest too."""
    gate = ROOT / ".ci" / "run"
    if not gate.exists():
        pytest.skip("the gate isn't part of the source package")
    text = gate.read_text(encoding="utf-8")
    ((folders, modules),) = re.findall(
        r"tests/\{(.+?)\} .*?tests/actions/test_\{(.+?)\}", text, re.DOTALL
    )
    files = [
        path
        for folder in folders.split(",")
        for path in sorted((ROOT / "planner" / folder).rglob("*.py"))
    ]
    assert files
    files += [ROOT / "planner" / "actions" / f"{module}.py" for module in modules.split(",")]
    for path in files:
        if path.exists():  # some tests of actions are of several modules
            assert not find_packages(path), path


def find_packages(path: Path) -> set[str]:
    """The packages of others that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names} - {
        *sys.stdlib_module_names,
        "_typeshed",
        "planner",
    }
