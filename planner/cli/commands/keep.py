"""The commands of a kitchen: next, cooked, skipped, ate-out, bought and the rest."""

from __future__ import annotations

import shlex
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.inputs import (
    find_request,
    find_style,
    find_units,
    find_wording,
    need_kitchen,
    note_changes,
    read_aisles,
    read_known,
    read_prices,
    refuse_faults,
    tell_few,
    tell_frozen,
    tell_home,
    tell_problems,
    watch,
)
from planner.cli.options import (
    PLAN_FORMATS,
    CurrencyOption,
    EffortOption,
    EnglishOption,
    KitchenOption,
    NoPagerOption,
    OutOption,
    OutputOption,
    PaperOption,
    PlanFormatOption,
    ShortOption,
    TablesOption,
    TimeOption,
    UnitsOption,
    day,
)
from planner.cli.output import choose_format, print_blocks, refuse_unused, tell, write_plan
from planner.errors import KitchenError, Problem, RequestError

if TYPE_CHECKING:
    from planner.kitchen.folder import Kitchen
    from planner.kitchen.weeks import ServedMeal
    from planner.tables.bundle import Tables

ASKED_DAYS = 14  # how far back meals are asked about

DateOption = Annotated[
    date | None,
    typer.Option(
        parser=day, metavar="YYYY-MM-DD", help="As if it were the end of this day. [default: now]"
    ),
]
StartOption = Annotated[
    date | None,
    typer.Option(
        parser=day,
        metavar="YYYY-MM-DD",
        help="The first day of the week. [default: the next shopping day]",
    ),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Plan the week anew, if it hasn't begun.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Ask nothing.")]
MealWords = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MEAL",
        help="A meal, such as dinner, 'tuesday lunch', 'day 3', or words of its dish. "
        "[default: today's meal of this hour]",
    ),
]
ItemWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="ITEM AMOUNT", help="What, and how much: tofu 454 g, eggs 6 pieces."),
]
DishWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="DISH", help="Words of its name. [default: that of today's meal]"),
]
ListOption = Annotated[
    bool, typer.Option("--list", help="All that is to buy on the newest week's list.")
]


def next_week(
    kitchen: KitchenOption = None,
    date: DateOption = None,
    start: StartOption = None,
    out: OutOption = None,
    again: AgainOption = False,
    yes: YesOption = False,
    effort: EffortOption = "normal",
    time_limit: TimeOption = None,
    units: UnitsOption = None,
    english: EnglishOption = None,
    currency: CurrencyOption = None,
    format: PlanFormatOption = None,  # noqa: A002  (the option's name)
    output: OutputOption = None,
    paper: PaperOption = None,
    short: ShortOption = False,
    no_pager: NoPagerOption = False,
    tables: TablesOption = None,
) -> None:
    """Plan the coming week of your kitchen, and keep it there.

    It begins on your shopping day, uses up what is left, and brings other dishes than the weeks
    before. On a terminal it first asks about meals that nobody marked. A week that is planned
    already is printed again.
    """
    written = choose_format(format, output, PLAN_FORMATS)
    refuse_unused(written, {"paper": paper, "short": short or None})
    from planner import Work
    from planner.actions import keeping
    from planner.render.documents.pantry import write_rest

    work, written_in = Work(effort), find_units(units)
    wording = find_wording(english, currency)
    own = need_kitchen(kitchen)
    known = read_prices(own.prices, read_known(tables, own.folder), own.profile)
    now = find_now(date)
    first = start or keeping.find_start(own, known, now.date())
    request = find_request(
        known, {"profile": own.profile, "person": None, "out": out, "start": first}
    )
    if not yes and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        ask_meals(own, known, now)
    with watch(work, time_limit):
        week = keeping.plan_next(
            own,
            known,
            now.date(),
            start=start,
            again=again,
            request=request,
            work=work,
            tell=tell,
        )
    tell_home(week.home, known)
    tell_frozen(week.home, known, week.plan)
    for text in write_rest(week.rest, known):
        tell(text)
    report = check_week(week.plan, known)
    if week.is_new:
        tell_few(week.plan.request, known)
        tell(f"Wrote {week.file}")
    else:
        note_changes(own, known, week.plan)
        tell(f"{week.file} is planned already. To plan it anew: planner next --again")
    style = find_style(written_in, wording, read_aisles(own.aisles, known), week.plan.request.start)
    write_plan(
        written,
        output,
        week.plan,
        report,
        week.plan.tables,
        style,
        paper,
        paged=not no_pager,
        short=short,
        plan_file=week.file,
    )
    raise typer.Exit(report.exit_code)


