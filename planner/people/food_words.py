"""What a word names: the foods of a tag, a group, a kind or a name, and the dishes of a name.

People and tables call foods by different names; this module knows both. Every word that names
nothing is refused with the names that come close.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from planner.errors import (
    FieldPath,
    Problem,
    RequestError,
    find_close,
    mention,
    offer_close,
    offer_one_by_one,
    quote,
)
from planner.tables.bundle import Digest, Tables
from planner.tables.cuisines import list_cuisines, match_cuisine
from planner.tables.diets import ALLERGENS, SPOKEN_ALLERGENS, Diet, make_id
from planner.tables.english import find_american, list_british
from planner.tables.foods import CONTAINS, GROUPS, TAGS, Food

SPOKEN_FOODS = {
    **{word: SPOKEN_ALLERGENS[word] for word in ("dairy", "seafood", "soya")},
    "animal rennet": ("rennet",),
    "d3": ("vitamin-d3",),
    "lanolin": ("vitamin-d3",),
    "wool fat": ("vitamin-d3",),
    "red meat": ("meat",),
    "marinara": ("pasta-sauce",),
    "marinara sauce": ("pasta-sauce",),
    "spaghetti sauce": ("pasta-sauce",),
    "beef": ("beef", "ground-beef", "deli-beef"),
    "pork": ("pork", "ground-pork", "ham"),
    "turkey": ("turkey", "ground-turkey", "deli-turkey"),
}
"""What people say, and the tags, groups and kinds that the tables have for it."""

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
"""Words, and the kinds whose names contain the word but which people don't mean by it."""

SHORTEST_PART = 4  # letters of a word that is looked for within other words


def fold_text(text: str) -> str:
    """A text in lower case, with single spaces between its words and no other signs."""
    return " ".join(re.findall(r"[a-z0-9%]+", text.lower()))


def find_word_forms(word: str) -> set[str]:
    """A word with its simple singular and plural; empty if it has no letters.

    A British word has those of the American one too, which the tables are written in.
    """
    forms = _find_forms(fold_text(word))
    americans = filter(None, map(find_american, forms))
    return forms.union(*map(_find_forms, map(fold_text, americans)))


def _find_forms(key: str) -> set[str]:
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


def has_any_word(forms: Iterable[str], name: str) -> bool:
    """Whether a name has one of these words, as a whole word."""
    plain = f" {fold_text(name)} "
    return any(f" {form} " in plain for form in forms)


def find_named_ids(word: str) -> set[str]:
    """The ids of tags, groups, kinds and foods that a word may name."""
    return {
        name
        for form in find_word_forms(word)
        for name in SPOKEN_FOODS.get(form, (form.replace(" ", "-"),))
    }


def find_avoided(
    word: str, tables: Tables, field: str | FieldPath = ("avoid",), *, widely: bool = False
) -> tuple[Food, ...]:
    """The foods that a word names.

    A tag ("milk") or a group ("cheese") means all its foods. Any other word means the foods of that
    kind ("spinach"); with `widely`, or if there are none, also those with the word in their name:
    fried tofu is tofu. In an excerpt of tables, it is what the word named in the whole tables.
    RequestError, with similar names, if the word names nothing; `field` is where it was written.
    """
    if tables.digest is not None:
        return _recall(word, tables, tables.digest, field, widely=widely)
    if field == ("allergies",) and make_id(word) in tables.diets:
        remedy = f"Write {mention('diet', word.strip())}."
        raise RequestError(Problem(field, f"{quote(word)} is a diet, and no allergy", remedy))
    meant, forms = find_named_ids(word), find_word_forms(word)
    found = {
        food.id: food
        for food in tables.foods.values()
        if meant & ({food.kind, food.group, food.id} | food.tags & set(TAGS))
    }
    broad = bool(meant & {*TAGS, *GROUPS}) and field != ("allergies",)
    if not found or (widely and not broad):
        other = {kind for form in forms for kind in NOT_MEANT.get(form, ())}
        named = [f for f in tables.foods.values() if has_any_word(forms, f.name)]
        found |= {f.id: f for f in named if field == ("allergies",) or f.kind not in other}
    if not found and not meant & {*TAGS, *GROUPS}:  # no food may have a tag or a group
        if field == ("allergies",):
            things = ("allergen or food", ALLERGENS, SPOKEN_ALLERGENS)
            raise RequestError(describe_unknown(word, tables, field, *things))
        raise RequestError(describe_unknown(word, tables, field, "food", CONTAINS))
    return tuple(found.values())


