"""A household's options laid out as arrays, so that all those of a place are tried at once.

An option adds to each penalty what its amounts are times the row's penalty: beyond the row's limit
that is what it costs.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from planner.arrays import Bools, Floats, Ints, Singles
from planner.model.household import Household
from planner.people.choices import find_wanted

URGENT = 20.0  # times the penalty of a required row that the search pays
AT_ONCE = 20_000  # options whose amounts are counted at a time: what all take is never held twice
WANTED = 100.0  # points that the search pays where a week has nothing of what someone likes


@dataclass(frozen=True)
class Block:
    """The options of the n-th slot of every dish of a meal, by slot.

    The first `have` dishes of the meal have such a slot; `first` is each one's first option here,
    `counts` how many it has, and `owner` the dish of each option, in order. `rows` has what each
    option adds to each penalty and `most` the largest; `clashes` are the blocks of the meal that
    may hold the same kind.
    """

    options: Ints
    have: int
    first: Ints
    owner: Ints
    counts: Ints
    rows: Singles
    most: Singles
    kinds: Ints
    clashes: tuple[int, ...]


@dataclass(frozen=True)
class MealBlocks:
    """A meal: its dishes (numbers of the program's served), and the blocks of their slots.

    Dishes of many slots come first, so that those with an n-th slot are the first ones.
    """

    served: Ints
    blocks: tuple[Block, ...]


class OptionArrays:
    """A household's options as arrays, laid out for the search."""

    def __init__(self, program: Household) -> None:
        """Lay out a household."""
        self.program = program
        options, foods = program.options, program.foods
        low, high = program.limits
        below, above = np.flatnonzero(np.isfinite(low)), np.flatnonzero(np.isfinite(high))
        self.row = np.concatenate([below, above])
        self.week = np.array([row.week for row in program.soft_rows])
        self.required = np.array([row.required for row in program.soft_rows])
        self.penalty = np.array([row.penalty for row in program.soft_rows])
        side = np.concatenate([-np.ones(len(below)), np.ones(len(above))])
        urgency = np.where(self.required, URGENT, 1.0)
        self.below = side < 0
        self.scale = ((self.penalty * urgency)[self.row] * side).astype(np.float32)
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(f.kind for f in foods))}
        self.kind = np.array([kinds[food.kind] for food in foods])
        self.staple = np.array([food.kind in program.tables.everyday_kinds for food in foods])
        meals = np.array([program.meals.index(place.meal) for place in program.slots])
        self.meal = meals[options.slot]
        self.served = np.array([place.served for place in program.slots])[options.slot]
        self.held = self.hold(options.food, self.meal)
        self.holds = len(kinds) * (len(program.meals) + 1)
        names = {dish.id: number for number, dish in enumerate(program.tables.dishes.values())}
        self.dish = np.array([names[dish.id] for _, dish in program.served])
        self.dishes = len(names)
        families = program.tables.families
        self.family = np.array([names[families[dish.id]] for _, dish in program.served])
        self.points = program.points
        self.served_points = program.served_points
        tags = program.rules.tagged_a_day
        self.tags = np.array([[tag in d.tags for tag in tags] for _, d in program.served])
        self.tag_caps = np.array(list(tags.values()))
        self.wanted = self._find_wanted()
        self.rows = self._penalties()
        self.slot_first = np.searchsorted(options.slot, np.arange(len(program.slots) + 1))
        self.slots_of = {k: (first, last) for k, first, last in program.slots_of_served()}
        self.open = np.ones(len(options), dtype=bool)  # which options the search looks at

    @cached_property
    def meals(self) -> tuple[MealBlocks, ...]:
        """The meals, with those options that are open."""
        return tuple(self._lay_out(meal) for meal in self.program.meals)

    def narrow(self, open_: Bools) -> OptionArrays:
        """The same options for a search that looks at these alone; each slot must have one."""
        arrays = copy(self)
        arrays.open = open_
        arrays.__dict__.pop("meals", None)
        return arrays

    def weigh(self, weights: Floats) -> OptionArrays:
        """The same options for a search that pays so many times more for each soft row: breakout.

        What a plan's points are stays as it is.
        """
        arrays, count = copy(self), len(self.row)
        factors = weights[self.row].astype(np.float32)
        arrays.scale = self.scale * factors
        arrays.rows = self.rows.copy()
        arrays.rows[:, :count] *= factors

        def weigh_block(block: Block) -> Block:
            rows = block.rows.copy()
            rows[:count] *= factors[:, None]
            return replace(block, rows=rows, most=rows.max(axis=1))

        arrays.meals = tuple(
            replace(meal, blocks=tuple(map(weigh_block, meal.blocks))) for meal in self.meals
        )
        return arrays

    def hold(self, foods: Ints, meals: Ints) -> Ints:
        """What foods at meals hold: a staple its kind at the meal, another for the whole day."""
        kinds = int(self.kind.max()) + 1
        return np.asarray(self.kind[foods] + np.where(self.staple[foods], (meals + 1) * kinds, 0))

    def _find_wanted(self) -> Bools:
        """Which options serve each thing that someone likes: words by options."""
        program, wanted = self.program, []
        dishes = np.array([dish.id for _, dish in program.served])[self.served]
        foods = np.array([food.id for food in program.foods])
        for person, person_program in enumerate(program.programs):
            for meant in find_wanted(person_program.person, program.tables).values():
                eats_it = np.isin(foods, sorted(meant))[program.options.eaten[person]]
                wanted.append((eats_it | np.isin(dishes, sorted(meant))) & program.present[person])
        return np.array(wanted, dtype=bool).reshape(len(wanted), len(program.options))

    def _penalties(self) -> Singles:
        """What each option adds to each penalty; behind those of the rows, to what is wanted."""
        every, count = np.arange(len(self.program.options)), len(self.row)
        rows = np.zeros((len(every), count + len(self.wanted)), dtype=np.float32)
        for some in np.array_split(every, 1 + len(every) // AT_ONCE):
            amounts = self.program.amounts(some, single=True)
            np.multiply(amounts[self.row].T, self.scale, out=rows[some[0] : some[-1] + 1, :count])
        rows[:, count:] = -WANTED * self.wanted.T
        return rows

    def _lay_out(self, meal: str) -> MealBlocks:
        program, bounds = self.program, self.slot_first
        served = np.array([k for k, (m, _) in enumerate(program.served) if m == meal])
        firsts = {k: first for k, first, _ in program.slots_of_served()}
        counts = np.array([len(program.served[k][1].slots) for k in served])
        by_count = np.argsort(-counts, kind="stable")
        served, counts = served[by_count], counts[by_count]
        parts = []
        for position in range(int(counts.max())):
            have = int((counts > position).sum())
            slots = np.array([firsts[int(k)] + position for k in served[:have]])
            lengths = bounds[slots + 1] - bounds[slots]
            first = np.cumsum(lengths) - lengths
            members = np.repeat(bounds[slots] - first, lengths) + np.arange(int(lengths.sum()))
            owner = np.repeat(np.arange(have), lengths)[self.open[members]]
            members = members[self.open[members]]
            parts.append((members, owner, np.searchsorted(owner, np.arange(have)), have))
        kinds = [
            set((owner * self.holds + self.held[members]).tolist()) for members, owner, *_ in parts
        ]
        blocks = []
        for position, (members, owner, first, have) in enumerate(parts):
            clashes = tuple(
                number
                for number, theirs in enumerate(kinds)
                if number != position and not kinds[position].isdisjoint(theirs)
            )
            rows = np.ascontiguousarray(self.rows[members].T)
            blocks.append(
                Block(
                    options=members,
                    have=have,
                    first=first,
                    owner=owner,
                    counts=np.bincount(owner, minlength=have),
                    rows=rows,
                    most=rows.max(axis=1),
                    kinds=self.held[members],
                    clashes=clashes,
                )
            )
        return MealBlocks(served, tuple(blocks))

    def stray(self, activity: Floats, low: Floats, high: Floats) -> Floats:
        """The points of each soft row with this activity."""
        outside = np.maximum(np.maximum(low - activity, activity - high), 0.0)
        return np.asarray(outside * self.penalty)

    def day_costs(self, activity: Floats) -> Floats:
        """The points of each of the day's soft rows with this activity; none of the week's."""
        return np.where(self.week, 0.0, self.stray(activity, *self.program.limits))

    def week_costs(self, activity: Floats, low: Floats, high: Floats) -> Floats:
        """The points of each of the week's soft rows with this activity and these limits in all."""
        return np.where(self.week, self.stray(activity, low, high), 0.0)
