"""What the planned weeks of a kitchen serve and need, meal by meal.

The plans are large, and a pantry needs a few figures of many of them. So these figures are kept in
a file of their own, which may be deleted at any time: it is made of the plans again, of each that
isn't as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from planner.errors import PlannerError, Problem
from planner.kitchen.folder import Kitchen
from planner.parsing.files import read_text, write_file
from planner.plans.json_file import SCHEMA
from planner.plans.pots import Pot, fill_pots
from planner.request.request import AtHome
from planner.tables.bundle import Tables
from planner.tables.foods import WATER

VERSION = 3
"""Of the file of figures: another one is not read."""


class ServedMeal(NamedTuple):
    """A meal of a week: its dish, and the grams of each item that it needs, as bought.

    `spare` are the grams of a dish of one's own that its pot makes and nobody eats in that week.
    `foods` has the slot and the id of each food that is served. `served_as` is which of the
    planner's four meals it is, whatever the plan calls it.
    """

    week: str
    number: int
    meal: str
    day: str
    dish: str
    foods: Sequence[Sequence[str]]
    needs: Mapping[str, float]
    served_as: str
    spare: float = 0.0

    @property
    def place(self) -> tuple[str, int, str]:
        """The first day of its week, the number of its day, and which meal it is."""
        return self.week, self.number, self.meal


@dataclass(frozen=True)
class ServedWeek:
    """A planned week: its first day, how many days it has, and its meals in their order."""

    first_day: date
    days: int
    meals: tuple[ServedMeal, ...]

    @property
    def last_day(self) -> date:
        """The last of its days."""
        return self.first_day + timedelta(days=self.days - 1)

    def covers(self, day: date) -> bool:
        """Whether a day is one of the week's."""
        return self.first_day <= day <= self.last_day


def read_weeks(
    kitchen: Kitchen, tables: Tables, since: date | None = None
) -> tuple[list[ServedWeek], list[Problem]]:
    """The weeks of a kitchen that begin on a day or later, and what is wrong with any of them."""
    kept = _read_cache(kitchen.cache, tables.hash)
    weeks, problems, fresh = [], [], {}
    days = kitchen.list_weeks()
    for first_day in days:
        if since is not None and first_day < since:
            continue
        path = kitchen.find_week(first_day)
        try:
            known = path.stat()
            stamp = [known.st_size, known.st_mtime_ns, known.st_ino]
            name = first_day.isoformat()
            own = kept.get(name)
            if own is None or own["stamp"] != stamp:
                own = {"stamp": stamp, **_count_meals(path, tables)}
                fresh[name] = own
            weeks.append(_make_week(first_day, own))
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"is not a plan that can be read: {error}"
            remedy = "Take it back from a copy, or delete it and plan that week again."
            problems.append(Problem(f"weeks/{path.name}", what, remedy))
    if fresh:
        there = {day.isoformat() for day in days}
        _write_cache(
            kitchen.cache,
            tables.hash,
            {name: own for name, own in {**kept, **fresh}.items() if name in there},
        )
    return weeks, problems


def find_week(weeks: Iterable[ServedWeek], day: date) -> ServedWeek | None:
    """The week that a day is in, the one that begins last where there are two; None for none."""
    covering = [week for week in weeks if week.covers(day)]
    return max(covering, key=lambda week: week.first_day, default=None)


def list_meals(weeks: Iterable[ServedWeek]) -> dict[tuple[str, int, str], ServedMeal]:
    """The meals of weeks by their place; a day that a later week has too is that week's."""
    meals: dict[tuple[str, int, str], ServedMeal] = {}
    ordered = sorted(weeks, key=lambda week: week.first_day)
    begins = [week.first_day.isoformat() for week in ordered]
    for week, until in zip(ordered, [*begins[1:], "9999"], strict=False):
        meals |= {meal.place: meal for meal in week.meals if meal.day < until}
    return meals


