"""The words of foods name one food each, and the foods of recipes are those of their source."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import pytest

from planner import Tables
from planner.errors import TableError
from planner.tables.bundle import find_data
from planner.tables.food_aliases import SEASONING, add_recipe_foods, fold, read_aliases
from planner.tables.foods import INGREDIENT, WATER

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wide(tables: Tables) -> Tables:
    """The bundled tables with the foods of recipes."""
    return add_recipe_foods(tables)


def test_every_word_names_one_food(wide: Tables) -> None:
    """A food, a seasoning or water, or else foods to choose from."""
    aliases = read_aliases(wide)
    for word, alias in aliases.items():
        assert word == fold(word)
        named = alias.food_id in {*wide.foods, SEASONING, WATER}
        assert named != bool(alias.options), word


def test_no_word_names_another_food_by_its_whole_name(wide: Tables) -> None:
    """Where a word is the whole name of a food, that is the food, or one that it is cooked as."""
    aliases = read_aliases(wide)
    for food in wide.foods.values():
        alias = aliases.get(fold(food.name))
        if alias is not None and alias.food_id in wide.foods:
            kinds = {
                wide.foods[one].kind for one in (alias.food_id, alias.raw, alias.canned) if one
            }
            assert food.kind in kinds, food.name


def test_measures_are_weights_that_can_be(wide: Tables) -> None:
    """A cup is 16 spoons, a spoon 3 teaspoons, within a third; nothing weighs nothing."""
    for alias in read_aliases(wide).values():
        grams = alias.measures
        if alias.food_id in wide.foods and wide.foods[alias.food_id].kind == "herb":
            continue  # a cup is of leaves, a spoon of chopped ones
        assert all(0 < one < 4000 for one in grams.values()), alias.words
        for large, small, times in (("cup", "tbsp", 16), ("tbsp", "tsp", 3)):
            if large in grams and small in grams:
                assert 0.6 < grams[large] / grams[small] / times < 1.7, alias.words


def test_no_bundled_figure_changes(tables: Tables, wide: Tables) -> None:
    """The foods of recipes fill no slot, steer no target and are no staple."""
    assert wide.known_share == tables.known_share
    assert wide.everyday_kinds == tables.everyday_kinds
    new = [food for name, food in wide.foods.items() if name not in tables.foods]
    assert len(new) == 81
    assert len(wide.foods) == len(tables.foods) + len(new)  # none takes a bundled food's place
    assert all(food.roles == (INGREDIENT,) for food in new)
    assert not {name for foods in wide.fillings.values() for name in (f.id for f in foods)} & {
        food.id for food in new
    }


def test_a_broken_row_is_told(wide: Tables, tmp_path: Path) -> None:
    """With its line and column."""
    text = (find_data() / "food_aliases.csv").read_text(encoding="utf-8")
    row = "oats;muesli base,no-such-food,,,,,cup=x,\n"
    (tmp_path / "food_aliases.csv").write_text(text + row, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_aliases(wide, tmp_path)
    told = "\n".join(map(str, caught.value.problems))
    assert "no-such-food" in told
    assert "column measures" in told
    assert "'oats' stands in another row too" in told


@pytest.mark.documents
@pytest.mark.skipif("PLANNER_SOURCE_TABLES" not in os.environ, reason="needs the source tables")
def test_the_foods_of_recipes_are_built_from_their_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    sys.modules.pop("build_recipe_foods", None)
    build_recipe_foods = import_module("build_recipe_foods")

    for name, text in build_recipe_foods.build(Path(os.environ["PLANNER_SOURCE_TABLES"])).items():
        assert (ROOT / "data" / name).read_text(encoding="utf-8") == text
