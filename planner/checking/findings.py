"""A plan checked from its printed portions and the tables alone.

What a plan is held to comes from the room of targets and who may not eat what from the room of
persons; no arithmetic is shared with the program that made the plan, the plan or the list. Grams
are multiplied by the food table once more, every limit is held against the sums, and what is
customary is counted again. What is printed as covered is what this room found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.checking.broken_rules import find_unusual
from planner.errors import ExitCode, Problem, RequestError
from planner.people.exclusions import excluded_tags, find_removals
from planner.people.food_words import find_favoured
from planner.people.meals_out import home_shares
from planner.people.person import Person
from planner.people.targets import (
    DAY,
    PERCENT_OF_ENERGY,
    WEEK,
    Target,
    find_supplement_limits,
    find_targets,
)
from planner.plans.records import DayPlan, Meal, Serving, ShoppingLine, Verdict, WeekPlan
from planner.request.day_wishes import DISH_KINDS, find_broken
from planner.tables.bundle import Tables
from planner.tables.diets import breaks_rule
from planner.tables.groceries import Grocery
from planner.tables.nutrients import ENERGY

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

TOLERANCE = 1e-6  # of a limit: what decimal fractions lose in adding up
EATEN_TOLERANCE = 0.0006  # grams on the plate are written with three decimals
BOUGHT_TOLERANCE = 0.051  # grams bought with one
CARRIED_TOLERANCE = 0.101  # what is written as carried over, beside rounded grams needed
LIMITS = ("value", "minimum", "maximum")
CENT = 0.0051  # US dollars are written with two


@dataclass(frozen=True)
class CheckReport:
    """What a check found.

    `faults` are contradictions (a gram that isn't its portion, a food that the diet excludes):
    with any of them the plan isn't one of these tables. `verdicts` hold every target, `notes` name
    customs that were broken. `daily` has for each person and nutrient what each of the `days` of
    the plan brings, food and supplements, in the nutrient's unit, and `taken` what supplements
    bring of that each day; `known` is the share of the food's grams that each nutrient is known
    for. `over_budget_usd` is by how much the list's packs, but for the cupboard's, pass the budget.
    """

    faults: tuple[Problem, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    days: tuple[int, ...]
    daily: Mapping[tuple[str, str], Floats]
    known: Mapping[str, float]
    taken: Mapping[tuple[str, str], float] = field(default_factory=dict)
    over_budget_usd: float = 0.0

    def amount(self, person: str, day: int, nutrient: str) -> float:
        """What a person's day brings of a nutrient, in its unit."""
        return float(self.daily[person, nutrient][self.days.index(day)])

    def mean(self, person: str, nutrient: str, days: Collection[int] | None = None) -> float:
        """What a person's days, or some of them, bring of a nutrient on the average."""
        own = [days is None or day in days for day in self.days]
        return float(self.daily[person, nutrient][own].mean())

    @property
    def amounts(self) -> pd.DataFrame:
        """All of it as a frame: a row for each person and day, a column for each nutrient."""
        import pandas as pd  # noqa: PLC0415  (slower to import than a week is to plan)

        people = dict.fromkeys(person for person, _ in self.daily)
        frames = {
            person: pd.DataFrame(
                {name: own for (who, name), own in self.daily.items() if who == person},
                index=list(self.days),
            )
            for person in people
        }
        return pd.concat(frames, names=["person", "day"])

    @property
    def misses(self) -> tuple[Verdict, ...]:
        """The required limits that aren't met."""
        return tuple(v for v in self.verdicts if v.required and not v.met)

    @property
    def exit_code(self) -> ExitCode:
        """How a command that shows this plan ends."""
        if self.faults:
            return ExitCode.BAD_DATA
        return ExitCode.MISSED if self.misses or self.over_budget_usd else ExitCode.MET


def check_plan(plan: WeekPlan, tables: Tables) -> CheckReport:
    """Recompute a plan; never raises for what is in it, but lists it."""
    faults: list[Problem] = []
    if plan.tables_hash != tables.hash:
        what = f"was planned with other tables ({plan.tables_hash}, these are {tables.hash})"
        remedy = "Plan the week again, or use the planner that made it."
        faults.append(Problem("plan", what, remedy))
    targets: dict[str, tuple[Target, ...]] = {}
    try:
        _check_request(plan, tables)
        _check_servings(plan, tables, faults)
        _check_leftovers(plan, tables, faults)
        _check_wishes(plan, tables, faults)
        for person in plan.request.people:
            targets[person.name] = find_targets(person, tables, plan.request.every_day)
    except RequestError as error:
        faults += error.problems
    if faults:
        return CheckReport(tuple(faults), (), (), (), {}, {})
    days = tuple(day.day for day in plan.days)
    daily, known = _add_up(plan, tables)
    taken = _add_up_doses(plan, tables, faults)
    for key, dose in taken.items():
        daily[key] = daily[key] + dose
    if faults:
        return CheckReport(tuple(faults), (), (), (), {}, {})
    verdicts: list[Verdict] = []
    for person in plan.request.people:
        for target in targets[person.name]:
            verdicts += _judge(person, target, days, daily, tables)
        for target in find_supplement_limits(person, tables):
            doses = {(who, what): np.full(len(days), dose) for (who, what), dose in taken.items()}
            if (person.name, target.nutrient) in doses:
                verdicts += _judge(person, target, days, doses, tables)
    _check_shopping(plan, tables, faults)
    _check_misses(plan, [v for v in verdicts if v.required and not v.met], faults)
    notes = find_unusual(plan, tables)
    over = 0.0 if faults else _find_over_budget(plan, tables)
    return CheckReport(
        tuple(faults), tuple(verdicts), tuple(notes), days, daily, known, taken, over
    )


def _find_over_budget(plan: WeekPlan, tables: Tables) -> float:
    """By how many US dollars the list's packs, but for the cupboard's, pass the budget."""
    if plan.request.budget_usd is None:
        return 0.0
    total = sum(
        line.cost_usd or 0.0
        for line in plan.shopping
        if not tables.groceries[line.grocery_id].cupboard
    )
    return max(0.0, round(total - plan.request.budget_usd, 2))


def _check_misses(plan: WeekPlan, found: list[Verdict], faults: list[Problem]) -> None:
    """What the plan lists as missed is what its portions miss, each with its value."""
    if len(plan.misses) != len(found):
        what = f"lists {len(plan.misses)} misses, its portions have {len(found)}"
        faults.append(Problem("plan, misses", what, "Plan the week again."))
        return
    for listed in plan.misses:
        near = [one for one in found if _is_listed(one, listed)]
        if plan.misses.count(listed) != 1 or not near:
            when = f"{listed.period} {listed.number}"
            what = f"{listed.nutrient} of {when} ({listed.value:g}) is not what its portions miss"
            faults.append(Problem("plan, misses", what, "Plan the week again."))


def _is_listed(found: Verdict, listed: Verdict) -> bool:
    """Whether a verdict is the listed one, but for what a file's decimals lose."""
    pairs = [(getattr(found, name), getattr(listed, name)) for name in LIMITS]
    own = replace(found, **{name: getattr(listed, name) for name in LIMITS})
    return own == listed and all(
        one is other or (None not in (one, other) and _agree(one, other)) for one, other in pairs
    )


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one))


