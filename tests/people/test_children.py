"""Children from one year on: what is left out, how the rest is served, in which amounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner import check_plan, make_household, make_request, plan_week
from planner.errors import RequestError
from planner.model.bound import build_program
from planner.people.ages import explain_age
from planner.people.eating_rules import EATING_RULES
from planner.people.energy import find_energy
from planner.people.exclusions import find_removals
from planner.people.person import Person
from planner.plans.excerpt import Used, read_excerpt, take_excerpt
from planner.plans.records import Meal, Serving, WeekPlan
from planner.render.blocks import Steps
from planner.render.documents.advice import write_plates, write_serving
from planner.render.documents.plan import compose_recipe
from planner.report.healthy_eating import compute_healthy_eating
from planner.search.effort import Work
from planner.tables.bundle import Tables
from planner.tables.foods import find_step
from planner.tables.portion_maxima import find_most_grams

BIRTHDAY = pytest.mark.parametrize("age", [1, 2, 3, 4, 6, 8])


def left_out(tables: Tables, **said: object) -> set[str]:
    """The ids of the foods that someone can't have."""
    (person,) = make_request(tables, **said).people  # type: ignore[arg-type]
    return {removal.food.id for removal in find_removals(person, tables)}


def test_a_baby_has_one_kind_answer(tables: Tables) -> None:
    """Breast milk or formula, and whom to ask; nothing else is wrong."""
    with pytest.raises(RequestError) as refused:
        make_request(tables, age=0)
    (problem,) = refused.value.problems
    assert "breast milk or formula" in problem.remedy
    assert "pediatrician" in problem.remedy


@pytest.mark.parametrize(
    ("food", "oldest"),
    [
        ("trail-mix", 3),
        ("popcorn", 3),
        ("poached-egg", 4),
        ("milk-1-percent", 1),
        ("honey", 1),
        ("dark-chocolate", 11),
        ("oat-milk", 4),
    ],
)
def test_a_food_is_left_out_up_to_an_age(food: str, oldest: int, tables: Tables) -> None:
    """And not a year longer."""
    assert food in left_out(tables, age=1) & left_out(tables, age=oldest)
    assert food not in left_out(tables, age=oldest + 1)


def test_a_plant_drink_is_for_who_can_have_no_milk(tables: Tables) -> None:
    """A vegan has soy milk; a child allergic to milk and soy keeps oat milk."""
    assert "oat-milk" in left_out(tables, age=2, diet="vegan")
    assert "oat-milk" not in left_out(tables, age=2, allergies=["milk", "soy"])


def test_a_grape_is_served_and_the_plan_says_how(tables: Tables) -> None:
    """Before a plan for all that a child may eat, and no longer from four years on."""
    (toddler,) = make_request(tables, age=2).people
    lines = list(write_serving([toddler], tables))
    assert any("grapes" in line and "quarter lengthwise" in line for line in lines)
    assert all(" Source: " in line for line in lines)
    assert not [line for line in lines if "Popcorn" in line]
    (older,) = make_request(tables, age=4).people
    assert list(write_serving([older], tables)) == []


def test_a_toddlers_plate_is_told_at_its_meal(tables: Tables) -> None:
    """The last step says what is done with each food for who is below four, and for nobody else."""
    people = (Person(name="Ana", age=35), Person(name="Tom", age=2, energy_kcal=1000))
    foods = {"fruit": "pear", "dried": "raisins", "meat": "roasted-chicken-breast", "oil": "tahini"}
    servings = tuple(
        Serving(person.name, slot, food, 1.0, tables.foods[food].portion_g)
        for person in people
        for slot, food in foods.items()
    )
    meal = Meal("lunch", "fruit-and-nuts", servings)
    (text,) = write_plates(meal, people, tables)
    assert text == (
        "For Tom, age 2: smooth the tahini out, leaving no lump; soak the raisins"
        " and chop small; grate the pear; cut the chicken breast small."
    )
    assert write_plates(replace(meal, servings=servings[:4]), people, tables) == []
    older = replace(
        tables,
        cautions=tuple(
            replace(one, serve="grate, or cook soft") if one.serve == "grate" else one
            for one in tables.cautions
        ),
    )
    assert "; the pear: grate, or cook soft; " in write_plates(meal, people, older)[0]
    blocks = compose_recipe(meal, None, tables, plates=[text])
    (steps,) = (block for block in blocks if isinstance(block, Steps))
    assert steps.items[-1] == text
    for caution in tables.cautions:
        assert " or " not in caution.serve, caution.line  # a step says one thing


