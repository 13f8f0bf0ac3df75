"""Foods of one's own: what a label says, or a bundled food with other figures, in foods.toml.

    [[food]]
    name = "Barista oat milk"
    like = "oat-milk"               # all that isn't said here is taken from this food
    calcium_mg = 120                # in 100 g, as every figure

    [[food]]
    name = "Corner shop houmous"
    contains = ["sesame"]
    serving_g = 30                  # what the label calls a serving
    serve_like = "hummus"           # served where this food is; nothing else is taken from it
    energy_kcal = 280
    fat_g = 22

    [[change]]
    food = "oat-milk"               # my brand of a bundled food: kept over upgrades
    price_usd = 2.49
    pack_g = 1000

What a label doesn't name is unknown, never zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from planner.errors import (
    FIND_FOODS,
    HouseholdFileError,
    Problem,
    RequestError,
    close_matches,
    mention,
    quote,
)
from planner.importers.ingredient_lines import read_number
from planner.importers.matching import find_forms
from planner.parsing.files import (
    SMALL,
    find_key_line,
    find_toml_lines,
    parse_toml,
    read_file,
)
from planner.tables.bundle import Tables
from planner.tables.cooking import Cooking, make_plain
from planner.tables.food_aliases import SEASONING, fold
from planner.tables.foods import CONTAINS, INGREDIENT, NONE, OWN, UNKNOWN, WATER, Food
from planner.tables.groceries import OWN_PRICE, Grocery
from planner.tables.nutrients import ENERGY, FIBER, Nutrient, find_nutrient

KJ_PER_KCAL = 4.184
SODIUM_OF_SALT = 400.0  # mg of sodium in a gram of salt: salt is 2.5 times its sodium
IU_PER_UG = 40.0  # of vitamin D
LARGEST = 100_000.0
TEXTS = ("name", "like", "serve_like")
NUMBERS = ("price_usd", "pack_g", "serving_g", "g_per_ml", "keeps_days")
FOOD_KEYS = (*TEXTS, "contains", *NUMBERS)
CHANGE_KEYS = ("food", "contains", "name", *NUMBERS)
MACROS = ("protein_g", "fat_g", "carbohydrate_g")
MOST_KCAL = 900.0  # in 100 g: those of pure fat, at 9 kcal a gram
SERVING_STEP = 0.5
"""The part of a label's serving that a meal may have more or less."""
LABEL = "LABEL"  # the argument that has a label's figures
CONTRADICTION = 0.2
"""The share by which energy may differ from that of protein, fat and carbohydrate."""
SLIGHT_KCAL = 15.0
"""By which it may differ besides: of what has hardly any, such as vinegar."""
UNITS = {"g": 1e6, "mg": 1e3, "µg": 1.0, "ug": 1.0, "mcg": 1.0, "μg": 1.0}
"""Micrograms of each unit."""
WHOLE_UG = 100.0 * UNITS["g"]
SIGN = r"(?:<|about|approx\.?|ca\.?)?\s*"
FIGURE = re.compile(
    rf"^{SIGN}(?P<number>\d[\d.,]*)\s*(?P<unit>kcal|kj|g|mg|µg|μg|ug|mcg|iu)?\s+(?:of\s+)?"
    r"(?P<name>[a-z][\w\s-]*)$",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"^(?P<name>[a-z][\w\s-]*?)\s*:?\s*{SIGN}(?P<number>\d[\d.,]*)\s*"
    r"(?P<unit>kcal|kj|g|mg|µg|μg|ug|mcg|iu)?$",
    re.IGNORECASE,
)
LABEL_WORDS = {
    "energy": "energy_kcal",
    "calories": "energy_kcal",
    "kcal": "energy_kcal",
    "fat": "fat_g",
    "saturates": "saturated_fat_g",
    "saturated fat": "saturated_fat_g",
    "of which saturates": "saturated_fat_g",
    "of which sugars": "sugars_g",
    "carbs": "carbohydrate_g",
    "carbohydrate": "carbohydrate_g",
    "carbohydrates": "carbohydrate_g",
    "sugar": "sugars_g",
    "sugars": "sugars_g",
    "fibre": "fiber_g",
    "fiber": "fiber_g",
    "protein": "protein_g",
    "sodium": "sodium_mg",
}
"""What labels call the figures that they must name."""
PER = re.compile(
    r"^(?:figures?\s+|values?\s+)?per\s+(?:(?P<hundred>100)\s*(?P<unit>g|ml)|(?:a\s+)?serving(?:\s+of)?\s*"
    r"\(?(?P<grams>\d+(?:[.,]\d+)?)\s*(?P<own>g|ml)\)?)\s*[:,]?\s*",
    re.IGNORECASE,
)
SERVING = re.compile(
    r"(?:^|[,;.])\s*(?:a\s+)?serving(?:\s+size)?\s*(?:of|is|:|=)?\s*"
    r"(?P<grams>\d+(?:[.,]\d+)?)\s*(?P<unit>g|ml)\b",
    re.IGNORECASE,
)
"""What a label calls a serving, beside figures of 100 g or ml."""
LIKE = re.compile(
    r"^like\s+(?P<food>[^,:]+?)\s*(?:[,:]|\s+but)?\s*(?:\s*(?:with|and)\s+|(?<=[,:] )(?=per\s)|$)",
    re.IGNORECASE,
)


