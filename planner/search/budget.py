"""What a plan costs in the shop, mended once it is near usual: packs, money, what spoils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np

from planner.model.bound import Bound
from planner.people.eating_rules import EATING_RULES, WEEK_DAYS
from planner.search.day_order import count_breaches, order_days
from planner.search.day_search import NEGLIGIBLE
from planner.search.leftovers import held_meals, hold
from planner.search.pack_costs import CHEAP, SETTLED, Weights
from planner.search.week_search import SPREAD, Search

SPARED = 40  # items, at most, that a plan tries to do without, those that leave most over first
SPARED_DAYS = 5  # on which such an item comes, at most
LEAST_SPARED = 0.1  # points that it leaves over, at least
FIRST_PRICE = 0.5  # points for a dollar in the first sweeps that save
PRICES_TRIED = 6  # of a dollar, in points
SAVING_SWEEPS = 4  # sweeps at each price
TEMPERATURE = 4.0  # points by which a day may get worse in the first of them
SAVING = 300  # days of a person that they plan again, at most

Worth = tuple[float, float, float]


def settle(search: Search) -> None:
    """Exchange options once more, item by item and day by day, where packs then leave less over.

    Nothing more may be missed, nor come beyond what the rules have.
    """
    search.guide(packs=SETTLED, tastes=search.guidance.tastes * 0.0)
    worth = spare_packs(search)
    for day in range(len(search.days)):
        if search.work.stop():
            break
        worth = _exchange(search, worth, [day])
    search.guide(packs=Weights())


def spare_packs(search: Search, most_usd: float = inf, *, anew: bool = False) -> Worth:
    """Do without an item where that is better: of which much is left, on its few days.

    The list then costs at most so many US dollars.

    Beside it a day might as well have what is open already. No day finds that by itself where the
    item comes on two of them, and no exchange of a portion finds it where two slots must change.
    Where hardly anything of an item's packs is eaten, other dishes are tried too; with `anew` they
    are for every item, the dearest first, whatever is left of it.
    """
    market, worth = search.market, _worth(search)
    weights = search.guidance.packs if anew else replace(search.guidance.packs, eaten=0.0)
    points = market.points_by_item(search.needs(), weights)
    for item in np.argsort(-points, kind="stable")[:SPARED].tolist():
        days = np.flatnonzero(search.needs()[:, item] > 0).tolist()
        if search.work.stop() or points[item] < LEAST_SPARED:
            break
        if 0 < len(days) <= SPARED_DAYS:
            worth = _exchange(search, worth, days, without=item, most_usd=most_usd, anew=anew)
    for item in market.find_scraps(search.needs()).tolist():
        if search.work.stop():
            break
        days = np.flatnonzero(search.needs()[:, item] > 0).tolist()
        worth = _exchange(search, worth, days, without=item, most_usd=most_usd, anew=True)
    return worth


def _exchange(
    search: Search,
    worth: Worth,
    days: Sequence[int],
    *,
    without: int | None = None,
    most_usd: float = inf,
    anew: bool = False,
) -> Worth:
    """Exchange options on some days, `without` an item if given; keep that where it is better.

    With `anew` their dishes are chosen again too, but for a dinner and the lunch left over from it,
    which keep their dish and foods. Nothing is kept that costs more than `most_usd`.
    `worth` is what the plan is worth before; what it is worth then is returned.
    """
    kept = list(search.days)
    for day in days:
        current = search.days[day]
        assert current is not None
        arrays = search.arrays_by_day[day]
        held = hold(arrays, current, held_meals(arrays.program, search.pairs, day))
        allowed = held
        if without is not None:
            eaten = arrays.program.options.eaten
            spared = ~(search.market.item_of[eaten] == without).any(axis=0)
            allowed = spared if held is None else held & spared
        draft = search.draft(day, search.residual(day), allowed)
        draft.start(current.served, current.options)
        if anew:
            draft.improve(search.rng)
        else:
            draft.exchange()
        search.days[day] = choice = draft.choice()
        if held is not None and not held[choice.options].all():
            search.days = kept
            return worth
    tried = _worth(search)
    better = all(now <= then + NEGLIGIBLE for now, then in zip(tried, worth, strict=True))
    if better and (most_usd == inf or search.market.total_usd(search.needs()) <= most_usd):
        return tried
    search.days = kept
    return worth


def _worth(search: Search) -> Worth:
    """What the plan misses, the eating rules it breaks, and its score."""
    return search.points()[1], search.crowding(), search.score()


def economise(
    search: Search, bound: Bound, tried: list[tuple[float, float]]
) -> tuple[float, float]:
    """Let a dollar cost points, until the plan is cheap or within a budget.

    What a dollar costs is doubled while the budget doesn't hold, and halved into the interval in
    which it begins to hold. The best plan of all is kept that misses no more than the first: within
    the budget the nearest to usual, or with the cost weighed in; else the cheapest that was found.
    Where none holds the budget, the cheapest does without one dear item after another. Last it
    tries to do without packs of which it eats little: that is one more plan among them.
    Returned are the US dollars and the points of the nearest to usual of them all, whatever it
    costs: no plan that is kept is nearer. `tried` gets the US dollars and the points of every plan
    that was looked at and could have been kept.
    """
    people, market, request = len(search.program.programs), search.market, search.request
    budget = inf if request.budget_usd is None else request.budget_usd
    weighed = CHEAP if request.cheap else 0.0
    misses, crowding, lacking = search.points()[1], search.crowding(), search.lacking()
    plain = {name: getattr(search.guidance, name) * 0.0 for name in ("tastes", "forward")}
    search.guide(weights=bound.shares + SPREAD, **plain)
    best: tuple[float, float] | None = None
    nearest = (inf, inf)
    days = list(search.days)

    def look() -> float:
        """Keep the plan at hand if it is the best so far; the dollars beyond the budget."""
        nonlocal best, days, nearest
        points, missed = search.points()
        total = market.total_usd(search.needs())
        over = max(0.0, total - budget)
        scraps = SETTLED.scrap * len(market.find_scraps(search.needs()))
        rank = over, points + search.leaning() + weighed * total + scraps
        sound = missed <= misses + NEGLIGIBLE and search.crowding() <= crowding
        if not sound or search.lacking() > lacking:
            return inf
        nearest = min(nearest, (points, total))
        tried.append((total, points))
        if best is None or rank < best:
            best, days = rank, list(search.days)
        return over

    low, high, price = 0.0, inf, max(FIRST_PRICE, weighed)
    if look() <= 0 and not weighed:
        return nearest[1], nearest[0]
    search.allow(SAVING)
    for _ in range(PRICES_TRIED):
        search.guide(packs=Weights.of_money(price))
        least = inf
        for sweep in range(SAVING_SWEEPS):
            if search.is_over():
                break
            search.sweep(TEMPERATURE * people * max(1.0, price) * (1 - sweep / SAVING_SWEEPS))
            least = min(least, look())
        search.guide(packs=Weights(price, price, price, 0.0, SETTLED.scrap))
        spare_packs(search)
        least = min(least, look())
        if least <= 0:
            high = price
        else:
            low = price
        if search.is_over() or (budget == inf and high < inf):
            break
        price = max((low + high) / 2 if high < inf else 2 * price, weighed)
    search.days = list(days)  # exchanges change it in place
    over = inf
    while best is not None and 0 < best[0] < over and not search.work.stop():
        over = best[0]
        spare_packs(search, anew=True)
        look()
    search.days = list(days)
    search.guide(packs=SETTLED)
    total = market.total_usd(search.needs())
    spare_packs(search, total if budget == inf else max(total, budget))
    look()
    search.days = days
    return nearest[1], nearest[0]


def reorder(search: Search) -> None:
    """Put the days of each week in the order in which what keeps few days is eaten first.

    The list gets no dearer by it, and no eating rule of seven days running is broken more often.
    """
    programs = [arrays.program for arrays in search.arrays_by_day]
    chosen = [choice for choice in search.days if choice is not None]
    same = [programs.index(program) for program in programs]
    if search.request.use_up_dinner is not None:
        same[search.request.use_up_dinner - 1] = -1  # it stays where it is
    usd = search.market.total_usd(search.needs()) if search.market.dated else 0.0
    breaches = _Breaches(search)

    def sound(tried: Sequence[int], order: Sequence[int]) -> bool:
        if search.market.dated and search.market.total_usd(search.needs()[list(tried)]) > usd:
            return False
        return len(order) <= WEEK_DAYS or not breaches.rise(tried, order)

    alone = len(chosen) <= WEEK_DAYS and not search.market.dated  # then every order is as good
    order = order_days(
        search.needs() > 0,
        search.market.keeps,
        search.share_dishes(),
        same,
        search.pairs,
        None if alone else sound,
        np.array([search.count_ahead(choice) for choice in chosen]),
    )
    search.days = [chosen[day] for day in order]
    search.pairs = {order.index(day) for day in search.pairs}


class _Breaches:
    """How often eating rules of seven days running are broken with the days in an order."""

    def __init__(self, search: Search) -> None:
        chosen = [choice for choice in search.days if choice is not None]
        self.foods = np.array([choice.foods for choice in chosen])
        days, asked = range(len(chosen)), search.repeat
        times = [np.array([search.tally(day).week for day in days])]
        times += [search.count_served(meal, days) for meal in asked]
        self.times = np.concatenate(times, axis=1)
        caps = [
            search.rules.week,
            *(np.full(search.arrays.dishes, most) for most in asked.values()),
        ]
        self.caps = np.concatenate(caps)

    def rise(self, tried: Sequence[int], order: Sequence[int]) -> bool:
        """Whether an order breaks more than another, looked at around the days that differ."""
        moved = np.flatnonzero(np.array(tried) != np.array(order))
        if not len(moved):
            return False
        span = slice(max(0, int(moved[0]) - WEEK_DAYS + 1), int(moved[-1]) + WEEK_DAYS)
        now, before = (self._count(list(order[span])) for order in (tried, order))
        return now > before

    def _count(self, days: list[int]) -> int:
        return count_breaches(self.times[days], self.caps, self.foods[days], EATING_RULES)
