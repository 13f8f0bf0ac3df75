"""Who eats: a person's age, sex, diet, exclusions, energy and own targets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planner.errors import Problem, RequestError, close_matches
from planner.tables.advice import Advice
from planner.tables.bundle import Digest, Tables
from planner.tables.cautions import ANY, Caution
from planner.tables.diets import ALLERGENS, SPOKEN_ALLERGENS, Diet, breaks_rule, make_id
from planner.tables.dishes import MEALS, Dish
from planner.tables.foods import CONTAINS, GROUPS, Food
from planner.tables.reference_intakes import LACTATION, PREGNANCY, STAGES
from planner.tables.reference_intakes import NONE as NO_STAGE

ENERGY_KCAL = 2000.0
LOWEST_KCAL, HIGHEST_KCAL = 600.0, 6000.0
CAUTION_KCAL = 1200.0
YOUNGEST, OLDEST = 9, 120
FERTILE_AGES = (14, 50)  # of the reference intakes in pregnancy and lactation
MIDDLE_AGE = 30  # stands in for an age that wasn't given, where a caution has an age
BIRTH_YEARS = (1900, 2100)  # an age like these is a year
KJ_PER_KCAL = 4.184
SPOKEN_STAGES = {PREGNANCY: "pregnant", LACTATION: "lactating"}

SPOKEN_FOODS = {
    **{word: SPOKEN_ALLERGENS[word] for word in ("dairy", "seafood", "soya")},
    "red meat": ("meat",),
    "beef": ("beef", "ground-beef", "deli-beef"),
    "pork": ("pork", "ground-pork", "ham"),
    "turkey": ("turkey", "ground-turkey", "deli-turkey"),
    "prawn": ("shrimp",),
    "aubergine": ("eggplant",),
    "beetroot": ("beets",),
    "courgette": ("zucchini",),
    "mangetout": ("snow-peas",),
    "rocket": ("arugula",),
    "spring onion": ("scallion",),
    "sweetcorn": ("corn",),
    "yoghurt": ("yogurt",),
}
"""Words of people that the tables call otherwise or in several ways: tags, groups and kinds."""

NOT_MEANT = {
    "beet": ("beet-greens",),
    "butter": ("almond-butter", "cashew-butter", "peanut-butter", "sunflower-butter"),
    "chicken": ("vegan-chicken",),
    "mayonnaise": ("vegan-mayonnaise",),
    "orange": ("mandarin",),
    "potato": ("sweet-potato",),
    "pumpkin": ("pumpkin-seeds",),
    "turnip": ("turnip-greens",),
}
"""Kinds with a word in their foods' names that isn't what people mean by it."""


@dataclass(frozen=True)
class Person:
    """Someone the week is planned for.

    `allergies` are tags of the closed list, or words that name a food; `own_diet` are the tags that
    a diet of the person's own leaves out, None where `diet` is one of the tables. `age` in years
    and `sex` may be None: the plan then serves any adult of 19 to 50. `stage` is none, pregnancy or
    lactation, `part` its trimester or half year. `energy_kcal` is what is planned, `energy_source`
    where it comes from; `weight_kg` is known or None. `minimum` and `maximum` are the person's own
    daily limits, by nutrient id in the nutrient's unit; `like` and `dislike` name foods and dishes.
    `conditions` are ids of the tables' conditions; `allow` names foods that a word to avoid would
    leave out; `supplements` are the nutrients that a supplement may bring where food can't;
    `out` are the meals eaten elsewhere: the day's number and the meal.
    """

    name: str = "you"
    diet: str = "omnivore"
    own_diet: tuple[str, ...] | None = None
    allergies: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    age: int | None = None
    sex: str | None = None
    stage: str = NO_STAGE
    part: int | None = None
    weight_kg: float | None = None
    energy_kcal: float = ENERGY_KCAL
    energy_source: str = "the default"
    minimum: Mapping[str, float] = field(default_factory=dict)
    maximum: Mapping[str, float] = field(default_factory=dict)
    like: tuple[str, ...] = ()
    dislike: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    out: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is out of range or can't be, all of it at once."""
        problems = []
        if self.age is not None and not YOUNGEST <= self.age <= OLDEST:
            remedy = f"Ages from {YOUNGEST} to {OLDEST} years can be planned for."
            if BIRTH_YEARS[0] <= self.age <= BIRTH_YEARS[1]:
                remedy += " Write the age, not the year of birth."
            problems.append(Problem("--age", f"{self.age} is out of range", remedy))
        if self.sex not in (None, "female", "male"):
            remedy = "Reference intakes are published for female and male."
            problems.append(Problem("--sex", f"{self.sex!r} is not known", remedy))
        if self.stage not in STAGES:
            remedy = "Say pregnant or lactating, or leave it out."
            problems.append(Problem("--life-stage", f"{self.stage!r} is not known", remedy))
        elif self.stage != NO_STAGE:
            problems += self._stage_problems()
        if not LOWEST_KCAL <= self.energy_kcal <= HIGHEST_KCAL:
            remedy = (
                f"Between {LOWEST_KCAL:,.0f} and {HIGHEST_KCAL:,.0f} kcal a day can be planned."
            )
            kcal = self.energy_kcal / KJ_PER_KCAL
            if self.energy_kcal > HIGHEST_KCAL and LOWEST_KCAL <= kcal <= HIGHEST_KCAL:
                remedy += f" Kilojoules? {self.energy_kcal:,.0f} kJ are {kcal:,.0f} kcal."
            what = f"{self.energy_kcal:,.0f} kcal is out of range"
            problems.append(Problem("--calories", what, remedy))
        if problems:
            raise RequestError(*problems)

    def _stage_problems(self) -> list[Problem]:
        problems = []
        spoken = SPOKEN_STAGES[self.stage]
        if self.sex == "male":
            remedy = "Leave out the sex or the life stage."
            problems.append(Problem("--life-stage", f"{spoken} doesn't go with male", remedy))
        if self.age is not None and not FERTILE_AGES[0] <= self.age <= FERTILE_AGES[1]:
            low, high = FERTILE_AGES
            remedy = f"Reference intakes for {self.stage} are published for {low} to {high} years."
            problems.append(Problem("--age", f"{self.age} doesn't go with {spoken}", remedy))
        parts = (1, 2, 3) if self.stage == PREGNANCY else (1, 2)
        if self.part is not None and self.part not in parts:
            remedy = "Trimesters are 1 to 3; half years of lactation 1 and 2."
            problems.append(Problem("--trimester", f"{self.part} is out of range", remedy))
        return problems


