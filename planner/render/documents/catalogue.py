"""Composes the dishes and the foods of the tables: as a list, or one of them by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.errors import mention
from planner.plans.names import find_timing, join_words
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph
from planner.render.documents.coverage import AT_LEAST
from planner.render.documents.explanation import ABSORPTION_SOURCE
from planner.render.documents.iodine import MATCH_WORDS
from planner.render.documents.plan import compose_plate, compose_recipe, write_minutes
from planner.render.phrases import (
    Units,
    write_amount,
    write_eaten,
    write_portions,
    write_weight,
)
from planner.render.pots import write_not_counted
from planner.render.recipes import write_recipe, write_seasoning
from planner.report.catalogue import (
    COUNTED,
    DISH_COLUMNS,
    FOOD_COLUMNS,
    DishFigures,
    FoodFigures,
    Search,
    find_dishes_with,
    find_figures,
    find_one,
    find_wider,
    list_dishes,
    list_foods,
    measure_food,
)
from planner.tables.bundle import Tables
from planner.tables.foods import GRAM, KCAL, NONE, SERVING, Food
from planner.tables.nutrients import CALCIUM, ENERGY, Nutrient

PER_WORDS = {SERVING: "a serving", KCAL: "100 kcal", GRAM: "100 g"}
SOURCES = {
    "sr_legacy": "USDA SR Legacy, FDC ID",
    "fndds": "USDA FNDDS, FDC ID",
    "sr28": "USDA SR 28, NDB number",
}
"""What the sources of foods.csv are called, and what their ids are."""
ONE_PLATE = (
    "For one plate of a day of 2,000 kcal, with the foods above. A plan may fill it otherwise."
    " Seasonings aren't counted."
)
USUAL = (
    "Figures are those of a usual serving on a day of 2,000 kcal, with everyday foods, or those you"
    " named. Name one dish to see its recipe."
)
COUNTS = "Calcium that is hardly absorbed counts by its share."
DISHES, FOODS = ("dish", "dishes"), ("food", "foods")
BLANK = "A blank figure isn't known."


@dataclass(frozen=True)
class Listed:
    """What was found, as a document and as `rows` of `columns`.

    The only row of one dish or food has more keys than there are columns. `nothing` says so where
    nothing was found, and what would find some.
    """

    things: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    blocks: list[Block]
    nothing: str = ""


def compose_dishes(
    found: Sequence[DishFigures], search: Search, tables: Tables, units: Units
) -> Listed:
    """Dishes as a list, or the recipe and the figures of the one that was asked for."""
    one = find_one(found, search)
    nothing = "" if found else _write_nothing(find_wider(search, list_dishes, tables), DISHES)
    if one is not None:
        blocks = _compose_dish(one, tables, units)
    else:
        blocks = _list_dishes(found, search, tables) if found else [Paragraph(nothing)]
    rows = [row.to_row() for row in found] if one is None else [_detail_dish(one, tables, units)]
    return Listed("dishes", (*DISH_COLUMNS, *find_figures(tables)), rows, blocks, nothing)


def compose_foods(
    found: Sequence[FoodFigures], search: Search, tables: Tables, units: Units
) -> Listed:
    """Foods as a list, or all that is known of the one that was asked for."""
    one = find_one(found, search)
    nothing = "" if found else _write_nothing(find_wider(search, list_foods, tables), FOODS)
    if one is not None:
        blocks = _compose_food(one, tables, units)
    else:
        blocks = _list_foods(found, search, tables, units) if found else [Paragraph(nothing)]
    rows = [row.to_row() for row in found] if one is None else [_detail_food(one, tables)]
    return Listed("foods", (*FOOD_COLUMNS, *find_figures(tables)), rows, blocks, nothing)


def _list_dishes(found: Sequence[DishFigures], search: Search, tables: Tables) -> list[Block]:
    shown = _find_columns(search, tables)
    rows = tuple(
        (
            Cell(one.name),
            Cell(", ".join(one.dish.meals)),
            Cell(f"{one.minutes}"),
            Cell(one.dish.cuisine),
            *(
                Cell(_write(one.per_serving[key], nutrient, one.not_counted))
                for key, nutrient in shown.items()
            ),
        )
        for one in found
    )
    headers = ("dish", "meals", "min", "cuisine", *(one.label for one in shown.values()))
    align = ("left", "left", "right", "left", *("right" for _ in shown))
    grid = Grid(headers, rows, align)
    unknown = dict.fromkeys(name for one in found for name in one.not_counted)
    notes = [_note(USUAL, search), write_not_counted(tuple(unknown))]
    return [Paragraph(_count(found, DISHES)), grid, *map(Paragraph, filter(None, notes))]


def _compose_dish(one: DishFigures, tables: Tables, units: Units) -> list[Block]:
    dish = one.dish
    facts = [
        " or ".join(dish.meals),
        write_minutes(one.meal, find_timing(one.meal, tables), tables),
        dish.cuisine,
    ]
    blocks: list[Block] = [
        Heading(dish.name, 1),
        Paragraph(f"{' · '.join(filter(None, facts))} · id {dish.id}", Mark.QUIET),
        Paragraph(f"{one.served_as}, {write_weight(one.grams, units)}:"),
        compose_plate(one.meal, tables, units),
    ]
    seasonings = [write_seasoning(name, 1, tables) for name in dish.seasonings]
    if dish.steps and seasonings:
        blocks.append(Paragraph(f"Seasonings: {', '.join(seasonings)}."))
    blocks += compose_recipe(one.meal, None, tables, units)
    others = _write_others(one)
    blocks += [Heading("Other foods that fit", 2), *others] if others else []
    rows = tuple(
        (Cell(label), Cell(_write(one.per_serving[key], nutrient, one.not_counted)))
        for key, (label, nutrient) in _label_figures(one.per_serving, tables).items()
    )
    grid = Grid(("", "a serving"), rows, ("left", "right"))
    return [*blocks, Heading("Figures", 2), Paragraph(f"{ONE_PLATE} {BLANK}"), grid]


def _list_foods(
    found: Sequence[FoodFigures], search: Search, tables: Tables, units: Units
) -> list[Block]:
    rich = search.rich_in
    rows = []
    for one in found:
        food = one.food
        kcal = (food.per_100g[ENERGY] or 0.0) * food.serving_g / 100
        cells = [
            Cell(food.name),
            Cell(_write_serving(food, tables, units)),
            Cell(_write(kcal, tables.nutrients[ENERGY], food.unknown_parts)),
            Cell(_write_price(one)),
        ]
        if rich is not None:
            cells.append(Cell(_write(one.figures[search.rich_key], rich, food.unknown_parts)))
        rows.append(tuple(cells))
    headers = ["food", "usual serving", "energy", "price"]
    if rich is not None:
        headers.append(f"{rich.label} in {PER_WORDS[search.per]}")
    grid = Grid(tuple(headers), tuple(rows), ("left", "left", *["right"] * (len(headers) - 2)))
    note = "Energy and price are those of the serving; a star marks a price that is an estimate."
    note += " Name one food to see every figure."
    return [Paragraph(_count(found, FOODS)), grid, Paragraph(_note(note, search))]


def _compose_food(one: FoodFigures, tables: Tables, units: Units) -> list[Block]:
    food, grocery = one.food, tables.groceries[one.food.grocery_id]
    contains = ", ".join(sorted(food.contains)) if food.contains != {NONE} else "nothing that a"
    contains += " diet or an allergy leaves out" if food.contains == {NONE} else ""
    price = f"A serving costs {_write_price(one)} of {grocery.name}." if one.usd is not None else ""
    if price and one.price_known:
        year = f", in dollars of {grocery.price_year}" if grocery.price_year else ""
        price += f" Price: {grocery.price_source}{year}."
    elif price:
        price += " That is an estimate."
    portion = f"Usual serving: {_write_serving(food, tables, units)}."
    if food.serving != 1 and food.portion not in ("g", "oz"):
        portion += f" One {food.portion} weighs {write_weight(food.portion_g, units)}."
    texts = [
        f"{food.group} · contains {contains}",
        portion,
        price or "Its price isn't known.",
        f"Source: {SOURCES.get(food.source, food.source)} {food.source_id}.".replace("  ", " "),
        f"{food.note[:1].upper()}{food.note[1:]}." if food.note else "",
        f"Advice: {food.advice}." if food.advice else "",
        write_not_counted(food.unknown_parts),
        _write_absorption(food),
        _write_iodine(food),
    ]
    columns = {per: measure_food(food, per, tables).figures for per in (one.per, GRAM)}
    rows = tuple(
        (
            Cell(label),
            *(Cell(_write(own[key], nutrient, food.unknown_parts)) for own in columns.values()),
        )
        for key, (label, nutrient) in _label_figures(one.figures, tables).items()
    )
    headers = ("", *(PER_WORDS[per] for per in columns))
    dishes = find_dishes_with(food, tables)
    served = (
        Grid(
            ("dish", "meals", "cuisine"),
            tuple(
                (Cell(dish.name), Cell(", ".join(dish.meals)), Cell(dish.cuisine))
                for dish in dishes
            ),
            ("left", "left", "left"),
        )
        if dishes
        else Paragraph("No dish has a place for it.")
    )
    return [
        Heading(food.name[:1].upper() + food.name[1:], 1),
        *map(Paragraph, filter(None, texts)),
        Heading("Figures", 2),
        Paragraph(BLANK),
        Grid(headers, rows, ("left", *("right" for _ in columns))),
        Heading(f"Served in {_count(dishes, DISHES)}", 2),
        served,
    ]


def _write_nothing(wider: Sequence[tuple[tuple[str, ...], int]], things: tuple[str, str]) -> str:
    """Write that nothing fits, and what would find some."""
    text = f"No {things[0]} fits all of that."
    for names, count in wider:
        said = join_words([mention(name) for name in names])
        are = "is" if count == 1 else "are"
        text += f" Without {said} there {are} {count} {things[count > 1]}."
    return text


def _detail_dish(one: DishFigures, tables: Tables, units: Units) -> dict[str, Any]:
    recipe = write_recipe(one.dish, one.meal.servings, tables, units)
    return one.to_row() | {
        "foods": [
            {"slot": s.slot, "food_id": s.food_id, "portions": s.portions, "grams": s.grams}
            for s in one.meal.servings
        ],
        "seasonings": [write_seasoning(name, 1, tables) for name in one.dish.seasonings],
        "ahead": list(recipe.ahead),
        "steps": list(recipe.steps) or [one.dish.how],
    }


def _detail_food(one: FoodFigures, tables: Tables) -> dict[str, Any]:
    food = one.food
    grocery = tables.groceries[food.grocery_id]
    return one.to_row() | {
        "contains": sorted(food.contains),
        "portion_g": food.portion_g,
        "source": food.source,
        "source_id": food.source_id,
        "note": food.note,
        "advice": food.advice,
        "calcium_absorbed": food.calcium_absorbed,
        "iodine_ug_per_100g": food.iodine_ug,
        "price_source": grocery.price_source,
        "price_year": grocery.price_year,
        "dishes": [dish.id for dish in find_dishes_with(food, tables)],
    }


def _find_columns(search: Search, tables: Tables) -> dict[str, Nutrient]:
    """The energy and the nutrient that was asked for, by the key of their figures."""
    columns = {ENERGY: tables.nutrients[ENERGY]}
    return columns | ({search.rich_key: search.rich_in} if search.rich_in else {})


def _label_figures(
    figures: Mapping[str, float | None], tables: Tables
) -> dict[str, tuple[str, Nutrient]]:
    """The label and the nutrient of each figure; the calcium that counts where it isn't all."""
    labels = {}
    for key, nutrient in tables.nutrients.items():
        labels[key] = nutrient.label, nutrient
        if key == CALCIUM and figures[COUNTED] != figures[key]:
            labels[COUNTED] = "calcium that counts", nutrient
    return labels


