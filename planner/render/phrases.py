"""Writes amounts, days and people as people say them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor

from planner.checking.findings import CheckReport
from planner.errors import Problem, RequestError, close_matches, mention, quote
from planner.people.energy import DEFAULT_PART
from planner.people.intakes import ADULT_AGES
from planner.people.person import Person
from planner.plans.records import ShoppingLine
from planner.render.wording import AMERICAN, Wording
from planner.request.aisles import Aisles
from planner.tables.bundle import Tables
from planner.tables.foods import Food
from planner.tables.groceries import BY_WEIGHT, Grocery
from planner.tables.nutrients import Nutrient
from planner.tables.reference_intakes import LACTATION, PREGNANCY

FRACTIONS = {0.25: "¼", 0.5: "½", 0.75: "¾"}
TSP_A_TBSP, TBSP_A_CUP = 3.0, 16.0
CUPS = {"quarter cup": 0.25, "half cup": 0.5}
"""Measures of the tables that people count in cups."""
WEIGHED = "100 g"
"""The measure of a food that has no household measure."""
MOST_SPOONS = 6.5  # tablespoons: beyond it people take a cup
G_AN_OZ, OZ_A_LB = 28.349523125, 16.0
ML_AN_FL_OZ = 29.5735295625
US_VOLUMES = {128: "1 gallon", 64: "½ gallon", 32: "1 quart"}  # fluid ounces that have a name
FL_OZ_A_GALLON, FL_OZ_A_QUART = 128.0, 32.0
MOST_FL_OZ = 64.0  # beyond it people count quarts and gallons
WHOLE = 10  # from which on amounts have no tenths
NEAR = 0.01  # of an amount: so near a round one it is called so
TRACE = 0.1  # of half a piece: what is no more than that is not told


class Units(StrEnum):
    """What weights and volumes are written in."""

    METRIC = "metric"
    US = "us"


def find_units(word: str) -> Units:
    """The units of that name; RequestError for any other."""
    try:
        return Units(word.strip().lower())
    except (AttributeError, ValueError):
        remedy = close_matches(str(word), list(Units)) or f"Choose one of {', '.join(Units)}."
        raise RequestError(Problem(("units",), f"{quote(word)} is not known", remedy)) from None


@dataclass(frozen=True)
class Style:
    """How a document is written.

    In which units; with the list in the order of one's own `aisles` where they are given; with the
    days called by their dates from `start` where it is known; with `pictures` of the coverage;
    `brief` where a line's room counts. Whose English it is, and in which currency prices are, says
    `wording`.
    """

    units: Units = Units.METRIC
    aisles: Aisles | None = None
    start: date | None = None
    pictures: bool = False
    brief: bool = False
    wording: Wording = AMERICAN


PLAIN = Style()


def write_day(day: int, start: date | None) -> str:
    """A day's title: its number, or its date if the first day has one."""
    if start is None:
        return f"Day {day}"
    of_day = start + timedelta(days=day - 1)
    return f"{of_day:%A} {of_day.day} {of_day:%B}"


def name_day(day: int, start: date | None) -> str:
    """A day within a sentence: "day 3", "Wed 2 Dec"."""
    if start is None:
        return f"day {day}"
    of_day = start + timedelta(days=day - 1)
    return f"{of_day:%a} {of_day.day} {of_day:%b}"


def write_date(day: int, start: date | None) -> str:
    """A day for a program to read: "day 3", "2026-12-02"."""
    return f"day {day}" if start is None else (start + timedelta(days=day - 1)).isoformat()


def name_days(days: Sequence[int], start: date | None) -> str:
    """Several days within a sentence: "days 1, 2, 5", "Mon 30 Nov, Wed 2 Dec"."""
    if start is None:
        return f"day{'s' if len(days) > 1 else ''} {', '.join(map(str, days))}"
    return ", ".join(name_day(day, start) for day in days)


def write_length(days: int) -> str:
    """How long a plan is: "one day", "7 days"."""
    return "one day" if days == 1 else f"{days} days"


def write_spoon(eighths: int) -> str:
    """So many eighths of a spoon: "⅛", "¼", "1⅜".

    >>> write_spoon(3)
    '⅜'
    """
    whole, rest = divmod(eighths, 8)
    return f"{whole or ''}{('', *'⅛¼⅜½⅝¾⅞')[rest]}"


def write_count(count: float) -> str:
    """2, ½, 1½: quarters as fractions, anything else with at most two decimals."""
    whole, rest = divmod(round(count, 4), 1)
    if rest in FRACTIONS:
        return f"{int(whole) or ''}{FRACTIONS[rest]}"
    return f"{count:.2f}".rstrip("0").rstrip(".")


