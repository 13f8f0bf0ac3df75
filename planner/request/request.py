"""What was asked for: the people, the days, the seed and the rules of one plan.

The request is stored in the plan it made, so that a plan can be checked and planned again
without anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from planner.errors import FieldPath, PlanFileError, Problem, RequestError, mention, quote
from planner.parsing.body_measures import CHILD_WEIGHTS_KG, WEIGHTS_KG
from planner.parsing.json_values import (
    Unfit,
    take_date,
    take_flag,
    take_list,
    take_number,
    take_numbers,
    take_record,
    take_text,
    take_texts,
    take_whole,
)
from planner.people.allergies import find_kept_out
from planner.people.eating_rules import EATING_RULES
from planner.people.meal_times import MEAL_TIMES, MealTime
from planner.people.person import Person
from planner.request.day_wishes import Wish, read_wishes
from planner.request.fields import BY_NAME, BY_STORED, Scope, Stored
from planner.request.memory import WORDS, Memory, Opinion, ServedDish
from planner.tables.dishes import DINNER, LUNCH, MAIN_MEALS, MEALS
from planner.tables.foods import GROWN_APPETITE
from planner.tables.reference_intakes import NONE as NO_STAGE

MOST_DAYS = 366
MOST_PEOPLE = 10
MOST_MINUTES = 600
MOST_LEFTOVERS = 7  # lunches a week
MOST_REPEAT = 4  # times a week of a dish that never comes on two days running
MOST_GROWTH = 3.0  # times the usual size of a plate: a day in one dinner, but in no snack
LEAST_LEFTOVER_DAYS = 4  # in fewer days the eating rules have no main dish twice


@dataclass(frozen=True)
class AtHome:
    """Grams of an item at home, as bought, and the last day of the plan on which it is best.

    `until` counts days from 1 and is None where no date is known.
    """

    grocery_id: str
    grams: float
    until: int | None


def check_people(count: int) -> list[Problem]:
    """What is wrong with a request for so many people."""
    if 1 <= count <= MOST_PEOPLE:
        return []
    remedy = f"Between 1 and {MOST_PEOPLE} people can be planned for together."
    return [Problem("people", f"{count} people were named", remedy)]


def _refuse_few(meals: Sequence[MealTime], growth: float, field: str) -> Problem:
    """The problem of meals that are too few or too small for a day; `growth` is of their plates."""
    named = " and ".join(meal.name for meal in meals)
    what = f"{named} alone would have to be {growth:.1f} times the usual size for a day's energy"
    pair = mention(("meals",), "breakfast,dinner")
    large = mention(("meals",), f"{meals[0].name}=dinner")
    remedy = (
        f"Name two meals that are no snacks, such as {pair}, or one of a dinner's size: {large}."
    )
    if field == "skip":
        remedy = "Skip fewer."
    return Problem((field,), what, remedy)


@dataclass(frozen=True)
class Request:
    """People to plan for, who eat together, and how.

    `minutes` are the most that making a meal may take, for the meals where that matters;
    `leftovers` are the lunches a week that may be the dinner of the day before, cooked with it;
    `wishes` are what was asked of single days after the plan was made. `budget_usd` is the most
    that the list's packs may cost, `cheap` weighs cost against usual portions. What is `at_home` is
    taken off the list, and with `use_up` the plan prefers it. `start` is the date of the
    first day, None where it isn't known. With `no_repeat` no dish of lunch or dinner comes twice;
    `repeat` says how often a week a dish of a meal may come there. Dishes of each `cuisine` are
    preferred, of `only_cuisine` alone served. `memory` is what was eaten and said before; for
    dinner on the day `use_up_dinner`, counted from 1, nothing is to be bought that no other meal
    needs.

    With `household_allergies` an allergy of one person keeps the food off what all share, and some
    allergens out of the house: `allergens_at_home` lets them in, `free_of` keeps others out. Each
    person's `kept_out` is set from these, and their `meals` from those of the day.
    """

    people: tuple[Person, ...]
    days: int = 7
    seed: int = 0
    every_day: tuple[str, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    leftovers: int = 0
    wishes: tuple[Wish, ...] = ()
    budget_usd: float | None = None
    cheap: bool = False
    use_up: bool = False
    at_home: tuple[AtHome, ...] = ()
    start: date | None = None
    no_repeat: bool = False
    cuisine: tuple[str, ...] = ()
    only_cuisine: tuple[str, ...] = ()
    allergens_at_home: tuple[str, ...] = ()
    free_of: tuple[str, ...] = ()
    household_allergies: bool = True
    repeat: Mapping[str, int] = field(default_factory=dict)
    memory: Memory | None = None
    use_up_dinner: int | None = None
    meals: tuple[MealTime, ...] = MEAL_TIMES

    @property
    def kinds(self) -> dict[str, str]:
        """Which of the planner's meals each meal of the day is, by its name, in order."""
        return {meal.name: meal.served_as for meal in self.meals}

    @property
    def repeat_by_kind(self) -> dict[str, int]:
        """How often a dish may come a week, by which of the planner's meals it is for."""
        times: dict[str, int] = {}
        for meal, most in self.repeat.items():
            kind = self.kinds[meal]
            times[kind] = max(most, times.get(kind, 0))
        return times

    @property
    def weighs_cost(self) -> bool:
        """Whether cost counts for the choice of foods."""
        return self.cheap or self.budget_usd is not None

    @property
    def grams_at_home(self) -> dict[str, float]:
        """Grams at home by grocery id."""
        grams: dict[str, float] = {}
        for item in self.at_home:
            grams[item.grocery_id] = grams.get(item.grocery_id, 0.0) + item.grams
        return grams

    def __post_init__(self) -> None:
        """Refuse what is out of range, all of it at once."""
        problems = []
        if not 1 <= self.days <= MOST_DAYS:
            what = f"{quote(self.days)} is out of range"
            remedy = f"Between 1 and {MOST_DAYS} days can be planned."
            problems.append(Problem(("days",), what, remedy))
        if not 0 <= self.seed < 2**32:
            remedy = "Seeds are whole numbers from 0 to 4294967295."
            problems.append(Problem(("seed",), f"{quote(self.seed)} is out of range", remedy))
        for minutes in sorted({n for n in self.minutes.values() if not 1 <= n <= MOST_MINUTES}):
            remedy = f"Meals may take between 1 and {MOST_MINUTES} minutes."
            problems.append(Problem(("minutes",), f"{quote(minutes)} is out of range", remedy))
        if not 0 <= self.leftovers <= MOST_LEFTOVERS:
            what = f"{quote(self.leftovers)} is out of range"
            remedy = f"Between 0 and {MOST_LEFTOVERS} lunches a week can be left over."
            problems.append(Problem(("leftovers",), what, remedy))
        elif self.leftovers and 1 <= self.days < LEAST_LEFTOVER_DAYS:
            what = "a plan this short serves no dish twice"
            remedy = f"Leave it out, or plan {LEAST_LEFTOVER_DAYS} days or more."
            problems.append(Problem(("leftovers",), what, remedy))
        if self.no_repeat and self.leftovers:
            what = f"doesn't go with {mention('leftovers')}, which serve a dinner again"
            problems.append(Problem(("no_repeat",), what, "Leave out one of them."))
        for times in sorted({n for n in self.repeat.values() if not 1 <= n <= MOST_REPEAT}):
            remedy = f"A dish never comes on two days running: say 1 to {MOST_REPEAT} times a week."
            problems.append(Problem(("repeat",), f"{quote(times)} is out of range", remedy))
        again = [
            meal
            for meal, times in self.repeat.items()
            if times > 1 and self.kinds.get(meal) in MAIN_MEALS
        ]
        if self.no_repeat and again:
            what = f"lets a {again[0]} come again, but with {mention('no_repeat')} none does"
            problems.append(Problem(("repeat",), what, "Leave out one of them."))
        if self.memory and self.start is None:
            remedy = f"Add {mention('start')}."
            what = "has dates, but the plan's first day has none"
            problems.append(Problem(("memory",), what, remedy))
        if self.use_up_dinner is not None and not 1 <= self.use_up_dinner <= self.days:
            what = f"{quote(self.use_up_dinner)} is no day of the plan"
            problems.append(Problem(("use_up_dinner",), what, "Name one of its days, from 1."))
        problems += check_people(len(self.people))
        names = Counter(person.name for person in self.people)
        for name in (name for name, times in names.items() if times > 1):
            what = f"two people have one name, {name}"
            problems.append(Problem("people", what, "Give each a name of their own."))
        problems += self._find_meal_problems()
        both = {*self.allergens_at_home} & {*self.free_of}
        for word in sorted(both):
            what = f"{quote(word)} is in {mention('allergens_at_home')} too"
            problems.append(Problem(("free_of",), what, "Leave out one of them."))
        if problems:
            raise RequestError(*problems)
        people = map(self._keep_out, map(self._give_meals, self.people))
        object.__setattr__(self, "people", tuple(people))

    def _give_meals(self, person: Person) -> Person:
        """A person with those meals of the day that they eat."""
        meals = tuple(meal for meal in self.meals if meal.name not in person.skip)
        return person if meals == person.meals else replace(person, meals=meals)

    def _find_meal_problems(self) -> list[Problem]:
        """What is wrong with the meals of the day, and with what someone skips."""
        names = [meal.name for meal in self.meals]
        if not names or len(set(names)) < len(names):
            what = "two meals have one name" if names else "a day needs a meal"
            return [Problem(("meals",), what, "Give each a name of its own.")]
        problems = []
        for person in self.people:
            if {*names} <= {*person.skip}:
                what = f"leaves no meal of {', '.join(names)}"
                problems.append(Problem(("skip",), what, "Skip fewer."))
                continue
            eaten = [meal for meal in self.meals if meal.name not in person.skip]
            growth = EATING_RULES.find_growth(eaten)
            if growth > MOST_GROWTH:
                problems.append(_refuse_few(eaten, growth, ("meals", "skip")[bool(person.skip)]))
        served = {m.served_as for m in self.meals for one in self.people if m.name not in one.skip}
        if self.leftovers and not {LUNCH, DINNER} <= served and not problems:
            what = "are lunches of the dinner before, and the day has no lunch and dinner"
            problems.append(Problem(("leftovers",), what, "Leave them out."))
        return problems

    def _keep_out(self, person: Person) -> Person:
        """A person with what the household keeps from them; what is kept already stays.

        So a part of a household, such as one person's plan, keeps out what the whole did.
        """
        if not self.household_allergies:
            return person
        kept = find_kept_out(self.people, self.allergens_at_home, self.free_of)
        reasons = {}
        for word, names in kept.items():
            if word not in person.allergies:
                are = "is" if len(names) == 1 else "are"
                whose = f": {' and '.join(names)} {are} allergic" if names else ""
                reasons[word] = f"{word} stays out of the house{whose}"
        if reasons.keys() <= person.kept_out.keys():
            return person
        return replace(person, kept_out={**person.kept_out, **reasons})

    def to_json(self) -> dict[str, Any]:
        """The request as plain JSON values, a key for each field of the record."""
        return _write_record(self, Scope.PLAN)

    @classmethod
    def from_json(cls, value: Any) -> Request:
        """The request that `to_json` wrote; PlanFileError where it isn't one."""
        try:
            record = take_record(value, tuple(BY_STORED[Scope.PLAN]))
            frame = Frame(take_whole(record, "days"), _read_meals(record, "meals"))
            return cls(**_read_record(record, Scope.PLAN, frame))
        except RequestError as error:
            raise PlanFileError(
                *(_place(problem, ("request",)) for problem in error.problems)
            ) from error
        except Unfit as error:
            raise PlanFileError(Problem("request", str(error), "Plan the week again.")) from error


