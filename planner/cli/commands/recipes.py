"""The commands about foods and recipes of one's own: add, recipes, export."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from planner.cli.inputs import find_units, need_kitchen, read_own, tell_problems
from planner.cli.options import KitchenOption, TablesOption, UnitsOption
from planner.cli.output import print_blocks, tell, write
from planner.errors import (
    ExitCode,
    Problem,
    RequestError,
    find_close,
    offer_close,
    quote,
    write_mentions,
)
from planner.request.fields import write_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.importers.matching import Taken
    from planner.kitchen.adding import Draft
    from planner.kitchen.overlay import OwnTables
    from planner.kitchen.own_recipes import OwnRecipe

Value = TypeVar("Value")

add = typer.Typer(no_args_is_help=True, help="Add a food or a recipe of your own to your kitchen.")
recipes = typer.Typer(invoke_without_command=True, help="List your own recipes.")
export = typer.Typer(no_args_is_help=True, help="Write what is yours in other programs' formats.")

RecipeArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="A recipe: Cooklang, a saved web page, JSON, or plain lines."
    ),
]
NameOption = Annotated[
    str | None,
    typer.Option("--name", metavar="TEXT", help="What to call it, or which recipe of a page."),
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Ask nothing: what is open stays unknown, and is listed.")
]
FoodNameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What you call the food.")]
LabelArgument = Annotated[
    str,
    typer.Argument(
        metavar="LABEL",
        help="What the label says: 'per 100 g: 280 kcal, fat 22 g, salt 1.1 g', or"
        " 'like oat milk, with 120 mg calcium'.",
    ),
]
ContainsOption = Annotated[
    list[str] | None,
    typer.Option("--contains", metavar="TAG", help="What it contains: milk, wheat ..., or none."),
]
ServeLikeOption = Annotated[
    str | None,
    typer.Option("--serve-like", metavar="FOOD", help="Serve it wherever dishes have this food."),
]
PriceOption = Annotated[
    float | None, typer.Option("--price", metavar="USD", help="What a pack costs.")
]
PackOption = Annotated[float | None, typer.Option("--pack", metavar="G", help="Grams in a pack.")]
RecipeNameArgument = Annotated[
    list[str], typer.Argument(metavar="NAME", help="A recipe's name or id, or words of its name.")
]
RecipeFormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="cook (Cooklang) or json (schema.org).")
]
DishesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Recipes or dishes; all your own if you name none."),
]
FolderOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write them into.")
]


EXPORTS = "exports"


@add.command("recipe")
def add_recipe(
    file: RecipeArgument,
    name: NameOption = None,
    yes: YesOption = False,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Add a recipe to your kitchen, and ask what isn't clear about its ingredients.

    What you answer is kept beside the recipe, and you aren't asked again. Plans may serve it from
    then on. An ingredient that nobody knows counts for nothing.
    """
    from planner.kitchen.adding import draft_recipe, keep_answers, keep_recipe
    from planner.kitchen.lock import hold_lock

    folder, own = read_own(kitchen, tables)
    home = need_kitchen(kitchen)

    words = ["planner", "add", "recipe", str(file.resolve())]
    command = shlex.join([*words, *(["--name", name] if name else [])])

    def keep(answered: Draft) -> None:
        with hold_lock(home, "add recipe", tell):
            keep_answers(answered, folder, command)

    draft = draft_recipe(file, folder, own, name)
    if not yes and sys.stdin.isatty():
        draft = _ask_all(draft, own, keep)
    with hold_lock(home, "add recipe", tell):
        keep_recipe(draft, folder, command)
    tell(f"Wrote {draft.path}")
    raise typer.Exit(_tell_open(draft))


