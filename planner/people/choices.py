"""What is left for a person to choose: dishes they can be served, and those of them they like."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from math import inf

from planner.errors import Problem, RequestError, mention
from planner.people.diet_rules import skips_starch
from planner.people.eating_rules import EATING_RULES, WEEK_DAYS
from planner.people.exclusions import find_removals, find_unshared
from planner.people.food_words import find_favoured
from planner.people.meal_times import MealTime
from planner.people.person import ENERGY_KCAL, Person
from planner.tables.bundle import Tables
from planner.tables.cuisines import find_cuisines
from planner.tables.dishes import MAIN_MEALS, NO_STARCH, Dish

MOST_NAMED = 4  # dishes that a message names
NEAREST = 12  # dishes whose lacks say which words are worth leaving out
MOST_TRIED = 8  # such words


def find_wanted(person: Person, tables: Tables) -> dict[str, frozenset[str]]:
    """The food ids and dish ids of each word that a person likes, without what they dislike."""
    named = {word: frozenset().union(*find_favoured(word, tables)) for word in person.like}
    disliked = (
        name for word in person.dislike for some in find_favoured(word, tables) for name in some
    )
    without = frozenset(disliked)
    return {word: names - without for word, names in named.items()}


def find_servable(people: Sequence[Person], tables: Tables) -> tuple[Dish, ...]:
    """The dishes for a table: those without a starchy food only if someone's diet skips those."""
    skips = skips_starch(people, tables)
    return tuple(dish for dish in tables.dishes.values() if skips or NO_STARCH not in dish.tags)


def find_dishes(person: Person, tables: Tables) -> dict[str, tuple[Dish, ...]]:
    """The dishes that a person can have at each meal: each slot has a food that they can have."""
    removed = {removal.food.id for removal in find_removals(person, tables)}
    return {
        meal.name: tuple(
            dish
            for dish in find_servable((person,), tables)
            if meal.served_as in dish.meals and not empty_slots(dish, removed, tables)
        )
        for meal in person.meals
    }


def find_only(
    people: Sequence[Person],
    only_cuisine: Sequence[str],
    minutes: Mapping[str, int],
    days: int,
    tables: Tables,
) -> dict[str, frozenset[str]]:
    """The dishes of the only cuisines, by id, for each meal that they are kept to.

    Those are lunch and dinner, and breakfast and snack if everyone can have enough of these dishes
    there, in the `minutes` of the meal, for a week: one for each of its days.
    RequestError for lunch or dinner without any. Of an excerpt of tables nothing is known.
    """
    if not only_cuisine or tables.digest is not None:
        return {}
    cuisines = find_cuisines(only_cuisine, tables.dishes.values(), ("only_cuisine",))
    kept: dict[str, frozenset[str]] = {}
    problems = []
    for time, dishes in _list_of_cuisines(people, cuisines, minutes, tables):
        meal = time.name
        is_main = time.served_as in MAIN_MEALS
        needed = 1 if is_main else min(days, WEEK_DAYS)
        if len(dishes) >= needed:
            kept[meal] = frozenset(dish.id for dish in dishes)
        elif is_main:
            names = " or ".join(sorted(cuisines))
            what = f"no {names} dish for {meal} is left that everyone can eat"
            if len(people) == 1:
                what = f"no {names} dish for {meal} is left"
            remedy = f"Name more cuisines, or prefer it with {mention('cuisine')}."
            problems.append(Problem(("only_cuisine",), what, remedy))
    if problems:
        raise RequestError(*problems)
    return kept


def _list_of_cuisines(
    people: Sequence[Person], cuisines: Collection[str], minutes: Mapping[str, int], tables: Tables
) -> Iterator[tuple[MealTime, list[Dish]]]:
    """For each meal, the dishes of some cuisines that all who eat it can have in its minutes."""
    own = {one.name: {gone.food.id for gone in find_removals(one, tables)} for one in people}
    pot = sum(map(EATING_RULES.find_meals_kcal, people)) / ENERGY_KCAL
    for time in dict.fromkeys(time for one in people for time in one.meals):
        eaters = [own[one.name] for one in people if time in one.meals]
        most = minutes.get(time.name, inf)
        yield (
            time,
            [
                dish
                for dish in find_servable(people, tables)
                if time.served_as in dish.meals
                and dish.cuisine in cuisines
                and all(
                    all(tables.find_quick(dish, tables.foods.keys() - out, most, pot))
                    for out in eaters
                )
            ],
        )


