"""All the tables together: found, read, checked against each other, and given one hash.

Only a shell looks for the data folder; all other code gets a `Tables`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from planner.arrays import Floats
from planner.errors import Problem, close_matches, quote
from planner.parsing.csv_rows import list_few, raise_problems
from planner.parsing.files import take_path
from planner.tables.advice import Advice, read_advice
from planner.tables.cautions import Caution, read_cautions
from planner.tables.conditions import Condition, read_conditions
from planner.tables.cooking import (
    SOAKED,
    UNCOOKED,
    Cooking,
    Method,
    Seasoning,
    make_plain,
    read_cooking,
    read_methods,
    read_seasonings,
)
from planner.tables.cramps import CrampFact, read_cramps
from planner.tables.diet_tags import (
    FoodTags,
    SeasoningTags,
    read_food_tags,
    read_seasoning_tags,
    replace_seasonings,
)
from planner.tables.diets import Diet, read_diets
from planner.tables.dishes import (
    MAIN_MEALS,
    MEALS,
    NO_STARCH,
    Dish,
    Slot,
    check_seasonings,
    find_parts,
    find_shared_slots,
    locate,
    read_dishes,
)
from planner.tables.families import find_families
from planner.tables.food_patterns import ADDED_SUGARS, EQUIVALENTS, read_food_patterns
from planner.tables.foods import CONTAINS, Food, find_smallest_portions, read_foods
from planner.tables.groceries import Grocery, check_packs, read_aisles, read_groceries
from planner.tables.grocery_prices import Price, price_groceries
from planner.tables.nutrients import ENERGY, THE_FIVE, Nutrient, read_nutrients
from planner.tables.portion_maxima import Maxima, read_portion_maxima
from planner.tables.reference_intakes import (
    PER_ENERGY,
    CalorieNeed,
    EnergyAddition,
    EnergyEquation,
    ReferenceIntake,
    read_calorie_needs,
    read_energy_additions,
    read_energy_equations,
    read_intakes,
)
from planner.tables.steps import BLEND, COOKS, TIMED, parse_step
from planner.tables.supplements import Supplement, read_supplements
from planner.tables.timing import Amount, Timing, find_timing
from planner.tables.unmeasured import Unmeasured, read_unmeasured

if TYPE_CHECKING:
    import pandas as pd

FILES = (
    "nutrients.csv",
    "aisles.csv",
    "groceries.csv",
    "foods.csv",
    "food_patterns.csv",
    "diet_tags.csv",
    "seasoning_tags.csv",
    "diets.csv",
    "dishes.toml",
    "cooking.csv",
    "cooking_methods.csv",
    "seasonings.csv",
    "portion_maxima.csv",
    "dri.csv",
    "eer.csv",
    "calorie_needs.csv",
    "energy_additions.csv",
    "cautions.csv",
    "conditions.csv",
    "advice.csv",
    "cramps.csv",
    "supplements.csv",
    "unmeasured.csv",
)

MAY_BE_ABSENT = ("food_patterns.csv", "diet_tags.csv", "seasoning_tags.csv")
"""Files that a folder of tables may lack, since they were added later: what they say is unknown."""

STARCHY_GROUPS = ("starchy-vegetables", "grains", "breads", "cereals", "pasta")
ONCE_A_DAY_GROUPS = ("fruit", "dried-fruit", "juices", "nuts", "seeds", "yogurt", "sweets")
NEEDED = (ENERGY, *THE_FIVE, "fiber_g")  # every plan needs these nutrients
STEERING_SHARE = 0.9  # a nutrient known in fewer of the foods is only reported


@dataclass(frozen=True)
class Eater:
    """What the whole tables said about a person, where a plan file keeps only an excerpt.

    `left_out` has the names of the foods they can't have, by reason; `may_eat` the tags of all the
    others; `unplaced` the words for what they like that no dish can hold; `instead` the ids of the
    foods on which a caution depends and that they may have.
    """

    left_out: Mapping[str, tuple[str, ...]]
    may_eat: frozenset[str]
    unplaced: frozenset[str]
    instead: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Digest:
    """What the whole tables said, where a plan file keeps only an excerpt of them.

    `reported` are the nutrients that too few foods know to steer a plan; `guessed_usd` the
    estimated prices of 100 g, by grocery id; `staples` the kinds that may come twice in a day.
    `named` has the ids of the kept foods that a word named, by the word and whether it was searched
    widely; `eaters` are by the person's name; `families` are those of the kept dishes.
    """

    reported: frozenset[str]
    guessed_usd: Mapping[str, float]
    staples: frozenset[str]
    named: Mapping[tuple[str, bool], tuple[str, ...]]
    eaters: Mapping[str, Eater]
    families: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tables:
    """All the tables, and a hash that identifies them.

    With a `digest` it is an excerpt: the rows that one plan uses, as they were when it was made.
    """

    nutrients: Mapping[str, Nutrient]
    aisles: Mapping[str, str]
    groceries: Mapping[str, Grocery]
    foods: Mapping[str, Food]
    diets: Mapping[str, Diet]
    dishes: Mapping[str, Dish]
    cooking: Mapping[str, Cooking]
    methods: Mapping[str, Method]
    seasonings: Mapping[str, Seasoning]
    portion_maxima: Maxima
    intakes: tuple[ReferenceIntake, ...]
    energy_equations: tuple[EnergyEquation, ...]
    calorie_needs: tuple[CalorieNeed, ...]
    energy_additions: tuple[EnergyAddition, ...]
    cautions: tuple[Caution, ...]
    conditions: Mapping[str, Condition]
    advice: tuple[Advice, ...]
    cramps: tuple[CrampFact, ...]
    supplements: tuple[Supplement, ...]
    unmeasured: Mapping[str, Unmeasured]
    hash: str
    digest: Digest | None = None
    seasoning_tags: Mapping[str, SeasoningTags] = field(default_factory=dict)

    def __repr__(self) -> str:
        """How many foods and dishes there are, and the hash."""
        return f"<Tables {self.hash}: {len(self.foods)} foods, {len(self.dishes)} dishes>"

    @cached_property
    def per_100g(self) -> Floats:
        """Nutrients per 100 g: a row a food, a column a nutrient, NaN where it is unknown."""
        rows = [list(food.per_100g.values()) for food in self.foods.values()]
        return np.array(rows, dtype=np.float64)

    @cached_property
    def counted_per_100g(self) -> Floats:
        """`per_100g` as it counts towards a minimum: of calcium that is hardly absorbed, little."""
        shares = [
            [food.share_that_counts(nutrient) for nutrient in food.per_100g]
            for food in self.foods.values()
        ]
        return np.asarray(self.per_100g * np.array(shares), dtype=np.float64)

    @property
    def composition(self) -> pd.DataFrame:
        """`per_100g` as a DataFrame, with the ids of foods and nutrients as labels."""
        import pandas as pd  # noqa: PLC0415  (slower to import than a week is to plan)

        return pd.DataFrame(self.per_100g, index=list(self.foods), columns=list(self.nutrients))

    @cached_property
    def _seasoned(self) -> dict[frozenset[str], Tables]:
        """The tables that `season` has made, by the tags that they leave out."""
        return {}

    def season(self, excluded: frozenset[str]) -> Tables:
        """The tables with seasonings that have none of the `excluded` tags: once for each set.

        They are this object where nothing changes, and where nothing is known of seasonings.

        >>> tables.season(frozenset()) is tables
        True
        """
        if excluded not in self._seasoned:
            dishes = {
                name: replace(
                    dish,
                    seasonings=replace_seasonings(dish.seasonings, excluded, self.seasoning_tags),
                )
                for name, dish in self.dishes.items()
            }
            changed = bool(self.seasoning_tags) and dishes != self.dishes
            self._seasoned[excluded] = replace(self, dishes=dishes) if changed else self
        return self._seasoned[excluded]

    @cached_property
    def known_share(self) -> Mapping[str, float]:
        """The share of the foods in which each nutrient is known, 0 to 1.

        Foods of one's own don't count: a label without a figure mustn't change what is planned for.
        """
        listed = np.array([food.is_bundled for food in self.foods.values()])
        shares = 1 - np.isnan(self.per_100g[listed]).mean(axis=0)
        return dict(zip(self.nutrients, shares.tolist(), strict=True))

    @cached_property
    def estimates_iodine(self) -> bool:
        """Whether any food has an estimate of its iodine."""
        return any(food.iodine_ug is not None for food in self.foods.values())

    @cached_property
    def prices(self) -> Mapping[str, Price]:
        """What each item costs, by grocery id; empty if the table has no price at all."""
        if self.digest is not None:
            guessed = {
                name: Price(usd, known=False) for name, usd in self.digest.guessed_usd.items()
            }
            return guessed | {
                one.id: Price(one.price_usd_per_100g, one.price_is_known)
                for one in self.groceries.values()
                if one.price_usd_per_100g is not None
            }
        return price_groceries(self.groceries.values(), self.foods.values())

    @cached_property
    def smallest_portions(self) -> Mapping[str, float]:
        """The smallest amount that anyone is served of each item, in grams as bought."""
        return find_smallest_portions(self.foods.values())

    def steers(self, nutrient: str) -> bool:
        """Whether a nutrient is known in enough of the foods to steer a plan."""
        if self.digest is not None:
            return nutrient not in self.digest.reported
        return self.known_share.get(nutrient, 0.0) >= STEERING_SHARE

    @cached_property
    def everyday_kinds(self) -> frozenset[str]:
        """Kinds of food that may come twice in a day, such as bread, milk, oil and onion.

        Every food of such a kind is `everyday`. Fruit and nuts don't count: nobody wants the same
        one at two meals of a day.
        """
        if self.digest is not None:
            return self.digest.staples
        foods = [food for food in self.foods.values() if food.is_bundled]
        once = {f.kind for f in foods if not f.everyday or f.group in ONCE_A_DAY_GROUPS}
        return frozenset({food.kind for food in foods} - once)

    def find_cooking(self, food_id: str) -> Cooking:
        """How a food is cooked; of one without a row, that it is warmed."""
        return self.cooking.get(food_id) or make_plain(self.foods[food_id])

    @cached_property
    def _done(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """What the steps do to each slot, by (dish id, slot name)."""
        done: dict[tuple[str, str], set[str]] = {}
        for dish in self.dishes.values():
            for part in find_parts(dish):
                for slot in part.slots:
                    done.setdefault((dish.id, slot), set()).add(part.verb)
        return {place: frozenset(verbs) for place, verbs in done.items()}

    @cached_property
    def shared_slots(self) -> Mapping[str, frozenset[str]]:
        """The slots of each dish whose foods are cooked or mixed with others, by its id."""
        return {dish.id: find_shared_slots(dish) for dish in self.dishes.values()}

    def find_ways(self, dish: Dish, slot: str, food_id: str) -> frozenset[str]:
        """How the steps of a dish cook a food of a slot: the verbs and the method of its row."""
        done = self._done.get((dish.id, slot), frozenset())
        method = self.find_cooking(food_id).method
        by_itself = not done.isdisjoint(COOKS) or method == SOAKED
        return frozenset(done & TIMED.keys()) | ({method} if by_itself else set())

    def is_blended(self, dish: Dish, slot: str) -> bool:
        """Whether the steps of a dish leave no piece of what fills a slot."""
        return BLEND in self._done.get((dish.id, slot), ())

    def is_served_raw(self, dish: Dish, slot: str, food_id: str) -> bool:
        """Whether the steps of a dish leave a food of a slot raw."""
        done = self._done.get((dish.id, slot))
        raw = self.find_cooking(food_id).method == UNCOOKED
        return raw and done is not None and done.isdisjoint(TIMED)

    def find_timing(
        self, dish: Dish, eaten: Iterable[tuple[str, str, float]], *, either: bool = False
    ) -> Timing:
        """How long a dish takes with these foods: each is a slot, a food id and its portions.

        Portions are those of all plates together. With `either` the foods of a slot are
        alternatives, of which the slowest counts.
        """
        amounts: dict[str, list[Amount]] = {}
        for slot, food_id, portions in eaten:
            food = self.foods[food_id]
            servings, grams = portions / food.serving, portions * food.portion_g
            one = Amount(self.find_cooking(food_id), portions, servings, grams)
            amounts.setdefault(slot, []).append(one)
        return find_timing(dish, amounts, self.methods, either=either)

    @cached_property
    def least_minutes(self) -> Mapping[str, int]:
        """The minutes of each dish with the quickest foods, by its id, with the day before."""
        quickest = {
            dish.id: self._find_quickest(dish, self._find_smallest) for dish in self.dishes.values()
        }
        return {
            dish.id: self.find_timing(dish, quickest[dish.id]).longest
            for dish in self.dishes.values()
        }

    def takes_at_most(self, dish_id: str, minutes: float) -> bool:
        """Whether a dish can be made in so many minutes with its quickest foods, days before too.

        Without a limit no time is computed.
        """
        return minutes == inf or self.least_minutes[dish_id] <= minutes

    def find_quick(
        self,
        dish: Dish,
        allowed: Collection[str],
        most: float,
        scale: float = 1.0,
    ) -> list[list[Food]]:
        """The foods of each slot with which a dish takes no more than `most` minutes.

        Nor does any of them boil for longer the day before. They keep to it in every combination,
        with the largest portions of each, which are `scale` times those of a day of 2,000 kcal.
        Only foods whose ids are `allowed` count. A slot is empty where nothing is left; all are if
        the dish takes longer with its quickest foods.
        """
        fillings = [
            [food for food in self.fillings[dish.id, slot.name] if food.id in allowed]
            for slot in dish.slots
        ]
        if most == inf or not all(fillings):
            return fillings

        def measure(slot: Slot, food: Food) -> tuple[str, str, float]:
            return slot.name, food.id, slot.largest * food.serving * scale

        taken = self._find_quickest(dish, measure, allowed)
        if self.find_timing(dish, taken).longest > most:
            return [[] for _ in dish.slots]
        left = [
            (self.find_timing(dish, [*taken, one], either=True).longest, place, number, one)
            for place, (slot, foods) in enumerate(zip(dish.slots, fillings, strict=True))
            for number, food in enumerate(foods)
            if (one := measure(slot, food)) not in taken
        ]
        for minutes, _, _, one in sorted(left):
            if minutes > most:
                break
            if self.find_timing(dish, [*taken, one], either=True).longest <= most:
                taken.append(one)
        kept = {(slot, food_id) for slot, food_id, _ in taken}
        return [
            [food for food in foods if (slot.name, food.id) in kept]
            for slot, foods in zip(dish.slots, fillings, strict=True)
        ]

    def _find_quickest(
        self,
        dish: Dish,
        measure: Callable[[Slot, Food], tuple[str, str, float]],
        allowed: Collection[str] | None = None,
    ) -> list[tuple[str, str, float]]:
        """For each slot the food that takes least by itself."""
        taken = []
        for slot in dish.slots:
            foods = self.fillings[dish.id, slot.name]
            own = [measure(slot, food) for food in foods if allowed is None or food.id in allowed]
            if own:
                taken.append(min(own, key=lambda one: self.find_timing(dish, [one]).longest))
        return taken

    @staticmethod
    def _find_smallest(slot: Slot, food: Food) -> tuple[str, str, float]:
        return slot.name, food.id, slot.smallest * food.serving

    @cached_property
    def families(self) -> Mapping[str, str]:
        """The family of each dish by id: dishes of one family are nearly the same.

        In a plan's file of before there were families every dish is its own.
        """
        if self.digest is None:
            return find_families(self.dishes, self.fillings)
        return {dish: self.digest.families.get(dish, dish) for dish in self.dishes}

    @cached_property
    def fillings(self) -> Mapping[tuple[str, str], tuple[Food, ...]]:
        """The foods that can fill each slot, by (dish id, slot name), in the order of the table."""
        by_role: dict[str, list[Food]] = {}
        for food in self.foods.values():
            for role in food.roles:
                by_role.setdefault(role, []).append(food)
        places = {food_id: place for place, food_id in enumerate(self.foods)}

        def fill(slot: Slot) -> tuple[Food, ...]:
            found = {food.id: food for role in slot.roles for food in by_role.get(role, ())}
            found |= {food_id: self.foods[food_id] for food_id in slot.foods}
            return tuple(sorted(found.values(), key=lambda food: places[food.id]))

        return {
            (dish.id, slot.name): fill(slot) for dish in self.dishes.values() for slot in dish.slots
        }


def find_data() -> Path:
    """The folder of the bundled tables: in the installed package, or in the checkout."""
    inside = Path(__file__).resolve().parents[1] / "data"
    return inside if inside.is_dir() else inside.parent.parent / "data"


def hash_files(folder: Path) -> str:
    """A hash of all the tables of a folder; line ends make no difference."""
    digest = hashlib.sha256()
    for name in FILES:
        if name in MAY_BE_ABSENT and not (folder / name).exists():
            continue
        text = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()[:16]


def read_tables(folder: Path | str) -> Tables:
    """Read all the tables of a folder and check them against each other.

    Raises TableError with every fault found: with file, line and column for CSV, with dish and slot
    for TOML.
    """
    problems: list[Problem] = []
    folder = take_path(folder, ("folder",))
    if not folder.is_dir():
        remedy = "Name a folder that has foods.csv and the other tables; the bundled ones need no"
        problems.append(Problem(str(folder), "is not a folder of tables", f"{remedy} name."))
        raise_problems(problems)
    intakes = read_intakes(folder / "dri.csv", problems)
    shares = {intake.nutrient for intake in intakes if intake.per == PER_ENERGY}
    nutrients = read_nutrients(folder / "nutrients.csv", problems, shares)
    problems += [
        Problem("nutrients.csv", f"has no row of {name}", "Every plan needs it: add its row.")
        for name in NEEDED
        if nutrients and name not in nutrients
    ]
    aisles = read_aisles(folder / "aisles.csv", problems)
    groceries = read_groceries(folder / "groceries.csv", problems, aisles=aisles or None)
    foods = read_foods(
        folder / "foods.csv", tuple(nutrients), problems, groceries=groceries or None
    )
    known = _find_known_foods(foods, folder) if foods else None
    if (folder / "food_patterns.csv").exists():
        patterns = read_food_patterns(folder / "food_patterns.csv", problems, foods=known)
        foods = {
            food.id: _join_patterns(food, patterns.get(food.id, {})) for food in foods.values()
        }
    if (folder / "diet_tags.csv").exists():
        tags = read_food_tags(folder / "diet_tags.csv", problems, foods=known)
        foods = {food.id: _join_tags(food, tags.get(food.id)) for food in foods.values()}
    seasoning_tags = (
        read_seasoning_tags(folder / "seasoning_tags.csv", problems)
        if (folder / "seasoning_tags.csv").exists()
        else {}
    )
    named_kinds = {food.kind for food in foods.values()}
    whole = folder.resolve() == find_data()  # else a rule may be about kinds of other foods
    diets = read_diets(
        folder / "diets.csv", problems, nutrients or None, named_kinds if whole else None
    )
    dishes = read_dishes(folder / "dishes.toml", problems)
    methods = read_methods(folder / "cooking_methods.csv", problems)
    cooking = (
        read_cooking(folder / "cooking.csv", methods, problems, foods=known) if methods else {}
    )
    seasonings = read_seasonings(folder / "seasonings.csv", problems)
    portion_maxima = read_portion_maxima(folder / "portion_maxima.csv", problems, foods=known)
    equations = read_energy_equations(folder / "eer.csv", problems)
    needs = read_calorie_needs(folder / "calorie_needs.csv", problems)
    additions = read_energy_additions(folder / "energy_additions.csv", problems)
    advice = read_advice(folder / "advice.csv", problems)
    sound = not problems  # else the faults of these tables say enough of the names below
    kinds = {food.kind for food in foods.values()} if sound else None
    if not nutrients:
        raise_problems(problems)  # the tables below name nutrients and would all be at fault
    cramps = read_cramps(folder / "cramps.csv", nutrients, problems)
    conditions = read_conditions(folder / "conditions.csv", nutrients, kinds, problems)
    cautions = read_cautions(folder / "cautions.csv", None, problems)
    if sound:
        _check_names(foods, dishes, cautions, problems)
        check_packs(
            folder / "groceries.csv", groceries, find_smallest_portions(foods.values()), problems
        )
    supplements = read_supplements(folder / "supplements.csv", nutrients, problems)
    unmeasured = read_unmeasured(folder / "unmeasured.csv", nutrients, problems)
    raise_problems(problems)
    if unmeasured:
        check_intakes(intakes, {*nutrients, *unmeasured}, problems)
    else:
        _check_all_measured(intakes, nutrients, problems)
    raise_problems(problems)
    tables = Tables(
        nutrients=nutrients,
        aisles=aisles,
        groceries=groceries,
        foods=foods,
        diets=diets,
        dishes=dishes,
        cooking=cooking,
        methods=methods,
        seasonings=seasonings,
        portion_maxima=portion_maxima,
        intakes=intakes,
        energy_equations=equations,
        calorie_needs=needs,
        energy_additions=additions,
        cautions=cautions,
        conditions=conditions,
        advice=advice,
        cramps=cramps,
        supplements=supplements,
        unmeasured=unmeasured,
        hash=hash_files(folder),
        seasoning_tags=seasoning_tags,
    )
    _check_dishes(tables, problems)
    check_seasonings(tuple(dishes.values()), seasonings, problems)
    _check_steps(tables, problems)
    raise_problems(problems)
    return tables


def _find_known_foods(foods: Collection[str], folder: Path) -> Collection[str]:
    """The ids that the rows about foods may have: those of a folder's foods, and the bundled ones.

    Whoever copies a bundled table beside foods of their own needn't delete the rows of the others.
    """
    if folder.resolve() == find_data():
        return foods
    with (find_data() / "foods.csv").open(encoding="utf-8", newline="") as file:
        return dict.fromkeys((*foods, *(row["food_id"] for row in csv.DictReader(file))))


def _join_patterns(food: Food, pattern: Mapping[str, float | None]) -> Food:
    """A food with its equivalents, and with its added sugars where they are unknown."""
    per_100g = dict(food.per_100g)
    if per_100g.get(ADDED_SUGARS, 0.0) is None:
        per_100g[ADDED_SUGARS] = pattern.get(ADDED_SUGARS)
    return replace(
        food,
        per_100g=per_100g,
        patterns=food.patterns or {name: pattern.get(name) for name in EQUIVALENTS},
    )


def _join_tags(food: Food, own: FoodTags | None) -> Food:
    """A food with its tags for diets, unless its row in foods.csv has them."""
    if own is None or food.diet_tags is not None:
        return food
    return replace(food, diet_tags=own.tags, diet_most_g=own.most_g)


def check_intakes(
    intakes: Sequence[ReferenceIntake], known: Collection[str], problems: list[Problem]
) -> None:
    """Note reference values of nutrients that aren't in `known`."""
    lines = {intake.nutrient: intake.line for intake in reversed(intakes)}
    for name, line in reversed(lines.items()):
        if name not in known:
            what = f"{quote(name)} is neither in nutrients.csv nor in unmeasured.csv"
            remedy = close_matches(name, known) or "Add a row to one of the two."
            problems.append(Problem(f"dri.csv, line {line}, column nutrient", what, remedy))


