"""The dishes and the foods of the tables, to look for: what fits, with figures a usual serving."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, TypeVar

import numpy as np

from planner.errors import Problem, RequestError, close_matches, quote
from planner.people.exclusions import find_removals
from planner.people.food_words import fold_text, search_dishes, search_foods
from planner.plans.names import find_minutes, name_meal
from planner.plans.records import Meal, Serving
from planner.request.from_words import make_request
from planner.tables.bundle import Tables
from planner.tables.cuisines import find_cuisines, split_cuisines
from planner.tables.diets import BETWEEN, make_id, name_diets
from planner.tables.dishes import Dish, count_steps
from planner.tables.foods import PER, SERVING, Food
from planner.tables.nutrients import CALCIUM, Nutrient, find_nutrient

COUNTED = "calcium_counted_mg"
"""The key of the calcium that counts: less than all of it where it is hardly absorbed."""

DISH_COLUMNS = ("id", "name", "served_as", "meals", "minutes", "cuisine", "not_counted", "grams")
FOOD_COLUMNS = (
    *("id", "name", "group", "portion", "portions", "serving_g", "serving_usd", "price_known"),
    *("not_counted", "per"),
)
"""What the rows of dishes and of foods have before their nutrients."""

MOST_MINUTES = 600
EATER = "you"


@dataclass(frozen=True)
class Search:
    """What someone looks for: words, and what dishes or foods must be.

    `diet` is its id, None for any; `removed` has the ids of the foods that it leaves out. A dish is
    made in `minutes` and of one of `cuisines`; both are None where it doesn't matter. The richest
    in the nutrient `rich_in` come first, in what `per` says.
    """

    words: str = ""
    diet: str | None = None
    removed: frozenset[str] = frozenset()
    minutes: int | None = None
    cuisines: frozenset[str] | None = None
    rich_in: Nutrient | None = None
    per: str = SERVING

    @property
    def rich_key(self) -> str:
        """The key of figures to sort by; empty if no nutrient was asked for."""
        if self.rich_in is None:
            return ""
        return COUNTED if self.rich_in.id == CALCIUM else self.rich_in.id


@dataclass(frozen=True)
class DishFigures:
    """A dish as it is usually served on a day of 2,000 kcal: `minutes`, and what one plate has.

    `meal` is the plate, which is called `served_as`. Its foods are the first that the dish names,
    or else everyday ones, of those that were asked for. `per_serving` has each nutrient in its
    unit, and COUNTED; one is None where it isn't known of some food, and all of them are the least
    where there is something `not_counted`. `fillings` has the foods that each slot may hold, as
    they were asked for.
    """

    dish: Dish
    meal: Meal
    served_as: str
    minutes: int
    grams: float
    fillings: Sequence[Sequence[Food]]
    per_serving: Mapping[str, float | None]
    not_counted: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The dish's id."""
        return self.dish.id

    @property
    def name(self) -> str:
        """What the dish is called before it is filled."""
        return self.dish.name

    def to_row(self) -> dict[str, Any]:
        """DISH_COLUMNS, and its nutrients in a serving."""
        dish = self.dish
        cells: tuple[Any, ...] = (dish.id, dish.name, self.served_as, [*dish.meals])
        cells = (*cells, self.minutes, dish.cuisine, [*self.not_counted], self.grams)
        return {**dict(zip(DISH_COLUMNS, cells, strict=True)), **self.per_serving}


@dataclass(frozen=True)
class FoodFigures:
    """A food: its usual serving in grams, what that costs, and its nutrients in what `per` says.

    `usd` is None where nothing is known; `price_known` is false where it is an estimate. `figures`
    has each nutrient in its unit, and COUNTED, None where it isn't known.
    """

    food: Food
    usd: float | None
    price_known: bool
    per: str
    figures: Mapping[str, float | None]

    @property
    def id(self) -> str:
        """The food's id."""
        return self.food.id

    @property
    def name(self) -> str:
        """What the food is called."""
        return self.food.name

    def to_row(self) -> dict[str, Any]:
        """FOOD_COLUMNS, and its nutrients in what `per` says."""
        food = self.food
        cells: tuple[Any, ...] = (food.id, food.name, food.group, food.portion, food.serving)
        cells = (*cells, food.serving_g, self.usd, self.price_known, [*food.unknown_parts])
        cells = (*cells, self.per)
        return {**dict(zip(FOOD_COLUMNS, cells, strict=True)), **self.figures}


Figures = TypeVar("Figures", DishFigures, FoodFigures)


