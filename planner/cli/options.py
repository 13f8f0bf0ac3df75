"""The options of the commands, and the parsers of what people type."""

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

from planner.errors import KITCHEN_VARIABLE, quote
from planner.parsing.numbers import drop_thousands_commas
from planner.people.ages import explain_age
from planner.request.arguments import FIRST_YEAR, LAST_YEAR, parse_time
from planner.request.fields import BY_NAME, Asked, Kind, find_asked


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
TABLE_FORMATS = (*PLAIN, Format.CSV)
"""What a command that prints something, a plan, a plan again, a list or a table can write."""

WRITERS = {Format.ICS: "show", Format.CSV: "shop"}
"""The command that writes a plan in a format that few do."""


USED_BY: dict[str, tuple[Format, ...]] = {
    "paper": (Format.PDF,),
    "short": (Format.TEXT, Format.MARKDOWN),
    **dict.fromkeys(("day", "meal"), (Format.TEXT, Format.MARKDOWN, Format.HTML, Format.PDF)),
    **dict.fromkeys(("breakfast", "lunch", "dinner", "snack"), (Format.ICS,)),
}
"""The formats that an option has an effect on; with any other it is refused."""

LACKS = {"paper": "paper size", "short": "short form", "day": "single days", "meal": "single meals"}
"""What such a format lacks, for the message; all other options are times of meals."""


class Paper(StrEnum):
    """The sizes of paper that a PDF is set for."""

    A4 = "a4"
    LETTER = "letter"


def whole_number(text: str) -> int:
    """A number of years, days or minutes as people type it."""
    try:
        return int(drop_thousands_commas(text))
    except ValueError:
        message = f"{quote(text)} is not a whole number. Write it in digits, such as 7."
        raise typer.BadParameter(message) from None


def age(text: str) -> int:
    """An age in years; one in months, or half a year, is answered with what to write."""
    try:
        return whole_number(text)
    except typer.BadParameter:
        remedy = explain_age(text)
        if not remedy:
            raise
        message = f"{quote(text)} is not a number of whole years. {remedy}"
        raise typer.BadParameter(message) from None


def number(text: str) -> float:
    """A number as people type it: 1800, 1,800 or 1800.5."""
    try:
        return float(drop_thousands_commas(text))
    except ValueError:
        message = f"{quote(text)} is not a number. Write it in digits, such as 1800."
        raise typer.BadParameter(message) from None


def day(text: str) -> date:
    """A day of the calendar: 2026-11-30."""
    plain = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})\s*", text)  # ISO 8601 has weeks and more besides
    try:
        found = date.fromisoformat(plain[1] if plain else "")
    except ValueError:
        message = f"{quote(text)} is not a date. Write year, month and day, such as 2026-11-30."
        raise typer.BadParameter(message) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"{quote(text)} is out of range. Write a year from {FIRST_YEAR} to {LAST_YEAR}."
        raise typer.BadParameter(message)
    return found


def time_of_day(text: str) -> time:
    """A time of day with its minutes, on a clock of 24 hours: 7:30 or 19:30."""
    found = parse_time(text)
    if found is None:
        message = f"{quote(text)} is not a time. Write hours and minutes, such as 7:30 or 19:30."
        raise typer.BadParameter(message)
    return found


def paper_size(text: str) -> Paper:
    """A size of paper by its name."""
    try:
        return Paper(text.strip().lower())
    except ValueError:
        message = f"{quote(text)} is not a known paper size. Choose {' or '.join(Paper)}."
        raise typer.BadParameter(message) from None


def output_file(text: str) -> Path | None:
    """The file to write; a dash means standard output, as no file does."""
    return None if text == "-" else Path(text)


