"""Changes that are tried on the average day: what is likely to help, and the smallest of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import pytest

from planner import WeekPlan, make_request, plan_week
from planner.actions.remedies import LIMITS, TARGETS, Screen, write_name
from planner.actions.shortfall import explain_misses
from planner.model.average_day import NO_MISS, AverageDay
from planner.model.bound import build_program
from planner.model.restricted_master import RestrictedMaster
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.nutrients import find_nutrient

OWN = {TARGETS, LIMITS}


@pytest.fixture(scope="module")
def average(vegan: WeekPlan, tables: Tables) -> AverageDay:
    """The average day of a vegan who avoids what is fortified."""
    return AverageDay(vegan.request, vegan, tables, ())


def test_a_food_comes_before_a_word(average: AverageDay) -> None:
    """One food allowed again helps; then all that the word means, which holds it."""
    part, whole = next(iter(Screen(average).find_changes()))
    ((_, word),) = part.change.words
    assert part.change.foods == (word,)
    assert whole.change.words == (("allow", "fortified"),)
    assert set(part.change.foods) < set(whole.change.foods)
    assert average.find(part.request, average.helps)


def test_where_no_food_is_enough_groups_are_let_in_together(tables: Tables) -> None:
    """Vitamin D and B12 both lacking: as many groups as are needed, none of which does alone."""
    avoid = ["fortified", "mushrooms"]
    request = make_request(tables, diet="vegan", avoid=avoid, age=75, days=2)
    average = AverageDay(request, plan_week(request, tables, Work("quick")), tables, ())
    (change, *_) = next(iter(Screen(average).find_changes()))
    allowed = [word for _, word in change.change.words]
    assert allowed
    assert average.find(change.request, average.helps)
    (person,) = request.people
    for word in allowed if len(allowed) > 1 else ():
        one = replace(request, people=(replace(person, allow=(word,)),))
        assert average.find(one, average.helps) is None


@pytest.mark.long
@pytest.mark.parametrize("minutes", [["15"], ["15", "snack=5"], ["dinner=15"]])
def test_more_minutes_are_the_least_that_help(minutes: list[str], tables: Tables) -> None:
    """For one meal where that is enough; what is printed, said besides, is what was tried."""
    words = {"diet": "vegan", "days": 1, "targets": ["vitamin-k=2500"]}
    request = make_request(tables, minutes=minutes, **words)  # type: ignore[arg-type]
    average = AverageDay(request, plan_week(request, tables, Work("quick")), tables, ())
    proposals = chain.from_iterable(Screen(average).find_changes())
    found = [one for one in proposals if "minutes" in one.change.values]
    assert found or minutes == ["dinner=15"]
    for proposal in found:
        said = [value for _, value in proposal.change.words]
        again = make_request(tables, minutes=[*minutes, *said], **words)  # type: ignore[arg-type]
        assert again == proposal.request
        assert average.find(again, average.helps)
        most = max(again.minutes.values())
        fewer = {m: min(n, most - 1) for m, n in again.minutes.items()}
        assert average.find(replace(request, minutes=fewer), average.helps) is None


def test_more_calories_come_with_portions_to_match(tables: Tables) -> None:
    """A vegan of 800 kcal: portions of that energy don't hold enough, those of more do."""
    request = make_request(tables, diet="vegan", calories=800, age=40, sex="male")
    average = AverageDay(request, plan_week(request, tables, Work("quick")), tables, ())
    proposals = chain.from_iterable(Screen(average).find_changes())
    found = [one for one in proposals if "calories" in one.change.values]
    kcal = [one.change.values["calories"] for one in found]
    assert kcal == sorted(kcal)
    assert kcal
    assert all(800 < one <= 1600 and one % 50 == 0 for one in kcal)
    assert not average.build_day(found[0].request).proven
    (person,) = request.people
    fewer = replace(person, energy_kcal=kcal[0] - 100)
    assert average.build_day(replace(request, people=(fewer,))).proven


