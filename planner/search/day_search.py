"""One day in whole portions: which dish at each meal, which food in each slot, how much of it.

A day is a dish for each meal with an option in each of its slots. It is made better one meal at a
time: every dish that may be served there is filled, slot by slot, with the options that cost least
beside the rest of the day, and the best dish stays. Then one slot or two exchange their options as
long as that helps. All the options of a place are tried at once, as arrays, in single precision.
What they find is taken where the day's cost, added up anew in double precision, falls. So the
search of a day ends: whatever it takes, that one number is lower than before.

A cost is the sum of one-sided penalties: a soft row's amount, scaled by its penalty, beyond its
limit, is what it costs. The search scales required rows more, so that what is missed is mended
before anything is made nicer; a `Choice` counts with the program's own penalties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.arrays import Bools, Floats, Ints, Singles
from planner.search.option_arrays import WANTED, OptionArrays

NEW_FOOD = 0.2  # points by which the search prefers a food bought already
RULE_PENALTY = (
    1e5  # points for what breaks an eating rule: a food too many or too often, a kind twice
)
STRICT = 1e7  # the same where the rules come before anything required
GIVING = 200.0  # the same where eating rules give way, so that nothing required is missed
FORBIDDEN = 1e7  # points for an option that may not be chosen at all
NEGLIGIBLE = 1e-3  # points by which a cost must fall to be lower
PAIRED = 60  # options of a day that are tried two at a time, the cheapest by themselves
MEAL_SWEEPS = 4  # times that each meal may be chosen again


@dataclass(frozen=True)
class Choice:
    """A planned day: its options, their points without the week's rows, what they add up to.

    `served` and `options` number the household's, a dish for each meal; `own` has a row for each
    person, with what they have of each option; `foods` and `dishes` mark those that come.
    `activity` has a figure for each soft row; `misses` are the points of required rows of the day
    that aren't kept.
    """

    served: tuple[int, ...]
    options: Ints
    own: Ints
    foods: Bools
    dishes: Bools
    points: float
    misses: float
    activity: Floats


@dataclass(frozen=True)
class Residual:
    """What the other days of a plan leave for one day.

    `low` and `high` are the soft rows' limits for this day. The rules bar `foods`, more of each set
    in `caps` than the number beside it, and of what isn't in each set in `seen` likewise;
    `shut` dishes (at their meals) may not be served, `waived` ones may although a rule bars them;
    `others` has the dishes of each other day. `wanted` marks what someone likes that no other day
    of the week has. Of the dishes (at their meals) marked `again` the day may have `most_again`.
    """

    low: Floats
    high: Floats
    foods: Bools
    shut: Bools
    waived: Bools
    caps: Sequence[tuple[Bools, int]]
    others: Bools
    seen: Sequence[tuple[Bools, int]]
    wanted: Bools
    again: Bools
    most_again: int


class Day:
    """One day of a plan, while the others stay as they are."""

    def __init__(
        self,
        arrays: OptionArrays,
        residual: Residual,
        tastes: Floats,
        rule_penalty: float = RULE_PENALTY,
        *,
        allowed: Bools | None = None,
        steer: Floats | None = None,
        held: Mapping[int, Ints] | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Begin a day; `tastes` adds points to dishes, `rule_penalty` is the cost of a broken rule.

        Of options that aren't `allowed` none is chosen where another may be. `steer` adds points to
        options that guide the choice and aren't the plan's. Options that are `held`, which the day
        has to the end, keep what each person has of them: the number of their option for each. When
        `stop` says so the day is improved no more.
        """
        self.stop = stop
        self.arrays, self.residual, self.rule_penalty = arrays, residual, rule_penalty
        self.held = held or {}
        limits = np.where(arrays.below, residual.low[arrays.row], residual.high[arrays.row])
        counted = [*residual.caps, *((~foods, most) for foods, most in residual.seen)]
        caps = -rule_penalty * np.array([most for _, most in counted])
        self.limit = np.concatenate([-limits * arrays.scale, WANTED * residual.wanted, caps])
        self.base = self.limit + self._held_rows()
        known = np.zeros_like(residual.foods)
        for foods, _ in residual.seen:
            known |= foods
        food, eaten = arrays.program.options.food, arrays.program.options.eaten
        points = arrays.points + NEW_FOOD * ~known[food]
        if steer is not None:
            points = points + steer
        self.points = (points + rule_penalty * residual.foods[food]).astype(np.float32)
        if allowed is not None:
            self.points[~allowed] += FORBIDDEN
        # What options add to the caps of this day, and to those on foods new to each stretch.
        adding = [foods[eaten].any(axis=0) for foods, _ in residual.caps]
        adding += [~foods[food] for foods, _ in residual.seen]
        self.caps = np.stack(adding, axis=1) * np.float32(rule_penalty)
        self._laid: dict[tuple[int, int], tuple[Singles, Singles]] = {}
        extra = arrays.served_points + tastes[arrays.dish] + rule_penalty * residual.waived
        self.extra = extra.astype(np.float32)
        self.served = np.full(len(arrays.meals), -1)
        self.taken: list[Ints] = [np.zeros(0, dtype=np.int64) for _ in arrays.meals]
        # Of each meal: the options that fill its dishes, what those of each block add, and all.
        self._fills: dict[int, tuple[Ints, list[Singles], Singles]] = {}

    def _rows(self, options: Ints) -> Singles:
        """What each of these options adds to each penalty: options by penalties."""
        rows, caps = self.arrays.rows.take(options, axis=0), self.caps.take(options, axis=0)
        return np.concatenate([rows, caps], axis=1)

    def _lay_out(self, meal: int, block_number: int) -> tuple[Singles, Singles]:
        """For a block, the most that an option adds to each penalty; what each adds to the caps."""
        known = self._laid.get((meal, block_number))
        if known is None:
            block = self.arrays.meals[meal].blocks[block_number]
            caps = np.ascontiguousarray(self.caps[block.options].T)
            most = np.concatenate([block.most, np.full(len(caps), self.rule_penalty, np.float32)])
            known = self._laid[meal, block_number] = most, caps
        return known

    def _held_rows(self) -> Floats:
        """What held options add to each penalty beyond what such an option adds to it."""
        arrays, rows = self.arrays, np.zeros_like(self.limit)
        if self.held:
            options = np.array(list(self.held))
            chosen = np.stack(list(self.held.values()), axis=1)
            more = arrays.program.amounts(options, chosen) - arrays.program.amounts(options)
            rows[: len(arrays.row)] = more.sum(axis=1)[arrays.row] * arrays.scale
        return rows

    def start(self, served: Sequence[int], options: Ints) -> None:
        """Begin with these dishes and options."""
        slot = self.arrays.program.options.slot[options]
        for meal, dish in enumerate(served):
            first, last = self.arrays.slots_of[dish]
            self.served[meal] = dish
            self.taken[meal] = options[(slot >= first) & (slot < last)]

    def draw_dishes(
        self,
        weights: Floats,
        rng: np.random.Generator,
        kept: Sequence[int] = (),
        drawn: int | None = None,
    ) -> bool:
        """Begin with dishes drawn by `weights` (one for each served), but for the meals `kept`.

        After as many as `drawn`, if not all, the others are the best beside them. False where some
        meal has no dish left.
        """
        for meal in range(len(self.served)):
            if meal not in kept:
                self.served[meal] = -1
                self.taken[meal] = np.zeros(0, dtype=np.int64)
        order = [meal for meal in rng.permutation(len(self.served)).tolist() if meal not in kept]
        count = len(order) if drawn is None else drawn
        for meal in order[:count]:
            dishes = self.arrays.meals[meal].served
            open_ = self.open(meal)
            if not open_.any():
                return False
            shares = np.where(open_, weights[dishes], 0.0)
            number = int(rng.choice(len(dishes), p=shares / shares.sum()))
            self.serve(meal, number)
        return all(self.serve(meal) for meal in order[count:])

    def open(self, meal: int) -> Bools:
        """Which dishes of a meal may be served beside those of the other meals."""
        arrays = self.arrays
        dishes = arrays.meals[meal].served
        beside = [
            dish for other_meal, dish in enumerate(self.served) if other_meal != meal and dish >= 0
        ]
        ids = arrays.dish[beside]
        closed = (arrays.dish == ids[:, None]).any(axis=0)
        full = arrays.tags[beside].sum(axis=0) >= arrays.tag_caps
        if full.any():
            closed |= (arrays.tags & full).any(axis=1)
        if self.residual.again[beside].sum() >= max(1, self.residual.most_again):
            closed |= self.residual.again
        if len(self.residual.others):
            most = arrays.program.rules.dishes_two_days_share
            alike = self.residual.others[:, ids].sum(axis=1) >= most
            if alike.any():
                closed |= self.residual.others[alike].any(axis=0)[arrays.dish]
        open_ = ~(self.residual.shut | closed)[dishes]
        families = arrays.family[beside]
        alike = (arrays.family[dishes] == families[:, None]).any(axis=0)
        other = open_ & ~alike  # none like another dish of the day, where there is one
        return np.asarray(other if other.any() else open_)

    def offers(self, meal: int) -> Singles:
        """What each dish of a meal costs, filled beside the rest of the day."""
        return self._one_opt(meal, *self._rest(meal))[0]

    def _rest(self, meal: int) -> tuple[Floats, Bools]:
        """What the other meals add up to, and the kinds that they hold."""
        arrays = self.arrays
        rest = [
            options
            for other_meal, options in enumerate(self.taken)
            if other_meal != meal and len(options)
        ]
        beside = np.concatenate(rest) if rest else np.zeros(0, dtype=np.int64)
        held = np.zeros(arrays.holds, dtype=bool)
        held[arrays.held[beside]] = True
        return self.base + self._rows(beside).sum(axis=0, dtype=float), held

    def serve(self, meal: int, number: int | None = None) -> bool:
        """Choose a meal's dish again, beside the rest of the day; whether that made it better.

        With `number` the meal's dish of that number is served, better or not.
        """
        arrays = self.arrays
        base, held = self._rest(meal)
        costs, fills = self._one_opt(meal, base, held)
        dishes = arrays.meals[meal].served
        before = np.inf
        if number is None:
            before = self._cost(base, held, self.served[meal], self.taken[meal])
            costs[~self.open(meal)] = np.inf
            number = int(np.argmin(costs))
            if costs[number] >= before - NEGLIGIBLE:
                return False
        options = fills[:, number]
        options = options[options >= 0]
        if self._cost(base, held, dishes[number], options) >= before - NEGLIGIBLE:
            return False
        self.served[meal], self.taken[meal] = dishes[number], options
        return True

    def _cost(self, base: Floats, held: Bools, served: int, options: Ints) -> float:
        """What a dish costs with these options, beside what adds up to `base` and holds `held`."""
        arrays = self.arrays
        if served < 0 or self.residual.shut[served]:
            return float(np.inf)
        kinds = arrays.held[options]
        twice = len(kinds) - len(set(kinds[~held[kinds]].tolist()))
        over = np.maximum(base + self._rows(options).sum(axis=0, dtype=float), 0.0).sum()
        points = self.points[options].sum(dtype=float) + self.extra[served]
        return float(over + points + self.rule_penalty * twice)

    def _one_opt(self, meal: int, base: Floats, held: Bools) -> tuple[Singles, Ints]:
        """Fill every dish of a meal by a pass of 1-opt: the best option for one slot after another.

        Returns each dish's cost, and its options: a column a dish, -1 where it has no such slot.
        """
        arrays = self.arrays
        beside: Singles = base.astype(np.float32)
        dishes, blocks = arrays.meals[meal].served, arrays.meals[meal].blocks
        if meal in self._fills:
            fills, added, adds = self._fills[meal]
        else:
            fills = np.full((len(blocks), len(dishes)), -1)
            added = [np.zeros((0, len(beside)), dtype=np.float32)] * len(blocks)
            adds = np.zeros((len(dishes), len(beside)), dtype=np.float32)
        sums = beside + adds
        width = arrays.rows.shape[1]
        costs = self.extra[dishes]
        for block_number, block in enumerate(blocks):
            dish_sums, current = sums[: block.have], fills[block_number, : block.have]
            if current[0] >= 0:
                dish_sums -= added[block_number]
            points = self.points.take(block.options)
            clash = held[block.kinds]
            for clashing in block.clashes:
                theirs = fills[clashing, block.owner]
                clash |= (theirs >= 0) & (arrays.held[theirs] == block.kinds)
            np.add(points, np.float32(self.rule_penalty), out=points, where=clash)
            most, caps = self._lay_out(meal, block_number)
            active = (dish_sums.max(axis=0) + most > 0).nonzero()[0]
            over = dish_sums.T.take(active, axis=0).repeat(block.counts, axis=1)
            count = int(active.searchsorted(width))  # those behind are caps of this day
            over[:count] += block.rows.take(active[:count], axis=0)
            if count < len(active):
                over[count:] += caps.take(active[count:] - width, axis=0)
            np.maximum(over, 0.0, out=over)
            cost = over.sum(axis=0) + points
            least = np.minimum.reduceat(cost, block.first)
            hits = (cost == least[block.owner]).nonzero()[0]
            best = hits[hits.searchsorted(block.first)]
            current[:] = chosen = block.options[best]
            added[block_number] = self._rows(chosen)
            dish_sums += added[block_number]
            costs[: block.have] += points[best]
        self._fills[meal] = fills, added, sums - beside
        return costs + np.maximum(sums, 0.0).sum(axis=1), fills

    def improve(self, rng: np.random.Generator, last: Sequence[int] = ()) -> None:
        """Choose each meal's dish again as long as that helps, then exchange options.

        The meals in `last` come after the others.
        """
        order = rng.permutation(len(self.served)).tolist()
        queue = sorted(order, key=lambda meal: meal in last)
        for _ in range(MEAL_SWEEPS * len(self.served)):
            if not queue:
                break
            meal = queue.pop(0)
            if self.serve(meal):  # the others may now have a better answer to it
                queue += [
                    other_meal
                    for other_meal in order
                    if other_meal != meal and other_meal not in queue
                ]
        self.exchange()

    def exchange(self) -> None:
        """Let one slot, or two together, take another option as long as that helps: 2-opt."""
        arrays = self.arrays
        spans = [arrays.slots_of[int(dish)] for dish in self.served]
        slots = np.concatenate([np.arange(first, last) for first, last in spans])
        pool, owner = _spread(arrays.slot_first[slots], arrays.slot_first[slots + 1])
        taken = np.concatenate(self.taken)
        open_ = arrays.open[pool]
        open_[_find(pool, taken)] = True
        pool, owner = pool[open_], owner[open_]
        rows, points = np.ascontiguousarray(self._rows(pool).T), self.points[pool]
        kinds = arrays.held[pool]
        at = _find(pool, taken)
        self.two_opt(self.base, rows, points, owner, at, kinds)
        ends = np.cumsum([last - first for first, last in spans])[:-1]
        self.taken = np.split(pool[at], ends)
        self._fills.clear()

    def two_opt(
        self,
        base: Floats,
        rows: Singles,
        points: Singles,
        owner: Ints,
        at: Ints,
        kinds: Ints | None = None,
    ) -> None:
        """Exchange one of the places `at` in a pool (1-opt), else two, as long as that costs less.

        `rows` and `points` are those of the pool, `owner` says which of `at` a place may stand
        for, in order. `kinds` that come twice cost what breaks an eating rule.
        """

        def count(at: Ints) -> tuple[float, Floats]:
            """What these places cost, and what the penalties' rows add up to."""
            sums = base + rows[:, at].sum(axis=1, dtype=float)
            twice = 0 if kinds is None else len(at) - len(set(kinds[at].tolist()))
            cost = (
                np.maximum(sums, 0.0).sum()
                + points[at].sum(dtype=float)
                + self.rule_penalty * twice
            )
            return float(cost), sums

        counts = np.bincount(owner, minlength=len(at))
        cost, sums = count(at)

        def exchange(places: Ints) -> bool:
            """Take these instead of what their slots have, if that costs less."""
            nonlocal cost, sums
            tried = at.copy()
            tried[owner[places]] = places
            tried_cost, adding = count(tried)
            if tried_cost >= cost - NEGLIGIBLE:
                return False
            at[:], cost, sums = tried, tried_cost, adding
            return True

        while not self.stop():
            single = sums.astype(np.float32)
            changes = rows - rows.take(at, axis=1).repeat(counts, axis=1)
            changed_points = points - points[at][owner]
            if kinds is not None:
                held = kinds[at]
                times = np.bincount(held, minlength=self.arrays.holds)
                clash = times[kinds] - (kinds == held[owner]) > 0
                changed_points = changed_points + self.rule_penalty * (
                    clash.astype(np.float32) - (times[held] > 1)[owner]
                )
            # A row that no exchange takes beyond its limit adds nothing to any cost.
            active = (single + changes.max(axis=1) > 0).nonzero()[0]
            over = single[active, None] + changes.take(active, axis=0)
            costs = np.maximum(over, 0.0, out=over).sum(axis=0) + changed_points
            if exchange(np.argmin(costs, keepdims=True)):
                continue
            few = np.argsort(costs, kind="stable")[:PAIRED]
            few = few[costs[few] < np.maximum(single, 0.0).sum() + self.rule_penalty / 2]
            left, right = np.triu_indices(len(few), 1)
            left, right = few[left], few[right]
            apart = owner[left] != owner[right]
            if kinds is not None:
                apart &= kinds[left] != kinds[right]
            left, right = left[apart], right[apart]
            if not len(left):
                return
            few, at_few = np.unique(np.concatenate([left, right]), return_inverse=True)
            of_left, of_right = np.split(at_few, 2)
            paired = changes.T.take(few, axis=0)
            over = (single + paired).take(of_left, axis=0)
            over += paired.take(of_right, axis=0)
            both = np.maximum(over, 0.0, out=over).sum(axis=1)
            both = both + changed_points[left] + changed_points[right]
            if kinds is not None:  # where two slots share a kind only one of them is too many
                shared_kind = held[owner[left]]
                both += self.rule_penalty * (
                    (shared_kind == held[owner[right]]) & (times[shared_kind] == 2)
                )
            best = int(np.argmin(both))
            if not exchange(np.array([left[best], right[best]])):
                return

    def fit(self, options: Ints) -> Ints:
        """What each person has of these options: the same foods, in amounts of their own."""
        arrays, household = self.arrays, self.arrays.program
        chosen = household.options.own[:, options]
        if len(household.programs) == 1:
            return np.asarray(chosen)
        held = np.array([option in self.held for option in options.tolist()])
        for number in np.flatnonzero(held).tolist():
            chosen[:, number] = self.held[int(options[number])]
        for person, program in enumerate(household.programs):
            present = household.present[person, options]
            if not present.any():
                continue
            mine = chosen[person, present]
            first, last = program.same_food(mine)
            fixed = held[present]
            pool, owner = _spread(np.where(fixed, mine, first), np.where(fixed, mine + 1, last))
            rows_of = arrays.row - np.searchsorted(household.people, person)
            rows = np.flatnonzero(household.people[arrays.row] == person)
            amounts = program.amounts(pool, program.rates.astype(np.float32))
            penalties = amounts[rows_of[rows]] * arrays.scale[rows][:, None]
            at = _find(pool, mine)
            points = program.options.points[pool].astype(np.float32)
            self.two_opt(self.limit[rows], penalties, points, owner, at)
            chosen[person, present] = pool[at]
        return np.asarray(chosen)

    def cost(self) -> float:
        """What the day costs the search as it stands."""
        taken = np.concatenate(self.taken)
        held = np.zeros(self.arrays.holds, dtype=bool)
        if self.residual.shut[self.served].any():
            return float(np.inf)
        cost = self._cost(self.base, held, int(self.served[0]), taken)
        return cost + float(self.extra[self.served[1:]].sum())

    def choice(self) -> Choice:
        """The day as it stands, everyone's amounts fitted, counted with the program's penalties."""
        options = np.sort(np.concatenate(self.taken))
        return count_choice(self.arrays, tuple(self.served.tolist()), options, self.fit(options))


