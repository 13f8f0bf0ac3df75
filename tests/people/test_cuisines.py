"""Cuisines: words for them, plans that prefer them, and plans that serve no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.actions.planning import plan_week
from planner.checking.findings import check_plan
from planner.errors import RequestError
from planner.people.choices import explain_rare, find_only
from planner.people.food_words import find_favoured, search_dishes
from planner.plans.records import WeekPlan
from planner.render.documents.plan import write_cuisines
from planner.request.from_words import make_request
from planner.tables.bundle import Tables, read_tables
from planner.tables.cuisines import SPOKEN_CUISINES, find_cuisines, list_cuisines, match_cuisine
from planner.tables.dishes import LIGHT_MEALS, MAIN_MEALS


def count(plan: WeekPlan, tables: Tables, cuisine: str, meals: tuple[str, ...]) -> list[bool]:
    """Whether each of these meals of a plan is of a cuisine."""
    return [
        tables.dishes[meal.dish].cuisine == cuisine
        for day in plan.days
        for meal in day.meals
        if meal.meal in meals
    ]


def test_words_name_a_cuisine_or_a_region(tables: Tables) -> None:
    """Small letters, "food" behind it, a country within one and a region with several do."""
    known = list_cuisines(tables.dishes.values())
    for word in ("thai", "Thai food", "thai cuisine"):
        assert match_cuisine(word, known) == ("Thai",)
    assert match_cuisine("lebanese", known) == ("Middle Eastern",)
    assert {"Thai", "Indian"} < set(match_cuisine("asian", known))
    assert find_cuisines(["greek", "latin american"], tables.dishes.values()) == {
        "Greek",
        "Mexican",
    }
    for words in SPOKEN_CUISINES.values():
        assert set(words) <= set(known)


def test_an_unknown_cuisine_is_refused_with_what_is_near(tables: Tables) -> None:
    """Each word that names none is in one message, under its own field."""
    with pytest.raises(RequestError) as caught:
        make_request(tables, cuisine="indain", only_cuisine=["thai", "martian"])
    first, second = caught.value.problems
    assert first.where == ("cuisine",)
    assert "Did you mean Indian" in first.remedy
    assert second.where == ("only_cuisine",)
    assert "The cuisines are: American" in second.remedy


def test_what_someone_likes_may_be_a_cuisine(tables: Tables) -> None:
    """`--like Indian` means its dishes, and so does a search."""
    indian = {dish.id for dish in tables.dishes.values() if dish.cuisine == "Indian"}
    assert find_favoured("Indian", tables) == (frozenset(), frozenset(indian))
    assert indian <= search_dishes("indian", tables).keys()


def test_a_cuisine_of_few_dishes_is_told(tables: Tables) -> None:
    """How many lunches and dinners it has, and which, for who eats; several count together."""
    people = make_request(tables, diet="omnivore").people
    (few,) = explain_rare(people, ["scandinavian"], {}, 7, tables)
    served = [
        dish.name
        for dish in tables.dishes.values()
        if dish.cuisine == "Scandinavian" and set(dish.meals) & set(MAIN_MEALS)
    ]
    assert served
    assert all(name in few.what for name in served)
    assert not list(explain_rare(people, ["scandinavian"], {}, len(served), tables))
    assert not list(explain_rare(people, ["scandinavian", "thai"], {}, 7, tables))
    vegans = make_request(tables, diet="vegan").people
    (none,) = explain_rare(vegans, ["portuguese"], {}, 7, tables)
    assert none.what == "no lunch or dinner that you can have is Portuguese"


def test_no_other_cuisine_is_served(tables: Tables) -> None:
    """At lunch and dinner; at breakfast and snack it holds where there are enough dishes."""
    request = make_request(tables, days=2, only_cuisine="american")
    plan = plan_week(request, tables)
    report = check_plan(plan, tables)
    assert report.faults == ()
    assert all(count(plan, tables, "American", (*MAIN_MEALS, *LIGHT_MEALS)))
    (line,) = write_cuisines(plan, tables)
    assert (
        line == "Only: American. Such dishes are 4 of 4 lunches and dinners and 4 of 4 other meals."
    )
    other = replace(plan, request=replace(request, only_cuisine=("thai",)))
    faults = [str(fault) for fault in check_plan(other, tables).faults]
    assert len(faults) >= 4
    assert all("is American, not thai" in fault for fault in faults)


def test_a_cuisine_with_few_breakfasts_leaves_them_open(tables: Tables) -> None:
    """Too few for the plan is no restriction; lunch without any dish is refused."""
    person = make_request(tables).people
    only = find_only(person, ["portuguese", "ethiopian"], {}, 7, tables)
    assert only.keys() == set(MAIN_MEALS)
    with pytest.raises(RequestError, match="no Portuguese dish for dinner is left"):
        make_request(tables, only_cuisine="portuguese")
    two = (*make_request(tables, name="Ana").people, *person)
    with pytest.raises(RequestError, match="everyone"):
        find_only(two, ["portuguese"], {}, 7, tables)


def test_a_preferred_cuisine_comes_more_often(tables: Tables) -> None:
    """With the same seed there is more of it than without, and what is missed doesn't grow."""
    request = make_request(tables, days=2, cuisine="mexican")
    plan, plain = plan_week(request, tables), plan_week(replace(request, cuisine=()), tables)
    meals = (*MAIN_MEALS, *LIGHT_MEALS)
    assert sum(count(plan, tables, "Mexican", meals)) > sum(count(plain, tables, "Mexican", meals))
    assert len(plan.misses) <= len(plain.misses)


def test_tables_of_your_own_may_say_kitchen(data_copy: Path) -> None:
    """The older key is read as the newer one, and both together are refused."""
    path = data_copy / "dishes.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\ncuisine = ", "\nkitchen = "), encoding="utf-8")
    assert "Thai" in list_cuisines(read_tables(data_copy).dishes.values())
