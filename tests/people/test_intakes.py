"""The reference intakes that apply to a person, and what follows from them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import Person, find_targets
from planner.people.ages import YOUNGEST
from planner.people.intakes import (
    advised_without_meat,
    applies,
    find_intakes,
    not_assessed,
    water_aim_g,
)
from planner.tables.bundle import Tables


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize(
    ("ages", "stage"),
    [
        ((9, 13), "9_13"),
        ((14, 18), "14_18"),
        ((19, 30), "19_30"),
        ((31, 50), "31_50"),
        ((51, 70), "51_70"),
        ((71, 120), "over_70"),
    ],
)
def test_a_life_stage_has_its_first_and_its_last_age(
    ages: tuple[int, int], stage: str, sex: str, tables: Tables
) -> None:
    """At either end of a life stage all its rows apply, and none of another."""
    published = [one for one in tables.intakes if one.life_stage == f"{sex}_{stage}"]
    assert published
    for age in ages:
        person = Person(age=age, sex=sex)
        assert [one for one in tables.intakes if applies(one, person)] == published


@pytest.mark.parametrize("stage", ["pregnancy", "lactation"])
@pytest.mark.parametrize(
    ("ages", "years"), [((14, 18), "14_18"), ((19, 30), "19_30"), ((31, 50), "31_50")]
)
def test_pregnancy_and_lactation_have_their_first_and_last_ages(
    ages: tuple[int, int], years: str, stage: str, tables: Tables
) -> None:
    """The same for their life stages."""
    published = [one for one in tables.intakes if one.life_stage == f"{stage}_{years}"]
    assert published
    for age in ages:
        person = Person(age=age, stage=stage)
        assert [one for one in tables.intakes if applies(one, person)] == published


def test_an_adult_without_an_age_is_of_19_to_50(tables: Tables) -> None:
    """All life stages from 19 to 50 apply, and no other: 18 mg of iron, 420 mg of magnesium."""
    found = {one.life_stage for one in tables.intakes if applies(one, Person())}
    assert found == {"female_19_30", "female_31_50", "male_19_30", "male_31_50"}


def test_iron_and_zinc_for_vegetarians_are_advice(tables: Tables) -> None:
    """1.8 and 1.5 times the RDA without meat and fish (IOM 2001), and no target rises for it."""
    woman = Person(diet="vegan", age=30, sex="female")
    assert advised_without_meat(woman, tables, "iron_mg") == pytest.approx(32.4)
    assert advised_without_meat(Person(diet="pescatarian"), tables, "iron_mg") is None
    iron = [t for t in find_targets(woman, tables) if t.nutrient == "iron_mg" and t.kind == "RDA"]
    assert iron[0].minimum == 18
    assert advised_without_meat(woman, tables, "zinc_mg") == 12
    zinc = [t for t in find_targets(woman, tables) if t.nutrient == "zinc_mg" and t.kind == "RDA"]
    assert zinc[0].minimum == 8


def test_water_is_a_line_not_a_target(tables: Tables) -> None:
    """Total water's AI is told apart: 2.7 kg for women, and in no target."""
    assert water_aim_g(Person(sex="female"), tables) == 2700
    assert not any(t.nutrient == "water_g" for t in find_targets(Person(), tables))


@pytest.mark.parametrize(("below", "first"), [(13, 14), (18, 19), (30, 31), (50, 51), (70, 71)])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_no_value_of_one_life_stage_reaches_into_the_next(
    below: int, first: int, sex: str, tables: Tables
) -> None:
    """Who is a year younger has rows of another stage, and none of both."""
    younger, older = (
        {row for row in tables.intakes if applies(row, Person(age=age, sex=sex))}
        for age in (below, first)
    )
    assert younger
    assert older
    assert younger.isdisjoint(older)


def test_below_one_year_no_value_applies(tables: Tables) -> None:
    """The youngest who can be planned for is the youngest of the tables."""
    assert min(row.age_min for row in tables.intakes) == YOUNGEST


def test_a_person_without_reference_intakes_has_none(tables: Tables) -> None:
    """Nothing is made up where the tables have no row for an age."""
    young = tuple(row for row in tables.intakes if row.age_max <= 18)
    own = replace(tables, intakes=young)
    vegan = Person(diet="vegan", age=30, sex="female")
    assert find_intakes(vegan, own) == ()
    assert water_aim_g(vegan, own) is None
    assert advised_without_meat(vegan, own, "iron_mg") is None
    assert not_assessed(vegan, own) == {}


def test_without_a_sex_the_stricter_of_both_applies(tables: Tables) -> None:
    """The higher minimum of iron is a woman's, the higher one of magnesium a man's."""
    kept = {(row.nutrient, row.kind): row for row in find_intakes(Person(age=30), tables)}
    assert kept["iron_mg", "RDA"].minimum == 18
    assert kept["magnesium_mg", "RDA"].minimum == 400


def test_what_cannot_be_checked_is_named_with_the_reason(tables: Tables) -> None:
    """Iodine is estimated, so it isn't named; the upper level of magnesium is for supplements."""
    reasons = not_assessed(Person(), tables)
    assert "added sugars" not in reasons
    assert "iodine" not in reasons
    assert reasons["upper level of magnesium"] == "counts supplements only"
