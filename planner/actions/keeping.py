"""What one does with a kitchen, a function a verb: plan the next week, mark meals, shop, undo.

    from planner.actions import keeping
    from planner.kitchen.folder import find_kitchen

    kitchen = find_kitchen(Path("kitchen"))
    week = keeping.plan_next(kitchen, tables, date.today())

Each function that writes holds the kitchen's lock while it does, and `tell` hears whom it waits
for. What it writes is whole: lines at the end of the journal, or a week's file replaced by its new
one. All raise KitchenError for a kitchen that can't be read or is in use, OutputError for what
can't be written, and RequestError for words that aren't understood. Days are given, never read from
a clock. What plans is imported when it is called: `planner cooked` loads no solver.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planner.errors import (
    NEXT_WEEK,
    KitchenError,
    OutputError,
    PlanFileError,
    PlannerError,
    Problem,
    ProfileError,
    RequestError,
    mention,
    quote,
)
from planner.kitchen.at_home import Home, compute_home, find_horizon, mark_meals
from planner.kitchen.folder import (
    ALIASES,
    FOODS,
    RECIPES,
    WEEK_DAYS,
    WEEKS,
    Kitchen,
    find_open_modes,
)
from planner.kitchen.journal import (
    ATE_OUT,
    BOUGHT,
    LIKED,
    MEAL_VERBS,
    MOST_SAID,
    SKIPPED,
    Event,
    Journal,
    add_lines,
    add_note,
    find_last,
    list_problems,
    read_journal,
    undo_texts,
    write_item,
    write_meal,
)
from planner.kitchen.lock import hold_lock, keep_quiet
from planner.kitchen.meal_words import find_meals
from planner.kitchen.past import Said, build_memory, find_opinions
from planner.kitchen.weeks import (
    ServedMeal,
    ServedWeek,
    find_week,
    read_weeks,
)
from planner.parsing.files import read_file, write_file
from planner.plans.json_file import REMEDY
from planner.plans.records import ShoppingLine, WeekPlan
from planner.plans.shopping import compute_shopping
from planner.request.day_wishes import LOCKED, Wish, find_dishes_named, find_places
from planner.request.from_words import (
    find_at_home,
    find_differences,
    join_requests,
    make_requests,
)
from planner.request.interview import SOME_DAY
from planner.request.memory import Memory, Rest, Taste, find_tastes
from planner.request.pantry import (
    Pantry,
    find_names,
    parse_weight,
    read_pantry,
    refuse_item,
    simplify,
    take_pantry,
)
from planner.request.profile_file import Profile, read_profile
from planner.request.request import AtHome, Request
from planner.request.resting import find_rest
from planner.tables.bundle import Tables
from planner.tables.groceries import RECIPE, Grocery

if TYPE_CHECKING:
    from planner.actions.opening import OpenPlan
    from planner.actions.swap_request import Words as SwapWords
    from planner.actions.swapping import Swapped
    from planner.checking.findings import CheckReport
    from planner.kitchen.overlay import OwnTables
    from planner.search.effort import Work

Tell = Callable[[str], None]
OF_ONE_WEEK = {"days", "start", "pantry", "use_up", "leftovers", "seed"}
"""Words of a profile that `planner next` says anew for each week."""


@dataclass(frozen=True)
class State:
    """What a kitchen holds on a day: its journal, its weeks, and what is wrong with them."""

    journal: Journal
    weeks: tuple[ServedWeek, ...]
    problems: tuple[Problem, ...]

    @property
    def marks(self) -> dict[tuple[str, int, str], Event]:
        """What was said of each meal."""
        return mark_meals(self.journal.events)


@dataclass(frozen=True)
class NextWeek:
    """A week of a kitchen: its plan, the file that keeps it, and whether it was planned just now.

    `home` is what was at home when it was planned, and what of it is only assumed; `rest` are the
    dinners that it leaves out because they were served lately.
    """

    plan: WeekPlan
    file: Path
    home: Home
    rest: Rest
    is_new: bool


@dataclass(frozen=True)
class KitchenTaste:
    """What a kitchen's journal says of dishes, and the points that follow from it on a day."""

    day: date
    said: tuple[Said, ...]
    dishes: Mapping[str, Taste]


