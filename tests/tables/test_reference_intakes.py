"""data/dri.csv and data/eer.csv say what the National Academies published.

The values below were written out from the reports by hand, not copied from the table.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import Problem
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE
from planner.tables.reference_intakes import (
    ACTIVITIES,
    KINDS,
    EnergyEquation,
    ReferenceIntake,
    read_energy_equations,
    read_intakes,
)

AGES = ("9_13", "14_18", "19_30", "31_50", "51_70", "over_70")
LIFE_STAGES = (
    "child_1_3",
    "child_4_8",
    *(f"{sex}_{ages}" for sex in ("male", "female") for ages in AGES),
    *(f"{stage}_{ages}" for stage in ("pregnancy", "lactation") for ages in AGES[1:4]),
)

# Each line: nutrient, life stage, kind, value a day.
PUBLISHED = {
    "IOM 2011, calcium and vitamin D": """
        calcium_mg    child_1_3         RDA  700
        calcium_mg    child_4_8         RDA  1000
        calcium_mg    child_4_8         UL   2500
        vitamin_d_ug  child_1_3         UL   63
        calcium_mg    male_9_13         RDA  1300
        calcium_mg    female_14_18      RDA  1300
        calcium_mg    pregnancy_14_18   RDA  1300
        calcium_mg    male_19_30        RDA  1000
        calcium_mg    female_31_50      RDA  1000
        calcium_mg    lactation_19_30   RDA  1000
        calcium_mg    male_51_70        RDA  1000
        calcium_mg    female_51_70      RDA  1200
        calcium_mg    male_over_70      RDA  1200
        calcium_mg    female_over_70    RDA  1200
        calcium_mg    male_14_18        UL   3000
        calcium_mg    female_19_30      UL   2500
        calcium_mg    male_51_70        UL   2000
        vitamin_d_ug  female_9_13       RDA  15
        vitamin_d_ug  male_19_30        RDA  15
        vitamin_d_ug  pregnancy_31_50   RDA  15
        vitamin_d_ug  female_51_70      RDA  15
        vitamin_d_ug  male_over_70      RDA  20
        vitamin_d_ug  female_over_70    RDA  20
        vitamin_d_ug  male_9_13         UL   100
        vitamin_d_ug  lactation_31_50   UL   100
    """,
    "IOM 1997, magnesium and phosphorus": """
        magnesium_mg   male_9_13         RDA  240
        magnesium_mg   male_14_18        RDA  410
        magnesium_mg   female_14_18      RDA  360
        magnesium_mg   pregnancy_14_18   RDA  400
        magnesium_mg   male_19_30        RDA  400
        magnesium_mg   female_19_30      RDA  310
        magnesium_mg   pregnancy_19_30   RDA  350
        magnesium_mg   lactation_19_30   RDA  310
        magnesium_mg   male_31_50        RDA  420
        magnesium_mg   female_31_50      RDA  320
        magnesium_mg   pregnancy_31_50   RDA  360
        magnesium_mg   male_over_70      RDA  420
        magnesium_mg   female_51_70      UL   350
        phosphorus_mg  female_14_18      RDA  1250
        phosphorus_mg  male_31_50        RDA  700
        phosphorus_mg  male_over_70      UL   3000
        phosphorus_mg  pregnancy_19_30   UL   3500
    """,
    "NASEM 2019, sodium and potassium": """
        potassium_mg  male_9_13         AI    2500
        potassium_mg  female_9_13       AI    2300
        potassium_mg  male_14_18        AI    3000
        potassium_mg  male_19_30        AI    3400
        potassium_mg  female_31_50      AI    2600
        potassium_mg  female_over_70    AI    2600
        potassium_mg  pregnancy_19_30   AI    2900
        potassium_mg  lactation_31_50   AI    2800
        potassium_mg  lactation_14_18   AI    2500
        sodium_mg     female_9_13       CDRR  1800
        sodium_mg     male_14_18        CDRR  2300
        sodium_mg     female_51_70      CDRR  2300
    """,
    "IOM 1998, B vitamins and choline": """
        vitamin_b12_ug  male_9_13         RDA  1.8
        vitamin_b12_ug  female_14_18      RDA  2.4
        vitamin_b12_ug  male_over_70      RDA  2.4
        vitamin_b12_ug  pregnancy_19_30   RDA  2.6
        vitamin_b12_ug  lactation_19_30   RDA  2.8
        vitamin_b6_mg   male_51_70        RDA  1.7
        vitamin_b6_mg   female_51_70      RDA  1.5
        folate_dfe_ug   female_19_30      RDA  400
        folate_dfe_ug   pregnancy_19_30   RDA  600
        folic_acid_ug   male_31_50        UL   1000
        thiamin_mg      male_19_30        RDA  1.2
        riboflavin_mg   lactation_31_50   RDA  1.6
        niacin_mg       female_31_50      RDA  14
        niacin_mg       male_19_30        UL   35
        choline_mg      male_19_30        AI   550
        choline_mg      female_31_50      AI   425
        choline_mg      female_31_50      UL   3500
    """,
    "IOM 2000, antioxidants": """
        vitamin_c_mg        male_19_30       RDA  90
        vitamin_c_mg        female_31_50     RDA  75
        vitamin_c_mg        lactation_31_50  RDA  120
        vitamin_c_mg        male_51_70       UL   2000
        vitamin_e_mg        female_over_70   RDA  15
        vitamin_e_added_mg  male_19_30       UL   1000
        selenium_ug         male_19_30       RDA  55
        selenium_ug         pregnancy_31_50  RDA  60
        selenium_ug         female_19_30     UL   400
    """,
    "IOM 2001, vitamins A and K and trace elements": """
        iron_mg           male_19_30        RDA  8
        iron_mg           female_14_18      RDA  15
        iron_mg           female_19_30      RDA  18
        iron_mg           female_51_70      RDA  8
        iron_mg           pregnancy_31_50   RDA  27
        iron_mg           lactation_19_30   RDA  9
        iron_mg           male_31_50        UL   45
        iron_mg           male_9_13         UL   40
        zinc_mg           male_31_50        RDA  11
        zinc_mg           female_31_50      RDA  8
        zinc_mg           female_19_30      UL   40
        copper_mg         female_19_30      RDA  0.9
        copper_mg         male_19_30        UL   10
        iodine_ug         pregnancy_19_30   RDA  220
        vitamin_a_rae_ug  male_51_70        RDA  900
        vitamin_a_rae_ug  female_51_70      RDA  700
        retinol_ug        female_31_50      UL   3000
        vitamin_k_ug      male_over_70      AI   120
        vitamin_k_ug      female_19_30      AI   90
        manganese_mg      male_19_30        AI   2.3
    """,
    "IOM 2002/2005, macronutrients": """
        fiber_g         male_19_30       AI   38
        fiber_g         female_31_50     AI   25
        fiber_g         female_51_70     AI   21
        carbohydrate_g  male_31_50       RDA  130
        carbohydrate_g  pregnancy_19_30  RDA  175
        protein_g       male_19_30       RDA  56
        protein_g       female_19_30     RDA  46
        linoleic_est_g  male_19_30       AI   17
        ala_est_g       female_31_50     AI   1.1
    """,
    "IOM 1997, children": """
        magnesium_mg  child_1_3  RDA  80
        magnesium_mg  child_4_8  UL   110
    """,
    "IOM 2001, children": """
        zinc_mg    child_1_3  UL   7
        retinol_ug child_1_3  UL   600
        iron_mg    child_4_8  RDA  10
    """,
    "IOM 2002/2005, children": """
        fiber_g    child_1_3  AI   19
        fiber_g    child_4_8  AI   25
        protein_g  child_1_3  RDA  13
    """,
    "NASEM 2019, children": """
        sodium_mg     child_1_3  CDRR  1200
        sodium_mg     child_4_8  CDRR  1500
        potassium_mg  child_1_3  AI    2000
    """,
    "IOM 2005, water": """
        water_g  male_19_30    AI  3700
        water_g  female_31_50  AI  2700
    """,
}


def published_values() -> list[object]:
    """The values above, each a parameter that is named by its report."""
    parameters = []
    for report, lines in PUBLISHED.items():
        for line in lines.strip().splitlines():
            nutrient, life_stage, kind, value = line.split()
            parameters.append(
                pytest.param(
                    report,
                    nutrient,
                    life_stage,
                    kind,
                    float(value),
                    id=f"{report.split(',')[0]}: {nutrient} {life_stage} {kind}",
                )
            )
    return list(parameters)


def find(
    tables: Tables, nutrient: str, life_stage: str, kind: str, per: str = "day"
) -> list[ReferenceIntake]:
    """The rows of dri.csv for one nutrient, life stage and kind."""
    return [
        intake
        for intake in tables.intakes
        if (intake.nutrient, intake.life_stage, intake.kind, intake.per)
        == (nutrient, life_stage, kind, per)
    ]


@pytest.mark.parametrize(("report", "nutrient", "life_stage", "kind", "value"), published_values())
def test_intake_is_as_published(
    report: str, nutrient: str, life_stage: str, kind: str, value: float, tables: Tables
) -> None:
    """A reference intake has the value its report published, and names that report."""
    rows = find(tables, nutrient, life_stage, kind)
    limit = kind in ("UL", "CDRR")

    assert {row.sex for row in rows} >= ({"male", "female"} if "child" in life_stage else set())
    assert {row.minimum for row in rows} == {None if limit else value}
    assert {row.maximum for row in rows} == {value if limit else None}
    assert all(row.source.startswith(report.split(",", maxsplit=1)[0]) for row in rows)


@pytest.mark.parametrize(
    ("nutrient", "life_stage", "low", "high"),
    [  # IOM 2002/2005, acceptable macronutrient distribution ranges, percent of energy
        ("protein_g", "male_14_18", 10, 30),
        ("protein_g", "female_19_30", 10, 35),
        ("fat_g", "female_9_13", 25, 35),
        ("fat_g", "male_51_70", 20, 35),
        ("carbohydrate_g", "male_31_50", 45, 65),
        ("linoleic_est_g", "female_31_50", 5, 10),
        ("ala_est_g", "female_31_50", 0.6, 1.2),
    ],
)
def test_range_is_as_published(
    nutrient: str, life_stage: str, low: float, high: float, tables: Tables
) -> None:
    """An acceptable range holds both its ends, in percent of energy."""
    (intake,) = find(tables, nutrient, life_stage, "AMDR", "percent of energy")

    assert (intake.minimum, intake.maximum) == (low, high)


@pytest.mark.parametrize(
    ("life_stage", "grams"),
    [  # IOM 2002/2005
        ("male_9_13", 0.95),
        ("female_14_18", 0.85),
        ("male_31_50", 0.8),
        ("pregnancy_19_30", 1.1),
        ("lactation_19_30", 1.3),
    ],
)
def test_protein_per_kilogram_is_as_published(
    life_stage: str, grams: float, tables: Tables
) -> None:
    """The RDA of protein stands by body weight too."""
    (intake,) = find(tables, "protein_g", life_stage, "RDA", "kg")

    assert intake.minimum == grams


@pytest.mark.parametrize("life_stage", LIFE_STAGES)
@pytest.mark.parametrize("nutrient", THE_FIVE)
def test_every_life_stage_has_the_five(nutrient: str, life_stage: str, tables: Tables) -> None:
    """Each life stage has one RDA or AI of each of the five, and children's are both sexes'."""
    rows = [row for kind in ("RDA", "AI") for row in find(tables, nutrient, life_stage, kind)]

    assert [row.sex for row in rows] in (["male"], ["female"], ["male", "female"])
    assert len({row.minimum for row in rows}) == 1
    assert rows[0].minimum


def test_life_stages_are_the_published_ones(tables: Tables) -> None:
    """The table has the 20 life stages from one year up and no other."""
    assert {intake.life_stage for intake in tables.intakes} == set(LIFE_STAGES)


@pytest.mark.parametrize("sex", ["male", "female"])
@pytest.mark.parametrize("age", [1, 3, 4, 8, 9, 13, 14, 18, 19, 30, 31, 50, 51, 70, 71, 90])
def test_life_stages_leave_no_age_out(age: int, sex: str, tables: Tables) -> None:
    """Anyone of one year or more, not pregnant or nursing, is of exactly one life stage."""
    stages = {
        intake.life_stage
        for intake in tables.intakes
        if intake.sex == sex and intake.stage == "none" and intake.age_min <= age <= intake.age_max
    }

    assert len(stages) == 1


def test_no_upper_level_below_its_minimum(tables: Tables) -> None:
    """Nobody is asked for more than the upper level, save magnesium's, which counts supplements."""
    contradictions = {
        low.nutrient
        for low in tables.intakes
        for high in find(tables, low.nutrient, low.life_stage, "UL")
        if low.per == "day" and (low.minimum or 0) > (high.maximum or 0)
        if high.form == "total"
    }

    assert contradictions == set()
    assert {i.form for i in find(tables, "magnesium_mg", "male_31_50", "UL")} == {"supplements"}
    assert {i.form for i in find(tables, "niacin_mg", "male_31_50", "UL")} == {"not measured"}


