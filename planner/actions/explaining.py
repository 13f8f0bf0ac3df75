"""Where a plan's nutrients come from, what would give more, and what each limit costs.

A limit's cost is its shadow price in the linear program of the average day: by how many points
the days could be nearer to usual if it were one percent easier. It is a rate: the program is
convex, so the whole percent brings at most that much.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.checking.findings import CheckReport
from planner.errors import (
    NUTRIENTS,
    PLAN_FILE,
    Problem,
    RequestError,
    close_matches,
    mention,
    quote,
)
from planner.model.bound import build_program, find_taken
from planner.model.day_program import DayProgram, SoftRow, write_row_name
from planner.model.linear_program import Optimum
from planner.model.restricted_master import RestrictedMaster
from planner.people.eating_rules import EATING_RULES, EGGS
from planner.people.exclusions import find_removals
from planner.people.person import Person
from planner.people.targets import PERCENT_OF_ENERGY, Target, find_targets
from planner.plans.records import Verdict, WeekPlan
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.conditions import Condition, condition_names
from planner.tables.diets import make_id
from planner.tables.foods import KCAL, Food
from planner.tables.nutrients import ENERGY, Nutrient, nutrient_names
from planner.tables.unmeasured import Unmeasured

CRAMPS, CONDITIONS, HEALTHY_EATING = "cramps", "conditions", "hei"
TOPICS = (CRAMPS, CONDITIONS, HEALTHY_EATING)
ALSO_CALLED = {"hei-2020": HEALTHY_EATING, "healthy-eating-index": HEALTHY_EATING}
SIDES = ("minimum", "floor", "maximum", "aim")
SHARE = "% of energy"
EATING_RULE_ROWS = {
    "fruit": ("fruit", "minimum", "times a day"),
    "whole_grains": ("whole grains", "minimum", "oz equivalents"),
    **{
        f"food_rule__{rule.name}__least": (rule.name, "minimum", "times a day")
        for rule in EATING_RULES.food_rules
        if rule.least is not None
    },
    EGGS: ("eggs", "maximum", "a day"),
    "fiber": ("fiber", "maximum", "g"),
    "weight": ("food and drink", "maximum", "g"),
}
"""The rows of the program for what people accept: what each limits, its side and its unit."""

EASED = 0.01  # of a limit
NOTHING = 1e-6  # points, or a share of a limit, that are a solver's rounding
RICHEST = 8  # foods that are named, one of a kind
NARROWEST = 6  # limits that are named


@dataclass(frozen=True)
class Contribution:
    """What one food brings to a person's days: `amount` in the nutrient's unit, None unknown.

    `share` is of all that is known, 0 to 1.
    """

    food: Food
    grams: float
    amount: float | None
    share: float


@dataclass(frozen=True)
class Richness:
    """What a food of the table gives: in 100 kcal and in a usual helping of `portions`."""

    food: Food
    portions: float
    per_100kcal: float | None
    per_helping: float


@dataclass(frozen=True)
class Limit:
    """A limit of the average day: `value` is in `unit`, `side` one of SIDES.

    `nutrient` is None for an eating rule, which `label` calls.
    """

    label: str
    nutrient: str | None
    kind: str
    side: str
    value: float
    unit: str


@dataclass(frozen=True)
class LimitCost:
    """What a limit costs; `weekly` says whether it holds on the week's average.

    `points` is by how many all the days together could at most be nearer to usual were it one
    percent lower, or higher where `raised`. `missed` is how far the average day itself strays from
    it, in the limit's unit.
    """

    limit: Limit
    weekly: bool
    required: bool
    raised: bool
    points: float
    missed: float

    @property
    def astray(self) -> bool:
        """Whether the average day itself misses the limit, by more than a solver's rounding."""
        return self.missed > NOTHING * self.limit.value


@dataclass(frozen=True)
class NutrientStory:
    """All that a plan has to say of one nutrient for one person.

    `daily` has the amount of each day, `taken` what supplements bring of it. The richest foods are
    among those the person may eat.
    """

    person: Person
    nutrient: Nutrient
    targets: tuple[Target, ...]
    daily: tuple[float, ...]
    taken: float
    contributions: tuple[Contribution, ...]
    by_energy: tuple[Richness, ...]
    by_helping: tuple[Richness, ...]
    costs: tuple[LimitCost, ...]
    misses: bool


