"""The week at a glance: a grid with the five above each day, and what is to cook next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from planner.people.choices import explain_few, explain_rare
from planner.plans.leftovers import find_work
from planner.plans.names import name_meal
from planner.plans.records import Meal
from planner.render.documents.site import compose_week_page
from planner.render.formats.packages import write_install
from planner.render.phrases import name_day
from planner.tables.bundle import Tables
from planner.tables.nutrients import THE_FIVE
from planner.web.house import House, Week
from planner.web.kept_jobs import NEXT
from planner.web.pages.places import count_days, find_today, parse_day
from planner.web.site import Fault, Site, find_site, go, say_problem, show_kept

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Tonight:
    """The meal to cook next."""

    when: str
    name: str
    facts: str
    address: str


@router.get("/")
def current(request: Request) -> Response:
    """The week of today, else the next one or the last."""
    found = find_today(find_site(request).house)
    return (
        RedirectResponse("/weeks", 303) if found is None else show_week(request, found[0].first_day)
    )


@router.get("/week/{first}")
def week(request: Request, first: str) -> Response:
    """The week that begins on a day."""
    return show_week(request, parse_day(first))


def show_week(request: Request, first_day: date) -> Response:
    """A week's page, kept until something of the kitchen changes."""
    house = find_site(request).house
    hour = house.clock().hour
    stamp = (*house.stamp(), hour, *find_site(request).store.stamp())
    return show_kept(
        request,
        (request.url.path, first_day),
        stamp,
        "week",
        lambda: compose(find_site(request), first_day),
    )


def compose(site: Site, first_day: date) -> Mapping[str, Any]:
    """What the page of a week shows."""
    house = site.house
    own = house.read_week(first_day)
    opened = own.opened
    page = compose_week_page(
        opened.plan, opened.report, opened.tables, own.style, f"/week/{first_day}"
    )
    nutrients = opened.tables.nutrients
    return {
        "title": page.title,
        "page": page,
        "first_day": first_day,
        "tonight": find_tonight(house, own),
        "problems": [str(one) for one in house.know().problems],
        "few": find_few(own, house.know().tables),
        "lacks_paper": write_install("pdf"),
        "locked": [f"{name_day(day, first_day)}, {meal}" for day, meal in own.find_locks()],
        "version": own.version,
        "is_ahead": count_days(house, own) <= len(own.plan.days),
        "may_be_anew": first_day >= house.today,
        "differs": house.find_changes(own),
        "change": site.store.find_change(),
        "explained": [(one, nutrients[one].label) for one in THE_FIVE],
    }


def find_few(week: Week, tables: Tables) -> list[Fault]:
    """What few dishes are left of, as `planner plan` says it."""
    request = week.plan.request
    limits = (request.minutes, request.days, tables)
    few = [*explain_rare(request.people, request.cuisine, *limits)]
    if not request.only_cuisine:  # of which the plan itself says how many meals it has
        few += explain_few(request.people, *limits)
    return [say_problem(one) for one in few]


def find_tonight(house: House, week: Week) -> Tonight | None:
    """Today's next meal of the hour that nobody spoke of; None where today isn't in the week."""
    now, number = house.clock(), count_days(house, week)
    if not 1 <= number <= len(week.plan.days):
        return None
    marks = house.read_state().marks
    name = week.first_day.isoformat()
    left = [
        meal
        for meal in week.plan.days[number - 1].meals
        if (name, number, meal.meal) not in marks and is_ahead(meal, week, now.hour)
    ]
    if not left:
        return None
    dinners = [meal for meal in left if week.plan.request.kinds.get(meal.meal) == "dinner"]
    meal = (dinners or left)[0] if now.hour >= 14 else left[0]
    minutes = find_work(number, meal, week.plan, week.opened.tables).minutes
    kind = week.plan.request.kinds.get(meal.meal)
    when = "Tonight" if kind == "dinner" else f"Next: {meal.meal}"
    address = f"/week/{name}/day/{number}#{meal.meal}"
    facts = f"{minutes} min" if minutes else ""
    return Tonight(when, name_meal(meal, week.opened.tables), facts, address)


def is_ahead(meal: Meal, week: Week, hour: int) -> bool:
    """Whether a meal may still be to come at an hour of the day."""
    until = {"breakfast": 11, "lunch": 15}.get(week.plan.request.kinds.get(meal.meal, ""), 24)
    return hour < until


@router.post("/week/{first}/anew")
def plan_anew(request: Request, first: str) -> Response:
    """Begin to plan a week again for who eats now; nothing if it has begun before today."""
    site = find_site(request)
    day = site.house.read_week(parse_day(first)).first_day
    if day < site.house.today:
        return go(request, f"/week/{day}", "This week has begun, so its days stay.")
    words = {"anew": day.isoformat()}
    job = site.worker.find_active(NEXT, **words) or site.worker.submit(NEXT, **words)
    return go(request, f"/jobs/{job.id}")


@router.get("/today")
def today(request: Request) -> Response:
    """The page of today, or of the day of the week nearest to it."""
    found = find_today(find_site(request).house)
    if found is None:
        return RedirectResponse("/weeks", 303)
    week, number = found
    return RedirectResponse(f"/week/{week.first_day}/day/{number}", 303)
