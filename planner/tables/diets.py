"""Diets: what each leaves out, the limits and eating rules it sets, and which of ours it lifts.

Several diets hold together: `vegan, gluten-free` leaves out what either does. A food whose contents
are unknown is left out of every diet that excludes something, and for every allergy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from planner.errors import Problem, RequestError, close_matches, mention, quote
from planner.parsing.csv_rows import Row, read_rows
from planner.parsing.files import Source
from planner.tables.foods import DIET_TAGS, GROUPS, TAGS, UNKNOWN, Food
from planner.tables.reference_intakes import LACTATION, PREGNANCY

COLUMNS = (
    *("diet", "words", "excludes", "apart", "at_most", "at_least", "share_most", "share_least"),
    *("per_kg", "rules", "lifts", "not_with", "not_for", "gentler", "buy", "note", "doctor"),
    "promises",
    "source",
)
CHILD = "child"
NOT_FOR = (PREGNANCY, LACTATION, CHILD)
"""Whom a diet may not be planned for; a child is anyone below 19 years."""

OPTIONAL = tuple(name for name in COLUMNS if name not in ("diet", "excludes"))
"""Columns that a table may lack; their values are then unknown."""

ALLERGENS = (
    "milk",
    "lactose",
    "egg",
    "fish",
    "shellfish",
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
)
"""What may be named as an allergy: the tags of foods that are allergens, and lactose."""

SPOKEN_ALLERGENS = {
    "nut": ("tree-nut", "peanut"),
    "nuts": ("tree-nut", "peanut"),
    "tree-nuts": ("tree-nut",),
    "peanuts": ("peanut",),
    "eggs": ("egg",),
    "dairy": ("milk",),
    "soya": ("soy",),
    "seafood": ("fish", "shellfish"),
    "crustacean": ("shellfish",),
    "crustaceans": ("shellfish",),
    "mollusc": ("shellfish",),
    "molluscs": ("shellfish",),
    "sulfite": ("sulphite",),
    "sulfites": ("sulphite",),
    "sulphites": ("sulphite",),
    "celiac": ("gluten",),
    "coeliac": ("gluten",),
}
"""Other words for the allergens. A word that may mean two allergens means both."""


STARCH, FRUIT, WHOLE_GRAINS, HALF = "starch", "fruit", "whole-grains", "half-of-grains"
LEGUMES, FISH, RED_MEAT = "legumes", "fish", "red-meat"
LIFTED = {
    STARCH: "a starchy food in every main dish",
    FRUIT: "fruit twice a day",
    WHOLE_GRAINS: "whole grains every day",
    HALF: "half of the grains whole",
    LEGUMES: "legumes on three days",
    FISH: "fish twice a week",
    RED_MEAT: "red meat at most twice a week",
}
"""The eating rules that a diet may lift, and what each asks for."""

BETWEEN = ", "  # the names of diets that hold together
PARTS = re.compile(r"\s*[,;+&]\s*|\s+and\s+")
RULE = re.compile(r"([a-z-]+(?:\|[a-z-]+)*)(>=|<=)(\d+)")


@dataclass(frozen=True)
class DietRule:
    """How often a diet has foods of some groups or kinds in seven days, each time counted."""

    words: tuple[str, ...]
    least: int | None = None
    most: int | None = None

    def __str__(self) -> str:
        """As its cell has it."""
        sign, number = ("<=", self.most) if self.least is None else (">=", self.least)
        return f"{'|'.join(self.words)}{sign}{number}"

    @property
    def name(self) -> str:
        """What it is about, in a sentence."""
        return " or ".join(word.replace("-", " ") for word in self.words)


@dataclass(frozen=True)
class Diet:
    """A diet: what it leaves out, asks for and lifts, and what it says.

    - `excludes` are tags of foods. Foods of the two tags of each pair in `apart` aren't in one
      meal.
    - `at_most` and `at_least` are amounts a day by nutrient, `share_most` and `share_least` percent
      of energy on the week's average, `per_kg` amounts a day for each kilogram of body weight.
    - `rules` say how often foods come. `lifts` has rules of LIFTED, and nutrients whose general
      minimum and range don't hold.
    - `words` are its other names. It doesn't go together with those in `not_with`; `gentler` is a
      diet that asks for less.
    - `not_for` has whom of NOT_FOR it isn't planned for.
    - `buy` says how to buy foods of a tag or a group: {"meat": "halal"}.
    - `doctor` is what to ask a doctor, `promises` what it can't promise.
    """

    id: str
    excludes: frozenset[str]
    note: str
    words: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    at_most: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)
    share_most: Mapping[str, float] = field(default_factory=dict)
    share_least: Mapping[str, float] = field(default_factory=dict)
    per_kg: Mapping[str, float] = field(default_factory=dict)
    rules: tuple[DietRule, ...] = ()
    lifts: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    gentler: str = ""
    buy: Mapping[str, str] = field(default_factory=dict)
    doctor: str = ""
    promises: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        """Its name in a sentence."""
        return SPOKEN.get(self.id, self.id)

    def write_cell(self, column: str) -> str | None:
        """The cell of a column that isn't written as its value is; None for any other."""
        if column == "apart":
            return ";".join("+".join(pair) for pair in self.apart)
        if column == "rules":
            return ";".join(map(str, self.rules))
        if column == "buy":
            return ";".join(f"{word}={how}" for word, how in self.buy.items())
        return None


