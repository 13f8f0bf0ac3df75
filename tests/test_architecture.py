"""What the package gives its users is what it says; import-linter holds the layers."""

from __future__ import annotations

import planner


def test_public_names_are_what_they_say() -> None:
    """Each public name exists, is the one of its room, and nothing else is public."""
    assert sorted(planner.__all__) == sorted(planner.HOMES)
    for name, room in planner.HOMES.items():
        assert getattr(planner, name).__module__ == f"planner.{room}"
