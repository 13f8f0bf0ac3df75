"""Planning a week: tables + request -> targets -> program -> days that fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil, inf
from time import perf_counter

import numpy as np

from planner.check import check_plan
from planner.customs import CUSTOMS, PRICES, WEEK_DAYS, Customs
from planner.day import BARRED, GIVING, NEGLIGIBLE, STRICT, Bools, Choice, Day, Kitchen, Leave
from planner.dishes import MEALS
from planner.errors import NoPlanExists, Problem, RequestError, close_matches
from planner.household import Household
from planner.leftovers import held_meals, hold, link
from planner.linear import Floats, Ints, check_solver
from planner.market import CHEAP, SETTLED, Market, Weights
from planner.order import count_breaches, order_days
from planner.person import Person
from planner.plan import DayPlan, Meal, Points, Serving, Usual, WeekPlan
from planner.program import DayProgram, dish_cap, most_takes, most_times, shrink
from planner.programs import Bound, Taking, build_households, find_bound
from planner.request import Request
from planner.shopping import compute_shopping
from planner.tables import Tables

TASTE = 0.4  # points by which a seed favours a dish in the first turns, on the average
MOOD = 0.3  # points by which a day may favour one dish over another
FORWARD = 16.0  # points by which a seed favours a dish whose turn it is, once a week
ROTATION = 19  # seeds running, from 1, in which the turn of every dish comes once
DRAWS = 50  # times that a whole day is drawn before it is said that none can be put together
DRAWN = 2  # dishes of a first plan that are drawn; the others are the best beside them
TURNS = 2  # times each day is planned again against the others, whatever the bound
KEPT = (2, 3)  # the fewest and the most dishes that a day keeps while others are drawn anew
SPREAD = 0.1  # added to each dish's share of the average day, so that each may be drawn
HEAT = 4.0  # points by which a day may get worse in the first turns led by the bound
HOPELESS = 0.125  # of an effort's turns that are taken where the bound misses something
COOLED = 0.8  # of those turns after which it may no more
LINKED = 2  # times that dinners are sought for the next day's lunch
PATIENCE = 4  # of those turns after which custom gives where something required is missed still
FIRST_DAY_FOODS = 25
APART = 2.0  # points that the costliest day may lie above the cheapest
FIRST_PRICE = 0.5  # points for a dollar in the first turns that save
DOUBLINGS = 6  # prices of a dollar that are tried, each twice the one before
SAVING_TURNS = 5  # turns at each price
UNEVEN = 10.0  # points of a whole plan for each by which it lies further above


@dataclass(frozen=True)
class Effort:
    """How long a plan is improved: at most so many turns, until it is so near the bound.

    `near` is in points a day.
    """

    turns: int
    near: float


EFFORTS = {"normal": Effort(turns=48, near=1.5), "high": Effort(turns=150, near=0.1)}
ENOUGH = Effort(turns=24, near=inf)  # until nothing is missed that needn't be
AGAIN = Effort(turns=12, near=inf)  # a second look where a first one of all turns found none


@dataclass
class Work:
    """How hard to look for a plan, and what that took.

    `effort` is one of EFFORTS, `solver` one of SOLVERS. Once a first plan stands, `stop` is asked
    again and again, and the best plan so far is kept when it says so: without it work is limited
    by counts and one request gives one plan. `progress` hears how many of how many steps are done.
    `seconds` are filled in by stage, `sizes` by name.
    """

    effort: str = "normal"
    solver: str = "highs"
    stop: Callable[[], bool] = field(default=lambda: False)
    progress: Callable[[int, int], None] = field(default=lambda _done, _steps: None)
    seconds: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an effort that isn't known, a solver that isn't known or installed."""
        if self.effort not in EFFORTS:
            remedy = close_matches(self.effort, EFFORTS) or f"Choose one of {', '.join(EFFORTS)}."
            raise RequestError(Problem("--effort", f"{self.effort!r} is not known", remedy))
        check_solver(self.solver)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        began = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began


def most_foods(days: int, customs: Customs = CUSTOMS) -> int:
    """The most different foods in a stretch of days: a day's worth, then evenly up to a week's."""
    span = min(days, WEEK_DAYS) - 1
    rise = (customs.most_foods_a_week - FIRST_DAY_FOODS) / (WEEK_DAYS - 1)
    return FIRST_DAY_FOODS + int(rise * span)


