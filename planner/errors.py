"""What can go wrong, and the exit code each failure ends with.

    PlannerError            what the command line catches, once
    ├── TableError          a table of the data folder is broken           exit 1
    ├── PlanFileError       a plan file can't be read or was tampered with exit 1
    ├── OutputError         a result can't be written where it was asked   exit 1
    ├── NoPlanExists        no dish can be served at a meal                exit 1
    ├── PlanWouldHarm       a condition makes general targets harmful      exit 4
    ├── ProfileError        a profile can't be read or has a wrong key     exit 1
    ├── HouseholdFileError  a pantry or a file of aisles isn't understood  exit 1
    ├── KitchenError        a kitchen is none, is in use, or isn't understood exit 1
    ├── PeopleFileError     the rows of many people aren't understood      exit 1
    ├── CohortError         a cohort can't be begun, or not be gone on with exit 1
    └── RequestError        what was asked for is unknown or out of range  exit 2

An error holds one or more problems: a reader collects all the faults of a file before it raises.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

NEAR, FAR = 0.7, 0.6  # likeness of two words, of which 1 is the same
LONGEST = 100  # letters of a word that something else may have been meant by


def clip(text: str, most: int = 40) -> str:
    """A text that is no longer than a line has room for."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def quote(value: object, most: int = 60) -> str:
    """A value that was seen, in quotes where it is a text, and shortened to fit into a message."""
    if isinstance(value, str):
        return repr(clip(value, most))
    try:
        return clip(repr(value), most)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "a number of more than 4,300 digits"


class ExitCode(IntEnum):
    """How the program ends; the numbers are documented in docs/reference/exit-codes.md."""

    MET = 0
    BAD_DATA = 1
    USAGE = 2
    MISSED = 3
    HARMFUL = 4


FieldPath = tuple[str | int, ...]
"""Where a field of a request is, by the names of a library call: ("people", 0, "calories")."""

Speaker = Callable[[FieldPath, Any], str]
"""How a shell writes a field, with a value or with "" for none."""

OPEN, BETWEEN, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Signs around a field and its value in a text: no text that people write has them."""

REQUEST, NUTRIENTS, CONDITIONS = "whole request", "list of nutrients", "list of conditions"
DIETS, PLAN_FILE, ONE_PERSON = "list of diets", "plan file", "one person"
MAKE_KITCHEN, NEXT_WEEK, LOOK_OVER = "make a kitchen", "next week", "look over a kitchen"
BUY_LIST, COUNT, FIND_FOODS = "buy a list", "count an item", "list of foods"
"""What a text may mention besides fields: a whole request, where to find something, a verb."""

KITCHEN_VARIABLE = "PLANNER_KITCHEN"  # of the environment: it names a kitchen's folder

LIBRARY_NAMES: Mapping[str, str] = {
    NUTRIENTS: "`tables.nutrients`",
    CONDITIONS: "`tables.conditions`",
    DIETS: "`diets(tables)`",
    PLAN_FILE: "`json.dumps(plan.to_json())`",
    ONE_PERSON: "`make_request`",
    MAKE_KITCHEN: "`make_kitchen`",
    NEXT_WEEK: "`plan_next`",
    LOOK_OVER: "`look_over`",
    BUY_LIST: "`buy_list`",
    COUNT: "`say_item`",
    FIND_FOODS: "`tables.foods`",
}
"""Where to find each in a library call."""


def mention(field: str | FieldPath, value: object = "") -> str:
    """A field in the text of a problem or a document, which each shell writes in its own words.

    mention("days", 3) is an option with its value at the command line, and `days=3` in a library
    call. The value may be a number, a text, or a list of texts, of which each is an option of its
    own. Instead of a field it may be REQUEST, with its fields and their values, or one of
    LIBRARY_NAMES.
    """
    name = field if isinstance(field, str) else field[-1]
    return f"{OPEN}{name}{BETWEEN}{json.dumps(value)}{CLOSE}"


def write_mentions(text: str, say: Speaker) -> str:
    """A text whose fields, marked by `mention`, are in the words of a shell."""
    return re.sub(
        f"{OPEN}([\\w ]+){BETWEEN}([^{CLOSE}]*){CLOSE}",
        lambda found: say((found[1],), json.loads(found[2])),
        text,
    )


def write_argument(path: FieldPath, value: Any = "") -> str:
    """A field as a library call has it."""
    name = ".".join(map(str, path))
    if name == REQUEST and "profile" in value:
        shared = {field: said for field, said in value.items() if field != "profile"}
        return f"`make_household(people, tables, {shared})`"
    if name == REQUEST:
        words = ", ".join(write_argument((field,), said) for field, said in value.items())
        return f"`make_request(tables, {words})`"
    name = LIBRARY_NAMES.get(name, name)
    return name if value == "" else f"{name}={value!r}"


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, what was seen there, and what to do about it.

    `where` is a place in a file, or the path of a field; the texts may `mention` fields. Faults of
    a table's cells that have one `cause` are one, which names their `lines`. `who` is the name of
    the person whose field it is, where several are planned for. Of an `unknown` word, `nearest` is
    the known one that is most like it, if there is one.
    """

    where: str | FieldPath
    what: str
    remedy: str = ""
    cause: tuple[str, ...] = field(default=(), compare=False, repr=False)
    lines: tuple[int, ...] = field(default=(), compare=False, repr=False)
    who: str = ""
    unknown: str = field(default="", compare=False, repr=False)
    nearest: str = field(default="", compare=False, repr=False)

    def write(self, say: Speaker = write_argument) -> str:
        """The problem in the words of a shell; the remedy stands on a line of its own."""
        where = self.where if isinstance(self.where, str) else say(self.where, "")
        where = f"{where} ({self.who})" if self.who else where
        sentence = f"{where}: {self.what}" if where else self.what
        text = f"{sentence}\n  {self.remedy}" if self.remedy else sentence
        return write_mentions(text, say)

    def __str__(self) -> str:
        return self.write()


