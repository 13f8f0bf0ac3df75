"""The example that plots runs, and what it draws is what the check found."""

from __future__ import annotations

import runpy
import warnings
from pathlib import Path

import numpy as np
import pytest

from planner import check

SCRIPT = Path(__file__).parent.parent / "examples" / "plot_coverage.py"


def test_a_plotted_coverage_is_the_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot for each day of each nutrient, at its percent; the picture is written where you are."""
    pytest.importorskip("matplotlib")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of packages that an old matplotlib calls
        names = runpy.run_path(str(SCRIPT))
    assert (tmp_path / "coverage.png").read_bytes().startswith(b"\x89PNG")
    axes, week, rows = names["axes"], names["week"], names["rows"]
    days, _ = axes.collections
    checked, name = check(week), week.tables.nutrients["magnesium_mg"].label
    (target,) = {
        one.minimum
        for one in checked.verdicts
        if (one.nutrient, one.kind) == ("magnesium_mg", "RDA") and one.minimum
    }
    drawn = [x for x, y in days.get_offsets() if y == rows[name]]
    amounts = np.array([checked.amount("you", day, "magnesium_mg") for day in checked.days])
    assert sorted(drawn) == pytest.approx(sorted(100 * amounts / target))
    assert len(days.get_offsets()) == len(rows) * len(week.days)
    assert [label.get_text() for label in axes.get_yticklabels()] == list(rows)
