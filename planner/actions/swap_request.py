"""What a change of a plan asks for: words understood, and added to the plan's request.

What is asked for everywhere becomes words to avoid, what is asked for a day becomes a wish. A newer
word wins over an older one; the words of one change must not contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from planner.errors import FieldPath, Problem, RequestError, close_matches, mention, quote
from planner.people.exclusions import find_removals
from planner.people.food_words import find_avoided
from planner.people.person import Person
from planner.plans.records import Meal, WeekPlan
from planner.request.day_wishes import (
    LOCKED,
    WITH_DISH,
    WITH_FOOD,
    WITHOUT_DISH,
    WITHOUT_FOOD,
    Wish,
    find_day,
    find_dishes_named,
    find_meal,
    find_places,
    write_place,
)
from planner.request.request import Request
from planner.tables.bundle import Tables

Value = TypeVar("Value")
Place = tuple[int, str]  # a day, from 1, and a meal of it
MORE, LESS = "more", "less"
PORTIONS = (MORE, LESS)


@dataclass(frozen=True)
class Words:
    """The words of a change, as a person wrote them.

    A `day` and a `meal` alone ask for another dish there, `dish` says which; `without` leaves foods
    out, on a day where one is named, `including` puts a food or dish on a day. What `lock` names
    ("day 1", "day 2 dinner") stays, in later changes too, until `unlock` names it.

    `to_day` moves the meal to another day, whose own comes to `day` instead. `portion` is MORE or
    LESS of the meal, which is locked from then on. `out` names meals eaten elsewhere, by the
    `person` of that name or by everyone. `again` asks for other dishes wherever none is locked.
    """

    day: int | None = None
    meal: str | None = None
    dish: str | None = None
    without: Sequence[str] = ()
    including: Sequence[str] = ()
    lock: Sequence[str] = ()
    unlock: Sequence[str] = ()
    to_day: int | None = None
    portion: str | None = None
    out: Sequence[str] = ()
    person: str | None = None
    again: bool = False


@dataclass(frozen=True)
class Asked:
    """The request as it is from now on, and the dishes of which one is to be served at a place.

    `dishes` has a wish for each, with the person's word, and the dish ids it may mean. `exchanged`
    are two places whose meals change places, `resized` one whose amounts become MORE or LESS,
    `away` those for which people of these names are out now. With `again` every other meal that
    may change gets another dish.
    """

    request: Request
    dishes: tuple[tuple[Wish, frozenset[str]], ...] = ()
    exchanged: tuple[Place, ...] = ()
    resized: tuple[Place, str] | None = None
    away: tuple[Place, ...] = ()
    names: tuple[str, ...] = ()
    again: bool = False

    @property
    def rearranges(self) -> bool:
        """Whether the plan's own meals are rearranged before others change for their sake."""
        return bool(self.exchanged or self.resized or self.away)


@dataclass(frozen=True)
class _Named:
    """What the words name in the tables.

    `out` has the foods that each word leaves out; `wanted` the foods, or else the dishes, that one
    is to be served of, with the field that said so.
    """

    meal: str | None
    out: dict[str, frozenset[str]]
    wanted: list[tuple[FieldPath, str, frozenset[str], frozenset[str]]]
    lock: list[Place]
    unlock: list[Place]
    to_day: int | None = None
    away: tuple[Place, ...] = ()
    names: tuple[str, ...] = ()


