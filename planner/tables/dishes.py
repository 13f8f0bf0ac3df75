"""Dishes: what is served at a meal, slot by slot.

A slot holds one food, which `foods` names or which has one of the slot's `roles`. Its amount is
`usual` servings, at least `smallest` and at most `largest`. How much a serving is depends on the
food: two slices of bread, one bagel. A fixed recipe is a dish with one food for each slot.

A dish says how it is made in `steps`, whose braces name slots, so that they are true whatever fills
them; or, if it has no steps, in one line, `how`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.arrays import Floats, Ints
from planner.errors import Problem, close_matches, quote
from planner.parsing.files import Source, parse_toml, read_text
from planner.tables.cooking import END, START, Seasoning
from planner.tables.foods import Food
from planner.tables.steps import (
    ARTICLE,
    BLEND,
    FINISH,
    NAME,
    REMOVED,
    SPICES,
    TIMED,
    Part,
    parse_step,
)

BREAKFAST, LUNCH, DINNER, SNACK = MEALS = ("breakfast", "lunch", "dinner", "snack")
MAIN_MEALS = (LUNCH, DINNER)
LIGHT_MEALS = (BREAKFAST, SNACK)

KEEPS = "keeps"  # the tag of a dish that is as good the next day, so it can be cooked double
SHORTEST = 14  # letters of a short name
LONGEST = 70  # letters of a name: a line of a phone or two
NO_STARCH = "no-starch"  # the tag of a main dish for diets that skip starchy food
TAGS = (
    *("legumes", "soup", "nut-or-soy-snack", "packable", "cold", "hot", "savory"),
    *(KEEPS, NO_STARCH),
)


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
    """A dish: when it is eaten, how it is made, and its slots.

    `name` is what it is called before it is filled. `served_as` are templates of its name with the
    foods that fill it, of at most LONGEST letters, `short` of one of at most SHORTEST letters: the
    first that fits is taken, or else the last. `ahead` is what is done the day before, `steps` what
    is done at the meal, in the language of `planner.tables.steps`; both are empty where `how` says
    it in a line. It takes `minutes`, or with steps no fewer than those: 0 leaves it to the steps.
    `lines` has the line of each text in the file, 0 being the dish's own.

    A dish of one's own recipe has one slot, which its food fills. `serves` is how many servings its
    pot makes, and `ingredients` is what one serving takes: their lines, with each number that grows
    with the pot in braces ("{50} g red lentils").
    """

    id: str
    name: str
    meals: tuple[str, ...]
    cuisine: str
    minutes: int
    how: str
    seasonings: tuple[str, ...]
    tags: frozenset[str]
    slots: tuple[Slot, ...]
    served_as: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    serves: float = 0.0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


def count_steps(servings: Floats, scale: Floats, step: Floats) -> tuple[Ints, Ints, Ints]:
    """The smallest, usual and largest number of a food's steps that a slot may hold.

    `servings` (a row for each: smallest, usual, largest) are scaled with the person's energy and
    the food's own serving, and land on the food's steps.
    """
    steps = servings * (scale / step)[:, None]
    usual = np.maximum(1, np.floor(steps[:, 1] + 0.5))
    smallest = np.minimum(usual, np.maximum(1, np.floor(steps[:, 0] + 0.5)))
    largest = np.maximum(usual, np.ceil(steps[:, 2] - 0.5))
    return smallest.astype(np.int64), usual.astype(np.int64), largest.astype(np.int64)


class _Keys:
    """Reads the keys of one TOML table and notes a fault for each that is wrong or unknown."""

    def __init__(self, table: dict[str, Any], where: str, problems: list[Problem]) -> None:
        self.table, self.where, self.problems = dict(table), where, problems

    def fault(self, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.where, what, remedy))

    def text(self, key: str, *, blank: bool = False) -> str:
        value = self.table.pop(key, None)
        if value is None and blank:
            return ""
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
DISH_KEYS = (
    *("id", "name", "meals", "cuisine", "minutes", "how", "seasonings", "tags", "slots"),
    *("served_as", "short", "ahead", "steps", "ingredients", "serves"),
)
OLDER_CUISINE = "kitchen"  # what tables of your own may still call it
TEMPLATES = ("served_as", "short", "ahead", "steps")
HEADER = re.compile(r"\s*\[\[\s*dish\s*\]\]")


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
    """The dishes of `dishes.toml` by id, faults added to `problems`; `cuisine` may be absent."""
    try:
        text = read_text(path)
        tables = parse_toml(text)
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
    return take_dishes(entries, path.name, problems, text)


def _take_cuisine(keys: _Keys) -> str:
    """The cuisine of a dish, empty if it has none; `kitchen` is its older key."""
    named = [key for key in ("cuisine", OLDER_CUISINE) if key in keys.table]
    texts = [keys.text(key) for key in named]
    if len(texts) > 1:
        keys.fault(f"has both cuisine and {OLDER_CUISINE}", f"Remove {OLDER_CUISINE}.")
    return texts[0] if texts else ""


def _take_names(keys: _Keys, *, wanted: bool) -> tuple[str, ...]:
    """The templates of a dish's name: a text, or a list of texts."""
    if isinstance(keys.table.get("served_as"), list):
        names = keys.texts("served_as")
        if wanted and not names:
            keys.fault("has no served_as")
        return names
    name = keys.text("served_as", blank=not wanted)
    return (name,) if name else ()


