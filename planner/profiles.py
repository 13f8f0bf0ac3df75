"""Profile files: the words of the command line, kept in a TOML file.

days = 7
minutes = 30

[[diet]]
name = "no-red-meat"
excludes = ["meat"]

[[person]]
name = "Ana"
age = 34
sex = "female"
diet = "no-red-meat"
allergies = ["peanut"]

[person.target]
magnesium = "400mg"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.errors import Problem, ProfileError, close_matches
from planner.foods import CONTAINS

TOP = {"days": int, "seed": int, "minutes": int, "every_day": list, "person": list, "diet": list}
PERSON = {
    "name": str,
    "age": int,
    "sex": str,
    "life_stage": str,
    "trimester": int,
    "diet": str,
    "allergies": list,
    "avoid": list,
    "like": list,
    "dislike": list,
    "calories": (int, float),
    "weight_kg": (int, float),
    "height_cm": (int, float),
    "activity": str,
    "target": dict,
    "limit": dict,
}
DIET = {"name": str, "excludes": list}
KINDS: Mapping[Any, str] = {
    int: "a whole number",
    str: "a text",
    list: "a list of texts",
    dict: "a table",
    (int, float): "a number",
}
SPOKEN = {"weight_kg": "weight", "height_cm": "height", "target": "targets", "limit": "limits"}


@dataclass(frozen=True)
class Profile:
    """What a profile file says, in the words that `make_request` takes.

    `words` hold for everyone, `people` are each person's own.
    """

    words: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]

    def person(self, name: str | None = None) -> dict[str, Any]:
        """The words for the one person of that name; the only one where no name is given."""
        if not self.people:
            return dict(self.words)
        names = [str(person.get("name", "")) for person in self.people]
        if name is None and len(self.people) > 1:
            remedy = f"Say which with --person: {', '.join(names)}."
            what = f"holds {len(names)} people, and one is planned for at a time"
            raise ProfileError(Problem("--profile", what, remedy))
        if name is not None and name not in names:
            remedy = close_matches(name, names) or f"It holds {', '.join(names)}."
            raise ProfileError(Problem("--person", f"the profile has no {name!r}", remedy))
        place = 0 if name is None else names.index(name)
        return {**self.words, **self.people[place]}


def read_profile(path: Path) -> Profile:
    """Read a profile file; ProfileError with every fault, its line or its key's path."""
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(Problem(str(path), f"is not TOML: {error}")) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ProfileError(Problem(str(path), f"can't be read: {reason}")) from error
    problems: list[Problem] = []
    words = _read(value, TOP, path.name, problems)
    people = [
        _read(person, PERSON, f"{path.name}, person {place}", problems)
        for place, person in enumerate(words.pop("person", []), start=1)
    ]
    diets: dict[str, list[str]] = {}
    for place, entry in enumerate(words.pop("diet", []), start=1):
        where = f"{path.name}, diet {place}"
        diet = _read(entry, DIET, where, problems)
        if set(diet) != set(DIET):
            problems.append(Problem(where, "needs a name and excludes"))
            continue
        diets[diet["name"]] = diet["excludes"]
        problems += [
            Problem(where, f"excludes: {tag!r} is not known", close_matches(tag, CONTAINS))
            for tag in diet["excludes"]
            if tag not in CONTAINS
        ]
    names = [person.get("name") for person in people]
    if len(set(names)) < len(names):
        problems.append(Problem(path.name, "two people have one name", "Give each a name."))
    if problems:
        raise ProfileError(*problems)
    for person in people:
        for key in ("target", "limit"):
            if key in person:
                person[key] = [f"{name}={amount}" for name, amount in person[key].items()]
        for key, spoken in SPOKEN.items():
            if key in person:
                person[spoken] = person.pop(key)
        if "weight" in person:
            person["weight"] = f"{person['weight']}kg"
        if "height" in person:
            person["height"] = f"{person['height']}cm"
    return Profile({**words, "own_diets": diets}, tuple(people))


def _read(
    value: Any, known: Mapping[str, Any], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """The known keys of a table whose values are of their kind."""
    if not isinstance(value, dict):
        problems.append(Problem(where, "should be a table"))
        return {}
    found = {}
    for key, entry in value.items():
        if key not in known:
            remedy = close_matches(key, known) or f"The keys are {', '.join(known)}."
            problems.append(Problem(where, f"the key {key!r} is not known", remedy))
            continue
        kind = known[key]
        sound = isinstance(entry, kind) and not isinstance(entry, bool)
        if kind is list and sound and key not in ("person", "diet"):
            sound = all(isinstance(word, str) for word in entry)
        if not sound:
            problems.append(Problem(where, f"{key} = {entry!r} should be {KINDS[kind]}"))
            continue
        found[key] = entry
    return found
