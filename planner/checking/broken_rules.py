"""Counts the eating rules that a plan breaks, from its records.

It shares no code with the search, which keeps the same rules as far as it can.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import floor

from planner.checking.variety import (
    bought_alone,
    name_served,
    of_past_dinners,
    repeated,
    too_often,
)
from planner.people.diet_rules import find_rules
from planner.people.eating_rules import (
    EATING_RULES,
    WEEK_DAYS,
    EatingRules,
    FoodRule,
    is_drink,
)
from planner.people.exclusions import find_removals
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.plans.records import DayPlan, WeekPlan
from planner.tables.bundle import Tables
from planner.tables.dishes import MAIN_MEALS
from planner.tables.portion_maxima import find_most_grams

ROUNDED_G = 0.1  # what a line's grams left over, written to a tenth, may be off
TOLERANCE = 1e-6  # of a number of times: what shares of a day lose in adding up


def find_unusual(plan: WeekPlan, tables: Tables) -> list[str]:
    """A note for each eating rule that a plan breaks, for each person.

    If several people eat together, a note names those it is about, unless it is about all of them.
    """
    people = plan.request.people
    whose: defaultdict[str, list[str]] = defaultdict(list)
    for person in people:
        days = [_own_day(day, person) for day in plan.days]
        shares = home_shares(person, tuple(day.day for day in days))
        _note(whose, person, _of_eggs(days, shares, person, tables))
        length = min(WEEK_DAYS, len(days))
        rules = find_rules(person, tables)
        wanted = _find_wanted(person, rules, tables)
        for day, share in zip(days, shares, strict=True):
            _note(whose, person, _of_day(day, share, rules, tables))
            _note(whose, person, _of_plates(day, person, tables))
        for first in range(len(days) - length + 1):
            last = first + length
            at_home = min(shares[first:last]) == 1.0
            repeat, by_kind = plan.request.repeat, plan.request.repeat_by_kind
            stretch = _of_stretch(
                days[first:last], tables, rules, wanted, by_kind, person, at_home=at_home
            )
            _note(whose, person, stretch)
            _note(whose, person, too_often(days[first:last], repeat, tables))
        _note(whose, person, _between(days, tables))
        if plan.request.no_repeat:
            _note(whose, person, repeated(days, person.kinds, tables))
        _note(whose, person, of_past_dinners(days, plan.request, tables))
    _note_opened(whose, plan, tables)
    for note in _of_packs(plan, tables):
        whose[note] += [person.name for person in people]
    for note in bought_alone(plan, tables):
        whose[note] += [person.name for person in people]
    return [
        note if len(names) == len(people) else f"{note} ({', '.join(names)})"
        for note, names in whose.items()
    ]


def _note_opened(whose: defaultdict[str, list[str]], plan: WeekPlan, tables: Tables) -> None:
    """Note kinds of drink and bread, of which everyone together opens only some in seven days."""
    length = min(WEEK_DAYS, len(plan.days))
    for first in range(len(plan.days) - length + 1):
        days = plan.days[first : first + length]
        meals = [meal for day in days for meal in day.meals]
        foods = {one.food_id: tables.foods[one.food_id] for m in meals for one in m.servings}
        for rule in EATING_RULES.opened_rules:
            opened = sum(food.group in rule.groups for food in foods.values())
            most = rule.find_most(len(plan.request.people))
            if opened > most:
                span = f"days {days[0].day} to {days[-1].day}"
                note = f"{span}: {opened} different {rule.name}, at most {most} is usual"
                whose[note] += [person.name for person in plan.request.people]


def _of_packs(plan: WeekPlan, tables: Tables) -> Iterator[str]:
    """The items of each week's list whose packs are opened for too small a part of them."""
    share = EATING_RULES.find_pack_share(len(plan.days))
    for line in plan.shopping:
        grocery = tables.groceries.get(line.grocery_id)
        if grocery is None:  # a fault of the list
            continue
        held = sum(size * count for size, count in line.packs)
        eaten = held - line.left_grams
        if eaten < share * held - ROUNDED_G and not grocery.cupboard:
            span = f"week {line.week}: " if len(plan.days) > WEEK_DAYS else ""
            packs = f"{eaten:,.0f} of {held:,.0f} g of {grocery.name} are eaten"
            yield f"{span}{packs}, at least {100 * share:.0f} % of its packs is usual"