@dataclass(frozen=True)
class Marked:
    """Meals that were marked, and what they were marked as."""

    verb: str
    meals: tuple[ServedMeal, ...]


@dataclass(frozen=True)
class Weighed:
    """Grams of an item that were bought, thrown away or counted."""

    item: Grocery
    grams: float


def read_state(kitchen: Kitchen, tables: Tables, day: date) -> State:
    """Read a kitchen as far as it still matters on a day."""
    journal = read_journal(kitchen.journal)
    weeks, problems = read_weeks(kitchen, tables, find_horizon(day, tables))
    return State(journal, tuple(weeks), (*list_problems(journal), *problems))


def find_home(
    kitchen: Kitchen, tables: Tables, day: date, *, without_list: date | None = None
) -> Home:
    """Find what is at home at the beginning of a day, and what of it is only assumed.

    What was bought from the list of the week `without_list` is left out.
    """
    state = read_state(kitchen, tables, day)
    return _find_home(kitchen, state, tables, day, without_list)


def _find_home(
    kitchen: Kitchen, state: State, tables: Tables, day: date, without_list: date | None = None
) -> Home:
    pantry, faults = Pantry(), list[Problem]()
    if kitchen.pantry.exists():
        pantry, faults = take_pantry(kitchen.pantry, tables)
    if faults:
        what = f"{len(faults)} thing{'s' if len(faults) > 1 else ''} to mend; the rest is counted"
        faults = [*faults[:MOST_SAID], Problem(str(kitchen.pantry), what)]
    without = "" if without_list is None else without_list.isoformat()
    home = compute_home(pantry, state.journal, state.weeks, tables, day, without)
    return replace(home, problems=(*faults, *state.problems, *home.problems))


def make_kitchen_request(kitchen: Kitchen, tables: Tables, start: date | None = None) -> Request:
    """Make the request of everyone in a kitchen's profile, for days from `start` on.

    Without a `start` it is for a week that begins on some shopping day, so that a weekday of the
    profile is a day of it.
    """
    return _make_request(read_profile(kitchen.profile), kitchen, tables, start)


def _make_request(
    profile: Profile, kitchen: Kitchen, tables: Tables, start: date | None = None
) -> Request:
    day = {"start": start or kitchen.next_shopping_day(SOME_DAY)}
    words = [{**profile.person(name), **day} for name in profile.names]
    return join_requests(make_requests(words, tables))


def keep_profile(
    kitchen: Kitchen, tables: Tables, before: str, text: str, *, tell: Tell = keep_quiet
) -> None:
    """Put another text in the place of a kitchen's profile, if it is still as it was `before`.

    Nothing is written where the new text couldn't be planned for: ProfileError and RequestError
    for what isn't understood in it, NoPlanExists where some meal has no dish that all can eat.
    OutputError where the file was changed meanwhile.
    """
    from planner.model.bound import build_households

    with hold_lock(kitchen, "init", tell):
        if read_file(kitchen.profile, ProfileError, "Mend it.") != before:
            what = "was changed meanwhile, and stays as it is now"
            raise OutputError(Problem(str(kitchen.profile), what, "Look at it, and try again."))
        with TemporaryDirectory() as trial:
            path = Path(trial) / kitchen.profile.name
            write_file(path, text)
            request = _make_request(read_profile(path), kitchen, tables)
        build_households(request, tables)
        write_file(kitchen.profile, text)


def find_changes(kitchen: Kitchen, tables: Tables, plan: WeekPlan) -> list[str]:
    """In what words a kitchen's profile differs from what a week of it was planned for.

    What may be said of one week alone doesn't count: its days, and meals out where the profile
    names none. ProfileError and RequestError for a profile that isn't understood.
    """
    profile = read_profile(kitchen.profile)
    words = [profile.person(name) for name in profile.names]
    now = _make_request(profile, kitchen, tables, plan.request.start)
    if not any(own.get("out") for own in words):
        out = {one.name: one.out for one in plan.request.people}
        people = (replace(one, out=out.get(one.name, one.out)) for one in now.people)
        now = replace(now, people=tuple(people))
    said = {name for own in words for name in own} - OF_ONE_WEEK
    return find_differences(plan.request, now, said, tables)