SPOKEN = {
    "dash": "DASH",
    "dash-low-sodium": "DASH with little sodium",
    "jain": "Jain",
    "low-fodmap": "low-FODMAP",
    "mediterranean": "Mediterranean",
    "whole-food-plant-based": "whole-food plant-based",
}
"""What sentences call diets whose ids don't say it."""


def read_diets(
    path: Source,
    problems: list[Problem],
    nutrients: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
) -> dict[str, Diet]:
    """The diets of `diets.csv` by id.

    Their limits are of `nutrients` and their rules about groups or `kinds` of food, if you give
    those.
    """
    diets = {}
    for row in read_rows(path, COLUMNS, problems, key="diet", optional=OPTIONAL):

        def amounts(column: str, example: str, row: Row = row) -> dict[str, float]:
            names = [word.partition("=")[0] for word in row.words(column, blank=True)]
            return row.amounts(column, names if nutrients is None else nutrients, example)

        lifted = None if nutrients is None else (*LIFTED, *nutrients)
        diet = Diet(
            id=row.text("diet"),
            excludes=frozenset(row.words("excludes", TAGS, blank=True)),
            note=row.text("note", blank=True),
            words=row.words("words", blank=True),
            apart=_read_pairs(row),
            at_most=amounts("at_most", "sodium_mg=2300"),
            at_least=amounts("at_least", "fiber_g=30"),
            share_most=amounts("share_most", "carbohydrate_g=26"),
            share_least=amounts("share_least", "protein_g=20"),
            per_kg=amounts("per_kg", "protein_g=1.6"),
            rules=_read_rules(row, kinds),
            lifts=row.words("lifts", lifted, blank=True),
            not_with=row.words("not_with", blank=True),
            not_for=row.words("not_for", NOT_FOR, blank=True),
            gentler=row.text("gentler", blank=True),
            buy=_read_buy(row),
            doctor=row.text("doctor", blank=True),
            promises=row.text("promises", blank=True),
            source=row.text("source", blank=True),
        )
        diets[diet.id] = diet
    return diets


def _read_pairs(row: Row) -> tuple[tuple[str, str], ...]:
    pairs = []
    for word in row.words("apart", blank=True):
        one, _, other = word.partition("+")
        if {one, other} - set(TAGS):
            remedy = "Write two tags, such as meat+milk."
            row.fault("apart", f"{quote(word)} is no pair of tags", remedy)
        pairs.append((one, other))
    return tuple(pairs)


def _read_rules(row: Row, kinds: Collection[str] | None) -> tuple[DietRule, ...]:
    rules = []
    for text in row.words("rules", blank=True):
        found = RULE.fullmatch(text)
        if found is None:
            row.fault("rules", f"{quote(text)} is no rule", "Write one such as fish|shellfish>=3.")
            continue
        words = tuple(found[1].split("|"))
        for word in words if kinds is not None else ():
            if word not in (*GROUPS, *(kinds or ())):
                known = (*GROUPS, *(kinds or ()))
                row.fault("rules", f"no group or kind is {quote(word)}", close_matches(word, known))
        number = int(found[3])
        rules.append(
            DietRule(words, least=number) if found[2] == ">=" else DietRule(words, most=number)
        )
    return tuple(rules)


