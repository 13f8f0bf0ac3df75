"""Who eats: what can't be, what is kept out, what is liked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from planner import Person, check_plan, make_request, plan_week
from planner.errors import NoPlanExists, PlanFileError, RequestError
from planner.parsing.body_measures import parse_height, parse_weight
from planner.people.exclusions import excluded_tags, find_removals
from planner.people.food_words import SPOKEN_FOODS, find_avoided, find_favoured
from planner.plans.json_file import SCHEMA, parse_file
from planner.render.documents.plan import write_unserved
from planner.request.request import Request
from planner.tables.bundle import Tables
from planner.tables.dishes import MEALS
from planner.tables.foods import GROUPS


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"life_stage": "pregnant", "sex": "male"}, "pregnant doesn't go with male"),
        ({"life_stage": "pregnant", "age": 70}, "published for 14 to 50"),
        ({"life_stage": "pregnnt"}, "Did you mean pregnant"),
        ({"life_stage": "pregnant", "trimester": 4}, "out of range"),
        ({"life_stage": "pensioner"}, "for any other stage, give the age"),
        ({"trimester": 2}, "Add the life stage"),
        ({"age": 7}, "out of range"),
        ({"age": 1985}, "not the year of birth"),
        ({"sex": ""}, "'' is not known"),
        ({"calories": 8368}, "8,368 kJ are 2,000 kcal"),
        ({"age": 30, "sex": "female", "weight": "400", "height": 170}, "400lb, which is 181 kg"),
        ({"age": 30, "sex": "female", "weight": 180, "height": 160}, "Did you mean 180lb"),
        ({"age": 40, "sex": "male", "weight": "180", "height": 178}, "Did you mean 180lb"),
        ({"age": 40, "sex": "male", "weight": "20kg", "height": 165}, "their units again"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 1.65}, "Did you mean 1.65m"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 65}, "Did you mean 65in"),
        ({"age": 30, "sex": "female", "weight": 63, "height": 5.5}, "5.5ft, which is 168 cm"),
        ({"age": 30, "sex": "female", "weight": 10, "height": 165}, "10st, which is 64 kg"),
        ({"age": 30, "sex": "female", "weight": "heavy", "height": 165}, "is not a weight"),
        ({"age": 30, "sex": "female", "weight": "5ft", "height": 165}, "is not a weight"),
        ({"age": 30, "sex": "female", "weight": 63, "height": "16 5"}, "is not a height"),
        ({"age": 30, "sex": "female", "weight": 63}, "weight: energy by weight, height"),
        ({"age": 30, "sex": "female", "height": 163}, "height: energy by weight, height"),
        ({"weight": 63, "height": 165}, "lacks age, sex"),
        (
            {"age": 30, "sex": "male", "weight": 80, "height": 180, "activity": "very-activ"},
            "Did you mean very-active",
        ),
        ({"diet": "gluten-free"}, "Use allergies='gluten' with any diet"),
        ({"like": ["moonshine"]}, "like: no food or dish is called"),
        ({"dislike": ["minestron"]}, "dislike: no food or dish is called 'minestron'"),
        ({"dislike": ["minestron"]}, "Did you mean minestrone?"),
        ({"like": ["tofu"], "dislike": ["Tofu"]}, "'tofu' is disliked too"),
        ({"avoid": ["tufo"]}, "Did you mean tofu"),
        ({"avoid": ["spinich"]}, "Did you mean spinach"),
        ({"avoid": ["milk, eggs"]}, "Name one at a time: avoid=['milk', 'eggs']"),
        ({"allergies": ["nuts and milk"]}, "Name one at a time: allergies=['nuts', 'milk']"),
        ({"targets": ["iron=10,zinc=9"]}, "Name one at a time: targets=['iron=10', 'zinc=9']"),
        ({"limits": ["energy=1800"]}, "Say calories instead"),
        ({"limits": ["magnesum=9"]}, "limits: 'magnesum' is not a nutrient"),
        ({"minutes": 0}, "out of range"),
        ({"minutes": 5}, "The quickest, "),
    ],
)
def test_what_cannot_be_is_refused(words: dict[str, object], says: str, tables: Tables) -> None:
    """Each impossible eater is one message with the unit or the word that may have been meant."""
    with pytest.raises(RequestError) as error:
        make_request(tables, **words)  # type: ignore[arg-type]
    assert says in str(error.value)


def test_all_wrong_words_are_said_at_once(tables: Tables) -> None:
    """One run tells every word to mend, each with its own field or its place in a file."""
    with pytest.raises(RequestError) as error:
        make_request(
            tables,
            diet="vegn",
            avoid=["tufo", "spinich"],
            allergies=["sesme"],
            targets=["iron=much"],
            age=7,
            sex="cat",
            weight="heavy",
            days=0,
            places={"age": "home.toml, person 2 (Ana), age"},
        )
    assert [problem.where for problem in error.value.problems] == [
        ("diet",),
        ("avoid",),
        ("avoid",),
        ("allergies",),
        ("targets",),
        ("weight",),
        "home.toml, person 2 (Ana), age",
        ("sex",),
        ("days",),
    ]


def test_a_diet_that_leaves_nothing_is_refused(tables: Tables) -> None:
    """A diet of one's own that excludes everything says so before anything is planned."""
    with pytest.raises(RequestError, match=r"no food is left .* \(air diet\)"):
        make_request(tables, diet="air", own_diets={"air": GROUPS})


