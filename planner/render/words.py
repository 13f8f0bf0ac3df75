"""Amounts as people say them."""

from __future__ import annotations

from planner.foods import Food
from planner.groceries import BY_WEIGHT, Grocery
from planner.intakes import LACTATION, PREGNANCY
from planner.nutrients import Nutrient
from planner.person import Person
from planner.plan import ShoppingLine
from planner.targets import ADULT_AGES, DEFAULT_PART

FRACTIONS = {0.25: "¼", 0.5: "½", 0.75: "¾"}


def write_count(count: float) -> str:
    """2, ½, 1½: quarters as fractions, anything else with at most two decimals."""
    whole, rest = divmod(round(count, 4), 1)
    if rest in FRACTIONS:
        return f"{int(whole) or ''}{FRACTIONS[rest]}"
    return f"{count:.2f}".rstrip("0").rstrip(".")


def write_portions(food: Food, portions: float) -> str:
    """The household measure: "1½ cups", "2 slices", "½ medium"."""
    return f"{write_count(portions)} {food.portion if portions <= 1 else food.portion_plural}"


def write_grams(grams: float) -> str:
    """Grams to weigh: whole ones, and tenths below ten."""
    return f"{grams:,.0f} g" if grams >= 10 else f"{grams:.1f} g".replace(".0 g", " g")


def write_packs(line: ShoppingLine, grocery: Grocery) -> str:
    """What to take from the shelf: "2 cans of 425 g", "3" pieces, "500 g" weighed out."""
    if grocery.pack == BY_WEIGHT:
        ((size, count),) = line.packs
        return write_grams(size * count)
    if len(grocery.pack_g) == 1 and grocery.pack == "piece":
        ((_, count),) = line.packs
        return str(count)
    return " and ".join(
        f"{count} {grocery.pack if count == 1 else grocery.pack_plural} of {write_grams(size)}"
        for size, count in line.packs
    )


def write_bought(line: ShoppingLine, grocery: Grocery) -> str:
    """A line of the list: the item, its packs, and what of it is needed."""
    needed, packs = write_grams(line.grams), write_packs(line, grocery)
    if grocery.pack == BY_WEIGHT:
        return f"{grocery.name}: {packs}"
    if packs.isdigit():
        return f"{grocery.name}: {packs} (about {needed})"
    return f"{grocery.name}: {packs} (needs {needed})"


def write_amount(value: float, nutrient: Nutrient) -> str:
    """A value with its unit, in three figures or so."""
    if value >= 100:
        return f"{value:,.0f} {nutrient.unit}"
    return f"{value:.3g} {nutrient.unit}"


def write_percent(value: float, limit: float) -> str:
    """Whole percent, rounded down so that 99.9 never reads as 100."""
    return f"{int(value / limit * 100 + 1e-6)} %" if limit else "-"


def write_person(person: Person) -> str:
    """Who a plan is for."""
    part = person.part or DEFAULT_PART.get(person.stage)
    stage = {
        PREGNANCY: f"pregnant woman (trimester {part})",
        LACTATION: f"lactating woman (half year {part})",
    }.get(person.stage)
    grown = person.age is None or person.age >= ADULT_AGES[0]
    sexes = {"female": ("girl", "woman"), "male": ("boy", "man"), None: ("child", "adult")}
    who = stage or sexes[person.sex][grown]
    name = "" if person.name == "you" else f"{person.name}, "
    if person.age is None:
        return f"{name}any {who} of {ADULT_AGES[0]} to {ADULT_AGES[1]}"
    article = "an" if who[0] == "a" else "a"
    return f"{name}{article} {who} of {person.age}"


def write_assumption(person: Person) -> str:
    """Which trimester or half year stands in for one that wasn't given; empty where none does."""
    if person.stage not in DEFAULT_PART or person.part is not None:
        return ""
    part = "trimester" if person.stage == PREGNANCY else "half year of nursing"
    assumed = ("first", "second")[DEFAULT_PART[person.stage] - 1]
    return f"No {part} was given, so the {assumed} is assumed; --trimester says which it is."
