"""What a request asked of variety, counted from the plan's records: what is kept, what isn't.

It shares no code with the search, which keeps the same promises as far as it can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from planner.people.eating_rules import WEEK_DAYS
from planner.plans.names import name_meal
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.request.request import Request, write_caps
from planner.request.resting import find_rest
from planner.tables.bundle import Tables
from planner.tables.dishes import MAIN_MEALS

PAST_DAYS = 21  # in which no dinner is to come again


def find_kept(plan: WeekPlan, tables: Tables) -> list[str]:
    """A sentence for each thing that the request asked of variety and that the plan keeps."""
    request, days = plan.request, plan.days
    length = min(WEEK_DAYS, len(days))
    stretches = [days[first : first + length] for first in range(len(days) - length + 1)]
    kept = []
    if request.no_repeat and not any(repeated(days, request.kinds, tables)):
        kept.append("No dish of lunch or dinner comes twice.")
    if request.repeat and not any(
        note for stretch in stretches for note in too_often(stretch, request.repeat, tables)
    ):
        asked = write_caps(request.repeat)
        kept.append(f"No dish comes more often in a week than was asked for: {asked}.")
    past = find_past(request)
    if past and not any(of_past_dinners(days, request, tables)):
        which = "The one dinner" if len(past) == 1 else f"None of the {len(past)} dinners"
        verb = "doesn't come" if len(past) == 1 else "comes"
        kept.append(f"{which} of the three weeks before {verb} again.")
    if request.use_up_dinner is not None and not any(bought_alone(plan, tables)):
        number = request.use_up_dinner
        kept.append(
            f"The dinner of day {number} uses up what is there: nothing is bought for it alone."
        )
    return kept


def find_past(request: Request) -> dict[str, date]:
    """The dinners of the three weeks before a plan, each with the last day that had it."""
    past: dict[str, date] = {}
    if request.memory is not None and request.start is not None:
        for one in request.memory.served:
            if one.meal == "dinner" and 0 < (request.start - one.date).days <= PAST_DAYS:
                past[one.dish] = max(one.date, past.get(one.dish, one.date))
    return past


def too_often(days: Sequence[DayPlan], repeat: Mapping[str, int], tables: Tables) -> Iterator[str]:
    """The dishes that come more often at a meal of some days in a row than was asked for."""
    for name, times_a_week in repeat.items():
        most = -(-times_a_week * len(days) // WEEK_DAYS)
        meals = [m for day in days for m in day.meals if m.meal == name and m.leftover_of is None]
        for dish_id, times in Counter(meal.dish for meal in meals).items():
            if times > most:
                dish = name_served(dish_id, meals, tables)
                span = f"days {days[0].day} to {days[-1].day}"
                yield f"{span}: {dish} {times} times for {name}, at most {most} was asked for"


def of_past_dinners(days: Sequence[DayPlan], request: Request, tables: Tables) -> Iterator[str]:
    """The dinners that were dinners in the three weeks before the plan too, and why they came."""
    past = find_past(request)
    if not past or request.memory is None:
        return
    why = ""
    if not request.memory.rests:
        why = "; without such dinners the plan would miss something"
    elif tables.digest is None:
        why = f"; there are only {find_rest(request, tables).dinners} dinners to choose from"
    for day in days:
        for meal in day.meals:
            if request.kinds[meal.meal] == "dinner" and meal.dish in past:
                name = name_meal(meal, tables)
                yield f"day {day.day}: {name} was a dinner on {past[meal.dish]} too{why}"


def bought_alone(plan: WeekPlan, tables: Tables) -> Iterator[str]:
    """What is bought for the dinner alone that is to use up what there is."""
    day_number, home = plan.request.use_up_dinner, plan.request.grams_at_home
    used: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for day in plan.days:
        for meal in day.meals:
            for one in meal.servings:
                used[tables.foods[one.food_id].grocery_id].add((day.day, meal.meal))
    last = [name for name, kind in plan.request.kinds.items() if kind == "dinner"][-1:]
    alone = {(day_number, name) for name in last}
    for item, meals in used.items():
        grocery = tables.groceries[item]
        if meals == alone and not grocery.cupboard and not home.get(item):
            yield f"day {day_number}: {grocery.name} is bought for dinner alone"


def repeated(days: Sequence[DayPlan], kinds: Mapping[str, str], tables: Tables) -> Iterator[str]:
    """The dishes of lunch and dinner that come more than once, where none was to.

    `kinds` says which of the planner's meals each meal is.
    """
    meals = [meal for day in days for meal in day.meals if kinds.get(meal.meal) in MAIN_MEALS]
    for dish_id, times in Counter(meal.dish for meal in meals).items():
        if times > 1:
            name = name_served(dish_id, meals, tables)
            yield f"{name} {times} times, and no dish was to come twice"


def name_served(dish_id: str, meals: Iterable[Meal], tables: Tables) -> str:
    """What a dish was called when it was served, and that it had other foods at other times."""
    first, *others = dict.fromkeys(name_meal(one, tables) for one in meals if one.dish == dish_id)
    return f"{first} and the like" if others else first
