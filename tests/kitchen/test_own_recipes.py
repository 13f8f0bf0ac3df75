"""Recipes of one's own are dishes whose figures are those of what they are cooked from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import isclose
from pathlib import Path

import pytest

from planner import Person, Tables, check, make_household, make_request, plan, swap
from planner.errors import HouseholdFileError
from planner.kitchen.adding import draft_recipe
from planner.kitchen.at_home import compute_home
from planner.kitchen.journal import parse_journal
from planner.kitchen.overlay import OwnTables, lay_over
from planner.kitchen.own_recipes import HEAT, OwnRecipe, find_reference, write_template
from planner.kitchen.weeks import ServedMeal, ServedWeek
from planner.people.eating_rules import EATING_RULES
from planner.people.exclusions import find_removals
from planner.plans.pots import Pot, fill_pot, fill_pots, find_pots, part_pot
from planner.plans.records import WeekPlan
from planner.plans.shopping import find_needs
from planner.render.pots import write_thawed_pot, write_warmed_pot
from planner.request.pantry import Pantry
from planner.request.request import AtHome
from planner.tables.dishes import MAIN_MEALS

SOUP = """---
title: Kitchen soup
servings: 4
---

Fry @onions{2} in @olive oil{2%tbsp} for ~{8%minutes}. Add @red lentils{300%g},
@canned tomatoes{1%can (400 g)}, @vegetable stock{1%l} and @salt. Simmer for ~{20%minutes}.
"""


def write(folder: Path, recipes: Mapping[str, str]) -> Path:
    """A kitchen with these recipes and answers, by the name of their file."""
    for name, text in recipes.items():
        path = folder / "recipes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, tables: Tables, recipes: Mapping[str, str]) -> OwnTables:
    """The bundled tables with a kitchen of these recipes."""
    return lay_over(tables, write(folder, recipes))


def one(own: OwnTables) -> OwnRecipe:
    """The only recipe of a kitchen."""
    (recipe,) = own.recipes
    return recipe


def removed_for(person: Person, own: OwnTables) -> str:
    """Why a person can't have the only recipe; empty if they can."""
    found = {removal.food.id: removal.reason for removal in find_removals(person, own.tables)}
    return found.get(one(own).id, "")


