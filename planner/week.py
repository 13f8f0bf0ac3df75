"""Planning a week: tables + request -> targets -> program -> days that fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.check import check_plan
from planner.customs import CUSTOMS, PRICES, WEEK_DAYS, Customs
from planner.dishes import MEALS
from planner.errors import NoPlanExists, Problem
from planner.person import Person, find_removals
from planner.plan import DayPlan, Meal, Points, Serving, WeekPlan
from planner.program import Take, build_day, dish_cap, most_takes, most_times, shrink
from planner.request import Request
from planner.shopping import compute_shopping
from planner.solve import BARRED, NEGLIGIBLE, Choice, DaySolver, Draft, Floats, Leave
from planner.tables import Tables
from planner.targets import find_targets

SPREAD = 0.002  # added to how much each dish is wanted, so that each may be drawn
TASTE = 1.2  # points by which a seed may favour one dish over another, the whole plan through
MOOD = 0.8  # the same, for one day
DRAFTS = 6  # sets of dishes drawn for a day
ENOUGH = 0.5  # points above the bound at which a day is left alone
SWAPS = 3  # other dishes drawn for each meal of the best of them
ROUNDED = 3  # of them, rounded to whole portions
RESCUES = 2  # more of these turns while a plan misses something
ROUNDS = 2  # times each day is planned again against the others
FIRST_DAY_FOODS = 25


def most_foods(days: int, customs: Customs = CUSTOMS) -> int:
    """The most different foods in a stretch of days: a day's worth, then evenly up to a week's."""
    span = min(days, WEEK_DAYS) - 1
    rise = (customs.most_foods_a_week - FIRST_DAY_FOODS) / (WEEK_DAYS - 1)
    return FIRST_DAY_FOODS + int(rise * span)


class _Search:
    """The days planned so far, and what they leave for one more."""

    def __init__(self, solver: DaySolver, tables: Tables, request: Request) -> None:
        self.solver, self.tables, self.request = solver, tables, request
        self.days: list[Choice | None] = [None] * request.days
        self.rng = np.random.default_rng(request.seed)
        self.tastes = TASTE * self.rng.random(len(tables.dishes))

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

    def takes(self, choice: Choice) -> list[Take]:
        """The columns that a planned day takes."""
        return [self.solver.program.takes[place] for place in choice.takes]

    def leave(self, day: int) -> Leave:
        """What the others leave for a day."""
        foods: set[str] = set()
        dishes: set[str] = set()
        rare = shrink(CUSTOMS.rare_foods_a_week, len(self.days))
        seen = []
        for stretch in self.stretches(day):
            others = self.others(stretch, day)
            served = [dish for choice in others for dish in choice.dishes.values()]
            for dish in set(served):
                cap = shrink(dish_cap(self.tables.dishes[dish], CUSTOMS), len(self.days))
                if served.count(dish) >= cap:
                    dishes.add(dish)
            eaten = [food for choice in others for food in choice.foods]
            food_cap = shrink(CUSTOMS.food_days_a_week, len(self.days))
            foods |= {
                food
                for food in set(eaten)
                if not self.tables.foods[food].everyday and eaten.count(food) >= food_cap
            }
            used = sum(take.food.rare for choice in others for take in self.takes(choice))
            rare = min(rare, shrink(CUSTOMS.rare_foods_a_week, len(self.days)) - used)
            known = frozenset(eaten)
            most = most_foods(len(others) + 1)
            seen.append((known, max(0, most - len(known))))
        beside = [self.days[d] for d in (day - 1, day + 1) if 0 <= d < len(self.days)]
        dinners = {choice.dishes["dinner"] for choice in beside if choice is not None}
        everyone = self.others(range(len(self.days)), day)
        apart = tuple(
            (frozenset(choice.dishes.values()), CUSTOMS.dishes_two_days_share)
            for choice in everyone
        )
        low, high = self.limits(day)
        return Leave(
            low,
            high,
            frozenset(foods),
            frozenset(dishes),
            frozenset(dinners),
            rare,
            apart,
            tuple(seen),
        )

    def limits(self, day: int) -> tuple[Floats, Floats]:
        """The soft rows' limits for a day, the week's given what the others of its week bring."""
        week = self.week_of(day)
        others = self.others(week, day)
        brought = np.sum([choice.activity for choice in others], axis=0) if others else 0.0
        share = len(week) - len(others)
        own = []
        for limits in (self.solver.low, self.solver.high):
            left = (limits * len(week) - brought) / share
            own.append(np.where(self.solver.week, left, limits))
        return own[0], own[1]

    def cost(self, day: int, choice: Choice) -> float:
        """The points of a week with this choice for one of its days."""
        week = self.week_of(day)
        days = [*self.others(week, day), choice]
        activity = np.sum([one.activity for one in days], axis=0)
        rows, _ = self.solver.week_points(activity, len(days))
        return rows + sum(one.points + BARRED * one.crowded for one in days)

    def try_day(self, day: int) -> list[Choice]:
        """Sets of dishes drawn for a day, the most promising of them in whole portions."""
        leave = self.leave(day)
        found = self.under(day, leave)
        if not found:  # so little is left that what is customary has to give
            found = [
                replace(choice, crowded=choice.crowded + 1)
                for choice in self.under(day, leave.relaxed())
            ]
        return found

    def under(self, day: int, leave: Leave) -> list[Choice]:
        """The same under one leave; empty where no day can be put together."""
        tastes = self.tastes + MOOD * self.rng.random(len(self.tables.dishes))
        wanted = self.solver.wanted(leave, dict(zip(self.tables.dishes, tastes, strict=True)))
        drafts: dict[frozenset[tuple[str, str]], Draft] = {}
        current = self.days[day]
        if current is not None:
            self.add_draft(drafts, leave, current.dishes)
        for _ in range(DRAFTS):
            self.add_draft(drafts, leave, self.draw(leave, wanted, {}))
        for meal in MEALS if drafts else ():
            best = min(drafts.values(), key=lambda draft: draft.points)
            kept = {other: dish for other, dish in best.dishes.items() if other != meal}
            for _ in range(SWAPS):
                self.add_draft(drafts, leave, self.draw(leave, wanted, kept))
        best_drafts = sorted(drafts.values(), key=lambda draft: draft.points)[:ROUNDED]
        return [self.solver.round(leave, draft) for draft in best_drafts]

    def add_draft(
        self,
        drafts: dict[frozenset[tuple[str, str]], Draft],
        leave: Leave,
        dishes: Mapping[str, str] | None,
    ) -> None:
        """Solve a set of dishes that isn't among the drafts yet."""
        if dishes is not None and frozenset(dishes.items()) not in drafts:
            draft = self.solver.draft(leave, dishes)
            if draft is not None:
                drafts[frozenset(dishes.items())] = draft

    def draw(
        self,
        leave: Leave,
        wanted: Mapping[tuple[str, str], float],
        kept: Mapping[str, str],
    ) -> dict[str, str] | None:
        """A dish for each meal beside those kept, drawn by how much each is wanted."""
        dishes = dict(kept)
        meals = {meal: [k for m, k in wanted if m == meal] for meal, _ in wanted}
        meals = {meal: some for meal, some in meals.items() if meal not in kept}
        for meal in sorted(meals, key=lambda meal: len(meals[meal])):
            keys = [dish for dish in meals[meal] if self.may_join(leave, dishes, meal, dish)]
            shares = np.array([max(wanted[meal, dish], 0.0) for dish in keys])
            if not keys:
                return None
            shares = shares + SPREAD
            shares /= shares.sum()
            dishes[meal] = keys[int(self.rng.choice(len(keys), p=shares))]
        return dishes or None

    def may_join(self, leave: Leave, dishes: Mapping[str, str], meal: str, dish: str) -> bool:
        """Whether a dish may be served beside these."""
        if dish in leave.dishes or dish in dishes.values():
            return False
        if meal == "dinner" and dish in leave.dinners:
            return False
        together = {*dishes.values(), dish}
        if any(len(others & together) > most for others, most in leave.apart):
            return False
        caps = {
            "legumes": CUSTOMS.legume_dishes_a_day,
            "soup": CUSTOMS.soups_a_day,
            "nut-or-soy-snack": CUSTOMS.nut_or_soy_snacks_a_day,
        }
        tags = [tag for one in together for tag in self.tables.dishes[one].tags]
        return all(tags.count(tag) <= cap for tag, cap in caps.items())

    def plan(self, bound: float) -> None:
        """Plan each day, then plan the days again against the others."""
        for day in range(len(self.days)):
            found = self.try_day(day)
            if not found:
                what = f"no day can be put together for day {day + 1}"
                remedy = "Allow more foods, or plan fewer days."
                raise NoPlanExists(Problem("", what, remedy))
            self.days[day] = min(found, key=lambda choice: self.cost(day, choice))
        for turn in range(ROUNDS + RESCUES):
            if turn >= ROUNDS and not self.points()[1]:
                return  # more turns are for plans that still miss something
            planned = [(one.points, day) for day, one in enumerate(self.days) if one is not None]
            for points, day in sorted(planned, reverse=True):
                current = self.days[day]
                if current is None or points + self.behind(day) <= bound + ENOUGH:
                    continue
                for choice in self.try_day(day):
                    if self.cost(day, choice) < self.cost(day, current) - NEGLIGIBLE:
                        self.days[day] = current = choice

    def points(self) -> tuple[float, float]:
        """The points of the whole plan, and the misses among them."""
        planned = [one for one in self.days if one is not None]
        points = sum(one.points for one in planned)
        misses = sum(one.misses for one in planned)
        for first in range(0, len(self.days), WEEK_DAYS):
            week = [self.days[day] for day in self.week_of(first)]
            activity = np.sum([one.activity for one in week if one is not None], axis=0)
            rows, missed = self.solver.week_points(activity, len(week))
            points, misses = points + rows, misses + missed
        return points + PRICES.variety * self.crowding(), misses

    def crowding(self) -> float:
        """How often foods, kinds and dishes come beyond what the average day allows them."""
        days = len(self.days)
        planned = [one for one in self.days if one is not None]
        takes = [take for one in planned for take in self.takes(one)]
        uses = Counter(take.food.id for take in takes if not take.food.everyday)
        meals = Counter(dish for one in planned for dish in one.dishes.values())
        food_cap = most_times(CUSTOMS.food_days_a_week, days)
        extra = sum(max(0, times - food_cap) for times in uses.values())
        for dish, times in meals.items():
            cap = most_times(dish_cap(self.tables.dishes[dish], CUSTOMS), days)
            extra += max(0, times - cap)
        rare = sum(take.food.rare for take in takes)
        extra += max(0, rare - most_takes(CUSTOMS.rare_foods_a_week, days))
        for one in planned:
            takes = self.takes(one)
            kinds = Counter(
                (t.meal, t.food.kind) if t.food.kind in self.tables.everyday_kinds else t.food.kind
                for t in takes
            )
            extra += sum(times - 1 for times in kinds.values())
        return float(extra)

    def behind(self, day: int) -> float:
        """The points of the week's rows, for each day of its week."""
        week = self.week_of(day)
        days = self.others(week, -1)
        activity = np.sum([one.activity for one in days], axis=0)
        return self.solver.week_points(activity, len(days))[0] / len(days)


