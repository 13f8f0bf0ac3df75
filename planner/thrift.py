"""What a plan costs in the shop, mended once it is near usual: packs, money, what spoils."""

from __future__ import annotations

from math import inf

import numpy as np

from planner.day import NEGLIGIBLE
from planner.dishes import MEALS
from planner.market import CHEAP, SETTLED, Weights
from planner.order import order_days
from planner.programs import Bound
from planner.search import HEAT, SPREAD, Search

FIRST_PRICE = 0.5  # points for a dollar in the first turns that save
DOUBLINGS = 6  # prices of a dollar that are tried, each twice the one before
SAVING_TURNS = 5  # turns at each price


def settle(search: Search) -> None:
    """Exchange takes once more, day by day, where that leaves less over in packs.

    Nothing more may be missed, nor come beyond what custom has.
    """
    search.market_weights, search.tastes = SETTLED, search.tastes * 0.0
    worth = _worth(search)
    for day, current in enumerate(search.days):
        assert current is not None
        if search.work.stop():
            break
        if {day, day - 1} & search.pairs:
            continue
        board = search.board(day, search.leave(day))
        board.start(current.served, current.takes)
        board.exchange()
        search.days[day] = board.choice()
        found = _worth(search)
        if all(now <= then + NEGLIGIBLE for now, then in zip(found, worth, strict=True)):
            worth = found
        else:
            search.days[day] = current
    search.market_weights = Weights()


def _worth(search: Search) -> tuple[float, float, float]:
    """What the plan misses, what of it custom bars, and its points with the market's."""
    points, misses = search.points()
    bought = search.market.points(search.needs(), search.market_weights)
    return misses, search.crowding(), points + bought


def economise(search: Search, bound: Bound) -> None:
    """Let cost weigh more from price to price, until it is cheap or within a budget.

    The best plan is kept that misses no more than the first: within the budget the nearest to
    usual, or with the cost weighed in; else the cheapest that was found.
    """
    people, market, request = len(search.program.programs), search.market, search.request
    budget = inf if request.budget_usd is None else request.budget_usd
    weighed = CHEAP if request.cheap else 0.0
    misses, crowding = search.points()[1], search.crowding()
    search.weights = bound.shares + SPREAD
    search.tastes, search.forward = search.tastes * 0.0, search.forward * 0.0
    best: tuple[float, float] | None = None
    days = list(search.days)
    for step in range(DOUBLINGS):
        price = FIRST_PRICE * 2**step
        search.market_weights = Weights.of_money(price)
        for turn in range(SAVING_TURNS):
            needs = search.needs()
            points, missed = search.points()
            worth = points + market.points(needs, Weights.of_money(weighed))
            found = (max(0.0, market.total_usd(needs) - budget), worth)
            sound = missed <= misses + NEGLIGIBLE and search.crowding() <= crowding
            if sound and (best is None or found < best):
                best, days = found, list(search.days)
            if search.work.stop():
                break
            cooled = 1 - (turn + 1) / SAVING_TURNS
            search.turn(HEAT * people * max(1.0, price) * cooled)
        if best is not None and best[0] <= 0 and price >= weighed:
            break
    search.days = days


def reorder(search: Search) -> None:
    """Put the days in the order in which what keeps few days is eaten first.

    Days that are linked by a lunch left over stay where they are, and so does the week.
    """
    if search.pairs:
        return
    programs = [kitchen.program for kitchen in search.kitchens]
    chosen = [one for one in search.days if one is not None]
    used = [search.need(day) > 0 for day in range(len(chosen))]
    dinner = MEALS.index("dinner")
    dinners = [int(search.kitchen.dish[one.served[dinner]]) for one in chosen]
    alike = [programs.index(program) for program in programs]
    order = order_days(np.array(used), search.market.keeps, dinners, alike)
    search.days = [chosen[day] for day in order]
