"""Who eats: a person's age, sex, diet, exclusions, energy and own targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.errors import Problem, RequestError, quote
from planner.people.ages import INFANT, OLDEST, YOUNGEST
from planner.people.meal_times import MEAL_TIMES, MealTime
from planner.tables.reference_intakes import LACTATION, PREGNANCY, STAGES
from planner.tables.reference_intakes import NONE as NO_STAGE

ENERGY_KCAL = 2000.0
LOWEST_KCAL, HIGHEST_KCAL = 600.0, 6000.0
CAUTION_KCAL = 1200.0
FERTILE_AGES = (14, 50)  # for which there are reference intakes in pregnancy and lactation
MIDDLE_AGE = 30  # is assumed for cautions and advice if no age was given
BIRTH_YEARS = (1900, 2100)  # an "age" between them is a year of birth
KJ_PER_KCAL = 4.184
SPOKEN_STAGES = {PREGNANCY: "pregnant", LACTATION: "lactating"}


@dataclass(frozen=True)
class Person:
    """Someone the week is planned for; RequestError if a field is out of range.

    - `allergies` are allergens of the tables, or words that name a food.
    - `own_diet` are the words that the person's own diet leaves out; None for a diet of the tables.
    - `age`, in years, and `sex` may be None: the plan then serves any adult of 19 to 50.
    - `stage` is none, pregnancy or lactation, `part` its trimester or half year.
    - `energy_kcal` is the energy a day to plan, and `energy_source` says where it comes from.
    - `weight_kg` is None if it isn't known.
    - `minimum` and `maximum` are the person's own limits a day, by nutrient id, in its unit.
    - `like` and `dislike` name foods and dishes; `allow` takes foods back from `avoid`.
    - `conditions` are ids of the tables.
    - `supplements` are ids of nutrients that a supplement may bring if food can't.
    - `out` are the meals eaten elsewhere, each as the day's number and the meal.
    - `skip` are the names of meals that this person doesn't eat; the others bring the whole day.
    - `meals` are those that they eat, in order. The request sets them.
    - `kept_out` is what nobody in the house has, by allergen or food word, with the reason. The
      request sets it from everyone's allergies.
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
    skip: tuple[str, ...] = ()
    meals: tuple[MealTime, ...] = MEAL_TIMES
    kept_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, str]:
        """Which of the planner's meals each of theirs is, by its name."""
        return {meal.name: meal.served_as for meal in self.meals}

    def __post_init__(self) -> None:
        """Raise RequestError with every field that is out of range or contradicts another."""
        problems = []
        if self.age is not None and not YOUNGEST <= self.age <= OLDEST:
            remedy = f"Ages from {YOUNGEST} to {OLDEST} years can be planned for."
            if 0 <= self.age < YOUNGEST:
                remedy = INFANT
            elif BIRTH_YEARS[0] <= self.age <= BIRTH_YEARS[1]:
                remedy += " Write the age, not the year of birth."
            problems.append(Problem(("age",), f"{quote(self.age)} is out of range", remedy))
        if self.sex not in (None, "female", "male"):
            remedy = "Reference intakes are published for female and male."
            problems.append(Problem(("sex",), f"{quote(self.sex)} is not known", remedy))
        if self.stage not in STAGES:
            remedy = "Say pregnant or lactating, or leave it out."
            problems.append(Problem(("life_stage",), f"{quote(self.stage)} is not known", remedy))
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
            problems.append(Problem(("calories",), what, remedy))
        if problems:
            raise RequestError(*problems)

    def _stage_problems(self) -> list[Problem]:
        problems = []
        spoken = SPOKEN_STAGES[self.stage]
        if self.sex == "male":
            remedy = "Leave out the sex or the life stage."
            problems.append(Problem(("life_stage",), f"{spoken} doesn't go with male", remedy))
        if self.age is not None and not FERTILE_AGES[0] <= self.age <= FERTILE_AGES[1]:
            low, high = FERTILE_AGES
            remedy = f"Reference intakes for {self.stage} are published for {low} to {high} years."
            problems.append(Problem(("age",), f"{self.age} doesn't go with {spoken}", remedy))
        parts = (1, 2, 3) if self.stage == PREGNANCY else (1, 2)
        if self.part is not None and self.part not in parts:
            remedy = "Trimesters are 1 to 3; half years of lactation 1 and 2."
            problems.append(Problem(("trimester",), f"{quote(self.part)} is out of range", remedy))
        return problems


def tidy_name(name: str) -> str:
    """A name without spaces around it, and with single spaces in it."""
    return " ".join(name.split())
