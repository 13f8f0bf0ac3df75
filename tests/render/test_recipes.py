"""Recipes and names: read for every dish with every food that each of its slots may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from planner.plans.names import find_minutes, name_meal, shorten_meal
from planner.plans.records import Meal, Serving
from planner.render.phrases import Units
from planner.render.recipes import write_recipe
from planner.tables.bundle import Tables
from planner.tables.cooking import CANNED, DRY, FROZEN, RAW, READY, UNCOOKED
from planner.tables.dishes import SHORTEST, Dish, find_parts
from planner.tables.foods import Food
from planner.tables.steps import COLD, COOK, TIMED, parse_step

OFFER = re.compile(r"\bor\b")
UNNAMED = re.compile(r"\b(protein|filling|the meat)\b|[{}]")
LIQUID = re.compile(r"(ml|l|tbsp|fl oz|quarts?) of water|cups? of \w+ broth")
COOKED_BEFORE = {"canned", "drain", "ready", "warm"}
"""The methods of what is sold cooked: none of them cooks it."""
EATEN_SO = {UNCOOKED, "thaw", "ready"}
"""The methods of what needs no heat."""
HEAT = re.compile(r"\b(bake|stew|knead)\b")
"""Words of a step that cooks all that it names, or puts it into what is cooked next."""
WET = re.compile(r"(?i)\b(soup|stew|curry|goulash|chili|dal|minestrone|borscht|tagine)\b")


def serve(dish: Dish, chosen: dict[str, Food], tables: Tables) -> Meal:
    """A dish at usual portions: foods of different kinds, with those that are chosen."""
    kinds = {food.kind for food in chosen.values()}
    servings = []
    for slot in dish.slots:
        foods = tables.fillings[dish.id, slot.name]
        food = chosen.get(slot.name) or next((f for f in foods if f.kind not in kinds), foods[0])
        kinds.add(food.kind)
        portions = max(food.step, round(slot.usual * food.serving / food.step) * food.step)
        servings.append(Serving("you", slot.name, food.id, portions, portions * food.portion_g))
    return Meal(dish.meals[0], dish.id, tuple(servings))


def serve_all(tables: Tables) -> Iterator[tuple[Dish, Meal]]:
    """Every dish with every food of each of its slots, the other slots as they come."""
    for dish in tables.dishes.values():
        for slot in dish.slots:
            for food in tables.fillings[dish.id, slot.name]:
                yield dish, serve(dish, {slot.name: food}, tables)


def read(dish: Dish, meal: Meal, tables: Tables) -> str:
    """All sentences of a meal's recipe."""
    recipe = write_recipe(dish, meal.servings, tables)
    return " ".join((*recipe.ahead, *recipe.steps))


def find_nouns(tables: Tables, food_id: str) -> set[str]:
    """What a food may be called."""
    row = tables.cooking[food_id]
    return {row.noun.lower(), (row.plural or row.noun).lower()}


@pytest.fixture(scope="module")
def find_foods(tables: Tables) -> Callable[[str], set[str]]:
    """What names the foods in a text, the longest name first."""
    nouns = {noun for food_id in tables.cooking for noun in find_nouns(tables, food_id)}
    seasonings = {one.words.lower() for one in tables.seasonings.values()}
    ordered = sorted(map(re.escape, nouns | seasonings), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(ordered)})(?![\w-])")

    @cache
    def find(text: str) -> set[str]:
        return set(pattern.findall(text.lower())) & nouns

    return find


def test_every_filling_reads_true(tables: Tables, find_foods: Callable[[str], set[str]]) -> None:
    """A recipe uses each food that is served, names no other, and offers nothing."""
    faults = []
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        served = [find_nouns(tables, one.food_id) for one in meal.servings]
        named = find_foods(text)
        unused = [nouns for nouns in served if not nouns & named]
        unserved = named - set().union(*served)
        if unused or unserved or OFFER.search(text) or UNNAMED.search(text):
            faults.append((dish.id, unused, unserved, text))
    assert faults == []