def check_week(plan: Any, known: Tables) -> Any:
    """The check of a kitchen's week; PlanFileError if it doesn't add up."""
    from planner import actions

    report = actions.check(plan, plan.tables if plan.tables.digest is not None else known)
    refuse_faults(report, "the plan")
    return report


def find_now(given: date | None) -> datetime:
    """The moment of the clock; or the end of the day that was given."""
    if given is not None:
        return datetime.combine(given, time(23, 59))
    return datetime.now()  # noqa: DTZ005  (the clock on the wall where this is run)


def ask_meals(kitchen: Kitchen, known: Tables, now: datetime) -> None:
    """Ask once about each meal that nobody marked, and about the list; keep the answers."""
    from planner.actions import keeping
    from planner.kitchen.journal import COOKED, SKIPPED, UNSURE
    from planner.render.documents.pantry import name_date

    state = keeping.read_state(kitchen, known, now.date())
    home = keeping.find_home(kitchen, known, now.date())
    for week in home.unbought[-1:]:
        if (now.date() - week.first_day).days > ASKED_DAYS:
            continue
        tell(f"Did you buy the list of {name_date(week.first_day)}? y/n ", nl=False)
        if read_answer() == "y":
            keeping.buy_list(kitchen, known, now.date(), week.first_day)
    said: list[tuple[str, ServedMeal]] = []
    since = (now.date() - timedelta(days=ASKED_DAYS)).isoformat()
    open_ = [meal for meal in home.unknown if meal.day >= since and meal.place not in state.marks]
    if open_:
        tell("Enter is for what you don't know.")
    for place, meal in enumerate(open_):
        tell(f"Did you cook {name_meal_of_day(meal, known)}? y/n/all ", nl=False)
        answer = read_answer()
        if answer == "all":
            said += [(COOKED, one) for one in open_[place:]]
            break
        said.append(({"y": COOKED, "n": SKIPPED}.get(answer, UNSURE), meal))
    keeping.mark_each(kitchen, known, said, now.date())


def read_answer() -> str:
    """What is typed, as y, n or all; "" for anything else, and where nothing more comes."""
    try:
        typed = input().strip().lower()
    except EOFError:
        return ""
    return {"yes": "y", "no": "n", "a": "all"}.get(typed, typed)


def name_meal_of_day(meal: ServedMeal, known: Tables) -> str:
    """A meal with its day and dish: "Tuesday's dinner, ghanaian bean stew"."""
    from planner.kitchen.meal_words import name_served

    return f"{date.fromisoformat(meal.day):%A}'s {meal.meal}, {name_served(meal, known)}"


def _mark(
    verb: str,
    kitchen: Path | None,
    words: list[str] | None,
    given: date | None,
    folder: Path | None,
) -> None:
    from planner.actions import keeping

    own, known = need_kitchen(kitchen), read_known(folder, kitchen)
    marked = keeping.mark(own, known, verb, words or (), find_now(given), tell=tell)
    for meal in marked.meals:
        tell(f"{verb.capitalize().replace('-', ' ')}: {name_meal_of_day(meal, known)}.")