def find_start(kitchen: Kitchen, tables: Tables, day: date) -> date:
    """The day on which the week begins that `plan_next` plans on a day."""
    return find_next_day(kitchen, read_state(kitchen, tables, day).weeks, day)


def find_next_day(kitchen: Kitchen, weeks: Sequence[ServedWeek], day: date) -> date:
    """The first day of the coming week: the next shopping day, today included.

    A shopping day inside a week that is planned for longer is passed over.
    """
    first = kitchen.next_shopping_day(day)
    while True:
        covering = find_week(weeks, first)
        if covering is None or covering.first_day == first:
            return first
        first = kitchen.next_shopping_day(covering.last_day + timedelta(days=1))


def plan_next(
    kitchen: Kitchen,
    tables: Tables,
    day: date,
    *,
    start: date | None = None,
    again: bool = False,
    request: Request | None = None,
    work: Work | None = None,
    tell: Tell = keep_quiet,
) -> NextWeek:
    """Plan the coming week of a kitchen and keep it, or read it where it is planned already.

    It begins on the next shopping day, or on the day `start`, from which it lasts until the next
    shopping day. With `again` a week that hasn't begun is planned anew. `request` says who eats
    what, the kitchen's profile if it isn't given. The same kitchen gives the same plan.

    Raises RequestError for a week that has begun and is to be planned again.
    """
    from planner.actions.answers import answer_request

    with hold_lock(kitchen, "next", tell):
        state = read_state(kitchen, tables, day)
        first = start or find_next_day(kitchen, state.weeks, day)
        covering = find_week(state.weeks, first)
        if covering is not None and covering.first_day != first:
            what = f"{first} is in the week that began on {covering.first_day}"
            remedy = f"Choose {kitchen.next_shopping_day(covering.last_day + timedelta(days=1))}."
            raise RequestError(Problem(("start",), what, remedy))
        home = _find_home(kitchen, state, tables, first)
        file = kitchen.find_week(first)
        before = _read_bytes(file)
        if before is not None and not again:
            opened = read_week(kitchen, tables, first)
            rest = find_rest(opened.plan.request, tables)
            return NextWeek(opened.plan, file, home, rest, is_new=False)
        if before is not None and first < day:
            what = f"the week of {first} has begun, and its past days stay"
            remedy = "Change a meal of it instead, or plan the week after."
            raise RequestError(Problem(("again",), what, remedy))
        asked = request or make_kitchen_request(kitchen, tables, first)
        asked = _ask_for_week(asked, kitchen, state, home, first)
        plan = answer_request(asked, tables, work)
        _keep(file, plan, before)
        return NextWeek(plan, file, home, find_rest(asked, tables), is_new=True)


def _ask_for_week(
    request: Request, kitchen: Kitchen, state: State, home: Home, first: date
) -> Request:
    """The request of a week: from a day on, with what is at home and what was before.

    The dinner before the next shopping day is to use up what is left.
    """
    until = kitchen.next_shopping_day(first + timedelta(days=1))
    days = request.days
    if first.weekday() != kitchen.shopping_day:
        days = min(days, (until - first).days)
    at_home = find_at_home(home.all, first)
    return replace(
        request,
        days=days,
        leftovers=request.leftovers if days >= WEEK_DAYS else 0,
        start=first,
        at_home=at_home,
        use_up=bool(at_home),
        use_up_dinner=days,
        memory=build_memory(state.journal, state.weeks, first),
    )


def read_week(kitchen: Kitchen, tables: Tables, first_day: date) -> OpenPlan:
    """Read a week of a kitchen with its check; PlanFileError where it is none."""
    from planner.actions.opening import open_plan

    path = kitchen.find_week(first_day)
    return open_plan(read_file(path, PlanFileError, REMEDY), str(path), tables)


def find_current(kitchen: Kitchen, tables: Tables, day: date) -> date:
    """The first day of the week that a day is in; else of the next one, else of the last one.

    It is in a week that can't be read, if it is in no other: so whoever opens that hears why.
    KitchenError where none is planned.
    """
    weeks = read_weeks(kitchen, tables, day - timedelta(days=400))[0]
    week, last = find_week(weeks, day), None
    if week is None:
        unread = set(kitchen.list_weeks()) - {one.first_day for one in weeks}
        last = max((first for first in unread if first <= day), default=None)
        if last is not None and (day - last).days < WEEK_DAYS:
            return last
        ahead = [one for one in weeks if one.first_day > day]
        week = ahead[0] if ahead else weeks[-1] if weeks else None
    if week is not None:
        return week.first_day
    if last is not None:
        return last
    remedy = f"Plan the first one with {mention(NEXT_WEEK)}."
    raise KitchenError(Problem("kitchen", "no week is planned yet", remedy))


