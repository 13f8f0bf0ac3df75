"""People name nutrients and write amounts in their own words, and are understood or corrected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import ExitCode, Problem, RequestError
from planner.tables.bundle import Tables, find_data
from planner.tables.nutrients import (
    ENERGY,
    SODIUM,
    THE_FIVE,
    WATER,
    Nutrient,
    find_nutrient,
    nutrient_names,
    parse_amount,
    read_nutrients,
)


@pytest.mark.parametrize(
    ("word", "nutrient"),
    [
        ("magnesium", "magnesium_mg"),
        ("magnesium_mg", "magnesium_mg"),
        ("magnesium-mg", "magnesium_mg"),
        (" Magnesium ", "magnesium_mg"),
        ("POTASSIUM", "potassium_mg"),
        ("vitamin-b12", "vitamin_b12_ug"),
        ("vitamin b12", "vitamin_b12_ug"),
        ("Vitamin_B12", "vitamin_b12_ug"),
        ("B12", "vitamin_b12_ug"),
        ("vitamin d", "vitamin_d_ug"),
        ("d", "vitamin_d_ug"),
        ("vitamin a", "vitamin_a_rae_ug"),
        ("retinol", "retinol_ug"),
        ("b6", "vitamin_b6_mg"),
        ("thiamin", "thiamin_mg"),
        ("niacin", "niacin_mg"),
        ("calories", ENERGY),
        ("kcal", ENERGY),
        ("energy", ENERGY),
        ("fiber", "fiber_g"),
        ("saturated fat", "saturated_fat_g"),
        ("fat", "fat_g"),
        ("folic acid", "folic_acid_ug"),
        ("folate dfe", "folate_dfe_ug"),
        ("added vitamin e", "vitamin_e_added_mg"),
        ("vitamin e", "vitamin_e_mg"),
        ("ala", "ala_est_g"),
        ("epa", "epa_g"),
        pytest.param("folate", "folate_dfe_ug"),
        *(
            pytest.param(word, nutrient)
            for word, nutrient in (
                ("b1", "thiamin_mg"),
                ("vitamin b2", "riboflavin_mg"),
                ("b3", "niacin_mg"),
                ("b5", "pantothenic_mg"),
            )
        ),
    ],
)
def test_words_of_people_are_understood(word: str, nutrient: str, tables: Tables) -> None:
    """A nutrient answers to its id, its label and its short name, in any case and with any dash."""
    assert find_nutrient(word, tables.nutrients).id == nutrient


def test_every_nutrient_answers_to_its_id(tables: Tables) -> None:
    """No nutrient's id is taken by another's name."""
    assert {word: find_nutrient(word, tables.nutrients).id for word in tables.nutrients} == {
        word: word for word in tables.nutrients
    }


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("magnesum", "Did you mean magnesium or magnesium-mg or manganese?"),
        ("fibre", "Did you mean fiber?"),
        ("xyz", "`tables.nutrients` lists the nutrients."),
    ],
)
def test_unknown_nutrient_gets_close_matches(word: str, remedy: str, tables: Tables) -> None:
    """A word that names no nutrient is an error of the request, with the nearest names."""
    with pytest.raises(RequestError) as error:
        find_nutrient(word, tables.nutrients)

    (problem,) = error.value.problems
    assert (problem.where, problem.what) == (
        ("nutrient",),
        f"{word!r} is not a nutrient in the tables",
    )
    assert str(problem).endswith(f"\n  {remedy}")
    assert error.value.exit_code == ExitCode.USAGE


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=12))
def test_no_word_breaks_the_search(tables: Tables, word: str) -> None:
    """Whatever is typed, the answer is a nutrient of the tables or an explained error."""
    try:
        found = find_nutrient(word, tables.nutrients)
    except RequestError as error:
        assert repr(word) in str(error)  # noqa: PT017  (either outcome is right)
    else:
        assert tables.nutrients[found.id] is found


def test_names_have_no_underscores(tables: Tables) -> None:
    """The names offered to people are written with dashes alone."""
    names = nutrient_names(tables.nutrients.values())

    assert [name for name in names if "_" in name or " " in name] == []
    assert set(names.values()) == set(tables.nutrients)


@pytest.mark.parametrize(
    ("text", "nutrient", "amount"),
    [
        ("450", "magnesium_mg", 450),
        ("450mg", "magnesium_mg", 450),
        ("1,500 mg", "sodium_mg", 1500),
        (" 450 MG ", "magnesium_mg", 450),
        ("0.45 g", "magnesium_mg", 450),
        ("450000 ug", "magnesium_mg", 450),
        ("20", "vitamin_d_ug", 20),
        ("20 µg", "vitamin_d_ug", 20),  # the micro sign
        ("20 μg", "vitamin_d_ug", 20),  # the Greek letter
        ("20mcg", "vitamin_d_ug", 20),
        ("800IU", "vitamin_d_ug", 20),
        ("800 iu", "vitamin_d_ug", 20),
        ("0.02 mg", "vitamin_d_ug", 20),
        ("2.4", "vitamin_b12_ug", 2.4),
        ("2000 kcal", "energy_kcal", 2000),
        ("900 rae", "vitamin_a_rae_ug", 900),
        ("400 dfe", "folate_dfe_ug", 400),
        ("30000 mg", "fiber_g", 30),
        ("0", "sodium_mg", 0),
        *(
            pytest.param(text, nutrient, amount)
            for text, nutrient, amount in (
                ("900 µg RAE", "vitamin_a_rae_ug", 900),
                ("400 mcg DFE", "folate_dfe_ug", 400),
            )
        ),
    ],
)
def test_amount_in_any_unit(text: str, nutrient: str, amount: float, tables: Tables) -> None:
    """An amount may be written in any unit of weight, vitamin D in IU, and is converted."""
    parsed = parse_amount(text, tables.nutrients[nutrient], ("targets",))

    assert parsed == pytest.approx(amount, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "nutrient", "what", "remedy"),
    [
        ("lots", "magnesium_mg", "'lots' is not an amount", "Write a number, such as magnesium=1"),
        ("", "magnesium_mg", "'' is not an amount", "Write a number, such as magnesium=1"),
        ("mg", "magnesium_mg", "'mg' is not an amount", "Write a number, such as magnesium=1"),
        ("-5", "magnesium_mg", "'-5' is not an amount", "Write a number, such as magnesium=1"),
        ("nan", "vitamin_d_ug", "'nan' is not an amount", "Write a number, such as vitamin-d=1"),
        ("inf", "vitamin_d_ug", "'inf' is not an amount", "Write a number, such as vitamin-d=1"),
        ("1e99", "vitamin_d_ug", "'1e99' is not an amount", "Write a number, such as vitamin-d=1"),
        ("1,5", "iron_mg", "'1,5' is not an amount", "Write a number, such as iron=1"),
        ("5 kcal", "iron_mg", "'kcal' is not a unit of iron", "Write iron in mg."),
        ("5 g", "energy_kcal", "'g' is not a unit of energy", "Write energy in kcal."),
        (
            "3000 IU",
            "vitamin_a_rae_ug",
            "'iu' is not a unit of vitamin A",
            "Write vitamin A in µg RAE.",
        ),
        pytest.param(
            "400 rae",
            "magnesium_mg",
            "'rae' is not a unit of magnesium",
            "Write magnesium in mg.",
        ),
    ],
)
def test_bad_amount_is_explained(
    text: str, nutrient: str, what: str, remedy: str, tables: Tables
) -> None:
    """What is no amount, or in a unit that can't be converted, says so and what to write."""
    with pytest.raises(RequestError) as error:
        parse_amount(text, tables.nutrients[nutrient], ("targets",))

    (problem,) = error.value.problems
    assert (problem.where, problem.what) == (("targets",), what)
    assert problem.remedy.startswith(remedy)


