"""The shopping list: what a plan needs, as bought, in the packs that shops sell, and its price.

Grams eaten become grams bought (peel, bones, dry for cooked) by each food's own ratio and are
summed over people and over the days of each week. What the pantry has is taken off for the days on
which it is still good, then what packs of earlier weeks left over and still keeps; the rest is
rounded to packs, bought on the week's first day. So the packs of all weeks are what the plan buys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, inf

from planner.people.eating_rules import WEEK_DAYS
from planner.plans.pots import find_pots
from planner.plans.records import DayPlan, ShoppingLine, WeekPlan
from planner.request.aisles import Aisles
from planner.request.request import AtHome
from planner.tables.bundle import Tables
from planner.tables.foods import WATER, Food
from planner.tables.groceries import Grocery
from planner.tables.grocery_prices import price_packs, scale_price

TOLERATED_SHORT = 0.02  # of a pack: nobody opens a second can for a teaspoon
REST = 1.0  # of its price: what a gram more in the packs counts for when packs are chosen
SPOILS_DAYS = 14.0  # what keeps no longer is soon lost where it is left over
CAN = "can"  # a pack whose days are those of a closed one: its rest serves no later week
TRACE_G = 0.1  # grams of an item that nobody opens a pack for

Packs = Sequence[tuple[float, int]]
"""Sizes in grams, smallest first, each with the number of packs."""


@dataclass(frozen=True)
class Use:
    """A pack in use: the days, from 0, on which it is opened and last eaten of."""

    opened: int
    finished: int


@dataclass(frozen=True)
class Cost:
    """What a list comes to.

    `total_usd` is for the packs to buy but for the cupboard's, which `cupboard_usd` are for if
    they must be bought; `used_usd` is the part of the total that the plan eats up. All are None
    where the tables know no price. `guessed` counts the lines to buy
    whose price isn't known, `left_grams` is what their packs hold beyond the plan's need, and
    `spoiling_grams` the part of it that doesn't keep.
    """

    total_usd: float | None
    cupboard_usd: float | None
    used_usd: float | None
    guessed: int
    left_grams: float
    spoiling_grams: float


def choose_packs(grocery: Grocery, grams: float) -> tuple[tuple[float, int], ...]:
    """The packs that together hold `grams`, at the least price with what they leave counted twice.

    Of equal ones it is those that hold least, then the fewest. At most one size beside the largest
    is taken: two 400 g cans, or one 800 g and one 400 g.
    """
    if grocery.one_size_g is not None:
        size = grocery.one_size_g
        return ((size, max(1, ceil(grams / size - TOLERATED_SHORT))),)
    candidates = []
    largest = grocery.pack_g[-1]
    for large in range(ceil(grams / largest) + 1):
        rest = grams - large * largest
        for small in grocery.pack_g[:-1]:
            count = max(0 if large else 1, ceil(rest / small - TOLERATED_SHORT))
            packs = tuple((s, n) for s, n in ((small, count), (largest, large)) if n)
            total = sum(size * number for size, number in packs)
            worth = sum(size * number * scale_price(grocery, size) for size, number in packs)
            candidates.append((worth + REST * total, total, large + count, packs))
    return min(candidates)[3]


def compute_shopping(
    days: Sequence[DayPlan], tables: Tables, at_home: Sequence[AtHome] = ()
) -> tuple[ShoppingLine, ...]:
    """One line for each week and grocery item that it needs, in the order of the aisles."""
    lines: list[ShoppingLine] = []
    for grocery_id, needs in find_needs(days, tables, at_home).items():
        stocks = [one for one in at_home if one.grocery_id == grocery_id]
        lines += compute_lines(tables.groceries[grocery_id], needs, stocks, tables)
    return arrange(lines, tables)


def compute_lines(
    grocery: Grocery, needs: Sequence[float], stocks: Sequence[AtHome], tables: Tables
) -> list[ShoppingLine]:
    """What to take from the shelf of one item for each week, of which each day `needs` so much."""
    return _buy(grocery, needs, stocks, tables)[0]


def _buy(
    grocery: Grocery, needs: Sequence[float], stocks: Sequence[AtHome], tables: Tables
) -> tuple[list[ShoppingLine], list[AtHome]]:
    """The same, and what its packs and what was at home leave after the last day."""
    kept, lacking = _eat(stocks, needs)
    lines: list[ShoppingLine] = []
    bought: list[AtHome] = []
    for week, first in enumerate(range(0, len(needs), WEEK_DAYS), start=1):
        span = slice(first, first + WEEK_DAYS)
        grams, rest = sum(needs[span]), sum(lacking[span])
        if not grams:
            continue
        left, short = _eat(bought, lacking[span], first + 1)
        bought = [replace(one, grams=own) for one, own in zip(bought, left, strict=True)]
        at_home, carried = max(0.0, grams - rest), max(0.0, rest - sum(short))
        line = compute_line(grocery, grams, at_home, tables, week=week, carried_grams=carried)
        lines.append(line)
        bought.append(_keep_rest(grocery, line.packs, short, first))
    home = [replace(one, grams=own) for one, own in zip(stocks, kept, strict=True)]
    return [
        replace(line, left_grams=round(one.grams, 1))
        for line, one in zip(lines, bought, strict=True)
    ], [*home, *bought]


def find_left(plan: WeekPlan, tables: Tables) -> tuple[AtHome, ...]:
    """What is at home after a plan, if it was shopped for and eaten as it says.

    Its dates are counted from the day after the plan's last, as a next plan has them. What has gone
    off by then is left out, and so is what is less than a gram.
    """
    needs, days = find_needs(plan.days, tables, plan.request.at_home), len(plan.days)
    left: list[AtHome] = []
    for item in dict.fromkeys([*needs, *(one.grocery_id for one in plan.request.at_home)]):
        stocks = [one for one in plan.request.at_home if one.grocery_id == item]
        by_day = needs.get(item, [0.0] * days)
        left += _buy(tables.groceries[item], by_day, stocks, tables)[1]
    return tuple(
        AtHome(one.grocery_id, round(one.grams, 1), one.until and one.until - days)
        for one in left
        if one.grams >= TRACE_G and (one.until is None or one.until > days)
    )


def _keep_rest(grocery: Grocery, packs: Packs, short: Sequence[float], first: int) -> AtHome:
    """What packs bought on the day `first`, from 0, leave of what each day takes of them.

    It keeps as long as a closed pack would, and as long as the last pack keeps once it is opened.
    What is left in a can serves no later week.
    """
    uses = open_packs(packs, short)
    rest = max(0.0, sum(size * count for size, count in packs) - sum(short))
    last = first + 1 + int(grocery.keeps_days)
    if grocery.opened_days is not None and uses:
        last = min(last, first + 1 + uses[-1].opened + int(grocery.opened_days))
    if grocery.pack == CAN:
        last = 0
    return AtHome(grocery.id, rest, last)


def open_packs(packs: Packs, needs: Sequence[float]) -> list[Use]:
    """When each pack is opened and last eaten of, where days need so many grams of them.

    The largest are opened first, each when the one before is empty.

        >>> open_packs(((400.0, 2),), [300.0, 0.0, 300.0])
        [Use(opened=0, finished=2), Use(opened=2, finished=2)]
    """
    uses = []
    empty = 0.0  # grams of the packs before this one
    ends = list(accumulate(needs))
    spans = list(zip(range(len(ends)), [0.0, *ends], ends, strict=False))
    for size in [size for size, count in reversed(packs) for _ in range(count)]:
        full = empty + size
        days = [
            day
            for day, before, after in spans
            if after - TRACE_G > max(before, empty) and before + TRACE_G < full
        ]
        if days:
            uses.append(Use(days[0], days[-1]))
        empty = full
    return uses


def split_list(plan: WeekPlan, tables: Tables) -> WeekPlan:
    """A plan with a list for each week, where its file has one list for all of them."""
    if len(plan.days) <= WEEK_DAYS or any(line.week > 1 for line in plan.shopping):
        return plan
    return replace(plan, shopping=compute_shopping(plan.days, tables, plan.request.at_home))


def find_needs(
    days: Sequence[DayPlan], tables: Tables, at_home: Sequence[AtHome] = ()
) -> dict[str, list[float]]:
    """Grams as bought that each of the days needs, by grocery id.

    A dish of one's own recipe needs what its pot takes, on the day on which it is cooked, and
    itself, as far as it is `at_home`: then it comes out of the freezer.
    """
    needs: dict[str, list[float]] = {}

    def add(food: Food, place: int, grams: float) -> None:
        own = needs.setdefault(food.grocery_id, [0.0] * len(days))
        own[place] += grams * food.bought_g_per_eaten_g

    for place, day in enumerate(days):
        for meal in day.meals:
            for serving in meal.servings:
                food = tables.foods[serving.food_id]
                if not food.is_made:
                    add(food, place, serving.grams)
    for pot in find_pots(days, tables, at_home):
        if pot.thawed:
            add(pot.food, pot.place, pot.thawed * pot.food.portion_g)
        for part in pot.food.parts:
            if part.food.grocery_id != WATER and pot.servings:
                add(part.food, pot.place, pot.grams * part.grams / 100)
    return needs


def find_uneaten(plan: WeekPlan, tables: Tables) -> list[tuple[AtHome, float]]:
    """What is at home, item by item, with the grams of it that the plan doesn't eat in time."""
    needs = find_needs(plan.days, tables, plan.request.at_home)
    none = [0.0] * len(plan.days)
    uneaten = []
    for item in dict.fromkeys(one.grocery_id for one in plan.request.at_home):
        stocks = [one for one in plan.request.at_home if one.grocery_id == item]
        eaten = use_stocks(stocks, needs.get(item, none))
        uneaten += [(stock, stock.grams - own) for stock, own in zip(stocks, eaten, strict=True)]
    return uneaten