def explain_rare(
    people: Sequence[Person],
    cuisine: Sequence[str],
    minutes: Mapping[str, int],
    days: int,
    tables: Tables,
) -> Iterator[Problem]:
    """Say of the preferred cuisines that they have fewer lunches and dinners than a week has days.

    These are dishes that everyone can have in the `minutes` of the meal.
    """
    if not cuisine or tables.digest is not None:
        return
    cuisines = find_cuisines(cuisine, tables.dishes.values())
    listed = _list_of_cuisines(people, cuisines, minutes, tables)
    names = {dish.name for time, some in listed if time.served_as in MAIN_MEALS for dish in some}
    if len(names) >= min(days, WEEK_DAYS):
        return
    whose = " or ".join(sorted(cuisines))
    what = (
        f"no lunch or dinner that {'you' if len(people) == 1 else 'everyone'} can have is {whose}"
    )
    if names:
        dishes = (
            "one lunch or dinner is" if len(names) == 1 else f"{len(names)} lunches and dinners are"
        )
        what = f"only {dishes} {whose}: {_join(sorted(names))}"
    yield Problem(
        ("cuisine",), what, "The other meals are of other cuisines. Name more of them if you like."
    )


def find_preferred(
    cuisine: Sequence[str], only_cuisine: Sequence[str], tables: Tables
) -> frozenset[str]:
    """The ids of the dishes of the cuisines that a plan prefers.

    Of the only cuisines they are those that aren't for lunch or dinner: these have no others.
    """
    dishes = tables.dishes.values()
    cuisines, alone = find_cuisines(cuisine, dishes), find_cuisines(only_cuisine, dishes)
    return frozenset(
        dish.id
        for dish in dishes
        if dish.cuisine in cuisines
        or (dish.cuisine in alone and not set(dish.meals) & set(MAIN_MEALS))
    )


def find_unplaced(
    person: Person,
    people: Sequence[Person],
    minutes: Mapping[str, int],
    tables: Tables,
    only: Mapping[str, Collection[str]] | None = None,
) -> frozenset[str]:
    """The words for what a person likes, but no dish that everyone can eat has a slot for.

    `people` eat together; `minutes` are the most that making each meal may take; `only` are the
    dishes that may be served at a meal, where not all may.
    """
    if not person.like:
        return frozenset()
    if tables.digest is not None:
        return tables.digest.eaters[person.name].unplaced
    removed = [{removal.food.id for removal in find_removals(one, tables)} for one in people]
    without = {removal.food.id for removal in find_removals(person, tables)}
    dishes = [
        d
        for d in find_servable(people, tables)
        if not any(empty_slots(d, r, tables) for r in removed)
        and any(
            tables.takes_at_most(d.id, minutes.get(meal.name, inf))
            and d.id in (only or {}).get(meal.name, (d.id,))
            for meal in person.meals
            if meal.served_as in d.meals
        )
    ]
    could = {
        food.id for d in dishes for slot in d.slots for food in tables.fillings[d.id, slot.name]
    }
    could = could - without | {dish.id for dish in dishes}
    wanted = find_wanted(person, tables)
    return frozenset(word for word, meant in wanted.items() if could.isdisjoint(meant))


def empty_slots(dish: Dish, removed: Collection[str], tables: Tables) -> list[str]:
    """The names of the slots that no food is left for, once the `removed` ids are out."""
    return [
        slot.name
        for slot in dish.slots
        if all(food.id in removed for food in tables.fillings[dish.id, slot.name])
    ]