def tidy_name(name: str) -> str:
    """A person's name without the space around it and with single ones within: it is one name."""
    return " ".join(name.split())


@dataclass(frozen=True)
class Removal:
    """A food kept from someone's plate, and why."""

    food: Food
    reason: str


def _plain(text: str) -> str:
    """A text as single words in lower case."""
    return " ".join(re.findall(r"[a-z0-9%]+", text.lower()))


def _forms(word: str) -> set[str]:
    """A word with its simple singular and plural; nothing where the word has no letters."""
    key = _plain(word)
    if not key:
        return set()
    forms = {key, f"{key}s", f"{key}es"}
    if key.endswith("s"):
        forms.add(key.removesuffix("s"))
    if key.endswith("es"):
        forms.add(key.removesuffix("es"))
    if key.endswith("ies"):
        forms.add(key.removesuffix("ies") + "y")
    if key.endswith("y"):
        forms.add(key.removesuffix("y") + "ies")
    return forms


def _stand_in(forms: Iterable[str], name: str) -> bool:
    """Whether one of these words stands whole in a name."""
    plain = f" {_plain(name)} "
    return any(f" {form} " in plain for form in forms)


def _meant(word: str) -> set[str]:
    """The tags, groups, kinds and foods that a word may name, as ids."""
    return {
        name for form in _forms(word) for name in SPOKEN_FOODS.get(form, (form.replace(" ", "-"),))
    }


def find_avoided(
    word: str, tables: Tables, option: str = "--avoid", *, widely: bool = False
) -> tuple[Food, ...]:
    """The foods that a word to avoid names.

    A tag ("milk") or group ("cheese") is taken as such; any other word names the foods of that kind
    ("spinach") and, with `widely` or where there are none, those with it as a whole word in their
    name: fried tofu is tofu. RequestError with close matches where nothing is meant. Of an excerpt
    it is what the word named in all the tables that the excerpt was taken from.
    """
    if tables.digest is not None:
        return _recall(word, tables, tables.digest, option, widely=widely)
    meant, forms = _meant(word), _forms(word)
    found = {
        food.id: food
        for food in tables.foods.values()
        if meant & ({food.kind, food.group, food.id} | food.contains & set(CONTAINS))
    }
    broad = bool(meant & {*CONTAINS, *GROUPS}) and option != "--allergy"
    if not found or (widely and not broad):
        other = {kind for form in forms for kind in NOT_MEANT.get(form, ())}
        named = [f for f in tables.foods.values() if _stand_in(forms, f.name)]
        found |= {f.id: f for f in named if option == "--allergy" or f.kind not in other}
    if not found and not meant & {*CONTAINS, *GROUPS}:  # no food may have a tag or a group
        if option == "--allergy":
            things = ("allergen or food", ALLERGENS, SPOKEN_ALLERGENS)
            raise RequestError(_not_found(word, tables, option, *things))
        raise RequestError(_not_found(word, tables, option, "food", CONTAINS))
    return tuple(found.values())


