"""The salt of a plan: what each day leaves room for, and how much of it goes into each pot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.checking.findings import CheckReport
from planner.plans.names import join_words
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.render.documents.ahead import find_doubled
from planner.render.phrases import Units, write_spoon
from planner.report.drink_and_salt import SALT_G_A_TSP, compute_salt_room
from planner.tables.bundle import Tables

SAVORY = frozenset({"savory", "hot"})
EIGHTHS = 8  # of a teaspoon: the least that is measured
PLATE = 2  # eighths of a teaspoon of salt that a plate takes at most: our estimate


@dataclass(frozen=True)
class Salt:
    """The salt of a plan in eighths of a teaspoon.

    `days` is what a day leaves whoever has the least room, by its number, and `rooms` what it
    leaves each eater. `meals` are those that are salted. `pots` is what goes into the pot of a
    meal, by day and meal.
    """

    days: Mapping[int, int]
    rooms: Mapping[int, Mapping[str, int]]
    meals: Mapping[int, tuple[str, ...]]
    pots: Mapping[tuple[int, str], int]


def is_salted(meal: Meal, tables: Tables) -> bool:
    """Whether a meal is salted as it is cooked: it is hot and savory."""
    return meal.leftover_of is None and tables.dishes[meal.dish].tags >= SAVORY


def find_salt(plan: WeekPlan, report: CheckReport, tables: Tables) -> Salt:
    """Share the salt that each day leaves room for out among the meals that are salted.

    Of several people the least room counts, in what all of them share. A lunch that is left over
    was salted with its dinner, and is held to the room of its own day. A day where nothing limits
    sodium has no entry.
    """
    days: dict[int, int] = {}
    rooms: dict[int, dict[str, int]] = {}
    plates: dict[tuple[int, str], int] = {}
    for day in plan.days:
        eating = {one.person for meal in day.meals for one in meal.servings}
        own = {
            person.name: _count_eighths(room.salt_g)
            for person in plan.request.people
            if person.name in eating
            and (room := compute_salt_room(person, report, day.day)) is not None
        }
        if not own:
            continue
        days[day.day], rooms[day.day] = min(own.values()), own
        salted = [one.meal for one in day.meals if tables.dishes[one.dish].tags >= SAVORY]
        for place, name in enumerate(reversed(salted)):  # dinner has what can't be parted
            plates[day.day, name] = min(
                PLATE, (days[day.day] + len(salted) - 1 - place) // len(salted)
            )
    pots: dict[tuple[int, str], int] = {}
    meals: dict[int, tuple[str, ...]] = {}
    for day in plan.days:
        if day.day not in days:
            continue
        for meal in day.meals:
            if not is_salted(meal, tables):
                continue
            meals[day.day] = (*meals.get(day.day, ()), meal.meal)
            lunch = find_doubled(day.day, meal, plan)
            plate, count = plates[day.day, meal.meal], _count(meal)
            if lunch is not None:
                plate = min(plate, plates.get((day.day + 1, lunch.meal), PLATE))
                count += _count(lunch)
            pots[day.day, meal.meal] = plate * count
    return Salt(days, rooms, meals, pots)


def _count_eighths(grams: float) -> int:
    """Eighths of a teaspoon that a spoon measures: none or one, else quarters."""
    eighths = int(grams / SALT_G_A_TSP * EIGHTHS)
    return eighths - (eighths % 2 if eighths > 1 else 0)


def _count(meal: Meal) -> int:
    return len({one.person for one in meal.servings})


def write_salt(day: DayPlan, salt: Salt, units: Units) -> str:
    """Write how much salt a day leaves room for, in spoons, and which meals it is for.

    It is empty where nothing limits sodium, and on a day without a savory meal to cook.
    """
    if not salt.meals.get(day.day):
        return ""
    eighths = salt.days[day.day]
    rooms = salt.rooms[day.day]
    if not any(rooms.values()):
        return "Salt: none today, since the food's own comes near the limit."
    if not eighths:
        near = [name for name, room in rooms.items() if not room]
        by_room: dict[int, list[str]] = {}
        for name, room in rooms.items():
            by_room.setdefault(room, []).append(name)
        table = [
            f"{write_eighths(room, units)} for {join_words(names)}"
            for room, names in by_room.items()
            if room
        ]
        why = f"since the food of {join_words(near)} comes near the limit"
        return f"Salt: none in the pots today, {why}. At the table: up to {join_words(table)}."
    each = "today in all" if len(rooms) == 1 else "each today"
    where = f"for {join_words(salt.meals[day.day])}"
    return f"Salt: up to {write_eighths(eighths, units)} {each}, {where}. The steps say when."


def write_pot_salt(eighths: int, units: Units) -> str:
    """Write how much salt goes into a pot: "Season with up to ¼ tsp of salt."."""
    if not eighths:
        return ""
    return f"Season with up to {write_eighths(eighths, units)} of salt."


def write_eighths(eighths: int, units: Units) -> str:
    """Write a number of eighths of a teaspoon of salt, with its grams where they are read."""
    if eighths > EIGHTHS / 2:
        eighths -= eighths % 2  # a cook has no spoon of five eighths
    grams = f" ({eighths * SALT_G_A_TSP / EIGHTHS:.1f} g)" if units is Units.METRIC else ""
    return f"{write_spoon(eighths)} tsp{grams}"