@dataclass(frozen=True)
class Spoiled:
    """An item that doesn't keep until the day on which it is last eaten; days count from 1.

    It `freezes` if a freezer suits it and none of it is served raw after it would have spoiled.
    """

    item: Grocery
    day: int
    freezes: bool


def find_week_needs(plan: WeekPlan, tables: Tables, first: int) -> dict[str, list[float]]:
    """The needs of the week from a plan's day `first`, from 0, on, as `find_needs` has them."""
    needs = find_needs(plan.days, tables, plan.request.at_home)
    return {item: by_day[first : first + WEEK_DAYS] for item, by_day in needs.items()}


def find_spoiled(
    lines: Iterable[ShoppingLine],
    days: Sequence[DayPlan],
    tables: Tables,
    needs: Mapping[str, Sequence[float]] | None = None,
) -> list[Spoiled]:
    """What of a week's list doesn't keep from the first of its days until it is eaten.

    `needs` are those of its days, where dishes from the freezer are among them.
    """
    needs, spoiled = find_needs(days, tables) if needs is None else needs, []
    for item in (tables.groceries[line.grocery_id] for line in lines if line.packs):
        last = max((day for day, grams in enumerate(needs.get(item.id, ())) if grams), default=0)
        if last > item.keeps_days:
            late = [day for place, day in enumerate(days) if place > item.keeps_days]
            freezes = bool(item.freezer_days) and not is_served_raw(item, late, tables)
            spoiled.append(Spoiled(item, days[last].day, freezes))
    return spoiled


