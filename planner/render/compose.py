"""A plan composed as blocks: its summary, its days, then its coverage and its list."""

from __future__ import annotations

from planner.aisles import Aisles
from planner.check import CheckReport
from planner.nutrients import ENERGY
from planner.person import CAUTION_KCAL
from planner.plan import DayPlan, Meal, WeekPlan
from planner.render.advice import write_conditions
from planner.render.blocks import Block, Cell, Grid, Heading, Mark, Paragraph
from planner.render.coverage import compose_coverage, compose_verdict
from planner.render.shopping import compose_list
from planner.render.shortfall import compose_shortfalls
from planner.render.supplements import compose_supplements
from planner.render.targets import write_removals
from planner.render.words import (
    Units,
    write_assumption,
    write_eaten,
    write_person,
    write_portions,
)
from planner.tables import Tables

FROM_DRY = 0.6  # grams bought for a gram eaten, of what is bought dry and boiled


def compose_plan(
    plan: WeekPlan,
    report: CheckReport,
    tables: Tables,
    units: Units = Units.METRIC,
    aisles: Aisles | None = None,
) -> list[Block]:
    """The whole document of a plan, its list in the order of one's own aisles if they are given."""
    blocks = compose_summary(plan, report, tables)
    for day in plan.days:
        blocks += compose_day(day, report, plan, tables, units)
    blocks += compose_supplements(plan, report, tables)
    blocks += compose_coverage(plan, report, tables)
    blocks += compose_list(plan, tables, units, aisles)
    return blocks


def compose_summary(plan: WeekPlan, report: CheckReport, tables: Tables) -> list[Block]:
    """The title, whom the plan serves, and whether it meets everything."""
    (person,) = plan.request.people
    days = f"{len(plan.days)} days" if len(plan.days) > 1 else "One day"
    title = f"{days}, {person.diet}, {person.energy_kcal:,.0f} kcal a day"
    who = f"For {write_person(person)}; energy: {person.energy_source}."
    if person.age is None or person.sex is None:
        who += (
            " Where needs differ by age or sex, the highest minimum and the lowest upper level are"
            " kept; --age and --sex narrow it down."
        )
    texts = (who, write_assumption(person), " ".join(write_removals(person, tables)))
    blocks: list[Block] = [Heading(title, 1), *(Paragraph(text) for text in texts if text)]
    blocks.append(compose_verdict(report, tables))
    blocks += compose_shortfalls(plan, tables)
    blocks += [Paragraph(text) for text in write_conditions(plan.request.people, tables, report)]
    if person.energy_kcal < CAUTION_KCAL:
        caution = f"Below {CAUTION_KCAL:,.0f} kcal a day, eat so only with a doctor's advice."
        blocks.append(Paragraph(caution, Mark.MISS))
    return blocks + [Paragraph(f"Unusual: {note}.") for note in report.notes]


def compose_day(
    day: DayPlan,
    report: CheckReport,
    plan: WeekPlan,
    tables: Tables,
    units: Units = Units.METRIC,
) -> list[Block]:
    """A day, dish by dish: its foods, how it is made, its seasonings."""
    (person,) = plan.request.people
    kcal = report.amount(person.name, day.day, ENERGY)
    blocks: list[Block] = [Heading(f"Day {day.day} · {kcal:,.0f} kcal", 2)]
    for meal in day.meals:
        dish = tables.dishes[meal.dish]
        minutes = f" · {dish.minutes} min" if dish.minutes else ""
        blocks.append(Heading(f"{meal.meal.capitalize()}: {dish.name}{minutes}", 3))
        rows = []
        for one in meal.servings:
            food = tables.foods[one.food_id]
            eaten = write_eaten(food, one.grams, tables.groceries[food.grocery_id], units)
            portions = write_portions(food, one.portions, units)
            rows.append((Cell(food.name), Cell(portions), Cell(eaten)))
        blocks.append(Grid((), tuple(rows), ("left", "left", "right")))
        seasonings = f" Season with {', '.join(dish.seasonings)}." if dish.seasonings else ""
        blocks.append(Paragraph(dish.how + seasonings + boiled_ahead(meal, tables), Mark.QUIET))
    return blocks


def boiled_ahead(meal: Meal, tables: Tables) -> str:
    """What is boiled before the dish is made, which its minutes leave out."""
    foods = [tables.foods[one.food_id] for one in meal.servings]
    beans = [f.name for f in foods if f.group == "legumes" and f.bought_g_per_eaten_g < FROM_DRY]
    if not beans:
        return ""
    return f" Ahead, and not in the minutes: {' and '.join(beans)} from dry ones, or canned."
