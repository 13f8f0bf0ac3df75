"""Commands that begin with a request: plan, targets, diets, export-model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import typer

from planner.cli.inputs import (
    find_own_kitchen,
    find_request,
    find_style,
    find_units,
    find_wording,
    read_aisles,
    read_home,
    read_kitchen_home,
    read_known,
    read_prices,
    read_words,
    refuse_faults,
    tell_few,
    watch,
)
from planner.cli.options import (
    DAYS_OPTIONS,
    PERSON_OPTIONS,
    PLAN_FORMATS,
    PLAN_OPTIONS,
    AislesOption,
    CurrencyOption,
    DietsProfileOption,
    EffortOption,
    EnglishOption,
    FirstDayOption,
    Format,
    KitchenOption,
    LpOption,
    NoPagerOption,
    OutputOption,
    PantryOption,
    PaperOption,
    PlanFormatOption,
    PricesOption,
    ShortOption,
    SolverOption,
    StatsOption,
    TablesOption,
    TimeOption,
    UnitsOption,
    accept_options,
)
from planner.cli.output import (
    choose_format,
    find_folder,
    print_blocks,
    refuse_unused,
    tell,
    write,
    write_plan,
)
from planner.errors import Problem, RequestError

MODEL_FORMATS = ("lp", "mps")  # by the extension of a file


@accept_options(PLAN_OPTIONS)
def plan(
    given: dict[str, Any],
    pantry: PantryOption = None,
    start: FirstDayOption = None,
    aisles: AislesOption = None,
    prices: PricesOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    effort: EffortOption = "normal",
    solver: SolverOption = "highs",
    time_limit: TimeOption = None,
    stats: StatsOption = False,
    format: PlanFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    short: ShortOption = False,
    no_pager: NoPagerOption = False,
    kitchen: KitchenOption = None,
    tables: TablesOption = None,
) -> None:
    """Plan a week of meals, and print its shopping list.

    With --days, plan fewer days or more. The plan comes with its nutrients: each target, and
    what the meals bring. In a kitchen its profile, aisles, prices and what is at home are
    taken, unless you name others; `planner next` plans its weeks and keeps them.

    For a family name everyone in a profile: `planner init` asks who eats and writes one. Under
    [[person]] stands what holds for one person, before the first what holds for all. Keys are
    the options (but allergies and conditions), with a list where you may repeat one:

    \b
        days = 7
        minutes = 30
        [[person]]
        name = "Ana"
        age = 38
        diet = "vegetarian"
        [[person]]
        name = "Ben"
        age = 6
        allergies = ["peanut"]
        out = ["day 3 lunch"]

    Save it as family.toml: `planner plan --profile family.toml`.
    """  # noqa: D301  (the backspace keeps the lines of the example apart)
    written = choose_format(format, output, PLAN_FORMATS)
    refuse_unused(written, {"paper": paper, "short": short or None})
    from planner import Work, actions
    from planner.render.documents.shopping_list import write_savings
    from planner.report.healthy_eating import compute_healthy_eating
    from planner.request.from_words import find_at_home

    wording = find_wording(english, currency)
    work, written_in = Work(effort, solver), find_units(units)
    own = find_own_kitchen(kitchen)
    if own is not None:
        given["profile"] = given["profile"] or own.profile
        prices, aisles = prices or own.prices, aisles or own.aisles
    known = read_prices(prices, read_known(tables, kitchen), given["profile"])
    if own is not None and pantry is None:
        home, first_day = read_kitchen_home(own, known, start)
    else:
        home, first_day = read_home(pantry, known, start)
    at_home = find_at_home(home, first_day)
    request = replace(find_request(known, {**given, "start": start}), at_home=at_home)
    style = find_style(written_in, wording, read_aisles(aisles, known), start)
    with watch(work, time_limit):
        week = actions.plan(request, known, work)
    report = actions.check(week, known)
    refuse_faults(report, "the plan just made")
    tell_few(request, known)
    if stats:
        for name, seconds in work.seconds.items():
            tell(f"{name:<18} {seconds:8.3f} s")
        for name, size in work.sizes.items():
            tell(f"{name:<18} {size:8,}")
        for person in week.request.people:
            index = compute_healthy_eating(week, report, person, known)
            if index is not None:
                whose = f" {person.name}" if len(week.request.people) > 1 else ""
                tell(f"{f'HEI-2020{whose}':<18} {index.total:8.1f} of 100")
    write_plan(
        written,
        output,
        week,
        report,
        known,
        style,
        paper,
        paged=not no_pager,
        short=short,
        plan_file=output if written is Format.JSON else None,
    )
    for line in write_savings(week, known, work.without_usd, work.tried):
        tell(line)
    raise typer.Exit(report.exit_code)


@accept_options(PERSON_OPTIONS)
def targets(
    given: dict[str, Any],
    tables: TablesOption = None,
    kitchen: KitchenOption = None,
) -> None:
    """Print a person's targets, and the foods that are left out.

    Each target has its source, each food its reason.
    """
    from planner.render.documents.targets import compose_targets

    known = read_known(tables, kitchen)
    request = find_request(known, given)
    print_blocks(compose_targets(request, known))


def diets(
    profile: DietsProfileOption = None,
    tables: TablesOption = None,
    kitchen: KitchenOption = None,
) -> None:
    """Print the diets, and what each of them leaves out."""
    from planner import actions
    from planner.render.documents.targets import compose_diets

    known = read_known(tables, kitchen)
    words = read_words(profile, None).words
    listed = actions.diets(known, words.get("own_diets"), words.get("places"))
    print_blocks(compose_diets(listed))


@accept_options(PERSON_OPTIONS | DAYS_OPTIONS)
def export_model(
    given: dict[str, Any],
    lp: LpOption,
    tables: TablesOption = None,
    kitchen: KitchenOption = None,
) -> None:
    """Write the linear programs of a plan as LP or MPS files.

    CBC, HiGHS and glpsol read both formats, OR-Tools reads MPS. FILE gets the average day. Its
    optimum, times the days, is the bound that a plan prints. A second file, with -week before the
    extension, gets the program of all the days, with a 0/1 variable for each dish and each food in
    an amount. Its relaxation has the same bound.
    """
    form = lp.suffix.lower().removeprefix(".")
    if form not in MODEL_FORMATS:
        what = f"{str(lp)!r} doesn't end in .lp or .mps"
        raise RequestError(Problem("--lp", what, "Choose a name such as model.lp."))
    find_folder(lp)
    from planner import actions

    known = read_known(tables, kitchen)
    texts = actions.export_model(find_request(known, given), known, form)
    write(texts.average_day, lp)
    write(texts.days, lp.with_stem(f"{lp.stem}-week"))
