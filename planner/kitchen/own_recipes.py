"""Recipes of one's own: a Cooklang file each, and beside it what its ingredients were taken for.

    recipes/lentil-soup.cook
    recipes/lentil-soup.toml      servings = 4
                                  [foods]
                                  "red lentils" = "red-lentils"
                                  "stock cube" = "unknown"

A recipe becomes a food that is cooked from others, and a dish whose one slot it fills. So a plan,
its check and its list treat it as any other dish.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from planner.errors import HouseholdFileError, PlannerError, Problem, find_close, offer_close, quote
from planner.importers.cooklang import read_cooklang
from planner.importers.ingredient_lines import Amount, IngredientLine, find_said_unit
from planner.importers.ingredient_words import MEASURES, WORDS_OF_UNITS
from planner.importers.matching import (
    FOOD,
    UNKNOWN,
    Answers,
    Matcher,
    Taken,
)
from planner.importers.recipe import MOST_BYTES, Ingredient, SourceRecipe, join_ingredients
from planner.parsing.files import SMALL, find_key_line, parse_toml, read_file, read_text
from planner.plans.pots import QUARTERS
from planner.tables.bundle import Tables
from planner.tables.dishes import (
    KEEPS,
    LONGEST,
    MAIN_MEALS,
    MEALS,
    SHORTEST,
    TAGS,
    Dish,
    Slot,
)
from planner.tables.food_aliases import SEASONING, fold
from planner.tables.food_patterns import EQUIVALENTS
from planner.tables.foods import INGREDIENT, NONE, OWN, WATER, Food, Part
from planner.tables.foods import UNKNOWN as UNKNOWN_TAG
from planner.tables.groceries import ESTIMATE, RECIPE, Grocery
from planner.tables.nutrients import CALCIUM, ENERGY

SLOT = "dish"
"""The slot that the food of a recipe fills."""
GROUP = "dishes"
LIQUID_GROUPS = ("milk", "plant-milks", "juices")
"""Groups of foods in which dry ones are cooked; broths are in another."""
LEAST, USUAL, MOST = 0.5, 1.0, 2.0
"""Servings of a recipe that a person of 2,000 kcal has."""
STEP = 0.5
MAIN_KCAL = 200.0
"""The energy of a serving below which a recipe is no lunch and no dinner: our estimate."""
SNACK_KCAL = 60.0
"""The energy of a serving below which a recipe is no meal at all: a sauce, a spice mix."""
COOKED_KEEPS_DAYS = 3
"""How long a cooked dish keeps in the fridge: USDA FSIS says 3 to 4 days."""
LONGEST_MINUTES = 600
HEAT = re.compile(
    r"\b(?:(?:pre)?heat(?:s|ing)?|boil(?:s|ing)?|simmer(?:s|ing)?|cooks?|roast(?:s|ing)?"
    r"|bakes?|baking(?! (?:powder|soda))|cooking(?! (?:oil|wine|spray|sherry))|fry|fries|frying"
    r"|saut[eé](?:s|ing|ed|eing)?|grill(?:s|ing)?|broil(?:s|ing)?|steam(?:s|ing)?|brais(?:e|es|ing)"
    r"|stews?|stewing|poach(?:es|ing)?|toast|toasting|microwave|microwaving|sear(?:s|ing)?"
    r"|melt(?:s|ing)?|brown(?:ing)?(?= (?:the|all|both|in|for|on|over|them|well|until)\b)"
    r"|(?:is|are|be|been|until|when|once|have|has) (?:\w+ly )?(?:cooked|boiled|baked|roasted|fried"
    r"|grilled|steamed|browned|melted|toasted)"
    r"|oven|pans?|pots?|saucepans?|skillet|wok|stove|hob|casserole|slow cooker|air ?fryer"
    r"|pressure cooker)\b",
    re.IGNORECASE,
)
"""Words of a step that heats: not those of foods, such as "baking powder" and "roasted peanuts"."""
COURSES = {
    **dict.fromkeys(("breakfast", "brunch"), ("breakfast",)),
    **dict.fromkeys(
        (
            "lunch",
            "dinner",
            "main",
            "mains",
            "main course",
            "main dish",
            "entree",
            "soup",
            "stew",
            "supper",
        ),
        MAIN_MEALS,
    ),
    **dict.fromkeys(("snack", "snacks", "dessert", "sweet", "appetizer"), ("snack",)),
}
NAMED = (
    (
        re.compile(r"\b(?:(?:fish|crab|salmon|tuna|potato|corn|chickpea|lentil)s? cakes?)\b"),
        MAIN_MEALS,
    ),
    (
        re.compile(
            r"\b(?:smoothies?|pancakes?|waffles?|porridge|oatmeal|granola|muesli|overnight oats)\b"
        ),
        ("breakfast",),
    ),
    (
        re.compile(
            r"\b(?:cakes?|cupcakes?|cookies?|brownies?|muffins?|biscuits?|flapjacks?|tarts?"
            r"|crumble|cobbler|sorbet|ice cream|energy balls|scones?|mousse)\b"
        ),
        ("snack",),
    ),
)
"""Words of a name that say at which meals a recipe is served, the first that fits."""
RAW_GROUPS = ("eggs", "meat", "poultry", "fish", "shellfish")
HAVE_READY = "Have ready: "
"""How the step begins that has the ingredients which no other step names."""
OWN_WORDS = (SEASONING, WATER, UNKNOWN)
COOKLANG = ".cook"
UNFINISHED = "# Not finished. Type: "
"""How a file of answers begins whose recipe was being added."""
ANSWER_KEYS = ("servings", "meals", "keeps_days", "foods", "grams")
MOST_RECIPES = 2_000
DEEPEST = 5
"""How many recipes may refer to each other in a row."""


@dataclass(frozen=True)
class Settings:
    """What the household said of a recipe, beside its text; None or empty for what it didn't."""

    servings: float | None = None
    meals: tuple[str, ...] = ()
    keeps_days: int | None = None
    foods: Mapping[str, str] = field(default_factory=dict)
    grams: Mapping[str, float] = field(default_factory=dict)

    @property
    def answers(self) -> Answers:
        """What was said of its ingredients, by their folded names."""
        return Answers(
            {fold(name): food for name, food in self.foods.items()},
            {fold(name): grams for name, grams in self.grams.items()},
        )


