"""A household's options as arrays: every option stands once, under its dish and its slot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from planner import make_request
from planner.model.bound import build_households
from planner.search.option_arrays import OptionArrays
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

FOODS = """
food_id kind everyday group   energy_kcal protein_g
oats    oats 0        cereals 380         13
bran    oats 0        cereals 330         17
figs    figs 1        fruit   250         3
nuts    nuts 0        nuts    600         20
"""
DISHES = """
bowl  | breakfast, snack | | oats 0.5 1 3
mash  | breakfast, lunch | | figs or nuts 0.5 1 2, oats or bran 1 1 2, nuts 1 1 1
toast | lunch, dinner    | | bran 1 1 2, figs 1 1 1
plain | dinner           | | oats 1 1 2
"""


@pytest.fixture(scope="module")
def arrays(small_tables: Callable[[str, str], Tables]) -> OptionArrays:
    """The options of one person, of dishes of one to three slots."""
    tables = small_tables(FOODS, DISHES)
    return OptionArrays(build_households(make_request(tables, days=1), tables)[0])


def test_each_option_stands_under_its_dish_and_its_slot(arrays: OptionArrays) -> None:
    """Block n of a meal has the options of the n-th slot of each dish of it, dish after dish."""
    slot, seen = arrays.program.options.slot, []
    for meal, blocks in zip(MEALS, arrays.meals, strict=True):
        dishes = {arrays.program.served[number][1].id for number in blocks.served.tolist()}
        assert dishes == {dish.id for name, dish in arrays.program.served if name == meal}
        for position, block in enumerate(blocks.blocks):
            for number, served in enumerate(blocks.served.tolist()):
                own = block.options[block.owner == number]
                first, last = arrays.slots_of[served]
                assert (number < block.have) == (first + position < last)
                if number < block.have:
                    assert own.tolist() == np.flatnonzero(slot == first + position).tolist()
                    assert block.options[block.first[number]] == own[0]
            seen += block.options.tolist()
    assert sorted(seen) == list(range(len(slot)))


def test_blocks_that_may_hold_one_kind_know_each_other(arrays: OptionArrays) -> None:
    """Mash may hold nuts in its first slot and its third, and one kind nowhere else twice."""
    lunch = arrays.meals[MEALS.index("lunch")].blocks
    assert [block.clashes for block in lunch] == [(2,), (), (0,)]


def test_the_options_of_a_slot_lie_between_its_firsts(arrays: OptionArrays) -> None:
    """`slot_first` has the first option of each slot, then the number of all."""
    slots = arrays.program.options.slot.tolist()
    assert arrays.slot_first.tolist() == [
        *(slots.index(slot) for slot in range(len(arrays.program.slots))),
        len(slots),
    ]
