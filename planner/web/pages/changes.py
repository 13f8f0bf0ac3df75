"""Changes of a week: lock, move, out, portion and the rest anew, each seen before it is made.

What a change would do is asked for with GET and shown; the form below it makes the change, if the
week is still as it was. The last ten can be put back, one after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from planner.actions import keeping
from planner.actions.swap_request import LESS, MORE
from planner.errors import NoPlanExists, OutputError, PlannerError, Problem, RequestError
from planner.parsing.files import read_file
from planner.plans.names import name_meal
from planner.render.phrases import name_day
from planner.web.house import CHANGED, LOOK, House, NoSuchPage, Week, hash_text
from planner.web.pages.places import count_days, find_day, find_meal, parse_day
from planner.web.site import find_site, go, read_form, say_problems, show

router = APIRouter(include_in_schema=False)

AGAIN = "Open the week again."
TITLES = {
    MORE: "More of it",
    LESS: "Less of it",
    "move": "Move it to another day",
    "out": "Eat it elsewhere",
    "lock": "Lock it",
    "unlock": "Unlock it",
    "again": "Other dishes for the rest of the week",
}
"""What a page calls each change, by the word of its form."""

FIELDS = ("do", "day", "meal", "to", "person")
"""What a form says of a change."""


def change_week(
    request: Request, first_day: date, version: str, words: Mapping[str, Any], back: str
) -> Response:
    """Make a change of a week, if it is as it was, and keep how to put it back."""
    site, first = find_site(request), first_day.isoformat()
    path = site.house.open().find_week(first_day)
    try:
        before = read_file(path, PlannerError, AGAIN)
        if hash_text(before) != version:
            raise OutputError(Problem(f"The week of {first}", CHANGED, LOOK))
        said = site.worker.do("swap", first=first, version=version, words=dict(words))
    except PlannerError as error:
        return refuse(request, error, back)
    site.store.keep_change(first, said, before, read_file(path, PlannerError, AGAIN))
    return go(request, back, said)


def refuse(request: Request, error: PlannerError, back: str) -> Response:
    """Say why nothing was changed."""
    status = 422 if isinstance(error, RequestError | NoPlanExists) else 409
    title, said = "Nothing was changed", say_problems(error)
    return show(request, "problem", status, title=title, problems=said, texts=[], back=back)


@router.get("/week/{first}/day/{number}/change/{meal}")
def choose(request: Request, first: str, number: str, meal: str) -> Response:
    """What can be done with a meal."""
    house = find_site(request).house
    week, place = find_day(house, first, number)
    served = find_meal(week, place, meal)
    today = count_days(house, week)
    if place < today:
        return show(
            request,
            "problem",
            422,
            title="That day is over",
            problems=[],
            texts=["What was eaten stays as it was. Say on its page what became of it."],
            back=f"/week/{first}/day/{place}",
        )
    others = [
        (day.day, f"{name_day(day.day, week.first_day)}: {name_meal(one, week.opened.tables)}")
        for day in week.plan.days
        for one in day.meals
        if one.meal == meal and day.day != place and day.day >= today
    ]
    people = [one.name for one in week.plan.request.people]
    eaters = {one.person for one in served.servings}
    return show(
        request,
        "change",
        title=f"Change {meal} on {name_day(place, week.first_day)}",
        now=name_meal(served, week.opened.tables),
        address=f"/week/{first}",
        day=place,
        meal=meal,
        others=others,
        eaters=[one for one in people if one in eaters] if len(people) > 1 else [],
        is_locked=(place, meal) in week.find_locks(),
        titles=TITLES,
        version=week.version,
    )


@router.get("/week/{first}/change")
async def preview(request: Request, first: str) -> Response:
    """What a change would do, with a form that makes it."""
    form = dict(request.query_params)
    return await run_in_threadpool(preview_of, request, first, form)


def preview_of(request: Request, first: str, form: Mapping[str, str]) -> Response:
    """What the change of a form would do to the five, to other meals and to the price."""
    site = find_site(request)
    week = site.house.read_week(parse_day(first))
    words, back = read_words(site.house, week, form)
    try:
        version, effect = site.worker.do("preview", first=first, words=words)
    except PlannerError as error:
        return refuse(request, error, back)
    return show(
        request,
        "preview",
        title=write_title(week, form),
        effect=effect,
        action=f"/week/{first}/change",
        form={**{name: form.get(name, "") for name in FIELDS}, "version": version},
        back=back,
    )


def write_title(week: Week, form: Mapping[str, str]) -> str:
    """What a page calls a change of a form that was understood."""
    title, day = TITLES[form["do"]], form.get("day", "")
    if form["do"] == "again":
        return title
    return f"{form['meal'].capitalize()} on {name_day(int(day), week.first_day)}: {title.lower()}"


@router.post("/week/{first}/change")
async def change(request: Request, first: str) -> Response:
    """Make a change, and keep how to put it back."""
    return await run_in_threadpool(change_of, request, first, await read_form(request))


def change_of(request: Request, first: str, form: Mapping[str, str]) -> Response:
    """Make the change of a form, if the week is as it was when the form was made."""
    house = find_site(request).house
    week = house.read_week(parse_day(first))
    words, back = read_words(house, week, form)
    return change_week(request, week.first_day, form.get("version", ""), words, back)


def read_words(house: House, week: Week, form: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """The words of a change that a form asks for, and the page to go back to.

    NoSuchPage for a form that no page of ours has.
    """
    do, first = form.get("do", ""), week.first_day.isoformat()
    if do not in TITLES:
        raise NoSuchPage("There is no such change.")
    if do == "again":
        return {"again": True}, f"/week/{first}"
    _, day = find_day(house, first, form.get("day", ""))
    meal = find_meal(week, day, form.get("meal", "")).meal
    place = f"day {day} {meal}"
    person = form.get("person") or None
    to_day = find_day(house, first, form.get("to", ""))[1] if do == "move" else None
    words: dict[str, dict[str, Any]] = {
        MORE: {"day": day, "meal": meal, "portion": MORE},
        LESS: {"day": day, "meal": meal, "portion": LESS},
        "move": {"day": day, "meal": meal, "to_day": to_day},
        "out": {"out": [place], "person": person},
        "lock": {"lock": [place]},
        "unlock": {"unlock": [place]},
    }
    return words[do], f"/week/{first}/day/{day}"


@router.post("/restore")
def restore(request: Request) -> Response:
    """Put back the week as it was before the last change that was made on a page."""
    site = find_site(request)
    change = site.store.find_change()
    if change is None:
        return go(request, "/", "No change can be put back.")
    site.store.drop_change(change.number)
    note = f"week {change.week}: put back, {change.what}"
    try:
        keeping.restore_week(
            site.house.open(),
            site.house.today,
            date.fromisoformat(change.week),
            change.after,
            change.before,
            note,
        )
    except OutputError as error:
        title = "Nothing was put back"
        said = say_problems(error)
        return show(request, "problem", 409, title=title, problems=said, texts=[], back="/")
    return go(request, f"/week/{change.week}", f"Put back: {change.what}")
