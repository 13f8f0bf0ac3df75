"""Some days or meals of a plan, and what to do today for tomorrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planner.checking.findings import CheckReport
from planner.errors import Problem, RequestError
from planner.plans.names import find_noun, name_meal
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.render.blocks import Block, Checklist, Heading, Paragraph
from planner.render.documents.plan import (
    FRIDGE,
    compose_day,
    find_doubled,
    write_whole_recipe,
)
from planner.render.phrases import PLAIN, Style, name_day, write_weight
from planner.tables.bundle import Tables
from planner.tables.cooking import FROZEN
from planner.tables.dishes import MEALS


def compose_days(
    days: Sequence[DayPlan],
    plan: WeekPlan,
    report: CheckReport,
    tables: Tables,
    style: Style = PLAIN,
    meals: Sequence[str] = MEALS,
) -> list[Block]:
    """Some days of a plan with their recipes; or only some of their `meals`."""
    return [block for day in days for block in compose_day(day, report, plan, tables, style, meals)]


def compose_today(
    number: int, plan: WeekPlan, report: CheckReport, tables: Tables, style: Style = PLAIN
) -> list[Block]:
    """A day of a plan to cook by, and below it what to prepare for the day after."""
    blocks = compose_days(plan.days[number - 1 : number], plan, report, tables, style)
    if number == len(plan.days):
        return [*blocks, Heading("For tomorrow", 2), Paragraph("This is the plan's last day.")]
    items = tuple(write_ahead(plan.days[number], plan, tables, style))
    rest = Checklist(items) if items else Paragraph("Nothing to soak, thaw or prepare.")
    return [*blocks, Heading(f"For tomorrow, {name_day(number + 1, style.start)}", 2), rest]


def write_ahead(
    tomorrow: DayPlan, plan: WeekPlan, tables: Tables, style: Style = PLAIN
) -> Iterator[str]:
    """Write what the meals of tomorrow need today: what to soak, to mix, to thaw and to keep."""
    for meal in tomorrow.meals:
        if meal.leftover_of is not None:
            name = name_meal(meal, tables)
            yield f"Dinner is cooked double, for tomorrow's lunch too: {name}. {FRIDGE}"
            continue
        lunch = find_doubled(tomorrow.day, meal, plan)
        recipe = write_whole_recipe(meal, lunch, tables, style.units)
        for text in recipe.ahead:
            yield f"For {meal.meal}: {text[0].lower()}{text[1:]}"
        yield from _write_thawing(meal, " ".join(recipe.steps), tables, style)


def _write_thawing(meal: Meal, steps: str, tables: Tables, style: Style) -> Iterator[str]:
    """What the steps of a meal take thawed, with its weight."""
    grams: dict[str, float] = {}
    for serving in meal.servings:
        grams[serving.food_id] = grams.get(serving.food_id, 0.0) + serving.grams
    for food_id, own in grams.items():
        cooking = tables.find_cooking(food_id)
        portions = max(one.portions for one in meal.servings if one.food_id == food_id)
        noun = find_noun(cooking, portions)
        thawed = f"{noun} (thawed)" in steps or f"let the {noun} thaw" in steps.lower()
        if cooking.bought == FROZEN and thawed:
            bought = write_weight(own * tables.foods[food_id].bought_g_per_eaten_g, style.units)
            yield f"For {meal.meal}: thaw {bought} of {noun} in the fridge."


def find_today(plan: WeekPlan, today: date | None, day: int | None, now: date) -> int:
    """The number of the day that is meant: `day`, or that of a date, which is `now` if not said.

    RequestError for a plan without dates, and for a date that it doesn't have.
    """
    if day is not None and today is not None:
        raise RequestError(Problem(("date",), "the day is said twice", "Leave out one of them."))
    if day is not None:
        return day
    start = plan.request.start
    if start is None:
        what = "the plan has no dates"
        remedy = "Say which of its days you mean, such as day 1. A plan made with a date for its"
        raise RequestError(Problem(("day",), what, f"{remedy} first day knows today."))
    number = ((today or now) - start).days + 1
    if not 1 <= number <= len(plan.days):
        span = f"from {start} to {start.fromordinal(start.toordinal() + len(plan.days) - 1)}"
        what = f"{today or now} is not in the plan, which is {span}"
        raise RequestError(Problem(("date",), what, "Choose one of these dates."))
    return number