def _tell_open(draft: Draft) -> ExitCode:
    """Say what of a recipe is open, and whether it is served."""
    recipe = draft.recipe
    for problem in recipe.faults:
        tell(f"planner: {problem}")
    if recipe.open:
        names = ", ".join(f"{quote(one.ingredient.line.text)} ({one.kind})" for one in recipe.open)
        tell(f"Not clear yet, and counted for nothing: {names}")
        tell(f"To answer, type: planner add recipe {draft.path}")
    unknown = [one for one in recipe.unknown if one not in {open_.name for open_ in recipe.open}]
    if unknown:
        tell(f"Unknown, and counted for nothing: {', '.join(unknown)}")
    if recipe.dish is not None:
        tell(f"Plan with it: planner plan --like {quote(recipe.dish.name)}")
    return ExitCode.MISSED if recipe.open or recipe.faults else ExitCode.MET


def _ask_all(draft: Draft, own: OwnTables, keep: Callable[[Draft], None]) -> Draft:
    """A draft with everything answered that the household could; `keep` keeps each answer."""
    from planner.kitchen.adding import answer_servings, find_servings

    try:
        if draft.recipe.servings is None:
            said = draft.recipe.source.said_servings
            hint = f" (it says {quote(said)})" if said else ""
            servings = _ask(f"How many does it serve{hint}? ", find_servings)
            draft = answer_servings(draft, servings, own)
            keep(draft)
        asked: set[tuple[str, str]] = set()
        while True:
            left = [one for one in draft.recipe.open if (one.name, one.kind) not in asked]
            if not left:
                return draft
            asked.add((left[0].name, left[0].kind))
            draft = _ask_one(draft, left[0], own)
            keep(draft)
    except (EOFError, KeyboardInterrupt):
        tell("")
        return draft


def _ask_one(draft: Draft, taken: Taken, own: OwnTables) -> Draft:
    """Ask which food an ingredient is, or how much of it there is."""
    from planner.importers.matching import HOW_MUCH, UNKNOWN
    from planner.kitchen.adding import answer_food, answer_grams, find_answer, find_grams

    line = quote(taken.ingredient.line.text)
    if taken.kind == HOW_MUCH:
        called = taken.food.name if taken.food else taken.name
        tell(f"How many grams of {called} is {line}, as you eat it?")
        grams = _ask("  Grams, or Enter if you don't know: ", find_grams)
        if grams is None:
            return answer_food(draft, taken, UNKNOWN, own)
        return answer_grams(draft, taken, grams, own)
    options = own.matcher.offer(taken.ingredient.line)
    tell(f"Which food is {line}?")
    for number, food_id in enumerate(options, start=1):
        tell(f"  {number}  {own.wide.foods[food_id].name}")
    tell("  s  a seasoning, which isn't counted    w  water    u  unknown: it counts for nothing")
    asks = "  A number, a letter, or the name of a food: "
    return answer_food(draft, taken, _ask(asks, lambda said: find_answer(said, options, own)), own)


def _ask(asks: str, find: Callable[[str], Value]) -> Value:
    """What is found of an answer; asked again until it can be."""
    while True:
        tell(asks, nl=False)
        try:
            return find(input())
        except RequestError as error:
            for problem in error.problems:
                tell(f"  {problem.what}. {write_mentions(problem.remedy, write_option)}")


