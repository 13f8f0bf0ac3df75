"""Where amounts come from, what gives more, what a limit costs: each is known another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner import Request, Target, WeekPlan, check_plan, make_request, plan_week
from planner.actions.explaining import (
    EASED,
    RICHEST,
    Limit,
    LimitCost,
    compute_costs,
    explain_nutrient,
    find_contributions,
    find_narrowest,
    find_richest,
    find_subject,
)
from planner.errors import RequestError
from planner.model.day_program import DayProgram
from planner.model.restricted_master import RestrictedMaster
from planner.people.exclusions import find_removals
from planner.people.targets import PERCENT_OF_ENERGY, find_targets
from planner.plans.records import Points, Verdict
from planner.render.documents.explanation import (
    compose_costs,
    compose_nutrient,
    compose_story,
    write_cost,
    write_narrow,
)
from planner.render.formats.text import render_text
from planner.render.phrases import write_percent
from planner.request.fields import write_option
from planner.tables.bundle import Tables
from planner.tables.conditions import Condition
from planner.tables.foods import LEAST_KCAL
from planner.tables.nutrients import ENERGY, Nutrient

SLACK = 1e-6  # points a day: a solver's tolerance


@pytest.fixture(scope="module")
def plan(tiny: Tables) -> WeekPlan:
    """Two vegan days of the tiny kitchen."""
    return plan_week(make_request(tiny, diet="vegan", days=2, calories=1900), tiny)


def solve(request: Request, tables: Tables, **changed: Target) -> float:
    """The optimum of the average day with some targets changed, by nutrient and kind."""
    (person,) = request.people
    targets = [
        changed.get(f"{target.kind} {target.nutrient}", target)
        for target in find_targets(person, tables, request.every_day)
    ]
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = [food for food in tables.foods.values() if food.id not in removed]
    program = DayProgram(person, targets, foods, tables, request.days)
    return RestrictedMaster(program).solve().objective


def costs_of(request: Request, tables: Tables) -> tuple[tuple[LimitCost, ...], bool]:
    """What the limits of the one person of a request cost."""
    plan = WeekPlan(request, tables, (), Points(0.0, 0.0, 0.0, 0.0))
    return compute_costs(plan, request.people[0], tables)


def change(request: Request, tables: Tables, limit: Limit, factor: float) -> float:
    """The optimum with one limit times a factor."""
    (target,) = (
        target
        for target in find_targets(request.people[0], tables, request.every_day)
        if (target.nutrient, target.kind) == (limit.nutrient, limit.kind)
    )
    moved = {limit.side: limit.value * factor}
    changed = replace(target, **moved)  # type: ignore[arg-type]
    return solve(request, tables, **{f"{target.kind} {target.nutrient}": changed})


def test_a_shadow_price_bounds_what_easing_brings(tables: Tables) -> None:
    """One percent easier brings at most the price, one percent harder costs at least it.

    The optimum is convex in a limit, so these two say that the price is one.
    """
    request = make_request(tables, diet="vegan", avoid=["juices"], limits=["sodium=800"])
    base = solve(request, tables)
    costs, _ = costs_of(request, tables)
    tried = [
        cost
        for cost in costs
        if cost.limit.nutrient and "%" not in cost.limit.unit and cost.points and not cost.astray
    ]
    assert {cost.limit.side for cost in tried} >= {"minimum", "maximum", "aim"}
    for cost in tried:
        price = cost.points / request.days
        step = EASED if cost.raised else -EASED
        eased = base - change(request, tables, cost.limit, 1 + step)
        harder = change(request, tables, cost.limit, 1 - step) - base
        assert -SLACK <= eased <= price + SLACK, cost
        assert harder >= price - SLACK, cost


def test_what_does_not_bind_costs_nothing(tiny: Tables) -> None:
    """A limit without a price may be one percent easier and nothing changes."""
    request = make_request(tiny, diet="vegan", calories=1900)
    base = solve(request, tiny)
    costs, _ = costs_of(request, tiny)
    free = [
        cost
        for cost in costs
        if cost.limit.nutrient and cost.points == 0 and cost.limit.side == "minimum"
    ]
    assert free
    for cost in free[:5]:
        assert change(request, tiny, cost.limit, 1 - EASED) == pytest.approx(base, abs=SLACK)


def test_the_price_of_a_share_of_energy_is_a_rate(tables: Tables) -> None:
    """A hundredth of a percent of the limit brings a hundredth of what is said for one percent."""
    request = make_request(tables, diet="vegan", avoid=["fortified"])
    (person,) = request.people
    targets = find_targets(person, tables)
    assert any(target.basis == PERCENT_OF_ENERGY for target in targets)
    costs, misses = costs_of(request, tables)
    cost = next(one for one in costs if one.limit.unit == "% of energy" and one.limit.nutrient)
    assert misses
    assert cost.points > 0.01
    step = 0.0001 if cost.raised else -0.0001
    gain = solve(request, tables) - change(request, tables, cost.limit, 1 + step)
    assert gain * request.days * 100 == pytest.approx(cost.points, rel=0.05)


def test_what_is_out_of_reach_is_said_to_be(tables: Tables) -> None:
    """A vegan without fortified food: vitamin B12 stays short in fractions of portions too."""
    costs, misses = costs_of(make_request(tables, diet="vegan", avoid=["fortified"]), tables)
    (cost,) = (one for one in costs if one.limit.nutrient == "vitamin_b12_ug")
    assert misses
    assert cost.astray
    assert 0 < cost.missed < cost.limit.value
    assert "even the average day stays" in write_cost(cost, 7, misses=True)


def test_the_dearest_comes_first(tiny: Tables) -> None:
    """Limits are in the order of their price, and each is there once."""
    costs, _ = costs_of(make_request(tiny, diet="vegan"), tiny)
    assert [cost.points for cost in costs] == sorted((c.points for c in costs), reverse=True)
    keys = [(c.limit.label, c.limit.kind, c.limit.side) for c in costs]
    assert len(keys) == len(set(keys))


def test_contributions_add_up_to_the_days(plan: WeekPlan, tiny: Tables) -> None:
    """For every nutrient the foods' amounts are what the check found, the shares are one."""
    report = check_plan(plan, tiny)
    (person,) = plan.request.people
    for nutrient in tiny.nutrients.values():
        found = find_contributions(plan, person, nutrient, tiny)
        total = sum(one.amount or 0.0 for one in found)
        assert total == pytest.approx(report.daily["you", nutrient.id].sum())
        assert sum(one.share for one in found) == pytest.approx(1.0 if total else 0.0)
        eaten = sum(s.grams for d in plan.days for m in d.meals for s in m.servings)
        assert sum(one.grams for one in found) == pytest.approx(eaten)