def is_served_raw(item: Grocery, days: Iterable[DayPlan], tables: Tables) -> bool:
    """Whether a dish of some days serves what is bought as this item raw.

    >>> is_served_raw(tables.groceries["bananas"], plan.days, tables)  # doctest: +SKIP
    True
    """
    return any(
        tables.foods[one.food_id].grocery_id == item.id
        and tables.is_served_raw(tables.dishes[meal.dish], one.slot, one.food_id)
        for day in days
        for meal in day.meals
        for one in meal.servings
    )


def find_from_freezer(plan: WeekPlan, tables: Tables) -> frozenset[tuple[int, str]]:
    """What comes out of the freezer, by day and grocery id: what doesn't keep until then.

    Whatever the list says to freeze is bought on the first day of its week.
    """
    found = set()
    for week, first in enumerate(range(0, len(plan.days), WEEK_DAYS), start=1):
        days = plan.days[first : first + WEEK_DAYS]
        needs = find_week_needs(plan, tables, first)
        own = [line for line in plan.shopping if line.week == week]
        for one in find_spoiled(own, days, tables, needs):
            if one.freezes:
                found |= {
                    (days[place].day, one.item.id)
                    for place, grams in enumerate(needs[one.item.id])
                    if grams and place > one.item.keeps_days
                }
    return frozenset(found)


def find_stale(
    lines: Iterable[ShoppingLine],
    days: Sequence[DayPlan],
    tables: Tables,
    needs: Mapping[str, Sequence[float]] | None = None,
) -> list[tuple[Grocery, int, int]]:
    """What of a week's list is opened too early to last, and the days it is opened and last eaten.

    Days are counted from 1, as the plan does. What doesn't keep closed isn't among it.
    """
    needs, stale = find_needs(days, tables) if needs is None else needs, []
    spoiled = {one.item.id for one in find_spoiled(lines, days, tables, needs)}
    for line in lines:
        item = tables.groceries[line.grocery_id]
        if item.opened_days is None or item.id in spoiled:
            continue
        for use in open_packs(line.packs, needs[item.id]):
            if use.finished - use.opened > item.opened_days:
                stale.append((item, days[use.opened].day, days[use.finished].day))
                break
    return stale