def _recall(
    word: str, tables: Tables, digest: Digest, field: str | FieldPath, *, widely: bool
) -> tuple[Food, ...]:
    """The foods of an excerpt that a word named; RequestError if the plan wasn't made with it."""
    if (word, widely) not in digest.named:
        what = f"the plan wasn't made with the word {quote(word)}"
        raise RequestError(Problem(field, what, "Plan the week again."))
    return tuple(tables.foods[food_id] for food_id in digest.named[word, widely])


def describe_unknown(
    word: str,
    tables: Tables,
    field: str | FieldPath,
    things: str,
    tags: Iterable[str],
    others: Iterable[str] = (),
) -> Problem:
    """The problem of a word that names none of `things`, with similar names that exist."""
    names = {*others, *(food.name for food in tables.foods.values())}
    known = {part for name in names for part in re.findall(r"[a-z]{3,}", name.lower())}
    known |= {*others, *tags, *GROUPS, *SPOKEN_FOODS}
    said = " | ".join(names).lower()
    known |= {british for british, american in list_british().items() if american in said}
    known |= {food.kind for food in tables.foods.values()}
    one_by_one = offer_one_by_one(word, field)
    near = [] if "," in word else find_close(word.strip(), known)
    remedy = offer_close(near) or one_by_one
    remedy = remedy or f"Name a food, a kind, a group, or one of {', '.join(tags)}."
    what = f"no {things} is called {quote(word)}" if word.strip() else "a name is missing"
    return Problem(field, what, remedy, unknown=word, nearest=near[0] if near else "")


def make_diets(
    own: Mapping[str, Iterable[str]],
    tables: Tables,
    places: Mapping[str, str | FieldPath] | None = None,
) -> dict[str, Diet]:
    """The diets that people made themselves, by id.

    `own` has the words that each diet leaves out, by its name; `places` where each was written.
    RequestError with every word that names nothing and every name that is taken.
    """
    diets: dict[str, Diet] = {}
    problems = []
    for name, words in own.items():
        heading = f"diet {quote(name)}"
        where = (places or {}).get(heading, heading)
        diet = Diet(make_id(name), frozenset(words), "of your own")
        if diet.id in tables.diets or diet.id in diets:
            what = (
                "is already a diet of the tables" if diet.id in tables.diets else "is there twice"
            )
            remedy = "Give your diet another name."
            problems.append(Problem(where, f"{quote(name)} {what}", remedy))
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
    word: str, tables: Tables, field: str | FieldPath = ("like",)
) -> tuple[frozenset[str], frozenset[str]]:
    """The food ids and the dish ids that a word names; RequestError if it names nothing.

    A word names a dish if its name or id has it as a whole word or if it means its cuisine, and a
    food as in `find_avoided`.

        >>> len(find_favoured("Thai", tables)[1]) > 2
        True
    """
    forms = find_word_forms(word)
    meant = match_cuisine(word, list_cuisines(tables.dishes.values()))
    dishes = frozenset(
        dish.id
        for dish in tables.dishes.values()
        if dish.cuisine in meant or has_any_word(forms, dish.name) or has_any_word(forms, dish.id)
    )
    try:
        foods = frozenset(food.id for food in find_avoided(word, tables, field))
    except RequestError as error:
        if not dishes:
            dishes_of = tables.dishes.values()
            names = [*(dish.name for dish in dishes_of), *list_cuisines(dishes_of)]
            problem = describe_unknown(word, tables, field, "food or dish", CONTAINS, names)
            raise RequestError(problem) from error
        foods = frozenset()
    return foods, dishes