def test_its_figures_are_the_sums_of_its_parts(tables: Tables, tmp_path: Path) -> None:
    """Each ingredient as eaten, per serving; salt isn't counted, stock is."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    food = own.tables.foods["soup"]
    eaten = {
        "cooked-onion": 300 / 1.2386,
        "olive-oil": 27.0,
        "red-lentils": 300 / 0.3294,
        "canned-tomatoes-no-salt": 400.0,
        "vegetable-broth": 221 / 237 * 1000,
    }
    taken_up = 300 / 0.3294 - 300  # of the broth, by the lentils
    assert isclose(food.portion_g, (sum(eaten.values()) - taken_up) / 4, rel_tol=1e-3)
    for nutrient in ("energy_kcal", "iron_mg", "sodium_mg", "potassium_mg"):
        total = sum(
            grams * (own.tables.foods[name].per_100g[nutrient] or 0.0) / 100
            for name, grams in eaten.items()
        )
        assert isclose(
            (food.per_100g[nutrient] or 0.0) * food.portion_g / 100, total / 4, rel_tol=1e-3
        )
    assert food.contains == {"celery"}
    legumes = next(rule for rule in EATING_RULES.food_rules if rule.name == "legumes")
    assert legumes.covers(food)


def test_raw_and_dry_foods_weigh_what_they_have_cooked(tables: Tables, tmp_path: Path) -> None:
    """Nothing of the raw food is lost but water; the water that dry food takes up counts once."""
    parts = "@ground beef{500%g}, @red lentils{100%g} and @water{1%l}"
    text = f"---\nservings: 1\n---\n\nSimmer {parts}."
    own = read(tmp_path, tables, {"pot.cook": text})
    beef, lentils, water = one(own).taken
    assert round(beef.grams) == round(500 * 17.17 / 27.0)  # protein raw and pan-browned
    assert round(lentils.grams) == round(100 * (100 - 7.82) / (100 - 69.64))  # dry matter
    food = own.tables.foods["pot"]
    assert isclose(food.portion_g, beef.grams + 100 + water.grams, rel_tol=1e-3)
    kcal = (food.per_100g["energy_kcal"] or 0.0) * food.portion_g / 100
    assert isclose(kcal, 5 * 254 + 358, rel_tol=1e-3)
    (part,) = (part for part in food.parts if part.food.id == "ground-beef-80")
    bought = part.grams / 100 * food.portion_g * part.food.bought_g_per_eaten_g
    assert isclose(bought, 500, rel_tol=1e-3)


def test_a_kitchen_without_anything_changes_nothing(tables: Tables, tmp_path: Path) -> None:
    """The tables are the same ones, with the same hash."""
    own = lay_over(tables, tmp_path)
    assert own.tables is tables


def test_the_hash_is_of_the_kitchen_too(tables: Tables, tmp_path: Path) -> None:
    """Another recipe gives another hash, the same one the same."""
    first = read(tmp_path, tables, {"soup.cook": SOUP}).tables.hash
    assert read(tmp_path, tables, {"soup.cook": SOUP}).tables.hash == first != tables.hash
    assert read(tmp_path, tables, {"soup.cook": SOUP.replace("300", "200")}).tables.hash != first


def test_a_plan_serves_it_with_its_list(tables: Tables, tmp_path: Path) -> None:
    """The check finds no fault, and the list buys the whole pot on the day it is cooked."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    request = make_request(own.tables, days=2, diet="vegan", like=["kitchen soup"])
    week = plan(request, own.tables)
    report = check(week, own.tables)
    assert report.faults == ()
    pots = find_pots(week.days, own.tables)
    assert pots
    assert all(pot.servings % 1 == 0 and pot.spare < 1 for pot in pots)
    lentils = sum(find_needs(week.days, own.tables)["red-lentils"])
    assert isclose(lentils, sum(pot.servings for pot in pots) * 75.0, rel_tol=1e-3)
    again = WeekPlan.from_json(week_text(week))
    assert check(again).faults == ()
    short = tuple(line for line in week.shopping if line.grocery_id != "red-lentils")
    assert check(replace(week, shopping=short), own.tables).faults


def week_text(week: WeekPlan) -> str:
    """A plan as the text of its file."""
    import json

    return json.dumps(week.to_json())


def test_a_changed_figure_is_found(tables: Tables, tmp_path: Path) -> None:
    """The check adds up the parts once more."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    request = make_request(own.tables, days=1, like=["kitchen soup"])
    week = plan(request, own.tables)
    assert "soup" in {meal.dish for meal in week.days[0].meals}
    food = own.tables.foods["soup"]
    richer = replace(food, per_100g={**food.per_100g, "iron_mg": 50.0})
    tables_with = replace(own.tables, foods={**own.tables.foods, "soup": richer})
    faults = check(replace(week, tables=tables_with), tables_with).faults
    assert any("iron_mg is 50.0" in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("person", "served"),
    [
        (Person(), True),
        (Person(age=40), True),
        (Person(diet="vegetarian"), False),
        (Person(allergies=("milk",)), False),
        (Person(avoid=("tofu",)), False),
        (Person(age=10), False),
        (Person(age=30, sex="female", stage="pregnancy"), False),
        (Person(age=30, sex="female", stage="lactation"), False),
        (Person(own_diet=("pork",), diet="mine"), False),
    ],
)
def test_what_isnt_known_is_for_adults_who_eat_everything(
    tables: Tables, tmp_path: Path, person: Person, served: bool
) -> None:
    """It fails every diet and allergy until it is answered."""
    text = SOUP.replace("@salt", "@marmite{1%tbsp}")
    own = read(tmp_path, tables, {"soup.cook": text})
    assert one(own).unknown == ("marmite",)
    assert (removed_for(person, own) == "") == served


def test_conditions_rule_it_out_too(tables: Tables, tmp_path: Path) -> None:
    """Whoever has an illness of the tables isn't served what nobody knows."""
    condition = next(name for name, row in tables.conditions.items() if not row.stops)
    text = SOUP.replace("@salt", "@marmite{1%tbsp}")
    own = read(tmp_path, tables, {"soup.cook": text})
    assert removed_for(Person(conditions=(condition,)), own)