@add.command("food")
def add_food(
    name: FoodNameArgument,
    label: LabelArgument,
    contains: ContainsOption = None,
    serve_like: ServeLikeOption = None,
    price: PriceOption = None,
    pack: PackOption = None,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Add a food of your own to your kitchen, from its label or like another food.

    What the label doesn't say is unknown, never zero. Without --contains, a food from a label may
    contain anything, so that nobody with a diet or an allergy is served it.
    """
    from planner.kitchen.adding import add_food as add
    from planner.kitchen.lock import hold_lock

    folder, own = read_own(kitchen, tables)
    more = {"contains": contains, "serve_like": serve_like, "price_usd": price, "pack_g": pack}
    with hold_lock(need_kitchen(kitchen), "add food", tell):
        path, doubts = add(name, label, more, folder, own)
    tell(f"Wrote {path}")
    tell_problems(doubts)


@recipes.callback()
def list_recipes(
    context: typer.Context, kitchen: KitchenOption = None, tables: TablesOption = None
) -> None:
    """List your own recipes: what each serves, its energy, and what isn't counted."""
    if context.invoked_subcommand is not None:
        context.obj = kitchen, tables
        return
    from planner.render.documents.own_recipes import compose_recipes

    folder, own = read_own(kitchen, tables)
    print_blocks(compose_recipes(own.recipes, str(folder)))
    tell_problems(own.problems)


@recipes.command("show")
def show_recipe(
    context: typer.Context,
    name: RecipeNameArgument,
    units: UnitsOption = None,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Print one of your recipes: steps, figures a serving, and what isn't counted."""
    from planner.render.documents.own_recipes import compose_own_recipe

    given = context.obj or (None, None)
    folder, own = read_own(kitchen or given[0], tables or given[1])
    recipe = _find_recipe(" ".join(name), own, folder)
    print_blocks(compose_own_recipe(recipe, own.wide, find_units(units)))


@recipes.command("check")
def check_recipes(
    context: typer.Context, kitchen: KitchenOption = None, tables: TablesOption = None
) -> None:
    """Look over your recipes: lines that aren't understood, and what to type.

    The exit code is 3 where something is open.
    """
    given = context.obj or (None, None)
    from planner.kitchen.own_recipes import list_open

    _, own = read_own(kitchen or given[0], tables or given[1])
    tell_problems(own.problems)
    count = 0
    for recipe in own.recipes:
        for problem in list_open(recipe):
            count += 1
            write(f"{problem}\n", None)
    if not count and not own.problems:
        several = "s" if len(own.recipes) != 1 else ""
        write(f"{len(own.recipes)} recipe{several}, and nothing is open.\n", None)
    raise typer.Exit(ExitCode.MISSED if count or own.problems else ExitCode.MET)


def _find_recipe(name: str, own: OwnTables, folder: Path) -> OwnRecipe:
    """The recipe with a name or id, or the only one with these words, or the only one near."""
    from planner.tables.food_aliases import fold

    for one in own.recipes:
        if fold(name) in (fold(one.id), fold(one.source.name), fold(Path(one.place).stem)):
            return one
    words = fold(name).split()
    having = [one for one in own.recipes if all(word in fold(one.source.name) for word in words)]
    if len(having) == 1:
        return having[0]
    if having:
        listed = ", ".join(one.source.name for one in having[:8])
        what = f"{len(having)} recipes have {quote(name)} in their names"
        raise RequestError(Problem("NAME", what, f"Name one of them: {listed}."))
    by_name = {one.source.name: one for one in own.recipes}
    near = find_close(name, by_name)
    if len(near) == 1:
        tell(f"planner: no recipe is called {quote(name)}; this is {quote(near[0])}")
        return by_name[near[0]]
    remedy = offer_close(near) or f"Yours are: {', '.join([*by_name][:8])}."
    remedy = remedy if by_name else "Add one: planner add recipe FILE."
    raise RequestError(Problem("NAME", f"{folder} has no recipe {quote(name)}", remedy))


@export.command("recipes")
def export_recipes(
    names: DishesArgument = None,
    format: RecipeFormatOption = "cook",  # noqa: A002  (the option's name)
    output: FolderOption = Path(),
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Write recipes as files that other programs read, a file each.

    You may name bundled dishes too: they are written as they are usually filled. In a kitchen's own
    folder they go into its folder exports.
    """
    from planner.cli.output import find_folder
    from planner.render.documents.own_recipes import write_exports

    if format not in ("cook", "json"):
        remedy = "Write cook for Cooklang, or json for schema.org."
        raise RequestError(Problem("--format", f"{quote(format)} is not known", remedy))
    folder, own = read_own(kitchen, tables)
    found = write_exports(names or (), own.recipes, own.tables, folder, format)
    if output.resolve() == folder.resolve():  # which holds the kitchen's files alone
        output /= EXPORTS
        output.mkdir(mode=0o700, exist_ok=True)
    find_folder(output / "x")
    for file, text in found.items():
        write(text, output / file)
