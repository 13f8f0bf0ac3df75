"""What diets ask of eating rules, of targets and of one meal."""

from __future__ import annotations

from typing import Any

import pytest

from planner import Tables, make_household, make_request
from planner.errors import RequestError
from planner.people.diet_rules import find_rules, join_rules, keep_apart
from planner.people.eating_rules import EATING_RULES
from planner.people.exclusions import find_removals
from planner.people.person import Person
from planner.people.targets import find_targets
from planner.tables.foods import find_step


def test_a_diet_lifts_rules_and_sets_its_own(tables: Tables) -> None:
    """Keto has no starch and no fruit to eat; the Mediterranean diet asks for fish three times."""
    keto = find_rules(Person(diet="keto"), tables)
    assert (keto.starch_in_mains, keto.half_of_grains, keto.fruit_a_day) == (False, False, 0)
    assert all(rule.name != "legumes" for rule in keto.food_rules)
    rules = {
        rule.name: rule for rule in find_rules(Person(diet="mediterranean"), tables).food_rules
    }
    assert (rules["fish"].least, rules["fish"].most) == (3, 4)
    assert rules["olive oil"].covers(tables.foods["olive-oil"])
    assert find_rules(Person(diet="vegan"), tables) is EATING_RULES


def test_a_table_keeps_the_least_that_anyone_has(tables: Tables) -> None:
    """The caps of several people's rules are the lower ones; alike rules stay as they are."""
    dash = find_rules(Person(diet="dash"), tables)
    assert join_rules([EATING_RULES, EATING_RULES]) is EATING_RULES
    joined = {rule.name: rule.most for rule in join_rules([EATING_RULES, dash]).food_rules}
    assert joined["sweets"] == 5
    assert joined["red meat"] == 2


def test_what_stays_apart_fills_a_dish_from_one_side(tables: Tables) -> None:
    """A dish that may hold chicken and cheese is a meat dish at dinner, a dairy one at lunch."""
    foods = tables.foods
    choices = [
        [foods["roasted-chicken-breast"], foods["tofu-firm"]],
        [foods["feta"], foods["avocado"]],
    ]
    pairs = (("poultry", "milk"),)
    names = [[food.id for food in slot] for slot in keep_apart("dinner", choices, pairs)]
    assert names == [["roasted-chicken-breast", "tofu-firm"], ["avocado"]]
    names = [[food.id for food in slot] for slot in keep_apart("lunch", choices, pairs)]
    assert names == [["tofu-firm"], ["feta", "avocado"]]
    only_milk = [choices[0], [foods["feta"]]]
    names = [[food.id for food in slot] for slot in keep_apart("dinner", only_milk, pairs)]
    assert names == [["tofu-firm"], ["feta"]]


def test_limits_of_a_diet_are_targets_with_its_name(tables: Tables) -> None:
    """Sodium of DASH every day, protein of a known weight, and no range of carbohydrate in keto."""

    def own(diet: str) -> dict[str, list[str]]:
        (person,) = make_request(tables, diet=diet).people
        found: dict[str, list[str]] = {}
        for target in find_targets(person, tables):
            found.setdefault(target.nutrient, []).append(target.kind)
        return found

    assert "DASH" in own("dash")["sodium_mg"]
    assert "CDRR" in own("dash")["sodium_mg"]  # no diet lifts what is for safety
    assert own("keto")["carbohydrate_g"] == ["keto"]
    (person,) = make_request(
        tables, diet="high-protein", weight=80, age=40, sex="male", height=180
    ).people
    asked = [t.minimum for t in find_targets(person, tables) if t.kind == "high-protein"]
    assert asked == [pytest.approx(128.0), 20]


def test_fruit_has_a_sourced_amount_or_is_named_as_without_one(tables: Tables) -> None:
    """What low-FODMAP eaters are served of fruit has a limit, or the diet says that it has none."""
    diet = tables.diets["low-fodmap"]
    (person,) = make_request(tables, diet="low-fodmap").people
    removed = {removal.food.id for removal in find_removals(person, tables)}
    served = [food for food in tables.foods.values() if food.group == "fruit"]
    without = [
        food.name
        for food in served
        if food.id not in removed and "low-fodmap" not in food.diet_most_g
    ]
    assert without
    assert all(name in diet.promises for name in without), without
    assert {"grapes", "strawberries", "raspberries"} <= removed


def test_a_food_is_left_out_if_its_least_is_too_much(tables: Tables) -> None:
    """Nobody weighs 3 g of flaxseed: where a step is more than the list allows, it is out."""
    (person,) = make_request(tables, diet="low-fodmap").people
    removed = {removal.food.id for removal in find_removals(person, tables)}
    for food in tables.foods.values():
        most = food.diet_most_g.get("low-fodmap")
        if most is not None and find_step(food, None) * food.portion_g > most:
            assert food.id in removed
    assert {"cooked-onion", "wheat-bagel", "apple"} <= removed
    assert "baked-salmon" not in removed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"diet": "keto", "age": 30, "sex": "female", "life_stage": "pregnant"}, "in pregnancy"),
        ({"diet": "vegan, keto", "age": 12, "sex": "male"}, "below 19 years"),
        ({"diet": "low-fodmap", "age": 5, "sex": "female"}, "below 19 years"),
    ],
)
def test_a_diet_is_refused_to_whom_it_may_harm(
    words: dict[str, Any], said: str, tables: Tables
) -> None:
    """A plan with ticks would say that it is fine."""
    with pytest.raises(RequestError, match=said):
        make_request(tables, **words)


def test_a_diet_said_for_all_is_refused_by_name(tables: Tables) -> None:
    """Where two eat together, the message says whom keto isn't planned for."""
    people = [{"name": "Ann", "age": 34}, {"name": "Ben", "age": 6}]
    with pytest.raises(RequestError) as refused:
        make_household(people, tables, {"diet": "jain, keto"})
    (problem,) = refused.value.problems
    assert problem.what == "keto isn't planned below 19 years (Ben, 6)"
