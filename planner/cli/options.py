"""What commands may be asked, and numbers as people type them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.nutrients import drop_thousands_commas


class Format(StrEnum):
    """What a plan can be written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def whole_number(text: str) -> int:
    """A number of years, days or minutes as people type it."""
    try:
        return int(drop_thousands_commas(text))
    except ValueError:
        message = f"{text!r} is not a whole number. Write it in digits, such as 7."
        raise typer.BadParameter(message) from None


def number(text: str) -> float:
    """A number as people type it: 1800, 1,800 or 1800.5."""
    try:
        return float(drop_thousands_commas(text))
    except ValueError:
        message = f"{text!r} is not a number. Write it in digits, such as 1800."
        raise typer.BadParameter(message) from None


def _whole(help_text: str, metavar: str = "NUMBER") -> Any:
    """An option for a whole number."""
    return typer.Option(parser=whole_number, metavar=metavar, help=help_text)


def _words(help_text: str, metavar: str = "WORD") -> Any:
    """An option that may be repeated."""
    return typer.Option(metavar=metavar, help=f"{help_text} May be repeated.")


FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", help="What to write; by default what --output's extension says, else text."
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of the screen.")
]
TablesOption = Annotated[
    Path | None,
    typer.Option(
        "--tables", envvar="PLANNER_TABLES", help="A folder of tables instead of the bundled ones."
    ),
]
PlanArgument = Annotated[
    Path, typer.Argument(metavar="PLAN", help="A plan written with --output plan.json.")
]
DietOption = Annotated[str | None, typer.Option(help="`planner diets` lists them.")]
CaloriesOption = Annotated[
    float | None,
    typer.Option(
        parser=number, metavar="KCAL", help="Energy a day, 600 to 6,000 kcal. [default: 2000]"
    ),
]
AgeOption = Annotated[int | None, _whole("Age in years, from 9.", "YEARS")]
SexOption = Annotated[str | None, typer.Option(help="female or male.")]
StageOption = Annotated[str | None, typer.Option(help="pregnant or lactating.")]
TrimesterOption = Annotated[
    int | None, _whole("1 to 3 in pregnancy; the half year, 1 or 2, in lactation.")
]
WeightOption = Annotated[str | None, typer.Option(help="Body weight: 63, or 139lb.")]
HeightOption = Annotated[str | None, typer.Option(help="Height: 165 (cm), or 5ft5in.")]
ActivityOption = Annotated[
    str | None, typer.Option(help="inactive, low-active, active or very-active.")
]
AvoidOption = Annotated[list[str] | None, _words("Leave out a food, kind, group or ingredient.")]
AllergyOption = Annotated[list[str] | None, _words("Leave out an allergen.")]
AllowOption = Annotated[
    list[str] | None, _words("Keep a food, kind or group that a word to avoid leaves out.")
]
LikeOption = Annotated[list[str] | None, _words("A food or dish to have more often.")]
DislikeOption = Annotated[list[str] | None, _words("A food or dish to have less often.")]
ConditionOption = Annotated[
    list[str] | None,
    _words("An illness or a medicine; `planner explain conditions` lists them."),
]
SupplementsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[NUTRIENTS]",
        help="Allow supplements where food can't do it: any, or vitamin-b12,vitamin-d.",
    ),
]
TargetOption = Annotated[
    list[str] | None,
    _words("A minimum of your own: magnesium=450, vitamin-d=800IU.", "NUTRIENT=AMOUNT"),
]
LimitOption = Annotated[
    list[str] | None, _words("A daily maximum of your own: sodium=1500mg.", "NUTRIENT=AMOUNT")
]
EveryDayOption = Annotated[
    list[str] | None,
    _words("A nutrient to reach every day instead of on the average.", "NUTRIENT"),
]
DaysOption = Annotated[int | None, _whole("How many days. [default: 7]")]
MinutesOption = Annotated[int | None, _whole("The most minutes that making a dinner may take.")]
SeedOption = Annotated[int | None, _whole("Another number gives another plan.")]
EffortOption = Annotated[
    str, typer.Option(help="How long to look for a better plan: normal, or high (about 10 s).")
]
SolverOption = Annotated[str, typer.Option(help="What solves the bound: highs or cbc.")]
TimeOption = Annotated[
    float | None,
    typer.Option(
        parser=number,
        metavar="SECONDS",
        help="After so many the best plan found so far is taken.",
    ),
]
StatsOption = Annotated[bool, typer.Option("--stats", help="Print times and sizes to the screen.")]
LpOption = Annotated[
    Path,
    typer.Option(
        "--lp", metavar="FILE", help="The average day goes here, the week beside it: name.lp."
    ),
]
ProfileOption = Annotated[
    Path | None,
    typer.Option(help="A TOML file with these words; options win, lists add to its own."),
]
PersonOption = Annotated[str | None, typer.Option(help="Who of the profile is meant, by name.")]
PantryOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A CSV of what is at home (item, grams, best_before): taken off the list.",
    ),
]
AislesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="A CSV of your shop's aisles in their order (aisle, heading, items)."
    ),
]
UnitsOption = Annotated[str, typer.Option(help="metric (g, ml) or us (oz, lb, fl oz).")]
