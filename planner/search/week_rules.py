"""The eating rules of a week as data: what may come at most so often in seven days running.

A rule is a row: the foods and dishes that it is about, how often they may come, and whether it
counts each time or the days on which one of them comes. The search knows rows, not what they say:
a rule about kinds of food, or about last week's dishes, is another row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.arrays import Bools, Floats, Ints
from planner.model.day_program import dish_cap, most_servings, most_times, shrink
from planner.model.household import Household
from planner.people.eating_rules import EATING_RULES
from planner.search.day_search import Choice
from planner.search.option_arrays import OptionArrays


@dataclass(frozen=True)
class Tally:
    """How often a day has what rules are about.

    `times` says it for each person, people by rules. `week` is what the day counts towards each
    rule, for whoever has the most of it. `repeated` is how often kinds of food come beyond once.
    `foods` marks the household's foods that come.
    """

    times: Ints
    week: Ints
    repeated: int
    foods: Bools


@dataclass(frozen=True)
class WeekRules:
    """Rules of seven days running for a household.

    `foods` marks the household's foods that each rule is about, `dishes` the dishes of the tables:
    rules by foods, rules by dishes. Where `each_time` a rule counts every time, else the days.
    `week` is how often what it is about may come in seven days running (or in a shorter plan), and
    `plan` how often each person may have it in all the days of the plan.
    """

    foods: Floats
    dishes: Floats
    each_time: Bools
    week: Ints
    plan: Ints

    @classmethod
    def of(cls, household: Household) -> WeekRules:
        """The eating rules of a week: on foods that aren't everyday, dishes and rare foods."""
        rules, days, foods = EATING_RULES, household.days, household.foods
        sometimes = [number for number, food in enumerate(foods) if not food.everyday]
        dish_caps = [dish_cap(dish, rules) for dish in household.tables.dishes.values()]
        rare = np.array([food.rare for food in foods])
        single, dishes = np.eye(len(foods))[sometimes], np.eye(len(dish_caps))
        each_time = np.arange(len(single) + len(dishes) + 1) == len(single) + len(dishes)
        weekly = [rules.food_days_a_week] * len(single) + dish_caps
        return cls(
            foods=np.vstack([single, np.zeros((len(dishes), len(foods))), rare]),
            dishes=np.vstack([np.zeros((len(single), len(dishes))), dishes, dishes[0] * 0]),
            each_time=each_time,
            week=np.array([shrink(times, days) for times in [*weekly, rules.rare_foods_a_week]]),
            plan=np.array(
                [
                    *(most_times(times, days) for times in weekly),
                    most_servings(rules.rare_foods_a_week, days),
                ]
            ),
        )

    def count(self, arrays: OptionArrays, choice: Choice) -> Tally:
        """What a day has of what the rules are about."""
        household, times, repeated = arrays.program, [], 0
        for person in range(len(household.programs)):
            options = choice.options[household.present[person, choice.options]]
            eaten, meals = household.options.eaten[person, options], arrays.meal[options]
            held = arrays.hold(eaten, meals).tolist()
            repeated += len(held) - len(set(held))
            served = arrays.dish[np.array(choice.served)[np.unique(meals)]]
            times.append(
                self.foods @ np.bincount(eaten, minlength=self.foods.shape[1])
                + self.dishes @ np.bincount(served, minlength=self.dishes.shape[1])
            )
        counted = np.array(times).astype(np.int64)
        most = counted.max(axis=0)
        week = np.where(self.each_time, most, np.minimum(most, 1))
        return Tally(counted, week, repeated, choice.foods)

    def barred(self, full: Bools) -> tuple[Bools, Bools]:
        """The foods and the dishes that may not come any more, where these rules are full."""
        return self.foods[full].sum(axis=0) > 0, self.dishes[full].sum(axis=0) > 0
