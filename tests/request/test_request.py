"""The record of a request, as it stands in a plan file."""

from __future__ import annotations

import json

import pytest

from planner import make_request
from planner.errors import PlanFileError
from planner.plans.json_file import SCHEMA, parse_file
from planner.request.request import Request
from planner.tables.bundle import Tables


def test_a_number_in_a_plan_of_before_was_for_dinners(tables: Tables) -> None:
    """It is read as what it meant when that plan was made, so the plan keeps to it still."""
    value = make_request(tables, days=1).to_json()
    assert value["minutes"] is None
    file = {"schema": SCHEMA, "schema_version": 4, "request": {**value, "minutes": 30}}
    upgraded = parse_file(json.dumps(file), "plan.json")
    assert Request.from_json(upgraded["request"]).minutes == {"dinner": 30}
    assert Request.from_json({**value, "minutes": {"lunch": 9}}).to_json()["minutes"] == {
        "lunch": 9
    }
    with pytest.raises(PlanFileError, match="minutes"):
        Request.from_json({**value, "minutes": {"supper": 9}})
