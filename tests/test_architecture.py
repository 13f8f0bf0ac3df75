"""The packages are what pyproject.toml, the page of the architecture and the public names say."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

import planner

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "architecture.md"


@pytest.fixture(scope="module")
def layers() -> list[list[str]]:
    """The layers of the contract from the top down, each with the packages that stand in it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        one for one in contracts["tool"]["importlinter"]["contracts"] if one["id"] == "layers"
    )
    return [re.findall(r"\w+", layer) for layer in contract["layers"]]


def test_public_names_are_what_they_say() -> None:
    """Each public name exists, is the one of its package, and nothing else is but `report`."""
    assert sorted(planner.__all__) == sorted([*planner.HOMES, "report"])
    for name, home in planner.HOMES.items():
        assert getattr(planner, name).__module__ == f"planner.{home}"


def test_the_page_lists_every_package(layers: list[list[str]]) -> None:
    """Each package has its row, and no row is of a package without a layer."""
    listed = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    package = ROOT / "planner"
    there = {path.parent.name for path in package.glob("*/__init__.py")}
    there |= {path.stem for path in package.glob("[a-z]*.py")}
    assert there <= listed
    assert listed <= {name for layer in layers for name in layer}


def test_the_page_lists_what_each_package_imports() -> None:
    """Beside the standard library a package imports no more than its row says."""
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \|$", page, re.MULTILINE)
    allowed = {name: set(re.findall(r"\w+", packages)) - {"none"} for name, packages in rows}
    for path in (ROOT / "planner").glob("**/*.py"):
        home = path.relative_to(ROOT / "planner").with_suffix("").parts[0]
        if home.startswith("__"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            roots = {name.split(".")[0] for name in names}
            unknown = roots - sys.stdlib_module_names - {"planner", "_typeshed"} - allowed[home]
            assert not unknown, f"{path.relative_to(ROOT)} imports {unknown}"


def test_the_picture_has_the_layers_of_the_contract(layers: list[list[str]]) -> None:
    """It draws the packages that the page lists, from the top down as the contract has them."""
    page = PAGE.read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    picture = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert picture
    rows = [re.findall(r"\w+", line[:40]) for line in picture[1].splitlines()]
    ordered = [sorted(set(layer) & listed) for layer in layers]
    assert [sorted(row) for row in rows if row] == [layer for layer in ordered if layer]


def test_the_page_names_modules_that_exist() -> None:
    """A module that was moved is named where it is now."""
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`(\w+/[\w/]*(?:\.py)?)`", page)
    assert named
    folders = (ROOT / "planner", ROOT / "planner" / "render", ROOT)
    for name in named:
        assert any((folder / name).exists() for folder in folders), name