def _time(meal: str, default: str) -> Any:
    """An option for when a meal is eaten."""
    return typer.Option(
        parser=time_of_day,
        metavar="HH:MM",
        show_default=False,
        help=f"The time of {meal} in the calendar. [default: {default}]",
    )


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
        message = f"this command doesn't write {quote(word)}. It writes {written}."
        raise typer.BadParameter(message + write_writer(named))

    return typer.Option(
        "--format",
        parser=find,
        metavar="|".join(offered),
        help="The format. By default --output's extension decides, else it is text.",
    )


PlanFormatOption = Annotated[Format | None, _format(PLAN_FORMATS)]
ShowFormatOption = Annotated[Format | None, _format(SHOW_FORMATS)]
ListFormatOption = Annotated[Format | None, _format(LIST_FORMATS)]
TableFormatOption = Annotated[Format | None, _format(TABLE_FORMATS)]
PaperOption = Annotated[
    Paper | None,
    typer.Option(
        parser=paper_size, metavar="a4|letter", help="The paper size of a PDF. [default: a4]"
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
TodayOption = Annotated[
    date | None,
    typer.Option(
        "--date", parser=day, metavar="YYYY-MM-DD", help="As if it were this day. [default: today]"
    ),
]
KitchenOption = Annotated[
    Path | None,
    typer.Option(
        "--kitchen",
        envvar=KITCHEN_VARIABLE,
        metavar="DIR",
        help="The folder of your kitchen. [default: this folder, if it is one]",
    ),
]
WeekArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PLAN]",
        help="A plan written with --output plan.json; in a kitchen, the first day of a week."
        " [default in a kitchen: the week of today]",
    ),
]
OutOption = Annotated[
    list[str] | None, typer.Option("--out", metavar="WORD", help=BY_NAME["out"].full_help)
]
EffortOption = Annotated[
    str,
    typer.Option(
        metavar="normal|high",
        help="How long to look for a better plan: normal, or high (10 s and more).",
    ),
]
SolverOption = Annotated[
    str, typer.Option(metavar="highs|cbc", help="The solver of the bound: highs or cbc.")
]
TimeOption = Annotated[
    float | None,
    typer.Option(
        parser=number,
        metavar="SECONDS",
        help="Stop after this many seconds and print the best plan found.",
    ),
]
StatsOption = Annotated[
    bool,
    typer.Option("--stats", help="Print times, sizes and the Healthy Eating Index to the screen."),
]
LpOption = Annotated[
    Path,
    typer.Option(
        "--lp",
        metavar="FILE",
        help="The file for the average day, name.lp or name.mps; the week goes into name-week.lp.",
    ),
]
ProfileOption = Annotated[
    Path | None,
    typer.Option(help="A TOML file with these fields. Options win over it, but lists add up."),
]
PersonOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Plan only for this person of the profile.")
]
DietsProfileOption = Annotated[
    Path | None, typer.Option(help="A TOML file with diets of your own ([[diet]]): list them too.")
]
ComparedProfileOption = Annotated[
    Path | None,
    typer.Option(help="A TOML file: note where it has changed since the plan was made."),
]
ComparedPersonOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Compare only this person of the profile.")
]
PantryOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A CSV file of what you have (item, grams, best_before). The list leaves it out.",
    ),
]
FirstDayOption = Annotated[
    date | None,
    typer.Option(
        "--start",
        parser=day,
        metavar="YYYY-MM-DD",
        help="The date of the first day; the plan keeps it. [default for a pantry: today]",
    ),
]
AislesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="A CSV file of your shop's aisles, in order (aisle, heading, items)."
    ),
]
PricesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A CSV file of your shop's prices (item, price, per). They win over the averages.",
    ),
]
UnitsOption = Annotated[
    str | None,
    typer.Option(metavar="metric|us", help="g and ml, or oz, lb and fl oz. [default: metric]"),
]
EnglishOption = Annotated[
    str | None,
    typer.Option(
        metavar="us|uk",
        envvar="PLANNER_ENGLISH",
        help="Whose words: zucchini, or courgette. [default: us]",
    ),
]
CurrencyOption = Annotated[
    str | None,
    typer.Option(
        metavar="usd|none",
        envvar="PLANNER_CURRENCY",
        help="Print prices in US dollars, or none. [default: usd]",
    ),
]
StartOption = Annotated[
    date | None,
    typer.Option(
        parser=day,
        metavar="YYYY-MM-DD",
        help="The date of the first day, if it isn't the one in the plan.",
    ),
]
ShortOption = Annotated[
    bool, typer.Option("--short", help="Print the first screen alone: the days at a glance.")
]
NoPagerOption = Annotated[
    bool, typer.Option("--no-pager", help="Print on a terminal without stopping at each page.")
]
OneDayOption = Annotated[
    int | None, typer.Option("--day", parser=whole_number, metavar="NUMBER", help="Only this day.")
]
OneMealOption = Annotated[
    str | None, typer.Option("--meal", metavar="MEAL", help="Only this meal, such as dinner.")
]
WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS", help="Words of a name, or the whole name or id of one."),
]
CuisineOption = Annotated[
    list[str] | None,
    typer.Option("--cuisine", metavar="WORD", help="Only dishes of this cuisine. May be repeated."),
]
FastOption = Annotated[
    int | None,
    typer.Option(
        "--minutes",
        parser=whole_number,
        metavar="NUMBER",
        help="Only dishes that are made in so many minutes.",
    ),
]
RichOption = Annotated[
    str | None,
    typer.Option("--rich-in", metavar="NUTRIENT", help="Those that bring most of it come first."),
]
PerOption = Annotated[
    str | None,
    typer.Option(
        metavar="kcal|serving|gram",
        help="Nutrients in 100 kcal, a usual serving or 100 g. [default: serving]",
    ),
]
DietOption = Annotated[
    list[str] | None, typer.Option(metavar="DIET", help=BY_NAME["diet"].full_help)
]
BreakfastOption = Annotated[time | None, _time("breakfast", "07:30")]
LunchOption = Annotated[time | None, _time("lunch", "12:30")]
DinnerOption = Annotated[time | None, _time("dinner", "18:30")]
SnackOption = Annotated[time | None, _time("the snack", "16:00")]

