"""Foods as eaten: one row each, nutrients per 100 g edible portion.

A blank nutrient is unknown: it adds nothing towards a minimum and is never printed as zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from planner.errors import Problem, quote
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import Source
from planner.tables.food_patterns import ADDED_SUGARS, EQUIVALENTS, MOST
from planner.tables.nutrients import CALCIUM, ENERGY, OF_MUSHROOMS

COLUMNS = (
    "food_id",
    "name",
    "kind",
    "group",
    "contains",
    "roles",
    "portion",
    "portion_plural",
    "portion_g",
    "serving",
    "step",
    "everyday",
    "rare",
    "grocery_id",
    "bought_g_per_eaten_g",
    "bought_basis",
    "source",
    "source_id",
    "note",
    "advice",
    "parts",
    "unknown_parts",
    "calcium_absorbed",
    "calcium_match",
    "iodine_ug",
    "iodine_least_ug",
    "iodine_most_ug",
    "iodine_match",
    "diet_tags",
    "diet_most_g",
)

ESTIMATES = COLUMNS[COLUMNS.index("calcium_absorbed") : COLUMNS.index("diet_tags")]
"""Columns of figures that often stand in for a food's own, each group with its match."""

MADE = ("parts", "unknown_parts")
"""Columns of a food that is cooked at home from others, such as a soup of one's own."""
OF_DIETS = ("diet_tags", "diet_most_g")
"""Columns that say what diets ask of a food; the bundled foods have them in diet_tags.csv."""

OPTIONAL = (
    *("bought_basis", "source", "source_id", "note", "advice"),
    *(*MADE, *ESTIMATES, *OF_DIETS),
)
"""Columns that a table may lack; their values are then unknown."""

LATER_NUTRIENTS = (OF_MUSHROOMS,)
"""Nutrients whose columns a table may lack, because it is from before they came."""

GROUPS = (
    "leafy-greens",
    "vegetables",
    "starchy-vegetables",
    "mushrooms",
    "fruit",
    "dried-fruit",
    "juices",
    "legumes",
    "soy",
    "nuts",
    "seeds",
    "grains",
    "breads",
    "cereals",
    "pasta",
    "milk",
    "yogurt",
    "cheese",
    "plant-milks",
    "eggs",
    "poultry",
    "meat",
    "fish",
    "shellfish",
    "oils",
    "sauces",
    "sweets",
    "snacks",
    "dishes",
)

OWN = "your own"
"""The `source` of a food that the household wrote itself: a label, or a recipe."""
INGREDIENT = "ingredient"
"""The role of a food that recipes of one's own are cooked from, and no bundled dish serves."""
WATER = "water"
"""The grocery id of what comes from the tap, and from no shop."""
COUNTED_SHARE = 0.05
"""The share of a dish by weight from which a part of it counts for an eating rule: our estimate."""

NONE, UNKNOWN = "none", "unknown"

MEASURED = "measured"
MATCHES = (MEASURED, "near", "group", "analogy")
"""How near the food is that a figure was measured in: itself, nearly it, one of its group, or one
that is taken to behave alike."""

SERVING, KCAL, GRAM = "serving", "kcal", "gram"
PER = (SERVING, KCAL, GRAM)
"""What figures of a food may be for: a usual serving, 100 kcal or 100 g."""
LEAST_KCAL = 5.0  # in a usual serving: with less, 100 kcal of a food are no amount to eat

POORLY = 0.3  # of milk's absorption: calcium that is absorbed less well counts by its share

CONTAINS = (
    "meat",
    "poultry",
    "fish",
    "shellfish",
    "milk",
    "lactose",
    "lactose-free",
    "egg",
    "honey",
    "gelatin",
    "wheat",
    "gluten",
    "soy",
    "peanut",
    "tree-nut",
    "sesame",
    "mustard",
    "celery",
    "lupin",
    "sulphite",
    "alcohol",
    "caffeine",
    "fortified",
    "rennet",
    "vitamin-d3",
)
"""What a food may contain. The cell is never blank: write `none` or `unknown`.

What has milk has lactose, unless it is tagged lactose-free: no cell needs to say it.
"""

