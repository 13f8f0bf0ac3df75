"""Reads a recipe from a saved web page or a JSON file that says it in schema.org's words.

    {"@type": "Recipe", "name": ..., "recipeIngredient": [...], "recipeInstructions": [...]}

Pages say it in a script of the type application/ld+json. Nothing is fetched. A page may be broken
in many ways: control characters in its JSON, lists in lists, HTML in its texts. What can be read is
read; a page without a recipe is an error.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from planner.errors import HouseholdFileError, Problem, mention, quote
from planner.importers.cooklang import find_servings
from planner.importers.ingredient_lines import read_line, tidy
from planner.importers.recipe import MOST_LINES, Ingredient, SourceRecipe

JSON_TYPE = "application/ld+json"
DEEPEST = 12
"""How many lists and tables may stand in each other."""
DURATION = re.compile(
    r"^-?P(?:(?P<days>[\d.]+)D)?T?(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?"
    r"(?:(?P<seconds>[\d.]+)S)?",
    re.IGNORECASE,
)
BREAK = re.compile(r"</(?:p|li|div|h\d)>|<br\s*/?>", re.IGNORECASE)
LONGEST_STEP = 2_000


class _Scripts(HTMLParser):
    """Collects the texts of the scripts that hold JSON."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = next((value or "" for name, value in attrs if name == "type"), "")
        self.inside = tag == "script" and said.strip().lower().startswith(JSON_TYPE)
        if self.inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


def read_schemaorg(text: str, file: str) -> tuple[SourceRecipe, ...]:
    """The recipes of a page or of a JSON text; HouseholdFileError if there is none.

    `file` is its name for messages.
    """
    blocks = [text]
    if text.lstrip()[:1] not in ("{", "["):
        scripts = _Scripts()
        scripts.feed(text)
        blocks = scripts.texts
    faults: list[str] = []
    found: dict[str, SourceRecipe] = {}
    for block in blocks:
        value = _parse(block, faults)
        for table in _find_recipes(value, 0):
            recipe = _take_recipe(table)
            if recipe.ingredients:
                found.setdefault(recipe.name, recipe)
    if found:
        return tuple(found.values())
    what = "has no recipe that schema.org's words say"
    if faults:
        what += f"; its JSON is broken: {faults[0]}"
    remedy = "Copy its list of ingredients into a text file, a line each, and add that."
    raise HouseholdFileError(Problem(file, what, remedy))


def _parse(text: str, faults: list[str]) -> Any:
    """A value of JSON; None, and a fault, for what isn't JSON. Control characters are let pass."""
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip(" \t\r\n;")
    if not text:
        return None
    for mended in (text, re.sub(r'\\(?![\\"/bfnrtu])', r"\\\\", text)):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(mended)
        except RecursionError:
            faults.append("it is nested too deeply")
            return None
        except ValueError as error:
            fault = str(error)
            continue
        return value
    faults.append(fault)
    return None


def _find_recipes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every table of a value that is a recipe."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _find_recipes(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type", value.get("type", ""))
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(str(kind).rsplit("/", 1)[-1].lower() == "recipe" for kind in kinds):
            yield value
            return
        for one in value.values():
            yield from _find_recipes(one, depth + 1)


def _take_recipe(table: dict[str, Any]) -> SourceRecipe:
    lines = _find_texts(table.get("recipeIngredient") or table.get("ingredients"), depth=0)
    read = [read_line(line) for line in lines if tidy(line)]
    steps = [step for step in _find_steps(table.get("recipeInstructions"), 0) if step]
    servings = table.get("recipeYield", table.get("yield", ""))
    source = table.get("url") or table.get("mainEntityOfPage") or table.get("@id") or ""
    if isinstance(source, dict):
        source = source.get("@id") or source.get("url") or ""
    return SourceRecipe(
        name=_clean(_first(table.get("name"))) or "Recipe",
        ingredients=tuple(Ingredient(line) for line in read[:MOST_LINES]),
        steps=tuple(steps[:MOST_LINES]),
        servings=_find_yield(servings),
        minutes=_find_minutes(table),
        kind="schema.org",
        source=str(source)[:200],
        tags=tuple(_clean(one) for one in _find_texts(table.get("recipeCategory"), 0)),
        said_servings=_clean(_first(servings)),
    )


