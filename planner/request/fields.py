"""The fields of a request, each declared once.

From a row come the option of the command line, the key of a profile file, the parameter of
`make_request`, the key of a plan file's request, and what the documentation says of each. To add a
field that needs no looking up in the tables, write its row here, give the record (`Request` or
`Person`) an attribute of the same name, and let the search and the check act on it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.errors import (
    BUY_LIST,
    CONDITIONS,
    COUNT,
    DIETS,
    FIND_FOODS,
    LOOK_OVER,
    MAKE_KITCHEN,
    NEXT_WEEK,
    NUTRIENTS,
    ONE_PERSON,
    PLAN_FILE,
    REQUEST,
    FieldPath,
)


class Scope(StrEnum):
    """Whether a field belongs to the whole plan or to each person."""

    PLAN = "plan"
    PERSON = "person"


class Kind(StrEnum):
    """The type of a value as people write it; the text is what messages call it."""

    WHOLE = "a whole number"
    NUMBER = "a number"
    TEXT = "a text in quotes"
    TEXTS = "a list of texts"
    WORDS = "a text, or a list of texts"
    AMOUNTS = "a table"
    FLAG = "true or false"
    NUMBER_OR_TEXT = "a number or a text"
    MEALS = "a whole number or a table"


class Stored(StrEnum):
    """The type of a value in the JSON of a plan file."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    TEXTS = "texts"
    NUMBERS = "numbers"
    FLAG = "flag"
    MINUTES = "minutes"
    PLACES = "places"
    MEAL_TIMES = "meal times"
    PEOPLE = "people"
    WISHES = "wishes"
    AT_HOME = "at home"
    DATE = "date"
    MEMORY = "memory"


JSON_TYPES = {
    Stored.WHOLE: "integer",
    Stored.NUMBER: "number",
    Stored.TEXT: "text",
    Stored.TEXTS: "list of text",
    Stored.NUMBERS: "object",
    Stored.FLAG: "boolean",
    Stored.MINUTES: "object",
    Stored.PLACES: "list",
    Stored.MEAL_TIMES: "list",
    Stored.PEOPLE: "list",
    Stored.WISHES: "list",
    Stored.AT_HOME: "list",
    Stored.DATE: "text",
    Stored.MEMORY: "object",
}
"""The names that the documentation uses for them."""


class Asked(StrEnum):
    """Which commands have the option of a field, from the fewest to the most fields.

    Every command that plans for a person has the person's options. Commands about days add those of
    days, and `planner plan` adds those of the plan.
    """

    BODY = "body"
    PERSON = "person"
    DAYS = "days"
    PLAN = "plan"
    NOWHERE = "nowhere"


DEFAULT_STORED = {
    Kind.WHOLE: Stored.WHOLE,
    Kind.NUMBER: Stored.NUMBER,
    Kind.TEXT: Stored.TEXT,
    Kind.TEXTS: Stored.TEXTS,
    Kind.WORDS: Stored.TEXT,
    Kind.AMOUNTS: Stored.NUMBERS,
    Kind.FLAG: Stored.FLAG,
    Kind.NUMBER_OR_TEXT: Stored.NUMBER,
    Kind.MEALS: Stored.MINUTES,
}


