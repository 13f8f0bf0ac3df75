"""A plan as plain records, and each record as JSON: what `plan` writes and everything else reads.

docs/reference/plan-json.md describes the schema; `planner.plans.json_file` keeps its versions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from planner.errors import PlanFileError, Problem, quote
from planner.parsing.json_values import (
    LARGEST,
    Unfit,
    take_flag,
    take_list,
    take_number,
    take_numbers,
    take_record,
    take_text,
    take_texts,
    take_whole,
    tidy_numbers,
)
from planner.plans.excerpt import Used, read_excerpt, take_excerpt
from planner.plans.json_file import KEYS, SCHEMA, SCHEMA_VERSION, parse_file
from planner.request.fields import BY_NAME, Kind
from planner.request.request import Request, read_minutes, write_caps
from planner.tables.bundle import Tables
from planner.tables.dishes import DINNER

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


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
    """A dish at a meal, with what everyone has of it.

    `leftover_of` is the day before, where the lunch was cooked with that day's dinner.
    """

    meal: str
    dish: str
    servings: tuple[Serving, ...]
    leftover_of: int | None = None


@dataclass(frozen=True)
class DayPlan:
    """A day; days are numbered from 1."""

    day: int
    meals: tuple[Meal, ...]


@dataclass(frozen=True)
class ShoppingLine:
    """One item to buy for one week, a block of seven days, of which the last may be shorter.

    `grams` is what the week needs as bought, `at_home_grams` what of it the pantry has,
    `carried_grams` what packs of earlier weeks have. `packs` (pack size in grams, count) is what to
    take from the shelf for the rest, `left_grams` what of them the plan never eats. `cost_usd` is
    what the packs cost, None where no price is known; `price_known` is false where the price stands
    in for a blank one.
    """

    week: int
    grocery_id: str
    aisle: str
    grams: float
    at_home_grams: float
    carried_grams: float
    packs: tuple[tuple[float, int], ...]
    left_grams: float
    cost_usd: float | None
    price_known: bool


@dataclass(frozen=True)
class Points:
    """How far the plan is from usual, in points for the whole plan.

    `total` is what the plan costs, `misses` the part of it for what isn't met; the rest is
    preference. No plan of these tables can have a lower total than `bound`, none lower misses
    than `bound_misses`: two bounds, which one plan may not reach together.
    """

    total: float
    misses: float
    bound: float
    bound_misses: float

    @property
    def written(self) -> Points:
        """The points as a plan file has them: what is printed of a plan and of its file is alike.

        >>> Points(22.70996, 0.0, 0.00004, 0.0).written
        Points(total=22.71, misses=0.0, bound=0.0, bound_misses=0.0)
        """
        return Points(
            *(round(one, 4) for one in (self.total, self.misses, self.bound, self.bound_misses))
        )


@dataclass(frozen=True)
class Usual:
    """The plan nearest to usual that was found where cost was weighed, whatever it costs.

    `total_usd` is what its packs would cost, as `compute_cost` counts, `points` how far it is from
    usual.
    """

    total_usd: float
    points: float


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
    does and none was found. Of the first two, `conflicts` ends with the rules that hold the
    nutrient back: "eggs".
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

    `values` are what to ask besides, or instead of the same field's value: arguments of
    `make_request`, such as {"targets": {"magnesium": 450.0}} or {"allow": ("mushrooms",)}. `foods`
    are the ids of those that the change lets in, `doses` the supplements to take. `not_enough` is a
    figure between that of a limit or a target and what was asked for, with which no plan meets
    everything; None where none is known.
    """

    person: str
    values: Mapping[str, Any]
    foods: tuple[str, ...] = ()
    doses: tuple[Dose, ...] = ()
    not_enough: float | None = None

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The fields that it sets, each with a text that people may write for it."""
        return tuple(
            (name, text)
            for name, value in self.values.items()
            for text in _write_texts(name, value)
        )


@dataclass(frozen=True)
class HardMinimum:
    """The minimum that keeps a person's plan furthest from usual, and what would ease it.

    It is required, and of all of theirs it has the highest shadow price on the average day.
    `limit` is in the nutrient's unit a day. `points` are those of the average day of this person
    alone: no plan for them has fewer a day. `dose` is a supplement's amount a day, `dosed_points`
    are what is left with it; `word` is a word to allow again, `allowed_points` what is left then.
    What doesn't help is None.
    """

    person: str
    nutrient: str
    limit: float
    points: float
    dose: float | None = None
    dosed_points: float | None = None
    word: str | None = None
    allowed_points: float | None = None


def _write_texts(name: str, value: Any) -> list[str]:
    """The texts that say a field's value, one for each option of the command line."""
    match BY_NAME[name].kind:
        case Kind.AMOUNTS:
            return [f"{nutrient}={amount:g}" for nutrient, amount in value.items()]
        case Kind.MEALS:
            return write_caps(value).split(", ")
        case Kind.TEXTS:
            return [",".join(value)] if BY_NAME[name].bare else list(value)
        case Kind.NUMBER:
            return [f"{value:g}"]
    return [str(value)]