def write_portions(food: Food, portions: float, units: Units = Units.METRIC) -> str:
    """The household measure: "1½ cups", "2 slices", "½ medium".

    Spoons become larger ones and cups where there are many of them: "about ½ cup" for 7½
    tablespoons. The weight stands beside it.
    """
    if food.portion == WEIGHED or (food.portion == "oz" and units is Units.METRIC):
        return write_weight(portions * food.portion_g, units)
    if food.portion == "tsp" and portions >= TSP_A_TBSP:
        return _write_spoons(portions / TSP_A_TBSP, 0.5)
    if food.portion == "tbsp":
        return _write_spoons(portions, food.step)
    if food.portion in CUPS:
        cups = portions * CUPS[food.portion]
        if cups * 4 % 1:
            return f"{write_count(cups * TBSP_A_CUP)} tbsp"
        return f"{write_count(cups)} {'cup' if cups <= 1 else 'cups'}"
    return f"{write_count(portions)} {food.portion if portions <= 1 else food.portion_plural}"


def _write_spoons(tablespoons: float, step: float) -> str:
    """Tablespoons as people measure them: quarter cups if there are many, or if they fill one."""
    quarters = max(1, round(tablespoons / TBSP_A_CUP * 4))
    exact = tablespoons == quarters / 4 * TBSP_A_CUP
    if exact or tablespoons > MOST_SPOONS:
        measure = "cup" if quarters <= 4 else "cups"
        return f"{'' if exact else 'about '}{write_count(quarters / 4)} {measure}"
    nearest = round(tablespoons / step) * step
    about = "" if nearest == tablespoons else "about "
    return f"{about}{write_count(nearest)} tbsp"


def write_weight(grams: float, units: Units = Units.METRIC) -> str:
    """A weight to weigh: "5.2 g", "62 g", "1.23 kg"; "0.2 oz", "12 oz", "2½ lb"."""
    if units is Units.US:
        ounces = grams / G_AN_OZ
        half_pounds = round(ounces / OZ_A_LB * 2)
        if half_pounds >= 2 and abs(ounces / OZ_A_LB * 2 - half_pounds) <= NEAR * half_pounds:
            return f"{write_count(half_pounds / 2)} lb"
        if ounces >= 2 * OZ_A_LB:
            return f"{ounces / OZ_A_LB:,.1f}".removesuffix(".0") + " lb"
        return f"{_write_decimal(ounces)} oz"
    if round(grams) >= 1000:
        return f"{grams / 1000:,.2f}".rstrip("0").rstrip(".") + " kg"
    return f"{_write_decimal(grams)} g"


def write_volume(ml: float, units: Units = Units.METRIC) -> str:
    """A volume to pour: "237 ml", "1.89 l"; "8 fl oz", "½ gallon", "2.5 quarts"."""
    if units is Units.US:
        ounces = ml / ML_AN_FL_OZ
        for size, name in US_VOLUMES.items():
            if abs(ounces - size) <= NEAR * size:
                return name
        if ounces > FL_OZ_A_GALLON:
            return f"{_write_decimal(ounces / FL_OZ_A_GALLON)} gallons"
        if ounces > MOST_FL_OZ:
            return f"{_write_decimal(ounces / FL_OZ_A_QUART)} quarts"
        return f"{_write_decimal(ounces)} fl oz"
    if round(ml) >= 1000:
        return f"{ml / 1000:,.2f}".rstrip("0").rstrip(".") + " l"
    return f"{_write_decimal(ml)} ml"


def _write_decimal(value: float) -> str:
    """Whole from ten, with a tenth below it."""
    return f"{value:,.0f}" if round(value, 1) >= WHOLE else f"{value:.1f}".removesuffix(".0")


def write_quantity(
    grams: float, grocery: Grocery, units: Units = Units.METRIC, *, rest: bool = False
) -> str:
    """Grams of an item in the unit it is sold by: pieces, a volume or a weight.

    Pieces come in halves: rounded up for what is needed, except for a trace, and down for a `rest`.
    """
    if grocery.counted_g is not None and grams >= grocery.counted_g / 4:
        halves = grams / grocery.counted_g * 2
        return write_count(max(1, floor(halves + TRACE) if rest else ceil(halves - TRACE)) / 2)
    if grocery.g_per_ml is not None:
        return write_volume(grams / grocery.g_per_ml, units)
    return write_weight(grams, units)


def write_eaten(food: Food, grams: float, grocery: Grocery, units: Units = Units.METRIC) -> str:
    """Grams of a food on the plate: what is drunk by volume, all else by weight."""
    if grocery.g_per_ml is not None and food.portion == "cup":
        return write_volume(grams / grocery.g_per_ml, units)
    return write_weight(grams, units)


def add_as_written(
    food: Food, servings: Sequence[float], grocery: Grocery, units: Units = Units.METRIC
) -> float:
    """Add up grams of a food as `write_eaten` rounds them, so that the plates add up to the sum."""
    size = G_AN_OZ if units is Units.US else 1.0
    if grocery.g_per_ml is not None and food.portion == "cup":
        size = grocery.g_per_ml * (ML_AN_FL_OZ if units is Units.US else 1.0)
    counts = (grams / size for grams in servings)
    return size * sum(
        round(count) if round(count, 1) >= WHOLE else round(count, 1) for count in counts
    )