def test_sodium_has_no_minimum(tables: Tables) -> None:
    """Sodium is kept down and never pushed up."""
    rows = [intake for intake in tables.intakes if intake.nutrient == "sodium_mg"]

    assert {(row.kind, row.minimum) for row in rows} == {("CDRR", None)}


def test_no_value_stands_twice(tables: Tables) -> None:
    """One life stage has one value of each nutrient, kind and basis, for each sex."""
    keys = [(i.nutrient, i.life_stage, i.sex, i.kind, i.per) for i in tables.intakes]

    assert len(keys) == len(set(keys))


NOT_ASSESSED = {
    "iodine_ug",  # hardly any source row says how much
}


def test_intakes_are_of_nutrients_of_the_catalogue(tables: Tables) -> None:
    """A reference intake is of a nutrient that foods are measured for, with known exceptions.

    A misspelt nutrient would otherwise be left out of every plan as "not assessed".
    """
    unknown = {intake.nutrient for intake in tables.intakes} - set(tables.nutrients)

    assert unknown == NOT_ASSESSED


# --- Energy -----------------------------------------------------------------------------------


def requirement(
    equation: EnergyEquation, age_years: float, height_cm: float, weight_kg: float
) -> float:
    """The energy requirement in kcal a day, as the report writes it down."""
    return (
        equation.constant
        + equation.age_years * age_years
        + equation.height_cm * height_cm
        + equation.weight_kg * weight_kg
        + equation.growth_kcal
    )


