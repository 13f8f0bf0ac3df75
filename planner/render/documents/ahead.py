"""What a meal needs the day before: to soak and boil, to mix, to thaw, to cook double."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from planner.plans.names import name_meal
from planner.plans.records import DayPlan, Meal, Serving, WeekPlan
from planner.plans.shopping import find_from_freezer
from planner.render.phrases import PLAIN, Style, Units, name_day
from planner.render.recipes import Recipe, write_recipe, write_thawing
from planner.tables.bundle import Tables

FRIDGE = (
    "Put what is for tomorrow into the fridge within two hours, in shallow containers (USDA"
    " National Agricultural Library, nal.usda.gov)."
)
FRESH_GROUPS = ("breads", "cheese", "yogurt", "milk")  # put to a dish at table
FRESH_ROLES = frozenset(
    {"salad-leaf", "fresh-vegetable", "vinaigrette", "nutty-dressing", "avocado"}
)


def find_doubled(day: int, meal: Meal, plan: WeekPlan) -> Meal | None:
    """The lunch that is cooked with a dinner; None where there is none."""
    is_dinner = meal == plan.find_dinner(plan.days[day - 1])
    return plan.find_leftovers().get(day) if is_dinner else None


def find_fresh(meal: Meal, tables: Tables) -> list[str]:
    """The foods of a meal that are added at table: what keeps is cooked without them."""
    slots = {slot.name: slot for slot in tables.dishes[meal.dish].slots}
    return [
        food_id
        for food_id, slot in dict.fromkeys(
            (serving.food_id, serving.slot) for serving in meal.servings
        )
        if tables.foods[food_id].group in FRESH_GROUPS
        or not FRESH_ROLES.isdisjoint((*slots[slot].roles, *tables.foods[food_id].roles[:1]))
    ]


def find_cooked(meal: Meal, lunch: Meal | None, tables: Tables) -> list[Serving]:
    """What is cooked at once: a meal, and the next day's lunch but for what that has fresh."""
    fresh = find_fresh(meal, tables) if lunch is not None else []
    later = () if lunch is None else lunch.servings
    return [*meal.servings, *(one for one in later if one.food_id not in fresh)]


def write_whole_recipe(meal: Meal, lunch: Meal | None, tables: Tables, units: Units) -> Recipe:
    """The recipe of a meal, and with it of the next day's lunch but for what that has fresh."""
    return write_recipe(tables.dishes[meal.dish], find_cooked(meal, lunch, tables), tables, units)


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
        recipe = write_whole_recipe(meal, find_doubled(day.day, meal, plan), tables, style.units)
        thawed = write_thawed(day, meal, plan, tables, style.units)
        for text in (*recipe.ahead, *thawed):
            yield f"For {meal.meal}: {text[0].lower()}{text[1:]}"


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
    return f"Begin {when}. {' '.join(items)} The recipes of day 1 have the rest."


def name_before(day: int, start: date | None) -> str:
    """What the day before one is called: "the day before day 1", "on Sunday 31 May"."""
    if start is None:
        return f"the day before {name_day(day, start)}"
    return f"on {name_day(day, start - timedelta(days=1))}"