def write_packs(line: ShoppingLine, grocery: Grocery, units: Units = Units.METRIC) -> str:
    """The packs to buy: "4", "2 cans of 400 g", "1 carton of 1.89 l", "227 g from the bulk bin"."""
    if grocery.pack == BY_WEIGHT:
        return write_weight(sum(size * count for size, count in line.packs), units)
    if grocery.pack == "piece":
        return str(sum(count for _, count in line.packs))
    return " and ".join(
        f"{write_weight(size * count, units)} from the bulk bin"
        if is_loose(size, grocery)
        else f"{count} {grocery.pack if count == 1 else grocery.pack_plural}"
        f" of {write_quantity(size, grocery, units)}"
        for size, count in line.packs
    )


def is_loose(size_g: float, grocery: Grocery) -> bool:
    """Whether a pack of an item is filled from the shop's bulk bin."""
    return size_g in grocery.pack_g[: grocery.bulk_bin]


def is_worth_saying(grams: float, grocery: Grocery) -> bool:
    """Whether grams of an item are more than a trace: 1 % of a pack, or half of a piece."""
    piece_g = grocery.counted_g
    return grams >= (NEAR * grocery.pack_g[0] if piece_g is None else piece_g / 2)


def write_bought(line: ShoppingLine, grocery: Grocery, style: Style = PLAIN) -> str:
    """A line of the list: the item, its packs, what is needed, at home and left over, its price."""
    units = style.units
    parts = [f"needs {write_quantity(line.grams, grocery, units)}"]
    had = line.at_home_grams + line.carried_grams
    if line.at_home_grams or is_worth_saying(line.carried_grams, grocery):
        parts.append(f"you have {write_quantity(had, grocery, units, rest=True)}")
    bought = sum(size * count for size, count in line.packs)
    short = line.grams - had - bought
    if bought and grocery.counted_g is None and short >= 1:
        parts.append(f"{write_quantity(short, grocery, units)} short")
    if is_worth_saying(line.left_grams, grocery) and not style.brief:
        parts.append(f"leaves {write_quantity(line.left_grams, grocery, units, rest=True)}")
    price = f", {write_price(line)}" if line.cost_usd is not None else ""
    if price and grocery.price_is_own:
        price += " (your price)"
    return f"{grocery.name}: {write_packs(line, grocery, units)} ({', '.join(parts)}){price}"


def write_price(line: ShoppingLine) -> str:
    """What a line's packs cost; a star marks a price that is an estimate."""
    return f"${line.cost_usd or 0.0:,.2f}{'' if line.price_known else '*'}"


def write_amount(value: float, nutrient: Nutrient) -> str:
    """A value with its unit, in three figures or so."""
    if value >= 100:
        return f"{value:,.0f} {nutrient.unit}"
    return f"{value:.3g} {nutrient.unit}"


def write_range(values: Collection[float], nutrient: Nutrient) -> str:
    """The lowest and the highest of some amounts: "210 to 540 µg"; one if both read the same."""
    low, high = (write_amount(value, nutrient) for value in (min(values), max(values)))
    unit = f" {nutrient.unit}"
    return high if low == high else f"{low.removesuffix(unit)} to {high}"


def write_label(nutrient: str, person: Person, report: CheckReport, tables: Tables) -> str:
    """A nutrient's name, with a plus sign if a supplement counts too."""
    sign = " +" if (person.name, nutrient) in report.taken else ""
    return tables.nutrients[nutrient].label + sign


def write_percent(value: float, limit: float) -> str:
    """Whole percent, rounded down so that 99.9 never reads as 100."""
    return f"{int(value / limit * 100 + 1e-6)} %" if limit else "-"


def write_share(share: float) -> str:
    """What part of a whole something is, in whole percent."""
    return "below 1 %" if 0 < share < 0.01 else f"{share * 100:.0f} %"


def write_person(person: Person) -> str:
    """Who a plan is for."""
    part = person.part or DEFAULT_PART.get(person.stage)
    stage = {
        PREGNANCY: f"pregnant woman (trimester {part})",
        LACTATION: f"lactating woman (half year {part})",
    }.get(person.stage)
    grown = person.age is None or person.age >= ADULT_AGES[0]
    sexes = {"female": ("girl", "woman"), "male": ("boy", "man"), None: ("child", "adult")}
    who = stage or sexes[person.sex][grown]
    name = "" if person.name == "you" else f"{person.name}, "
    if person.age is None:
        return f"{name}any {who} of {ADULT_AGES[0]} to {ADULT_AGES[1]}"
    article = "an" if who[0] == "a" else "a"
    return f"{name}{article} {who} of {person.age}"


def write_assumption(person: Person) -> str:
    """Which trimester or half year is assumed if none was given; else empty."""
    if person.stage not in DEFAULT_PART or person.part is not None:
        return ""
    part = "trimester" if person.stage == PREGNANCY else "half year of nursing"
    assumed = ("first", "second")[DEFAULT_PART[person.stage] - 1]
    said = f"No {part} was given, so the {assumed} is assumed"
    return f"{said}; {mention('trimester')} says which it is."
