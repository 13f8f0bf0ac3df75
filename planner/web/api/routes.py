"""The addresses of the API. Each calls what its page calls, and says it as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPBearer

from planner.actions import keeping
from planner.errors import Problem, RequestError
from planner.parsing.json_values import tidy_numbers
from planner.people.targets import find_targets
from planner.plans.leftovers import find_work
from planner.plans.names import name_meal
from planner.render.formats.json_text import write_json
from planner.report.coverage_levels import list_levels
from planner.request.pantry import Stock
from planner.tables.bundle import Tables
from planner.web.api import models
from planner.web.house import House, NoSuchPage, Week
from planner.web.pages.day import mark_meal
from planner.web.pages.lists import buy_items, find_list, keep_ticks, read_ticks
from planner.web.pages.places import find_day, find_meal, parse_day
from planner.web.site import find_site
from planner.web.store import find_ticked

TOKEN = HTTPBearer(auto_error=False, description="A token, made at the page Devices.")
WRONG: dict[int | str, dict[str, Any]] = {
    code: {"model": models.Faults, "description": says}
    for code, says in (
        (401, "No token, or none that is known"),
        (403, "The token may only read"),
        (404, "There is no such thing"),
        (422, "What was sent isn't understood"),
    )
}
router = APIRouter(prefix="/api/v1", dependencies=[Depends(TOKEN)], responses=WRONG)


def find_house(request: Request) -> House:
    """The house that a request came to."""
    return find_site(request).house


HouseHere = Annotated[House, Depends(find_house)]


def write(value: Any) -> Response:
    """An answer of plain values, with the digits that the files have."""
    return Response(write_json(tidy_numbers(value)), media_type="application/json")


@router.get("/weeks", response_model=models.Weeks)
def weeks(house: HouseHere) -> Response:
    """The weeks that are planned."""
    found = [
        {"first_day": str(one.first_day), "last_day": str(one.last_day), "days": one.days}
        for one in house.list_weeks()
    ]
    current = house.find_first_day()
    return write({"current": None if current is None else str(current), "weeks": found})


@router.get("/weeks/{first_day}", response_model=dict[str, Any])
def week(house: HouseHere, first_day: str) -> Response:
    """A week: the object of its file, weeks/FIRST_DAY.json."""
    return write(house.read_week(parse_day(first_day)).plan.to_json())


@router.get("/weeks/{first_day}/days", response_model=models.Days)
def days(house: HouseHere, first_day: str) -> Response:
    """The days of a week with their meals, and what became of them."""
    own = house.read_week(parse_day(first_day))
    return write({"days": [write_day(house, own, one.day) for one in own.plan.days]})


@router.get("/weeks/{first_day}/days/{number}", response_model=models.Day)
def day(house: HouseHere, first_day: str, number: str) -> Response:
    """A day of a week."""
    own, place = find_day(house, first_day, number)
    return write(write_day(house, own, place))


@router.get("/today", response_model=models.Day)
def today(house: HouseHere) -> Response:
    """The meals of today."""
    first = house.find_covering(house.today)
    if first is None:
        raise NoSuchPage("No week is planned for today.")
    return write(write_day(house, house.read_week(first), (house.today - first).days + 1))


def write_day(house: House, week: Week, number: int) -> dict[str, Any]:
    """A day as plain values."""
    marks, first = house.read_state().marks, week.first_day.isoformat()
    own = next(one for one in week.plan.days if one.day == number)
    said = {meal.meal: marks.get((first, number, meal.meal)) for meal in own.meals}
    return {
        "day": number,
        "date": str(week.first_day + timedelta(days=number - 1)),
        "week": first,
        "meals": [
            {
                "meal": meal.meal,
                "dish": meal.dish,
                "name": name_meal(meal, week.opened.tables),
                "minutes": find_work(number, meal, week.plan, week.opened.tables).minutes or None,
                "leftover_of": meal.leftover_of,
                "mark": getattr(said[meal.meal], "verb", None),
                "servings": [asdict(one) for one in meal.servings],
            }
            for meal in own.meals
        ],
    }


@router.put("/weeks/{first_day}/days/{number}/meals/{meal}/mark", response_model=models.Day)
def mark(house: HouseHere, first_day: str, number: str, meal: str, said: models.Said) -> Response:
    """Say what became of a meal; what was said before no longer holds. Answers with the day."""
    own, place = find_day(house, first_day, number)
    mark_meal(house, first_day, place, find_meal(own, place, meal), said.mark)
    return write(write_day(house, own, place))


@router.get("/weeks/{first_day}/coverage", response_model=models.Coverage)
def coverage(house: HouseHere, first_day: str) -> Response:
    """What each day brings of each nutrient, for each person, and what the plan misses."""
    opened = house.read_week(parse_day(first_day)).opened
    nutrients = opened.tables.nutrients
    levels = [
        {
            "person": person.name,
            "nutrient": row.nutrient,
            "name": nutrients[row.nutrient].label,
            "day": number,
            "unit": nutrients[row.nutrient].unit,
            "value": float(one.value),
            "target": float(one.target),
            "share": None if one.out else float(one.share),
            "missed": one.missed,
        }
        for person, row, number, one in list_levels(opened.plan, opened.report)
    ]
    misses = [asdict(one) for one in opened.report.misses]
    return write({"levels": levels, "misses": misses})


@router.get("/weeks/{first_day}/list", response_model=models.ShoppingList)
def shopping_list(request: Request, house: HouseHere, first_day: str) -> Response:
    """What is left to buy for a week, with the ticks."""
    own, plan = find_list(house, parse_day(first_day))
    ticks = find_site(request).store.read_ticks(first_day)
    ticked = find_ticked(ticks)
    groceries = own.tables.groceries
    lines = [
        {
            **line,
            "name": groceries[line["grocery_id"]].name,
            "cupboard": groceries[line["grocery_id"]].cupboard,
            "ticked": line["grocery_id"] in ticked,
        }
        for line in plan.to_json()["shopping"]
        if line["packs"]
    ]
    clock = max((one.clock for one in ticks), default=0)
    return write({"first_day": first_day, "clock": clock, "lines": lines})


@router.post("/weeks/{first_day}/list/ticks", response_model=models.Ticked)
def tick(request: Request, first_day: str, sent: models.Ticks) -> Response:
    """Tick items of a list, or take ticks off, by operations. Answers with what is ticked."""
    try:
        ticks = read_ticks([one.model_dump() for one in sent.ticks])
    except ValueError as error:
        what = "an id or an item isn't letters, digits and hyphens, or both are too long"
        remedy = "Send an id of your own and a grocery_id."
        raise RequestError(Problem("ticks", what, remedy)) from error
    return keep_ticks(request, parse_day(first_day).isoformat(), ticks)


@router.post("/weeks/{first_day}/list/bought", response_model=models.ShoppingList)
def buy(request: Request, house: HouseHere, first_day: str, bought: models.Bought) -> Response:
    """Say that items of a list were bought: they are at home then. Answers with what is left."""
    first = parse_day(first_day)
    house.read_week(first)
    buy_items(find_site(request), first, bought.items)
    return shopping_list(request, house, first_day)


@router.get("/pantry", response_model=models.Pantry)
def pantry(house: HouseHere) -> Response:
    """What is at home."""
    tables = house.know().tables
    home = keeping.find_home(house.open(), tables, house.today)
    return write(
        {
            "day": str(home.day),
            "stocks": write_stocks(home.pantry.stocks, tables),
            "past": write_stocks(home.past, tables),
            "frozen": write_stocks(home.frozen, tables),
        }
    )


def write_stocks(stocks: Iterable[Stock], tables: Tables) -> list[dict[str, Any]]:
    """Stocks as plain values."""
    return [
        {
            "grocery_id": one.grocery_id,
            "name": tables.groceries[one.grocery_id].name,
            "grams": one.grams,
            "best_before": None if one.best_before is None else str(one.best_before),
        }
        for one in stocks
    ]


@router.post("/pantry", response_model=models.Weighed)
def say(house: HouseHere, said: models.Words) -> Response:
    """Say that there is so much of an item, or that it was bought or thrown away."""
    kitchen, tables = house.open(), house.know().tables
    weighed = keeping.say_item(kitchen, tables, said.verb, said.words.split(), house.today)
    item = weighed.item
    return write({"grocery_id": item.id, "name": item.name, "grams": weighed.grams})


@router.post("/undo", response_model=models.Undone)
def undo(house: HouseHere) -> Response:
    """Take back what the journal says last."""
    return write({"undone": [one.text for one in keeping.undo(house.open(), house.today)]})


@router.get("/people", response_model=models.People)
def people(house: HouseHere) -> Response:
    """Who eats, and everyone's targets a day."""
    tables = house.know().tables
    asked = keeping.make_kitchen_request(house.open(), tables)
    records = asked.to_json()["people"]
    targets = [find_targets(one, tables, asked.every_day) for one in asked.people]
    return write(
        {
            "people": [
                {**record, "targets": [asdict(one) for one in own]}
                for record, own in zip(records, targets, strict=True)
            ]
        }
    )
