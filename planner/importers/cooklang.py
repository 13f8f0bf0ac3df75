"""Reads recipes in Cooklang: https://cooklang.org/docs/spec.

    >>> recipe = parse_cooklang("Boil @red lentils{200%g} in @water{1%l} for ~{20%minutes}.")
    >>> recipe.steps[0][1]
    Item(kind='ingredient', name='red lentils', quantity=200.0, units='g', note='', fixed=False)

Besides the specification it reads what its programs write: notes, sections, preparations in
brackets, fixed amounts (`{=1%tsp}`), and references to other recipes (`@./Sauces/pesto{}`). It
reads metadata in front matter (YAML) and in lines that begin with >>.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from planner.importers.ingredient_lines import (
    Amount,
    IngredientLine,
    find_unit,
    read_line,
    read_number,
    tidy,
)
from planner.importers.recipe import MOST_LINES, Ingredient, SourceRecipe

FIRST_NUMBER = r"\d+(?:[.,]\d+)?(?:\s*/\s*\d+)?|\b(?:one|two|three|four|five|six|eight)\b"
BARE = re.compile(r"(?:about\s+)?[\d.,]+(?:\s*(?:[-|,/]|to|or)\s*[\d.,]+)*\s*")
PEOPLE = re.compile(r"serv|people|person|portion|\bfeeds\b|\badults?\b", re.IGNORECASE)
MOST_SERVINGS = 200
SOME = "some"
"""The quantity of an ingredient that has none."""
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""What reads YAML as texts, lists and tables alone, and makes no object; in C where there is it."""
MOST_METADATA = 20_000
"""Letters of front matter that are read."""
MINUTES = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1 / 60),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60.0),
    **dict.fromkeys(("d", "day", "days"), 1440.0),
}
TITLE_ENTRY = re.compile(r"^title\s*:.*\n(?:(?:[ \t]+|- ).*\n)*", re.IGNORECASE | re.MULTILINE)
TITLE_LINE = re.compile(r"^>>\s*title\s*:.*\n?", re.IGNORECASE | re.MULTILINE)
COUNT = r"\d+\s+\d+/\d+|\d+/\d+|\d+(?:[.,]\d+)?"
TIME_WORDS = {
    "half an": 0.5,
    "half a": 0.5,
    "a quarter of an": 0.25,
    "three quarters of an": 0.75,
    "an": 1.0,
    "a": 1.0,
}
DURATION = re.compile(
    rf"(?<![\d/.,])(?:(?:{COUNT})\s*(?:-|to|or)\s*)?"
    rf"(?P<number>{COUNT}|\b(?:{'|'.join(TIME_WORDS)}|one|two|three|four|five|six|eight|ten)\b)"
    rf"\s*(?P<half>and a half\s+)?-?\s*(?P<unit>{'|'.join(sorted(MINUTES, key=len, reverse=True))})"
    r"(?![a-z])(?P<more>\s+and a half\b)?",
    re.IGNORECASE,
)
OVERNIGHT = re.compile(r"\b(?P<before>or )?overnight\b(?! oats)", re.IGNORECASE)
OVERNIGHT_MINUTES = 480.0
"""Eight hours: our estimate."""
NO_TIME = frozenset(("every", "after", "within", "first", "last", "final", "per", "or", "up"))
"""Words before a time of a step that says no further time."""
STEP_UNITS = frozenset(unit for unit in MINUTES if len(unit) > 1 or unit == "h") - {"day", "days"}
"""Units of the times of a step: a dish keeps for days."""
COMMENT = re.compile(r"(?<!-)--(?!-).*$", re.MULTILINE)
BLOCK_COMMENT = re.compile(r"\[-.*?-\]", re.DOTALL)
METADATA_LINE = re.compile(r"^>>\s*([^:]+?)\s*:\s*(.*?)\s*$")
SECTION = re.compile(r"^\s*=+\s*(.*?)\s*=*\s*$")
MODIFIERS = "&?-+"
TRAILING = "./"


@dataclass(frozen=True)
class Item:
    """A piece of a step: kind "text", "ingredient", "cookware" or "timer".

    A text has its words in `name`. `quantity` is a number, or the text as it stands; an ingredient
    without one has SOME, cookware 1, a timer an empty text. `note` is what stands in brackets
    behind an ingredient.
    """

    kind: str
    name: str
    quantity: float | str = ""
    units: str = ""
    note: str = ""
    fixed: bool = False


