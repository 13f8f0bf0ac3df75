"""What is asked for a profile, person by person, and what the answers say.

An answer is a word as people type it at an option, and is looked up as options are, at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.errors import DIETS, Problem, RequestError, mention, quote
from planner.parsing.numbers import drop_thousands_commas
from planner.parsing.weekdays import find_weekday
from planner.people.ages import explain_age
from planner.request.from_words import make_request
from planner.request.profile_file import Words
from planner.request.request import MOST_PEOPLE
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS

NOTHING_SAID = ("none", "no", "-", "any")
"""Answers that leave a word out; no answer at all keeps what stands in brackets."""

CHILDBEARING = range(14, 51)
"""Ages at which a woman is asked about pregnancy: those of the reference intakes for it."""

SOME_DAY = date(2026, 11, 30)  # stands in for the first day, so that a weekday is understood
SOME_HEIGHT = "170 cm"  # stands in for the height while the weight alone is known


@dataclass(frozen=True)
class Question:
    """What is asked for a word of a profile.

    `default` is what no answer means, "" for leaving the word out; `read` makes the word's value
    of an answer and raises RequestError where it can't. `needs` are words that must be said before,
    for the question to be asked.
    """

    word: str
    asks: str
    default: str
    read: Callable[[str], Any]
    needs: tuple[str, ...] = ()


def read_whole(text: str) -> int:
    """A whole number as people type it; RequestError where it isn't one."""
    try:
        return int(drop_thousands_commas(text))
    except ValueError:
        remedy = "Write it in digits, such as 7."
        raise RequestError(Problem("", f"{quote(text)} is not a whole number", remedy)) from None


def read_age(text: str) -> int:
    """An age in whole years; RequestError, with what to write, for months and half years."""
    try:
        return read_whole(text)
    except RequestError:
        remedy = explain_age(text)
        if not remedy:
            raise
        problem = Problem("", f"{quote(text)} is not a number of whole years", remedy)
        raise RequestError(problem) from None


def read_words(text: str) -> list[str]:
    """Words that commas part."""
    return [word.strip() for word in text.split(",") if word.strip()]


def read_minutes(text: str) -> list[str]:
    """One number for every meal, or one for each meal that is named; RequestError for a mixture."""
    words = read_words(text)
    if len(words) > 1 and not all("=" in word for word in words):
        remedy = "Write 30 for every meal, or lunch=15, dinner=40 for some."
        raise RequestError(Problem("", f"{quote(text)} mixes all meals and some", remedy))
    return words


DAYS = Question("days", "How many days to plan at a time", "7", read_whole)
ABOUT_THE_TABLE = (
    Question(
        "meals",
        f"Meals of a day, a name of your own as tea=snack ({', '.join(MEALS)})",
        "",
        read_words,
    ),
    Question("minutes", "Minutes to cook a meal, such as 30 or dinner=40 (any)", "", read_minutes),
    Question("cuisine", "Cuisines you like best, such as Indian, Mexican (any)", "", read_words),
    Question("budget", "US dollars that the shopping may cost (any)", "", str),
)
ABOUT_A_PERSON = (
    Question("age", "Age in years (none: any adult)", "", read_age),
    Question("sex", "Sex, female or male (none: either)", "", str),
    Question("life_stage", "Pregnant or breastfeeding (no)", "", str, ("age", "sex")),
    Question("weight", "Weight, such as 63 kg or 139 lb (none)", "", str, ("age", "sex")),
    Question("height", "Height, such as 168 cm or 5ft6in (none)", "", str, ("weight",)),
    Question(
        "activity",
        "Activity: sedentary, moderate, active or very-active",
        "sedentary",
        str,
        ("height",),
    ),
    Question("diet", f"Diet ({mention(DIETS)} lists them)", "omnivore", str),
    Question("allergies", "Allergies, with commas between (none)", "", read_words),
    Question("conditions", "Illnesses and medicines that matter for food (none)", "", read_words),
    Question("avoid", "Foods never to be served (none)", "", read_words),
    Question("dislike", "Foods or dishes liked less (none)", "", read_words),
    Question("skip", "Meals never eaten, such as breakfast (none)", "", read_words),
    Question(
        "out", "Meals eaten elsewhere, such as Monday lunch, day 6 dinner (none)", "", read_words
    ),
)


def is_asked(question: Question, words: Words, tables: Tables) -> bool:
    """Whether a question is for someone of whom these words are known."""
    if any(word not in words for word in question.needs):
        return False
    if question.word == "life_stage":
        (person,) = make_request(tables, age=words["age"], sex=words["sex"]).people
        return person.sex == "female" and person.age in CHILDBEARING
    return True


def write_answer(question: Question, words: Mapping[str, Any]) -> str:
    """What someone answered before, as it is typed; the default where they didn't."""
    value = words.get(question.word, question.default)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def find_answer(
    text: str, question: Question, before: Words, tables: Tables, table: Words | None = None
) -> Words:
    """The words of a person so far with an answer added.

    `before` are the words of the person's earlier answers, `table` those about everyone.
    RequestError with what is wrong in the answer, named by its field; NoPlanExists where it leaves
    a meal without a dish.
    """
    text = text.strip()
    if not text or text.lower() in NOTHING_SAID:
        text = question.default
    if not text:  # a weight is of no use without a height
        return {word: said for word, said in before.items() if (question.word, word) != BODY}
    try:
        words = {**before, question.word: question.read(text)}
        known = dict(words)
        if "weight" in known:
            known.setdefault("height", SOME_HEIGHT)
        if table and "meals" in table:
            known.setdefault("meals", table["meals"])
        make_request(tables, start=SOME_DAY, **known)
    except RequestError as error:
        problems = (
            replace(problem, where=problem.where or (question.word,)) for problem in error.problems
        )
        raise RequestError(*problems) from None
    return words


BODY = ("height", "weight")


def needs_a_date(people: Iterable[Mapping[str, Any]]) -> bool:
    """Whether someone eats elsewhere on a weekday, so that a plan needs its first day's date.

    >>> needs_a_date([{"out": ["Monday lunch"]}]), needs_a_date([{"out": ["day 1 lunch"]}])
    (True, False)
    """
    texts = (text for one in people for text in one.get("out", ()))
    return any(find_weekday(word) is not None for text in texts for word in text.split())


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


def find_yes(text: str) -> bool:
    """Whether an answer says yes; RequestError for one that says neither yes nor no."""
    answers = {"": True, "y": True, "yes": True, "n": False, "no": False}
    try:
        return answers[text.strip().lower()]
    except KeyError:
        raise RequestError(
            Problem("", f"{quote(text)} is neither yes nor no", "Write y or n.")
        ) from None
