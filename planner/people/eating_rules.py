"""What people accept at table, and what each departure from it costs, in points.

A point is one food one usual portion away from usual. Eating rules give way where targets, or the
little that is left to choose from, leave no other way; the check then says so. The cap on eggs
doesn't give way to targets: a target that only more eggs would meet is missed.
docs/explanation/program.md prints this list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from planner.people.meal_times import MealTime
from planner.people.person import ENERGY_KCAL, Person
from planner.tables.foods import GROWN_APPETITE, Food

WEEK_DAYS = 7
JUICES = "juices"
DRINK_GROUPS = (JUICES, "milk", "plant-milks")
EGGS = "eggs"  # the group of foods, and the name of the rule on them
CUP = "cup"  # the measure of drinks of these groups


def is_drink(food: Food) -> bool:
    """Whether a food is poured into a glass or over cereal: it doesn't count on a plate."""
    return food.group in DRINK_GROUPS and food.portion == CUP


def is_milk(food: Food) -> bool:
    """Whether a food is milk, or drunk in its place."""
    return is_drink(food) and food.group != JUICES


@dataclass(frozen=True)
class FoodRule:
    """How often foods of some groups or kinds are eaten in seven days running, each time counted.

    `most` and `least` are None where there is no such number.

        >>> FoodRule("fish", groups=("fish", "shellfish"), least=2).covers(tables.foods["tempeh"])
        False
    """

    name: str
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    each_time: bool = False  # of a diet: it counts times and not days

    def __str__(self) -> str:
        """Its name and its numbers."""
        if self.least is None:
            return f"{self.name} at most {self.most}"
        return f"{self.name} " + (
            f"at least {self.least}" if self.most is None else f"{self.least} to {self.most}"
        )

    def find_least(self, days: int) -> int:
        """The least in so many days running, in proportion, rounded down; 0 where there is none.

        >>> FoodRule("legumes", groups=("legumes",), least=3).find_least(5)
        2
        """
        return (self.least or 0) * min(days, WEEK_DAYS) // WEEK_DAYS

    def covers(self, food: Food) -> bool:
        """Whether the rule is about a food."""
        return any(part.group in self.groups or part.kind in self.kinds for part in food.main_parts)


@dataclass(frozen=True)
class OpenedRule:
    """How many different foods of some groups one person opens in seven days running.

    Each further person at table may open one more.
    """

    name: str
    groups: tuple[str, ...]
    most: int

    def __str__(self) -> str:
        """Its name and its number."""
        return f"{self.name} {self.most}"

    def find_most(self, people: int) -> int:
        """How many a household may open.

        >>> OpenedRule("breads", ("breads",), 2).find_most(4)
        5
        """
        return self.most + people - 1


