"""Ingredients are the foods that their words name, in the weights that they are eaten in."""

from __future__ import annotations

import re
from math import isclose

import pytest

from planner import Tables
from planner.importers.ingredient_lines import read_line
from planner.importers.matching import HOW_MUCH, WHICH, Answers, Matcher, Taken
from planner.importers.recipe import Ingredient
from planner.tables.english import AMBIGUOUS, write_british
from planner.tables.food_aliases import add_recipe_foods, read_aliases

NOTHING = Answers({}, {})


@pytest.fixture(scope="module")
def matcher(tables: Tables) -> Matcher:
    """All foods and aliases."""
    wide = add_recipe_foods(tables)
    return Matcher(wide, read_aliases(wide))


def take(matcher: Matcher, text: str, *, cooked: bool = True) -> Taken:
    """What a line is taken for."""
    (taken,) = matcher.take(Ingredient(read_line(text)), NOTHING, cooked=cooked)
    return taken


@pytest.mark.parametrize(
    ("text", "food_id", "grams"),
    [
        ("100 g parmesan", "parmesan", 100.0),
        ("1 kg potatoes", "boiled-potatoes", 1000 / 1.4484),  # peeled and boiled
        ("200 g brown rice", "brown-rice", 200 / 0.3371),  # dry into cooked
        ("200 g cooked rice", "white-rice", 200.0),
        ("1 (400 g) can chickpeas, drained", "chickpeas-canned", 400 / 1.65),
        ("250 g dried chickpeas", "chickpeas-boiled", 250 / 0.431),
        ("2 aubergines", "cooked-eggplant", 2 * 500 / 1.33),
        ("2 tbsp extra-virgin olive oil", "olive-oil", 27.0),
        ("3 eggs", "raw-egg", 3 * 57 / 1.1364),
        ("2 egg whites", "egg-white", 66.0),
        ("1 cup flour (130 g)", "plain-flour", 130.0),
        ("500 ml whole milk", "whole-milk", 500 * 1.0313),
        ("juice of 1 lemon", "lemon-juice", 48.0),
        ("1 lime, juiced", "lime-juice", 44.0),
        ("1 stick unsalted butter", "unsalted-butter", 113.0),
        ("4 oz cheddar, grated", "cheddar", 4 * 28.35),
    ],
)
def test_weights_as_eaten(matcher: Matcher, text: str, food_id: str, grams: float) -> None:
    """By the yields of the foods and the measures of the aliases."""
    taken = take(matcher, text)
    assert taken.food is not None, taken
    assert taken.food.id == food_id
    assert isclose(taken.grams, grams, rel_tol=0.01)


def test_what_nobody_cooks_stays_raw(matcher: Matcher) -> None:
    """A salad's carrots are raw ones."""
    foods = [take(matcher, "2 carrots", cooked=cooked).food for cooked in (True, False)]
    assert [food.id for food in foods if food] == ["cooked-carrots", "raw-carrots"]


@pytest.mark.parametrize(
    "text", ["200 g milk", "300 g chickpeas", "1 tbsp tomato puree", "2 tbsp oil"]
)
def test_words_with_several_meanings_are_asked(matcher: Matcher, text: str) -> None:
    """The row of aliases has the foods to choose from."""
    taken = take(matcher, text)
    assert taken.kind == WHICH
    assert len(matcher.offer(taken.ingredient.line)) >= 2


@pytest.mark.parametrize(
    "text", ["2 tbsp marmite", "100 g chestnut flour", "1 stock cube", "oatmilk"]
)
def test_nothing_is_guessed(matcher: Matcher, text: str) -> None:
    """A name that is only like another is asked, however alike."""
    taken = take(matcher, text)
    assert taken.kind == WHICH
    assert taken.food is None


@pytest.mark.parametrize("text", ["olive oil", "1 bag carrots", "a bunch of bananas"])
def test_amounts_that_nobody_knows_are_asked(matcher: Matcher, text: str) -> None:
    """Neither nothing nor some."""
    assert take(matcher, text).kind == HOW_MUCH