def _find_lines(entry: Mapping[str, Any], rows: Sequence[str], first: int) -> dict[str, int]:
    """The line of each template of a dish; that of the dish, `first` of its `rows`, under ""."""
    found = {"": first}
    for key in TEMPLATES:
        value = entry.get(key, [])
        head = next((n for n, row in enumerate(rows) if row.lstrip().startswith(key)), 0)
        for template in value if isinstance(value, list) else [value]:
            for place, row in enumerate(rows[head:], start=head):
                if isinstance(template, str) and template in row:
                    found[template] = first + place
                    break
    return found


def _split_rows(text: str) -> list[tuple[int, list[str]]]:
    """The first line and the rows of each [[dish]] of a file."""
    rows = text.splitlines()
    heads = [place for place, row in enumerate(rows) if HEADER.match(row)]
    ends = [*heads[1:], len(rows)]
    return [(head + 1, rows[head:end]) for head, end in zip(heads, ends, strict=False)]


def take_dishes(
    entries: Sequence[Any], file: str, problems: list[Problem], text: str = ""
) -> dict[str, Dish]:
    """The dishes of some [[dish]] tables by id; `file` is what messages call their file.

    `text` is the file's, in which messages find their lines.
    """
    dishes: dict[str, Dish] = {}
    rows = _split_rows(text)
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            problems.append(Problem(f"{file}, dish {number}", "should be a [[dish]] table"))
            continue
        where = f"{file}, dish {number} {quote(entry.get('id', ''))}"
        keys = _Keys(entry, where, problems)
        first, own_rows = rows[number - 1] if number <= len(rows) else (0, [])
        slot_tables = keys.table.pop("slots", [])
        if not isinstance(slot_tables, list) or not slot_tables:
            keys.fault("has no slots")
            slot_tables = []
        slots = [
            _read_slot(table, f"{where}, slot {place}", problems)
            for place, table in enumerate(slot_tables, start=1)
        ]
        wants_minutes = "minutes" in entry or "steps" not in entry
        dish = Dish(
            id=keys.text("id"),
            name=keys.text("name"),
            meals=keys.texts("meals", MEALS),
            cuisine=_take_cuisine(keys),
            minutes=int(keys.number("minutes", 0, 600)) if wants_minutes else 0,
            how=keys.text("how", blank="steps" in entry),
            seasonings=keys.texts("seasonings"),
            tags=frozenset(keys.texts("tags", TAGS)),
            slots=tuple(slot for slot in slots if slot is not None),
            served_as=_take_names(keys, wanted="steps" in entry),
            short=keys.texts("short"),
            ahead=keys.texts("ahead"),
            steps=keys.texts("steps"),
            ingredients=keys.texts("ingredients"),
            serves=keys.number("serves", 0.0, 200) if "serves" in entry else 0.0,
            lines=_find_lines(entry, own_rows, first) if first else {},
        )
        keys.finish(DISH_KEYS)
        if None not in slots:
            _check_templates(dish, file, number, problems)
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


def locate(dish: Dish, template: str, number: int, file: str = "dishes.toml") -> str:
    """Where a template of a dish stands: its file, line and dish."""
    line = dish.lines.get(template, dish.lines.get("", 0))
    at = f", line {line}" if line else ""
    return f"{file}{at}, dish {number} {quote(dish.id)}"


def find_parts(dish: Dish) -> list[Part]:
    """The parts of all that a dish does; those of a template that isn't understood are left out."""
    parts: list[Part] = []
    for template in (*dish.ahead, *dish.steps):
        try:
            parts += parse_step(template)
        except ValueError:
            continue
    return parts


MIXED = re.compile(
    r"\b(stir|heat|bake|boil|mix|fold|whisk|mash|toss|cook|simmer|fry|blend|melt|beat|soak|warm"
    r"|dress|coat|crumble)",
    re.IGNORECASE,
)
"""What a step says where it brings foods together, in words instead of in braces."""


