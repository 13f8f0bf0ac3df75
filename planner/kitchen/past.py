"""What a kitchen remembers for its next week: the dishes of past weeks, and what was said of them.

What follows from it for the dishes of a plan, `planner.request.memory` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.kitchen.at_home import mark_meals
from planner.kitchen.journal import ATE_OUT, LIKED, SKIPPED, Event, Journal
from planner.kitchen.weeks import ServedWeek, list_meals
from planner.request import memory
from planner.request.memory import Memory, Opinion, ServedDish

FORGOTTEN_DAYS = 10 * memory.OPINION_HALVES  # then less than a thousandth of it is left


@dataclass(frozen=True)
class Said:
    """What a line of the journal says of a dish."""

    opinion: Opinion
    event: Event


def find_opinions(journal: Journal, weeks: Iterable[ServedWeek], day: date) -> list[Said]:
    """What the journal says of dishes before a day: liked, or skipped at a meal."""
    meals, since = list_meals(weeks), day - timedelta(days=FORGOTTEN_DAYS)
    held = mark_meals(journal.events)
    found = []
    for event in journal.events:
        place = event.week, event.number, event.meal
        if event.verb == LIKED:
            opinion = Opinion(date.fromisoformat(event.day), event.thing, memory.LIKED)
        elif event.verb == SKIPPED and place in meals and held[place] is event:
            opinion = Opinion(date.fromisoformat(event.day), meals[place].dish, memory.SKIPPED)
        else:
            continue
        if since <= opinion.date < day:
            found.append(Said(opinion, event))
    return found


def build_memory(journal: Journal, weeks: Iterable[ServedWeek], day: date) -> Memory:
    """What a plan that begins on a day is to remember.

    What was skipped or eaten elsewhere wasn't served. A meal that nobody spoke of was.
    """
    own = list(weeks)
    since = (day - timedelta(days=memory.WEEK * memory.WEEKS)).isoformat()
    marks = mark_meals(journal.events)
    served = tuple(
        ServedDish(date.fromisoformat(meal.day), meal.served_as, meal.dish)
        for place, meal in list_meals(own).items()
        if since <= meal.day < day.isoformat()
        and (place not in marks or marks[place].verb not in (SKIPPED, ATE_OUT))
    )
    opinions = tuple(said.opinion for said in find_opinions(journal, own, day))
    return Memory(served, opinions)
