"""The packages that formats need are those of the extra, and versions compare as numbers."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from planner.cli.options import PLAN_FORMATS, Format
from planner.cli.output import choose_format
from planner.errors import RequestError
from planner.render.formats.packages import PACKAGES, read_version, require_package

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_extra_has_the_packages_that_messages_name() -> None:
    """With the same oldest and newest versions."""
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(PACKAGES.values()) <= set(extras["paper"])


@pytest.mark.parametrize(
    ("older", "newer"), [("3.0.9", "3.1"), ("0.9", "0.15"), ("", "6"), ("6.0", "6.0.1")]
)
def test_versions_compare_as_numbers(older: str, newer: str) -> None:
    """0.9 is older than 0.15, and no version is the oldest."""
    assert read_version(older) < read_version(newer)


@pytest.mark.parametrize("written", ["text", "markdown", "json", "csv"])
def test_plain_formats_need_nothing(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is installed."""

    def lack(_: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "version", lack)
    require_package(written)
    with pytest.raises(RequestError, match="jinja2, which is not installed"):
        require_package("html")


def test_a_missing_package_is_said_of_the_argument_that_needs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file's name that asks for a format is --output, not --format."""
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "0.1")
    with pytest.raises(RequestError, match=r"^output: pdf needs"):
        choose_format(None, tmp_path / "week.pdf", PLAN_FORMATS)
    with pytest.raises(RequestError, match=r"^format: pdf needs"):
        choose_format(Format.PDF, tmp_path / "week.pdf", PLAN_FORMATS)


def test_the_oldest_version_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first that was tried is enough; the one before it is too old."""
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "3.1")
    require_package("html")
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "3.0.9")
    with pytest.raises(RequestError, match=r"3\.0\.9 is too old"):
        require_package("html")
