"""The packages are what pyproject.toml, the page of the architecture and the public names say."""

from __future__ import annotations

import ast
import re
import runpy
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
    """Beside the standard library a package imports what its row says, and nothing else."""
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \|$", page, re.MULTILINE)
    allowed = {name: set(re.findall(r"\w+", packages)) - {"none"} for name, packages in rows}
    used: dict[str, set[str]] = {name: set() for name in allowed}
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
            used[home] |= roots - sys.stdlib_module_names - {"planner", "_typeshed"}
    assert used == allowed


def test_the_picture_has_the_layers_of_the_contract(layers: list[list[str]]) -> None:
    """It draws the packages that the page lists, from the top down as the contract has them."""
    page = PAGE.read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    picture = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert picture
    rows = [re.findall(r"\w+", line[:40]) for line in picture[1].splitlines()]
    ordered = [sorted(set(layer) & listed) for layer in layers]
    assert [sorted(row) for row in rows if row] == [layer for layer in ordered if layer]


def find_lines(picture: str) -> set[tuple[str, str]]:
    """The packages that lines of a picture join, each upper one with the one below it."""
    rows = [line[:40].ljust(40) for line in picture.splitlines()]
    names = [
        {column: found[0] for found in re.finditer(r"\w+", row) for column in range(*found.span())}
        for row in rows
    ]
    found = set()

    def follow(upper: str, row: int, column: int) -> None:
        """Follow the line that may begin near a column of a row, down to the package it ends at."""
        for near in range(max(column - 1, 0), column + 2):
            sign = rows[row][near]
            step = {"|": 0, "/": -1, "\\": 1}.get(sign)
            if step is None:
                continue
            reach = (names[row + 1].get(near + step * far) for far in range(1, 4))
            lower = next(filter(None, reach), None)
            if lower:
                found.add((upper, lower))
            else:
                follow(upper, row + 1, near + step)

    for row, named in enumerate(names[:-1]):
        for column, name in named.items():
            follow(name, row + 1, column)
    return found


def test_the_lines_of_the_picture_are_imports() -> None:
    """Each line is an import that there is, and each import goes down along lines."""
    structure = runpy.run_path(str(ROOT / "tools" / "show_structure.py"))
    modules = structure["read_modules"](ROOT / "planner")
    imports = structure["join_packages"](structure["find_imports"](modules))
    imports["cli"] -= {"web", "cohort"}  # it begins the other shells, which stand beside it
    picture = re.search(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert picture
    lines = find_lines(picture[1])
    drawn = {name for line in lines for name in line}
    assert {(upper, lower) for upper, lower in lines if lower not in imports[upper]} == set()
    below = {name: {lower for upper, lower in lines if upper == name} for name in drawn}
    for _ in drawn:
        below = {name: own.union(*(below[lower] for lower in own)) for name, own in below.items()}
    for name in drawn:
        assert imports[name] & drawn <= below[name], name
    assert drawn == set(imports) - {"planner", "__main__"}


def test_the_page_names_modules_that_exist() -> None:
    """A module that was moved is named where it is now."""
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`(\w+/[\w/]*(?:\.py)?)`", page)
    assert named
    folders = (ROOT / "planner", ROOT / "planner" / "render", ROOT)
    for name in named:
        assert any((folder / name).exists() for folder in folders), name