def find_listed(kitchen: Kitchen, tables: Tables, day: date) -> date:
    """The first day of the week to shop for: the newest that is planned, if it isn't over.

    KitchenError where none is planned.
    """
    weeks = read_weeks(kitchen, tables, day - timedelta(days=400))[0]
    if weeks and weeks[-1].last_day >= day:
        return weeks[-1].first_day
    return find_current(kitchen, tables, day)


def compute_list(
    kitchen: Kitchen, tables: Tables, first_day: date, plan: WeekPlan, *, before: bool = False
) -> tuple[WeekPlan, Home]:
    """A week's plan with its list as the kitchen is now: what is at home isn't on it.

    What was bought for this week's list is taken as good for all of its days. With `before` it is
    the list as it was before the shopping.
    """
    home = find_home(kitchen, tables, first_day, without_list=first_day)
    at_home = find_at_home(home.all, first_day)
    if not before:
        bought = _find_bought(read_journal(kitchen.journal), first_day)
        at_home += tuple(AtHome(item, grams, None) for item, grams in bought.items())
    request = replace(plan.request, at_home=at_home)
    shopping = compute_shopping(plan.days, tables, at_home)
    return replace(plan, request=request, shopping=shopping), home


def is_shopped(journal: Journal, first_day: date) -> bool:
    """Whether something of the list of a week was bought."""
    return bool(_find_bought(journal, first_day))


def _find_bought(journal: Journal, first_day: date) -> dict[str, float]:
    """Grams of each item that were bought from the list of a week."""
    grams: dict[str, float] = {}
    for event in journal.events:
        if event.verb == BOUGHT and event.week == first_day.isoformat():
            grams[event.thing] = grams.get(event.thing, 0.0) + event.grams
    return grams


def swap_in_week(
    kitchen: Kitchen,
    tables: Tables,
    day: date,
    plan: WeekPlan,
    words: SwapWords,
    *,
    work: Work | None = None,
    tell: Tell = keep_quiet,
) -> Swapped:
    """Change one thing of a kitchen's week and keep it; days before `day` stay as they are.

    `plan` is the week as it was read. Raises RequestError for a change of a day that is over, and
    OutputError, with nothing written, if the week's file isn't this plan's any more.
    """
    from planner.actions.swapping import swap as change

    first = plan.request.start
    assert first is not None
    past = _refuse_past(plan, words, (day - first).days)
    with hold_lock(kitchen, "swap", tell):
        file = kitchen.find_week(first)
        before = _read_bytes(file)
        if before is None or not _is_of(before, plan):
            what = "was changed by another command meanwhile"
            raise OutputError(Problem(str(file), what, "Look at it, and type yours again."))
        swapped = change(_hold_past(plan, past), words, tables, work)
        changed = _free_past(swapped.plan, plan, past)
        _keep(file, changed, before)
        return replace(swapped, plan=changed)


def draft_in_week(
    tables: Tables, day: date, plan: WeekPlan, words: SwapWords
) -> tuple[Swapped, CheckReport]:
    """What `swap_in_week` would make of a week, with its check; nothing is written.

    The plan's points aren't counted. Raises RequestError as `swap_in_week` does.
    """
    from planner.actions.swapping import draft_swap

    first = plan.request.start
    assert first is not None
    past = _refuse_past(plan, words, (day - first).days)
    swapped, report = draft_swap(_hold_past(plan, past), words, tables)
    return replace(swapped, plan=_free_past(swapped.plan, plan, past)), report