class Search:
    """The days planned so far, and what they leave for one more."""

    def __init__(self, kitchens: Sequence[Kitchen], request: Request, work: Work) -> None:
        """Begin without a day; there is a kitchen for each, the same where nobody else is out."""
        self.work, self.turns, self.request = work, 0, request
        kitchen = kitchens[0]
        program = kitchen.program
        self.kitchens, self.kitchen, self.program = kitchens, kitchen, program
        self.days: list[Choice | None] = [None] * program.days
        seed = request.seed
        self.rng = np.random.default_rng(seed)
        self.barred = BARRED
        size = (program.days, kitchen.dishes)
        self.tastes = MOOD * self.rng.random(size) - TASTE * self.rng.exponential(size=size[1])
        turn = (np.arange(kitchen.dishes) + seed) % ROTATION == 0
        self.forward = FORWARD * (turn & (seed > 0))  # seed 0 is the plainest
        # of each served dish, where one is drawn
        self.weights = np.where(self.forward[kitchen.dish] > 0, len(kitchen.dish), 1.0)
        dishes = list(program.tables.dishes.values())
        self.dish_caps = np.array([shrink(dish_cap(d, CUSTOMS), program.days) for d in dishes])
        self.everyday = np.array([food.everyday for food in program.foods])
        self.pairs: set[int] = set()  # days whose dinner is the next day's lunch too
        self.dinners = np.array([meal == "dinner" for meal, _ in program.served])

    @cached_property
    def market(self) -> Market:
        """What the days' takes cost in the shop."""
        return Market([kitchen.program for kitchen in self.kitchens], self.request)

    def stretches(self, day: int) -> list[range]:
        """Every run of seven days (or of the whole plan) that a day belongs to."""
        length = min(WEEK_DAYS, len(self.days))
        firsts = range(max(0, day - length + 1), min(day, len(self.days) - length) + 1)
        return [range(first, first + length) for first in firsts]

    def week_of(self, day: int) -> range:
        """The block of seven days whose average a day counts towards."""
        first = day - day % WEEK_DAYS
        return range(first, min(first + WEEK_DAYS, len(self.days)))

    def others(self, stretch: range, day: int) -> list[Choice]:
        """The days of a stretch planned so far, but for one."""
        found = [self.days[d] for d in stretch if d != day]
        return [choice for choice in found if choice is not None]

    def leave(self, day: int) -> Leave:
        """What the others leave for a day."""
        kitchen, program = self.kitchen, self.program
        foods = np.zeros(len(program.foods), dtype=bool)
        full = np.zeros(kitchen.dishes, dtype=bool)
        rare_cap = shrink(CUSTOMS.rare_foods_a_week, len(self.days))
        food_cap = shrink(CUSTOMS.food_days_a_week, len(self.days))
        rare, seen = rare_cap, []
        for stretch in self.stretches(day):
            others = self.others(stretch, day)
            if not others:
                seen.append((foods & False, most_foods(1)))
                continue
            eaten = np.sum([choice.foods for choice in others], axis=0)
            foods |= (eaten >= food_cap) & ~self.everyday
            full |= np.sum([choice.dishes for choice in others], axis=0) >= self.dish_caps
            rare = min(rare, rare_cap - sum(int(kitchen.rare[c.takes].sum()) for c in others))
            known = eaten > 0
            seen.append((known, max(0, most_foods(len(others) + 1) - int(known.sum()))))
        shut = full[kitchen.dish]
        for beside in (day - 1, day + 1):
            choice = self.days[beside] if 0 <= beside < len(self.days) else None
            if choice is not None:
                dinner = kitchen.dish[choice.served[MEALS.index("dinner")]]
                shut |= self.dinners & (kitchen.dish == dinner)
        everyone = [choice.dishes for choice in self.others(range(len(self.days)), day)]
        low, high = self.limits(day)
        return Leave(low, high, foods, shut, rare, np.array(everyone), tuple(seen))

    def limits(self, day: int) -> tuple[Floats, Floats]:
        """The soft rows' limits for a day, the week's given what the others of its week bring."""
        week = self.week_of(day)
        others = self.others(week, day)
        brought = np.sum([choice.activity for choice in others], axis=0) if others else 0.0
        share = len(week) - len(others)
        own = []
        for limits, all_week in zip(
            self.kitchens[day].program.limits, self.week_limits(week), strict=True
        ):
            left = (all_week - brought) / share
            own.append(np.where(self.kitchen.week, left, limits))
        return own[0], own[1]

    def week_limits(self, week: range) -> tuple[Floats, Floats]:
        """The soft rows' limits of the days of a week added up."""
        limits = [self.kitchens[day].program.limits for day in week]
        return np.sum([low for low, _ in limits], axis=0), np.sum(
            [high for _, high in limits], axis=0
        )

    def board(self, day: int, leave: Leave, allowed: Bools | None = None) -> Day:
        """A day to plan; dishes put forward are favoured until another day of its week has them."""
        others = [choice.dishes for choice in self.others(self.week_of(day), day)]
        come = np.any(others, axis=0) if others else np.zeros(self.kitchen.dishes, dtype=bool)
        tastes = self.tastes[day] - self.forward * ~come
        steer = self.steer(day)
        return Day(self.kitchens[day], leave, tastes, self.barred, allowed=allowed, steer=steer)

    def steer(self, day: int) -> Floats:
        """What a day's takes cost in the shop beside what the others need, in points."""
        return self.market.price(self.kitchens[day].program, day, self.needs(day))

    def needs(self, but: int | None = None) -> Floats:
        """Grams of the shop's items that each day needs as bought, none for the day `but`."""
        needs = np.zeros((len(self.days), len(self.market.items)))
        for day, (kitchen, one) in enumerate(zip(self.kitchens, self.days, strict=True)):
            if one is not None and day != but:
                needs[day] = self.market.needs(kitchen.program, one.takes, one.own)
        return needs

    def begin(self, day: int) -> Choice:
        """A first plan for a day, from dishes drawn; where none can be, customs are waived."""
        leave = self.leave(day)
        board = self.board(day, leave)
        if board.draw(self.weights, self.rng, drawn=DRAWN):
            board.improve(self.rng)
            return board.choice()
        waived = replace(leave, shut=leave.shut & False, others=leave.others[:0])
        board = self.board(day, waived)
        if not any(board.draw(self.weights, self.rng) for _ in range(DRAWS)):
            what = f"no day can be put together for day {day + 1}"
            raise NoPlanExists(Problem("", what, "Allow more foods, or plan fewer days."))
        board.improve(self.rng)
        return board.choice()

    def improve(self, day: int, heat: float = 0.0) -> None:
        """Plan a day again against the others, from where it is and with some meals drawn anew.

        With `heat` it may get worse by about so many points, so that the week may get better.
        """
        current = self.days[day]
        assert current is not None
        held = held_meals(self.pairs, day)
        allowed = hold(self.kitchens[day], current, held)
        board = self.board(day, self.leave(day), allowed)
        board.start(current.served, current.takes)
        before = board.cost()
        board.improve(self.rng)
        better, served, taken = board.cost(), board.served.copy(), list(board.taken)
        order = sorted(self.rng.permutation(len(MEALS)).tolist(), key=lambda meal: meal not in held)
        kept = order[: int(self.rng.integers(KEPT[0], KEPT[1] + 1))]
        if board.draw(self.weights, self.rng, kept):
            drawn = [meal for meal in range(len(MEALS)) if meal not in kept]
            board.improve(self.rng, last=drawn)
            if board.cost() < better + heat * self.rng.exponential() - NEGLIGIBLE:
                better, served, taken = board.cost(), board.served, board.taken
        if heat or better < before - NEGLIGIBLE:
            board.served, board.taken = served, taken
            choice = board.choice()
            if allowed is None or allowed[choice.takes].all():
                self.days[day] = choice

    def begin_all(self) -> None:
        """A first plan for each day in turn."""
        for day in range(len(self.days)):
            self.days[day] = self.begin(day)
            self.work.progress(day + 1, (TURNS + 1) * len(self.days))

    def turn(self, heat: float = 0.0, above: float = -inf) -> None:
        """Plan each day again against the others, the costliest first.

        Days that cost no more than `above` stay.
        """
        planned = [(one.points, day) for day, one in enumerate(self.days) if one is not None]
        planned = [(points, day) for points, day in planned if points > above]
        self.turns += 1
        for done, (_, day) in enumerate(sorted(planned, reverse=True), start=1):
            if self.work.stop():
                return
            self.improve(day, heat)
            steps = max(TURNS, self.turns) * len(self.days)
            self.work.progress(self.turns * len(self.days) + done, steps + len(self.days))

    def approach(self, bound: Bound, effort: Effort) -> None:
        """Take more turns while the plan is far from its bound, led by the dishes served there.

        The turns begin hot and cool down; the best plan of all is kept. After a few no dish is put
        forward any more. Where nothing required is missed but custom is broken, custom comes first
        for a turn; where something is missed still after a few turns, custom gives.
        """
        people = len(self.program.programs)
        turns = effort.turns if bound.misses <= NEGLIGIBLE else ceil(effort.turns * HOPELESS)
        cooled = COOLED * turns
        self.weights = bound.shares + SPREAD
        self.tastes *= 0.0
        goal = bound.points + effort.near * len(self.days) * people
        best, days, gives = self.score(), list(self.days), PATIENCE
        least = self.points()[1]
        for turn in range(turns):
            if (best <= goal and least <= bound.misses + NEGLIGIBLE) or self.work.stop():
                break
            short = self.points()[1] > 0
            self.barred = GIVING if short and turn >= gives else BARRED
            if not short and self.crowding():
                self.barred, gives = STRICT, turn + PATIENCE
            if turn == PATIENCE:
                self.forward *= 0.0
            if self.points()[0] <= goal and least <= bound.misses + NEGLIGIBLE:
                self.turn(above=self.even())  # near enough, but for the costliest days
            else:
                self.turn(HEAT * people * max(0.0, 1 - turn / cooled))
            if self.score() < best:
                best, days = self.score(), list(self.days)
                least = self.points()[1]
        self.days = days

    def link(self, leftovers: int, bound: Bound, effort: Effort) -> None:
        """Let up to so many lunches a week be the dinner before, and plan all else around them."""
        self.barred = BARRED
        for _ in range(LINKED):
            if not link(self, leftovers, self.work.stop):
                break
            self.approach(bound, effort)

    def settle(self) -> None:
        """Exchange takes once more, day by day, where that leaves less over in packs.

        Nothing more may be missed, nor come beyond what custom has.
        """
        self.market.weights, self.tastes = SETTLED, self.tastes * 0.0
        worth = self.worth()
        for day, current in enumerate(self.days):
            assert current is not None
            if {day, day - 1} & self.pairs:
                continue
            board = self.board(day, self.leave(day))
            board.start(current.served, current.takes)
            board.exchange()
            self.days[day] = board.choice()
            found = self.worth()
            if all(now <= then + NEGLIGIBLE for now, then in zip(found, worth, strict=True)):
                worth = found
            else:
                self.days[day] = current
        self.market.weights = Weights()

    def worth(self) -> tuple[float, float, float]:
        """What the plan misses, what of it custom bars, and its points with the market's."""
        points, misses = self.points()
        return misses, self.crowding(), points + self.market.points(self.needs())

    def economise(self, bound: Bound) -> None:
        """Let cost weigh more from price to price, until it is cheap or within a budget.

        The best plan is kept that misses no more than the first: within the budget the nearest to
        usual, or with the cost weighed in; else the cheapest that was found.
        """
        people, market, request = len(self.program.programs), self.market, self.request
        budget = inf if request.budget_usd is None else request.budget_usd
        weighed = CHEAP if request.cheap else 0.0
        misses, crowding, _ = self.worth()
        self.weights = bound.shares + SPREAD
        self.tastes, self.forward = self.tastes * 0.0, self.forward * 0.0
        best: tuple[float, float] | None = None
        days = list(self.days)
        for step in range(DOUBLINGS):
            price = FIRST_PRICE * 2**step
            market.weights = Weights.of_money(price)
            for turn in range(SAVING_TURNS):
                usd = market.total_usd(self.needs())
                points, missed = self.points()
                market.weights = Weights.of_money(weighed)
                worth = points + market.points(self.needs())
                market.weights = Weights.of_money(price)
                market.weights = Weights.of_money(price)
                found = (max(0.0, usd - budget), worth)
                sound = missed <= misses + NEGLIGIBLE and self.crowding() <= crowding
                if sound and (best is None or found < best):
                    best, days = found, list(self.days)
                if self.work.stop():
                    break
                cooled = 1 - (turn + 1) / SAVING_TURNS
                self.turn(HEAT * people * max(1.0, price) * cooled)
            if best is not None and best[0] <= 0 and price >= weighed:
                break
        self.days = days

    def arrange(self) -> None:
        """Put the days of each week in the order in which what keeps few days is eaten first.

        The list gets no dearer by it, and no custom of seven days running is broken more often.
        """
        programs = [kitchen.program for kitchen in self.kitchens]
        chosen = [one for one in self.days if one is not None]
        needs, worth = self.needs(), self._arranged_worth(list(range(len(chosen))))
        dinner = MEALS.index("dinner")
        dinners = [int(self.kitchen.dish[one.served[dinner]]) for one in chosen]
        alike = [programs.index(program) for program in programs]
        free = len(chosen) <= WEEK_DAYS and not self.market.dated

        def sound(order: list[int]) -> bool:
            found = self._arranged_worth(order)
            return all(now <= then for now, then in zip(found, worth, strict=True))

        order = order_days(
            needs > 0, self.market.keeps, dinners, alike, self.pairs, None if free else sound
        )
        self.days = [chosen[day] for day in order]
        self.pairs = {order.index(day) for day in self.pairs}

    def _arranged_worth(self, order: list[int]) -> tuple[float, int]:
        """What the list costs with the days in an order, and how often it breaks a custom."""
        usd = self.market.total_usd(self.needs()[order]) if self.market.dated else 0.0
        if len(order) <= WEEK_DAYS:
            return usd, 0
        chosen = [one for one in map(self.days.__getitem__, order) if one is not None]
        foods = np.array([one.foods for one in chosen])
        rare = np.array([self.kitchen.rare[one.takes].sum() for one in chosen])
        times = np.column_stack([foods & ~self.everyday, [one.dishes for one in chosen], rare])
        often = np.full(len(self.everyday), CUSTOMS.food_days_a_week)
        caps = np.concatenate([often, self.dish_caps, [CUSTOMS.rare_foods_a_week]])
        return usd, count_breaches(times, caps, foods, CUSTOMS)

    def score(self) -> float:
        """The points of the whole plan, and more where one day lies far above another."""
        most = max(one.points for one in self.days if one is not None)
        return self.points()[0] + UNEVEN * max(0.0, most - self.even())

    def even(self) -> float:
        """The points that a day may cost beside the cheapest."""
        least = min(one.points for one in self.days if one is not None)
        return least + APART * len(self.program.programs)

    def takes(self, person: int = 0) -> Ints:
        """Every take of a person's program that some day has."""
        return np.unique(np.concatenate([one.own[person] for one in self.days if one is not None]))

    def points(self) -> tuple[float, float]:
        """The points of the whole plan, and the misses among them."""
        planned = [one for one in self.days if one is not None]
        points = sum(one.points for one in planned)
        misses = sum(one.misses for one in planned)
        for first in range(0, len(self.days), WEEK_DAYS):
            week = [self.days[day] for day in self.week_of(first)]
            activity = np.sum([one.activity for one in week if one is not None], axis=0)
            limits = self.week_limits(self.week_of(first))
            rows, missed = self.kitchen.week_points(activity, *limits)
            points, misses = points + rows, misses + missed
        return points + PRICES.variety * self.crowding(), misses

    def crowding(self) -> float:
        """How often foods, kinds and dishes come beyond what the average day allows each person."""
        people = range(len(self.program.programs))
        return float(sum(self._crowding_of(person) for person in people))

    def _crowding_of(self, person: int) -> int:
        days, kitchen, program = len(self.days), self.kitchen, self.program
        extra, eaten, dishes_at = 0, [], []
        for kitchens_day, one in zip(self.kitchens, self.days, strict=True):
            if one is None:
                continue
            takes = one.takes[kitchens_day.program.present[person, one.takes]]
            eaten.append(program.takes.eaten[person, takes])
            held = kitchen.hold(eaten[-1], kitchen.meal[takes]).tolist()
            extra += len(held) - len(set(held))
            meals = set(kitchen.meal[takes].tolist())
            dishes_at += [k for m, k in enumerate(kitchen.dish[list(one.served)]) if m in meals]
        foods = np.concatenate(eaten)
        uses = np.bincount(foods, minlength=len(self.everyday))
        food_cap = most_times(CUSTOMS.food_days_a_week, days)
        extra += int(np.maximum(uses - food_cap, 0)[~self.everyday].sum())
        dishes = list(program.tables.dishes.values())
        for dish, times in Counter(dishes_at).items():
            extra += max(0, times - most_times(dish_cap(dishes[dish], CUSTOMS), days))
        rare = sum(program.foods[food].rare for food in foods.tolist())
        return int(extra + max(0, rare - most_takes(CUSTOMS.rare_foods_a_week, days)))


