"""The rows of the tables that one plan uses, as its file keeps them.

They are lines of CSV with the columns of data/, so that the readers of the tables read them, and a
column that a later version adds is unknown in an older file as it is in older tables. Beside the
rows stands what only all the tables say: see `Digest`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import IO, Any, Literal

from planner.errors import PlanFileError, Problem, RequestError, quote
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.parsing.json_values import (
    Unfit,
    take_flag,
    take_list,
    take_numbers,
    take_record,
    take_text,
    take_texts,
)
from planner.people.choices import find_only, find_unplaced
from planner.people.diet_rules import find_person_diets
from planner.people.exclusions import (
    find_advice,
    find_cautions,
    find_left_out,
    find_removals,
    find_tags_eaten,
    season,
)
from planner.people.food_words import find_avoided
from planner.people.intakes import applies
from planner.people.person import Person
from planner.request.day_wishes import DISH_KINDS, FOOD_KINDS, WITHOUT_FOOD
from planner.request.request import Request
from planner.tables import (
    advice,
    cautions,
    conditions,
    cooking,
    diets,
    foods,
    groceries,
    nutrients,
    supplements,
    unmeasured,
)
from planner.tables import reference_intakes as intakes
from planner.tables.bundle import Digest, Eater, Tables, check_intakes
from planner.tables.cautions import Caution
from planner.tables.diets import ALLERGENS
from planner.tables.dishes import OLDER_CUISINE, Dish, Slot, take_dishes
from planner.tables.food_patterns import EQUIVALENTS
from planner.tables.foods import NONE, Food
from planner.tables.nutrients import ENERGY, THE_FIVE
from planner.tables.supplements import Supplement

IDS = {
    **dict.fromkeys(("nutrient", "grocery_id", "food_id", "diet", "condition", "method"), "id"),
    "seasoning": "name",
}
"""Columns whose records call it otherwise, where the record has no field of the column's name."""

DISH_COLUMNS = (*("id", "name", "meals", "cuisine", "minutes", "how", "seasonings", "tags"),)
SERVED_AS = "served_as"  # a column of dishes until there could be several
RECIPE_FIELDS = (
    *("seasonings", "minutes", "how", "served_as", "short", "ahead", "steps", "lines"),
    *("ingredients", "serves"),
)
PRICE_FIELDS = ("price_usd_per_100g", "price_year", "price_source", "price_pack_g")
SERVES = "serves"  # a column of dishes where one of them is of one's own recipe
TEMPLATE_KEYS = ("served_as", "short", "ahead", "steps", "ingredients")
TEMPLATE_COLUMNS = ("dish", "key", "template")
SLOT_COLUMNS = ("dish", "name", "roles", "foods", "smallest", "usual", "largest")
KEPT_OF_FOODS = ("note", "advice", *foods.ESTIMATES, *foods.OF_DIETS)
KEPT = {
    "nutrients": tuple(n for n in nutrients.COLUMNS if n not in nutrients.OPTIONAL),
    "aisles": groceries.AISLE_COLUMNS,
    "groceries": tuple(n for n in groceries.COLUMNS if n != "source"),
    "foods": tuple(n for n in foods.COLUMNS if n not in foods.OPTIONAL or n in KEPT_OF_FOODS),
    "dishes": DISH_COLUMNS,
    "slots": SLOT_COLUMNS,
    "templates": TEMPLATE_COLUMNS,
    "cooking": cooking.COLUMNS,
    "methods": cooking.METHOD_COLUMNS,
    "seasonings": cooking.SEASONING_COLUMNS,
    "diets": diets.COLUMNS,
    "dri": intakes.COLUMNS,
    "cautions": cautions.COLUMNS,
    "conditions": conditions.COLUMNS,
    "advice": advice.COLUMNS,
    "supplements": supplements.COLUMNS,
    "unmeasured": unmeasured.COLUMNS,
}
"""The columns that a file keeps of each table; those of foods go on with nutrients and patterns."""

KEYS = ("rows", "reported", "guessed_usd_per_100g", "staples", "named", "eaters", "families")


@dataclass(frozen=True)
class Used:
    """What a plan uses of its tables: ids, and the doses taken as nutrient and amount."""

    foods: frozenset[str]
    dishes: frozenset[str]
    groceries: frozenset[str]
    doses: frozenset[tuple[str, float]]


@dataclass(frozen=True)
class Lines:
    """A table whose lines a plan file holds."""

    name: str
    lines: tuple[str, ...]

    @property
    def parent(self) -> Source:
        """The table itself: it lies in no folder."""
        return self

    def open(self, mode: Literal["rb"]) -> IO[bytes]:  # noqa: ARG002  (as a file's method has it)
        """The lines as the bytes of a file."""
        return io.BytesIO("\n".join(self.lines).encode())


