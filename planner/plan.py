"""A plan as plain records, and as JSON: what `plan` writes and everything else reads.

The schema is described in docs/plan-schema.md; `SCHEMA_VERSION` rises when it changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.errors import PlanFileError, Problem
from planner.request import Request

SCHEMA = "planner.week-plan"
SCHEMA_VERSION = 3


@dataclass(frozen=True)
class Serving:
    """One food on one person's plate: `portions` of the food's household measure, and grams."""

    person: str
    slot: str
    food_id: str
    portions: float
    grams: float


@dataclass(frozen=True)
class Meal:
    """A dish at a meal, with what everyone has of it."""

    meal: str
    dish: str
    servings: tuple[Serving, ...]


@dataclass(frozen=True)
class DayPlan:
    """A day; days are numbered from 1."""

    day: int
    meals: tuple[Meal, ...]


@dataclass(frozen=True)
class ShoppingLine:
    """One item to buy.

    `grams` is what the plan needs as bought, `at_home_grams` what of it the pantry has. `packs`
    (pack size in grams, count) is what to take from the shelf for the rest, `left_grams` what
    they hold beyond it. `cost_usd` is what the packs cost, None where no price is known;
    `price_known` is false where the price stands in for a blank one.
    """

    grocery_id: str
    aisle: str
    grams: float
    at_home_grams: float
    packs: tuple[tuple[float, int], ...]
    left_grams: float
    cost_usd: float | None
    price_known: bool


@dataclass(frozen=True)
class Points:
    """How far the plan is from usual, in points for the whole plan.

    `total` is what the plan costs, `misses` the part of it for what isn't met; the rest is
    preference. `bound` is what no plan of these tables can go below, `bound_misses` the part of
    that for what isn't met.
    """

    total: float
    misses: float
    bound: float
    bound_misses: float


@dataclass(frozen=True)
class Verdict:
    """A limit held against the plan: its value, and whether it is met.

    `period` is "day" or "week" and `number` says which, from 1; a week's value is the average of
    its days. Values are in the nutrient's unit a day, or in percent of energy where `basis` says
    so. `required` limits decide the exit code.
    """

    person: str
    nutrient: str
    kind: str
    basis: str
    period: str
    number: int
    value: float
    minimum: float | None
    maximum: float | None
    required: bool
    met: bool


@dataclass(frozen=True)
class WeekPlan:
    """A plan with the request it answers and the hash of the tables it rests on."""

    request: Request
    tables_hash: str
    days: tuple[DayPlan, ...]
    points: Points
    shopping: tuple[ShoppingLine, ...] = ()
    misses: tuple[Verdict, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values."""
        return {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "tables_hash": self.tables_hash,
            "request": self.request.to_json(),
            "points": {
                "total": round(self.points.total, 4),
                "misses": round(self.points.misses, 4),
                "bound": round(self.points.bound, 4),
                "bound_misses": round(self.points.bound_misses, 4),
            },
            "days": [
                {
                    "day": day.day,
                    "meals": [
                        {
                            "meal": meal.meal,
                            "dish": meal.dish,
                            "servings": [vars(serving) for serving in meal.servings],
                        }
                        for meal in day.meals
                    ],
                }
                for day in self.days
            ],
            "misses": [vars(miss) for miss in self.misses],
            "shopping": [
                {
                    "grocery_id": line.grocery_id,
                    "aisle": line.aisle,
                    "grams": line.grams,
                    "at_home_grams": line.at_home_grams,
                    "packs": [{"grams": size, "count": count} for size, count in line.packs],
                    "left_grams": line.left_grams,
                    "cost_usd": line.cost_usd,
                    "price_known": line.price_known,
                }
                for line in self.shopping
            ],
        }

    @classmethod
    def from_json(cls, text: str, where: str) -> WeekPlan:
        """Read what `to_json` gave; PlanFileError names what is wrong in the file `where`."""
        value = _parse(text, where)
        try:
            points = value["points"]
            return cls(
                request=Request.from_json(value["request"]),
                tables_hash=str(value["tables_hash"]),
                days=tuple(_day(day) for day in value["days"]),
                points=Points(
                    *(float(points[k]) for k in ("total", "misses", "bound", "bound_misses"))
                ),
                shopping=tuple(_line(line) for line in value["shopping"]),
                misses=tuple(Verdict(**miss) for miss in value["misses"]),
            )
        except PlanFileError as error:
            raise PlanFileError(Problem(where, str(error))) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = "is not a whole plan: "
            what += f"it lacks {error}" if isinstance(error, KeyError) else "a value is of no use"
            raise PlanFileError(Problem(where, what, "Plan the week again.")) from error


def _refuse(constant: str) -> float:
    message = f"{constant} is not a number"
    raise ValueError(message)


def _parse(text: str, where: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        remedy = "Name a plan written with --output plan.json. If it is one, it is cut short:"
        remedy += " plan the week again."
        raise PlanFileError(Problem(where, what, remedy)) from error
    except (ValueError, RecursionError) as error:
        raise PlanFileError(Problem(where, f"is not a plan: {error}")) from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        remedy = "Name a file written by `planner plan --output plan.json`."
        raise PlanFileError(Problem(where, "is not a plan", remedy))
    if value.get("schema_version") != SCHEMA_VERSION:
        what = f"has schema version {value.get('schema_version')!r}, this planner reads "
        what += str(SCHEMA_VERSION)
        raise PlanFileError(Problem(where, what, "Plan the week again with this version."))
    return value


def _day(value: Mapping[str, Any]) -> DayPlan:
    meals = tuple(
        Meal(
            str(meal["meal"]),
            str(meal["dish"]),
            tuple(
                Serving(
                    str(one["person"]),
                    str(one["slot"]),
                    str(one["food_id"]),
                    float(one["portions"]),
                    float(one["grams"]),
                )
                for one in meal["servings"]
            ),
        )
        for meal in value["meals"]
    )
    return DayPlan(int(value["day"]), meals)


def _line(value: Mapping[str, Any]) -> ShoppingLine:
    cost = value["cost_usd"]
    return ShoppingLine(
        grocery_id=str(value["grocery_id"]),
        aisle=str(value["aisle"]),
        grams=float(value["grams"]),
        at_home_grams=float(value["at_home_grams"]),
        packs=tuple((float(pack["grams"]), int(pack["count"])) for pack in value["packs"]),
        left_grams=float(value["left_grams"]),
        cost_usd=None if cost is None else float(cost),
        price_known=bool(value["price_known"]),
    )
