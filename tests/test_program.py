"""The program of a day: its text, its bound against other solvers, and what more food does."""

from __future__ import annotations

from pathlib import Path

import pulp
import pytest

from planner import Person, find_targets
from planner.customs import CUSTOMS
from planner.errors import NoPlanExists
from planner.person import find_removals
from planner.program import DayProgram, amounts, build_day, most_times, shrink
from planner.solve import DaySolver
from planner.tables import Tables

GOLDEN = Path(__file__).parent / "golden" / "day.lp"
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
    return build_day(person, find_targets(person, tables), foods, tables)


def test_program_reads_as_it_did(tiny: Tables, tmp_path: Path) -> None:
    """The whole program of a tiny kitchen, as an LP file a person can read, is the stored one."""
    program = build(tiny, Person(diet="vegan"))
    written = tmp_path / "day.lp"
    program.problem.writeLP(str(written))
    assert written.read_text() == GOLDEN.read_text()


def test_every_family_of_constraints_is_in_the_golden_program(tables: Tables) -> None:
    """No family of the real program is missing from the program that is read by eye."""
    golden = GOLDEN.read_text()
    real = build(tables, Person()).problem
    families = {row.name.split("__")[0] for row in real.constraints()}
    assert families == {*FAMILIES, "one_slot", "kind_once"}
    for family in FAMILIES:
        assert f"\n{family}" in golden, family


@pytest.mark.parametrize("diet", ["vegan", "omnivore"])
def test_other_solvers_find_the_same_bound(diet: str, tables: Tables) -> None:
    """CBC, fed by PuLP, agrees with HiGHS on the average day."""
    program = build(tables, Person(diet=diet))
    bound, _ = DaySolver(program, tables.everyday_kinds).average_day()
    program.problem.solve(pulp.COIN_CMD(msg=False))
    assert program.problem.sol_status == pulp.LpSolutionOptimal
    assert pulp.value(program.problem.objective) == pytest.approx(bound, abs=1e-4)


def test_more_food_never_makes_the_bound_worse(tables: Tables) -> None:
    """Taking foods away can't lower the least that a day costs."""
    person = Person(diet="vegan", energy_kcal=1500)
    everything, _ = DaySolver(build(tables, person), tables.everyday_kinds).average_day()
    for group in ("nuts", "mushrooms", "juices"):
        without = frozenset(food.id for food in tables.foods.values() if food.group == group)
        less, _ = DaySolver(build(tables, person, without), tables.everyday_kinds).average_day()
        assert less >= everything - 1e-6, group


def test_amounts_scale_with_energy_and_land_on_steps(tables: Tables) -> None:
    """A slot's portions hold the usual one, rise by the food's step, and grow with energy."""
    for dish in tables.dishes.values():
        for slot in dish.slots:
            for food in tables.fillings[dish.id, slot.name]:
                usuals = []
                for kcal in (1400, 2000, 3200):
                    levels, usual = amounts(slot, food, kcal)
                    assert usual in levels
                    assert all((level / food.step) % 1 == 0 for level in levels)
                    assert levels == sorted(levels)
                    usuals.append(usual)
                assert usuals == sorted(usuals)


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