def make_search(
    tables: Tables,
    words: str = "",
    *,
    diet: str | None = None,
    minutes: int | None = None,
    cuisines: Iterable[str] = (),
    rich_in: str | None = None,
    per: str = SERVING,
) -> Search:
    """Make a search of words; RequestError with all that aren't understood.

    A diet among the words is the diet, if none is given and they are no food's or dish's name.
    """
    problems: list[Problem] = []
    if diet is None:
        diet, words = _find_diet(words, tables)
    found = Search(" ".join(words.split()))

    def take(make: Callable[[], Search]) -> None:
        nonlocal found
        try:
            found = make()
        except RequestError as error:
            problems.extend(error.problems)

    def take_diet() -> Search:
        (person,) = make_request(tables, diet=diet).people
        removed = frozenset(removal.food.id for removal in find_removals(person, tables))
        return replace(found, diet=person.diet, removed=removed)

    if diet is not None:
        take(take_diet)
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        what = f"{minutes} is out of range"
        problems.append(Problem(("minutes",), what, f"Write 1 to {MOST_MINUTES}."))
    asked = split_cuisines(cuisines)
    if asked:
        take(lambda: replace(found, cuisines=find_cuisines(asked, tables.dishes.values())))
    if rich_in is not None:
        take(lambda: replace(found, rich_in=find_nutrient(rich_in, tables.nutrients, ("rich_in",))))
    if per not in PER:
        remedy = close_matches(per, PER) or f"Write one of {', '.join(PER)}."
        problems.append(Problem(("per",), f"{quote(per)} is not known", remedy))
    if problems:
        raise RequestError(*problems)
    return replace(found, minutes=minutes, per=per)


def find_rich(word: str | None, tables: Tables) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """A nutrient's name, or of one that isn't known the nearest, and that pair of words then."""
    if word is not None:
        try:
            find_nutrient(word, tables.nutrients)
        except RequestError as error:
            (problem,) = error.problems
            if problem.nearest:
                return problem.nearest, ((word, problem.nearest),)
    return word, ()


def _find_diet(words: str, tables: Tables) -> tuple[str | None, str]:
    """The diets among words, if any, and the words without them."""
    things: list[Food | Dish] = [*tables.foods.values(), *tables.dishes.values()]
    named = {fold_text(name) for one in things for name in (one.id, one.name)}
    known = name_diets(tables.diets)
    diets = [word for word in words.split() if make_id(word) in known]
    if not diets or fold_text(words) in named:
        return None, words
    return BETWEEN.join(diets), " ".join(word for word in words.split() if word not in diets)


def list_dishes(tables: Tables, search: Search) -> tuple[DishFigures, ...]:
    """The dishes that fit, with figures a usual serving: those whose names have the words first.

    With `rich_in` the richest come first, and those in which it isn't known last. A dish suits a
    diet, or is made in so many minutes, if each slot has foods with which it is, among them one
    that was named. RequestError for a
    word that no dish and no food has.
    """
    allowed = tables.foods.keys() - search.removed
    most = inf if search.minutes is None else search.minutes
    found = []
    for dish_id, wanted in search_dishes(search.words, tables, removed=search.removed).items():
        dish = tables.dishes[dish_id]
        if search.cuisines is None or dish.cuisine in search.cuisines:
            fillings = tables.find_quick(dish, allowed, most)
            served = {food.id for foods in fillings for food in foods}
            if all(fillings) and (not wanted or wanted & served):  # quick with what was named
                found.append(_serve(dish, fillings, wanted, tables))
    return tuple(sorted(found, key=lambda one: _rank(one.per_serving, search)))


def list_foods(tables: Tables, search: Search) -> tuple[FoodFigures, ...]:
    """The foods that fit, in the order of their table, or with `rich_in` the richest first.

    Those in which it isn't known come last. RequestError for a word that no food has.
    """
    found = [
        measure_food(tables.foods[food_id], search.per, tables)
        for food_id in search_foods(search.words, tables)
        if food_id not in search.removed
    ]
    return tuple(sorted(found, key=lambda one: _rank(one.figures, search)))


def find_one(found: Sequence[Figures], search: Search) -> Figures | None:
    """The one that was asked for: by its exact id or name, or the only one that fits."""
    asked = fold_text(search.words)
    exact = [one for one in found if asked and asked in (fold_text(one.id), fold_text(one.name))]
    return exact[0] if exact else found[0] if len(found) == 1 else None


def mend_words(
    search: Search, find: Callable[[Tables, Search], Sequence[Figures]], tables: Tables
) -> tuple[Search, Sequence[Figures], tuple[tuple[str, str], ...]]:
    """A search with what it finds, and each unknown word with the known one taken for it.

    `find` is list_dishes or list_foods. RequestError if a word has none near, or if nothing has all
    of the words then.
    """
    try:
        return search, find(tables, search), ()
    except RequestError as error:
        pairs = tuple((one.unknown, one.nearest) for one in error.problems)
        if not all(near for _, near in pairs):
            raise
        instead = dict(pairs)
        words = " ".join(instead.get(word, word) for word in search.words.split())
        mended = replace(search, words=words)
        try:
            return mended, find(tables, mended), pairs
        except RequestError:
            raise error from None


