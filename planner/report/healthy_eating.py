"""How well a plan follows the Dietary Guidelines: the Healthy Eating Index 2020, from its portions.

Thirteen components share 100 points. Each compares what is eaten for its energy with a standard, so
that a small and a large appetite are measured alike. The standards are those of HEI-2015, which
HEI-2020 kept, for ages from two years on (National Cancer Institute, HEI-2015 table 1; Shams-White
et al., Journal of the Academy of Nutrition and Dietetics, 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from planner.checking.findings import CheckReport
from planner.people.person import Person
from planner.plans.records import WeekPlan
from planner.tables.bundle import Tables
from planner.tables.food_patterns import ADDED_SUGARS, EQUIVALENTS
from planner.tables.nutrients import ENERGY, SODIUM

YOUNGEST = 2  # years; for toddlers there is an index of its own, which isn't computed
CUP, OUNCE = "cups in 1,000 kcal", "oz in 1,000 kcal"
GRAMS, SHARE, RATIO = "g in 1,000 kcal", "% of energy", "times saturated fat"
SATURATED = "saturated_fat_g"
UNSATURATED = ("monounsaturated_fat_g", "polyunsaturated_fat_g")
UNSATURATED_RATIO = "unsaturated_ratio"
USED = (ENERGY, SODIUM, ADDED_SUGARS, SATURATED, *UNSATURATED)


@dataclass(frozen=True)
class Standard:
    """A component of the index: at `best` it has all of its `most` points, at `worst` none."""

    name: str
    counts: str
    unit: str
    most: float
    best: float
    worst: float = 0.0


STANDARDS = (
    Standard("fruit", "fruit_cup", CUP, 5, 0.8),
    Standard("whole fruit", "whole_fruit_cup", CUP, 5, 0.4),
    Standard("vegetables", "vegetable_cup", CUP, 5, 1.1),
    Standard("greens and beans", "greens_and_beans_cup", CUP, 5, 0.2),
    Standard("whole grains", "whole_grain_oz", OUNCE, 10, 1.5),
    Standard("dairy or soy milk", "dairy_cup", CUP, 10, 1.3),
    Standard("protein foods", "protein_food_oz", OUNCE, 5, 2.5),
    Standard("seafood and plant proteins", "seafood_and_plant_oz", OUNCE, 5, 0.8),
    Standard("unsaturated fats", UNSATURATED_RATIO, RATIO, 10, 2.5, 1.2),
    Standard("refined grains", "refined_grain_oz", OUNCE, 10, 1.8, 4.3),
    Standard("sodium", SODIUM, GRAMS, 10, 1.1, 2.0),
    Standard("added sugars", ADDED_SUGARS, SHARE, 10, 6.5, 26),
    Standard("saturated fat", SATURATED, SHARE, 10, 8, 16),
)
"""The components of HEI-2020: nine of which more is better, then four of which less is."""


@dataclass(frozen=True)
class Component:
    """What a plan brings of a component, in its standard's unit, and the points for it."""

    standard: Standard
    value: float
    points: float


@dataclass(frozen=True)
class HealthyEating:
    """The index of a person's days, 0 to 100, and its components.

    `known` is the share of the food's grams for which the food group equivalents are known, 0 to 1.
    """

    components: tuple[Component, ...]
    known: float

    @property
    def total(self) -> float:
        """The sum of the points."""
        return sum(one.points for one in self.components)


def compute_healthy_eating(
    plan: WeekPlan, report: CheckReport, person: Person, tables: Tables
) -> HealthyEating | None:
    """The index of all of a person's days together; None below two years, or if tables can't tell.

    What isn't known adds nothing. Sodium is the food's own: salt that is added isn't in it.
    """
    if person.age is not None and person.age < YOUNGEST:
        return None
    grams = plan.sum_grams(person.name)
    amounts = dict.fromkeys(EQUIVALENTS, 0.0)
    known = 0.0
    for food_id, own in grams.items():
        pattern = {k: v for k, v in tables.foods[food_id].patterns.items() if v is not None}
        known += own if len(pattern) == len(EQUIVALENTS) else 0.0
        for name, per_100g in pattern.items():
            amounts[name] += per_100g * own / 100
    if not known or not set(USED) <= tables.nutrients.keys():
        return None
    brought = {name: float(report.daily[person.name, name].sum()) for name in USED}
    energy, saturated = brought[ENERGY], brought[SATURATED]
    if not energy:
        return None
    unsaturated = sum(brought[name] for name in UNSATURATED)
    values = {
        **{name: amount / energy * 1000 for name, amount in amounts.items()},
        UNSATURATED_RATIO: unsaturated / saturated if saturated else inf,
        SODIUM: brought[SODIUM] / energy,
    }
    for name in (ADDED_SUGARS, SATURATED):
        values[name] = brought[name] * (tables.nutrients[name].kcal_per_g or 0.0) / energy * 100
    components = (
        Component(one, values[one.counts], score(one, values[one.counts])) for one in STANDARDS
    )
    return HealthyEating(tuple(components), known / sum(grams.values()))


def score(standard: Standard, value: float) -> float:
    """The points of a component: in proportion between its worst value and its best."""
    share = (value - standard.worst) / (standard.best - standard.worst)
    return standard.most * min(1.0, max(0.0, share))