@dataclass(frozen=True)
class Field:
    """A field of a request.

    `name` is what a library call says, and what its other names are where a row gives none: `key`
    in a profile file, `option` at the command line (without its dashes), `record` in the records
    and the plan's JSON. `number_key` is a second profile key, for a plain number. `kind` is None
    for what is in the record alone. `bare` is what an option without a value says. `null` is
    whether the JSON may have null, `since` the schema version of plan files from which on they have
    the field: an older file says `before`, or the `default` if there is no such value. `help` is
    what an option's help says, `stored` what the JSON holds, which `json_help` says where it isn't
    what the help says. What the JSON doesn't hold has None in `stored`.
    """

    name: str
    scope: Scope
    kind: Kind | None = None
    asked: Asked = Asked.NOWHERE
    help: str = ""
    metavar: str = ""
    default: Any = None
    default_help: str = ""
    bare: str = ""
    key: str = ""
    number_key: str = ""
    option: str = ""
    record: str | None = ""
    stored: Stored | None = None
    null: bool = False
    json_help: str = ""
    since: int = 4
    before: Any = None

    def __post_init__(self) -> None:
        """Fill in the names that are as the name, and how its kind is stored."""

        def fill(name: str, value: Any) -> None:
            object.__setattr__(self, name, getattr(self, name) or value)

        fill("key", self.name)
        fill("option", self.key.replace("_", "-"))
        if self.record == "":
            fill("record", self.name)
        if self.kind is not None and self.stored is None:
            fill("stored", DEFAULT_STORED[self.kind])

    @property
    def may_repeat(self) -> bool:
        """Whether the option may be given more than once, each time with one more word."""
        return self.kind in REPEATED and not self.bare

    @property
    def json_type(self) -> str:
        """What the documentation calls the value of its key in a plan file."""
        if self.stored is None:
            return ""
        return JSON_TYPES[self.stored] + (" or null" if self.null else "")

    @property
    def full_help(self) -> str:
        """What the help of a command says of the option."""
        parts = [self.help, "May be repeated." if self.may_repeat else ""]
        parts.append(f"[default: {self.default_help}]" if self.default_help else "")
        return " ".join(filter(None, parts))


REPEATED = (Kind.TEXTS, Kind.WORDS, Kind.AMOUNTS, Kind.MEALS)
"""Kinds whose option may be given more than once."""

