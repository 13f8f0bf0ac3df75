"""People who eat together: the programs of each, and the options that they share.

A dish is served to everyone who is at table. A slot of it takes one food for all where every diet
allows one, each person in an amount of their own; where diets differ it may also be split: one
food for those whose diet has it, another for the rest. A shared option is such a filling at a level
between each one's smallest, usual and largest amount, so that the day's search handles a family as
it does one person: its penalties are everyone's, one person's beneath another's. What each person
has is fitted afterwards.

Someone may be out for a meal. It brings them nothing then, and the day's limits are held to the
share of the day's energy that the eating rules give their other meals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.arrays import Bools, Floats, Ints
from planner.errors import NoPlanExists
from planner.model.day_program import DayProgram, Place, SoftRow
from planner.people.choices import explain_empty_meal, find_wanted
from planner.people.meal_times import MealTime
from planner.tables.dishes import DINNER, LUNCH, Dish
from planner.tables.foods import Food

LEVELS = (-1.0, -0.5, 0.0, 0.5, 1.0)  # from the smallest over the usual to the largest amount
PARTNERS = 2  # foods that are tried for the others beside one that only some may eat
NOT_EATEN = -1  # the option of someone who skips the meal, while options are brought together
SPLIT = 2.0  # points by which the search prefers one food for all, where nobody likes another

Away = frozenset[tuple[int, str]]
"""Who is out for which meal of a day: the person's place among the people, the meal."""


@dataclass(frozen=True)
class SharedOptions:
    """The shared options, sorted by meal, dish and slot.

    `slot` numbers the household's slots; `own` has a row for each person, with the number of the
    option in their program; `eaten` likewise, with the household's number of the food, and `food`
    is that of the first person; `points` is what an option costs everyone together.
    """

    slot: Ints
    own: Ints
    eaten: Ints
    points: Floats

    @property
    def food(self) -> Ints:
        """The first person's food of each option."""
        return np.asarray(self.eaten[0])

    def __len__(self) -> int:
        return len(self.slot)


