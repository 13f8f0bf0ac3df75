"""What the tests share: the bundled tables, read once, and a folder of them to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planner.tables import FILES, Tables, find_data, read_tables


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The bundled tables."""
    return read_tables(find_data())


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the bundled tables that a test may break."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in FILES:
        shutil.copy(find_data() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """A handful of foods and dishes, with the bundled nutrients, diets and reference intakes."""
    folder = tmp_path_factory.mktemp("tiny")
    own = Path(__file__).parent / "tiny"
    for name in FILES:
        shutil.copy(own / name if (own / name).exists() else find_data() / name, folder / name)
    return read_tables(folder)