PLAN, PERSON = Scope.PLAN, Scope.PERSON
WHOLE, NUMBER, TEXT, TEXTS, AMOUNTS = (
    Kind.WHOLE,
    Kind.NUMBER,
    Kind.TEXT,
    Kind.TEXTS,
    Kind.AMOUNTS,
)
FIELDS = (
    Field(
        "people",
        PLAN,
        stored=Stored.PEOPLE,
        json_help="one to ten people who eat together, each with a name of their own",
    ),
    Field("name", PERSON, TEXT, help="The person's name.", default="you"),
    Field(
        "diet",
        PERSON,
        Kind.WORDS,
        Asked.PERSON,
        "One or several, such as vegan,gluten-free; `planner diets` lists them.",
        "DIET",
        default="omnivore",
        json_help="the diet, or several with a comma and a space between them",
    ),
    Field(
        "own_diet",
        PERSON,
        stored=Stored.TEXTS,
        null=True,
        key="excludes",
        json_help="what the person's own diet excludes; null if the diet is in diets.csv",
    ),
    Field(
        "calories",
        PERSON,
        NUMBER,
        Asked.BODY,
        "Energy a day, 600 to 6,000 kcal.",
        "KCAL",
        default_help="2000",
        record="energy_kcal",
        json_help="energy aimed at, kcal a day",
    ),
    Field("energy_source", PERSON, stored=Stored.TEXT, json_help="where that figure comes from"),
    Field(
        "age",
        PERSON,
        WHOLE,
        Asked.BODY,
        "Age in years, from 1.",
        "YEARS",
        null=True,
        json_help="years; null is any adult of 19 to 50",
    ),
    Field(
        "sex",
        PERSON,
        TEXT,
        Asked.BODY,
        "female or male.",
        "SEX",
        null=True,
        json_help='`"female"`, `"male"`; null is for both',
    ),
    Field(
        "life_stage",
        PERSON,
        TEXT,
        Asked.BODY,
        "pregnant or lactating.",
        "STAGE",
        record="stage",
        json_help='`"none"`, `"pregnancy"` or `"lactation"`',
    ),
    Field(
        "trimester",
        PERSON,
        WHOLE,
        Asked.BODY,
        "1 to 3 in pregnancy; the half year, 1 or 2, in lactation.",
        "NUMBER",
        record="part",
        null=True,
        json_help="the trimester, or the half year of lactation",
    ),
    Field(
        "weight",
        PERSON,
        Kind.NUMBER_OR_TEXT,
        Asked.BODY,
        "Body weight: 63, or 139lb.",
        "WEIGHT",
        number_key="weight_kg",
        record="weight_kg",
        null=True,
        json_help="body weight",
    ),
    Field(
        "height",
        PERSON,
        Kind.NUMBER_OR_TEXT,
        Asked.BODY,
        "Height: 165 (cm), or 5ft5in.",
        "HEIGHT",
        number_key="height_cm",
        record=None,
    ),
    Field(
        "activity",
        PERSON,
        TEXT,
        Asked.BODY,
        "inactive (or sedentary), low-active (or moderate), active or very-active.",
        "LEVEL",
        record=None,
    ),
    Field(
        "avoid",
        PERSON,
        TEXTS,
        Asked.PERSON,
        "Leave out a food, kind, group or ingredient.",
        "WORD",
        default=(),
        json_help="words as they were typed",
    ),
    Field(
        "allow",
        PERSON,
        TEXTS,
        Asked.PERSON,
        "Keep a food, kind or group that a word to avoid leaves out.",
        "WORD",
        default=(),
        json_help="words for foods that `avoid` would leave out",
    ),
    Field(
        "allergies",
        PERSON,
        TEXTS,
        Asked.PERSON,
        "Leave out an allergen.",
        "WORD",
        default=(),
        option="allergy",
        json_help="tags of `contains`, or words that name a food",
    ),
    Field(
        "allergens_at_home",
        PLAN,
        TEXTS,
        Asked.PLAN,
        "Let peanut, tree-nut, sesame, fish or shellfish into the house although someone is"
        " allergic.",
        "WORD",
        default=(),
        since=8,
        json_help="tags of allergens that others have on plates of their own, although they stay"
        " out of the house otherwise",
    ),
    Field(
        "free_of",
        PLAN,
        TEXTS,
        Asked.PLAN,
        "Keep an allergen or a food out of the house, for everyone.",
        "WORD",
        default=(),
        since=8,
        json_help="tags of `contains`, or words that name a food, that nobody has",
    ),
    Field(
        "household_allergies",
        PLAN,
        stored=Stored.FLAG,
        default=True,
        since=8,
        before=False,
        json_help="whether an allergy of one person counts for what the others are served; false in"
        " plans of earlier versions",
    ),
    Field("kept_out", PERSON, record="kept_out"),
    Field("own_meals", PERSON, record="meals"),
    Field(
        "like",
        PERSON,
        TEXTS,
        Asked.PERSON,
        "A food or dish to have more often, once a week at least.",
        "WORD",
        default=(),
        json_help="words for foods and dishes to have more often",
    ),
    Field(
        "dislike",
        PERSON,
        TEXTS,
        Asked.PERSON,
        "A food or dish to have less often.",
        "WORD",
        default=(),
        json_help="the same, less often",
    ),
    Field(
        "conditions",
        PERSON,
        TEXTS,
        Asked.PERSON,
        "An illness or a medicine; `planner explain conditions` lists them.",
        "WORD",
        default=(),
        option="condition",
        json_help="ids of conditions.csv, none of which stops a plan",
    ),
    Field(
        "targets",
        PERSON,
        AMOUNTS,
        Asked.PERSON,
        "A minimum of your own: magnesium=450, vitamin-d=800IU.",
        "NUTRIENT=AMOUNT",
        default=(),
        key="target",
        record="minimum",
        json_help="the person's own minima: nutrient id to amount a day, in the nutrient's unit",
    ),
    Field(
        "limits",
        PERSON,
        AMOUNTS,
        Asked.PERSON,
        "A daily maximum of your own: sodium=1500mg.",
        "NUTRIENT=AMOUNT",
        default=(),
        key="limit",
        record="maximum",
        json_help="the person's own maxima, likewise",
    ),
    Field(
        "every_day",
        PLAN,
        TEXTS,
        Asked.PERSON,
        "A nutrient to reach every day, not only on average.",
        "NUTRIENT",
        default=(),
        json_help="ids of the nutrients whose minimum holds every day",
    ),
    Field(
        "days",
        PLAN,
        WHOLE,
        Asked.DAYS,
        "The number of days.",
        "NUMBER",
        default=7,
        default_help="7",
        json_help="1 to 366",
    ),
    Field(
        "meals",
        PLAN,
        TEXTS,
        Asked.DAYS,
        "The meals of a day: breakfast,dinner, or tea=snack for one of your own name.",
        "MEALS",
        default=(),
        default_help="breakfast,lunch,dinner,snack",
        stored=Stored.MEAL_TIMES,
        since=8,
        json_help="the meals of a day in order: each a `name`, and `served_as`: `breakfast`,"
        " `lunch`, `dinner` or `snack`",
    ),
    Field(
        "skip",
        PERSON,
        TEXTS,
        Asked.DAYS,
        "A meal that isn't eaten; the others bring the whole day.",
        "MEAL",
        default=(),
        since=8,
        json_help="the names of meals that the person doesn't eat",
    ),
    Field(
        "minutes",
        PLAN,
        Kind.MEALS,
        Asked.DAYS,
        "The most minutes to make a meal: 30 for each, or dinner=40 for one.",
        "[MEAL=]NUMBER",
        null=True,
        json_help="the most minutes to make each meal; null if there is no cap",
    ),
    Field(
        "cuisine",
        PLAN,
        TEXTS,
        Asked.DAYS,
        "Prefer dishes of a cuisine, as `planner dishes` names them: indian, or mexican,japanese.",
        "WORD",
        default=(),
        since=8,
        json_help="words for cuisines whose dishes the plan prefers",
    ),
    Field(
        "only_cuisine",
        PLAN,
        TEXTS,
        Asked.DAYS,
        "Serve no other cuisine at lunch and dinner, nor at breakfast and snack if it has enough.",
        "WORD",
        default=(),
        since=8,
        json_help="words for the only cuisines of lunch and dinner, and of breakfast and snack if"
        " they have enough dishes",
    ),
    Field(
        "leftovers",
        PLAN,
        WHOLE,
        Asked.PLAN,
        "Cook once, eat twice: up to this many lunches a week (3 if you give no number) are the"
        " dinner of the day before.",
        "[NUMBER]",
        default=0,
        bare="3",
        json_help="0 to 7: the lunches a week that may be left over from the dinner before; above"
        " 0 only with 4 days or more",
    ),
    Field(
        "supplements",
        PERSON,
        TEXTS,
        Asked.PLAN,
        "Allow supplements if food can't reach a target: all, or vitamin-b12,vitamin-d.",
        "[NUTRIENTS]",
        default=(),
        bare="all",
        json_help="nutrient ids of which a supplement may be taken",
    ),
    Field(
        "seed",
        PLAN,
        WHOLE,
        Asked.PLAN,
        "Another number gives another plan.",
        "NUMBER",
        default=0,
        json_help="0 to 4294967295",
    ),
    Field(
        "out",
        PERSON,
        TEXTS,
        Asked.PLAN,
        "A meal eaten elsewhere: 'day 3 dinner', or 'monday lunch' if the first day is known;"
        " 'Ana day 3 dinner' for one of several.",
        "WORD",
        default=(),
        stored=Stored.PLACES,
        json_help="the meals eaten elsewhere: each a `day` (integer, from 1) and a `meal`",
    ),
    Field(
        "use_up",
        PLAN,
        Kind.FLAG,
        Asked.PLAN,
        "Prefer foods from the pantry, soonest expiry first.",
        default=False,
        json_help="whether the plan prefers what is at home",
    ),
    Field(
        "wishes",
        PLAN,
        stored=Stored.WISHES,
        json_help="what you asked `planner swap` for on single days",
    ),
    Field(
        "budget",
        PLAN,
        Kind.NUMBER_OR_TEXT,
        Asked.PLAN,
        "The most US dollars that the packs on the list may cost, such as 60.",
        "USD",
        record="budget_usd",
        null=True,
        json_help="the most that the packs to buy may cost, without the cupboard's",
    ),
    Field(
        "cheap",
        PLAN,
        Kind.FLAG,
        Asked.PLAN,
        "Weigh cost against usual portions.",
        default=False,
        json_help="whether cost was weighed against usual portions",
    ),
    Field(
        "no_repeat",
        PLAN,
        Kind.FLAG,
        Asked.PLAN,
        "Serve no dish of lunch or dinner twice.",
        default=False,
        since=6,
        json_help="whether dishes of lunch and dinner come only once in the plan",
    ),
    Field(
        "repeat",
        PLAN,
        Kind.MEALS,
        Asked.PLAN,
        "How often a week a dish may come at a meal: dinner=1, or 1 for each.",
        "[MEAL=]NUMBER",
        null=True,
        json_help="how often a week a dish of each meal may come there, 1 to 4; null if only the"
        " eating rules say so",
        since=8,
    ),
    Field(
        "memory",
        PLAN,
        stored=Stored.MEMORY,
        null=True,
        since=8,
        json_help="what was eaten and said before: `served` (`date`, `meal`, `dish`) and `opinions`"
        ' (`date`, `dish`, `word`: `"liked"` or `"skipped"`); `rests`: whether dinners of the last'
        " three weeks are left out; null if nothing is known",
    ),
    Field(
        "use_up_dinner",
        PLAN,
        stored=Stored.WHOLE,
        null=True,
        since=8,
        json_help="the day, from 1, for whose dinner nothing is to be bought that no other meal"
        " needs; null if there is none",
    ),
    Field(
        "at_home",
        PLAN,
        option="pantry",
        stored=Stored.AT_HOME,
        json_help="what the list leaves out: `grocery_id`, `grams` as bought, `until`: the last"
        " day, from 1, on which it is best, or null",
    ),
    Field(
        "start",
        PLAN,
        stored=Stored.DATE,
        null=True,
        since=5,
        json_help='the date of the first day, such as `"2026-11-30"`',
    ),
)
"""Every field, in the order in which help lists their options."""