def test_an_answer_makes_it_known(tables: Tables, tmp_path: Path) -> None:
    """And the vegans may have it again."""
    text = SOUP.replace("@salt", "@marmite{1%tbsp}")
    answer = '[foods]\n"marmite" = "soy-sauce"\n[grams]\n"marmite" = 15\n'
    own = read(tmp_path, tables, {"soup.cook": text, "soup.toml": answer})
    assert one(own).unknown == ()
    assert removed_for(Person(diet="vegan"), own) == ""
    assert removed_for(Person(allergies=("soy",)), own)


@pytest.mark.parametrize(
    ("extra", "person"),
    [
        ("@honey{1%tsp}", Person(diet="vegan")),
        ("@parmesan{20%g}", Person(allergies=("milk",))),
        ("@bacon{100%g}", Person(diet="vegetarian")),
        ("@peanuts{}(to serve)", Person(allergies=("peanut",))),
        ("@peanut butter{1%tbsp}", Person(avoid=("peanut",))),
        ("@white wine{100%ml}", Person(age=30, sex="female", stage="pregnancy")),
        ("@white wine{100%ml}", Person(age=12)),
    ],
)
def test_one_ingredient_rules_a_recipe_out(
    tables: Tables, tmp_path: Path, extra: str, person: Person
) -> None:
    """However little there is of it, and in whatever way the person can't have it."""
    plain = read(tmp_path / "plain", tables, {"soup.cook": SOUP})
    assert removed_for(person, plain) == ""
    own = read(tmp_path, tables, {"soup.cook": SOUP.replace("@salt", extra)})
    assert one(own).unknown == ()
    assert removed_for(person, own)


def test_a_plan_with_something_unknown_says_at_least(tables: Tables, tmp_path: Path) -> None:
    """No upper level is judged on its day."""
    text = SOUP.replace("@salt", "@marmite{1%tbsp}")
    own = read(tmp_path, tables, {"soup.cook": text})
    week = plan(make_request(own.tables, days=1, like=["kitchen soup"]), own.tables)
    report = check(week, own.tables)
    assert report.uncounted == {("you", 1): ("marmite",)}
    limits = [verdict for verdict in report.verdicts if verdict.maximum is not None and verdict.met]
    assert limits
    assert not any(map(report.is_judged, limits))
    minima = [verdict for verdict in report.verdicts if verdict.maximum is None]
    assert all(map(report.is_judged, minima))


def test_recipes_refer_to_recipes(tables: Tables, tmp_path: Path) -> None:
    """What is in a sauce is in its dish: its allergens, and its items on the list."""
    sauce = "---\nservings: 2\n---\nStir @tahini{4%tbsp} with @water{50%ml}."
    bowl = "---\nservings: 2\n---\nBoil @quinoa{200%g}. Serve with @./sauces/tahini sauce{1}."
    own = read(tmp_path, tables, {"bowl.cook": bowl, "sauces/tahini sauce.cook": sauce})
    food = own.tables.foods["bowl"]
    assert {part.food.id for part in food.parts} == {"quinoa", "tahini"}
    assert "sesame" in food.contains
    grams = {part.food.id: part.grams * food.portion_g / 100 for part in food.parts}
    assert isclose(grams["tahini"], 15.0, rel_tol=0.01)  # one of two servings, for two people


@pytest.mark.parametrize(
    "path", ["../secret", "./../secret", "/etc/passwd", "./a/../../b", "C:\\x", "..\\x", "./a\0b"]
)
def test_no_reference_leaves_the_folder(path: str) -> None:
    """Such a recipe is unknown."""
    assert find_reference(path) == ""


def test_a_link_out_of_the_folder_is_not_followed(tables: Tables, tmp_path: Path) -> None:
    """It is named, and the others are served."""
    (tmp_path / "outside.cook").write_text(SOUP, encoding="utf-8")
    kitchen = write(tmp_path / "kitchen", {"soup.cook": SOUP})
    (kitchen / "recipes" / "link.cook").symlink_to(tmp_path / "outside.cook")
    own = lay_over(tables, kitchen)
    assert [recipe.id for recipe in own.recipes] == ["soup"]
    assert "leads out" in str(own.problems[0])