def test_unknown_is_not_counted_and_comes_last(plan: WeekPlan, tiny: Tables) -> None:
    """A food without a figure has no amount; it is never a zero."""
    (person,) = plan.request.people
    for nutrient in tiny.nutrients.values():
        found = find_contributions(plan, person, nutrient, tiny)
        unknown = [one.amount is None for one in found]
        assert unknown == sorted(unknown)
        for one in found:
            assert (one.amount is None) == (one.food.per_100g[nutrient.id] is None)


def test_the_richest_are_the_richest(tables: Tables) -> None:
    """No other food's helping has more than the last named, but of a kind that is named."""
    nutrient = tables.nutrients["magnesium_mg"]
    foods = list(tables.foods.values())
    for by_energy in (False, True):
        found = find_richest(foods, nutrient, by_energy=by_energy)
        kinds = [one.food.kind for one in found]
        assert len(found) == RICHEST == len(set(kinds))
        last = found[-1].per_100kcal if by_energy else found[-1].per_helping
        assert last is not None
        for food in foods:
            helping = food.serving * food.portion_g / 100
            kcal = food.per_100g[ENERGY] or 0.0
            if food.kind in kinds or (by_energy and helping * kcal < LEAST_KCAL):
                continue
            amount = food.per_100g["magnesium_mg"] or 0.0
            assert (100 * amount / kcal if by_energy else helping * amount) <= last + 1e-9


def test_only_what_may_be_eaten_is_proposed(plan: WeekPlan, tiny: Tables) -> None:
    """Foods that the person's allergies keep out are not among the richest."""
    request = make_request(tiny, diet="vegan", days=2, calories=1900, avoid=["almonds"])
    other = replace(plan, request=request)
    nutrient = tiny.nutrients["vitamin_e_mg"]
    report = check_plan(plan, tiny)
    names = [
        {
            one.food.id
            for one in explain_nutrient(p, report, p.request.people[0], nutrient, tiny).by_helping
        }
        for p in (plan, other)
    ]
    assert names[0] - names[1] == {"almonds"}


def test_the_narrowest_are_the_narrowest(plan: WeekPlan, tiny: Tables) -> None:
    """No required limit that is met is met more narrowly than those named."""
    report = check_plan(plan, tiny)
    found = find_narrowest(report, plan.request.people[0])
    rooms = [room for _, room in found]
    assert rooms == sorted(rooms)
    named = {(v.nutrient, v.kind) for v, _ in found}
    for verdict in report.verdicts:
        limit = verdict.minimum if verdict.minimum is not None else verdict.maximum
        other = (verdict.nutrient, verdict.kind) not in named
        if other and limit and verdict.met and verdict.required and verdict.nutrient != ENERGY:
            assert abs(verdict.value - limit) / limit >= rooms[-1]


