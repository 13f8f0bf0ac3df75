"""How a plan is planned again: the command line that asks for the same, from the file's request."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

STAGES = {"pregnancy": "pregnant", "lactation": "lactating"}
LISTS = {
    "allergies": "--allergy",
    "avoid": "--avoid",
    "allow": "--allow",
    "like": "--like",
    "dislike": "--dislike",
    "conditions": "--condition",
    "supplements": "--supplements",
}


def write_command(request: Any) -> str:
    """The command that asks for what a request of any version's file did; "" where none can say.

    Several people, and diets of their own, are asked for with a profile, which the command names.
    """
    try:
        people = request["people"]
        words = list(_write_shared(request))
        if len(people) == 1 and not people[0].get("own_diet"):
            words += _write_person(people[0])
        else:
            words = ["--profile", "FILE", *words]
        return shlex.join(["planner", "plan", *words])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ""


def _write_shared(request: Mapping[str, Any]) -> Iterator[str]:
    yield from ("--days", str(int(request["days"])))
    for name in ("seed", "leftovers"):
        if request.get(name):
            yield from (f"--{name}", str(int(request[name])))
    minutes = request.get("minutes") or {}  # until version 4 a number, for dinners
    for meal, most in ({"dinner": minutes} if isinstance(minutes, int) else minutes).items():
        yield from ("--minutes", f"{meal}={most}")
    for nutrient in request.get("every_day", ()):
        yield from ("--every-day", nutrient)
    if request.get("budget_usd"):
        yield from ("--budget", f"{request['budget_usd']:g}")
    if request.get("cheap"):
        yield "--cheap"


def _write_person(person: Mapping[str, Any]) -> Iterator[str]:
    yield from ("--diet", person["diet"])
    for name, option in (("age", "--age"), ("sex", "--sex"), ("part", "--trimester")):
        if person.get(name):
            yield from (option, str(person[name]))
    if person.get("stage") in STAGES:
        yield from ("--life-stage", STAGES[person["stage"]])
    yield from ("--calories", f"{person['energy_kcal']:g}")
    for name, option in (("minimum", "--target"), ("maximum", "--limit")):
        for nutrient, amount in person.get(name, {}).items():
            yield from (option, f"{nutrient}={amount:.10g}")
    for name, option in LISTS.items():
        for word in person.get(name, ()):
            yield from (option, word)
    for one in person.get("out", ()):
        yield from ("--out", f"day {one['day']} {one['meal']}")
