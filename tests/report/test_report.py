"""A plan's figures are numbers with units, and those that the printed plan shows."""

from __future__ import annotations

import doctest
import io
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from planner import CheckReport, Tables, WeekPlan, check, make_request, plan, report, show
from planner.errors import RequestError
from planner.report.coverage_levels import compute_coverage, compute_minima
from planner.report.drink_and_salt import compute_drink, compute_salt_room
from planner.report.limit_use import compute_limits
from planner.report.nutrient_sources import compute_sources
from planner.report.supplement_use import compute_supplements
from planner.search.effort import Work
from planner.tables.nutrients import SODIUM, THE_FIVE


@pytest.fixture(scope="module")
def checked(week: WeekPlan) -> CheckReport:
    """The check of the week."""
    return check(week)


@pytest.fixture(scope="module")
def supplemented(tables: Tables) -> WeekPlan:
    """A day of a vegan who takes a supplement, and is out for lunch."""
    words: dict[str, Any] = {"diet": "vegan", "avoid": ["fortified"], "out": ["day 2 lunch"]}
    request = make_request(tables, supplements=["vitamin-b12"], days=2, **words)
    return plan(request, tables, Work("quick"))


@pytest.fixture(scope="module")
def two_days(tables: Tables) -> WeekPlan:
    """The plan that the examples begin with."""
    return plan(make_request(tables, diet="vegan", days=2), tables)


@pytest.mark.parametrize("name", report.__all__)
def test_the_example_of_each_frame_runs(name: str, tables: Tables, two_days: WeekPlan) -> None:
    """And each frame has the columns that its documentation names, and no other."""
    function = getattr(report, name)
    (found,) = doctest.DocTestFinder(recurse=False).find(
        function, name, module=report, extraglobs={"week": two_days, "tables": tables}
    )
    assert found.examples
    said = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(found, out=said.write)
    assert not said.getvalue(), said.getvalue()
    columns = re.search(r"Columns: (.*?)\n\n", function.__doc__, re.DOTALL)
    assert columns
    of_tables = name in ("dishes", "foods")
    there = set(function(tables if of_tables else two_days).columns)
    named = set(re.findall(r"`(\w+)`", columns[1]))
    assert named == (there - set(tables.nutrients) if of_tables else there)


def test_coverage_is_the_checks_amount_over_the_target(
    week: WeekPlan, checked: CheckReport
) -> None:
    """On each day; the five come first, and the average of the days comes last."""
    (person,) = week.request.people
    rows = compute_coverage(checked.days, checked, person)
    assert tuple(row.nutrient for row in rows[:5]) == THE_FIVE
    magnesium = rows[0]
    full = next(v.minimum for v in checked.verdicts if v.nutrient == THE_FIVE[0] and v.minimum)
    assert magnesium.target == full
    *days, average = magnesium.levels
    for day, level in zip(checked.days, days, strict=True):
        assert level.share == checked.amount(person.name, day, THE_FIVE[0]) / full
        assert not level.missed
    assert average.value == pytest.approx(sum(level.value for level in days) / len(days))


def test_a_limits_share_is_its_worst_value(week: WeekPlan, checked: CheckReport) -> None:
    """Over its maximum, on the day where that is highest."""
    (person,) = week.request.people
    phosphorus = next(
        one
        for one in compute_limits(checked, person)
        if (one.worst.nutrient, one.worst.kind) == ("phosphorus_mg", "UL")
    )
    worst = max(checked.amount(person.name, day, "phosphorus_mg") for day in checked.days)
    assert phosphorus.worst.maximum is not None
    assert phosphorus.share == pytest.approx(worst / phosphorus.worst.maximum, abs=1e-6)
    assert not phosphorus.missed


def test_sources_are_all_of_a_nutrient(supplemented: WeekPlan) -> None:
    """A supplement first, then foods from the most; their amounts are what the check adds up."""
    (person,), checked = supplemented.request.people, check(supplemented)
    found = compute_sources(supplemented, checked, person, supplemented.tables)
    for nutrient, sources in found.items():
        shares = [one.share for one in sources if one.food_id is not None]
        assert shares == sorted(shares, reverse=True)
        total = checked.mean(person.name, nutrient) * len(checked.days)
        assert sum(one.amount for one in sources) == pytest.approx(total)
    first = found["vitamin_b12_ug"][0]
    assert first.food_id is None
    taken = checked.taken[person.name, "vitamin_b12_ug"]
    assert first.share == pytest.approx(taken / checked.mean(person.name, "vitamin_b12_ug"))


