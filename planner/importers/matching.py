"""Finds which food of the tables an ingredient is, and what it weighs as it is eaten.

Nothing is guessed: an ingredient is a food if its name is that of a food, or stands in the table of
aliases. For anything else there is a question, with a few foods to choose from.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from planner.importers.ingredient_lines import Amount, IngredientLine
from planner.importers.ingredient_words import DONE, MANNERS, MEASURES, PACKS, QUALITIES, SIZES
from planner.importers.recipe import Ingredient
from planner.tables.bundle import Tables
from planner.tables.english import find_american
from planner.tables.food_aliases import SEASONING, Alias, fold
from planner.tables.foods import WATER, Food

FOOD, UNKNOWN = "food", "unknown"
WHICH, HOW_MUCH = "which food", "how much"
"""What may be open about an ingredient."""

OFFERED = 5
"""Foods that a question names."""
LIKE = 0.6  # how alike a name must be to be offered
GRAMS = {"g": 1.0, "kg": 1000.0, "mg": 0.001, "oz": 28.35, "lb": 453.6}
ML = {
    "ml": 1.0,
    "cl": 10.0,
    "dl": 100.0,
    "l": 1000.0,
    "tsp": 4.93,
    "tbsp": 14.79,
    "cup": 237.0,
    "fl oz": 29.6,
    "pint": 473.0,
    "quart": 946.0,
    "gallon": 3785.0,
    "dessertspoon": 10.0,
}
SPOONS = ("cup", "tbsp", "tsp")
PINCH_G = {"pinch": 0.4, "dash": 0.6, "shake": 0.3}
"""Grams of what nobody measures: our estimates."""
DROPPED = QUALITIES | SIZES | {"fresh", "organic", "ripe", "fine", "pure", "natural", "of", "the"}
PREPARED = DONE | MANNERS | {"minced", "crushed", "mixed"}
IN_CAN = re.compile(r"\b(?:canned|tinned|cans?|tins?|jarred|jar)\b", re.IGNORECASE)
DRY = re.compile(r"\b(?:dried|dry|soaked (?:overnight|for))\b", re.IGNORECASE)
COOKED = re.compile(r"\b(?:pre-?)?cooked\b(?! or)", re.IGNORECASE)
FORM = re.compile(r"(?:^|, )(dried|frozen)\b", re.IGNORECASE)
"""What a preparation says of the form in which a food is bought; a breast is patted dry."""
FAT = re.compile(r"(\d+(?:\.\d+)?)\s*%\s*(fat\b|lean\b)", re.IGNORECASE)
SHARE = re.compile(r"[\d.]*\s*%\s*(?:fat|lean)\b", re.IGNORECASE)
LEAN_FAT = re.compile(r"\b(\d{2})/(\d{1,2})\b")
NEAR_FAT = 1.0
"""How many grams of fat in 100 g a label's rounded figure may be off that of the table."""
SPICE_UNITS = ("tsp", "tbsp", "pinch", "dash", "shake")
JUICED = re.compile(r"\bjuiced\b", re.IGNORECASE)
DRAINED = re.compile(r"\b(?:drained weight|drained)\b", re.IGNORECASE)
REFUSE = re.compile(r"refuse (\d+(?:\.\d+)?) %")
WHOLE = (*PACKS, "head", "bunch", "bulb", "ear")
"""What is weighed as bought, with what is thrown away."""
COUNTED = ("", "item", "piece", "bulb", "head", "fillet")
"""Units that count pieces."""
NO_AMOUNT_G = 0.1
"""Grams that stand for an ingredient without an amount, so that who can't have it is told."""


@dataclass(frozen=True)
class Answers:
    """What the household said of a recipe's ingredients, by their folded names.

    `foods` are food ids, or SEASONING, WATER or UNKNOWN; `grams` what the ingredient weighs in the
    whole recipe, as it is eaten.
    """

    foods: Mapping[str, str]
    grams: Mapping[str, float]