@dataclass(frozen=True)
class EatingRules:
    """The rules of a week; weekly numbers are for seven days running."""

    kind_days_a_week: int = 4  # of the foods of a kind that aren't `everyday`
    food_rules: tuple[FoodRule, ...] = (
        FoodRule("spinach", kinds=("spinach",), most=3),
        FoodRule("mushrooms", groups=("mushrooms",), most=3),
        FoodRule("peanuts", kinds=("peanuts", "peanut-butter", "peanut-sauce"), most=5),
        # The Dietary Guidelines for Americans 2020-2025: 8 oz of seafood a week, two servings.
        FoodRule("fish", groups=("fish", "shellfish"), least=2, most=4),
        FoodRule("legumes", groups=("legumes",), least=3),
        FoodRule("red meat", groups=("meat",), most=2),
    )
    opened_rules: tuple[OpenedRule, ...] = (
        OpenedRule("drinks", DRINK_GROUPS, 2),
        OpenedRule("breads", ("breads",), 2),
    )
    least_pack_share: float = 0.15  # of an item's packs that a week eats, but for the cupboard's
    main_dish_times_a_week: int = 2  # of a dish of lunch or dinner
    breakfast_times_a_week: int = 3  # of a dish of breakfast, or breakfast and snack
    snack_times_a_week: int = 2  # of a dish that is only a snack
    different_mains_a_week: int = 10  # dishes of lunch and dinner, where both are cooked each day
    unlike_mains_a_week: int = 7  # of them, dishes of which no two are nearly the same
    dishes_two_days_share: int = 2
    rare_foods_a_week: int = 2
    least_foods_a_week: int = 40
    most_foods_a_week: int = 60
    fruit_a_day: int = 2
    fruit_groups: tuple[str, ...] = ("fruit", "dried-fruit")
    starch_in_mains: bool = True  # a starchy food in every dish of lunch or dinner
    half_of_grains: bool = True  # at least half of the grains whole
    # Carson et al., Circulation 141:e39 (2020): one egg a day for healthy people, two for older
    # ones with normal cholesterol, more in moderation for vegetarians. The cap is our limit.
    eggs_a_day: float = 2.0  # or egg whites, on the week's average
    tagged_a_day: Mapping[str, int] = field(  # dishes of a tag
        default_factory=lambda: MappingProxyType({"legumes": 2, "soup": 1, "nut-or-soy-snack": 1})
    )
    fiber_g_a_day: float = 60.0
    # The Healthy Eating Index 2020 gives all its points for whole grains from here on, in ounce
    # equivalents of the Food Patterns Equivalents Database (its standard for the maximum score).
    whole_grains_oz_per_1000_kcal: float = 1.5  # of the person's energy, on the week's average
    food_g_per_kcal: float = 1.2  # a day's food and drink beyond this costs a penalty
    meal_share: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"breakfast": 0.25, "lunch": 0.30, "dinner": 0.35, "snack": 0.10}
        )
    )
    meal_share_slack: float = 0.10
    plate_g: Mapping[str, float] = field(  # the most food on a plate, without drinks
        default_factory=lambda: MappingProxyType(
            {"breakfast": 700.0, "lunch": 850.0, "dinner": 850.0, "snack": 850.0}
        )
    )
    plate_kcal: float = 3000.0  # a day; beyond it plates grow with the energy
    breakfast_protein_g: float = 15.0
    portion_slack: float = 0.05  # of the most of a food: household measures aren't finer
    # A caution passed by a little costs less than one portion fewer, so plans keep clear of it.
    caution_margin: float = 0.017  # of a caution's limit
    # The Dietary Guidelines for Americans 2020-2025, appendix 3: cups of dairy a day from an energy
    # on, in kcal. A young child needs more than energy says.
    milk_cups: Mapping[int, float] = field(
        default_factory=lambda: MappingProxyType({0: 2.0, 1200: 2.5, 1600: 3.0})
    )
    raw_mushroom_age: int = 13  # years; below it mushrooms are served cooked

    def find_pack_share(self, days: int) -> float:
        """The least share of its packs that so many days eat of an item, shorter plans less.

        >>> EATING_RULES.find_pack_share(7), EATING_RULES.find_pack_share(28)
        (0.15, 0.15)
        """
        return self.least_pack_share * min(days, WEEK_DAYS) / WEEK_DAYS

    def most_repeated(self, mains: int) -> int:
        """How often a dish of lunch or dinner may come again among so many of them.

        >>> EATING_RULES.most_repeated(14), EATING_RULES.most_repeated(6)
        (4, 1)
        """
        cooked = 2 * WEEK_DAYS
        return mains * (cooked - self.different_mains_a_week) // cooked

    def most_alike(self, mains: int) -> int:
        """How often one of a week's may come that is nearly the same as another, or the same.

        >>> EATING_RULES.most_alike(14), EATING_RULES.most_alike(7)
        (7, 3)
        """
        cooked = 2 * WEEK_DAYS
        return mains * (cooked - self.unlike_mains_a_week) // cooked

    def count_eggs(self, food: Food) -> float:
        """How many eggs a gram of a food is: one a portion of the foods that are eggs."""
        if food.parts:
            return sum(one.grams / 100 * self.count_eggs(one.food) for one in food.parts)
        return 1.0 / food.portion_g if food.group == EGGS else 0.0

    def find_size(self, person: Person) -> float:
        """The share of an adult's amount that is right for a person: 1 but for young children.

        >>> EATING_RULES.find_size(Person(age=2, energy_kcal=1000))
        0.5
        """
        child = person.age is not None and person.age < GROWN_APPETITE
        return min(1.0, person.energy_kcal / ENERGY_KCAL) if child else 1.0

    def find_milk_growth(self, person: Person) -> float:
        """How many times the milk that their energy alone gives a young child has; 1 for others.

        >>> round(EATING_RULES.find_milk_growth(Person(age=2, energy_kcal=1000)), 3)
        1.333
        """
        cups = max(cups for least, cups in self.milk_cups.items() if person.energy_kcal >= least)
        size = self.find_size(person)
        return max(1.0, cups / max(self.milk_cups.values()) / size) if size < 1.0 else 1.0

    def find_shares(self, meals: Sequence[MealTime]) -> dict[str, float]:
        """The share of the day's energy of each meal of a day, by its name; they add up to 1.

        >>> breakfast, dinner = MealTime("breakfast", "breakfast"), MealTime("dinner", "dinner")
        >>> round(EATING_RULES.find_shares([breakfast, dinner])["dinner"], 3)
        0.583
        """
        growth = self.find_growth(meals)
        return {meal.name: self.meal_share[meal.served_as] * growth for meal in meals}

    def find_growth(self, meals: Sequence[MealTime]) -> float:
        """How many times its usual size each meal of a day is: more where there are fewer of them.

        Usual portions, plates and the most that people hold of a food at a meal grow with it.

        >>> breakfast, dinner = MealTime("breakfast", "breakfast"), MealTime("dinner", "dinner")
        >>> round(EATING_RULES.find_growth([breakfast, dinner]), 3)
        1.667
        """
        kinds = sorted(meal.served_as for meal in meals)
        if kinds == sorted(self.meal_share):  # they add up to 1, but for the last digit
            return 1.0
        return 1.0 / sum(self.meal_share[kind] for kind in kinds)

    def find_plate_g(self, kind: str, person: Person) -> float:
        """The most food on one plate of a kind of meal, in grams."""
        size, energy_kcal = self.find_size(person), self.find_meals_kcal(person)
        return self.plate_g[kind] * size * max(1.0, energy_kcal / self.plate_kcal)

    def find_meals_kcal(self, person: Person) -> float:
        """The energy a day of someone with the usual meals, each as large as this person's."""
        return person.energy_kcal * self.find_growth(person.meals)

    def grow_maximum(self, grams: float, person: Person) -> float:
        """The most grams of a food at a meal, given those at a meal of the usual size."""
        return grams * max(1.0, self.find_growth(person.meals))