def take_excerpt(request: Request, used: Used, tables: Tables) -> dict[str, Any]:
    """What a plan of this request needs of tables to be opened without them, as JSON values."""
    people = request.people
    tables = season(tables, people)
    parts = {
        part.food.id
        for one, food in tables.foods.items()
        if one in used.foods
        for part in food.parts
    }
    kept = {one: food for one, food in tables.foods.items() if one in used.foods | parts}
    named = []
    for word, widely in sorted(_find_words(request)):
        ids = sorted(kept.keys() & _find_named(word, tables, widely=widely))
        named.append({"word": word, "widely": widely, "foods": ids})
    items = used.groceries | {food.grocery_id for food in kept.values()}
    items |= {one.id for one in tables.groceries.values() if one.price_is_own}
    return {
        "rows": _write_rows(request, used, kept, items, tables),
        "reported": [one for one in tables.nutrients if not tables.steers(one)],
        "guessed_usd_per_100g": {
            one: price.usd_per_100g
            for one, price in tables.prices.items()
            if one in items and not price.known
        },
        "staples": sorted(tables.everyday_kinds & {food.kind for food in kept.values()}),
        "named": named,
        "eaters": [_write_eater(person, request, tables) for person in people],
        "families": {dish: tables.families[dish] for dish in tables.dishes if dish in used.dishes},
    }


def _write_eater(person: Person, request: Request, tables: Tables) -> dict[str, Any]:
    left_out = find_left_out(person, tables)
    people, minutes = request.people, request.minutes
    only = find_only(people, request.only_cuisine, minutes, request.days, tables)
    unplaced = find_unplaced(person, people, minutes, tables, only)
    removed = {removal.food.id for removal in find_removals(person, tables)}
    depends = {food for one in find_cautions(person, tables) for food in one.instead}
    may_have = depends - removed
    if tables.digest is not None:
        may_have = set(tables.digest.eaters[person.name].instead)
    return {
        "person": person.name,
        "left_out": [{"reason": why, "foods": list(names)} for why, names in left_out.items()],
        "may_eat": sorted(find_tags_eaten(person, tables)),
        "unplaced": sorted(unplaced),
        "instead": sorted(may_have),
    }


def _find_words(request: Request) -> set[tuple[str, bool]]:
    """The words of a request that name foods, each with whether it is taken widely."""
    words = {
        (wish.word, wish.kind == WITHOUT_FOOD) for wish in request.wishes if wish.kind in FOOD_KINDS
    }
    for person in request.people:
        narrow = (*person.allow, *person.like, *person.dislike)
        allergies = (one for one in (*person.allergies, *person.kept_out) if one not in ALLERGENS)
        words |= {(word, False) for word in narrow}
        words |= {(word, True) for word in (*person.avoid, *allergies, *(person.own_diet or ()))}
    return words


def _find_named(word: str, tables: Tables, *, widely: bool) -> set[str]:
    try:
        return {food.id for food in find_avoided(word, tables, widely=widely)}
    except RequestError:  # a word that names dishes alone
        return set()


def _write_rows(
    request: Request,
    used: Used,
    kept: Mapping[str, Food],
    items: Collection[str],
    tables: Tables,
) -> dict[str, list[str]]:
    people = request.people
    served = {wish.word for wish in request.wishes if wish.kind in DISH_KINDS} | used.dishes
    dishes = [dish for dish in tables.dishes.values() if dish.id in served]
    listed = [row for row in tables.intakes if any(applies(row, one) for one in people)]
    rows = [tables.cooking[one] for one in kept if one in tables.cooking]
    methods = sorted({row.method for row in rows})
    seasonings = sorted({one for dish in dishes for one in dish.seasonings})
    told = [one for person in people for one in find_advice(person, tables)]
    records: dict[str, Iterable[Any]] = {
        "nutrients": tables.nutrients.values(),
        "aisles": tables.aisles.items(),
        "groceries": (one for one in tables.groceries.values() if one.id in items),
        "foods": kept.values(),
        "dishes": dishes,
        "slots": ((dish, slot) for dish in dishes for slot in dish.slots),
        "templates": (
            (dish.id, key, template)
            for dish in dishes
            for key in TEMPLATE_KEYS
            for template in getattr(dish, key)
        ),
        "cooking": rows,
        "methods": (tables.methods[one] for one in methods if one in tables.methods),
        "seasonings": (tables.seasonings[one] for one in seasonings if one in tables.seasonings),
        "diets": (diet for one in people for diet in find_person_diets(one, tables)),
        "dri": listed,
        "cautions": _find_cautions(people, kept, tables),
        "conditions": (tables.conditions[word] for one in people for word in one.conditions),
        "advice": (one for one in tables.advice if one in told),
        "supplements": (
            one for one in tables.supplements if (one.nutrient, one.dose) in used.doses
        ),
        "unmeasured": (
            tables.unmeasured[name]
            for name in dict.fromkeys(row.nutrient for row in listed)
            if name in tables.unmeasured
        ),
    }
    more: dict[str, tuple[str, ...]] = {}
    made = foods.MADE if any(food.is_made for food in kept.values()) else ()
    more["foods"] = (*made, *tables.nutrients, *EQUIVALENTS)
    more["dishes"] = (SERVES,) if any(dish.serves for dish in dishes) else ()
    return {
        name: _write_lines(
            (*columns, *more.get(name, ())),
            records[name],
            CELLS.get(name, _write_cells),
        )
        for name, columns in KEPT.items()
    }


