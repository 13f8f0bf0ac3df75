"""What commands may be asked, and numbers as people type them."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.tables.nutrients import drop_thousands_commas

FIRST_YEAR, LAST_YEAR = 2000, 2199  # of a plan's dates


class Format(StrEnum):
    """What a plan can be written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"
    ICS = "ics"


PLAIN = (Format.TEXT, Format.MARKDOWN, Format.JSON)
PLAN_FORMATS = (*PLAIN, Format.HTML, Format.PDF)
SHOW_FORMATS = (*PLAN_FORMATS, Format.ICS)
LIST_FORMATS = (*PLAIN, Format.CSV, Format.HTML, Format.PDF)
"""What a command that prints something, a plan, a plan again or a list can write."""

WRITERS = {Format.ICS: "show", Format.CSV: "shop"}
"""The one command that writes a format."""


USED_BY: dict[str, tuple[Format, ...]] = {
    "paper": (Format.PDF,),
    **dict.fromkeys(("breakfast", "lunch", "dinner", "snack"), (Format.ICS,)),
}
"""Which formats show what an option says; with another the option would say nothing."""

LACKS = {"paper": "size of paper"}
"""What a format that doesn't show an option has none of; the other options are times of meals."""


class Paper(StrEnum):
    """The sizes of paper that a PDF is set for."""

    A4 = "a4"
    LETTER = "letter"


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


def day(text: str) -> date:
    """A day of the calendar: 2026-11-30."""
    plain = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})\s*", text)  # ISO 8601 has weeks and more besides
    try:
        found = date.fromisoformat(plain[1] if plain else "")
    except ValueError:
        message = f"{text!r} is not a date. Write year, month and day, such as 2026-11-30."
        raise typer.BadParameter(message) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"{text!r} is out of range. Years from {FIRST_YEAR} to {LAST_YEAR} are taken."
        raise typer.BadParameter(message)
    return found