def plan_week(request: Request, tables: Tables, work: Work | None = None) -> WeekPlan:
    """Plan the days of a request, write its shopping list, and check what is written.

    Raises as `build_households` does. A target that can't be met is no error: the plan lists it in
    `misses`. The wishes of a request are for the days of another plan, so this one has none.
    """
    return find_week(replace(request, wishes=()), tables, work or Work())


def find_week(
    request: Request,
    tables: Tables,
    work: Work,
    supplements: Sequence[Taking] = (),
    effort: Effort | None = None,
) -> WeekPlan:
    """A plan beside supplements that are taken; `effort` stands for the one that `work` names."""
    with work.stage("build"):
        households = build_households(request, tables, supplements)
        search = Search(lay_kitchens(households), request, work)
        household = search.program
    with work.stage("search"):
        search.begin_all()
        starts = [search.takes(person) for person in range(len(request.people))]
    with ThreadPoolExecutor(max_workers=1) as pool:
        solving = pool.submit(find_bound, request, tables, household, starts, work.solver)
        with work.stage("search"):
            for _ in range(TURNS):
                search.turn()
        with work.stage("bound (its wait)"):
            bound = solving.result()
    effort = effort or EFFORTS[work.effort]
    with work.stage("approach"):
        search.approach(bound, effort)
    if request.leftovers:
        with work.stage("leftovers"):
            search.link(request.leftovers, bound, effort)
    with work.stage("settle"):
        search.settle()
    weighed = None
    if request.weighs_cost:
        with work.stage("economise"):
            weighed = Usual(search.market.total_usd(search.needs()), search.points()[0])
            search.economise(bound)
    search.arrange()
    work.sizes |= {
        "foods": len(household.foods),
        "dishes at meals": len(household.served),
        "columns": sum(program.linear.columns for program in household.programs),
        "rows": sum(len(program.linear.rows) for program in household.programs),
        "turns": search.turns,
    }
    days = write_days(search, request)
    points, misses = search.points()
    plan = WeekPlan(
        request=request,
        tables_hash=tables.hash,
        days=days,
        points=Points(points, misses, bound.points, bound.misses),
        shopping=compute_shopping(days, tables, request.at_home),
        supplements=tuple(one.dose for one in supplements),
        usual=weighed,
    )
    return replace(plan, misses=check_plan(plan, tables).misses)


