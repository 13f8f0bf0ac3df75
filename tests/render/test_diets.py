"""What a plan says of diets: what they lift, a doctor, no promise, how to buy, seasonings."""

from __future__ import annotations

from dataclasses import replace

from planner import Tables, WeekPlan, show, show_list
from planner.people.exclusions import season
from planner.render.documents.advice import write_diets, write_swapped_seasonings
from planner.render.recipes import write_recipe


def for_diet(week: WeekPlan, diet: str) -> WeekPlan:
    """The same plan as if it were for another diet: what is said doesn't depend on its foods."""
    (person,) = week.request.people
    people = (replace(person, diet=diet),)
    return replace(week, request=replace(week.request, people=people))


def test_a_plan_says_what_its_diets_lift_ask_and_cant_promise(
    week: WeekPlan, tables: Tables
) -> None:
    """Each diet that sets something has its paragraph with a source; plain ones have none."""
    keto, dash = write_diets(for_diet(week, "keto, dash").request.people, tables)
    assert "a starchy food in every main dish" in keto
    assert "range of carbohydrate and fat" in keto
    assert "SGLT2" in keto
    assert "Not promised: ketosis" in keto
    assert dash.startswith("DASH: at most 2,300 mg of sodium")
    assert "Source: NHLBI" in dash
    assert not list(write_diets(for_diet(week, "vegan").request.people, tables))
    (told,) = write_diets(for_diet(week, "vegan, pescatarian").request.people, tables)
    assert told == "Vegan leaves out all that pescatarian does, and more: vegan holds."
    dash_plan = " ".join(show(for_diet(week, "dash")).split())
    assert "Not promised: salt that you add" in dash_plan


def test_recipes_and_the_list_name_no_garlic_for_a_jain(week: WeekPlan, tables: Tables) -> None:
    """Steps and the seasonings to buy have asafoetida, and a line says so."""
    assert "garlic" in show(week)
    jain = for_diet(week, "jain")
    said = write_swapped_seasonings(jain, tables)
    assert "garlic" in said
    assert "asafoetida" in said
    seasoned = season(tables, jain.request.people)
    recipes = [
        " ".join(write_recipe(seasoned.dishes[meal.dish], meal.servings, seasoned).steps)
        for day in jain.days
        for meal in day.meals
    ]
    assert any("asafoetida" in recipe for recipe in recipes)
    assert not any("garlic" in recipe or "chili powder" in recipe for recipe in recipes)
    seasonings = show_list(jain).split("Seasonings", 1)[1]
    assert "asafoetida" in seasonings
    assert "garlic" not in seasonings


def test_the_list_says_how_to_buy(week: WeekPlan) -> None:
    """Foods of the groups and tags that a diet names, if someone with it eats them."""
    text = " ".join(show_list(for_diet(week, "gluten-free")).split())
    assert "Buy labeled gluten-free: " in text
    assert "Buy" not in show_list(week).split("Fruit and vegetables")[0]