DIET_TAGS = (
    "pork",
    "no-scales",
    "root",
    "allium",
    "fungi",
    "many-seeded",
    "refined",
    "high-carbohydrate",
    "high-fodmap",
)
"""What else a diet may leave out, though no allergy does; data/README.md says what each means.

A food without `diet_tags` is unknown: it is left out of every diet that leaves out one of them.
"""

TAGS = (*CONTAINS, *DIET_TAGS)

MILK, LACTOSE, LACTOSE_FREE = "milk", "lactose", "lactose-free"


@dataclass(frozen=True)
class Part:
    """A food that another is cooked from: `grams` of it, as eaten, in 100 g of the other."""

    food: Food
    grams: float


@dataclass(frozen=True)
class Food:
    """A food as eaten.

    `portion` names the household measure, which weighs `portion_g` grams. People usually eat
    `serving` portions, and amounts are multiples of `step` portions. `note` says what is odd about
    the row; `advice` is for whoever buys or eats the food. `per_100g` has every nutrient of the
    catalogue, in the nutrient's unit per 100 g, None where it is unknown. `patterns` has the food
    group equivalents in 100 g (see `food_patterns`), and is empty where the tables have none.

    `calcium_absorbed` is how well its calcium is absorbed beside that of milk, 0 to 1. `iodine_ug`
    is an estimate for 100 g, the mean of samples from `iodine_least_ug` to `iodine_most_ug`. All
    are None where they are unknown; their matches are one of MATCHES, or empty.

    `diet_tags` are those of DIET_TAGS that it has, None where nobody has said. `diet_most_g` has
    the most grams of it at one meal in a diet, by the diet's id.

    A food that is cooked at home from others has `parts`, and the names of the ingredients that
    nobody could say anything of in `unknown_parts`. Those count for nothing, so that each of its
    figures is the least there is.
    """

    id: str
    name: str
    kind: str
    group: str
    contains: frozenset[str]
    roles: tuple[str, ...]
    portion: str
    portion_plural: str
    portion_g: float
    serving: float
    step: float
    everyday: bool
    rare: bool
    grocery_id: str
    bought_g_per_eaten_g: float
    bought_basis: str
    source: str
    source_id: str
    note: str
    advice: str
    calcium_absorbed: float | None
    calcium_match: str
    iodine_ug: float | None
    iodine_least_ug: float | None
    iodine_most_ug: float | None
    iodine_match: str
    per_100g: Mapping[str, float | None]
    patterns: Mapping[str, float | None] = field(default_factory=dict)
    diet_tags: frozenset[str] | None = None
    diet_most_g: Mapping[str, float] = field(default_factory=dict)

    @property
    def tags(self) -> frozenset[str]:
        """All that it contains, and its tags for diets."""
        return self.contains | (self.diet_tags or frozenset())

    parts: tuple[Part, ...] = ()
    unknown_parts: tuple[str, ...] = ()

    @property
    def is_made(self) -> bool:
        """Whether it is cooked from a recipe of one's own, and no item of a shop."""
        return bool(self.parts or self.unknown_parts)

    @property
    def is_bundled(self) -> bool:
        """Whether the bundled dishes are made with it: it is none of one's own."""
        return not self.is_made and self.source != OWN and INGREDIENT not in self.roles

    @property
    def main_parts(self) -> tuple[Food, ...]:
        """What it is for an eating rule: itself, or those of its parts that aren't a trace."""
        if not self.is_made:
            return (self,)
        return tuple(one.food for one in self.parts if one.grams >= 100 * COUNTED_SHARE)

    def share_that_counts(self, nutrient: str) -> float:
        """The share of a nutrient that counts towards a minimum, 1 but for calcium hardly absorbed.

        Calcium that is absorbed at less than POORLY of milk's counts at that, all else in full.
        """
        absorbed = self.calcium_absorbed
        poorly = nutrient == CALCIUM and absorbed is not None and absorbed < POORLY
        return absorbed if poorly and absorbed is not None else 1.0

    def counts(self, nutrient: str) -> float | None:
        """What 100 g count for towards a minimum, in the nutrient's unit; None if it is unknown."""
        amount = self.per_100g[nutrient]
        return None if amount is None else amount * self.share_that_counts(nutrient)

    @property
    def serving_g(self) -> float:
        """What a usual serving weighs, in grams."""
        return self.serving * self.portion_g

    def find_hundreds(self, per: str) -> float | None:
        """How many times 100 g a usual serving is, 100 kcal are, or 100 g: `per` is one of PER.

        None for 100 kcal of a food with hardly any energy.
        """
        if per == KCAL:
            kcal = self.per_100g[ENERGY] or 0.0
            return None if kcal * self.serving_g / 100 < LEAST_KCAL else 100 / kcal
        return self.serving_g / 100 if per == SERVING else 1.0


