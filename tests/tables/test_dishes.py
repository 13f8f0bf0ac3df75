"""The bundled dishes are many, different, from many cuisines, and of a size that people eat."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest

from planner.tables.bundle import Tables
from planner.tables.diets import ALLERGENS, breaks_rule
from planner.tables.dishes import NO_STARCH, Dish

ROOT = Path(__file__).parents[2]

Filling = frozenset[str]


def load_tool(name: str) -> ModuleType:
    """A script of the folder tools."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


# --- Near-duplicates --------------------------------------------------------------------------


def alike(one: Filling, other: Filling) -> bool:
    """Two slots are the same in two dishes where they share at least half of their foods."""
    return 2 * len(one & other) >= len(one | other)


def count_different(one: Sequence[Filling], other: Sequence[Filling]) -> int:
    """How many slots two dishes differ in, when as many as can be are matched one to one."""
    matched: dict[int, int] = {}

    def match(place: int, seen: set[int]) -> bool:
        for number, filling in enumerate(other):
            if number not in seen and alike(one[place], filling):
                seen.add(number)
                if number not in matched or match(matched[number], seen):
                    matched[number] = place
                    return True
        return False

    same = sum(match(place, set()) for place in range(len(one)))
    return max(len(one), len(other)) - same


def test_slots_are_counted_one_to_one() -> None:
    """A slot matches one other slot, whatever the order; a slot more is a difference."""
    rice, beans, greens = frozenset("ab"), frozenset("cdef"), frozenset("gh")
    assert count_different([rice, beans], [beans, rice]) == 0
    assert count_different([rice, beans], [rice, frozenset("cd"), greens]) == 1
    assert count_different([rice, beans], [rice, frozenset("cxyz")]) == 1
    assert count_different([rice, rice], [rice, beans]) == 1


def test_any_two_dishes_differ_in_two_slots(tables: Tables) -> None:
    """Two dishes that differ in one slot alone are one dish under two names."""
    slots = {
        dish.id: [
            frozenset(food.id for food in tables.fillings[dish.id, slot.name])
            for slot in dish.slots
        ]
        for dish in tables.dishes.values()
    }
    near = [
        (one, other)
        for one, other in combinations(slots, 2)
        if count_different(slots[one], slots[other]) < 2
    ]

    assert near == []


# --- How many, of what kind -------------------------------------------------------------------


def servable(tables: Tables, excludes: Collection[str]) -> list[Dish]:
    """The dishes that keep a food in each slot for someone who leaves these tags out."""
    return [
        dish
        for dish in tables.dishes.values()
        if all(
            any(not breaks_rule(food, excludes) for food in tables.fillings[dish.id, slot.name])
            for slot in dish.slots
        )
    ]


@pytest.mark.parametrize(("diet", "least"), [("omnivore", 80), ("vegetarian", 65), ("vegan", 45)])
def test_diets_have_dishes_to_choose_from(diet: str, least: int, tables: Tables) -> None:
    """Each diet can be served so many dishes, and more of each meal than a week has days."""
    dishes = servable(tables, tables.diets[diet].excludes)
    meals = Counter(meal for dish in dishes for meal in dish.meals)

    assert len(dishes) >= least
    assert min(meals[meal] for meal in ("breakfast", "lunch", "dinner", "snack")) > 7


@pytest.mark.parametrize("allergen", ALLERGENS)
def test_allergies_leave_dishes_for_a_week(allergen: str, tables: Tables) -> None:
    """Without any one allergen there are still more dishes of each meal than a week has days."""
    meals = Counter(meal for dish in servable(tables, (allergen,)) for meal in dish.meals)

    assert min(meals[meal] for meal in ("breakfast", "lunch", "dinner", "snack")) > 7


def test_dishes_come_from_many_cuisines(tables: Tables) -> None:
    """At least seven cuisines have three main dishes or more, and none has half of all."""
    mains = [d for d in tables.dishes.values() if {"lunch", "dinner"} & set(d.meals)]
    cuisines = Counter(dish.cuisine for dish in mains)

    assert sum(count >= 3 for count in cuisines.values()) >= 7
    assert max(cuisines.values()) < len(mains) / 2


def test_twelve_cuisines_have_a_dozen_dishes_and_eight_for_vegans(tables: Tables) -> None:
    """As many as a week of one cuisine needs, and what the page of the tables prints of it."""
    vegan = Counter(
        dish.cuisine
        for dish in servable(tables, tables.diets["vegan"].excludes)
        if NO_STARCH not in dish.tags
    )
    dishes = Counter(dish.cuisine for dish in tables.dishes.values())
    assert sum(dishes[name] >= 12 and vegan[name] >= 8 for name in dishes) >= 12
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for name, count in dishes.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {name} |")]
        assert row.endswith(f"| {count} | {vegan[name]} |"), row


def test_meals_suit_mornings_lunch_boxes_and_evenings(tables: Tables) -> None:
    """Breakfasts hot, cold and savory; lunches to carry; dinners quick and slow; snacks."""
    dishes = tables.dishes.values()
    breakfasts = Counter(tag for d in dishes if "breakfast" in d.meals for tag in d.tags)
    packed = [d for d in dishes if "lunch" in d.meals and "packable" in d.tags]
    dinners = [tables.least_minutes[d.id] for d in dishes if "dinner" in d.meals]

    assert min(breakfasts[tag] for tag in ("hot", "cold", "savory")) >= 7
    assert len(packed) >= 14
    assert sum(minutes < 30 for minutes in dinners) >= 20
    assert sum(minutes > 30 for minutes in dinners) >= 14
    assert sum("snack" in d.meals for d in dishes) >= 14


