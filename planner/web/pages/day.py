"""A day to cook by: its recipes, what became of its meals, and other dishes for them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from planner.actions import keeping
from planner.kitchen.journal import COOKED, SKIPPED, find_last, write_last
from planner.plans.names import name_meal
from planner.plans.records import Meal
from planner.render.documents.site import compose_day_page
from planner.web.house import House, NoSuchPage
from planner.web.pages.changes import change_week
from planner.web.pages.places import count_days, find_day, find_meal
from planner.web.site import find_site, go, read_form, show

router = APIRouter(include_in_schema=False)

VERBS = {COOKED: "Cooked", SKIPPED: "Not cooked", "ate-out": "Eaten elsewhere"}


@router.get("/week/{first}/day/{number}")
def day(request: Request, first: str, number: str) -> Response:
    """A day to cook by."""
    house = find_site(request).house
    week, place = find_day(house, first, number)
    page = compose_day_page(place, week.plan, week.opened.report, week.opened.tables, week.style)
    marks = house.read_state().marks
    said = {
        meal.meal: VERBS.get(marks[first, place, meal.meal].verb, "")
        for meal in week.plan.days[place - 1].meals
        if (first, place, meal.meal) in marks
    }
    return show(
        request,
        "day",
        title=page.title,
        page=page,
        first=first,
        number=place,
        last=len(week.plan.days),
        verbs=VERBS,
        said=said,
        locked={name for at, name in week.find_locks() if at == place},
        is_over=place < count_days(house, week),
        differs=house.find_changes(week),
        may_be_anew=week.first_day >= house.today,
        last_said=write_last(find_last(house.read_state().journal)),
    )


@router.post("/week/{first}/day/{number}/mark")
async def mark(request: Request, first: str, number: str) -> Response:
    """Say what became of a meal, in the journal."""
    return await run_in_threadpool(mark_of, request, first, number, await read_form(request))


def mark_of(request: Request, first: str, number: str, form: dict[str, str]) -> Response:
    """Keep what a form says of a meal."""
    house = find_site(request).house
    week, place = find_day(house, first, number)
    meal, verb = find_meal(week, place, form.get("meal", "")), form.get("verb", "")
    mark_meal(house, first, place, meal, verb)
    note = f"{VERBS[verb]}: {name_meal(meal, week.opened.tables)}."
    return go(request, f"/week/{first}/day/{place}", note)


def mark_meal(house: House, first: str, number: int, meal: Meal, verb: str) -> None:
    """Say in the journal what became of a meal; NoSuchPage for a verb that says nothing of one."""
    if verb not in VERBS:
        raise NoSuchPage("A meal was cooked, not cooked, or eaten elsewhere.")
    place = (first, number, meal.meal)
    served = [one for week in house.read_state().weeks for one in week.meals if one.place == place]
    said = [(verb, one) for one in served]
    keeping.mark_each(house.open(), house.know().tables, said, house.today)


@router.post("/undo")
async def undo(request: Request) -> Response:
    """Take back what was said last; the journal keeps the line, and gets one that undoes it."""
    form = await read_form(request)
    return await run_in_threadpool(undo_of, request, form.get("back", "/"))


def undo_of(request: Request, back: str) -> Response:
    """Take back the last thing that the journal says."""
    house = find_site(request).house
    taken = keeping.undo(house.open(), house.today)
    note = "The journal says nothing that could be taken back."
    if taken:
        note = f"Taken back: {write_last(taken)}."
    return go(request, back if is_own(back) else "/", note)


def is_own(address: str) -> bool:
    """Whether an address is one of this server's pages, and leads nowhere else."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


@router.get("/week/{first}/day/{number}/other/{meal}")
def other(request: Request, first: str, number: str, meal: str) -> Response:
    """Other dishes for a meal: what each does to the five, to the price and to the minutes."""
    site = find_site(request)
    week, place = find_day(site.house, first, number)
    now = find_meal(week, place, meal)
    version, choices = site.worker.do("alternatives", first=first, day=place, meal=meal)
    return show(
        request,
        "other",
        title=f"Another {meal}",
        now=name_meal(now, week.opened.tables),
        back=f"/week/{first}/day/{place}",
        action=f"/week/{first}/day/{place}/other/{meal}",
        choices=choices,
        version=version,
    )


@router.post("/week/{first}/day/{number}/other/{meal}")
async def choose(request: Request, first: str, number: str, meal: str) -> Response:
    """Serve another dish, and keep how to put it back."""
    form = await read_form(request)
    return await run_in_threadpool(choose_of, request, first, number, meal, form)


def choose_of(
    request: Request, first: str, number: str, meal: str, form: dict[str, str]
) -> Response:
    """Change the meal to the dish of a form, if the week is as it was when the form was made."""
    week, place = find_day(find_site(request).house, first, number)
    find_meal(week, place, meal)
    words = {"day": place, "meal": meal, "dish": form.get("dish", "")}
    back = f"/week/{first}/day/{place}"
    return change_week(request, week.first_day, form.get("version", ""), words, back)