def test_answers_win(matcher: Matcher) -> None:
    """What the household said of this recipe comes before what is known."""
    answers = Answers({"milk": "oat-milk"}, {"milk": 250.0})
    (taken,) = matcher.take(Ingredient(read_line("1 cup milk")), answers, cooked=True)
    assert taken.food is not None
    assert (taken.food.id, taken.grams) == ("oat-milk", 250.0)


def test_salt_and_pepper_are_two(matcher: Matcher) -> None:
    """Foods that stand together are taken one by one."""
    found = matcher.take(Ingredient(read_line("salt and pepper")), NOTHING, cooked=True)
    assert [(one.name, one.kind) for one in found] == [
        ("salt", "seasoning"),
        ("pepper", "seasoning"),
    ]


def test_british_words_have_one_home(matcher: Matcher) -> None:
    """What a food is called in Britain finds in a recipe what its American name finds."""
    spoken = {food.name: write_british(food.name) for food in matcher.tables.foods.values()}
    british = {
        name: own for name, own in spoken.items() if own != name and not AMBIGUOUS & {*own.split()}
    }
    assert {"milled linseed", "cooked lamb mince"} <= {*british.values()}
    as_in_recipes = re.compile(r"tomato|soy|extra-lean|portabella")  # food_aliases.csv decides
    for name in filter(lambda one: not as_in_recipes.search(one), british):
        american, own = (read_line(f"100 g {one}") for one in (name, british[name]))
        assert matcher.find(own) == matcher.find(american)


@pytest.mark.parametrize(
    "text",
    [
        "400 g minced beef (5% fat)",
        "400 g 5% fat minced beef",
        "1 lb ground beef (93% lean)",
        "1 lb ground beef (93/7)",
    ],
)
def test_another_share_of_fat_is_another_food(matcher: Matcher, text: str) -> None:
    """Minced beef is of 20 % fat only where the line doesn't say otherwise."""
    taken = take(matcher, text)
    assert taken.kind == WHICH
    assert "lean-ground-beef" in matcher.offer(taken.ingredient.line)


@pytest.mark.parametrize(
    ("text", "food_id"),
    [
        ("400 g minced beef (20% fat)", "ground-beef-80"),
        ("1 lb ground beef (80/20)", "ground-beef-80"),
        ("200 g Greek yogurt, 0% fat", "nonfat-greek-yogurt"),
        ("200 g Greek yogurt, 5% fat", "whole-milk-greek-yogurt"),
    ],
)
def test_a_share_of_fat_finds_its_food(matcher: Matcher, text: str, food_id: str) -> None:
    """Where exactly one food of the kind has it."""
    food = take(matcher, text).food
    assert food is not None
    assert food.id == food_id


@pytest.mark.parametrize(
    "text", ["1 pepper", "2 large peppers, sliced", "1 tsp red pepper", "a pinch of red pepper"]
)
def test_a_pepper_that_may_be_a_spice_is_asked(matcher: Matcher, text: str) -> None:
    """A counted one is a vegetable and a spoon of red pepper a spice; their names say otherwise."""
    assert take(matcher, text).kind == WHICH
    assert take(matcher, "1 tsp pepper").kind == "seasoning"
    assert take(matcher, "1 red pepper").food is not None


def test_an_answer_about_cans_is_about_cans_alone(matcher: Matcher) -> None:
    """Kept answers and learnt words tell a can of tomatoes from three tomatoes."""
    own = Matcher(matcher.tables, matcher.aliases, {"tomatoes": "tomato"})
    lines = [read_line(text) for text in ("1 can (400 g) tomatoes", "3 tomatoes")]
    for answers in (NOTHING, Answers({"tomatoes": "tomato"}, {"tomatoes": 300.0})):
        taken = [own.take(Ingredient(one), answers, cooked=True)[0] for one in lines]
        foods = [one.food.id for one in taken if one.food]
        assert foods == ["canned-tomatoes-no-salt", "tomato"]