class PlannerError(Exception):
    """Anything the planner can explain to the person who ran it."""

    exit_code = ExitCode.BAD_DATA

    def __init__(self, *problems: Problem) -> None:
        """Hold the problems; the message is all of them."""
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[PlannerError], tuple[Problem, ...]]:
        """How another process makes it again: of its problems, not of its message."""
        return type(self), self.problems


class TableError(PlannerError):
    """A table of the data folder is missing, malformed or contradicts another."""


class PlanFileError(PlannerError):
    """A plan file can't be read, is of another version, or doesn't add up."""


class ProfileError(PlannerError):
    """A profile file can't be read, or says what isn't understood."""


class HouseholdFileError(PlannerError):
    """A pantry or a file of aisles can't be read, or says what isn't understood."""


class KitchenError(PlannerError):
    """A folder is no kitchen, another command is using it, or a file of it isn't understood."""


class PeopleFileError(PlannerError):
    """A file of many people can't be read, or has rows that aren't understood."""


class CohortError(PlannerError):
    """A cohort can't be planned here: another run's folder, another scheduler, other tables."""


class OutputError(PlannerError):
    """A result can't be written to the place that was asked for."""


class NoPlanExists(PlannerError):
    """Some meal has no dish left that the person's diet and exclusions allow."""


class PlanWouldHarm(PlannerError):
    """A condition was named under which general targets may harm; nothing is planned."""

    exit_code = ExitCode.HARMFUL


class RequestError(PlannerError):
    """Something in the request is unknown, out of range or contradictory."""

    exit_code = ExitCode.USAGE


def offer_one_by_one(text: str, field: str | FieldPath) -> str:
    """How to give several words that stand in one text, or an empty string where it is one word."""
    words = [word.strip() for word in re.split(r"[,;]|\band\b", text) if word.strip()][:3]
    if len(words) < 2:
        return ""
    if isinstance(field, str):
        return "Name one at a time."
    return f"Name one at a time: {mention(field, words)}."


def close_matches(word: str, known: Iterable[str]) -> str:
    """A question naming up to three known words near `word`, or an empty string."""
    return offer_close(find_close(word, known))


def offer_close(names: Sequence[str]) -> str:
    """A question naming up to three words, or an empty string for none."""
    return f"Did you mean {' or '.join(names[:3])}?" if names else ""


def find_close(word: str, known: Iterable[str]) -> list[str]:
    """The known words near `word`, the nearest first.

    Letters in another order come first, which difflib thinks far apart: "tufo" is tofu. Where
    nothing is near, words that begin alike may be further off: so is "tofoo".
    """
    if len(word) > LONGEST:
        return []
    said = word.lower()
    letters = dict.fromkeys(map(ord, said))
    spelt = {}
    for one in sorted(known):  # difflib is slow: leave out where too few letters are the same
        low = one.lower()
        same = len(low) - len(low.translate(letters))
        if 2 * same >= FAR * (len(low) + len(said)):
            spelt[low] = one
    near = [one for one in spelt if sorted(one) == sorted(said)]
    near += difflib.get_close_matches(said, spelt, n=3, cutoff=NEAR)
    if not near:
        alike = [one for one in spelt if one[:1] == said[:1]]
        near = difflib.get_close_matches(said, alike, n=3, cutoff=FAR)
    return [spelt[one] for one in dict.fromkeys(near)]
