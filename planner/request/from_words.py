"""Makes a request from what people write: a command's options, a profile's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from planner.errors import (
    FieldPath,
    NoPlanExists,
    PlanWouldHarm,
    Problem,
    RequestError,
    close_matches,
    mention,
    offer_one_by_one,
    quote,
)
from planner.parsing.body_measures import check_build, parse_height, parse_weight
from planner.parsing.json_values import tidy_numbers
from planner.parsing.numbers import drop_thousands_commas
from planner.people.choices import empty_slots, find_dishes, find_only
from planner.people.diet_rules import refuse_diets
from planner.people.energy import find_energy
from planner.people.exclusions import find_removals
from planner.people.food_words import find_avoided, find_favoured, make_diets
from planner.people.meal_times import MEAL_TIMES, MealTime
from planner.people.person import Person, tidy_name
from planner.people.targets import find_targets
from planner.request.arguments import (
    ASKABLE,
    BESIDES,
    check_records,
    take_day,
    take_diets,
    take_words,
    write_signature,
)
from planner.request.day_wishes import find_meal, find_places, write_place
from planner.request.fields import BY_RECORD, FIELDS, Kind, Scope
from planner.request.meal_words import find_meals
from planner.request.pantry import Pantry
from planner.request.request import AtHome, Request, check_people, write_caps
from planner.tables.bundle import Tables
from planner.tables.conditions import Condition, find_condition
from planner.tables.cuisines import find_cuisines, split_cuisines
from planner.tables.diets import BETWEEN, Diet, find_allergens, find_diets, make_id
from planner.tables.foods import GROWN_APPETITE
from planner.tables.grocery_prices import parse_money
from planner.tables.nutrients import ENERGY, find_nutrient, parse_amount
from planner.tables.reference_intakes import ACTIVITIES, LACTATION, PREGNANCY
from planner.tables.reference_intakes import NONE as NO_STAGE
from planner.tables.supplements import find_supplements

SEX_WORDS = {
    **dict.fromkeys(("female", "f", "woman", "girl"), "female"),
    **dict.fromkeys(("male", "m", "man", "boy"), "male"),
}
SPOKEN_ACTIVITIES = {
    "sedentary": "inactive",
    "moderate": "low_active",
    "moderately_active": "low_active",
}
"""The Dietary Guidelines' words for an activity, and what the equations call it.