def test_frames_and_the_printed_plan_show_the_same(supplemented: WeekPlan, tables: Tables) -> None:
    """The percent of the five, day by day, are the frame's shares rounded down."""
    frame = report.coverage(supplemented)
    printed = show(supplemented).partition("The five, day by day")[2]
    for nutrient in THE_FIVE:
        label = re.escape(tables.nutrients[nutrient].label)
        line = re.search(rf"^{label}(?: \+)? .*%.*%.*$", printed, re.MULTILINE)
        assert line, label
        shown = [int(one) for one in re.findall(r"(\d+) %", line[0])][:2]
        shares = frame[frame["nutrient"] == nutrient].sort_values("day")["share"]
        assert shown == [int(share * 100 + 1e-6) for share in shares], nutrient


def test_frames_agree_with_the_check(supplemented: WeekPlan) -> None:
    """Grams times the table are the day's energy; the limits are the check's verdicts."""
    checked, (person,) = check(supplemented), supplemented.request.people
    energy = report.servings(supplemented).groupby("day")["energy_kcal"].sum()
    for day in checked.days:
        assert energy[day] == pytest.approx(checked.amount(person.name, day, "energy_kcal"))
    limits = report.limits(supplemented)
    assert len(limits) == len(checked.verdicts)
    assert (~limits["met"] & limits["required"]).sum() == len(checked.misses)
    shopping = report.shopping(supplemented)
    assert shopping["grams"].sum() == pytest.approx(sum(one.grams for one in supplemented.shopping))


def test_what_is_not_known_is_no_number(week: WeekPlan, tables: Tables) -> None:
    """A food without a figure isn't a source of zero, and a price that isn't known is NaN."""
    unpriced = replace(week, shopping=(replace(week.shopping[0], cost_usd=None),))
    assert pd.isna(report.shopping(unpriced)["cost_usd"][0])
    assert (report.sources(week, nutrients=[*tables.nutrients])["amount"] > 0).all()
    unlisted = report.shopping(replace(week, shopping=()))
    assert unlisted["cost_usd"].dtype == float


def test_a_minimum_knows_its_lowest_day(week: WeekPlan, checked: CheckReport) -> None:
    """It is the lowest of the days' amounts, and the average is theirs."""
    (person,) = week.request.people
    for one in compute_minima(checked, person):
        daily = [checked.amount(person.name, day, one.nutrient) for day in checked.days]
        assert one.lowest == pytest.approx(min(daily))
        assert one.average == pytest.approx(sum(daily) / len(daily))
        assert not one.missed


def test_what_is_left_to_drink_and_to_salt(
    week: WeekPlan, checked: CheckReport, tables: Tables
) -> None:
    """Water that food lacks of what is adequate; salt whose sodium just reaches the limit."""
    (person,) = week.request.people
    drink, room = compute_drink(person, checked, tables), compute_salt_room(person, checked)
    assert drink
    assert room
    assert drink.food_g + drink.rest_g == pytest.approx(drink.adequate_g)
    (limit,) = {
        one.maximum for one in checked.verdicts if one.nutrient == SODIUM and one.kind == "CDRR"
    }
    assert room.sodium_mg + room.salt_g * 1000 * 22.99 / 58.44 == pytest.approx(limit, rel=1e-3)


def test_food_and_supplement_add_up(supplemented: WeekPlan) -> None:
    """What both bring a day is the mean that the check found."""
    found = check(supplemented)
    (use,) = compute_supplements(supplemented, found)
    assert use.food + use.taken == pytest.approx(found.mean("you", use.nutrient))
    assert use.taken == use.dose
    assert use.target == pytest.approx(2.4)


def test_sources_are_of_nutrients_by_any_of_their_names(week: WeekPlan) -> None:
    """One word or several, as people write them; another word is refused."""
    assert set(report.sources(week, None, "iron")["nutrient"]) == {"iron_mg"}
    assert set(report.sources(week, None, ["b12"])["nutrient"]) == {"vitamin_b12_ug"}
    with pytest.raises(RequestError, match=r"^nutrients: 'irn' is not a nutrient"):
        report.sources(week, None, "irn")
