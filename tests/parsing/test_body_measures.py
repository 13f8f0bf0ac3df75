"""Weights and heights as people write them."""

from __future__ import annotations

import pytest

from planner.parsing.body_measures import parse_height, parse_weight


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("63", 63),
        (63.5, 63.5),
        ("63,5 kg", 63.5),
        ("139lb", 63),
        ("139 pounds", 63),
        ("10st", 63.5),
        ("9 stone 4", 59),
        ("9st4lb", 59),
    ],
)
def test_weights_as_people_say_them(text: str | float, kg: float) -> None:
    """Kilograms, pounds and stones."""
    assert parse_weight(text) == pytest.approx(kg, abs=0.1)


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("165", 165),
        ("1.65m", 165),
        ("1,65 m", 165),
        ("65in", 165.1),
        ("5ft5in", 165.1),
        ("5 feet 5 inches", 165.1),
        ("5'5\"", 165.1),
        ("5'5", 165.1),
    ],
)
def test_heights_as_people_say_them(text: str, cm: float) -> None:
    """Centimetres, metres, inches, feet and inches."""
    assert parse_height(text) == pytest.approx(cm, abs=0.1)
