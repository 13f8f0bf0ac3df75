"""Values of a file that someone edited: what can't stand is named."""

from __future__ import annotations

import json

import pytest

from planner import WeekPlan
from planner.errors import PlanFileError
from planner.parsing.json_values import Unfit, read_object, read_whole


def test_a_key_that_stands_twice_is_named(week: WeekPlan) -> None:
    """Which of the two is meant nobody knows, so neither is taken."""
    with pytest.raises(Unfit, match="'a' appears twice"):
        read_object([("a", 1), ("b", 2), ("a", 1)])
    text = json.dumps(week.to_json()).replace('"day": 1,', '"day": 1, "day": 1,', 1)
    with pytest.raises(PlanFileError, match=r"plan\.json: is not a plan: 'day' appears twice"):
        WeekPlan.from_json(text, "plan.json")


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 100_000])
def test_what_python_would_refuse_is_said_in_plain_words(text: str) -> None:
    """Numbers too long and lists too deep are not answered with the parser's own advice."""
    with pytest.raises(PlanFileError) as refused:
        WeekPlan.from_json(text, "plan.json")
    said = str(refused.value)
    assert "sys." not in said
    assert "recursion" not in said
    assert len(said) < 300


def test_a_whole_number_is_read() -> None:
    """As long as it may be."""
    assert read_whole("-12") == -12
