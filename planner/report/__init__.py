"""Figures as data: numbers with units, no sentences.

Each function gives a DataFrame. `dishes` and `foods` list what the tables have, as the commands of
these names do; the others are of a plan, from the same figures that the printed plan and its
pictures show. Amounts are in the `unit` of their row; foods are in grams, energy in kcal, money in
US dollars; a share of 1 is the whole. What isn't known is NaN, never zero. Without `tables` the
plan's own are used.

    from planner import report

    report.coverage(week).pivot(index="nutrient", columns="day", values="share")
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from planner.checking.findings import check_plan
from planner.people.targets import PERCENT_OF_ENERGY
from planner.plans.names import name_meal
from planner.plans.records import WeekPlan
from planner.report.catalogue import (
    DISH_COLUMNS,
    FOOD_COLUMNS,
    find_figures,
    list_dishes,
    list_foods,
    make_search,
)
from planner.report.coverage_levels import list_levels
from planner.report.healthy_eating import compute_healthy_eating
from planner.report.nutrient_sources import compute_sources
from planner.request.arguments import check_records, take_each, take_value
from planner.request.fields import Kind
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY, THE_FIVE, find_nutrient

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "coverage",
    "dishes",
    "foods",
    "healthy_eating",
    "limits",
    "servings",
    "shopping",
    "sources",
]


def dishes(
    tables: Tables,
    words: str = "",
    *,
    diet: str | Iterable[str] | None = None,
    minutes: int | None = None,
    cuisine: str | Iterable[str] = (),
    rich_in: str | None = None,
) -> pd.DataFrame:
    """The dishes that fit, a row for each, with all nutrients of a usual serving.

    `words` are looked for in the names of dishes, cuisines and meals, and in the foods that a dish
    can be made with. The figures are those of everyday foods that suit the `diet` and take no more
    than `minutes`, on a day of 2,000 kcal. The richest in the nutrient `rich_in` come first.

    Columns: `id`, `name`, `served_as` (its name with those foods), `meals` that it suits,
    `minutes`, `cuisine`, `not_counted` (what isn't known of an own recipe, whose figures are the
    least then), `grams`, then a column for each nutrient by its id, and `calcium_counted_mg`, which
    is less than all of it where that is hardly absorbed.

    Raises RequestError with every word that isn't known.

        >>> thai = dishes(tables, "peanut", cuisine="Thai", rich_in="magnesium")
        >>> thai["id"].tolist()[-2:]
        ['pad-thai', 'pad-see-ew']
    """
    check_records(tables=tables)
    asked = take_value(Kind.TEXTS, cuisine, ("cuisine",))
    given = take_each(
        {"words": words, "diet": diet, "minutes": minutes, "rich_in": rich_in},
        {"words": Kind.TEXT, "diet": Kind.WORDS, "minutes": Kind.WHOLE, "rich_in": Kind.TEXT},
    )
    search = make_search(tables, cuisines=asked, **given)
    rows = [one.to_row() for one in list_dishes(tables, search)]
    names, figures = DISH_COLUMNS[:-1], (DISH_COLUMNS[-1], *find_figures(tables))
    texts = ("meals", "not_counted")
    rows = [row | {name: ", ".join(row[name]) for name in texts} for row in rows]
    return _frame(names, figures, ([row[key] for key in (*names, *figures)] for row in rows))


def foods(
    tables: Tables,
    words: str = "",
    *,
    diet: str | Iterable[str] | None = None,
    rich_in: str | None = None,
    per: str = "serving",
) -> pd.DataFrame:
    """The foods that fit, a row for each, with all nutrients in a serving, 100 kcal or 100 g.

    `words` are looked for in names, kinds and groups. `per` is "serving", "kcal" or "gram". In 100
    kcal of a food with hardly any energy nothing is known. The richest in the nutrient `rich_in`
    come first; it is the calcium that counts.

    Columns: `id`, `name`, `group`, `portion` (its household measure), `portions` and `serving_g` of
    a usual serving, what that costs in `serving_usd`, `price_known`, which is false where it is an
    estimate, `not_counted` (what isn't known of an own recipe), `per`, then a column for each
    nutrient by its id, and `calcium_counted_mg`, which is less than all of it where that is hardly
    absorbed.

    Raises RequestError with every word that isn't known.

        >>> greens = foods(tables, "spinach", rich_in="calcium", per="kcal")
        >>> bool((greens["calcium_counted_mg"] < greens["calcium_mg"] / 5).all())
        True
    """
    check_records(tables=tables)
    given = take_each(
        {"words": words, "diet": diet, "rich_in": rich_in, "per": per},
        dict.fromkeys(("words", "rich_in", "per"), Kind.TEXT) | {"diet": Kind.WORDS},
    )
    rows = [one.to_row() for one in list_foods(tables, make_search(tables, **given))]
    rows = [row | {"not_counted": ", ".join(row["not_counted"])} for row in rows]
    names = ("id", "name", "group", "portion", "not_counted", "per")
    figures = ("portions", "serving_g", "serving_usd", *find_figures(tables))
    frame = _frame(
        names,
        figures,
        ([row[key] for key in (*names, *figures, "price_known")] for row in rows),
        "price_known",
    )
    return frame[[*FOOD_COLUMNS, *find_figures(tables)]]


def servings(plan: WeekPlan, tables: Tables | None = None) -> pd.DataFrame:
    """Every food on every plate, a row for each.

    Columns: `day` (from 1), `meal`, `dish`, `person`, `slot` of the dish, `food_id`, `food`,
    `portions` of its household measure, `grams`, `energy_kcal`.

        >>> servings(week).groupby("day")["grams"].sum().index.tolist()
        [1, 2]
    """
    known = _tables(plan, tables)
    return _frame(
        ("day", "meal", "dish", "person", "slot", "food_id", "food"),
        ("portions", "grams", "energy_kcal"),
        (
            (
                *(day.day, meal.meal, name_meal(meal, known), one.person, one.slot),
                *(one.food_id, known.foods[one.food_id].name, one.portions, one.grams),
                _times(known.foods[one.food_id].per_100g[ENERGY], one.grams / 100),
            )
            for day in plan.days
            for meal in day.meals
            for one in meal.servings
        ),
    )


def coverage(plan: WeekPlan, tables: Tables | None = None) -> pd.DataFrame:
    """Each minimum, and the energy, on each day, for each person.

    Columns: `person`, `nutrient` (its id), `name`, `day`, `value` and `target` in `unit`, `share`
    (value over target), `missed` where a required target isn't met. A target is what that day is
    held to: less than usual where meals are eaten elsewhere.

        >>> frame = coverage(week)
        >>> bool((frame["share"][frame["nutrient"] == "magnesium_mg"] >= 1).all())
        True
    """
    known, report = _tables(plan, tables), check_plan(plan, _tables(plan, tables))
    rows = [
        (
            *(person.name, row.nutrient, known.nutrients[row.nutrient].label, day),
            known.nutrients[row.nutrient].unit,
            *(one.value, one.target, None if one.out else one.share, one.missed),
        )
        for person, row, day, one in list_levels(plan, report)
    ]
    names = ("person", "nutrient", "name", "day", "unit")
    return _frame(names, ("value", "target", "share"), rows, "missed")


def limits(plan: WeekPlan, tables: Tables | None = None) -> pd.DataFrame:
    """Each limit that the check held against the plan, as `planner check` prints them.

    Columns: `person`, `nutrient` (its id), `name`, `kind` (such as RDA or UL), `period` ("day" or
    "week", which is the average of its days) and its `number` from 1, `value`, `minimum` and
    `maximum` in `unit`, `required`, `met`.

        >>> bool(limits(week).query("required")["met"].all())
        True
    """
    known = _tables(plan, tables)
    return _frame(
        ("person", "nutrient", "name", "kind", "period", "number", "unit"),
        ("value", "minimum", "maximum"),
        (
            (
                *(one.person, one.nutrient, known.nutrients[one.nutrient].label, one.kind),
                *(one.period, one.number),
                "% of energy"
                if one.basis == PERCENT_OF_ENERGY
                else known.nutrients[one.nutrient].unit,
                *(one.value, one.minimum, one.maximum, one.required, one.met),
            )
            for one in check_plan(plan, known).verdicts
        ),
        "required",
        "met",
    )


def sources(
    plan: WeekPlan, tables: Tables | None = None, nutrients: Iterable[str] = THE_FIVE
) -> pd.DataFrame:
    """What brings each of the `nutrients` over all days: a supplement, then foods, largest first.

    Columns: `person`, `nutrient` (its id), `name`, `food_id` and `food` (none of a supplement),
    `grams`, `amount` in `unit`, `share` of all that is known.

        >>> shares = sources(week).groupby("nutrient")["share"].sum()
        >>> bool(((shares - 1).abs() < 1e-9).all())
        True
    """
    known = _tables(plan, tables)
    where = ("nutrients",)
    words = take_value(Kind.TEXTS, nutrients, where)
    wanted = tuple(find_nutrient(word, known.nutrients, where).id for word in words)
    report = check_plan(plan, known)
    rows = []
    for person in plan.request.people:
        found = compute_sources(plan, report, person, known, wanted)
        for nutrient in (known.nutrients[name] for name in found):
            for one in found[nutrient.id]:
                food = None if one.food_id is None else known.foods[one.food_id].name
                names = (person.name, nutrient.id, nutrient.label, one.food_id, food, nutrient.unit)
                rows.append((*names, one.grams, one.amount, one.share))
    names = ("person", "nutrient", "name", "food_id", "food", "unit")
    return _frame(names, ("grams", "amount", "share"), rows)


def healthy_eating(plan: WeekPlan, tables: Tables | None = None) -> pd.DataFrame:
    """The Healthy Eating Index 2020 of all days together, a row for each person and component.

    Columns: `person`, `component`, `value` in `unit`, `points` of `most`. The points of a person
    add up to their index, of at most 100. Without a row if the tables have no food patterns.

        >>> bool(0 < healthy_eating(week)["points"].sum() <= 100)
        True
    """
    known = _tables(plan, tables)
    report = check_plan(plan, known)
    rows = []
    for person in plan.request.people:
        index = compute_healthy_eating(plan, report, person, known)
        for one in index.components if index else ():
            names = (person.name, one.standard.name, one.standard.unit)
            rows.append((*names, one.value, one.points, one.standard.most))
    return _frame(("person", "component", "unit"), ("value", "points", "most"), rows)


def shopping(plan: WeekPlan, tables: Tables | None = None) -> pd.DataFrame:
    """The shopping list, a row for each item and week.

    Columns: `week` (from 1), `item_id`, `item`, `aisle`, `grams` that the week needs,
    `at_home_grams` and `carried_grams` of them that are there, `bought_grams` in `packs`,
    `left_grams` that are never eaten, `cost_usd`, and `price_known`, which is false where the price
    stands in for one that isn't known.

        >>> shopping(week)["week"].unique().tolist()
        [1]
    """
    known = _tables(plan, tables)
    return _frame(
        ("week", "item_id", "item", "aisle", "packs"),
        ("grams", "at_home_grams", "carried_grams", "bought_grams", "left_grams", "cost_usd"),
        (
            (
                *(one.week, one.grocery_id, known.groceries[one.grocery_id].name, one.aisle),
                sum(count for _, count in one.packs),
                *(one.grams, one.at_home_grams, one.carried_grams),
                sum(size * count for size, count in one.packs),
                *(one.left_grams, one.cost_usd, one.price_known),
            )
            for one in plan.shopping
        ),
        "price_known",
    )


def _tables(plan: WeekPlan, tables: Tables | None) -> Tables:
    check_records("tables", plan=plan, tables=tables)
    return plan.tables if tables is None else tables


def _times(per_100g: float | None, hundreds: float) -> float | None:
    return None if per_100g is None else per_100g * hundreds


def _frame(
    names: tuple[str, ...],
    numbers: tuple[str, ...],
    rows: Iterable[Sequence[Any]],
    *flags: str,
) -> pd.DataFrame:
    """Make a frame in which `numbers` are floats and `flags` are bools, even without a row."""
    import pandas as pd  # noqa: PLC0415  (slower to import than a week is to plan)

    frame = pd.DataFrame([*rows], columns=[*names, *numbers, *flags])
    return frame.astype(dict.fromkeys(numbers, float) | dict.fromkeys(flags, bool))
