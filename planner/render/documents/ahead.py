"""What a meal needs the day before: to soak and boil, to mix, to thaw, to cook double."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from planner.plans.leftovers import find_cooked, find_doubled
from planner.plans.names import join_words, name_meal
from planner.plans.pots import find_thawed
from planner.plans.records import DayPlan, Meal, Serving, WeekPlan
from planner.plans.shopping import find_from_freezer
from planner.render.blocks import Block, Checklist, Heading
from planner.render.phrases import PLAIN, Style, Units, name_day
from planner.render.recipes import Batch, Recipe, write_recipe, write_thawing
from planner.tables.bundle import Tables
from planner.tables.cooking import SOAKED

FRIDGE = (
    "Put what is for tomorrow into the fridge within two hours, in shallow containers (USDA"
    " National Agricultural Library, nal.usda.gov)."
)
BOILED_KEEP = 2  # days after the one on which they are first eaten that boiled beans keep


def write_whole_recipe(
    meal: Meal,
    lunch: Meal | None,
    tables: Tables,
    units: Units,
    batches: Mapping[str, Batch] = MappingProxyType({}),
    frozen: float = 0.0,
) -> Recipe:
    """The recipe of a meal, and with it of the next day's lunch but for what that has fresh.

    `frozen` are servings of a dish of one's own that come out of the freezer.
    """
    cooked = find_cooked(meal, lunch, tables)
    return write_recipe(tables.dishes[meal.dish], cooked, tables, units, batches, frozen)


def find_batches(
    day: DayPlan, meal: Meal, plan: WeekPlan, tables: Tables, start: date | None = None
) -> dict[str, Batch]:
    """The dry beans of a meal that are boiled once for several meals, by food id.

    A pot boiled the evening before its first meal serves all meals of that day and of the next
    BOILED_KEEP days. Beans of a single meal are none.
    """
    found: dict[str, Batch] = {}
    for food_id in {one.food_id for one in meal.servings}:
        if tables.find_cooking(food_id).method != SOAKED:
            continue
        pots: list[list[tuple[DayPlan, Meal, list[Serving]]]] = []
        for own_day in plan.days:
            for own in own_day.meals:
                if own.leftover_of is not None or not tables.dishes[own.dish].steps:
                    continue
                cooked = find_cooked(own, find_doubled(own_day.day, own, plan), tables)
                eaten = [one for one in cooked if one.food_id == food_id]
                if not eaten:
                    continue
                if not pots or own_day.day - pots[-1][0][0].day > BOILED_KEEP:
                    pots.append([])
                pots[-1].append((own_day, own, eaten))
        here = (day.day, meal)
        pot = next((own for own in pots if here in [(at.day, one) for at, one, _ in own]), [])
        if len(pot) < 2:
            continue
        servings = [one for _, _, eaten in pot for one in eaten]
        first = pot[0][0]
        later = dict.fromkeys(
            f"{own.meal} of {name_day(own_day.day, start)}" for own_day, own, _ in pot[1:]
        )
        found[food_id] = Batch(
            portions=sum(one.portions for one in servings),
            grams=sum(one.grams for one in servings),
            days=join_words(later),
            done=(first.day, pot[0][1]) != here,
        )
    return found


def write_in_fridge(batches: Mapping[str, Batch], tables: Tables) -> str:
    """Write which beans of a meal are boiled already; empty if none are."""
    nouns = [
        f"the {tables.find_cooking(one).plural or tables.find_cooking(one).noun}"
        for one, batch in batches.items()
        if batch.done
    ]
    if not nouns:
        return ""
    text = f"{join_words(nouns)} are in the fridge, boiled with those of an earlier meal."
    return f"{text[0].upper()}{text[1:]}"


def write_thawed(
    day: DayPlan, meal: Meal, plan: WeekPlan, tables: Tables, units: Units
) -> list[str]:
    """Write what of a meal was frozen at home, and comes out of the freezer the day before."""
    if meal.leftover_of is not None:
        return []
    frozen = find_from_freezer(plan, tables)
    cooked = find_cooked(meal, find_doubled(day.day, meal, plan), tables)
    home = [one for one in cooked if (day.day, tables.foods[one.food_id].grocery_id) in frozen]
    return write_thawing(home, tables, units)


def write_ahead(
    day: DayPlan, plan: WeekPlan, tables: Tables, style: Style = PLAIN
) -> Iterator[str]:
    """Write what the meals of a day need the day before, each with its meal.

    That is what to soak and boil, to mix, to thaw, and to keep of a dinner cooked double.
    """
    for meal in day.meals:
        if meal.leftover_of is not None:
            name = name_meal(meal, tables)
            yield f"Dinner is cooked double, for tomorrow's lunch too: {name}. {FRIDGE}"
            continue
        batches = find_batches(day, meal, plan, tables, style.start)
        lunch = find_doubled(day.day, meal, plan)
        pot = find_thawed(day, meal, plan, tables)
        frozen = pot.thawed if pot else 0.0
        recipe = write_whole_recipe(meal, lunch, tables, style.units, batches, frozen)
        thawed = write_thawed(day, meal, plan, tables, style.units)
        for text in (*recipe.ahead, *thawed):
            yield f"For {meal.meal}: {text[0].lower()}{text[1:]}"


def compose_ahead(day: DayPlan, plan: WeekPlan, tables: Tables, style: Style) -> tuple[Block, ...]:
    """What to soak, boil, mix or thaw on a day for the next, in a sentence each."""
    items = [
        shorten_ahead(item)
        for tomorrow in plan.days[day.day : day.day + 1]
        for item in write_ahead(tomorrow, plan, tables, style)
    ]
    return (Heading("For tomorrow", 3), Checklist(tuple(items))) if items else ()


def shorten_ahead(text: str) -> str:
    """The first sentence of what is done the day before: its recipe has the rest."""
    return f"{text.partition('. ')[0].rstrip('.')}."


def write_before(plan: WeekPlan, tables: Tables, style: Style) -> str:
    """Write what the first day needs on the day before it; empty if that is nothing."""
    first = plan.days[0]
    items = [shorten_ahead(one) for one in write_ahead(first, plan, tables, style)]
    if not items:
        return ""
    when = name_before(first.day, style.start)
    return f"Begin {when}. {' '.join(items)}"


def name_before(day: int, start: date | None) -> str:
    """What the day before one is called: "the day before day 1", "on Sunday 31 May"."""
    if start is None:
        return f"the day before {name_day(day, start)}"
    return f"on {name_day(day, start - timedelta(days=1))}"