Moderate activity is what is assumed without a weight, low active what is assumed with one.
"""
STAGE_WORDS = {
    "none": NO_STAGE,
    "pregnant": PREGNANCY,
    "pregnancy": PREGNANCY,
    "lactating": LACTATION,
    "lactation": LACTATION,
    "breastfeeding": LACTATION,
    "nursing": LACTATION,
}


Value = TypeVar("Value")

PLAIN = [
    field.name
    for field in FIELDS
    if field.scope == Scope.PLAN
    and field.kind in (Kind.FLAG, Kind.WHOLE)
    and field.record == field.name
]
"""Fields that the record of a request has as they are given."""

Texts = str | Iterable[str]
"""Some texts, or one alone: "mushrooms" is a word, not nine letters."""


def make_request(
    tables: Tables,
    *,
    name: str | None = "you",
    diet: Texts | None = "omnivore",
    own_diets: Mapping[str, Texts] | None = None,
    calories: float | None = None,
    age: int | None = None,
    sex: str | None = None,
    life_stage: str | None = None,
    trimester: int | None = None,
    weight: str | float | None = None,
    height: str | float | None = None,
    activity: str | None = None,
    avoid: Texts | None = (),
    allergies: Texts | None = (),
    like: Texts | None = (),
    dislike: Texts | None = (),
    conditions: Texts | None = (),
    allow: Texts | None = (),
    supplements: Texts | None = (),
    targets: Texts | Mapping[str, str | float] | None = (),
    limits: Texts | Mapping[str, str | float] | None = (),
    every_day: Texts | None = (),
    cuisine: Texts | None = (),
    only_cuisine: Texts | None = (),
    days: int | None = 7,
    seed: int | None = 0,
    minutes: int | Mapping[str, int] | Texts | None = None,
    leftovers: int | None = 0,
    out: Texts | None = (),
    budget: str | float | None = None,
    cheap: bool | None = False,
    use_up: bool | None = False,
    start: date | None = None,
    at_home: Iterable[AtHome] | None = (),
    places: Mapping[str, str | FieldPath] | None = None,
    **plain: Any,
) -> Request:
    """Make a request from the words that a person uses, each looked up in the tables.

    Where you can give several texts, you can give one by itself: `avoid="mushrooms"`.

    - `targets` and `limits` are amounts a day: "magnesium=450" or {"vitamin-d": "800IU"}.
    - `weight` is 63 (kg) or "139lb"; `height` is 165 (cm), "1.65m" or "5ft5in".
    - `diet` names one or several: "vegan", "vegan, gluten-free", or ["vegan", "gluten-free"].
    - `calories` are kcal a day. Without them the tables' figures for age, sex and body are used.
    - `conditions` name illnesses and medicines. What one leaves out counts as your own word.
    - `minutes` are 30, for every meal that is cooked, or {"dinner": 40} or ["dinner=40"]; of two
      values for a meal the later one holds. `repeat` is 1 or {"dinner": 1} likewise.
    - `cuisine` names cuisines to prefer, `only_cuisine` the only ones: ["greek", "thai"].
    - `budget` is in US dollars: 60 or "$60".
    - `start` is the date of the first day.
    - `at_home` is what you have; `find_at_home` makes it from a pantry.
    - `own_diets` adds diets to those of the tables: a name, and the tags, groups, kinds or foods
      that it leaves out.
    - `places` says where a word was written, for messages:
      {"age": "home.toml, person 1 (Ana), age"}.
    - `plain` are the other fields of planner/request/fields.py: `no_repeat=True`.

    None stands for a word that you don't give. Raises RequestError with every word that isn't
    understood, is of another type or can't be and every argument that is no field, NoPlanExists if
    a meal has no dish left, and PlanWouldHarm for a condition under which nothing is planned,
    whatever else you say.

        >>> request = make_request(tables, diet="vegan", avoid="mushrooms", days=2)
        >>> request.people[0].avoid, request.days
        (('mushrooms',), 2)
    """
    given = {**locals(), **plain}
    check_records(tables=tables)
    asked = {name: given[name] for name in ASKABLE if name in given} | plain
    words, problems = take_words(asked, besides=BESIDES)
    return _make_request(tables, words, problems, own_diets, start, at_home, places)


make_request.__signature__ = write_signature("tables")  # type: ignore[attr-defined]


def _make_request(
    tables: Tables,
    words: Mapping[str, Any],
    problems: list[Problem],
    own_diets: Mapping[str, Texts] | None,
    start: date | None,
    at_home: Iterable[AtHome] | None,
    places: Mapping[str, str | FieldPath] | None,
) -> Request:
    """Make a request of words of their kinds; `problems` are what is wrong with others."""
    where = places or {}
    values = {name: field.default for name, field in ASKABLE.items()} | dict(words)

    def attempt(make: Callable[..., Value], *words: Any, **named: Any) -> Value | None:
        """What is made of some words; their problems wait until all are known."""
        try:
            return make(*words, **named)
        except RequestError as error:
            problems.extend(error.problems)
            return None

    suffered = [attempt(_condition, word, tables) for word in values["conditions"]]
    has = list(dict.fromkeys(filter(None, suffered)))
    _refuse_harm(has, where.get("conditions", ("conditions",)))
    diets = attempt(take_diets, own_diets) or {}
    own = attempt(make_diets, diets, tables, where)
    known = {**tables.diets, **(own or {})}
    chosen = None if own is None else attempt(find_diets, (values["diet"],), known)
    avoided, liked, disliked, allowed = (
        tuple(map(str.strip, values[name])) for name in ("avoid", "like", "dislike", "allow")
    )
    avoided = tuple(
        dict.fromkeys((*avoided, *(kind for condition in has for kind in condition.avoid)))
    )
    for word in avoided:
        attempt(find_avoided, word, tables)
    for word in allowed:
        attempt(find_avoided, word, tables, ("allow",))
    if allowed and not avoided:
        remedy = f"It keeps foods that {mention('avoid')} leaves out."
        remedy += " Without that, all are allowed."
        problems.append(
            Problem(("allow",), f"{quote(allowed[0])} needs {mention('avoid')}", remedy)
        )
    taken = attempt(find_supplements, values["supplements"], tables.supplements, tables.nutrients)
    for field, favoured in ((("like",), liked), (("dislike",), disliked)):
        for word in favoured:
            attempt(find_favoured, word, tables, field)
    both = {*map(str.lower, liked)} & {*map(str.lower, disliked)}
    problems += [
        Problem(("like",), f"{quote(w)} is disliked too", "Choose one.") for w in sorted(both)
    ]
    allergens = [
        tag for word in values["allergies"] for tag in attempt(_allergens, word, tables) or ()
    ]
    allergens += [tag for condition in has for tag in condition.allergies]
    at_table = {
        name: tuple(
            dict.fromkeys(
                tag
                for word in values[name]
                for tag in attempt(_allergens, word, tables, (name,)) or ()
            )
        )
        for name in ("allergens_at_home", "free_of")
    }
    minimum = [attempt(_amount, text, ("targets",), tables) for text in values["targets"]]
    maximum = [attempt(_amount, text, ("limits",), tables) for text in values["limits"]]
    daily = [
        attempt(find_nutrient, text, tables.nutrients, ("every_day",))
        for text in values["every_day"]
    ]
    stage = attempt(_stage, values["life_stage"])
    sex = _sex(values["sex"])
    trimester = values["trimester"]
    if stage == NO_STAGE and trimester is not None:
        remedy = "Add the life stage: pregnant or lactating."
        problems.append(Problem(("trimester",), f"{trimester} needs a life stage", remedy))
    elif stage is not None and stage != NO_STAGE and sex is None:
        sex = "female"
    weight, height, budget = values["weight"], values["height"], values["budget"]
    child = values["age"] is not None and values["age"] < GROWN_APPETITE
    weight_kg = None if weight is None else attempt(parse_weight, weight, child=child)
    height_cm = None if height is None else attempt(parse_height, height, child=child)
    if weight_kg and height_cm:
        attempt(check_build, weight_kg, height_cm, weight)
    activity = attempt(_activity, values["activity"])
    first_day = None if start is None else attempt(take_day, start, ("start",))
    meals = (values["meals"] and attempt(find_meals, values["meals"])) or MEAL_TIMES
    names = [meal.name for meal in meals]
    left_out = [part for word in values["skip"] for part in word.split(",")]
    skipped = [attempt(find_meal, word, ("skip",), names) for word in left_out]
    away = [
        place
        for text in values["out"]
        for place in attempt(_find_out, text, values["days"], names, skipped, first_day) or ()
    ]
    remedy = "Write 30 for every meal that is cooked, or dinner=40 for one."
    most = attempt(_by_meal, values["minutes"] or (), names, "minutes", "minutes", remedy)
    remedy = "Write dinner=1 for one meal, or 1 for each."
    repeat = attempt(_by_meal, values["repeat"] or (), names, "repeat", "times a week", remedy)
    calories, age = values["calories"], values["age"]
    preferred, alone = map(split_cuisines, (values["cuisine"], values["only_cuisine"]))
    preferred_ones, only_ones = (
        attempt(find_cuisines, named, tables.dishes.values(), (which,))
        for which, named in (("cuisine", preferred), ("only_cuisine", alone))
    )
    if preferred_ones and only_ones and not preferred_ones & only_ones:
        named = ", ".join(map(quote, preferred))
        what = f"{mention('only_cuisine')} leaves nothing of {named} to prefer"
        problems.append(Problem(("cuisine",), what, "Leave one of the two out."))
    aim = {} if calories is None else {"energy_kcal": calories}
    skip = tuple(name for name in names if name in skipped)
    stages = {"stage": stage or NO_STAGE, "part": trimester}
    body = attempt(Person, age=age, sex=sex, skip=skip, **stages, **aim)
    budget_usd = None if budget is None else attempt(parse_money, budget, ("budget",))
    if (budget_usd or values["cheap"]) and not tables.prices:
        field = ("budget",) if budget_usd else ("cheap",)
        problems.append(Problem(field, "the tables have no prices", "Leave it out."))
    request = attempt(
        Request,
        (body or Person(),),
        minutes=most or {},
        repeat=repeat or {},
        budget_usd=budget_usd,
        at_home=attempt(take_at_home, at_home) or (),
        start=first_day,
        meals=meals,
        cuisine=preferred,
        only_cuisine=alone,
        **at_table,
        **{name: values[name] for name in PLAIN},
    )
    with _placed(where):
        if problems or not (body and request and chosen):
            raise RequestError(*problems)
        energy, source = calories, "set by the person"
        if energy is None:
            energy, source = find_energy(
                tables,
                age=age,
                sex=body.sex,
                stage=body.stage,
                part=trimester,
                weight_kg=weight_kg,
                height_cm=height_cm,
                activity=activity,
            )
        person = replace(
            body,
            name=tidy_name(values["name"]),
            diet=BETWEEN.join(diet.id for diet in chosen),
            own_diet=_join_own(chosen, tables),
            allergies=tuple(dict.fromkeys(allergens)),
            avoid=avoided,
            weight_kg=weight_kg,
            energy_kcal=energy,
            energy_source=source,
            minimum=dict(filter(None, minimum)),
            maximum=dict(filter(None, maximum)),
            like=liked,
            dislike=disliked,
            conditions=tuple(condition.id for condition in has),
            allow=allowed,
            supplements=taken or (),
            out=tuple(sorted(set(away), key=lambda place: (place[0], names.index(place[1])))),
        )
        every = tuple(nutrient.id for nutrient in daily if nutrient)
        refuse_diets(person, tables)
        find_targets(person, tables, every)
        request = replace(request, people=(person,), every_day=every)
        _check_meals(request.people[0], request.minutes, tables)
        find_only(request.people, alone, request.minutes, request.days, tables)
    return request


def _join_own(chosen: Iterable[Diet], tables: Tables) -> tuple[str, ...] | None:
    """The words that one's own diets leave out; None where all are of the tables."""
    own = [diet.excludes for diet in chosen if diet.id not in tables.diets]
    return tuple(sorted(frozenset().union(*own))) if own else None