def read_foods(
    path: Source,
    nutrients: Collection[str],
    problems: list[Problem],
    *,
    groceries: Collection[str] | None = None,
) -> dict[str, Food]:
    """The foods of `foods.csv` by id, faults added to `problems`; each must have its energy.

    If you give `groceries`, the `grocery_id` of each food must be one of them.
    """
    foods: dict[str, Food] = {}
    made: dict[str, Row] = {}
    columns = (*COLUMNS, *nutrients, *EQUIVALENTS)
    later = (name for name in (*LATER_NUTRIENTS, ADDED_SUGARS) if name in nutrients)
    optional = (*OPTIONAL, *EQUIVALENTS, *later)  # food_patterns.csv may have some of them
    for row in read_rows(path, columns, problems, key="food_id", optional=optional):
        contains = frozenset(row.words("contains", (*CONTAINS, NONE, UNKNOWN)))
        if len(contains) > 1 and contains & {NONE, UNKNOWN}:
            row.fault(
                "contains",
                "'none' or 'unknown' is beside other words",
                "Write it alone, or leave it out.",
            )
        if MILK in contains and LACTOSE_FREE not in contains:
            contains |= {LACTOSE}
        step = row.number("step", 0.25, 4)
        serving = row.number("serving", 0.25, 20)
        if (serving / step) % 1 > 0:  # neither is a number where the cell was bad
            row.fault("serving", f"{serving:g} is not a multiple of step, {step:g}")
        per_100g = {name: row.optional_number(name, 0, 100_000) for name in nutrients}
        if ENERGY in nutrients and not row.cells[ENERGY].strip():
            row.fault(ENERGY, "is blank", "Every food needs its energy: look for another source.")
        food = Food(
            id=row.text("food_id"),
            name=row.text("name"),
            kind=row.text("kind"),
            group=row.choice("group", GROUPS),
            contains=contains,
            roles=row.words("roles"),
            portion=row.text("portion"),
            portion_plural=row.text("portion_plural"),
            portion_g=row.number("portion_g", 0.1, 2000),
            serving=serving,
            step=step,
            everyday=row.flag("everyday"),
            rare=row.flag("rare"),
            grocery_id=row.choice_or_text("grocery_id", groceries, "groceries.csv"),
            bought_g_per_eaten_g=row.number("bought_g_per_eaten_g", 0.05, 10),
            bought_basis=row.text("bought_basis"),
            source=row.text("source"),
            source_id=row.text("source_id"),
            note=row.text("note", blank=True),
            advice=row.text("advice", blank=True),
            calcium_absorbed=row.optional_number("calcium_absorbed", 0, 1),
            calcium_match=_match(row, "calcium_absorbed", "calcium_match"),
            iodine_ug=row.optional_number("iodine_ug", 0, 10_000),
            iodine_least_ug=row.optional_number("iodine_least_ug", 0, 10_000),
            iodine_most_ug=row.optional_number("iodine_most_ug", 0, 10_000),
            iodine_match=_match(row, "iodine_ug", "iodine_match"),
            per_100g=per_100g,
            patterns={
                name: row.optional_number(name, 0, MOST)
                for name in EQUIVALENTS
                if name not in row.absent
            },
            diet_tags=read_diet_tags(row, "diet_tags"),
            diet_most_g=read_most_g(row, "diet_most_g"),
        )
        _check_range(row, food)
        foods[food.id] = food
        if row.text("parts", blank=True) or row.text("unknown_parts", blank=True):
            made[food.id] = row
    for food_id, row in made.items():
        foods[food_id] = replace(
            foods[food_id],
            parts=_take_parts(row, foods),
            unknown_parts=row.words("unknown_parts", blank=True),
        )
    return foods