def _place(problem: Problem, path: FieldPath) -> Problem:
    """A problem of a record, its field under the key that the file has for it."""
    if isinstance(problem.where, str):
        return problem
    *above, name = problem.where
    field = BY_NAME.get(str(name))
    return replace(problem, where=(*path, *above, (field and field.record) or name))


def _write_record(record: Request | Person, scope: Scope) -> dict[str, Any]:
    """The JSON of a record, by the names of its attributes."""
    written = {}
    for name, row in BY_STORED[scope].items():
        value = getattr(record, name)
        write = WRITERS.get(row.stored) if row.stored else None
        written[name] = value if value is None or write is None else write(value)
    return written


@dataclass(frozen=True)
class Frame:
    """What a request's places are held against: its days and its meals."""

    days: int
    meals: tuple[MealTime, ...]

    @property
    def names(self) -> list[str]:
        """The names of the meals."""
        return [meal.name for meal in self.meals]


def _read_record(record: Mapping[str, Any], scope: Scope, frame: Frame) -> dict[str, Any]:
    """The attributes that a record's JSON holds; Unfit for a value that can't stand."""
    values: dict[str, Any] = {}
    for name, row in BY_STORED[scope].items():
        if row.null and record[name] is None and row.stored != Stored.MINUTES:
            values[name] = None
        elif row.stored is not None:
            values[name] = READERS[row.stored](record, name, frame)
    return values


