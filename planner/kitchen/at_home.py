"""What is at home: the pantry's file, and what the journal and the weeks add and take away.

Nothing is stored. Stocks are computed anew from pantry.csv, which says what was at home when the
kitchen began, from what was bought, thrown away and counted, and from the meals:

- a meal that was cooked has eaten what its plan needs; one that was skipped or eaten elsewhere
  has not; what a pot of one's own recipe makes more than is eaten is in the freezer from then on;
- a meal that nobody spoke of is unknown. Once its day is over it counts as cooked, since a list
  that lacks food is worse than one that has some twice; `unknown` says which meals these are.

The soonest best-before date is eaten first. A pack that is opened keeps as long as an open one.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from planner.errors import Problem
from planner.kitchen.journal import (
    BOUGHT,
    COOKED,
    COUNTED,
    ITEM_VERBS,
    MEAL_VERBS,
    THREW,
    UNSURE,
    Event,
    Journal,
)
from planner.kitchen.weeks import ServedMeal, ServedWeek, list_meals
from planner.plans.pots import FROZEN_DAYS
from planner.request.pantry import Pantry, Stock, find_names, refuse_item, simplify
from planner.tables.bundle import Tables
from planner.tables.groceries import BY_WEIGHT, RECIPE, Grocery

NEVER = date.max.toordinal()
LEAST_G = 0.5  # grams of an item that count as nothing
PACK_G = 0.05  # grams by which packs may differ from what was bought
LAST = 1 << 60  # after all lines of a journal
LONGEST_DAYS = 3650  # that anything is taken to keep
FORGOTTEN_DAYS = 14  # how long what is past its date is spoken of


@dataclass(frozen=True)
class Home:
    """What is at home at the beginning of a day.

    `pantry` has every stock, `past` those whose date is over. `frozen` are servings of one's own
    dishes in the freezer, which a week's plan serves where it can. `unknown` are
    the meals before that day that nobody spoke of, which count as cooked, and `unbought` the weeks
    of whose list nothing was bought. `problems` are lines of the journal about what the tables or
    the weeks don't have.
    """

    day: date
    pantry: Pantry
    past: tuple[Stock, ...] = ()
    frozen: tuple[Stock, ...] = ()
    unknown: tuple[ServedMeal, ...] = ()
    unbought: tuple[ServedWeek, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def all(self) -> Pantry:
        """What a plan may eat: the pantry, and what is in the freezer."""
        return Pantry((*self.pantry.stocks, *self.frozen))


@dataclass(slots=True, eq=False)
class _Lot:
    """Grams of an item that are good until a day, as its ordinal.

    `pack_g` is the size of its closed packs, 0 for open ones.
    """

    until: int
    pack_g: float
    grams: float


SOONEST = attrgetter("until", "pack_g")
"""The order in which lots are eaten."""


Step = tuple[str, int, str, float, Event | None]
"""A day, a place among that day's, an item, grams, and the event if it is one.