@dataclass(frozen=True)
class OwnRecipe:
    """A recipe of one's own as the tables have it.

    `taken` says what each ingredient was taken for. `food`, `grocery` and `dish` are None where it
    can't be served: `faults` say why. `place` is its file in the kitchen.
    """

    id: str
    source: SourceRecipe
    settings: Settings
    place: str
    taken: tuple[Taken, ...] = ()
    food: Food | None = None
    grocery: Grocery | None = None
    dish: Dish | None = None
    faults: tuple[Problem, ...] = ()

    @property
    def servings(self) -> float | None:
        """How many servings the pot makes; None if nobody said."""
        return self.settings.servings or self.source.servings

    @property
    def open(self) -> tuple[Taken, ...]:
        """The ingredients about which there is a question."""
        return tuple(one for one in self.taken if one.is_open)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the ingredients that count for nothing since nobody knows them."""
        return tuple(dict.fromkeys(one.name for one in self.taken if is_uncounted(one)))


def list_open(recipe: OwnRecipe) -> Iterator[Problem]:
    """What of a recipe isn't clear: why it can't be served, and each line that counts for nothing.

    What the household itself called unknown isn't among it.
    """
    yield from recipe.faults
    for one in recipe.taken:
        where = f"{recipe.place}, line {one.ingredient.number}"
        if one.is_open:
            what = f"{quote(one.ingredient.line.text)}: {one.kind} isn't clear"
            yield Problem(where, what, f"Type: planner add recipe {recipe.place}")
        elif one.kind == UNKNOWN and one.ingredient.recipe:
            path = one.ingredient.recipe
            what = f"{quote(path)} is no recipe of this kitchen that can be served"
            remedy = (
                "Write the path of its file from the folder of recipes, such as ./sauces/pesto."
            )
            if not find_reference(path):
                what = f"{quote(path)} leads out of the folder of recipes, and isn't read"
                remedy = "Copy that recipe into the folder."
            yield Problem(where, what, remedy)


def is_uncounted(taken: Taken) -> bool:
    """Whether an ingredient counts for nothing because it isn't known, or not how much of it."""
    return taken.is_open or taken.kind == UNKNOWN


