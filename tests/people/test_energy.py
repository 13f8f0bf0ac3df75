"""How much energy a person needs: by equation, by table, or by default."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner import make_request
from planner.errors import RequestError
from planner.people.energy import find_energy
from planner.tables.bundle import Tables


def test_eer_of_the_reports_example(tables: Tables) -> None:
    """NASEM 2023: a woman of 22, 165 cm, 63 kg, low active needs 2,275 kcal."""
    request = make_request(
        tables, age=22, sex="female", weight=63, height=165, activity="low-active"
    )
    (person,) = request.people
    assert person.energy_kcal == 2275
    assert "NASEM 2023" in person.energy_source


@pytest.mark.parametrize(
    ("age", "sex", "kcal"),
    [(9, "female", 1600), (12, "male", 2200), (30, "female", 2000), (75, "male", 2200)],
)
def test_age_and_sex_alone_take_the_guidelines_table(
    age: int, sex: str, kcal: float, tables: Tables
) -> None:
    """Dietary Guidelines 2020-2025, Table A2-2, moderately active."""
    energy, source = find_energy(tables, age=age, sex=sex, stage="none", part=None)
    assert energy == kcal
    assert "A2-2" in source


@pytest.mark.parametrize(
    ("age", "kcal"),
    [(9, 1700), (14, 2200), (18, 2400), (19, 2000), (40, 2000), (70, 2000), (71, 2000)],
)
def test_without_a_sex_the_young_and_old_have_the_mean_of_both(
    age: int, kcal: float, tables: Tables
) -> None:
    """From 19 to 70 the default serves either; a child is not given an adult's energy."""
    (person,) = make_request(tables, age=age).people
    assert person.energy_kcal == kcal
    assert person.energy_source.startswith("the mean of both sexes") == (not 19 <= age <= 70)


@pytest.mark.parametrize(
    ("stage", "part", "added"),
    [
        ("pregnancy", 1, 0),
        ("pregnancy", 2, 340),
        ("pregnancy", 3, 452),
        ("lactation", 1, 330),
        ("lactation", 2, 400),
    ],
)
def test_pregnancy_and_lactation_add_energy(
    stage: str, part: int, added: float, tables: Tables
) -> None:
    """Dietary Guidelines 2020-2025, Table A2-3."""
    plain, _ = find_energy(tables, age=30, sex="female", stage="none", part=None)
    energy, source = find_energy(tables, age=30, sex=None, stage=stage, part=part)
    assert energy == plain + added
    assert "A2-3" in source


@pytest.mark.parametrize(
    ("age", "kcal"),
    [
        # Boys: -447.51 + 3.68 * age + 13.01 * cm + 13.15 * kg, and 25 kcal of growth, then 20.
        (13, -447.51 + 3.68 * 13 + 13.01 * 160 + 13.15 * 50 + 25),
        (14, -447.51 + 3.68 * 14 + 13.01 * 160 + 13.15 * 50 + 20),
        (18, -447.51 + 3.68 * 18 + 13.01 * 160 + 13.15 * 50 + 20),
        # Men: 753.07 - 10.83 * age + 6.50 * cm + 14.10 * kg.
        (19, 753.07 - 10.83 * 19 + 6.50 * 160 + 14.10 * 50),
    ],
)
def test_the_equations_hold_at_their_first_and_last_ages(
    age: int, kcal: float, tables: Tables
) -> None:
    """NASEM 2023, for boys and men who are inactive."""
    energy, _ = find_energy(
        tables,
        age=age,
        sex="male",
        stage="none",
        part=None,
        weight_kg=50,
        height_cm=160,
        activity="inactive",
    )
    assert energy == round(kcal)


@pytest.mark.parametrize(
    ("table", "words", "where"),
    [
        (
            "energy_equations",
            {"age": 40, "sex": "male", "weight": 80, "height": 180},
            "eer.csv: has no equation for male, 40 years, low_active",
        ),
        (
            "calorie_needs",
            {"age": 40, "sex": "male"},
            "calorie_needs.csv: has no moderately_active row for male, 40 years",
        ),
        (
            "calorie_needs",
            {"age": 12},
            "calorie_needs.csv: has no moderately_active row for both sexes, 12 years",
        ),
        (
            "energy_additions",
            {"life_stage": "pregnant"},
            "energy_additions.csv: has no row for pregnancy, part 2",
        ),
    ],
)
def test_a_person_without_energy_is_refused(
    table: str, words: dict[str, Any], where: str, tables: Tables
) -> None:
    """No row of the person's is no reason to plan for the default; calories of one's own are."""
    emptied: dict[str, Any] = {table: ()}
    own = replace(tables, **emptied)
    with pytest.raises(RequestError) as error:
        make_request(own, **words)
    (problem,) = error.value.problems
    assert f"{problem.where}: {problem.what}" == where
    assert str(problem).endswith("Add the row, or give calories.")
    body = {name: value for name, value in words.items() if name not in ("weight", "height")}
    assert make_request(own, calories=2000, **body)


@pytest.mark.parametrize(
    ("age", "sex"), [(9, "female"), (13, "male"), (14, "female"), (18, "male"), (71, "female")]
)
def test_a_child_and_the_old_have_no_adults_energy(age: int, sex: str, tables: Tables) -> None:
    """Each age has the table's own figure, and a body's without its age is refused."""
    (row,) = (
        need
        for need in tables.calorie_needs
        if (need.sex, need.activity) == (sex, "moderately_active")
        and need.age_min <= age <= need.age_max
    )
    assert find_energy(tables, age=age, sex=sex, stage="none", part=None)[0] == row.energy_kcal
    with pytest.raises(RequestError, match="needs age"):
        find_energy(tables, age=None, sex=sex, stage="none", part=None, weight_kg=35, height_cm=140)


def test_nobody_in_particular_has_the_default(tables: Tables) -> None:
    """Without age, sex and body it is 2,000 kcal, and says so."""
    energy, source = find_energy(tables, age=None, sex=None, stage="none", part=None)
    assert (energy, source) == (2000, "the default")
