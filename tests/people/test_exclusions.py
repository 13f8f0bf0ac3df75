"""What a person can't have: a diet, allergies, words and cautions each leave out what they say."""

from __future__ import annotations

from typing import Any

import pytest

from planner import Person, make_request
from planner.errors import RequestError
from planner.people.exclusions import excluded_tags, find_removals, season
from planner.people.food_words import find_avoided
from planner.tables.bundle import Tables


def test_a_diet_of_ones_own_excludes_tags_groups_kinds_and_foods(tables: Tables) -> None:
    """Each word leaves out what it does with --avoid; tags count as those of the tables do."""
    words = ["Meat", "mushrooms", "tofu", "feta"]
    request = make_request(tables, diet="LOW meat", own_diets={"Low  Meat": words})
    (person,) = request.people
    assert person.diet == "low-meat"
    assert excluded_tags(person, tables) == {"meat"}
    removed = {removal.food.id: removal.reason for removal in find_removals(person, tables)}
    assert set(removed) == {
        food.id for word in words for food in find_avoided(word, tables, widely=True)
    }
    assert set(removed.values()) == {"low-meat diet"}


def test_an_allergy_by_name_takes_every_food_of_that_name(tables: Tables) -> None:
    """Coconut is milk and yogurt as well; a word to avoid is taken as the kind alone."""
    assert [food.id for food in find_avoided("coconut", tables)] == ["coconut-dried"]
    (person,) = make_request(tables, allergies=["coconut"]).people
    removed = {removal.food.id for removal in find_removals(person, tables)}
    assert removed == {food.id for food in tables.foods.values() if "coconut" in food.name}
    assert len(removed) > 1


def test_an_allergy_to_nuts_is_to_peanuts_too(tables: Tables) -> None:
    """A word that may mean two allergens keeps both out."""
    assert make_request(tables, allergies=["nuts"]).people[0].allergies == ("tree-nut", "peanut")
    assert make_request(tables, allergies=["tree nuts"]).people[0].allergies == ("tree-nut",)


def test_cautions_hold_for_their_stage_and_age(tables: Tables) -> None:
    """Swordfish is kept from pregnancy, nursing and children; each reason has its source."""
    eaters: list[dict[str, Any]] = [{"life_stage": "pregnant"}, {"life_stage": "lactating"}]
    for words in [*eaters, {"age": 10}]:
        (person,) = make_request(tables, **words).people
        reasons = {r.food.id: r.reason for r in find_removals(person, tables)}
        assert "mercury" in reasons["grilled-swordfish"]
        assert "FDA" in reasons["grilled-swordfish"]
    assert not find_removals(Person(), tables)


@pytest.mark.parametrize(
    ("words", "out", "stays"),
    [
        (
            {"allergies": ["sulphite"]},
            {"cooked-shrimp", "raisins", "prunes", "raisin-bread"},
            "apple",
        ),
        (
            {"allergies": ["sesame"]},
            {"plain-bagel", "hamburger-bun", "multigrain-bread"},
            "white-pita",
        ),
        (
            {"avoid": ["rennet"]},
            {"parmesan", "pesto", "gouda", "swiss-cheese", "provolone"},
            "part-skim-ricotta",
        ),
        ({"avoid": ["vitamin d3"]}, {"soy-milk", "whole-milk", "margarine-tub"}, "oat-squares"),
        ({"age": 17}, {"grapefruit-juice"}, "grapefruit"),
    ],
)
def test_what_a_label_may_hide_is_left_out_by_a_word(
    words: dict[str, Any], out: set[str], stays: str, tables: Tables
) -> None:
    """Sulphite on dried fruit, seeds on bread, rennet in cheese, wool fat in vitamin D3."""
    (person,) = make_request(tables, **words).people
    removed = {removal.food.id for removal in find_removals(person, tables)}
    assert out <= removed
    assert stays not in removed


def test_what_is_allowed_again_is_kept_from_a_word_but_not_from_an_allergy(
    tables: Tables,
) -> None:
    """--allow takes back from --avoid alone."""

    def left_out(**words: Any) -> set[str]:
        (person,) = make_request(tables, **words).people
        return {removal.food.id for removal in find_removals(person, tables)}

    everything = left_out(avoid=["fortified"])
    kept = everything - left_out(avoid=["fortified"], allow=["soy-milk"])
    assert kept
    assert {tables.foods[food].kind for food in kept} == {"soy-milk"}
    assert left_out(avoid=["fortified"], allow=["soy-milk"], allergies=["soy"]) >= everything
    with pytest.raises(RequestError, match="needs avoid"):
        make_request(tables, allow=["soy-milk"])
    with pytest.raises(RequestError, match="allow: no food is called 'soymilc'"):
        make_request(tables, avoid=["soy"], allow=["soymilc"])


@pytest.mark.parametrize(
    ("word", "out", "stays"),
    [
        ("tofu", {"fried-tofu", "tofu"}, set()),
        ("tomatoes", {"tomato", "tomato-canned", "tomato-dried", "tomato-juice"}, set()),
        ("butter", {"butter"}, {"peanut-butter", "almond-butter"}),
        ("potatoes", {"potato"}, {"sweet-potato"}),
        ("seeds", {"chia-seeds", "sunflower-butter"}, {"pumpkin"}),
    ],
)
def test_a_word_to_avoid_leaves_out_all_that_people_mean_by_it(
    word: str, out: set[str], stays: set[str], tables: Tables
) -> None:
    """Fried tofu is tofu, canned tomatoes are tomatoes; peanut butter is no butter."""
    (person,) = make_request(tables, avoid=[word]).people
    kinds = {removal.food.kind for removal in find_removals(person, tables)}
    assert out <= kinds
    assert not stays & kinds


def test_lactose_keeps_lactose_free_milk(tables: Tables) -> None:
    """It leaves out all other foods with milk; an allergy to milk leaves that out too."""
    removed: dict[str, set[str]] = {}
    for word in ("lactose", "milk"):
        (person,) = make_request(tables, allergies=[word]).people
        removed[word] = {one.food.id for one in find_removals(person, tables)}
    kept = removed["milk"] - removed["lactose"]
    assert kept == {one.id for one in tables.foods.values() if "lactose-free" in one.contains}
    assert kept
    assert all("milk" in tables.foods[one].contains for one in kept)
    assert removed["lactose"] <= removed["milk"]
    (person,) = make_request(tables, avoid=["lactose"]).people
    assert kept.isdisjoint(one.food.id for one in find_removals(person, tables))


def test_tables_are_seasoned_once_for_the_same_people(tables: Tables) -> None:
    """Each of 28 recipes asks for them; only who leaves something out gets others."""
    (anyone,) = make_request(tables, diet="omnivore").people
    (jain,) = make_request(tables, diet="jain").people
    assert season(tables, [anyone]) is tables
    seasoned = season(tables, [jain, anyone])
    assert season(tables, [anyone, jain]) is seasoned
    assert any("garlic" in dish.seasonings for dish in tables.dishes.values())
    assert not any("garlic" in dish.seasonings for dish in seasoned.dishes.values())
