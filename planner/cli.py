"""The command line: a thin shell over the library.

Plans go to standard output, everything else to standard error. Heavy modules are imported by the
command that needs them, so that --help answers at once.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from enum import StrEnum
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.errors import OutputError, PlanFileError, PlannerError, Problem, RequestError
from planner.nutrients import drop_thousands_commas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.check import CheckReport
    from planner.plan import WeekPlan
    from planner.profiles import Profile
    from planner.render.blocks import Block
    from planner.request import Request
    from planner.tables import Tables
    from planner.week import Work

SHORT = 7  # days whose planning shows no progress
MOST_MODEL_DAYS = 28  # of an LP file, which has 6 MB for each
LP_EXTENSION = ".lp"

# a command's options that make a request, and what the request calls them
SAME_WORDS = (
    *("diet", "calories", "age", "sex", "life_stage", "trimester", "weight", "height", "activity"),
    *("avoid", "like", "dislike", "every_day", "days", "minutes", "seed"),
)
REQUEST_WORDS = {word: word for word in SAME_WORDS} | {
    "allergy": "allergies",
    "target": "targets",
    "limit": "limits",
}

app = typer.Typer(
    help="Plan meals of real foods that cover what a body needs, checked and with a shopping list.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """What a plan can be written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


EXTENSIONS = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
}


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
LikeOption = Annotated[list[str] | None, _words("A food or dish to have more often.")]
DislikeOption = Annotated[list[str] | None, _words("A food or dish to have less often.")]
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


@app.command()
def plan(
    diet: DietOption = None,
    calories: CaloriesOption = None,
    days: DaysOption = None,
    age: AgeOption = None,
    sex: SexOption = None,
    life_stage: StageOption = None,
    trimester: TrimesterOption = None,
    weight: WeightOption = None,
    height: HeightOption = None,
    activity: ActivityOption = None,
    avoid: AvoidOption = None,
    allergy: AllergyOption = None,
    like: LikeOption = None,
    dislike: DislikeOption = None,
    target: TargetOption = None,
    limit: LimitOption = None,
    every_day: EveryDayOption = None,
    minutes: MinutesOption = None,
    seed: SeedOption = None,
    profile: ProfileOption = None,
    person: PersonOption = None,
    effort: EffortOption = "normal",
    solver: SolverOption = "highs",
    time_limit: TimeOption = None,
    stats: StatsOption = False,
    format: FormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    tables: TablesOption = None,
) -> None:
    """Plan days of meals, with their coverage and the shopping list."""
    given = dict(locals())
    written = _format(format, output)
    from planner.check import check_plan
    from planner.render.compose import compose_plan
    from planner.week import Work, plan_week

    work = Work(effort, solver)
    known = _read_tables(tables)
    request = _request(known, given)
    with _watch(work, time_limit, request.days):
        week = plan_week(request, known, work)
    report = check_plan(week, known)
    _refuse_faults(report, "the plan just made")
    if stats:
        for name, seconds in work.seconds.items():
            typer.echo(f"{name:<18} {seconds:8.3f} s", err=True)
        for name, size in work.sizes.items():
            typer.echo(f"{name:<18} {size:8,}", err=True)
    blocks = () if written is Format.JSON else compose_plan(week, report, known)
    _write(_render(written, output, blocks, week), output)
    raise typer.Exit(report.exit_code)


@app.command()
def shop(
    plan_file: PlanArgument,
    profile: ProfileOption = None,
    person: PersonOption = None,
    format: FormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    tables: TablesOption = None,
) -> None:
    """Print a plan's shopping list again; with a profile, say where its words differ by now."""
    written = _format(format, output)
    week, report, known = _read_plan(plan_file, tables)
    _refuse_faults(report, str(plan_file))
    _note_differences(week, known, profile, person)
    from planner.render.compose import compose_list

    if written is Format.JSON:
        import json

        lines = week.to_json()["shopping"]
        text = json.dumps(lines, indent=2, ensure_ascii=False) + "\n"
    else:
        text = _render(written, output, compose_list(week, known), week)
    _write(text, output)