def _find_yield(value: Any) -> float | None:
    """The servings of a recipe: of several texts, the one that names people or servings."""
    texts = value if isinstance(value, list) else [value]
    for text in texts:
        if re.search(r"serv|people|person|portion", str(text), re.IGNORECASE):
            found = find_servings(_serving_part(str(text)))
            if found is not None:
                return found
    return find_servings(value)


def _serving_part(text: str) -> str:
    """The part of a text that is about servings: "12 rolls (serves 6)"."""
    found = re.search(r"\d[\d\s.,/-]*\s*(?:serv|people|person|portion)\w*", text, re.IGNORECASE)
    found = found or re.search(r"serves?\D{0,12}\d+", text, re.IGNORECASE)
    return found[0] if found else text


def _find_texts(value: Any, depth: int) -> list[str]:
    """The texts of a list, in however many lists they stand."""
    if depth > DEEPEST or value is None:
        return []
    if isinstance(value, list):
        return [text for one in value for text in _find_texts(one, depth + 1)]
    if isinstance(value, dict):
        return _find_texts(value.get("text") or value.get("name"), depth + 1)
    text = str(value)
    if BREAK.search(text) or "\n" in text:
        return [line.strip() for line in BREAK.sub("\n", text).split("\n") if line.strip()]
    return [text]


def _find_steps(value: Any, depth: int) -> Iterator[str]:
    """The steps of instructions: texts, HowToStep, HowToSection, or lists of them."""
    if depth > DEEPEST or value is None:
        return
    if isinstance(value, list):
        for one in value:
            yield from _find_steps(one, depth + 1)
    elif isinstance(value, dict):
        if value.get("itemListElement"):
            yield from _find_steps(value["itemListElement"], depth + 1)
        else:
            yield from _find_steps(value.get("text") or value.get("name"), depth + 1)
    else:
        for line in BREAK.sub("\n", str(value)).split("\n"):
            yield _clean(line)[:LONGEST_STEP]


def _clean(text: Any) -> str:
    """A text without tags and entities, in one line."""
    text = html.unescape(html.unescape(str(text or "")))
    return " ".join(re.sub(r"<[^<>]*>", " ", text).split())


def _first(value: Any) -> Any:
    return _first(value[0]) if isinstance(value, list) and value else value


def _find_minutes(table: dict[str, Any]) -> int | None:
    """The minutes of a recipe: in all, or to prepare and to cook; None where none make sense."""
    total = _read_duration(table.get("totalTime"))
    parts = [_read_duration(table.get(name)) for name in ("prepTime", "cookTime")]
    told = [one for one in parts if one]
    return total or (sum(told) if told else None)


def _read_duration(value: Any) -> int | None:
    """The minutes of an ISO 8601 duration, or of a bare number; None for what makes no sense."""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("maxValue")
    text = str(_first(value) or "").strip()
    if re.fullmatch(r"\d{1,4}", text):
        return int(text) or None
    found = DURATION.match(text)
    if not found:
        return None
    try:
        named = {name: float(number) for name, number in found.groupdict().items() if number}
    except ValueError:
        return None
    minutes = named.get("days", 0.0) * 1440 + named.get("hours", 0.0) * 60
    minutes += named.get("minutes", 0.0) + named.get("seconds", 0.0) / 60
    return round(minutes) if 0 < minutes < 20_000 else None


def describe_several(recipes: tuple[SourceRecipe, ...], file: str) -> Problem:
    """The problem of a page with several recipes."""
    names = ", ".join(quote(one.name) for one in recipes[:5])
    return Problem(
        file, f"has {len(recipes)} recipes: {names}", f"Say which with {mention('name')}."
    )