def test_soups_have_liquid_and_ovens_a_temperature(tables: Tables) -> None:
    """So have stews and curries; raw meat, poultry and fish say how hot they are inside."""
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        if "soup" in dish.tags or WET.search(dish.served_as):
            assert LIQUID.search(text), (dish.id, text)
        if re.search(r"\b(oven|bake)\b", text):
            assert "200 °C" in text, (dish.id, text)
        for one in meal.servings:
            inside = tables.cooking[one.food_id].inside_c
            if inside is not None:
                assert f"{inside:.0f} °C inside" in text, (dish.id, text)


def test_nothing_is_cooked_twice(tables: Tables) -> None:
    """Steps heat each slot once, and open or warm what is sold cooked."""
    for dish in tables.dishes.values():
        heated = [
            slot
            for part in find_parts(dish)
            if part.verb in (COOK, COLD, *TIMED)
            for slot in part.slots
        ]
        assert len(heated) == len(set(heated)), dish.id
    for row in tables.cooking.values():
        if row.bought == CANNED:
            assert row.method in COOKED_BEFORE, row.food_id
        if row.inside_c is not None:
            assert row.bought not in (CANNED, READY), row.food_id


def test_what_is_bought_raw_and_eaten_cooked_meets_heat(tables: Tables) -> None:
    """Bean sprouts or beets in a slot of raw vegetables are boiled as their row says."""
    for dish in tables.dishes.values():
        heated = set[str]()
        for parts in map(parse_step, (*dish.ahead, *dish.steps)):
            all_of_it = any(HEAT.search(part.words) for part in parts)
            for part in parts:
                if all_of_it or part.verb in (COOK, COLD, *TIMED):
                    heated.update(part.slots)
        for slot in dish.slots:
            if dish.steps and slot.name not in heated:
                for food in tables.fillings[dish.id, slot.name]:
                    row = tables.cooking[food.id]
                    cold = row.bought not in (RAW, DRY, FROZEN)
                    assert cold or row.method in EATEN_SO, (dish.id, slot.name, food.id)


def test_names_say_what_is_served(tables: Tables, find_foods: Callable[[str], set[str]]) -> None:
    """A name offers nothing and names no food that isn't served; a short one fits a grid."""
    for _, meal in serve_all(tables):
        name, short = name_meal(meal, tables), shorten_meal(meal, tables)
        assert not OFFER.search(name), name
        assert not UNNAMED.search(name.lower()), name
        assert len(short) <= SHORTEST, short
        assert short, name
        called = " ".join(tables.foods[one.food_id].name.lower() for one in meal.servings)
        called = called.replace("pasta sauce", "pasta sauce of tomatoes")
        served = set().union(*(find_nouns(tables, one.food_id) for one in meal.servings))
        assert all(word in called for word in find_foods(name) - served), name


def test_every_food_has_a_row(tables: Tables) -> None:
    """cooking.csv knows each food, and each seasoning of a dish has an amount."""
    assert tables.cooking.keys() == tables.foods.keys()
    used = {name for dish in tables.dishes.values() for name in dish.seasonings}
    assert used == tables.seasonings.keys()


# --- One dish, several plates -----------------------------------------------------------------


def find_serving(person: str, slot: str, food_id: str, portions: float, tables: Tables) -> Serving:
    """So many portions of a food on someone's plate."""
    grams = portions * tables.foods[food_id].portion_g
    return Serving(person, slot, food_id, portions, grams)


@pytest.fixture(scope="module")
def bowl(tables: Tables) -> Meal:
    """A bowl for two, of whom one has chicken and the other tofu."""
    shared = (
        ("grain", "brown-rice", 1.0),
        ("greens", "cooked-spinach", 0.5),
        ("vegetables", "cooked-carrots", 0.5),
        ("dressing", "tahini", 1.0),
        ("seeds", "sesame-seeds", 1.0),
        ("oil", "olive-oil", 0.5),
    )
    servings = [
        find_serving(who, slot, food, portions, tables)
        for who in ("Ana", "Ben")
        for slot, food, portions in shared
    ]
    servings += [
        find_serving("Ana", "protein", "tofu-firm", 0.5, tables),
        find_serving("Ben", "protein", "roasted-chicken-breast", 1, tables),
    ]
    return Meal("dinner", "grain-bowl", tuple(servings))