HANDLED = {  # hazards of public lists, the age from which none is left, and a food of each
    "whole nuts and seeds": (4, "grind", {"almonds", "peanuts", "pumpkin-seeds"}),
    "lumps of nut butter": (4, "smooth", {"peanut-butter", "tahini"}),
    "round fruit": (4, "quarter", {"grapes", "cherries", "cherry-tomatoes"}),
    "berries": (4, "squash", {"blueberries", "mixed-berries-frozen"}),
    "dried fruit": (4, "soak", {"raisins", "dates", "prunes", "mango-dried"}),
    "raw hard vegetables": (4, "grate", {"raw-carrots", "raw-onion", "radishes", "daikon"}),
    "crunchy pods and sticks": (4, "boil", {"raw-celery", "raw-sugar-snap-peas"}),
    "raw hard fruit": (4, "grate", {"apple", "pear", "nectarine"}),
    "cheese": (4, "grate", {"cheddar", "swiss-cheese"}),
    "meat": (4, "cut", {"roasted-chicken-breast", "vegan-meatballs", "vegan-hot-dog"}),
    "whole beans and kernels": (2, "mash", {"chickpeas-canned", "black-beans-boiled", "hominy"}),
    "fish with bones": (2, "bone", {"canned-sardines", "baked-trout"}),
}
"""The lists are those of data/cautions.csv; each verb begins how the plan says to serve them."""

SOFT_WHEN_RAW = {  # served in pieces below 1.2 cm, as the plan asks of everything
    *("avocado", "tomato", "scallions", "kimchi", "sauerkraut", "pico-de-gallo", "salsa"),
    *("artichoke-hearts", "guacamole"),
}


@pytest.mark.parametrize("age", [1, 2, 3, 5])
def test_every_dish_says_how_a_child_is_served(age: int, tables: Tables) -> None:
    """With every filling: what may choke is cut, ground or mashed, blended, or not served."""
    child = Person(age=age, energy_kcal=1000)
    removed = {removal.food.id for removal in find_removals(child, tables)}
    hazards = {
        food: verb for oldest, verb, foods in HANDLED.values() if age < oldest for food in foods
    }
    raw_hard = set()
    told: dict[str, set[str]] = {}
    for dish in tables.dishes.values():
        for slot in dish.slots:
            for food in tables.fillings[dish.id, slot.name]:
                if food.id in removed or tables.is_blended(dish, slot.name):
                    continue
                serving = Serving(child.name, slot.name, food.id, 1.0, food.portion_g)
                says = write_plates(Meal(dish.meals[0], dish.id, (serving,)), [child], tables)
                told.setdefault(food.id, set()).update(says)
                if not says and tables.is_served_raw(dish, slot.name, food.id):
                    raw_hard |= {food.id} if food.group == "vegetables" else set()
    for food_id, verb in hazards.items():
        if food_id not in removed:
            assert all(f": {verb} " in text for text in told[food_id]), food_id
            assert told[food_id], food_id
    if age <= 3:
        assert raw_hard <= SOFT_WHEN_RAW
    else:
        assert not any(told.values())
    assert "popcorn" not in told or age > 3


def test_what_is_blended_needs_no_cut(tables: Tables) -> None:
    """The berries of a smoothie aren't squashed as well; beside a dish they are."""
    child = Person(age=2, energy_kcal=1000)

    def says(dish: str, slot: str) -> list[str]:
        serving = Serving(child.name, slot, "blueberries", 1.0, 148.0)
        return write_plates(Meal("breakfast", dish, (serving,)), [child], tables)

    assert says("fruit-smoothie", "berries") == []
    assert says("porridge-fruit-nuts", "fruit") == ["For the child: squash the blueberries."]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("18 months", "write 1."),
        ("18m", "write 1."),
        ("2.5", "write 2."),
        ("1 1/2", ""),
        ("0.5", "breast milk or formula"),
        ("6 months", "breast milk or formula"),
        ("two", ""),
    ],
)
def test_an_age_in_months_is_answered(typed: str, says: str) -> None:
    """With the whole years to type, or what a baby lives on."""
    told = explain_age(typed)
    assert says in told
    assert bool(told) == bool(says)


def test_steps_and_rules_are_a_childs(tables: Tables) -> None:
    """Half a slice, but no half cookie; the rules in grams follow the energy."""
    bread, cookie = tables.foods["whole-wheat-bread"], tables.foods["fig-bar"]
    assert find_step(bread, 8) == bread.step / 2
    assert find_step(bread, 9) == find_step(bread, None) == bread.step
    assert find_step(cookie, 2) == cookie.step
    assert EATING_RULES.find_size(Person(age=8, energy_kcal=1500)) == 0.75
    assert EATING_RULES.find_size(Person(age=9, energy_kcal=1500)) == 1.0