def plan_week(request: Request, tables: Tables) -> WeekPlan:
    """Plan the days of a request, write its shopping list, and check what is written.

    Raises RequestError for a request that contradicts itself, NoPlanExists where some meal has no
    dish left. A target that can't be met is no error: the plan lists it in `misses`.
    """
    (person,) = request.people
    targets = find_targets(person, tables, request.every_day)
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = [food for food in tables.foods.values() if food.id not in removed]
    solver = DaySolver(
        build_day(person, targets, foods, tables, request.days, request.minutes),
        tables.everyday_kinds,
    )
    bound, _ = solver.average_day()
    search = _Search(solver, tables, request)
    search.plan(bound)
    days = tuple(
        _write_day(number, search, person, tables) for number in range(1, request.days + 1)
    )
    points, misses = search.points()
    plan = WeekPlan(
        request=request,
        tables_hash=tables.hash,
        days=days,
        points=Points(points, misses, bound * request.days),
        shopping=compute_shopping(days, tables),
    )
    return replace(plan, misses=check_plan(plan, tables).misses)


def _write_day(number: int, search: _Search, person: Person, tables: Tables) -> DayPlan:
    choice = search.days[number - 1]
    assert choice is not None
    takes = search.takes(choice)
    meals = []
    for meal in MEALS:
        dish = tables.dishes[choice.dishes[meal]]
        taken = {take.slot: take for take in takes if take.meal == meal}
        servings = tuple(
            Serving(
                person.name,
                slot.name,
                taken[slot.name].food.id,
                taken[slot.name].portions,
                round(taken[slot.name].grams, 3),
            )
            for slot in dish.slots
        )
        meals.append(Meal(meal, dish.id, servings))
    return DayPlan(number, tuple(meals))
