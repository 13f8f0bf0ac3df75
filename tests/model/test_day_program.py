"""The program of a day: each family of its rows, its bound by other solvers, more food."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner import Person, find_targets
from planner.errors import NoPlanExists
from planner.model.day_program import DayProgram, most_times, shrink
from planner.model.restricted_master import RestrictedMaster
from planner.people.eating_rules import EATING_RULES, PENALTIES
from planner.people.exclusions import find_removals
from planner.tables.bundle import Tables

GOLDEN = Path(__file__).parents[1] / "golden"
STORE = "STORE_GOLDEN"  # set in the environment, the files are written again
FOODS = """
food_id kind group step everyday rare whole_grain_oz energy_kcal protein_g saturated_fat_g sodium_mg zinc_mg
oats oats  grains 0.5 1 0 3.53 380 13 1.2   5 3.6
bran oats  eggs   0.5 1 0 0    330 17 1     2 7.3
rye  bread breads 1   0 0 5.94 340 10 0.3   2 2.7
loaf bread breads 1   0 0 0    250 9  0.5 400 1.2
figs figs  fruit  1   1 1 -    250 3  0.1  10 0.6
nuts nuts  fish   1   1 0 0    600 20 4     1 3.1
"""  # noqa: E501
DISHES = """
porridge | breakfast, snack |                  | oats or bran 1 2 2, bran or oats 1 1 1
mix      | snack            | nut-or-soy-snack | nuts 1 1 1, figs or nuts 1 1 1
toast    | lunch, dinner    | legumes, soup    | rye or loaf 1 2 2, figs 1 1 1
"""
"""A program small enough to read: each family of rows of a real one is in it.

The bran is in the group of eggs and the nuts are in that of fish, so that their rows are there too.
"""


def find_family(name: str) -> str:
    """The family of a row: the first word of its name, of what is kept near a limit the second."""
    words = name.split("__")
    return "-".join(words[:2]) if words[0] == "keep" else words[0]


def build(tables: Tables, person: Person, without: frozenset[str] = frozenset()) -> DayProgram:
    """The average day of a person's week."""
    removed = {removal.food.id for removal in find_removals(person, tables)} | without
    foods = [food for food in tables.foods.values() if food.id not in removed]
    return DayProgram(person, find_targets(person, tables), foods, tables)


OWN = Person(minimum={"zinc_mg": 9.0}, maximum={"sodium_mg": 2000.0})


@pytest.fixture(scope="module")
def small(small_tables: Callable[[str, str], Tables]) -> DayProgram:
    """The program of the foods and dishes above."""
    return build(small_tables(FOODS, DISHES), OWN)


def test_every_family_of_rows_has_its_file(small: DayProgram, tables: Tables) -> None:
    """No family of the real program is missing, neither from the files nor from the small one."""
    families = {find_family(row.name) for row in build(tables, OWN).linear.rows}
    assert families == {find_family(row.name) for row in small.linear.rows}
    if STORE in os.environ:
        for family in families:
            (GOLDEN / f"{family}.lp").write_text(write_family(small, family))
    assert families == {path.stem for path in GOLDEN.glob("*.lp")}


def write_family(program: DayProgram, family: str) -> str:
    """The rows of a family, and what they are made of, as an LP file."""
    linear = program.linear
    rows = np.array([find_family(row.name) == family for row in linear.rows])
    _, of_entry, _ = linear.matrix
    columns = np.unique(linear.owners[rows[of_entry]])
    return linear.write(columns, rows=rows).render()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.lp")), ids=lambda path: path.stem)
def test_a_family_of_rows_reads_as_it_did(path: Path, small: DayProgram) -> None:
    """Its rows, penalties and limits, as a file that a person can read, are the stored ones.

    After a change that means to change them: STORE_GOLDEN=1 python -m pytest and this file, then
    read the difference.
    """
    assert write_family(small, path.stem) == path.read_text()


def test_whole_grains_have_a_row_where_their_ounces_are_known(tables: Tables) -> None:
    """The whole of the aim costs as much for everyone, and what is unknown counts for nothing."""
    program = build(tables, Person(energy_kcal=2400.0))
    (row,) = (row for row in program.soft_rows if row.name == "whole_grains")
    assert row.low is not None
    assert row.low == pytest.approx(1.5 * 2.4)
    assert row.penalty * row.low == pytest.approx(PENALTIES.whole_grains)
    assert row.week
    assert not row.required
    known = {food.id: food.patterns["whole_grain_oz"] or 0.0 for food in program.foods}
    assert row.rates.tolist() == pytest.approx([known[food.id] / 100 for food in program.foods])
    foods = {name: replace(food, patterns={}) for name, food in tables.foods.items()}
    without = build(replace(tables, foods=foods), Person())
    assert "whole_grains" not in {row.name for row in without.soft_rows}
    rows, fewer = program.linear.rows, without.linear.rows
    assert {row.name for row in rows} - {row.name for row in fewer} == {
        "keep__whole_grains",
        "keep__half_of_grains",
    }