@dataclass(frozen=True)
class Taken:
    """What an ingredient was taken for.

    `kind` is FOOD, SEASONING, WATER, UNKNOWN, or WHICH or HOW_MUCH where there is a question.
    `grams` are those in the whole recipe as eaten, of a food whose weight is known. `near` is what
    the table of aliases says to know about it.
    """

    ingredient: Ingredient
    name: str
    kind: str
    food: Food | None = None
    grams: float = 0.0
    near: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is a question about it."""
        return self.kind in (WHICH, HOW_MUCH)


class Matcher:
    """Finds the foods of ingredients: in the tables, the aliases, and the household's answers."""

    def __init__(
        self, tables: Tables, aliases: Mapping[str, Alias], own: Mapping[str, str] | None = None
    ) -> None:
        """Keep the names; `own` are the household's words for foods, by the word."""
        self.tables, self.aliases = tables, aliases
        self.own = {fold(word): food_id for word, food_id in (own or {}).items()}
        self.by_food: dict[str, Alias] = {}
        for alias in aliases.values():
            self.by_food.setdefault(alias.food_id, alias)
        self.names: dict[str, str] = {}
        for food in tables.foods.values():
            self.names[fold(food.name)] = food.id
            self.names.setdefault(fold(food.id), food.id)

    def take(self, ingredient: Ingredient, answers: Answers, *, cooked: bool) -> tuple[Taken, ...]:
        """What an ingredient is taken for; several where its line names several foods."""
        line = ingredient.line
        lines = [replace(line, name=name, others=(), beside=()) for name in line.beside]
        own = [ingredient, *(replace(ingredient, line=one) for one in lines)]
        return tuple(self._take(one, answers, cooked) for one in own)

    def _take(self, ingredient: Ingredient, answers: Answers, cooked: bool) -> Taken:
        line = ingredient.line
        name = write_key(line)
        found = answers.foods.get(fold(name)) or self.find(line)
        alias = self.find_alias(line)
        if found in (UNKNOWN, SEASONING, WATER):
            grams = self._weigh_water(line) if found == WATER else 0.0
            return Taken(ingredient, name, found, grams=grams)
        if not found:
            return Taken(ingredient, name, WHICH)
        food = self.tables.foods[found]
        if alias and not cooked and alias.raw and found == alias.food_id:
            food = self.tables.foods[alias.raw]
        near = alias.note if alias and found in (alias.food_id, alias.canned) else ""
        known = answers.grams.get(fold(name))
        own_alias = alias if alias and food.id in _name_foods(alias) else self._find_alias_of(food)
        if known is None and line.amounts:
            known = weigh(line, food, own_alias, self.tables)
        elif known is None and line.optional:
            known = NO_AMOUNT_G
        if known is None:
            return Taken(ingredient, name, HOW_MUCH, food, near=near)
        return Taken(ingredient, name, FOOD, food, max(known, NO_AMOUNT_G), near=near)

    def find(self, line: IngredientLine) -> str:
        """The id of the food that a line names, SEASONING or WATER; empty if nothing says."""
        said = self._find_own(write_key(line))
        if said:
            return said
        if is_unlike_its_name(line):
            return ""
        return self._choose_fat(line, self._find(line))

    def _find_own(self, name: str) -> str:
        """The food that the household's words give a name; empty if none does."""
        return next((self.own[form] for form in find_forms(name) if form in self.own), "")

    def _find(self, line: IngredientLine) -> str:
        """The same by the name of the food alone, and whether it is of a can."""
        forms = find_forms(write_name(line))
        alias = self.find_alias(line)
        canned = is_canned(line)
        if not (alias is not None and canned and alias.canned):  # its word is for the fresh one
            said = self._find_own(write_name(line))
            if said:
                return said
        if line.part and "juice" not in line.part:
            return SEASONING  # zest and peel
        for form in forms:
            alias = self.aliases.get(form)
            if alias is not None and canned and alias.canned:
                return alias.canned
            if form in self.names:
                return self.names[form]
            if alias is not None:
                return self._choose_dry(line, alias) if alias.options else alias.food_id
        return ""

    def _choose_fat(self, line: IngredientLine, food_id: str) -> str:
        """Of a food and its kind the one with as much fat as a line says; empty if none has it."""
        fat = find_fat(line)
        food = self.tables.foods.get(food_id)
        if fat is None or food is None or _has_fat(food, fat):
            return food_id
        kind = [one for one in self.tables.foods.values() if one.kind == food.kind]
        same = [one.id for one in kind if not one.is_made and _has_fat(one, fat)]
        return same[0] if len(same) == 1 else ""

    def _choose_dry(self, line: IngredientLine, alias: Alias) -> str:
        """Of pulses that may be dry or canned the dry ones, where the line says that they are."""
        dry = [one for one in alias.options if self.tables.foods[one].bought_g_per_eaten_g < 1]
        said = DRY.search(f"{line.text} {line.preparation}")
        return dry[0] if len(dry) == 1 and said else ""

    def find_alias(self, line: IngredientLine) -> Alias | None:
        """The row of aliases that a line names."""
        forms = find_forms(write_name(line))
        return next((self.aliases[form] for form in forms if form in self.aliases), None)

    def _find_alias_of(self, food: Food) -> Alias | None:
        """The first row of aliases that is about a food: it knows what a cup of it weighs."""
        return self.by_food.get(food.id)

    def _weigh_water(self, line: IngredientLine) -> float:
        return sum(ML.get(one.unit, GRAMS.get(one.unit, 0.0)) * one.middle for one in line.amounts)

    def offer(self, line: IngredientLine) -> tuple[str, ...]:
        """The foods to choose from for a line: its alias's, or those whose names are most alike."""
        alias = self.find_alias(line)
        if alias is not None and alias.options:
            return alias.options
        form = fold(write_name(line))
        words = set(form.split())
        scores: dict[str, float] = {}
        named = [*self.names.items(), *((word, one.food_id) for word, one in self.aliases.items())]
        for name, food_id in named:
            if food_id not in self.tables.foods or self.tables.foods[food_id].is_made:
                continue
            own = set(name.split())
            shared = len(words & own) / max(1, len(words | own))
            score = max(shared, difflib.SequenceMatcher(None, form, name).ratio())
            if shared or score >= LIKE:
                scores[food_id] = max(score, scores.get(food_id, 0.0))
        return tuple(sorted(scores, key=lambda one: (-scores[one], one))[:OFFERED])


