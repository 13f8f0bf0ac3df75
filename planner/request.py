"""What was asked for: the people, the days, the seed and the rules of one plan.

The request is stored in the plan it made, so that a plan can be checked and planned again
without anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planner.diets import ALLERGENS, SPOKEN_ALLERGENS, find_allergen, find_diet
from planner.errors import PlanFileError, Problem, RequestError, close_matches
from planner.nutrients import find_nutrient, parse_amount
from planner.person import ENERGY_KCAL, Person, find_avoided
from planner.tables import Tables

MOST_DAYS = 366


@dataclass(frozen=True)
class Request:
    """People to plan for and how; one person for now, in a list that households will fill."""

    people: tuple[Person, ...]
    days: int = 7
    seed: int = 0
    every_day: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is out of range."""
        if not 1 <= self.days <= MOST_DAYS:
            what = f"{self.days} is out of range"
            remedy = f"Between 1 and {MOST_DAYS} days can be planned."
            raise RequestError(Problem("--days", what, remedy))
        if not 0 <= self.seed < 2**32:
            remedy = "Seeds are whole numbers from 0 to 4294967295."
            raise RequestError(Problem("--seed", f"{self.seed} is out of range", remedy))
        if len(self.people) != 1:
            what = f"{len(self.people)} people were named"
            raise RequestError(Problem("request", what, "One person is planned for at a time."))

    def to_json(self) -> dict[str, Any]:
        """The request as plain JSON values."""
        return {
            "people": [
                {
                    "name": person.name,
                    "diet": person.diet,
                    "allergies": list(person.allergies),
                    "avoid": list(person.avoid),
                    "age": person.age,
                    "sex": person.sex,
                    "energy_kcal": person.energy_kcal,
                    "minimum": dict(person.minimum),
                    "maximum": dict(person.maximum),
                }
                for person in self.people
            ],
            "days": self.days,
            "seed": self.seed,
            "every_day": list(self.every_day),
        }

    @classmethod
    def from_json(cls, value: Any) -> Request:
        """The request that `to_json` wrote; PlanFileError where it isn't one."""
        try:
            people = tuple(
                Person(
                    name=str(person["name"]),
                    diet=str(person["diet"]),
                    allergies=tuple(map(str, person["allergies"])),
                    avoid=tuple(map(str, person["avoid"])),
                    age=None if person["age"] is None else int(person["age"]),
                    sex=None if person["sex"] is None else str(person["sex"]),
                    energy_kcal=float(person["energy_kcal"]),
                    minimum={str(k): float(v) for k, v in person["minimum"].items()},
                    maximum={str(k): float(v) for k, v in person["maximum"].items()},
                )
                for person in value["people"]
            )
            days, seed = int(value["days"]), int(value["seed"])
            return cls(people, days, seed, tuple(map(str, value["every_day"])))
        except RequestError as error:
            raise PlanFileError(*error.problems) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problem = Problem("request", f"is not a request of a plan: {error!r}")
            raise PlanFileError(problem) from error


def make_request(
    tables: Tables,
    *,
    diet: str = "omnivore",
    calories: float = ENERGY_KCAL,
    days: int = 7,
    seed: int = 0,
    age: int | None = None,
    sex: str | None = None,
    avoid: Iterable[str] = (),
    allergies: Iterable[str] = (),
    targets: Iterable[str] = (),
    limits: Iterable[str] = (),
    every_day: Iterable[str] = (),
) -> Request:
    """A request from the words that a person uses, each looked up in the tables.

    `targets` and `limits` are written like "magnesium=450" or "vitamin-d=800IU". Raises
    RequestError naming close matches for what the tables don't know.
    """
    words = tuple(word.strip() for word in avoid)
    for word in words:
        find_avoided(word, tables)
    person = Person(
        diet=find_diet(diet, tables.diets).id,
        allergies=tuple(_allergen(word, tables) for word in allergies),
        avoid=words,
        age=age,
        sex=sex.strip().lower() if sex else None,
        energy_kcal=calories,
        minimum=dict(_amount(text, "--target", tables) for text in targets),
        maximum=dict(_amount(text, "--limit", tables) for text in limits),
    )
    daily = tuple(find_nutrient(word, tables.nutrients).id for word in every_day)
    return Request((person,), days, seed, daily)


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