def _find_cautions(
    people: Iterable[Person], kept: Mapping[str, Food], tables: Tables
) -> Iterator[Caution]:
    """The cautions that hold for anyone, with those of their foods that are kept."""
    for one in dict.fromkeys(one for person in people for one in find_cautions(person, tables)):
        own = tuple(food for food in one.foods if food in kept)
        if own or one.tags:
            yield Caution(**{**vars(one), "foods": own})


def _write_lines(
    columns: Sequence[str], records: Iterable[Any], cells: Callable[[Any, str], str]
) -> list[str]:
    """The header of a table and a line for each different record; nothing where there is none."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    rows = dict.fromkeys(tuple(cells(one, column) for column in columns) for one in records)
    if not rows:
        return []
    writer.writerows([columns, *rows])
    return file.getvalue().removesuffix("\n").split("\n")


def _write_cells(record: Any, column: str) -> str:
    """The cell of a record, whose field is called as its column is."""
    own = column if hasattr(record, column) else IDS[column]
    return _write_value(getattr(record, own))


def _write_value(value: Any) -> str:
    """A value as a cell has it: blank for what is unknown, 1 and 0, words parted by semicolons."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, Mapping):
        value = [f"{name}={_write_value(amount)}" for name, amount in value.items()]
    if isinstance(value, frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return ";".join(map(_write_value, value))
    return "" if value is None else str(value)


def _write_aisle(aisle: tuple[str, str], column: str) -> str:
    return aisle[KEPT["aisles"].index(column)]


def _write_food(food: Food, column: str) -> str:
    for known in (food.per_100g, food.patterns):
        if column in known:
            return _write_value(known[column])
    if column == "parts":
        return _write_value(_weigh_parts(food.parts))
    if column in EQUIVALENTS:
        return ""
    if column == "diet_tags" and food.diet_tags is not None:
        return _write_value(food.diet_tags) or NONE
    return _write_cells(food, column)


def _write_diet(diet: diets.Diet, column: str) -> str:
    own = diet.write_cell(column)
    return _write_cells(diet, column) if own is None else own


def _write_template(row: tuple[str, str, str], column: str) -> str:
    return row[TEMPLATE_COLUMNS.index(column)]


def _write_slot(place: tuple[Dish, Slot], column: str) -> str:
    dish, slot = place
    return dish.id if column == "dish" else _write_cells(slot, column)


def _write_caution(caution: Caution, column: str) -> str:
    if column == "foods":
        return _write_value((*caution.foods, *caution.tags))
    return _write_cells(caution, column)


def _write_supplement(one: Supplement, column: str) -> str:
    if column == "also":
        return _write_value({k: v for k, v in one.brings.items() if k != one.nutrient})
    return _write_cells(one, column)


CELLS: Mapping[str, Callable[[Any, str], str]] = {
    "aisles": _write_aisle,
    "diets": _write_diet,
    "foods": _write_food,
    "slots": _write_slot,
    "templates": _write_template,
    "cautions": _write_caution,
    "supplements": _write_supplement,
}
"""How a table's cells are written whose records have other fields than it has columns."""


def read_excerpt(value: Any, request: Request, tables_hash: str) -> Tables:
    """The tables that `take_excerpt` wrote for a request.

    Raises Unfit or PlanFileError with every fault.
    """
    own = take_record(value, KEYS)
    rows = take_record(own["rows"], tuple(KEPT))
    sheets = {name: Lines(f"tables, {name}", take_texts(rows, name)) for name in KEPT}
    problems: list[Problem] = []
    known = nutrients.read_nutrients(sheets["nutrients"], problems)
    aisles = groceries.read_aisles(sheets["aisles"], problems)
    items = groceries.read_groceries(sheets["groceries"], problems, aisles=aisles)
    kept = foods.read_foods(sheets["foods"], tuple(known), problems, groceries=items)

    methods = cooking.read_methods(sheets["methods"], problems) if sheets["methods"].lines else {}

    def read(name: str, reader: Callable[..., Any], *arguments: Any) -> Any:
        return reader(sheets[name], *arguments, problems) if sheets[name].lines else ()

    found = Tables(
        nutrients=known,
        aisles=aisles,
        groceries=items,
        foods=kept,
        diets=dict(_read_diets(sheets["diets"], known, problems)),
        dishes=_read_dishes(sheets["dishes"], sheets["slots"], sheets["templates"], problems),
        cooking=cooking.read_cooking(sheets["cooking"], methods, problems)
        if sheets["cooking"].lines
        else {},
        methods=methods,
        portion_maxima={},
        seasonings=dict(read("seasonings", cooking.read_seasonings)),
        intakes=read("dri", intakes.read_intakes),
        energy_equations=(),
        calorie_needs=(),
        energy_additions=(),
        cautions=read("cautions", partial(cautions.read_cautions, is_excerpt=True), kept),
        conditions=dict(read("conditions", conditions.read_conditions, known, None)),
        advice=read("advice", advice.read_advice),
        cramps=(),
        supplements=read("supplements", supplements.read_supplements, known),
        unmeasured=dict(read("unmeasured", unmeasured.read_unmeasured, known)),
        hash=tables_hash,
        digest=_read_digest(own, request, kept),
    )
    check_intakes(found.intakes, {*known, *found.unmeasured}, problems)
    if not {ENERGY, *THE_FIVE} <= known.keys():
        problems.append(
            Problem(sheets["nutrients"].name, "lacks energy, or one of the five nutrients")
        )
    if problems:
        again = (replace(one, remedy=one.remedy or "Plan the week again.") for one in problems)
        raise PlanFileError(*again)
    return found


def _read_diets(
    sheet: Lines, known: Collection[str], problems: list[Problem]
) -> dict[str, diets.Diet]:
    return diets.read_diets(sheet, problems, known) if sheet.lines else {}


def _read_dishes(
    dishes: Source, slots: Source, templates: Lines, problems: list[Problem]
) -> dict[str, Dish]:
    """The dishes of a table, their slots and templates of others, read as dishes.toml is."""
    entries: dict[str, dict[str, Any]] = {}
    for row in read_rows(
        dishes,
        (*DISH_COLUMNS, OLDER_CUISINE, SERVED_AS, SERVES),
        problems,
        key="id",
        optional=("cuisine", OLDER_CUISINE, SERVED_AS, SERVES),
    ):
        entries[row.text("id")] = {
            **{name: row.text(name) for name in ("id", "name")},
            **{name: list(row.words(name, blank=True)) for name in ("meals", "seasonings", "tags")},
            "minutes": row.number("minutes", 0, 600),
            "slots": [],
        }
        serves = row.optional_number(SERVES, 0, 200)
        if serves:
            entries[row.text("id")][SERVES] = serves
        for name in ("cuisine", OLDER_CUISINE, "how"):
            text = row.text(name, blank=True)
            if text:
                entries[row.text("id")][name] = text
        if row.text(SERVED_AS, blank=True):
            entries[row.text("id")][SERVED_AS] = [row.text(SERVED_AS)]
    for row in read_rows(slots, SLOT_COLUMNS, problems):
        slot: dict[str, Any] = {name: row.number(name) for name in ("smallest", "usual", "largest")}
        slot |= {name: list(row.words(name, blank=True)) for name in ("roles", "foods")}
        slot["name"] = row.text("name")
        dish = row.choice("dish", entries)
        if dish in entries:
            entries[dish]["slots"].append(slot)
    if templates.lines:
        for row in read_rows(templates, TEMPLATE_COLUMNS, problems):
            dish = row.choice("dish", entries)
            key = row.choice("key", TEMPLATE_KEYS)
            if dish in entries and key:
                entries[dish].setdefault(key, []).append(row.text("template"))
    return take_dishes(list(entries.values()), dishes.name, problems)


def _read_digest(own: Mapping[str, Any], request: Request, kept: Mapping[str, Food]) -> Digest:
    named: dict[tuple[str, bool], tuple[str, ...]] = {}
    for value in take_list(own, "named"):
        one = take_record(value, ("word", "widely", "foods"))
        ids = tuple(name for name in take_texts(one, "foods") if name in kept)
        named[take_text(one, "word"), take_flag(one, "widely")] = ids
    eaters = dict(_read_eater(eater) for eater in take_list(own, "eaters"))
    for person in request.people:
        if person.name not in eaters:
            raise Unfit(f"the tables say nothing about {quote(person.name)}")
    families = own["families"]
    if not isinstance(families, dict) or not all(isinstance(one, str) for one in families.values()):
        raise Unfit(f"families {quote(families)} should be an object of texts")
    return Digest(
        reported=frozenset(take_texts(own, "reported")),
        guessed_usd=take_numbers(own, "guessed_usd_per_100g"),
        staples=frozenset(take_texts(own, "staples")),
        named=named,
        eaters=eaters,
        families=families,
    )


def _read_eater(value: Any) -> tuple[str, Eater]:
    own = take_record(value, ("person", "left_out", "may_eat", "unplaced", "instead"))
    left_out = [take_record(one, ("reason", "foods")) for one in take_list(own, "left_out")]
    return take_text(own, "person"), Eater(
        left_out={take_text(one, "reason"): take_texts(one, "foods") for one in left_out},
        may_eat=frozenset(take_texts(own, "may_eat")),
        unplaced=frozenset(take_texts(own, "unplaced")),
        instead=frozenset(take_texts(own, "instead")),
    )


def widen(excerpt: Tables, tables: Tables) -> Tables:
    """An excerpt that also knows the foods, items and aisles of some tables by name.

    It is for what a pantry or one's own aisles may name; its figures are no others.
    """
    if excerpt.digest is None:
        return excerpt
    return replace(
        excerpt,
        foods={**tables.foods, **excerpt.foods},
        groceries={**tables.groceries, **excerpt.groceries},
        aisles={**tables.aisles, **excerpt.aisles},
    )


def find_changed_cells(excerpt: Tables, tables: Tables) -> Iterator[str]:
    """Where rows of an excerpt are others in some tables, or gone: a sentence for each.

    What the excerpt doesn't know, since it was taken when there was no such column, is no
    difference, nor are the words of a recipe, since no figure depends on them, nor a price that the
    household named itself. Of reference values, cautions and advice it names none.
    """
    keyed: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
        "nutrient": (excerpt.nutrients, tables.nutrients),
        "food": (excerpt.foods, tables.foods),
        "item": (excerpt.groceries, tables.groceries),
        "dish": (excerpt.dishes, tables.dishes),
        "diet": (excerpt.diets, tables.diets),
        "condition": (excerpt.conditions, tables.conditions),
    }
    for kind, (there, here) in keyed.items():
        for name, record in there.items():
            called = getattr(record, "name", name)
            if name not in here:
                yield f"the {kind} {called} ({name}) is not in the tables in use"
                continue
            for column, before, after in _find_changes(record, here[name]):
                yield f"the {kind} {called}: {column} {before} in the file, {after} now"
    for aisle, heading in excerpt.aisles.items():
        if aisle not in tables.aisles:
            yield f"the aisle {heading} ({aisle}) is not in the tables in use"
        elif heading != tables.aisles[aisle]:
            yield f"the aisle {aisle}: heading {heading} in the file, {tables.aisles[aisle]} now"


def _find_changes(record: Any, other: Any) -> Iterator[tuple[str, str, str]]:
    """The fields in which two records of one id differ, as cells."""
    own_price = getattr(record, "price_is_own", False)
    for one in fields(record):
        if one.name in RECIPE_FIELDS or (own_price and one.name in PRICE_FIELDS):
            continue
        before, after = getattr(record, one.name), getattr(other, one.name)
        if one.name == "parts":
            before, after = (_weigh_parts(parts) for parts in (before, after))
        if isinstance(before, Mapping):
            for name, value in before.items():
                if value != after.get(name):
                    yield name, _name_value(value), _name_value(after.get(name))
        elif one.name == "slots":
            if before != after:
                yield "slots", "other ones", "others"
        elif before != after and before not in (None, "", ()):
            yield one.name, _name_value(before), _name_value(after)


def _weigh_parts(parts: Iterable[foods.Part]) -> dict[str, float]:
    """The grams of each part of a food in 100 g, by id: its figures stand in its own row."""
    return {part.food.id: part.grams for part in parts}


def _name_value(value: Any) -> str:
    return _write_value(value) or "unknown"
