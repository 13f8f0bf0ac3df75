"""A plan at a glance: its dishes day by day, the five as bars, its verdict and its price.

A terminal shows it as its first screen, a page begins with it, and paper has it for the fridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from planner.checking.findings import CheckReport
from planner.people.choices import find_only, find_unplaced, find_wanted
from planner.people.eating_rules import WEEK_DAYS
from planner.people.person import Person
from planner.people.targets import DAY
from planner.plans.leftovers import find_work
from planner.plans.names import join_words, shorten_meal
from planner.plans.records import DayPlan, Meal, WeekPlan
from planner.plans.shopping import compute_cost
from planner.render.blocks import (
    Bar,
    BarRow,
    Bars,
    BarTable,
    Block,
    Cell,
    Chips,
    Heading,
    Mark,
    Tile,
    Week,
    WeekDay,
)
from planner.render.charts import WHOLE
from planner.render.documents.coverage import (
    AT_LEAST,
    AVERAGE,
    NOT_JUDGED,
    compose_everyone,
    find_missed,
)
from planner.render.documents.shopping_list import write_budget
from planner.render.phrases import (
    PLAIN,
    Style,
    name_day,
    write_amount,
    write_length,
    write_percent,
    write_person,
)
from planner.report.coverage_levels import Level, Minimum, compute_coverage, compute_minima
from planner.report.meal_figures import compute_meal
from planner.tables.bundle import Tables
from planner.tables.nutrients import ENERGY, THE_FIVE

SYMBOLS = dict(zip(THE_FIVE, ("Mg", "K", "Ca", "B12", "D"), strict=True))
MOST_MISSED = 3  # nutrients that the first screen names


def compose_title(plan: WeekPlan) -> Heading:
    """How many days for whom."""
    people = plan.request.people
    days = write_length(len(plan.days)).capitalize()
    if len(people) == 1:
        (person,) = people
        return Heading(f"{days}, {person.diet}, {person.energy_kcal:,.0f} kcal a day", 1)
    return Heading(f"{days} for {join_words([person.name for person in people])}", 1)


def compose_overview(
    plan: WeekPlan,
    report: CheckReport,
    tables: Tables,
    style: Style = PLAIN,
    hints: Sequence[str] = (),
) -> list[Block]:
    """The first screen of a plan; `hints` say what to type next.

    Of a plan of several weeks it has the first week's dishes, and all the days' bars.
    """
    people = plan.request.people
    chips = compose_chips(plan, report, tables, style.start)
    if len(plan.days) > WEEK_DAYS:
        more = Cell(f"the first {WEEK_DAYS} of {len(plan.days)} days:")
        chips = Chips((*chips.facts, more))
    unserved = [text for person in people for text in write_unserved(person, plan, tables)]
    chips = Chips((*chips.facts, *(Cell(text, Mark.UNDER) for text in unserved)))
    blocks: list[Block] = [compose_title(plan), chips]
    blocks.append(compose_week(plan, plan.days[:WEEK_DAYS], report, tables, style.start))
    if len(people) > 1:
        blocks.append(compose_bar_table(plan, report, tables, style.start))
    else:
        blocks.append(compose_bars(plan, report, people[0], tables, style.start))
    return [*blocks, *([Chips(tuple(Cell(hint, Mark.QUIET) for hint in hints))] if hints else [])]


def write_unserved(person: Person, plan: WeekPlan, tables: Tables) -> list[str]:
    """Write what a person likes and doesn't get in some week, and why."""
    served: dict[int, set[str]] = {}
    for day in plan.days:
        own = served.setdefault((day.day - 1) // WEEK_DAYS, set())
        for meal in day.meals:
            mine = [serving.food_id for serving in meal.servings if serving.person == person.name]
            own |= {meal.dish, *mine} if mine else set()
    weeks = [week for week in served if not week or len(plan.days) >= (week + 1) * WEEK_DAYS]
    people, minutes = plan.request.people, plan.request.minutes
    only = find_only(people, plan.request.only_cuisine, minutes, plan.request.days, tables)
    unplaced = find_unplaced(person, people, minutes, tables, only)
    lacking: dict[tuple[bool, tuple[int, ...]], list[str]] = {}
    for word, meant in find_wanted(person, tables).items():
        lacks = tuple(week + 1 for week in weeks if served[week].isdisjoint(meant))
        if lacks:
            when = lacks if len(lacks) < len(weeks) else ()
            lacking.setdefault((word in unplaced, when), []).append(word)
    who = "you like" if person.name == "you" else f"{person.name} likes"
    reason = "no days were found that have it and keep every target and eating rule"
    if plan.request.wishes:
        reason = "the days that you changed leave it out"
    if plan.stopped:
        reason = "the search was stopped early"
    texts = []
    for (nowhere, when), words in lacking.items():
        why = "no dish that may be served has it" if nowhere else reason
        place = f" in week {join_words([str(week) for week in when])}" if when else ""
        texts.append(f"Not served{place} of what {who}: {join_words(words)}; {why}.")
    return texts


def compose_bar_table(
    plan: WeekPlan, report: CheckReport, tables: Tables, start: date | None = None
) -> BarTable:
    """The five of each of several people, as bars and in percents."""
    numbers = compose_everyone(plan, report, tables)
    bars = []
    for person in plan.request.people:
        rows = {
            row.symbol: row.bars for row in compose_bars(plan, report, person, tables, start).rows
        }
        bars.append(tuple(rows.get(symbol, ()) for symbol in SYMBOLS.values()))
    short = dict.fromkeys(numbers.headers[1:])

    def shorten(head: str, name: str) -> str:
        return f"{name} avg" if head.endswith(AVERAGE) else name

    labels = [tables.nutrients[nutrient].label for nutrient in THE_FIVE]
    return BarTable(
        corner="lowest %",
        heads=tuple(map(shorten, short, labels)),
        symbols=tuple(map(shorten, short, SYMBOLS.values())),
        bars=tuple(bars),
        numbers=numbers,
    )


def compose_chips(
    plan: WeekPlan, report: CheckReport, tables: Tables, start: date | None = None
) -> Chips:
    """The verdict and what else counts of a plan, each in a few words."""
    facts = [Cell(*write_verdict(plan, report, tables, start))]
    if report.over_budget_usd:
        facts.append(Cell(write_budget(plan, tables).partition(":")[0], Mark.MISS))
    if plan.stopped:
        facts.append(Cell("The search was stopped early", Mark.UNDER))
    cost = compute_cost(plan.shopping, tables)
    if cost.total_usd is not None:
        facts.append(Cell(f"${cost.total_usd:,.2f} to buy, ${cost.used_usd or 0:,.2f} eaten"))
    meals = [meal for day in plan.days for meal in day.meals]
    foods = len({serving.food_id for meal in meals for serving in meal.servings})
    dishes = len({meal.dish for meal in meals})
    facts.append(Cell(f"{foods} foods, {dishes} dish{'es' if dishes != 1 else ''}"))
    if len(plan.request.people) == 1:
        (person,) = plan.request.people
        facts.append(Cell(f"for {write_person(person)}"))
    return Chips(tuple(facts))


def write_verdict(
    plan: WeekPlan, report: CheckReport, tables: Tables, start: date | None = None
) -> tuple[str, Mark]:
    """Whether the five are reached, and how that is meant; or the first of what is missed."""
    missed = find_missed(report, tables, start)
    if missed:
        more = len(missed) - MOST_MISSED
        named = "; ".join(missed[:MOST_MISSED]) + (f"; and {more} more" if more > 0 else "")
        return f"Missed: {named}", Mark.MISS
    minima = [
        minimum for person in plan.request.people for minimum in compute_minima(report, person)
    ]
    weekly = {one.nutrient for one in minima if one.weekly}
    daily = [tables.nutrients[one].label for one in THE_FIVE if one not in weekly]
    average = [tables.nutrients[one].label for one in THE_FIVE if one in weekly]
    text = f"{join_words(daily)} every day"
    text += f", {join_words(average)} on average" if average else ""
    text += f", {AT_LEAST}; upper limits {NOT_JUDGED}" if report.uncounted else ""
    return text[0].upper() + text[1:], Mark.REACHED


def compose_week(
    plan: WeekPlan,
    days: Sequence[DayPlan],
    report: CheckReport,
    tables: Tables,
    start: date | None = None,
) -> Week:
    """The dishes of up to seven days: minutes, energy, and whether one like each came before."""
    people = plan.request.people
    served = {(day.day, meal.meal): meal for day in days for meal in day.meals}
    out = {(day, meal) for person in people for day, meal in person.out}
    kinds = plan.request.kinds
    meals = [m for m in kinds if any({(day.day, m)} & (served.keys() | out) for day in days)]
    had: set[str] = set()
    rows = []
    for day in days:
        tiles = []
        for name in meals:
            meal = served.get((day.day, name))
            if meal is None:
                gone = any((day.day, name) in person.out for person in people)
                text = "out" if gone else ""
                tiles.append(Tile(name, text, mark=Mark.QUIET, served_as=kinds[name]))
                continue
            tile = _compose_tile(day.day, meal, plan, tables, had)
            had.add(tables.families[meal.dish])
            tiles.append(tile)
        energies = [
            report.amount(person.name, day.day, ENERGY)
            for person in people
            if not all((day.day, meal.name) in person.out for meal in person.meals)
        ]
        title = name_day(day.day, start)
        short = title
        if start is not None:
            short = f"{start + timedelta(days=day.day - 1):%a}"
        rows.append(
            WeekDay(
                name=short[0].upper() + short[1:],
                title=title[0].upper() + title[1:],
                energy=_write_energies(energies) or "out",
                tiles=tuple(tiles),
            )
        )
    return Week(tuple(meals), tuple(rows), tuple(kinds[meal] for meal in meals))


def _compose_tile(day: int, meal: Meal, plan: WeekPlan, tables: Tables, had: set[str]) -> Tile:
    people = plan.request.people
    eaters = list(dict.fromkeys(serving.person for serving in meal.servings))
    timing = find_work(day, meal, plan, tables)
    written = f"{timing.minutes} min" if timing.minutes else ""
    written += ", soak" if timing.ahead_minutes else ""
    name = shorten_meal(meal, tables)
    figures = [compute_meal(meal, eater, tables).get(ENERGY) for eater in eaters]
    return Tile(
        meal=meal.meal,
        name=name,
        minutes=written if meal.leftover_of is None else "left over",
        energy=_write_energies([kcal for kcal in figures if kcal is not None]),
        whose="" if len(eaters) == len(people) else ", ".join(eaters),
        again=tables.families[meal.dish] in had,
        place=write_place(day, meal.meal),
        served_as=plan.request.kinds.get(meal.meal, ""),
    )


def write_place(day: int, meal: str) -> str:
    """The address of a meal on a page."""
    return f"day-{day}-{meal.replace(' ', '-')}"


def _write_energies(energies: Sequence[float]) -> str:
    """The energy of some people: "2,041", "1,640 to 2,412"; empty for nobody."""
    if not energies:
        return ""
    low, high = (f"{kcal:,.0f}" for kcal in (min(energies), max(energies)))
    return high if low == high else f"{low} to {high}"


def compose_bars(
    plan: WeekPlan,
    report: CheckReport,
    person: Person,
    tables: Tables,
    start: date | None = None,
) -> Bars:
    """What each day brings a person of the five, and how they are reached over all days."""
    minima = {one.nutrient: one for one in compute_minima(report, person)}
    over = {
        (one.nutrient, one.number)
        for one in report.verdicts
        if one.person == person.name
        and one.period == DAY
        and one.required
        and one.maximum is not None
        and one.value > one.maximum
    }
    levels: dict[str, list[Level]] = {nutrient: [] for nutrient in THE_FIVE}
    days = [day.day for day in plan.days]
    for first in range(0, len(days), WEEK_DAYS):
        week = days[first : first + WEEK_DAYS]
        for row in compute_coverage(week, report, person):
            if row.nutrient in levels:
                levels[row.nutrient] += row.levels[: len(week)]
    rows = []
    for nutrient, own in levels.items():
        minimum = minima.get(nutrient)
        if minimum is None:
            continue
        bars = tuple(
            Bar(
                label=name_day(day, start),
                share=None if level.out else level.share,
                mark=_mark(level, is_over=(nutrient, day) in over),
            )
            for day, level in zip(days, own, strict=True)
        )
        rows.append(
            BarRow(
                name=tables.nutrients[nutrient].label,
                symbol=SYMBOLS[nutrient],
                target=write_amount(minimum.target, tables.nutrients[nutrient]),
                percent=write_percent(minimum.average, minimum.average_target),
                mark=_mark_all(minimum, bars),
                says=_write_lowest(minimum, bars),
                bars=bars,
            )
        )
    return Bars("The five", tuple(rows))


def _mark(level: Level, *, is_over: bool) -> Mark:
    if is_over:
        return Mark.OVER
    if level.missed:
        return Mark.MISS
    return Mark.REACHED if level.out or level.share >= 1 - WHOLE else Mark.UNDER


def _mark_all(minimum: Minimum, bars: Sequence[Bar]) -> Mark:
    if minimum.missed:
        return Mark.MISS
    if any(bar.mark is Mark.OVER for bar in bars):
        return Mark.OVER
    return Mark.UNDER if minimum.short else Mark.REACHED


def _write_lowest(minimum: Minimum, bars: Sequence[Bar]) -> str:
    """What the days promise together: "on average", "lowest 121 %, day 7"."""
    known = [(bar.share, bar) for bar in bars if bar.share is not None]
    if minimum.weekly or not known:
        return "on average"
    share, bar = min(known, key=lambda pair: pair[0])
    if len(bars) == 1:
        return "that day"
    return f"lowest {write_percent(share + WHOLE, 1.0)}, {bar.label}"
