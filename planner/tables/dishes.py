"""Dishes: what is served at a meal, slot by slot.

A slot holds one food, which `foods` names or which has one of the slot's `roles`. Its amount is
`usual` servings, at least `smallest` and at most `largest`. How much a serving is depends on the
food: two slices of bread, one bagel. A fixed recipe is a dish with one food for each slot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.errors import Problem, close_matches, quote
from planner.parsing.files import Source, parse_toml, read_text
from planner.tables.foods import Food

MEALS = ("breakfast", "lunch", "dinner", "snack")
MAIN_MEALS = ("lunch", "dinner")

KEEPS = "keeps"  # the tag of a dish that is as good the next day, so it can be cooked double
TAGS = ("legumes", "soup", "nut-or-soy-snack", "packable", "cold", "hot", "savory", KEEPS)


@dataclass(frozen=True)
class Slot:
    """A part of a dish that one food fills; amounts are in servings of the food."""

    name: str
    roles: tuple[str, ...]
    foods: tuple[str, ...]
    smallest: float
    usual: float
    largest: float

    def accepts(self, food: Food) -> bool:
        """Whether a food can fill this slot."""
        return food.id in self.foods or not set(self.roles).isdisjoint(food.roles)


@dataclass(frozen=True)
class Dish:
    """A dish: when it is eaten, how it is made, and its slots."""

    id: str
    name: str
    meals: tuple[str, ...]
    kitchen: str
    minutes: int
    how: str
    seasonings: tuple[str, ...]
    tags: frozenset[str]
    slots: tuple[Slot, ...]


class _Keys:
    """Reads the keys of one TOML table and notes a fault for each that is wrong or unknown."""

    def __init__(self, table: dict[str, Any], where: str, problems: list[Problem]) -> None:
        self.table, self.where, self.problems = dict(table), where, problems

    def fault(self, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.where, what, remedy))

    def text(self, key: str) -> str:
        value = self.table.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            self.fault(f"{key} = {quote(value)} should be a text" if value else f"has no {key}")
            return ""
        return value.strip()

    def texts(self, key: str, known: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self.table.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.fault(f"{key} = {quote(value)} should be a list of texts")
            return ()
        for word in value:
            if known is not None and word not in known:
                self.fault(f"{key}: {quote(word)} is not known", close_matches(word, known))
        return tuple(value)

    def number(self, key: str, low: float, high: float) -> float:
        value = self.table.pop(key, None)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            self.fault(f"{key} = {quote(value)} should be a number between {low:g} and {high:g}")
            return low
        return float(value)

    def finish(self, known: tuple[str, ...]) -> None:
        for key in self.table:
            self.fault(f"the key {quote(key)} is not known", close_matches(key, known))


SLOT_KEYS = ("name", "roles", "foods", "smallest", "usual", "largest")
DISH_KEYS = ("id", "name", "meals", "kitchen", "minutes", "how", "seasonings", "tags", "slots")


def _read_slot(table: Any, where: str, problems: list[Problem]) -> Slot | None:
    if not isinstance(table, dict):
        problems.append(Problem(where, "should be a table: { name = ..., roles = [...], ... }"))
        return None
    keys, before = _Keys(table, where, problems), len(problems)
    slot = Slot(
        name=keys.text("name"),
        roles=keys.texts("roles"),
        foods=keys.texts("foods"),
        smallest=keys.number("smallest", 0.05, 20),
        usual=keys.number("usual", 0.05, 20),
        largest=keys.number("largest", 0.05, 20),
    )
    sound = len(problems) == before
    keys.finish(SLOT_KEYS)
    if sound and not slot.roles and not slot.foods:
        keys.fault("names neither roles nor foods")
    if sound and not slot.smallest <= slot.usual <= slot.largest:
        keys.fault(
            f"smallest {slot.smallest:g}, usual {slot.usual:g}, largest {slot.largest:g}"
            " are not in rising order"
        )
    return slot


def read_dishes(path: Source, problems: list[Problem]) -> dict[str, Dish]:
    """The dishes of `dishes.toml` by id, faults added to `problems`; `kitchen` may be absent."""
    try:
        tables = parse_toml(read_text(path))
    except FileNotFoundError:
        problems.append(Problem(path.name, f"is missing from {path.parent}"))
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path.name, f"can't be read: {error}", "Save it as UTF-8 text."))
        return {}
    except ValueError as error:
        problems.append(Problem(path.name, f"is not TOML: {error}"))
        return {}
    problems += [
        Problem(path.name, f"the key {quote(key)} is not known", "Use [[dish]].")
        for key in tables
        if key != "dish"
    ]
    entries = tables.get("dish", [])
    if not isinstance(entries, list):
        problems.append(Problem(path.name, "[dish] should be [[dish]]"))
        return {}
    return take_dishes(entries, path.name, problems)


def take_dishes(entries: Sequence[Any], file: str, problems: list[Problem]) -> dict[str, Dish]:
    """The dishes of some [[dish]] tables by id; `file` is what messages call it."""
    dishes: dict[str, Dish] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            problems.append(Problem(f"{file}, dish {number}", "should be a [[dish]] table"))
            continue
        where = f"{file}, dish {number} {quote(entry.get('id', ''))}"
        keys = _Keys(entry, where, problems)
        slot_tables = keys.table.pop("slots", [])
        if not isinstance(slot_tables, list) or not slot_tables:
            keys.fault("has no slots")
            slot_tables = []
        slots = [
            _read_slot(table, f"{where}, slot {place}", problems)
            for place, table in enumerate(slot_tables, start=1)
        ]
        dish = Dish(
            id=keys.text("id"),
            name=keys.text("name"),
            meals=keys.texts("meals", MEALS),
            kitchen=keys.text("kitchen") if "kitchen" in keys.table else "",
            minutes=int(keys.number("minutes", 0, 600)),
            how=keys.text("how"),
            seasonings=keys.texts("seasonings"),
            tags=frozenset(keys.texts("tags", TAGS)),
            slots=tuple(slot for slot in slots if slot is not None),
        )
        keys.finish(DISH_KEYS)
        if not dish.meals:
            keys.fault("suits no meal", f"Set meals to one or more of {', '.join(MEALS)}.")
        if KEEPS in dish.tags and not set(MAIN_MEALS) <= set(dish.meals):
            keys.fault(f"has the tag {KEEPS}, but isn't for lunch and dinner", "Remove the tag.")
        names = [slot.name for slot in dish.slots]
        for name in sorted({name for name in names if names.count(name) > 1}):
            keys.fault(f"has two slots named {quote(name)}")
        if dish.id in dishes:
            keys.fault("has an id that another dish has", "Give it another id.")
        dishes[dish.id] = dish
    return dishes
