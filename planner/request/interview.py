"""What is asked for a profile, person by person, and what the answers say.

An answer is a word as people type it at an option, and is looked up as options are, at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.errors import DIETS, Problem, RequestError, mention, quote
from planner.parsing.numbers import drop_thousands_commas
from planner.request.from_words import make_request
from planner.request.profile_file import Words
from planner.request.request import MOST_PEOPLE
from planner.tables.bundle import Tables

NOTHING_SAID = ("", "none", "no", "-", "any")


@dataclass(frozen=True)
class Question:
    """What is asked for a word of a profile.

    `default` is what no answer means, "" for leaving the word out; `read` makes the word's value
    of an answer and raises RequestError where it can't.
    """

    word: str
    asks: str
    default: str
    read: Callable[[str], Any]


def read_whole(text: str) -> int:
    """A whole number as people type it; RequestError where it isn't one."""
    try:
        return int(drop_thousands_commas(text))
    except ValueError:
        remedy = "Write it in digits, such as 7."
        raise RequestError(Problem("", f"{quote(text)} is not a whole number", remedy)) from None


def read_words(text: str) -> list[str]:
    """Words that commas part."""
    return [word.strip() for word in text.split(",") if word.strip()]


DAYS = Question("days", "How many days to plan at a time", "7", read_whole)
ABOUT_A_PERSON = (
    Question("age", "Age in years (none: any adult)", "", read_whole),
    Question("sex", "Sex, female or male (none: either)", "", str),
    Question("diet", f"Diet ({mention(DIETS)} lists them)", "omnivore", str),
    Question("allergies", "Allergies, with commas between (none)", "", read_words),
)


def find_answer(text: str, question: Question, before: Words, tables: Tables) -> Words:
    """The words of a person so far with an answer added.

    `before` are the words of the person's earlier answers. RequestError with what is wrong in
    the answer, named by its field; NoPlanExists where it leaves a meal without a dish.
    """
    text = text.strip()
    if text.lower() in NOTHING_SAID:
        text = question.default
    if not text:
        return before
    try:
        words = {**before, question.word: question.read(text)}
        make_request(tables, **words)
    except RequestError as error:
        problems = (
            replace(problem, where=problem.where or (question.word,)) for problem in error.problems
        )
        raise RequestError(*problems) from None
    return words


def find_name(text: str, place: int, names: Sequence[str]) -> str:
    """The name of the person at a place, from 1; RequestError for one that another has."""
    name = text.strip() or ("you" if place == 1 else f"person {place}")
    if name.casefold() in (other.casefold() for other in names):
        remedy = "Give each a name of their own."
        raise RequestError(Problem("name", f"someone else is called {quote(name)}", remedy))
    return name


def find_people(text: str) -> int:
    """For how many people is planned; RequestError for a number that can't be."""
    people = read_whole(text.strip() or "1")
    if not 1 <= people <= MOST_PEOPLE:
        remedy = f"Between 1 and {MOST_PEOPLE} people can be planned for together."
        raise RequestError(Problem("people", f"{quote(people)} is out of range", remedy))
    return people