def write_name(line: IngredientLine) -> str:
    """What a line calls its food; the juice of a fruit is another food."""
    juiced = "juice" in line.part or JUICED.search(line.preparation)
    return f"{_to_singular(line.name)} juice" if juiced else line.name


def write_key(line: IngredientLine) -> str:
    """What a line calls its food as it is bought, under which answers about it are kept.

    >>> from planner.importers.ingredient_lines import read_line
    >>> [write_key(read_line(text)) for text in ("3 tomatoes", "1 can (400 g) tomatoes")]
    ['tomatoes', 'canned tomatoes']
    """
    name = write_name(line)
    form = FORM.search(line.preparation)
    if is_canned(line) and not IN_CAN.search(name):
        name = f"canned {name}"
    elif form and form[1].lower() not in name.lower():
        name = f"{form[1].lower()} {name}"
    elif is_unlike_its_name(line):
        name = f"{name} by the {'spoon' if line.amounts[0].unit else 'piece'}"
    fat = find_fat(line)
    return name if fat is None else f"{SHARE.sub('', name).strip()} {fat:g}% fat"


def find_fat(line: IngredientLine) -> float | None:
    """The grams of fat in 100 g that a line says: "5% fat", "80% lean", "80/20"; None if none."""
    found = FAT.search(line.text)
    if found:
        return float(found[1]) if found[2].lower() == "fat" else 100 - float(found[1])
    parts = LEAN_FAT.search(line.text)
    return float(parts[2]) if parts and int(parts[1]) + int(parts[2]) == 100 else None


def _has_fat(food: Food, fat_g: float) -> bool:
    """Whether a food as bought has so much fat; that of cooked food is known from its name only."""
    named = FAT.search(food.name)
    if named:
        return float(named[1]) == fat_g
    own = food.per_100g.get("fat_g")
    return food.bought_g_per_eaten_g == 1 and own is not None and abs(own - fat_g) <= NEAR_FAT


def is_unlike_its_name(line: IngredientLine) -> bool:
    """Whether a pepper is counted, which is no spice, or a red one comes in spoons, which is one.

    The words alone say otherwise.
    """
    units = {one.unit for one in line.amounts}
    name = _to_singular(fold(line.name))
    counted = name == "pepper" and bool(units) and units <= {"", "item", "piece"}
    return counted or (name == "red pepper" and bool(units & {*SPICE_UNITS}))


@lru_cache(maxsize=8192)
def find_forms(name: str) -> tuple[str, ...]:
    """A folded name, and how else it may be written: without "fresh", of one or more, American."""
    american = find_american(name)
    names = [fold(re.sub(r"[^\w\s'&%/.-]", " ", one)) for one in (name, american or "") if one]
    forms = [*names]
    for form in names:
        words = form.split()
        short = " ".join(word for word in words if word not in DROPPED) or form
        plain = " ".join(word for word in short.split() if word not in PREPARED) or short
        forms += [short, plain]
        for one in (form, short, plain):
            forms += [_to_singular(one), f"{one}s", f"{one}es"]
    return tuple(dict.fromkeys(forms))


def _to_singular(name: str) -> str:
    for end, instead in (("ies", "y"), ("oes", "o"), ("ches", "ch"), ("ves", "f"), ("s", "")):
        if name.endswith(end) and not name.endswith("ss"):
            return name.removesuffix(end) + instead
    return name


def _name_foods(alias: Alias) -> tuple[str, ...]:
    return (alias.food_id, alias.raw, alias.canned, *alias.options)


def is_canned(line: IngredientLine) -> bool:
    """Whether a line says that a food is of a can or a jar."""
    units = {one.unit for one in line.amounts}
    return bool(units & {"can", "jar"}) or bool(IN_CAN.search(f"{line.name} {line.preparation}"))


