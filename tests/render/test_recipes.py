"""Recipes and names: read for every dish with every food that each of its slots may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from statistics import median

import pytest

from planner.people.eating_rules import is_drink
from planner.plans.names import find_minutes, find_timing, name_meal, shorten_meal
from planner.plans.records import Meal, Serving
from planner.render.documents.plan import write_minutes
from planner.render.phrases import Units, write_weight
from planner.render.recipes import (
    ML_A_TBSP,
    Recipe,
    find_mixed_slots,
    find_pot_slots,
    write_recipe,
)
from planner.tables.bundle import Tables
from planner.tables.cooking import CANNED, DRY, FROZEN, RAW, READY, UNCOOKED
from planner.tables.dishes import LONGEST, SHORTEST, Dish, Slot, find_parts
from planner.tables.foods import Food
from planner.tables.steps import COOKS, IN, PLATES, SIMMER, TIMED, WATER, parse_step

OFFER = re.compile(r"\bor\b")
UNNAMED = re.compile(r"\b(protein|filling|the meat)\b|[{}]")
LIQUID = re.compile(r"(ml|l|tbsp|fl oz|quarts?) of water|cups? of \w+ broth")
COOKED_BEFORE = {"canned", "drain", "ready", "warm"}
"""The methods of what is sold cooked: none of them cooks it."""
EATEN_SO = {UNCOOKED, "thaw", "ready"}
"""The methods of what needs no heat."""
HEAT = re.compile(r"\b(bake|stew|knead|poach)\b")
"""Words of a step that cooks all that it names, or puts it into what is cooked next."""
WET_ROLES = {"tomato-base", "soup-base", "coconut-milk", "curry-sauce", "pasta-sauce"}
IMPLIED = {
    "tabbouleh-chickpeas": "bulgur",
    "fish-chips-peas": "potatoes",
    "mushroom-pea-risotto": "rice",
}
"""What a name says to whoever knows the dish."""
FLATBREADS = {
    "corn-tortilla": {"Mexican", "American"},
    "wheat-tortilla": {"Mexican", "American"},
    "naan": {"Indian", "American"},  # as a wrap too
    "roti": {"Indian", "American"},
    "injera": {"Ethiopian"},
}
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


def resize(dish: Dish, meal: Meal, size: str, tables: Tables) -> Meal:
    """A meal with the smallest, the usual or the largest portion of each slot."""
    many = {slot.name: getattr(slot, size) for slot in dish.slots}
    servings = []
    for one in meal.servings:
        food = tables.foods[one.food_id]
        portions = max(food.step, round(many[one.slot] * food.serving / food.step) * food.step)
        servings.append(replace(one, portions=portions, grams=portions * food.portion_g))
    return replace(meal, servings=tuple(servings))


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
        if "soup" in dish.tags or WET.search(" ".join(dish.served_as)):
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
            if part.verb in (*COOKS, *TIMED)
            for slot in part.slots[part.verb == IN :]
        ]
        assert len(heated) == len(set(heated)), dish.id
    for row in tables.cooking.values():
        if row.bought == CANNED:
            assert row.method in COOKED_BEFORE, row.food_id
        if row.inside_c is not None:
            assert row.bought not in (CANNED, READY), row.food_id


def test_what_is_bought_raw_and_eaten_cooked_meets_heat(tables: Tables) -> None:
    """Bean sprouts or beets in a slot of raw vegetables are boiled as their row says.

    Tofu was heated when it was made.
    """
    for dish in tables.dishes.values():
        heated = set[str]()
        for parts in map(parse_step, (*dish.ahead, *dish.steps)):
            all_of_it = any(HEAT.search(part.words) for part in parts)
            for part in parts:
                if all_of_it or part.verb in (*COOKS, *TIMED):
                    heated.update(part.slots)
        for slot in dish.slots:
            if dish.steps and slot.name not in heated:
                for food in tables.fillings[dish.id, slot.name]:
                    row = tables.cooking[food.id]
                    cold = row.bought not in (RAW, DRY, FROZEN) or food.kind == "tofu"
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


def test_cans_are_opened(tables: Tables) -> None:
    """What is bought in liquid is drained, in whatever dish."""
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        for one in meal.servings:
            if tables.cooking[one.food_id].bought == CANNED:
                nouns = "|".join(map(re.escape, find_nouns(tables, one.food_id)))
                opened = rf"(?i)drain (and rinse )?the .*({nouns})|({nouns}) \(drained"
                assert re.search(opened, text), (dish.id, text)


def test_pots_hold_liquid_for_what_is_in_them(tables: Tables) -> None:
    """A third of the weight that simmers, with tomato, broth and coconut milk: our estimate."""
    for dish in tables.dishes.values():
        meal = serve(dish, {}, tables)
        grams = {one.slot: one.grams for one in meal.servings}
        parts = find_parts(dish)
        simmer = {slot for part in parts if part.verb == SIMMER for slot in part.slots}
        solids = sum(grams[slot] for slot in simmer)
        if not simmer:
            continue
        liquid = sum(part.number * sum(grams[s] for s in part.slots) for part in parts)
        ml = {"ml": 1.0, "tbsp": 15.0}
        liquid += sum(part.number * ml[part.words] for part in parts if part.verb == PLATES)
        liquid += sum(
            one.grams
            for one in meal.servings
            if one.slot not in simmer and WET_ROLES & {*tables.foods[one.food_id].roles}
        )
        assert liquid >= solids / 3, (dish.id, liquid, solids)


def test_heat_is_told(tables: Tables) -> None:
    """What simmers, braises, fries or browns for some minutes says over which heat."""
    clause = re.compile(r"\b(simmer|braise|fry|brown it|brown for|poach)\b[^.;]*?\bfor \d+ min")
    seen = 0
    for dish in tables.dishes.values():
        for step in dish.steps:
            for found in clause.finditer(step):
                seen += 1
                told = step[found.start() :].partition(".")[0]
                assert "heat" in told, (dish.id, step)
    assert seen > 10


def test_a_name_tells_how_it_is_cooked(tables: Tables) -> None:
    """What is called baked or roast was in an oven."""
    for dish, meal in serve_all(tables):
        if re.search(r"(?i)\b(baked|roast)\b", " ".join(dish.served_as)):
            assert "200 °C" in read(dish, meal, tables), dish.id


def test_a_name_has_the_main_parts(tables: Tables) -> None:
    """What weighs a third of the plate, but for a drink and the sauce, or what the name implies."""
    for dish in tables.dishes.values():
        meal = serve(dish, {}, tables)
        eaten = [
            one
            for one in meal.servings
            if not is_drink(tables.foods[one.food_id])
            and not WET_ROLES & {*tables.foods[one.food_id].roles}
        ]
        full = dish.served_as[0]
        named = {slot for part in parse_step(full) for slot in part.slots}
        words = set(re.findall(r"[a-z]+", f"{full.lower()} {IMPLIED.get(dish.id, '')}"))
        words |= {word + end for word in words for end in ("s", "es")}
        heavy = sum(one.grams for one in eaten) / 3
        for one in eaten:
            nouns = " ".join(find_nouns(tables, one.food_id)).split()
            told = one.slot in named or words.intersection(nouns)
            assert told or one.grams <= heavy, (dish.id, one.slot)


def test_breads_are_those_of_the_cuisine(tables: Tables) -> None:
    """No chole in corn tortillas: each flat bread comes where people eat it."""
    for dish in tables.dishes.values():
        for slot in dish.slots:
            for food in tables.fillings[dish.id, slot.name]:
                at_home = FLATBREADS.get(food.kind)
                if at_home and not {"breakfast", "snack"} & {*dish.meals}:
                    assert dish.cuisine in at_home, (dish.id, food.id)


def test_no_kofta_is_of_pork(tables: Tables) -> None:
    """Nor any dish of a cuisine whose cooks have none."""
    without = {"Middle Eastern", "North African", "Ethiopian", "West African", "Indian"}
    for dish in tables.dishes.values():
        for slot in dish.slots if dish.cuisine in without else ():
            for food in tables.fillings[dish.id, slot.name]:
                assert "pork" not in (food.diet_tags or ()), dish.id


def test_nobody_has_one_tortilla_for_a_dinner(tables: Tables) -> None:
    """A grown-up's tacos and fajitas are two at least."""
    rolled = [dish for dish in tables.dishes.values() if re.search("taco|fajita", dish.id)]
    assert len(rolled) == 4
    for dish in rolled:
        (slot,) = (slot for slot in dish.slots if slot.name == "tortillas")
        for food in tables.fillings[dish.id, slot.name]:
            least = -(-slot.smallest * food.serving // food.step) * food.step
            assert least >= 2, (dish.id, food.id)


def test_every_food_has_a_row(tables: Tables) -> None:
    """cooking.csv knows each food; each seasoning of a dish, or instead of one, has an amount."""
    assert tables.cooking.keys() == tables.foods.keys()
    used = {name for dish in tables.dishes.values() for name in dish.seasonings}
    used.update(name for one in tables.seasoning_tags.values() for name in one.instead)
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
    assert 1.05 < (325 - 30) / (404 - dry) < 1.15  # a tenth more, and what a pot loses
    assert "bring to the boil in 325 ml of water" in text
    assert "heat 1 tbsp of olive oil" in text
    assert "the tofu for Ana" in text
    assert re.search(r"the chicken breast for Ben [^;]*, until it is 74 °C inside", text)
    assert "1 clove of chopped garlic" in text
    assert (
        name_meal(bowl, tables)
        == "Brown rice bowl with tofu and chicken breast, spinach and carrots"
    )
    assert find_minutes(bowl, tables) == 45


def test_two_fillings_are_cooked_apart(tables: Tables) -> None:
    """A second pan, pot or tray, with what goes in, its heat, its minutes and how hot it gets."""
    for dish_id, food_id, told in (
        ("stir-fry-rice", "poached-chicken-breast", "in a second pan, fry the chicken breast for"),
        ("tray-roast", "roasted-chicken-thigh", "on a third tray, roast the chicken thigh for"),
        ("curry-rice", "poached-chicken-breast", "Part it between two pots; for Ana, add the"),
    ):
        dish = tables.dishes[dish_id]
        plant = serve(dish, {"protein": tables.foods["tofu-firm"]}, tables).servings
        meat = serve(dish, {"protein": tables.foods[food_id]}, tables).servings
        own = [one for one in meat if one.slot == "protein"]
        shared = [one for one in plant if one.slot != "protein"]
        servings = [replace(one, person="Ana") for one in plant]
        servings += [replace(one, person="Ben") for one in (*shared, *own)]
        text = " ".join(write_recipe(dish, servings, tables).steps)
        assert told in text, text
        clause = re.search(r"chicken (breast|thigh)[^;]* (\d+) min( more)?, until [^;.]*", text)
        assert clause is not None, text
        assert "74 °C inside" in clause[0], text
        tofu = re.search(r"the tofu[^;]* for \d+ min", text)
        assert tofu is not None, text


def test_two_fillings_and_what_follows_are_one_list(bowl: Meal, tables: Tables) -> None:
    """Nobody reads "with tofu and chicken breast and spinach", the shorter of a bowl's names."""
    long = replace(
        bowl,
        servings=tuple(
            replace(one, food_id="cooked-brussels-sprouts")
            if one.food_id == "cooked-carrots"
            else one
            for one in bowl.servings
        ),
    )
    name = name_meal(long, tables)
    assert name == "Brown rice bowl with tofu, chicken breast and spinach"


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


@pytest.mark.parametrize(
    ("dish_id", "mixed"),
    [
        ("mujaddara", {"lentils", "rice", "onions"}),
        ("khichdi", {"mung beans", "rice", "vegetables", "oil"}),
        ("pasta-chickpeas-tomato", {"chickpeas", "oil", "pasta", "tomato"}),
        (
            "pasta-bolognese",
            {"lentils or ground meat", "oil", "onion or leek", "tomato", "vegetables"},
        ),
        ("stir-fry-rice", {"mushrooms", "protein", "sauce", "vegetables"}),
        ("tomato-egg-rice", {"egg or tofu", "oil", "tomato"}),
        ("dan-dan-noodles", {"noodles", "nut butter", "sauce"}),
        ("fish-lentils", {"greens", "lentils", "onion or leek"}),
        ("grain-bowl", set()),
        ("beyaynetu", set()),
        ("fish-chips-peas", set()),
    ],
)
def test_what_is_folded_together_is_shared_out(
    dish_id: str, mixed: set[str], tables: Tables
) -> None:
    """What lies beside, on top or below isn't among it."""
    assert find_mixed_slots(tables.dishes[dish_id]) == mixed


def test_what_is_folded_together_is_named(tables: Tables) -> None:
    """Its main foods, for there may be several pans; a food by itself needs no share."""
    dish = tables.dishes["mujaddara"]
    meal = serve(dish, {}, tables)
    ana = [replace(one, person="Ana") for one in meal.servings]
    ben = [replace(one, person="Ben", grams=3 * one.grams) for one in meal.servings]
    shares = write_recipe(dish, [*ana, *ben], tables).shares
    rice = tables.find_cooking(next(o.food_id for o in meal.servings if o.slot == "rice")).noun
    said = f"Share out the lentils, the {rice} and the onion together: Ana 25 %, Ben 75 %."
    assert shares == said
    assert write_recipe(dish, ana, tables).shares == ""
    bowl = tables.dishes["grain-bowl"]
    each = serve(bowl, {}, tables).servings
    both = [replace(one, person=who) for who in ("Ana", "Ben") for one in each]
    assert write_recipe(bowl, both, tables).shares == ""


def test_what_someone_has_much_more_of_is_shared_out_by_itself(tables: Tables) -> None:
    """Also what is tossed with a pot in the end: it is shared out before that goes in."""

    def share_out(dish_id: str, slot: str) -> str:
        """With four times as much of a slot for Ben."""
        dish = tables.dishes[dish_id]
        meal = serve(dish, {}, tables)
        ana = [replace(one, person="Ana") for one in meal.servings]
        ben = [
            replace(one, person="Ben", grams=one.grams * (4 if one.slot == slot else 1))
            for one in meal.servings
        ]
        return write_recipe(dish, [*ana, *ben], tables).shares

    pasta = share_out("tuna-tomato-pasta", "pasta")
    said = r"Share out the pot before you add (the [\w -]+): Ana 50 %, Ben 50 %; \1: Ana 20 %, "
    assert re.fullmatch(said + r"Ben 80 %\.", pasta), pasta
    assert share_out("tuna-tomato-pasta", "leaves") == "Share out the pot: Ana 50 %, Ben 50 %."
    rice = share_out("mujaddara", "rice")
    said = r"Share out the [\w -]+: Ana 50 %, Ben 50 %; the [\w -]+: Ana 20 %, Ben 80 %\."
    assert re.fullmatch(said, rice), rice
    onion = share_out("mujaddara", "onions")
    said = r"Share out the [\w -]+ and the [\w -]+ together: Ana 50 %, Ben 50 %; the [\w -]+: "
    assert re.fullmatch(said + r"Ana 20 %, Ben 80 %\.", onion), onion


@pytest.mark.parametrize(
    ("dish_id", "beside"),
    [
        ("curry-rice", {"rice"}),
        ("khichdi-mung-rice", set()),
        ("thai-coconut-curry", {"rice"}),
        ("okra-soup", {"yam"}),
        ("bean-chili", {"rice or potato", "avocado"}),
        ("black-bean-soup", {"tortillas", "avocado or sour cream"}),
        ("chicken-noodle-soup", {"bread"}),
        ("doro-wat", {"injera", "leaves"}),
        ("dal-spinach-rice", {"rice"}),
        ("thieboudienne", {"fish"}),
        ("minestrone", set()),
    ],
)
def test_shares_are_of_what_is_in_the_pot(dish_id: str, beside: set[str], tables: Tables) -> None:
    """Rice served beside changes no share; each food in the pot does."""
    dish = tables.dishes[dish_id]
    meal = serve(dish, {}, tables)
    ana = [replace(one, person="Ana") for one in meal.servings]
    for slot in dish.slots:
        ben = [
            replace(one, person="Ben", grams=one.grams * (40 if one.slot == slot.name else 1))
            for one in meal.servings
        ]
        shares = write_recipe(dish, [*ana, *ben], tables).shares
        same = shares == "Share out the pot: Ana 50 %, Ben 50 %."
        assert same == (slot.name in beside), (slot.name, shares)


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
    assert "boil in fresh water, covered, for 90 min" in text
    assert "164 g of canned ones without salt" in text
    timing = find_timing(meal, tables)
    assert timing.ahead_minutes == 90
    assert write_minutes(meal, timing, tables) == f"{timing.minutes} min + 90 min the day before"


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


def test_what_is_bought_frozen_and_served_thawed_thaws_once(tables: Tables) -> None:
    """Shrimp and berries are told the day before, with their weight; no recipe tells it twice."""
    seen = 0
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        for one in meal.servings:
            row = tables.cooking[one.food_id]
            noun = row.plural if row.plural and one.portions > 1 else row.noun
            if row.bought == FROZEN and f"{noun} (thawed)" in text:
                grams = one.grams * tables.foods[one.food_id].bought_g_per_eaten_g
                told = f"Thaw {write_weight(grams)} of {noun} in the fridge overnight."
                assert text.count(told) == 1, (dish.id, text)
                seen += 1
    assert seen


@pytest.mark.parametrize(
    ("food_id", "portions", "least", "most"),
    [
        # what packs say, in ml for each gram dry: our estimate
        ("bulgur", 1.5, 2.0, 2.5),
        ("couscous", 1.0, 1.5, 1.9),
        ("buckwheat-groats", 1.5, 2.2, 3.2),
        ("quinoa", 1.0, 2.0, 2.9),
        ("millet", 1.0, 2.2, 3.1),
        ("white-rice", 1.0, 1.8, 2.6),
        ("white-rice", 6.0, 1.8, 2.2),
        ("brown-rice", 1.0, 2.0, 2.8),
        ("pearl-barley", 1.0, 2.0, 3.2),
        ("polenta", 1.0, 5.0, 7.0),
        ("oatmeal", 1.5, 4.5, 6.0),
        ("instant-oatmeal", 1.0, 4.7, 5.7),
    ],
)
def test_grains_get_the_water_that_a_cook_gives_them(
    food_id: str, portions: float, least: float, most: float, tables: Tables
) -> None:
    """Whatever their yield by the table says; the dry weight is what counts."""
    dish = Dish(
        *("own", "Own", ("dinner",), "", 0, "", (), frozenset()),
        slots=(Slot("grain", ("grain",), (), 1, 1, 1),),
        steps=("{cook: grain}.",),
    )
    serving = find_serving("Ana", "grain", food_id, portions, tables)
    (text,) = write_recipe(dish, [serving], tables).steps
    water = re.search(r"(\d+) ml of (?:boiling )?water", text)
    assert water is not None, text
    dry = serving.grams * tables.foods[food_id].bought_g_per_eaten_g
    assert least <= float(water[1]) / dry <= most, text


MOST_COOKED = {
    # what a gram dry weighs cooked, at most, as packs and cooks have it: our estimates
    "bulgur": 3.2,
    "couscous": 2.8,
    "buckwheat-groats": 3.5,
    "cooked-teff": 3.5,
    "quinoa": 3.2,
    "millet": 3.5,
    "pearl-barley": 3.5,
    "wild-rice": 4.0,
    "glass-noodles": 3.5,
    "rice-noodles": 3.5,
    "soba-noodles": 3.0,
}
MOST_COOKED_BY_GROUP = {"grains": 3.1, "legumes": 3.4, "soy": 2.6, "pasta": 3.0}
THIN = {"porridge", "instant", "congee"}
"""The methods of porridges, which are as thin as their water makes them."""


def test_nothing_weighs_more_cooked_than_it_can(tables: Tables) -> None:
    """Each grain, pasta and pulse that is bought dry, by the weights that a recipe prints."""
    seen = set()
    for food in tables.foods.values():
        row = tables.cooking[food.id]
        if row.bought != DRY or row.method == READY or row.method in THIN:
            continue
        most = MOST_COOKED.get(food.id) or MOST_COOKED_BY_GROUP[food.group]
        assert 1 < 1 / food.bought_g_per_eaten_g <= most + 0.005, food.id
        seen.add(food.id)
    assert seen > MOST_COOKED.keys()


def find_water(text: str, noun: str, meal: Meal, tables: Tables) -> float | None:
    """The ml of water and milk in which a text cooks a food; None if it doesn't say."""
    food = re.escape(noun)
    for pattern in (
        rf"rinse the {food}; bring to the boil in ([^;]*?), then",
        rf"pour ([^;]*?) over the {food}\b",
        rf"bring ([^;]*?) to the boil, (?:take it off the heat, )?stir in the {food}\b",
    ):
        found = re.search(pattern, text.lower())
        if found:
            water = sum(float(ml) for ml in re.findall(r"(\d+) ml of (?:boiling )?water", found[1]))
            milks = (one for one in meal.servings if is_drink(tables.foods[one.food_id]))
            named = (
                one
                for one in milks
                if any(f"of {name}" in found[1] for name in find_nouns(tables, one.food_id))
            )
            return water + sum(one.grams for one in named)
    return None


@pytest.mark.parametrize("size", ["smallest", "usual", "largest"])
def test_cooked_is_dry_and_water_less_steam(size: str, tables: Tables) -> None:
    """Whatever takes up its water in the pot, in every dish: none weighs more than went in."""
    seen = set()
    for dish, usual in serve_all(tables):
        meal = resize(dish, usual, size, tables)
        recipe = write_recipe(dish, meal.servings, tables)
        for one in meal.servings:
            food, row = tables.foods[one.food_id], tables.cooking[one.food_id]
            method = tables.methods[row.method]
            if row.bought != DRY or not re.search(r"\{(water|liquid)\}", method.hot):
                continue
            noun = row.plural if row.plural and one.portions > 1 else row.noun
            water = find_water(" ".join(recipe.steps), noun.lower(), meal, tables)
            assert water is not None, (dish.id, food.id, recipe.steps)
            dry = one.grams * food.bought_g_per_eaten_g
            room = dry + water - method.steam_ml + 1  # a gram for what is rounded
            assert one.grams <= room, (dish.id, food.id, water, dry, one.grams)
            seen.add(food.id)
    assert {"bulgur", "couscous", "quinoa", "white-rice", "oatmeal", "instant-oatmeal"} <= seen


def test_a_soup_has_the_water_that_dry_lentils_and_pasta_take_up(tables: Tables) -> None:
    """Beside the water of the soup itself; what was cooked before takes up no more."""
    for dish_id, food_id in (("lentil-soup", "lentils-boiled"), ("minestrone", "spaghetti")):
        dish = tables.dishes[dish_id]
        (slot,) = (
            s.name for s in dish.slots if tables.foods[food_id] in tables.fillings[dish_id, s.name]
        )
        meal = serve(dish, {slot: tables.foods[food_id]}, tables)
        grams = sum(one.grams for one in meal.servings if one.slot == slot)
        taken = grams * (1 - tables.foods[food_id].bought_g_per_eaten_g)
        water = max(float(ml) for ml in re.findall(r"(\d+) ml of water", read(dish, meal, tables)))
        (part,) = (part for part in find_parts(dish) if part.verb == "water")
        soup = part.number * sum(one.grams for one in meal.servings if one.slot in part.slots)
        assert water == pytest.approx(soup + taken, abs=25), dish_id
    dish = tables.dishes["pasta-bolognese"]
    meal = serve(dish, {"lentils or ground meat": tables.foods["lentils-boiled"]}, tables)
    (part,) = (part for part in find_parts(dish) if part.verb == "water")
    sauce = part.number * sum(one.grams for one in meal.servings if one.slot in part.slots)
    (water,) = re.findall(r"(\d+) ml of water", read(dish, meal, tables))
    assert float(water) == pytest.approx(sauce, abs=10)


def test_porridge_is_cooked_in_its_milk(tables: Tables) -> None:
    """Milk and water together are what it takes; with several cereals the milk comes last."""
    dish = tables.dishes["porridge-fruit-nuts"]
    oats = find_serving("Ana", "hot cereal", "oatmeal", 1.5, tables)
    milk = find_serving("Ana", "milk", "skim-milk", 1.0, tables)
    (text, *_) = write_recipe(dish, [oats, milk], tables).steps
    found = re.match(r"Bring 1 cup of skim milk and (\d+) ml of water to the boil, stir in", text)
    assert found is not None, text
    dry = oats.grams * tables.foods["oatmeal"].bought_g_per_eaten_g
    assert 5 <= (float(found[1]) + milk.grams) / dry <= 6
    much = find_serving("Ana", "milk", "skim-milk", 1.5, tables)
    (text, *_) = write_recipe(dish, [replace(oats, portions=1, grams=234), much], tables).steps
    found = re.match(r"Bring (\d+) ml of skim milk to the boil, stir in the oats", text)
    left = re.search(r"; drink the other (\d+) ml of skim milk with it\.", text)
    assert found is not None, text
    assert left is not None, text  # no soup of oats, and none of the milk is lost
    assert 5 <= float(found[1]) / (234 * tables.foods["oatmeal"].bought_g_per_eaten_g) <= 6
    assert float(found[1]) + float(left[1]) == pytest.approx(355, abs=20)
    other = find_serving("Ben", "hot cereal", "cream-of-wheat", 1.0, tables)
    his = find_serving("Ben", "milk", "skim-milk", 1.0, tables)
    (text, *_) = write_recipe(dish, [oats, milk, other, his], tables).steps
    assert "stir in 2 cups of skim milk and heat for 2 min" in text


@pytest.mark.parametrize("dish_id", ["overnight-oats-berries", "chia-pudding", "bircher-muesli"])
def test_oats_and_chia_get_what_they_take_up_and_the_rest_is_a_glass(
    dish_id: str, tables: Tables
) -> None:
    """For every filling, with the most milk and the least oats; none of the milk is lost."""
    dish, poured = tables.dishes[dish_id], 0
    for slot in dish.slots:
        for food in tables.fillings[dish.id, slot.name]:
            usual = serve(dish, {slot.name: food}, tables)
            least = resize(dish, usual, "smallest", tables).servings
            most = resize(dish, usual, "largest", tables).servings
            servings = [m if m.slot == "milk" else s for s, m in zip(least, most, strict=True)]
            recipe = write_recipe(dish, servings, tables)
            grams = {one.slot: one.grams for one in servings}
            found = re.search(r"(\d+) ml of [\w% -]+", recipe.ahead[-1])
            assert found, recipe.ahead
            swells = 8.5 * grams.get("chia seeds", 0) + 4 * grams.get("oats", 0)
            swells += 8.5 * grams.get("seeds", 0)
            assert float(found[1]) <= swells, (recipe.ahead, grams)
            glass = re.search(r"Drink the other (\d+) ml of [\w% -]+ with it\.", recipe.steps[-1])
            assert glass, recipe.steps
            both = float(found[1]) + float(glass[1])
            assert both == pytest.approx(grams["milk"] / 1.03, abs=20)
            poured += 1
    assert poured > 20
    meal = serve(dish, {}, tables)
    assert "other" not in read(dish, meal, tables)  # usual amounts go in whole


@pytest.mark.parametrize("size", ["smallest", "usual", "largest"])
def test_half_of_the_oil_is_measured(size: str, tables: Tables) -> None:
    """No "half of the oil" without its spoons, and none of zero spoons."""
    seen = 0
    for dish in tables.dishes.values():
        text = read(dish, resize(dish, serve(dish, {}, tables), size, tables), tables)
        assert not re.search(r"half of the [\w -]*oil|\b0 (tsp|tbsp)", text), text
        halves = any(part.verb == "half" for part in find_parts(dish))
        if halves:
            seen += 1
            assert re.search(r"([\d¼½¾]+ (tsp|tbsp|cup)) of [\w -]+", text), text
    assert seen > 10


def test_one_slice_makes_half_a_sandwich(tables: Tables) -> None:
    """In every sandwich; two slices and a roll need no word."""
    seen = 0
    for dish in tables.dishes.values():
        if not any(part.verb == "fold" for part in find_parts(dish)):
            continue
        for food in tables.fillings[dish.id, "bread"]:
            meal = serve(dish, {"bread": food}, tables)
            for portions in (1, 2):
                servings = [
                    replace(one, portions=portions) if one.slot == "bread" else one
                    for one in meal.servings
                ]
                text = " ".join(write_recipe(dish, servings, tables).steps)
                folded = "Cut the slice in half and lay one half on the other." in text
                assert folded == (portions == 1 and food.portion == "slice"), text
                seen += folded
    assert seen > 20
    dish = tables.dishes["cheese-sandwich"]
    meal = serve(dish, {"bread": tables.foods["whole-wheat-bread"]}, tables)
    tom = [
        replace(o, person="Tom", portions=1) if o.slot == "bread" else replace(o, person="Tom")
        for o in meal.servings
    ]
    text = " ".join(write_recipe(dish, [*meal.servings, *tom], tables).steps)
    assert "For Tom, cut the slice in half" in text


def test_an_oven_is_heated_once(tables: Tables) -> None:
    """Nobody heats an oven that is hot."""
    hot = 0
    for dish, meal in serve_all(tables):
        heats = len(re.findall(r"(?i)heat the oven to", read(dish, meal, tables)))
        assert heats <= 1, dish.id
        hot += heats
    assert hot


def test_words_are_those_of_who_cooks(tables: Tables) -> None:
    """Oats, not oatmeal; nori for wrapping whole; ginger fresh; frozen beans simmer, then bake.

    Kale is kneaded where it is eaten raw, and what roasts for half an hour isn't in thin slices.
    """
    for dish, meal in serve_all(tables):
        text = read(dish, meal, tables)
        assert "oatmeal" not in text.replace("oatmeal bread", ""), dish.id
        assert "shredded nori" not in text
        if "ginger" in dish.seasonings:
            assert "grated fresh ginger" in text, dish.id
        if (
            "kale (" in text
            and "Blend" not in text
            and "raw-kale" in {o.food_id for o in meal.servings}
        ):
            assert "kneaded until soft" in text, dish.id
        assert not re.search(r"\b(and|with) (an? )?[\w -]*juice\b", name_meal(meal, tables)), (
            dish.id
        )
        assert "white bread" not in name_meal(meal, tables)
        bakes = re.search(r"(?i)\bbake for (\d+) min", text)
        if bakes and "from frozen" in text:
            assert re.search(r"\(from frozen\) and simmer", text) or "boil" in text.lower(), text
    for row in tables.cooking.values():
        assert not (row.roast_min and row.roast_min >= 20 and "thin" in row.cut), row.food_id


def test_a_blender_needs_no_fine_cuts(tables: Tables) -> None:
    """Kale without its stalks is enough, and an apple without its core."""
    dish = tables.dishes["green-smoothie-toast"]
    meal = serve(dish, {"greens": tables.foods["raw-kale"]}, tables)
    assert "the kale (stalks off)" in read(dish, meal, tables)


def test_many_spoonfuls_are_measured_in_a_jug(tables: Tables) -> None:
    """Three spoonfuls a plate are 180 ml for four."""
    dish = tables.dishes["pasta-mushrooms-greens"]
    for people, told in ((1, "3 tbsp"), (4, "180 ml")):
        meal = serve(dish, {}, tables)
        servings = [replace(one, person=f"P{n}") for n in range(people) for one in meal.servings]
        (text, *_) = write_recipe(dish, servings, tables).steps
        assert f"keep back {told} of the cooking water" in text


# --- Minutes --------------------------------------------------------------------------------------


def measure_words(text: str) -> float:
    """The minutes that a step says: "fry for 3 min a side", "stir for 30 seconds"."""
    said = re.findall(r"(\d+) (min|seconds)( a side)?", text)
    return sum(
        float(many) * (2 if side else 1) / (60 if unit == "seconds" else 1)
        for many, unit, side in said
    )


def follow_words(recipe: Recipe, meal: Meal, tables: Tables) -> float:
    """The least minutes of who reads the steps in order and does nothing before its turn.

    A step follows the one before it, unless it begins with "Meanwhile", and all that name one of
    its foods. Foods cooked at once in one step count as the longest.
    """
    nouns = set().union(*(find_nouns(tables, one.food_id) for one in meal.servings))
    begun: list[float] = []
    ended: list[float] = []
    named: list[set[str]] = []
    for step in recipe.steps:
        foods = {noun for noun in nouns if re.search(rf"\bthe {re.escape(noun)}\b", step.lower())}
        before = [end for end, own in zip(ended, named, strict=True) if own & foods]
        if begun:
            before.append(begun[-1])
        begun.append(max(before, default=0.0))
        sentences = re.split(r"[.;] ", step)
        ended.append(begun[-1] + max(map(measure_words, sentences)))
        named.append(foods)
    return max(ended)


def test_printed_minutes_are_no_fewer_than_the_steps_say(tables: Tables) -> None:
    """For every filling, and no more than all that is said one after another, with hands."""
    for dish, meal in serve_all(tables):
        recipe, minutes = write_recipe(dish, meal.servings, tables), find_minutes(meal, tables)
        assert follow_words(recipe, meal, tables) <= minutes, (dish.id, recipe.steps)
        said = sum(map(measure_words, recipe.steps))
        rows = [tables.cooking[one.food_id] for one in meal.servings]
        begins = sum(tables.methods[row.method].start_min for row in rows)
        hands = len(recipe.steps) * 4 + len(rows) + 10  # boil, cut, heat the oven
        assert minutes < said + begins + hands + 5 or minutes == dish.minutes, (dish.id, minutes)


@pytest.mark.parametrize(
    ("dish_id", "chosen", "minutes"),
    [
        # rice 1 + 3 + 15 + 5; beside it the pot: fry 6, boil 3, simmer 15; serve
        ("chana-masala", {"rice": "white-rice", "onion or leek": "cooked-onion"}, 30),
        ("chana-masala", {"rice": "brown-rice", "onion or leek": "cooked-onion"}, 45),
        # lentils 1 + 4 + 25, then 15 in the sauce, beside which the pasta
        ("pasta-bolognese", {"lentils or ground meat": "lentils-boiled"}, 50),
        # the oven heats for 10 while the cook cuts, then the potatoes
        ("plant-roast-potatoes", {}, 55),
        ("fruit-and-nuts", {"fruit": "banana"}, 2),
    ],
)
def test_minutes_are_the_longest_chain(
    dish_id: str, chosen: dict[str, str], minutes: int, tables: Tables
) -> None:
    """One cook; what needs no watching leaves them free until a step uses it."""
    dish = tables.dishes[dish_id]
    foods = {slot: tables.foods[food] for slot, food in chosen.items()}
    assert find_minutes(serve(dish, foods, tables), tables) == minutes


def test_more_people_take_longer_to_cut_for_and_to_fry_for(tables: Tables) -> None:
    """A pot of rice takes as long for four as for one; onions, and what a pan can't hold, don't."""
    minutes = {}
    for dish_id in ("stir-fry-rice", "chana-masala", "fruit-and-nuts"):
        dish = tables.dishes[dish_id]
        rice = {"rice": tables.foods["white-rice"]} if "rice" in dish_id else {}
        meal = serve(dish, rice, tables)
        for people in (1, 4):
            servings = [
                replace(one, person=f"P{n}") for n in range(people) for one in meal.servings
            ]
            own = replace(meal, servings=tuple(servings))
            minutes[dish_id, people] = find_minutes(own, tables)
            text = read(dish, own, tables)
            assert ("in 2 batches, fry" in text) == (dish_id == "stir-fry-rice" and people == 4)
    assert minutes["stir-fry-rice", 4] >= minutes["stir-fry-rice", 1] + 10
    assert minutes["chana-masala", 4] < minutes["chana-masala", 1] + 15
    assert minutes["fruit-and-nuts", 4] <= minutes["fruit-and-nuts", 1] + 5


def test_eggs_and_breads_are_cooked_in_as_many_goes_as_a_pan_holds(tables: Tables) -> None:
    """One is fried; four breads are warmed one at a time, and ten slices toasted in three goes."""
    for food_id, portions, told in (
        ("fried-egg", 4, "in a non-stick pan over"),
        ("fried-egg", 6, "in a non-stick pan in 2 batches over"),
        ("corn-tortilla", 4, "in a dry pan one at a time for"),
        ("whole-wheat-bread", 10, "in 3 batches"),
    ):
        dish = Dish(
            *("own", "Own", ("dinner",), "", 0, "", (), frozenset()),
            slots=(Slot("food", ("food",), (), 1, 1, 1),),
            steps=("{cook: food}.",),
        )
        serving = find_serving("Ana", "food", food_id, portions, tables)
        (text,) = write_recipe(dish, [serving], tables).steps
        assert told in text, text
        one = tables.find_timing(dish, [("food", food_id, 1)]).minutes
        many = tables.find_timing(dish, [("food", food_id, portions)]).minutes
        assert (many > one) == ("batches" in told or "one at" in told)


def test_what_a_knife_cuts_takes_minutes(tables: Tables) -> None:
    """Each raw food that is cut has its estimate; what is opened or thawed has none."""
    for row in tables.cooking.values():
        if row.bought == RAW and row.cut:
            assert row.cut_min > 0, row.food_id
        if not row.cut or row.bought in (CANNED, FROZEN):
            assert row.cut_min == 0, row.food_id


def test_what_still_cooks_goes_on_meanwhile(tables: Tables) -> None:
    """Also past a step that ends before: the noodles soak until they are needed."""
    dish = tables.dishes["pad-see-ew"]
    foods = {"egg or tofu": "scrambled-eggs", "greens": "cooked-frozen-broccoli"}
    meal = serve(dish, {slot: tables.foods[food] for slot, food in foods.items()}, tables)
    noodles, eggs, broccoli, tossed = write_recipe(dish, meal.servings, tables).steps
    assert noodles.startswith("Pour plenty of boiling water")
    assert eggs.startswith("Meanwhile whisk")
    assert broccoli.startswith("Meanwhile heat")
    assert tossed.startswith("Add the rice noodles")


def test_a_porridge_does_not_wait_until_it_sets(tables: Tables) -> None:
    """Grits, polenta and cream of wheat are served as soon as they are cooked."""
    for dish, meal in serve_all(tables):
        rows = [tables.cooking[one.food_id] for one in meal.servings]
        nouns = [row.noun for row in rows if row.method in ("porridge", "instant")]
        steps = write_recipe(dish, meal.servings, tables).steps
        for noun in nouns:
            cooked = next(
                (n for n, step in enumerate(steps) if f"stir in the {noun}" in step), None
            )
            if cooked is not None:
                assert max(map(measure_words, steps[cooked + 1 :]), default=0) <= 3, steps


def test_one_piece_has_one_name(tables: Tables) -> None:
    """A food that is counted in pieces is called by one of them where there is one."""
    for food in tables.foods.values():
        noun = tables.find_cooking(food.id).noun
        if food.name.endswith(food.portion) and food.portion != food.portion_plural:
            assert not noun.endswith(food.portion_plural), food.id


def test_nobody_eats_meanwhile(tables: Tables) -> None:
    """What a dish is topped with, and eating it, comes when all is ready."""
    for dish, meal in serve_all(tables):
        for step in write_recipe(dish, meal.servings, tables).steps:
            early = re.match(r"Meanwhile (eat|serve|pack|top|scatter|take)\b", step)
            assert early is None, (dish.id, step)


def test_a_cap_leaves_foods_that_are_in_time_in_every_combination(tables: Tables) -> None:
    """The slowest of what is left, at the largest portions, keep the cap; the rest would not."""
    for dish in tables.dishes.values():
        least = tables.least_minutes[dish.id]
        for most in (15, 20, 30):
            quick = tables.find_quick(dish, tables.foods.keys(), most)
            for food in (food for foods in quick for food in foods):
                assert (tables.cooking[food.id].ahead_min or 0) <= most, (dish.id, food.id)
            if least > most:
                assert not all(quick), dish.id
                continue
            eaten = [
                (slot.name, food.id, slot.largest * food.serving)
                for slot, foods in zip(dish.slots, quick, strict=True)
                for food in foods
            ]
            assert tables.find_timing(dish, eaten, either=True).longest <= most, dish.id


def test_names_fit_two_lines_of_a_phone(tables: Tables) -> None:
    """Even where each slot has the food with the longest name."""
    for dish in tables.dishes.values():
        longest = {
            slot.name: max(
                tables.fillings[dish.id, slot.name],
                key=lambda food: max(map(len, find_nouns(tables, food.id))),
            )
            for slot in dish.slots
        }
        name = name_meal(serve(dish, longest, tables), tables)
        assert len(name) <= LONGEST, name


def test_nothing_inedible_stays_in_a_pot(tables: Tables) -> None:
    """A bay leaf that goes in comes out."""
    for dish in tables.dishes.values():
        text = read(dish, serve(dish, {}, tables), tables)
        assert ("bay lea" in text) == bool(
            re.search(r"(?i)take (the bay leaf|out the bay leaf)", text)
        ), text


def test_no_sentence_comes_twice(tables: Tables) -> None:
    """A food is prepared once, and cut before it is tossed."""
    for dish, meal in serve_all(tables):
        sentences = re.split(r"[.;] ", read(dish, meal, tables))
        told = [one.lower() for one in sentences if len(one.split()) > 3]
        assert len(told) == len(set(told)), (dish.id, told)


def test_fruit_that_browns_is_packed_whole(tables: Tables) -> None:
    """A mango is cut for the box, a banana isn't."""
    dish = tables.dishes["wrap-salad"]
    for food_id, words in (("banana", "Pack the banana with it"), ("mango", "Pack the mango (in")):
        if tables.foods[food_id] in tables.fillings[dish.id, "fruit"]:
            meal = serve(dish, {"fruit": tables.foods[food_id]}, tables)
            assert words in read(dish, meal, tables).replace("bananas", "banana")


def test_a_bowl_holds_a_litre(tables: Tables) -> None:
    """What is in a pot in usual portions, with the water of its steps; of median fillings."""
    for dish in tables.dishes.values():
        parts = [part for step in dish.steps for part in parse_step(step)]
        grams = sum(
            part.number * (ML_A_TBSP if part.words == "tbsp" else 1)
            for part in parts
            if part.verb == PLATES
        )
        for slot in dish.slots:
            if slot.name in find_pot_slots(dish):
                foods = tables.fillings[dish.id, slot.name]
                usual = median(slot.usual * food.serving * food.portion_g for food in foods)
                ratio = sum(p.number for p in parts if p.verb == WATER and slot.name in p.slots)
                grams += (1 + ratio) * usual
        assert grams <= 1000, (dish.id, grams)


def test_warm_quinoa_takes_up_a_part_of_its_milk(tables: Tables) -> None:
    """As much as it holds is stirred in; the rest is a glass beside it."""
    dish = tables.dishes["warm-grain-bowl"]
    quinoa = find_serving("you", "quinoa", "quinoa", 1, tables)
    milk = find_serving("you", "milk", "skim-milk", 1.5, tables)
    rest = [one for one in serve(dish, {}, tables).servings if one.slot not in ("quinoa", "milk")]
    text = " ".join(write_recipe(dish, [quinoa, milk, *rest], tables).steps)
    stirred = re.search(r"Stir (\d+) ml of", text)
    assert stirred is not None
    assert float(stirred[1]) == pytest.approx(0.6 * quinoa.grams, abs=5)
    assert "Drink the other" in text


def test_a_few_beans_are_easier_from_a_can(tables: Tables) -> None:
    """A pot of one small portion says so; one of two cups doesn't."""
    dish = tables.dishes["chana-masala"]
    for portions, few in ((0.5, True), (2.0, False)):
        beans = find_serving("you", "chickpeas", "chickpeas-boiled", portions, tables)
        (text,) = write_recipe(dish, [beans], tables).ahead
        assert ("the easier way for so few" in text) == few


def test_salad_leaves_are_dressed(tables: Tables) -> None:
    """Leaves that are served beside a dish have some of its oil, or its vinegar."""
    for dish in tables.dishes.values():
        if "injera" not in [slot.name for slot in dish.slots]:  # they lie under its stew
            bare = re.compile(
                r"(?i)serve with \{cut: leaves\}(?! and \{cut: avocado\})(?!, dressed)"
            )
            assert not any(bare.search(step) for step in dish.steps), dish.id


def test_a_glass_of_milk_is_not_shared_out_with_its_fruit(tables: Tables) -> None:
    """Nothing is mixed where milk is poured and a bar is eaten with it."""
    assert not find_mixed_slots(tables.dishes["milk-sweet-bite"])
