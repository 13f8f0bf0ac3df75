"""What is at home follows from the pantry's file, the journal and the weeks alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import WeekPlan
from planner.kitchen.at_home import Home, compute_home
from planner.kitchen.folder import Kitchen
from planner.kitchen.journal import parse_journal
from planner.kitchen.weeks import ServedMeal, ServedWeek, read_weeks
from planner.plans.shopping import find_needs
from planner.request.pantry import Pantry, Stock
from planner.tables.bundle import Tables

SATURDAY = date(2026, 11, 28)
FILE = Path("journal.txt")
TOFU, CHICKPEAS = "extra-firm-tofu", "canned-chickpeas"
NEEDS = {TOFU: 150.0, CHICKPEAS: 150.0}


def make_week(days: int = 7, first: date = SATURDAY) -> ServedWeek:
    """A week whose dinners each need 150 g of tofu and of chickpeas."""
    meals = tuple(
        ServedMeal(
            first.isoformat(),
            number,
            "dinner",
            (first + timedelta(days=number - 1)).isoformat(),
            "tofu-bowl",
            (),
            NEEDS,
            "dinner",
        )
        for number in range(1, days + 1)
    )
    return ServedWeek(first, days, meals)


def find_tofu(
    tables: Tables, lines: str, day: int, pantry: Pantry | None = None, days: int = 7
) -> tuple[float, Home]:
    """Grams of tofu at home at the beginning of a day of the week, from 1."""
    journal = parse_journal(lines, FILE)
    when = SATURDAY + timedelta(days=day - 1)
    home = compute_home(pantry or Pantry(), journal, [make_week(days)], tables, when)
    return home.pantry.grams.get(TOFU, 0.0), home


BOUGHT = f"2026-11-28 bought {TOFU} 794 g for 2026-11-28\n"


def test_a_meal_nobody_spoke_of_counts_as_cooked_and_is_named(tables: Tables) -> None:
    """Once its day is over, not before."""
    grams, home = find_tofu(tables, BOUGHT, day=1)
    assert (grams, home.unknown) == (794.0, ())
    grams, home = find_tofu(tables, BOUGHT, day=3)
    assert grams == pytest.approx(794 - 2 * 150)
    assert [meal.number for meal in home.unknown] == [1, 2]


def test_what_was_skipped_or_eaten_elsewhere_is_still_there(tables: Tables) -> None:
    """And nobody is asked about it any more."""
    said = (
        "2026-11-28 skipped 2026-11-28 day 1 dinner\n2026-11-29 ate-out 2026-11-28 day 2 dinner\n"
    )
    grams, home = find_tofu(tables, BOUGHT + said, day=3)
    assert (grams, home.unknown) == (794.0, ())


def test_what_was_cooked_is_gone_at_once(tables: Tables) -> None:
    """On its own day already."""
    said = "2026-11-28 cooked 2026-11-28 day 1 dinner\n"
    assert find_tofu(tables, BOUGHT + said, day=1)[0] == pytest.approx(794 - 150)


def test_the_last_word_on_a_meal_holds(tables: Tables) -> None:
    """Someone who was wrong says it again."""
    said = "2026-11-28 cooked 2026-11-28 day 1 dinner\n2026-11-29 skipped 2026-11-28 day 1 dinner\n"
    assert find_tofu(tables, BOUGHT + said, day=2)[0] == 794.0


def test_a_list_that_is_spoken_of_later_was_bought_when_its_week_began(tables: Tables) -> None:
    """So its food was there for the meals before."""
    late = BOUGHT.replace("2026-11-28 bought", "2026-11-30 bought")
    grams, home = find_tofu(tables, late, day=4)
    assert grams == pytest.approx(794 - 3 * 150)
    assert not home.unbought
    assert find_tofu(tables, "", day=4)[1].unbought


def test_what_is_eaten_without_having_been_bought_is_no_debt(tables: Tables) -> None:
    """Nobody wrote down where it came from; what is bought later is all there."""
    later = f"2026-11-30 bought {TOFU} 397 g\n"
    assert find_tofu(tables, later, day=3)[0] == 397.0


def test_an_open_pack_keeps_for_fewer_days_than_the_closed_one(tables: Tables) -> None:
    """One of two packs is opened: the rest of it has a date of its own."""
    _, home = find_tofu(tables, f"2026-11-28 bought {CHICKPEAS} 850 g\n", day=2)
    item = tables.groceries[CHICKPEAS]
    assert item.opened_days is not None
    assert item.opened_days < item.keeps_days
    assert {stock.grams: stock.best_before for stock in home.pantry.stocks} == {
        425.0: SATURDAY + timedelta(days=int(item.keeps_days)),
        425.0 - 150: SATURDAY + timedelta(days=int(item.opened_days)),
    }


def test_the_soonest_date_is_eaten_first_and_nothing_past_its_date(tables: Tables) -> None:
    """What went off before the meal is still there, and is named."""
    pantry = Pantry(
        (
            Stock(TOFU, 100.0, SATURDAY - timedelta(days=1)),
            Stock(TOFU, 100.0, SATURDAY + timedelta(days=9)),
            Stock(TOFU, 100.0, SATURDAY),
        )
    )
    _, home = find_tofu(tables, "", day=2, pantry=pantry)
    assert {stock.best_before: stock.grams for stock in home.pantry.stocks} == {
        SATURDAY - timedelta(days=1): 100.0,
        SATURDAY + timedelta(days=9): 50.0,
    }
    assert [stock.grams for stock in home.past] == [100.0]


def test_what_was_frozen_in_time_is_eaten_after_its_date(tables: Tables) -> None:
    """A list says what to freeze: the meal cooked then takes it, and the rest is past."""
    keeps = int(tables.groceries[TOFU].keeps_days)
    pantry = Pantry((Stock(TOFU, 200.0, SATURDAY - timedelta(days=keeps)),))
    _, home = find_tofu(tables, "", day=2, pantry=pantry)
    assert [stock.grams for stock in home.past] == [50.0]


def test_what_is_thrown_away_is_gone_and_what_is_counted_holds(tables: Tables) -> None:
    """Whatever was thought before."""
    threw = f"2026-11-28 threw {TOFU} 80 g\n"
    assert find_tofu(tables, BOUGHT + threw, day=1)[0] == pytest.approx(714.0)
    counted = f"2026-11-29 counted {TOFU} 500 g\n"
    assert find_tofu(tables, BOUGHT + counted, day=3)[0] == pytest.approx(500 - 150)
    assert find_tofu(tables, counted, day=2)[0] == 500.0
    assert find_tofu(tables, BOUGHT + f"2026-11-29 counted {TOFU} 0 g\n", day=2)[0] == 0.0


def test_lines_about_what_there_isnt_are_named(tables: Tables) -> None:
    """An item that no table has, a day that the week hasn't."""
    lines = "2026-11-28 bought extra-firm-tofou 5 g\n2026-11-28 cooked 2026-11-28 day 9 dinner\n"
    _, home = find_tofu(tables, lines, day=1)
    assert [problem.where for problem in home.problems] == [
        *("journal.txt, line 1", "journal.txt, line 2")
    ]
    assert "extra firm tofu" in home.problems[0].remedy


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.floats(1, 900), max_size=4),
    st.lists(st.sampled_from(["cooked", "skipped", "ate-out", ""]), min_size=7, max_size=7),
)
def test_nothing_appears_or_is_lost(tables: Tables, packs: list[float], marks: list[str]) -> None:
    """What was bought is eaten or there: grams add up, and never fall below zero."""
    lines = "".join(f"2026-11-28 bought {TOFU} {round(grams, 1)} g\n" for grams in packs)
    lines += "".join(
        f"2026-11-28 {verb} 2026-11-28 day {number} dinner\n"
        for number, verb in enumerate(marks, start=1)
        if verb
    )
    grams, _ = find_tofu(tables, lines, day=8)
    bought = sum(round(own, 1) for own in packs)
    eaten = 150.0 * sum(verb in ("cooked", "") for verb in marks)
    assert grams <= bought + 0.1
    assert grams >= max(0.0, bought - eaten) - 1.0  # crumbs and rounding


