"""A plan shows itself in a line and as a table, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

from planner import Tables, WeekPlan
from planner.plans.names import name_meal
from planner.plans.shopping import compute_cost


def test_a_plan_is_one_line(week: WeekPlan, vegan: WeekPlan, tables: Tables) -> None:
    """It says the days, the people, the verdict and the price, and no more."""
    price = compute_cost(week.shopping, tables).total_usd
    assert repr(week) == f"<WeekPlan: 7 days for you (vegan, 2,000 kcal): all met, ${price:,.2f}>"
    assert f": {len(vegan.misses)} limits missed, $" in repr(vegan)
    assert ": all met, stopped early, $" in repr(replace(week, stopped=True))


def test_a_notebooks_table_has_every_dish(
    week: WeekPlan, shared: Callable[[int], WeekPlan], tables: Tables
) -> None:
    """A row for each day; it is well formed, and names everyone."""
    table = ET.fromstring(f"<div>{week._repr_html_()}</div>")  # noqa: S314  (made here)
    rows = table.findall(".//tbody/tr")
    assert len(rows) == len(week.days)
    for row, day in zip(rows, week.days, strict=True):
        shown = [cell.text for cell in row.findall("td")]
        assert shown == [name_meal(meal, tables) for meal in day.meals]
    assert "Chloë" in shared(3)._repr_html_()
    dated = replace(week, request=replace(week.request, start=date(2026, 11, 30)))
    assert "<th>Mon 30 Nov</th>" in dated._repr_html_()


def test_a_table_says_what_is_missed(vegan: WeekPlan) -> None:
    """Each miss with its figures, and nothing that a name could smuggle in."""
    html = vegan._repr_html_()
    assert html.count("<li>") == len(vegan.misses)
    assert re.search(r"vitamin B12 [\d.]+, where at least 2.4 µg is required", html)
    bad = replace(vegan, misses=(replace(vegan.misses[0], person="<script>"),))
    assert "<script>" not in bad._repr_html_()


def test_a_plan_that_is_broken_shows_itself_still(week: WeekPlan) -> None:
    """Ids that the tables don't have are shown as they are; a price that isn't known isn't."""
    first = week.days[0]
    meals = (replace(first.meals[0], dish="gone"), *first.meals[1:])
    broken = replace(week, days=(replace(first, meals=meals), *week.days[1:]))
    assert "<td>gone</td>" in broken._repr_html_()
    unlisted = replace(week, shopping=(replace(week.shopping[0], grocery_id="gone"),))
    assert "$" not in repr(unlisted)
