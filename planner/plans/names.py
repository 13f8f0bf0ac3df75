"""What a meal is called: from the foods that are served."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from planner.plans.records import Meal, Serving
from planner.tables.bundle import Tables
from planner.tables.cooking import Cooking
from planner.tables.dishes import LONGEST, SHORTEST, Dish
from planner.tables.steps import ARTICLE, Part, parse_step
from planner.tables.timing import Timing

OVEN = frozenset({"roast", "roast-whole", "bake-fish"})
WAYS = {
    "baked": OVEN,
    "roasted": OVEN,
    "grilled": frozenset[str](),
    "poached": frozenset({"poach", "egg-poach"}),
    "boiled": frozenset({"boil", "boil-frozen", "egg-boil", "simmer", "simmer-dry", "soaked"}),
}
"""By the first word of a food's name, the ways to cook it of which that is true."""

HALF = 0.5  # portions
SPARE = frozenset(
    {
        *("breast", "thigh", "drumstick", "tenderloin", "sirloin", "strips", "butter"),
        *("fried", "soft", "ground", "lean", "fresh", "instant"),
        *("whole-wheat", "brown", "white", "wild", "pearl", "parboiled", "sockeye"),
    }
)
"""Words that a short name leaves out where it would be too long: cuts, states and kinds."""


PLAIN = frozenset({"white"})
"""Words of nouns that say no more to who is hungry: white bread is bread."""


def name_meal(meal: Meal, tables: Tables) -> str:
    """The name of a meal with its main foods: "Quinoa bowl with tofu, avocado and spinach".

    It leaves out what comes last where it would have more than 70 letters. A dish without a
    template keeps its own name.
    """
    dish = tables.dishes[meal.dish]
    name = dish.name
    for template in dish.served_as:
        name = _fill(template, meal.servings, tables, spare=PLAIN)
        if len(name) <= LONGEST:
            break
    return name


def shorten_meal(meal: Meal, tables: Tables) -> str:
    """A name of at most 14 letters, for a grid: "Tofu bowl".

    A template that is too long is tried without the words of its foods that say least, such as
    "chicken breast", before the next one.
    """
    dish = tables.dishes[meal.dish]
    names = (
        _fill(template, meal.servings, tables, single=True, spare=spare)
        for template in dish.short
        for spare in (frozenset[str](), SPARE)
    )
    return next((name for name in names if len(name) <= SHORTEST), cut_name(dish))


def find_minutes(meal: Meal, tables: Tables) -> int:
    """The minutes of a meal with its foods: brown rice takes longer than couscous.

    What boils the day before isn't among them.
    """
    return find_timing(meal, tables).minutes


def find_timing(meal: Meal, tables: Tables) -> Timing:
    """How long a meal takes with its foods, on its day and the day before.

    Foods that the tables don't know take no time.
    """
    portions: dict[tuple[str, str], float] = {}
    for one in meal.servings:
        if one.food_id in tables.foods:
            place = one.slot, one.food_id
            portions[place] = portions.get(place, 0.0) + one.portions
    eaten = [(*place, much) for place, much in portions.items()]
    return tables.find_timing(tables.dishes[meal.dish], eaten)


def cut_name(dish: Dish) -> str:
    """As many whole words of a dish's own name as fit a grid."""
    short = ""
    for word in dish.name.split():
        longer = f"{short} {word}".strip()
        if len(longer) > SHORTEST:
            break
        short = longer
    return short or dish.name[:SHORTEST]


def find_noun(cooking: Cooking, portions: float) -> str:
    """What a food is called in so many portions: "egg", "eggs"."""
    return cooking.plural if cooking.plural and portions > 1 else cooking.noun


def add_article(cooking: Cooking, portions: float) -> str:
    """The same with an article where it is one piece or less: "a pita", "half a pita", "pitas"."""
    noun = find_noun(cooking, portions)
    if not cooking.plural or noun == cooking.plural:
        return noun
    article = "an" if noun[0] in "aeiouAEIOU" else "a"
    return f"{'half ' if 0 < portions <= HALF else ''}{article} {noun}"


def name_food(food_id: str, dish: Dish, slot: str, tables: Tables) -> str:
    """A food as it lies on a plate: a salmon that is fried there isn't "baked salmon".

    What the steps of its dish cook in another way than its name says is "cooked".
    """
    name = tables.foods[food_id].name
    word, _, rest = name.partition(" ")
    ways = WAYS.get(word)
    done = tables.find_ways(dish, slot, food_id)
    return name if ways is None or not done or done <= ways else f"cooked {rest}"


def join_words(words: Collection[str]) -> str:
    """Words in a sentence: "tofu", "tofu and kale", "tofu, kale and rice"."""
    *first, last = words or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def _fill(
    template: str,
    servings: Iterable[Serving],
    tables: Tables,
    *,
    single: bool = False,
    spare: Collection[str] = (),
) -> str:
    """A template of a name with the nouns of what is served; its first letter is a capital.

    With `single` nothing is counted: "egg rice", of however many eggs. Words in `spare` are left
    out of nouns that have another.
    """
    eaten: dict[str, dict[str, float]] = {}
    for serving in servings:
        if serving.food_id not in tables.foods:  # a plan that the check finds faults in
            continue
        foods = eaten.setdefault(serving.slot, {})
        portions = 0.0 if single else serving.portions
        foods[serving.food_id] = max(foods.get(serving.food_id, 0.0), portions)
    text = ""
    parts = parse_step(template)
    for part, after in zip(parts, (*parts[1:], Part()), strict=True):
        text += part.words
        for slot in part.slots:
            nouns = [
                find_noun(tables.find_cooking(food), portions)
                if part.verb != ARTICLE
                else add_article(tables.find_cooking(food), portions)
                for food, portions in eaten.get(slot, {}).items()
            ]
            nouns = [_leave_out(noun, spare) for noun in nouns]
            own = [*dict.fromkeys(nouns)] or [slot]
            listed = after.words.startswith(" and ")  # "tofu, salmon and kale": one list
            text += ", ".join(own) if listed else join_words(own)
    return text[:1].upper() + text[1:]


def _leave_out(noun: str, spare: Collection[str]) -> str:
    """A noun without some of its words, unless no other is left."""
    return " ".join(word for word in noun.split() if word not in spare) or noun
