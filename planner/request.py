"""What was asked for: the people, the days, the seed and the rules of one plan.

The request is stored in the plan it made, so that a plan can be checked and planned again
without anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from planner.diets import ALLERGENS, SPOKEN_ALLERGENS, find_allergen, find_diet
from planner.errors import PlanFileError, Problem, RequestError, close_matches
from planner.intakes import ACTIVITIES, LACTATION, PREGNANCY
from planner.intakes import NONE as NO_STAGE
from planner.nutrients import find_nutrient, parse_amount
from planner.person import Person, find_avoided, find_favoured, find_removals
from planner.tables import Tables
from planner.targets import find_energy

MOST_DAYS = 366
MOST_MINUTES = 600
WEIGHTS_KG, HEIGHTS_CM, LIKELY_BMI = (20.0, 300.0), (100.0, 230.0), (11.0, 45.0)
KG_PER_POUND, KG_PER_STONE, CM_PER_INCH = 0.45359237, 6.35029318, 2.54  # by definition
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
        """Refuse what is out of range."""
        if not 1 <= self.days <= MOST_DAYS:
            what = f"{self.days} is out of range"
            remedy = f"Between 1 and {MOST_DAYS} days can be planned."
            raise RequestError(Problem("--days", what, remedy))
        if not 0 <= self.seed < 2**32:
            remedy = "Seeds are whole numbers from 0 to 4294967295."
            raise RequestError(Problem("--seed", f"{self.seed} is out of range", remedy))
        if self.minutes is not None and not 1 <= self.minutes <= MOST_MINUTES:
            what = f"{self.minutes} is out of range"
            remedy = f"Between 1 and {MOST_MINUTES} minutes."
            raise RequestError(Problem("--minutes", what, remedy))
        if len(self.people) != 1:
            what = f"{len(self.people)} people were named"
            raise RequestError(Problem("request", what, "One person is planned for at a time."))

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
            problem = Problem("request", "has a key missing or a value that is of no use")
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
) -> Request:
    """A request from the words that a person uses, each looked up in the tables.

    `targets` and `limits` are written like "magnesium=450" or "vitamin-d=800IU", `weight` like 63
    or "139lb", `height` like 165, "1.65m" or "5ft5in". `own_diets` adds diets to those of the
    tables: a name and the tags it leaves out. Raises RequestError naming close matches for what
    isn't known.
    """
    words = tuple(word.strip() for word in avoid)
    for word in words:
        find_avoided(word, tables)
    liked, disliked = (tuple(word.strip() for word in some) for some in (like, dislike))
    for word in liked + disliked:
        find_favoured(word, tables)
    for word in set(liked) & set(disliked):
        raise RequestError(Problem("--like", f"{word!r} is disliked too", "Choose one."))
    stage = _stage(life_stage)
    sex = sex.strip().lower() if sex else None
    if stage != NO_STAGE and sex is None:
        sex = "female"
    if trimester is not None and stage == NO_STAGE:
        remedy = "Say --life-stage pregnant or lactating too."
        raise RequestError(Problem("--trimester", f"{trimester} stands alone", remedy))
    weight_kg = None if weight is None else parse_weight(weight)
    height_cm = None if height is None else parse_height(height)
    checked = Person(age=age, sex=sex, stage=stage, part=trimester)  # before they are looked up
    if weight_kg and height_cm:
        _check_build(weight_kg, height_cm, weight)
    energy, source = find_energy(
        tables,
        age=checked.age,
        sex=checked.sex,
        stage=stage,
        part=trimester,
        weight_kg=None if calories is not None else weight_kg,
        height_cm=None if calories is not None else height_cm,
        activity=None if calories is not None else _activity(activity),
    )
    if calories is not None:
        energy, source = calories, "set by the person"
    own = {key: tuple(tags) for key, tags in (own_diets or {}).items()}
    for key in own:
        if key.lower() in tables.diets:
            remedy = "Give a diet of your own a name of its own."
            raise RequestError(Problem("--diet", f"{key!r} is a diet of the tables", remedy))
    person = replace(
        checked,
        name=name,
        diet=diet if diet in own else find_diet(diet, tables.diets, own).id,
        own_diet=own.get(diet),
        allergies=tuple(_allergen(word, tables) for word in allergies),
        avoid=words,
        weight_kg=weight_kg,
        energy_kcal=energy,
        energy_source=source,
        minimum=dict(_amount(text, "--target", tables) for text in targets),
        maximum=dict(_amount(text, "--limit", tables) for text in limits),
        like=liked,
        dislike=disliked,
    )
    if len(find_removals(person, tables)) == len(tables.foods):
        remedy = "Leave out less."
        raise RequestError(Problem("--diet", "no food at all is left", remedy))
    daily = tuple(find_nutrient(word, tables.nutrients).id for word in every_day)
    return Request((person,), days, seed, daily, minutes)


def _stage(word: str | None) -> str:
    if word is None:
        return NO_STAGE
    key = word.strip().lower()
    if key not in STAGE_WORDS:
        remedy = close_matches(key, STAGE_WORDS) or "Say pregnant or lactating."
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
    """A body weight in kg: 63, "63kg" or "139lb"; RequestError where it can't be one."""
    match = re.fullmatch(r"(\d+\.?\d*)\s*(kg|lb|lbs|pounds|st)?", str(text).strip().lower())
    if match is None:
        remedy = "Write kilograms, such as 63, or pounds, such as 139lb."
        raise RequestError(Problem("--weight", f"{text!r} is not a weight", remedy))
    weight_kg = float(match[1]) * {"st": KG_PER_STONE, None: 1.0, "kg": 1.0}.get(
        match[2], KG_PER_POUND
    )
    low, high = WEIGHTS_KG
    if not low <= weight_kg <= high:
        pounds = float(match[1]) * KG_PER_POUND
        hint = f" Did you mean {match[1]}lb, which is {pounds:.0f} kg?"
        remedy = f"Weights from {low:g} to {high:g} kg can be planned for."
        remedy += hint if not match[2] and low <= pounds <= high else ""
        raise RequestError(Problem("--weight", f"{text} is out of range", remedy))
    return round(weight_kg, 1)