def time_of_day(text: str) -> time:
    """A time of day with its minutes, on a clock of 24 hours: 7:30 or 19:30."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        message = f"{text!r} is not a time. Write hours and minutes, such as 7:30 or 19:30."
        raise typer.BadParameter(message)
    return time(int(found[1]), int(found[2]))


def paper_size(text: str) -> Paper:
    """A size of paper by its name."""
    try:
        return Paper(text.strip().lower())
    except ValueError:
        message = f"{text!r} is not a size of paper that is known: {' or '.join(Paper)}."
        raise typer.BadParameter(message) from None


def output_file(text: str) -> Path | None:
    """The file to write; a dash stands for standard output, as with no file."""
    return None if text == "-" else Path(text)


def _time(meal: str, default: str) -> Any:
    """An option for when a meal is eaten."""
    return typer.Option(
        parser=time_of_day,
        metavar="HH:MM",
        show_default=False,
        help=f"When {meal} is, in the calendar. [default: {default}]",
    )


def _whole(help_text: str, metavar: str = "NUMBER") -> Any:
    """An option for a whole number."""
    return typer.Option(parser=whole_number, metavar=metavar, help=help_text)


def _words(help_text: str, metavar: str = "WORD") -> Any:
    """An option that may be repeated."""
    return typer.Option(metavar=metavar, help=f"{help_text} May be repeated.")


def write_writer(named: str) -> str:
    """Which command writes a format that only one does; empty for any other word."""
    command = {str(one): command for one, command in WRITERS.items()}.get(named)
    return f" `planner {command}` writes {named}." if command else ""


def _format(offered: tuple[Format, ...]) -> Any:
    """An option for one of these formats."""

    def find(word: str) -> Format:
        named = word.lower()
        if named in offered:
            return Format(named)
        written = " or ".join([", ".join(offered[:-1]), offered[-1]])
        message = f"{word!r} is not what this command writes, which is {written}."
        raise typer.BadParameter(message + write_writer(named))

    return typer.Option(
        "--format",
        parser=find,
        metavar="|".join(offered),
        help="What to write; by default what --output's extension says, else text.",
    )


PlanFormatOption = Annotated[Format | None, _format(PLAN_FORMATS)]
ShowFormatOption = Annotated[Format | None, _format(SHOW_FORMATS)]
ListFormatOption = Annotated[Format | None, _format(LIST_FORMATS)]
PaperOption = Annotated[
    Paper | None,
    typer.Option(
        parser=paper_size, metavar="a4|letter", help="What paper a PDF is for. [default: a4]"
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        parser=output_file,
        metavar="FILE",
        help="Write to this file instead of the screen.",
    ),
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
DietOption = Annotated[str | None, typer.Option(metavar="DIET", help="`planner diets` lists them.")]
CaloriesOption = Annotated[
    float | None,
    typer.Option(
        parser=number, metavar="KCAL", help="Energy a day, 600 to 6,000 kcal. [default: 2000]"
    ),
]
AgeOption = Annotated[int | None, _whole("Age in years, from 9.", "YEARS")]
SexOption = Annotated[str | None, typer.Option(metavar="SEX", help="female or male.")]
StageOption = Annotated[str | None, typer.Option(metavar="STAGE", help="pregnant or lactating.")]
TrimesterOption = Annotated[
    int | None, _whole("1 to 3 in pregnancy; the half year, 1 or 2, in lactation.")
]
WeightOption = Annotated[
    str | None, typer.Option(metavar="WEIGHT", help="Body weight: 63, or 139lb.")
]
HeightOption = Annotated[
    str | None, typer.Option(metavar="HEIGHT", help="Height: 165 (cm), or 5ft5in.")
]
ActivityOption = Annotated[
    str | None, typer.Option(metavar="LEVEL", help="inactive, low-active, active or very-active.")
]
AvoidOption = Annotated[list[str] | None, _words("Leave out a food, kind, group or ingredient.")]
AllergyOption = Annotated[list[str] | None, _words("Leave out an allergen.")]
AllowOption = Annotated[
    list[str] | None, _words("Keep a food, kind or group that a word to avoid leaves out.")
]
LikeOption = Annotated[
    list[str] | None, _words("A food or dish to have more often, once a week at least.")
]
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
OutOption = Annotated[
    list[str] | None,
    _words("A meal eaten elsewhere: 'day 3 dinner', or 'Ana day 3 dinner' for one of several."),
]
DaysOption = Annotated[int | None, _whole("How many days. [default: 7]")]
MinutesOption = Annotated[
    list[str] | None,
    _words(
        "The most minutes that making a meal may take: 30, or dinner=40 for one meal.",
        "[MEAL=]NUMBER",
    ),
]
LeftoversOption = Annotated[
    int | None,
    _whole(
        "Cook once, eat twice: up to so many lunches a week, 3 unless said, are the dinner of the"
        " day before.",
        "[NUMBER]",
    ),
]
SeedOption = Annotated[int | None, _whole("Another number gives another plan.")]
EffortOption = Annotated[
    str,
    typer.Option(
        metavar="normal|high",
        help="How long to look for a better plan: normal, or high (10 s and more).",
    ),
]
SolverOption = Annotated[
    str, typer.Option(metavar="highs|cbc", help="What solves the bound: highs or cbc.")
]
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
PersonOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who of the profile is meant, by name.")
]
PantryOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A CSV of what is at home (item, grams, best_before): taken off the list.",
    ),
]
UseUpOption = Annotated[
    bool | None,
    typer.Option("--use-up", help="Prefer what the pantry has, what goes off first before all."),
]
BudgetOption = Annotated[
    str | None,
    typer.Option(metavar="USD", help="The most that the packs on the list may cost, such as 60."),
]
CheapOption = Annotated[
    bool | None, typer.Option("--cheap", help="Weigh what it costs against usual portions.")
]
FirstDayOption = Annotated[
    date | None,
    typer.Option(
        "--start",
        parser=day,
        metavar="YYYY-MM-DD",
        help="The first day's date, which the plan keeps. [default for a pantry: today]",
    ),
]
AislesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="A CSV of your shop's aisles in their order (aisle, heading, items)."
    ),
]
UnitsOption = Annotated[
    str | None,
    typer.Option(metavar="metric|us", help="g and ml, or oz, lb and fl oz. [default: metric]"),
]
StartOption = Annotated[
    date | None,
    typer.Option(
        parser=day,
        metavar="YYYY-MM-DD",
        help="The first day's date, if it isn't the one that the plan was made with.",
    ),
]
BreakfastOption = Annotated[time | None, _time("breakfast", "07:30")]
LunchOption = Annotated[time | None, _time("lunch", "12:30")]
DinnerOption = Annotated[time | None, _time("dinner", "18:30")]
SnackOption = Annotated[time | None, _time("the snack", "16:00")]

BODY_OPTIONS = {
    "calories": CaloriesOption,
    "age": AgeOption,
    "sex": SexOption,
    "life_stage": StageOption,
    "trimester": TrimesterOption,
    "weight": WeightOption,
    "height": HeightOption,
    "activity": ActivityOption,
}
PERSON_OPTIONS = {
    "diet": DietOption,
    **BODY_OPTIONS,
    "avoid": AvoidOption,
    "allow": AllowOption,
    "allergy": AllergyOption,
    "like": LikeOption,
    "dislike": DislikeOption,
    "condition": ConditionOption,
    "target": TargetOption,
    "limit": LimitOption,
    "every_day": EveryDayOption,
    "profile": ProfileOption,
    "person": PersonOption,
}
DAYS_OPTIONS = {"days": DaysOption, "minutes": MinutesOption}
PLAN_OPTIONS = {
    **PERSON_OPTIONS,
    **DAYS_OPTIONS,
    "leftovers": LeftoversOption,
    "supplements": SupplementsOption,
    "seed": SeedOption,
    "out": OutOption,
    "use_up": UseUpOption,
    "budget": BudgetOption,
    "cheap": CheapOption,
}
"""What is said of a body; of a person, and in which profile; of days; of a plan, all of it."""

Command = Callable[..., None]


def takes(options: Mapping[str, Any]) -> Callable[[Command], Command]:
    """Let a command take these options too, which it is given as a mapping, `given`.

    Typer reads a command's options from its signature, so that is written here for those that
    several commands have. Each is None where it isn't used.
    """

    def extend(command: Command) -> Command:
        @functools.wraps(command)
        def run(**words: Any) -> None:
            command(given={name: words.pop(name) for name in options}, **words)

        own = inspect.signature(command, eval_str=True)
        parameters = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
            for name, option in options.items()
        ]
        parameters += [
            one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for one in own.parameters.values()
            if one.name != "given"
        ]
        run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return extend