@dataclass(frozen=True)
class WeekPlan:
    """A plan with the request it answers and the tables it rests on.

    `shortfalls` say of each nutrient that food doesn't cover why, `changes` what would help;
    `hard_minima` say of young children what keeps their plans from being usual, where one isn't.
    `supplements` are part of what the plan is counted with. `stopped` is whether the search was
    stopped before it was through; `usual` is there where cost was weighed. Of a plan that was read
    from a file `tables` are the excerpt that it holds.
    """

    request: Request
    tables: Tables = field(compare=False, repr=False)
    days: tuple[DayPlan, ...]
    points: Points
    shopping: tuple[ShoppingLine, ...] = ()
    misses: tuple[Verdict, ...] = ()
    supplements: tuple[Dose, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    changes: tuple[Change, ...] = ()
    stopped: bool = False
    usual: Usual | None = None
    hard_minima: tuple[HardMinimum, ...] = ()

    def __repr__(self) -> str:
        from planner.plans.summary import write_summary  # noqa: PLC0415  (it needs these records)

        return f"<WeekPlan: {write_summary(self)}>"

    def _repr_html_(self) -> str:
        """The plan as a notebook shows it: the dishes of each day, and what is missed."""
        from planner.plans.summary import write_table  # noqa: PLC0415  (as above)

        return write_table(self)

    @property
    def tables_hash(self) -> str:
        """Which tables the plan rests on."""
        return self.tables.hash

    def find_used(self) -> Used:
        """What the plan uses of its tables, in its meals, its list and what it proposes."""
        meals = [meal for day in self.days for meal in day.meals]
        foods = {one.food_id for meal in meals for one in meal.servings}
        for change in self.changes:
            foods |= {*change.foods, *(said for _, said in change.words)}
        home = (one.grocery_id for one in self.request.at_home)
        return Used(
            foods=frozenset(foods),
            dishes=frozenset(meal.dish for meal in meals),
            groceries=frozenset({*home, *(line.grocery_id for line in self.shopping)}),
            doses=frozenset((one.nutrient, one.dose) for one in self.supplements),
        )

    def sum_grams(self, person: str) -> dict[str, float]:
        """The grams of each food, by its id, that a person of this name has in all the days."""
        grams: dict[str, float] = {}
        for day in self.days:
            for meal in day.meals:
                for serving in meal.servings:
                    if serving.person == person:
                        grams[serving.food_id] = grams.get(serving.food_id, 0.0) + serving.grams
        return grams

    def find_leftovers(self) -> dict[int, Meal]:
        """The lunches that are left over, by the day whose dinner they are cooked with."""
        meals = (meal for day in self.days for meal in day.meals)
        return {meal.leftover_of: meal for meal in meals if meal.leftover_of is not None}

    def find_dinner(self, day: DayPlan) -> Meal | None:
        """The meal of a day that may be cooked double: the last dinner; None if there is none."""
        kinds = self.request.kinds
        dinners = [meal for meal in day.meals if kinds.get(meal.meal) == DINNER]
        return dinners[-1] if dinners else None

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values, with what it uses of its tables."""
        value = {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "tables_hash": self.tables_hash,
            "request": self.request.to_json(),
            "points": vars(self.points.written),
            "usual": None
            if self.usual is None
            else {
                "total_usd": round(self.usual.total_usd, 2),
                "points": round(self.usual.points, 4),
            },
            "days": [
                {
                    "day": day.day,
                    "meals": [
                        {
                            "meal": meal.meal,
                            "dish": meal.dish,
                            "leftover_of": meal.leftover_of,
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
                    "values": {
                        name: list(value) if isinstance(value, tuple) else value
                        for name, value in one.values.items()
                    },
                    "foods": list(one.foods),
                    "doses": [vars(dose) for dose in one.doses],
                }
                for one in self.changes
            ],
            **({"hard_minima": list(map(vars, self.hard_minima))} if self.hard_minima else {}),
            "stopped": self.stopped,
            "shopping": [
                {
                    "week": line.week,
                    "grocery_id": line.grocery_id,
                    "aisle": line.aisle,
                    "grams": line.grams,
                    "at_home_grams": line.at_home_grams,
                    "carried_grams": line.carried_grams,
                    "packs": [{"grams": size, "count": count} for size, count in line.packs],
                    "left_grams": line.left_grams,
                    "cost_usd": line.cost_usd,
                    "price_known": line.price_known,
                }
                for line in self.shopping
            ],
            "tables": take_excerpt(self.request, self.find_used(), self.tables),
        }
        tidied: dict[str, Any] = tidy_numbers(value)
        return tidied

    @classmethod
    def from_json(cls, text: str, where: str = "plan", tables: Tables | None = None) -> WeekPlan:
        """Read the text of what `to_json` gave; PlanFileError says what is wrong in it.

        `where` is the file's name, for messages. A file of version 4 holds no rows of tables: it is
        read with `tables`, those in use.
        """
        value = parse_file(text, where)
        try:
            own = take_record(value, KEYS)
            request = Request.from_json(own["request"])
            return cls(
                request=request,
                tables=_tables(own, request, tables),
                days=tuple(_day(day) for day in take_list(own, "days")),
                points=_points(own["points"]),
                shopping=tuple(_line(line) for line in take_list(own, "shopping")),
                misses=tuple(_verdict(miss) for miss in take_list(own, "misses")),
                supplements=tuple(_dose(dose) for dose in take_list(own, "supplements")),
                shortfalls=tuple(_shortfall(one) for one in take_list(own, "shortfalls")),
                changes=tuple(_change(one, [*request.kinds]) for one in take_list(own, "changes")),
                hard_minima=tuple(_hard_minimum(one) for one in take_list(own, "hard_minima")),
                stopped=take_flag(own, "stopped"),
                usual=None if own["usual"] is None else _usual(own["usual"]),
            )
        except PlanFileError as error:
            problems = (_place(problem, where) for problem in error.problems)
            raise PlanFileError(*problems) from error
        except Unfit as error:
            what = f"is not a whole plan: {error}"
            raise PlanFileError(Problem(where, what, "Plan the week again.")) from error


def _place(problem: Problem, file: str) -> Problem:
    """A problem of a part of a file, with the file's name before the part's."""
    part = problem.where
    part = part if isinstance(part, str) else ".".join(map(str, part))
    return replace(problem, where=file, what=f"{part}: {problem.what}" if part else problem.what)


def _tables(own: Mapping[str, Any], request: Request, tables: Tables | None) -> Tables:
    """The rows of tables that a file holds; where it holds none, the tables given beside it."""
    tables_hash = take_text(own, "tables_hash")
    if own["tables"] is not None:
        return read_excerpt(own["tables"], request, tables_hash)
    if tables is None:
        remedy = "Give those in use: WeekPlan.from_json(text, tables=tables)."
        raise PlanFileError(Problem("", "holds no rows of tables, as it has schema 4", remedy))
    return replace(tables, hash=tables_hash)


def _points(value: Any) -> Points:
    own = take_record(value, _names(Points))
    return Points(*(take_number(own, name, -LARGEST) for name in _names(Points)))


def _usual(value: Any) -> Usual:
    own = take_record(value, _names(Usual))
    return Usual(take_number(own, "total_usd"), take_number(own, "points", -LARGEST))


def _day(value: Any) -> DayPlan:
    own = take_record(value, _names(DayPlan))
    return DayPlan(take_whole(own, "day"), tuple(_meal(meal) for meal in take_list(own, "meals")))


def _meal(value: Any) -> Meal:
    own = take_record(value, _names(Meal))
    servings = tuple(_serving(one) for one in take_list(own, "servings"))
    leftover_of = None if own["leftover_of"] is None else take_whole(own, "leftover_of")
    return Meal(take_text(own, "meal"), take_text(own, "dish"), servings, leftover_of)


def _serving(value: Any) -> Serving:
    own = take_record(value, _names(Serving))
    return Serving(
        take_text(own, "person"),
        take_text(own, "slot"),
        take_text(own, "food_id"),
        take_number(own, "portions"),
        take_number(own, "grams"),
    )


def _line(value: Any) -> ShoppingLine:
    own = take_record(value, _names(ShoppingLine))
    packs = [take_record(pack, ("grams", "count")) for pack in take_list(own, "packs")]
    return ShoppingLine(
        week=take_whole(own, "week"),
        grocery_id=take_text(own, "grocery_id"),
        aisle=take_text(own, "aisle"),
        grams=take_number(own, "grams"),
        at_home_grams=take_number(own, "at_home_grams"),
        carried_grams=take_number(own, "carried_grams"),
        packs=tuple((take_number(pack, "grams"), take_whole(pack, "count")) for pack in packs),
        left_grams=take_number(own, "left_grams"),
        cost_usd=None if own["cost_usd"] is None else take_number(own, "cost_usd"),
        price_known=take_flag(own, "price_known"),
    )


def _verdict(value: Any) -> Verdict:
    own = take_record(value, _names(Verdict))
    return Verdict(
        person=take_text(own, "person"),
        nutrient=take_text(own, "nutrient"),
        kind=take_text(own, "kind"),
        basis=take_text(own, "basis"),
        period=take_text(own, "period"),
        number=take_whole(own, "number"),
        value=take_number(own, "value"),
        minimum=None if own["minimum"] is None else take_number(own, "minimum"),
        maximum=None if own["maximum"] is None else take_number(own, "maximum"),
        required=take_flag(own, "required"),
        met=take_flag(own, "met"),
    )


def _dose(value: Any) -> Dose:
    own = take_record(value, _names(Dose))
    return Dose(take_text(own, "person"), take_text(own, "nutrient"), take_number(own, "dose"))


def _shortfall(value: Any) -> Shortfall:
    own = take_record(value, _names(Shortfall))
    return Shortfall(
        person=take_text(own, "person"),
        nutrient=take_text(own, "nutrient"),
        basis=take_text(own, "basis"),
        side=take_text(own, "side"),
        limit=take_number(own, "limit"),
        reach=None if own["reach"] is None else take_number(own, "reach"),
        cause=take_text(own, "cause"),
        conflicts=take_texts(own, "conflicts"),
    )


def _hard_minimum(value: Any) -> HardMinimum:
    own = take_record(value, _names(HardMinimum))

    def maybe(name: str) -> float | None:
        return None if own[name] is None else take_number(own, name)

    return HardMinimum(
        person=take_text(own, "person"),
        nutrient=take_text(own, "nutrient"),
        limit=take_number(own, "limit"),
        points=take_number(own, "points"),
        dose=maybe("dose"),
        dosed_points=maybe("dosed_points"),
        word=None if own["word"] is None else take_text(own, "word"),
        allowed_points=maybe("allowed_points"),
    )


def _change(value: Any, meals: Sequence[str]) -> Change:
    own = take_record(value, _names(Change))
    return Change(
        person=take_text(own, "person"),
        values=_values(own["values"], meals),
        foods=take_texts(own, "foods"),
        doses=tuple(_dose(dose) for dose in take_list(own, "doses")),
        not_enough=None if own["not_enough"] is None else take_number(own, "not_enough"),
    )


def _values(value: Any, meals: Sequence[str]) -> dict[str, Any]:
    """The values of fields that a change sets, each of the field's kind, for the day's `meals`."""
    if not isinstance(value, dict) or not value:
        raise Unfit(f"the values {quote(value)} of a change are not an object of fields")
    for name in value:
        if name not in BY_NAME or BY_NAME[name].kind not in CHANGED:
            raise Unfit(f"a change can't set the field {quote(name)}")
    if MINUTES in value:
        read_minutes(value, MINUTES, meals)
    return {name: CHANGED[BY_NAME[name].kind](value, name) for name in value}


MINUTES = "minutes"

CHANGED: Mapping[Kind | None, Callable[[Mapping[str, Any], str], Any]] = {
    Kind.AMOUNTS: take_numbers,
    Kind.MEALS: read_minutes,
    Kind.TEXTS: take_texts,
    Kind.NUMBER: take_number,
    Kind.TEXT: take_text,
    Kind.WORDS: take_text,
}
"""What reads the value of each kind of field that a change may set."""


def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