class Household:
    """People's programs as one, for the days on which the same people are `away`."""

    def __init__(
        self,
        programs: Sequence[DayProgram],
        away: Away = frozenset(),
        like: Household | None = None,
        unshared: Collection[str] = frozenset(),
        meals: Sequence[MealTime] = (),
    ) -> None:
        """Bring programs together; those of `like` are laid out as there.

        `unshared` are the ids of foods that what all share can't have, and `meals` those of the
        household in order, if not everyone eats the same. Raises NoPlanExists where some meal has
        no dish that all who eat it can have.
        """
        self.programs, self.away = tuple(programs), away
        self.unshared = frozenset(unshared)
        first = self.programs[0]
        self.tables, self.days, self.rules = first.tables, first.days, first.rules
        self.repeat = first.repeat
        eaten = {meal for program in self.programs for meal in program.person.meals}
        self.kinds = {m.name: m.served_as for m in meals or first.person.meals if m in eaten}
        self.meals = tuple(self.kinds)
        foods = {food.id: food for program in programs for food in program.foods}
        self.foods: list[Food] = list(foods.values())
        self.served: list[tuple[str, Dish]]
        self.slots: list[Place]
        self.options: SharedOptions
        self._number = {food_id: index for index, food_id in enumerate(foods)}
        if like is not None:
            self.served, self.slots, self.options = like.served, like.slots, like.options
        elif len(self.programs) == 1:
            self.served, self.slots = first.served, first.slots
            numbers = np.arange(len(first.options))[None]
            options = first.options
            self.options = SharedOptions(options.slot, numbers, options.food[None], options.points)
        else:
            self.served, self.slots = self._share_dishes()
            self.options = self._share_options()

    def _share_dishes(self) -> tuple[list[tuple[str, Dish]], list[Place]]:
        """The dishes at meals that everyone who eats them can have."""
        every = [
            {(meal, dish.id): dish for meal, dish in program.served} for program in self.programs
        ]
        everyone = [_find_levels(program) for program in self.programs]
        served: list[tuple[str, Dish]] = []
        slots: list[Place] = []
        for meal, kind in self.kinds.items():
            eaters = self._find_eaters(meal)
            before = len(served)
            for dish in every[eaters[0]].values():
                if any((meal, dish.id) not in every[who] for who in eaters):
                    continue
                own = [Place(len(served), meal, dish, slot) for slot in dish.slots]
                if all(any(self._fill(place, everyone)) for place in own):
                    slots += own
                    served.append((meal, dish))
            if len(served) == before:
                people = [self.programs[who].person for who in eaters]
                sharing = bool(self.unshared)
                problem = explain_empty_meal(meal, kind, people, self.tables, sharing=sharing)
                raise NoPlanExists(problem)
        return served, slots

    def _find_eaters(self, meal: str) -> list[int]:
        """Who eats a meal, whether they are out for it or not."""
        return [who for who, program in enumerate(self.programs) if meal in program.meals]

    def _fill(
        self, place: Place, everyone: Sequence[Mapping[tuple[str, str, str], Any]]
    ) -> Iterator[tuple[str, ...]]:
        """Each eater's food of a slot: one for all, or where diets differ one for some.

        In what is cooked or mixed for all, nobody has what someone at the table is allergic to.
        """
        having = [everyone[who][_key(place)] for who in self._find_eaters(place.meal)]
        shared = [food for food in having[0] if all(food in levels for levels in having)]
        yield from ((food,) * len(having) for food in shared)
        is_mixed = place.slot.name in self.tables.shared_slots[place.dish.id]
        for foods in _pair(having, shared):
            if not is_mixed or self.unshared.isdisjoint(foods):
                yield foods

    def _share_options(self) -> SharedOptions:
        """The fillings of each slot, at their levels."""
        everyone = [_find_levels(program) for program in self.programs]
        wanted = [find_wanted(program.person, self.tables) for program in self.programs]
        liked = [frozenset().union(*foods.values()) for foods in wanted]
        slots: list[int] = []
        fillings: list[list[int]] = []
        extra: list[float] = []
        for slot, place in enumerate(self.slots):
            eaters = self._find_eaters(place.meal)
            having = [everyone[who][_key(place)] for who in eaters]
            for foods in self._fill(place, everyone):
                own = [levels[food] for levels, food in zip(having, foods, strict=True)]
                rows = [*dict.fromkeys(zip(*own, strict=True))]
                cost = 0.0
                if len(set(foods)) > 1:
                    likes = [liked[who] for who in eaters]
                    wished = any(food in some for food, some in zip(foods, likes, strict=True))
                    cost = 0.0 if wished else SPLIT
                slots += [slot] * len(rows)
                for row in rows:
                    filling = [NOT_EATEN] * len(self.programs)
                    for who, option in zip(eaters, row, strict=True):
                        filling[who] = option
                    fillings.append(filling)
                extra += [cost] * len(rows)
        chosen = np.array(fillings).T
        eats = chosen != NOT_EATEN
        eaten, points = [], np.array(extra)
        for program, options, here in zip(self.programs, chosen, eats, strict=True):
            numbers = np.array([self._number[food.id] for food in program.foods])
            eaten.append(np.where(here, numbers[program.options.food[options]], NOT_EATEN))
            points[here] += program.options.points[options[here]]
        foods_of = np.stack(eaten)
        first = eats.argmax(axis=0)  # who skips a meal has by number the food of the first eater
        shown = np.take_along_axis(foods_of, first[None], axis=0)
        chosen = np.where(eats, chosen, 0)
        return SharedOptions(np.array(slots), chosen, np.where(eats, foods_of, shown), points)

    @cached_property
    def eats(self) -> Bools:
        """Who eats the meal of each shared option, at home or elsewhere: people by options."""
        meals = np.array([self.meals.index(place.meal) for place in self.slots])
        eats = [[meal in program.meals for meal in self.meals] for program in self.programs]
        return np.array(eats)[:, meals[self.options.slot]]

    @cached_property
    def lunch(self) -> int:
        """The number of the meal that may be left over; -1 if there is none."""
        return next((n for n, kind in enumerate(self.kinds.values()) if kind == LUNCH), -1)

    @cached_property
    def dinner(self) -> int:
        """The number of the meal whose dish may be left over; -1 if there is none."""
        return max((n for n, kind in enumerate(self.kinds.values()) if kind == DINNER), default=-1)

    @cached_property
    def people(self) -> Ints:
        """The person of each soft row."""
        return np.repeat(
            np.arange(len(self.programs)), [len(program.soft_rows) for program in self.programs]
        )

    @cached_property
    def soft_rows(self) -> list[SoftRow]:
        """Everyone's soft rows, one person's after another's."""
        return [row for program in self.programs for row in program.soft_rows]

    @cached_property
    def limits(self) -> tuple[Floats, Floats]:
        """The low and the high limit of each soft row, of the day as it is."""
        low = np.concatenate([program.limits[0] for program in self.programs])
        high = np.concatenate([program.limits[1] for program in self.programs])
        for person, share in enumerate(self.shares):
            if share == 1.0:
                continue
            out = self._find_out(person)
            for row in np.flatnonzero(self.people == person).tolist():
                meal = self.soft_rows[row].meal
                if meal is None:
                    for limits in (low, high):
                        if np.isfinite(limits[row]):  # no limit is none of a share either
                            limits[row] *= share
                elif meal in out:
                    low[row] = -np.inf
        return low, high

    @cached_property
    def shares(self) -> list[float]:
        """The share of the day's energy that the eating rules give each person's meals at home."""
        shares = []
        for person, program in enumerate(self.programs):
            out = self._find_out(person)
            usual = self.rules.find_shares(program.person.meals)
            shares.append(sum(usual[m] for m in usual if m not in out) if out else 1.0)
        return shares

    def _find_out(self, person: int) -> set[str]:
        """The meals of theirs for which a person is out."""
        return {m for who, m in self.away if who == person} & {*self.programs[person].meals}

    @cached_property
    def present(self) -> Bools:
        """Who is there for each shared option: people by options."""
        meals = np.array([self.meals.index(p.meal) for p in self.slots])[self.options.slot]
        present = np.ones((len(self.programs), len(self.meals)), dtype=bool)
        for person, meal in self.away:
            if meal in self.meals:
                present[person, self.meals.index(meal)] = False
        return np.asarray(present[:, meals])

    @cached_property
    def points(self) -> Floats:
        """What each shared option costs those who are there."""
        if not self.away:
            return self.options.points
        cost = np.zeros(len(self.options))
        for person, program in enumerate(self.programs):
            cost += program.options.points[self.options.own[person]] * self.present[person]
        return cost

    @cached_property
    def served_points(self) -> Floats:
        """What each dish costs by itself those who are there."""
        total = np.zeros(len(self.served))
        for person, program in enumerate(self.programs):
            is_present = np.array([(person, meal) not in self.away for meal, _ in self.served])
            number = {(meal, dish.id): k for k, (meal, dish) in enumerate(program.served)}
            dish_numbers = [number.get((meal, dish.id), 0) for meal, dish in self.served]
            total += program.dish_points[dish_numbers] * is_present
        return total

    def amounts(
        self, options: Ints, chosen: Ints | None = None, *, single: bool = False
    ) -> NDArray[Any]:
        """What each of these options adds to each soft row: rows by options.

        `chosen` has what each person takes of them instead of the shared amounts; with `single` the
        figures are in single precision.
        """
        mine = self.options.own[:, options] if chosen is None else chosen
        parts = []
        for person, program in enumerate(self.programs):
            rates = program.rates.astype(np.float32) if single else None
            amounts = program.amounts(mine[person], rates)
            if self.away:
                amounts *= self.present[person, options]
            parts.append(amounts)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def slots_of_served(self) -> list[tuple[int, int, int]]:
        """For each served dish its number, its first slot and the one after its last."""
        owners = np.array([place.served for place in self.slots])
        firsts = np.searchsorted(owners, np.arange(len(self.served) + 1)).tolist()
        return [(k, firsts[k], firsts[k + 1]) for k in range(len(self.served))]


