"""What people need: energy by equation and table, minima by life stage, advice apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner import Person, find_targets, make_request
from planner.errors import RequestError, mention
from planner.people.exclusions import find_removals
from planner.people.intakes import advised_without_meat, water_aim_g
from planner.people.targets import (
    PERCENT_OF_ENERGY,
    Target,
    find_supplement_limits,
    leave_to_food,
)
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.supplements import Supplement


def amount(request: Request, tables: Tables, nutrient: str, kind: str = "RDA") -> float | None:
    """A target's minimum or aim for the one person of a request."""
    (person,) = request.people
    (target,) = (
        t
        for t in find_targets(person, tables, request.every_day)
        if (t.nutrient, t.kind) == (nutrient, kind)
    )
    return target.aim if target.minimum is None else target.minimum


@pytest.mark.parametrize("age", [None, *range(1, 121)])
def test_without_a_sex_nothing_is_promised_less(age: int | None, tables: Tables) -> None:
    """Each target is as strict as that of either sex, whatever the age and the weight."""
    for weight in (None, 30.0, 70.0):
        either = Person(age=age, weight_kg=weight)
        kept = {(t.nutrient, t.kind): t for t in find_targets(either, tables)}
        for sex in ("female", "male"):
            own = replace(either, sex=sex)
            for target in find_targets(own, tables):
                mine = kept[target.nutrient, target.kind]
                for name in ("minimum", "aim", "floor"):
                    low = getattr(target, name)
                    assert low is None or getattr(mine, name) >= low, (name, mine, target)
                assert target.maximum is None or (mine.maximum or 0.0) <= target.maximum
                assert mine.required >= target.required
                assert mine.steers >= target.steers
                assert (mine.period, mine.basis) == (target.period, target.basis)
            assert (water_aim_g(either, tables) or 0.0) >= (water_aim_g(own, tables) or 0.0)
            iron = [
                advised_without_meat(replace(one, diet="vegan"), tables, "iron_mg") or 0.0
                for one in (own, either)
            ]
            assert iron == sorted(iron)
            assert set(find_supplement_limits(own, tables)) <= set(
                find_supplement_limits(either, tables)
            )
            assert {one.food.id for one in find_removals(own, tables)} <= {
                one.food.id for one in find_removals(either, tables)
            }


def test_protein_is_the_larger_of_grams_and_grams_per_kg(tables: Tables) -> None:
    """A woman of 30 needs 46 g, or 0.8 g for each kilogram where that is more."""
    words = {"age": 30, "sex": "female", "height": 170}
    light = make_request(tables, weight=50, **words)  # type: ignore[arg-type]
    heavy = make_request(tables, weight=80, **words)  # type: ignore[arg-type]
    assert amount(light, tables, "protein_g") == 46
    assert amount(heavy, tables, "protein_g") == pytest.approx(64)


@pytest.mark.parametrize(
    ("words", "nutrient", "value"),
    [
        ({"age": 75, "sex": "female"}, "calcium_mg", 1200),
        ({"age": 75, "sex": "female"}, "vitamin_d_ug", 20),
        ({"age": 12, "sex": "male"}, "calcium_mg", 1300),
        ({"age": 16, "sex": "female"}, "iron_mg", 15),
        ({"age": 30, "life_stage": "pregnant"}, "iron_mg", 27),
        ({"age": 30, "life_stage": "pregnant"}, "folate_dfe_ug", 600),
        ({"age": 30, "life_stage": "lactating"}, "vitamin_b12_ug", 2.8),
        ({}, "magnesium_mg", 420),
        ({"sex": "female"}, "magnesium_mg", 320),
    ],
)
def test_minima_of_life_stages(
    words: dict[str, Any], nutrient: str, value: float, tables: Tables
) -> None:
    """The RDA of the person's own life stage is what the plan is held to."""
    assert amount(make_request(tables, **words), tables, nutrient) == value