def _recall(
    word: str, tables: Tables, digest: Digest, option: str, *, widely: bool
) -> tuple[Food, ...]:
    """The foods of an excerpt that a word named; RequestError for a word that it doesn't have."""
    if (word, widely) not in digest.named:
        what = f"{word!r} is no word that the plan was made with"
        raise RequestError(Problem(option, what, "Plan the week again."))
    return tuple(tables.foods[food_id] for food_id in digest.named[word, widely])


def _not_found(
    word: str,
    tables: Tables,
    option: str,
    things: str,
    tags: Iterable[str],
    others: Iterable[str] = (),
) -> Problem:
    """What is said of a word that names none of `things`: tags, foods, or others by their names."""
    names = {*others, *(food.name for food in tables.foods.values())}
    known = {part for name in names for part in re.findall(r"[a-z]{3,}", name.lower())}
    known |= {*others, *tags, *GROUPS, *SPOKEN_FOODS}
    known |= {food.kind for food in tables.foods.values()}
    one_by_one = f"Name one at a time, each with its own {option}."
    remedy = one_by_one if "," in word else close_matches(word.strip(), known)
    remedy = remedy or (one_by_one if " and " in word else "")
    remedy = remedy or f"Name a food, a kind, a group, or one of {', '.join(tags)}."
    what = f"no {things} is called {word!r}" if word.strip() else "a name is missing"
    return Problem(option, what, remedy)


def find_cautions(person: Person, tables: Tables) -> tuple[Caution, ...]:
    """The cautions that hold for a person's age and stage of life."""
    age = MIDDLE_AGE if person.age is None else person.age
    return tuple(
        caution
        for caution in tables.cautions
        if caution.stage in (ANY, person.stage) and caution.age_min <= age <= caution.age_max
    )


def find_advice(person: Person, tables: Tables) -> tuple[Advice, ...]:
    """What a person's age, stage of life and plate give reason to say, one line for a topic."""
    age = MIDDLE_AGE if person.age is None else person.age
    eaten = find_tags_eaten(person, tables)
    found: dict[str, Advice] = {}
    for advice in tables.advice:
        fits = advice.stage in (ANY, person.stage) and advice.age_min <= age <= advice.age_max
        if fits and eaten.isdisjoint(advice.without):
            found.setdefault(advice.topic, advice)
    return tuple(found.values())


def find_tags_eaten(person: Person, tables: Tables) -> frozenset[str]:
    """The tags of all the foods that aren't kept from a person."""
    if tables.digest is not None:
        return tables.digest.eaters[person.name].may_eat
    removed = {removal.food.id for removal in find_removals(person, tables)}
    foods = (food for food in tables.foods.values() if food.id not in removed)
    return frozenset(tag for food in foods for tag in food.contains)


def find_left_out(person: Person, tables: Tables) -> Mapping[str, tuple[str, ...]]:
    """The names of the foods that words, allergies and cautions keep out, by their reason.

    What a diet leaves out goes without saying.
    """
    if tables.digest is not None:
        return tables.digest.eaters[person.name].left_out
    found: dict[str, tuple[str, ...]] = {}
    for removal in find_removals(person, tables):
        if not removal.reason.endswith(" diet"):
            found[removal.reason] = (*found.get(removal.reason, ()), removal.food.name)
    return found


def find_removals(person: Person, tables: Tables) -> tuple[Removal, ...]:
    """Every food that allergies, words, cautions or the diet keep out, each with one reason."""
    removals: dict[str, Removal] = {}

    def remove(foods: Iterable[Food], reason: str) -> None:
        for food in foods:
            removals.setdefault(food.id, Removal(food, reason))

    foods = tables.foods.values()
    for allergen in person.allergies:
        if allergen in ALLERGENS:
            found = [food for food in foods if breaks_rule(food, (allergen,))]
            remove(found, f"{allergen} allergy")
        else:
            found = list(find_avoided(allergen, tables, "--allergy", widely=True))
            remove(found, f"{allergen} allergy, by name only: mixed foods may contain it")
    kept = {f.id for word in person.allow for f in find_avoided(word, tables, "--allow")}
    for word in person.avoid:
        named = find_avoided(word, tables, widely=True)
        avoided = (food for food in named if food.id not in kept)
        remove(avoided, f"avoids {word}")
    excludes = excluded_tags(person, tables)
    remove((food for food in foods if breaks_rule(food, excludes)), f"{person.diet} diet")
    for word in person.own_diet or ():
        remove(find_avoided(word, tables, "--diet", widely=True), f"{person.diet} diet")
    for caution in find_cautions(person, tables):
        stage = {PREGNANCY: "in pregnancy", LACTATION: "while nursing"}.get(person.stage)
        when = stage if caution.stage != ANY and stage else "at this age"
        kept_out = (f for f in foods if f.id in caution.foods or breaks_rule(f, caution.tags))
        remove(kept_out, f"{when}: {caution.reason}; {caution.source}")
    return tuple(removals.values())


