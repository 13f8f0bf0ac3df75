"""What options cost beside what the rest of a plan needs: packs of the shop, less what is at home.

A day's search adds up points of options. Here the packs that an option would make one buy, what of
them would be left over and what it uses up of the pantry are counted in such points. They steer the
search and are no part of a plan's points, which say how far it is from usual and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from planner.arrays import Bools, Floats, Ints
from planner.model.household import Household
from planner.people.eating_rules import EATING_RULES
from planner.plans.pots import FROZEN_DAYS
from planner.plans.shopping import (
    REST,
    SPOILS_DAYS,
    TOLERATED_SHORT,
    compute_cost,
    compute_lines,
    use_stocks,
)
from planner.request.request import Request
from planner.tables.groceries import RECIPE, Grocery
from planner.tables.grocery_prices import scale_price

EATEN = 0.1  # points for each dollar's worth that is eaten
LEFT = 0.6  # points for each dollar's worth that is left over in packs and soon lost
KEEPS = 0.4  # of that, for what keeps longer
HEAVY = 0.6  # points for each kilogram that is left over, whatever it costs
SCRAP = 1.0  # points for packs of which less is eaten than an eating rule has
BARRED = 10.0  # times that, once a plan is settled: about what breaking a rule costs
PACKS = 0.3  # of a dollar's price where cost counts, for a dollar's worth that is left over
CHEAP = 1.0  # points for a dollar where cost is weighed against usual portions
USED_UP = 2.0  # points for each portion that is eaten up of what is at home, where that is asked
ANOTHER = 1.0  # points for packs bought of that besides: a spoon less spares one
GOES_OFF = 1.0  # points for each portion of what goes off, where a kitchen remembers: in this plan
LATER = 0.5  # of that for what goes off in the time of the next plan
FROZEN = 6.0  # points for each portion of a dish of one's own that is eaten out of the freezer
OLDEST = 2.0  # times as many where it is best until tomorrow, fewer the longer it keeps
SOON = 2.0  # times as many more where it is best before the first day ends, fewer for later days
NO_PACK_G: float = 1e9  # a pack that nobody buys, where an item has one size
MOST_MG: int = 10**9  # of an item in an option


@dataclass(frozen=True)
class Weights:
    """What money and the pantry weigh in a search.

    `eaten` are points for each dollar's worth eaten, `left` for each that packs leave over and that
    is soon lost, `kept` for what keeps longer; `heavy` for each kilogram of both, `scrap`
    for each item of which hardly anything is eaten.
    """

    eaten: float = EATEN
    left: float = LEFT
    kept: float = LEFT * KEEPS
    heavy: float = HEAVY
    scrap: float = SCRAP

    @classmethod
    def of_money(cls, price: float) -> Weights:
        """Those of a search for what is cheap, at so many points for a dollar.

        What is left over weighs less than what is eaten, for the packs that a day opens alone may
        be eaten up by another.
        """
        return cls(price, price * PACKS, price * PACKS, 0.0, BARRED * SCRAP)


SETTLED = Weights(2 * EATEN, 2 * LEFT, 2 * LEFT * KEEPS, 2 * HEAVY, BARRED * SCRAP)
"""What they weigh once the plan is near usual and options alone are exchanged."""


class Market:
    """A household's options as grams of the shop's items, and what those cost in packs."""

    def __init__(self, households: Sequence[Household], request: Request) -> None:
        """Lay out the items of the foods that some day may have."""
        self.request = request
        self.least_share = EATING_RULES.find_pack_share(request.days)
        first = households[0]
        self.tables = tables = first.tables
        names = dict.fromkeys(food.grocery_id for food in first.foods)
        self.items: list[Grocery] = [tables.groceries[name] for name in names]
        number_of = {name: number for number, name in enumerate(names)}
        self.item_of = np.array([number_of[food.grocery_id] for food in first.foods])
        self.ratio = np.array([food.bought_g_per_eaten_g for food in first.foods])
        several = [item.one_size_g is None for item in self.items]
        self.largest = np.where(several, [item.pack_g[-1] for item in self.items], NO_PACK_G)
        sizes = [(item.one_size_g,) if item.one_size_g else item.pack_g[:-1] for item in self.items]
        most = max(map(len, sizes))
        self.smaller = np.stack([own + own[-1:] * (most - len(own)) for own in sizes], axis=1)
        self.largest_scale = np.array([scale_price(item, item.pack_g[-1]) for item in self.items])
        self.smaller_scales = np.array(
            [
                [scale_price(item, size) for item, size in zip(self.items, row, strict=True)]
                for row in self.smaller.tolist()
            ]
        )
        prices = [tables.prices.get(item.id) for item in self.items]
        self.usd_per_g = np.array([0.0 if p is None else p.usd_per_100g / 100 for p in prices])
        self.cupboard = np.array([item.cupboard for item in self.items])
        self.spoils = np.array([item.left_days <= SPOILS_DAYS for item in self.items])
        self.stocks = [
            [stock for stock in request.at_home if stock.grocery_id == item.id]
            for item in self.items
        ]
        self.at_home = np.array([sum(stock.grams for stock in stocks) for stocks in self.stocks])
        self.dated = [
            item_number
            for item_number, stocks in enumerate(self.stocks)
            if any(stock.until is not None and stock.until < request.days for stock in stocks)
        ]
        self.keeps = np.array(
            [
                float(
                    min(
                        (stock.until - 1 for stock in stocks if stock.until),
                        default=item.keeps_days,
                    )
                )
                for item, stocks in zip(self.items, self.stocks, strict=True)
            ]
        )
        self.made = np.array([item.source == RECIPE for item in self.items])
        self.favours = np.array([self._favour(number, first) for number in range(len(names))])
        by_away = {household.away: household for household in households}
        self._options = {away: self._lay_out(household) for away, household in by_away.items()}

    def _favour(self, item_number: int, household: Household) -> float:
        """The points for each gram of an item that is eaten up, where that is asked.

        A kitchen that remembers goes on after this plan: only what goes off soon is preferred, and
        by less.
        """
        days, stocks = self.request.days, self.stocks[item_number]
        goes_on, is_made = self.request.memory is not None, bool(self.made[item_number])
        if not stocks or not (self.request.use_up or goes_on or is_made):
            return 0.0
        portions = [
            food.portion_g * food.bought_g_per_eaten_g
            for food in household.foods
            if food.grocery_id == self.items[item_number].id
        ]
        if is_made:
            soonest = min(stock.until or FROZEN_DAYS for stock in stocks)
            soon = max(0.0, 1 - (soonest - 1) / FROZEN_DAYS)
            return FROZEN * (1 + (OLDEST - 1) * soon) / portions[0]
        if goes_on:
            dated = [(stock.grams, stock.until or 3 * days) for stock in stocks]
            soon = sum(grams * (until <= days) for grams, until in dated)
            later = sum(grams * (days < until <= 2 * days) for grams, until in dated)
            a_gram = GOES_OFF * (soon + LATER * later) / float(self.at_home[item_number])
            return a_gram * len(portions) / sum(portions)
        weight = sum(
            stock.grams * (1 + SOON * max(0, days + 1 - (stock.until or days + 1)) / days)
            for stock in stocks
        )
        return USED_UP * weight / float(self.at_home[item_number]) * len(portions) / sum(portions)

    def _lay_out(self, household: Household) -> tuple[Ints, Floats, Ints]:
        """The different purchases of options: items, grams; and that of each option, by part.

        An option that serves two foods to different people has two parts, any other an empty
        second.
        """
        options = household.options
        items = self.item_of[options.eaten]
        grams = np.zeros(items.shape)
        for person, program in enumerate(household.programs):
            eaten_g = program.options.grams[options.own[person]] * self.ratio[options.eaten[person]]
            grams[person] = eaten_g * household.present[person]
        parts = []
        apart = items != items[0]
        for part, chosen in ((items[0], ~apart), (np.where(apart, items, -1).max(axis=0), apart)):
            parts.append((np.maximum(part, 0), (grams * chosen).sum(axis=0)))
        item = np.concatenate([values for values, _ in parts])
        amount = np.concatenate([values for _, values in parts])
        milligrams = np.round(amount * 1000).astype(np.int64)
        pairs, purchase = np.unique(item * MOST_MG + milligrams, return_inverse=True)
        return pairs // MOST_MG, pairs % MOST_MG / 1000, purchase.reshape(2, -1)

    def needs(self, household: Household, options: Ints, chosen: Ints) -> Floats:
        """Grams of each item that a day needs as bought."""
        present = household.present[:, options]
        total = np.zeros(len(self.items))
        for person, program in enumerate(household.programs):
            mine = chosen[person, present[person]]
            foods = household.options.eaten[person, options[present[person]]]
            grams = program.options.grams[mine] * self.ratio[foods]
            total += np.bincount(self.item_of[foods], grams, minlength=len(self.items))
        return total

    def price(self, household: Household, day: int, others: Floats, weights: Weights) -> Floats:
        """The points of each option of a day beside what the other days need.

        `others` has grams of each item, a row for each day, with none for this one.
        """
        items, grams, purchase = self._options[household.away]
        total, eaten = others.sum(axis=0), self._eat(others)
        most = self._eat(others, day)
        before = self._points(np.arange(len(self.items)), total, eaten, weights)
        used = np.minimum(eaten[items] + grams, most[items])
        points = self._points(items, total[items] + grams, used, weights) - before[items]
        return np.asarray(points[purchase].sum(axis=0))

    def opens(self, household: Household, needs: Floats) -> Bools:
        """Which options need an item that no day of `needs` has, and that isn't at home."""
        new = (needs.sum(axis=0) <= 0) & (self.at_home <= 0) & ~self.cupboard
        return np.asarray(new[self.item_of[household.options.eaten]].any(axis=0))

    def points(self, needs: Floats, weights: Weights) -> float:
        """The points of a whole plan that needs so much of each item, a row for each day."""
        return float(self.points_by_item(needs, weights).sum())

    def points_by_item(self, needs: Floats, weights: Weights) -> Floats:
        """The same for each item."""
        every = np.arange(len(self.items))
        return self._points(every, needs.sum(axis=0), self._eat(needs), weights)

    def total_usd(self, needs: Floats) -> float:
        """What the packs of a plan cost, but for the cupboard's: the total of its list."""
        lines = [
            line
            for number in np.flatnonzero(needs.any(axis=0)).tolist()
            for line in compute_lines(
                self.items[number], needs[:, number].tolist(), self.stocks[number], self.tables
            )
        ]
        return compute_cost(lines, self.tables).total_usd or 0.0

    def _eat(self, needs: Floats, more: int | None = None) -> Floats:
        """Grams of each item that are eaten of what is at home; with any amount on the day `more`.

        With more of an item on one day so much more of what is at home is eaten, until there is no
        more of it for that day.
        """
        eaten = self.at_home if more is not None else np.minimum(needs.sum(axis=0), self.at_home)
        if self.dated:
            eaten = eaten.copy()
        for number in self.dated:
            by_day = needs[:, number].tolist()
            if more is not None:
                by_day[more] = inf
            eaten[number] = sum(use_stocks(self.stocks[number], by_day))
        return eaten

    def _points(self, items: Ints, grams: Floats, at_home: Floats, weights: Weights) -> Floats:
        buy = np.maximum(grams - at_home, 0.0)
        held, rate = self.hold(items, buy, at_home)
        left = np.where(self.spoils, weights.left, weights.kept) * ~self.cupboard
        rest = np.maximum(held - buy, 0.0)
        usd = rest * left[items] + buy * weights.eaten
        heavy = weights.heavy / 1000 * rest * ~self.cupboard[items]
        favours, made = self.favours[items], self.made[items]
        at_home = np.where(made, np.maximum(grams - held, 0.0), at_home)  # as `part_pot` has it
        another = ANOTHER * ((favours > 0) & (held > 0) & ~made)
        scrap = weights.scrap * self._is_scrap(items, buy, held)
        usd = usd * rate * self.usd_per_g[items]
        return np.asarray(usd + heavy + scrap + another - at_home * favours)

    def _is_scrap(self, items: Ints, buy: Floats, held: Floats) -> Bools:
        few = (buy > 0) & (buy < self.least_share * held)
        return np.asarray(few & ~(self.cupboard | self.made)[items])

    def find_scraps(self, needs: Floats) -> Ints:
        """The items whose packs are opened for too little, where the days need so much of each."""
        items, at_home = np.arange(len(self.items)), self._eat(needs)
        buy = np.maximum(needs.sum(axis=0) - at_home, 0.0)
        return np.flatnonzero(self._is_scrap(items, buy, self.hold(items, buy, at_home)[0]))

    def hold(self, items: Ints, buy: Floats, at_home: Floats) -> tuple[Floats, Floats]:
        """What packs for so many grams hold, beside so many at home, as `compute_line` has them.

        The second are how many times the price of the table 100 g cost in such packs. It is the
        same choice of packs for ten thousand options at once; a test holds one to the other.
        """
        largest, large_scale = self.largest[items], self.largest_scale[items]
        held = np.full(len(items), np.inf)
        worth = np.full(len(items), np.inf)
        most = int(np.ceil(np.max(buy / largest, initial=0.0)))
        for smaller, scale in zip(
            self.smaller[:, items], self.smaller_scales[:, items], strict=True
        ):
            for large in range(most + 1):
                count = np.ceil((buy - large * largest) / smaller - TOLERATED_SHORT)
                small = np.maximum(count, 0 if large else 1) * smaller
                total = large * largest + small
                cost = large * largest * large_scale + small * scale + REST * total
                better = cost < worth
                held, worth = np.where(better, total, held), np.where(better, cost, worth)
        pack_g = self.smaller[0, items]
        for size in (*self.smaller[1:, items], largest):
            pack_g = np.where(size <= at_home, np.maximum(pack_g, size), pack_g)
        spared = np.where(at_home > 0, TOLERATED_SHORT * pack_g, 0.0)
        rate = worth / held - REST
        return np.where(buy <= spared, 0.0, held), rate
