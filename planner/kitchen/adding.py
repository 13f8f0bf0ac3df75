"""Adds recipes and foods to a kitchen: reads them, says what is open, keeps what was answered."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planner.errors import (
    FIND_FOODS,
    HouseholdFileError,
    OutputError,
    Problem,
    RequestError,
    close_matches,
    mention,
    quote,
)
from planner.importers.cooklang import read_cooklang, write_scalar, write_title
from planner.importers.ingredient_lines import (
    Amount,
    IngredientLine,
    find_said_unit,
    read_number,
)
from planner.importers.matching import UNKNOWN, WHICH, Taken
from planner.importers.plain_text import read_lines
from planner.importers.recipe import MOST_BYTES, SourceRecipe
from planner.importers.schemaorg import read_schemaorg
from planner.kitchen.folder import ALIASES, FOODS, RECIPES
from planner.kitchen.overlay import OwnTables
from planner.kitchen.own_foods import (
    find_contradictions,
    find_food_id,
    parse_label,
    quote_text,
    read_own_foods,
    write_food,
)
from planner.kitchen.own_recipes import (
    COOKLANG,
    HAVE_READY,
    UNFINISHED,
    OwnRecipe,
    Settings,
    make_id,
    make_recipe,
    read_settings,
    write_settings,
)
from planner.parsing.files import read_file, write_file
from planner.tables.food_aliases import SEASONING, add_recipe_foods, fold
from planner.tables.foods import WATER

PAGES = (".html", ".htm", ".json", ".jsonld")
MOST_GRAMS, MOST_SERVINGS = 100_000, 200
"""Of an answer: less than so many grams, at most so many servings."""


@dataclass(frozen=True)
class Draft:
    """A recipe that isn't kept yet: as it is made with the answers so far, and its Cooklang text.

    `path` is where it will be kept.
    """

    recipe: OwnRecipe
    text: str
    path: Path
    aliases: tuple[tuple[str, str], ...] = ()


def read_source(path: Path, name: str | None = None) -> tuple[SourceRecipe, str]:
    """A recipe from a file of any kind, and its text as Cooklang.

    `name` says which recipe of a page is meant, or else what the recipe is called.
    HouseholdFileError for a file that has none.
    """
    if not path.exists():
        remedy = (
            "Name a Cooklang file, a saved web page, JSON, or a text with a line an ingredient."
        )
        raise HouseholdFileError(Problem(str(path), "doesn't exist", remedy))
    text = read_file(path, HouseholdFileError, "Save it as UTF-8 text.", MOST_BYTES)
    return parse_source(text, path.suffix, str(path), name, path.stem)


def parse_source(
    text: str, ending: str, place: str, name: str | None = None, usual_name: str = ""
) -> tuple[SourceRecipe, str]:
    """A recipe from a text of any kind, and its text as Cooklang.

    `ending` is that of its file's name, such as ".cook"; a text that begins as a page or as JSON is
    read as one. `place` is what messages call it. `name` is as in `read_source`, `usual_name` what
    a recipe without any is called. HouseholdFileError for a text that is no recipe.
    """
    ending = ending.lower()
    begins = text.lstrip()[:200].lower()
    if ending == COOKLANG:
        source = read_cooklang(text, name or usual_name)
        if not source.ingredients:
            remedy = "Write them as @red lentils{200%g}: https://cooklang.org/docs/spec."
            raise HouseholdFileError(Problem(place, "has no ingredients", remedy))
        text = text.replace("\r\n", "\n")
        if name and fold(name) != fold(source.name):  # its title says otherwise
            text = write_title(text, name)
            source = read_cooklang(text, name)
        return source, text
    if ending in PAGES or begins.startswith(("<!doctype", "<html", "{", "[")):
        found = read_schemaorg(text, place)
        source = _choose(found, name, place)
    else:
        source = read_lines(text, name or usual_name, place)
        source = replace(source, name=name) if name else source
    return source, write_cooklang(source)


def _choose(found: Sequence[SourceRecipe], name: str | None, place: str) -> SourceRecipe:
    """The recipe of a page that is meant; of a page with one, that under another name."""
    named = [one for one in found if name and fold(one.name) == fold(name)]
    if named:
        return named[0]
    if len(found) == 1:
        return replace(found[0], name=name) if name else found[0]
    names = [one.name for one in found]
    remedy = close_matches(name, names) if name else ""
    remedy = remedy or f"Say which with {mention('name')}: {', '.join(map(quote, names[:5]))}."
    raise HouseholdFileError(Problem(place, f"has {len(found)} recipes", remedy))


def draft_recipe(path: Path, folder: Path, own: OwnTables, name: str | None = None) -> Draft:
    """Read a recipe to add to a kitchen; nothing is written yet.

    A recipe that is in the kitchen already is asked about again. HouseholdFileError for one that
    can't be read, OutputError where another recipe has its name.
    """
    recipes = folder / RECIPES
    source, text = read_source(path, name)
    kept = recipes.resolve() in path.resolve().parents and path.suffix == COOKLANG
    if kept:
        own_name = read_source(path)[0].name
        if name and fold(name) != fold(own_name):
            what = f"is in your kitchen already, and is called {quote(own_name)}"
            remedy = f"To call it {quote(name)}, write that as the title in the file."
            raise HouseholdFileError(Problem(str(path), what, remedy))
        return _draft(source, text, path, folder, own)
    return draft_source(source, text, folder, own)


def draft_source(source: SourceRecipe, text: str, folder: Path, own: OwnTables) -> Draft:
    """A recipe that was read, to add to a kitchen under its name; `text` is its Cooklang.

    Nothing is written yet. OutputError where another recipe has its name.
    """
    target = folder / RECIPES / f"{make_id(source.name)}{COOKLANG}"
    if target.exists():
        there = read_file(target, HouseholdFileError, "Mend it.", MOST_BYTES)
        if there != text:
            remedy = f"Give this one another name, such as {mention('name', 'Lentil soup 2')}."
            raise OutputError(Problem(str(target), "exists already, with another text", remedy))
    return _draft(source, text, target, folder, own)


def _draft(
    source: SourceRecipe,
    text: str,
    target: Path,
    folder: Path,
    own: OwnTables,
) -> Draft:
    """A recipe with what was answered before, as it would be kept at a path of the kitchen."""
    settings = read_settings(target.with_suffix(".toml"), own.wide)
    place = target.resolve().relative_to(folder.resolve()).as_posix()
    recipe = _make(source, settings, place, own)
    return Draft(recipe, text, target)


def _make(source: SourceRecipe, settings: Settings, place: str, own: OwnTables) -> OwnRecipe:
    """The recipe as the tables would have it."""
    others = {
        one.place.removeprefix(f"{RECIPES}/").removesuffix(COOKLANG): one for one in own.recipes
    }
    own_id = next((one.id for one in own.recipes if one.place == place), "")
    if not own_id:
        own_id = make_id(Path(place).stem)
        if own_id in own.tables.foods or own_id in own.tables.dishes:
            own_id = f"own-{own_id}"
    return make_recipe(own_id, source, settings, place, own.matcher, own.wide, others)


def find_answer(said: str, offered: Sequence[str], own: OwnTables) -> str:
    """The food id that an answer means, or SEASONING, WATER or UNKNOWN.

    It is a number of those `offered`, from 1, a letter (s, w, u), nothing for unknown, or a food's
    name. RequestError, with a name that is near, for anything else.
    """
    said = said.strip()
    others = {"s": SEASONING, "w": WATER, "u": UNKNOWN, "": UNKNOWN}
    if said.lower() in others:
        return others[said.lower()]
    if said.isdigit() and 1 <= int(said) <= len(offered):
        return offered[int(said) - 1]
    found = find_food_id(said, own.wide)
    if not found:
        near = close_matches(said, [food.name for food in own.wide.foods.values()])
        what = f"no food is called {quote(said)}"
        raise RequestError(Problem(("food",), what, near or f"{mention(FIND_FOODS)} finds them."))
    return found


def find_grams(said: str) -> float | None:
    """The grams that an answer says; None for no answer, RequestError for what are none."""
    said = said.strip()
    if not said:
        return None
    grams = read_number(said.lower().removesuffix("g").strip())
    if grams is None or not 0 < grams < MOST_GRAMS:
        remedy = "Write a number of grams, such as 200, or leave it empty if you don't know."
        raise RequestError(Problem(("grams",), f"{quote(said)} is no weight", remedy))
    return grams


def find_servings(said: str) -> float:
    """How many servings an answer says; RequestError for none."""
    number = read_number(said.strip())
    if number is None or not 0 < number <= MOST_SERVINGS:
        remedy = f"Write a number up to {MOST_SERVINGS}, such as 4."
        raise RequestError(
            Problem(("servings",), f"{quote(said)} is no number of servings", remedy)
        )
    return number


def answer_food(draft: Draft, taken: Taken, food: str, own: OwnTables) -> Draft:
    """A draft in which an ingredient is a food, or SEASONING, WATER or UNKNOWN.

    A food is remembered for the words that it was asked for.
    """
    settings = draft.recipe.settings
    foods = {**settings.foods, taken.name: food}
    aliases = draft.aliases
    if taken.kind == WHICH and food in own.wide.foods:
        aliases = (*aliases, (taken.name, food))
    draft = replace(draft, aliases=aliases)
    return _remake(draft, replace(settings, foods=foods), own)


def answer_grams(draft: Draft, taken: Taken, grams: float, own: OwnTables) -> Draft:
    """A draft in which an ingredient weighs so many grams in the whole recipe, as eaten."""
    settings = draft.recipe.settings
    return _remake(draft, replace(settings, grams={**settings.grams, taken.name: grams}), own)


def answer_servings(draft: Draft, servings: float, own: OwnTables) -> Draft:
    """A draft of a recipe that makes so many servings."""
    return _remake(draft, replace(draft.recipe.settings, servings=servings), own)


def _remake(draft: Draft, settings: Settings, own: OwnTables) -> Draft:
    recipe = _make(draft.recipe.source, settings, draft.recipe.place, own)
    return replace(draft, recipe=recipe)


def keep_answers(draft: Draft, folder: Path, command: str) -> None:
    """Write what was answered of a recipe so far; the kitchen's lock must be held.

    Until the recipe itself is in the kitchen, the file says how to finish: with the `command`.
    """
    draft.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = {
        one.name: one.food.id if one.food is not None else one.kind
        for one in draft.recipe.taken
        if not one.is_open and not (one.food is not None and one.food.is_made)
    }
    foods = {**known, **draft.recipe.settings.foods}
    settings = replace(draft.recipe.settings, foods=foods)
    finish = (
        "" if draft.path.exists() or not command else f"{UNFINISHED}{' '.join(command.split())}\n"
    )
    text = write_settings(settings, draft.path.name)
    write_file(draft.path.with_suffix(".toml"), f"{finish}{text}")
    add_aliases(folder, draft.aliases)


def keep_recipe(draft: Draft, folder: Path, command: str = "") -> None:
    """Write a recipe, and what its ingredients were taken for; the kitchen's lock must be held.

    `command` adds it again; without one nothing says how to finish. The recipe comes after its
    answers, so that none is lost if the command is killed between them.
    """
    keep_answers(draft, folder, command)
    if not draft.path.exists():
        write_file(draft.path, draft.text)
        keep_answers(draft, folder, command)


def add_aliases(folder: Path, aliases: Sequence[tuple[str, str]]) -> None:
    """Add words with their foods to aliases.toml, where they aren't there yet."""
    if not aliases:
        return
    path = folder / ALIASES
    text = "# What you call foods: asked once, and yours to change.\n"
    if path.exists():
        text = read_file(path, HouseholdFileError, "Mend it.")
    for word, food in aliases:
        name = quote_text(word)
        line = f"{name} = {quote_text(food)}"
        if f"{name} =" not in text:
            text = f"{text.rstrip()}\n{line}\n"
    write_file(path, text)


