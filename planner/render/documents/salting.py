"""The salt of a plan: what each day leaves room for, and how much of it goes into each pot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.checking.findings import CheckReport
from planner.plans.leftovers import find_doubled
from planner.plans.names import join_words
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.render.phrases import Units, write_spoon
from planner.report.drink_and_salt import SALT_G_A_TSP, compute_salt_room
from planner.report.meal_figures import compute_meal
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY

SAVORY = frozenset({"savory", "hot"})
EIGHTHS = 8  # of a teaspoon: the least that is measured
PLATE = 2  # eighths of a teaspoon of salt that a plate takes at most: our estimate
SMALL_PLATE = 1  # of a plate that brings less than SMALL_KCAL to everyone, such as a snack
SMALL_KCAL = 300.0  # our estimate


@dataclass(frozen=True)
class Salt:
    """The salt of a plan in eighths of a teaspoon.

    `rooms` is what a day leaves each eater, by its number. `plates` is what each plate of the
    day's savory meals gets, by meal; of a lunch that is left over it is in already. `pots` is what
    goes into the pot of a meal, by day and meal: that of all its plates.
    """

    rooms: Mapping[int, Mapping[str, int]]
    plates: Mapping[int, Mapping[str, int]]
    pots: Mapping[tuple[int, str], int]
    left_over: frozenset[tuple[int, str]] = frozenset()


def is_salted(meal: Meal, tables: Tables) -> bool:
    """Whether a meal is salted as it is cooked: it is hot and savory."""
    return meal.leftover_of is None and tables.dishes[meal.dish].tags >= SAVORY


def is_small(meal: Meal, tables: Tables) -> bool:
    """Whether nobody's plate of a meal brings SMALL_KCAL."""
    people = {one.person for one in meal.servings}
    return all(
        compute_meal(meal, who, tables).get(ENERGY, SMALL_KCAL) < SMALL_KCAL for who in people
    )


def find_salt(plan: WeekPlan, report: CheckReport, tables: Tables) -> Salt:
    """Share the salt that each day leaves room for out among the meals that are salted.

    Of several people the least room counts, in what all of them share. A lunch that is left over
    was salted with its dinner, so both plates get what the day with less room leaves. A day where
    nothing limits sodium has no entry.
    """
    rooms: dict[int, dict[str, int]] = {}
    plates: dict[int, dict[str, int]] = {}
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
        rooms[day.day] = own
        salted = [one for one in day.meals if tables.dishes[one.dish].tags >= SAVORY]
        # The smaller plates come first, so that the larger have what can't be parted.
        left, plates[day.day] = min(own.values()), dict.fromkeys((one.meal for one in salted), 0)
        for place, meal in enumerate(sorted(salted, key=lambda one: not is_small(one, tables))):
            most = SMALL_PLATE if is_small(meal, tables) else PLATE
            plate = min(most, left // (len(salted) - place))
            plates[day.day][meal.meal] = plate
            left -= plate
    pots: dict[tuple[int, str], int] = {}
    left_over: set[tuple[int, str]] = set()
    for day in plan.days:
        for meal in day.meals:
            if meal.meal not in plates.get(day.day, {}) or meal.leftover_of is not None:
                continue
            lunch = find_doubled(day.day, meal, plan)
            plate, count = plates[day.day][meal.meal], _count(meal)
            if lunch is not None:
                later = plates.get(day.day + 1, {})
                plate = min(plate, later.get(lunch.meal, PLATE))
                plates[day.day][meal.meal] = plate
                count += _count(lunch)
                if lunch.meal in later:
                    later[lunch.meal] = plate
                    left_over.add((day.day + 1, lunch.meal))
            pots[day.day, meal.meal] = plate * count
    return Salt(rooms, plates, pots, frozenset(left_over))


def _count_eighths(grams: float) -> int:
    """Eighths of a teaspoon that a spoon measures: none or one, else quarters."""
    eighths = int(grams / SALT_G_A_TSP * EIGHTHS)
    return eighths - (eighths % 2 if eighths > 1 else 0)


def _count(meal: Meal) -> int:
    return len({one.person for one in meal.servings})


def write_salt(day: DayPlan, salt: Salt, units: Units) -> str:
    """Write how much salt a plate gets on a day, in spoons, and at which meals.

    That is what the steps of its pots say, added up, and what a lunch that is left over has in it.
    It is empty where nothing limits sodium, and on a day without a savory meal to cook.
    """
    plates = salt.plates.get(day.day, {})
    cooked = [meal for meal in plates if (day.day, meal) not in salt.left_over]
    if not cooked:
        return ""
    rooms = salt.rooms[day.day]
    if not any(rooms.values()):
        return "Salt: none today, since the food's own comes near the limit."
    if not min(rooms.values()):
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
    each = "today" if len(rooms) == 1 else "each today"
    left = [meal for meal, eighths in plates.items() if eighths and meal not in cooked]
    cooked = [meal for meal in cooked if plates[meal]]
    total = write_eighths(sum(plates.values()), units)
    if not cooked and left:
        return f"Salt: up to {total} {each}, which {join_words(left)} has from yesterday's pot."
    if not cooked:
        return "Salt: none in the pot today, since it is for tomorrow's lunch too."
    where = f"for {join_words(cooked)}"
    if left:
        where += f"; {join_words(left)} was salted yesterday"
    if any(number == day.day + 1 for number, _ in salt.left_over):
        where += "; tomorrow's lunch is salted with it"
    return f"Salt: up to {total} {each}, {where}. The steps say when."


def write_pot_salt(eighths: int, units: Units) -> str:
    """Write how much salt goes into a pot: "Season with up to ¼ tsp of salt."."""
    if not eighths:
        return ""
    if eighths > EIGHTHS / 2:
        eighths -= eighths % 2  # a cook has no spoon of five eighths
    return f"Season with up to {write_eighths(eighths, units)} of salt."


def write_eighths(eighths: int, units: Units) -> str:
    """Write a number of eighths of a teaspoon of salt, with its grams where they are read."""
    grams = f" ({eighths * SALT_G_A_TSP / EIGHTHS:.1f} g)" if units is Units.METRIC else ""
    return f"{write_spoon(eighths)} tsp{grams}"
