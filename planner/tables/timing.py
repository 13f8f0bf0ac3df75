"""How long a dish takes: its steps in order, with what cooks by itself beside them.

There is one cook, who peels and cuts for all, and fries in as many batches as a pan needs. A pot of
rice or a tray in the oven needs no watching: the cook goes on with the next step, and waits for the
pot only where a step uses what is in it. Several foods of one slot, for several people, cook side
by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from operator import attrgetter

from planner.tables.cooking import Cooking, Method, find_own_minutes
from planner.tables.dishes import Dish
from planner.tables.steps import (
    COOKS,
    DEGREES_VERB,
    FRY,
    IN,
    NAME,
    ROAST,
    SIMMER,
    TIMED,
    Part,
    parse_step,
)

STEP_MIN = 1.0  # minutes of a step beside those it says: our estimate
PAN_G = 900.0  # grams that a wide pan fries at once: our estimate
BOIL_MIN = 3.0  # minutes until a pot comes to the boil: our estimate
OVEN_MIN = 10.0  # minutes until an oven is hot: our estimate
COARSE_MIN = 10  # minutes beyond which nobody tells one from the next
COARSE_STEP = 5

SAID = re.compile(r"(\d+) (min|seconds)( a side)?")
BOILS = re.compile(r"\bto (?:the boil|a simmer)\b")
UNWATCHED = re.compile(r"\b(simmer|bake|stew|cook)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;]")
MEANWHILE = "Meanwhile"
LAST = re.compile(r"(Top|Scatter|Serve|Eat|Have|Pack)\b")  # begins a step for which all is ready


@dataclass(frozen=True)
class Amount:
    """How much of a food is cooked at once: its row, in portions, in servings and in grams."""

    row: Cooking
    portions: float
    servings: float
    grams: float

    @property
    def cut_min(self) -> float:
        """How long it takes to peel and cut all of it."""
        return self.row.cut_min * self.servings


GRAMS, CUT_MIN = attrgetter("grams"), attrgetter("cut_min")

Eaten = Mapping[str, Sequence[Amount]]
"""What is cooked of each food of a slot."""


@dataclass(frozen=True)
class Timing:
    """How long a dish takes in minutes, and which of its steps run beside earlier ones.

    `ahead_minutes` are those of the longest pot that boils the day before, without its soaking.
    """

    minutes: int
    beside: tuple[bool, ...]
    ahead_minutes: int = 0

    @property
    def longest(self) -> int:
        """What a cap on minutes is held against: those of the meal, and those of the day before."""
        return max(self.minutes, self.ahead_minutes)


def round_minutes(minutes: float) -> int:
    """Whole minutes, never fewer: beyond ten, five by five.

    >>> [round_minutes(minutes) for minutes in (3, 9.5, 21, 25)]
    [3, 10, 25, 25]
    """
    step = COARSE_STEP if minutes > COARSE_MIN else 1
    return int(-(-minutes // step) * step)


def find_pans(grams: float) -> int:
    """In how many batches so much is fried.

    >>> find_pans(500), find_pans(1400)
    (1, 2)
    """
    return max(1, ceil(grams / PAN_G))


def find_timing(
    dish: Dish, eaten: Eaten, methods: Mapping[str, Method], *, either: bool = False
) -> Timing:
    """When each step of a dish begins and ends with these foods.

    With `either` the foods of a slot are alternatives, of which the slowest counts.
    What boils the day before has minutes of its own. A dish without steps takes the minutes of its
    row, any other no fewer than those.
    """
    kitchen = _Kitchen(eaten, methods, max if either else sum)
    beside = tuple(map(kitchen.take_step, dish.steps))
    ahead = kitchen.find_most(list(eaten), kitchen.find_ahead)
    return Timing(max(dish.minutes, round_minutes(kitchen.end)), beside, round(ahead))


@lru_cache(maxsize=1024)
def _find_slots(template: str) -> frozenset[str]:
    return frozenset(slot for part in parse_step(template) for slot in part.slots)


@lru_cache(maxsize=1024)
def _read_words(words: str) -> tuple[tuple[float, bool], ...]:
    """The minutes that plain words say, in order, and whether the cook has to watch."""
    found = [(match.start(), BOIL_MIN, True) for match in BOILS.finditer(words)]
    for match in SAID.finditer(words):
        minutes = float(match[1]) * (2 if match[3] else 1) / (60 if match[2] == "seconds" else 1)
        clause = SENTENCE_END.split(words[: match.start()])[-1]
        found.append((match.start(), minutes, UNWATCHED.search(clause) is None))
    return tuple((minutes, watched) for _, minutes, watched in sorted(found))


class _Kitchen:
    """A cook at work: when the cook, the pot in hand, the oven and each slot are free or done."""

    def __init__(
        self, eaten: Eaten, methods: Mapping[str, Method], add: Callable[[list[float]], float]
    ) -> None:
        self.eaten, self.methods, self.add = eaten, methods, add
        self.now = self.pot = self.oven = 0.0
        self.done: dict[str, float] = {}
        self.cut: set[str] = set()
        self.last: set[str] = set()  # what the step before cooked

    @property
    def end(self) -> float:
        """When all is done."""
        return max(self.now, self.pot, *self.done.values(), 0.0)

    def take_step(self, template: str) -> bool:
        """Do a step; whether it runs beside what earlier steps left cooking."""
        parts, slots = parse_step(template), _find_slots(template)
        aside = template.startswith(MEANWHILE) or parts[0].verb in COOKS
        if LAST.match(template):
            self.now = self.end
        elif not aside:
            self.now = max(self.now, self.pot)
        left = {slot for slot, until in self.done.items() if until > self.now}
        beside = (bool(left) or self.pot > self.now) and slots.isdisjoint(left | self.last)
        known, others = dict(self.done), self.pot
        self.now += STEP_MIN
        self.pot = self.now  # a step that runs beside another has a pot of its own
        for part in parts:
            self.take_part(part)
        self.last = {slot for slot, at in self.done.items() if at != known.get(slot)}
        self.pot = max(self.pot, others)
        return beside

    def take_part(self, part: Part) -> None:
        if part.verb in COOKS:
            self.cook(part.slots[-1:] if part.verb == IN else part.slots)
            return
        if not part.verb and not part.slots:
            for minutes, watched in _read_words(part.words):
                self.pot = max(self.pot, 0.0 if watched else self.oven)
                self.heat(minutes, watched=watched)
            return
        if part.verb == DEGREES_VERB:
            self.oven = max(self.oven, self.now + OVEN_MIN)
            return
        self.now = max([self.now, *(self.done.get(slot, 0.0) for slot in part.slots)])
        if part.verb in TIMED:
            column = TIMED[part.verb]
            self.prepare(part.slots)
            minutes = self.find_most(part.slots, lambda one: getattr(one.row, column) or 1.0)
            rest = self.find_most(part.slots, lambda one: one.row.rest_min or 0.0)
            if part.verb == FRY:
                minutes *= find_pans(sum(self.find_all(slot, GRAMS) for slot in part.slots))
            if part.verb == ROAST:
                self.pot = max(self.pot, self.oven)
            self.heat(minutes, watched=part.verb == FRY)
            if part.verb in (SIMMER, ROAST) or rest:
                self.done |= dict.fromkeys(part.slots, max(self.pot, self.now) + rest)
        elif part.verb != NAME:
            self.prepare(part.slots)

    def heat(self, minutes: float, *, watched: bool) -> None:
        """So many minutes of the pot in hand."""
        start = max(self.now, self.pot)
        if watched:
            self.now = start + minutes
        else:
            self.pot = start + minutes

    def cook(self, slots: Sequence[str]) -> None:
        """Cook foods by themselves, each in its own pot."""
        self.prepare(slots)
        for slot in slots:
            watched = self.find_most([slot], lambda one: self.find_own(one, waits=False))
            waiting = self.find_most([slot], lambda one: self.find_own(one, waits=True))
            self.now += watched
            self.done[slot] = self.now + waiting

    def find_own(self, one: Amount, *, waits: bool) -> float:
        method = self.methods.get(one.row.method)
        if method is None or method.waits != waits:
            return 0.0
        minutes = method.start_min + find_own_minutes(one.row, one.portions)
        return minutes * method.find_batches(one.portions)

    def find_ahead(self, one: Amount) -> float:
        """The minutes for which a food boils the day before."""
        method = self.methods.get(one.row.method)
        return one.row.ahead_min or 0.0 if method is not None and method.ahead else 0.0

    def prepare(self, slots: Sequence[str]) -> None:
        """Peel and cut what isn't cut yet: the more of it, the longer."""
        for slot in slots:
            if slot not in self.cut:
                self.cut.add(slot)
                self.now += self.find_all(slot, CUT_MIN)

    def find_all(self, slot: str, measure: Callable[[Amount], float]) -> float:
        """What the foods of a slot come to, or the most of them where one of them is cooked."""
        amounts = [measure(one) for one in self.eaten.get(slot, ())]
        return self.add(amounts) if amounts else 0.0

    def find_most(self, slots: Sequence[str], measure: Callable[[Amount], float]) -> float:
        amounts = [one for slot in slots for one in self.eaten.get(slot, ())]
        return max(map(measure, amounts), default=0.0)
