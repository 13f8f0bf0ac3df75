"""The bound of a request: no plan of it has fewer points, and none misses less."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import WeekPlan, make_request
from planner.actions.planning import find_week
from planner.actions.recounting import find_differing_points
from planner.model.bound import (
    Bound,
    Taking,
    build_households,
    build_program,
    find_bound,
    find_out_of_reach,
    leave_out_of_reach,
)
from planner.model.restricted_master import RestrictedMaster
from planner.render.documents.coverage import write_points
from planner.request.from_words import join_requests
from planner.request.request import Request
from planner.search.effort import Effort, Work
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

SHORT = Effort(sweeps=3, mending=3, near=0.0, far=0.0, temperature=4.0, replanned=700)
DIGITS = 1e-4  # points, what a solver's tolerance comes to
NAMES = ("Ana", "Ben")


@pytest.fixture(scope="module")
def few(tables: Tables) -> Tables:
    """The bundled tables with a seventh of the dishes, which are planned the sooner."""
    return replace(tables, dishes=dict(list(tables.dishes.items())[::7]))


def plan_shortly(request: Request, tables: Tables, taken: tuple[str, ...] = ()) -> WeekPlan:
    """A plan beside the largest doses of these supplements, for everyone, after a short search."""
    doses = {one.nutrient: one for one in tables.supplements if one.nutrient in taken}
    taking = [Taking(person.name, one) for person in request.people for one in doses.values()]
    return find_week(request, tables, Work(), taking, [SHORT])


def assert_bound(plan: WeekPlan, tables: Tables) -> None:
    """A plan's points and misses lie on the right side of their bounds, counted again too."""
    points = plan.points
    assert points.bound <= points.total + DIGITS
    assert 0 <= points.bound_misses <= points.misses + DIGITS
    assert not find_differing_points(plan, tables)


WORDS = st.fixed_dictionaries(
    {
        "diet": st.sampled_from(["omnivore", "vegan"]),
        "like": st.lists(st.sampled_from(["legumes", "grains", "fruit"]), unique=True),
        "dislike": st.lists(st.sampled_from(["oils", "juices"]), unique=True),
        "targets": st.lists(st.sampled_from(["vitamin-b12=9", "magnesium=700"]), unique=True),
        "limits": st.lists(st.sampled_from(["sodium=700", "fat=45"]), unique=True),
    }
)
OUT = st.sets(st.tuples(st.integers(1, 2), st.sampled_from(MEALS)), max_size=3)


@settings(deadline=None, max_examples=8, derandomize=True)
@given(
    days=st.sampled_from([1, 2, 2, 4, 8]),
    leftovers=st.integers(0, 1),
    people=st.lists(st.tuples(WORDS, OUT), min_size=1, max_size=2),
    taken=st.sets(st.sampled_from(["vitamin_b12_ug", "vitamin_d_ug", "calcium_mg"])),
)
def test_no_plan_lies_below_its_bound(
    few: Tables,
    days: int,
    leftovers: int,
    people: list[tuple[dict[str, Any], set[tuple[int, str]]]],
    taken: set[str],
) -> None:
    """Whoever is out, whatever is taken beside food, left over, liked or missed."""
    requests = [
        make_request(
            few,
            name=name,
            days=days,
            leftovers=leftovers if days >= 4 else 0,
            out=[f"day {day} {meal}" for day, meal in sorted(out) if day <= days],
            **words,
        )
        for name, (words, out) in zip(NAMES, people, strict=False)
    ]
    assert_bound(plan_shortly(join_requests(requests), few, tuple(sorted(taken))), few)


def test_the_bound_of_who_is_out_counts_their_supplements(tables: Tables) -> None:
    """A vegan without fortified foods who takes B12 misses none of it on the day at home."""
    request = make_request(tables, diet="vegan", avoid=["fortified"], days=2, out=["day 1 dinner"])
    assert_bound(plan_shortly(request, tables, ("vitamin_b12_ug",)), tables)


def test_the_bound_of_who_is_out_counts_what_they_like(few: Tables) -> None:
    """A day of liked foods may cost less than nothing, one with a meal out and no dish too."""
    liked = [*dict.fromkeys(food.group for food in few.foods.values()), *few.dishes]
    request = make_request(few, days=1, like=liked, out=["day 1 lunch"])
    plan = plan_shortly(request, few)
    assert plan.points.bound < 0
    assert_bound(plan, few)


def test_the_least_that_is_missed_is_found_by_itself(few: Tables) -> None:
    """The day with the fewest points misses more than another that cares for nothing else."""
    request = make_request(few, targets=["fiber=140"], days=2)
    plan = plan_shortly(request, few)
    assert_bound(plan, few)
    program = build_program(request, few)
    master = RestrictedMaster(program)
    nearest = program.misses(master.solve()) * request.days
    assert plan.points.bound_misses < nearest - 1
    master.set_costs(program.miss_costs)
    least = program.misses(master.solve()) * request.days
    assert plan.points.bound_misses == pytest.approx(least, abs=DIGITS)


def test_who_is_out_is_told_of_no_proof(few: Tables) -> None:
    """The only day has a meal out, so nothing says that fractions of portions would do."""
    request = make_request(few, days=1, targets=["potassium=20000"], out=["day 1 dinner"])
    plan = plan_shortly(request, few)
    assert plan.points.misses > 0
    assert plan.points.bound_misses == 0
    assert "isn't known" in write_points(plan)
    assert "fractions" not in write_points(plan)


def _aim(request: Request, tables: Tables) -> tuple[dict[str, frozenset[str]], bool, Bound]:
    """What is out of reach, whether less is required for it, and the bound that leads then."""
    households = build_households(request, tables)
    bound = find_bound(request, households[0])
    led_by, leading = leave_out_of_reach(request, tables, (), households, bound)
    return find_out_of_reach(request, households[0]), led_by is not households, leading


def test_what_no_plan_can_meet_is_only_aimed_at(tables: Tables) -> None:
    """Vitamins B12 and D of a vegan without fortified foods; all else stays required."""
    out, aimed, leading = _aim(make_request(tables, diet="vegan", avoid=["fortified"]), tables)
    assert out == {"you": {"vitamin_b12_ug", "vitamin_d_ug"}}
    assert aimed
    assert leading.misses == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(
    "words",
    [
        {"diet": "vegan"},  # nothing is out of reach
        {"diet": "vegan", "age": 40, "sex": "male", "calories": 800},  # energy is missed besides
        {"targets": {"fiber": 140}},  # the person asks for it
    ],
    ids=str,
)
def test_all_stays_required_where_that_spares_no_rule(words: Any, tables: Tables) -> None:
    """Where nothing is out of reach, where more is missed, and where the person wants it."""
    assert not _aim(make_request(tables, **words), tables)[1]
