"""The salt of a day: what its sodium leaves, in a spoon that a cook has."""

from __future__ import annotations

import re
from dataclasses import replace

from planner import WeekPlan, check_plan
from planner.render.documents.plan import write_salt
from planner.render.phrases import Units
from planner.report.drink_and_salt import (
    SALT_G_A_TSP,
    SODIUM_SHARE_OF_SALT,
    compute_salt_room,
)
from planner.tables.bundle import Tables
from planner.tables.nutrients import SODIUM


def test_a_day_has_no_more_salt_than_its_sodium_leaves(week: WeekPlan, tables: Tables) -> None:
    """The spoon that is printed, as sodium, and the food's own are within the limit together."""
    report = check_plan(week, tables)
    (person,) = week.request.people
    limits = [
        verdict.maximum
        for verdict in report.verdicts
        if verdict.nutrient == SODIUM and verdict.maximum is not None
    ]
    seen = 0
    for day in week.days:
        text = write_salt(day, report, week, tables, Units.METRIC)
        found = re.search(r"\((\d\.\d) g\)", text)
        sodium = report.amount(person.name, day.day, SODIUM)
        if found is None:
            assert text == "" or sodium + 750 * SODIUM_SHARE_OF_SALT > min(limits)
            continue
        seen += 1
        added = float(found[1]) * SODIUM_SHARE_OF_SALT * 1000
        assert sodium + added <= min(limits) + 0.05 * SODIUM_SHARE_OF_SALT * 1000  # a decimal
    assert seen


def test_a_day_with_little_room_says_so(week: WeekPlan, tables: Tables) -> None:
    """Below an eighth of a spoon there is none; from there on quarters."""
    report = check_plan(week, tables)
    (person,) = week.request.people
    day = next(d for d in week.days if write_salt(d, report, week, tables, Units.METRIC))
    sodium = report.amount(person.name, day.day, SODIUM)
    for grams, says in ((0.7, "none today"), (0.8, "⅛ tsp"), (2.9, "¼ tsp"), (6.1, "1 tsp")):
        limit = sodium + grams * SODIUM_SHARE_OF_SALT * 1000
        verdicts = tuple(
            replace(verdict, maximum=limit)
            if verdict.nutrient == SODIUM and verdict.maximum is not None
            else verdict
            for verdict in report.verdicts
        )
        own = replace(report, verdicts=verdicts)
        assert says in write_salt(day, own, week, tables, Units.METRIC)
        assert " g)" not in write_salt(day, own, week, tables, Units.US)
    room = compute_salt_room(person, report, day.day)
    assert room is not None
    assert room.sodium_mg == sodium
    assert room.salt_g / SALT_G_A_TSP < 2
