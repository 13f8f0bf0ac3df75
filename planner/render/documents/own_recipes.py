"""Recipes of one's own: the list of them, each with its steps and figures, and as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.errors import Problem, RequestError, close_matches, quote
from planner.importers.matching import FOOD, UNKNOWN
from planner.kitchen.own_recipes import OwnRecipe, find_keeps_days, make_id
from planner.parsing.files import read_text
from planner.plans.names import join_words
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph, Steps
from planner.render.phrases import Units, write_count, write_weight
from planner.render.pots import write_not_counted
from planner.render.recipes import write_recipe, write_seasoning
from planner.report.catalogue import list_dishes, make_search
from planner.tables.bundle import Tables
from planner.tables.dishes import Dish
from planner.tables.food_aliases import SEASONING, fold
from planner.tables.foods import WATER, Food
from planner.tables.nutrients import ENERGY, THE_FIVE

AT_LEAST = "at least "
PROTEIN, DRY_MATTER = "protein", "dry matter"
"""How the basis of a food begins that is sold uncooked: what cooking leaves as it is."""
SHOWN = (
    ENERGY,
    "protein_g",
    "fat_g",
    "carbohydrate_g",
    "fiber_g",
    "sodium_mg",
    *THE_FIVE,
    "iron_mg",
)


def compose_recipes(
    recipes: Sequence[OwnRecipe], kitchen: str, *, says_commands: bool = True
) -> list[Block]:
    """The recipes of a kitchen, a line each; what to type for more, unless a page leads there."""
    if not recipes:
        text = f"{kitchen} has no recipes yet."
        return [Paragraph(f"{text} Add one: planner add recipe FILE." if says_commands else text)]
    rows = []
    for one in recipes:
        kcal = _count_kcal(one)
        least = AT_LEAST if one.unknown and kcal else ""
        state = "served" if one.dish is not None else "not served"
        if one.open:
            state += f", {len(one.open)} open"
        rows.append(
            (
                Cell(one.source.name),
                Cell(f"serves {write_count(one.servings)}" if one.servings else "serves ?"),
                Cell(f"{least}{kcal}"),
                Cell(", ".join(one.dish.meals) if one.dish else ""),
                Cell(state, Mark.QUIET),
            )
        )
    count = f"{len(recipes)} recipe{'s' if len(recipes) > 1 else ''} of your own"
    headers = ("", "", "kcal a serving", "for", "")
    more = "planner recipes show NAME prints one; planner recipes check says what is open."
    return [
        Heading(count, 1),
        Grid(headers, tuple(rows), ("left", "left", "right", "left", "left")),
        *([Paragraph(more)] if says_commands else ()),
    ]


def _count_kcal(recipe: OwnRecipe) -> str:
    if recipe.food is None:
        return ""
    return f"{(recipe.food.per_100g[ENERGY] or 0.0) * recipe.food.portion_g / 100:,.0f}"


def compose_own_recipe(recipe: OwnRecipe, tables: Tables, units: Units) -> list[Block]:
    """A recipe: what each ingredient was taken for, its steps, its figures, what isn't counted."""
    source = recipe.source
    serves = f"Serves {write_count(recipe.servings)}" if recipe.servings else "Servings unknown"
    facts = [serves]
    if source.minutes:
        facts.append(f"{source.minutes} min")
    if recipe.dish is not None:
        facts.append(f"for {join_words(recipe.dish.meals)}")
        facts.append(f"keeps {find_keeps_days(recipe)} days in the fridge")
    blocks: list[Block] = [Heading(source.name, 1), Paragraph(" · ".join(facts))]
    blocks += [Paragraph(str(problem).replace("\n ", "")) for problem in recipe.faults]
    blocks += [Heading("Ingredients", 2), _list_taken(recipe, units)]
    if source.steps:
        blocks += [Heading("Steps", 2), Steps(recipe.dish.steps if recipe.dish else source.steps)]
    if recipe.food is not None:
        blocks += [Heading("Figures of a serving", 2), *_write_figures(recipe, tables)]
    blocks += [Paragraph(note, Mark.QUIET) for note in source.notes]
    if source.source:
        blocks.append(Paragraph(f"From {source.source}", Mark.QUIET))
    return blocks


def _list_taken(recipe: OwnRecipe, units: Units) -> Grid:
    """Each ingredient with the food that it was taken for, and what that weighs."""
    rows = []
    for one in recipe.taken:
        line = one.ingredient.line.text
        if one.kind == FOOD and one.food is not None:
            said = f"{one.food.name}{f' ({one.near})' if one.near else ''}"
            cells = (Cell(line), Cell(said), Cell(_write_eaten(one.food, one.grams, units)))
        else:
            said = {
                SEASONING: "a seasoning, not counted",
                WATER: "water",
                UNKNOWN: "unknown: counts for nothing",
            }.get(one.kind, f"{one.kind}? counts for nothing until you say")
            mark = Mark.QUIET if one.kind in (SEASONING, WATER) else Mark.UNDER
            cells = (Cell(line), Cell(said, mark), Cell(""))
        rows.append(cells)
    headers = ("as written", "taken for", "as eaten")
    return Grid(headers, tuple(rows), ("left", "left", "right"))


def _write_eaten(food: Food, grams: float, units: Units) -> str:
    """What an ingredient weighs as it is eaten, and before it is cooked if it is sold uncooked.

    What `bought_basis` means: see data/README.md.
    """
    eaten, basis = write_weight(grams, units), food.bought_basis
    if not basis.startswith((PROTEIN, DRY_MATTER)):
        return eaten
    state = "raw" if basis.startswith(PROTEIN) else "as bought"
    if food.bought_g_per_eaten_g < 1:
        state = "dry"
    return f"{eaten} ({write_weight(grams * food.bought_g_per_eaten_g, units)} {state})"