WRITERS: Mapping[Stored, Callable[[Any], Any]] = {
    Stored.TEXTS: list,
    Stored.NUMBERS: dict,
    Stored.MINUTES: lambda minutes: dict(minutes) or None,
    Stored.MEAL_TIMES: lambda meals: [vars(meal) for meal in meals],
    Stored.PLACES: lambda places: [{"day": day, "meal": meal} for day, meal in places],
    Stored.PEOPLE: lambda people: [_write_record(person, Scope.PERSON) for person in people],
    Stored.WISHES: lambda wishes: [vars(wish) for wish in wishes],
    Stored.AT_HOME: lambda items: [vars(item) for item in items],
    Stored.DATE: date.isoformat,
    Stored.MEMORY: lambda memory: {
        "served": [{**vars(one), "date": one.date.isoformat()} for one in memory.served],
        "opinions": [{**vars(one), "date": one.date.isoformat()} for one in memory.opinions],
        "rests": memory.rests,
    },
}
"""What JSON has for a value that isn't a plain one."""

READERS: Mapping[Stored, Callable[[Mapping[str, Any], str, Frame], Any]] = {
    Stored.WHOLE: lambda record, key, _: take_whole(record, key),
    Stored.NUMBER: lambda record, key, _: _read_number(record, key),
    Stored.TEXT: lambda record, key, _: take_text(record, key),
    Stored.TEXTS: lambda record, key, _: take_texts(record, key),
    Stored.NUMBERS: lambda record, key, _: _read_numbers(record, key),
    Stored.FLAG: lambda record, key, _: take_flag(record, key),
    Stored.DATE: lambda record, key, _: take_date(record, key),
    Stored.MINUTES: lambda record, key, frame: read_minutes(record, key, frame.names),
    Stored.MEAL_TIMES: lambda record, key, _: _read_meals(record, key),
    Stored.PLACES: lambda record, key, frame: tuple(
        _read_place(place, frame) for place in take_list(record, key)
    ),
    Stored.PEOPLE: lambda record, key, frame: tuple(
        _read_person(person, frame, number) for number, person in enumerate(take_list(record, key))
    ),
    Stored.WISHES: lambda record, key, frame: read_wishes(
        take_list(record, key), frame.days, frame.names
    ),
    Stored.AT_HOME: lambda record, key, _: tuple(
        _read_at_home(item) for item in take_list(record, key)
    ),
    Stored.MEMORY: lambda record, key, _: _read_memory(record[key]),
}
"""What reads a key of a record, for a plan of such days and meals."""