def test_a_toddler_has_a_toddlers_milk(tables: Tables) -> None:
    """Two cups of dairy a day for an adult's three, so more than half of the usual milk."""

    def most(food_id: str, age: int) -> float:
        """The most cups of a food in a bowl of cereal."""
        program = build_program(make_request(tables, age=age, calories=1000), tables)
        options = program.options
        return max(
            float(portions)
            for slot, food, portions in zip(
                options.slot, options.food, options.portions, strict=True
            )
            if program.slots[slot].dish.id == "cereal-milk-fruit"
            and program.foods[food].id == food_id
        )

    assert (most("whole-milk", 2), most("whole-milk", 10)) == (1.0, 0.5)
    assert most("fortified-oat-rings", 2) <= most("fortified-oat-rings", 10)
    assert EATING_RULES.find_milk_growth(Person(age=8, energy_kcal=1600)) == 1.25
    assert EATING_RULES.find_milk_growth(Person(age=8, energy_kcal=2000)) == 1.0
    assert EATING_RULES.find_milk_growth(Person(age=30, energy_kcal=1600)) == 1.0


def test_energy_of_the_youngest(tables: Tables) -> None:
    """By age and sex; by the equation of 2023: a girl of 2, 86 cm and 12 kg."""

    def energy(age: int, **body: float) -> float:
        who = {"age": age, "sex": "female", "stage": "none", "part": None, **body}
        return find_energy(tables, **who)[0]  # type: ignore[arg-type]

    assert (energy(1), energy(2), energy(8)) == (900, 1000, 1600)
    assert energy(2, weight_kg=12, height_cm=86) == round(
        -69.15 + 80 * 2 + 2.65 * 86 + 54.15 * 12 + 15
    )


@pytest.fixture(scope="module")
def table_of_two(tables: Tables) -> WeekPlan:
    """Two days of a mother and a child of one year."""
    people = [{"name": "Ana", "age": 34}, {"name": "Mia", "age": 1, "sex": "female"}]
    return plan_week(make_household(people, tables, {"days": 2}), tables, Work("quick"))


def test_a_household_with_a_toddler_holds_when_recomputed(
    table_of_two: WeekPlan, tables: Tables
) -> None:
    """No fault, nothing that she can't have, and no more of a food than she holds."""
    report = check_plan(table_of_two, tables)
    assert report.faults == ()
    mia = table_of_two.request.people[1]
    removed = {removal.food.id for removal in find_removals(mia, tables)}
    assert removed.isdisjoint(table_of_two.sum_grams("Mia"))
    assert compute_healthy_eating(table_of_two, report, mia, tables) is None
    for note in report.notes:
        assert "at most" not in note or " g of " not in note


@BIRTHDAY
def test_no_portion_is_larger_than_an_adults(age: int, tables: Tables) -> None:
    """Of any food."""
    maxima = tables.portion_maxima
    for food in tables.foods.values():
        child, adult = (find_most_grams(food, years, maxima) for years in (age, None))
        assert child <= adult


def test_an_opened_plan_holds_a_child_to_the_same_cautions(tables: Tables) -> None:
    """Also to those that depend on what else each may have: Mia has no oat milk, Dov may."""
    people: list[dict[str, Any]] = [
        {"name": "Ana", "age": 34, "diet": "vegan"},
        {"name": "Mia", "age": 3},
        {"name": "Dov", "age": 3, "diet": "vegan", "avoid": ["soy"]},
    ]
    request = make_household(people, tables, {"days": 1, "seed": 1})
    drinks = frozenset({"oat-milk", "rice-milk", "almond-milk-unsweetened"})
    served = frozenset(tables.dishes)
    excerpt = take_excerpt(request, Used(drinks, served, frozenset(), frozenset()), tables)
    opened = read_excerpt(excerpt, request, tables.hash)
    for person in request.people:
        whole, kept = (
            {one.food.id: one.reason for one in find_removals(person, some)}
            for some in (tables, opened)
        )
        assert {food: whole[food] for food in drinks & whole.keys()} == kept
    mia, dov = (
        {one.food.id for one in find_removals(person, opened)} for person in request.people[1:]
    )
    assert drinks <= mia
    assert drinks.isdisjoint(dov)