def make_requests(
    words: Sequence[Mapping[str, Any]], tables: Tables, faults: Sequence[Iterable[Problem]] = ()
) -> list[Request]:
    """A request for each person; RequestError with what is wrong in anyone's words.

    `faults` has for each person what is known to be wrong beside these words.
    """
    made: list[Request] = []
    problems = check_people(len(words))
    for number, own in enumerate(() if problems else words):
        rest = {name: own.get(name, default) for name, (_, default) in BESIDES.items()}
        sound, others = take_words({name: own[name] for name in own if name not in BESIDES})
        others += faults[number] if faults else ()
        try:
            made.append(_make_request(tables, sound, others, **rest))
        except RequestError as error:
            problems += error.problems
        except NoPlanExists as error:
            if len(words) == 1:
                raise
            where = str(own.get("name", ""))
            raise NoPlanExists(
                *(replace(problem, where=where) for problem in error.problems)
            ) from error
    if problems:
        raise RequestError(*dict.fromkeys(problems))
    return made


def take_at_home(items: Iterable[AtHome] | None) -> tuple[AtHome, ...]:
    """What is at home; RequestError for anything else, such as a pantry."""
    taken = tuple(items) if isinstance(items, Iterable) else ()
    if items and not (taken and all(isinstance(item, AtHome) for item in taken)):
        remedy = "Make it of a pantry: find_at_home(pantry, start)."
        raise RequestError(Problem(("at_home",), f"{quote(items)} is not what is at home", remedy))
    return taken