def understand(plan: WeekPlan, words: Words, tables: Tables) -> Asked:
    """What is asked, added to a plan's request; RequestError with every word that can't be."""
    named = _find(plan, words, tables)
    wishes, dishes, problems = _find_wishes(plan, words, named, tables)
    meals = [meal.name for meal in plan.request.meals]
    locked = {
        (wish.day, meal)
        for wish in plan.request.wishes
        for meal in meals
        if wish.kind == LOCKED and wish.covers(wish.day, meal)
    }
    for day, meal in named.unlock[:1]:
        place = day, meal if len(named.unlock) == 1 else None
        if locked.isdisjoint(named.unlock):
            what = f"{write_place(*place)} isn't locked"
            problems.append(Problem(("unlock",), what, f"Lock it with {mention('lock')}."))
        if not set(named.unlock).isdisjoint(named.lock):
            what = f"you ask to lock {write_place(*place)} too"
            problems.append(Problem(("unlock",), what, "Choose one."))
    locked = (locked - set(named.unlock)) | set(named.lock)
    problems += _find_locked(plan, words, named, locked)
    problems += _find_immovable(plan, words, named, locked)
    if problems:
        raise RequestError(*problems)
    if words.portion is not None and named.meal is not None:
        locked.add((words.day or 0, named.meal))
    people = _send_out(plan, named)
    if words.day is None:
        more = tuple(word.strip() for word in words.without)
        people = tuple(
            replace(person, avoid=tuple(dict.fromkeys(person.avoid + more))) for person in people
        )
    older = _drop_older(plan, words, wishes, dishes, named, tables)
    empty = {place for place in named.away if all(place in {*one.out} for one in people)}
    older = [wish for wish in older if (wish.day, wish.meal) not in empty]
    order = sorted(locked - empty, key=lambda place: (place[0], meals.index(place[1])))
    locks = [Wish(*place, LOCKED) for place in order]
    request = replace(
        plan.request, people=people, wishes=tuple(dict.fromkeys((*older, *wishes, *locks)))
    )
    day, meal = words.day or 0, named.meal or ""
    return Asked(
        request,
        tuple(dishes),
        exchanged=((day, meal), (named.to_day, meal)) if named.to_day else (),
        resized=None if words.portion is None else ((day, meal), words.portion),
        away=named.away,
        names=named.names,
        again=words.again,
    )


def _send_out(plan: WeekPlan, named: _Named) -> tuple[Person, ...]:
    """The people of a plan, out for the meals that are named besides those of before."""
    return tuple(
        replace(one, out=tuple(dict.fromkeys((*one.out, *named.away))))
        if one.name in named.names
        else one
        for one in plan.request.people
    )


def _find(plan: WeekPlan, words: Words, tables: Tables) -> _Named:
    """Look every word up; RequestError with all that aren't understood or lack another."""
    days, problems = plan.request.days, _find_lacking(plan, words)
    start, meals = plan.request.start, [meal.name for meal in plan.request.meals]

    def attempt(make: Callable[..., Value], *said: Any) -> Value | None:
        """What is made of some words; their problems wait until all are known."""
        try:
            return make(*said)
        except RequestError as error:
            problems.extend(error.problems)
            return None

    day = None if words.day is None else attempt(find_day, words.day, days, ("day",))
    meal = None if words.meal is None else attempt(find_meal, words.meal, ("meal",), meals)
    if day and meal and all(served.meal != meal for served in plan.days[day - 1].meals):
        what = f"nobody is at home for {meal} on day {day}"
        remedy = "Name another meal, or plan again with someone at home."
        problems.append(Problem(("meal",), what, remedy))
    lock = [
        place
        for text in words.lock
        for place in attempt(find_places, text, days, ("lock",), meals, start) or ()
    ]
    free = [
        place
        for text in words.unlock
        for place in attempt(find_places, text, days, ("unlock",), meals, start) or ()
    ]
    out = {}
    for word in words.without:
        foods = attempt(partial(find_avoided, widely=True), word, tables, ("without",)) or ()
        out[word.strip()] = frozenset(food.id for food in foods)
    wanted: list[tuple[FieldPath, str, frozenset[str], frozenset[str]]] = []
    for word in words.including:
        meant = attempt(_find_wanted, word, tables)
        if meant:
            wanted.append((("including",), word.strip(), *meant))
    if words.dish is not None:
        dishes = attempt(find_dishes_named, words.dish, tables, ("dish",)) or ()
        ids = frozenset(dish.id for dish in dishes)
        wanted.append((("dish",), words.dish.strip(), frozenset(), ids))
    to_day = None
    if words.to_day is not None:
        to_day = attempt(find_day, words.to_day, days, ("to_day",))
        if to_day is not None and day and meal:
            problems += _find_apart(plan, day, to_day, meal)
    if words.portion is not None and words.portion not in PORTIONS:
        what = f"{quote(words.portion)} is no change of a portion"
        problems.append(Problem(("portion",), what, f"Write {MORE} or {LESS}."))
    away = [
        place
        for text in words.out
        for place in attempt(find_places, text, days, ("out",), meals, start) or ()
    ]
    names = attempt(_find_names, plan, words.person) or ()
    if away and names and not problems:
        problems += _find_out(plan, away, names)
    if problems:
        raise RequestError(*problems)
    return _Named(meal, out, wanted, lock, free, to_day, tuple(dict.fromkeys(away)), names)