def add_food(
    name: str, label: str, more: Mapping[str, Any], folder: Path, own: OwnTables
) -> tuple[Path, list[Problem]]:
    """Add a food of one's own to foods.toml, whose lines stay as they are.

    Returned are the file and what of the new food contradicts itself: it is added all the same.
    `label` is what a label says, as `parse_label` reads it; `more` has further keys of the file.
    RequestError for a label that isn't understood, HouseholdFileError for an entry that couldn't be
    read again beside those there are. Nothing is written then.
    """
    found = parse_label(label, own.wide, lambda said: find_food_id(said, own.wide))
    entry = write_food(name, found, {key: value for key, value in more.items() if value})
    path = folder / FOODS
    text = read_file(path, HouseholdFileError, "Mend it.") if path.exists() else ""
    text = f"{text.rstrip()}\n\n{entry}" if text.strip() else entry
    with tempfile.TemporaryDirectory() as trial:
        tried = Path(trial) / FOODS
        write_file(tried, text)
        try:
            read = read_own_foods(tried, add_recipe_foods(own.bundled))
        except HouseholdFileError as error:
            problems = (
                replace(one, where=str(one.where).replace(str(tried), str(path)))
                for one in error.problems
            )
            raise HouseholdFileError(*problems) from error
    write_file(path, text)
    newest = max(read.foods, key=lambda one: read.lines[one])
    alone = replace(read, foods={newest: read.foods[newest]})
    return path, [*find_contradictions(alone, str(path))]


