"""How foods are cooked: what a cook calls each one, how it is bought, and what is done with it.

`cooking.csv` has a row a food, `cooking_methods.csv` the words of each method, `seasonings.csv`
what a plate takes of a seasoning. Steps of dishes say what happens to a slot, the food's row how.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil

from planner.errors import Problem
from planner.parsing.csv_rows import read_rows
from planner.parsing.files import Source
from planner.tables.foods import Food

COLUMNS = (
    "food_id",
    "noun",
    "plural",
    "bought",
    "cut",
    "cut_min",
    "soaks_ml",
    "whole",
    "method",
    "minutes",
    "rest_min",
    "ahead_min",
    "simmer_min",
    "fry_min",
    "roast_min",
    "inside_c",
    "source",
)
OPTIONAL = ("cut_min", "soaks_ml", "whole")
METHOD_COLUMNS = (*("method", "hot", "cold", "ahead", "waits", "start_min", "steam_ml", "holds"),)
METHOD_OPTIONAL = ("start_min", "steam_ml", "holds")
SEASONING_COLUMNS = (
    *("seasoning", "words", "amount", "measure", "measure_plural", "when", "take_out", "source"),
)
SEASONING_OPTIONAL = ("take_out",)

RAW, DRY, FROZEN, CANNED, READY = "raw", "dry", "frozen", "canned", "ready"
BOUGHT = (RAW, DRY, FROZEN, CANNED, READY)
START, END = "start", "end"
PLAIN_MIN = 5  # minutes that warm a food without a row
PLAIN_METHOD = "ready"
UNCOOKED = "raw"  # the method of what is only cut
SOAKED = "soaked"  # the method of what boils the day before, whatever a dish does with it
MICROWAVE = "microwave"
FURTHER = 0.6  # of a piece's minutes in a microwave, for each further piece: our estimate


@dataclass(frozen=True)
class Cooking:
    """What a cook needs to know about a food.

    `noun` is what a name and a sentence call it, `plural` the same for several, or empty where it
    isn't counted; a noun that is its own plural is always several. `bought` is how the shop sells
    it, `cut` how it is prepared, which takes `cut_min` for a serving, `soaks_ml` how much liquid a
    gram takes up overnight, `whole` whether it is packed uncut. `method` is how it cooks by itself,
    which takes `minutes` and `rest_min` off the heat. `ahead_min` is how long it boils the day
    before. The other minutes are those in a pot, in a pan and in the oven at 200 °C with other
    foods, None where it isn't cooked so. `inside_c` is the lowest safe temperature inside, in °C.
    """

    food_id: str
    noun: str
    plural: str
    bought: str
    cut: str
    cut_min: float
    soaks_ml: float
    whole: bool
    method: str
    minutes: float | None
    rest_min: float | None
    ahead_min: float | None
    simmer_min: float | None
    fry_min: float | None
    roast_min: float | None
    inside_c: float | None
    source: str


@dataclass(frozen=True)
class Method:
    """The words of a way to cook: to serve hot, to serve cold, and what is done the day before.

    The words are templates; data/README.md lists what stands in their braces. A method that `waits`
    leaves the cook free for the next step. It takes `start_min` before the minutes of a food begin:
    until water boils or the oven is hot. A pot loses `steam_ml` of water. A pan or a toaster
    `holds` so many portions at once; None if all of them fit.
    """

    id: str
    hot: str
    cold: str
    ahead: str
    waits: bool
    start_min: float
    steam_ml: float
    holds: float | None

    def find_batches(self, portions: float) -> int:
        """In how many goes so many portions are cooked."""
        return max(1, ceil(portions / self.holds)) if self.holds else 1


@dataclass(frozen=True)
class Seasoning:
    """What a plate takes of a seasoning: `amount` in a `measure`, and when it goes in.

    Without a measure it is counted, and `measure_plural` is what several are called. What nobody
    eats, such as a bay leaf, is for the cook to `take_out`.
    """

    name: str
    words: str
    amount: float
    measure: str
    measure_plural: str
    when: str
    take_out: bool
    source: str


def find_own_minutes(row: Cooking, portions: float = 1.0) -> float:
    """The minutes of a food that cooks by itself, with those off the heat.

    A microwave shares its power among the pieces, so that more of them take longer.
    """
    minutes = row.minutes or 0.0
    if row.method == MICROWAVE:
        minutes *= 1 + FURTHER * (max(1, ceil(portions)) - 1)
    return round(minutes) + (row.rest_min or 0)


def make_plain(food: Food) -> Cooking:
    """What is known of a food without a row: its name, and that it is warmed in a few minutes.

    >>> make_plain(food).noun  # doctest: +SKIP
    'oat crackers'
    """
    return Cooking(
        food_id=food.id,
        noun=food.name,
        plural="",
        bought=READY,
        cut="",
        cut_min=0.0,
        soaks_ml=0.0,
        whole=False,
        method=PLAIN_METHOD,
        minutes=PLAIN_MIN,
        rest_min=None,
        ahead_min=None,
        simmer_min=PLAIN_MIN,
        fry_min=PLAIN_MIN,
        roast_min=PLAIN_MIN,
        inside_c=None,
        source="",
    )


def read_cooking(
    path: Source,
    methods: Mapping[str, Method],
    problems: list[Problem],
    *,
    foods: Collection[str] | None = None,
) -> dict[str, Cooking]:
    """The rows of `cooking.csv` by food; if you give `foods`, each must be of one of them."""
    found = {}
    for row in read_rows(path, COLUMNS, problems, key="food_id", optional=OPTIONAL):
        one = Cooking(
            food_id=row.choice_or_text("food_id", foods, "foods.csv"),
            noun=row.text("noun"),
            plural=row.text("plural", blank=True),
            bought=row.choice("bought", BOUGHT),
            cut=row.text("cut", blank=True),
            cut_min=row.optional_number("cut_min", 0, 30) or 0.0,
            soaks_ml=row.optional_number("soaks_ml", 0, 20) or 0.0,
            whole=row.text("whole", blank=True) != "" and row.flag("whole"),
            method=row.choice("method", methods, "cooking_methods.csv"),
            minutes=row.optional_number("minutes", 1, 600),
            rest_min=row.optional_number("rest_min", 1, 60),
            ahead_min=row.optional_number("ahead_min", 1, 600),
            simmer_min=row.optional_number("simmer_min", 1, 600),
            fry_min=row.optional_number("fry_min", 1, 600),
            roast_min=row.optional_number("roast_min", 1, 600),
            inside_c=row.optional_number("inside_c", 40, 100),
            source=row.text("source"),
        )
        words = methods.get(one.method)
        for column, value in (("minutes", one.minutes), ("ahead_min", one.ahead_min)):
            token = "{min}" if column == "minutes" else "{ahead}"
            if words and value is None and token in f"{words.hot}{words.cold}{words.ahead}":
                what = f"is blank, but the method {one.method} says how long"
                row.fault(column, what, "Write the minutes.")
        found[one.food_id] = one
    return found


def read_methods(path: Source, problems: list[Problem]) -> dict[str, Method]:
    """The rows of `cooking_methods.csv` by method."""
    return {
        row.text("method"): Method(
            id=row.text("method"),
            hot=row.text("hot"),
            cold=row.text("cold"),
            ahead=row.text("ahead", blank=True),
            waits=row.flag("waits"),
            start_min=row.optional_number("start_min", 0, 60) or 0.0,
            steam_ml=row.optional_number("steam_ml", 0, 500) or 0.0,
            holds=row.optional_number("holds", 1, 100),
        )
        for row in read_rows(path, METHOD_COLUMNS, problems, key="method", optional=METHOD_OPTIONAL)
    }


def read_seasonings(path: Source, problems: list[Problem]) -> dict[str, Seasoning]:
    """The rows of `seasonings.csv` by name."""
    return {
        row.text("seasoning"): Seasoning(
            name=row.text("seasoning"),
            words=row.text("words"),
            amount=row.number("amount", 0.05, 20),
            measure=row.text("measure", blank=True),
            measure_plural=row.text("measure_plural", blank=True),
            when=row.choice("when", (START, END)),
            take_out=row.text("take_out", blank=True) != "" and row.flag("take_out"),
            source=row.text("source"),
        )
        for row in read_rows(
            path, SEASONING_COLUMNS, problems, key="seasoning", optional=SEASONING_OPTIONAL
        )
    }