def _note(whose: defaultdict[str, list[str]], person: Person, notes: Iterator[str]) -> None:
    for note in notes:
        whose[note].append(person.name)


def _of_day(day: DayPlan, share: float, rules: EatingRules, tables: Tables) -> Iterator[str]:
    """What one day has too little or too much of; a person who is out needs less fruit at home."""
    eaten = [(meal.meal, tables.foods[one.food_id]) for meal in day.meals for one in meal.servings]
    fruit = sum(food.group in EATING_RULES.fruit_groups for _, food in eaten)
    least = floor(rules.fruit_a_day * share + TOLERANCE)
    if fruit < least:
        yield f"day {day.day}: fruit {fruit} of {least} times"
    kinds = Counter(
        (meal if food.kind in tables.everyday_kinds else "", food.kind) for meal, food in eaten
    )
    for (_, kind), times in kinds.items():
        if times > 1:
            yield f"day {day.day}: {kind.replace('-', ' ')} {times} times"
    tags = Counter(tag for meal in day.meals for tag in tables.dishes[meal.dish].tags)
    for tag, cap in EATING_RULES.tagged_a_day.items():
        if tags[tag] > cap:
            yield f"day {day.day}: {tags[tag]} dishes tagged {tag}, at most {cap} is usual"


def _of_plates(day: DayPlan, person: Person, tables: Tables) -> Iterator[str]:
    """The plates of a day that are too large, and foods of which people don't hold so much."""
    for meal in day.meals:
        foods = [(tables.foods[one.food_id], one.grams) for one in meal.servings]
        plate = sum(grams for food, grams in foods if not is_drink(food))
        most = EATING_RULES.find_plate_g(person.kinds[meal.meal], person)
        if plate > most + TOLERANCE:
            yield f"day {day.day}: {meal.meal} of {plate:,.0f} g, at most {most:,.0f} g is usual"
        for food, grams in foods:
            held = find_most_grams(food, person.age, tables.portion_maxima)
            held = EATING_RULES.grow_maximum(held, person)
            if grams > held * (1 + EATING_RULES.portion_slack) + TOLERANCE:
                what = f"{grams:,.0f} g of {food.name}, at most {held:,.0f} g is usual"
                yield f"day {day.day}: {what}"


def _of_eggs(
    days: Sequence[DayPlan], shares: Sequence[float], person: Person, tables: Tables
) -> Iterator[str]:
    """The weeks that have too many eggs; a person who is out has fewer at home."""
    for first in range(0, len(days), WEEK_DAYS):
        week = days[first : first + WEEK_DAYS]
        a_day = EATING_RULES.eggs_a_day * EATING_RULES.find_size(person)
        most = a_day * sum(shares[first : first + WEEK_DAYS])
        eggs = sum(
            one.grams * EATING_RULES.count_eggs(tables.foods[one.food_id])
            for day in week
            for meal in day.meals
            for one in meal.servings
        )
        if eggs > most + TOLERANCE:
            span = f"days {week[0].day} to {week[-1].day}"
            yield f"{span}: {eggs:.3g} eggs, at most {most:.3g} is usual"