def _where(day: DayPlan, meal: Meal) -> str:
    return f"day {day.day}, {meal.meal}"


def _check_request(plan: WeekPlan, tables: Tables) -> None:
    """Refuse a request that names what the tables don't have."""
    problems = []
    for person in plan.request.people:
        if person.own_diet is None and person.diet not in tables.diets:
            problems.append(Problem("request", f"the diet {person.diet!r} is not in the tables"))
        for name in person.conditions:
            condition = tables.conditions.get(name)
            if condition is None or condition.stops:
                what = "is not in the tables" if condition is None else "lets nothing be planned"
                problems.append(Problem("request", f"the condition {name!r} {what}"))
        named = {*person.minimum, *person.maximum, *plan.request.every_day}
        problems += [
            Problem("request", f"the nutrient {nutrient!r} is not in the tables")
            for nutrient in sorted(named - tables.nutrients.keys())
        ]
        for word in (*person.like, *person.dislike):
            find_favoured(word, tables, "request, like and dislike")
    problems += [
        Problem("request, at_home", f"the item {one.grocery_id!r} is not in the tables")
        for one in plan.request.at_home
        if one.grocery_id not in tables.groceries
    ]
    if plan.request.weighs_cost != (plan.usual is not None):
        what = "weighs cost without the days nearest to usual beside it, or the other way round"
        problems.append(Problem("request, budget_usd and cheap", what))
    if plan.request.use_up and not plan.request.at_home:
        problems.append(Problem("request, use_up", "nothing is at home to be used up"))
    if plan.request.weighs_cost and not tables.prices:
        problems.append(Problem("request", "weighs cost, and the tables have no prices"))
    problems += [
        Problem("request, wishes", f"the dish {wish.word!r} is not in the tables")
        for wish in plan.request.wishes
        if wish.kind in DISH_KINDS and wish.word not in tables.dishes
    ]
    if problems:
        raise RequestError(*problems)