@settings(deadline=None)  # a busy machine is no fault
@given(st.floats(0, 9_999_999), st.sampled_from(["", "mg", " mg", "MG"]))
def test_own_unit_changes_nothing(tables: Tables, value: float, unit: str) -> None:
    """A number with the nutrient's own unit, or with none, is that number to the last digit."""
    assert parse_amount(f"{value!r}{unit}", tables.nutrients["magnesium_mg"], ("targets",)) == value


@settings(deadline=None)  # a busy machine is no fault
@given(st.floats(0.001, 9_999))
def test_grams_and_micrograms_are_a_million_apart(tables: Tables, value: float) -> None:
    """The same weight written in grams, milligrams or micrograms is one amount."""
    zinc = tables.nutrients["zinc_mg"]
    amounts = [
        parse_amount(text, zinc, ("targets",))
        for text in (f"{value / 1e3!r} g", f"{value!r} mg", f"{value * 1e3!r} mcg")
    ]

    assert amounts == pytest.approx([value] * 3, rel=1e-9)


def test_catalogue_names_the_nutrients_the_planner_is_for(tables: Tables) -> None:
    """The five, energy, water and sodium are in the catalogue, each with its unit in its id."""
    assert {*THE_FIVE, ENERGY, WATER, SODIUM} <= set(tables.nutrients)
    for nutrient in tables.nutrients.values():
        unit = nutrient.unit.split(" ", 1)[0].replace("µ", "u")
        assert nutrient.id.endswith(f"_{unit}")


def test_five_say_how_they_relate_to_cramps(tables: Tables) -> None:
    """Each of the five says what is known about it and cramps."""
    assert [nutrient for nutrient in THE_FIVE if not tables.nutrients[nutrient].cramps] == []


def test_energy_factors_are_atwaters(tables: Tables) -> None:
    """Protein and carbohydrate bring 4 kcal a gram, fat and its parts 9; minerals none."""
    factors = {nutrient.id: nutrient.kcal_per_g for nutrient in tables.nutrients.values()}

    assert (factors["protein_g"], factors["carbohydrate_g"], factors["fat_g"]) == (4, 4, 9)
    assert factors["saturated_fat_g"] == factors["linoleic_est_g"] == factors["ala_est_g"] == 9
    assert factors["magnesium_mg"] is None


def test_catalogue_is_read_as_it_stands() -> None:
    """A row of the catalogue becomes a nutrient, whose blank factor is unknown."""
    problems: list[Problem] = []

    nutrients = read_nutrients(find_data() / "nutrients.csv", problems)

    assert problems == []
    assert nutrients["retinol_ug"] == Nutrient(
        id="retinol_ug",
        label="retinol",
        unit="µg",
        infoods_tag="RETOL",
        fdc_number="319",
        kcal_per_g=None,
        does="Preformed vitamin A, the form its upper level counts.",
        cramps="",
        evidence="",
        cramps_source="",
    )
