"""Numbers are read as people type them."""

from __future__ import annotations

import pytest

from planner.parsing.numbers import drop_thousands_commas


@pytest.mark.parametrize(
    ("text", "plain"),
    [("1,500mg", "1500mg"), ("1,234,567", "1234567"), ("2,000.5", "2000.5")]
    + [(text, text) for text in ("1,5", "0,450 g", "12,50", "1,2345", "1500,", "1,500,00")],
)
def test_commas_of_thousands_are_dropped(text: str, plain: str) -> None:
    """Amounts are read as they are printed, and no decimal comma makes one ten times as much."""
    assert drop_thousands_commas(text) == plain