SEE_FOODS = f"See {mention(FIND_FOODS)}."


@dataclass(frozen=True)
class OwnFoods:
    """A kitchen's foods, their items, and how they are cooked, by id; changed bundled ones too.

    `lines` says where in foods.toml each food stands.
    """

    foods: Mapping[str, Food] = field(default_factory=dict)
    groceries: Mapping[str, Grocery] = field(default_factory=dict)
    cooking: Mapping[str, Cooking] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Label:
    """What someone said of a food: the food it is `like`, and figures of 100 g by nutrient id.

    `serving_g` is what the label calls a serving; None if it doesn't say. `g_per_ml` is what a
    millilitre weighs, where that was said.
    """

    like: str
    figures: Mapping[str, float]
    serving_g: float | None = None
    g_per_ml: float | None = None


def read_own_foods(path: Path, tables: Tables) -> OwnFoods:
    """The foods of foods.toml; HouseholdFileError with everything that isn't understood."""
    own, problems = take_own_foods(path, tables)
    if problems:
        raise HouseholdFileError(*problems)
    return own


def take_own_foods(path: Path, tables: Tables) -> tuple[OwnFoods, list[Problem]]:
    """The foods of foods.toml that are understood, and what isn't, each with its line.

    HouseholdFileError for a file that can't be read at all.
    """
    text, table = _read_toml(path)
    lines = find_toml_lines(text)
    problems: list[Problem] = []
    for key in table.keys() - {"food", "change"}:
        where = f"{path}, line {find_key_line(text, key)}"
        problems.append(
            Problem(where, f"the key {quote(key)} is not known", "Use [[food]] or [[change]].")
        )
    foods: dict[str, Food] = {}
    groceries: dict[str, Grocery] = {}
    cooking: dict[str, Cooking] = {}
    places: dict[str, int] = {}
    for kind, take in (("food", _take_food), ("change", _take_change)):
        entries = table.get(kind, [])
        if not isinstance(entries, list):
            where = f"{path}, line {find_key_line(text, kind)}"
            problems.append(Problem(where, f"[{kind}] should be [[{kind}]]"))
            continue
        for number, entry in enumerate(entries, start=1):
            line = lines.get((kind, number), 1)
            if not isinstance(entry, dict):
                where = f"{path}, line {find_key_line(text, kind)}"
                problems.append(Problem(where, f"should be a [[{kind}]] table"))
                continue
            own_entry = _Entry(entry, path, text, line, tables, problems)
            made = take(own_entry)
            if made is None:
                continue
            food, grocery = made
            if food.id in foods:
                what = f"{quote(food.name)} is there twice"
                own_entry.fault(what, "Keep one of them, or give one another name.", "name")
                continue
            foods[food.id], groceries[grocery.id], places[food.id] = food, grocery, line
            like = str(entry.get("like", ""))
            if kind == "food" and food.roles != (INGREDIENT,):
                other = find_food_id(like or str(entry.get("serve_like", "")), tables)
                row = tables.find_cooking(other) if other else make_plain(food)
                cooking[food.id] = replace(row, food_id=food.id, noun=food.name, plural="")
    return OwnFoods(foods, groceries, cooking, places), problems