def test_energy_requirement_of_the_reports_example(tables: Tables) -> None:
    """The report's woman of 22, 165 cm and 63 kg, low active, needs 2,275 kcal (NASEM 2023)."""
    (equation,) = (
        row
        for row in tables.energy_equations
        if row.sex == "female" and row.activity == "low_active" and row.age_min <= 22 <= row.age_max
    )

    assert round(requirement(equation, 22, 165, 63)) == 2275


def test_every_age_and_activity_has_one_equation(tables: Tables) -> None:
    """From one year up, there is one equation for each sex, age and activity."""
    for age in (1, 2, 3, 8, 9, 13, 14, 18, 19, 65, 101):
        fitting = [
            (row.sex, row.activity)
            for row in tables.energy_equations
            if row.age_min <= age <= row.age_max
        ]
        expected = [(sex, activity) for sex in ("male", "female") for activity in ACTIVITIES]
        assert sorted(fitting) == sorted(expected)


@pytest.mark.parametrize(
    ("sex", "age", "height_cm", "weight_kg"),
    [
        ("male", 30, 178, 75),
        ("female", 70, 160, 60),
        ("male", 15, 170, 58),
        ("female", 10, 140, 33),
    ],
)
def test_more_activity_needs_more_energy(
    sex: str, age: int, height_cm: float, weight_kg: float, tables: Tables
) -> None:
    """Each level of activity needs more than the one below, within what people eat."""
    needs = [
        requirement(row, age, height_cm, weight_kg)
        for activity in ACTIVITIES
        for row in tables.energy_equations
        if row.sex == sex and row.activity == activity and row.age_min <= age <= row.age_max
    ]

    assert len(needs) == len(ACTIVITIES)
    assert sorted(set(needs)) == needs
    assert 1200 < needs[0] < needs[-1] < 4500