def find_at_home(pantry: Pantry, start: date) -> tuple[AtHome, ...]:
    """What a pantry has for a plan that begins on a day.

    What is past its date is left out, and so is what there is nothing of. RequestError for what is
    no pantry, and for a day that is no date.
    """
    if not isinstance(pantry, Pantry):
        remedy = 'Read it first: read_pantry("pantry.csv", tables).'
        raise RequestError(Problem(("pantry",), f"{quote(pantry)} is not a pantry", remedy))
    start = take_day(start, ("start",))
    return tuple(
        AtHome(
            stock.grocery_id,
            round(stock.grams, 1),
            None if stock.best_before is None else (stock.best_before - start).days + 1,
        )
        for stock in pantry.split(start)[0].stocks
        if stock.grams
    )


def join_requests(requests: Sequence[Request]) -> Request:
    """One request for people who eat together, from one for each of them.

    The days, the seed, the minutes and the leftovers come from the first request.
    Raises RequestError for more people than can be planned for, and for two of one name.
    """
    people = tuple(person for request in requests for person in request.people)
    every_day = dict.fromkeys(name for request in requests for name in request.every_day)
    return replace(requests[0], people=people, every_day=tuple(every_day))


def _find_place(where: str | FieldPath, places: Mapping[str, str | FieldPath]) -> str | FieldPath:
    """The place in a file where a field was written; the field itself if no place is known."""
    if isinstance(where, tuple) and len(where) > 1:  # it says already whose field it is
        return where
    return places.get(str(where[-1] if isinstance(where, tuple) and where else where), where)