def find_subject(word: str, tables: Tables) -> Nutrient | Unmeasured | Condition | str:
    """What a person wants explained: a nutrient, measured or not, a condition, or one of TOPICS.

    RequestError with close matches for anything else.
    """
    key = make_id(word)  # magnesium_mg is magnesium-mg, as nutrient_names has it
    nutrients = nutrient_names(tables.nutrients.values())
    conditions = condition_names(tables.conditions)
    unmeasured = {name: record for record in tables.unmeasured.values() for name in record.names}
    key = ALSO_CALLED.get(key, key)
    if key in TOPICS:
        return key
    if key in nutrients:
        return tables.nutrients[nutrients[key]]
    if key in unmeasured:
        return unmeasured[key]
    if key in conditions:
        return conditions[key]
    ids = {name.replace("_", "-") for name in tables.nutrients}
    known = [*TOPICS, *(name for name in nutrients if name not in ids), *unmeasured, *conditions]
    is_file = word.strip().lower().endswith(".json")  # the last of several words
    remedy = "" if is_file else close_matches(key, known)
    remedy = remedy or (
        f"Name a nutrient ({mention(NUTRIENTS)} lists them), {', '.join(TOPICS[:-1])} or"
        f" {TOPICS[-1]}. To ask about a plan, name its file first, as {mention(PLAN_FILE)}"
        " writes it."
    )
    raise RequestError(Problem(("nutrient",), f"{quote(word)} is not known here", remedy))


def explain_nutrient(
    plan: WeekPlan, report: CheckReport, person: Person, nutrient: Nutrient, tables: Tables
) -> NutrientStory:
    """What a plan that was checked has to say of a nutrient for one of its people."""
    removed = {removal.food.id for removal in find_removals(person, tables)}
    allowed = [food for food in tables.foods.values() if food.id not in removed]
    costs, misses = compute_costs(plan, person, tables)
    targets = find_targets(person, tables, plan.request.every_day)
    return NutrientStory(
        person=person,
        nutrient=nutrient,
        targets=tuple(target for target in targets if target.nutrient == nutrient.id),
        daily=tuple(report.daily[person.name, nutrient.id].tolist()),
        taken=report.taken.get((person.name, nutrient.id), 0.0),
        contributions=find_contributions(plan, person, nutrient, tables),
        by_energy=find_richest(allowed, nutrient, by_energy=True),
        by_helping=find_richest(allowed, nutrient),
        costs=tuple(cost for cost in costs if cost.limit.nutrient == nutrient.id),
        misses=misses,
    )


def find_contributions(
    plan: WeekPlan, person: Person, nutrient: Nutrient, tables: Tables
) -> tuple[Contribution, ...]:
    """Each food that a person's days hold, the largest part first, those unknown last."""
    grams = plan.sum_grams(person.name)
    amounts: dict[str, float | None] = {}
    for food_id, eaten in grams.items():
        per_100g = tables.foods[food_id].counts(nutrient.id)
        amounts[food_id] = None if per_100g is None else per_100g * eaten / 100
    total = sum(amount for amount in amounts.values() if amount is not None)
    contributions = [
        Contribution(tables.foods[food_id], grams[food_id], amount, (amount or 0) / (total or 1))
        for food_id, amount in amounts.items()
    ]
    return tuple(
        sorted(
            contributions,
            key=lambda contribution: (contribution.amount is None, -contribution.share),
        )
    )


def find_richest(
    foods: Iterable[Food], nutrient: Nutrient, *, by_energy: bool = False
) -> tuple[Richness, ...]:
    """The foods that give most in a usual helping or in 100 kcal, the best of each kind.

    A food of unknown content isn't among them; nor is, in 100 kcal, one with hardly any energy.
    """

    def rank(richness: Richness) -> float:
        return (richness.per_100kcal or 0.0) if by_energy else richness.per_helping

    best: dict[str, Richness] = {}
    for food in foods:
        per_100g = food.counts(nutrient.id)
        if not per_100g:
            continue
        enough = food.find_hundreds(KCAL)
        per_100kcal = None if enough is None else enough * per_100g
        richness = Richness(food, food.serving, per_100kcal, food.serving_g / 100 * per_100g)
        if rank(richness) > 0 and (food.kind not in best or rank(richness) > rank(best[food.kind])):
            best[food.kind] = richness
    return tuple(sorted(best.values(), key=rank, reverse=True)[:RICHEST])