def explain_empty_meal(
    meal: str,
    kind: str,
    people: Sequence[Person],
    tables: Tables,
    *,
    sharing: bool = True,
    what: str = "",
    served: Collection[str] = (),
) -> Problem:
    """Why no dish of a kind of meal serves people who eat together, and what would help.

    `sharing` is whether someone's allergy keeps foods off what all share. `served` are the ids of
    dishes that could be, but aren't enough; `what` says so then.
    """
    several = len(people) > 1
    if not what:
        who = _join([person.name for person in people])
        could = f"{who} could {'both' if len(people) == 2 else 'all'} eat"
        what = f"no dish for {meal} is left" + (f" that {could}" if several else "")
    servable = find_servable(people, tables)
    dishes = [dish for dish in servable if kind in dish.meals and dish.id not in served]
    remedy = ""
    lacks = _find_all_lacking(dishes, people, tables, sharing=sharing)
    if lacks:
        words = {f"avoids {word}" for person in people for word in person.avoid}
        nearest = min(  # what a word that can be taken back would serve, before all others
            lacks,
            key=lambda dish_id: (
                len(lacks[dish_id]),
                any(why not in words for _, _, why in lacks[dish_id]),
            ),
        )
        said = [
            f"no food for its {slot}{f' that {who} may have' if several else ''} ({why})"
            for who, slot, why in lacks[nearest]
        ]
        name = tables.dishes[nearest].name
        why = f"has {_join(said)}" if said else "needs more minutes or another cuisine"
        remedy = f"The nearest{' other' if served else ''}, {name}, {why}."
    near = sorted(lacks.values(), key=len)[:NEAREST]
    nearly = {(who, why) for own in near for who, _, why in own}
    helps = {
        text: sum(not own for own in found.values())
        for text, changed in islice(_find_changes(people, nearly, tables), MOST_TRIED)
        for found in (_find_all_lacking(dishes, changed, tables, sharing=sharing),)
    }
    text = max(helps, key=lambda one: helps[one], default="")
    if helps.get(text, 0) > sum(not own for own in lacks.values()):
        number = helps[text]
        more = f"{number} {'more ' if served else ''}{'dish' if number == 1 else 'dishes'}"
        remedy += f" {text}: then there {'is' if number == 1 else 'are'} {more} for {meal}."
    elif lacks and not lacks[nearest]:
        remedy += f" Allow more minutes with {mention('minutes')}, or more cuisines."
    elif several:
        remedy += f" Leave out less, or let one of them eat elsewhere: {mention('out')}."
    else:
        remedy += " Leave out less."
    return Problem("", what, remedy.strip())


def explain_few(
    people: Sequence[Person], minutes: Mapping[str, int], days: int, tables: Tables
) -> Iterator[Problem]:
    """For which of lunch and dinner fewer dishes are left than days, why, and what would help.

    A meal with as many dishes as a week has days is none of them. `people` eat together; `minutes`
    are the most that making each meal may take.
    """
    if tables.digest is not None:
        return
    servable = find_servable(people, tables)
    told: set[frozenset[str]] = set()
    for meal in dict.fromkeys(one for person in people for one in person.meals):
        kind = meal.served_as
        if kind not in MAIN_MEALS:
            continue
        most = minutes.get(meal.name, inf)
        own = [d for d in servable if kind in d.meals and tables.takes_at_most(d.id, most)]
        lacks = _find_all_lacking(own, people, tables, sharing=len(people) > 1)
        left = [dish for dish in own if not lacks[dish.id]]
        ids = frozenset(map(_id, left))
        if len(left) >= min(days, WEEK_DAYS) or ids in told:
            continue
        told.add(ids)
        names = _join([dish.name for dish in left][:MOST_NAMED]) if left else "none"
        dishes = "only one dish is" if len(left) == 1 else f"only {len(left)} dishes are"
        what = f"{dishes} left for {meal.name}, so {'it' if len(left) == 1 else 'they'} will repeat"
        yield explain_empty_meal(
            meal.name,
            kind,
            people,
            tables,
            sharing=len(people) > 1,
            what=f"{what}: {names}",
            served=ids,
        )


