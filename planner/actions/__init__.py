"""The public API: one function a verb, which every shell calls.

Each function does what the command of its name does. It takes records and gives records; it reads
no options and prints nothing. The examples below begin with the tables, a request and its plan:

    from planner import find_data, make_request, plan, read_tables

    tables = read_tables(find_data())
    request = make_request(tables, diet="vegan", days=2)
    week = plan(request, tables)

Amounts are in the unit of their nutrient (`tables.nutrients["magnesium_mg"].unit`), foods in grams,
energy in kcal, money in US dollars. Errors are `PlannerError`, which lists all the problems at
once.

What a function needs is imported when it is called: `planner targets` loads no solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from planner.request.arguments import check_records, write_signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.actions.explaining import LimitCost, NutrientStory
    from planner.actions.exporting import LpTexts
    from planner.actions.swapping import Swapped
    from planner.checking.findings import CheckReport
    from planner.people.targets import Target
    from planner.plans.records import ShoppingLine, WeekPlan
    from planner.request.profile_file import Profile
    from planner.request.request import AtHome, Request
    from planner.search.effort import Work
    from planner.tables.bundle import Tables
    from planner.tables.diets import Diet

__all__ = [
    "Planner",
    "check",
    "diets",
    "explain",
    "export_model",
    "make_household",
    "make_profile",
    "plan",
    "shop",
    "swap",
    "targets",
]


def plan(request: Request, tables: Tables, work: Work | None = None) -> WeekPlan:
    """Plan the days of a request, with its shopping list.

    Give a `Work` to look longer (`effort="high"`), to stop a search, or to see what it took. A
    target that can't be met is no error: `misses` lists it, `shortfalls` say why, and `changes`
    are changes of the request with which a plan meets everything. Each was planned and checked.

    Raises RequestError for a request that contradicts itself, and NoPlanExists where some meal has
    no dish left.

        >>> week = plan(request, tables)
        >>> len(week.days), week.misses
        (2, ())
    """
    check_records("work", request=request, tables=tables, work=work)
    from planner.actions.answers import answer_request
    from planner.errors import Problem, RequestError, mention

    if request.use_up and not request.at_home:
        remedy = f"List what you have with {mention('at_home')}, or leave it out."
        raise RequestError(Problem(("use_up",), "there is nothing to use up", remedy))
    return answer_request(request, tables, work)


def swap(
    plan: WeekPlan,
    tables: Tables | None = None,
    *,
    day: int | None = None,
    meal: str | None = None,
    dish: str | None = None,
    without: str | Iterable[str] = (),
    including: str | Iterable[str] = (),
    lock: str | Iterable[str] = (),
    unlock: str | Iterable[str] = (),
    to_day: int | None = None,
    portion: str | None = None,
    out: str | Iterable[str] = (),
    person: str | None = None,
    again: bool = False,
    work: Work | None = None,
) -> Swapped:
    """Change one thing of a plan and keep the rest, as far as its targets allow.

    A `day` (from 1) and a `meal` ask for another dish there; `dish` says which. `without` leaves
    foods out, everywhere or on the `day`; `including` puts a food or a dish on the `day`. `lock`
    keeps a place ("day 1", "day 2 dinner") in later changes too, until `unlock` frees it.

    With `to_day` the meal moves to another day, whose own comes to `day`. `portion` is "more" or
    "less" of the meal, which is locked from then on. `out` names meals eaten elsewhere, by
    `person` or by everyone: the rest of that day is held to the share that is left. `again` serves
    another dish at each meal that isn't locked. Each of these four is a change by itself. Give a
    `Work` to stop the search for the other meals that should change.

    The result holds the new plan, the meals that changed, and the nutrients for which others had
    to move. Without `tables` the plan's own are used; a plan that was read from a file has only
    the rows it needs, so give those in use.

    Raises RequestError with every word that isn't understood, and NoPlanExists where the change
    can't be made.

        >>> swapped = swap(week, tables, day=1, meal="dinner")
        >>> swapped.plan.days[0].meals[2].dish == week.days[0].meals[2].dish
        False
        >>> any(move.asked for move in swapped.moves)
        True
    """
    check_records("tables", "work", plan=plan, tables=tables, work=work)
    from planner.actions.opening import renew
    from planner.actions.swap_request import Words as SwapWords
    from planner.actions.swapping import swap as change
    from planner.request.arguments import take_each
    from planner.request.fields import Kind

    kinds = {"day": Kind.WHOLE, "meal": Kind.TEXT, "dish": Kind.TEXT, "again": Kind.FLAG}
    kinds |= {"to_day": Kind.WHOLE, "portion": Kind.TEXT, "person": Kind.TEXT}
    kinds |= dict.fromkeys(("without", "including", "lock", "unlock", "out"), Kind.TEXTS)
    given = dict(locals())
    words = take_each({name: given[name] for name in kinds}, kinds)
    tables = plan.tables if tables is None else tables
    if plan.tables.hash != tables.hash:
        plan = renew(plan, tables)
    return change(plan, SwapWords(**words), tables, work)


def check(plan: WeekPlan, tables: Tables | None = None) -> CheckReport:
    """Recompute a plan from its portions, and hold each limit against it.

    The check shares no arithmetic with what planned. `verdicts` has every limit with its value,
    `misses` those that aren't met, `faults` where the plan contradicts itself or the tables,
    `amounts` what each day brings as a DataFrame. Without `tables` the plan's own are used.

        >>> report = check(week)
        >>> report.exit_code.name, report.faults
        ('MET', ())
    """
    check_records("tables", plan=plan, tables=tables)
    from planner.checking.findings import check_plan

    return check_plan(plan, plan.tables if tables is None else tables)


def shop(
    plan: WeekPlan, tables: Tables | None = None, at_home: Iterable[AtHome] | None = None
) -> tuple[ShoppingLine, ...]:
    """Compute a plan's shopping list: what to buy in which week, in packs, grams and dollars.

    `at_home` is what there is instead of what the plan was made with; `find_at_home` makes it of a
    pantry file. Without `tables` the plan's own are used.

        >>> shop(week) == week.shopping
        True
    """
    check_records("tables", plan=plan, tables=tables)
    from planner.plans.shopping import compute_shopping
    from planner.request.from_words import take_at_home

    known = plan.tables if tables is None else tables
    stocks = plan.request.at_home if at_home is None else take_at_home(at_home)
    return compute_shopping(plan.days, known, stocks)


@overload
def explain(
    plan: WeekPlan, nutrient: str, tables: Tables | None = None
) -> dict[str, NutrientStory]: ...


@overload
def explain(
    plan: WeekPlan, nutrient: None = None, tables: Tables | None = None
) -> dict[str, tuple[LimitCost, ...]]: ...


def explain(
    plan: WeekPlan, nutrient: str | None = None, tables: Tables | None = None
) -> dict[str, NutrientStory] | dict[str, tuple[LimitCost, ...]]:
    """Say where a nutrient comes from and what its target costs; by the name of each person.

    Without a nutrient: what each limit costs, the dearest first. A cost is in points for all the
    days together: by how much they could be nearer to usual if the limit were 1 % easier. Both
    rest on all the tables: give those in use for a plan that was read from a file.

    Raises RequestError for a word that is no nutrient of the tables.

        >>> story = explain(week, "magnesium")["you"]
        >>> story.nutrient.unit, len(story.daily)
        ('mg', 2)
        >>> costs = explain(week)["you"]
        >>> costs[0].points >= costs[-1].points
        True
    """
    check_records("tables", plan=plan, tables=tables)
    from planner.actions.explaining import compute_costs, explain_nutrient
    from planner.errors import NUTRIENTS, Problem, RequestError, mention
    from planner.request.arguments import take_value
    from planner.request.fields import Kind
    from planner.tables.diets import make_id
    from planner.tables.nutrients import find_nutrient

    known, people = plan.tables if tables is None else tables, plan.request.people
    if nutrient is None:
        return {person.name: compute_costs(plan, person, known)[0] for person in people}
    where = ("nutrient",)
    word = take_value(Kind.TEXT, nutrient, where)
    for unmeasured in known.unmeasured.values():
        if make_id(word) in unmeasured.names:
            what = f"no plan is held to {unmeasured.label}, which the food tables don't measure"
            raise RequestError(Problem(where, what, f"{mention(NUTRIENTS)} has those measured."))
    subject = find_nutrient(word, known.nutrients, where)
    report = check(plan, known)
    return {
        person.name: explain_nutrient(plan, report, person, subject, known) for person in people
    }


def targets(request: Request, tables: Tables) -> dict[str, tuple[Target, ...]]:
    """Find what each person's days are held to, by the person's name.

    Each target has its figures, the period in which it holds, and its source.

        >>> held = targets(request, tables)["you"]
        >>> [(one.kind, one.minimum, one.period) for one in held if one.nutrient == "magnesium_mg"]
        [('RDA', 420.0, 'day')]
    """
    check_records(request=request, tables=tables)
    from planner.people.targets import find_targets

    return {
        person.name: find_targets(person, tables, request.every_day) for person in request.people
    }


def diets(
    tables: Tables,
    own_diets: Mapping[str, Iterable[str]] | None = None,
    places: Mapping[str, str] | None = None,
) -> tuple[Diet, ...]:
    """List the diets of the tables, and then those of one's own.

    `own_diets` has names, and the tags, groups, kinds or foods that each leaves out; `places` says
    where each stands, for messages. Raises RequestError for a word that isn't known and a name that
    is taken.

        >>> [one.id for one in diets(tables, {"no red meat": ["meat"]})][-2:]
        ['low-fodmap', 'no-red-meat']
    """
    check_records(tables=tables)
    from planner.people.food_words import make_diets
    from planner.request.arguments import take_diets

    return (*tables.diets.values(), *make_diets(take_diets(own_diets), tables, places).values())


def make_household(
    people: Sequence[Mapping[str, Any]], tables: Tables, shared: Mapping[str, Any] | None = None
) -> Request:
    """Make a request of people who eat together.

    `people` has the words of each, as `make_request` takes them, and `shared` those that hold for
    all. Raises RequestError with what is wrong in anyone's words: people.1.age (Ben).

        >>> ana, ben = {"name": "Ana", "diet": "vegan"}, {"name": "Ben", "age": 40}
        >>> together = make_household([ana, ben], tables, {"days": 2})
        >>> [person.name for person in plan(together, tables).request.people]
        ['Ana', 'Ben']
    """
    check_records(tables=tables)
    from planner.request.household import make_household as make

    return make(people, shared, tables)[1]


def make_profile(
    people: Sequence[Mapping[str, Any]], tables: Tables, shared: Mapping[str, Any] | None = None
) -> Profile:
    """Make a profile of people who can eat together.

    `people` has the words of each, as `make_request` takes them, and `shared` those that hold for
    all. `planner.request.profile_file.write_profile` writes it as a profile file.

    Raises RequestError with what is wrong in anyone's words, and NoPlanExists where some meal has
    no dish that all can eat.

        >>> ana, ben = {"name": "Ana", "diet": "vegan"}, {"name": "Ben", "age": 40}
        >>> make_profile([ana, ben], tables, {"days": 3}).names
        ['Ana', 'Ben']
    """
    check_records(tables=tables)
    from planner.model.bound import build_households
    from planner.request.household import make_household as make

    profile, request = make(people, shared, tables)
    build_households(request, tables)
    return profile


def export_model(request: Request, tables: Tables, format: str = "lp") -> LpTexts:  # noqa: A002
    """Write the linear programs of a request for one person as the text of LP files.

    `format` is `lp`, which CBC, HiGHS and glpsol read, or `mps`, which OR-Tools reads too. Raises
    RequestError for another, for several people, and for more days than a file should hold.

        >>> texts = export_model(request, tables)
        >>> texts.average_day.splitlines()[1], len(texts.days) > len(texts.average_day)
        ('Minimize', True)
    """
    check_records(request=request, tables=tables)
    from planner.actions.exporting import write_models

    return write_models(request, tables, format)


class Planner:
    """The functions of this module with tables that are read once, for many requests.

    A server or a notebook keeps one. Reading the tables takes about a sixth of the time of a week's
    plan; the arrays computed from them are kept with them, and nothing is kept of a request. So
    plans are the same as those of the functions, in whatever order they are asked for.

        >>> planner = Planner(tables)
        >>> planner.plan(planner.make_request(diet="vegan", days=2)) == week
        True
    """

    def __init__(self, tables: Tables | None = None) -> None:
        """Keep these tables, or read the bundled ones."""
        check_records("tables", tables=tables)
        from planner.tables.bundle import find_data, read_tables

        self.tables = read_tables(find_data()) if tables is None else tables

    def __repr__(self) -> str:
        """How much its tables have."""
        return f"<Planner: {len(self.tables.foods)} foods, {len(self.tables.dishes)} dishes>"

    def make_request(self, **words: Any) -> Request:
        """Make a request of words, as the function `make_request` does."""
        from planner.request.from_words import make_request

        return make_request(self.tables, **words)

    make_request.__signature__ = write_signature("self")  # type: ignore[attr-defined]

    def plan(self, request: Request, work: Work | None = None) -> WeekPlan:
        """Plan the days of a request, as the function `plan` does."""
        return plan(request, self.tables, work)

    def swap(
        self,
        plan: WeekPlan,
        *,
        day: int | None = None,
        meal: str | None = None,
        dish: str | None = None,
        without: str | Iterable[str] = (),
        including: str | Iterable[str] = (),
        lock: str | Iterable[str] = (),
        unlock: str | Iterable[str] = (),
        work: Work | None = None,
    ) -> Swapped:
        """Change one thing of a plan, as the function `swap` does."""
        return swap(
            plan,
            self.tables,
            day=day,
            meal=meal,
            dish=dish,
            without=without,
            including=including,
            lock=lock,
            unlock=unlock,
            work=work,
        )

    def check(self, plan: WeekPlan) -> CheckReport:
        """Recompute a plan and hold each limit against it, as the function `check` does."""
        return check(plan, self.tables)

    def shop(
        self, plan: WeekPlan, at_home: Iterable[AtHome] | None = None
    ) -> tuple[ShoppingLine, ...]:
        """Compute a plan's shopping list, as the function `shop` does."""
        return shop(plan, self.tables, at_home)

    @overload
    def explain(self, plan: WeekPlan, nutrient: str) -> dict[str, NutrientStory]: ...

    @overload
    def explain(
        self, plan: WeekPlan, nutrient: None = None
    ) -> dict[str, tuple[LimitCost, ...]]: ...

    def explain(
        self, plan: WeekPlan, nutrient: str | None = None
    ) -> dict[str, NutrientStory] | dict[str, tuple[LimitCost, ...]]:
        """Say where a nutrient comes from, or what limits cost, as the function `explain` does."""
        if nutrient is None:
            return explain(plan, None, self.tables)
        return explain(plan, nutrient, self.tables)

    def targets(self, request: Request) -> dict[str, tuple[Target, ...]]:
        """Find what each person's days are held to, as the function `targets` does."""
        return targets(request, self.tables)

    def diets(self, own_diets: Mapping[str, Iterable[str]] | None = None) -> tuple[Diet, ...]:
        """List the diets, as the function `diets` does."""
        return diets(self.tables, own_diets)

    def make_household(
        self, people: Sequence[Mapping[str, Any]], shared: Mapping[str, Any] | None = None
    ) -> Request:
        """Make a request of people who eat together, as the function `make_household` does."""
        return make_household(people, self.tables, shared)

    def make_profile(
        self, people: Sequence[Mapping[str, Any]], shared: Mapping[str, Any] | None = None
    ) -> Profile:
        """Make a profile of people who can eat together, as the function `make_profile` does."""
        return make_profile(people, self.tables, shared)

    def export_model(self, request: Request, format: str = "lp") -> LpTexts:  # noqa: A002
        """Write the linear programs of a request, as the function `export_model` does."""
        return export_model(request, self.tables, format)