@contextmanager
def _placed(places: Mapping[str, str | FieldPath]) -> Iterator[None]:
    """Give the problems of a RequestError the places where their words were written."""
    try:
        yield
    except RequestError as error:
        problems = (
            replace(problem, where=_find_place(problem.where, places)) for problem in error.problems
        )
        raise RequestError(*problems) from error


def _refuse_harm(conditions: Iterable[Condition], where: str | FieldPath) -> None:
    """Raise PlanWouldHarm for a condition under which general targets may harm."""
    problems = [
        Problem(
            where,
            f"no plan is made with {condition.name}: {condition.says}",
            f"Source: {condition.source}.",
        )
        for condition in conditions
        if condition.stops
    ]
    if problems:
        raise PlanWouldHarm(*problems)


def _check_meals(person: Person, minutes: Mapping[str, int], tables: Tables) -> None:
    """Raise an error if a meal has no dish left, or none that is quick enough."""
    removals = find_removals(person, tables)
    reasons = Counter(re.split("[:,]", removal.reason)[0] for removal in removals)
    by = ", ".join(
        f"{count} food{'s' * (count > 1)} ({reason})" for reason, count in reasons.most_common()
    )
    if len(removals) == len(tables.foods):
        raise RequestError(
            Problem(("diet",), f"no food is left after leaving out {by}", "Leave out less.")
        )
    dishes = find_dishes(person, tables)
    without = [meal for meal, left in dishes.items() if not left]
    if without:
        meal = without[0]
        removed = {removal.food.id for removal in removals}
        lacks = {
            dish.name: empty
            for dish in tables.dishes.values()
            if person.kinds[meal] in dish.meals and (empty := empty_slots(dish, removed, tables))
        }
        nearest = min(lacks, key=lambda name: len(lacks[name]))
        remedy = f"Leave out less. The nearest {meal}, {nearest}, has no food left for its"
        remedy += f" {' and '.join(lacks[nearest])}."
        what = f"no dish for {' or '.join(without)} is left after leaving out {by}"
        raise NoPlanExists(Problem("", what, remedy))
    problems = []
    for meal, most in minutes.items():
        if meal not in dishes:  # it is skipped
            continue
        quickest = min(dishes[meal], key=lambda dish: tables.least_minutes[dish.id])
        least = tables.least_minutes[quickest.id]
        if most < least:
            remedy = f"The quickest, {quickest.name}, takes {least} minutes."
            problems.append(Problem(("minutes",), f"no {meal} is made in {most} minutes", remedy))
    if problems:
        raise RequestError(*problems)