def _count_meals(path: Path, tables: Tables) -> dict[str, Any]:
    """What the meals of a plan file serve and need; ValueError or KeyError for what is no plan."""
    value = json.loads(read_text(path))
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        message = "it has another schema"
        raise ValueError(message)
    meals = []
    pots = _find_pots(value["days"], value["request"]["at_home"], tables)
    kinds = {one["name"]: one["served_as"] for one in value["request"].get("meals", ())}
    for day in value["days"]:
        for meal in day["meals"]:
            needs: dict[str, float] = {}
            foods = [[one["slot"], one["food_id"]] for one in meal["servings"]]
            for one in meal["servings"]:
                food = tables.foods.get(one["food_id"])
                if food is not None and not food.is_made:
                    grams = one["grams"] * food.bought_g_per_eaten_g
                    needs[food.grocery_id] = needs.get(food.grocery_id, 0.0) + grams
            pot = pots.get((day["day"], meal["dish"]))
            spare = 0.0
            if pot is not None and meal["leftover_of"] is None:
                del pots[day["day"], meal["dish"]]
                spare = pot.spare * pot.food.portion_g
                if pot.thawed:
                    needs[pot.food.id] = pot.thawed * pot.food.portion_g
                for part in pot.food.parts:
                    item, grams = part.food.grocery_id, pot.grams * part.grams / 100
                    if item != WATER:
                        bought = grams * part.food.bought_g_per_eaten_g
                        needs[item] = needs.get(item, 0.0) + bought
            rounded = {item: round(grams, 2) for item, grams in needs.items()}
            unique = [one for place, one in enumerate(foods) if one not in foods[:place]]
            kind = kinds.get(meal["meal"], meal["meal"])
            own = [day["day"], meal["meal"], meal["dish"], unique, rounded, kind]
            meals.append([*own, round(spare, 2)] if spare else own)
    return {"days": len(value["days"]), "meals": meals}


def _find_pots(
    days: Sequence[Mapping[str, Any]], at_home: Sequence[Mapping[str, Any]], tables: Tables
) -> dict[tuple[int, str], Pot]:
    """The pots of a plan file by the day on which they are cooked, and their dish."""
    eaten: dict[tuple[int, str], float] = {}
    for day in days:
        for meal in day["meals"]:
            food = tables.foods.get(meal["dish"])
            if food is None or not food.is_made or meal["dish"] not in tables.dishes:
                continue
            cooked = day["day"] if meal["leftover_of"] is None else meal["leftover_of"]
            portions = sum(one["portions"] for one in meal["servings"])
            eaten[cooked, food.id] = eaten.get((cooked, food.id), 0.0) + portions
    stocks = [AtHome(one["grocery_id"], one["grams"], one["until"]) for one in at_home]
    pots = fill_pots(
        [
            Pot(day - 1, tables.dishes[dish], tables.foods[dish], portions)
            for (day, dish), portions in sorted(eaten.items())
        ],
        stocks,
    )
    return {(pot.place + 1, pot.dish.id): pot for pot in pots}


def _make_week(first_day: date, own: Mapping[str, Any]) -> ServedWeek:
    name = first_day.isoformat()
    days = [(first_day + timedelta(days=n)).isoformat() for n in range(own["days"])]
    meals = tuple(
        ServedMeal(name, number, meal, days[number - 1], *rest)
        for number, meal, *rest in own["meals"]
    )
    return ServedWeek(first_day, own["days"], meals)


def _read_cache(path: Path, tables_hash: str) -> dict[str, Any]:
    """The figures that were kept for these tables; none where there are none to be trusted."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        value = json.loads(path.read_bytes())
        if value["version"] == VERSION and value["tables"] == tables_hash:
            return dict(value["weeks"])
    return {}


def _write_cache(path: Path, tables_hash: str, weeks: Mapping[str, Any]) -> None:
    """Keep the figures; where that fails, they are counted again next time."""
    value = {"version": VERSION, "tables": tables_hash, "weeks": weeks}
    with suppress(PlannerError):
        write_file(path, json.dumps(value, separators=(",", ":")))