def _read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file and its value; both empty where it isn't there."""
    if not path.exists():
        return "", {}
    text = read_file(path, HouseholdFileError, "Save it as UTF-8 text.", SMALL)
    try:
        return text, parse_toml(text)
    except ValueError as error:
        what = f"is not TOML: {error}"
        raise HouseholdFileError(Problem(str(path), what, "Mend that line.")) from error


class _Entry:
    """Reads the keys of one entry and notes a fault for each that is wrong or unknown."""

    def __init__(
        self,
        entry: dict[str, Any],
        path: Path,
        toml: str,
        line: int,
        tables: Tables,
        problems: list[Problem],
    ) -> None:
        self.entry, self.tables, self.problems = entry, tables, problems
        self.path, self.toml, self.line = path, toml, line
        self.sound = True

    def fault(self, what: str, remedy: str = "", key: str = "") -> None:
        self.sound = False
        line = find_key_line(self.toml, key, self.line) if key else self.line
        self.problems.append(Problem(f"{self.path}, line {line}", what, remedy))

    def text(self, key: str) -> str:
        value = self.entry.get(key, "")
        if not isinstance(value, str):
            self.fault(f"{key} = {quote(value)} should be a text", key=key)
            return ""
        return " ".join(value.split())

    def number(self, key: str) -> float | None:
        value = self.entry.get(key)
        if value is None:
            return None
        sound = isinstance(value, int | float) and not isinstance(value, bool)
        if not sound or not 0 <= value <= LARGEST:
            what = f"{key} = {quote(value)} should be a number from 0 to {LARGEST:,.0f}"
            self.fault(what, key=key)
            return None
        return float(value)

    def food(self, key: str) -> Food | None:
        """The food of the tables that a key names; None where it isn't there."""
        said = self.text(key)
        if not said:
            return None
        found = find_food_id(said, self.tables)
        if not found:
            near = close_matches(said, self.tables.foods)
            what = f"{key}: there is no food {quote(said)}"
            self.fault(what, near or SEE_FOODS, key)
            return None
        return self.tables.foods[found]

    def contains(self, known: frozenset[str]) -> frozenset[str]:
        value = self.entry.get("contains")
        if value is None:
            return known
        words = value if isinstance(value, list) else [value]
        for word in words:
            if word not in (*CONTAINS, NONE, UNKNOWN):
                near = close_matches(str(word), CONTAINS)
                self.fault(f"contains: {quote(word)} is not known", near, "contains")
        found = frozenset(str(word) for word in words)
        if len(found) > 1 and found & {NONE, UNKNOWN}:
            what = "contains: none or unknown is beside other words"
            self.fault(what, "Write it alone.", "contains")
        return found or known

    def figures(self, keys: tuple[str, ...]) -> dict[str, float]:
        """The figures of 100 g; a key that is none is a fault."""
        found = {}
        for key in self.entry:
            if key in keys:
                continue
            if key not in self.tables.nutrients:
                near = close_matches(key, (*keys, *self.tables.nutrients))
                self.fault(f"the key {quote(key)} is not known", near, key)
                continue
            value = self.number(key)
            unit = self.tables.nutrients[key].unit.partition(" ")[0]
            if value is not None and value * UNITS.get(unit, 0.0) > WHOLE_UG:
                what = f"{key} = {value:g} is more than 100 g in 100 g"
                self.fault(what, "Copy what the label says of 100 g.", key)
            elif value is not None:
                found[key] = value
        return found


def find_food_id(said: str, tables: Tables) -> str:
    """The id of the food that a text names: its id or its whole name; empty if none."""
    if said in tables.foods:
        return said
    names = [one.id for one in tables.foods.values() if fold(one.name) == fold(said)]
    return names[0] if len(names) == 1 else ""