def _read_meals(record: Mapping[str, Any], key: str) -> tuple[MealTime, ...]:
    """The meals of a day; Unfit for one that the planner doesn't know."""
    meals = []
    for value in take_list(record, key):
        own = take_record(value, ("name", "served_as"))
        meal = MealTime(take_text(own, "name"), take_text(own, "served_as"))
        if meal.served_as not in MEALS or not meal.name:
            raise Unfit(f"the meal {quote(str(meal))} can't be")
        meals.append(meal)
    return tuple(meals)


def _read_number(record: Mapping[str, Any], key: str) -> float:
    """A number as it was written: 2000 stays a whole number, and is written as one again."""
    take_number(record, key)
    number: float = record[key]
    return number


def _read_numbers(record: Mapping[str, Any], key: str) -> dict[str, float]:
    """An object of such numbers."""
    take_numbers(record, key)
    return dict(record[key])


def read_minutes(
    record: Mapping[str, Any], key: str, meals: Sequence[str] | None = None
) -> dict[str, int]:
    """The minutes of each meal, of these `meals` if given; null where they don't matter."""
    value = record[key]
    if value is None:
        return {}
    if not isinstance(value, dict) or not value.keys() <= {*(value if meals is None else meals)}:
        raise Unfit(f"{key} {quote(value)} should have only {', '.join(meals or MEALS)}")
    return {meal: take_whole(value, meal) for meal in meals or value if meal in value}


