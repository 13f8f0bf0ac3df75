"""What was asked for: the people, the days, the seed and the rules of one plan.

The request is stored in the plan it made, so that a plan can be checked and planned again
without anything else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from planner.diets import find_allergens, find_diet
from planner.errors import NoPlanExists, PlanFileError, Problem, RequestError, close_matches
from planner.intakes import ACTIVITIES, LACTATION, PREGNANCY
from planner.intakes import NONE as NO_STAGE
from planner.nutrients import ENERGY, find_nutrient, parse_amount
from planner.person import (
    Person,
    empty_slots,
    find_avoided,
    find_dishes,
    find_favoured,
    find_removals,
    make_diets,
)
from planner.tables import Tables
from planner.targets import find_energy, find_targets

MOST_DAYS = 366
MOST_PEOPLE = 6
MOST_MINUTES = 600
WEIGHTS_KG, HEIGHTS_CM, LIKELY_BMI = (20.0, 300.0), (100.0, 230.0), (11.0, 45.0)
KG_PER_POUND = 0.45359237  # by definition, as all of these
WEIGHT_UNITS = {"kg": 1.0, "lb": KG_PER_POUND, "st": 14 * KG_PER_POUND}
HEIGHT_UNITS = {"cm": 1.0, "m": 100.0, "in": 2.54, "ft": 12 * 2.54}
SMALLER_UNITS = {"ft": "in", "st": "lb"}  # what a second number counts: 5ft5, 9st4
SPOKEN_UNITS = {
    **dict.fromkeys(("kgs", "kilo", "kilos"), "kg"),
    **dict.fromkeys(("lbs", "pound", "pounds"), "lb"),
    **dict.fromkeys(("stone", "stones"), "st"),
    **dict.fromkeys(("inch", "inches"), "in"),
    **dict.fromkeys(("foot", "feet"), "ft"),
}
FIELD_WORDS = {
    "own_diet": "excludes",
    "stage": "life stage",
    "part": "trimester",
    "weight_kg": "weight",
    "energy_kcal": "calories",
    "minimum": "target",
    "maximum": "limit",
    "every_day": "every day",
}
"""What a person says for the fields of a request that are called otherwise."""
SEX_WORDS = {
    **dict.fromkeys(("female", "f", "woman", "girl"), "female"),
    **dict.fromkeys(("male", "m", "man", "boy"), "male"),
}
STAGE_WORDS = {
    "none": NO_STAGE,
    "pregnant": PREGNANCY,
    "pregnancy": PREGNANCY,
    "lactating": LACTATION,
    "lactation": LACTATION,
    "breastfeeding": LACTATION,
    "nursing": LACTATION,
}

Value = TypeVar("Value")


@dataclass(frozen=True)
class Request:
    """People to plan for and how; one person for now, in a list that households will fill.

    `minutes` is the most that making a dinner may take, None where it doesn't matter.
    """

    people: tuple[Person, ...]
    days: int = 7
    seed: int = 0
    every_day: tuple[str, ...] = ()
    minutes: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is out of range, all of it at once."""
        problems = []
        if not 1 <= self.days <= MOST_DAYS:
            what = f"{self.days} is out of range"
            remedy = f"Between 1 and {MOST_DAYS} days can be planned."
            problems.append(Problem("--days", what, remedy))
        if not 0 <= self.seed < 2**32:
            remedy = "Seeds are whole numbers from 0 to 4294967295."
            problems.append(Problem("--seed", f"{self.seed} is out of range", remedy))
        if self.minutes is not None and not 1 <= self.minutes <= MOST_MINUTES:
            what = f"{self.minutes} is out of range"
            remedy = f"Dinners may take between 1 and {MOST_MINUTES} minutes."
            problems.append(Problem("--minutes", what, remedy))
        if not 1 <= len(self.people) <= MOST_PEOPLE:
            what = f"{len(self.people)} people were named"
            remedy = f"Between 1 and {MOST_PEOPLE} people can be planned for together."
            problems.append(Problem("request", what, remedy))
        if problems:
            raise RequestError(*problems)

    def to_json(self) -> dict[str, Any]:
        """The request as plain JSON values."""
        people = []
        for person in self.people:
            value = {**vars(person), "minimum": dict(person.minimum)}
            value["maximum"] = dict(person.maximum)
            people.append({k: list(v) if isinstance(v, tuple) else v for k, v in value.items()})
        return {
            "people": people,
            "days": self.days,
            "seed": self.seed,
            "every_day": list(self.every_day),
            "minutes": self.minutes,
        }

    @classmethod
    def from_json(cls, value: Any) -> Request:
        """The request that `to_json` wrote; PlanFileError where it isn't one."""
        try:
            people = tuple(_person(person) for person in value["people"])
            minutes = _optional(int, value["minutes"])
            every_day = tuple(map(str, value["every_day"]))
            return cls(people, int(value["days"]), int(value["seed"]), every_day, minutes)
        except RequestError as error:
            raise PlanFileError(*error.problems) from error
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            what = "has a key missing or a value that is of no use"
            problem = Problem("request", what, "Plan the week again.")
            raise PlanFileError(problem) from error