Without an event negative grams are eaten, positive ones put into the freezer.
"""


def find_horizon(day: date, tables: Tables) -> date:
    """The first day that still matters: nothing bought before it is good any more."""
    longest = max((item.keeps_days for item in tables.groceries.values()), default=0.0)
    return day - timedelta(days=min(int(longest), LONGEST_DAYS) + FORGOTTEN_DAYS)


def mark_meals(events: Iterable[Event]) -> dict[tuple[str, int, str], Event]:
    """The event that holds for each meal that someone spoke of: the last one."""
    return {
        (event.week, event.number, event.meal): event
        for event in events
        if event.verb in MEAL_VERBS
    }


def compute_home(
    pantry: Pantry,
    journal: Journal,
    weeks: Sequence[ServedWeek],
    tables: Tables,
    day: date,
    without_list: str = "",
) -> Home:
    """What is at home at the beginning of a day, without what was cooked since.

    What was bought `for` the list of the week `without_list` is left out, if one is named: so a
    list is what it was before the shopping.
    """
    today, since = day.isoformat(), find_horizon(day, tables).isoformat()
    marks = mark_meals(journal.events)
    meals = list_meals(weeks)
    problems: list[Problem] = []
    steps: list[Step] = []
    begins = _find_begins(pantry, tables, day)
    bought = _read_items(journal, tables, begins, without_list, steps, problems)
    held = {stock.grocery_id for stock in pantry.stocks} | {step[2] for step in steps}
    held |= {meal.dish for meal in meals.values() if meal.spare and meal.dish in begins}
    unknown = []
    for place, meal in meals.items():
        if meal.day < since:
            continue
        mark = marks.get(place)
        if mark is not None and mark.verb not in (COOKED, UNSURE):
            continue
        if mark is None or mark.verb == UNSURE:
            if meal.day >= today:
                continue
            unknown.append(meal)
        own_day = meal.day
        said = mark.line if mark is not None and mark.day == own_day else LAST
        steps += [
            (own_day, said, item, -grams, None)
            for item, grams in meal.needs.items()
            if item in held and own_day >= begins[item]
        ]
        if meal.spare and meal.dish in begins:
            steps.append((own_day, said, meal.dish, meal.spare, None))
    problems += _find_astray(marks, meals, weeks, journal)
    forgotten = day.toordinal() - FORGOTTEN_DAYS
    stocks = _make_stocks(_run(pantry, steps, tables, forgotten), forgotten)
    frozen = tuple(one for one in stocks if tables.groceries[one.grocery_id].source == RECIPE)
    stocks = tuple(one for one in stocks if one not in frozen)
    begun = [week for week in weeks if week.first_day < day]
    return Home(
        day=day,
        pantry=Pantry(stocks),
        frozen=tuple(one for one in frozen if one.best_before is None or one.best_before >= day),
        past=tuple(s for s in stocks if s.best_before is not None and s.best_before < day),
        unknown=tuple(sorted(unknown, key=lambda meal: meal.day)),
        unbought=tuple(week for week in begun if week.first_day.isoformat() not in bought),
        problems=tuple(problems),
    )


def _find_begins(pantry: Pantry, tables: Tables, day: date) -> dict[str, str]:
    """From which day on it matters what was bought and eaten of each item.

    What was bought before that day is forgotten by now. What the pantry's file has may be older.
    """
    begins = {
        item.id: day - timedelta(days=min(_keep(item), LONGEST_DAYS) + FORGOTTEN_DAYS)
        for item in tables.groceries.values()
    }
    return {item: own.isoformat() for item, own in begins.items()} | dict.fromkeys(
        (stock.grocery_id for stock in pantry.stocks), ""
    )


def _keep(item: Grocery) -> int:
    """The days that an item keeps from the day on which it comes; what was cooked is frozen."""
    return FROZEN_DAYS if item.source == RECIPE else int(item.keeps_days)


def _read_items(
    journal: Journal,
    tables: Tables,
    begins: Mapping[str, str],
    without_list: str,
    steps: list[Step],
    problems: list[Problem],
) -> set[str]:
    """Add what the journal says of items to `steps`; the weeks whose list was bought."""
    bought: set[str] = set()
    resolver, oldest = ItemNames(tables), min(begins.values(), default="")
    for event in journal.events:
        if event.verb not in ITEM_VERBS:
            continue
        day, place = event.day, event.line
        if event.week:
            bought.add(event.week)
            if event.week == without_list:
                continue
            if event.week < day:  # said later: it was shopped when the week began
                day, place = event.week, 0
        if day < oldest:
            continue
        item = resolver.find(event.thing)
        if item is None:
            problems.append(resolver.refuse(event, journal))
        elif day >= begins[item]:
            steps.append((day, place, item, event.grams, event))
    return bought


class ItemNames:
    """Finds the items that words of a journal name: by id, else as a pantry's file would."""

    def __init__(self, tables: Tables) -> None:
        """Look them up in these tables."""
        self._tables = tables
        self._found: dict[str, str | None] = {item: item for item in tables.groceries}

    def find(self, word: str) -> str | None:
        """The id of an item; None for a word that names none."""
        if word not in self._found:
            named = find_names(self._tables).get(simplify(word))
            self._found[word] = None if named is None else named.grocery_id
        return self._found[word]

    def refuse(self, event: Event, journal: Journal) -> Problem:
        """The problem of a line whose item isn't known."""
        what, remedy = refuse_item(event.thing.replace("-", " "), find_names(self._tables))
        return Problem(f"{journal.path.name}, line {event.line}", what, remedy)


def _find_astray(
    marks: Mapping[tuple[str, int, str], Event],
    meals: Mapping[tuple[str, int, str], ServedMeal],
    weeks: Sequence[ServedWeek],
    journal: Journal,
) -> list[Problem]:
    """Marks of meals that their week doesn't have. Weeks that aren't read are no matter."""
    there = {week.first_day.isoformat(): {meal.place for meal in week.meals} for week in weeks}
    return [
        Problem(
            f"{journal.path.name}, line {event.line}",
            f"the week of {place[0]} has no day {place[1]} {place[2]}",
            "Mend it, or delete it.",
        )
        for place, event in marks.items()
        if place not in meals and place[0] in there and place not in there[place[0]]
    ]


