"""Checks what is on the plates: known foods, allowed, in whole steps, as the request asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import floor, inf, isfinite

from planner.checking.tolerances import EATEN_TOLERANCE, TOLERANCE
from planner.errors import Problem, RequestError, quote
from planner.people.choices import find_only
from planner.people.eating_rules import CUP, EATING_RULES
from planner.people.exclusions import excluded_tags, find_removals
from planner.people.food_words import find_favoured
from planner.people.person import Person
from planner.plans.names import find_timing
from planner.plans.records import DayPlan, Meal, Serving, WeekPlan
from planner.request.day_wishes import DISH_KINDS, find_broken
from planner.tables.bundle import Tables
from planner.tables.cuisines import find_cuisines
from planner.tables.diets import BETWEEN, breaks_rule
from planner.tables.foods import GROWN_APPETITE, Food, find_step
from planner.tables.portion_maxima import find_most_grams


def _where(day: DayPlan, meal: Meal) -> str:
    return f"day {day.day}, {meal.meal}"


def check_request(plan: WeekPlan, tables: Tables) -> None:
    """Raise RequestError if the plan's request names something that the tables don't have."""
    problems = []
    for person in plan.request.people:
        problems += [
            Problem("request", f"the diet {quote(name)} is not in the tables")
            for name in person.diet.split(BETWEEN)
            if person.own_diet is None and name not in tables.diets
        ]
        for name in person.conditions:
            condition = tables.conditions.get(name)
            if condition is None or condition.stops:
                what = "is not in the tables" if condition is None else "stops every plan"
                problems.append(Problem("request", f"the condition {quote(name)} {what}"))
        named = {*person.minimum, *person.maximum, *plan.request.every_day}
        problems += [
            Problem("request", f"the nutrient {quote(nutrient)} is not in the tables")
            for nutrient in sorted(named - tables.nutrients.keys())
        ]
        for word in (*person.like, *person.dislike):
            find_favoured(word, tables, "request, like and dislike")
    problems += [
        Problem("request, at_home", f"the item {quote(one.grocery_id)} is not in the tables")
        for one in plan.request.at_home
        if one.grocery_id not in tables.groceries
    ]
    if plan.request.weighs_cost != (plan.usual is not None):
        what = "need 'usual' beside the plan, and 'usual' needs one of them"
        problems.append(Problem("request, budget_usd and cheap", what))
    if tables.digest is None:
        for field in ("cuisine", "only_cuisine"):
            find_cuisines(getattr(plan.request, field), tables.dishes.values(), ("request", field))
    if plan.request.use_up and not plan.request.at_home:
        problems.append(Problem("request, use_up", "there is nothing to use up"))
    if plan.request.weighs_cost and not tables.prices:
        problems.append(Problem("request", "weighs cost, but the tables have no prices"))
    problems += [
        Problem("request, wishes", f"the dish {quote(wish.word)} is not in the tables")
        for wish in plan.request.wishes
        if wish.kind in DISH_KINDS and wish.word not in tables.dishes
    ]
    if problems:
        raise RequestError(*problems)


def check_servings(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note faults of servings: each must fit its dish, its slot, its portion and its eater."""
    people = {person.name: person for person in plan.request.people}
    removed = {
        name: {removal.food.id for removal in find_removals(person, tables)}
        for name, person in people.items()
    }
    only = find_only(
        plan.request.people,
        plan.request.only_cuisine,
        plan.request.minutes,
        plan.request.days,
        tables,
    )
    kinds = {meal.name: meal.served_as for meal in plan.request.meals}
    if [day.day for day in plan.days] != list(range(1, plan.request.days + 1)):
        what = f"are not 1 to {plan.request.days}"
        faults.append(Problem("plan, days", what, "Plan the week again."))
    for day in plan.days:
        at_home = [name for name in kinds if any(_eats(p, day.day, name) for p in people.values())]
        if [meal.meal for meal in day.meals] != at_home:
            what = f"should have {len(at_home)} meals in order"
            faults.append(Problem(f"day {day.day}", what))
        for meal in day.meals:
            where = _where(day, meal)
            dish = tables.dishes.get(meal.dish)
            most = plan.request.minutes.get(meal.meal)
            if dish and most is not None and meal.leftover_of is None:
                timing = find_timing(meal, tables)
                if timing.longest > most:
                    takes = f"takes {timing.minutes} minutes"
                    if timing.ahead_minutes > most:
                        takes += f" and {timing.ahead_minutes} the day before"
                    what = f"{takes}, but at most {most} are allowed"
                    faults.append(Problem(where, what))
            if dish and dish.id not in only.get(meal.meal, (dish.id,)):
                words = ", ".join(plan.request.only_cuisine)
                what = f"{quote(dish.name)} is {dish.cuisine or 'of no cuisine'}, not {words}"
                faults.append(Problem(where, what))
            if dish is None or kinds.get(meal.meal) not in dish.meals:
                faults.append(Problem(where, f"{quote(meal.dish)} isn't a dish for {meal.meal}"))
                continue
            filled = Counter((one.person, one.slot) for one in meal.servings)
            wanted = Counter(
                (name, slot.name)
                for name, person in people.items()
                if _eats(person, day.day, meal.meal)
                for slot in dish.slots
            )
            if filled != wanted:
                faults.append(
                    Problem(where, f"{quote(dish.name)} doesn't have one food in each of its slots")
                )
            for serving in meal.servings:
                if serving.food_id not in tables.foods or serving.person not in people:
                    food, eater = quote(serving.food_id), quote(serving.person)
                    what = f"food {food} or eater {eater} is not known"
                    faults.append(Problem(where, what))
                    continue
                _check_serving(serving, meal, people[serving.person], where, tables, faults)
                if serving.food_id in removed[serving.person]:
                    what = f"{serving.person} can't have {serving.food_id}"
                    faults.append(Problem(where, what))