def _read_buy(row: Row) -> dict[str, str]:
    return {
        word: how.strip()
        for text in row.words("buy", blank=True)
        for words, _, how in [text.partition("=")]
        for word in words.split("|")
    }


def name_diets(diets: Mapping[str, Diet]) -> dict[str, Diet]:
    """The diets by every name they have."""
    return {word: diet for diet in diets.values() for word in (diet.id, *diet.words)}


def find_diets(texts: Sequence[str], diets: Mapping[str, Diet]) -> tuple[Diet, ...]:
    """The diets that texts name, each of which may name several: "vegan, gluten-free".

    One that leaves out nothing is dropped beside another. RequestError, with similar names, for
    what is no diet, and for two that don't go together.
    """
    found: dict[str, Diet] = {}
    problems: list[Problem] = []
    for text in texts:
        whole = make_id(text) in diets
        for word in [text] if whole else [*filter(None, PARTS.split(text.strip()))] or [text]:
            try:
                diet = find_diet(word, diets)
                found[diet.id] = diet
            except RequestError as error:
                problems += error.problems
    for one, other in combinations(found.values(), 2):
        if other.id in one.not_with or one.id in other.not_with:
            gentler = [find_gentler(diet, diets) for diet in (one, other)]
            near = [
                f"{was.id} could be {diet.id}"
                for was, diet in zip((one, other), gentler, strict=True)
                if diet is not None
            ]
            remedy = f"Keep one of the two{f', or take less: {near[0]}' if near else ''}."
            what = f"{one.id} doesn't go with {other.id}: what one asks for the other keeps out"
            problems.append(Problem(("diet",), what, remedy))
    if problems:
        raise RequestError(*problems)
    kept = tuple(diet for diet in found.values() if diet.id != NO_DIET)
    return kept or tuple(found.values())


SHORTEST_PART = 4  # letters of a part of a name that is looked for in the others
NO_DIET = "omnivore"


def find_gentler(diet: Diet, diets: Mapping[str, Diet]) -> Diet | None:
    """The diet that asks for less than another, if there is one."""
    return diets.get(diet.gentler)


def make_id(word: str) -> str:
    """A word written as an id: "Low  Meat" becomes low-meat."""
    return re.sub(r"[\s_-]+", "-", word.strip().lower())


def find_diet(word: str, diets: Mapping[str, Diet]) -> Diet:
    """The diet that a word names; RequestError, with similar names, if there is none."""
    key, names = make_id(word), name_diets(diets)
    for known in (key, key.removesuffix("-diet")):
        if known in names:
            return names[known]
    remedy = close_matches(key, names) or f"The diets are: {', '.join(diets)}."
    parts = [part for part in key.split("-") if len(part) >= SHORTEST_PART]
    alike = [diet.id for diet in diets.values() if any(part in diet.id for part in parts)]
    if f"{key}-free" in names:
        alike = [names[f"{key}-free"].id]
    elif key.endswith("-free") or key in ALLERGENS or close_matches(key, names):
        alike = []
    if alike:
        remedy = f"Did you mean {' or '.join(alike[:3])}?"
    allergen = key.removesuffix("-free")
    if find_allergens(allergen) and not alike:
        remedy = f"Use {mention('allergies', allergen)} with any diet."
    raise RequestError(Problem(("diet",), f"{quote(word)} is not a known diet", remedy))


def find_allergens(word: str) -> tuple[str, ...]:
    """The allergens that a word names; empty if it names none."""
    key = make_id(word)
    return SPOKEN_ALLERGENS.get(key) or ((key,) if key in ALLERGENS else ())


DIET_TAGS_SET = frozenset(DIET_TAGS)


def breaks_rule(food: Food, excluded: Collection[str]) -> bool:
    """Whether a food contains something excluded, or may contain it because nobody knows."""
    if not excluded:
        return False
    if UNKNOWN in food.contains or not food.tags.isdisjoint(excluded):
        return True
    return food.diet_tags is None and not DIET_TAGS_SET.isdisjoint(excluded)