@pytest.mark.parametrize(
    ("word", "subject"),
    [
        ("Vitamin D", "vitamin_d_ug"),
        ("b12", "vitamin_b12_ug"),
        ("magnesium_mg", "magnesium_mg"),
        ("calories", ENERGY),
        ("Cramps", "cramps"),
        ("conditions", "conditions"),
        ("coumadin", "warfarin"),
    ],
)
def test_what_can_be_explained(word: str, subject: str, tables: Tables) -> None:
    """A nutrient or a condition by any of its words, and two topics."""
    found = find_subject(word, tables)
    assert (found.id if isinstance(found, Nutrient | Condition) else found) == subject


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("magnesum", "Did you mean magnesium"),
        ("cramp", "Did you mean cramps?"),
        ("warferin", "Did you mean warfarin?"),
        ("happiness", "name its file first"),
    ],
)
def test_what_cannot_be_explained(word: str, remedy: str, tables: Tables) -> None:
    """Close matches of all that can be, or where to look."""
    with pytest.raises(RequestError) as refused:
        find_subject(word, tables)
    assert remedy in str(refused.value)
    (problem,) = refused.value.problems
    assert problem.where == ("nutrient",)
    assert problem.write(write_option).startswith(f"NUTRIENT: '{word}' is not known here")


@pytest.mark.parametrize(
    ("points", "raised", "says"),
    [
        (0.3, False, "one percent lower, it would bring the week up to 0.30 portions closer"),
        (0.3, True, "one percent higher, it would bring the week up to 0.30 portions closer"),
        (0.001, False, "less than 0.01 portions"),
        (0.0, False, "it doesn't bind, so it costs nothing"),
    ],
)
def test_a_price_in_words(points: float, raised: bool, says: str) -> None:
    """In portions for one percent, with the direction in which it is easier."""
    limit = Limit("vitamin E", "vitamin_e_mg", "RDA", "minimum", 15.0, "mg")
    cost = LimitCost(limit, weekly=True, required=True, raised=raised, points=points, missed=0.0)
    sentence = write_cost(cost, 7, misses=False)
    assert sentence.startswith("RDA, at least 15 mg on average: ")
    assert says in sentence


def test_a_nutrient_is_explained(plan: WeekPlan, tiny: Tables) -> None:
    """What it does, its evidence, its target with source, its days, its foods."""
    report = check_plan(plan, tiny)
    (person,) = plan.request.people
    nutrient = tiny.nutrients["magnesium_mg"]
    story = explain_nutrient(plan, report, person, nutrient, tiny)
    assert np.allclose(story.daily, report.daily["you", "magnesium_mg"])
    text = " ".join(render_text(compose_story(plan, [story], tiny)).split())
    cramps = nutrient.cramps or ""
    assert cramps
    for words in (nutrient.does, cramps, "mixed (trials or reviews disagree)", "IOM 1997"):
        assert words in text
    for one in story.contributions[:3]:
        assert one.food.name in text
    general = " ".join(render_text(compose_nutrient(nutrient, tiny)).split())
    assert cramps in general
    assert "day 1" not in general


def test_several_people_are_named(plan: WeekPlan, tiny: Tables) -> None:
    """With more than one, each has a part of their own under their name."""
    (person,) = plan.request.people
    costs, misses = costs_of(plan.request, tiny)
    two = [(replace(person, name=name), costs, misses) for name in ("Ana", "Ben")]
    report = check_plan(plan, tiny)
    report = replace(report, verdicts=tuple(replace(v, person="Ana") for v in report.verdicts))
    text = render_text(compose_costs(plan, report, two, tiny))
    assert "Ana, planned for alone" in text
    assert "Ben, planned for alone" in text
    assert "planned for alone" not in render_text(compose_costs(plan, report, two[:1], tiny))
    assert text.count("Met most narrowly") == 1


def test_a_narrow_limit_has_the_percent_of_the_coverage(tables: Tables) -> None:
    """Rounded down as everywhere: what is 101.9 % there is not 102 % here."""
    verdict = Verdict(
        *("you", "vitamin_d_ug", "RDA", "amount", "week", 1, 15.285, 15.0, None),
        required=True,
        met=True,
    )
    percent = write_percent(verdict.value, 15.0)
    assert percent == "101 %"
    assert write_narrow(verdict, 15.285 / 15 - 1, tables).startswith(f"vitamin D at {percent} of")


def test_a_plan_named_after_its_nutrient_is_told_to_come_first(tables: Tables) -> None:
    """`explain vitamin-d week.json` has both words, and asks for the other order."""
    with pytest.raises(RequestError) as caught:
        find_subject("vitamin-d week.json", tables)
    (problem,) = caught.value.problems
    assert "To ask about a plan, name its file first" in problem.remedy
    assert "Did you mean" not in problem.remedy