def check_diets(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note meals that a diet of someone at table doesn't have, whoever planned them how.

    Foods whose tags stay apart aren't in one meal, nobody has more of a food at a meal than the
    diet allows, and a main dish without a starchy food is there only if a diet lifts that rule.
    """
    kept = {
        person.name: [
            tables.diets[name] for name in person.diet.split(BETWEEN) if name in tables.diets
        ]
        for person in plan.request.people
    }
    everyone = [diet for diets in kept.values() for diet in diets]
    lifted = {name for diet in everyone for name in diet.lifts}
    for day in plan.days:
        for meal in day.meals:
            where = _where(day, meal)
            served = [one for one in meal.servings if one.food_id in tables.foods]
            tags = {tag for one in served for tag in tables.foods[one.food_id].tags}
            for diet in everyone:
                faults += [
                    Problem(where, f"{diet.name} has no {one} in a meal with {other}")
                    for one, other in diet.apart
                    if {one, other} <= tags
                ]
            dish = tables.dishes.get(meal.dish)
            if dish is not None and "no-starch" in dish.tags and "starch" not in lifted:
                what = f"{quote(dish.name)} has no starchy food"
                faults.append(Problem(where, f"{what}, and no diet lifts that rule"))
            eaten: defaultdict[tuple[str, str], float] = defaultdict(float)
            for serving in served:
                eaten[serving.person, serving.food_id] += serving.grams
            for (name, food_id), grams in eaten.items():
                food = tables.foods[food_id]
                for diet in kept.get(name, ()):
                    most = food.diet_most_g.get(diet.id, inf)
                    if grams > most + EATEN_TOLERANCE:
                        what = f"{grams:g} g of {food.name}, at most {most:g} g in {diet.name}"
                        faults.append(Problem(where, what))


def _eats(person: Person, day: int, meal: str) -> bool:
    """Whether a person has a meal of a day at home."""
    return meal not in person.skip and (day, meal) not in person.out


def check_leftovers(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note faults of lunches left over: each is the dinner of the day before, as often as asked.

    A person who was out for that dinner has the same foods as the others.
    """
    lunches: Counter[int] = Counter()
    kinds = {meal.name: meal.served_as for meal in plan.request.meals}
    dinners = {
        day.day: meal for day in plan.days for meal in day.meals if kinds.get(meal.meal) == "dinner"
    }
    for day in plan.days:
        for meal in day.meals:
            if meal.leftover_of is None:
                continue
            where, dinner = _where(day, meal), dinners.get(day.day - 1)
            kind = kinds.get(meal.meal)
            lunches[(day.day - 1) // 7 + 1] += kind == "lunch"
            if kind != "lunch" or meal.leftover_of != day.day - 1 or dinner is None:
                what = f"can't be left over from day {meal.leftover_of}'s dinner"
                faults.append(Problem(where, what))
            elif meal.dish != dinner.dish or "keeps" not in tables.dishes[meal.dish].tags:
                what = f"{quote(meal.dish)} can't be left over from {quote(dinner.dish)}"
                faults.append(Problem(where, what))
            else:
                had = {(one.person, one.slot): one.food_id for one in dinner.servings}
                faults += [
                    Problem(where, f"{one.person} has {one.food_id}, which the dinner didn't have")
                    for one in meal.servings
                    if had.get((one.person, one.slot), one.food_id) != one.food_id
                ]
    faults += [
        Problem(
            f"week {week}",
            f"{times} lunches are left over, but at most {plan.request.leftovers} may be",
        )
        for week, times in lunches.items()
        if times > plan.request.leftovers
    ]


def check_wishes(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Note each wish for a single day that the plan doesn't keep."""
    meals = {
        (day.day, meal.meal): (meal.dish, {one.food_id for one in meal.servings})
        for day in plan.days
        for meal in day.meals
    }
    for wish in find_broken(plan.request.wishes, meals, tables):
        where, asked = str(wish).split(": ", 1)
        faults.append(Problem(where, f"doesn't have what the request asks for: {asked}"))


def _check_serving(
    serving: Serving,
    meal: Meal,
    person: Person,
    where: str,
    tables: Tables,
    faults: list[Problem],
) -> None:
    food = tables.foods[serving.food_id]
    expected = serving.portions * food.portion_g
    if abs(serving.grams - expected) > EATEN_TOLERANCE:
        what = f"{food.name}: {serving.portions:g} {food.portion} is {expected:.1f} g, "
        faults.append(Problem(where, what + f"not {serving.grams:g} g"))
    step = find_step(food, person.age)
    if abs(serving.portions / step - round(serving.portions / step)) > TOLERANCE:
        what = f"{food.name}: {serving.portions:g} portions are not a multiple of {step:g}"
        faults.append(Problem(where, what))
    excluded = excluded_tags(person, tables) | set(person.allergies)
    if breaks_rule(food, excluded):
        faults.append(
            Problem(
                where,
                f"{food.name} contains what {quote(person.name)} leaves out by diet or allergy",
            )
        )
    slots = [slot for slot in tables.dishes[meal.dish].slots if slot.name == serving.slot]
    for slot in slots:
        if not slot.accepts(food):
            faults.append(Problem(where, f"{food.name} can't fill the slot {quote(slot.name)}"))
        growth = _find_growth(person)
        scale = food.serving * person.energy_kcal * growth / 2000.0
        # rounded to whole steps, of which there is at least one
        held_g = find_most_grams(food, person.age, tables.portion_maxima) * max(1.0, growth)
        held_g *= 1 + EATING_RULES.portion_slack
        for name in person.diet.split(BETWEEN):  # a diet's most holds without slack
            held_g = min(held_g, food.diet_most_g.get(name, inf))
        most_steps = held_g / food.portion_g / step
        fits = floor(most_steps + TOLERANCE) * step if isfinite(most_steps) else inf
        low = max(min(slot.smallest * scale - step / 2, fits), step)
        high = max(slot.largest * scale * _find_milk_growth(food, person) + step / 2, step)
        if not low - TOLERANCE <= serving.portions <= high + TOLERANCE:
            what = f"{food.name}: {serving.portions:g} is outside {low:g} to {high:g} portions"
            faults.append(Problem(where, what))


def _find_milk_growth(food: Food, person: Person) -> float:
    """How many times the milk that their energy alone gives a young child may have, counted anew.

    The least stays what energy alone gives, as earlier plans have it.
    """
    child = person.age is not None and person.age < GROWN_APPETITE
    if not (child and food.group in ("milk", "plant-milks") and food.portion == CUP):
        return 1.0
    *_, cups = (n for least, n in EATING_RULES.milk_cups.items() if person.energy_kcal >= least)
    return max(1.0, cups / 3.0 * 2000.0 / person.energy_kcal)


def _find_growth(person: Person) -> float:
    """How many times as large a person's meals are as those of four a day, counted anew."""
    shares = EATING_RULES.meal_share
    whole = sum(shares[meal.served_as] for meal in person.meals)
    return sum(shares.values()) / whole