def test_the_needs_of_a_week_are_those_of_its_plan(
    kitchen: Kitchen, keep_week: Callable[..., WeekPlan], tables: Tables
) -> None:
    """Kept figures are as computed; a plan that is written anew is read anew."""
    plan = keep_week(kitchen)
    expected = {item: sum(grams) for item, grams in find_needs(plan.days, tables).items()}
    for _ in range(2):  # the second time from what was kept
        ((week,), problems) = read_weeks(kitchen, tables)
        found: dict[str, float] = {}
        for meal in week.meals:
            for item, grams in meal.needs.items():
                found[item] = found.get(item, 0.0) + grams
        assert found == pytest.approx(expected, abs=0.5)
        assert (week.first_day, week.days, problems) == (SATURDAY, 7, [])
        assert kitchen.cache.exists()
    path = kitchen.find_week(SATURDAY)
    path.write_text(path.read_text(encoding="utf-8")[:-200], encoding="utf-8")
    weeks, (problem,) = read_weeks(kitchen, tables)
    assert not weeks
    assert problem.where == "weeks/2026-11-28.json"


def test_a_broken_cache_is_no_matter(
    kitchen: Kitchen, keep_week: Callable[..., WeekPlan], tables: Tables
) -> None:
    """It is made again."""
    keep_week(kitchen)
    expected = read_weeks(kitchen, tables)
    for text in ("", "{", "[]", '{"version": 1}', '{"version": 1, "tables": "x", "weeks": []}'):
        kitchen.cache.write_text(text, encoding="utf-8")
        assert read_weeks(kitchen, tables) == expected, text
