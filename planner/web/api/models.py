"""What the API takes and gives, beside the objects of the kitchen's files.

A week is its file's object. Names of fields are those of the files: grams as bought, days as
2026-11-30, money in US dollars. What isn't known is null, never zero.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, Field

from planner.web.pages.lists import LONGEST_NAMES, MOST_CLOCK, MOST_TICKS

LONGEST_WORDS = 200
Mark = Literal["cooked", "skipped", "ate-out"]


class Week(BaseModel):
    """A week that is planned."""

    first_day: dt.date
    last_day: dt.date
    days: int


class Weeks(BaseModel):
    """All weeks, the earliest first; `current` is that of today, else the next or the last."""

    current: dt.date | None
    weeks: list[Week]


class Meal(BaseModel):
    """A meal of a day. `mark` is what was said of it, null where nobody spoke of it."""

    meal: str
    dish: str
    name: str
    minutes: int | None = Field(
        description="to cook it, or to heat what is left over; null where that isn't known"
    )
    leftover_of: int | None = Field(description="the day with whose dinner it was cooked")
    mark: Mark | None
    servings: list[dict[str, Any]] = Field(description="as in the week's file")


class Day(BaseModel):
    """A day of a week: its number from 1, its date, and its meals in their order."""

    day: int
    date: dt.date
    week: dt.date = Field(description="the first day of its week")
    meals: list[Meal]


class Days(BaseModel):
    """The days of a week."""

    days: list[Day]


class Level(BaseModel):
    """What a day brings of a nutrient, recomputed from the printed portions.

    `share` is value over target, null where everything is eaten elsewhere.
    """

    person: str
    nutrient: str
    name: str
    day: int
    unit: str
    value: float
    target: float
    share: float | None
    missed: bool


class Coverage(BaseModel):
    """Each minimum, and the energy, on each day, for each person; and what the plan misses."""

    levels: list[Level]
    misses: list[dict[str, Any]] = Field(description="as in the week's file")


class Line(BaseModel):
    """An item to buy, as in the week's file, with its name and its tick."""

    week: int
    grocery_id: str
    name: str
    aisle: str
    grams: float
    at_home_grams: float
    carried_grams: float
    packs: list[dict[str, float]]
    left_grams: float
    cost_usd: float | None
    price_known: bool
    cupboard: bool = Field(description="you may have it: look before you buy")
    ticked: bool


class ShoppingList(BaseModel):
    """What is left to buy for a week. `clock` is the largest of its operations."""

    first_day: dt.date
    clock: int
    lines: list[Line]


class Tick(BaseModel):
    """An operation on a list. Make an `id` of your own for each; sent twice, it counts once.

    `clock` is one more than the largest that you have seen: of two operations on an item the one
    with the larger clock holds, whichever comes first.
    """

    id: str = Field(min_length=1, max_length=LONGEST_NAMES)
    item: str = Field(min_length=1, max_length=LONGEST_NAMES, description="a grocery_id")
    on: bool
    clock: int = Field(ge=0, lt=MOST_CLOCK)


class Ticks(BaseModel):
    """Operations on a list, in any order."""

    ticks: list[Tick] = Field(max_length=MOST_TICKS)


class Ticked(BaseModel):
    """What is ticked on a list after some operations.

    `count` is how many there are: of two answers the one with more is newer, if `born` is the same.
    It is another where the kitchen's ticks were deleted.
    """

    ticked: list[str]
    clock: int
    count: int
    born: int


class Bought(BaseModel):
    """The items of a list that were bought, by grocery_id."""

    items: list[str] = Field(min_length=1, max_length=MOST_TICKS)


class Said(BaseModel):
    """What became of a meal."""

    mark: Mark


class Stock(BaseModel):
    """Grams of an item at home, and until when it is best."""

    grocery_id: str
    name: str
    grams: float
    best_before: dt.date | None


class Pantry(BaseModel):
    """What is at home at the beginning of a day; what is past its date; dishes in the freezer."""

    day: dt.date
    stocks: list[Stock]
    past: list[Stock]
    frozen: list[Stock]


class Words(BaseModel):
    """What to say of an item: `words` name it and how much, such as "firm tofu 454 g"."""

    verb: Literal["counted", "bought", "threw"]
    words: str = Field(min_length=1, max_length=LONGEST_WORDS)


class Weighed(BaseModel):
    """The item that words named, and its grams."""

    grocery_id: str
    name: str
    grams: float


class Undone(BaseModel):
    """The lines of the journal that were taken back; none where it says nothing."""

    undone: list[str]


class People(BaseModel):
    """Everyone who eats, as in a week's file, each with `targets`."""

    people: list[dict[str, Any]]


class Fault(BaseModel):
    """What is wrong, where (a file with its line, or a field), and what to do."""

    where: str
    what: str
    remedy: str


class Faults(BaseModel):
    """Why something wasn't done."""

    problems: list[Fault]