def _check_all_measured(
    intakes: Sequence[ReferenceIntake], nutrients: Collection[str], problems: list[Problem]
) -> None:
    """Note that unmeasured.csv has no rows although some reference values can't be assessed."""
    lines = {one.nutrient: one.line for one in reversed(intakes) if one.nutrient not in nutrients}
    if lines:
        named = list_few([f"{name} (line {line})" for name, line in reversed(lines.items())])
        what = "has a header and no rows, but nutrients.csv doesn't have every nutrient of"
        what += f" dri.csv: {named}"
        remedy = "Add a row for each to one of the two, or correct its name in dri.csv."
        problems.append(Problem("unmeasured.csv, line 1", what, remedy))


def _check_names(
    foods: Mapping[str, Food],
    dishes: Mapping[str, Dish],
    cautions: Sequence[Caution],
    problems: list[Problem],
) -> None:
    """Note the foods and roles that dishes and cautions name and no food has.

    A name is noted once, with the first few of the places where it stands.
    """
    roles = {role for food in foods.values() for role in food.roles}
    slots: dict[tuple[str, bool], list[str]] = {}  # by name, and whether it is a role's
    for number, dish in enumerate(dishes.values(), start=1):
        for place, slot in enumerate(dish.slots, start=1):
            unknown = [(name, True) for name in slot.roles if name not in roles]
            unknown += [(name, False) for name in slot.foods if name not in foods]
            for key in unknown:
                where = f"dish {number} {quote(dish.id)}, slot {place}"
                slots.setdefault(key, []).append(where)
    lines: dict[tuple[str, bool], list[str]] = {}
    for caution in cautions:
        for name in caution.foods:
            if name not in foods:
                lines.setdefault((name, False), []).append(str(caution.line))
    for name, is_role in {**slots, **lines}:
        in_slots, in_lines = slots.get((name, is_role), []), lines.get((name, is_role), [])
        files = [f"dishes.toml, {list_few(in_slots, '; ')}"] if in_slots else []
        if in_lines:
            named = f"line{'s' * (len(in_lines) > 1)} {list_few(in_lines)}"
            files.append(f"cautions.csv, {named}, column foods")
        known = roles if is_role else foods if in_slots else (*foods, *CONTAINS)
        what = f"there is no food {quote(name)}" if in_slots else f"no food or tag is {quote(name)}"
        what = f"no food has the role {quote(name)}" if is_role else what
        near = close_matches(name, known)
        add = f"add {'a food with it' if is_role else 'its row'} to foods.csv."
        remedy = f"{near} If not, {add}" if near else add.capitalize()
        problems.append(Problem("; ".join(files), what, remedy))