BY_NAME = {field.name: field for field in FIELDS}
BY_OPTION = {field.option: field for field in FIELDS if field.asked != Asked.NOWHERE}
BY_RECORD = {
    scope: {field.record: field for field in FIELDS if field.scope == scope and field.record}
    for scope in Scope
}
"""The fields of a request's record and of a person's, by the names that records and JSON have."""


BY_STORED = {
    scope: {name: field for name, field in own.items() if field.stored is not None}
    for scope, own in BY_RECORD.items()
}
"""The same without what JSON doesn't hold."""

OTHER_OPTIONS = {"including": "with"}
"""Options whose name differs from the argument of a library call, and that no request has."""

COMMAND_NAMES: Mapping[str, str] = {
    "nutrient": "NUTRIENT",
    "words": "WORDS",
    "people": "people",
    NUTRIENTS: "`planner targets`",
    CONDITIONS: "`planner explain conditions`",
    DIETS: "`planner diets`",
    PLAN_FILE: "`planner plan --output plan.json`",
    ONE_PERSON: "--person",
    MAKE_KITCHEN: "`planner init --kitchen`",
    NEXT_WEEK: "`planner next`",
    LOOK_OVER: "`planner doctor`",
    FIND_FOODS: "`planner foods`",
    BUY_LIST: "`planner bought --list`",
    COUNT: "`planner counted`",
}
"""What is no option at the command line: an argument, and where to find something."""