def count_choice(
    arrays: OptionArrays, served: tuple[int, ...], options: Ints, chosen: Ints
) -> Choice:
    """A day of these dishes and options, and what each person has of them, counted."""
    program = arrays.program
    activity = program.amounts(options, chosen).sum(axis=1)
    costs = arrays.day_costs(activity)
    present = program.present[:, options]
    foods = np.zeros(len(program.foods), dtype=bool)
    foods[program.options.eaten[:, options][present]] = True
    dishes = np.zeros(arrays.dishes, dtype=bool)
    dishes[arrays.dish[list(served)]] = True
    points = costs.sum() + arrays.served_points[list(served)].sum()
    for person, person_program in enumerate(program.programs):
        points += person_program.options.points[chosen[person, present[person]]].sum()
    misses = float(costs[arrays.required].sum())
    return Choice(served, options, chosen, foods, dishes, float(points), misses, activity)


def _spread(firsts: Ints, lasts: Ints) -> tuple[Ints, Ints]:
    """All numbers of some spans, one span after another, and the span that each is of."""
    lengths = lasts - firsts
    starts = firsts - (np.cumsum(lengths) - lengths)
    pool = np.repeat(starts, lengths) + np.arange(int(lengths.sum()))
    return pool, np.repeat(np.arange(len(firsts)), lengths)


def _find(pool: Ints, numbers: Ints) -> Ints:
    """Where numbers stand in a pool that holds each of them once."""
    order = np.argsort(pool, kind="stable")
    return np.asarray(order[np.searchsorted(pool[order], numbers)])
