"""The eating rules of a week as data: what may come at most so often in seven days running.

A rule is a row: the foods or the dish that it is about, how often they may come, and whether it
counts each time or the days on which one of them comes. The search knows rows, not what they say:
a rule about kinds of food, or about a group of them, is another row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.arrays import Bools, Floats, Ints
from planner.model.day_program import dish_cap, most_in_plan, most_times, shrink
from planner.model.household import Household
from planner.people.diet_rules import join_rules
from planner.people.eating_rules import find_food_caps
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

    The first rules are about foods: `foods` marks those of each, rules by the household's foods.
    Then comes one for each dish of the tables, in their order. Where `each_time` a rule counts
    every time, else the days. `week` is how often what it is about may come in seven days running
    (or in a shorter plan), and `plan` how often each person may have it in all the days of the
    plan. `opened` marks foods of which so many different ones may come in seven days running.
    """

    foods: Floats
    each_time: Bools
    week: Ints
    plan: Ints
    opened: Sequence[tuple[Bools, int]]

    @classmethod
    def of(cls, household: Household) -> WeekRules:
        """The eating rules of a week: on kinds and groups of food, rare foods and dishes."""
        rules = join_rules(program.rules for program in household.programs)
        days, foods = household.days, household.foods
        people, caps = len(household.programs), find_food_caps(foods, rules)
        dish_caps = [
            dish_cap(dish, rules, household.repeat) for dish in household.tables.dishes.values()
        ]
        own = np.zeros((len(caps), len(foods)))
        for number, cap in enumerate(caps):
            own[number, list(cap.foods)] = 1.0
        weekly = [*(cap.most for cap in caps), *dish_caps]
        return cls(
            foods=own,
            each_time=np.array([*(cap.each_time for cap in caps), *(False for _ in dish_caps)]),
            week=np.array([shrink(times, days) for times in weekly]),
            opened=[
                (np.array([food.group in rule.groups for food in foods]), rule.find_most(people))
                for rule in rules.opened_rules
            ],
            plan=np.array(
                [
                    *(most_in_plan(cap, days) for cap in caps),
                    *(most_times(times, days) for times in dish_caps),
                ]
            ),
        )

    def count(self, arrays: OptionArrays, choice: Choice) -> Tally:
        """What a day has of what the rules are about."""
        household, times, repeated = arrays.program, [], 0
        of_foods, dishes = self.foods, len(self.week) - len(self.foods)
        for person in range(len(household.programs)):
            options = choice.options[household.present[person, choice.options]]
            eaten, meals = household.options.eaten[person, options], arrays.meal[options]
            held = arrays.hold(eaten, meals).tolist()
            repeated += len(held) - len(set(held))
            served = arrays.dish[np.array(choice.served)[np.unique(meals)]]
            eaten_times = of_foods @ np.bincount(eaten, minlength=of_foods.shape[1])
            served_times = np.bincount(served, minlength=dishes)
            times.append(np.concatenate([eaten_times, served_times]))
        counted = np.array(times).astype(np.int64)
        most = counted.max(axis=0)
        week = np.where(self.each_time, most, np.minimum(most, 1))
        return Tally(counted, week, repeated, choice.foods)

    def barred(self, full: Bools) -> tuple[Bools, Bools]:
        """The foods and the dishes that may not come any more, where these rules are full."""
        foods = len(self.foods)
        return self.foods[full[:foods]].sum(axis=0) > 0, full[foods:]