def test_a_circle_of_recipes_stays_unknown(tables: Tables, tmp_path: Path) -> None:
    """Nothing hangs."""
    first = "---\nservings: 2\n---\nBoil @quinoa{200%g} with @./b{}."
    second = "---\nservings: 2\n---\nBoil @quinoa{200%g} with @./a{}."
    own = read(tmp_path, tables, {"a.cook": first, "b.cook": second})
    assert {recipe.id for recipe in own.recipes} == {"a", "b"}
    assert any(recipe.unknown for recipe in own.recipes)


def test_a_sauce_is_no_dinner(tables: Tables, tmp_path: Path) -> None:
    """What has little energy is served if the household says so."""
    text = "---\nservings: 8\n---\nStir @tahini{1%tbsp} with @lemon juice{2%tbsp}."
    own = read(tmp_path / "a", tables, {"sauce.cook": text})
    assert own.tables is tables
    assert "no meal by itself" in str(one(own).faults[0])
    said = read(tmp_path / "b", tables, {"sauce.cook": text, "sauce.toml": 'meals = ["snack"]\n'})
    assert said.tables.dishes["sauce"].meals == ("snack",)


@pytest.mark.parametrize(
    "answers",
    ["servings = 0", "meals = ['tea']", "keeps_days = 30", "[foods]\na = 1", "oops = 1", "x = ="],
)
def test_answers_that_make_no_sense_are_told(tables: Tables, tmp_path: Path, answers: str) -> None:
    """With their file; the other recipes are served."""
    own = read(tmp_path, tables, {"a.cook": SOUP, "b.cook": SOUP, "a.toml": answers})
    assert [recipe.id for recipe in own.recipes] == ["b"]
    assert "a.toml" in str(own.problems[0])


def test_an_answer_that_is_no_food_is_told_with_its_line(tables: Tables, tmp_path: Path) -> None:
    """The word, what is near, and what may stand there; the other recipes are served."""
    answers = 'servings = 2\n\n[foods]\n"salt" = "seasoning"\n"onions" = "wine"\n'
    own = read(tmp_path, tables, {"a.cook": SOUP, "b.cook": SOUP, "a.toml": answers})
    assert [recipe.id for recipe in own.recipes] == ["b"]
    (problem,) = own.problems
    assert str(problem.where).endswith("a.toml, line 5")
    assert problem.what == "'onions' = 'wine': there is no such food"
    assert "red-wine" in problem.remedy
    assert "unknown" in problem.remedy


def test_raw_eggs_and_meat_are_cooked(tables: Tables, tmp_path: Path) -> None:
    """A recipe that heats nothing isn't served with them."""
    text = "---\nservings: 2\n---\nWhisk @eggs{4} with @heavy cream{200%ml}."
    own = read(tmp_path, tables, {"cream.cook": text})
    assert own.tables is tables
    assert "no step heats it" in str(one(own).faults[0])


@pytest.mark.parametrize(
    ("step", "heats"),
    [
        ("Bake for 20 minutes.", True),
        ("Preheat the oven to 180 °C.", True),
        ("Stir until the onions are browned.", True),
        ("Brown the mince in a pan.", True),
        ("Whisk with the baking powder and the potatoes.", False),
        ("Fold in brown sugar, panko and paneer.", False),
        ("Top with roasted peanuts and cooked rice.", False),
    ],
)
def test_words_of_foods_heat_nothing(step: str, heats: bool) -> None:
    """Else raw eggs would be taken as cooked, for there is baking powder in the bowl."""
    assert bool(HEAT.search(step)) == heats


@pytest.mark.parametrize(
    ("name", "meals"),
    [
        ("Banana cake", ("snack",)),
        ("Crab cakes", MAIN_MEALS),
        ("Kale Smoothie", ("breakfast",)),
        ("Red lentil pot", MAIN_MEALS),
    ],
)
def test_a_name_says_when_it_is_eaten(
    tables: Tables, tmp_path: Path, name: str, meals: tuple[str, ...]
) -> None:
    """Nobody has banana cake for dinner, if nothing says otherwise."""
    steps = "Boil @quinoa{200%g} and @olive oil{2%tbsp}."
    text = f"---\ntitle: {name}\nservings: 2\n---\n{steps}\n"
    recipe = one(read(tmp_path, tables, {"one.cook": text}))
    assert recipe.dish is not None, recipe.faults
    assert recipe.dish.meals == meals