@dataclass(frozen=True)
class Parsed:
    """The steps of a text, each with its items and its line; its notes and its metadata."""

    steps: tuple[tuple[Item, ...], ...]
    lines: tuple[int, ...]
    metadata: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def parse_cooklang(text: str) -> Parsed:
    """Parse a text as the specification says; what it doesn't understand is text."""
    metadata, body, first = split_metadata(text.replace("\r\n", "\n"))
    body = BLOCK_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), body)
    body = COMMENT.sub("", body)
    steps: list[tuple[Item, ...]] = []
    lines: list[int] = []
    notes: list[str] = []
    for number, block in _split_blocks(body, metadata, first):
        if block.startswith(">"):
            notes.append(" ".join(re.sub(r"^>\s?", "", block, flags=re.MULTILINE).split()))
            continue
        items = tuple(_parse_step(block))
        if items:
            steps.append(items)
            lines.append(number)
    return Parsed(tuple(steps), tuple(lines), metadata, tuple(notes))


def read_cooklang(text: str, name: str) -> SourceRecipe:
    """Read a recipe; `name` is what it is called where its metadata don't say."""
    parsed = parse_cooklang(text)
    known = {" ".join(key.lower().split()): value for key, value in parsed.metadata.items()}
    ingredients = [
        _take_ingredient(item, number)
        for number, items in zip(parsed.lines, parsed.steps, strict=True)
        for item in items
        if item.kind == "ingredient"
    ]
    servings = known.get("servings", known.get("serves", known.get("yield", "")))
    minutes = find_minutes(known)
    steps = tuple(write_step(items) for items in parsed.steps[:MOST_LINES])
    if minutes is None:
        minutes = add_times(steps)
    return SourceRecipe(
        name=find_title(known) or name,
        ingredients=tuple(ingredients[:MOST_LINES]),
        steps=steps,
        servings=find_servings(servings),
        minutes=minutes,
        kind="cooklang",
        source=_write_source(known.get("source", "")),
        notes=parsed.notes,
        tags=find_tags(known),
        said_servings=str(servings),
    )


def find_title(known: dict[str, Any]) -> str:
    """The title that metadata give, of a list the first text; empty where they give none.

    >>> find_title({"title": ["Stew", "Soup"]}), find_title({"title": {"en": "Stew"}})
    ('Stew', '')
    """
    value = known.get("title", "")
    while isinstance(value, list):
        value = value[0] if value else ""
    return "" if isinstance(value, dict) else " ".join(str(value).split())


def write_title(text: str, title: str) -> str:
    """A Cooklang text under another title; the rest of its lines stay as they are."""
    _, body, first = split_metadata(text)
    front = "".join(f"{line}\n" for line in text.split("\n")[1 : max(1, first - 2)])
    front = TITLE_ENTRY.sub("", front)
    return f"---\ntitle: {write_scalar(title)}\n{front}---\n{TITLE_LINE.sub('', body)}"


def find_tags(known: dict[str, Any]) -> tuple[str, ...]:
    """The tags that metadata give, and the category and course, which are tags too."""
    found = (_split_tags(known.get(key, "")) for key in ("tags", "category", "course"))
    return tuple(dict.fromkeys(tag for own in found for tag in own))


def find_servings(value: Any) -> float | None:
    """The servings that a text names first; None for what is no number of people: "1 loaf".

    >>> find_servings("Serves 4 to 6"), find_servings("2|4"), find_servings("1 loaf")
    (4.0, 2.0, None)
    """
    if isinstance(value, list):
        told = (find_servings(one) for one in value)
        return next((number for number in told if number is not None), None)
    if isinstance(value, dict):
        value = value.get("value", "")
    text = tidy(str(value)).lower()
    if not BARE.fullmatch(text) and not PEOPLE.search(text):
        return None
    found = re.search(FIRST_NUMBER, text)
    number = read_number(found[0]) if found else None
    return number if number is not None and 0 < number <= MOST_SERVINGS else None


def write_step(items: tuple[Item, ...]) -> str:
    """A step as people read it, with the names of its ingredients."""
    text = ""
    for item in items:
        if item.kind == "timer":
            amount = f"{item.quantity:g}" if isinstance(item.quantity, float) else item.quantity
            text += f"{amount} {item.units}".strip() or item.name
        elif item.kind == "ingredient":
            text += item.name.rsplit("/", 1)[-1]
        else:
            text += item.name
    return " ".join(text.split())


