"""Results are written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from planner.errors import OutputError, PlanFileError
from planner.parsing.files import read_file, write_file


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


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    """Who keeps a plan behind a link finds the new one at both names."""
    target, link = tmp_path / "week.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target.name)
    write_file(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """A pipe in the place of a file stays one and brings what was written."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, "µ\n")
    reader.join(timeout=10)
    assert found == ["µ\n".encode()]
    assert pipe.is_fifo()


def test_any_name_that_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    """The longest name leaves room for the file that is written first."""
    path = tmp_path / ("x" * 255)
    write_file(path, "x")
    assert path.read_text(encoding="utf-8") == "x"


def test_a_write_that_is_interrupted_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C keeps what was there and nothing beside it."""
    path = tmp_path / "week.txt"
    write_file(path, "old")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


KILLED = """
import os, sys
from pathlib import Path
from planner.parsing.files import write_file
os.fsync = lambda _: os.abort()
write_file(Path(sys.argv[1]), "half")
"""


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """And nothing else is, whatever its name."""
    path = tmp_path / "week.txt"
    others = [tmp_path / name for name in (".planner.toml", ".planner.0123.part", "a.part")]
    for other in others:
        other.write_text("mine", encoding="utf-8")
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, capture_output=True)
    (left,) = set(tmp_path.iterdir()) - set(others)
    assert left.name.startswith(".planner.")
    write_file(path, "new")
    assert set(tmp_path.iterdir()) == {path, *others}


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    """Two runs may write into one folder at once."""
    fcntl = pytest.importorskip("fcntl")
    other = tmp_path / ".planner.0123456789abcdef.part"
    with other.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_file(tmp_path / "week.txt", "new")
        assert other.exists()
    write_file(tmp_path / "week.txt", "new")
    assert not other.exists()


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    """One byte more than is wanted is enough to know."""
    path = tmp_path / "week.txt"
    path.write_text("x" * 11, encoding="utf-8")
    assert read_file(path, PlanFileError, "", most=11)
    with pytest.raises(PlanFileError, match="it has more than 1e-05 MB"):
        read_file(path, PlanFileError, "", most=10)