def find_differences(
    made: Request, now: Request, said: Collection[str], tables: Tables
) -> list[str]:
    """In what words a plan's request differs from a profile's, `said` being those that it has.

    Days, minutes and leftovers that the profile doesn't name may differ: they were options.
    """
    before, after = tidy_numbers(made.to_json()), tidy_numbers(now.to_json())
    there_are, own = before.pop("people"), after.pop("people")
    people = {person["name"]: person for person in there_are}
    if len(there_are) == len(own) == 1:  # whatever they are called
        people = {own[0]["name"]: there_are[0]}
    names = {person["name"] for person in own}
    differing = ["you join" if name == "you" else f"{name} joins" for name in names - people.keys()]
    differing += [
        "you are gone" if name == "you" else f"{name} is gone" for name in people.keys() - names
    ]
    pairs = [
        (
            "",
            before,
            {name: after[name] for name in after if BY_RECORD[Scope.PLAN][name].name in said},
        )
    ]
    several = len(own) > 1
    pairs += [
        (f"{person['name']}: " if several else "", people[person["name"]], person)
        for person in own
        if person["name"] in people
    ]
    return sorted(differing) + [
        f"{who}{_find_label(name)} {_write_value(name, planned[name], tables)} in the plan,"
        f" {_write_value(name, value, tables)} in the profile"
        for who, planned, asked in pairs
        for name, value in asked.items()
        if planned[name] != value and name != "energy_source"
    ]


def _find_label(record: str) -> str:
    """The name that people know a field of a record by."""
    rows = [fields[record] for fields in BY_RECORD.values() if record in fields]
    return rows[0].key.replace("_", " ")


def _write_value(name: str, value: Any, tables: Tables) -> str:
    """A value of a request as people write it."""
    if name in ("minutes", "repeat"):
        value = write_caps(value or {})
    if isinstance(value, dict):
        records = ((tables.nutrients[nutrient], amount) for nutrient, amount in value.items())
        value = [f"{record.label} {amount:g} {record.unit}" for record, amount in records]
    if isinstance(value, list):
        value = ", ".join(
            write_place(part["day"], part["meal"])
            if isinstance(part, dict) and "day" in part
            else str(MealTime(**part))
            if isinstance(part, dict)
            else tables.nutrients[part].label
            if part in tables.nutrients
            else str(part)
            for part in value
        )
    return f"{value:,g}" if isinstance(value, int | float) else str(value or "not said")


def _find_out(
    text: str,
    days: int,
    meals: Sequence[str],
    skipped: Collection[str | None],
    start: date | None,
) -> list[tuple[int, str]]:
    """The meals eaten elsewhere that a text names; RequestError for one that is skipped anyway."""
    places = find_places(text, days, ("out",), meals, start)
    left = [place for place in places if place[1] not in skipped]
    if not left:
        remedy = f"Leave out {mention('out', text)} or {mention('skip', places[0][1])}."
        raise RequestError(Problem(("out",), f"{quote(text)} is a meal that is skipped", remedy))
    return left


