"""What takes cost beside what the rest of a plan needs: packs of the shop, less what is at home.

A day's search adds up points of takes. Here the packs that a take would make one buy, what of them
would be left over and what it uses up of the pantry are priced as such points. They steer the
search and are no part of a plan's points, which say how far it is from usual and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.groceries import BY_WEIGHT, Grocery
from planner.household import Household
from planner.linear import Floats, Ints
from planner.request import Request
from planner.shopping import SPOILS_DAYS, TOLERATED_SHORT

LEFT = 0.2  # points for each dollar's worth that is left over in packs and soon lost
KEEPS = 0.25  # of that, for what keeps longer
USED_UP = 2.0  # points for each portion that is eaten up of what is at home, where that is asked
SOON = 2.0  # times as many more where it is best before the first day ends, fewer for later days
NO_PACK_G: float = 1e9  # a pack that nobody buys, where an item has one size
MOST_MG: int = 10**9  # of an item in a take


PACKS = 0.3  # of its price in points, what a dollar's worth weighs that is left over
CHEAP = 1.0  # points for a dollar where cost is weighed against usual portions


@dataclass(frozen=True)
class Weights:
    """What money and the pantry weigh in a search.

    `eaten` are points for each dollar's worth eaten, `left` for each that packs leave over and that
    is soon lost, `kept` for what keeps longer.
    """

    eaten: float = 0.0
    left: float = LEFT
    kept: float = LEFT * KEEPS

    @classmethod
    def of_money(cls, price: float) -> Weights:
        """Those of a search for what is cheap, at so many points for a dollar.

        What is left over weighs less than what is eaten, for the packs that a day opens alone may
        be eaten up by another.
        """
        return cls(price, price * PACKS, price * PACKS)


SETTLED = Weights(left=2 * LEFT, kept=2 * LEFT * KEEPS)
"""What they weigh once the plan is near usual and takes alone are exchanged."""


class Market:
    """A household's takes as grams of the shop's items, and what those cost in packs."""

    def __init__(self, households: Sequence[Household], request: Request) -> None:
        """Lay out the items of the foods that some day may have."""
        self.request = request
        first = households[0]
        tables = first.tables
        names = dict.fromkeys(food.grocery_id for food in first.foods)
        self.items: list[Grocery] = [tables.groceries[name] for name in names]
        number = {name: place for place, name in enumerate(names)}
        self.item_of = np.array([number[food.grocery_id] for food in first.foods])
        self.ratio = np.array([food.bought_g_per_eaten_g for food in first.foods])
        self.largest = np.array([_largest(item) for item in self.items])
        widest = max(len(item.pack_g) for item in self.items)
        self.smaller = np.array(
            [[_smaller(item, place) for item in self.items] for place in range(max(1, widest - 1))]
        )
        prices = [tables.prices.get(item.id) for item in self.items]
        self.usd_per_g = np.array([0.0 if p is None else p.usd_per_100g / 100 for p in prices])
        self.cupboard = np.array([item.cupboard for item in self.items])
        self.spoils = np.array([item.keeps_days <= SPOILS_DAYS for item in self.items])
        at_home: Mapping[str, float] = request.grams_at_home
        self.at_home = np.array([round(at_home.get(item.id, 0.0), 1) for item in self.items])
        until = {one.grocery_id: one.until - 1 for one in request.at_home[::-1] if one.until}
        self.keeps = np.array([float(until.get(item.id, item.keeps_days)) for item in self.items])
        self.favours = np.array([self._favour(item, first) for item in self.items])
        self._takes = {one.away: self._lay_out(one) for one in households}

    def _favour(self, item: Grocery, household: Household) -> float:
        """The points for each gram of an item that is eaten up, where that is asked."""
        days = self.request.days
        stocks = [one for one in self.request.at_home if one.grocery_id == item.id]
        if not stocks or not self.request.use_up:
            return 0.0
        portions = [
            food.portion_g * food.bought_g_per_eaten_g
            for food in household.foods
            if food.grocery_id == item.id
        ]
        weight = sum(
            one.grams * (1 + SOON * max(0, days + 1 - (one.until or days + 1)) / days)
            for one in stocks
        )
        grams = sum(one.grams for one in stocks)
        return USED_UP * weight / grams * len(portions) / sum(portions)

    def _lay_out(self, household: Household) -> tuple[Ints, Floats, Ints]:
        """The different purchases of a day's takes: items, grams; and that of each take, by part.

        A take that serves two foods to different people has two parts, any other an empty second.
        """
        takes = household.takes
        items = self.item_of[takes.eaten]
        grams = np.zeros(items.shape)
        for person, program in enumerate(household.programs):
            own = program.takes.grams[takes.own[person]] * self.ratio[takes.eaten[person]]
            grams[person] = own * household.present[person]
        parts = []
        apart = items != items[0]
        for part, chosen in ((items[0], ~apart), (np.where(apart, items, -1).max(axis=0), apart)):
            parts.append((np.maximum(part, 0), (grams * chosen).sum(axis=0)))
        item = np.concatenate([one for one, _ in parts])
        amount = np.concatenate([one for _, one in parts])
        milligrams = np.round(amount * 1000).astype(np.int64)
        pairs, place = np.unique(item * MOST_MG + milligrams, return_inverse=True)
        return pairs // MOST_MG, pairs % MOST_MG / 1000, place.reshape(2, -1)

    def needs(self, household: Household, takes: Ints, own: Ints) -> Floats:
        """Grams of each item that a day needs as bought."""
        there = household.present[:, takes]
        total = np.zeros(len(self.items))
        for person, program in enumerate(household.programs):
            mine = own[person, there[person]]
            foods = household.takes.eaten[person, takes[there[person]]]
            grams = program.takes.grams[mine] * self.ratio[foods]
            total += np.bincount(self.item_of[foods], grams, minlength=len(self.items))
        return total

    def price(self, household: Household, others: Floats, weights: Weights) -> Floats:
        """The points of each take of a day beside what the other days need."""
        items, grams, place = self._takes[household.away]
        before = self._points(np.arange(len(self.items)), others, weights)
        points = self._points(items, others[items] + grams, weights) - before[items]
        return np.asarray(points[place].sum(axis=0))

    def points(self, needs: Floats, weights: Weights) -> float:
        """The points of a whole plan that needs so much of each item."""
        return float(self._points(np.arange(len(self.items)), needs, weights).sum())

    def total_usd(self, needs: Floats) -> float:
        """What the packs of a plan cost, but for the cupboard's."""
        held, _ = self.hold(np.arange(len(self.items)), needs.round(1))
        return float(np.round(held * self.usd_per_g, 2)[~self.cupboard].sum())

    def _points(self, items: Ints, grams: Floats, weights: Weights) -> Floats:
        held, buy = self.hold(items, grams)
        left = np.where(self.spoils, weights.left, weights.kept) * ~self.cupboard
        usd = np.maximum(held - buy, 0.0) * left[items] + buy * weights.eaten
        used_up = np.minimum(grams, self.at_home[items]) * self.favours[items]
        return np.asarray(usd * self.usd_per_g[items] - used_up)

    def hold(self, items: Ints, grams: Floats) -> tuple[Floats, Floats]:
        """What packs for so many grams hold, as `choose_packs` takes them, and what is to buy."""
        buy = np.maximum(grams - self.at_home[items], 0.0)
        largest = self.largest[items]
        held = np.full(len(items), np.inf)
        most = int(np.ceil(np.max(buy / largest, initial=0.0)))
        for smaller in self.smaller[:, items]:
            for large in range(most + 1):
                count = np.ceil((buy - large * largest) / smaller - TOLERATED_SHORT)
                held = np.minimum(
                    held, large * largest + np.maximum(count, 0 if large else 1) * smaller
                )
        spared = np.where(self.at_home[items] > 0, TOLERATED_SHORT * self.smaller[0, items], 0.0)
        return np.where(buy <= spared, 0.0, held), buy


def _largest(item: Grocery) -> float:
    one = item.pack == BY_WEIGHT or len(item.pack_g) == 1
    return NO_PACK_G if one else item.pack_g[-1]


def _smaller(item: Grocery, place: int) -> float:
    one = item.pack == BY_WEIGHT or len(item.pack_g) == 1
    return item.pack_g[0 if one else min(place, len(item.pack_g) - 2)]