def cooked(
    meal: MealWords = None,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say that a meal was cooked and eaten: its food is no longer at home."""
    _mark("cooked", kitchen, meal, date, tables)


def skipped(
    meal: MealWords = None,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say that a meal wasn't cooked: its food is still there, and its dish comes less often."""
    _mark("skipped", kitchen, meal, date, tables)


def ate_out(
    meal: MealWords = None,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say that a meal was eaten elsewhere: its food is still there."""
    _mark("ate-out", kitchen, meal, date, tables)


def bought(
    item: ItemWords = None,
    whole_list: ListOption = False,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say what you bought: an item and how much, or with --list the whole list."""
    from planner.actions import keeping

    own = need_kitchen(kitchen)
    if whole_list and item:
        what = "doesn't go with an item"
        raise RequestError(Problem("--list", what, "Say them one after the other."))
    if not whole_list:
        _say_item("bought", own, item, date, tables)
        return
    from planner.render.documents.pantry import name_date

    known = read_prices(own.prices, read_known(tables, own.folder), own.profile)
    first, lines = keeping.buy_list(own, known, find_now(date).date(), tell=tell)
    count = f"{len(lines)} item{'s' if len(lines) != 1 else ''}"
    if lines:
        tell(f"At home now: {count} from the list of {name_date(first)}.")
    else:
        tell(f"All of the list of {name_date(first)} is at home already.")


def _say_item(
    verb: str, kitchen: Kitchen, words: list[str] | None, given: date | None, folder: Path | None
) -> None:
    from planner.actions import keeping

    if not words:
        remedy = f"Such as: planner {verb} tofu 454 g"
        remedy += ". Or planner bought --list, for the whole list." if verb == "bought" else ""
        raise RequestError(Problem(("words",), "nothing is named", remedy))
    known = read_known(folder, kitchen.folder)
    now = find_now(given)
    # A quoted "firm tofu" is one word, and so is 454g.
    said = keeping.say_item(
        kitchen, known, verb, shlex.split(shlex.join(words)), now.date(), tell=tell
    )
    tell(f"{verb.capitalize()}: {said.item.name}, {said.grams:g} g.")


def threw(
    item: ItemWords = None,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say what you threw away: an item and how much."""
    _say_item("threw", need_kitchen(kitchen), item, date, tables)


def counted(
    item: ItemWords = None,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say how much of an item there is, whatever was thought before."""
    _say_item("counted", need_kitchen(kitchen), item, date, tables)


def liked(
    dish: DishWords = None,
    kitchen: KitchenOption = None,
    date: DateOption = None,
    tables: TablesOption = None,
) -> None:
    """Say that you liked a dish: it comes more often."""
    from planner.actions import keeping

    own, known = need_kitchen(kitchen), read_known(tables, kitchen)
    name = keeping.like(own, known, dish or (), find_now(date), tell=tell)
    tell(f"Liked: {known.dishes[name].name if name in known.dishes else name}.")


def undo(kitchen: KitchenOption = None, date: DateOption = None) -> None:
    """Take back what you said last, or all that the last list brought."""
    from planner.actions import keeping
    from planner.errors import write_mentions
    from planner.kitchen.journal import write_again, write_last
    from planner.request.fields import write_option

    today = find_now(date).date()
    taken = keeping.undo(need_kitchen(kitchen), today, tell=tell)
    if not taken:
        tell("The journal says nothing that could be taken back.")
        return
    said = taken[-1].day
    when = "" if said == today.isoformat() else f", said on {said}"
    tell(f"Undone: {write_last(taken)}{when}.")
    again = write_again(taken)
    if again:
        tell(write_mentions(f"If you didn't mean that: planner {again}", write_option))


def pantry(
    kitchen: KitchenOption = None,
    date: DateOption = None,
    units: UnitsOption = None,
    tables: TablesOption = None,
) -> None:
    """Print what is at home, and what of it is only assumed."""
    from planner.actions import keeping
    from planner.render.documents.pantry import compose_pantry

    style = find_style(find_units(units), find_wording(None, None))
    own, known = need_kitchen(kitchen), read_known(tables, kitchen)
    home = keeping.find_home(own, known, find_now(date).date())
    tell_home(home, known)
    print_blocks(compose_pantry(home, known, style))


def doctor(
    kitchen: KitchenOption = None, date: DateOption = None, tables: TablesOption = None
) -> None:
    """Look over your kitchen: what says nothing, contradicts itself or can't be read."""
    from planner.actions import keeping
    from planner.errors import ExitCode
    from planner.kitchen.folder import find_damaged
    from planner.tables.bundle import find_data, read_tables

    faults: tuple[Problem, ...] = ()
    try:
        own = need_kitchen(kitchen)
    except KitchenError as error:
        damaged = find_damaged(kitchen)
        if damaged is None:
            raise
        own, faults = damaged, error.problems
    bundled = read_tables(tables or find_data())
    told = {(str(one.where), one.what) for one in faults}
    looked = keeping.look_over(own, bundled, find_now(date).date())
    found = [*faults, *(one for one in looked if (str(one.where), one.what) not in told)]
    tell_problems(found)
    if found:
        tell(f"{len(found)} thing{'s' if len(found) > 1 else ''} to mend.")
        raise typer.Exit(ExitCode.BAD_DATA)
    tell("Nothing to mend.")