def write_cooklang(source: SourceRecipe) -> str:
    """A recipe as a Cooklang text: its ingredients in their order in a first step, then its steps.

    So both stay as they were written: a step that names its ingredients would lose its words.
    """
    head = ["---", f"title: {write_scalar(source.name)}"]
    if source.servings:
        head.append(f"servings: {source.servings:g}")
    if source.minutes:
        head.append(f"time: {source.minutes} min")
    if source.source:
        head.append(f"source: {write_scalar(source.source)}")
    if source.tags:
        head.append(f"tags: {write_scalar(', '.join(source.tags))}")
    tokens = [write_token(one.line, one.fixed) for one in source.ingredients]
    first = [f"{HAVE_READY}{', '.join(tokens)}."] if tokens else []
    steps = [_escape(step) for step in source.steps]
    return "\n".join([*head, "---", "", "\n\n".join([*first, *steps]), ""])


def write_token(line: IngredientLine, fixed: bool = False) -> str:
    """An ingredient as Cooklang has it: @red lentils{200%g}(rinsed).

    Units and what stands before the food are in the words of the line: 3 cloves, chopped tomatoes.
    """
    name = " and ".join([line.name, *line.beside])
    name = f"{line.part} of {name}" if line.part else name
    if line.others:
        name += " or " + " or ".join(line.others)
    name = re.sub(r"[@#~{}()\n]", " ", name).strip() or "something"
    size = f" ({_write_amount(line.size)})" if line.size else ""
    if len(line.amounts) == 1 and not size:
        one = line.amounts[0]
        number = f"{one.low:g}" if one.low == one.high else f"{one.low:g}-{one.high:g}"
        number = "a few" if not one.high else number
        amount = f"{number}%{find_said_unit(line, one.unit)}" if one.unit else number
    elif len(line.amounts) == 1:
        unit = find_said_unit(line, line.amounts[0].unit)
        amount = f"{line.amounts[0].middle:g}%{unit}{size}"
    else:
        amount = " plus ".join(map(_write_amount, line.amounts))
    notes = line.preparation.removeprefix(line.part).strip(" ,")
    if notes and not line.part and f" {notes} {name}" in line.text:
        name, notes = f"{notes} {name}", ""
    if line.weight:
        notes = ", ".join(filter(None, [_write_amount(line.weight), notes]))
    if line.optional and "taste" not in notes and "optional" not in notes:
        notes = ", ".join(filter(None, [notes, "optional"]))
    notes = re.sub(r"[(){}@#~\n]", " ", notes).strip()
    return f"@{name}{{{'=' if fixed and amount else ''}{amount}}}{f'({notes})' if notes else ''}"


def _write_amount(amount: Amount) -> str:
    number = f"{amount.low:g}"
    if amount.high != amount.low:
        number += f"-{amount.high:g}"
    return f"{number} {amount.unit}".strip()


def _escape(step: str) -> str:
    """A step whose signs mean nothing in Cooklang."""
    step = re.sub(r"[@#~](?=\S)", "", step).replace("{", "(").replace("}", ")")
    return re.sub(r"^(?:>+|=+|--)", "", re.sub(r"--+|\[-|-\]", "-", step)).strip()