def _refuse_past(plan: WeekPlan, words: SwapWords, gone: int) -> int:
    """How many days of a week are over, `gone` days after its first; none of them may change."""
    past = max(0, min(gone, len(plan.days)))
    remedy = f"Choose one from day {past + 1} on." if past < len(plan.days) else ""
    problems = [
        Problem((field,), f"day {day} of this week is over", remedy)
        for field, day in (("day", words.day), ("to_day", words.to_day))
        if day is not None and day <= past
    ]
    meals, start = [meal.name for meal in plan.request.meals], plan.request.start
    for text in words.out:
        with suppress(RequestError):  # what isn't understood is said by who understands
            places = find_places(text, plan.request.days, ("out",), meals, start)
            over = [at for at, _ in places if at <= past]
            problems += [Problem(("out",), f"day {at} of this week is over", remedy) for at in over]
    if past and words.day is None and words.without:
        what = "would change the days of this week that are over"
        problems.append(Problem(("without",), what, "Name a day that is to come."))
    if words.again and past == len(plan.days):
        problems.append(Problem(("again",), "every day of this week is over"))
    if problems:
        raise RequestError(*dict.fromkeys(problems))
    return past


def _hold_past(plan: WeekPlan, past: int) -> WeekPlan:
    """A week whose first days are locked."""
    locks = (Wish(*at, LOCKED) for at in sorted(_find_past(plan, past)))
    return _wish(plan, (*plan.request.wishes, *locks))


def _free_past(changed: WeekPlan, plan: WeekPlan, past: int) -> WeekPlan:
    """A changed week without the locks of days that are over which the plan didn't have."""
    over = _find_past(plan, past)
    wishes = changed.request.wishes
    return _wish(
        changed, [one for one in wishes if one.kind != LOCKED or (one.day, one.meal) not in over]
    )


def _find_past(plan: WeekPlan, past: int) -> set[tuple[int, str]]:
    """The meals of the first days of a week that the plan itself doesn't lock."""
    over = {(own.day, meal.meal) for own in plan.days[:past] for meal in own.meals}
    locks = [one for one in plan.request.wishes if one.kind == LOCKED]
    return {at for at in over if not any(one.covers(*at) for one in locks)}


def restore_week(
    kitchen: Kitchen,
    day: date,
    first_day: date,
    now: str,
    before: str,
    note: str,
    *,
    tell: Tell = keep_quiet,
) -> None:
    """Put back the file of a week as it was `before` a change, and note it in the journal.

    OutputError, with nothing written, if the file isn't what it was after the change: `now`.
    """
    with hold_lock(kitchen, "undo", tell):
        file = kitchen.find_week(first_day)
        if _read_bytes(file) != now.encode():
            what = "was changed meanwhile, and stays as it is now"
            raise OutputError(Problem(str(file), what, "Look at it, and change it again."))
        write_file(file, before)
        add_note(kitchen.journal, day, note)


def note_change(kitchen: Kitchen, day: date, note: str, *, tell: Tell = keep_quiet) -> None:
    """Note a change of a week in the journal, which then says when it was made."""
    with hold_lock(kitchen, "swap", tell):
        add_note(kitchen.journal, day, note)


def _wish(plan: WeekPlan, wishes: Sequence[Wish]) -> WeekPlan:
    return replace(plan, request=replace(plan.request, wishes=tuple(wishes)))


def _is_of(data: bytes, plan: WeekPlan) -> bool:
    """Whether a week's file has the dishes and portions of a plan."""
    with suppress(ValueError, KeyError, TypeError):
        days = json.loads(data)["days"]
        return bool(days == json.loads(json.dumps(plan.to_json()["days"])))
    return False


def _read_bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"can't be read: {error.strerror or error}"
        raise KitchenError(Problem(str(file), what, "Move it away, or mend it.")) from error


def _keep(file: Path, plan: WeekPlan, before: bytes | None) -> None:
    """Keep a week's plan, unless its file isn't as it was before."""
    if _read_bytes(file) != before:
        what = "was changed while the week was planned, and stays as it is now"
        raise OutputError(Problem(str(file), what, "Look at it, and type the command again."))
    file.parent.mkdir(exist_ok=True)
    write_file(file, json.dumps(plan.to_json(), indent=1) + "\n")