def lay_kitchens(households: Sequence[Household]) -> list[Kitchen]:
    """A kitchen for each day; days of one household share it."""
    laid = {one.away: Kitchen(one) for one in {one.away: one for one in households}.values()}
    return [laid[one.away] for one in households]


def write_days(search: Search, request: Request) -> tuple[DayPlan, ...]:
    """The days of a search as records; a meal at which nobody is at home is left out."""
    days = []
    for number, (kitchen, choice) in enumerate(
        zip(search.kitchens, search.days, strict=True), start=1
    ):
        assert choice is not None
        household, meals = kitchen.program, []
        there = household.present[:, choice.takes]
        for served in choice.served:
            meal, dish = household.served[served]
            servings = []
            for at, take in enumerate(choice.takes.tolist()):
                place = household.slots[int(household.takes.slot[take])]
                if place.served != served:
                    continue
                for who, (person, program) in enumerate(
                    zip(request.people, household.programs, strict=True)
                ):
                    if there[who, at]:
                        servings.append(write_serving(person, program, int(choice.own[who, at])))
            if servings:
                left = meal == "lunch" and number - 2 in search.pairs
                meals.append(Meal(meal, dish.id, tuple(servings), number - 1 if left else None))
        days.append(DayPlan(number, tuple(meals)))
    return tuple(days)


def write_serving(person: Person, program: DayProgram, take: int) -> Serving:
    """A take of a person's program as a record."""
    place, food = program.slots[int(program.takes.slot[take])], int(program.takes.food[take])
    portions, grams = float(program.takes.portions[take]), float(program.takes.grams[take])
    food_id = program.foods[food].id
    return Serving(person.name, place.slot.name, food_id, portions, round(grams, 3))