def test_a_diet_that_leaves_no_breakfast_is_named(tiny: Tables) -> None:
    """The diet, the meal and the dish that is nearest to being possible are said."""
    with pytest.raises(NoPlanExists) as error:
        make_request(tiny, diet="no-morning", own_diets={"No Morning": ["oatmeal", "bread"]})
    assert "no dish for breakfast is left after leaving out 2 foods (no-morning diet)" in str(
        error.value
    )
    assert "The nearest breakfast, " in str(error.value)


def test_a_dish_nearly_named_is_offered(tables: Tables) -> None:
    """A dish's whole name is among the near ones, even with "and" in it."""
    name = next(dish.name for dish in tables.dishes.values() if " and " in dish.name)
    with pytest.raises(RequestError) as error:
        make_request(tables, like=[name.replace("a", "e")])
    assert f"Did you mean {name}" in str(error.value)


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


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"mine": ["mlk"]}, "diet 'mine': no food is called 'mlk'\n  Did you mean milk"),
        ({"mine": ["qqq"]}, "or one of meat, poultry, fish"),
        ({"Vegan ": ["meat"]}, "is already a diet of the tables"),
        ({"mine": [], "Mine": []}, "'Mine' is there twice"),
    ],
)
def test_a_wrong_diet_of_ones_own_is_explained(
    own: dict[str, list[str]], says: str, tables: Tables
) -> None:
    """Unknown words get close matches or the tags, and a name means one diet."""
    with pytest.raises(RequestError) as error:
        make_request(tables, own_diets=own)
    assert says in str(error.value)


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


def test_other_words_for_foods_are_understood(tables: Tables) -> None:
    """Every spoken word names foods; beef is ground beef too, and pork is ham."""
    for word in SPOKEN_FOODS:
        assert find_avoided(word, tables), word
    assert {food.kind for food in find_avoided("pork", tables)} == {"pork", "ground-pork", "ham"}
    assert find_avoided("prawns", tables) == find_avoided("shrimp", tables)
    assert find_avoided("dairy", tables) == find_avoided("milk", tables)


def test_a_tag_that_no_food_has_may_be_avoided(tiny: Tables) -> None:
    """Leaving out what isn't there is no mistake."""
    assert find_avoided("alcohol", tiny) == ()


@pytest.mark.parametrize(
    ("word", "sex"), [("F", "female"), ("woman", "female"), ("girl", "female"), ("Boy", "male")]
)
def test_sexes_as_people_say_them(word: str, sex: str, tables: Tables) -> None:
    """The words of a parent, too."""
    assert make_request(tables, sex=word).people[0].sex == sex


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("63", 63),
        (63.5, 63.5),
        ("63,5 kg", 63.5),
        ("139lb", 63),
        ("139 pounds", 63),
        ("10st", 63.5),
        ("9 stone 4", 59),
        ("9st4lb", 59),
    ],
)
def test_weights_as_people_say_them(text: str | float, kg: float) -> None:
    """Kilograms, pounds and stones."""
    assert parse_weight(text) == pytest.approx(kg, abs=0.1)


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("165", 165),
        ("1.65m", 165),
        ("1,65 m", 165),
        ("65in", 165.1),
        ("5ft5in", 165.1),
        ("5 feet 5 inches", 165.1),
        ("5'5\"", 165.1),
        ("5'5", 165.1),
    ],
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