def _take_food(entry: _Entry) -> tuple[Food, Grocery] | None:
    tables = entry.tables
    name = entry.text("name")
    like, serve_like = entry.food("like"), entry.food("serve_like")
    figures = entry.figures(FOOD_KEYS)
    numbers = {key: entry.number(key) for key in NUMBERS}
    contains = entry.contains(like.contains if like else frozenset({UNKNOWN}))
    if not name:
        entry.fault("has no name", 'Write name = "...".')
    if like is None and ENERGY not in figures:
        entry.fault(f"has no {ENERGY}", "Copy the kcal in 100 g from the label.")
    if not entry.sound:
        return None
    own_id = "own-" + re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60]
    model = like or serve_like
    base = model or tables.foods["white-sugar"]
    blank: dict[str, float | None] = dict.fromkeys(tables.nutrients)
    known = dict(like.per_100g) if like else blank
    serving_g = numbers["serving_g"]
    food = replace(
        base,
        id=own_id,
        name=name,
        kind=base.kind if model else own_id,
        contains=contains,
        roles=base.roles if model else (INGREDIENT,),
        everyday=base.everyday,
        grocery_id=own_id,
        source=OWN,
        source_id="foods.toml",
        note="",
        advice=like.advice if like else "",
        bought_g_per_eaten_g=base.bought_g_per_eaten_g if model else 1.0,
        per_100g=known | figures,
        patterns=base.patterns if model else {},
        **({} if like else _blank_estimates()),
    )
    if serving_g:
        food = _serve(food, serving_g)
    return food, _make_item(food, tables.groceries[base.grocery_id], numbers, listed=bool(model))


def _blank_estimates() -> dict[str, Any]:
    """Estimates that a food doesn't share with the one it is served like."""
    estimates: dict[str, Any] = dict.fromkeys(
        ("calcium_absorbed", "iodine_ug", "iodine_least_ug", "iodine_most_ug")
    )
    return estimates | {
        "calcium_match": "",
        "iodine_match": "",
        "diet_tags": None,
        "diet_most_g": {},
    }


def _take_change(entry: _Entry) -> tuple[Food, Grocery] | None:
    tables = entry.tables
    food = entry.food("food")
    if food is None and entry.sound:
        entry.fault("names no food", 'Write food = "oat-milk".')
    figures = entry.figures(CHANGE_KEYS)
    numbers = {key: entry.number(key) for key in NUMBERS}
    name = entry.text("name")
    if food is None or not entry.sound:
        return None
    contains = entry.contains(food.contains)
    per_100g = dict(food.per_100g) | figures
    changed = replace(food, name=name or food.name, contains=contains, per_100g=per_100g)
    if numbers["serving_g"]:
        changed = _serve(changed, numbers["serving_g"])
    item = _make_item(changed, tables.groceries[food.grocery_id], numbers, listed=True)
    return changed, replace(item, id=food.grocery_id, name=name or item.name)


def _serve(food: Food, serving_g: float) -> Food:
    """A food in servings of a label, whose weight is said: a spoon or a slice may be of another."""
    return replace(
        food,
        portion="serving",
        portion_plural="servings",
        portion_g=serving_g,
        serving=1.0,
        step=SERVING_STEP,
    )


def _make_item(
    food: Food, base: Grocery, numbers: Mapping[str, float | None], *, listed: bool
) -> Grocery:
    """The item that a food is bought as: that of the food it is like, with what was said."""
    pack_g, price = numbers["pack_g"], numbers["price_usd"]
    item = replace(
        base,
        id=food.grocery_id,
        name=food.name if food.source == OWN else base.name,
        source=OWN,
        g_per_ml=numbers["g_per_ml"] or base.g_per_ml,
        keeps_days=max(1.0, numbers["keeps_days"] or base.keeps_days),
    )
    if not listed:
        item = replace(
            item,
            pack="package",
            pack_plural="packages",
            pack_g=(pack_g or 500.0,),
            piece_g=None,
            g_per_ml=numbers["g_per_ml"],
            aisle="oils-condiments",
        )
    if pack_g:
        item = replace(item, pack_g=(pack_g,))
    if price is not None and (pack_g or item.one_size_g):
        size = pack_g or item.one_size_g or 100.0
        item = replace(
            item,
            price_usd_per_100g=max(0.01, round(price / size * 100, 4)),
            price_year=None,
            price_source=OWN_PRICE,
            price_pack_g=None,
        )
    return item