def make_id(name: str) -> str:
    """A name as the id of a recipe and the stem of its file.

    >>> make_id("Grandma's Lentil Soup (hot!)")
    'grandmas-lentil-soup-hot'
    """
    plain = fold(name).replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "recipe"


def read_settings(path: Path, tables: Tables) -> Settings:
    """What the household said of a recipe; HouseholdFileError with what isn't understood.

    A food that `tables` don't have is among that.
    """
    if not path.exists():
        return Settings()
    text = read_file(path, HouseholdFileError, "Mend it, or delete it to be asked again.", SMALL)
    try:
        table = parse_toml(text)
    except (ValueError, tomllib.TOMLDecodeError) as error:
        remedy = "Mend that line, or delete the file to be asked again."
        raise HouseholdFileError(Problem(str(path), f"is not TOML: {error}", remedy)) from error
    problems: list[Problem] = []

    def fault(what: str, remedy: str = "") -> None:
        problems.append(Problem(str(path), what, remedy))

    for key in table.keys() - set(ANSWER_KEYS):
        fault(f"the key {quote(key)} is not known", f"It may have {', '.join(ANSWER_KEYS)}.")
    servings, keeps = table.get("servings"), table.get("keeps_days")
    if servings is not None and not (_is_number(servings) and 0 < servings <= 200):
        fault(f"servings = {quote(servings)} should be a number up to 200")
    if keeps is not None and not (_is_number(keeps) and 0 <= keeps <= 7):
        fault(f"keeps_days = {quote(keeps)} should be 0 to 7: nothing cooked keeps longer")
    meals = table.get("meals", [])
    if not isinstance(meals, list) or any(meal not in MEALS for meal in meals):
        fault(f"meals = {quote(meals)} should be a list of {', '.join(MEALS)}")
    foods, grams = table.get("foods", {}), table.get("grams", {})
    if not isinstance(foods, dict) or not all(isinstance(one, str) for one in foods.values()):
        fault(
            "[foods] should have names of ingredients with food ids", 'Write "salt" = "seasoning".'
        )
    else:
        problems += _find_no_foods(path, text, foods, tables)
    if not isinstance(grams, dict) or not all(
        _is_number(one) and 0 < one < 100_000 for one in grams.values()
    ):
        fault("[grams] should have names of ingredients with grams", 'Write "spinach" = 200.')
    if problems:
        raise HouseholdFileError(*problems)
    return Settings(
        servings=None if servings is None else float(servings),
        meals=tuple(meals),
        keeps_days=None if keeps is None else int(keeps),
        foods=dict(foods),
        grams={name: float(one) for name, one in grams.items()},
    )


