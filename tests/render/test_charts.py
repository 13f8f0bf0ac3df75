"""The pictures say what the check found, in numbers too, and read without colour."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from planner import CheckReport, WeekPlan, check_plan, make_request
from planner.actions.answers import answer_request
from planner.plans.records import Verdict
from planner.render.blocks import Mark
from planner.render.charts import compose_pictures
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE


@pytest.fixture(scope="module")
def report(week: WeekPlan, tables: Tables) -> CheckReport:
    """The check of the week."""
    return check_plan(week, tables)


def miss(report: CheckReport, nutrient: str, day: int) -> CheckReport:
    """The same check, where a day's target isn't met."""

    def spoil(one: Verdict) -> Verdict:
        hit = (one.nutrient, one.period, one.number) == (nutrient, "day", day) and one.minimum
        return replace(one, met=False, value=one.minimum * 0.83) if hit and one.minimum else one

    return replace(report, verdicts=tuple(map(spoil, report.verdicts)))


def test_what_is_short_is_framed_hatched_and_signed(
    week: WeekPlan, report: CheckReport, tables: Tables
) -> None:
    """A missed day has a sign, a frame and a pattern, so that it shows in black and white."""
    (person,) = week.request.people
    whole = compose_pictures(week, report, person, tables)[0]
    assert "Nothing required is missed" in whole.says
    assert 'class="frame"' not in whole.svg
    spoilt = compose_pictures(week, miss(report, THE_FIVE[2], 3), person, tables)[0]
    assert "Missed, and framed: calcium (day 3)" in spoilt.says
    assert spoilt.svg.count('class="frame"') == 1
    assert len(re.findall(r'class="hatched"[^>]*url\(#p[0-9a-f]+-short\)', spoilt.svg)) == 1
    assert re.search(r">\d+!</text>", spoilt.svg)
    marked = [c for row in spoilt.numbers.rows for c in row if c.mark is Mark.MISS]
    assert len(marked) == 1


def test_limits_are_sorted_by_nearness(report: CheckReport, week: WeekPlan, tables: Tables) -> None:
    """The limit most used is on top."""
    (person,) = week.request.people
    limits = compose_pictures(week, report, person, tables)[1]
    shares = [int(row[3].text.removesuffix(" %")) for row in limits.numbers.rows]
    assert shares == sorted(shares, reverse=True)


def test_sources_add_up_in_a_picture(week: WeekPlan, report: CheckReport, tables: Tables) -> None:
    """The foods that are drawn and the rest are all of a nutrient, as near as percent are."""
    (person,) = week.request.people
    rows = compose_pictures(week, report, person, tables)[2].numbers.rows
    for nutrient in THE_FIVE:
        label = tables.nutrients[nutrient].label
        said = [row[2].text for row in rows if row[0].text == label]
        percents = [int(one.removesuffix(" %")) for one in said if "below" not in one]
        assert sum(percents) == pytest.approx(100, abs=len(said))


def test_each_drawing_is_well_formed_and_has_its_numbers(
    week: WeekPlan, report: CheckReport, tables: Tables
) -> None:
    """Drawings are XML with patterns of their own; every number drawn stands in the table."""
    (person,) = week.request.people
    pictures = compose_pictures(week, report, person, tables)
    ids: list[str] = []
    for picture in pictures:
        root = ET.fromstring(picture.svg)  # noqa: S314  (made here)
        ids += [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert picture.numbers.rows
        assert all(len(row) == len(picture.numbers.headers) for row in picture.numbers.rows)
    assert len(ids) == len(set(ids))
    drawn = set(re.findall(r">(\d+)</text>", pictures[0].svg)) - set(map(str, report.days))
    table = {cell.text.partition(" %")[0] for row in pictures[0].numbers.rows for cell in row}
    assert drawn <= table


def test_a_supplement_is_a_source(tables: Tables) -> None:
    """What a supplement brings is named, and its nutrient has a sign."""
    words: dict[str, Any] = {"diet": "vegan", "avoid": ["fortified"], "days": 1}
    plan = answer_request(make_request(tables, supplements=["vitamin-b12"], **words), tables)
    report, (person,) = check_plan(plan, tables), plan.request.people
    coverage, _, sources = compose_pictures(plan, report, person, tables)
    assert "a supplement" in [row[1].text for row in sources.numbers.rows]
    assert ">vitamin B12 +<" in coverage.svg
    assert "mean" not in coverage.svg  # of one day


def test_an_aim_that_is_not_reached_has_a_frame_of_dashes(
    week: WeekPlan, report: CheckReport, tables: Tables
) -> None:
    """It is told from what is missed, and named as not required."""

    def lower(one: Verdict) -> Verdict:
        if one.nutrient == "choline_mg" and one.minimum and not one.required:
            return replace(one, met=False, value=one.minimum * 0.9)
        return one

    (person,) = week.request.people
    spoilt = replace(report, verdicts=tuple(map(lower, report.verdicts)))
    picture = compose_pictures(week, spoilt, person, tables)[0]
    framed = picture.says.partition("framed in dashes: ")[2]
    assert "choline (average)" in framed
    assert picture.svg.count("stroke-dasharray") == framed.count("(average)")
    assert 'class="frame"' not in picture.svg


def test_days_are_called_by_their_dates_in_pictures_too(
    week: WeekPlan, report: CheckReport, tables: Tables
) -> None:
    """Columns, titles and what is said of a day."""
    (person,) = week.request.people
    start = date(2026, 11, 30)
    coverage, limits, _ = compose_pictures(
        week, miss(report, THE_FIVE[2], 3), person, tables, start
    )
    assert coverage.title == "Coverage by day, Mon 30 Nov to Sun 6 Dec"
    assert "calcium (Wed 2)" in coverage.says
    assert not [row for row in limits.numbers.rows if row[-1].text.startswith("day")]