def mark(
    kitchen: Kitchen,
    tables: Tables,
    verb: str,
    words: Sequence[str],
    now: datetime,
    *,
    tell: Tell = keep_quiet,
) -> Marked:
    """Say what became of meals: `verb` is cooked, skipped or ate-out; `words` name the meals.

    Without words it is today's meal of this hour. What was said of a meal before no longer holds.
    """
    with hold_lock(kitchen, verb, tell):
        state = read_state(kitchen, tables, now.date())
        meals = find_meals(words, state.weeks, state.marks, tables, now)
        _write_marks(kitchen, verb, meals, now.date(), state)
    return Marked(verb, tuple(meals))


def mark_each(
    kitchen: Kitchen, tables: Tables, said: Sequence[tuple[str, ServedMeal]], day: date
) -> None:
    """Write what was answered of single meals: cooked, skipped, or unsure where nobody knows."""
    with hold_lock(kitchen, "next"):
        state = read_state(kitchen, tables, day)
        for verb in MEAL_VERBS:
            _write_marks(kitchen, verb, [m for own, m in said if own == verb], day, state)


def _write_marks(
    kitchen: Kitchen, verb: str, meals: Sequence[ServedMeal], day: date, state: State
) -> None:
    marks = state.marks
    texts = [
        write_meal(verb, *meal.place)
        for meal in meals
        if meal.place not in marks or marks[meal.place].verb != verb
    ]
    if texts:
        add_lines(kitchen.journal, day, texts)


def weigh_item(words: Sequence[str], tables: Tables) -> Weighed:
    """The item and the grams that words say: "firm tofu 454 g", "milk 1 l", "eggs 6 pieces".

    Of a dish of one's own it may be servings: "lentil soup 1.5 servings".

    RequestError where they say none.
    """
    names = find_names(tables)
    problem: tuple[str, str] | None = None
    for cut in range(len(words) - 1, 0, -1):
        name, cell = " ".join(words[:cut]), " ".join(words[cut:])
        named = names.get(simplify(name))
        if named is None:
            continue
        item = tables.groceries[named.grocery_id]
        servings_g = _parse_servings(cell, item, tables)
        weight = parse_weight(cell, item) if servings_g is None else servings_g
        if not isinstance(weight, tuple):
            return Weighed(item, round(weight * named.ratio, 1))
        problem = problem or weight
    text = " ".join(words)
    if problem is None and simplify(text) in names:
        problem = f"{quote(text)} has no amount", "Say how much, such as 454 g."
    name = " ".join(takewhile(lambda word: not word[:1].isdigit(), words)) or text
    raise RequestError(Problem(("words",), *(problem or refuse_item(name, names))))