def _of_stretch(
    days: Sequence[DayPlan],
    tables: Tables,
    rules: EatingRules,
    wanted: Collection[FoodRule],
    repeat: Mapping[str, int],
    person: Person,
    *,
    at_home: bool,
) -> Iterator[str]:
    """What some days in a row have too often or too rarely, and too few or too many foods.

    What is `wanted` has a least, and the person may have it; `repeat` are the times that were asked
    for, by meal.
    """
    span = f"days {days[0].day} to {days[-1].day}"

    def in_proportion(times: int) -> int:
        return -(-times * len(days) // WEEK_DAYS)

    foods = [[tables.foods[one.food_id] for m in day.meals for one in m.servings] for day in days]
    kinds = Counter(
        kind for of_day in foods for kind in dict.fromkeys(f.kind for f in of_day if not f.everyday)
    )
    most = in_proportion(EATING_RULES.kind_days_a_week)
    for kind, times in kinds.items():
        if times > most:
            yield f"{span}: {kind.replace('-', ' ')} on {times} days, at most {most} is usual"
    for rule in rules.food_rules:
        counts = [sum(rule.covers(food) for food in of_day) for of_day in foods]
        if rule.each_time:
            yield from _of_diet(rule, sum(counts), span, in_proportion, len(days), wanted, at_home)
            continue
        times = sum(count > 0 for count in counts)
        if rule.most is not None and times > in_proportion(rule.most):
            most = in_proportion(rule.most)
            yield f"{span}: {rule.name} on {times} days, at most {most} is usual"
        if rule in wanted and at_home and times < (least := rule.find_least(len(days))):
            yield f"{span}: {rule.name} on {times} days, at least {least} is usual"
    served = [meal for day in days for meal in day.meals]
    for dish_id, times in Counter(meal.dish for meal in served).items():
        meals = set(tables.dishes[dish_id].meals)
        weekly = EATING_RULES.main_dish_times_a_week
        if meals <= {"breakfast", "snack"}:
            weekly = EATING_RULES.breakfast_times_a_week
        if meals == {"snack"}:
            weekly = EATING_RULES.snack_times_a_week
        weekly = max(weekly, *(repeat.get(meal, 0) for meal in meals))
        if times > in_proportion(weekly):
            yield f"{span}: {name_served(dish_id, served, tables)} {times} times"
    mains = [
        meal.dish
        for day in days
        for meal in day.meals
        if person.kinds.get(meal.meal) in MAIN_MEALS and meal.leftover_of is None
    ]
    varied, unlike = len(set(mains)), len({tables.families[dish] for dish in mains})
    cooked = len(days) * sum(one.served_as in ("lunch", "dinner") for one in person.meals)
    if len(mains) - varied > EATING_RULES.most_repeated(cooked):
        yield f"{span}: {varied} different dishes among {len(mains)} lunches and dinners"
    elif len(days) == WEEK_DAYS and len(mains) - unlike > EATING_RULES.most_alike(cooked):
        yield f"{span}: {unlike} different kinds of dish among {len(mains)} lunches and dinners"
    rare = sum(food.rare for of_day in foods for food in of_day)
    if rare > in_proportion(EATING_RULES.rare_foods_a_week):
        yield f"{span}: rarely bought foods {rare} times"
    different = {food.id for of_day in foods for food in of_day}
    few = at_home and len(different) < EATING_RULES.least_foods_a_week
    if len(days) == WEEK_DAYS and (few or len(different) > EATING_RULES.most_foods_a_week):
        yield f"{span}: {len(different)} different foods"


def _of_diet(
    rule: FoodRule,
    times: int,
    span: str,
    in_proportion: Callable[[int], int],
    days: int,
    wanted: Collection[FoodRule],
    at_home: bool,
) -> Iterator[str]:
    """What a diet has too often or too rarely."""
    if rule.most is not None and times > in_proportion(rule.most):
        yield f"{span}: {rule.name} {times} times, and the diet has {in_proportion(rule.most)}"
    if rule in wanted and at_home and times < (least := rule.find_least(days)):
        yield f"{span}: {rule.name} {times} times, and the diet asks for {least}"


def _find_wanted(person: Person, own_rules: EatingRules, tables: Tables) -> list[FoodRule]:
    """The food rules with a least, of which a person may have some food."""
    removed = {removal.food.id for removal in find_removals(person, tables)}
    allowed = [food for food in tables.foods.values() if food.id not in removed]
    rules = [rule for rule in own_rules.food_rules if rule.least is not None]
    return [rule for rule in rules if any(map(rule.covers, allowed))]


def _between(days: Sequence[DayPlan], tables: Tables) -> Iterator[str]:
    """Dishes that come on two days in a row, and days that share too many dishes."""
    for one, other in itertools.pairwise(days):
        fresh = [meal for meal in other.meals if meal.leftover_of is None]
        for dish in sorted({meal.dish for meal in one.meals} & {meal.dish for meal in fresh}):
            name = name_served(dish, [*one.meals, *fresh], tables)
            yield f"days {one.day} and {other.day} both have {name}"
    for one, other in itertools.combinations(days, 2):
        shared = {meal.dish for meal in one.meals} & {meal.dish for meal in other.meals}
        if len(shared) > EATING_RULES.dishes_two_days_share:
            yield f"days {one.day} and {other.day} share {len(shared)} dishes"


def _own_day(day: DayPlan, person: Person) -> DayPlan:
    """A person's part of a day, without the meals at which they have nothing."""
    meals = (
        replace(meal, servings=tuple(one for one in meal.servings if one.person == person.name))
        for meal in day.meals
    )
    return replace(day, meals=tuple(meal for meal in meals if meal.servings))