def _write_figures(recipe: OwnRecipe, tables: Tables) -> list[Block]:
    food = recipe.food
    if food is None:
        return []
    share = food.portion_g / 100
    least = AT_LEAST if food.unknown_parts else ""
    rows = []
    for name in SHOWN:
        amount = food.per_100g.get(name)
        if name in tables.nutrients:
            nutrient = tables.nutrients[name]
            text = "unknown" if amount is None else f"{least}{amount * share:,.3g} {nutrient.unit}"
            text = f"{least}{(amount or 0) * share:,.0f} kcal" if name == ENERGY else text
            rows.append((Cell(nutrient.label), Cell(text)))
    told: list[Block] = [Grid((), tuple(rows), ("left", "right"))]
    if food.unknown_parts:
        told.append(Paragraph(write_not_counted(food.unknown_parts)))
    seasonings = [one.name for one in recipe.taken if one.kind == SEASONING]
    if seasonings:
        names = join_words(dict.fromkeys(seasonings))
        told.append(Paragraph(f"Not counted, as in all dishes: {names}.", Mark.QUIET))
    return told


def write_exports(
    names: Sequence[str],
    recipes: Sequence[OwnRecipe],
    tables: Tables,
    folder: Path,
    form: str,
) -> dict[str, str]:
    """Recipes and bundled dishes as texts of files, by the file's name; all own ones if none named.

    `form` is cook or json. RequestError for names that are neither.
    """
    found: dict[str, str] = {}
    problems = []
    wanted = names or [one.id for one in recipes]
    for name in wanted:
        own = next(
            (one for one in recipes if fold(name) in (fold(one.id), fold(one.source.name))), None
        )
        dish = next(
            (one for one in tables.dishes.values() if fold(name) in (fold(one.id), fold(one.name))),
            None,
        )
        if own is not None:
            text = read_text(folder / own.place) if form == "cook" else _write_json(own)
            found[f"{make_id(own.source.name)}.{form}"] = text
        elif dish is not None:
            found[f"{dish.id}.{form}"] = _write_dish(dish, tables, form)
        else:
            known = [
                *(one.source.name for one in recipes),
                *(d.name for d in tables.dishes.values()),
            ]
            what = f"no recipe and no dish is called {quote(name)}"
            problems.append(Problem("NAME", what, close_matches(name, known)))
    if problems:
        raise RequestError(*problems)
    return found


def _write_json(recipe: OwnRecipe) -> str:
    source = recipe.source
    return _write_schema(
        source.name,
        [one.line.text for one in source.ingredients],
        source.steps,
        recipe.servings,
        source.minutes,
        _find_nutrition(recipe),
    )


def _find_nutrition(recipe: OwnRecipe) -> Mapping[str, str]:
    """The figures of a serving; none where something isn't counted, for they would be wrong."""
    if recipe.food is None or recipe.food.unknown_parts:
        return {}
    words = {
        ENERGY: ("calories", "kcal"),
        "protein_g": ("proteinContent", "g"),
        "fat_g": ("fatContent", "g"),
        "carbohydrate_g": ("carbohydrateContent", "g"),
        "fiber_g": ("fiberContent", "g"),
    }
    told = {}
    for name, (word, unit) in words.items():
        amount = recipe.food.per_100g.get(name)
        if amount is not None:
            told[word] = f"{amount * recipe.food.portion_g / 100:.0f} {unit}"
    return told


def _write_schema(
    name: str,
    ingredients: Sequence[str],
    steps: Sequence[str],
    servings: float | None,
    minutes: int | None,
    nutrition: Mapping[str, str],
) -> str:
    """A recipe in schema.org's words, as JSON."""
    value: dict[str, Any] = {"@context": "https://schema.org", "@type": "Recipe", "name": name}
    if servings:
        value["recipeYield"] = f"{servings:g}"
    if minutes:
        value["totalTime"] = f"PT{minutes}M"
    value["recipeIngredient"] = list(ingredients)
    value["recipeInstructions"] = [{"@type": "HowToStep", "text": step} for step in steps]
    if nutrition:
        value["nutrition"] = {"@type": "NutritionInformation", **nutrition}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write_dish(dish: Dish, tables: Tables, form: str) -> str:
    """A bundled dish for one person, with the foods and portions that it usually has."""
    listed = list_dishes(tables, make_search(tables))
    meal = next(one.meal for one in listed if one.dish.id == dish.id)
    recipe = write_recipe(dish, meal.servings, tables, Units.METRIC)
    steps = [*recipe.ahead, *recipe.steps] or [dish.how]
    grams = [(tables.foods[one.food_id].name, one.grams) for one in meal.servings]
    minutes = tables.least_minutes[dish.id]
    seasonings = [write_seasoning(name, 1, tables) for name in dish.seasonings]
    if form == "json":
        lines = [f"{amount:.0f} g {name}" for name, amount in grams]
        return _write_schema(dish.name, [*lines, *seasonings], steps, 1, minutes, {})
    tokens = [f"@{name}{{{amount:.0f}%g}}" for name, amount in grams]
    tokens += [f"@{name}{{}}" for name in dish.seasonings]
    head = f"---\ntitle: {dish.name}\nservings: 1\ntime: {minutes} min\n---\n"
    return f"{head}\nHave ready: {', '.join(tokens)}.\n\n" + "\n\n".join(steps) + "\n"