@pytest.mark.parametrize(
    ("diet", "like"),
    [
        ("vegetarian", ["mezze plate", "mujaddara"]),
        ("omnivore", ["fajitas"]),
        ("vegan", ["tempeh", "moroccan tagine", "okra"]),
    ],
)
def test_what_is_liked_comes_once_a_week(diet: str, like: list[str], tables: Tables) -> None:
    """Each word's food or dish; nothing is missed for it, and the bound is a bound still."""
    plan = plan_week(make_request(tables, diet=diet, like=like), tables)
    (person,) = plan.request.people
    for word in like:
        foods, dishes = find_favoured(word, tables)
        meals = [meal for day in plan.days for meal in day.meals]
        had = {one.food_id for meal in meals for one in meal.servings}
        assert had & foods or {meal.dish for meal in meals} & dishes, word
    assert not write_unserved(person, plan, tables)
    assert not plan.misses
    assert plan.points.bound <= plan.points.total + 1e-6
    report = check_plan(plan, tables)
    assert not report.faults
    assert not report.notes


def test_what_is_liked_comes_every_week_or_it_is_said(tables: Tables) -> None:
    """In eight days once, in fourteen twice; what no dish has is said with the reason."""
    words = {"diet": "vegan", "like": ["mujaddara", "salmon"]}
    plan = plan_week(make_request(tables, days=14, **words), tables)  # type: ignore[arg-type]
    (person,) = plan.request.people
    for week in (plan.days[:7], plan.days[7:]):
        assert "mujaddara" in {meal.dish for day in week for meal in day.meals}
    (text,) = write_unserved(person, plan, tables)
    assert text == "Not served of what you like: salmon; no dish that may be served has it."
    first = replace(plan, days=(*plan.days[:7], *(replace(d, meals=()) for d in plan.days[7:])))
    later, never = write_unserved(person, first, tables)
    assert later.startswith("Not served in week 2 of what you like: mujaddara; no days were found")
    assert never == text


def test_dislikes_are_served_less(tables: Tables) -> None:
    """What a plan had, disliked, comes at most as often; what it lacks may be had by liking."""
    plain = plan_week(make_request(tables, days=2), tables)
    had = [one.food_id for day in plain.days for meal in day.meals for one in meal.servings]
    word = tables.foods[had[0]].name
    again = plan_week(make_request(tables, days=2, dislike=[word]), tables)
    now = [one.food_id for day in again.days for meal in day.meals for one in meal.servings]
    disliked = {food.id for food in find_avoided(word, tables, widely=True)}
    assert sum(food in disliked for food in now) <= sum(food in disliked for food in had)


@pytest.mark.parametrize("minutes", [20, {"dinner": 15}, {"lunch": 10, "dinner": 30}])
def test_quick_meals(minutes: int | dict[str, int], tables: Tables) -> None:
    """A number caps every meal that is cooked, another cap its own meal; the check sees both."""
    plan = plan_week(make_request(tables, days=2, minutes=minutes), tables)
    caps = dict.fromkeys(MEALS, minutes) if isinstance(minutes, int) else minutes
    assert plan.request.minutes == caps
    for meal in (meal for day in plan.days for meal in day.meals):
        assert tables.dishes[meal.dish].minutes <= caps.get(meal.meal, 600)
    assert not check_plan(plan, tables).faults
    for name in caps:
        strict = replace(plan, request=replace(plan.request, minutes={name: 1}))
        assert any("at most 1" in fault.what for fault in check_plan(strict, tables).faults)


def test_a_number_in_a_plan_of_before_was_for_dinners(tables: Tables) -> None:
    """It is read as what it meant when that plan was made, so the plan keeps to it still."""
    value = make_request(tables, days=1).to_json()
    assert value["minutes"] is None
    file = {"schema": SCHEMA, "schema_version": 4, "request": {**value, "minutes": 30}}
    upgraded = parse_file(json.dumps(file), "plan.json")
    assert Request.from_json(upgraded["request"]).minutes == {"dinner": 30}
    assert Request.from_json({**value, "minutes": {"lunch": 9}}).to_json()["minutes"] == {
        "lunch": 9
    }
    with pytest.raises(PlanFileError, match="minutes"):
        Request.from_json({**value, "minutes": {"supper": 9}})


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