def weigh(line: IngredientLine, food: Food, alias: Alias | None, tables: Tables) -> float | None:
    """What the amounts of a line weigh as the food is eaten, in grams; None if nobody knows."""
    if line.weight is not None:
        grams = _weigh(replace(line, size=None), line.weight, food, alias, tables)
        if grams is not None:
            return grams
    every = [_weigh(line, amount, food, alias, tables) for amount in line.amounts]
    return None if None in every else sum(grams for grams in every if grams is not None)


def _weigh(
    line: IngredientLine, amount: Amount, food: Food, alias: Alias | None, tables: Tables
) -> float | None:
    """What one amount weighs as the food is eaten."""
    count, unit = amount.middle, amount.unit
    cooked = bool(COOKED.search(f"{line.name} {line.preparation}"))
    as_eaten = alias is None or alias.eaten or cooked
    if line.size is not None and unit not in MEASURES:
        one = _weigh_size(line.size, food, packed=unit in PACKS, as_eaten=as_eaten)
    elif unit in GRAMS:
        one = _eat(GRAMS[unit], food, as_eaten=as_eaten or _is_drained(line, food))
    elif unit in ML:
        one = _eat_volume(unit, food, alias, tables, as_eaten=as_eaten)
    else:
        one = _weigh_piece(unit, food, alias, tables, as_eaten=as_eaten)
    return None if one is None else count * one


def _weigh_size(size: Amount, food: Food, *, packed: bool, as_eaten: bool) -> float | None:
    """What a pack or a piece of a size is as eaten: packs weigh with their liquid."""
    if size.unit not in GRAMS and size.unit not in ML:
        return None
    grams = size.middle * (GRAMS.get(size.unit) or ML[size.unit])
    return _eat(grams, food, as_eaten=as_eaten and not (packed and food.bought_g_per_eaten_g > 1))


def _eat_volume(
    unit: str, food: Food, alias: Alias | None, tables: Tables, *, as_eaten: bool
) -> float | None:
    """What a cup or a spoon is as eaten: it is measured without peel and without liquid."""
    grams = _weigh_volume(unit, food, alias.measures if alias else {}, tables, as_eaten=as_eaten)
    if grams is None:
        return None
    canned = alias is not None and food.id == alias.canned
    if not as_eaten and food.bought_g_per_eaten_g >= 1:
        grams /= 1 - _refuse(food)
    return _eat(grams, food, as_eaten=as_eaten or canned)


def _weigh_piece(
    unit: str, food: Food, alias: Alias | None, tables: Tables, *, as_eaten: bool
) -> float | None:
    """What one of what is counted is as eaten: a clove, a bunch, a pack, an onion."""
    measures = alias.measures if alias else {}
    item = tables.groceries.get(food.grocery_id)
    piece_g = item.counted_g if item is not None else None
    if unit in measures:
        return _eat(measures[unit], food, as_eaten=as_eaten and unit not in WHOLE)
    if unit in PINCH_G:
        return PINCH_G[unit]
    if unit in COUNTED and "piece" in measures:
        return _eat(measures["piece"], food, as_eaten=as_eaten)
    if unit in ("", "item") and piece_g:
        return _eat(piece_g, food, as_eaten=False)
    if unit in PACKS and item is not None and item.pack == unit and item.one_size_g:
        return _eat(item.one_size_g, food, as_eaten=False)
    return None


def _is_drained(line: IngredientLine, food: Food) -> bool:
    """Whether a weight is that of canned food without its liquid."""
    return food.bought_g_per_eaten_g > 1 and bool(
        DRAINED.search(line.preparation) and not {one.unit for one in line.amounts} & {*PACKS}
    )


def _eat(grams: float, food: Food, *, as_eaten: bool) -> float:
    """Grams as eaten of grams as a recipe weighs them."""
    return grams if as_eaten else grams / food.bought_g_per_eaten_g


def _refuse(food: Food) -> float:
    """The share of a food that is thrown away before it is cooked."""
    found = REFUSE.search(food.bought_basis)
    return float(found[1]) / 100 if found else 0.0


def _weigh_volume(
    unit: str,
    food: Food,
    measures: Mapping[str, float],
    tables: Tables,
    *,
    as_eaten: bool,
) -> float | None:
    """Grams of one of a unit of volume."""
    if unit in measures:
        return measures[unit]
    ml = ML[unit]
    for spoon in SPOONS:
        if spoon in measures:
            return measures[spoon] * ml / ML[spoon]
    if food.portion in SPOONS and (as_eaten or food.bought_g_per_eaten_g == 1):
        return food.portion_g * ml / ML[food.portion]
    item = tables.groceries.get(food.grocery_id)
    if item is not None and item.g_per_ml:
        return item.g_per_ml * ml
    return None