def use_stocks(stocks: Sequence[AtHome], needs: Sequence[float]) -> list[float]:
    """Grams that are eaten of each stock of an item, where each day needs so many."""
    left, _ = _eat(stocks, needs)
    return [stock.grams - rest for stock, rest in zip(stocks, left, strict=True)]


def _eat(
    stocks: Sequence[AtHome], needs: Sequence[float], first: int = 1
) -> tuple[list[float], list[float]]:
    """What is left of each stock of an item, and what each day lacks, from the day `first` on.

    Nothing is eaten after its date, and what is best for the fewest days goes first: no other order
    uses more.
    """
    left, lacking = [stock.grams for stock in stocks], list(needs)
    last = [inf if stock.until is None else stock.until for stock in stocks]
    order = sorted(range(len(stocks)), key=lambda place: last[place])
    for place in range(len(lacking)):
        for stock in order:
            if first + place <= last[stock]:
                eaten = min(lacking[place], left[stock])
                left[stock] -= eaten
                lacking[place] -= eaten
    return left, lacking


def compute_line(
    grocery: Grocery,
    grams: float,
    at_home_grams: float,
    tables: Tables,
    *,
    week: int = 1,
    carried_grams: float = 0.0,
) -> ShoppingLine:
    """What to take from the shelf of one item for a week.

    Some of its `grams` are at home, and some are carried over from packs of earlier weeks.
    """
    needed = round(grams, 1)
    taken = min(needed, round(at_home_grams, 1))
    carried = min(round(needed - taken, 1), round(carried_grams, 1))
    rest = needed - taken - carried
    had = taken + carried
    pack_g = max([size for size in grocery.pack_g if size <= had] or grocery.pack_g[:1])
    spared = had > 0 and rest <= TOLERATED_SHORT * pack_g
    packs = () if spared else choose_packs(grocery, rest)
    held = sum(size * count for size, count in packs)
    price = tables.prices.get(grocery.id)
    return ShoppingLine(
        week=week,
        grocery_id=grocery.id,
        aisle=grocery.aisle,
        grams=needed,
        at_home_grams=taken,
        carried_grams=carried,
        packs=packs,
        left_grams=round(max(0.0, held - rest), 1),
        cost_usd=None if price is None else round(price_packs(grocery, price, packs), 2),
        price_known=price is not None and price.known,
    )


def arrange(
    lines: Iterable[ShoppingLine], tables: Tables, aisles: Aisles | None = None
) -> tuple[ShoppingLine, ...]:
    """The lines by week, in the order of the aisles, one's own or the bundled, each in its own."""
    order = list(tables.aisles if aisles is None else aisles.headings)
    moved = {} if aisles is None else aisles.moved
    placed = (replace(line, aisle=moved.get(line.grocery_id, line.aisle)) for line in lines)
    return tuple(
        sorted(
            placed,
            key=lambda one: (
                one.week,
                order.index(one.aisle),
                tables.groceries[one.grocery_id].name,
            ),
        )
    )


def compute_cost(lines: Iterable[ShoppingLine], tables: Tables) -> Cost:
    """What a list's packs come to, and what they leave over."""
    listed = [line for line in lines if line.packs]
    cupboard = [line for line in listed if tables.groceries[line.grocery_id].cupboard]
    bought = [line for line in listed if not tables.groceries[line.grocery_id].cupboard]
    spoiling = [
        line.left_grams
        for line in bought
        if tables.groceries[line.grocery_id].left_days <= SPOILS_DAYS
    ]
    return Cost(
        total_usd=_add_up(bought),
        cupboard_usd=_add_up(cupboard),
        used_usd=_add_up(bought, used=True),
        guessed=sum(not line.price_known for line in bought),
        left_grams=round(sum(line.left_grams for line in bought), 1),
        spoiling_grams=round(sum(spoiling), 1),
    )


def _add_up(lines: Iterable[ShoppingLine], *, used: bool = False) -> float | None:
    """What lines cost, or the used share of it; None where one of them has no price."""
    total = 0.0
    for line in lines:
        if line.cost_usd is None:
            return None
        held = sum(size * count for size, count in line.packs)
        total += line.cost_usd * (1 - line.left_grams / held if used else 1)
    return round(total, 2)