def _check_dishes(tables: Tables, problems: list[Problem]) -> None:
    served = {meal for dish in tables.dishes.values() for meal in dish.meals}
    problems += [Problem("dishes.toml", f"no dish suits {m}") for m in MEALS if m not in served]
    for number, dish in enumerate(tables.dishes.values(), start=1):
        if set(dish.meals).isdisjoint(MAIN_MEALS) or NO_STARCH in dish.tags:
            continue
        starchy = (
            all(food.group in STARCHY_GROUPS for food in tables.fillings[dish.id, slot.name])
            for slot in dish.slots
        )
        if not any(starchy):
            where = f"dishes.toml, dish {number} {quote(dish.id)}"
            what = "is a main dish without a slot for a starchy food"
            remedy = f"Add a slot whose foods are all of the groups {', '.join(STARCHY_GROUPS)},"
            remedy += f" or the tag {NO_STARCH} if it is for diets that skip those."
            problems.append(Problem(where, what, remedy))


def _check_steps(tables: Tables, problems: list[Problem]) -> None:
    """Note steps that do to a slot what the rows of some of its foods give no minutes for."""
    for number, dish in enumerate(tables.dishes.values(), start=1):
        for template in (*dish.ahead, *dish.steps):
            for part in parse_step(template):
                column = TIMED.get(part.verb)
                for slot in part.slots if column else ():
                    lacking = [
                        food.name
                        for food in tables.fillings[dish.id, slot]
                        if getattr(tables.find_cooking(food.id), column or "") is None
                    ]
                    if lacking:
                        what = f"{{{part.verb}: {slot}}}: cooking.csv has no {column} for"
                        what += f" {list_few(lacking)}"
                        remedy = "Add the minutes to its row, or say it in other words."
                        where = locate(dish, template, number)
                        problems.append(Problem(where, what, remedy))
