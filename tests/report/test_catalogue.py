"""What is listed fits what was asked, and its figures are those of the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner import Tables, make_request, report
from planner.errors import RequestError
from planner.people.exclusions import find_removals
from planner.report.catalogue import (
    COUNTED,
    Search,
    find_dishes_with,
    find_one,
    find_wider,
    list_dishes,
    list_foods,
    make_search,
    measure_food,
)
from planner.tables.foods import GRAM, KCAL, SERVING
from planner.tables.nutrients import CALCIUM, ENERGY

Small = Callable[[str, str], Tables]

FOODS = """
food_id   group        energy_kcal  magnesium_mg  contains  everyday  serving
oats      cereals      380          130           none      1         1
rye       cereals      340          -             gluten    0         1
milk      milk         60           10            milk      1         2
soy-milk  plant-milks  40           15            soy       0         1
tea       sauces       1            1             none      1         1
"""
DISHES = """
porridge | breakfast, lunch, dinner, snack | hot | rye or oats 1 2 3, milk or soy-milk 0.5 1 1
tea-time | snack                          | hot | tea 1 1 1, oats 0.5 0.5 1
"""


@pytest.fixture(scope="module")
def few(small_tables: Small) -> Tables:
    """Five foods, two dishes."""
    return small_tables(FOODS, DISHES)


def test_a_dishes_figures_are_those_of_its_plate(tables: Tables) -> None:
    """Each nutrient is summed from the foods and grams of the plate, or is unknown with one."""
    for one in list_dishes(tables, Search()):
        plate = [(tables.foods[s.food_id], s.grams) for s in one.meal.servings]
        for slot, (food, grams) in zip(one.dish.slots, plate, strict=True):
            assert food in tables.fillings[one.dish.id, slot.name]
            steps = grams / food.portion_g / food.step
            assert steps == pytest.approx(round(steps))
            off = abs(steps - slot.usual * food.serving / food.step)
            assert off <= 0.5 + 1e-9 or round(steps) == 1
        for nutrient in tables.nutrients:
            amounts = [food.per_100g[nutrient] for food, _ in plate]
            if None in amounts:
                assert one.per_serving[nutrient] is None, (one.id, nutrient)
            else:
                known = [(food.per_100g[nutrient] or 0.0) * grams / 100 for food, grams in plate]
                assert one.per_serving[nutrient] == pytest.approx(sum(known))


def test_what_one_food_doesnt_know_is_blank(few: Tables) -> None:
    """And comes last where the richest come first; the first food that a dish names is taken."""
    porridge, tea = list_dishes(few, Search())
    assert [one.food_id for one in porridge.meal.servings] == ["rye", "milk"]
    assert porridge.per_serving["magnesium_mg"] is None
    assert porridge.per_serving[ENERGY] == pytest.approx(2 * 340 + 2 * 60)
    rich = list_dishes(few, make_search(few, rich_in="magnesium"))
    assert [one.id for one in rich] == [tea.id, porridge.id]


def test_the_foods_that_are_named_are_served(few: Tables) -> None:
    """Those of the words, and those that the diet leaves."""
    (oats, _) = list_dishes(few, make_search(few, "oats"))
    assert [one.food_id for one in oats.meal.servings] == ["oats", "milk"]
    (vegan, _) = list_dishes(few, make_search(few, diet="vegan"))
    assert [one.food_id for one in vegan.meal.servings] == ["rye", "soy-milk"]
    assert not list_dishes(few, make_search(few, "milk", diet="vegan"))[1:]


@pytest.mark.parametrize("diet", ["vegan", "vegetarian", "pescatarian"])
def test_a_diet_holds_in_each_dish_and_food(diet: str, tables: Tables) -> None:
    """Nothing that it leaves out is listed, served or offered instead."""
    (person,) = make_request(tables, diet=diet).people
    removed = {one.food.id for one in find_removals(person, tables)}
    search = make_search(tables, diet=diet)
    assert {one.id for one in list_foods(tables, search)} == tables.foods.keys() - removed
    for one in list_dishes(tables, search):
        assert removed.isdisjoint(serving.food_id for serving in one.meal.servings)
        assert removed.isdisjoint(food.id for foods in one.fillings for food in foods)


def test_minutes_and_cuisine_hold(tables: Tables) -> None:
    """In each dish as it is served; the others can't be made so fast."""
    quick = list_dishes(tables, make_search(tables, minutes=15))
    assert quick
    assert all(one.minutes <= 15 for one in quick)
    most = {one.id: one.minutes for one in list_dishes(tables, Search())}
    assert len(quick) < len(most)
    for one in quick:
        largest = [
            (slot.name, food.id, slot.largest * food.serving)
            for slot, foods in zip(one.dish.slots, one.fillings, strict=True)
            for food in foods
        ]
        assert tables.find_timing(one.dish, largest, either=True).minutes <= 15
    two = list_dishes(tables, make_search(tables, cuisines=["thai, GREEK"]))
    assert {one.dish.cuisine for one in two} == {"Thai", "Greek"}


def test_a_quick_dish_is_served_with_what_was_named(tables: Tables) -> None:
    """A salad that is quick with canned beans alone isn't a quick dish of lentils."""
    slow = {one.id for one in list_dishes(tables, make_search(tables, "lentil"))}
    search = make_search(tables, "lentil", minutes=20)
    assert "grain-bean-salad" in slow
    for one in list_dishes(tables, search):
        assert any("lentil" in food.id for foods in one.fillings for food in foods), one.id


