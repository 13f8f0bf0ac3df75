"""Which dishes are nearly the same: three porridges, seven pots of beans with rice.

Two dishes are alike if they are served at a common meal, both as a soup, hot or cold, and if most
of what is on the plate is the same. What is on the plate are kinds of food, or whole groups where
one stands for another (beans for lentils, one pasta for another). A slot that several foods may
fill counts as an even mix of them. A kind counts by its energy and by its weight, so that greens
count beside rice. Oils and juices don't count.

A family has a first dish, in the order of the table; each later dish joins the first family whose
first dish it is like, or begins one. So a dish that is added at the end changes no family. The
numbers are our own choice: with them 149 dishes are 110 or so families, which we read.

Whatever asks for nearly the same asks for a family: the mark on a week's page, the rules on lunches
and dinners and on the dishes of a day, and what past weeks say against a dish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.arrays import Floats
from planner.tables.dishes import Dish
from planner.tables.foods import Food
from planner.tables.nutrients import ENERGY

ALIKE = 0.68  # of what two plates hold, that is the same in dishes of one family
BY_ENERGY = 0.6  # of a kind's share that is its energy; the rest is its weight
WHOLE_GROUPS = {
    *("legumes", "meat", "poultry", "fish", "shellfish", "leafy-greens", "mushrooms", "pasta"),
    *("nuts", "seeds", "dried-fruit", "fruit", "cheese", "yogurt", "eggs", "milk", "plant-milks"),
}
ONE_GROUP = {"plant-milks": "milk"}
ASIDE = {"oils", "juices"}
CEREALS = "cereals"  # hot ones are all porridges
FORMS = ("soup", "hot")  # tags; a dish with neither is cold


def find_families(
    dishes: Mapping[str, Dish], fillings: Mapping[tuple[str, str], Sequence[Food]]
) -> dict[str, str]:
    """The family of each dish by id: the id of the family's first dish.

    >>> families = find_families(tables.dishes, tables.fillings)
    >>> families["red-beans-rice"] == families["chana-masala"]
    True
    """
    numbers: dict[str, int] = {}
    plates = [_find_plate(dish, fillings) for dish in dishes.values()]
    for plate in plates:
        for kind in plate:
            numbers.setdefault(kind, len(numbers))
    firsts: dict[str, list[Dish]] = {}
    shares: dict[str, Floats] = {}  # of the first dishes of each form, a row each
    families = {}
    for dish, plate in zip(dishes.values(), plates, strict=True):
        form = _find_form(dish)
        rivals = firsts.setdefault(form, [])
        if form not in shares:
            shares[form] = np.zeros((len(plates), len(numbers)))
        kinds, own = [numbers[kind] for kind in plate], np.array([*plate.values()])
        common = np.minimum(own, shares[form][: len(rivals), kinds]).sum(axis=-1)
        near = np.flatnonzero(common >= ALIKE)
        family = next(
            (
                rivals[number].id
                for number in near
                if not set(dish.meals).isdisjoint(rivals[number].meals)
            ),
            dish.id,
        )
        if family == dish.id:
            shares[form][len(rivals), kinds] = own
            rivals.append(dish)
        families[dish.id] = family
    return families


def _find_form(dish: Dish) -> str:
    return next((form for form in FORMS if form in dish.tags), "cold")


def _find_plate(dish: Dish, fillings: Mapping[tuple[str, str], Sequence[Food]]) -> dict[str, float]:
    """The share of each kind of food on a usual plate of a dish, from 0 to 1."""
    grams: dict[str, float] = {}
    kcal: dict[str, float] = {}
    for slot in dish.slots:
        foods = fillings[dish.id, slot.name]
        for food in foods:
            if food.group in ASIDE:
                continue
            kind = food.kind
            if food.group in WHOLE_GROUPS:
                kind = ONE_GROUP.get(food.group, food.group)
            elif food.group == CEREALS and "hot" in dish.tags:
                kind = "porridge"
            amount = slot.usual * food.serving * food.portion_g / len(foods)
            grams[kind] = grams.get(kind, 0.0) + amount
            energy = amount * (food.per_100g.get(ENERGY) or 0.0)
            kcal[kind] = kcal.get(kind, 0.0) + energy
    all_g, all_kcal = sum(grams.values()), sum(kcal.values())
    return {
        kind: BY_ENERGY * (kcal[kind] / all_kcal if all_kcal else 0.0)
        + (1 - BY_ENERGY) * grams[kind] / all_g
        for kind in grams
    }
