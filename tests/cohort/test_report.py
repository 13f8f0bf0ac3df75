"""What a report says is what the tables hold, weighted; and its page fetches nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser

from planner.cohort.page import render_report
from planner.cohort.people import PersonRow
from planner.cohort.records import Settings, Status, blank_row
from planner.cohort.report import (
    compare,
    compare_totals,
    costs,
    coverage,
    failing,
    read_people,
    statuses,
)
from planner.cohort.store import SCHEMA, SCHEMA_VERSION, Store
from planner.errors import CohortError
from planner.tables.bundle import Tables
from tests.cohort.conftest import Runs

D, B12 = "vitamin_d_ug", "vitamin_b12_ug"


def write(folder: Path, people: list[tuple[float, dict[str, Any]]]) -> Path:
    """A cohort of people of some weights, each with what is said of it."""
    run: dict[str, Any] = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "planner": "0",
        "tables_hash": "t",
        "people": {"file": "people.csv", "rows": len(people)},
        "options": {},
        "seed": 0,
        "effort": "quick",
        "bound_only": False,
        "plans": [],
    }
    rows = []
    for number, (weight, said) in enumerate(people):
        row = blank_row() | {"days": 7, "points": 14.0, "bound": 7.0, "cost_usd": 70.0}
        rows.append((PersonRow(str(number), "here", weight), {**row, **said}))
    store = Store(folder)
    with store.open(run):
        store.begin(run)
        store.write(0, rows, [row.id for row, _ in rows])
    return folder


def miss(nutrient: str, reach: float, cause: str = "out of reach") -> dict[str, Any]:
    """A nutrient of which 10 are needed."""
    return {
        "nutrient": nutrient,
        "side": "minimum",
        "basis": "amount",
        "limit": 10.0,
        "reach": reach,
        "cause": cause,
        "conflicts": [],
        "shadow_points": 4.0,
    }


def say(status: Status, **said: object) -> dict[str, Any]:
    """What is said of a person: 30 years old unless it says otherwise."""
    return {"status": str(status), "age": 30, "sex": "female", "diet": "vegan", **said}


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """Four people who stand for ten, of whom one is a child."""
    has = [{"nutrient": D, "mean": 5.0, "daily": None, "known": 1, "minimum": 10, "missed": True}]
    people = [
        (1.0, say(Status.MISSED, problems=[miss(D, 5.0), miss(B12, 1.0)], nutrients=has)),
        (3.0, say(Status.MISSED, problems=[miss(D, 20.0, "conflict")], age=75, cost_usd=140.0)),
        (4.0, say(Status.MET, diet="omnivore", sex="male", cost_usd=35.0)),
        (2.0, say(Status.NO_PLAN, age=5, reasons=[{"place": "", "what": "no", "remedy": "none"}])),
    ]
    return write(tmp_path / "cohort", people)


def test_numbers_of_people_are_weighted(cohort: Path) -> None:
    """Shares are of those with a result, by hand: 4 of 8 miss vitamin D, 1 of 8 B12."""
    frame = failing(cohort).set_index("nutrient")
    assert frame["people"].to_dict() == {D: 4.0, B12: 1.0}
    assert frame["rows"].to_dict() == {D: 2, B12: 1}
    assert frame["share"].to_dict() == {D: 0.5, B12: 0.125}
    assert frame["out_of_reach"].to_dict() == {D: 1.0, B12: 1.0}
    assert frame["reach_share"].to_dict() == {D: 1.25, B12: 0.1}
    ended = statuses(cohort).set_index("status")
    assert ended["people"].to_dict() == {"met": 4.0, "missed": 4.0, "no plan": 2.0}
    assert ended.loc["met", "share"] == 0.4


def test_coverage_is_by_group(cohort: Path) -> None:
    """By age, sex and diet; who has no result is in no group's share."""
    frame: Any = coverage(cohort).set_index(["by", "group", "nutrient"])
    assert frame.loc[("age", "19-30", D), "share"] == 0.8
    assert frame.loc[("age", "71 and older", D), "share"] == 0.0
    assert frame.loc[("diet", "vegan", D), "covered"] == 0.0
    assert frame.loc[("sex", "male", D), "share"] == 1.0
    assert frame.loc[("diet", "vegan", B12), "share"] == 0.75
    assert frame.loc[("diet", "vegan", D), "mean_share"] == 0.5
    assert pd.isna(frame.loc[("sex", "male", D), "mean_share"])
    assert ("age", "below 9", D) not in frame.index
    ages = coverage(cohort, by=["age"])["group"].unique().tolist()
    assert ages == ["19-30", "71 and older"]


