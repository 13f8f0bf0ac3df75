"""Commands that begin with a request: plan, targets, diets, export-model."""

from __future__ import annotations

from dataclasses import replace

import typer

from planner.cli.options import (
    PLAN_FORMATS,
    ActivityOption,
    AgeOption,
    AislesOption,
    AllergyOption,
    AllowOption,
    AvoidOption,
    BudgetOption,
    CaloriesOption,
    CheapOption,
    ConditionOption,
    DaysOption,
    DietOption,
    DislikeOption,
    EffortOption,
    EveryDayOption,
    FirstDayOption,
    HeightOption,
    LeftoversOption,
    LikeOption,
    LimitOption,
    LpOption,
    MinutesOption,
    OutOption,
    OutputOption,
    PantryOption,
    Paper,
    PaperOption,
    PersonOption,
    PlanFormatOption,
    ProfileOption,
    SeedOption,
    SexOption,
    SolverOption,
    StageOption,
    StatsOption,
    SupplementsOption,
    TablesOption,
    TargetOption,
    TimeOption,
    TrimesterOption,
    UnitsOption,
    UseUpOption,
    WeightOption,
)
from planner.cli.shell import (
    choose_format,
    find_folder,
    find_request,
    find_style,
    find_units,
    read_aisles,
    read_home,
    read_known,
    read_words,
    refuse_faults,
    render_plan,
    use_color,
    watch,
    write,
)
from planner.errors import Problem, RequestError

MOST_MODEL_DAYS = 28  # of an LP file, which has 6 MB for each
LP_EXTENSION = ".lp"


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
    allow: AllowOption = None,
    allergy: AllergyOption = None,
    like: LikeOption = None,
    dislike: DislikeOption = None,
    condition: ConditionOption = None,
    target: TargetOption = None,
    limit: LimitOption = None,
    every_day: EveryDayOption = None,
    minutes: MinutesOption = None,
    leftovers: LeftoversOption = None,
    supplements: SupplementsOption = None,
    seed: SeedOption = None,
    out: OutOption = None,
    profile: ProfileOption = None,
    person: PersonOption = None,
    pantry: PantryOption = None,
    use_up: UseUpOption = None,
    start: FirstDayOption = None,
    budget: BudgetOption = None,
    cheap: CheapOption = None,
    aisles: AislesOption = None,
    units: UnitsOption = "metric",
    effort: EffortOption = "normal",
    solver: SolverOption = "highs",
    time_limit: TimeOption = None,
    stats: StatsOption = False,
    format: PlanFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = Paper.A4,
    tables: TablesOption = None,
) -> None:
    """Plan days of meals, with their coverage and the shopping list."""
    given = dict(locals())
    written = choose_format(format, output, PLAN_FORMATS)
    from planner.answer import answer_request
    from planner.check import check_plan
    from planner.request import find_at_home
    from planner.week import Work

    work, written_in = Work(effort, solver), find_units(units)
    known = read_known(tables)
    home, first_day = read_home(pantry, known, start)
    request = replace(find_request(known, given), at_home=find_at_home(home, first_day))
    if request.use_up and not request.at_home:
        remedy = "Name what there is with --pantry FILE, or leave it out."
        raise RequestError(Problem("--use-up", "nothing is at home to be used up", remedy))
    style = find_style(written_in, read_aisles(aisles, known), start)
    with watch(work, time_limit, request.days):
        week = answer_request(request, known, work)
    report = check_plan(week, known)
    refuse_faults(report, "the plan just made")
    if stats:
        for name, seconds in work.seconds.items():
            typer.echo(f"{name:<18} {seconds:8.3f} s", err=True)
        for name, size in work.sizes.items():
            typer.echo(f"{name:<18} {size:8,}", err=True)
    write(render_plan(written, output, week, report, known, style, paper), output)
    raise typer.Exit(report.exit_code)


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
    allow: AllowOption = None,
    allergy: AllergyOption = None,
    like: LikeOption = None,
    dislike: DislikeOption = None,
    condition: ConditionOption = None,
    target: TargetOption = None,
    limit: LimitOption = None,
    every_day: EveryDayOption = None,
    profile: ProfileOption = None,
    person: PersonOption = None,
    tables: TablesOption = None,
) -> None:
    """Print what a person's plan is held to, with sources, and the foods it is kept from."""
    given = dict(locals())
    from planner.render.targets import compose_targets
    from planner.render.text import render_text

    known = read_known(tables)
    request = find_request(known, given)
    write(render_text(compose_targets(request, known), color=use_color()), None)


def diets(profile: ProfileOption = None, tables: TablesOption = None) -> None:
    """Print the diets and what each leaves out."""
    from planner.person import make_diets
    from planner.render.targets import compose_diets
    from planner.render.text import render_text

    known = read_known(tables)
    words = read_words(profile, None).words
    own = make_diets(words.get("own_diets", {}), known, words.get("places", {}))
    write(
        render_text(compose_diets([*known.diets.values(), *own.values()]), color=use_color()), None
    )


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
    allow: AllowOption = None,
    allergy: AllergyOption = None,
    like: LikeOption = None,
    dislike: DislikeOption = None,
    condition: ConditionOption = None,
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
    find_folder(lp)
    from planner.programs import build_program

    known = read_known(tables)
    request = find_request(known, given)
    if request.days > MOST_MODEL_DAYS:
        what = f"{request.days} days make too large a file"
        raise RequestError(Problem("--days", what, f"Write at most {MOST_MODEL_DAYS}."))
    if len(request.people) > 1:
        names = ", ".join(one.name for one in request.people)
        what = f"holds {len(request.people)} people, and a model is of one"
        raise RequestError(Problem("--profile", what, f"Say whose with --person: {names}."))
    linear = build_program(request, known).linear
    for path, text in (
        (lp, linear.write().render()),
        (lp.with_stem(f"{lp.stem}-week"), linear.write(days=request.days, whole=True).render()),
    ):
        write(text, path)