# --- Reading ----------------------------------------------------------------------------------


def test_broken_intakes_are_reported_all_at_once(tmp_path: Path) -> None:
    """Each fault of a table of intakes has its line and column."""
    path = tmp_path / "dri.csv"
    path.write_text(
        "nutrient,life_stage,sex,stage,age_min,age_max,kind,minimum,maximum,per,form,source\n"
        "iron_mg,male_9_13,man,none,9,13,RDA,8,,day,total,IOM 2001\n"
        "iron_mg,male_14_18,male,none,14,180,RDB,11,,day,total,IOM 2001\n"
        "iron_mg,male_19_30,male,none,19,30,RDA,,,week,total,\n",
        encoding="utf-8",
    )
    problems: list[Problem] = []

    read_intakes(path, problems)

    assert [(p.where, p.what) for p in problems] == [
        ("dri.csv, line 2, column sex", "'man' is not known"),
        ("dri.csv, line 3, column age_max", "180 is out of range"),
        ("dri.csv, line 3, column kind", "'RDB' is not known"),
        ("dri.csv, line 4, column per", "'week' is not known"),
        ("dri.csv, line 4, column source", "is blank"),
        ("dri.csv, line 4, column minimum", "is blank, and so is maximum"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("19,30,RDA,11,,day,totall", "form", "'totall' is not known"),
        ("19,30,RDA,11,,day,supplements", "form", "'supplements' doesn't go with RDA"),
        ("19,30,RDA,,11,day,total", "maximum", "has 11, but RDA is a minimum"),
        ("19,30,UL,11,,day,total", "minimum", "has 11, but UL is a maximum"),
        ("19,30,RDA,0,,day,total", "minimum", "0 is not a minimum"),
        ("19,30,AMDR,10,5,percent of energy,total", "maximum", "5 is below minimum, 10"),
        ("19,30,AMDR,10,15,day,total", "per", "'day' doesn't go with AMDR"),
        ("19,30,UL,,15,kg,total", "per", "'kg' doesn't go with UL"),
        ("30,19,RDA,11,,day,total", "age_max", "19 is below age_min, 30"),
    ],
)
def test_row_that_would_hold_nobody(row: str, column: str, what: str, tmp_path: Path) -> None:
    """A row that no person would be held to is a fault, with its line, its column and a remedy."""
    path = tmp_path / "dri.csv"
    header = "nutrient,life_stage,sex,stage,age_min,age_max,kind,minimum,maximum,per,form,source"
    path.write_text(f"{header}\niron_mg,male,male,none,{row},IOM 2001\n", encoding="utf-8")
    problems: list[Problem] = []
    read_intakes(path, problems)
    assert [(p.where, p.what) for p in problems] == [(f"dri.csv, line 2, column {column}", what)]
    assert problems[0].remedy


def test_kinds_are_all_in_use(tables: Tables) -> None:
    """The table has values of every kind that the reader knows."""
    assert {intake.kind for intake in tables.intakes} == set(KINDS)


def test_broken_equations_are_reported_all_at_once(tmp_path: Path) -> None:
    """Each fault of a table of equations has its line and column; no last age is no fault."""
    path = tmp_path / "eer.csv"
    path.write_text(
        "group,sex,age_min,age_max,activity,constant,age_years,height_cm,weight_kg,growth_kcal,"
        "source\n"
        "adult,male,19,,inactive,753.07,-10.83,6.50,14.10,0,NASEM 2023\n"
        "adlt,male,19,,lazy,753.07,-10.83,,14.10,0,NASEM 2023\n",
        encoding="utf-8",
    )
    problems: list[Problem] = []

    equations = read_energy_equations(path, problems)

    assert equations[0].age_max == float("inf")
    assert [(p.where, p.what) for p in problems] == [
        ("eer.csv, line 3, column group", "'adlt' is not known"),
        ("eer.csv, line 3, column activity", "'lazy' is not known"),
        ("eer.csv, line 3, column height_cm", "is blank"),
    ]