def test_costs_are_weighted_quantiles(cohort: Path) -> None:
    """Four pay 5 dollars a day, one pays 10, three pay 20."""
    frame: Any = costs(cohort).set_index("group")
    assert frame.loc["all", ["p5", "p50", "p75", "p95"]].tolist() == [5.0, 5.0, 20.0, 20.0]
    assert frame.loc["vegan", "p25"] == 10.0
    assert frame.loc["omnivore", "people"] == 4.0


def test_a_second_run_is_compared_by_id(cohort: Path, tmp_path: Path) -> None:
    """Who misses what before and after; those without a result in one of them are left out."""
    people = [
        (1.0, say(Status.MISSED, problems=[miss(B12, 1.0)])),
        (3.0, say(Status.MET, age=75, cost_usd=70.0)),
        (4.0, say(Status.FAILED)),
    ]
    second = write(tmp_path / "second", people)
    frame: Any = compare(cohort, second).set_index("nutrient")
    assert frame.loc[D].tolist() == [4.0, 0.0, 4.0, 0.0]
    assert frame.loc[B12].tolist() == [1.0, 1.0, 0.0, 0.0]
    totals: Any = compare_totals(cohort, second).set_index("figure")
    assert totals.loc["people who miss something"].tolist() == [4.0, 1.0]
    assert totals.loc["dollars a day"].tolist() == [17.5, 10.0]
    other = write(tmp_path / "other", [(1.0, say(Status.FAILED))])
    with pytest.raises(CohortError, match="has nobody"):
        compare(cohort, other)


def test_the_page_says_what_the_frames_say(cohort: Path, tables: Tables) -> None:
    """It fetches nothing and runs nothing; every picture's numbers stand beside it."""
    page = render_report(cohort, cohort, tables)
    assert not re.search(r"<script|(?:src|href)=\"(?!#)", page)
    assert page.count("<svg") == 3
    assert page.count("the numbers</summary>") == 3
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "40.0 % miss something required." in text
    assert "The rows stand for 10 people." in text
    assert "Half of the people pay 5.00 US dollars a day or less." in text


def test_its_pictures_have_their_colours(cohort: Path, tables: Tables, browser: Browser) -> None:
    """The page's policy allows no style in a drawing, so that each shape has attributes."""
    view = browser.new_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.set_content(render_report(cohort, cohort, tables))
    drawn = "[...document.querySelectorAll('svg path')].map(one => getComputedStyle(one).fill)"
    colours = set(view.evaluate(drawn))
    view.close()
    assert said == []
    assert "rgb(86, 180, 233)" in colours  # BAR
    assert "rgb(228, 228, 228)" in colours  # TRACK


def test_a_page_of_little_says_so(tmp_path: Path, tables: Tables) -> None:
    """Of one child; of a run that isn't finished; of people whose weights are 0."""
    child = write(tmp_path / "child", [(1.0, say(Status.NO_PLAN, age=5))])
    assert "no plan" in render_report(child, None, tables)
    weightless = write(tmp_path / "weightless", [(0.0, say(Status.MET))])
    assert "unknown" in render_report(weightless, None, tables)
    with pytest.raises(CohortError, match="holds no cohort"):
        read_people(tmp_path)


def test_a_run_of_bounds_has_a_page(run: Runs, tmp_path: Path, tables: Tables) -> None:
    """Without plans there is no cost, and no mean."""
    bounds = Settings(None, tables.hash, bound_only=True)
    run("a,Ana,34,vegan,2,1\nb,Ben,40,omnivore,1,1", settings=bounds)
    page = render_report(tmp_path / "out", None, tables)
    assert "Who is covered" in page
    assert "What the plans cost" not in page