def test_a_dose_is_the_smallest_that_any_plan_needs(average: AverageDay, tables: Tables) -> None:
    """Of the table's doses the first that is no less than what food lacks."""
    (proposal,) = Screen(average).propose_supplements()
    assert proposal.change.words == (("supplements", "vitamin-b12,vitamin-d"),)
    taken, *_ = Screen(average).choose_doses(proposal.request.people[0].supplements)
    nutrient, dose = taken.supplement.nutrient, taken.supplement.dose
    (lack,) = [
        one.limit - (one.reach or 0) for one in explain_misses(average) if one.nutrient == nutrient
    ]
    smaller = [o.dose for o in tables.supplements if o.nutrient == nutrient and o.dose < dose]
    assert lack <= dose
    assert all(one < lack for one in smaller)


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        {"diet": "vegan", "avoid": ["fortified"], "supplements": ["calcium"]},
        {"avoid": ["fish"], "minutes": ["20"], "limits": ["sodium=60", "fat=20g"]},
        {"targets": ["magnesium=12,345", "vitamin-d=3999IU"], "limits": ["potassium=2.5 g"]},
        {"calories": 1000, "targets": ["vitamin-a=3.3333mg"]},
    ],
)
def test_the_words_of_a_change_make_its_request(words: dict[str, Any], tables: Tables) -> None:
    """What is planned is what anybody gets who adds the words as they are printed."""
    request = make_request(tables, **words, days=1)
    screen = Screen(AverageDay(request, plan_week(request, tables, Work("quick")), tables, ()))
    proposals = [
        *chain.from_iterable(screen.find_changes()),
        *screen.propose_supplements(),
        *screen.propose_diet(),
    ]
    assert proposals
    for one in proposals:
        added: dict[str, Any] = {
            name: list(value) for name, value in words.items() if isinstance(value, list)
        }
        for name, value in one.change.words:
            if name == "calories":
                added[name] = float(value)
            else:
                added[name] = value if name == "diet" else [*added.get(name, ()), value]
        assert make_request(tables, **{**words, **added}, days=1) == one.request, one.change.words


def test_every_nutrient_is_said_as_it_is_read(tables: Tables) -> None:
    """The name in a change's words is one that options take, and means the same."""
    for nutrient in tables.nutrients:
        assert find_nutrient(write_name(nutrient), tables.nutrients).id == nutrient


@pytest.mark.parametrize(
    ("words", "own"), [({"targets": ["fiber=140"]}, 140.0), ({"limits": ["fat=12"]}, 12.0)]
)
def test_a_ladder_leads_from_what_was_asked_to_what_comes_unasked(
    words: dict[str, Any], own: float, tables: Tables
) -> None:
    """Each rung gives way more than the one before; the last costs nothing."""
    request = make_request(tables, **words, days=1)
    average = AverageDay(request, plan_week(request, tables, Work("quick")), tables, ())
    (ladder,) = [
        one
        for one in Screen(average).find_changes()
        if one and not OWN.isdisjoint(one[0].change.values)
    ]
    values = [float(word.partition("=")[2]) for one in ladder for _, word in one.change.words]
    assert len(values) > 2
    assert values[:2] != values[1:3]
    steps = [abs(value - own) for value in values]
    assert steps == sorted(set(steps))
    plain = RestrictedMaster(build_program(make_request(tables, days=1), tables)).solve()
    last = RestrictedMaster(build_program(ladder[-1].request, tables)).solve()
    assert last.objective == pytest.approx(plain.objective, rel=1e-6)


def test_own_words_give_way_together_where_one_is_not_enough(tables: Tables) -> None:
    """Two targets that no food reaches: the words name both."""
    request = make_request(tables, targets=["magnesium=12345", "fiber=300"], days=1)
    average = AverageDay(request, plan_week(request, tables, Work("quick")), tables, ())
    (ladder,) = filter(None, Screen(average).find_changes())
    for one in ladder:
        assert [name for name, _ in one.change.words] == ["targets"] * 2
    assert AverageDay(ladder[-1].request, average.plan, tables, ()).least() <= NO_MISS


def test_where_nothing_is_proven_no_supplement_and_no_diet_is_named(tables: Tables) -> None:
    """Food could do it, in fractions of portions: the answer is not a pill."""
    request = make_request(tables, days=1)
    screen = Screen(AverageDay(request, plan_week(request, tables, Work("quick")), tables, ()))
    assert not list(screen.propose_supplements())
    assert not list(screen.propose_diet())
