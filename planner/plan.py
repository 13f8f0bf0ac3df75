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

    `grams` is what the plan needs as bought; `packs` (pack size in grams, count) is what to take
    from the shelf to have it.
    """

    grocery_id: str
    aisle: str
    grams: float
    packs: tuple[tuple[float, int], ...]


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
class Dose:
    """A supplement that a person takes every day: a dose of the table, in the nutrient's unit."""

    person: str
    nutrient: str
    dose: float


@dataclass(frozen=True)
class Shortfall:
    """A nutrient that a person's plan misses, or would miss from food alone, and why.

    `limit` is the minimum to reach, or with `side` "maximum" the most to keep to. `reach` is the
    best that any days of the foods allowed can do for it alone, on the average and inside the
    calories: the most of a minimum, the least of a maximum; None where the calories can't be kept
    themselves. Both are in the nutrient's unit a day, or percent of energy as `basis` says.
    `cause` is "out of reach" where `reach` doesn't do; "conflict" where it does, but something of
    `conflicts` (ids of nutrients) is missed then; "not found" where nothing shows that no plan
    does and none was found.
    """

    person: str
    nutrient: str
    basis: str
    side: str
    limit: float
    reach: float | None
    cause: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A change of the request with which a plan meets everything: it was planned and checked.

    `kind` is allow, minutes, limit, target, calories, diet or supplement. `words` are what to say
    on the command line, an option and its value each; `foods` are the ids of those that the change
    lets in, `doses` the supplements to take.
    """

    person: str
    kind: str
    words: tuple[tuple[str, str], ...]
    foods: tuple[str, ...] = ()
    doses: tuple[Dose, ...] = ()


@dataclass(frozen=True)
class WeekPlan:
    """A plan with the request it answers and the hash of the tables it rests on.

    `shortfalls` say of each nutrient that food doesn't cover why, `changes` what would help;
    `supplements` are part of what the plan is counted with.
    """

    request: Request
    tables_hash: str
    days: tuple[DayPlan, ...]
    points: Points
    shopping: tuple[ShoppingLine, ...] = ()
    misses: tuple[Verdict, ...] = ()
    supplements: tuple[Dose, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    changes: tuple[Change, ...] = ()

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
            "supplements": [vars(dose) for dose in self.supplements],
            "shortfalls": [
                {**vars(one), "conflicts": list(one.conflicts)} for one in self.shortfalls
            ],
            "changes": [
                {
                    **vars(one),
                    "words": [{"option": option, "value": said} for option, said in one.words],
                    "foods": list(one.foods),
                    "doses": [vars(dose) for dose in one.doses],
                }
                for one in self.changes
            ],
            "shopping": [
                {
                    "grocery_id": line.grocery_id,
                    "aisle": line.aisle,
                    "grams": line.grams,
                    "packs": [{"grams": size, "count": count} for size, count in line.packs],
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
                supplements=tuple(_dose(dose) for dose in value["supplements"]),
                shortfalls=tuple(_shortfall(one) for one in value["shortfalls"]),
                changes=tuple(_change(one) for one in value["changes"]),
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


def _dose(value: Mapping[str, Any]) -> Dose:
    return Dose(str(value["person"]), str(value["nutrient"]), float(value["dose"]))


def _shortfall(value: Mapping[str, Any]) -> Shortfall:
    reach = value["reach"]
    return Shortfall(
        person=str(value["person"]),
        nutrient=str(value["nutrient"]),
        basis=str(value["basis"]),
        side=str(value["side"]),
        limit=float(value["limit"]),
        reach=None if reach is None else float(reach),
        cause=str(value["cause"]),
        conflicts=tuple(map(str, value["conflicts"])),
    )


def _change(value: Mapping[str, Any]) -> Change:
    words = tuple((str(word["option"]), str(word["value"])) for word in value["words"])
    foods = tuple(map(str, value["foods"]))
    doses = tuple(_dose(dose) for dose in value["doses"])
    return Change(str(value["person"]), str(value["kind"]), words, foods, doses)


def _line(value: Mapping[str, Any]) -> ShoppingLine:
    packs = tuple((float(pack["grams"]), int(pack["count"])) for pack in value["packs"])
    return ShoppingLine(str(value["grocery_id"]), str(value["aisle"]), float(value["grams"]), packs)