def _pair(having: Sequence[Mapping[str, Any]], shared: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each one's food of a slot where some have one that others may not, and those another.

    All the others have the same. A few are tried for them, beside each food the next ones, so that
    each of theirs comes beside some.
    """
    for turn, food in enumerate(dict.fromkeys(food for levels in having for food in levels)):
        rest = [levels for levels in having if food not in levels]
        others = (
            [partner for partner in rest[0] if all(partner in levels for levels in rest)]
            if rest
            else []
        )
        if food in shared or not others:
            continue
        for step in range(min(PARTNERS, len(others))):
            partner = others[(turn + step) % len(others)]
            yield tuple(food if food in levels else partner for levels in having)


def _key(place: Place) -> tuple[str, str, str]:
    return place.meal, place.dish.id, place.slot.name


def _find_levels(program: DayProgram) -> dict[tuple[str, str, str], dict[str, list[int]]]:
    """A program's options at each level, by food in each of its slots."""
    options = program.options
    firsts = program.groups
    lasts = np.append(firsts[1:], len(options)) - 1
    least = np.repeat(np.minimum.reduceat(options.points, firsts), lasts + 1 - firsts)
    hits = np.flatnonzero(options.points == least)
    usual = hits[np.searchsorted(hits, firsts)]
    levels = [
        usual + np.rint(level * (lasts - usual if level > 0 else usual - firsts)).astype(int)
        for level in LEVELS
    ]
    keys = [_key(place) for place in program.slots]
    foods = [food.id for food in program.foods]
    levels_by_slot: dict[tuple[str, str, str], dict[str, list[int]]] = {key: {} for key in keys}
    slot, food = options.slot[firsts].tolist(), options.food[firsts].tolist()
    for slot_number, food_number, food_levels in zip(
        slot, food, np.transpose(levels).tolist(), strict=True
    ):
        levels_by_slot[keys[slot_number]][foods[food_number]] = food_levels
    return levels_by_slot