def compute_costs(
    plan: WeekPlan, person: Person, tables: Tables
) -> tuple[tuple[LimitCost, ...], bool]:
    """What each limit of a person's average day costs over the days, the dearest first.

    It is the day beside the supplements that the plan counts with.

    The second value says whether that day misses something required. Then points are not portions
    alone: 100 of them are one percent of something required, on one day.
    """
    request = replace(plan.request, people=(person,))
    program = build_program(request, tables, find_taken(plan, tables))
    optimum = RestrictedMaster(program).solve()
    costs = price_limits(program, optimum, request, tables)
    return costs, program.misses(optimum) > NOTHING


def price_limits(
    program: DayProgram, optimum: Optimum, request: Request, tables: Tables
) -> tuple[LimitCost, ...]:
    """What each limit costs over the days of a request for one person, the dearest first.

    `optimum` is that of their average day's `program`.
    """
    (person,) = request.people
    grams = optimum.values[program.first_gram :][: len(program.foods)]
    kcal = float(program.per_100g[ENERGY] @ grams / 100)
    rows = {row.name: row for row in program.soft_rows}
    costs = []
    for target in find_targets(person, tables, request.every_day):
        nutrient, shared = tables.nutrients[target.nutrient], target.basis == PERCENT_OF_ENERGY
        unit = SHARE if shared else nutrient.unit
        size = kcal / 100 if shared else 1.0
        for side in SIDES:
            row = rows.get(f"{target.kind}__{target.nutrient}__{side}")
            limit = getattr(target, side)
            if row is not None and limit is not None:
                limit = Limit(nutrient.label, nutrient.id, target.kind, side, limit, unit)
                costs.append(_price(limit, row, size, optimum, request.days))
    shares = {
        f"meal__{write_row_name(meal.name)}__{side}": (f"energy at {meal.name}", limit, SHARE)
        for meal in person.meals
        for side, limit in (("least", "minimum"), ("most", "maximum"))
    }
    for name, (label, side, unit) in {**shares, **EATING_RULE_ROWS}.items():
        row = rows.get(name)
        if row is not None:
            size = 0.01 if unit == SHARE else 1.0
            value = ((row.high if row.low is None else row.low) or 0.0) / size
            limit = Limit(label, None, "eating rule", side, value, unit)
            costs.append(_price(limit, row, size, optimum, request.days))
    return tuple(sorted(costs, key=lambda cost: (-cost.points, -cost.missed)))


def find_narrowest(report: CheckReport, person: Person) -> tuple[tuple[Verdict, float], ...]:
    """The limits that a plan meets most narrowly, each once, with the room left as a share of it.

    The narrowest come first, at most NARROWEST. Energy isn't among them, which is aimed at, nor is
    what isn't met or not required.
    """
    closest: dict[tuple[str, str, bool], tuple[Verdict, float]] = {}
    for verdict in report.verdicts:
        if verdict.person != person.name or verdict.nutrient == ENERGY:
            continue
        low = verdict.minimum is not None
        limit = verdict.minimum if low else verdict.maximum
        if limit and verdict.required and verdict.met:
            room = abs(verdict.value - limit) / limit
            key = (verdict.nutrient, verdict.kind, low)
            if key not in closest or room < closest[key][1]:
                closest[key] = (verdict, room)
    return tuple(sorted(closest.values(), key=lambda entry: entry[1])[:NARROWEST])


def _price(limit: Limit, row: SoftRow, size: float, optimum: Optimum, days: int) -> LimitCost:
    """What a limit costs, of whose unit the row counts `size`."""
    dual = float(optimum.duals[row.row])
    points = abs(dual) * EASED * limit.value * size * days
    missed = float(optimum.values[list(row.strays)].sum()) / size
    return LimitCost(limit, row.week, row.required, dual < 0, points, missed)