def _check_servings(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """Every serving against its dish, its slot, its portion and its eater."""
    people = {person.name: person for person in plan.request.people}
    removed = {
        name: {removal.food.id for removal in find_removals(person, tables)}
        for name, person in people.items()
    }
    if [day.day for day in plan.days] != list(range(1, plan.request.days + 1)):
        what = f"days are not 1 to {plan.request.days}"
        faults.append(Problem("plan, days", what, "Plan the week again."))
    for day in plan.days:
        meals = ("breakfast", "lunch", "dinner", "snack")
        at_home = [m for m in meals if any((day.day, m) not in p.out for p in people.values())]
        if [meal.meal for meal in day.meals] != at_home:
            what = f"should have {len(at_home)} meals in their order"
            faults.append(Problem(f"day {day.day}", what))
        for meal in day.meals:
            where = _where(day, meal)
            dish = tables.dishes.get(meal.dish)
            most = plan.request.minutes.get(meal.meal)
            if dish and most is not None and dish.minutes > most and meal.leftover_of is None:
                faults.append(Problem(where, f"takes {dish.minutes} minutes, {most} at most"))
            if dish is None or meal.meal not in dish.meals:
                faults.append(Problem(where, f"{meal.dish!r} is no dish for {meal.meal}"))
                continue
            filled = Counter((one.person, one.slot) for one in meal.servings)
            wanted = Counter(
                (name, slot.name)
                for name, person in people.items()
                if (day.day, meal.meal) not in person.out
                for slot in dish.slots
            )
            if filled != wanted:
                faults.append(Problem(where, f"{dish.name!r} doesn't fill each of its slots once"))
            for serving in meal.servings:
                if serving.food_id not in tables.foods or serving.person not in people:
                    what = f"food {serving.food_id!r} or eater {serving.person!r} is not known"
                    faults.append(Problem(where, what))
                    continue
                _check_serving(serving, meal, people[serving.person], where, tables, faults)
                if serving.food_id in removed[serving.person]:
                    what = f"{serving.food_id} is kept from {serving.person} by diet or allergy"
                    faults.append(Problem(where, what))


def _check_leftovers(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """What is left over is the dinner of the day before, for everyone, and no oftener than asked.

    Who was out for that dinner has of it what was cooked.
    """
    lunches: Counter[int] = Counter()
    dinners = {day.day: m for day in plan.days for m in day.meals if m.meal == "dinner"}
    for day in plan.days:
        for meal in day.meals:
            if meal.leftover_of is None:
                continue
            where, dinner = _where(day, meal), dinners.get(day.day - 1)
            lunches[(day.day - 1) // 7 + 1] += meal.meal == "lunch"
            if meal.meal != "lunch" or meal.leftover_of != day.day - 1 or dinner is None:
                what = f"can't be left over from day {meal.leftover_of}'s dinner"
                faults.append(Problem(where, what))
            elif meal.dish != dinner.dish or "keeps" not in tables.dishes[meal.dish].tags:
                what = f"{meal.dish!r} can't be what is left over from {dinner.dish!r}"
                faults.append(Problem(where, what))
            else:
                had = {(one.person, one.slot): one.food_id for one in dinner.servings}
                faults += [
                    Problem(where, f"{one.person} has {one.food_id}, which the dinner lacked")
                    for one in meal.servings
                    if had.get((one.person, one.slot), one.food_id) != one.food_id
                ]
    faults += [
        Problem(f"week {week}", f"{times} lunches are left over, {plan.request.leftovers} at most")
        for week, times in lunches.items()
        if times > plan.request.leftovers
    ]


def _check_wishes(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """What was asked of single days is so."""
    meals = {
        (day.day, meal.meal): (meal.dish, {one.food_id for one in meal.servings})
        for day in plan.days
        for meal in day.meals
    }
    for wish in find_broken(plan.request.wishes, meals, tables):
        where, asked = str(wish).split(": ", 1)
        faults.append(Problem(where, f"isn't {asked}, as the request has it"))


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
    if abs(serving.portions / food.step - round(serving.portions / food.step)) > TOLERANCE:
        what = f"{food.name}: {serving.portions:g} is not a multiple of {food.step:g}"
        faults.append(Problem(where, what))
    excluded = excluded_tags(person, tables) | set(person.allergies)
    if breaks_rule(food, excluded):
        faults.append(
            Problem(
                where,
                f"{food.name} contains what the diet or an allergy of {person.name!r} leaves out",
            )
        )
    slots = [slot for slot in tables.dishes[meal.dish].slots if slot.name == serving.slot]
    for slot in slots:
        if not slot.takes(food):
            faults.append(Problem(where, f"{food.name} does not belong in {slot.name!r}"))
        scale = food.serving * person.energy_kcal / 2000.0
        low = slot.smallest * scale - food.step
        high = slot.largest * scale + food.step
        if not low - TOLERANCE <= serving.portions <= max(high, food.step) + TOLERANCE:
            what = f"{food.name}: {serving.portions:g} is outside {low:g} to {high:g} portions"
            faults.append(Problem(where, what))


def _add_up(
    plan: WeekPlan, tables: Tables
) -> tuple[dict[tuple[str, str], Floats], dict[str, float]]:
    """Amounts by person and nutrient, one a day; the share of grams each nutrient is known for."""
    number = {food_id: place for place, food_id in enumerate(tables.foods)}
    people = [person.name for person in plan.request.people]
    grams = np.zeros((len(people), len(plan.days), len(number)))
    for place, day in enumerate(plan.days):
        for meal in day.meals:
            for one in meal.servings:
                grams[people.index(one.person), place, number[one.food_id]] += one.grams
    amounts = grams @ np.nan_to_num(tables.per_100g) / 100
    daily = {
        (person, nutrient): amounts[who, :, which]
        for who, person in enumerate(people)
        for which, nutrient in enumerate(tables.nutrients)
    }
    eaten = grams.sum(axis=(0, 1))
    known = eaten @ ~np.isnan(tables.per_100g) / max(float(eaten.sum()), TOLERANCE)
    return daily, dict(zip(tables.nutrients, known.tolist(), strict=True))


def _add_up_doses(
    plan: WeekPlan, tables: Tables, faults: list[Problem]
) -> dict[tuple[str, str], float]:
    """What supplements bring each person a day, by nutrient; each must be listed and allowed."""
    people = {person.name: person for person in plan.request.people}
    listed = {(one.nutrient, one.dose): one for one in tables.supplements}
    taken: dict[tuple[str, str], float] = {}
    seen = set()
    for one in plan.supplements:
        where = f"plan, supplements, {one.nutrient}"
        supplement = listed.get((one.nutrient, one.dose))
        if one.person not in people:
            faults.append(Problem(where, f"who takes it, {one.person!r}, is not known"))
        elif supplement is None:
            faults.append(Problem(where, f"the table has no dose of {one.dose:g}"))
        elif one.nutrient not in people[one.person].supplements:
            faults.append(Problem(where, f"{one.person!r} allows no such supplement"))
        elif (one.person, one.nutrient) in seen:
            faults.append(Problem(where, "stands twice"))
        else:
            seen.add((one.person, one.nutrient))
            for nutrient, amount in supplement.brings.items():
                key = (one.person, nutrient)
                taken[key] = taken.get(key, 0.0) + amount
    return taken


def _weekly(daily: Floats, days: tuple[int, ...]) -> dict[int, float]:
    """The mean of each week's days: days 1 to 7 are week 1."""
    weeks = (np.array(days) - 1) // 7 + 1
    return {int(week): float(daily[weeks == week].mean()) for week in np.unique(weeks)}


def find_share(verdict: Verdict, person: Person, days: tuple[int, ...]) -> float:
    """The share of a whole day's limit that a verdict's limit is, for who eats some meals out."""
    if verdict.basis == PERCENT_OF_ENERGY or not person.out:
        return 1.0
    of_week = verdict.period == WEEK
    own = [day for day in days if ((day - 1) // 7 + 1 if of_week else day) == verdict.number]
    return float(np.mean(home_shares(person, own)))


def find_full(verdict: Verdict, person: Person, days: tuple[int, ...]) -> float:
    """The minimum of a whole day of which a verdict's minimum is a share; 0 where it has none."""
    share = find_share(verdict, person, days)
    return (verdict.minimum or 0.0) / share if share > TOLERANCE else 0.0


def _judge(
    person: Person,
    target: Target,
    days: tuple[int, ...],
    amounts: Mapping[tuple[str, str], Floats],
    tables: Tables,
) -> Iterable[Verdict]:
    """Every verdict of one target: a line for each day, or for each week and its days' floors.

    A day or a week of which no meal is eaten at home has none.
    """
    nutrient = target.nutrient
    daily = amounts[person.name, nutrient]
    weekly = _weekly(daily, days)
    if target.basis == PERCENT_OF_ENERGY:
        factor = tables.nutrients[nutrient].kcal_per_g or 0.0
        energy = _weekly(amounts[person.name, ENERGY], days)
        weekly = {
            week: value * factor / energy[week] * 100
            for week, value in weekly.items()
            if energy[week]
        }
    minimum = target.aim if target.minimum is None and target.kind == "AI" else target.minimum

    shares = np.array(home_shares(person, days))
    weekly_shares = _weekly(shares, days)

    def verdict(period: str, number: int, value: float, low: float | None, kind: str) -> Verdict:
        high = target.maximum
        if target.basis != PERCENT_OF_ENERGY:
            share = weekly_shares[number] if period == WEEK else float(shares[days.index(number)])
            low, high = (None if limit is None else limit * share for limit in (low, high))
        met = (low is None or value >= low * (1 - TOLERANCE)) and (
            high is None or value <= high * (1 + TOLERANCE)
        )
        required = target.required and target.steers
        return Verdict(
            person.name,
            nutrient,
            kind,
            target.basis,
            period,
            number,
            round(float(value), 6),
            low,
            high,
            required,
            bool(met),
        )

    at_home = [
        pair for pair in zip(days, daily.tolist(), strict=True) if shares[days.index(pair[0])]
    ]
    if target.period == DAY:
        for day, value in at_home:
            yield verdict(DAY, day, value, minimum, target.kind)
        return
    for week, value in weekly.items():
        if weekly_shares[week]:
            yield verdict(WEEK, week, value, minimum, target.kind)
    if target.floor is not None:
        for day, value in at_home:
            yield verdict(DAY, day, value, target.floor, f"{target.kind} floor")


def _check_shopping(plan: WeekPlan, tables: Tables, faults: list[Problem]) -> None:
    """The lists' grams are those of the plates as bought, and packs, rests and costs add up."""
    needed: defaultdict[str, Floats] = defaultdict(lambda: np.zeros(len(plan.days)))
    for place, day in enumerate(plan.days):
        for meal in day.meals:
            for one in meal.servings:
                food = tables.foods[one.food_id]
                needed[food.grocery_id][place] += one.grams * food.bought_g_per_eaten_g
    listed: defaultdict[str, dict[int, ShoppingLine]] = defaultdict(dict)
    for line in plan.shopping:
        grocery = tables.groceries.get(line.grocery_id)
        if grocery is None or line.aisle != grocery.aisle:
            what = f"{line.grocery_id}: stands in the aisle {line.aisle!r}"
            faults.append(Problem("shopping", what))
            continue
        if line.week in listed[line.grocery_id]:
            where = f"shopping, week {line.week}"
            faults.append(Problem(where, f"{line.grocery_id}: stands twice"))
        listed[line.grocery_id][line.week] = line
        _check_line(line, grocery, tables, faults)
    for grocery_id in sorted(needed.keys() | listed.keys()):
        own = {
            week: float(needed[grocery_id][7 * week - 7 : 7 * week].sum())
            for week in range(1, (len(plan.days) + 6) // 7 + 1)
        }
        for week in sorted(own.keys() | listed[grocery_id].keys()):
            there = listed[grocery_id].get(week)
            grams, wanted = there.grams if there else 0.0, own.get(week, 0.0)
            if abs(wanted - grams) > BOUGHT_TOLERANCE:
                what = f"{grocery_id}: {grams:g} g are listed, the plan needs {wanted:.1f} g"
                faults.append(Problem(f"shopping, week {week}", what))
    if not faults:
        for grocery_id, lines in listed.items():
            _check_carried(plan, needed[grocery_id], lines, tables.groceries[grocery_id], faults)


def _check_line(
    line: ShoppingLine, grocery: Grocery, tables: Tables, faults: list[Problem]
) -> None:
    """A line's packs are of the shop, as many as are needed and no more, at their price."""
    where = f"shopping, week {line.week}"
    if min(line.at_home_grams, line.carried_grams) < 0:
        faults.append(Problem(where, f"{line.grocery_id}: less than nothing at home"))
    had = line.at_home_grams + line.carried_grams
    if had > line.grams + TOLERANCE:
        what = f"{line.grocery_id}: {had:g} g at home of {line.grams:g} g"
        faults.append(Problem(where, what))
    buy = line.grams - had
    held = sum(size * count for size, count in line.packs)
    known = all(size in grocery.pack_g and count > 0 for size, count in line.packs)
    bare = not line.packs and not had
    short = held < buy - 0.1 * grocery.pack_g[-1]
    spare = min((size for size, _ in line.packs), default=0.0)
    if bare or not known or short or spare < held - buy - BOUGHT_TOLERANCE:
        what = f"{line.grocery_id}: packs of {held:g} g for {buy:g} g"
        faults.append(Problem(where, what))
    price = tables.prices.get(line.grocery_id)
    cost = 0.0 if price is None else price.usd_per_100g * held / 100
    costs = line.cost_usd is not None and abs(line.cost_usd - cost) <= CENT
    if costs != (price is not None) or line.price_known != (price is not None and price.known):
        what = f"{line.grocery_id}: {line.cost_usd} USD, not {cost:.2f}"
        faults.append(Problem(where, what))


@dataclass
class _Store:
    """Grams of an item from one week's packs, or from the pantry (week 0), good until a day."""

    week: int
    grams: float
    until: float


def _check_carried(
    plan: WeekPlan,
    needed: Floats,
    lines: Mapping[int, ShoppingLine],
    grocery: Grocery,
    faults: list[Problem],
) -> None:
    """Eat an item day by day from the pantry and the packs listed: what each line says comes true.

    The packs of a week's list come on its first day and are good for that week, and beyond it for
    as long as the item keeps, which the rest of a can doesn't.
    """
    pantry = [one for one in plan.request.at_home if one.grocery_id == grocery.id]
    stores = [
        _Store(0, one.grams, np.inf if one.until is None else one.until)
        for one in sorted(pantry, key=lambda one: np.inf if one.until is None else one.until)
    ]
    at_home: defaultdict[int, float] = defaultdict(float)
    carried: defaultdict[int, float] = defaultdict(float)
    for day, need in enumerate(needed.tolist(), start=1):
        week = (day + 6) // 7
        line = lines.get(week)
        if day % 7 == 1 and line is not None:
            keeps = 0.0 if grocery.pack == "can" else grocery.keeps_days
            held = sum(size * count for size, count in line.packs)
            stores.append(_Store(week, held, max(7.0 * week, day + keeps)))
        for store in stores:
            if day <= store.until or store.week == week:
                taken = min(need, store.grams)
                store.grams, need = store.grams - taken, need - taken  # noqa: PLW2901
                at_home[week] += taken if store.week == 0 else 0.0
                carried[week] += taken if 0 < store.week < week else 0.0
    rests = {store.week: store.grams for store in stores}
    for week, line in lines.items():
        for name, said, found, tolerance in (
            ("at home", line.at_home_grams, at_home[week], BOUGHT_TOLERANCE),
            ("of earlier weeks", line.carried_grams, carried[week], CARRIED_TOLERANCE),
            ("left of its packs", line.left_grams, rests.get(week, 0.0), BOUGHT_TOLERANCE),
        ):
            if abs(said - found) > tolerance:
                what = f"{grocery.id}: {said:g} g {name}, not {found:.1f} g"
                faults.append(Problem(f"shopping, week {week}", what))