def _by_meal(
    texts: Iterable[str], meals: Sequence[str], field: str, unit: str, remedy: str
) -> dict[str, int]:
    """A whole number for each meal, such as dinner=40; one without a meal is for all of them."""
    numbers: dict[str, int] = {}
    for text in texts:
        meal, equals, number = text.rpartition("=")
        try:
            most = int(drop_thousands_commas(number))
        except ValueError:
            what = f"{quote(text)} is not a whole number of {unit}"
            raise RequestError(Problem((field,), what, remedy)) from None
        numbers |= dict.fromkeys([find_meal(meal, (field,), meals)] if equals else meals, most)
    return {meal: numbers[meal] for meal in meals if meal in numbers}


def _sex(word: str | None) -> str | None:
    return None if word is None else SEX_WORDS.get(word.strip().lower(), word)


def _stage(word: str | None) -> str:
    if word is None:
        return NO_STAGE
    key = word.strip().lower()
    if key not in STAGE_WORDS:
        remedy = close_matches(key, STAGE_WORDS)
        remedy = remedy or "Say pregnant or lactating; for any other stage, give the age."
        raise RequestError(Problem(("life_stage",), f"{quote(word)} is not known", remedy))
    return STAGE_WORDS[key]


def _activity(word: str | None) -> str | None:
    if word is None:
        return None
    said = word.strip().lower().replace("-", "_").replace(" ", "_")
    key = SPOKEN_ACTIVITIES.get(said, said)
    if key not in ACTIVITIES:
        spoken = [activity.replace("_", "-") for activity in ACTIVITIES]
        near = [name.replace("_", "-") for name in (*ACTIVITIES, *SPOKEN_ACTIVITIES)]
        remedy = close_matches(word, near) or f"Say one of {', '.join(spoken)}."
        raise RequestError(Problem(("activity",), f"{quote(word)} is not known", remedy))
    return key


def _allergens(word: str, tables: Tables, field: FieldPath = ("allergies",)) -> tuple[str, ...]:
    """The tags that a word names, or the word itself if it names a food."""
    tags = find_allergens(word)
    if not tags:
        try:
            find_avoided(word, tables, ("allergies",), widely=True)
        except RequestError as error:
            problems = (replace(problem, where=field) for problem in error.problems)
            raise RequestError(*problems) from error
    return tags or (word.strip().lower(),)


def _condition(word: str, tables: Tables) -> Condition:
    """The condition that a word names; for another field's word, the error names that field."""
    try:
        return find_condition(word, tables.conditions)
    except RequestError as error:
        allergens = find_allergens(re.sub("-(allergy|intolerance)$", "", make_id(word)))
        said = mention("life_stage", word.strip()) if make_id(word) in STAGE_WORDS else ""
        said = mention("allergies", allergens[0]) if allergens else said
        if not said:
            raise
        raise RequestError(replace(error.problems[0], remedy=f"Say {said}.")) from error


def _amount(text: str, field: FieldPath, tables: Tables) -> tuple[str, float]:
    name, equals, amount = text.partition("=")
    if not equals:
        remedy = f"Write a nutrient and an amount, such as {mention(field, 'magnesium=450')}."
        raise RequestError(Problem(field, f"{quote(text)} has no amount", remedy))
    if "=" in amount:
        remedy = offer_one_by_one(text, field) or "Name one at a time."
        raise RequestError(Problem(field, f"{quote(text)} has two amounts", remedy))
    nutrient = find_nutrient(name, tables.nutrients, field)
    if nutrient.id == ENERGY:
        remedy = f"Say {mention('calories')} instead: each day stays within 5 % of them."
        raise RequestError(Problem(field, f"{quote(text)} is not how energy is set", remedy))
    return nutrient.id, parse_amount(amount, nutrient, field)
