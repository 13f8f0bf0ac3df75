"""People who eat together, from the words that a library call has for each.

    [{"name": "Ana", "diet": "vegan"}, {"name": "Ben", "calories": 2600}]

Every problem names the person and the path of the field: people.1.calories (Ben).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from typing import Any

from planner.errors import FieldPath, Problem, RequestError, quote
from planner.parsing.files import take_path
from planner.request import profile_file
from planner.request.arguments import BESIDES, check_records, take_words
from planner.request.fields import BY_NAME, Scope
from planner.request.from_words import join_requests, make_requests
from planner.request.profile_file import Profile, overlay
from planner.request.request import Request
from planner.tables.bundle import Tables

Words = Mapping[str, Any]


def make_household(
    people: Sequence[Words], shared: Words | None, tables: Tables
) -> tuple[Profile, Request]:
    """The words of the people as a profile, and the request that these make.

    `shared` are words that hold for all. RequestError with what is wrong in anyone's words.
    """
    profile, faults = _read_people(people, {} if shared is None else shared)
    words = [_place_words(profile, number) for number in range(len(profile.people))]
    try:
        return profile, join_requests(make_requests(words, tables, faults))
    except RequestError as error:
        raise RequestError(
            *(_name_person(problem, profile) for problem in error.problems)
        ) from None


def read_profile(path: str | PathLike[str], tables: Tables, person: str | None = None) -> Request:
    """Read a profile file: the request of its people, or of the `person` of that name.

    ProfileError for what can't be read, RequestError for words that aren't understood, each with
    the file, the person and the key.
    """
    check_records(tables=tables)
    profile = profile_file.read_profile(take_path(path, ("path",)))
    names = profile.names if person is None else [person]
    return join_requests(make_requests([profile.person(name) for name in names], tables))


def _read_people(people: Any, shared: Any) -> tuple[Profile, list[list[Problem]]]:
    """The sound words of all and of each person, and what is wrong with the others of each."""
    if isinstance(people, str | Mapping) or not isinstance(people, Iterable):
        remedy = 'Give the words of each: [{"name": "Ana", "diet": "vegan"}, {"name": "Ben"}].'
        raise RequestError(Problem(("people",), f"{quote(people)} is not a list of people", remedy))
    for_all, problems = _take(shared, ("shared",))
    own: list[Words] = []
    all_faults: list[list[Problem]] = []
    for number, entry in enumerate(people):
        words, faults = _take(entry, ("people", number))
        for name in words:
            if name in BY_NAME and BY_NAME[name].scope == Scope.PLAN:
                what = "is not for one person alone"
                faults.append(Problem(("people", number, name), what, "Give it in `shared`."))
        own.append(words)
        all_faults.append([*problems, *faults])
    return Profile(for_all, tuple(own)), all_faults


def _place_words(profile: Profile, number: int) -> Words:
    """The words of one of the people, with the path of each field that a problem may name."""
    own = profile.people[number]
    places: dict[str, FieldPath] = {
        name: ("shared", name)
        if field.scope == Scope.PLAN or (name in profile.words and name not in own)
        else ("people", number, name)
        for name, field in BY_NAME.items()
    }
    return {**overlay(profile.words, own), "places": places}


def _take(words: Any, place: FieldPath) -> tuple[dict[str, Any], list[Problem]]:
    """The words of a person, or of all, each of its kind; and what is wrong with the others."""
    if not isinstance(words, Mapping):
        remedy = 'Give a table of words, such as {"name": "Ana", "diet": "vegan"}.'
        return {}, [Problem(place, f"{quote(words)} is not a table of words", remedy)]
    return take_words(words, place, BESIDES)


def _name_person(problem: Problem, profile: Profile) -> Problem:
    """A problem with the name of the person whose field it is about."""
    path = problem.where
    if isinstance(path, str) or path[0] != "people" or len(path) == 1:
        return problem
    return replace(problem, who=profile.names[int(path[1])])