def _find_names(plan: WeekPlan, name: str | None) -> tuple[str, ...]:
    """The names of the people that are meant: everyone's where none is named."""
    names = [one.name for one in plan.request.people]
    if name is None:
        return tuple(names)
    found = [one for one in names if one.casefold() == name.strip().casefold()]
    if not found:
        remedy = close_matches(name, names) or f"It is for {', '.join(names)}."
        raise RequestError(Problem(("person",), f"the plan has no {quote(name)}", remedy))
    return tuple(found)


def _find_apart(plan: WeekPlan, day: int, to_day: int, meal: str) -> Iterator[Problem]:
    """Why a meal can't move to another day."""
    if day == to_day:
        what = f"{write_place(day, meal)} is on that day already"
        yield Problem(("to_day",), what, "Name another day.")
        return
    here, there = (
        {
            served.person
            for own in plan.days[at - 1].meals
            if own.meal == meal
            for served in own.servings
        }
        for at in (day, to_day)
    )
    if here and here != there:
        what = f"not the same people are at home for {meal} on day {day} and on day {to_day}"
        yield Problem(("to_day",), what, "Name a day on which the same people are there.")


def _find_out(plan: WeekPlan, away: Sequence[Place], names: Sequence[str]) -> Iterator[Problem]:
    """Meals at which those who are to be out aren't at home as it is."""
    for day, meal in away:
        people = [one for one in plan.request.people if one.name in names]
        if all((day, meal) in {*one.out} or meal in one.skip for one in people):
            who = names[0] if len(names) == 1 and len(plan.request.people) > 1 else "nobody"
            is_at_home = "isn't at home" if who != "nobody" else "is at home"
            what = f"{who} {is_at_home} for {meal} on day {day} as it is"
            yield Problem(("out",), what, "Name another meal.")


def _find_lacking(plan: WeekPlan, words: Words) -> list[Problem]:
    """Words that need another beside them."""
    days = plan.request.days
    problems = list(_find_clashing(words))
    if problems:
        return problems
    if words.day is None and not any(vars(words).values()):
        remedy = f"Say what: {mention('day', 3)} and {mention('meal', 'dinner')};"
        remedy += f" {mention('without', 'tofu')};"
        remedy += f" {mention('including', 'salmon')} and {mention('day', 5)};"
        remedy += f" or {mention('lock', 'day 1')}."
        return [Problem("", "you didn't say what to change", remedy)]
    if words.day is None:
        fields: dict[FieldPath, object] = {
            ("meal",): words.meal,
            ("dish",): words.dish,
            ("including",): words.including,
        }
        fields |= {("to_day",): words.to_day, ("portion",): words.portion}
        remedy = f"Say which, such as {mention('day', days)}; the plan has {days}."
        return [Problem(field, "needs a day", remedy) for field, said in fields.items() if said]
    if words.meal is None and (words.to_day or words.portion):
        remedy = f"Name the meal, such as {mention('meal', 'dinner')}."
        field = "to_day" if words.to_day else "portion"
        return [Problem((field,), "needs a meal", remedy)]
    if words.meal is None and not (words.dish or words.without or words.including):
        remedy = "Name the meal that should get another dish, such as "
        remedy += (
            f"{mention('meal', 'dinner')}; or say {mention('dish')}, {mention('including')} or"
        )
        remedy += f" {mention('without')}."
        return [Problem(("day",), f"you didn't say what to change on day {words.day}", remedy)]
    return []