def explain_empty_day(
    served: Sequence[tuple[str, Dish]],
    kinds: Mapping[str, str],
    people: Sequence[Person],
    tables: Tables,
    day: int,
    *,
    sharing: bool = True,
) -> Problem:
    """Why the dishes of each meal make no day, in which none comes twice, and what would help.

    `kinds` has the kind of each meal by its name.
    """
    own: dict[str, list[Dish]] = {meal: [] for meal in kinds}
    for meal, dish in served:
        own[meal].append(dish)
    taken: dict[str, str] = {}  # the meal that has each dish

    def place(meal: str, seen: set[str]) -> bool:
        """Whether a meal finds a dish, where others may move to another of theirs."""
        for dish in own[meal]:
            if dish.id not in seen:
                seen.add(dish.id)
                if dish.id not in taken or place(taken[dish.id], seen):
                    taken[dish.id] = meal
                    return True
        return False

    order = sorted(own, key=lambda meal: -len(own[meal]))
    empty = [meal for meal in order if not place(meal, set())]
    meal = (empty or sorted(own, key=lambda one: len(own[one])))[0]
    rivals = [one for one in kinds if {*map(_id, own[one])} & {*map(_id, own[meal])}]
    dishes = dict.fromkeys(dish.name for one in rivals for dish in own[one])
    names = _join(list(dishes)[:MOST_NAMED])
    if empty and len(dishes) <= MOST_NAMED:
        only = "only one dish is" if len(dishes) == 1 else f"only {len(dishes)} dishes are"
        why = f"{only} left for {_join(rivals)}, {names}, and a day serves none twice"
    else:
        why = f"only {len(own[meal])} dishes are left for it, which the others rule out"
    what = f"day {day} has no dish for {meal}: {why}"
    already = {dish.id for one in own.values() for dish in one}
    return explain_empty_meal(
        meal, kinds[meal], people, tables, sharing=sharing, what=what, served=already
    )


def _id(dish: Dish) -> str:
    return dish.id


def _find_all_lacking(
    dishes: Sequence[Dish], people: Sequence[Person], tables: Tables, *, sharing: bool
) -> dict[str, list[tuple[str, str, str]]]:
    """What each dish lacks for these people, by its id: who, which slot, and why."""
    reasons = {
        one.name: {removal.food.id: removal.reason for removal in find_removals(one, tables)}
        for one in people
    }
    unshared = find_unshared(people, tables) if sharing else frozenset[str]()
    return {dish.id: _find_lacking(dish, reasons, tables, unshared) for dish in dishes}


def _find_changes(
    people: Sequence[Person], nearly: Collection[tuple[str, str]], tables: Tables
) -> Iterator[tuple[str, list[Person]]]:
    """What may be asked otherwise: a word, and the people as they are then.

    `nearly` is who lacks a food for what is nearest, and why: only such words are tried. An own
    allergy, a condition and an age are never among them.
    """
    for place, person in enumerate(people):
        suffered = [tables.conditions[name].avoid for name in person.conditions]
        kinds = {kind for own in suffered for kind in own}
        for word in person.avoid:
            if word in kinds or (person.name, f"avoids {word}") not in nearly:
                continue
            kept = tuple(one for one in person.avoid if one != word)
            changed = [*people[:place], replace(person, avoid=kept), *people[place + 1 :]]
            whose = f" of {person.name}" if len(people) > 1 else ""
            yield f"Leave out {mention('avoid', word)}{whose}", changed
    reasons = {why for _, why in nearly}
    kept_out = {word: why for person in people for word, why in person.kept_out.items()}
    for word in (word for word, why in kept_out.items() if why in reasons):
        changed = [
            replace(one, kept_out={w: why for w, why in one.kept_out.items() if w != word})
            for one in people
        ]
        allergic = any(word in one.allergies for one in people)
        name = "allergens_at_home" if allergic else "free_of"
        text = f"Say {mention(name, word)}" if allergic else f"Leave out {mention(name, word)}"
        yield text, changed


def _find_lacking(
    dish: Dish,
    reasons: Mapping[str, Mapping[str, str]],
    tables: Tables,
    unshared: Collection[str],
) -> list[tuple[str, str, str]]:
    """Who has no food for which slot of a dish, and why: the commonest reason."""
    found = []
    for slot in dish.slots:
        foods = [food.id for food in tables.fillings[dish.id, slot.name]]
        if slot.name in tables.shared_slots[dish.id]:
            common = [one for one in foods if all(one not in own for own in reasons.values())]
            apart = [one for one in foods if one not in unshared]
            foods = apart if not common else foods
        for who, own in reasons.items():
            if all(food in own for food in foods):
                why = [own[food] for food in foods if food in own] or ["someone's allergy"]
                found.append((who, slot.name, max(why, key=why.count)))
    return found


def _join(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