def _parse_servings(cell: str, item: Grocery, tables: Tables) -> float | None:
    """The grams of so many servings of a dish of one's own; None where a text says none."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?) ?(?:servings?|portions?)", cell.lower())
    if found is None or item.source != RECIPE:
        return None
    return float(found[1]) * tables.foods[item.id].portion_g


def say_item(
    kitchen: Kitchen,
    tables: Tables,
    verb: str,
    words: Sequence[str],
    day: date,
    *,
    tell: Tell = keep_quiet,
) -> Weighed:
    """Say that an item was bought, thrown away (threw) or counted; `words` name it and how much."""
    weighed = weigh_item(words, tables)
    with hold_lock(kitchen, verb, tell):
        text = write_item(verb, weighed.item.id, weighed.grams)
        add_lines(kitchen.journal, day, [text])
    return weighed


def buy_list(
    kitchen: Kitchen,
    tables: Tables,
    day: date,
    first_day: date | None = None,
    *,
    items: Collection[str] | None = None,
    tell: Tell = keep_quiet,
) -> tuple[date, tuple[ShoppingLine, ...]]:
    """Say that a week's list was bought: its packs are at home from now on.

    With `items`, the ids of groceries, only these were bought of it, the cupboard's too.

    It is the newest week's, or that of the week which begins on `first_day`. What of the list was
    bought before isn't bought again, and neither is what stands under "look in the cupboard first".
    """
    with hold_lock(kitchen, "bought", tell):
        first = first_day or find_listed(kitchen, tables, day)
        opened = read_week(kitchen, tables, first)
        plan, _ = compute_list(kitchen, opened.tables, first, opened.plan)
        lines = tuple(
            line
            for line in plan.shopping
            if line.packs
            and (
                not tables.groceries[line.grocery_id].cupboard
                if items is None
                else line.grocery_id in items
            )
        )
        texts = [
            write_item(BOUGHT, line.grocery_id, sum(size * n for size, n in line.packs), first)
            for line in lines
        ]
        if texts:
            add_lines(kitchen.journal, day, texts)
    return first, lines


def like(
    kitchen: Kitchen,
    tables: Tables,
    words: Sequence[str],
    now: datetime,
    *,
    tell: Tell = keep_quiet,
) -> str:
    """Say that a dish was liked, by words of its name or of a meal; the id of the dish.

    Without words it is the dish of today's meal of this hour.
    """
    with hold_lock(kitchen, "liked", tell):
        state = read_state(kitchen, tables, now.date())
        dish = _find_liked(words, state, tables, now)
        add_lines(kitchen.journal, now.date(), [f"{LIKED} {dish}"])
    return dish


def _find_liked(words: Sequence[str], state: State, tables: Tables, now: datetime) -> str:
    try:
        weeks = state.weeks if words else _leave_uneaten(state)
        return find_meals(words, weeks, {}, tables, now)[-1].dish
    except RequestError:
        if not words:
            raise
    dishes = find_dishes_named(" ".join(words), tables, ("words",))
    if len(dishes) > 1:
        named = ", ".join(dish.name for dish in dishes[:5])
        what = f"{quote(' '.join(words))} may be {len(dishes)} dishes"
        raise RequestError(Problem(("words",), what, f"Write its whole name: {named}."))
    return dishes[0].id


def _leave_uneaten(state: State) -> list[ServedWeek]:
    """The weeks without the meals that were skipped or eaten elsewhere."""
    uneaten = {place for place, mark in state.marks.items() if mark.verb in (SKIPPED, ATE_OUT)}
    return [
        replace(week, meals=tuple(meal for meal in week.meals if meal.place not in uneaten))
        for week in state.weeks
    ]


def undo(kitchen: Kitchen, day: date, *, tell: Tell = keep_quiet) -> tuple[Event, ...]:
    """Take back what was said last: an event, or all that one list brought; none if there is none.

    The journal keeps the lines, and gets lines that undo them.
    """
    with hold_lock(kitchen, "undo", tell):
        last = find_last(read_journal(kitchen.journal))
        if last:
            add_lines(kitchen.journal, day, undo_texts(last))
    return last


def find_taste(kitchen: Kitchen, tables: Tables, day: date) -> KitchenTaste:
    """What is liked and skipped, as the next week that begins on a day or later counts it."""
    state = read_state(kitchen, tables, day)
    first = find_next_day(kitchen, state.weeks, day)
    said = find_opinions(state.journal, state.weeks, first)
    opinions = Memory(opinions=tuple(one.opinion for one in said))
    named = {one.opinion.dish: one.opinion.dish for one in said}
    return KitchenTaste(first, tuple(said), find_tastes(opinions, first, named))


def look_over(kitchen: Kitchen, tables: Tables, day: date) -> tuple[Problem, ...]:
    """Look over a kitchen: all that says nothing, contradicts itself or can't be read.

    `tables` are the bundled ones. A file that can't be read keeps none of the others from being
    looked over. Each problem has its file and line, and what to do.
    """
    from planner.kitchen.overlay import lay_over_sound

    own, readable = lay_over_sound(tables, kitchen.folder)
    found = list(_look_over(kitchen, own.tables, day))
    return tuple(dict.fromkeys([*found, *_look_over_own(kitchen, own, readable)]))


def _look_over_own(kitchen: Kitchen, own: OwnTables, readable: bool) -> Iterator[Problem]:
    """Recipes with lines that nobody understands, foods that contradict themselves."""
    from planner.kitchen.own_foods import find_contradictions, take_own_foods
    from planner.kitchen.own_recipes import list_open
    from planner.tables.food_aliases import fold

    yield from own.problems
    if not readable:  # what a recipe names may stand in there
        if own.recipes:
            what = f"isn't looked over while {FOODS} or {ALIASES} can't be read"
            yield Problem(f"{kitchen.folder / RECIPES}", what, "Mend that file first.")
        return
    names: dict[str, str] = {}
    for recipe in own.recipes:
        yield from list_open(recipe)
        first = names.setdefault(fold(recipe.source.name), recipe.place)
        if first != recipe.place:
            what = f"is called {quote(recipe.source.name)}, as {first} is"
            yield Problem(recipe.place, what, "Give one another title, or delete it.")
    foods, _ = take_own_foods(kitchen.folder / FOODS, own.wide)
    yield from find_contradictions(foods, FOODS)


def _look_over(kitchen: Kitchen, tables: Tables, day: date) -> Iterator[Problem]:
    yield from find_open_modes(kitchen)
    try:
        make_kitchen_request(kitchen, tables)
    except PlannerError as error:
        yield from error.problems
    yield from _look_over_files(kitchen, tables)
    journal = Journal(kitchen.journal)
    try:
        journal = read_journal(kitchen.journal)
    except PlannerError as error:
        yield from error.problems
    yield from journal.problems
    yield from journal.unmatched
    if journal.torn:
        where = f"{journal.path.name}, line {journal.lines}"
        remedy = "See that it is whole, and press Enter at its end."
        yield Problem(where, "the last line has no end: was it cut short?", remedy)
    weeks, problems = read_weeks(kitchen, tables)
    yield from problems
    yield from compute_home(Pantry(), journal, weeks, tables, day).problems
    yield from _look_over_dishes(journal, tables)
    yield from _look_over_days(journal, {one.isoformat() for one in kitchen.list_weeks()}, day)
    yield from _look_over_weeks(kitchen, tables, day, {str(one.where) for one in problems})


def _look_over_files(kitchen: Kitchen, tables: Tables) -> Iterator[Problem]:
    from planner.request.aisles import read_own_aisles
    from planner.request.own_prices import read_prices

    readers: tuple[tuple[Path | None, Callable[[Path, Tables], object]], ...] = (
        (kitchen.pantry if kitchen.pantry.exists() else None, read_pantry),
        (kitchen.aisles, read_own_aisles),
        (kitchen.prices, read_prices),
    )
    for path, read in readers:
        try:
            if path is not None:
                read(path, tables)
        except PlannerError as error:
            yield from error.problems


def _look_over_dishes(journal: Journal, tables: Tables) -> Iterator[Problem]:
    for event in journal.events:
        if event.verb == LIKED and event.thing not in tables.dishes:
            where = f"{journal.path.name}, line {event.line}"
            try:
                find_dishes_named(event.thing, tables, (where,))
            except RequestError as error:
                yield from (replace(problem, where=where) for problem in error.problems)
            else:
                what = f"{quote(event.thing)} is no dish's id"
                yield Problem(where, what, "Say it again with the dish's whole name.")


def _look_over_days(journal: Journal, weeks: Collection[str], day: date) -> Iterator[Problem]:
    """Lines of days to come, and lines of weeks that there are no files of: they say nothing."""
    for event in journal.events:
        where = f"{journal.path.name}, line {event.line}"
        if event.day > day.isoformat():
            yield Problem(where, f"{event.day} is still to come", "Mend the date, or delete it.")
        if event.week and event.week not in weeks:
            what = f"no week begins on {event.week}"
            yield Problem(where, what, "Mend the date, or delete the line if you deleted the week.")


def _look_over_weeks(
    kitchen: Kitchen, tables: Tables, day: date, told: Collection[str]
) -> Iterator[Problem]:
    """Weeks that aren't over: whether they can be read, add up, and rest on the tables in use.

    `told` are the files of weeks of which it was said already that they can't be read.
    """
    for first in kitchen.list_weeks():
        path = kitchen.find_week(first)
        if first + timedelta(days=4 * WEEK_DAYS) < day or f"{WEEKS}/{path.name}" in told:
            continue
        try:
            opened = read_week(kitchen, tables, first)
        except PlannerError as error:
            yield from error.problems
            continue
        yield from opened.report.faults
        start = opened.plan.request.start
        if start != first:
            what = f"its plan begins on {start}, not on the day that it is named by"
            yield Problem(f"weeks/{path.name}", what, "Give it back its name.")
        if opened.differences:
            what = f"was planned with other tables: {opened.differences[0]}"
            more = len(opened.differences) - 1
            what += f", and {more} more" if more else ""
            remedy = "It is shown with the rows that its file keeps."
            yield Problem(f"weeks/{path.name}", what, remedy)