def find_shared_slots(dish: Dish) -> frozenset[str]:
    """The names of the slots whose foods are cooked or mixed with others of the dish.

    What fills the others is put on each plate, such as bread or a glass of milk. Of a dish without
    steps nothing is known, so all of it counts as mixed.
    """
    if not dish.steps:
        return frozenset(slot.name for slot in dish.slots)
    shared: set[str] = set()
    for template in (*dish.ahead, *dish.steps):
        parts = parse_step(template)
        slots = {slot for part in parts for slot in part.slots}
        timed = any(part.verb in (*TIMED, BLEND) for part in parts)
        if timed or (len(slots) > 1 and any(MIXED.search(part.words) for part in parts)):
            shared |= slots
    return frozenset(shared)


def _check_templates(dish: Dish, file: str, number: int, problems: list[Problem]) -> None:
    """Note templates that aren't understood, that name no slot, and slots that no step uses."""
    names = [slot.name for slot in dish.slots]

    def fault(template: str, what: str, remedy: str = "") -> None:
        problems.append(Problem(locate(dish, template, number, file), what, remedy))

    before = len(problems)
    for key, templates in (
        ("served_as", dish.served_as),
        ("short", dish.short),
        ("ahead", dish.ahead),
        ("steps", dish.steps),
    ):
        for template in templates:
            try:
                parts = parse_step(template)
            except ValueError as error:
                fault(template, f"{key}: {quote(template)} {error}")
                continue
            for part in parts:
                if key in ("served_as", "short") and part.verb not in (NAME, ARTICLE):
                    what = f"{key}: {{{part.verb}}} is for steps alone"
                    fault(template, what, "Name a slot: {slot}.")
                for slot in part.slots:
                    if slot not in names:
                        remedy = close_matches(slot, names) or f"It has {', '.join(names)}."
                        fault(template, f"{key}: the dish has no slot {quote(slot)}", remedy)
    if len(problems) > before:
        return
    if dish.steps and not dish.ingredients:
        used = {slot for part in find_parts(dish) for slot in part.slots}
        for name in names:
            if name not in used:
                what = f"no step uses the slot {quote(name)}"
                fault("", what, f"Write {{{name}}} where it is used.")
    _check_short(dish, fault)


def _check_short(dish: Dish, fault: Callable[..., None]) -> None:
    """Note that a dish with steps has no short name, or none that always fits."""
    if not dish.short:
        if dish.steps:
            fault("", "has no short name", f'Add short = ["..."], {SHORTEST} letters at most.')
        return
    last = dish.short[-1]
    if len(last) > SHORTEST or any(part.slots for part in parse_step(last)):
        remedy = f"Let the last one have no slot, and {SHORTEST} letters at most."
        fault(last, f"short: {quote(last)} doesn't always fit", remedy)


def check_seasonings(
    dishes: Sequence[Dish], seasonings: Mapping[str, Seasoning], problems: list[Problem]
) -> None:
    """Note dishes whose steps don't say when their seasonings go in, or say it of none."""
    for number, dish in enumerate(dishes, start=1):
        if not dish.steps:
            continue
        told = {part.verb for part in find_parts(dish)} & {SPICES, FINISH, REMOVED}
        kinds = split_seasonings(dish, seasonings)
        removed = find_removed(dish, seasonings)
        if bool(removed) != (REMOVED in told):
            what = f"no step takes out {', '.join(removed)}"
            what = (
                what if removed else f"a step says {{{REMOVED}}}, but nothing has to be taken out"
            )
            remedy = f"Write {{{REMOVED}}} where it is." if removed else "Remove it."
            problems.append(Problem(locate(dish, "", number), what, remedy))
        for verb, when in ((SPICES, START), (FINISH, END)):
            where = locate(dish, "", number)
            if verb in told and not kinds[when]:
                what = f"a step says {{{verb}}}, but the dish has no such seasoning"
                problems.append(Problem(where, what, "Remove it, or add one to seasonings."))
            if verb not in told and kinds[when]:
                what = f"no step uses {', '.join(kinds[when])}"
                problems.append(Problem(where, what, f"Write {{{verb}}} where they go in."))


def find_removed(dish: Dish, seasonings: Mapping[str, Seasoning]) -> tuple[str, ...]:
    """The seasonings of a dish that nobody eats."""
    known = (seasonings.get(name) for name in dish.seasonings)
    return tuple(one.name for one in known if one is not None and one.take_out)


def split_seasonings(dish: Dish, seasonings: Mapping[str, Seasoning]) -> dict[str, tuple[str, ...]]:
    """The seasonings of a dish that go in at the start, and those that go in at the end.

    If its steps say one of the two alone, all of them go in there.
    """
    told = {part.verb for part in find_parts(dish)} & {SPICES, FINISH}
    if len(told) == 1:
        (verb,) = told
        return {
            START: dish.seasonings if verb == SPICES else (),
            END: dish.seasonings if verb == FINISH else (),
        }
    late = {name for name in dish.seasonings if name in seasonings and seasonings[name].when == END}
    return {
        START: tuple(name for name in dish.seasonings if name not in late),
        END: tuple(name for name in dish.seasonings if name in late),
    }