@pytest.mark.parametrize(
    ("nutrient", "sex", "edges"),
    [
        ("calcium_mg", "female", {9: 1300, 18: 1300, 19: 1000, 50: 1000, 51: 1200, 71: 1200}),
        ("calcium_mg", "male", {9: 1300, 18: 1300, 19: 1000, 51: 1000, 70: 1000, 71: 1200}),
        ("magnesium_mg", "male", {9: 240, 13: 240, 14: 410, 18: 410, 19: 400, 30: 400, 31: 420}),
        ("magnesium_mg", "female", {9: 240, 13: 240, 14: 360, 18: 360, 19: 310, 30: 310, 31: 320}),
        ("iron_mg", "female", {9: 8, 13: 8, 14: 15, 18: 15, 19: 18, 50: 18, 51: 8}),
        ("vitamin_d_ug", "female", {9: 15, 70: 15, 71: 20, 120: 20}),
    ],
)
def test_what_a_person_needs_changes_at_the_published_age(
    nutrient: str, sex: str, edges: dict[int, float], tables: Tables
) -> None:
    """The RDA on both sides of the ages at which it changes (IOM 1997 to 2011)."""
    found = {age: amount(make_request(tables, age=age, sex=sex), tables, nutrient) for age in edges}
    assert found == edges


def test_four_of_the_five_hold_daily(tables: Tables) -> None:
    """Vitamin D holds on the average with a floor of a third, the others every day."""
    by_nutrient = {t.nutrient: t for t in find_targets(Person(), tables) if t.kind in ("RDA", "AI")}
    for nutrient in ("magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_b12_ug"):
        assert by_nutrient[nutrient].period == "day"
        assert by_nutrient[nutrient].required
    assert by_nutrient["vitamin_d_ug"].period == "week"
    assert by_nutrient["vitamin_d_ug"].floor == pytest.approx(5)
    assert by_nutrient["iron_mg"].floor == pytest.approx(0.7 * 18)
    assert not by_nutrient["choline_mg"].required


@pytest.mark.parametrize("dose", [1.0, 24.0, 25.0, 26.0])
def test_food_has_what_supplements_leave(dose: float) -> None:
    """A dose is taken off each limit; a minimum that it reaches is gone, a maximum is then 0."""
    target = Target("zinc_mg", "own", "week", minimum=25.0, aim=25.0, floor=17.5, maximum=25.0)
    share = Target("zinc_mg", "AMDR", "week", maximum=25.0, basis=PERCENT_OF_ENERGY)
    other = replace(target, nutrient="iron_mg")
    zinc = Supplement("zinc_mg", dose, {"zinc_mg": dose}, "tablet", "made up")
    (left, *rest) = leave_to_food((target, share, other), (zinc,))
    assert left.minimum == left.aim == (25.0 - dose if dose < 25.0 else None)
    assert left.floor == (17.5 - dose if dose < 17.5 else None)
    assert left.maximum == max(25.0 - dose, 0.0)
    assert rest == [share, other]
    (twice,) = leave_to_food((target,), (zinc, zinc))
    assert twice.maximum == max(25.0 - 2 * dose, 0.0)


def test_sodium_and_the_unmeasured_have_no_minimum(tables: Tables) -> None:
    """Sodium is only kept down; the magnesium UL, for supplements, is held against no food."""
    targets = find_targets(Person(), tables)
    assert all(t.minimum is None for t in targets if t.nutrient == "sodium_mg")
    assert not any(t.nutrient == "magnesium_mg" and t.kind == "UL" for t in targets)
    assert not any(t.nutrient == "iodine_ug" for t in targets)


def test_what_few_foods_know_has_an_upper_level_alone(tables: Tables) -> None:
    """Manganese is known in too few foods to aim at; a blank only hides more of it."""
    assert not tables.steers("manganese_mg")
    own = {t.kind: t for t in find_targets(Person(), tables) if t.nutrient == "manganese_mg"}
    assert own.keys() == {"AI", "UL"}
    assert not own["AI"].steers
    assert not own["AI"].required
    assert own["UL"].steers
    assert own["UL"].required