def _take_ingredient(item: Item, number: int) -> Ingredient:
    """An ingredient of a step as a line of a list would have it."""
    path = item.name if item.name.startswith(("./", ".\\", "../", "/")) else ""
    name = path.replace("\\", "/").rsplit("/", 1)[-1] if path else item.name
    share = re.match(r"[\d.,]+\s*%", name)  # "2% milk" is no two of anything
    named = read_line(f"1 {name}" if share else name)
    amounts: tuple[Amount, ...] = () if share else named.amounts
    size = named.size
    if item.quantity != SOME:
        said = item.quantity
        if isinstance(said, float):
            unit = find_unit(item.units)
            if unit is None and item.units:
                own = read_line(f"1 {item.units} x")  # "can (400 g)", "large cloves"
                unit, size = (own.amounts[0].unit if own.amounts else ""), own.size or size
            amounts = (Amount(said, said, unit or ""),)
        else:
            own = read_line(f"{said} {item.units} x")
            amounts, size = own.amounts, own.size or size
    preparation = ", ".join(filter(None, [item.note, named.preparation]))
    noted = read_line(f"{_write_number(item)} {item.units} x ({item.note})") if item.note else None
    whole = _write_amount(item)
    line = IngredientLine(
        text=f"{whole} {item.name}{f', {item.note}' if item.note else ''}".strip(),
        amounts=amounts,
        size=size,
        name=named.name,
        weight=noted.weight if noted else named.weight,
        others=named.others,
        beside=named.beside,
        preparation=preparation,
        part=named.part,
        optional=named.optional or bool(noted and noted.optional),
    )
    return Ingredient(line, number, item.fixed, path)


def _write_number(item: Item) -> str:
    return f"{item.quantity:g}" if isinstance(item.quantity, float) else "1"


def _write_amount(item: Item) -> str:
    if item.quantity == SOME:
        return ""
    amount = f"{item.quantity:g}" if isinstance(item.quantity, float) else item.quantity
    return f"{amount} {item.units}".strip()


def split_metadata(text: str) -> tuple[dict[str, Any], str, int]:
    """The front matter of a text, the rest, and the number of the line with which that begins."""
    text = text.removeprefix("\ufeff")
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---":
        return {}, text, 1
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        return {}, text, 1
    front = "\n".join(lines[1:end])[:MOST_METADATA]
    return _read_front(front), "\n".join(lines[end + 1 :]), end + 2


def _read_front(text: str) -> dict[str, Any]:
    """Front matter as texts, lists and tables; line by line where it isn't YAML.

    No value makes an object, and anchors are not followed: nine lines of them would fill a memory.
    """
    try:
        if "&" not in text and "*" not in text:
            value = yaml.load(text, Loader=LOADER)  # noqa: S506  (makes texts alone)
            if isinstance(value, dict):
                return {str(key): one for key, one in value.items()}
    except (yaml.YAMLError, RecursionError, ValueError):
        pass
    found = (re.match(r"^([^\s#:][^:]*?)\s*:\s*(.*?)\s*$", line) for line in text.split("\n"))
    return {one[1]: one[2].strip("\"'") for one in found if one}


def _split_blocks(body: str, metadata: dict[str, Any], first: int) -> Iterator[tuple[int, str]]:
    """The steps and notes of a text, each with the number of its line; metadata are taken out."""
    block: list[str] = []
    start = first
    for number, line in enumerate([*body.split("\n"), ""], start=first):
        said = METADATA_LINE.match(line)
        section = SECTION.match(line) if line.lstrip().startswith("=") else None
        other = bool(block) and line.startswith(">") != block[0].startswith(">")
        if block and (not line.strip() or said or section or other):
            yield start, "\n".join(block)
            block = []
        if said:
            metadata[said[1]] = said[2]
        elif line.strip() and not section:
            if not block:
                start = number
            block.append(line)


def _parse_step(text: str) -> Iterator[Item]:
    """The items of a step; line ends are spaces."""
    text = text.replace("\n", " ")
    begin = place = 0  # of the words that aren't given yet, and of what is looked at
    while sign := SIGN.search(text, place):
        item, end = _parse_item(text, sign.start())
        place = end if item else sign.end()
        if item is None:
            continue
        if sign.start() > begin:
            yield Item("text", text[begin : sign.start()])
        yield item
        begin = end
    if text[begin:].strip():
        yield Item("text", text[begin:])


KINDS = {"@": "ingredient", "#": "cookware", "~": "timer"}
SIGN = re.compile("[@#~]")
WITH_BRACES = re.compile(r"[^@#~{}\n]*\{([^{}]*)\}")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")