ANIMALS = {"meat", "poultry", "fish", "shellfish"}


def take_either(dish: Dish, tables: Tables) -> list[set[str]]:
    """The kinds of food of each slot of a dish that takes animals and food for vegans alike."""
    vegan = tables.diets["vegan"].excludes
    slots = [tables.fillings[dish.id, slot.name] for slot in dish.slots]
    return [
        {food.kind for food in foods}
        for foods in slots
        if any(food.contains & ANIMALS for food in foods)
        and not all(breaks_rule(food, vegan) for food in foods)
    ]


def test_who_eats_meat_and_who_does_not_can_share_dishes(tables: Tables) -> None:
    """Vegans can have many main dishes in which another at table has meat or fish of their own."""
    shared = [
        dish
        for dish in servable(tables, tables.diets["vegan"].excludes)
        if {"lunch", "dinner"} & set(dish.meals) and take_either(dish, tables)
    ]

    assert len(shared) >= 20
    assert len({dish.cuisine for dish in shared}) >= 7


def test_no_dish_is_named_for_one_of_its_fillings(tables: Tables) -> None:
    """A dish that takes tofu or chicken is called for neither, so that its name is always true."""
    for dish in tables.dishes.values():
        for kinds in take_either(dish, tables):
            named = [
                k for k in kinds if re.search(rf"\b{k.replace('-', ' ')}\b", dish.name.lower())
            ]
            assert not named, dish.id


# --- True to the kitchen ----------------------------------------------------------------------


def test_dishes_are_hot_or_cold(tables: Tables) -> None:
    """Each dish but a snack is served hot or cold, not both."""
    for dish in tables.dishes.values():
        assert len(dish.tags & {"hot", "cold"}) <= 1, dish.id
        if dish.meals != ("snack",):
            assert dish.tags & {"hot", "cold"}, dish.id


def test_what_is_capped_is_tagged(tables: Tables) -> None:
    """A dish with a helping of beans or lentils says legumes, one called a soup says soup."""
    for dish in tables.dishes.values():
        beans = [
            slot.name
            for slot in dish.slots
            if slot.usual >= 0.75
            and all(food.group == "legumes" for food in tables.fillings[dish.id, slot.name])
        ]
        if beans and set(dish.meals) != {"snack"}:
            assert "legumes" in dish.tags, (dish.id, beans)
        if re.search(r"\bsoup\b", dish.name.lower()):
            assert "soup" in dish.tags, dish.id


HIDDEN = (
    *(allergen for allergen in ALLERGENS if allergen != "tree-nut"),
    *("curry paste", "curry powder", "bean paste", "chili paste", "miso", "oyster", "worcester"),
    *("nut", "almond", "tahini", "butter", "cream", "cheese", "yogurt", "honey", "wine", "beer"),
    *("flour", "crumb", "broth", "stock", "bouillon", "ham", "bacon", "anchov", "shrimp"),
    *("horseradish", "wasabi"),  # prepared ones may hold mustard
)
"""Words of what holds an allergen or breaks a diet, or is sold in mixtures that do."""


def test_seasonings_break_no_diet_and_no_allergy(tables: Tables) -> None:
    """Diets and allergies are looked up in the foods of slots: what breaks one is no seasoning."""
    used = {seasoning for dish in tables.dishes.values() for seasoning in dish.seasonings}
    found = [
        (seasoning, word)
        for seasoning in sorted(used)
        for word in HIDDEN
        if re.search(rf"\b{word}", seasoning.lower())
    ]

    assert found == [("nutmeg", "nut")]


def test_dishes_are_of_a_size_for_their_meals(tables: Tables) -> None:
    """At usual portions no dish is a snack for dinner or a dinner for breakfast, on any diet."""
    tool = load_tool("weigh_dishes")
    for diet in ("omnivore", "vegan"):
        helpings = [tool.weigh(dish, tables, diet) for dish in tables.dishes.values()]
        misfits = {h.dish.id: h.misfits for h in helpings if h is not None and h.misfits}
        assert misfits == {}, diet


def test_a_helping_is_weighed(tables: Tables) -> None:
    """Usual portions on the food's steps, medians of what may fill a slot; a misfit is seen."""
    tool = load_tool("weigh_dishes")
    apple = tables.dishes["apple-nut-butter"]
    helping = tool.weigh(apple, tables)
    butters = [f for f in tables.foods.values() if "nut-spread" in f.roles]

    assert helping.grams == 182 + 24  # one apple; ¾ of the 2 tablespoons of 16 g
    assert {butter.portion_g * butter.serving for butter in butters} == {32}
    assert tool.Helping(apple, 100, {"energy_kcal": 401.0}).misfits == ("snack",)
    assert tool.weigh(tables.dishes["beef-stroganoff"], tables, "vegan") is None


# --- The pages --------------------------------------------------------------------------------


def test_the_readme_counts_dishes_and_cuisines(tables: Tables) -> None:
    """The README's promises have the number of dishes, of cuisines, of dishes for vegans."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    cuisines = {dish.cuisine for dish in tables.dishes.values()}

    vegan = [
        dish
        for dish in servable(tables, tables.diets["vegan"].excludes)
        if NO_STARCH not in dish.tags  # for diets that lift starch
    ]
    assert f"{len(tables.dishes)} dishes of {len(cuisines)} cuisines" in text
    assert f"{len(vegan)} of them for vegans" in text
