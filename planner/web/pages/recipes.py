"""Recipes and foods of one's own: the lists, one of them, and adding with the questions asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from planner.errors import HouseholdFileError, OutputError, PlannerError, Problem, RequestError
from planner.importers.ingredient_lines import read_number
from planner.kitchen.adding import Draft, add_food, draft_recipe, keep_recipe
from planner.kitchen.lock import hold_lock
from planner.kitchen.overlay import OwnTables
from planner.kitchen.own_foods import LABEL
from planner.kitchen.own_recipes import COOKLANG, OwnRecipe
from planner.render.documents.own_recipes import compose_own_recipe, compose_recipes
from planner.render.phrases import PLAIN
from planner.web.house import NoSuchPage
from planner.web.multipart import MULTIPART, Upload, parse_multipart
from planner.web.pages.reading import show_blocks
from planner.web.recipe_form import (
    KNOWN,
    NAME,
    TEXT,
    Known,
    answer,
    apply,
    decode,
    list_questions,
    read_draft,
    read_known,
)
from planner.web.site import find_site, go, read_form, say_sentence, show, sort_problems

router = APIRouter(include_in_schema=False)

FOOD_FIELDS = ("name", "label", "contains", "serve_like", "price", "pack")


@router.get("/recipes")
def recipes(request: Request) -> Response:
    """The recipes that are the kitchen's own."""
    house = find_site(request).house
    own = house.know().own
    links = [(f"/recipes/{one.id}", one.source.name) for one in own.recipes]
    blocks = compose_recipes(own.recipes, str(house.folder), says_commands=False)
    buttons = [("/recipes/add", "Add a recipe")]
    return show_blocks(request, "Your recipes", blocks, links=links, buttons=buttons)


@router.get("/recipes/add")
def begin(request: Request) -> Response:
    """A form for a recipe: its text, or a file."""
    return show_form(request, {}, {})


@router.get("/recipes/{name}")
def recipe(request: Request, name: str) -> Response:
    """A recipe of the kitchen's own."""
    own = find_site(request).house.know().own
    one = find_recipe(own, name)
    buttons = [(f"/recipes/{name}/answer", "Answer what isn't clear")] if is_open(one) else []
    blocks = compose_own_recipe(one, own.wide, PLAIN.units)
    return show_blocks(request, name, blocks, buttons=buttons)


def find_recipe(own: OwnTables, name: str) -> OwnRecipe:
    """A recipe by its id; NoSuchPage where the kitchen has none of that id."""
    for one in own.recipes:
        if one.id == name:
            return one
    raise NoSuchPage("There is no such recipe in this kitchen.")


def is_open(one: OwnRecipe) -> bool:
    """Whether there is something to ask about a recipe."""
    return bool(one.open) or one.servings is None


def show_form(
    request: Request, form: Mapping[str, str], problems: dict[str, list[Any]]
) -> Response:
    """The form for a recipe's text, with what was typed and what is wrong."""
    status = 422 if problems else 200
    return show(request, "add_recipe", status, title="Add a recipe", form=form, problems=problems)


@router.post("/recipes/add")
async def add(request: Request) -> Response:
    """Read a recipe, ask what isn't clear about it, and keep it."""
    form, files = await read_upload(request)
    return await run_in_threadpool(add_of, request, form, files)