def _run(
    pantry: Pantry, steps: list[Step], tables: Tables, forgotten: int
) -> dict[str, list[_Lot]]:
    """The lots of each item after all the steps, the soonest date first.

    What went off before the day `forgotten` is left out.
    """
    lots: dict[str, list[_Lot]] = {}
    for stock in pantry.stocks:
        until = NEVER if stock.best_before is None else stock.best_before.toordinal()
        insort(lots.setdefault(stock.grocery_id, []), _Lot(until, 0.0, stock.grams), key=SOONEST)
    steps.sort()
    numbers: dict[str, int] = {}
    groceries = tables.groceries
    for day, _, item, grams, event in steps:
        own = lots.get(item)
        if own is None:
            own = lots[item] = []
        number = numbers.get(day)
        if number is None:
            number = numbers[day] = date.fromisoformat(day).toordinal()
        while own and own[0].until < number and own[0].until < forgotten:
            del own[0]
        if event is None and grams > 0.0:
            insort(own, _Lot(number + FROZEN_DAYS, 0.0, grams), key=SOONEST)
        elif event is None:
            _eat(own, -grams, number, groceries[item])
        elif event.verb == BOUGHT:
            insort(own, _buy(groceries[item], grams, number), key=SOONEST)
        elif event.verb == THREW:
            _take(own, grams, number, groceries[item])
        elif event.verb == COUNTED:
            _count(own, grams, number, groceries[item])
    return lots


def _buy(item: Grocery, grams: float, day: int) -> _Lot:
    """What was bought on a day, in closed packs where it is whole packs of one size."""
    until = day + _keep(item)
    if item.pack == BY_WEIGHT or item.opened_days is None:
        return _Lot(until, 0.0, grams)
    for size in reversed(item.pack_g):
        packs = round(grams / size)
        if packs and abs(packs * size - grams) < PACK_G:
            return _Lot(until, size, grams)
    return _Lot(until, 0.0, grams)


def _eat(lots: list[_Lot], grams: float, day: int, item: Grocery) -> None:
    """Eat so many grams on a day, of what is still good, the soonest date first.

    What is past its date is eaten only for want of the rest, the latest first: whoever cooked the
    meal had it, and will have frozen it in time.
    """
    place = 0
    while place < len(lots):
        lot = lots[place]
        if lot.until < day:
            place += 1
        elif lot.grams <= grams:
            grams -= lot.grams
            del lots[place]
        else:
            if grams > 0.0:
                lot.grams -= grams
                if lot.pack_g:
                    _open(lot, lots, day, item)
            return
    while lots and grams > 0.0:
        taken = min(grams, lots[-1].grams)
        grams -= taken
        lots[-1].grams -= taken
        if lots[-1].grams <= 0.0:
            del lots[-1]


def _open(lot: _Lot, lots: list[_Lot], day: int, item: Grocery) -> None:
    """Part what is left of an opened pack from the closed ones: it keeps for fewer days."""
    rest = lot.grams % lot.pack_g
    if PACK_G < rest < lot.pack_g - PACK_G:
        lot.grams -= rest
        if lot.grams <= PACK_G:
            lots.remove(lot)
        insort(lots, _Lot(min(lot.until, day + int(item.left_days)), 0.0, rest), key=SOONEST)


def _take(lots: list[_Lot], grams: float, day: int, item: Grocery) -> None:
    """Throw so many grams away: what is past its date first, then what goes off next."""
    for lot in tuple(lots):
        taken = min(lot.grams, grams)
        grams -= taken
        lot.grams -= taken
        if lot.grams <= 0.0:
            lots.remove(lot)
        elif lot.pack_g:
            _open(lot, lots, day, item)
        if grams <= 0.0:
            break


def _count(lots: list[_Lot], grams: float, day: int, item: Grocery) -> None:
    """Make it what was counted: what is more counts as new, what is less is what goes off first."""
    there = sum(lot.grams for lot in lots)
    if grams > there:
        insort(lots, _buy(item, grams - there, day), key=SOONEST)
    else:
        _take(lots, there - grams, day, item)


def _make_stocks(lots: Mapping[str, Sequence[_Lot]], forgotten: int) -> tuple[Stock, ...]:
    """The lots as stocks, one for each item and date, without crumbs."""
    grams: dict[tuple[str, int], float] = {}
    for item, own in lots.items():
        for lot in own:
            grams[item, lot.until] = grams.get((item, lot.until), 0.0) + lot.grams
    return tuple(
        Stock(item, round(own, 1), None if until == NEVER else date.fromordinal(until))
        for (item, until), own in sorted(grams.items())
        if own >= LEAST_G and until >= forgotten
    )