@pytest.mark.parametrize(
    ("words", "there", "lacking"),
    [
        ({"age": 40, "sex": "male"}, "female_31_50", "male, 40 years"),
        ({"age": 40}, "male_31_50", "female, 40 years"),
        ({}, "male_31_50", "female, 19 to 50 years"),
        ({"life_stage": "pregnant"}, "female_31_50", "female, 19 to 50 years, pregnancy"),
    ],
)
def test_a_person_without_reference_intakes_is_refused(
    words: dict[str, Any], there: str, lacking: str, tables: Tables
) -> None:
    """Tables that have one life stage alone say of another what they lack, and take its targets."""
    intakes = tuple(one for one in tables.intakes if one.life_stage == there)
    own = replace(tables, intakes=intakes)
    with pytest.raises(RequestError) as error:
        make_request(own, **words)
    (problem,) = error.value.problems
    labels = "magnesium, potassium, calcium, vitamin B12, vitamin D"
    assert problem.where == "dri.csv"
    assert problem.what.startswith(f"has no RDA or AI of {labels}, ")
    assert problem.what.endswith(f" for {lacking}")
    assert mention("targets") in problem.remedy


@pytest.mark.parametrize(
    ("nutrient", "label"), [("zinc_mg", "zinc"), ("magnesium_mg", "magnesium")]
)
def test_a_gap_between_the_ages_of_a_nutrient_is_refused(
    nutrient: str, label: str, tables: Tables
) -> None:
    """A missing row lets no target vanish: it is named, unless the person sets the amount."""
    gap = tuple(
        one
        for one in tables.intakes
        if not (one.nutrient == nutrient and one.kind == "RDA" and one.life_stage == "female_31_50")
    )
    own = replace(tables, intakes=gap)
    with pytest.raises(RequestError) as error:
        make_request(own, age=45, sex="female")
    (problem,) = error.value.problems
    assert problem.what == f"has no RDA or AI of {label} for female, 45 years"
    assert make_request(own, age=60, sex="female")
    assert make_request(own, age=45, sex="female", targets=[f"{label}=20"])


def test_from_51_years_on_vitamin_b12_comes_from_what_it_was_added_to(tables: Tables) -> None:
    """The whole RDA on average, beside the RDA of every day; below that age nothing is asked."""
    for age, asked in ((None, False), (50, False), (51, True), (80, True)):
        targets = {t.nutrient: t for t in find_targets(Person(age=age, sex="female"), tables)}
        assert ("vitamin_b12_added_ug" in targets) == asked, age
    added, b12 = targets["vitamin_b12_added_ug"], targets["vitamin_b12_ug"]
    assert (added.minimum, added.period, added.required) == (2.4, "week", True)
    assert (b12.minimum, b12.period) == (2.4, "day")
    (dose,) = [s for s in tables.supplements if (s.nutrient, s.dose) == ("vitamin_b12_ug", 10)]
    left = {t.nutrient: t for t in leave_to_food(targets.values(), [dose])}
    assert left["vitamin_b12_added_ug"].minimum is None


def test_at_most_about_a_third_of_vitamin_d_rests_on_mushrooms(tables: Tables) -> None:
    """Of the RDA, or of the person's own target; a supplement leaves them the same."""

    def most(person: Person) -> float | None:
        targets = {t.nutrient: t for t in find_targets(person, tables)}
        assert targets["vitamin_d_mushrooms_ug"].period == "week"
        return targets["vitamin_d_mushrooms_ug"].maximum

    assert most(Person()) == 5.1
    assert most(Person(age=75)) == 6.8
    assert most(Person(minimum={"vitamin_d_ug": 24.0})) == 8.16
    doses = [s for s in tables.supplements if s.nutrient == "vitamin_d_ug"]
    left = leave_to_food(find_targets(Person(), tables), doses)
    assert {t.nutrient: t for t in left}["vitamin_d_mushrooms_ug"].maximum == 5.1
