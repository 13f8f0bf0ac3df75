"""Results are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import OutputError
from planner.files import write_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """What was there is replaced in one step and nothing else is left behind."""
    path = tmp_path / "week.txt"
    write_file(path, "one\n")
    write_file(path, "two µ\n")
    assert path.read_text(encoding="utf-8") == "two µ\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A missing folder, or a folder in the file's place, is one message; nothing is lost."""
    with pytest.raises(OutputError, match="can't be written"):
        write_file(tmp_path / "nowhere" / "week.txt", "x")
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="can't be written"):
        write_file(tmp_path / "taken", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
