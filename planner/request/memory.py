"""What a household ate and said before a plan, and what follows from it for the plan's dishes.

It is plain data, whoever keeps it: a kitchen's folder, a web page, a script. Nothing here reads a
file or a clock: everything is counted back from the plan's first day.

    memory = Memory(
        served=(ServedDish(date(2026, 11, 24), "dinner", "chana-masala"),),
        opinions=(Opinion(date(2026, 11, 25), "lentil-soup", LIKED),),
    )
    request = replace(request, start=date(2026, 11, 30), memory=memory)

What follows are points by which the search likes a dish less or more. They are no part of the
points of a plan, which say how far it is from usual and nothing else. The constants are our own
choices: no study says how soon people want a dish again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

LIKED, SKIPPED = "liked", "skipped"
WORDS = (LIKED, SKIPPED)
WEEK = 7
WEEKS = 3  # weeks for which a dish that was served counts; then it is as new
AGAIN = {"breakfast": 1.0, "lunch": 4.0, "dinner": 4.0, "snack": 1.0}
"""Points for a dish that was served in the week before; half as many a week earlier."""
NEAR = 0.5  # of them for a dish that is nearly the same
OPINION = {SKIPPED: 1.0, LIKED: -0.5}  # points each time, on the day before the plan
OPINION_HALVES = 28  # days in which they halve
MOST_OPINION = {SKIPPED: 3.0, LIKED: -1.0}  # points of all such times together
DINNERS = 24  # a diet with fewer dinners may have those of the last three weeks again
LEFT = 10  # dinners that stay open at least; those served longest ago come back first


@dataclass(frozen=True)
class ServedDish:
    """A dish that was served, by its id, on a day, at one of the planner's four meals."""

    date: date
    meal: str
    dish: str


@dataclass(frozen=True)
class Opinion:
    """What was said of a dish on a day: `LIKED`, or `SKIPPED` where it wasn't eaten as planned."""

    date: date
    dish: str
    word: str


@dataclass(frozen=True)
class Memory:
    """Past weeks as data; what lies on the plan's first day or later counts for nothing.

    Even one that says nothing tells that a kitchen goes on after the plan: what goes off soon is
    then preferred. A dish that the tables don't have counts for nothing either: recipes come and
    go. Without `rests` the dinners of the last three weeks are avoided as all dishes are, but not
    left out; a plan that would miss something without them says so.
    """

    served: tuple[ServedDish, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    rests: bool = True

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.served or self.opinions)


@dataclass(frozen=True)
class Reason:
    """Why a dish has points: what happened to it or to a dish like it, when, and how many.

    `word` is "served", "liked" or "skipped".
    """

    word: str
    date: date
    dish: str
    points: float


@dataclass(frozen=True)
class Taste:
    """The points of a dish each time that it is served, and the reasons, the newest first.

    Above zero the search avoids it, below zero it prefers it.
    """

    points: float
    reasons: tuple[Reason, ...]


def count_weeks(day: date, start: date) -> int:
    """In which week before `start` a day lies: 1 for the seven days before, 0 for none.

    >>> from datetime import date
    >>> count_weeks(date(2026, 11, 22), start=date(2026, 11, 30))
    2
    """
    return max(0, (start - day).days + WEEK - 1) // WEEK


def find_tastes(memory: Memory, start: date, families: Mapping[str, str]) -> dict[str, Taste]:
    """The taste of each dish of `families`, by id, for those that have any.

    `families` has the family of each dish: those of one are nearly the same. What was served counts
    once a week, at the meal where it counts most; of dishes nearly the same the one that counts
    most.

    >>> from datetime import date
    >>> memory = Memory((ServedDish(date(2026, 11, 25), "dinner", "chana-masala"),))
    >>> tastes = find_tastes(memory, date(2026, 11, 30), tables.families)
    >>> tastes["chana-masala"].points, tastes["red-beans-rice"].points
    (4.0, 2.0)
    """
    served: dict[tuple[int, str], ServedDish] = {}
    for one in memory.served:
        week = count_weeks(one.date, start)
        if 1 <= week <= WEEKS and one.meal in AGAIN:
            known = served.get((week, one.dish))
            if known is None or (AGAIN[one.meal], one.date) > (AGAIN[known.meal], known.date):
                served[week, one.dish] = one
    opinions: dict[tuple[str, str], list[Reason]] = {}
    for said in memory.opinions:
        days = (start - said.date).days
        if days > 0:
            points = OPINION[said.word] * 0.5 ** ((days - 1) / OPINION_HALVES)
            reason = Reason(said.word, said.date, said.dish, points)
            opinions.setdefault((said.dish, said.word), []).append(reason)
    tastes = {}
    for dish, family in families.items():
        by_week: dict[int, Reason] = {}
        for (week, past), one in served.items():
            share = 1.0 if past == dish else NEAR if families.get(past) == family else 0.0
            points = share * AGAIN[one.meal] * 0.5 ** (week - 1)
            if points > 0 and (week not in by_week or points > by_week[week].points):
                by_week[week] = Reason("served", one.date, past, points)
        reasons, total = list(by_week.values()), sum(r.points for r in by_week.values())
        for word in WORDS:
            said_of = opinions.get((dish, word), [])
            reasons += said_of
            most = MOST_OPINION[word]
            points = sum(reason.points for reason in said_of)
            total += max(points, most) if most < 0 else min(points, most)
        if reasons:
            reasons.sort(key=lambda reason: (reason.date, reason.dish, reason.word), reverse=True)
            tastes[dish] = Taste(total, tuple(reasons))
    return tastes


def find_past_dinners(memory: Memory, start: date) -> dict[str, date]:
    """The dishes of the dinners of the last three weeks, each with the last day that had it."""
    past: dict[str, date] = {}
    for one in memory.served:
        if one.meal == "dinner" and 1 <= count_weeks(one.date, start) <= WEEKS:
            past[one.dish] = max(one.date, past.get(one.dish, one.date))
    return past


@dataclass(frozen=True)
class Rest:
    """The dinners that a plan leaves out because they were served lately, and why not others.

    `dishes` are left out. `dinners` is how many a household could have, and `returned` are those
    of the last three weeks that it may have all the same: all where there are fewer than `DINNERS`,
    else those served longest ago, so that `LEFT` stay open.
    """

    dishes: frozenset[str] = frozenset()
    dinners: int = 0
    returned: tuple[str, ...] = ()


def rest_dinners(memory: Memory, start: date, dinners: Collection[str]) -> Rest:
    """What to leave out of the dinners that a household can have, by id."""
    past = find_past_dinners(memory, start)
    newest = sorted((dish for dish in past if dish in dinners), key=lambda d: (past[d], d))[::-1]
    most = max(0, len(dinners) - LEFT) if len(dinners) >= DINNERS else 0
    return Rest(frozenset(newest[:most]), len(dinners), tuple(newest[most:]))