def _write(value: float | None, nutrient: Nutrient, not_counted: Sequence[str] = ()) -> str:
    """An amount; the least of it where something isn't counted."""
    if value is None:
        return ""
    return f"{f'{AT_LEAST} ' if not_counted else ''}{write_amount(value, nutrient)}"


def _write_price(one: FoodFigures) -> str:
    return "" if one.usd is None else f"${one.usd:,.2f}{'' if one.price_known else '*'}"


def _write_serving(food: Food, tables: Tables, units: Units) -> str:
    """A usual serving in its household measure and by weight: "½ cup, 90 g"."""
    measure = write_portions(food, food.serving, units)
    weight = write_eaten(food, food.serving_g, tables.groceries[food.grocery_id], units)
    return weight if food.portion == SERVING or measure == weight else f"{measure}, {weight}"


def _count(found: Sequence[object], things: tuple[str, str]) -> str:
    return f"{len(found)} {things[len(found) != 1]}"


def _note(text: str, search: Search) -> str:
    """What to know of a list."""
    if search.rich_in is None:
        return text
    return " ".join([text, *([COUNTS] if search.rich_in.id == CALCIUM else []), BLANK])


def _write_others(one: DishFigures) -> list[Paragraph]:
    """Write which other foods each slot of a dish can hold."""
    texts = []
    for serving, foods in zip(one.meal.servings, one.fillings, strict=True):
        names = [food.name for food in foods if food.id != serving.food_id]
        texts += [f"- {serving.slot}: {', '.join(names)}"] if names else []
    return [Paragraph(text) for text in texts]


def _write_absorption(food: Food) -> str:
    """Write how well a food's calcium is absorbed, where it is known."""
    if food.calcium_absorbed is None:
        return ""
    share, counts = food.calcium_absorbed, food.share_that_counts(CALCIUM)
    text = f"Its calcium is absorbed {share:.0%} as well as milk's"
    text = text.replace("%", " %")
    text += "; only that share counts." if counts < 1 else ", and counts in full."
    return f"{text} Measured in {MATCH_WORDS[food.calcium_match]}. Source: {ABSORPTION_SOURCE}."


def _write_iodine(food: Food) -> str:
    """Write the estimate of a food's iodine, where there is one."""
    if food.iodine_ug is None:
        return ""
    text = f"Iodine, an estimate: {food.iodine_ug:.3g} µg in 100 g"
    if food.iodine_least_ug is not None and food.iodine_most_ug is not None:
        text += f" (samples {food.iodine_least_ug:g} to {food.iodine_most_ug:g})"
    return f"{text}. Measured in {MATCH_WORDS[food.iodine_match]}."