def read_diet_tags(row: Row, column: str) -> frozenset[str] | None:
    """The tags for diets of a cell, `none` among them; None for a blank one."""
    words = frozenset(row.words(column, (*DIET_TAGS, NONE), blank=True))
    if NONE in words and len(words) > 1:
        row.fault(column, "'none' is beside other words", "Write it alone, or leave it out.")
    return words - {NONE} if words else None


def read_most_g(row: Row, column: str) -> dict[str, float]:
    """The most grams at one meal of a cell such as `low-fodmap=75`, by diet; it may be blank."""
    names = [word.partition("=")[0] for word in row.words(column, blank=True)]
    return row.amounts(column, names, "low-fodmap=75")


def _take_parts(row: Row, foods: Mapping[str, Food]) -> tuple[Part, ...]:
    """The parts of a food, which its row writes as "lentils-boiled=50;water=40"."""
    parts = []
    for word in row.words("parts", blank=True):
        name, _, number = word.partition("=")
        try:
            grams = float(number)
        except ValueError:
            grams = -1.0
        if name not in foods or not 0 < grams <= 100:
            row.fault("parts", f"{quote(word)} is no food of the table with its grams in 100 g")
            continue
        parts.append(Part(foods[name], grams))
    return tuple(parts)


def _match(row: Row, figure: str, match: str) -> str:
    """How near the food is that a figure was measured in; it stands where the figure does."""
    word = row.text(match, blank=True)
    together = bool(row.text(figure, blank=True)) == bool(word)
    if not together and not {figure, match} & row.absent:
        row.fault(match, f"is blank or not where {figure} is", "Fill in both, or neither.")
        return ""
    return row.choice(match, MATCHES) if word else ""


def _check_range(row: Row, food: Food) -> None:
    """Note samples of iodine that don't lie around their mean."""
    least, mean, most = food.iodine_least_ug, food.iodine_ug, food.iodine_most_ug
    if mean is None:
        return
    if least is not None and least > mean:
        row.fault("iodine_least_ug", f"{least:g} is above iodine_ug, {mean:g}")
    if most is not None and most < mean:
        row.fault("iodine_most_ug", f"{most:g} is below iodine_ug, {mean:g}")


GROWN_APPETITE = 9
"""Years; younger children are served in finer steps, and less of what doesn't scale by itself."""
FINEST_G = 10.0  # grams; a step isn't halved to less


def find_step(food: Food, age: int | None) -> float:
    """The step of portions in which someone of an age is served a food.

    A young child's is half, unless that is too little to measure: nobody halves a fig bar.

        >>> find_step(tables.foods["tempeh"], 2), find_step(tables.foods["tempeh"], None)
        (0.25, 0.5)
    """
    child = age is not None and age < GROWN_APPETITE
    return food.step / 2 if child and food.step / 2 * food.portion_g >= FINEST_G else food.step


def find_smallest_portions(foods: Iterable[Food]) -> dict[str, float]:
    """The smallest amount that anyone is served of each item, in grams as bought, by its id."""
    smallest: dict[str, float] = {}
    for food in foods:
        grams = food.step * food.portion_g * food.bought_g_per_eaten_g
        smallest[food.grocery_id] = min(grams, smallest.get(food.grocery_id, grams))
    return smallest