async def read_upload(request: Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """What a form says that may hold files."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith(MULTIPART):
        return await read_form(request), {}
    fields, files = parse_multipart(kind, await request.body())
    return {name: value.replace("\r\n", "\n") for name, value in fields}, files


def add_of(request: Request, form: dict[str, str], files: Mapping[str, Upload]) -> Response:
    """Take the recipe of a form one step further."""
    site = find_site(request)
    own = site.house.know().own
    try:
        if "file" in files and not form.get(TEXT, "").strip():
            form[TEXT], form["ending"] = decode(files["file"].data, files["file"].ending)
        if not form.get(TEXT, "").strip():
            remedy = "Paste the recipe, or choose its file."
            raise HouseholdFileError(Problem(TEXT, "nothing was typed", remedy))
        draft = read_draft(form, site.house, own)
    except OutputError as error:
        taken = [
            Problem(NAME, "another recipe has this name", one.remedy) for one in error.problems
        ]
        return show_form(request, form, sort_problems(taken, {NAME: NAME}))
    except PlannerError as error:
        return show_form(request, form, {TEXT: say_beside(error)})
    known = read_known(form.get(KNOWN, ""), own)
    return step(request, draft, known, form, own, "/recipes/add")


def say_beside(error: PlannerError) -> list[Any]:
    """The problems of an error as sentences beside the field of the text."""
    moved = [Problem(TEXT, one.what, one.remedy) for one in error.problems]
    return sort_problems(moved, {TEXT: TEXT})[TEXT]


def step(
    request: Request,
    draft: Draft,
    known: Known,
    form: Mapping[str, str],
    own: OwnTables,
    action: str,
) -> Response:
    """Keep a recipe of which nothing is open; else ask what is."""
    problems: dict[str, list[Any]] = {}
    if form.get("do") == "answer":
        draft, known, problems = answer(draft, known, form, own)
    has_questions = bool(draft.recipe.open) or draft.recipe.servings is None
    if not has_questions and not problems:
        house = find_site(request).house
        try:
            with hold_lock(house.open(), "add recipe"):
                keep_recipe(draft, house.folder)
        except PlannerError as error:
            problems = sort_problems(error.problems)
        else:
            recipes = house.know().own.recipes
            kept = next(one for one in recipes if one.place == draft.recipe.place)
            return go(request, f"/recipes/{kept.id}", f"Kept: {kept.source.name}.")
    said = draft.recipe.source.said_servings
    return show(
        request,
        "ask_recipe",
        422 if problems else 200,
        title=draft.recipe.source.name,
        action=action,
        questions=list_questions(draft, own, form),
        needs_servings=draft.recipe.servings is None,
        said_servings=said,
        hidden={
            TEXT: draft.text,
            "ending": COOKLANG,
            NAME: draft.recipe.source.name,
            KNOWN: known.write(),
        },
        form=form,
        problems=problems,
    )


@router.get("/recipes/{name}/answer")
def ask(request: Request, name: str) -> Response:
    """What isn't clear about a recipe that is in the kitchen."""
    return answer_of(request, name, {})


@router.post("/recipes/{name}/answer")
async def answer_recipe(request: Request, name: str) -> Response:
    """Keep what is answered about a recipe that is in the kitchen."""
    return await run_in_threadpool(answer_of, request, name, await read_form(request))


def answer_of(request: Request, name: str, form: dict[str, str]) -> Response:
    """Ask about a recipe of the kitchen, or keep what a form answers."""
    house = find_site(request).house
    own = house.know().own
    one = find_recipe(own, name)
    known = read_known(form.get(KNOWN, ""), own)
    draft = apply(draft_recipe(house.folder / one.place, house.folder, own), known, own)
    return step(request, draft, known, form, own, f"/recipes/{name}/answer")


@router.get("/foods/add")
def begin_food(request: Request) -> Response:
    """A form for a food of one's own."""
    return show_food(request, {}, {})


def show_food(
    request: Request, form: Mapping[str, str], problems: dict[str, list[Any]]
) -> Response:
    """The form for a food, with what was typed and what is wrong."""
    status = 422 if problems else 200
    return show(request, "add_food", status, title="Add a food", form=form, problems=problems)


@router.post("/foods/add")
async def add_own_food(request: Request) -> Response:
    """Keep a food of one's own."""
    return await run_in_threadpool(add_food_of, request, await read_form(request))


def add_food_of(request: Request, form: dict[str, str]) -> Response:
    """Keep the food of a form in foods.toml."""
    house = find_site(request).house
    own = house.know().own
    said = {name: form.get(name, "").strip() for name in FOOD_FIELDS}
    more: dict[str, Any] = {
        "contains": [word.strip() for word in said["contains"].split(",") if word.strip()],
        "serve_like": said["serve_like"],
    }
    problems: dict[str, list[Any]] = {}
    if not said["name"]:
        problems["name"] = ["It needs a name. Write what you call it."]
    for field, key in (("price", "price_usd"), ("pack", "pack_g")):
        if said[field]:
            more[key] = read_number(said[field])
            if not more[key]:
                problems[field] = ["That is no number. Write one, such as 2.49, or leave it empty."]
    try:
        if not problems:
            with hold_lock(house.open(), "add food"):
                doubts = add_food(said["name"], said["label"], more, house.folder, own)[1]
    except RequestError as error:
        problems = sort_problems(error.problems, {LABEL: "label"})
    except PlannerError as error:
        problems = sort_problems(error.problems)
    if problems:
        return show_food(request, form, problems)
    return go(
        request, "/foods", f"Kept: {said['name']}. {' '.join(map(say_sentence, doubts))}".strip()
    )