PARSERS = {Kind.WHOLE: whole_number, Kind.NUMBER: number}
TYPES: Mapping[Kind, Any] = {
    Kind.WHOLE: int | None,
    Kind.NUMBER: float | None,
    Kind.TEXT: str | None,
    Kind.NUMBER_OR_TEXT: str | None,
    Kind.FLAG: bool | None,
    Kind.TEXTS: list[str] | None,
    Kind.WORDS: list[str] | None,
    Kind.AMOUNTS: list[str] | None,
    Kind.MEALS: list[str] | None,
}


def _build_options(*groups: Asked) -> dict[str, Any]:
    """The options of the fields of a request that belong to these groups, by the field's name."""
    options: dict[str, Any] = {}
    for name, field in find_asked(*groups).items():
        if field.kind is not None:
            option = typer.Option(
                f"--{field.option}",
                parser=age if name == "age" else PARSERS.get(field.kind),
                metavar=field.metavar or None,
                help=field.full_help,
            )
            options[name] = Annotated[TYPES[field.kind], option]
    return options


BODY_OPTIONS = _build_options(Asked.BODY)
PERSON_OPTIONS = {
    **_build_options(Asked.BODY, Asked.PERSON),
    "profile": ProfileOption,
    "person": PersonOption,
}
DAYS_OPTIONS = _build_options(Asked.DAYS)
PLAN_OPTIONS = {**PERSON_OPTIONS, **DAYS_OPTIONS, **_build_options(Asked.PLAN)}
"""The options about a body; about a person, with the profile; about days; about a whole plan."""

Command = Callable[..., None]


def accept_options(options: Mapping[str, Any]) -> Callable[[Command], Command]:
    """Give a command these options too; it gets their values as a mapping, `given`.

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