def write_option(path: FieldPath, value: Any = "") -> str:
    """A field as the command line has it: `--target magnesium=450`; once for each text of a list.

    `path` may also name what is asked for besides a request, such as ("effort",).
    """
    name = str(path[-1])
    if name == REQUEST:
        return " ".join(
            ["planner plan", *(write_option((own,), said) for own, said in value.items())]
        )
    if name in COMMAND_NAMES:
        return COMMAND_NAMES[name]
    option = BY_NAME[name].option if name in BY_NAME else OTHER_OPTIONS.get(name, name)
    dashed = f"--{option.replace('_', '-')}"
    if isinstance(value, list):
        return " ".join(write_option(path, text) for text in value)
    if value == "" or value is True:
        return dashed
    return f"{dashed} {shlex.quote(write_text(value))}"


def write_text(value: str | float) -> str:
    """A number or a text as people write it: 2000.0 is 2000."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def find_asked(*groups: Asked) -> dict[str, Field]:
    """The fields whose options belong to these groups, by name."""
    return {field.name: field for field in FIELDS if field.asked in groups}


def find_missing(version: int, scope: Scope) -> dict[str, Any]:
    """The JSON keys that a plan file of an older version lacks, each with its default."""
    said = {
        name: field.default if field.before is None else field.before
        for name, field in BY_STORED[scope].items()
        if field.since > version
    }
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in said.items()
    }