def find_contradictions(own: OwnFoods, file: str) -> Iterator[Problem]:
    """Foods whose energy isn't that of their protein, fat and carbohydrate, by a fifth and more.

    Labels count fibre within the carbohydrate or beside it; both are right here. What isn't known
    may be anything, so that what is known is the least.
    """
    for food in own.foods.values():
        kcal = food.per_100g.get(ENERGY)
        if kcal is None:
            continue
        known = {name: food.per_100g.get(name) for name in MACROS}
        protein, fat, carbohydrate = (known[name] or 0.0 for name in MACROS)
        fiber = food.per_100g.get(FIBER) or 0.0
        least = 4 * protein + 9 * fat + 4 * max(0.0, carbohydrate - fiber)
        most = 4 * protein + 9 * fat + 4 * carbohydrate + 2 * fiber
        has = f"{(least + most) / 2:.0f}"
        if None in known.values():
            most, has = MOST_KCAL, f"at least {least:.0f}"
        low = (1 - CONTRADICTION) * least - SLIGHT_KCAL
        high = min((1 + CONTRADICTION) * most, MOST_KCAL) + SLIGHT_KCAL
        if low <= kcal <= high:
            continue
        what = f"{quote(food.name)} has {kcal:g} kcal in 100 g, but " + (
            f"100 g of pure fat have {MOST_KCAL:g}"
            if kcal > MOST_KCAL
            else f"its protein, fat and carbohydrate have {has}"
        )
        where = f"{file}, line {own.lines[food.id]}"
        yield Problem(where, what, "Look at the label again: kJ for kcal, or a serving for 100 g?")


def parse_label(text: str, tables: Tables, find_food: Callable[[str], str]) -> Label:
    """What a text says of a food: "like oat milk, with 120 mg calcium", or a label's figures.

    "per 100 g: 280 kcal, fat 22 g, salt 1.1 g, serving 30 g", "per serving of 30 g: ...", "per
    100 ml" of a food whose weight is told by "1 ml weighs 1.03 g". RequestError with what isn't
    understood.

        >>> label = parse_label("like oat milk, with 120 mg calcium", tables, find_food)
        >>> label.like, dict(label.figures)
        ('oat-milk', {'calcium_mg': 120.0})
    """
    where = LABEL
    rest, like = " ".join(text.split()), ""
    found = LIKE.match(rest)
    if found:
        like = find_food(found["food"])
        if not like:
            near = close_matches(found["food"], [one.name for one in tables.foods.values()])
            what = f"there is no food {quote(found['food'])}"
            raise RequestError(Problem(where, what, near or SEE_FOODS))
        rest = rest[found.end() :]
    weight = re.search(
        r"[,;.]?\s*1\s*ml\s+(?:weighs|is)\s+(\d+(?:[.,]\d+)?)\s*g\b", rest, re.IGNORECASE
    )
    said_g_per_ml = g_per_ml = read_number(weight[1]) if weight else None
    if weight:
        rest = rest[: weight.start()] + rest[weight.end() :]
    if like and g_per_ml is None:
        g_per_ml = tables.groceries[tables.foods[like].grocery_id].g_per_ml
    serving_g = None
    serving = SERVING.search(rest)
    if serving:
        serving_g = _weigh_said(serving["grams"], serving["unit"], g_per_ml)
        rest = rest[: serving.start()] + rest[serving.end() :]
    factor = 1.0
    per = PER.match(rest)
    if per:
        rest = rest[per.end() :]
        amount = _weigh_said(per["hundred"] or per["grams"], per["unit"] or per["own"], g_per_ml)
        serving_g = serving_g if per["hundred"] else amount
        factor = 100.0 / amount
    problems: list[Problem] = []
    figures: dict[str, float] = {}
    for piece in re.split(r"\s*[;\n]\s*|\s*,\s+|\s+and\s+", rest):
        words = piece.strip(" .,")
        if not words:
            continue
        try:
            name, value = _read_figure(words, tables)
        except RequestError as error:
            problems += error.problems
            continue
        figures.setdefault(name, round(value * factor, 6))
    if not like and ENERGY not in figures and not problems:
        remedy = 'Write them, such as "per 100 g: 280 kcal, fat 22 g", or "like" another food.'
        problems.append(Problem(where, "the kcal are missing", remedy))
    if problems:
        raise RequestError(*problems)
    return Label(like, figures, serving_g, said_g_per_ml)


def _weigh_said(number: str, unit: str, g_per_ml: float | None) -> float:
    """The grams of an amount of a label."""
    amount = read_number(number) or 100.0
    if unit.lower() == "g":
        return amount
    if g_per_ml is None:
        what = "the figures are per ml, and nobody knows what one weighs"
        raise RequestError(Problem(LABEL, what, 'Add "1 ml weighs 1.03 g".'))
    return round(amount * g_per_ml, 2)