@pytest.mark.parametrize(
    ("head", "meals"),
    [
        ("category: Cocktails", None),
        ("tags: summer, drinks", None),
        ("category: Lunch", ("snack",)),
        ("", ("snack",)),
    ],
)
def test_no_lunch_has_little_energy(
    tables: Tables, tmp_path: Path, head: str, meals: tuple[str, ...] | None
) -> None:
    """What a tag calls a drink is no meal, be its ingredients known or not."""
    text = f"---\nservings: 1\n{head}\n---\nStir @olive oil{{1%tbsp}} with @zzz{{30%ml}}.\n"
    recipe = one(read(tmp_path, tables, {"a.cook": text}))
    assert recipe.unknown == ("zzz",)
    assert (recipe.dish.meals if recipe.dish else None) == meals
    assert ("is a drink" in "".join(fault.what for fault in recipe.faults)) == (meals is None)


def test_another_name_is_never_ignored(tables: Tables, tmp_path: Path) -> None:
    """A Cooklang file gets it as its title; a recipe that is kept is renamed in its file."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    outside = tmp_path / "soup.cook"
    outside.write_text(SOUP, encoding="utf-8")
    draft = draft_recipe(outside, tmp_path, own, "Red soup")
    assert draft.recipe.source.name == "Red soup"
    assert draft.path.name == "red-soup.cook"
    assert "title: Red soup" in draft.text
    kept = tmp_path / "recipes" / "soup.cook"
    assert draft_recipe(kept, tmp_path, own, "Kitchen soup").path == kept
    with pytest.raises(HouseholdFileError, match="is called 'Kitchen soup'"):
        draft_recipe(kept, tmp_path, own, "Red soup")


def test_a_share_of_fat_is_kept(tables: Tables, tmp_path: Path) -> None:
    """What is read again from the kitchen is what was added."""
    outside = tmp_path / "chili.txt"
    lines = "Chili\nServes 4\n\n400 g 5% fat minced beef\n200 ml 2% milk\n\nBoil it.\n"
    outside.write_text(lines, encoding="utf-8")
    draft = draft_recipe(outside, tmp_path, lay_over(tables, tmp_path))
    names = [(taken.name, taken.kind) for taken in draft.recipe.taken]
    assert names == [("minced beef 5% fat", "which food"), ("2% milk", "food")]
    again = one(read(tmp_path, tables, {"chili.cook": draft.text}))
    assert [(taken.name, taken.kind) for taken in again.taken] == names


def test_children_have_quarters(tables: Tables, tmp_path: Path) -> None:
    """Half a serving is the least of an adult, a quarter that of a young child."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    people = [{"name": "Ana", "age": 40, "sex": "female"}, {"name": "Bo", "age": 5, "sex": "male"}]
    request = make_household(people, own.tables, {"days": 1})
    first = plan(request, own.tables)
    week = swap(first, own.tables, day=1, meal="dinner", dish="kitchen soup").plan
    assert check(week, own.tables).faults == ()
    eaten = {
        serving.person: serving.portions
        for meal in week.days[0].meals
        for serving in meal.servings
        if serving.food_id == "soup"
    }
    assert eaten["Ana"] % 0.5 == 0
    assert 0.25 <= eaten["Bo"] <= eaten["Ana"]
    assert eaten["Bo"] % 0.25 == 0