ALONE = ("to_day", "portion", "out", "again")
"""Fields of a change each of which is one by itself."""


def _find_clashing(words: Words) -> Iterator[Problem]:
    """Fields that don't go together: what rearranges a plan is one change by itself."""
    said = [name for name, value in vars(words).items() if value]
    alone = [name for name in ALONE if name in said]
    if words.person is not None and "out" not in said:
        yield Problem(("person",), f"says who is out, so it needs {mention('out')}", "Add it.")
    if not alone:
        return
    beside = {"lock", "unlock", "person"}
    beside |= {"day", "meal"} if alone[0] in ("to_day", "portion") else set()
    others = [name for name in said if name not in beside and name != alone[0]]
    if others:
        what = f"doesn't go with {mention(others[0])}"
        yield Problem((alone[0],), what, "Make one change after the other.")


def _find_wanted(word: str, tables: Tables) -> tuple[frozenset[str], frozenset[str]]:
    """The foods that a word names or else the dishes; a dish's whole name comes first."""
    try:
        dishes = find_dishes_named(word, tables, ("including",))
    except RequestError:
        dishes = ()
    if len(dishes) == 1 and word.strip().lower() in (dishes[0].id, dishes[0].name.lower()):
        return frozenset(), frozenset({dishes[0].id})
    try:
        return frozenset(
            food.id for food in find_avoided(word, tables, ("including",))
        ), frozenset()
    except RequestError:
        if not dishes:
            raise
        return frozenset(), frozenset(dish.id for dish in dishes)


def _find_wishes(
    plan: WeekPlan, words: Words, named: _Named, tables: Tables
) -> tuple[list[Wish], list[tuple[Wish, frozenset[str]]], list[Problem]]:
    """The wishes for single days, those for one of some dishes, and what can't be wished."""
    wishes: list[Wish] = []
    dishes: list[tuple[Wish, frozenset[str]]] = []
    problems = []
    left_out = {food: word for word, foods in named.out.items() for food in foods}
    removals = [
        removal for person in plan.request.people for removal in find_removals(person, tables)
    ]
    kept_out = {removal.food.id: removal.reason for removal in removals}
    day = words.day or 0
    for field, word, foods, ids in named.wanted:
        if ids:
            suits = dict.fromkeys(
                meal for dish_id in sorted(ids) for meal in tables.dishes[dish_id].meals
            )
            kind = plan.request.kinds.get(named.meal or "")
            if named.meal is not None and kind not in suits:
                what = f"{quote(word)} isn't a dish for {named.meal}"
                problems.append(Problem(field, what, f"It suits {' and '.join(suits)}."))
            dishes.append((Wish(day, named.meal, WITH_DISH, word), ids))
            continue
        wishes.append(Wish(day, named.meal, WITH_FOOD, word))
        if not foods:
            problems.append(
                Problem(field, f"no food in the tables is called {quote(word)}", "Name another.")
            )
        elif foods <= left_out.keys():
            said = mention("without", left_out[min(foods)])
            what = f"you leave out {quote(word)} too, with {said}"
            problems.append(Problem(field, what, "Choose one."))
        elif foods <= kept_out.keys():
            what = f"this plan leaves out {quote(word)}: {kept_out[min(foods)]}"
            problems.append(Problem(field, what, "Name another food, or plan again without that."))
    if words.day is not None:
        wishes += [Wish(day, named.meal, WITHOUT_FOOD, word) for word in named.out]
        if named.to_day is not None and named.meal is not None:
            for at, other in ((day, named.to_day), (named.to_day, day)):
                dish = _served(plan, other, named.meal).dish
                dishes.append((Wish(at, named.meal, WITH_DISH, dish), frozenset({dish})))
        elif words.portion is None and named.meal is not None and not (named.wanted or named.out):
            dish = _served(plan, day, named.meal).dish
            wishes.append(Wish(day, named.meal, WITHOUT_DISH, dish))
    return wishes, dishes, problems