def _parse_item(text: str, place: int) -> tuple[Item | None, int]:
    """The item that begins at a place, and where it ends; None where it is only a sign."""
    kind = KINDS[text[place]]
    start = place + 1
    while start < len(text) and text[start] in MODIFIERS and kind == "ingredient":
        start += 1
    if start >= len(text):
        return None, place
    if _is_space(text[start]):
        return None, place
    braces = WITH_BRACES.match(text, start)
    name = ""
    if braces:
        name = text[start : braces.start(1) - 1]
        if kind != "timer" and not name.strip():
            return None, place
        item = _make_item(kind, name.strip(), braces[1].strip())
        end = braces.end()
    else:
        end = start
        path = kind == "ingredient" and text.startswith(("./", "../"), start)
        while end < len(text) and not _is_space(text[end]):
            punctuation = unicodedata.category(text[end]).startswith("P")
            if punctuation and text[end] not in "-_" and not (path and text[end] in TRAILING):
                break
            end += 1
        name = text[start:end]
        if not name:
            return None, place
        item = _make_item(kind, name, None)
    note = IN_BRACKETS.match(text, end) if kind == "ingredient" else None
    if note and braces:
        item = Item(item.kind, item.name, item.quantity, item.units, note[1].strip(), item.fixed)
        end = note.end()
    return item, end


def _make_item(kind: str, name: str, inside: str | None) -> Item:
    nothing: dict[str, float | str] = {"ingredient": SOME, "cookware": 1.0, "timer": ""}
    empty = nothing[kind]
    if not inside:
        return Item(kind, name, empty)
    fixed = inside.startswith("=")
    quantity, _, units = inside.removeprefix("=").partition("%")
    said = quantity.strip()
    number = None if re.match(r"0\d", said) else read_number(said) if said[:1].isdigit() else None
    if number is None and re.fullmatch(r"\.\d+|[¼½¾⅓⅔⅛⅜⅝⅞]", said):
        number = read_number(said)
    return Item(
        kind,
        name,
        empty if not said else said if number is None else number,
        units.strip(),
        fixed=fixed,
    )


def write_scalar(text: str) -> str:
    """A text that is a plain scalar of YAML; in quotes where it wouldn't be."""
    text = " ".join(text.split())
    if re.search(r"[:#\[\]{}&*!|>'\"%@`]|^[-?,]|^\d", text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def _is_space(sign: str) -> bool:
    return sign in "\t\n" or unicodedata.category(sign) == "Zs"


def find_minutes(known: dict[str, Any]) -> int | None:
    """The minutes that metadata give: in all, or to prepare and to cook."""
    for key in ("time", "total time", "duration", "time required"):
        if known.get(key):
            return _read_minutes(known[key])
    own = [
        _read_minutes(known[key])
        for key in ("prep time", "preparation time", "cook time", "cooking time")
        if known.get(key)
    ]
    told = [one for one in own if one is not None]
    return sum(told) if told else None


def _read_minutes(value: Any) -> int | None:
    """The minutes of a text: "1 hour 20 minutes", "45", "1h30m"."""
    if isinstance(value, dict):
        told = [_read_minutes(one) for one in value.values()]
        found = [one for one in told if one is not None]
        return sum(found) if found else None
    text = str(value).strip()
    if text.isdigit():
        return min(int(text[:6]), 10_000)
    minutes = sum(_find_times(text, MINUTES))
    return min(round(minutes), 10_000) if minutes else None


def _find_times(text: str, units: Container[str]) -> Iterator[float]:
    """The minutes of each time in a text that is in one of some units."""
    text = tidy(text)
    for found in DURATION.finditer(text):
        unit = found["unit"].lower()
        before = text[: found.start()].lower().split()[-1:]
        if unit in units and NO_TIME.isdisjoint(before):
            said = " ".join(found["number"].lower().split())
            number = TIME_WORDS[said] if said in TIME_WORDS else read_number(said) or 0.0
            yield (number + (0.5 if found["half"] or found["more"] else 0.0)) * MINUTES[unit]
    for found in OVERNIGHT.finditer(text):
        if not found["before"]:
            yield OVERNIGHT_MINUTES


def add_times(steps: Iterable[str]) -> int | None:
    """The minutes that the steps of a recipe say, all together; None where they say none.

    >>> add_times(["Soak the beans overnight.", "Simmer for an hour, stirring every 10 minutes."])
    540
    """
    minutes = sum(time for step in steps for time in _find_times(step, STEP_UNITS))
    return round(minutes) or None


def _split_tags(value: Any) -> tuple[str, ...]:
    words = value if isinstance(value, list) else str(value).strip("[]").split(",")
    return tuple(str(word).strip() for word in words if str(word).strip())


def _write_source(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("url") or value.get("name") or ""
    return " ".join(str(value).split())[:200]