def write_caps(minutes: Mapping[str, int]) -> str:
    """The most minutes of meals as people write them: "30" for every meal, or "dinner=40"."""
    if len(minutes) == len(MEALS) and len(set(minutes.values())) == 1:
        return f"{minutes[MEALS[0]]}"
    return ", ".join(f"{meal}={most}" for meal, most in minutes.items())


def _read_place(value: Any, frame: Frame) -> tuple[int, str]:
    record = take_record(value, ("day", "meal"))
    day, meal = take_whole(record, "day"), take_text(record, "meal")
    if not 1 <= day <= frame.days or meal not in frame.names:
        raise Unfit(f"day {day}, {quote(meal)} is not a meal of the plan")
    return day, meal


def _read_at_home(value: Any) -> AtHome:
    record = take_record(value, tuple(field.name for field in fields(AtHome)))
    until = None if record["until"] is None else take_whole(record, "until")
    return AtHome(take_text(record, "grocery_id"), _read_number(record, "grams"), until)


def _read_memory(value: Any) -> Memory:
    record = take_record(value, tuple(field.name for field in fields(Memory)))
    served, opinions = [], []
    for one in take_list(record, "served"):
        own = take_record(one, tuple(field.name for field in fields(ServedDish)))
        meal = take_text(own, "meal")
        if meal not in MEALS:
            raise Unfit(f"meal {quote(meal)} should be one of {', '.join(MEALS)}")
        served.append(ServedDish(take_date(own, "date"), meal, take_text(own, "dish")))
    for one in take_list(record, "opinions"):
        own = take_record(one, tuple(field.name for field in fields(Opinion)))
        word = take_text(own, "word")
        if word not in WORDS:
            raise Unfit(f"word {quote(word)} should be one of {', '.join(WORDS)}")
        opinions.append(Opinion(take_date(own, "date"), take_text(own, "dish"), word))
    return Memory(tuple(served), tuple(opinions), take_flag(record, "rests"))


def _read_person(value: Any, frame: Frame, number: int) -> Person:
    record = take_record(value, tuple(BY_STORED[Scope.PERSON]))
    try:
        person = Person(**_read_record(record, Scope.PERSON, frame))
    except RequestError as error:
        problems = (_place(problem, ("people", number)) for problem in error.problems)
        raise RequestError(*problems) from error
    if not {*person.skip} <= {*frame.names}:
        raise Unfit(f"skip {quote(', '.join(person.skip))} is no meal of the day")
    if person.part is not None and person.stage == NO_STAGE:
        raise Unfit(f"part {person.part} needs a stage of life")
    child = person.age is not None and person.age < GROWN_APPETITE
    low, high = CHILD_WEIGHTS_KG if child else WEIGHTS_KG
    if person.weight_kg is not None and not low <= person.weight_kg <= high:
        raise Unfit(f"weight_kg {person.weight_kg:g} is not between {low:g} and {high:g}")
    return person