def _find_locked(
    plan: WeekPlan, words: Words, named: _Named, locked: Collection[Place]
) -> list[Problem]:
    """A lock must leave what is to be changed."""
    if not (named.wanted or named.out or words.day):
        return []
    tied = find_tied(plan, locked)
    if len(locked) == plan.request.days * len(plan.request.meals):
        remedy = f"Lock fewer, or {mention('unlock')} some of them."
        return [Problem(("lock",), "every meal of the plan is locked", remedy)]
    if words.day is None or words.portion is not None:
        return []
    names = [meal.name for meal in plan.request.meals]
    asked = [(words.day, meal) for meal in names if named.meal in (None, meal)]
    if not set(asked) <= {*locked, *tied}:
        return []
    where = write_place(words.day, named.meal)
    kept = [tied[place] for place in asked if place not in locked]
    if kept:
        what = f"{write_place(*kept[0])} is locked, and is left over from {where}"
        remedy = f"Unlock it: {mention('unlock', ' '.join(map(str, ('day', *kept[0]))))}."
        return [Problem(("lock",), what, remedy)]
    said = set(asked) <= set(named.lock)
    remedy = (
        "Change it or lock it."
        if said
        else f"Unlock it: {mention('unlock', where.replace(',', ''))}."
    )
    return [Problem(("lock",), f"{where} is locked, and you ask for a change there", remedy)]


def _find_immovable(
    plan: WeekPlan, words: Words, named: _Named, locked: Collection[Place]
) -> list[Problem]:
    """Meals that are locked, where a meal is to move to or nobody is to be at home."""
    places = [("to_day", (named.to_day, named.meal))] if named.to_day and named.meal else []
    problems = [
        Problem(
            (field,),
            f"{write_place(*place)} is locked",
            f"Unlock it: {mention('unlock', ' '.join(map(str, ('day', *place))))}.",
        )
        for field, place in places
        if place in {*locked, *find_tied(plan, locked)}
    ]
    days, meals = plan.request.days, plan.request.meals
    if words.again and len(locked) == days * len(meals):
        remedy = f"{mention('unlock')} some of them."
        problems.append(Problem(("again",), "every meal of the plan is locked", remedy))
    return problems


def find_tied(plan: WeekPlan, locked: Collection[Place]) -> dict[Place, Place]:
    """The dinners that lunches which are locked are left over from, each with that lunch."""
    lunches = {day: (day + 1, lunch.meal) for day, lunch in plan.find_leftovers().items()}
    tied = {}
    for day, lunch in lunches.items():
        dinner = plan.find_dinner(plan.days[day - 1])
        if lunch in locked and dinner is not None:
            tied[day, dinner.meal] = lunch
    return tied


def _served(plan: WeekPlan, day: int, meal: str) -> Meal:
    return next(served for served in plan.days[day - 1].meals if served.meal == meal)


def _drop_older(
    plan: WeekPlan,
    words: Words,
    wishes: Sequence[Wish],
    dishes: Sequence[tuple[Wish, frozenset[str]]],
    named: _Named,
    tables: Tables,
) -> list[Wish]:
    """The wishes of a plan's request that hold beside the new ones, but for its locks."""
    everywhere = frozenset().union(*named.out.values()) if words.day is None else frozenset()
    new = [(wish, wish.foods(tables), frozenset({wish.word})) for wish in wishes]
    new += [(wish, frozenset(), ids) for wish, ids in dishes]
    kept = []
    for old in plan.request.wishes:
        if old.kind == LOCKED:
            continue
        foods = old.foods(tables)
        dropped = old.kind == WITH_FOOD and foods <= everywhere
        for wish, theirs, ids in new:
            if wish.day != old.day or (wish.meal != old.meal and wish.meal and old.meal):
                continue
            kinds = {wish.kind, old.kind}
            if kinds == {WITH_FOOD, WITHOUT_FOOD}:
                dropped |= theirs <= foods or foods <= theirs
            elif kinds == {WITH_DISH, WITHOUT_DISH}:
                dropped |= old.word in ids
            elif kinds == {WITH_DISH} and wish.meal is not None:
                dropped |= old.word == _served(plan, wish.day, wish.meal).dish
        if not dropped:
            kept.append(old)
    return kept