@pytest.mark.parametrize("per", [SERVING, KCAL, GRAM])
def test_the_richest_foods_come_first(per: str, tables: Tables) -> None:
    """By the calcium that counts; what isn't known, or can't be said, comes last."""
    found = list_foods(tables, make_search(tables, rich_in="calcium", per=per))
    amounts = [one.figures[COUNTED] for one in found]
    known = [amount for amount in amounts if amount is not None]
    assert known == sorted(known, reverse=True)
    assert amounts[: len(known)] == known
    for one in found:
        counts, kcal = one.food.counts(CALCIUM), one.food.per_100g[ENERGY]
        assert counts is not None
        assert kcal is not None
        grams = {SERVING: one.food.serving_g, KCAL: 1e4 / kcal if kcal else 0.0, GRAM: 100.0}[per]
        if one.figures[COUNTED] is None:
            assert per == KCAL
            assert kcal * one.food.serving_g / 100 < 5
        else:
            assert one.figures[COUNTED] == pytest.approx(counts * grams / 100)


def test_a_serving_costs_what_is_bought_for_it(tables: Tables) -> None:
    """With the peel; an estimate is marked."""
    banana = measure_food(tables.foods["banana"], SERVING, tables)
    item = tables.groceries[banana.food.grocery_id]
    assert item.price_usd_per_100g is not None
    bought = banana.food.serving_g * banana.food.bought_g_per_eaten_g
    assert banana.usd == pytest.approx(item.price_usd_per_100g * bought / 100)
    assert banana.price_known
    unknown = replace(item, price_usd_per_100g=None, price_source="")
    without = replace(tables, groceries=dict(tables.groceries) | {item.id: unknown})
    assert not measure_food(tables.foods["banana"], SERVING, without).price_known


def test_one_is_found_by_its_name_its_id_or_alone(tables: Tables) -> None:
    """Whatever the case; not among several."""
    for words in ("pad-thai", "PAD THAI", tables.dishes["pad-thai"].name):
        search = make_search(tables, words)
        one = find_one(list_dishes(tables, search), search)
        assert one is not None
        assert one.id == "pad-thai"
    search = make_search(tables, "milk")
    assert find_one(list_foods(tables, search), search) is None
    search = make_search(tables, "whole milk")
    found = find_one(list_foods(tables, search), search)
    assert found is not None
    assert found.name == "whole milk"


def test_a_food_names_the_dishes_it_is_in(tables: Tables) -> None:
    """Each has a slot for it, and no other has."""
    banana = tables.foods["banana"]
    dishes = {dish.id for dish in find_dishes_with(banana, tables)}
    assert "oatmeal-banana-nut-butter" in dishes
    for dish in tables.dishes.values():
        fits = any(slot.accepts(banana) for slot in dish.slots)
        assert fits == (dish.id in dishes), dish.id


def test_what_would_widen_an_empty_list_does(tables: Tables) -> None:
    """Each condition that is named finds so many without it."""
    search = make_search(tables, "tuna", diet="vegan", minutes=30)
    assert not list_dishes(tables, search)
    wider = dict(find_wider(search, list_dishes, tables))
    assert set(wider) == {("diet",), ("words",)}
    assert wider["diet",] == len(list_dishes(tables, make_search(tables, "tuna", minutes=30)))
    hard = make_search(tables, "tuna", diet="vegan", minutes=1, cuisines=["Thai"])
    ((names, count),) = find_wider(hard, list_dishes, tables)
    assert names == ("diet", "minutes", "cuisine")
    assert count == len(list_dishes(tables, make_search(tables, "tuna")))


def test_every_wrong_word_is_answered(tables: Tables) -> None:
    """All at once, each with what is near."""
    with pytest.raises(RequestError) as caught:
        report.dishes(tables, diet="vegn", minutes=0, cuisine="indan", rich_in="magnesum")
    texts = [str(problem) for problem in caught.value.problems]
    for near in ("vegan", "1 to 600", "Indian", "magnesium"):
        assert any(near in text for text in texts), near
    with pytest.raises(RequestError, match="serving"):
        report.foods(tables, per="servings")
    with pytest.raises(RequestError, match="tofu"):
        report.foods(tables, "tofoo")
    with pytest.raises(RequestError, match="whole number"):
        report.dishes(tables, minutes="20")  # type: ignore[arg-type]


def test_frames_have_numbers_for_every_nutrient(tables: Tables) -> None:
    """Floats, NaN where it isn't known, even without a row."""
    for frame in (
        report.dishes(tables),
        report.foods(tables),
        report.dishes(tables, "tuna", diet="vegan"),
    ):
        assert all(frame[name].dtype == float for name in (*tables.nutrients, COUNTED))
    foods = report.foods(tables, per="gram").set_index("id")
    unknown = {one.id for one in tables.foods.values() if one.per_100g["manganese_mg"] is None}
    assert set(foods.index[foods["manganese_mg"].isna()]) == unknown


def test_a_diet_among_the_words_is_the_diet(tables: Tables) -> None:
    """But not where it is part of a food's name, or another diet is given."""
    assert make_search(tables, "vegan soup") == make_search(tables, "soup", diet="vegan")
    (name, *_) = (food.name for food in tables.foods.values() if food.name.startswith("vegan "))
    assert make_search(tables, name).diet is None
    assert make_search(tables, "vegan", diet="vegetarian").words == "vegan"