def _read_figure(text: str, tables: Tables) -> tuple[str, float]:
    """A nutrient and its amount in its own unit, of "120 mg calcium" or "calcium 120 mg"."""
    where = LABEL
    bare = re.fullmatch(rf"{SIGN}(?P<number>\d[\d.,]*)\s*(?P<unit>kcal|kj)", text, re.IGNORECASE)
    found = bare or FIGURE.match(text) or NAMED.match(text)
    if not found:
        remedy = "Write an amount, its unit and a nutrient: 120 mg calcium."
        raise RequestError(Problem(where, f"{quote(text)} is no figure of a label", remedy))
    number = float(found["number"].replace(",", "."))
    unit = (found["unit"] or "").lower()
    name = "energy" if bare else " ".join(found["name"].lower().split())
    if name == "salt":
        return "sodium_mg", number * SODIUM_OF_SALT
    known = LABEL_WORDS.get(name)
    nutrient = tables.nutrients[known] if known else find_nutrient(name, tables.nutrients, where)
    return nutrient.id, number * _find_factor(unit, nutrient, text)


def _find_factor(unit: str, nutrient: Nutrient, text: str) -> float:
    """What an amount is multiplied with to be in the nutrient's unit."""
    if nutrient.id == ENERGY:
        return 1 / KJ_PER_KCAL if unit == "kj" else 1.0
    if unit == "iu" and nutrient.id == "vitamin_d_ug":
        return 1 / IU_PER_UG
    own = nutrient.unit.split()[0].replace("μ", "µ")
    if not unit:
        return 1.0
    if unit in UNITS and own in UNITS:
        return UNITS[unit] / UNITS[own]
    what = f"{quote(text)}: {nutrient.label} is measured in {nutrient.unit}"
    raise RequestError(Problem(LABEL, what, "Write it in that unit."))


def write_food(name: str, label: Label, more: Mapping[str, Any]) -> str:
    """The entry of a food in foods.toml."""
    lines = ["[[food]]", f"name = {quote_text(name)}"]
    if label.like:
        lines.append(f"like = {quote_text(label.like)}")
    for key, value in more.items():
        if isinstance(value, (list, tuple)):
            lines.append(f"{key} = [{', '.join(map(quote_text, value))}]")
        elif value is not None:
            lines.append(
                f"{key} = {value if isinstance(value, int | float) else quote_text(value)}"
            )
    said = {"serving_g": label.serving_g, "g_per_ml": label.g_per_ml}
    figures = {key: value for key, value in said.items() if value is not None}
    lines += [f"{key} = {value:g}" for key, value in {**figures, **label.figures}.items()]
    return "\n".join(lines) + "\n"


def quote_text(text: str) -> str:
    """A text as TOML has it, in quotes; a sign that ends a line or prints nothing is a space."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", plain) + '"'


def read_own_aliases(path: Path, tables: Tables) -> dict[str, str]:
    """The words of aliases.toml with the foods that they name, given once by the household.

    HouseholdFileError for a word without a food of the tables.
    """
    found, problems = take_own_aliases(path, tables)
    if problems:
        raise HouseholdFileError(*problems)
    return found


def take_own_aliases(path: Path, tables: Tables) -> tuple[dict[str, str], list[Problem]]:
    """The same with what isn't understood; HouseholdFileError if nothing can be read."""
    text, table = _read_toml(path)
    problems = []
    found: dict[str, str] = {}
    known = {*tables.foods, SEASONING, WATER}
    for word, food in table.items():
        where = f"{path}, line {find_key_line(text, word)}"
        if not isinstance(food, str) or food not in known:
            near = close_matches(str(food), tables.foods)
            what = f"{quote(word)} = {quote(food)}: there is no such food"
            problems.append(Problem(where, what, near or "See `planner foods`."))
            continue
        forms = find_forms(word)
        twin = next(
            (one for one in found if fold(one) in forms or fold(word) in find_forms(one)), ""
        )
        if twin and (fold(twin) == fold(word) or found[twin] != food):
            what = f"{quote(word)} stands for {food}, and {quote(twin)} for {found[twin]}"
            problems.append(Problem(where, f"{what}: it is there twice", "Keep one."))
        found[word] = food
    return found, problems