def test_a_pot_is_cooked_once_for_all(bowl: Meal, tables: Tables) -> None:
    """Amounts are those of both; what differs has its eater's name, and meat its temperature."""
    recipe = write_recipe(tables.dishes["grain-bowl"], bowl.servings, tables)
    text = " ".join(recipe.steps)
    dry = 2 * 202 * tables.foods["brown-rice"].bought_g_per_eaten_g
    assert 1.05 < 300 / (404 - dry) < 1.15
    assert "bring to the boil in 300 ml of water" in text
    assert "heat 1 tbsp of olive oil" in text
    assert "the tofu for Ana" in text
    assert "until the chicken breast for Ben is 74 °C inside" in text
    assert "1 clove of chopped garlic" in text
    assert (
        name_meal(bowl, tables)
        == "Brown rice bowl with tofu and chicken breast, spinach and carrots"
    )
    assert find_minutes(bowl, tables) == 40


def test_american_kitchens_read_their_own_units(bowl: Meal, tables: Tables) -> None:
    """No gram, litre or degree Celsius; a safe temperature isn't rounded."""
    text = " ".join(
        write_recipe(tables.dishes["grain-bowl"], bowl.servings, tables, Units.US).steps
    )
    assert "165 °F inside" in text
    assert not re.search(r"\d (g|ml|kg)\b|°C", text)


def test_a_pot_is_shared_out_by_weight(tables: Tables) -> None:
    """Shares add up to all of it; there are none for one person."""
    foods = (
        ("lentils", "lentils-boiled"),
        ("onion or leek", "cooked-onion"),
        ("vegetables", "cooked-carrots"),
        ("tomato", "canned-tomatoes-no-salt"),
        ("greens", "cooked-spinach"),
        ("bread", "rye-bread"),
        ("oil", "olive-oil"),
    )
    dish = tables.dishes["lentil-soup"]
    ana = [find_serving("Ana", slot, food, 1, tables) for slot, food in foods]
    ben = [find_serving("Ben", slot, food, 3, tables) for slot, food in foods]
    recipe = write_recipe(dish, [*ana, *ben], tables)
    assert recipe.shares == "Share out the pot: Ana 25 %, Ben 75 %."
    assert write_recipe(dish, ana, tables).shares == ""


def test_dry_beans_are_soaked_and_canned_ones_opened(tables: Tables) -> None:
    """The day before has the dry weight; a can needs no day before."""
    dish = tables.dishes["chana-masala"]
    for food_id, ahead in (("chickpeas-boiled", True), ("chickpeas-canned", False)):
        meal = serve(dish, {"chickpeas": tables.foods[food_id]}, tables)
        recipe = write_recipe(dish, meal.servings, tables)
        assert bool(recipe.ahead) == ahead
    dry = 164 * tables.foods["chickpeas-boiled"].bought_g_per_eaten_g
    meal = serve(dish, {"chickpeas": tables.foods["chickpeas-boiled"]}, tables)
    (text,) = write_recipe(dish, meal.servings, tables).ahead
    assert text.startswith(f"Soak {dry:.0f} g of dry chickpeas")


def test_a_blender_gets_fruit_without_its_stone_and_frozen_fruit_frozen(tables: Tables) -> None:
    """Fresh peaches are cut, banana and kiwifruit peeled; frozen berries needn't thaw."""
    dish = tables.dishes["oat-fruit-smoothie"]
    slot = next(one.name for one in dish.slots if "fruit" in one.name)
    texts = {
        food.id: read(dish, serve(dish, {slot: food}, tables), tables)
        for food in tables.fillings[dish.id, slot]
    }
    assert "(in wedges)" in texts["peach"]
    assert "thawed" not in texts["strawberries-frozen"]