def test_eggs_have_a_row_that_holds_as_targets_do(tables: Tables) -> None:
    """Two a day on average, whole or the white: a portion of a food of the group is one."""
    program = build(tables, Person())
    (row,) = (row for row in program.soft_rows if row.name == "eggs")
    assert (row.high, row.low) == (2.0, None)
    assert row.week
    assert row.required
    assert row.target is None
    eggs = {food.id: row.rates[number] for number, food in enumerate(program.foods)}
    one = {food for food, rate in eggs.items() if rate}
    assert one == {food.id for food in program.foods if food.group == "eggs"}
    assert eggs["plain-omelet"] * 55 == eggs["boiled-egg"] * 50 == pytest.approx(1)
    vegan = build(tables, Person(diet="vegan"))
    assert "eggs" not in {row.name for row in vegan.soft_rows}


def test_the_program_keeps_clear_of_a_caution(tables: Tables) -> None:
    """So that no plan passes it by a crumb; 34 % of the vitamin D less the margin is a third."""
    program = build(tables, Person())
    (row,) = (r for r in program.soft_rows if r.target and r.target.kind == "caution")
    assert row.target is not None
    most, kept = row.target.maximum or 0.0, row.high or 0.0
    assert most == pytest.approx(0.34 * 15)
    assert kept == pytest.approx(most * (1 - EATING_RULES.caution_margin))
    assert kept >= 15 / 3


@pytest.mark.parametrize("diet", ["vegan", "omnivore"])
def test_other_solvers_find_the_same_bound(diet: str, tables: Tables) -> None:
    """CBC and HiGHS, given every column and row at once, agree with the filled dishes."""
    program = build(tables, Person(diet=diet))
    bound = RestrictedMaster(program).solve().objective
    assert bound == pytest.approx(program.linear.solve("cbc").objective, abs=1e-4)
    assert bound == pytest.approx(program.linear.solve().objective, abs=1e-6)


def test_a_kind_too_many_is_priced_once(tables: Tables) -> None:
    """No kind has a cap for a dish and one for the day: the points of a plan count it once."""
    program = build(tables, Person())
    caps = [row.name.split("__") for row in program.linear.rows]
    whole_day = {cap[1] for cap in caps if cap[0] == "kind_once"}
    for cap in caps:
        assert cap[0] != "one_slot" or cap[-1] not in whole_day, cap


def test_more_food_never_makes_the_bound_worse(tables: Tables) -> None:
    """Taking foods away can't lower the least that a day costs."""
    person = Person(diet="vegan", energy_kcal=1500)
    everything = RestrictedMaster(build(tables, person)).solve().objective
    for group in ("nuts", "mushrooms", "juices"):
        without = frozenset(food.id for food in tables.foods.values() if food.group == group)
        less = RestrictedMaster(build(tables, person, without)).solve().objective
        assert less >= everything - 1e-6, group


def test_amounts_scale_with_energy_and_land_on_steps(tables: Tables) -> None:
    """A slot's portions hold the usual one, rise by the food's step, and grow with energy."""
    usuals: dict[tuple[str, str, str, str], list[float]] = {}
    for kcal in (1400, 2000, 3200):
        program = build(tables, Person(energy_kcal=kcal))
        options = program.options
        for slot, food, portions, points in zip(
            options.slot, options.food, options.portions, options.points, strict=True
        ):
            place, eaten = program.slots[slot], program.foods[food]
            assert (portions / eaten.step) % 1 == 0
            rare = PENALTIES.rare_food if eaten.rare else 0.0
            if points == rare:
                key = (place.meal, place.dish.id, place.slot.name, eaten.id)
                usuals.setdefault(key, []).append(portions)
    assert all(len(rising) == 3 and rising == sorted(rising) for rising in usuals.values())


def test_amounts_of_options_are_those_of_their_rows(tables: Tables) -> None:
    """What the search adds up for an option is what its column has in the linear program."""
    program = build(tables, Person(diet="vegetarian"))
    options = np.arange(0, len(program.options), 97)
    found = program.amounts(options)
    for place, option in enumerate(options.tolist()):
        columns = (
            program.first_option + option,
            program.first_gram + int(program.options.food[option]),
        )
        own, food = (
            dict(zip(rows, values, strict=True))
            for _, rows, values in (program.linear.entries(np.array([c])) for c in columns)
        )
        for number, row in enumerate(program.soft_rows):
            in_program = (
                own.get(row.row, 0.0) + food.get(row.row, 0.0) * program.options.grams[option]
            )
            assert found[number, place] == pytest.approx(in_program, abs=1e-9), row.name


def test_weekly_numbers_shrink_in_proportion() -> None:
    """A cap of 4 a week is 1 on one day, 2 on three, 4 on seven; ten days hold 7 in all."""
    assert [shrink(4, days) for days in (1, 3, 7, 10)] == [1, 2, 4, 4]
    assert [most_times(4, days) for days in (1, 3, 7, 8, 10, 14)] == [1, 2, 4, 5, 7, 8]
    assert shrink(EATING_RULES.main_dish_times_a_week, 3) == 1


def test_no_food_for_a_meal_is_said(tiny: Tables) -> None:
    """Without a dish for a meal there is no program, and the error names the meal."""
    without = frozenset({"oatmeal", "whole-wheat-bread"})
    with pytest.raises(NoPlanExists, match="breakfast"):
        build(tiny, Person(), without)
