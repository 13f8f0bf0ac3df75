"""The program of a day: its text, its bound against other solvers, and what more food does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from planner import Person, find_targets
from planner.errors import NoPlanExists
from planner.model.day_program import DayProgram, most_times, shrink
from planner.model.restricted_master import RestrictedMaster
from planner.people.eating_rules import CUSTOMS, PRICES
from planner.people.exclusions import find_removals
from planner.tables.bundle import Tables

GOLDEN = Path(__file__).parents[1] / "golden" / "day.lp"
FAMILIES = (
    "one_dish",
    "one_food",
    "grams_of",
    "food_days",
    "dish_times",
    "rare_foods",
    "dishes",
    "keep",
)


def build(tables: Tables, person: Person, without: frozenset[str] = frozenset()) -> DayProgram:
    """The average day of a person's week."""
    removed = {removal.food.id for removal in find_removals(person, tables)} | without
    foods = [food for food in tables.foods.values() if food.id not in removed]
    return DayProgram(person, find_targets(person, tables), foods, tables)


def test_program_reads_as_it_did(tiny: Tables, tmp_path: Path) -> None:
    """The whole program of a tiny kitchen, as an LP file a person can read, is the stored one."""
    written = tmp_path / "day.lp"
    build(tiny, Person(diet="vegan")).linear.write().problem.writeLP(str(written))
    assert written.read_text() == GOLDEN.read_text()


def test_every_family_of_constraints_is_in_the_golden_program(tables: Tables) -> None:
    """No family of the real program is missing from the program that is read by eye."""
    golden = GOLDEN.read_text()
    families = {row.name.split("__")[0] for row in build(tables, Person()).linear.rows}
    assert families == {*FAMILIES, "one_slot", "kind_once"}
    for family in FAMILIES:
        assert f"\n{family}" in golden, family


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
        takes = program.takes
        for slot, food, portions, points in zip(
            takes.slot, takes.food, takes.portions, takes.points, strict=True
        ):
            place, eaten = program.slots[slot], program.foods[food]
            assert (portions / eaten.step) % 1 == 0
            rare = PRICES.rare_food if eaten.rare else 0.0
            if points == rare:
                key = (place.meal, place.dish.id, place.slot.name, eaten.id)
                usuals.setdefault(key, []).append(portions)
    assert all(len(rising) == 3 and rising == sorted(rising) for rising in usuals.values())


def test_amounts_of_takes_are_those_of_their_rows(tables: Tables) -> None:
    """What the search adds up for a take is what its column has in the linear program."""
    program = build(tables, Person(diet="vegetarian"))
    takes = np.arange(0, len(program.takes), 97)
    found = program.amounts(takes)
    for place, take in enumerate(takes.tolist()):
        columns = program.first_take + take, program.first_gram + int(program.takes.food[take])
        own, food = (
            dict(zip(rows, values, strict=True))
            for _, rows, values in (program.linear.entries(np.array([c])) for c in columns)
        )
        for number, row in enumerate(program.soft_rows):
            in_program = own.get(row.row, 0.0) + food.get(row.row, 0.0) * program.takes.grams[take]
            assert found[number, place] == pytest.approx(in_program, abs=1e-9), row.name


def test_weekly_numbers_shrink_in_proportion() -> None:
    """A cap of 4 a week is 1 on one day, 2 on three, 4 on seven; ten days hold 7 in all."""
    assert [shrink(4, days) for days in (1, 3, 7, 10)] == [1, 2, 4, 4]
    assert [most_times(4, days) for days in (1, 3, 7, 8, 10, 14)] == [1, 2, 4, 5, 7, 8]
    assert shrink(CUSTOMS.main_dish_times_a_week, 3) == 1


def test_no_food_for_a_meal_is_said(tiny: Tables) -> None:
    """Without a dish for a meal there is no program, and the error names the meal."""
    without = frozenset({"oatmeal", "whole-wheat-bread"})
    with pytest.raises(NoPlanExists, match="breakfast"):
        build(tiny, Person(), without)