def find_wider(
    search: Search, find: Callable[[Tables, Search], Sequence[object]], tables: Tables
) -> tuple[tuple[tuple[str, ...], int], ...]:
    """What would find some: each condition of a search that may be left out, and how many then.

    A condition is the name of its field; `find` is list_dishes or list_foods. Where no single one
    helps, all but the words are left out together.
    """
    wider = {
        "diet": replace(search, diet=None, removed=frozenset()),
        "minutes": replace(search, minutes=None),
        "cuisine": replace(search, cuisines=None),
        "words": replace(search, words=""),
    }
    changed = {name: one for name, one in wider.items() if one != search}
    counts = tuple(((name,), len(find(tables, one))) for name, one in changed.items())
    counts = tuple(pair for pair in counts if pair[1])
    if counts or not changed:
        return counts
    names = tuple(name for name in changed if name != "words")
    return ((names, len(find(tables, Search(words=search.words)))),)


def find_figures(tables: Tables) -> tuple[str, ...]:
    """The keys of the figures that rows have: the nutrients, and COUNTED."""
    return (*tables.nutrients, *([COUNTED] if CALCIUM in tables.nutrients else []))


def find_dishes_with(food: Food, tables: Tables) -> tuple[Dish, ...]:
    """The dishes that a food is served in."""
    return tuple(
        dish
        for dish in tables.dishes.values()
        if any(food in tables.fillings[dish.id, slot.name] for slot in dish.slots)
    )


def measure_food(food: Food, per: str, tables: Tables) -> FoodFigures:
    """A food with its price and its nutrients in a serving, 100 kcal or 100 g."""
    price = tables.prices.get(food.grocery_id)
    bought_g = food.serving_g * food.bought_g_per_eaten_g
    hundreds = food.find_hundreds(per)

    def scale(amount: float | None) -> float | None:
        return None if amount is None or hundreds is None else amount * hundreds

    figures = {nutrient: scale(amount) for nutrient, amount in food.per_100g.items()}
    if CALCIUM in figures:
        figures[COUNTED] = scale(food.counts(CALCIUM))
    usd = None if price is None else price.usd_per_100g * bought_g / 100
    return FoodFigures(food, usd, price is not None and price.known, per, figures)


def _rank(figures: Mapping[str, float | None], search: Search) -> tuple[bool, float]:
    """The key to sort by: the most of what was asked for first, what isn't known last."""
    amount = figures[search.rich_key] if search.rich_key else 0.0
    return amount is None, -(amount or 0.0)


def _serve(
    dish: Dish, fillings: Sequence[Sequence[Food]], wanted: Collection[str], tables: Tables
) -> DishFigures:
    """A dish with its usual portions of the foods that come first."""
    chosen: list[Food] = []
    for slot, foods in zip(dish.slots, fillings, strict=True):
        order = {name: place for place, name in enumerate(slot.foods)}
        kinds = {food.kind for food in chosen}

        def rank(food: Food, order: Mapping[str, int] = order) -> tuple[bool, bool, float, bool]:
            place = order.get(food.id, inf)
            return food.id not in wanted, food.rare, place, not food.everyday

        others = [food for food in foods if food.kind not in kinds]
        chosen.append(min(others or foods, key=rank))
    amounts = np.array([[slot.smallest, slot.usual, slot.largest] for slot in dish.slots])
    scale, step = (np.array([getattr(food, key) for food in chosen]) for key in ("serving", "step"))
    _, steps, _ = count_steps(amounts, scale, step)
    portions = steps * step
    servings = tuple(
        Serving(EATER, slot.name, food.id, float(much), float(much) * food.portion_g)
        for slot, food, much in zip(dish.slots, chosen, portions, strict=True)
    )
    meal = Meal(dish.meals[0], dish.id, servings)
    plate = [(tables.foods[one.food_id], one.grams / 100) for one in servings]
    figures = {
        nutrient: _add((food.per_100g[nutrient], hundreds) for food, hundreds in plate)
        for nutrient in tables.nutrients
    }
    if CALCIUM in figures:
        figures[COUNTED] = _add((food.counts(CALCIUM), hundreds) for food, hundreds in plate)
    return DishFigures(
        dish,
        meal,
        name_meal(meal, tables),
        find_minutes(meal, tables),
        sum(one.grams for one in servings),
        fillings,
        figures,
        tuple(dict.fromkeys(name for food in chosen for name in food.unknown_parts)),
    )


def _add(amounts: Iterable[tuple[float | None, float]]) -> float | None:
    """The sum of amounts in 100 g, each with its hundreds of grams; None if one isn't known."""
    total = 0.0
    for amount, hundreds in amounts:
        if amount is None:
            return None
        total += amount * hundreds
    return total