@app.command()
def check(
    plan_file: PlanArgument,
    profile: ProfileOption = None,
    person: PersonOption = None,
    tables: TablesOption = None,
) -> None:
    """Recompute a plan from its portions and the tables, and print each limit with its value.

    With a profile, say where its words are no longer those that the plan was made for.
    """
    week, report, known = _read_plan(plan_file, tables)
    _refuse_faults(report, str(plan_file))
    _note_differences(week, known, profile, person)
    from planner.render.compose import compose_check
    from planner.render.text import render_text

    _write(render_text(compose_check(week, report, known), color=_color()), None)
    raise typer.Exit(report.exit_code)


@app.command()
def targets(
    diet: DietOption = None,
    calories: CaloriesOption = None,
    age: AgeOption = None,
    sex: SexOption = None,
    life_stage: StageOption = None,
    trimester: TrimesterOption = None,
    weight: WeightOption = None,
    height: HeightOption = None,
    activity: ActivityOption = None,
    avoid: AvoidOption = None,
    allergy: AllergyOption = None,
    like: LikeOption = None,
    dislike: DislikeOption = None,
    target: TargetOption = None,
    limit: LimitOption = None,
    every_day: EveryDayOption = None,
    profile: ProfileOption = None,
    person: PersonOption = None,
    tables: TablesOption = None,
) -> None:
    """Print what a person's plan is held to, with sources, and the foods it is kept from."""
    given = dict(locals())
    from planner.render.compose import compose_targets
    from planner.render.text import render_text

    known = _read_tables(tables)
    request = _request(known, given)
    _write(render_text(compose_targets(request, known), color=_color()), None)


@app.command()
def diets(profile: ProfileOption = None, tables: TablesOption = None) -> None:
    """Print the diets and what each leaves out."""
    from planner.person import make_diets
    from planner.render.compose import compose_diets
    from planner.render.text import render_text

    known = _read_tables(tables)
    words = _read_profile(profile, None).words
    own = make_diets(words.get("own_diets", {}), known, words.get("places", {}))
    _write(render_text(compose_diets([*known.diets.values(), *own.values()]), color=_color()), None)


@app.command()
def export_model(
    lp: LpOption,
    diet: DietOption = None,
    calories: CaloriesOption = None,
    days: DaysOption = None,
    age: AgeOption = None,
    sex: SexOption = None,
    life_stage: StageOption = None,
    trimester: TrimesterOption = None,
    weight: WeightOption = None,
    height: HeightOption = None,
    activity: ActivityOption = None,
    avoid: AvoidOption = None,
    allergy: AllergyOption = None,
    like: LikeOption = None,
    dislike: DislikeOption = None,
    target: TargetOption = None,
    limit: LimitOption = None,
    every_day: EveryDayOption = None,
    minutes: MinutesOption = None,
    profile: ProfileOption = None,
    person: PersonOption = None,
    tables: TablesOption = None,
) -> None:
    """Write the linear programs of a plan as LP files, which CBC, HiGHS and glpsol read.

    FILE is the average day, a linear program: its optimum times the days is the bound that a plan
    prints. Beside it, with -week before the extension, is the program of all the days with a 0 or
    1 for each dish and each food in an amount; its relaxation has that same bound for an optimum.
    """
    given = dict(locals())
    if lp.suffix.lower() != LP_EXTENSION:
        what = f"{str(lp)!r} isn't named as an LP file"
        raise RequestError(Problem("--lp", what, f"Let it end in {LP_EXTENSION}."))
    _find_folder(lp)
    from planner.week import build_program

    known = _read_tables(tables)
    request = _request(known, given)
    if request.days > MOST_MODEL_DAYS:
        what = f"{request.days} days make too large a file"
        raise RequestError(Problem("--days", what, f"Write at most {MOST_MODEL_DAYS}."))
    linear = build_program(request, known).linear
    for path, text in (
        (lp, linear.write().render()),
        (lp.with_stem(f"{lp.stem}-week"), linear.write(days=request.days, whole=True).render()),
    ):
        _write(text, path)


def _request(known: Tables, given: dict[str, Any]) -> Request:
    """The request of a profile's words with the options that a command was given over them."""
    from planner.profiles import overlay
    from planner.request import make_request

    words = _read_profile(given["profile"], given["person"]).person(given["person"])
    options = {word: given.get(option) for option, word in REQUEST_WORDS.items()}
    said = {word: value for word, value in options.items() if value is not None}
    return make_request(known, **overlay(words, said))


