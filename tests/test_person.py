"""Who eats: what can't be, what is kept out, what is liked."""

from __future__ import annotations

from typing import Any

import pytest

from planner import Person, make_request, plan_week
from planner.errors import RequestError
from planner.person import find_avoided, find_favoured, find_removals
from planner.request import parse_height, parse_weight
from planner.tables import Tables


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"life_stage": "pregnant", "sex": "male"}, "doesn't go with male"),
        ({"life_stage": "pregnant", "age": 70}, "published for 14 to 50"),
        ({"life_stage": "pregnnt"}, "Did you mean pregnant"),
        ({"life_stage": "pregnant", "trimester": 4}, "out of range"),
        ({"trimester": 2}, "Say --life-stage"),
        ({"age": 7}, "out of range"),
        ({"age": 30, "sex": "female", "weight": "400", "height": 170}, "400lb, which is 181 kg"),
        ({"age": 30, "sex": "female", "weight": 180, "height": 160}, "Did you mean 180lb"),
        ({"age": 40, "sex": "male", "weight": "180", "height": 178}, "Did you mean 180lb"),
        ({"age": 40, "sex": "male", "weight": "20kg", "height": 165}, "their units again"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 1.65}, "Did you mean 1.65m"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 65}, "Did you mean 65in"),
        ({"age": 30, "sex": "female", "weight": "heavy", "height": 165}, "is not a weight"),
        ({"age": 30, "sex": "female", "weight": 63}, "needs --age, --sex, --weight and --height"),
        ({"weight": 63, "height": 165}, "needs --age"),
        (
            {"age": 30, "sex": "male", "weight": 80, "height": 180, "activity": "very-activ"},
            "Did you mean very-active",
        ),
        ({"diet": "mine", "own_diets": {"mine": ["none"]}}, None),
        ({"like": ["moonshine"]}, "no food is called"),
        ({"minutes": 0}, "out of range"),
    ],
)
def test_what_cannot_be_is_refused(
    words: dict[str, object], says: str | None, tables: Tables
) -> None:
    """Each impossible eater is one message with the unit or the word that may have been meant."""
    if says is None:
        make_request(tables, **words)  # type: ignore[arg-type]
        return
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)  # type: ignore[arg-type]
    assert says in str(error.value)


def test_a_diet_that_leaves_nothing_is_refused(tables: Tables) -> None:
    """A diet of one's own that excludes everything says so before anything is planned."""
    from planner.foods import CONTAINS, NONE

    with pytest.raises(RequestError, match="no food at all"):
        make_request(tables, diet="air", own_diets={"air": [*CONTAINS, NONE]})


@pytest.mark.parametrize(
    ("text", "kg"), [("63", 63), (63.5, 63.5), ("139lb", 63), ("139 lbs", 63), ("10st", 63.5)]
)
def test_weights_as_people_say_them(text: str | float, kg: float) -> None:
    """Kilograms, pounds and stones."""
    assert parse_weight(text) == pytest.approx(kg, abs=0.1)


@pytest.mark.parametrize(
    ("text", "cm"),
    [("165", 165), ("1.65m", 165), ("65in", 165.1), ("5ft5in", 165.1), ("5'5\"", 165.1)],
)
def test_heights_as_people_say_them(text: str, cm: float) -> None:
    """Centimetres, metres, inches, feet and inches."""
    assert parse_height(text) == pytest.approx(cm, abs=0.1)


def test_cautions_hold_for_their_stage_and_age(tables: Tables) -> None:
    """Swordfish is kept from pregnancy, nursing and children; each reason has its source."""
    eaters: list[dict[str, Any]] = [{"life_stage": "pregnant"}, {"life_stage": "lactating"}]
    for words in [*eaters, {"age": 10}]:
        (person,) = make_request(tables, **words).people
        reasons = {r.food.id: r.reason for r in find_removals(person, tables)}
        assert "mercury" in reasons["grilled-swordfish"]
        assert "FDA" in reasons["grilled-swordfish"]
    assert not find_removals(Person(), tables)


def test_tags_groups_kinds_and_words_are_avoided(tables: Tables) -> None:
    """A tag leaves plant milk alone; a kind, a group and a whole word each name their foods."""
    milk = {food.id for food in find_avoided("milk", tables)}
    assert "whole-milk" in milk
    assert "oat-milk" not in milk
    assert {food.kind for food in find_avoided("spinach", tables)} == {"spinach"}
    assert {food.group for food in find_avoided("mushrooms", tables)} == {"mushrooms"}
    assert {food.id for food in find_avoided("rice milk", tables)} == {"rice-milk"}
    assert all("pea" in food.name for food in find_avoided("peas", tables))
    assert not any("peanut" in food.name for food in find_avoided("peas", tables))


def test_likes_name_foods_and_dishes(tables: Tables) -> None:
    """A word may mean foods, dishes or both."""
    foods, dishes = find_favoured("minestrone", tables)
    assert not foods
    assert dishes
    foods, _ = find_favoured("avocado", tables)
    assert "avocado" in foods


def test_dislikes_are_served_less(tables: Tables) -> None:
    """What a plan had, disliked, comes at most as often; what it lacks may be had by liking."""
    plain = plan_week(make_request(tables, days=2), tables)
    had = [one.food_id for day in plain.days for meal in day.meals for one in meal.servings]
    word = tables.foods[had[0]].name
    again = plan_week(make_request(tables, days=2, dislike=[word]), tables)
    now = [one.food_id for day in again.days for meal in day.meals for one in meal.servings]
    disliked = {food.id for food in find_avoided(word, tables)}
    assert sum(food in disliked for food in now) <= sum(food in disliked for food in had)


def test_quick_dinners(tables: Tables) -> None:
    """With 20 minutes no dinner takes longer."""
    plan = plan_week(make_request(tables, days=2, minutes=20), tables)
    for day in plan.days:
        dinner = next(meal for meal in day.meals if meal.meal == "dinner")
        assert tables.dishes[dinner.dish].minutes <= 20
