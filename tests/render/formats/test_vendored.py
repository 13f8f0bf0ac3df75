"""What others wrote is as they published it, and is named with its licence."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from planner.render.formats.site import SITE, VENDORED, read_assets

FOLDERS = sorted((SITE / "vendor").iterdir())


def test_every_file_of_others_has_its_folder() -> None:
    """And is among the files that pages link to."""
    assert {(SITE / name).parent for name in VENDORED} == set(FOLDERS)
    assert {Path(name).name for name in VENDORED} <= set(read_assets())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_it_is_what_was_published(folder: Path) -> None:
    """The checksum is recomputed; the licence is the one that is named."""
    source = tomllib.loads((folder / "SOURCE.toml").read_text(encoding="utf-8"))
    data = (folder / Path(source["file"]).name).read_bytes()
    assert sha256(data).hexdigest() == source["sha256"]
    assert f'version:"{source["version"]}"'.encode() in data
    licence = (folder / "LICENSE").read_text(encoding="utf-8")
    assert {"0BSD": "Zero-Clause BSD"}[source["licence"]] in licence