def test_what_is_frozen_is_planned_and_not_cooked_again(tables: Tables, tmp_path: Path) -> None:
    """Two servings in the freezer are a meal of the plan; the check and the file agree with it."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    frozen_g = 2 * own.tables.foods["soup"].portion_g
    request = make_request(own.tables, diet="vegan")
    week = plan(replace(request, at_home=(AtHome("soup", frozen_g, 60),)), own.tables)
    pots = find_pots(week.days, own.tables, week.request.at_home)
    assert sum(pot.thawed for pot in pots) >= 1
    assert all(pot.servings + pot.thawed >= pot.eaten - 0.02 for pot in pots)
    assert check(week, own.tables).faults == ()
    assert check(WeekPlan.from_json(week_text(week))).faults == ()
    (line,) = (line for line in week.shopping if line.grocery_id == "soup")
    assert (line.packs, line.at_home_grams) == ((), line.grams)
    assert check(replace(week, request=request), own.tables).faults
    thawed = next(pot for pot in pots if pot.thawed)
    assert "overnight" in write_thawed_pot(thawed)[0]
    assert "74 °C" in write_warmed_pot(thawed)[0]


@pytest.mark.parametrize(
    ("frozen", "cooked", "thawed"),
    [(0.0, 2.0, 0.0), (0.5, 2.0, 0.0), (1.25, 1.0, 1.0), (1.99, 0.0, 1.99), (3.0, 0.0, 2.0)],
)
def test_the_freezer_makes_a_pot_smaller(frozen: float, cooked: float, thawed: float) -> None:
    """Two servings of what four serve: nothing is thawed unless the pot gets smaller by it."""
    assert part_pot(4, 2.0, frozen) == (cooked, thawed)


def test_the_soonest_date_is_thawed_first(tables: Tables, tmp_path: Path) -> None:
    """And nothing after its date: what is best until the first day is no dinner of the second."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})
    dish, food = own.tables.dishes["soup"], own.tables.foods["soup"]
    pots = [Pot(place, dish, food, 1.0) for place in (0, 1, 2)]
    home = [AtHome("soup", food.portion_g, until) for until in (9, 1, 2)]
    assert [pot.thawed for pot in fill_pots(pots, home)] == [1.0, 1.0, 1.0]
    assert [pot.thawed for pot in fill_pots(pots[1:], home)] == [1.0, 1.0]
    assert [pot.thawed for pot in fill_pots(pots[1:], home[1:])] == [1.0, 0.0]


def test_a_meal_from_the_freezer_empties_it(tables: Tables, tmp_path: Path) -> None:
    """What a pot leaves is frozen when it is cooked, and gone when a later week has eaten it."""
    own = read(tmp_path, tables, {"soup.cook": SOUP})

    def serve(day: str, needs: Mapping[str, float], spare: float) -> ServedWeek:
        meal = ServedMeal(day, 1, "dinner", day, "soup", (), needs, "dinner", spare)
        return ServedWeek(date.fromisoformat(day), 1, (meal,))

    weeks = [serve("2026-11-07", {}, 300.0), serve("2026-11-14", {"soup": 200.0}, 0.0)]
    frozen = [
        sum(
            stock.grams
            for stock in compute_home(
                Pantry(), parse_journal("", Path("journal.txt")), weeks, own.tables, day
            ).frozen
        )
        for day in (date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 15))
    ]
    assert frozen == [0.0, 300.0, 100.0]


@pytest.mark.parametrize(("serves", "eaten", "cooked"), [(4, 2.5, 3), (4, 4, 4), (6, 1, 1.5)])
def test_a_pot_is_whole_quarters(serves: float, eaten: float, cooked: float) -> None:
    """So that every amount can be measured."""
    assert fill_pot(serves, eaten) == cooked


def test_templates_scale_numbers_alone() -> None:
    """The size of a can doesn't grow with the pot."""
    from planner.importers.ingredient_lines import read_line
    from planner.render.pots import write_ingredient

    line = write_template(read_line("2 (400 g) cans chickpeas, drained"), 4)
    assert write_ingredient(line, 2) == "1 can (400 g) chickpeas, drained"
    assert write_ingredient(write_template(read_line("1-2 tsp cumin"), 4), 8) == "2-4 tsp cumin"


def test_broken_files_of_a_kitchen_are_told(tables: Tables, tmp_path: Path) -> None:
    """An alias of no food, and foods.toml that isn't TOML."""
    for name, text in (("aliases.toml", '"x" = "no-food"'), ("foods.toml", "[[food")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
        with pytest.raises(HouseholdFileError, match=name):
            lay_over(tables, folder)