def _read_profile(path: Path | None, person: str | None) -> Profile:
    """The profile of that name, or one that says nothing where none is given."""
    from planner.profiles import Profile, read_profile

    if path is not None:
        return read_profile(path)
    if person is not None:
        remedy = "Name the profile that holds this person: --profile FILE."
        raise RequestError(Problem("--person", f"{person!r} stands without a profile", remedy))
    return Profile({}, ())


def _note_differences(
    week: WeekPlan, known: Tables, profile: Path | None, person: str | None
) -> None:
    """Say on standard error where a profile no longer has the words that a plan was made for."""
    from planner.request import find_differences, make_request

    read = _read_profile(profile, person)
    if profile is None:
        return
    (eater,) = week.request.people
    if person is None and eater.name in read.names:
        person = eater.name
    words = read.person(person)
    differing = find_differences(week.request, make_request(known, **words), words)
    if differing:
        what = f"the plan was made for other words: {'; '.join(differing)}"
        note = Problem(str(profile), what, "Plan again to go by the profile.")
        typer.echo(f"planner: {note}", err=True)


@contextmanager
def _watch(work: Work, time_limit: float | None, days: int) -> Iterator[None]:
    """End a search when its time is over or at Ctrl-C, and show how far a long one has come."""
    if time_limit is not None and not 0 < time_limit < inf:
        remedy = "Give a number of seconds above 0, or leave it out."
        raise RequestError(Problem("--time-limit", f"{time_limit:g} is out of range", remedy))
    ends = monotonic() + (time_limit or inf)
    stopped = False

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True
        typer.echo("Stopping: the best plan found so far follows.", err=True)

    work.stop = lambda: stopped or monotonic() > ends
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        if days <= SHORT or not sys.stderr.isatty():
            yield
            return
        from rich.progress import Progress

        with Progress(transient=True) as bar:
            task = bar.add_task("Planning")
            work.progress = lambda done, steps: bar.update(task, completed=done, total=steps)
            yield
    finally:
        signal.signal(signal.SIGINT, before)


def _format(asked: Format | None, output: Path | None) -> Format:
    """What to write; an output that can't be is refused before anything is planned."""
    if output is not None:
        _find_folder(output)
    if asked is not None:
        return asked
    if output is None:
        return Format.TEXT
    if output.suffix.lower() not in EXTENSIONS:
        what = f"{str(output)!r} has no extension that says what to write"
        remedy = f"Use one of {', '.join(EXTENSIONS)}, or --format."
        raise RequestError(Problem("--output", what, remedy))
    return EXTENSIONS[output.suffix.lower()]


def _find_folder(output: Path) -> None:
    """Refuse a file in a folder that isn't there."""
    if not output.parent.is_dir():
        remedy = "Make the folder first, or name another place."
        raise OutputError(Problem(str(output), f"there is no folder {output.parent}", remedy))


def _read_tables(folder: Path | None) -> Tables:
    from planner.tables import find_data, read_tables

    return read_tables(folder or find_data())


def _read_plan(path: Path, folder: Path | None) -> tuple[WeekPlan, CheckReport, Tables]:
    from planner.check import check_plan
    from planner.files import read_file
    from planner.plan import WeekPlan

    remedy = "Name a file written by `planner plan --output plan.json`."
    text = read_file(path, PlanFileError, remedy)
    known = _read_tables(folder)
    week = WeekPlan.from_json(text, str(path))
    return week, check_plan(week, known), known


def _refuse_faults(report: CheckReport, where: str) -> None:
    if report.faults:
        head = Problem(where, "doesn't add up", "Plan the week again.")
        raise PlanFileError(head, *report.faults)


def _color() -> bool:
    if not sys.stdout.isatty():
        return False
    from rich.console import Console

    return Console().color_system is not None


def _render(written: Format, output: Path | None, blocks: Iterable[Block], week: WeekPlan) -> str:
    match written:
        case Format.JSON:
            import json

            return json.dumps(week.to_json(), indent=2, ensure_ascii=False) + "\n"
        case Format.MARKDOWN:
            from planner.render.markdown import render_markdown

            return render_markdown(blocks)
        case Format.TEXT:
            from planner.render.text import render_text

            return render_text(blocks, color=output is None and _color())


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    from planner.files import write_file

    write_file(output, text)
    typer.echo(f"Wrote {output}", err=True)


def main() -> None:
    """Run the command line; every error that the planner knows ends in one message."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="planner")
    except PlannerError as error:
        for problem in error.problems:
            typer.echo(f"planner: {problem}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