@dataclass(frozen=True)
class Penalties:
    """What a departure costs, in points a day unless it says otherwise.

    A shortfall is counted as a share of what was to be reached (0.01 is one percent), an excess
    as a share of what was to be kept. Shortfalls come first: one percent of an RDA costs more
    than the whole day's portions can.
    """

    required: float = 10_000.0  # for the whole of a required minimum, energy's band, a limit
    caution: float = 100_000.0  # for the whole of a caution, or of the rule on eggs: it holds first
    reference_range: float = 200.0  # for the whole of an AMDR bound
    adequate_intake: float = 5.0  # for the whole of an AI that is only aimed at
    out_of_reach: float = 20.0  # for the whole of a minimum that no plan can meet, in the search
    energy_off_aim: float = 10.0  # for the whole of the day's energy, inside the band
    meal_share: float = 20.0  # for the whole day's energy, beyond the slack
    whole_grains: float = 5.0  # for the whole of the rule, as for an AI that is only aimed at
    fiber: float = 0.1  # a gram beyond the rule
    food_weight: float = 0.005  # a gram beyond the rule
    plate_weight: float = 0.5  # a gram beyond the rule
    breakfast_protein: float = 1.0  # a gram below the rule
    fruit: float = 3.0  # each time of fruit that is missing
    food_rule: float = 3.0  # each time below the least of a food rule
    dislike: float = 1.0  # each time a disliked food or dish is served
    like: float = -0.5  # each time a liked food or dish is
    cuisine: float = -4.0  # each time a dish of a preferred cuisine is served
    variety: float = 20.0  # each time a food, kind, dish or rare food comes beyond its cap
    rare_food: float = 0.5  # each time a rarely bought food is served


EATING_RULES = EatingRules()
PENALTIES = Penalties()


@dataclass(frozen=True)
class FoodCap:
    """How often some of a list of foods may come in seven days running, by their numbers there.

    Where `each_time` every time counts, else the days. `name` is that of its row in the program.
    """

    name: str
    foods: tuple[int, ...]
    most: int
    each_time: bool


def find_food_caps(foods: Sequence[Food], rules: EatingRules = EATING_RULES) -> list[FoodCap]:
    """The caps of a week on these foods: kinds, what the food rules are about, rare foods.

    >>> [cap.most for cap in find_food_caps([tables.foods["tempeh"]])]
    [4]
    """
    kinds: dict[str, list[int]] = {}
    for number, food in enumerate(foods):
        if not food.everyday:
            kinds.setdefault(food.kind, []).append(number)
    most = rules.kind_days_a_week
    caps = [
        FoodCap(f"kind_days__{kind}", tuple(own), most, each_time=False)
        for kind, own in kinds.items()
    ]
    for rule in rules.food_rules:
        own = [number for number, food in enumerate(foods) if rule.covers(food)]
        if own and rule.most is not None:
            # Of a group several kinds may come on one day, of a kind one food.
            name = f"food_rule__{rule.name.replace(' ', '_')}"
            each_time = rule.each_time or bool(rule.groups)
            caps.append(FoodCap(name, tuple(own), rule.most, each_time=each_time))
    rare = [number for number, food in enumerate(foods) if food.rare]
    if rare:
        caps.append(FoodCap("rare_foods", tuple(rare), rules.rare_foods_a_week, each_time=True))
    return caps