def parse_height(text: str | float) -> float:
    """A height in cm: 165, "1.65m", "65in", "5ft5in"; RequestError where it can't be one."""
    plain = str(text).strip().lower().replace('"', "in").replace("'", "ft").replace(" ", "")
    feet = re.fullmatch(r"(\d+)ft(?:(\d+\.?\d*)(?:in)?)?", plain)
    match = re.fullmatch(r"(\d+\.?\d*)(cm|m|in)?", plain)
    if feet:
        height_cm = (12 * float(feet[1]) + float(feet[2] or 0)) * CM_PER_INCH
    elif match:
        height_cm = float(match[1]) * {"m": 100.0, "in": CM_PER_INCH}.get(match[2], 1.0)
    else:
        remedy = "Write centimetres, such as 165, or feet and inches, such as 5ft5in."
        raise RequestError(Problem("--height", f"{text!r} is not a height", remedy))
    low, high = HEIGHTS_CM
    if not low <= height_cm <= high:
        hint = ""
        if match and not match[2]:
            if low <= height_cm * 100 <= high:
                hint = f" Did you mean {match[1]}m, which is {height_cm * 100:.0f} cm?"
            elif low <= height_cm * CM_PER_INCH <= high:
                inches = height_cm * CM_PER_INCH
                hint = f" Did you mean {match[1]}in, which is {inches:.0f} cm?"
        remedy = f"Heights from {low:g} to {high:g} cm can be planned for.{hint}"
        raise RequestError(Problem("--height", f"{text} is out of range", remedy))
    return round(height_cm, 1)


def _check_build(weight_kg: float, height_cm: float, said: str | float | None) -> None:
    """Refuse a weight without a unit that makes an unlikely body mass index."""
    index = weight_kg / (height_cm / 100) ** 2
    low, high = LIKELY_BMI
    unitless = re.fullmatch(r"[\d.]+", str(said).strip())
    if low <= index <= high or (index > high and not unitless):
        return
    pounds = weight_kg * KG_PER_POUND
    hint = (
        f"Did you mean {weight_kg:g}lb, which is {pounds:.0f} kg? If not, " if index > high else ""
    )
    remedy = f"{hint}write --weight {weight_kg:g}kg to say that it is right."
    if index < low:
        remedy = "look at the weight, the height and their units again."
    what = f"{weight_kg:g} kg at {height_cm:g} cm is a body mass index of {index:.0f}"
    raise RequestError(Problem("--weight", what, remedy[0].upper() + remedy[1:]))


def _allergen(word: str, tables: Tables) -> str:
    """The tag that a word names, or the word itself where it is a food's name."""
    tag = find_allergen(word)
    if tag is not None:
        return tag
    try:
        find_avoided(word, tables)
    except RequestError:
        near = close_matches(word, (*ALLERGENS, *SPOKEN_ALLERGENS))
        remedy = f"{near} The tables can keep out {', '.join(ALLERGENS)}, or a food by its name."
        what = f"{word!r} is neither an allergen of the tables nor a food"
        raise RequestError(Problem("--allergy", what, remedy.strip())) from None
    return word.strip().lower()


def _amount(text: str, option: str, tables: Tables) -> tuple[str, float]:
    name, equals, amount = text.partition("=")
    if not equals:
        remedy = f"Write a nutrient and an amount, such as {option} magnesium=450."
        raise RequestError(Problem(option, f"{text!r} has no amount", remedy))
    nutrient = find_nutrient(name, tables.nutrients)
    return nutrient.id, parse_amount(amount, nutrient, option)