def _optional(kind: Callable[[Any], Value], value: Any) -> Value | None:
    return None if value is None else kind(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        message = f"{value!r} is not a list"
        raise TypeError(message)
    return tuple(map(str, value))


def _amounts(value: Mapping[str, Any]) -> dict[str, float]:
    return {str(nutrient): float(amount) for nutrient, amount in value.items()}


def _person(value: Mapping[str, Any]) -> Person:
    return Person(
        name=str(value["name"]),
        diet=str(value["diet"]),
        own_diet=_optional(_texts, value["own_diet"]),
        allergies=_texts(value["allergies"]),
        avoid=_texts(value["avoid"]),
        age=_optional(int, value["age"]),
        sex=_optional(str, value["sex"]),
        stage=str(value["stage"]),
        part=_optional(int, value["part"]),
        weight_kg=_optional(float, value["weight_kg"]),
        energy_kcal=float(value["energy_kcal"]),
        energy_source=str(value["energy_source"]),
        minimum=_amounts(value["minimum"]),
        maximum=_amounts(value["maximum"]),
        like=_texts(value["like"]),
        dislike=_texts(value["dislike"]),
    )


def make_request(
    tables: Tables,
    *,
    name: str = "you",
    diet: str = "omnivore",
    own_diets: Mapping[str, Iterable[str]] | None = None,
    calories: float | None = None,
    age: int | None = None,
    sex: str | None = None,
    life_stage: str | None = None,
    trimester: int | None = None,
    weight: str | float | None = None,
    height: str | float | None = None,
    activity: str | None = None,
    avoid: Iterable[str] = (),
    allergies: Iterable[str] = (),
    like: Iterable[str] = (),
    dislike: Iterable[str] = (),
    targets: Iterable[str] = (),
    limits: Iterable[str] = (),
    every_day: Iterable[str] = (),
    days: int = 7,
    seed: int = 0,
    minutes: int | None = None,
    places: Mapping[str, str] | None = None,
) -> Request:
    """A request from the words that a person uses, each looked up in the tables.

    `targets` and `limits` are written like "magnesium=450" or "vitamin-d=800IU", `weight` like 63
    or "139lb", `height` like 165, "1.65m" or "5ft5in". `own_diets` adds diets to those of the
    tables: a name and the tags, groups, kinds or foods it leaves out. `places` says where a word
    stands that was not said as its option: {"--age": "home.toml, person 1 (Ana), age"}.

    Raises RequestError with every word that isn't understood or can't be, and NoPlanExists where
    what is left out leaves a meal without a dish.
    """
    problems: list[Problem] = []
    where = places or {}

    def attempt(make: Callable[..., Value], *words: Any, **named: Any) -> Value | None:
        """What is made of some words; their problems wait until all are known."""
        try:
            return make(*words, **named)
        except RequestError as error:
            problems.extend(error.problems)
            return None

    own = attempt(make_diets, own_diets or {}, tables, where)
    chosen = None if own is None else attempt(find_diet, diet, {**tables.diets, **own})
    avoided, liked, disliked = (tuple(map(str.strip, some)) for some in (avoid, like, dislike))
    for word in avoided:
        attempt(find_avoided, word, tables)
    for option, words in (("--like", liked), ("--dislike", disliked)):
        for word in words:
            attempt(find_favoured, word, tables, option)
    both = {*map(str.lower, liked)} & {*map(str.lower, disliked)}
    problems += [Problem("--like", f"{w!r} is disliked too", "Choose one.") for w in sorted(both)]
    allergens = [tag for word in allergies for tag in attempt(_allergens, word, tables) or ()]
    minimum = [attempt(_amount, text, "--target", tables) for text in targets]
    maximum = [attempt(_amount, text, "--limit", tables) for text in limits]
    daily = [attempt(find_nutrient, text, tables.nutrients, "--every-day") for text in every_day]
    stage = attempt(_stage, life_stage)
    sex = _sex(sex)
    if stage == NO_STAGE and trimester is not None:
        remedy = "Say the life stage too: pregnant or lactating."
        problems.append(Problem("--trimester", f"{trimester} stands alone", remedy))
    elif stage is not None and stage != NO_STAGE and sex is None:
        sex = "female"
    weight_kg = None if weight is None else attempt(parse_weight, weight)
    height_cm = None if height is None else attempt(parse_height, height)
    if weight_kg and height_cm:
        attempt(_check_build, weight_kg, height_cm, weight)
    activity = attempt(_activity, activity)
    aim = {} if calories is None else {"energy_kcal": calories}
    body = attempt(Person, age=age, sex=sex, stage=stage or NO_STAGE, part=trimester, **aim)
    request = attempt(Request, (body or Person(),), days, seed, minutes=minutes)
    with _placed(where):
        if problems or not (body and request and chosen):
            raise RequestError(*problems)
        energy, source = calories, "set by the person"
        if energy is None:
            energy, source = find_energy(
                tables,
                age=age,
                sex=body.sex,
                stage=body.stage,
                part=trimester,
                weight_kg=weight_kg,
                height_cm=height_cm,
                activity=activity,
            )
        person = replace(
            body,
            name=name,
            diet=chosen.id,
            own_diet=None if chosen.id in tables.diets else tuple(sorted(chosen.excludes)),
            allergies=tuple(dict.fromkeys(allergens)),
            avoid=avoided,
            weight_kg=weight_kg,
            energy_kcal=energy,
            energy_source=source,
            minimum=dict(filter(None, minimum)),
            maximum=dict(filter(None, maximum)),
            like=liked,
            dislike=disliked,
        )
        every = tuple(nutrient.id for nutrient in daily if nutrient)
        find_targets(person, tables, every)
        _check_meals(person, minutes, tables)
    return replace(request, people=(person,), every_day=every)


@contextmanager
def _placed(places: Mapping[str, str]) -> Iterator[None]:
    """Raise a RequestError's problems where their words stand."""
    try:
        yield
    except RequestError as error:
        problems = (replace(one, where=places.get(one.where, one.where)) for one in error.problems)
        raise RequestError(*problems) from error


def _check_meals(person: Person, minutes: int | None, tables: Tables) -> None:
    """Refuse what leaves a meal without a dish, and a dinner quicker than any."""
    removals = find_removals(person, tables)
    reasons = Counter(re.split("[:,]", removal.reason)[0] for removal in removals)
    by = ", ".join(f"{count} foods ({reason})" for reason, count in reasons.most_common())
    if len(removals) == len(tables.foods):
        raise RequestError(
            Problem("--diet", f"no food at all is left without {by}", "Leave out less.")
        )
    dishes = find_dishes(person, tables)
    without = [meal for meal, left in dishes.items() if not left]
    if without:
        meal = without[0]
        removed = {removal.food.id for removal in removals}
        lacks = {
            dish.name: empty_slots(dish, removed, tables)
            for dish in tables.dishes.values()
            if meal in dish.meals
        }
        nearest = min(lacks, key=lambda name: len(lacks[name]))
        remedy = f"Leave out less. The nearest {meal}, {nearest}, has no food left for its"
        remedy += f" {' and '.join(lacks[nearest])}."
        what = f"no dish for {' or '.join(without)} is left without {by}"
        raise NoPlanExists(Problem("", what, remedy))
    quickest = min(dishes["dinner"], key=lambda dish: dish.minutes)
    if minutes is not None and minutes < quickest.minutes:
        remedy = f"The quickest, {quickest.name}, takes {quickest.minutes} minutes."
        raise RequestError(Problem("--minutes", f"no dinner is made in {minutes} minutes", remedy))


def find_differences(made: Request, now: Request, said: Collection[str]) -> list[str]:
    """In what words a plan's request differs from a profile's, `said` being those that it has.

    Days and minutes that the profile doesn't name may differ: they were options.
    """
    before, after = made.to_json(), now.to_json()
    (there,), (here,) = before.pop("people"), after.pop("people")
    there |= {name: value for name, value in before.items() if name in said}
    here |= {name: value for name, value in after.items() if name in said}
    return [
        f"{FIELD_WORDS.get(name, name)} {_say(there[name])} there, {_say(value)} in the profile"
        for name, value in here.items()
        if there[name] != value and name != "energy_source"
    ]


def _say(value: Any) -> str:
    """A value of a request as people write it."""
    if isinstance(value, dict):
        value = [f"{name}={amount:g}" for name, amount in value.items()]
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"{value:,g}" if isinstance(value, int | float) else str(value or "not said")


def _sex(word: str | None) -> str | None:
    return None if word is None else SEX_WORDS.get(word.strip().lower(), word)


def _stage(word: str | None) -> str:
    if word is None:
        return NO_STAGE
    key = word.strip().lower()
    if key not in STAGE_WORDS:
        remedy = close_matches(key, STAGE_WORDS)
        remedy = remedy or "Say pregnant or lactating; of any other stage the age says enough."
        raise RequestError(Problem("--life-stage", f"{word!r} is not known", remedy))
    return STAGE_WORDS[key]


def _activity(word: str | None) -> str | None:
    if word is None:
        return None
    key = word.strip().lower().replace("-", "_").replace(" ", "_")
    if key not in ACTIVITIES:
        spoken = [activity.replace("_", "-") for activity in ACTIVITIES]
        remedy = close_matches(word, spoken) or f"Say one of {', '.join(spoken)}."
        raise RequestError(Problem("--activity", f"{word!r} is not known", remedy))
    return key


def parse_weight(text: str | float) -> float:
    """A body weight in kg: 63, "63kg", "139 lb" or "9st 4lb"; RequestError where it can't be."""
    remedy = "Write kilograms, such as 63, or pounds, such as 139lb."
    return _measure(text, "--weight", WEIGHT_UNITS, WEIGHTS_KG, remedy)


def parse_height(text: str | float) -> float:
    """A height in cm: 165, "1.65m", "65in", "5ft5in"; RequestError where it can't be one."""
    remedy = "Write centimetres, such as 165, or feet and inches, such as 5ft5in."
    return _measure(text, "--height", HEIGHT_UNITS, HEIGHTS_CM, remedy)


def _measure(
    text: str | float,
    option: str,
    units: Mapping[str, float],
    likely: tuple[float, float],
    remedy: str,
) -> float:
    """A weight or a height in the first of its units."""
    plain = str(text).strip().lower().replace(",", ".").replace('"', "in").replace("'", "ft")
    match = re.fullmatch(r"(\d+\.?\d*) *([a-z]*) *(?:(\d+\.?\d*) *([a-z]*))?", plain)
    number, said, more, under = match.groups() if match else ("", "", None, None)
    basic, *others = units
    unit = SPOKEN_UNITS.get(said, said) or basic
    smaller = SPOKEN_UNITS.get(under or "", under) or SMALLER_UNITS.get(unit)
    if not match or unit not in units or (more and smaller != SMALLER_UNITS.get(unit, "")):
        what = f"{text!r} is not a {option.removeprefix('--')}"
        raise RequestError(Problem(option, what, remedy))
    value = float(number) * units[unit] + float(more or 0) * units.get(smaller or "", 0)
    low, high = likely
    if not low <= value <= high:
        hints = [
            f" Did you mean {number}{other}, which is {float(number) * units[other]:.0f} {basic}?"
            for other in others
            if not said and low <= float(number) * units[other] <= high
        ]
        remedy = f"Between {low:g} and {high:g} {basic} can be planned for.{''.join(hints[:1])}"
        raise RequestError(Problem(option, f"{text} is out of range", remedy))
    return round(value, 1)


def _check_build(weight_kg: float, height_cm: float, said: str | float) -> None:
    """Refuse a weight without a unit that makes an unlikely body mass index."""
    index = weight_kg / (height_cm / 100) ** 2
    low, high = LIKELY_BMI
    unit_said = any(character.isalpha() for character in str(said))
    if low <= index <= high or (index > high and unit_said):
        return
    remedy = "Look at the weight, the height and their units again."
    if index > high:
        pounds = weight_kg * KG_PER_POUND
        remedy = f"Did you mean {weight_kg:g}lb, which is {pounds:.0f} kg? If not, write the unit"
        remedy += f" to say that it is right: weight {weight_kg:g}kg."
    what = f"{weight_kg:g} kg at {height_cm:g} cm is a body mass index of {index:.0f}"
    raise RequestError(Problem("--weight", what, remedy))


def _allergens(word: str, tables: Tables) -> tuple[str, ...]:
    """The tags that a word names, or the word itself where it is a food's name."""
    tags = find_allergens(word)
    if not tags:
        find_avoided(word, tables, "--allergy", widely=True)
    return tags or (word.strip().lower(),)


def _amount(text: str, option: str, tables: Tables) -> tuple[str, float]:
    name, equals, amount = text.partition("=")
    if not equals:
        remedy = f"Write a nutrient and an amount, such as {option} magnesium=450."
        raise RequestError(Problem(option, f"{text!r} has no amount", remedy))
    if "=" in amount:
        remedy = f"Name one at a time, each with its own {option}."
        raise RequestError(Problem(option, f"{text!r} has two amounts", remedy))
    nutrient = find_nutrient(name, tables.nutrients, option)
    if nutrient.id == ENERGY:
        remedy = "Say calories instead: each day stays within 5 % of them."
        raise RequestError(Problem(option, f"{text!r} is not how energy is set", remedy))
    return nutrient.id, parse_amount(amount, nutrient, option)
