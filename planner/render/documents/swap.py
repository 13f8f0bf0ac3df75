"""Writes what a swap changed, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.actions.swap_request import Words
from planner.actions.swapping import Move, Swapped
from planner.plans.names import name_meal
from planner.plans.records import Meal
from planner.render.phrases import name_day, write_portions
from planner.tables.bundle import Tables


def write_moves(swapped: Swapped, tables: Tables, start: date | None = None) -> Iterator[str]:
    """A line for each meal that changed as asked, then for each that moved for its sake.

    Days are called by their dates where the first one's is known.
    """
    several = len(swapped.plan.request.people) > 1
    away = swapped.asked.away
    if away:
        everyone = len(swapped.asked.names) == len(swapped.plan.request.people)
        who = "nobody is" if everyone else f"{_list(list(swapped.asked.names))} isn't"
        places = _list([f"{name_day(day, start)}, {meal}" for day, meal in away])
        yield f"{places[:1].upper()}{places[1:]}: {who} at home."
    if not swapped.moves:
        yield "No other meal had to change." if away else "No meal had to change."
    for move in swapped.moves:
        if move.asked:
            yield _write_move(move, tables, start, several=several)
    others = [move for move in swapped.moves if not move.asked]
    if others:
        names = [tables.nutrients[nutrient].label for nutrient in swapped.for_the_sake_of]
        meals = "one more meal" if len(others) == 1 else f"{len(others)} more meals"
        cause = f"To keep {_list(names)}, {meals} changed:" if names else f"Also, {meals} changed:"
        yield cause
        for move in others:
            yield f"  {_write_move(move, tables, start, several=several)}"
    if swapped.plan.misses:
        labels = dict.fromkeys(tables.nutrients[m.nutrient].label for m in swapped.plan.misses)
        yield f"No change was found that keeps {_list(list(labels))}: see what the plan misses."


MOST_LINES = 4
"""How many lines a summary has at most."""


def write_summary(swapped: Swapped, words: Words, tables: Tables, start: date | None = None) -> str:
    """What was changed, in a few sentences for a note."""
    said = [f"{place[:1].upper()}{place[1:]}, is locked." for place in words.lock]
    said += [f"{place[:1].upper()}{place[1:]}, is free again." for place in words.unlock]
    if said and not swapped.moves:
        return " ".join(said)
    lines = [line.strip() for line in write_moves(swapped, tables, start)]
    asked = [move for move in swapped.moves if move.asked]
    if len(asked) > MOST_LINES:
        lines = [f"{len(asked)} meals have another dish or other portions."]
    elif len(lines) > MOST_LINES:
        more = len(swapped.moves) - len(asked)
        lines = [*lines[: len(asked)], f"{more} more meals changed for their sake."]
    if words.portion is not None:
        lines.append("That meal is locked from now on.")
    return " ".join([*said, *lines])


def _write_move(move: Move, tables: Tables, start: date | None, *, several: bool) -> str:
    day = name_day(move.day, start)
    where = f"{day[:1].upper()}{day[1:]}, {move.before.meal}"
    before, after = move.before, move.after
    if before.servings == after.servings and before.leftover_of != after.leftover_of:
        return f"{where}: {name_meal(after, tables)} is cooked by itself, not left over."
    if before.dish != after.dish:
        new, old = name_meal(after, tables), name_meal(before, tables)
        left = "" if after.leftover_of is None else ", left over like the dish before it"
        return f"{where}: {new} instead of {old}{left}."
    old_foods = _write_foods(before, after, tables, several=several)
    new_foods = _write_foods(after, before, tables, several=several)
    name = name_meal(after, tables)
    return f"{where}, {name}: {_list(new_foods)} instead of {_list(old_foods)}."


def _write_foods(meal: Meal, other: Meal, tables: Tables, *, several: bool) -> list[str]:
    """The foods of a meal that differ from another's of the same dish, with each one's portions.

    Where `several` people eat, it names whose they are.
    """
    portions: dict[str, list[str]] = {}
    for serving in meal.servings:
        if serving not in other.servings:
            amount = write_portions(tables.foods[serving.food_id], serving.portions)
            whose = f"{serving.person} " if several else ""
            portions.setdefault(serving.food_id, []).append(f"{whose}{amount}")
    return [f"{tables.foods[food].name} ({', '.join(own)})" for food, own in portions.items()]


def _list(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
