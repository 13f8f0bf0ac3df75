"""Data flows one way: a room imports only rooms above it."""

from __future__ import annotations

import ast
from pathlib import Path

import planner

ROOMS = [
    "errors",
    "values",
    "files",
    "reading",
    "nutrients",
    "groceries",
    "foods",
    "prices",
    "diets",
    "dishes",
    "intakes",
    "cautions",
    "conditions",
    "advice",
    "cramps",
    "supplements",
    "unmeasured",
    "tables",
    "pantry",
    "aisles",
    "person",
    "targets",
    "wishes",
    "measures",
    "request",
    "excerpt",
    "again",
    "making",
    "profiles",
    "questions",
    "plan",
    "customs",
    "unusual",
    "check",
    "linear",
    "program",
    "household",
    "programs",
    "shopping",
    "market",
    "order",
    "kitchen",
    "day",
    "leftovers",
    "work",
    "search",
    "thrift",
    "week",
    "explain",
    "recount",
    "opening",
    "asked",
    "swap",
    "average",
    "shortfall",
    "changes",
    "answer",
    "render",
    "cli",
]
FOLDER = Path(planner.__file__).parent


def imports(path: Path) -> set[str]:
    """Every module that a file imports, dotted."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def room_of(path: Path) -> str:
    """The room that a file lives in."""
    relative = path.relative_to(FOLDER)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def test_rooms_import_only_rooms_above() -> None:
    """No room knows one below it, and every room has its place in the order."""
    for path in FOLDER.rglob("*.py"):
        room = room_of(path)
        if room in ("__init__", "__main__"):
            continue
        assert room in ROOMS, f"{room} has no place in the order of rooms"
        for module in imports(path):
            if module.startswith("planner."):
                other = module.split(".")[1]
                below = ROOMS.index(other) > ROOMS.index(room)
                assert not below, f"{room} imports {other}, which is below it"


def test_packages_stay_in_their_rooms() -> None:
    """Typer lives in cli, the solvers in linear, paper in render; the check shares none."""
    homes = {"typer": {"cli"}, "pulp": {"linear"}, "highspy": {"linear"}}
    homes |= {key: {"render"} for key in ("typst", "jinja2", "icalendar")}
    for path in FOLDER.rglob("*.py"):
        for module in imports(path):
            top = module.split(".")[0]
            assert room_of(path) in homes.get(top, {room_of(path)}), f"{path.name} imports {top}"
    below = ROOMS[ROOMS.index("check") + 1 :]
    shared = {f"planner.{room}" for room in below}
    assert not imports(FOLDER / "check.py") & shared


def test_public_names_are_what_they_say() -> None:
    """Each public name exists, is the one of its room, and nothing else is public."""
    assert sorted(planner.__all__) == sorted(planner.HOMES)
    for name, room in planner.HOMES.items():
        assert getattr(planner, name).__module__ == f"planner.{room}"