def _find_no_foods(
    path: Path, text: str, foods: Mapping[str, str], tables: Tables
) -> Iterator[Problem]:
    """The answers of a file that name no food, each with its line."""
    rows = [row.strip() for row in text.split("\n")]
    first = next((line for line, row in enumerate(rows, start=1) if row.startswith("[foods]")), 1)
    for word, food in foods.items():
        if food not in tables.foods and food not in OWN_WORDS:
            where = f"{path}, line {find_key_line(text, word, first)}"
            what = f"{quote(word)} = {quote(food)}: there is no such food"
            ids = f"Write an id that `planner foods` lists, or {', '.join(OWN_WORDS[:-1])} or"
            alike = [one for one in tables.foods if food and food in one.split("-")]
            near = offer_close(find_close(food, tables.foods) or alike)
            yield Problem(where, what, f"{near} {ids} {OWN_WORDS[-1]}.".strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def write_settings(settings: Settings, name: str) -> str:
    """The text of a recipe's answers, as TOML."""
    lines = [f"# What the ingredients of {name} were taken for. Change a line, or delete it to be"]
    lines += ["# asked again. A food is an id that `planner foods` lists, or seasoning, water or"]
    lines += ["# unknown: that counts for nothing."]
    if settings.servings is not None:
        lines.append(f"servings = {settings.servings:g}")
    if settings.meals:
        lines.append(f"meals = [{', '.join(_quote(meal) for meal in settings.meals)}]")
    if settings.keeps_days is not None:
        lines.append(f"keeps_days = {settings.keeps_days}")
    lines += ["", "[foods]"]
    lines += [f"{_quote(name)} = {_quote(food)}" for name, food in settings.foods.items()]
    if settings.grams:
        lines += ["", "[grams]  # in the whole recipe, as eaten"]
        lines += [f"{_quote(name)} = {grams:g}" for name, grams in settings.grams.items()]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", plain) + '"'


def read_recipes(
    folder: Path, matcher: Matcher, tables: Tables
) -> tuple[list[OwnRecipe], list[Problem]]:
    """The recipes of a folder, and what of its files isn't understood; those aren't recipes.

    Recipes that refer to others come after them.
    """
    if not folder.is_dir():
        return [], []
    problems: list[Problem] = []
    read: dict[str, tuple[SourceRecipe, Settings]] = {}
    root = folder.resolve()
    for path in sorted(folder.rglob(f"*{COOKLANG}"))[:MOST_RECIPES]:
        if not path.resolve().is_relative_to(root):
            what = "leads out of the folder of recipes, and isn't read"
            problems.append(Problem(str(path), what, "Copy the recipe itself here."))
            continue
        place = path.relative_to(folder).with_suffix("").as_posix()
        try:
            text = read_file(path, HouseholdFileError, "Save it as UTF-8 text.", MOST_BYTES)
            read[place] = (
                read_cooklang(text, path.stem),
                read_settings(path.with_suffix(".toml"), tables),
            )
        except PlannerError as error:
            problems += error.problems
    problems += _find_unfinished(folder)
    made: dict[str, OwnRecipe] = {}
    ids: set[str] = set()
    for place in read:
        _make_in_order(place, read, made, ids, matcher, tables, ())
    return list(made.values()), problems


def _find_unfinished(folder: Path) -> Iterator[Problem]:
    """The answers of recipes that aren't in the kitchen: the command that added them was ended."""
    for path in sorted(folder.rglob("*.toml"))[:MOST_RECIPES]:
        if path.with_suffix(COOKLANG).exists():
            continue
        first = ""
        with suppress(OSError, UnicodeDecodeError):
            first = read_text(path, SMALL).split("\n", 1)[0]
        what = "has answers for a recipe that isn't beside it"
        remedy = f"Add the recipe as {path.stem}{COOKLANG}, or delete this file."
        if first.startswith(UNFINISHED):
            what = "has the answers so far: the recipe was being added when the command was ended"
            remedy = f"To go on, type: {first.removeprefix(UNFINISHED)}"
        yield Problem(str(path), what, remedy)


def _make_in_order(
    place: str,
    read: Mapping[str, tuple[SourceRecipe, Settings]],
    made: dict[str, OwnRecipe],
    ids: set[str],
    matcher: Matcher,
    tables: Tables,
    behind: tuple[str, ...],
) -> None:
    """Make a recipe after those that it refers to; those in a circle stay unknown."""
    if place in made or place in behind or len(behind) > DEEPEST:
        return
    source, settings = read[place]
    for one in source.ingredients:
        other = find_reference(one.recipe)
        if other in read:
            _make_in_order(other, read, made, ids, matcher, tables, (*behind, place))
    own_id = make_id(PurePosixPath(place).name)
    if own_id in tables.foods or own_id in tables.dishes or own_id in ids:
        own_id = f"own-{make_id(place.replace('/', '-'))}"
    ids.add(own_id)
    made[place] = make_recipe(
        own_id, source, settings, f"recipes/{place}.cook", matcher, tables, made
    )


def find_reference(path: str) -> str:
    """The place of the recipe that a path names; empty for a path that leads out of the folder.

    Paths are those from the folder of recipes, as Cooklang's programs read them.

    >>> find_reference("./Sauces/pesto"), find_reference("./../../etc/passwd")
    ('Sauces/pesto', '')
    """
    if not path or path.startswith("/") or ":" in path or "\0" in path:
        return ""
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            return ""
        parts.append(part)
    return "/".join(parts).removesuffix(".cook")


def make_recipe(
    own_id: str,
    source: SourceRecipe,
    settings: Settings,
    place: str,
    matcher: Matcher,
    tables: Tables,
    others: Mapping[str, OwnRecipe] | None = None,
) -> OwnRecipe:
    """A recipe as a food, an item and a dish; `others` are those it may refer to, by place."""
    steps = (step for step in source.steps if not step.startswith(HAVE_READY))
    cooked = any(HEAT.search(step) for step in steps)
    answers = settings.answers
    taken: list[Taken] = []
    for ingredient in join_ingredients(source.ingredients):
        referred = _take_reference(ingredient, others or {})
        taken += [referred] if referred else matcher.take(ingredient, answers, cooked=cooked)
    recipe = OwnRecipe(own_id, source, settings, place, tuple(taken))
    faults = _find_faults(recipe, cooked=cooked)
    if faults:
        return replace(recipe, faults=tuple(faults))
    food = _make_food(recipe, tables)
    meals = find_meals(recipe, food)
    if not meals:
        kcal = food.per_100g[ENERGY] or 0.0
        what = f"has {kcal * food.portion_g / 100:.0f} kcal a serving, which is no meal by itself"
        remedy = 'To serve it, write meals = ["dinner"] into the file beside it. Other recipes can'
        fault = Problem(place, what, f"{remedy} refer to it all the same.")
        return replace(recipe, food=food, faults=(fault,))
    return replace(
        recipe,
        food=food,
        grocery=_make_grocery(recipe, food, tables),
        dish=_make_dish(recipe, food, meals, cooked=cooked),
    )


def _take_reference(ingredient: Ingredient, others: Mapping[str, OwnRecipe]) -> Taken | None:
    """What an ingredient that refers to another recipe is taken for; None for any other."""
    if not ingredient.recipe:
        return None
    line = ingredient.line
    name = PurePosixPath(ingredient.recipe.replace("\\", "/")).name
    other = others.get(find_reference(ingredient.recipe))
    if other is None or other.food is None:
        return Taken(ingredient, name, UNKNOWN)
    portion_g = other.food.portion_g
    if not line.amounts:
        grams = portion_g * (other.servings or 1.0)
    else:
        one = line.amounts[0]
        weights = {"g": 1.0, "kg": 1000.0, "oz": 28.35, "lb": 453.6, "ml": 1.0, "l": 1000.0}
        grams = one.middle * weights.get(one.unit, portion_g)
    return Taken(ingredient, name, FOOD, other.food, grams)


def _find_faults(recipe: OwnRecipe, *, cooked: bool) -> list[Problem]:
    """Why a recipe can't be served."""
    remedy = f"Type `planner add recipe {recipe.place}` to be asked, or mend the file."
    if recipe.servings is None:
        said = recipe.source.said_servings
        what = f"doesn't say how many it serves{f' ({quote(said)})' if said else ''}"
        return [Problem(recipe.place, what, "Write servings = 4, or what is right, beside it.")]
    if not any(one.food is not None and one.kind == FOOD and one.grams > 1 for one in recipe.taken):
        return [Problem(recipe.place, "has no ingredient that is known", remedy)]
    raw = [one.food.name for one in recipe.taken if one.food is not None and _is_raw(one.food)]
    if raw and not cooked:
        what = f"has raw {raw[0]}, and no step heats it"
        return [Problem(recipe.place, what, "Say in a step how it is cooked.")]
    return []


def _is_raw(food: Food) -> bool:
    """Whether a food must be cooked before anyone eats it: eggs and meat as the shop sells them."""
    return INGREDIENT in food.roles and food.group in RAW_GROUPS and food.id != "anchovies"


def find_meals(recipe: OwnRecipe, food: Food) -> tuple[str, ...]:
    """The meals at which a recipe is served: as was said, or by its course, name or energy."""
    if recipe.settings.meals:
        return recipe.settings.meals
    for tag in recipe.source.tags:
        if fold(tag) in COURSES:
            return COURSES[fold(tag)]
    for words, meals in NAMED:
        if words.search(fold(recipe.source.name)):
            return meals
    kcal = (food.per_100g[ENERGY] or 0.0) * food.portion_g / 100
    if kcal >= MAIN_KCAL or (recipe.unknown and kcal >= SNACK_KCAL):  # that is the least of it
        return MAIN_MEALS
    return ("snack",) if kcal >= SNACK_KCAL else ()


def _make_food(recipe: OwnRecipe, tables: Tables) -> Food:
    """The food that a recipe cooks, from the figures of its parts."""
    grams: dict[str, float] = {}
    foods: dict[str, Food] = {}
    water_g = sum(one.grams for one in recipe.taken if one.kind == WATER)
    for one in recipe.taken:
        if one.kind == FOOD and one.food is not None:
            for part in one.food.parts or (Part(one.food, 100.0),):
                foods[part.food.id] = part.food
                own = one.grams * part.grams / 100
                grams[part.food.id] = grams.get(part.food.id, 0.0) + own
    soaked_g = sum(
        own * max(0.0, 1 - foods[name].bought_g_per_eaten_g) for name, own in grams.items()
    )
    liquid_g = water_g + sum(own for name, own in grams.items() if is_liquid(foods[name]))
    total = sum(grams.values()) + water_g - min(soaked_g, liquid_g)  # dry foods have taken it up
    parts = tuple(Part(foods[name], own / total * 100) for name, own in grams.items())
    unknown = list(recipe.unknown)
    for one in recipe.taken:
        unknown += one.food.unknown_parts if one.food is not None else ()
    per_100g = add_all(parts, [list(part.food.per_100g.values()) for part in parts])
    patterns = add_all(parts, [[part.food.patterns.get(n) for n in EQUIVALENTS] for part in parts])
    contains = {tag for part in parts for tag in part.food.contains} - {NONE}
    if unknown or UNKNOWN_TAG in contains:
        contains = {UNKNOWN_TAG}
    return Food(
        id=recipe.id,
        name=recipe.source.name[:LONGEST],
        kind=recipe.id,
        group=GROUP,
        contains=frozenset(contains or {NONE}),
        roles=(recipe.id,),
        portion="serving",
        portion_plural="servings",
        portion_g=round(total / (recipe.servings or 1.0), 2),
        serving=1.0,
        step=STEP,
        everyday=False,
        rare=False,
        grocery_id=recipe.id,
        bought_g_per_eaten_g=1.0,
        bought_basis="recipe",
        source=OWN,
        source_id=recipe.place,
        note="",
        advice="",
        calcium_absorbed=_absorb_calcium(parts),
        calcium_match="near" if _absorb_calcium(parts) is not None else "",
        iodine_ug=None,
        iodine_least_ug=None,
        iodine_most_ug=None,
        iodine_match="",
        per_100g=dict(zip(tables.nutrients, per_100g, strict=True)),
        patterns=dict(zip(EQUIVALENTS, patterns, strict=True)),
        parts=parts,
        unknown_parts=tuple(dict.fromkeys(name.replace(";", ",") for name in unknown)),
    )


def is_liquid(food: Food) -> bool:
    """Whether dry foods are cooked in it, and take it up as they take up water."""
    return food.group in LIQUID_GROUPS or "broth" in food.kind


def add_all(parts: Sequence[Part], figures: Sequence[Sequence[float | None]]) -> list[float | None]:
    """The figures of 100 g from those of the parts, a row each; None where no part has one."""
    sums: list[float | None] = [None] * len(figures[0])
    for part, own in zip(parts, figures, strict=True):
        share = part.grams / 100
        for place, amount in enumerate(own):
            if amount is not None:
                sums[place] = (sums[place] or 0.0) + share * amount
    return sums


def _absorb_calcium(parts: Sequence[Part]) -> float | None:
    """How well the calcium of all parts together is absorbed beside that of milk.

    It is given where some of it is absorbed so badly that it counts for less.
    """
    total = sum(one.grams * (one.food.per_100g.get(CALCIUM) or 0.0) for one in parts)
    counted = sum(one.grams * (one.food.counts(CALCIUM) or 0.0) for one in parts)
    return round(counted / total, 4) if total and counted < total else None


def _make_grocery(recipe: OwnRecipe, food: Food, tables: Tables) -> Grocery:
    """An item that stands for a pot while a week is planned: it costs what its parts cost.

    It comes in quarters of the recipe, as pots are cooked.
    """
    usd = 0.0
    for part in food.parts:
        price = tables.prices.get(part.food.grocery_id)
        if price is not None:
            usd += part.grams / 100 * part.food.bought_g_per_eaten_g * price.usd_per_100g
    first = next(iter(tables.aisles))
    return Grocery(
        id=recipe.id,
        name=food.name,
        aisle=first,
        pack="g",
        pack_plural="g",
        pack_g=(round(food.portion_g * (recipe.servings or 1.0) / QUARTERS, 1),),
        g_per_ml=None,
        piece_g=None,
        keeps_days=float(max(1, find_keeps_days(recipe))),
        cupboard=False,
        source=RECIPE,
        price_usd_per_100g=max(0.01, round(usd, 4)),
        price_year=2026,
        price_source=f"{ESTIMATE}: what its ingredients cost",
    )


def find_keeps_days(recipe: OwnRecipe) -> int:
    """How many days what is left of a pot keeps in the fridge."""
    said = recipe.settings.keeps_days
    return COOKED_KEEPS_DAYS if said is None else said


def _make_dish(recipe: OwnRecipe, food: Food, meals: tuple[str, ...], *, cooked: bool) -> Dish:
    name = recipe.source.name[:LONGEST]
    tags = {"hot" if cooked else "cold"}
    words = fold(name).split()
    if {"soup", "stew", "broth", "chowder"} & set(words):
        tags.add("soup" if "soup" in words else "hot")
    if any(part.group == "legumes" for part in food.main_parts):
        tags.add("legumes")
    if find_keeps_days(recipe) >= 1 and set(MAIN_MEALS) <= set(meals):
        tags.add(KEEPS)
    told = (clean_step(step) for step in recipe.source.steps)
    steps = tuple(step for step in told if step and not step.startswith(HAVE_READY))
    return Dish(
        id=recipe.id,
        name=name,
        meals=meals,
        cuisine="",
        minutes=min(recipe.source.minutes or 0, LONGEST_MINUTES),
        how="" if steps else "Cook it as you know how.",
        seasonings=(),
        tags=frozenset(tags & set(TAGS)),
        slots=(Slot(SLOT, (), (recipe.id,), LEAST, USUAL, MOST),),
        served_as=(clean_step(name),),
        short=(shorten(name),),
        steps=steps,
        ingredients=tuple(
            write_template(one.line, 1.0 if one.fixed else recipe.servings or 1.0, one.fixed)
            for one in join_ingredients(recipe.source.ingredients)
        ),
        serves=recipe.servings or 1.0,
    )


def clean_step(text: str) -> str:
    """A step without the signs that steps of dishes give a meaning to."""
    return " ".join(text.replace("{", "(").replace("}", ")").split())


def shorten(name: str) -> str:
    """As many whole words of a name as fit a grid."""
    short = ""
    for word in clean_step(name).split():
        if len(f"{short} {word}".strip()) > SHORTEST:
            break
        short = f"{short} {word}".strip()
    return short or clean_step(name)[:SHORTEST]


def write_template(line: IngredientLine, servings: float, fixed: bool = False) -> str:
    """What one serving takes of an ingredient, with the numbers that grow with the pot in braces.

    >>> from planner.importers.ingredient_lines import read_line
    >>> write_template(read_line("200 g red lentils, rinsed"), 4)
    '{50} g red lentils, rinsed'
    """
    said = [replace(one, unit=_find_unit_word(line, one.unit)) for one in line.amounts]
    texts = [_write_amount(amount, servings, fixed) for amount in said]
    size = f"({_write_amount(line.size, 1.0, fixed=True)})" if line.size else ""
    units = " + ".join(filter(None, texts))
    name = " and ".join([line.name, *line.beside])
    if line.part:
        name = f"{line.part} of {name}"
    if line.others:
        name += " or " + " or ".join(line.others)
    head = " ".join(filter(None, [units, size, name]))
    preparation = line.preparation.removeprefix(line.part).strip(" ,")
    text = f"{head}, {preparation}" if preparation else head
    return text if not fixed else clean_step(text)


def _find_unit_word(line: IngredientLine, unit: str) -> str:
    """The word for one of a unit that a line has; measures are written the same everywhere."""
    if not unit or unit in MEASURES:
        return unit
    word = find_said_unit(line, unit).lower()
    single = word.removesuffix("s")
    return single if WORDS_OF_UNITS.get(single) == unit else word


def _write_amount(amount: Amount, servings: float, fixed: bool) -> str:
    if not amount.low and not amount.high:
        return f"a few {amount.unit}s".strip()
    low, high = (_write_number(one / servings, fixed) for one in (amount.low, amount.high))
    number = low if amount.low == amount.high else f"{low}-{high}"
    return f"{number} {amount.unit}".strip()


def _write_number(number: float, fixed: bool) -> str:
    text = f"{number:.6g}"
    return text if fixed else f"{{{text}}}"