def excluded_tags(person: Person, tables: Tables) -> frozenset[str]:
    """The tags that the person's diet leaves out."""
    if person.own_diet is None:
        return tables.diets[person.diet].excludes
    return frozenset(tag for word in person.own_diet for tag in _meant(word) if tag in CONTAINS)


def make_diets(
    own: Mapping[str, Iterable[str]], tables: Tables, places: Mapping[str, str] | None = None
) -> dict[str, Diet]:
    """Diets of a person's own by id: a name, and the tags, groups, kinds or foods left out.

    Raises RequestError with every word that isn't known and every name that is taken, each where
    `places` says that its diet stands.
    """
    diets: dict[str, Diet] = {}
    problems = []
    for name, words in own.items():
        where = f"diet {name!r}"
        where = (places or {}).get(where, where)
        diet = Diet(make_id(name), frozenset(words), "of your own")
        if diet.id in tables.diets or diet.id in diets:
            what = "is a diet of the tables" if diet.id in tables.diets else "stands twice"
            remedy = "Give a diet of your own a name of its own."
            problems.append(Problem(where, f"{name!r} {what}", remedy))
        for word in sorted(diet.excludes):
            try:
                find_avoided(word, tables, where)
            except RequestError as error:
                problems += error.problems
        diets[diet.id] = diet
    if problems:
        raise RequestError(*problems)
    return diets


def find_favoured(
    word: str, tables: Tables, option: str = "--like"
) -> tuple[frozenset[str], frozenset[str]]:
    """The food ids and dish ids that a word to like or dislike names.

    A dish is named by its id or by whole words of its name, a food as for --avoid.
    """
    forms = _forms(word)
    dishes = frozenset(
        dish.id
        for dish in tables.dishes.values()
        if _stand_in(forms, dish.name) or _stand_in(forms, dish.id)
    )
    try:
        foods = frozenset(food.id for food in find_avoided(word, tables, option))
    except RequestError as error:
        if not dishes:
            names = [dish.name for dish in tables.dishes.values()]
            problem = _not_found(word, tables, option, "food or dish", CONTAINS, names)
            raise RequestError(problem) from error
        foods = frozenset()
    return foods, dishes


def find_wanted(person: Person, tables: Tables) -> dict[str, frozenset[str]]:
    """What each word that a person likes names: food ids and dish ids, none that they dislike."""
    named = {word: frozenset().union(*find_favoured(word, tables)) for word in person.like}
    disliked = (
        name for word in person.dislike for some in find_favoured(word, tables) for name in some
    )
    without = frozenset(disliked)
    return {word: names - without for word, names in named.items()}


def find_dishes(person: Person, tables: Tables) -> dict[str, tuple[Dish, ...]]:
    """For each meal, the dishes that keep a food for each of their slots."""
    removed = {removal.food.id for removal in find_removals(person, tables)}
    return {
        meal: tuple(
            dish
            for dish in tables.dishes.values()
            if meal in dish.meals and not empty_slots(dish, removed, tables)
        )
        for meal in MEALS
    }


def find_unplaced(
    person: Person, people: Sequence[Person], minutes: Mapping[str, int], tables: Tables
) -> frozenset[str]:
    """The words for what a person likes that no dish which all can eat has a place for.

    `minutes` are the most that making a meal may take.
    """
    if not person.like:
        return frozenset()
    if tables.digest is not None:
        return tables.digest.eaters[person.name].unplaced
    removed = [{removal.food.id for removal in find_removals(one, tables)} for one in people]
    without = {removal.food.id for removal in find_removals(person, tables)}
    dishes = [
        d
        for d in tables.dishes.values()
        if not any(empty_slots(d, r, tables) for r in removed)
        and any(d.minutes <= minutes.get(meal, d.minutes) for meal in d.meals)
    ]
    could = {
        food.id for d in dishes for slot in d.slots for food in tables.fillings[d.id, slot.name]
    }
    could = could - without | {dish.id for dish in dishes}
    wanted = find_wanted(person, tables)
    return frozenset(word for word, meant in wanted.items() if could.isdisjoint(meant))


def empty_slots(dish: Dish, removed: Collection[str], tables: Tables) -> list[str]:
    """The slots of a dish that keep no food."""
    return [
        slot.name
        for slot in dish.slots
        if all(food.id in removed for food in tables.fillings[dish.id, slot.name])
    ]