def search_foods(text: str, tables: Tables, field: str | FieldPath = ("words",)) -> list[str]:
    """The ids of the foods that someone looks for; of all foods for an empty text.

    The whole text may name them, or each of its words: "soy milk" and "milk soy" find the same. A
    word is looked for in names, kinds and groups, then in parts of their words, then in what foods
    contain. RequestError, with similar names, for a word that none has.

        >>> search_foods("courgette", tables)
        ['cooked-zucchini']
    """

    def refuse(word: str) -> Problem:
        return describe_unknown(word, tables, field, "food", CONTAINS)

    return _search(text, tables.foods, partial(_find_food_ids, tables=tables), refuse, field)[0]


def search_dishes(
    text: str,
    tables: Tables,
    field: str | FieldPath = ("words",),
    removed: Collection[str] = (),
) -> dict[str, frozenset[str]]:
    """The dishes that someone looks for, and those foods for them that the text names.

    By the id of the dish; all dishes for an empty text. A word is looked for in a dish's name, its
    cuisine and its meals, and in the foods that it can be made with, but those `removed`. Dishes
    whose names have every word come first. RequestError, with similar names, for a word that none
    has, whether removed or not.

        >>> search_dishes("shakshuka", tables)
        {'shakshuka': frozenset()}
    """
    makes: dict[str, set[str]] = {}
    for (dish_id, _), foods in tables.fillings.items():
        makes.setdefault(dish_id, set()).update(food.id for food in foods)
    own: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}

    def find(word: str) -> list[str]:
        forms = find_word_forms(word)
        meant = match_cuisine(word, list_cuisines(tables.dishes.values()))
        own[word] = {
            dish.id
            for dish in tables.dishes.values()
            for name in (dish.name, dish.id, dish.cuisine, *dish.meals)
            if dish.cuisine in meant or has_any_word(forms, name)
        }
        named[word] = {*_find_food_ids(word, tables, loosely=not own[word])}
        return [name for name in makes if name in own[word] or named[word] & makes[name]]

    def refuse(word: str) -> Problem:
        dishes = tables.dishes.values()
        names = [name for dish in dishes for name in (dish.name, dish.cuisine)]
        return describe_unknown(word, tables, field, "dish or food", CONTAINS, names)

    found, words = _search(text, tables.dishes, find, refuse, field)
    left: dict[str, frozenset[str]] = {}
    for dish_id in sorted(found, key=lambda name: not all(name in own[word] for word in words)):
        allowed = makes[dish_id].difference(removed)
        if all(dish_id in own[word] or named[word] & allowed for word in words):
            left[dish_id] = frozenset(allowed & {one for word in words for one in named[word]})
    return left


def _find_food_ids(word: str, tables: Tables, *, loosely: bool = True) -> list[str]:
    """The foods of a word by name, kind or group; with `loosely` then by a part, or a content."""
    meant, forms = find_named_ids(word), find_word_forms(word)
    spoken = {name for form in forms for name in SPOKEN_FOODS.get(form, ())}
    foods = tables.foods.values()
    found = [
        food.id
        for food in foods
        if meant & {food.kind, food.group, food.id}
        or spoken & food.contains
        or has_any_word(forms, food.name)
    ]
    if not found and loosely:
        parts = [form for form in forms if len(form) >= SHORTEST_PART]
        found = [f.id for f in foods if any(part in fold_text(f.name) for part in parts)]
    if not found and loosely:
        found = [food.id for food in foods if meant & food.contains & set(CONTAINS)]
    return found


def _search(
    text: str,
    known: Collection[str],
    find: Callable[[str], list[str]],
    refuse: Callable[[str], Problem],
    field: str | FieldPath,
) -> tuple[list[str], list[str]]:
    """The ids that a whole text finds, or else those that each of its words does; those words."""
    words = text.split()
    if not words:
        return list(known), words
    found = find(text)
    if found:
        return found, [text]
    by_word = {word: find(word) for word in words}
    problems = [refuse(word) for word, names in by_word.items() if not names]
    if problems:
        raise RequestError(*problems)
    found = [name for name in known if all(name in names for names in by_word.values())]
    if not found:
        counts = ", ".join(f"{word} {len(names)}" for word, names in by_word.items())
        what = f"nothing has all the words of {quote(text)}"
        raise RequestError(Problem(field, what, f"By itself each word finds some: {counts}."))
    return found, words
